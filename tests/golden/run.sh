#!/bin/bash
# The output for each capture against its golden file: tests/golden/run.sh BUILD_DIR
exec /usr/bin/python3 -B tests/golden/golden.py "$1"
