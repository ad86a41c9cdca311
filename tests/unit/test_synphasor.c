/* C37.118's frames: protocols/synphasor.c. */
#include "tests/unit/message.h"
#include "tests/unit/synphasor_says.h"

static void every_command_has_its_name(void **state)
{
	static const struct {
		const char *hex, *function;
		enum ot_op op;
		bool asks, remarked;
	} commands[] = {
		{ "0000", "reserved command 0x0000", OT_CONTROL, false, true },
		{ "0001", "data transmission off", OT_CONTROL, false, false },
		{ "0002", "data transmission on", OT_CONTROL, false, false },
		{ "0003", "send HDR frame", OT_IDENTIFY, true, false },
		{ "0004", "send CFG-1 frame", OT_IDENTIFY, true, false },
		{ "0005", "send CFG-2 frame", OT_IDENTIFY, true, false },
		{ "0006", "send CFG-3 frame", OT_IDENTIFY, true, false },
		{ "0007", "reserved command 0x0007", OT_CONTROL, false, true },
		{ "0008", "extended frame", OT_CONTROL, false, false },
		{ "0009", "reserved command 0x0009", OT_CONTROL, false, true },
		{ "00ff", "reserved command 0x00ff", OT_CONTROL, false, true },
		{ "0100", "vendor's command 0x0100", OT_CONTROL, false, false },
		{ "0fff", "vendor's command 0x0fff", OT_CONTROL, false, false },
		{ "1000", "reserved command 0x1000", OT_CONTROL, false, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		size_t n;
		uint8_t *bytes = frame_of(4, 7, 1000, 0, commands[i].hex, &n);
		char hex[64];

		say_bytes(bytes, n);
		assert_false(says.d.malformed);
		assert_string_equal(says.d.ot.function, commands[i].function);
		assert_int_equal(says.d.ot.op, commands[i].op);
		assert_int_equal(says.d.asked, commands[i].asks);
		assert_int_equal(marked("reserved command"), commands[i].remarked);
		assert_int_equal(says.d.ot.device, 7);
		assert_false(says.d.ot.response);
		for (size_t k = 0; k < n; k++)
			(void)snprintf(hex + 2 * k, 3, "%02x", bytes[k]);
		check_prefixes(&protocol_synphasor, DIR_REQUEST, hex, n);
		free(bytes);
	}
}

static void data_of_commands_are_shown(void **state)
{
	(void)state;
	say(4, 7, "0008 01020304");
	assert_int_equal(said("extended_frame_data", 0)->n, 4);
	assert_int_equal(says.d.nmarks, 0);
	say(4, 7, "0008 010203");
	assert_true(marked("extended frame of an odd length"));
	say(4, 7, "0005 0102");
	assert_int_equal(said("data.unknown", 0)->n, 2);
	assert_true(marked("command with data, of which it has none"));
}

static void a_header_describes_its_sender(void **state)
{
	(void)state;
	say(4, 7, "0003");
	says.d.at += 20 * (uint64_t)MS;
	say(1, 7, "504d5520 41");
	assert_false(says.d.malformed);
	assert_string_equal(says.d.ot.function, "header");
	assert_true(says.d.ot.response);
	assert_int_equal(says.d.ot.response_time, 20 * MS);
	assert_true(says.d.identity.any && says.d.identity.of_sender);
	assert_true(text_is(says.d.identity.description, "PMU A"));
	assert_true(text_said("data", 0, "PMU A"));
	/* Now and then one comes that nobody asked for. */
	say(1, 7, "");
	assert_false(says.d.ot.response);
	assert_false(says.d.ot.unmatched);
	assert_false(says.d.identity.any);
}

static void the_time_has_its_quality(void **state)
{
	(void)state;
	say_at(4, 7, 1795316400, 0x6f07a120, "0002");
	assert_int_equal(number_said("soc", 0), UINT64_C(1795316400000000000));
	assert_int_equal(number_said("timeqal.lsdir", 0), 1);
	assert_int_equal(number_said("timeqal.lsocc", 0), 1);
	assert_int_equal(number_said("timeqal.lspend", 0), 0);
	assert_int_equal(number_said("timeqal.timequalindic", 0), 15);
	assert_int_equal(number_said("fracsec_raw", 0), 500000);
	assert_null(said("fracsec_ms", 0));
	say(3, 7, CONF("000f"));
	say_at(4, 7, 1000, 0x0007a120, "0002");
	assert_true(float_said("fracsec_ms", 0) == 500.0);
}

static void a_wrong_checksum_is_not_believed(void **state)
{
	size_t n;
	uint8_t *bytes = frame_of(3, 7, 1000, 0, CONF("000f"), &n);

	(void)state;
	for (size_t i = 14; i < n; i += 7) {
		bytes[i] ^= 0x10;
		say_bytes(bytes, n);
		bytes[i] ^= 0x10;
		assert_true(says.d.malformed);
		assert_true(marked("checksum is wrong"));
		assert_int_equal(number_said("checksum.status", 0), 0);
		assert_int_equal(said("data", 0)->n, n - 16);
		assert_null(said("conf.numpmu", 0));
		assert_int_equal(protocol_synphasor.probe(cur_of(bytes, n), DIR_RESPONSE),
				 PROBE_SURE);
	}
	free(bytes);
}

static void what_is_no_frame_is_said_to_be_none(void **state)
{
	static const struct {
		uint8_t at, byte;
		const char *why;
	} wrong[] = {
		{ 0, 0xab, "no frame begins here" },
		{ 1, 0x62, "no frame begins here" },
		{ 1, 0xc2, "no frame begins here" },
		{ 3, 17, "FRAMESIZE is below what the frame has at least" },
		{ 3, 0, "FRAMESIZE is below what the frame has at least" },
		{ 2, 1, "message too short" },
	};
	size_t n;
	uint8_t *bytes = frame_of(4, 7, 1000, 0, "0001", &n);

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		uint8_t was = bytes[wrong[i].at];

		bytes[wrong[i].at] = wrong[i].byte;
		say_bytes(bytes, n);
		bytes[wrong[i].at] = was;
		assert_true(says.d.malformed);
		assert_true(marked(wrong[i].why));
		assert_null(said("command", 0));
	}
	free(bytes);
}

static void a_probe_needs_the_checksum_to_be_sure(void **state)
{
	enum probe (*probe)(struct cur, enum dir) = protocol_synphasor.probe;
	size_t n;
	uint8_t *bytes = frame_of(4, 7, 1000, 0, "0001", &n);

	(void)state;
	assert_int_equal(probe(cur_of(bytes, n), DIR_REQUEST), PROBE_SURE);
	assert_int_equal(probe(cur_of(bytes, n), DIR_RESPONSE), PROBE_TURNED);
	assert_int_equal(probe(cur_of(bytes, n - 1), DIR_REQUEST), PROBE_WEAK);
	for (size_t i = 0; i < 16; i++)
		assert_int_equal(probe(cur_of(bytes, i), DIR_REQUEST), PROBE_SHORT);
	for (size_t i = 4; i < n; i++) {
		bytes[i] ^= 1;
		assert_int_equal(probe(cur_of(bytes, n), DIR_REQUEST), PROBE_WEAK);
		bytes[i] ^= 1;
	}
	bytes[1] = 0x40; /* there is no version 0 */
	assert_int_equal(probe(cur_of(bytes, n), DIR_REQUEST), PROBE_NO);
	free(bytes);
	bytes = frame_of(0, 7, 1000, 0, "0000 00000000", &n);
	assert_int_equal(probe(cur_of(bytes, n), DIR_RESPONSE), PROBE_SURE);
	assert_int_equal(probe(cur_of(bytes, n), DIR_REQUEST), PROBE_TURNED);
	free(bytes);
}

static void frames_are_cut_by_their_size(void **state)
{
	long (*segment)(struct cur, enum dir) = protocol_synphasor.segment;

	(void)state;
	assert_int_equal(segment(cur_of("\xaa\x01\x01\x02", 4), DIR_RESPONSE), 0x102);
	assert_int_equal(segment(cur_of("\xaa\x01\x01", 3), DIR_RESPONSE), 0);
	assert_int_equal(segment(cur_of("", 0), DIR_RESPONSE), 0);
	assert_int_equal(segment(cur_of("\xaa\x01\x00\x0f", 4), DIR_RESPONSE), SEGMENT_BAD);
	assert_int_equal(segment(cur_of("\xaa\x41\x00\x11", 4), DIR_RESPONSE), SEGMENT_BAD);
	assert_int_equal(segment(cur_of("\xab", 1), DIR_RESPONSE), SEGMENT_BAD);
	assert_int_equal(segment(cur_of("\xaa\x71", 2), DIR_RESPONSE), SEGMENT_BAD);
}

static void bytes_behind_a_frame_are_told(void **state)
{
	size_t n;
	uint8_t *bytes = frame_of(4, 7, 1000, 0, "0001", &n);

	(void)state;
	say_bytes(bytes, n + 3);
	assert_int_equal(says.d.trailing, 3);
	assert_string_equal(says.d.ot.function, "data transmission off");
	free(bytes);
}

#define T(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(every_command_has_its_name),
		T(data_of_commands_are_shown),
		T(a_header_describes_its_sender),
		T(the_time_has_its_quality),
		T(a_wrong_checksum_is_not_believed),
		T(what_is_no_frame_is_said_to_be_none),
		T(a_probe_needs_the_checksum_to_be_sure),
		T(frames_are_cut_by_their_size),
		T(bytes_behind_a_frame_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
