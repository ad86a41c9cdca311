#!/usr/bin/python3
"""Rules for the bench: as many as asked for, of the sorts that a site has, the same in every run.

None of them fires on the bench's steady capture (or only rarely), as rules should not on a plant that
does what it always does; but all of them ask for the protocol and often the function that is there.
"""

import random

SORTS = (
    "modbus.func_code == {func} and modbus.reference_num == {address} and ip.src == {host}",
    "modbus.func_code in {{{func}, {func2}}} and ip.dst == {host} and ot.request",
    "ot.op == \"write\" and ot.object == \"hr:{address}\" and not ip.src in {{{host}, {host2}}}",
    "modbus.reference_num >= {address} and modbus.reference_num < {more} and modbus.func_code == {func3}",
    "modbus.exception_code == {code} and ip.src == {host}",
    "mbtcp.unit_id == {unit} and modbus.func_code == {func3}",
    "modbus.regval_uint16 > {value} and modbus.func_code == 6 and ip.dst == {host}",
    "ip.src == {net}/24 and ip.dst == {host} and modbus",
    "ot.function contains \"File\" and mbtcp.unit_id == {unit}",
    "goose.stNum > {value} and goose.gocbRef contains \"IED{unit}\"",
)


def rules(n):
    """YAML of n rules."""
    chance = random.Random(7)

    def host():
        return f"10.{chance.randrange(20, 200)}.{chance.randrange(256)}.{chance.randrange(1, 255)}"

    out = []
    for i in range(n):
        address = chance.randrange(30000, 60000)
        condition = SORTS[i % len(SORTS)].format(
            func=chance.choice((5, 6, 15, 16, 22, 23)), func2=chance.choice((8, 17, 43, 90)),
            func3=chance.choice((3, 4, 1, 2)), address=address, more=address + chance.randrange(1, 40),
            host=host(), host2=host(), net=host().rsplit(".", 1)[0] + ".0",
            code=chance.randrange(1, 12), unit=chance.randrange(60, 250), value=chance.randrange(61000, 65000),
        )
        out.append(
            f"- rule: Bench rule {i}\n  id: bench-{i}\n  desc: One of many.\n"
            f"  condition: '{condition}'\n  output: \"{{ip.src}} does it\"\n  priority: low\n"
        )
        if i % 5 == 0:
            out.append("  count: {threshold: 5, within: 60s, by: [ip.src]}\n")
    return "".join(out)


if __name__ == "__main__":
    import sys

    sys.stdout.write(rules(int(sys.argv[1])))
