#!/bin/sh
# Makes the layer-2 captures again: pcaps/goose/make.sh BUILD_DIRECTORY
set -eu
"$1/kagami-goose" "$(dirname "$0")/.."
