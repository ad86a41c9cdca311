/* What is kept of C37.118's streams: protocols/synphasor_state.c. */
#include <math.h>

#include "tests/unit/message.h"
#include "tests/unit/synphasor_says.h"

#define DATA "0000 03e8 1388 0032 d8f0 ffec fffb 0042 0001"

/* The data frame of so many tenths of a second, seen when it says, and so many ms later. */
static void tenth(unsigned id, unsigned n, unsigned late)
{
	says.d.at = (uint64_t)1000 * 1000 * MS + (uint64_t)n * 100 * MS + (uint64_t)late * MS;
	say_at(0, id, 1000 + n / 10, n % 10 * 100000, DATA);
}

static int64_t step(void)
{
	return said("data.step", 0) != NULL ? (int64_t)number_said("data.step", 0) : 1000;
}

static void steps_are_periods_of_the_rate(void **state)
{
	(void)state;
	say(3, 7, CONF("0001"));
	tenth(7, 8, 20);
	assert_int_equal(step(), 1000);
	tenth(7, 9, 20);
	assert_int_equal(step(), 1);
	tenth(7, 10, 20);
	assert_int_equal(step(), 1);
	tenth(7, 15, 20);
	assert_int_equal(step(), 5);
	tenth(7, 15, 25);
	assert_int_equal(step(), 0);
	tenth(7, 12, 500);
	assert_int_equal(step(), -3);
	assert_true(fabs(float_said("data.time_offset", 0) + 0.5) < 1e-9);
}

static void steps_do_not_go_on_over_what_cannot_be_read(void **state)
{
	(void)state;
	say(3, 7, CONF("0001"));
	tenth(7, 1, 0);
	say(0, 7, "0000");
	tenth(7, 9, 0);
	assert_int_equal(step(), 1000);
	tenth(7, 10, 0);
	assert_int_equal(step(), 1);
}

static void the_rate_is_measured_over_two_seconds(void **state)
{
	unsigned measured = 0;

	(void)state;
	say(3, 7, CONF("0001"));
	for (unsigned n = 0; n <= 60; n++) {
		tenth(7, n, 0);
		if (said("data.rate", 0) == NULL)
			continue;
		measured++;
		assert_true(fabs(float_said("data.rate", 0) - 10) < 0.01);
		assert_int_equal(number_said("data.rate_deviation", 0), 0);
	}
	assert_int_equal(measured, 3);
	measured = 0;
	for (unsigned n = 62; n <= 104; n += 2) {
		tenth(7, n, 0);
		if (said("data.rate", 0) == NULL)
			continue;
		measured++;
		assert_true((int64_t)number_said("data.rate_deviation", 0) < -45);
	}
	assert_int_equal(measured, 2);
}

static void a_gap_of_the_capture_is_none_of_the_rate(void **state)
{
	(void)state;
	say(3, 7, CONF("0001"));
	tenth(7, 0, 0);
	says.d.gap = true;
	tenth(7, 40, 0);
	says.d.gap = false;
	assert_null(said("data.rate", 0));
	for (unsigned n = 41; n <= 60; n++) {
		assert_null(said("data.rate", 0));
		tenth(7, n, 0);
	}
	assert_int_equal(number_said("data.rate_deviation", 0), 0);
}

static void a_command_says_whether_data_ran(void **state)
{
	(void)state;
	say(4, 7, "0001");
	assert_int_equal(number_said("command.running", 0), 0);
	say(3, 7, CONF("0001"));
	tenth(7, 0, 0);
	say(4, 7, "0001");
	assert_int_equal(number_said("command.running", 0), 1);
	assert_int_equal(says.d.nmarks, 0);
	/* Somebody else, from another host and connection. */
	another_flow();
	says.pdc[0] = 66;
	says.d.at += 1500 * (uint64_t)MS;
	say(4, 7, "0001");
	assert_int_equal(number_said("command.running", 0), 1);
	says.d.at += 1000 * (uint64_t)MS;
	say(4, 7, "0002");
	assert_int_equal(number_said("command.running", 0), 0);
	say(4, 8, "0001");
	assert_int_equal(number_said("command.running", 0), 0);
	say(4, 7, "0005");
	assert_null(said("command.running", 0));
}

static void a_stream_begins_anew_when_it_was_switched(void **state)
{
	(void)state;
	say(3, 7, CONF("0001"));
	tenth(7, 0, 0);
	say(4, 7, "0002");
	tenth(7, 50, 0);
	assert_int_equal(step(), 1000);
}

static void streams_of_a_flow_are_apart_and_the_oldest_gives_way(void **state)
{
	(void)state;
	for (unsigned id = 1; id <= 6; id++)
		say(3, id, CONF("0001"));
	for (unsigned id = 1; id <= 5; id++)
		tenth(id, id, 0);
	for (unsigned id = 1; id <= 5; id++) {
		tenth(id, 10 + id, 0);
		assert_int_equal(step(), 10);
	}
	tenth(6, 21, 0); /* takes the place of 1 */
	assert_int_equal(step(), 1000);
	tenth(2, 22, 0);
	assert_int_equal(step(), 10);
	tenth(1, 23, 0);
	assert_int_equal(step(), 1000);
}

static void without_room_nothing_is_kept(void **state)
{
	(void)state;
	say(3, 7, CONF("0001"));
	tenth(7, 0, 0);
	assert_null(said("data.unread", 0));
	notes_free(&says.notes);
	assert_true(notes_init(&says.notes, 1));
	tenth(7, 1, 0);
	assert_int_equal(number_said("data.unread", 0), 1);
	for (unsigned id = 1; id < 9; id++)
		say(3, id, CONF("0001"));
	assert_true(says.notes.evicted > 0);
	struct message *m = message_of(&protocol_synphasor, DIR_RESPONSE,
				       "aa02 0012 0007 000003e8 00000000 0000 ffff");

	assert_true(m->d.malformed);
	message_free(m);
}

#define T(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(steps_are_periods_of_the_rate),
		T(steps_do_not_go_on_over_what_cannot_be_read),
		T(the_rate_is_measured_over_two_seconds),
		T(a_gap_of_the_capture_is_none_of_the_rate),
		T(a_command_says_whether_data_ran),
		T(a_stream_begins_anew_when_it_was_switched),
		T(streams_of_a_flow_are_apart_and_the_oldest_gives_way),
		T(without_room_nothing_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
