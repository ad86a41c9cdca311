"""docs/stream/subscriber.py, as anybody would use it, at the real collector."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.request

from faults import RULES
from stage import OURS, ROOT, Stage, differences, free_port, until
from tap import ok

FILES = ["pcaps/attack-write.pcap"]


class Streaming(Stage):
    """A collector with a stream, and somebody who may listen to it."""

    def __init__(self, build, name):
        super().__init__(build, name)
        self.add("console", "--subscriber")
        self.stream, self.metrics = free_port(), free_port()
        self.collect("--publish", f"tcp://127.0.0.1:{self.stream}",
                     "--metrics", f"127.0.0.1:{self.metrics}")
        self.followers = []

    def follow(self, count, *topics, key="console", more=()):
        """Starts the example, which ends after `count` events."""
        process = subprocess.Popen(
            [sys.executable, os.path.join(ROOT, "docs/stream/subscriber.py"), "--key",
             self.path(key + ".key"), "--count", str(count), *more,
             f"tcp://127.0.0.1:{self.stream}", *topics],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.followers.append(process)
        return process

    def listening_now(self):
        url = f"http://127.0.0.1:{self.metrics}/metrics"
        with urllib.request.urlopen(url, timeout=5) as f:
            said = f.read().decode()
        return int(re.search(r"^kagami_collector_subscribers (\d+)$", said, re.M).group(1))

    def close(self):
        for process in self.followers:
            process.kill()
            process.communicate()
        super().close()


def lines(process, seconds=30):
    """What it printed when it ended; None: it did not end."""
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        return None
    return out.splitlines() if process.returncode == 0 else err.splitlines()


def stream(build):
    """All events, in JSON and in words; only alerts; and nothing for who must not listen."""
    with Stage(build, "stream-reference") as s:
        s.collect()
        s.read(FILES, *RULES)
        want = s.events()
    alerts = sum('"alert"' in e[:400] for e in want)
    with Streaming(build, "stream") as s:
        everything = s.follow(len(want))
        only = s.follow(1, "alert.plant-1")
        words = s.follow(len(want), more=("--fields",))
        uninvited = s.follow(1, key="plant-1")
        ok(until(lambda: s.listening_now() >= 3, 20), "the example comes in", s.collector_said())
        # What a connection subscribes to arrives behind it.
        time.sleep(1)
        s.read(FILES, *RULES)
        got = lines(everything) or []
        events = [json.loads(line) for line in got]
        for event in events:
            for key in OURS:
                event.pop(key, None)
        found = differences([json.dumps(e) for e in events], want)
        ok(want and not found, "it prints every event that is stored, each once", *found)
        first = [json.loads(line) for line in lines(only) or []]
        ok(alerts > 0 and len(first) == 1 and "rule" in first[0], "of a topic only what belongs to it",
           first)
        said = lines(words) or []
        ok(len(said) == len(want) and sum(" alert " in line for line in said) > 0
           and all(line.startswith("plant-1 ") for line in said),
           "with --fields it decodes events itself", *said[-5:])
        ok(lines(uninvited, 1) is None, "a sensor's key does not open the stream")
        ok("plant-1 is a sensor" in s.collector_said(), "and that is said", s.collector_said())
