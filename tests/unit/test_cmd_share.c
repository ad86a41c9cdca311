/* share, receive, incidents due: from a store to a package and back. */
#include "tests/unit/package_kit.h"

#include "collector/commands.h"
#include "collector/incident_store.h"
#include "tests/records/incidents.h"

static struct incident incident;
static struct collector_options values;
static struct options options;
static char text[KIT_TEXT];

/* What a command prints on standard output and says on standard error goes to the folder. */
static int run(const char *folder, int (*command)(const struct collector_options *c, char **args),
	       const char *name, const char *line)
{
	static char words[2048];
	char *argv[32], path[KIT_PATH];
	int out, err, code, n = 0;

	(void)snprintf(words, sizeof(words),
		       "--store %s/db --records %s/records --sharing %s/sharing.yaml --issuer "
		       "csirt.example.sg --signing-key %s/sharing.key --pseudonyms "
		       "%s/sharing.pseudonyms --output %s %s",
		       folder, folder, folder, folder, folder, folder, line);
	for (char *p = strtok(words, " "); p != NULL; p = strtok(NULL, " ")) {
		const struct option *row =
			p[0] == '-' ? option_find(&collector_program, p + 2) : NULL;

		/* Not every command takes all of them. */
		if (row != NULL &&
		    (row->commands & option_command(&collector_program, name)->bit) == 0)
			(void)strtok(NULL, " ");
		else
			argv[n++] = p;
	}
	argv[n] = NULL;
	memset(&values, 0, sizeof(values));
	options_init(&options, &collector_program, option_command(&collector_program, name),
		     &values);
	options_args(&options, argv);
	assert_int_equal(options.errors, 0);
	(void)fflush(stdout);
	(void)fflush(stderr);
	out = dup(STDOUT_FILENO);
	err = dup(STDERR_FILENO);
	(void)snprintf(path, sizeof(path), "%s/said", folder);
	assert_non_null(freopen(path, "we", stdout));
	(void)dup2(STDOUT_FILENO, STDERR_FILENO);
	code = command(&values, options.args);
	(void)fflush(stdout);
	(void)fflush(stderr);
	(void)dup2(out, STDOUT_FILENO);
	(void)dup2(err, STDERR_FILENO);
	(void)close(out);
	(void)close(err);
	(void)kit_read(folder, "said", text, sizeof(text));
	options_fini(&options);
	return code;
}

static void said(const char *what)
{
	if (strstr(text, what) == NULL)
		fail_msg("\"%s\" is not in: %s", what, text);
}

/* The partner's key, so that it is in sharing.yaml. */
static void write_sharing(const char *folder)
{
	struct package_public key;
	char line[PACKAGE_PUBLIC_TEXT];

	kit_public(&key, 9);
	package_public_text(line, &key);
	(void)snprintf(text, sizeof(text),
		       "version: 1\nus:\n  fqdn: csirt.example.sg\n  name: Us\nrecipients:\n"
		       "  jp:\n    fqdn: cert.example.jp\n    title: CERT of JP\n"
		       "    clearance: AMBER\n    formats: [iodef, stix]\n    key: %s\n"
		       "  th:\n    fqdn: cert.example.th\n    title: CERT of TH\n"
		       "    clearance: GREEN\n"
		       "regimes:\n"
		       "  warn:\n    title: Warn\n    stage: early-warning\n    due: 2h\n"
		       "    severity: high\n    recipient: jp\n"
		       "  final:\n    title: Final\n    stage: final\n    due: 14d\n"
		       "    after: warn\n    recipient: jp\n",
		       line);
	kit_write(folder, "sharing.yaml", text, strlen(text));
}

static struct store *opened(const char *folder, bool read_only)
{
	char path[KIT_PATH], error[STORE_ERROR] = "";
	const struct store_options o = { .path = path, .read_only = read_only };
	struct store *s;

	(void)snprintf(path, sizeof(path), "%s/db", folder);
	s = store_open(&o, error, sizeof(error));
	if (s == NULL)
		fail_msg("%s", error);
	return s;
}

static int prepare(void **state)
{
	struct store *s;

	if (kit_folder(state) != 0)
		return 1;
	write_sharing(*state);
	assert_int_equal(run(*state, collect_share_keygen, "share keygen", ""), COLLECT_DONE);
	said("sharing.pub: public; for those who get packages: RW");
	sample_plain(&incident, 1);
	incident.aware = SAMPLE_TIME + SAMPLE_SECOND;
	incident.status = INCIDENT_IN_PROGRESS;
	s = opened(*state, false);
	assert_true(store_begin(s));
	assert_true(incident_store_put(s, &incident));
	assert_true(store_commit(s));
	store_close(s);
	return 0;
}

static void stored(const char *folder, struct incident *out)
{
	struct store *s = opened(folder, true);
	bool found = false;

	assert_true(incident_store_get(s, "waterworks-20261120-0001", 0, out, &found));
	assert_true(found);
	store_close(s);
}

static void what_was_shared_is_in_the_history_and_ends_a_clock(void **state)
{
	static struct incident after;
	char path[KIT_PATH];

	assert_int_equal(run(*state, collect_incidents_due, "incidents due", ""), COLLECT_DONE);
	said("warn");
	said("overdue");
	said("(when the report before it was sent)");
	said("--to jp --report warn");
	assert_int_equal(run(*state, collect_share, "share",
			     "waterworks-20261120-0001 --to jp --report warn"),
			 COLLECT_DONE);
	said("TLP:AMBER for CERT of JP, signed");
	*strchr(text, ':') = '\0';
	(void)snprintf(path, sizeof(path), "%.*s", KIT_PATH - 1, text);
	stored(*state, &after);
	assert_int_equal(after.revision, 2);
	assert_string_equal(after.history[after.nhistory - 1].who, "cert.example.jp");
	assert_string_equal(after.history[after.nhistory - 1].text,
			    "Revision 1, TLP:AMBER, report warn");
	assert_int_equal(run(*state, collect_incidents_due, "incidents due", "--json"),
			 COLLECT_DONE);
	said("\"report\":\"final\"");
	said("\"expected\":false");
	assert_null(strstr(text, "\"report\":\"warn\""));
	/* What came out is whole, by our key alone. */
	char line[KIT_PATH * 2];

	(void)snprintf(line, sizeof(line), "%s --from %s/sharing.pub", path, (char *)*state);
	assert_int_equal(run(*state, collect_share_verify, "share verify", line), COLLECT_DONE);
	said("whole, signed by csirt.example.sg, for cert.example.jp");
	(void)snprintf(line, sizeof(line), "%s --from jp", path);
	assert_int_equal(run(*state, collect_share_verify, "share verify", line), COLLECT_FAILED);
	said("was made with another key");
}

static void what_must_not_be_shared_is_refused(void **state)
{
	static const char id[] = "waterworks-20261120-0001";
	static struct incident after;
	char line[256];

	(void)snprintf(line, sizeof(line), "%s --to th", id);
	assert_int_equal(run(*state, collect_share, "share", line), COLLECT_FAILED);
	said("is TLP:AMBER, and th is cleared for TLP:GREEN only");
	(void)snprintf(line, sizeof(line), "%s --to vn", id);
	assert_int_equal(run(*state, collect_share, "share", line), COLLECT_USAGE);
	said("there is no recipient 'vn'; there are: jp, th");
	(void)snprintf(line, sizeof(line), "%s --to th --report warn", id);
	assert_int_equal(run(*state, collect_share, "share", line), COLLECT_USAGE);
	said("the report 'warn' is for jp, not for th");
	assert_int_equal(run(*state, collect_share, "share", "9999 --to jp"), COLLECT_FAILED);
	said("no incident '9999'");
	stored(*state, &after);
	assert_int_equal(after.revision, 1);
}

/* ---- receiving ---------------------------------------------------------------------------- */

static const struct record_party partner = { .fqdn = "cert.example.jp", .name = "CERT of JP" };

/* A package of the partner's for us; path has KIT_PATH bytes. */
static void from_partner(const char *folder, const char *fqdn, uint8_t seed, char *path)
{
	static const uint8_t pseudonyms[PACKAGE_PSEUDONYMS] = { 3 };
	struct record_party from = partner;
	struct package_secret key;
	struct recipient us;
	char error[512] = "";

	from.fqdn = fqdn;
	kit_secret(&key, seed);
	kit_recipient(&us);
	(void)snprintf(us.fqdn, sizeof(us.fqdn), "csirt.example.sg");
	us.sites = true;
	sample_plain(&incident, 5);
	SAMPLE_SET(incident.id, "JP-2026-98765");
	SAMPLE_SET(incident.issuer, "%s", fqdn);
	const struct package_order o = { .incident = &incident,
					 .to = &us,
					 .from = &from,
					 .key = &key,
					 .pseudonyms = pseudonyms,
					 .time = SAMPLE_TIME };

	if (!package_write(&o, folder, path, KIT_PATH, NULL, error, sizeof(error)))
		fail_msg("%s", error);
}

struct kept {
	unsigned n, quarantined, conflicts, answers;
	char sender[64], ours[INCIDENT_ID];
};

static bool count(void *ctx, const struct incident_notification *x)
{
	struct kept *k = ctx;

	k->n++;
	k->quarantined += x->quarantined;
	k->conflicts += x->conflict;
	k->answers += x->ours[0] != '\0';
	(void)snprintf(k->sender, sizeof(k->sender), "%s", x->sender);
	(void)snprintf(k->ours, sizeof(k->ours), "%s", x->ours);
	return true;
}

static struct kept kept(const char *folder)
{
	struct store *s = opened(folder, true);
	struct kept k = { 0 };

	assert_true(incident_store_notified(s, count, &k));
	store_close(s);
	return k;
}

static void a_partners_package_is_kept_and_acknowledged(void **state)
{
	char path[KIT_PATH], name[KIT_PATH], comment[PACKAGE_COMMENT], *lines = text + KIT_TEXT / 2;
	struct package_public ours;
	const char *why = "", *at;
	char error[512], file[KIT_PATH + sizeof("/sharing.pub")];
	size_t n, len;

	from_partner(*state, "cert.example.jp", 9, path);
	assert_int_equal(run(*state, collect_receive, "receive", path), COLLECT_DONE);
	said("JP-2026-98765 of cert.example.jp, revision 1, TLP:AMBER: ");
	said("our number received-");
	at = strstr(text, "/received-");
	assert_non_null(at);
	(void)snprintf(name, sizeof(name), "%.*s", (int)strcspn(at + 1, ":"), at + 1);
	assert_int_equal(kept(*state).n, 1);
	assert_int_equal(kept(*state).quarantined, 0);
	assert_string_equal(kept(*state).sender, "jp");
	n = kit_read(*state, name, text, KIT_TEXT / 2);
	assert_non_null(strstr(text, "\"AlternativeID\""));
	assert_non_null(strstr(text, "JP-2026-98765"));
	(void)snprintf(file, sizeof(file), "%s.minisig", name);
	len = kit_read(*state, file, lines, KIT_TEXT / 2);
	(void)snprintf(file, sizeof(file), "%s/sharing.pub", (char *)*state);
	assert_true(package_public_given(&ours, file, error, sizeof(error)));
	assert_true(package_signed(&ours, text, n, lines, len, comment, &why));
	/* The same once more changes nothing. */
	assert_int_equal(run(*state, collect_receive, "receive", path), COLLECT_DONE);
	said("The same came before.");
	assert_int_equal(kept(*state).n, 1);
	assert_int_equal(run(*state, collect_received, "received", ""), COLLECT_DONE);
	said("JP-2026-98765");
}

static void what_was_tampered_with_is_not_taken_in(void **state)
{
	static struct package_manifest m;
	char path[KIT_PATH], error[512];
	size_t n;

	from_partner(*state, "cert.example.jp", 9, path);
	assert_true(package_manifest_read(&m, path, error, sizeof(error)));
	n = kit_read(path, m.files[0].name, text, sizeof(text));
	text[n / 2] ^= 1;
	kit_write(path, m.files[0].name, text, n);
	assert_int_equal(run(*state, collect_receive, "receive", path), COLLECT_FAILED);
	said("was changed: its SHA-256");
	assert_int_equal(kept(*state).n, 0);
	kit_remove(path);
	/* Somebody else's key in the partner's name. */
	from_partner(*state, "cert.example.jp", 8, path);
	assert_int_equal(run(*state, collect_receive, "receive", path), COLLECT_FAILED);
	said("was made with another key");
	assert_int_equal(kept(*state).n, 0);
}

static const char record[] =
	"{\"version\":\"2.0\",\"lang\":\"en\",\"Incident\":[{\"purpose\":\"reporting\","
	"\"IncidentID\":{\"id\":\"%s\",\"name\":\"%s\"},%s\"GenerationTime\":"
	"\"2026-11-21T00:00:00Z\",\"Contact\":[{\"role\":\"creator\",\"type\":\"organization\"}]}]"
	"}";

/* A record alone, signed by the seed's key; 0: not. */
static void alone(const char *folder, const char *id, const char *fqdn, const char *more,
		  uint8_t seed)
{
	struct package_secret key;
	char lines[PACKAGE_SIGNATURE_MAX];
	int n = snprintf(text, sizeof(text), record, id, fqdn, more);

	kit_write(folder, "in.json", text, (size_t)n);
	if (seed == 0)
		return;
	kit_secret(&key, seed);
	kit_write(folder, "in.json.minisig", lines,
		  package_sign(lines, &key, text, (size_t)n, "x"));
}

static void what_nobody_vouches_for_is_in_quarantine(void **state)
{
	char path[KIT_PATH], line[KIT_PATH];

	(void)snprintf(line, sizeof(line), "%s/in.json", (char *)*state);
	from_partner(*state, "evil.example", 8, path);
	assert_int_equal(run(*state, collect_receive, "receive", path), COLLECT_DONE);
	said("in quarantine: its sender is nobody we know");
	assert_null(strstr(text, "our number"));
	assert_int_equal(kept(*state).quarantined, 1);
	alone(*state, "X-1", "cert.example.jp", "", 0);
	assert_int_equal(run(*state, collect_receive, "receive", line), COLLECT_DONE);
	said("in quarantine: it is not signed, though its sender has a key");
	alone(*state, "X-2", "cert.example.jp", "", 8);
	assert_int_equal(run(*state, collect_receive, "receive", line), COLLECT_DONE);
	said("in quarantine: was made with another key");
	assert_int_equal(kept(*state).quarantined, 3);
	alone(*state, "X-3", "cert.example.th", "", 0);
	assert_int_equal(run(*state, collect_receive, "receive", line), COLLECT_DONE);
	said("its sender has no key here: nothing proves who sent it");
	said("our number");
	assert_int_equal(kept(*state).quarantined, 3);
	kit_write(*state, "in.json", "{}", 2);
	assert_int_equal(run(*state, collect_receive, "receive", line), COLLECT_FAILED);
	said("in.json: version is not 2.0");
	assert_int_equal(kept(*state).n, 4);
}

static void an_answer_gives_our_incident_their_number(void **state)
{
	static struct incident after;
	uint8_t pseudonyms[PACKAGE_PSEUDONYMS];
	struct recipient jp;
	char line[KIT_PATH], more[256], id[INCIDENT_ID], error[512];

	/* As the recipient knows it: the site's name is a pseudonym. */
	(void)snprintf(line, sizeof(line), "%s/sharing.pseudonyms", (char *)*state);
	assert_true(package_pseudonyms_read(pseudonyms, line, error, sizeof(error)));
	kit_recipient(&jp);
	redact_id(id, "waterworks-20261120-0001", &jp, pseudonyms);
	assert_string_not_equal(id, "waterworks-20261120-0001");
	(void)snprintf(more, sizeof(more),
		       "\"AlternativeID\":{\"IncidentID\":[{\"id\":\"%s\",\"name\":"
		       "\"csirt.example.sg\"}]},",
		       id);
	(void)snprintf(line, sizeof(line), "%s/in.json", (char *)*state);
	/* Not from whoever merely says so. */
	alone(*state, "JP-1", "cert.example.jp", more, 8);
	assert_int_equal(run(*state, collect_receive, "receive", line), COLLECT_DONE);
	stored(*state, &after);
	assert_int_equal(after.nrelated, 0);
	alone(*state, "JP-77", "cert.example.jp", more, 9);
	assert_int_equal(run(*state, collect_receive, "receive", line), COLLECT_DONE);
	said("acknowledged by the recipient");
	assert_string_equal(kept(*state).ours, "waterworks-20261120-0001");
	stored(*state, &after);
	assert_int_equal(after.nrelated, 1);
	assert_string_equal(after.related[0].id, "JP-77");
	assert_string_equal(after.related[0].issuer, "cert.example.jp");
	assert_int_equal(after.related[0].relation, RELATED_ALTERNATIVE);
	assert_int_equal(after.history[after.nhistory - 1].action, ACTION_ACKED);
	assert_string_equal(after.history[after.nhistory - 1].who, "cert.example.jp");
	assert_int_equal(run(*state, collect_receive, "receive", line), COLLECT_DONE);
	said("has that number already");
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, prepare, kit_gone)
	const struct CMUnitTest tests[] = {
		IN_FOLDER(what_was_shared_is_in_the_history_and_ends_a_clock),
		IN_FOLDER(what_must_not_be_shared_is_refused),
		IN_FOLDER(a_partners_package_is_kept_and_acknowledged),
		IN_FOLDER(what_was_tampered_with_is_not_taken_in),
		IN_FOLDER(what_nobody_vouches_for_is_in_quarantine),
		IN_FOLDER(an_answer_gives_our_incident_their_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
