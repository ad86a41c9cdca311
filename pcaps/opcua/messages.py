"""OPC UA in binary, as OPC 10000-6 writes it: values, structures, heads of messages."""
import struct

from frames import BEGIN

EPOCH = 116444736000000000  # 1970 in steps of 100 ns since 1601
POLICY = "http://opcfoundation.org/UA/SecurityPolicy#"
TRANSPORT = "http://opcfoundation.org/UA-Profile/Transport/uatcp-uasc-uabinary"
NO_OBJECT = bytes(3)  # of an extension object that is not there
GOOD, BAD_TOKEN, BAD_ACCESS, BAD_CERTIFICATE, BAD_SESSION = 0, 0x80210000, 0x801F0000, 0x801A0000, 0x80250000
BAD_NODE, BAD_SERVICE = 0x80340000, 0x800B0000
VALUE = 13
NONE, SIGN, ENCRYPT = 1, 2, 3


def u8(*values):
    return bytes(values)


def u16(*values):
    return struct.pack(f"<{len(values)}H", *values)


def u32(*values):
    return struct.pack(f"<{len(values)}I", *(v & 0xFFFFFFFF for v in values))


def f64(*values):
    return struct.pack(f"<{len(values)}d", *values)


def text(value):
    if value is None:
        return u32(-1)
    raw = value if isinstance(value, bytes) else value.encode()
    return u32(len(raw)) + raw


def many(items):
    return u32(len(items)) + b"".join(items)


def time(at):
    """A time of the tape, in ns."""
    return struct.pack("<Q", EPOCH + (BEGIN + at) // 100)


def node(identifier, ns=0):
    """A node id, in its shortest form."""
    if isinstance(identifier, str):
        return u8(3) + u16(ns) + text(identifier)
    if isinstance(identifier, bytes):
        return (u8(4) if len(identifier) == 16 else u8(5)) + u16(ns) + (
            identifier if len(identifier) == 16 else text(identifier))
    if ns == 0 and identifier < 256:
        return u8(0, identifier)
    if ns < 256 and identifier < 65536:
        return u8(1, ns) + u16(identifier)
    return u8(2) + u16(ns) + u32(identifier)


def structure(number, body):
    """An extension object."""
    return node(number) + u8(1) + text(body)


def name(value, ns=0):
    return u16(ns) + text(value)


def said(value, locale=None):
    """A localized text."""
    if value is None:
        return u8(0)
    return u8(3) + text(locale) + text(value) if locale else u8(2) + text(value)


def variant(kind, raw):
    return u8(kind) + raw


def boolean(value):
    return variant(1, u8(value))


def integer(value):
    return variant(6, struct.pack("<i", value))


def double(value):
    return variant(11, f64(value))


def string(value):
    return variant(12, text(value))


def doubles(values):
    return variant(0x80 | 11, u32(len(values)) + f64(*values))


def value(what, at, status=GOOD):
    """A data value with its status, when it is not good, and both times."""
    mask = 0x01 | 0x04 | 0x08 | (0x02 if status else 0)
    return u8(mask) + what + (u32(status) if status else b"") + time(at) + time(at + 1_000_000)


def read_id(where, attribute=VALUE):
    return where + u32(attribute) + text(None) + name(None)


def application(host, kind, product="urn:mizuki:controls:pumps", title="Pump station server"):
    return (text(f"urn:{host}:{title.replace(' ', '-').lower()}") + text(product) + said(title, "en") + u32(kind)
            + text(None) + text(None) + many([text(f"opc.tcp://{host}:4840")] if kind == 0 else []))


def token_policy(policy, kind, secured=None):
    return text(policy) + u32(kind) + text(None) + text(None) + text(secured)


ANONYMOUS, USER = token_policy("anonymous", 0), token_policy("user", 1, POLICY + "Basic256Sha256")
PLAIN_USER = token_policy("user_plain", 1, POLICY + "None")


def endpoint(host, mode, policy, certificate, tokens):
    return (text(f"opc.tcp://{host}:4840") + application(host, 0) + text(certificate) + u32(mode)
            + text(POLICY + policy) + many(tokens) + text(TRANSPORT) + u8(mode - 1))


def no_signature():
    return text(None) + text(None)


def anonymous_token():
    return structure(321, text("anonymous"))


def user_token(user, password, algorithm=None):
    return structure(324, text("user") + text(user) + text(password) + text(algorithm))


def certificate_token(certificate):
    return structure(327, text("certificate") + text(certificate))
