"""
What stands between TCP and MMS: BER, MMS PDUs as far as the scenes need them, ACSE, presentation, session, COTP and
TPKT. Written from ISO 9506-2, IEC 61850-8-1, X.224 to X.227 and RFC 1006.
"""
import struct

# ---- BER ------------------------------------------------------------------------------------------------------------


def length(n):
    if n < 128:
        return bytes([n])
    size = (n.bit_length() + 7) // 8
    return bytes([0x80 | size]) + n.to_bytes(size, "big")


def tlv(tag, *parts):
    body = b"".join(parts)
    head = bytes([tag]) if tag < 256 else tag.to_bytes(2, "big")
    return head + length(len(body)) + body


def ctx(number, *parts):
    """A primitive element of the context."""
    return tlv(0x80 | number if number < 31 else 0x9F00 | number, *parts)


def con(number, *parts):
    """A constructed element of the context."""
    return tlv(0xA0 | number if number < 31 else 0xBF00 | number, *parts)


def number(n):
    """The content of an INTEGER."""
    return n.to_bytes(n.bit_length() // 8 + 1, "big", signed=True)


def oid(text):
    arcs = [int(arc) for arc in text.split(".")]
    out = b""
    for arc in [arcs[0] * 40 + arcs[1], *arcs[2:]]:
        digits = [arc & 127]
        while arc >= 128:
            arc >>= 7
            digits.append(arc & 127 | 128)
        out += bytes(reversed(digits))
    return out


def bits(text):
    """The content of a BIT STRING from "0110"."""
    padding = -len(text) % 8
    return bytes([padding]) + int(text + "0" * padding or "0", 2).to_bytes((len(text) + padding) // 8, "big")


# ---- values: Data of MMS --------------------------------------------------------------------------------------------


def struct_of(*members):
    return con(2, *members)


def array_of(*members):
    return con(1, *members)


def boolean(value):
    return ctx(3, b"\xff" if value else b"\0")


def bit_string(text):
    return ctx(4, bits(text))


def integer(n):
    return ctx(5, number(n))


def unsigned(n):
    return ctx(6, number(n))


def floating(x):
    return ctx(7, b"\x08" + struct.pack(">f", x))


def octets(data):
    return ctx(9, data)


def visible(text):
    return ctx(10, text.encode())


def binary_time(ns):
    """TimeOfDay: ms of the day, days since 1984."""
    days, rest = divmod(ns // 1_000_000, 86_400_000)
    return ctx(12, struct.pack(">IH", rest, days - 5113))


def utc(ns, quality=0x0A):
    seconds, rest = divmod(ns, 1_000_000_000)
    return ctx(17, struct.pack(">I", seconds) + ((rest << 24) // 1_000_000_000).to_bytes(3, "big") + bytes([quality]))


def mms_string(text):
    return ctx(16, text.encode())


GOOD = bit_string("0000000000000")
INVALID = bit_string("0100000000000")
QUESTIONABLE = bit_string("1100000000000")

# ---- MMS PDUs -------------------------------------------------------------------------------------------------------


def name(reference):
    """ObjectName: "domain/item", or "item" of the device, "@item" of the association."""
    if reference.startswith("@"):
        return ctx(2, reference[1:].encode())
    if "/" not in reference:
        return ctx(0, reference.encode())
    domain, item = reference.split("/")
    return con(1, tlv(0x1A, domain.encode()), tlv(0x1A, item.encode()))


def variable(reference):
    return tlv(0x30, con(0, name(reference)))


def variables(*references):
    """VariableAccessSpecification."""
    return con(0, *(variable(reference) for reference in references))


def request(invoke, service):
    return con(0, tlv(2, number(invoke)), service)


def response(invoke, service):
    return con(1, tlv(2, number(invoke)), service)


def error(invoke, kind, code):
    """ServiceError of a class (0 to 12)."""
    return con(2, ctx(0, number(invoke)), con(2, con(0, ctx(kind, number(code)))))


def read(*references):
    return con(4, con(1, variables(*references)))


def read_list(reference):
    return con(4, con(1, con(1, name(reference))))


def read_result(*results):
    return con(4, con(1, *results))


def failure(code):
    return ctx(0, number(code))


def write(references, *values):
    return con(5, variables(*references), con(0, *values))


def write_result(*results):
    """None: success; a number: DataAccessError."""
    return con(5, *(ctx(1) if code is None else ctx(0, number(code)) for code in results))


def name_list(kind, domain=None, after=None):
    scope = ctx(0) if domain is None else ctx(1, domain.encode())
    more = ctx(2, after.encode()) if after else b""
    return con(1, con(0, ctx(0, number(kind))), con(1, scope), more)


def name_list_result(names, more=False):
    return con(1, con(0, *(tlv(0x1A, n.encode()) for n in names)), ctx(1, b"\xff" if more else b"\0"))


def report(*members):
    """An information report of the list RPT."""
    return con(3, con(0, con(1, ctx(0, b"RPT")), con(0, *members)))


def information(references, *values):
    return con(3, con(0, variables(*references), con(0, *values)))


def initiate(answer=False):
    services = bits("1110111000011100000000000000000000000000000000000000000000000000000000001111110100001" + "0" * 0)
    detail = con(4, ctx(0, number(1)), ctx(1, bits("11110001000")), ctx(2, services))
    return con(9 if answer else 8, ctx(0, number(65000)), ctx(1, number(5)), ctx(2, number(5)), ctx(3, number(10)),
               detail)


CONCLUDE, CONCLUDED = ctx(11), ctx(12)

# ---- layers ---------------------------------------------------------------------------------------------------------

BASIC, ACSE, MMS = oid("2.1.1"), oid("2.2.1.0.1"), oid("1.0.9506.2.1")


def pdv(context, data):
    """The presentation's user data."""
    return tlv(0x61, tlv(0x30, tlv(2, bytes([context])), con(0, data)))


def data_spdu(mms):
    return b"\x01\x00\x01\x00" + pdv(3, mms)


def parameter(code, value):
    size = bytes([len(value)]) if len(value) < 255 else b"\xff" + struct.pack(">H", len(value))
    return bytes([code]) + size + value


def spdu(kind, *parameters):
    return parameter(kind, b"".join(parameters))


def association(mms):
    return con(30, tlv(0x28, tlv(6, BASIC), tlv(2, b"\x03"), con(0, mms)))


def connect(password=None):
    authentication = ctx(10, bits("1")) + ctx(11, oid("2.2.3.1")) + con(12, ctx(0, password.encode())) if password else b""
    aarq = tlv(0x60, con(1, tlv(6, oid("1.0.9506.2.3"))), con(2, tlv(6, oid("1.1.1.999.1"))), con(3, tlv(2, b"\x0c")),
               con(6, tlv(6, oid("1.1.1.999"))), con(7, tlv(2, b"\x0c")), authentication, association(initiate()))
    contexts = con(4, tlv(0x30, tlv(2, b"\x01"), tlv(6, ACSE), tlv(0x30, tlv(6, BASIC))),
                   tlv(0x30, tlv(2, b"\x03"), tlv(6, MMS), tlv(0x30, tlv(6, BASIC))))
    cp = tlv(0x31, con(0, ctx(0, b"\x01")), con(2, ctx(1, b"\0\0\0\x01"), ctx(2, b"\0\0\0\x01"), contexts, pdv(1, aarq)))
    return spdu(13, parameter(5, parameter(19, b"\0") + parameter(22, b"\x02")), parameter(20, b"\0\x02"),
                parameter(51, b"\0\x01"), parameter(52, b"\0\x01"), parameter(193, cp))


def accept(result=0):
    aare = tlv(0x61, con(1, tlv(6, oid("1.0.9506.2.3"))), con(2, tlv(2, bytes([result]))),
               con(3, con(1, tlv(2, b"\0" if result == 0 else b"\x0e"))), association(initiate(True)) if result == 0 else b"")
    results = con(5, *(tlv(0x30, ctx(0, b"\0"), ctx(1, BASIC)) for _ in range(2)))
    cpa = tlv(0x31, con(0, ctx(0, b"\x01")), con(2, ctx(3, b"\0\0\0\x01"), results, pdv(1, aare)))
    return spdu(14, parameter(5, parameter(19, b"\0") + parameter(22, b"\x02")), parameter(20, b"\0\x02"),
                parameter(193, cpa))


def abort():
    abrt = tlv(0x64, ctx(0, b"\0"))
    return spdu(25, parameter(17, b"\x0b"), parameter(193, con(0, con(0, tlv(0x30, tlv(2, b"\x01"), tlv(6, BASIC))),
                                                                     pdv(1, abrt))))


def cotp_connect(answer, source, destination):
    refs = struct.pack(">HH", destination, source)
    parameters = b"\xc0\x01\x0d\xc2\x02\x00\x01\xc1\x02\x00\x01"
    body = bytes([0xD0 if answer else 0xE0]) + refs + b"\0" + parameters
    return tpkt(bytes([len(body)]) + body)


def cotp_disconnect(source, destination, reason=128):
    return tpkt(b"\x06\x80" + struct.pack(">HH", destination, source) + bytes([reason]))


def tpkt(body):
    return struct.pack(">BBH", 3, 0, 4 + len(body)) + body


def cotp_data(tsdu, most=8192):
    """The TPKTs of one TSDU: in pieces when it is longer than a PDU may be."""
    pieces = [tsdu[i:i + most - 7] for i in range(0, len(tsdu), most - 7)]
    return b"".join(tpkt(b"\x02\xf0" + (b"\x80" if i == len(pieces) - 1 else b"\0") + piece)
                    for i, piece in enumerate(pieces))
