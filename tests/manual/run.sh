#!/bin/sh
# The examples of rules/README.md are right: tests/manual/run.sh BUILD_DIR (or the program). Prints TAP.
exec "$(dirname "$0")/blocks.py" "$1"
