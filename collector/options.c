#include "collector/options_inside.h"

#include <stdlib.h>
#include <string.h>

#include "common/log.h"
#include "common/version.h"
#include "proto/wire.h"

#define AT(member) offsetof(struct collector_options, member)
#define COUNT(a)   (sizeof(a) / sizeof((a)[0]))

static const struct option_group groups[] = {
	{ "listen", "Who may come in, and where" },
	{ "store", "Where events are kept, and for how long" },
	{ "health", "When the collector raises an alert about a sensor" },
	{ "incidents", "Incidents, and whose they are" },
	{ "output", "What is printed" },
};

static bool word_in(const char *text, const char *const *words, struct option_why *why)
{
	size_t at;

	for (size_t i = 0; words[i] != NULL; i++) {
		if (strcmp(text, words[i]) == 0)
			return true;
	}
	at = (size_t)snprintf(why->text, sizeof(why->text), "'%.60s' is none of", text);
	for (size_t i = 0; words[i] != NULL && at < sizeof(why->text); i++)
		at += (size_t)snprintf(why->text + at, sizeof(why->text) - at, "%s %s",
				       i == 0 ? "" : ",", words[i]);
	return false;
}

static bool kind_check(const char *text, struct option_why *why)
{
	static const char *const kinds[] = { "alert",	     "packets", "operation", "asset",
					     "conversation", "health",	NULL };

	return word_in(text, kinds, why);
}

static bool priority_check(const char *text, struct option_why *why)
{
	static const char *const priorities[] = {
		"info", "low", "medium", "high", "critical", NULL
	};

	return word_in(text, priorities, why);
}

static bool status_check(const char *text, struct option_why *why)
{
	static const char *const statuses[] = {
		"new", "in-progress", "resolved", "false-positive", "duplicate", "withdrawn", NULL
	};

	return word_in(text, statuses, why);
}

static bool final_check(const char *text, struct option_why *why)
{
	static const char *const statuses[] = { "resolved", "false-positive", "duplicate",
						"withdrawn", NULL };

	return word_in(text, statuses, why);
}

static bool tlp_check(const char *text, struct option_why *why)
{
	static const char *const names[] = {
		"CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED", NULL
	};

	return word_in(text, names, why);
}

static bool format_check(const char *text, struct option_why *why)
{
	static const char *const names[] = { "iodef", "stix", "misp", "csv", "cef", "ecs", NULL };

	return word_in(text, names, why);
}

/* It stands in the ids of incidents. */
static bool site_check(const char *text, struct option_why *why)
{
	size_t n = strlen(text);

	if (n >= 1 && n <= 32 && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == n)
		return true;
	snprintf(why->text, sizeof(why->text),
		 "'%.60s' is no short name of a site: small letters, digits and '-', at most 32",
		 text);
	return false;
}

static bool fqdn_check(const char *text, struct option_why *why)
{
	size_t n = strlen(text);

	if (n >= 3 && n <= 253 && strchr(text, '.') != NULL && text[0] != '.' &&
	    text[n - 1] != '.' && strstr(text, "..") == NULL &&
	    strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") == n)
		return true;
	snprintf(why->text, sizeof(why->text),
		 "'%.80s' is no domain name such as csirt.example.org", text);
	return false;
}

static bool country_check(const char *text, struct option_why *why)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	if (strlen(text) == 2 && strspn(text, letters) == 2)
		return true;
	snprintf(why->text, sizeof(why->text),
		 "'%.60s' is no country: two capital letters of ISO 3166, such as SG", text);
	return false;
}

static bool name_check(const char *text, struct option_why *why)
{
	if (wire_name_good(text))
		return true;
	snprintf(why->text, sizeof(why->text),
		 "'%.80s' is no name: letters, digits, '.', '_' and '-', at most %d of them", text,
		 WIRE_NAME_MAX);
	return false;
}

/* A port from 1 to 65535, or * for any that is free. */
static bool port_good(const char *text)
{
	char *end;
	unsigned long port;

	if (strcmp(text, "*") == 0)
		return true;
	if (strspn(text, "0123456789") != strlen(text) || strlen(text) > 5)
		return false;
	port = strtoul(text, &end, 10);
	return *text != '\0' && port >= 1 && port <= 65535;
}

static bool endpoint_check(const char *text, struct option_why *why)
{
	static const char scheme[] = "tcp://";
	const char *host = text + sizeof(scheme) - 1;
	const char *port = strrchr(text, ':');

	if (strncmp(text, scheme, sizeof(scheme) - 1) == 0 && port != NULL && port > host &&
	    port_good(port + 1))
		return true;
	snprintf(why->text, sizeof(why->text),
		 "'%.80s' is no address to listen on; one looks like tcp://*:5570, "
		 "tcp://10.0.0.5:5570 or tcp://[::1]:5570",
		 text);
	return false;
}

/* clang-format off */
static const struct option rows[] = {
	{ "config", 'C', OPTION_STRING, AT(config), .metavar = "FILE", .commands = COLLECT_STORE | COLLECT_SENSORS | COLLECT_SHARE_VERIFY | COLLECT_EXERCISE,
	  .help = "read the configuration from FILE" },
	{ "verbose", 'v', OPTION_BOOL, AT(verbose), .group = "output", .commands = COLLECT_RUN,
	  .help = "also say what only a developer wants to know" },
	{ "quiet", 'q', OPTION_BOOL, AT(quiet), .group = "output", .commands = COLLECT_RUN,
	  .help = "say only warnings and errors" },
	{ "json", 'j', OPTION_BOOL, AT(json), .group = "output",
	  .commands = COLLECT_QUERY | COLLECT_RECEIVED | COLLECT_EXERCISE_STATUS | COLLECT_EXERCISE_SCORE | COLLECT_EXERCISE_REPORT,
	  .help = "print JSON, one object a line; exercise report: write it to FILE" },

	{ "listen", 'l', OPTION_LIST, AT(listen), .value = "tcp://*:5570", .metavar = "ADDRESS", .group = "listen",
	  .commands = COLLECT_RUN, .check = endpoint_check,
	  .help = "where sensors come in; may be repeated, or a,b" },
	{ "publish", 'p', OPTION_STRING, AT(publish), .metavar = "ADDRESS", .group = "listen", .commands = COLLECT_RUN,
	  .example = "tcp://127.0.0.1:5571", .check = endpoint_check,
	  .help = "where subscribers of the live stream come in; without it there is none" },
	{ "key", 'k', OPTION_STRING, AT(key), "/etc/kagami/collector.key", NULL, NULL, "FILE", "listen", COLLECT_RUN,
	  "the collector's key, as keygen wrote it" },
	{ "allow", 'a', OPTION_STRING, AT(allow), "/etc/kagami/allow", NULL, NULL, "FILE", "listen",
	  COLLECT_RUN | COLLECT_SENSORS | COLLECT_CHECK,
	  "the list of sensors and subscribers that may come in" },
	{ "metrics", 'm', OPTION_STRING, AT(metrics), "127.0.0.1:9571", NULL, NULL, "ADDRESS", "listen", COLLECT_RUN,
	  "address and port of the metrics page /metrics; none: there is none" },
	{ "max-connections", 0, OPTION_UINT, AT(max_connections), "1024", "2", "65536", "N", "listen", COLLECT_RUN,
	  "connections at once, of anybody; while there are as many, no other is let in" },
	{ "credit", 0, OPTION_UINT, AT(credit), "65536", "256", "1048576", "N", "listen", COLLECT_RUN,
	  "events that a sensor may have under way, sent and not yet stored; with more than four sensors, "
	  "they share four times as many" },

	{ "store", 's', OPTION_STRING, AT(store), "/var/lib/kagami/collector.db", NULL, NULL, "FILE", "store", COLLECT_STORE | COLLECT_EXERCISE,
	  "the database; it is made when it is not there" },
	{ "commit-interval", 0, OPTION_DURATION, AT(commit_interval), "20ms", "1ms", "10s", "TIME", "store", COLLECT_RUN,
	  "gather events for as long before they are stored for good and acknowledged; four times as long while more wait" },
	{ "commit-events", 0, OPTION_UINT, AT(commit_events), "20000", "1", "1000000", "N", "store", COLLECT_RUN,
	  "store them earlier when there are as many" },
	{ "durable", 0, OPTION_BOOL, AT(durable), "true", NULL, NULL, NULL, "store", COLLECT_RUN,
	  "what is acknowledged survives a power cut, not only a crash of the program" },
	{ "max-age", 0, OPTION_DURATION, AT(max_age), "90d", "1m", "36500d", "TIME", "store", COLLECT_RUN,
	  "forget events so long after they were received", .zero = "keep them" },
	{ "incident-age", 0, OPTION_DURATION, AT(incident_age), "1095d", "1h", "36500d", "TIME", "store", COLLECT_RUN,
	  "forget incidents so long after they were closed; their records stay on disk", .zero = "keep them" },
	{ "max-size", 0, OPTION_SIZE, AT(max_size), "20GiB", "1MiB", "1000000GiB", "SIZE", "store", COLLECT_RUN,
	  "forget the oldest events when the database is larger: operations first, alerts last", .zero = "no limit" },

	{ "quiet-after", 0, OPTION_DURATION, AT(quiet_after), "1m", "1s", "365d", "TIME", "health", COLLECT_RUN,
	  "a sensor says nothing for so long", .zero = "never" },
	{ "lag", 0, OPTION_DURATION, AT(lag), "5m", "1s", "365d", "TIME", "health", COLLECT_RUN,
	  "a sensor's events are so old when they are stored", .zero = "never" },
	{ "clock-off", 0, OPTION_DURATION, AT(clock_off), "2s", "1ms", "365d", "TIME", "health", COLLECT_RUN,
	  "a sensor's clock differs by so much from the collector's", .zero = "never" },

	{ "incidents", 0, OPTION_BOOL, AT(incidents), "true", NULL, NULL, NULL, "incidents", COLLECT_RUN,
	  "make incidents of alerts, and write a record for each" },
	{ "site", 0, OPTION_STRING, AT(site), "site", NULL, NULL, "NAME", "incidents", COLLECT_RUN | COLLECT_DESK,
	  "short name of the site, for the ids of incidents; sensors may say their own", .check = site_check },
	{ "issuer", 0, OPTION_STRING, AT(issuer), COLLECTOR_NOBODY, NULL, NULL, "DOMAIN", "incidents", COLLECT_RECORDS,
	  "domain name of whoever gives incidents their ids: yours; ids are unique under it", .check = fqdn_check },
	{ "issuer-name", 0, OPTION_STRING, AT(issuer_name), "Kagami", NULL, NULL, "TEXT", "incidents", COLLECT_RECORDS,
	  "name of the team, as records have it" },
	{ "issuer-email", 0, OPTION_STRING, AT(issuer_email), .metavar = "ADDRESS", .group = "incidents",
	  .commands = COLLECT_RECORDS, .example = "csirt@example.org", .help = "where it is reached" },
	{ "issuer-telephone", 0, OPTION_STRING, AT(issuer_telephone), .metavar = "NUMBER", .group = "incidents",
	  .commands = COLLECT_RECORDS, .example = "+65-0000-0000", .help = "its telephone number" },
	{ "operator", 0, OPTION_STRING, AT(operator_name), .metavar = "TEXT", .group = "incidents",
	  .commands = COLLECT_RECORDS, .example = "Example Waterworks", .help = "whose plant it is" },
	{ "timezone", 0, OPTION_STRING, AT(timezone), .metavar = "OFFSET", .group = "incidents",
	  .commands = COLLECT_RECORDS, .example = "+08:00", .help = "the team's hours; times in records are UTC all the same" },
	{ "sector", 0, OPTION_STRING, AT(sector), .metavar = "NAME", .group = "incidents", .commands = COLLECT_RUN | COLLECT_DESK,
	  .example = "water", .help = "sector of the plant: electricity, oil, gas, water, rail, ..." },
	{ "country", 0, OPTION_STRING, AT(country), .metavar = "CODE", .group = "incidents", .commands = COLLECT_RUN | COLLECT_DESK,
	  .example = "SG", .check = country_check, .help = "country of the plant, two letters" },
	{ "tlp", 0, OPTION_STRING, AT(tlp), "AMBER", NULL, NULL, "TLP", "incidents", COLLECT_RUN | COLLECT_DESK,
	  "who may see a record (TLP 2.0): CLEAR, GREEN, AMBER, AMBER+STRICT, RED", .check = tlp_check },
	{ "languages", 0, OPTION_LIST, AT(languages), .metavar = "LANG", .group = "incidents", .commands = COLLECT_RECORDS,
	  .example = "ja", .help = "languages beside English in records, where the text is ours" },
	{ "messages", 0, OPTION_STRING, AT(messages), "/usr/share/kagami/messages", NULL, NULL, "DIR", "incidents", COLLECT_RECORDS,
	  "folder of these texts" },
	{ "records", 0, OPTION_STRING, AT(records), .metavar = "DIR", .group = "incidents", .commands = COLLECT_RUN | COLLECT_DESK,
	  .example = "/var/lib/kagami/incidents", .help = "folder that records are written to; without it: incidents beside the store" },
	{ "formats", 0, OPTION_LIST, AT(formats), .metavar = "NAME", .group = "incidents", .commands = COLLECT_RUN | COLLECT_DESK,
	  .example = "stix", .check = format_check, .help = "write these beside each record (iodef): stix, misp, csv, cef, ecs" },
	{ "incident-tables", 0, OPTION_STRING, AT(incident_tables), .metavar = "FILE", .group = "incidents",
	  .commands = COLLECT_RUN | COLLECT_DESK, .example = "/etc/kagami/incidents.yaml",
	  .help = "what alerts mean for incidents; without it: as built in" },
	{ "resolve-after", 0, OPTION_DURATION, AT(resolve_after), "1h", "1m", "365d", "TIME", "incidents", COLLECT_RUN | COLLECT_DESK,
	  "an incident without an alert for so long is resolved" },
	{ "chain-window", 0, OPTION_DURATION, AT(chain_window), "1h", "1m", "30d", "TIME", "incidents", COLLECT_RUN | COLLECT_DESK,
	  "steps of an attack that follow each other in that time are one incident" },
	{ "max-open", 0, OPTION_UINT, AT(max_open), "4096", "16", "100000", "N", "incidents", COLLECT_RUN | COLLECT_DESK,
	  "open incidents, 47 kB of memory each; beyond, the one quiet for longest is resolved" },

	{ "sharing", 0, OPTION_STRING, AT(sharing), "/etc/kagami/sharing.yaml", NULL, NULL, "FILE", "incidents",
	  COLLECT_SHARE | COLLECT_SHARE_VERIFY | COLLECT_RECEIVE | COLLECT_INCIDENTS_DUE | COLLECT_EXERCISE_TAKE,
	  "with whom incidents are shared, and what must be reported when" },
	{ "signing-key", 0, OPTION_STRING, AT(signing_key), "/etc/kagami/sharing.key", NULL, NULL, "FILE", "incidents",
	  COLLECT_SHARE | COLLECT_RECEIVE | COLLECT_EXERCISE_TAKE, "the key that signs what is sent, as share keygen wrote it" },
	{ "pseudonyms", 0, OPTION_STRING, AT(pseudonyms), "/etc/kagami/sharing.pseudonyms", NULL, NULL, "FILE", "incidents",
	  COLLECT_SHARE | COLLECT_RECEIVE | COLLECT_EXERCISE_TAKE, "the key that pseudonyms are made with, as share keygen wrote it" },
	{ "to", 't', OPTION_STRING, AT(to), .metavar = "RECIPIENT", .commands = COLLECT_SHARE, .required = COLLECT_SHARE,
	  .help = "who gets it, by its name in the sharing file" },
	{ "report", 0, OPTION_STRING, AT(report), .metavar = "REGIME", .commands = COLLECT_SHARE,
	  .help = "whose report this is, by its name in the sharing file: its clock ends" },
	{ "from", 0, OPTION_STRING, AT(from), .metavar = "SENDER", .commands = COLLECT_SHARE_VERIFY, .required = COLLECT_SHARE_VERIFY,
	  .help = "who sent it, by its name in the sharing file; or its public key, or the file with it" },

	{ "output", 'o', OPTION_STRING, AT(output), NULL, NULL, NULL, "PATH", NULL,
	  COLLECT_KEYGEN | COLLECT_INCIDENTS_EXPORT | COLLECT_EVIDENCE | COLLECT_SHARE | COLLECT_SHARE_KEYGEN | COLLECT_RECEIVE,
	  "folder that files are written to (without it: here, and export prints); of evidence: the file, - is standard output" },
	{ "collector-key", 'K', OPTION_STRING, AT(collector_key), .metavar = "FILE", .commands = COLLECT_KEYGEN,
	  .help = "the collector's collector.pub (or the key itself): whom the new key will talk to" },
	{ "subscriber", 0, OPTION_BOOL, AT(subscriber), .commands = COLLECT_SENSORS_ADD,
	  .help = "for the live stream, not to send events" },

	{ "sensor", 0, OPTION_STRING, AT(sensor), .metavar = "NAME",
	  .commands = COLLECT_EVENTS | COLLECT_ASSETS | COLLECT_CONVERSATIONS, .check = name_check,
	  .help = "only what this sensor saw" },
	{ "rule", 'r', OPTION_STRING, AT(rule), .metavar = "ID", .commands = COLLECT_EVENTS | COLLECT_INCIDENTS_SOME,
	  .help = "only alerts of this rule, or incidents with one" },
	{ "kind", 0, OPTION_STRING, AT(kind), .metavar = "KIND", .commands = COLLECT_EVENTS, .check = kind_check,
	  .help = "only events of this kind: alert, packets, operation, asset, conversation, health" },
	{ "priority", 'P', OPTION_STRING, AT(priority), .metavar = "PRIORITY", .commands = COLLECT_EVENTS,
	  .check = priority_check,
	  .help = "only alerts of this priority or a higher one: info, low, medium, high, critical" },
	{ "address", 'A', OPTION_STRING, AT(address), .metavar = "ADDRESS",
	  .commands = COLLECT_EVENTS | COLLECT_ASSETS | COLLECT_CONVERSATIONS | COLLECT_INCIDENTS_SOME,
	  .help = "only what this IP or MAC address takes part in" },
	{ "since", 0, OPTION_TIME, AT(since), .metavar = "TIME",
	  .commands = COLLECT_EVENTS | COLLECT_ASSETS | COLLECT_CONVERSATIONS | COLLECT_INCIDENTS_SOME,
	  .help = "only what happened at that time or later: 2024-05-01T12:00:00Z (UTC unless it says otherwise), "
		  "2024-05-01, or seconds since 1970" },
	{ "until", 0, OPTION_TIME, AT(until), .metavar = "TIME",
	  .commands = COLLECT_EVENTS | COLLECT_ASSETS | COLLECT_CONVERSATIONS | COLLECT_INCIDENTS_SOME,
	  .help = "only what happened before that time" },
	{ "limit", 'n', OPTION_UINT, AT(limit), "0", "1", "1000G", "N", NULL,
	  COLLECT_EVENTS | COLLECT_ASSETS | COLLECT_CONVERSATIONS | COLLECT_INCIDENTS_SOME,
	  "only so many, the newest", .zero = "all" },
	{ "severity", 0, OPTION_STRING, AT(severity), .metavar = "SEVERITY", .commands = COLLECT_INCIDENTS_SOME,
	  .check = priority_check, .help = "only incidents of this severity or a higher one: info, low, medium, high, critical" },
	{ "status", 0, OPTION_STRING, AT(status), .metavar = "STATUS", .commands = COLLECT_INCIDENTS_SOME, .check = status_check,
	  .help = "only incidents in this state: new, in-progress, resolved, false-positive, duplicate, withdrawn" },
	{ "open", 0, OPTION_BOOL, AT(open), .commands = COLLECT_INCIDENTS_SOME, .help = "only open incidents: new or in progress" },
	{ "at", 0, OPTION_STRING, AT(at), .metavar = "WHERE", .commands = COLLECT_INCIDENTS_SOME | COLLECT_EXERCISE_START | COLLECT_EXERCISE_INJECT,
	  .help = "incidents: only those at this site; exercise start: when it began; exercise inject: when it comes, also +10m from the start" },
	{ "revision", 0, OPTION_UINT, AT(revision), "0", "1", "4000000000", "N", NULL,
	  COLLECT_INCIDENTS_SHOW | COLLECT_INCIDENTS_EXPORT, "as it was in that revision", .zero = "as it is" },
	{ "local", 0, OPTION_BOOL, AT(local), .commands = COLLECT_INCIDENTS_LIST | COLLECT_INCIDENTS_SHOW | COLLECT_INCIDENTS_TIMELINE |
	  COLLECT_INCIDENTS_DUE | COLLECT_RECEIVED,
	  .help = "times in the zone of this machine (TZ), not UTC" },
	{ "who", 0, OPTION_STRING, AT(who), .metavar = "NAME", .commands = COLLECT_INCIDENTS_CHANGE,
	  .help = "who does it; without it the user's name" },
	{ "as", 0, OPTION_STRING, AT(as), "resolved", NULL, NULL, "STATUS", NULL, COLLECT_INCIDENTS_CLOSE,
	  "resolved, false-positive, duplicate or withdrawn", .check = final_check },
	{ "of", 0, OPTION_STRING, AT(of), .metavar = "ID", .commands = COLLECT_INCIDENTS_CLOSE,
	  .help = "the incident that it is a duplicate of" },
	{ "format", 0, OPTION_STRING, AT(format), "iodef", NULL, NULL, "FORMAT", NULL, COLLECT_INCIDENTS_EXPORT,
	  "iodef, stix, misp, csv, cef or ecs", .check = format_check },
	{ "follow", 'f', OPTION_BOOL, AT(follow), .commands = COLLECT_EVENTS | COLLECT_EXERCISE_STATUS,
	  .help = "go on with what comes, until Ctrl-C" },

	{ "team", 0, OPTION_STRING, AT(team), .metavar = "NAME", .commands = COLLECT_EXERCISE_START,
	  .help = "whose exercise it is, for the report" },
	{ "anew", 0, OPTION_BOOL, AT(anew), .commands = COLLECT_EXERCISE_START,
	  .help = "end the exercise that goes on" },
	{ "html", 0, OPTION_STRING, AT(html), .metavar = "FILE", .commands = COLLECT_EXERCISE_REPORT,
	  .help = "write the report for people to FILE, which needs nothing else" },
	{ "language", 'L', OPTION_STRING, AT(language), "en", NULL, NULL, "LANG", NULL,
	  COLLECT_EXERCISE_STATUS | COLLECT_EXERCISE_SCORE | COLLECT_EXERCISE_REPORT, "language of what is said: en, ja" },
};
/* clang-format on */

const struct option_program collector_program = {
	.name = "kagami-collector",
	.help = "stores what kagami-sensor sees",
	.about = "Receives events from sensors over encrypted connections, lets in only those on "
		 "its list, stores every event once, and answers questions about what is stored.",
	.version = KAGAMI_VERSION,
	.date = "November 22, 2026",
	.file = "collector.yaml",
	.path = "/etc/kagami/collector.yaml",
	.file_about = "The configuration of kagami-collector is a YAML file of sections with keys. "
		      "Every key is also a flag of the same name, and the flag wins. All keys are "
		      "optional; an empty file means all defaults. Anchors, aliases and tags are "
		      "not supported, and a file may have 1 MiB at most.\n\n"
		      "Unknown keys, keys that stand twice, values of the wrong type and values "
		      "out of range are errors. All of them are reported, each with its line and "
		      "column, and nothing is run. Numbers may have a unit: 16k, 2M and 1G in "
		      "powers of 1000; sizes as 64KiB, 32MiB, 1GiB; durations as 250ms, 5s, 2m, "
		      "1h, 7d.",
	.file_example = "listen:\n"
			"  listen: [\"tcp://10.0.0.5:5570\"]\n"
			"  key: /etc/kagami/collector.key\n"
			"  allow: /etc/kagami/allow\n"
			"store:\n"
			"  store: /var/lib/kagami/collector.db\n"
			"  max-age: 365d\n"
			"health:\n"
			"  quiet-after: 5m\n"
			"incidents:\n"
			"  site: waterworks\n"
			"  issuer: csirt.example.org\n",
	.groups = groups,
	.ngroups = COUNT(groups),
	.rows = rows,
	.nrows = COUNT(rows),
	.commands = collector_commands,
	.ncommands = COLLECTOR_COMMANDS,
	.examples = collector_examples,
};

void collector_options_complete(struct options *o, struct collector_options *c)
{
	if (c->metrics != NULL && strcmp(c->metrics, "none") == 0)
		c->metrics = NULL;
	if (c->until != 0 && c->since >= c->until)
		options_error_in(
			o, &c->until,
			"nothing lies between 'since' and 'until': 'since' must be earlier");
	if (c->of != NULL && strcmp(c->as, "duplicate") != 0)
		options_error_in(o, &c->of, "'of' needs '--as duplicate'");
	if (c->of == NULL && c->as != NULL && strcmp(c->as, "duplicate") == 0)
		options_error_in(o, &c->as, "a duplicate of which incident? '--of ID'");
	if (c->follow && c->until != 0)
		options_error_in(o, &c->until, "'follow' and 'until' contradict each other");
	if (c->quiet && c->verbose)
		options_error(o, "'quiet' and 'verbose' contradict each other");
	else if (c->quiet)
		log_level(LOG_WARN);
	else if (c->verbose)
		log_level(LOG_DETAIL);
}
