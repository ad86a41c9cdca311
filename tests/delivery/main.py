"""All tests of delivery: main.py BUILD_DIR [torture]."""

import sys
import time

import disks
import faults
import intruders
import links
import tap

# How many rounds of kills and of bad lines: in `make test`, and in `make torture`.
SHORT, LONG = (10, 3), (250, 40)


def main():
    sys.dont_write_bytecode = True
    build = sys.argv[1]
    long_form = sys.argv[2:] == ["torture"]
    kills, lines = LONG if long_form else SHORT
    seed = int(time.time()) if long_form else 1
    tap.trial(faults.kills, build, kills, seed)
    tap.trial(faults.again, build)
    tap.trial(faults.late, build)
    tap.trial(faults.clean_stop, build)
    tap.trial(links.proxies, build, lines, seed)
    tap.trial(links.failover, build)
    for test in (disks.full_store, disks.full_spool_disk, disks.small_spool, disks.torn,
                 disks.flipped, disks.clock):
        tap.trial(test, build)
    for test in (intruders.strangers, intruders.other_name, intruders.removed_while_connected,
                 intruders.protocol, intruders.flood, intruders.replayed,
                 intruders.files_of_keys):
        tap.trial(test, build)
    tap.end()


main()
