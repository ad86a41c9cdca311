"""A capture of many talkers: each sends one datagram, all of them different to any rule."""

import struct

START = 1_700_000_000
STEP_US = 500


def write(path, talkers, again=0):
    """talkers: how many; again: how many of the first ones speak once more at the end."""
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for i in range(talkers + again):
            who = i % talkers
            payload = struct.pack(">HHHBBHH", i & 0xFFFF, 0, 6, 1, 6, who & 0xFFFF, i & 0xFFFF)
            ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 28 + len(payload), i & 0xFFFF, 0, 64, 17, 0,
                             struct.pack(">I", 0x0A000001 + who), b"\x0a\xff\xff\x01")
            udp = struct.pack(">HHHH", 40000, 502, 8 + len(payload), 0)
            frame = b"\x02\0\0\0\0\1" + b"\x02" + struct.pack(">I", who) + b"\x02\x08\x00" + ip + udp + payload
            at = i * STEP_US
            file.write(struct.pack("<IIII", START + at // 1_000_000, at % 1_000_000, len(frame), len(frame)))
            file.write(frame)
