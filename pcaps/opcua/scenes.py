"""The captures of a pump station at work, and of what OPC UA has."""
import math

from messages import (ANONYMOUS, BAD_NODE, ENCRYPT, GOOD, NONE, PLAIN_USER, SIGN, USER, VALUE, application, boolean,
                      double, doubles, endpoint, f64, integer, many, name, node, read_id, said, string, structure, text, time,
                      token_policy, u8, u16, u32, user_token, value)
from stations import ENGINEER, HISTORIAN, MS, S, SCADA, SERVER, SERVERS, Talk, certificate, noise

ALGORITHM = "http://www.w3.org/2001/04/xmlenc#rsa-oaep"
LEVEL, FLOW, RUNNING, SETPOINT = (node(f"Station1.{tag}", 2) for tag in ("Level", "Flow", "Pump1.Running", "Setpoint"))
ITEMS = (LEVEL, FLOW, RUNNING)
FOLDER, START = node("Station1.Pump1", 2), node("Station1.Pump1.Start", 2)


def readings(at, step):
    return (double(round(3.2 + 0.4 * math.sin(step / 9), 3)), double(round(118 + 6 * math.cos(step / 7), 2)),
            boolean(step // 15 % 2))


def secret(port):
    """A password as it is with RSA."""
    return noise("password", port, size=256)


def log_in(talk, at, user="operator", title="Dispatch screen"):
    at = talk.open(talk.hello(at), "None" if talk.mode == NONE else "Basic256Sha256")
    return talk.activate(talk.create(at, title), user_token(user, secret(talk.port), ALGORITHM))


def subscribe(talk, at, items=ITEMS, number=7):
    at = talk.do(at, "subscribe", f64(500) + u32(2400, 10, 0) + u8(1, 0), u32(number) + f64(500) + u32(2400, 10))
    create = [read_id(item) + u32(2, 100 + n) + f64(250) + bytes(3) + u32(1) + u8(1) for n, item in enumerate(items)]
    made = [u32(GOOD, 900 + n) + f64(250) + u32(1) + bytes(3) for n in range(len(items))]
    return talk.do(at, "monitor", u32(number, 2) + many(create), many(made) + many([]))


def notification(at, number, sequence, values):
    """What a Publish is answered with."""
    changes = [u32(100 + n) + value(what, at) for n, what in values]
    data = [structure(811, many(changes) + many([]))] if changes else []
    return u32(number) + many([u32(sequence)]) + u8(0) + u32(sequence) + time(at) + many(data) + many([]) + many([])


def watch(talk, at, seconds, number=7, poll=None):
    """Notifications twice a second; the client always has one Publish open."""
    asked = talk.ask(at, "publish", many([]))
    for step in range(seconds * 2):
        at += 500 * MS
        values = list(enumerate(readings(at, step)))
        if step % 3:
            values = values[:2]
        talk.answer(at, asked, notification(at, number, step + 1, values))
        asked = talk.ask(at + 2 * MS, "publish", many([u32(number, step + 1)]))
        if poll and step % 8 == 5:
            poll(talk, at + 100 * MS, step)
    return at + 200 * MS


def server_state(talk, at, _step):
    """Is the server still there?"""
    asked = [read_id(node(2259)), read_id(node(2258))]
    told = [value(integer(0), at), value(u8(13) + time(at), at)]
    return talk.do(at, "read", f64(0) + u32(3) + many(asked), many(told) + many([]))


def write(talk, at, where, what, result=GOOD):
    return talk.do(at, "write", many([where + u32(VALUE) + text(None) + u8(1) + what]),
                   many([u32(result)]) + many([]))


def set_point(talk, at, step):
    at = server_state(talk, at, step)
    if step % 16 == 13:
        at = write(talk, at, SETPOINT, double(3.4))
    return at


def station(tape, seconds=16):
    """The dispatch screen and the historian with the first server."""
    screen, history = Talk(tape, SCADA, SERVER, 50110, SIGN), Talk(tape, HISTORIAN, SERVER, 50210, ENCRYPT)
    at = subscribe(screen, log_in(screen, 100 * MS))
    watch(screen, at, seconds, poll=set_point)
    at = subscribe(history, log_in(history, 300 * MS, "historian", "Historian"))
    watch(history, at, seconds)


def endpoints(talk, at, server=SERVER):
    proof = certificate(server)
    offered = [endpoint(server.ip, SIGN, "Basic256Sha256", proof, [USER]),
               endpoint(server.ip, ENCRYPT, "Basic256Sha256", proof, [USER])]
    url = text(f"opc.tcp://{server.ip}:4840")
    return talk.do(at, "endpoints", url + many([]) + many([]), many(offered))


def reference(kind, target, title, type_of=61, cls=1):
    """A node that another one leads to."""
    return node(kind) + u8(1) + target + name(title, 2) + said(title) + u32(cls) + node(type_of)


def browse(talk, at, where, found, pieces=1):
    asked = node(0) + bytes(8) + u32(0) + u32(0) + many([where + u32(0) + node(33) + u8(1) + u32(0, 63)])
    return talk.do(at, "browse", asked, many([u32(GOOD) + text(None) + many(found)]) + many([]), pieces=pieces)


def build(talk, at):
    """Who the server is."""
    asked = [read_id(node(number)) for number in (2263, 2261, 2264, 2265)]
    told = [value(string(word), at) for word in ("Mizuki Controls", "Pump station server", "4.2.1", "1187")]
    return talk.do(at, "read", f64(0) + u32(3) + many(asked), many(told) + many([]))


def opcua_normal(tape):
    """a pump station at work

    `10.60.0.10`, the dispatch screen, has a signed session (Basic256Sha256) with the server `10.60.1.1`: it logs in as
    operator with an encrypted password, subscribes to a level, a flow and whether the pump runs, is told of changes
    twice a second, asks for the server's state and writes a set point. The historian `10.60.0.11` has a session of its
    own, which is encrypted: its messages cannot be read. Halfway the engineering station `10.60.0.20` asks for the
    endpoints, logs in, reads who the server is and browses the objects; the answer comes in two pieces. Nothing here
    is worth an alert.
    """
    station(tape)
    look = Talk(tape, ENGINEER, SERVER, 50300)
    at = endpoints(look, look.open(look.hello(6 * S)))
    look.ask(at, "close")
    look.tcp.close(at + MS)
    work = Talk(tape, ENGINEER, SERVER, 50301, SIGN)
    at = build(work, log_in(work, 7 * S, "engineer", "Engineering"))
    at = browse(work, at, node(85), [reference(35, node(2253), "Server", 2004), reference(35, node("Station1", 2), "Station1")])
    found = [reference(47, node(f"Station1.Tag{n}", 2), f"Tag{n}", 63, 2) for n in range(24)]
    work.leave(browse(work, at, node("Station1", 2), found, pieces=2))


def opcua_trouble(tape):
    """a level that cannot be measured

    The dispatch screen has its session as in opcua-normal. From the third second on the server says of the level, each
    time, that its sensor has failed, for ten seconds. Then it is back.
    """
    screen = Talk(tape, SCADA, SERVER, 50110, SIGN)
    at = subscribe(screen, log_in(screen, 100 * MS))
    asked = screen.ask(at, "publish", many([]))
    for step in range(32):
        at += 500 * MS
        level, flow, _ = readings(at, step)
        broken = 6 <= step < 26
        changes = [u32(100) + value(level, at, 0x808C0000 if broken else GOOD), u32(101) + value(flow, at)]
        told = u32(7) + many([u32(step + 1)]) + u8(0) + u32(step + 1) + time(at)
        told += many([structure(811, many(changes) + many([]))]) + many([]) + many([])
        screen.answer(at, asked, told)
        asked = screen.ask(at + 2 * MS, "publish", many([u32(7, step + 1)]))


def opcua_services(tape):
    """most services and types of OPC UA

    The engineering station `10.60.0.20` tries a server in the workshop, `10.60.1.7`, without security: it finds servers,
    reads attributes of all types, calls a method, adds and deletes nodes and references, reads and changes history,
    translates paths, registers nodes, has subscriptions of values and events, and asks for what the server does not
    have. The server is on port 48010.
    """
    server = SERVERS[6]
    talk = Talk(tape, ENGINEER, server, 50700, server_port=48010)
    at = services_session(talk, talk.open(talk.hello(100 * MS)), server)
    at = services_values(talk, at)
    at = services_nodes(talk, at)
    at = services_history(talk, at)
    at = services_subscriptions(talk, at)
    talk.leave(at)


def services_session(talk, at, server):
    url = text(f"opc.tcp://{server.ip}:48010")
    described = endpoint(server.ip, NONE, "None", None,
                         [ANONYMOUS, PLAIN_USER, token_policy("x509", 2), token_policy("issued", 3)])
    at = talk.do(at, "find", url + many([]) + many([]), many([application(server.ip, 0, title="Workshop server")]))
    at = talk.do(at, "endpoints", url + many([text("en")]) + many([]), many([described]))
    at = talk.do(at, 12208, u32(0, 10) + many([text("DA")]),
                 time(at) + many([u32(1) + text("Workshop") + url + many([text("DA")])]))
    return talk.activate(talk.create(at, "Workbench"))


def services_values(talk, at):
    guid = bytes(range(16))
    kinds = [boolean(1), u8(2, 0xFE), u8(3, 200), u8(4) + u16(0xFFFE), u8(5) + u16(65000), integer(-5), u8(7) + u32(7),
             u8(8) + b"\xfe" + b"\xff" * 7, u8(9) + u32(1, 2), u8(10) + b"\0\0\x48\x41", double(2.5), string("on"),
             u8(13) + time(at), u8(14) + guid, u8(15) + text(b"\1\2\3"), u8(16) + text("<a/>"), u8(17) + node(b"\1\2", 3),
             u8(18, 0xC1, 2) + u16(9) + text("urn:other") + u32(1), u8(19) + u32(BAD_NODE), u8(20) + name("Tag", 2),
             u8(21) + said("Pegel", "de"), u8(22) + structure(886, f64(0, 10)), u8(23) + value(integer(3), at),
             doubles([1.5, -2.5, 3.5]), u8(0x81) + many([u8(1), u8(0)]), u8(0x8C) + many([text("a"), text("b")]),
             u8(0x98) + many([integer(1), string("x")]), u8(0xC6) + u32(4, 1, 2, 3, 4, 2, 2, 2),
             u8(22) + structure(9999, b"\1\2\3\4"), u8(0)]
    asked = [read_id(node(3000 + n, 2)) for n in range(len(kinds))]
    asked += [read_id(node(guid, 1), 3), read_id(node(70000, 2), 17), read_id(node("Gone", 2))]
    told = [value(kind, at) for kind in kinds]
    told += [value(u8(20) + name("Pump", 2), at), value(u8(3, 1), at), u8(2) + u32(BAD_NODE)]
    at = talk.do(at, "read", f64(0) + u32(2) + many(asked), many(told) + many([]))
    status = u8(22) + structure(864, time(at - 60 * S) + time(at) + u32(0) + text("urn:mizuki:workshop")
                                + text("Mizuki Controls") + text("Workshop server") + text("5.0.2") + text("2001")
                                + time(at - 90 * S) + u32(0) + said("none"))
    at = talk.do(at, "read", f64(0) + u32(3) + many([read_id(node(2256))]), many([value(status, at)]) + many([]))
    arguments = many([double(42.5), string("now")])
    told = u32(GOOD) + many([u32(GOOD), u32(GOOD)]) + many([]) + many([integer(17)])
    at = talk.do(at, "call", many([FOLDER + START + arguments]), many([told]) + many([]))
    at = write(talk, at, SETPOINT, double(3.0))
    return talk.do(at, "read", f64(0) + u32(9) + many([]), result=0x802B0000)


def services_nodes(talk, at):
    attributes = structure(354, u32(0x1F0000) + said("Spare") + said(None) + u32(0, 0) + u8(0))
    new = node(85) + node(35) + node(0) + name("Spare", 2) + u32(1) + attributes + node(61)
    at = talk.do(at, "add", many([new]), many([u32(GOOD) + node(4001, 2)]) + many([]))
    link = node(4001, 2) + node(35) + u8(1) + text(None) + node(4002, 2) + u32(1)
    at = talk.do(at, 494, many([link]), many([u32(GOOD)]) + many([]))
    at = talk.do(at, 506, many([node(4001, 2) + node(35) + u8(1) + node(4002, 2) + u8(1)]), many([u32(GOOD)]) + many([]))
    at = talk.do(at, "delete", many([node(4001, 2) + u8(1)]), many([u32(BAD_NODE)]) + many([]))
    at = talk.do(at, 560, many([LEVEL, FLOW]), many([node(5001, 1), node(5002, 1)]))
    at = talk.do(at, 566, many([node(5001, 1), node(5002, 1)]))
    path = node(85) + many([node(35) + u8(0, 1) + name("Station1", 2)])
    return talk.do(at, 554, many([path]), many([u32(GOOD) + many([node("Station1", 2) + u32(-1)])]) + many([]))


def services_history(talk, at):
    details = structure(649, u8(0) + time(at - 60 * S) + time(at) + u32(10) + u8(0))
    told = structure(658, many([value(double(n + 0.5), at - (5 - n) * S) for n in range(5)]))
    at = talk.do(at, "history", details + u32(2) + u8(0) + many([LEVEL + text(None) + name(None) + text(None)]),
                 many([u32(GOOD) + text(None) + told]) + many([]))
    changes = [structure(682, LEVEL + u32(2) + many([value(double(1.0), at - S)])),
               structure(688, LEVEL + u8(0) + time(at - 60 * S) + time(at))]
    return talk.do(at, "change", many(changes),
                   many([u32(GOOD) + many([u32(GOOD)]) + many([]), u32(GOOD) + many([]) + many([])]) + many([]))


def services_subscriptions(talk, at):
    at = subscribe(talk, at)
    at = talk.do(at, 793, u32(7) + f64(1000) + u32(1200, 10, 0) + u8(0), f64(1000) + u32(1200, 10))
    at = talk.do(at, 799, u8(1) + many([u32(7)]), many([u32(GOOD)]) + many([]))
    change = u32(900, 100) + f64(100) + structure(724, u32(1, 1) + f64(0.5)) + u32(5) + u8(1)
    at = talk.do(at, 763, u32(7, 2) + many([change]), many([u32(GOOD) + f64(100) + u32(5) + bytes(3)]) + many([]))
    at = talk.do(at, 769, u32(7, 1) + many([u32(900)]), many([u32(GOOD)]) + many([]))
    at = talk.do(at, 775, u32(7, 900) + many([u32(901)]) + many([]), many([u32(GOOD)]) + many([]) + many([]) + many([]))
    asked = talk.ask(at, "publish", many([]))
    event = structure(916, many([u32(100) + many([string("Pump 1 tripped"), u8(5) + u16(800)])]))
    gone = structure(820, u32(0x800A0000) + u8(0))
    told = u32(7) + many([u32(1)]) + u8(0) + u32(1) + time(at) + many([event, gone]) + many([]) + many([])
    at = talk.answer(at + 200 * MS, asked, told) + MS
    at = talk.do(at, 832, u32(7, 1), result=0x807A0000)
    at = talk.do(at, 841, many([u32(8)]) + u8(0), many([u32(0x80280000) + many([])]) + many([]))
    at = talk.do(at, 781, u32(7) + many([u32(900)]), many([u32(GOOD)]) + many([]))
    at = talk.do(at, 479, u32(3), u32(0))
    return talk.do(at, "unsubscribe", many([u32(7)]), many([u32(GOOD)]) + many([]))
