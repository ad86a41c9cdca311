#!/bin/bash
# What a newcomer sees first: tests/demo.sh BUILD_DIR
# Shows the sensor's main job on captures of pcaps/: operations, alerts, a summary.
set -eu
cd "$(dirname "$0")/.."
sensor=$1/kagami-sensor
lines=${DEMO_LINES:-8}

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

sentences() { # the alerts without what is below each sentence
	printf '%s$%s %s read -q %s | grep %s\n' "$bold" "$plain" "$sensor" "$*" "'^[0-9]'"
	"$sensor" read -q "$@" | grep '^[0-9]'
}

usual=pcaps/normal-long.pcap operator=pcaps/operator.pcap
normal=pcaps/normal.pcap attack=pcaps/attack-setpoint.pcap goose=pcaps/goose-injection.pcap
for file in $usual $operator $normal $attack $goose; do
	[ -e "$file" ] || { echo "demo: $file is missing; 'make captures' makes it" >&2 && exit 1; }
done
baseline=build/demo-baseline.yaml

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

3. Nobody reads all lines, so rules do: the files in rules/. First Kagami learns from two captures
   of normal work who does what, and how often. What it learned is a text file that one can edit.
END
run "$sensor" learn -q --rules rules -o $baseline $usual $operator
cat <<END

   Now the attack. The plant at normal work gives no alert; the intruder gives these:

END
sentences --rules rules --baseline $baseline $attack
cat <<END

4. A substation, where someone injects GOOSE messages (${goose%.pcap}.md). What is wrong in
   itself needs no baseline:

END
sentences --rules rules $goose
cat <<END

5. Who is there, who talks to whom, how well it was decoded, which rules fired.
END
run "$sensor" read -q --summary --rules rules --baseline $baseline $attack
cat <<END

${bold}Next:${plain}
  $sensor rules explain modbus-write-value-outside
        what that alert means, what to check first, what the rule looks at
  $sensor rules try 'ot.op == "write" and ot.value > 100' $attack
        look for something yourself: a condition is a display filter as in Wireshark
  $sensor read --json --rules rules --baseline $baseline $attack
        the alerts as JSON, with frames, values and ATT&CK techniques
  $sensor live -i IF --rules rules
        the same from a network interface (as root)
  $sensor --help
        everything else; rules/README.md tells how to write a rule in five minutes, docs/rules/
        what the shipped ones find, pcaps/README.md what each capture shows
END
