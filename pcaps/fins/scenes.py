"""The captures of a bottling plant at work."""
import math

from messages import (CIO, CIO_BIT, DM, HOLDING, TIMER, WORK_BIT, clock, controller, items, place, status, u8, u16)
from stations import CAPPER, ENGINEER, FILLER, HMI, MS, S, SCADA, Connection, Talk

READ, WRITE, MULTIPLE, IDENTIFY, STATUS, CLOCK = 0x0101, 0x0102, 0x0104, 0x0501, 0x0601, 0x0701

POLLED = place(DM, 200) + place(CIO, 10) + place(TIMER, 5) + place(CIO_BIT, 100, 3) + place(WORK_BIT, 7, 15)


def poll(talk, at, step):
    """Levels, speed and counts in ten words of DM, then what machines say of themselves."""
    level = int(620 + 45 * math.sin(step / 9))
    words = u16(level, 480 + step % 5, 1200, 74, step, step // 2, 0, 3, 250, 1)
    at = talk.ask(at, READ, items(DM, 100, 10), words)
    values = (u8(DM) + u16(55 + step % 3) + u8(CIO) + u16(0x0401) + u8(TIMER) + u16(100 - step % 50)
              + u8(CIO_BIT, step // 10 % 2) + u8(WORK_BIT, 1))
    return talk.ask(at + MS, MULTIPLE, POLLED, values)


def set_point(talk, at, value):
    return talk.ask(at, WRITE, items(DM, 300, 1), b"" if value is None else u16(value))


def write(talk, at, area, address, values, bit=0):
    data = bytes(values) if area < 0x80 else u16(*values)
    return talk.ask(at, WRITE, items(area, address, len(values), bit) + data)


def plant(tape, seconds=24):
    """The screen polls the filler by UDP, the control system the capper by TCP; set points are written now and then."""
    screen = Talk(tape, HMI, FILLER)
    system = Connection(tape, SCADA, CAPPER, 50210)
    system.open(200 * MS)
    for n in range((seconds - 2) * 2):
        at = S + n * 500 * MS
        poll(screen, at, n)
        if n % 2 == 0:
            system.ask(at + 50 * MS, READ, items(HOLDING, 0, 4), u16(17, 3, 900 + n % 4, 0))
        if n % 20 == 9:
            write(screen, at + 200 * MS, DM, 300, [650 + n])
        if n % 20 == 15:
            write(screen, at + 200 * MS, CIO_BIT, 50, [n // 20 % 2], bit=4)


def identify(talk, at, model="CJ2M-CPU33", version="02.01"):
    return talk.ask(at, IDENTIFY, b"", controller(model, version))


def fins_normal(tape):
    """a bottling plant at work

    `10.60.0.10` is the screen: twice a second it reads ten words of DM, and some words, a timer and bits in one
    Multiple Memory Area Read, of the filler's controller `10.60.1.1` (UDP), and writes a set point or a bit each few
    seconds. The control system `10.60.0.11` has a connection over TCP with the capper's controller `10.60.1.2`: the
    handshake gives it node 11. Halfway the engineering station `10.60.0.20` looks who the filler's controller is, how
    it is, and what time it has. Nothing here is worth an alert.
    """
    plant(tape)
    engineer = Talk(tape, ENGINEER, FILLER)
    at = identify(engineer, 12 * S)
    at = engineer.ask(at + 10 * MS, STATUS, b"", status("monitor"))
    engineer.ask(at + 10 * MS, CLOCK, b"", clock(2026, 11, 22, 3, 0, 12, 0))
