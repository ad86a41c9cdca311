/* One thing after another: sensor/detect/state_sequence.c. */
/* wrap: operand_values operand_number value_write condition_match */
/* wrap: condition_explain ruleset_find alert_ends */
#include "tests/unit/state_kit.h"

static struct rule steps(unsigned n)
{
	struct rule r = kit_rule(STATE_SEQUENCE);

	r.state.nsteps = n;
	for (unsigned i = 0; i < n; i++)
		r.state.steps[i] = &kit_step[i];
	return r;
}

/* A subject that is the steps named, "AC". */
static struct state_result step(struct states *t, const struct rule *r, const char *which,
				uint64_t at, uint64_t frame)
{
	for (unsigned i = 0; i < KIT_STEPS; i++)
		kit_holds[i] = strchr(which, (int)('A' + i)) != NULL;
	return kit_match(t, r, at, frame);
}

static void steps_in_order_within_the_time_fire(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = steps(3);
	struct state_result out;

	(void)state;
	assert_false(step(t, &r, "A", 0, 10).fires);
	assert_false(step(t, &r, "", 1, 11).fires);
	assert_false(step(t, &r, "B", 4ULL * SECOND, 20).fires);
	out = step(t, &r, "C", 10ULL * SECOND, 30);
	assert_true(out.fires);
	assert_int_equal(out.nframes, 3);
	assert_int_equal(out.frames[0], 10);
	assert_int_equal(out.frames[1], 20);
	assert_int_equal(out.frames[2], 30);
	assert_int_equal(out.count, 3);
	assert_true(out.seconds >= 10 && out.seconds <= 10);
	assert_string_equal(out.why, "3 steps in 10 s; they count within 10 s");
	assert_false(step(t, &r, "C", 10ULL * SECOND + 1, 31).fires); /* it starts anew */
	states_free(t);
}

static void steps_out_of_order_or_too_late_do_not(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = steps(3);

	(void)state;
	assert_false(step(t, &r, "B", 0, 1).fires);
	assert_false(step(t, &r, "A", 1, 2).fires);
	assert_false(step(t, &r, "C", 2, 3).fires);
	assert_false(step(t, &r, "B", 3, 4).fires);
	assert_false(step(t, &r, "C", 10ULL * SECOND + 2, 5).fires);
	states_free(t);
}

static void a_second_beginning_makes_a_longer_life_possible(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = steps(3);
	struct state_result out;

	(void)state;
	assert_false(step(t, &r, "A", 0, 1).fires);
	assert_false(step(t, &r, "A", 8ULL * SECOND, 2).fires);
	assert_false(step(t, &r, "B", 9ULL * SECOND, 3).fires);
	out = step(t, &r, "C", 15ULL * SECOND, 4);
	assert_true(out.fires);
	assert_int_equal(out.frames[0], 2);
	states_free(t);
}

static void a_second_beginning_does_not_spoil_what_was_begun(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = steps(3);
	struct state_result out;

	(void)state;
	assert_false(step(t, &r, "A", 0, 1).fires);
	assert_false(step(t, &r, "B", 1, 2).fires);
	assert_false(step(t, &r, "A", 5ULL * SECOND, 3).fires);
	out = step(t, &r, "C", 6ULL * SECOND, 4);
	assert_true(out.fires);
	assert_int_equal(out.frames[0], 1);
	assert_int_equal(out.frames[1], 2);
	states_free(t);
}

static void a_subject_is_one_step_only(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = steps(3);
	struct state_result out;

	(void)state;
	assert_false(step(t, &r, "ABC", 0, 1).fires);
	assert_false(step(t, &r, "ABC", 1, 2).fires);
	out = step(t, &r, "ABC", 2, 3);
	assert_true(out.fires);
	assert_int_equal(out.nframes, 3);
	assert_false(step(t, &r, "ABC", 3, 4).fires);
	states_free(t);
}

static void subjects_of_another_kind_are_no_steps(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = steps(2);

	(void)state;
	kit_step[1].subject = SUBJECT_TAG;
	assert_false(step(t, &r, "A", 0, 1).fires);
	assert_false(step(t, &r, "B", 1, 2).fires);
	kit_step[1].subject = SUBJECT_OPERATION;
	assert_true(step(t, &r, "B", 2, 3).fires);
	states_free(t);
}

static void other_values_are_another_sequence(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = steps(2);

	(void)state;
	assert_false(step(t, &r, "A", 0, 1).fires);
	kit_set(0, "10.0.0.9");
	assert_false(step(t, &r, "B", 1, 2).fires);
	kit_set(0, "10.0.0.1");
	assert_true(step(t, &r, "B", 2, 3).fires);
	states_free(t);
}

static void a_clock_set_back_ends_a_sequence_and_blocks_none(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = steps(2);

	(void)state;
	assert_false(step(t, &r, "A", 7200ULL * SECOND, 1).fires);
	assert_false(step(t, &r, "B", 0, 2).fires);
	assert_false(step(t, &r, "A", 1, 3).fires);
	assert_true(step(t, &r, "B", 2, 4).fires);
	states_free(t);
}

/* All ways to choose steps among what was seen, by recursion. */
struct seen {
	uint64_t at;
	unsigned set;
};

static bool possible(const struct seen *all, unsigned n, unsigned from, unsigned k,
		     unsigned steps_n, uint64_t start, uint64_t within)
{
	for (unsigned i = from; i < n; i++) {
		if ((all[i].set >> k & 1) == 0)
			continue;
		uint64_t begin = k == 0 ? all[i].at : start;

		if (all[i].at - begin > within)
			continue;
		if (k + 1 == steps_n ? i == n - 1
				     : possible(all, n, i + 1, k + 1, steps_n, begin, within))
			return true;
	}
	return false;
}

static void no_sequence_is_missed_and_none_is_made_up(void **state)
{
	uint64_t seed = 7;
	unsigned fired = 0;

	(void)state;
	for (unsigned n = 2; n <= RULE_STEPS; n += 2) {
		struct states *t = states_new(1, NULL, false);
		struct rule r = steps(n);
		struct seen all[40];
		unsigned count = 0;
		uint64_t at = 0;

		for (unsigned i = 0; i < 3000; i++) {
			char which[RULE_STEPS + 1] = "";
			bool fires;

			seed = seed * 6364136223846793005U + 1442695040888963407U;
			at += (seed >> 33) % (20ULL * SECOND / n);
			all[count] = (struct seen){ at, 0 };
			for (unsigned k = 0, len = 0; k < n; k++) {
				if ((seed >> (40 + 2 * k) & 3) != 0)
					continue;
				all[count].set |= 1U << k;
				which[len++] = (char)('A' + k);
				which[len] = '\0';
			}
			count++;
			fires = step(t, &r, which, at, i + 1).fires;
			assert_int_equal(fires, possible(all, count, 0, 0, n, 0, r.state.within));
			fired += fires;
			if (fires)
				count = 0;
			if (count == 40) { /* begin again, both */
				states_free(t);
				t = states_new(1, NULL, false);
				count = 0;
			}
		}
		states_free(t);
	}
	assert_in_range(fired, 100, 12000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(steps_in_order_within_the_time_fire, kit_setup),
		cmocka_unit_test_setup(steps_out_of_order_or_too_late_do_not, kit_setup),
		cmocka_unit_test_setup(a_second_beginning_makes_a_longer_life_possible, kit_setup),
		cmocka_unit_test_setup(a_second_beginning_does_not_spoil_what_was_begun, kit_setup),
		cmocka_unit_test_setup(a_subject_is_one_step_only, kit_setup),
		cmocka_unit_test_setup(subjects_of_another_kind_are_no_steps, kit_setup),
		cmocka_unit_test_setup(other_values_are_another_sequence, kit_setup),
		cmocka_unit_test_setup(a_clock_set_back_ends_a_sequence_and_blocks_none, kit_setup),
		cmocka_unit_test_setup(no_sequence_is_missed_and_none_is_made_up, kit_setup),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
