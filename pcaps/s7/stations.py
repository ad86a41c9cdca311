"""Controllers and clients of a tank farm, and the conversations between them."""
from frames import Host, Tcp
from messages import ACK_DATA, JOB, USERDATA, connect, pdu, tpkt, u8, u16

MS = 1_000_000
S = 1000 * MS

HMI = Host("10.40.0.10", "00:0c:29:40:00:10")
ENGINEER = Host("10.40.0.20", "d4:be:d9:40:00:20")
ATTACKER = Host("10.40.0.66", "b8:27:eb:40:00:66")
PLC = Host("10.40.1.1", "28:63:36:40:01:01")
PLC2 = Host("10.40.1.2", "28:63:36:40:01:02")

DATA = u8(2, 0xF0, 0x80)


class Talk:
    """A connection of a client to the CPU in a slot of a controller."""

    def __init__(self, tape, client, server, port=49200, slot=2, delay=4 * MS):
        self.tcp = Tcp(tape, client, server, (port, 102), isn=(0x31000000 + port * 7, 0x74000000 + port * 3))
        self.slot, self.delay, self.number = slot, delay, 0x0100

    def send(self, at, side, message):
        return self.tcp.send(at, side, tpkt(DATA + message))

    def exchange(self, at, kind, param, data, answer):
        """A request and its answer: parameters, data, error of the header."""
        self.number += 1
        self.send(at, 0, pdu(kind, self.number, param, data))
        self.send(at + self.delay, 1, pdu(ACK_DATA if kind == JOB else kind, self.number, *answer))
        return self.tcp.acknowledge(at + self.delay + MS, 0) + MS

    def open(self, at, size=480):
        at = self.tcp.open(at) + MS
        self.tcp.send(at, 0, connect(self.slot))
        self.tcp.send(at + MS, 1, connect(self.slot, confirm=True))
        setup = u8(0xF0, 0) + u16(1, 1)
        return self.exchange(at + 2 * MS, JOB, setup + u16(size), b"", (setup + u16(240),))

    def job(self, at, param, answer, data=b"", answer_data=b"", error=0):
        return self.exchange(at, JOB, param, data, (answer, answer_data, error))

    def user(self, at, request, answer):
        return self.exchange(at, USERDATA, *request, answer)

    def fetch(self, at, param, answer, data=b""):
        """The controller asks the client, as it does while a block is downloaded."""
        self.number += 1
        self.send(at, 1, pdu(JOB, self.number, param))
        self.send(at + self.delay, 0, pdu(ACK_DATA, self.number, answer, data))
        return self.tcp.acknowledge(at + self.delay + MS, 1) + MS

    def close(self, at):
        return self.tcp.close(at)
