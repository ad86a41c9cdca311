/* RTU frames over TCP: protocols/mbrtu.c. */
#include <stdio.h>
#include <string.h>

#include "protocols/protocols.h"
#include "tests/unit/message.h"
#include "tests/unit/pdu.h"
#include "tests/unit/test.h"

static uint8_t bytes[600];
static struct pdu p;

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
	return protocol_mbrtu.probe(of(hex), dir);
}

static long segment(enum dir dir, const char *hex)
{
	return protocol_mbrtu.segment(of(hex), dir);
}

static void the_checksum_is_the_one_of_the_guide(void **state)
{
	(void)state;
	/* Device 2, function 7: 41 12 (serial line guide, 6.2.2). */
	struct message *m = message_of(&protocol_mbrtu, DIR_REQUEST, "02 07 41 12");

	assert_int_equal(message_number(m, "mbrtu.crc16.status", 0), 1);
	assert_int_equal(message_number(m, "mbrtu.unit_id", 0), 2);
	assert_int_equal(message_number(m, "modbus.func_code", 0), 7);
	assert_false(m->d.malformed);
	message_free(m);
}

static void a_right_checksum_makes_it_sure_and_a_wrong_one_impossible(void **state)
{
	(void)state;
	assert_int_equal(probe(DIR_REQUEST, "01 03 0010 0002 c5ce"), PROBE_SURE);
	assert_int_equal(probe(DIR_REQUEST, "01 03 0010 0002 0000"), PROBE_NO);
	assert_int_equal(probe(DIR_RESPONSE, "01 03 04 0001 0002 2a32"), PROBE_SURE);
	assert_int_equal(probe(DIR_REQUEST, "01 03 04 0001 0002 2a32"), PROBE_NO);
	assert_int_equal(probe(DIR_REQUEST, "01 03 0010"), PROBE_SHORT);
	assert_int_equal(probe(DIR_REQUEST, "01"), PROBE_SHORT);
	assert_int_equal(probe(DIR_REQUEST, "01 64 0102 c056"), PROBE_NO);
	assert_int_equal(probe(DIR_RESPONSE, "01 83 02 c0f1"), PROBE_SURE);
}

static void a_length_that_cannot_be_does_not_wait_for_ever(void **state)
{
	char hex[2 * 300 + 1];
	size_t n = 0;

	(void)state;
	/* Identification of 255 objects of 255 bytes. */
	n = (size_t)snprintf(hex, sizeof(hex), "012b0e01010000ff");
	while (n + 2 < sizeof(hex)) {
		memcpy(hex + n, "ff", 3);
		n += 2;
	}
	assert_int_equal(probe(DIR_RESPONSE, hex), PROBE_NO);
	assert_int_equal(segment(DIR_RESPONSE, hex), SEGMENT_BAD);
}

static void the_function_tells_the_length(void **state)
{
	(void)state;
	assert_int_equal(segment(DIR_REQUEST, "01 03 0010 0002 c5ce"), 8);
	assert_int_equal(segment(DIR_REQUEST, "01 03 0010 0002 c5ce 01 03"), 8);
	assert_int_equal(segment(DIR_REQUEST, "01 03 0010"), 8);
	assert_int_equal(segment(DIR_RESPONSE, "01 03 04"), 9);
	assert_int_equal(segment(DIR_RESPONSE, "01"), 0);
	assert_int_equal(segment(DIR_REQUEST, "01 10 0001 0002 04"), 13);
	assert_int_equal(segment(DIR_RESPONSE, "01 83"), 5);
}

static void where_the_function_does_not_tell_the_checksum_is_searched(void **state)
{
	(void)state;
	assert_int_equal(segment(DIR_REQUEST, "01 64 010203 1651"), 7);
	assert_int_equal(segment(DIR_REQUEST, "01 64 010203 1651 01 03 0010 0002 c5ce"), 7);
	assert_int_equal(segment(DIR_REQUEST, "01 64 010203"), 0);
	assert_int_equal(segment(DIR_REQUEST, "01 41 c010"), 4);
}

static void a_wrong_checksum_keeps_the_length_of_the_shape(void **state)
{
	(void)state;
	assert_int_equal(segment(DIR_REQUEST, "01 03 0010 0002 0000"), 8);
}

static void what_was_split_is_not_searched_too_early(void **state)
{
	(void)state;
	/* The first six bytes happen to end in their checksum. */
	assert_int_equal(segment(DIR_REQUEST, "01 10 0000 001d"), 0);
	assert_int_equal(segment(DIR_REQUEST, "01 03 0010 f014"), 8);
}

static void longer_than_any_frame_is_none(void **state)
{
	char hex[2 * 300 + 1];

	(void)state;
	for (size_t i = 0; i < 300; i++)
		memcpy(hex + 2 * i, i == 0 ? "01" : i == 1 ? "64" : "00", 3);
	assert_int_equal(segment(DIR_REQUEST, hex), SEGMENT_BAD);
	hex[2 * 200] = '\0';
	assert_int_equal(segment(DIR_REQUEST, hex), 0);
}

static void answers_find_their_requests_by_unit_and_function(void **state)
{
	(void)state;
	pdu_begin(&p);
	(void)pdu_message(&p, &protocol_mbrtu, DIR_REQUEST, "01 03 0010 0001 85cf");
	assert_true(p.d.asked);
	(void)pdu_message(&p, &protocol_mbrtu, DIR_RESPONSE, "02 03 02 0007 bd86");
	assert_true(p.d.operations[0].ot.unmatched);
	(void)pdu_message(&p, &protocol_mbrtu, DIR_RESPONSE, "01 03 02 0007 f986");
	assert_int_equal(p.d.operations[0].ot.request_frame, 1);
	assert_int_equal(p.d.operations[0].ot.index, 16);
	assert_int_equal(p.pairs.n, 0);
}

static void an_answer_that_cannot_be_read_does_not_shift_the_next(void **state)
{
	(void)state;
	pdu_begin(&p);
	(void)pdu_message(&p, &protocol_mbrtu, DIR_REQUEST, "01 03 0000 0001 840a");
	(void)pdu_message(&p, &protocol_mbrtu, DIR_RESPONSE, "01 03 02 000a ffff");
	assert_int_equal(p.pairs.n, 0);
	assert_int_equal(p.pairs.nlost, 0);
	(void)pdu_message(&p, &protocol_mbrtu, DIR_REQUEST, "01 03 0001 0001 d5ca");
	(void)pdu_message(&p, &protocol_mbrtu, DIR_RESPONSE, "01 03 02 0014 b84b");
	assert_int_equal(p.d.operations[0].ot.index, 1);
}

static void a_broadcast_waits_for_no_answer(void **state)
{
	(void)state;
	pdu_begin(&p);
	(void)pdu_message(&p, &protocol_mbrtu, DIR_REQUEST, "00 06 0010 0001 481e");
	assert_false(p.d.asked);
	assert_int_equal(p.pairs.n, 0);
	assert_false(p.d.malformed);
}

static void a_wrong_checksum_is_malformed_and_asks_nothing(void **state)
{
	(void)state;
	pdu_begin(&p);
	(void)pdu_message(&p, &protocol_mbrtu, DIR_REQUEST, "01 03 0010 0001 ffff");
	assert_true(p.d.malformed);
	assert_string_equal(p.d.marks[p.d.nmarks - 1], "CRC is wrong");
	assert_int_equal(p.pairs.n, 0);
	assert_non_null(strstr(p.text, "crc16.status=0"));
	assert_non_null(strstr(p.text, "hr:16"));
}

static void a_frame_that_was_cut_has_no_checksum(void **state)
{
	(void)state;
	pdu_begin(&p);
	p.d.cut = true;
	(void)pdu_message(&p, &protocol_mbrtu, DIR_REQUEST, "01 03 0010 0001");
	p.d.cut = false;
	assert_false(p.d.malformed);
	assert_null(strstr(p.text, "crc16"));
	assert_int_equal(p.pairs.n, 1);
}

static void too_short_for_a_frame_is_malformed(void **state)
{
	(void)state;
	for (unsigned n = 0; n < 4; n++) {
		char hex[9] = "02074112";

		hex[2 * n] = '\0';
		struct message *m = message_of(&protocol_mbrtu, DIR_REQUEST, hex);

		assert_true(m->d.malformed);
		message_free(m);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_checksum_is_the_one_of_the_guide),
		cmocka_unit_test(a_right_checksum_makes_it_sure_and_a_wrong_one_impossible),
		cmocka_unit_test(a_length_that_cannot_be_does_not_wait_for_ever),
		cmocka_unit_test(the_function_tells_the_length),
		cmocka_unit_test(where_the_function_does_not_tell_the_checksum_is_searched),
		cmocka_unit_test(a_wrong_checksum_keeps_the_length_of_the_shape),
		cmocka_unit_test(what_was_split_is_not_searched_too_early),
		cmocka_unit_test(longer_than_any_frame_is_none),
		cmocka_unit_test(answers_find_their_requests_by_unit_and_function),
		cmocka_unit_test(an_answer_that_cannot_be_read_does_not_shift_the_next),
		cmocka_unit_test(a_broadcast_waits_for_no_answer),
		cmocka_unit_test(a_wrong_checksum_is_malformed_and_asks_nothing),
		cmocka_unit_test(a_frame_that_was_cut_has_no_checksum),
		cmocka_unit_test(too_short_for_a_frame_is_malformed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
