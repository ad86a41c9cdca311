#!/usr/bin/python3
"""
Makes the DNP3 captures with their stories: pcaps/dnp3/make.py [NAME…]. Every scene is a function;
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
HEAD = """<!-- written by dnp3/make.py -->
# {name}: {title}

{text}
"""


INCIDENTS = "\n## The incidents that must come of it\n"


def tell(name, scene):
    """The story; which incidents must come of it stands in the file alone, and stays."""
    title, _, text = inspect.getdoc(scene).partition("\n\n")
    path, kept = os.path.join(OUT, name + ".md"), ""
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            kept = "".join(file.read().partition(INCIDENTS)[1:])
    with open(path, "w", encoding="utf-8") as out:
        out.write(HEAD.format(name=name, title=title, text=text) + kept)


def main():
    found = {}
    for module in (scenes, attacks):
        for name, scene in inspect.getmembers(module, inspect.isfunction):
            if scene.__module__ == module.__name__ and name.startswith("dnp3_"):
                found[name.replace("_", "-")] = scene
    for name in sys.argv[1:] or sorted(found):
        tape = Tape()
        found[name](tape)
        tape.write(os.path.join(OUT, name + ".pcap"))
        tell(name, found[name])


if __name__ == "__main__":
    main()
