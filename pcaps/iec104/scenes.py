"""What happens where nobody attacks."""
import asdu as a
from frames import BEGIN, NS, Tcp
from stations import (ALARMS, BREAKERS, CENTRE, CENTRE_2, CENTRE_SIDE, CURRENTS, RTU, RTU_SIDE, SETPOINT, VOLTAGES, Connection,
                      begin, image, measure, work)


def iec104_normal(tape):
    """a control centre and two substations

    The control centre (10.20.0.10) connects to two remote terminal units (10.20.1.11, station 1; 10.20.1.12, station
    2): STARTDT, end of initialisation, station interrogation, clock synchronisation. Then measured values every two
    seconds, alarms, breaker commands with select, execute and termination, set points, counters, tests of the silent
    line, and acknowledgements as the window asks for them.

    ## What ought to be found

    - no alert above `info`
    - each execute follows a select of the same value; N(S) and N(R) have no gaps
    """
    for n, start in ((0, 0.5), (1, 1.1)):
        c = Connection(tape, CENTRE, RTU[n], 49152 + n, station=n + 1, seed=n + 1)
        begin(c, start)
        work(c, 90, pauses=n == 0)
        c.stop()
        c.close()


def iec104_longer(tape):
    """the same control centre for longer, to learn from

    As iec104-normal, with three substations and more of each: what a baseline is learned from. Every breaker and every
    set point is commanded at least once. At the end the centre's second server takes over.
    """
    for n in range(3):
        c = Connection(tape, CENTRE, RTU[n], 50010 + n, station=n + 1, seed=n + 11)
        begin(c, 0.3 + n * 0.7)
        for breaker in BREAKERS:
            for state in (1, 2):
                c.wait(1.5)
                measure(c)
                c.operate(46, 1000 + breaker, lambda select, state=state: a.command(state, 1, select))
                c.report(31, [(breaker, a.double(state) + c.now())], cause=a.RETURN_REMOTE)
        for value in (20.0, 30.0, 24.5):
            c.wait(1.5)
            c.operate(50, SETPOINT, lambda select, value=value: a.set_floating(value, select))
        for alarm in ALARMS:
            c.report(30, [(alarm, a.single(True) + c.now())])
        work(c, 60)
        c.interrogate(image(c.random))
        c.set_clock()
        c.stop()
        c.close()
        s = Connection(tape, CENTRE_2, RTU[n], 50020 + n, station=n + 1, seed=n + 21)
        begin(s, c.at / NS + 1)
        s.acknowledge(CENTRE_SIDE)
        s.wait(20)
        work(s, 16)
        s.stop()
        s.close()


def every_object(c):
    """[(type, element)] of all types that a unit sends of points."""
    now, hour = c.now(), a.time24(12, 34567)
    plain = {
        1: a.single(True), 3: a.double(2), 5: a.step(-3), 7: a.bits(0x12345678), 9: a.normalised(0.5),
        11: a.scaled(-1234), 13: a.floating(49.98), 15: a.counter(123456, 7), 20: b"\x05\x00\x01\x00\x00",
        21: a.normalised(-0.25)[:2],
    }
    short = {2: plain[1], 4: plain[3], 6: plain[5], 8: plain[7], 10: plain[9], 12: plain[11], 14: plain[13],
             16: plain[15]}
    long = {30: plain[1], 31: plain[3], 32: plain[5], 33: plain[7], 34: plain[9], 35: plain[11], 36: plain[13],
            37: plain[15], 41: b"\x01\x00" + plain[15]}
    relays = {17: b"\x02", 18: b"\x03\x00", 19: b"\x01\x00"}
    late = {38: b"\x01", 39: b"\x21\x08", 40: b"\x02\x10"}
    out = list(plain.items())
    out += [(kind, element + hour) for kind, element in short.items()]
    out += [(kind, element + now) for kind, element in long.items()]
    out += [(kind, element + a.time16(120) + hour) for kind, element in relays.items()]
    out += [(kind, element + a.time16(80) + now) for kind, element in late.items()]
    return sorted(out)


def commands_of_every_type(c):
    now = c.now
    c.operate(45, 1101, lambda select: a.command(1, 0, select))
    c.operate(46, 1102, lambda select: a.command(2, 2, select))
    c.operate(47, 1401, lambda select: a.command(2, 3, select))
    c.operate(48, 1602, lambda select: a.set_normalised(0.75, select))
    c.operate(49, 1603, lambda select: a.set_scaled(-300, select))
    c.operate(50, 1601, lambda select: a.set_floating(21.5, select))
    c.ask(51, [(1701, a.bits(0xF0)[:4])], (a.ACT_CON, a.ACT_TERM))
    for kind, address, element in ((58, 1101, a.command(0)), (59, 1102, a.command(1)), (60, 1401, a.command(1)),
                                   (61, 1602, a.set_normalised(-0.5)), (62, 1603, a.set_scaled(12)),
                                   (63, 1601, a.set_floating(22.0)), (64, 1701, a.bits(0x0F)[:4])):
        tag = now()
        c.ask(kind, [(address, element + tag)], (a.ACT_CON, a.ACT_TERM))
    c.ask(45, [(1101, a.command(1, 0, True))])
    c.ask(45, [(1101, a.command(1, 0, True))], (a.DEACT_CON,), cause=a.DEACT)


def system_commands(c):
    for qualifier in range(21, 37):
        c.interrogate([(1, [(ALARMS[qualifier % 12], a.single(False))], False)], qualifier)
    for request, freeze in ((1, 0), (2, 1), (3, 2), (4, 3), (5, 0)):
        c.ask(101, [(0, bytes([request | freeze << 6]))], (a.ACT_CON, a.ACT_TERM))
    c.i(CENTRE_SIDE, c.asdu(102, a.REQUEST, [(VOLTAGES[0], b"")]))
    c.think()
    c.report(13, [(VOLTAGES[0], a.floating(110.25))], cause=a.REQUEST)
    c.set_clock()
    c.report(103, [(0, c.now())], cause=a.SPONTANEOUS)
    c.ask(104, [(0, b"\xaa\x55")])
    c.ask(106, [(0, a.time16(35))])
    c.ask(107, [(0, b"\x07\x00" + c.now())])
    c.ask(110, [(VOLTAGES[0], a.normalised(0.1)[:2] + b"\x01")])
    c.ask(111, [(VOLTAGES[0], a.scaled(10)[:2] + b"\x03")])
    c.ask(112, [(VOLTAGES[0], a.floating(0.5)[:4] + b"\x42")])
    c.ask(113, [(VOLTAGES[0], b"\x03")])
    c.ask(113, [(VOLTAGES[0], b"\x03")], (a.DEACT_CON,), cause=a.DEACT)
    c.ask(105, [(0, b"\x02")])


def files(c):
    """A file of disturbance data is fetched, in one section of three segments."""
    name, data = b"\x02\x00", bytes(range(200)) + bytes(100)
    down, up = CENTRE_SIDE, RTU_SIDE
    c.i(up, c.asdu(126, a.SPONTANEOUS, [(9001, name + len(data).to_bytes(3, "little") + b"\x20" + c.now())],
                   sequence=True))
    c.i(down, c.asdu(122, a.FILE, [(9001, name + b"\x00\x01")]))
    c.think()
    c.i(up, c.asdu(120, a.FILE, [(9001, name + len(data).to_bytes(3, "little") + b"\x00")]))
    c.i(down, c.asdu(122, a.FILE, [(9001, name + b"\x00\x02")]))
    c.think()
    c.i(up, c.asdu(121, a.FILE, [(9001, name + b"\x01" + len(data).to_bytes(3, "little") + b"\x00")]))
    c.i(down, c.asdu(122, a.FILE, [(9001, name + b"\x01\x06")]))
    for n in range(0, len(data), 120):
        c.think()
        piece = data[n:n + 120]
        c.i(up, c.asdu(125, a.FILE, [(9001, name + b"\x01" + bytes([len(piece)]) + piece)]))
    c.i(up, c.asdu(123, a.FILE, [(9001, name + b"\x01\x03" + bytes([sum(data) & 0xFF]))]))
    c.think()
    c.i(down, c.asdu(124, a.FILE, [(9001, name + b"\x01\x03")]))
    c.i(up, c.asdu(123, a.FILE, [(9001, name + b"\x00\x01" + bytes([sum(data) & 0xFF]))]))
    c.i(down, c.asdu(124, a.FILE, [(9001, name + b"\x00\x01")]))
    c.i(down, c.asdu(127, a.REQUEST, [(9002, b"\x03\x00" + a.time56(BEGIN - 3600 * NS) + a.time56(BEGIN))]))


def iec104_types(tape):
    """every type of data unit, every cause

    The control centre and a remote terminal unit in an acceptance test: each type identification from 1 to 127 that is
    defined, as single objects and as sequences, with every quality bit, every cause of transmission that the type has,
    positive and negative answers, all groups of interrogation, a file transfer, security messages by name.

    ## What ought to be found

    - every type and every cause by its name; nothing is malformed
    """
    c = Connection(tape, CENTRE, RTU[0], 49300, seed=3)
    c.open(0.2)
    c.start()
    for reason in (0, 1, 2, 0x80):
        c.report(70, [(0, bytes([reason]))], cause=a.INITIALISED)
    for kind, element in every_object(c):
        c.wait(0.05)
        c.report(kind, [(700 + kind, element), (800 + kind, element)])
        c.report(kind, [(700 + kind, element)] * 3, sequence=True, cause=a.BACKGROUND)
    for quality in (a.INVALID, a.NOT_TOPICAL, a.SUBSTITUTED, a.BLOCKED):
        c.report(1, [(201, a.single(True, quality))])
        c.report(3, [(101, a.double(0 if quality & 0x80 else 3, quality))])
        c.report(13, [(301, a.floating(1.5, quality))])
        c.report(5, [(401, a.step(63, True, quality))])
    c.report(13, [(301, a.floating(99999.0, a.OVERFLOW))], cause=a.RETURN_LOCAL, originator=7)
    for flags in (0x20, 0x40, 0x80):
        c.report(15, [(501, a.counter(-5, 3, flags))])
    for cause in range(a.COUNTERS, a.COUNTERS + 5):
        c.report(15, [(501, a.counter(77, 1))], cause=cause)
    c.report(30, [(202, a.single(True) + c.now(0x80))])
    c.report(30, [(202, a.single(True) + a.time56(BEGIN + c.at, 0x40, summer=True))], cause=a.SPONTANEOUS | a.TEST)
    commands_of_every_type(c)
    system_commands(c)
    files(c)
    for kind in (*range(81, 88), *range(90, 96)):
        cause = 16 if kind >= 90 else 15 if kind in (84, 85, 86) else 14
        c.i(RTU_SIDE if kind % 2 else CENTRE_SIDE,
            a.asdu(kind, cause, 1, [], count=1) + bytes([0xC1]) + bytes(range(kind, kind + 12)))
    c.ask(45, [(4711, a.command(1))], (a.UNKNOWN_OBJECT | a.NEGATIVE,))
    c.ask(45, [(1101, a.command(1))], (a.UNKNOWN_STATION | a.NEGATIVE,), station=99)
    c.ask(45, [(1101, a.command(1))], (a.UNKNOWN_CAUSE | a.NEGATIVE,), cause=a.DEACT)
    c.ask(59, [(1101, a.command(1) + c.now())], (a.UNKNOWN_TYPE | a.NEGATIVE,))
    c.ask(46, [(1102, a.command(1))], (a.ACT_CON | a.NEGATIVE,))
    c.ask(47, [(1401, a.command(1))], (a.ACT_CON, a.ACT_TERM | a.NEGATIVE))
    c.test()
    c.stop()
    c.close()


def iec104_pieces(tape):
    """an unusual port, in the middle of a connection, in pieces

    A connection on port 12404 whose beginning was not captured. Several data units come in one segment, one of them in
    three; then 60 bytes are missing, and the connection goes on.

    ## What ought to be found

    - IEC 60870-5-104, by its bytes alone; the unit is the one that sends measured values
    - one gap, which is the capture's: no alert that numbers are missing
    """
    c = Connection(tape, CENTRE, RTU[0], 49400, server_port=12404, seed=4)
    c.sent = [1200, 31000]
    c.at = round(0.4 * NS)
    for _ in range(4):
        measure(c)
        c.wait(0.5)
    c.i(RTU_SIDE, *[c.asdu(30, a.SPONTANEOUS, [(alarm, a.single(True) + c.now())]) for alarm in ALARMS[:6]])
    c.wait(0.2)
    data = c.apdu(RTU_SIDE, c.asdu(13, a.SPONTANEOUS, [(n, a.floating(12.5)) for n in VOLTAGES + CURRENTS]))
    for piece in (data[:1], data[1:9], data[9:]):
        c.raw(RTU_SIDE, piece)
        c.wait(0.01)
    c.operate(46, 1101, lambda select: a.command(2, 0, select))
    c.wait(0.3)
    c.tcp.lose(RTU_SIDE, c.apdu(RTU_SIDE, c.asdu(1, a.SPONTANEOUS, [(n, a.single(True)) for n in ALARMS[:3]])))
    c.tcp.lose(RTU_SIDE, c.apdu(RTU_SIDE, c.asdu(3, a.SPONTANEOUS, [(n, a.double(1)) for n in BREAKERS])))
    for _ in range(4):
        c.wait(0.5)
        measure(c)
    c.acknowledge(CENTRE_SIDE)


def iec104_sizes(tape):
    """stations with shorter addresses

    Two remote terminal units of an older plant: one has causes of one octet, stations of one and objects of two; the
    other causes of two, stations of two and objects of two octets. Nothing on the wire says so.

    ## What ought to be found

    - addresses and values as they are meant: station 5, breaker 101…; station 300, object 1201
    """
    for n, (sizes, station) in enumerate((((1, 1, 2), 5), ((2, 2, 2), 300))):
        c = Connection(tape, CENTRE, RTU[n], 49500 + n, station=station, sizes=sizes, seed=5)
        begin(c, 0.2 + n * 0.4)
        work(c, 18)
        c.close()


def ft12(control, link, unit=b""):
    """A frame of 101's link layer, with a link address of one octet."""
    body = bytes([control, link]) + unit
    if not unit:
        return b"\x10" + body + bytes([sum(body) & 0xFF, 0x16])
    return bytes([0x68, len(body), len(body), 0x68]) + body + bytes([sum(body) & 0xFF, 0x16])


def iec101_terminal_server(tape):
    """IEC 60870-5-101 behind a terminal server

    The control centre polls a serial unit (link address 3, station 3) through a terminal server, port 4001: reset of the
    link, status, class 1 and class 2 data, a breaker command, with the octet counts that 101 usually has: causes of one
    octet, stations of one, objects of two.

    ## What ought to be found

    - IEC 60870-5-101, by its bytes; the same objects and values as of 104
    - no alert above `info`
    """
    sizes = (1, 1, 2)
    tcp = Tcp(tape, CENTRE, RTU[2], (49600, 4001))
    at, bit = tcp.open(round(0.3 * NS)), 0x20

    def talk(question, answer, pause=0.012):
        nonlocal at
        at += round(0.2 * NS)
        tcp.send(at, CENTRE_SIDE, question)
        at += round(pause * NS)
        tcp.send(at, RTU_SIDE, answer)

    def poll(answer, control=0x0B):
        nonlocal bit
        bit ^= 0x20
        talk(ft12(0x50 | control | bit, 3), answer)

    def unit(kind, cause, objects, **more):
        return a.asdu(kind, cause, 3, objects, sizes=sizes, **more)

    talk(ft12(0x49, 3), ft12(0x0B, 3))
    talk(ft12(0x40, 3), ft12(0x00, 3))
    poll(ft12(0x28, 3, unit(70, a.INITIALISED, [(0, b"\0")])), 0x0A)
    bit ^= 0x20
    talk(ft12(0x53 | bit, 3, unit(100, a.ACT, [(0, b"\x14")])), b"\xe5")
    poll(ft12(0x28, 3, unit(100, a.ACT_CON, [(0, b"\x14")])), 0x0A)
    poll(ft12(0x28, 3, unit(3, 20, [(n, a.double(2)) for n in BREAKERS])), 0x0A)
    poll(ft12(0x28, 3, unit(9, 20, [(n, a.normalised(0.5)) for n in VOLTAGES], sequence=True)), 0x0A)
    poll(ft12(0x08, 3, unit(100, a.ACT_TERM, [(0, b"\x14")])), 0x0A)
    for n in range(12):
        poll(ft12(0x09, 3) if n % 3 else ft12(0x08, 3, unit(9, a.PERIODIC, [(VOLTAGES[0], a.normalised(n / 20))])))
    for select in (True, False):
        element = a.command(1, 1, select)
        bit ^= 0x20
        talk(ft12(0x53 | bit, 3, unit(46, a.ACT, [(1101, element)])), b"\xe5")
        poll(ft12(0x28, 3, unit(46, a.ACT_CON, [(1101, element)])), 0x0A)
    poll(ft12(0x08, 3, unit(46, a.ACT_TERM, [(1101, a.command(1, 1))])), 0x0A)
    poll(ft12(0x08, 3, unit(4, a.SPONTANEOUS, [(101, a.double(1) + a.time24(3, 1234))])), 0x0A)
    for n in range(4):
        poll(ft12(0x09, 3))
    tcp.close(at + NS)
