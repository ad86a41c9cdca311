/* protocols/iec60870_104.c */
#include "protocols/protocols.h"

#include <stdio.h>
#include <string.h>

#include "tests/unit/iec60870_talk.h"
#include "tests/unit/message.h"
#include "tests/unit/test.h"

#define SINGLE	  "01 01 03 00 0100 c90000 01"
#define GENERAL	  "64 01 06 00 0100 000000 14"
#define CONFIRMED "64 01 07 00 0100 000000 14"

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
	return protocol_iec60870_104.probe(of(hex), dir);
}

static long segment(const char *hex)
{
	return protocol_iec60870_104.segment(of(hex), DIR_REQUEST);
}

static void begin(void)
{
	iec60870_talk_begin(&t, &protocol_iec60870_104);
}

static void an_apdu_is_sure_where_its_type_and_length_agree(void **state)
{
	(void)state;
	assert_int_equal(probe(DIR_REQUEST, "68 0e 0000 0000 " GENERAL), PROBE_SURE);
	assert_int_equal(probe(DIR_RESPONSE, "68 0e 0000 0000 " GENERAL), PROBE_WEAK);
	assert_int_equal(probe(DIR_RESPONSE, "68 0e 0200 0400 " SINGLE), PROBE_SURE);
	assert_int_equal(probe(DIR_REQUEST, "68 0e 0200 0400 " SINGLE), PROBE_WEAK);
	assert_int_equal(probe(DIR_REQUEST, "68 0f 0000 0000 " GENERAL "00"), PROBE_WEAK);
	assert_int_equal(probe(DIR_REQUEST, "68 0e 0000 0100 " GENERAL), PROBE_WEAK);
	assert_int_equal(probe(DIR_REQUEST, "68 0e 0000 0000 " GENERAL "16"), PROBE_WEAK);
	assert_int_equal(probe(DIR_REQUEST, "68 0e 0000 0000 " GENERAL "68"), PROBE_SURE);
}

static void start_and_stop_tell_the_direction_and_tests_do_not(void **state)
{
	(void)state;
	assert_int_equal(probe(DIR_REQUEST, "68 04 07 000000"), PROBE_SURE);
	assert_int_equal(probe(DIR_RESPONSE, "68 04 07 000000"), PROBE_WEAK);
	assert_int_equal(probe(DIR_RESPONSE, "68 04 0b 000000"), PROBE_SURE);
	assert_int_equal(probe(DIR_REQUEST, "68 04 13 000000"), PROBE_SURE);
	assert_int_equal(probe(DIR_RESPONSE, "68 04 23 000000"), PROBE_SURE);
	assert_int_equal(probe(DIR_REQUEST, "68 04 43 000000"), PROBE_WEAK);
	assert_int_equal(probe(DIR_RESPONSE, "68 04 83 000000"), PROBE_WEAK);
	assert_int_equal(probe(DIR_REQUEST, "68 04 0100 0200"), PROBE_WEAK);
	assert_int_equal(probe(DIR_REQUEST, "68 04 07 000001"), PROBE_WEAK);
	assert_int_equal(probe(DIR_REQUEST, "68 04 0f 000000"), PROBE_WEAK);
}

static void other_bytes_are_none(void **state)
{
	(void)state;
	assert_int_equal(probe(DIR_REQUEST, "05 64 05 c9 01 00"), PROBE_NO);
	assert_int_equal(probe(DIR_REQUEST, "68 03 01 00 02 00"), PROBE_NO);
	assert_int_equal(probe(DIR_REQUEST, "68 fe 01 00 02 00"), PROBE_NO);
	assert_int_equal(probe(DIR_REQUEST, "68 04 01"), PROBE_SHORT);
	assert_int_equal(probe(DIR_REQUEST, ""), PROBE_SHORT);
}

static void the_length_octet_cuts(void **state)
{
	(void)state;
	assert_int_equal(segment("68 0e 00"), 16);
	assert_int_equal(segment("68 04 0100 0200 68"), 6);
	assert_int_equal(segment("68"), 0);
	assert_int_equal(segment(""), 0);
	assert_int_equal(segment("67 04"), SEGMENT_BAD);
	assert_int_equal(segment("68 03 0100 02 68"), SEGMENT_BAD);
	assert_int_equal(segment("68 03 0100 02"), 5);
}

static void frames_say_their_type_and_numbers(void **state)
{
	(void)state;
	struct message *m =
		message_of(&protocol_iec60870_104, DIR_REQUEST, "68 0e 0600 fe00 " GENERAL);

	assert_int_equal(message_number(m, "iec60870_asdu.start", 0), 0x68);
	assert_int_equal(message_number(m, "iec60870_104.apdulen", 0), 14);
	assert_int_equal(message_number(m, "iec60870_104.type", 0), 0);
	assert_int_equal(message_number(m, "iec60870_104.tx", 0), 3);
	assert_int_equal(message_number(m, "iec60870_104.rx", 0), 127);
	assert_ptr_equal(m->d.protocol, &protocol_iec60870_asdu);
	assert_false(m->d.malformed);
	message_free(m);

	m = message_of(&protocol_iec60870_104, DIR_REQUEST, "68 04 0100 feff");
	assert_int_equal(message_number(m, "iec60870_104.type", 0), 1);
	assert_int_equal(message_number(m, "iec60870_104.rx", 0), 32767);
	assert_int_equal(message_count(m, "iec60870_104.tx"), 0);
	assert_string_equal(m->d.operations[0].ot.function, "S frame");
	assert_ptr_equal(m->d.protocol, &protocol_iec60870_104);
	message_free(m);
}

static void each_function_of_a_u_frame_has_its_name_and_its_answer(void **state)
{
	static const char *const names[6] = { "STARTDT act", "STARTDT con", "STOPDT act",
					      "STOPDT con",  "TESTFR act",  "TESTFR con" };
	char hex[32];

	(void)state;
	begin();
	for (unsigned i = 0; i < 6; i++) {
		snprintf(hex, sizeof(hex), "68 04 %02x 000000", 4U << i | 3U);
		iec60870_talk_say(&t, i % 2 == 0 ? DIR_REQUEST : DIR_RESPONSE, hex);
		assert_string_equal(t.d.operations[0].ot.function, names[i]);
		assert_int_equal(iec60870_talk_number(&t, "iec60870_104.utype"), 1U << i);
		assert_int_equal(t.d.operations[0].ot.response, i % 2 == 1);
		assert_int_equal(t.d.operations[0].ot.request_frame, i % 2 == 1 ? i : 0);
		assert_false(t.d.malformed);
	}
}

static void both_sides_may_test_at_the_same_time(void **state)
{
	(void)state;
	begin();
	iec60870_talk_say(&t, DIR_REQUEST, "68 04 43 000000");
	iec60870_talk_say(&t, DIR_RESPONSE, "68 04 43 000000");
	iec60870_talk_say(&t, DIR_REQUEST, "68 04 83 000000");
	assert_int_equal(t.d.operations[0].ot.request_frame, 2);
	iec60870_talk_say(&t, DIR_RESPONSE, "68 04 83 000000");
	assert_int_equal(t.d.operations[0].ot.request_frame, 1);
	iec60870_talk_say(&t, DIR_RESPONSE, "68 04 83 000000");
	assert_true(t.d.operations[0].ot.unmatched);
}

static void what_breaks_the_format_is_malformed(void **state)
{
	static const struct {
		const char *hex, *why;
	} wrong[] = {
		{ "68 03 0100 02", "APDU length is out of its range 4..253" },
		{ "68 06 0100 0200", "APDU length is more than there is" },
		{ "68 04 0f 000000", "U frame without a defined function" },
		{ "68 04 43 000100", "U frame with something in its empty octets" },
		{ "68 06 0100 0200 aabb", "S or U frame with something behind it" },
		{ "68 04 0101 0000", "control field with wrong bits" },
		{ "68 04 0100 0100", "control field with wrong bits" },
		{ "68 04 0000 0000", "I frame without an ASDU" },
		{ "68 0f 0000 0000 " GENERAL "15", "bytes after the last object" },
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct message *m = message_of(&protocol_iec60870_104, DIR_REQUEST, wrong[i].hex);

		assert_true(m->d.malformed);
		assert_true(message_marked(m, wrong[i].why));
		message_free(m);
	}
	struct message *m = message_of(&protocol_iec60870_104, DIR_REQUEST, "00 12 12");

	assert_int_equal(message_bytes(m, "iec60870_104.data", 0).left, 3);
	message_free(m);
}

static void every_prefix_is_malformed(void **state)
{
	(void)state;
	check_prefixes(&protocol_iec60870_104, DIR_REQUEST, "68 0e 0600 fe00 " GENERAL, 16);
	check_prefixes(&protocol_iec60870_104, DIR_RESPONSE, "68 0e 0600 fe00 " SINGLE, 16);
	check_prefixes(&protocol_iec60870_104, DIR_REQUEST, "68 04 43 000000", 6);
}

static void numbers_that_follow_are_not_remarked(void **state)
{
	(void)state;
	begin();
	iec60870_talk_say(&t, DIR_RESPONSE, "68 0e feff 0000 " SINGLE);
	assert_false(iec60870_talk_has(&t, "iec60870_104.unacked"));
	iec60870_talk_say(&t, DIR_REQUEST, "68 04 0100 0000");
	iec60870_talk_say(&t, DIR_RESPONSE, "68 0e 0000 0000 " SINGLE);
	assert_false(iec60870_talk_has(&t, "iec60870_104.tx_gap"));
	assert_int_equal(iec60870_talk_number(&t, "iec60870_104.unacked"), 1);
	assert_int_equal(iec60870_talk_number(&t, "iec60870_104.idle"), 1000000000);
	iec60870_talk_say(&t, DIR_RESPONSE, "68 0e 0200 0000 " SINGLE);
	assert_int_equal(iec60870_talk_number(&t, "iec60870_104.unacked"), 2);
	iec60870_talk_say(&t, DIR_REQUEST, "68 04 0100 0400");
	assert_int_equal(iec60870_talk_number(&t, "iec60870_104.ack_time"), 2000000000);
	assert_int_equal(t.d.nmarks, 0);
}

static void numbers_that_jump_or_go_back_are_remarked(void **state)
{
	(void)state;
	begin();
	iec60870_talk_say(&t, DIR_RESPONSE, "68 0e 0400 0000 " SINGLE);
	iec60870_talk_say(&t, DIR_RESPONSE, "68 0e 0a00 0000 " SINGLE);
	assert_int_equal(iec60870_talk_number(&t, "iec60870_104.tx_gap"), 2);
	assert_true(iec60870_talk_marked(&t, "N(S) jumps: I frames are missing"));
	iec60870_talk_say(&t, DIR_RESPONSE, "68 0e 0a00 0000 " SINGLE);
	assert_int_equal(iec60870_talk_number(&t, "iec60870_104.tx_gap"), (uint64_t)-1);
	assert_true(iec60870_talk_marked(&t, "N(S) goes back: an I frame is sent again"));
	iec60870_talk_say(&t, DIR_REQUEST, "68 04 0100 1000");
	assert_int_equal(iec60870_talk_number(&t, "iec60870_104.rx_ahead"), 2);
	assert_true(iec60870_talk_marked(&t, "N(R) acknowledges I frames that were not sent"));
	iec60870_talk_say(&t, DIR_REQUEST, "68 04 0100 0c00");
	assert_int_equal(t.d.nmarks, 0);
	iec60870_talk_say(&t, DIR_REQUEST, "68 04 0100 0a00");
	assert_true(iec60870_talk_marked(&t, "N(R) goes back"));
}

static void what_the_capture_lost_is_not_remarked(void **state)
{
	(void)state;
	begin();
	iec60870_talk_say(&t, DIR_RESPONSE, "68 0e 0400 0000 " SINGLE);
	t.gap = true;
	iec60870_talk_say(&t, DIR_RESPONSE, "68 0e 0a00 0000 " SINGLE);
	assert_false(iec60870_talk_has(&t, "iec60870_104.tx_gap"));
	assert_int_equal(t.d.nmarks, 0);
	iec60870_talk_say(&t, DIR_RESPONSE, "68 0e 0e00 0000 " SINGLE);
	assert_int_equal(iec60870_talk_number(&t, "iec60870_104.tx_gap"), 1);
}

static void data_after_a_stop_is_remarked(void **state)
{
	(void)state;
	begin();
	iec60870_talk_say(&t, DIR_REQUEST, "68 04 13 000000");
	iec60870_talk_say(&t, DIR_RESPONSE, "68 0e 0400 0000 " SINGLE);
	assert_int_equal(t.d.nmarks, 0);
	iec60870_talk_say(&t, DIR_RESPONSE, "68 04 23 000000");
	iec60870_talk_say(&t, DIR_RESPONSE, "68 0e 0600 0000 " SINGLE);
	assert_true(iec60870_talk_marked(&t, "data although data transfer is stopped"));
	iec60870_talk_say(&t, DIR_RESPONSE, "68 04 0b 000000");
	iec60870_talk_say(&t, DIR_RESPONSE, "68 0e 0800 0000 " SINGLE);
	assert_int_equal(t.d.nmarks, 0);
}

static void sizes_are_found_and_kept(void **state)
{
	(void)state;
	begin();
	/* Causes of one octet, stations of one, objects of two. */
	iec60870_talk_say(&t, DIR_RESPONSE, "68 0e 0000 0000 03 02 03 05 6500 02 6600 01");
	assert_int_equal(iec60870_talk_number(&t, "iec60870_asdu.addr"), 5);
	assert_int_equal(iec60870_talk_number(&t, "iec60870_asdu.ioa"), 101);
	assert_int_equal(t.d.noperations, 2);
	assert_false(t.d.malformed);
	for (unsigned i = 0; i < 2; i++)
		iec60870_talk_say(&t, DIR_RESPONSE, "68 0b 0200 0000 03 01 03 05 6500 02");
	/* One that does not fit them does not change them. */
	iec60870_talk_say(&t, DIR_RESPONSE, "68 0e 0400 0000 " SINGLE);
	assert_true(t.d.malformed);
	iec60870_talk_say(&t, DIR_RESPONSE, "68 0b 0600 0000 03 01 03 05 6500 02");
	assert_int_equal(iec60870_talk_number(&t, "iec60870_asdu.addr"), 5);
	assert_false(t.d.malformed);
}

static void an_interrogation_is_answered(void **state)
{
	(void)state;
	begin();
	iec60870_talk_say(&t, DIR_REQUEST, "68 0e 0000 0000 " GENERAL);
	assert_true(t.d.asked);
	assert_int_equal(t.d.operations[0].ot.op, OT_READ);
	iec60870_talk_say(&t, DIR_RESPONSE, "68 0e 0000 0200 " CONFIRMED);
	assert_int_equal(t.d.operations[0].ot.request_frame, 1);
	assert_int_equal(t.d.operations[0].ot.response_time, 1000000000);
	assert_string_equal(t.d.operations[0].ot.status, "ok");
	iec60870_talk_say(&t, DIR_RESPONSE, "68 0e 0200 0200 " CONFIRMED);
	assert_true(t.d.operations[0].ot.unmatched);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_apdu_is_sure_where_its_type_and_length_agree),
		cmocka_unit_test(start_and_stop_tell_the_direction_and_tests_do_not),
		cmocka_unit_test(other_bytes_are_none),
		cmocka_unit_test(the_length_octet_cuts),
		cmocka_unit_test(frames_say_their_type_and_numbers),
		cmocka_unit_test(each_function_of_a_u_frame_has_its_name_and_its_answer),
		cmocka_unit_test(both_sides_may_test_at_the_same_time),
		cmocka_unit_test(what_breaks_the_format_is_malformed),
		cmocka_unit_test(every_prefix_is_malformed),
		cmocka_unit_test(numbers_that_follow_are_not_remarked),
		cmocka_unit_test(numbers_that_jump_or_go_back_are_remarked),
		cmocka_unit_test(what_the_capture_lost_is_not_remarked),
		cmocka_unit_test(data_after_a_stop_is_remarked),
		cmocka_unit_test(sizes_are_found_and_kept),
		cmocka_unit_test(an_interrogation_is_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
