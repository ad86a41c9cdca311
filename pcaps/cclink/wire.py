"""
Messages of CC-Link IE Field Network Basic and frames of CC-Link IE on layer 2.
"""
import socket
import struct

PORT, NODE_PORT = 61450, 61451
CYCLIC, SEARCH, SET_IP = 0x0E70, 0x0E30, 0x0E31
RUN, STOP = 1, 0
ALSO, NOBODY = "255.255.255.255", "0.0.0.0"
OK, SECOND_MASTER, WRONG_STATIONS, SLAVE_ERROR, LEAVES = 0, 0xCFE0, 0xCFE1, 0xCFF0, 0xCFFF
TO_OWN = bytes([0x00, 0xFF, 0xFF, 0x03, 0x00])


def turned(address):
    return socket.inet_aton(address)[::-1]


def mac(text):
    return bytes(int(part, 16) for part in text.split(":"))


def slmp(command, contents, serial=None):
    head = b"\x50\0" if serial is None else b"\x54\0" + struct.pack("<HH", serial, 0)
    body = struct.pack("<HHH", 0, command, 0) + contents
    return head + TO_OWN + struct.pack("<H", len(body)) + body


def slmp_reply(contents, serial=None, end=0):
    head = b"\xd0\0" if serial is None else b"\xd4\0" + struct.pack("<HH", serial, 0)
    body = struct.pack("<H", end) + contents
    return head + TO_OWN + struct.pack("<H", len(body)) + body


def words(values, stations=1):
    values = list(values)
    return struct.pack(f"<{32 * stations}H", *(values + [0] * (32 * stations - len(values))))


def bits(numbers, stations=1):
    value = sum(1 << n for n in numbers)
    return value.to_bytes(8 * stations, "little")


def cyclic_request(master, group, sequence, slaves, rww, ry, parameter=7, connected=None, state=RUN, clock=0,
                   timeout=500, count=3):
    """slaves: an address for each station; rww and ry: the bytes for all of them."""
    connected = (1 << len(slaves)) - 1 if connected is None else connected
    head = struct.pack("<HHH14x", 1, 0, 36) + struct.pack("<HHQ", state, 0, clock)
    head += turned(master) + struct.pack("<BBHHHHHHH", group, 0, sequence & 0xFFFF, timeout, count, parameter,
                                         len(slaves), connected, 0)
    return slmp(CYCLIC, head + b"".join(turned(s) for s in slaves) + rww + ry)


def cyclic_response(slave, group, sequence, rwr, rx, model, version=1, end=OK, state=RUN, error=0, vendor=0):
    head = struct.pack("<HHH14x", 1, end, 40)
    head += struct.pack("<HHIHHHHI", vendor, 0, model, version, 0, state, error, 0)
    head += turned(slave) + struct.pack("<BBH", group, 0, sequence & 0xFFFF)
    return slmp_reply(head + rwr + rx)


def search(host, serial):
    return slmp(SEARCH, mac(host.mac)[::-1] + b"\x04" + turned(host.ip), serial)


def found(host, serial, slave, model, version=1, mask="255.255.255.0", status=0):
    body = mac(host.mac)[::-1] + b"\x04" + turned(host.ip)
    body += mac(slave.mac)[::-1] + b"\x04" + turned(slave.ip) + turned(mask) + turned(ALSO) + b"\0"
    body += struct.pack("<HIH", 0, model, version) + b"\x04" + turned(ALSO)
    return slmp_reply(body + struct.pack("<HHHB", 0xFFFF, status, NODE_PORT, 1), serial)


def set_ip(host, serial, slave, address, mask="255.255.255.0"):
    body = mac(host.mac)[::-1] + b"\x04" + turned(host.ip)
    body += mac(slave.mac)[::-1] + b"\x04" + turned(address) + turned(mask) + turned(ALSO) + b"\0"
    return slmp(SET_IP, body + b"\x04" + turned(ALSO) + struct.pack("<HB", 0xFFFF, 1), serial)


def is_set(host, serial):
    return slmp_reply(mac(host.mac)[::-1], serial)


def refused(serial, command, end):
    return slmp_reply(TO_OWN + struct.pack("<HH", command, 0), serial, end)


def frame(kind, node, middle=bytes(4), data_type=0, version=1, contents=b""):
    """A frame of Field or Control. The checksum of the header is not public: it is computed as Ethernet's."""
    import zlib
    head = bytes([kind, data_type]) + middle + struct.pack("!HBB", node, version, 0)
    return head + struct.pack("!I", zlib.crc32(head)) + contents
