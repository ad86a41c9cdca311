#!/bin/sh
# Incidents, by whole programs: what comes of each capture, crashes, other batches, commands.
# run.sh BUILD_DIR [MODE]; mode "torture" is the long form, "accept" makes what comes now expected.
exec /usr/bin/python3 -B "$(dirname "$0")/main.py" "$@"
