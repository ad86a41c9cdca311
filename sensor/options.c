#include "sensor/options.h"

#include <string.h>

#include "common/log.h"
#include "common/metrics.h"
#include "common/version.h"
#include "sensor/capfilter.h"

#define AT(member) offsetof(struct sensor_options, member)
#define COUNT(a)   (sizeof(a) / sizeof((a)[0]))

static const char *const progress_choices[] = { "auto", "always", "never", NULL };
static const char *const sync_choices[] = { "interval", "always", NULL };
static const char *const send_choices[] = { "none", "writes", "changes", "all", NULL };
static const char *const evidence_choices[] = { "none", "alerts", NULL };
static const char *const show_choices[] = { "auto", "operations", "alerts", "both", NULL };

static const struct option_group groups[] = {
	{ "capture", "What is captured" },
	{ "detection", "What is looked for" },
	{ "delivery", "Where events are sent, and what is kept until they are there" },
	{ "output", "What is printed" },
	{ "limits", "How much is remembered; the oldest gives way, and is counted" },
	{ "timeouts", "When something ends, in the capture's time" },
};

static bool filter_check(const char *expression, struct option_why *why)
{
	return capfilter_check(expression, why->text, sizeof(why->text));
}

/* clang-format off */
static const struct option rows[] = {
	{ "config", 'C', OPTION_STRING, AT(config), .metavar = "FILE", .commands = OPT_RUN | OPT_SEND | OPT_CHECK | OPT_RULES | OPT_RULES_TRY,
	  .help = "read the configuration from FILE" },
	{ "verbose", 'v', OPTION_BOOL, AT(verbose), .group = "output", .commands = OPT_RUN | OPT_SEND | OPT_RULES_TRY,
	  .help = "also say what only a developer wants to know" },
	{ "quiet", 'q', OPTION_BOOL, AT(quiet), .group = "output", .commands = OPT_RUN | OPT_SEND | OPT_RULES_TRY,
	  .help = "say only warnings and errors" },

	{ "interface", 'i', OPTION_LIST, AT(interface), .metavar = "IF", .group = "capture", .commands = OPT_CAPTURE | OPT_REPLAY,
	  .required = OPT_LIVE, .example = "[eth1, eth2]",
	  .help = "interface to capture on; may be repeated, or a,b; replay: the one that frames go out on" },
	{ "filter", 'f', OPTION_STRING, AT(filter), .metavar = "BPF", .group = "capture", .commands = OPT_RUN | OPT_RULES_TRY,
	  .example = "tcp port 502 or ether proto 0x88b8",
	  .help = "only frames that match the expression, see pcap-filter(7)", .check = filter_check },
	{ "snaplen", 's', OPTION_SIZE, AT(snaplen), "256KiB", "64", "256KiB", "SIZE", "capture", OPT_CAPTURE,
	  "keep so much of a frame; a short one loses operations" },
	{ "ring", 'B', OPTION_SIZE, AT(ring), "32MiB", "1MiB", "2047MiB", "SIZE", "capture", OPT_CAPTURE,
	  "kernel buffer of each interface" },
	{ "promiscuous", 0, OPTION_BOOL, AT(promiscuous), "true", NULL, NULL, NULL, "capture", OPT_CAPTURE,
	  "see frames for other hosts too" },
	{ "wait", 0, OPTION_BOOL, AT(wait), .group = "capture", .commands = OPT_CAPTURE,
	  .help = "wait for an interface that is missing or down at the start" },
	{ "from", 0, OPTION_TIME, AT(from), .metavar = "TIME", .group = "capture", .commands = OPT_FILES | OPT_RULES_TRY,
	  .example = "2024-05-01T12:00:00Z",
	  .help = "only frames of that time and later: 2024-05-01T12:00:00Z (UTC unless it says otherwise), "
		  "2024-05-01, or seconds since 1970" },
	{ "to", 0, OPTION_TIME, AT(to), .metavar = "TIME", .group = "capture", .commands = OPT_FILES | OPT_RULES_TRY,
	  .example = "2024-05-01T13:00:00Z",
	  .help = "only frames before that time" },
	{ "count", 'c', OPTION_UINT, AT(count), "0", "1", "1000G", "N", "capture", OPT_RUN | OPT_RULES_TRY,
	  "stop after so many frames", .zero = "no end" },
	{ "duration", 'd', OPTION_DURATION, AT(duration), "0", "1s", "3650d", "TIME", "capture", OPT_LIVE,
	  "stop after so much time", .zero = "no end" },
	{ "speed", 0, OPTION_STRING, AT(speed), .value = "1x", .metavar = "FACTOR", .commands = OPT_REPLAY, .check = sensor_speed_good,
	  .help = "1x: as it was captured; 10x: ten times as fast; 0.5x: half; max: as fast as it goes" },
	{ "shift-to-now", 0, OPTION_BOOL, AT(shift_to_now), .commands = OPT_REPLAY,
	  .help = "give frames present times: the first frame is now, or at more than 1x the last one" },
	{ "loop", 0, OPTION_BOOL, AT(loop), .commands = OPT_REPLAY,
	  .help = "begin again a second after the end, until Ctrl-C" },
	{ "force", 0, OPTION_BOOL, AT(force), .commands = OPT_REPLAY,
	  .help = "with --interface: also on one that has an address or a default route" },
	{ "duplicate-window", 0, OPTION_DURATION, AT(duplicate_window), "5ms", "1us", "1s", "TIME", "capture", OPT_RUN,
	  "a frame seen again within this time is a duplicate made by the mirror", .zero = "off" },

	{ "iec60870-sizes", 0, OPTION_LIST, AT(iec60870_sizes), .metavar = "SIZES", .group = "capture", .commands = OPT_RUN | OPT_RULES_TRY,
	  .example = "[10.20.1.0/24=2/1/2, 10.20.3.7:2405=1/1/2]",
	  .help = "octets of cause, common address and object address in IEC 60870-5-104 and -101, as 2/2/3 for all, or "
		  "NETWORK[:PORT]=2/2/3 for stations there; the first that fits holds; others are found by what is said",
	  .check = sensor_sizes_good },

	{ "rules", 'r', OPTION_LIST, AT(rules), .metavar = "PATH", .group = "detection",
	  .commands = OPT_RUN | OPT_RULES | OPT_RULES_TRY, .example = "[/usr/share/kagami/rules, /etc/kagami/rules]",
	  .help = "rule file, or folder of rule files; may be repeated: what is read later overrides" },
	{ "site", 0, OPTION_STRING, AT(site), .metavar = "FILE", .group = "detection",
	  .commands = OPT_RUN | OPT_RULES | OPT_RULES_TRY, .example = "/etc/kagami/site.yaml",
	  .help = "file that names assets, zones and maintenance windows" },
	{ "tags", 0, OPTION_STRING, AT(tags), .metavar = "FILE", .group = "detection",
	  .commands = OPT_RUN | OPT_RULES | OPT_RULES_TRY, .example = "/etc/kagami/tags.yaml",
	  .help = "file that gives process variables names: where they are in which device" },
	{ "baseline", 'b', OPTION_STRING, AT(baseline), .metavar = "FILE", .group = "detection",
	  .commands = OPT_WATCH, .example = "/var/lib/kagami/baseline.yaml",
	  .help = "what learn wrote; without it, rules that must know what is normal are quiet" },
	{ "reload", 0, OPTION_BOOL, AT(reload), "true", NULL, NULL, NULL, "detection", OPT_LIVE,
	  "read the files of rules, site and tags again when they change; SIGHUP does so in any case" },

	{ "collector", 0, OPTION_LIST, AT(collector), .metavar = "ADDRESS", .group = "delivery", .commands = OPT_DELIVER,
	  .required = OPT_SEND, .example = "tcp://collector.example:5570", .check = sensor_collector_good,
	  .help = "send events to the collector there; may be repeated, or a,b: the next is tried when one is away" },
	{ "key", 'k', OPTION_STRING, AT(key), .metavar = "FILE", .group = "delivery", .commands = OPT_DELIVER,
	  .example = "/etc/kagami/plant-1.key",
	  .help = "the sensor's key, as kagami-collector keygen NAME wrote it; only its owner may read it" },
	{ "collector-key", 0, OPTION_STRING, AT(collector_key), .metavar = "KEY", .group = "delivery", .commands = OPT_DELIVER,
	  .example = "/etc/kagami/collector.pub",
	  .help = "the collector's public key or the file that has it, when it is not in the file of --key" },
	{ "name", 0, OPTION_STRING, AT(name), .metavar = "NAME", .group = "delivery", .commands = OPT_DELIVER,
	  .example = "plant-1", .check = sensor_name_good,
	  .help = "the name that the key is listed under; without it, the one in the file of --key" },
	{ "send", 0, OPTION_CHOICE, AT(send), .value = "changes", .metavar = "WHAT", .group = "delivery", .commands = OPT_WATCH,
	  .choices = send_choices,
	  .help = "operations that are sent: none, writes, changes (writes, and what differs from the last time) or all; "
		  "alerts, assets, conversations and health always are" },
	{ "evidence", 0, OPTION_CHOICE, AT(evidence), .value = "alerts", .metavar = "WHAT", .group = "delivery", .commands = OPT_WATCH,
	  .choices = evidence_choices,
	  .help = "frames that are sent, as captured: none, or those that alerts name and others around them" },
	{ "evidence-frames", 0, OPTION_UINT, AT(evidence_frames), "32", "1", "256", "N", "delivery", OPT_WATCH,
	  "frames that are sent with an alert" },
	{ "evidence-bytes", 0, OPTION_SIZE, AT(evidence_bytes), "64KiB", "1KiB", "64KiB", "SIZE", "delivery", OPT_WATCH,
	  "bytes of these frames in all; of a longer frame only so many" },
	{ "spool", 0, OPTION_STRING, AT(spool), .metavar = "DIR", .group = "delivery", .commands = OPT_DELIVER,
	  .example = "/var/lib/kagami/spool",
	  .help = "folder for events that the collector does not have yet; of one sensor alone" },
	{ "spool-size", 0, OPTION_SIZE, AT(spool_size), "1GiB", "1MiB", "1024GiB", "SIZE", "delivery", OPT_WATCH,
	  "disk space for the spool; live then sheds operations first and alerts last, read waits" },
	{ "spool-age", 0, OPTION_DURATION, AT(spool_age), "0", "1m", "3650d", "TIME", "delivery", OPT_WATCH,
	  "forget what could not be delivered for so long", .zero = "nothing is forgotten" },
	{ "spool-sync", 0, OPTION_CHOICE, AT(spool_sync), .value = "interval", .metavar = "WHEN", .group = "delivery",
	  .commands = OPT_WATCH, .choices = sync_choices,
	  .help = "when events are made safe against a power cut: every sync-interval, or always, before they are sent" },
	{ "sync-interval", 0, OPTION_DURATION, AT(sync_interval), "1s", "10ms", "10m", "TIME", "delivery", OPT_WATCH,
	  "what a power cut may cost at most" },
	{ "queue", 0, OPTION_SIZE, AT(queue), "4MiB", "512KiB", "1GiB", "SIZE", "delivery", OPT_WATCH,
	  "memory for events on their way to the spool, as a power of two" },
	{ "batch-interval", 0, OPTION_DURATION, AT(batch_interval), "20ms", "1ms", "10s", "TIME", "delivery", OPT_WATCH,
	  "while events keep coming, gather them for so long and send them together" },
	{ "link-timeout", 0, OPTION_DURATION, AT(link_timeout), "15s", "1s", "10m", "TIME", "delivery", OPT_DELIVER,
	  "a collector that says nothing for so long is away" },
	{ "linger", 0, OPTION_DURATION, AT(linger), "30s", "10ms", "1h", "TIME", "delivery", OPT_DELIVER,
	  "at the end wait so long for the collector; read and send: as long as it goes on taking events", .zero = "do not wait" },
	{ "again", 0, OPTION_BOOL, AT(again), .commands = OPT_READ,
	  .help = "send the events of these files as new ones, also those that were delivered before" },
	{ "metrics", 0, OPTION_STRING, AT(metrics), .metavar = "ADDRESS", .group = "delivery", .commands = OPT_LIVE | OPT_REPLAY,
	  .example = "127.0.0.1:9570", .check = metrics_address_good,
	  .help = "give metrics to Prometheus at http://ADDRESS/metrics" },

	{ "output", 'o', OPTION_STRING, AT(output), .metavar = "FILE",
	  .commands = OPT_LEARN | OPT_RULES_REFERENCE,
	  .help = "what to write: the file of the baseline (-: standard output), the folder of the reference" },
	{ "merge", 0, OPTION_STRING, AT(merge), .metavar = "FILE", .commands = OPT_LEARN,
	  .help = "go on from the baseline in FILE, and add to it" },
	{ "review", 0, OPTION_BOOL, AT(review), .commands = OPT_LEARN,
	  .help = "print what this run would add to the baseline of --merge, and write nothing" },
	{ "for", 0, OPTION_DURATION, AT(duration), "0", "1s", "3650d", "TIME", NULL, OPT_LEARN,
	  "with --interface: learn for so long", .zero = "until Ctrl-C" },
	{ "total", 0, OPTION_BOOL, AT(total), .commands = OPT_RULES_TRY,
	  .help = "print only how many frames match" },
	{ "tag", 't', OPTION_LIST, AT(rule_tag), .metavar = "TAG", .commands = OPT_RULES_LIST,
	  .help = "only rules with this tag, or this ATT&CK technique; may be repeated, or a,b" },

	{ "json", 'j', OPTION_BOOL, AT(json), .group = "output", .commands = OPT_WATCH | OPT_FIELDS | OPT_RULES_LIST | OPT_RULES_TRY,
	  .help = "print JSON, one object a line" },
	{ "summary", 'S', OPTION_BOOL, AT(summary), .group = "output", .commands = OPT_WATCH,
	  .help = "print the summary only: protocols, assets, conversations, losses" },
	{ "protocol", 'P', OPTION_LIST, AT(protocol), .metavar = "NAME", .group = "output", .commands = OPT_WATCH | OPT_RULES_LIST,
	  .example = "[modbus, goose]",
	  .help = "only operations (rules list: rules) of this protocol; may be repeated, or a,b", .check = sensor_protocol_good },
	{ "show", 0, OPTION_CHOICE, AT(show), .value = "auto", .metavar = "WHAT", .group = "output",
	  .commands = OPT_WATCH, .choices = show_choices,
	  .help = "print operations, alerts or both; auto: alerts when there are rules, else operations" },
	{ "progress", 0, OPTION_CHOICE, AT(progress), .value = "auto", .metavar = "WHEN", .group = "output",
	  .commands = OPT_RUN, .choices = progress_choices,
	  .help = "show progress; auto: on a terminal, when it takes more than a few seconds" },

	{ "flows", 0, OPTION_UINT, AT(flows), "16384", "64", "16777216", "N", "limits", OPT_RUN,
	  "connections followed at once" },
	{ "fragments", 0, OPTION_UINT, AT(fragments), "256", "1", "65536", "N", "limits", OPT_RUN,
	  "fragmented IP packets put together at once" },
	{ "segment-buffers", 0, OPTION_UINT, AT(segment_buffers), "2048", "16", "1048576", "N", "limits", OPT_RUN,
	  "buffers of 4 KiB for messages split over TCP segments" },
	{ "large-buffers", 0, OPTION_UINT, AT(large_buffers), "64", "1", "65536", "N", "limits", OPT_RUN,
	  "buffers of 64 KiB for long messages split over TCP segments" },
	{ "notes", 0, OPTION_UINT, AT(notes), "2048", "64", "1048576", "N", "limits", OPT_RUN,
	  "what decoders remember of connections: parts of messages, selections, configurations" },
	{ "assets", 0, OPTION_UINT, AT(assets), "4096", "64", "1048576", "N", "limits", OPT_RUN,
	  "devices remembered" },
	{ "conversations", 0, OPTION_UINT, AT(conversations), "4096", "64", "16777216", "N", "limits", OPT_RUN,
	  "pairs of devices remembered, per protocol" },
	{ "dpi-flows", 0, OPTION_UINT, AT(dpi_flows), "1024", "16", "1048576", "N", "limits", OPT_RUN,
	  "connections inspected by nDPI at once", .zero = "nDPI is not used" },
	{ "dpi-packets", 0, OPTION_UINT, AT(dpi_packets), "16", "1", "255", "N", "limits", OPT_RUN,
	  "packets of a connection that nDPI may see" },

	{ "states", 0, OPTION_UINT, AT(states), "16384", "64", "16777216", "N", "limits", OPT_RUN,
	  "combinations of values that rules remember something about: counts, sequences, rhythms" },
	{ "last-values", 0, OPTION_UINT, AT(last_values), "65536", "64", "16777216", "N", "limits", OPT_WATCH,
	  "objects whose last value is remembered, with --collector and --send changes" },
	{ "evidence-ring", 0, OPTION_SIZE, AT(evidence_ring), "8MiB", "256KiB", "1GiB", "SIZE", "limits", OPT_WATCH,
	  "memory for the latest frames, with --collector and --evidence alerts" },

	{ "tcp-idle", 0, OPTION_DURATION, AT(tcp_idle), "1h", "1s", "365d", "TIME", "timeouts", OPT_RUN,
	  "forget a silent TCP connection after" },
	{ "tcp-closed", 0, OPTION_DURATION, AT(tcp_closed), "10s", "10ms", "1h", "TIME", "timeouts", OPT_RUN,
	  "forget a closed TCP connection after" },
	{ "udp-idle", 0, OPTION_DURATION, AT(udp_idle), "2m", "1s", "365d", "TIME", "timeouts", OPT_RUN,
	  "forget a silent conversation without TCP after" },
	{ "response-timeout", 0, OPTION_DURATION, AT(response_timeout), "10s", "1ms", "1h", "TIME", "timeouts", OPT_RUN,
	  "a request without a response by then stays unanswered" },
	{ "fragment-timeout", 0, OPTION_DURATION, AT(fragment_timeout), "30s", "10ms", "10m", "TIME", "timeouts", OPT_RUN,
	  "give up a fragmented IP packet after" },
	{ "gap-wait", 0, OPTION_DURATION, AT(gap_wait), "2s", "1ms", "10m", "TIME", "timeouts", OPT_RUN,
	  "wait for a missing TCP segment, then go on behind it" },
};

static const char *const first_examples[] = {
	"kagami-sensor read plant.pcap", "decode a capture: a line per operation, then a summary",
	"kagami-sensor read --json plant.pcap | jq .", "the same as JSON, one operation a line",
	"kagami-sensor read --rules rules plant.pcap", "look for what is wrong: alerts, then a summary",
	"kagami-sensor live -i eth1", "watch a mirror port until Ctrl-C",
	NULL,
};
static const char *const read_examples[] = {
	"kagami-sensor read monday.pcap tuesday.pcapng", "decode two captures in the order of their time",
	"kagami-sensor read --summary --filter 'tcp port 502' plant.pcap", "who talks Modbus to whom, without the operations",
	"kagami-sensor read --rules rules --baseline baseline.yaml plant.pcap", "alerts, also for what was never seen before",
	"kagami-sensor read --rules rules --collector tcp://10.0.0.5:5570 --key plant-1.key plant.pcap", "send what is found to a collector",
	"zcat plant.pcap.gz | kagami-sensor read --json --protocol modbus -", "Modbus operations of a compressed capture as JSON",
	NULL,
};
static const char *const live_examples[] = {
	"kagami-sensor live -i eth1 -i eth2", "decode what two mirror ports bring",
	"kagami-sensor live -i eth1 --duration 1h --summary", "an inventory after one hour",
	"kagami-sensor live -i eth1 --rules rules --baseline baseline.yaml --json", "alerts as JSON, one a line",
	"kagami-sensor live -i eth1 --collector tcp://10.0.0.5:5570 --key plant-1.key", "send events to a collector",
	"kagami-sensor live --config /etc/kagami/sensor.yaml", "interfaces, rules and limits from the file",
	NULL,
};
static const char *const replay_examples[] = {
	"kagami-sensor replay --rules rules plant.pcap", "watch a capture happen, as it did",
	"kagami-sensor replay --speed 10x --shift-to-now --collector tcp://10.0.0.5:5570 plant.pcap",
	"an exercise: incidents of today, ten times as fast",
	"kagami-sensor replay --loop --interface veth0 plant.pcap", "frames for other tools, onto an interface that nobody uses",
	NULL,
};
static const char *const send_examples[] = {
	"kagami-sensor send --collector tcp://10.0.0.5:5570 --key plant-1.key --spool /mnt/stick/spool", "deliver what was carried here",
	"kagami-sensor send --config /etc/kagami/sensor.yaml --linger 10m", "what a stopped sensor still has; wait longer for it",
	NULL,
};
static const char *const learn_examples[] = {
	"kagami-sensor learn --rules rules -o baseline.yaml monday.pcap tuesday.pcap", "learn what is normal from captures",
	"kagami-sensor learn --rules rules -i eth1 --for 7d -o baseline.yaml", "learn for a week at the mirror port",
	"kagami-sensor learn --rules rules --merge baseline.yaml --review new.pcap", "see what a capture would add",
	NULL,
};
static const char *const rules_check_examples[] = {
	"kagami-sensor rules check rules/", "check the rules that ship",
	"kagami-sensor rules check --site site.yaml rules/ site-rules/", "check them with a site's own beside them",
	NULL,
};
static const char *const rules_list_examples[] = {
	"kagami-sensor rules list rules/", "all rules",
	"kagami-sensor rules list --tag T0836 rules/", "rules that detect Modify Parameter",
	"kagami-sensor rules list --protocol modbus --json rules/", "rules about Modbus, as JSON",
	NULL,
};
static const char *const rules_explain_examples[] = {
	"kagami-sensor rules explain modbus-listen-only rules/", "what the rule means, and what it compiles to",
	NULL,
};
static const char *const rules_test_examples[] = {
	"kagami-sensor rules test rules/", "run every rule's cases",
	NULL,
};
static const char *const rules_try_examples[] = {
	"kagami-sensor rules try 'modbus.func_code == 6 && ip.src == 10.0.0.5' plant.pcap", "the frames that match",
	"kagami-sensor rules try 'ot.op == \"write\" and ot.failed' plant.pcap", "writes that were refused",
	"kagami-sensor rules try --total --rules rules/ 'modbus_write' plant.pcap", "how many frames a macro matches",
	NULL,
};
static const char *const rules_reference_examples[] = {
	"kagami-sensor rules reference rules/ --output docs/rules", "write a page for every rule",
	NULL,
};
static const char *const fields_examples[] = {
	"kagami-sensor fields", "the fields of all protocols",
	"kagami-sensor fields modbus", "the fields of Modbus",
	"kagami-sensor fields --json goose", "the fields of GOOSE as JSON, one a line",
	NULL,
};
static const char *const check_examples[] = {
	"kagami-sensor check", "check the file that live would read",
	"kagami-sensor check new.yaml && mv new.yaml /etc/kagami/sensor.yaml", "install a configuration only if it is right",
	NULL,
};

static const struct option_command commands[] = {
	{ "read", OPT_READ, "FILE...", 1, -1U, "decode capture files",
	  "Reads captures (pcap with microseconds or nanoseconds, and pcapng) and prints a line for each "
	  "operation, then a summary. Several files are read in the order of their first frame. The file - "
	  "is standard input.\n\n"
	  "With --rules it prints alerts instead: time, priority and a sentence, and below it the rule, the frames, "
	  "what the rule looked at, and the ATT&CK techniques. --show both prints the operations too.\n\n"
	  "With --collector it sends events to kagami-collector as well, and waits until they are there. A read that was "
	  "interrupted and is run again goes on where it was; one that was delivered is not delivered twice.\n\n"
	  "All times are those of the capture. A capture that was cut short is read up to the cut; a "
	  "warning says where that is, and the exit status is 0.",
	  read_examples },
	{ "live", OPT_LIVE, NULL, 0, 0, "capture on interfaces and decode",
	  "Captures on one or more interfaces and prints a line for each operation, or with --rules for each alert, "
	  "until SIGINT or SIGTERM ends it with a summary and the kernel's drop counters. It only listens; nothing "
	  "is ever sent.\n\n"
	  "Rules may change while it runs: it reads them again when their files change, and on SIGHUP. A set with "
	  "an error changes nothing; the errors are said, and the old rules stay in use.\n\n"
	  "With --collector events go to kagami-collector: through a spool on disk, so that nothing is lost while it "
	  "is away. Capturing never waits for it.\n\n"
	  "It needs the right to capture: root, or CAP_NET_RAW. Without --config, /etc/kagami/sensor.yaml is "
	  "read if it exists.",
	  live_examples },
	{ "replay", OPT_REPLAY, "FILE...", 1, -1U, "play captures again, at their pace",
	  "Plays captures through detection and delivery at the pace at which they were captured, for exercises and "
	  "demonstrations: what read prints at once comes when it came, and the same. Several files are put together in the "
	  "order of their times. SIGINT or SIGTERM ends it with the summary.\n\n"
	  "All times are those of the capture, unless --shift-to-now moves them: the first frame is now, and the others are as "
	  "long after it as they were. At more than 1x, where such times would lie in the future, the last frame is now when it "
	  "is played, and the others are as long before it; the files are read twice for that. No time is ever later than when "
	  "its frame is played. What is sent to a collector is new each time, also when the same "
	  "files were played before.\n\n"
	  "With --interface nothing is detected: the frames go out on that interface, for other tools. kagami-sensor cannot "
	  "send; it becomes kagami-replay, the program beside it, which is not installed where a plant is watched. It refuses an "
	  "interface that has an address or a default route, or is a port of a bridge that has (unless --force), and in any case "
	  "one that a kagami-sensor captures on. It needs root, or CAP_NET_RAW. Frames that were cut short when captured, that "
	  "are longer than the interface takes, or no Ethernet frames are left out and counted; bytes are never made up.",
	  replay_examples },
	{ "send", OPT_SEND, NULL, 0, 0, "deliver what is in the spool",
	  "Sends the events that earlier runs left in the spool to kagami-collector, and ends when all of them are there. "
	  "It captures and reads nothing, and makes no events.\n\n"
	  "It waits as long as the collector goes on taking events, and then for --linger. What is left stays in the "
	  "spool, and the exit status is 1. Nothing is forgotten for its age. A spool is used by one program at a time: stop "
	  "the sensor whose spool it is, or take a copy.",
	  send_examples },
	{ "learn", OPT_LEARN, "[FILE...]", 0, -1U, "learn what is normal",
	  "Reads captures, or captures on interfaces, and writes down what each rule with 'new', a learned "
	  "'outside' or 'silent' saw: a baseline, in YAML, to be read, edited and given to read and live with "
	  "--baseline.\n\n"
	  "With --merge it goes on from an earlier baseline: ranges grow, combinations are added, nothing is "
	  "taken away. With --review it prints what that would add, and writes nothing. At an interface it learns "
	  "until SIGINT, SIGTERM or the end of --for; a week has the weekend and the weekly job in it.",
	  learn_examples },
	{ "rules check", OPT_RULES_CHECK, "PATH...", 1, -1U, "check rule files without running",
	  "Reads rule files, or all of a folder, and reports everything that is wrong in them: each with file, "
	  "line and column, and what was probably meant. Warnings are told too.",
	  rules_check_examples },
	{ "rules list", OPT_RULES_LIST, "[PATH...]", 0, -1U, "list rules",
	  "Prints a line for each rule: id, priority, what it is asked of, techniques, title. Without PATH and "
	  "--rules: the rules in the folder rules, else those that are installed.",
	  rules_list_examples },
	{ "rules explain", OPT_RULES_EXPLAIN, "ID [PATH...]", 1, -1U, "explain a rule",
	  "Prints what the rule means and what to check when it fires; what its condition compiles to, which "
	  "fields it reads, what it remembers and how much memory that takes.",
	  rules_explain_examples },
	{ "rules test", OPT_RULES_TEST, "[PATH...]", 0, -1U, "run the cases of rules",
	  "Reads the captures that rules name in their cases and says whether each rule fires where it must, and "
	  "is quiet where it must. A rule without both kinds of case fails.",
	  rules_test_examples },
	{ "rules try", OPT_RULES_TRY, "CONDITION FILE...", 2, -1U, "print the frames that match a condition",
	  "Asks a condition of every frame of captures, with all that was decoded in it, as a display filter does, "
	  "and prints the frames for which it holds: their operations, or their addresses and lengths. Copies that "
	  "a mirror made are frames like others. With --rules, --site and --tags the condition may use the macros, "
	  "lists, zones and process variables of those files.",
	  rules_try_examples },
	{ "rules reference", OPT_RULES_REFERENCE, "[PATH...]", 0, -1U, "write the rule reference",
	  "Writes a page in Markdown for every rule into the folder that --output names, and an index.",
	  rules_reference_examples },
	{ "fields", OPT_FIELDS, "[PROTOCOL]", 0, 1, "list the fields of the protocols",
	  "Prints the reference of the fields that decoders report: name, type and meaning. The names are "
	  "those of Wireshark wherever it knows the field.",
	  fields_examples },
	{ "check", OPT_CHECK, "[FILE]", 0, 1, "check a configuration file without running",
	  "Reads a configuration file (without FILE and --config: /etc/kagami/sensor.yaml) and reports "
	  "everything that is wrong in it, or says that it is OK and what its limits cost in memory.",
	  check_examples },
};
/* clang-format on */

const struct option_program sensor_program = {
	.name = "kagami-sensor",
	.help = "passive monitoring of industrial control networks",
	.about = "Decodes the protocols of industrial control systems from captures or from a "
		 "mirror port, and says who does what to which device: every read, write and "
		 "command, every asset, every conversation. Rules say what of it is wrong. It only "
		 "listens; it never sends a packet to the networks it watches.",
	.version = KAGAMI_VERSION,
	.date = "November 22, 2026",
	.file = "sensor.yaml",
	.path = "/etc/kagami/sensor.yaml",
	.file_about = "The configuration of kagami-sensor is a YAML file of sections with keys. "
		      "Every key is "
		      "also a flag of the same name, and the flag wins. All keys are optional; an "
		      "empty file "
		      "means all defaults. Anchors, aliases and tags are not supported, and a file "
		      "may have "
		      "1 MiB at most.\n\n"
		      "Unknown keys, keys that stand twice, values of the wrong type and values "
		      "out of range "
		      "are errors. All of them are reported, each with its line and column, and "
		      "nothing is "
		      "run. Numbers may have a unit: 16k, 2M and 1G in powers of 1000; sizes as "
		      "64KiB, 32MiB, "
		      "1GiB; durations as 250ms, 5s, 2m, 1h, 7d.",
	.file_example = "capture:\n"
			"  interface: [eth1, eth2]\n"
			"  filter: \"not port 22\"\n"
			"detection:\n"
			"  rules: [/usr/share/kagami/rules, /etc/kagami/rules]\n"
			"  site: /etc/kagami/site.yaml\n"
			"  baseline: /var/lib/kagami/baseline.yaml\n"
			"delivery:\n"
			"  collector: [\"tcp://10.0.0.5:5570\"]\n"
			"  key: /etc/kagami/plant-1.key\n"
			"limits:\n"
			"  flows: 64k\n"
			"timeouts:\n"
			"  tcp-idle: 12h\n",
	.groups = groups,
	.ngroups = COUNT(groups),
	.rows = rows,
	.nrows = COUNT(rows),
	.commands = commands,
	.ncommands = COUNT(commands),
	.examples = first_examples,
};

/* A file that is not used at all is a mistake, as is waiting for alerts that cannot come. The rules
 * commands find their rules elsewhere. */
static void useless_without_rules(struct options *o, const struct sensor_options *s)
{
	if (s->baseline != NULL)
		options_error_in(o, &s->baseline, "'baseline' is of no use without 'rules'");
	if (s->show == SHOW_ALERTS || s->show == SHOW_BOTH)
		options_error_in(o, &s->show, "there are no alerts to show without 'rules'");
}

void sensor_options_complete(struct options *o, struct sensor_options *s)
{
	if (options_source(o, &s->to) == OPTION_DEFAULT)
		s->to = UINT64_MAX;
	/* A time that could not be read was complained of, and stands as 0. */
	if (s->from >= s->to && (s->to != 0 || o->errors == 0))
		options_error_in(o, s->to == UINT64_MAX ? &s->from : &s->to,
				 "nothing lies between 'from' and 'to': 'from' must be earlier");
	if (s->rules.n == 0)
		useless_without_rules(o, s);
	sensor_options_delivery(o, s);
	if (o->command->bit == OPT_REPLAY)
		sensor_options_replay(o, s);
	if (s->quiet && s->verbose)
		options_error(o, "'quiet' and 'verbose' contradict each other");
	else if (s->quiet)
		log_level(LOG_WARN);
	else if (s->verbose)
		log_level(LOG_DETAIL);
}
