"""
Packets for captures that are written from a specification: Ethernet, IPv4, UDP, and TCP connections with their
handshakes, numbers, acknowledgements and checksums. Everything is computed from what the caller says: the same
calls write the same file, byte for byte.
"""
import socket
import struct
from collections import namedtuple

NS = 1_000_000_000
BEGIN = 1795316400 * NS  # 2026-11-22 03:00:00 UTC

Host = namedtuple("Host", "ip mac")

SYN, ACK, PSH, FIN, RST = 0x02, 0x10, 0x08, 0x01, 0x04


def mac(text):
    return bytes(int(part, 16) for part in text.split(":"))


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ethernet(source, destination_mac, kind, payload):
    """A frame from a host, at least 60 bytes long."""
    return (mac(destination_mac) + mac(source.mac) + struct.pack("!H", kind) + payload).ljust(60, b"\0")


def ipv4(source, destination, protocol, payload, number):
    a, b = socket.inet_aton(source.ip), socket.inet_aton(destination.ip)
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), number & 0xFFFF, 0x4000, 64, protocol, 0, a, b)
    return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + payload


def with_checksum(source, destination, protocol, segment, at):
    """The segment or datagram with the checksum that stands at the offset `at` of it."""
    pseudo = socket.inet_aton(source.ip) + socket.inet_aton(destination.ip)
    pseudo += struct.pack("!BBH", 0, protocol, len(segment))
    return segment[:at] + struct.pack("!H", checksum(pseudo + segment)) + segment[at + 2:]


class Tape:
    """Frames with their times, in nanoseconds since BEGIN; written in order of time."""

    def __init__(self):
        self.frames = []
        self.numbers = {}

    def add(self, at, frame):
        self.frames.append((at, len(self.frames), frame))

    def number(self, host):
        """The next IPv4 identification of a host."""
        self.numbers[host] = self.numbers.get(host, 0) + 1
        return self.numbers[host]

    def packet(self, at, source, destination, protocol, payload, to_mac=None):
        packet = ipv4(source, destination, protocol, payload, self.number(source))
        self.add(at, ethernet(source, to_mac or destination.mac, 0x0800, packet))

    def udp(self, at, source, destination, ports, data, to_mac=None):
        segment = struct.pack("!HHHH", ports[0], ports[1], 8 + len(data), 0) + data
        self.packet(at, source, destination, 17, with_checksum(source, destination, 17, segment, 6), to_mac)

    def write(self, path):
        with open(path, "wb") as out:
            out.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 65535, 1))
            for at, _, frame in sorted(self.frames, key=lambda f: f[:2]):
                ns = BEGIN + at
                out.write(struct.pack("<IIII", ns // NS, ns % NS, len(frame), len(frame)) + frame)


class Tcp:
    """One TCP connection on a tape. Side 0 is the client. Times must not go back."""

    def __init__(self, tape, client, server, ports, isn=(0x1A2B3C00, 0x5D6E7F00)):
        self.tape, self.hosts, self.ports = tape, (client, server), ports
        self.next = [isn[0], isn[1]]  # the number of the next byte of each side
        self.seen = [0, 0]  # what each side has acknowledged
        self.at = 0

    def segment(self, at, side, flags, data=b"", seq=None):
        assert at >= self.at, (at, self.at)
        self.at = at
        source, destination = self.hosts[side], self.hosts[1 - side]
        number = self.next[side] if seq is None else seq
        ack = self.next[1 - side] if flags & ACK else 0
        segment = struct.pack("!HHIIBBHHH", self.ports[side], self.ports[1 - side], number & 0xFFFFFFFF,
                              ack & 0xFFFFFFFF, 0x50, flags, 64240, 0, 0) + data
        self.tape.packet(at, source, destination, 6, with_checksum(source, destination, 6, segment, 16))
        if seq is None:
            self.next[side] += len(data) + (1 if flags & (SYN | FIN) else 0)
        if flags & ACK:
            self.seen[side] = self.next[1 - side]

    def open(self, at, round_trip=400_000):
        self.segment(at, 0, SYN)
        self.segment(at + round_trip // 2, 1, SYN | ACK)
        self.segment(at + round_trip, 0, ACK)
        return at + round_trip

    def send(self, at, side, data):
        self.segment(at, side, PSH | ACK, data)
        return at

    def acknowledge(self, at, side):
        """A segment without data, if there is something to acknowledge."""
        if self.seen[side] != self.next[1 - side]:
            self.segment(at, side, ACK)
        return at

    def lose(self, side, data):
        """Bytes that were sent, but that the capture does not have."""
        self.next[side] += len(data)

    def close(self, at, side=0, round_trip=400_000):
        self.segment(at, side, FIN | ACK)
        self.segment(at + round_trip // 2, 1 - side, FIN | ACK)
        self.segment(at + round_trip, side, ACK)
        return at + round_trip

    def reset(self, at, side=0):
        self.segment(at, side, RST | ACK)
        return at
