/* Numbers as texts: protocols/value.c; the rest of it is tested with the kit, test_kit.c. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "protocols/value.h"
#include "tests/unit/test.h"

enum { ROOM = 64, ROUNDS = 20000 };

static uint64_t random_bits(void)
{
	static uint64_t x = 88172645463325252U;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return x;
}

static void check_float(double f)
{
	const struct value v = { .f = f, .n = 1, .kind = VALUE_FLOAT };
	char want[ROOM], out[ROOM] = "";
	const size_t n = (size_t)snprintf(want, sizeof(want), "%g", f);

	assert_int_equal(value_text(&v, out, sizeof(out)), n);
	assert_string_equal(out, want);
}

static void floats_are_written_as_printf_does(void **state)
{
	static const double some[] = { 0,	  -0.0,	    1,	       -1,	 0.5,	   1e-4,
				       9.9999e-5, 999999,   999999.5,  999998.5, 1e6,	   0.1,
				       99.99995,  9.999995, 1.000005,  12345.65, 100000.5, 2.5,
				       1e300,	  1e-300,   123456789, 49.98765, 230.0,	   -17.25 };

	(void)state;
	for (unsigned i = 0; i < sizeof(some) / sizeof(some[0]); i++) {
		check_float(some[i]);
		check_float(-some[i]);
		check_float((double)(float)some[i]);
	}
	check_float((double)INFINITY);
	check_float((double)NAN);
	for (unsigned i = 0; i < ROUNDS; i++) {
		const uint64_t bits = random_bits();
		double f;

		memcpy(&f, &bits, sizeof(f));
		check_float(f);
		/* Numbers of everyday sizes, all digits of a float, and halves of a digit. */
		check_float(ldexp((double)(bits >> 40), (int)(bits & 31) - 38));
		check_float((double)(bits >> 44) / 8);
		check_float(((double)(bits >> 44) + 0.5) / 10000);
	}
}

static void integers_are_written_as_printf_does(void **state)
{
	static const struct field when = { .type = FIELD_TIME };
	char want[ROOM], out[ROOM] = "";

	(void)state;
	for (unsigned i = 0; i < ROUNDS; i++) {
		struct value v = { .u = random_bits() >> (i & 63), .n = 1, .kind = VALUE_UINT };

		(void)snprintf(want, sizeof(want), "%llu", (unsigned long long)v.u);
		assert_int_equal(value_text(&v, out, sizeof(out)), strlen(want));
		assert_string_equal(out, want);
		v.kind = VALUE_INT;
		v.i = (i & 64) != 0 ? -v.i : v.i;
		(void)snprintf(want, sizeof(want), "%lld", (long long)v.i);
		assert_int_equal(value_text(&v, out, sizeof(out)), strlen(want));
		assert_string_equal(out, want);
		v.kind = VALUE_UINT;
		v.field = &when;
		(void)snprintf(want, sizeof(want), "%llu.%09llu",
			       (unsigned long long)v.u / 1000000000,
			       (unsigned long long)v.u % 1000000000);
		assert_int_equal(value_text(&v, out, sizeof(out)), strlen(want));
		assert_string_equal(out, want);
	}
}

static void what_does_not_fit_is_not_written(void **state)
{
	const struct value v = { .f = 12.5, .n = 1, .kind = VALUE_FLOAT };
	char out[] = "xxxx";

	(void)state;
	assert_int_equal(value_text(&v, out, 4), 4);
	assert_int_equal(out[4], '\0');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(floats_are_written_as_printf_does),
		cmocka_unit_test(integers_are_written_as_printf_does),
		cmocka_unit_test(what_does_not_fit_is_not_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
