#!/bin/bash
# No packet, message or flow costs an allocation of ours: tests/nomalloc/run.sh BUILD_DIR
#
# The program of this build counts its own allocations (wrap.c). A capture four times as long, or
# a whole capture instead of its first frame, must need exactly as many; but for the one with which
# the sensor starts nDPI, at the first flow that no decoder claims.
set -u
build=$1
here=$build/nomalloc
mkdir -p "$here"
number=0 bad=0
start_of_ndpi=0

result() { # STATUS SENTENCE
	number=$((number + 1))
	[ "$1" = ok ] || bad=1
	echo "$1 $number - $2"
}

allocations() { # FILE OPTION…: how many reading it takes; nothing if that failed
	local file=$1
	shift
	rm -f "$here/count"
	NOMALLOC_REPORT=$here/count "$build/kagami-sensor" read "$@" "$file" >/dev/null 2>"$here/stderr" &&
		cat "$here/count"
}

compare() { # SENTENCE SHORT LONG OPTION…
	local sentence=$1 short=$2 long=$3 few many
	shift 3
	few=$(allocations "$short" "$@")
	many=$(allocations "$long" "$@")
	if [ "${few:-0}" -gt 0 ] && [ -n "$many" ] && [ $((many - few)) -ge 0 ] &&
		[ $((many - few)) -le "$start_of_ndpi" ]; then
		result ok "$sentence"
		echo "# $few allocations, all of them at the start or end"
	else
		result "not ok" "$sentence"
		echo "# $short: ${few:-failed}, $long: ${many:-failed} allocations"
		grep -v 'limits:' "$here/stderr" | sed 's/^/# /' | tail -n 5
		[ -z "$few" ] || NOMALLOC_TRACE=$few "$build/kagami-sensor" read "$@" "$long" 2>&1 >/dev/null |
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

start_of_ndpi=1
if command -v editcap >/dev/null; then
	while IFS= read -r file; do
		# The same file format, which has its own share in what is allocated at the start.
		format=${file##*.} first=$here/first.${file##*.}
		if editcap -F "$format" -r "$file" "$first" 1 >/dev/null 2>&1; then
			compare "$(basename "$file") costs no more than its first frame" "$first" "$file" --json
		fi
	done < <(find pcaps -name '*.pcap' -o -name '*.pcapng' | sort)
else
	result ok "captures of pcaps/ # SKIP editcap is not installed"
fi
echo "1..$number"
exit $bad
