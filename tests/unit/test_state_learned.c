/* What was learned, and steps: sensor/detect/state_learned.c, state_step.c. */
/* wrap: operand_values operand_number value_write condition_match */
/* wrap: condition_explain ruleset_find alert_ends */
#include <math.h>

#include "tests/unit/state_kit.h"

/* A match with that number. */
static struct state_result with(struct states *t, const struct rule *r, double number, uint64_t at,
				uint64_t frame)
{
	kit_number[2] = number;
	return kit_match(t, r, at, frame);
}

/* ---- new --------------------------------------------------------------------------------- */

static void a_new_combination_fires_once(void **state)
{
	struct baseline *b = baseline_new();
	struct states *t = states_new(8, b, false);
	struct rule r = kit_rule(STATE_NEW);
	struct state_result out;

	(void)state;
	assert_non_null(baseline_learn(b, "a-rule", 1, (const char *[]){ "10.0.0.1" }));
	assert_false(kit_match(t, &r, 0, 1).fires);
	kit_set(0, "10.0.0.9");
	out = kit_match(t, &r, 1, 2);
	assert_true(out.fires);
	assert_int_equal(out.nframes, 1);
	assert_int_equal(out.frames[0], 2);
	assert_string_equal(out.why, "never seen while learning");
	assert_false(kit_match(t, &r, 2, 3).fires);
	states_free(t);
	baseline_free(b);
}

static void without_a_baseline_that_knows_the_rule_nothing_is_new(void **state)
{
	struct baseline *b = baseline_new();
	struct states *t = states_new(8, b, false), *without = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_NEW);

	(void)state;
	assert_false(kit_match(without, &r, 0, 1).fires);
	assert_false(kit_match(t, &r, 0, 1).fires);
	assert_true(baseline_know(b, "a-rule")); /* learned, and saw nothing */
	assert_true(kit_match(t, &r, 0, 1).fires);
	states_free(t);
	states_free(without);
	baseline_free(b);
}

static void a_learned_combination_is_known_as_such(void **state)
{
	struct baseline *b = baseline_new();
	struct states *t = states_new(8, b, false), *without = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_NEW);

	(void)state;
	assert_false(kit_learned(t, &r)); /* of that rule it has nothing */
	assert_non_null(baseline_learn(b, "a-rule", 1, (const char *[]){ "10.0.0.1" }));
	assert_true(kit_learned(t, &r));
	assert_false(kit_learned(without, &r));
	kit_set(0, "10.0.0.9");
	assert_false(kit_learned(t, &r));
	assert_true(kit_match(t, &r, 0, 1).fires);
	assert_false(kit_learned(t, &r)); /* told once, and yet not learned */
	states_free(t);
	states_free(without);
	baseline_free(b);
}

static void what_is_learned_goes_into_the_baseline_and_does_not_fire(void **state)
{
	struct baseline *b = baseline_new();
	struct states *t = states_new(8, b, true);
	struct rule r = kit_rule(STATE_NEW), quiet = kit_rule(STATE_NEW);
	struct rule *rules[] = { &r, &quiet };
	struct ruleset set = { .n = 2, .rules = rules };
	const struct baseline_entry *e;

	(void)state;
	quiet.id = "saw-nothing";
	states_begin(t, &set);
	assert_false(kit_match(t, &r, 5, 1).fires);
	assert_false(kit_match(t, &r, 2, 2).fires);
	e = baseline_find(b, "a-rule", 1, (const char *[]){ "10.0.0.1" });
	assert_non_null(e);
	assert_int_equal(e->samples, 2);
	assert_int_equal(e->first, NOON + 2);
	assert_int_equal(e->last, NOON + 5);
	assert_true(baseline_knows(b, "saw-nothing"));
	states_free(t);
	baseline_free(b);
}

static void told_combinations_that_are_forgotten_are_counted(void **state)
{
	struct baseline *b = baseline_new();
	struct states *t = states_new(2, b, false);
	struct rule r = kit_rule(STATE_NEW);
	struct states_stats st;

	(void)state;
	(void)baseline_know(b, "a-rule");
	for (unsigned i = 0; i < 3; i++) {
		kit_set(0, (const char *[]){ "a", "b", "c" }[i]);
		assert_true(kit_match(t, &r, i, i + 1).fires);
	}
	states_stats(t, &st);
	assert_int_equal(st.used, 2);
	assert_int_equal(st.evicted, 1);
	kit_set(0, "a");
	assert_true(kit_match(t, &r, 9, 9).fires);
	states_free(t);
	baseline_free(b);
}

/* ---- outside ----------------------------------------------------------------------------- */

static void a_given_range_is_left_on_both_sides(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_OUTSIDE);
	struct state_result out;

	(void)state;
	r.state.has_min = r.state.has_max = true;
	r.state.min = 10;
	r.state.max = 90;
	assert_false(with(t, &r, 10, 0, 1).fires);
	assert_false(with(t, &r, 90, 0, 2).fires);
	out = with(t, &r, 90.5, 0, 3);
	assert_true(out.fires);
	assert_string_equal(out.why, "90.5 is above 90, the highest value allowed");
	assert_int_equal(out.frames[0], 3);
	assert_true(out.value >= 90.5 && out.high <= 90 && out.low >= 10);
	assert_true(with(t, &r, 90.5, 0, 4).fires); /* each one */
	out = with(t, &r, -3, 0, 5);
	assert_true(out.fires);
	assert_string_equal(out.why, "-3 is below 10, the lowest value allowed");
	r.state.has_min = false;
	assert_false(with(t, &r, -3, 0, 6).fires);
	assert_false(with(t, &r, (double)NAN, 0, 7).fires);
	assert_false(with(t, &r, HUGE_VAL, 0, 7).fires);
	kit_no_number[2] = true;
	assert_false(with(t, &r, 99, 0, 8).fires);
	states_free(t);
}

static void a_learned_range_allows_its_margin(void **state)
{
	struct baseline *b = baseline_new();
	struct states *learn = states_new(8, b, true), *t = states_new(8, b, false);
	struct rule r = kit_rule(STATE_OUTSIDE);
	const struct baseline_entry *e;

	(void)state;
	r.state.margin = 0.1;
	assert_false(with(learn, &r, 50, 0, 1).fires);
	assert_false(with(learn, &r, 20, 1, 2).fires);
	assert_false(with(learn, &r, 70, 2, 3).fires);
	assert_false(with(learn, &r, (double)NAN, 3, 4).fires);
	e = baseline_find(b, "a-rule", 1, (const char *[]){ "10.0.0.1" });
	assert_non_null(e);
	assert_int_equal(e->samples, 3);
	assert_true(e->low >= 20 && e->low <= 20 && e->high >= 70 && e->high <= 70);
	assert_false(with(t, &r, 75, 0, 5).fires);
	assert_true(with(t, &r, 75.1, 0, 6).fires);
	assert_false(with(t, &r, 15, 0, 7).fires);
	assert_true(with(t, &r, 14.9, 0, 8).fires);
	states_free(learn);
	states_free(t);
	baseline_free(b);
}

static void a_range_without_width_is_measured_by_its_value(void **state)
{
	struct baseline *b = baseline_new();
	struct states *t = states_new(8, b, false);
	struct rule r = kit_rule(STATE_OUTSIDE);
	struct baseline_entry *e = baseline_learn(b, "a-rule", 1, (const char *[]){ "10.0.0.1" });

	(void)state;
	*e = (struct baseline_entry){ .samples = 5, .low = -200, .high = -200 };
	r.state.margin = 0.1;
	assert_false(with(t, &r, -220, 0, 1).fires);
	assert_true(with(t, &r, -221, 0, 1).fires);
	assert_false(with(t, &r, -180, 0, 1).fires);
	assert_true(with(t, &r, -179, 0, 1).fires);
	*e = (struct baseline_entry){ .samples = 5, .low = 0, .high = 0 };
	assert_false(with(t, &r, 0, 0, 1).fires);
	assert_true(with(t, &r, 1, 0, 1).fires);
	states_free(t);
	baseline_free(b);
}

static void what_was_never_learned_has_no_range_to_leave(void **state)
{
	struct baseline *b = baseline_new();
	struct states *t = states_new(8, b, false);
	struct rule r = kit_rule(STATE_OUTSIDE);

	(void)state;
	assert_false(with(t, &r, 1, 0, 1).fires);
	baseline_learn(b, "a-rule", 1, (const char *[]){ "10.0.0.9" })->samples = 1;
	assert_false(with(t, &r, 1, 0, 1).fires);
	kit_set(0, "10.0.0.9");
	assert_true(with(t, &r, 1, 0, 1).fires);
	states_free(t);
	baseline_free(b);
}

/* ---- step -------------------------------------------------------------------------------- */

static void a_number_that_jumps_fires(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_STEP);
	struct state_result out;

	(void)state;
	r.state.max_change = 5;
	assert_false(with(t, &r, 50, 0, 1).fires);
	assert_false(with(t, &r, 55, 1 * SECOND, 2).fires);
	out = with(t, &r, 20, 3 * SECOND, 3);
	assert_true(out.fires);
	assert_true(out.before >= 55 && out.before <= 55 && out.value >= 20 && out.value <= 20);
	assert_int_equal(out.nframes, 2);
	assert_int_equal(out.frames[0], 2);
	assert_int_equal(out.frames[1], 3);
	assert_string_equal(out.why, "from 55 to 20 in 2 s; the limit is 5 within 10 s");
	assert_false(with(t, &r, 20, 4ULL * SECOND, 4).fires); /* measured from here now */
	assert_true(with(t, &r, 26, 4ULL * SECOND, 5).fires);
	states_free(t);
}

static void a_ramp_of_small_steps_fires_too(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_STEP);
	unsigned i;

	(void)state;
	r.state.max_change = 5;
	for (i = 0; i < 100; i++) {
		if (with(t, &r, i * 0.6, i * SECOND, i + 1).fires)
			break;
	}
	assert_int_equal(i, 9);
	states_free(t);
}

static void extremes_within_a_moment_are_remembered(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_STEP);

	(void)state;
	r.state.max_change = 5;
	assert_false(with(t, &r, 50, 0, 1).fires);
	assert_false(with(t, &r, 47, 1, 2).fires);
	assert_false(with(t, &r, 51, 2, 3).fires);
	assert_true(with(t, &r, 52.5, 3, 4).fires); /* from 47 */
	assert_false(with(t, &r, 49, 4, 5).fires);
	assert_true(with(t, &r, 47, 5, 6).fires); /* from 52.5 */
	states_free(t);
}

static void a_slow_change_does_not_fire(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_STEP);

	(void)state;
	r.state.max_change = 5;
	for (uint64_t i = 0; i < 3000; i++)
		assert_false(with(t, &r, (double)i * 0.0499, i * SECOND / 10, i + 1).fires);
	/* What was longer ago than the time is no change. */
	assert_false(with(t, &r, 1000, 310ULL * SECOND, 1).fires);
	states_free(t);
}

static void a_step_survives_a_clock_set_back_by_hours(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_STEP);

	(void)state;
	r.state.max_change = 5;
	assert_false(with(t, &r, 50, 7200ULL * SECOND, 1).fires);
	assert_false(with(t, &r, 90, 0, 2).fires);
	assert_true(with(t, &r, 50, 1 * SECOND, 3).fires);
	states_free(t);
}

static void whatever_the_pace_a_jump_is_seen_in_most_of_the_window(void **state)
{
	uint64_t seed = 3;

	(void)state;
	for (unsigned round = 0; round < 200; round++) {
		struct states *t = states_new(1, NULL, false);
		struct rule r = kit_rule(STATE_STEP);
		uint64_t at = 0;

		r.state.max_change = 5;
		assert_false(with(t, &r, 50, 0, 1).fires);
		for (;;) {
			seed = seed * 6364136223846793005U + 1442695040888963407U;
			at += 1 + (seed >> 33) % (SECOND * (round % 20 + 1) / 10);
			if (at > 8700000000U) /* 7/8 of the window */
				break;
			assert_false(with(t, &r, 51 + (double)(seed >> 62), at, 2).fires);
		}
		assert_true(with(t, &r, 55.5, 8700000000U, 3).fires);
		states_free(t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_new_combination_fires_once, kit_setup),
		cmocka_unit_test_setup(without_a_baseline_that_knows_the_rule_nothing_is_new,
				       kit_setup),
		cmocka_unit_test_setup(a_learned_combination_is_known_as_such, kit_setup),
		cmocka_unit_test_setup(what_is_learned_goes_into_the_baseline_and_does_not_fire,
				       kit_setup),
		cmocka_unit_test_setup(told_combinations_that_are_forgotten_are_counted, kit_setup),
		cmocka_unit_test_setup(a_given_range_is_left_on_both_sides, kit_setup),
		cmocka_unit_test_setup(a_learned_range_allows_its_margin, kit_setup),
		cmocka_unit_test_setup(a_range_without_width_is_measured_by_its_value, kit_setup),
		cmocka_unit_test_setup(what_was_never_learned_has_no_range_to_leave, kit_setup),
		cmocka_unit_test_setup(a_number_that_jumps_fires, kit_setup),
		cmocka_unit_test_setup(a_ramp_of_small_steps_fires_too, kit_setup),
		cmocka_unit_test_setup(extremes_within_a_moment_are_remembered, kit_setup),
		cmocka_unit_test_setup(a_slow_change_does_not_fire, kit_setup),
		cmocka_unit_test_setup(a_step_survives_a_clock_set_back_by_hours, kit_setup),
		cmocka_unit_test_setup(whatever_the_pace_a_jump_is_seen_in_most_of_the_window,
				       kit_setup),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
