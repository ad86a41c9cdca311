#!/bin/sh
# Delivery, with whole programs: faults, disks, links, intruders. run.sh BUILD_DIR [MODE]; mode
# "torture" is the long form.
exec /usr/bin/python3 "$(dirname "$0")/main.py" "$@"
