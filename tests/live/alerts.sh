# shellcheck shell=bash
# shellcheck disable=SC2154 # what tests/live/run.sh sets, which runs this
# Live detection: the same alerts as from the file; rules that change while they are used.

own=tests/alerts/own
# What a running sensor is told to watch is edited here, not in the tree.
mkdir -p "$work/rules"
cp $own/rules/*.yaml "$work/rules"
rules=(--rules "$work/rules" --site "$own/site.yaml" --tags "$own/tags.yaml")
"$program" learn --config /dev/null -q "${rules[@]}" -o "$work/base.yaml" pcaps/normal.pcap pcaps/normal-long.pcap \
	pcaps/operator.pcap 2>"$work/log"
result $? "a baseline is learned for live detection" <"$work/log"
watch=("${read_options[@]}" "${rules[@]}" --baseline "$work/base.yaml" --json -q)

# Times differ, and so do the ephemeral: what time makes of rates and ages.
alerts_of() { sed -E 's/"time":"[^"]*",?//; s/[0-9.]+(e-[0-9]+)? (ms|s)\b//g; s/"(ot|flow)\.[a-z_]*(time|duration|age)":[^,}]*,?//g' "$@"; }

send_as_recorded() { # PAIR FILE: at the speed at which it was captured
	"${inside[@]}" tcpreplay -q -i "veth$1" --timer=gtod "$2" >"$work/tcpreplay.$1" 2>&1
}

# Frames come as they were recorded, so that windows and rhythms see the same times but for jitter.
# No capture here has a frame within that of a window's end.
for name in it-portscan it-plc-scan it-nmap-modbus it-syn-flood it-dhcp-rogue attack-broadcast-write attack-file \
	attack-write attack-umas; do
	[ -e pcaps/$name.pcap ] || continue
	"$program" read "${watch[@]}" pcaps/$name.pcap >"$work/want" 2>"$work/log"
	start capt0 "${watch[@]}"
	send_as_recorded 0 pcaps/$name.pcap
	stop INT
	diff <(alerts_of "$work/want") <(alerts_of "$work/out") >"$work/diff"
	same=$?
	[ $same -eq 0 ] && [ "$rc" -eq 0 ] && [ -s "$work/want" ]
	result $? "$name: live alerts are those of the file, but for times" \
		< <(echo "exit $rc, $(wc -l <"$work/want") alerts" && head -n 6 "$work/diff" && cat "$work/log")
done

# ---- rules that change ------------------------------------------------------------------------

alerts() { grep -c "\"rule\":\"$1\"" "$work/out"; }
# shellcheck disable=SC2317 # called by wait_for
has_alert() { grep -q "\"rule\":\"$1\"" "$work/out"; }
# shellcheck disable=SC2317
said() { [ "$(grep -c -- "$1" "$work/log")" -ge "$2" ]; }
rule() { # ID CONDITION [LINE...]: appends a rule to $work/set/rules.yaml
	local id=$1 condition=$2
	shift 2
	printf -- '- rule: A test\n  id: %s\n  desc: A test.\n  condition: %s\n  output: "%s"\n  priority: low\n' \
		"$id" "$condition" "$id" >>"$work/set/rules.yaml"
	printf '  %s\n' "$@" >>"$work/set/rules.yaml"
}
counting=("count: {threshold: 50, within: 1h, by: [ip.dst]}" "throttle: {within: 1h}")
# Frames up to which the first PLC is asked 20 times, and 60 times.
few=$("$program" read "${read_options[@]}" -q -j "$file" | grep '"ip.dst":"10.10.1.11"' |
	sed -n '20s/^{"frame.number":\([0-9]*\).*/\1/p')
many=$("$program" read "${read_options[@]}" -q -j "$file" | grep '"ip.dst":"10.10.1.11"' |
	sed -n '60s/^{"frame.number":\([0-9]*\).*/\1/p')
slice() { # FIRST LAST: these frames, into $work/part.pcap
	editcap -r "$file" "$work/part.pcap" "$1-$2" >/dev/null 2>&1
}
send_part() {
	slice "$1" "$2" && "${inside[@]}" tcpreplay -q -i veth0 --pps="$pps" "$work/part.pcap" >"$work/tcpreplay" 2>&1
}

mkdir -p "$work/set"
if command -v editcap >/dev/null; then
	rule counted 'modbus and ot.request == true and ip.dst == 10.10.1.11' "${counting[@]}"
	start capt0 "${read_options[@]}" --rules "$work/set" --json
	send_part 1 "$few"
	rule added 'modbus and ot.request == true' 'throttle: 1h'
	kill -HUP "$sensor"
	wait_for 5 said '2 rules are in use now' 1
	result $? "SIGHUP takes new rules into use" <"$work/log"
	[ "$(alerts counted)" -eq 0 ]
	result $? "before, the count had not reached its threshold" <"$work/out"
	send_part $((few + 1)) "$many"
	wait_for 5 has_alert added
	result $? "a rule that was added fires" < <(cat "$work/log")

	printf -- '- rule: Broken\n  id: broken\n  condition: modbus.func_cod == 5\n' >>"$work/set/rules.yaml"
	wait_for 10 said 'the old ones stay in use' 1
	result $? "broken rules are noticed when their file changes, and the old ones stay" <"$work/log"
	# Nobody says it again while nothing changes.
	sleep 2.5
	[ "$(grep -c 'rules.yaml:[0-9]*:[0-9]*: there is no field "modbus.func_cod"' "$work/log")" = 1 ]
	result $? "what is wrong is said once, with file, line and column" <"$work/log"
	mv "$work/set" "$work/away"
	wait_for 10 said 'the old ones stay in use' 2
	result $? "a folder of rules that vanishes leaves the rules in use" <"$work/log"
	: >"$work/away/rules.yaml"
	rules_back=("${counting[@]}")
	mkdir "$work/set.new"
	mv "$work/away/rules.yaml" "$work/set.new/old.txt"
	mv "$work/set.new" "$work/set"
	rule counted 'modbus and ot.request == true and ip.dst == 10.10.1.11' "${rules_back[@]}"
	rule later 'arp or modbus' 'throttle: 1h'
	wait_for 10 said '2 rules are in use now' 2
	result $? "when it is back, its rules are used" <"$work/log"
	send_part $((many + 1)) $((many + 200))
	wait_for 5 has_alert later
	stop INT
	[ "$(alerts counted)" -eq 1 ] && [ "$rc" -eq 0 ]
	result $? "what a rule had counted goes on over all of that" < <(echo "exit $rc" && cat "$work/out" "$work/log")

	: >"$work/set/rules.yaml"
	rule told 'modbus'
	start capt0 "${read_options[@]}" --rules "$work/set" --json --config <(printf 'detection:\n  reload: false\n')
	rule unasked 'modbus'
	sleep 2.5
	send_part 1 100
	stop INT
	[ "$(alerts told)" -gt 0 ] && [ "$(alerts unasked)" -eq 0 ] && [ "$rc" -eq 0 ]
	result $? "with reload: false only a signal takes new rules into use" < <(echo "exit $rc" && cat "$work/log")
else
	number=$((number + 1))
	echo "ok $number - rules that change # SKIP needs editcap"
fi

# The sanitizers look on while rules are replaced again and again.
storm=$(dirname "$build")/asan/kagami-sensor
[ -x "$storm" ] || storm=$build/kagami-sensor
cp "$storm" "$work/kagami-storm"
regular=$program program=$work/kagami-storm
start capt0 "${watch[@]}" --summary
send 0 --loop=3 &
other=$!
for i in $(seq 50); do
	if [ $((i % 2)) = 0 ]; then
		cp $own/rules/20-rules.yaml "$work/rules/20-rules.yaml"
	else
		sed 's/threshold: 20,/threshold: 25,/; /^- rule: An exception/,/throttle/d' $own/rules/20-rules.yaml \
			>"$work/rules/20-rules.yaml"
	fi
	kill -HUP "$sensor"
	sleep 0.06
done
wait $other
stop INT
[ "$rc" -eq 0 ] && ! grep -qE 'AddressSanitizer|runtime error|LeakSanitizer' "$work/log" &&
	[ "$(number_of frames "$work/out")" = $((3 * frames)) ]
result $? "fifty reloads under traffic lose nothing" < <(say_counts)
program=$regular
