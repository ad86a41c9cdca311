/*
 * crc32c.c: the values that RFC 3720 gives, and both ways of reckoning them agree.
 */
#include "tests/unit/test.h"

#include <string.h>

#include "common/crc32c.h"

static void both_are(const void *p, size_t n, uint32_t want)
{
	assert_int_equal(crc32c(0, p, n), want);
	assert_int_equal(crc32c_table(0, p, n), want);
}

static void the_values_of_rfc_3720_come_out(void **state)
{
	uint8_t b[32] = { 0 };

	(void)state;
	both_are(b, 32, 0x8a9136aa);
	memset(b, 0xff, sizeof(b));
	both_are(b, 32, 0x62a8ab43);
	for (uint8_t i = 0; i < 32; i++)
		b[i] = i;
	both_are(b, 32, 0x46dd794e);
	for (uint8_t i = 0; i < 32; i++)
		b[i] = (uint8_t)(31 - i);
	both_are(b, 32, 0x113fdb5c);
	both_are("123456789", 9, 0xe3069283);
	both_are("", 0, 0);
}

static void parts_in_any_lengths_make_the_whole(void **state)
{
	uint8_t b[300];
	uint32_t x = 1;

	(void)state;
	for (size_t i = 0; i < sizeof(b); i++) {
		x = x * 1664525U + 1013904223U;
		b[i] = (uint8_t)(x >> 24);
	}
	for (size_t n = 0; n < sizeof(b); n++) {
		uint32_t whole = crc32c_table(0, b, n);

		assert_int_equal(crc32c(0, b, n), whole);
		for (size_t cut = 0; cut <= n; cut += 7) {
			assert_int_equal(crc32c(crc32c(0, b, cut), b + cut, n - cut), whole);
			assert_int_equal(crc32c_table(crc32c_table(0, b, cut), b + cut, n - cut),
					 whole);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_values_of_rfc_3720_come_out),
		cmocka_unit_test(parts_in_any_lengths_make_the_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
