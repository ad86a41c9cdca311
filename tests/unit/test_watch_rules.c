#include "tests/unit/test.h"

#include "tests/unit/watched.h"

/* Losses, clocks, and what others have. */

static void lost_packets_are_told_when_there_are_new_ones(void **state)
{
	(void)state;
	sensors[0].frames = 1000;
	sensors[0].dropped = 50; /* before our time */
	hear(1, WATCH_SECOND);
	assert_int_equal(ntold, 0);
	sensors[0].frames = 1990;
	sensors[0].dropped = 60;
	hear(1, WATCH_MINUTE);
	assert_int_equal(ntold, 1);
	says(0, "collector-packets-dropped", "Sensor plant-1 lost 10 of 1000 packets");
	hear(1, WATCH_SECOND); /* no new report: nothing is over */
	assert_int_equal(ntold, 0);
	sensors[0].frames = 2000;
	hear(1, WATCH_MINUTE);
	assert_int_equal(ntold, 1);
	says(0, "collector-packets-dropped-over",
	     "Sensor plant-1 loses no more packets, after 1 min 1 s");
}

static void counters_begin_again_with_the_sensor(void **state)
{
	(void)state;
	sensors[0].frames = 1000;
	sensors[0].dropped = 50;
	sensors[0].shed.operations = 7;
	hear(1, WATCH_SECOND);
	sensors[0].epoch++; /* its first report is still to come */
	hear(1, WATCH_SECOND);
	assert_int_equal(ntold, 0);
	sensors[0].frames = 10;
	sensors[0].dropped = 0;
	sensors[0].shed.operations = 0;
	hear(1, WATCH_MINUTE);
	assert_int_equal(ntold, 0);
	sensors[0].epoch++;
	sensors[0].frames = 5000;
	sensors[0].dropped = 3;
	sensors[0].shed.operations = 9;
	hear(1, WATCH_MINUTE);
	assert_int_equal(ntold, 2);
	says(0, "collector-packets-dropped", "Sensor plant-1 lost 3 of 5003 packets");
	says(1, "collector-events-shed", "Sensor plant-1 gave up 9 events for want of room");
}

static void events_given_up_are_told_and_summed(void **state)
{
	(void)state;
	sensors[0].shed.operations = 100;
	hear(1, WATCH_SECOND);
	assert_int_equal(ntold, 0);
	sensors[0].shed.operations = 120;
	sensors[0].shed.conversations = 1;
	sensors[0].shed.assets = 2;
	sensors[0].shed.health = 3;
	sensors[0].shed.alerts = 4;
	sensors[0].shed.expired = 5;
	hear(1, WATCH_MINUTE);
	assert_int_equal(ntold, 1);
	says(0, "collector-events-shed", "Sensor plant-1 gave up 35 events for want of room");
	assert_string_equal(told[0].why, "20 operations, 1 conversations, 2 assets, 3 health, 4 "
					 "alerts, 0 packets; 5 others grew too old");
	sensors[0].shed.operations = 220;
	hear(1, 4 * WATCH_MINUTE);
	assert_int_equal(ntold, 0);
	hear(1, 4 * WATCH_MINUTE);
	assert_int_equal(ntold, 0);
	hear(1, WATCH_MINUTE);
	assert_int_equal(ntold, 1);
	says(0, "collector-events-shed-over",
	     "Sensor plant-1 gives up no more events; it was 135 in 9 min");
}

static void clocks_that_are_off_are_told_with_hysteresis(void **state)
{
	(void)state;
	sensors[0].clock_offset = (int64_t)(-5 * (int64_t)WATCH_SECOND);
	hear(1, 0);
	hear(1, WATCH_MINUTE);
	assert_int_equal(ntold, 0);
	sensors[0].clock_offset -= 1;
	sensors[1].clock_offset = INT64_MIN;
	hear(2, WATCH_SECOND);
	assert_int_equal(ntold, 0);
	hear(2, WATCH_MINUTE);
	assert_int_equal(ntold, 2);
	says(0, "collector-clock-off", "The clock of sensor plant-1 is 5 s behind the collector's");
	says(1, "collector-clock-off",
	     "The clock of sensor plant-2 is 106751 d 23 h behind the collector's");
	sensors[0].clock_offset = 4100000000;
	hear(2, WATCH_SECOND);
	assert_int_equal(ntold, 0);
	sensors[0].clock_offset = 250000000;
	hear(2, WATCH_SECOND);
	assert_int_equal(ntold, 1);
	says(0, "collector-clock-off-over",
	     "The clock of sensor plant-1 is off by only 250 ms again");
	assert_non_null(strstr(told[0].json, "\"collector.clock_offset\":0.25"));
}

static void clocks_that_nothing_keeps_right_are_told_after_a_while(void **state)
{
	(void)state;
	sensors[0].synchronised = 0; /* not known */
	sensors[1].synchronised = 2;
	sensors[1].clock_max_error = 2500000000;
	for (unsigned i = 0; i < 5; i++) {
		hear(2, WATCH_MINUTE);
		assert_int_equal(ntold, 0);
	}
	hear(2, WATCH_MINUTE);
	assert_int_equal(ntold, 1);
	says(0, "collector-clock-unsynchronised",
	     "The clock of sensor plant-2 is not synchronised");
	assert_string_equal(told[0].why, "its kernel says so; it may be off by 2.5 s");
	sensors[1].synchronised = 1;
	hear(2, WATCH_MINUTE);
	says(0, "collector-clock-unsynchronised-over",
	     "The clock of sensor plant-2 is synchronised again");
}

static void what_differs_is_said_of_the_one_that_differs(void **state)
{
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		sensors[i].rules_digest = i == 1 ? "2222222222222222" : "1111111111111111";
		sensors[i].baseline_digest = i == 2 ? "" : "aaaaaaaaaaaaaaaa";
	}
	for (unsigned i = 0; i < 10; i++) {
		hear(3, WATCH_MINUTE);
		assert_int_equal(ntold, 0);
	}
	hear(3, WATCH_MINUTE);
	assert_int_equal(ntold, 2);
	says(0, "collector-rules-differ", "Sensor plant-2 has other rules than most sensors");
	assert_string_equal(told[0].why, "it has 222222222222; 2 of 3 sensors have 111111111111");
	says(1, "collector-baseline-differs",
	     "Sensor plant-3 has another baseline than most sensors");
	assert_string_equal(told[1].why, "it has none; 2 of 3 sensors have aaaaaaaaaaaa");
	sensors[1].rules_digest = "1111111111111111";
	hear(3, WATCH_MINUTE);
	assert_int_equal(ntold, 1);
	says(0, "collector-rules-differ-over",
	     "The rules of sensor plant-2 are no longer unlike those of most");
}

static void without_a_majority_nobody_differs(void **state)
{
	(void)state;
	sensors[0].rules_digest = sensors[1].rules_digest = "1";
	sensors[2].rules_digest = sensors[3].rules_digest = "2";
	for (size_t i = 0; i < SENSORS; i++) /* most have none, which is no model */
		sensors[i].baseline_digest = i == 0 ? "3" : "";
	for (unsigned i = 0; i < 30; i++) {
		hear(4, WATCH_MINUTE);
		assert_int_equal(ntold, 0);
	}
	hear(2, WATCH_MINUTE); /* two of two */
	sensors[1].rules_digest = "2";
	for (unsigned i = 0; i < 30; i++) {
		hear(2, WATCH_MINUTE);
		assert_int_equal(ntold, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(lost_packets_are_told_when_there_are_new_ones,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(counters_begin_again_with_the_sensor, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(events_given_up_are_told_and_summed, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(clocks_that_are_off_are_told_with_hysteresis,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			clocks_that_nothing_keeps_right_are_told_after_a_while, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_differs_is_said_of_the_one_that_differs,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_a_majority_nobody_differs, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
