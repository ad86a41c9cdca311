"""A sensor and a collector with keys of their own in a folder of their own, for one test."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# What the collector adds to an event, which no two runs have in common.
OURS = ("received", "clock_offset")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def until(true, seconds, every=0.02):
    """Waits until true() is; says whether it became so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(every)
    return bool(true())


class Stage:
    def __init__(self, build, name="stage", where=None):
        self.build = build
        self.folder = tempfile.mkdtemp(prefix=f"kagami-{name}-", dir=where)
        self.port = free_port()
        self.to = self.port  # what sensors connect to: a proxy's, when there is one
        self.collector = None
        self.log = open(self.path("collector.log"), "ab")
        self.store = self.path("store.db")
        self.run("kagami-collector", "keygen", "--output", self.folder)
        self.add("plant-1")

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def program(self, name):
        return os.path.join(ROOT, self.build, name)

    def run(self, program, *args, check=True, timeout=120):
        done = subprocess.run([self.program(program), *args], capture_output=True, timeout=timeout,
                              cwd=ROOT, check=False)
        if check and done.returncode != 0:
            raise RuntimeError(f"{program} {' '.join(args)}: exit {done.returncode}\n"
                               + done.stderr.decode(errors="replace"))
        return done

    def add(self, name, *more):
        """A key for somebody new, who is let in."""
        self.run("kagami-collector", "keygen", name, "--collector-key",
                 self.path("collector.pub"), "--output", self.folder)
        self.run("kagami-collector", "sensors", "add", name, self.path(name + ".pub"),
                 "--allow", self.path("sensors.allow"), *more)

    # ---- the collector

    def collector_args(self, *more):
        return [self.program("kagami-collector"), "run", "--config", "/dev/null",
                "--listen", f"tcp://127.0.0.1:{self.port}", "--key", self.path("collector.key"),
                "--allow", self.path("sensors.allow"), "--store", self.store, "--metrics", "127.0.0.1:0",
                *more]

    def collect(self, *more, wait=True):
        self.collector = subprocess.Popen(self.collector_args(*more), stdout=self.log,
                                          stderr=self.log, cwd=ROOT)
        if wait and not until(self.listening, 20):
            raise RuntimeError("the collector does not listen:\n" + self.collector_said())
        return self.collector

    def listening(self):
        with socket.socket() as s:
            s.settimeout(0.5)
            return s.connect_ex(("127.0.0.1", self.port)) == 0

    def collector_said(self):
        self.log.flush()
        with open(self.path("collector.log"), encoding="utf-8", errors="replace") as f:
            return f.read()

    def stop(self, how=signal.SIGTERM, seconds=20):
        """Ends the collector; returns its exit status."""
        if self.collector is None:
            return None
        if self.collector.poll() is None:
            self.collector.send_signal(how)
        try:
            status = self.collector.wait(seconds)
        except subprocess.TimeoutExpired:
            self.collector.kill()
            status = self.collector.wait()
        self.collector = None
        return status

    # ---- sensors

    def sensor_args(self, files, *more, name="plant-1", spool="spool"):
        return [self.program("kagami-sensor"), "read", "--config", "/dev/null", *files,
                "--collector", f"tcp://127.0.0.1:{self.to}", "--key", self.path(name + ".key"),
                "--spool", self.path(spool), "--quiet", "--summary", "--send", "all", *more]

    def sensor(self, files, *more, name="plant-1", spool="spool", log=None):
        with open(log or self.path("sensor.log"), "ab") as out:
            return subprocess.Popen(self.sensor_args(files, *more, name=name, spool=spool),
                                    stdout=subprocess.DEVNULL, stderr=out, cwd=ROOT)

    def sensor_said(self):
        with open(self.path("sensor.log"), encoding="utf-8", errors="replace") as f:
            return f.read()

    def read(self, files, *more, timeout=120, **kw):
        """Reads to the end; returns the exit status."""
        return self.sensor(files, *more, **kw).wait(timeout)

    def send(self, *more, name="plant-1", spool="spool", timeout=120):
        """Delivers what is in a spool; what kagami-sensor send said and its status."""
        return self.run("kagami-sensor", "send", "--config", "/dev/null",
                        "--collector", f"tcp://127.0.0.1:{self.to}",
                        "--key", self.path(name + ".key"), "--spool", self.path(spool), *more,
                        check=False, timeout=timeout)

    # ---- what is in the store

    def events(self, *more):
        """All events but the collector's own, as JSON texts without what the collector added."""
        done = self.run("kagami-collector", "events", "--config", "/dev/null", "--store",
                        self.store, "--json", *more)
        lines = []
        for line in done.stdout.splitlines():
            event = json.loads(line)
            if event["sensor"] == "collector":
                continue
            for key in OURS:
                event.pop(key, None)
            lines.append(json.dumps(event))
        return lines

    def sql(self, query, *args):
        db = sqlite3.connect(f"file:{self.store}?mode=ro", uri=True, timeout=10)
        try:
            return db.execute(query, args).fetchall()
        finally:
            db.close()

    def close(self):
        self.stop(signal.SIGKILL)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def key_of(line):
    event = json.loads(line)
    return event["sensor"], event["epoch"], event["seq"]


def differences(have, want):
    """What is wrong with the store, in words; empty: nothing. Order does not matter, but each event
    must be there once."""
    wrong = []
    keys = [key_of(line) for line in have]
    if len(set(keys)) != len(keys):
        wrong.append(f"{len(keys) - len(set(keys))} events are stored twice")
    missing, extra = set(want) - set(have), set(have) - set(want)
    if missing:
        wrong.append(f"{len(missing)} of {len(want)} events are missing, such as "
                     + min(missing)[:200])
    if extra:
        wrong.append(f"{len(extra)} events are others, such as " + min(extra)[:200])
    return wrong
