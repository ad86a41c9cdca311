#include "collector/options_inside.h"

/* What the commands are, for help and the man pages. */
/* clang-format off */
const char *const collector_examples[] = {
	"kagami-collector keygen", "make the collector's key: collector.key and collector.pub",
	"kagami-collector keygen plant-1 --collector-key collector.pub", "make a sensor's key: plant-1.key goes to the sensor",
	"kagami-collector sensors add plant-1 plant-1.pub", "let the sensor in",
	"kagami-collector run", "receive and store what sensors send",
	"kagami-collector incidents list", "see what they found",
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

static const char *const evidence_examples[] = {
	"kagami-collector evidence plant-1 858a24695f2b3eac 115", "write the frames of that alert into a file here",
	"kagami-collector evidence plant-1 858a24695f2b3eac 115 -o - | tshark -r -", "look at them at once",
	NULL,
};
static const char *const incidents_list_examples[] = {
	"kagami-collector incidents list --open", "what needs somebody now",
	"kagami-collector incidents list --severity high --since 2026-11-01", "the bad ones since then",
	NULL,
};
static const char *const incidents_show_examples[] = {
	"kagami-collector incidents show waterworks-20261120-0001", "all about it",
	"kagami-collector incidents show 1120-0001 --revision 2", "as it was in its second revision",
	NULL,
};
static const char *const incidents_timeline_examples[] = {
	"kagami-collector incidents timeline 1120-0001 --local", "with times as the clock on the wall shows them",
	NULL,
};
static const char *const incidents_ack_examples[] = {
	"kagami-collector incidents ack 1120-0001", "you look at it",
	"kagami-collector incidents ack 1120-0001 --who aiko", "somebody else does",
	NULL,
};
static const char *const incidents_assign_examples[] = {
	"kagami-collector incidents assign 1120-0001 'shift B'", "it is theirs now",
	NULL,
};
static const char *const incidents_close_examples[] = {
	"kagami-collector incidents close 1120-0001 'the laptop was taken off the network'", "it is resolved",
	"kagami-collector incidents close 1120-0002 --as duplicate --of 1120-0001", "it is the same thing",
	"kagami-collector incidents close 1120-0003 --as false-positive 'maintenance, ticket 4711'", "it was none",
	NULL,
};
static const char *const incidents_reopen_examples[] = {
	"kagami-collector incidents reopen 1120-0001 'it writes again'", "go on under a new number",
	NULL,
};
static const char *const incidents_merge_examples[] = {
	"kagami-collector incidents merge 1120-0001 1120-0004", "both are the first one",
	NULL,
};
static const char *const incidents_note_examples[] = {
	"kagami-collector incidents note 1120-0001 'operator called, valve is at 40 %'", "remember it",
	NULL,
};
static const char *const incidents_export_examples[] = {
	"kagami-collector incidents export 1120-0001 --format stix >bundle.json", "for a threat-intelligence platform",
	"kagami-collector incidents export --open --format csv", "for a spreadsheet",
	"kagami-collector incidents export --format misp --output exports", "a file for each",
	NULL,
};
static const char *const incidents_stats_examples[] = {
	"kagami-collector incidents stats --since 2026-11-01", "how the month was",
	NULL,
};

static const char *const due_examples[] = {
	"kagami-collector incidents due", "what must be reported, the most urgent first",
	NULL,
};
static const char *const report_examples[] = {
	"kagami-collector incidents report 1120-0001 malicious=yes cross-border=no", "the early warning will say so",
	"kagami-collector incidents report 1120-0001 nisc=2 nciss=41.5", "how bad it is by these scales",
	NULL,
};
static const char *const share_examples[] = {
	"kagami-collector share waterworks-20261120-0001 --to jp-cert", "a signed package for jp-cert, in this folder",
	"kagami-collector share 0001 --to regulator --report nis2-early-warning --output /srv/outgoing", "as the report that a law asks for",
	NULL,
};
static const char *const verify_examples[] = {
	"kagami-collector share verify waterworks-20261120-0001.r3.jp-cert --from RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3", "with the sender's public key",
	NULL,
};
static const char *const share_keygen_examples[] = {
	"kagami-collector share keygen --output /etc/kagami", "once",
	NULL,
};
static const char *const receive_examples[] = {
	"kagami-collector receive incoming/JP-2026-98765.r1.us", "a package, as it came",
	"kagami-collector receive record.iodef.json", "a record alone; its signature is record.iodef.json.minisig, if there is one",
	NULL,
};
static const char *const exercise_start_examples[] = {
	"kagami-collector exercise start setpoint --team 'Team A'", "with pcaps/scenarios/setpoint/scenario.yaml, or where it is installed",
	"kagami-collector exercise start sweep setpoint --at 2026-11-22T09:00:00Z", "two scenarios; what came since then counts",
	NULL,
};
static const char *const exercise_status_examples[] = {
	"kagami-collector exercise status --follow", "for the wall of the room",
	NULL,
};
static const char *const exercise_score_examples[] = {
	"kagami-collector exercise score", "points, and why each was given or not",
	NULL,
};
static const char *const exercise_report_examples[] = {
	"kagami-collector exercise report --html team-a.html --json team-a.json", "for the team, and for a program",
	"kagami-collector exercise report --html team-a.html --language ja", "in Japanese",
	NULL,
};
static const char *const exercise_inject_examples[] = {
	"kagami-collector exercise inject timeline.yaml", "notifications of partners, each at its time",
	"kagami-collector exercise inject JP-2026-0042.iodef.json --at +15m", "one, a quarter of an hour after the start",
	NULL,
};
static const char *const received_examples[] = {
	"kagami-collector received", "what came, and what is in quarantine",
	NULL,
};

const struct option_command collector_commands[COLLECTOR_COMMANDS] = {
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
	{ "evidence", COLLECT_EVIDENCE, "SENSOR EPOCH NUMBER", 3, 3, "write the frames of an alert as a pcap",
	  "Writes the frames that the sensor sent with an alert, as they were captured, and others around them, into a file for tshark "
	  "or Wireshark. SENSOR, EPOCH and NUMBER are those of the alert as events --json prints them (sensor, epoch, seq). "
	  "Prints the file's name, its SHA-256 and what is in it. A file that is there is replaced.",
	  evidence_examples },
	{ "incidents list", COLLECT_INCIDENTS_LIST, NULL, 0, 0, "list incidents",
	  "Prints a line for each incident: the open ones first, of these the most severe. An incident is what several "
	  "alerts are about: who did what to which device. 'incidents show' tells all of one.",
	  incidents_list_examples },
	{ "incidents show", COLLECT_INCIDENTS_SHOW, "ID", 1, 1, "tell all about an incident",
	  "Tells what happened, to what, by whom, how sure that is, what to check first, and how to open the evidence. The "
	  "end of an id is enough where only one incident has it. --revision shows it as it was.",
	  incidents_show_examples },
	{ "incidents timeline", COLLECT_INCIDENTS_TIMELINE, "ID", 1, 1, "print what happened in the order of its time",
	  "Prints the steps of an incident, its evidence and its history, a line each, in the order of their time.",
	  incidents_timeline_examples },
	{ "incidents ack", COLLECT_INCIDENTS_ACK, "ID", 1, 1, "say that somebody looks at it",
	  "The incident is in progress from now on, and the clocks of reporting run. Without a collector that runs it is "
	  "done directly in the store.",
	  incidents_ack_examples },
	{ "incidents assign", COLLECT_INCIDENTS_ASSIGN, "ID WHO", 2, 2, "say who looks at it",
	  "Names the person or team whose incident it is.",
	  incidents_assign_examples },
	{ "incidents close", COLLECT_INCIDENTS_CLOSE, "ID [TEXT]", 1, 2, "close an incident",
	  "Closes it as --as says: resolved, false-positive, duplicate (of another: --of ID) or withdrawn. TEXT says why. "
	  "What happens later is another incident that points back to it.",
	  incidents_close_examples },
	{ "incidents reopen", COLLECT_INCIDENTS_REOPEN, "ID [TEXT]", 1, 2, "go on with a closed incident",
	  "Opens a new incident about the same thing, which points back to the closed one. TEXT says why.",
	  incidents_reopen_examples },
	{ "incidents merge", COLLECT_INCIDENTS_MERGE, "ID OTHER", 2, 2, "make another incident part of this one",
	  "OTHER becomes part of ID, and is closed as its duplicate.",
	  incidents_merge_examples },
	{ "incidents note", COLLECT_INCIDENTS_NOTE, "ID TEXT", 2, 2, "write a note into its history",
	  "Adds a line to the history of an incident. It stands in the record, and so goes to those it is shared with.",
	  incidents_note_examples },
	{ "incidents export", COLLECT_INCIDENTS_EXPORT, "[ID...]", 0, 4096, "print records in a format of others",
	  "Prints the record of each incident (without ID: of those that the options ask for) on standard output, or writes a file each "
	  "into the folder of --output. The same incident gives the same bytes each time.",
	  incidents_export_examples },
	{ "incidents stats", COLLECT_INCIDENTS_STATS, NULL, 0, 0, "count incidents",
	  "Counts incidents by severity, state, kind, and how long they took.",
	  incidents_stats_examples },
	{ "incidents due", COLLECT_INCIDENTS_DUE, NULL, 0, 0, "list what must be reported, when, to whom",
	  "Prints a line for each report that laws and agreements ask for (regimes of the sharing file) and that was not sent yet, "
	  "overdue ones first. Clocks run from when an incident was acknowledged, or from another report.",
	  due_examples },
	{ "incidents report", COLLECT_INCIDENTS_REPORT, "ID FACT...", 2, 8, "say what reports of it must say",
	  "Writes into the incident what only people can know, for the reports that are sent of it: "
	  "stage=early-warning|notification|intermediate|final, malicious=yes|no|unknown, cross-border=yes|no|unknown, "
	  "nisc=0 to 4 (the level of Japan's severity scale), nciss=0 to 100 (the score of the US one).",
	  report_examples },
	{ "share", COLLECT_SHARE, "ID", 1, 1, "write a package of an incident for a recipient",
	  "Takes out what the recipient may not see, puts pseudonyms in its place, and writes a folder with the record in the "
	  "recipient's formats and a signed manifest, and the same as a file to send (.tar). "
	  "Captured packets are in it only for who may see packets, and all that is in them. An incident that is marked above the recipient's clearance is not written at all. "
	  "The sending goes into the incident's history. ID may be the end of one.",
	  share_examples },
	{ "share verify", COLLECT_SHARE_VERIFY, "PATH", 1, 1, "check a package",
	  "PATH is its folder or the file that was sent. Checks the signature of a package, the hash of every file in it, and that nothing else is there.",
	  verify_examples },
	{ "share keygen", COLLECT_SHARE_KEYGEN, NULL, 0, 0, "make the keys that sharing needs",
	  "Makes sharing.key and sharing.pub, which sign packages and are minisign's format, and, where there is none yet, "
	  "sharing.pseudonyms. Files that exist are never overwritten.",
	  share_keygen_examples },
	{ "receive", COLLECT_RECEIVE, "PATH", 1, 1, "take in another party's record",
	  "Reads a package or a record in IODEF-JSON (RFC 8727), checks who sent it, and keeps it. An answer to an incident of ours goes into its "
	  "history with the number that they gave it; anything else is acknowledged with a record to send back. "
	  "What comes from nobody in the sharing file, or is not signed though its sender has a key, is kept in quarantine.",
	  receive_examples },
	{ "received", COLLECT_RECEIVED, NULL, 0, 0, "list what other parties sent",
	  "Prints a line for each record that came from others.",
	  received_examples },
	{ "exercise start", COLLECT_EXERCISE_START, "SCENARIO...", 1, 32, "begin an exercise",
	  "From now on (or --at) what comes out and what people do is scored by these scenarios. SCENARIO is a scenario.yaml, a folder with one, or the "
	  "name of one. The scenarios are copied: what is scored does not change when the files do. It is kept beside the store, in STORE.exercise.",
	  exercise_start_examples },
	{ "exercise status", COLLECT_EXERCISE_STATUS, NULL, 0, 0, "say how far it is, without giving anything away",
	  "Prints how long the exercise goes on, how many incidents there are and how many are open, and which notifications came. Those that are due are "
	  "taken in, as 'receive' does. It says nothing of what is expected: trainees may see it.",
	  exercise_status_examples },
	{ "exercise score", COLLECT_EXERCISE_SCORE, NULL, 0, 0, "count points",
	  "Compares what the scenarios expect with the incidents since the start and their history: acknowledgements, notes, classification, reports sent "
	  "in time. Prints for each goal what was looked for and what was found, the techniques of ATT&CK for ICS that were seen, missed and not expected, and the "
	  "incidents that no scenario expects.",
	  exercise_score_examples },
	{ "exercise report", COLLECT_EXERCISE_REPORT, "[FILE]", 0, 1, "write a team's report",
	  "Writes the score with all that led to it as a page (--html FILE) that needs no network and prints on A4, and for programs (--json FILE; without "
	  "FILE on standard output) as docs/exercise.md describes it.",
	  exercise_report_examples },
	{ "exercise inject", COLLECT_EXERCISE_INJECT, "FILE", 1, 1, "let notifications of partners come in",
	  "FILE is a timeline (docs/exercise.md), or a package or a record as 'receive' takes it, which comes at once or --at. What is due is taken in by the next "
	  "command about the exercise; 'exercise status --follow' does so when it is due.",
	  exercise_inject_examples },
	{ "check", COLLECT_CHECK, "[FILE]", 0, 1, "check a configuration file and the store",
	  "Reads a configuration file (without FILE and --config: /etc/kagami/collector.yaml, if it exists), reports everything that is wrong in it, and "
	  "then checks the list of sensors and the store that it names: whether the database is whole, and whether events are missing.",
	  check_examples },
};
/* clang-format on */
