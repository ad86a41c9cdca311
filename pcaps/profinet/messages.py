"""Frames and calls of PROFINET, written from IEC 61158-6-10: DCP, cyclic data, alarms, and the calls of context
management over DCE/RPC."""
import struct

RT = 0x8892
GROUP = "01:0e:cf:00:00:00"
HELLO_GROUP = "01:0e:cf:00:00:01"
HELLO, GET_SET, IDENTIFY, IDENTIFIED, ALARM_HIGH, ALARM_LOW = 0xFEFC, 0xFEFD, 0xFEFE, 0xFEFF, 0xFC01, 0xFE01
CONNECT, RELEASE, READ, WRITE, CONTROL, READ_IMPLICIT = range(6)


def u8(*numbers):
    return bytes(numbers)


def u16(*numbers):
    return struct.pack(f"!{len(numbers)}H", *numbers)


def u32(*numbers):
    return struct.pack(f"!{len(numbers)}I", *numbers)


def uuid(text):
    return bytes.fromhex(text.replace("-", ""))


# ---- DCP


def dcp_block(option, suboption, contents=b""):
    return u8(option, suboption) + u16(len(contents)) + contents + b"\0" * (len(contents) % 2)


def dcp(frame_id, service, kind, xid, blocks=b"", delay=0):
    return u16(frame_id) + u8(service, kind) + u32(xid) + u16(delay, len(blocks)) + blocks


def identify(xid, name=None):
    """For all stations, or for the one of that name."""
    block = dcp_block(255, 255) if name is None else dcp_block(2, 2, name.encode())
    return dcp(IDENTIFY, 5, 0, xid, block, delay=1)


def said(station):
    """What a station says of itself."""
    options = u8(1, 1, 1, 2, 2, 1, 2, 2, 2, 3, 2, 4, 2, 7, 5, 1, 5, 2, 5, 3, 5, 6)
    blocks = dcp_block(2, 5, u16(0) + options)
    blocks += dcp_block(2, 1, u16(0) + station.kind.encode())
    blocks += dcp_block(2, 2, u16(0) + station.name.encode())
    blocks += dcp_block(2, 3, u16(0, station.vendor, station.device))
    blocks += dcp_block(2, 4, u16(0) + u8(station.role, 0))
    blocks += dcp_block(2, 7, u16(0) + u8(0, 1))
    return blocks + address(station, u16(1))


def address(station, lead):
    ip = [int(part) for part in station.ip.split(".")]
    return dcp_block(1, 2, lead + u8(*ip) + u8(255, 255, 255, 0) + u8(*ip[:3], 1))


def identified(xid, station):
    return dcp(IDENTIFIED, 5, 1, xid, said(station))


def hello(xid, station):
    return dcp(HELLO, 6, 0, xid, dcp_block(2, 2, u16(0) + station.name.encode()) + address(station, u16(1))
               + dcp_block(6, 1, u16(0, 1)))


def set_name(xid, name, permanent=True):
    return dcp(GET_SET, 4, 0, xid, dcp_block(2, 2, u16(int(permanent)) + name.encode()) + dcp_block(5, 2, u16(0)))


def set_address(xid, station, permanent=True):
    return dcp(GET_SET, 4, 0, xid, address(station, u16(int(permanent))))


def set_control(xid, suboption, contents):
    return dcp(GET_SET, 4, 0, xid, dcp_block(5, suboption, contents))


def set_done(xid, *results):
    """(option, suboption, error) of each block that was set."""
    return dcp(GET_SET, 4, 1, xid, b"".join(dcp_block(5, 4, u8(*result)) for result in results))


def get(xid, *options):
    return dcp(GET_SET, 3, 0, xid, b"".join(u8(*option) for option in options))


def got(xid, blocks):
    return dcp(GET_SET, 3, 1, xid, blocks)


# ---- cyclic data and alarms


def cyclic(frame_id, data, cycle, status=0x35):
    return u16(frame_id) + data.ljust(40, b"\0") + u16(cycle & 0xFFFF) + u8(status, 0)


def rta(frame_id, to, of, kind, send, ack, contents=b"", tack=True):
    return (u16(frame_id, to, of) + u8(0x10 | kind, (0x10 if tack else 0) | 1) + u16(send, ack, len(contents))
            + contents)


def block(kind, contents, version=(1, 0)):
    return u16(kind, len(contents) + 2) + u8(*version) + contents


def alarm(kind, slot, subslot, module, submodule, number, items=b"", high=False, specifier=0):
    return block(1 if high else 2, u16(kind) + u32(0) + u16(slot, subslot) + u32(module, submodule)
                 + u16(specifier | number) + items)


def alarm_done(kind, slot, subslot, number, high=False, specifier=0, status=b"\0\0\0\0"):
    return block(0x8001 if high else 0x8002, u16(kind) + u32(0) + u16(slot, subslot, specifier | number) + status)


# ---- calls

DEVICE = "dea00001-6c97-11d1-8271-00a02442df7d"
CONTROLLER = "dea00002-6c97-11d1-8271-00a02442df7d"


def rpc(kind, interface, activity, sequence, opnum, body, flags=0x20, little=False, number=0, obj=None):
    obj = obj or uuid("dea00000-6c97-11d1-8271-00010313002a")
    order = "<" if little else "!"

    def turned(b):
        return b[3::-1] + b[5:3:-1] + b[7:5:-1] + b[8:] if little else b

    return (u8(4, kind, flags, 0, 0x10 if little else 0, 0, 0, 0) + turned(obj) + turned(uuid(interface))
            + turned(activity) + struct.pack(order + "IIIHHHHH", 0, 1, sequence, opnum, 0xFFFF, 0xFFFF, len(body), number)
            + u8(0, 0) + body)


def arguments(blocks, room=16696, little=False, status=None):
    """Of a request; with a status, of a response."""
    order = "<" if little else "!"
    first = struct.pack(order + "I", room if status is None else 0)
    if status is not None:
        first = bytes(reversed(status)) if little else bytes(status)
    return first + struct.pack(order + "IIII", len(blocks), room, 0, len(blocks)) + blocks


def ar_block(ar, kind, session, mac, station, properties=0x131):
    name = station.name.encode()
    return block(0x0101, u16(kind) + ar + u16(session) + mac + uuid("dea00000-6c97-11d1-8271-0001010d002a")
                 + u32(properties) + u16(600, 0x8892, len(name)) + name)


def ar_answer(ar, kind, session, mac):
    return block(0x8101, u16(kind) + ar + u16(session) + mac + u16(0x8892))


def iocr(kind, reference, frame_id, length, places, consumers, clock=32, ratio=1, watchdog=3, rt_class=2):
    contents = (u16(kind, reference, 0x8892) + u32(rt_class) + u16(length, frame_id, clock, ratio, 1, 0)
                + u32(0xFFFFFFFF) + u16(watchdog, watchdog, 0xC000) + bytes(6) + u16(1) + u32(0) + u16(len(places)))
    contents += b"".join(u16(*place) for place in places) + u16(len(consumers))
    return block(0x0102, contents + b"".join(u16(*place) for place in consumers))


def iocr_answer(kind, reference, frame_id):
    return block(0x8102, u16(kind, reference, frame_id))


def alarm_cr(reference):
    return block(0x0103, u16(1, 0x8892) + u32(0) + u16(1, 3, reference, 200, 0xC000, 0xA000))


def alarm_cr_answer(reference):
    return block(0x8103, u16(1, reference, 200))


def expected(slot, module, submodules):
    """submodules: (subslot, ident, type, ((inputs or outputs, length), …))."""
    contents = u16(1) + u32(0) + u16(slot) + u32(module) + u16(0, len(submodules))
    for subslot, ident, kind, data in submodules:
        contents += u16(subslot) + u32(ident) + u16(kind)
        contents += b"".join(u16(way, length) + u8(1, 1) for way, length in data)
    return block(0x0104, contents)


def differences(slot, module, state, submodules):
    contents = u16(1) + u32(0) + u16(1, slot) + u32(module) + u16(state, len(submodules))
    return block(0x8104, contents + b"".join(u16(sub) + u32(ident) + u16(said_of) for sub, ident, said_of in submodules))


def control(kind, ar, session, command, properties=0):
    return block(kind, u16(0) + ar + u16(session, 0, command, properties))


def record(kind, number, ar, slot, subslot, index, length, tail):
    return block(kind, u16(number) + ar + u32(0) + u16(slot, subslot, 0, index) + u32(length) + tail)


def read_head(number, ar, slot, subslot, index, room=4096):
    return record(0x0009, number, ar, slot, subslot, index, room, bytes(24))


def read_answer(number, ar, slot, subslot, index, data):
    return record(0x8009, number, ar, slot, subslot, index, len(data), bytes(24)) + data


def write_head(number, ar, slot, subslot, index, data):
    return record(0x0008, number, ar, slot, subslot, index, len(data), bytes(24)) + data


def write_answer(number, ar, slot, subslot, index, length, status=(0, 0, 0, 0)):
    return record(0x8008, number, ar, slot, subslot, index, length, u16(0, 0) + bytes(status) + bytes(16))


def im0(vendor, order, serial, software, hardware=1):
    """software: ("V", 3, 2, 1)."""
    return block(0x0020, u16(vendor) + order.encode().ljust(20) + serial.encode().ljust(16) + u16(hardware)
                 + u8(ord(software[0]), *software[1:]) + u16(0, 0xF600, 4) + u8(1, 1) + u16(0x001E))


def im1(function, location):
    return block(0x0021, function.encode().ljust(32) + location.encode().ljust(22))
