#!/usr/bin/python3
"""
Writes the captures sv-*.pcap: pcaps/mms/make_sv.py DIRECTORY

A merging unit of a bay publishes currents and voltages as 9-2LE says: 80 samples a period, 4,000 a second.
"""
import math
import os
import struct
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "power")]

from frames import BEGIN, Host, Tape, ethernet  # noqa: E402
from osi import con, ctx, tlv, utc  # noqa: E402

UNIT = Host("0.0.0.0", "00:21:c1:01:04:01")
UNIT2 = Host("0.0.0.0", "00:21:c1:01:04:02")
INTRUDER = Host("0.0.0.0", "00:0c:29:66:66:66")
GROUP = "01:0c:cd:04:00:01"
PERIOD = 250_000  # ns between samples


def sample(count, current=600.0, quality=0):
    """The 64 bytes of 9-2LE: currents in mA, voltages in 10 mV."""
    out = b""
    for peak in (current * 1000, 89815 * 100):
        values = [round(peak * math.sin(2 * math.pi * (count / 80 - k / 3))) for k in range(3)]
        for value in (*values, sum(values)):
            out += struct.pack(">iI", value, quality)
    return out


def asdu(count, data, name=b"Q01MU0101", synch=2, revision=1):
    return tlv(0x30, ctx(0, name), ctx(2, struct.pack(">H", count)), ctx(3, struct.pack(">I", revision)),
               ctx(5, bytes([synch])), ctx(7, data))


def frame(asdus, appid=0x4001, simulated=False, security=b"", pad=0):
    pdu = tlv(0x60, ctx(0, bytes([len(asdus) + pad])), security, con(2, *asdus))
    return struct.pack(">HHHH", appid, 8 + len(pdu), 0x8000 if simulated else 0, 0) + pdu


class Bus:
    def __init__(self, tape):
        self.tape = tape

    def send(self, at, payload, source=UNIT):
        self.tape.add(at, ethernet(source, GROUP, 0x88BA, payload))

    def stream(self, at, first, n, skip=(), source=UNIT, shift=0, period=PERIOD, **how):
        """n samples from smpCnt `first` on; it wraps at 4,000."""
        frames = {key: how.pop(key) for key in ("simulated",) if key in how}
        for i in range(n):
            count = (first + i) % 4000
            if count in skip:
                continue
            inner = {key: how[key] for key in ("current", "quality") if key in how}
            outer = {key: how[key] for key in ("synch", "name", "revision") if key in how}
            jitter = (i * 7919) % 900
            self.send(at + i * period + shift + jitter, frame([asdu(count, sample(count, **inner), **outer)], **frames), source)
        return at + n * period


def normal(bus):
    bus.stream(0, 3800, 500)


def gap(bus):
    """Samples are lost; then the clock is lost."""
    at = bus.stream(0, 100, 250, skip=range(200, 212))
    bus.stream(at, 350, 150, synch=0)


def duplicate(bus):
    """Somebody publishes the same stream, with a fault current that is not there."""
    bus.stream(0, 1000, 400)
    bus.stream(20_000_000, 1080, 160, source=INTRUDER, shift=40_000, current=24_000.0)


def replay(bus):
    """Recorded samples are played again from the merging unit's own address."""
    at = bus.stream(0, 500, 200)
    bus.stream(at, 520, 100)


def simulation(bus):
    """A test set beside the merging unit, which goes on."""
    bus.stream(0, 2000, 250)
    bus.stream(150 * PERIOD, 2150, 100, source=INTRUDER, simulated=True, shift=20_000)
    bus.stream(250 * PERIOD, 2250, 200, quality=0x0841)


def rate(bus):
    """Somebody adds samples: the stream has half as many again."""
    bus.stream(0, 100, 480)
    bus.stream(120_000_000, 580, 900, period=PERIOD * 2 // 3)


def stop(bus):
    """Both merging units fall silent; their clocks go on (PTP Sync over Ethernet, once a second)."""
    metering(bus)
    bus.stream(0, 100, 400)
    for i in range(5):
        sync = struct.pack(">BBHBxHqI8sHHHBb", 0x10, 2, 44, 0, 0x0200, 0, 0, b"\0\x21\xc1\xff\xfe\x01\x04\x02", 1, i,
                           0, 0, 0)
        bus.tape.add(i * 1_000_000_000 + 50_000, ethernet(UNIT2, "01:1b:19:00:00:00", 0x88F7, sync.ljust(44, b"\0")))


def revision(bus):
    """The data set of the merging unit is changed while the bay is in service."""
    at = bus.stream(0, 100, 200)
    bus.stream(at, 300, 200, revision=2)


def metering(bus):
    """256 samples a period, eight in a frame, with all that 9-2 allows; a data set that is not 9-2LE's."""
    for i in range(60):
        at = i * 625_000
        asdus = [tlv(0x30, ctx(0, b"Q02MU0201"), ctx(1, b"Q02MU/LLN0$ds"), ctx(2, struct.pack(">H", 8 * i + k)),
                     ctx(3, struct.pack(">I", 3)), tlv(0x84, utc(BEGIN + at)[2:]), ctx(5, b"\x01"),
                     ctx(6, struct.pack(">H", 256)), ctx(7, struct.pack(">ii", i, k)), ctx(8, struct.pack(">H", 0)),
                     ctx(9, b"\0\x21\xc1\xff\xfe\x01\x04\x02")) for k in range(8)]
        bus.send(at, frame(asdus, 0x4002), UNIT2)


def malformed(bus):
    good = asdu(7, sample(7))
    for i, payload in enumerate((frame([good], pad=1), frame([good])[:-20], frame([good[:40] + b"\x7f"]),
                                 frame([tlv(0x30, ctx(0, b"x"), ctx(2, b"\0\1"))]), frame([tlv(0x31, b"")]),
                                 struct.pack(">HHHH", 0x4001, 12, 0, 0) + b"\x61\x02\x80\0",
                                 frame([tlv(0x30, ctx(0, b"x"), ctx(0, b"x"), ctx(2, b""), ctx(14, b""))]),
                                 frame([good], security=ctx(1, b"sig")))):
        bus.send(i * 10_000_000, payload, INTRUDER)


SCENES = {"normal": normal, "gap": gap, "duplicate": duplicate, "replay": replay, "simulation": simulation, "rate": rate, "stop": stop,
          "revision": revision, "metering": metering,
          "malformed": malformed}


def main():
    for scene, play in SCENES.items():
        tape = Tape()
        play(Bus(tape))
        tape.write(os.path.join(sys.argv[1], f"sv-{scene}.pcap"))


if __name__ == "__main__":
    main()
