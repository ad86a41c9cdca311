"""The captures of attacks on the bottling line."""
import struct

from messages import (DINT, REAL, ROUTER, answer, ask, forward_close, forward_closed, header, items, number, path, pccc,
                      pccc_answer, tag, u16, u32, u8)
from scenes import line, write
from stations import (ATTACKER, CONTROLLER, DEVICES, MS, PLC, PLC2, S, SLC, Talk, identify, who_are_you)


def cip_recon(tape):
    """who is there

    While the line works (see cip-normal), `10.30.0.66`, which nobody knows, asks all devices by broadcast who they
    are, twenty times, and then reads the Identity object, the list of objects and the program's name of the two
    controllers.
    """
    line(tape)
    for n in range(20):
        who_are_you(tape, 8 * S + n * 200 * MS, ATTACKER, DEVICES, port=50200 + n)
    for n, device in enumerate(DEVICES[:2]):
        talk = Talk(tape, ATTACKER, device.host, 51000 + n, session=0x10020900 + n)
        at = talk.open(14 * S + n * S)
        at = identify(talk, at, device)
        at = talk.say(at, ask(1, ROUTER), answer(1, u16(4, 1, 2, 6, 0x6B)))
        at = talk.say(at, ask(1, path(0x64, 1)), answer(1, u16(10) + b"Bottling_1"))
        talk.close(at)


def cip_stop(tape):
    """controllers are stopped

    `10.30.0.66` stops the controller of the line (service Stop on its Controller object), which stops polling its I/O,
    resets the second controller through its Identity object, and puts the old one into program mode by PCCC.
    """
    line(tape)
    talk = Talk(tape, ATTACKER, PLC, 51100, session=0x10020A00)
    at = talk.open(12 * S)
    at = talk.connect(at, 0x66666666, 1, (0x00790A01, 0x80FE0A13))
    at = talk.send(at, ask(0x07, path(0x8E, 1)), answer(0x07))
    talk.disconnect(at, 0x66666666, 1)
    talk = Talk(tape, ATTACKER, PLC2, 51101, session=0x10020B00)
    at = talk.open(15 * S)
    at = talk.say(at, ask(0x05, path(1, 1), u8(0)), answer(0x05))
    talk = Talk(tape, ATTACKER, SLC, 51102, session=0x10020C00)
    at = talk.open(17 * S)
    talk.say(at, pccc(0x0F, u8(1), 1, 0x80), pccc_answer(0x0F, b"", 1))


def cip_write(tape):
    """a tag is written by somebody else

    `10.30.0.66` reads the list of tags, then writes the setpoint of the speed, which only the screen writes, and a
    torque.
    """
    line(tape)
    talk = Talk(tape, ATTACKER, PLC, 51200, session=0x10020D00)
    at = talk.open(12 * S)
    at = talk.say(at, ask(0x55, path(0x6B, 0), u16(2, 1, 2)),
                  answer(0x55, u32(1) + u16(12) + b"Filler.Level" + u16(0xCA)))
    at = talk.say(at, *write("Filler.SpeedSetpoint", DINT, 900))
    talk.say(at + S, *write("Capper.TorqueSetpoint", REAL, 9.5))


def cip_forged_close(tape):
    """somebody closes another's connection

    The I/O connection of the controller with its block is closed by `10.30.0.66`, which sends a Forward Close with the
    controller's three numbers; the block believes it and the outputs fall back.
    """
    line(tape, 14)
    adapter = DEVICES[2].host
    talk = Talk(tape, ATTACKER, adapter, 51300, session=0x10020E00)
    at = talk.open(13 * S)
    where = number(0, 4) + number(1, 1) + number(3, 150) + number(3, 100)
    talk.say(at, forward_close(0x00C0A801, 7, where), forward_closed(0x00C0A801, 7))


def cip_firmware(tape):
    """firmware, program and address of a controller are changed

    `10.30.0.66` locks the controller, deletes a routine and creates another, sets the clock, writes another IP address
    into the TCP/IP object and sends a new firmware in pieces.
    """
    line(tape)
    talk = Talk(tape, ATTACKER, PLC, 51400, session=0x10020F00)
    at = talk.open(12 * S)
    at = identify(talk, at, CONTROLLER)
    at = talk.say(at, ask(0x4B, path(0x8E, 1) + path(0x74, 1)), answer(0x4B))
    routine = path(0x68, 0x2420) + path(0x6D, 0x1001)
    at = talk.say(at, ask(0x09, routine), answer(0x09))
    at = talk.say(at, ask(0x08, path(0x68, 0x2420) + path(0x6D, 0), bytes(40)), answer(0x08, u16(0x1002)))
    at = talk.say(at, ask(0x4C, path(0x8E, 1) + path(0x74, 1)), answer(0x4C))
    at = talk.say(at, ask(4, path(0x8B, 1), u16(1, 6) + struct.pack("<q", 0)), answer(4, u16(1, 6) + u8(0, 0)))
    address = u32(0x0A1E0163, 0xFFFF0000, 0, 0, 0) + u16(0)
    at = talk.say(at, ask(0x10, path(0xF5, 1, 5), address), answer(0x10))
    at = talk.say(at, ask(0x4B, path(0xA1, 1), u32(4096)), answer(0x4B))
    for n in range(12):
        at = talk.say(at + 5 * MS, ask(0x4D, path(0xA1, 1), u32(n * 200) + bytes([n]) * 200), answer(0x4D))


def cip_malformed(tape):
    """messages that contradict themselves

    `10.30.0.66` sends the controller encapsulations and CIP messages that are wrong: lengths that lie, paths with
    unknown segments, packets whose services do not fit, a session of somebody else, options that are not 0, and bytes
    that are no EtherNet/IP at all.
    """
    line(tape, 8, io=False)
    talk = Talk(tape, ATTACKER, PLC, 51500, session=0x10021000)
    at = talk.open(6 * S)
    at = talk.say(at, ask(0x0E, u8(0xE0, 0, 1, 2)), answer(0x0E, status=4))
    at = talk.say(at, u8(0x4C, 200) + tag("Short"), answer(0x4C, status=0x26))
    at = talk.say(at, ask(0x0A, ROUTER, u16(3, 8, 200, 4)), answer(0x0A, status=0x24))
    at = talk.say(at, ask(0x4E, tag("Flags"), u16(40) + bytes(8)), answer(0x4E, status=0x13))
    talk.tcp.send(at, 0, header(0x6F, u32(0) + u16(5) + u16(2, 0, 0, 0xB2, 200) + u8(0x0E), talk.session, 9))
    at += 10 * MS
    wrong = bytearray(header(0x66, b"", 0x99999999, 10))
    wrong[20] = 1
    talk.tcp.send(at, 0, bytes(wrong))
    talk.tcp.send(at + 10 * MS, 0, header(0x65, u16(1), 0, 11))
    tape.udp(7 * S, ATTACKER, PLC, (50900, 44818), header(0x63, items() + u16(7), 0, 0)[:25])

