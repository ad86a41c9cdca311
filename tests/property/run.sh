#!/bin/bash
# Property tests: every cmocka program of BUILD_DIR/tests/property that has a source here.
set -u
build=$1
export CMOCKA_MESSAGE_OUTPUT=TAP
export UBSAN_OPTIONS=print_stacktrace=1
number=0 bad=0

for source in tests/property/test_*.c; do
	name=$(basename "$source" .c)
	output=$(timeout 800 "$build/tests/property/$name" 2>&1)
	rc=$?
	reached=0 failures=0
	while IFS= read -r line; do
		case $line in
		"ok "* | "not ok "*)
			number=$((number + 1)) reached=$((reached + 1))
			[[ $line == not* ]] && failures=$((failures + 1))
			echo "${line%% [0-9]*} $number - ${name#test_}: ${line#*- }"
			;;
		1..*) ;;
		*) echo "# ${line#\# }" ;;
		esac
	done <<<"$output"
	if [ "$reached" -eq 0 ] || { [ $rc -ne 0 ] && [ $failures -eq 0 ]; }; then
		number=$((number + 1)) failures=1
		echo "not ok $number - ${name#test_}: ended with status $rc after $reached tests"
	fi
	[ $failures -eq 0 ] || bad=1
done
echo "1..$number"
exit $bad
