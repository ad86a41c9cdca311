"""The speed of delivery, in ratios to floors measured in the same run.

End to end: the events of a sensor's spool over ZeroMQ with CURVE into SQLite, committed and
acknowledged. Floors: the same rows inserted by a bare SQLite loop in batches of the same size; the
same bytes over bare ZeroMQ with CURVE. Then the latency from a frame on an interface to its commit
at a light load.
"""

import os
import re
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "delivery"))
import stage as stage_module  # pylint: disable=wrong-import-position
from stage import Stage, until  # pylint: disable=wrong-import-position

ROUNDS = 3
SQLITE_LIMIT = 0.5  # of a bare loop's rows a second, at least
CURVE_LIMIT = 0.25  # of a bare transfer's bytes a second, at least
LATENCY_LIMIT = 50  # ms, median, from frame to commit at a light load
COMMIT = 20000  # events in a transaction, as commit-events has it
BATCH = 256 * 1024  # bytes of a message in the bare transfer, about those of a batch


def spooled(bench, stage, path):
    """Reads a capture into the spool while nobody listens."""
    done = subprocess.run(stage.sensor_args([path], "--linger", "0", "--spool-size", "4GiB"),
                          capture_output=True, text=True, check=False)
    if done.returncode != 1:
        sys.exit(f"the sensor ended with {done.returncode}: {done.stderr[-500:]}")
    folder = stage.path("spool")
    return sum(os.path.getsize(os.path.join(folder, f)) for f in os.listdir(folder))


def drain(stage, count):
    """Seconds in which the collector takes everything in the spool into an empty store."""
    stage.collect()
    began = time.monotonic()
    done = stage.send(timeout=300)
    took = time.monotonic() - began
    if done.returncode != 0:
        sys.exit(f"the sensor ended with {done.returncode}: {done.stderr.decode()[-500:]}")
    have = stage.sql(count)[0][0]
    stage.stop()
    return took, have


def seconds(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: {done.stderr[-500:]}")
    return float(re.search(r"[\d.]+", done.stdout).group(0))


def throughput(bench, packets):
    path = bench.capture("steady", packets)
    ours, events, size, loop, curve = None, 0, 0, None, None
    for _ in range(ROUNDS):
        with Stage(bench.build, "bench", where=os.path.abspath(bench.folder)) as s:
            size = spooled(bench, s, path)
            took, events = drain(s, "SELECT sum(last - first + 1) FROM batches")
            ours = min(ours or took, took)
            # As many rows a transaction as hold what the collector commits at once.
            rows = max(1, COMMIT * s.sql("SELECT count(*) FROM runs")[0][0] // events)
            took = seconds([bench.program("tests/bench/sqlite_loop"), s.store,
                            s.path("loop.db"), str(rows)])
            loop = min(loop or took, took)
            took = seconds([bench.program("tests/bench/curve_loop"), str(size // BATCH + 1),
                            str(BATCH)])
            curve = min(curve or took, took)
    print(f"\ndelivery, {events} events of {size / events:.0f} bytes   s     events/s   ours is")
    for name, took in (("spool to commit and ack", ours), ("bare SQLite, same rows", loop),
                       ("bare ZeroMQ with CURVE, same bytes", curve)):
        print(f"  {name:38} {took:6.3f} {events / took:10.0f} {took / ours:8.2f} of it")
    bench.require(loop / ours >= SQLITE_LIMIT,
                  f"{loop / ours:.2f} x the rate of a bare SQLite loop, at least {SQLITE_LIMIT}")
    bench.require(curve / ours >= CURVE_LIMIT,
                  f"{curve / ours:.2f} x the rate of a bare transfer, at least {CURVE_LIMIT}")


class Wire:
    """A pair of interfaces in a network namespace, one of which the sensor listens on."""

    def __init__(self, name="kagami-bench"):
        self.name = name
        self.good = os.geteuid() == 0 and all(
            subprocess.run(command.split(), capture_output=True, check=False).returncode == 0
            for command in (f"ip netns add {name}",
                            f"ip -n {name} link add bench0 type veth peer name bench1",
                            f"ip -n {name} link set bench0 up",
                            f"ip -n {name} link set bench1 up",
                            f"ip -n {name} link set lo up"))

    def inside(self, *command):
        return ["ip", "netns", "exec", self.name, *command]

    def close(self):
        subprocess.run(["ip", "netns", "del", self.name], capture_output=True, check=False)


def listen(stage, wire, seconds):
    """How late operations are on the live stream, which hears of them after their commit."""
    code = """if True:
        import sys, time
        sys.dont_write_bytecode = True
        sys.path[:0] = [sys.argv[1]]
        import zmq
        from peer import messages, read_key
        pb, key = messages(), read_key(sys.argv[2])
        s = zmq.Context().socket(zmq.SUB)
        s.curve_publickey, s.curve_secretkey = key["public"].encode(), key["secret"].encode()
        s.curve_serverkey = key["collector"].encode()
        s.subscribe(b"operation.")
        s.connect(sys.argv[3])
        print("ready", flush=True)
        end = time.monotonic() + float(sys.argv[4])
        while time.monotonic() < end:
            if s.poll(100):
                now, p = time.time_ns(), pb.Published()
                p.ParseFromString(s.recv_multipart()[1])
                print(now - p.event.time, flush=True)
    """
    return subprocess.Popen(
        wire.inside("/usr/bin/python3", "-c", code, os.path.dirname(stage_module.__file__),
                    stage.path("viewer.key"), f"tcp://127.0.0.1:{stage.port + 1}", str(seconds)),
        stdout=subprocess.PIPE, text=True)


def latency(bench):
    wire = Wire()
    try:
        if not wire.good:
            print("\nlatency: not measured, it needs root and network namespaces")
            return
        with Stage(bench.build, "latency", where=os.path.abspath(bench.folder)) as s:
            s.add("viewer", "--subscriber")
            collector = subprocess.Popen(
                wire.inside(*s.collector_args("--commit-interval", "10ms", "--publish",
                                              f"tcp://127.0.0.1:{s.port + 1}")),
                stdout=s.log, stderr=s.log)
            args = [a for a in s.sensor_args([]) if a != "--summary"]
            args[args.index("read")] = "live"
            args.remove("--quiet")
            args += ["-i", "bench0", "--batch-interval", "5ms"]
            with open(s.path("sensor.log"), "ab") as log:
                sensor = subprocess.Popen(wire.inside(*args), stdout=subprocess.DEVNULL, stderr=log)
            if not until(lambda: "connected" in s.sensor_said(), 10):
                sys.exit(f"the sensor does not connect: {s.sensor_said()}")
            listener = listen(s, wire, 8)
            listener.stdout.readline()
            time.sleep(1)
            subprocess.run(wire.inside("tcpreplay", "-q", "-i", "bench1", "--pps", "100", "-L",
                                       "500", "pcaps/normal.pcap"), capture_output=True, check=True)
            late = sorted(int(line) / 1e6 for line in listener.communicate()[0].split())
            for process in (sensor, collector):
                process.terminate()
                process.wait(30)
            if not late:
                sys.exit(f"nothing arrived: {s.sensor_said()} {s.collector_said()}")
            median = statistics.median(late)
            print(f"\nlatency from frame to subscriber, behind the commit: {len(late)} operations at "
                  f"100 frames/s, median {median:.1f} ms, 95 of 100 below "
                  f"{late[len(late) * 95 // 100]:.1f} ms")
            bench.require(median < LATENCY_LIMIT,
                          f"median latency {median:.1f} ms, limit {LATENCY_LIMIT}")
    finally:
        wire.close()


def run(bench, packets):
    throughput(bench, packets)
    latency(bench)
