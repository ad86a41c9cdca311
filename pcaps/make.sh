#!/bin/sh
# Makes every capture of pcaps/ again. Usage, as root: pcaps/make.sh BUILD_DIRECTORY [NAME...]
# BUILD_DIRECTORY holds kagami-plant (and kagami-goose). Names that begin with it- are those of it/.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "${1:?usage: pcaps/make.sh BUILD_DIRECTORY [NAME...]}" && pwd)
shift

of_it=
others=
for name; do
	case $name in
	it-*) of_it="$of_it $name" ;;
	*) others="$others $name" ;;
	esac
done
# The names are split on purpose: one argument each.
# shellcheck disable=SC2086
if [ -n "$others" ] || [ $# -eq 0 ]; then
	"$here/make-captures.sh" "$build/kagami-plant" $others
fi
if [ $# -eq 0 ]; then
	KAGAMI_PLANT=substation "$here/make-captures.sh" "$build/kagami-plant"
fi
# shellcheck disable=SC2086
if [ -n "$of_it" ] || [ $# -eq 0 ]; then
	"$here/it/make.sh" "$build/kagami-plant" $of_it
fi
if [ $# -eq 0 ]; then
	for protocol in dnp3 iec104 synphasor cip s7 cclink opcua slmp fins profinet; do
		"$here/$protocol/make.py"
	done
fi
if [ $# -eq 0 ] && [ -x "$here/goose/make.sh" ]; then
	"$here/goose/make.sh" "$build"
fi
if [ $# -eq 0 ]; then
	"$here/mms/make.py" "$here"
	"$here/mms/make_sv.py" "$here"
fi
