#!/usr/bin/python3
"""
Makes the S7comm captures with their stories: pcaps/s7/make.py [NAME…]. Every scene is a function; its docstring is
the story. Everything is computed: run again, it writes the same files.
"""
import inspect
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "power")]

import scenes  # noqa: E402
from frames import Tape  # noqa: E402

OUT = os.path.dirname(HERE)
HEAD = """<!-- written by s7/make.py -->
# {name}: {title}

{text}
"""


def tell(name, scene):
    title, _, text = inspect.getdoc(scene).partition("\n\n")
    with open(os.path.join(OUT, name + ".md"), "w", encoding="utf-8") as out:
        out.write(HEAD.format(name=name, title=title, text=text))


def main():
    found = {name.replace("_", "-"): scene for name, scene in inspect.getmembers(scenes, inspect.isfunction)
             if scene.__module__ == scenes.__name__ and name.startswith("s7_")}
    for name in sys.argv[1:] or sorted(found):
        tape = Tape()
        found[name](tape)
        tape.write(os.path.join(OUT, name + ".pcap"))
        tell(name, found[name])


if __name__ == "__main__":
    main()
