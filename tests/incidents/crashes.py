"""Kills, full disks, other batches: incidents, records, journal and store agree, and are those of a
run without faults."""

import glob
import hashlib
import os
import random
import shutil
import signal
import subprocess
import time

from desk import Desk, unlike
from stage import ROOT, until
from tap import ok, skip

RULES = ("--rules", "rules")


def captures():
    """Attacks, with much else between them."""
    names = ("attack-*", "goose-*", "it-*")
    found = [f for n in names for f in sorted(glob.glob(os.path.join(ROOT, "pcaps", n + ".pcap")))]
    return [os.path.relpath(f, ROOT) for f in found]


def played(build, files, *more):
    """Incidents and records of a run without faults, and how long it takes."""
    with Desk(build, "reference") as d:
        d.start(*more)
        began = time.monotonic()
        status = d.read(files, *RULES)
        took = time.monotonic() - began
        if status != 0 or not d.written():
            raise RuntimeError(f"exit {status}\n{d.sensor_said()}\n{d.collector_said()}")
        d.stop()
        return d.records(), consistent(d), took


def consistent(d):
    """What does not agree between records, journal and store."""
    files = d.records()
    records = {n: data for n, data in files.items() if n.endswith(".json")}
    wrong = [f"{n} is left over" for n in files if ".tmp" in n or os.path.basename(n).startswith(".")]
    stored = {(i, r) for i, r in d.sql("SELECT incident, revision FROM revisions")}
    on_disk = set()
    for name in records:
        incident, rest = os.path.basename(name).rsplit(".r", 1)
        on_disk.add((incident, int(rest.split(".")[0])))
    wrong += [f"{i} r{r} is in the store and not on disk" for i, r in sorted(stored - on_disk)]
    wrong += [f"{i} r{r} is on disk and not in the store" for i, r in sorted(on_disk - stored)]
    journal = d.journal()
    if journal and not journal.endswith("\n"):
        wrong.append("the journal ends in the middle of a line")
    for name, data in records.items():
        digest, base = hashlib.sha256(data).hexdigest(), os.path.basename(name)
        lines = [line for line in journal.splitlines() if base in line]
        if len(lines) != 1 or digest not in lines[0]:
            wrong.append(f"{name} is in the journal {len(lines)} times, or with another digest")
    if len(journal.splitlines()) != len(records):
        wrong.append(f"{len(journal.splitlines())} lines in the journal, {len(records)} records")
    for incident, revision in d.sql("SELECT id, revision FROM incidents"):
        last = max((r for i, r in stored if i == incident), default=0)
        if last != revision:
            wrong.append(f"{incident} is at revision {revision}, the last stored is {last}")
    newest = {}
    for name in records:
        incident, rest = os.path.basename(name).rsplit(".r", 1)
        number, extension = rest.split(".", 1)
        if int(number) == max(r for i, r in on_disk if i == incident):
            newest[f"{incident}.{extension}"] = "../" + name
    links = d.latest()
    wrong += [f"latest/{n} is {links.get(n)} instead of {newest.get(n)}"
              for n in sorted(set(newest) | set(links)) if newest.get(n) != links.get(n)]
    return wrong


def batches(build):
    files = captures()
    want, wrong, _ = played(build, files)
    ok(not wrong and len(want) > 30, f"records, journal and store agree: {len(want)} files", *wrong)
    for name, more in (("each event in a transaction of its own", ("--commit-events", "1")),
                       ("small batches", ("--credit", "256")),
                       ("large transactions", ("--commit-interval", "2s"))):
        have, wrong, _ = played(build, files, *more)
        wrong += unlike(have, want)
        ok(not wrong, f"{name}: the same incidents and revisions, to the byte", *wrong)


def kill(process):
    if process is not None and process.poll() is None:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return 1
    return 0


def one_round(d, files, rng, took):
    """A read with kills at random moments; (kills, what went wrong)."""
    struck = 0
    d.start(wait=False)
    sensor = d.sensor(files, *RULES)
    for _ in range(rng.randint(2, 5)):
        time.sleep(rng.uniform(0, took * 0.7))
        struck += kill(d.collector)
        if rng.random() < 0.3:
            struck += kill(sensor)
        d.start(wait=False)
        if sensor.poll() is not None:
            sensor = d.sensor(files, *RULES)
    for _ in range(5):
        try:
            if sensor.wait(90) == 0:
                break
        except subprocess.TimeoutExpired:
            kill(sensor)
            return struck, ["the sensor does not come to its end"]
        sensor = d.sensor(files, *RULES)
    if not d.written():
        return struck, ["records are still due"]
    # Once more: what is there is only looked at.
    before = d.records()
    struck += kill(d.collector)
    d.start()
    wrong = [] if d.records() == before else ["a restart changed records"]
    return struck, wrong + ["the collector does not end cleanly"] * (d.stop() != 0)


def kills(build, rounds, seed):
    files = captures()
    want, _, took = played(build, files)
    rng = random.Random(seed)
    struck, wrong = 0, []
    for number in range(rounds):
        with Desk(build, "kills") as d:
            n, wrong = one_round(d, files, rng, took)
            struck += n
            wrong += consistent(d) + unlike(d.records(), want)
            if wrong:
                wrong = [f"round {number}: {w}" for w in wrong] + d.collector_said().splitlines()[-5:]
                break
    ok(not wrong, f"{rounds} rounds, {struck} times kill -9: records, journal and store agree, and "
       f"are those of a run without faults (seed {seed})", *wrong)


def fill(path):
    """Writes until there is no room."""
    f = os.open(path, os.O_WRONLY | os.O_CREAT)
    try:
        while os.write(f, bytes(4096)):
            pass
    except OSError:
        pass
    finally:
        os.close(f)


def no_room(build):
    """Records cannot be written: events are acknowledged all the same, and records come later."""
    sentence = "a full disk of records stops no event; records come when there is room"
    files = ["pcaps/attack-write.pcap", "pcaps/attack-stop.pcap"]
    where = "/dev/shm/kagami-full"
    if os.geteuid() != 0 or shutil.which("mount") is None:
        skip(sentence, "only root can make a small disk")
        return
    os.makedirs(where, exist_ok=True)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", where],
                      capture_output=True, check=False).returncode != 0:
        os.rmdir(where)
        skip(sentence, "mount is not allowed here")
        return
    try:
        with Desk(build, "full") as d:
            filler = os.path.join(where, "filler")
            d.start("--records", os.path.join(where, "incidents"))
            fill(filler)
            status = d.read(files, *RULES)
            due = d.sql("SELECT count(*) FROM revisions WHERE due = 1")[0][0]
            said = [line for line in d.collector_said().splitlines() if "cannot be written" in line]
            ok(status == 0 and due > 0 and len(said) == 1, sentence + ": acknowledged, and said once",
               f"exit {status}, {due} due", *said, d.sensor_said())
            os.unlink(filler)
            ok(until(lambda: d.sql("SELECT 1 FROM revisions WHERE due = 1") == [], 20)
               and "written again" in d.collector_said(), sentence, d.collector_said())
    finally:
        subprocess.run(["umount", "-l", where], check=False)
        os.rmdir(where)
