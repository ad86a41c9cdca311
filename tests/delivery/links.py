"""Connections that are cut, delayed, stalled."""

import time

from faults import RULES, captures, reference
from proxy import Proxy
from stage import Stage, differences, until
from tap import ok


def proxies(build, rounds, seed):
    files = captures()
    want, _ = reference(build, files)
    wrong, seen, connections = [], {}, 0
    for number in range(rounds):
        with Stage(build, "proxy") as s:
            p = Proxy(s.port, ("cut", "delay", "stall", "reorder"), seed + number)
            s.to = p.port
            s.collect()
            sensor = s.sensor(files, *RULES)
            # The line gets better in the end, as lines do.
            if not until(lambda s=sensor: s.poll() is not None, 25):
                p.calm = True
                sensor.wait(90)
            status = sensor.returncode
            found = differences(s.events(), want)
            p.close()
            connections += p.connections
            for mood, n in p.counts.items():
                seen[mood] = seen.get(mood, 0) + n
            if status != 0 or found:
                wrong += [f"round {number}: exit {status}", *found, s.sensor_said()[-2000:]]
                break
    ok(not wrong, f"{rounds} reads over a line that is cut, delays and stalls: everything, once",
       *wrong)
    ok(sum(seen.values()) > 0 and connections > rounds,
       f"the line did misbehave: {seen}, {connections} connections", seen, connections)


def failover(build):
    """The first of two collectors is not there."""
    files = ["pcaps/attack-write.pcap"]
    want, _ = reference(build, files)
    with Stage(build, "failover") as s:
        s.collect()
        dead = "tcp://127.0.0.1:1"
        args = s.sensor_args(files, *RULES)
        at = args.index("--collector")
        args[at + 1] = f"{dead},{args[at + 1]}"
        s.sensor_args = lambda *_, **__: args
        began = time.monotonic()
        status = s.read(files)
        ok(status == 0 and not differences(s.events(), want),
           "with the first collector gone, the second one gets everything",
           f"exit {status} after {time.monotonic() - began:.1f} s", s.sensor_said())
