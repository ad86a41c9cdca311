"""
Scenarios in workshops that run: the plant, a sensor at its mirror port and a collector, as `make
workshop` starts them, attacked by `kagami-plant attack NAME --check` from inside. All in real time:
what a sensor has learned of the rhythm of polls holds at the plant's own pace only, so several
workshops run side by side instead.
"""

import datetime
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
from multiprocessing.pool import ThreadPool

from stage import ROOT, until

# What is announced work must come in the window, whenever the test runs; all else outside of it.
IN_WINDOW = {"insider-window", "maintenance"}
# What a machine that is busy with other things makes of a plant: answers that are late, and polls.
# Such an incident is told, and fails a scenario only if it is not of low severity.
OF_TIME = {"modbus-poll-rhythm", "modbus-response-time", "modbus-poll-stopped", "modbus-device-unresponsive",
           "goose-late"}
SETTLE_S = 8  # of normal work before, and for what is found late after


def windows(inside):
    """The site file's windows: now is in it, or it never comes."""
    if not inside:
        return '    - {dates: [2020-01-01..2020-01-02], from: "08:00", to: "12:00"}\n'
    now = datetime.datetime.utcnow()
    hour = datetime.timedelta(hours=1)
    return (f'    - {{weekdays: [mon, tue, wed, thu, fri, sat, sun], from: "{now - hour:%H:%M}", '
            f'to: "{now + 2 * hour:%H:%M}"}}\n')


def project(folder, inside):
    """The project as a workshop needs it, with other windows in its site files."""
    root = os.path.join(folder, "open" if inside else "closed")
    shutil.copytree(os.path.join(ROOT, "rules"), os.path.join(root, "rules"))
    for name in ("pcaps", "collector"):
        os.symlink(os.path.join(ROOT, name), os.path.join(root, name))
    examples = os.path.join(root, "rules", "examples")
    for plant in os.listdir(examples):
        site = os.path.join(examples, plant, "site.yaml")
        if not os.path.exists(site):
            continue
        with open(site, encoding="utf-8") as f:
            text = f.read()
        head, sep, _ = text.partition("  maintenance:\n")
        with open(site, "w", encoding="utf-8") as f:
            f.write(head + sep + windows(inside) if sep else text)
    return root


def about(name):
    """(plant, seconds) of a scenario."""
    with open(os.path.join(ROOT, "pcaps", "scenarios", name, "scenario.yaml"), encoding="utf-8") as f:
        text = f.read()
    return (re.search(r"^plant: (\S+)", text, re.M).group(1),
            int(re.search(r"^duration: (\d+)s", text, re.M).group(1)))


class Workshop:
    def __init__(self, build, folder, root, plant):
        self.build = os.path.join(ROOT, build)
        self.tmp = tempfile.mkdtemp(prefix="w-", dir=folder)
        self.log = os.path.join(self.tmp, "log")
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [self.program("kagami-workshop"), "run", "--plain", "--plant", plant, "--root", root],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=root,
                env={**os.environ, "TMPDIR": self.tmp})

    def program(self, name):
        return os.path.join(self.build, name)

    def said(self):
        with open(self.log, encoding="utf-8", errors="replace") as f:
            return f.read()

    def folder(self):
        found = re.search(r"starting in (\S+)", self.said())
        return found.group(1) if found else ""

    def sees(self):
        return re.search(r" sensor [1-9]\d+ packets, 0 dropped", self.said()) is not None

    def enter(self, *words, timeout=400):
        return subprocess.run([self.program("kagami-workshop"), "enter", "--folder", self.folder(),
                               "--", *words], capture_output=True, timeout=timeout, check=False,
                              stdin=subprocess.DEVNULL)

    def exercise(self, what, *more):
        done = subprocess.run([self.program("kagami-collector"), "exercise", what, *more, "--config",
                               os.path.join(self.folder(), "collector.yaml")], capture_output=True,
                              timeout=60, check=False, cwd=ROOT)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.decode())
        return done.stdout

    def score(self):
        return json.loads(self.exercise("score", "--json"))

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def of_time(incident):
    return incident["severity"] in ("info", "low") and set(incident["rules"]) <= OF_TIME


def judge(said):
    """(how many were expected, how many came, what is wrong, what a busy machine made)."""
    findings = said["findings"]
    missing = [f"expected, and did not come: {f['expected']}" for f in findings
               if not f.get("incidents") and not f.get("optional")]
    others = [(i, f"{i['title']} ({i['severity']}; {', '.join(i['rules'])})")
              for i in said.get("unexpected", [])]
    wrong = missing + ["came, and is not expected: " + x for i, x in others if not of_time(i)]
    return (len(findings), sum(bool(f.get("incidents")) for f in findings), wrong,
            [x for i, x in others if of_time(i)])


def attacked(w, name, seconds):
    if not until(w.sees, 60, 0.3):
        return False, f"{name}: the workshop starts", w.said()
    subprocess.run(["sleep", str(SETTLE_S)], check=True)
    w.exercise("start", os.path.join(ROOT, "pcaps", "scenarios", name))
    done = w.enter("kagami-plant", "attack", name, "--check", timeout=seconds + 120)
    # Expected or not, it comes within a rule's own window after the last step.
    until(lambda: not judge(w.score())[2], 45, 2)
    subprocess.run(["sleep", str(SETTLE_S)], check=True)
    expected, found, wrong, busy = judge(w.score())
    if done.returncode != 0:
        wrong.append("the attack ended with status " + str(done.returncode))
        wrong += done.stdout.decode().splitlines() + done.stderr.decode().splitlines()
    more = f" (of a busy machine: {'; '.join(busy)})" if busy else ""
    return (not wrong, f"{name}, in a workshop: the plant suffers what it says, {found} of {expected} "
            f"expected incidents, no other{more}", *wrong, *(w.said().splitlines()[-12:] if wrong else ()))


def one(build, folder, roots, name):
    plant, seconds = about(name)
    w = Workshop(build, folder, roots[name in IN_WINDOW], plant)
    try:
        result = attacked(w, name, seconds)
    except (RuntimeError, subprocess.SubprocessError, OSError) as e:
        result = False, f"{name}, in a workshop", str(e), w.said()
    status = w.end()
    if status != 0:
        result = False, result[1], f"the workshop ended with status {status}", *result[2:], w.said()
    return result


def live(build, names, at_once):
    """TAP results of the scenarios, as they stand in `names`."""
    folder = tempfile.mkdtemp(prefix="kagami-live-")
    try:
        roots = {inside: project(folder, inside) for inside in (False, True)}
        with ThreadPool(at_once) as pool:
            yield from pool.imap(lambda name: one(build, folder, roots, name), names)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
