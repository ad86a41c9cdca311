#!/bin/sh
# Compiles sensor/dpi.c, without linking, against the declarations of every nDPI release that it
# knows. Run from the project's root; the compiler is $CC, more options are given as arguments.
set -u
failed=0
for dir in tests/ndpi-stub/*/; do
	# shellcheck disable=SC2086
	if ! ${CC:-cc} -std=c17 -D_GNU_SOURCE -fsyntax-only -Wall -Wextra -Wconversion -Wshadow \
		-Werror -DNDPI_LICENSE=NDPI_LICENSE_NOT_FOR_PROFIT_LGPL "$@" -I. -I"$dir" sensor/dpi.c
	then
		echo "sensor/dpi.c does not compile against nDPI $(basename "$dir")" >&2
		failed=1
	fi
done
exit $failed
