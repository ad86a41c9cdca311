/* PROFINET DCP: protocols/pn_dcp.c. */
#include <stdio.h>
#include <string.h>

#include "protocols/protocols.h"
#include "tests/unit/message.h"
#include "tests/unit/test.h"

/* clang-format off */
#define SAID \
	"feff0501000000110000006602050018000001010102020102020203020402070501050205030506" \
	"0201000d000041584c204620424b20504e00020200080000676174652d3102030006000000b00142" \
	"020400040000010002070004000000010102000e00010a32000bffffff000a320001"
#define ALL \
	"fefe05000000000100010004ffff0000"
#define NAMED \
	"fefe0500000000020001000e02020009677269707065722d3100"
#define SET_NAME \
	"fefd040000000003000000140202000a00016861636b65642d31050200020000"
#define SET_IP \
	"fefd040000000004000000120102000e00010a32000bffffff000a320001"
#define RESET \
	"fefd04000000000500000006050600020010"
#define FACTORY \
	"fefd04000000000500000006050500020000"
#define FLASH \
	"fefd040000000006000000080503000400000100"
#define GET \
	"fefd03000000000700000006020201028001"
#define HELLO_FRAME \
	"fefc06000000000800000026020200080000676174652d310102000e00010a32000bffffff000a32" \
	"00010601000400000001"
#define SET_OTHER \
	"fefd040000000009000000080601000400010001"
/* clang-format on */

/* Its sender, and requests that are open from one message to the next. */
static struct {
	struct dec d;
	struct pairs pairs;
	uint8_t bytes[256], mac[6];
} t;

/* Decodes it in a flow, as the next message. */
static const struct ot *say(const char *hex)
{
	size_t n = 0;

	for (const char *h = hex; *h != '\0'; h++) {
		if (*h == ' ')
			continue;
		unsigned digit = (unsigned)(*h <= '9' ? *h - '0' : *h - 'a' + 10);

		t.bytes[n / 2] = (uint8_t)((unsigned)t.bytes[n / 2] << 4 | digit);
		n++;
	}
	t.mac[5] = 17;
	t.d.c = cur_of(t.bytes, n / 2);
	t.d.message++;
	t.d.at += 1000000;
	t.d.pairs = &t.pairs;
	t.d.eth_src = t.mac;
	decode(&t.d, &protocol_pn_rt);
	return &t.d.ot;
}

static void a_station_says_who_it_is(void **state)
{
	const struct ot *ot = say(SAID);
	const struct identity *id = &t.d.identity;

	(void)state;
	assert_false(t.d.malformed);
	assert_string_equal(ot->function, "Identify");
	assert_true(ot->response);
	assert_false(ot->unmatched);
	assert_int_equal(ot->op, OT_IDENTIFY);
	assert_true(id->any && id->of_sender && id->assigned);
	assert_true(text_is(id->name, "gate-1"));
	assert_true(text_is(id->model, "AXL F BK PN"));
	assert_true(text_is(id->vendor, "Phoenix Contact"));
	assert_true(text_is(id->description, "PROFINET IO device, vendor 0x00b0, device 0x0142"));
	assert_int_equal(cur_left(&id->mac), 6);
	assert_int_equal(cur_at(&id->mac, 5), 17);
	assert_int_equal(cur_at(&id->ipv4, 3), 11);
}

static void each_prefix_says_the_beginning(void **state)
{
	static const struct {
		const char *hex;
		size_t size;
	} rows[] = { { SAID, sizeof(SAID) / 2 },
		     { ALL, sizeof(ALL) / 2 },
		     { SET_NAME, sizeof(SET_NAME) / 2 },
		     { SET_IP, sizeof(SET_IP) / 2 },
		     { RESET, sizeof(RESET) / 2 },
		     { GET, sizeof(GET) / 2 },
		     { HELLO_FRAME, sizeof(HELLO_FRAME) / 2 } };

	(void)state;
	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check_prefixes(&protocol_pn_rt, DIR_REQUEST, rows[i].hex, rows[i].size);
}

static void each_set_says_what_it_does(void **state)
{
	static const struct {
		const char *hex, *function, *object;
		enum ot_op op;
	} rows[] = {
		{ SET_NAME, "Set name of station", "name of station", OT_WRITE },
		{ SET_IP, "Set IP address", "IP parameter", OT_WRITE },
		{ RESET, "Factory reset", "reset to factory", OT_CONTROL },
		{ FACTORY, "Factory reset", "factory reset", OT_CONTROL },
		{ FLASH, "Signal", "signal", OT_DIAGNOSE },
		{ SET_OTHER, "Set", "device initiative", OT_WRITE },
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct message *m = message_of(&protocol_pn_rt, DIR_REQUEST, rows[i].hex);

		assert_false(m->d.malformed);
		assert_string_equal(m->d.protocol->name, "pn_dcp");
		assert_string_equal(m->d.ot.function, rows[i].function);
		assert_string_equal(m->d.ot.object_text, rows[i].object);
		assert_int_equal(m->d.ot.op, rows[i].op);
		assert_false(m->d.ot.response);
		message_free(m);
	}
}

static void values_are_the_name_and_the_address(void **state)
{
	struct message *m = message_of(&protocol_pn_rt, DIR_REQUEST, SET_NAME);

	(void)state;
	assert_true(text_is(value_cur(&m->d.ot.value), "hacked-1"));
	assert_int_equal(message_number(m, "pn_dcp.block_qualifier", 0), 1);
	message_free(m);
	m = message_of(&protocol_pn_rt, DIR_REQUEST, SET_IP);
	assert_true(text_is(value_cur(&m->d.ot.value), "10.50.0.11"));
	message_free(m);
	m = message_of(&protocol_pn_rt, DIR_REQUEST, NAMED);
	assert_true(text_is(value_cur(&m->d.ot.value), "gripper-1"));
	assert_int_equal(message_number(m, "pn_dcp.response_delay", 0), 1);
	message_free(m);
	m = message_of(&protocol_pn_rt, DIR_REQUEST, RESET);
	assert_int_equal(message_number(m, "pn_dcp.block_qualifier_reset", 0), 16);
	message_free(m);
}

static void an_answer_belongs_to_its_request(void **state)
{
	(void)state;
	say(SET_NAME);
	assert_int_equal(t.pairs.n, 1);
	const struct ot *ot = say("fefd 04 01 00000003 0000 0008 05 04 0003 02 02 00 00");

	assert_string_equal(ot->function, "Set name of station");
	assert_string_equal(ot->status, "ok");
	assert_false(ot->failed || ot->unmatched);
	assert_int_equal(ot->response_time, 1000000);
	assert_int_equal(t.pairs.n, 0);
	ot = say("fefd 04 01 00000077 0000 0008 05 04 0003 02 02 00 00");
	assert_true(ot->unmatched);
}

static void each_error_has_a_name(void **state)
{
	static const char *const names[] = { "ok",
					     "option not supported",
					     "suboption not supported",
					     "suboption not set",
					     "resource error",
					     "not possible by local reasons",
					     "not possible in operation",
					     "unknown error" };
	char hex[80];

	(void)state;
	for (unsigned i = 0; i < 8; i++) {
		(void)snprintf(hex, sizeof(hex),
			       "fefd 04 01 00000003 0000 0008 05 04 0003 01 02 %02x 00", i);
		const struct ot *ot = say(hex);

		assert_string_equal(ot->status, names[i]);
		assert_int_equal(ot->failed, i != 0);
	}
	assert_string_equal(say("fefd 04 05 00000003 0000 0000")->status, "not supported");
	assert_true(t.d.ot.failed);
}

static void rare_options_are_read(void **state)
{
	struct message *m = message_of(
		&protocol_pn_rt, DIR_RESPONSE,
		"fefd 03 01 00000001 0000 005a 01 03 000e 0081 0a32000b ffffff00 0a320001"
		"01 01 0008 0000 00a040000011 02 06 0006 0000 67617465 02 08 0006 0000 002a0313"
		"02 0a 0004 0000 003f 06 01 0004 0000 0001 80 01 0004 01020304 07 01 0004 0000 3031"
		"03 3d 0004 0000 0102");

	(void)state;
	assert_false(m->d.malformed);
	assert_int_equal(message_number(m, "pn_dcp.suboption_ip", 0), 3);
	assert_int_equal(message_number(m, "pn_dcp.suboption_ip", 1), 1);
	assert_true(message_is(m, "pn_dcp.suboption_device_aliasname", 0, "gate"));
	assert_int_equal(message_number(m, "pn_dcp.suboption_device_oem_dev_id", 0), 0x313);
	assert_int_equal(message_number(m, "pn_dcp.suboption_device_rsi_properties_value", 0), 63);
	assert_int_equal(message_number(m, "pn_dcp.deviceinitiative_value", 0), 1);
	assert_int_equal(message_number(m, "pn_dcp.suboption_manuf", 0), 1);
	assert_int_equal(message_number(m, "pn_dcp.suboption_tsn", 0), 1);
	assert_int_equal(message_number(m, "pn_dcp.suboption_dhcp", 0), 61);
	assert_int_equal(message_count(m, "pn_dcp.block_data"), 3);
	message_free(m);
}

static void a_block_that_does_not_fit_is_malformed(void **state)
{
	struct message *m = message_of(&protocol_pn_rt, DIR_REQUEST,
				       "fefd 04 00 00000003 0000 0008 02 02 0fff 0001 6869");

	(void)state;
	assert_true(m->d.malformed);
	assert_false(m->d.identity.any);
	message_free(m);
}

static void hello_says_who_came(void **state)
{
	const struct ot *ot = say(HELLO_FRAME);

	(void)state;
	assert_string_equal(ot->function, "Hello");
	assert_int_equal(ot->op, OT_REPORT);
	assert_false(ot->response);
	assert_true(text_is(t.d.identity.name, "gate-1"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_station_says_who_it_is),
		cmocka_unit_test(each_prefix_says_the_beginning),
		cmocka_unit_test(each_set_says_what_it_does),
		cmocka_unit_test(values_are_the_name_and_the_address),
		cmocka_unit_test(an_answer_belongs_to_its_request),
		cmocka_unit_test(each_error_has_a_name),
		cmocka_unit_test(rare_options_are_read),
		cmocka_unit_test(a_block_that_does_not_fit_is_malformed),
		cmocka_unit_test(hello_says_who_came),
	};

	return cmocka_run_group_tests_name("pn_dcp", tests, NULL, NULL);
}
