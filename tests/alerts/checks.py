"""What must be true of every alert, whatever the rules."""

import json
import os
import struct
import subprocess
from datetime import datetime, timezone

from sensor import ROOT, path_of

KEYS = ("event", "time", "priority", "rule", "title", "text", "why", "suppressed", "learned", "outside",
        "frames", "more_frames", "source", "target", "protocol", "device", "object", "techniques", "fields")
ALWAYS = ("event", "time", "priority", "rule", "title", "text", "frames", "techniques", "fields")
END_KEYS = ("name", "ip", "port", "mac", "vlan", "role")
PRIORITIES = ("critical", "high", "medium", "low", "info")
FRAMES = 16
NS = 1_000_000_000
# What may lie between an alert's last frame and its time: requests are waited for, and looked at now and then; flows
# end some time after they were last heard.
LATE = {"operation": 14 * NS, "flow": 400 * NS}


def nanoseconds(text):
    """Of a time such as 2024-05-01T12:00:00.123456789Z."""
    whole, _dot, part = text.rstrip("Z").partition(".")
    moment = datetime.strptime(whole, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc)
    return int(moment.timestamp()) * NS + int(part.ljust(9, "0"))


def pcap_times(path):
    """When each frame of a pcap file was, in ns."""
    with open(path, "rb") as file:
        data = file.read()
    little = data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1")
    nano = data[:4] in (b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d")
    record = struct.Struct(("<" if little else ">") + "IIII")
    times, at = [], 24
    while at + record.size <= len(data):
        seconds, part, n, _wire = record.unpack_from(data, at)
        at += record.size + n
        if at <= len(data):
            times.append(seconds * NS + part * (1 if nano else 1000))
    return times


def frame_times(capture):
    path = os.path.join(ROOT, path_of(capture))
    if capture.endswith(".pcap"):
        return pcap_times(path)
    listed = subprocess.run(["tshark", "-r", path, "-T", "fields", "-e", "frame.time_epoch"],
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout.decode()
    return [int(t.replace(".", "")) for t in listed.split()]


def once(pairs):
    """For json.loads(): a key that stands twice is wrong."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def shape(alert):
    """What is wrong with the keys and values of one alert."""
    wrong = []
    keys = list(alert)
    if [k for k in KEYS if k in alert] != keys:
        wrong.append(f"keys are not those of docs/json.md, in its order: {keys}")
    wrong += [f"'{k}' is missing" for k in ALWAYS if k not in alert]
    if wrong:
        return wrong
    if alert["event"] != "alert" or alert["priority"] not in PRIORITIES:
        wrong.append("event or priority is none")
    if not alert["text"] or "{" in alert["text"]:
        wrong.append(f"text is not filled in: {alert['text']!r}")
    if len(alert["frames"]) > FRAMES or len(alert["frames"]) != len(set(alert["frames"])):
        wrong.append(f"frames stand twice, or are too many: {alert['frames']}")
    if "more_frames" in alert and (len(alert["frames"]) < FRAMES or alert["more_frames"] < 1):
        wrong.append("more_frames without need")
    if alert.get("suppressed", 1) < 1:
        wrong.append("suppressed is 0")
    for end in ("source", "target"):
        if end in alert and (not alert[end] or [k for k in END_KEYS if k in alert[end]] != list(alert[end])):
            wrong.append(f"{end} is not right: {alert[end]}")
    for technique in alert["techniques"]:
        if list(technique) != ["id", "name"] or not technique["id"].startswith("T"):
            wrong.append(f"a technique without id or name: {technique}")
    return wrong


def parse(line):
    """(alert or None, what is wrong)"""
    try:
        alert = json.loads(line.decode("utf-8"), object_pairs_hook=once)
    except (ValueError, UnicodeDecodeError) as error:
        return None, [f"{error}: {line[:200]!r}"]
    wrong = shape(alert)
    return alert, [f"{alert.get('rule')}: {w}" for w in wrong]


def in_time(alerts, rules, times):
    """Alerts of frames that there are, at their time, in order. rules: as `rules list --json` has
    them, by id. A flow's end, and a request without an answer, are known after their last frame."""
    wrong, last = [], 0
    first, end = min(times), max(times)
    for a in alerts:
        rule, at = rules[a["rule"]], nanoseconds(a["time"])
        where = f"{a['rule']} at {a['time']}, frames {a['frames']}"
        if any(not 1 <= n <= len(times) for n in a["frames"]):
            wrong.append(f"{where}: the capture has {len(times)} frames")
            continue
        if not first <= at <= end:
            wrong.append(f"{where}: not within the capture")
        if a["frames"] != sorted(a["frames"]):
            wrong.append(f"{where}: frames are not in order")
        if at < last:
            wrong.append(f"{where}: behind one of a later time")
        due = rule["state"] in ("silent", "expect")
        if a["frames"] and not due:
            after = at - times[a["frames"][-1] - 1]
            due_at = at - after + LATE.get(rule["subject"], 0)
            # When nothing came for long, it is told with what came next.
            if after < 0 or any(due_at < t < at for t in times) or (at > due_at and at not in times):
                wrong.append(f"{where}: {after / NS} s behind its last frame")
        if not a["frames"] and not due and rule["subject"] in ("packet", "operation", "tag", "asset", "flow"):
            wrong.append(f"{where}: without a frame")
        last = max(last, at)
    return wrong
