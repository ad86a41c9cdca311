#!/usr/bin/python3
"""What `make bench` does: bench.py BUILD_DIR [packets]

Compares `kagami-sensor read --summary` with a bare libpcap loop, ndpiReader and tshark on the same
captures in the same run: CPU seconds (user + system), the best of five, interleaved so that all of
them see the same machine. Then instructions per packet and peak memory. Ends with 1 if the sensor
costs more than it may.
"""

import os
import re
import shutil
import subprocess
import sys

import incidents
import delivery
import rulegen

ROUNDS = 5
LOOP_LIMIT = 4.0  # times the bare loop; 2.5 is the wish
MEMORY_LIMIT = 64  # MiB
GROWTH_LIMIT = 2.0  # MiB more on a capture four times as long
SPOOL_LIMIT = 0.25  # of the rate of bare writes of the same bytes, at least
RULES_LIMIT = 1.5  # what 1,000 rules may cost, times ten rules
DECODE_LIMIT = 400  # ns that decoding ten values may take
DECODE_MS = 400  # for each protocol; its fastest pass counts
DECODED = {  # captures of ordinary work, by protocol
    "dnp3": "dnp3-normal", "iec60870_104": "iec104-normal", "mms": "mms-normal", "goose": "goose-normal",
    "sv": "sv-normal", "synphasor": "synphasor-normal", "modbus": "normal", "s7comm": "s7-normal", "cip": "cip-normal",
    "opcua": "opcua-normal",
}


class Bench:
    def __init__(self, build, packets):
        self.build = build
        self.packets = packets
        self.folder = "build/bench"
        self.failures = []
        os.makedirs(self.folder, exist_ok=True)

    def program(self, name):
        return os.path.join(self.build, name)

    def capture(self, kind, packets):
        path = f"{self.folder}/{kind}-{packets}.pcap"
        gen = self.program("tests/bench/gen")
        if not os.path.exists(path) or os.path.getmtime(path) < os.path.getmtime(gen):
            subprocess.run([gen, kind, str(packets), path], check=True, stdout=subprocess.DEVNULL)
        with open(path, "rb") as file:  # in the page cache for all
            while file.read(1 << 20):
                pass
        return path

    def sensor(self, path):
        return [self.program("kagami-sensor"), "read", "--summary", path]

    def loop(self, path):
        return [self.program("tests/bench/pcaploop"), path]

    def cost(self, command):
        """CPU seconds and peak MiB of one run."""
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        error = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            sys.exit(f"{' '.join(command)} failed: {error.decode(errors='replace')[-400:]}")
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024

    def speed(self, kind):
        path = self.capture(kind, self.packets)
        runs = {"bare pcap_next_ex loop": self.loop(path), "kagami-sensor": self.sensor(path)}
        if shutil.which("ndpiReader"):
            runs["ndpiReader -q"] = ["ndpiReader", "-q", "-i", path]
        best, memory = {}, {}
        for _ in range(ROUNDS):
            for name, command in runs.items():
                seconds, mib = self.cost(command)
                best[name] = min(best.get(name, seconds), seconds)
                memory[name] = max(memory.get(name, 0), mib)
        if shutil.which("tshark"):
            # Without a statistic that needs it, tshark -q only counts and decodes nothing.
            for name, more in (("tshark -q (once)", []), ("tshark -q, decoding", ["-z", "io,phs"])):
                best[name], memory[name] = self.cost(["tshark", "-q", "-r", path, *more])
        ours, bare = best["kagami-sensor"], best["bare pcap_next_ex loop"]
        print(f"\n{kind}, {self.packets} packets      CPU s   x bare   sensor is      peak MiB")
        for name, seconds in best.items():
            print(
                f"  {name:26} {seconds:6.3f} {seconds / bare:8.2f} "
                f"{ours / seconds:8.2f} of it {memory[name]:9.1f}"
            )
        if kind == "steady":
            self.require(ours / bare <= LOOP_LIMIT, f"{ours / bare:.2f} x the bare loop, limit {LOOP_LIMIT}")
            if "ndpiReader -q" in best:
                self.require(ours < best["ndpiReader -q"], "less CPU than ndpiReader")
            self.require(
                memory["kagami-sensor"] < MEMORY_LIMIT,
                f"{memory['kagami-sensor']:.1f} MiB peak, limit {MEMORY_LIMIT}",
            )
        return memory["kagami-sensor"]

    def rules(self):
        """What rules cost: none, ten, a thousand of all sorts, and those that ship."""
        path = self.capture("steady", self.packets)
        runs = {"no rules": self.sensor(path)}
        for n in (10, 1000):
            name = f"{self.folder}/rules-{n}.yaml"
            with open(name, "w", encoding="utf-8") as file:
                file.write(rulegen.rules(n))
            runs[f"{n} rules"] = [*self.sensor(path), "--quiet", "--rules", name]
        if os.path.isdir("rules"):
            runs["the rules that ship"] = [*self.sensor(path), "--quiet", "--rules", "rules"]
        best = {}
        for _ in range(ROUNDS):
            for name, command in runs.items():
                best[name] = min(best.get(name, 1e9), self.cost(command)[0])
        print(f"\nrules, steady, {self.packets} packets  CPU s   x no rules   x 10 rules")
        for name, seconds in best.items():
            print(f"  {name:26} {seconds:6.3f} {seconds / best['no rules']:12.2f} {seconds / best['10 rules']:12.2f}")
        ratio = best["1000 rules"] / best["10 rules"]
        self.require(ratio <= RULES_LIMIT, f"1000 rules cost {ratio:.2f} x ten, limit {RULES_LIMIT}")

    def decoding(self):
        """What decoding alone costs, of messages that are in memory."""
        print("\ndecoding alone     values   ns a message   ns a value   instructions a message")
        for name, capture in DECODED.items():
            command = [self.program("tests/bench/decode_loop"), name, f"pcaps/{capture}.pcap"]
            done = subprocess.run([*command, str(DECODE_MS)], capture_output=True, text=True, check=True)
            said = re.search(r"messages (\d+) values ([\d.]+) .* ns ([\d.]+)", done.stdout)
            messages, values, ns = int(said[1]), float(said[2]), float(said[3])
            (few, how), (many, _) = (self.instructions([*command, n]) for n in ("20x", "60x"))
            print(f"  {name:14} {values:8.1f} {ns:14.0f} {ns / values:12.1f} {(many - few) / 40 / messages:12.0f} ({how})")
            self.require(10 * ns / values <= DECODE_LIMIT,
                         f"{name}: {10 * ns / values:.0f} ns for ten values, limit {DECODE_LIMIT}")

    def spool(self):
        """Adding, syncing, reading and acknowledging, against writing the same bytes."""
        events, best = 500000, {}
        folder = f"{self.folder}/spool"
        for _ in range(ROUNDS):
            shutil.rmtree(folder, ignore_errors=True)
            done = subprocess.run([self.program("tests/bench/spool_loop"), folder, str(events)],
                                  capture_output=True, text=True, check=True)
            for name, seconds in re.findall(r"(\w+) ([\d.]+)", done.stdout):
                best[name] = min(best.get(name, 1e9), float(seconds))
        shutil.rmtree(folder)
        print(f"\nspool, {events} events of 200 bytes      s     events/s")
        for name, what in (("spool", "add, sync, read, acknowledge"), ("bare", "write and fdatasync")):
            print(f"  {what:30} {best[name]:8.3f} {events / best[name]:12.0f}")
        ratio = best["bare"] / best["spool"]
        self.require(ratio >= SPOOL_LIMIT, f"{ratio:.2f} x the rate of bare writes, at least {SPOOL_LIMIT}")

    def require(self, holds, what):
        print(f"  {'ok  ' if holds else 'FAIL'} {what}")
        if not holds:
            self.failures.append(what)

    def instructions(self, command):
        """Instructions of one run: by perf where the machine lets it, by callgrind elsewhere."""
        if shutil.which("perf"):
            done = subprocess.run(
                ["perf", "stat", "-x,", "-e", "instructions:u", *command],
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False,
            )
            found = re.search(r"^(\d+),,instructions", done.stderr, re.M)
            if found:
                return int(found.group(1)), "perf"
        done = subprocess.run(
            ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True,
        )
        return int(re.search(r"Collected : (\d+)", done.stderr).group(1)), "callgrind"

    def per_packet(self):
        """From the difference of two lengths, so that the start is not counted."""
        short, long = 40000, 80000
        for kind in ("steady", "mixed"):
            paths = [self.capture(kind, n) for n in (short, long)]
            figures = []
            for make in (self.sensor, self.loop):
                (few, how), (many, _) = (self.instructions(make(path)) for path in paths)
                figures.append((many - few) / (long - short))
            print(
                f"  {kind:8} {figures[0]:8.0f} instructions a packet, "
                f"of which a bare loop needs {figures[1]:.0f} ({how})"
            )
        if os.path.isdir("rules"):
            self.shipped_rules(short, long)

    def shipped_rules(self, short, long):
        """The rules that ship, times none: instructions a packet, and CPU time of the longer one."""
        few, many = (self.sensor(self.capture("steady", n)) for n in (short, long))
        rules = ["--quiet", "--rules", "rules"]
        per_packet, seconds = [], []
        for more in ([], rules):
            (least, _), (most, how) = (self.instructions([*c, *more]) for c in (few, many))
            per_packet.append((most - least) / (long - short))
            times = [min(self.cost([*c, *more])[0] for _ in range(ROUNDS)) for c in (few, many)]
            seconds.append(max(times[1] - times[0], 1e-6))
        print(
            f"  shipped rules, steady: {per_packet[1]:.0f} instructions a packet ({how}), "
            f"{per_packet[1] / per_packet[0]:.2f} x no rules; CPU time {seconds[1] / seconds[0]:.2f} x no rules"
        )

    def run(self):
        steady = self.speed("steady")
        self.speed("mixed")
        self.decoding()
        self.rules()
        self.spool()
        delivery.run(self, 2 * self.packets)
        print("\nlength of the capture (peaks below 13 MiB are this script's own, before exec)")
        path = self.capture("steady", 4 * self.packets)
        _, mib = self.cost(self.sensor(path))
        os.remove(path)
        self.require(mib - steady < GROWTH_LIMIT, f"{mib:.1f} MiB peak for {4 * self.packets} packets")
        incidents.measure(self)
        print("\ninstructions")
        self.per_packet()
        for what in self.failures:
            print(f"too slow or too large: {what}", file=sys.stderr)
        return 1 if self.failures else 0


if __name__ == "__main__":
    sys.exit(Bench(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1000000).run())
