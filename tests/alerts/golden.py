"""
What is kept of the alerts of a capture, in NAME.jsonl: a line with how many there are, of which
rules, and checksums of all of them as JSON and as text; then the first few of each rule, whole.
"""

import hashlib
import json
import os
from difflib import unified_diff

from sensor import HERE

KEPT = 3  # alerts kept of a rule


def checksum(data):
    return hashlib.sha256(data).hexdigest()[:16]


def lines_of(alerts, text):
    """The golden file's lines. alerts: all as JSON, in bytes; text: the same as text."""
    rules, kept = {}, []
    for line in alerts.decode().splitlines():
        rule = json.loads(line)["rule"]
        rules[rule] = rules.get(rule, 0) + 1
        if rules[rule] <= KEPT:
            kept.append(line)
    head = {
        "alerts": sum(rules.values()),
        "rules": dict(sorted(rules.items())),
        "json": checksum(alerts),
        "text": checksum(text),
    }
    return [json.dumps(head), *kept]


def file_of(capture):
    return os.path.join(HERE, capture.rsplit(".", 1)[0] + ".jsonl")


def explain(old, new):
    """Why two files differ."""
    lines = list(unified_diff(old[1:], new[1:], "golden", "now", lineterm="", n=0))
    before, now = json.loads(old[0]), json.loads(new[0])
    for rule in sorted(set(before["rules"]) | set(now["rules"])):
        a, b = before["rules"].get(rule, 0), now["rules"].get(rule, 0)
        if a != b:
            lines.insert(0, f"{rule}: {a} alerts, now {b}")
    if not lines:
        what = "alerts that are not kept" if before["json"] != now["json"] else "how they look as text"
        lines.append(f"{what} changed: {before} was, {now} is")
    return lines


def compare(capture, lines):
    """Lines that say how the alerts of a capture differ from what was accepted."""
    path = file_of(capture)
    if not os.path.exists(path):
        return [f"{os.path.basename(path)} is missing: look at the alerts, then run make golden-accept"]
    with open(path, encoding="utf-8") as file:
        old = file.read().splitlines()
    return [] if old == lines else explain(old, lines)


def accept(files):
    """files: {capture: lines}. What belongs to no capture any more goes."""
    wanted = set()
    for capture, lines in files.items():
        path = file_of(capture)
        wanted.add(path)
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    for name in os.listdir(HERE):
        path = os.path.join(HERE, name)
        if name.endswith(".jsonl") and path not in wanted:
            os.unlink(path)


def orphans(known):
    """Golden files of captures that there are not."""
    names = {os.path.basename(file_of(capture)) for capture in known}
    return [f"{n} belongs to no capture" for n in os.listdir(HERE) if n.endswith(".jsonl") and n not in names]
