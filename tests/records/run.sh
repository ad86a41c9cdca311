#!/bin/bash
# Records of incidents against the schemas of their formats: tests/records/run.sh BUILD_DIR
#
# tests/records/make writes a folder of records, NNN.KIND.EXTENSION, of the incidents of incidents.h.
# Then each check_*.py is run with that folder and prints results of its own. Prints TAP.
set -u
here=$(cd "$(dirname "$0")" && pwd)
build=$(realpath "$1")
cd "$here/../.." || exit 2
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
bad=0

if [ ! -x "$build/tests/records/make" ]; then
	echo "not ok - tests/records/make is built"
	exit 1
fi
if said=$("$build/tests/records/make" "$folder" collector/data/messages 2>&1); then
	echo "ok - each format can say each incident, twice with the same bytes"
else
	echo "not ok - each format can say each incident, twice with the same bytes"
	echo "${said:-it ended with another status than 0}" | head -n 40 | sed 's/^/# /'
	bad=1
fi
for check in "$here"/check_*.py; do
	/usr/bin/python3 "$check" "$folder"
	status=$?
	[ $status -eq 0 ] || bad=1
	[ $status -le 1 ] || echo "not ok - ${check##*/} ends by itself"
done
exit $bad
