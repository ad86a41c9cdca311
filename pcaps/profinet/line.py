"""The stations of a welding cell, and what they say to each other."""
from frames import ethernet
from messages import (ALARM_HIGH, ALARM_LOW, CONNECT, CONTROL, CONTROLLER, DEVICE, GROUP, RELEASE, RT, WRITE, alarm,
                      alarm_cr, alarm_cr_answer, alarm_done, ar_answer, ar_block, arguments, control, cyclic, expected,
                      identified, identify, iocr, iocr_answer, rpc, rta, set_address, set_done, u16, uuid,
                      write_answer, write_head)

MS = 1_000_000
S = 1000 * MS
TICK = 31_250  # ns of a cycle counter's step


class Station:
    """A host with what it says of itself."""

    def __init__(self, ip, mac, name, kind="", ids=(0x002A, 0x0000), role=1, module=("", "", ("V", 1, 0, 0))):
        self.ip, self.mac, self.name, self.kind, self.role = ip, mac, name, kind, role
        self.vendor, self.device = ids
        self.order, self.serial, self.software = module
        self.activities = 0

    def bytes(self):
        return bytes.fromhex(self.mac.replace(":", ""))

    @staticmethod
    def moved(station, ip):
        """The same with another address."""
        return Station(ip, station.mac, station.name, station.kind, (station.vendor, station.device), station.role)

    @staticmethod
    def called(station, name, ip):
        """The same host with the name and type of a device."""
        return Station(ip, station.mac, name, "ET200SP", (0x002A, 0x0313), 1)


CTRL = Station("10.50.0.1", "00:1b:1b:50:00:01", "cell-controller", "S7-1500", (0x002A, 0x010D), 2,
               ("6ES7 511-1AK02-0AB0", "S C-X4N123452019", ("V", 2, 8, 3)))
GATE = Station("10.50.0.11", "00:a0:45:50:00:11", "gate-1", "AXL F BK PN", (0x00B0, 0x0142), 1,
               ("2701815", "1357902468", ("V", 1, 5, 0)))
GRIPPER = Station("10.50.0.12", "28:63:36:50:00:12", "gripper-1", "ET200SP", (0x002A, 0x0313), 1,
                  ("6ES7 155-6AU01-0BN0", "S C-H9F654322017", ("V", 4, 2, 1)))
ROBOT = Station("10.50.0.13", "00:30:11:50:00:13", "robot-1", "Anybus", (0x010C, 0x0007), 1)
ENGINEER = Station("10.50.0.20", "d4:be:d9:50:00:20", "pg-1", "PG/PC", (0x002A, 0x0202), 8)
ATTACKER = Station("10.50.0.66", "b8:27:eb:50:00:66", "", "", (0, 0), 0)


def send(tape, at, of, to, payload):
    """A frame of PROFINET; to: a MAC address."""
    tape.add(at, ethernet(of, to, RT, payload))


def dcp_ask(tape, at, of, to, payload):
    send(tape, at, of, to, payload)


def dcp_answer(tape, at, of, to, payload):
    send(tape, at, of, to.mac, payload)


def identify_all(tape, at, of, xid, stations):
    """Everybody, and those who answer; returns when it is over."""
    send(tape, at, of, GROUP, identify(xid))
    for i, station in enumerate(stations):
        dcp_answer(tape, at + (3 + 4 * i) * MS, station, of, identified(xid, station))
    return at + 40 * MS


def activity(of, port):
    """The activity of a caller."""
    return u16(port) + bytes(6) + b"\x90\x00" + of.bytes()


def ask_rpc(tape, at, of, to, opnum, question, answer, port, sequence=1, status=(0, 0, 0, 0), interface=DEVICE,
            delay=4 * MS):
    """A call and its response; those of an error have no blocks but the ones given."""
    who = activity(of, port)
    tape.udp(at, of, to, (port, 34964), rpc(0, interface, who, sequence, opnum, arguments(question)))
    tape.udp(at + delay, to, of, (34964, port),
             rpc(2, interface, who, sequence, opnum, arguments(answer, status=status), flags=0x28))
    return at + delay


class Relation:
    """A controller's relation to a device: its calls, cyclic data and alarms."""

    def __init__(self, controller, device, ar, frame_id, port, ratio=16):
        self.controller, self.device, self.ar = controller, device, uuid(ar.ljust(36, "0"))
        self.input, self.output = frame_id, frame_id + 0x100
        self.port, self.ratio, self.session = port, ratio, 1
        self.numbers = [0xFFFF, 0xFFFF]
        self.alarms = 0

    def request(self):
        places = [(0, 1, 0), (1, 1, 1), (2, 1, 5)]
        blocks = ar_block(self.ar, 1, self.session, self.controller.bytes(), self.controller)
        blocks += iocr(1, 1, self.input, 40, places, [(2, 1, 9)], ratio=self.ratio)
        blocks += iocr(2, 2, 0xFFFF, 40, [(2, 1, 3)], [(0, 1, 0), (1, 1, 1), (2, 1, 2)], ratio=self.ratio)
        blocks += expected(0, 0x00000313, [(1, 1, 0, ((1, 0),))])
        blocks += expected(1, 0x00001001, [(1, 0x11, 1, ((1, 3),))])
        blocks += expected(2, 0x00001002, [(1, 0x12, 3, ((1, 3), (2, 4)))])
        return blocks + alarm_cr(1)

    def answer(self):
        blocks = ar_answer(self.ar, 1, self.session, self.device.bytes())
        return blocks + iocr_answer(1, 1, self.input) + iocr_answer(2, 2, self.output) + alarm_cr_answer(2)

    def connect(self, tape, at):
        """Connect, parameters, application ready; returns when data may flow."""
        call = (self.controller, self.device)
        ask_rpc(tape, at, *call, CONNECT, self.request(), self.answer(), self.port, 1, delay=12 * MS)
        data = bytes.fromhex("0102000a00050000")
        ask_rpc(tape, at + 20 * MS, *call, WRITE, write_head(0, self.ar, 1, 1, 0x0001, data),
                write_answer(0, self.ar, 1, 1, 0x0001, len(data)), self.port, 2)
        ask_rpc(tape, at + 30 * MS, *call, CONTROL, control(0x0110, self.ar, self.session, 1),
                control(0x8110, self.ar, self.session, 8), self.port, 3)
        ask_rpc(tape, at + 60 * MS, self.device, self.controller, CONTROL, control(0x0112, self.ar, self.session, 2),
                control(0x8112, self.ar, self.session, 8), self.port + 300, 1, interface=CONTROLLER)
        return at + 80 * MS

    def release(self, tape, at):
        ask_rpc(tape, at, self.controller, self.device, RELEASE, control(0x0114, self.ar, self.session, 4),
                control(0x8114, self.ar, self.session, 8), self.port, 9)

    def inputs(self, i):
        """Of the device: state, three bytes that count, state; again; the outputs' state."""
        return (b"\x80" + bytes([i & 0xFF, i >> 3 & 0xFF, 0x10]) + b"\x80" + bytes([i >> 1 & 0xFF, 0, 0x20]) + b"\x80"
                + b"\x80")

    def outputs(self, i):
        return b"\x80\x80\x80" + bytes([i >> 4 & 1, i >> 2 & 0xFF, 0, 0x30]) + b"\x80"

    def exchange(self, tape, begin, end, step=None, moments=()):
        """Cyclic data both ways. moments: (from, to, side, {status, step, length}): what is otherwise then."""
        step = step or self.ratio * MS
        for side, (of, to, frame_id) in enumerate(((self.device, self.controller, self.input),
                                                   (self.controller, self.device, self.output))):
            at, i = begin + side * 3 * MS, 0
            while at < end:
                now = {"status": 0x35, "times": 1, "length": 40}
                for first, last, who, changed in moments:
                    if first <= at < last and who == side:
                        now.update(changed)
                data = (self.outputs(i) if side else self.inputs(i)).ljust(now["length"], b"\0")
                send(tape, at + i * 7919 % 9000, of, to.mac, cyclic(frame_id, data, at // TICK, now["status"]))
                at, i = at + step * now["times"], i + 1

    def forge(self, tape, begin, end, step, data):
        """Outputs of somebody else under the controller's address."""
        at = begin + 11 * MS
        while at < end:
            send(tape, at, self.controller, self.device.mac, cyclic(self.output, data, (at - 2 * S) // TICK))
            at += step

    def alarm(self, tape, at, kind, slot, subslot, items, specifier, high=False):
        """An alarm of the device and its acknowledgements."""
        frame_id = ALARM_HIGH if high else ALARM_LOW
        send_number, self.alarms = self.alarms, self.alarms + 1
        there = alarm(kind, slot, subslot, 0x1002, 0x12, send_number, items, high, specifier)
        back = alarm_done(kind, slot, subslot, send_number, high, specifier)
        last = (send_number - 1) & 0xFFFF
        send(tape, at, self.device, self.controller.mac, rta(frame_id, 1, 2, 1, send_number, last, there))
        send(tape, at + MS, self.controller, self.device.mac, rta(frame_id, 2, 1, 3, last, send_number, tack=False))
        send(tape, at + 3 * MS, self.controller, self.device.mac, rta(frame_id, 2, 1, 1, send_number, send_number, back))
        send(tape, at + 4 * MS, self.device, self.controller.mac, rta(frame_id, 1, 2, 3, send_number, send_number,
                                                                     tack=False))

    def abort(self, tape, at, status, of=None):
        """An alarm that ends the relation; of the controller, or of somebody who says that he is."""
        of = of or self.controller
        to = self.controller if of is self.device else self.device
        send(tape, at, of, to.mac, rta(ALARM_LOW, 2, 1, 4, 0xFFFE, 0xFFFE, bytes(status), tack=False))


def moments_of(number, moments):
    """What happens at the moments of profinet-stop to each relation."""
    if not moments:
        return ()
    both = [(2 * S, 3 * S, 1, {"status": 0x25})]
    if number == 0:
        return both + [(4500 * MS, 60 * S, 0, {"length": 44})]
    return both + [(4 * S, 4400 * MS, 0, {"status": 0x11}), (5 * S, 60 * S, 0, {"times": 2})]


def work(tape, end, start=True, stops=None, moments=False):
    """The cell at work; start: from its start-up on. stops: when the data of a relation end."""
    relations = (Relation(CTRL, GATE, "aaaaaaaa-0000-4000-8000-0000000000", 0x8000, 49170, 16),
                 Relation(CTRL, GRIPPER, "bbbbbbbb-0000-4000-8000-0000000000", 0x8001, 49171, 32))
    for i, relation in enumerate(relations):
        at = i * 5 * MS
        if start:
            device = relation.device
            send(tape, at, CTRL, GROUP, identify(0x0100 + i, device.name))
            dcp_answer(tape, at + 3 * MS, device, CTRL, identified(0x0100 + i, device))
            dcp_ask(tape, at + 20 * MS, CTRL, device.mac, set_address(0x0110 + i, device, False))
            dcp_answer(tape, at + 26 * MS, device, CTRL, set_done(0x0110 + i, (1, 2, 0)))
            at = relation.connect(tape, at + 60 * MS)
        last = (stops or {}).get(i, end)
        relation.exchange(tape, at, min(last, end), moments=moments_of(i, moments))
    return relations
