"""What attackers do, and what breaks the rules of the protocol."""
import asdu as a
from frames import BEGIN, NS, RST, ACK
from stations import (ALARMS, BREAKERS, CENTRE, CENTRE_2, CENTRE_SIDE, DISCONNECTORS, INTRUDER, MS, RTU, RTU_SIDE,
                      VOLTAGES, Connection, begin, image, measure, work)


def background(tape, seconds=40, unit=0, port=49152, operate=False):
    """The control centre at work while something else happens."""
    c = Connection(tape, CENTRE, RTU[unit], port, station=unit + 1, seed=unit + 1)
    c.open(0.3)
    c.start()
    c.interrogate(image(c.random))
    work(c, seconds, operate=operate, counters=False)
    return c


def iec104_industroyer(tape):
    """a range of objects is switched as Industroyer does

    While the control centre works, 10.20.0.66 connects to the unit: test, STARTDT, then select and execute of a single
    command for object after object, 1001 to 1060, at first on, then off. What the unit does not know it refuses with
    cause 47; four objects exist and switch.

    ## What ought to be found

    - a new master that commands at once: select and execute of 60 objects within seconds
    - a scan of object addresses: 56 refusals of unknown objects in each round
    - the profile of Industroyer
    """
    background(tape, 40)
    c = Connection(tape, INTRUDER, RTU[0], 51234, seed=21)
    c.open(12.0)
    c.test()
    c.start()
    for value in (1, 0):
        for address in range(1001, 1061):
            known = address < 1005
            for select in (True, False):
                answers = (a.ACT_CON,) if known and select else (a.ACT_CON, a.ACT_TERM)
                if not known:
                    answers = (a.UNKNOWN_OBJECT | a.NEGATIVE,)
                c.ask(45, [(address, a.command(value, 0, select))], answers)
                c.wait(0.02)
        c.wait(1)
    c.tcp.reset(c.at)


def iec104_industroyer2(tape):
    """known objects are switched as Industroyer2 does

    10.20.0.66 knows the unit: test, STARTDT, one station interrogation, then double and single commands without select
    for a list of objects, each answered, the next one at once; then it ends the connection.

    ## What ought to be found

    - interrogation by a host that never did so; commands right after it, 14 objects within a second or two
    - commands without the select that the control centre always uses
    - the profile of Industroyer2
    """
    background(tape, 30, operate=True)
    c = Connection(tape, INTRUDER, RTU[0], 51300, seed=22)
    c.open(15.0)
    c.test()
    c.start()
    c.interrogate(image(c.random))
    for address in [1000 + n for n in BREAKERS + DISCONNECTORS]:
        c.ask(46, [(address, a.command(1))], (a.ACT_CON, a.ACT_TERM))
        c.wait(0.05)
    for address in (1104, 1105, 1106, 1107, 1108, 1109):
        c.ask(45, [(address, a.command(0))], (a.ACT_CON, a.ACT_TERM))
        c.wait(0.05)
    c.close()


def iec104_scan(tape):
    """stations and objects are tried out

    10.20.0.66 looks for what a unit has: common addresses 1 to 40 by interrogation (cause 46 for all but one), then
    objects by read commands, 301 to 380 (cause 47 for most).

    ## What ought to be found

    - a scan of common addresses, a scan of object addresses
    """
    background(tape, 20)
    c = Connection(tape, INTRUDER, RTU[0], 51400, seed=23)
    c.open(5.0)
    c.start()
    for station in range(1, 41):
        answer = (a.ACT_CON, a.ACT_TERM) if station == 1 else (a.UNKNOWN_STATION | a.NEGATIVE,)
        c.ask(100, [(0, b"\x14")], answer, station=station)
        c.wait(0.05)
    for address in range(301, 381):
        c.i(CENTRE_SIDE, c.asdu(102, a.REQUEST, [(address, b"")]))
        c.think()
        if address in VOLTAGES:
            c.report(13, [(address, a.floating(110.5))], cause=a.REQUEST)
        else:
            c.i(RTU_SIDE, c.asdu(102, a.UNKNOWN_OBJECT | a.NEGATIVE, [(address, b"")]))
        c.wait(0.03)
    c.close()


def iec104_select_mismatch(tape):
    """what is executed is not what was selected

    Somebody in the path changes commands of the control centre. At 5 s "on" is selected and confirmed, and "off" is
    executed. At 12 s a set point of 24 is selected and 90 executed. At 18 s a select is refused, and the execute comes
    all the same. At 24 s the unit confirms another value than the one that was sent. At 30 s comes an execute eleven
    seconds after its select.

    ## What ought to be found

    - three executes that differ from their select, or whose select was refused; one confirmation that differs
    - one execute that comes too late
    """
    c = Connection(tape, CENTRE, RTU[0], 49700, seed=24)
    begin(c, 0.3)
    c.wait(4)
    c.ask(46, [(1101, a.command(2, 1, True))])
    c.wait(0.4)
    c.ask(46, [(1101, a.command(1, 1))], (a.ACT_CON, a.ACT_TERM))
    c.wait(6)
    measure(c)
    c.ask(50, [(1601, a.set_floating(24.0, True))])
    c.wait(0.4)
    c.ask(50, [(1601, a.set_floating(90.0))], (a.ACT_CON, a.ACT_TERM))
    c.wait(6)
    measure(c)
    c.ask(46, [(1102, a.command(2, 1, True))], (a.ACT_CON | a.NEGATIVE,))
    c.wait(0.4)
    c.ask(46, [(1102, a.command(2, 1))], (a.ACT_CON, a.ACT_TERM))
    c.wait(6)
    c.i(CENTRE_SIDE, c.asdu(46, a.ACT, [(1103, a.command(2, 1))]))
    c.think()
    c.report(46, [(1103, a.command(1, 1))], cause=a.ACT_CON)
    c.wait(1)
    c.ask(46, [(1104, a.command(1, 1, True))])
    c.wait(11)
    c.ask(46, [(1104, a.command(1, 1))], (a.ACT_CON, a.ACT_TERM))
    c.wait(1)
    c.close()


def iec104_second_master(tape):
    """a second master takes over

    The control centre works with a unit. At 10 s 10.20.0.66 connects to the same unit, starts the data transfer, asks for
    everything and opens a breaker with select and execute, as the control centre does; then it stays and listens.

    ## What ought to be found

    - two masters on one unit, one of them new; interrogation and commands by it
    """
    background(tape, 40, operate=True)
    c = Connection(tape, INTRUDER, RTU[0], 51500, seed=25)
    begin(c, 10.0)
    c.wait(2)
    c.operate(46, 1101, lambda select: a.command(1, 1, select))
    c.report(31, [(101, a.double(1) + c.now())], cause=a.RETURN_REMOTE)
    for _ in range(8):
        c.wait(2)
        measure(c)
    c.close()


def iec104_clock(tape):
    """clock and quality are tampered with

    At 6 s 10.20.0.66 sets the unit's clock back by a day. Time tags of the events that follow are a day old; one has a
    month 13. From 15 s on the measured values are invalid or substituted, for 25 seconds.

    ## What ought to be found

    - clock synchronisation by a host that never did so, a day off
    - a time tag that is no time; values of bad quality for long
    """
    c = Connection(tape, CENTRE, RTU[0], 49800, seed=26)
    begin(c, 0.3)
    for _ in range(5):
        c.wait(1)
        measure(c)
    x = Connection(tape, INTRUDER, RTU[0], 51600, seed=27)
    x.open(6.0)
    x.start()
    x.set_clock(BEGIN + x.at - 86400 * NS)
    x.close()
    c.wait(2)
    for n, alarm in enumerate(ALARMS[:6]):
        tag = a.time56(BEGIN + c.at - 86400 * NS)
        c.report(30, [(alarm, a.single(True) + (tag if n != 3 else tag[:5] + b"\x0d" + tag[6:]))])
        c.wait(0.6)
    for n in range(13):
        quality = a.INVALID if n % 2 else a.SUBSTITUTED | a.NOT_TOPICAL
        c.report(13, [(v, a.floating(0.0, quality)) for v in VOLTAGES])
        c.report(3, [(b, a.double(0, a.INVALID)) for b in BREAKERS])
        c.wait(2)
    c.close()


def iec104_stop(tape):
    """data transfer is stopped, the unit is reset, parameters and files are changed

    10.20.0.66 connects at 5 s: parameters of measured values are loaded and made active, cyclic transmission of a value is
    switched off, a file is deleted. At 9 s it resets the unit's process; the unit starts again. On the connection of the
    control centre a forged STOPDT comes at 14 s, which the unit confirms; the unit sends data all the same at 18 s.

    ## What ought to be found

    - parameters loaded and switched, file deleted, reset process, by a new host; the unit initialises
    - STOPDT in the middle of work; data although the transfer is stopped
    """
    c = background(tape, 11)
    x = Connection(tape, INTRUDER, RTU[0], 51700, seed=28)
    x.open(5.0)
    x.start()
    x.ask(112, [(VOLTAGES[0], a.floating(0.01)[:4] + b"\x01")])
    x.ask(110, [(VOLTAGES[1], a.normalised(0.9)[:2] + b"\x02")])
    x.ask(111, [(VOLTAGES[2], a.scaled(1)[:2] + b"\x04")])
    x.ask(113, [(VOLTAGES[0], b"\x03")], (a.DEACT_CON,), cause=a.DEACT)
    x.i(CENTRE_SIDE, x.asdu(122, a.FILE, [(9001, b"\x02\x00\x00\x04")]))
    x.wait(2)
    x.ask(105, [(0, b"\x01")])
    x.tcp.segment(x.at, 1, RST | ACK)
    c.at = max(c.at, round(14.0 * NS))
    c.report(70, [(0, b"\x02")], cause=a.INITIALISED)
    c.stop()
    c.wait(4)
    measure(c)
    c.wait(1)
    c.start()
    for _ in range(3):
        c.wait(2)
        measure(c)
    c.close()


def iec104_numbers(tape):
    """frames are injected, repeated and acknowledged that nobody sent

    At 5 s a command with a number that is not the next one is put into the connection of the control centre. At 9 s an I
    frame comes a second time with the same number. At 13 s frames are acknowledged that were not sent. From 17 s on the
    control centre acknowledges nothing for 24 seconds, then all at once.

    ## What ought to be found

    - N(S) that jumps and goes back, N(R) that is ahead, an acknowledgement after more than t1 (15 s)
    """
    c = Connection(tape, CENTRE, RTU[0], 49900, seed=29)
    begin(c, 0.3)
    for _ in range(2):
        c.wait(2)
        measure(c)
    forged = a.i_frame((c.sent[0] + 12) % 32768, c.sent[1], c.asdu(46, a.ACT, [(1101, a.command(1))]))
    c.raw(CENTRE_SIDE, forged)
    c.think()
    c.report(46, [(1101, a.command(1))], cause=a.ACT_CON)
    c.wait(2)
    c.set_clock()
    c.wait(2)
    measure(c)
    c.sent[1] -= 1
    measure(c)
    c.wait(4)
    c.raw(CENTRE_SIDE, a.s_frame((c.sent[1] + 40) % 32768))
    c.wait(4)
    for _ in range(6):
        c.pending[1] = 0
        measure(c)
        c.wait(4)
    c.acknowledge(CENTRE_SIDE)
    c.wait(1)
    measure(c)
    c.close()


def iec104_flapping(tape):
    """a breaker is switched on and off again and again

    From 5 s on, 10.20.0.66 switches the breaker 1101 off and on, 20 times in five seconds, without select, and without
    waiting for what the unit reports.

    ## What ought to be found

    - commands to and fro on one object; commands one after the other while no data is sent
    """
    background(tape, 20)
    c = Connection(tape, INTRUDER, RTU[0], 51800, seed=30)
    c.open(5.0)
    c.start()
    for n in range(20):
        c.i(CENTRE_SIDE, c.asdu(46, a.ACT, [(1101, a.command(1 + n % 2))]))
        c.wait(0.22)
        if n % 6 == 5:
            c.raw(RTU_SIDE, a.s_frame(c.sent[0]))
    c.wait(0.5)
    c.close()


def iec104_malformed(tape):
    """APDUs that break the specification

    10.20.0.66 sends to a unit, each in a segment of its own: lengths of 0, 3 and 254, an undefined U function, a U frame
    with something in its empty octets, an S frame with data behind it, an I frame without ASDU, objects that do not fit
    the length, no objects at all, reserved and private types, undefined causes, monitored data from the wrong side,
    station 0, reserved bits, an interrogation with a negative activation, bytes that are no APDU.

    ## What ought to be found

    - each as malformed or with a remark; what follows is read again
    """
    c = Connection(tape, INTRUDER, RTU[0], 51900, seed=31)
    c.open(0.5)
    c.start()
    c.interrogate(image(c.random))
    point = [(101, a.double(2))]
    for data in (b"\x68\x00", b"\x68\x03\x01\x00\x02", b"\x68\xfe" + bytes(254), a.u_frame(0x0F),
                 b"\x68\x04\x43\x00\x01\x00", b"\x68\x06\x01\x00\x00\x00\xaa\xbb", b"\x68\x04\x01\x01\x00\x00",
                 b"no APDU at all", b"\x68\x04\x00\x00\x01\x00"):
        c.raw(CENTRE_SIDE, data)
        c.wait(0.2)
        c.test()
    units = [b"", b"\x64", c.asdu(100, a.ACT, [(0, b"\x14\x15")]), c.asdu(45, a.ACT, [(1101, b"")]),
             c.asdu(3, a.SPONTANEOUS, point, count=5), c.asdu(45, a.ACT, [], count=0),
             c.asdu(22, a.SPONTANEOUS, point), c.asdu(200, a.SPONTANEOUS, point), c.asdu(45, 18, [(1101, b"\x01")]),
             c.asdu(45, a.PERIODIC, [(1101, b"\x01")]), c.asdu(3, a.SPONTANEOUS, point),
             c.asdu(45, a.ACT, [(1101, b"\x01")], station=0), c.asdu(46, a.ACT, [(1101, b"\x03")]),
             c.asdu(104, a.ACT, [(0, b"\x00\x00")]), c.asdu(100, a.ACT | a.NEGATIVE, [(0, b"\x14")])]
    for unit in units:
        c.i(CENTRE_SIDE, unit)
        c.wait(0.2)
    c.report(3, [(101, a.double(2) [:0] + b"\x0e")])
    c.report(45, [(1101, b"\x01")], cause=a.ACT)
    c.report(30, [(201, a.single(True) + b"\xff\xff\x3c\x19\x00\x00\x7f")])
    c.at += MS
    c.close()


def iec104_redundant(tape):
    """the second server of the control centre takes over

    The control centre has two servers. The first one works; the second one holds a connection on which no data runs, only
    tests. At 20 s the first one stops its transfer and closes, the second one starts it and interrogates.

    ## What ought to be found

    - with a baseline that knows both servers: nothing above `info`
    """
    c = Connection(tape, CENTRE, RTU[0], 50100, seed=32)
    s = Connection(tape, CENTRE_2, RTU[0], 50200, seed=33)
    s.open(0.5)
    begin(c, 0.3)
    work(c, 18, operate=False, counters=False)
    s.wait(10)
    s.test()
    c.stop()
    c.close()
    s.at = max(s.at, c.at + NS)
    s.start()
    s.interrogate(image(s.random))
    s.set_clock()
    work(s, 10)
    s.close()
