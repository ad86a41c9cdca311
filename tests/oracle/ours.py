"""What the sensor sees: its operations, put together to messages again."""

import json
import subprocess

# Fields that all operations of a message repeat; of those with a number, only so many values.
SHARED = {
    "modbus.func_code": None,
    "modbus.request_frame": None,
    "modbus.response_time": None,
    "modbus.byte_cnt": 1,
    **{f"iec60870_asdu.{name}": None for name in (
        "start", "typeid", "sq", "numix", "causetx", "nega", "test", "oa", "addr")},
    # of MMS, what stands before the objects
    **{f"mms.{name}": None for name in (
        "invokeID", "confirmedServiceRequest", "confirmedServiceResponse", "listOfVariable",
        "specificationWithResult", "variableAccessSpecificatn", "variableAccessSpecification",
        "unconfirmedService", "listOfData", "listOfAccessResult", "write")},
}
SHARED_PREFIXES = (
    "mbtcp.", "mbrtu.", "iec60870_104.", "iec60870_101.", "tpkt.", "cotp.", "ses.", "pres.",
    # DNP3: link frame, transport and head of the application layer.
    "dnp.", "dnp3.start", "dnp3.len", "dnp3.ctl.dir", "dnp3.ctl.prm", "dnp3.ctl.fc", "dnp3.ctl.dfc",
    "dnp3.ctl.prifunc", "dnp3.ctl.secfunc", "dnp3.dst", "dnp3.src", "dnp3.addr", "dnp3.hdr.",
    "dnp3.tr.", "dnp3.al.frag", "dnp3.al.ctl", "dnp3.al.fi", "dnp3.al.con", "dnp3.al.uns",
    "dnp3.al.seq", "dnp3.al.func", "dnp3.al.iin", "dnp3.al.retry",
    # C37.118: what stands before the contents, and the checksum.
    *(f"synphasor.{name}" for name in (
        "sync", "frtype", "version", "frsize", "idcode_stream_source", "soc", "timeqal.", "fracsec",
        "checksum", "data.conf_frame")),
    # S7comm: header, and what stands before the items
    "s7comm.header.", "s7comm.param.func", "s7comm.param.itemcount", "s7comm.param.errcod",
    "s7comm.param.userdata.", "s7comm.tis.", "s7comm.cyclic.", "s7comm.varstat.trgevent",
    "s7comm.varstat.item_count",
    # FINS: headers, end code, and the count of forced bits
    *(f"omron.{name}" for name in (
        "tcp.", "session.", "icf", "rsv", "gct", "dna", "da1", "da2", "sna", "sa1", "sa2", "sid", "command",
        "response.code", "response.relay", "response.fatal", "response.non_fatal", "number_of_bits_flags")),
)
# The head of S7comm's user data is like that of each item.
USERDATA_HEAD = ("s7comm.data.returncode", "s7comm.data.transportsize", "s7comm.data.length")
CONTEXT = ("frame.", "eth.", "vlan.", "ip.", "ipv6.", "tcp.", "udp.", "ot.")


# What stands before the services of a Multiple Service Packet: a path of two segments for each
# message around them.
CIP_TWICE = ("cip.path_segment", "cip.path_segment.type", "cip.logical_segment.type", "cip.logical_segment.format")
CIP_ONCE = ("cip.service", "cip.rr", "cip.sc", "cip.request_path_size", "cip.epath", "cip.class", "cip.instance",
            "cip.genstat", "cip.addstat_size")
CIP_OUTER = ("enip.", "cip.seq", "cip.connid", "cip.msp.", "cip.cm.", "cip.ex_link", "cip.port", "cip.linkaddress")


def cip_shared(name, operation, values):
    """Of a Multiple Service Packet, how many values of a field are those of the messages around."""
    if "cip.msp.num_services" not in operation or name == "enip.cpf.data":
        return None
    if name.startswith(CIP_OUTER):
        return len(values)
    service = operation["cip.service"]
    around = len(service) - 1 if isinstance(service, list) else 1  # 1: a service that cannot be read
    routed = "cip.cm.route_path_size" in operation
    sent = routed and not operation["ot.request"]  # a response repeats both paths, but not the outer service
    if name in CIP_ONCE:
        extra = 1 if name == "cip.epath" and routed else 0
        if sent and name in ("cip.request_path_size", "cip.class", "cip.instance"):
            extra = 1
        return 1 if name in ("cip.genstat", "cip.addstat_size") else around + extra
    if name in CIP_TWICE:
        port = 1 if routed and not name.startswith("cip.logical") else 0
        return 2 * (around + sent) + port
    return 0


# What stands before the items of OPC UA's messages.
OPCUA_HEAD = ("opcua.transport.", "opcua.security.", "opcua.servicenodeid.", "opcua.session.", "opcua.channel.",
              *(f"opcua.{name}" for name in (
                  "RequestHandle", "returndiag", "AuditEntryId", "TimeoutHint", "ServiceResult", "StringTable",
                  "MaxAge", "TimestampsToReturn", "RequestedMaxReferencesPerNode", "ReleaseContinuationPoints",
                  "SubscriptionId", "AvailableSequenceNumbers", "MoreNotifications", "SequenceNumber",
                  "PublishTime", "ViewVersion")))
OPCUA_DETAILS = ("opcua.IsReadModified", "opcua.StartTime", "opcua.EndTime", "opcua.NumValuesPerNode",
                 "opcua.ReturnBounds")
OPCUA_FORMS = {"opcua.nodeid.nsindex": (1, 2, 3, 4, 5), "opcua.nodeid.numeric": (0, 1, 2), "opcua.nodeid.string": (3,),
               "opcua.nodeid.guid": (4,), "opcua.nodeid.bytestring": (5,)}
PUBLISH, BROWSE, HISTORY_READ = 829, 527, 664


def opcua_shared(name, operation, values):
    """Of OPC UA, how many values of a field stand before the items: in the head, which each operation repeats."""
    service = operation.get("opcua.servicenodeid.numeric")
    request = operation["ot.request"]
    if name.startswith(OPCUA_HEAD) or (service == HISTORY_READ and name.startswith(OPCUA_DETAILS)):
        return len(values)
    nodes = (2 if request else 1) + (service in (PUBLISH, BROWSE, HISTORY_READ))
    kinds = operation.get("opcua.nodeid.encodingmask", [])
    kinds = (kinds if isinstance(kinds, list) else [kinds])[:nodes]
    if name == "opcua.nodeid.encodingmask":
        return nodes
    if name in OPCUA_FORMS:
        return sum(kind in OPCUA_FORMS[name] for kind in kinds)
    if name == "opcua.variant.ArraySize":
        return 4 if service == PUBLISH else 1 if request else 2
    if name == "opcua.Timestamp":
        return 2 if service == BROWSE and len(values) > 1 else 1
    return 1 if name == "opcua.extobj.type" and service in (PUBLISH, HISTORY_READ) else 0


class Message:
    """One message: the frame that completed it, what ot.* says of its first operation, its fields."""

    def __init__(self, operation):
        self.frame = operation["frame.number"]
        self.ot = {k: v for k, v in operation.items() if k.startswith("ot.")}
        self.protocol = operation["ot.protocol"]
        self.ports = {operation.get("tcp.srcport"), operation.get("tcp.dstport")}
        self.fields = {}
        self.operations = 0

    def add(self, operation):
        for name, value in operation.items():
            if name.startswith(CONTEXT):
                continue
            values = value if isinstance(value, list) else [value]
            old = self.fields.setdefault(name, [])
            if not self.operations:
                old.extend(values)
                continue
            cip = cip_shared(name, operation, values)
            if self.protocol == "opcua":
                cip = opcua_shared(name, operation, values)
            shared = SHARED.get(name, 0) if cip is None else cip
            link = name == "dnp3.ctl"
            if link or (name.startswith(SHARED_PREFIXES) and not name.startswith("dnp3.al.file")) or shared is None:
                shared = len(values)
            if name in USERDATA_HEAD and "s7comm.param.userdata.head" in operation:
                shared = 1
            shared = min(shared, len(old))
            if old[:shared] != values[:shared]:
                raise ValueError(f"frame {self.frame}: operations do not repeat {name}")
            old.extend(values[shared:])
        self.operations += 1


# What tshark 4.0 does not know: other proofs are in the unit tests.
OURS_ALONE = ("slmp", "cciefb", "cclinkie")


def read(sensor, path):
    """All messages of a capture that tshark could know, in order."""
    done = subprocess.run(
        [sensor, "read", path, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode not in (0, 1):  # 1: the capture is cut short, say
        raise RuntimeError(f"{sensor} ended with {done.returncode}: {done.stderr.decode()}")
    messages = {}
    for line in done.stdout.splitlines():
        operation = json.loads(line)
        number = operation["ot.message"]
        if operation["ot.protocol"] in OURS_ALONE:
            continue
        if number not in messages:
            messages[number] = Message(operation)
        messages[number].add(operation)
    return list(messages.values())


def types(sensor):
    """{field: type} of all fields of decoders."""
    done = subprocess.run([sensor, "fields", "--json"], stdout=subprocess.PIPE, check=True)
    rows = (json.loads(line) for line in done.stdout.splitlines())
    return {row["name"]: row["type"] for row in rows if row["protocol"] != "context" and not row.get("fact")}
