# The network of the captures of IT protocols, to be read by make.sh.
# shellcheck shell=sh disable=SC2154 # set by make.sh
#
# Hosts of the plant with the addresses that kagami-plant gives them, and beside them a gateway
# (10.10.1.1) with an "internet" behind it. Each host is a namespace. Nothing in it has a way to
# the machine's own network: the internet is a namespace too.

prefix=kgi$$-
work=$(mktemp -d)
children= # processes to be ended with the scene
# Addresses of the internet's namespace.
web=93.184.216.34 # belongs to nobody in particular here
resolver=93.184.216.53
contractor=198.51.100.9
timeserver=203.0.113.123

die() {
	echo "make: $*" >&2
	exit 1
}

in_host() { # HOST COMMAND...
	ns=$prefix$1
	shift
	ip netns exec "$ns" "$@"
}

# Runs a command on HOST with files of its own; kill -KILL its process to end all it started.
box() { # HOST COMMAND...
	ns=$prefix$1
	name=$1
	shift
	exec ip netns exec "$ns" unshare --mount --pid --fork --kill-child --mount-proc --uts --ipc \
		"$here/box.sh" "$name" "$work" "$@"
}

take_down() {
	trap - EXIT INT TERM
	end_scene
	for host in $hosts; do
		ip netns del "$prefix$host" 2>/dev/null || true
	done
	rm -rf "$work"
}

end_scene() {
	for pid in $children; do
		kill -KILL "$pid" 2>/dev/null || true
	done
	for pid in $children; do
		wait "$pid" 2>/dev/null || true
	done
	children=
}

new_host() { # NAME
	ip netns add "$prefix$1"
	hosts="$hosts $1"
	in_host "$1" sh -c 'echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6' 2>/dev/null || true
	ip -n "$prefix$1" link set dev lo up
}

add_host() { # NAME IP MAC
	new_host "$1"
	ip -n "${prefix}switch" link add name "$1" type veth peer name eth0 netns "$prefix$1"
	in_host switch "$plant" nic "$1"
	in_host "$1" "$plant" nic eth0
	ip -n "${prefix}switch" link set dev "$1" master br0 up
	ip -n "$prefix$1" link set dev eth0 address "$3"
	ip -n "$prefix$1" link set dev eth0 up
	ip -n "$prefix$1" address add "$2/24" dev eth0
	[ "$1" = gateway ] || ip -n "$prefix$1" route add default via 10.10.1.1
}

add_internet() {
	new_host internet
	ip -n "${prefix}gateway" link add name wan0 type veth peer name eth0 netns "${prefix}internet"
	in_host gateway "$plant" nic wan0
	in_host internet "$plant" nic eth0
	for at in gateway:wan0 internet:eth0; do
		ip -n "$prefix${at%:*}" link set dev "${at#*:}" up
	done
	ip -n "${prefix}gateway" address add 192.0.2.1/30 dev wan0
	ip -n "${prefix}internet" address add 192.0.2.2/30 dev eth0
	for address in $web $resolver $contractor $timeserver; do
		ip -n "${prefix}gateway" route add "$address" via 192.0.2.2
		ip -n "${prefix}internet" address add "$address/32" dev eth0
	done
	ip -n "${prefix}internet" route add 10.10.1.0/24 via 192.0.2.1 src $contractor
	in_host gateway sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
}

build_network() {
	new_host switch
	ip -n "${prefix}switch" link add name br0 type bridge mcast_snooping 0
	ip -n "${prefix}switch" link set dev br0 up
	while read -r name ip4 _ _ mac _; do
		add_host "$name" "$ip4" "$mac" </dev/null
	done <"$work/hosts"
	add_host gateway 10.10.1.1 00:0c:be:04:10:01
	add_internet
	sleep 1
}

# Accounts and resolver of the boxes.
write_etc() {
	"$plant" list hosts >"$work/hosts"
	mkdir "$work/etc" "$work/www" "$work/share"
	{
		grep -v '^service:' /etc/passwd
		echo 'service:x:1500:1500:Service,,,:/home/service:/bin/sh'
	} >"$work/etc/passwd"
	{
		grep -v '^service:' /etc/group
		echo 'service:x:1500:'
	} >"$work/etc/group"
	{
		grep -v '^service:' /etc/shadow
		echo "service:$(openssl passwd -6 -salt waterworks Wasser2024):19700:0:99999:7:::"
	} >"$work/etc/shadow"
	chmod 600 "$work/etc/shadow"
	awk '{ print $2, $1 }' "$work/hosts" >"$work/etc/hosts"
	echo "nameserver 127.0.0.1" >"$work/etc/resolv.conf"
	echo 'Waterworks. Authorised persons only.' >"$work/etc/motd"
	chmod 755 "$work"
}

forget_neighbours() {
	for host in $hosts; do
		ip -n "$prefix$host" neigh flush all
	done
}

# ---- programs -----------------------------------------------------------------------------------

# Starts a daemon on HOST and waits until its PORT (like 22, or udp:161) is open; 0: does not wait.
serve() { # HOST PORT COMMAND...
	host=$1
	port=$2
	shift 2
	(box "$host" "$@") >>"$work/log" 2>&1 &
	children="$! $children"
	server=$!
	case $port in
	0) return ;;
	udp:*) kind=-lun ;;
	*) kind=-ltn ;;
	esac
	tries=0
	until in_host "$host" ss -H "$kind" "sport = :${port#*:}" | grep -q .; do
		tries=$((tries + 1))
		[ "$tries" -lt 150 ] || die "$1 does not listen on port $port: $(tail -n 20 "$work/log")"
		kill -0 "$server" 2>/dev/null || die "$1 ended: $(tail -n 20 "$work/log")"
		sleep 0.1
	done
}

told() { # HOST TEXT: a line of the story's list of what was done
	printf '%s\t%s\t%s\n' "$(date +%s.%N)" "$1" "$2" >>"$work/acts"
}

# Runs a command on HOST, in a box, for 20 s at most, and tells of it. It may fail: a refused
# login is a result too.
act() { # HOST TEXT COMMAND...
	host=$1
	told "$host" "$2"
	shift 2
	echo "--- $host: $*" >>"$work/log"
	(box "$host" timeout -k 1 20 "$@") >>"$work/log" 2>&1 </dev/null || true
}

# Like act, but types on a terminal: the rest of the words are lines, typed one after the other.
act_typing() { # HOST TEXT COMMAND LINE...
	host=$1
	told "$host" "$2"
	command=$3
	shift 3
	echo "--- $host: $command" >>"$work/log"
	{
		sleep 2 # for the greeting
		for line; do
			sleep 1.5
			printf '%s\r' "$line"
		done
		sleep 1
	} | (box "$host" timeout -k 1 20 script -qec "$command" /dev/null) >>"$work/log" 2>&1 || true
}

start_plant() { # OPTIONS of kagami-plant run
	"$plant" run --netns "$prefix" --seconds 60 "$@" >"$work/plant" 2>>"$work/log" &
	plant_pid=$!
	children="$plant_pid $children"
}

# ---- recording ----------------------------------------------------------------------------------

record() { # NAME: the scene's name is the file's
	forget_neighbours
	: >"$work/acts"
	: >"$work/log"
	rm -f "$work/raw.pcap"
	ip netns exec "${prefix}switch" "$plant" record -i br0 -o "$work/raw.pcap" >>"$work/recorded" &
	recorder=$!
	children="$recorder $children"
	while [ ! -s "$work/raw.pcap" ]; do
		kill -0 "$recorder" 2>/dev/null || die "the recorder did not start"
		sleep 0.1
	done
}

# Ends the scene, keeps those of its frames that the filter lets through, and writes the story.
finish() { # NAME [FILTER]
	sleep 0.5
	kill -TERM "$recorder"
	wait "$recorder" || die "recording failed"
	[ -z "${KEEP_LOG-}" ] || cp "$work/log" "$KEEP_LOG/$1.log"
	end_scene
	"$plant" rewrite --keep "${2:-ip or arp}" "$work/raw.pcap" "$work/$1.pcap"
	story=$pcaps/$1.md
	[ -f "$story" ] || die "$story is missing"
	cp "$work/$1.pcap" "$pcaps/$1.pcap"
	first=$(tshark -r "$pcaps/$1.pcap" -c 1 -T fields -e frame.time_epoch 2>/dev/null)
	{
		sed '/^<!-- told by/,$d' "$story"
		echo "<!-- told by the programs that made the capture: make captures writes what follows -->"
		echo
		echo "## What was done"
		echo
		echo "| s | host | what |"
		echo "|---|---|---|"
		awk -F '\t' -v first="$first" '{
			t = $1 - first
			printf "| %.1f | %s | %s |\n", t < 0 ? 0 : t, $2, $3
		}' "$work/acts"
		echo
		"$here/count-events.sh" "$pcaps/$1.pcap"
	} >"$work/story"
	cp "$work/story" "$story"
	made=$((made + 1))
	echo "$1.pcap: $(wc -c <"$pcaps/$1.pcap") bytes"
}
