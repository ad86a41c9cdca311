/* SLMP, 1E frames: protocols/slmp_1e.c. Examples of the manuals where they have one. */
#include <string.h>

#include "tests/unit/slmp_kit.h"
#include "tests/unit/test.h"

static struct slmp_talk t;

#define ASKS(message, want)    assert_string_equal(slmp_say(&t, DIR_REQUEST, message), want)
#define ANSWERS(message, want) assert_string_equal(slmp_say(&t, DIR_RESPONSE, message), want)

static void ranges_are_read_and_written(void **state)
{
	(void)state;
	slmp_begin(&t);
	ASKS("00 ff 0a00 64000000 204d 08 00", "read m100 x8 [Batch read in bits]");
	assert_int_equal(message_number(&t.m, "slmp.timer", 0), 10);
	ANSWERS("80 00 10 10 01 10", "read m100 x8 =1 0 1 0 0 1 1 0 ok [Batch read in bits]");
	ASKS("01 ff 0a00 64000000 2044 02 00", "read d100 x2 [Batch read in words]");
	ANSWERS("81 00 3412 0200", "read d100 x2 =4660 2 ok [Batch read in words]");
	ASKS("03 ff 0a00 64000000 2044 02 00 3412 7698",
	     "write d100 x2 =4660 39030 [Batch write in words]");
	ANSWERS("83 00", "write d100 x2 ok [Batch write in words]");
	ASKS("02 01 0a00 10000000 2059 03 00 11 00", "write y10 x3 =1 1 0 [Batch write in bits]");
	ANSWERS("82 5b 10 00", "write y10 x3 REFUSED CPU cannot be reached [Batch write in bits]");
	assert_int_equal(message_number(&t.m, "slmp.abnormal_code", 0), 0x10);
	slmp_end(&t);
}

static void the_same_in_ascii(void **state)
{
	(void)state;
	slmp_begin(&t);
	ASKS("\"00FF000A4D20000000640800", "read m100 x8 [Batch read in bits]");
	ANSWERS("\"800010100110", "read m100 x8 =1 0 1 0 0 1 1 0 ok [Batch read in bits]");
	ASKS("\"01FF000A4420000000640200", "read d100 x2 [Batch read in words]");
	ANSWERS("\"810012340002", "read d100 x2 =4660 2 ok [Batch read in words]");
	ASKS("\"02FF000A4D200000006403001010", "write m100 x3 =1 0 1 [Batch write in bits]");
	slmp_end(&t);
}

static void single_devices_are_written_and_monitored(void **state)
{
	(void)state;
	slmp_begin(&t);
	ASKS("04 ff 0a00 02 00 32000000 204d 01 40000000 2059 00",
	     "write m50 x1 =1 + write y40 x1 =0 [Test in bits]");
	ANSWERS("84 00", "write ok [Test in bits]");
	ASKS("05 ff 0a00 01 00 07000000 2057 3412", "write w7 x1 =4660 [Test in words]");
	ANSWERS("85 57", "write REFUSED wrong number of points [Test in words]");
	ASKS("07 ff 0a00 02 00 32000000 2044 07000000 4e54",
	     "read d50 x1 + read tn7 x1 [Monitor registration in words]");
	ANSWERS("87 00", "read ok [Monitor registration in words]");
	ASKS("09 ff 0a00", "read [Monitor in words]");
	ANSWERS("89 00 0100 0200", "read d50 x2 =1 2 ok [Monitor in words]");
	slmp_end(&t);
}

static void the_cpu_is_stopped_and_asked(void **state)
{
	(void)state;
	slmp_begin(&t);
	ASKS("14 ff 0a00", "control [Remote STOP]");
	ANSWERS("94 00", "control ok [Remote STOP]");
	assert_int_equal(message_number(&t.m, "slmp.remote.state", 0), 2);
	ASKS("13 ff 0a00", "control [Remote RUN]");
	ANSWERS("93 00", "control ok [Remote RUN]");
	assert_int_equal(message_number(&t.m, "slmp.remote.state_before", 0), 2);
	ASKS("15 ff 0a00", "identify [CPU model read]");
	ANSWERS("95 00 f3 00", "identify =243 ok [CPU model read]");
	assert_true(text_is(t.m.d.identity.model, "CPU type 0xf3"));
	ASKS("16 ff 0a00 05 4142434445", "diagnose [Self test]");
	ANSWERS("96 00 05 4142434445", "diagnose ok [Self test]");
	ASKS("0a ff 0a00 0000 10", "program [Program read (main)]");
	slmp_end(&t);
}

static void what_answers_something_else_is_remarked(void **state)
{
	(void)state;
	slmp_begin(&t);
	(void)slmp_say(&t, DIR_REQUEST, "13 ff 0a00");
	ANSWERS("83 00",
		"write ok [Batch write in words] !answers a function that was not asked for");
	slmp_end(&t);
}

static enum probe probed(const char *message, enum dir dir)
{
	struct message *m = message_of(&protocol_slmp, dir, message);
	enum probe says = protocol_slmp.probe(cur_of(m->bytes, m->n), dir);

	message_free(m);
	return says;
}

static void probes_want_an_address_they_know(void **state)
{
	(void)state;
	assert_int_equal(probed("01 ff 0a00 64000000 2044 02 00", DIR_REQUEST), PROBE_SURE);
	assert_int_equal(probed("01 ff 0a00 64000000 2044 02 00", DIR_RESPONSE), PROBE_TURNED);
	assert_int_equal(probed("01 ff 0a00 64000000 2144 02 00", DIR_REQUEST), PROBE_NO);
	assert_int_equal(probed("01 ff 0a00 64000000 2044 02 01", DIR_REQUEST), PROBE_NO);
	assert_int_equal(probed("13 ff 0a00", DIR_REQUEST), PROBE_WEAK);
	assert_int_equal(probed("83 00", DIR_RESPONSE), PROBE_WEAK);
	assert_int_equal(probed("80 00 12 34 56 78", DIR_RESPONSE), PROBE_NO);
}

static void messages_are_cut_by_what_they_ask(void **state)
{
	struct message *m;

	(void)state;
	m = message_of(&protocol_slmp, DIR_REQUEST, "03 ff 0a00 64000000 2044 01 00 3412 13 ff");
	assert_int_equal(protocol_slmp.segment(cur_of(m->bytes, m->n), DIR_REQUEST), 14);
	assert_int_equal(protocol_slmp.segment(cur_of(m->bytes, 9), DIR_REQUEST), 0);
	message_free(m);
	m = message_of(&protocol_slmp, DIR_RESPONSE, "81 00 3412 0200");
	assert_int_equal(protocol_slmp.segment(cur_of(m->bytes, m->n), DIR_RESPONSE), 6);
	message_free(m);
}

static void every_prefix_is_read_safely(void **state)
{
	(void)state;
	check_prefixes(&protocol_slmp, DIR_REQUEST, "03 ff 0a00 64000000 2044 02 00 3412 7698", 16);
	check_prefixes(&protocol_slmp, DIR_REQUEST,
		       "04 ff 0a00 02 00 32000000 204d 01 40000000 2059 00", 20);
	check_prefixes(&protocol_slmp, DIR_REQUEST, slmp_hex("01FF000A4420000000640200"), 24);
	check_prefixes(&protocol_slmp, DIR_RESPONSE, "82 5b 10 00", 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranges_are_read_and_written),
		cmocka_unit_test(the_same_in_ascii),
		cmocka_unit_test(single_devices_are_written_and_monitored),
		cmocka_unit_test(the_cpu_is_stopped_and_asked),
		cmocka_unit_test(what_answers_something_else_is_remarked),
		cmocka_unit_test(probes_want_an_address_they_know),
		cmocka_unit_test(messages_are_cut_by_what_they_ask),
		cmocka_unit_test(every_prefix_is_read_safely),
	};

	return cmocka_run_group_tests_name("slmp 1E", tests, NULL, NULL);
}
