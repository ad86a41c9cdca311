"""The blind set: each capture, replayed, gives what its answers expect, and nothing else."""

import glob
import os

from room import RULES, Room, goals
from stage import ROOT
from tap import ok

NORMAL = ("pcaps/normal.pcap", "pcaps/normal-long.pcap", "pcaps/operator.pcap")


def blind(build):
    cases = sorted(glob.glob(os.path.join(ROOT, "pcaps", "blind", "case-*.pcap")))
    answers = sorted(os.path.basename(p) for p in glob.glob(os.path.join(ROOT, "pcaps/blind/answers/case-*")))
    names = [os.path.basename(p)[:-5] for p in cases]
    ok(answers == sorted(f"{n}.{e}" for n in names for e in ("md", "yaml")) and len(names) >= 5,
       "each case has its answers, and each answer its case", *answers)
    with Room(build, "blind") as r:
        r.knows("csirt.example.org", "A", "cert.example.net", "cert", r.public())
        r.run("kagami-sensor", "learn", "-q", "--config", "/dev/null", *RULES, "-o", r.path("base"), *NORMAL)
        r.start()
        for name in names:
            case(r, name)


def case(r, name):
    done = r.exercise("start", f"pcaps/blind/answers/{name}.yaml", "--anew")
    played = r.run("kagami-sensor", "replay", f"pcaps/blind/{name}.pcap", "--speed", "max", "--config",
                   "/dev/null", *RULES, "--baseline", r.path("base"), "--collector",
                   f"tcp://127.0.0.1:{r.port}", "--key", r.path("plant-1.key"), "--spool", r.path("spool"))
    r.written()
    score = r.score()
    found = goals(score)
    right = [g for g in ("detected", "quiet") if found.get(g, {}).get("state", "reached") != "reached"]
    missed = [t["id"] for t in score["techniques"] if t["sight"] == "missed"]
    ok(done.returncode == 0 and not right and not missed, f"{name}: what must come out comes out, and nothing else",
       played.stderr, right, missed, score["findings"], score["unexpected"])
