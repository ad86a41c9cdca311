#!/bin/bash
# What a newcomer sees first: tests/demo.sh BUILD_DIR
# The whole main job in a folder of its own: keys, a collector, a sensor that sends what it finds in
# the captures of attacks; then the incidents, their records, and what to try next.
set -eu
cd "$(dirname "$0")/.."
bin=$1
folder=${DEMO_FOLDER:-build/demo}
collector=$bin/kagami-collector sensor=$bin/kagami-sensor
store=$folder/collector.db
usual='pcaps/normal-long.pcap pcaps/operator.pcap'
who='--site waterworks --issuer csirt.example.org'

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

pid=
end() {
	[ -z "$pid" ] || kill "$pid" 2>/dev/null || true
	[ -z "$pid" ] || wait "$pid" 2>/dev/null || true
	pid=
}
trap end EXIT

fail() {
	echo "demo: $1; the collector said:" >&2
	cat "$folder/collector.log" >&2
	exit 1
}

for file in $usual pcaps/attack-setpoint.pcap; do
	[ -e "$file" ] || { echo "demo: $file is missing; 'make captures' makes it" >&2 && exit 1; }
done
rm -rf "$folder"
mkdir -p "$folder"

cat <<END
Kagami listens to the traffic of plants, finds attacks in it, and writes what it finds as incident
records that others can read. Here it reads captures of a small simulated water works; nothing is
ever sent into a plant. Everything is in $folder.

1. Keys, and who may come in. Sensors and collector know each other by keys; all else is refused.
END
run "$collector" keygen --output "$folder"
run "$collector" keygen plant-1 --collector-key "$folder/collector.pub" --output "$folder"
run "$collector" sensors add plant-1 "$folder/plant-1.pub" --allow "$folder/allow"

cat <<END

2. The sensor learns what is usual from two captures of normal work: who does what, and how often.
END
# shellcheck disable=SC2086 # two files
run "$sensor" learn -q --config /dev/null --rules rules -o "$folder/baseline.yaml" $usual

cat <<END

3. The collector starts. The sensor reads captures of attacks on the works, and one of normal work,
   with what it learned; then three from places it never saw, a substation and an office network,
   with its rules alone. It sends what it sees and what its rules say.
END
port=$((20000 + $$ % 20000))
args="--listen tcp://127.0.0.1:$port --key $folder/collector.key --allow $folder/allow --store $store
	--metrics none --languages ja --messages collector/data/messages --formats stix,misp $who"
# shellcheck disable=SC2086 # options
"$collector" run --config /dev/null $args >"$folder/collector.log" 2>&1 &
pid=$!
show "$collector" run --listen "tcp://127.0.0.1:$port" --store "$store" --languages ja \
	--formats stix,misp '...' '&'
show "$sensor" read 'pcaps/attack-*.pcap' '...' --collector "tcp://127.0.0.1:$port" \
	--rules rules --baseline "$folder/baseline.yaml" '...'
send() { # FILE OPTION…
	"$sensor" read -q --config /dev/null "$@" --rules rules --collector "tcp://127.0.0.1:$port" \
		--key "$folder/plant-1.key" --send all --spool "$folder/spool" \
		>>"$folder/sensor.log" 2>&1 ||
		fail "the sensor could not deliver $1 ($folder/sensor.log)"
}
by_time() { # FILE…: in the order of their first frames, whose second is at byte 24
	local file
	for file; do
		printf '%s %s\n' "$(od -An -tu4 -j24 -N4 "$file")" "$file"
	done | sort -n | awk '{ print $2 }'
}
for file in $(by_time pcaps/attack-*.pcap pcaps/normal.pcap); do
	send "$file" --baseline "$folder/baseline.yaml"
done
for file in pcaps/goose-injection.pcap pcaps/it-arp-spoof.pcap pcaps/it-dns-tunnel.pcap; do
	send "$file"
done
end
"$collector" events --config /dev/null --store "$store" --json >"$folder/events.jsonl"
alerts=$(grep -c '"kind":"alert"\|"event":"alert"' "$folder/events.jsonl" || true)
printf '   %d events came, %d of them alerts.\n' "$(wc -l <"$folder/events.jsonl")" "$alerts"

cat <<END

4. Nobody reads all alerts: those that are about one thing are one incident. What 10.10.1.66 did
   to the works is one attack of many steps; 'incidents timeline' tells them.
END
run "$collector" incidents list --config /dev/null --store "$store"

cat <<END

5. For each there is a record in the format of RFC 8727 (IODEF), with exports to STIX and MISP:
   $(find "$folder/incidents" -name '*.iodef.json' | wc -l) records in $folder/incidents, valid by proto/incident.schema.json.
END
if /usr/bin/python3 -c 'import jsonschema' 2>/dev/null; then
	/usr/bin/python3 -B - "$folder/incidents" <<'END' || fail 'a record is not valid'
import glob, json, sys
import jsonschema
check = jsonschema.Draft7Validator(json.load(open("proto/incident.schema.json")))
names = glob.glob(sys.argv[1] + "/**/*.iodef.json", recursive=True)
bad = [n for n in names if not check.is_valid(json.load(open(n)))]
print(f"   checked: {len(names) - len(bad)} of {len(names)} are valid")
sys.exit(bool(bad) or not names)
END
fi

worst=$("$collector" incidents list --config /dev/null --store "$store" --limit 1 --json |
	sed 's/^{"id":"\([^"]*\)".*/\1/')
cat <<END

${bold}Next:${plain}
  $collector incidents show $worst --store $store
        what happened, to what, by whom, how sure, what to check first, how to open the evidence
  $collector incidents ack $worst --store $store --records $folder/incidents $who
        say that somebody looks at it: its next revision is written
  $collector incidents export $worst --format stix --store $store --issuer csirt.example.org
        the same for a threat-intelligence platform (misp, csv, cef, ecs, iodef)

README.md goes on from here; docs/incidents.md tells how alerts become incidents.
END
