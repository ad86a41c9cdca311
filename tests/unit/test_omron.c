/* protocols/omron*.c: commands and responses. */
#include "tests/unit/omron_says.h"

static void words_of_memory_have_names_and_values(void **state)
{
	(void)state;
	ask("0101 82 0064 00 0003");
	expect(0, OT_READ, "Memory Area Read", "D100", NULL);
	assert_int_equal(ot(0)->count, 3);
	assert_false(ot(0)->response);
	assert_string_equal(ot(0)->device_text, "0.1.0");
	answer("0101 0000 0001 0002 ffff");
	expect(0, OT_READ, "Memory Area Read", "D100", "ok");
	assert_true(ot(0)->response);
	assert_string_equal(ot(0)->device_text, "0.1.0");
	assert_int_equal(ot(0)->request_frame, 1);
	assert_int_equal(value(0, 2), 0xffff);
	ask("0102 b0 000a 00 0001 0539");
	expect(0, OT_WRITE, "Memory Area Write", "CIO10", NULL);
	assert_int_equal(value(0, 0), 1337);
	answer("0102 0000");
	expect(0, OT_WRITE, "Memory Area Write", "CIO10", "ok");
	ask("0103 b2 0005 00 0064 0000");
	expect(0, OT_WRITE, "Memory Area Fill", "H5", NULL);
	assert_int_equal(ot(0)->count, 100);
	assert_int_equal(value(0, 0), 0);
	ask("0105 82 0001 00 b1 0002 00 0004");
	expect(0, OT_WRITE, "Memory Area Transfer", "W2", NULL);
	assert_true(value_is(0, "from D1"));
}

static void areas_have_the_names_that_engineers_use(void **state)
{
	static const struct {
		const char *item, *name;
	} places[] = {
		{ "30 0064 05", "CIO100.05" },	 { "31 0007 0f", "W7.15" },
		{ "32 0001 00", "H1.00" },	 { "33 01c0 0b", "A448.11" },
		{ "b3 01c0 00", "A448" },	 { "02 000a 03", "D10.03" },
		{ "89 0005 00", "T5" },		 { "89 8005 00", "C5" },
		{ "09 0005 00", "T5.flag" },	 { "09 8005 00", "C5.flag" },
		{ "06 0003 00", "TK3" },	 { "46 0003 00", "TK3" },
		{ "a0 0009 00", "E0_9" },	 { "ac 0009 00", "EC_9" },
		{ "af 0009 00", "EF_9" },	 { "60 0009 00", "E10_9" },
		{ "68 0009 00", "E18_9" },	 { "2c 0009 02", "EC_9.02" },
		{ "e8 0009 02", "E18_9.02" },	 { "98 0009 00", "E_9" },
		{ "0a 0009 01", "E_9.01" },	 { "bc 0203 00", "DR3" },
		{ "bc 0f00 00", "EM bank" },	 { "dc 0102 00", "IR2" },
		{ "07 0001 02", "CF1.02" },	 { "80 0010 00", "CIO16" },
		{ "80 0a05 00", "G5" },		 { "80 0b05 00", "A5" },
		{ "80 09ff 00", "TR" },		 { "00 0010 04", "CIO16.04" },
		{ "81 0805 00", "C5" },		 { "01 0005 00", "T5.flag" },
		{ "90 0003 00", "E0_3" },	 { "03 0004 00", "TN4" },
		{ "fe 0004 00", "area 0xfe:4" }, { "fe 0004 03", "area 0xfe:4.03" },
	};
	char hex[64];

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		snprintf(hex, sizeof(hex), "0101 %s 0001", places[i].item);
		ask(hex);
		expect(0, OT_READ, "Memory Area Read", places[i].name, NULL);
	}
}

static void elements_have_the_width_of_their_area(void **state)
{
	(void)state;
	ask("0101 30 0064 05 0003");
	answer("0101 0000 01 00 01");
	expect(0, OT_READ, "Memory Area Read", "CIO100.05", "ok");
	assert_int_equal(value(0, 0), 1);
	assert_int_equal(value(0, 1), 0);
	ask("0101 dc 0100 00 0002");
	answer("0101 0000 00012345 00000001");
	assert_int_equal(value(0, 0), 0x12345);
	ask("0101 82 0064 00 0003");
	answer("0101 0000 0001");
	assert_true(talk.m->d.malformed);
	assert_true(message_marked(talk.m, "items and data do not match"));
	answer("0101 0000 0001");
	assert_true(ot(0)->unmatched);
	assert_int_equal(ot(0)->value.n, 0);
}

static void places_of_a_multiple_read_are_operations(void **state)
{
	(void)state;
	ask("0104 82 0064 00 30 0001 05 89 0007 00");
	assert_int_equal(talk.m->d.noperations, 3);
	expect(1, OT_READ, "Multiple Memory Area Read", "CIO1.05", NULL);
	answer("0104 0000 82 04d2 30 01 89 0063");
	assert_int_equal(talk.m->d.noperations, 3);
	expect(0, OT_READ, "Multiple Memory Area Read", "D100", "ok");
	assert_int_equal(value(0, 0), 1234);
	expect(2, OT_READ, "Multiple Memory Area Read", "T7", "ok");
	assert_int_equal(value(2, 0), 99);
	answer("0104 0000 82 04d2");
	expect(0, OT_READ, "Multiple Memory Area Read", NULL, "ok");
	assert_int_equal(value(0, 0), 1234);
	answer("0104 0000 fe 04d2");
	assert_true(message_marked(talk.m, "unknown memory area"));
}

static void an_answer_to_other_places_is_not_given_their_names(void **state)
{
	(void)state;
	ask("0104 82 0064 00 82 0065 00");
	answer("0104 0000 b0 0001 82 0002");
	expect(0, OT_READ, "Multiple Memory Area Read", NULL, "ok");
	expect(1, OT_READ, "Multiple Memory Area Read", NULL, "ok");
}

static void forced_bits_are_commands_each(void **state)
{
	(void)state;
	ask("2301 0002 0001 30 0032 04 ffff 30 0033 00");
	assert_int_equal(talk.m->d.noperations, 2);
	expect(0, OT_CONTROL, "Forced Set/Reset", "CIO50.04", NULL);
	assert_true(value_is(0, "Force on"));
	expect(1, OT_CONTROL, "Forced Set/Reset", "CIO51.00", NULL);
	assert_true(value_is(1, "Release"));
	answer("2301 0000");
	expect(0, OT_CONTROL, "Forced Set/Reset", NULL, "ok");
	ask("2301 0003 0001 30 0032 04");
	assert_true(talk.m->d.malformed);
	ask("2302");
	expect(0, OT_CONTROL, "Forced Set/Reset Cancel", NULL, NULL);
	ask("230a b0 0032 00 0002");
	answer("230a 0000 b0 0032 00 0002 0003 0000");
	expect(0, OT_READ, "Multiple Forced Status Read", "CIO50", "ok");
	assert_int_equal(value(0, 0), 3);
}

static void controllers_say_who_they_are(void **state)
{
	(void)state;
	ask("0501");
	answer("0501 0000 434a324d2d4350553333 20202020202020202020 30322e3031 "
	       "202020202020202020202020202020");
	expect(0, OT_IDENTIFY, "Controller Data Read", NULL, "ok");
	assert_true(value_is(0, "CJ2M-CPU33"));
	assert_true(talk.m->d.identity.any && talk.m->d.identity.of_sender);
	assert_true(text_is(talk.m->d.identity.vendor, "Omron"));
	assert_true(text_is(talk.m->d.identity.model, "CJ2M-CPU33"));
	assert_true(text_is(talk.m->d.identity.firmware, "02.01"));
}

static void what_comes_through_a_gateway_is_not_said_of_it(void **state)
{
	(void)state;
	say(DIR_RESPONSE, "c0 00 01 00 14 00 02 05 00 07 0501 0000 "
			  "434a324d2d435055333320202020202020202020 "
			  "30322e3031202020202020202020202020202020");
	assert_true(value_is(0, "CJ2M-CPU33"));
	assert_false(talk.m->d.identity.any);
	assert_string_equal(ot(0)->device_text, "2.5.0");
}

static void units_alone_are_known_by_what_was_asked(void **state)
{
	char hex[512] = "0501 0000";

	(void)state;
	for (unsigned i = 0; i < 16; i++)
		strcat(hex, i == 0 ? "8001" : "0000");
	for (unsigned i = 0; i < 32; i++)
		strcat(hex, "20");
	strcat(hex, "01 02 c3");
	ask("0501 01");
	answer(hex);
	assert_false(talk.m->d.malformed);
	assert_int_equal(message_number(talk.m, "omron.cpubus_unit.no0", 0), 0x8001);
	assert_int_equal(message_number(talk.m, "omron.pcp_status.rack_num", 0), 3);
	assert_int_equal(message_count(talk.m, "omron.controller.model"), 0);
}

static void status_has_mode_and_errors(void **state)
{
	(void)state;
	ask("0601");
	answer("0601 0000 01 04 8040 0801 0001 4101 "
	       "74616e6b20697320656d707479202020");
	expect(0, OT_DIAGNOSE, "Controller Status Read", NULL, "ok");
	assert_true(value_is(0, "RUN"));
	assert_int_equal(message_number(talk.m, "omron.fatal.fals_error", 0), 1);
	assert_int_equal(message_number(talk.m, "omron.fatal.memory_error", 0), 1);
	assert_int_equal(message_number(talk.m, "omron.fatal.program_error", 0), 0);
	assert_int_equal(message_number(talk.m, "omron.non_fatal.batter_error", 0), 1);
	assert_int_equal(message_number(talk.m, "omron.non_fatal.fal_error", 0), 1);
	assert_int_equal(message_number(talk.m, "omron.message.no_0", 0), 1);
	assert_int_equal(message_number(talk.m, "omron.fals", 0), 0x0101);
	assert_true(message_marked(talk.m, "the controller has a fatal error"));
}

static void clocks_are_read_and_written(void **state)
{
	(void)state;
	ask("0702 99 12 31 23 59 00 05");
	expect(0, OT_WRITE, "Clock Write", NULL, NULL);
	assert_true(value_is(0, "1999-12-31 23:59:00"));
	ask("0701");
	answer("0701 0000 26 11 22 03 00 12 00");
	assert_true(value_is(0, "2026-11-22 03:00:12"));
	ask("0702 26 13 45 03 00");
	assert_true(message_marked(talk.m, "time that is no time"));
	assert_int_equal(ot(0)->value.n, 0);
}

static void messages_are_told_from_failures_by_the_command(void **state)
{
	(void)state;
	ask("0920 8101");
	expect(0, OT_DIAGNOSE, "FAL/FALS Read", NULL, NULL);
	answer("0920 0000 0101 74616e6b20697320656d707479202020");
	expect(0, OT_DIAGNOSE, "FAL/FALS Read", NULL, "ok");
	assert_true(value_is(0, "tank is empty"));
	ask("0920 40ff");
	expect(0, OT_CONTROL, "Message Clear", NULL, NULL);
	answer("0920 0000");
	expect(0, OT_CONTROL, "Message Clear", NULL, "ok");
	ask("0920 0001");
	expect(0, OT_DIAGNOSE, "Message Read", NULL, NULL);
	answer("0920 0000 0001 "
	       "426c6f636b6564202020202020202020 20202020202020202020202020202020");
	assert_true(value_is(0, "Blocked"));
	answer("0920 0000 0101 74616e6b20697320656d707479202020");
	struct cur data = message_bytes(talk.m, "omron.response.data", 0);

	assert_int_equal(cur_left(&data), 18);
}

static void programs_and_parameters_are_named(void **state)
{
	(void)state;
	ask("0307 ffff 00000190 8004 0102030405060708");
	expect(0, OT_PROGRAM, "Program Area Write", "program 65535:400", NULL);
	assert_int_equal(ot(0)->count, 4);
	ask("0308 0001 00");
	expect(0, OT_PROGRAM, "Program Area Clear", "program 1", NULL);
	ask("0305 0000 00 00000000 ffffffff 50415353");
	expect(0, OT_AUTH, "Program Area Protect Clear", "program 0:0", NULL);
	assert_true(message_is(talk.m, "omron.password", 0, "********"));
	answer("0305 2602");
	expect(0, OT_AUTH, "Program Area Protect Clear", NULL, "wrong password");
	assert_true(ot(0)->failed);
	ask("0202 8013 0000 0001 0000");
	expect(0, OT_WRITE, "Parameter Area Write", "Routing Tables:0", NULL);
	ask("0201 8123 0007 0001");
	expect(0, OT_READ, "Parameter Area Read", "parameters 0x8123:7", NULL);
}

static void modes_change_by_run_and_stop(void **state)
{
	(void)state;
	ask("0401 ffff 04");
	expect(0, OT_CONTROL, "Run", NULL, NULL);
	assert_true(value_is(0, "RUN"));
	ask("0401");
	assert_true(value_is(0, "MONITOR"));
	ask("0402");
	expect(0, OT_CONTROL, "Stop", NULL, NULL);
	answer("0402 0000");
	expect(0, OT_CONTROL, "Stop", NULL, "ok");
	ask("0403");
	expect(0, OT_CONTROL, "Reset", NULL, NULL);
	assert_false(talk.m->d.asked);
}

static void files_are_objects(void **state)
{
	(void)state;
	ask("2205 8000 0001 4c494e4531202020 2e4f424a");
	expect(0, OT_WRITE, "File Delete", "LINE1   .OBJ", NULL);
	ask("2204 0001");
	expect(0, OT_WRITE, "File Memory Format", "EM file memory", NULL);
	ask("2208 8000 4f4c442020202020 2e4f424a 4e45572020202020 2e4f424a");
	expect(0, OT_WRITE, "File Name Change", "OLD     .OBJ", NULL);
	assert_true(value_is(0, "NEW     .OBJ"));
	ask("220a 0001 82 0064 00 0032 8000 4c494e4531202020 2e4f424a");
	expect(0, OT_WRITE, "Memory Area File Transfer", "D100", NULL);
	assert_true(value_is(0, "LINE1   .OBJ"));
	ask("2201 8000 0000 0001");
	answer("2201 0000 4c4142454c20202020202020 5d748da5 00100000 00080000 0001 8001 "
	       "4c494e4531202020 2e4f424a 5d748da5 00000bb8");
	expect(0, OT_READ, "File Name Read", NULL, "ok");
	assert_true(value_is(0, "LINE1   .OBJ"));
	assert_int_equal(message_number(talk.m, "omron.disk_data.year", 0), 2026);
	assert_int_equal(message_number(talk.m, "omron.disk_data.month", 0), 11);
	assert_int_equal(message_number(talk.m, "omron.disk_data.day", 0), 20);
	assert_int_equal(message_number(talk.m, "omron.disk_data.hour", 0), 17);
	assert_int_equal(message_number(talk.m, "omron.disk_data.minute", 0), 45);
	assert_int_equal(message_number(talk.m, "omron.disk_data.second", 0), 10);
}

static void addresses_of_the_network_are_written(void **state)
{
	(void)state;
	ask("2757 0a3c0102 ffffff00");
	expect(0, OT_WRITE, "IP Address Write", NULL, NULL);
	assert_true(value_is(0, "10.60.1.2"));
	ask("0c02 ffff");
	expect(0, OT_AUTH, "Access Right Forced Acquire", NULL, NULL);
	ask("0c01 ffff");
	answer("0c01 3001 00 14 00");
	expect(0, OT_AUTH, "Access Right Acquire", NULL, "another device has the access right");
	assert_true(value_is(0, "0.20.0"));
	ask("2101 ffff");
	expect(0, OT_CONTROL, "Error Clear", "all errors", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(words_of_memory_have_names_and_values, begin, end),
		cmocka_unit_test_setup_teardown(areas_have_the_names_that_engineers_use, begin,
						end),
		cmocka_unit_test_setup_teardown(elements_have_the_width_of_their_area, begin, end),
		cmocka_unit_test_setup_teardown(places_of_a_multiple_read_are_operations, begin,
						end),
		cmocka_unit_test_setup_teardown(an_answer_to_other_places_is_not_given_their_names,
						begin, end),
		cmocka_unit_test_setup_teardown(forced_bits_are_commands_each, begin, end),
		cmocka_unit_test_setup_teardown(controllers_say_who_they_are, begin, end),
		cmocka_unit_test_setup_teardown(what_comes_through_a_gateway_is_not_said_of_it,
						begin, end),
		cmocka_unit_test_setup_teardown(units_alone_are_known_by_what_was_asked, begin,
						end),
		cmocka_unit_test_setup_teardown(status_has_mode_and_errors, begin, end),
		cmocka_unit_test_setup_teardown(clocks_are_read_and_written, begin, end),
		cmocka_unit_test_setup_teardown(messages_are_told_from_failures_by_the_command,
						begin, end),
		cmocka_unit_test_setup_teardown(programs_and_parameters_are_named, begin, end),
		cmocka_unit_test_setup_teardown(modes_change_by_run_and_stop, begin, end),
		cmocka_unit_test_setup_teardown(files_are_objects, begin, end),
		cmocka_unit_test_setup_teardown(addresses_of_the_network_are_written, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
