"""Disks that fill, spools that fill, bits that flip, clocks that jump."""

import glob
import os
import re
import shutil
import subprocess
import time

from faults import RULES, captures, reference
from stage import Stage, differences, until
from tap import ok, skip


class SmallDisk:
    def __init__(self, path, size):
        self.path = path
        os.makedirs(path, exist_ok=True)
        self.good = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", path],
                                   capture_output=True, check=False).returncode == 0

    def resize(self, size):
        subprocess.run(["mount", "-o", f"remount,size={size}", self.path], check=True)

    def close(self):
        if self.good:
            subprocess.run(["umount", "-l", self.path], capture_output=True, check=False)


def full_store(build):
    """The collector's disk is full, and is freed again."""
    files = captures()
    want, _ = reference(build, files)
    with Stage(build, "full") as s:
        disk = SmallDisk(s.path("disk"), "1m")
        try:
            if not disk.good:
                skip("a full disk under the store", "no tmpfs can be mounted here")
                return
            s.store = s.path("disk", "store.db")
            s.collect()
            sensor = s.sensor(files, *RULES, "--linger", "60s")
            said = until(lambda: re.search("no (room|space)|full", s.collector_said()), 20)
            ok(said, "the collector says that its disk is full", s.collector_said())
            time.sleep(1)
            ok(sensor.poll() is None and s.collector.poll() is None,
               "both programs live on", s.collector_said(), s.sensor_said())
            held = len(s.events())
            disk.resize("64m")
            status = sensor.wait(60)
            found = differences(s.events(), want)
            ok(status == 0 and not found and held < len(want),
               "with room again everything arrives, once", f"exit {status}, {held} before", *found,
               s.collector_said(), s.sensor_said())
            said = s.collector_said()
            ok(len(re.findall("no (?:room|space)|full", said)) < 10,
               "the full disk is not said again and again", said)
        finally:
            s.stop()
            disk.close()


def full_spool_disk(build):
    """The sensor's disk is full: a read waits for room."""
    files = captures()
    want, _ = reference(build, files)
    with Stage(build, "spooldisk") as s:
        disk = SmallDisk(s.path("disk"), "1m")
        try:
            if not disk.good:
                skip("a full disk under the spool", "no tmpfs can be mounted here")
                return
            sensor = s.sensor(files, *RULES, "--linger", "60s", spool="disk/spool")
            time.sleep(2)
            ok(sensor.poll() is None, "a read waits when its spool's disk is full", s.sensor_said())
            s.collect()
            status = sensor.wait(60)
            found = differences(s.events(), want)
            ok(status == 0 and not found, "it goes on when the collector takes events off it",
               f"exit {status}", *found, s.sensor_said())
        finally:
            disk.close()


def small_spool(build):
    files = captures()
    want, _ = reference(build, files)
    with Stage(build, "smallspool") as s:
        sensor = s.sensor(files, *RULES, "--spool-size", "2MiB", "--linger", "60s")
        time.sleep(1.5)
        ok(sensor.poll() is None, "a read waits when its spool is full", s.sensor_said())
        used = sum(os.path.getsize(f) for f in glob.glob(s.path("spool", "*")))
        ok(used <= 2.2 * 1024 * 1024, "the spool keeps its limit", used)
        s.collect()
        status = sensor.wait(60)
        found = differences(s.events(), want)
        ok(status == 0 and not found, "and loses nothing", f"exit {status}", *found,
           s.sensor_said())


def segments(s, pattern="*.seg"):
    """The spool's files of events, the largest one last."""
    return sorted(glob.glob(s.path("spool", pattern)), key=os.path.getsize)


def torn(build):
    """The last record is torn at any byte: what is before it arrives, and the read goes on."""
    files = ["pcaps/attack-write.pcap"]
    want, _ = reference(build, files)
    wrong = []
    for cut in (1, 3, 7, 20, 64, 333):
        with Stage(build, "torn") as s:
            s.read(files, *RULES, "--linger", "200ms")
            last = segments(s)[-1]
            with open(last, "r+b") as f:
                f.truncate(os.path.getsize(last) - cut)
            s.collect()
            status = s.read(files, *RULES)
            found = differences(s.events(), want)
            if status != 0 or found:
                wrong += [f"{cut} bytes cut off: exit {status}", *found, s.sensor_said()[-1000:]]
    ok(not wrong, "a spool whose last record is torn loses nothing of a read", *wrong)


def flip(path, part):
    with open(path, "r+b") as f:
        at = int(os.path.getsize(path) * part)
        f.seek(at)
        byte = f.read(1)[0]
        f.seek(at)
        f.write(bytes([byte ^ 0x10]))


def flipped(build):
    """A bit flips in a segment: it is noticed, said, and never stored as something else."""
    files = ["pcaps/attack-write.pcap"]
    want, _ = reference(build, files)
    wrong, said = [], 0
    for part in (0.2, 0.5, 0.9):
        with Stage(build, "flip") as s:
            s.read(files, *RULES, "--linger", "200ms")
            flip(segments(s)[-1], part)
            s.collect()
            s.read(["pcaps/normal.pcap"], "--send", "none")
            said += bool(re.search("damaged|checksum|CRC", s.sensor_said()))
            bad = [w for w in differences([e for e in s.events() if e in set(want)], want)
                   if "missing" not in w]
            others = [e for e in s.events() if '"epoch"' in e and e not in set(want)
                      and '"event":"operation"' in e.replace('": ', '":')]
            if bad or others:
                wrong += [f"bit at {part:.0%}", *bad, *others[:2]]
    ok(not wrong, "a flipped bit never becomes another event", *wrong)
    ok(said == 3, "it is said each time", said)
    with Stage(build, "flipdict") as s:
        s.read(files, *RULES, "--linger", "200ms")
        flip(segments(s, "*.dict")[-1], 0.5)
        s.collect()
        said = s.send().stderr.decode()
        have = [e for e in s.events() if '"sensor": "plant-1"' in e]
        ok(len(have) == len(want) and "cannot be read from the spool" in said,
           "without its dictionary every event arrives all the same, and it is said",
           f"{len(have)} of {len(want)}", said)


def clock(build):
    """A sensor whose clock jumps; nothing is dropped for it."""
    if shutil.which("faketime") is None:
        skip("a clock that jumps", "no faketime here")
        return
    files = ["pcaps/attack-write.pcap"]
    want, _ = reference(build, files)
    with Stage(build, "clock") as s:
        s.collect()
        args = s.sensor_args(files, *RULES)
        wrong = []
        for jump in ("-400d", "+400d"):
            plain = s.sensor_args
            s.sensor_args = lambda *a, jump=jump, **k: ["faketime", "-f", jump, *args]
            status = s.read(files)
            s.sensor_args = plain
            found = differences(s.events(), want)
            if status != 0 or found:
                wrong += [f"{jump}: exit {status}", *found, s.sensor_said()]
        ok(not wrong, "a clock that is years off costs no event", *wrong)
