"""Normal work, and everything that the standard has."""
import struct

from frames import Tcp
from plant import EAST, INTRUDER, MS, NORTH, PDC, PDC2, S, SOUTH, VOLTAGES, Session, east, south, three
from wire import (CFG1, CFG3, EXTENDED, OFF, ON, POLAR, SEND_CFG1, SEND_CFG2, SEND_CFG3, SEND_HDR, Pmu, Stream, command)


def synphasor_normal(tape):
    """A control centre and three PMUs

    A concentrator connects to three PMUs and begins as concentrators do: transmission off, header, configuration,
    on. EAST sends floating point (CFG-2), WEST integers in the version of 2005 (CFG-2), NORTH integers that CFG-3
    tells how to read. Ten frames a second, for six seconds.

    ## What ought to be found

    - nothing above info
    """
    three(tape, 6 * S)


def synphasor_longer(tape):
    """A longer piece of normal work, to learn from

    The same for ten seconds. After six seconds the concentrator takes EAST anew: off, configuration, on. The second
    concentrator is connected to EAST, too, and SOUTH sends to the first one by UDP.

    ## What ought to be found

    - nothing above info
    """
    (session, noise), *_rest = three(tape, 10 * S, first_until=6 * S)
    at = session.ask(6 * S + 100 * MS, OFF)
    at = session.ask(at + 300 * MS, SEND_CFG2, session.stream.conf(at))
    session.run(session.ask(at, ON), 10 * S, noise)
    other = Session(tape, east(), EAST, PDC2, 50120)
    other.run(other.begin(700 * MS), 10 * S)
    stream = south()
    for i in range(95):
        at = 400 * MS + i * 100 * MS
        if i % 60 == 0:
            tape.udp(at + 15 * MS, SOUTH, PDC, (4713, 4713), stream.conf(at))
        tape.udp(at + 20 * MS + i * 7919 % 900_000, SOUTH, PDC, (4713, 4713), stream.data(at, noise=i))


def synphasor_udp(tape):
    """One way, and another way than the commands

    SOUTH sends by UDP to the concentrator and is never told to: for a second nobody knows what its data are, then it
    sends its configuration. EAST is commanded over TCP and sends its data by UDP.

    ## What ought to be found

    - data that cannot be read for want of a configuration, until it comes; those of EAST are read
    """
    stream = south()
    for i in range(40):
        at = i * 100 * MS
        if i == 10:
            tape.udp(at + 15 * MS, SOUTH, PDC, (4713, 4713), stream.conf(at))
        tape.udp(at + 20 * MS + i * 7919 % 900_000, SOUTH, PDC, (4713, 4713), stream.data(at, noise=i))
    session = Session(tape, east(), EAST)
    ready = session.begin(150 * MS)
    for i in range(30):
        at = -(-ready // (100 * MS)) * 100 * MS + i * 100 * MS
        tape.udp(at + 21 * MS + i * 7919 % 900_000, EAST, PDC, (4712, 4713), session.stream.data(at, noise=i))
    session.ask(5 * S, OFF)


def synphasor_pieces(tape):
    """Frames as TCP cuts them, on another port, from the middle on

    The capture begins in the middle of a data frame of a connection to port 14712. Frames are sent three at a time
    and cut anywhere. After a second the concentrator asks for the configuration, twice: CFG-2, and CFG-3 in parts.

    ## What ought to be found

    - data that cannot be read until the configuration comes
    """
    stream = east()
    tcp = Tcp(tape, PDC, EAST, (50130, 14712))
    one = len(stream.data(0))
    data = b"".join(stream.data(i * 100 * MS, noise=i) for i in range(12))
    at = 10 * MS
    cuts = (31, one, 3 * one, 3 * one + 1, 4 * one + 3, 6 * one + 40, 12 * one)
    for piece in (data[a:b] for a, b in zip(cuts, cuts[1:])):
        tcp.send(at, 1, piece)
        tcp.acknowledge(at + MS, 0)
        at += 250 * MS
    tcp.send(at, 0, stream.command(at, SEND_CFG2))
    conf = stream.conf(at)
    tcp.send(at + 3 * MS, 1, conf[:200])
    tcp.send(at + 4 * MS, 1, conf[200:] + stream.data(13 * 100 * MS, noise=13)[:3])
    tcp.send(at + 90 * MS, 1, stream.data(13 * 100 * MS, noise=13)[3:] + stream.data(14 * 100 * MS, noise=14))
    tcp.send(at + 150 * MS, 0, stream.command(at + 150 * MS, SEND_CFG3))
    for i, part in enumerate(stream.parts(at + 150 * MS, 200)):
        tcp.send(at + (155 + i) * MS, 1, part)
    rest = b"".join(stream.data(i * 100 * MS, noise=i) for i in range(15, 27))
    for i in range(0, len(rest), 271):
        tcp.send(at + 200 * MS + i * MS, 1, rest[i:i + 271])


def everything():
    """A concentrator's stream: all formats at once."""
    phasors = VOLTAGES + [("I0", True, 3.0, 170.0)]
    out = []
    for kind in range(16):
        pmu = Pmu(200 + kind, f"UNIT {kind:02}", phasors[:1 + kind % 3], [("T", 40.0)] if kind & 1 else [],
                  ["a", "b"] if kind & 2 else [], kind=kind, nominal=60 if kind & 4 else 50)
        pmu.scale = 4.0
        out.append(pmu)
    return Stream(200, out)


def wide(number):
    """More channels than there are operations for; with 60 PMUs, than there are values for."""
    pmus = [Pmu(300 + i, f"W{i}", VOLTAGES + [("I", True, 500.0, 1.0)], kind=0, nominal=60) for i in range(number)]
    for pmu in pmus:
        pmu.scale = 3.5
    return Stream(300 + number, pmus)


def synphasor_types(tape):
    """Every frame, command, format and code

    A test set plays a concentrator of sixteen PMUs, one for each format, and asks it everything: all commands, those
    that the standard keeps for vendors and those that it reserves, with data and without. Then come all codes of
    STAT and of the time quality, values that are absent, streams with very many channels, and a PMU with a slow rate.

    ## What ought to be found

    - reserved commands, test data, PMU errors, a clock that fails
    """
    stream = everything()
    session = Session(tape, stream, NORTH, INTRUDER, 50140)
    tcp, at = session.tcp, session.begin(0)
    at = session.ask(at, SEND_CFG1, stream.conf(at, CFG1))
    at = session.ask(at, SEND_CFG3, stream.conf(at, CFG3))
    for code in (0, 7, 9, 0x100, 0xFFF, 0x1000):
        at = session.ask(at, code)
    for code, more in ((EXTENDED, b"set rate=50 "), (EXTENDED, b"odd"), (EXTENDED, b""), (SEND_CFG2, b"\1\2")):
        tcp.send(at, 0, stream.command(at, code, more))
        at += 20 * MS
    at = session.ask(at, SEND_HDR, stream.header(at, ""))
    at = session.run(at, at + 300 * MS) * 100 * MS + at
    for i in range(16):
        bits = i << 12 | (i & 1) << 11 | (i & 2) << 9 | (i & 4) << 7 | (i & 7) << 6 | (i & 3) << 4 | i
        session.data(at + i * 100 * MS, i, stat=bits, quality=(i & 7) << 4 | i)
    at += 1700 * MS
    one = Stream(201, [Pmu(201, "ABSENT", VOLTAGES[:1], [("T", 1)], (), kind=POLAR), Pmu(202, "ABSENT 2", VOLTAGES[:1],
                                                                                        kind=0)])
    tcp.send(at, 1, one.conf(at))
    absent = struct.pack(">HHhhhh", 0x8000, 0, -32768, -32768, -32768, -32768) + struct.pack(">Hhhhh", 0x8000, -32768,
                                                                                           -32768, 0, 0)
    tcp.send(at + MS, 1, one.frame(0, at, absent))
    for more in (40, 70):
        big = wide(more)
        tcp.send(at + more * MS, 1, big.conf(at)[:1400])
        tcp.send(at + more * MS + 10_000, 1, big.conf(at)[1400:])
        tcp.send(at + more * MS + 20_000, 1, big.data(at))
    slow = Stream(203, south().pmus, rate=-2)
    slow.pmus[0].valid = 0
    tcp.send(at + 200 * MS, 1, slow.conf(at))
    for i in range(3):
        tcp.send(at + 300 * MS + 2 * i * S, 1, slow.data(at + 2 * i * S))
    several = [Stream(210 + i, south().pmus) for i in range(7)]
    at += 5 * S
    for i in range(14):
        tcp.send(at + i * MS, 1, (several[i].conf(at) if i < 7 else several[i - 7].data(at)))
    tcp.send(at + 20 * MS, 0, command(210, at, OFF))
