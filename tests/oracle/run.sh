#!/bin/bash
# Every field against tshark's: tests/oracle/run.sh BUILD_DIR
if ! command -v tshark >/dev/null; then
	echo "ok 1 - comparison with tshark # SKIP tshark is not installed"
	exit 0
fi
exec /usr/bin/python3 -B tests/oracle/oracle.py "$1"
