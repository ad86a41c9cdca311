#include "tests/unit/test.h"

#include <string.h>

#include "collector/incident_command.h"

static const struct correlate_command whole = {
	.verb = DO_CLOSE,
	.id = "waterworks-20261120-0001",
	.other = "waterworks-20261120-0002",
	.who = "aiko",
	.text = "the same thing",
	.status = INCIDENT_DUPLICATE,
	.time = UINT64_C(1795140847512345678),
};

static void test_a_command_comes_back_as_it_was(void **state)
{
	uint8_t bytes[INCIDENT_COMMAND_MAX];
	struct incident_command c;
	size_t n = incident_command_pack(&whole, bytes, sizeof(bytes));

	(void)state;
	assert_true(n > 0);
	assert_true(incident_command_unpack(&c, bytes, n));
	assert_int_equal(c.c.verb, DO_CLOSE);
	assert_int_equal(c.c.status, INCIDENT_DUPLICATE);
	assert_true(c.c.time == whole.time);
	assert_string_equal(c.c.id, whole.id);
	assert_string_equal(c.c.other, whole.other);
	assert_string_equal(c.c.who, whole.who);
	assert_string_equal(c.c.text, whole.text);
}

static void test_each_verb_has_its_word(void **state)
{
	uint8_t bytes[INCIDENT_COMMAND_MAX];
	struct correlate_command m = { .id = "a" };
	struct incident_command c;

	(void)state;
	for (unsigned v = DO_ACK; v <= DO_STAGE; v++) {
		m.verb = (enum correlate_verb)v;
		assert_true(incident_command_unpack(
			&c, bytes, incident_command_pack(&m, bytes, sizeof(bytes))));
		assert_int_equal(c.c.verb, v);
		assert_string_equal(c.c.text, "");
	}
}

static void test_what_does_not_fit_is_no_command(void **state)
{
	uint8_t bytes[INCIDENT_COMMAND_MAX];
	size_t n = incident_command_pack(&whole, bytes, sizeof(bytes));

	(void)state;
	for (size_t room = 0; room < n; room++)
		assert_int_equal(incident_command_pack(&whole, bytes, room), 0);
	assert_int_equal(incident_command_pack(&whole, bytes, n), n);
}

/* Whoever may write the store may write anything into it. */
static void test_bytes_that_are_none_are_refused(void **state)
{
	uint8_t bytes[INCIDENT_COMMAND_MAX];
	size_t n = incident_command_pack(&whole, bytes, sizeof(bytes));
	struct incident_command c;

	(void)state;
	for (size_t cut = 0; cut < n; cut++)
		assert_false(incident_command_unpack(&c, bytes, cut));
	bytes[n] = 'x';
	assert_false(incident_command_unpack(&c, bytes, n + 1));
	static const char *const wrong[] = { "nothing\0new\0001\0a\0b\0c\0d",
					     "ack\0older\0001\0a\0b\0c\0d",
					     "ack\0new\0-1\0a\0b\0c\0d" };
	static const size_t lengths[] = { 22, 20, 19 };

	for (unsigned i = 0; i < 3; i++)
		assert_false(incident_command_unpack(&c, (const uint8_t *)wrong[i], lengths[i]));
}

static void test_texts_are_cleaned_and_cut(void **state)
{
	uint8_t bytes[INCIDENT_COMMAND_MAX];
	static char text[2000];
	struct correlate_command m = {
		.verb = DO_NOTE, .id = "a", .who = "x\033[31m\n", .text = text
	};
	struct incident_command c;

	(void)state;
	memset(text, 'y', sizeof(text) - 1);
	assert_true(incident_command_unpack(&c, bytes,
					    incident_command_pack(&m, bytes, sizeof(bytes))));
	assert_null(strchr(c.who, '\033'));
	assert_null(strchr(c.who, '\n'));
	assert_int_equal(strlen(c.text), INCIDENT_COMMAND_TEXT - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_command_comes_back_as_it_was),
		cmocka_unit_test(test_each_verb_has_its_word),
		cmocka_unit_test(test_what_does_not_fit_is_no_command),
		cmocka_unit_test(test_bytes_that_are_none_are_refused),
		cmocka_unit_test(test_texts_are_cleaned_and_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
