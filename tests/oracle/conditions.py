"""
What an explanation claims, checked: each condition says whether it holds for one difference.

A condition looks at both messages and their values, so that an explanation covers what it says and
nothing else. `d` is the compare.Difference, `c` the oracle.Capture it is from.
"""

import math
import struct

def pairs(d):
    """The values of a field that both sides have, side by side, or nothing."""
    if d.ours_values is None or d.theirs_values is None:
        return []
    if len(d.ours_values) != len(d.theirs_values):
        return []
    return list(zip(d.ours_values, d.theirs_values))

def empty(d, _c):
    """tshark's values are all without content: a mark in its tree, or a field of no bytes."""
    return bool(d.theirs_values) and all(v == "" for v in d.theirs_values)

def secret(d, _c):
    """Ours says that something was there, for each that tshark shows."""
    return bool(pairs(d)) and all(ours == "********" and theirs for ours, theirs in pairs(d))

def s7_password(d, _c):
    """The contents of a request of the security functions that gives a password."""
    return d.ours is not None and (d.ours.fields.get("s7comm.param.userdata.funcgroup"), d.ours.fields.get(
        "s7comm.param.userdata.subfunc")) == ([5], [1])

def not_profinet(d, _c):
    """A call of DCE/RPC whose interface is none of PROFINET's."""
    return not any(show.lower().startswith("dea0000") for show, _value in d.theirs.fields.get("dcerpc.dg_if_id", []))

def undeclared(d, c):
    """We have no such field; only for what is documented as not taken apart."""
    return d.field not in c.types

def ours_alone(d, c):
    """tshark has no such field in any message of the capture."""
    return not any(d.field in m.fields for m in c.theirs)

def raw_in_theirs(d, _c):
    """tshark has the objects as bytes, which ours takes apart."""
    return d.theirs is not None and "iec60870_asdu.rawdata" in d.theirs.fields

def no_time(d, _c):
    """Ours says that a time tag is no time, which tshark makes another one of."""
    return "time tag that is no time" in d.ours.ot.get("ot.remarks", ())

def iec_sizes(d, _c):
    """The station has other sizes than tshark takes for granted."""
    return d.ours is not None and d.ours.protocol == "iec60870_asdu"

def swallowed(d, c):
    """tshark shows nothing of the frame: it still waits for the end of an APDU before it."""
    return not any(m.frame == d.frame for m in c.theirs)

def no_asdu(d, _c):
    """tshark counts a frame to the ASDUs that has none, or not all of its header."""
    return "iec60870_asdu.addr" not in d.theirs.fields

def no_apdu(d, c):
    """The frame's payload does not begin as an APDU of 104, or has bytes left over from one that did not."""
    payload = c.facts("tcp.payload").get(d.frame, [""])[0]
    return not payload.startswith("68") or d.field == "iec60870_104.data"

def last_byte_of_t(d, _c):
    """It is the last byte of each goose.t, which tshark does not show."""
    raw = [value for _show, value in d.theirs.fields.get("goose.t", [])]
    return d.ours_values == [int(value[-2:], 16) for value in raw]

def no_request(d, _c):
    """A response whose request the capture does not have; tshark numbers from 0."""
    return (
        d.ours.ot.get("ot.unmatched") is True
        and "modbus.request_frame" not in d.theirs.fields
        and d.theirs_values == list(range(len(d.theirs_values)))
    )

def runs_on(d, _c):
    """tshark's bytes of a record go on to the end of the PDU: ours begin it, the next ones end it."""
    both = pairs(d)
    return (
        bool(both)
        and all(theirs.startswith(ours) for ours, theirs in both)
        and both[-1][0] == both[-1][1]
        and all(a[1].endswith(b[0]) for a, b in zip(both, both[1:]))
    )

def umas(d, _c):
    """tshark has the data behind function 90 as bytes, which ours takes apart."""
    data = d.theirs.fields.get("modbus.data")
    if not data or d.function != 90:
        return False
    head = bytes.fromhex(data[0][1])
    mine = d.ours.fields
    request = d.ours.ot["ot.request"]
    if d.field == "umas.session":
        return mine[d.field] == [head[0]]
    if d.field == "umas.code":  # a response does not repeat it
        return mine[d.field] == [head[1]] if request else len(mine[d.field]) == 1
    if d.field == "umas.status":
        return not request and mine[d.field] == [head[1]]
    rest = ":".join(f"{byte:02x}" for byte in head[2:])
    return mine.get("modbus.data", [""]) == [rest]

RETRANSMISSIONS = ("tcp.analysis.retransmission", "tcp.analysis.spurious_retransmission",
                   "tcp.analysis.fast_retransmission", "tcp.analysis.out_of_order")

def retransmitted(d, c):
    """tshark takes the segment for sent again and leaves its payload alone."""
    return any(c.facts(*RETRANSMISSIONS).get(d.frame, ()))

def held(d, c):
    """tshark waits for the rest of a message whose end never comes: the payload stays a segment."""
    return bool(c.facts("tcp.segment_data", "tcp.payload").get(d.frame, ("",))[0])

def copy_of_earlier(d, c):
    """The same frame came again: one with the same fields is less than 50 ms before it."""
    times = c.facts("frame.time_epoch")
    wanted = d.theirs.fields
    return any(
        m.fields == wanted
        and m.frame < d.frame
        and float(times[d.frame][0]) - float(times[m.frame][0]) < 0.05
        for m in c.theirs_by_protocol(d.theirs.protocols)
    )

def asked_twice(d, c):
    """
    The same transaction was asked again before it was answered. Answers come in the order of the
    requests, so the first is for the oldest one; tshark gives each to the request seen last.
    """
    name = "modbus.request_frame"
    if not d.theirs.fields.get(name) or not d.ours.fields.get(name):
        return False
    mine, seen = d.ours.fields[name][0], d.theirs.number(name)
    keys = ("mbtcp.trans_id", "mbtcp.unit_id", "modbus.func_code")
    wanted = [d.ours.fields.get(key) for key in keys]
    asked = {
        m.frame: m for m in c.ours
        if m.ot["ot.request"] and m.ports == d.ours.ports
        and wanted == [m.fields.get(key) for key in keys]
    }
    if not mine < seen < d.frame or not {mine, seen} <= asked.keys():
        return False
    if d.field != "modbus.regnum16":
        return True
    return d.ours_values[0] == asked[mine].fields["modbus.reference_num"][0]


def request_unseen(d, c):
    """tshark did not dissect the request (another line says why), so it has no pair."""
    asked = d.ours.fields["modbus.request_frame"][0]
    return "modbus.request_frame" not in d.theirs.fields and not any(
        m.frame == asked for m in c.theirs
    )


def in_pieces(d, c):
    """
    The message comes in several segments, the first shorter than the 8 bytes that tshark wants to
    see before it takes anything for Modbus/TCP.
    """
    if d.ours.protocol != "modbus":
        return False
    facts = c.facts("tcp.len", "tcp.stream", "tcp.srcport")
    length, stream, port = facts[d.frame]
    left = d.ours.fields.get("mbtcp.len", [-6])[0] + 6 - int(length or 0)
    for frame in sorted((f for f in facts if f < d.frame), reverse=True):
        if left <= 0:
            break
        length, *flow = facts[frame]
        if flow == [stream, port] and int(length or 0) > 0:
            left -= int(length)
            if left <= 0:
                return int(length) + min(left, 0) < 8
    return False


def crc(data):
    """CRC-16 of Modbus RTU (serial line guide, 6.2.2)."""
    register = 0xFFFF
    for byte in data:
        register ^= byte
        for _bit in range(8):
            register = register >> 1 ^ (0xA001 if register & 1 else 0)
    return register


def whole_rtu(d, c):
    """Is the payload of the frame one RTU frame, by its CRC?"""
    payload = bytes.fromhex(c.facts("tcp.payload")[d.frame][0])
    return len(payload) >= 4 and crc(payload[:-2]) == int.from_bytes(payload[-2:], "little")


def rtu_pieces(d, c):
    """An RTU frame in two segments: tshark takes each for a frame; ours has the CRC right."""
    return not whole_rtu(d, c) and (not d.ours or d.ours.fields["mbrtu.crc16.status"] == [1])


def rtu_short(d, c):
    """An RTU frame of four bytes, address, function and CRC; tshark wants five."""
    return int(c.facts("tcp.len")[d.frame][0]) == 4


def bad_crc(d, c):
    """Nobody acts on a frame whose CRC is wrong, so it asks and answers nothing."""
    return not whole_rtu(d, c) and d.ours.fields["mbrtu.crc16.status"] == [0]


def foreign(d, _c):
    """The protocol identifier is not 0: tshark leaves it alone, ours calls it malformed Modbus."""
    return d.ours.fields.get("mbtcp.prot_id", [0])[0] != 0 and malformed(d, _c)


def cut_off(d, _c):
    """Only the beginning of a message is in the capture; tshark shows nothing of it."""
    return "the capture has only the beginning of this message" in d.ours.ot.get("ot.remarks", [])


def conflict(d, _c):
    """The line that tells of bytes sent again with other contents is no message."""
    return d.ours.ot["ot.function"] == "TCP bytes sent again with other contents" and not d.ours.fields


def client_refuses(d, _c):
    """An exception without its code, sent as a request: ours says what is wrong, tshark shows nothing."""
    return malformed(d, _c) and "exception code in a request" in d.ours.ot["ot.remarks"]


def scrap(d, _c):
    """The rest of a stream that is no message: ours says so, tshark does not show it."""
    return malformed(d, _c) and "modbus.func_code" not in d.ours.fields


def stops(d, _c):
    """tshark gave up in the middle of the message (malformed); as far as it came, both agree."""
    if not d.theirs.broken and not any(n in d.theirs.fields for n in STOPPED):
        return False
    if d.kind == "extra":
        return True
    return d.kind == "differs" and (
        d.ours_values[: len(d.theirs_values)] == d.theirs_values
    )

STOPPED = ("lldp.bad_type",)

def end_as_zero(d, _c):
    """tshark shows the option "end" (255) as 0; it lies on the byte ff."""
    raw = [value for _show, value in d.theirs.fields[d.field]]
    return all(
        ours == theirs or (ours == 255 and theirs == 0 and value == "ff")
        for (ours, theirs), value in zip(pairs(d), raw)
    ) and bool(pairs(d))

def ours_fewer(d, _c):
    """tshark says the same more often."""
    return bool(d.ours_values) and d.theirs_values == d.ours_values * (len(d.theirs_values) // len(d.ours_values))

def no_call(d, _c):
    """It is no call and no response, but a packet of RPC itself."""
    return d.ours.fields["dcerpc.pkt_type"][0] not in (0, 2)

def device_name(d, _c):
    """The message has an ARServerBlockRes."""
    return 0x8106 in d.ours.fields.get("pn_io.block_type", ())

def malformed(d, _c):
    """Ours says that the message is malformed, and why."""
    return bool(d.ours) and d.ours.ot.get("ot.malformed") is True and bool(d.ours.ot["ot.remarks"])

def signed(d, _c):
    """tshark takes a number without its leading zero byte for a negative one."""
    raw = [value for _show, value in d.theirs.fields[d.field]]
    return bool(pairs(d)) and all(
        ours == theirs or (theirs < 0 and ours == theirs + 256 ** (len(value) // 2))
        for (ours, theirs), value in zip(pairs(d), raw)
    )

def among(d, _c):
    """tshark's values are some of ours, in order: it gives the others a field that we have not."""
    rest = iter(d.ours_values)
    return all(v in rest for v in d.theirs_values or ())

def floats(d, _c):
    """
    Worked out from the bytes: ours has the double precision ones too, and null, as JSON has no
    infinity and no NaN; tshark has the single precision ones.
    """
    expected = []
    for _show, value in d.theirs.fields.get("goose.floating_point", []):
        raw = bytes.fromhex(value)[1:]
        if len(raw) not in (4, 8):
            continue
        number = struct.unpack(">f" if len(raw) == 4 else ">d", raw)[0]
        expected.append(number if math.isfinite(number) else None)
    return d.ours_values == expected

def no_bits(d, _c):
    """A string of no bits, for which tshark shows the byte that counts the padding."""
    return bool(pairs(d)) and all(
        ours == theirs or (ours == "" and theirs == "00") for ours, theirs in pairs(d)
    )

def ours_alone(d, _c):
    """tshark has no field of that name."""
    return d.theirs_values is None and bool(d.ours_values)

def quality_of_utc(d, _c):
    """It is the last byte of each time."""
    raw = [value for _show, value in d.theirs.fields.get("mms.utc_time", [])]
    return d.ours_values == [int(value[-2:], 16) for value in raw]

def floats_of_mms(d, _c):
    """It is what the bytes of each floating point say; JSON has no infinity and no NaN."""
    raw = [bytes.fromhex(value) for _show, value in d.theirs.fields.get("mms.floating_point", [])]
    said = [struct.unpack(">f" if len(b) == 5 else ">d", b[1:])[0] for b in raw]
    said = [x if math.isfinite(x) else None for x in said]
    return len(said) == len(d.ours_values) and all(
        ours is None or theirs is None or math.isclose(ours, theirs, rel_tol=1e-6)
        for ours, theirs in zip(d.ours_values, said)
    )

def no_transport(d, _c):
    """A TPKT that is too short for a transport PDU, and what follows it until a TPKT begins."""
    theirs = d.theirs.fields if d.theirs else {}
    mine = d.ours.fields if d.ours else {}
    return "cotp.li" not in theirs and (not mine or mine.get("tpkt.length", [0])[0] < 7)

def unjoined(d, _c):
    """tshark did not put the pieces of a TSDU together: it missed the connection's beginning."""
    return len(d.ours.fields.get("cotp.eot", ())) > 1 and "cotp.segment_data" in d.theirs.fields

def context_unseen(d, _c):
    """tshark wants the connection's beginning to know what the presentation's data are."""
    return "pres.dissector_not_available" in d.theirs.fields

def no_user_data(d, _c):
    """The session's user data say that they have no bytes; ours reads what is behind it."""
    return d.ours.fields.get("ses.parameter_length", [1])[-1] == 0 and 193 in d.ours.fields.get(
        "ses.parameter_type", ())

def overflowed(d, _c):
    """The message has more values than ours keeps; those that it keeps are the first ones."""
    mine, theirs = d.ours_values or [], d.theirs_values or []
    return d.ours.ot.get("ot.overflow") is True and mine == theirs[: len(mine)]

def numbered(d, _c):
    """All that it stands in are data PDUs of class 0, which have no reference."""
    return {show for show, _value in d.theirs.fields.get("cotp.type", [])} == {"0x0f"}

def s7_unread(d, _c):
    """tshark stops at the transport layer."""
    return d.theirs is not None and "s7comm" not in d.theirs.protocols

def s7_waits(d, c):
    """tshark stops at the transport layer at a message of the frame."""
    return any(m.frame == d.frame and "cotp" in m.protocols and "s7comm" not in m.protocols for m in c.theirs)

def float_types(d, _c):
    """tshark's grammar of types lacks floating-point (7), mMSString (16) and UTC time (17)."""
    if d.ours_values and d.theirs_values:
        return [v for v in d.ours_values if v not in (7, 16, 17)] == d.theirs_values
    return "mms.format_width" in d.ours.fields



# ---- DNP3 ----

DNP3_DERIVED = {
    "dnp3.al.iin.new", "dnp3.al.time_offset", "dnp3.al.retry", "dnp3.select.result", "dnp3.select.frame",
    "dnp3.select.age",
}


def dnp3_derived(d, _c):
    """What ours says of a message because of others; tshark has no such field."""
    return d.field in DNP3_DERIVED and d.field not in d.theirs.fields


def dnp3_double(d, _c):
    """tshark 4.0 shows the two bits of a double-bit input's state as flags 6 and 7 of a binary input."""
    high = their_values(d, "dnp3.al.biq.b7")
    low = their_values(d, "dnp3.al.biq.b6")
    states = [2 * a + b for a, b in zip(high, low)]
    rest = [v for v in d.ours_values if v not in (d.theirs_values or [])]
    return all(v in states for v in rest)


def their_values(d, name):
    return [int(show in ("1", "True")) for show, _value in d.theirs.fields.get(name, [])]


def dnp3_headless(d, _c):
    """tshark 4.0 does not take apart what stands behind the head of this function."""
    return "dnp3.al.func" in d.theirs.fields and "dnp3.al.obj" not in d.theirs.fields and d.kind == "extra"


def dnp3_stopped(d, _c):
    """
    tshark stopped at an object that it does not know, whose bytes it shows with all that follow: as far as
    it came, both agree.
    """
    if not {"dnp3.al.unknown_data_chunk", "dnp3.unknown_object", "dnp3.unknown_group0_variation"} & set(d.theirs.fields):
        return False
    if d.kind == "differs":
        return d.ours_values[: len(d.theirs_values)] == d.theirs_values
    return d.kind == "extra" or d.field in ("dnp3.al.unknown_data_chunk", "dnp3.al.point_index")


def dnp3_unjoined(d, _c):
    """
    tshark did not put the fragment together, for it mixes up segments that have the same number in
    another one; ours did.
    """
    if "dnp3.al.func" in d.theirs.fields or "dnp3.al.frag_data" not in d.theirs.fields:
        return False
    joined = "dnp3.al.func" in d.ours.fields
    return joined and (d.kind == "extra" or d.field == "dnp3.al.frag_data")


def dnp3_joined_wrong(d, _c):
    """tshark put a segment to others of another fragment with the same number; ours did not."""
    return "dnp3.al.func" in d.theirs.fields and "dnp3.al.frag_data" in d.ours.fields


def dnp3_bad_crc(d, _c):
    """A frame with a wrong CRC in its header is believed by no receiver: ours does not go on to its data."""
    return malformed(d, _c) and 0 in d.ours.fields.get("dnp.hdr.CRC.status", []) + d.ours.fields.get(
        "dnp.data_chunk.CRC.status", [])


def dnp3_none(d, _c):
    """No link frame begins there, or one of a length that cannot be; ours says so."""
    return malformed(d, _c) and bool({
        "no link frame begins here", "no message begins here", "length of the link frame is below 5"
    } & set(d.ours.ot["ot.remarks"]))


def le_samples(d, _c):
    """What a sample of 9-2LE's 64 bytes says: eight signed numbers, each with its quality."""
    raw = [bytes.fromhex(value) for _show, value in d.theirs.fields.get("sv.seqData", [])]
    pairs_of = [struct.unpack(">iI", b[i:i + 8]) for b in raw if len(b) == 64 for i in range(0, 64, 8)]
    said = {
        "sv.meas_value": [value for value, _quality in pairs_of],
        "sv.meas_quality": [quality for _value, quality in pairs_of],
        "sv.meas_quality.validity": [quality & 3 for _value, quality in pairs_of],
    }
    return said.get(d.field) == d.ours_values

def signature_before(d, _c):
    """The PDU has a signature before its samples, at which tshark stops."""
    return "sv.security" in d.ours.fields


def dnp3_perms(d, _c):
    """tshark reads the permissions where the object begins, which is its size."""
    return d.theirs_values == [d.theirs.number("dnp3.al.size")]


def dnp3_overlap(d, _c):
    """tshark puts segments of different fragments together that have the same numbers, and says that they overlap."""
    return "dnp3.al.fragment.overlap" in d.theirs.fields


# After these tshark 4.0 goes on at the wrong place: 32-bit command events, attributes of other types.
DNP3_LOSING = {0x2B01, 0x2B03, 0x00C6, 0x00C9, 0x00FF}


def dnp3_lost(d, _c):
    """tshark goes on at a wrong place behind an object; of octet strings it does not show the length."""
    ours = d.ours.fields.get("dnp3.al.obj", [])
    theirs = [int(show, 0) for show, _value in d.theirs.fields.get("dnp3.al.obj", [])]
    if not theirs:
        return False
    masked = [o & 0xFF00 if o >> 8 in (110, 111) else o for o in ours]
    for i, (a, b) in enumerate(zip(masked, theirs)):
        if a != b:
            return i > 0 and ours[i - 1] in DNP3_LOSING
    if len(masked) != len(theirs):
        return bool(DNP3_LOSING & set(ours)) or "dnp3.al.unknown_data_chunk" in d.theirs.fields
    return d.field == "dnp3.al.obj" or bool(DNP3_LOSING & set(ours))


def dnp3_behind(d, c):
    """Behind bytes that are no link frame tshark does not find the next one; ours does."""
    return any(
        m.frame <= d.frame and m.ports == d.ours.ports and "no link frame begins here" in m.ot.get("ot.remarks", [])
        for m in c.ours
    )


def remarked(d, _c):
    """Ours says what is wrong with the message."""
    return bool(d.ours) and bool(d.ours.ot.get("ot.remarks"))


def remote_desktop(d, c):
    """It is Remote Desktop's negotiation, which uses COTP on its own port."""
    return "3389" in c.facts("tcp.srcport", "tcp.dstport").get(d.frame, ())


# ---- C37.118 ----

SYNPHASOR_DERIVED = {
    "synphasor.station_name", "synphasor.actual_frequency_value", "synphasor.phasor.magnitude",
    "synphasor.phasor.angle", "synphasor.analog_value.number", "synphasor.data.step",
    "synphasor.data.time_offset", "synphasor.data.rate", "synphasor.data.rate_deviation",
    "synphasor.data.unread", "synphasor.conf.changed", "synphasor.command.running",
}


def synphasor_derived(d, _c):
    """What ours works out, or says of a frame because of others; tshark has no such field in the frame."""
    return d.field in SYNPHASOR_DERIVED and d.field not in d.theirs.fields


def synphasor_apart(d, _c):
    """tshark shows the bytes beside what they mean; ours shows them when it does not take them apart."""
    return (d.ours.fields.get("synphasor.frtype") != [1] and d.ours.fields.get("synphasor.checksum.status") == [1]
            and "synphasor.data.unread" not in d.ours.fields)


def synphasor_empty(d, _c):
    """A frame without contents, which tshark does not take for one."""
    return d.ours.fields.get("synphasor.frsize") == [16]


def synphasor_low_byte(d, _c):
    """tshark keeps the last byte of the four."""
    return [value & 0xFF for value in d.ours_values] == d.theirs_values


def dhcp_elsewhere(d, _c):
    """A DHCP message between other ports than DHCP's, where tshark does not look for any."""
    return not d.ours.ports & {67, 68}


def synphasor_conflict(d, c):
    """Segments nearby say different bytes for one place of the stream: each side makes its own of it."""
    return any("sent again with other contents" in m.ot["ot.function"] and abs(m.frame - d.frame) <= 4 for m in c.ours)


def synphasor_full(d, _c):
    """A configuration of more values than a message has room for: ours are the first of tshark's."""
    ours = d.ours.fields.get(d.field, [])
    if sum(len(values) for values in d.ours.fields.values()) < 1024:
        return False
    return d.kind == "missing" or d.field.startswith("synphasor.conf.phasor_") or ours == d.theirs_values[:len(ours)]


def synphasor_infinite(d, _c):
    """JSON has no infinity."""
    return all(theirs == ours or ours is None and math.isinf(theirs) for ours, theirs in pairs(d))


def synphasor_stream(d, _c):
    """
    tshark takes the conversation's last configuration, whatever stream it is of; ours the stream's own, also
    when another conversation with the same PMU has shown it.
    """
    return d.kind != "differs"


def synphasor_unjoined(d, _c):
    """tshark does not put the parts of a CFG-3 together, nor does it then read the data by it."""
    return d.ours.fields.get("synphasor.conf.contindx", [0])[0] != 0 or "synphasor.data.conf_frame" not in d.theirs.fields


def synphasor_nothing(d, _c):
    """An extended command without data: ours says that there are none."""
    return d.ours_values == [""]


def synphasor_broken(d, _c):
    """A frame that is none, or that contradicts itself: ours says so, and how far it can be read."""
    return d.ours is None or malformed(d, _c) or "synphasor.data.unread" in d.ours.fields


def synphasor_middle(d, _c):
    """tshark takes what the capture begins with for a frame, and does not find the next one."""
    return d.theirs is None or d.ours is None


def synphasor_wide(d, _c):
    """A stream of more channels than a message has values for: ours has status and frequency of each PMU."""
    return len(d.ours.fields.get("synphasor.station_name", [])) >= 40


def synphasor_other_stream(d, _c):
    """tshark takes the conversation's last configuration, whatever stream it is of: here they are alike."""
    return d.ours_values[0] < d.theirs_values[0]


def synphasor_lost(d, _c):
    """tshark cut the stream at a wrong place, behind bytes that are no frame: its checksum is wrong, ours right."""
    return d.theirs.number("synphasor.checksum.status") == 0 and d.ours.fields.get("synphasor.checksum.status") == [1]


# ---- EtherNet/IP and CIP ----

def contained(ours, theirs):
    """Are the values all there, in that order?"""
    rest = iter(theirs)
    return all(any(value == other for other in rest) for value in ours)


def cip_twice(d, _c):
    """tshark's tree has the value once more for each service: no other values than ours."""
    ours, theirs = d.ours_values or [], d.theirs_values or []
    return bool(ours) and set(theirs) == set(ours) and len(theirs) <= 2 * len(ours) and contained(ours, theirs)


def opened_in(d):
    """The frames of the Forward Open that tshark says the message belongs to."""
    fields = d.theirs.fields
    return [int(show) for name in ("enip.fwd_open_in", "cip.fwd_open_in") for show, _value in fields.get(name, ())]


def cip_openings(d, c):
    """What ours says in the Forward Open that a message belongs to, and in its response."""
    if not hasattr(c, "cip_by_frame"):
        c.cip_by_frame = {}
        for m in c.ours:
            for frame in (m.frame, *m.fields.get("enip.response_to", ())):
                c.cip_by_frame.setdefault(frame, []).append(m)
    frames = opened_in(d)
    frames += (d.ours.fields if d.ours else {}).get("enip.response_to", [])
    return [m for frame in frames for m in c.cip_by_frame.get(frame, ()) if "cip.cm.sc" in m.fields]


def cip_connection(d, c):
    """
    tshark repeats with each message on a connection what its Forward Open said: the path, the intervals.
    Ours says that once, there.
    """
    rest = list(d.theirs_values)
    for value in d.ours_values or []:
        if value not in rest:
            return False
        rest.remove(value)
    openings = cip_openings(d, c)
    if d.field not in c.types:  # what tshark makes of it
        return bool(openings) and d.field in ("cip.connection", "cip.cm.ot_timeout", "cip.cm.to_timeout")
    said = {str(value) for m in openings for value in m.fields.get(d.field, ())}
    said |= {str(m.frame) for m in openings if d.field == "enip.fwd_open_in"}
    return contained(d.ours_values or [], d.theirs_values) and all(str(value) in said for value in rest)


def cip_closed(d, c):
    """The connection was closed before: ours does not know it any more, tshark does."""
    opened = set(opened_in(d))
    return any(
        m.frame < d.frame and "Forward Close" in m.ot["ot.function"] and m.ot["ot.request"]
        and opened & set(m.fields.get("cip.fwd_open_in", ())) for m in c.ours
    ) and (d.kind == "missing" or d.ours_values[0].endswith(d.theirs_values[0]))


def cip_nop(d, _c):
    """A NOP: tshark does not show the bytes that it carries."""
    return d.ours.fields.get("enip.command") == [0]


def cip_bytes(d, _c):
    """tshark takes each instance for one byte, of two: its values are the first bytes of ours."""
    raw = b"".join(value.to_bytes(2, "little") for value in d.ours_values)
    return list(raw[:len(d.ours_values)]) == d.theirs_values


def cip_port(d, _c):
    """tshark shows an extended port as a port once more."""
    extended = d.ours.fields.get("cip.port_extended")
    return bool(extended) and [int(show, 0) for show, _value in d.theirs.fields["cip.port"]] == d.ours.fields[
        "cip.port"] + extended


def cip_route(d, _c):
    """A Multiple Service Packet in an Unconnected Send: tshark has the route behind the services, ours before."""
    return "cip.msp.num_services" in d.ours.fields and "cip.cm.route_path_size" in d.ours.fields and sorted(
        d.ours_values) == sorted(d.theirs_values)


def cip_unmatched(d, _c):
    """The request is not known to ours: it was given up, or the capture does not have it."""
    return bool(d.ours) and d.ours.ot.get("ot.unmatched") is True


def cip_by_port(d, c):
    """A game that uses the port 44818 by chance; its own is 5055."""
    return "5055" in c.facts("udp.srcport", "udp.dstport").get(d.frame, ())


def cip_refused(d, _c):
    """tshark says the general status of a Connection Manager's refusal twice."""
    return d.theirs.fields.get("cip.genstat" if d.field == "cip.cm.genstat" else "cip.addstat_size") == d.theirs.fields[
        d.field]


def cip_masked(d, _c):
    """A masked write of PCCC: behind its function tshark shows bytes alone."""
    return "0xab" in [show for show, _value in d.theirs.fields.get("cip.pccc.fnc.code_0f", [])]


def cip_stringi(d, _c):
    return "cip.stringi.num" in d.theirs.fields


def cip_special(d, _c):
    """An electronic key or a service: tshark does not show the format bits of its segment, which are 0."""
    return bool({"cip.ekey.format", "cip.serviceid"} & d.ours.fields.keys()) and [v for v in d.ours_values if v] == [v for v in d.theirs_values if v]


def cip_header(d, _c):
    """Outputs: tshark takes the first four bytes for the header of run and idle; ours keeps the bytes together."""
    return "cip.32bitheader" in d.theirs.fields and d.ours_values[0].endswith(d.theirs_values[0])

def opcua_unread(d, _c):
    """Encrypted, which tshark does not know: it takes what it finds for numbers."""
    return d.ours is not None and "opcua.security.encrypted" in d.ours.fields

def opcua_all(d, _c):
    """tshark has a field of its own for masks that ask for everything."""
    return f"{d.field}.all" in d.theirs.fields

def opcua_signed(d, _c):
    """Signed, which tshark does not know: the signature is behind what it reads."""
    return d.ours is not None and d.ours.fields.get("opcua.channel.security") == [2]

def opcua_stops(d, _c):
    """The message contradicts itself, and ours says so."""
    return d.ours is not None and d.ours.ot.get("ot.malformed") is True

def opcua_unknown(d, _c):
    """No version of OPC UA has the service."""
    return "service that no version of OPC UA has" in d.ours.ot.get("ot.remarks", ())


def omron_empty(d, _c):
    """tshark's field has no value, only bytes."""
    return bool(d.theirs_values) and all(v == "" for v in d.theirs_values)


def omron_second(d, _c):
    """tshark has both words of errors under one name: ours is the first."""
    return d.theirs_values[0] == d.ours_values[0] and len(d.theirs_values) == 2 and len(d.ours_values) == 1


def omron_units(d, _c):
    """The command that asks for the units alone is not known."""
    return d.ours.ot.get("ot.function") == "Controller Data Read" and "message too short" in d.ours.ot.get("ot.remarks", ())


def omron_log(d, _c):
    """The third number of a record's time."""
    return d.ours.ot.get("ot.function") == "Error Log Read"


def omron_unknown(d, _c):
    """What was asked for is not known: the command was not seen."""
    return d.ours.ot.get("ot.unmatched") is True


def omron_dos_time(d, _c):
    """tshark's value is the byte that the year or second lies in; it shows another one."""
    return d.ours.ot.get("ot.function") == "File Name Read"


def omron_name_code(d, _c):
    """tshark begins the name with the end code."""
    return len(d.theirs_values) == 1 and d.theirs_values[0] == "" and d.ours.ot.get("ot.function") == "Name Read"


def omron_newer(d, _c):
    """A command of units and of later controllers, or one that nobody knows."""
    command = (d.ours.fields.get("omron.command") or [0])[0]
    return command in (0x0333, 0x0910, 0x2140, 0x2141, 0x2215, 0x2220, 0x2801) or 0x2720 <= command <= 0x2767


def omron_area(d, _c):
    """Ours does not know the area either, and shows the rest as it is."""
    return "unknown memory area" in d.ours.ot.get("ot.remarks", ())


def omron_refused(d, _c):
    """The end code alone."""
    return d.ours.ot.get("ot.failed") is True and "omron.response.data" not in d.ours.fields


def omron_clock(d, _c):
    """The command ends with the second."""
    return d.ours.ot.get("ot.function") == "Clock Write" and "omron.day" not in d.ours.fields


def omron_unit(d, _c):
    """Another unit than the CPU answers."""
    return (d.ours.fields.get("omron.sa2") or [0])[0] != 0


def omron_relay(d, _c):
    """The end code has the bit of relay errors."""
    return (d.ours.fields.get("omron.response.code") or [0])[0] & 0x8000 != 0
