/* CC-Link IE Field Network Basic, node search and IP address set: protocols/cciefb_node.c. */
#include <string.h>

#include "protocols/protocols.h"
#include "tests/unit/cclink_kit.h"
#include "tests/unit/message.h"
#include "tests/unit/test.h"

#define P (&protocol_cciefb)

#define WHO    "6403600c2900 04 64033c0a"
#define SEARCH "5400 3412 0000 00ff ff03 00 1100 0000 300e 0000" WHO
#define FOUND                                                                                      \
	"d400 3412 0000 00ff ff03 00 3700 0000" WHO "3103607b0300 04 1f033c0a 00ffffff ffffffff"   \
	"02 4d31 0100 12000300 0300 04 ffffffff ffff 0000 0bf0 01"
#define SET                                                                                        \
	"5400 3512 0000 00ff ff03 00 2d00 0000 310e 0000" WHO "3103607b0300 04 1f033c0a 00ffffff"  \
	"ffffffff 00 04 ffffffff ffff 01"
#define DONE	"d400 3512 0000 00ff ff03 00 0800 0000 6403600c2900"
#define REFUSED "d400 3512 0000 00ff ff03 00 0b00 20cf 00 ff ff03 00 310e 0000"

static void a_search_says_who_searches(void **state)
{
	struct message *m = message_of(P, DIR_REQUEST, SEARCH);

	(void)state;
	assert_false(m->d.malformed);
	assert_string_equal(m->d.ot.function, "Node search");
	assert_int_equal(m->d.ot.op, OT_IDENTIFY);
	assert_int_equal(message_number(m, "cciefb.serial", 0), 0x1234);
	struct cur mac = message_bytes(m, "cciefb.master_mac", 0);
	struct cur ip = message_bytes(m, "cciefb.master_ip", 0);

	assert_true(cur_starts(&mac, "\x00\x29\x0c\x60\x03\x64", 6));
	assert_true(cur_starts(&ip, "\x0a\x3c\x03\x64", 4));
	message_free(m);
	check_prefixes(P, DIR_REQUEST, SEARCH, 30);
}

static void a_slave_that_is_found_says_what_it_is(void **state)
{
	struct message *m = message_of(P, DIR_RESPONSE, FOUND);

	(void)state;
	assert_false(m->d.malformed);
	assert_true(m->d.ot.response);
	assert_string_equal(m->d.ot.function, "Node search");
	assert_string_equal(m->d.ot.device_text, "00:03:7b:60:03:31");
	assert_true(message_is(m, "cciefb.hostname", 0, "M1"));
	assert_int_equal(message_number(m, "cciefb.slave_port", 0), 61451);
	assert_int_equal(message_number(m, "cciefb.transport", 0), 1);
	assert_true(m->d.identity.of_sender);
	assert_true(m->d.identity.assigned);
	assert_true(cur_starts(&m->d.identity.mac, "\x00\x03\x7b\x60\x03\x31", 6));
	assert_true(cur_starts(&m->d.identity.ipv4, "\x0a\x3c\x03\x1f", 4));
	assert_true(text_is(m->d.identity.model, "CC-Link 0x0001:0x00030012"));
	message_free(m);
	check_prefixes(P, DIR_RESPONSE, FOUND, 68);
}

static void an_address_that_is_set_is_written(void **state)
{
	struct message *m = message_of(P, DIR_REQUEST, SET);

	(void)state;
	assert_false(m->d.malformed);
	assert_string_equal(m->d.ot.function, "IP address set");
	assert_int_equal(m->d.ot.op, OT_WRITE);
	assert_string_equal(m->d.ot.device_text, "00:03:7b:60:03:31");
	assert_string_equal(m->d.ot.object_text, "IP address");
	assert_int_equal(m->d.ot.value.n, 4);
	struct cur ip = message_bytes(m, "cciefb.new_ip", 0);

	assert_true(cur_starts(&ip, "\x0a\x3c\x03\x1f", 4));
	message_free(m);
	check_prefixes(P, DIR_REQUEST, SET, 58);
	m = message_of(P, DIR_RESPONSE, DONE);
	assert_string_equal(m->d.ot.function, "IP address set");
	assert_string_equal(m->d.ot.status, "ok");
	message_free(m);
	check_prefixes(P, DIR_RESPONSE, DONE, 21);
}

static void what_is_refused_says_why(void **state)
{
	struct message *m = message_of(P, DIR_RESPONSE, REFUSED);

	(void)state;
	assert_false(m->d.malformed);
	assert_true(m->d.ot.failed);
	assert_string_equal(m->d.ot.status, "setting is not possible");
	assert_string_equal(m->d.ot.function, "IP address set");
	message_free(m);
	check_prefixes(P, DIR_RESPONSE, REFUSED, 24);
}

static void an_address_of_another_size_is_malformed(void **state)
{
	struct message *m = message_of(
		P, DIR_REQUEST,
		"5400 3412 0000 00ff ff03 00 1100 0000 300e 0000 6403600c2900 06 64033c0a");

	(void)state;
	assert_true(message_marked(m, "address of another size than 4"));
	message_free(m);
}

static void an_answer_finds_its_question_in_another_flow(void **state)
{
	struct cclink_talk t;

	(void)state;
	cclink_init(&t);
	cclink_take(&t, SEARCH);
	cclink_say(&t, P);
	t.d.flow = 2;
	cclink_take(&t, FOUND);
	cclink_say(&t, P);
	assert_int_equal(t.d.ot.request_frame, 1);
	assert_int_equal(t.d.ot.response_time, 250000000);
	cclink_take(&t, DONE);
	cclink_say(&t, P);
	assert_int_equal(t.d.ot.request_frame, 0);
	cclink_free(&t);
}

static void only_the_port_says_whose_search_it_is(void **state)
{
	static const char *const all[] = { SEARCH, FOUND, SET, DONE, REFUSED };
	struct cclink_talk t;

	(void)state;
	cclink_init(&t);
	for (unsigned i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		cclink_take(&t, all[i]);
		assert_int_equal(P->probe(cur_of(t.bytes, t.n), DIR_REQUEST), PROBE_WEAK);
		assert_int_equal(P->probe(cur_of(t.bytes, t.n - 1), DIR_REQUEST), PROBE_NO);
	}
	cclink_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_search_says_who_searches),
		cmocka_unit_test(a_slave_that_is_found_says_what_it_is),
		cmocka_unit_test(an_address_that_is_set_is_written),
		cmocka_unit_test(what_is_refused_says_why),
		cmocka_unit_test(an_address_of_another_size_is_malformed),
		cmocka_unit_test(an_answer_finds_its_question_in_another_flow),
		cmocka_unit_test(only_the_port_says_whose_search_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
