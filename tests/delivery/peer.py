"""Somebody who talks to the collector without being kagami-sensor: python3-zmq and protobuf."""

import importlib
import os
import subprocess
import sys
import tempfile
import time

import zmq

from stage import ROOT

VERSION = 1


def messages():
    """The module of kagami.proto, as protoc makes it."""
    if "kagami_pb2" not in sys.modules:
        folder = tempfile.mkdtemp(prefix="kagami-proto-")
        subprocess.run(["protoc", f"-I{os.path.join(ROOT, 'proto')}", f"--python_out={folder}",
                        "kagami.proto"], check=True)
        sys.path.insert(0, folder)
        sys.dont_write_bytecode = True
    return importlib.import_module("kagami_pb2")


def read_key(path):
    with open(path, encoding="ascii") as f:
        lines = [line.split(": ", 1) for line in f.read().splitlines() if ": " in line
                 and not line.startswith("#")]
    return {k.strip(): v.strip() for k, v in lines}


class Peer:
    def __init__(self, stage, key=None, server=None, mechanism="curve", port=None, identity=None):
        """key: as read_key() gives it, or a (public, secret) pair."""
        self.pb = messages()
        self.epoch = 1
        self.context = zmq.Context()
        self.socket = self.context.socket(zmq.DEALER)
        self.socket.linger = 0
        if identity is not None:
            self.socket.setsockopt(zmq.ROUTING_ID, identity)
        self.socket.rcvtimeo = 5000
        self.socket.sndtimeo = 5000
        self.socket.reconnect_ivl = 50
        if mechanism == "curve":
            public, secret = (key["public"], key["secret"]) if isinstance(key, dict) else key
            self.socket.curve_publickey = public.encode()
            self.socket.curve_secretkey = secret.encode()
            self.socket.curve_serverkey = (
                server or read_key(stage.path("collector.pub"))["public"]).encode()
        self.socket.connect(f"tcp://127.0.0.1:{port or stage.port}")

    def send(self, message):
        self.socket.send(message if isinstance(message, bytes) else message.SerializeToString())

    def hear(self, wait_ms=5000):
        """The next answer, or None."""
        if not self.socket.poll(wait_ms):
            return None
        answer = self.pb.ToSensor()
        answer.ParseFromString(self.socket.recv())
        return answer

    def hello(self, name="plant-1", epoch=1, next_seq=1, version=VERSION, first_seq=1):
        m = self.pb.ToCollector(version=version)
        m.hello.sensor = name
        m.hello.epoch = self.epoch = epoch
        m.hello.now = time.time_ns()
        m.hello.first_seq = first_seq
        m.hello.next_seq = next_seq
        m.hello.program = "a test"
        self.send(m)
        return self.hear()

    def dictionary(self, number=7):
        m = self.pb.ToCollector(version=VERSION)
        m.dictionary.id = number
        m.dictionary.fields.add(id=1, name="modbus.func_code")
        m.dictionary.rules.add(index=0, id="a-rule", title="A rule")
        self.send(m)

    def event(self, text="x"):
        e = self.pb.Event(time=1700000000000000000)
        e.alert.text = text
        return e.SerializeToString()

    def batch(self, session, first, events, dictionary=7):
        m = self.pb.ToCollector(version=VERSION)
        m.batch.session = session
        m.batch.epoch = self.epoch
        m.batch.first_seq = first
        m.batch.dictionary = dictionary
        m.batch.events.extend(events)
        self.send(m)

    def session(self, epoch=1, name="plant-1"):
        """Hello and a dictionary; the session's number."""
        welcome = self.hello(epoch=epoch, name=name)
        if welcome is None or welcome.WhichOneof("body") != "welcome":
            raise RuntimeError(f"no welcome but {welcome}")
        self.dictionary()
        return welcome.welcome.session

    def acked(self, seq, wait_ms=5000):
        """Is everything up to seq acknowledged?"""
        while True:
            answer = self.hear(wait_ms)
            if answer is None or answer.WhichOneof("body") == "refusal":
                return False
            if answer.WhichOneof("body") == "ack" and answer.ack.committed_seq >= seq:
                return True

    def refusal(self, wait_ms=5000):
        """The name of the reason of the refusal that comes; None: none does."""
        while True:
            answer = self.hear(wait_ms)
            if answer is None:
                return None
            if answer.WhichOneof("body") == "refusal":
                return self.pb.Reason.Name(answer.refusal.reason)

    def close(self):
        self.socket.close()
        self.context.term()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
