/* protocols/goose.c */
#include "protocols/protocols.h"

#include <stdio.h>
#include <string.h>

#include "tests/unit/message.h"
#include "tests/unit/test.h"

/* A relay's heartbeat, element by element. */
#define GOCBREF	  "801751303150524f542f4c4c4e3024474f2467636254726970"
#define TTL	  "810207d0"
#define DATSET	  "821351303150524f542f4c4c4e3024647354726970"
#define GOID	  "83085130315f54524950"
#define T	  "840865a4e6004000000a"
#define STNUM	  "850104"
#define SQNUM	  "86021bd0"
#define FLAGS	  "870100 880101 890100"
#define DATA	  "8a0105 ab1b 830100 8403030000 84020680 8403030000 910865a4e6000000000a"
#define HEARTBEAT "0001 0080 0000 0000 6176" GOCBREF TTL DATSET GOID T STNUM SQNUM FLAGS DATA
#define TOLD	  "0 00:00 80 00:00 1705305600.000000000"
enum { HEARTBEAT_SIZE = 128 };

/* One of each type; a structure in an array; an empty structure. */
#define EVERY_TYPE                                                                                 \
	"3fff00e8000000006181dd8018544553544c44302f4c4c4e3024474f246763625479706573810207d0821454" \
	"4553544c44302f4c4c4e30246473547970657383055459504553840865a4e6000000000a8501058601008701" \
	"008801018901008a0112ab81838301ff84030355288501ff850480000000860201f48705084247eb8587090b" \
	"40532aaaaaaaaaab8904deadbeef8a0e51303120696e20736572766963658c0601975f80391e8c0401975f80" \
	"8d01128e0307aa808f0528ca220103900950c3a46c6c696bc3b6910865a4e60040000018a110a20685010183" \
	"0100a206850101830100a200"

#define EVERY_TOLD "1 55:28 -1 -2147483648 500 49.98 76.6667 de:ad:be:ef…"

static struct message *goose(const char *hex)
{
	return message_of(&protocol_goose, DIR_REQUEST, hex);
}

/* The heartbeat with its elements replaced; lengths are made to fit. */
static struct message *goose_of(const char *reserve1, const char *elements)
{
	char hex[4096];
	size_t digits = 0;

	for (const char *p = elements; *p != '\0'; p++)
		digits += *p != ' ';
	snprintf(hex, sizeof(hex), "0001 %04zx %s 0000 6182 %04zx %s", digits / 2 + 12, reserve1,
		 digits / 2, elements);
	return goose(hex);
}

static void every_element_is_read(void **state)
{
	struct message *m = goose(HEARTBEAT);

	(void)state;
	assert_false(m->d.malformed);
	assert_int_equal(m->d.trailing, 0);
	assert_int_equal(message_number(m, "goose.appid", 0), 1);
	assert_int_equal(message_number(m, "goose.length", 0), HEARTBEAT_SIZE);
	assert_int_equal(message_number(m, "goose.reserve1.s_bit", 0), 0);
	assert_true(message_is(m, "goose.gocbRef", 0, "Q01PROT/LLN0$GO$gcbTrip"));
	assert_int_equal(message_number(m, "goose.timeAllowedtoLive", 0), 2000);
	assert_true(message_is(m, "goose.datSet", 0, "Q01PROT/LLN0$dsTrip"));
	assert_true(message_is(m, "goose.goID", 0, "Q01_TRIP"));
	assert_true(message_number(m, "goose.t", 0) == 1705305600250000000);
	assert_int_equal(message_number(m, "goose.t.quality", 0), 10);
	assert_int_equal(message_number(m, "goose.stNum", 0), 4);
	assert_int_equal(message_number(m, "goose.sqNum", 0), 7120);
	assert_int_equal(message_number(m, "goose.simulation", 0), 0);
	assert_int_equal(message_number(m, "goose.confRev", 0), 1);
	assert_int_equal(message_number(m, "goose.ndsCom", 0), 0);
	assert_int_equal(message_number(m, "goose.numDatSetEntries", 0), 5);
	assert_int_equal(message_number(m, "goose.allData", 0), 5);
	assert_int_equal(message_count(m, "goose.bit_string"), 3);
	message_free(m);
}

static void the_operation_says_it_in_general_words(void **state)
{
	struct message *m = goose(HEARTBEAT);
	const struct ot *ot = &m->d.operations[0].ot;

	(void)state;
	assert_int_equal(m->d.noperations, 1);
	assert_int_equal(ot->op, OT_REPORT);
	assert_string_equal(ot->function, "retransmission");
	assert_string_equal(ot->device_text, "Q01PROT/LLN0$GO$gcbTrip");
	assert_true(ot->has_object);
	assert_string_equal(ot->object_text, "Q01PROT/LLN0$dsTrip");
	assert_int_equal(ot->count, 5);
	assert_string_equal(ot->status, "ok");
	assert_ptr_equal(ot->value.field, &ot_text_field);
	assert_true(text_is(cur_of(ot->value.p, ot->value.n), TOLD));
	assert_false(ot->response);
	assert_true(m->d.identity.any && m->d.identity.of_sender);
	assert_true(text_is(m->d.identity.name, "Q01PROT"));
	message_free(m);
	m = goose_of("0000", GOCBREF TTL DATSET GOID T STNUM "860100" FLAGS DATA);
	assert_string_equal(m->d.operations[0].ot.function, "state change");
	message_free(m);
	m = goose_of("0000", GOCBREF TTL DATSET GOID T STNUM SQNUM FLAGS "8a0101 ab03 8501fe");
	assert_string_equal(m->d.operations[0].ot.value.field->name, "goose.integer");
	assert_int_equal(m->d.operations[0].ot.value.i, -2);
	message_free(m);
	m = goose(EVERY_TYPE);
	ot = &m->d.operations[0].ot;
	assert_true(text_is(cur_of(ot->value.p, ot->value.n), EVERY_TOLD));
	message_free(m);
}

static void every_type_of_data_is_read_in_order(void **state)
{
	static const uint8_t types[] = { 3,  4,	 5,  5,	 6, 7, 7, 9, 10, 12, 12, 13,
					 14, 15, 16, 17, 1, 2, 5, 3, 2,	 5,  3,	 2 };
	struct message *m = goose(EVERY_TYPE);

	(void)state;
	assert_false(m->d.malformed);
	assert_int_equal(message_number(m, "goose.allData", 0), 18);
	assert_int_equal(message_count(m, "goose.Data"), sizeof(types));
	for (unsigned i = 0; i < sizeof(types); i++)
		assert_int_equal(message_number(m, "goose.Data", i), types[i]);
	assert_int_equal((int64_t)message_number(m, "goose.integer", 0), -1);
	assert_int_equal((int64_t)message_number(m, "goose.integer", 1), INT32_MIN);
	assert_int_equal(message_number(m, "goose.unsigned", 0), 500);
	assert_float_equal((float)message_float(m, "goose.float_value", 0), 49.98F, 1e-6F);
	assert_float_equal((float)message_float(m, "goose.float_value", 1), 76.666667F, 1e-4F);
	assert_true(message_is(m, "goose.octet_string", 0, "\xde\xad\xbe\xef"));
	assert_true(message_is(m, "goose.visible_string", 0, "Q01 in service"));
	assert_int_equal(message_count(m, "goose.binary_time"), 2);
	assert_int_equal(message_number(m, "goose.bcd", 0), 18);
	assert_true(message_is(m, "goose.booleanArray", 0, "\xaa\x80"));
	assert_true(message_is(m, "goose.objId", 0, "1.0.9506.1.3"));
	assert_true(message_is(m, "goose.mMSString", 0, "P\xc3\xa4llik\xc3\xb6"));
	assert_true(message_number(m, "goose.utc_time", 0) == 1705305600250000000);
	assert_int_equal(message_number(m, "goose.array", 0), 2);
	assert_int_equal(message_number(m, "goose.structure", 2), 0);
	message_free(m);
}

static void prefixes_are_malformed_and_read_no_further(void **state)
{
	(void)state;
	check_prefixes(&protocol_goose, DIR_REQUEST, HEARTBEAT, HEARTBEAT_SIZE);
	check_prefixes(&protocol_goose, DIR_REQUEST, EVERY_TYPE, 232);
}

static void a_missing_element_is_said_and_costs_nothing_else(void **state)
{
	static const struct {
		const char *elements, *why;
	} cases[] = {
		{ TTL DATSET GOID T STNUM SQNUM FLAGS DATA, "gocbRef is missing" },
		{ GOCBREF DATSET GOID T STNUM SQNUM FLAGS DATA, "timeAllowedtoLive is missing" },
		{ GOCBREF TTL GOID T STNUM SQNUM FLAGS DATA, "datSet is missing" },
		{ GOCBREF TTL DATSET GOID STNUM SQNUM FLAGS DATA, "t is missing" },
		{ GOCBREF TTL DATSET GOID T SQNUM FLAGS DATA, "stNum is missing" },
		{ GOCBREF TTL DATSET GOID T STNUM FLAGS DATA, "sqNum is missing" },
		{ GOCBREF TTL DATSET GOID T STNUM SQNUM "870100 890100" DATA,
		  "confRev is missing" },
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct message *m = goose_of("0000", cases[i].elements);

		assert_true(m->d.malformed);
		assert_true(message_marked(m, cases[i].why));
		assert_int_equal(m->d.nmarks, 1);
		assert_int_equal(message_number(m, "goose.allData", 0), 5);
		assert_false(m->d.identity.any);
		message_free(m);
	}
}

static void optional_elements_may_be_missing(void **state)
{
	struct message *m = goose_of("0000", GOCBREF TTL DATSET T STNUM SQNUM "880101" DATA);

	(void)state;
	assert_false(m->d.malformed);
	assert_string_equal(m->d.operations[0].ot.status, "ok");
	message_free(m);
}

static void strange_elements_are_malformed(void **state)
{
	static const struct {
		const char *elements, *why;
	} cases[] = {
		{ GOCBREF TTL DATSET GOID T STNUM SQNUM FLAGS DATA "9e0100",
		  "unknown element in the goosePdu" },
		{ GOCBREF TTL TTL DATSET GOID T STNUM SQNUM FLAGS DATA,
		  "element twice in the goosePdu" },
		{ TTL GOCBREF DATSET GOID T STNUM SQNUM FLAGS DATA, "elements out of order" },
		{ GOCBREF TTL DATSET GOID "840465a4e600" STNUM SQNUM FLAGS DATA,
		  "t of a wrong length" },
		{ GOCBREF TTL DATSET GOID T STNUM SQNUM "870100 880101 8902ffff" DATA,
		  "ndsCom of a wrong length" },
		{ GOCBREF TTL DATSET GOID T STNUM SQNUM FLAGS "8a0106"
							      "ab03830100",
		  "numDatSetEntries differs from the entries of allData" },
		{ GOCBREF TTL DATSET GOID T STNUM SQNUM FLAGS "8a0101", "allData is missing" },
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct message *m = goose_of("0000", cases[i].elements);

		assert_true(m->d.malformed);
		assert_true(message_marked(m, cases[i].why));
		message_free(m);
	}
}

static struct message *with_data(const char *data, unsigned entries)
{
	char hex[1024];
	size_t digits = strlen(data);

	snprintf(hex, sizeof(hex), "%s8a01%02x ab82%04zx %s",
		 GOCBREF TTL DATSET GOID T STNUM SQNUM FLAGS, entries, digits / 2, data);
	return goose_of("0000", hex);
}

static void wrong_entries_are_malformed_and_the_rest_is_read(void **state)
{
	static const struct {
		const char *data, *why;
	} cases[] = {
		{ "83020101", "boolean of a wrong length" },
		{ "84020980", "bit-string with wrong padding" },
		{ "8500", "integer of a wrong length" },
		{ "8509010101010101010101", "integer of a wrong length" },
		{ "8603", "entry that does not fit into allData" },
		{ "8703080000", "floating-point of an unknown format" },
		{ "8c0500", "entry that does not fit into allData" },
		{ "8c050000000000", "binary-time of a wrong length" },
		{ "8f00", "objId that is none" },
		{ "910400000000", "utc-time of a wrong length" },
		{ "8b0100", "entry of an unknown type" },
		{ "800100", "entry of an unknown type" },
		{ "020100", "entry of an unknown type" },
		{ "a206830100830900", "array or structure whose elements do not fit" },
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char data[64];

		snprintf(data, sizeof(data), "850107%s", cases[i].data);
		struct message *m = with_data(data, 2);

		assert_true(m->d.malformed);
		assert_true(message_marked(m, cases[i].why));
		assert_int_equal(message_number(m, "goose.integer", 0), 7);
		message_free(m);
	}
}

static void unsigned_numbers_may_lack_their_leading_zero(void **state)
{
	struct message *m = with_data("8604ffffffff", 1);

	(void)state;
	assert_false(m->d.malformed);
	assert_true(message_marked(m, "unsigned number without its leading zero byte"));
	assert_true(message_number(m, "goose.unsigned", 0) == UINT32_MAX);
	message_free(m);
	m = with_data("860500ffffffff", 1);
	assert_int_equal(m->d.nmarks, 0);
	assert_true(message_number(m, "goose.unsigned", 0) == UINT32_MAX);
	message_free(m);
}

static void nesting_has_a_limit(void **state)
{
	char data[160];

	(void)state;
	for (unsigned depth = 1; depth <= 30; depth++) {
		for (unsigned i = 0; i < depth; i++)
			snprintf(data + 4 * (size_t)i, sizeof(data) - 4 * (size_t)i, "a2%02x",
				 2 * (depth - 1 - i) & 0xff);
		struct message *m = with_data(data, 1);

		/* allData itself is the first of sixteen levels. */
		assert_int_equal(m->d.malformed, depth > 15);
		message_free(m);
	}
}

static void simulation_test_and_commissioning_are_told_apart(void **state)
{
	static const struct {
		const char *reserve1, *flags, *status;
		bool malformed;
	} cases[] = {
		{ "8000", "8701ff 880101 890100", "simulation", false },
		{ "0000", "870101 880101 890100", "test", false },
		{ "0000", "870100 880101 890101", "needs commissioning", false },
		{ "8000", "870100 880101 890100", "ok", true },
	};
	char elements[1024];

	(void)state;
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(elements, sizeof(elements), "%s%s%s",
			 GOCBREF TTL DATSET GOID T STNUM SQNUM, cases[i].flags, DATA);
		struct message *m = goose_of(cases[i].reserve1, elements);

		assert_string_equal(m->d.operations[0].ot.status, cases[i].status);
		assert_int_equal(m->d.malformed, cases[i].malformed);
		message_free(m);
	}
}

static void lengths_are_held_against_the_frame(void **state)
{
	static const struct {
		const char *hex, *why;
	} cases[] = {
		{ "0001 0004 0000 0000 6102 8000", "goose.length is shorter than the header" },
		{ "0001 0014 0000 0000 6102 8000", "goose.length goes beyond the frame" },
		{ "0001 000a 0000 0000 6102 8000", "goosePdu goes beyond goose.length" },
		{ "0001 000c 0000 0000 6180 8000", "no goosePdu" },
		{ "0001 000c 0000 0000 3002 8000", "no goosePdu" },
		{ "0001 0008 0000 0000", "no goosePdu" },
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct message *m = goose(cases[i].hex);

		assert_true(m->d.malformed);
		assert_true(message_marked(m, cases[i].why));
		assert_false(m->d.identity.any);
		message_free(m);
	}
}

static void bytes_after_the_end_are_trailing(void **state)
{
	struct message *m = goose(HEARTBEAT "0102030405");

	(void)state;
	assert_int_equal(m->d.trailing, 5);
	assert_false(m->d.malformed);
	message_free(m);
	/* But not what Ethernet fills a short frame with. */
	m = goose("0001 000c 0000 0000 6102 8000"
		  "00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 0000");
	assert_int_equal(m->d.trailing, 0);
	message_free(m);
	m = goose("0001 0084 0000 0000 6176" GOCBREF TTL DATSET GOID T STNUM SQNUM FLAGS DATA
		  "01020304");
	assert_int_equal(m->d.trailing, 4);
	assert_true(message_marked(m, "bytes between the PDU's end and goose.length"));
	message_free(m);
}

static void management_is_named(void **state)
{
	struct message *m = goose("0001 0014 0000 0000 600a 800107 a105 a103 800141");
	const struct ot *ot = &m->d.operations[0].ot;

	(void)state;
	assert_false(m->d.malformed);
	assert_int_equal(message_number(m, "goose.stateID", 0), 7);
	assert_int_equal(ot->op, OT_IDENTIFY);
	assert_string_equal(ot->function, "GetGoReference");
	assert_false(ot->response);
	message_free(m);
}

static void the_probe_knows_the_pdu(void **state)
{
	static const uint8_t yes[] = { 0, 1, 0, 12, 0, 0, 0, 0, 0x61, 2, 0x80, 0 };
	static const uint8_t no[] = { 0, 1, 0, 12, 0, 0, 0, 0, 0x30, 2, 0x80, 0 };

	(void)state;
	assert_int_equal(protocol_goose.probe(cur_of(yes, 12), DIR_REQUEST), PROBE_WEAK);
	assert_int_equal(protocol_goose.probe(cur_of(yes, 9), DIR_REQUEST), PROBE_SHORT);
	assert_int_equal(protocol_goose.probe(cur_of(no, 12), DIR_REQUEST), PROBE_NO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_element_is_read),
		cmocka_unit_test(the_operation_says_it_in_general_words),
		cmocka_unit_test(every_type_of_data_is_read_in_order),
		cmocka_unit_test(prefixes_are_malformed_and_read_no_further),
		cmocka_unit_test(a_missing_element_is_said_and_costs_nothing_else),
		cmocka_unit_test(optional_elements_may_be_missing),
		cmocka_unit_test(strange_elements_are_malformed),
		cmocka_unit_test(wrong_entries_are_malformed_and_the_rest_is_read),
		cmocka_unit_test(unsigned_numbers_may_lack_their_leading_zero),
		cmocka_unit_test(nesting_has_a_limit),
		cmocka_unit_test(simulation_test_and_commissioning_are_told_apart),
		cmocka_unit_test(lengths_are_held_against_the_frame),
		cmocka_unit_test(bytes_after_the_end_are_trailing),
		cmocka_unit_test(management_is_named),
		cmocka_unit_test(the_probe_knows_the_pdu),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
