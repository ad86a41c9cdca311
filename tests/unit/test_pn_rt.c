/* PROFINET RT: protocols/pn_rt.c. */
#include <stdio.h>
#include <string.h>

#include "protocols/pn.h"
#include "protocols/protocols.h"
#include "tests/unit/message.h"
#include "tests/unit/test.h"

#define ZEROS "00000000000000000000000000000000000000000000000000000000000000000000000000"
#define FRAME "8001 800102" ZEROS "1000 35 00"

/* Two stations: what is kept of them lasts from frame to frame. */
static struct {
	struct dec d;
	struct notes notes;
	uint64_t state[PROTOCOL_STATE_MAX / sizeof(uint64_t)];
	uint8_t bytes[64];
	uint8_t mac[2][6];
} t;

static void begin(void)
{
	memset(t.state, 0, sizeof(t.state));
	t.mac[0][5] = 1;
	t.mac[1][5] = 2;
	t.d.at = UINT64_C(1000000000);
	t.d.flow = 7;
}

/* The next frame, ms after the one before. */
static void say(uint16_t id, uint16_t cycle, uint8_t status, unsigned length, unsigned ms)
{
	memset(t.bytes, 0, sizeof(t.bytes));
	t.bytes[0] = (uint8_t)(id >> 8);
	t.bytes[1] = (uint8_t)id;
	t.bytes[2 + length] = (uint8_t)(cycle >> 8);
	t.bytes[3 + length] = (uint8_t)cycle;
	t.bytes[4 + length] = status;
	t.d.c = cur_of(t.bytes, length + 6);
	t.d.at += ms * UINT64_C(1000000);
	t.d.message++;
	t.d.state = t.state;
	t.d.notes = t.notes.note != NULL ? &t.notes : NULL;
	t.d.eth_src = t.mac[0];
	t.d.eth_dst = t.mac[1];
	decode(&t.d, &protocol_pn_rt);
	assert_false(t.d.malformed);
}

/* Value i of the field, or -1000000. */
static int64_t value(const char *field, unsigned i)
{
	for (unsigned j = 0; j < t.d.nvalues; j++) {
		if (strcmp(t.d.values[j].field->name, field) == 0 && i-- == 0)
			return t.d.values[j].i;
	}
	return -1000000;
}

static void a_cyclic_frame_ends_with_its_status(void **state)
{
	struct message *m = message_of(&protocol_pn_rt, DIR_REQUEST, FRAME);

	(void)state;
	assert_false(m->d.malformed);
	assert_int_equal(message_number(m, "pn_rt.frame_id", 0), 0x8001);
	assert_int_equal(message_number(m, "pn_rt.data_length", 0), 40);
	assert_int_equal(message_number(m, "pn_rt.cycle_counter", 0), 0x1000);
	assert_int_equal(message_number(m, "pn_rt.ds_operate", 0), 1);
	assert_int_equal(message_number(m, "pn_rt.ds_valid", 0), 1);
	assert_int_equal(message_number(m, "pn_rt.ds_primary", 0), 1);
	assert_int_equal(message_number(m, "pn_rt.ds_ignore", 0), 0);
	assert_int_equal(message_number(m, "pn_rt.transfer_status", 0), 0);
	assert_string_equal(m->d.ot.function, "cyclic data, RT class 2");
	assert_string_equal(m->d.ot.status, "ok");
	assert_int_equal(m->d.ot.op, OT_REPORT);
	message_free(m);
	check_prefixes(&protocol_pn_rt, DIR_REQUEST, FRAME, 46);
}

static void each_status_has_a_name(void **state)
{
	static const struct {
		const char *hex, *status;
	} rows[] = {
		{ "8001 000000" ZEROS "0000 25 00", "provider stopped" },
		{ "8001 000000" ZEROS "0000 31 00", "data invalid" },
		{ "8001 000000" ZEROS "0000 15 00", "station problem" },
		{ "8001 000000" ZEROS "0000 35 01", "transfer error" },
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct message *m = message_of(&protocol_pn_rt, DIR_REQUEST, rows[i].hex);

		assert_string_equal(m->d.ot.status, rows[i].status);
		message_free(m);
	}
}

static void a_frame_id_says_what_the_frame_is(void **state)
{
	static const struct {
		const char *id, *function;
	} rows[] = {
		{ "0000", "reserved FrameID" },
		{ "0020", "PTCP sync of the clock, follow-up comes" },
		{ "0021", "PTCP sync of the time, follow-up comes" },
		{ "0080", "PTCP sync of the clock" },
		{ "0081", "PTCP sync of the time" },
		{ "0082", "reserved FrameID" },
		{ "0100", "cyclic data, RT class 3" },
		{ "06ff", "cyclic data, RT class 3" },
		{ "0700", "cyclic data, RT class 3, redundant" },
		{ "0fff", "cyclic data, RT class 3, redundant" },
		{ "1000", "reserved FrameID" },
		{ "7fff", "reserved FrameID" },
		{ "8000", "cyclic data, RT class 2" },
		{ "bbff", "cyclic data, RT class 2" },
		{ "bc00", "cyclic data, RT class 2, multicast" },
		{ "c000", "cyclic data, RT class 1" },
		{ "f7ff", "cyclic data, RT class 1" },
		{ "fbff", "cyclic data, RT class 1, multicast" },
		{ "fc00", "reserved FrameID" },
		{ "fe02", "remote service interface (RSI)" },
		{ "ff00", "PTCP announce of the clock" },
		{ "ff01", "PTCP announce of the time" },
		{ "ff20", "PTCP follow-up of the clock" },
		{ "ff21", "PTCP follow-up of the time" },
		{ "ff40", "PTCP delay request" },
		{ "ff41", "PTCP delay response, follow-up comes" },
		{ "ff42", "PTCP delay follow-up" },
		{ "ff43", "PTCP delay response" },
		{ "ff8f", "fragment of a frame" },
		{ "ffff", "reserved FrameID" },
	};
	char hex[160];

	(void)state;
	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		(void)snprintf(hex, sizeof(hex), "%s 000000" ZEROS "0000 35 00", rows[i].id);
		struct message *m = message_of(&protocol_pn_rt, DIR_REQUEST, hex);

		assert_false(m->d.malformed);
		assert_string_equal(m->d.ot.function, rows[i].function);
		message_free(m);
	}
}

static void a_frame_that_is_too_short_is_malformed(void **state)
{
	struct message *m = message_of(&protocol_pn_rt, DIR_REQUEST, "8000 00" ZEROS "0000 35 00");

	(void)state;
	assert_true(m->d.malformed);
	assert_true(message_marked(m, "cyclic frame that is too short"));
	assert_int_equal(message_count(m, "pn_rt.ds"), 0);
	message_free(m);
}

static void frames_follow_each_other(void **state)
{
	(void)state;
	begin();
	say(0x8001, 100, 0x35, 40, 0);
	assert_int_equal(value("pn_rt.cycle_step", 0), -1000000);
	say(0x8002, 7000, 0x35, 44, 1);
	say(0x8001, 132, 0x35, 40, 1);
	assert_int_equal(value("pn_rt.cycle_step", 0), 32);
	assert_int_equal(value("pn_rt.interval", 0), 2000000);
	assert_int_equal(value("pn_rt.change", 0), -1000000);
	say(0x8001, 36, 0x35, 40, 1);
	assert_int_equal(value("pn_rt.cycle_step", 0), -96);
	say(0x8001, 65535, 0x35, 40, 1);
	say(0x8001, 31, 0x35, 40, 1);
	assert_int_equal(value("pn_rt.cycle_step", 0), 32);
}

static void a_change_of_state_is_told_once(void **state)
{
	static const struct {
		uint8_t status;
		int change;
	} rows[] = { { 0x25, 1 }, { 0x35, 2 }, { 0x31, 3 }, { 0x35, 4 },
		     { 0x15, 5 }, { 0x35, 6 }, { 0x34, 8 }, { 0x35, 9 } };

	(void)state;
	begin();
	say(0xc001, 0, 0x35, 40, 0);
	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		say(0xc001, 0, rows[i].status, 40, 1);
		assert_int_equal(value("pn_rt.change", 0), rows[i].change);
		assert_int_equal(value("pn_rt.change", 1), -1000000);
		say(0xc001, 0, rows[i].status, 40, 1);
		assert_int_equal(value("pn_rt.change", 0), -1000000);
	}
	say(0xc001, 0, 0x35, 44, 1);
	assert_int_equal(value("pn_rt.change", 0), 7);
}

static void the_rate_is_measured_each_second(void **state)
{
	unsigned told = 0;

	(void)state;
	begin();
	for (unsigned i = 0; i < 1001; i++) {
		say(0x8001, (uint16_t)(i * 64), 0x35, 40, 2);
		if (value("pn_rt.rate", 0) >= 0) {
			told++;
			assert_int_equal(value("pn_rt.rate", 0), 500);
		}
	}
	assert_int_equal(told, 2);
}

static void the_connection_heard_longest_ago_gives_way(void **state)
{
	(void)state;
	begin();
	for (unsigned i = 0; i < 6; i++)
		say((uint16_t)(0x8000 + i), 0, 0x35, 40, 1);
	say(0x8005, 32, 0x35, 40, 1);
	assert_int_equal(value("pn_rt.cycle_step", 0), 32);
	say(0x8000, 32, 0x35, 40, 1);
	assert_int_equal(value("pn_rt.cycle_step", 0), -1000000);
}

static void what_a_connect_agreed_on_is_told(void **state)
{
	struct pn_agreed a = { .frame = 12, .interval = 16000000, .length = 40, .output = true };

	(void)state;
	assert_true(notes_init(&t.notes, 64));
	begin();
	t.d.notes = &t.notes;
	t.d.message = 1;
	pn_agree(&t.d, cur_of(t.mac[1], 6), 0x8101, &a);
	say(0x8101, 0, 0x35, 40, 1);
	assert_int_equal(value("pn_rt.connect_frame", 0), 12);
	assert_int_equal(value("pn_rt.agreed_interval", 0), 16000000);
	assert_int_equal(value("pn_rt.agreed_length", 0), 40);
	assert_int_equal(value("pn_rt.output", 0), 1);
	say(0x8102, 0, 0x35, 40, 1);
	assert_int_equal(value("pn_rt.connect_frame", 0), -1000000);
	notes_free(&t.notes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cyclic_frame_ends_with_its_status),
		cmocka_unit_test(each_status_has_a_name),
		cmocka_unit_test(a_frame_id_says_what_the_frame_is),
		cmocka_unit_test(a_frame_that_is_too_short_is_malformed),
		cmocka_unit_test(what_a_connect_agreed_on_is_told),
		cmocka_unit_test(frames_follow_each_other),
		cmocka_unit_test(a_change_of_state_is_told_once),
		cmocka_unit_test(the_rate_is_measured_each_second),
		cmocka_unit_test(the_connection_heard_longest_ago_gives_way),
	};

	return cmocka_run_group_tests_name("pn_rt", tests, NULL, NULL);
}
