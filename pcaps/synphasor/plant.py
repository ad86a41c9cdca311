"""
The substations of these captures: PMUs, the concentrator of the control centre, and how they talk.
"""
from frames import Host, Tcp
from wire import (ANALOG_FLOAT, CFG2, CFG3, FREQ_FLOAT, OFF, ON, PHASOR_FLOAT, POLAR, SEND_CFG2, SEND_CFG3,
                  SEND_HDR, Pmu, Stream)

MS = 1_000_000
S = 1000 * MS

PDC = Host("10.30.0.10", "00:1b:1b:30:00:10")
PDC2 = Host("10.30.0.11", "00:1b:1b:30:00:11")
EAST = Host("10.30.1.11", "00:30:a7:30:01:11")
WEST = Host("10.30.1.12", "00:30:a7:30:01:12")
NORTH = Host("10.30.1.13", "00:a0:f4:30:01:13")
SOUTH = Host("10.30.1.14", "00:a0:f4:30:01:14")
INTRUDER = Host("10.30.0.66", "00:0c:29:66:66:66")

KV, DEGREES = 63508.5, 120
VOLTAGES = [(f"V{p} bus 1", False, KV * 1.01, -DEGREES * i) for i, p in enumerate("ABC")]
CURRENTS = [(f"I{p} line 4", True, 412.0, -DEGREES * i - 18) for i, p in enumerate("ABC")]


def east():
    """Floating point, polar; CFG-2."""
    return Stream(11, [Pmu(11, "EAST 110 KV", VOLTAGES + CURRENTS, [("P line 4", 74.1), ("Q line 4", 24.2)],
                           ["Q0 closed", "Q1 closed", "Q8 closed"])])


def west():
    """Integers, rectangular; the version of 2005."""
    pmu = Pmu(12, "WEST 110 KV", VOLTAGES, (), ["Q0 closed"] + [""] * 14 + ["door open"], kind=0)
    pmu.scale = 3.5
    return Stream(12, [pmu], version=1, base=0xFFFFFF)


def north():
    """Integers, polar, with analog values that have a factor; CFG-3."""
    pmu = Pmu(13, "NORTH TRANSFORMER STATION 220 KV", [("positive sequence voltage", False, 2 * KV, 3)],
              [("oil temperature", 61.0)], kind=POLAR)
    pmu.scale = 3.5
    return Stream(13, [pmu])


def south():
    """Sends to whoever is configured, by UDP, with a configuration now and then."""
    return Stream(14, [Pmu(14, "SOUTH 20 KV", [("V1", False, 11547.0, 12.5)], kind=PHASOR_FLOAT | FREQ_FLOAT
                           | ANALOG_FLOAT)])


class Session:
    """A concentrator's connection to a PMU."""

    def __init__(self, tape, stream, pmu, pdc=PDC, port=50110, server=4712):
        self.tape, self.stream, self.count = tape, stream, port
        self.tcp = Tcp(tape, pdc, pmu, (port, server), (0x1A2B0000 + port, 0x5D6E0000 + stream.number))

    def ask(self, at, code, *answers):
        """A command, and what comes for it."""
        self.tcp.send(at, 0, self.stream.command(at - 40_000, code))
        if not answers:
            self.tcp.acknowledge(at + 9 * MS, 1)
        for answer in answers:
            at += 3 * MS
            self.tcp.send(at, 1, answer)
        self.tcp.acknowledge(at + 10 * MS, 0)
        return at + 30 * MS

    def begin(self, at, conf=CFG2, header=True):
        """As concentrators begin: off, header, configuration, on."""
        at = self.tcp.open(at) + 2 * MS
        at = self.ask(at, OFF)
        if header:
            at = self.ask(at, SEND_HDR, self.stream.header(at, f"{self.stream.pmus[0].station}, IEEE C37.118 M class"))
        at = self.ask(at, SEND_CFG3 if conf == CFG3 else SEND_CFG2, self.stream.conf(at, conf))
        return self.ask(at, ON)

    def data(self, at, noise, lost=False, **how):
        """The data frame of the time `at`; it comes a little later. lost: not to the capture."""
        late = at + 21 * MS + (noise * 7919) % 900_000
        frame = self.stream.data(how.pop("time", at), noise=noise, **how)
        if lost:
            self.tcp.lose(1, frame)
            return
        self.tcp.send(late, 1, frame)
        if noise % 2 == 1:
            self.tcp.acknowledge(late + 300_000, 0)

    def run(self, at, until, noise=0, **how):
        """Data of all times on the grid of the rate in [at, until); the number of the next one."""
        step = S // self.stream.rate
        at = -(-at // step) * step
        while at < until:
            self.data(at, noise, **how)
            at, noise = at + step, noise + 1
        return noise


def three(tape, until, **how):
    """The control centre takes the three PMUs that it knows; their sessions, and how far their data are."""
    sessions = [Session(tape, east(), EAST, port=50110), Session(tape, west(), WEST, port=50111),
                Session(tape, north(), NORTH, port=50112)]
    out = []
    for i, session in enumerate(sessions):
        ready = session.begin(i * 150 * MS, CFG3 if i == 2 else CFG2)
        out.append((session, session.run(ready, until if i else how.get("first_until", until))))
    return out


