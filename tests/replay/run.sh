#!/bin/bash
# Captures played again: tests/replay/run.sh BUILD_DIR. Prints TAP.
#
# Through detection it is compared with reading. Onto an interface it is done on veth pairs in a
# network namespace of its own, with tcpdump and tshark as witnesses; that needs root, and is
# skipped otherwise. Nothing asserts how long anything took, but for what cannot be shorter.
set -u
cd "$(dirname "$0")/../.." || exit 2
sensor=$1/kagami-sensor
sender=$1/kagami-replay
work=$(mktemp -d)
number=0 bad=0 ns='' witness=''

# shellcheck disable=SC2317  # called by the trap
cleanup() {
	[ -z "$witness" ] || kill -KILL "$witness" 2>/dev/null
	[ -z "$ns" ] || ip netns del "$ns"
	rm -rf "$work"
}
trap cleanup EXIT

for program in "$sensor" "$sender"; do
	[ -x "$program" ] || {
		echo "not ok 1 - $program is built"
		exit 1
	}
done

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
has() { grep -qE -- "$1" "$2"; }
number_of() { grep -o "\"$1\":[0-9]*" "$2" | head -n 1 | grep -o '[0-9]*$'; }

# ---- through detection --------------------------------------------------------------------------

replay() { "$sensor" replay --config /dev/null -q "$@"; }
read_() { "$sensor" read --config /dev/null -q "$@"; }
attack=pcaps/attack-setpoint.pcap # 567 frames of 12.3 s

same() { # NAME OPTION...: replay prints what read prints
	local name=$1
	shift
	read_ "${@/--speed=*/--quiet}" >"$work/read" 2>&1
	timeout 60 "$sensor" replay --config /dev/null -q "$@" >"$work/replay" 2>&1
	[ -s "$work/read" ] && cmp "$work/read" "$work/replay" >"$work/diff" 2>&1
	result $? "$name" < <(cat "$work/diff" && tail -n 5 "$work/replay")
}
same 'as fast as it goes, replay prints the operations that read prints' --speed=max --json "$attack"
same 'and the alerts' --speed=max --rules rules --json --show both pcaps/attack-frostygoop.pcap pcaps/it-arp-spoof.pcap
same 'at 100 times the speed it prints the same' --speed=100x --rules rules --json --show both "$attack"
same 'several files are put together as read does' --speed=max --json pcaps/operator.pcap pcaps/normal.pcap

# 12.3 s at 10 times the speed cannot take less than 1.2 s, however fast the machine is.
began=${EPOCHREALTIME/./}
replay --speed 10x --summary --json "$attack" >"$work/out" 2>"$work/log"
rc=$?
took=$((${EPOCHREALTIME/./} - began))
[ $rc -eq 0 ] && [ $took -ge 1230000 ] && [ "$(number_of frames "$work/out")" = 567 ]
result $? 'frames wait for their time' < <(echo "exit $rc, $took us" && cat "$work/log")

# Times become present ones; the distance from the first to the last is what it was. At the captured speed the first frame is
# now, faster than that the last one is, and none lies in the future.
now_at() { # SPEED: prints begin and end of it, and the times of the first and the last operation
	local before after
	before=$(date +%s)
	timeout 60 "$sensor" replay --config /dev/null -q --speed "$1" --shift-to-now --json "$attack" |
		grep -o '"frame.time":"[^"]*"' | cut -d'"' -f4 >"$work/times"
	after=$(date +%s)
	echo "$before $after $(date -d "$(head -n 1 "$work/times")" +%s) $(date -d "$(tail -n 1 "$work/times")" +%s)"
}
for speed in 5x max; do
	read -r before after first last < <(now_at $speed)
	[ "$last" -ge $((before - 1)) ] && [ "$last" -le "$after" ] && [ $((last - first)) -ge 11 ] && [ $((last - first)) -le 13 ]
	result $? "at $speed the last frame is now, and no time lies in the future" <<<"$before $after: $first $last"
done
before=$(date +%s)
first=$("$sensor" replay --config /dev/null -q --shift-to-now --count 20 --json "$attack" |
	grep -o '"frame.time":"[^"]*"' | head -n 1 | cut -d'"' -f4)
after=$(date +%s)
[ "$(date -d "$first" +%s)" -ge "$before" ] && [ "$(date -d "$first" +%s)" -le "$after" ]
result $? 'at 1x the first frame is now' <<<"$before $after: $first"
timeout 20 "$sensor" replay --config /dev/null -q --speed max --shift-to-now - <"$attack" >"$work/out" 2>"$work/log"
[ $? -eq 2 ] && has '--shift-to-now at more than 1x needs files' "$work/log"
result $? 'for that it must read files twice, which a pipe does not allow' <"$work/log"
timeout 20 "$sensor" replay --config /dev/null --speed 2x --shift-to-now --loop "$attack" >"$work/out" 2>"$work/log"
[ $? -eq 2 ] && has 'ahead of the clock' "$work/log"
result $? 'a loop at more than 1x is refused: its times would leave the clock behind' <"$work/log"

# More frames than the file has, all of them decoded, and a summary when it is interrupted.
one=$(read_ --json "$attack" | wc -l)
more_than_two() { [ "$(wc -l <"$work/out")" -gt $((2 * one + 10)) ]; }
"$sensor" replay --config /dev/null --speed 200x --loop --json "$attack" >"$work/out" 2>"$work/log" &
pid=$!
wait_for 20 more_than_two
found=$?
kill -INT $pid
wait $pid
rc=$?
[ $found -eq 0 ] && [ $rc -eq 0 ] && has 'frames of .* s played in' "$work/log" &&
	awk -F'"frame.time":"' '{ t = substr($2, 1, 29); if (t < last) exit 1; last = t }' <(grep -v unanswered "$work/out" | head -n "$one")
result $? 'a loop goes on with every message, until Ctrl-C ends it in peace' < <(echo "exit $rc" && tail -n 3 "$work/out" "$work/log")

timeout 20 "$sensor" replay --config /dev/null --speed 0.01x --summary "$attack" >"$work/out" 2>"$work/log" &
pid=$!
wait_for 10 has 'limits' "$work/log"
sleep 0.2
kill -TERM $pid
wait $pid
rc=$?
[ $rc -eq 0 ] && has '567|[0-9]+ frames' "$work/out"
result $? 'a signal in a long pause ends it with the summary' < <(echo "exit $rc" && cat "$work/log")

replay --speed max --count 10 --summary --json "$attack" >"$work/out"
[ "$(number_of frames "$work/out")" = 10 ]
result $? 'so many frames can be asked for' <"$work/out"

printf 'capture:\n  interface: [eth9]\n' >"$work/sensor.yaml"
timeout 20 "$sensor" replay --config "$work/sensor.yaml" -q --speed max --summary --json "$attack" >"$work/out" 2>"$work/log"
rc=$?
[ $rc -eq 0 ] && [ "$(number_of frames "$work/out")" = 567 ]
result $? 'nothing goes out on the interfaces that the configuration file names' < <(echo "exit $rc" && cat "$work/log")

# ---- the program that sends ---------------------------------------------------------------------

mkdir "$work/alone"
cp "$sensor" "$work/alone/"
PATH=$(realpath "$1"):$PATH "$work/alone/kagami-sensor" replay --interface veth0 "$attack" >"$work/out" 2>"$work/log"
rc=$?
[ $rc -eq 1 ] && has 'kagami-sensor cannot send' "$work/log"
result $? 'the sensor alone cannot send, whatever is on the search path' < <(echo "exit $rc" && cat "$work/log")

finish() {
	echo "1..$number"
	exit $bad
}
skip() { # REASON
	number=$((number + 1))
	echo "ok $number - frames go out on an interface # SKIP $1"
	finish
}
[ "$(id -u)" = 0 ] || skip 'needs root'
for tool in ip tcpdump tshark; do
	command -v $tool >/dev/null || skip "needs $tool"
done
name=kagami-replay-$$
ip netns add "$name" 2>"$work/err" || skip "needs network namespaces: $(head -n 1 "$work/err")"
ns=$name
inside=(ip netns exec "$ns")
"${inside[@]}" sh -c 'for f in all default; do f=/proc/sys/net/ipv6/conf/$f/disable_ipv6; [ ! -e $f ] || echo 1 >$f; done'
{ ip -n "$ns" link add out0 type veth peer name in0 && ip -n "$ns" link set out0 up &&
	ip -n "$ns" link set in0 up; } 2>"$work/err" || skip "needs veth: $(head -n 1 "$work/err")"

# shellcheck disable=SC2317  # called by wait_for
listening() { grep -q 'listening on' "$work/tcpdump"; }
listen() { # the far end, until seen
	"${inside[@]}" tcpdump -i in0 -s 2000 -B 16384 -U -w "$work/seen.pcap" 2>"$work/tcpdump" &
	witness=$!
	wait_for 10 listening
}
# shellcheck disable=SC2317
arrived() { [ "$(tcpdump -r "$work/seen.pcap" 2>/dev/null | wc -l)" -ge "$1" ]; }
seen() { # FRAMES: waits for so many
	wait_for 10 arrived "$1"
	kill -INT "$witness"
	wait "$witness"
	witness=''
}
bytes_of() { tcpdump -r "$1" -xx -t -n 2>/dev/null | grep -P '^\t0x'; }
out() { # OPTION... FILE...: onto $onto
	timeout 60 "${inside[@]}" "$sensor" replay --interface "${onto:-out0}" "$@" >"$work/out" 2>"$work/log"
	rc=$?
}

listen
out --speed 50x "$attack"
seen 567
bytes_of "$attack" >"$work/sent.txt"
bytes_of "$work/seen.pcap" >"$work/seen.txt"
[ $rc -eq 0 ] && has '567 frames, .* sent on out0' "$work/log" && cmp "$work/sent.txt" "$work/seen.txt" >"$work/diff" 2>&1
result $? 'every frame goes out, byte for byte and in order' < <(echo "exit $rc" && cat "$work/log" "$work/diff")

# The last frame may come no earlier after the sender's start than the capture says.
span=$(tshark -r "$work/seen.pcap" -T fields -e frame.time_relative 2>/dev/null | tail -n 1)
began=${EPOCHREALTIME/./}
out --speed 10x "$attack"
took=$((${EPOCHREALTIME/./} - began))
[ $rc -eq 0 ] && [ $took -ge 1230000 ]
result $? 'and at the pace that was asked for' <<<"$took us; a fifth of it: $span s"

listen
timeout 20 "${inside[@]}" "$sensor" replay --interface out0 --speed 500x --loop "$attack" 2>"$work/log" &
pid=$!
wait_for 20 arrived 1200
kill -INT "$(pgrep -P $pid kagami-replay || echo $pid)"
wait $pid
rc=$?
seen 1200
[ $rc -eq 0 ] && arrived 1200 && has 'frames, .* sent on out0' "$work/log"
result $? 'a loop goes on until Ctrl-C' < <(echo "exit $rc" && cat "$work/log")

# A frame cut short, one too long, and one good; made by hand.
/usr/bin/python3 - "$work" <<'END'
import struct, sys
head = lambda link: struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, link)
eth = bytes.fromhex("020000000001020000000002") + b"\x88\xb5"
def record(frame, length=None, at=1700000000):
    return struct.pack("<IIII", at, 0, len(frame), length or len(frame)) + frame
tag = eth[:12] + b"\x81\x00\x00\x07" + eth[12:]
whole = eth + bytes(100)
with open(sys.argv[1] + "/mixed.pcap", "wb") as f:
    f.write(head(1) + record(whole) + record(eth + bytes(50), 1000) + record(eth + bytes(1501))
            + record(eth + bytes(1500)) + record(tag + bytes(1500)) + record(b"\1\2\3"))
with open(sys.argv[1] + "/cut.pcap", "wb") as f:
    f.write(head(1) + record(eth + bytes(50), 1000))
with open(sys.argv[1] + "/raw.pcap", "wb") as f:
    f.write(head(101) + record(b"\x45" + bytes(27)))
    f.write(head(1) + record(whole) + record(eth + bytes(50), 1000) + record(eth + bytes(1501))
            + record(eth + bytes(1500)) + record(tag + bytes(1500)) + record(b"\1\2\3"))
with open(sys.argv[1] + "/cut.pcap", "wb") as f:
    f.write(head(1) + record(eth + bytes(50), 1000))
with open(sys.argv[1] + "/raw.pcap", "wb") as f:
    f.write(head(101) + record(b"\x45" + bytes(27)))
END
listen
out "$work/mixed.pcap"
seen 3
sizes=$(tshark -r "$work/seen.pcap" -T fields -e frame.len 2>/dev/null | tr '\n' ' ')
[ $rc -eq 0 ] && [ "$sizes" = '114 1514 1518 ' ] && has '1 frames were cut short' "$work/log" &&
	has '1 frames are longer than out0 takes \(up to 1515 bytes, its MTU is 1500\)' "$work/log" &&
	has '1 frames are no Ethernet' "$work/log"
result $? 'frames that cannot be sent as they were are left out and counted' < <(echo "exit $rc: $sizes" && cat "$work/log")

out "$work/cut.pcap"
[ $rc -eq 1 ] && has 'nothing was sent' "$work/log"
result $? 'when none can be sent it has failed' <"$work/log"
out "$work/raw.pcap"
[ $rc -eq 1 ] && has '1 frames are no Ethernet' "$work/log"
result $? 'other link types are left out' <"$work/log"

# ---- where it must not --------------------------------------------------------------------------

refused() { # NAME PATTERN OPTION...
	local name=$1 pattern=$2
	shift 2
	out "$@" "$attack"
	[ $rc -eq 1 ] && has "$pattern" "$work/log" && ! has 'sent on' "$work/log"
	result $? "$name" < <(echo "exit $rc" && cat "$work/log")
}
onto=nothing0 refused 'an interface that is not there is refused' 'no such interface'
ip -n "$ns" link set in0 down
ip -n "$ns" link set out0 down
refused 'so is one that is down' 'out0: it is down'
ip -n "$ns" link set in0 up
ip -n "$ns" link set out0 up
ip -n "$ns" link set lo up
onto=lo refused 'and the loopback' 'lo: no Ethernet'
ip -n "$ns" address add 10.99.0.1/24 dev out0
refused 'one with an address is refused' 'out0: it has an address; --force'
out --force --speed max "$attack"
[ $rc -eq 0 ] && has '567 frames' "$work/log"
result $? 'unless forced' <"$work/log"
ip -n "$ns" address flush dev out0
ip -n "$ns" route add default dev out0
refused 'one with a default route is refused' 'the default route goes out there'
ip -n "$ns" route flush dev out0
ip -n "$ns" link add br9 type bridge
ip -n "$ns" link set out0 master br9
ip -n "$ns" link set br9 up
out --speed max --count 5 "$attack"
[ $rc -eq 0 ]
result $? 'a port of a bridge that nobody uses is not' <"$work/log"
ip -n "$ns" address add 10.99.0.1/24 dev br9
refused 'a port of a bridge with an address is' 'out0: it is a port of br9'
ip -n "$ns" link set out0 nomaster

"${inside[@]}" "$sensor" live --config /dev/null -q -i out0 >/dev/null 2>"$work/live" &
pid=$!
# shellcheck disable=SC2317
captured() { ip -n "$ns" -d link show out0 | grep -q 'promiscuity [1-9]'; }
wait_for 10 captured
refused 'one that a sensor captures on is refused' 'a kagami-sensor \(process [0-9]+\) captures there'
refused 'also when forced' 'a kagami-sensor \(process [0-9]+\) captures there' --force
kill -INT $pid
wait $pid
out --speed max "$attack"
[ $rc -eq 0 ]
result $? 'and is free when the sensor has ended' <"$work/log"

mkdir "$work/anybody"
chmod 755 "$work" "$work/anybody"
cp "$sender" "$work/anybody/"
setpriv --reuid 65534 --clear-groups "$work/anybody/kagami-replay" send --interface lo "$attack" 2>"$work/log"
[ $? -eq 1 ] && has 'it needs root, or CAP_NET_RAW' "$work/log"
result $? 'without the right to send it says what is missing' <"$work/log"
finish
