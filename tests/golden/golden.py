#!/usr/bin/python3
"""
The output for each capture of pcaps/, compared with what it was when somebody last looked at it:
tests/golden/golden.py BUILD_DIR [--accept]

A golden file NAME.jsonl holds
- a line that says how many operations there are, and a checksum of each hundred of them, so that
  all are compared though not all are kept;
- of each kind of operation (protocol, function, direction, status, remarks) the first two, whole;
- the summary, one value a line.
NAME.txt, for a few, is the summary as people read it. COVERAGE lists what no capture shows.
"""

import hashlib
import json
import os
import subprocess
import sys
from difflib import unified_diff
from multiprocessing.pool import ThreadPool

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BLOCK = 100  # operations a checksum stands for
KEPT = 2  # operations kept of a kind
WIDTH = 700  # characters of a line printed
SHOWN = 60  # lines of a difference printed
TEXTS = ("normal", "attack-malformed", "goose-redundancy")  # captures with a summary as text
# Fields whose every named value must be seen.
NAMED = ("modbus.func_code", "modbus.exception_code", "modbus.diagnostic_code", "iec60870_asdu.typeid",
         "iec60870_asdu.causetx", "iec60870_104.utype", "iec60870_101.ctrl_func_pri_to_sec",
         "iec60870_101.ctrl_func_sec_to_pri", "dnp3.al.func", "dnp3.ctl.prifunc", "dnp3.ctl.secfunc",
         "dnp3.ctl.op", "dnp3.select.result", "mms.confirmedServiceRequest", "mms.confirmedServiceResponse",
         "mms.unconfirmedService", "synphasor.frtype", "synphasor.command", "enip.command", "cip.sc",
         "cciefb.command", "cclinkie.type", "cclinkie.network")
CUT = 1  # exit code for a capture that is cut short
WORKERS = 2


def run(sensor, *arguments):
    """Standard output of the sensor, in bytes."""
    done = subprocess.run(
        [sensor, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, check=False
    )
    if done.returncode not in (0, CUT):
        raise RuntimeError(f"{arguments} ended with {done.returncode}:\n{done.stderr.decode()}")
    return done.stdout


def kind_of(operation):
    keys = ("ot.protocol", "ot.function", "ot.request", "ot.status", "ot.malformed",
            "ot.unmatched", "ot.unanswered", "ot.remarks")
    return json.dumps([operation.get(key) for key in keys])


class Output:
    """What the sensor says of a capture."""

    def __init__(self, sensor, file):
        path = os.path.join("pcaps", file)
        self.name = file.rsplit(".", 1)[0]
        self.lines = run(sensor, "read", path, "--json").decode().splitlines()
        self.summary = run(sensor, "read", path, "--summary", "--json").decode()
        self.text = None
        if self.name in TEXTS:
            self.text = run(sensor, "read", path, "--summary").decode().splitlines()

    def files(self):
        """{name of a golden file: its lines}"""
        blocks = [
            hashlib.sha256("\n".join(self.lines[i : i + BLOCK]).encode()).hexdigest()[:16]
            for i in range(0, len(self.lines), BLOCK)
        ]
        seen, kept = {}, []
        for line in self.lines:
            kind = kind_of(json.loads(line))
            seen[kind] = seen.get(kind, 0) + 1
            if seen[kind] <= KEPT:
                kept.append(line)
        head = json.dumps({"operations": len(self.lines), "blocks": blocks})
        summary = json.dumps(json.loads(self.summary), indent=1, ensure_ascii=False).splitlines()
        files = {self.name + ".jsonl": [head, *kept, *summary]}
        if self.text is not None:
            files[self.name + ".txt"] = self.text
        return files

    def shows(self):
        """The fields, and the named values, that the capture shows."""
        found = set()
        for line in self.lines:
            for key, value in json.loads(line).items():
                found.add(key)
                if key in NAMED:
                    values = value if isinstance(value, list) else [value]
                    found.update(f"{key}={v}" for v in values)
        return found


def read_lines(path):
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()


def differences(old, new):
    """Why two golden files differ: the lines, or which operations that are not kept."""
    lines = list(unified_diff(old[1:], new[1:], "golden", "now", lineterm="", n=0))
    before, now = json.loads(old[0]), json.loads(new[0])
    if before["operations"] != now["operations"]:
        lines.insert(0, f"{before['operations']} operations, now {now['operations']}")
    for i, (a, b) in enumerate(zip(before["blocks"], now["blocks"])):
        if a != b:
            lines.insert(0, f"operations {i * BLOCK + 1} to {(i + 1) * BLOCK} differ, first of all")
            break
    return lines


def compare_file(name, lines):
    """Lines that say how a golden file differs from what it ought to be; none: it does not."""
    path = os.path.join(HERE, name)
    if not os.path.exists(path):
        return [f"{name} is missing: look at the output, then run make golden-accept"]
    old = read_lines(path)
    if old == lines:
        return []
    if name.endswith(".txt"):
        return list(unified_diff(old, lines, "golden", "now", lineterm="", n=0))
    return differences(old, lines) or ["the line of checksums differs"]


def declared(sensor):
    """Every field that a decoder declares, and every named value that must be seen."""
    names = set()
    for line in run(sensor, "fields", "--json").splitlines():
        row = json.loads(line)
        if row.get("fact"):
            continue
        names.add(row["name"])
        if row["name"] in NAMED:
            names.update(f"{row['name']}={value}" for value in row["values"])
    return names


def coverage(sensor, shown):
    """What is neither shown by a capture nor listed in COVERAGE, and what is listed but shown."""
    listed = {}
    for line in read_lines(os.path.join(HERE, "COVERAGE")):
        if line and not line.startswith("#"):
            name, _tab, reason = line.partition("\t")
            listed[name] = reason
    names = declared(sensor)
    return (
        [f"no capture shows {n}, and COVERAGE does not say why" for n in sorted(names - shown - set(listed))]
        + [f"COVERAGE lists {n}, but a capture shows it" for n in sorted(set(listed) & shown)]
        + [f"COVERAGE lists {n}, which nobody declares" for n in sorted(set(listed) - names)]
        + [f"COVERAGE gives no reason for {n}" for n, reason in listed.items() if not reason]
    )


def accept(outputs):
    """Makes the present output the expected one."""
    wanted = {}
    for output in outputs:
        wanted.update(output.files())
    for name, lines in wanted.items():
        with open(os.path.join(HERE, name), "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    for name in golden_files() - set(wanted):
        os.unlink(os.path.join(HERE, name))


def golden_files():
    return {name for name in os.listdir(HERE) if name.endswith((".jsonl", ".txt"))}


def report(number, lines, sentence):
    print(f"{'not ok' if lines else 'ok'} {number} - {sentence}")
    for line in lines[:SHOWN]:
        print(f"# {line[:WIDTH]}")
    if len(lines) > SHOWN:
        print(f"# and {len(lines) - SHOWN} lines more")
    return bool(lines)


def main():
    sensor = os.path.abspath(os.path.join(sys.argv[1], "kagami-sensor"))
    captures = sorted(
        name for name in os.listdir(os.path.join(ROOT, "pcaps"))
        if name.endswith((".pcap", ".pcapng"))
    )
    with ThreadPool(WORKERS) as pool:
        outputs = pool.map(lambda file: Output(sensor, file), captures)
    if sys.argv[2:] == ["--accept"]:
        accept(outputs)
        return 0
    failed, number, wanted, shown = False, 0, set(), set()
    for output in outputs:
        shown |= output.shows()
        for name, lines in output.files().items():
            number += 1
            wanted.add(name)
            failed |= report(number, compare_file(name, lines), f"{name} is as it was")
    left = [f"{name} belongs to no capture" for name in sorted(golden_files() - wanted)]
    failed |= report(number + 1, left, "every golden file has its capture")
    failed |= report(number + 2, coverage(sensor, shown), "captures show every field but those listed")
    print(f"1..{number + 2}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
