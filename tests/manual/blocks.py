#!/usr/bin/python3
"""The examples of the manual of the rules are right: blocks.py PROGRAM. Prints TAP. Fenced blocks marked `yaml` in
rules/README.md are whole rule files, those marked `yaml site`, `yaml tags` and `yaml baseline` are such files; each
is checked by the program."""
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
MANUAL = os.path.join(HERE, "..", "..", "rules", "README.md")
ANY = "- rule: Any\n  id: any\n  desc: d\n  condition: frame\n  output: any\n  priority: info\n"


def blocks():
    """[(line, info string, text)]"""
    with open(MANUAL, encoding="utf-8") as manual:
        lines = manual.read().split("\n")
    found, begin, info = [], None, ""
    for number, line in enumerate(lines, 1):
        if begin is None:
            fence = re.match(r"```(\S.*)?$", line)
            if fence:
                begin, info = number, (fence.group(1) or "").strip()
        elif line == "```":
            found.append((begin, info, "\n".join(lines[begin:number - 1]) + "\n"))
            begin = None
    return found


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)
    return path


def check(program, kind, text, folder):
    """What the program says that is wrong; None: nothing."""
    rules = write(folder, "rules.yaml", text if kind == "yaml" else ANY)
    command = [program, "rules", "check", rules]
    if kind == "yaml site":
        command += ["--site", write(folder, "site.yaml", text)]
    elif kind == "yaml tags":
        command += ["--tags", write(folder, "tags.yaml", text)]
    elif kind == "yaml baseline":
        # Only reading a capture reads a baseline; the rules are those that it names.
        rules = os.path.join(folder, "all.yaml")
        empty = write(folder, "empty.pcap", "")
        with open(empty, "wb") as out:
            out.write(bytes.fromhex("4d3cb2a1020004000000000000000000ffff000001000000"))
        command = [program, "read", "--quiet", "--summary", "--rules", rules, "--baseline",
                   write(folder, "baseline.yaml", text), empty]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60, check=False)
    said = done.stdout.decode(errors="replace").replace(folder + "/", "")
    return None if done.returncode == 0 and "warning" not in said else said


def main():
    program = os.path.join(sys.argv[1], "kagami-sensor") if os.path.isdir(sys.argv[1]) else sys.argv[1]
    found = [b for b in blocks() if b[1].startswith("yaml")]
    ids, number, bad = set(), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        # Rules of all blocks together, each id once, for the baseline's block.
        text = ""
        for _, kind, block in found:
            for entry in re.split(r"(?m)^(?=- )", block) if kind == "yaml" else []:
                name = re.search(r"(?m)^  id: (\S+)", entry)
                if name and name.group(1) not in ids and entry.startswith("- rule"):
                    ids.add(name.group(1))
                    text += entry
        named = "".join(e for _, k, b in found if k == "yaml" for e in re.split(r"(?m)^(?=- )", b)
                         if e.startswith(("- macro", "- list")))
        write(folder, "all.yaml", named + text)
        for line, kind, block in found:
            number += 1
            said = check(program, kind, block, folder)
            print("%s %d - the %s block in line %d of the manual is right"
                  % ("not ok" if said else "ok", number, kind, line))
            if said:
                bad = 1
                print("".join("# %s\n" % part for part in said.rstrip().split("\n")), end="")
    print("1..%d" % number)
    return bad


sys.exit(main())
