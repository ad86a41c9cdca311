/* sharing.yaml: what it says, what is wrong with it, and the clocks that run by it. */
#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collector/sharing.h"

#define HOUR UINT64_C(3600000000000)
#define NOON UINT64_C(1795176000000000000)

#define US "version: 1\nus:\n  fqdn: CSIRT.example.sg\n  name: Us\n"
#define THEM                                                                                       \
	"recipients:\n"                                                                            \
	"  jp:\n"                                                                                  \
	"    fqdn: cert.example.jp\n"                                                              \
	"    title: CERT of JP\n"                                                                  \
	"    clearance: AMBER\n"

static struct sharing *parsed(const char *text)
{
	struct sharing *s = sharing_parse("sharing.yaml", text, strlen(text));

	assert_non_null(s);
	return s;
}

/* Standard error while the text is read, which must be refused. */
static void refused(const char *text, const char *message)
{
	char said[4096] = "";
	FILE *f = tmpfile();
	int old = dup(STDERR_FILENO);
	struct sharing *s;

	assert_non_null(f);
	(void)fflush(stderr);
	(void)dup2(fileno(f), STDERR_FILENO);
	s = sharing_parse("sharing.yaml", text, strlen(text));
	(void)fflush(stderr);
	(void)dup2(old, STDERR_FILENO);
	(void)close(old);
	rewind(f);
	(void)!fread(said, 1, sizeof(said) - 1, f);
	(void)fclose(f);
	assert_null(s);
	if (strstr(said, message) == NULL)
		fail_msg("\"%s\" is not in: %s", message, said);
}

static void the_example_is_right(void **state)
{
	struct sharing *s = sharing_read("collector/data/sharing.yaml");
	const struct recipient *all;
	const struct regime *regimes;

	(void)state;
	assert_non_null(s);
	assert_int_equal(sharing_recipients(s, &all), 3);
	assert_int_equal(sharing_regimes(s, &regimes), 12);
	assert_int_equal(sharing_regime(s, "sg-csa-report")->due, 2 * HOUR);
	assert_string_equal(sharing_regime(s, "nis2-final")->after, "nis2-notification");
	assert_int_equal(sharing_regime(s, "my-854-notice")->due, 0);
	assert_string_equal(sharing_party(s)->operator_name, "Example Water Works");
	sharing_free(s);
}

static void every_key_is_taken(void **state)
{
	struct sharing *s =
		parsed(US "  email: a@b.example.sg\n  telephone: '+65 1'\n  timezone: '-03:30'\n"
			  "  operator: Op\n  languages: [ja, pt-BR]\n" THEM
			  "    email: x@y.example.jp\n    country: JP\n    languages: [ja]\n"
			  "    formats: [stix, csv]\n    may-see: [values, contacts]\n"
			  "    key: RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3\n");
	const struct record_party *p = sharing_party(s);
	const struct recipient *r = sharing_recipient(s, "jp");

	(void)state;
	assert_string_equal(p->fqdn, "csirt.example.sg");
	assert_string_equal(p->email, "a@b.example.sg");
	assert_string_equal(p->telephone, "+65 1");
	assert_string_equal(p->timezone, "-03:30");
	assert_string_equal(p->operator_name, "Op");
	assert_string_equal(p->languages[0], "ja");
	assert_string_equal(p->languages[1], "pt-BR");
	assert_null(p->languages[2]);
	assert_non_null(r);
	assert_ptr_equal(sharing_by_fqdn(s, "CERT.Example.JP"), r);
	assert_null(sharing_by_fqdn(s, "cert.example.jp.evil.example"));
	assert_string_equal(r->title, "CERT of JP");
	assert_string_equal(r->country, "JP");
	assert_int_equal(r->clearance, TLP_AMBER);
	assert_int_equal(r->formats, 1 << FORMAT_STIX | 1 << FORMAT_CSV);
	assert_true(r->values && r->contacts && !r->addresses && !r->sites);
	assert_int_equal(strlen(r->public_key), 56);
	sharing_free(s);
}

static void a_recipient_sees_nothing_that_is_not_said(void **state)
{
	struct sharing *s = parsed(US THEM);
	const struct recipient *r = sharing_recipient(s, "jp");

	(void)state;
	assert_false(r->sites || r->addresses || r->values || r->contacts);
	assert_int_equal(r->formats, 1 << FORMAT_IODEF);
	assert_string_equal(r->public_key, "");
	sharing_free(s);
}

static void what_is_wrong_is_said_where_it_stands(void **state)
{
	(void)state;
	refused("", "sharing.yaml: it is empty");
	refused("us: {}\n", "sharing.yaml:1:1: it must say 'version: 1'");
	refused("version: 2\n", "sharing.yaml:1:10: version is 1");
	refused("version: 1\n", "it must say who we are: 'us'");
	refused("version: 1\nus:\n  name: x\n", "sharing.yaml:2:1: us must have 'fqdn'");
	refused("version: 1\nus:\n  fqdn: localhost\n  name: x\n",
		"sharing.yaml:3:9: fqdn: 'localhost' is no domain name");
	refused("version: 1\nus:\n  fqdn: 10.0.0.1\n  name: x\n", "'10.0.0.1' is no domain name");
	refused("version: 1\nus:\n  fqdn: a..example\n  name: x\n", "is no domain name");
	refused(US "  emial: x\n",
		"sharing.yaml:5:3: us has no key 'emial'; did you mean 'email'?");
	refused(US "  email: a b@c.example\n", "sharing.yaml:5:10: email: ");
	refused(US "  timezone: '+8:00'\n", "is no time zone");
	refused(US "  timezone: '+15:00'\n", "is no time zone");
	refused(US "  languages: ja\n", "languages must be a list");
	refused(US "  languages: [japanese]\n", "'japanese' is no language");
	refused(US "  name: y\n", "sharing.yaml:5:3:");
	refused(US "recipients: [a]\n", "recipients must be a mapping, not a list");
	refused(US "recipients:\n  JP: {}\n", "'JP' is no name for a recipient");
	refused(US "recipients:\n  jp: {}\n",
		"sharing.yaml:6:3: a recipient must have 'clearance'");
	refused(US THEM "    clearence: RED\n", "did you mean 'clearance'?");
	refused(US THEM "    formats: [stixx]\n",
		"sharing.yaml:10:15: formats: there is no 'stixx'; did you mean 'stix'?");
	refused(US THEM "    formats: []\n", "at least one is needed");
	refused(US THEM "    may-see: [value]\n",
		"may-see: there is no 'value'; did you mean 'values'?");
	refused(US THEM "    may-see: [sites]\n",
		"sharing.yaml:10:14: sites are TLP:RED in every record");
	refused(US THEM "    may-see: all\n", "may-see must be a list");
	refused(US THEM "    country: Japan\n", "'Japan' is no country's code");
	refused(US THEM "    key: RWQabc\n", "sharing.yaml:10:10: key: this is no public key");
	refused(US THEM "  x:\n    fqdn: cert.example.jp\n    title: x\n    clearance: RED\n",
		"'x' has the fqdn of 'jp'");
	refused(US THEM "  x:\n    fqdn: x.example\n    title: x\n    clearance: PURPLE\n",
		"'PURPLE' is none of CLEAR, GREEN");
	refused(US "extra: 1\n", "there is no 'extra'");
	refused(US "  operator: &a x\n", "sharing.yaml:5:");
	refused("version: 1\nus: \"\\x1b[31m\"\n", "us must be a mapping, not text");
	refused(US "  operator: \"a\\x1b[31m\"\n", "without control characters");
}

#define REGIME(name, more)                                                                         \
	"  " name ":\n    title: T\n    stage: final\n    due: 2h\n    recipient: jp\n" more

static void regimes_are_checked_when_all_is_read(void **state)
{
	(void)state;
	sharing_free(parsed(US "regimes:\n" REGIME("a", "    after: b\n") REGIME("b", "") THEM));
	refused(US THEM "regimes:\n  a:\n    title: T\n    stage: final\n    due: 2h\n"
			"    recipient: jpp\n",
		"sharing.yaml:15:16: recipient: there is no 'jpp'; did you mean 'jp'?");
	refused(US THEM "regimes:\n" REGIME("a", "    after: c\n"), "after: there is no 'c'");
	refused(US THEM "regimes:\n" REGIME("a", "    after: a\n"), "'a' comes after itself");
	refused(US THEM "regimes:\n" REGIME("a", "    after: b\n") REGIME("b", "    after: a\n"),
		"comes after itself");
	refused(US THEM "regimes:\n" REGIME("a", "    severity: hi\n"),
		"severity: there is no 'hi'");
	refused(US THEM "regimes:\n  a:\n    title: T\n    stage: late\n    due: soon\n"
			"    recipient: jp\n",
		"due: 'soon' is no time such as 2h");
}

/* ---- clocks ------------------------------------------------------------------------------- */

static const char clocks[] = US THEM
	"  sg:\n    fqdn: sg.example\n    title: SG\n    clearance: RED\n"
	"regimes:\n"
	"  warn:\n    title: Warn\n    stage: early-warning\n    due: 24h\n    severity: high\n"
	"    recipient: jp\n"
	"  final:\n    title: Final\n    stage: final\n    due: 100h\n    after: warn\n"
	"    severity: high\n    recipient: jp\n"
	"  low:\n    title: Low\n    stage: notification\n    due: 2h\n    recipient: sg\n";

static void say_sent(struct incident *i, const struct sharing *s, const char *regime,
		     const char *who, uint64_t time)
{
	struct incident_history *h = &i->history[i->nhistory++];

	h->time = time;
	h->action = ACTION_SENT;
	(void)snprintf(h->who, sizeof(h->who), "%s", who);
	sharing_sent_text(h->text, sizeof(h->text), 3, "AMBER",
			  regime != NULL ? sharing_regime(s, regime) : NULL);
}

static void clocks_run_from_awareness_and_end_with_the_report(void **state)
{
	static struct incident i;
	static struct due due[SHARING_REGIMES];
	struct sharing *s = parsed(clocks);

	(void)state;
	memset(&i, 0, sizeof(i));
	i.severity = 3;
	assert_int_equal(sharing_due(s, &i, due), 0);
	assert_true(sharing_waits(s, &i));
	i.aware = NOON;
	assert_false(sharing_waits(s, &i));
	assert_int_equal(sharing_due(s, &i, due), 3);
	assert_string_equal(due[0].regime->name, "warn");
	assert_int_equal(due[0].at, NOON + 24 * HOUR);
	assert_false(due[0].expected);
	assert_int_equal(due[1].at, NOON + 124 * HOUR);
	assert_true(due[1].expected);
	assert_string_equal(due[2].recipient->name, "sg");
	/* Sent to another, or as no report: does not count. */
	say_sent(&i, s, "warn", "sg.example", NOON + HOUR);
	say_sent(&i, s, NULL, "cert.example.jp", NOON + HOUR);
	assert_int_equal(sharing_due(s, &i, due), 3);
	say_sent(&i, s, "warn", "cert.example.jp", NOON + 3 * HOUR);
	say_sent(&i, s, "warn", "cert.example.jp", NOON + 9 * HOUR);
	assert_int_equal(sharing_sent(s, &i, sharing_regime(s, "warn")), NOON + 3 * HOUR);
	assert_int_equal(sharing_due(s, &i, due), 2);
	assert_string_equal(due[0].regime->name, "final");
	assert_int_equal(due[0].at, NOON + 103 * HOUR);
	assert_false(due[0].expected);
	sharing_free(s);
}

/* A month is not 30 days: from the 31st to the last of a shorter one. */
static void months_are_those_of_the_calendar(void **state)
{
	static const struct {
		const char *due;
		uint64_t aware, at; /* s */
	} rows[] = {
		{ "1month", 1763640000, 1766232000 },	/* 2025-11-20 12:00 to 2025-12-20 */
		{ "1month", 1769860800, 1772280000 },	/* 2026-01-31 12:00 to 2026-02-28 */
		{ "1month", 1832932800, 1835438400 },	/* 2028-01-31 12:00 to 2028-02-29 */
		{ "3months", 1766232000, 1774008000 },	/* 2025-12-20 12:00 to 2026-03-20 */
		{ "12months", 1763640000, 1795176000 }, /* 2025-11-20 12:00 to 2026-11-20 */
	};
	static struct incident i;
	static struct due due[SHARING_REGIMES];

	(void)state;
	for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++) {
		char file[1024];
		struct sharing *s;

		(void)snprintf(file, sizeof(file),
			       US THEM
			       "regimes:\n  final:\n    title: F\n    stage: final\n    due: %s\n"
			       "    recipient: jp\n",
			       rows[k].due);
		s = parsed(file);
		memset(&i, 0, sizeof(i));
		i.aware = rows[k].aware * 1000000000U + 5;
		assert_int_equal(sharing_due(s, &i, due), 1);
		assert_int_equal(due[0].at, rows[k].at * 1000000000U + 5);
		assert_int_equal(sharing_due_of(s, &i, due[0].regime), due[0].at);
		sharing_free(s);
	}
	refused(US THEM "regimes:\n  a:\n    title: F\n    stage: final\n    due: 1 month\n    "
			"recipient: jp\n",
		"is no time such as 2h, 72h, 30d or 1month");
	refused(US THEM "regimes:\n  a:\n    title: F\n    stage: final\n    due: 100months\n    "
			"recipient: jp\n",
		"is no time such as");
}

static void packets_are_for_who_may_see_all_that_is_in_them(void **state)
{
	struct sharing *s = parsed(
		US "recipients:\n  a:\n    fqdn: a.example\n    title: A\n    clearance: RED\n"
		   "    may-see: [sites, addresses, values, packets]\n");

	(void)state;
	assert_true(sharing_recipient(s, "a")->packets);
	sharing_free(s);
	refused(US THEM "    may-see: [addresses, values, packets]\n",
		"packets have everything in them");
	refused(US "recipients:\n  a:\n    fqdn: a.example\n    title: A\n    clearance: RED\n"
		   "    may-see: [sites, values, packets]\n",
		"packets have everything in them");
}

static void only_what_is_grave_and_real_is_reported(void **state)
{
	static struct incident i;
	static struct due due[SHARING_REGIMES];
	struct sharing *s = parsed(clocks);

	(void)state;
	memset(&i, 0, sizeof(i));
	i.aware = NOON;
	i.severity = 2;
	assert_int_equal(sharing_due(s, &i, due), 1);
	i.status = INCIDENT_RESOLVED;
	assert_int_equal(sharing_due(s, &i, due), 1);
	i.status = INCIDENT_FALSE_POSITIVE;
	assert_int_equal(sharing_due(s, &i, due), 0);
	i.status = INCIDENT_DUPLICATE;
	assert_int_equal(sharing_due(s, &i, due), 0);
	i.aware = 0;
	assert_false(sharing_waits(s, &i));
	i.status = INCIDENT_RESOLVED;
	i.aware = UINT64_MAX - HOUR;
	assert_int_equal(sharing_due(s, &i, due), 1);
	assert_int_equal(due[0].at, UINT64_MAX);
	sharing_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_example_is_right),
		cmocka_unit_test(every_key_is_taken),
		cmocka_unit_test(a_recipient_sees_nothing_that_is_not_said),
		cmocka_unit_test(what_is_wrong_is_said_where_it_stands),
		cmocka_unit_test(regimes_are_checked_when_all_is_read),
		cmocka_unit_test(clocks_run_from_awareness_and_end_with_the_report),
		cmocka_unit_test(only_what_is_grave_and_real_is_reported),
		cmocka_unit_test(months_are_those_of_the_calendar),
		cmocka_unit_test(packets_are_for_who_may_see_all_that_is_in_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
