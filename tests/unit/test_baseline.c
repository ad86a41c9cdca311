/* The baseline: in memory and as a file: sensor/detect/baseline.c and others. */
/* wrap: operand_values operand_number value_write condition_match */
/* wrap: condition_explain ruleset_find alert_ends */
#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "tests/unit/baseline_kit.h"

static struct baseline *example(void)
{
	struct baseline *b = baseline_new();
	struct baseline_entry *e;

	e = LEARN(b, "poll-stopped", "10.10.1.21");
	*e = (struct baseline_entry){
		.samples = 60, .period = 1.0020000004, .low = 0.9, .high = 1.3
	};
	e = LEARN(b, "level-outside", "ir:0");
	*e = (struct baseline_entry){ .samples = 200,
				      .low = 12.5,
				      .high = 80,
				      .first = NOON,
				      .last = NOON + 5ULL * SECOND + 7 };
	e = LEARN(b, "new-conversation", "10.10.1.100", "502");
	e->samples = 1;
	baseline_seen(e, NOON);
	e = LEARN(b, "new-conversation", "10.10.1.21", "1024");
	e->samples = 120;
	baseline_seen(e, NOON + 60ULL * SECOND);
	baseline_seen(e, NOON);
	(void)LEARN(b, "new-conversation", "10.10.1.21", "502");
	(void)baseline_know(b, "level-given");
	baseline_learned(b, "normal.pcap", NOON, NOON + 60ULL * SECOND);
	return b;
}

static void a_baseline_is_written_for_people(void **state)
{
	struct baseline *b = example();
	char *text = written(b);

	(void)state;
	assert_string_equal(text, example_text);
	free(text);
	baseline_free(b);
}

static void what_is_written_reads_back_and_is_written_the_same(void **state)
{
	struct baseline *b = read_good(example_text);
	char *text = written(b);
	const struct baseline_entry *e = FIND(b, "new-conversation", "10.10.1.21", "1024");

	(void)state;
	assert_string_equal(text, example_text);
	assert_non_null(e);
	assert_int_equal(e->samples, 120);
	assert_int_equal(e->first, NOON);
	assert_int_equal(e->last, NOON + 60ULL * SECOND);
	assert_true(baseline_knows(b, "level-given"));
	assert_false(baseline_knows(b, "a-count"));
	free(text);
	baseline_free(b);
}

static const char *const texts[] = {
	"",
	"true",
	"No",
	"~",
	"1e3",
	"0x10",
	"007",
	"-5",
	"12",
	"1.5",
	"1:20",
	"a b",
	" a",
	"a: b",
	"#a",
	"a #b",
	"[a]",
	"{",
	"*a",
	"&a",
	"!a",
	"'a'",
	"\"",
	"\\",
	"a\tb",
	"\x01",
	"\x7f",
	"\xc2\x85",
	"\xe2\x80\xa8",
	"\xe2\x80\xa9",
	"\xef\xbb\xbf",
	"\xf0\x9f\x98\x80",
	"B\xc3\xbcro",
	"---",
	"...",
	"-",
	"?",
	"00:30:a7:01:02:07",
	"fe80::1",
	"2024-05-01",
	"123456789012345678901234567890",
	"10.0.0.1",
	"v1.2.3",
	"=",
	"<<",
	"%",
	"@",
	"`",
};

static void any_text_survives_the_file(void **state)
{
	struct baseline *b = baseline_new(), *again;
	char *text, *second;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		LEARN(b, "new-conversation", texts[i], "x")->samples = i;
	text = written(b);
	again = read_good(text);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const struct baseline_entry *e = FIND(again, "new-conversation", texts[i], "x");

		assert_non_null(e);
		assert_int_equal(e->samples, i);
	}
	second = written(again);
	assert_string_equal(second, text);
	free(second);
	free(text);
	baseline_free(b);
	baseline_free(again);
}

static void what_other_programs_would_change_stands_in_quotes(void **state)
{
	static const char *const as[][2] = {
		{ "502", "[502]" },
		{ "-3", "[-3]" },
		{ "007", "[\"007\"]" },
		{ "1.5", "[\"1.5\"]" },
		{ "1e3", "[\"1e3\"]" },
		{ "No", "[\"No\"]" },
		{ "10.0.0.1", "[10.0.0.1]" },
		{ "2024-05-01", "[\"2024-05-01\"]" },
		{ "Write 1", "[\"Write 1\"]" },
		{ "\xe2\x80\xa9", "[\"\\u2029\"]" },
		{ "a\x01", "[\"a\\u0001\"]" },
		{ "\xf0\x9f\x98\x80", "[\"\xf0\x9f\x98\x80\"]" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(as) / sizeof(as[0]); i++) {
		struct baseline *b = baseline_new();
		char *text;

		(void)LEARN(b, "level-outside", as[i][0]);
		text = written(b);
		assert_non_null(strstr(text, as[i][1]));
		free(text);
		baseline_free(b);
	}
}

static void the_order_of_learning_does_not_show(void **state)
{
	static const char *const in_order[] = { "-3",	    "2",	 "10", "9.9.9.9",
						"10.0.0.2", "10.0.0.10", "a",  "b" };
	char *first = NULL;

	(void)state;
	for (unsigned shift = 0; shift < 8; shift++) {
		struct baseline *b = baseline_new();
		char *text;

		for (unsigned i = 0; i < 8; i++)
			(void)LEARN(b, "level-outside", in_order[(i * 3 + shift) % 8]);
		text = written(b);
		for (unsigned i = 1; i < 8; i++) {
			char line[2][40];

			(void)snprintf(line[0], 40, "[%s]", in_order[i - 1]);
			(void)snprintf(line[1], 40, "[%s]", in_order[i]);
			assert_non_null(strstr(text, line[0]));
			assert_true(strstr(text, line[0]) < strstr(text, line[1]));
		}
		if (first != NULL)
			assert_string_equal(text, first);
		free(first);
		first = text;
		baseline_free(b);
	}
	free(first);
}

static void hand_written_entries_need_not_say_how_often(void **state)
{
	struct baseline *b =
		read_good("kagami-baseline: 1\n"
			  "rules:\n"
			  "  new-conversation:\n"
			  "    seen:\n"
			  "    - - 10.0.0.1\n"
			  "      - 'x # y' # the old HMI\n"
			  "    - [\"10.0.0.1\",\n"
			  "       z]   # 12 times a day\n"
			  "  level-outside: {ranges: [{by: [a], low: -1, high: 2e3}]}\n"
			  "  poll-stopped:\n"
			  "    rhythms:\n"
			  "      - by: [a]\n"
			  "        period: 2\n"
			  "  level-given:\n");
	const struct baseline_entry *e = FIND(b, "level-outside", "a");

	(void)state;
	assert_non_null(FIND(b, "new-conversation", "10.0.0.1", "x # y"));
	assert_non_null(FIND(b, "new-conversation", "10.0.0.1", "z"));
	assert_non_null(e);
	assert_int_equal(e->samples, 1);
	assert_true(e->low <= -1 && e->low >= -1 && e->high >= 2000 && e->high <= 2000);
	e = FIND(b, "poll-stopped", "a");
	assert_non_null(e);
	assert_true(e->period >= 2 && e->period <= 2);
	assert_true(baseline_knows(b, "level-given"));
	baseline_free(b);
}

static void reading_over_what_is_there_keeps_the_wider(void **state)
{
	struct baseline *b = read_good(example_text);
	char *said = complaints(
		b, "kagami-baseline: 1\n"
		   "learned: {from: 2024-04-30T00:00:00Z, sources: [normal.pcap, more.pcap]}\n"
		   "rules:\n"
		   "  new-conversation:\n"
		   "    seen:\n"
		   "      - [10.10.1.21, 502]  # 3 times\n"
		   "      - [a, b]\n"
		   "  level-outside:\n"
		   "    ranges: [{by: [\"ir:0\"], low: 20, high: 90, samples: 100}]\n"
		   "  poll-stopped:\n"
		   "    rhythms: [{by: [10.10.1.21], period: 2.002, shortest: 1, longest: 4, "
		   "samples: 60}]\n");
	const struct baseline_entry *e = FIND(b, "level-outside", "ir:0");
	char *text = written(b);

	(void)state;
	assert_string_equal(said, "");
	assert_int_equal(e->samples, 300);
	assert_true(e->low <= 12.5 && e->low >= 12.5 && e->high >= 90 && e->high <= 90);
	e = FIND(b, "poll-stopped", "10.10.1.21");
	assert_true(fabs(e->period - 1.502) < 1e-9);
	assert_true(e->low <= 0.9 && e->low >= 0.9 && e->high >= 4 && e->high <= 4);
	assert_int_equal(FIND(b, "new-conversation", "10.10.1.21", "502")->samples, 3);
	assert_non_null(FIND(b, "new-conversation", "a", "b"));
	assert_non_null(strstr(text, "learned: {from: 2024-04-30T00:00:00Z, to: "
				     "2024-05-01T12:01:00Z, sources: [normal.pcap, more.pcap]}\n"));
	free(text);
	free(said);
	baseline_free(b);
}

static void rules_that_the_set_lacks_are_kept_and_told(void **state)
{
	static const char text[] =
		"kagami-baseline: 1\n"
		"rules:\n"
		"  site-rule:\n"
		"    fields: [ip.src]\n"
		"    rhythms:\n"
		"      - {by: [a], period: 1, shortest: 1, longest: 1, samples: 9}\n"
		"  other:\n"
		"    seen: []\n";
	struct baseline *b = baseline_new();
	char *said = complaints(b, text);
	char *again = written(b);

	(void)state;
	assert_string_equal(said, "b.yaml:3:3: warning: there is no rule 'site-rule'; what was "
				  "learned of it is kept\n"
				  "b.yaml:7:3: warning: there is no rule 'other'; what was "
				  "learned of it is kept\n");
	/* By name, after those of the set. */
	assert_non_null(strstr(again, "rules:\n"
				      "  other:\n"
				      "    seen: []\n"
				      "  site-rule:\n"
				      "    fields: [ip.src]\n"
				      "    rhythms:\n"
				      "      - {by: [a], period: 1, shortest: 1, longest: 1, "
				      "samples: 9}\n"));
	free(said);
	free(again);
	baseline_free(b);
}

static void a_file_that_is_not_there_is_told(void **state)
{
	struct baseline *b = baseline_new();
	struct rule_errors e = { NULL };
	struct arena arena = { NULL };

	(void)state;
	assert_false(baseline_read(b, "/nowhere/b.yaml", &set, &e, &arena));
	assert_int_equal(e.n, 1);
	assert_string_equal(e.kept[0].file, "/nowhere/b.yaml");
	assert_string_equal(e.kept[0].text, "cannot be read: No such file or directory");
	rule_errors_free(&e);
	arena_free(&arena);
	baseline_free(b);
}

static void a_file_is_read_whole(void **state)
{
	char path[] = "/tmp/kagami-baseline-XXXXXX";
	int fd = mkstemp(path);
	FILE *f = fdopen(fd, "w");
	struct baseline *b = baseline_new(), *again = baseline_new();
	struct rule_errors e = { NULL };
	struct arena arena = { NULL };

	(void)state;
	assert_non_null(f);
	for (unsigned i = 0; i < 5000; i++) {
		char value[16];

		(void)snprintf(value, sizeof(value), "%u", i);
		LEARN(b, "level-outside", value)->high = i;
	}
	assert_true(baseline_write(b, &set, f));
	assert_int_equal(fclose(f), 0);
	assert_true(baseline_read(again, path, &set, &e, &arena));
	for (unsigned i = 0; i < 5000; i++) {
		char value[16];

		(void)snprintf(value, sizeof(value), "%u", i);
		assert_non_null(FIND(again, "level-outside", value));
	}
	(void)unlink(path);
	rule_errors_free(&e);
	arena_free(&arena);
	baseline_free(b);
	baseline_free(again);
}

static void who_was_there_for_a_short_while_is_a_visit(void **state)
{
	static const char *const names[] = { "poll", "late", "visit", "by-hand" };
	static const uint64_t times[][2] = { { 100, 1100 }, { 550, 1100 }, { 300, 700 }, { 0, 0 } };
	struct baseline *b = baseline_new();

	(void)state;
	assert_non_null(b);
	for (unsigned i = 0; i < 4; i++) {
		struct baseline_entry *e = baseline_learn(b, "poll-stopped", 1, &names[i]);

		assert_non_null(e);
		if (times[i][0] != 0) {
			baseline_seen(e, times[i][0]);
			baseline_seen(e, times[i][1]);
		}
	}
	baseline_visits(b, "poll-stopped");
	for (unsigned i = 0; i < 4; i++)
		assert_int_equal(baseline_find(b, "poll-stopped", 1, &names[i])->visit, i == 2);
	baseline_visits(b, "no-such-rule");
	baseline_free(b);
}

static void a_full_baseline_counts_what_it_does_not_take(void **state)
{
	struct baseline *b = baseline_new();
	char value[16];

	(void)state;
	for (unsigned i = 0; i < BASELINE_ENTRIES; i++) {
		(void)snprintf(value, sizeof(value), "%u", i);
		assert_non_null(LEARN(b, "level-outside", value));
	}
	assert_null(LEARN(b, "level-outside", "one more"));
	assert_null(LEARN(b, "new-conversation", "a", "b"));
	assert_int_equal(baseline_full(b), 2);
	assert_non_null(LEARN(b, "level-outside", "77"));
	assert_null(FIND(b, "level-outside", "one more"));
	assert_null(FIND(b, "level-outside", "77", "78"));
	baseline_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_baseline_is_written_for_people),
		cmocka_unit_test(what_is_written_reads_back_and_is_written_the_same),
		cmocka_unit_test(any_text_survives_the_file),
		cmocka_unit_test(what_other_programs_would_change_stands_in_quotes),
		cmocka_unit_test(the_order_of_learning_does_not_show),
		cmocka_unit_test(hand_written_entries_need_not_say_how_often),
		cmocka_unit_test(reading_over_what_is_there_keeps_the_wider),
		cmocka_unit_test(rules_that_the_set_lacks_are_kept_and_told),
		cmocka_unit_test(a_file_that_is_not_there_is_told),
		cmocka_unit_test(a_file_is_read_whole),
		cmocka_unit_test(who_was_there_for_a_short_while_is_a_visit),
		cmocka_unit_test(a_full_baseline_counts_what_it_does_not_take),
	};
	return cmocka_run_group_tests(tests, baseline_setup, NULL);
}
