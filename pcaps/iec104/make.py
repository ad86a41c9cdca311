#!/usr/bin/python3
"""Makes the captures of IEC 60870-5-104 and -101 with their stories: pcaps/iec104/make.py [NAME…]."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..", "power")]

import attacks  # noqa: E402
import scenes  # noqa: E402
import stories  # noqa: E402

if __name__ == "__main__":
    stories.make("iec104", (scenes, attacks), ("iec104_", "iec101_"))
