#!/bin/sh
# The plant's network, in the network namespace it is started in: network.sh KAGAMI_PLANT PREFIX
#
# A namespace PREFIX<host> for each host of the plant, joined by the bridge br0 here, which sees what
# a mirror port sees. kagami-workshop calls it in namespaces of its own, where /run is its own too:
# nothing of it is there for the machine, and all of it goes with the last process inside.
set -eu
# Who is not root often has no sbin on the search path.
PATH=$PATH:/usr/sbin:/sbin
plant=$1
prefix=$2

# nsenter and not `ip netns exec`, which mounts /sys anew: that is not allowed everywhere.
in_host() { # HOST COMMAND...
	host=$1
	shift
	nsenter --net="/run/netns/$prefix$host" "$@"
}
no_ipv6='for i in all default; do f=/proc/sys/net/ipv6/conf/$i/disable_ipv6; [ ! -w $f ] || echo 1 >$f; done'

mkdir -p /run/netns
sh -c "$no_ipv6"
ip link set dev lo up
ip link add name br0 type bridge mcast_snooping 0
ip link set dev br0 up
"$plant" list hosts | while read -r name ip4 _ _ mac _; do
	ip netns add "$prefix$name"
	in_host "$name" sh -c "$no_ipv6" </dev/null
	ip link add name "$name" type veth peer name eth0 netns "$prefix$name"
	"$plant" nic "$name" </dev/null
	in_host "$name" "$plant" nic eth0 </dev/null
	ip link set dev "$name" master br0 up
	ip -n "$prefix$name" link set dev eth0 address "$mac"
	ip -n "$prefix$name" link set dev lo up
	ip -n "$prefix$name" link set dev eth0 up
	ip -n "$prefix$name" address add "$ip4/24" dev eth0
done
