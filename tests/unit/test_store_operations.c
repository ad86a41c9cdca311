#include "tests/unit/store_kit.h"

/*
 * Operations are found through the batches they came in: here these overlap, go back in time, hold
 * other kinds too, or nothing but one time. SQLite sorts the same rows for comparison.
 */
enum { SENSORS = 3, BATCHES = 24, ROWS = 16384 };

static const char *const sensors[SENSORS] = { "plant-1", "plant-2", "plant-3" };

static uint64_t dice(uint64_t n)
{
	static uint64_t x = 88172645463325252;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return x % n;
}

static struct added {
	uint64_t time, id;
	const char *sensor;
	bool gone;
} added[ROWS];
static size_t nadded;

/* One batch: most of its times rise, some go back, some are the same. */
static void add_batch(struct kit *k, const char *sensor, unsigned stream, uint64_t *next)
{
	uint64_t time = T0 + dice(100) * S;
	const size_t n = 1 + dice(200);

	kit_clear(k);
	for (size_t i = 0; i < n; i++) {
		time = dice(10) == 0 ? time - dice(20) * S : time + dice(3) * S / 2;
		if (dice(16) == 0)
			(void)kit_event(k, time);
		else {
			kit_operation(k, time);
			added[nadded++] =
				(struct added){ .time = time,
						.id = (uint64_t)stream << 40 | (*next + i),
						.sensor = sensor };
		}
	}
	kit_pack(k);
	assert_int_equal(kit_add(k, sensor, 7, *next, T0, NULL), n);
	*next += n;
}

static struct kit *filled(void)
{
	struct kit *k = kit_new();
	uint64_t next[SENSORS] = { 1, 1, 1 };

	nadded = 0;

	assert_true(store_begin(k->s));
	for (unsigned i = 0; i < BATCHES; i++) {
		unsigned s = i < SENSORS ? i : (unsigned)dice(SENSORS);

		/* A sensor's stream gets its number when it is first heard of. */
		add_batch(k, sensors[s], s + 1, &next[s]);
	}
	for (unsigned s = 0; s < SENSORS; s++)
		assert_true(store_put_dictionary(k->s, sensors[s], 7, (const uint8_t *)"", 0));
	assert_true(store_commit(k->s));
	return k;
}

struct seen {
	size_t n;
	uint64_t ids[ROWS];
};

static bool see(void *ctx, const struct store_event *e)
{
	struct seen *x = ctx;

	assert_true(x->n < ROWS);
	assert_int_equal(e->kind, EVENT_OPERATION);
	x->ids[x->n++] = e->id;
	return true;
}

static int by_time(const void *a, const void *b)
{
	const struct added *x = a, *y = b;

	if (x->time != y->time)
		return x->time < y->time ? -1 : 1;
	return x->id < y->id ? -1 : 1;
}

/* What ought to come, of all that was added. */
static void sorted(const struct store_filter *f, struct seen *x)
{
	qsort(added, nadded, sizeof(added[0]), by_time);
	x->n = 0;
	for (size_t i = 0; i < nadded; i++) {
		const struct added *e = &added[f->newest_first ? nadded - 1 - i : i];

		if (e->time < f->since || (f->until != 0 && e->time >= f->until) || e->gone ||
		    (f->sensor != NULL && strcmp(f->sensor, e->sensor) != 0) ||
		    (f->limit != 0 && x->n == f->limit))
			continue;
		x->ids[x->n++] = e->id;
	}
}

static void same(struct kit *k, const struct store_filter *f)
{
	static struct seen ours, theirs;
	uint64_t n;

	ours.n = 0;
	assert_true(store_each_event(k->s, f, see, &ours));
	sorted(f, &theirs);
	assert_int_equal(ours.n, theirs.n);
	for (size_t i = 0; i < ours.n; i++)
		assert_int_equal(ours.ids[i], theirs.ids[i]);
	if (f->limit != 0)
		return;
	assert_true(store_count_events(k->s, f, &n));
	assert_int_equal(n, theirs.n);
}

static void test_operations_come_in_the_order_of_their_time(void **state)
{
	struct kit *k = filled();

	(void)state;
	same(k, &(struct store_filter){ .kinds = 1 << EVENT_OPERATION });
	same(k, &(struct store_filter){ .kinds = 1 << EVENT_OPERATION, .newest_first = true });
	for (unsigned i = 0; i < 60; i++) {
		struct store_filter f = { .kinds = 1 << EVENT_OPERATION,
					  .newest_first = dice(2) != 0,
					  .limit = dice(2) != 0 ? 0 : 1 + dice(700),
					  .sensor = dice(2) != 0 ? NULL : sensors[dice(SENSORS)] };

		f.since = dice(2) != 0 ? 0 : T0 + dice(200) * S;
		f.until = dice(2) != 0 ? 0 : T0 + dice(250) * S;
		same(k, &f);
	}
	kit_free(k);
}

static bool mark(void *ctx, const struct store_event *e)
{
	(void)ctx;
	for (size_t i = 0; i < nadded; i++)
		added[i].gone = added[i].gone && added[i].id != e->id;
	return true;
}

static void test_they_still_do_when_some_were_forgotten(void **state)
{
	const struct store_filter all = { .kinds = 1 << EVENT_OPERATION };
	struct kit *k = filled();
	struct store_facts facts, after;
	struct store_forgotten out;
	uint64_t gone = 0;

	(void)state;
	assert_true(store_facts(k->s, &facts));
	for (unsigned i = 0; i < 4; i++) {
		/* Any size is too large. */
		struct store_retention r = { .max_bytes = 1, .now = T0, .budget = 333 };

		assert_true(store_forget(k->s, &r, &out));
		assert_true(out.more && out.events[EVENT_OPERATION] >= 333);
		gone += out.events[EVENT_OPERATION];
		for (size_t j = 0; j < nadded; j++)
			added[j].gone = true;
		assert_true(store_each_event(k->s, &all, mark, NULL));
		same(k, &all);
		same(k, &(struct store_filter){ .kinds = 1 << EVENT_OPERATION,
						.since = T0 + 50 * S,
						.newest_first = true });
		assert_int_equal(kit_count(k->s, &all), nadded - gone);
		assert_true(store_verify(k->s, kit_no_problem, NULL));
	}
	assert_true(store_facts(k->s, &after));
	assert_int_equal(after.events, facts.events - gone);
	assert_true(after.oldest > facts.oldest);
	kit_free(k);
}

static void test_what_is_held_stays_with_its_run(void **state)
{
	struct kit *k = filled();
	static struct seen all, left;
	struct store_retention r = { .max_bytes = 1, .now = T0, .budget = UINT64_MAX };
	struct store_forgotten out;
	const struct store_filter f = { .kinds = 1 << EVENT_OPERATION };
	size_t held = 0;

	(void)state;
	sorted(&f, &all);
	assert_true(store_begin(k->s));
	for (size_t i = 0; i < 5; i++)
		assert_true(store_hold(k->s, all.ids[i * 7], "incident"));
	assert_true(store_commit(k->s));
	assert_true(store_forget(k->s, &r, &out));
	assert_true(out.held);
	left.n = 0;
	assert_true(store_each_event(k->s, &f, see, &left));
	for (size_t i = 0; i < left.n; i++) {
		for (size_t j = 0; j < 5; j++)
			held += left.ids[i] == all.ids[j * 7];
	}
	assert_int_equal(held, 5);
	assert_true(left.n < all.n / 4);
	assert_true(store_verify(k->s, kit_no_problem, NULL));
	assert_true(store_release(k->s, "incident"));
	assert_true(store_forget(k->s, &r, &out));
	assert_int_equal(kit_count(k->s, &(struct store_filter){ 0 }), 0);
	kit_free(k);
}

static void expect(void *ctx, const struct store_event *e)
{
	const struct added *x = ctx;

	assert_int_equal(e->id, x->id);
	assert_int_equal(e->time, x->time);
	assert_int_equal(e->kind, EVENT_OPERATION);
	assert_string_equal(e->origin.sensor, x->sensor);
	assert_int_equal(e->origin.clock_offset, -5);
	assert_int_equal(wire_event_time(e->p, e->n), x->time);
}

static void test_each_is_found_by_its_number(void **state)
{
	struct kit *k = filled();
	bool found;

	(void)state;
	for (size_t i = 0; i < nadded; i++) {
		const struct added *x = &added[i];

		assert_true(store_get_event(k->s, x->sensor, 7, x->id & 0xffffffffff, &found,
					    expect, &added[i]));
		assert_true(found);
	}
	assert_true(store_get_event(k->s, "plant-1", 7, 1000000, &found, expect, NULL));
	assert_false(found);
	kit_free(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_operations_come_in_the_order_of_their_time),
		cmocka_unit_test(test_they_still_do_when_some_were_forgotten),
		cmocka_unit_test(test_what_is_held_stays_with_its_run),
		cmocka_unit_test(test_each_is_found_by_its_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
