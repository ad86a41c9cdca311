"""Scenes of normal work, and those that show every object and function."""
from frames import BEGIN, Tcp
from messages import (CON, CONFIRM, DIRECT, FIN, FIR, OPERATE, READ, SELECT, UNS, UNSOLICITED, WRITE, bits, counted,
                      crob, double, everything, f32, f64, file_block, file_block_status, file_command, file_status,
                      flag, frames, i16, i32, link, number_attribute, points, request, response, sized, span,
                      text_attribute, time, u8, u16, u32)
from stations import ENGINEER, MASTER, MS, RTU1, RTU2, S, Outstation, Talk, control, poll


def dnp3_normal(tape):
    """a control centre and two outstations

    The control centre (10.20.0.10, address 1) connects to two outstations (10.20.1.1, address 10, and
    10.20.1.2, address 20). Each has restarted and says so; it is told to keep quiet, its restart is
    cleared, all of its points are read, its clock is set, it may report again. Then its events are
    read every two seconds, all points now and then, some come unasked; an operator closes and opens a
    breaker by select and operate and gives a setpoint; the link is asked whether it is there.

    ## What ought to be found

    - nothing
    """
    one = Talk(tape, MASTER, RTU1, Outstation(10, 1)).begin(0)
    poll(one, 2 * S, 30)
    control(one, 33 * S, 3, 0x41)
    one.report(one.at + 700 * MS, points(2, 2, (4, flag(True) + time(BEGIN + one.at))))
    poll(one, 36 * S, 20)
    control(one, 57 * S, 3, 0x81)
    one.report(one.at + 700 * MS, points(2, 2, (4, flag(False) + time(BEGIN + one.at))))
    poll(one, 60 * S, 30)
    one.ask(91 * S, DIRECT, points(41, 2, (1, i16(55) + u8(0)))).answer(points(41, 2, (1, i16(55) + u8(0))))
    two = Talk(tape, MASTER, RTU2, Outstation(20, 2), ports=(49153, 20000)).begin(500 * MS)
    poll(two, 2500 * MS, 88)


def dnp3_longer(tape):
    """the same plant on another day

    As in dnp3-normal, with other values, other breakers' positions at other times, and an outstation
    whose answers come in several link frames. At 42 s a TCP segment is sent again. A report at 85 s
    is not confirmed; the outstation sends it again.

    ## What ought to be found

    - nothing
    """
    one = Talk(tape, MASTER, RTU1, Outstation(10, 11), ports=(50001, 20000)).begin(0)
    poll(one, 2 * S, 40)
    again = link(0xC9, 10, 1)
    one.raw(42 * S, 0, again)
    one.tcp.segment(one.at + MS, 0, 0x18, again, seq=one.tcp.next[0] - len(again))
    one.raw(one.at + 4 * MS, 1, link(0x0B, 1, 10))
    control(one, 47 * S, 3, 0x41, after=900 * MS)
    one.report(one.at + 650 * MS, points(2, 2, (4, flag(True) + time(BEGIN + one.at))))
    poll(one, 50 * S, 30)
    one.ask(82 * S, DIRECT, points(41, 2, (1, i16(48) + u8(0)))).answer(points(41, 2, (1, i16(48) + u8(0))))
    control(one, 84 * S, 3, 0x81, after=600 * MS)
    late = points(2, 2, (4, flag(False) + time(BEGIN + one.at)))
    one.report(one.at + 700 * MS, late, confirm=False)
    one.report(one.at + 5 * S, late)
    two = Talk(tape, MASTER, RTU2, Outstation(20, 12), ports=(50002, 20000)).begin(300 * MS)
    poll(two, 2200 * MS, 84)


STATIC = [
    bits(1, 1, 0, [True, False, True] * 5), span(1, 2, 0, flag(True, 0x01), flag(False, 0x27)),
    bytes([3, 1, 0, 0, 4, 0xE4, 0x02]), span(3, 2, 0, double(0), double(1), double(2), double(3)),
    bits(10, 1, 0, [True, True, False]), span(10, 2, 0, flag(True), flag(False, 0x05)), bits(12, 3, 0, [True] * 9),
    span(20, 1, 0, u8(1) + u32(70000)), span(20, 2, 0, u8(1) + u16(65535)), span(20, 3, 0, u8(1) + u32(5)),
    span(20, 4, 0, u8(1) + u16(5)), span(20, 5, 0, u32(4000000000)), span(20, 6, 0, u16(7)), span(20, 7, 0, u32(8)),
    span(20, 8, 0, u16(9)),
    span(30, 1, 0, u8(1) + i32(-70000)), span(30, 2, 0, u8(0x21) + i16(-5)), span(30, 3, 0, i32(-1), i32(1)),
    span(30, 4, 0, i16(-32768)), span(30, 5, 0, u8(1) + f32(1.5)), span(30, 6, 0, u8(0x41) + f64(-2.25)),
    span(31, 1, 0, u8(1) + i32(1)), span(31, 2, 0, u8(1) + i16(2)), span(31, 5, 0, i32(3)), span(31, 6, 0, i16(4)),
    span(31, 7, 0, u8(1) + f32(5.5)), span(31, 8, 0, u8(1) + f64(6.5)),
    span(34, 1, 0, u16(10)), span(34, 2, 0, u32(20)), span(34, 3, 0, f32(0.25)),
    span(40, 1, 0, u8(1) + i32(100000)), span(40, 2, 0, u8(1) + i16(50)), span(40, 3, 0, u8(1) + f32(49.5)),
    span(40, 4, 0, u8(1) + f64(50.25)),
    counted(50, 4, time(BEGIN) + u32(15) + u8(3)), bits(80, 1, 0, [False] * 16), counted(81, 1, u8(40) + b"\x01\x02"),
    span(101, 1, 0, b"\x34\x12"), span(101, 2, 0, b"\x78\x56\x34\x12"), span(101, 3, 0, b"\x16" * 8),
    span(102, 1, 0, u8(200)), span(110, 5, 0, b"hello", b"world"), span(121, 1, 0, u8(1) + u16(1) + u32(12)),
    span(10, 2, 300, flag(True)),
]


def events(at):
    """Events of every kind, with their times."""
    t = time(BEGIN + at)
    out = [points(2, 1, (1, flag(True))), points(2, 2, (2, flag(False) + t)), counted(51, 1, t),
           points(2, 3, (3, flag(True) + u16(1500))), points(4, 1, (0, double(1))), points(4, 2, (1, double(2) + t)),
           counted(51, 2, t), points(4, 3, (2, double(3) + u16(20))), points(11, 1, (0, flag(True))),
           points(11, 2, (1, flag(False) + t)), points(13, 1, (2, u8(0x80))), points(13, 2, (3, u8(0x04) + t))]
    for group in (22, 23):
        for variation, size in ((1, u32), (2, u16), (3, u32), (4, u16)):
            out.append(points(group, variation, (variation, u8(1) + size(variation))))
            out.append(points(group, variation + 4, (variation, u8(0x21) + size(variation) + t)))
    for variation, size in ((1, u32), (2, u16), (3, u32), (4, u16)):
        out.append(span(21, variation, 0, u8(1) + size(9)))
        out.append(span(21, variation + 4, 0, u8(0x41) + size(9) + t))
        out.append(span(21, variation + 8, 0, size(9)))
    out += [span(31, 3, 0, u8(1) + i32(7) + t), span(31, 4, 0, u8(1) + i16(8) + t)]
    numbers = ((1, i32(-1)), (2, i16(-2)), (5, f32(3.5)), (6, f64(4.5)))
    for group in (32, 33, 42, 43):
        for variation, value in numbers:
            timed = {1: 3, 2: 4, 5: 7, 6: 8}[variation]
            out.append(points(group, variation, (variation, u8(1 if group != 43 else 0) + value)))
            out.append(points(group, timed, (timed, u8(1 if group != 43 else 0) + value + t)))
    out += [points(111, 3, (1, b"abc")), points(113, 2, (0, b"$ ")), points(122, 1, (0, u8(1) + u16(1) + u32(3))),
            points(122, 2, (1, u8(1) + u16(1) + u32(4) + t)), points(1, 1, (2, u8(1)), (5, u8(0)))]
    return out


def dnp3_objects(tape):
    """every object

    An outstation is asked for everything it has, and answers with every group and variation of
    IEEE 1815's tables, several to a response; then for its attributes, for single points by number and by
    address. Its events come unasked.

    ## What ought to be found

    - the outstation's maker, model, version, serial number, name and place
    """
    talk = Talk(tape, MASTER, RTU1, Outstation(10, 3)).open(0)
    for i in range(0, len(STATIC), 6):
        talk.ask(talk.at + 100 * MS, READ, everything(60, 1)).answer(*STATIC[i:i + 6])
    happened = events(2 * S)
    for i in range(0, len(happened), 8):
        talk.report(talk.at + 100 * MS, *happened[i:i + 8])
    talk.ask(talk.at + 100 * MS, READ, bytes([0, 254, 0, 0, 0]))
    talk.answer(*(bytes([0, v, 0, 0, 0]) + text_attribute(text) for v, text in (
        (252, "Kagami Works"), (250, "RTU 8000"), (242, "3.1.4"), (243, "B"), (248, "KW-0017"), (247, "North"),
        (245, "Substation 7, bay 2"), (246, "n7"))),
        bytes([0, 241, 0, 0, 0]) + number_attribute(2048, 2), bytes([0, 239, 0, 0, 0]) + number_attribute(24),
        bytes([0, 229, 0, 0, 0]) + number_attribute(4, 4), bytes([0, 200, 0, 0, 0, 3, 1, 0xFF]),
        bytes([0, 203, 0, 0, 0, 4, 4]) + f32(12.5), bytes([0, 204, 0, 0, 0, 4, 8]) + f64(139.75),
        bytes([0, 205, 0, 0, 0, 3, 2]) + i16(-35), bytes([0, 206, 0, 0, 0, 3, 4]) + i32(-350),
        bytes([0, 198, 0, 0, 0, 7, 6]) + time(BEGIN), bytes([0, 201, 0, 0, 0, 5, 2, 1, 2]),
        bytes([0, 255, 0, 0, 0, 254, 4, 252, 0, 250, 0]))
    talk.ask(talk.at + 100 * MS, READ, span(30, 0, 2, last=5), bytes([1, 2, 3, 7]), bytes([30, 1, 4, 1, 1]),
             bytes([30, 1, 5, 0, 0, 1, 0]), bytes([2, 0, 7, 10]), bytes([2, 0, 8, 10, 0]), bytes([2, 0, 9, 10, 0, 0, 0]),
             bytes([30, 2, 0x17, 2, 4, 9]), bytes([30, 2, 0x28, 1, 0, 4, 1]), bytes([30, 2, 2]) + u32(0) + u32(1),
             bytes([30, 2, 0x39, 1, 0, 0, 0]) + u32(70000))
    talk.answer(span(30, 2, 2, *(u8(1) + i16(v) for v in (4, 5, 6, 7))), bytes([1, 2, 3, 7]) + flag(True), iin=0x0002)
    for group in (85, 86, 87, 88, 90, 82, 83, 91):
        talk.ask(talk.at + 50 * MS, READ, everything(group, 1)).answer(sized(group, 1, b"\x04\x01\0\0\0\x01", b"\x01\x02"))
    talk.close(talk.at + S)


def dnp3_functions(tape):
    """every function

    A master under test asks for each function that a master may ask for, one after the other; the
    outstation carries out some and refuses others.

    ## What ought to be found

    - each function by its name, its answer, and what was refused
    """
    talk = Talk(tape, MASTER, RTU1, Outstation(10, 4)).open(0)
    silent = (0, 6, 8, 10, 12, 33)
    bodies = {
        3: [points(12, 1, (0, crob(3)))], 4: [points(12, 1, (0, crob(3)))], 5: [points(41, 1, (2, i32(7) + u8(0)))],
        6: [points(41, 3, (2, f32(7.5) + u8(0)))], 7: [everything(20)], 8: [everything(20)], 9: [everything(20)],
        10: [everything(20)], 11: [counted(50, 2, time(BEGIN) + u32(3600000)), everything(20)],
        12: [counted(50, 2, time(BEGIN) + u32(3600000)), everything(20)], 15: [everything(1)],
        16: [sized(90, 1, b"\x01\x02")], 17: [sized(90, 1, b"\x01\x02")], 18: [sized(90, 1, b"\x01\x02")],
        20: [everything(60, 2)], 21: [everything(60, 2)], 22: [everything(60, 3), everything(30)],
        24: [], 31: [sized(70, 8, b"config.new")],
        2: [counted(50, 3, time(BEGIN))], 1: [everything(1), everything(112, 5)],
        32: [counted(120, 4, u16(1))], 33: [sized(120, 7, u32(1) + u16(1) + u16(0) + u8(2) + time(BEGIN) + b"no")],
    }
    for function in list(range(1, 34)):
        body = bodies.get(function, [])
        if 25 <= function <= 30:
            body = [sized(70, {26: 4, 27: 3, 28: 7, 29: 2, 30: 4}.get(function, 3), {
                25: file_command("/log.txt", 1), 26: file_status(5, 0), 27: file_command("/old.txt", 0),
                28: u16(20) + u16(8) + u16(1) + u32(10) + time(BEGIN) + u16(0o644) + u16(1) + b"/log.txt",
                29: u16(12) + u16(5) + u16(17) + u16(4) + u32(0) + b"admin" + b"1234", 30: file_status(5, 0),
            }[function])]
        if function in silent:
            talk.ask(talk.at + 50 * MS, function, *body)
            continue
        talk.ask(talk.at + 50 * MS, function, *body)
        echo = body if function in (3, 4, 5) else []
        if function == 13 or function == 14:
            echo = [counted(52, 1 if function == 13 else 2, u16(30))]
        if function == 32:
            talk.answer(sized(120, 5, u32(0) + u16(1) + u8(1) + u8(2) + u8(4) + u16(4) + b"\1\2\3\4"), function=131)
            continue
        talk.answer(*echo, iin=0x0001 if function in (15, 16, 22) else 0)
    for control_code in (1, 2, 3, 4, 0x41, 0x81, 0x11, 0x21, 0):
        talk.ask(talk.at + 50 * MS, DIRECT, points(12, 1, (1, crob(control_code))))
        talk.answer(points(12, 1, (1, crob(control_code, status=4 if control_code == 0 else 0))))
    talk.ask(talk.at + 50 * MS, DIRECT, counted(12, 2, crob(1)), bits(12, 3, 0, [True, False])).answer()
    for function in (0, 1, 2, 9):
        talk.raw(talk.at + 20 * MS, 0, link(0xC0 | function, 10, 1))
        talk.raw(talk.at + 2 * MS, 1, link({0: 0, 1: 15, 2: 0, 9: 11}[function], 1, 10))
    talk.raw(talk.at + 20 * MS, 0, link(0xF3, 10, 1, b"\xc0" + request(READ, 3, everything(60, 2))))
    talk.raw(talk.at + 2 * MS, 1, link(0x00, 1, 10))
    talk.raw(talk.at + 2 * MS, 1, link(0x11, 1, 10))
    talk.close(talk.at + S)


def dnp3_file(tape):
    """an engineer transfers files

    The engineering station (10.20.0.20, address 3) reads the outstation's log: opened for reading, read
    block by block, closed; then it writes a settings file: permission, opened for writing, three blocks,
    each confirmed, closed. One file is not there.

    ## What ought to be found

    - which files were read and written, and by whom; the password, which is in clear text
    """
    talk = Talk(tape, ENGINEER, RTU1, Outstation(10, 5), master=3).open(0)
    talk.ask(S, 25, sized(70, 3, file_command("/var/log.txt", 1))).answer(sized(70, 4, file_status(0x11223344, 2100)))
    for block in range(3):
        data = bytes(97 + (i + block) % 26 for i in range(700))
        talk.ask(talk.at + 60 * MS, READ, sized(70, 5, file_block(0x11223344, block, False, b"")))
        talk.answer(sized(70, 5, file_block(0x11223344, block, block == 2, data)), after=40 * MS)
    talk.ask(talk.at + 60 * MS, 26, sized(70, 4, file_status(0x11223344, 0))).answer(
        sized(70, 4, file_status(0, 0)))
    login = u16(12) + u16(5) + u16(17) + u16(6) + u32(0) + b"eng07" + b"s3cret"
    talk.ask(talk.at + S, 29, sized(70, 2, login)).answer(sized(70, 2, u16(12) + u16(0) + u16(12) + u16(0) + u32(99)))
    talk.ask(talk.at + S, 25, sized(70, 3, file_command("/cfg/settings.xml", 2, 1200, 99, 2, made=time(BEGIN))))
    talk.answer(sized(70, 4, file_status(7, 0, ask=2)))
    for block in range(3):
        talk.ask(talk.at + 60 * MS, WRITE, sized(70, 5, file_block(7, block, block == 2, b"<setting/>" * 40)))
        talk.answer(sized(70, 6, file_block_status(7, block)), after=90 * MS)
    talk.ask(talk.at + 60 * MS, 26, sized(70, 4, file_status(7, 0, ask=3))).answer(sized(70, 4, file_status(0, 0, ask=3)))
    talk.ask(talk.at + S, 25, sized(70, 3, file_command("/none", 1))).answer(sized(70, 4, file_status(0, 0, 3) + b"none"))
    talk.ask(talk.at + S, 28, sized(70, 7, u16(20) + u16(4) + u16(0) + u32(0) + b"\0" * 6 + u16(0) + u16(4) + b"/cfg"))
    talk.answer(sized(70, 7, u16(20) + u16(4) + u16(0) + u32(3) + time(BEGIN) + u16(0o755) + u16(4) + b"/cfg"))
    talk.close(talk.at + S)


def dnp3_secure(tape):
    """secure authentication

    Session keys are changed; a breaker's operation is challenged and authenticated; another request
    carries its authentication with it (aggressive mode); an update key is changed; somebody fails.

    ## What ought to be found

    - who authenticates as which user, and who failed
    """
    talk = Talk(tape, MASTER, RTU1, Outstation(10, 6)).open(0)

    def auth(variation, body):
        talk.ask(talk.at + 40 * MS, 32, sized(120, variation, body))

    def says(variation, body):
        talk.answer(sized(120, variation, body), function=131)

    talk.ask(S, 32, counted(120, 4, u16(1)))
    says(5, u32(1) + u16(1) + u8(2) + u8(2) + u8(0) + u16(4) + b"\1\2\3\4")
    auth(6, u32(1) + u16(1) + bytes(range(40)))
    says(5, u32(2) + u16(1) + u8(2) + u8(1) + u8(4) + u16(4) + b"\5\6\7\1" + b"m" * 16)
    talk.ask(talk.at + S, SELECT, points(12, 1, (3, crob(0x41))))
    says(1, u32(1) + u16(1) + u8(4) + u8(1) + b"\x10\x20\x30\x40")
    auth(2, u32(1) + u16(1) + b"M" * 16)
    talk.answer(points(12, 1, (3, crob(0x41))))
    talk.ask(talk.at + S, OPERATE, counted(120, 3, u32(2) + u16(1)), points(12, 1, (3, crob(0x41))),
             sized(120, 9, b"A" * 16))
    talk.answer(points(12, 1, (3, crob(0x41))))
    auth(11, u8(4) + u16(3) + u16(4) + b"bob" + b"\1\1\1\1")
    says(12, u32(3) + u16(2) + u16(4) + b"\2\2\2\2")
    auth(13, u32(3) + u16(2) + u16(8) + b"\3" * 8)
    says(15, b"C" * 16)
    auth(8, u8(69) + b"certificate")
    says(14, b"signature")
    auth(10, u8(4) + b"status of a user")
    auth(2, u32(9) + u16(7) + b"X" * 16)
    says(7, u32(9) + u16(7) + u16(0) + u8(1) + time(BEGIN) + b"authentication failed")
    talk.close(talk.at + S)


def dnp3_udp(tape):
    """over UDP

    Both ends use port 20000. An outstation reports before anybody asked; the master's polls and the
    outstation's answers share datagrams with link frames of the stations behind it (addresses 10 and 11).
    The time is sent to everybody.

    ## What ought to be found

    - that 10.20.0.10 is the master, though the outstation spoke first
    - two outstations behind one address
    """
    ports = (20000, 20000)
    at = 0
    for i in range(20):
        seq = i % 16
        if i == 0:
            hello = frames(response(0, iin=0x8000, function=UNSOLICITED, flags=FIR | FIN | CON | UNS), 1, 10, False, 0)
            tape.udp(at, RTU1, MASTER, ports, b"".join(hello))
            sure = frames(request(CONFIRM, 0, flags=FIR | FIN | UNS), 10, 1, True, 0)
            tape.udp(at + 5 * MS, MASTER, RTU1, ports, b"".join(sure))
        at += S
        asks = [frames(request(READ, seq, everything(60, 2), everything(60, 1)), a, 1, True, i)[0] for a in (10, 11)]
        tape.udp(at, MASTER, RTU1, ports, b"".join(asks))
        body = span(30, 2, 0, *(u8(1) + i16(100 * i + k) for k in range(40)))
        says = [f for a in (10, 11) for f in frames(response(seq, body), 1, a, False, 2 * i, size=100)]
        tape.udp(at + 20 * MS, RTU1, MASTER, ports, b"".join(says))
    now = request(WRITE, 5, counted(50, 1, time(BEGIN + at + S)))
    tape.udp(at + S, MASTER, RTU1, ports, frames(now, 0xFFFD, 1, True, 40)[0])


def dnp3_odd_port(tape):
    """on another port, in the middle, and the other way round

    A connection on port 19999 whose beginning is not in the capture, first heard from the outstation. At
    20 s another outstation connects to its master, which listens on port 10500.

    ## What ought to be found

    - both are DNP3; in the first, 10.20.0.10 is the client
    """
    talk = Talk(tape, MASTER, RTU1, Outstation(10, 7), ports=(50500, 19999))
    talk.report(100 * MS, points(2, 1, (1, flag(True))))
    poll(talk, S, 16)
    turned = Tcp(tape, RTU2, MASTER, (40001, 10500))
    at = turned.open(20 * S)
    for i in range(6):
        for frame in frames(request(READ, i, everything(60, 1)), 20, 1, True, i):
            turned.send(at + i * S + MS, 1, frame)
        for frame in frames(response(i, span(1, 2, 0, flag(True), flag(False))), 1, 20, False, i):
            turned.send(at + i * S + 15 * MS, 0, frame)
