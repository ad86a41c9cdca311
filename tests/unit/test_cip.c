/* protocols/cip*.c */
#include <string.h>

#include "tests/unit/cip_kit.h"
#include "tests/unit/test.h"

#define REQUESTER "07 4d00 e0312b3d"
#define OPEN_HEAD "54 02 2006 2401 07 f9 00000000 1300fe80 1400 4d00 f32b9532 00 000000"
#define OPENED	  "d4 00 00 00 01037900 1300fe80 1400 4d00 f32b9532 00127a00 00127a00 00 00"
#define OPEN	  OPEN_HEAD "00127a00 f443 00127a00 f443 a3 03 0100 2002 2401"
#define CLOSE	  "4e 02 2006 2401 07 f9 1400 4d00 f32b9532 03 00 0100 2002 2401"

static struct cip_talk talk;

static int begin(void **state)
{
	(void)state;
	cip_begin(&talk);
	return 0;
}

static int end(void **state)
{
	(void)state;
	cip_end(&talk);
	return 0;
}

/* A request and its response, which both are well formed. */
static void pair(const char *request, const char *response)
{
	static unsigned context = 1;

	cip_say(&talk, ++context, request);
	assert_false(talk.m.d.malformed);
	cip_say(&talk, context, response);
	assert_false(talk.m.d.malformed);
	assert_true(talk.m.d.operations[0].ot.request_frame == talk.frames - 1);
}

static void the_identity_object_is_an_asset(void **state)
{
	(void)state;
	pair("01 02 2001 2401",
	     "81 00 00 00 0100 0e00 a600 210b 6030 01a8c000 0b 313735362d4c3833452f42");
	cip_expect(&talk, 0, "Get Attributes All", "Identity:1", "ok");
	assert_int_equal(talk.m.d.operations[0].ot.op, OT_IDENTIFY);
	assert_int_equal(message_number(&talk.m, "cip.id.product_code", 0), 166);
	assert_int_equal(message_number(&talk.m, "cip.id.ext", 0), 6);
	assert_int_equal(message_number(&talk.m, "cip.id.ext2", 0), 3);
	assert_true(text_is(talk.m.d.identity.model, "1756-L83E/B"));
	assert_true(text_is(talk.m.d.identity.firmware, "33.11"));
	assert_true(text_is(talk.m.d.identity.serial, "00c0a801"));
}

static void tags_have_their_types_and_values(void **state)
{
	(void)state;
	pair("4c 07 9105 4c6576656c00 9101 5000 2802 0200", "cc 00 00 00 ca00 00004841 0000c8c1");
	cip_expect(&talk, 0, "Read Tag", "Level.P[2]", "ok");
	assert_int_equal(talk.m.d.operations[0].ot.count, 2);
	assert_true(message_float(&talk.m, "cip.tag.float", 0) == 12.5);
	assert_true(message_float(&talk.m, "cip.tag.float", 1) == -25.0);
	cip_say(&talk, 900, "4d 03 9104 53746f70 c300 0100 ffff");
	cip_expect(&talk, 0, "Write Tag", "Stop", NULL);
	assert_int_equal(talk.m.d.operations[0].ot.op, OT_WRITE);
	assert_true(talk.m.d.operations[0].ot.value.i == -1);
	cip_say(&talk, 901, "53 02 9102 4c31 c400 0200 10000000 01000000 02000000");
	cip_expect(&talk, 0, "Write Tag Fragmented", "L1", NULL);
	assert_int_equal(message_number(&talk.m, "cip.tag.offset", 0), 16);
	assert_int_equal(message_number(&talk.m, "cip.tag.int", 1), 2);
	cip_say(&talk, 902, "4e 02 9102 4c31 0400 01000000 feffffff");
	assert_true(message_number(&talk.m, "cip.tag.and_mask", 0) == 0xfffffffe);
	pair("4c 03 206b 2500 3412 0100", "cc 00 00 00 a002 ce0f 03000000 616263 00");
	cip_expect(&talk, 0, "Read Tag", "Symbol:4660", "ok");
	assert_true(message_is(&talk.m, "cip.tag.string", 0, "abc"));
	pair("4c 02 9102 5331 0100", "cc 00 00 00 d000 0200 6869");
	assert_true(message_is(&talk.m, "cip.tag.string", 0, "hi"));
	pair("4c 02 9102 5331 0100", "cc 00 05 01 0000");
	cip_expect(&talk, 0, "Read Tag", "S1", "Path destination unknown");
	assert_true(talk.m.d.operations[0].ot.failed);
}

static void every_service_of_several_is_an_operation(void **state)
{
	(void)state;
	cip_send(&talk, 0x301, 7,
		 "0a 02 2002 2401 0200 0600 0e00 4c02 9102 4131 0100 4c02 9102 4132 0100");
	assert_int_equal(talk.m.d.noperations, 2);
	cip_expect(&talk, 0, "Read Tag", "A1", NULL);
	cip_expect(&talk, 1, "Read Tag", "A2", NULL);
	cip_send(&talk, 0x80fe, 7, "8a 00 1e 00 0200 0600 1000 cc000000 c400 05000000 cc00 0500");
	assert_int_equal(talk.m.d.noperations, 2);
	cip_expect(&talk, 0, "Read Tag", "A1", "ok");
	cip_expect(&talk, 1, "Read Tag", "A2", "Path destination unknown");
	assert_true(talk.m.d.operations[0].ot.value.i == 5);
	assert_true(talk.m.d.operations[1].ot.failed);
	assert_true(talk.m.d.operations[1].ot.request_frame == 1);
	cip_say(&talk, 3, "0a 02 2002 2401 0300 0800 c800 0400");
	assert_true(talk.m.d.malformed);
	assert_true(message_marked(&talk.m, "Multiple Service Packet whose services do not fit"));
	/* An offset into the offsets: what stands there is no service. */
	cip_send(&talk, 0x301, 9, "0a 02 2002 2401 0300 0800 c800 0400");
	assert_true(message_marked(&talk.m, "Multiple Service Packet whose services do not fit"));
	for (unsigned i = 0; i < talk.m.d.noperations; i++)
		assert_string_equal(talk.m.d.operations[i].ot.function, "Multiple Service Packet");
}

static void a_message_for_a_device_behind_is_that_message(void **state)
{
	(void)state;
	pair("52 02 2006 2401 06 9a 0800 0e03 2001 2401 3007 01 00 0100", "8e 00 00 00 03 414243");
	cip_expect(&talk, 0, "Get Attribute Single", "Identity:1:7", "ok");
	assert_string_equal(talk.m.d.operations[0].ot.device_text, "1,0");
	assert_int_equal(message_number(&talk.m, "cip.cm.sc", 0), 0x52);
	assert_false(talk.m.d.identity.any); /* it is of the device behind */
	pair("52 02 2006 2401 06 9a 0800 0e03 2001 2401 3007 01 00 0104", "d2 00 01 01 0402 01 00");
	cip_expect(&talk, 0, "Unconnected Send", "Connection Manager:1",
		   "Unconnected request timed out");
	assert_int_equal(message_number(&talk.m, "cip.cm.remain_path_size", 0), 1);
}

static void connections_are_known_until_they_are_closed(void **state)
{
	(void)state;
	pair(OPEN, OPENED);
	cip_expect(&talk, 0, "Forward Open", "Message Router:1", "ok");
	cip_io(&talk, DIR_REQUEST, 0x790301, 1, "0100aabb");
	assert_int_equal(message_number(&talk.m, "cipio.rpi", 0), 8000000000);
	assert_int_equal(message_number(&talk.m, "cipio.to_target", 0), 1);
	cip_say(&talk, 50, CLOSE);
	assert_int_equal(message_number(&talk.m, "cip.cm.closer", 0), 0);
	talk.flow = 2;
	cip_say(&talk, 51, CLOSE);
	assert_int_equal(message_number(&talk.m, "cip.cm.closer", 0), 1);
	talk.host[0] = 66;
	cip_say(&talk, 52, CLOSE);
	assert_int_equal(message_number(&talk.m, "cip.cm.closer", 0), 2);
	cip_say(&talk, 52, "ce 00 00 00 1400 4d00 f32b9532 00 00");
	cip_say(&talk, 53, CLOSE);
	assert_int_equal(message_number(&talk.m, "cip.cm.closer", 0), 3);
	cip_io(&talk, DIR_REQUEST, 0x790301, 2, "0100aabb");
	assert_int_equal(message_count(&talk.m, "cipio.rpi"), 0);
}

static void a_refused_opening_says_why(void **state)
{
	(void)state;
	pair(OPEN, "d4 00 01 01 1301 1400 4d00 f32b9532 01 00");
	cip_expect(&talk, 0, "Forward Open", "Connection Manager:1", "Out of connections");
	assert_int_equal(message_number(&talk.m, "cip.cm.remain_path_size", 0), 1);
}

static void pccc_addresses_are_those_of_the_data_table(void **state)
{
	(void)state;
	pair("4b 02 2067 2401 " REQUESTER "0f 00 0100 a2 04 07 89 0a 00",
	     "cb 00 00 00 " REQUESTER "4f 00 0100 f000 ffff");
	cip_expect(&talk, 0, "Protected typed logical read with three address fields", "N7:10",
		   "ok");
	assert_int_equal((int64_t)message_number(&talk.m, "cip.tag.int", 1), -1);
	assert_int_equal(talk.m.d.operations[0].ot.op, OT_READ);
	cip_say(&talk, 70, "4b 02 2067 2401 " REQUESTER "0f 00 0200 aa 02 ff2c01 86 01 02 3200");
	cip_expect(&talk, 0, "Protected typed logical write with three address fields",
		   "T300:1.ACC", NULL);
	cip_say(&talk, 71, "4b 02 2067 2401 " REQUESTER "0f 00 0300 80 01");
	cip_expect(&talk, 0, "Change CPU mode", "PCCC:1", NULL);
	assert_int_equal(talk.m.d.operations[0].ot.op, OT_CONTROL);
	cip_say(&talk, 71, "cb 00 00 00 " REQUESTER "4f f0 0300 0b");
	cip_expect(&talk, 0, "Change CPU mode", "PCCC:1", "Error code in the EXT STS byte");
	assert_true(talk.m.d.operations[0].ot.failed);
}

static void controllers_are_started_stopped_and_reset(void **state)
{
	static const struct {
		const char *hex, *function, *object;
		enum ot_op op;
	} all[] = {
		{ "06 02 208e 2401", "Start", "Controller:1", OT_CONTROL },
		{ "07 02 208e 2401", "Stop", "Controller:1", OT_CONTROL },
		{ "05 02 2001 2401 00", "Reset", "Identity:1", OT_CONTROL },
		{ "4d 02 20a1 2401 00", "Firmware Transfer", "Firmware:1", OT_PROGRAM },
		{ "09 05 2068 2401 206d 2500 0010", "Delete", "Routine:4096", OT_PROGRAM },
		{ "10 03 20f5 2401 3006 0000", "Set Attribute Single", "TCP/IP Interface:1:6",
		  OT_WRITE },
		{ "4b 04 208e 2401 2074 2401", "Lock", "Lock:1", OT_AUTH },
		{ "51 02 2039 2401 00", "Mode Change", "Safety Supervisor:1", OT_CONTROL },
		{ "63 02 2099 2401", "Unknown service", "class 153:1", OT_OTHER },
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		cip_say(&talk, 200 + i, all[i].hex);
		assert_false(talk.m.d.malformed);
		cip_expect(&talk, 0, all[i].function, all[i].object, NULL);
		assert_int_equal(talk.m.d.operations[0].ot.op, all[i].op);
	}
}

static void paths_of_all_kinds_are_read(void **state)
{
	(void)state;
	cip_say(&talk, 1, "0e 0b 3405 0100 0c00 8900 86 0d 2c1b5a40 2004 2c65 50 01 00 00");
	assert_int_equal(message_number(&talk.m, "cip.ekey.comp_bit", 0), 1);
	assert_int_equal(message_number(&talk.m, "cip.ekey.serial_number", 0), 0x405a1b2c);
	assert_int_equal(message_number(&talk.m, "cip.connpoint", 0), 0x65);
	assert_int_equal(message_number(&talk.m, "cip.safety_segment.format", 0), 0);
	cip_say(&talk, 2, "0e 05 1f0b 2c01 31302e302e30 ");
	assert_true(talk.m.d.malformed); /* the link address has eleven bytes */
	cip_say(&talk, 3, "0e 02 2204 0000");
	assert_true(talk.m.d.malformed);
	cip_say(&talk, 4, "0e 02 e000 0000");
	assert_true(
		message_marked(&talk.m, "path that does not fit or that has an unknown segment"));
}

static void an_answer_without_its_request_says_what_it_can(void **state)
{
	(void)state;
	cip_say(&talk, 1, "8e 00 00 00 0100");
	cip_expect(&talk, 0, "Get Attribute Single", "", "ok");
	assert_true(talk.m.d.operations[0].ot.unmatched);
	assert_int_equal(message_count(&talk.m, "cip.data"), 1);
	cip_say(&talk, 2, "cc 00 99 00");
	cip_expect(&talk, 0, "Unknown service", "", "unknown status");
}

static void attributes_that_are_listed_are_read_one_by_one(void **state)
{
	(void)state;
	pair("03 02 2001 2401 0200 0100 0700", "83 00 00 00 0200 0100 0000 0100 0700 0000 02 4142");
	assert_int_equal(message_number(&talk.m, "cip.id.vendor_id", 0), 1);
	assert_true(message_is(&talk.m, "cip.id.product_name", 0, "AB"));
	/* One of them failed, the others are there. */
	pair("03 02 2001 2401 0200 6300 0100", "83 00 0a 00 0200 6300 1400 0100 0000 4d00");
	cip_expect(&talk, 0, "Get Attribute List", "Identity:1", "Attribute list error");
	assert_true(talk.m.d.operations[0].ot.failed);
	assert_int_equal(message_number(&talk.m, "cip.getlist.attr_status", 0), 0x14);
	assert_int_equal(message_number(&talk.m, "cip.id.vendor_id", 0), 0x4d);
	assert_int_equal(talk.m.d.trailing, 0);
	pair("01 02 20f5 2401",
	     "81 00 00 00 01000000 14000000 00000000 0200 20f6 2401 01011e0a 00ffffff 01001e0a "
	     "00000000 00000000 0000 0300 706c63 00");
	assert_true(message_is(&talk.m, "cip.tcpip.hostname", 0, "plc"));
	struct cur ip = message_bytes(&talk.m, "cip.tcpip.ip_addr", 0);

	assert_int_equal(cur_be32(&ip), 0x0a1e0101);
	assert_int_equal(talk.m.d.trailing, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_identity_object_is_an_asset, begin, end),
		cmocka_unit_test_setup_teardown(tags_have_their_types_and_values, begin, end),
		cmocka_unit_test_setup_teardown(every_service_of_several_is_an_operation, begin,
						end),
		cmocka_unit_test_setup_teardown(a_message_for_a_device_behind_is_that_message,
						begin, end),
		cmocka_unit_test_setup_teardown(connections_are_known_until_they_are_closed, begin,
						end),
		cmocka_unit_test_setup_teardown(a_refused_opening_says_why, begin, end),
		cmocka_unit_test_setup_teardown(pccc_addresses_are_those_of_the_data_table, begin,
						end),
		cmocka_unit_test_setup_teardown(controllers_are_started_stopped_and_reset, begin,
						end),
		cmocka_unit_test_setup_teardown(paths_of_all_kinds_are_read, begin, end),
		cmocka_unit_test_setup_teardown(an_answer_without_its_request_says_what_it_can,
						begin, end),
		cmocka_unit_test_setup_teardown(attributes_that_are_listed_are_read_one_by_one,
						begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
