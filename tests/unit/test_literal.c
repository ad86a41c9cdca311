/* Constants as they are written in conditions. */
#include "tests/unit/test.h"

#include <string.h>

#include "sensor/rule/literal.h"

#define WORD(s) (s), strlen(s)

static void whole_numbers_are_read_in_four_bases(void **state)
{
	static const struct {
		const char *word;
		enum number_read read;
		uint64_t u;
		bool negative;
	} cases[] = {
		{ "0", NUMBER_OK, 0, false },
		{ "42", NUMBER_OK, 42, false },
		{ "-42", NUMBER_OK, 42, true },
		{ "+5", NUMBER_OK, 5, false },
		{ "0x1F", NUMBER_OK, 31, false },
		{ "0X1f", NUMBER_OK, 31, false },
		{ "017", NUMBER_OK, 15, false },
		{ "0b101", NUMBER_OK, 5, false },
		{ "18446744073709551615", NUMBER_OK, UINT64_MAX, false },
		{ "18446744073709551616", NUMBER_BIG, 0, false },
		{ "08", NUMBER_BAD, 0, false },
		{ "0b12", NUMBER_BAD, 0, false },
		{ "0x", NUMBER_BAD, 0, false },
		{ "12ab", NUMBER_BAD, 0, false },
		{ "1.5", NUMBER_BAD, 0, false },
		{ "-", NUMBER_BAD, 0, false },
		{ "", NUMBER_BAD, 0, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint64_t u;
		bool negative;
		enum number_read r = literal_number(WORD(cases[i].word), &u, &negative);

		if (r != cases[i].read || (r == NUMBER_OK && u != cases[i].u))
			fail_msg("%s", cases[i].word);
		if (r == NUMBER_OK)
			assert_int_equal(negative, cases[i].negative);
	}
}

static void floats_and_spans_take_points(void **state)
{
	double f;
	int64_t ns;

	(void)state;
	assert_true(literal_float(WORD("1.5"), &f) && f > 1.49 && f < 1.51);
	assert_true(literal_float(WORD("-2e3"), &f) && f < -1999);
	assert_true(literal_float(WORD("0x10"), &f) && f > 15.9 && f < 16.1);
	assert_false(literal_float(WORD("1.5x"), &f));
	assert_false(literal_float(WORD("inf"), &f));
	assert_false(literal_float(WORD("1e999"), &f));
	assert_false(literal_float(WORD(""), &f));
	assert_true(literal_duration(WORD("0.25"), &ns) && ns == 250000000);
	assert_true(literal_duration(WORD("-3"), &ns) && ns == -3000000000);
	assert_true(literal_duration(WORD("0.000000001"), &ns) && ns == 1);
	assert_false(literal_duration(WORD("0.0000000001"), &ns));
	assert_false(literal_duration(WORD("1."), &ns));
	assert_false(literal_duration(WORD("1ms"), &ns));
	assert_false(literal_duration(WORD(".5"), &ns));
	assert_false(literal_duration(WORD("99999999999999999"), &ns));
}

static void moments_are_utc_unless_they_say_otherwise(void **state)
{
	static const struct {
		const char *word;
		uint64_t ns; /* 0: refused */
	} cases[] = {
		{ "2024-05-01 12:00:00", UINT64_C(1714564800000000000) },
		{ "2024-05-01T12:00:00Z", UINT64_C(1714564800000000000) },
		{ "2024-05-01 12:00:00.5", UINT64_C(1714564800500000000) },
		{ "2024-05-01 12:00:00.123456789123", UINT64_C(1714564800123456789) },
		{ "2024-05-01 12:00:00 UTC", UINT64_C(1714564800000000000) },
		{ "2024-05-01T19:00:00+07:00", UINT64_C(1714564800000000000) },
		{ "2024-05-01T19:00:00+0700", UINT64_C(1714564800000000000) },
		{ "2024-05-01T05:00:00-07", UINT64_C(1714564800000000000) },
		{ "2024-05-01 12:00", UINT64_C(1714564800000000000) },
		{ "2024-05-01", UINT64_C(1714521600000000000) },
		{ "May 1, 2024 12:00:00", UINT64_C(1714564800000000000) },
		{ "2024-02-29", UINT64_C(1709164800000000000) },
		{ "2023-02-29", 0 },
		{ "2024-13-01", 0 },
		{ "2024-05-01 25:00:00", 0 },
		{ "2024-05-01 12:60:00", 0 },
		{ "2024-05-01 12:00:00 CET", 0 },
		{ "2024-05-01 12:00:00.", 0 },
		{ "2024-05", 0 },
		{ "20240501T120000Z", 0 },
		{ "1714564800", 0 },
		{ "1969-12-31 23:59:59", 0 },
		{ "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint64_t ns = 0;
		const char *why = literal_time(WORD(cases[i].word), &ns);

		if ((why != NULL) != (cases[i].ns == 0) || (why == NULL && ns != cases[i].ns))
			fail_msg("%s", cases[i].word);
	}
}

static void bytes_are_read_in_every_notation(void **state)
{
	static const struct {
		const char *word;
		size_t n;
		uint8_t bytes[6];
	} cases[] = {
		{ "00:30:a7:01:02:07", 6, { 0, 0x30, 0xa7, 1, 2, 7 } },
		{ "00-30-A7-01-02-07", 6, { 0, 0x30, 0xa7, 1, 2, 7 } },
		{ "0030.a701.0207", 6, { 0, 0x30, 0xa7, 1, 2, 7 } },
		{ "00.30.a7.01.02.07", 6, { 0, 0x30, 0xa7, 1, 2, 7 } },
		{ "0030a7010207", 6, { 0, 0x30, 0xa7, 1, 2, 7 } },
		{ "0.1.0.d", 4, { 0, 1, 0, 0xd } },
		{ "a", 1, { 10 } },
		{ "10", 1, { 0x10 } },
		{ "0x0a", 1, { 10 } },
		{ "0xa", 1, { 10 } },
		{ "0x1234", 0, { 0 } },
		{ "256", 0, { 0 } },
		{ "00:", 0, { 0 } },
		{ ":00", 0, { 0 } },
		{ "00:1-02", 0, { 0 } },
		{ "xy", 0, { 0 } },
		{ "", 0, { 0 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint8_t out[6] = { 0 };

		if (literal_bytes(WORD(cases[i].word), out, sizeof(out)) != cases[i].n)
			fail_msg("%s", cases[i].word);
		assert_memory_equal(out, cases[i].bytes, cases[i].n);
	}
	/* More than there is room for is counted, not written. */
	uint8_t two[2] = { 9, 9 };

	assert_int_equal(literal_bytes(WORD("01:02:03:04"), two, 1), 4);
	assert_int_equal(two[1], 9);
}

static void networks_have_a_first_and_a_last_address(void **state)
{
	uint32_t lo, hi;
	uint8_t first[16], last[16];

	(void)state;
	assert_int_equal(literal_ipv4(WORD("10.1.2.3/16"), &lo, &hi), ADDRESS_OK);
	assert_true(lo == 0x0a010000 && hi == 0x0a01ffff);
	assert_int_equal(literal_ipv4(WORD("1.2.3.4/0"), &lo, &hi), ADDRESS_OK);
	assert_true(lo == 0 && hi == UINT32_MAX);
	assert_int_equal(literal_ipv4(WORD("1.2.3.4"), &lo, &hi), ADDRESS_OK);
	assert_true(lo == hi && lo == 0x01020304);
	assert_int_equal(literal_ipv4(WORD("1.2.3.4/33"), &lo, &hi), ADDRESS_PREFIX);
	assert_int_equal(literal_ipv4(WORD("1.2.3"), &lo, &hi), ADDRESS_BAD);
	assert_int_equal(literal_ipv4(WORD("1.2.3.4/"), &lo, &hi), ADDRESS_BAD);
	assert_int_equal(literal_ipv4(WORD("1.2.3.4/-1"), &lo, &hi), ADDRESS_BAD);
	assert_int_equal(literal_ipv6(WORD("fe80::1/10"), first, last), ADDRESS_OK);
	assert_true(first[0] == 0xfe && first[1] == 0x80 && first[15] == 0);
	assert_true(last[0] == 0xfe && last[1] == 0xbf && last[15] == 0xff);
	assert_int_equal(literal_ipv6(WORD("::1/129"), first, last), ADDRESS_PREFIX);
	assert_int_equal(literal_ipv6(WORD("::1::"), first, last), ADDRESS_BAD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_numbers_are_read_in_four_bases),
		cmocka_unit_test(floats_and_spans_take_points),
		cmocka_unit_test(moments_are_utc_unless_they_say_otherwise),
		cmocka_unit_test(bytes_are_read_in_every_notation),
		cmocka_unit_test(networks_have_a_first_and_a_last_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
