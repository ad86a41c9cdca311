/* UMAS in Modbus function 90: protocols/umas.c. */
#include <string.h>

#include "protocols/protocols.h"
#include "tests/unit/pdu.h"
#include "tests/unit/test.h"

static struct pdu p;

static bool is(const struct cur *c, const char *text)
{
	return cur_left(c) == strlen(text) && cur_starts(c, text, strlen(text));
}

static void a_request_has_its_sub_function(void **state)
{
	(void)state;
	pdu_begin(&p);
	assert_string_equal(pdu_ask(&p, "5a 07 41 ff00"),
			    "control {func_code=90 data=0741ff00 session=7 code=65}");
	assert_string_equal(p.d.ot.function, "Stop PLC");
	assert_ptr_equal(p.d.protocol, &protocol_umas);
}

static void an_answer_is_named_by_what_was_asked(void **state)
{
	(void)state;
	pdu_begin(&p);
	(void)pdu_ask(&p, "5a 00 10 0000");
	assert_string_equal(pdu_answer(&p, "5a 00 fe 07"),
			    "auth ok {func_code=90 data=00fe07 session=0 status=254 code=16}");
	assert_string_equal(p.d.ot.function, "Take reservation");
	assert_int_equal(p.d.ot.request_frame, 1);
}

static void an_error_is_a_refusal(void **state)
{
	(void)state;
	pdu_begin(&p);
	(void)pdu_ask(&p, "5a 07 40 ff00");
	assert_string_equal(
		pdu_answer(&p, "5a 07 fd 80"),
		"control REFUSED error {func_code=90 data=07fd80 session=7 status=253 code=64}");
}

static void an_answer_alone_has_no_sub_function(void **state)
{
	(void)state;
	pdu_begin(&p);
	assert_string_equal(pdu_answer(&p, "5a 07 fe"),
			    "other ok unmatched {func_code=90 data=07fe session=7 status=254}");
}

static void an_unknown_sub_function_is_said_to_be_unknown(void **state)
{
	(void)state;
	pdu_begin(&p);
	(void)pdu_ask(&p, "5a 00 ee");
	assert_string_equal(p.d.ot.function, "unknown UMAS function");
	assert_int_equal(p.d.ot.op, OT_OTHER);
}

static void what_changes_the_plc_is_no_read(void **state)
{
	static const struct {
		const char *pdu;
		enum ot_op op;
	} want[] = {
		{ "5a 00 20 00", OT_READ },    { "5a 00 21 00", OT_WRITE },
		{ "5a 00 22 00", OT_READ },    { "5a 00 23 00", OT_WRITE },
		{ "5a 00 25 00", OT_WRITE },   { "5a 00 29 00", OT_WRITE },
		{ "5a 00 30 00", OT_PROGRAM }, { "5a 00 34 00", OT_PROGRAM },
		{ "5a 00 40 00", OT_CONTROL }, { "5a 00 71 00", OT_WRITE },
		{ "5a 00 02", OT_IDENTIFY },   { "5a 00 11 00", OT_AUTH },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		pdu_begin(&p);
		(void)pdu_ask(&p, want[i].pdu);
		if (p.d.ot.op != want[i].op)
			fail_msg("%s is %s", want[i].pdu, ot_op_name(p.d.ot.op));
	}
}

static void the_identity_names_model_and_firmware(void **state)
{
	(void)state;
	pdu_begin(&p);
	(void)pdu_ask(&p, "5a 00 02");
	(void)pdu_answer(&p, "5a 00 fe 0102030405060708 1003 0102030405060708090a0b0c"
			     "0b 424d5820503334 2032303230");
	const struct identity *id = &p.d.identity;

	assert_true(id->any && id->of_sender);
	assert_true(is(&id->vendor, "Schneider Electric"));
	assert_true(is(&id->model, "BMX P34 202"));
	assert_true(is(&id->firmware, "3.10"));
	assert_int_equal(cur_left(&id->serial), 0);
	const struct value *said = &p.d.operations[0].ot.value;
	struct cur text = cur_of(said->p, said->n);

	assert_int_equal(said->field->type, FIELD_TEXT);
	assert_true(is(&text, "BMX P34 202, v3.10"));
}

static void an_identity_that_is_cut_off_says_nothing(void **state)
{
	(void)state;
	pdu_begin(&p);
	(void)pdu_ask(&p, "5a 00 02");
	(void)pdu_answer(&p, "5a 00 fe 0102030405060708 1003 0102030405060708090a0b0c 0b 424d58");
	assert_false(p.d.identity.any);
}

static void a_sub_function_that_is_missing_is_malformed(void **state)
{
	(void)state;
	pdu_begin(&p);
	assert_string_equal(pdu_ask(&p, "5a 00"),
			    "other {func_code=90 data=00 session=0} MALFORMED !message too short");
	assert_string_equal(pdu_ask(&p, "5a"),
			    "other {func_code=90 data=} MALFORMED !message too short");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_has_its_sub_function),
		cmocka_unit_test(an_answer_is_named_by_what_was_asked),
		cmocka_unit_test(an_error_is_a_refusal),
		cmocka_unit_test(an_answer_alone_has_no_sub_function),
		cmocka_unit_test(an_unknown_sub_function_is_said_to_be_unknown),
		cmocka_unit_test(what_changes_the_plc_is_no_read),
		cmocka_unit_test(the_identity_names_model_and_firmware),
		cmocka_unit_test(an_identity_that_is_cut_off_says_nothing),
		cmocka_unit_test(a_sub_function_that_is_missing_is_malformed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
