/* C37.118's data frames: protocols/synphasor_data.c. */
#include <math.h>

#include "tests/unit/message.h"
#include "tests/unit/synphasor_says.h"

static const struct ot *operation(unsigned i)
{
	assert_true(i < says.d.noperations);
	return &says.d.operations[i].ot;
}

static bool near(double a, double b)
{
	return fabs(a - b) < 1e-3 * (1 + fabs(b));
}

static void check_object(unsigned i, const char *object, double value)
{
	const struct ot *ot = operation(i);

	assert_string_equal(ot->object_text, object);
	assert_true(near(value_float(&ot->value, 0), value));
	assert_int_equal(ot->device, 7);
	assert_int_equal(ot->op, OT_REPORT);
	assert_false(ot->response);
}

static void integers_polar(void **state)
{
	(void)state;
	say(3, 7, CONF("0001"));
	/* 1000 x 2 V at 0.5 rad, 50 x 1 mA at -1 rad; 49.98 Hz, -0.05 Hz/s */
	say(0, 7, "0000 03e8 1388 0032 d8f0 ffec fffb 0042 0001");
	assert_false(says.d.malformed);
	assert_int_equal(says.d.noperations, 5);
	check_object(0, "STATION A", 49.98);
	check_object(1, "STATION A/VA", 2000);
	check_object(2, "STATION A/IA", 0.05);
	check_object(3, "STATION A/T", 66);
	check_object(4, "STATION A/Q0", 1);
	assert_true(near(float_said("phasor.angle", 0), 28.6479));
	assert_true(near(float_said("phasor.angle", 1), -57.2958));
	assert_int_equal((int64_t)number_said("frequency_deviation_from_nominal", 0), -20);
	assert_true(near(float_said("rate_change_frequency", 0), -0.05));
	assert_true(text_said("phasor", 0, "VA              "));
	assert_int_equal(number_said("digital_status_word", 0), 1);
	assert_int_equal(number_said("data.conf_frame", 0), 101);
	assert_true(text_said("station_name", 0, "STATION A"));
}

static void integers_rectangular(void **state)
{
	(void)state;
	say(3, 7, CONF("0000"));
	say(0, 7, "0000 0003 0004 fffd fffc 0000 0000 ffff 0000");
	check_object(0, "STATION A", 50);
	check_object(1, "STATION A/VA", 10);
	assert_true(near(float_said("phasor.angle", 0), 53.1301));
	assert_true(near(float_said("phasor.angle", 1), -126.8699));
	check_object(3, "STATION A/T", -1);
	check_object(4, "STATION A/Q0", 0);
}

static void floating_point(void **state)
{
	(void)state;
	say(3, 7, CONF("000f"));
	say(0, 7, "0000 42c80000 3f000000 40000000 bf800000 4247ffff 3dcccccd 41200000 ffff");
	check_object(0, "STATION A", 50);
	check_object(1, "STATION A/VA", 100);
	check_object(3, "STATION A/T", 10);
	assert_null(said("frequency_deviation_from_nominal", 0));
	say(3, 7, CONF("000e"));
	say(0, 7, "0000 40400000 40800000 40000000 bf800000 42480000 00000000 41200000 ffff");
	check_object(1, "STATION A/VA", 5);
	assert_true(near(float_said("phasor.angle", 0), 53.1301));
}

static void integers_of_conf_3_have_scale_and_offset(void **state)
{
	(void)state;
	say(5, 8,
	    "0000 000f4240 0001 0153 0007 000102030405060708090a0b0c0d0e0f 0001 0001 0001 0000"
	    "0156 0154 0000 00 00 40000000 3f000000 3dcccccd 40a00000"
	    "00000000 00000000 00000000 50 00000000 00000000 0001 0001 000a");
	assert_false(says.d.malformed);
	assert_true(text_said("conf.svc_class", 0, "Protection"));
	say(0, 8, "0000 0064 2710 0000 0000 0064");
	check_object(1, "S/V", 200);
	assert_true(near(float_said("phasor.angle", 0), 28.6479)); /* 1 rad less 0.5 */
	check_object(2, "S/T", 15);
}

static void what_is_absent_is_no_number(void **state)
{
	(void)state;
	say(3, 7, CONF("0000"));
	say(0, 7, "8000 8000 8000 0001 8000 8000 8000 8000 0000");
	assert_true(isnan(float_said("actual_frequency_value", 0)));
	assert_true(isnan(float_said("phasor.magnitude", 0)));
	assert_true(isnan(float_said("phasor.angle", 1)));
	assert_true(isnan(float_said("analog_value.number", 0)));
	say(3, 7, CONF("0001"));
	say(0, 7, "8000 0000 8000 0000 0000 0000 0000 8000 0000");
	assert_true(isnan(float_said("phasor.magnitude", 0)));
	assert_true(near(float_said("phasor.magnitude", 1), 0));
}

static void stat_is_taken_apart(void **state)
{
	static const struct {
		const char *stat, *field, *status;
		uint64_t value;
	} stats[] = {
		{ "0000", "data.status", "ok", 0 },
		{ "4000", "data.status", "PMU error, no information", 1 },
		{ "8000", "data.status", "test mode", 2 },
		{ "c000", "data.status", "PMU error", 3 },
		{ "2000", "data.sync", "not synchronized", 1 },
		{ "1000", "data.sorting", "ok", 1 },
		{ "0800", "data.trigger", "ok", 1 },
		{ "0400", "data.CFGchange", "ok", 1 },
		{ "0200", "data.data_modified", "ok", 1 },
		{ "0140", "data.pmu_tq", "ok", 5 },
		{ "0030", "data.t_unlock", "ok", 3 },
		{ "0007", "data.trigger_reason", "ok", 7 },
	};
	char hex[64];

	(void)state;
	say(3, 7, CONF("0001"));
	for (size_t i = 0; i < sizeof(stats) / sizeof(stats[0]); i++) {
		(void)snprintf(hex, sizeof(hex), "%s 0000 0000 0000 0000 0000 0000 0000 0000",
			       stats[i].stat);
		say(0, 7, hex);
		assert_int_equal(number_said(stats[i].field, 0), stats[i].value);
		assert_string_equal(operation(0)->status, stats[i].status);
		for (size_t k = 4; k < sizeof(stats) / sizeof(stats[0]); k++)
			assert_int_equal(number_said(stats[k].field, 0),
					 k == i ? stats[k].value : 0);
	}
}

static void data_without_a_configuration_are_shown_as_they_are(void **state)
{
	(void)state;
	say(0, 7, "0000 03e8 1388");
	assert_false(says.d.malformed);
	assert_int_equal(number_said("data.unread", 0), 1);
	assert_int_equal(said("data", 0)->n, 6);
	assert_string_equal(says.d.ot.status, "configuration unknown");
	assert_int_equal(says.d.nmarks, 0);
	/* Of another stream. */
	say(3, 9, CONF("0001"));
	say(0, 7, "0000 03e8 1388 0032 d8f0 ffec fffb 0042 0001");
	assert_int_equal(number_said("data.unread", 0), 1);
	/* Of another size. */
	say(3, 7, CONF("0001"));
	say(0, 7, "0000 03e8 1388 0032 d8f0 ffec fffb 0042 0001 0001");
	assert_int_equal(number_said("data.unread", 0), 1);
	assert_true(marked("data frame of another size than its configuration says"));
	say(0, 7, "");
	assert_int_equal(number_said("data.unread", 0), 1);
}

static void another_flow_of_the_same_sender_is_read(void **state)
{
	(void)state;
	say(3, 7, CONF("0001"));
	another_flow();
	say(0, 7, "0000 03e8 1388 0032 d8f0 ffec fffb 0042 0001");
	check_object(1, "STATION A/VA", 2000);
	says.pmu[0] = 9;
	another_flow();
	say(0, 7, "0000 03e8 1388 0032 d8f0 ffec fffb 0042 0001");
	assert_int_equal(number_said("data.unread", 0), 1);
}

static void digital_channels_are_those_that_are_valid(void **state)
{
	/* No bit is valid: those with names are; then none has a name either. */
	static const char *const conf[] = {
		"000f4240 0001" NAME_STATION "0007 0000 0000 0000 0001" NAME_Q0 NAMES_15
		"0000 0000 0001 0003 000a",
		"000f4240 0001" NAME_STATION "0007 0000 0000 0000 0001" NAME_NONE NAMES_15
		"0000 0000 0001 0003 000a",
		"000f4240 0001" NAME_STATION "0007 0000 0000 0000 0001" NAME_Q0 NAMES_15
		"0000 8002 0001 0003 000a",
	};

	(void)state;
	say(3, 7, conf[0]);
	say(0, 7, "0000 0000 0000 8001");
	assert_int_equal(says.d.noperations, 2);
	check_object(1, "STATION A/Q0", 1);
	say(3, 7, conf[1]);
	say(0, 7, "0000 0000 0000 8001");
	assert_int_equal(says.d.noperations, 2);
	check_object(1, "STATION A", 0x8001);
	say(3, 7, conf[2]);
	say(0, 7, "0000 0000 0000 8001");
	assert_int_equal(says.d.noperations, 3);
	check_object(1, "STATION A/digital 1.1", 0);
	check_object(2, "STATION A/digital 1.15", 1);
}

/* n PMUs of a phasor, an analog value and two valid bits of a word. */
static void say_wide(unsigned n)
{
	static char hex[400000];
	size_t at = (size_t)snprintf(hex, sizeof(hex), "000f4240 %04x", n);

	for (unsigned i = 0; i < n; i++)
		at += (size_t)snprintf(hex + at, sizeof(hex) - at,
				       NAME_STATION
				       "%04x 0000 0001 0001 0001" NAME_VA NAME_T NAME_Q0 NAMES_15
				       "00000001 00000001 0000 0003 0001 0001",
				       i);
	(void)snprintf(hex + at, sizeof(hex) - at, "000a");
	say(3, 7, hex);
	assert_true(says.d.ot.count == n);
	at = 0;
	for (unsigned i = 0; i < n; i++)
		at += (size_t)snprintf(hex + at, sizeof(hex) - at,
				       "0000 0003 0004 0000 0000 0007 %04x", i & 1);
	say(0, 7, hex);
	assert_false(says.d.malformed);
}

static void streams_of_many_channels_have_an_operation_for_each_pmu(void **state)
{
	(void)state;
	say_wide(25); /* 25 x 5 operations */
	assert_int_equal(says.d.noperations, 125);
	assert_false(says.d.overflow);
	say_wide(26);
	assert_int_equal(says.d.noperations, 26);
	assert_false(says.d.overflow);
	assert_int_equal(operation(25)->device, 25);
	assert_int_equal(number_said("digital_status_word", 25), 1);
	assert_true(near(float_said("phasor.magnitude", 25), 5e-5));
	say_wide(70);
	assert_true(says.d.overflow);
	assert_int_equal(operation(69)->device, 69);
	assert_null(said("digital_status_word", 0));
}

#define T(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(integers_polar),
		T(integers_rectangular),
		T(floating_point),
		T(integers_of_conf_3_have_scale_and_offset),
		T(what_is_absent_is_no_number),
		T(stat_is_taken_apart),
		T(data_without_a_configuration_are_shown_as_they_are),
		T(another_flow_of_the_same_sender_is_read),
		T(digital_channels_are_those_that_are_valid),
		T(streams_of_many_channels_have_an_operation_for_each_pmu),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
