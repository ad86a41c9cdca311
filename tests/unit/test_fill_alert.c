/* sensor/deliver/fill_alert.c: texts for people become typed again. */
#include "sensor/deliver/fill.h"
#include "tests/unit/alert_made.h"

static struct filler *fl;

static int begin(void **state)
{
	fl = filler_new();
	return fl != NULL ? setup(state) : -1;
}

static int end(void **state)
{
	filler_free(fl);
	return teardown(state);
}

/* The alert of an operation with that value, of which the rule speaks. */
static const Kagami__Alert *alert_with(const char *name, struct value v)
{
	says_field(name);
	v.field = row(name);
	add_value(v);
	fill();
	return fill_alert(fl, &alert, 0)->alert;
}

static const Kagami__Alert *alert_with_bytes(const char *name, const char *bytes, size_t n)
{
	return alert_with(name, (struct value){ .kind = VALUE_BYTES,
						.p = (const uint8_t *)bytes,
						.n = (uint32_t)n });
}

static void a_number_with_a_name_has_both(void **state)
{
	const Kagami__Alert *a =
		alert_with("modbus.func_code", (struct value){ .kind = VALUE_UINT, .u = 6 });

	(void)state;
	assert_int_equal(a->n_values, 1);
	assert_int_equal(a->values[0]->field, universe_find("modbus.func_code", 16)->id);
	assert_int_equal(a->values[0]->n_uints, 1);
	assert_int_equal(a->values[0]->uints[0], 6);
	assert_int_equal(a->n_names, 1);
	assert_int_equal(a->names[0]->index, 0);
	assert_string_equal(a->names[0]->text, "Write Single Register");
	json_has("\"modbus.func_code\":\"Write Single Register\"");
}

static void numbers_are_numbers(void **state)
{
	const Kagami__Alert *a;

	(void)state;
	a = alert_with("goose.appid", (struct value){ .kind = VALUE_UINT, .u = 0x3fff });
	assert_int_equal(a->values[0]->uints[0], 0x3fff);
	assert_int_equal(a->n_names, 0);
	a = alert_with("goose.integer", (struct value){ .kind = VALUE_INT, .i = INT64_MIN });
	assert_true(a->values[1]->ints[0] == INT64_MIN);
	a = alert_with("goose.unsigned", (struct value){ .kind = VALUE_UINT, .u = UINT64_MAX });
	assert_true(a->values[2]->uints[0] == UINT64_MAX);
	a = alert_with("goose.boolean", (struct value){ .kind = VALUE_UINT, .u = 1 });
	assert_int_equal(a->values[3]->uints[0], 1);
	a = alert_with("goose.float_value", (struct value){ .kind = VALUE_FLOAT, .f = -1e-300 });
	assert_memory_equal(&a->values[4]->reals[0], &(double){ -1e-300 }, sizeof(double));
}

static void who_does_it_and_when_is_told(void **state)
{
	const Kagami__Alert *a;

	(void)state;
	fill();
	a = fill_alert(fl, &alert, 0)->alert;
	assert_false(a->learned);
	assert_int_equal(a->n_outside, 0);
	assert_string_equal(a->source->role, "");
	alert.learned = true;
	alert.source.role = "engineering";
	alert.noutside = 2;
	alert.outside[0] = "maintenance";
	alert.outside[1] = "week\x80";
	a = fill_alert(fl, &alert, 0)->alert;
	assert_true(a->learned);
	assert_string_equal(a->source->role, "engineering");
	assert_int_equal(a->n_outside, 2);
	assert_string_equal(a->outside[0], "maintenance");
	assert_string_equal(a->outside[1], "week\xef\xbf\xbd");
}

static void what_is_no_number_of_json_has_a_name(void **state)
{
	const Kagami__Alert *a = alert_with(
		"goose.float_value", (struct value){ .kind = VALUE_FLOAT, .f = __builtin_nan("") });

	(void)state;
	assert_int_equal(a->values[0]->n_reals, 1);
	assert_true(__builtin_isnan(a->values[0]->reals[0]));
	assert_string_equal(a->names[0]->text, "nan");
	json_has("\"goose.float_value\":\"nan\"");
}

static void times_are_nanoseconds(void **state)
{
	const Kagami__Alert *a;

	(void)state;
	a = alert_with("goose.t", (struct value){ .kind = VALUE_UINT, .u = NOON + 7 });
	assert_true(a->values[0]->uints[0] == NOON + 7);
	a = alert_with("modbus.response_time",
		       (struct value){ .kind = VALUE_UINT, .u = 61500000001U });
	assert_true(a->values[1]->uints[0] == 61500000001U);
	json_has("\"modbus.response_time\":61.500000001");
}

static void durations_below_zero_and_whole_ones_are_kept(void **state)
{
	const Kagami__Alert *a = alert_with(
		"modbus.response_time",
		(struct value){ .kind = VALUE_UINT, .u = (uint64_t)INT64_C(-1500000000) });

	(void)state;
	assert_true(a->values[0]->ints[0] == -1500000000);
	json_has("\"modbus.response_time\":-1.5}");
}

static void addresses_are_bytes(void **state)
{
	static const char mac[] = "\0\1\2\3\4\xff";
	const Kagami__Alert *a = alert_with_bytes("arp.src.hw_mac", mac, 6);

	(void)state;
	assert_int_equal(a->values[0]->bytes[0].len, 6);
	assert_memory_equal(a->values[0]->bytes[0].data, mac, 6);
	assert_int_equal(a->source->ip.len, 4);
	assert_memory_equal(a->source->ip.data, "\12\0\0\1", 4);
	a = alert_with_bytes("arp.src.proto_ipv4", "\12\0\0\7", 4);
	assert_int_equal(a->values[1]->bytes[0].len, 4);
	assert_memory_equal(a->values[1]->bytes[0].data, "\12\0\0\7", 4);
}

static void bytes_that_were_cut_are_whole_ones(void **state)
{
	char bytes[200];
	const Kagami__Alert *a;

	(void)state;
	memset(bytes, 0xab, sizeof(bytes));
	a = alert_with_bytes("goose.octet_string", bytes, sizeof(bytes));
	assert_int_equal(a->values[0]->n_bytes, 1);
	assert_in_range(a->values[0]->bytes[0].len, 80, 86);
	assert_memory_equal(a->values[0]->bytes[0].data, bytes, a->values[0]->bytes[0].len);
	assert_int_equal(a->n_names, 0);
}

static void several_values_are_one_with_all_of_them(void **state)
{
	const Kagami__Alert *a;

	(void)state;
	add_number("goose.unsigned", 1);
	add_number("goose.unsigned", 2);
	a = alert_with("goose.unsigned", (struct value){ .kind = VALUE_UINT, .u = 3 });
	assert_int_equal(a->n_values, 1);
	assert_int_equal(a->values[0]->n_uints, 3);
	assert_int_equal(a->values[0]->uints[2], 3);
	json_has("\"goose.unsigned\":[1,2,3]");
}

/* The value of objects is of any type. */
static void what_is_not_of_its_fields_type_stays_a_text(void **state)
{
	const Kagami__Alert *a;

	(void)state;
	says_field("ot.value");
	dec.operations[0].ot.value = (struct value){ .field = row("goose.visible_string"),
						     .kind = VALUE_BYTES,
						     .p = (const uint8_t *)"on 5",
						     .n = 4 };
	fill();
	a = fill_alert(fl, &alert, 7)->alert;
	assert_int_equal(a->id, 7);
	assert_int_equal(a->values[0]->n_uints, 0);
	assert_int_equal(a->values[0]->bytes[0].len, 4);
	json_has("\"ot.value\":\"on 5\"");
}

#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_number_with_a_name_has_both),
		T(numbers_are_numbers),
		T(who_does_it_and_when_is_told),
		T(what_is_no_number_of_json_has_a_name),
		T(times_are_nanoseconds),
		T(durations_below_zero_and_whole_ones_are_kept),
		T(addresses_are_bytes),
		T(bytes_that_were_cut_are_whole_ones),
		T(several_values_are_one_with_all_of_them),
		T(what_is_not_of_its_fields_type_stays_a_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
