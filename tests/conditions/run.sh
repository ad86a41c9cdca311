#!/bin/bash
# Frames that `rules try` selects against those of tshark: tests/conditions/run.sh BUILD_DIR
if ! command -v tshark >/dev/null; then
	echo "ok 1 - comparison with tshark # SKIP tshark is not installed"
	exit 0
fi
if ! tshark -v 2>/dev/null | grep -q 'with Lua'; then
	echo "ok 1 - comparison with tshark # SKIP this tshark has no Lua"
	exit 0
fi
exec /usr/bin/python3 -B tests/conditions/conditions.py "$1"
