"""Two countries on one machine: what one sends the other takes in, by hand and on a timeline."""

import glob
import json
import os
import shutil
import time

from room import SCENARIO, Room, goals
from tap import ok

A, B = "csirt.example.org", "csirt.example.net"
PARTNER = SCENARIO.replace("  - {goal: quiet, points: 20}\n",
                           "  - {goal: received, from: country-a, within: 1h, points: 20}\n")


def two(build):
    a, b = Room(build, "country-a"), Room(build, "country-b")
    a.knows(A, "A", B, "country-b", b.public())
    b.knows(B, "B", A, "country-a", a.public())
    b.write("scenario.yaml", PARTNER)
    for r in (a, b):
        r.start()
        r.exercise("start", r.path("scenario.yaml"), "--team", "AB"[r is b])
    return a, b


def package(a):
    (one,) = a.play("pcaps/attack-setpoint.pcap")
    a.ask("ack", one, check=True)
    done = a.share(one, "--to", "country-b", "--report", "warning")
    ok(done.returncode == 0, "A writes a package for B", done.stdout, done.stderr)
    (path,) = glob.glob(a.path("*.country-b.warning"))
    return one, path


def countries(build):
    a, b = two(build)
    with a, b:
        one, path = package(a)
        ok(goals(a.score())["notified"]["state"] == "reached", "A has its points for the report")
        ok(goals(b.score())["received"]["state"] == "open", "B has none before it took it in")
        done = b.receive(path)
        ok(done.returncode == 0, "B takes it in", done.stdout, done.stderr)
        got = goals(b.score())["received"]
        ok(got["state"] == "reached" and "country-a" in got["found"], "B has its points", got)
        (answer,) = glob.glob(b.path("received-*.iodef.json"))
        done = a.receive(answer)
        ok(done.returncode == 0, "A takes in the answer", done.stdout, done.stderr)
        ours = next(i for i in a.incidents() if i["id"] == one)
        ok(any(h["who"] == B for h in ours["history"]), "which is in the incident's history",
           json.dumps(ours["history"]))


def came(b):
    return json.loads(b.exercise("status", "--json").stdout)["notifications"]


def injected(build):
    a, b = two(build)
    with a, b:
        _, path = package(a)
        folder = b.path("inbox")
        os.mkdir(folder)
        shutil.copytree(path, os.path.join(folder, "now"))
        shutil.copytree(path, os.path.join(folder, "said"))
        shutil.copytree(path, os.path.join(folder, "later"))
        line = b.write("inbox/timeline.yaml",
                       "timeline:\n  - {at: +0s, file: now, text: {en: A warning, ja: 早期警戒}}\n"
                       "  - {at: 1ms, file: said, take-in: false}\n  - {at: 3s, file: later}\n")
        begun = time.time()
        b.exercise("start", b.path("scenario.yaml"), "--anew", "--at", str(int(begun) - 1))
        done = b.exercise("inject", line)
        ok(done.returncode == 0 and b"3 notifications" in done.stdout, "a timeline is taken",
           done.stdout, done.stderr)
        now = came(b)
        ok([os.path.basename(n["path"]) for n in now][:2] == ["now", "said"]
           and [n["taken_in"] for n in now][:2] == [True, False],
           "what is due comes in, and what is only announced is announced", now)
        ok(now[0]["text"]["ja"] == "早期警戒", "with what is said of it", now[0])
        ok(goals(b.score())["received"]["state"] == "reached", "what was taken in counts")
        ok(glob.glob(b.path("store.db.exercise", "answers", "*.iodef.json")), "the answer is there")
        time.sleep(max(0.0, begun + 2.2 - time.time()))
        ok(len(came(b)) == 3, "what is due later comes later")
        again = b.own("received").stdout.decode().splitlines()
        ok(len(again) == 2, "the same record is kept once", *again)
        done = b.exercise("inject", os.path.join(folder, "now"), "--at", "+1h")
        ok(done.returncode == 0 and len(came(b)) == 3, "one alone waits for its time", done.stderr)
        with open(os.path.join(folder, "broken.json"), "w", encoding="utf-8") as f:
            f.write("[]")
        done = b.exercise("inject", os.path.join(folder, "broken.json"))
        ok(done.returncode == 0 and b"broken.json" in done.stderr and not came(b)[-1]["taken_in"],
           "what cannot be taken in is said, and the exercise goes on", done.stderr)
