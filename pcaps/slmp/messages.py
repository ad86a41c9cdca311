"""SLMP: what stands in a message, in 1E, 3E and 4E frames, in binary and in ASCII."""
import struct

D, M, X, Y, W, SD, ZR, TN = 0xA8, 0x90, 0x9C, 0x9D, 0xB4, 0xA9, 0xB0, 0xC2
NAMES = {D: "D*", M: "M*", X: "X*", Y: "Y*", W: "W*", SD: "SD", ZR: "ZR", TN: "TN"}
OLD_NAMES = {D: 0x4420, M: 0x4D20, Y: 0x5920}
HEXADECIMAL = (X, Y, W)
ROUTE = bytes((0, 0xFF, 0xFF, 3, 0))
READ, WRITE, READ_RANDOM, WRITE_RANDOM, READ_BLOCK = 0x0401, 0x1401, 0x0403, 0x1402, 0x0406
MODEL, RUN, STOP, CLEAR, RESET, UNLOCK, LOCK = 0x0101, 0x1001, 0x1002, 0x1005, 0x1006, 0x1630, 0x1631
DIRECTORY, DELETE, OPEN, READ_FILE, WRITE_FILE, CLOSE = 0x1810, 0x1822, 0x1827, 0x1828, 0x1829, 0x182A
SELF_TEST, LABELS, ON_DEMAND, MONITOR_ENTRY, MONITOR = 0x0619, 0x041C, 0x2101, 0x0801, 0x0802


def le16(*values):
    return struct.pack(f"<{len(values)}H", *values)


def le32(*values):
    return struct.pack(f"<{len(values)}I", *values)


def device(code, number, iqr=False):
    """An address, of the longer form of iQ-R controllers if told."""
    return le32(number) + le16(code) if iqr else number.to_bytes(3, "little") + bytes((code,))


def bits(values):
    """Two to a byte, the first in the upper half."""
    values = list(values) + [0] * (len(values) % 2)
    return bytes(values[i] << 4 | values[i + 1] for i in range(0, len(values), 2))


def text(value):
    return le16(len(value)) + value.encode()


def request(command, sub, data=b"", serial=None, timer=16):
    body = le16(timer, command, sub) + data
    return head(0x50, serial) + ROUTE + le16(len(body)) + body


def response(data=b"", end=0, serial=None):
    body = le16(end) + data
    return head(0xD0, serial) + ROUTE + le16(len(body)) + body


def refusal(end, command, sub=0, serial=None):
    return response(ROUTE + le16(command, sub), end, serial)


def head(kind, serial):
    return bytes((kind, 0)) if serial is None else bytes((kind | 4, 0)) + le16(serial, 0)


def ascii_request(command, sub, body):
    body = f"0010{command:04X}{sub:04X}{body}"
    return f"500000FF03FF00{len(body):04X}{body}".encode()


def ascii_response(body, end=0):
    body = f"{end:04X}{body}"
    return f"D00000FF03FF00{len(body):04X}{body}".encode()


def ascii_device(code, number):
    return f"{NAMES[code]}{number:06X}" if code in HEXADECIMAL else f"{NAMES[code]}{number:06}"


def old_request(command, code, number, points, data=b""):
    """A 1E frame."""
    return bytes((command, 0xFF)) + le16(10) + le32(number) + le16(OLD_NAMES[code]) + bytes((points, 0)) + data


def old_response(command, data=b"", end=0):
    return bytes((command | 0x80, end)) + data
