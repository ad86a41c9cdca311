"""The captures of normal work, and the one of all that there is."""
import math
import struct

from messages import (BOOL, DINT, INT, LIST_INTERFACES, LIST_SERVICES, REAL, ROUTER, STRUCTURE, answer, ask, f32,
                      forward_open, header, item, items, number, path, pccc, pccc_answer, several, sockets, tag, u16, u32, u8, unconnected_send)
from stations import (ADAPTER, BLOCK, CONTROLLER, DEVICES, ENGINEER, HMI, MS, PLC, S, SLC, Stream, Talk, identify,
                      who_are_you)

ASSEMBLIES = number(0, 4) + number(1, 1) + number(3, 150) + number(3, 100)
KEYED = u8(0x34, 4) + u16(1, 12, 137) + u8(0x86, 13)


def read(name, kind, value):
    """A tag that is read: request and response."""
    data = f32(value) if kind == REAL else struct.pack("<i", value)
    return ask(0x4C, tag(name), u16(1)), answer(0x4C, u16(kind) + data)


def write(name, kind, value):
    data = f32(value) if kind == REAL else struct.pack("<i", value)
    return ask(0x4D, tag(name), u16(kind, 1) + data), answer(0x4D)


def poll(talk, at, step):
    """The screen's tags in one packet."""
    level = 50 + 8 * math.sin(step / 9)
    tags = [read("Filler.Level", REAL, level), read("Filler.Bottles", DINT, 1000 + 3 * step),
            read("Filler.Speed", DINT, 240), read("Capper.Torque", REAL, 1.8 + step % 5 / 50)]
    return talk.send(at, ask(0x0A, ROUTER, several(*(q for q, _ in tags))),
                     answer(0x0A, several(*(a for _, a in tags))))


def line(tape, seconds=24, writes=True, io=True):
    """The line at work: a screen polls the controller, the controller exchanges I/O data with its block."""
    hmi = Talk(tape, HMI, PLC, 49210)
    at = hmi.open(100 * MS)
    at = identify(hmi, at, CONTROLLER)
    at = hmi.connect(at, 0x11223344, 1, (0x00790301, 0x80FE0013), large=True, sizes=(4000, 4000))
    if io:
        scanner = Talk(tape, PLC, ADAPTER, 49300, session=0x20030200)
        then = scanner.open(150 * MS)
        ids = (0x00450601, 0x80450001)
        then = scanner.connect(then, 0x00C0A801, 7, ids, rpi=(100_000, 100_000), sizes=(10, 8), transport=0x01,
                               where=KEYED + ASSEMBLIES)
        stream = Stream(tape, PLC, ADAPTER, ids)
        for n in range((seconds - 1) * 10):
            then += 100 * MS
            stream.produce(then, 0, u32(1) + u16(240, n // 20 % 2))
            stream.produce(then + 2 * MS, 1, u16(n // 20 % 2, 240 + n % 3))
    for n in range((seconds - 2) * 2):
        poll(hmi, S + n * 500 * MS, n)
        if writes and n % 20 == 9:
            hmi.send(S + n * 500 * MS + 200 * MS, *write("Filler.SpeedSetpoint", DINT, 240))
    return hmi


def cip_normal(tape):
    """a bottling line at work

    `10.30.0.10` is the screen: it registers a session with the controller `10.30.1.1`, reads who it is, opens a
    connection (Large Forward Open) and reads four tags twice a second in one Multiple Service Packet; each ten seconds
    it writes the setpoint of the speed. The controller has a class 1 connection with the I/O block `10.30.1.11`, which
    both sides send on ten times a second. Nothing here is worth an alert.
    """
    line(tape)


def cip_longer(tape):
    """the same line, to learn from

    As in cip-normal, forty seconds long, with the engineering station's usual look at the devices of the network
    (List Identity by broadcast, and the controller's program name and clock).
    """
    line(tape, 40)
    who_are_you(tape, 20 * S, ENGINEER, DEVICES)
    engineer = Talk(tape, ENGINEER, PLC, 49400, session=0x10020200)
    at = engineer.open(21 * S)
    at = identify(engineer, at, CONTROLLER)
    at = engineer.say(at, ask(1, path(0x64, 1)), answer(1, u16(10) + b"Bottling_1"))
    at = engineer.say(at, ask(3, path(0x8B, 1), u16(1, 6)), answer(3, u16(1, 6, 0) + struct.pack("<q", 1795316400000000)))
    engineer.close(at)


def common_services(talk, at):
    """Each service that every class may have."""
    for service in (2, 6, 7, 9, 0x0D, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x1B, 0x1C, 0x1D):
        at = talk.say(at, ask(service, path(0x04, 100), u8(1, 0)), answer(service, status=8))
    at = talk.say(at, ask(8, path(0x04, 0)), answer(8, u16(101)))
    at = talk.say(at, ask(0x11, path(4, 0), u8(8)), answer(0x11, u8(2) + u16(100, 150)))
    at = talk.say(at, ask(0x05, path(1, 1), u8(1)), answer(5, status=0x10, extended=(1,)))
    at = talk.say(at, ask(4, path(0x8B, 1), u16(1, 6) + u32(1, 2)), answer(4, u16(1, 6) + u8(0, 0)))
    return talk.say(at, ask(3, path(1, 1), u16(3, 1, 7, 99)),
                    answer(3, u16(3) + u16(1, 0, 1) + u16(7, 0) + u8(4) + b"L83E" + u16(99) + u8(0x14, 0), status=0x0A))


def attributes(talk, at):
    """What objects say of themselves."""
    at = talk.say(at, ask(1, ROUTER), answer(1, u16(3, 1, 2, 6)))
    for number_, size in ((1, 2), (2, 2), (3, 2)):
        at = talk.say(at, ask(0x0E, path(0xF6, 0, number_)), answer(0x0E, (2).to_bytes(size, "little")))
    link = u16(2) + path(0xF6, 1)
    address = u32(0x0A1E0101, 0xFFFF0000, 0x0A1E0001, 0x0A1E0002, 0x0A1E0003) + u16(5) + b"plant\0"
    at = talk.say(at, ask(1, path(0xF5, 1)),
                  answer(1, u32(0x41, 0x94, 0x10) + link + address + u16(4) + b"plc1"))
    at = talk.say(at, ask(1, path(0xF6, 1)), answer(1, u32(100, 0x0F) + bytes.fromhex("0000bc300101")))
    at = talk.say(at, ask(0x10, path(0xF6, 1, 6), u16(2, 100)), answer(0x10, status=0x0E))
    for number_, value in ((7, 2), (8, 1), (9, 1)):
        at = talk.say(at, ask(0x0E, path(0xF6, 1, number_)), answer(0x0E, u8(value)))
    return talk.say(at, ask(0x0E, path(1, 1, 8)), answer(0x0E, u8(3)))


def tags(talk, at):
    """Tags of all shapes, as Logix and Omron have them."""
    at = talk.say(at, ask(0x4C, tag("Program:Main.Recipe", 3), u16(2)), answer(0x4C, u16(INT) + u16(7, 65530)))
    at = talk.say(at, ask(0x52, tag("Log"), u16(400) + u32(480)), answer(0x52, u16(DINT) + u32(*range(8)), status=6))
    at = talk.say(at, ask(0x53, tag("Log"), u16(DINT, 4) + u32(16, 1, 2, 3, 4)), answer(0x53))
    at = talk.say(at, ask(0x4D, tag("Batch"), u16(STRUCTURE, 0x0FCE, 1) + u32(5) + b"B-117" + bytes(77)), answer(0x4D))
    at = talk.say(at, ask(0x4E, tag("Flags"), u16(1) + u8(1, 0xFE)), answer(0x4E))
    at = talk.say(at, ask(0x4C, tag("Ready"), u16(1)), answer(0x4C, u16(BOOL) + u8(1)))
    at = talk.say(at, ask(0x4C, tag("Missing"), u16(1)), answer(0x4C, status=5, extended=(0,)))
    at = talk.say(at, ask(0x4C, path(0x6B, 0x1234), u16(1)), answer(0x4C, u16(REAL) + f32(3.5)))
    at = talk.say(at, ask(0x55, path(0x6B, 0), u16(2, 1, 2)), answer(0x55, u32(1) + u16(3) + b"Log" + u16(0xC4)))
    return talk.say(at, ask(0x4C, path(0x6C, 0x222), u32(0) + u16(20)), answer(0x4C, bytes(20)))


def segments(talk, at):
    """Paths of all kinds."""
    for where in (number(0, 4) + u8(0x38, 1), number(0, 0x6B) + u8(0x3C, 3) + u16(2), u8(0x64) + b"Tank\0", u8(0x60, 0xC6, 7, 0),
                  u8(0x41, 2) + path(4, 1), u8(0x42, 1) + path(4, 1), u8(0x43, 10) + path(4, 1),
                  u8(0x80, 1, 0xAB, 0xCD) + path(4, 1), u8(0x5F, 1, 2, 0) + path(4, 1), path(4, 0x12345, 3, 0x123)):
        at = talk.say(at, ask(0x0E, where), answer(0x0E, status=4))
    return at


def manager(talk, at):
    """Connections and messages to devices behind this one."""
    inner = ask(0x0E, path(1, 1, 7))
    at = talk.say(at, unconnected_send(inner), answer(0x0E, u8(4) + b"OB16"))
    far = u8(0x12, 11) + b"10.30.1.111" + b"\0"
    at = talk.say(at, unconnected_send(ask(1, path(1, 1)), far),
                  answer(0x52, u8(1, 0), status=1, extended=(0x0204,)))
    at = talk.say(at, unconnected_send(ask(1, path(1, 1)), u8(0x0F) + u16(300) + u8(2)), answer(1, CONTROLLER.identity()))
    both = several(ask(0x0E, path(1, 1, 7)), ask(0x0E, path(1, 1, 99)))
    at = talk.say(at, unconnected_send(ask(0x0A, ROUTER, both)),
                  answer(0x0A, several(answer(0x0E, u8(4) + b"OB16"), answer(0x0E, status=0x14)), status=0x1E))
    at = talk.say(at, ask(0x56, path(6, 1), u16(1)), answer(0x56, status=8))
    refused = struct.pack("<HHIBB", 9, 0x4D, 0x11223344, 1, 0)
    at = talk.say(at, forward_open(0x11223344, 9, (0, 0x80FE0099), where=ASSEMBLIES, transport=1),
                  answer(0x54, refused, status=1, extended=(0x0113,)))
    unid = u32(0x01A2B3C4) + u16(0x3A5B)
    safe = u8(0x50, 27, 0, 0) + u32(0x5EC0C5C5, 0x00250420) + u16(0x3A5B) + u32(0) + u16(0)
    safe += unid + u32(0x0A1E0204) + unid + u32(0x0A1E0101) + u16(600, 0, 300) + u8(2, 1) + u32(0xC9A3510F, 0)
    safe += number(0, 4) + number(1, 0x300)
    safe += u8(0x34, 5) + u16(1, 35, 20) + u8(2, 1) + u32(0x405A1B2C)
    ids = (0x00460001, 0x80460001)
    request = forward_open(0x11223344, 10, ids, rpi=(50_000, 50_000), sizes=(8, 8), transport=0, where=safe)
    reply = struct.pack("<IIHHIIIBx", *ids, 10, 0x4D, 0x11223344, 50_000, 50_000, 5)
    reply += u16(0xFFFF, 1) + u32(0x405A1B2C) + u16(1)
    at = talk.say(at, request, answer(0x54, reply), item(0x8000, sockets(2222, "239.192.4.1")))
    return at


def old_controllers(tape):
    """PCCC: a MicroLogix by data-table addresses."""
    talk = Talk(tape, ENGINEER, SLC, 49520, session=0x3F18A609)
    at = talk.open(8 * S)
    status = u8(0, 0xEE, 0x31, 0x9C, 0x2F) + b"1763-LEC   " + bytes(4)
    at = talk.say(at, pccc(0x06, b"", 1, 3), pccc_answer(0x06, status, 1))
    read_n = u8(4, 7, 0x89, 0, 0)
    at = talk.say(at, pccc(0x0F, read_n, 2, 0xA2), pccc_answer(0x0F, u16(240, 65535), 2))
    at = talk.say(at, pccc(0x0F, u8(4, 8, 0x8A, 2, 0), 3, 0xA2), pccc_answer(0x0F, f32(21.5), 3))
    at = talk.say(at, pccc(0x0F, u8(2, 4, 0x86, 1, 2), 4, 0xA2), pccc_answer(0x0F, u16(50), 4))
    at = talk.say(at, pccc(0x0F, u8(2, 7, 0x89, 3, 0) + u16(17), 5, 0xAA), pccc_answer(0x0F, b"", 5))
    at = talk.say(at, pccc(0x0F, u8(2, 3, 0x85, 0, 0) + u16(1, 1), 6, 0xAB), pccc_answer(0x0F, b"", 6))
    at = talk.say(at, pccc(0x07, b"", 7, 1), pccc_answer(0x07, b"", 7, 0x10))
    at = talk.say(at, pccc(0x0F, u8(6), 8, 0x80), pccc_answer(0x0F, b"", 8, 0xF0, 0x0B))
    talk.close(at)


def cip_services(tape):
    """all that EtherNet/IP and CIP have

    `10.30.0.20` tries every command of the encapsulation, the services that all classes have, tags of all types, paths
    of all kinds, connections that are opened and refused, messages to devices behind the controller, and PCCC to an old
    controller. What the decoder knows is shown here at least once.
    """
    who_are_you(tape, 50 * MS, ENGINEER, DEVICES)
    secured = items(item(0x0C, struct.pack("<H", 1) + sockets(44818, BLOCK.host.ip) + BLOCK.identity() + u8(3)),
                    item(0x86, u16(3) + u8(2, 2, 0x0F)))
    tape.udp(200 * MS, ENGINEER, ADAPTER, (50101, 44818), header(0x63))
    tape.udp(203 * MS, ADAPTER, ENGINEER, (44818, 50101), header(0x63, secured))
    tape.udp(300 * MS, ENGINEER, ADAPTER, (50102, 44818), header(0xC8))
    talk = Talk(tape, ENGINEER, PLC, 49500, session=0x10020300)
    at = talk.tcp.open(400 * MS) + MS
    names = items(item(0x100, u16(1, 0x120) + b"Communications\0\0"))
    at = talk.exchange(at, LIST_SERVICES, b"", names, session=0) + MS
    at = talk.exchange(at, LIST_INTERFACES, b"", items(), session=0) + MS
    at = talk.exchange(at, 0x65, u16(1, 0), u16(1, 0), session=0) + MS
    for command in (0x00, 0x72, 0x73):
        at = talk.exchange(at, command, u8(1, 2), None) + MS
    at = talk.say(at, ask(0x0E, path(1, 1, 7)), answer(0x0E, u8(4) + b"L83E"), item(0x99, u8(1)))
    over_udp = struct.pack("<HII", 1, 77, 0) + ask(0x0E, path(1, 1, 7))
    at = talk.exchange(at, 0x6F, u32(0) + u16(5) + items(item(0), item(0x8003, over_udp)), None) + MS
    for part in (common_services, attributes, tags, segments, manager):
        at = part(talk, at)
    stream = Stream(tape, PLC, ENGINEER, (0x80460001, 0x00460001))
    for n in range(4):
        stream.produce(at + n * 50 * MS, 0, u16(n, 0xBEEF), 1 if n != 2 else 3)
    talk.close(at + S)
    old_controllers(tape)
