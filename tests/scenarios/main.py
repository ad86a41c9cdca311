"""
Each scenario of pcaps/scenarios yields the incidents that its file expects, and no others: from its
capture, and live from the simulator, whose process must suffer what the file says. Ten minutes of
normal work with the learned baseline yield none. main.py BUILD_DIR [torture | live | NAME...]:
torture records all of them from the simulator now, live attacks workshops that run.
"""

import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
from multiprocessing.pool import ThreadPool

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[1:1] = [os.path.join(HERE, "..", "delivery"), os.path.join(HERE, "..", "incidents")]

# pylint: disable=wrong-import-position
from desk import Desk  # noqa: E402
from live import about, judge, live as in_workshops  # noqa: E402
from stage import ROOT  # noqa: E402
from tap import end, ok, skip, trial  # noqa: E402

SCENARIOS = os.path.join(ROOT, "pcaps", "scenarios")
PLANTS = os.path.join(ROOT, "pcaps", "plants")
# Normal work beside the ten minutes of usual.pcap, from which the baselines were learned.
NORMAL = {"waterworks": ["pcaps/normal.pcap", "pcaps/operator.pcap", "pcaps/normal-long.pcap"],
          "substation": []}
AT_LEAST = 12
SHORT = ("flap", "setpoint", "goose-trip")  # live in `make test`
AT_ONCE = 4  # workshops: each takes a tenth of a core
LEVELS = {1, 2, 3}
# What stands in a plant's file, what is put in its place, and what is said of it.
MISTAKES = {
    "waterworks": (
        ("RAW_LOW_LOW: RAW_LEVEL < RAW_LL_LIMIT", "RAW_LOW_LOW: RAW_LEVEL < RAW_LIMIT", "RAW_LIMIT"),
        ("WANT1 && ALLOWED && P101_FAULT < 0.5", "WANT1 && (ALLOWED", "parenthesis"),
        ("read: input, count: 12", "read: imput, count: 12", "did you mean 'input'?"),
        ("\"coil:1\"", "\"coil:0\"", "lies where"),
        ("start: 2.4}", "start: 24}", "its start is not from low to high")),
    "substation": (
        ("block: T1_PROT, entry: 1, sets: F1", "block: T1_PROD, entry: 1, sets: F1", "did you mean 'T1_PROT'?"),
        ("by: feeder1, block: T1_PROT, entry: 1", "by: feeder1, block: T1_PROT, entry: 3", "entries 1 to 2"),
        ("sets: F2_INTERTRIP", "sets: F2_TRIPPED", "an equation sets F2_TRIPPED"),
        ("sets: F1_INTERTRIP", "sets: Q1_CLOSED", "a state, and on no device"),
        ("by: feeder2, block", "by: transformer, block", "does not subscribe to itself"),
        ("{variable: T1_TRIP, as: boolean}", "{variable: T1_TRIP, as: bolean}", "did you mean 'boolean'?"))}
# Of values that lie: the incident names only the weightiest rules.
MUST_ALERT = {"blind-overflow": {"process-frozen", "waterworks-pump-no-feedback"},
              "middle": {"tcp-contradicting-bytes", "arp-many-addresses", "arp-reply-repeated"}, "drift": {"process-setpoint-creep"},
              "setpoint": {"waterworks-alarm-limit"}, "goose-trip": {"goose-replayed-state"}}


def names():
    found = glob.glob(os.path.join(SCENARIOS, "*", "scenario.yaml"))
    return sorted(os.path.basename(os.path.dirname(p)) for p in found)


def watch(plant):
    """How a sensor knows the plant."""
    example = os.path.join(ROOT, "rules", "examples", plant)
    return ("--rules", "rules", "--rules", example + ".yaml", "--site", example + "/site.yaml",
            "--tags", example + "/tags.yaml", "--baseline", os.path.join(PLANTS, plant, "baseline.yaml"))


def exercise(desk, what, *args):
    return desk.run("kagami-collector", "exercise", what, *args, "--config", "/dev/null", "--store",
                    desk.store, check=True)


def scored(build, name, capture):
    """(what the exercise says of the capture, what went wrong)."""
    with Desk(build, "scenario") as d:
        d.start()
        exercise(d, "start", os.path.join(SCENARIOS, name))
        status = d.read([capture], *watch(about(name)[0]))
        wrong = [] if status == 0 else [d.sensor_said()]
        if not d.written():
            wrong.append("records are still due: " + d.collector_said())
        said = json.loads(exercise(d, "score", "--json").stdout)
        if d.stop() != 0:
            wrong.append(d.collector_said())
        return said, wrong


def check(build, name, capture, how):
    """A busy machine may make a live plant late, and what comes of that is told only."""
    said, wrong = scored(build, name, capture)
    expected, found, more, busy = judge(said)
    if how != "live":
        more += ["came, and is not expected: " + x for x in busy]
    told = f" (of a busy machine: {'; '.join(busy)})" if busy else ""
    return (not wrong and not more, f"{name}, {how}: {found} of {expected} expected, no other{told}",
            *wrong, *more)


def alerts(build, name):
    """What must be among the alerts, whichever incident it belongs to."""
    with Desk(build, "alerts") as d:
        done = d.run("kagami-sensor", "read", "--config", "/dev/null", *watch(about(name)[0]), "--json",
                     "--show", "alerts", os.path.join(SCENARIOS, name, name + ".pcap"), check=False)
        ids = {json.loads(x).get("rule", {}).get("id") if isinstance(json.loads(x).get("rule"), dict)
               else json.loads(x).get("rule") for x in done.stdout.decode().splitlines()}
        missing = sorted(MUST_ALERT[name] - ids)
        ok(not missing, f"{name}: among its alerts are {', '.join(sorted(MUST_ALERT[name]))}",
           "missing: " + ", ".join(missing), str(sorted(filter(None, ids))))


def replayed(build, some):
    def one(name):
        capture = os.path.join(SCENARIOS, name, name + ".pcap")
        if not os.path.exists(capture):
            return (False, f"{name} has a capture", "pcaps/make.sh makes it")
        return check(build, name, capture, "replayed")

    with ThreadPool(2) as pool:
        for result in pool.map(one, some):
            ok(*result)


def normal(build, plant):
    with Desk(build, "normal") as d:
        d.start()
        files = [os.path.join(PLANTS, plant, "compare.pcap"), *NORMAL[plant]]
        status = [d.read([f], *watch(plant)) for f in files]
        d.written()
        found = [f"{i['title']} ({i['severity']})" for i in d.incidents()]
        ok(not found and not any(status),
           f"ten minutes of normal work with an operator are no incident: {plant}",
           *found, *([d.sensor_said()] if any(status) else []))


def folders(_build):
    all_of_them = names()
    ok(len(all_of_them) >= AT_LEAST, f"there are {len(all_of_them)} scenarios")
    wrong, levels = [], set()
    for name in all_of_them:
        folder = os.path.join(SCENARIOS, name)
        wrong += [f"{name}/{f} is missing" for f in ("story.md", "story.ja.md", "answers.md", "answers.ja.md")
                  if not os.path.exists(os.path.join(folder, f))]
        with open(os.path.join(folder, "scenario.yaml"), encoding="utf-8") as f:
            text = f.read()
        levels |= {int(line.split(":")[1]) for line in text.splitlines() if line[:6] == "level:"}
        wrong += [f"{name} has no {what}" for what in ("goals:", "hints:", "score:")
                  if "\n" + what not in text]
    ok(not wrong and levels == LEVELS, "each has its texts, and there are three levels", *wrong)


def mistakes(build):
    """What is wrong with a scenario's attack is said with its place, before anything is done."""
    cases = {
        "at: 1s, from: attacker, to: plc1, do: sett, with: {variable: RAW_STOP, value: 1}":
            "6:5: no action 'sett'; did you mean 'set'?",
        "at: 1s, from: attacker, to: plc1, do: set, with: {variable: RAW_STOP}":
            "this action needs 'value'",
        "at: 1s, from: attacker, to: plc9, do: set, with: {variable: RAW_STOP, value: 1}":
            "the plant has no host 'plc9'",
        "at: 1s, from: attacker, to: plc2, do: set, with: {variable: RAW_STOP, value: 1}":
            "the variable is on 'plc1'",
        "at: 1s, from: attacker, to: plc1, do: set, with: {variable: RAW_STOP, value: 1, x: 2}":
            "this action takes no 'x'",
    }
    wrong = []
    with Desk(build, "mistakes") as d:
        os.mkdir(d.path("odd"))
        for step, said in cases.items():
            with open(d.path("odd", "scenario.yaml"), "w", encoding="utf-8") as f:
                f.write("scenario: odd\ntitle: odd\nlevel: 1\nplant: waterworks\nattack:\n  - {"
                        + step + "}\nduration: 10s\nexpect: []\n")
            done = d.run("kagami-plant", "attack", d.path("odd"), check=False)
            heard = done.stderr.decode()
            if done.returncode != 2 or said not in heard or "scenario.yaml:6:" not in heard:
                wrong.append(f"{step}: exit {done.returncode}: {heard}")
    ok(not wrong, f"{len(cases)} mistakes in an attack are said with their places", *wrong)


def plants(build):
    """Other plants need no C; what is wrong with a file is said with its place."""
    for path in sorted(glob.glob(os.path.join(ROOT, "pcaps", "plants", "*.yaml"))):
        name = os.path.basename(path)[:-5]
        with Desk(build, "plants") as d:
            done = d.run("kagami-plant", "--plant", name, "run", "--seconds", "40", "--pace", "10",
                         "--operator", "--port", str(d.port), "--status", d.path("status.json"),
                         check=False)
            lines = [x.split("|") for x in done.stdout.decode().splitlines() if x[:2] == "| "]
            refused = [x for x in lines if int(x[5]) or int(x[3]) > int(x[4]) + 1]
            ok(done.returncode == 0 and lines and not refused,
               f"the plant {name} runs: every request is answered", done.stderr.decode(), *refused)
    for name in sorted(MISTAKES):
        trial(plant_mistakes, build, name)


def plant_mistakes(build, name):
    with Desk(build, "plants") as d, open(os.path.join(PLANTS, name + ".yaml"), encoding="utf-8") as f:
        good, wrong = f.read(), []
        for have, put, said in MISTAKES[name]:
            with open(d.path("plant.yaml"), "w", encoding="utf-8") as out:
                out.write(good.replace(have, put, 1))
            done = d.run("kagami-plant", "--plant", d.path("plant.yaml"), "list", "hosts", check=False)
            heard = done.stderr.decode()
            line = good[:good.index(have)].count("\n") + 1
            if done.returncode != 2 or said not in heard or f"plant.yaml:{line}:" not in heard:
                wrong.append(f"{put}: exit {done.returncode}: {heard}")
        ok(not wrong, f"mistakes in a plant's file are said as file:line:column: {name}", *wrong)


def live(build, some):
    """Recorded from the simulator now; what its process suffers is checked on the way."""
    if os.geteuid() != 0 or shutil.which("ip") is None or shutil.which("tshark") is None:
        skip("scenarios live", "needs root and the tools of the captures")
        return
    with ThreadPool(2) as pool:
        for results in pool.map(lambda plant: list(record(build, plant, some)), NORMAL):
            for result in results:
                ok(*result)


def record(build, plant, some):
    """Results of those among the scenarios that are of this plant."""
    some = [n for n in some if about(n)[0] == plant]
    if not some:
        return
    folder = tempfile.mkdtemp(prefix="kagami-scenarios-")
    try:
        done = subprocess.run([os.path.join(ROOT, "pcaps", "make-captures.sh"),
                               os.path.join(build, "kagami-plant"), *(f"scenario-{n}" for n in some)],
                              capture_output=True, cwd=ROOT,
                              env={**os.environ, "SCENARIOS_TO": folder, "KAGAMI_PLANT": plant},
                              timeout=1800, check=False)
        yield (done.returncode == 0, f"live, the {plant} suffers what is said of {', '.join(some)}",
               done.stdout.decode(), done.stderr.decode())
        for name in some:
            capture = os.path.join(folder, name + ".pcap")
            if os.path.exists(capture):
                yield check(build, name, capture, "live")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def workshops(build, some):
    """Attacked while they run: what the plant suffers and what the collector says of it."""
    if subprocess.run(["unshare", "-Urn", "true"], capture_output=True, check=False).returncode != 0:
        skip("scenarios in workshops", "no namespaces here")
        return
    for result in in_workshops(build, some, AT_ONCE):
        ok(*result)


def main():
    build, some = sys.argv[1], sys.argv[2:]
    if some[:1] == ["live"]:
        trial(workshops, build, some[1:] or names())
        end()
    long_form = some == ["torture"]
    if some and not long_form:
        trial(replayed, build, some)
        end()
    trial(folders, build)
    trial(mistakes, build)
    trial(plants, build)
    for plant in NORMAL:
        trial(normal, build, plant)
    trial(replayed, build, names())
    for name in sorted(MUST_ALERT):
        trial(alerts, build, name)
    trial(live, build, names() if long_form else SHORT)
    end()


main()
