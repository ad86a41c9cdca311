/* C37.118's configurations: protocols/synphasor_conf.c. */
#include "tests/unit/message.h"
#include "tests/unit/synphasor_says.h"

static void check_conf_2(void)
{
	assert_false(says.d.malformed);
	assert_int_equal(number_said("conf.timebase", 0), 1000000);
	assert_int_equal(number_said("conf.numpmu", 0), 1);
	assert_true(text_said("station_name", 0, "STATION A"));
	assert_int_equal(number_said("idcode_data_source", 0), 7);
	assert_int_equal(number_said("conf.dfreq_format", 0), 0);
	assert_int_equal(number_said("conf.analog_format", 0), 1);
	assert_int_equal(number_said("conf.phasor_format", 0), 0);
	assert_int_equal(number_said("conf.phasor_notation", 0), 1);
	assert_int_equal(number_said("num_phasors", 0), 2);
	assert_int_equal(number_said("num_analog_values", 0), 1);
	assert_int_equal(number_said("num_digital_status_words", 0), 1);
	assert_true(text_said("channel_name", 0, "VA              "));
	assert_int_equal(said("channel_name", 18)->n, 16);
	assert_null(said("channel_name", 19));
	assert_int_equal(number_said("conversion_factor", 1), 0x01000064);
	assert_int_equal(number_said("factor_for_analog_value", 0), 0x01000005);
	assert_int_equal(number_said("status_word_mask.normal_state", 0), 0);
	assert_int_equal(number_said("status_word_mask.valid_bits", 0), 1);
	assert_int_equal(number_said("conf.fnom", 0), 1);
	assert_int_equal(number_said("conf.cfgcnt", 0), 3);
	assert_int_equal(number_said("rate_of_transmission", 0), 10);
}

static void conf_1_and_2_are_read_alike(void **state)
{
	(void)state;
	say(4, 7, "0004");
	say(2, 7, CONF("0005"));
	check_conf_2();
	assert_string_equal(says.d.ot.function, "configuration 1");
	assert_true(says.d.ot.response);
	say(4, 7, "0005");
	say(3, 7, CONF("0005"));
	check_conf_2();
	assert_string_equal(says.d.ot.function, "configuration 2");
	assert_true(says.d.ot.response);
	assert_int_equal(says.d.ot.count, 1);
	assert_true(text_is(value_cur(&says.d.ot.value), "STATION A"));
	assert_true(text_is(says.d.identity.name, "STATION A"));
}

static void conf_1_does_not_say_how_data_are_read(void **state)
{
	(void)state;
	say(2, 7, CONF("0005"));
	say(0, 7, "0000 0000 0000 0000 0000 0000 0000 00000000 0000");
	assert_int_equal(number_said("data.unread", 0), 1);
}

static void conf_3_says_more(void **state)
{
	static const char *const set[] = { "type_not_def", "upsampled_interpolation" };
	static const char *const clear[] = {
		"pseudo_phasor",
		"phase_rotation",
		"phase_calibration",
		"mag_calibration",
		"filtered",
		"downsampled",
		"downsampled_fir",
		"downsampled_reselect",
		"upsampled_extrapolation",
	};
	char name[64];

	(void)state;
	say(5, 8, "0000" CONF3);
	assert_false(says.d.malformed);
	assert_int_equal(number_said("conf.contindx", 0), 0);
	assert_int_equal(number_said("station_name_len", 0), 4);
	assert_true(text_said("station_name", 0, "ABCD"));
	assert_int_equal(said("gpmuid", 0)->n, 16);
	assert_int_equal(number_said("conf.chnam_len", 0), 2);
	assert_true(text_said("conf.chnam", 0, "V1"));
	for (unsigned i = 0; i < 2; i++) {
		(void)snprintf(name, sizeof(name), "conf.phasor_mod.%s", set[i]);
		assert_int_equal(number_said(name, 0), 1);
	}
	for (unsigned i = 0; i < sizeof(clear) / sizeof(clear[0]); i++) {
		(void)snprintf(name, sizeof(name), "conf.phasor_mod.%s", clear[i]);
		assert_int_equal(number_said(name, 0), 0);
	}
	assert_int_equal(number_said("conf.phasor_type", 0), 1);
	assert_int_equal(number_said("conf.phasor_component", 0), 5);
	assert_int_equal(number_said("conf.phasor_user_flags", 0), 1);
	assert_true(float_said("conf.phasor_scale_factor", 0) == 2.0);
	assert_true(float_said("conf.phasor_angle_offset", 0) == 0.5);
	assert_true(float_said("conf.pmu_latitude", 0) > 35.6);
	assert_true(float_said("conf.pmu_elevation", 0) > 1e38);
	assert_true(text_said("conf.svc_class", 0, "Monitoring"));
	assert_int_equal(number_said("conf.window", 0), 80000);
	assert_int_equal(number_said("conf.grp_dly", 0), 40000);
	assert_int_equal(number_said("conf.fnom", 0), 0);
	assert_int_equal((int64_t)number_said("rate_of_transmission", 0), -2);
}

#define PART_1 "000f4240 0001 0441424344 0008 000102030405060708090a0b0c0d0e0f 00"
#define PART_2 "0f 0001 0000 0000 025631 8002 0d 01 40000000 3f000000 420eb852"
#define PART_3 "430bc28f 7f800000 4d 00013880 00009c40 0000 0004 fffe"

static void parts_of_conf_3_are_joined(void **state)
{
	(void)state;
	say(4, 8, "0006");
	say(5, 8, "0001" PART_1);
	assert_string_equal(says.d.ot.status, "part");
	assert_true(says.d.ot.response);
	assert_null(said("conf.numpmu", 0));
	say(5, 8, "0002" PART_2);
	assert_true(says.d.ot.response);
	say(5, 8, "ffff" PART_3);
	assert_false(says.d.malformed);
	assert_int_equal(says.d.nmarks, 0);
	assert_true(says.d.ot.response);
	assert_true(text_said("conf.chnam", 0, "V1"));
	assert_int_equal(number_said("conf.cfgcnt", 0), 4);
	/* It says how data are read: 2 + 8 + 8 octets. */
	say(0, 8, "0000 41200000 00000000 42700000 00000000");
	assert_null(said("data.unread", 0));
	assert_true(float_said("actual_frequency_value", 0) == 60.0);
	assert_true(float_said("phasor.magnitude", 0) == 10.0);
}

static void parts_out_of_order_are_not_joined(void **state)
{
	(void)state;
	say(5, 8, "0002" PART_2);
	assert_true(marked("part of a configuration whose beginning was not seen"));
	say(5, 8, "0001" PART_1);
	say(5, 8, "0003" PART_2);
	assert_true(marked("part of a configuration out of order"));
	say(5, 8, "ffff" PART_3);
	assert_true(marked("part of a configuration whose beginning was not seen"));
	/* Begun twice: the second beginning counts. */
	say(5, 8, "0001 ffff");
	say(5, 8, "0001" PART_1);
	say(5, 8, "0002" PART_2);
	say(5, 8, "ffff" PART_3);
	assert_false(says.d.malformed);
	assert_int_equal(number_said("conf.cfgcnt", 0), 4);
}

static void a_configuration_without_end_is_given_up(void **state)
{
	enum { HEX = 2 * 60000 };
	char *hex = malloc(HEX + 5);

	(void)state;
	assert_non_null(hex);
	memset(hex, '0', HEX + 4);
	hex[HEX + 4] = '\0';
	hex[3] = '1';
	say(5, 8, hex);
	assert_int_equal(says.d.nmarks, 0);
	hex[3] = '2';
	say(5, 8, hex);
	assert_true(marked("configuration is longer than there is room for"));
	free(hex);
}

static void what_contradicts_itself_is_malformed(void **state)
{
	static const struct {
		const char *hex, *why;
	} wrong[] = {
		{ "00000000 0000 000a 0000", "time base is 0" },
		{ "000f4240 0000 000a 0000", "configuration is longer than its PMUs" },
		{ "000f4240 0001 000a 0000", "message too short" },
		{ "000f4240 0001" NAME_STATION "0007 0000 ffff ffff ffff" NAME_VA "0000",
		  "message too short" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		say(3, 7, wrong[i].hex);
		assert_true(says.d.malformed);
		assert_true(marked(wrong[i].why));
	}
	say(0, 7, "0000 0000 0000");
	assert_int_equal(number_said("data.unread", 0), 1);
}

static void a_change_is_told_from_the_same_again(void **state)
{
	(void)state;
	say(3, 7, CONF("0005"));
	assert_null(said("conf.changed", 0));
	say(3, 7, CONF("0005"));
	assert_int_equal(number_said("conf.changed", 0), 0);
	another_flow();
	say(3, 7, CONF("0007"));
	assert_int_equal(number_said("conf.changed", 0), 1);
	/* Other PMUs behind the same router. */
	another_flow();
	say(5, 7, "0000" CONF3);
	assert_null(said("conf.changed", 0));
	says.pmu[5] = 9;
	another_flow();
	say(3, 7, CONF("0005"));
	assert_null(said("conf.changed", 0));
}

static void names_are_trimmed(void **state)
{
	(void)state;
	say(3, 7,
	    "000f4240 0001" NAME_NONE "0007 0000 0001 0000 0000" NAME_NONE
	    "00000001 0000 0001 000a");
	assert_true(text_said("station_name", 0, ""));
	say(0, 7, "0000 0003 0004 0000 0000");
	assert_string_equal(says.d.operations[1].ot.object_text, "/phasor 1");
}

static void every_prefix_is_malformed(void **state)
{
	static const char *const hex[] = { CONF("000a"), "0000" CONF3 };

	(void)state;
	for (unsigned k = 0; k < 2; k++) {
		size_t n;
		uint8_t *bytes = frame_of(k == 0 ? 3 : 5, 7, 1000, 0, hex[k], &n);
		char *text = malloc(2 * n + 1);

		assert_non_null(text);
		for (size_t i = 0; i < n; i++)
			(void)snprintf(text + 2 * i, 3, "%02x", bytes[i]);
		check_prefixes(&protocol_synphasor, DIR_RESPONSE, text, n);
		free(text);
		/* And with a right checksum, so that the contents are read. */
		for (size_t cut = 24; cut < n; cut++) {
			char part[2048];

			memset(part, 0, sizeof(part));
			for (size_t i = 14; i < cut - 2; i++)
				(void)snprintf(part + 2 * (i - 14), 3, "%02x", bytes[i]);
			say(k == 0 ? 3 : 5, 7, part);
			assert_true(says.d.malformed);
		}
		free(bytes);
	}
}

#define T(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(conf_1_and_2_are_read_alike),
		T(conf_1_does_not_say_how_data_are_read),
		T(conf_3_says_more),
		T(parts_of_conf_3_are_joined),
		T(parts_out_of_order_are_not_joined),
		T(a_configuration_without_end_is_given_up),
		T(what_contradicts_itself_is_malformed),
		T(a_change_is_told_from_the_same_again),
		T(names_are_trimmed),
		T(every_prefix_is_malformed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
