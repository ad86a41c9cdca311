"""
DNP3 messages, written from IEEE 1815: link frames with CRCs, transport segments, application
fragments, object headers and objects.
"""
import struct

FIR, FIN, CON, UNS = 0x80, 0x40, 0x20, 0x10
CONFIRM, READ, WRITE, SELECT, OPERATE, DIRECT, DIRECT_NO_ACK = range(7)
RESPONSE, UNSOLICITED, AUTH_RESPONSE = 129, 130, 131
RESTART, NEED_TIME, TROUBLE, CLASS_1, OVERFLOW, CORRUPT = 0x8000, 0x1000, 0x4000, 0x0200, 0x0008, 0x0020


def crc(data):
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ 0xA6BC if value & 1 else value >> 1
    return struct.pack("<H", ~value & 0xFFFF)


def link(control, to, source, user=b""):
    """A link frame."""
    head = struct.pack("<BBBBHH", 5, 0x64, 5 + len(user), control, to, source)
    blocks = [user[i:i + 16] for i in range(0, len(user), 16)]
    return head + crc(head) + b"".join(block + crc(block) for block in blocks)


def frames(fragment, to, source, master, sequence, size=249):
    """The link frames of a fragment; sequence: of the first transport segment."""
    parts = [fragment[i:i + size] for i in range(0, len(fragment), size)]
    out = []
    for i, part in enumerate(parts):
        head = (0x40 if i == 0 else 0) | (0x80 if i == len(parts) - 1 else 0) | (sequence + i) & 0x3F
        out.append(link(0xC4 if master else 0x44, to, source, bytes([head]) + part))
    return out


def request(function, sequence, *objects, flags=FIR | FIN):
    return bytes([flags | sequence & 15, function]) + b"".join(objects)


def response(sequence, *objects, iin=0, function=RESPONSE, flags=FIR | FIN):
    return bytes([flags | sequence & 15, function]) + struct.pack(">H", iin) + b"".join(objects)


# ---- object headers ----------------------------------------------------------------------------


def everything(group, variation=0):
    """All objects: no range."""
    return bytes([group, variation, 6])


def span(group, variation, first, *objects, last=None):
    """Objects with indexes from first on; without objects: only asked for, up to last."""
    end = first + len(objects) - 1 if last is None else last
    if end < 256:
        return bytes([group, variation, 0, first, end]) + b"".join(objects)
    return bytes([group, variation, 1]) + struct.pack("<HH", first, end) + b"".join(objects)


def points(group, variation, *pairs):
    """(index, object) each."""
    if all(index < 256 for index, _ in pairs):
        head = bytes([group, variation, 0x17, len(pairs)])
        return head + b"".join(bytes([index]) + data for index, data in pairs)
    head = bytes([group, variation, 0x28]) + struct.pack("<H", len(pairs))
    return head + b"".join(struct.pack("<H", index) + data for index, data in pairs)


def counted(group, variation, *objects):
    return bytes([group, variation, 7, len(objects)]) + b"".join(objects)


def sized(group, variation, *objects):
    """Objects that say their size: free format."""
    head = bytes([group, variation, 0x5B, len(objects)])
    return head + b"".join(struct.pack("<H", len(data)) + data for data in objects)


def bits(group, variation, first, states):
    packed = bytearray((len(states) + 7) // 8)
    for i, state in enumerate(states):
        packed[i // 8] |= (1 if state else 0) << i % 8
    return bytes([group, variation, 0, first, first + len(states) - 1]) + bytes(packed)


# ---- objects -----------------------------------------------------------------------------------


def u8(value):
    return bytes([value])


def u16(value):
    return struct.pack("<H", value)


def u32(value):
    return struct.pack("<I", value)


def i16(value):
    return struct.pack("<h", value)


def i32(value):
    return struct.pack("<i", value)


def f32(value):
    return struct.pack("<f", value)


def f64(value):
    return struct.pack("<d", value)


def time(ns):
    """48 bits of milliseconds."""
    return (ns // 1_000_000).to_bytes(6, "little")


def flag(state, quality=1):
    return bytes([quality | (0x80 if state else 0)])


def double(state, quality=1):
    return bytes([quality | state << 6])


def crob(code, count=1, on=100, off=100, status=0):
    return struct.pack("<BBIIB", code, count, on, off, status)


def text_attribute(text):
    return bytes([1, len(text)]) + text.encode()


def number_attribute(value, size=1):
    return bytes([2, size]) + value.to_bytes(size, "little")


def file_command(name, mode, size=0, auth=0, ask=1, block=1024, made=b"\0" * 6):
    head = struct.pack("<HH", 26, len(name)) + made + struct.pack("<HIIHHH", 0o644 if mode == 2 else 0, auth, size,
                                                                mode, block, ask)
    return head + name.encode()


def file_status(handle, size, status=0, ask=1, block=1024):
    return struct.pack("<IIHHB", handle, size, block, ask, status)


def file_block(handle, number, last, data):
    return struct.pack("<II", handle, number | (0x80000000 if last else 0)) + data


def file_block_status(handle, number, status=0):
    return struct.pack("<IIB", handle, number, status)
