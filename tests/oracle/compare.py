"""Compares one capture's messages, field by field, value by value."""

import re
from difflib import SequenceMatcher
from struct import error as StructError, pack, unpack

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
TIME = re.compile(r"(\w{3}) +(\d+), (\d+) (\d+):(\d+):(\d+)(?:\.(\d+))?(?: UTC)?$")


def their_time(show, _value):
    """"Jan  2, 2000 02:46:11.258165836 UTC" as the sensor writes it."""
    m = TIME.match(show)
    if not m:
        return show
    month, day, year, h, mi, s, ns = m.groups()
    return (
        f"{int(year):04}-{MONTHS.index(month) + 1:02}-{int(day):02}T{h}:{mi}:{s}."
        f"{(ns or '').ljust(9, '0')}Z"
    )


def their_number(show, _value):
    if show in ("True", "False"):
        return int(show == "True")
    try:
        return int(show, 0)
    except ValueError:
        return int(show) if show.isdigit() else show


def their_text(show, value):
    """Text as it is on the wire."""
    if value is None:
        return show
    return bytes.fromhex(value).decode("utf-8", "replace")


def their_padded_text(show, value):
    """Text of a field that zeros fill up."""
    if value is None:
        return show
    return bytes.fromhex(value).split(b"\0")[0].decode("utf-8", "replace")


def their_bytes(show, value):
    return ":".join(re.findall("..", value)) if value is not None else show


def their_bool(show, _value):
    return {"1": True, "0": False, "True": True, "False": False}.get(show, show)


def their_float(show, _value):
    try:
        return float(show)
    except ValueError:
        return show


def their_iec_float(show, value):
    """The number that tshark rounds for people, from the bytes that it lies on."""
    if value and len(value) == 8:
        return unpack("<f", bytes.fromhex(value))[0]
    if value and len(value) == 4:
        return unpack("<h", bytes.fromhex(value))[0] / 32768
    return their_float(show, value)


def their_raw_float(show, value):
    """Little-endian as it is on the wire: tshark prints six digits."""
    if value is None:
        return their_float(show, value)
    raw = bytes.fromhex(value)
    return unpack("<f" if len(raw) == 4 else "<d", raw)[0]


def their_synphasor_float(show, value):
    """The number that tshark rounds for people; changes of frequency may be integers, in Hz/100 s."""
    if value and len(value) == 8:
        return unpack(">f", bytes.fromhex(value))[0]
    if value and len(value) == 4:
        return unpack(">h", bytes.fromhex(value))[0] / 100
    return their_float(show, value)


def as_shown(show, _value):
    return show


READERS = {
    "number": their_number,
    "signed number": their_number,
    "bool": their_bool,
    "float": their_float,
    "bytes": their_bytes,
    "time": their_time,
    "duration": their_float,
    "MAC address": as_shown,
    "IPv4 address": as_shown,
    "IPv6 address": as_shown,
}


PADDED_TEXT = ("lldp.", "dhcp.", "enip.lsr.servicename", "omron.")
# Text that is not on the wire as such.
DERIVED_TEXT = {
    "lldp.mgn.obj.id", "goose.objId", "mms.objId", "mms.listOfAbstractSyntaxes_item",
    "cotp.src-tsap", "cotp.dst-tsap", "pres.abstract_syntax_name", "pres.Transfer_syntax_name",
    "pres.transfer_syntax_name", "acse.aSO_context_name", "acse.ap_title_form2",
    "acse.mechanism_name", "acse.direct_reference", "s7comm.blockinfo.headerversion",
    "dcerpc.obj_id", "dcerpc.dg_if_id", "dcerpc.dg_act_id", "pn_io.ar_uuid", "pn_io.target_ar_uuid",
    "pn_io.cminitiator_uuid", "pn_io.parameter_server_objectuuid",
}


# Numbers that tshark works out and prints with six digits.
SIX_DIGITS = {"synphasor.fracsec_ms"}


def their_opcua_text(show, value):
    """Of a text of no length, tshark has the length."""
    return "" if show == "" and value == "00000000" else their_text(show, value)


def their_opcua_bytes(show, value):
    return "" if show == "" and value == "00000000" else their_bytes(show, value)


OPCUA_READERS = {"text": their_opcua_text, "bytes": their_opcua_bytes, "float": their_raw_float}


def reader_of(name, kind):
    """How tshark's values of a field are read when ours have that type (None: we have no such)."""
    if name.startswith("opcua.") and kind in OPCUA_READERS:
        return OPCUA_READERS[kind]
    if name.startswith("synphasor.") and kind in ("text", "float"):
        return as_shown if kind == "text" else their_synphasor_float
    if name == "pn_io.im_revision_prefix":
        return lambda _show, value: int(value, 16)  # tshark shows a character
    if kind == "text" and name not in DERIVED_TEXT:
        return their_padded_text if name.startswith(PADDED_TEXT) else their_text
    if name in ("iec60870_asdu.float", "iec60870_asdu.normval"):
        return their_iec_float
    if kind == "float" and name.startswith("dnp3."):
        return their_raw_float
    return READERS.get(kind, as_shown)


def same_float(ours, theirs):
    """tshark keeps and prints single precision."""
    if ours == theirs or (ours != ours and theirs != theirs):
        return True
    try:
        return unpack("f", pack("f", ours)) == unpack("f", pack("f", theirs))
    except (OverflowError, TypeError, StructError):
        return False


# What a message does, of protocols whose explanations say it.
FUNCTIONS = ("modbus.func_code", "dnp3.al.func")


class Difference:
    """
    One difference. kind: "missing" (ours lacks it), "extra" (theirs does), "differs"; field "-": a
    whole message. ours and theirs: the messages; ours_values and theirs_values: of the field.
    """

    def __init__(self, kind, field, ours, theirs, values=(None, None)):
        self.kind, self.field, self.ours, self.theirs = kind, field, ours, theirs
        self.ours_values, self.theirs_values = values

    @property
    def frame(self):
        return (self.ours or self.theirs).frame

    @property
    def protocol(self):
        return self.ours.protocol if self.ours else self.theirs.protocols[-1]

    @property
    def function(self):
        for name in FUNCTIONS:
            if self.ours:
                value = self.ours.fields.get(name, [None])[0]
            else:
                value = self.theirs.number(name)
            if value is not None:
                return value
        return None

    @property
    def direction(self):
        if not self.ours:
            return "?"
        return "request" if self.ours.ot["ot.request"] else "response"

    def __str__(self):
        function = "" if self.function is None else f" function {self.function}"
        return (
            f"frame {self.frame}: {self.protocol}{function} {self.direction}: {self.field} "
            f"{self.kind}: ours {self.ours_values}, tshark's {self.theirs_values}"
        )


KEYS = ("mbtcp.trans_id", "mbtcp.unit_id", "mbrtu.unit_id", "modbus.func_code",
        "iec60870_104.utype", "iec60870_104.tx", "iec60870_asdu.typeid", "dnp3.hdr.CRC", "dnp3.tr.ctl",
        "synphasor.checksum",
        "enip.command", "enip.session", "enip.length", "cip.seq", "cip.service", "s7comm.header.pduref",
        "opcua.transport.size", "opcua.security.seq",
        "omron.sid", "omron.command", "omron.tcp.command")
# A header alone, without a PDU that could be read, is Modbus too, and so is what it carries.
FAMILY = {"mbtcp": "modbus", "mbudp": "modbus", "mbrtu": "modbus", "umas": "modbus",
          **dict.fromkeys(("enip", "cip", "cipcm", "cippccc", "cipcls", "cipio"), "cip"),
          **dict.fromkeys(("pn_rt", "pn_dcp", "dcerpc", "pn_io", "pn_io_device", "pn_io_controller", "pn_io_supervisor",
                           "pn_io_parameterserver"), "profinet"),
          **dict.fromkeys(("tpkt", "cotp", "ses", "pres", "acse", "s7comm"), "mms")}


def key_of_ours(m):
    return (FAMILY.get(m.protocol, m.protocol), *(m.fields.get(n, [None])[0] for n in KEYS))


def key_of_theirs(m):
    name = m.protocols[-1]
    return (FAMILY.get(name, name), *(m.number(n) for n in KEYS))


def pair_up(ours, theirs):
    """The messages of one frame: [(ours, theirs)], None where one has no match."""
    if len(ours) == len(theirs) == 1:
        if key_of_ours(ours[0])[0] == key_of_theirs(theirs[0])[0]:
            return [(ours[0], theirs[0])]
    a, b = [key_of_ours(m) for m in ours], [key_of_theirs(m) for m in theirs]
    if a == b:
        return list(zip(ours, theirs))
    pairs = []
    for op, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op == "equal":
            pairs += zip(ours[i1:i2], theirs[j1:j2])
            continue
        pairs += [(m, None) for m in ours[i1:i2]]
        pairs += [(None, m) for m in theirs[j1:j2]]
    return pairs


class Comparison:
    """Of one capture: differences and how many values were compared."""

    def __init__(self, types):
        self.types = types
        self.compared = 0
        self.differences = []

    def differ(self, kind, field, ours, theirs, values=(None, None)):
        self.differences.append(Difference(kind, field, ours, theirs, values))

    def values(self, name, seen):
        """tshark's values of a field, read as our type of it."""
        reader = reader_of(name, self.types.get(name))
        return [reader(show, value) for show, value in seen]

    def field(self, name, ours, theirs):
        mine = ours.fields.get(name)
        if name not in theirs.fields:
            self.differ("extra", name, ours, theirs, (mine, None))
            return
        seen = self.values(name, theirs.fields[name])
        if mine is None:
            self.differ("missing", name, ours, theirs, (None, seen))
            return
        self.compared += len(seen)
        if mine == seen or name in SIX_DIGITS and [f"{x:.6g}" for x in mine] == [f"{x:.6g}" for x in seen]:
            return
        if self.types.get(name) in ("float", "duration") and len(mine) == len(seen):
            if all(same_float(a, b) for a, b in zip(mine, seen)):
                return
        self.differ("differs", name, ours, theirs, (mine, seen))

    def message(self, ours, theirs):
        if ours is None:
            self.differ("missing", "-", ours, theirs)
        elif theirs is None:
            self.differ("extra", "-", ours, theirs)
        else:
            for name in dict.fromkeys([*theirs.fields, *ours.fields]):
                self.field(name, ours, theirs)

    def run(self, ours, theirs):
        """Compares all messages of a capture."""
        by_frame = {}
        for side, messages in enumerate((ours, theirs)):
            for m in messages:
                by_frame.setdefault(m.frame, ([], []))[side].append(m)
        for frame in sorted(by_frame):
            for mine, seen in pair_up(*by_frame[frame]):
                self.message(mine, seen)
        return self
