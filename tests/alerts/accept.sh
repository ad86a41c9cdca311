#!/bin/bash
# Makes the present alerts the expected ones: tests/alerts/accept.sh BUILD_DIR
exec /usr/bin/python3 -B tests/alerts/alerts.py "$1" --accept
