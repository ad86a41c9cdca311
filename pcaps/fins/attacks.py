"""What is done to the bottling plant."""
from frames import Tcp
from messages import (CARD, CIO_BIT, DM, PROTECTED, WRONG_PASSWORD, clock, controller, dos_time, filename, items, place,
                      status, text, u8, u16, u32)
from scenes import CLOCK, IDENTIFY, READ, STATUS, identify, plant, write
from stations import ATTACKER, CAPPER, FILLER, MS, S, WASHER, Connection, Host, Talk

RUN, STOP, PROGRAM_READ, PROGRAM_WRITE, PROGRAM_CLEAR = 0x0401, 0x0402, 0x0306, 0x0307, 0x0308
END = 0x8000


def fins_stop(tape):
    """a new host stops a controller and clears its program

    While the plant works (see fins-normal), `10.60.0.66`, which nobody knows, asks the filler's controller who it is
    and how it is, takes the access right by force, sets the clock back by years, stops the controller and clears its
    program. Six seconds later it puts the controller into RUN mode, which cannot be done: there is no program.
    """
    plant(tape)
    talk = Talk(tape, ATTACKER, FILLER, port=51100)
    at = identify(talk, 8 * S)
    at = talk.ask(at + 20 * MS, STATUS, b"", status("run")) + S
    at = talk.ask(at, 0x0C01, u16(0xFFFF), u8(0, 20, 0), 0x3001) + 100 * MS
    at = talk.ask(at, 0x0C02, u16(0xFFFF)) + 100 * MS
    at = talk.ask(at, CLOCK + 1, clock(1999, 12, 31, 23, 59, 0, 5)) + S
    at = talk.ask(at, STOP) + 50 * MS
    at = talk.ask(at, STATUS, b"", status("program")) + 50 * MS
    at = talk.ask(at, PROGRAM_CLEAR, u16(0xFFFF) + u8(0)) + 6 * S
    talk.ask(at, RUN, u16(0xFFFF) + u8(4), error=0x2108)


def upload(talk, at, size=1600, step=400):
    for word in range(0, size, step):
        last = END if word + step >= size else 0
        head = u16(0xFFFF) + u32(word)
        at = talk.ask(at, PROGRAM_READ, head + u16(step), head + u16(step | last) + bytes(range(200)) * 2) + 5 * MS
    return at


def fins_program(tape):
    """a new host changes the program of a controller

    While the plant works (see fins-normal), `10.60.0.66`, which nobody knows, connects to the capper's controller over
    TCP, reads its program, finds it protected, guesses passwords until one fits, stops the controller, writes another
    program and other settings, and starts it. Then it deletes files of the memory card, formats the card, and clears
    the error log.
    """
    plant(tape)
    talk = Connection(tape, ATTACKER, CAPPER, 51200)
    at = talk.open(6 * S)
    at = identify(talk, at, "CS1H-CPU66H", "04.00") + S
    at = upload(talk, at) + S
    where = u16(0xFFFF) + u32(0) + u16(4 | END)
    at = talk.ask(at, PROGRAM_WRITE, where + bytes(8), error=PROTECTED) + 200 * MS
    area = u16(0xFFFF) + u8(0) + u32(0, 0xFFFFFFFF)
    for guess in ("0000", "1234", "OMRN", "PLC1", "ADMN", "TEST"):
        at = talk.ask(at, 0x0305, area + guess.encode(), error=WRONG_PASSWORD) + 300 * MS
    at = talk.ask(at, 0x0305, area + b"SYSM") + S
    at = talk.ask(at, STOP) + 100 * MS
    for word in range(0, 800, 400):
        where = u16(0xFFFF) + u32(word) + u16(400 | (END if word else 0))
        at = talk.ask(at, PROGRAM_WRITE, where + bytes(range(200)) * 2, where) + 10 * MS
    at = talk.ask(at, 0x0202, u16(0x8010, 0, 2 | END) + u16(0x1234, 0x0001)) + 100 * MS
    at = talk.ask(at, RUN, u16(0xFFFF) + u8(4)) + S
    listing = (text("LINE2", 12) + dos_time(2026, 1, 15, 8, 30, 0) + u32(2_000_000, 1_500_000) + u16(2, 2 | END)
               + filename("AUTOEXEC.OBJ") + dos_time(2026, 1, 15, 8, 31, 10) + u32(48_000)
               + filename("RECIPES .IOM") + dos_time(2026, 1, 15, 8, 32, 20) + u32(12_000))
    at = talk.ask(at, 0x2201, u16(CARD, 0, 10), listing) + 200 * MS
    at = talk.ask(at, 0x2205, u16(CARD, 2) + filename("AUTOEXEC.OBJ") + filename("RECIPES .IOM"), u16(2)) + 200 * MS
    at = talk.ask(at, 0x2204, u16(CARD)) + 200 * MS
    talk.close(talk.ask(at, 0x2103) + S)


def fins_force(tape):
    """a new host forces outputs and overwrites memory

    While the plant works (see fins-normal), `10.60.0.66`, which nobody knows, reads the filler's memory, forces two
    outputs on and one off, writes the set point and bits of the outputs, fills 500 words of DM with 0, copies words
    over others, and cancels what it forced six seconds later.
    """
    plant(tape)
    talk = Talk(tape, ATTACKER, FILLER, port=51300)
    at = talk.ask(7 * S, READ, items(DM, 0, 100), u16(*range(100))) + S
    forced = u16(3, 1) + place(CIO_BIT, 50, 4) + u16(1) + place(CIO_BIT, 50, 5) + u16(0) + place(CIO_BIT, 51, 0)
    at = talk.ask(at, 0x2301, forced) + S
    at = write(talk, at, DM, 300, [9999]) + 200 * MS
    at = write(talk, at, CIO_BIT, 50, [1, 0, 1], bit=4) + 200 * MS
    at = talk.ask(at, 0x0103, items(DM, 0, 500) + u16(0)) + 200 * MS
    at = talk.ask(at, 0x0105, place(DM, 600) + place(DM, 300) + u16(4)) + 6 * S
    talk.ask(at, 0x2302)


def fins_scan(tape):
    """a new host looks for controllers

    While the plant works (see fins-normal), `10.60.0.66`, which nobody knows, asks every address from `10.60.1.1` to
    `10.60.1.40` who it is: by UDP, with node 0, as reconnaissance tools do. Three controllers answer. Of each of them
    it then asks which units it has and how it is.
    """
    plant(tape)
    found = {1: (FILLER, "CJ2M-CPU33", "02.01"), 2: (CAPPER, "CS1H-CPU66H", "04.00"), 3: (WASHER, "CP1L-EL20DR-D", "01.00")}
    at = 8 * S
    for number in range(1, 41):
        host, model, version = found.get(number, (Host(f"10.60.1.{number}", f"00:00:0a:60:01:{number:02x}"), None, None))
        talk = Talk(tape, ATTACKER, host, port=51400, target=(0, 0, 0))
        talk.client = (0, 0x63, 0)
        talk.sid = 0xEE
        if model:
            talk.ask(at, IDENTIFY, u8(0), controller(model, version))
        else:
            talk.command(at, IDENTIFY, u8(0))
        at += 40 * MS
    for host, model, _ in found.values():
        talk = Talk(tape, ATTACKER, host, port=51401)
        units = u8(0x82) + u8(0) + text(model, 20) + u8(0x10) + text("CJ1W-ETN21", 20)
        at = talk.ask(at + 200 * MS, 0x0502, u8(0, 0x19), units)
        at = talk.ask(at + 100 * MS, STATUS, b"", status("run"))


def fins_pipedream(tape):
    """a new host works like PIPEDREAM's tool for Omron

    While the plant works (see fins-normal), `10.60.0.66`, which nobody knows, asks every address from `10.60.1.1` to
    `10.60.1.20` by FINS who it is, then speaks HTTP with the filler's controller as the tool does before it opens
    Telnet there, tries Telnet, asks the controller for its status, and stops it.
    """
    plant(tape)
    at = 8 * S
    for number in range(1, 21):
        host = FILLER if number == 1 else Host(f"10.60.1.{number}", f"00:00:0a:60:01:{number:02x}")
        talk = Talk(tape, ATTACKER, host, port=51500, target=(0, 0, 0))
        if number == 1:
            identify(talk, at)
        else:
            talk.command(at, IDENTIFY)
        at += 30 * MS
    web = Tcp(tape, ATTACKER, FILLER, (51510, 80), isn=(0x11000000, 0x22000000))
    at = web.open(at + S) + MS
    web.send(at, 0, b"POST /cgi-bin/ecat.fcgi HTTP/1.1\r\nHost: 10.60.1.1\r\nContent-Length: 2\r\n\r\n{}")
    web.send(at + 20 * MS, 1, b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
    at = web.close(at + 40 * MS) + S
    shell = Tcp(tape, ATTACKER, FILLER, (51511, 23), isn=(0x33000000, 0x44000000))
    at = shell.open(at) + MS
    shell.send(at, 1, b"\xff\xfb\x01\xff\xfb\x03\r\nlogin: ")
    shell.send(at + 50 * MS, 0, b"guest\r\n")
    at = shell.close(at + 300 * MS) + S
    talk = Talk(tape, ATTACKER, FILLER, port=51501)
    at = talk.ask(at, STATUS, b"", status("run")) + 200 * MS
    talk.ask(at, STOP)
