/* protocols/iec60870_101.c */
#include "protocols/protocols.h"

#include <stdio.h>
#include <string.h>

#include "tests/unit/iec60870_talk.h"
#include "tests/unit/message.h"
#include "tests/unit/test.h"

/* Double command to object 1101 of station 3, and its confirmation; link 3. */
#define COMMAND	 "68 09 09 68 73 03 2e 01 06 03 4d04 05 04 16"
#define ANSWERED "68 09 09 68 28 03 2e 01 07 03 4d04 05 ba 16"

static uint8_t bytes[600];
static struct iec60870_talk t;

static struct cur of(const char *hex)
{
	size_t n = 0;
	unsigned byte;
	int used;

	for (; sscanf(hex, " %2x%n", &byte, &used) == 1; hex += used)
		bytes[n++] = (uint8_t)byte;
	return cur_of(bytes, n);
}

static enum probe probe(enum dir dir, const char *hex)
{
	return protocol_iec60870_101.probe(of(hex), dir);
}

static long segment(const char *hex)
{
	return protocol_iec60870_101.segment(of(hex), DIR_REQUEST);
}

static void sums_and_sizes_make_it_sure(void **state)
{
	(void)state;
	assert_int_equal(probe(DIR_REQUEST, COMMAND), PROBE_SURE);
	assert_int_equal(probe(DIR_RESPONSE, COMMAND), PROBE_WEAK);
	assert_int_equal(probe(DIR_RESPONSE, ANSWERED), PROBE_SURE);
	assert_int_equal(probe(DIR_REQUEST, "10 49 03 4c 16"), PROBE_SURE);
	assert_int_equal(probe(DIR_RESPONSE, "10 49 03 4c 16"), PROBE_WEAK);
	assert_int_equal(probe(DIR_RESPONSE, "10 0b 03 0e 16"), PROBE_SURE);
	assert_int_equal(probe(DIR_RESPONSE, "10 0b 03 0e 16 10"), PROBE_WEAK);
	assert_int_equal(probe(DIR_REQUEST, "10 49 03 4d 16"), PROBE_NO);
	assert_int_equal(probe(DIR_REQUEST, "10 4d 03 50 16"), PROBE_NO);
	assert_int_equal(probe(DIR_REQUEST, "68 09 0a 68 73 03"), PROBE_NO);
	assert_int_equal(probe(DIR_REQUEST, "68 09 09 68 73"), PROBE_SHORT);
	assert_int_equal(probe(DIR_REQUEST, "10 49"), PROBE_SHORT);
	assert_int_equal(probe(DIR_REQUEST, "e5"), PROBE_NO);
	assert_int_equal(probe(DIR_REQUEST, ""), PROBE_SHORT);
}

static void frames_are_cut_by_their_lengths_and_sums(void **state)
{
	(void)state;
	assert_int_equal(segment(COMMAND), 15);
	assert_int_equal(segment("68 09 09 68"), 15);
	assert_int_equal(segment("68 09"), 0);
	assert_int_equal(segment("68 09 08 68"), SEGMENT_BAD);
	assert_int_equal(segment("10 49 03 4c 16"), 5);
	assert_int_equal(segment("10 49 0301 4d 16"), 6);
	assert_int_equal(segment("10 49 49 16"), 4);
	assert_int_equal(segment("10 49 03 4d 16 00"), 5);
	assert_int_equal(segment("10 49 03"), 0);
	assert_int_equal(segment("10 49 03 4d 00 00"), SEGMENT_BAD);
	assert_int_equal(segment("e5 10"), 1);
	assert_int_equal(segment("00"), SEGMENT_BAD);
	assert_int_equal(segment(""), 0);
}

static void each_function_of_both_sides_has_its_name(void **state)
{
	static const struct {
		uint8_t control;
		const char *name;
	} rows[] = {
		{ 0x40, "Reset of Remote Link" },
		{ 0x41, "Reset of User Process" },
		{ 0x42, "Test Function of Link" },
		{ 0x43, "User Data, Confirmed" },
		{ 0x44, "User Data, No Reply" },
		{ 0x48, "Request Access Demand" },
		{ 0x49, "Request Status of Link" },
		{ 0x5a, "Request User Data Class 1" },
		{ 0x7b, "Request User Data Class 2" },
		{ 0x00, "ACK" },
		{ 0x01, "NACK: Link Busy" },
		{ 0x08, "User Data" },
		{ 0x09, "NACK: No Data" },
		{ 0x0b, "Status of Link" },
		{ 0x0e, "Link Service not Functioning" },
		{ 0x0f, "Link Service not Implemented" },
		{ 0x4c, "reserved link function" },
	};
	char hex[32];

	(void)state;
	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool primary = (rows[i].control & 0x40) != 0;

		snprintf(hex, sizeof(hex), "10 %02x 07 %02x 16", rows[i].control,
			 (rows[i].control + 7U) & 0xffU);
		struct message *m = message_of(&protocol_iec60870_101,
					       primary ? DIR_REQUEST : DIR_RESPONSE, hex);

		assert_string_equal(m->d.operations[0].ot.function, rows[i].name);
		assert_int_equal(message_number(m, "iec60870_101.ctrl_prm", 0), primary);
		assert_int_equal(message_number(m, "iec60870_101.linkaddr", 0), 7);
		assert_int_equal(m->d.operations[0].ot.device, 7);
		assert_false(m->d.malformed);
		message_free(m);
	}
}

static void the_bits_of_the_control_field_are_read(void **state)
{
	(void)state;
	struct message *m = message_of(&protocol_iec60870_101, DIR_REQUEST, "10 7b 03 7e 16");

	assert_int_equal(message_number(m, "iec60870_101.ctrl_fcb", 0), 1);
	assert_int_equal(message_number(m, "iec60870_101.ctrl_fcv", 0), 1);
	assert_int_equal(message_count(m, "iec60870_101.ctrl_dfc"), 0);
	message_free(m);
	m = message_of(&protocol_iec60870_101, DIR_RESPONSE, "10 19 03 1c 16");
	assert_int_equal(message_number(m, "iec60870_101.ctrl_dfc", 0), 1);
	assert_int_equal(message_count(m, "iec60870_101.ctrl_fcb"), 0);
	message_free(m);
	m = message_of(&protocol_iec60870_101, DIR_RESPONSE, "e5");
	assert_int_equal(message_number(m, "iec60870_101.header", 0), 0xe5);
	assert_true(m->d.operations[0].ot.response);
	message_free(m);
}

static void a_command_goes_through_the_link(void **state)
{
	(void)state;
	iec60870_talk_begin(&t, &protocol_iec60870_101);
	iec60870_talk_say(&t, DIR_REQUEST, COMMAND);
	assert_int_equal(iec60870_talk_number(&t, "iec60870_asdu.addr"), 3);
	assert_int_equal(iec60870_talk_number(&t, "iec60870_asdu.ioa"), 1101);
	assert_int_equal(iec60870_talk_number(&t, "iec60870_asdu.dco.on"), 1);
	assert_int_equal(t.d.operations[0].ot.op, OT_CONTROL);
	assert_false(t.d.malformed);
	iec60870_talk_say(&t, DIR_RESPONSE, "e5");
	iec60870_talk_say(&t, DIR_RESPONSE, ANSWERED);
	assert_int_equal(t.d.operations[0].ot.request_frame, 1);
	assert_int_equal(iec60870_talk_number(&t, "iec60870_asdu.sequence"), 7);
}

static void link_addresses_of_other_sizes_are_found(void **state)
{
	(void)state;
	struct message *m =
		message_of(&protocol_iec60870_101, DIR_RESPONSE,
			   "68 0f 0f 68 08 0300 01 02 03 00 0500 c900 01 ca00 01 00 16");

	assert_int_equal(message_number(m, "iec60870_101.linkaddr", 0), 3);
	assert_int_equal(message_number(m, "iec60870_asdu.addr", 0), 5);
	assert_int_equal(message_number(m, "iec60870_asdu.ioa", 0), 201);
	assert_int_equal(message_number(m, "iec60870_asdu.ioa", 1), 202);
	assert_true(message_marked(m, "checksum is wrong"));
	message_free(m);
}

static void what_breaks_the_format_is_malformed(void **state)
{
	static const struct {
		const char *hex, *why;
	} wrong[] = {
		{ "10 49 03 4d 16", "checksum is wrong" },
		{ "10 49 03 4c 17", "frame does not end with 0x16" },
		{ "68 09 08 68 73 03 2e 01 06 03 4d04 05 04 16", "the two lengths differ" },
		{ "68 09 09 69 73 03 2e 01 06 03 4d04 05 04 16", "no second start octet" },
		{ "10 49", "message too short" },
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct message *m = message_of(&protocol_iec60870_101, DIR_REQUEST, wrong[i].hex);

		assert_true(m->d.malformed);
		assert_true(message_marked(m, wrong[i].why));
		message_free(m);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_and_sizes_make_it_sure),
		cmocka_unit_test(frames_are_cut_by_their_lengths_and_sums),
		cmocka_unit_test(each_function_of_both_sides_has_its_name),
		cmocka_unit_test(the_bits_of_the_control_field_are_read),
		cmocka_unit_test(a_command_goes_through_the_link),
		cmocka_unit_test(link_addresses_of_other_sizes_are_found),
		cmocka_unit_test(what_breaks_the_format_is_malformed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
