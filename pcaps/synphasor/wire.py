"""Frames of C37.118 from the standard: headers, configurations, data, commands, checksums."""
import math
import struct

from frames import BEGIN, NS

DATA, HEADER, CFG1, CFG2, COMMAND, CFG3 = range(6)
OFF, ON, SEND_HDR, SEND_CFG1, SEND_CFG2, SEND_CFG3 = range(1, 7)
EXTENDED = 8
POLAR, PHASOR_FLOAT, ANALOG_FLOAT, FREQ_FLOAT = 1, 2, 4, 8
BASE = 1_000_000  # parts of a second


def crc(data):
    """CRC-CCITT, all ones at first."""
    out = 0xFFFF
    for byte in data:
        out ^= byte << 8
        for _ in range(8):
            out = (out << 1 ^ (0x1021 if out & 0x8000 else 0)) & 0xFFFF
    return out


def frame(kind, stream, at, body, quality=0, version=2, size=None, base=BASE):
    """A frame with the time `at` (ns since the beginning) of its contents."""
    at += BEGIN
    head = struct.pack(">BBHHIB", 0xAA, kind << 4 | version, size or 16 + len(body), stream, at // NS, quality)
    out = head + (at % NS * base // NS).to_bytes(3, "big") + body
    return out + struct.pack(">H", crc(out))


def command(stream, at, code, more=b"", version=2):
    return frame(COMMAND, stream, at, struct.pack(">H", code) + more, version=version)


def fixed(name):
    return name.encode()[:16].ljust(16)


def counted(name):
    return bytes([len(name.encode())]) + name.encode()


class Pmu:
    """One PMU of a stream. phasors: [(name, is it a current, magnitude, degrees)], analogs: [(name, value)]."""

    def __init__(self, number, station, phasors, analogs=(), digitals=(), kind=POLAR | PHASOR_FLOAT | ANALOG_FLOAT
                 | FREQ_FLOAT, valid=None, nominal=50):
        self.number, self.station, self.kind, self.nominal = number, station, kind, nominal
        self.phasors, self.analogs, self.digitals = list(phasors), list(analogs), list(digitals)
        self.words = (len(self.digitals) + 15) // 16
        self.valid = valid
        self.changes = 1
        self.scale = 1.0  # of integers: V or A a bit
        self.bits = 0
        self.shift = 0.0  # Hz that the frequency is off
        self.turned = 0.0  # degrees that all angles have turned

    def names(self, how):
        digitals = self.digitals + [""] * (16 * self.words - len(self.digitals))
        return b"".join(how(name) for name in [p[0] for p in self.phasors] + [a[0] for a in self.analogs] + digitals)

    def masks(self):
        out = b""
        for i in range(self.words):
            named = sum(1 << k for k, name in enumerate(self.digitals[16 * i:16 * i + 16]) if name)
            out += struct.pack(">HH", 0, named if self.valid is None else self.valid)
        return out

    def head(self):
        return struct.pack(">HHHH", self.kind, len(self.phasors), len(self.analogs), self.words)

    def end(self):
        return struct.pack(">HH", 1 if self.nominal == 50 else 0, self.changes)

    def short(self):
        """Its block of CFG-1 and CFG-2."""
        out = fixed(self.station) + struct.pack(">H", self.number) + self.head() + self.names(fixed)
        for _name, current, *_rest in self.phasors:
            out += struct.pack(">I", (current << 24) | round(self.scale * 1e5))
        out += b"".join(struct.pack(">I", 1 << 24 | 100) for _ in self.analogs)
        return out + self.masks() + self.end()

    def long(self):
        """Its block of CFG-3."""
        out = counted(self.station) + struct.pack(">H", self.number) + bytes(range(16)) + self.head()
        out += self.names(counted)
        for i, (_name, current, *_rest) in enumerate(self.phasors):
            out += struct.pack(">HBBff", 0x8000 >> i if i in (0, 5, 6, 7, 8, 9) else 0x40 >> i % 6,
                               current << 3 | (4 + i) % 7, i % 2, self.scale, 0.01 * i)
        out += b"".join(struct.pack(">ff", 0.1, 5.0) for _ in self.analogs)
        out += self.masks() + struct.pack(">fff", 35.68, 139.76, math.inf) + b"M" + struct.pack(">ii", 80000, 40000)
        return out + self.end()

    def phasor(self, magnitude, degrees):
        angle = math.remainder(math.radians(degrees + self.turned), 2 * math.pi)
        if self.kind & PHASOR_FLOAT:
            if self.kind & POLAR:
                return struct.pack(">ff", magnitude, angle)
            return struct.pack(">ff", magnitude * math.cos(angle), magnitude * math.sin(angle))
        magnitude /= self.scale
        if self.kind & POLAR:
            return struct.pack(">Hh", round(magnitude), round(angle * 1e4))
        return struct.pack(">hh", round(magnitude * math.cos(angle)), round(magnitude * math.sin(angle)))

    def values(self, stat=0, noise=0):
        """Its block of a data frame; noise: a number that moves the values a little."""
        wave = math.sin(noise / 7) + 0.3 * math.sin(noise / 1.7)
        out = struct.pack(">H", stat)
        for _name, _current, magnitude, degrees in self.phasors:
            out += self.phasor(magnitude * (1 + 0.0004 * wave), degrees + 0.05 * wave)
        hz, change = 0.004 * wave + self.shift, 0.01 * wave
        if self.kind & FREQ_FLOAT:
            out += struct.pack(">ff", self.nominal + hz, change)
        else:
            out += struct.pack(">hh", round(hz * 1000), round(change * 100))
        for _name, value in self.analogs:
            value *= 1 + 0.002 * wave
            out += struct.pack(">f", value) if self.kind & ANALOG_FLOAT else struct.pack(">h", round(value))
        return out + b"".join(struct.pack(">H", self.bits >> 16 * i & 0xFFFF) for i in range(self.words))


class Stream:
    """What a PMU or a concentrator sends under one IDCODE."""

    def __init__(self, number, pmus, rate=10, version=2, base=BASE):
        self.number, self.pmus, self.rate, self.version, self.base = number, pmus, rate, version, base

    def frame(self, kind, at, body, quality=0, **how):
        return frame(kind, self.number, at, body, quality, self.version, base=self.base, **how)

    def contents(self, long):
        out = struct.pack(">IH", self.base, len(self.pmus))
        return out + b"".join(p.long() if long else p.short() for p in self.pmus) + struct.pack(">h", self.rate)

    def conf(self, at, kind=CFG2):
        return self.frame(kind, at, (b"\0\0" if kind == CFG3 else b"") + self.contents(kind == CFG3))

    def parts(self, at, size):
        """CFG-3 in frames of at most so many bytes of it each."""
        contents = self.contents(True)
        cut = [contents[i:i + size] for i in range(0, len(contents), size)]
        for i, part in enumerate(cut):
            yield self.frame(CFG3, at, struct.pack(">H", 0xFFFF if i == len(cut) - 1 else i + 1) + part)

    def header(self, at, text):
        return self.frame(HEADER, at, text.encode())

    def data(self, at, stat=0, quality=0, noise=0):
        return self.frame(DATA, at, b"".join(p.values(stat, noise) for p in self.pmus), quality)

    def command(self, at, code, more=b""):
        return command(self.number, at, code, more, self.version)
