#!/usr/bin/python3
"""
Writes the captures mms-*.pcap: pcaps/mms/make.py DIRECTORY

A bay of a substation: the relay Q01 (logical devices Q01CTRL, Q01PROT), the gateway that reads and commands it, and
others who ought not to. Each scene is a function; its story is in pcaps/NAME.md.
"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "power")]

import osi  # noqa: E402
from frames import BEGIN, Host, Tape, Tcp  # noqa: E402
from osi import con, ctx, tlv  # noqa: E402

MS = 1_000_000
GATEWAY = Host("10.20.0.11", "00:1b:21:0a:00:11")
RELAY = Host("10.20.0.21", "00:30:a7:0a:00:21")
RELAY2 = Host("10.20.0.22", "00:30:a7:0a:00:22")
LAPTOP = Host("10.20.0.66", "00:0c:29:66:66:66")

NODES = {"LLN0": ("ST$Mod", "ST$Beh", "ST$Health", "CF$Mod", "DC$NamPlt", "RP$urcbMeas01", "BR$brcbPos01", "SP$SGCB"),
         "LPHD1": ("ST$PhyHealth", "DC$PhyNam"),
         "CSWI1": ("ST$Pos", "ST$Beh", "CO$Pos", "CO$Pos$Oper", "CO$Pos$SBOw", "CO$Pos$Cancel", "CF$Pos$ctlModel"),
         "XCBR1": ("ST$Pos", "ST$BlkOpn", "ST$BlkCls"),
         "MMXU1": ("MX$TotW", "MX$Hz", "MX$A", "MX$PhV"),
         "CILO1": ("ST$EnaOpn", "ST$EnaCls")}


class Association:
    """A client's connection to a device; times are offsets in ns."""

    def __init__(self, tape, client, server, port, most=8192):
        self.tcp = Tcp(tape, client, server, (port, 102))
        self.at, self.invoke, self.most = 0, 0, most

    def send(self, side, tsdu, after):
        self.at += after
        data = osi.cotp_data(tsdu, self.most)
        for i in range(0, len(data), 1448):
            self.tcp.send(self.at, side, data[i:i + 1448])
            self.at += 20_000
        self.tcp.acknowledge(self.at + 30_000, 1 - side)
        self.at += 40_000

    def open(self, at, password=None, result=0):
        self.at = self.tcp.open(at)
        self.tcp.send(self.at + 200_000, 0, osi.cotp_connect(False, 2, 0))
        self.tcp.send(self.at + 900_000, 1, osi.cotp_connect(True, 17, 2))
        self.at += MS
        self.send(0, osi.connect(password), 300_000)
        self.send(1, osi.accept(result), 2 * MS)

    def ask(self, service, answer, after=5 * MS, took=3 * MS):
        """A confirmed service; answer: of the service, or a whole PDU made by a function of the invoke number."""
        self.invoke += 1
        self.send(0, osi.data_spdu(osi.request(self.invoke, service)), after)
        pdu = answer(self.invoke) if callable(answer) else osi.response(self.invoke, answer)
        if pdu:
            self.send(1, osi.data_spdu(pdu), took)

    def unasked(self, pdu, after=MS):
        self.send(1, osi.data_spdu(pdu), after)

    def close(self, after=10 * MS):
        self.send(0, osi.data_spdu(osi.CONCLUDE), after)
        self.send(1, osi.data_spdu(osi.CONCLUDED), MS)
        self.tcp.close(self.at + MS)

    # -- what IEC 61850 does with it

    def identify(self):
        self.ask(ctx(2), con(2, ctx(0, b"Sinpelec"), ctx(1, b"BCU-61"), ctx(2, b"4.12.0"), con(3, tlv(6, osi.MMS))))

    def browse(self, pause=20 * MS, names=None):
        self.ask(osi.name_list(9), osi.name_list_result(["Q01CTRL", "Q01PROT"]), pause)
        for domain in ("Q01CTRL", "Q01PROT"):
            every = [n for node, items in NODES.items() for n in (node, *(f"{node}${item}" for item in items))]
            every += names or []
            self.ask(osi.name_list(0, domain), osi.name_list_result(every[:12], True), pause)
            self.ask(osi.name_list(0, domain, every[11]), osi.name_list_result(every[12:]), pause)

    def get(self, *pairs, after=5 * MS):
        """Reads objects: (reference, value)…"""
        self.ask(osi.read(*(r for r, _ in pairs)), osi.read_result(*(v for _, v in pairs)), after)

    def put(self, reference, value, result=None, after=5 * MS):
        self.ask(osi.write([reference], value), osi.write_result(result), after)

    def command(self, what, value, number, origin=2, ident=b"gateway", result=None, after=20 * MS, test=False):
        """SBOw, Oper or Cancel of a controllable object "…$CO$Pos"."""
        self.put(what, order(value, number, self.at + after, origin, ident, what.endswith("Cancel"), test), result,
                 after)

    def terminate(self, what, value, number, origin=2, ident=b"gateway", cause=None, after=60 * MS):
        """Command termination; cause: AddCause, when it went wrong."""
        oper = order(value, number, self.at + after, origin, ident)
        if cause is None:
            self.unasked(osi.information([what], oper), after)
            return
        self.unasked(osi.information(["LastApplError", what], app_error(what, cause, number, origin, ident), oper), after)

    def report(self, sequence, members, after=MS, name="Q01CTRL/LLN0$BR$brcbPos01", dataset="Q01CTRL/LLN0$dsPos",
               reason="010000"):
        """members: {place in the data set: value}."""
        places = "".join("1" if i in members else "0" for i in range(4))
        self.unasked(osi.report(osi.visible(name), osi.bit_string("0111100110"), osi.unsigned(sequence),
                                osi.binary_time(BEGIN + self.at), osi.visible(dataset), osi.octets(sequence.to_bytes(8, "big")),
                                osi.unsigned(1), osi.bit_string(places), *members.values(),
                                *(osi.bit_string(reason) for _ in members)), after)


def order(value, number, at, origin, ident, cancel=False, test=False, when=None):
    tail = [] if cancel else [osi.bit_string("00")]
    timed = [osi.utc(BEGIN + when)] if when else []
    return osi.struct_of(osi.boolean(value), *timed, osi.struct_of(osi.integer(origin), osi.octets(ident)), osi.unsigned(number),
                         osi.utc(BEGIN + at), osi.boolean(test), *tail)


def app_error(what, cause, number, origin, ident):
    return osi.struct_of(osi.visible(what), osi.integer(1), osi.struct_of(osi.integer(origin), osi.octets(ident)),
                         osi.unsigned(number), osi.integer(cause))


def position(value, at, quality=osi.GOOD):
    return osi.struct_of(osi.bit_string({"off": "01", "on": "10", "between": "00"}[value]), quality, osi.utc(BEGIN + at))


def measured(x, at, quality=osi.GOOD):
    return osi.struct_of(osi.struct_of(osi.floating(x)), quality, osi.utc(BEGIN + at))


POS, OPER, SBOW = "Q01CTRL/CSWI1$ST$Pos", "Q01CTRL/CSWI1$CO$Pos$Oper", "Q01CTRL/CSWI1$CO$Pos$SBOw"


def switch(a, value, number, origin=2, ident=b"gateway", sequence=None):
    """A command of a gateway as it ought to be: select with value, operate, report, termination."""
    a.command(SBOW, value, number, origin, ident)
    a.command(OPER, value, number, origin, ident)
    if sequence is not None:
        a.report(sequence, {0: position("on" if value else "off", a.at)}, 40 * MS)
    a.terminate(OPER, value, number, origin, ident)


def enable_reports(a):
    block = "Q01CTRL/LLN0$BR$brcbPos01"
    a.get((block, osi.struct_of(osi.visible(block), osi.boolean(False), osi.visible("Q01CTRL/LLN0$dsPos"), osi.unsigned(1),
                                osi.bit_string("0111100110"), osi.unsigned(0), osi.unsigned(0), osi.bit_string("011000"),
                                osi.unsigned(10000), osi.boolean(False), osi.boolean(False), osi.octets(b"\0" * 8),
                                osi.binary_time(BEGIN), osi.octets(b""))))
    a.put(block + "$IntgPd", osi.unsigned(10000))
    a.put(block + "$RptEna", osi.boolean(True))


def session(a, at):
    """The gateway's start-up and a minute of its work."""
    a.open(at)
    a.identify()
    a.ask(ctx(0, b"\0"), con(0, ctx(0, b"\0"), ctx(1, b"\0")))
    a.browse()
    a.get(("Q01CTRL/CSWI1$CF$Pos$ctlModel", osi.integer(4)))
    a.ask(con(6, con(0, osi.name("Q01CTRL/CSWI1$ST$Pos"))), con(6, ctx(0, b"\0"), con(2, con(2, con(1, *(
        tlv(0x30, ctx(0, n), con(1, t)) for n, t in ((b"stVal", ctx(4, b"\x02")), (b"q", ctx(4, b"\xf3")),
                                                      (b"t", ctx(17)))))))))
    a.ask(con(12, osi.name("Q01CTRL/LLN0$dsPos")), con(12, ctx(0, b"\0"), con(1, *(
        osi.variable(f"Q01CTRL/{n}") for n in ("CSWI1$ST$Pos", "XCBR1$ST$Pos", "CILO1$ST$EnaOpn", "CILO1$ST$EnaCls")))))
    enable_reports(a)
    for i in range(20):
        a.at = max(a.at, at + 2 * 10**9 + i * 10**9)
        a.get(("Q01CTRL/MMXU1$MX$TotW", measured(41.5 + i % 3 * 0.25, a.at)),
              ("Q01CTRL/MMXU1$MX$Hz", measured(50.0 + i % 5 * 0.01, a.at)))
        if i % 10 == 0:
            a.report(i // 10, {0: position("on", a.at), 1: position("on", a.at), 2: osi.boolean(True),
                               3: osi.boolean(False)}, reason="000010")


def files(a):
    """The gateway fetches a record of a fault."""
    a.ask(con(77, con(0, tlv(0x19, b"COMTRADE/"))), con(77, con(0, tlv(0x30, tlv(
        0x30, con(0, tlv(0x19, b"COMTRADE/F001.cfg")), con(1, ctx(0, osi.number(640)), ctx(1, b"20261120101530Z"))))),
        ctx(1, b"\0")))
    a.ask(con(72, con(0, tlv(0x19, b"COMTRADE/F001.cfg")), ctx(1, b"\0")),
          con(72, ctx(0, b"\x05"), con(1, ctx(0, osi.number(640)), ctx(1, b"20261120101530Z"))))
    for i in range(2):
        a.ask(ctx(73, b"\x05"), con(73, ctx(0, b"Q01,BCU-61,1999\r\n" * 18), ctx(1, b"\xff" if i == 0 else b"\0")))
    a.ask(ctx(74, b"\x05"), ctx(74))


def normal(tape):
    a = Association(tape, GATEWAY, RELAY, 40112, 1024)
    session(a, 0)
    a.get((POS, position("on", a.at)))
    switch(a, False, 1, sequence=2)
    a.at += 10 * 10**9
    switch(a, True, 2, sequence=3)
    files(a)
    a.close()


def mid_stream(tape):
    """The capture begins when all is running; the connection stays."""
    a = Association(tape, GATEWAY, RELAY, 40113)
    a.tcp.next = [0x1A2B9000, 0x5D6EA000]
    for i in range(10):
        a.at = max(a.at, i * 10**9)
        a.get((POS, position("on", a.at)), ("Q01CTRL/MMXU1$MX$Hz", measured(50.0 + i * 0.01, a.at)))
    switch(a, False, 9)


def attack_switch(tape):
    """A laptop that was never there browses the relay, tries, and opens breakers."""
    a = Association(tape, GATEWAY, RELAY, 40112)
    session(a, 0)
    b = Association(tape, LAPTOP, RELAY, 51234)
    b.open(a.at + 10**9)
    b.identify()
    b.browse(2 * MS)
    for node in ("CSWI1", "XCBR1"):
        b.get((f"Q01CTRL/{node}$ST$Pos", position("on", b.at)))
    # not selected: refused
    b.put(OPER, order(False, 1, b.at, 3, b""), 3)
    b.unasked(osi.information(["LastApplError"], app_error(OPER, 18, 1, 3, b"")), 2 * MS)
    # selected for one thing, operated for the other
    b.command(SBOW, True, 2, 3, b"")
    b.command(OPER, False, 2, 3, b"", 3)
    b.unasked(osi.information(["LastApplError"], app_error(OPER, 26, 2, 3, b"")), 2 * MS)
    for i in range(1, 7):
        what = f"Q01CTRL/CSWI{i}$CO$Pos"
        b.command(what + "$SBOw", False, 2 + i, 3, b"", after=50 * MS)
        b.command(what + "$Oper", False, 2 + i, 3, b"", after=30 * MS)
        b.terminate(what + "$Oper", False, 2 + i, 3, b"")
    b.tcp.reset(b.at + 50 * MS)


def blocked_switch(tape):
    """A command that interlocking refuses, one that is cancelled, one with normal security."""
    a = Association(tape, GATEWAY, RELAY, 40112)
    session(a, 0)
    a.command(SBOW, True, 1)
    a.command(OPER, True, 1)
    a.terminate(OPER, True, 1, cause=10)
    a.command(SBOW, False, 2)
    a.command(OPER.replace("Oper", "Cancel"), False, 2)
    a.get(("Q01CTRL/GGIO1$CF$SPCSO1$ctlModel", osi.integer(2)))
    a.get(("Q01CTRL/GGIO1$CO$SPCSO1$SBO", osi.visible("Q01CTRL/GGIO1$CO$SPCSO1")))
    a.command("Q01CTRL/GGIO1$CO$SPCSO1$Oper", True, 3)
    a.put("Q01CTRL/GGIO1$CO$SPCSO2$Oper", order(True, 4, a.at, 2, b"gateway", test=True, when=a.at + 10**9))
    a.get(("Q01CTRL/GGIO1$CO$SPCSO1$SBO", osi.visible("")))
    a.get(("Q01CTRL/CSWI1$CO$Pos$SBO", osi.failure(3)))
    a.close()


def attack_settings(tape):
    """Somebody changes settings, takes the reports away and removes traces."""
    a = Association(tape, GATEWAY, RELAY, 40112)
    session(a, 0)
    b = Association(tape, LAPTOP, RELAY, 51235)
    b.open(a.at + 10**9, password="letmein")
    group = "Q01PROT/LLN0$SP$SGCB"
    b.get((group, osi.struct_of(osi.unsigned(4), osi.unsigned(1), osi.unsigned(0), osi.boolean(False),
                                osi.utc(BEGIN + b.at), osi.unsigned(0))))
    b.put(group + "$EditSG", osi.unsigned(2))
    b.put("Q01PROT/PTOC1$SE$StrVal$setMag$f", osi.floating(9999.0))
    b.put(group + "$CnfEdit", osi.boolean(True))
    b.put(group + "$ActSG", osi.unsigned(2))
    b.put("Q01CTRL/LLN0$BR$brcbPos01$RptEna", osi.boolean(False))
    b.ask(con(11, osi.name("Q01CTRL/LLN0$dsX"), con(0, osi.variable(POS))), ctx(11))
    b.ask(con(13, ctx(0, b"\0"), con(1, osi.name("Q01CTRL/LLN0$dsPos"))), con(13, ctx(0, b"\x01"), ctx(1, b"\x01")))
    b.ask(con(46, con(1, tlv(0x19, b"evil.cid")), con(2, tlv(0x19, b"config/Q01.cid"))), ctx(46))
    b.ask(con(76, tlv(0x19, b"COMTRADE/F001.cfg")), ctx(76))
    b.close()


def bad_quality(tape):
    """A transducer fails: its values go on, marked as invalid; the position is of old."""
    a = Association(tape, GATEWAY, RELAY, 40112)
    session(a, 0)
    for i in range(90):
        a.at += 10**9
        a.get(("Q01CTRL/MMXU1$MX$TotW", measured(0.0, a.at, osi.INVALID)))
        if i % 30 == 29:
            a.report(2 + i // 30, {0: position("on", a.at, osi.QUESTIONABLE)})


def report_gap(tape):
    """Reports are lost, and one comes again."""
    a = Association(tape, GATEWAY, RELAY, 40112)
    session(a, 0)
    for sequence in (2, 3, 7, 8, 8, 9):
        a.at += 10**9
        a.report(sequence, {0: position("on", a.at)})
    a.close()


def crafted(tape):
    """Every service, the errors, rejects and a big answer in pieces: what the bay does not use."""
    a = Association(tape, GATEWAY, RELAY2, 40200, 1024)
    a.open(0)
    who = osi.name("Q02CTRL/Obj")
    text = b"Q02CTRL"
    subjects = {
        3: con(3, con(0, ctx(0, b"\0")), con(1, who), ctx(2, b"New")), 7: con(7, con(0, who), con(1, ctx(0, b"\x10"))),
        8: con(8, con(0, who), con(1, tlv(0x30, con(1, con(0, who))))), 9: con(9, who),
        10: con(10, con(1, who)), 14: con(14, who, ctx(5, b"\x10")), 15: con(15, who), 16: con(16, con(1, who)),
        17: con(17, ctx(0, text), con(2, tlv(0x1A, b"Password?"))), 18: con(18, ctx(0, text), con(1, tlv(0x1A, b"Hello"))),
        19: con(19, con(0, who), ctx(1, b"token")), 20: con(20, con(0, who)), 21: con(21, con(0, who), ctx(1, b"\x01")),
        22: con(22, who), 23: con(23, who), 24: con(24, con(0, who)), 25: con(25, con(0, who), ctx(1, b"\0")),
        26: con(26, ctx(0, text), con(1, tlv(0x1A, b"cap")), ctx(2, b"\0")), 27: ctx(27, text), 28: con(28, ctx(0, text)),
        29: ctx(29, text), 30: ctx(30, b"\x01"), 31: ctx(31, b"\x01"),
        32: con(32, ctx(0, text), ctx(2, b"\0"), con(4, tlv(0x19, b"prog"))), 33: con(33, ctx(0, text), con(1, tlv(0x19, b"prog"))),
        34: con(34, ctx(0, text), ctx(2, b"\0"), con(4, tlv(0x19, b"prog"))), 35: con(35, ctx(0, text), con(1, tlv(0x19, b"prog"))),
        36: ctx(36, text), 37: ctx(37, text), 38: con(38, ctx(0, b"pi"), con(1, tlv(0x1A, text)), ctx(2, b"\xff")),
        39: ctx(39, b"pi"), 40: con(40, ctx(0, b"pi"), ctx(1, b"now")), 41: con(41, ctx(0, b"pi")), 42: con(42, ctx(0, b"pi")),
        43: con(43, ctx(0, b"pi")), 44: con(44, ctx(0, b"pi")), 45: ctx(45, b"pi"),
        47: con(47, con(0, who), ctx(1, b"\x01")), 48: con(48, con(0, who)), 49: con(49, who), 50: con(50, who),
        51: con(51, con(0, who), ctx(1, b"\xff")), 52: con(52, con(0, who)), 53: con(53, con(0, who)), 54: con(54, con(0, who)),
        55: con(55, who), 56: con(56, who), 57: con(57, con(0, who), con(1, who), ctx(2, osi.bits("0110000")), ctx(3, b"\0")),
        58: con(58, con(1, who)), 59: con(59, con(0, who)), 60: con(60, who), 61: con(61, ctx(0, b"\x01")),
        62: con(62, con(0, who), ctx(2, b"\x02"), con(3, ctx(1, b"\x07"))), 63: con(63, ctx(0, b"\0")), 64: con(64, ctx(1, b"\0")),
        65: con(65, con(0, who), con(1, ctx(0, osi.binary_time(BEGIN)[2:]))),
        66: con(66, con(0, who), con(1, tlv(0x30, ctx(0, osi.binary_time(BEGIN)[2:]), ctx(3, b"note")))), 67: con(67, con(0, who)),
        68: con(68, who), 69: con(69, con(0, who)), 70: con(70, con(0, who)), 71: con(71),
        75: con(75, con(0, tlv(0x19, b"a")), con(1, tlv(0x19, b"b"))),
    }
    done = {3, 7, 8, 14, 18, 20, 21, 22, 26, 28, 31, 32, 33, 34, 35, 36, 38, 39, 40, 41, 42, 43, 44, 47, 51, 52, 53, 57, 62, 66,
            69, 70, 75}
    for service, asked in subjects.items():
        if service in done:
            a.ask(asked, ctx(service), MS, MS)
        else:
            a.ask(asked, lambda invoke, service=service: osi.error(invoke, service % 12, 1), MS, MS)
    a.ask(con(4, con(1, osi.variables("Q02CTRL/A", "Q02CTRL/B"))), osi.read_result(osi.failure(10), osi.array_of(
        osi.unsigned(3), ctx(13, b"\x07"), ctx(14, osi.bits("101")), ctx(15, osi.oid("1.3.6.1")), osi.mms_string("Ähre"),
        osi.binary_time(BEGIN), osi.octets(b"\1\2"))))
    a.ask(con(99 if False else 4, con(1, osi.variables("Q02CTRL/C"))), lambda invoke: con(4, ctx(0, osi.number(invoke)), ctx(1, b"\x04")))
    names = [f"GGIO{i}$ST$Ind{k}$stVal" for i in range(1, 9) for k in range(1, 9)]
    a.ask(osi.name_list(0, "Q02CTRL"), osi.name_list_result(names))
    a.send(0, osi.data_spdu(ctx(5, b"\x05")), MS)
    a.send(1, osi.data_spdu(con(7, ctx(0, b"\x05"), con(1, con(0, ctx(10, b"\x01"))))), MS)
    a.unasked(con(3, con(1, ctx(0, b"\0"), ctx(1, b"\x01"))))
    a.send(0, osi.abort(), MS)
    a.tcp.close(a.at + MS)
    b = Association(tape, GATEWAY, RELAY2, 40201)
    b.open(a.at + 10**9, result=1)
    b.tcp.close(b.at + MS)


def malformed(tape):
    """Bytes that break the rules at each layer, sent by somebody who looks for faults in the relay's software."""
    a = Association(tape, LAPTOP, RELAY, 51300)
    a.open(0)
    deep = osi.boolean(True)
    for _ in range(60):
        deep = osi.struct_of(deep)
    for pdu in (osi.request(1, osi.write([POS], deep)), osi.request(2, con(4, con(1, con(0, b"\x30\x7f\xa0")))),
                con(0, tlv(2, b"\0" * 12), ctx(2)), con(0, tlv(2, b"\x03"), con(90, b"")), tlv(0xAE, b"x"),
                osi.request(5, osi.read(POS)) + b"\0\0", b"\xa0\x84\xff\xff\xff\xff\x02\x01"):
        a.send(0, osi.data_spdu(pdu), 20 * MS)
        a.send(1, osi.data_spdu(con(4, ctx(5, b"\x01"))), MS)
    a.send(0, b"\x0d\x20\x05\xff", 20 * MS)
    a.at += MS
    a.tcp.send(a.at, 0, b"\x03\0\0\x05\0")
    a.at += MS
    a.tcp.send(a.at, 0, osi.tpkt(b"\x40\xe0\0\0"))
    a.tcp.reset(a.at + MS, 1)


SCENES = {"normal": normal, "mid-stream": mid_stream, "attack-switch": attack_switch, "blocked-switch": blocked_switch,
          "attack-settings": attack_settings, "bad-quality": bad_quality, "report-gap": report_gap, "services": crafted,
          "malformed": malformed}


def main():
    for scene, play in SCENES.items():
        tape = Tape()
        play(tape)
        tape.write(os.path.join(sys.argv[1], f"mms-{scene}.pcap"))


if __name__ == "__main__":
    main()
