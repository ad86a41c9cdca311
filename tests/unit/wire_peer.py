#!/usr/bin/python3
"""The other side of test_wire_peer.c: messages by Python's protobuf, which shares nothing with ours.

wire_peer.py make FOLDER    writes FOLDER/made: messages of random contents; checks the bytes of data/wire
wire_peer.py check FOLDER   reads FOLDER/back, what C made of them, and compares both

A record in the files: the type (0 to the collector, 1 to the sensor, 2 an event, 3 a dictionary), the
length (four bytes, big-endian), the bytes. In `back`, each event is followed by a record of type 9,
its JSON.
"""
import importlib.util
import json
import os
import random
import struct
import sys

from google.protobuf.descriptor import FieldDescriptor as F

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "data/wire")
ROUNDS = 300
EDGES = [0, 1, 127, 128, 255, 2**16, 2**31 - 1, 2**32 - 1]
TEXTS = ["", "a", "plant-1", "Süd", "€ 5", "\U0001f3ed", "tab\t\"quote\\", "x" * 300]
LENGTHS = {("End", "ip"): [4, 16], ("End", "mac"): [6], ("Asset", "ips"): [4, 16], ("Asset", "mac"): [6], ("Asset", "via"): [6]}


def load_make():
    spec = importlib.util.spec_from_file_location("make", os.path.join(DATA, "make.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def number(rng, field):
    if field.type in (F.TYPE_UINT64, F.TYPE_FIXED64):
        return rng.choice(EDGES + [2**63, 2**64 - 1, rng.getrandbits(64)])
    if field.type == F.TYPE_SINT64:
        return rng.choice([0, -1, 1, -(2**63), 2**63 - 1, rng.getrandbits(63)])
    if field.type == F.TYPE_DOUBLE:
        return rng.choice([0.0, -0.0, 0.1, -1e300, 5e-324, rng.random()])
    if field.type == F.TYPE_BOOL:
        return rng.random() < 0.5
    if field.type == F.TYPE_ENUM:
        return rng.choice(field.enum_type.values).number
    return rng.choice(EDGES)


def one(rng, message, field, depth):
    """A value for the field; messages are filled where they are."""
    if field.type == F.TYPE_STRING:
        if (message.DESCRIPTOR.name, field.name) in (("Hello", "sensor"), ("Published", "sensor")):
            return rng.choice(["plant-1", "A.b_c-9"])
        return rng.choice(TEXTS)
    if field.type == F.TYPE_BYTES:
        lengths = LENGTHS.get((message.DESCRIPTOR.name, field.name), [0, 1, 4, 6, 16, 200])
        return rng.randbytes(rng.choice(lengths))
    return number(rng, field)


def fill(rng, message, depth=0):
    fields = list(message.DESCRIPTOR.fields)
    for oneof in message.DESCRIPTOR.oneofs:
        chosen = rng.choice(oneof.fields)
        fields = [f for f in fields if f.containing_oneof is None or f is chosen]
    if message.DESCRIPTOR.name == "Value":
        lists = [f for f in fields if f.label == F.LABEL_REPEATED]
        kept = rng.choice(lists)
        fields = [f for f in fields if f not in lists or f is kept]
    for field in fields:
        # Hello has a name always; the rest is there or not.
        if message.DESCRIPTOR.name != "Hello" and not field.containing_oneof and rng.random() < 0.3:
            continue
        if field.label == F.LABEL_REPEATED:
            values = getattr(message, field.name)
            for _ in range(rng.choice([0, 1, 2, 5])):
                if field.type == F.TYPE_MESSAGE:
                    fill(rng, values.add(), depth + 1)
                else:
                    values.append(one(rng, message, field, depth))
        elif field.type == F.TYPE_MESSAGE:
            getattr(message, field.name).SetInParent()
            fill(rng, getattr(message, field.name), depth + 1)
        else:
            setattr(message, field.name, one(rng, message, field, depth))
    return message


def record(kind, data):
    return struct.pack(">BI", kind, len(data)) + data


def records(path):
    with open(path, "rb") as f:
        data = f.read()
    at = 0
    while at < len(data):
        kind, n = struct.unpack_from(">BI", data, at)
        yield kind, data[at + 5 : at + 5 + n]
        at += 5 + n


def check_files(make, kagami):
    """The bytes of data/wire are what Python makes of the texts there, and the other way round."""
    for name in sorted(os.listdir(DATA)):
        if not name.endswith(".txt"):
            continue
        message = make.parse(kagami, os.path.join(DATA, name))
        with open(os.path.join(DATA, name[:-4] + ".bin"), "rb") as f:
            data = f.read()
        if message.SerializeToString(deterministic=True) != data or type(message).FromString(data) != message:
            sys.exit(f"{name}: its bytes say something else")


def keys_of(value):
    if isinstance(value, dict):
        return set(value).union(*(keys_of(v) for v in value.values()))
    if isinstance(value, list):
        return set().union(*(keys_of(v) for v in value))
    return set()


def check_manual():
    """docs/events.md has every key of the JSON there; operations' are in docs/json.md."""
    text = ""
    for name in ("events", "json"):
        with open(os.path.join(HERE, f"../../docs/{name}.md"), encoding="utf-8") as f:
            text += f.read()
    for name in sorted(os.listdir(DATA)):
        if not name.endswith(".json"):
            continue
        with open(os.path.join(DATA, name), encoding="utf-8") as f:
            line = json.load(f)
        line.get("counters", {}).clear()
        line.get("fields", {}).clear()
        for key in sorted(keys_of(line)):
            own = "." in key and key.split(".")[0] not in ("frame", "eth", "vlan", "ip", "tcp", "ot")
            if not own and f"`{key}`" not in text:
                sys.exit(f"{name}: docs/events.md has no word of `{key}`")


def types(kagami):
    return [kagami.ToCollector, kagami.ToSensor, kagami.Event, kagami.Dictionary]


def make_records(folder):
    make = load_make()
    kagami = make.load()
    check_files(make, kagami)
    check_manual()
    rng = random.Random(1)
    with open(os.path.join(folder, "made"), "wb") as f:
        for i in range(ROUNDS):
            kind = i % 4
            f.write(record(kind, fill(rng, types(kagami)[kind]()).SerializeToString(deterministic=True)))


def check_json(event, text):
    line = json.loads(text)
    kind = event.WhichOneof("body")
    if line["event"] != kind or line["sensor"] != "plant-1":
        sys.exit(f"an event of kind {kind} became {text!r}")
    body = getattr(event, kind)
    if kind == "operation":
        same = (line["frame.number"], line["ot.message"]) == (body.frame, body.message)
    elif kind == "alert":
        same = line["text"] == body.text and line["frames"] == list(body.evidence.frames)
    elif kind == "asset":
        same = line.get("model", "") == body.model and line["sent_bytes"] == body.sent_bytes
    elif kind == "conversation":
        same = line["flows"] == body.flows and line["unmatched"] == body.unmatched
    elif kind == "packets":
        frames = [(p["frame"], p["length"], p["captured"]) for p in line["packets"]]
        same = line["alert"] == body.alert and frames == [(p.frame, p.length, len(p.bytes)) for p in body.packets]
    else:
        same = line.get("state", "") == body.state and line["rules"] == body.rules
    if not same:
        sys.exit(f"{body} became {text!r}")


def check_records(folder):
    kagami = load_make().load()
    back = records(os.path.join(folder, "back"))
    n = 0
    for kind, data in records(os.path.join(folder, "made")):
        kind_back, data_back = next(back)
        message = types(kagami)[kind]
        if kind_back != kind or message.FromString(data) != message.FromString(data_back):
            sys.exit(f"message {n} came back as another one:\n{message.FromString(data)}")
        if kind == 2:
            kind_back, text = next(back)
            check_json(message.FromString(data), text)
        n += 1
    if n != ROUNDS or next(back, None) is not None:
        sys.exit(f"{n} messages came back of {ROUNDS}")


if __name__ == "__main__":
    {"make": make_records, "check": check_records}[sys.argv[1]](sys.argv[2])
