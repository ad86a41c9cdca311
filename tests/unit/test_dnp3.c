/* DNP3's link layer, transport function and application header: protocols/dnp3.c, dnp3_al.c. */
#include "tests/unit/dnp3_kit.h"

#include <stdio.h>

#include "tests/unit/test.h"

static struct dnp3_talk t;

static const struct ot *ot_of(unsigned i)
{
	assert_true(i < t.m.d.noperations);
	return &t.m.d.operations[i].ot;
}

static bool marked(const char *why)
{
	return message_marked(&t.m, why);
}

static void a_link_frame_says_who_asks_what_of_whom(void **state)
{
	static const struct {
		unsigned control;
		const char *name;
	} rows[] = {
		{ 0xc0, "Reset of Remote Link" },
		{ 0xc1, "Reset of User Process" },
		{ 0xd2, "Test Function For Link" },
		{ 0xc9, "Request Link Status" },
		{ 0x00, "ACK" },
		{ 0x01, "NACK" },
		{ 0x0b, "Status of Link" },
		{ 0x0e, "Link Service Not Functioning" },
		{ 0x1f, "Link Service Not Used or Implemented" },
	};

	(void)state;
	dnp3_begin(&t);
	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool master = (rows[i].control & 0x80) != 0;

		dnp3_build(&t, rows[i].control, master ? 10 : 1, master ? 1 : 10, "");
		dnp3_decode(&t);
		assert_false(t.m.d.malformed);
		assert_string_equal(master ? ot_of(0)->function : ot_of(0)->status, rows[i].name);
		assert_int_equal(ot_of(0)->op, OT_DIAGNOSE);
		assert_int_equal(ot_of(0)->device, 10);
		assert_int_equal(message_number(&t.m, "dnp3.ctl.dir", 0), master);
		assert_int_equal(message_number(&t.m, "dnp.hdr.CRC.status", 0), 1);
		assert_int_equal(message_count(&t.m, "dnp3.addr"), 2);
	}
	assert_int_equal(message_number(&t.m, "dnp3.ctl.dfc", 0), 1);
	assert_true(ot_of(0)->unmatched && ot_of(0)->failed);
	dnp3_build(&t, 0xc9, 10, 1, "");
	dnp3_decode(&t);
	assert_true(t.m.d.asked);
	dnp3_build(&t, 0x0b, 1, 10, "");
	dnp3_decode(&t);
	assert_false(ot_of(0)->unmatched || ot_of(0)->failed);
	assert_string_equal(ot_of(0)->function, "Request Link Status");
	dnp3_build(&t, 0xc7, 10, 1, "");
	dnp3_decode(&t);
	assert_true(t.m.d.malformed && marked("reserved link function"));
	dnp3_end(&t);
}

static void every_function_is_known_by_its_name(void **state)
{
	static const enum ot_op ops[] = {
		OT_OTHER,   OT_READ,	OT_WRITE,    OT_CONTROL, OT_CONTROL, OT_CONTROL, OT_CONTROL,
		OT_CONTROL, OT_CONTROL, OT_CONTROL,  OT_CONTROL, OT_CONTROL, OT_CONTROL, OT_CONTROL,
		OT_CONTROL, OT_CONTROL, OT_CONTROL,  OT_CONTROL, OT_CONTROL, OT_PROGRAM, OT_WRITE,
		OT_WRITE,   OT_WRITE,	OT_DIAGNOSE, OT_WRITE,	 OT_PROGRAM, OT_PROGRAM, OT_PROGRAM,
		OT_PROGRAM, OT_PROGRAM, OT_PROGRAM,  OT_PROGRAM, OT_AUTH,    OT_AUTH,
	};

	(void)state;
	dnp3_begin(&t);
	for (unsigned code = 0; code < 34; code++) {
		char fragment[16];

		(void)snprintf(fragment, sizeof(fragment), "c%x %02x", code & 15, code);
		dnp3_ask(&t, fragment);
		assert_false(t.m.d.malformed);
		assert_int_equal(ot_of(0)->op, ops[code]);
		assert_string_not_equal(ot_of(0)->function, "Unknown function");
		assert_false(ot_of(0)->response);
	}
	dnp3_ask(&t, "c1 22");
	assert_true(marked("function code is reserved"));
	dnp3_answer(&t, "c1 83 00 00");
	assert_int_equal(ot_of(0)->op, OT_AUTH);
	dnp3_answer(&t, "f0 82 80 00");
	assert_int_equal(ot_of(0)->op, OT_REPORT);
	assert_false(ot_of(0)->response);
	dnp3_ask(&t, "c1 81 00 00");
	assert_true(t.m.d.malformed && marked("a master responds"));
	dnp3_answer(&t, "c1 01");
	assert_true(t.m.d.malformed && marked("an outstation makes a request"));
	dnp3_end(&t);
}

static void a_response_answers_the_request_with_its_number(void **state)
{
	(void)state;
	dnp3_begin(&t);
	dnp3_ask(&t, "c3 01 3c 02 06 3c 01 06");
	assert_true(t.m.d.asked);
	assert_int_equal(t.m.d.noperations, 2);
	assert_string_equal(ot_of(0)->object_text, "class 1");
	assert_string_equal(ot_of(1)->object_text, "class 0");
	dnp3_answer(&t, "c4 81 00 00");
	assert_true(ot_of(0)->unmatched);
	assert_string_equal(ot_of(0)->function, "Response");
	dnp3_answer(&t, "c3 81 00 00");
	assert_false(ot_of(0)->unmatched);
	assert_int_equal(ot_of(0)->request_frame, 1);
	assert_int_equal(ot_of(0)->response_time, 2000000);
	assert_string_equal(ot_of(0)->function, "Read");
	assert_string_equal(ot_of(0)->status, "ok");
	/* What wants no answer is not waited for, nor what everybody is asked. */
	dnp3_ask(&t, "c4 06");
	assert_false(t.m.d.asked);
	dnp3_ask(&t, "c4 00");
	assert_false(t.m.d.asked);
	dnp3_build(&t, 0xc4, 0xffff, 1, "c0 c5 0d");
	dnp3_decode(&t);
	assert_false(t.m.d.asked);
	assert_false(ot_of(0)->has_device);
	dnp3_end(&t);
}

static void indications_are_read_and_compared_with_the_last_ones(void **state)
{
	static const struct {
		const char *iin, *status;
	} rows[] = {
		{ "00 01", "function not supported" },
		{ "00 02", "object unknown" },
		{ "00 04", "parameter error" },
		{ "00 10", "already executing" },
	};

	(void)state;
	dnp3_begin(&t);
	dnp3_ask(&t, "c0 01 3c 02 06");
	dnp3_answer(&t, "c0 81 90 00");
	assert_int_equal(message_number(&t.m, "dnp3.al.iin.rst", 0), 1);
	assert_int_equal(message_number(&t.m, "dnp3.al.iin.tsr", 0), 1);
	assert_int_equal(message_count(&t.m, "dnp3.al.iin.new"), 0);
	dnp3_answer(&t, "f0 82 90 28");
	assert_int_equal(message_number(&t.m, "dnp3.al.iin.new", 0), 0x0028);
	assert_int_equal(message_number(&t.m, "dnp3.al.iin.cc", 0), 1);
	assert_int_equal(message_number(&t.m, "dnp3.al.iin.ebo", 0), 1);
	dnp3_answer(&t, "f1 82 00 c0");
	assert_true(marked("reserved internal indications are set"));
	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char fragment[32];

		(void)snprintf(fragment, sizeof(fragment), "c0 81 %s", rows[i].iin);
		dnp3_answer(&t, fragment);
		assert_true(ot_of(0)->failed);
		assert_string_equal(ot_of(0)->status, rows[i].status);
	}
	dnp3_end(&t);
}

static void a_confirmation_is_of_what_wants_one(void **state)
{
	const char *const nobody = "confirms what nobody wants confirmed";

	(void)state;
	dnp3_begin(&t);
	dnp3_answer(&t, "f5 82 00 00");
	dnp3_ask(&t, "c5 00"); /* solicited: another one */
	assert_true(marked(nobody));
	dnp3_ask(&t, "d4 00");
	assert_true(marked(nobody));
	dnp3_ask(&t, "d5 00");
	assert_false(marked(nobody));
	dnp3_ask(&t, "d5 00");
	assert_true(marked(nobody));
	dnp3_answer(&t, "f5 82 00 00");
	assert_int_equal(message_number(&t.m, "dnp3.al.retry", 0), 1);
	dnp3_answer(&t, "e7 81 00 00");
	dnp3_ask(&t, "c7 00");
	assert_false(marked(nobody));
	dnp3_end(&t);
	/* Of a flow whose beginning was not seen nothing is said at first. */
	dnp3_begin(&t);
	t.gapless = false;
	dnp3_ask(&t, "c5 00");
	assert_false(marked(nobody));
	t.at += 61000000000U;
	dnp3_ask(&t, "c6 00");
	assert_true(marked(nobody));
	dnp3_end(&t);
}

static void segments_are_joined_to_a_fragment(void **state)
{
	(void)state;
	dnp3_begin(&t);
	dnp3_build(&t, 0x44, 1, 10, "7e c0 81 00 00 01 02 00 00");
	dnp3_decode(&t);
	assert_string_equal(ot_of(0)->function, "Transport segment");
	assert_int_equal(message_count(&t.m, "dnp3.al.func"), 0);
	/* Other stations' segments do not belong to it. */
	dnp3_build(&t, 0x44, 1, 11, "bf 00 00");
	dnp3_decode(&t);
	assert_true(marked("transport segment whose beginning was not seen"));
	dnp3_build(&t, 0x44, 1, 10, "3f 03 81 01");
	dnp3_decode(&t);
	dnp3_build(&t, 0x44, 1, 10, "3f 03 81 01");
	dnp3_decode(&t);
	assert_true(marked("transport segment sent again"));
	dnp3_build(&t, 0x44, 1, 10, "80 81 01");
	dnp3_decode(&t);
	assert_false(t.m.d.malformed);
	assert_int_equal(message_number(&t.m, "dnp3.al.fragment.count", 0), 3);
	assert_int_equal(message_number(&t.m, "dnp3.al.fragment", 1), 3);
	assert_int_equal(message_number(&t.m, "dnp3.al.fragment.reassembled.length", 0), 13);
	assert_int_equal(message_count(&t.m, "dnp3.al.biq.b7"), 4);
	assert_int_equal(message_number(&t.m, "dnp3.al.biq.b7", 0), 1);
	assert_int_equal(message_number(&t.m, "dnp3.al.biq.b7", 1), 0);
	dnp3_end(&t);
}

static void what_breaks_the_order_of_segments_is_said(void **state)
{
	(void)state;
	dnp3_begin(&t);
	dnp3_build(&t, 0x44, 1, 10, "40 c0 81 00 00");
	dnp3_decode(&t);
	dnp3_build(&t, 0x44, 1, 10, "82 00");
	dnp3_decode(&t);
	assert_true(marked("transport segment out of sequence"));
	dnp3_build(&t, 0x44, 1, 10, "81 00");
	dnp3_decode(&t);
	assert_true(marked("transport segment whose beginning was not seen"));
	dnp3_build(&t, 0x44, 1, 10, "44 c0 81 00 00");
	dnp3_decode(&t);
	dnp3_build(&t, 0x44, 1, 10, "49 c0 81 00 00");
	dnp3_decode(&t);
	assert_true(marked("fragment begins before the one before it has ended"));
	dnp3_answer(&t, "c0 81 00 00");
	assert_true(marked("fragment begins before the one before it has ended"));
	assert_int_equal(message_number(&t.m, "dnp3.al.func", 0), 129);
	dnp3_end(&t);
}

static void wrong_crcs_and_lengths_are_malformed(void **state)
{
	(void)state;
	dnp3_begin(&t);
	dnp3_build(&t, 0xc4, 10, 1, "c0 c1 01 3c 02 06 3c 03 06 3c 04 06 3c 01 06 01 00 06");
	t.frame[9] ^= 1;
	dnp3_decode(&t);
	assert_true(t.m.d.malformed && marked("CRC of the link header is wrong"));
	assert_int_equal(message_number(&t.m, "dnp.hdr.CRC.status", 0), 0);
	assert_false(t.m.d.asked); /* nobody believes it */
	t.frame[9] ^= 1;
	t.frame[20] ^= 1;
	dnp3_decode(&t);
	assert_true(t.m.d.malformed && marked("CRC of a data block is wrong"));
	assert_int_equal(message_number(&t.m, "dnp.data_chunk.CRC.status", 0), 0);
	t.frame[20] ^= 1;
	t.n--;
	dnp3_decode(&t);
	assert_true(t.m.d.malformed && marked("link frame is shorter than its length says"));
	t.n++;
	dnp3_decode(&t);
	assert_false(t.m.d.malformed);
	assert_int_equal(message_count(&t.m, "dnp.data_chunk.CRC.status"), 2);
	dnp3_build(&t, 0xc9, 10, 1, "c0 c1");
	dnp3_decode(&t);
	assert_true(marked("user data in a link frame that has none"));
	dnp3_build(&t, 0xc4, 10, 1, "");
	dnp3_decode(&t);
	assert_true(marked("user data without a transport header"));
	t.frame[2] = 4;
	dnp3_decode(&t);
	assert_true(marked("length of the link frame is below 5"));
	t.frame[0] = 0x06;
	dnp3_decode(&t);
	assert_true(marked("no link frame begins here"));
	assert_string_equal(ot_of(0)->function, "unknown");
	dnp3_end(&t);
}

static void the_probe_is_sure_of_a_header_with_its_crc(void **state)
{
	const struct protocol *p = &protocol_dnp3;

	(void)state;
	dnp3_begin(&t);
	dnp3_build(&t, 0xc4, 10, 1, "c0 c1 01 3c 02 06");
	struct cur c = cur_of(t.frame, t.n);

	assert_int_equal(p->probe(c, DIR_REQUEST), PROBE_SURE);
	assert_int_equal(p->probe(c, DIR_RESPONSE), PROBE_TURNED);
	assert_int_equal(p->segment(c, DIR_REQUEST), (long)t.n);
	for (size_t n = 0; n < 10; n++)
		assert_int_equal(p->probe(cur_of(t.frame, n), DIR_REQUEST), PROBE_SHORT);
	for (size_t n = 0; n < t.n; n++)
		assert_int_equal(p->segment(cur_of(t.frame, n), DIR_REQUEST),
				 n < 3 ? 0 : (long)t.n);
	t.frame[8] ^= 1;
	assert_int_equal(p->probe(c, DIR_REQUEST), PROBE_WEAK);
	t.frame[2] = 4;
	assert_int_equal(p->segment(c, DIR_REQUEST), SEGMENT_BAD);
	assert_int_equal(p->probe(c, DIR_REQUEST), PROBE_WEAK);
	t.frame[1] = 0x65;
	assert_int_equal(p->probe(c, DIR_REQUEST), PROBE_NO);
	assert_int_equal(p->segment(c, DIR_REQUEST), SEGMENT_BAD);
	dnp3_end(&t);
}

/* Lengths of 255 octets of user data, with 16 CRCs. */
static void the_longest_frame_is_read(void **state)
{
	char user[2 * 250 + 1] = "";

	(void)state;
	dnp3_begin(&t);
	memcpy(user, "c0c10170053b01f0", 16);
	for (unsigned i = 8; i < 250; i++)
		(void)snprintf(user + 2 * i, 3, "%02x", i & 0xff);
	dnp3_build(&t, 0xc4, 10, 1, user);
	assert_int_equal(t.n, 292);
	assert_int_equal(protocol_dnp3.segment(cur_of(t.frame, t.n), DIR_REQUEST), 292);
	dnp3_decode(&t);
	assert_int_equal(message_count(&t.m, "dnp.data_chunk.CRC.status"), 16);
	assert_int_equal(message_number(&t.m, "dnp3.al.fragment.reassembled.length", 0), 249);
	dnp3_end(&t);
}

static void qualifiers_are_read_or_refused(void **state)
{
	static const struct {
		const char *fragment, *field;
		uint64_t value;
	} good[] = {
		{ "c0 01 1e 01 00 02 05", "dnp3.al.range.stop", 5 },
		{ "c0 01 1e 01 01 02 00 05 01", "dnp3.al.range.stop", 261 },
		{ "c0 01 1e 01 02 02 00 00 00 05 00 01 00", "dnp3.al.range.stop", 65541 },
		{ "c0 01 1e 01 03 07", "dnp3.al.range.abs", 7 },
		{ "c0 01 1e 01 04 07 01", "dnp3.al.range.abs", 263 },
		{ "c0 01 1e 01 05 07 00 00 01", "dnp3.al.range.abs", 0x1000007 },
		{ "c0 01 1e 01 06", "dnp3.al.objq.range", 6 },
		{ "c0 01 02 00 07 09", "dnp3.al.range.quantity", 9 },
		{ "c0 01 02 00 08 09 01", "dnp3.al.range.quantity", 265 },
		{ "c0 01 02 00 09 09 00 01 00", "dnp3.al.range.quantity", 65545 },
		{ "c0 01 1e 01 17 02 04 09", "dnp3.al.index", 4 },
		{ "c0 01 1e 01 28 01 00 04 01", "dnp3.al.index", 260 },
		{ "c0 01 1e 01 39 01 00 00 00 04 00 01 00", "dnp3.al.index", 65540 },
		{ "c0 02 46 05 4b 01 08 01 00 00 00 00 00 00 80", "dnp3.al.size", 8 },
		{ "c0 02 46 05 5b 01 08 00 01 00 00 00 00 00 00 80", "dnp3.al.size", 8 },
		{ "c0 02 46 05 6b 01 08 00 00 00 01 00 00 00 00 00 00 80", "dnp3.al.size", 8 },
	};
	static const struct {
		const char *fragment, *why;
	} bad[] = {
		{ "c0 01 1e 01 0a", "reserved qualifier" },
		{ "c0 01 1e 01 0c", "reserved qualifier" },
		{ "c0 01 1e 01 70 01", "reserved qualifier" },
		{ "c0 01 1e 01 00 05 02", "range ends before it begins" },
		{ "c0 01 1e 01 17 05 02", "more objects than the fragment has room for" },
		{ "c0 02 1e 02 00 00 05 01 00", "more objects than the fragment has room for" },
		{ "c0 02 01 01 00 00 40 01 00", "more objects than the fragment has room for" },
		{ "c0 02 46 05 5b 01 09 00 01 00", "object is longer than the fragment" },
		{ "c0 02 46 05 5b 01 04 00 01 00 00 00", "object is shorter than its kind is" },
	};

	(void)state;
	dnp3_begin(&t);
	for (unsigned i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		dnp3_ask(&t, good[i].fragment);
		assert_false(t.m.d.malformed);
		assert_int_equal(message_number(&t.m, good[i].field, 0), good[i].value);
	}
	for (unsigned i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		dnp3_ask(&t, bad[i].fragment);
		assert_true(t.m.d.malformed);
		if (!marked(bad[i].why))
			fail_msg("%s: %s", bad[i].fragment, t.m.d.marks[0]);
	}
	dnp3_ask(&t, "c0 01 1e 01 86");
	assert_true(marked("reserved bit of the qualifier is set"));
	dnp3_end(&t);
}

/* Without notes, as a decoder that keeps nothing. */
static void every_prefix_is_a_beginning(void **state)
{
	static const char *const fragments[] = {
		"c0 c1 01 3c 02 06 3c 03 06 3c 04 06 3c 01 06",
		"c0 c2 05 0c 01 28 02 00 03 00 41 01 64 00 00 00 64 00 00 00 00 04 00 81 01 01 00 "
		"00 00 02 00 "
		"00 00 00",
	};

	(void)state;
	dnp3_begin(&t);
	for (unsigned i = 0; i < 2; i++) {
		char hex[2 * DNP3_FRAME + 1] = "";

		dnp3_build(&t, 0xc4, 10, 1, fragments[i]);
		for (size_t k = 0; k < t.n; k++)
			(void)snprintf(hex + 2 * k, 3, "%02x", t.frame[k]);
		check_prefixes(&protocol_dnp3, DIR_REQUEST, hex, t.n);
	}
	dnp3_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_link_frame_says_who_asks_what_of_whom),
		cmocka_unit_test(every_function_is_known_by_its_name),
		cmocka_unit_test(a_response_answers_the_request_with_its_number),
		cmocka_unit_test(indications_are_read_and_compared_with_the_last_ones),
		cmocka_unit_test(a_confirmation_is_of_what_wants_one),
		cmocka_unit_test(segments_are_joined_to_a_fragment),
		cmocka_unit_test(what_breaks_the_order_of_segments_is_said),
		cmocka_unit_test(wrong_crcs_and_lengths_are_malformed),
		cmocka_unit_test(the_probe_is_sure_of_a_header_with_its_crc),
		cmocka_unit_test(the_longest_frame_is_read),
		cmocka_unit_test(qualifiers_are_read_or_refused),
		cmocka_unit_test(every_prefix_is_a_beginning),
	};

	return cmocka_run_group_tests_name("dnp3", tests, NULL, NULL);
}
