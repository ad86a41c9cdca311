"""
A packing line at work: a controller and what it drives, on CC-Link IE Field Network Basic.
"""
import struct

import wire
from frames import Host
from wire import ALSO, NODE_PORT, PORT, bits, words

MS = 1_000_000
S = 1000 * MS
SCAN = 250 * MS

MASTER = Host("10.60.3.1", "28:e9:8e:60:03:01")
ROBOT = Host("10.60.3.11", "28:e9:8e:60:03:11")  # two stations
VALVES = Host("10.60.3.12", "00:03:7b:60:03:12")
DRIVE = Host("10.60.3.21", "28:e9:8e:60:03:21")
SPARE = Host("10.60.3.31", "00:03:7b:60:03:31")
ENGINEER = Host("10.60.3.100", "00:0c:29:60:03:64")
INTRUDER = Host("10.60.3.66", "00:0c:29:60:03:66")
EVERYBODY = Host("10.60.3.255", "ff:ff:ff:ff:ff:ff")
MODELS = {ROBOT: 0x00320001, VALVES: 0x00030012, DRIVE: 0x00200700, SPARE: 0x00030012}
CLOCK = 1795348800000  # ms; the controller's clock is nine hours ahead


class Line:
    """The master and its two groups; what is different in a scene is changed while it runs."""

    def __init__(self, tape, master=MASTER):
        self.tape, self.master, self.at = tape, master, 0
        self.sequence, self.parameter, self.state, self.connected = 100, 7, wire.RUN, {1: 0b111, 2: 1}
        self.groups = {1: [ROBOT, VALVES], 2: [DRIVE]}
        self.gone, self.says, self.errors, self.states = set(), {}, {}, {}
        self.speed = 1200
        self.scan = SCAN
        self.n = 0

    def outputs(self, group):
        n = self.n
        if group == 1:
            rww = words([n % 40, 350, 2], 2) + words([3])
            ry = bits([0, 2, 64 + n % 3], 2) + bits([n % 4, 8])
        else:
            rww, ry = words([self.speed, 50, 0]), bits([0, 1])
        return rww, ry

    def inputs(self, slave):
        n = self.n
        if slave is ROBOT:
            return words([n % 40, 351 + n % 2, 2], 2), bits([0, 2, 64 + n % 3], 2)
        if slave is DRIVE:
            return words([self.speed - 3 + n % 2, 50, 412 + n % 5]), bits([0, 1, 5])
        return words([3]), bits([n % 4, 8])

    def slaves(self, group):
        return [a for s in self.groups[group] for a in ([s.ip, ALSO] if s is ROBOT else [s.ip])]

    def request(self, at, group, source=None, master=None, **more):
        rww, ry = self.outputs(group)
        settings = {"parameter": self.parameter, "connected": self.connected[group], "state": self.state,
                    "clock": CLOCK + at // MS, "rww": rww, "ry": ry}
        settings.update(more)
        data = wire.cyclic_request((master or self.master).ip, group, settings.pop("sequence", self.sequence),
                                   settings.pop("slaves", self.slaves(group)), **settings)
        self.tape.udp(at, source or self.master, EVERYBODY, (PORT, PORT), data)

    def response(self, at, group, slave, to=None, **more):
        rwr, rx = self.inputs(slave)
        settings = {"end": self.says.get(slave, wire.OK), "error": self.errors.get(slave, 0),
                    "state": self.states.get(slave, wire.RUN), "sequence": self.sequence}
        settings.update(more)
        if settings["end"]:
            rwr, rx = bytes(len(rwr)), bytes(len(rx))
        data = wire.cyclic_response(slave.ip, group, settings.pop("sequence"), rwr, rx, MODELS[slave], **settings)
        self.tape.udp(at, slave, to or self.master, (PORT, PORT), data)

    def run(self, scans):
        """So many link scans; group 2 a third of a scan after group 1."""
        for _ in range(scans):
            for group in self.groups:
                at = self.at + (group - 1) * self.scan // 3 + self.n % 3 * 70_000
                self.request(at, group)
                for i, slave in enumerate(self.groups[group]):
                    if slave not in self.gone:
                        self.response(at + (3 + 2 * i) * MS + self.n % 5 * 110_000, group, slave)
            self.at += self.scan
            self.sequence += 1
            self.n += 1


def search(tape, at, host, slaves, serial=1):
    """Everybody is asked who he is; each answers after a time of his own."""
    tape.udp(at, host, EVERYBODY, (49152, NODE_PORT), wire.search(host, serial))
    for i, slave in enumerate(slaves):
        tape.udp(at + (120 + 170 * i) * MS, slave, host, (NODE_PORT, 49152),
                 wire.found(host, serial, slave, MODELS[slave]))
    return at + (200 + 170 * len(slaves)) * MS


def set_address(tape, at, host, slave, address, serial=2):
    tape.udp(at, host, EVERYBODY, (49152, NODE_PORT), wire.set_ip(host, serial, slave, address))
    tape.udp(at + 21 * MS, slave, host, (NODE_PORT, 49152), wire.is_set(host, serial))


def cclink_normal(tape):
    """a packing line at work

    The controller 10.60.3.1 drives a robot (10.60.3.11, two stations), a block of valves (10.60.3.12) and, in a
    group of its own, a conveyor's drive (10.60.3.21), four times a second.
    """
    Line(tape).run(60)


def cclink_commissioning(tape):
    """a slave is put into operation

    The engineering station 10.60.3.100 searches for slaves, finds a new block of valves that has the maker's
    address, and gives it 10.60.3.31; an address for a block that is in operation, which was a mistake, is refused.
    The controller gets new settings, with the new block in its second group, and goes on.
    """
    line = Line(tape)
    line.run(8)
    fresh = Host("192.168.3.250", SPARE.mac)
    MODELS[fresh] = MODELS[SPARE]
    at = search(tape, line.at + 10 * MS, ENGINEER, [ROBOT, VALVES, DRIVE, fresh])
    set_address(tape, at, ENGINEER, fresh, SPARE.ip)
    tape.udp(at + 400 * MS, ENGINEER, EVERYBODY, (49152, NODE_PORT), wire.set_ip(ENGINEER, 3, VALVES, "10.60.3.32"))
    tape.udp(at + 420 * MS, VALVES, ENGINEER, (NODE_PORT, 49152), wire.refused(3, wire.SET_IP, 0xCF20))
    line.run(7)
    line.groups[2] = [DRIVE, SPARE]
    line.parameter = 8
    line.outputs = lambda group, old=line.outputs: (old(group) if group == 1 else
                                                    (old(group)[0] + words([]), old(group)[1] + bits([])))
    line.run(2)
    line.connected[2] = 3
    line.run(6)


def cclink_trouble(tape):
    """slaves in trouble

    The robot reports an error of its own, then that its application has stopped, and runs again. The drive asks to be disconnected
    and is; it comes back three seconds later. Then the block of valves does not answer any more: after three scans
    the controller disconnects it. At last the controller's application is stopped.
    """
    line = Line(tape)
    line.run(8)
    line.errors[ROBOT] = 0x2042
    line.run(2)
    line.says[ROBOT] = wire.SLAVE_ERROR
    line.run(2)
    line.says[ROBOT] = wire.OK
    line.states[ROBOT] = wire.STOP
    line.run(4)
    line.states.clear()
    line.errors.clear()
    line.says[DRIVE] = wire.LEAVES
    line.run(1)
    line.connected[2] = 0
    line.gone.add(DRIVE)
    line.run(12)
    line.gone.clear()
    line.says.clear()
    line.run(1)
    line.connected[2] = 1
    line.run(3)
    line.gone.add(VALVES)
    line.run(3)
    line.connected[1] = 0b011
    line.run(4)
    line.state = wire.STOP
    line.run(4)


def cclink_slow(tape):
    """link scans take ever longer

    After ten seconds each link scan takes half a second instead of a quarter, later the controller is silent.
    """
    line = Line(tape)
    line.run(24)
    line.scan = 500 * MS
    line.run(12)
    tape.udp(line.at + 20 * S, ENGINEER, EVERYBODY, (50000, 50001), struct.pack("!I", 1))
