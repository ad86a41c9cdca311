"""A master and outstations of a small substation, and the conversations between them."""
import random

from frames import BEGIN, Host, Tcp
from messages import (CON, CONFIRM, FIN, FIR, READ, RESPONSE, UNS, UNSOLICITED, WRITE, bits, double, everything, f32,
                      flag, frames, i16, link, points, request, response, span, time, u32)

MS = 1_000_000
S = 1000 * MS

MASTER = Host("10.20.0.10", "00:30:a7:10:20:10")
SECOND = Host("10.20.0.11", "00:30:a7:10:20:11")
ENGINEER = Host("10.20.0.20", "d4:be:d9:70:20:20")
ATTACKER = Host("10.20.0.66", "b8:27:eb:5d:20:66")
RTU1 = Host("10.20.1.1", "00:30:a7:20:01:01")
RTU2 = Host("10.20.1.2", "00:30:a7:20:01:02")


class Outstation:
    """What an outstation measures: it moves a little with each poll."""

    def __init__(self, address, seed):
        self.address = address
        self.random = random.Random(seed)
        self.inputs = [i % 3 == 0 for i in range(24)]
        self.doubles = [2, 2, 1, 2]
        self.outputs = [False] * 8
        self.volts = [11000 + 7 * i for i in range(12)]
        self.amps = [120.5 + i for i in range(6)]
        self.counters = [1000 * i for i in range(1, 5)]
        self.iin = 0

    def move(self):
        self.volts = [v + self.random.randint(-4, 4) for v in self.volts]
        self.amps = [a + self.random.randint(-8, 8) / 16 for a in self.amps]
        self.counters = [c + 1 for c in self.counters]

    def static(self, quality=1):
        """All its points, as an integrity poll gets them."""
        return (
            span(1, 2, 0, *(flag(s, quality) for s in self.inputs)),
            span(3, 2, 0, *(double(s, quality) for s in self.doubles)),
            span(10, 2, 0, *(flag(s, quality) for s in self.outputs)),
            span(20, 1, 0, *(bytes([quality]) + u32(c) for c in self.counters)),
            span(30, 2, 0, *(bytes([quality]) + i16(v) for v in self.volts)),
            span(30, 5, 100, *(bytes([quality]) + f32(a) for a in self.amps)),
            span(40, 2, 0, *(bytes([quality]) + i16(50) for _ in range(4))),
        )

    def events(self, at, n=2, quality=1):
        """Some of its points have changed."""
        which = sorted(self.random.sample(range(12), n))
        return (points(32, 4, *((i, bytes([quality]) + i16(self.volts[i]) + time(BEGIN + at)) for i in which)),)


class Talk:
    """A connection of a master (side 0) to an outstation, message by message."""

    def __init__(self, tape, host, device, outstation, master=1, ports=(49152, 20000)):
        self.tcp = Tcp(tape, host, device, ports)
        self.master, self.station = master, outstation
        self.app = self.unsolicited = 0
        self.transport = [0, 0]
        self.at = 0

    def open(self, at):
        self.at = self.tcp.open(at)
        return self

    def send(self, at, side, fragment, size=249):
        """A fragment, a segment for each of its link frames."""
        self.at = max(at, self.at + MS // 5)
        to, source = (self.station.address, self.master) if side == 0 else (self.master, self.station.address)
        for frame in frames(fragment, to, source, side == 0, self.transport[side], size):
            self.tcp.send(self.at, side, frame)
            self.transport[side] += 1
            self.at += MS // 5
        return self

    def raw(self, at, side, data):
        self.at = max(at, self.at + MS // 5)
        self.tcp.send(self.at, side, data)
        return self

    def ask(self, at, function, *objects):
        self.app = (self.app + 1) % 16
        return self.send(at, 0, request(function, self.app, *objects))

    def answer(self, *objects, after=12 * MS, con=False, iin=None, function=RESPONSE):
        iin = self.station.iin if iin is None else iin
        flags = FIR | FIN | (CON if con else 0)
        self.send(self.at + after, 1, response(self.app, *objects, iin=iin, function=function, flags=flags))
        if con:
            self.send(self.at + 2 * MS, 0, request(CONFIRM, self.app))
        return self

    def report(self, at, *objects, confirm=True):
        """An unsolicited response, and its confirmation."""
        flags = FIR | FIN | CON | UNS
        self.send(at, 1, response(self.unsolicited, *objects, iin=self.station.iin, function=UNSOLICITED, flags=flags))
        if confirm:
            self.send(self.at + 3 * MS, 0, request(CONFIRM, self.unsolicited, flags=FIR | FIN | UNS))
            self.unsolicited = (self.unsolicited + 1) % 16
        return self

    def integrity(self, at):
        self.ask(at, READ, everything(60, 2), everything(60, 3), everything(60, 4), everything(60, 1))
        return self.answer(*self.station.static(), after=25 * MS, con=True)

    def events(self, at, n):
        self.station.move()
        self.ask(at, READ, everything(60, 2), everything(60, 3), everything(60, 4))
        return self.answer(*(self.station.events(at, n) if n else ()), con=n > 0)

    def set_time(self, at):
        self.ask(at, 23).answer(bytes([52, 2, 7, 1, 2, 0]))
        return self.ask(self.at + 5 * MS, WRITE, bytes([50, 1, 7, 1]) + time(BEGIN + self.at)).answer()

    def clear_restart(self, at):
        return self.ask(at, WRITE, bits(80, 1, 7, [False])).answer()

    def alive(self, at):
        """The link layer's question whether anybody is there."""
        self.raw(at, 0, link(0xC9, self.station.address, self.master))
        return self.raw(self.at + 4 * MS, 1, link(0x0B, self.master, self.station.address))

    def begin(self, at):
        """What a master does when an outstation comes up."""
        self.open(at)
        self.station.iin = 0x8000
        self.report(self.at + 8 * MS)
        self.ask(self.at + 10 * MS, 21, everything(60, 2), everything(60, 3), everything(60, 4)).answer()
        self.station.iin = 0x1000
        self.clear_restart(self.at + 20 * MS)
        self.integrity(self.at + 30 * MS)
        self.station.iin = 0
        self.set_time(self.at + 40 * MS)
        self.ask(self.at + 20 * MS, 20, everything(60, 2), everything(60, 3), everything(60, 4)).answer()
        return self

    def close(self, at):
        self.at = self.tcp.close(max(at, self.at + MS))
        return self


def poll(talk, begin, seconds, every=2):
    """Event polls, an integrity poll now and then, as a master does all day long."""
    for i in range(int(seconds / every)):
        at = begin + int(i * every * S)
        if i % 15 == 14:
            talk.integrity(at)
        else:
            talk.events(at, i % 3)
        if i % 10 == 5:
            talk.alive(talk.at + 300 * MS)
    return talk


def control(talk, at, index, code, after=400 * MS):
    """Select and operate, as an operator does."""
    from messages import OPERATE, SELECT, crob
    talk.ask(at, SELECT, points(12, 1, (index, crob(code)))).answer(points(12, 1, (index, crob(code))))
    talk.ask(talk.at + after, OPERATE, points(12, 1, (index, crob(code)))).answer(points(12, 1, (index, crob(code))))
    return talk
