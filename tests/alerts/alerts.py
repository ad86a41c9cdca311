#!/usr/bin/python3
"""
Detection as it is used, by whole runs of the program: tests/alerts/alerts.py BUILD_DIR [--accept]

Two sets of rules: those that ship, whose alerts for each capture of pcaps/ are compared with
NAME.jsonl, and the tests' own in own/, which have a rule for every kind of subject and state. Both
have baselines that are learned here from the captures of normal operation of each plant.
"""

import json
import os
import shutil
import sys
from multiprocessing.pool import ThreadPool

import checks
import golden
import many
from sensor import ROOT, Failure, Sensor, captures, frame_lists, path_of, slowly, without_summary
from plants import PLANTS, QUIET, WATERWORKS, learned_from  # pylint: disable=wrong-import-order

WORKERS = 2
SHOWN, WIDTH = 40, 500
NS = 10**9
EVERY = 1 if os.environ.get("LONG") else 3  # of the captures, for what takes several runs of each
SPLIT = 3  # files a capture is split into, at least
FEW, KEYS = 20_000, 100_000  # more than there may be flows
STATES = 2048
SLACK = 16 * 1024  # KiB: tables fill page by page; 200 bytes for each further key would be over it


class Tap:
    """Counts tests and prints what came of them."""

    def __init__(self):
        self.number, self.failed = 0, 0

    def result(self, wrong, sentence):
        """wrong: lines that say why it failed; none: it did not."""
        self.number += 1
        self.failed += bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} {self.number} - {sentence}")
        for line in wrong[:SHOWN]:
            print("# " + line[:WIDTH].replace("\n", "\n# "))
        if len(wrong) > SHOWN:
            print(f"# and {len(wrong) - SHOWN} lines more")
        sys.stdout.flush()

    def skip(self, sentence, why):
        self.number += 1
        print(f"ok {self.number} - {sentence} # SKIP {why}")


def try_to(do, *arguments):
    """Lines that do() returns, or why it could not."""
    try:
        return do(*arguments)
    except Failure as failure:
        return str(failure).splitlines()


def each(pool, do, names=None):
    """do(capture) for all captures: its lines, each with the capture's name before it."""
    names = names or captures()
    found = pool.map(lambda name: try_to(do, name), names)
    return [f"{name}: {line}" for name, lines in zip(names, found) for line in lines]


def differ(a, b, what):
    """Lines that say where two outputs differ first."""
    if a == b:
        return []
    old, new = a.splitlines(), b.splitlines()
    for i, (x, y) in enumerate(zip(old, new)):
        if x != y:
            return [f"{what}: line {i + 1} is", f"  {y.decode(errors='replace')}", "not",
                    f"  {x.decode(errors='replace')}"]
    return [f"{what}: {len(new)} lines, not {len(old)}"]


# ---- the sets -----------------------------------------------------------------------------------


def there(path):
    return path if os.path.exists(os.path.join(ROOT, path)) else None


def sets(program):
    """The rules that ship, and the tests' own."""
    return (
        Sensor(program, "shipped", ["rules"], there("rules/cases/site.yaml"), there("rules/cases/tags.yaml")),
        Sensor(program, "own", ["tests/alerts/own/rules"], "tests/alerts/own/site.yaml",
               "tests/alerts/own/tags.yaml"),
    )


def learn(sensor, work):
    """Learns the baseline of each plant and uses them from now on."""
    for plant in PLANTS:
        files = [path_of(name) for name in learned_from(plant)]
        path = os.path.join(work, f"{sensor.name}-{plant}.yaml")
        sensor.plants[plant] = ["--baseline", sensor.learn(path, files)] if files else []
    path = os.path.join(work, sensor.name + ".yaml")
    sensor.learn(path, [path_of(name) for name in WATERWORKS])
    sensor.baseline = ["--baseline", path]
    return path


def read(path):
    with open(path, "rb") as file:
        return file.read()


# ---- learning -----------------------------------------------------------------------------------


def learning(tap, sensor, work):
    """What `learn` writes."""
    files = [path_of(name) for name in WATERWORKS]
    path = sensor.baseline[1]
    first = read(path)
    name = sensor.name
    again = os.path.join(work, name + "-again.yaml")

    def same(what):
        sensor.learn(again, files)
        return differ(first, read(again), what)

    def other_order():
        """But for the names of the sources, which stand as they were given."""
        sensor.learn(again, files[::-1])
        before, now = ([line for line in read(p).splitlines() if not line.startswith(b"learned:")]
                       for p in (path, again))
        return differ(b"\n".join(before), b"\n".join(now), "in another order")

    def merged():
        """What is known is counted again, but nothing is added to it."""
        more = os.path.join(work, name + "-more.yaml")
        shutil.copy(path, more)
        review = sensor.run("learn", *sensor.detection, "-q", "--merge", more, "--review", *files, good=(0,))
        if review != b"nothing new\n":
            return review.decode().splitlines()
        sensor.learn(more, files, "--merge", more)
        review = sensor.run("learn", *sensor.detection, "-q", "--merge", path, "--review", *files, good=(0,))
        known = [len(read(p).decode().splitlines()) for p in (path, more)]
        return [] if known[0] == known[1] and review == b"nothing new\n" else [f"{known} lines of baselines"]

    def reviewed():
        """A review of an attack has what it would add, and writes nothing."""
        found = sensor.run("learn", *sensor.detection, "-q", "--merge", path, "--review",
                           path_of("attack-scan.pcap"), good=(0,)).decode()
        if "10.10.1.66" not in found:
            return ["the attacker is not in it:", *found.splitlines()]
        return differ(first, read(path), "the baseline")

    tap.result(try_to(same, "the second time"), f"{name}: learning twice gives the same bytes")
    tap.result(try_to(other_order),
               f"{name}: and so it does whatever the order of the captures' names")
    tap.result(try_to(merged), f"{name}: learning on from a baseline what it knows adds nothing")
    tap.result(try_to(reviewed), f"{name}: a review says what would be added, and adds nothing")
    tap.result(differ(first, sensor.run("learn", *sensor.detection, "-q", "-o", "-", *files), "standard output"),
               f"{name}: a baseline can go to standard output")


# ---- what is told -------------------------------------------------------------------------------


def told(tap, sensor, pool):
    """Every alert of every capture is well made, and text and JSON agree."""
    listed = sensor.run("rules", "list", *sensor.detection, "--json").decode().splitlines()
    rules = {rule["id"]: rule for rule in map(json.loads, listed)}
    seen = set()

    def look(capture):
        wrong, alerts = [], []
        for line in sensor.read([path_of(capture)]).splitlines():
            alert, why = checks.parse(line)
            wrong += why
            if alert is not None and not why:
                alerts.append(alert)
        seen.update(a["rule"] for a in alerts)
        wrong += checks.in_time(alerts, rules, checks.frame_times(capture))
        text = without_summary(sensor.read([path_of(capture)], json=False)).decode().splitlines()
        named = [line.split()[0].rstrip(":") for line in text if line.startswith(" " * 16)]
        if named != [a["rule"] for a in alerts]:
            wrong.append("as text there are other alerts than as JSON")
        return wrong

    tap.result(each(pool, look), f"{sensor.name}: every alert is good JSON, of frames there are, at their time")
    return set(rules) - seen


def quiet(tap, sensor, pool):
    """Nothing above info on normal operation but what is said of the capture itself, such as its silences."""

    def look(capture):
        found = map(json.loads, sensor.read([path_of(capture)]).splitlines())
        return [f"{a['priority']} {a['rule']}: {a['text']}" for a in found
                if a["priority"] != "info" and not a["rule"].startswith("capture-")]

    for capture in QUIET:
        tap.result(each(pool, look, [capture]), f"{sensor.name}: no alert above info on {capture}")


def silences(tap, sensor):
    """What was learned from several captures is known: gaps between them are nobody's."""

    def look(files, rule, wanted):
        found = [json.loads(line)["rule"] for line in sensor.read([path_of(f) for f in files]).splitlines()]
        return [] if (rule in found) == wanted else [f"{rule}: {found.count(rule)} alerts"]

    tap.result(try_to(look, ["poll-stops.pcap"], "modbus-poll-stopped", True),
               "a poll that stops is told with a baseline of several captures")
    tap.result(try_to(look, ["normal.pcap", "normal-long.pcap"], "modbus-poll-stopped", False),
               "no poll stops between two captures")


def goldens(tap, sensor, pool, accept):
    """The alerts for each capture, compared with what was accepted, or accepted."""

    def output(capture):
        path = [path_of(capture)]
        return golden.lines_of(sensor.read(path), without_summary(sensor.read(path, json=False)))

    names = captures()
    if accept:
        golden.accept(dict(zip(names, pool.map(output, names))))
        return
    found = pool.map(lambda name: try_to(lambda: golden.compare(name, output(name))), names)
    for name, wrong in zip(names, found):
        tap.result(wrong, f"{name.rsplit('.', 1)[0]}: the alerts are those that were accepted")
    tap.result(golden.orphans(names), "there is no golden file without its capture")


def undisturbed(tap, sensor, pool):
    """Detection looks on: operations are the same with it, and alerts the same beside them."""

    def look(capture):
        path = [path_of(capture)]
        both = sensor.read(path, "--show", "both").splitlines(keepends=True)
        alerts = [line for line in both if line.startswith(b'{"event":"alert"')]
        rest = [line for line in both if not line.startswith(b'{"event":"alert"')]
        plain = sensor.run("read", "-q", "--json", *path)
        return (differ(plain, b"".join(rest), "operations beside alerts")
                + differ(sensor.read(path), b"".join(alerts), "alerts beside operations")
                + differ(plain, sensor.read(path, "--show", "operations"), "operations alone"))

    tap.result(each(pool, look, some(captures())), f"{sensor.name}: operations are the same with detection and without")


# ---- determinism --------------------------------------------------------------------------------


def slow(tap, sensor, pool):
    """From a pipe, in pieces."""

    def look(capture):
        data = read(os.path.join(ROOT, path_of(capture)))
        wrong = []
        for as_json in (True, False):
            want = sensor.read([path_of(capture)], json=as_json)
            got = sensor.read(["-"], json=as_json, of=capture, feed=slowly(data, capture))
            if not as_json:
                want, got = without_summary(want), without_summary(got)
            wrong += differ(want, got, "JSON" if as_json else "text")
        return wrong

    tap.result(each(pool, look, some(captures())), f"{sensor.name}: from a slow pipe come the same bytes")


def some(names):
    """Every third, or with LONG=1 all of them."""
    return names[::EVERY]


def split(tap, sensor, pool, work):
    """In several files, named in any order."""

    def look(capture):
        head, records = frame_lists(os.path.join(ROOT, path_of(capture)))
        each_has = max(1, len(records) // SPLIT)
        times = checks.frame_times(capture)
        # Frames of one time stay together: the files' order would be theirs. A long silence between
        # two files is taken for a pause of the capture.
        cuts = [i for i in range(1, len(records)) if 0 < times[i] - times[i - 1] < NS]
        cuts = [0] + [i for n, i in enumerate(cuts) if i % each_has == 0 or n + 1 == len(cuts)] + [len(records)]
        files = []
        for i, until in zip(cuts, cuts[1:]):
            files.append(os.path.join(work, f"{sensor.name}-{capture}-{len(files)}.pcap"))
            with open(files[-1], "wb") as file:
                file.write(head + b"".join(records[i:until]))
        whole = sensor.read([path_of(capture)])
        wrong = []
        for order, what in ((files, "in order"), (files[::-1], "backwards")):
            wrong += differ(whole, sensor.read(order, of=capture), what)
        for file in files:
            os.unlink(file)
        return wrong

    # A capture whose frames are not in the order of their time has no such parts.
    names = [n for n in captures() if n.endswith(".pcap")]
    names = [n for n in names if checks.frame_times(n) == sorted(checks.frame_times(n))]
    names = some(names)
    tap.result(each(pool, look, names), f"{sensor.name}: {len(names)} captures split into files give the same bytes")


def builds(tap, sensor, pool, other):
    """Two builds of the program."""
    sentence = f"{sensor.name}: the release program gives the same bytes"
    if not os.path.exists(other):
        tap.skip(sentence, f"{os.path.relpath(other, ROOT)} is not built")
        return

    def look(capture):
        wrong, mine = [], sensor.program
        for as_json in (True, False):
            options = [*sensor.detection, *sensor.baseline_of(capture), "-q", *(["--json"] if as_json else [])]
            theirs = Sensor(other, sensor.name, []).run("read", *options, path_of(capture))
            ours = Sensor(mine, sensor.name, []).run("read", *options, path_of(capture))
            wrong += differ(ours, theirs, "JSON" if as_json else "text")
        return wrong

    tap.result(each(pool, look, some(captures())), sentence)


# ---- bounds -------------------------------------------------------------------------------------


def bounds(tap, program, work):
    """Very many talkers: memory stays what it is, and what gave way is counted."""
    rules = os.path.join(work, "many.yaml")
    with open(rules, "w", encoding="utf-8") as file:
        for name, state, shows in (
            ("count", "count: {threshold: 2, within: 1h, by: [ip.src]}", "ip.src"),
            ("distinct", "count: {threshold: 3, within: 1h, by: [ip.dst], distinct: ip.src}", "ip.dst"),
            ("sequence", "sequence: {steps: ['ot.request == true', 'ot.request == false'], within: 1h, by: [ip.src]}",
             "ip.src"),
            ("step", "step: {value: frame.number, by: [ip.src], max_change: 1, within: 1h}", "ip.src"),
            ("expect", "expect: {condition: 'ot.request == false', within: 1h, by: [ip.src]}", "ip.src"),
            ("new", "new: [ip.src]", "ip.src"),
            ("throttle", "throttle: {within: 1h, by: [ip.src]}", "ip.src"),
        ):
            file.write(f"- rule: Many\n  id: many-{name}\n  desc: Of many.\n  condition: modbus\n  {state}\n"
                       f"  output: \"{{{shows}}} again\"\n  priority: low\n")
    few, lots = (os.path.join(work, f"many-{n}.pcap") for n in (FEW, KEYS))
    many.write(few, FEW)
    many.write(lots, KEYS, 100)
    empty = os.path.join(work, "many-baseline.yaml")
    sensor = Sensor(program, "many", [rules])
    sensor.learn(empty, [path_of("normal.pcap")])
    sensor.baseline = ["--baseline", empty]

    def summary(file, memory):
        out = sensor.read([file], "--summary", "--states", str(STATES), memory=memory)
        return json.loads(out)["alerts"]

    def look():
        little, much = [], []
        summary(few, little)
        found = summary(lots, much)
        wrong = []
        if much[0] - little[0] > SLACK:
            wrong.append(f"{FEW} keys took {little[0]} KiB, {KEYS} took {much[0]} KiB")
        if found["states_evicted"] < KEYS - STATES:
            wrong.append(f"only {found['states_evicted']} states were counted as evicted")
        fired = {r["rule"]: r["alerts"] for r in found["rules"]}
        if fired.get("many-new", 0) < KEYS - STATES or fired.get("many-distinct", 0) < 1:
            wrong.append(f"alerts: {fired}")
        return wrong

    tap.result(try_to(look), f"{KEYS} keys need no more memory than {FEW}, and what gave way is counted")
    path = os.path.join(work, "many-learned.yaml")

    def learned():
        memory = []
        sensor.run("learn", *sensor.detection, "-q", "-o", path, lots, good=(0,), memory=memory)
        n = read(path).count(b"\n")
        if not KEYS <= n <= KEYS + 60 and n < 200000:
            return [f"the baseline has {n} lines"]
        alerts = [a for a in sensor.run("read", *sensor.detection, "-b", path, "-q", "--json", lots).splitlines()
                  if b"many-new" in a]
        return [f"{len(alerts)} are new though they were learned"] if alerts else []

    tap.result(try_to(learned), f"a baseline of {KEYS} combinations is learned, read, and says nothing is new")
    for file in (few, lots, path):
        os.unlink(file)


def main():
    build = os.path.abspath(sys.argv[1])
    program = os.path.join(build, "kagami-sensor")
    release = os.path.join(os.path.dirname(build), "release", "kagami-sensor")
    work = os.path.join(build, "alerts")
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    tap = Tap()
    shipped, own = sets(program)
    with ThreadPool(WORKERS) as pool:
        learn(shipped, work)
        if sys.argv[2:] == ["--accept"]:
            goldens(tap, shipped, pool, True)
            return 0
        learn(own, work)
        goldens(tap, shipped, pool, False)
        for sensor in (shipped, own):
            learning(tap, sensor, work)
            silent = told(tap, sensor, pool)
            if sensor is own:
                silent -= {"own-outside-of"}
                tap.result([f"{rule} never fires" for rule in sorted(silent)], "own: every rule fires somewhere")
        quiet(tap, shipped, pool)
        silences(tap, shipped)
        for sensor in (shipped, own):
            undisturbed(tap, sensor, pool)
            slow(tap, sensor, pool)
            split(tap, sensor, pool, work)
            builds(tap, sensor, pool, release)
        bounds(tap, program, work)
    print(f"1..{tap.number}")
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
