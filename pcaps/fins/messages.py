"""FINS: what stands in a frame."""
import struct

CIO, WORK, HOLDING, AUXILIARY, DM, TIMER, EM0 = 0xB0, 0xB1, 0xB2, 0xB3, 0x82, 0x89, 0xA0
CIO_BIT, WORK_BIT, HOLDING_BIT, TIMER_FLAG, TASK = 0x30, 0x31, 0x32, 0x09, 0x06
MODES = {"program": 0, "monitor": 2, "run": 4}
WRONG_PASSWORD, PROTECTED, RUNNING, NO_AREA = 0x2602, 0x2102, 0x2201, 0x1101
CARD, CARD_8000 = 0x0000, 0x8000


def u8(*values):
    return bytes(values)


def u16(*values):
    return struct.pack(f">{len(values)}H", *values)


def u32(*values):
    return struct.pack(f">{len(values)}I", *values)


def text(words, size):
    return words.encode().ljust(size)


def frame(icf, target, source, sid, body, gct=2):
    """target and source: network, node, unit."""
    return u8(icf, 0, gct, *target, *source, sid) + body


def tcp(command, data=b"", error=0):
    return b"FINS" + u32(8 + len(data), command, error) + data


def place(area, address, bit=0):
    return u8(area) + u16(address) + u8(bit)


def items(area, address, count, bit=0):
    return place(area, address, bit) + u16(count)


def decimals(*numbers):
    return bytes(n // 10 << 4 | n % 10 for n in numbers)


def clock(year, month, day, hour, minute, second, weekday):
    return decimals(year % 100, month, day, hour, minute, second, weekday)


def filename(name):
    return text(name, 12)


def dos_time(year, month, day, hour, minute, second):
    return u32((year - 1980) << 25 | month << 21 | day << 16 | hour << 11 | minute << 5 | second // 2)


def controller(model, version, dm=32, em=1):
    """Model, version, for the maker's use, sizes of the areas."""
    return (text(model, 20) + text(version, 20) + bytes(40) + u16(20) + u8(23) + u16(dm * 1024) + u8(4, em)
            + u16(0) + u8(4) + u16(512))


def status(mode, fatal=0, errors=0, fal=0, message=""):
    return (u8(0 if mode == "program" else 1, MODES[mode]) + u16(fatal, errors, 0, fal) + text(message, 16))
