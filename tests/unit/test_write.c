/* Values for people, and operands that give them. */
#include "tests/unit/test.h"

#include "tests/unit/asked.h"

static const char *written(struct value v, uint32_t i)
{
	static char out[256];

	assert_true(value_write(&v, i, out, sizeof(out)) < sizeof(out));
	return out;
}

static struct value of(const char *field, enum value_kind kind)
{
	return (struct value){ .field = made_row(field), .kind = (uint8_t)kind, .n = 1 };
}

static struct value of_bytes(const char *field, const void *p, size_t n)
{
	struct value v = of(field, VALUE_BYTES);

	v.p = p;
	v.n = (uint32_t)n;
	return v;
}

static void each_type_is_written_as_people_write_it(void **state)
{
	static const uint8_t ip6[16] = { 0xfe, 0x80, [15] = 1 }, words[4] = { 0, 5, 1, 0 };
	struct value v = of("modbus.func_code", VALUE_UINT);

	(void)state;
	v.u = 6;
	assert_string_equal(written(v, 0), "Write Single Register");
	v.u = 99;
	assert_string_equal(written(v, 0), "99");
	v = of("modbus.and_mask", VALUE_UINT);
	v.u = 255;
	assert_string_equal(written(v, 0), "0xff");
	v = of("modbus.bitval", VALUE_UINT);
	v.u = 1;
	assert_string_equal(written(v, 0), "true");
	v = of("goose.integer", VALUE_INT);
	v.i = -40;
	assert_string_equal(written(v, 0), "-40");
	v = of("goose.t", VALUE_UINT);
	v.u = UINT64_C(1714564800500000000);
	assert_string_equal(written(v, 0), "2024-05-01T12:00:00.500000000Z");
	v = of("modbus.response_time", VALUE_UINT);
	v.u = 12500000;
	assert_string_equal(written(v, 0), "0.0125");
	v.u = 3000000000;
	assert_string_equal(written(v, 0), "3");
	assert_string_equal(written(of_bytes("arp.src.hw_mac", "\x00\x30\xa7\x01\x02\x07", 6), 0),
			    "00:30:a7:01:02:07");
	assert_string_equal(written(of_bytes("arp.src.proto_ipv4", "\x0a\x0a\x01\x15", 4), 0),
			    "10.10.1.21");
	assert_string_equal(written(of_bytes("lldp.chassis.id.ip6", ip6, 16), 0), "fe80::1");
	assert_string_equal(written(of_bytes("modbus.data", "\x00\xff", 2), 0), "00:ff");
	v = of_bytes("modbus.regval_uint16", words, 2);
	v.kind = VALUE_BE16S;
	assert_string_equal(written(v, 1), "256");
}

static void floats_are_as_short_as_they_can_be(void **state)
{
	static const struct {
		double f;
		const char *text;
	} cases[] = { { (double)49.97F, "49.97" },
		      { 49.97, "49.97" },
		      { 0.1, "0.1" },
		      { 5, "5" },
		      { 1e300, "1e+300" },
		      { -0.5, "-0.5" },
		      { 1.0 / 3, "0.3333333333333333" } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct value v = of("goose.float_value", VALUE_FLOAT);

		v.f = cases[i].f;
		assert_string_equal(written(v, 0), cases[i].text);
	}
}

static void hostile_text_cannot_steer_a_terminal(void **state)
{
	static const char text[] = "a\x1b[31m\x7f\xc2\x9b\xff\xe2\x80\xae"
				   "b\xc3\xa9";

	(void)state;
	assert_string_equal(written(of_bytes("goose.gocbRef", text, sizeof(text) - 1), 0),
			    "a\\x1b[31m\\x7f\\xc2\\x9b\\xff\\xe2\\x80\\xae"
			    "b\xc3\xa9");
}

static void what_does_not_fit_is_cut_and_its_length_told(void **state)
{
	char out[5];
	struct value v = of_bytes("goose.gocbRef", "abcdefgh", 8);

	(void)state;
	assert_int_equal(value_write(&v, 0, out, sizeof(out)), 8);
	assert_string_equal(out, "abcd");
	assert_int_equal(value_write(&v, 0, NULL, 0), 8);
}

static struct operand *operand(struct asked *a, const char *text)
{
	memset(a, 0, sizeof(*a));
	a->text = (struct rule_text){ .s = text, .len = strlen(text), .file = "test" };
	struct node *n = parse_operand(&a->arena, &a->text, &a->errors);

	return n != NULL ? operand_compile(&a->arena, n, NULL, &a->errors) : NULL;
}

static void operands_give_values_and_numbers(void **state)
{
	static const uint8_t words[4] = { 0, 5, 1, 0 };
	static struct made m;
	struct asked a;
	struct value out[4];
	double x = 0;

	(void)state;
	made_init(&m, &protocol_modbus);
	struct value *v = made_value(&m, "modbus.regval_uint16", VALUE_BE16S);

	v->p = words;
	v->n = 2;
	made_uint(&m, "modbus.response_time", 1500000000);
	made_text(&m, "modbus.object_str_value", "abc");
	struct operand *o = operand(&a, "modbus.regval_uint16");

	assert_non_null(o->field);
	assert_int_equal(operand_values(o, &m.s, out, 4), 2);
	assert_true(out[1].u == 256 && out[1].kind == VALUE_UINT);
	assert_int_equal(operand_values(o, &m.s, out, 1), 1);
	asked_free(&a);
	o = operand(&a, "modbus.regval_uint16 * 2 + 0");
	assert_null(o->field);
	assert_string_equal(o->text, "modbus.regval_uint16 * 2 + 0");
	assert_true(operand_number(o, &m.s, &x) && x > 9.9 && x < 10.1);
	asked_free(&a);
	o = operand(&a, "modbus.response_time");
	assert_true(operand_number(o, &m.s, &x) && x > 1.4999 && x < 1.5001);
	asked_free(&a);
	o = operand(&a, "upper(modbus.object_str_value)");
	assert_int_equal(operand_values(o, &m.s, out, 4), 1);
	assert_string_equal(written(out[0], 0), "ABC");
	assert_false(operand_number(o, &m.s, &x));
	asked_free(&a);
	o = operand(&a, "goose.stNum");
	assert_false(operand_number(o, &m.s, &x));
	asked_free(&a);
	assert_null(operand(&a, "5"));
	asked_free(&a);
	assert_null(operand(&a, "nothing.known"));
	asked_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_type_is_written_as_people_write_it),
		cmocka_unit_test(floats_are_as_short_as_they_can_be),
		cmocka_unit_test(hostile_text_cannot_steer_a_terminal),
		cmocka_unit_test(what_does_not_fit_is_cut_and_its_length_told),
		cmocka_unit_test(operands_give_values_and_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
