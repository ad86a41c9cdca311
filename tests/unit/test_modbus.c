/* Modbus PDUs asked and answered: protocols/modbus.c. */
#include <stdio.h>
#include <string.h>

#include "protocols/modbus.h"
#include "protocols/protocols.h"
#include "tests/unit/pdu.h"
#include "tests/unit/test.h"

static struct pdu p;

/* clang-format off */
static void coils_are_read_and_named(void **state)
{
	(void)state;
	PDU_CHECK(
		{ ">01 0013 000a",
		  "read coil:19 x10 {func_code=1 reference_num=19 bit_cnt=10}" },
		{ "<01 02 cd 6b",
		  "read coil:19 x10 =1 0 1 1 0 0 1 1 1 1 ok {func_code=1 byte_cnt=2 bitnum=19,20,21,22,23,24,25,26,27,28 bitval=1,0,1,1,0,0,1,1,1,1}" });
}

static void discrete_inputs_are_read_and_named(void **state)
{
	(void)state;
	PDU_CHECK(
		{ ">02 00c4 0016",
		  "read di:196 x22 {func_code=2 reference_num=196 bit_cnt=22}" },
		{ "<02 03 ac db 35",
		  "read di:196 x22 =0 0 1 1 0 1 0 1 1 1 0 1 1 0 1 1 1 0 1 0 1 1 ok {func_code=2 byte_cnt=3 bitnum=196,197,198,199,200,201,202,203,204,205,206,207,208,209,210,211,212,213,214,215,216,217 bitval=0,0,1,1,0,1,0,1,1,1,0,1,1,0,1,1,1,0,1,0,1,1}" });
}

static void holding_registers_are_read_and_named(void **state)
{
	(void)state;
	PDU_CHECK(
		{ ">03 006b 0003",
		  "read hr:107 x3 {func_code=3 reference_num=107 word_cnt=3}" },
		{ "<03 06 022b 0000 0064",
		  "read hr:107 x3 =555 0 100 ok {func_code=3 byte_cnt=6 regnum16=107,108,109 regval_uint16=555,0,100}" });
}

static void input_registers_are_read_and_named(void **state)
{
	(void)state;
	PDU_CHECK(
		{ ">04 0008 0001",
		  "read ir:8 x1 {func_code=4 reference_num=8 word_cnt=1}" },
		{ "<04 02 000a",
		  "read ir:8 x1 =10 ok {func_code=4 byte_cnt=2 regnum16=8 regval_uint16=10}" });
}

static void a_coil_is_written_and_its_echo_checked(void **state)
{
	(void)state;
	PDU_CHECK(
		{ ">05 00ac ff00",
		  "write coil:172 x1 =1 {func_code=5 reference_num=172 data=ff00 padding=0}" },
		{ "<05 00ac ff00",
		  "write coil:172 x1 =1 ok {func_code=5 reference_num=172 data=ff00 padding=0}" },
		{ ">05 00ac 0000",
		  "write coil:172 x1 =0 {func_code=5 reference_num=172 data=0000 padding=0}" },
		{ "<05 00ac ff00",
		  "write coil:172 x1 =1 ok {func_code=5 reference_num=172 data=ff00 padding=0} !response does not repeat the request" },
		{ ">05 00ac 1234",
		  "write coil:172 x1 {func_code=5 reference_num=172 data=1234 padding=52} !coil value is neither ff00 nor 0000" });
}

static void a_register_is_written_and_its_echo_checked(void **state)
{
	(void)state;
	PDU_CHECK(
		{ ">06 0001 0003",
		  "write hr:1 x1 =3 {func_code=6 reference_num=1 data=0003}" },
		{ "<06 0001 0003",
		  "write hr:1 x1 =3 ok {func_code=6 reference_num=1 data=0003}" },
		{ ">06 0001 0003",
		  "write hr:1 x1 =3 {func_code=6 reference_num=1 data=0003}" },
		{ "<06 0002 0003",
		  "write hr:2 x1 =3 ok {func_code=6 reference_num=2 data=0003} !response does not repeat the request" });
}

static void the_exception_status_is_a_number(void **state)
{
	(void)state;
	PDU_CHECK(
		{ ">07",
		  "diagnose {func_code=7}" },
		{ "<07 6d",
		  "diagnose =109 ok {func_code=7 data=6d}" });
}

static void several_coils_are_written(void **state)
{
	(void)state;
	PDU_CHECK(
		{ ">0f 0013 000a 02 cd01",
		  "write coil:19 x10 =1 0 1 1 0 0 1 1 1 0 {func_code=15 reference_num=19 bit_cnt=10 byte_cnt=2 data=cd01}" },
		{ "<0f 0013 000a",
		  "write coil:19 x10 ok {func_code=15 reference_num=19 bit_cnt=10}" });
}

static void several_registers_are_written_and_the_echo_checked(void **state)
{
	(void)state;
	PDU_CHECK(
		{ ">10 0001 0002 04 000a 0102",
		  "write hr:1 x2 =10 258 {func_code=16 reference_num=1 word_cnt=2 byte_cnt=4 regnum16=1,2 regval_uint16=10,258}" },
		{ "<10 0001 0002",
		  "write hr:1 x2 ok {func_code=16 reference_num=1 word_cnt=2}" },
		{ ">10 0001 0002 04 000a 0102",
		  "write hr:1 x2 =10 258 {func_code=16 reference_num=1 word_cnt=2 byte_cnt=4 regnum16=1,2 regval_uint16=10,258}" },
		{ "<10 0001 0003",
		  "write hr:1 x3 ok {func_code=16 reference_num=1 word_cnt=3} !response does not repeat the request" });
}

static void a_register_is_masked_and_its_echo_checked(void **state)
{
	(void)state;
	PDU_CHECK(
		{ ">16 0004 00f2 0025",
		  "write hr:4 x1 {func_code=22 reference_num=4 and_mask=242 or_mask=37}" },
		{ "<16 0004 00f2 0025",
		  "write hr:4 x1 ok {func_code=22 reference_num=4 and_mask=242 or_mask=37}" },
		{ ">16 0004 00f2 0025",
		  "write hr:4 x1 {func_code=22 reference_num=4 and_mask=242 or_mask=37}" },
		{ "<16 0004 00f2 0026",
		  "write hr:4 x1 ok {func_code=22 reference_num=4 and_mask=242 or_mask=38} !response does not repeat the request" });
}

static void reading_and_writing_at_once_are_two_operations(void **state)
{
	(void)state;
	PDU_CHECK(
		{ ">17 0003 0006 000e 0003 06 00ff 00ff 00ff",
		  "read hr:3 x6 + write hr:14 x3 =255 255 255 {func_code=23 read_reference_num=3 read_word_cnt=6 write_reference_num=14 write_word_cnt=3 byte_cnt=6 data=00ff00ff00ff}" },
		{ "<17 0c 00fe 0acd 0001 0003 000d 00ff",
		  "read hr:3 x6 =254 2765 1 3 13 255 ok {func_code=23 byte_cnt=12 data=00fe0acd00010003000d00ff}" });
}

static void a_queue_is_read(void **state)
{
	(void)state;
	PDU_CHECK(
		{ ">18 04de",
		  "read fifo:1246 {func_code=24 reference_num=1246}" },
		{ "<18 0006 0002 01b8 1284",
		  "read fifo:1246 x2 =440 4740 ok {func_code=24 byte_cnt_16=6 word_cnt=2 data=01b81284}" });
}

static void what_breaks_the_limits_is_remarked(void **state)
{
	(void)state;
	PDU_CHECK(
		{ ">03 0001 007e",
		  "read hr:1 x126 {func_code=3 reference_num=1 word_cnt=126} !quantity is over the limit" },
		{ ">03 0001 0000",
		  "read hr:1 {func_code=3 reference_num=1 word_cnt=0} !quantity is 0" },
		{ ">03 ffff 0002",
		  "read hr:65535 x2 {func_code=3 reference_num=65535 word_cnt=2} !range goes past address 65535" },
		{ ">01 0000 07d1",
		  "read coil:0 x2001 {func_code=1 reference_num=0 bit_cnt=2001} !quantity is over the limit" },
		{ ">0f 0000 07b1 02 0000",
		  "write coil:0 x1969 {func_code=15 reference_num=0 bit_cnt=1969 byte_cnt=2 data=0000} MALFORMED !quantity is over the limit !byte count does not match the quantity or the data" },
		{ ">10 0000 007c f8",
		  "write hr:0 x124 {func_code=16 reference_num=0 word_cnt=124 byte_cnt=248} MALFORMED !quantity is over the limit !byte count does not match the quantity or the data" },
		{ ">03 0001",
		  "read hr:1 {func_code=3 reference_num=1} MALFORMED !message too short" },
		{ ">83 01",
		  "read {func_code=3 exception_code=1} MALFORMED !exception code in a request" },
		{ ">00",
		  "other {func_code=0} !function code 0 is not allowed" },
		{ ">64 0102",
		  "other {func_code=100 data=0102}" },
		{ ">03 0001 0002 09",
		  "read hr:1 x2 {func_code=3 reference_num=1 word_cnt=2} MALFORMED !bytes after the end of the PDU trailing=1" });
}

static void what_does_not_fit_its_request_is_remarked(void **state)
{
	(void)state;
	PDU_CHECK(
		{ "<03 04 0001 0002",
		  "read =1 2 ok unmatched {func_code=3 byte_cnt=4 regval_uint16=1,2}" },
		{ ">03 0001 0002",
		  "read hr:1 x2 {func_code=3 reference_num=1 word_cnt=2}" },
		{ "<83 02",
		  "read hr:1 x2 REFUSED Illegal data address {func_code=3 exception_code=2}" },
		{ ">03 0001 0002",
		  "read hr:1 x2 {func_code=3 reference_num=1 word_cnt=2}" },
		{ "<83 0c",
		  "read hr:1 x2 REFUSED unknown exception {func_code=3 exception_code=12}" },
		{ ">03 0001 0002",
		  "read hr:1 x2 {func_code=3 reference_num=1 word_cnt=2}" },
		{ "<04 04 0001 0002",
		  "read =1 2 ok {func_code=4 byte_cnt=4 regval_uint16=1,2} !answers a function that was not asked for" },
		{ ">03 0001 0002",
		  "read hr:1 x2 {func_code=3 reference_num=1 word_cnt=2}" },
		{ "<03 02 0001",
		  "read hr:1 x2 =1 ok {func_code=3 byte_cnt=2 regnum16=1 regval_uint16=1} !byte count does not match the quantity asked for" },
		{ ">03 0001 0002",
		  "read hr:1 x2 {func_code=3 reference_num=1 word_cnt=2}" },
		{ "<03 05 0001 0002",
		  "read ok {func_code=3 byte_cnt=5 data=00010002} MALFORMED !byte count does not match the data" },
		{ ">01 0000 0010",
		  "read coil:0 x16 {func_code=1 reference_num=0 bit_cnt=16}" },
		{ "<01 01 ff",
		  "read coil:0 x16 =1 1 1 1 1 1 1 1 ok {func_code=1 byte_cnt=1 bitnum=0,1,2,3,4,5,6,7 bitval=1,1,1,1,1,1,1,1} !byte count does not match the quantity asked for" });
}
/* clang-format on */

static void a_request_that_was_cut_says_nothing_of_its_answer(void **state)
{
	(void)state;
	pdu_begin(&p);
	p.d.cut = true;
	assert_string_equal(
		pdu_ask(&p, "03 00"),
		"read hr:0 {func_code=3} !the capture has only the beginning of this message");
	p.d.cut = false;
	assert_string_equal(pdu_answer(&p, "03 04 0001 0002"),
			    "read =1 2 ok {func_code=3 byte_cnt=4 regval_uint16=1,2}");
	assert_int_equal(p.d.ot.request_frame, 1);
}

static void an_answer_that_was_cut_is_not_malformed(void **state)
{
	static const char *const answers[] = { "01 04 ff",	 "03 08 0001 0002",
					       "0c 0a 0000 01",	 "14 0c 05 06 0d",
					       "17 0c 00fe",	 "18 0006 0002 01",
					       "2b 0e 01 01 00", "11 06 2a",
					       "0f 00" };

	(void)state;
	pdu_begin(&p);
	p.d.cut = true;
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		(void)pdu_answer(&p, answers[i]);
		if (p.d.malformed)
			fail_msg("%s is malformed: %s", answers[i], p.d.marks[0]);
	}
	p.d.cut = false;
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		(void)pdu_answer(&p, answers[i]);
		if (!p.d.malformed)
			fail_msg("%s is not malformed", answers[i]);
	}
}

static void several_requests_are_answered_in_any_order(void **state)
{
	(void)state;
	pdu_begin(&p);
	(void)pdu_message(&p, &protocol_mbtcp, DIR_REQUEST, "0001 0000 0006 01 03 0001 0001");
	(void)pdu_message(&p, &protocol_mbtcp, DIR_REQUEST, "0002 0000 0006 01 03 0002 0001");
	(void)pdu_message(&p, &protocol_mbtcp, DIR_REQUEST, "0001 0000 0006 02 03 0003 0001");
	(void)pdu_message(&p, &protocol_mbtcp, DIR_RESPONSE, "0001 0000 0005 02 03 02 0009");
	assert_int_equal(p.d.ot.request_frame, 3);
	assert_int_equal(p.d.ot.index, 3);
	(void)pdu_message(&p, &protocol_mbtcp, DIR_RESPONSE, "0002 0000 0005 01 03 02 0009");
	assert_int_equal(p.d.ot.request_frame, 2);
	assert_int_equal(p.d.ot.response_time, 15000000);
	(void)pdu_message(&p, &protocol_mbtcp, DIR_RESPONSE, "0001 0000 0005 01 03 02 0009");
	assert_int_equal(p.d.ot.request_frame, 1);
	assert_int_equal(p.pairs.n, 0);
}

static void with_one_transaction_for_all_the_oldest_that_fits_is_answered(void **state)
{
	(void)state;
	pdu_begin(&p);
	(void)pdu_ask(&p, "03 0001 0001");
	(void)pdu_ask(&p, "04 0002 0001");
	(void)pdu_answer(&p, "04 02 0009");
	assert_int_equal(p.d.ot.request_frame, 2);
	(void)pdu_answer(&p, "03 02 0009");
	assert_int_equal(p.d.ot.request_frame, 1);
}

static enum modbus_fit fit(enum dir dir, const char *hex)
{
	uint8_t bytes[300];
	size_t n = 0;
	unsigned byte;
	int used;

	for (; sscanf(hex, "%2x%n", &byte, &used) == 1; hex += used)
		bytes[n++] = (uint8_t)byte;
	return modbus_fits(cur_of(bytes, n), dir);
}

static void bytes_fit_a_function_s_shape_exactly_or_not(void **state)
{
	(void)state;
	assert_int_equal(fit(DIR_REQUEST, "0300010002"), MODBUS_EXACT);
	assert_int_equal(fit(DIR_REQUEST, "030001007e"), MODBUS_LONGER); /* over the limit */
	assert_int_equal(fit(DIR_REQUEST, "0300010000"), MODBUS_LONGER);
	assert_int_equal(fit(DIR_REQUEST, "030001"), MODBUS_PARTIAL);
	assert_int_equal(fit(DIR_REQUEST, "030001000200"), MODBUS_LONGER);
	assert_int_equal(fit(DIR_REQUEST, "8302"), MODBUS_MISFIT);
	assert_int_equal(fit(DIR_RESPONSE, "8302"), MODBUS_EXACT);
	assert_int_equal(fit(DIR_RESPONSE, "03020001"), MODBUS_EXACT);
	assert_int_equal(fit(DIR_RESPONSE, "030400010002"), MODBUS_EXACT);
	assert_int_equal(fit(DIR_RESPONSE, "0304000100"), MODBUS_PARTIAL);
	assert_int_equal(fit(DIR_REQUEST, "1000010002040001000a"), MODBUS_EXACT);
	assert_int_equal(fit(DIR_RESPONSE, "180006000201b81284"), MODBUS_EXACT);
	assert_int_equal(fit(DIR_REQUEST, "2b0e0100"), MODBUS_EXACT);
	assert_int_equal(fit(DIR_RESPONSE, "2b0e01010000010003616263"), MODBUS_EXACT);
	assert_int_equal(fit(DIR_RESPONSE, "2b0e010100000100036162"), MODBUS_PARTIAL);
	assert_int_equal(fit(DIR_REQUEST, "2b0d01"), MODBUS_MISFIT);
	assert_int_equal(fit(DIR_REQUEST, "6401"), MODBUS_MISFIT);
	assert_int_equal(fit(DIR_REQUEST, ""), MODBUS_PARTIAL);
}

static void every_beginning_of_every_pdu_is_read_within_its_bounds(void **state)
{
	char hex[64];

	(void)state;
	/* No oracle but the sanitizer and that no value is made up of bytes that are not there. */
	for (unsigned code = 0; code < 256; code++) {
		for (unsigned n = 0; n < 20; n++) {
			pdu_begin(&p);
			(void)snprintf(hex, sizeof(hex), "%02x%.*s", code, (int)(2 * n),
				       "0e0600040001000206000300090002060506");
			const char *text = n <= 18 ? pdu_ask(&p, hex) : "{func_code";

			assert_non_null(strstr(text, "{func_code"));
			text = n <= 18 ? pdu_answer(&p, hex) : "{func_code";
			assert_non_null(strstr(text, "{func_code"));
			assert_true(p.d.nvalues < 64);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(coils_are_read_and_named),
		cmocka_unit_test(discrete_inputs_are_read_and_named),
		cmocka_unit_test(holding_registers_are_read_and_named),
		cmocka_unit_test(input_registers_are_read_and_named),
		cmocka_unit_test(a_coil_is_written_and_its_echo_checked),
		cmocka_unit_test(a_register_is_written_and_its_echo_checked),
		cmocka_unit_test(the_exception_status_is_a_number),
		cmocka_unit_test(several_coils_are_written),
		cmocka_unit_test(several_registers_are_written_and_the_echo_checked),
		cmocka_unit_test(a_register_is_masked_and_its_echo_checked),
		cmocka_unit_test(reading_and_writing_at_once_are_two_operations),
		cmocka_unit_test(a_queue_is_read),
		cmocka_unit_test(what_breaks_the_limits_is_remarked),
		cmocka_unit_test(what_does_not_fit_its_request_is_remarked),
		cmocka_unit_test(a_request_that_was_cut_says_nothing_of_its_answer),
		cmocka_unit_test(an_answer_that_was_cut_is_not_malformed),
		cmocka_unit_test(several_requests_are_answered_in_any_order),
		cmocka_unit_test(with_one_transaction_for_all_the_oldest_that_fits_is_answered),
		cmocka_unit_test(bytes_fit_a_function_s_shape_exactly_or_not),
		cmocka_unit_test(every_beginning_of_every_pdu_is_read_within_its_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
