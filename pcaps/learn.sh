#!/bin/sh
# Learns what is usual in the simulated plants. Usage: pcaps/learn.sh BUILD_DIRECTORY [PLANT...]
#
# Of each plant that has ten minutes of normal work, plants/PLANT/usual.pcap, and its own rules, site and tags in
# rules/examples; of the waterworks also an engineer's visit and a serial line.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "${1:?usage: pcaps/learn.sh BUILD_DIRECTORY [PLANT...]}" && pwd)
shift
cd "$here/.."
[ $# -gt 0 ] || set -- waterworks substation
for plant; do
	more=
	[ "$plant" != waterworks ] || more="pcaps/engineering.pcapng pcaps/rtu-over-tcp.pcap"
	# The names are split on purpose: one argument each.
	# shellcheck disable=SC2086
	"$build/kagami-sensor" learn -q --config /dev/null --rules rules --rules "rules/examples/$plant.yaml" \
		--site "rules/examples/$plant/site.yaml" --tags "rules/examples/$plant/tags.yaml" \
		-o "pcaps/plants/$plant/baseline.yaml" "pcaps/plants/$plant/usual.pcap" $more
done
