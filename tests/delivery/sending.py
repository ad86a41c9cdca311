"""kagami-sensor send: what earlier runs left in a spool is delivered, and nothing else is done."""

import re

from faults import RULES
from stage import Stage, differences
from tap import ok


def left_behind(build):
    """Two reads that found nobody, of an epoch each; then one command brings the events of both."""
    files = (["pcaps/attack-write.pcap"], ["pcaps/normal.pcap"])
    with Stage(build, "left-reference") as s:
        s.collect()
        for read in files:
            s.read(read, *RULES)
        want = s.events()
    with Stage(build, "left") as s:
        for read in files:
            status = s.read(read, *RULES, "--linger", "10ms")
            ok(status == 1, "a read that finds nobody leaves its events in the spool", status)
        done = s.send("--linger", "10ms")
        ok(done.returncode == 1 and re.search(rb"\d events not delivered", done.stderr),
           "send says that it found nobody either", done.stderr.decode())
        s.collect()
        done = s.send()
        found = differences(s.events(), want)
        ok(done.returncode == 0 and want and not found,
           "send delivers the events of both, each once", *found, done.stderr.decode())
        ok(f"{len(want)} events delivered to tcp://".encode() in done.stderr,
           "it says how many", done.stderr.decode())
        done = s.send()
        ok(done.returncode == 0 and b"has no events" in done.stderr,
           "and that the spool is empty", done.stderr.decode())
        ok("refused plant-1" not in s.collector_said(), "the collector had nothing to refuse",
           s.collector_said())
