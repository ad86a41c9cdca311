/* A rule set and readers for the tests of sensor/detect/baseline*.c. */
#ifndef KAGAMI_BASELINE_KIT_H
#define KAGAMI_BASELINE_KIT_H

#include <stdio.h>

#include "tests/unit/state_kit.h"

static struct rule seen, level, poll_rule, given, twice;
static const struct rule *listed[] = { &seen, &level, &poll_rule, &given, &twice };
static struct ruleset set = { .n = 5 };

static inline int baseline_setup(void **state)
{
	kit_setup(state);
	seen = kit_rule(STATE_NEW);
	seen.id = "new-conversation";
	seen.state.by = (struct rule_by){ 2, { &kit_operand[0], &kit_operand[1] } };
	level = kit_rule(STATE_OUTSIDE);
	level.id = "level-outside";
	poll_rule = kit_rule(STATE_SILENT);
	poll_rule.id = "poll-stopped";
	given = kit_rule(STATE_OUTSIDE);
	given.id = "level-given";
	given.state.has_max = true;
	twice = kit_rule(STATE_COUNT);
	twice.id = "a-count";
	set.rules = (struct rule **)(void *)listed;
	return 0;
}

/* What b is as a file; to be freed. */
static inline char *written(const struct baseline *b)
{
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	assert_non_null(f);
	assert_true(baseline_write(b, &set, f));
	assert_int_equal(fclose(f), 0);
	return text;
}

/* Reads a text; what it complains of, to be freed. */
static inline char *complaints(struct baseline *b, const char *text)
{
	struct rule_errors e = { NULL };
	char *said = NULL;
	size_t len;
	FILE *f = open_memstream(&said, &len);
	bool good = baseline_read_text(b, "b.yaml", text, strlen(text), &set, &e);

	assert_non_null(f);
	assert_int_equal(good, e.errors == 0);
	rule_errors_print(&e, f);
	assert_int_equal(fclose(f), 0);
	rule_errors_free(&e);
	return said;
}

static inline struct baseline *read_good(const char *text)
{
	struct baseline *b = baseline_new();
	char *said = complaints(b, text);

	assert_string_equal(said, "");
	free(said);
	return b;
}

static inline void assert_complains(const char *text, const char *expected)
{
	struct baseline *b = baseline_new();
	char *said = complaints(b, text);

	assert_string_equal(said, expected);
	free(said);
	baseline_free(b);
}

#define LEARN(b, rule, ...)                                                                        \
	baseline_learn((b), (rule), sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *),      \
		       (const char *[]){ __VA_ARGS__ })
#define FIND(b, rule, ...)                                                                         \
	baseline_find((b), (rule), sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *),       \
		      (const char *[]){ __VA_ARGS__ })

static const char example_text[] =
	"# What is normal here: Kagami learned it, and you may edit it. Alerts come of what "
	"differs.\n"
	"#   seen:    combinations of values of the rule's fields; a comment says how often\n"
	"#   ranges:  lowest and highest value\n"
	"#   rhythms: seconds between two matches: mean (period), shortest, longest\n"
	"kagami-baseline: 1\n"
	"learned: {from: 2024-05-01T12:00:00Z, to: 2024-05-01T12:01:00Z, sources: [normal.pcap]}\n"
	"rules:\n"
	"  new-conversation:\n"
	"    fields: [ip.src, ip.dst]\n"
	"    seen:\n"
	"      - [10.10.1.21, 502]\n"
	"      - [10.10.1.21, 1024]  # 120 times, first 2024-05-01T12:00:00Z, last "
	"2024-05-01T12:01:00Z\n"
	"      - [10.10.1.100, 502]  # once, first 2024-05-01T12:00:00Z, last "
	"2024-05-01T12:00:00Z\n"
	"  level-outside:\n"
	"    fields: [ip.src]\n"
	"    ranges:\n"
	"      - {by: [\"ir:0\"], low: 12.5, high: 80, samples: 200, first: 2024-05-01T12:00:00Z, "
	"last: 2024-05-01T12:00:05Z}\n"
	"  poll-stopped:\n"
	"    fields: [ip.src]\n"
	"    rhythms:\n"
	"      - {by: [10.10.1.21], period: 1.002, shortest: 0.9, longest: 1.3, samples: 60}\n"
	"  level-given: {}\n";

#endif
