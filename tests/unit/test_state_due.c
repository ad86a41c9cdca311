/* Silences, missed expectations and their timers: sensor/detect/state_silent.c, state_time.c. */
/* wrap: operand_values operand_number value_write condition_match */
/* wrap: condition_explain ruleset_find alert_ends */
#include "tests/unit/state_kit.h"

/* Polls of a key came every second while learning, with gaps of at most 1.5 s. */
static void learned(struct baseline *b, const char *rule, const char *key)
{
	*baseline_learn(b, rule, 1, (const char *[]){ key }) =
		(struct baseline_entry){ .samples = 60, .period = 1, .low = 0.5, .high = 1.5 };
}

static struct rule silent(void)
{
	struct rule r = kit_rule(STATE_SILENT);

	r.state.factor = 2;
	return r;
}

static bool expected(struct states *t, const struct rule *r, uint64_t at)
{
	struct subject s = { .kind = SUBJECT_OPERATION, .at = NOON + at, .frame = 99 };
	uint64_t before = states_next(t);

	states_expected(t, r, &s);
	return states_next(t) != before;
}

/* ---- silent ------------------------------------------------------------------------------ */

static void a_poll_that_stops_is_told_once(void **state)
{
	struct baseline *b = baseline_new();
	struct states *t = states_new(8, b, false);
	struct rule r = silent();
	struct kit_dues dues = { 0 };

	(void)state;
	learned(b, "a-rule", "10.0.0.1");
	for (unsigned i = 0; i < 5; i++)
		assert_false(kit_match(t, &r, i * SECOND, i + 1).fires);
	assert_int_equal(states_next(t), NOON + 7ULL * SECOND + 1);
	kit_until(t, 7ULL * SECOND, &dues);
	assert_int_equal(dues.n, 0);
	kit_until(t, 7ULL * SECOND + 1, &dues);
	kit_until(t, 100ULL * SECOND, &dues);
	assert_string_equal(dues.text, "a-rule@7:10.0.0.1");
	assert_int_equal(dues.last.result.nframes, 1);
	assert_int_equal(dues.last.result.frames[0], 5);
	assert_string_equal(dues.last.result.why,
			    "nothing for 3 s; it came every 1 s, the longest gap was 1.5 s");
	assert_int_equal(dues.last.target.port, 502);
	assert_null(dues.last.source.name);
	assert_true(dues.last.result.period >= 1 && dues.last.result.period <= 1);
	assert_int_equal(states_next(t), UINT64_MAX);
	states_free(t);
	baseline_free(b);
}

static void a_poll_that_comes_back_can_stop_again(void **state)
{
	struct baseline *b = baseline_new();
	struct states *t = states_new(8, b, false);
	struct rule r = silent();
	struct kit_dues dues = { 0 };

	(void)state;
	learned(b, "a-rule", "10.0.0.1");
	(void)kit_match(t, &r, 0, 1);
	kit_until(t, 10ULL * SECOND, &dues);
	(void)kit_match(t, &r, 20ULL * SECOND, 2);
	kit_until(t, 23ULL * SECOND, &dues);
	assert_string_equal(dues.text, "a-rule@3:10.0.0.1");
	kit_until(t, 30ULL * SECOND, &dues);
	assert_string_equal(dues.text, "a-rule@3:10.0.0.1 a-rule@23:10.0.0.1");
	states_free(t);
	baseline_free(b);
}

static void short_silences_are_never_told(void **state)
{
	struct baseline *b = baseline_new();
	struct states *t = states_new(8, b, false);
	struct rule r = silent();
	struct kit_dues dues = { 0 };

	(void)state;
	r.state.at_least = 30ULL * SECOND;
	learned(b, "a-rule", "10.0.0.1");
	(void)kit_match(t, &r, 0, 1);
	kit_until(t, 30ULL * SECOND, &dues);
	assert_int_equal(dues.n, 0);
	kit_until(t, 31ULL * SECOND, &dues);
	assert_string_equal(dues.text, "a-rule@30:10.0.0.1");
	states_free(t);
	baseline_free(b);
}

static void without_a_rhythm_there_is_no_silence(void **state)
{
	struct baseline *b = baseline_new();
	struct states *t = states_new(8, b, false);
	struct rule r = silent();

	(void)state;
	(void)kit_match(t, &r, 0, 1); /* the baseline does not know the rule */
	(void)baseline_know(b, "a-rule");
	(void)kit_match(t, &r, 1, 2); /* nor the key */
	(void)baseline_learn(b, "a-rule", 1, (const char *[]){ "10.0.0.1" });
	(void)kit_match(t, &r, 2, 3); /* it was seen only once */
	assert_int_equal(states_next(t), UINT64_MAX);
	*baseline_learn(b, "a-rule", 1, (const char *[]){ "10.0.0.1" }) =
		(struct baseline_entry){ .samples = 1, .period = 4 };
	(void)kit_match(t, &r, 3, 4); /* only the period is known: by hand */
	assert_int_equal(states_next(t), NOON + 3 + 8ULL * SECOND + 1);
	states_free(t);
	baseline_free(b);
}

static void a_poll_that_is_gone_from_the_start_is_told(void **state)
{
	struct baseline *b = baseline_new();
	struct states *t = states_new(8, b, false);
	struct rule r = silent();
	struct rule *rules[] = { &r };
	struct ruleset set = { .n = 1, .rules = rules };
	struct kit_dues dues = { 0 };

	(void)state;
	learned(b, "a-rule", "10.0.0.1");
	learned(b, "a-rule", "10.0.0.7");
	states_begin(t, &set);
	assert_int_equal(states_next(t), UINT64_MAX);
	kit_until(t, 0, &dues);
	(void)kit_match(t, &r, 2 * SECOND, 1);
	kit_until(t, 4ULL * SECOND, &dues);
	assert_string_equal(dues.text, "a-rule@3:10.0.0.7");
	assert_int_equal(dues.last.result.nframes, 0);
	assert_int_equal(dues.last.target.port, 0);
	kit_until(t, 9ULL * SECOND, &dues);
	assert_string_equal(dues.text, "a-rule@3:10.0.0.7 a-rule@5:10.0.0.1");
	states_free(t);
	baseline_free(b);
}

static void silences_come_in_the_order_of_time_then_of_rules(void **state)
{
	struct baseline *b = baseline_new();
	struct states *t = states_new(8, b, false);
	struct rule r = silent(), other = silent();
	struct kit_dues dues = { 0 };

	(void)state;
	other.id = "another";
	other.index = 1;
	learned(b, "a-rule", "x");
	learned(b, "a-rule", "y");
	learned(b, "another", "x");
	learned(b, "another", "z");
	kit_set(0, "x");
	(void)kit_match(t, &other, 1 * SECOND, 1);
	kit_set(0, "z");
	(void)kit_match(t, &other, 0, 2);
	kit_set(0, "y");
	(void)kit_match(t, &r, 1 * SECOND, 3);
	kit_set(0, "x");
	(void)kit_match(t, &r, 1 * SECOND, 4);
	kit_until(t, 60ULL * SECOND, &dues);
	assert_string_equal(dues.text, "another@3:z a-rule@4:y a-rule@4:x another@4:x");
	states_free(t);
	baseline_free(b);
}

static void a_rhythm_is_learned(void **state)
{
	static const uint64_t at[] = {
		0, 1000000000, 1000000000, 3500000000, 3400000000, 4400000000
	};
	struct baseline *b = baseline_new();
	struct states *t = states_new(8, b, true);
	struct rule r = silent();
	const struct baseline_entry *e;

	(void)state;
	for (unsigned i = 0; i < 6; i++)
		assert_false(kit_match(t, &r, at[i], i + 1).fires);
	e = baseline_find(b, "a-rule", 1, (const char *[]){ "10.0.0.1" });
	assert_non_null(e);
	assert_int_equal(e->samples, 3); /* gaps of 1, 2.5 and 1 s */
	assert_true(e->period >= 1.5 && e->period <= 1.5);
	assert_true(e->low >= 1 && e->low <= 1 && e->high >= 2.5 && e->high <= 2.5);
	assert_int_equal(e->last, NOON + 4400000000);
	assert_int_equal(states_next(t), UINT64_MAX);
	states_free(t);
	baseline_free(b);
}

static void a_clock_set_back_by_hours_moves_what_is_waited_for(void **state)
{
	struct baseline *b = baseline_new();
	struct states *t = states_new(8, b, false);
	struct rule r = silent();
	struct kit_dues dues = { 0 };

	(void)state;
	learned(b, "a-rule", "10.0.0.1");
	learned(b, "a-rule", "10.0.0.2");
	(void)kit_match(t, &r, 7200ULL * SECOND, 1);
	kit_set(0, "10.0.0.2");
	(void)kit_match(t, &r, 7201ULL * SECOND, 2);
	kit_until(t, 0, &dues); /* now is 7201 s before: the limits are in 2 and 3 s */
	(void)kit_match(t, &r, 1 * SECOND, 3);
	kit_until(t, 2ULL * SECOND, &dues);
	assert_int_equal(dues.n, 0);
	kit_until(t, 3ULL * SECOND, &dues);
	assert_string_equal(dues.text, "a-rule@2:10.0.0.1");
	kit_until(t, 5ULL * SECOND, &dues);
	assert_string_equal(dues.text, "a-rule@2:10.0.0.1 a-rule@4:10.0.0.2");
	states_free(t);
	baseline_free(b);
}

static void a_frame_that_comes_late_shortens_no_silence(void **state)
{
	struct baseline *b = baseline_new();
	struct states *t = states_new(8, b, false);
	struct rule r = silent();

	(void)state;
	learned(b, "a-rule", "10.0.0.1");
	(void)kit_match(t, &r, 2 * SECOND, 1);
	(void)kit_match(t, &r, 1 * SECOND, 2);
	assert_int_equal(states_next(t), NOON + 5ULL * SECOND + 1);
	states_free(t);
	baseline_free(b);
}

/* Many keys at random: next is always the first of all limits, and each silence is told at its
 * time, once. */
static void the_next_is_always_exact(void **state)
{
	enum { KEYS = 40 };
	char names[KEYS][8];
	uint64_t due[KEYS], seed = 5, at = 0, told = 0;
	struct baseline *b = baseline_new();
	struct states *t = states_new(KEYS, b, false);
	struct rule r = silent();
	struct kit_dues dues = { 0 };

	(void)state;
	for (unsigned i = 0; i < KEYS; i++) {
		(void)snprintf(names[i], sizeof(names[i]), "k%u", i);
		*baseline_learn(b, "a-rule", 1, (const char *[]){ names[i] }) =
			(struct baseline_entry){ .samples = 1, .high = 0.1 + 0.37 * i };
		due[i] = UINT64_MAX;
	}
	for (unsigned n = 0; n < 20000; n++) {
		uint64_t first = UINT64_MAX;
		unsigned count = 0;

		seed = seed * 6364136223846793005U + 1442695040888963407U;
		at += (seed >> 40) * 30;
		for (unsigned i = 0; i < KEYS; i++) {
			if (due[i] <= NOON + at) {
				count++;
				due[i] = UINT64_MAX;
			}
		}
		dues = (struct kit_dues){ 0 };
		kit_until(t, at, &dues);
		assert_int_equal(dues.n, count);
		told += count;
		unsigned which = (unsigned)(seed >> 33) % KEYS;

		kit_set(0, names[which]);
		(void)kit_match(t, &r, at, n + 1);
		double limit = (0.1 + 0.37 * which) * 2 * 1e9;

		due[which] = NOON + at + (uint64_t)limit + 1;
		for (unsigned i = 0; i < KEYS; i++)
			first = due[i] < first ? due[i] : first;
		assert_int_equal(states_next(t), first);
	}
	assert_in_range(told, 1000, 20000);
	states_free(t);
	baseline_free(b);
}

/* Between two captures nobody was heard: that is not how long somebody was silent. */
static void a_pause_of_the_capture_is_nobodys_gap(void **state)
{
	struct baseline *b = baseline_new();
	struct states *t = states_new(8, b, true);
	struct rule r = silent();
	const struct baseline_entry *e;

	(void)state;
	(void)kit_match(t, &r, 0, 1);
	(void)kit_match(t, &r, 1ULL * SECOND, 2);
	assert_true(states_paused(t, NOON + 2ULL * SECOND, NOON + 20ULL * SECOND));
	(void)kit_match(t, &r, 20ULL * SECOND, 3);
	(void)kit_match(t, &r, 22ULL * SECOND, 4);
	e = baseline_find(b, "a-rule", 1, (const char *[]){ "10.0.0.1" });
	assert_non_null(e);
	assert_int_equal(e->samples, 2);
	assert_true(e->high >= 2 && e->high <= 2);
	/* A few seconds may be either: they are not learned. */
	assert_false(states_paused(t, NOON + 22500000000, NOON + 26500000000));
	(void)kit_match(t, &r, 27ULL * SECOND, 4);
	assert_int_equal(e->samples, 2);
	/* Files that follow each other at once are one capture. */
	assert_false(states_paused(t, NOON + 27900000000, NOON + 28000000000));
	(void)kit_match(t, &r, 30ULL * SECOND, 5);
	assert_int_equal(e->samples, 3);
	assert_true(e->high >= 3 && e->high <= 3);
	states_free(t);
	baseline_free(b);
}

static void a_pause_of_the_capture_is_no_silence(void **state)
{
	struct baseline *b = baseline_new();
	struct states *t = states_new(8, b, false);
	struct rule r = silent();
	struct kit_dues dues = { 0 };

	(void)state;
	learned(b, "a-rule", "10.0.0.1");
	(void)kit_match(t, &r, 0, 1);
	assert_true(states_paused(t, NOON + 1ULL * SECOND, NOON + 3600ULL * SECOND));
	assert_int_equal(states_next(t), NOON + 3602ULL * SECOND + 1);
	kit_until(t, 3602ULL * SECOND, &dues);
	assert_int_equal(dues.n, 0);
	kit_until(t, 3603ULL * SECOND, &dues);
	assert_int_equal(dues.n, 1);
	states_free(t);
	baseline_free(b);
}

/* ---- expect ------------------------------------------------------------------------------ */

static struct rule expecting(void)
{
	struct rule r = kit_rule(STATE_EXPECT);

	r.state.within = 5ULL * SECOND;
	r.state.nsteps = 1;
	r.state.steps[0] = &kit_step[0];
	return r;
}

static void a_command_without_its_answer_is_told(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = expecting();
	struct kit_dues dues = { 0 };

	(void)state;
	assert_false(kit_match(t, &r, 0, 7).fires);
	assert_false(kit_match(t, &r, 3 * SECOND, 8).fires); /* gives no more time */
	kit_until(t, 5ULL * SECOND, &dues);
	assert_int_equal(dues.n, 0);
	kit_until(t, 5ULL * SECOND + 1, &dues);
	assert_string_equal(dues.text, "a-rule@5:10.0.0.1");
	assert_int_equal(dues.last.result.frames[0], 7);
	assert_int_equal(dues.last.source.port, 7);
	assert_string_equal(dues.last.result.why, "what must follow within 5 s did not come");
	kit_until(t, 60ULL * SECOND, &dues);
	assert_int_equal(dues.n, 1);
	states_free(t);
}

static void an_answer_in_time_is_silent(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = expecting();
	struct kit_dues dues = { 0 };

	(void)state;
	kit_holds[0] = true;
	assert_false(expected(t, &r, 0)); /* nothing waits */
	(void)kit_match(t, &r, 0, 1);
	kit_holds[0] = false;
	assert_false(expected(t, &r, 1)); /* something else */
	kit_holds[0] = true;
	kit_set(0, "10.0.0.9");
	assert_false(expected(t, &r, 2)); /* of somebody else */
	kit_set(0, "10.0.0.1");
	assert_true(expected(t, &r, 5ULL * SECOND)); /* just in time */
	kit_until(t, 60ULL * SECOND, &dues);
	assert_int_equal(dues.n, 0);
	(void)kit_match(t, &r, 61ULL * SECOND, 2);
	assert_false(expected(t, &r, 66ULL * SECOND + 1)); /* too late, whoever looked at time */
	kit_until(t, 70ULL * SECOND, &dues);
	assert_string_equal(dues.text, "a-rule@66:10.0.0.1");
	states_free(t);
}

static void all_texts_of_what_came_due_are_there(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = expecting();
	struct kit_dues dues = { 0 };
	char longest[STATE_TEXT];

	(void)state;
	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	r.state.by = (struct rule_by){
		4, { &kit_operand[0], &kit_operand[1], &kit_operand[2], &kit_operand[3] }
	};
	kit_set(0, longest);
	kit_set(1, "");
	kit_set(2, longest);
	kit_set(3, "end");
	(void)kit_match(t, &r, 0, 1);
	kit_until(t, 60ULL * SECOND, &dues);
	assert_int_equal(dues.last.nby, 4);
	assert_string_equal(dues.last.by[0], longest);
	assert_string_equal(dues.last.by[1], "");
	assert_string_equal(dues.last.by[2], longest);
	assert_string_equal(dues.last.by[3], "end");
	states_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_poll_that_stops_is_told_once, kit_setup),
		cmocka_unit_test_setup(a_poll_that_comes_back_can_stop_again, kit_setup),
		cmocka_unit_test_setup(short_silences_are_never_told, kit_setup),
		cmocka_unit_test_setup(without_a_rhythm_there_is_no_silence, kit_setup),
		cmocka_unit_test_setup(a_poll_that_is_gone_from_the_start_is_told, kit_setup),
		cmocka_unit_test_setup(silences_come_in_the_order_of_time_then_of_rules, kit_setup),
		cmocka_unit_test_setup(a_rhythm_is_learned, kit_setup),
		cmocka_unit_test_setup(a_clock_set_back_by_hours_moves_what_is_waited_for,
				       kit_setup),
		cmocka_unit_test_setup(a_frame_that_comes_late_shortens_no_silence, kit_setup),
		cmocka_unit_test_setup(the_next_is_always_exact, kit_setup),
		cmocka_unit_test_setup(a_command_without_its_answer_is_told, kit_setup),
		cmocka_unit_test_setup(a_pause_of_the_capture_is_nobodys_gap, kit_setup),
		cmocka_unit_test_setup(a_pause_of_the_capture_is_no_silence, kit_setup),
		cmocka_unit_test_setup(an_answer_in_time_is_silent, kit_setup),
		cmocka_unit_test_setup(all_texts_of_what_came_due_are_there, kit_setup),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
