/* States of rules as they are loaded, with values as they are found: learning, the file, firing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sensor/detect/baseline.h"
#include "sensor/detect/state.h"
#include "tests/unit/test.h"

#define SECOND 1000000000U
#define NOON   1714564800000000000U

static const char rules[] = "- rule: combinations\n"
			    "  id: combinations\n"
			    "  desc: d\n"
			    "  condition: capture.frames > 0\n"
			    "  output: \"x\"\n"
			    "  priority: low\n"
			    "  new: [capture.gaps, capture.flows]\n"
			    "- rule: range\n"
			    "  id: range\n"
			    "  desc: d\n"
			    "  condition: capture.frames > 0\n"
			    "  output: \"x\"\n"
			    "  priority: low\n"
			    "  outside: {value: capture.frames, by: [capture.gaps], margin: 10%}\n"
			    "- rule: rhythm\n"
			    "  id: rhythm\n"
			    "  desc: d\n"
			    "  condition: capture.frames > 0\n"
			    "  output: \"x\"\n"
			    "  priority: low\n"
			    "  silent: {by: [capture.gaps], factor: 2}\n"
			    "- rule: values\n"
			    "  id: values\n"
			    "  desc: d\n"
			    "  condition: capture.frames > 0\n"
			    "  output: \"x\"\n"
			    "  priority: low\n"
			    "  count: {threshold: 3, within: 60s, distinct: capture.frames}\n"
			    "- rule: order\n"
			    "  id: order\n"
			    "  desc: d\n"
			    "  output: \"x\"\n"
			    "  priority: low\n"
			    "  sequence: {steps: [capture.frames == 1, capture.frames == 2], "
			    "within: 60s}\n";

enum { COMBINATIONS, RANGE, RHYTHM, VALUES, ORDER };

static char path[] = "/tmp/kagami-rules-XXXXXX";
static struct ruleset *set;

static struct ruleset *load(const char *text)
{
	const char *const files[] = { path };
	struct ruleset_sources sources = { .rules = files, .nrules = 1 };
	struct rule_errors e = { NULL };
	struct arena failed = { NULL };
	FILE *f = fopen(path, "w");
	struct ruleset *s;

	assert_non_null(f);
	assert_int_equal(fputs(text, f) >= 0, 1);
	assert_int_equal(fclose(f), 0);
	s = ruleset_load(&sources, &e, &failed);
	rule_errors_print(&e, stderr);
	assert_non_null(s);
	rule_errors_free(&e);
	arena_free(&failed);
	return s;
}

static int setup(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	if (fd < 0 || close(fd) != 0)
		return -1;
	set = load(rules);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	ruleset_free(set);
	return unlink(path);
}

/* The capture's counters at that time. */
static struct state_result counters(struct states *t, const struct rule *r, uint64_t frames,
				    uint64_t gaps, uint64_t flows, uint64_t at)
{
	static struct subject s;
	uint64_t capture[CAPTURE_FACTS] = {
		[CAPTURE_FRAMES] = frames, [CAPTURE_GAPS] = gaps, [CAPTURE_FLOWS] = flows
	};
	struct state_result out = { .fires = false };

	s = (struct subject){
		.kind = SUBJECT_CAPTURE, .at = NOON + at, .capture = capture, .tag = -1
	};
	if (r->condition == NULL || condition_match(r->condition, &s))
		states_match(t, r, &s, &out);
	return out;
}

static void count_due(void *ctx, const struct state_due *d)
{
	unsigned *n = ctx;

	assert_string_equal(d->rule->id, "rhythm");
	assert_int_equal(d->nby, 1);
	assert_string_equal(d->by[0], "7");
	assert_int_equal(d->at, NOON + 34ULL * SECOND);
	(*n)++;
}

static void learn(struct baseline *b)
{
	struct states *t = states_new(100, b, true);

	states_begin(t, set);
	for (unsigned i = 0; i < 5; i++) {
		for (unsigned k = COMBINATIONS; k <= RHYTHM; k++)
			assert_false(
				counters(t, set->rules[k], 100 + i, 7, i % 2, i * 2ULL * SECOND)
					.fires);
	}
	assert_false(counters(t, set->rules[RANGE], 0, 8, 0, 0).fires); /* no match */
	states_free(t);
}

static void what_was_learned_from_a_capture_guards_the_next(void **state)
{
	struct baseline *b = baseline_new(), *again = baseline_new();
	struct rule_errors e = { NULL };
	struct states *t;
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);
	unsigned due = 0;

	(void)state;
	learn(b);
	assert_true(baseline_write(b, set, f));
	assert_int_equal(fclose(f), 0);
	assert_non_null(strstr(
		text, "rules:\n"
		      "  combinations:\n"
		      "    fields: [capture.gaps, capture.flows]\n"
		      "    seen:\n"
		      "      - [7, 0]  # 3 times, first 2024-05-01T12:00:00Z, last "
		      "2024-05-01T12:00:08Z\n"
		      "      - [7, 1]  # 2 times, first 2024-05-01T12:00:02Z, last "
		      "2024-05-01T12:00:06Z\n"
		      "  range:\n"
		      "    fields: [capture.gaps]\n"
		      "    ranges:\n"
		      "      - {by: [7], low: 100, high: 104, samples: 5, first: "
		      "2024-05-01T12:00:00Z, last: 2024-05-01T12:00:08Z}\n"
		      "  rhythm:\n"
		      "    fields: [capture.gaps]\n"
		      "    rhythms:\n"
		      "      - {by: [7], period: 2, shortest: 2, longest: 2, samples: 4, first: "
		      "2024-05-01T12:00:00Z, last: 2024-05-01T12:00:08Z}\n"));
	assert_true(baseline_read_text(again, "b.yaml", text, len, set, &e));
	t = states_new(100, again, false);
	states_begin(t, set);
	assert_false(counters(t, set->rules[COMBINATIONS], 1, 7, 1, 0).fires);
	assert_true(counters(t, set->rules[COMBINATIONS], 1, 7, 2, 0).fires);
	assert_false(counters(t, set->rules[RANGE], 104, 7, 0, 0).fires);
	assert_true(counters(t, set->rules[RANGE], 105, 7, 0, 0).fires);
	assert_false(counters(t, set->rules[RHYTHM], 1, 7, 0, 30ULL * SECOND).fires);
	states_until(t, NOON + 60ULL * SECOND, count_due, &due);
	assert_int_equal(due, 1);
	states_free(t);
	free(text);
	rule_errors_free(&e);
	baseline_free(b);
	baseline_free(again);
}

static void values_and_steps_are_those_of_the_subject(void **state)
{
	struct states *t = states_new(100, NULL, false);
	struct state_result out;

	(void)state;
	assert_false(counters(t, set->rules[VALUES], 5, 0, 0, 0).fires);
	assert_false(counters(t, set->rules[VALUES], 6, 0, 0, 1).fires);
	assert_false(counters(t, set->rules[VALUES], 5, 0, 0, 2).fires);
	out = counters(t, set->rules[VALUES], 7, 0, 0, 3);
	assert_true(out.fires);
	assert_int_equal(out.count, 3);
	assert_non_null(strstr(out.why, "3 different values of capture.frames"));
	assert_false(counters(t, set->rules[ORDER], 2, 0, 0, 0).fires);
	assert_false(counters(t, set->rules[ORDER], 1, 0, 0, 1).fires);
	assert_true(counters(t, set->rules[ORDER], 2, 0, 0, 2).fires);
	states_free(t);
}

static void a_reload_forgets_only_what_changed(void **state)
{
	struct states *t = states_new(100, NULL, false);
	char text[sizeof(rules)];
	struct ruleset *old = load(rules), *now;

	(void)state;
	memcpy(text, rules, sizeof(rules));
	*(strstr(text, "== 2") + 3) = '3';
	assert_false(counters(t, old->rules[ORDER], 1, 0, 0, 0).fires);
	assert_false(counters(t, old->rules[VALUES], 5, 0, 0, 0).fires);
	assert_false(counters(t, old->rules[VALUES], 6, 0, 0, 0).fires);
	now = load(text);
	states_adopt(t, old, now);
	ruleset_free(old);
	assert_false(counters(t, now->rules[ORDER], 3, 0, 0, 1).fires);
	assert_true(counters(t, now->rules[VALUES], 7, 0, 0, 1).fires);
	/* The same words mean the same: it goes on. */
	assert_false(counters(t, now->rules[ORDER], 1, 0, 0, 2).fires);
	old = now;
	now = load(text);
	states_adopt(t, old, now);
	ruleset_free(old);
	assert_true(counters(t, now->rules[ORDER], 3, 0, 0, 3).fires);
	ruleset_free(now);
	states_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_learned_from_a_capture_guards_the_next),
		cmocka_unit_test(values_and_steps_are_those_of_the_subject),
		cmocka_unit_test(a_reload_forgets_only_what_changed),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
