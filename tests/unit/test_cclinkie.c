/* CC-Link IE on layer 2, Field and Control: protocols/cclinkie.c. */
#include <stdio.h>
#include <string.h>

#include "protocols/protocols.h"
#include "tests/unit/cclink_kit.h"
#include "tests/unit/message.h"
#include "tests/unit/test.h"

#define P (&protocol_cclinkie)

#define HEADER_BYTES 14
#define TOKEN_M	     "15 00 0002 0000 0001 01 00 12345678"
#define STATUS	     "20 00 0002 01 33 0002 01 00 12345678 0100"
#define TRANSIENT    "22 07 0002 13 00 0000 01 00 12345678 00010400"
#define PERSUASION   "10 00 000001 30 0000 01 00 12345678"
#define RWR	     "84 00 0002 0000 0002 01 00 12345678 0001 0203"
#define TOKEN	     "06 01 000010 00 0003 00 00 12345678"

static void a_token_says_whose_turn_it_is(void **state)
{
	struct message *m = message_of(P, DIR_REQUEST, TOKEN_M);

	(void)state;
	assert_false(m->d.malformed);
	assert_string_equal(m->d.ot.function, "TokenM");
	assert_int_equal(m->d.ot.device, 1);
	assert_int_equal(message_number(m, "cclinkie.node_id", 0), 2);
	assert_int_equal(message_number(m, "cclinkie.network", 0), 1);
	assert_int_equal(message_number(m, "cclinkie.hec", 0), 0x12345678);
	message_free(m);
	check_prefixes(P, DIR_REQUEST, TOKEN_M, HEADER_BYTES);
	m = message_of(P, DIR_REQUEST, TOKEN);
	assert_string_equal(m->d.ot.function, "Token");
	assert_int_equal(message_number(m, "cclinkie.scan_number", 0), 16);
	assert_int_equal(message_number(m, "cclinkie.network", 0), 0);
	message_free(m);
	check_prefixes(P, DIR_REQUEST, TOKEN, HEADER_BYTES);
}

static void headers_differ_by_type(void **state)
{
	struct message *m = message_of(P, DIR_REQUEST, STATUS);

	(void)state;
	assert_int_equal(message_number(m, "cclinkie.sync_flag", 0), 1);
	assert_int_equal(message_number(m, "cclinkie.node_type", 0), 0x33);
	assert_int_equal(message_count(m, "cclinkie.data"), 2);
	message_free(m);
	m = message_of(P, DIR_REQUEST, TRANSIENT);
	assert_int_equal(message_number(m, "cclinkie.data_type", 0), 7);
	assert_int_equal(message_number(m, "cclinkie.connection_info", 0), 0x13);
	message_free(m);
	m = message_of(P, DIR_REQUEST, PERSUASION);
	assert_int_equal(message_number(m, "cclinkie.pers_priority", 0), 1);
	assert_int_equal(message_number(m, "cclinkie.node_type", 0), 0x30);
	assert_int_equal(message_count(m, "cclinkie.data"), 0);
	message_free(m);
	check_prefixes(P, DIR_REQUEST, STATUS, HEADER_BYTES);
	check_prefixes(P, DIR_REQUEST, TRANSIENT, HEADER_BYTES);
	check_prefixes(P, DIR_REQUEST, PERSUASION, HEADER_BYTES);
}

static void cyclic_data_are_told_as_bytes(void **state)
{
	struct message *m = message_of(P, DIR_REQUEST, RWR);

	(void)state;
	assert_int_equal(m->d.ot.op, OT_REPORT);
	assert_string_equal(m->d.ot.object_text, "CyclicDataRWr");
	assert_int_equal(message_number(m, "cclinkie.data", 3), 3);
	assert_int_equal(value_count(&m->d.ot.value), 4);
	message_free(m);
	check_prefixes(P, DIR_REQUEST, RWR, HEADER_BYTES);
}

static void every_type_is_read(void **state)
{
	(void)state;
	for (unsigned type = 0; type < 256; type++) {
		char hex[64];

		(void)snprintf(hex, sizeof(hex), "%02x 00 0000 0000 0000 01 00 00000000", type);
		struct message *m = message_of(P, DIR_REQUEST, hex);
		const char *name = field_value_name(&P->fields[0], type);

		if (name == NULL) {
			assert_true(message_marked(m, "unknown type of frame"));
		} else if (type < 0xc0) {
			assert_false(m->d.malformed);
			assert_string_equal(m->d.ot.function, name);
		}
		assert_int_equal(m->d.trailing, 0);
		message_free(m);
	}
}

static void intervals_are_those_of_a_type(void **state)
{
	struct cclink_talk t;

	(void)state;
	cclink_init(&t);
	cclink_take(&t, TOKEN_M);
	cclink_say(&t, P);
	assert_int_equal(cclink_count(&t, "cclinkie.interval"), 0);
	cclink_take(&t, RWR);
	cclink_say(&t, P);
	assert_int_equal(cclink_count(&t, "cclinkie.interval"), 0);
	cclink_take(&t, TOKEN_M);
	cclink_say(&t, P);
	assert_int_equal(cclink_number(&t, "cclinkie.interval"), 500000000);
	cclink_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_token_says_whose_turn_it_is),
		cmocka_unit_test(headers_differ_by_type),
		cmocka_unit_test(cyclic_data_are_told_as_bytes),
		cmocka_unit_test(every_type_is_read),
		cmocka_unit_test(intervals_are_those_of_a_type),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
