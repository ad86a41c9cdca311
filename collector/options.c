#include "collector/options.h"

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
	static const char *const kinds[] = { "alert",	     "operation", "asset",
					     "conversation", "health",	  NULL };

	return word_in(text, kinds, why);
}

static bool priority_check(const char *text, struct option_why *why)
{
	static const char *const priorities[] = {
		"info", "low", "medium", "high", "critical", NULL
	};

	return word_in(text, priorities, why);
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
	{ "config", 'C', OPTION_STRING, AT(config), .metavar = "FILE", .commands = COLLECT_STORE | COLLECT_SENSORS,
	  .help = "read the configuration from FILE" },
	{ "verbose", 'v', OPTION_BOOL, AT(verbose), .group = "output", .commands = COLLECT_RUN,
	  .help = "also say what only a developer wants to know" },
	{ "quiet", 'q', OPTION_BOOL, AT(quiet), .group = "output", .commands = COLLECT_RUN,
	  .help = "say only warnings and errors" },
	{ "json", 'j', OPTION_BOOL, AT(json), .group = "output", .commands = COLLECT_QUERY,
	  .help = "print JSON, one object a line" },

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
	{ "credit", 0, OPTION_UINT, AT(credit), "16384", "256", "1048576", "N", "listen", COLLECT_RUN,
	  "events that each sensor may have under way, sent and not yet stored" },

	{ "store", 's', OPTION_STRING, AT(store), "/var/lib/kagami/collector.db", NULL, NULL, "FILE", "store", COLLECT_STORE,
	  "the database; it is made when it is not there" },
	{ "commit-interval", 0, OPTION_DURATION, AT(commit_interval), "20ms", "1ms", "10s", "TIME", "store", COLLECT_RUN,
	  "gather events for as long before they are stored for good and acknowledged" },
	{ "commit-events", 0, OPTION_UINT, AT(commit_events), "20000", "1", "1000000", "N", "store", COLLECT_RUN,
	  "store them earlier when there are as many" },
	{ "durable", 0, OPTION_BOOL, AT(durable), "true", NULL, NULL, NULL, "store", COLLECT_RUN,
	  "what is acknowledged survives a power cut, not only a crash of the program" },
	{ "max-age", 0, OPTION_DURATION, AT(max_age), "90d", "1m", "36500d", "TIME", "store", COLLECT_RUN,
	  "forget events so long after they were received", .zero = "keep them" },
	{ "max-size", 0, OPTION_SIZE, AT(max_size), "20GiB", "1MiB", "1000000GiB", "SIZE", "store", COLLECT_RUN,
	  "forget the oldest events when the database is larger: operations first, alerts last", .zero = "no limit" },

	{ "quiet-after", 0, OPTION_DURATION, AT(quiet_after), "1m", "1s", "365d", "TIME", "health", COLLECT_RUN,
	  "a sensor says nothing for so long", .zero = "never" },
	{ "lag", 0, OPTION_DURATION, AT(lag), "5m", "1s", "365d", "TIME", "health", COLLECT_RUN,
	  "a sensor's events are so old when they are stored", .zero = "never" },
	{ "clock-off", 0, OPTION_DURATION, AT(clock_off), "2s", "1ms", "365d", "TIME", "health", COLLECT_RUN,
	  "a sensor's clock differs by so much from the collector's", .zero = "never" },

	{ "output", 'o', OPTION_STRING, AT(output), ".", NULL, NULL, "DIR", NULL, COLLECT_KEYGEN,
	  "folder that the key files are written to" },
	{ "collector-key", 'K', OPTION_STRING, AT(collector_key), .metavar = "FILE", .commands = COLLECT_KEYGEN,
	  .help = "the collector's collector.pub (or the key itself): whom the new key will talk to" },
	{ "subscriber", 0, OPTION_BOOL, AT(subscriber), .commands = COLLECT_SENSORS_ADD,
	  .help = "for the live stream, not to send events" },

	{ "sensor", 0, OPTION_STRING, AT(sensor), .metavar = "NAME",
	  .commands = COLLECT_EVENTS | COLLECT_ASSETS | COLLECT_CONVERSATIONS, .check = name_check,
	  .help = "only what this sensor saw" },
	{ "rule", 'r', OPTION_STRING, AT(rule), .metavar = "ID", .commands = COLLECT_EVENTS,
	  .help = "only alerts of this rule" },
	{ "kind", 0, OPTION_STRING, AT(kind), .metavar = "KIND", .commands = COLLECT_EVENTS, .check = kind_check,
	  .help = "only events of this kind: alert, operation, asset, conversation, health" },
	{ "priority", 'P', OPTION_STRING, AT(priority), .metavar = "PRIORITY", .commands = COLLECT_EVENTS,
	  .check = priority_check,
	  .help = "only alerts of this priority or a higher one: info, low, medium, high, critical" },
	{ "address", 'A', OPTION_STRING, AT(address), .metavar = "ADDRESS",
	  .commands = COLLECT_EVENTS | COLLECT_ASSETS | COLLECT_CONVERSATIONS,
	  .help = "only what this IP or MAC address takes part in" },
	{ "since", 0, OPTION_TIME, AT(since), .metavar = "TIME",
	  .commands = COLLECT_EVENTS | COLLECT_ASSETS | COLLECT_CONVERSATIONS,
	  .help = "only what happened at that time or later: 2024-05-01T12:00:00Z (UTC unless it says otherwise), "
		  "2024-05-01, or seconds since 1970" },
	{ "until", 0, OPTION_TIME, AT(until), .metavar = "TIME",
	  .commands = COLLECT_EVENTS | COLLECT_ASSETS | COLLECT_CONVERSATIONS,
	  .help = "only what happened before that time" },
	{ "limit", 'n', OPTION_UINT, AT(limit), "0", "1", "1000G", "N", NULL,
	  COLLECT_EVENTS | COLLECT_ASSETS | COLLECT_CONVERSATIONS,
	  "only so many, the newest", .zero = "all" },
	{ "follow", 'f', OPTION_BOOL, AT(follow), .commands = COLLECT_EVENTS,
	  .help = "go on with events as they are stored, until Ctrl-C" },
};

static const char *const first_examples[] = {
	"kagami-collector keygen", "make the collector's key: collector.key and collector.pub",
	"kagami-collector keygen plant-1 --collector-key collector.pub", "make a sensor's key: plant-1.key goes to the sensor",
	"kagami-collector sensors add plant-1 plant-1.pub", "let the sensor in",
	"kagami-collector run", "receive and store what sensors send",
	"kagami-collector events --kind alert --priority high", "see what they found",
	NULL,
};
static const char *const run_examples[] = {
	"kagami-collector run", "with /etc/kagami/collector.yaml, if it exists",
	"kagami-collector run --key collector.key --allow allow --store events.db", "in the folder where one is",
	"kagami-collector run --publish tcp://127.0.0.1:5571", "with a live stream for other programs",
	NULL,
};
static const char *const keygen_examples[] = {
	"kagami-collector keygen --output /etc/kagami", "the collector's own key, once",
	"kagami-collector keygen plant-1 --collector-key /etc/kagami/collector.pub", "a key for the sensor plant-1",
	NULL,
};
static const char *const list_examples[] = {
	"kagami-collector sensors list", "all sensors with their state",
	"kagami-collector sensors list --json | jq .lag", "the same for a program",
	NULL,
};
static const char *const add_examples[] = {
	"kagami-collector sensors add plant-1 plant-1.pub", "let plant-1 in",
	"kagami-collector sensors add console console.pub --subscriber", "let a program subscribe to the live stream",
	NULL,
};
static const char *const remove_examples[] = {
	"kagami-collector sensors remove plant-1", "its key is worth nothing from now on",
	NULL,
};
static const char *const show_examples[] = {
	"kagami-collector sensors show plant-1", "all that is known of it",
	NULL,
};
static const char *const events_examples[] = {
	"kagami-collector events --kind alert --follow", "alerts as they come",
	"kagami-collector events --sensor plant-1 --since 2026-11-22 --json", "what one sensor saw that day, as JSON",
	"kagami-collector events --address 10.0.0.5 --limit 20", "the newest that a device takes part in",
	NULL,
};
static const char *const assets_examples[] = {
	"kagami-collector assets", "every device that any sensor saw",
	NULL,
};
static const char *const conversations_examples[] = {
	"kagami-collector conversations --address 10.0.0.5", "who talks to a device, and how",
	NULL,
};
static const char *const check_examples[] = {
	"kagami-collector check", "check the configuration that run would read, and its store",
	"kagami-collector check new.yaml && mv new.yaml /etc/kagami/collector.yaml", "install a configuration only if it is right",
	NULL,
};

static const struct option_command commands[] = {
	{ "run", COLLECT_RUN, NULL, 0, 0, "receive and store what sensors send",
	  "Lets in the sensors that are on the list, stores their events, and acknowledges what is stored for good. "
	  "Every event is stored once, whatever is cut or killed in between. It raises alerts of its own about sensors "
	  "that are quiet, late, lossy or unlike their peers, and publishes everything as a live stream where that is "
	  "asked for.\n\n"
	  "The list may change while it runs: it is read again when its file changes. SIGINT or SIGTERM ends it; what "
	  "came is stored and acknowledged first.\n\n"
	  "Without --config, /etc/kagami/collector.yaml is read if it exists.",
	  run_examples },
	{ "keygen", COLLECT_KEYGEN, "[NAME]", 0, 1, "make keys",
	  "Without NAME: makes the collector's key, collector.key (for the collector only) and collector.pub (for "
	  "everybody). With NAME: makes a key for the sensor or subscriber of that name, NAME.key (for it only) and NAME.pub (for "
	  "'sensors add'). With --collector-key, NAME.key also says which collector to trust, and is then all that a "
	  "sensor needs.\n\n"
	  "Files that exist are never overwritten. Those with a secret are readable by their owner only.",
	  keygen_examples },
	{ "sensors list", COLLECT_SENSORS_LIST, NULL, 0, 0, "list sensors and their state",
	  "Prints a line for each sensor that is on the list or was once: whether it is connected, when it was heard last, how "
	  "old its events are when they are stored, what it lost, and how far its clock is off.",
	  list_examples },
	{ "sensors add", COLLECT_SENSORS_ADD, "NAME KEY", 2, 2, "let a sensor in",
	  "Puts a sensor on the list. KEY is its public key, or the file with it (NAME.pub). A collector that runs "
	  "reads the list again at once.",
	  add_examples },
	{ "sensors remove", COLLECT_SENSORS_REMOVE, "NAME", 1, 1, "let a sensor in no longer",
	  "Takes a sensor or a subscriber off the list. A collector that runs ends its session. What it sent stays in the store.",
	  remove_examples },
	{ "sensors show", COLLECT_SENSORS_SHOW, "NAME", 1, 1, "show what is known of a sensor",
	  "Prints all that is known of a sensor.",
	  show_examples },
	{ "events", COLLECT_EVENTS, NULL, 0, 0, "print stored events",
	  "Prints stored events in the order of their time, a line each, or with --json as docs/json.md describes them.",
	  events_examples },
	{ "assets", COLLECT_ASSETS, NULL, 0, 0, "print assets of all sensors",
	  "Prints a line for each device. What several sensors saw of a device is put together.",
	  assets_examples },
	{ "conversations", COLLECT_CONVERSATIONS, NULL, 0, 0, "print who talks to whom",
	  "Prints a line for each pair of devices and protocol, as all sensors saw it together.",
	  conversations_examples },
	{ "check", COLLECT_CHECK, "[FILE]", 0, 1, "check a configuration file and the store",
	  "Reads a configuration file (without FILE and --config: /etc/kagami/collector.yaml, if it exists), reports everything that is wrong in it, and "
	  "then checks the list of sensors and the store that it names: whether the database is whole, and whether events are missing.",
	  check_examples },
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
			"  quiet-after: 5m\n",
	.groups = groups,
	.ngroups = COUNT(groups),
	.rows = rows,
	.nrows = COUNT(rows),
	.commands = commands,
	.ncommands = COUNT(commands),
	.examples = first_examples,
};

void collector_options_complete(struct options *o, struct collector_options *c)
{
	if (c->metrics != NULL && strcmp(c->metrics, "none") == 0)
		c->metrics = NULL;
	if (c->until != 0 && c->since >= c->until)
		options_error_in(
			o, &c->until,
			"nothing lies between 'since' and 'until': 'since' must be earlier");
	if (c->follow && c->until != 0)
		options_error_in(o, &c->until, "'follow' and 'until' contradict each other");
	if (c->quiet && c->verbose)
		options_error(o, "'quiet' and 'verbose' contradict each other");
	else if (c->quiet)
		log_level(LOG_WARN);
	else if (c->verbose)
		log_level(LOG_DETAIL);
}
