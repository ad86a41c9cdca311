"""The scenes: functions whose docstrings are the stories."""
from line import (ATTACKER, CTRL, ENGINEER, GATE, GRIPPER, MS, ROBOT, Relation, S, Station, ask_rpc, dcp_answer, dcp_ask,
                  identify_all, work)
from messages import (CONNECT, GROUP, READ_IMPLICIT, WRITE, block, get, got, identified, identify, im0, im1, read_answer,
                      read_head, rpc, said, set_address, set_control, set_done, set_name, u16, u32, write_answer,
                      write_head)
import services

NOBODY = bytes(16)


def profinet_normal(tape):
    """A welding cell at work

    A controller and its two devices (`gate-1`, a gate of light curtains, and `gripper-1`, a gripper) start up: the
    controller finds them by name (DCP Identify), gives them their addresses (DCP Set), connects, writes parameters,
    and exchanges cyclic data: every 16 ms with the gate, every 32 ms with the gripper. The engineering station asks who
    is there, reads I&M of all devices and the diagnosis of one. The gripper reports a wire break, which goes again, and
    the controller acknowledges both. Nothing of it is an attack.
    """
    relations = work(tape, 6 * S)
    at = identify_all(tape, 3 * S, ENGINEER, 0x0500, (CTRL, GATE, GRIPPER))
    for i, station in enumerate((GATE, GRIPPER)):
        data = im0(station.vendor, station.order, station.serial, station.software)
        ask_rpc(tape, at + i * 40 * MS, ENGINEER, station, READ_IMPLICIT, read_head(1, NOBODY, 0, 1, 0xAFF0),
                read_answer(1, NOBODY, 0, 1, 0xAFF0, data), port=52010)
    ask_rpc(tape, at + 100 * MS, ENGINEER, GATE, READ_IMPLICIT, read_head(2, NOBODY, 0, 1, 0xAFF1),
            read_answer(2, NOBODY, 0, 1, 0xAFF1, im1("light curtain", "cell 4")), port=52010, sequence=2)
    dcp_ask(tape, at + 150 * MS, ENGINEER, GATE.mac, get(0x0501, (2, 2), (1, 2)))
    dcp_answer(tape, at + 152 * MS, GATE, ENGINEER, got(0x0501, said(GATE)))
    wire_break(tape, 4 * S, relations[1])


def wire_break(tape, at, relation):
    """Channel 3 of the module in slot 2 loses its wire; half a second later it has it again."""
    for i, (kind, specifier, properties) in enumerate(((1, 0xA800, 0x0800), (12, 0, 0x1000))):
        items = u16(0x8000, 3, properties, 6)
        relation.alarm(tape, at + i * 500 * MS, kind, 2, 1, items, specifier)


def profinet_longer(tape):
    """The same cell, long after its start

    Cyclic data of both devices; now and then the controller looks for a device that is switched off by its name,
    `robot-1`, which nobody answers.
    """
    work(tape, 8 * S, start=False)
    for i in range(3):
        dcp_ask(tape, (2 * i + 1) * S, CTRL, GROUP, identify(0x0200 + i, ROBOT.name))


def profinet_set(tape):
    """A new host renames a device and moves it to another address

    While the cell works (see profinet-normal), `10.50.0.66`, which nobody knows, asks who is there, lets the lamp of
    the gripper flash, gives it the name of nobody (`hacked-1`) for good, and another address. The device
    answers that it cannot while it is connected when the address is set for the first time; the second time it does.
    The controller loses the device.
    """
    relations = work(tape, 5 * S, stops={1: 3600 * MS})
    at = identify_all(tape, 2 * S, ATTACKER, 0x6600, (CTRL, GATE, GRIPPER))
    steps = (
        (set_control(0x6601, 3, u16(0, 0x0100)), set_done(0x6601, (5, 3, 0))),
        (set_address(0x6602, Station.moved(GRIPPER, "10.50.0.99")), set_done(0x6602, (1, 2, 6))),
        (set_name(0x6603, "hacked-1"), set_done(0x6603, (2, 2, 0), (5, 2, 0))),
        (set_address(0x6604, Station.moved(GRIPPER, "10.50.0.99")), set_done(0x6604, (1, 2, 0))),
    )
    for i, (question, answer) in enumerate(steps):
        dcp_ask(tape, at + (i * 200 + 100) * MS, ATTACKER, GRIPPER.mac, question)
        dcp_answer(tape, at + (i * 200 + 104) * MS, GRIPPER, ATTACKER, answer)
    relations[1].abort(tape, 3650 * MS, (0xCF, 0x81, 0xFD, 31))


def profinet_reset(tape):
    """A new host resets two devices to factory values

    While the cell works, `10.50.0.66` sends a factory reset to the gate in the old form, and to the gripper in the new
    one (device to factory values). Both obey: their names are gone and their data stop.
    """
    relations = work(tape, 5 * S, stops={0: 3050 * MS, 1: 3250 * MS})
    for i, (station, suboption, what) in enumerate(((GATE, 5, u16(0)), (GRIPPER, 6, u16(16)))):
        dcp_ask(tape, (3000 + 200 * i) * MS, ATTACKER, station.mac, set_control(0x6610 + i, suboption, what))
        dcp_answer(tape, (3006 + 200 * i) * MS, station, ATTACKER, set_done(0x6610 + i, (5, suboption, 0)))
        relations[i].abort(tape, (3060 + 200 * i) * MS, (0xCF, 0x81, 0xFD, 32))


def profinet_scan(tape):
    """A new host looks for everybody

    `10.50.0.66` asks all stations to identify themselves twenty times within two seconds, then asks each for its
    names one by one, and reads I&M0 of both devices.
    """
    work(tape, 5 * S)
    for i in range(20):
        identify_all(tape, (2000 + 100 * i) * MS, ATTACKER, 0x6620 + i, (CTRL, GATE, GRIPPER) if i < 2 else ())
    for i, station in enumerate((GATE, GRIPPER)):
        dcp_ask(tape, (4100 + 50 * i) * MS, ATTACKER, station.mac, get(0x6640 + i, (2, 2)))
        dcp_answer(tape, (4103 + 50 * i) * MS, station, ATTACKER, got(0x6640 + i, said(station)))
        data = im0(station.vendor, station.order, station.serial, station.software)
        ask_rpc(tape, (4300 + 50 * i) * MS, ATTACKER, station, READ_IMPLICIT, read_head(1, NOBODY, 0, 1, 0xAFF0),
                read_answer(1, NOBODY, 0, 1, 0xAFF0, data), port=52066)


def profinet_duplicate(tape):
    """Two devices have the same name

    The controller looks for `gripper-1`, and besides the gripper another device answers, which has taken its name: its
    address is `10.50.0.67`. A controller that meets this does not connect any more.
    """
    work(tape, 4 * S)
    forger = Station.called(ATTACKER, GRIPPER.name, "10.50.0.67")
    for i in range(3):
        at = (2000 + 500 * i) * MS
        dcp_ask(tape, at, CTRL, GROUP, identify(0x0300 + i, GRIPPER.name))
        dcp_answer(tape, at + 3 * MS, GRIPPER, CTRL, identified(0x0300 + i, GRIPPER))
        dcp_answer(tape, at + 5 * MS, forger, CTRL, identified(0x0300 + i, forger))


def profinet_takeover(tape):
    """A second controller wants a device, then gets it

    `10.50.0.66` connects to the gripper as a controller with a session of its own and is refused (no more ARs are
    possible), three times. It ends the controller's relation with an alarm that says it is aborted, connects
    again, gets the device, writes its parameters and a record of the maker, and sends outputs of its own.
    """
    relations = work(tape, 8 * S, stops={1: 3 * S})
    other = Relation(ATTACKER, GRIPPER, "66666666-0000-4000-8000-0000000066", 0x8066, port=52067)
    for i in range(3):
        ask_rpc(tape, (1500 + 200 * i) * MS, ATTACKER, GRIPPER, CONNECT, other.request(), b"", port=52067,
                sequence=10 + i, status=(0xDB, 0x81, 0x40, 4))
    relations[1].abort(tape, 3 * S, (0xCF, 0x81, 0xFD, 13), of=ATTACKER)
    at = other.connect(tape, 3200 * MS)
    for i, (index, data) in enumerate(((0x0001, u32(0xDEADBEEF)), (0x7F00, b"\x01\x02\x03\x04\x05\x06"))):
        ask_rpc(tape, at + (i * 30 + 100) * MS, ATTACKER, GRIPPER, WRITE, write_head(5 + i, other.ar, 2, 1, index, data),
                write_answer(5 + i, other.ar, 2, 1, index, len(data)), port=52067, sequence=20 + i)
    other.exchange(tape, at + 300 * MS, 7 * S, 16 * MS)


def profinet_injection(tape):
    """Outputs of a forger between those of the controller

    After three seconds somebody sends cyclic frames with the addresses and the FrameID of the controller to the
    gripper, with outputs of his own: between each two frames of the controller. Their cycle counter is that of
    frames recorded before, so that it goes back and forth.
    """
    relations = work(tape, 5 * S)
    relations[1].forge(tape, 3 * S, 4 * S, 16 * MS, b"\x80\xff\xff\xff\x80")


def profinet_stop(tape):
    """The controller's program stops, a provider fails

    The controller goes to stop: its frames go on, but say so. A second later it runs again. Then the gripper says
    that it has a problem and that its data are not valid any more, the length of the gate's frames changes, and the
    frames of the gripper come at half their rate.
    """
    work(tape, 8 * S, moments=True)


def profinet_errors(tape):
    """Calls that fail, and alarms

    The engineering station connects to a device with blocks that are wrong in three ways, reads records that do not
    exist and one that it may not, writes one that is too long. The gripper reports: a module is pulled and another one
    plugged (high priority), an undervoltage with extended diagnosis, maintenance that is demanded, and at last the
    device aborts the relation because cyclic data are missing. A call is rejected: its interface is unknown.
    """
    relations = work(tape, 7 * S, stops={1: 6 * S})
    ghost = Relation(ENGINEER, GATE, "55555555-0000-4000-8000-000000000055", 0x8055, port=52020)
    for i, status in enumerate(((0xDB, 0x81, 1, 4), (0xDB, 0x81, 2, 9), (0xDB, 0x81, 0x40, 5))):
        ask_rpc(tape, (2000 + 100 * i) * MS, ENGINEER, GATE, CONNECT, ghost.request(), b"", port=52020, sequence=i,
                status=status)
    for i, (index, status) in enumerate(((0x1234, (0xDE, 0x80, 0xB0, 0)), (0x0002, (0xDE, 0x80, 0xB2, 0)),
                                         (0x0003, (0xDE, 0x80, 0xB6, 7)))):
        ask_rpc(tape, (2400 + 100 * i) * MS, ENGINEER, GATE, READ_IMPLICIT, read_head(i, NOBODY, 9, 1, index),
                read_answer(i, NOBODY, 9, 1, index, b""), port=52020, sequence=10 + i, status=status)
    ask_rpc(tape, 2800 * MS, ENGINEER, GATE, WRITE, write_head(7, ghost.ar, 1, 1, 5, bytes(9)),
            write_answer(7, ghost.ar, 1, 1, 5, 9, (0xDF, 0x80, 0xB1, 0)), port=52020, sequence=20,
            status=(0xDF, 0x80, 0xB1, 0))
    tape.udp(3 * S, ENGINEER, GATE, (52021, 34964), rpc(0, "e1af8308-5d1f-11c9-91a4-08002b14a0fa", bytes(range(16)), 0, 2,
                                                       bytes(60)))
    tape.udp(3005 * MS, GATE, ENGINEER, (34964, 52021), rpc(6, "e1af8308-5d1f-11c9-91a4-08002b14a0fa",
                                                           bytes(range(16)), 0, 2, u32(0x1C010003)))
    relation = relations[1]
    relation.alarm(tape, 3200 * MS, 3, 2, 1, b"", 0, high=True)
    relation.alarm(tape, 3400 * MS, 4, 2, 1, b"", 0, high=True)
    relation.alarm(tape, 3600 * MS, 1, 2, 1, u16(0x8002, 0x8000, 0x0800, 2, 1) + u32(17), 0xA800)
    relation.alarm(tape, 3800 * MS, 1, 2, 1, u16(0x8003, 5, 0x0A00, 0x10, 2) + u32(3, 0x00400000), 0xA800)
    relation.alarm(tape, 4 * S, 5, 2, 1, u16(0x8100) + block(0x0F00, u16(0) + u32(2)), 0)
    relation.alarm(tape, 4200 * MS, 2, 2, 1, u16(0x0042) + b"\x07\x08\x09", 0x1000)
    relation.abort(tape, 6100 * MS, (0xCF, 0x81, 0xFD, 5), of=GRIPPER)


def profinet_services(tape):
    """What is rare

    Stations say Hello after power on; a Get of each option; a Set of an alias that is not supported; DHCP and
    maker's options; a device that answers from another port with its least significant byte first; an AR that is
    released; a connect request that comes in three fragments; all the rest of a start-up with plugged modules; several
    records written at once; identification data, the differences of modules, and I&M2 and 3; frames of PTCP, RT class 3
    and multicast.
    """
    services.services(tape)


def profinet_malformed(tape):
    """Frames and calls that are broken

    Blocks that are longer than their frame, a cyclic frame that is too short, an alarm that says more than there is,
    a call whose body is cut off, and blocks of a length that cannot be. None of it comes from a device that works.
    """
    services.malformed(tape)
