"""The captures of a bottling line at work, and of attacks on it."""
import math
import struct

from messages import (CLEAR, CLOSE, D, DELETE, DIRECTORY, LABELS, M, MODEL, MONITOR, MONITOR_ENTRY, ON_DEMAND, OPEN, READ,
                      READ_BLOCK, READ_FILE, READ_RANDOM, RESET, RUN, SD, SELF_TEST, STOP, TN, UNLOCK, W, WRITE,
                      WRITE_FILE, WRITE_RANDOM, X, Y, ZR, ascii_device, ascii_request, ascii_response, bits, device,
                      le16, le32, old_request, old_response, request, text)
from stations import ATTACKER, ENGINEER, FILLER, HMI, LABELLER, MS, PACKER, RECORDER, S, WASHER, Datagrams, Talk

WRONG_PASSWORD = 0xC200


def fill(talk, at, step):
    """The filler: levels and speeds in words, limit switches in bits."""
    level = int(600 + 40 * math.sin(step / 9))
    at = talk.do(at, READ, device(D, 100) + le16(10), le16(level, 1450 + step % 4, 250, 3, 0, 0, 17, step, 0, 1))
    return talk.do(at, READ, device(M, 0) + le16(16), bits([1, 0, step // 10 % 2] + [0] * 12 + [1]), sub=1)


def pack(talk, at, step):
    """The packer, an iQ-R: scattered addresses, and a counter of 32 bits."""
    asked = bytes((2, 1)) + device(D, 2000, True) + device(TN, 5, True) + device(ZR, 1000000, True)
    return talk.do(at, READ_RANDOM, asked, le16(12 + step % 3, 40) + le32(1200000 + step), sub=2)


def stick(talk, at, step):
    """The labeller, in ASCII."""
    at = talk.exchange(at, ascii_request(READ, 0, ascii_device(W, 0x1A0) + "0003"),
                       ascii_response(f"{step:04X}00400001"))
    return talk.exchange(at, ascii_request(READ, 1, ascii_device(X, 0x20) + "0004"), ascii_response("1001"))


def wash(talk, at, step):
    """The washer, an old controller: 1E frames."""
    at = talk.exchange(at, old_request(1, D, 50, 2), old_response(1, le16(68 + step % 2, 3)))
    return talk.exchange(at, old_request(0, M, 100, 4), old_response(0, bits([1, 0, 1, 0])))


def record(talk, at, step):
    """The recorder registers what it wants once, and gets it again and again."""
    if step == 0:
        at = talk.do(at, MONITOR_ENTRY, bytes((2, 0)) + device(D, 100) + device(D, 107))
    return talk.do(at + 20 * MS, MONITOR, b"", le16(600, step))


def set_points(talk, at, step):
    at = talk.do(at, WRITE, device(D, 120) + le16(2) + le16(1450, 250))
    return talk.do(at, WRITE_RANDOM, bytes((1,)) + device(M, 50) + b"\1", sub=1) if step % 2 else at


def line(tape, seconds=24):
    """The line at work: a screen polls four controllers, a recorder one of them."""
    talks = [(Talk(tape, HMI, FILLER, (49320, 5007)), fill), (Datagrams(tape, HMI, PACKER, (49321, 5000)), pack),
             (Talk(tape, HMI, LABELLER, (49322, 5010)), stick), (Talk(tape, HMI, WASHER, (49323, 1025)), wash),
             (Talk(tape, RECORDER, FILLER, (49330, 5008)), record)]
    for n, (talk, _) in enumerate(talks):
        if isinstance(talk, Talk):
            talk.open(100 * MS + n * 20 * MS)
    for n in range((seconds - 2) * 2):
        for k, (talk, poll) in enumerate(talks):
            poll(talk, S + n * 500 * MS + k * 60 * MS, n)
        if n % 20 == 9:
            set_points(talks[0][0], S + n * 500 * MS + 300 * MS, n)
            talks[3][0].exchange(S + n * 500 * MS + 340 * MS, old_request(3, D, 60, 1, le16(70)), old_response(3))
        if n % 16 == 5:  # the filler reports by itself
            talks[0][0].tcp.send(S + n * 500 * MS + 400 * MS, 1, request(ON_DEMAND, 0, le16(1, n)))


def identify(talk, at, state=0):
    at = talk.do(at, MODEL, b"", "Q03UDVCPU".encode().ljust(16) + le16(0x0366))
    return talk.do(at, READ, device(SD, 200) + le16(4), le16(0, 0, 0, state))


def slmp_normal(tape):
    """a bottling line at work

    `10.41.0.10` is the screen: it reads and writes the filler (`10.41.1.1`, 3E frames, TCP 5007), the packer
    (`10.41.1.2`, an iQ-R, 4E frames, UDP 5000), the labeller (`10.41.1.3`, ASCII, TCP 5010) and the washer
    (`10.41.1.4`, 1E frames, TCP 1025). `10.41.0.12` records two registers of the filler that it has registered. The filler
    reports a count by itself. Halfway the engineering station `10.41.0.20` asks the filler who it is and whether it runs,
    tests the line, reads two labels and blocks of devices, and saves the parameter file. Nothing here is worth an alert.
    """
    line(tape)
    engineer = Talk(tape, ENGINEER, FILLER, (49410, 5009))
    at = identify(engineer, engineer.open(12 * S))
    at = engineer.do(at, SELF_TEST, text("KAGAMI"), text("KAGAMI"))
    names = b"".join(le16(len(n)) + n.encode("utf-16-le") for n in ("Speed", "Level"))
    at = engineer.do(at, LABELS, le16(2, 0) + names,
                     le16(2) + b"\2\0" + le16(2, 1450) + b"\6\0" + le16(4) + struct.pack("<f", 61.5))
    at = engineer.do(at, READ_BLOCK, b"\1\1" + device(D, 0) + le16(2) + device(Y, 0x20) + le16(1), le16(5, 6, 0x8001))
    at = engineer.do(at, OPEN, b"    " + le16(0, 4) + text("PARAM.QPA"), le16(1))
    at = engineer.do(at, READ_FILE, le16(1) + le32(0) + le16(64), le16(64) + bytes(range(64)))
    engineer.close(engineer.do(at, CLOSE, le16(1, 0)))


def slmp_stop(tape):
    """a new host stops a controller and clears its memory

    While the line works (see slmp-normal), `10.41.0.66`, which nobody knows, asks the filler which model it is and whether
    it runs, tries eight remote passwords, of which the last one is right, stops the CPU, clears its latched devices and
    starts it again by force with all devices cleared. Then it stops and resets the washer's neighbour, the packer.
    """
    line(tape)
    talk = Talk(tape, ATTACKER, FILLER, (51300, 5009))
    at = identify(talk, talk.open(8 * S)) + S
    for secret in ("1111", "1234", "0000", "MELS", "QCPU", "ADMN", "PASS"):
        at = talk.refused(at, WRONG_PASSWORD, UNLOCK, text(secret)) + 200 * MS
    at = talk.do(at, UNLOCK, text("MITS")) + 300 * MS
    at = talk.do(at, STOP, le16(1)) + 500 * MS
    at = talk.do(at, CLEAR, le16(1)) + 500 * MS
    at = identify(talk, at, 2) + S
    talk.close(talk.do(at, RUN, le16(3) + b"\2\0"))
    second = Talk(tape, ATTACKER, PACKER, (51301, 5010))
    at = second.do(second.open(at + S), STOP, le16(3)) + S
    second.exchange(at, request(RESET, 0, le16(1)), b"")


def slmp_files(tape):
    """a new host reads, changes and deletes a controller's program

    While the line works (see slmp-normal), `10.41.0.66`, which nobody knows, lists the files of the packer's standard ROM,
    reads the program MAIN.PRG, writes another one over it in pieces and deletes the backup. It writes the set points of the
    filler, switches outputs on, and sets the filler's clock by its special registers. The labeller refuses what
    it tries there.
    """
    line(tape)
    talk = Talk(tape, ATTACKER, PACKER, (51400, 5010))
    at = talk.open(8 * S)
    entries = le16(2) + le32(2) + b"".join(le16(len(n)) + n.encode() for n in ("MAIN.PRG", "BACK.PRG"))
    at = talk.do(at, DIRECTORY, b"    " + le16(4, 1, 2, 0), entries) + 300 * MS
    at = talk.do(at, OPEN, b"    " + le16(0, 4) + text("MAIN.PRG"), le16(3))
    at = talk.do(at, READ_FILE, le16(3) + le32(0) + le16(200), le16(200) + bytes(range(200)))
    at = talk.do(at, CLOSE, le16(3, 0)) + S
    at = talk.do(at, OPEN, b"    " + le16(0x100, 4) + text("MAIN.PRG"), le16(4))
    for offset in (0, 200):
        at = talk.do(at, WRITE_FILE, le16(4) + le32(offset) + le16(200) + bytes(range(200))[::-1], le16(200))
    at = talk.do(at, CLOSE, le16(4, 0)) + S
    talk.close(talk.do(at, DELETE, b"    " + le16(4) + text("BACK.PRG")))
    second = Talk(tape, ATTACKER, FILLER, (51401, 5009))
    at = second.open(at + S)
    at = second.do(at, WRITE, device(D, 120) + le16(2) + le16(3000, 0))
    at = second.do(at, WRITE, device(Y, 0x20) + le16(4) + bits([1, 1, 0, 1]), sub=1)
    at = second.do(at, WRITE, device(SD, 210) + le16(4) + le16(0x9912, 0x3123, 0x5900, 0))
    second.close(second.do(at, WRITE_RANDOM, b"\1" + device(0x91, 210) + b"\1", sub=1))
    third = Talk(tape, ATTACKER, LABELLER, (51402, 5010))
    at = third.exchange(third.open(at + S), ascii_request(WRITE, 0, ascii_device(D, 0) + "00010001"),
                        ascii_response("00FF03FF0014010000", 0x0055))
    third.close(at)
