"""What is done to PMUs and their streams."""
import struct

from frames import Tcp
from plant import EAST, INTRUDER, MS, NORTH, PDC, PDC2, S, SOUTH, WEST, Session, east, south, three
from wire import CFG2, CFG3, COMMAND, DATA, OFF, ON, SEND_CFG2, SEND_CFG3, SEND_HDR, command, crc, frame


def synphasor_stop(tape):
    """A stranger turns a stream off

    Normal work. At 4 s 10.30.0.66 connects to EAST, asks for the header and the configuration as a concentrator does,
    and turns the transmission off. EAST has one switch for all: the control centre gets nothing more, and does not
    notice for the rest of the capture; nor does the second concentrator. At 7 s the stranger turns WEST off by UDP,
    which that does not heed. SOUTH sends all the time.

    ## What ought to be found

    - commands by a host that never sent any; a stream that was running is turned off; the data of EAST stop
    """
    three(tape, 16 * S, first_until=4300 * MS)
    other = Session(tape, east(), EAST, PDC2, 50120)
    other.run(other.begin(700 * MS), 4300 * MS)
    stream = south()
    for i in range(155):
        at = 400 * MS + i * 100 * MS
        if i % 60 == 0:
            tape.udp(at + 15 * MS, SOUTH, PDC, (4713, 4713), stream.conf(at))
        tape.udp(at + 20 * MS + i * 7919 % 900_000, SOUTH, PDC, (4713, 4713), stream.data(at, noise=i))
    foreign = Session(tape, east(), EAST, INTRUDER, 41066)
    at = foreign.tcp.open(4 * S)
    at = foreign.ask(at + MS, SEND_HDR, foreign.stream.header(at, "EAST 110 KV, IEEE C37.118 M class"))
    at = foreign.ask(at, SEND_CFG2, foreign.stream.conf(at))
    foreign.ask(at + 150 * MS, OFF)
    tape.udp(7 * S, INTRUDER, WEST, (41067, 4713), command(12, 7 * S, OFF, version=1))


def synphasor_config(tape):
    """The configuration of a running PMU changes

    At 3 s EAST announces that its configuration changes (STAT). At 4 s its data have one phasor less and are not read
    any more, until the concentrator asks for the configuration. It has a new count, and two phasors have changed
    their names. WEST's scale changes without being announced: its concentrator asks again, and finds other factors.

    ## What ought to be found

    - configuration changed, of both; data of another size than the configuration says
    """
    sessions = three(tape, 3 * S)
    session, noise = sessions[0]
    noise = session.run(3 * S, 4 * S, noise, stat=0x0400)
    pmu = session.stream.pmus[0]
    del pmu.phasors[2]
    pmu.phasors[0], pmu.phasors[1] = ("VC bus 1", *pmu.phasors[0][1:]), ("VA bus 1", *pmu.phasors[1][1:])
    pmu.changes = 2
    noise = session.run(4 * S, 4500 * MS, noise, stat=0x0400)
    at = session.ask(4500 * MS, SEND_CFG2, session.stream.conf(4500 * MS))
    session.run(at + 30 * MS, 6 * S, noise, stat=0x0400)
    session, noise = sessions[1]
    noise = session.run(3 * S, 4 * S, noise)
    session.stream.pmus[0].scale = 35.0
    at = session.ask(4 * S, SEND_CFG2, session.stream.conf(4 * S))
    session.run(at + 40 * MS, 6 * S, noise)


def synphasor_clock(tape):
    """A clock is led astray

    From 2 s on the clock of EAST gets worse: first the frame's time quality, then STAT says that it is not
    synchronized, for ten, for a hundred seconds. WEST says all the time that its clock is locked, but at 3 s its time
    jumps ahead by 1.4 s, as when somebody imitates the satellites; at 5 s it jumps back.

    ## What ought to be found

    - EAST is not synchronized, its time quality bad; the time of WEST jumps, twice
    """
    sessions = three(tape, 2 * S)
    session, noise = sessions[0]
    for i, (quality, stat) in enumerate(((4, 0x40), (7, 0x100), (8, 0x21D0), (9, 0x21E0), (0xF, 0x21F0))):
        noise = session.run((20 + 8 * i) * 100 * MS, (28 + 8 * i) * 100 * MS, noise, quality=quality, stat=stat)
    session, noise = sessions[1]
    noise = session.run(2 * S, 3 * S, noise)
    for i in range(30, 60):
        ahead = 1400 * MS if i < 50 else 0
        session.data(i * 100 * MS, noise + i - 30, time=i * 100 * MS + ahead)


def synphasor_gap(tape):
    """Data are missing, come again, come too seldom

    At 2 s EAST loses eight data frames. At 3 s WEST sends three of its data frames again. From 2 s on NORTH sends every
    other frame only, though its configuration says ten a second.

    ## What ought to be found

    - data missing, data repeated, a rate that is not what the configuration says
    """
    sessions = three(tape, 2 * S)
    session, noise = sessions[0]
    for i in range(20, 70):
        if not 24 <= i < 32:
            session.data(i * 100 * MS, noise + i - 20)
    session, noise = sessions[1]
    for i in range(20, 70):
        session.data(i * 100 * MS, noise + i - 20, time=(i - 3 if 30 <= i < 33 else i) * 100 * MS)
    session, noise = sessions[2]
    for i in range(20, 70, 2):
        session.data(i * 100 * MS, noise + i - 20)


def synphasor_injection(tape):
    """Forged data of a PMU

    SOUTH sends by UDP. From 2 s on 10.30.0.66 sends data of the same stream to the concentrator, between SOUTH's own:
    a frequency that falls by two hertz, and angles that turn.

    ## What ought to be found

    - two sources of one stream, one of them new; the frequency jumps; times go back
    """
    stream, forged = south(), south()
    for i in range(60):
        at = i * 100 * MS
        if i % 20 == 0:
            tape.udp(at + 15 * MS, SOUTH, PDC, (4713, 4713), stream.conf(at))
        tape.udp(at + 20 * MS + i * 7919 % 900_000, SOUTH, PDC, (4713, 4713), stream.data(at, noise=i))
        if 20 <= i < 50:
            forged.pmus[0].shift, forged.pmus[0].turned = -2.0, 4.0 * (i - 20)
            if i == 20:
                tape.udp(at + 50 * MS, INTRUDER, PDC, (4713, 4713), forged.conf(at))
            tape.udp(at + 61 * MS, INTRUDER, PDC, (4713, 4713), forged.data(at, noise=i))


def synphasor_scan(tape):
    """Streams are looked for

    10.30.0.66 connects to NORTH and asks for the configurations of the streams 1 to 40, one after the other, and for
    that of 13 in two forms. NORTH answers for 13 only.

    ## What ought to be found

    - IDCODEs are tried out; a host that never asked before
    """
    sessions = three(tape, 5 * S)
    stream = sessions[2][0].stream
    tcp = Tcp(tape, INTRUDER, NORTH, (41100, 4712))
    at = tcp.open(2 * S) + MS
    for number in range(1, 41):
        for code in (SEND_CFG2, SEND_CFG3) if number == 13 else (SEND_CFG2,):
            tcp.send(at, 0, command(number, at, code))
            if number == 13:
                tcp.send(at + 3 * MS, 1, stream.conf(at, CFG2 if code == SEND_CFG2 else CFG3))
            else:
                tcp.acknowledge(at + 3 * MS, 1)
            at += 50 * MS
    tcp.close(at)


def broken(data, at, value):
    """The frame with another byte, and its checksum right again."""
    data = data[:at] + bytes([value]) + data[at + 1:-2]
    return data + struct.pack(">H", crc(data))


def synphasor_malformed(tape):
    """Broken frames

    SOUTH's frames come, among them broken ones of 10.30.0.66: wrong checksums, sizes that are none, a configuration
    with more PMUs than it has, one that is too long, one without a time base, parts of a CFG-3 without the others,
    data of another size, what is no frame at all; at last they are sent over TCP.

    ## What ought to be found

    - malformed frames and wrong checksums, and who sends them
    """
    stream = south()
    good = stream.data(0)
    conf = stream.conf(0)
    empty = stream.contents(True)
    bad = [good[:-2] + b"\0\0", conf[:40] + b"X" + conf[41:], broken(conf, 19, 2), broken(conf, 19, 0),
           frame(CFG2, 14, 0, stream.contents(False) + b"\0\0"),
           frame(CFG2, 14, 0, b"\0\0\0\0" + stream.contents(False)[4:]),
           frame(DATA, 14, 0, good[14:-4]), frame(DATA, 14, 0, b""), frame(DATA, 14, 0, b"", size=12)]
    bad += [frame(CFG3, 14, 0, part) for part in (b"\0\3" + empty[:9], b"\0\1" + empty[:9], b"\0\4" + empty[:9],
                                                  b"\xff\xff" + empty[9:])]
    bad += [good[:20], frame(DATA, 14, 0, good[14:-2], size=300), good + b"\xaa", frame(COMMAND, 14, 0, b""),
            b"\xaa\x01", good[:-2] + b"\1\1"]
    bad += [frame(CFG3, 14, 0, part) for part in (b"\0\1" + empty[:9], b"\0\1" + empty[:30], b"\xff\xff" + empty[30:])]
    tape.udp(5 * MS, SOUTH, PDC, (4713, 4713), conf)
    for i, data in enumerate(bad):
        at = (i + 1) * 100 * MS
        tape.udp(at, SOUTH, PDC, (4713, 4713), stream.data(at, noise=i))
        tape.udp(at + 40 * MS, INTRUDER, PDC, (4713, 4713), data)
    tcp = Tcp(tape, INTRUDER, EAST, (41200, 4712))
    at = tcp.open(3 * S) + MS
    for i, data in enumerate((command(11, at, ON)[:-1] + b"\0", b"\xaa\x71\0\x12 no frame", command(11, at, ON))):
        tcp.send(at + i * 50 * MS, 0, data)


def synphasor_trouble(tape):
    """A PMU is in trouble

    EAST says that its data are in error, then that it is being tested, then that a trigger has gone off (frequency);
    the contact of its breaker changes. WEST says for a moment that it has an error.

    ## What ought to be found

    - PMU error, test mode, of EAST; nothing of the moment at WEST but an error
    """
    sessions = three(tape, 2 * S)
    session, noise = sessions[0]
    session.stream.pmus[0].bits = 1
    for i, stat in enumerate((0x4000, 0xC000, 0x8000, 0x0804, 0)):
        noise = session.run((20 + 6 * i) * 100 * MS, (26 + 6 * i) * 100 * MS, noise, stat=stat)
    session, noise = sessions[1]
    noise = session.run(2 * S, 2200 * MS, noise, stat=0xC000)
    session.run(2200 * MS, 5 * S, noise)
