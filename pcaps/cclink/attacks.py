"""
What somebody does who is in the packing line's network: nothing in it asks for a password.
"""
import wire
from scenes import (DRIVE, EVERYBODY, INTRUDER, MASTER, MS, ROBOT, VALVES, Host, Line, search,
                    set_address)
from wire import NODE_PORT, PORT, bits, words


def cclink_second_master(tape):
    """a second master

    While the line works (see cclink-normal), 10.60.3.66, which nobody knows, sends cyclic requests to the drive as
    a master of its own. The drive refuses them, for it has a master; the controller does not notice.
    """
    line, other = Line(tape), Line(tape, INTRUDER)
    other.speed, other.parameter, other.sequence = 2900, 1, 0
    line.run(8)
    for n in range(6):
        at = line.at + 150 * MS
        other.request(at, 2)
        line.response(at + 4 * MS, 2, DRIVE, to=INTRUDER, end=wire.SECOND_MASTER, sequence=other.sequence)
        other.sequence += 1
        line.run(1)
    line.run(2)


def cclink_forged(tape):
    """outputs in the master's name

    10.60.3.66, which nobody knows, sends cyclic requests that say that they are the controller's: first with its own
    IP address, then with the controller's. Between two scans of the controller the drive gets another speed, the
    valves open.
    """
    line = Line(tape)
    line.run(8)
    for n in range(8):
        at = line.at + 160 * MS
        forged = Host(MASTER.ip, INTRUDER.mac) if n >= 3 else INTRUDER
        line.request(at, 2, source=forged, master=MASTER, rww=words([2900, 50, 0]), ry=bits([0, 1, 4]))
        line.response(at + 4 * MS, 2, DRIVE)
        line.run(1)
    line.run(2)


def cclink_ip_set(tape):
    """a slave gets another address

    10.60.3.66, which nobody knows, searches for slaves and gives the drive another address. The controller loses the
    drive, the conveyor stands.
    """
    line = Line(tape)
    line.run(8)
    at = search(tape, line.at + 20 * MS, INTRUDER, [ROBOT, VALVES, DRIVE], serial=0x1001)
    line.run(4)
    set_address(tape, max(at, line.at + 90 * MS), INTRUDER, DRIVE, "10.60.3.77", serial=0x1002)
    line.gone.add(DRIVE)
    line.run(4)
    line.connected[2] = 0
    line.run(6)


def cclink_replay(tape):
    """recorded requests are sent again

    Requests that the controller has sent before are sent again from its own MAC address: their sequence goes back.
    """
    line = Line(tape)
    line.run(12)
    for n in range(4):
        line.request(line.at + 150 * MS, 2, sequence=102 + n, rww=words([300, 50, 0]))
        line.run(1)
    line.run(3)


def cclink_malformed(tape):
    """messages that are wrong

    10.60.3.66 sends cyclic requests that contradict themselves: too short, of seventeen stations, with a part that
    begins too early, of an unknown command, with an address of six bytes; and ones that are allowed, but odd.
    """
    line = Line(tape)
    line.run(4)
    whole = wire.cyclic_request(INTRUDER.ip, 9, 1, [DRIVE.ip], words([1]), bits([1]))
    wrong = [
        whole,
        whole[:60],
        whole[:55] + b"\x11" + whole[56:],
        whole[:61] + b"\x11\0" + whole[63:],
        whole[:19] + b"\x10\0" + whole[21:],
        whole[:11] + b"\x71\x0e" + whole[13:],
        wire.slmp(wire.SEARCH, bytes(6) + b"\x06" + bytes(6), 7),
        wire.slmp_reply(bytes(20), None),
        wire.slmp(wire.CYCLIC, b""),
        whole[:17] + b"\1\0" + whole[19:],
    ]
    for n, data in enumerate(wrong):
        port = NODE_PORT if data[0] == 0x54 else PORT
        tape.udp(line.at + 20 * MS, INTRUDER, EVERYBODY, (PORT, port), data)
        line.run(1)


def cclink_odd_port(tape):
    """cyclic data on another port

    A controller exchanges cyclic data with its robot by other ports than usual, through a tunnel. What they are is seen
    all the same.
    """
    for n in range(10):
        at = n * 200 * MS
        data = wire.cyclic_request(MASTER.ip, 3, n, [ROBOT.ip, wire.ALSO], words([n], 2), bits([n], 2))
        tape.udp(at, MASTER, ROBOT, (50100, 51450), data)
        data = wire.cyclic_response(ROBOT.ip, 3, n, words([n], 2), bits([n], 2), 0x00320001)
        tape.udp(at + 3 * MS, ROBOT, MASTER, (51450, 50100), data)
