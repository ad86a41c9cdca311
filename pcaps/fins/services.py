"""Every command of FINS, and frames that are none."""
from messages import (CIO, CIO_BIT, DM, TASK, TIMER_FLAG, WRONG_PASSWORD, clock, controller, decimals, dos_time, filename,
                      frame, items, place, status, tcp, text, u8, u16, u32)
from stations import CAPPER, ENGINEER, FILLER, MS, S, WASHER, Connection, Talk

DISK = u16(0x8000)
EM_FILES = u16(0x8001)
NAME = filename("LINE1   .OBJ")
AREAS = [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x09, 0x0A, 0x1B, *range(0x20, 0x34), 0x40, 0x41, 0x43, 0x44, 0x46,
         0x49, *range(0x60, 0x69), 0x70, 0x71, 0x72, 0x80, 0x81, 0x82, 0x84, 0x85, 0x89, *range(0x90, 0x99), 0x9C,
         *range(0xA0, 0xB4), 0xBC, 0xC0, 0xDC, 0xDD, *range(0xE0, 0xE9), 0xF0, 0xF1, 0xF2]
FORCED_WIDE = (0xC0, 0xDC, 0xDD, 0xF0, 0xF1, 0xF2)
CODES = (
    0x0001, 0x0101, 0x0102, 0x0103, 0x0104, 0x0105, 0x0106, 0x0201, 0x0202, 0x0203, 0x0204, 0x0205, 0x0301, 0x0302, 0x0303,
    0x0304, 0x0401, 0x0402, 0x0501, 0x0502, 0x0503, 0x0504, 0x1001, 0x1002, 0x1003, 0x1004, 0x1005, 0x1101, 0x1102, 0x1103,
    0x1104, 0x1106, 0x1109, 0x110A, 0x110B, 0x110C, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2101, 0x2102, 0x2103,
    0x2105, 0x2106, 0x2107, 0x2108, 0x2201, 0x2202, 0x2203, 0x2204, 0x2205, 0x2206, 0x2207, 0x2208, 0x220F, 0x2211, 0x2230,
    0x2231, 0x2232, 0x2301, 0x2302, 0x2303, 0x2307, 0x2401, 0x2502, 0x2503, 0x2504, 0x2505, 0x2506, 0x2507, 0x2509, 0x250A,
    0x250D, 0x250F, 0x2510, 0x2601, 0x2602, 0x2604, 0x2605, 0x2606, 0x2607, 0x2608, 0x2609, 0x260A, 0x260B, 0x3001, 0x4001)


def memory(talk, at):
    """Each area, then write, fill, transfer."""
    for area in AREAS:
        width = 4 if area in FORCED_WIDE else 2 if area >= 0x80 or 0x60 <= area < 0x70 else 1
        address = 0x0203 if area == 0xBC else 0x0B05 if area in (0x80, 0xC0) else 0x8005 if area == 0x89 else 12
        at = talk.ask(at, 0x0101, items(area, address, 2, 3 if width == 1 else 0), bytes(range(1, 2 * width + 1)))
    at = talk.ask(at, 0x0101, items(0x80, 0x0A07, 1), u16(77))
    at = talk.ask(at, 0x0101, items(0x80, 0x09FF, 1), u16(78))
    at = talk.ask(at, 0x0101, items(0xBC, 0x0F00, 1), u16(2))
    at = talk.ask(at, 0x0102, items(CIO, 20, 2) + u16(1, 2))
    at = talk.ask(at, 0x0103, items(DM, 20, 9) + u16(7))
    at = talk.ask(at, 0x0104, place(DM, 1) + place(TASK, 3) + place(TIMER_FLAG, 2),
                  u8(DM) + u16(5) + u8(TASK, 1) + u8(TIMER_FLAG, 0))
    return talk.ask(at, 0x0105, place(DM, 20) + place(CIO, 30) + u16(2))


def settings(talk, at):
    for area in (0x8002, 0x8010, 0x8011, 0x8012, 0x8013, 0x8123):
        at = talk.ask(at, 0x0201, u16(area, 0, 2), u16(area, 0, 0x8002) + u16(0x1234, 0x5678))
    at = talk.ask(at, 0x0202, u16(0x8012, 0, 0x8001) + u16(0x1000))
    at = talk.ask(at, 0x0203, u16(0x8013, 0, 0x8010) + u16(0))
    link = u8(0x81) + u16(1000) + u8(0) + u16(100, 20)
    table = u16(0) + b"SN" + u16(0, 8)
    at = talk.ask(at, 0x0220, table, u8(1) + link)
    at = talk.ask(at, 0x0221, table + u8(1) + link)
    area = u16(0) + u8(0) + u32(0, 0xFFFFFFFF)
    at = talk.ask(at, 0x0304, area + b"PASS")
    at = talk.ask(at, 0x0305, area + b"PAST", error=WRONG_PASSWORD)
    where = u16(0) + u32(8) + u16(4)
    at = talk.ask(at, 0x0306, where, where + bytes(range(4)))
    at = talk.ask(at, 0x0307, where + bytes(range(4)), where)
    return talk.ask(at, 0x0308, u16(0) + u8(0))


def states(talk, at):
    for mode in (1, 2, 4):
        at = talk.ask(at, 0x0401, u16(0) + u8(mode))
    at = talk.ask(at, 0x0401, u16(0))
    at = talk.ask(at, 0x0402)
    at = talk.command(at, 0x0403)
    data = controller("CV1000-CPU01-EV1", "V1.10")
    units = u16(0x8001, 0x8002, *[0] * 14) + bytes(32) + u8(1, 2, 0xC3)
    at = talk.ask(at, 0x0501, b"", data + units)
    at = talk.ask(at, 0x0501, u8(0), data)
    at = talk.ask(at, 0x0501, u8(1), units)
    for card in range(4):
        at = talk.ask(at, 0x0501, u8(0), data[:-3] + u8(card) + u16(64))
    at = talk.ask(at, 0x0502, u8(0, 2), u8(0x82, 0) + text("CV1000-CPU01", 20) + u8(0x10) + text("CV500-ETN01", 20))
    at = talk.ask(at, 0x0601, b"", status("program", 0x8041, 0x0801, 0x4101, "tank is empty"))
    at = talk.ask(at, 0x0601, b"", u8(0x80, 1) + status("run")[2:])
    network = bytes([0xBB] * 2 + [0] * 29) + u16(4400) + u8(2, 1, 1) + u8(1, 0, 0, 0, 0, 0, 0, 0) + bytes([3] + [0] * 61)
    at = talk.ask(at, 0x0602, b"", network)
    idle = bytes(31) + u16(4400) + u8(2, 0, 0) + bytes(70)
    at = talk.ask(at, 0x0602, b"", idle)
    at = talk.ask(at, 0x0603, b"", u8(0x81, 2) + bytes(12))
    at = talk.ask(at, 0x0620, u8(0))
    at = talk.ask(at, 0x0620, u8(1), u32(52, 140, 48))
    for day in range(7):
        at = talk.ask(at, 0x0701, b"", clock(2026, 11, 22 + day, 3, 0, day, day))
    at = talk.ask(at, 0x0702, clock(2026, 11, 22, 3, 1, 0, 0))
    at = talk.ask(at, 0x0702, decimals(26, 11, 22, 3, 2))
    at = talk.ask(at, 0x0801, b"abcdefgh", b"abcdefgh")
    at = talk.ask(at, 0x0802, b"", u16(4))
    return talk.command(at, 0x0803, b"abcdefgh")


def messages(talk, at):
    at = talk.ask(at, 0x0920, u16(0x0001), u16(0x0001) + text("filler is blocked", 32))
    at = talk.ask(at, 0x0920, u16(0x40FF))
    at = talk.ask(at, 0x0920, u16(0x8000 | 0x0101), u16(0x0101) + text("tank is empty", 16))
    at = talk.ask(at, 0x0C01, u16(0))
    at = talk.ask(at, 0x0C01, u16(0), u8(0, 20, 0), 0x3001)
    at = talk.ask(at, 0x0C02, u16(0))
    at = talk.ask(at, 0x0C03, u16(0))
    for number in (0xFFFE, 0xFFFF, 0x4101):
        at = talk.ask(at, 0x2101, u16(number))
    record = u16(0x4101, 0) + decimals(30, 5, 21, 14, 26, 11)
    at = talk.ask(at, 0x2102, u16(0, 1), u16(20, 3, 1) + record)
    at = talk.ask(at, 0x2103)
    at = talk.ask(at, 0x2140, u16(0, 1), u16(20, 3, 1) + bytes(10))
    return talk.ask(at, 0x2141)


def files(talk, at):
    stamp = dos_time(2026, 11, 20, 17, 45, 30)
    listing = text("LABEL", 12) + stamp + u32(1_000_000, 400_000) + u16(1, 0x8001) + NAME + stamp + u32(3000)
    at = talk.ask(at, 0x2201, DISK + u16(0, 1), listing)
    at = talk.ask(at, 0x2202, DISK + NAME + u32(0) + u16(8), u32(3000, 0) + u16(8) + bytes(range(8)))
    for how in range(4):
        at = talk.ask(at, 0x2203, DISK + u16(how) + NAME + u32(0) + u16(4) + b"data")
    at = talk.ask(at, 0x2204, EM_FILES)
    at = talk.ask(at, 0x2205, DISK + u16(1) + NAME, u16(1))
    at = talk.ask(at, 0x2206, DISK + u16(0) + text("LABEL", 12))
    at = talk.ask(at, 0x2206, u16(1) + u16(1) + text("LABEL", 12))
    at = talk.ask(at, 0x2206, u16(0) + u16(2))
    at = talk.ask(at, 0x2207, DISK + NAME + EM_FILES + filename("COPY    .OBJ"))
    at = talk.ask(at, 0x2208, DISK + NAME + filename("OLD     .OBJ"))
    at = talk.ask(at, 0x2209, DISK + NAME)
    for way in range(3):
        at = talk.ask(at, 0x220A, u16(way) + place(DM, 100) + u16(50) + DISK + NAME, u16(50))
    at = talk.ask(at, 0x220B, u16(1, 0x8010, 0, 16) + DISK + NAME, u16(16))
    at = talk.ask(at, 0x220C, u16(1, 0) + u32(0, 2000) + DISK + NAME, u32(2000))
    for kind in range(2):
        at = talk.ask(at, 0x220F, u16(0) + u8(4), u16(0, 4) + u8(kind) + u8(0, 0, 0x41, 1, 0x42, 2, 0x83, 3))
    at = talk.ask(at, 0x2210, u16(1), u8(0x81, 1) + bytes(128))
    at = talk.ask(at, 0x2211, u8(0x82, 2) + u16(2) + bytes(128))
    for how in range(2):
        at = talk.ask(at, 0x2215, DISK + u16(how) + b"RECIPES")
    return talk.ask(at, 0x2220, u16(0))


def rest(talk, at):
    bits = b"".join(u16(what) + place(CIO_BIT, 10, n) for n, what in enumerate((0, 1, 0x8000, 0x8001, 0xFFFF)))
    at = talk.ask(at, 0x2301, u16(5) + bits)
    at = talk.ask(at, 0x230A, place(CIO, 10) + u16(2), place(CIO, 10) + u16(2) + u16(3, 0))
    at = talk.ask(at, 0x2302)
    at = talk.ask(at, 0x2601, b"FILLER")
    at = talk.ask(at, 0x2603, b"", b"FILLER")
    return talk.ask(at, 0x2602)


def ethernet_unit(talk, at):
    """Commands for the unit that has the network."""
    address, mask = u8(10, 60, 1, 2), u8(255, 255, 255, 0)
    model = text("CS1W-ETN21", 20) + text("V1.30", 20)
    at = talk.ask(at, 0x0501, b"", model + address + mask + bytes(6))
    at = talk.ask(at, 0x0601, b"", bytes(8))
    at = talk.ask(at, 0x2720, address + u8(0, 20))
    at = talk.ask(at, 0x2730, u16(1) + address + u16(9600))
    at = talk.ask(at, 0x2731, u16(1), u16(1) + bytes(15))
    at = talk.ask(at, 0x2750, u16(1) + u16(5) + address)
    at = talk.ask(at, 0x2751, u16(0))
    at = talk.ask(at, 0x2757, address + mask)
    at = talk.ask(at, 0x2760, u16(1), u16(32, 1, 1) + u16(5) + address)
    for code in (0x2761, 0x2762, 0x2763, 0x2764, 0x2765, 0x2767):
        at = talk.ask(at, code, b"", bytes(8))
    return talk.ask(at, 0x2801, u8(1, 0x0E) + u16(1, 1) + u8(1), u8(1, 0x8E, 0, 2))


def refusals(talk, at):
    for code in CODES:
        at = talk.ask(at, 0x0101, items(DM, 1, 1), error=code)
    at = talk.ask(at, 0x0101, items(DM, 1, 1), u16(5), error=0x0040)
    at = talk.ask(at, 0x0101, items(DM, 1, 1), u16(5), error=0x0080)
    return talk.ask(at, 0x0101, items(DM, 1, 1), u8(2, 7), error=0x8205)


def fins_services(tape):
    """every command

    `10.60.0.20` sends every command to the controllers `10.60.1.1` and `10.60.1.2`, and is refused with every end
    code: a test of the decoder, not of a plant. Then the controller asks, a command wants no response, one goes
    through a gateway, another to all nodes.
    """
    talk = Talk(tape, ENGINEER, FILLER, port=50500)
    at = memory(talk, S) + 10 * MS
    for part in (settings, states, messages, files, rest):
        at = part(talk, at + 10 * MS)
    at = ethernet_unit(Talk(tape, ENGINEER, CAPPER, port=50500, unit=16), at + 10 * MS)
    at = refusals(Talk(tape, ENGINEER, CAPPER, port=50501), at + 10 * MS)
    at = talk.from_controller(at + 10 * MS, 0x0102, items(DM, 7, 1) + u16(42))
    at = talk.command(at + 10 * MS, 0x0102, items(DM, 8, 1) + u16(43), icf=0x81)
    remote = Talk(tape, ENGINEER, WASHER, target=(2, 5, 0))
    remote.gct = 1
    at = remote.ask(at + 10 * MS, 0x0501, b"", controller("CP1H-X40DT-D", "01.10"))
    everybody = Talk(tape, ENGINEER, WASHER, target=(0, 255, 0))
    at = everybody.command(at + 10 * MS, 0x0402)
    talk.ask(at + 10 * MS, 0x0910, b"\1\2", b"\3\4")


def fins_tcp(tape):
    """connections over TCP

    `10.60.0.20` connects to the controller `10.60.1.2` over TCP and reads memory, twice in one segment and once in
    two. Another connection, on port 19600, was seen only from its middle on. A third one gets no node, a fourth
    one names another node than it got, in a fifth one the server says what is wrong with the frame, a sixth one
    asks before it has a node.
    """
    talk = Connection(tape, ENGINEER, CAPPER, 50600)
    at = talk.open(S)
    request = frame(0x80, talk.server, talk.client, 1, u16(0x0101) + items(DM, 10, 2))
    answer = frame(0xC0, talk.client, talk.server, 1, u16(0x0101, 0, 6, 7))
    talk.tcp.send(at, 0, tcp(2, request) * 2)
    talk.tcp.send(at + 3 * MS, 1, tcp(2, answer) * 2)
    whole = tcp(2, request)
    talk.tcp.send(at + 10 * MS, 0, whole[:13])
    talk.tcp.send(at + 11 * MS, 0, whole[13:])
    talk.tcp.send(at + 14 * MS, 1, tcp(2, answer))
    talk.tcp.send(at + 20 * MS, 0, tcp(6))
    talk.close(at + 30 * MS)
    middle = Connection(tape, ENGINEER, CAPPER, 50601, to=19600)
    for n in range(3):
        middle.ask(2 * S + n * 100 * MS, 0x0101, items(DM, 10, 1), u16(n))
    for n, error in enumerate((0x01, 0x02, 0x03, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25)):
        refused = Connection(tape, ENGINEER, CAPPER, 50610 + n, given=21)
        start = 3 * S + n * 200 * MS
        refused.close(refused.shake(refused.tcp.open(start) + MS, error) + MS)
    other = Connection(tape, ENGINEER, CAPPER, 50620)
    at = other.open(5 * S)
    other.client = (0, 77, 0)
    other.close(other.ask(at, 0x0101, items(DM, 10, 1), u16(5)))
    wrong = Connection(tape, ENGINEER, CAPPER, 50621)
    at = wrong.open(6 * S)
    wrong.command(at, 0x0101, items(DM, 10, 1))
    wrong.tcp.send(at + 3 * MS, 1, tcp(3, b"", 2))
    wrong.close(at + 10 * MS)
    early = Connection(tape, ENGINEER, CAPPER, 50622)
    at = early.tcp.open(7 * S) + MS
    early.close(early.ask(at, 0x0101, items(DM, 10, 1), u16(5)))


def fins_malformed(tape):
    """frames that are none

    `10.60.0.20` sends frames to `10.60.1.1` that are cut, too long, or contradict themselves: items and data that do
    not match, a bit that no word has, a time that is none, an unknown area and command, a wrong length over TCP.
    """
    talk = Talk(tape, ENGINEER, FILLER, port=50700)
    at = S
    for code, data in ((0x0101, items(DM, 1, 1)[:4]), (0x0101, items(DM, 1, 1) + b"\0"), (0x0102, items(DM, 1, 3) + u16(1)),
                       (0x0102, items(DM, 1, 1)), (0x0101, items(CIO_BIT, 1, 1, 99)), (0x0101, items(0xFE, 1, 1, 2)),
                       (0x2301, u16(4) + u16(1) + place(CIO_BIT, 1, 1)), (0x0702, b"\xaa\x13\x45\x30\x70"), (0x0304, b"\0"),
                       (0x0920, b"\0"), (0x2205, DISK + u16(1) + NAME[:5]), (0x0402, b"\1"), (0x0333, b"\1")):
        at = talk.command(at, code, data) + 10 * MS
    at = talk.ask(at, 0x0104, place(DM, 1), u8(0xFE, 1, 2)) + 10 * MS
    at = talk.ask(at, 0x0101, items(DM, 1, 4), u16(1)) + 10 * MS
    at = talk.ask(at, 0x0501, b"", b"CJ2") + 10 * MS
    at = talk.ask(at, 0x0602, b"", bytes(40)) + 10 * MS
    stream = Connection(tape, ENGINEER, FILLER, 50701)
    at = stream.open(at)
    stream.tcp.send(at, 0, tcp(9))
    stream.tcp.send(at + MS, 0, tcp(2, b"\x80\0\2"))
    stream.tcp.send(at + 2 * MS, 0, b"FINS" + u32(4, 2, 0))
    stream.close(at + 10 * MS)
