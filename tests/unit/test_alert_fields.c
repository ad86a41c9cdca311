/* alert_fill.c, alert_json.c: fields have the type that they have in operations. */
#include "tests/unit/alert_made.h"

static void numbers_are_numbers_and_what_looks_like_one_is_none(void **state)
{
	(void)state;
	says_field("goose.integer");
	says_field("goose.float_value");
	says_field("goose.octet_string");
	says_field("goose.visible_string");
	says_field("goose.unsigned");
	add_value((struct value){ .field = row("goose.integer"), .kind = VALUE_INT, .i = -20 });
	add_value(
		(struct value){ .field = row("goose.float_value"), .kind = VALUE_FLOAT, .f = 0.5 });
	add_text("goose.octet_string", "\x12", 1);
	add_text("goose.visible_string", "12", 2);
	add_number("goose.unsigned", 1);
	add_number("goose.unsigned", 2);
	fill();
	json_has("\"goose.integer\":-20,");
	json_has("\"goose.float_value\":0.5,");
	json_has("\"goose.octet_string\":\"12\",");
	json_has("\"goose.visible_string\":\"12\",");
	json_has("\"goose.unsigned\":[1,2]");
}

static void flags_and_hexadecimal_numbers_are_typed(void **state)
{
	(void)state;
	rule.condition = condition("goose.confRev == 1 and goose.ndsCom == true");
	says_field("eth.type");
	says("/");
	says_field("goose.appid");
	says("/");
	says_field("goose.boolean");
	add_number("goose.confRev", 1);
	add_number("goose.ndsCom", 1);
	add_number("goose.appid", 0x3fff);
	add_number("goose.boolean", 1);
	add_number("goose.boolean", 0);
	fill();
	json_has("\"goose.confRev\":1,\"goose.ndsCom\":true,");
	json_has("\"goose.appid\":16383,");
	json_has("\"goose.boolean\":[true,false]");
	/* For people they are as they were. */
	char *text = printed(false);

	assert_non_null(strstr(text, "goose.ndsCom = true, "));
	assert_non_null(strstr(text, "goose.appid = 0x3fff, goose.boolean = true, false"));
	assert_non_null(strstr(alert.text, "/0x3fff/true, false"));
	free(text);
}

static void a_series_is_a_list_also_of_one(void **state)
{
	static const uint8_t two[] = { 0, 5, 1, 0 };
	struct value v = { .field = row("modbus.regval_uint16"), .kind = VALUE_BE16S, .p = two };

	(void)state;
	says_field("modbus.regval_uint16");
	v.n = 1;
	add_value(v);
	fill();
	json_has("\"modbus.regval_uint16\":[5]");
	dec.nvalues = 0;
	v.n = 2;
	add_value(v);
	fill();
	json_has("\"modbus.regval_uint16\":[5,256]");
}

static void floats_with_exponents_are_numbers_and_nan_is_a_text(void **state)
{
	static const struct {
		double f;
		const char *is;
	} of[] = {
		{ 1e300, "\"goose.float_value\":1e+300}" },
		{ -1e-300, "\"goose.float_value\":-1e-300}" },
		{ __builtin_inf(), "\"goose.float_value\":\"inf\"}" },
		{ __builtin_nan(""), "\"goose.float_value\":\"nan\"}" },
	};

	(void)state;
	says_field("goose.float_value");
	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++) {
		dec.nvalues = 0;
		add_value((struct value){
			.field = row("goose.float_value"), .kind = VALUE_FLOAT, .f = of[i].f });
		fill();
		json_has(of[i].is);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(numbers_are_numbers_and_what_looks_like_one_is_none,
						setup, teardown),
		cmocka_unit_test_setup_teardown(flags_and_hexadecimal_numbers_are_typed, setup,
						teardown),
		cmocka_unit_test_setup_teardown(a_series_is_a_list_also_of_one, setup, teardown),
		cmocka_unit_test_setup_teardown(floats_with_exponents_are_numbers_and_nan_is_a_text,
						setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
