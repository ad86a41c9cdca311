#include "tests/unit/test.h"

#include "tests/unit/watched.h"

static void the_rules_have_ids_titles_and_texts(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 2 * WATCH_CONDITIONS; i++) {
		const Kagami__Rule *r = dictionary_rule(watch_dictionary(w), i);

		assert_non_null(r);
		assert_memory_equal(r->id, "collector-", 10);
		assert_true(r->title[0] != '\0' && r->desc[0] != '\0');
		assert_int_equal(strlen(r->desc), strlen(watch_conditions[i / 2].desc));
		if (i % 2 == 1) {
			assert_int_equal(r->priority, KAGAMI__PRIORITY__PRIORITY_INFO);
			assert_string_equal(r->id + strlen(r->id) - 5, "-over");
		} else {
			assert_true(r->priority > KAGAMI__PRIORITY__PRIORITY_INFO);
		}
	}
	assert_null(dictionary_rule(watch_dictionary(w), 2 * WATCH_CONDITIONS));
	assert_true(dictionary_message(watch_dictionary(w))->id != 0);
}

static void all_is_well_says_nothing(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 100; i++) {
		sensors[0].frames += 1000;
		hear(SENSORS, WATCH_MINUTE);
		assert_int_equal(ntold, 0);
	}
	watch_free(NULL);
}

static void a_quiet_sensor_is_told_once_and_when_it_is_back(void **state)
{
	(void)state;
	hear(2, WATCH_SECOND);
	look(2, 2 * WATCH_MINUTE - 1);
	assert_int_equal(ntold, 0);
	sensors[1].last_seen = now;
	look(2, 1);
	assert_int_equal(ntold, 1);
	says(0, "collector-sensor-quiet", "Sensor plant-1 was not heard of for 2 min");
	assert_string_equal(told[0].why, "the limit is 2 min");
	assert_string_equal(told[0].sensor, "plant-1");
	assert_int_equal(told[0].priority, KAGAMI__PRIORITY__PRIORITY_HIGH);
	assert_non_null(strstr(told[0].json, "\"fields\":{\"collector.sensor\":\"plant-1\","
					     "\"collector.silence\":120}"));
	for (unsigned i = 0; i < 10; i++) {
		sensors[1].last_seen = now;
		look(2, WATCH_MINUTE);
		assert_int_equal(ntold, 0);
	}
	hear(2, WATCH_MINUTE);
	assert_int_equal(ntold, 1);
	says(0, "collector-sensor-quiet-over", "Sensor plant-1 is heard of again, after 13 min");
	assert_int_equal(told[0].priority, KAGAMI__PRIORITY__PRIORITY_INFO);
}

static void a_sensor_is_quiet_only_after_it_could_speak(void **state)
{
	(void)state;
	sensors[0].last_seen = START - 100 * HOUR; /* the collector was not there */
	sensors[1].last_seen = 0;
	look(2, 2 * WATCH_MINUTE - 1);
	assert_int_equal(ntold, 0);
	look(2, 1);
	assert_int_equal(ntold, 2);
	says(0, "collector-sensor-quiet", "Sensor plant-1 was not heard of for 2 min");
	says(1, "collector-sensor-quiet",
	     "Sensor plant-2 was never heard of since the collector began to listen, 2 min ago");
}

static void who_reads_files_is_not_quiet_behind_their_end(void **state)
{
	(void)state;
	sensors[0].epoch |= UINT64_C(1) << 63;
	hear(2, WATCH_SECOND);
	look(2, 3 * HOUR);
	assert_int_equal(ntold, 1);
	assert_string_equal(told[0].sensor, "plant-2");
}

static void what_an_earlier_run_told_is_not_told_again(void **state)
{
	(void)state;
	for (size_t i = 0; i < 3; i++)
		sensors[i].last_seen = START - 2 * HOUR;
	/* In any order, with what was over long ago, and what nobody knows. */
	watch_known(w, "collector-sensor-quiet", "plant-1", START - HOUR);
	watch_known(w, "collector-sensor-quiet-over", "plant-1", START - 5 * HOUR);
	watch_known(w, "collector-sensor-quiet", "plant-1", START - 9 * HOUR);
	watch_known(w, "collector-sensor-quiet-over", "plant-2", START - HOUR / 2);
	watch_known(w, "collector-sensor-quiet", "plant-2", START - HOUR);
	watch_known(w, "collector-sensor-quietly", "plant-1", START);
	watch_known(w, "another-rule", "plant-3", START);
	watch_known(w, "collector-sensor-quiet", "left", START - HOUR);
	look(3, WATCH_SECOND);
	assert_int_equal(ntold, 0);
	look(3, 2 * WATCH_MINUTE);
	assert_int_equal(ntold, 2);
	assert_string_equal(told[0].sensor, "plant-2");
	assert_string_equal(told[1].sensor, "plant-3");
	hear(1, WATCH_MINUTE);
	assert_int_equal(ntold, 1);
	says(0, "collector-sensor-quiet-over", "Sensor plant-1 is heard of again, after 1 h 5 min");
}

static void what_flickered_in_an_earlier_run_goes_on_flickering(void **state)
{
	(void)state;
	watch_known(w, "collector-sensor-quiet", "plant-1", START - WATCH_MINUTE);
	watch_known(w, "collector-sensor-quiet-over", "plant-1", START);
	look(1, 10 * WATCH_MINUTE);
	assert_int_equal(ntold, 0);
	look(1, 50 * WATCH_MINUTE);
	assert_int_equal(ntold, 1);
}

static void losses_of_an_earlier_run_are_over_when_that_is_known(void **state)
{
	(void)state;
	sensors[0].frames = 1000;
	sensors[0].dropped = 10;
	watch_known(w, "collector-packets-dropped", "plant-1", START - HOUR);
	watch_known(w, "collector-events-shed", "plant-1", START - HOUR);
	hear(1, WATCH_MINUTE);
	assert_int_equal(ntold, 0);
	sensors[0].frames = 2000;
	hear(1, WATCH_MINUTE);
	assert_int_equal(ntold, 1);
	says(0, "collector-packets-dropped-over",
	     "Sensor plant-1 loses no more packets, after 1 h 2 min");
	hear(1, 4 * WATCH_MINUTE);
	assert_int_equal(ntold, 1);
	says(0, "collector-events-shed-over",
	     "Sensor plant-1 gives up no more events, after 1 h 6 min");
}

static void its_rules_can_be_counted(void **state)
{
	char id[WATCH_RULE];
	uint32_t n = 0;

	(void)state;
	for (; watch_rule(n, id, sizeof(id)) != NULL; n++)
		assert_string_equal(id, dictionary_rule(watch_dictionary(w), n)->id);
	assert_int_equal(n, 2 * WATCH_CONDITIONS);
	assert_string_equal(watch_conditions[WATCH_DROPPING].id, "collector-packets-dropped");
	assert_string_equal(watch_conditions[WATCH_SHEDDING].id, "collector-events-shed");
}

static void one_that_flickers_is_told_once_an_hour(void **state)
{
	size_t begins = 0, ends = 0;
	uint64_t suppressed = 0;

	(void)state;
	/* Quiet for three minutes, heard, quiet for three minutes… for just under three hours. */
	for (unsigned i = 0; i < 44; i++) {
		look(1, 3 * WATCH_MINUTE);
		begins += ntold;
		suppressed += ntold > 0 ? told[0].suppressed : 0;
		hear(1, WATCH_MINUTE);
		ends += ntold;
	}
	assert_int_equal(begins, 3);
	assert_int_equal(ends, 3);
	assert_int_equal(suppressed, 28); /* of fifteen an hour one is told */
}

static void what_came_on_unsaid_is_told_when_the_hour_is_over(void **state)
{
	(void)state;
	look(1, 2 * WATCH_MINUTE);
	assert_int_equal(ntold, 1);
	hear(1, WATCH_MINUTE);
	assert_int_equal(ntold, 1);
	look(1, 2 * WATCH_MINUTE);
	assert_int_equal(ntold, 0);
	look(1, 56 * WATCH_MINUTE);
	assert_int_equal(ntold, 0);
	look(1, WATCH_MINUTE);
	assert_int_equal(ntold, 1);
	says(0, "collector-sensor-quiet", "Sensor plant-1 was not heard of for 59 min");
}

static void late_events_are_told_with_hysteresis(void **state)
{
	(void)state;
	sensors[0].lag = WATCH_MINUTE;
	hear(1, 0);
	sensors[0].lag = WATCH_MINUTE + 1;
	sensors[0].spooled_events = 12000;
	hear(1, WATCH_SECOND);
	hear(1, 29 * WATCH_SECOND);
	assert_int_equal(ntold, 0);
	hear(1, WATCH_SECOND);
	assert_int_equal(ntold, 1);
	says(0, "collector-sensor-late", "Events of sensor plant-1 arrive 1 min late");
	assert_string_equal(told[0].why, "the limit is 1 min; 12000 events wait in its spool");
	sensors[0].lag = 49 * WATCH_SECOND;
	hear(1, WATCH_SECOND);
	assert_int_equal(ntold, 0);
	sensors[0].lag = 48 * WATCH_SECOND;
	hear(1, WATCH_SECOND);
	assert_int_equal(ntold, 1);
	says(0, "collector-sensor-late-over",
	     "Events of sensor plant-1 arrive in time again, after 2 s");
}

static void captures_that_are_read_are_not_late(void **state)
{
	(void)state;
	sensors[0].epoch |= UINT64_C(1) << 63;
	sensors[0].lag = 1000 * HOUR;
	hear(1, WATCH_SECOND);
	hear(1, WATCH_MINUTE);
	assert_int_equal(ntold, 0);
}

static void a_short_delay_is_no_lag(void **state)
{
	(void)state;
	sensors[0].lag = HOUR;
	hear(1, WATCH_SECOND);
	sensors[0].lag = 0;
	hear(1, 20 * WATCH_SECOND);
	sensors[0].lag = HOUR;
	hear(1, 20 * WATCH_SECOND);
	assert_int_equal(ntold, 0);
}

static void of_a_quiet_sensor_nothing_else_is_said(void **state)
{
	(void)state;
	sensors[0].synchronised = 2;
	sensors[0].clock_offset = INT64_MAX;
	sensors[0].last_seen = 0;
	look(1, 2 * WATCH_MINUTE);
	assert_int_equal(ntold, 1);
	for (unsigned i = 0; i < 10; i++) {
		look(1, WATCH_MINUTE);
		assert_int_equal(ntold, 0);
	}
}

static void limits_of_0_are_none(void **state)
{
	static const struct watch_limits none = { 0 };

	(void)state;
	watch_free(w);
	w = watch_new(&none);
	assert_non_null(w);
	sensors[0].lag = UINT64_MAX;
	sensors[0].clock_offset = INT64_MAX;
	for (unsigned i = 0; i < 10; i++) {
		look(1, HOUR);
		assert_int_equal(ntold, 0);
	}
}

static void a_sensor_that_left_the_list_is_forgotten(void **state)
{
	(void)state;
	look(1, 2 * WATCH_MINUTE);
	assert_int_equal(ntold, 1);
	look(0, WATCH_SECOND);
	assert_int_equal(ntold, 0);
	look(1, WATCH_SECOND);
	assert_int_equal(ntold, 1); /* and is a new one when it comes back */
}

static void many_sensors_are_watched(void **state)
{
	enum { MANY = 100 };
	static struct store_sensor many[MANY];
	static char called[MANY][16];
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		(void)snprintf(called[i], sizeof(called[i]), "s%zu", i);
		many[i] = sensors[0];
		many[i].name = called[i];
		many[i].last_seen = i % 10 == 0 ? START : START + 2 * WATCH_MINUTE;
	}
	now += 2 * WATCH_MINUTE;
	ntold = 0;
	watch_look(w, many, MANY, START, now, tell, &ntold);
	n = ntold;
	assert_int_equal(n, 10);
	assert_string_equal(told[9].sensor, "s90");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_rules_have_ids_titles_and_texts, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(all_is_well_says_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_quiet_sensor_is_told_once_and_when_it_is_back,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_sensor_is_quiet_only_after_it_could_speak, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(who_reads_files_is_not_quiet_behind_their_end,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_an_earlier_run_told_is_not_told_again, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(what_flickered_in_an_earlier_run_goes_on_flickering,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			losses_of_an_earlier_run_are_over_when_that_is_known, set_up, tear_down),
		cmocka_unit_test_setup_teardown(its_rules_can_be_counted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_that_flickers_is_told_once_an_hour, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(what_came_on_unsaid_is_told_when_the_hour_is_over,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(late_events_are_told_with_hysteresis, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(captures_that_are_read_are_not_late, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_short_delay_is_no_lag, set_up, tear_down),
		cmocka_unit_test_setup_teardown(of_a_quiet_sensor_nothing_else_is_said, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(limits_of_0_are_none, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_sensor_that_left_the_list_is_forgotten, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(many_sensors_are_watched, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
