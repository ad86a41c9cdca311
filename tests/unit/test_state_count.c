/* Counts in windows that move along: sensor/detect/state_count.c, state_distinct.c. */
/* wrap: operand_values operand_number value_write condition_match */
/* wrap: condition_explain ruleset_find alert_ends */
#include "tests/unit/state_kit.h"

static void a_count_fires_at_the_match_that_reaches_the_threshold(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_COUNT);
	struct state_result out;

	(void)state;
	r.state.threshold = 3;
	assert_false(kit_match(t, &r, 0, 1).fires);
	assert_false(kit_match(t, &r, 1 * SECOND, 2).fires);
	out = kit_match(t, &r, 4 * SECOND, 7);
	assert_true(out.fires);
	assert_int_equal(out.count, 3);
	assert_int_equal(out.nframes, 3);
	assert_int_equal(out.frames[0], 1);
	assert_int_equal(out.frames[1], 2);
	assert_int_equal(out.frames[2], 7);
	assert_int_equal(out.more_frames, 0);
	assert_true(out.seconds >= 4 && out.seconds <= 4);
	assert_string_equal(out.why, "3 matches in 4 s; the limit is 3 within 10 s");
	states_free(t);
}

static void after_it_fired_a_count_starts_anew(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_COUNT);
	unsigned fired = 0;

	(void)state;
	r.state.threshold = 3;
	for (unsigned i = 0; i < 9; i++)
		fired += kit_match(t, &r, i, i + 1).fires;
	assert_int_equal(fired, 3);
	states_free(t);
}

static void matches_older_than_the_window_do_not_count(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_COUNT);

	(void)state;
	r.state.threshold = 3;
	assert_false(kit_match(t, &r, 0, 1).fires);
	assert_false(kit_match(t, &r, 1 * SECOND, 2).fires);
	assert_false(kit_match(t, &r, 10ULL * SECOND + 1, 3).fires); /* the first left */
	assert_true(kit_match(t, &r, 11ULL * SECOND, 4).fires);	     /* exactly 10 s: still in */
	states_free(t);
}

static void each_subject_has_a_count_of_its_own(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_COUNT);

	(void)state;
	r.state.threshold = 2;
	assert_false(kit_match(t, &r, 0, 1).fires);
	kit_set(0, "10.0.0.9");
	assert_false(kit_match(t, &r, 1, 2).fires);
	kit_set(0, NULL); /* without a value: an empty one */
	assert_false(kit_match(t, &r, 2, 3).fires);
	assert_true(kit_match(t, &r, 3, 4).fires);
	kit_set(0, "10.0.0.1");
	assert_true(kit_match(t, &r, 4, 5).fires);
	states_free(t);
}

static void texts_that_are_cut_alike_stay_apart(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_COUNT);
	char a[400], b[400];

	(void)state;
	memset(a, 'x', sizeof(a) - 1);
	a[sizeof(a) - 1] = '\0';
	memcpy(b, a, sizeof(b));
	b[sizeof(b) - 2] = 'y';
	r.state.threshold = 2;
	kit_set(0, a);
	assert_false(kit_match(t, &r, 0, 1).fires);
	kit_set(0, b);
	assert_false(kit_match(t, &r, 1, 2).fires);
	kit_set(0, a);
	assert_true(kit_match(t, &r, 2, 3).fires);
	states_free(t);
}

/* The same by counting all times: what the window must hold. */
static bool naive(const uint64_t *times, unsigned n, unsigned *begin, uint64_t within,
		  unsigned threshold)
{
	unsigned count = 0;

	for (unsigned i = *begin; i <= n; i++)
		count += times[n] - times[i] <= within;
	if (count < threshold)
		return false;
	*begin = n + 1;
	return true;
}

static void a_count_agrees_with_counting_all_times(void **state)
{
	static uint64_t times[4000];
	static const unsigned thresholds[] = { 1, 2, 10, 11, 37, 200, STATE_CELLS };
	uint64_t seed = 1;

	(void)state;
	for (size_t k = 0; k < sizeof(thresholds) / sizeof(thresholds[0]); k++) {
		struct states *t = states_new(1, NULL, false);
		struct rule r = kit_rule(STATE_COUNT);
		unsigned begin = 0, fired = 0;
		uint64_t at = 0;

		r.state.threshold = thresholds[k];
		for (unsigned i = 0; i < 4000; i++) {
			seed = seed * 6364136223846793005U + 1442695040888963407U;
			at += (seed >> 33) % (20ULL * SECOND / thresholds[k]);
			times[i] = at;
			bool fires = kit_match(t, &r, at, i + 1).fires;

			assert_int_equal(
				fires, naive(times, i, &begin, r.state.within, r.state.threshold));
			fired += fires;
		}
		assert_in_range(fired, 1, 4000);
		states_free(t);
	}
}

static void a_large_threshold_is_reached_within_a_part_of_the_window(void **state)
{
	struct states *t = states_new(1, NULL, false);
	struct rule r = kit_rule(STATE_COUNT);
	uint64_t n = 0;

	(void)state;
	r.state.threshold = 50000;
	while (!kit_match(t, &r, n * (10ULL * SECOND / 50000), n + 1).fires)
		assert_in_range(++n, 1, 60000);
	assert_int_equal(n, 49999);
	/* A little too slow never fires, whatever is lost at the window's edge. */
	for (uint64_t i = 0; i < 120000; i++)
		assert_false(
			kit_match(t, &r, 100ULL * SECOND + i * (10ULL * SECOND / 49900), i).fires);
	states_free(t);
}

static void a_frame_is_named_once_and_the_last_ones_are_named(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_COUNT);
	struct state_result out = { 0 };

	(void)state;
	r.state.threshold = 60;
	for (unsigned i = 0; i < 60; i++)
		out = kit_match(t, &r, i / 3, 100 + i / 3);
	assert_true(out.fires);
	assert_int_equal(out.count, 60);
	assert_int_equal(out.nframes, ALERT_FRAMES);
	assert_int_equal(out.frames[ALERT_FRAMES - 1], 119);
	assert_int_equal(out.frames[0], 104);
	assert_int_equal(out.more_frames, 4);
	states_free(t);
}

static void frames_that_left_the_window_are_not_told(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_COUNT);
	struct state_result out = { 0 };

	(void)state;
	r.state.threshold = 20;
	for (unsigned i = 0; i < 15; i++)
		assert_false(kit_match(t, &r, 0, i + 1).fires);
	for (unsigned i = 0; i < 20; i++)
		out = kit_match(t, &r, 60ULL * SECOND + i, 101 + i);
	assert_true(out.fires);
	assert_int_equal(out.frames[0], 105);
	assert_int_equal(out.more_frames, 4);
	states_free(t);
}

static void a_match_that_comes_late_counts_and_one_much_too_late_does_not(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_COUNT);

	(void)state;
	r.state.threshold = 3;
	assert_false(kit_match(t, &r, 100ULL * SECOND, 1).fires);
	assert_false(kit_match(t, &r, 50ULL * SECOND, 2).fires);
	assert_false(kit_match(t, &r, 99ULL * SECOND, 3).fires);
	assert_true(kit_match(t, &r, 101ULL * SECOND, 4).fires);
	states_free(t);
}

static void a_count_survives_a_clock_set_back_by_hours(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_COUNT);
	struct kit_dues dues = { 0 };

	(void)state;
	r.state.threshold = 3;
	assert_false(kit_match(t, &r, 7200ULL * SECOND, 1).fires);
	assert_false(kit_match(t, &r, 7201ULL * SECOND, 2).fires);
	kit_until(t, 0, &dues);
	assert_false(kit_match(t, &r, 1 * SECOND, 3).fires);
	assert_false(kit_match(t, &r, 2 * SECOND, 4).fires);
	assert_true(kit_match(t, &r, 3 * SECOND, 5).fires);
	states_free(t);
}

static void different_values_are_counted_once_each(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_COUNT);
	struct state_result out;

	(void)state;
	r.state.threshold = 3;
	r.state.distinct = &kit_operand[1];
	kit_set(1, "a");
	assert_false(kit_match(t, &r, 0, 1).fires);
	kit_set(1, "b");
	assert_false(kit_match(t, &r, 1 * SECOND, 2).fires);
	kit_set(1, "a");
	assert_false(kit_match(t, &r, 2 * SECOND, 3).fires);
	kit_set(1, NULL); /* no value is none */
	assert_false(kit_match(t, &r, 3 * SECOND, 4).fires);
	kit_set(1, "c");
	out = kit_match(t, &r, 4 * SECOND, 5);
	assert_true(out.fires);
	assert_int_equal(out.count, 3);
	assert_int_equal(out.nframes, 3);
	assert_int_equal(out.frames[0], 2); /* b's, a's last, c's */
	assert_int_equal(out.frames[1], 3);
	assert_int_equal(out.frames[2], 5);
	assert_string_equal(out.why,
			    "3 different values of ip.dst in 3 s; the limit is 3 within 10 s");
	states_free(t);
}

static void a_value_not_seen_for_a_window_is_forgotten(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_COUNT);

	(void)state;
	r.state.threshold = 3;
	r.state.distinct = &kit_operand[1];
	kit_set(1, "a");
	(void)kit_match(t, &r, 0, 1);
	kit_set(1, "b");
	(void)kit_match(t, &r, 9ULL * SECOND, 2);
	kit_set(1, "c");
	assert_false(kit_match(t, &r, 10ULL * SECOND + 1, 3).fires);
	kit_set(1, "a");
	assert_true(kit_match(t, &r, 11ULL * SECOND, 4).fires);
	states_free(t);
}

static void all_values_of_one_subject_count(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_COUNT);
	struct state_result out;

	(void)state;
	r.state.threshold = 4;
	r.state.distinct = &kit_operand[1];
	for (unsigned i = 0; i < 5; i++)
		kit_value[1][i] = (const char *[]){ "1", "2", "2", "3", "4" }[i];
	kit_nvalues[1] = 3;
	assert_false(kit_match(t, &r, 0, 1).fires);
	kit_nvalues[1] = 5;
	out = kit_match(t, &r, 1, 2);
	assert_true(out.fires);
	assert_int_equal(out.count, 4);
	assert_int_equal(out.nframes, 1);
	assert_int_equal(out.frames[0], 2);
	states_free(t);
}

static void values_without_room_are_counted(void **state)
{
	static char texts[STATE_DISTINCT + 10][8];
	struct states *t = states_new(1, NULL, false);
	struct rule r = kit_rule(STATE_COUNT);
	struct states_stats st;

	(void)state;
	r.state.threshold = STATE_DISTINCT + 10;
	r.state.distinct = &kit_operand[1];
	for (unsigned i = 0; i < STATE_DISTINCT + 10; i++) {
		(void)snprintf(texts[i], sizeof(texts[i]), "%u", i);
		kit_set(1, texts[i]);
		assert_false(kit_match(t, &r, i, i + 1).fires);
	}
	states_stats(t, &st);
	assert_int_equal(st.distinct_full, 10);
	r.state.threshold = STATE_DISTINCT; /* and all that fit are there */
	kit_set(1, texts[0]);
	assert_true(kit_match(t, &r, STATE_DISTINCT, 1).fires);
	states_free(t);
}

static void room_of_values_that_left_is_used_again(void **state)
{
	struct states *t = states_new(1, NULL, false);
	struct rule r = kit_rule(STATE_COUNT);
	struct states_stats st;
	char text[16];

	(void)state;
	r.state.threshold = 200;
	r.state.distinct = &kit_operand[1];
	for (unsigned i = 0; i < 3 * STATE_DISTINCT; i++) {
		(void)snprintf(text, sizeof(text), "%u", i);
		kit_set(1, text);
		assert_false(kit_match(t, &r, i * (10ULL * SECOND / 198), i + 1).fires);
	}
	states_stats(t, &st);
	assert_int_equal(st.distinct_full, 0);
	states_free(t);
}

/* A match of a message of the flow; the rule is by a field, not by what the kit says. */
static bool flow_matches(struct states *t, const struct rule *r, const struct flow *flow)
{
	static struct subject s;
	struct state_result out;

	s = (struct subject){ .kind = SUBJECT_OPERATION, .at = NOON, .frame = 1, .flow = flow };
	states_match(t, r, &s, &out);
	return out.fires;
}

/* Numbers, addresses and texts: each of 400 values has a count of its own. */
static void values_are_told_apart_by_their_bytes(void **state)
{
	static const char *const by[] = { "tcp.srcport", "ip.src", "src.addr" };
	struct flow flow = { .key = { .ip_version = 4, .ip_proto = IP_TCP } };
	struct operand o = { .text = "by" };

	(void)state;
	for (unsigned i = 0; i < sizeof(by) / sizeof(by[0]); i++) {
		struct states *t = states_new(1024, NULL, false);
		struct rule r = kit_rule(STATE_COUNT);

		o.field = universe_find(by[i], strlen(by[i]));
		assert_non_null(o.field);
		r.state.by.of[0] = &o;
		r.state.threshold = 2;
		for (uint32_t k = 0; k < 800; k++) {
			if (i == 0)
				flow.key.port[0] = (uint16_t)(k % 400);
			else
				flow.key.addr[0].w[0] = k % 400;
			assert_int_equal(flow_matches(t, &r, &flow), k >= 400);
		}
		states_free(t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_count_fires_at_the_match_that_reaches_the_threshold,
				       kit_setup),
		cmocka_unit_test_setup(after_it_fired_a_count_starts_anew, kit_setup),
		cmocka_unit_test_setup(matches_older_than_the_window_do_not_count, kit_setup),
		cmocka_unit_test_setup(each_subject_has_a_count_of_its_own, kit_setup),
		cmocka_unit_test_setup(texts_that_are_cut_alike_stay_apart, kit_setup),
		cmocka_unit_test_setup(a_count_agrees_with_counting_all_times, kit_setup),
		cmocka_unit_test_setup(a_large_threshold_is_reached_within_a_part_of_the_window,
				       kit_setup),
		cmocka_unit_test_setup(a_frame_is_named_once_and_the_last_ones_are_named,
				       kit_setup),
		cmocka_unit_test_setup(frames_that_left_the_window_are_not_told, kit_setup),
		cmocka_unit_test_setup(
			a_match_that_comes_late_counts_and_one_much_too_late_does_not, kit_setup),
		cmocka_unit_test_setup(a_count_survives_a_clock_set_back_by_hours, kit_setup),
		cmocka_unit_test_setup(different_values_are_counted_once_each, kit_setup),
		cmocka_unit_test_setup(a_value_not_seen_for_a_window_is_forgotten, kit_setup),
		cmocka_unit_test_setup(all_values_of_one_subject_count, kit_setup),
		cmocka_unit_test_setup(room_of_values_that_left_is_used_again, kit_setup),
		cmocka_unit_test_setup(values_without_room_are_counted, kit_setup),
		cmocka_unit_test_setup(values_are_told_apart_by_their_bytes, kit_setup),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
