#!/bin/bash
# No packet, message or flow costs an allocation of ours: tests/nomalloc/run.sh BUILD_DIR
#
# The program of this build counts its own allocations (wrap.c). A capture four times as long, or
# a whole capture instead of its first frame, must need exactly as many; but for the one with which
# the sensor starts nDPI, at the first flow that no decoder claims. The same with rules, process
# variables and a baseline: no alert and no state costs one, and neither does learning that adds nothing.
# The same with delivery: no event costs one on its way into the spool.
set -u
build=$1
here=$build/nomalloc
mkdir -p "$here"
number=0 bad=0
allowed=0 # allocations that the longer one may need beside
command="read"
status=0 # that reading ends with

result() { # STATUS SENTENCE
	number=$((number + 1))
	[ "$1" = ok ] || bad=1
	echo "$1 $number - $2"
}

allocations() { # FILE OPTION…: how many reading it takes; nothing if that failed
	local file=$1
	shift
	rm -rf "$here/count" "$here/spool"
	NOMALLOC_REPORT=$here/count "$build/kagami-sensor" "$command" "$@" "$file" >/dev/null 2>"$here/stderr"
	[ $? -eq "$status" ] && cat "$here/count"
}

compare() { # SENTENCE SHORT LONG OPTION…
	local sentence=$1 short=$2 long=$3 few many
	shift 3
	few=$(allocations "$short" "$@")
	many=$(allocations "$long" "$@")
	if [ "${few:-0}" -gt 0 ] && [ -n "$many" ] && [ $((many - few)) -ge 0 ] &&
		[ $((many - few)) -le "$allowed" ]; then
		result ok "$sentence"
		echo "# $few allocations, all of them at the start or end"
	else
		result "not ok" "$sentence"
		echo "# $short: ${few:-failed}, $long: ${many:-failed} allocations"
		grep -v 'limits:' "$here/stderr" | sed 's/^/# /' | tail -n 5
		[ -z "$few" ] || NOMALLOC_TRACE=$few "$build/kagami-sensor" "$command" "$@" "$long" 2>&1 >/dev/null |
			head -n 30 | sed 's/^/# /'
	fi
}

for kind in steady mixed; do
	for packets in 20000 80000; do
		"$build/tests/bench/gen" $kind $packets "$here/$kind-$packets.pcap" >/dev/null
	done
	for option in --summary --json; do
		compare "$kind traffic costs no allocation a packet with $option" \
			"$here/$kind-20000.pcap" "$here/$kind-80000.pcap" $option
	done
done

# Nobody listens there: all events stay in the spool, and reading says so with its status.
sending=(--collector "tcp://127.0.0.1:1" --key "$here/plant-1.key" --spool "$here/spool" --linger 0)
keys=("$here/collector.key" "$here/collector.pub" "$here/plant-1.key" "$here/plant-1.pub")
rm -f "${keys[@]}"
collector=$(dirname "$build")/release/kagami-collector # whose allocations are not counted
if "$collector" keygen --output "$here" >/dev/null 2>"$here/stderr" &&
	"$collector" keygen plant-1 --collector-key "$here/collector.pub" --output "$here" >/dev/null 2>>"$here/stderr"; then
	result ok "keys are made"
else
	result "not ok" "keys are made"
	sed 's/^/# /' "$here/stderr"
fi
status=1
allowed=4 # of the delivery thread: the list of segments grows with the spool
for kind in steady mixed; do
	for send in none writes changes all; do
		compare "$kind traffic costs no allocation an event with --send $send" \
			"$here/$kind-20000.pcap" "$here/$kind-80000.pcap" --summary "${sending[@]}" --send $send
	done
done
status=0

allowed=1 # the start of nDPI

# What the comparisons below have beside the capture: rules of every kind, and those that ship.
own=(--rules tests/alerts/own/rules --site tests/alerts/own/site.yaml --tags tests/alerts/own/tags.yaml)
shipped=(--rules rules)
[ -e rules/cases/site.yaml ] && shipped+=(--site rules/cases/site.yaml)
[ -e rules/cases/tags.yaml ] && shipped+=(--tags rules/cases/tags.yaml)
for set in own shipped; do
	declare -n options=$set
	if "$build/kagami-sensor" learn "${options[@]}" -q -o "$here/$set.yaml" \
		pcaps/normal.pcap pcaps/normal-long.pcap pcaps/operator.pcap pcaps/engineering.pcapng 2>"$here/stderr"; then
		result ok "$set rules: a baseline is learned"
	else
		result "not ok" "$set rules: a baseline is learned"
		sed 's/^/# /' "$here/stderr" | head -n 20
	fi
	options+=(--baseline "$here/$set.yaml")
done

with_rules() { # SHORT LONG NAME: no alert and no state costs an allocation
	compare "$3 costs no more than its first frame with rules of every kind" "$1" "$2" --json "${own[@]}"
	compare "$3 costs no more than its first frame with the rules that ship" "$1" "$2" "${shipped[@]}"
	status=1
	compare "$3 costs no more than its first frame with rules of every kind and delivery" \
		"$1" "$2" "${own[@]}" "${sending[@]}"
	status=0
}

if command -v editcap >/dev/null; then
	while IFS= read -r file; do
		# The same file format, which has its own share in what is allocated at the start.
		format=${file##*.} first=$here/first.${file##*.} name=$(basename "$file")
		if editcap -F "$format" -r "$file" "$first" 1 >/dev/null 2>&1; then
			compare "$name costs no more than its first frame" "$first" "$file" --json
			with_rules "$first" "$file" "$name"
		fi
	done < <(find pcaps -name '*.pcap' -o -name '*.pcapng' | sort)
	# The frames of alerts leave; in a ring that is too small for the capture, too.
	status=1 allowed=5
	for ring in 256KiB 8MiB; do
		compare "the packets of alerts cost no allocation with a ring of $ring" "$here/first.pcap" pcaps/attack-scan.pcap \
			"${shipped[@]}" "${sending[@]}" --send none --evidence-frames 256 --evidence-ring $ring
	done
	status=0 allowed=1
	# What is known already costs nothing to learn again.
	command="learn"
	options=("${own[@]/--baseline/--merge}" -q -o "$here/again.yaml")
	compare "normal.pcap costs no allocation to learn what the baseline has" \
		"$here/first.pcap" pcaps/normal.pcap "${options[@]}"
else
	result ok "captures of pcaps/ # SKIP editcap is not installed"
fi
echo "1..$number"
exit $bad
