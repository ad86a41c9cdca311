#!/bin/sh
# The rules that ship are right: tests/manual/run.sh BUILD_DIR (or the program). Prints TAP. The examples of
# rules/README.md are checked; then the cases of the shipped rules and of the rules in rules/examples/ are run.
root=$(cd "$(dirname "$0")/../.." && pwd)
program=$1
[ -d "$program" ] && program=$program/kagami-sensor
status=0
"$root/tests/manual/blocks.py" "$program" || status=1
"$program" rules test "$root/rules" || status=1
for plant in waterworks substation; do
	plant=$root/rules/examples/$plant
	"$program" rules test --site "$plant/site.yaml" --tags "$plant/tags.yaml" "$plant.yaml" || status=1
done
exit $status
