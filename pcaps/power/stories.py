"""
Captures that are computed, with their stories. Every scene is a function that fills a tape; its docstring is the
story. Run again, it writes the same files.
"""
import inspect
import os
import sys

from frames import Tape

OUT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HEAD = """<!-- written by {folder}/make.py -->
# {name}: {title}

{text}
"""
INCIDENTS = "\n## The incidents that must come of it\n"


def tell(folder, name, scene):
    """The story; the incidents, which are written by hand, stay."""
    title, _, text = inspect.getdoc(scene).partition("\n\n")
    path, kept = os.path.join(OUT, name + ".md"), ""
    if os.path.exists(path):
        with open(path, encoding="utf-8") as old:
            kept = "".join(old.read().partition(INCIDENTS)[1:])
    with open(path, "w", encoding="utf-8") as out:
        out.write(HEAD.format(folder=folder, name=name, title=title, text=text) + kept)


def make(folder, modules, prefixes):
    """The scenes that the command line names, or all of these modules: functions that begin like that."""
    found = {}
    for module in modules:
        for name, scene in inspect.getmembers(module, inspect.isfunction):
            if scene.__module__ == module.__name__ and name.startswith(prefixes):
                found[name.replace("_", "-")] = scene
    unknown = [name for name in sys.argv[1:] if name not in found]
    if unknown:
        sys.exit(f"there is no {', '.join(unknown)}; there are {', '.join(sorted(found))}")
    for name in sys.argv[1:] or sorted(found):
        tape = Tape()
        found[name](tape)
        tape.write(os.path.join(OUT, name + ".pcap"))
        tell(folder, name, found[name])
