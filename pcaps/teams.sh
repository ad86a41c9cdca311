#!/bin/sh
# Folders for the teams of an exercise, each with a collector and a sensor that knows its keys.
# Usage, where rules/ and pcaps/ are: pcaps/teams.sh [--port N] TEAM...
#
# Each folder TEAM has collector.yaml and sensor.yaml, which name all else: keys, what is usual in the
# plant (learned from captures of normal work), and sharing.yaml, in which every team knows the others, a
# CERT, and the reports that are due. Collectors listen on ports from 5571 on, of this machine only. Paths are
# relative to the folder where it was run: a team's folder may go to the same place on another machine.
set -eu

die() {
	echo "teams: $*" >&2
	exit 2
}

port=5571
if [ "${1-}" = --port ]; then
	port=${2:?--port needs a number}
	shift 2
fi
[ $# -gt 0 ] || die "for whom? pcaps/teams.sh TEAM..."
for team; do
	case $team in
	*[!a-z0-9-]* | -* | '') die "'$team' is no name: a-z, 0-9 and -" ;;
	esac
	[ ! -e "$team" ] || die "$team is there already"
done
for need in rules pcaps/normal.pcap collector/data/messages; do
	[ -e "$need" ] || die "there is no $need here: run it in the folder of the project"
done

collector_yaml() { # TEAM PORT
	cat <<-END
		listen:
		  listen: ["tcp://127.0.0.1:$2"]
		  key: $1/collector.key
		  allow: $1/allow
		  metrics: none
		store:
		  store: $1/store.db
		incidents:
		  site: $1
		  issuer: csirt.$1.example
		  issuer-name: CSIRT of $1
		  sector: water
		  languages: ja
		  # an exercise may take days: only people close incidents
		  resolve-after: 30d
		  messages: collector/data/messages
		  sharing: $1/sharing.yaml
		  signing-key: $1/sharing.key
		  pseudonyms: $1/sharing.pseudonyms
	END
}

sensor_yaml() { # TEAM PORT
	cat <<-END
		detection:
		  rules: [rules]
		  baseline: $1/baseline.yaml
		delivery:
		  collector: ["tcp://127.0.0.1:$2"]
		  key: $1/plant-1.key
		  spool: $1/spool
	END
}

# A recipient of the sharing file: NAME FQDN TITLE [KEY]
recipient() {
	printf '  %s:\n    fqdn: %s\n    title: %s\n    clearance: AMBER\n    may-see: [values]\n' "$1" "$2" "$3"
	[ -z "${4-}" ] || printf '    key: %s\n' "$4"
}

sharing_yaml() { # TEAM ALL...
	us=$1
	shift
	printf 'version: 1\nus:\n  fqdn: csirt.%s.example\n  name: CSIRT of %s\n  email: soc@csirt.%s.example\n' \
		"$us" "$us" "$us"
	echo "recipients:"
	recipient cert cert.example.org "National CERT"
	for other; do
		[ "$other" = "$us" ] || recipient "$other" "csirt.$other.example" "CSIRT of $other" \
			"$(tail -n 1 "$other/sharing.pub")"
	done
	cat <<-END
		regimes:
		  early-warning:
		    {title: Early warning, stage: early-warning, due: 24h, severity: medium, recipient: cert}
		  notification:
		    {title: Notification, stage: notification, due: 72h, severity: medium, recipient: cert}
		  final-report:
		    {title: Final report, stage: final, due: 30d, severity: medium, recipient: cert, after: notification}
	END
}

number=$port
for team; do
	mkdir "$team"
	{
		kagami-collector keygen --output "$team"
		kagami-collector keygen plant-1 --collector-key "$team/collector.pub" --output "$team"
		kagami-collector sensors add plant-1 "$team/plant-1.pub" --allow "$team/allow" --config /dev/null
		kagami-collector share keygen --output "$team"
	} >/dev/null
	collector_yaml "$team" "$number" >"$team/collector.yaml"
	sensor_yaml "$team" "$number" >"$team/sensor.yaml"
	number=$((number + 1))
done
kagami-sensor learn --quiet --config /dev/null --rules rules --output "$1/baseline.yaml" \
	pcaps/normal.pcap pcaps/normal-long.pcap pcaps/operator.pcap
number=$port
for team; do
	[ "$team" = "$1" ] || cp "$1/baseline.yaml" "$team/baseline.yaml"
	sharing_yaml "$team" "$@" >"$team/sharing.yaml"
	kagami-collector check "$team/collector.yaml" >/dev/null
	kagami-sensor check "$team/sensor.yaml" >/dev/null
	echo "$team: kagami-collector run --config $team/collector.yaml   (port $number)"
	number=$((number + 1))
done
