"""How fast alerts become incidents: 100,000 of 200 sensors, on one core, in the memory that is stated."""

import re
import subprocess
import sys

ROUNDS = 3
LIMIT = 50000  # alerts a second, at least
ALERTS, SENSORS, OPEN = 100000, 200, 4096


def measure(bench):
    command = [bench.program("tests/bench/correlate_loop"), str(ALERTS), str(SENSORS), str(OPEN)]
    best, line = 0, ""
    for _ in range(ROUNDS):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        found = re.match(r"(\d+) alerts/s", done.stdout)
        if not found:
            sys.exit(f"{' '.join(command)}: {done.stderr[-500:]}")
        bench.require(done.returncode == 0, f"correlation: {done.stdout.strip()}")
        if int(found.group(1)) > best:
            best, line = int(found.group(1)), done.stdout.strip()
    print(f"\nincidents of {ALERTS} alerts, {SENSORS} sensors, at most {OPEN} open\n  {line}")
    bench.require(best >= LIMIT, f"{best} alerts/s become incidents; at least {LIMIT} must")
