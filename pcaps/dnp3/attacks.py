"""Scenes in which something is wrong: attacks, and devices in trouble."""
from frames import BEGIN
from messages import (CONFIRM, DIRECT, DIRECT_NO_ACK, FIN, FIR, OPERATE, READ, SELECT, UNS,
                      WRITE, counted, crob, everything, file_block, file_block_status, file_command, file_status, flag,
                      frames, i16, link, points, request, response, sized, span, time, u16, u8)
from stations import ATTACKER, MASTER, MS, RTU1, RTU2, S, SECOND, Outstation, Talk, control, poll


def usual(tape, seconds=20, ports=(49152, 20000), other=None):
    """The control centre at its work, which goes on in all scenes: at the second outstation `other` seconds long."""
    two = Talk(tape, MASTER, RTU2, Outstation(20, 40), ports=(49153, 20000)).begin(300 * MS)
    poll(two, 2200 * MS, other or seconds + 2)
    return poll(Talk(tape, MASTER, RTU1, Outstation(10, 21), ports=ports).begin(0), 2 * S, seconds)


def dnp3_rogue_master(tape):
    """a host that is no master operates a breaker

    At 10 s 10.20.0.66 connects to the outstation under the control centre's link address, reads all its
    points with one integrity poll, and trips two breakers directly, without a select.

    ## What ought to be found

    - an unknown host polls, and controls; direct operate of points that are selected otherwise; a second
      master of one outstation
    """
    talk = usual(tape)
    control(talk, 25 * S, 3, 0x41)
    bad = Talk(tape, ATTACKER, RTU1, Outstation(10, 22), ports=(41000, 20000)).open(10 * S)
    bad.integrity(bad.at + 100 * MS)
    for index in (3, 4):
        bad.ask(bad.at + 500 * MS, DIRECT, points(12, 1, (index, crob(0x81))))
        bad.answer(points(12, 1, (index, crob(0x81))))
    bad.close(bad.at + 300 * MS)


def dnp3_restart(tape):
    """outstations are restarted

    At 10 s 10.20.0.66 sends a cold restart to one outstation and a warm restart to the other. The first one
    comes up 9 s later, says so, and needs its time.

    ## What ought to be found

    - cold and warm restart; the restart bit of the outstation
    """
    usual(tape, 8, other=28)
    for device, address, function, port in ((RTU1, 10, 13, 41000), (RTU2, 20, 14, 41001)):
        bad = Talk(tape, ATTACKER, device, Outstation(address, 23), ports=(port, 20000)).open(10 * S)
        bad.ask(bad.at + MS, function).answer(counted(52, 1, u16(8))).close(bad.at + 50 * MS)
    again = Talk(tape, MASTER, RTU1, Outstation(10, 24), ports=(49160, 20000)).begin(19 * S)
    poll(again, 21 * S, 8)


def dnp3_silenced(tape):
    """an outstation is told not to report

    At 10 s 10.20.0.66 tells the outstation not to send events unasked, and assigns its points to no class, so
    that event polls find nothing either.

    ## What ought to be found

    - unsolicited responses are disabled, by another host than the master; classes are assigned
    """
    usual(tape)
    bad = Talk(tape, ATTACKER, RTU1, Outstation(10, 25), ports=(41000, 20000)).open(10 * S)
    bad.ask(bad.at + MS, 21, everything(60, 2), everything(60, 3), everything(60, 4)).answer()
    bad.ask(bad.at + 100 * MS, 22, everything(60, 1), everything(1), everything(30)).answer()
    bad.close(bad.at + S)


def dnp3_stop(tape):
    """an outstation's application is stopped

    At 10 s 10.20.0.66 stops the outstation's application, initialises its data and its application, and saves
    that as the configuration.

    ## What ought to be found

    - stop, initialise, save configuration
    """
    usual(tape)
    bad = Talk(tape, ATTACKER, RTU1, Outstation(10, 26), ports=(41000, 20000)).open(10 * S)
    for function, body in ((18, [sized(90, 1, b"\x01")]), (15, [everything(30)]), (16, [sized(90, 1, b"\x01")]), (19, [])):
        bad.ask(bad.at + 300 * MS, function, *body).answer()
    bad.close(bad.at + S)


def dnp3_select_mismatch(tape):
    """operate does not match its select

    At 20 s the operator selects point 3 to close it, and operates it. Somebody in the middle changes what
    follows: at 30 s point 3 is selected and point 5 is operated; at 40 s the select is to close and the operate
    to trip; at 50 s there is an operate without a select; at 60 s the outstation refuses the select, and the
    operate comes all the same.

    ## What ought to be found

    - four operates that nobody selected so; none of them at 20 s
    """
    talk = usual(tape, 16, other=70)
    control(talk, 20 * S, 3, 0x41)
    close, trip = crob(0x41), crob(0x81)
    for at, chosen, done, refuse in ((30, (3, close), (5, close), False), (40, (3, close), (3, trip), False),
                                     (50, None, (3, trip), False), (60, (3, close), (3, close), True)):
        talk.alive(at * S)
        if chosen:
            talk.ask(talk.at + S, SELECT, points(12, 1, chosen))
            talk.answer(points(12, 1, (chosen[0], crob(chosen[1][0], status=7 if refuse else 0))))
        talk.ask(talk.at + 300 * MS, OPERATE, points(12, 1, done))
        talk.answer(points(12, 1, (done[0], crob(done[1][0], status=0 if chosen and not refuse else 2))))
    poll(talk, 65 * S, 4)


def dnp3_toggle(tape):
    """one breaker is opened and closed again and again

    From 10 s on 10.20.0.66 closes and trips point 3 twice a second, for ten seconds, without waiting for answers.

    ## What ought to be found

    - one output that is operated far too often
    """
    usual(tape, 26)
    bad = Talk(tape, ATTACKER, RTU1, Outstation(10, 27), ports=(41000, 20000)).open(10 * S)
    for i in range(20):
        bad.ask(bad.at + 500 * MS, DIRECT_NO_ACK, points(12, 1, (3, crob(0x81 if i % 2 else 0x41))))
    bad.close(bad.at + S)


def dnp3_scan(tape):
    """functions and points are tried out

    At 10 s 10.20.0.66 tries forty function codes, most of which the outstation does not know, then reads groups
    and indexes that there are not, then link addresses that nobody has.

    ## What ought to be found

    - a scan of functions, of points and of addresses
    """
    usual(tape)
    bad = Talk(tape, ATTACKER, RTU1, Outstation(10, 28), ports=(41000, 20000)).open(10 * S)
    for function in [1, 23, 24, *range(34, 71)]:
        bad.ask(bad.at + 40 * MS, function).answer(iin=0x0001 if function > 24 else 0)
    for group in (5, 14, 24, 35, 44, 53, 61, 71, 86, 92, 103, 114):
        bad.ask(bad.at + 40 * MS, READ, everything(group)).answer(iin=0x0002)
    for index in range(12):
        bad.ask(bad.at + 40 * MS, READ, span(30, 2, 500 + 10 * index, last=509 + 10 * index)).answer(iin=0x0004)
    for address in range(11, 51):
        bad.raw(bad.at + 20 * MS, 0, link(0xC9, address, 1))
    bad.close(bad.at + S)


def dnp3_files(tape):
    """a configuration is written and activated

    At 10 s 10.20.0.66 opens the outstation's configuration for writing, writes two blocks, deletes the log, and
    activates what it has written.

    ## What ought to be found

    - a file is opened for writing, one is deleted, a configuration is activated
    """
    usual(tape)
    bad = Talk(tape, ATTACKER, RTU1, Outstation(10, 29), ports=(41000, 20000)).open(10 * S)
    bad.ask(bad.at + MS, 25, sized(70, 3, file_command("/cfg/rtu.cfg", 2, 800, made=time(BEGIN))))
    bad.answer(sized(70, 4, file_status(9, 0)))
    for block in range(2):
        bad.ask(bad.at + 30 * MS, WRITE, sized(70, 5, file_block(9, block, block == 1, b"\x90" * 200)))
        bad.answer(sized(70, 6, file_block_status(9, block)))
    bad.ask(bad.at + 30 * MS, 26, sized(70, 4, file_status(9, 0))).answer(sized(70, 4, file_status(0, 0)))
    bad.ask(bad.at + 30 * MS, 27, sized(70, 3, file_command("/var/log.txt", 0))).answer(sized(70, 4, file_status(0, 0)))
    bad.ask(bad.at + 30 * MS, 31, sized(70, 8, b"/cfg/rtu.cfg")).answer(counted(52, 1, u16(5)))
    bad.close(bad.at + S)


def dnp3_time(tape):
    """an outstation's clock is set wrong

    At 10 s 10.20.0.66 sets the outstation's clock back by two hours; ten seconds later the events that come have
    that time.

    ## What ought to be found

    - a host that is no master sets the time, and sets it wrong
    """
    talk = usual(tape, 16)
    bad = Talk(tape, ATTACKER, RTU1, Outstation(10, 30), ports=(41000, 20000)).open(10 * S)
    bad.ask(bad.at + MS, WRITE, counted(50, 1, time(BEGIN + 10 * S - 7200 * S))).answer().close(bad.at + S)
    talk.report(20 * S, points(2, 2, (1, flag(True) + time(BEGIN + 20 * S - 7200 * S))))


def dnp3_broadcast(tape):
    """everybody is told to trip

    At 10 s 10.20.0.66 sends a direct operate without acknowledgement to link address 65535, which is everybody; at
    12 s a warm restart to 65533.

    ## What ought to be found

    - control of everybody
    """
    usual(tape)
    bad = Talk(tape, ATTACKER, RTU1, Outstation(0xFFFF, 31), ports=(41000, 20000)).open(10 * S)
    bad.ask(bad.at + MS, DIRECT_NO_ACK, points(12, 1, (0, crob(0x81)), (1, crob(0x81))))
    bad.station.address = 0xFFFD
    bad.ask(12 * S, 14).close(13 * S)


def dnp3_trouble(tape):
    """an outstation in trouble

    At 6 s the outstation says that its event buffers have overflowed, at 10 s that it has device trouble, at 14 s
    that its configuration is corrupt. From 20 s on half of its points are offline or their communication is lost,
    and stay so.

    ## What ought to be found

    - each of the indications when it first comes; points of bad quality that stay bad
    """
    talk = usual(tape, 4, other=132)
    for at, iin in ((6, 0x0008), (10, 0x4008), (14, 0x4028)):
        talk.station.iin = iin
        poll(talk, at * S, 4)
    for i in range(12):
        talk.ask((20 + 10 * i) * S, READ, everything(60, 1))
        talk.answer(*talk.station.static(quality=0x04), con=True)


def dnp3_malformed(tape):
    """broken messages

    What 10.20.0.66 sends from 10 s on cannot be right: a header with a wrong CRC, a data block with one, a length of
    4, a reserved link function, data in a frame that has none, a range that ends before it begins, a reserved
    qualifier, more objects than there are, an object of no known kind, segments out of sequence, an end without
    a beginning, a beginning before the end, a response from a master, bytes that are no message.

    ## What ought to be found

    - each of them
    """
    usual(tape)
    bad = Talk(tape, ATTACKER, RTU1, Outstation(10, 32), ports=(41000, 20000)).open(10 * S)
    good = frames(request(READ, 1, everything(60, 2)), 10, 1, True, 0)[0]
    wrong_head = bytearray(good)
    wrong_head[8] ^= 0xFF
    wrong_block = bytearray(good)
    wrong_block[-1] ^= 0xFF

    def user(fragment, head=0xC0):
        return link(0xC4, 10, 1, bytes([head]) + fragment)

    parts = frames(response(3, span(1, 2, 0, *(flag(True) for _ in range(60)))), 1, 10, False, 9, size=20)
    # What is wrong in the application layer only is refused.
    for data, refused in (
            (bytes(wrong_head), None), (bytes(wrong_block), None), (link(0xC7, 10, 1), None),
            (link(0xC9, 10, 1, b"\xc0\x01"), None),
            (user(request(READ, 2, bytes([30, 2, 0, 9, 3]))), (2, 4)),
            (user(request(READ, 3, bytes([30, 2, 0x7A, 1]))), (3, 4)),
            (user(request(WRITE, 4, bytes([41, 2, 0x28, 9, 0, 1, 0, 5, 0, 0]))), (4, 4)),
            (user(request(WRITE, 5, bytes([200, 9, 7, 2, 1, 2, 3]))), (5, 2)), (user(request(35, 6)), (6, 1)),
            (user(request(DIRECT, 7, points(12, 1, (1, crob(0xC9))))), (7, 4)),
            (user(request(WRITE, 8, bytes([50, 1, 7, 1, 2, 3]))), (8, 4)),
            (link(0xC4, 10, 1, b""), None), (link(0xC4, 10, 1, b"\x41\xc1\x01"), None),
            (link(0xC4, 10, 1, b"\x43\x3c"), None), (link(0xC4, 10, 1, b"\x85\x3c\x02"), None),
            (link(0xC4, 10, 1, b"\x86\x3c\x02\x06"), None), (user(response(9)), None),
            (link(0xC4, 10, 1, b"\x47\xc1\x01"), None), (user(request(READ, 9, everything(60, 2))), (9, 0))):
        bad.raw(bad.at + 200 * MS, 0, data)
        if refused:
            bad.raw(bad.at + 12 * MS, 1, frames(response(refused[0], iin=refused[1]), 1, 10, False, 20 + refused[0])[0])
    bad.raw(bad.at + 200 * MS, 0, b"GET / HTTP/1.0\r\n\r\n")
    bad.raw(bad.at + 200 * MS, 0, good)
    for part in parts[:1] + parts[2:]:
        bad.raw(bad.at + 50 * MS, 1, part)
    bad.raw(bad.at + 50 * MS, 1, link(0x44, 1, 10, b"\xc0" + request(READ, 1, everything(60, 2))))
    bad.close(bad.at + S)


def dnp3_forged(tape):
    """answers that nobody asked for

    At 10 s somebody injects responses into the master's connection: values that nobody asked for, with sequence
    numbers that were not used, and a confirmation of a response that there was not.

    ## What ought to be found

    - responses without a request; a confirmation of nothing
    """
    talk = usual(tape, 8, other=22)
    for i in range(4):
        body = span(30, 2, 0, *(u8(1) + i16(0) for _ in range(6)))
        talk.send((10 + i) * S, 1, response(talk.app + 5 + i, body))
    talk.send(15 * S, 0, request(CONFIRM, 9))
    talk.send(16 * S, 0, request(CONFIRM, 4, flags=FIR | FIN | UNS))
    poll(talk, 18 * S, 4)


def dnp3_poll_stops(tape):
    """a control centre falls silent, then an outstation

    The master stops polling the first outstation at 30 s. From 40 s on the second one does not answer any more.

    ## What ought to be found

    - a poll that stops; requests without an answer
    """
    poll(Talk(tape, MASTER, RTU1, Outstation(10, 21), ports=(49152, 20000)).begin(0), 2 * S, 28)
    two = Talk(tape, MASTER, RTU2, Outstation(20, 33), ports=(49153, 20000)).begin(500 * MS)
    poll(two, 2500 * MS, 36)
    for i in range(20):
        two.ask((40 + 2 * i) * S, READ, everything(60, 2), everything(60, 3), everything(60, 4))
    poll(Talk(tape, MASTER, RTU2, Outstation(20, 34), ports=(49154, 20000)).open(82 * S), 83 * S, 60)


def dnp3_flood(tape):
    """an outstation is flooded with requests

    At 10 s 10.20.0.66 reads all of the outstation's points, and then asks for its events two hundred times a second,
    for three seconds. After two seconds of that the outstation does not answer any more.

    ## What ought to be found

    - a flood
    """
    usual(tape)
    bad = Talk(tape, ATTACKER, RTU1, Outstation(10, 35), ports=(41000, 20000)).open(10 * S)
    bad.integrity(bad.at + MS)
    for i in range(600):
        bad.ask(10 * S + 100 * MS + 5 * i * MS, READ, everything(60, 2))
        if i < 400:
            bad.answer(after=2 * MS)
    bad.close(bad.at + S)


def dnp3_second_master(tape):
    """a second master works on an outstation

    From 10 s on 10.20.0.11, address 2, polls and operates the outstation of the control centre, as a standby
    centre does that took over while the other did not let go.

    ## What ought to be found

    - two masters that control one outstation
    """
    talk = usual(tape, 30, other=46)
    control(talk, 33 * S, 3, 0x41)
    two = Talk(tape, SECOND, RTU1, Outstation(10, 36), master=2, ports=(52000, 20000)).open(10 * S)
    two.integrity(11 * S)
    poll(two, 12 * S, 20)
    control(two, 36 * S, 3, 0x81)
    control(talk, 40 * S, 3, 0x41)
    control(two, 44 * S, 3, 0x81)
