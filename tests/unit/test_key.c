/* Keys of values, and those that conditions give to the engine's index. */
#include "tests/unit/test.h"

#include <math.h>
#include <stdio.h>

#include "tests/unit/asked.h"

static uint64_t key_of(struct value v)
{
	uint64_t key = 0;

	assert_true(value_key(&v, 0, &key));
	return key;
}

static void keys_of_numbers_order_as_the_numbers_do(void **state)
{
	static const int64_t ints[] = { INT64_MIN, -40, -1, 0, 1, 40, INT64_MAX };
	static const double floats[] = { (double)-INFINITY, -1e9, -0.5, 0, 1e-9, 49.97,
					 (double)INFINITY };
	const struct field *whole = made_row("goose.integer"),
			   *real = made_row("goose.float_value");

	(void)state;
	for (size_t i = 1; i < sizeof(ints) / sizeof(ints[0]); i++) {
		struct value a = { .field = whole, .kind = VALUE_INT, .n = 1, .i = ints[i - 1] };
		struct value b = { .field = whole, .kind = VALUE_INT, .n = 1, .i = ints[i] };

		assert_true(key_of(a) < key_of(b));
	}
	for (size_t i = 1; i < sizeof(floats) / sizeof(floats[0]); i++) {
		struct value a = { .field = real, .kind = VALUE_FLOAT, .n = 1, .f = floats[i - 1] };
		struct value b = { .field = real, .kind = VALUE_FLOAT, .n = 1, .f = floats[i] };

		assert_true(key_of(a) < key_of(b));
	}
}

static void equal_values_of_one_field_have_equal_keys(void **state)
{
	const struct field *real = made_row("goose.float_value"),
			   *whole = made_row("goose.integer");
	struct value minus = { .field = real, .kind = VALUE_FLOAT, .n = 1, .f = -0.0 };
	struct value plus = { .field = real, .kind = VALUE_FLOAT, .n = 1, .f = 0.0 };
	struct value as_uint = { .field = whole, .kind = VALUE_UINT, .n = 1, .u = 7 };
	struct value as_int = { .field = whole, .kind = VALUE_INT, .n = 1, .i = 7 };
	struct value five = { .field = real, .kind = VALUE_UINT, .n = 1, .u = 5 };
	struct value five_too = { .field = real, .kind = VALUE_FLOAT, .n = 1, .f = 5 };

	(void)state;
	assert_true(key_of(minus) == key_of(plus));
	assert_true(key_of(as_uint) == key_of(as_int));
	assert_true(key_of(five) == key_of(five_too));
}

static void addresses_text_and_series_have_keys(void **state)
{
	static const uint8_t ip[4] = { 10, 0, 0, 1 }, mac[6] = { 0, 0, 0, 0, 1, 2 };
	static const uint8_t words[4] = { 0, 5, 1, 0 };
	struct value v = {
		.field = made_row("arp.src.proto_ipv4"), .kind = VALUE_BYTES, .n = 4, .p = ip
	};
	uint64_t key, other;

	(void)state;
	assert_true(key_of(v) == 0x0a000001);
	v = (struct value){
		.field = made_row("arp.src.hw_mac"), .kind = VALUE_BYTES, .n = 6, .p = mac
	};
	assert_true(key_of(v) == 0x0102);
	v = (struct value){ .field = made_row("goose.gocbRef"),
			    .kind = VALUE_BYTES,
			    .n = 3,
			    .p = (const uint8_t *)"abc" };
	key = key_of(v);
	v.n = 2;
	other = key_of(v);
	assert_true(key != other);
	v.n = 0;
	(void)key_of(v);
	v = (struct value){
		.field = made_row("modbus.regval_uint16"), .kind = VALUE_BE16S, .n = 2, .p = words
	};
	assert_true(value_key(&v, 1, &key) && key == 256);
	assert_false(value_key(&v, 2, &key));
}

/* The keys of a condition, as "field:low-high,low-high ..."; without quotes of hashes. */
static const char *keys_of(const char *condition)
{
	static char out[512];
	struct asked a;
	size_t n = 0;

	asked_compile(&a, condition, NULL);
	assert_non_null(a.condition);
	out[0] = '\0';
	for (uint32_t i = 0; i < a.condition->nkeys; i++) {
		const struct condition_key *k = &a.condition->keys[i];

		n += (size_t)snprintf(out + n, sizeof(out) - n, "%s%s:", i > 0 ? " " : "",
				      k->field->row->name);
		for (uint32_t r = 0; r < k->nranges; r++)
			n += (size_t)snprintf(out + n, sizeof(out) - n, "%s%llu-%llu",
					      r > 0 ? "," : "",
					      (unsigned long long)k->ranges[r].low,
					      (unsigned long long)k->ranges[r].high);
	}
	asked_free(&a);
	return out;
}

static void a_condition_gives_the_keys_that_it_needs(void **state)
{
	static const char *const cases[][2] = {
		{ "modbus.func_code == 6", "modbus.func_code:6-6" },
		{ "modbus.func_code in {5, 6, 15..16}", "modbus.func_code:5-6,15-16" },
		{ "modbus.reference_num < 10", "modbus.reference_num:0-9" },
		{ "modbus.reference_num >= 10", "modbus.reference_num:10-65535" },
		{ "modbus.reference_num != 10", "modbus.reference_num:0-9,11-65535" },
		{ "all modbus.reference_num == 10", "modbus.reference_num:10-10" },
		{ "modbus.func_code == 6 and mbtcp.unit_id == 1",
		  "modbus.func_code:6-6 mbtcp.unit_id:1-1" },
		{ "modbus.func_code in {1..9} and modbus.func_code in {5..20}",
		  "modbus.func_code:5-9" },
		/* several values: each test may be met by another one */
		{ "modbus.reference_num == 1 and modbus.reference_num == 2",
		  "modbus.reference_num:1-1 modbus.reference_num:2-2" },
		{ "modbus.func_code == 5 or modbus.func_code == 16", "modbus.func_code:5-5,16-16" },
		{ "(modbus.func_code == 5 and mbtcp.unit_id == 1) or modbus.func_code == 6",
		  "modbus.func_code:5-6" },
		{ "modbus.func_code == 5 or mbtcp.unit_id == 1", "" },
		{ "not modbus.func_code == 5", "" },
		{ "not (not modbus.func_code == 5)", "modbus.func_code:5-5" },
		{ "not (not modbus.func_code == 5 or not mbtcp.unit_id == 1)",
		  "modbus.func_code:5-5 mbtcp.unit_id:1-1" },
		{ "modbus.func_code == 5 xor mbtcp.unit_id == 1", "" },
		{ "modbus.func_code not in {5}", "" },
		{ "ip.src == 10.0.0.0/24", "ip.src:167772160-167772415" },
		{ "ot.value == 5", "" },
		{ "modbus.func_code + 1 == 5", "" },
		{ "goose.gocbRef contains \"x\"", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *keys = keys_of(cases[i][0]);

		if (strcmp(keys, cases[i][1]) != 0)
			fail_msg("%s\n  gives %s\n  not   %s", cases[i][0], keys, cases[i][1]);
	}
}

static void the_key_of_a_text_is_that_of_its_value(void **state)
{
	struct asked a;
	struct value v = { .field = made_row("goose.gocbRef"),
			   .kind = VALUE_BYTES,
			   .n = 3,
			   .p = (const uint8_t *)"abc" };
	uint64_t key = key_of(v);

	(void)state;
	asked_compile(&a, "goose.gocbRef in {\"abc\", \"x\"}", NULL);
	assert_int_equal(a.condition->keys[0].nranges, 2);
	assert_true(a.condition->keys[0].ranges[0].low == key ||
		    a.condition->keys[0].ranges[1].low == key);
	asked_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_of_numbers_order_as_the_numbers_do),
		cmocka_unit_test(equal_values_of_one_field_have_equal_keys),
		cmocka_unit_test(addresses_text_and_series_have_keys),
		cmocka_unit_test(a_condition_gives_the_keys_that_it_needs),
		cmocka_unit_test(the_key_of_a_text_is_that_of_its_value),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
