#!/bin/sh
# Finds the events of events.tsv in a capture with tshark, as a section of its story.
# Usage: pcaps/it/count-events.sh FILE
set -eu
file=$1
name=$(basename "${file%.*}")
tab=$(printf '\t')

echo "### What tshark counts"
echo
echo "$(tshark -r "$file" 2>/dev/null | wc -l) frames."
echo
echo "| event | frames | first | last | filter |"
echo "|---|---|---|---|---|"
grep "^$name$tab" "$(dirname "$0")/events.tsv" | while IFS="$tab" read -r _ what filter; do
	tshark -r "$file" -Y "$filter" -T fields -e frame.number 2>/dev/null </dev/null |
		awk -v what="$what" -v filter="$filter" '
			NR == 1 { first = $1 }
			{ last = $1 }
			END {
				gsub(/[|]/, "\\&", filter)
				printf "| %s | %d | %s | %s | `%s` |\n", what, NR, first, last, filter
			}'
done
