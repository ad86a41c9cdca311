#!/bin/bash
# Detection as it is used, with the rules that ship and with the tests' own: tests/alerts/run.sh BUILD_DIR
exec /usr/bin/python3 -B tests/alerts/alerts.py "$1"
