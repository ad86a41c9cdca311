"""Those who must not get in, and those who break the rules once they are in."""

import ctypes
import os
import random
import re
import socket
import threading
import time
import urllib.request

import zmq

from faults import RULES, captures, reference
from peer import Peer, read_key
from stage import Stage, differences, free_port, until
from tap import ok


class Guarded(Stage):
    """A collector whose metrics can be read."""

    def __init__(self, build, name):
        super().__init__(build, name)
        self.metrics_port = free_port()
        self.collect("--metrics", f"127.0.0.1:{self.metrics_port}")

    def metrics(self):
        url = f"http://127.0.0.1:{self.metrics_port}/metrics"
        with urllib.request.urlopen(url, timeout=5) as f:
            return f.read().decode()

    def refused(self):
        """How many refusals are counted, of every sort."""
        return sum(float(n) for n in re.findall(r"^kagami_collector_\w*refused_total\S* (\S+)$",
                                                self.metrics(), re.M))

    def memory(self):
        """Resident, KiB."""
        with open(f"/proc/{self.collector.pid}/status", encoding="ascii") as f:
            return int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1))

    def honest(self, spool):
        """A read by an honest sensor brings all it has."""
        before = len(self.events())
        status = self.read(["pcaps/attack-write.pcap"], *RULES, "--again", spool=spool)
        return status == 0 and len(self.events()) > before

    def counted(self, before, sentence, lines=1, what=None):
        """Refusals are counted, said at least once and at most a few times."""
        more = until(lambda: self.refused() > before, 5)
        ok(more, f"{sentence}: counted", self.metrics()[-1500:], self.collector_said()[-1000:])
        if what is not None:
            said = len(re.findall(what, self.collector_said()))
            ok(1 <= said <= lines, f"{sentence}: said once", f"{said} times",
               self.collector_said()[-3000:])


def strangers(build):
    with Guarded(build, "strangers") as s:
        before = s.refused()
        with Peer(s, mechanism="null") as p:
            for _ in range(5):
                try:
                    p.hello()
                except zmq.Again:
                    pass
        s.counted(before, "without a key nobody gets in")
        before = s.refused()
        for _ in range(5):
            with Peer(s, key=tuple(k.decode() for k in zmq.curve_keypair())) as p:
                try:
                    answer = p.hello()
                except zmq.Again:
                    answer = None
                if answer is not None:
                    ok(False, "a key that is not listed gets no answer", answer)
        s.counted(before, "a key that is not listed gets nobody in", 5)
        ok(s.honest("one"), "an honest sensor comes in beside them", s.sensor_said())
        other = tuple(k.decode() for k in zmq.curve_keypair())
        key = read_key(s.path("plant-1.key"))
        with Peer(s, key=key, server=other[0]) as p:
            try:
                answer = p.hello()
            except zmq.Again:
                answer = None
            ok(answer is None, "with a wrong key of the collector there is no connection", answer)
        ok(not re.search(re.escape(key["secret"]), s.collector_said()), "no secret is in the log")


def other_name(build):
    with Guarded(build, "names") as s:
        s.add("plant-2")
        before = s.refused()
        with Peer(s, key=read_key(s.path("plant-2.key"))) as p:
            answer = p.hello(name="plant-1")
            ok(answer is not None and answer.WhichOneof("body") == "refusal"
               and answer.refusal.reason == p.pb.REASON_NAME,
               "a sensor cannot speak for another one", answer)
            for _ in range(20):
                p.hello(name="plant-1")
        s.counted(before, "a wrong name is refused", 2, "plant-2")
        s.run("kagami-collector", "sensors", "remove", "plant-2", "--allow",
              s.path("sensors.allow"))
        with Peer(s, key=read_key(s.path("plant-2.key"))) as p:
            try:
                answer = p.hello(name="plant-2")
            except zmq.Again:
                answer = None
            ok(answer is None or answer.WhichOneof("body") == "refusal",
               "a sensor that was removed from the list does not come in again", answer)


def removed_while_connected(build):
    with Guarded(build, "removed") as s:
        with Peer(s, key=read_key(s.path("plant-1.key"))) as p:
            session = p.session()
            p.batch(session, 1, [p.event()])
            ok(p.acked(1), "a sensor on the list is served")
            s.run("kagami-collector", "sensors", "remove", "plant-1", "--allow",
                  s.path("sensors.allow"))
            time.sleep(2)
            p.batch(session, 2, [p.event()])
            ok(not p.acked(2, 2000), "one that is taken off the list is cut off while it speaks",
               s.collector_said())


def protocol(build):
    """Each way to break the protocol is refused with its reason."""
    with Guarded(build, "protocol") as s:
        key = read_key(s.path("plant-1.key"))
        before = s.refused()
        cases = (
            ("another version of the protocol", "REASON_VERSION",
             lambda p: p.send(p.pb.ToCollector(version=99, ping=p.pb.Ping(session=1)))),
            ("a batch before Hello", "REASON_NO_SESSION",
             lambda p: p.batch(12345, 1, [p.event()])),
            ("bytes that are no message", "REASON_MALFORMED", lambda p: p.send(b"\xff" * 100)),
            ("an empty message", "REASON_VERSION", lambda p: p.send(b"")),
        )
        for sentence, reason, act in cases:
            with Peer(s, key=key) as p:
                act(p)
                got = p.refusal()
                ok(got == reason, f"{sentence} is refused", got)
        in_session = (
            ("a sequence that goes backwards", "REASON_SEQUENCE",
             lambda p, n: (p.batch(n, 1, [p.event()] * 5), p.acked(5), p.batch(n, 3, [p.event()]))),
            ("a sequence that leaves events out", "REASON_SEQUENCE",
             lambda p, n: p.batch(n, 100, [p.event()])),
            ("an event that is broken", "REASON_MALFORMED",
             lambda p, n: p.batch(n, 1, [p.event(), b"\x0a\xff\xff"])),
            ("a dictionary that was not sent", "REASON_DICTIONARY",
             lambda p, n: p.batch(n, 1, [p.event()], dictionary=99)),
            ("a number that would overflow", "REASON_MALFORMED",
             lambda p, n: p.batch(n, 2**64 - 2, [p.event()] * 5)),
        )
        for number, (sentence, reason, act) in enumerate(in_session):
            with Peer(s, key=key) as p:
                session = p.session(epoch=100 + number)
                act(p, session)
                got = p.refusal()
                ok(got == reason, f"{sentence} is refused", got, s.collector_said()[-500:])
        s.counted(before, "broken rules")
        ok(s.honest("one"), "the sensor of that name goes on as if nothing had been",
           s.sensor_said())


def flood(build):
    """Garbage, half-open connections, messages that are too large, all while sensors work."""
    files = captures()
    want, _ = reference(build, files)
    with Guarded(build, "flood") as s:
        key = read_key(s.path("plant-1.key"))
        s.read(["pcaps/normal.pcap"], *RULES, "--again", spool="warm")
        memory = s.memory()
        before = s.refused()
        rng = random.Random(1)
        held = []
        for _ in range(2000):
            try:
                c = socket.create_connection(("127.0.0.1", s.port), timeout=1)
            except OSError:
                continue
            held.append(c)
        for _ in range(200):
            try:
                with socket.create_connection(("127.0.0.1", s.port), timeout=1) as c:
                    c.sendall(rng.randbytes(rng.randrange(1, 4000)))
            except OSError:
                pass
        stopped = threading.Event()

        def shout():
            while not stopped.is_set():
                with Peer(s, key=key) as p:
                    try:
                        p.send(b"\x00" * (64 * 1024 * 1024))
                    except zmq.ZMQError:
                        pass
                    p.refusal(300)

        s.add("plant-2")
        thread = threading.Thread(target=shout)
        thread.start()
        status = s.read(files, *RULES, name="plant-2", spool="two")
        stopped.set()
        thread.join()
        have = [e for e in s.events("--sensor", "plant-2")]
        found = differences([e.replace("plant-2", "plant-1") for e in have], want)
        ok(status == 0 and not found, "an honest sensor brings everything through the flood",
           f"exit {status}", *found, s.sensor_said()[-1500:])
        for c in held:
            c.close()
        grown = s.memory() - memory
        ok(grown < 96 * 1024, "the collector's memory stays bounded", f"{grown} KiB more")
        ok(s.refused() > before, "the flood is counted", s.metrics()[-1500:])
        lines = len(s.collector_said().splitlines())
        ok(lines < 200, "and does not flood the log", f"{lines} lines", s.collector_said()[-2000:])


def replayed(build):
    """The bytes of an honest session, sent once more, are nobody's."""
    with Guarded(build, "replay") as s:
        server = socket.create_server(("127.0.0.1", 0))
        taken = bytearray()

        def tap():
            near, _ = server.accept()
            far = socket.create_connection(("127.0.0.1", s.port))

            def back():
                while True:
                    data = far.recv(65536)
                    if not data:
                        return
                    near.sendall(data)

            threading.Thread(target=back, daemon=True).start()
            while True:
                data = near.recv(65536)
                if not data:
                    far.close()
                    return
                taken.extend(data)
                far.sendall(data)

        threading.Thread(target=tap, daemon=True).start()
        with Peer(s, key=read_key(s.path("plant-1.key")), port=server.getsockname()[1]) as p:
            session = p.session()
            p.batch(session, 1, [p.event("the one and only")])
            ok(p.acked(1), "a session is recorded", s.collector_said())
        stored, before = len(s.events()), s.refused()
        for _ in range(3):
            with socket.create_connection(("127.0.0.1", s.port)) as c:
                try:
                    c.sendall(taken)
                    c.settimeout(1)
                    while c.recv(4096):
                        pass
                except OSError:
                    pass
        time.sleep(0.5)
        ok(len(s.events()) == stored and len(taken) > 500, "replayed bytes store nothing", stored)
        ok(until(lambda: s.refused() > before, 5), "and are counted", s.metrics()[-1500:])


def files_of_keys(build):
    with Stage(build, "keyfiles") as s:
        secret = s.path("plant-1.key")
        ok(os.stat(secret).st_mode & 0o777 == 0o600 and
           os.stat(s.path("collector.key")).st_mode & 0o777 == 0o600, "secret keys are 0600")
        os.chmod(secret, 0o644)
        status = s.read(["pcaps/attack-write.pcap"])
        ok(status == 2 and "600" in s.sensor_said(),
           "a secret that others can read is refused, with what to do", f"exit {status}",
           s.sensor_said())
        done = s.run("kagami-collector", "keygen", "--output", s.folder, check=False)
        ok(done.returncode != 0 and b"not overwritten" in done.stderr, "keygen does not overwrite a key",
           done.stderr.decode())


def unseeded(n):
    """Where ZeroMQ's first n sockets begin to number connections when nobody seeds rand()."""
    libc = ctypes.CDLL("libc.so.6")
    libc.srand(1)
    return [(libc.rand() | libc.rand() << 31) & 0xFFFFFFFF for _ in range(n)]


def forged(build):
    """Names of connections are given by ZeroMQ, or by who connects: another's cannot be had."""
    with Guarded(build, "forged") as s:
        s.add("plant-2")
        key, other = read_key(s.path("plant-1.key")), read_key(s.path("plant-2.key"))
        with Peer(s, key=key, identity=b"the only one") as p:
            session = p.session()
            p.batch(session, 1, [p.event()])
            ok(p.acked(1), "a sensor may name its connection", s.collector_said())
            with Peer(s, key=other, identity=b"the only one") as q:
                try:
                    answer = q.hello(name="plant-2")
                except zmq.Again:
                    answer = None
                ok(answer is None, "a name that is taken is not given again", answer)
                q.send(b"name" * 100)
                q.hello(name="plant-2")
            p.batch(session, 2, [p.event()])
            ok(p.acked(2), "and whose it is goes on", s.collector_said())
        peers = [Peer(s, key=other, identity=b"\0" + (first + k).to_bytes(4, "big"))
                 for first in unseeded(10) for k in range(6)]
        for p in peers[::10]:
            p.hello(name="plant-2")
        ok(s.honest("one") and s.honest("two"),
           "whoever takes the numbers that ZeroMQ would give next does not stop the collector",
           s.sensor_said(), s.collector_said())
        ok(s.collector.poll() is None, "the collector runs", s.collector.poll())
        before = s.refused()
        for _ in range(120):
            peers.append(Peer(s, key=other))
        s.counted(before, "a key that comes again and again is refused", 2, "again and again")
        ok(s.honest("three"), "and an honest sensor beside it is not", s.sensor_said())
        for p in peers:
            p.close()
