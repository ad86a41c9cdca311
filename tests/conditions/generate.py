"""
Conditions made of the values that occur in a capture, as tshark shows them: comparisons, sets,
slices, calculations, quantifiers, and what words join.
"""

import random
import re
import subprocess

TSHARK = "tshark"
FRAMES = 400  # that values are taken from
BETWEEN = "\x1f"
WORD = re.compile(r"^[A-Za-z0-9_ ./:$-]{1,40}$")
# Whose values are the capture's own bookkeeping, or change with tshark's options.
WITHOUT = {"frame.time", "frame.time_epoch"}
# What numbers there are, and the highest constant that tshark takes beside a field of the type.
NUMBERS = {f"FT_UINT{bits}": 2**bits - 1 for bits in (8, 16, 24, 32, 64)}
NUMBERS |= {f"FT_INT{bits}": 2 ** (bits - 1) - 1 for bits in (8, 16, 24, 32, 64)}
NUMBERS["FT_FRAMENUM"] = 2**32 - 1
PROTOCOLS = ("eth", "vlan", "ip", "ipv6", "tcp", "udp", "icmp", "icmpv6", "arp", "modbus", "mbtcp",
             "mbrtu", "goose", "lldp", "dhcp")


def types():
    """{name: type} of all of tshark's fields."""
    done = subprocess.run([TSHARK, "-G", "fields"], stdout=subprocess.PIPE, check=True)
    rows = (line.split("\t") for line in done.stdout.decode(errors="replace").splitlines())
    return {row[2]: row[3] for row in rows if row[0] == "F"}


def values(path, names, options):
    """{field: its different values as tshark prints them, in the order of their occurrence}"""
    command = [TSHARK, "-n", "-r", path, "-c", str(FRAMES), "-T", "fields", "-E", "occurrence=a",
               "-E", "aggregator=" + BETWEEN, *options]
    for name in names:
        command += ["-e", name]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    found = {}
    for line in done.stdout.decode(errors="replace").splitlines():
        for name, cell in zip(names, line.split("\t")):
            for value in cell.split(BETWEEN) if cell else ():
                found.setdefault(name, {})[value] = True
    return {name: list(different) for name, different in found.items()}


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Maker:
    """Makes conditions for one capture; the same for the same seed."""

    def __init__(self, seed, found, kinds):
        self.random = random.Random(seed)
        self.kinds = kinds
        self.found = {name: all_ for name, all_ in found.items() if name not in WITHOUT}
        self.by_layer = {}
        for name in sorted(self.found):
            self.by_layer.setdefault(name.split(".")[0], []).append(name)
        self.makers = {"FT_BOOLEAN": self.of_bool, "FT_BYTES": self.of_bytes, "FT_STRING": self.of_text,
                       "FT_ETHER": self.of_mac, "FT_IPv4": self.of_ipv4, "FT_IPv6": self.of_ipv6,
                       "FT_RELATIVE_TIME": self.of_duration, "FT_DOUBLE": self.of_float,
                       "FT_FLOAT": self.of_float}

    def pick(self, some):
        return some[self.random.randrange(len(some))]

    def field(self):
        """A field that occurs: layers are equally likely, whatever their fields are many."""
        return self.pick(self.by_layer[self.pick(sorted(self.by_layer))])

    def simple(self):
        """A condition about one field."""
        if self.random.random() < 0.06:
            return self.pick(PROTOCOLS)
        name = self.field()
        if self.random.random() < 0.05:
            return name
        kind = self.kinds[name]
        make = self.of_number if kind in NUMBERS else self.makers.get(kind)
        return make(name, self.found[name]) if make else name

    def condition(self):
        """A condition: simple ones, negated and joined."""
        count = self.pick((1, 1, 1, 2, 2, 3))
        text = self.maybe_not(self.simple())
        for _more in range(count - 1):
            word = self.pick(("and", "or", "&&", "||"))
            text = f"{text} {word} {self.maybe_not(self.simple())}"
            if self.random.random() < 0.3:
                text = f"({text})"
        return text

    def maybe_not(self, text):
        if self.random.random() < 0.2:
            return self.pick((f"!({text})", f"not ({text})"))
        return text

    # ---- by type ---------------------------------------------------------------------------

    def of_number(self, name, found):
        numbers = [int(v, 0) for v in found if re.fullmatch(r"-?(0x[0-9a-fA-F]+|[0-9]+)", v)]
        if not numbers:
            return name
        v, w = self.pick(numbers), self.pick(numbers)
        # tshark calculates in the field's own width, so that numbers wrap: not asked.
        if 16 * max(numbers) + 6 > NUMBERS[self.kinds[name]] or v < 0:
            return self.pick((f"{name} == {v}", f"{name} == {hex(v)}" if v >= 0 else name, f"{name} != {v}",
                              f"{name} >= {v}", f"{name} < {v}", f"count({name}) > 1",
                              f"{name} == {self.same_kind(name)}", f"{name} & 0x5" if v >= 0 else name,
                              f"{name} in {{{v}, {w}}}", f"any {name} == {v}", f"all {name} == {v}"))
        low, high = min(v, w), max(v, w)
        other = self.same_kind(name)
        written = self.pick((str(v), hex(v)))
        return self.pick((
            f"{name} == {written}", f"{name} == {written}", f"{name} != {written}", f"{name} eq {v}",
            f"{name} > {v}", f"{name} >= {v}", f"{name} < {v}", f"{name} le {v}",
            f"{name} in {{{v}, {w}}}", f"{name} in {{{low}..{high}}}", f"{name} not in {{{v}, {w}}}",
            f"{name} in {{{low}..{low}, {high}}}", f"!({name} in {{{v}}})",
            f"{name} & {hex(v | 1)}", f"{name} & 0x3 == {v & 3}",
            f"{name} + 1 == {v + 1}", f"{name} % 4 == {v % 4}", f"{name} * 2 > {2 * v}",
            f"{{{name} + 2}} * 3 >= {3 * v + 6}", f"{name} === {v}", f"{name} !== {v}",
            f"any {name} == {v}", f"all {name} == {v}", f"all {name} >= {low}", f"any {name} != {v}",
            f"max({name}, {w}) == {max(v, w)}", f"min({name}, {w}) == {w}", f"count({name}) > 1",
            f"count({name}) == 1", f"{name} == {other}", f"{name} != {other}", f"{name} > {other}",
            f"{name}#1 == {v}", f"{name} - 1 < {v}", f"{name} / 2 == {v // 2}",
        ))

    def of_bool(self, name, found):
        v = self.pick(found)
        return self.pick((name, f"{name} == 1", f"{name} == 0", f"{name} != {1 if v in ('1', 'True') else 0}",
                          f"{name} == True", f"{name} == False", f"all {name} == 1", f"{name} === 1",
                          f"{name} == {self.same_kind(name)}"))

    def of_bytes(self, name, found):
        digits = [v for v in found if re.fullmatch(r"([0-9a-f]{2})+", v)]
        if not digits:
            return name
        raw = bytes.fromhex(self.pick(digits))
        at = self.random.randrange(len(raw))
        some = raw[at:at + self.random.randrange(1, 5)]
        def written(part):
            return self.pick((":", "-", ":")).join(f"{b:02x}" for b in part)

        head = raw[:8]
        return self.pick((
            f"{name}[{at}:{len(some)}] == {written(some)}" if len(some) > 1 else f"{name}[{at}] == {some[0]:#04x}",
            f"{name} contains {written(some) if len(some) > 1 else written(raw[-2:]) if len(raw) > 1 else hex(0)}"
            if len(raw) > 1 else f"len({name}) == 1",
            f"len({name}) == {len(raw)}", f"len({name}) > {len(raw) - 1}",
            f"{name}[:{len(head)}] == {written(head)}" if len(head) > 1 else f"{name}[0] == {head[0]:#04x}",
            f"{name}[-1] == {raw[-1]:#04x}", f"{name}[0] != {raw[0]:#04x}",
            f"{name}[-1:] > {raw[-1]:#04x}" if raw[-1] else f"{name}[0] >= 0x00",
            f"{name}[0-{len(head) - 1}] == {written(head)}" if len(head) > 1 else f"{name}[0] == {head[0]:#04x}",
            f"{name}[0,-1] == {raw[0]:02x}:{raw[-1]:02x}", f"{name} == {written(raw[:64])}" if len(raw) > 1 else name,
            f"{name}[{at}:] contains {written(some)}" if len(some) > 1 else name,
        ))

    def of_text(self, name, found):
        texts = [v for v in found if WORD.fullmatch(v)]
        if not texts:
            return name
        v = self.pick(texts)
        at = self.random.randrange(len(v))
        some = v[at:at + self.random.randrange(1, 6)]
        return self.pick((
            f"{name} == {quoted(v)}", f"{name} != {quoted(v)}", f"{name} contains {quoted(some)}",
            f"{name} matches {quoted(re.escape(some).replace(chr(92) + ' ', ' '))}", f"{name} ~ {quoted('^' + re.escape(v[0]))}",
            f"{name} matches {quoted('(?-i)' + re.escape(some.swapcase()).replace(chr(92) + ' ', ' '))}",
            f"{name} matches {quoted(some.swapcase().replace('.', '[.]').replace('$', '[$]'))}",
            f"len({name}) == {len(v)}", f"len({name}) > {len(v) // 2}", f"upper({name}) == {quoted(v.upper())}",
            f"lower({name}) contains {quoted(some.lower())}", f"{name}[0:{min(3, len(v))}] == {quoted(v[:3])}",
            f"{name} in {{{quoted(v)}, {quoted(self.pick(texts))}}}", f"{name} > {quoted(v[:1])}",
            f"{name} <= {quoted(v)}", f"{name} == {self.same_kind(name)}", f"count({name}) == 1",
            f"{name} contains {quoted(some.swapcase())}",
        ))

    def of_mac(self, name, found):
        v, w = self.pick(found), self.pick(found)
        part = v.split(":")
        return self.pick((
            f"{name} == {v}", f"{name} != {v}", f"{name} == {v.replace(':', '-')}",
            f"{name} == {v.replace(':', '')[:4]}.{v.replace(':', '')[4:8]}.{v.replace(':', '')[8:]}",
            f"{name}[0:3] == {':'.join(part[:3])}", f"{name}[5] == 0x{part[5]}", f"{name}[0] & 1",
            f"{name} in {{{v}, {w}}}", f"not {name} in {{{v}}}", f"{name} == {self.same_kind(name)}",
            f"{name} > {v}", f"{name}[3:] == {':'.join(part[3:])}", f"all {name} == {v}",
            f"{name} contains {':'.join(part[1:3])}", f"{name} === {v}", f"count({name}) == 2",
        ))

    def of_ipv4(self, name, found):
        v, w = self.pick(found), self.pick(found)
        part = v.split(".")
        low, high = sorted((v, w), key=lambda ip: tuple(int(p) for p in ip.split(".")))
        return self.pick((
            f"{name} == {v}", f"{name} != {v}", f"{name} == {'.'.join(part[:3])}.0/24",
            f"{name} == {part[0]}.0.0.0/8", f"{name} in {{{v}, {w}}}", f"{name} in {{{low}..{high}}}",
            f"{name} not in {{{v}}}", f"{name} == {self.same_kind(name)}", f"{name} > {v}",
            f"{name} <= {v}", f"{name} === {v}", f"any {name} == {v}", f"all {name} != {v}",
            f"{name} in {{{part[0]}.{part[1]}.0.0/16}}", f"{name} != {'.'.join(part[:2])}.0.0/16",
            f"count({name}) > 1", f"{name} == {'.'.join(part[:3])}.{int(part[3]) & 0xf0}/28",
        ))

    def of_ipv6(self, name, found):
        v, w = self.pick(found), self.pick(found)
        return self.pick((
            f"{name} == {v}", f"{name} != {v}", f"{name} == {v}/64", f"{name} in {{{v}, {w}}}",
            f"{name} == {self.same_kind(name)}", f"{name} > {v}", f"{name}[0:2] == fe:80", f"{name} == {v}/10",
        ))

    def of_duration(self, name, found):
        v = self.pick(found)
        return self.pick((f"{name} == {v}", f"{name} > {v}", f"{name} <= {v}", f"{name} < 1",
                          f"{name} >= 0.001", f"{name} != {v}"))

    def of_float(self, name, found):
        found = [v for v in found if "inf" not in v and "nan" not in v]
        if not found:
            return name
        v = self.pick(found)
        return self.pick((f"{name} == {v}", f"{name} > {v}", f"{name} <= {v}", f"{name} != {v}"))

    def same_kind(self, name):
        """Another field of the same type that occurs, or the same."""
        kind = self.kinds[name]
        alike = [n for n in sorted(self.found) if self.kinds[n] == kind and n != name]
        return self.pick(alike) if alike else name


def conditions(seed, found, kinds, count):
    """That many different conditions."""
    maker, out = Maker(seed, found, kinds), {}
    if not maker.by_layer:
        return []
    for _attempt in range(20 * count):
        if len(out) == count:
            break
        out[maker.condition()] = True
    return list(out)
