/* TPKT and COTP, and how they find their users: protocols/cotp.c. */
#include <string.h>

#include "protocols/cotp.h"
#include "protocols/protocols.h"
#include "tests/unit/message.h"
#include "tests/unit/test.h"

#define CONNECT "0300 0016 11 e0 0000 0002 00 c0 01 0d c2 02 0001 c1 02 0001"

static enum probe probe(const char *bytes, size_t n, enum dir dir)
{
	return protocol_cotp.probe(cur_of(bytes, n), dir);
}

static void a_connect_request_says_its_selectors(void **state)
{
	struct message *m = message_of(&protocol_cotp, DIR_REQUEST, CONNECT);

	(void)state;
	assert_false(m->d.malformed);
	assert_ptr_equal(m->d.protocol, &protocol_cotp);
	assert_string_equal(m->d.ot.function, "connect");
	assert_int_equal(message_number(m, "tpkt.length", 0), 22);
	assert_int_equal(message_number(m, "cotp.type", 0), 14);
	assert_int_equal(message_number(m, "cotp.srcref", 0), 2);
	assert_int_equal(message_number(m, "cotp.tpdu_size", 0), 8192);
	assert_true(message_is(m, "cotp.src-tsap", 0, "0x0001"));
	assert_string_equal(m->d.ot.object_text, "0x0001");
	message_free(m);
	check_prefixes(&protocol_cotp, DIR_REQUEST, CONNECT, 22);
}

static void selectors_of_letters_are_text(void **state)
{
	struct message *m =
		message_of(&protocol_cotp, DIR_REQUEST, "0300 000f 0a e0 0000 0002 00 c2 02 4142");

	(void)state;
	assert_true(message_is(m, "cotp.dst-tsap", 0, "AB"));
	message_free(m);
}

static void a_disconnect_says_why(void **state)
{
	struct message *m =
		message_of(&protocol_cotp, DIR_RESPONSE, "0300 000b 06 80 0002 0001 03");

	(void)state;
	assert_string_equal(m->d.ot.function, "disconnect");
	assert_string_equal(m->d.ot.status, "address unknown");
	message_free(m);
	m = message_of(&protocol_cotp, DIR_RESPONSE, "0300 0009 04 70 0002 02");
	assert_string_equal(m->d.ot.function, "TPDU error");
	assert_int_equal(message_number(m, "cotp.reject_cause", 0), 2);
	assert_true(m->d.ot.failed);
	message_free(m);
}

static void data_of_nobody_are_only_transport(void **state)
{
	struct message *m = message_of(&protocol_cotp, DIR_REQUEST, "0300 000a 02 f0 80 99 01 00");

	(void)state;
	assert_false(m->d.malformed);
	assert_ptr_equal(m->d.protocol, &protocol_cotp);
	assert_string_equal(m->d.ot.function, "data");
	assert_int_equal(m->d.trailing, 0);
	message_free(m);
}

static void data_in_pieces_become_one(void **state)
{
	/* A conclude request, cut in the middle of the presentation's header. */
	struct message *m = message_of(&protocol_cotp, DIR_REQUEST,
				       "0300 000d 02 f0 00 01 00 01 00 61 09"
				       "0300 0010 02 f0 80 30 07 02 01 03 a0 02 8b 00");

	(void)state;
	assert_false(m->d.malformed);
	assert_ptr_equal(m->d.protocol, &protocol_mms);
	assert_string_equal(m->d.ot.function, "conclude");
	assert_int_equal(message_count(m, "tpkt.length"), 2);
	message_free(m);
	m = message_of(&protocol_cotp, DIR_REQUEST, "0300 000d 02 f0 00 01 00 01 00 61 09");
	assert_true(message_marked(m, "the end of the data is missing"));
	message_free(m);
}

static void a_piece_of_nothing_is_a_message(void **state)
{
	static const char twice[] = "\x03\0\0\x07\x02\xf0\0\x03\0\0\x08\x02\xf0\x80y";
	struct message *m = message_of(&protocol_cotp, DIR_REQUEST, "0300 0007 02 f0 00");

	(void)state;
	assert_false(m->d.malformed);
	assert_string_equal(m->d.ot.function, "data");
	message_free(m);
	assert_int_equal(protocol_cotp.segment(cur_of(twice, 15), DIR_REQUEST), 7);
}

static void wrong_lengths_are_malformed(void **state)
{
	struct message *m = message_of(&protocol_cotp, DIR_REQUEST, "0300 0005 00");

	(void)state;
	assert_true(message_marked(m, "TPKT length is too short for a transport PDU"));
	message_free(m);
	m = message_of(&protocol_cotp, DIR_REQUEST, "0300 0008 40 e0 00 00");
	assert_true(message_marked(m, "transport header is longer than its TPKT"));
	message_free(m);
	m = message_of(&protocol_cotp, DIR_REQUEST, "0300 0020 02 f0 80");
	assert_true(message_marked(m, "TPKT length is more than there is"));
	message_free(m);
}

static void segments_end_with_the_data(void **state)
{
	static const char two[] = "\x03\0\0\x08\x02\xf0\0x\x03\0\0\x08\x02\xf0\x80y\x03\0";

	(void)state;
	assert_int_equal(protocol_cotp.segment(cur_of(two, 18), DIR_REQUEST), 16);
	assert_int_equal(protocol_cotp.segment(cur_of(two, 8), DIR_REQUEST), 15);
	assert_int_equal(protocol_cotp.segment(cur_of(two, 5), DIR_REQUEST), 0);
	assert_int_equal(protocol_cotp.segment(cur_of(two + 8, 8), DIR_REQUEST), 8);
	assert_int_equal(protocol_cotp.segment(cur_of("GET / HTTP", 10), DIR_REQUEST), SEGMENT_BAD);
}

static void a_connect_request_is_sure_by_both_selectors(void **state)
{
	static const char mms[] =
		"\x03\0\0\x16\x11\xe0\0\0\0\x02\0\xc0\x01\x0d\xc2\x02\0\x01\xc1\x02"
		"\0\x01";
	/* Remote Desktop negotiates in the same frame, with other parameters. */
	static const char rdp[] = "\x03\0\0\x13\x0e\xe0\0\0\0\0\0\x01\0\x08\0\x03\0\0\0";

	(void)state;
	assert_int_equal(probe(mms, 22, DIR_REQUEST), PROBE_SURE);
	assert_int_equal(probe(mms, 22, DIR_RESPONSE), PROBE_NO);
	assert_int_equal(probe(mms, 12, DIR_REQUEST), PROBE_SHORT);
	assert_int_equal(probe(rdp, 19, DIR_REQUEST), PROBE_WEAK);
}

static void data_are_sure_by_their_user(void **state)
{
	static const char mms[] =
		"\x03\0\0\x16\x02\xf0\x80\x01\0\x01\0\x61\x09\x30\x07\x02\x01\x03\xa0\x02"
		"\x8b\0";
	static const char s7[] = "\x03\0\0\x0a\x02\xf0\x80\x32\x01\0";

	(void)state;
	assert_int_equal(probe(mms, 22, DIR_REQUEST), PROBE_SURE);
	assert_int_equal(probe(s7, 10, DIR_REQUEST), PROBE_WEAK);
	assert_int_equal(probe("GET / HTTP/1.1", 14, DIR_REQUEST), PROBE_NO);
	assert_int_equal(probe("\x03\0\0", 3, DIR_REQUEST), PROBE_SHORT);
	assert_int_equal(probe("\x03\x01", 2, DIR_REQUEST), PROBE_NO);
	/* H.225 over TPKT has no transport header. */
	assert_int_equal(probe("\x03\0\0\x0c\x08\x02\0\x01\x05\x04\x03\x80", 12, DIR_REQUEST),
			 PROBE_NO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_connect_request_says_its_selectors),
		cmocka_unit_test(selectors_of_letters_are_text),
		cmocka_unit_test(a_disconnect_says_why),
		cmocka_unit_test(data_of_nobody_are_only_transport),
		cmocka_unit_test(data_in_pieces_become_one),
		cmocka_unit_test(a_piece_of_nothing_is_a_message),
		cmocka_unit_test(wrong_lengths_are_malformed),
		cmocka_unit_test(segments_end_with_the_data),
		cmocka_unit_test(a_connect_request_is_sure_by_both_selectors),
		cmocka_unit_test(data_are_sure_by_their_user),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
