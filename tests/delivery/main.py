"""All tests of delivery: main.py BUILD_DIR [torture | TEST...]."""

import sys
import time

import disks
import evidence
import faults
import intruders
import links
import sending
import stream
import tap

# How many rounds of kills and of bad lines: in `make test`, and in `make torture`.
SHORT, LONG = (10, 3), (250, 40)


def tests(kills, lines, seed):
    """Each with what it needs beside the programs."""
    return [
        (faults.kills, kills, seed), (faults.again,), (faults.late,), (faults.clean_stop,),
        (links.proxies, lines, seed), (links.failover,), (sending.left_behind,),
        (stream.stream,), (evidence.evidence,),
        (disks.full_store,), (disks.full_spool_disk,), (disks.small_spool,), (disks.torn,),
        (disks.flipped,), (disks.clock,),
        (intruders.strangers,), (intruders.other_name,), (intruders.removed_while_connected,),
        (intruders.protocol,), (intruders.flood,), (intruders.replayed,),
        (intruders.files_of_keys,), (intruders.forged,),
    ]


def main():
    sys.dont_write_bytecode = True
    build, names = sys.argv[1], sys.argv[2:]
    long_form = names == ["torture"]
    kills, lines = LONG if long_form else SHORT
    seed = int(time.time()) if long_form else 1
    for test, *more in tests(kills, lines, seed):
        if not names or long_form or test.__name__ in names:
            tap.trial(test, build, *more)
    tap.end()


main()
