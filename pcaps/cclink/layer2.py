"""
A cell on CC-Link IE Field, and one on CC-Link IE TSN: layer 2 alone.
"""
import struct

import wire
from frames import Host, ethernet
from wire import frame

MS = 1_000_000
CYCLE = 50 * MS
ETHERTYPE = 0x890F
MASTER = Host("10.61.0.1", "28:e9:8e:61:00:01")
NODES = [Host(f"10.61.0.{n}", f"28:e9:8e:61:00:{n:02x}") for n in (2, 3, 4)]
OTHER = Host("10.61.0.9", "00:0c:29:61:00:09")
ALL = "ff:ff:ff:ff:ff:ff"
KINDS = [0x33, 0x34, 0x35]
CONNECT, SCAN, TOKEN, PERSUASION, TEST, TEST_ACK, SETUP, SETUP_ACK, TOKEN_M = 0, 2, 6, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15
TIMER, STATUS, TRANSIENT1, TRANSIENT_ACK, PARAM_CHECK, PARAMETER = 0x1C, 0x20, 0x22, 0x23, 0x28, 0x29
MEASURE, MEASURE_ACK, OFFSET, RWW, RY, RWR, RX = 0x40, 0x41, 0x42, 0x82, 0x83, 0x84, 0x85


def put(tape, at, source, kind, to=ALL, node=None, **more):
    node = 0 if source is MASTER else int(source.ip.split(".")[3]) if node is None else node
    tape.add(at, ethernet(source, to, ETHERTYPE, frame(kind, node, **more)))


def node_id(n):
    return struct.pack("!HH", n, 0)


def begin(tape, at, master=MASTER, number=0):
    """Who is there, who is master, what everybody is set to."""
    put(tape, at, master, PERSUASION, node=number, middle=b"\0\0\1\x30")
    put(tape, at + MS, master, TEST, node=number, middle=b"\0\0\1\x30", contents=wire.mac(master.mac) + b"\1\0")
    for i, n in enumerate(NODES):
        put(tape, at + (2 + i) * MS, n, TEST_ACK, to=master.mac, middle=b"\0\0\0" + bytes([KINDS[i]]),
            contents=wire.mac(n.mac) + b"\1\2")
    for i, n in enumerate(NODES):
        put(tape, at + (6 + 2 * i) * MS, master, SETUP, to=n.mac, node=number, middle=node_id(i + 1))
        put(tape, at + (7 + 2 * i) * MS, n, SETUP_ACK, to=master.mac)
        put(tape, at + (13 + 2 * i) * MS, master, PARAMETER, to=n.mac, node=number, data_type=3,
            middle=struct.pack("!HBB", i + 1, 0x13, 0), contents=bytes([i + 1, 0, 16, 0, 8, 0]))
        put(tape, at + (14 + 2 * i) * MS, n, PARAM_CHECK, to=master.mac, data_type=3,
            middle=struct.pack("!HBB", 0, 0x13, 0), contents=bytes([1, 0]))
    put(tape, at + 20 * MS, master, TIMER, node=number, contents=struct.pack("!Q", 1795316400))
    return at + 25 * MS


def cycle(tape, at, n, nodes=None):
    """One link scan: the master's outputs, then the token to each node and its inputs."""
    put(tape, at, MASTER, RWW, contents=struct.pack("!24H", *([n % 50, 350] + 22 * [0])))
    put(tape, at + MS, MASTER, RY, contents=bytes([n % 4, 0x80] + 46 * [0]))
    for i, node in enumerate(NODES if nodes is None else nodes):
        then = at + (3 + 5 * i) * MS
        put(tape, then, MASTER, TOKEN_M, to=node.mac, middle=node_id(i + 1))
        put(tape, then + MS, node, STATUS, middle=struct.pack("!HBB", i + 1, 1, KINDS[i]), contents=bytes([1] + 45 * [0]))
        put(tape, then + 2 * MS, node, RWR, middle=node_id(i + 1), contents=struct.pack("!24H", *([n % 50, i] + 22 * [0])))
        put(tape, then + 3 * MS, node, RX, middle=node_id(i + 1), contents=bytes([n % 4, i] + 46 * [0]))
    if n % 10 == 0:
        put(tape, at + 22 * MS, MASTER, MEASURE, to=NODES[0].mac, middle=node_id(1))
        put(tape, at + 23 * MS, NODES[0], MEASURE_ACK, to=MASTER.mac)
        put(tape, at + 24 * MS, MASTER, OFFSET, to=NODES[0].mac, middle=node_id(1), contents=struct.pack("!I", 412))
    if n % 15 == 5:
        put(tape, at + 26 * MS, MASTER, TRANSIENT1, to=NODES[1].mac, data_type=7,
            middle=struct.pack("!HBB", 2, 0x13, 0), contents=bytes([0, 1, 4, 0, 0, 0, 0, 8]) + bytes(24))
        put(tape, at + 28 * MS, NODES[1], TRANSIENT_ACK, to=MASTER.mac, data_type=7,
            middle=struct.pack("!HBB", 0, 0x13, 0))


def cclink_ie_normal(tape):
    """a cell on CC-Link IE Field

    The master 28:e9:8e:61:00:01 and three nodes, twenty times a second: outputs, then the token to each node, which
    says how it is and sends its inputs. The beginning is not in the capture.
    """
    for n in range(40):
        cycle(tape, n * CYCLE, n)


def cclink_ie_start(tape):
    """the network of a cell begins

    After a power cut the master finds its nodes, numbers them and gives them their parameters.
    """
    at = begin(tape, 0)
    for i, kind in enumerate((0x25, 0x26, 0x43)):
        put(tape, at + i * MS, MASTER, kind, to=NODES[0].mac, data_type=4, middle=struct.pack("!HBB", 1, 0x13, 0))
    at += 5 * MS
    for n in range(6):
        cycle(tape, at + n * CYCLE, n)


def cclink_ie_second_master(tape):
    """a second master on CC-Link IE Field

    While the cell works (see cclink-ie-normal), 00:0c:29:61:00:09, which nobody knows, begins the network anew as a
    master of the number that the master has, and gives the nodes parameters of its own.
    """
    for n in range(10):
        cycle(tape, n * CYCLE, n)
    begin(tape, 10 * CYCLE, OTHER)
    for n in range(12, 20):
        cycle(tape, n * CYCLE, n)


def cclink_ie_token_lost(tape):
    """no token any more

    After a second the master falls silent, and with it all nodes, for they send only when they have the token.
    """
    for n in range(20):
        cycle(tape, n * CYCLE, n)
    tape.add(9000 * MS, ethernet(OTHER, ALL, 0x88B5, bytes(46)))


def cclink_ie_control(tape):
    """CC-Link IE Control between three controllers

    Each controller connects, then sends its words (LW) and bits (LB) when it has the token; a node-to-node test at the
    end takes the network out of operation.
    """
    hosts = [MASTER] + NODES[:2]
    for i, host in enumerate(hosts):
        put(tape, i * MS, host, CONNECT, node=i + 1, version=0, data_type=1)
        put(tape, (5 + i) * MS, hosts[0], 1, to=host.mac, node=1, version=0, data_type=1)
    for i, kind in enumerate((SCAN, 3, 4, 5)):
        put(tape, (10 + i) * MS, hosts[0], kind, node=1, version=0)
    for n in range(12):
        for i, host in enumerate(hosts):
            at = (20 + n * 10 + i * 3) * MS
            number = struct.pack("!I", n + 1)[1:] + b"\0"
            put(tape, at, host, 0x80, node=i + 1, version=0, middle=number, contents=struct.pack("!24H", *([n, i] + 22 * [0])))
            put(tape, at + MS // 2, host, 0x81, node=i + 1, version=0, middle=number, contents=bytes([n, i] + 46 * [0]))
            put(tape, at + MS, host, TOKEN, to=hosts[(i + 1) % 3].mac, node=i + 1, version=0, middle=number)
    for i, kind in enumerate((0x8C, 0x8D, 0x8E, 0x8F, 0x24)):
        put(tape, (160 + i) * MS, hosts[0], kind, node=1, version=0, contents=bytes(range(48)))
    put(tape, 180 * MS, hosts[0], 0x2F, node=1, version=0, contents=b"\x55\xaa" * 16)


def part(station, memory, data, state=0, hardware=0, slave=False):
    body = struct.pack("!HHB", station, 0x8000 | len(data), 0) + struct.pack("!H", 0x8000) + bytes([state])
    body += hardware.to_bytes(3, "big") + b"\0" + struct.pack("!I", memory) + data
    return body + (struct.pack("!I", 0x5A5A0000 | station) if slave else b"")


def slmp(command, contents=b""):
    return b"\xc3\0\3\x02\0\0" + wire.slmp(command, contents)


def cclink_ie_tsn(tape):
    """a cell on CC-Link IE TSN

    The master manages the network: it finds two stations, which say who they are, and exchanges cyclic data with
    them. Then a host asks a station what it is, and resets it from afar. A station is in emergency stop at last, one
    is disconnected.
    """
    stations = NODES[:2]
    priority = b"\xc0" + bytes(9) + bytes(4) + wire.mac(MASTER.mac) + b"\1\0" + wire.mac(MASTER.mac) + bytes(14)
    tape.add(0, ethernet(MASTER, ALL, ETHERTYPE, priority))
    ask = b"\xc1\0\0\0\0\x20" + 2 * wire.mac(MASTER.mac) + b"\1\0\0\0" + bytes([10, 61, 0, 1, 255, 255, 255, 0]) + bytes(28)
    tape.add(2 * MS, ethernet(MASTER, ALL, ETHERTYPE, ask))
    for i, s in enumerate(stations):
        ack = b"\xc2\0\1\0\x20" + bytes([2 + i]) + wire.mac(s.mac) + b"\0\0" + wire.mac(MASTER.mac) + b"\1\1\2\1\0\0"
        ack += bytes(24) + wire.mac(MASTER.mac) + b"\0\0" + bytes([10, 61, 0, 2 + i, 255, 255, 255, 0, 0, 0, 0, 0])
        ack += bytes(33) + bytes([8 if i else 0]) + bytes(2 + 12) + struct.pack("!HHIHH", 3, 0, 0x5FFF0814 + i, 0, 3 + i)
        tape.add((4 + i) * MS, ethernet(s, MASTER.mac, ETHERTYPE, ack + bytes(68)))
        put(tape, (7 + i) * MS, MASTER, TEST, to=s.mac, middle=b"\0\0\0\0", version=2, contents=wire.mac(MASTER.mac) + b"\1\0")
        put(tape, (9 + i) * MS, s, TEST_ACK, to=MASTER.mac, middle=b"\0\0\0\1", version=2, contents=wire.mac(s.mac) + b"\1\2")
    for n in range(16):
        at = (20 + 10 * n) * MS
        head = bytes([n + 1]) + struct.pack("!HH", 0x0001, 0) + bytes(4)
        parts = b"".join(part(2 + i, 0x3000, bytes([n, i, 0, 0])) for i in range(2))
        tape.add(at, ethernet(MASTER, ALL, ETHERTYPE, b"\xc4" + head + parts + b"\0\0"))
        for i, s in enumerate(stations):
            state, hard = (0x40 if i and n > 13 else 0), (1 if not i and n > 12 else 0)
            inside = part(2 + i, 0x4A60, bytes([i, n]), state, hard, slave=True)
            tape.add(at + (2 + i) * MS, ethernet(s, MASTER.mac, ETHERTYPE, b"\xc5" + head + inside + b"\0\0"))
    tape.add(95 * MS, ethernet(OTHER, stations[0].mac, ETHERTYPE, slmp(0x0101)))
    tape.add(97 * MS, ethernet(stations[0], OTHER.mac, ETHERTYPE,
                               b"\xc3\0\0\x09\0\0" + wire.slmp_reply(b"NZ2GN2S1-32D    \1\0")))
    tape.add(105 * MS, ethernet(OTHER, stations[0].mac, ETHERTYPE, slmp(0x1006, b"\1\0")))


def cclink_ie_malformed(tape):
    """frames that are wrong

    Between frames of a cell there are some of an unknown type, and some that end too early.
    """
    for n in range(3):
        cycle(tape, n * CYCLE, n)
    whole = frame(TOKEN_M, 9, middle=node_id(1))
    lies = b"\xc4\1\0\1\0\0" + bytes(4) + struct.pack("!HHB", 2, 0x87FF, 0) + bytes(30)
    for i, data in enumerate((b"\x77" + whole[1:], lies)):
        tape.add((40 + 50 * i) * MS, ethernet(OTHER, ALL, ETHERTYPE, data))
