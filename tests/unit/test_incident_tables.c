#include "tests/unit/incident_kit.h"

#include <unistd.h>

/* What the parser says of a text, from standard error. */
static const char *said(const char *text, bool good)
{
	static char out[2048];
	FILE *f = tmpfile();
	int before = dup(STDERR_FILENO);
	struct incident_tables *t;
	size_t n;

	assert_non_null(f);
	(void)fflush(stderr);
	assert_return_code(dup2(fileno(f), STDERR_FILENO), 0);
	t = incident_tables_parse("t.yaml", text, strlen(text));
	(void)fflush(stderr);
	assert_return_code(dup2(before, STDERR_FILENO), 0);
	(void)close(before);
	rewind(f);
	n = fread(out, 1, sizeof(out) - 1, f);
	out[n] = '\0';
	(void)fclose(f);
	assert_true((t != NULL) == good);
	incident_tables_free(t);
	return out;
}

static void what_is_wrong_is_said_with_its_place(void **state)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{ "", "t.yaml: it is empty\n" },
		{ "rules: {}\n", "t.yaml:1:1: it must say 'version: 1'\n" },
		{ "version: 2\n", "t.yaml:1:10: version is 1; this program knows no other\n" },
		{ "version: 1\nrulez: {}\n",
		  "t.yaml:2:1: a section: 'rulez' is none; did you mean 'rules'?\n" },
		{ "version: 1\nrules:\n  a: {class: wriet}\n",
		  "t.yaml:3:14: class: 'wriet' is none; did you mean 'write'?\n" },
		{ "version: 1\nrules:\n  a*b: {class: write}\n",
		  "t.yaml:3:3: 'a*b': a * stands only at the end of a rule's id\n" },
		{ "version: 1\ntags:\n  a*: {class: write}\n",
		  "t.yaml:3:3: 'a*': a tag is named whole, without *\n" },
		{ "version: 1\ntechniques:\n  T0999: {class: write}\n", "t.yaml:3:3: 'T0999' is no "
									"technique of ATT&CK for "
									"ICS" },
		{ "version: 1\nrules:\n  a: {confidence: 101}\n",
		  "t.yaml:3:19: confidence: '101' is no number from 0 to 100\n" },
		{ "version: 1\nrules:\n  a: {quiet: soon}\n",
		  "t.yaml:3:14: quiet: 'soon' is no duration" },
		{ "version: 1\nrules:\n  a: {impact: harm}\n",
		  "t.yaml:3:15: impact: 'harm' is none" },
		{ "version: 1\nrules:\n  a: {family: A b}\n",
		  "t.yaml:3:15: family: 'A b' is not a name" },
		{ "version: 1\nrules:\n  a: {incident: maybe}\n",
		  "t.yaml:3:17: incident: 'maybe' is not yes or no\n" },
		{ "version: 1\nrules: [a]\n", "t.yaml:2:8: rules must be a mapping, not a list\n" },
		{ "version: 1\nclasses:\n  write: {class: stop}\n",
		  "t.yaml:3:10: a class is what it is called: 'class' has no place here\n" },
		{ "version: 1\nchains:\n  - {stages: [write]}\n",
		  "t.yaml:3:5: a chain has a name ('chain') and 'stages'\n" },
		{ "version: 1\nchains:\n  - {chain: a, stages: [write], raise: 9}\n",
		  "t.yaml:3:40: raise: '9' is no number from 0 to 4\n" },
		{ "version: 1\nrules:\n  a: {routine: often}\n",
		  "t.yaml:3:16: routine: 'often' is not yes or no\n" },
		{ "version: 1\nroutine: {of: a}\n",
		  "t.yaml:2:10: routine must be a list of at most 32 rows\n" },
		{ "version: 1\nroutine:\n  - {of: Anybody, lower: 1}\n",
		  "t.yaml:3:5: it says whose routine ('of'), and by what he is known: 'role', "
		  "'learned: yes' or both\n" },
		{ "version: 1\nroutine:\n  - {of: a, role: hmi, roll: hmi}\n",
		  "t.yaml:3:24: a key of routine: 'roll' is none; did you mean 'role'?\n" },
		{ "version: 1\nroutine:\n  - {of: a, role: hmi, lower: 5}\n",
		  "t.yaml:3:31: lower: '5' is no number from 0 to 4\n" },
	};

	(void)state;
	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
		const char *got = said(cases[k].text, false);

		if (strncmp(got, cases[k].says, strlen(cases[k].says)) != 0)
			fail_msg("%s\nsays: %snot: %s", cases[k].text, got, cases[k].says);
	}
	assert_string_equal(said("version: 1\n", true), "");
}

static void the_nearest_that_is_said_holds(void **state)
{
	static const char text[] = "version: 1\n"
				   "rules:\n"
				   "  m-*: {class: access, family: far}\n"
				   "  m-write-*: {class: write, confidence: 60}\n"
				   "  m-write-one: {confidence: 99}\n"
				   "tags:\n"
				   "  scan: {class: discovery, impact: policy}\n"
				   "techniques:\n"
				   "  T1692.001: {class: stop, quiet: 2h}\n"
				   "classes:\n"
				   "  write: {impact: cps-damage, about: target}\n";
	struct incident_tables *t = incident_tables_parse("t", text, sizeof(text) - 1);
	Kagami__Technique old = KAGAMI__TECHNIQUE__INIT, *techniques[] = { &old };
	char tag[] = "scan", *tags[] = { tag }, id[] = "T0855";
	Kagami__Rule r = KAGAMI__RULE__INIT;
	struct incident_meaning m;

	(void)state;
	assert_non_null(t);
	r.priority = KAGAMI__PRIORITY__PRIORITY_LOW;
	r.id = (char *)(uintptr_t) "m-write-one";
	incident_meaning_of(t, &r, NULL, &m);
	assert_int_equal(m.class, INCIDENT_WRITE);
	assert_int_equal(m.confidence, 99);
	assert_string_equal(m.family, "far");
	assert_string_equal(m.impact, "cps-damage");
	assert_int_equal(m.about, ABOUT_TARGET);
	assert_true(m.is_incident);
	r.id = (char *)(uintptr_t) "site-own";
	r.n_tags = 1;
	r.tags = tags;
	old.id = id;
	r.n_techniques = 1;
	r.techniques = techniques;
	incident_meaning_of(t, &r, NULL, &m);
	assert_int_equal(m.class, INCIDENT_DISCOVERY);
	assert_string_equal(m.family, "discovery");
	assert_true(m.quiet == 7200 * SEC);
	r.n_tags = 0;
	r.priority = KAGAMI__PRIORITY__PRIORITY_INFO;
	incident_meaning_of(t, &r, NULL, &m);
	assert_int_equal(m.class, INCIDENT_STOP);
	assert_false(m.is_incident);
	incident_tables_free(t);
}

static void a_chain_needs_its_order(void **state)
{
	struct incident_tables *t = incident_tables_read(NULL);
	struct incident_stage s[2] = { { .class = INCIDENT_DISCOVERY, .first = 10, .last = 20 },
				       { .class = INCIDENT_WRITE, .first = 1, .last = 5 } };

	(void)state;
	assert_non_null(t);
	/* written before anybody looked: no chain */
	assert_int_equal(incident_severity(t, KAGAMI__PRIORITY__PRIORITY_LOW, s, 2),
			 KAGAMI__PRIORITY__PRIORITY_LOW);
	s[1].last = 11;
	assert_int_equal(incident_severity(t, KAGAMI__PRIORITY__PRIORITY_LOW, s, 2),
			 KAGAMI__PRIORITY__PRIORITY_HIGH);
	assert_int_equal(incident_severity(t, KAGAMI__PRIORITY__PRIORITY_CRITICAL, s, 2),
			 KAGAMI__PRIORITY__PRIORITY_CRITICAL);
	assert_string_equal(incident_tactic(t, "T0846"), "discovery");
	assert_string_equal(incident_tactic(t, "T9999"), "");
	incident_tables_free(t);
}

static void routine_is_of_whom_all_that_is_named_holds(void **state)
{
	static const char text[] = "version: 1\nroutine:\n"
				   "  - {of: both, role: hmi, learned: yes, lower: 1}\n"
				   "  - {of: role, role: hmi, during: week, lower: 4}\n";
	struct incident_tables *t = incident_tables_parse("t", text, sizeof(text) - 1);
	const char *const outside[] = { "sunday", "week" };
	struct incident_doer doer = { .role = "hmi", .learned = true };

	(void)state;
	assert_non_null(t);
	assert_string_equal(incident_routine(t, &doer, NULL), "both");
	assert_string_equal(incident_routine(t, &doer, "role"), "role");
	assert_null(incident_routine(t, &doer, "another"));
	doer.learned = false;
	assert_string_equal(incident_routine(t, &doer, NULL), "role");
	doer.outside = outside;
	doer.noutside = 1;
	assert_string_equal(incident_routine(t, &doer, NULL), "role");
	doer.noutside = 2;
	assert_null(incident_routine(t, &doer, NULL));
	doer = (struct incident_doer){ .role = "plc", .learned = true };
	assert_null(incident_routine(t, &doer, NULL));
	/* never below low, and of what was info nothing is taken away */
	assert_int_equal(incident_routine_severity(t, "both", KAGAMI__PRIORITY__PRIORITY_CRITICAL),
			 KAGAMI__PRIORITY__PRIORITY_HIGH);
	assert_int_equal(incident_routine_severity(t, "role", KAGAMI__PRIORITY__PRIORITY_CRITICAL),
			 KAGAMI__PRIORITY__PRIORITY_LOW);
	assert_int_equal(incident_routine_severity(t, "both", KAGAMI__PRIORITY__PRIORITY_LOW),
			 KAGAMI__PRIORITY__PRIORITY_LOW);
	assert_int_equal(incident_routine_severity(t, "gone", KAGAMI__PRIORITY__PRIORITY_HIGH),
			 KAGAMI__PRIORITY__PRIORITY_HIGH);
	incident_tables_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_wrong_is_said_with_its_place),
		cmocka_unit_test(the_nearest_that_is_said_holds),
		cmocka_unit_test(a_chain_needs_its_order),
		cmocka_unit_test(routine_is_of_whom_all_that_is_named_holds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
