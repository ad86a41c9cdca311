/*
 * load*.c: rules of texts. What each mistake is told as stands in tests/rules/bad; here is what
 * becomes of what is right.
 */
#include "tests/unit/test.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sensor/detect/state.h"
#include "sensor/rule/load_inside.h"
#include "tests/unit/rules_text.h"

#define RULE(id, more)                                                                             \
	"- rule: Title of " id "\n  id: " id "\n  desc: What it says.\n  priority: low\n" more
#define OUTPUT "  output: \"{ip.src} did it\"\n"
#define TCP    "  condition: tcp.port == 502\n"
#define ASKED  "  condition: modbus and ot.request\n"

/* A set without mistakes and warnings. */
static void load(struct rules_text *r, const char *a, const char *b)
{
	rules_text_load(r, a, b, NULL, NULL);
	assert_string_equal(r->said, "");
	assert_non_null(r->set);
}

static void refused(const char *a, const char *b, const char *said)
{
	struct rules_text r;

	rules_text_load(&r, a, b, NULL, NULL);
	assert_string_equal(r.said, said);
	assert_null(r.set);
	rules_text_free(&r);
}

static const struct rule *rule_of(const struct rules_text *r, const char *id)
{
	const struct rule *rule = ruleset_find(r->set, id);

	assert_non_null(rule);
	return rule;
}

static void condition_is(const struct rule *rule, const char *want)
{
	char text[1024];

	assert_true(print_condition(rule->tree, text, sizeof(text)) < sizeof(text));
	assert_string_equal(text, want);
}

static void a_rule_has_all_that_its_entry_says(void **state)
{
	struct rules_text r;
	const struct rule *u;

	(void)state;
	load(&r,
	     "- rule: A title\n  id: an-id\n  desc: D\n  why: W\n  check: C\n  false_positives: F\n"
	     "  version: 2\n  condition: modbus.func_code == 5\n  priority: critical\n"
	     "  output: \"{ip.src} {{writes}} { ot.object }\"\n  enabled: false\n"
	     "  tags: [attack.ics.T0836, attack.ics.t0855, modbus, attack.ics.T1692.001]\n"
	     "  references: [\"https://a\", b]\n",
	     NULL);
	assert_int_equal(r.set->n, 1);
	u = rule_of(&r, "an-id");
	assert_ptr_equal(u, r.set->rules[0]);
	assert_string_equal(u->title, "A title");
	assert_string_equal(u->desc, "D");
	assert_string_equal(u->why, "W");
	assert_string_equal(u->check, "C");
	assert_string_equal(u->false_positives, "F");
	assert_string_equal(u->version, "2");
	assert_string_equal(u->file, "a");
	assert_int_equal(u->at.line, 1);
	assert_int_equal(u->at.column, 3);
	assert_int_equal(u->priority, PRIORITY_CRITICAL);
	assert_string_equal(priority_name(u->priority), "critical");
	assert_false(u->enabled);
	assert_int_equal(u->ntags, 4);
	assert_string_equal(u->tags[2], "modbus");
	assert_int_equal(u->ntechniques, 2);
	assert_string_equal(u->techniques[0], "T0836");
	assert_string_equal(u->techniques[1], "T1692.001");
	assert_int_equal(u->nreferences, 2);
	assert_int_equal(u->npieces, 3);
	assert_int_equal(u->pieces[0].kind, PIECE_OPERAND);
	assert_string_equal(u->pieces[0].text, "ip.src");
	assert_int_equal(u->pieces[1].kind, PIECE_TEXT);
	assert_string_equal(u->pieces[1].text, " {writes} ");
	assert_string_equal(u->pieces[2].operand->text, "ot.object");
	assert_int_equal(u->state.kind, STATE_NONE);
	assert_int_equal(u->throttle.within, 0);
	assert_null(u->during);
	assert_int_equal(u->ncases, 0);
	assert_null(ruleset_find(r.set, "an-i"));
	rules_text_free(&r);
}

static void a_later_file_changes_rules_of_an_earlier_one(void **state)
{
	struct rules_text r;
	const struct rule *u;

	(void)state;
	load(&r,
	     RULE("one", TCP OUTPUT "  tags: [x]\n  count: {threshold: 3, within: 5s}\n")
		     RULE("two", ASKED OUTPUT) RULE("three", "  condition: udp\n" OUTPUT),
	     "- override: one\n  priority: high\n  append: true\n  tags: [y, attack.ics.T0836]\n"
	     "  new: [ip.src]\n"
	     "- disable: [t*]\n"
	     "- override: three\n  enabled: true\n  condition: udp.port == 53\n");
	u = rule_of(&r, "one");
	assert_int_equal(u->priority, PRIORITY_HIGH);
	assert_int_equal(u->ntags, 3);
	assert_string_equal(u->techniques[0], "T0836");
	assert_int_equal(u->state.kind, STATE_NEW);
	assert_string_equal(u->file, "a");
	assert_false(rule_of(&r, "two")->enabled);
	assert_true(rule_of(&r, "three")->enabled);
	condition_is(rule_of(&r, "three"), "udp.port == 53");
	assert_int_equal(r.set->nfiles, 2);
	assert_string_equal(r.set->files[1], "b");
	rules_text_free(&r);
}

static void an_override_takes_keys_away(void **state)
{
	struct rules_text r;

	(void)state;
	load(&r, RULE("one", TCP OUTPUT "  tags: [x]\n  count: {threshold: 3, within: 5s}\n"),
	     "- override: one\n  count: ~\n  tags: null\n");
	assert_int_equal(rule_of(&r, "one")->state.kind, STATE_NONE);
	assert_int_equal(rule_of(&r, "one")->ntags, 0);
	rules_text_free(&r);
}

static void stateful_keys_have_their_values(void **state)
{
	struct rules_text r;
	const struct rule_state *s;

	(void)state;
	load(&r,
	     RULE("count",
		  ASKED OUTPUT "  count: {threshold: 20, within: 1.5s, by: [ip.src, ip.dst],"
			       " distinct: ot.device}\n")
		     RULE("sequence",
			  OUTPUT "  sequence: {steps: [ot.request, \"modbus.func_code == 5\"], "
				 "within: 1m, by: ip.src}\n")
			     RULE("new", "  condition: modbus\n" OUTPUT
					 "  new: [ip.src, modbus.func_code]\n"),
	     RULE("learned", "  condition: modbus.func_code == 6\n" OUTPUT
			     "  outside: {value: ot.value, by: [ot.object], margin: 10%}\n")
		     RULE("given", "  condition: modbus.func_code == 6\n" OUTPUT
				   "  outside: {value: modbus.regval_uint16, min: -1.5, max: 7}\n")
			     RULE("silent", "  condition: ot.request\n" OUTPUT
					    "  silent: {by: [ip.src], at_least: 2s}\n")
				     RULE("step", "  condition: modbus.func_code == 6\n" OUTPUT
						  "  step: {value: ot.value, max_change: 5, "
						  "within: 10s, by: [ot.object]}\n")
					     RULE("expect", ASKED OUTPUT
						  "  expect: {condition: not ot.request, "
						  "within: 5s, by: [ip.src]}\n"));
	s = &rule_of(&r, "count")->state;
	assert_int_equal(s->kind, STATE_COUNT);
	assert_int_equal(s->threshold, 20);
	assert_int_equal(s->within, 1500000000);
	assert_int_equal(s->by.n, 2);
	assert_string_equal(s->distinct->text, "ot.device");
	s = &rule_of(&r, "sequence")->state;
	assert_int_equal(s->kind, STATE_SEQUENCE);
	assert_int_equal(s->nsteps, 2);
	assert_int_equal(s->within, UINT64_C(60000000000));
	assert_null(rule_of(&r, "sequence")->condition);
	s = &rule_of(&r, "new")->state;
	assert_int_equal(s->kind, STATE_NEW);
	assert_int_equal(s->by.n, 2);
	s = &rule_of(&r, "learned")->state;
	assert_int_equal(s->kind, STATE_OUTSIDE);
	assert_true(s->margin > 0.0999 && s->margin < 0.1001);
	assert_false(s->has_min || s->has_max);
	s = &rule_of(&r, "given")->state;
	assert_true(s->has_min && s->has_max && s->min == -1.5 && s->max == 7);
	s = &rule_of(&r, "silent")->state;
	assert_int_equal(s->kind, STATE_SILENT);
	assert_true(s->factor == 3);
	assert_int_equal(s->at_least, 2000000000);
	s = &rule_of(&r, "step")->state;
	assert_int_equal(s->kind, STATE_STEP);
	assert_true(s->max_change == 5);
	s = &rule_of(&r, "expect")->state;
	assert_int_equal(s->kind, STATE_EXPECT);
	assert_non_null(s->steps[0]);
	rules_text_free(&r);
}

static void more_distinct_values_than_a_window_holds_are_refused(void **state)
{
	struct rules_text r;

	(void)state;
	refused(RULE("one",
		     ASKED OUTPUT "  count: {threshold: 2049, within: 1m, distinct: ot.device}\n"),
		NULL,
		"a:7:22: threshold: 2049 is more than 'distinct' can tell apart, 2048: the rule "
		"would never fire\n");
	load(&r,
	     RULE("one",
		  ASKED OUTPUT "  count: {threshold: 2048, within: 1m, distinct: ot.device}\n")
		     RULE("two", TCP OUTPUT "  count: {threshold: 2049, within: 1m}\n"),
	     NULL);
	assert_int_equal(rule_of(&r, "one")->state.threshold, STATE_DISTINCT);
	rules_text_free(&r);
}

static void what_an_alert_repeats_is_bounded(void **state)
{
	char ids[2][RULE_ID + 2], title[RULE_TITLE + 2], names[2][SITE_NAME + 2];
	char rules[1024], site[512];
	struct rules_text r;

	(void)state;
	memset(title, 't', sizeof(title));
	for (size_t more = 0; more < 2; more++) {
		memset(ids[more], 'i', sizeof(ids[more]));
		memset(names[more], 'n', sizeof(names[more]));
		ids[more][RULE_ID + more] = names[more][SITE_NAME + more] = '\0';
		title[RULE_TITLE + more] = '\0';
		(void)snprintf(rules, sizeof(rules),
			       "- rule: %s\n  id: %s\n  desc: d\n  priority: low\n" TCP OUTPUT,
			       title, ids[more]);
		(void)snprintf(site, sizeof(site), "assets: {%s: {ip: 10.0.0.1}}\n", names[more]);
		rules_text_load(&r, rules, NULL, site, NULL);
		assert_int_equal(r.set == NULL, more);
		assert_int_equal(strstr(r.said, "a:1:9: rule: 161 bytes are too long") != NULL,
				 more);
		assert_int_equal(strstr(r.said, "is not an id: ") != NULL, more);
		assert_int_equal(strstr(r.said, "is too long, at most 128 bytes") != NULL, more);
		rules_text_free(&r);
		title[RULE_TITLE] = 't';
	}
}

static void the_condition_of_a_sequence_is_a_part_of_each_step(void **state)
{
	struct rules_text r;
	const struct rule *u;
	struct addr ip = { { 0x0100000a, 0 } }; /* 10.0.0.1 */
	struct packet pkt = { .frame = 1,
			      .ip_version = 4,
			      .ip_proto = IP_TCP,
			      .transport = true,
			      .src = ip,
			      .dport = 502 };
	struct subject s = { .kind = SUBJECT_PACKET, .tag = -1, .pkt = &pkt };

	(void)state;
	load(&r,
	     RULE("one",
		  "  condition: not ip.src == 10.0.0.1\n"
		  "  output: \"{ot.object}\"\n"
		  "  sequence: {steps: [ot.request, \"modbus.func_code == 5\"], within: 1m}\n")
		     RULE("two", "  condition: not ip.src == 10.0.0.1\n" OUTPUT
				 "  sequence: {steps: [tcp.port == 502, tcp.port == 503], "
				 "within: 1m}\n"),
	     NULL);
	u = rule_of(&r, "one");
	assert_null(u->condition);
	condition_is(u, "not ip.src == 10.0.0.1");
	assert_int_equal(u->state.steps[0]->subject, SUBJECT_OPERATION);
	u = rule_of(&r, "two");
	assert_false(condition_match(u->state.steps[0], &s));
	pkt.src.w[0] = 0x0200000a;
	assert_true(condition_match(u->state.steps[0], &s));
	assert_false(condition_match(u->state.steps[1], &s));
	rules_text_free(&r);
}

static void a_throttle_is_a_time_or_a_mapping(void **state)
{
	struct rules_text r;

	(void)state;
	load(&r,
	     RULE("one", TCP OUTPUT "  throttle: 10m\n")
		     RULE("two", ASKED OUTPUT "  throttle: {within: 1h, by: [ip.src, ip.dst]}\n")
			     RULE("three", "  condition: udp\n" OUTPUT "  throttle: 0\n"),
	     NULL);
	assert_int_equal(rule_of(&r, "one")->throttle.within, UINT64_C(600000000000));
	assert_int_equal(rule_of(&r, "one")->throttle.by.n, 0);
	assert_int_equal(rule_of(&r, "two")->throttle.by.n, 2);
	assert_int_equal(rule_of(&r, "three")->throttle.within, 0);
	rules_text_free(&r);
}

static void outputs_know_what_the_state_knows(void **state)
{
	struct rules_text r;
	const struct rule *u;

	(void)state;
	load(&r,
	     RULE("one", ASKED "  count: {threshold: 2, within: 5s}\n"
			       "  output: >-\n    {state.count} in\n    {state.seconds} s\n")
		     RULE("two", "  condition: ot.request\n"
				 "  silent: {by: [ip.src, tcp.port + 1]}\n"
				 "  output: '{ip.src} {tcp.port+1} {state.period}'\n"),
	     NULL);
	u = rule_of(&r, "one");
	assert_int_equal(u->npieces, 4);
	assert_int_equal(u->pieces[0].kind, PIECE_COUNT);
	assert_string_equal(u->pieces[1].text, " in ");
	assert_int_equal(u->pieces[2].kind, PIECE_SINCE);
	u = rule_of(&r, "two");
	assert_int_equal(u->pieces[4].kind, PIECE_PERIOD);
	rules_text_free(&r);
}

static void cases_name_captures(void **state)
{
	struct rules_text r;
	const struct rule *u;

	(void)state;
	load(&r,
	     RULE("one", TCP OUTPUT "  cases:\n"
				    "    fires: [{capture: a.pcap, frames: 1-20, alerts: 3, "
				    "learn: [b.pcap, c.pcap], site: s.yaml, tags: t.yaml}]\n"
				    "    quiet: [{capture: d.pcap, frames: 7, learn: e.pcap}]\n"),
	     NULL);
	u = rule_of(&r, "one");
	assert_int_equal(u->ncases, 2);
	assert_true(u->cases[0].fires);
	assert_string_equal(u->cases[0].capture, "a.pcap");
	assert_int_equal(u->cases[0].first, 1);
	assert_int_equal(u->cases[0].last, 20);
	assert_int_equal(u->cases[0].alerts, 3);
	assert_string_equal(u->cases[0].learn[1], "c.pcap");
	assert_null(u->cases[0].learn[2]);
	assert_string_equal(u->cases[0].site, "s.yaml");
	assert_string_equal(u->cases[0].tags, "t.yaml");
	assert_int_equal(u->cases[0].at.line, 8);
	assert_false(u->cases[1].fires);
	assert_int_equal(u->cases[1].first, 7);
	assert_int_equal(u->cases[1].last, 7);
	assert_string_equal(u->cases[1].learn[0], "e.pcap");
	rules_text_free(&r);
}

static void windows_come_from_the_site_file(void **state)
{
	struct rules_text r;

	(void)state;
	rules_text_load(&r, RULE("one", TCP OUTPUT "  during: maintenance\n"), NULL,
			"windows: {maintenance: [{weekdays: sat}]}\n", NULL);
	assert_string_equal(r.said, "");
	assert_string_equal(window_name(rule_of(&r, "one")->during), "maintenance");
	assert_null(rule_of(&r, "one")->outside_of);
	rules_text_free(&r);
	rules_text_load(&r, RULE("one", TCP OUTPUT "  during: m\n  outside_of: m\n"), NULL,
			"windows: {m: [{weekdays: sat}]}\n", NULL);
	assert_string_equal(r.said, "a:8:15: warning: the rule can never fire: 'm' is both its "
				    "'during' and its 'outside_of'\n");
	assert_non_null(r.set);
	rules_text_free(&r);
}

static void the_digest_tells_sets_apart(void **state)
{
	struct rules_text r[4];

	(void)state;
	load(&r[0], RULE("one", TCP OUTPUT), NULL);
	load(&r[1], RULE("one", TCP OUTPUT), NULL);
	load(&r[2], RULE("one", TCP OUTPUT) "\n", NULL);
	rules_text_load(&r[3], RULE("one", TCP OUTPUT), NULL, "site: x\n", NULL);
	assert_int_equal(strlen(r[0].set->digest), 64);
	assert_string_equal(r[0].set->digest, r[1].set->digest);
	assert_string_not_equal(r[0].set->digest, r[2].set->digest);
	assert_string_not_equal(r[0].set->digest, r[3].set->digest);
	for (size_t i = 0; i < 4; i++)
		rules_text_free(&r[i]);
}

static void what_is_wrong_in_all_files_is_told_at_once(void **state)
{
	(void)state;
	refused(RULE("one", "  condition: ip.scr\n" OUTPUT),
		RULE("one", "  condition: udp and\n" OUTPUT) "- disable: two\n",
		"a:5:14: there is no field \"ip.scr\"; did you mean \"ip.src\"?\n"
		"b:2:7: the id 'one' is taken by the rule at a:1; to change that rule, use "
		"'override: one'\n"
		"b:5:21: a test is missing after \"and\"\n"
		"b:7:12: disable: there is no rule 'two'\n");
}

struct folder {
	char name[32];
};

static void write_file(const struct folder *f, const char *name, const char *text)
{
	char path[128];
	FILE *out;

	(void)snprintf(path, sizeof(path), "%s/%s", f->name, name);
	out = fopen(path, "we");
	assert_non_null(out);
	(void)fputs(text, out);
	fclose(out);
}

static void removed(const struct folder *f, const char *name)
{
	char path[128];

	(void)snprintf(path, sizeof(path), "%s/%s", f->name, name);
	assert_int_equal(unlink(path), 0);
}

static void the_files_of_a_folder_are_read_by_name(void **state)
{
	struct folder f = { "/tmp/test_load.XXXXXX" };
	const char *sources[] = { f.name, "/nowhere" };
	struct ruleset_sources s = { .rules = sources, .nrules = 1 };
	struct rule_errors e = { NULL };
	struct arena failed = { NULL, 0 };
	struct ruleset *set;

	(void)state;
	assert_non_null(mkdtemp(f.name));
	write_file(&f, "b.yml", "- override: one\n  priority: high\n");
	write_file(&f, "a.yaml", RULE("one", TCP OUTPUT));
	write_file(&f, ".hidden.yaml", "x");
	write_file(&f, "notes.txt", "x");
	set = ruleset_load(&s, &e, &failed);
	assert_non_null(set);
	assert_int_equal(set->nfiles, 2);
	assert_non_null(strstr(set->files[0], "/a.yaml"));
	assert_int_equal(set->rules[0]->priority, PRIORITY_HIGH);
	ruleset_free(set);
	s.nrules = 2;
	s.site = "/nowhere/site.yaml";
	assert_null(ruleset_load(&s, &e, &failed));
	assert_int_equal(e.errors, 2);
	assert_string_equal(e.kept[0].text, "cannot be read: No such file or directory");
	rule_errors_free(&e);
	arena_free(&failed);
	removed(&f, "a.yaml");
	removed(&f, "b.yml");
	s.nrules = 1;
	s.site = NULL;
	assert_null(ruleset_load(&s, &e, &failed));
	assert_string_equal(e.kept[0].text, "no *.yaml or *.yml file is in this folder");
	rule_errors_free(&e);
	arena_free(&failed);
	removed(&f, ".hidden.yaml");
	removed(&f, "notes.txt");
	rmdir(f.name);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_has_all_that_its_entry_says),
		cmocka_unit_test(a_later_file_changes_rules_of_an_earlier_one),
		cmocka_unit_test(an_override_takes_keys_away),
		cmocka_unit_test(stateful_keys_have_their_values),
		cmocka_unit_test(more_distinct_values_than_a_window_holds_are_refused),
		cmocka_unit_test(what_an_alert_repeats_is_bounded),
		cmocka_unit_test(the_condition_of_a_sequence_is_a_part_of_each_step),
		cmocka_unit_test(a_throttle_is_a_time_or_a_mapping),
		cmocka_unit_test(outputs_know_what_the_state_knows),
		cmocka_unit_test(cases_name_captures),
		cmocka_unit_test(windows_come_from_the_site_file),
		cmocka_unit_test(the_digest_tells_sets_apart),
		cmocka_unit_test(what_is_wrong_in_all_files_is_told_at_once),
		cmocka_unit_test(the_files_of_a_folder_are_read_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
