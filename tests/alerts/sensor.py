"""Running the sensor, and what several tests need to know of captures."""

import os
import random
import struct
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(1, os.path.dirname(HERE))

from plants import plant_of  # noqa: E402  pylint: disable=wrong-import-position

ROOT = os.path.dirname(os.path.dirname(HERE))
CUT = 1  # exit code for a capture that is cut short
PAUSE = 0.0005  # seconds between two writes into a slow pipe


class Failure(Exception):
    """What was run did not end as it must."""


def captures():
    """Names of the captures of pcaps/."""
    return sorted(
        name for name in os.listdir(os.path.join(ROOT, "pcaps")) if name.endswith((".pcap", ".pcapng"))
    )


def path_of(capture):
    return os.path.join("pcaps", capture)


def frame_lists(path):
    """Bytes of a classic pcap file: its header, and each record with its own."""
    with open(path, "rb") as file:
        data = file.read()
    order = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    records, at = [], 24
    while at + 16 <= len(data):
        n = struct.unpack(order + "I", data[at + 8 : at + 12])[0]
        if at + 16 + n > len(data):
            break
        records.append(data[at : at + 16 + n])
        at += 16 + n
    return data[:24], records


class Sensor:
    """The program, with the rules and all that goes with them."""

    def __init__(self, program, name, rules, site=None, tags=None):
        self.program = program
        self.name = name
        self.detection = []
        for path in rules:
            self.detection += ["--rules", path]
        self.detection += ["--site", site] if site else []
        self.detection += ["--tags", tags] if tags else []
        self.baseline = []
        self.plants = {}  # options for the baselines of other plants

    def baseline_of(self, capture):
        """Options for the baseline of the capture's plant."""
        return self.plants.get(plant_of(capture), self.baseline)

    def run(self, *arguments, feed=None, good=(0, CUT), memory=None):
        """Standard output in bytes. feed: what is written to standard input; memory: a list that
        gets the most memory it needed, in KiB."""
        process = subprocess.Popen(
            [self.program, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            stdin=subprocess.PIPE if feed else subprocess.DEVNULL,
        )
        feeder = threading.Thread(target=feed, args=(process.stdin,)) if feed else None
        complaint = []
        ear = threading.Thread(target=lambda: complaint.append(process.stderr.read()))
        ear.start()
        if feeder:
            feeder.start()
        output = process.stdout.read()
        ear.join()
        if feeder:
            feeder.join()
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stdout.close()
        process.stderr.close()
        if memory is not None:
            memory.append(usage.ru_maxrss)
        if process.returncode not in good:
            raise Failure(f"{' '.join(arguments)} ended with {process.returncode}:\n"
                          + complaint[0].decode(errors="replace")[-2000:])
        return output

    def learn(self, output, files, *options):
        self.run("learn", *self.detection, "-q", "-o", output, *options, *files, good=(0,))
        return output

    def read(self, files, *options, json=True, of=None, **how):
        """The alerts, and in text the summary behind them. of: the capture that the files are made of."""
        baseline = self.baseline_of(of or os.path.basename(files[0]))
        return self.run("read", *self.detection, *baseline, "-q", *(["--json"] if json else []),
                        *options, *files, **how)


def without_summary(text):
    """Alerts as text without what follows them."""
    head, _sep, _rest = text.partition(b"\nCapture\n")
    return b"" if text.startswith(b"Capture\n") else head


def slowly(data, seed, most=900):
    """Writes data to a pipe in small pieces, now and then with a pause."""
    chance = random.Random(seed)

    def feed(pipe):
        at = 0
        with pipe:
            while at < len(data):
                n = chance.randrange(1, most)
                pipe.write(data[at : at + n])
                pipe.flush()
                at += n
                if chance.randrange(8) == 0:
                    time.sleep(PAUSE)

    return feed
