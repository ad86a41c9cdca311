#!/usr/bin/python3
"""
Frames that conditions select, against tshark's display filters:
tests/conditions/conditions.py BUILD_DIR [CAPTURE…]

For each capture, conditions are made of the values in it (generate.py, the same ones every time;
CONDITIONS_SEED makes others) and some are taken from picked.txt. `rules try` and tshark must select
the same frames, and refuse the same conditions. A frame that only one of them selects must be
covered by a line of explained.tsv; a line that covers nothing any more is a failure.

Prints TAP, one test a capture.
"""

import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from fnmatch import fnmatchcase

import generate

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SHARED = os.path.join(os.path.dirname(ROOT), "shared", "captures")
SEED = os.environ.get("CONDITIONS_SEED", "1")
MADE = int(os.environ.get("CONDITIONS_MADE", "12"))  # of each capture
PICKED = 12  # asked of each capture, in turn
SHOWN = 12
WORKERS = 2
# What our types are in tshark.
ALIKE = {"number": ("FT_UINT", "FT_INT", "FT_FRAMENUM"), "signed number": ("FT_INT",), "bool": ("FT_BOOLEAN",),
         "bytes": ("FT_BYTES",), "text": ("FT_STRING", "FT_UINT_STRING"), "float": ("FT_FLOAT", "FT_DOUBLE"),
         "MAC address": ("FT_ETHER",), "IPv4 address": ("FT_IPv4",), "IPv6 address": ("FT_IPv6",),
         "duration": ("FT_RELATIVE_TIME",), "time": ("FT_ABSOLUTE_TIME",)}
# Fields of another type there, and why that is so.
UNLIKE = {
    "goose.t": "a text there, which cannot be compared as a time",
    "goose.utc_time": "a text there, which cannot be compared as a time",
    "goose.objId": "an object identifier there, which is written the same",
    "lldp.mgn.obj.id": "an object identifier there, which is written the same",
    **dict.fromkeys(("acse.aSO_context_name", "acse.ap_title_form2", "acse.direct_reference", "acse.mechanism_name",
                     "mms.listOfAbstractSyntaxes_item", "mms.objId", "pres.*_name"),
                    "an object identifier there, which is written the same"),
    **dict.fromkeys(("mms.data.binary-time", "mms.*Time", "mms.timeOfDayT", "mms.timeSpecification", "mms.utc_time",
                     "s7comm.blockinfo.*_timestamp", "sv.refrTm"), "a text there, which cannot be compared as a time"),
    **dict.fromkeys(("acse.abort_*", "acse.result", "acse.service_*"), "without a sign there; BER's integers have one"),
    "modbus.ev_*": "a number there, which is 0 or 1",
    **dict.fromkeys(("omron.fatal.*", "omron.non_fatal.*"), "a number there, which is 0 or 1"),
    **dict.fromkeys(("dcerpc.*_id", "opcua.Guid", "opcua.nodeid.guid", "pn_io.*uuid"), "a UUID there, which is written the same"),
    **dict.fromkeys(("opcua.Password", "opcua.TokenData"), "bytes there; ours says only that they were there"),
    "pn_io.im_revision_prefix": "a character there",
    **dict.fromkeys(("omron.data", "omron.file_data"), "a field without a value there"),
    **dict.fromkeys(("omron.system.use", "omron.cpubus_unit.reserved"), "a text there, of bytes that are none"),
}
COLUMNS = ("capture", "frames", "field", "side", "reason")
NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[A-Za-z0-9_]+)*")


def table(name):
    """Rows of a file of tab-separated columns; lines that begin with # are comments."""
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        lines = (line for line in file if line.strip() and not line.startswith("#"))
        return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def picked():
    """The conditions of picked.txt."""
    with open(os.path.join(HERE, "picked.txt"), encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file if line.strip() and not line.startswith("#")]


def numbers(text):
    """The frames of "1,4-6" as a function that says whether one is among them; "*": all."""
    if text == "*":
        return lambda frame: True
    ranges = [part.partition("-") for part in text.split(",")]
    ranges = [(int(first), int(last or first)) for first, _dash, last in ranges]
    return lambda frame: any(first <= frame <= last for first, last in ranges)


class Explanation:
    """
    A line of explained.tsv: in these frames of these captures, conditions that mention a field like
    this one may hold for one side only (ours, theirs, or either: both).
    """

    def __init__(self, row):
        if len(row) != len(COLUMNS):
            raise ValueError(f"explained.tsv: {len(row)} columns instead of {len(COLUMNS)}: {row}")
        self.row = "\t".join(row)
        self.capture, frames, self.field, self.side, self.reason = row
        self.frames = numbers(frames)
        if self.side not in ("ours", "theirs", "both") or not self.reason:
            raise ValueError(f"explained.tsv: side or reason: {row}")
        if self.capture == "*" and (frames == "*" and "*" in self.field):
            raise ValueError(f"explained.tsv: too broad: {row}")

    def covers(self, capture, condition, frame, side):
        return (
            self.side in ("both", side)
            and fnmatchcase(capture, self.capture)
            and self.frames(frame)
            and any(fnmatchcase(name, self.field) for name in NAME.findall(condition))
        )


def theirs(path, conditions, options):
    """The frames of each condition by tshark; None: it refuses the condition."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
        file.write("".join(condition + "\n" for condition in conditions))
        file.flush()
        done = subprocess.run(
            ["tshark", "-q", "-n", "-X", "lua_script:" + os.path.join(HERE, "frames.lua"), "-r", path, *options],
            env={**os.environ, "KAGAMI_FILTERS": file.name}, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    found = {}
    for line in done.stdout.decode().splitlines():
        if line.startswith("filter "):
            number, _blank, frames = line[7:].partition(" ")
            found[int(number)] = None if frames == "error" else {int(f) for f in frames.split()}
    if len(found) != len(conditions):
        raise RuntimeError("tshark: " + done.stderr.decode(errors="replace").strip())
    return [found[i + 1] for i in range(len(conditions))]


def ours(sensor, path, condition):
    """The frames of the condition by the sensor; None: it refuses the condition."""
    done = subprocess.run([sensor, "rules", "try", "--quiet", "--json", "--", condition, path],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode == 2 and b"-e:" in done.stderr:
        return None
    if done.returncode != 0:
        raise RuntimeError(f"{condition}: {done.stderr.decode(errors='replace').strip()}")
    return {int(line[16:line.index(b",")]) for line in done.stdout.splitlines()}


class Difference:
    """A frame that only one side selects, or a condition that only one side accepts."""

    def __init__(self, condition, frame, side):
        self.condition, self.frame, self.side = condition, frame, side

    def __str__(self):
        if self.frame is None:
            return f"only {self.side} accepts: {self.condition}"
        return f"frame {self.frame} only {self.side}: {self.condition}"


def differences(condition, mine, other):
    """What differs between two sets of frames."""
    if mine is None or other is None:
        return [] if mine is other else [Difference(condition, None, "theirs" if mine is None else "ours")]
    return ([Difference(condition, frame, "ours") for frame in sorted(mine - other)]
            + [Difference(condition, frame, "theirs") for frame in sorted(other - mine)])


def check(job):
    """One capture; in a process of its own."""
    name, path, sensor, names, kinds, options, chosen = job
    explanations = [Explanation(row) for row in table("explained.tsv")]
    used, left, total, asked, selected = {}, [], 0, 0, 0
    try:
        found = generate.values(path, names, options)
        conditions = generate.conditions(f"{SEED} {name}", found, kinds, MADE) + chosen
        conditions = list(dict.fromkeys(conditions))
        for condition, other in zip(conditions, theirs(path, conditions, options)):
            mine = ours(sensor, path, condition)
            asked += 1
            selected += len(other or ())
            for difference in differences(condition, mine, other):
                total += 1
                for i, explanation in enumerate(explanations):
                    if difference.frame is not None and explanation.covers(
                            name, condition, difference.frame, difference.side):
                        used[i] = used.get(i, 0) + 1
                        break
                else:
                    left.append(str(difference))
    except (OSError, RuntimeError, ValueError) as error:
        left.append(str(error))
    return name, asked, selected, total, used, left


def captures():
    """{name: path} of the captures to ask, and whether those of others are there."""
    there, found = os.path.isdir(SHARED), {}
    for name, _why in table("captures.tsv"):
        path = os.path.join(ROOT if name.startswith("pcaps/") else SHARED, name)
        if os.path.exists(path):
            found[name] = path
        elif name.startswith("pcaps/"):
            raise ValueError(f"captures.tsv: there is no {name}")
    return found, there


def options_of(name):
    """What tshark must be told for a capture: as the other comparison with it does."""
    rows = table(os.path.join("..", "oracle", "options.tsv"))
    return [word for pattern, words, _why in rows if fnmatchcase(name, pattern) for word in words.split()]


def fields(sensor):
    """{name: type} of our fields."""
    done = subprocess.run([sensor, "fields", "--json"], stdout=subprocess.PIPE, check=True)
    return {row["name"]: row["type"] for row in map(json.loads, done.stdout.splitlines())}


def unlike(name):
    """The reason why the field has another type than tshark's; None: there is none."""
    return next((why for pattern, why in UNLIKE.items() if fnmatchcase(name, pattern)), None)


def other_types(mine, kinds):
    """Fields that have a name of tshark's, but another type, without a reason; and reasons for nothing."""
    wrong = {name for name in mine if name in kinds and not kinds[name].startswith(ALIKE[mine[name]])}
    return [f"{name}: {mine[name]} and {kinds[name]}" for name in sorted(wrong) if unlike(name) is None] + [
        f"{pattern} has the same type" for pattern in UNLIKE if not any(fnmatchcase(n, pattern) for n in wrong)]


class Tap:
    """Numbers and prints the results."""

    def __init__(self):
        self.number = self.failed = 0

    def result(self, good, sentence, lines=()):
        self.number += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.number} - {sentence}")
        for line in lines:
            print(f"# {line}")
        sys.stdout.flush()


def can_fail():
    """What the comparison does not notice of what it must."""
    same = differences("tcp", {1, 2}, {1, 2})
    wrong = {"a frame too many": ({1, 2}, {1}), "a frame too few": ({1}, {1, 2}),
             "a condition refused": (None, {1}), "a condition accepted": ({1}, None)}
    return (["frames that are the same"] if same else []) + [
        what for what, (mine, other) in wrong.items() if not differences("tcp", mine, other)]


def main():
    sensor = os.path.join(sys.argv[1], "kagami-sensor")
    kinds = generate.types()
    mine = fields(sensor)
    names = sorted(name for name in mine if name in kinds and name not in ("goose.t", "goose.utc_time"))
    chosen, everything = captures()
    if sys.argv[2:]:
        chosen = {name: path for name, path in chosen.items() if any(fnmatchcase(name, p) for p in sys.argv[2:])}
    explanations = [Explanation(row) for row in table("explained.tsv")]
    hand, jobs = picked(), []
    for i, (name, path) in enumerate(chosen.items()):
        some = [hand[(i * PICKED + k) % len(hand)] for k in range(min(PICKED, len(hand)))]
        jobs.append((name, path, sensor, names, kinds, options_of(name), some))
    jobs.sort(key=lambda job: -os.path.getsize(job[1]))  # the long ones first
    tap, used, start = Tap(), {}, time.monotonic()
    total = [0, 0, 0, 0]
    with ProcessPoolExecutor(WORKERS) as pool:
        for name, asked, selected, count, uses, left in pool.map(check, jobs):
            for i, n in uses.items():
                used[i] = used.get(i, 0) + n
            total = [a + b for a, b in zip(total, (asked, selected, count, len(left)))]
            more = [f"and {len(left) - SHOWN} more"] if len(left) > SHOWN else []
            tap.result(not left, f"{name}: {asked} conditions select {selected} frames, {count} differences, "
                       f"{count - len(left)} explained", left[:SHOWN] + more)
    if not sys.argv[2:] and SEED == "1" and "CONDITIONS_MADE" not in os.environ:
        stale = [e.row for i, e in enumerate(explanations)
                 if i not in used and (everything or e.capture.startswith("pcaps/"))]
        tap.result(not stale, "every explanation explains something", stale)
        wrong = other_types(mine, kinds)
        tap.result(not wrong, "fields that have a name of tshark's have its type", wrong)
        unnoticed = can_fail()
        tap.result(not unnoticed, "the comparison notices every kind of mistake", unnoticed)
        if not everything:
            tap.number += 1
            print(f"ok {tap.number} - captures of others # SKIP ../shared/captures is not there")
    print(f"1..{tap.number}")
    print(f"# {len(jobs)} captures, {total[0]} conditions asked, {total[1]} frames selected, {total[2]} differences, "
          f"{total[2] - total[3]} explained, {time.monotonic() - start:.0f} s")
    return tap.failed != 0


if __name__ == "__main__":
    sys.exit(main())
