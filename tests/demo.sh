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

run() { # shows a command, then what it prints
	printf '\n%s$ %s%s\n' "$bold" "$*" "$plain"
	"$@"
}

first_lines() { # FILE: the first operations, and how many there are
	local output
	output=$(mktemp)
	printf '\n%s$ %s read %s%s\n' "$bold" "$sensor" "$1" "$plain"
	"$sensor" read "$1" >"$output" || { rm -f "$output" && return 1; }
	head -n "$lines" "$output"
	printf '… %d lines in all\n' "$(wc -l <"$output")"
	rm -f "$output"
}

# Normal work first, then an attack; whatever of these is there.
shown=()
for wanted in normal attack; do
	file=$(find pcaps -name "*$wanted*.pcap*" | sort | head -n 1)
	[ -z "$file" ] || shown+=("$file")
done
[ ${#shown[@]} -gt 0 ] || mapfile -t shown < <(find pcaps -name '*.pcap*' | sort | head -n 2)
if [ ${#shown[@]} -eq 0 ]; then
	echo "demo: pcaps/ holds no capture; 'make captures' makes them" >&2
	exit 1
fi

echo "Kagami reads captured traffic of a small simulated water works. Nothing is ever sent."
for file in "${shown[@]}"; do
	first_lines "$file"
done
run "$sensor" read --summary "${shown[@]}"
cat <<END

${bold}Next:${plain}
  $sensor read --json ${shown[0]}     one JSON object an operation
  $sensor fields modbus               every field that the Modbus decoder knows
  $sensor live -i IF                  the same from a network interface (root)
  $sensor --help                      everything else; pcaps/ tells what each capture shows
END
