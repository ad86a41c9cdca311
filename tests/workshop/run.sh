#!/bin/bash
# The workshop, whole: tests/workshop/run.sh BUILD_DIR. Prints TAP.
#
# Starts workshops as root and as nobody, attacks their plants, looks at their screens in tmux, and
# ends them in every way there is; afterwards nothing of them may be left. What cannot be done here
# (no root, no namespaces, no tmux) is skipped.
set -u
cd "$(dirname "$0")/../.." || exit 2
build=$1
work=$(mktemp -d)
number=0 bad=0
export TMUX_TMPDIR=$work TMPDIR=$work/tmp
unset TMUX KAGAMI_WORKSHOP NO_COLOR
started=()

# shellcheck disable=SC2317  # called by the trap
cleanup() {
	tmux -L kagami kill-server 2>/dev/null
	[ ${#started[@]} -eq 0 ] || kill -KILL "${started[@]}" 2>/dev/null
	rm -rf "$work"
}
trap cleanup EXIT

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
skip() { # NAME REASON
	number=$((number + 1))
	echo "ok $number - $1 # SKIP $2"
}
wait_for() { # SECONDS COMMAND...: until it succeeds
	local end=$((SECONDS + $1))
	shift
	until "$@"; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.1
	done
}
# shellcheck disable=SC2317
has() { grep -qE -- "$1" "$2"; }

for program in kagami-workshop kagami-plant kagami-sensor kagami-collector; do
	[ -x "$build/$program" ] || {
		echo "not ok 1 - $build/$program is built"
		exit 1
	}
done
[ "$(id -u)" = 0 ] || {
	skip 'a workshop' 'needs root, to be nobody as well'
	echo 1..1
	exit 0
}

# The project as far as it is needed, where anybody may read it.
root=$work/project
mkdir -p "$root/build/release" "$root/pcaps" "$root/collector/data" "$TMPDIR"
for program in kagami-workshop kagami-plant kagami-sensor kagami-collector; do
	cp "$build/$program" "$root/build/release/"
done
cp -r rules "$root/"
cp -r pcaps/workshop pcaps/plants pcaps/normal-long.pcap pcaps/operator.pcap pcaps/attack-setpoint.pcap "$root/pcaps/"
[ ! -d pcaps/scenarios ] || cp -r pcaps/scenarios "$root/pcaps/"
cp -r collector/data/messages "$root/collector/data/"
chmod -R a+rX "$work"
chmod 1777 "$TMPDIR"
bin=$root/build/release
cd "$root" || exit 2

# ---- what is there, and what is left ------------------------------------------------------------

folders() { find "$TMPDIR" -maxdepth 1 -name 'kagami-workshop-*'; }
folder_of() { sed -n 's/.*everything is in \([^;]*\);.*/\1/p' "$1"; }
# All processes that were started from this copy; comm is cut, the path is not.
processes() { pgrep -f "^$bin/kagami-|^$root/|pcaps/workshop/network.sh" | while read -r p; do
	[ "$(readlink "/proc/$p/exe" 2>/dev/null)" = "$(command -v tmux)" ] || echo "$p"
done; }
# Network namespaces of a workshop, of which every process that runs in one would still tell.
spaces=''
note_spaces() { # FOLDER
	spaces="$spaces $("$bin/kagami-workshop" enter --folder "$1" -- sh -c 'readlink /proc/self/ns/net
		for n in /run/netns/*; do stat -Lc "net:[%i]" "$n"; done' 2>/dev/null | tr -dc '0-9\n' | tr '\n' ' ')"
}
# shellcheck disable=SC2317
nothing() {
	local space
	[ -z "$(folders)" ] && [ -z "$(processes)" ] || return 1
	for space in $spaces; do
		! lsns -n -o NS -t net | grep -q "$space" || return 1
	done
	! ip netns list | grep -q kgw-
}
left() { # NAME: nothing of any workshop is there
	wait_for 20 nothing
	result $? "$1" < <(folders && processes | xargs -r ps -o pid,ppid,args -p && echo "$spaces" && lsns -t net)
}

start() { # LOG COMMAND...: a workshop with plain lines; its outer process is $pid
	local log=$1
	shift
	"$@" >"$log" 2>&1 </dev/null &
	pid=$!
	started+=("$pid")
}
# shellcheck disable=SC2317
sees() { has ' sensor [1-9][0-9]+ packets, 0 dropped' "$1"; }
run=("$bin/kagami-workshop" run --plain)
attack() { # FOLDER [AS...]: the scenario, or what it is made of where there is none
	local folder=$1
	shift
	if [ -e pcaps/scenarios/setpoint ]; then
		"$@" timeout 60 "$bin/kagami-workshop" attack --folder "$folder" setpoint
	else
		"$@" timeout 60 "$bin/kagami-workshop" enter --folder "$folder" --host attacker -- \
			kagami-plant attack setpoint --target plc2
	fi >"$work/attack" 2>&1 </dev/null &
	started+=("$!")
}

# ---- as root, two at once -----------------------------------------------------------------------

start "$work/one" "${run[@]}"
one=$pid
start "$work/two" "${run[@]}"
two=$pid
wait_for 60 sees "$work/one" && wait_for 60 sees "$work/two"
result $? 'two workshops run at the same time, and their sensors see their plants' < <(cat "$work/one" "$work/two")
[ $bad -eq 0 ] || { # then nothing else will do either
	echo "1..$number"
	exit 1
}
note_spaces "$(folder_of "$work/one")"
note_spaces "$(folder_of "$work/two")"
[ "$(echo "$spaces" | wc -w)" = 18 ]
result $? 'each has namespaces of its own, one for each host' <<<"$spaces"
[ "$("$bin/kagami-workshop" list | grep -c 'a plant runs')" = 2 ]
result $? 'they are listed' < <("$bin/kagami-workshop" list)
"$bin/kagami-workshop" run --plant windmill 2>"$work/log"
[ $? -eq 1 ] && has "no workshop of a plant 'windmill'; there is: substation, waterworks" "$work/log"
result $? 'of a plant that there is not it is said which there are' <"$work/log"
"$bin/kagami-workshop" attack x 2>"$work/log"
[ $? -eq 1 ] && has '2 workshops run: --folder' "$work/log"
result $? 'a command asks which one is meant' <"$work/log"
attack "$(folder_of "$work/one")"
"$bin/kagami-workshop" enter --folder "$(folder_of "$work/two")" --host hmi -- ip -br address show dev eth0 >"$work/log" 2>&1
has ' 10\.10\.1\.21/24' "$work/log"
result $? 'a command runs on a host of the plant' <"$work/log"

# ---- the ways to end ----------------------------------------------------------------------------

# Three more meanwhile: whose outer process, whose process 1, and whose parent will be killed.
start "$work/outer" "${run[@]}"
outer=$pid
start "$work/inner" "${run[@]}" --plant substation
inner=$pid
start "$work/parent" bash -c '"$@" & wait' - "${run[@]}"
parent=$pid
for log in outer inner parent; do
	wait_for 60 sees "$work/$log" || cat "$work/$log"
done
# One of them is another plant: its breakers in GOOSE, its scenarios, and nothing is wrong with its normal work.
inside=$(folder_of "$work/inner")
has 'kagami-workshop attack bay-scan' "$work/inner" && ! has ' (high|critical) ' "$work/inner" &&
	"$bin/kagami-workshop" enter --folder "$inside" -- kagami-plant show >"$work/log" && has '^Q1_CLOSED +1 ' "$work/log"
result $? 'another plant runs as well: a substation, which is quiet' < <(cat "$work/log" "$work/inner")
if command -v tshark >/dev/null; then
	timeout 20 "$bin/kagami-workshop" enter --folder "$inside" -- tshark -i br0 -f 'ether proto 0x88b8 or vlan' -c 3 -T fields \
		-e goose.gocbRef >"$work/log" 2>/dev/null
	has 'F1CTRL/LLN0\$GO\$gcbPos' "$work/log" || has 'T1PROT' "$work/log"
	result $? 'whose bays speak GOOSE with each other' <"$work/log"
else
	skip 'whose bays speak GOOSE with each other' 'needs tshark'
fi
kill -KILL "$outer"
kill -KILL "$(cut -d' ' -f1 "$(folder_of "$work/inner")/inside")"
kill -KILL "$parent"
gone() { for log in outer inner parent; do [ ! -e "$(folder_of "$work/$log")" ] || return 1; done; }
wait_for 15 gone
result $? 'whichever process is killed, the folder goes' < <(folders)
wait "$inner" 2>/dev/null
[ $? -eq 1 ]
result $? 'a workshop that was killed inside has failed' <"$work/inner"

wait_for 45 has 'incident waterworks-.* (high|critical) new: .* \(10\.10\.1\.66 -> plc2\)' "$work/one"
result $? 'an attack becomes an incident' < <(cat "$work/one" "$work/attack")
# A machine that is busy with other things answers late, which is an incident of its own.
! grep ' incident ' "$work/two" | grep -qE ' (high|critical) |10\.10\.1\.66'
result $? 'in that workshop alone; normal work is none' <"$work/two"
id=$(sed -n 's/.* incident \([^ ]*\) r1 .*/\1/p' "$work/one" | head -n 1)
"$bin/kagami-collector" incidents ack "$id" --config "$(folder_of "$work/one")/collector.yaml" >"$work/log" 2>&1 &&
	wait_for 10 has "incident $id r[0-9]* .* in-progress" "$work/one"
result $? 'what is done in another terminal is seen' < <(cat "$work/log" "$work/one")
kill -INT "$one"
wait "$one"
rc=$?
kill -TERM "$two"
wait "$two"
[ $rc -eq 0 ] && [ $? -eq 0 ]
result $? 'a signal ends it in peace' < <(tail -n 3 "$work/one" "$work/two")
left 'no process, no namespace, no interface and no file is left'

# ---- as nobody ----------------------------------------------------------------------------------

nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups)
if "${nobody[@]}" unshare -Urn true 2>/dev/null; then
	start "$work/nobody" "${nobody[@]}" "${run[@]}"
	nobodys=$pid
	wait_for 60 sees "$work/nobody"
	result $? 'without root there is a plant and a sensor that sees it' <"$work/nobody"
	attack "$(folder_of "$work/nobody")" "${nobody[@]}"
else
	nobodys=
	skip 'without root there is a plant and a sensor that sees it' 'no user namespaces here'
fi

# Where namespaces are forbidden; and where captures are asked for.
start "$work/forbidden" "${nobody[@]}" unshare -Ur sh -c 'echo 0 >/proc/sys/user/max_user_namespaces &&
	exec setpriv --bounding-set=-all --inh-caps=-all "$@"' - "${run[@]}"
forbidden=$pid
start "$work/played" "${nobody[@]}" "${run[@]}" --played
played=$pid
wait_for 60 sees "$work/played"
"${nobody[@]}" timeout 60 "$bin/kagami-workshop" attack --folder "$(folder_of "$work/played")" setpoint >"$work/log" 2>&1 &
player=$!
if [ -n "$nobodys" ]; then
	wait_for 60 sees "$work/forbidden" && has 'no namespaces here .* captures are played instead' "$work/forbidden"
	result $? 'where that is not allowed it says so, and plays captures' <"$work/forbidden"
else
	skip 'where that is not allowed it says so, and plays captures' 'no user namespaces here'
fi

# ---- the screen, meanwhile ----------------------------------------------------------------------

pane() { tmux -L kagami capture-pane -p -t "$1" >"$work/pane" 2>/dev/null; }
# shellcheck disable=SC2317
shows() { pane "$1" && has "$2" "$work/pane"; }
screens() { # 80 columns, 24 lines
	tmux -L kagami -f /dev/null new-session -d -s q -x 80 -y 24 "$bin/kagami-workshop run 2>$work/q"
	tmux -L kagami -f /dev/null new-session -d -s c -x 80 -y 24 "TERM=vt100 $bin/kagami-workshop run 2>$work/c"
	wait_for 60 shows q 'packets, 0 lost'
	result $? 'the dashboard fits 80 columns and 24 lines' <"$work/pane"
	has '^RAW_LEVEL +\[#+[.|]*\] [0-9.]+ %' "$work/pane" && has '^alarms: none' "$work/pane" &&
		has '^on:.* P101' "$work/pane" && has 'Incidents \(0\)' "$work/pane" &&
		has 'kagami-workshop attack [a-z-]+$' "$work/pane" && [ "$(wc -l <"$work/pane")" -le 24 ]
	result $? 'with the process, the sensor, incidents, what to try, and keys' <"$work/pane"
	tmux -L kagami send-keys -t q n
	tmux -L kagami resize-window -t q -x 130 -y 40
	wait_for 10 shows q 'OUT_PRESSURE .* bar'
	result $? 'a larger terminal shows more' <"$work/pane"
	tmux -L kagami send-keys -t q '?'
	wait_for 10 shows q 'arrows, j k'
	result $? 'help is there' <"$work/pane"
	tmux -L kagami send-keys -t q q
	wait_for 10 shows c 'packets, 0 lost'
	tmux -L kagami capture-pane -p -e -t c >"$work/pane"
	! grep -q "$(printf '\033')\[[0-9;]*3[1-7]" "$work/pane" && has 'packets, 0 lost' "$work/pane"
	result $? 'a terminal without colours gets none' <"$work/pane"
	attack "$(sed -n 's/.*starting in //p' "$work/q")"
	wait_for 30 shows q '(high|critical) +new .*10\.10\.1\.66 -> plc2'
	result $? 'an incident appears' <"$work/pane"
	tmux -L kagami send-keys -t q Enter
	wait_for 10 shows q 'What happened'
	result $? 'Enter shows all of it' <"$work/pane"
	tmux -L kagami send-keys -t q q
	wait_for 10 shows q 'Incidents \(1\)'
	tmux -L kagami send-keys -t q q
	tmux -L kagami send-keys -t c C-c
	ended() { ! tmux -L kagami has-session -t q 2>/dev/null && ! tmux -L kagami has-session -t c 2>/dev/null; }
	wait_for 15 ended
	result $? 'q and Ctrl-C end it' < <(tmux -L kagami list-sessions 2>&1)
	tmux -L kagami -f /dev/null new-session -d -s h "$bin/kagami-workshop run 2>$work/h"
	wait_for 60 shows h 'packets, 0 lost'
	tmux -L kagami kill-server # the terminal is closed
	h=$(sed -n 's/.*starting in //p' "$work/h")
	wait_for 15 test ! -e "$h"
	result $? 'so does the end of the terminal' < <(ls -l "$h" 2>&1)
}
if command -v tmux >/dev/null; then
	screens
else
	skip 'the dashboard' 'needs tmux'
fi

if [ -n "$nobodys" ]; then
	wait_for 30 has 'incident waterworks-.* \(10\.10\.1\.66 -> plc2\)' "$work/nobody"
	result $? 'without root an attack becomes an incident, too' < <(cat "$work/nobody" "$work/attack")
fi
wait_for 30 has 'incident waterworks-.* \(10\.10\.1\.66 -> plc2\)' "$work/played"
result $? 'so it does where captures are played' < <(cat "$work/played" "$work/log")
kill "$player" 2>/dev/null
wait "$player" 2>/dev/null
kill -INT "$played" "$forbidden" ${nobodys:+"$nobodys"}
wait "$played" "$forbidden" ${nobodys:+"$nobodys"}
left 'nothing is left behind of any of them'
echo "1..$number"
exit $bad
