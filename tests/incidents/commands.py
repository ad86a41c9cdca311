"""What people ask and do, by the commands."""

import hashlib
import json
import os
import re
import shutil
import subprocess

from desk import Desk
from stage import ROOT
from tap import ok

FILES = ["pcaps/attack-setpoint.pcap", "pcaps/goose-injection.pcap"]
RULES = ("--rules", "rules")


def made(d):
    d.start()
    for file in FILES:
        if d.read([file], *RULES) != 0 or not d.written():
            raise RuntimeError(d.sensor_said() + d.collector_said())
    return [i["id"] for i in d.incidents()]


def step(d, sentence, args, true, code=0):
    done = d.ask(*args)
    seen = {i["id"]: i for i in d.incidents()}
    ok(done.returncode == code and true(seen, done), sentence, f"exit {done.returncode}",
       done.stdout.decode(), done.stderr.decode())
    return seen


def life(d, ids):
    """The same with a collector and without."""
    one, two = ids[0], ids[1]
    step(d, "ack: somebody looks at it, and clocks run", ["ack", one[-13:], "--who", "aiko"],
         lambda s, _: s[one]["status"] == "in-progress" and "aware" in s[one])
    step(d, "assign", ["assign", one, "shift B"], lambda s, _: s[one]["assignee"] == "shift B")
    step(d, "note: text that could be anything stays text", ["note", one, "x\x1b[31m\u202e'; DROP"],
         lambda s, _: s[one]["history"][-1]["text"].endswith("'; DROP")
         and "\x1b" not in s[one]["history"][-1]["text"])
    step(d, "close as duplicate of another", ["close", two, "--as", "duplicate", "--of", one],
         lambda s, _: s[two]["status"] == "duplicate"
         and [r["relation"] for r in s[two]["related"]][-1:] == ["duplicate-of"])
    step(d, "close with a reason", ["close", one, "taken off the network"],
         lambda s, _: s[one]["status"] == "resolved" and "resolved" in s[one])
    before = {i["id"] for i in d.incidents()}
    seen = step(d, "reopen: a new number that points back", ["reopen", one, "again"],
                lambda s, done: len(s) == len(before) + 1 and " as " in done.stdout.decode())
    new = next(iter(set(seen) - before))
    ok([r for r in seen[new]["related"] if r["id"] == one and r["relation"] == "before"],
       "the new one points back", seen[new]["related"])
    step(d, "an id that nobody has is said", ["ack", "nothing-0001"],
         lambda _, done: b"no incident 'nothing-0001'" in done.stderr, 1)
    step(d, "what cannot be is refused with its reason", ["merge", new, new],
         lambda _, done: done.stderr.startswith(b"kagami-collector"), 1)
    return new


def counted(d, one, new):
    """What was opened again, and what became part of another, has its alerts counted once."""
    rows = {i["id"]: i for i in d.incidents()}
    want = sum(i["alerts"] for i in rows.values()) - rows[one]["alerts"]
    other = next(i for i in rows if i not in (one, new))
    said = d.ask("stats").stdout.decode()
    stats = json.loads(d.ask("stats", "--json").stdout)
    ok(stats["alerts"] == want and stats["incidents"] == len(rows) and f"{len(rows)} incidents" in said
       and f"of {want} alerts" in said, "stats counts the alerts of one that was opened again once", want, stats, said)
    both = rows[one]["alerts"] + rows[other]["alerts"]
    again = d.ask("reopen", other).stdout.decode()
    latest = next(i for i in (j["id"] for j in d.incidents()) if i not in rows)
    done = d.ask("merge", new, latest)
    seen = {i["id"]: i for i in d.incidents()}
    stats = json.loads(d.ask("stats", "--json").stdout)
    ok(done.returncode == 0 and seen[new]["alerts"] == both and stats["alerts"] == want,
       "and of one that became part of another", want, stats, again, done.stderr.decode())
    text = seen[new]["history"][-1]["text"]
    ok(text == f"{latest} became part of this one", "the history names it", text)


def commands(build):
    with Desk(build, "commands") as d:
        ids = made(d)
        new = life(d, ids)
        ok(d.written(), "every change has its record")
        names = d.records()
        wanted = [f"{i['id']}.r{i['revision']}.iodef.json" for i in d.incidents()]
        missing = [w for w in wanted if not any(n.endswith("/" + w) for n in names)]
        ok(not missing, "the last revision of each is on disk", *missing)
        before = d.incidents()
        d.stop()
        d.start()
        ok(d.incidents() == before, "a restart changes nothing")
        counted(d, ids[0], new)
        step(d, "what came back after a restart can be worked with", ["note", new, "back"],
             lambda s, _: s[new]["history"][-1]["text"] == "back")


def alone(build):
    with Desk(build, "alone") as d:
        ids = made(d)
        d.stop()
        life(d, ids)
        names = d.records()
        wanted = [f"{i['id']}.r{i['revision']}.iodef.json" for i in d.incidents()]
        missing = [w for w in wanted if not any(n.endswith("/" + w) for n in names)]
        ok(not missing, "without a collector records are written by the command", *missing)


def evidence_lines(d, incident, text):
    """What show says of the packets, run as it stands."""
    lines = re.findall(r"^ *(kagami-collector evidence .*) \| (tshark -r -)$", text, re.M)
    hashes = re.findall(r"SHA-256 ([0-9a-f]{64})", re.sub(r"\s+", " ", text))
    ok(lines and len(hashes) == len(lines), "show says how to open the packets of alerts", text)
    if not lines or shutil.which("tshark") is None:
        return
    line = lines[0][0].replace("kagami-collector", os.path.abspath(d.program("kagami-collector")), 1)
    line += f" --config /dev/null --store {d.store}"
    done = subprocess.run(["sh", "-c", f"{line} | tee {d.path('shown.pcap')} | tshark -r -"], capture_output=True,
                          check=False)
    with open(d.path("shown.pcap"), "rb") as f:
        digest = hashlib.sha256(f.read()).hexdigest()
    record = json.loads(d.ask("show", incident, "--json").stdout)
    ok(done.returncode == 0 and done.stdout.strip() and digest == hashes[0] and digest in json.dumps(record),
       "that command shows the packets whose SHA-256 is in the record", done.stderr.decode(), digest, *hashes)


def questions(build):
    with Desk(build, "questions") as d:
        ids = made(d)
        done = d.ask("list")
        lines = done.stdout.decode().splitlines()
        ok(done.returncode == 0 and any(line.startswith(ids[0]) for line in lines), "list", *lines)
        os.environ["COLUMNS"] = "80"
        lines = d.ask("list").stdout.decode().splitlines() \
            + d.ask("timeline", ids[0]).stdout.decode().splitlines()
        del os.environ["COLUMNS"]
        ok(max(len(line) for line in lines) <= 80, "tables fit a terminal of 80 columns",
           max(lines, key=len))
        ok(b"\x1b" not in d.ask("show", ids[0]).stdout, "without a terminal there is no colour")
        text = d.ask("show", ids[0]).stdout.decode()
        parts = ("What happened", "To what", "By whom", "How sure", "Check first", "Evidence",
                 "History")
        ok(all(p in text for p in parts), "show tells all that an analyst asks", text)
        shown = re.search(r"tshark -r (\S+) -Y '(frame\.number in \{[0-9,]+\})'", text)
        ok(shown, "show says how to open the evidence", text)
        if shown and shutil.which("tshark"):
            done = subprocess.run(["tshark", "-r", "pcaps/" + shown[1], "-Y", shown[2], "-T", "fields",
                                   "-e", "frame.number"], capture_output=True, cwd=ROOT, check=False)
            wanted = re.findall(r"\d+", shown[2])
            ok(done.stdout.decode().split() == wanted, "that command shows these frames",
               done.stdout.decode(), done.stderr.decode())
        evidence_lines(d, ids[0], text)
        one = json.loads(d.ask("show", ids[0], "--json").stdout)
        ok(one in d.incidents(), "show --json is what list --json has")
        first = json.loads(d.ask("show", ids[0], "--json", "--revision", "1").stdout)
        ok(first["revision"] == 1, "an earlier revision can be shown", first["revision"])
        ok(d.ask("show", ids[0], "--revision", "99").returncode == 1, "one that never was cannot")
        stats = json.loads(d.ask("stats", "--json").stdout)
        ok(stats["incidents"] == len(ids) and sum(stats["severity"].values()) == len(ids), "stats",
           stats)
        record = {n.rsplit("/", 1)[-1]: data for n, data in d.records().items()}
        name = f"{one['id']}.r{one['revision']}.iodef.json"
        ok(d.ask("export", ids[0]).stdout == record[name], "export writes the record again, to the byte")
        for form in ("stix", "misp", "csv", "cef", "ecs"):
            twice = [d.ask("export", ids[0], "--format", form).stdout for _ in range(2)]
            ok(twice[0] and twice[0] == twice[1], f"export as {form} is the same each time")
