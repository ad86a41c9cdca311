"""S7comm: what stands in a message."""
import struct

JOB, ACK, ACK_DATA, USERDATA = 1, 2, 3, 7
BIT, BYTE, WORD, REAL = 1, 2, 4, 8
INPUT, OUTPUT, FLAG, BLOCK = 0x81, 0x82, 0x83, 0x84
WRONG_PASSWORD = 0xD602


def u8(*values):
    return bytes(values)


def u16(*values):
    return struct.pack(f">{len(values)}H", *values)


def tpkt(data):
    return struct.pack(">BBH", 3, 0, 4 + len(data)) + data


def pdu(kind, number, param, data=b"", error=0):
    head = struct.pack(">BBHHHH", 0x32, kind, 0, number, len(param), len(data))
    return head + (u16(error) if kind in (ACK, ACK_DATA) else b"") + param + data


def connect(slot, confirm=False):
    """Request or confirmation of a connection of the transport: a programmer's resource, a slot of rack 0."""
    ends = (7, 1) if confirm else (0, 7)
    parts = u8(0xC0, 1, 10, 0xC1, 2, 1, 0, 0xC2, 2, 1, slot)
    return tpkt(u8(6 + len(parts), 0xD0 if confirm else 0xE0) + u16(*ends) + u8(0) + parts)


def address(kind, area, byte, bit=0, count=1, block=0):
    return u8(0x12, 10, 0x10, kind) + u16(count, block) + u8(area) + (byte * 8 + bit).to_bytes(3, "big")


def item(data, size, code=0xFF, last=False):
    """A value with its head; size 3 and 4 count bits, 9 counts bytes."""
    length = {3: 1, 4: 8 * len(data), 9: len(data)}[size]
    return u8(code, size) + u16(length) + data + (b"" if last or len(data) % 2 == 0 else b"\0")


def items(values):
    return b"".join(item(data, size, code, i + 1 == len(values)) for i, (data, size, code) in enumerate(values))


def ask(group, function, data, sequence=0):
    """User data, request: parameters and data."""
    body = u8(0xFF, 9) + u16(len(data)) + data if data else u8(0x0A, 0, 0, 0)
    return u8(0, 1, 0x12, 4, 0x11, 0x40 | group, function, sequence), body


def reply(group, function, data, error=0, sequence=1):
    body = u8(0xFF, 9) + u16(len(data)) + data if data else u8(0x0A, 0, 0, 0)
    return u8(0, 1, 0x12, 8, 0x12, 0x80 | group, function, sequence, 0, 0) + u16(error), body


def filename(kind, number, whole=True, system="A"):
    return ("_" if whole else "").encode() + f"0{kind}{number:05}{system}".encode()


def long_name(kind, number, system="P"):
    name = filename(kind, number, True, system)
    return u8(len(name)) + name


def service(name, argument=b""):
    """Program invocation."""
    return u8(0x28, 0, 0, 0, 0, 0, 0, 0xFD) + u16(len(argument)) + argument + u8(len(name)) + name.encode()


def blocks(kind, number, system="P"):
    """Argument of services that name a block."""
    return u8(1, 0) + filename(kind, number, False, system)


def decimals(*numbers):
    return bytes(n // 10 << 4 | n % 10 for n in numbers)


def clock(year, month, day, hour, minute, second):
    return u8(0, 0x19) + decimals(year % 100, month, day, hour, minute, second, 0) + u8(1)
