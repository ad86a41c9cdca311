#!/bin/bash
# Checks each story against its capture: the counters that the programs printed must be what
# tshark counts in the file, and only the captures that say so may hold malformed messages.
# Usage: pcaps/check-captures.sh [NAME...]
set -u
cd "$(dirname "$0")" || exit 2

# Messages that tshark 4.0 calls malformed, and why they are in the file.
declare -A malformed=(
	[attack-malformed]="the attack"
	[attack-scan]="requests whose body does not fit the function"
)
# Requests that tshark does not show: function and how many.
declare -A unseen=([attack-pipeline]="3 6") # a header in two segments
failed=0

fail() {
	echo "$1: $2"
	failed=$((failed + 1))
}

# Sums the programs' tables (five columns) of a story: function, requests, answers.
told() {
	awk -F '|' -v unseen="${unseen[${1%.md}]-0 0}" 'BEGIN { split(unseen, u, " "); q[u[1]] = -u[2] }
		NF == 7 && $3 + 0 > 0 { q[$3 + 0] += $4; a[$3 + 0] += $5 + $6 }
		END { for (f in q) if (f + 0 > 0) print f, q[f], a[f] }' "$1" | sort -n
}

# The table that tshark's count left (three columns).
counted() {
	awk -F '|' 'NF == 5 && $2 + 0 > 0 { print $2 + 0, $3 + 0, $4 + 0 }' "$1" | sort -n
}

check() {
	local file=$1 name=${1%%.*} port='' count=./count-functions.sh bad
	local story=$name.md

	case $name in
	rtu-over-tcp) port=4001 ;;
	odd-port) port=10502 ;;
	it-*) count=it/count-events.sh ;;
	esac
	if [ "$($count "$file" $port)" != "$(sed -n '/^### What tshark counts/,$p' "$story")" ]; then
		fail "$file" "tshark counts something else than the story says"
	fi
	case $name in
	# what tshark cannot count: broken frames, forged answers, and a serial line that loses some;
	# events have no counters of the programs
	attack-malformed | attack-spoofed-answer | rtu-over-tcp | it-*) ;;
	*)
		if [ -n "$(told "$story")" ] && [ "$(told "$story")" != "$(counted "$story")" ]; then
			fail "$file" "the programs counted something else than tshark:"
			diff <(told "$story") <(counted "$story") | sed -n 's/^[<>]/	&/p'
		fi
		;;
	esac
	bad=$(tshark -r "$file" -d tcp.port==10502,mbtcp -Y '_ws.malformed' -T fields -e frame.number 2>/dev/null | wc -l)
	if [ "$bad" -gt 0 ] && [ -z "${malformed[$name]-}" ]; then
		fail "$file" "$bad malformed frames, and the story says nothing of them"
	fi
	echo "$file: $bad malformed frames${malformed[$name]:+ (${malformed[$name]})}"
}

n=0
for file in *.pcap *.pcapng; do
	name=${file%%.*}
	# those of other makers have checks of their own
	grep -qs "^<!-- told by" "$name.md" || continue
	case " $* " in "  " | *" $name "*) check "$file"; n=$((n + 1)) ;; esac
done
echo "$n captures checked, $failed differences"
[ "$failed" -eq 0 ] && [ "$n" -gt 0 ]
