/* What is wrong with a baseline file, and where: sensor/detect/baseline_read.c and others. */
/* wrap: operand_values operand_number value_write condition_match */
/* wrap: condition_explain ruleset_find alert_ends */
#include "tests/unit/baseline_kit.h"

#define HEAD  "kagami-baseline: 1\nrules:\n"
#define LEVEL HEAD "  level-outside:\n    ranges:\n"

static void each_mistake_is_told_with_its_place(void **state)
{
	(void)state;
	assert_complains("", "b.yaml:1:1: this is not a baseline: it does not say "
			     "kagami-baseline: 1\n");
	assert_complains("rules: {}\n", "b.yaml:1:1: this is not a baseline: it does not say "
					"kagami-baseline: 1\n");
	assert_complains("- a\n", "b.yaml:1:1: here must be a mapping, not a list\n");
	assert_complains("kagami-baseline: 2\n", "b.yaml:1:18: version 2 of the file's format; "
						 "this program knows 1\n");
	assert_complains("kagami-baseline: 1\nrulez: {}\n",
			 "b.yaml:2:1: there is no key 'rulez' here; did you mean 'rules'?\n");
	assert_complains("kagami-baseline: 1\nrules: [a]\n",
			 "b.yaml:2:8: here must be a mapping of rules, not a list\n");
	assert_complains("kagami-baseline: 1\nlearned: {from: yesterday}\n",
			 "b.yaml:2:17: 'yesterday' is not a time such as "
			 "2024-05-01T12:00:00Z\n");
	assert_complains("kagami-baseline: 1\nrules: {}\nrules: {}\n",
			 "b.yaml:3:1: the key 'rules' stands twice\n");
	assert_complains("kagami-baseline: 1\nrules: *b\n",
			 "b.yaml:2:8: YAML anchors and aliases are not supported here; a text "
			 "that begins with & or * must stand in quotes\n");
	assert_complains("kagami-baseline: 1\nrules: !x {}\n",
			 "b.yaml:2:11: YAML tags are not supported here; a text that begins with "
			 "! must stand in quotes\n");
	assert_complains("kagami-baseline: 1\n---\nkagami-baseline: 1\n",
			 "b.yaml:3:1: a second document; a file has one\n");
}

static void each_wrong_entry_is_told_with_its_place(void **state)
{
	(void)state;
	assert_complains(HEAD "  new-conversation:\n    seen:\n      - [a]\n      - b\n",
			 "b.yaml:5:9: 1 value, but rule 'new-conversation' tells its entries apart "
			 "by 2\n"
			 "b.yaml:6:9: here must be a list of values, not a text\n");
	assert_complains(HEAD "  level-outside:\n    seen: []\n",
			 "b.yaml:4:11: rule 'level-outside' has no 'seen' but 'ranges'\n");
	assert_complains(HEAD "  level-given:\n    ranges: []\n",
			 "b.yaml:4:13: rule 'level-given' has no 'ranges'; it learns nothing\n");
	assert_complains(HEAD "  new-conversation:\n    fields: [ip.dst, ip.src]\n    seen: []\n",
			 "b.yaml:4:13: rule 'new-conversation' has other fields now: take it out "
			 "of this file and learn it again\n");
	assert_complains(LEVEL "      - {by: [a], low: 3}\n",
			 "b.yaml:5:9: an entry needs by, low and high\n");
	assert_complains(LEVEL "      - {by: [a], low: 3, high: 2}\n",
			 "b.yaml:5:9: low is more than high\n");
	assert_complains(LEVEL "      - {by: [a], low: x, high: \"\"}\n",
			 "b.yaml:5:24: 'x' is not a number\n"
			 "b.yaml:5:33: '' is not a number\n");
	assert_complains(LEVEL "      - {by: [a], low: nan, high: 1e999}\n",
			 "b.yaml:5:24: 'nan' is not a number\n"
			 "b.yaml:5:35: '1e999' is not a number\n");
	assert_complains(LEVEL "      - {by: [a], low: 1, high: 2, sampels: 7}\n",
			 "b.yaml:5:36: there is no key 'sampels' here; did you mean "
			 "'samples'?\n");
	assert_complains(HEAD "  poll-stopped:\n    rhythms:\n      - {by: [a], period: -1}\n"
			      "      - {by: [a]}\n",
			 "b.yaml:5:27: -1 is negative\n"
			 "b.yaml:6:9: an entry needs by, and period or longest\n");
	assert_complains(LEVEL "      - {by: [[a], b], low: 1, high: 2}\n",
			 "b.yaml:5:15: here must be a text, not a list\n");
}

static void a_value_that_is_too_long_is_refused(void **state)
{
	char text[1024], value[STATE_TEXT + 1];

	(void)state;
	memset(value, 'v', STATE_TEXT);
	value[STATE_TEXT] = '\0';
	(void)snprintf(text, sizeof(text), LEVEL "      - {by: [%s], low: 1, high: 2}\n", value);
	assert_complains(text, "b.yaml:5:15: a value has at most 191 bytes\n");
	value[STATE_TEXT - 1] = '\0';
	(void)snprintf(text, sizeof(text), LEVEL "      - {by: [%s], low: 1, high: 2}\n", value);
	assert_complains(text, "");
}

static void what_is_no_yaml_is_told(void **state)
{
	struct baseline *b = baseline_new();
	char *said = complaints(b, HEAD "  new-conversation:\n    seen: [[a, b]\n  x: y\n");

	(void)state;
	assert_non_null(strstr(said, "this is not YAML: "));
	assert_memory_equal(said, "b.yaml:5:", 9);
	free(said);
	baseline_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_mistake_is_told_with_its_place),
		cmocka_unit_test(each_wrong_entry_is_told_with_its_place),
		cmocka_unit_test(a_value_that_is_too_long_is_refused),
		cmocka_unit_test(what_is_no_yaml_is_told),
	};
	return cmocka_run_group_tests(tests, baseline_setup, NULL);
}
