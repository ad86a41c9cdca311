"""Controllers and clients of a bottling line, and the conversations between them."""
from frames import Host, Tcp
from messages import refusal, request, response

MS = 1_000_000
S = 1000 * MS

HMI = Host("10.41.0.10", "00:0c:29:41:00:10")
RECORDER = Host("10.41.0.12", "00:0c:29:41:00:12")
ENGINEER = Host("10.41.0.20", "d4:be:d9:41:00:20")
ATTACKER = Host("10.41.0.66", "b8:27:eb:41:00:66")
FILLER = Host("10.41.1.1", "58:52:8a:41:01:01")
PACKER = Host("10.41.1.2", "58:52:8a:41:01:02")
LABELLER = Host("10.41.1.3", "58:52:8a:41:01:03")
WASHER = Host("10.41.1.4", "58:52:8a:41:01:04")


class Talk:
    """A connection of a client to a controller: messages as they are, or by command in 3E frames."""

    def __init__(self, tape, client, server, ports, delay=3 * MS):
        self.tcp = Tcp(tape, client, server, ports, isn=(0x21000000 + ports[0] * 5, 0x64000000 + ports[0] * 9))
        self.delay = delay

    def open(self, at):
        return self.tcp.open(at) + MS

    def exchange(self, at, asked, answered):
        self.tcp.send(at, 0, asked)
        self.tcp.send(at + self.delay, 1, answered)
        return self.tcp.acknowledge(at + self.delay + MS, 0) + MS

    def do(self, at, command, data=b"", answer=b"", sub=0):
        return self.exchange(at, request(command, sub, data), response(answer))

    def refused(self, at, end, command, data=b"", sub=0):
        return self.exchange(at, request(command, sub, data), refusal(end, command, sub))

    def close(self, at):
        return self.tcp.close(at)


class Datagrams:
    """The same over UDP, in 4E frames."""

    def __init__(self, tape, client, server, ports, delay=2 * MS):
        self.tape, self.hosts, self.ports, self.delay, self.serial = tape, (client, server), ports, delay, 0

    def do(self, at, command, data=b"", answer=b"", sub=0):
        self.serial += 1
        client, server = self.hosts
        self.tape.udp(at, client, server, self.ports, request(command, sub, data, self.serial))
        self.tape.udp(at + self.delay, server, client, self.ports[::-1], response(answer, 0, self.serial))
        return at + self.delay
