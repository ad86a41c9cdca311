/* Entries that give way, throttles, new rule sets: sensor/detect/state.c, state_table.c... */
/* wrap: operand_values operand_number value_write condition_match */
/* wrap: condition_explain ruleset_find alert_ends */
#include "tests/unit/state_kit.h"

#include "sensor/detect/state_inside.h"

static void siphash_agrees_with_its_published_vectors(void **state)
{
	static const uint64_t key[2] = { 0x0706050403020100U, 0x0f0e0d0c0b0a0908U };
	uint8_t bytes[15];
	uint64_t wide[2];

	(void)state;
	for (unsigned i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)i;
	/* The paper's example, and the first vectors of both variants. */
	assert_int_equal(siphash(key, bytes, 15), 0xa129ca6149be45e5U);
	assert_int_equal(siphash(key, bytes, 0), 0x726fdb47dd0e0e31U);
	siphash128(key, bytes, 0, wide);
	assert_int_equal(wide[0], 0xe6a825ba047f81a3U);
	assert_int_equal(wide[1], 0x930255c71472f66dU);
}

static void a_rule_without_a_state_fires_at_once(void **state)
{
	struct states *t = states_new(1, NULL, false);
	struct rule r = kit_rule(STATE_NONE);
	struct state_result out = kit_match(t, &r, 0, 5);

	(void)state;
	assert_true(out.fires);
	assert_int_equal(out.nframes, 1);
	assert_int_equal(out.frames[0], 5);
	assert_string_equal(out.why, "");
	out = kit_match(t, &r, 0, 0); /* nothing with a frame */
	assert_true(out.fires);
	assert_int_equal(out.nframes, 0);
	states_free(t);
}

/* A count of two for a key. */
static bool second(struct states *t, const struct rule *r, const char *key, uint64_t at)
{
	kit_set(0, key);
	return kit_match(t, r, at, 1).fires;
}

static void the_entry_not_touched_for_longest_gives_way(void **state)
{
	struct states *t = states_new(3, NULL, false);
	struct rule r = kit_rule(STATE_COUNT);
	struct states_stats st;

	(void)state;
	r.state.threshold = 3;
	assert_false(second(t, &r, "a", 0));
	assert_false(second(t, &r, "b", 1));
	assert_false(second(t, &r, "c", 2));
	assert_false(second(t, &r, "a", 3));
	assert_false(second(t, &r, "d", 4)); /* b goes */
	states_stats(t, &st);
	assert_int_equal(st.evicted, 1);
	assert_int_equal(st.used, 3);
	assert_true(second(t, &r, "a", 5));
	assert_false(second(t, &r, "b", 6));
	assert_false(second(t, &r, "b", 7));
	assert_true(second(t, &r, "b", 8));
	states_free(t);
}

static void what_does_not_matter_any_more_is_no_loss(void **state)
{
	struct states *t = states_new(1, NULL, false);
	struct rule r = kit_rule(STATE_COUNT);
	struct states_stats st;

	(void)state;
	r.state.threshold = 3;
	assert_false(second(t, &r, "a", 0));
	assert_false(second(t, &r, "b", 60ULL * SECOND));
	states_stats(t, &st);
	assert_int_equal(st.evicted, 0);
	assert_false(second(t, &r, "c", 61ULL * SECOND));
	states_stats(t, &st);
	assert_int_equal(st.evicted, 1);
	states_free(t);
}

/* Windows of many keys want more blocks than there are. */
static void entries_with_long_windows_give_way_when_blocks_run_out(void **state)
{
	struct states *t = states_new(64, NULL, false);
	struct rule r = kit_rule(STATE_COUNT);
	char name[8];
	struct states_stats st;

	(void)state;
	r.state.threshold = 1000;
	for (unsigned i = 0; i < 64; i++) {
		(void)snprintf(name, sizeof(name), "%u", i);
		kit_set(0, name);
		for (unsigned k = 0; k < 300; k++)
			assert_false(kit_match(t, &r, i * 300 + k, i * 300 + k + 1).fires);
	}
	states_stats(t, &st);
	assert_in_range(st.evicted, 40, 63);
	/* Whoever is left has lost nothing. */
	for (unsigned k = 300; k < 999; k++)
		assert_false(kit_match(t, &r, 64 * 300 + k, 64 * 300 + k).fires);
	assert_true(kit_match(t, &r, 64 * 300 + 1000, 64 * 300 + 1000).fires);
	states_free(t);
}

/* Whatever happened: each block is free or in one chain, each entry in its list. */
static void check(const struct states *t)
{
	uint32_t blocks = 0, used = 0, timers = 0;

	for (uint32_t b = t->free_block; b != STATE_NONE_LEFT; b = t->blocks[b].next)
		blocks++;
	for (uint32_t i = 0; i < t->table.nslots; i++) {
		const struct state_entry *e = &t->slot[i];

		used += e->stamp != 0;
		for (uint32_t b = e->block; b != STATE_NONE_LEFT; b = t->blocks[b].next)
			blocks++;
		if (e->timer == STATE_NONE_LEFT)
			continue;
		timers++;
		assert_int_equal(t->timers[e->timer].slot, i);
		assert_true(t->timers[e->timer].at <= e->due);
		assert_true(e->timer == 0 ||
			    t->timers[(e->timer - 1) / 2].at <= t->timers[e->timer].at);
	}
	assert_int_equal(blocks, t->nblocks);
	assert_int_equal(used, t->stats.used);
	assert_int_equal(timers, t->ntimers);
}

static void digest(uint64_t *sum, const char *s)
{
	for (; *s != '\0'; s++)
		*sum = (*sum ^ (uint8_t)*s) * 0x100000001b3U;
}

/* One of each kind, and three counts. */
static void make_rules(struct rule rules[8])
{
	static const enum state_kind kinds[] = { STATE_COUNT,  STATE_COUNT, STATE_SEQUENCE,
						 STATE_NEW,    STATE_STEP,  STATE_SILENT,
						 STATE_EXPECT, STATE_COUNT };

	for (unsigned i = 0; i < 8; i++) {
		rules[i] = kit_rule(kinds[i]);
		rules[i].id = (const char *[]){ "a", "b", "c", "d", "e", "f", "g", "h" }[i];
		rules[i].index = i;
		rules[i].state.threshold = i == 7 ? 3000 : 20;
		rules[i].state.distinct = i == 1 ? &kit_operand[1] : NULL;
		rules[i].state.nsteps = kinds[i] == STATE_SEQUENCE ? 8 : 1;
		for (unsigned k = 0; k < 8; k++)
			rules[i].state.steps[k] = &kit_step[k];
		rules[i].state.max_change = 3;
		rules[i].state.factor = 1;
		rules[i].throttle = (struct rule_throttle){ SECOND, rules[i].state.by };
	}
}

/* Everything at once on a table too small for it, which stays whole; a digest of what it said. */
static uint64_t everything(void)
{
	struct baseline *b = baseline_new();
	struct states *t = states_new(50, b, false);
	struct rule rules[8];
	struct kit_dues dues;
	uint64_t seed = 11, at = 0, suppressed, sum = 0;
	char name[16];

	make_rules(rules);
	(void)baseline_know(b, "d");
	for (unsigned i = 0; i < 30; i++) {
		(void)snprintf(name, sizeof(name), "%u", i);
		*baseline_learn(b, "f", 1, (const char *[]){ name }) =
			(struct baseline_entry){ .samples = 1, .high = 1 };
	}
	for (unsigned n = 0; n < 30000; n++) {
		char value[16];
		const struct rule *r;
		struct state_result out;

		seed = seed * 6364136223846793005U + 1442695040888963407U;
		r = &rules[seed >> 61];
		at = n % 5000 == 4999 ? at / 2 : at + (seed >> 40) * 2;
		(void)snprintf(name, sizeof(name), "%u", (unsigned)(seed >> 50) % 30);
		(void)snprintf(value, sizeof(value), "%u", (unsigned)(seed >> 45) % 100);
		kit_set(0, name);
		kit_set(1, value);
		kit_number[2] = (double)(seed >> 56);
		for (unsigned k = 0; k < 8; k++)
			kit_holds[k] = (seed >> (20 + k) & 1) != 0;
		dues = (struct kit_dues){ 0 };
		kit_until(t, at, &dues);
		out = kit_match(t, r, at, n + 1);
		digest(&sum, dues.text);
		digest(&sum, out.why);
		if (out.fires &&
		    states_tell(t, r, &(struct subject){ .at = NOON + at }, NOON + at, &suppressed))
			sum += suppressed;
		states_expected(t, &rules[6],
				&(struct subject){ .kind = SUBJECT_OPERATION, .at = NOON + at });
		if (n % 100 == 0)
			check(t);
	}
	check(t);
	assert_in_range(t->stats.evicted, 1000, 30000);
	states_free(t);
	baseline_free(b);
	return sum;
}

static void what_is_said_depends_on_no_seed(void **state)
{
	(void)state;
	assert_int_equal(everything(), everything());
}

/* ---- throttle ---------------------------------------------------------------------------- */

static bool told(struct states *t, const struct rule *r, uint64_t at, uint64_t *suppressed)
{
	struct subject s = { .kind = SUBJECT_OPERATION, .at = NOON + at };

	return states_tell(t, r, &s, NOON + at, suppressed);
}

static void a_throttle_tells_the_first_and_counts_the_others(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_NONE);
	struct states_stats st;
	uint64_t n = 9;

	(void)state;
	assert_true(told(t, &r, 0, &n)); /* without one all are told */
	assert_true(told(t, &r, 0, &n));
	r.throttle = (struct rule_throttle){ 10ULL * SECOND, { 1, { &kit_operand[0] } } };
	assert_true(told(t, &r, 0, &n));
	assert_int_equal(n, 0);
	assert_false(told(t, &r, 1, &n));
	assert_false(told(t, &r, 10ULL * SECOND - 1, &n));
	kit_set(0, "10.0.0.9");
	assert_true(told(t, &r, 2, &n));
	assert_int_equal(n, 0);
	kit_set(0, "10.0.0.1");
	assert_true(told(t, &r, 10ULL * SECOND, &n));
	assert_int_equal(n, 2);
	assert_false(told(t, &r, 11ULL * SECOND, &n));
	states_stats(t, &st);
	assert_int_equal(st.throttled, 3);
	states_free(t);
}

static void a_throttle_does_not_block_after_the_clock_was_set_back(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_NONE);
	uint64_t n;

	(void)state;
	r.throttle = (struct rule_throttle){ 10ULL * SECOND, { 0 } };
	assert_true(told(t, &r, 7200ULL * SECOND, &n));
	assert_true(told(t, &r, 0, &n));
	assert_false(told(t, &r, 1, &n));
	states_free(t);
}

static void what_came_due_is_throttled_by_its_own_values(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_EXPECT);
	struct state_due d = { .rule = &r, .at = NOON, .nby = 2, .by = { "a", "b" } };
	struct operand same = { .text = "ip.dst" };
	uint64_t n;

	(void)state;
	assert_true(states_tell_due(t, &d, &n));
	assert_true(states_tell_due(t, &d, &n));
	r.state.by = (struct rule_by){ 2, { &kit_operand[0], &kit_operand[1] } };
	r.throttle = (struct rule_throttle){ 10ULL * SECOND, { 1, { &same } } };
	assert_true(states_tell_due(t, &d, &n));
	d.by[0] = "c";
	assert_false(states_tell_due(t, &d, &n));
	d.by[1] = "d";
	assert_true(states_tell_due(t, &d, &n));
	/* The same throttle as that of a match with these values. */
	r.throttle.by.of[0] = &kit_operand[1];
	kit_set(1, "d");
	assert_false(told(t, &r, 1, &n));
	states_free(t);
}

/* ---- adopt ------------------------------------------------------------------------------- */

static void states_of_rules_that_did_not_change_go_on(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule a = kit_rule(STATE_COUNT), b = kit_rule(STATE_COUNT), c = kit_rule(STATE_COUNT);
	struct rule a2, b2;
	struct rule *was[] = { &a, &b, &c }, *is[] = { &b2, &a2 };
	struct ruleset old = { .n = 3, .rules = was }, now = { .n = 2, .rules = is };
	struct states_stats st;

	(void)state;
	a.state.threshold = b.state.threshold = c.state.threshold = 2;
	b.id = "b";
	b.index = 1;
	c.id = "c";
	c.index = 2;
	a2 = a;
	b2 = b;
	a2.index = 1;
	b2.index = 0;
	b2.state.threshold = 3;
	assert_false(kit_match(t, &a, 0, 1).fires);
	assert_false(kit_match(t, &b, 0, 1).fires);
	assert_false(kit_match(t, &c, 0, 1).fires);
	states_adopt(t, &old, &now);
	states_stats(t, &st);
	assert_int_equal(st.used, 1);
	memset(&a, 0xff, sizeof(a)); /* the old rules are gone */
	assert_true(kit_match(t, &a2, 1, 2).fires);
	assert_false(kit_match(t, &b2, 1, 2).fires);
	assert_false(kit_match(t, &b2, 2, 3).fires);
	assert_true(kit_match(t, &b2, 3, 4).fires);
	states_free(t);
}

static void a_rule_that_lies_where_another_was_is_another(void **state)
{
	struct states *t = states_new(8, NULL, false);
	struct rule r = kit_rule(STATE_COUNT), kept;
	struct rule *of[] = { &r }, *then[] = { &kept, &r };
	struct ruleset old = { .n = 1, .rules = of }, now = { .n = 1, .rules = then };
	struct ruleset both = { .n = 2, .rules = then };

	(void)state;
	r.state.threshold = 2;
	kept = r;
	assert_false(kit_match(t, &r, 0, 1).fires);
	states_adopt(t, &old, &now);
	r.id = "something-else";
	states_adopt(t, &now, &both);
	assert_false(kit_match(t, &r, 1, 2).fires);
	assert_true(kit_match(t, &kept, 2, 3).fires);
	assert_true(kit_match(t, &r, 3, 4).fires);
	states_free(t);
}

/* Does a rule's state go on when it becomes that? */
static bool goes_on(const struct rule *a, const struct rule *b)
{
	struct states *t = states_new(8, NULL, false);
	struct rule x = *a, y = *b;
	struct rule *was[] = { &x }, *is[] = { &y };
	struct ruleset old = { .n = 1, .rules = was }, now = { .n = 1, .rules = is };
	struct states_stats st;

	kit_holds[0] = true;
	(void)kit_match(t, &x, 0, 1);
	states_stats(t, &st);
	assert_int_equal(st.used, 1);
	states_adopt(t, &old, &now);
	states_stats(t, &st);
	states_free(t);
	return st.used == 1;
}

static void a_state_that_means_something_else_is_forgotten(void **state)
{
	struct rule a = kit_rule(STATE_SEQUENCE), b;

	(void)state;
	a.state.nsteps = 2;
	a.state.steps[0] = &kit_step[0];
	a.state.steps[1] = &kit_step[1];
	b = a;
	assert_true(goes_on(&a, &b));
	b.state.steps[1] = &kit_step[2];
	assert_false(goes_on(&a, &b));
	b = a;
	b.state.within++;
	assert_false(goes_on(&a, &b));
	b = a;
	b.enabled = false;
	assert_false(goes_on(&a, &b));
	b = a;
	b.state.by.of[0] = &kit_operand[1];
	assert_false(goes_on(&a, &b));
	b = a;
	b.state.by.n = 0;
	assert_false(goes_on(&a, &b));
	b = a;
	b.state.kind = STATE_EXPECT;
	assert_false(goes_on(&a, &b));
	a = b = kit_rule(STATE_STEP);
	b.state.max_change = 2;
	assert_false(goes_on(&a, &b));
	b = a;
	b.state.value = &kit_operand[3];
	assert_false(goes_on(&a, &b));
	a = b = kit_rule(STATE_COUNT);
	a.state.threshold = b.state.threshold = 9;
	b.state.distinct = &kit_operand[1];
	assert_false(goes_on(&a, &b));
}

static void silences_of_a_new_set_are_waited_for(void **state)
{
	struct baseline *b = baseline_new();
	struct states *t = states_new(8, b, false);
	struct rule r = kit_rule(STATE_SILENT), other = kit_rule(STATE_SILENT);
	struct rule *was[] = { &r }, *is[] = { &other, &r };
	struct ruleset old = { .n = 1, .rules = was }, now = { .n = 2, .rules = is };
	struct kit_dues dues = { 0 };

	(void)state;
	r.state.factor = other.state.factor = 1;
	other.id = "other";
	r.index = 0;
	*baseline_learn(b, "a-rule", 1, (const char *[]){ "10.0.0.1" }) =
		(struct baseline_entry){ .samples = 1, .high = 10 };
	*baseline_learn(b, "other", 1, (const char *[]){ "10.0.0.1" }) =
		(struct baseline_entry){ .samples = 1, .high = 1 };
	states_begin(t, &old);
	kit_until(t, 0, &dues);
	kit_until(t, 5ULL * SECOND, &dues);
	states_adopt(t, &old, &now);
	kit_until(t, 20ULL * SECOND, &dues);
	assert_string_equal(dues.text, "other@6:10.0.0.1 a-rule@10:10.0.0.1");
	states_free(t);
	baseline_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(siphash_agrees_with_its_published_vectors, kit_setup),
		cmocka_unit_test_setup(a_rule_without_a_state_fires_at_once, kit_setup),
		cmocka_unit_test_setup(the_entry_not_touched_for_longest_gives_way, kit_setup),
		cmocka_unit_test_setup(what_does_not_matter_any_more_is_no_loss, kit_setup),
		cmocka_unit_test_setup(entries_with_long_windows_give_way_when_blocks_run_out,
				       kit_setup),
		cmocka_unit_test_setup(what_is_said_depends_on_no_seed, kit_setup),
		cmocka_unit_test_setup(a_throttle_tells_the_first_and_counts_the_others, kit_setup),
		cmocka_unit_test_setup(a_throttle_does_not_block_after_the_clock_was_set_back,
				       kit_setup),
		cmocka_unit_test_setup(what_came_due_is_throttled_by_its_own_values, kit_setup),
		cmocka_unit_test_setup(states_of_rules_that_did_not_change_go_on, kit_setup),
		cmocka_unit_test_setup(a_rule_that_lies_where_another_was_is_another, kit_setup),
		cmocka_unit_test_setup(a_state_that_means_something_else_is_forgotten, kit_setup),
		cmocka_unit_test_setup(silences_of_a_new_set_are_waited_for, kit_setup),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
