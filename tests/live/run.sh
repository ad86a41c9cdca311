#!/bin/bash
# Live capture: tests/live/run.sh BUILD_DIR. Prints TAP.
#
# In a network namespace of its own, a capture of the project is sent into one end of a veth pair
# and captured at the other; what comes out is compared with reading the same file. Nothing outside
# the namespace is touched. Needs root, iproute2 and tcpreplay; says so and skips otherwise.
set -u
cd "$(dirname "$0")/../.." || exit 2
program=$1
build=${program%/kagami-sensor}
[ -d "$program" ] && program=$program/kagami-sensor
ns=kagami-live-$$
work=$(mktemp -d)
number=0 bad=0 sensor=
pps=2000 # sent a second

skip_all() {
	echo "ok 1 - live capture on a veth pair # SKIP $1"
	echo 1..1
	rm -rf "$work"
	exit 0
}

[ -x "$program" ] || {
	echo "not ok 1 - $program is built"
	exit 1
}
[ "$(id -u)" = 0 ] || skip_all "needs root"
for tool in ip tcpreplay; do
	command -v $tool >/dev/null || skip_all "needs $tool"
done
file=
for candidate in pcaps/normal.pcap pcaps/*.pcap; do
	[ -e "$candidate" ] && file=$candidate && break
done
[ -n "$file" ] || skip_all "needs a capture in pcaps/"
ip netns add "$ns" 2>"$work/err" || skip_all "needs network namespaces: $(head -n 1 "$work/err")"

# shellcheck disable=SC2317  # called by the trap
cleanup() {
	[ -z "$sensor" ] || kill -KILL "$sensor" 2>/dev/null
	ip netns del "$ns"
	rm -rf "$work"
}
trap cleanup EXIT

# The program where anybody may run it, whatever folder the tests are in.
chmod 755 "$work"
cp "$program" "$work/kagami-sensor"
program=$work/kagami-sensor

# Not a function: what is started with it in the background must be our child.
inside=(ip netns exec "$ns")

# PAIR: vethPAIR and captPAIR, without addresses; nobody speaks there but tcpreplay.
make_pair() {
	"${inside[@]}" ip link add "veth$1" type veth peer name "capt$1" &&
		"${inside[@]}" ip link set "veth$1" up && "${inside[@]}" ip link set "capt$1" up
}

for all in all default; do
	conf=/proc/sys/net/ipv6/conf/$all/disable_ipv6
	"${inside[@]}" sh -c "[ ! -e $conf ] || echo 1 >$conf"
done
if ! { make_pair 0 && make_pair 1; } 2>"$work/err"; then
	reason=$(head -n 1 "$work/err")
	ip netns del "$ns"
	trap - EXIT
	skip_all "needs veth interfaces: $reason"
fi

result() { # STATUS NAME: a test's line; what is on standard input says why it failed
	number=$((number + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $number - $2"
	else
		echo "not ok $number - $2"
		sed 's/^/# /' | cut -c1-300
		bad=1
	fi
}

wait_for() { # SECONDS COMMAND...: until it succeeds
	local end=$((SECONDS + $1))
	shift
	until "$@"; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.05
	done
}
# Every capturing socket holds a promiscuity of the interface.
# shellcheck disable=SC2317  # called by wait_for
captured() { "${inside[@]}" ip -d link show "$1" 2>/dev/null | grep -q "promiscuity [1-9]"; }
# shellcheck disable=SC2317
not_captured() { ! captured "$1"; }
log_has() { grep -q -- "$1" "$work/log"; }

start() { # INTERFACE OPTION...: the sensor, until it captures there
	local interface=$1
	shift
	"${inside[@]}" "$program" live -i "$interface" "$@" >"$work/out" 2>"$work/log" </dev/null &
	sensor=$!
	wait_for 10 captured "${interface%%,*}" || echo "# $interface is not captured: $(cat "$work/log")"
}
stop() { # SIGNAL: ends it; rc is its exit code, -1 when it does not end
	kill "-$1" "$sensor"
	wait_for 10 gone || {
		kill -KILL "$sensor"
		wait "$sensor"
		sensor=
		rc=-1
		return
	}
	wait "$sensor"
	rc=$?
	sensor=
}
# A child that ended and was not waited for is a zombie.
# shellcheck disable=SC2317
gone() { ! grep -qs '^State:[[:space:]]*[^Z[:space:]]' "/proc/$sensor/status"; }
send() { # PAIR [OPTION...]
	local pair=$1
	shift
	"${inside[@]}" tcpreplay -q -i "veth$pair" --pps=$pps "$@" "$file" >"$work/tcpreplay" 2>&1
}

# A new interface counts from 0: noted before one is deleted, and at the end.
sent=
note_sent() {
	local interface
	for interface in capt0 capt1; do
		sent="$sent $("${inside[@]}" cat "/sys/class/net/$interface/statistics/tx_packets")"
	done
}

# When it happened differs, and whether the answer was there when the request was printed.
timeless() { sed -E 's/"[a-z_.]*(time|response_frame)[a-z_.]*":("[^"]*"|[0-9.]+),?//g' "$@"; }
# "frames N bytes N" and so on, of a summary in JSON.
number_of() { grep -o "\"$1\":[0-9]*" "$2" | head -n 1 | grep -o '[0-9]*$'; }
operations_of() { grep -o '"operations":[0-9]*' "$1" | grep -o '[0-9]*$' | awk '{ n += $1 } END { print n + 0 }'; }
refused() { # NAME PATTERN COMMAND...: exits 1 (or $code) with one line that has the pattern
	local name=$1 pattern=$2 rc
	shift 2
	timeout 10 "$@" >"$work/out" 2>"$work/log" </dev/null
	rc=$?
	[ $rc -eq "${code:-1}" ] && [ "$(grep -c 'kagami-sensor: live:' "$work/log")" = 1 ] && log_has "$pattern"
	result $? "$name" < <(echo "exit $rc" && cat "$work/log")
}

read_options=(--config /dev/null --duplicate-window 0)
"$program" read "${read_options[@]}" --json "$file" >"$work/read.json" 2>"$work/log"
"$program" read "${read_options[@]}" --json --summary "$file" >"$work/read.sum" 2>>"$work/log"
frames=$(number_of frames "$work/read.sum")
bytes=$(number_of bytes "$work/read.sum")
operations=$(operations_of "$work/read.sum")
[ "${frames:-0}" -gt 0 ] && [ "$operations" -gt 0 ] && [ -s "$work/read.json" ]
result $? "reading $file gives frames and operations to compare with" <"$work/log"

# ---- what cannot be captured ------------------------------------------------------------------

refused "an interface that is missing is refused with the names of those there are" \
	'nosuch0: no such interface; there are: .*capt0' "${inside[@]}" "$program" live -i nosuch0
code=2 refused "a wrong filter is refused" "filter: 'tcp prot 502': .*pcap-filter(7)" \
	"${inside[@]}" "$program" live -i capt0 --filter 'tcp prot 502'
"${inside[@]}" ip link set capt1 down
refused "an interface that is down is refused with what brings it up" \
	'capt1: the interface is down; bring it up: ip link set capt1 up' "${inside[@]}" "$program" live -i capt1
"${inside[@]}" ip link set capt1 up

"${inside[@]}" "$program" live -i late0 --wait "${read_options[@]}" >"$work/out" 2>"$work/log" </dev/null &
sensor=$!
wait_for 5 log_has 'late0: no such interface; .*; waiting for it' &&
	"${inside[@]}" ip link add late0 type veth peer name late1 &&
	"${inside[@]}" ip link set late1 up && "${inside[@]}" ip link set late0 up &&
	wait_for 5 captured late0 && wait_for 5 log_has 'late0: capturing'
late=$?
stop INT
[ $late -eq 0 ] && [ $rc -eq 0 ]
result $? "an interface that is missing is waited for with --wait" < <(echo "exit $rc" && cat "$work/log")
"${inside[@]}" ip link del late0

if command -v setpriv >/dev/null; then
	refused "who may not capture is told how to be allowed to" 'sudo.*setcap cap_net_raw+ep' \
		"${inside[@]}" setpriv --reuid 65534 --regid 65534 --clear-groups "$program" live -i capt0
else
	number=$((number + 1))
	echo "ok $number - who may not capture is told how to be allowed to # SKIP needs setpriv"
fi

# ---- the same as from the file ----------------------------------------------------------------

start capt0 "${read_options[@]}" --json
send 0
stop INT
[ $rc -eq 0 ]
result $? "SIGINT ends the capture well" < <(echo "exit $rc" && cat "$work/log")
diff <(timeless "$work/read.json") <(timeless "$work/out") >"$work/diff"
result $? "operations are those of the file, number by number" < <(head -n 6 "$work/diff")

counts_are() { # FRAMES OPERATIONS: of the summary in $work/out
	[ $rc -eq 0 ] && [ "$(number_of frames "$work/out")" = "$1" ] &&
		[ "$(operations_of "$work/out")" = "$2" ]
}
say_counts() {
	echo "exit $rc, $(number_of frames "$work/out") frames, $(operations_of "$work/out") operations"
	cat "$work/log"
}

start capt0 "${read_options[@]}" --json --summary
send 0
stop TERM
counts_are "$frames" "$operations" && [ "$(number_of bytes "$work/out")" = "$bytes" ]
result $? "SIGTERM ends it with a summary that counts what the file holds" < <(say_counts)
[ "$(number_of dropped "$work/out")" = 0 ] && [ "$(number_of interface_dropped "$work/out")" = 0 ]
result $? "the summary has the drop counters of kernel and interface" < <(cut -c1-300 "$work/out")
wait_for 5 not_captured capt0
result $? "the interface is not left promiscuous" < <("${inside[@]}" ip -d link show capt0)

start capt0 "${read_options[@]}" --summary
send 0 --limit=100
stop INT
[ $rc -eq 0 ] && grep -q 'capt0.* 100 frames.*dropped 0' "$work/out"
result $? "the readable summary shows the drop counters, too" < <(head -n 5 "$work/out")

filter='tcp dst port 502'
want=$("$program" read "${read_options[@]}" --json --summary --filter "$filter" "$file" 2>/dev/null |
	grep -o '"counters":{"frames":[0-9]*' | grep -o '[0-9]*$')
start capt0 "${read_options[@]}" --json --summary --filter "$filter"
send 0
stop INT
got=$(number_of frames "$work/out")
[ "${got:-0}" -gt 0 ] && [ "$got" = "$want" ] && [ "$got" -lt "$frames" ]
result $? "a filter passes what it passes of the file" < <(echo "$got frames, not $want")

start capt0,capt1 "${read_options[@]}" --json --summary
send 0 &
other=$!
"${inside[@]}" tcpreplay -q -i veth1 --pps=$pps --limit=300 "$file" >/dev/null 2>&1
wait $other
stop INT
seen=$(grep -o '"counters":{"frames":[0-9]*' "$work/out" | grep -o '[0-9]*$')
[ $rc -eq 0 ] && [ "$seen" = $((frames + 300)) ] && [ "$(number_of frames "$work/out")" = "$frames" ]
result $? "two interfaces are captured at once, each with its own counts" < <(say_counts)

# ---- interfaces that come and go --------------------------------------------------------------

start capt0 "${read_options[@]}" --json --summary
send 0
note_sent
"${inside[@]}" ip link del capt0
wait_for 5 log_has 'waiting for it to come back'
result $? "an interface that vanishes is waited for" <"$work/log"
make_pair 0
wait_for 5 captured capt0
send 0 --limit=500
stop INT
[ $rc -eq 0 ] && [ "$(number_of frames "$work/out")" = $((frames + 500)) ] &&
	log_has 'capt0: capturing again'
result $? "it is captured again when it is back, and no frame is lost" < <(say_counts)

start capt0 "${read_options[@]}" --json --summary
send 0 --limit=500
"${inside[@]}" ip link del capt0
make_pair 0
wait_for 5 captured capt0
send 0 --limit=500
stop INT
[ $rc -eq 0 ] && [ "$(number_of frames "$work/out")" = 1000 ]
result $? "one that is replaced at once by another of its name is captured, too" < <(say_counts)

start capt0 "${read_options[@]}" --json --summary
send 0 --limit=500
"${inside[@]}" ip link set capt0 down
wait_for 5 log_has 'capt0: the interface is down'
"${inside[@]}" ip link set capt0 up
wait_for 5 log_has 'capt0: the interface is up again'
send 0 --limit=500
stop INT
[ $rc -eq 0 ] && [ "$(number_of frames "$work/out")" = 1000 ]
result $? "one that goes down and up is captured further" < <(say_counts)

# ---- other ends -------------------------------------------------------------------------------

before=${EPOCHREALTIME/./}
"${inside[@]}" timeout 20 "$program" live -i capt0 --duration 1s --summary >"$work/out" 2>"$work/log" </dev/null
rc=$?
took=$(((${EPOCHREALTIME/./} - before) / 1000))
[ $rc -eq 0 ] && [ $took -ge 1000 ] && [ $took -lt 5000 ] && [ -s "$work/out" ]
result $? "--duration ends the capture by itself" < <(echo "exit $rc after $took ms" && cat "$work/log")

start capt0 "${read_options[@]}" --json --summary --count 50
send 0
wait_for 5 gone
stop INT 2>/dev/null
counts_are 50 "$(operations_of "$work/out")"
result $? "--count ends it after so many frames" < <(say_counts)

# ---- detection --------------------------------------------------------------------------------

note_sent
# shellcheck source=tests/live/alerts.sh
. tests/live/alerts.sh

# ---- silence ----------------------------------------------------------------------------------

note_sent
[ -z "${sent//[ 0]/}" ]
result $? "the sensor sent nothing" < <(echo "packets sent by captured interfaces:$sent")
if command -v nm >/dev/null; then
	! nm -D "$program" | grep -E 'pcap_(inject|sendpacket|sendqueue)' >"$work/err"
	result $? "and it has no function to send with" <"$work/err"
fi
echo "1..$number"
exit $bad
