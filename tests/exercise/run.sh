#!/bin/sh
# Exercises, by whole programs: a team that works and one that does not, reports, two countries.
# run.sh BUILD_DIR [TEST...]
exec /usr/bin/python3 -B "$(dirname "$0")/main.py" "$@"
