"""The packets of alerts: what tshark finds in the collector's pcap is what was captured."""

import base64
import glob
import hashlib
import json
import os
import shutil
import struct
import subprocess

from faults import RULES
from stage import ROOT, Stage, until
from tap import ok, skip

CAPTURE = "pcaps/attack-scan.pcap"


def frames_of(path):
    """All frames of a classic pcap: (time in ns, bytes, length on the wire), by number from 1."""
    with open(path, "rb") as f:
        data = f.read()
    magic = struct.unpack_from("<I", data)[0]
    unit = {0xA1B23C4D: 1, 0xA1B2C3D4: 1000}[magic]
    frames, at = {}, 24
    while at + 16 <= len(data):
        seconds, part, n, length = struct.unpack_from("<4I", data, at)
        frames[len(frames) + 1] = (seconds * 10**9 + part * unit, data[at + 16:at + 16 + n], length)
        at += 16 + n
    return frames


def tshark(path):
    """The same by tshark: time, captured and wire length, and the bytes."""
    fields = subprocess.run(["tshark", "-n", "-r", path, "-T", "fields", "-e", "frame.time_epoch", "-e",
                             "frame.cap_len", "-e", "frame.len"], capture_output=True, text=True, check=True)
    rows = []
    for line in fields.stdout.splitlines():
        time, captured, length = line.split("\t")
        seconds, part = time.split(".")
        rows.append((int(seconds) * 10**9 + int(part.ljust(9, "0")), int(captured), int(length)))
    return rows


def packets_of(s):
    return [json.loads(line) for line in s.events("--kind", "packets")]


def alerts_of(s):
    return [json.loads(line) for line in s.events("--kind", "alert")]


def check_alert(s, alert, packets, whole):
    """What is wrong with the pcap of an alert; empty: nothing."""
    out = s.path("alert.pcap")
    done = s.run("kagami-collector", "evidence", "--config", "/dev/null", "--store", s.store, "plant-1",
                 alert["epoch"], str(alert["seq"]), "--output", out)
    with open(out, "rb") as f:
        digest = hashlib.sha256(f.read()).hexdigest()
    if digest not in done.stdout.decode():
        return [f"the digest of {digest} is not said: {done.stdout.decode()}"]
    want = [whole[p["frame"]] for p in packets["packets"]]
    have = list(frames_of(out).values())
    if have != want:
        return [f"alert {alert['id']}: {len(have)} frames are not those of the capture"]
    if shutil.which("tshark") and tshark(out) != [(t, len(b), n) for t, b, n in want]:
        return [f"alert {alert['id']}: tshark reads other times or lengths"]
    named = [p["frame"] for p in packets["packets"] if p.get("named")]
    if named != alert["frames"][:len(named)] or not named:
        return [f"alert {alert['id']}: names {alert['frames']}, has {named}"]
    return []


def evidence(build):
    whole = frames_of(os.path.join(ROOT, CAPTURE))
    with Stage(build, "evidence") as s:
        s.collect()
        ok(s.read([CAPTURE], *RULES, "--send", "none") == 0, "a capture with alerts is read", s.sensor_said())
        alerts, packets = alerts_of(s), packets_of(s)
        by_alert = {p["alert"]: p for p in packets}
        ok(len(by_alert) == len(packets) and len(packets) > 2 and not s.events("--kind", "operation"),
           "with --send none alerts have their packets", len(alerts), len(packets))
        ids = [a["id"] for a in alerts]
        ok(sorted(ids) == list(range(1, len(alerts) + 1)) and set(by_alert) <= set(ids),
           "alerts are numbered, and packets name one that is there", ids, sorted(by_alert))
        wrong = [line for a in alerts if a["id"] in by_alert
                 for line in check_alert(s, a, by_alert[a["id"]], whole)]
        name = "the pcap of each alert has the frames with the bytes and times of the capture"
        if shutil.which("tshark") or wrong:
            ok(not wrong, name + ", for tshark too", *wrong)
        else:
            skip(name, "tshark is not installed")
        ok(until(lambda: glob.glob(s.path("incidents", "evidence", "*", "*", "*.pcap")), 20),
           "incidents have files of it", s.collector_said())
        check_records(s)
        first = s.events()
        again = s.run("kagami-collector", "evidence", "--config", "/dev/null", "--store", s.store, "plant-1",
                      alerts[0]["epoch"], "999999", check=False)
        ok(again.returncode == 1 and b"no packets" in again.stderr, "an alert without packets has none",
           again.stderr.decode())
    with Stage(build, "evidence-again") as s:
        s.collect()
        s.read([CAPTURE], *RULES, "--send", "none")
        ok(s.events() == first, "read again, the events are the same, packets and all")
    with Stage(build, "evidence-none") as s:
        s.collect()
        s.read([CAPTURE], *RULES, "--send", "none", "--evidence", "none")
        ok(alerts_of(s) and not packets_of(s), "with --evidence none no frame leaves the sensor")


def check_records(s):
    """Each file is what a record says of it."""
    said = set()

    def known():
        for path in glob.glob(s.path("incidents", "*", "*", "*.iodef.json")):
            with open(path, encoding="utf-8") as f:
                said.add(f.read())
        return all(any(digest_of(p) in text for text in said) for p in files())

    def files():
        return glob.glob(s.path("incidents", "evidence", "*", "*", "*.pcap"))

    ok(until(known, 20), "the records name these files with their SHA-256", *files())
    ok(not glob.glob(s.path("incidents", "evidence", "**", "*.tmp"), recursive=True), "no temporary is left")


def digest_of(path):
    """As IODEF has it."""
    with open(path, "rb") as f:
        return base64.b64encode(hashlib.sha256(f.read()).digest()).decode()
