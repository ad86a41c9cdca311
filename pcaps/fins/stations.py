"""Controllers and clients of a bottling plant, and the conversations between them."""
from frames import Host, Tcp
from messages import frame, tcp, u16, u32

MS = 1_000_000
S = 1000 * MS

HMI = Host("10.60.0.10", "00:0c:29:60:00:10")
SCADA = Host("10.60.0.11", "00:0c:29:60:00:11")
ENGINEER = Host("10.60.0.20", "d4:be:d9:60:00:20")
ATTACKER = Host("10.60.0.66", "b8:27:eb:60:00:66")
FILLER = Host("10.60.1.1", "00:00:0a:60:01:01")
CAPPER = Host("10.60.1.2", "00:00:0a:60:01:02")
WASHER = Host("10.60.1.3", "00:00:0a:60:01:03")

PORT = 9600


def node(host):
    """The node address of a host: the last number of its IP address, as controllers have it when nobody sets it."""
    return int(host.ip.rsplit(".", 1)[1])


class Talk:
    """What a client says to a controller in datagrams."""

    def __init__(self, tape, client, server, port=PORT, delay=3 * MS, target=None, unit=0):
        self.tape, self.hosts, self.ports = tape, (client, server), (port, PORT)
        self.delay, self.sid = delay, 0
        self.client = (0, node(client), 0)
        self.server = target or (0, node(server), unit)
        self.gct = 2

    def send(self, at, side, data):
        ports = self.ports if side == 0 else self.ports[::-1]
        self.tape.udp(at, self.hosts[side], self.hosts[1 - side], ports, data)

    def command(self, at, code, data=b"", icf=0x80):
        self.sid = self.sid % 255 + 1
        self.send(at, 0, frame(icf, self.server, self.client, self.sid, u16(code) + data))
        return at + MS

    def response(self, at, code, data=b"", error=0):
        self.send(at, 1, frame(0xC0, self.client, self.server, self.sid, u16(code, error) + data, self.gct))
        return at + MS

    def ask(self, at, code, data=b"", answer=b"", error=0):
        """A command and its response."""
        self.command(at, code, data)
        return self.response(at + self.delay, code, answer, error)

    def from_controller(self, at, code, data=b"", answer=b""):
        """The controller asks the client, as its program does."""
        sid = 0x40
        self.send(at, 1, frame(0x80, self.client, self.server, sid, u16(code) + data))
        self.send(at + self.delay, 0, frame(0xC0, self.server, self.client, sid, u16(code, 0) + answer))
        return at + self.delay + MS


class Connection(Talk):
    """The same over TCP: the server gives the client its node."""

    def __init__(self, tape, client, server, port, given=None, delay=3 * MS, to=PORT):
        super().__init__(tape, client, server, port, delay)
        self.tcp = Tcp(tape, client, server, (port, to), isn=(0x41000000 + port * 5, 0x52000000 + port * 3))
        self.given = given or node(client)
        self.client = (0, self.given, 0)

    def send(self, at, side, data):
        self.tcp.send(at, side, tcp(2, data))

    def shake(self, at, error=0):
        self.tcp.send(at, 0, tcp(0, u32(0)))
        self.tcp.send(at + self.delay, 1, tcp(1, u32(self.given, node(self.hosts[1])), error))
        return self.tcp.acknowledge(at + self.delay + MS, 0) + MS

    def open(self, at):
        return self.shake(self.tcp.open(at) + MS)

    def response(self, at, code, data=b"", error=0):
        super().response(at, code, data, error)
        return self.tcp.acknowledge(at + MS, 0) + MS

    def close(self, at):
        return self.tcp.close(at)
