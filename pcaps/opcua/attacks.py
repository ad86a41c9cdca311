"""The captures of attacks on the pump station."""
from messages import (BAD_ACCESS, BAD_CERTIFICATE, BAD_SESSION, BAD_TOKEN, GOOD, SIGN, POLICY, boolean, double,
                      many, name, node, said, string, structure, text, time, u8, u32, user_token)
from scenes import (FOLDER, LEVEL, RUNNING, SETPOINT, START, browse, build, endpoints, reference, server_state, station,
                    write)
from stations import ATTACKER, MS, S, SCADA, SERVER, SERVERS, Talk, noise


def enter(tape, at, port=51100, host=ATTACKER, server=SERVER):
    """A channel without security, and a session on it."""
    talk = Talk(tape, host, server, port)
    return talk, talk.create(talk.open(talk.hello(at)), "Client")


def opcua_spray(tape):
    """a new host tries passwords

    While the station works (see opcua-normal), `10.60.0.66`, which nobody knows, opens a channel without security, makes
    a session and tries fourteen users and passwords, which are in the clear. The last one is right. It reads who the
    server is, and leaves.
    """
    station(tape)
    talk, at = enter(tape, 5 * S)
    for n, user in enumerate(("admin", "root", "operator", "opcua", "user", "test", "guest") * 2):
        right = n == 13
        at = talk.activate(at + 150 * MS, user_token(user, b"Station1" if right else b"password%d" % n),
                           GOOD if right else BAD_TOKEN)
    talk.leave(build(talk, at))


def opcua_write(tape):
    """a new host takes the pump over

    While the station works, `10.60.0.66` opens an anonymous session without security. It writes the set point, which
    the server does not allow, tries the pump's switch, which it does, calls the method that starts the pump, adds a node
    that looks like the level, deletes another one, and deletes an hour of the level's history.
    """
    station(tape)
    talk, at = enter(tape, 5 * S)
    at = talk.activate(at)
    at = write(talk, at + S, SETPOINT, double(9.9), BAD_ACCESS)
    at = write(talk, at + S, RUNNING, boolean(0))
    told = u32(GOOD) + many([]) + many([]) + many([])
    at = talk.do(at + S, "call", many([FOLDER + START + many([double(50.0)])]), many([told]) + many([]))
    attributes = structure(357, u32(0) + said("Level") + said(None) + u32(0, 0) + double(3.2) + node(11) + u32(-1)
                           + many([]) + u8(3, 3) + bytes(8) + u8(0))
    new = node("Station1", 2) + node(47) + node("Station1.Level2", 2) + name("Level", 2) + u32(2) + attributes + node(63)
    at = talk.do(at + S, "add", many([new]), many([u32(GOOD) + node("Station1.Level2", 2)]) + many([]))
    at = talk.do(at + S, "delete", many([node("Station1.Alarm", 2) + u8(1)]), many([u32(GOOD)]) + many([]))
    gone = structure(688, LEVEL + u8(0) + time(at - 3600 * S) + time(at))
    at = talk.do(at + S, "change", many([gone]), many([u32(GOOD) + many([]) + many([])]) + many([]))
    talk.leave(at)


def opcua_scan(tape):
    """a new host looks for servers and crawls one

    While the station works, `10.60.0.66` asks seven servers one after the other which servers they know and which
    endpoints they have. With the first one it makes an anonymous session, reads who it is and browses its objects,
    forty folders within seconds.
    """
    station(tape)
    for n, server in enumerate(SERVERS):
        talk = Talk(tape, ATTACKER, server, 51200 + n)
        at = talk.open(talk.hello(4 * S + n * 400 * MS))
        at = talk.do(at, "find", text(f"opc.tcp://{server.ip}:4840") + many([]) + many([]), many([]))
        at = endpoints(talk, at, server)
        talk.ask(at, "close")
        talk.tcp.close(at + MS)
    talk, at = enter(tape, 8 * S)
    at = build(talk, talk.activate(at))
    for n in range(40):
        found = [reference(47, node(f"Station1.F{n}.T{k}", 2), f"T{k}", 63, 2) for k in range(2)]
        at = browse(talk, at + 20 * MS, node(f"Station1.F{n}", 2), found)
    talk.leave(at)


def opcua_hijack(tape):
    """a session is taken over, and certificates that are not trusted

    While the station works, the engineering screen at `10.60.0.10` has a second session, without security, and reads the
    server's state with it. `10.60.0.66` has seen its number: it opens a channel of its own and writes with the session of
    the other. The server allows it, once; then the session is gone. Before, it tried secure channels of an old policy
    with certificates that the server does not trust, three times. At last it sends pieces of a message that never ends.
    """
    station(tape)
    owner, at = enter(tape, 3 * S, 50111, SCADA)
    at = server_state(owner, owner.activate(at), 0)
    for n in range(3):
        tried = Talk(tape, ATTACKER, SERVER, 51300 + n, SIGN)
        when = tried.hello(4 * S + n * S)
        body = u32(0) + text(POLICY + "Basic128Rsa15") + text(noise("self-signed", n, size=300))
        tried.frame(when, 0, "OPNF", body + text(noise("thumb", n, size=20)) + noise("open", n, size=256))
        tried.frame(when + 3 * MS, 1, "ERRF", u32(BAD_CERTIFICATE) + text("certificate is not trusted"))
        tried.tcp.close(when + 4 * MS, 1)
    thief = Talk(tape, ATTACKER, SERVER, 51310)
    at = thief.open(thief.hello(8 * S))
    thief.session = owner.session
    at = write(thief, at + 100 * MS, RUNNING, boolean(0))
    at = thief.do(at + S, "write", many([SETPOINT + u32(13) + text(None) + u8(1) + double(9.0)]), result=BAD_SESSION)
    server_state(owner, at, 1)
    for _ in range(12):
        thief.bytes(at + S, 0, b"MSGC" + u32(24 + 6000, thief.channel, thief.key) + thief.numbers(0, 99) + bytes(6000))
        at += 20 * MS
    thief.tcp.reset(at + 2 * S, 1)


def opcua_malformed(tape):
    """OPC UA that is broken

    `10.60.0.66` sends the server messages that are not right: a list of more elements than there are bytes, values in
    values without end, a service that no version has, a structure longer than it says, a sequence number that does not
    follow, an aborted message, and a size that no message has.
    """
    talk, at = enter(tape, S)
    at = talk.activate(at) + 100 * MS
    talk.ask(at, "read", bytes(12) + u32(1 << 30) + node(85))
    talk.ask(at + 100 * MS, "write", many([LEVEL + u32(13) + text(None) + u8(1) + u8(24) * 40]))
    talk.ask(at + 200 * MS, 9999, b"whatever it is")
    short = node(321) + u8(1) + text(u32(50) + b"anonymous")
    talk.ask(at + 300 * MS, "activate", text(None) * 2 + many([]) * 2 + short + text(None) * 2)
    talk.sequence[0] += 4000
    at = server_state(talk, at + 400 * MS, 0)
    body = u32(talk.channel, talk.key) + talk.numbers(0, 98)
    talk.frame(at + 100 * MS, 0, "MSGC", body + string("a beginning"))
    body = u32(talk.channel, talk.key) + talk.numbers(0, 98)
    talk.frame(at + 200 * MS, 0, "MSGA", body + u32(0x80B80000) + text("too large"))
    talk.bytes(at + 300 * MS, 0, b"MSGF" + u32(7) + bytes(20))
    talk.tcp.reset(at + S, 1)

