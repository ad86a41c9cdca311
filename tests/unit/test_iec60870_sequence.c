/* protocols/iec60870_sequence.c */
#include "protocols/protocols.h"

#include <stdio.h>
#include <string.h>

#include "tests/unit/iec60870_talk.h"
#include "tests/unit/test.h"

static struct iec60870_talk t;

/* A double command to an object: cause (6 act, 7 confirmed, 0x47 refused, 8 cancel, 10 terminated)
 * and command. Returns what is said of its place, 0 if nothing. */
static uint64_t command(enum dir dir, unsigned cause, unsigned object, unsigned dco)
{
	char hex[80];

	snprintf(hex, sizeof(hex), "68 0e 0000 0000 2e 01 %02x 00 0100 %02x%02x00 %02x", cause,
		 object & 0xff, object >> 8, dco);
	memset(t.state.side, 0, sizeof(t.state.side)); /* their numbers are not the matter here */
	iec60870_talk_say(&t, dir, hex);
	return iec60870_talk_has(&t, "iec60870_asdu.sequence")
		       ? iec60870_talk_number(&t, "iec60870_asdu.sequence")
		       : 0;
}

static void begin(void)
{
	iec60870_talk_begin(&t, &protocol_iec60870_104);
}

static void select_execute_and_termination_are_followed(void **state)
{
	(void)state;
	begin();
	assert_int_equal(command(DIR_REQUEST, 6, 1101, 0x82), 1);
	assert_string_equal(t.d.operations[0].ot.function, "select of double command (C_DC_NA_1)");
	assert_int_equal(command(DIR_RESPONSE, 7, 1101, 0x82), 7);
	assert_int_equal(command(DIR_REQUEST, 6, 1101, 0x02), 2);
	assert_int_equal(iec60870_talk_number(&t, "iec60870_asdu.select_time"), 2000000000);
	assert_string_equal(t.d.operations[0].ot.function, "double command (C_DC_NA_1)");
	assert_int_equal(command(DIR_RESPONSE, 7, 1101, 0x02), 7);
	assert_int_equal(command(DIR_RESPONSE, 10, 1101, 0x02), 9);
	assert_int_equal(iec60870_talk_number(&t, "iec60870_asdu.run_time"), 2000000000);
	assert_int_equal(command(DIR_RESPONSE, 10, 1101, 0x02), 11);
}

static void an_execute_of_something_else_is_a_mismatch(void **state)
{
	(void)state;
	begin();
	command(DIR_REQUEST, 6, 1101, 0x82);
	command(DIR_RESPONSE, 7, 1101, 0x82);
	assert_int_equal(command(DIR_REQUEST, 6, 1101, 0x01), 4); /* another state */
	command(DIR_REQUEST, 6, 1101, 0x82);
	assert_int_equal(command(DIR_REQUEST, 6, 1101, 0x06), 4); /* another pulse */
	command(DIR_REQUEST, 6, 1101, 0x82);
	command(DIR_RESPONSE, 0x47, 1101, 0x82);
	assert_int_equal(command(DIR_REQUEST, 6, 1101, 0x02), 5);
}

static void without_a_select_it_is_direct(void **state)
{
	(void)state;
	begin();
	assert_int_equal(command(DIR_REQUEST, 6, 1101, 0x02), 3);
	assert_false(iec60870_talk_has(&t, "iec60870_asdu.select_time"));
	assert_int_equal(command(DIR_RESPONSE, 0x47, 1101, 0x02), 8);
	command(DIR_REQUEST, 6, 1101, 0x82);
	assert_int_equal(command(DIR_REQUEST, 8, 1101, 0x82), 6);
	assert_int_equal(command(DIR_REQUEST, 6, 1101, 0x02), 3);
}

static void answers_must_fit(void **state)
{
	(void)state;
	begin();
	assert_int_equal(command(DIR_RESPONSE, 7, 1101, 0x02), 11);
	command(DIR_REQUEST, 6, 1101, 0x02);
	assert_int_equal(command(DIR_RESPONSE, 7, 1101, 0x01), 10);
	assert_int_equal(command(DIR_RESPONSE, 7, 1102, 0x02), 11);
	assert_int_equal(command(DIR_RESPONSE, 0x6f, 1101, 0x02), 8);
}

static void the_oldest_of_many_objects_gives_way(void **state)
{
	(void)state;
	begin();
	for (unsigned i = 0; i <= IEC60870_COMMANDS; i++)
		assert_int_equal(command(DIR_REQUEST, 6, 1101 + i, 0x82), 1);
	assert_int_equal(command(DIR_REQUEST, 6, 1102, 0x02), 2);
	assert_int_equal(command(DIR_REQUEST, 6, 1101, 0x02), 3);
}

static void stations_do_not_mix(void **state)
{
	(void)state;
	begin();
	command(DIR_REQUEST, 6, 1101, 0x82);
	iec60870_talk_say(&t, DIR_REQUEST, "68 0e 0000 0000 2e 01 06 00 0200 4d0400 02");
	assert_int_equal(iec60870_talk_number(&t, "iec60870_asdu.sequence"), 3);
	assert_int_equal(command(DIR_REQUEST, 6, 1101, 0x02), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(select_execute_and_termination_are_followed),
		cmocka_unit_test(an_execute_of_something_else_is_a_mismatch),
		cmocka_unit_test(without_a_select_it_is_direct),
		cmocka_unit_test(answers_must_fit),
		cmocka_unit_test(the_oldest_of_many_objects_gives_way),
		cmocka_unit_test(stations_do_not_mix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
