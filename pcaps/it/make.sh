#!/bin/sh
# Makes the captures of IT protocols in the plant. Usage, as root: pcaps/it/make.sh KAGAMI_PLANT [NAME...]
#
# Real daemons and clients of Debian's packages run in a network of namespaces (network.sh), each
# in a box of its own (box.sh); every scene is bounded in time, and everything is taken down
# again, also when something fails. KEEP_LOG=FOLDER keeps what the programs said.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
pcaps=$(dirname "$here")
plant=$(realpath "${1:?usage: pcaps/it/make.sh KAGAMI_PLANT [NAME...]}")
shift
wanted=" $* "
hosts=
made=0

# shellcheck source=pcaps/it/network.sh
. "$here/network.sh"
# shellcheck source=pcaps/it/scenes-access.sh
. "$here/scenes-access.sh"
# shellcheck source=pcaps/it/scenes-network.sh
. "$here/scenes-network.sh"
# shellcheck source=pcaps/it/scenes-guests.sh
. "$here/scenes-guests.sh"

scene() { # NAME: runs the function of that name, - made _
	case $wanted in "  " | *" $1 "*) "$(echo "$1" | tr - _)" ;; esac
}

[ "$(id -u)" -eq 0 ] || die "needs root: network namespaces and recording"
[ -x "$plant" ] || die "$plant is no program"
command -v tshark >/dev/null || die "needs tshark, which counts what was recorded"
trap take_down EXIT
trap 'exit 1' INT TERM
write_etc
build_network
for name in $access_scenes $network_scenes $guest_scenes; do
	scene "$name"
done
case $wanted in "  ") ;; *) [ "$made" -gt 0 ] || die "no capture has such a name" ;; esac
