#!/usr/bin/python3
"""An example of a program that follows a Kagami collector's live stream.

    subscriber.py --key console.key tcp://collector:5571 [TOPIC…]

Prints a line for each event, as docs/events.md describes them. A topic is a kind of event, or a kind
and a sensor: alert, asset, alert.plant-1. Without one: everything.

Needs Debian's python3-zmq. With --fields it decodes the events itself instead of printing their JSON,
which needs python3-protobuf, protobuf-compiler and --proto, the path of kagami.proto.
"""
import argparse
import importlib
import os
import subprocess
import sys
import tempfile

import zmq

KINDS = ("alert", "operation", "asset", "conversation", "health")


def read_key(path):
    """The entries of a key file. '#' begins a comment only at the start of a line: keys may have one."""
    entries = {}
    with open(path, encoding="ascii") as f:
        for line in f:
            line = line.strip()
            if line and not line.startswith("#"):
                name, _, value = line.partition(":")
                entries[name.strip()] = value.split()[0] if value.split() else ""
    for need in ("public", "secret", "collector"):
        if len(entries.get(need, "")) != 40:
            sys.exit(f"{path}: '{need}' is missing or is no key")
    return entries


def load_proto(path):
    """The Python module of kagami.proto, made anew: one file less that can be out of date."""
    with tempfile.TemporaryDirectory() as folder:
        where, name = os.path.split(os.path.abspath(path))
        subprocess.run(["protoc", "--python_out", folder, "-I", where, name], check=True)
        sys.path.insert(0, folder)
        return importlib.import_module(name.replace(".proto", "_pb2"))


def json_of(data):
    """Published.json without a protobuf library: field 7, a text; all that is needed is its tag."""
    at = 0
    while at < len(data):
        tag, at = varint(data, at)
        wire = tag & 7
        if wire == 0:
            _, at = varint(data, at)
        elif wire == 1:
            at += 8
        elif wire == 5:
            at += 4
        elif wire == 2:
            n, at = varint(data, at)
            if tag >> 3 == 7:
                return data[at : at + n].decode()
            at += n
        else:
            break
    return ""


def varint(data, at):
    number = shift = 0
    while True:
        byte = data[at]
        number |= (byte & 127) << shift
        at += 1
        shift += 7
        if byte < 128:
            return number, at


def describe(published):
    """What a program would do with the decoded message: here a line for people."""
    event = published.event
    kind = event.WhichOneof("body") or "unknown"
    words = [published.sensor, f"{published.epoch:016x}/{published.seq}", kind]
    if kind == "alert":
        words.append(event.alert.text)
    elif kind == "operation":
        words += [event.operation.protocol, event.operation.function, event.operation.object]
    elif kind == "conversation":
        words += [event.conversation.protocol, f"{event.conversation.flows} flows"]
    elif kind == "asset":
        words += [event.asset.name, event.asset.vendor, event.asset.model]
    elif kind == "health":
        words += [event.health.state, event.health.program]
    return " ".join(word for word in words if word)


def subscribe(context, address, key, topics):
    socket = context.socket(zmq.SUB)
    socket.curve_publickey = key["public"].encode()
    socket.curve_secretkey = key["secret"].encode()
    socket.curve_serverkey = key["collector"].encode()
    socket.setsockopt(zmq.HEARTBEAT_IVL, 5000)  # a link that is cut is noticed
    for topic in topics:
        # "alert" is "alert." as a topic, so that no other kind which begins like it is meant
        socket.subscribe(topic + "." if topic in KINDS else topic)
    if not topics:
        socket.subscribe("")
    socket.connect(address)
    return socket


def main():
    p = argparse.ArgumentParser(description="Follow a Kagami collector's live stream.")
    p.add_argument("address", help="tcp://HOST:PORT of the collector's stream")
    p.add_argument("topics", nargs="*", help="alert, asset, alert.plant-1…; all if there is none")
    p.add_argument("--key", required=True, help="this subscriber's key file, made by kagami-collector keygen")
    p.add_argument("--count", type=int, default=0, help="stop after so many events")
    p.add_argument("--fields", action="store_true", help="decode the events with protobuf")
    p.add_argument("--proto", default=os.path.join(os.path.dirname(__file__), "../../proto/kagami.proto"))
    o = p.parse_args()
    kagami = load_proto(o.proto) if o.fields else None
    socket = subscribe(zmq.Context(), o.address, read_key(o.key), o.topics)
    seen = 0
    while o.count == 0 or seen < o.count:
        _topic, data = socket.recv_multipart()
        text = describe(kagami.Published.FromString(data)) if kagami else json_of(data)
        print(text.rstrip("\n"), flush=True)
        seen += 1


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
