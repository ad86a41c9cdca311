#!/bin/bash
# What a newcomer sees first: tests/demo.sh BUILD_DIR
# Shows the sensor's main job on captures of pcaps/: some operations of each, then one summary.
set -eu
cd "$(dirname "$0")/.."
sensor=$1/kagami-sensor
lines=${DEMO_LINES:-12}

if [ -t 1 ]; then
	bold=$(printf '\033[1m') plain=$(printf '\033[0m')
else
	bold='' plain=''
fi

show() { # a command as one would type it
	local word line=
	for word; do
		case $word in *' '*) word="'$word'" ;; esac
		line="$line $word"
	done
	printf '\n%s$%s%s\n' "$bold" "$line" "$plain"
}

run() { # shows a command, then what it prints
	show "$@"
	"$@"
}

first_lines() { # OPTION… FILE: the first operations, and how many there are
	local output
	output=$(mktemp)
	show "$sensor" read "$@"
	# The limits and their memory are said once, with the summary.
	if ! "$sensor" read "$@" >"$output" 2>"$output.err"; then
		cat "$output.err" >&2
		rm -f "$output" "$output.err"
		return 1
	fi
	head -n "$lines" "$output"
	printf '… %d lines in all\n' "$(wc -l <"$output")"
	rm -f "$output" "$output.err"
}

normal=pcaps/normal.pcap attack=pcaps/attack-setpoint.pcap goose=pcaps/goose-injection.pcap
for file in $normal $attack $goose; do
	[ -e "$file" ] || { echo "demo: $file is missing; 'make captures' makes it" >&2 && exit 1; }
done

cat <<END
Kagami reads captured traffic of a small simulated water works and of a substation. It only
listens: nothing is ever sent.

1. The works at normal work: a line an operation.
END
first_lines $normal
cat <<END

2. The same works under attack: what the intruder, 10.10.1.66, did (why: ${attack%.pcap}.md).
END
first_lines --filter "host 10.10.1.66" $attack
cat <<END

3. A substation, where someone injects GOOSE messages (${goose%.pcap}.md).
END
first_lines $goose
cat <<END

4. Who is there, who talks to whom, how well it was decoded.
END
run "$sensor" read --summary $attack
cat <<END

${bold}Next:${plain}
  $sensor read --json $normal
        the same as JSON, one object an operation
  $sensor fields modbus
        every field that the Modbus decoder knows
  $sensor live -i IF
        the same from a network interface (as root)
  $sensor --help
        everything else; pcaps/README.md tells what each capture shows
END
