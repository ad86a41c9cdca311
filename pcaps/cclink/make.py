#!/usr/bin/python3
"""Makes the captures of CC-Link IE with their stories: pcaps/cclink/make.py [NAME…]."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..", "power")]

import attacks  # noqa: E402
import layer2  # noqa: E402
import scenes  # noqa: E402
import stories  # noqa: E402

if __name__ == "__main__":
    stories.make("cclink", (scenes, attacks, layer2), ("cclink_",))
