/* What conditions say of an operation. The answers are tshark 4.0.17's for the same values, but for
 * what is marked as ours. */
#include "tests/unit/test.h"

#include <math.h>
#include <stdio.h>

#include "tests/unit/asked.h"

static const uint8_t mac[6] = { 0x00, 0x30, 0xa7, 0x01, 0x02, 0x07 };
static const uint8_t ipv4[4] = { 10, 10, 1, 21 };
static const uint8_t ipv6[16] = { 0xfe, 0x80, [15] = 5 };
static const uint8_t data[4] = { 0x00, 0x0a, 0x61, 0x62 };
static const uint8_t registers[6] = { 0, 5, 1, 0, 0xff, 0xff };

static void fill(struct made *m)
{
	made_init(m, &protocol_modbus);
	made_uint(m, "modbus.func_code", 6);
	made_uint(m, "mbtcp.unit_id", 17);
	struct value *v = made_value(m, "modbus.regval_uint16", VALUE_BE16S);

	v->p = registers;
	v->n = 3; /* 5, 256, 65535 */
	made_uint(m, "modbus.bitval", 0);
	made_uint(m, "modbus.bitval", 1);
	made_bytes(m, "modbus.data", data, sizeof(data));
	made_uint(m, "modbus.response_time", 250000000);
	made_text(m, "modbus.object_str_value", "Pump Station 5");
	made_int(m, "goose.integer", -40);
	made_float(m, "goose.float_value", (double)49.97F);
	made_uint(m, "goose.t", UINT64_C(1714564800500000000));
	made_bytes(m, "arp.src.hw_mac", mac, sizeof(mac));
	made_bytes(m, "arp.src.proto_ipv4", ipv4, sizeof(ipv4));
	made_bytes(m, "lldp.chassis.id.ip6", ipv6, sizeof(ipv6));
}

static bool holds(struct made *m, const char *text)
{
	struct asked a;

	asked_compile(&a, text, NULL);
	if (a.condition == NULL)
		fail_msg("%s: %s", text, asked_said(&a));
	bool yes = condition_match(a.condition, &m->s);

	asked_free(&a);
	return yes;
}

/* Each line of yes holds, each of no does not, and "not (...)" says the contrary. */
static void check(const char *const *yes, const char *const *no)
{
	static struct made m;
	char turned[512];

	fill(&m);
	for (; *yes != NULL; yes++) {
		if (!holds(&m, *yes))
			fail_msg("should hold: %s", *yes);
		snprintf(turned, sizeof(turned), "not (%s)", *yes);
		assert_false(holds(&m, turned));
	}
	for (; *no != NULL; no++) {
		if (holds(&m, *no))
			fail_msg("should not hold: %s", *no);
		snprintf(turned, sizeof(turned), "not (%s)", *no);
		assert_true(holds(&m, turned));
	}
}

/* clang-format off */
#define CHECK(...) check((const char *const[]){ __VA_ARGS__, NULL }
#define NO(...) (const char *const[]){ __VA_ARGS__, NULL })
/* clang-format on */

static void numbers_are_compared_in_every_notation(void **state)
{
	(void)state;
	CHECK("modbus.func_code == 6", "modbus.func_code == 0x06", "modbus.func_code == 06",
	      "modbus.func_code == 0b110", "modbus.func_code == '\\x06'",
	      "modbus.func_code == \"write single register\"", "modbus.func_code >= 6",
	      "modbus.func_code <= 6", "modbus.func_code != 5", "goose.integer == -40",
	      "goose.integer < -39", "goose.integer > -41"),
		NO("modbus.func_code == 5", "modbus.func_code > 6", "modbus.func_code < 6",
		   "modbus.func_code != 6", "goose.integer > -40", "goose.integer == 40");
}

static void with_several_values_any_all_and_none_are_told_apart(void **state)
{
	(void)state;
	CHECK("modbus.regval_uint16 == 256", "modbus.regval_uint16 !== 256",
	      "modbus.regval_uint16 != 7", "all modbus.regval_uint16 >= 5",
	      "any modbus.regval_uint16 > 60000", "any modbus.regval_uint16 === 5",
	      "modbus.regval_uint16 in {1, 250..260}", "modbus.regval_uint16 not in {1, 2}",
	      "all modbus.regval_uint16 in {5, 256, 60000..65535}",
	      "modbus.regval_uint16 == modbus.regval_uint16",
	      "modbus.regval_uint16 !== modbus.regval_uint16"),
		NO("modbus.regval_uint16 != 256", "modbus.regval_uint16 === 256",
		   "all modbus.regval_uint16 > 5", "modbus.regval_uint16 not in {5}",
		   "all modbus.regval_uint16 in {5, 256}",
		   "modbus.regval_uint16 === modbus.regval_uint16",
		   "modbus.regval_uint16 != modbus.regval_uint16");
}

static void what_is_absent_fails_every_comparison(void **state)
{
	(void)state;
	CHECK("not goose.stNum == 1", "not goose.stNum != 1", "goose.stNum not in {1}",
	      "not goose.stNum", "not goose.stNum + 1 > 0", "not count(goose.stNum) == 0",
	      "min(goose.stNum, 100) == 100"),
		NO("goose.stNum == 1", "goose.stNum != 1", "all goose.stNum != 1",
		   "goose.stNum !== 1", "goose.stNum === 1", "goose.stNum in {0..99}",
		   "goose.stNum == modbus.func_code", "modbus.func_code != goose.stNum");
}

static void booleans_floats_times_and_spans_are_read(void **state)
{
	(void)state;
	CHECK("modbus.bitval == true", "modbus.bitval == False", "modbus.bitval == 1",
	      "modbus.bitval in {0..1}", "goose.float_value == 49.97", "goose.float_value > 4.9e1",
	      "goose.float_value < 0x40", "modbus.response_time == 0.25",
	      "modbus.response_time > 0.249999999", "modbus.response_time in {0..1}",
	      "-modbus.response_time < 0", "modbus.response_time + 1 == 1.25",
	      "goose.t == \"2024-05-01 12:00:00.5\"", "goose.t >= \"2024-05-01T19:00:00.5+07:00\"",
	      "goose.t < \"May 1, 2024 12:00:01\"", "goose.t > \"2024-05-01\""),
		NO("goose.float_value == 49.98", "goose.float_value > 50",
		   "modbus.response_time > 0.25", "goose.t > \"2024-05-01 12:00:00.5Z\"",
		   "goose.t == \"2024-05-01 12:00:00\"");
}

static void a_value_that_is_no_number_equals_none(void **state)
{
	static struct made m;

	(void)state;
	made_init(&m, &protocol_goose);
	made_float(&m, "goose.float_value", (double)NAN);
	assert_false(holds(&m, "goose.float_value == 1"));
	assert_false(holds(&m, "goose.float_value < 1"));
	assert_false(holds(&m, "goose.float_value >= 1"));
	assert_false(holds(&m, "goose.float_value == goose.float_value"));
	assert_true(holds(&m, "goose.float_value != 1"));
	assert_true(holds(&m, "goose.float_value"));
}

static void addresses_and_their_networks_are_compared(void **state)
{
	(void)state;
	CHECK("arp.src.proto_ipv4 == 10.10.1.21", "arp.src.proto_ipv4 == 10.10.0.0/16",
	      "arp.src.proto_ipv4 in {1.1.1.1, 10.0.0.0/8}", "arp.src.proto_ipv4 != 10.11.0.0/16",
	      "arp.src.proto_ipv4 > 10.9.0.0/16", "arp.src.proto_ipv4 >= 10.10.0.0/16",
	      "arp.src.proto_ipv4 in {10.10.1.20..10.10.1.22}",
	      "arp.src.proto_ipv4 & 255.255.255.0 == 10.10.1.0", "arp.src.proto_ipv4[0] == 0a",
	      "arp.src.proto_ipv4[-1] == 15", "arp.src.hw_mac == 00:30:a7:01:02:07",
	      "arp.src.hw_mac == 00-30-A7-01-02-07", "arp.src.hw_mac == 0030.a701.0207",
	      "arp.src.hw_mac[0:3] == 00:30:a7", "arp.src.hw_mac contains a7:01",
	      "arp.src.hw_mac & ff:ff:ff:00:00:00 == 00:30:a7:00:00:00",
	      "lldp.chassis.id.ip6 == fe80::5", "lldp.chassis.id.ip6 == fe80::/10",
	      "lldp.chassis.id.ip6 in {fe80::..fe80::ff}", "lldp.chassis.id.ip6 != fd00::/8",
	      "max(arp.src.proto_ipv4) == 10.10.1.21"),
		NO("arp.src.proto_ipv4 > 10.10.0.0/16", "arp.src.proto_ipv4 != 10.10.1.0/24",
		   "arp.src.proto_ipv4 < 10.10.1.0/24", "arp.src.hw_mac == 00:30:a7:01:02:08",
		   "lldp.chassis.id.ip6 == fe80::4", "lldp.chassis.id.ip6 in {fd00::/8}",
		   "lldp.chassis.id.ip6 > fe80::/10");
}

static void text_and_bytes_are_compared_cut_and_searched(void **state)
{
	(void)state;
	CHECK("modbus.object_str_value == \"Pump Station 5\"",
	      "modbus.object_str_value contains \"Station\"",
	      "modbus.object_str_value matches \"^pump\"", "modbus.object_str_value ~ r\"\\d$\"",
	      "modbus.object_str_value > \"Pump\"",
	      "modbus.object_str_value in {\"a\", \"Pump Station 5\"}",
	      "modbus.object_str_value in {\"P\"..\"Q\"}",
	      "modbus.object_str_value[0:4] == \"Pump\"",
	      "modbus.object_str_value[0:4] == 50:75:6d:70",
	      "modbus.object_str_value[-1:] == \"5\"", "modbus.object_str_value[0,5-6] == \"PSt\"",
	      "upper(modbus.object_str_value) contains \"STATION\"",
	      "lower(modbus.object_str_value) == \"pump station 5\"",
	      "len(modbus.object_str_value) == 14", "modbus.data == 00:0a:61:62",
	      "modbus.data == 000a6162", "modbus.data contains \"ab\"", "modbus.data contains 0x0a",
	      "modbus.data[1] == 0a", "modbus.data[2:] == \"ab\"", "modbus.data matches \"AB$\"",
	      "modbus.data[1] & 0f", "len(modbus.data) == 4", "modbus.data > ff",
	      "string(modbus.func_code) == \"6\"", "string(arp.src.proto_ipv4) contains \".1.21\""),
		NO("modbus.object_str_value == \"pump station 5\"",
		   "modbus.object_str_value contains \"station\"",
		   "modbus.object_str_value matches \"(?-i)pump\"", "modbus.data[7] == 0a",
		   "modbus.data[2:9] == \"ab\"", "modbus.data[0] & 0f", "modbus.data < ff",
		   "modbus.object_str_value < \"Pump\"");
}

static void calculations_are_of_64_bits_and_combine_all_values(void **state)
{
	(void)state;
	CHECK("modbus.func_code + 1 == 7", "modbus.func_code - 7 == -1", "modbus.func_code - 7 < 0",
	      "modbus.func_code * 100 == 600", "modbus.func_code / 4 == 1",
	      "modbus.func_code % 4 == 2", "{modbus.func_code + 1} * 2 == 14",
	      "modbus.func_code + 2 * 3 == 12", "-modbus.func_code == -6",
	      "abs(goose.integer) == 40", "{goose.integer - 1} / 2 == -20",
	      "{goose.integer - 1} % 2 == -1", "modbus.func_code & 2", "modbus.func_code & 3 == 2",
	      "modbus.regval_uint16 & 0x100", "modbus.regval_uint16 + modbus.func_code == 262",
	      "modbus.regval_uint16 - modbus.regval_uint16 == 251",
	      "modbus.func_code * 4000000000 == 24000000000", "max(modbus.regval_uint16) == 65535",
	      "min(modbus.regval_uint16, modbus.func_code) == 5",
	      "count(modbus.regval_uint16) == 3", "count(modbus.bitval) * 2 == 4",
	      "goose.float_value + 1.5 > 51",
	      "modbus.func_code in {mbtcp.unit_id, 5, goose.integer, modbus.func_code}"),
		NO("modbus.func_code / 0 == 1", "modbus.func_code % 0 == 0", "modbus.func_code / 0",
		   "goose.float_value / 0 > 1", "modbus.func_code - 6", "modbus.func_code & 8",
		   "modbus.func_code * 9223372036854775807 * 4 > 0",
		   "modbus.func_code in {mbtcp.unit_id, 5}");
}

static void operators_join_as_they_bind(void **state)
{
	(void)state;
	CHECK("modbus and not goose.stNum", "modbus.func_code == 5 or mbtcp.unit_id == 17",
	      "modbus.func_code == 6 xor mbtcp.unit_id == 1",
	      "modbus.func_code == 5 xor mbtcp.unit_id == 17 xor modbus.data == 00",
	      "(modbus.func_code == 6 xor mbtcp.unit_id == 17) xor goose.integer",
	      "not modbus.func_code == 5 and not (mbtcp.unit_id == 1 or mbtcp.unit_id == 2)",
	      "modbus.func_code == 1 and mbtcp.unit_id == 1 or goose.integer"),
		NO("modbus.func_code == 6 xor mbtcp.unit_id == 17",
		   "lldp and modbus.func_code == 5", "modbus.func_code == 6 and mbtcp.unit_id == 1",
		   "not (modbus.func_code == 6 or mbtcp.unit_id == 1)");
}

static void the_kind_of_a_value_of_any_type_decides(void **state)
{
	static struct made m;

	(void)state;
	made_init(&m, &protocol_modbus);
	m.dec.operations[0].ot.value = (struct value){ .kind = VALUE_UINT, .u = 5, .n = 1 };
	assert_true(holds(&m, "ot.value == 5"));
	assert_true(holds(&m, "ot.value > 4.5"));
	assert_true(holds(&m, "ot.value in {\"a\", 1..9}"));
	assert_false(holds(&m, "ot.value == \"5\""));
	assert_false(holds(&m, "ot.value != \"5\""));
	m.dec.operations[0].ot.value = (struct value){
		.field = &ot_text_field, .kind = VALUE_BYTES, .p = (const uint8_t *)"open", .n = 4
	};
	assert_true(holds(&m, "ot.value == \"open\""));
	assert_true(holds(&m, "ot.value in {5, \"open\"}"));
	assert_true(holds(&m, "ot.value contains \"pe\""));
	assert_false(holds(&m, "ot.value == 5"));
	assert_false(holds(&m, "ot.value != 5"));
	assert_false(holds(&m, "ot.value < 5"));
	assert_false(holds(&m, "ot.value > 5"));
}

static void a_pattern_that_runs_away_is_no_match(void **state)
{
	static char long_text[20000];
	static struct made m;

	(void)state;
	memset(long_text, 'a', sizeof(long_text));
	made_init(&m, &protocol_modbus);
	made_bytes(&m, "modbus.object_str_value", long_text, sizeof(long_text));
	assert_false(holds(&m, "modbus.object_str_value matches \"^(a+)+$b\""));
	assert_false(holds(&m, "modbus.object_str_value matches \"(a|aa)+$(?<!a)\""));
	assert_true(holds(&m, "modbus.object_str_value matches \"AAA\""));
}

static void long_series_are_read_whole_and_calculations_to_their_bound(void **state)
{
	static struct made m;
	struct value *v;
	struct asked a;

	(void)state;
	made_init(&m, &protocol_modbus);
	v = made_value(&m, "modbus.bitnum", VALUE_RUN);
	v->u = 10;
	v->n = 60000;
	assert_true(holds(&m, "modbus.bitnum == 60009"));
	assert_true(holds(&m, "count(modbus.bitnum) == 60000"));
	assert_true(holds(&m, "modbus.bitnum + 1 == 11"));
	assert_true(holds(&m, "modbus.bitnum == modbus.bitnum"));
	asked_compile(&a, "modbus.bitnum + 1 == 0", NULL);
	assert_false(condition_match(a.condition, &m.s));
	assert_true(condition_ignored(a.condition) > 50000);
	asked_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_compared_in_every_notation),
		cmocka_unit_test(with_several_values_any_all_and_none_are_told_apart),
		cmocka_unit_test(what_is_absent_fails_every_comparison),
		cmocka_unit_test(booleans_floats_times_and_spans_are_read),
		cmocka_unit_test(a_value_that_is_no_number_equals_none),
		cmocka_unit_test(addresses_and_their_networks_are_compared),
		cmocka_unit_test(text_and_bytes_are_compared_cut_and_searched),
		cmocka_unit_test(calculations_are_of_64_bits_and_combine_all_values),
		cmocka_unit_test(operators_join_as_they_bind),
		cmocka_unit_test(the_kind_of_a_value_of_any_type_decides),
		cmocka_unit_test(a_pattern_that_runs_away_is_no_match),
		cmocka_unit_test(long_series_are_read_whole_and_calculations_to_their_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
