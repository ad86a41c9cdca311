#!/usr/bin/python3
"""Makes the small captures of this folder: single packets that rules look for, written by hand byte by byte, and
captures of ../../pcaps in which a few bytes are others. Everything is computed: run again, it writes the same files."""
import os
import socket
import struct

HERE = os.path.dirname(os.path.abspath(__file__))
PCAPS = os.path.join(HERE, "..", "..", "pcaps")
BEGIN = 1795316400.0  # 2026-11-22 03:00:00 UTC
NS = 1000000000

ATTACKER = ("10.10.1.66", "b8:27:eb:5d:fa:66")
HMI = ("10.10.1.21", "00:d0:c9:e2:11:21")
PLC1 = ("10.10.1.11", "00:80:f4:1a:20:11")
PLC2 = ("10.10.1.12", "00:30:de:41:07:12")
GATEWAY = ("10.10.1.1", "00:0c:be:04:10:01")


def mac(text):
    return bytes(int(part, 16) for part in text.split(":"))


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ethernet(source, destination, kind, payload):
    frame = mac(destination) + mac(source) + struct.pack("!H", kind) + payload
    return frame.ljust(60, b"\0")


def ipv4(source, destination, protocol, payload, ttl=64):
    a, b = socket.inet_aton(source), socket.inet_aton(destination)
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 0, 0x4000, ttl, protocol, 0, a, b)
    return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + payload


def transport(source, destination, protocol, segment, at):
    """The segment with its checksum, which stands at the offset."""
    pseudo = socket.inet_aton(source) + socket.inet_aton(destination) + struct.pack("!BBH", 0, protocol, len(segment))
    return segment[:at] + struct.pack("!H", checksum(pseudo + segment)) + segment[at + 2:]


def udp(source, destination, ports, data, to_mac=None):
    segment = struct.pack("!HHHH", ports[0], ports[1], 8 + len(data), 0) + data
    segment = transport(source[0], destination[0], 17, segment, 6)
    return ethernet(source[1], to_mac or destination[1], 0x0800, ipv4(source[0], destination[0], 17, segment))


def tcp(source, destination, ports, flags, seq=0, ack=0, data=b""):
    segment = struct.pack("!HHIIBBHHH", ports[0], ports[1], seq, ack, 0x50, flags, 64240, 0, 0) + data
    segment = transport(source[0], destination[0], 6, segment, 16)
    return ethernet(source[1], destination[1], 0x0800, ipv4(source[0], destination[0], 6, segment))


def arp(operation, source, target_ip, target_mac="00:00:00:00:00:00", to="ff:ff:ff:ff:ff:ff"):
    body = struct.pack("!HHBBH", 1, 0x0800, 6, 4, operation) + mac(source[1]) + socket.inet_aton(source[0])
    return ethernet(source[1], to, 0x0806, body + mac(target_mac) + socket.inet_aton(target_ip))


def write(name, frames):
    """frames: (seconds since BEGIN, bytes), in order."""
    with open(os.path.join(HERE, name + ".pcap"), "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 65535, 1))
        for at, frame in frames:
            ns = round((BEGIN + at) * 1000000) * 1000
            out.write(struct.pack("<IIII", ns // NS, ns % NS, len(frame), len(frame)) + frame)


def read(name):
    """[(nanoseconds, bytes)] of one of the captures in pcaps/ (little-endian, nanoseconds)."""
    frames = []
    with open(os.path.join(PCAPS, name), "rb") as capture:
        assert struct.unpack("<I", capture.read(24)[:4])[0] == 0xA1B23C4D
        while True:
            head = capture.read(16)
            if len(head) < 16:
                return frames
            seconds, ns, length, _ = struct.unpack("<IIII", head)
            frames.append((seconds * NS + ns, capture.read(length)))


def rewrite(name, frames):
    with open(os.path.join(HERE, name + ".pcap"), "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 65535, 1))
        for ns, frame in frames:
            out.write(struct.pack("<IIII", ns // NS, ns % NS, len(frame), len(frame)) + frame)


def replaced(frame, old, new):
    """The frame with other bytes of the same length in its TCP payload, and the right checksum."""
    if old not in frame:
        return frame
    frame = frame.replace(old, new)
    ihl = 4 * (frame[14] & 15)
    length = struct.unpack("!H", frame[16:18])[0] - ihl
    at = 14 + ihl
    segment = frame[at:at + length]
    segment = segment[:16] + b"\0\0" + segment[18:]
    source, destination = socket.inet_ntoa(frame[26:30]), socket.inet_ntoa(frame[30:34])
    return frame[:at] + transport(source, destination, 6, segment, 16) + frame[at + length:]


def sweep(name, port, hosts, ports=None, refused=False):
    frames = []
    for i in range(hosts):
        target = ("10.10.1.%d" % (100 + i), "02:00:0a:0a:01:%02x" % (100 + i))
        frames.append((0.1 * i, tcp(ATTACKER, target, (40000 + i, port), 0x02, 1000 * i)))
        if refused:
            frames.append((0.1 * i + 0.001, tcp(target, ATTACKER, (port, 40000 + i), 0x14, 0, 1000 * i + 1)))
    for i, one in enumerate(ports or []):
        frames.append((0.1 * i, tcp(ATTACKER, PLC1, (40000 + i, one), 0x02, 1000 * i)))
    write(name, frames)


def identities():
    frames = read("attack-identify.pcap")
    for name, old, new in (("firmware-change", b"v2.60", b"v2.40"), ("model-change", b"P34 2020", b"P34 2030")):
        # From the third time on that it says so, the device says something else.
        told = 0
        changed = []
        for ns, frame in frames:
            if old in frame:
                told += 1
            changed.append((ns, replaced(frame, old, new) if told > 2 else frame))
        assert told > 2
        rewrite(name, changed)


def goose():
    frames = [f for f in read("goose-normal.pcap")][:10]
    again = [(ns + 200000000, frame) for ns, frame in frames if frame[6:12] == frames[0][1][6:12]][3:4]
    rewrite("goose-repeat", sorted(frames + again, key=lambda f: f[0]))


def addresses():
    old, new = ("10.10.1.11", PLC1[1]), ("10.10.1.11", "00:80:f4:1a:20:99")
    write("device-replaced", [
        (0, arp(1, HMI, "10.10.1.11")), (0.001, arp(2, old, HMI[0], HMI[1], HMI[1])),
        (600, arp(1, HMI, "10.10.1.11")), (600.001, arp(2, new, HMI[0], HMI[1], HMI[1])),
        (605, arp(1, new, "10.10.1.21")), (605.001, arp(2, HMI, "10.10.1.11", new[1], new[1])),
    ])
    inner = ipv4(HMI[0], "192.0.2.7", 1, b"\x08\0\0\0\0\1\0\1")[:28]
    redirect = struct.pack("!BBH4s", 5, 1, 0, socket.inet_aton(ATTACKER[0])) + inner
    redirect = redirect[:2] + struct.pack("!H", checksum(redirect)) + redirect[4:]
    write("icmp-redirect", [(0, ethernet(ATTACKER[1], HMI[1], 0x0800, ipv4(GATEWAY[0], HMI[0], 1, redirect)))])

    source = socket.inet_pton(socket.AF_INET6, "fe80::ba27:ebff:fe5d:fa66")
    everybody = socket.inet_pton(socket.AF_INET6, "ff02::1")
    body = struct.pack("!BBHBBHII", 134, 0, 0, 64, 0, 1800, 0, 0)
    body += struct.pack("!BBBBIII", 3, 4, 64, 0xC0, 86400, 14400, 0) + socket.inet_pton(socket.AF_INET6, "fd66:1::")
    body += struct.pack("!BB", 1, 1) + mac(ATTACKER[1])
    pseudo = source + everybody + struct.pack("!II", len(body), 58)
    body = body[:2] + struct.pack("!H", checksum(pseudo + body)) + body[4:]
    packet = struct.pack("!IHBB", 6 << 28, len(body), 58, 255) + source + everybody + body
    write("router-advertisement", [(0, ethernet(ATTACKER[1], "33:33:00:00:00:01", 0x86DD, packet))])


def datagrams():
    group, group_mac = ("239.192.27.127", ""), "01:00:5e:40:1b:7f"
    broadcast, broadcast_mac = ("10.10.1.255", ""), "ff:ff:ff:ff:ff:ff"
    write("udp-discovery", [
        (0, udp(ATTACKER, broadcast, (40001, 1502), b"\x06\x00\x00\x00\x00\x88", broadcast_mac)),
        (0.5, udp(ATTACKER, group, (40002, 27127), bytes(20), group_mac)),
        (1.0, udp(ATTACKER, PLC1, (40003, 50000), bytes(17))),
        (1.5, udp(ATTACKER, PLC1, (40003, 50000), bytes(18))),
    ])


def conversation(client, server, ports, requests, every=0.0):
    """A whole TCP connection: handshake, [(from client, bytes)], end. every: seconds before each of the client's."""
    frames, seqs, at = [], [1000, 5000], 0.0

    def say(client_says, flags, data=b""):
        nonlocal at
        mine, other = (0, 1) if client_says else (1, 0)
        ends = (client, server) if client_says else (server, client)
        frames.append((at, tcp(ends[0], ends[1], ports if client_says else ports[::-1], flags, seqs[mine],
                               seqs[other] if flags & 0x10 else 0, data)))
        seqs[mine] += len(data) + (1 if flags & 3 else 0)
        at += 0.002

    say(True, 0x02)
    say(False, 0x12)
    say(True, 0x10)
    for from_client, data in requests:
        at += every if from_client else 0
        say(from_client, 0x18, data)
        say(not from_client, 0x10)
    say(True, 0x11)
    say(False, 0x11)
    say(True, 0x10)
    return frames


def web():
    ok = b"HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nok"

    def get(path):
        return b"GET " + path + b" HTTP/1.1\r\nHost: plc1.example\r\nUser-Agent: Mozilla/5.0\r\nAccept: */*\r\n\r\n"

    good = conversation(HMI, PLC1, (41000, 80), [(True, get(b"/status.html")), (False, ok)])
    bad = conversation(ATTACKER, PLC1, (41001, 80), [
        (True, get(b"/login.asp?user=admin%27%20UNION%20SELECT%20name,password%20FROM%20users%20--%20&page=1")),
        (False, ok)])
    write("http-on-502", conversation(ATTACKER, PLC1, (41005, 502), [(True, get(b"/index.html")), (False, ok)]))
    write("web-attack", good + [(at + 1, frame) for at, frame in bad])

    cloud = ("203.0.113.77", GATEWAY[1])
    connect = b"\x10\x10\x00\x04MQTT\x04\x02\x00\x3c\x00\x04plc1"
    write("mqtt-out", conversation(HMI, cloud, (41002, 8883), [(True, connect), (False, b"\x20\x02\x00\x00")]))


def identify():
    """Report Slave ID to units 1 to 12, one connection."""
    told = []
    for unit in range(1, 13):
        told.append((True, struct.pack("!HHHBB", unit, 0, 2, unit, 17)))
        told.append((False, struct.pack("!HHHBBBBB", unit, 0, 5, unit, 17, 2, unit, 0xFF)))
    write("identify-sweep", conversation(ATTACKER, PLC1, (41003, 502), told))


def quality():
    """Chlorine of PLC2, a float in two input registers: 0.6, then three times no number."""
    told = []
    for number, value in enumerate((0.6, 0.61, float("nan"), float("nan"), float("nan")), 1):
        told.append((True, struct.pack("!HHHBBHH", number, 0, 6, 1, 4, 0, 2)))
        told.append((False, struct.pack("!HHHBBBf", number, 0, 7, 1, 4, 4, value)))
    write("bad-quality", conversation(HMI, PLC2, (41004, 502), told))


def feedback():
    """Every second PLC1 is asked for the commands of its pumps (coils 0 and 1), then for what they do (discrete inputs
    0 and 1). The first pump is started and runs; the second one runs, though nobody started it."""
    told = []
    for second in range(16):
        coils, inputs = (0, 0) if second < 3 else (1, 1) if second < 8 else (1, 3)
        for function, bits in ((1, coils), (2, inputs)):
            number = 2 * second + function
            told.append((True, struct.pack("!HHHBBHH", number, 0, 6, 1, function, 0, 2)))
            told.append((False, struct.pack("!HHHBBBB", number, 0, 4, 1, function, 1, bits)))
    write("feedback-alone", conversation(HMI, PLC1, (41006, 502), told, every=0.5))


def pcom():
    """What a host in the internet asks a Unitronics controller first: who are you? (PCOM in ASCII, over TCP)"""
    outside = ("203.0.113.66", GATEWAY[1])

    def message(text):
        return struct.pack("<HBBH", 1, 101, 0, len(text)) + text

    write("pcom", conversation(outside, PLC1, (41007, 20256), [
        (True, message(b"/00IDED\r")), (False, message(b"/A00IDA1.09B00FF\r"))]))


def main():
    identify()
    quality()
    sweep("tcp-sweep", 502, 14, refused=True)
    sweep("smb-worm", 445, 24)
    sweep("ot-ports", 0, 0, [102, 502, 2404, 20000, 44818, 4840, 9600])
    identities()
    goose()
    addresses()
    datagrams()
    web()
    feedback()
    pcom()


if __name__ == "__main__":
    main()
