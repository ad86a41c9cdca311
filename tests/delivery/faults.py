"""Programs that are killed: afterwards the store holds what a run without faults puts there."""

import glob
import os
import random
import signal
import subprocess
import time

from stage import ROOT, Stage, differences, until
from tap import ok

RULES = ("--rules", "rules")


def captures():
    """Enough to read that there is time to be killed in: about a second."""
    names = ("attack-*", "normal*", "operator", "goose-*", "it-*", "l2-assets", "functions")
    found = [f for n in names for f in sorted(glob.glob(os.path.join(ROOT, "pcaps", n + ".pcap")))]
    return [os.path.relpath(f, ROOT) for f in found]


def reference(build, files, *more):
    """What a run without faults stores, and how long it takes."""
    with Stage(build, "reference") as s:
        s.collect()
        began = time.monotonic()
        status = s.read(files, *RULES, *more)
        took = time.monotonic() - began
        if status != 0:
            raise RuntimeError(f"the sensor ended with {status}:\n{s.sensor_said()}")
        return s.events(), took


def kill(process):
    if process is not None and process.poll() is None:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return 1
    return 0


class Round:
    """One read, with kills at random moments, to its end."""

    def __init__(self, stage, files, rng, took):
        self.stage, self.files, self.rng, self.took = stage, files, rng, took
        self.kills = 0

    def strike(self):
        whom = self.rng.choice(("sensor", "collector", "both"))
        if whom != "collector":
            self.kills += kill(self.sensor)
        if whom != "sensor":
            self.kills += kill(self.stage.collector)
        if self.rng.random() < 0.3:
            time.sleep(self.rng.uniform(0, 0.3))
        if self.stage.collector is None or self.stage.collector.poll() is not None:
            self.stage.collect(wait=False)
        if self.sensor.poll() is not None:
            self.sensor = self.stage.sensor(self.files, *RULES)

    def play(self, strikes):
        self.stage.collect(wait=self.rng.random() < 0.5)
        self.sensor = self.stage.sensor(self.files, *RULES)
        for _ in range(strikes):
            time.sleep(self.rng.uniform(0, self.took * 1.2))
            self.strike()
        return self.finish()

    def finish(self):
        for _ in range(5):
            try:
                status = self.sensor.wait(90)
            except subprocess.TimeoutExpired:
                self.sensor.kill()
                return "the sensor does not come to its end"
            if status == 0:
                return None
            self.sensor = self.stage.sensor(self.files, *RULES)
        return f"the sensor ends with {status}"


def kills(build, rounds, seed):
    files = captures()
    want, took = reference(build, files)
    ok(len(want) > 5000, f"a run without faults stores {len(want)} events", len(want))
    rng = random.Random(seed)
    struck, wrong = 0, []
    for number in range(rounds):
        with Stage(build, "kills") as s:
            r = Round(s, files, rng, took)
            trouble = r.play(rng.randint(1, 4))
            struck += r.kills
            found = [trouble] if trouble else differences(s.events(), want)
            if found:
                wrong += [f"round {number}, {r.kills} kills: {w}" for w in found]
                wrong += s.sensor_said().splitlines()[-5:] + s.collector_said().splitlines()[-5:]
                break
    ok(not wrong, f"{rounds} rounds, {struck} times kill -9: the store holds these events, each once"
       f" (seed {seed})", *wrong)


def again(build):
    """A read that was delivered is not stored twice, but for --again."""
    files = ["pcaps/attack-write.pcap"]
    with Stage(build, "again") as s:
        s.collect()
        s.read(files, *RULES)
        first = s.events()
        status = s.read(files, *RULES)
        ok(status == 0 and s.events() == first and first, "a read that is made again adds nothing",
           s.sensor_said())
        s.read(files, *RULES, "--again")
        ok(len(s.events()) == 2 * len(first), "with --again its events are new ones",
           f"{len(first)} events, then {len(s.events())}", s.sensor_said())
        s.read(files, *RULES, spool="other")
        ok(len(s.events()) == 2 * len(first), "nor does one with another spool add anything",
           s.sensor_said())


def late(build):
    """The collector comes after the sensor has given up waiting."""
    files = ["pcaps/attack-write.pcap", "pcaps/attack-stop.pcap"]
    want, _ = reference(build, files)
    with Stage(build, "late") as s:
        status = s.read(files, *RULES, "--linger", "1s")
        ok(status == 1 and "spool" in s.sensor_said(),
           "without a collector the read ends with 1 and says where the events are",
           f"exit {status}", s.sensor_said())
        s.collect()
        status = s.read(["pcaps/normal.pcap"], "--send", "none")
        have = s.events()
        ok(status == 0 and not [w for w in differences(have, want) if "others" not in w],
           "the next run brings what the one before left in the spool",
           f"exit {status}", *differences(have, want))


def clean_stop(build):
    files = captures()
    with Stage(build, "stop") as s:
        s.collect()
        sensor = s.sensor(files, *RULES)
        time.sleep(0.5)
        status = s.stop()
        ok(status == 0, "SIGTERM ends the collector cleanly in the middle", f"exit {status}",
           s.collector_said())
        sensor.send_signal(signal.SIGTERM)
        ok(until(lambda: sensor.poll() is not None, 40), "SIGTERM ends a sensor that waits")
        kill(sensor)
