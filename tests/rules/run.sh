#!/bin/bash
# What is wrong with rule files is said exactly: tests/rules/run.sh BUILD_DIR (or the program).
# Prints TAP. Each tests/rules/bad/NN-what.yaml (with NN-what.site and NN-what.tags, if they are
# there) is checked; what is said must be NN-what.txt. With ACCEPT=1 it is written there instead.
set -u
here=$(cd "$(dirname "$0")" && pwd)
program=$1
[ -d "$program" ] && program=$program/kagami-sensor
if [ ! -x "$program" ]; then
	echo "not ok 1 - $program is built"
	exit 1
fi
program=$(realpath "$program")
export LC_ALL=C.UTF-8
number=0 bad=0

result() { # STATUS NAME: a test's line; what is on standard input says why it failed
	number=$((number + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $number - $2"
	else
		echo "not ok $number - $2"
		sed 's/^/# /'
		bad=1
	fi
}

check() { # NAME: what `rules check` says of it, and its exit status
	local args=("$1.yaml")
	[ -e "$1.site" ] && args+=(--site "$1.site")
	[ -e "$1.tags" ] && args+=(--tags "$1.tags")
	timeout 30 "$program" rules check "${args[@]}" 2>&1 </dev/null
	echo "exit $?"
}

cd "$here/bad" || exit 1
for file in *.yaml; do
	name=${file%.yaml}
	if [ "${ACCEPT:-0}" = 1 ]; then
		check "$name" >"$name.txt"
	fi
	difference=$(diff "$name.txt" <(check "$name") 2>&1)
	[ -z "$difference" ]
	result $? "rules check says what is wrong: ${name#*-}" <<<"$difference"
done
kinds=$(grep -hv '^exit' ./*.txt | sed 's/^[^ ]* //; s/warning: //' | sort -u | wc -l)
[ "$kinds" -ge 60 ]
result $? "the mistakes are of many kinds" <<<"only $kinds different messages"
echo "1..$number"
exit $bad
