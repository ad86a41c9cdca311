#!/usr/bin/python3
"""Makes the PROFINET captures with their stories: pcaps/profinet/make.py [NAME…]."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..", "power")]

import scenes  # noqa: E402
import stories  # noqa: E402

if __name__ == "__main__":
    stories.make("profinet", (scenes,), ("profinet_",))
