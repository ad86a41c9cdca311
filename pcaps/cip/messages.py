"""EtherNet/IP and CIP: what stands in a message, from the CIP Networks Library, volumes 1 and 2."""
import struct

LIST_SERVICES, LIST_IDENTITY, LIST_INTERFACES = 0x04, 0x63, 0x64
REGISTER, UNREGISTER, SEND_RR, SEND_UNIT = 0x65, 0x66, 0x6F, 0x70
DINT, REAL, INT, BOOL, STRUCTURE = 0xC4, 0xCA, 0xC3, 0xC1, 0x2A0


def u8(*values):
    return bytes(values)


def u16(*values):
    return struct.pack(f"<{len(values)}H", *values)


def u32(*values):
    return struct.pack(f"<{len(values)}I", *values)


def f32(*values):
    return struct.pack(f"<{len(values)}f", *values)


def header(command, data=b"", session=0, context=0, status=0):
    return struct.pack("<HHIIQI", command, len(data), session, status, context, 0) + data


def item(kind, data=b""):
    return u16(kind, len(data)) + data


def items(*all_items):
    return u16(len(all_items)) + b"".join(all_items)


def number(kind, value):
    """A logical segment: the narrowest that holds the number."""
    if value < 0x100:
        return u8(0x20 | kind << 2, value)
    if value < 0x10000:
        return u8(0x21 | kind << 2, 0) + u16(value)
    return u8(0x22 | kind << 2, 0) + u32(value)


def path(class_id, instance=None, attribute=None, point=None):
    out = number(0, class_id)
    out += number(1, instance) if instance is not None else b""
    out += number(3, point) if point is not None else b""
    return out + (number(4, attribute) if attribute is not None else b"")


def tag(name, *members):
    out = b""
    for part in name.split("."):
        out += u8(0x91, len(part)) + part.encode() + b"\0" * (len(part) % 2)
    return out + b"".join(number(2, m) for m in members)


def ask(service, where, data=b""):
    return u8(service, len(where) // 2) + where + data


def answer(service, data=b"", status=0, extended=()):
    return u8(service | 0x80, 0, status, len(extended)) + u16(*extended) + data


def several(*services):
    at, offsets = 2 + 2 * len(services), []
    for service in services:
        offsets.append(at)
        at += len(service)
    return u16(len(services), *offsets) + b"".join(services)


def identity_item(device):
    socket = struct.pack(">HH4s8x", 2, 44818, bytes(int(p) for p in device.host.ip.split(".")))
    return item(0x0C, u16(1) + socket + device.identity() + u8(device.state))


def sockets(port, address):
    return struct.pack(">HH4s8x", 2, port, bytes(int(p) for p in address.split(".")))


ROUTER = path(2, 1)
MANAGER = path(6, 1)


def forward_open(originator, serial, ids, rpi=(8_000_000, 8_000_000), sizes=(500, 500), transport=0xA3,
                 where=u8(1, 0) + ROUTER, large=False, multiplier=0):
    """A Forward Open: both connection numbers, intervals (us), sizes."""
    width = "I" if large else "H"
    kind = [0x42000000 | s for s in sizes] if large else [0x4200 | s for s in sizes]
    data = struct.pack(f"<BBIIHHIB3xI{width}I{width}BB", 7, 249, *ids, serial, 0x4D, originator, multiplier, rpi[0],
                       kind[0], rpi[1], kind[1], transport, len(where) // 2)
    return ask(0x5B if large else 0x54, MANAGER, data + where)


def forward_opened(originator, serial, ids, rpi=(8_000_000, 8_000_000), large=False):
    data = struct.pack("<IIHHIIIBx", *ids, serial, 0x4D, originator, *rpi, 0)
    return answer(0x5B if large else 0x54, data)


def forward_close(originator, serial, where=u8(1, 0) + ROUTER):
    data = struct.pack("<BBHHIBx", 7, 249, serial, 0x4D, originator, len(where) // 2)
    return ask(0x4E, MANAGER, data + where)


def forward_closed(originator, serial):
    return answer(0x4E, struct.pack("<HHIBx", serial, 0x4D, originator, 0))


def unconnected_send(message, route=u8(1, 0)):
    data = u8(6, 154) + u16(len(message)) + message + b"\0" * (len(message) % 2)
    return ask(0x52, MANAGER, data + u8(len(route) // 2, 0) + route)


def pccc(command, data, transaction, function=None):
    body = u8(7) + u16(0x4D) + u32(0x2B31E0) + u8(command, 0) + u16(transaction)
    return ask(0x4B, path(0x67, 1), body + (u8(function) if function is not None else b"") + data)


def pccc_answer(command, data, transaction, status=0, extended=None):
    body = u8(7) + u16(0x4D) + u32(0x2B31E0) + u8(command | 0x40, status) + u16(transaction)
    return answer(0x4B, body + (u8(extended) if extended is not None else b"") + data)


def io_data(connection, sequence, data):
    return items(item(0x8002, u32(connection, sequence)), item(0xB1, data))
