#!/usr/bin/python3
"""
Makes the EtherNet/IP and CIP captures with their stories: pcaps/cip/make.py [NAME…]. Every scene is a function;
its docstring is the story. Everything is computed: run again, it writes the same files.
"""
import inspect
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "power")]

import attacks  # noqa: E402
import scenes  # noqa: E402
from frames import Tape  # noqa: E402

OUT = os.path.dirname(HERE)
HEAD = """<!-- written by cip/make.py -->
# {name}: {title}

{text}
"""


def tell(name, scene):
    title, _, text = inspect.getdoc(scene).partition("\n\n")
    with open(os.path.join(OUT, name + ".md"), "w", encoding="utf-8") as out:
        out.write(HEAD.format(name=name, title=title, text=text))


def main():
    found = {}
    for module in (scenes, attacks):
        for name, scene in inspect.getmembers(module, inspect.isfunction):
            if scene.__module__ == module.__name__ and name.startswith("cip_"):
                found[name.replace("_", "-")] = scene
    for name in sys.argv[1:] or sorted(found):
        tape = Tape()
        found[name](tape)
        tape.write(os.path.join(OUT, name + ".pcap"))
        tell(name, found[name])


if __name__ == "__main__":
    main()
