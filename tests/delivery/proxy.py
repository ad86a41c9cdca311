"""A TCP proxy that treats connections badly: cuts, delays, lets them wait for each other."""

import random
import select
import socket
import threading
import time


class Proxy:
    """moods: what may happen to a connection: cut (closed in the middle, with what is under way
    lost), delay (bytes wait), stall (nothing passes, nothing is closed), reorder (the sensor sees
    its connection cut and makes another; what was under way on the old one arrives after that)."""

    def __init__(self, port, moods, seed):
        self.target = ("127.0.0.1", port)
        self.moods = moods
        self.random = random.Random(seed)
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.calm = False
        self.counts = dict.fromkeys(moods, 0)
        self.connections = 0
        self.ended = False
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while not self.ended:
            try:
                near, _ = self.server.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.carry, args=(near,), daemon=True).start()

    def carry(self, near):
        try:
            far = socket.create_connection(self.target, timeout=5)
        except OSError:
            near.close()
            return
        mood = None if self.calm else self.random.choice([*self.moods, None])
        after = self.random.randrange(200, 150000)  # bytes: during the handshake, or much later
        try:
            self.pump(near, far, mood, after)
        except OSError:
            pass
        finally:
            near.close()
            far.close()

    def pump(self, near, far, mood, after):
        passed = 0
        while not self.ended:
            ready, _, _ = select.select([near, far], [], [], 0.05)
            for s in ready:
                data = s.recv(65536)
                if not data:
                    return
                passed += len(data)
                to = far if s is near else near
                if mood is not None and passed >= after and not self.calm:
                    self.counts[mood] += 1
                    if not self.mistreat(mood, near, to, data):
                        return
                else:
                    to.sendall(data)

    def mistreat(self, mood, near, to, data):
        """Returns whether the connection goes on."""
        if mood == "delay":
            time.sleep(self.random.uniform(0, 0.1))
            to.sendall(data)
            return True
        if mood == "cut":
            to.sendall(data[:self.random.randrange(len(data) + 1)])
        elif mood == "stall":
            end = time.monotonic() + self.random.uniform(0.5, 2.5)
            while time.monotonic() < end and not self.calm:
                time.sleep(0.05)
        elif to is not near:  # reorder
            near.close()
            time.sleep(self.random.uniform(0.5, 1.5))
            to.sendall(data)
            time.sleep(0.2)
        return False

    def close(self):
        self.ended = True
        self.server.close()
