/* protocols/omron*.c: frames, end codes, nodes, connections; recognising and cutting. */
#include "tests/unit/omron_says.h"

static void end_codes_say_why_and_where(void **state)
{
	(void)state;
	ask("0101 82 0064 00 0001");
	answer("0101 1101");
	expect(0, OT_READ, "Memory Area Read", "D100", "no such area");
	assert_true(ot(0)->failed);
	ask("0101 82 0064 00 0001");
	answer("0101 0040 0005");
	expect(0, OT_READ, "Memory Area Read", "D100", "ok");
	assert_false(ot(0)->failed);
	assert_int_equal(message_number(talk.m, "omron.response.non_fatal_error", 0), 1);
	ask("0101 82 0064 00 0001");
	answer("0101 8285 02 07");
	expect(0, OT_READ, "Memory Area Read", "D100", "response time-out");
	assert_int_equal(message_number(talk.m, "omron.response.relay_error", 0), 1);
	assert_int_equal(message_number(talk.m, "omron.response.fatal_error", 0), 1);
	assert_int_equal(message_number(talk.m, "omron.response.relay_network", 0), 2);
	assert_int_equal(message_number(talk.m, "omron.response.relay_node", 0), 7);
	answer("0101 7e3e");
	assert_string_equal(ot(0)->status, "error 0x7e3e");
	answer("0101 8000 02 07");
	assert_string_equal(ot(0)->status, "relay error");
}

static void node_zero_is_answered_as_the_node_it_is(void **state)
{
	(void)state;
	say(DIR_REQUEST, "80 00 02 00 c8 00 00 00 ef 05 0501 00");
	say(DIR_RESPONSE, "c0 00 02 00 fb ef 00 c8 00 05 0501 0000");
	assert_int_equal(ot(0)->request_frame, 1);
}

static void who_wants_no_answer_is_not_waited_for(void **state)
{
	(void)state;
	say(DIR_REQUEST, "81 00 02 00 01 00 00 14 00 07 0402");
	assert_int_equal(talk.pairs.n, 0);
	say(DIR_REQUEST, "80 00 02 00 ff 00 00 14 00 08 0402");
	assert_int_equal(talk.pairs.n, 1);
	assert_true(talk.pairs.slot[0].optional);
	ask("0910 01");
	assert_string_equal(ot(0)->function, "command 0x0910");
	assert_true(message_marked(talk.m, "unknown command"));
}

static void a_connection_has_the_node_that_it_was_given(void **state)
{
	(void)state;
	talk.gapless = true;
	say(DIR_REQUEST, "46494e53 0000001a 00000002 00000000" COMMAND "0101 82 0064 00 0001");
	assert_true(message_marked(talk.m, "frame before node addresses were exchanged"));
	say(DIR_REQUEST, "46494e53 0000000c 00000000 00000000 00000000");
	assert_string_equal(ot(0)->function, "Node Address Exchange");
	say(DIR_RESPONSE, "46494e53 00000010 00000001 00000000 00000014 00000001");
	assert_string_equal(ot(0)->status, "ok");
	assert_int_equal(value(0, 0), 20);
	say(DIR_REQUEST, "46494e53 0000001a 00000002 00000000" COMMAND "0101 82 0064 00 0001");
	expect(0, OT_READ, "Memory Area Read", "D100", NULL);
	assert_int_equal(message_number(talk.m, "omron.session.node", 0), 20);
	assert_int_equal(talk.m->d.nmarks, 0);
	say(DIR_REQUEST, "46494e53 0000001a 00000002 00000000 80 00 02 00 01 00 00 4d 00 07"
			 "0101 82 0064 00 0001");
	assert_true(message_marked(talk.m, "source node is not the one of the connection"));
	say(DIR_RESPONSE, "46494e53 00000008 00000003 00000002");
	assert_string_equal(ot(0)->status, "frame too long");
	assert_true(ot(0)->failed);
	say(DIR_REQUEST, "46494e53 00000008 00000006 00000000");
	expect(0, OT_OTHER, "Connection Confirmation", NULL, NULL);
}

static void lengths_over_tcp_are_checked(void **state)
{
	(void)state;
	say(DIR_REQUEST, "46494e53 00000004 00000002 00000000");
	assert_true(talk.m->d.malformed);
	say(DIR_REQUEST, "46494e53 00000008 00000009 00000000");
	assert_true(talk.m->d.malformed);
	say(DIR_REQUEST, "46494e53 0000001a 00000002 00000000 80 00 02");
	assert_true(talk.m->d.malformed);
	say(DIR_REQUEST, "46494e53 00000014 00000002 00000000" COMMAND "0402 ff");
	assert_int_equal(talk.m->d.trailing, 1);
}

static enum probe probe_of(enum dir dir, const char *hex)
{
	size_t n = bytes_of(hex);

	return protocol_omron.probe(cur_of(talk.bytes, n), dir);
}

static void frames_are_known_on_any_port(void **state)
{
	(void)state;
	assert_int_equal(probe_of(DIR_REQUEST, COMMAND "0101 82 0064 00 0001"), PROBE_SURE);
	assert_int_equal(probe_of(DIR_RESPONSE, COMMAND "0101 82 0064 00 0001"), PROBE_TURNED);
	assert_int_equal(probe_of(DIR_RESPONSE, RESPONSE "0101 0000 0001"), PROBE_SURE);
	assert_int_equal(probe_of(DIR_RESPONSE, RESPONSE "0101 7777"), PROBE_WEAK);
	assert_int_equal(probe_of(DIR_REQUEST, COMMAND "0304 0064"), PROBE_WEAK);
	assert_int_equal(probe_of(DIR_REQUEST, COMMAND "0333"), PROBE_WEAK);
	assert_int_equal(probe_of(DIR_REQUEST, COMMAND), PROBE_SHORT);
	assert_int_equal(probe_of(DIR_REQUEST, "80 01 02 00 01 00 00 14 00 07 0402"), PROBE_NO);
	assert_int_equal(probe_of(DIR_REQUEST, "82 00 02 00 01 00 00 14 00 07 0402"), PROBE_NO);
	assert_int_equal(probe_of(DIR_REQUEST, "80 00 02 00 01 00 00 ff 00 07 0402"), PROBE_NO);
	assert_int_equal(probe_of(DIR_REQUEST, "46 49"), PROBE_SHORT);
	assert_int_equal(probe_of(DIR_REQUEST, "46494e53 0000000c 00000000 00000000"), PROBE_SURE);
	assert_int_equal(probe_of(DIR_REQUEST, "46494e53 00000010 00000001 00000000"),
			 PROBE_TURNED);
	assert_int_equal(
		probe_of(DIR_REQUEST, "46494e53 0000001a 00000002 00000000" RESPONSE "0402 0000"),
		PROBE_TURNED);
	assert_int_equal(probe_of(DIR_REQUEST, "46494e53 ffffffff 00000002 00000000"), PROBE_WEAK);
}

static long segment_of(const char *hex)
{
	size_t n = bytes_of(hex);

	return protocol_omron.segment(cur_of(talk.bytes, n), DIR_REQUEST);
}

static void a_stream_is_cut_by_its_lengths(void **state)
{
	(void)state;
	assert_int_equal(segment_of("46494e53 0000001a 00000002"), 34);
	assert_int_equal(segment_of("46494e53 0000"), 0);
	assert_int_equal(segment_of("4649"), 0);
	assert_int_equal(segment_of("46494e54"), SEGMENT_BAD);
	assert_int_equal(segment_of("46494e53 00000007"), SEGMENT_BAD);
	assert_int_equal(segment_of("46494e53 00010000"), SEGMENT_BAD);
}

/* One command or response of each shape, at every length; data that only the end of the message
 * ends are with the property tests. */
static const char *const commands[] = {
	"0101 82 0064 00 0003",
	"0103 82 0064 00 0002 0001",
	"0104 82 0064 00 30 0032 04",
	"0105 82 0064 00 b0 0001 00 0004",
	"0201 8010 0000 0002",
	"0220 0000 534e 0000 0008",
	"0221 0000 534e 0000 0008 01 81 03e8 00 0064 0014",
	"0305 0000 00 00000000 ffffffff 50415353",
	"0306 0000 00000000 0004",
	"0308 0000 00",
	"0401 0000 04",
	"0402",
	"0502 00 19",
	"0620 01",
	"0702 26 11 22 03 01 00 00",
	"0920 8101",
	"0920 40ff",
	"0c01 0000",
	"2101 ffff",
	"2102 0000 0001",
	"2201 8000 0000 0001",
	"2203 8000 0001 4c494e4531202020 2e4f424a 00000000 0004",
	"2205 8000 0001 4c494e4531202020 2e4f424a",
	"2206 8000 0001 4c4142454c202020 20202020",
	"220a 0001 82 0064 00 0032 8000 4c494e4531202020 2e4f424a",
	"2301 0002 0001 30 0032 04 8000 30 0033 00",
	"230a b0 0032 00 0002",
	"2730 0001 0a3c0102 2580",
	"2750 0001 0005 0a3c0102",
	"2757 0a3c0102 ffffff00",
};
static const char *const responses[] = {
	"0101 1101",
	"0101 8205 02 07",
	"0104 0000 82 0001 30 01",
	"0220 0000 01 81 03e8 00 0064 0014",
	"0307 0000 0000 00000000 0004",
	"0502 0000 81 00 434a324d2d435055333320202020202020202020",
	"0601 0000 01 04 8040 0801 0001 4101 74616e6b20697320656d707479202020",
	"0620 0000 00000034 0000008c 00000030",
	"0701 0000 26 11 22 03 00 12 00",
	"0802 0000 0004",
	"0c01 3001 00 14 00",
	"2102 0000 0014 0003 0001 4101 0000 30 05 21 14 26 11",
	("2201 0000 4c4142454c20202020202020 5d748da5 00100000 00080000 0001 8001 "
	 "4c494e4531202020 2e4f424a 5d748da5 00000bb8"),
	"220f 0000 0000 0004 00 41 01 83 03",
	"2760 0000 0020 0001 0001 0005 0a3c0102",
};

static void every_prefix_is_read_safely(void **state)
{
	char hex[512];

	(void)state;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		snprintf(hex, sizeof(hex), COMMAND "%s", commands[i]);
		check_prefixes(&protocol_omron, DIR_REQUEST, hex, 12);
	}
	for (size_t i = 0; i < sizeof(responses) / sizeof(responses[0]); i++) {
		snprintf(hex, sizeof(hex), RESPONSE "%s", responses[i]);
		check_prefixes(&protocol_omron, DIR_RESPONSE, hex, 14);
	}
	check_prefixes(&protocol_omron, DIR_REQUEST,
		       "46494e53 0000001a 00000002 00000000" COMMAND "0101 82 0064 00 0001", 34);
	check_prefixes(&protocol_omron, DIR_RESPONSE,
		       "46494e53 00000010 00000001 00000000 00000014 00000001", 24);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(end_codes_say_why_and_where, begin, end),
		cmocka_unit_test_setup_teardown(node_zero_is_answered_as_the_node_it_is, begin,
						end),
		cmocka_unit_test_setup_teardown(who_wants_no_answer_is_not_waited_for, begin, end),
		cmocka_unit_test_setup_teardown(a_connection_has_the_node_that_it_was_given, begin,
						end),
		cmocka_unit_test_setup_teardown(lengths_over_tcp_are_checked, begin, end),
		cmocka_unit_test_setup_teardown(frames_are_known_on_any_port, begin, end),
		cmocka_unit_test_setup_teardown(a_stream_is_cut_by_its_lengths, begin, end),
		cmocka_unit_test_setup_teardown(every_prefix_is_read_safely, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
