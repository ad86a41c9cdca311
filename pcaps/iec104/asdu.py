"""Application data units of IEC 60870-5-101/104 from the specification: elements, objects, headers, APDUs."""
import datetime
import struct

# What stations of this plant use: two octets for the cause, two for the station, three for the object.
USUAL = (2, 2, 3)

STARTDT_ACT, STARTDT_CON, STOPDT_ACT, STOPDT_CON, TESTFR_ACT, TESTFR_CON = 0x07, 0x0B, 0x13, 0x23, 0x43, 0x83

(PERIODIC, BACKGROUND, SPONTANEOUS, INITIALISED, REQUEST, ACT, ACT_CON, DEACT, DEACT_CON, ACT_TERM, RETURN_REMOTE,
 RETURN_LOCAL, FILE) = range(1, 14)
INTERROGATED, COUNTERS = 20, 37
UNKNOWN_TYPE, UNKNOWN_CAUSE, UNKNOWN_STATION, UNKNOWN_OBJECT = 44, 45, 46, 47
NEGATIVE, TEST = 0x40, 0x80
INVALID, NOT_TOPICAL, SUBSTITUTED, BLOCKED, OVERFLOW = 0x80, 0x40, 0x20, 0x10, 0x01
SELECT = 0x80


def asdu(kind, cause, station, objects, sequence=False, originator=0, sizes=USUAL, count=None):
    """objects: [(address, bytes)]; a sequence has the address of the first one only."""
    n = len(objects) if count is None else count
    out = struct.pack("BBB", kind, n | (0x80 if sequence else 0), cause)
    if sizes[0] == 2:
        out += bytes([originator])
    out += station.to_bytes(sizes[1], "little")
    for i, (address, element) in enumerate(objects):
        if i == 0 or not sequence:
            out += address.to_bytes(sizes[2], "little")
        out += element
    return out


def i_frame(sent, received, unit):
    return struct.pack("<BBHH", 0x68, 4 + len(unit), sent << 1, received << 1) + unit


def s_frame(received):
    return struct.pack("<BBHH", 0x68, 4, 1, received << 1)


def u_frame(function):
    return bytes([0x68, 4, function, 0, 0, 0])


# ---- elements ----------------------------------------------------------------------------------------------------

def single(on, quality=0):
    return bytes([int(on) | quality])


def double(state, quality=0):
    """state 1: off, 2: on."""
    return bytes([state | quality])


def step(position, transient=False, quality=0):
    return bytes([position & 0x7F | (0x80 if transient else 0), quality])


def bits(value, quality=0):
    return struct.pack(">IB", value, quality)


def normalised(value, quality=0):
    return struct.pack("<hB", max(-32768, min(32767, round(value * 32768))), quality)


def scaled(value, quality=0):
    return struct.pack("<hB", value, quality)


def floating(value, quality=0):
    return struct.pack("<fB", value, quality)


def counter(value, number=0, flags=0):
    return struct.pack("<iB", value, number | flags)


def command(value, qualifier=0, select=False):
    """Of single, double and step commands."""
    return bytes([value | qualifier << 2 | (SELECT if select else 0)])


def set_normalised(value, select=False):
    return normalised(value)[:2] + bytes([SELECT if select else 0])


def set_scaled(value, select=False):
    return struct.pack("<hB", value, SELECT if select else 0)


def set_floating(value, select=False):
    return struct.pack("<fB", value, SELECT if select else 0)


def time16(ms):
    return struct.pack("<H", ms)


def time24(minute, ms, flags=0):
    return struct.pack("<HB", ms, minute | flags)


def time56(ns, flags=0, summer=False):
    """The calendar time of ns since 1970; flags: 0x80 invalid, 0x40 substituted."""
    t = datetime.datetime.fromtimestamp(ns // 1_000_000_000, datetime.timezone.utc)
    if summer:
        t += datetime.timedelta(hours=1)
    ms = t.second * 1000 + ns // 1_000_000 % 1000
    return struct.pack("<HBBBBB", ms, t.minute | flags, t.hour | (0x80 if summer else 0),
                       t.day | t.isoweekday() << 5, t.month, t.year - 2000)
