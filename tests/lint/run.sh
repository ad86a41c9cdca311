#!/bin/bash
# Everything that `make lint` checks: tests/lint/run.sh BUILD_DIR. Goes on after a failed step.
set -u
cd "$(dirname "$0")/../.." || exit 2
build=$1
failed=0

step() { # NAME COMMAND…: runs it, quietly when it finds nothing
	local name=$1 output rc start=$SECONDS
	shift
	output=$("$@" 2>&1)
	rc=$?
	if [ $rc -eq 0 ]; then
		printf '  %-14s ok %6d s\n' "$name" $((SECONDS - start))
	else
		printf '%s\n  %-14s FAILED\n' "$output" "$name"
		failed=1
	fi
}

remake() { # make's own lines about what it compiles are of no interest here
	# MAKE comes from the Makefile and holds options too.
	# shellcheck disable=SC2086
	${MAKE:-make} "$@" 2>&1 | grep -vE '^  (CC|LD|AR|TIDY|MAN) '
	return "${PIPESTATUS[0]}"
}

list() { # files of the project whose name matches one of the patterns, tracked or new
	git ls-files -co --exclude-standard -- "$@" 2>/dev/null | sort -u | while IFS= read -r file; do
		[ -e "$file" ] && echo "$file"
	done
}

format() {
	local files
	mapfile -t files < <(list '*.c' '*.h')
	[ ${#files[@]} -gt 0 ] || { echo "git lists no sources here" && return 1; }
	clang-format --dry-run -Werror "${files[@]}"
}

# cppcheck sees no library header, so it is told the version that one file switches on; and its
# model of mmap() does not know the -1 that goes with MAP_ANONYMOUS. NULL is a pointer here, so that
# it may end a list of arguments.
cppcheck_all() {
	mkdir -p build/cppcheck
	list '*.c' | xargs -r cppcheck --quiet --error-exitcode=1 --std=c11 -j2 \
		--enable=warning,performance,portability --inline-suppr \
		--cppcheck-build-dir=build/cppcheck -I. -D_GNU_SOURCE \
		-DNDPI_MAJOR=4 -DNDPI_MINOR=2 --suppress='varFuncNullUB:tests/*' --suppress=invalidFunctionArg:pcaps/plant/plant.c \
		--suppress=missingInclude --suppress=missingIncludeSystem
}

# The sensor cannot send: what its objects want from libraries holds no call that transmits,
# accepts connections or gives itself an address. What runs other programs is one file, which
# becomes kagami-replay (docs/decisions/0013-replay-sends-elsewhere.md).
passive() {
	local found
	[ -x "$build/kagami-sensor" ] || { echo "$build/kagami-sensor is not built" && return 1; }
	found=$(nm -D --undefined-only "$build/kagami-sensor" | sed 's/.* //; s/@.*//' |
		grep -xE 'pcap_inject|pcap_sendpacket|pcap_sendqueue_.*|send|sendto|sendmsg|sendmmsg|bind|listen|accept|accept4|connect')
	[ -z "$found" ] || { echo "$build/kagami-sensor imports: $found" && return 1; }
	found=$(nm -D --undefined-only "$build/kagami-sensor" | sed 's/.* //; s/@.*//' |
		grep -xE 'system|popen|posix_spawnp?|fexecve|exec(l|le|lp|vp|vpe|ve|veat)')
	[ -z "$found" ] || { echo "$build/kagami-sensor imports: $found" && return 1; }
	found=$(git grep -lE '\bexecv *\(' -- sensor protocols proto common)
	[ "$found" = sensor/cmd_replay.c ] || { echo "execv() in: $found" && return 1; }
}

scripts() {
	{ list '*.sh' '.ci/*' && list | while IFS= read -r file; do
		head -c 32 "$file" | head -n 1 | grep -qaE '^#!.*/(ba|da)?sh' && echo "$file"
	done; } | sort -u | xargs -r shellcheck --severity=info --exclude=SC2317,SC2016
}

man_pages() {
	find build/man -name '*.[1-8]' | sort | xargs -r mandoc -T lint -W warning
}

# docs/rules is what `make reference` writes; a rule that has gone has no page.
reference() {
	local pages rc=0
	pages=$(mktemp -d)
	"$build/kagami-sensor" rules reference rules --output "$pages" &&
		diff -rq "$pages" docs/rules || rc=1
	rm -rf "$pages"
	[ "$rc" -eq 0 ] || echo "docs/rules is not what rules/ says: make reference"
	return "$rc"
}

# Both are what the tests need, too: gcc's warnings cost nothing more.
step programs remake WERROR=1 programs man-pages
step gcc remake -k VARIANT=asan WERROR=1 kagami tests
step clang-tidy remake -k VARIANT=clang WERROR=1 tidy
step format format
step rules tests/lint/rules.py
step cppcheck cppcheck_all
step passive passive
step 'nDPI releases' tests/ndpi-stub/check.sh
step shellcheck scripts
step mandoc man_pages
step reference reference
exit $failed
