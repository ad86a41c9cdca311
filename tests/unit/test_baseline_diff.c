/* What a new baseline has more than an old one: sensor/detect/baseline_write.c. */
/* wrap: operand_values operand_number value_write condition_match */
/* wrap: condition_explain ruleset_find alert_ends */
#include "tests/unit/baseline_kit.h"

static void a_review_lists_what_is_new_and_what_is_wider(void **state)
{
	struct baseline *old = read_good(example_text);
	struct baseline *now = read_good(
		"kagami-baseline: 1\n"
		"rules:\n"
		"  new-conversation:\n"
		"    seen:\n"
		"      - [10.10.1.21, 502]  # 9 times\n"
		"      - [10.10.1.99, 502]  # 2 times\n"
		"  level-outside:\n"
		"    ranges:\n"
		"      - {by: [\"ir:0\"], low: 10, high: 90}\n"
		"      - {by: [\"ir:1\"], low: 1, high: 2}\n"
		"  poll-stopped:\n"
		"    rhythms:\n"
		"      - {by: [10.10.1.21], period: 1, shortest: 0.1, longest: 1.2, samples: 3}\n");
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	(void)state;
	assert_int_equal(baseline_diff(old, now, &set, f), 3);
	assert_int_equal(fclose(f), 0);
	assert_string_equal(text, "  new-conversation:\n"
				  "+     - [10.10.1.99, 502]  # 2 times\n"
				  "  level-outside:\n"
				  "~     - {by: [\"ir:0\"], low: 10, high: 90, samples: 1}\n"
				  "          # low was 12.5, high was 80\n"
				  "+     - {by: [\"ir:1\"], low: 1, high: 2, samples: 1}\n");
	free(text);
	baseline_free(old);
	baseline_free(now);
}

static void a_review_lists_each_side_that_is_wider(void **state)
{
	static const char *const ranges[] = { "low: 10, high: 20", "low: 15, high: 99",
					      "low: 12.5, high: 80" };
	static const char *const notes[] = { "# low was 12.5\n", "# high was 80\n", NULL };

	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		struct baseline *old = read_good(example_text), *now;
		char *text = NULL, in[256];
		size_t len;
		FILE *f = open_memstream(&text, &len);

		(void)snprintf(in, sizeof(in),
			       "kagami-baseline: 1\nrules: {level-outside: {ranges: [{by: "
			       "[\"ir:0\"], %s}]}}\n",
			       ranges[i]);
		now = read_good(in);
		assert_int_equal(baseline_diff(old, now, &set, f), notes[i] != NULL);
		assert_int_equal(fclose(f), 0);
		assert_true(notes[i] == NULL ? len == 0 : strstr(text, notes[i]) != NULL);
		free(text);
		baseline_free(old);
		baseline_free(now);
	}
}

static void a_review_names_rules_that_were_not_learned_before(void **state)
{
	struct baseline *old = baseline_new();
	struct baseline *now = read_good("kagami-baseline: 1\n"
					 "rules:\n"
					 "  new-conversation:\n"
					 "    seen: []\n"
					 "  poll-stopped:\n"
					 "    rhythms: [{by: [a], longest: 3}]\n");
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	(void)state;
	assert_int_equal(baseline_diff(old, now, &set, f), 3);
	assert_int_equal(fclose(f), 0);
	assert_string_equal(text, "+ new-conversation:\n"
				  "+ poll-stopped:\n"
				  "+     - {by: [a], period: 0, shortest: 0, longest: 3, samples: "
				  "1}\n");
	free(text);
	baseline_free(old);
	baseline_free(now);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_review_lists_what_is_new_and_what_is_wider),
		cmocka_unit_test(a_review_lists_each_side_that_is_wider),
		cmocka_unit_test(a_review_names_rules_that_were_not_learned_before),
	};
	return cmocka_run_group_tests(tests, baseline_setup, NULL);
}
