"""Controllers, I/O and clients of a bottling line, and the conversations between them."""
from frames import Host, Tcp
from messages import (LIST_IDENTITY, REGISTER, SEND_RR, SEND_UNIT, UNREGISTER, answer, ask, forward_close,
                      forward_closed, forward_open, forward_opened, header, identity_item, io_data, item, items, path,
                      u16, u32, u8)

MS = 1_000_000
S = 1000 * MS

HMI = Host("10.30.0.10", "00:0c:29:30:00:10")
ENGINEER = Host("10.30.0.20", "d4:be:d9:30:00:20")
ATTACKER = Host("10.30.0.66", "b8:27:eb:30:00:66")
PLC = Host("10.30.1.1", "00:00:bc:30:01:01")
PLC2 = Host("10.30.1.2", "00:00:bc:30:01:02")
ADAPTER = Host("10.30.1.11", "00:00:bc:30:01:11")
SLC = Host("10.30.1.3", "00:00:bc:30:01:03")
BROADCAST = Host("10.30.255.255", "ff:ff:ff:ff:ff:ff")


class Device:
    """What a device says of itself."""

    def __init__(self, host, name, serial, kind=14, code=166, revision=(33, 11), vendor=1):
        self.host, self.name, self.serial = host, name, serial
        self.kind, self.code, self.revision, self.vendor = kind, code, revision, vendor
        self.status, self.state = 0x3060, 3

    def identity(self):
        name = self.name.encode()
        return (u16(self.vendor, self.kind, self.code) + u8(*self.revision) + u16(self.status) + u32(self.serial)
                + u8(len(name)) + name)


CONTROLLER = Device(PLC, "1756-L83E/B", 0x00C0A801)
SECOND = Device(PLC2, "1769-L33ER/A", 0x60A1B2C3, code=107, revision=(32, 14))
BLOCK = Device(ADAPTER, "1734-AENTR/C", 0x7101F00D, kind=12, code=137, revision=(6, 13))
OLD = Device(SLC, "1763-L16BWA B/16.00", 0x405A1B2C, code=185, revision=(2, 16))
DEVICES = (CONTROLLER, SECOND, BLOCK, OLD)


class Talk:
    """A TCP connection of a client to a device: sessions, messages with and without a connection."""

    def __init__(self, tape, client, server, port=49200, session=0x10020100, delay=3 * MS, server_port=44818):
        self.tcp = Tcp(tape, client, server, (port, server_port), isn=(0x2A3B0000 + port * 7, 0x6D7E0000 + port * 3))
        self.session, self.context, self.delay = session, 0x1000, delay
        self.sequence, self.ids = 0, None

    def exchange(self, at, command, data, reply, session=None):
        """A request and its response (None: none comes)."""
        session = self.session if session is None else session
        context = self.context
        self.context += 1
        self.tcp.send(at, 0, header(command, data, session, context))
        if reply is None:
            return at
        given = self.session if command == REGISTER else session
        self.tcp.send(at + self.delay, 1, header(command, reply, given, context))
        return self.tcp.acknowledge(at + self.delay + MS, 0)

    def open(self, at):
        at = self.tcp.open(at) + MS
        return self.exchange(at, REGISTER, u16(1, 0), u16(1, 0), session=0) + MS

    def close(self, at):
        self.tcp.send(at, 0, header(UNREGISTER, b"", self.session, self.context))
        self.tcp.segment(at + MS, 0, 0x11)
        self.tcp.segment(at + 2 * MS, 1, 0x11)
        self.tcp.segment(at + 3 * MS, 0, 0x10)
        return at + 3 * MS

    def say(self, at, message, reply, *more):
        """Without a connection; more: items behind the message."""
        def data(body, extra=()):
            return u32(0) + u16(5) + items(item(0), item(0xB2, body), *extra)
        return self.exchange(at, SEND_RR, data(message, more), None if reply is None else data(reply)) + MS

    def connect(self, at, originator, serial, ids, **how):
        large = how.get("large", False)
        at = self.say(at, forward_open(originator, serial, ids, **how),
                      forward_opened(originator, serial, ids, how.get("rpi", (8_000_000, 8_000_000)), large))
        self.ids = ids
        return at

    def disconnect(self, at, originator, serial, **how):
        return self.say(at, forward_close(originator, serial, **how), forward_closed(originator, serial))

    def send(self, at, message, reply):
        """On the connection."""
        self.sequence += 1

        def data(connection, body):
            return u32(0) + u16(0) + items(item(0xA1, u32(connection)), item(0xB1, u16(self.sequence) + body))
        return self.exchange(at, SEND_UNIT, data(self.ids[0], message),
                             None if reply is None else data(self.ids[1], reply)) + MS


def who_are_you(tape, at, asker, devices, port=50100, spacing=MS):
    """List Identity by broadcast, and who answers."""
    tape.udp(at, asker, BROADCAST, (port, 44818), header(LIST_IDENTITY))
    for i, device in enumerate(devices):
        data = header(LIST_IDENTITY, items(identity_item(device)))
        tape.udp(at + (i + 2) * spacing, device.host, asker, (44818, port), data)


class Stream:
    """I/O data in both directions, class 1, from the moment that a Forward Open was answered."""

    def __init__(self, tape, originator, target, ids):
        self.tape, self.hosts, self.ids = tape, (originator, target), ids
        self.sequence, self.count = [0, 0], [0, 0]

    def produce(self, at, way, data, step=1):
        """way 0: to the target."""
        self.sequence[way] += step
        self.count[way] = (self.count[way] + 1) & 0xFFFF
        self.tape.udp(at, self.hosts[way], self.hosts[1 - way], (2222, 2222),
                      io_data(self.ids[way], self.sequence[way], u16(self.count[way]) + data))


def identify(talk, at, device):
    return talk.say(at, ask(1, path(1, 1)), answer(1, device.identity()))

