#!/bin/sh
# Makes every capture of pcaps/ again. Usage, as root: pcaps/make.sh BUILD_DIRECTORY [NAME...]
# BUILD_DIRECTORY holds kagami-plant (and kagami-goose).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "${1:?usage: pcaps/make.sh BUILD_DIRECTORY [NAME...]}" && pwd)
shift

"$here/make-captures.sh" "$build/kagami-plant" "$@"
if [ $# -eq 0 ] && [ -x "$here/goose/make.sh" ]; then
	"$here/goose/make.sh" "$build"
fi
