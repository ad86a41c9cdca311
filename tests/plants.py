"""
The plants whose captures are in pcaps/, and what the baseline of each is learned from: for all suites
that look at captures as a sensor does that knows its plant.
"""

WATERWORKS = ("normal.pcap", "normal-long.pcap", "operator.pcap", "engineering.pcapng")
# Other plants than the waterworks, by how the names of their captures begin (the longest that fits);
# without captures: nothing is learned.
PLANTS = {
    "goose-": (),
    "goose-moved": ("goose-normal.pcap",),
    "dnp3-": ("dnp3-longer.pcap",),
    "dnp3-udp": (),
    "dnp3-odd-port": (),
    "cclink-": ("cclink-normal.pcap",),
    "cclink-odd-port": (),
    "cclink-ie-": ("cclink-ie-normal.pcap",),
    "cclink-ie-control": (),
    "cclink-ie-tsn": (),
    "cip-": ("cip-normal.pcap", "cip-longer.pcap"),
    "mms-": ("mms-normal.pcap",),
    "opcua-": ("opcua-normal.pcap",),
    "s7-": ("s7-normal.pcap",),
    "slmp-": ("slmp-normal.pcap",),
    "profinet-": ("profinet-normal.pcap",),
    "sv-": ("sv-normal.pcap", "sv-metering.pcap"),
    "synphasor-": ("synphasor-longer.pcap",),
    "fins-": ("fins-normal.pcap",),
    "iec10": ("iec104-longer.pcap", "iec101-terminal-server.pcap"),
}
# Normal work: no alert above info, no incident.
QUIET = (
    "normal.pcap", "normal-long.pcap", "operator.pcap", "dnp3-normal.pcap", "dnp3-longer.pcap", "dnp3-udp.pcap",
    "goose-normal.pcap", "iec104-normal.pcap", "iec104-longer.pcap", "iec104-redundant.pcap", "mms-normal.pcap",
    "mms-mid-stream.pcap", "sv-normal.pcap", "sv-metering.pcap", "synphasor-normal.pcap",
    "synphasor-longer.pcap", "cip-normal.pcap", "cip-longer.pcap", "s7-normal.pcap", "cclink-normal.pcap",
    "cclink-odd-port.pcap", "cclink-ie-normal.pcap",
    "opcua-normal.pcap",
    "slmp-normal.pcap", "fins-normal.pcap",
    "profinet-normal.pcap", "profinet-longer.pcap",
)


def plant_of(capture):
    """Which plant a capture is of: a key of PLANTS, or "" for the waterworks."""
    return max((p for p in PLANTS if capture.startswith(p)), key=len, default="")


def learned_from(plant):
    """The captures that a plant's baseline is learned from."""
    return PLANTS[plant] if plant else WATERWORKS
