/* PROFINET IO and the calls that carry it: protocols/pn_io*.c, protocols/dcerpc.c. */
#include <string.h>

#include "protocols/pn_io_fields.h"
#include "protocols/protocols.h"
#include "tests/unit/message.h"
#include "tests/unit/test.h"

/* clang-format off */
#define CONNECT \
	"0400200000000000dea000006c9711d1827100010313002adea000016c9711d1827100a02442df7d" \
	"c01c0000000000009000001b1b5000010000000000000001000000010000ffffffff018500000000" \
	"00004138000001710000413800000000000001710101004501000001cccccccc0000400080000000" \
	"000000000001001b1b500001dea000006c9711d182710001010d002a0000013102588892000f6365" \
	"6c6c2d636f6e74726f6c6c65720102004a0100000100018892000000020028801000200010000100" \
	"00ffffffff00030003c0000000000000000001000000000003000000010000000100010001000200" \
	"01000500010002000100090102004a0100000200028892000000020028ffff0020001000010000ff" \
	"ffffff00030003c00000000000000000010000000000010002000100030003000000010000000100" \
	"01000100020001000201040020010000010000000000000000031300000001000100000001000000" \
	"01000001010104002001000001000000000001000010010000000100010000001100010001000301" \
	"01010400260100000100000000000200001002000000010001000000120003000100030101000200" \
	"040101010300160100000188920000000000010003000100c8c000a000"
#define ANSWER \
	"04022800100000000000a0de976cd111827100010313002a0100a0de976cd111827100a02442df7d" \
	"00001cc0000000009000001b1b5000010000000001000000010000000000ffffffff820000000000" \
	"000000006e00000038410000000000006e0000008101001e01000001cccccccc0000400080000000" \
	"00000000000100a04550001188928102000801000001000180108102000801000002000281108103" \
	"000801000001000200c8810400240100000100000000000100020000100200020002000100000012" \
	"88400002000000130001"
#define READ \
	"0400200000000000dea000006c9711d1827100010313002adea000016c9711d1827100a02442df7d" \
	"c01c0000000000009000001b1b5000010000000000000001000000020005ffffffff005400000000" \
	"00004138000000400000413800000000000000400009003c01000001000000000000000000000000" \
	"0000000000000000000000010000aff0000010000000000000000000000000000000000000000000" \
	"00000000"
#define IM0 \
	"0402280000000000dea000006c9711d1827100010313002adea000016c9711d1827100a02442df7d" \
	"c01c0000000000009000001b1b5000010000000000000001000000020005ffffffff009000000000" \
	"000000000000007c00004138000000000000007c8009003c01000001000000000000000000000000" \
	"0000000000000000000000010000aff00000003c0000000000000000000000000000000000000000" \
	"00000000002000380100002a36455337203135352d36415530312d30424e30205320432d48394636" \
	"35343332323031370001560402010000f60000040101001e"
#define WRITE \
	"0400200000000000dea000006c9711d1827100010313002adea000016c9711d1827100a02442df7d" \
	"c01c0000000000009000001b1b5000010000000000000001000000030003ffffffff005900000000" \
	"00004138000000450000413800000000000000450008003c01000005cccccccc0000400080000000" \
	"00000000000000000002000100000001000000050000000000000000000000000000000000000000" \
	"000000000102030405"
#define MANY \
	"0400200000000000dea000006c9711d1827100010313002adea000016c9711d1827100a02442df7d" \
	"c01c0000000000009000001b1b5000010000000000000001000000030003ffffffff00e000000000" \
	"00004138000000cc0000413800000000000000cc0008003c01000005cccccccc0000400080000000" \
	"0000000000000000ffffffff0000e0400000008c0000000000000000000000000000000000000000" \
	"000000000008003c01000006cccccccc000040008000000000000000000000000001000100000010" \
	"0000000500000000000000000000000000000000000000000000000001020304050000000008003c" \
	"01000007cccccccc0000400080000000000000000000000000010001000000110000000400000000" \
	"000000000000000000000000000000000000000001020304"
#define HEAD \
	"0402200000000000dea000006c9711d1827100010313002adea000016c9711d1827100a02442df7d" \
	"c01c0000000000009000001b1b5000010000000000000001000000010000ffffffff"
#define PING \
	"0401200000000000dea000006c9711d1827100010313002adea000016c9711d1827100a02442df7d" \
	"c01c0000000000009000001b1b5000010000000000000001000000090000ffffffff000000000000"
#define FAULT \
	"0403200000000000dea000006c9711d1827100010313002adea000016c9711d1827100a02442df7d" \
	"c01c0000000000009000001b1b5000010000000000000001000000090000ffffffff000400000000" \
	"1c010002"
#define UNKNOWN \
	"0400200000000000dea000006c9711d1827100010313002adea000016c9711d1827100a02442df7d" \
	"c01c0000000000009000001b1b500001000000000000000100000009004dffffffff000300000000" \
	"010203"
#define ALARM \
	"fe010001000211110000ffff0028000200240100000100000000000200010000100200000012a803" \
	"8002800008000002000100000011"
#define SIMPLE \
	"fc010001000211110000ffff00220001001e01000001000000000002000100001002000000122803" \
	"8000000310000006"
#define QUALIFIED \
	"fe010001000211110000ffff002c0002002801000001000000000002000100001002000000120003" \
	"800300050a00001000020000000300400000"
#define UPKEEP \
	"fe010001000211110000ffff00280002002401000005000000000002000100001002000000120003" \
	"81000f0000080100000000000002"
#define DONE \
	"fe0100020001111100000000001680020012010000010000000000020001000300000000"
#define ACK \
	"fe01000200011301000000000000"
#define NACK \
	"fe01000200011211000000000000"
#define ABORT \
	"fe01000200011401fffefffe0004cf81fd05"
#define PIECE_1 \
	"0400240000000000dea000006c9711d1827100010313002adea000016c9711d1827100a02442df7d" \
	"c01c0000000000009000001b1b5000010000000000000001000000010000ffffffff00c800000000" \
	"00004138000001710000413800000000000001710101004501000001cccccccc0000400080000000" \
	"000000000001001b1b500001dea000006c9711d182710001010d002a0000013102588892000f6365" \
	"6c6c2d636f6e74726f6c6c65720102004a0100000100018892000000020028801000200010000100" \
	"00ffffffff00030003c0000000000000000001000000000003000000010000000100010001000200" \
	"01000500010002000100090102004a0100000200028892000000020028ffff0020001000010000ff"
#define PIECE_2 \
	"0400260000000000dea000006c9711d1827100010313002adea000016c9711d1827100a02442df7d" \
	"c01c0000000000009000001b1b5000010000000000000001000000010000ffffffff00bd00010000" \
	"ffffff00030003c00000000000000000010000000000010002000100030003000000010000000100" \
	"01000100020001000201040020010000010000000000000000031300000001000100000001000000" \
	"01000001010104002001000001000000000001000010010000000100010000001100010001000301" \
	"01010400260100000100000000000200001002000000010001000000120003000100030101000200" \
	"040101010300160100000188920000000000010003000100c8c000a000"
/* clang-format on */

static void a_connect_names_the_controller_and_its_data(void **state)
{
	struct message *m = message_of(&protocol_dcerpc, DIR_REQUEST, CONNECT);

	(void)state;
	assert_false(m->d.malformed);
	assert_string_equal(m->d.protocol->name, "pn_io");
	assert_string_equal(m->d.ot.function, "Connect");
	assert_int_equal(m->d.ot.op, OT_AUTH);
	assert_int_equal(m->d.ot.count, 2);
	assert_string_equal(m->d.ot.object_text, "cccccccc-0000-4000-8000-000000000000");
	assert_true(text_is(value_cur(&m->d.ot.value), "cell-controller"));
	assert_int_equal(message_number(m, "pn_io.ar_type", 0), 1);
	assert_int_equal(message_number(m, "pn_io.frame_id", 0), 0x8010);
	assert_int_equal(message_number(m, "pn_io.frame_id", 1), 0xffff);
	assert_int_equal(message_number(m, "pn_io.iocr_properties.rtclass", 0), 2);
	assert_int_equal(message_number(m, "pn_io.reduction_ratio", 0), 16);
	assert_int_equal(message_count(m, "pn_io.data_description"), 4);
	assert_int_equal(message_number(m, "pn_io.submodule_data_length", 3), 4);
	assert_int_equal(message_number(m, "pn_io.localalarmref", 0), 1);
	message_free(m);
	check_prefixes(&protocol_dcerpc, DIR_REQUEST, CONNECT, sizeof(CONNECT) / 2);
}

static void a_response_may_have_the_other_byte_order(void **state)
{
	struct message *m = message_of(&protocol_dcerpc, DIR_RESPONSE, ANSWER);

	(void)state;
	assert_false(m->d.malformed);
	assert_int_equal(message_number(m, "dcerpc.drep.byteorder", 0), 1);
	assert_true(message_is(m, "dcerpc.obj_id", 0, "dea00000-6c97-11d1-8271-00010313002a"));
	assert_int_equal(message_number(m, "pn_io.frame_id", 1), 0x8110);
	assert_int_equal(message_number(m, "pn_io.submodule_state.fault", 0), 1);
	assert_int_equal(message_number(m, "pn_io.submodule_state.detail", 0), 1);
	assert_string_equal(m->d.ot.status, "ok");
	assert_false(m->d.ot.failed || m->d.ot.unmatched);
	message_free(m);
	check_prefixes(&protocol_dcerpc, DIR_RESPONSE, ANSWER, sizeof(ANSWER) / 2);
}

static void each_error_is_told_by_name(void **state)
{
	static const struct {
		uint8_t status[4];
		const char *text;
	} rows[] = {
		{ { 0xdb, 0x81, 1, 4 }, "Connect: faulty ARBlockReq, parameter 4" },
		{ { 0xdb, 0x81, 64, 4 }, "Connect: CMRPC, no more ARs possible" },
		{ { 0xdb, 0x81, 64, 99 }, "Connect: CMRPC, 99" },
		{ { 0xdc, 0x81, 40, 8 }, "Release: faulty ReleaseBlock, parameter 8" },
		{ { 0xde, 0x80, 0xb0, 0 }, "Read: invalid index" },
		{ { 0xdf, 0x80, 0xb1, 7 }, "Write: wrong length, 7" },
		{ { 0xdf, 0x80, 0xcb, 7 }, "Write: error 203/7" },
		{ { 0xcf, 0x81, 253, 31 }, "RTA error: RTA protocol, name of station changed" },
		{ { 0x12, 0x81, 61, 0 }, "error: CMDEV" },
		{ { 0xda, 0x81, 60, 1 }, "AlarmAck: alarm, 1" },
	};
	struct message *m = message_of(&protocol_dcerpc, DIR_REQUEST, PING);

	(void)state;
	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(pn_io_error(&m->d, rows[i].status), rows[i].text);
	message_free(m);
}

static void a_refused_connect_has_failed(void **state)
{
	struct message *m = message_of(&protocol_dcerpc, DIR_RESPONSE,
				       HEAD "0014 0000 0000 db814004 00000000 00004138 00000000 "
					    "00000000");

	(void)state;
	assert_false(m->d.malformed);
	assert_true(m->d.ot.failed);
	assert_string_equal(m->d.ot.status, "Connect: CMRPC, no more ARs possible");
	assert_int_equal(message_number(m, "pn_io.error_code1", 0), 64);
	message_free(m);
}

static void a_record_says_who_the_module_is(void **state)
{
	struct message *m = message_of(&protocol_dcerpc, DIR_REQUEST, READ);

	(void)state;
	assert_false(m->d.malformed);
	assert_string_equal(m->d.ot.object_text, "slot 0.1 I&M0");
	assert_int_equal(m->d.ot.op, OT_IDENTIFY);
	message_free(m);
	m = message_of(&protocol_dcerpc, DIR_RESPONSE, IM0);
	assert_false(m->d.malformed);
	assert_true(m->d.identity.any && m->d.identity.of_sender);
	assert_true(text_is(m->d.identity.vendor, "Siemens"));
	assert_true(text_is(m->d.identity.firmware, "V4.2.1"));
	assert_true(message_is(m, "pn_io.order_id", 0, "6ES7 155-6AU01-0BN0 "));
	message_free(m);
	check_prefixes(&protocol_dcerpc, DIR_RESPONSE, IM0, sizeof(IM0) / 2);
}

static void records_that_are_written_are_told(void **state)
{
	struct message *m = message_of(&protocol_dcerpc, DIR_REQUEST, WRITE);

	(void)state;
	assert_false(m->d.malformed);
	assert_int_equal(m->d.ot.op, OT_WRITE);
	assert_string_equal(m->d.ot.object_text, "slot 2.1 index 0x0001");
	assert_int_equal(value_cur(&m->d.ot.value).left, 5);
	message_free(m);
	check_prefixes(&protocol_dcerpc, DIR_REQUEST, WRITE, sizeof(WRITE) / 2);
	m = message_of(&protocol_dcerpc, DIR_REQUEST, MANY);
	assert_false(m->d.malformed);
	assert_int_equal(message_count(m, "pn_io.index"), 3);
	assert_int_equal(message_number(m, "pn_io.index", 2), 0x11);
	assert_int_equal(message_bytes(m, "pn_io.record_data", 1).left, 4);
	assert_string_equal(m->d.ot.object_text, "slot 65535.65535 MultipleWrite");
	message_free(m);
	check_prefixes(&protocol_dcerpc, DIR_REQUEST, MANY, sizeof(MANY) / 2);
}

static void fragments_are_put_together(void **state)
{
	static struct dec d;
	static struct notes notes;
	struct message *first = message_of(&protocol_dcerpc, DIR_REQUEST, PIECE_1);
	struct message *last = message_of(&protocol_dcerpc, DIR_REQUEST, PIECE_2);

	(void)state;
	assert_true(notes_init(&notes, 16));
	for (unsigned i = 0; i < 3; i++) { /* the last one is a fragment without its beginning */
		const struct message *m = i == 0 ? first : last;

		d.c = cur_of(m->bytes, m->n);
		d.message = i + 1;
		d.flow = 1;
		d.notes = &notes;
		decode(&d, &protocol_dcerpc);
		assert_false(d.malformed);
		assert_string_equal(d.ot.function, i == 1 ? "Connect" : "Fragment");
	}
	notes_free(&notes);
	message_free(first);
	message_free(last);
	check_prefixes(&protocol_dcerpc, DIR_REQUEST, PIECE_1, sizeof(PIECE_1) / 2);
}

static void packets_of_rpc_itself_are_named(void **state)
{
	struct message *m = message_of(&protocol_dcerpc, DIR_REQUEST, PING);

	(void)state;
	assert_string_equal(m->d.ot.function, "ping");
	assert_false(m->d.ot.response);
	message_free(m);
	m = message_of(&protocol_dcerpc, DIR_RESPONSE, FAULT);
	assert_string_equal(m->d.ot.status, "operation out of range");
	assert_true(m->d.ot.failed && m->d.ot.response);
	message_free(m);
	m = message_of(&protocol_dcerpc, DIR_REQUEST, UNKNOWN);
	assert_false(m->d.malformed);
	assert_string_equal(m->d.ot.function, "unknown operation");
	assert_int_equal(message_bytes(m, "dcerpc.stub_data", 0).left, 3);
	message_free(m);
}

static void alarms_say_what_is_wrong_and_where(void **state)
{
	static const struct {
		const char *hex, *function, *status, *value;
		size_t size;
	} rows[] = {
		{ ALARM, "Alarm", "Diagnosis", "undervoltage", sizeof(ALARM) / 2 },
		{ SIMPLE, "Alarm, high priority", "Diagnosis", "wire break", sizeof(SIMPLE) / 2 },
		{ QUALIFIED, "Alarm", "Diagnosis", "wrong parameter", sizeof(QUALIFIED) / 2 },
		{ UPKEEP, "Alarm", "Status", NULL, sizeof(UPKEEP) / 2 },
		{ DONE, "Alarm acknowledgement", "Diagnosis", NULL, sizeof(DONE) / 2 },
		{ ACK, "Alarm transport acknowledgement", NULL, NULL, sizeof(ACK) / 2 },
		{ NACK, "Alarm refused", NULL, NULL, sizeof(NACK) / 2 },
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct message *m = message_of(&protocol_pn_rt, DIR_REQUEST, rows[i].hex);

		assert_false(m->d.malformed || m->d.ot.failed);
		assert_string_equal(m->d.ot.function, rows[i].function);
		if (rows[i].status != NULL) {
			assert_string_equal(m->d.ot.status, rows[i].status);
			assert_string_equal(m->d.ot.object_text, "slot 2.1");
		}
		if (rows[i].value != NULL)
			assert_true(text_is(value_cur(&m->d.ot.value), rows[i].value));
		message_free(m);
		check_prefixes(&protocol_pn_rt, DIR_REQUEST, rows[i].hex, rows[i].size);
	}
}

static void an_abort_says_why(void **state)
{
	struct message *m = message_of(&protocol_pn_rt, DIR_REQUEST, ABORT);

	(void)state;
	assert_string_equal(m->d.ot.function, "Abort");
	assert_true(m->d.ot.failed);
	assert_string_equal(m->d.ot.status, "RTA error: RTA protocol, cyclic data missing");
	message_free(m);
	check_prefixes(&protocol_pn_rt, DIR_REQUEST, ABORT, sizeof(ABORT) / 2);
}

static struct cur bytes_of(const struct message *m)
{
	return cur_of(m->bytes, m->n);
}

static void the_interface_makes_the_probe_sure(void **state)
{
	struct message *ask = message_of(&protocol_dcerpc, DIR_REQUEST, READ);
	struct message *say = message_of(&protocol_dcerpc, DIR_RESPONSE, ANSWER);
	struct cur begin = bytes_of(ask);

	(void)state;
	assert_int_equal(protocol_dcerpc.probe(bytes_of(ask), DIR_REQUEST), PROBE_SURE);
	assert_int_equal(protocol_dcerpc.probe(bytes_of(ask), DIR_RESPONSE), PROBE_TURNED);
	assert_int_equal(protocol_dcerpc.probe(bytes_of(say), DIR_RESPONSE), PROBE_SURE);
	assert_int_equal(protocol_dcerpc.probe(bytes_of(say), DIR_REQUEST), PROBE_TURNED);
	assert_int_equal(protocol_dcerpc.probe(cur_sub(&begin, 40), DIR_REQUEST), PROBE_SHORT);
	ask->bytes[27] = 9;
	assert_int_equal(protocol_dcerpc.probe(bytes_of(ask), DIR_REQUEST), PROBE_WEAK);
	ask->bytes[0] = 5;
	assert_int_equal(protocol_dcerpc.probe(bytes_of(ask), DIR_REQUEST), PROBE_NO);
	message_free(ask);
	message_free(say);
}

static void a_block_without_its_version_is_malformed(void **state)
{
	struct message *m = message_of(&protocol_dcerpc, DIR_RESPONSE,
				       HEAD "001a 0000 0000 00000000 00000006 00004138 00000000 "
					    "00000006 0101 0000 0100");

	(void)state;
	assert_true(m->d.malformed);
	assert_true(message_marked(m, "block that is shorter than its version"));
	message_free(m);
}

static void blocks_stand_in_order_of_their_types(void **state)
{
	struct message *m = message_of(&protocol_dcerpc, DIR_RESPONSE,
				       HEAD "0024 0000 0000 00000000 00000010 00004138 00000000 "
					    "00000010 8103 0008 0100 0001 0002 00c8 8106 0002 0100"
					    "0000");

	(void)state;
	assert_true(m->d.malformed); /* the name's length is missing */
	assert_int_equal(message_number(m, "pn_io.localalarmref", 0), 2);
	message_free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_connect_names_the_controller_and_its_data),
		cmocka_unit_test(a_response_may_have_the_other_byte_order),
		cmocka_unit_test(each_error_is_told_by_name),
		cmocka_unit_test(a_refused_connect_has_failed),
		cmocka_unit_test(a_record_says_who_the_module_is),
		cmocka_unit_test(records_that_are_written_are_told),
		cmocka_unit_test(fragments_are_put_together),
		cmocka_unit_test(packets_of_rpc_itself_are_named),
		cmocka_unit_test(alarms_say_what_is_wrong_and_where),
		cmocka_unit_test(an_abort_says_why),
		cmocka_unit_test(the_interface_makes_the_probe_sure),
		cmocka_unit_test(a_block_without_its_version_is_malformed),
		cmocka_unit_test(blocks_stand_in_order_of_their_types),
	};

	return cmocka_run_group_tests_name("pn_io", tests, NULL, NULL);
}
