"""Who is there, and how they talk."""
import hashlib

from frames import NS, Host, Tcp
from messages import (ANONYMOUS, ENCRYPT, GOOD, NO_OBJECT, NONE, PLAIN_USER, POLICY, SIGN, USER, anonymous_token,
                      application, endpoint, f64, many, no_signature, node, text, time, u8, u32)

S, MS = NS, NS // 1000
SCADA = Host("10.60.0.10", "02:60:00:00:00:10")
HISTORIAN = Host("10.60.0.11", "02:60:00:00:00:11")
ENGINEER = Host("10.60.0.20", "02:60:00:00:00:20")
ATTACKER = Host("10.60.0.66", "02:60:00:00:00:66")
SERVERS = [Host(f"10.60.1.{n}", f"02:60:00:00:01:{n:02x}") for n in range(1, 8)]
SERVER = SERVERS[0]
ROUND = 4 * MS  # from a request to its answer
SEGMENT = 1400  # bytes of a TCP segment
MESSAGE_IDS = {"open": 446, "close": 452, "endpoints": 428, "find": 422, "create": 461, "activate": 467, "end": 473,
               "browse": 527, "read": 631, "write": 673, "call": 712, "monitor": 751, "subscribe": 787,
               "publish": 826, "unsubscribe": 847, "add": 488, "delete": 500, "history": 664, "change": 700}


def noise(*seed, size):
    """Bytes that look like chance, and are the same each time."""
    out, n = b"", 0
    while len(out) < size:
        out += hashlib.sha256(repr((seed, n)).encode()).digest()
        n += 1
    return out[:size]


def certificate(host):
    """The head of a certificate in DER, and bytes: nobody takes it apart."""
    return bytes.fromhex("308203b63082029ea003020102") + noise("certificate", host.ip, size=200)


class Talk:
    """One connection with its secure channel. Requests are answered at once, but those that wait."""

    def __init__(self, tape, client, server, port, mode=NONE, server_port=4840):
        self.tcp = Tcp(tape, client, server, (port, server_port))
        self.client, self.server, self.mode, self.port = client, server, mode, port
        self.channel, self.key = 0, 0
        self.sequence, self.request, self.handle = [50, 50], 0, 0
        self.session = b"\0\0"

    def bytes(self, at, side, data):
        for offset in range(0, len(data), SEGMENT):
            self.tcp.send(at, side, data[offset:offset + SEGMENT])
        return at

    def frame(self, at, side, kind, body):
        return self.bytes(at, side, kind.encode() + u32(8 + len(body)) + body)

    def hello(self, at):
        url = text(f"opc.tcp://{self.server.ip}:4840")
        at = self.tcp.open(at) + MS
        self.frame(at, 0, "HELF", u32(0, 65535, 65535, 0, 0) + url)
        self.frame(at + MS, 1, "ACKF", u32(0, 65535, 65535, 0, 0))
        return at + 2 * MS

    def head(self, at, request, result=GOOD):
        if request:
            return self.session + time(at) + u32(self.handle, 0) + text(None) + u32(10000) + NO_OBJECT
        return time(at) + u32(self.handle, result) + u8(0) + u32(0) + NO_OBJECT

    def numbers(self, side, request):
        self.sequence[side] += 1
        return u32(self.sequence[side], request)

    def open(self, at, policy="None", life=3600000):
        """The secure channel."""
        self.request += 1
        self.handle += 1
        who = (self.client, self.server)
        for side in (0, 1):
            secured = policy != "None"
            head = u32(self.channel) + text(POLICY + policy)
            head += text(certificate(who[side])) + text(noise("thumb", who[1 - side].ip, size=20)) if secured else u32(-1, -1)
            numbers = self.numbers(side, self.request)
            nonce = text(noise("nonce", side, self.port, size=32)) if secured else u32(-1)
            if side == 0:
                body = node(446) + self.head(at, True) + u32(0, 0, self.mode) + nonce + u32(life)
                self.channel, self.key = 1000 + self.port % 1000, 1
            else:
                body = node(449) + self.head(at, False) + u32(0, self.channel, self.key) + time(at) + u32(life) + nonce
                head = u32(self.channel) + head[4:]
            if secured:
                numbers, body = b"", noise("open", side, self.port, size=512)
            self.frame(at, side, "OPNF", head + numbers + body)
            at += 2 * MS
        return at

    def message(self, at, side, request, body, kind="MSG", pieces=1):
        """A message of the channel, in one or more pieces."""
        size = -(-len(body) // pieces)
        for n in range(pieces):
            part = body[n * size:(n + 1) * size]
            last = "F" if n == pieces - 1 else "C"
            numbers = self.numbers(side, request)
            sealed = u32(self.channel, self.key)
            if self.mode == ENCRYPT:
                sealed += noise("sealed", self.port, self.sequence, size=(len(part) + 8 + 63) // 16 * 16)
            else:
                sealed += numbers + part
            if self.mode == SIGN:
                sealed += noise("signature", self.port, self.sequence, side, size=32)
            self.frame(at, side, kind + last, sealed)
        return at

    def ask(self, at, what, body=b""):
        """A request; returns its number."""
        number = MESSAGE_IDS.get(what, what)
        self.request += 1
        self.handle += 1
        self.message(at, 0, self.request, node(number) + self.head(at, True) + body, "CLO" if number == 452 else "MSG")
        return self.request, number

    def answer(self, at, asked, body=b"", result=GOOD, pieces=1):
        request, number = asked
        fault = result >> 31 and not body
        number = 397 if fault else number + (1 if number > 12000 else 3)
        return self.message(at, 1, request, node(number) + self.head(at, False, result) + body, pieces=pieces)

    def do(self, at, what, body=b"", answer=b"", result=GOOD, pieces=1):
        """A request and its answer; returns when the next one may begin."""
        asked = self.ask(at, what, body)
        self.answer(at + ROUND, asked, answer, result, pieces)
        return at + ROUND + MS

    def create(self, at, title="Dispatch screen"):
        secured = self.mode != NONE
        proof = text(certificate(self.client)) if secured else text(None)
        url = f"opc.tcp://{self.server.ip}:4840"
        body = application(self.client.ip, 1, "urn:mizuki:scada:9", title) + text(None) + text(url)
        body += text(f"{title} {self.port}") + text(noise("create", self.port, size=32)) + proof + f64(600000) + u32(0)
        token = node(noise("session", self.port, size=16), 1)
        offered = [endpoint(self.server.ip, self.mode, "Basic256Sha256", certificate(self.server), [USER]) if secured else
                   endpoint(self.server.ip, NONE, "None", None, [ANONYMOUS, PLAIN_USER])]
        reply = node(self.port, 1) + token + f64(600000) + text(noise("created", self.port, size=32))
        reply += text(certificate(self.server)) if secured else text(None)
        reply += many(offered) + many([]) + no_signature() + u32(0)
        at = self.do(at, "create", body, reply)
        self.session = token
        return at

    def activate(self, at, token=None, result=GOOD):
        body = no_signature() + many([]) + many([text("en")]) + (token or anonymous_token()) + no_signature()
        reply = b"" if result else text(noise("active", self.port, size=32)) + many([]) + many([])
        return self.do(at, "activate", body, reply, result)

    def leave(self, at):
        at = self.do(at, "end", u8(1))
        self.session = b"\0\0"
        self.ask(at, "close")
        return self.tcp.close(at + MS)

