#!/usr/bin/python3
"""The bytes of each message here: make.py [NAME…]

NAME.bin is made of NAME.txt (protobuf's text form, the message's type in its first line) by
Python's protobuf, which shares nothing with ours. For v1-NAME.bin, later-NAME.bin is the same as a
later version might write it: fields that nobody knows yet, of every wire type, in the message and
in all that are in it.

Bytes that were released never change: a file that is there is left alone.
"""
import importlib
import os
import subprocess
import sys
import tempfile

from google.protobuf import text_format
from google.protobuf.descriptor import FieldDescriptor

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "../../../..")

# Fields 2000 to 2003: a number, eight bytes, text, four bytes.
UNKNOWN = bytes.fromhex("807d05" "897d0102030405060708" "927d036e6577" "9d7d01020304")


def varint(n):
    out = b""
    while n > 0x7F:
        out += bytes([n & 0x7F | 0x80])
        n >>= 7
    return out + bytes([n])


def load():
    """The module that protoc writes of kagami.proto."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["protoc", "--python_out", folder, "-I", os.path.join(ROOT, "proto"), "kagami.proto"], check=True
        )
        sys.path.insert(0, folder)
        module = importlib.import_module("kagami_pb2")
        sys.path.pop(0)
    return module


def parse(kagami, path):
    with open(path, encoding="utf-8") as f:
        text = f.read()
    name = text.split("\n", 1)[0].rsplit(".", 1)[1]
    return text_format.Parse(text, getattr(kagami, name)())


def later(message):
    """The message's bytes with unknown fields before, inside and behind."""
    out = UNKNOWN
    for field, value in message.ListFields():
        for one in value if field.label == FieldDescriptor.LABEL_REPEATED else [value]:
            if field.type != FieldDescriptor.TYPE_MESSAGE:
                break
            inner = later(one)
            out += varint(field.number << 3 | 2) + varint(len(inner)) + inner
        if field.type != FieldDescriptor.TYPE_MESSAGE:
            alone = type(message)()
            if field.label == FieldDescriptor.LABEL_REPEATED:
                getattr(alone, field.name).extend(value)
            else:
                setattr(alone, field.name, value)
            out += alone.SerializeToString(deterministic=True)
    return out + UNKNOWN


def write(path, data):
    if not os.path.exists(path):
        with open(path, "wb") as f:
            f.write(data)


def main():
    kagami = load()
    names = sys.argv[1:] or sorted(f[:-4] for f in os.listdir(HERE) if f.endswith(".txt"))
    for name in names:
        message = parse(kagami, os.path.join(HERE, name + ".txt"))
        write(os.path.join(HERE, name + ".bin"), message.SerializeToString(deterministic=True))
        if name.startswith("v1-"):
            write(os.path.join(HERE, "later-" + name[3:] + ".bin"), later(message))


if __name__ == "__main__":
    main()
