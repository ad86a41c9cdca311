#!/usr/bin/python3
"""
Compares every field of every message with tshark's: tests/oracle/oracle.py BUILD_DIR [CAPTURE…]

Prints TAP, one test a capture. A difference that no line of explained.tsv covers is a failure, and
so is a line that covers nothing any more. Without CAPTURE: all of pcaps/, and of
../shared/captures, when it is there, all that hold protocols of ours.
"""

import csv
import os
import re
import sys
import time
from fnmatch import fnmatchcase
from multiprocessing import Pool

import compare
import conditions
import ours as our_side
import theirs as their_side

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SHARED = os.path.join(os.path.dirname(ROOT), "shared", "captures")
OURS = re.compile(r"(^|,)(mbtcp|modbus|mbrtu|goose|iec60870_104|dnp3|arp|lldp|dhcp|tpkt|sv|synphasor|enip|cipio|opcua|omron|pn_rt|profinet-io):")
COLUMNS = ("capture", "protocol", "function", "direction", "field", "kind", "condition", "reason")
NOTHING = ("pcaps/foreign.pcap", "pcaps/slmp-", "pcaps/cclink-")  # captures without protocols that both know
# conditions that are about fields which one side does not have at all
BROAD = ("undeclared", "empty", "ours_alone", "context_unseen", "unjoined", "no_transport",
         "no_user_data", "dnp3_headless", "dnp3_stopped", "dnp3_unjoined", "dnp3_joined_wrong", "dnp3_bad_crc",
         "dnp3_overlap", "synphasor_derived", "cip_connection", "s7_unread", "opcua_unread", "opcua_signed", "opcua_stops", "omron_relay")
SHOWN = 20  # differences printed of a capture
WORKERS = 2


def table(name):
    """Rows of a file of tab-separated columns; lines that begin with # are comments."""
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        lines = (line for line in file if line.strip() and not line.startswith("#"))
        return [row for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


class Explanation:
    """A line of explained.tsv."""

    def __init__(self, row):
        if len(row) != len(COLUMNS):
            raise ValueError(f"explained.tsv: {len(row)} columns instead of {len(COLUMNS)}: {row}")
        for name, value in zip(COLUMNS, row):
            setattr(self, name, value)
        self.holds = getattr(conditions, self.condition, None)
        if self.holds is None:
            raise ValueError(f"explained.tsv: no condition {self.condition}")
        if "*" in self.field and self.condition not in BROAD and self.capture == "*":
            raise ValueError(f"explained.tsv: too broad: {self.field} of every capture: {row}")
        if self.kind not in ("missing", "extra", "differs") or not self.reason:
            raise ValueError(f"explained.tsv: kind or reason: {row}")

    def covers(self, d, capture):
        """Does it explain the difference d?"""
        function = "-" if d.function is None else str(d.function)
        return (
            self.kind == d.kind
            and fnmatchcase(d.field, self.field)
            and fnmatchcase(d.protocol, self.protocol)
            and self.function in ("*", function)
            and self.direction in ("*", d.direction)
            and fnmatchcase(capture.name, self.capture)
            and self.holds(d, capture)
        )


class Capture:
    """One capture with what both sides see in it."""

    def __init__(self, path, options, types):
        self.path, self.options, self.types = path, options, types
        root = SHARED if path.startswith(SHARED + os.sep) else ROOT
        self.name = os.path.relpath(path, root)
        self.ours, self.theirs = [], []
        self._facts = {}

    def facts(self, *names):
        """{frame: [values]} of tshark's fields, for conditions that need more than messages."""
        if names not in self._facts:
            self._facts[names] = their_side.frames(self.path, names, self.options)
        return self._facts[names]

    def theirs_by_protocol(self, protocols):
        return [m for m in self.theirs if m.protocols == protocols]

    def compare(self, sensor):
        """Reads both sides and compares them."""
        self.ours = our_side.read(sensor, self.path)
        self.theirs = their_side.read(self.path, self.options)
        return compare.Comparison(self.types).run(self.ours, self.theirs)


def options_of(name, rows):
    """What tshark must be told for a capture."""
    return [word for pattern, words, _why in rows if fnmatchcase(name, pattern)
            for word in words.split()]


def check(job):
    """One capture; in a process of its own."""
    path, sensor, types = job
    explanations = [Explanation(row) for row in table("explained.tsv")]
    capture = Capture(path, [], types)
    capture.options = options_of(capture.name, table("options.tsv"))
    used, left = {}, []
    try:
        result = capture.compare(sensor)
    except (OSError, RuntimeError, ValueError) as error:
        return capture.name, 0, 0, 0, used, [str(error)]
    for d in result.differences:
        for i, explanation in enumerate(explanations):
            if explanation.covers(d, capture):
                used[i] = used.get(i, 0) + 1
                break
        else:
            left.append(str(d))
    frames = len({m.frame for m in capture.theirs})
    return capture.name, frames, result.compared, len(result.differences), used, left


def captures():
    """The captures to compare: the project's, and those of others that hold protocols of ours."""
    own = os.path.join(ROOT, "pcaps")
    found = [os.path.join(own, name) for name in sorted(os.listdir(own))
             if name.endswith((".pcap", ".pcapng"))]
    index = os.path.join(SHARED, "index.tsv")
    if not os.path.exists(index):
        return found, False
    with open(index, encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    names = {row["file"] for row in rows if OURS.search(row["protocols (tshark 4.0, frames)"])}
    names |= {row[0] for row in table("more.tsv")}
    found += [os.path.join(SHARED, name) for name in sorted(names)
              if os.path.exists(os.path.join(SHARED, name))]
    return found, True


def can_fail(sensor, types):
    """
    Spoils what the sensor said of one capture, in every way that a decoder can be wrong, and looks
    whether the comparison notices. Returns what it did not notice.
    """
    capture = Capture(os.path.join(ROOT, "pcaps", "functions.pcap"), [], types)
    capture.compare(sensor)
    silent = len(compare.Comparison(types).run(capture.ours, capture.theirs).differences)
    message = next(m for m in capture.ours if "modbus.regval_uint16" in m.fields)
    fields = dict(message.fields)
    values = fields["modbus.regval_uint16"]
    spoilt = {
        "a value": {**fields, "modbus.regval_uint16": [values[0] ^ 1, *values[1:]]},
        "the order of values": {**fields, "modbus.regnum16": fields["modbus.regnum16"][::-1]},
        "a value too many": {**fields, "modbus.regval_uint16": [*values, 0]},
        "a field that is missing": {k: v for k, v in fields.items() if k != "modbus.byte_cnt"},
        "a field too many": {**fields, "modbus.padding": [0]},
        "the request's frame": {**fields, "modbus.request_frame": [1]},
        "the function": {**fields, "modbus.func_code": [99]},
    }
    unnoticed = []
    for what, wrong in spoilt.items():
        message.fields = wrong
        found = compare.Comparison(types).run(capture.ours, capture.theirs).differences
        if len(found) <= silent:
            unnoticed.append(what)
    message.fields = fields
    fewer = [m for m in capture.ours if m is not message]
    if len(compare.Comparison(types).run(fewer, capture.theirs).differences) <= silent:
        unnoticed.append("a message that is missing")
    return unnoticed


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


def main():
    sensor = os.path.join(sys.argv[1], "kagami-sensor")
    types = our_side.types(sensor)
    chosen, everything = [os.path.abspath(path) for path in sys.argv[2:]], False
    if not chosen:
        chosen, everything = captures()
    explanations = [Explanation(row) for row in table("explained.tsv")]
    tap, used, total, start = Tap(), {}, [0, 0, 0, 0], time.monotonic()
    jobs = [(path, sensor, types) for path in chosen]
    jobs.sort(key=lambda job: -os.path.getsize(job[0]))  # the long ones first
    with Pool(WORKERS) as pool:
        for name, frames, compared, differences, uses, left in pool.imap(check, jobs):
            for i, n in uses.items():
                used[i] = used.get(i, 0) + n
            numbers = (frames, compared, differences - len(left), len(left))
            total = [a + b for a, b in zip(total, numbers)]
            # A capture of ours that shows nothing to compare would always agree.
            idle = name.startswith("pcaps/") and not compared and not name.startswith(NOTHING)
            empty = ["nothing was compared"] if idle else []
            more = [f"and {len(left) - SHOWN} more"] if len(left) > SHOWN else []
            tap.result(
                not left and not empty,
                f"{name}: {frames} frames, {compared} values compared, {len(left)} differences, "
                f"{differences - len(left)} explained",
                left[:SHOWN] + more + empty,
            )
    if not sys.argv[2:]:
        stale = [
            "\t".join(getattr(e, c) for c in COLUMNS)
            for i, e in enumerate(explanations)
            if i not in used and (everything or e.capture.startswith("pcaps/"))
        ]
        tap.result(not stale, "every explanation explains something", stale)
        unnoticed = can_fail(sensor, types)
        tap.result(not unnoticed, "the comparison notices every kind of mistake", unnoticed)
        if not everything:
            tap.number += 1
            print(f"ok {tap.number} - captures of others # SKIP ../shared/captures is not there")
    print(f"1..{tap.number}")
    print(
        f"# {len(jobs)} captures, {total[0]} frames, {total[1]} values compared, {total[3]} "
        f"differences, {total[2]} explained, {time.monotonic() - start:.0f} s"
    )
    return tap.failed != 0


if __name__ == "__main__":
    sys.exit(main())
