#!/bin/sh
# Makes the Modbus captures. Usage, as root: pcaps/make-captures.sh KAGAMI_PLANT [NAME...]
# $KAGAMI_PLANT names the plant whose captures they are; without it, the waterworks.
#
# Builds a network of namespaces (one a host, and one for the switch, whose bridge is the mirror
# port), runs the plant and the attacks in it, records on the bridge, and takes everything down
# again, also when something fails. No interface of it touches the machine's own network.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
plant=$(realpath "${1:?usage: pcaps/make-captures.sh KAGAMI_PLANT [NAME...]}")
shift
wanted=" $* "
prefix=kgp$$-
kind=${KAGAMI_PLANT:-waterworks}
hosts=$("$plant" list hosts | cut -d ' ' -f 1) || exit 1
work=$(mktemp -d)
children=
made=0
told="<!-- told by the programs that made the capture: make captures writes what follows -->"

die() {
	echo "make-captures: $*" >&2
	exit 1
}

in_host() { # HOST COMMAND...
	ns=$prefix$1
	shift
	ip netns exec "$ns" "$@"
}

# ---- the network --------------------------------------------------------------------------------

take_down() {
	trap - EXIT INT TERM
	for pid in $children; do
		kill "$pid" 2>/dev/null || true
	done
	wait
	for host in $hosts switch; do
		ip netns del "$prefix$host" 2>/dev/null || true
	done
	rm -rf "$work"
}
trap take_down EXIT
trap 'exit 1' INT TERM

add_host() { # NAME IP IP6 MAC
	ip netns add "$prefix$1"
	in_host "$1" sh -c 'echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6' 2>/dev/null || true
	ip -n "${prefix}switch" link add name "$1" type veth peer name eth0 netns "$prefix$1"
	in_host switch "$plant" nic "$1"
	in_host "$1" "$plant" nic eth0
	ip -n "${prefix}switch" link set dev "$1" master br0 up
	ip -n "$prefix$1" link set dev eth0 address "$4"
	ip -n "$prefix$1" link set dev lo up
	ip -n "$prefix$1" link set dev eth0 up
	ip -n "$prefix$1" address add "$2/24" dev eth0
}

build_network() {
	ip netns add "${prefix}switch"
	in_host switch sh -c 'echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6' 2>/dev/null || true
	ip -n "${prefix}switch" link add name br0 type bridge mcast_snooping 0
	ip -n "${prefix}switch" link set dev br0 up
	"$plant" list hosts >"$work/hosts"
	while read -r name ip4 ip6 _ mac _; do
		add_host "$name" "$ip4" "$ip6" "$mac" </dev/null
	done <"$work/hosts"
	sleep 1
}

use_ipv6() {
	while read -r name _ ip6 _; do
		in_host "$name" sh -c 'cd /proc/sys/net/ipv6/conf &&
			echo 0 | tee all/disable_ipv6 default/disable_ipv6 eth0/disable_ipv6' \
			</dev/null >/dev/null
		ip -n "$prefix$name" address add "$ip6/64" dev eth0 nodad
	done <"$work/hosts"
	sleep 3
}

forget_neighbours() {
	for host in $hosts; do
		ip -n "$prefix$host" neigh flush all
	done
}

# ---- recording ----------------------------------------------------------------------------------

recorder=

record() { # NAME.pcap [OPTIONS]
	file=$work/$1
	shift
	# no function in between: the process itself must get the signal
	ip netns exec "${prefix}switch" "$plant" record -i br0 -o "$file" "$@" >>"$work/recorded" &
	recorder=$!
	children="$children $recorder"
	while [ ! -s "$file" ]; do
		kill -0 "$recorder" 2>/dev/null || die "the recorder did not start"
		sleep 0.1
	done
}

stop_recording() {
	sleep 0.3
	kill -TERM "$recorder"
	wait "$recorder" || die "recording failed"
}

start_plant() { # SECONDS [OPTIONS]
	forget_neighbours
	seconds=$1
	shift
	"$plant" run --netns "$prefix" --seconds "$seconds" "$@" >"$work/plant" &
	plant_pid=$!
	children="$children $plant_pid"
}

end_plant() {
	wait "$plant_pid" || die "the plant failed"
}

act() { # HOST WORDS...: runs kagami-plant on HOST, keeps what it says and when it began
	host=$1
	shift
	{
		echo "### $host: kagami-plant $*"
		echo
		date +'begin %s.%N'
		in_host "$host" "$plant" "$@" || exit 1
		echo
	} >>"$work/acts" || die "$host: $* failed"
}

# Seconds from the first frame to the moment $2.
since_first() {
	first=$(tshark -r "$1" -c 1 -T fields -e frame.time_epoch 2>/dev/null)
	awk -v a="$first" -v b="$2" 'BEGIN { printf "%.3f", b - a }'
}

# Puts the file in its place and what the programs said behind the marker of its story.
keep() { # FILE WORDS: "counted" when the counters of the plant's clients belong to the capture
	name=${1%%.*}
	story=$here/$name.md
	cp "$work/$1" "$here/$1"
	[ -f "$story" ] || die "$story is missing"
	{
		sed "/^<!-- told by/,\$d" "$story"
		echo "$told"
		echo
		echo "## What the programs told"
		echo
		if [ -s "$work/acts" ]; then
			while read -r line; do
				case $line in
				begin\ *) echo "Began $(since_first "$work/$1" "${line#begin }") s after the first frame." && echo ;;
				*) echo "$line" ;;
				esac
			done <"$work/acts"
		fi
		if [ "${2-}" = counted ] && [ -s "$work/plant" ]; then
			echo "### The plant's clients"
			echo
			echo "| who | function | requests | answers | exceptions |"
			echo "|---|---|---|---|---|"
			cat "$work/plant"
			echo
		fi
		if [ -n "${3-}" ]; then
			echo "### How the file was made"
			echo
			echo "\`$3\`"
			echo
		fi
		"$here/count-functions.sh" "$here/$1" "${4-}"
	} >"$work/story"
	cp "$work/story" "$story"
	rm -f "$work/acts" "$work/plant"
	made=$((made + 1))
	echo "$1: $(wc -c <"$here/$1") bytes"
}

is_wanted() {
	[ "$wanted" = "  " ] && return 0
	case $wanted in *" $1 "*) return 0 ;; *) return 1 ;; esac
}

rewrite() { # FROM TO OPTIONS...
	from=$1
	to=$2
	shift 2
	"$plant" rewrite "$@" "$here/$from" "$work/$to"
	keep "$to" "" "kagami-plant rewrite $* $from $to" "${port-}"
}

# ---- the captures -------------------------------------------------------------------------------

# NAME TARGET HOST KIND SCENARIO [OPTIONS of the plant]: two seconds of the plant, then the scenario,
# then two more.
scenario() {
	is_wanted "$1" || return 0
	scene=$1 target=$2 actor=$3 kind=$4 what=$5
	shift 5
	record "$scene.pcap"
	start_plant 3600 --seed "$made" "$@"
	sleep 2.5
	act "$actor" "$kind" "$what" --target "$target"
	sleep 2
	kill -TERM "$plant_pid"
	end_plant
	stop_recording
	keep "$scene.pcap" counted
}

# The switch remembers nobody, so that the attacker hears all.
spoofed_answer() {
	ip -n "${prefix}switch" link set dev br0 type bridge ageing_time 0
	scenario attack-spoofed-answer plc2 attacker attack spoof
	ip -n "${prefix}switch" link set dev br0 type bridge ageing_time 30000
}

# The blind set: NUMBER SEED BEGIN (seconds since 1970) [OPTIONS of the plant]. What happens is the
# function blind_NUMBER; what the programs told goes to the answers, and nothing beside the capture.
blind() {
	is_wanted "case-$1" || return 0
	number=$1 seed=$2 begin=$3
	shift 3
	record raw.pcap
	start_plant 3600 --seed "$seed" "$@"
	sleep 6
	"blind_$number"
	sleep 6
	kill -TERM "$plant_pid"
	end_plant
	stop_recording
	"$plant" rewrite --begin "$begin" "$work/raw.pcap" "$here/blind/case-$number.pcap"
	answers=$here/blind/answers/case-$number.md
	{
		sed "/^<!-- told by/,\$d" "$answers"
		echo "$told"
		echo
		echo "## What the programs told"
		echo
		if [ -s "$work/acts" ]; then
			while read -r line; do
				case $line in
				begin\ *) echo "Began $(since_first "$work/raw.pcap" "${line#begin }") s after the first frame." && echo ;;
				*) echo "$line" ;;
				esac
			done <"$work/acts"
		else
			echo "Nothing: the plant alone."
			echo
		fi
	} >"$work/story"
	cp "$work/story" "$answers"
	rm -f "$work/acts" "$work/plant"
	made=$((made + 1))
}
blind_1() { sleep 20; }
blind_2() { act attacker attack setpoint --target plc2; }
blind_3() {
	act attacker attack scan-registers --target plc3
	sleep 3
	act attacker attack identify --target plc3
	sleep 3
	act attacker attack stop --target plc3
}
blind_4() {
	act ews work maintenance --target plc2
	sleep 2
}
blind_5() { sleep 30; }

# NAME PACE [BEGIN]: a scenario of the workshop, its capture beside it, or in the folder SCENARIOS_TO. Plant and attack run PACE times as
# fast as the clock, and the capture is stretched; BEGIN is when it is to begin, in seconds since 1970.
workshop() {
	is_wanted "scenario-$1" || return 0
	file=$here/scenarios/$1/scenario.yaml
	lasts=$(sed -n 's/^duration: \([0-9]*\)s$/\1/p' "$file")
	record raw.pcap
	start_plant 36000 --seed "$made" --pace "$2" --status "$work/status.json"
	sleep 3
	"$plant" attack "$here/scenarios/$1" --check --status "$work/status.json" || die "scenario $1 failed"
	while [ "$("$plant" show --json --status "$work/status.json" |
		sed 's/.*"elapsed":\([0-9]*\).*/\1/')" -lt "$((lasts + 3 * $2))" ]; do
		sleep 0.5
	done
	kill -TERM "$plant_pid"
	end_plant
	stop_recording
	"$plant" rewrite --stretch "$2" ${3:+--begin "$3"} "$work/raw.pcap" \
		"${SCENARIOS_TO:-$here/scenarios/$1}/$1.pcap"
	rm -f "$work/plant"
	made=$((made + 1))
}

# Ten minutes of normal work with an operator, in one: what is usual (SEED 21), and what is to be
# compared with it (SEED 22).
ten_minutes() { # NAME SEED
	is_wanted "$1" || return 0
	record raw.pcap
	start_plant 600 --seed "$2" --operator --pace 10 --status "$work/status.json"
	end_plant
	stop_recording
	"$plant" rewrite --stretch 10 "$work/raw.pcap" "$here/plants/$kind/$1.pcap"
	made=$((made + 1))
}

plant_only() { # NAME SECONDS FORMAT OPTIONS...
	is_wanted "$1" || return 0
	name=$1
	seconds=$2
	ending=pcap
	[ "$3" != pcapng ] || ending=pcapng
	record "$name.$ending" --format "$3"
	shift 3
	start_plant "$seconds" "$@"
	end_plant
	stop_recording
	keep "$name.$ending" counted "" "${port-}"
}

maintenance() {
	is_wanted engineering || return 0
	record engineering.pcapng --format pcapng
	start_plant 3600
	sleep 2.5
	act ews work maintenance --target plc1
	sleep 1
	act ews work maintenance --target plc2
	sleep 2
	kill -TERM "$plant_pid"
	end_plant
	stop_recording
	keep engineering.pcapng counted
}

mid_stream() {
	is_wanted mid-stream || return 0
	start_plant 3600 --operator
	sleep 2
	record mid-stream.pcap --format micro
	sleep 15
	stop_recording
	kill -TERM "$plant_pid"
	end_plant
	keep mid-stream.pcap ""
}

rtu() {
	is_wanted rtu-over-tcp || return 0
	record rtu-over-tcp.pcap
	forget_neighbours
	ip netns exec "${prefix}serial" "$plant" serial --address 10.10.1.41 --corrupt 17 --split 7 &
	serial=$!
	children="$children $serial"
	sleep 1
	act hmi work rtu --target 10.10.1.41:4001
	kill -TERM "$serial"
	wait "$serial" || die "the serial device server failed"
	stop_recording
	keep rtu-over-tcp.pcap "" "" 4001
}

udp() {
	is_wanted udp || return 0
	record udp.pcap
	start_plant 3600 --no-polling
	sleep 1
	act ews work udp --target plc2
	kill -TERM "$plant_pid"
	end_plant
	stop_recording
	keep udp.pcap ""
}

substation_captures() {
	ten_minutes usual 31
	ten_minutes compare 32
	for name in bay-scan breaker tap-run goose-trip; do
		workshop $name 5
	done
}

waterworks_captures() {
	plant_only normal 60 nano --seed 7
	plant_only operator 60 nano --operator
	port=10502
	plant_only odd-port 15 micro --port 10502 --operator
	port=
	maintenance
	scenario functions plc2 ews work functions
	scenario attack-scan plc3 attacker attack scan
	scenario attack-identify plc1 attacker attack identify
	scenario attack-sweep plc1 attacker attack sweep
	scenario attack-write plc3 attacker attack write
	scenario attack-setpoint plc2 attacker attack setpoint
	scenario attack-flap plc1 attacker attack flap
	scenario attack-flood plc2 attacker attack flood
	scenario attack-malformed plc1 attacker attack malformed
	scenario attack-pipeline plc3 attacker attack pipeline
	scenario attack-tid-zero plc2 attacker attack tid-zero
	scenario attack-umas plc1 attacker attack umas
	scenario attack-scan-functions plc2 attacker attack scan-functions
	scenario attack-scan-registers plc1 attacker attack scan-registers
	scenario attack-unit-sweep plc2 attacker attack unit-sweep
	scenario attack-frostygoop plc1 attacker attack frostygoop
	scenario attack-rogue-master plc1 attacker attack master
	scenario attack-broadcast-write plc3 attacker attack broadcast
	scenario attack-stop plc2 attacker attack stop
	scenario attack-file plc1 attacker attack file
	spoofed_answer
	scenario process-drift plc2 hmi attack drift
	scenario process-overflow plc1 attacker attack overflow --speed 10
	plant_only normal-long 112 nano --operator --seed 11
	plant_only poll-stops 44 nano --trouble poll-stops
	plant_only poll-pause 25 nano --trouble poll-pause
	plant_only poll-slower 44 nano --trouble poll-slower
	plant_only device-silent 40 nano --trouble silent
	plant_only slow-answers 40 nano --trouble slow
	plant_only process-frozen 30 nano --trouble frozen
	plant_only process-jump 22 nano --trouble jump
	plant_only process-no-feedback 30 nano --operator --trouble pump-blocked
	blind 1 611 1794879125 --operator
	blind 2 622 1794972431 --operator
	blind 3 633 1795136787
	blind 4 644 1795085220
	blind 5 655 1795243919 --trouble silent
	ten_minutes usual 21
	ten_minutes compare 22
	for name in recon identify setpoint drift flap polling-stops silence campaign rogue-master exfiltration \
		dry-town; do
		workshop $name 5
	done
	workshop blind-overflow 6
	workshop middle 2
	# the maintenance window of the site file: Tuesdays from 8 to 12
	workshop insider-night 5 1795473000
	workshop insider-window 5 1795510800
	workshop maintenance 5 1795510800
	mid_stream
	rtu
	udp
	if is_wanted ipv6; then
		use_ipv6
		plant_only ipv6 15 pcapng --ipv6 --operator
	fi
	# what mirrors and disks make of a recording
	! is_wanted one-sided || rewrite operator.pcap one-sided.pcap --keep "not src port 502" --format micro
	! is_wanted vlan-duplicates || rewrite attack-write.pcap vlan-duplicates.pcap --vlan 110 --duplicate 2
	! is_wanted vlan-two-tags || rewrite attack-setpoint.pcap vlan-two-tags.pcapng --vlan 110 --duplicate 1 --copy-vlan 120 --format pcapng
	! is_wanted lossy || rewrite operator.pcap lossy.pcap --drop 23 --skip-ms 5000
	! is_wanted short-snaplen || rewrite attack-setpoint.pcap short-snaplen.pcap --snaplen 66
	! is_wanted cut-file || rewrite attack-flap.pcap cut-file.pcap --cut 37
	! is_wanted swapped || rewrite attack-setpoint.pcap swapped.pcap --format swapped
}

[ "$(id -u)" -eq 0 ] || die "needs root: network namespaces and recording"
[ -x "$plant" ] || die "$plant is no program"
command -v tshark >/dev/null || die "needs tshark, which counts what was recorded"
build_network
"${kind}_captures"
[ "$made" -gt 0 ] || die "no capture has such a name"
echo "$made captures, $(du -ch "$here"/*.pcap* | tail -n 1 | cut -f 1) together"
