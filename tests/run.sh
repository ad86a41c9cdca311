#!/bin/bash
# Runs test suites and counts: tests/run.sh SUITE…
#
# A suite is tests/NAME/run.sh BUILD_DIR (or, for NAME-MODE, tests/NAME/run.sh BUILD_DIR MODE). It
# prints TAP: "ok 1 - sentence", "not ok 2 - sentence", "ok 3 - sentence # SKIP reason", and lines
# with "# " below a failure that say why. A suite that prints no result, or fails without naming a
# failed test, counts as one failure. VARIANT=cov runs every suite on that build.
set -u
cd "$(dirname "$0")/.." || exit 2

variant_of() {
	case $1 in
	unit | cli | rules | golden | property | records) echo asan ;;
	fuzz*) echo fuzz ;;
	nomalloc) echo nomalloc ;;
	*) echo release ;;
	esac
}

mkdir -p build/tests

# Runs one suite; says how it went, and leaves its counts in build/tests/SUITE.count.
run_suite() {
	local suite=$1 mode='' start=${EPOCHREALTIME/./} log=build/tests/$1.tap rc took s p f
	local script=tests/${suite%%-*}/run.sh
	[ "$suite" = "${suite%%-*}" ] || mode=${suite#*-}
	if [ -x "$script" ]; then
		timeout -k 10 "${SUITE_TIMEOUT:-1800}" "$script" "build/${VARIANT:-$(variant_of "$suite")}" \
			${mode:+"$mode"} >"$log" 2>&1 </dev/null
		rc=$?
	else
		echo "# $script is missing" >"$log"
		rc=127
	fi
	took=$(((${EPOCHREALTIME/./} - start) / 100000))
	s=$(grep -cE '^ok .*# *[Ss][Kk][Ii][Pp]' "$log")
	p=$(($(grep -cE '^ok\b' "$log") - s))
	f=$(grep -cE '^not ok\b' "$log")
	if [ $((p + f + s)) -eq 0 ] || { [ $rc -ne 0 ] && [ "$f" -eq 0 ]; }; then
		echo "not ok - $suite ended with status $rc before it could say which test failed" >>"$log"
		f=$((f + 1))
		tail -n 20 "$log" | sed 's/^/    /'
	elif [ "$f" -gt 0 ]; then
		awk '/^not ok/ { show = 1 } /^ok/ { show = 0 } show' "$log" | head -n 100 | sed 's/^/    /'
		echo "    (all of it: $log)"
	fi
	grep -E '^ok .*# *[Ss][Kk][Ii][Pp]' "$log" | sed 's/^ok *[0-9]* *-* */    skipped: /' | head -n 20
	printf '%-14s %5d passed %4d failed %4d skipped %4d.%d s\n' "$suite" "$p" "$f" "$s" \
		$((took / 10)) $((took % 10))
	echo "$p $f $s" >"build/tests/$suite.count"
}

# Two at a time; each says its piece when it is done. What depends on when things happen, or uses
# both cores itself, runs alone at the end.
together=() alone=()
for suite in "$@"; do
	rm -f "build/tests/$suite.count"
	case $suite in
	live | delivery* | incidents* | workshop | scenarios* | fuzz*) alone+=("$suite") ;;
	*) together+=("$suite") ;;
	esac
done
running=0
for suite in "${together[@]}"; do
	[ $running -lt 2 ] || wait -n
	running=$((running + 1))
	{ run_suite "$suite" >"build/tests/$suite.out" && cat "build/tests/$suite.out"; } &
done
wait
for suite in "${alone[@]}"; do
	run_suite "$suite"
done
passed=0 failed=0 skipped=0
for suite in "$@"; do
	read -r p f s <"build/tests/$suite.count" || p=0 f=1 s=0
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done

[ "$skipped" -eq 0 ] && echo "$passed passed, $failed failed" ||
	echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
