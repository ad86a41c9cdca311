"""
What comes of each capture of pcaps/: the incidents that its story lists, and no others. Beyond what
the story says, expected/NAME.json has them in detail; and every record that was written is valid.
"""

import glob
import json
import os
import re
import shutil
import tempfile
from multiprocessing.pool import ThreadPool

import plants
import valid
from desk import Desk
from stage import ROOT
from tap import ok

HERE = os.path.dirname(os.path.abspath(__file__))
EXPECTED = os.path.join(HERE, "expected")
WORKERS = 3


def captures():
    return sorted(os.path.basename(p) for p in glob.glob(os.path.join(ROOT, "pcaps", "*.pcap*")))


def learn(build, folder):
    """Options for the baseline of each plant, by how the names of its captures begin."""
    options = {}
    with Desk(build, "learn") as d:
        for plant in ("", *plants.PLANTS):
            names = plants.learned_from(plant)
            baseline = os.path.join(folder, f"baseline-{plant}.yaml")
            options[plant] = ("--baseline", baseline) if names else ()
            if names:
                d.run("kagami-sensor", "learn", "-q", "--config", "/dev/null", "--rules", "rules",
                      "-o", baseline, *(f"pcaps/{n}" for n in names))
    return options


def end(e):
    return ", ".join(filter(None, [e.get("name"), *e.get("ip", [])])) or e.get("mac", "")


def told(i):
    """What a story says of an incident."""
    return {
        "title": i["title"], "summary": i["summary"], "family": i["family"], "class": i["class"],
        "severity": i["severity"], "confidence": i["confidence"], "status": i["status"],
        "completion": i["completion"], "category": i["category"], "impact": i.get("impact", ""),
        "source": end(i["source"]), "target": end(i["target"]),
        "targets": [end(t) for t in i.get("targets", [])] + ["..."] * (i.get("more_targets", 0) > 0),
        "techniques": [t["id"] for t in i["techniques"]],
        "stages": [s["class"] for s in i["stages"]],
        "rules": {r["id"]: r["count"] for r in i["rules"]},
        "alerts": i["alerts"], "revisions": i["revision"],
    }


def play(build, capture, baselines):
    """(what is told, records, what went wrong) of a capture."""
    with Desk(build, "story") as d:
        d.formats = ("--formats", "stix,misp,csv,cef,ecs")
        d.start()
        learned = baselines[plants.plant_of(capture)]
        status = d.read([f"pcaps/{capture}"], "--rules", "rules", *learned)
        wrong = [] if status == 0 or capture == "cut-file.pcap" else [d.sensor_said()]
        if not d.written():
            wrong.append("records are still due: " + d.collector_said())
        if d.stop() != 0:
            wrong.append(d.collector_said())
        wrong += valid.exported(d, captures().index(capture))
        return [told(i) for i in d.incidents()], d.records(), wrong


def play_all(build):
    folder = tempfile.mkdtemp(prefix="kagami-stories-")
    try:
        baselines = learn(build, folder)
        names = captures()
        with ThreadPool(WORKERS) as pool:
            return dict(zip(names, pool.map(lambda n: play(build, n, baselines), names)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def file_of(capture):
    return os.path.join(EXPECTED, capture.rsplit(".", 1)[0] + ".json")


def expected(capture):
    if not os.path.exists(file_of(capture)):
        return None
    with open(file_of(capture), encoding="utf-8") as f:
        return json.load(f)


# ---- the stories: pcaps/NAME.md

HEADING = "## The incidents that must come of it"
COLUMNS = ["severity", "title", "techniques", "by", "to"]


def story_of(capture):
    return os.path.join(ROOT, "pcaps", capture.rsplit(".", 1)[0] + ".md")


def row(i):
    """An incident as a line of the story's table."""
    others = [t for t in i["targets"] if t != "..."]
    to = i["target"] + (f" and {len(others)} more" if others else "")
    cells = [i["severity"], i["title"], ", ".join(i["techniques"]), i["source"], to]
    return "| " + " | ".join(c or "-" for c in cells) + " |"


def told_by_story(capture):
    """The rows of the story's table, in order; None: it has no such section."""
    with open(story_of(capture), encoding="utf-8") as f:
        text = f.read()
    found = re.search(rf"^{HEADING}\n(.*?)(?=^## |^<!-- |\Z)", text, re.M | re.S)
    if not found:
        return None
    lines = [line.strip() for line in found.group(1).splitlines() if line.startswith("|")]
    if not lines:
        return [] if found.group(1).strip() == "None." else None
    heading = [c.strip() for c in lines[0].strip("|").split("|")]
    return sorted(lines[2:]) if heading == COLUMNS else None


def against_story(capture, have):
    rows, want = sorted(row(i) for i in have), told_by_story(capture)
    if want is None:
        return [f"{os.path.relpath(story_of(capture), ROOT)} does not say which incidents come of it: "
                f"'{HEADING}', then a table of {', '.join(COLUMNS)}, or 'None.'"]
    return ([f"the story has no {r}" for r in rows if r not in want] +
            [f"the story has, and it did not come: {r}" for r in want if r not in rows] +
            ["as many are not in the story"] * (len(rows) != len(want) and set(rows) == set(want)))


def differences(have, want):
    if want is None:
        return ["nothing is expected of it: look at what comes, then tests/incidents/run.sh BUILD accept"]
    wrong = [f"{len(want)} incidents were expected, {len(have)} came"] * (len(have) != len(want))
    for n, (a, b) in enumerate(zip(have, want), 1):
        wrong += [f"incident {n}, {key}: {a.get(key)} instead of {b.get(key)}"
                  for key in b if a.get(key) != b[key]]
    return wrong + [f"{i['title']} ({i['source']} to {i['target']}) was not expected"
                    for i in have[len(want):]]


def stories(build):
    played = play_all(build)
    for capture, (have, _, wrong) in played.items():
        wrong = wrong + against_story(capture, have) + differences(have, expected(capture))
        ok(not wrong, f"{capture}: {len(have)} incident{'' if len(have) == 1 else 's'}", *wrong)
    known = {os.path.basename(file_of(c)) for c in played}
    left = sorted(set(os.listdir(EXPECTED)) - known)
    ok(not left, "everything expected is of a capture", *left)
    bad = [c for c in plants.QUIET if expected(c)]
    ok(not bad, "normal work is no incident", *bad)
    learned = [c for p in ("", *plants.PLANTS) for c in plants.learned_from(p)]
    loud = [f"{c}: {i['severity']}" for c in learned for i in played[c][0] if i["severity"] in ("high", "critical")]
    ok(not loud, "what belongs to the baseline is at most medium", *loud)
    silent = [c for c in captures() if c.startswith("attack-") and not expected(c)]
    ok(not silent, "each attack is one", *silent)
    valid.all_formats(played)


def accept(build):
    """The files are to be read before they are committed."""
    failed = 0
    for capture, (have, _, wrong) in play_all(build).items():
        print(f"{capture}: {len(have)}" + "".join(f"\n  {w}" for w in wrong))
        failed += bool(wrong)
        with open(file_of(capture), "w", encoding="utf-8") as f:
            f.write(json.dumps(have, indent=1, ensure_ascii=False) + "\n")
    return 1 if failed else 0
