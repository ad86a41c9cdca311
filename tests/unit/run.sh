#!/bin/bash
# Unit tests: every cmocka program of BUILD_DIR/tests/unit that has a source here.
# TESTS="test_flow test_stream" runs only those.
set -u
build=$1
export CMOCKA_MESSAGE_OUTPUT=TAP
export UBSAN_OPTIONS=print_stacktrace=1
number=0 bad=0

for source in tests/unit/test_*.c; do
	[ -e "$source" ] || break
	name=$(basename "$source" .c)
	case " ${TESTS:-$name} " in *" $name "*) ;; *) continue ;; esac
	output=$(timeout 120 "$build/tests/unit/$name" 2>&1)
	rc=$?
	planned=$(sed -n 's/^1\.\.\([0-9]*\).*/\1/p' <<<"$output" | awk '{ n += $1 } END { print n + 0 }')
	reached=0 failures=0
	while IFS= read -r line; do
		case $line in
		"not ok "*"# SKIP "*) # cmocka 1.1.5 says it this way
			number=$((number + 1)) reached=$((reached + 1))
			echo "ok $number - ${name#test_}: ${line#*# SKIP } # SKIP by itself"
			;;
		"ok "* | "not ok "*)
			number=$((number + 1)) reached=$((reached + 1))
			[[ $line == not* ]] && failures=$((failures + 1))
			sentence=${line#*- }
			echo "${line%% [0-9]*} $number - ${name#test_}: $sentence"
			;;
		1..*) ;;
		*) echo "# $line" ;;
		esac
	done <<<"$output"
	if [ "$reached" -ne "$planned" ] || [ "$planned" -eq 0 ] || { [ $rc -ne 0 ] && [ $failures -eq 0 ]; }; then
		number=$((number + 1)) failures=$((failures + 1))
		echo "not ok $number - ${name#test_}: ended with status $rc after $reached of $planned tests"
		tail -n 40 <<<"$output" | sed 's/^/# /'
	fi
	[ $failures -eq 0 ] || bad=1
done
echo "1..$number"
exit $bad
