#!/bin/sh
# The workshop's scenarios, by whole programs: what comes of their captures, of normal work, and of
# some of them live. run.sh BUILD_DIR [MODE]; mode "torture" runs all of them live.
exec /usr/bin/python3 -B "$(dirname "$0")/main.py" "$@"
