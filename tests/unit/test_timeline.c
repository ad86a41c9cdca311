/* The timeline of an exercise: what it says, and what is wrong with it. */
#include "tests/unit/test.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/timeline.h"

#define MIN UINT64_C(60000000000)

static void refused(const char *text, const char *message)
{
	char said[4096] = "";
	FILE *f = tmpfile();
	int old = dup(STDERR_FILENO);
	struct timeline *t;

	assert_non_null(f);
	(void)fflush(stderr);
	(void)dup2(fileno(f), STDERR_FILENO);
	t = timeline_parse("t.yaml", text, strlen(text));
	(void)fflush(stderr);
	(void)dup2(old, STDERR_FILENO);
	(void)close(old);
	rewind(f);
	(void)!fread(said, 1, sizeof(said) - 1, f);
	(void)fclose(f);
	assert_null(t);
	if (strstr(said, message) == NULL)
		fail_msg("\"%s\" is not in: %s", message, said);
}

static void entries_are_as_they_stand(void **state)
{
	static const char text[] = "timeline:\n"
				   "  - {at: 0s, file: a b.json}\n"
				   "  - at: +10m\n"
				   "    file: ../x\n"
				   "    take-in: false\n"
				   "    text: {en: One, ja: 一}\n"
				   "  - {at: 10m, file: y, take-in: true}\n";
	struct timeline *t = timeline_parse("t.yaml", text, strlen(text));

	(void)state;
	assert_non_null(t);
	assert_int_equal(t->n, 3);
	assert_int_equal(t->entries[0].at, 0);
	assert_string_equal(t->entries[0].file, "a b.json");
	assert_false(t->entries[0].announce);
	assert_null(scenario_say(&t->entries[0].text, "en"));
	assert_int_equal(t->entries[1].at, 10 * MIN);
	assert_true(t->entries[1].announce);
	assert_string_equal(scenario_say(&t->entries[1].text, "ja"), "一");
	assert_int_equal(t->entries[1].place.line, 3);
	assert_false(t->entries[2].announce);
	timeline_free(t);
}

static void what_is_wrong_is_said_where_it_stands(void **state)
{
	(void)state;
	refused("", "t.yaml: it is empty");
	refused("x: []\n", "t.yaml:1:1: a timeline has no key 'x'");
	refused("{}\n", "a timeline must have 'timeline'");
	refused("timeline: x\n", "t.yaml:1:11: timeline must be a list, not text");
	refused("timeline: [{at: 5m}]\n", "an entry must have 'file'");
	refused("timeline: [{file: x}]\n", "an entry must have 'at'");
	refused("timeline: [{at: 5, file: x}]\n", "at: '5' is no time");
	refused("timeline: [{at: 5m, fiel: x}]\n", "did you mean 'file'?");
	refused("timeline: [{at: 5m, file: x, take-in: perhaps}]\n", "there is no 'perhaps'");
	refused("timeline:\n  - {at: 5m, file: x}\n  - {at: 4m, file: y}\n",
		"t.yaml:3:5: an entry that comes before the one above it");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_are_as_they_stand),
		cmocka_unit_test(what_is_wrong_is_said_where_it_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
