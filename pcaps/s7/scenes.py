"""The captures of a tank farm at work, and of two attacks on it."""
import math
import struct

from messages import (BIT, BLOCK, BYTE, FLAG, INPUT, REAL, WORD, WRONG_PASSWORD, address, ask, blocks, clock,
                      items, long_name, reply, service, u8, u16)
from stations import ATTACKER, ENGINEER, HMI, MS, PLC, PLC2, S, Talk

ORDER = "6ES7 315-2EH14-0AB0"
READ, WRITE, STOP = 4, 5, 0x29
CPU, SECURITY, CLOCK, BLOCKS = 4, 5, 7, 3
STATES = {"run": 8, "stop": 3}


def variables(function, addresses):
    return u8(function, len(addresses)) + b"".join(addresses)


POLLED = (address(REAL, BLOCK, 0, block=10, count=2), address(WORD, BLOCK, 8, block=10), address(BIT, INPUT, 0, 3),
          address(BYTE, FLAG, 20))


def poll(talk, at, step):
    """The screen's variables: two levels, a valve's position, a limit switch, a byte of flags."""
    levels = struct.pack(">ff", 61.5 + 4 * math.sin(step / 11), 48.0 + step / 50)
    values = items([(levels, 4, 0xFF), (u16(740 + step % 3), 4, 0xFF), (u8(step // 20 % 2), 3, 0xFF), (u8(0x11), 4, 0xFF)])
    return talk.job(at, variables(READ, POLLED), u8(READ, len(POLLED)), answer_data=values)


def set_point(talk, at, value):
    where = variables(WRITE, [address(REAL, BLOCK, 20, block=10)])
    data = items([(struct.pack(">f", value), 4, 0)])
    return talk.job(at, where, u8(WRITE, 1), data, u8(0xFF))


def farm(tape, seconds=24):
    """The tank farm at work: a screen polls two controllers and writes a set point now and then."""
    first, second = Talk(tape, HMI, PLC, 49210), Talk(tape, HMI, PLC2, 49211)
    first.open(100 * MS)
    second.open(150 * MS)
    for n in range((seconds - 2) * 2):
        at = S + n * 500 * MS
        poll(first, at, n)
        poll(second, at + 50 * MS, n + 7)
        if n % 20 == 9:
            set_point(first, at + 200 * MS, 65.0)


def szl(talk, at, number, index, size, records):
    """A partial list of the system status."""
    body = u16(number, index, size, len(records)) + b"".join(records)
    return talk.user(at, ask(CPU, 1, u16(number, index)), reply(CPU, 1, body))


def module(index, order, version, release):
    return u16(index) + order.encode().ljust(20) + u16(0xC0, version, release)


def component(index, text):
    return u16(index) + text.encode().ljust(32, b"\0")


def identify(talk, at, name="Tank farm", serial="S C-C2UR28922012"):
    at = szl(talk, at, 0x11, 0, 28, [module(1, ORDER, 0x3156, 1), module(6, ORDER, 0x3156, 1),
                                     module(7, " ", 0x5603, 0x0206)])
    return szl(talk, at, 0x1C, 0, 34, [component(1, name), component(2, "CPU 315-2 PN/DP"), component(5, serial),
                                       component(7, "CPU 315-2 PN/DP")])


def state(talk, at, now):
    record = u16(0x5100 | 0x40 | STATES[now]) + u8(0xFF, STATES[now]) + bytes(8) + clock(2026, 11, 22, 3, 0, 1)[2:]
    return szl(talk, at, 0x424, 0, 20, [record])


def s7_normal(tape):
    """a tank farm at work

    `10.40.0.10` is the screen: it has a connection with the CPU (rack 0, slot 2) of each of the controllers `10.40.1.1`
    and `10.40.1.2`, reads levels, a valve's position, a limit switch and flags twice a second in one Read Var, and
    writes a set point each ten seconds. Halfway the engineering station `10.40.0.20` looks who the first controller is
    and whether it runs. Nothing here is worth an alert.
    """
    farm(tape)
    engineer = Talk(tape, ENGINEER, PLC, 49400)
    at = engineer.open(12 * S)
    at = identify(engineer, at)
    engineer.close(state(engineer, at, "run"))


def s7_stop(tape):
    """a new host stops a controller

    While the farm works (see s7-normal), `10.40.0.66`, which nobody knows, asks the first controller who it is and
    whether it runs, tries two passwords, which are wrong, sets the clock back by years and stops the CPU. Six seconds
    later it starts the CPU again.
    """
    farm(tape)
    talk = Talk(tape, ATTACKER, PLC, 51100)
    at = talk.open(8 * S)
    at = identify(talk, at)
    at = state(talk, at, "run") + S
    for secret in (b"\x64\x72\x13\x04\x46\x5c\x19\x1c", b"\x36\x34\x01\x04\x53\x42\x21\x6f"):
        at = talk.user(at, ask(SECURITY, 1, secret), reply(SECURITY, 1, b"", WRONG_PASSWORD)) + 500 * MS
    at = talk.user(at, ask(CLOCK, 2, clock(1999, 12, 31, 23, 59, 0)), reply(CLOCK, 2, b"")) + S
    program = "P_PROGRAM"
    at = talk.job(at, u8(STOP, 0, 0, 0, 0, 0, len(program)) + program.encode(), u8(STOP))
    at = state(talk, at + 100 * MS, "stop") + 6 * S
    at = talk.job(at, service(program), u8(0x28))
    talk.close(state(talk, at + 200 * MS, "run"))


CODE = {("8", 1): b"7070010c0108000100000074" + bytes(120), ("A", 10): bytes(64), ("E", 1869): bytes(range(200)) * 2}


def upload(talk, at, kind, number, contents):
    at = talk.job(at, u8(0x1D, 0) + bytes(6) + long_name(kind, number, "A"),
                  u8(0x1D, 0, 1, 0, 0, 0, 0, 7, 7) + f"{len(contents):07}".encode())
    for offset in range(0, len(contents), 200):
        piece = contents[offset:offset + 200]
        more = offset + 200 < len(contents)
        at = talk.job(at, u8(0x1E, 0, 0, 0, 0, 0, 0, 7), u8(0x1E, more), answer_data=u16(len(piece), 0xFB) + piece)
    return talk.job(at, u8(0x1F, 0, 0, 0, 0, 0, 0, 7), u8(0x1F))


def download(talk, at, kind, number, contents):
    lengths = f"1{len(contents) + 36:06}{len(contents):06}".encode()
    name = long_name(kind, number)
    at = talk.job(at, u8(0x1A, 0, 1, 0, 0, 0, 0, 0) + name + u8(len(lengths)) + lengths, u8(0x1A))
    for offset in range(0, len(contents), 200):
        piece = contents[offset:offset + 200]
        more = offset + 200 < len(contents)
        at = talk.fetch(at, u8(0x1B, 0, 0, 0, 0, 0, 0, 0) + name, u8(0x1B, more), u16(len(piece), 0xFB) + piece)
    at = talk.fetch(at, u8(0x1C, 0, 0, 0, 0, 0, 0, 0) + name, u8(0x1C))
    return talk.job(at, service("_INSE", blocks(kind, number)), u8(0x28))


def list_blocks(talk, at):
    counts = b"".join(f"0{kind}".encode() + u16(n) for kind, n in (("8", 2), ("A", 3), ("C", 4), ("E", 0)))
    at = talk.user(at, ask(BLOCKS, 1, b""), reply(BLOCKS, 1, counts))
    return talk.user(at, ask(BLOCKS, 2, b"08"), reply(BLOCKS, 2, u16(1) + u8(0x22, 3) + u16(35) + u8(0x22, 1)))


def s7_download(tape):
    """a new host changes a controller's program

    While the farm works (see s7-normal), `10.40.0.66`, which nobody knows, lists the blocks of the second controller,
    uploads OB1, deletes DB10, downloads FB1869 and another OB1 in pieces, links both into the program and copies the
    program to the memory card.
    """
    farm(tape)
    talk = Talk(tape, ATTACKER, PLC2, 51200)
    at = talk.open(8 * S)
    at = list_blocks(talk, at) + 500 * MS
    at = upload(talk, at, "8", 1, CODE["8", 1]) + S
    at = talk.job(at, service("_DELE", blocks("A", 10, "B")), u8(0x28)) + 500 * MS
    at = download(talk, at, "E", 1869, CODE["E", 1869])
    at = download(talk, at, "8", 1, CODE["8", 1] + CODE["A", 10]) + S
    talk.close(talk.job(at, service("_MODU", b"EP"), u8(0x28)))
