/* OPC UA: protocols/opcua.c, opcua_services.c, opcua_items.c, opcua_nodes.c. */
#include <stdio.h>
#include <string.h>

#include "tests/unit/opcua_kit.h"
#include "tests/unit/test.h"

#define URL   "18000000 6f70632e7463703a2f2f6c6f63616c686f73743a34383430"
#define HELLO "00000000 ffff0000 ffff0000 00000000 00000000 " URL
#define NODE  "0102d207" /* ns=2;i=2002 */
#define READ  NODE "0d000000 ffffffff 0000 ffffffff"
#define TOKEN "ffffffff ffffffff 00000000 00000000 "

static struct opcua_talk t;

static const struct ot *ot(unsigned i)
{
	return &t.m.d.operations[i].ot;
}

static void greetings_are_answered(void **state)
{
	(void)state;
	opcua_begin(&t);
	opcua_say(&t, DIR_REQUEST, "HELF", HELLO);
	assert_string_equal(ot(0)->function, "Hello");
	assert_true(message_is(&t.m, "opcua.transport.endpoint", 0, "opc.tcp://localhost:4840"));
	opcua_say(&t, DIR_RESPONSE, "ACKF", "00000000 ffff0000 ffff0000 00000000 00000000");
	assert_int_equal(ot(0)->request_frame, 1);
	opcua_say(&t, DIR_RESPONSE, "ERRF", "00001280 03000000 6e6f21");
	assert_true(ot(0)->failed);
	assert_string_equal(ot(0)->status, "BadCertificateInvalid");
	opcua_say(&t, DIR_REQUEST, "RHEF", "03000000 75726e " URL);
	assert_string_equal(ot(0)->function, "ReverseHello");
	assert_false(t.m.d.malformed);
	opcua_end(&t);
}

static void answers_have_the_nodes_that_were_asked_for(void **state)
{
	(void)state;
	opcua_begin(&t);
	opcua_open(&t, "None");
	assert_string_equal(ot(0)->function, "OpenSecureChannel");
	opcua_ask(&t, 631,
		  "0000000000000000 02000000 02000000 " READ
		  "030100 04000000 50756d70 03000000 ffffffff 0000 ffffffff");
	assert_int_equal(t.m.d.noperations, 2);
	assert_string_equal(ot(0)->object_text, "ns=2;i=2002");
	assert_string_equal(ot(1)->object_text, "ns=1;s=Pump@BrowseName");
	assert_int_equal(ot(0)->op, OT_READ);
	opcua_answer(&t, 634, 0, "02000000 01 0b 0000000000000440 02 00003480 ffffffff");
	assert_int_equal(t.m.d.noperations, 2);
	assert_string_equal(ot(0)->object_text, "ns=2;i=2002");
	assert_true(ot(0)->value.kind == VALUE_FLOAT && ot(0)->value.f > 2.4 &&
		    ot(0)->value.f < 2.6);
	assert_string_equal(ot(0)->status, "ok");
	assert_true(ot(1)->failed);
	assert_string_equal(ot(1)->status, "BadNodeIdUnknown");
	assert_string_equal(ot(1)->object_text, "ns=1;s=Pump@BrowseName");
	assert_int_equal(ot(0)->request_frame, 2);
	assert_false(t.m.d.malformed);
	opcua_end(&t);
}

static void writes_and_calls_have_values(void **state)
{
	(void)state;
	opcua_begin(&t);
	opcua_open(&t, "None");
	opcua_ask(&t, 673,
		  "01000000 " NODE
		  "0d000000 ffffffff 01 8b 02000000 0000000000000440 0000000000001440");
	assert_int_equal(ot(0)->op, OT_WRITE);
	assert_int_equal(ot(0)->value.n, 2);
	opcua_answer(&t, 676, 0, "01000000 00001f80 ffffffff");
	assert_string_equal(ot(0)->status, "BadUserAccessDenied");
	assert_string_equal(ot(0)->object_text, "ns=2;i=2002");
	opcua_ask(&t, 712, "01000000 0055 " NODE "02000000 01 01 0c 02000000 6f6e");
	assert_int_equal(ot(0)->op, OT_CONTROL);
	assert_string_equal(ot(0)->object_text, "ns=2;i=2002");
	assert_true(text_is(cur_of(ot(0)->value.p, ot(0)->value.n), "1, on"));
	opcua_answer(&t, 397, 0x800b0000, "");
	assert_string_equal(ot(0)->function, "Call");
	assert_string_equal(ot(0)->status, "BadServiceUnsupported");
	opcua_end(&t);
}

static void notifications_have_the_names_of_their_items(void **state)
{
	(void)state;
	opcua_begin(&t);
	opcua_open(&t, "None");
	opcua_ask(&t, 787, "0000000000407f40 60090000 0a000000 00000000 01 00");
	opcua_answer(&t, 790, 0, "07000000 0000000000407f40 60090000 0a000000");
	assert_int_equal(message_number(&t.m, "opcua.session.subscriptions", 0), 1);
	opcua_ask(&t, 751,
		  "07000000 02000000 01000000 " READ
		  "02000000 64000000 0000000000407f40 000000 01000000 01");
	opcua_answer(&t, 754, 0,
		     "01000000 00000000 84030000 0000000000407f40 01000000 000000 ffffffff");
	assert_string_equal(ot(0)->object_text, "ns=2;i=2002");
	opcua_ask(&t, 826, "00000000");
	opcua_answer(&t, 829, 0,
		     "07000000 00000000 00 01000000 0000000000000000 01000000 01002b03 01 12000000 "
		     "01000000 "
		     "64000000 01 06 2a000000 ffffffff ffffffff ffffffff");
	assert_int_equal(ot(0)->op, OT_REPORT);
	assert_string_equal(ot(0)->object_text, "ns=2;i=2002");
	assert_int_equal(ot(0)->value.i, 42);
	opcua_ask(&t, 847, "01000000 07000000");
	opcua_answer(&t, 850, 0, "01000000 00000000 ffffffff");
	assert_int_equal(message_number(&t.m, "opcua.session.subscriptions", 0), 0);
	opcua_end(&t);
}

static void log_ins_that_fail_are_counted(void **state)
{
	static const char user[] =
		TOKEN "01004401 01 13000000 ffffffff 01000000 61 02000000 7878 ffffffff "
		      "ffffffff ffffffff";

	(void)state;
	opcua_begin(&t);
	opcua_open(&t, "None");
	for (unsigned i = 1; i <= 3; i++) {
		opcua_ask(&t, 467, user);
		assert_false(t.m.d.malformed);
		assert_true(message_is(&t.m, "opcua.UserName", 0, "a"));
		assert_true(message_is(&t.m, "opcua.Password", 0, "********"));
		opcua_answer(&t, 397, 0x80210000, "");
		assert_int_equal(message_number(&t.m, "opcua.session.failures", 0), i);
		assert_string_equal(ot(0)->status, "BadIdentityTokenRejected");
	}
	opcua_ask(&t, 467, user);
	opcua_answer(&t, 470, 0, "ffffffff ffffffff ffffffff");
	assert_int_equal(message_number(&t.m, "opcua.session.failures", 0), 0);
	opcua_ask(&t, 473, "01");
	assert_int_equal(message_number(&t.m, "opcua.session.identity", 0), 2);
	assert_int_equal(message_number(&t.m, "opcua.channel.security", 0), 1);
	opcua_end(&t);
}

static void pieces_are_put_together(void **state)
{
	(void)state;
	opcua_begin(&t);
	opcua_open(&t, "None");
	opcua_piece(&t, DIR_REQUEST, 'C', 2,
		    "01007702 0000 0000000000000000 01000000 00000000 ffff");
	assert_string_equal(ot(0)->function, "piece of a message");
	opcua_piece(&t, DIR_REQUEST, 'F', 2,
		    "ffff 10270000 000000 0000000000000000 02000000 01000000 " READ);
	assert_string_equal(ot(0)->function, "Read");
	assert_string_equal(ot(0)->object_text, "ns=2;i=2002");
	assert_false(t.m.d.malformed);
	opcua_piece(&t, DIR_REQUEST, 'C', 3, "01007702");
	opcua_piece(&t, DIR_REQUEST, 'A', 3, "0000b880 ffffffff");
	assert_string_equal(ot(0)->function, "Abort");
	assert_string_equal(ot(0)->status, "BadRequestTooLarge");
	opcua_end(&t);
}

static void too_many_pieces_are_not_kept(void **state)
{
	static char piece[12001];

	(void)state;
	memset(piece, '0', sizeof(piece) - 1);
	opcua_begin(&t);
	opcua_open(&t, "None");
	for (unsigned i = 0; i < 11; i++)
		opcua_piece(&t, DIR_REQUEST, 'C', 2, piece);
	assert_true(message_marked(&t.m, "message of more pieces than are kept"));
	opcua_piece(&t, DIR_REQUEST, 'F', 2, "0000");
	assert_string_equal(ot(0)->function, "end of a long message");
	opcua_end(&t);
}

static void what_is_signed_can_be_read(void **state)
{
	static const char read[] =
		"0100 7702 0000 0000000000000000 01000000 00000000 ffffffff 10270000 000000 "
		"0000000000000000 02000000 01000000 " READ;
	char text[512];

	(void)state;
	opcua_begin(&t);
	opcua_open(&t, "Basic256Sha256");
	assert_int_equal(message_count(&t.m, "opcua.security.encrypted"), 1);
	(void)snprintf(text, sizeof(text), "%s %064d", read, 7);
	opcua_piece(&t, DIR_REQUEST, 'F', 2, text);
	assert_string_equal(ot(0)->function, "Read");
	assert_int_equal(message_number(&t.m, "opcua.channel.security", 0), 2);
	assert_int_equal(
		cur_left(&(struct cur){ .left = value_cur(&t.m.d.values[t.m.d.nvalues - 1]).left }),
		32);
	assert_false(t.m.d.malformed);
	opcua_end(&t);
	opcua_begin(&t);
	opcua_open(&t, "Aes128_Sha256_RsaOaep");
	opcua_piece(&t, DIR_REQUEST, 'F', 0xdeadbeef, "fe dc ba 98 76 54 32 10 00 11 22 33");
	assert_string_equal(ot(0)->function, "encrypted message");
	assert_int_equal(message_number(&t.m, "opcua.channel.security", 0), 3);
	opcua_end(&t);
}

static void a_number_out_of_order_is_remarked(void **state)
{
	(void)state;
	opcua_begin(&t);
	opcua_open(&t, "None");
	opcua_ask(&t, 473, "01");
	assert_int_equal(t.m.d.nmarks, 0);
	t.sequence[DIR_REQUEST] += 5000;
	opcua_ask(&t, 473, "01");
	assert_true(message_marked(&t.m, "sequence number is not the next one"));
	opcua_end(&t);
}

static void node_ids_are_written_as_people_do(void **state)
{
	static const struct {
		const char *hex, *text;
	} want[] = {
		{ "0055", "i=85" },
		{ "0102d207", "ns=2;i=2002" },
		{ "02030070110100", "ns=3;i=70000" },
		{ "030000 02000000 6162", "s=ab" },
		{ "040100 00112233445566778899aabbccddeeff",
		  "ns=1;g=33221100-5544-7766-8899-aabbccddeeff" },
		{ "050200 02000000 0102", "ns=2;b=AQI=" },
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		char text[256];

		opcua_begin(&t);
		opcua_open(&t, "None");
		(void)snprintf(text, sizeof(text), "01000000 %s", want[i].hex);
		opcua_ask(&t, 560, text);
		assert_string_equal(ot(0)->object_text, want[i].text);
		opcua_end(&t);
	}
}

static void what_is_no_message_is_malformed(void **state)
{
	static const char *const bad[] = {
		"01007702 0000 0000000000000000 01000000 00000000 ffffffff 10270000 000000 "
		"0000000000000000 02000000 ffffff7f " READ,
		"0100a102 0000 0000000000000000 01000000 00000000 ffffffff 10270000 000000 "
		"01000000 " NODE "0d000000 ffffffff 01 18 18 18 18 18 18 18 18 18 18 18 18 00",
		"0100a102 0000 0000000000000000 01000000 00000000 ffffffff 10270000 000000 "
		"01000000 " NODE "0d000000 ffffffff 01 3f",
		"0100a102 0700 0000000000000000",
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		opcua_begin(&t);
		opcua_open(&t, "None");
		opcua_piece(&t, DIR_REQUEST, 'F', 2, bad[i]);
		assert_true(t.m.d.malformed);
		opcua_end(&t);
	}
	opcua_begin(&t);
	opcua_open(&t, "None");
	opcua_piece(&t, DIR_REQUEST, 'F', 2, "01000f27 00");
	assert_true(message_marked(&t.m, "service that no version of OPC UA has"));
	opcua_end(&t);
}

static enum probe probed(const char *text, size_t n, enum dir dir)
{
	return protocol_opcua.probe(cur_of(text, n), dir);
}

static void probes_know_who_speaks(void **state)
{
	static const char hello[] = "HELF\x38\0\0\0\0\0\0\0\xff\xff\0\0\xff\xff\0\0\0\0\0\0\0\0\0\0"
				    "\x18\0\0\0opc.tcp://localhost:4840";
	static const char read[] = "MSGF\x64\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\1\0\x77\2";

	(void)state;
	assert_int_equal(probed(hello, sizeof(hello) - 1, DIR_REQUEST), PROBE_SURE);
	assert_int_equal(probed(hello, sizeof(hello) - 1, DIR_RESPONSE), PROBE_TURNED);
	assert_int_equal(probed(hello, 7, DIR_REQUEST), PROBE_SHORT);
	assert_int_equal(probed("HE", 2, DIR_REQUEST), PROBE_SHORT);
	assert_int_equal(probed("GE", 2, DIR_REQUEST), PROBE_NO);
	assert_int_equal(probed("MSGX\x64\0\0\0", 8, DIR_REQUEST), PROBE_NO);
	assert_int_equal(probed("MSGF\xff\xff\xff\xff", 8, DIR_REQUEST), PROBE_NO);
	assert_int_equal(probed(read, sizeof(read) - 1, DIR_REQUEST), PROBE_SURE);
	assert_int_equal(probed(read, sizeof(read) - 1, DIR_RESPONSE), PROBE_TURNED);
	assert_int_equal(probed(read, 26, DIR_REQUEST), PROBE_WEAK);
	assert_int_equal(protocol_opcua.segment(cur_of(hello, 8), DIR_REQUEST), 56);
	assert_int_equal(protocol_opcua.segment(cur_of(hello, 5), DIR_REQUEST), 0);
	assert_int_equal(protocol_opcua.segment(cur_of("GET / HTTP", 10), DIR_REQUEST),
			 SEGMENT_BAD);
}

static void messages_that_are_cut_off_are_malformed(void **state)
{
	(void)state;
	check_prefixes(&protocol_opcua, DIR_REQUEST, "48454c46 38000000 " HELLO, 56);
	check_prefixes(&protocol_opcua, DIR_RESPONSE,
		       "41434b46 1c000000 00000000 ffff0000 ffff0000 00000000 00000000", 28);
	check_prefixes(&protocol_opcua, DIR_RESPONSE, "45525246 13000000 00001280 03000000 6e6f21",
		       19);
	check_prefixes(
		&protocol_opcua, DIR_REQUEST,
		"4f504e46 47000000 00000000 1d000000 "
		"687474703a2f2f6f7063666f756e646174696f6e2e6f72672f55412f23 ffffffff 02000000 0102 "
		"aabbccddeeff00112233445566778899",
		73);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(greetings_are_answered),
		cmocka_unit_test(answers_have_the_nodes_that_were_asked_for),
		cmocka_unit_test(writes_and_calls_have_values),
		cmocka_unit_test(notifications_have_the_names_of_their_items),
		cmocka_unit_test(log_ins_that_fail_are_counted),
		cmocka_unit_test(pieces_are_put_together),
		cmocka_unit_test(too_many_pieces_are_not_kept),
		cmocka_unit_test(what_is_signed_can_be_read),
		cmocka_unit_test(a_number_out_of_order_is_remarked),
		cmocka_unit_test(node_ids_are_written_as_people_do),
		cmocka_unit_test(what_is_no_message_is_malformed),
		cmocka_unit_test(probes_know_who_speaks),
		cmocka_unit_test(messages_that_are_cut_off_are_malformed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
