#!/bin/bash
# Tests of the command line: tests/cli/run.sh BUILD_DIR (or the program itself). Prints TAP.
# The cases are in tests/cli/cases; after them, what is generated from the options is compared with
# what is kept in docs/.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
program=$1
[ -d "$program" ] && program=$program/kagami-sensor
if [ ! -x "$program" ]; then
	echo "not ok 1 - $program is built"
	exit 1
fi
program=$(realpath "$program")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Deep enough that ../../../docs is there too.
mkdir -p "$work/bin" "$work/a/b/files"
ln -s "$root/docs" "$work/docs"
ln -s "$root/pcaps" "$work/pcaps"
ln -s "$root/rules" "$work/rules"
cp "$here"/files/* "$work/a/b/files/"
: >"$work/a/b/files/err"
ln -s "$program" "$work/bin/kagami-sensor"
ln -s "${program%/*}/kagami-collector" "$work/bin/kagami-collector"
export PATH=$work/bin:$PATH LC_ALL=C.UTF-8
unset JOURNAL_STREAM
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

one() { # NAME COMMAND EXIT EXPECTED
	local got rc want=$4
	got=$(cd "$work/a/b/files" && timeout 60 bash -c "$2" 2>&1 </dev/null)
	rc=$?
	if [[ $want == *... ]]; then
		want=${want%...}
		want=${want%$'\n'}
		[[ $got == "$want"* ]] && got=$want
	fi
	[ "$rc" = "$3" ] && [ "$got" = "$want" ]
	result $? "$1" < <(printf '$ %s\nexit %s, not %s\n' "$2" "$rc" "$3" && diff <(echo "$want") <(echo "$got"))
}

# A block ends where the next one's name and command line begin.
name='' previous='' command='' exit_code='' expected='' state=name
flush() {
	[ -n "$command" ] || return
	while [[ $expected == *$'\n' ]]; do expected=${expected%$'\n'}; done
	one "$name" "$command" "$exit_code" "$expected"
	command='' expected=''
}
while IFS= read -r line || [ -n "$line" ]; do
	case $line in
	'# '*) continue ;;
	'$ '*)
		# The line before was the name: it does not belong to the block before.
		expected=${expected%"$previous"$'\n'}
		flush
		name=$previous command=${line#\$ } state=exit expected=''
		;;
	*)
		if [ $state = exit ]; then
			exit_code=$line state=expected
		else
			expected+=$line$'\n'
		fi
		;;
	esac
	previous=$line
done <"$here/cases"
flush

kept() { # FILE PAGE PROGRAM: what the program writes now
	if [ ! -e "$root/docs/$1" ]; then
		echo "docs/$1 is missing: $3 man $2 >docs/$1" | result 1 "docs/$1 is kept"
		return
	fi
	local difference
	difference=$(diff "$root/docs/$1" <("$3" man "$2") 2>&1)
	[ -z "$difference" ]
	result $? "docs/$1 is what the options say" < <(echo "$difference" | head -n 20 &&
		echo "renew it: $3 man $2 >docs/$1")
}
for own in sensor collector; do
	kept $own.yaml $own.yaml kagami-$own
	for page in $(kagami-$own man); do
		kept "man/$page" "$page" kagami-$own
		mandoc -T lint -W warning "$root/docs/man/$page" >"$work/lint" 2>&1
		result $? "docs/man/$page is right mdoc" <"$work/lint"
	done
done
echo "1..$number"
exit $bad
