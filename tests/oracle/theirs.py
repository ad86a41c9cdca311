"""What tshark sees: its messages of the protocols that are ours too, with every field in order."""

import re
import subprocess
from html import unescape

TSHARK = "tshark"
# What carries a message, and what it may carry itself.
OUTER = ("mbtcp", "mbudp", "mbrtu", "goose", "arp", "lldp", "dhcp", "iec60870_104", "iec60870_101", "tpkt", "dnp3",
         "sv", "synphasor", "enip", "opcua", "omron", "pn_rt", "dcerpc")
PROFINET = ("pn_dcp", "pn_io", "pn_io_device", "pn_io_controller", "pn_io_supervisor", "pn_io_parameterserver")
# tshark's summary of an AR repeats these at the end of a message, and its inner layers the request.
AGAIN = ("pn_io.ar_uuid", "pn_io.cminitiator_mac_add", "pn_io.cmresponder_macadd", "pn_io.localalarmref",
         "pn_io.frame_id")
CIP = ("cip", "cipcm", "cippccc", "cipcls", "cipio")
INNER = {"modbus": ("mbtcp", "mbudp", "mbrtu"), "iec60870_asdu": ("iec60870_104", "iec60870_101"),
         **dict.fromkeys(CIP, ("enip", *CIP)), **dict.fromkeys(PROFINET, ("pn_rt", "dcerpc"))}
# The layers of one message above TPKT; session PDUs come in pairs.
OSI = ("cotp", "ses", "pres", "acse", "mms", "s7comm")
# mbtcp.* also stands below Modbus/UDP; IEEE's TLVs of LLDP carry the name of their own registry.
PREFIXES = ("mbtcp.", "mbrtu.", "modbus.", "goose.", "arp.", "lldp.", "dhcp.", "ieee8023.", "iec60870_",
            "iec104.", "tpkt.", "cotp.", "ses.", "pres.", "acse.", "mms.", "s7comm.", "dnp3.", "dnp.", "sv.",
            "synphasor.", "enip.", "cip.", "cipio.", "opcua.", "omron.", "pn_rt.", "pn_dcp.", "pn_io.", "dcerpc.")
LAYERS = ("mbtcp mbudp mbrtu modbus goose arp lldp dhcp iec60870_104 iec60870_101 iec60870_asdu "
          "tpkt cotp ses pres acse mms s7comm tcp dnp3 sv synphasor enip cip cipcm cippccc cipcls cipio opcua omron pn_rt pn_dcp "
          "dcerpc "
          + " ".join(PROFINET))
FILTER = ("mbtcp || mbudp || mbrtu || modbus || goose || arp || lldp || dhcp || iec60870_104 || iec60870_101 "
          "|| tpkt || dnp3 || sv || synphasor || enip || opcua || omron || pn_rt || dcerpc")

# The lines of PDML that matter: a frame's number, a protocol's beginning, a field of ours, malformed.
LINE = re.compile(
    r'^    <field name="num" pos="0" show="(\d+)"'
    r'|^    <field name="tcp.stream"[^>]* show="(\d+)"'
    r'|^    <field name="tcp.srcport"[^>]* show="(\d+)"'
    r'|^  <proto name="([^"]*)"'
    r'|^ +<field name="((?:' + "|".join(re.escape(p) for p in PREFIXES) + r')[^"]*|_ws\.malformed)"'
    r'(?: showname="[^"]*")?(?: hide="yes")? size="\d+" pos="\d+"'
    r'(?: show="([^"]*)")?(?: value="([^"]*)")?',
    re.MULTILINE,
)
CHUNK = 1 << 22


class Message:
    """
    One message: the frame that completed it, its protocols, its fields by name in order, each as
    tshark shows it and as the hexadecimal digits that it lies on (None: it is derived).
    """

    def __init__(self, frame, protocol):
        self.frame = frame
        self.protocols = [protocol]
        self.fields = {}
        self.broken = False  # tshark gave up: malformed
        self.side = None  # of a TCP connection, who sends

    def number(self, name):
        """The first value of a field as a number, or None."""
        found = self.fields.get(name)
        return int(found[0][0], 0) if found else None


# What OPC UA calls null, of texts, bytes and times: tshark shows the length, or the number, that says so.
NULL = {"ffffffff", "0000000000000000", "ffffffffffffff7f"}


def is_null(name, show, value):
    """Is it a text, bytes or a time of OPC UA that is not there?"""
    if not name.startswith("opcua.") or value not in NULL:
        return False
    return show == "" if value == "ffffffff" else not show.lstrip("-").isdigit()


def messages(text):
    """Parses whole packets of PDML into a list of messages."""
    out, frame, current, side = [], 0, None, None
    for m in LINE.finditer(text):
        number, stream, port, proto, name, show, value = m.groups()
        if port is not None:
            side = port
            continue
        if stream is not None:
            side = (side, stream)
            continue
        if name is not None:
            if current is None:
                continue
            if name == "_ws.malformed":
                current.broken = True
                continue
            if value is None and name in AGAIN or name == "dcerpc.request_in" and name in current.fields:
                continue
            show = unescape(show) if show and "&" in show else show or ""
            if is_null(name, show, value):
                continue
            current.fields.setdefault(name, []).append((show, value))
        elif number is not None:
            frame, current = int(number), None
        elif proto in OUTER:
            current = Message(frame, proto)
            current.side = side
            out.append(current)
        elif proto in OSI and current and current.protocols[0] == "tpkt":
            current.protocols.append(proto)
        elif proto == "pn_io" and current and "pn_rt.cycle_counter" in current.fields:
            current = None  # the submodules of cyclic data, which ours keeps as bytes
        elif proto in INNER:
            if not current and proto in PROFINET and out and out[-1].frame == frame:
                current = out[-1]  # behind the fragments that were put together
            if current and current.protocols[-1] in INNER[proto]:
                current.protocols.append(proto)
            else:
                current = Message(frame, proto)
                out.append(current)
        elif proto == "_ws.malformed" and current:
            current.broken = True
        elif proto != "_ws.expert":
            current = None
    return [m for m in out if m.protocols[0] != "dcerpc" or is_datagram(m)]


def is_datagram(message):
    """Is it a call of DCE/RPC over UDP? Those over TCP have nothing to do with PROFINET."""
    return message.fields.get("dcerpc.ver", [("", None)])[0][0] == "4"


def joined(found):
    """Puts the TPKTs of one TSDU together: the last one has what they carry."""
    out, begun = [], {}
    for message in found:
        if message.protocols[0] != "tpkt":
            out.append(message)
            continue
        earlier = begun.pop(message.side, None)
        if earlier:
            for name, values in message.fields.items():
                earlier.fields.setdefault(name, []).extend(values)
            earlier.frame, earlier.broken = message.frame, earlier.broken or message.broken
            earlier.protocols = message.protocols
            message = earlier
        eot = message.fields.get("cotp.eot")
        empty = message.fields.get("tpkt.length", [("0",)])[-1][0] == "7"
        if eot and eot[-1][0] in ("0", "False") and not (empty and not earlier):
            begun[message.side] = message
        else:
            out.append(message)
    return out + list(begun.values())


def chunks(file):
    """The text of a PDML file in pieces that end with a packet."""
    rest = ""
    while piece := file.read(CHUNK):
        rest += piece
        end = rest.rfind("</packet>")
        if end >= 0:
            yield rest[:end]
            rest = rest[end:]
    yield rest


def read(path, options=()):
    """All messages of a capture, in order. options: more for tshark's command line."""
    command = [TSHARK, "-n", "-r", path, "-T", "pdml", "-J", LAYERS, "-Y", FILTER, *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
        errors="replace",
    ) as process:
        found = joined([message for text in chunks(process.stdout) for message in messages(text)])
    if process.returncode not in (0, 2):  # 2: the capture is cut short
        raise RuntimeError(f"tshark ended with {process.returncode}: {' '.join(command)}")
    return found


def frames(path, names, options=()):
    """{frame number: [first value of each of the fields named, …]} of the whole capture."""
    command = [TSHARK, "-n", "-r", path, "-T", "fields", "-E", "occurrence=f", *options]
    for name in ("frame.number", *names):
        command += ["-e", name]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False
    )
    rows = (line.split("\t") for line in done.stdout.splitlines())
    return {int(row[0]): row[1:] for row in rows if row[0]}
