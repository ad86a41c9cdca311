"""
Two sides of IEC 60870-5-104 connections: they number their frames, acknowledge as stations do, and answer commands. The
plant: a control centre and the remote terminal units of three substations.
"""
import random

import asdu as a
from frames import BEGIN, NS, Host, Tcp

MS = 1_000_000

CENTRE = Host("10.20.0.10", "00:1b:1b:0a:20:10")
CENTRE_2 = Host("10.20.0.11", "00:1b:1b:0a:20:11")
HISTORIAN = Host("10.20.0.20", "00:50:56:9a:20:20")
INTRUDER = Host("10.20.0.66", "b8:27:eb:5d:20:66")
RTU = [Host(f"10.20.1.{10 + n}", f"00:0e:8c:20:01:{10 + n}") for n in range(1, 4)]

CENTRE_SIDE, RTU_SIDE = 0, 1
WINDOW = 8  # w: I frames after which the receiver acknowledges


class Connection:
    """A connection between a master (side 0) and a unit (side 1)."""

    def __init__(self, tape, master, unit, port=49152, server_port=2404, station=1, sizes=a.USUAL, seed=1):
        self.tcp = Tcp(tape, master, unit, (port, server_port), (port * 65521 & 0x7FFFFFFF, port * 40503 & 0x7FFFFFFF))
        self.sent, self.pending = [0, 0], [0, 0]
        self.station, self.sizes = station, sizes
        self.random = random.Random(seed)
        self.at = 0

    def wait(self, seconds):
        self.at += round(seconds * NS)
        return self

    def think(self, low=0.6, high=4.0):
        """What a unit needs to answer, in ms."""
        self.at += round(self.random.uniform(low, high) * MS)

    def open(self, at):
        self.at = self.tcp.open(round(at * NS)) + 300_000

    # ---- frames

    def raw(self, side, data):
        self.tcp.send(self.at, side, data)
        self.at += 20_000

    def u(self, side, function):
        self.raw(side, a.u_frame(function))

    def acknowledge(self, side):
        """An S frame."""
        self.raw(side, a.s_frame(self.sent[1 - side]))
        self.pending[1 - side] = 0

    def apdu(self, side, unit):
        """The bytes of the next I frame of a side."""
        data = a.i_frame(self.sent[side], self.sent[1 - side], unit)
        self.sent[side] = (self.sent[side] + 1) % 32768
        self.pending[side] += 1
        self.pending[1 - side] = 0
        return data

    def i(self, side, *units):
        """I frames, in one segment; the other side acknowledges as soon as its window is full."""
        self.raw(side, b"".join(self.apdu(side, unit) for unit in units))
        if self.pending[side] >= WINDOW:
            self.at += 200_000
            self.acknowledge(1 - side)

    def asdu(self, kind, cause, objects, **more):
        return a.asdu(kind, cause, more.pop("station", self.station), objects, sizes=self.sizes, **more)

    def report(self, kind, objects, cause=a.SPONTANEOUS, **more):
        self.i(RTU_SIDE, self.asdu(kind, cause, objects, **more))

    # ---- dialogues

    def start(self):
        self.u(CENTRE_SIDE, a.STARTDT_ACT)
        self.think()
        self.u(RTU_SIDE, a.STARTDT_CON)
        self.at += 200_000

    def stop(self):
        self.u(CENTRE_SIDE, a.STOPDT_ACT)
        self.think()
        self.u(RTU_SIDE, a.STOPDT_CON)
        self.at += 200_000

    def test(self, side=CENTRE_SIDE):
        self.u(side, a.TESTFR_ACT)
        self.think()
        self.u(1 - side, a.TESTFR_CON)
        self.at += 200_000

    def ask(self, kind, objects, answers=(a.ACT_CON,), **more):
        """A command and its answers, each the command's mirror."""
        self.i(CENTRE_SIDE, self.asdu(kind, more.pop("cause", a.ACT), objects, **more))
        for cause in answers:
            self.think()
            self.i(RTU_SIDE, self.asdu(kind, cause, objects, **more))
        self.at += 300_000

    def operate(self, kind, address, element, pause=0.4, **more):
        """Select, execute, termination. element(select) makes the element's bytes."""
        self.ask(kind, [(address, element(True))], **more)
        self.wait(pause)
        self.ask(kind, [(address, element(False))], (a.ACT_CON, a.ACT_TERM), **more)

    def interrogate(self, points, qualifier=20):
        """points: [(type, [(address, element)], sequence)]"""
        self.i(CENTRE_SIDE, self.asdu(100, a.ACT, [(0, bytes([qualifier]))]))
        self.think()
        units = [self.asdu(100, a.ACT_CON, [(0, bytes([qualifier]))])]
        units += [self.asdu(kind, qualifier, objects, sequence=sequence) for kind, objects, sequence in points]
        units.append(self.asdu(100, a.ACT_TERM, [(0, bytes([qualifier]))]))
        for n in range(0, len(units), 3):
            self.i(RTU_SIDE, *units[n:n + 3])
            self.at += 150_000

    def set_clock(self, ns=None):
        now = BEGIN + self.at if ns is None else ns
        self.ask(103, [(0, a.time56(now))])

    def now(self, flags=0):
        """A time tag of the present."""
        return a.time56(BEGIN + self.at - 3 * MS, flags)

    def close(self):
        self.at = self.tcp.close(self.at)


# ---- the substations -----------------------------------------------------------------------------------------------

BREAKERS = [101, 102, 103, 104]  # double points; their commands are 1000 higher
DISCONNECTORS = [111, 112, 113, 114]
ALARMS = list(range(201, 213))  # single points
VOLTAGES, CURRENTS = [301, 302, 303], [311, 312, 313]  # floating point
TAP, ENERGY = 401, [501, 502]
SETPOINT = 1601


def image(rnd):
    """What an interrogation of a substation brings."""
    return [
        (3, [(n, a.double(2)) for n in BREAKERS + DISCONNECTORS], False),
        (1, [(n, a.single(n % 5 == 0)) for n in ALARMS], True),
        (13, [(n, a.floating(110 + rnd.uniform(-1, 1))) for n in VOLTAGES], True),
        (13, [(n, a.floating(240 + rnd.uniform(-20, 20))) for n in CURRENTS], True),
        (5, [(TAP, a.step(3))], False),
    ]


def measure(c):
    """A cyclic telegram of the measured values."""
    objects = [(n, a.floating(110 + c.random.uniform(-1, 1))) for n in VOLTAGES]
    objects += [(n, a.floating(240 + c.random.uniform(-20, 20))) for n in CURRENTS]
    c.report(13, objects, cause=a.PERIODIC)


def begin(c, at):
    """How the control centre takes up a unit."""
    c.open(at)
    c.start()
    c.report(70, [(0, b"\0")], cause=a.INITIALISED)
    c.think()
    c.interrogate(image(c.random))
    c.set_clock()
    c.wait(0.2)


def work(c, seconds, operate=True, period=2.0, counters=True, pauses=True):
    """Normal work: measured values every two seconds, now and then something else."""
    end = c.at + round(seconds * NS)
    turn = 0
    while c.at < end:
        turn += 1
        c.wait(period)
        measure(c)
        if turn % 4 == 0:
            alarm = c.random.choice(ALARMS)
            c.report(30, [(alarm, a.single(turn % 8 == 0) + c.now())])
        if turn % 5 == 0:
            c.acknowledge(CENTRE_SIDE)
        if turn % 7 == 3 and operate:
            breaker = c.random.choice(BREAKERS)
            state = 1 + turn % 2
            c.operate(46, 1000 + breaker, lambda select, state=state: a.command(state, 1, select))
            c.wait(0.08)
            c.report(31, [(breaker, a.double(state) + c.now())], cause=a.RETURN_REMOTE)
        if turn % 7 == 5 and operate:
            value = round(c.random.uniform(20, 30), 1)
            c.operate(50, SETPOINT, lambda select, value=value: a.set_floating(value, select))
        if turn % 9 == 0 and counters:
            c.i(CENTRE_SIDE, c.asdu(101, a.ACT, [(0, b"\x05")]))
            c.think()
            c.i(RTU_SIDE, c.asdu(101, a.ACT_CON, [(0, b"\x05")]),
                c.asdu(15, a.COUNTERS, [(n, a.counter(100000 + turn * 40, turn % 32)) for n in ENERGY]),
                c.asdu(101, a.ACT_TERM, [(0, b"\x05")]))
        if turn % 11 == 0 and pauses:
            c.acknowledge(CENTRE_SIDE)
            c.wait(20.3)
            c.test(RTU_SIDE)
