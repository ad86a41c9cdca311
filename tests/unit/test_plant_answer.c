/*
 * What the simulated PLCs answer by themselves. The simulator is no part of the library, so it is
 * included; of libmodbus it needs here only two functions, which stand below.
 */
#include "tests/unit/plant_kit.h"

#include "pcaps/plant/answer.c"		     /* NOLINT(bugprone-suspicious-include) */
#include "pcaps/plant/answer_diagnostics.c"  /* NOLINT(bugprone-suspicious-include) */
#include "pcaps/plant/answer_encapsulated.c" /* NOLINT(bugprone-suspicious-include) */

static uint8_t bits[256], input_bits[256];
static uint16_t registers[256], input_registers[256];
static modbus_mapping_t map;

modbus_mapping_t *modbus_mapping_new(int nb_bits, int nb_input_bits, int nb_registers,
				     int nb_input_registers)
{
	map = (modbus_mapping_t){ .nb_bits = nb_bits,
				  .nb_input_bits = nb_input_bits,
				  .nb_registers = nb_registers,
				  .nb_input_registers = nb_input_registers,
				  .tab_bits = bits,
				  .tab_input_bits = input_bits,
				  .tab_registers = registers,
				  .tab_input_registers = input_registers };
	return &map;
}

uint8_t modbus_get_byte_from_bits(const uint8_t *src, int idx, unsigned int nb_bits)
{
	uint8_t byte = 0;

	for (unsigned i = 0; i < nb_bits; i++)
		byte |= (uint8_t)(src[(unsigned)idx + i] << i);
	return byte;
}

int answer_umas(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out)
{
	(void)pdu;
	(void)len;
	return answer_exception(u, 90, 1, out);
}

static struct unit plc;
static uint8_t out[ANSWER_PDU_MAX + 8];

static int set_up(void **state)
{
	(void)state;
	if (!plant_read())
		return -1;
	for (size_t i = 0; i < ndevices; i++)
		if (devices[i].host == host_find("plc2"))
			return unit_init(&plc, &devices[i]) ? 0 : -1;
	return -1;
}

#define ASK(...)                                                                                   \
	answer(&plc, (const uint8_t[]){ __VA_ARGS__ }, sizeof((const uint8_t[]){ __VA_ARGS__ }),   \
	       out)

static void refused(int n, int function, int code)
{
	assert_int_equal(n, 2);
	assert_int_equal(out[0], function | 0x80);
	assert_int_equal(out[1], code);
}

static void correct_data_requests_are_left_to_libmodbus(void **state)
{
	(void)state;
	assert_int_equal(ASK(1, 0, 0, 0, 32), ANSWER_LIBMODBUS);
	assert_int_equal(ASK(3, 0, 0, 0, 125), ANSWER_LIBMODBUS);
	assert_int_equal(ASK(5, 0, 1, 0xff, 0), ANSWER_LIBMODBUS);
	assert_int_equal(ASK(16, 0, 0, 0, 1, 2, 0, 7), ANSWER_LIBMODBUS);
	assert_int_equal(ASK(22, 0, 0, 0, 1, 0, 2), ANSWER_LIBMODBUS);
	assert_int_equal(ASK(23, 0, 0, 0, 1, 0, 0, 0, 1, 2, 0, 7), ANSWER_LIBMODBUS);
}

static void quantities_and_addresses_are_checked(void **state)
{
	(void)state;
	refused(ASK(3, 0, 0, 0, 0), 3, 3);
	refused(ASK(3, 0, 0, 0, 126), 3, 3);
	refused(ASK(3, 0, 127, 0, 2), 3, 2);
	refused(ASK(3, 0xff, 0xfe, 0, 4), 3, 2);
	refused(ASK(1, 0, 0, 7, 0xd1), 1, 3);
	refused(ASK(5, 0, 0, 0x12, 0x34), 5, 3);
	refused(ASK(16, 0, 0, 0, 2, 3, 0, 1, 2), 16, 3);
	refused(ASK(15, 0, 0, 0, 10, 1, 0xff), 15, 3);
	refused(ASK(23, 0, 0, 0, 2, 0, 0, 0, 2, 2, 0, 1), 23, 3);
	refused(ASK(9, 0, 0), 9, 1);
	refused(ASK(0x83, 2), 3, 1);
}

static void a_short_pdu_of_any_function_is_refused_or_answered_but_never_left(void **state)
{
	(void)state;
	for (unsigned function = 0; function < 256; function++) {
		const uint8_t pdu[] = { (uint8_t)function };
		int n = answer(&plc, pdu, 1, out);

		assert_true(n >= 2 && n <= ANSWER_PDU_MAX);
	}
}

static void file_records_are_read_as_they_were_written(void **state)
{
	(void)state;
	assert_int_equal(ASK(21, 11, 6, 0, 2, 0, 4, 0, 2, 0xab, 0xcd, 0x12, 0x34), 13);
	assert_int_equal(ASK(20, 7, 6, 0, 2, 0, 4, 0, 2), 8);
	assert_memory_equal(out, ((const uint8_t[]){ 20, 6, 5, 6, 0xab, 0xcd, 0x12, 0x34 }), 8);
	refused(ASK(20, 7, 6, 0, 5, 0, 0, 0, 1), 20, 2);
	refused(ASK(20, 7, 6, 0, 1, 0, 99, 0, 2), 20, 2);
	refused(ASK(20, 7, 5, 0, 1, 0, 0, 0, 1), 20, 2);
	/* nothing is written when a later group is wrong */
	refused(ASK(21, 18, 6, 0, 2, 0, 4, 0, 1, 0, 0, 6, 0, 9, 0, 0, 0, 1, 0, 0), 21, 2);
	assert_int_equal(plc.file[1][4], 0xabcd);
}

static void file_records_that_do_not_fit_an_answer_are_refused(void **state)
{
	(void)state;
	refused(ASK(20, 14, 6, 0, 1, 0, 0, 0, 100, 6, 0, 2, 0, 0, 0, 100), 20, 3);
}

static void a_device_that_only_listens_answers_after_a_restart(void **state)
{
	(void)state;
	assert_int_equal(ASK(8, 0, 4, 0, 0), 0);
	assert_int_equal(ASK(3, 0, 0, 0, 1), 0);
	assert_int_equal(ASK(8, 0, 0, 1, 2), 0);
	assert_int_equal(ASK(8, 0, 1, 0, 0), 0);
	assert_int_equal(ASK(8, 0, 0, 1, 2), 5);
}

static void diagnostics_count_messages_and_exceptions(void **state)
{
	(void)state;
	ASK(8, 0, 10, 0, 0);
	ASK(9);
	ASK(9);
	assert_int_equal(ASK(8, 0, 13, 0, 0), 5);
	assert_int_equal(get16(out + 3), 2);
	assert_int_equal(ASK(8, 0, 11, 0, 0), 5);
	assert_int_equal(get16(out + 3), 4);
	refused(ASK(8, 0, 19, 0, 0), 8, 1);
	refused(ASK(8, 0, 11, 0, 1), 8, 3);
}

static void a_long_identification_is_streamed_in_parts(void **state)
{
	unsigned id = 0, objects = 0, parts = 0;

	(void)state;
	do {
		int n = ASK(43, 14, 3, (uint8_t)id);
		int at = 7;

		assert_true(n > 7);
		for (int i = 0; i < out[6]; i++)
			at += 2 + out[at + 1];
		assert_int_equal(at, n);
		objects += out[6];
		parts++;
		id = out[5];
	} while (out[4] == 0xff && parts < 10);
	assert_int_equal(objects, 8);
	assert_int_equal(parts, 2);
	refused(ASK(43, 14, 4, 7), 43, 2);
	refused(ASK(43, 14, 5, 0), 43, 3);
	refused(ASK(43, 15, 1, 0), 43, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(correct_data_requests_are_left_to_libmodbus),
		cmocka_unit_test(quantities_and_addresses_are_checked),
		cmocka_unit_test(a_short_pdu_of_any_function_is_refused_or_answered_but_never_left),
		cmocka_unit_test(file_records_are_read_as_they_were_written),
		cmocka_unit_test(file_records_that_do_not_fit_an_answer_are_refused),
		cmocka_unit_test(a_device_that_only_listens_answers_after_a_restart),
		cmocka_unit_test(diagnostics_count_messages_and_exceptions),
		cmocka_unit_test(a_long_identification_is_streamed_in_parts),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
