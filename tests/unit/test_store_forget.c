#include "tests/unit/store_kit.h"

static int open_one(void **state)
{
	*state = kit_new();
	return 0;
}

static int close_one(void **state)
{
	kit_free(*state);
	return 0;
}

static struct store_forgotten forget(struct kit *k, struct store_retention r)
{
	struct store_forgotten out = { 0 };

	if (!store_forget(k->s, &r, &out))
		fail_msg("%s", store_error(k->s));
	return out;
}

static uint64_t forget_all(struct kit *k, struct store_retention r)
{
	struct store_forgotten out = { 0 };
	uint64_t n = 0;
	unsigned rounds = 0;

	do {
		out = forget(k, r);
		for (unsigned i = 0; i < EVENT_KINDS; i++)
			n += out.events[i];
		assert_true(++rounds < 1000);
	} while (out.more);
	return n;
}

#define ALL (&(struct store_filter){ 0 })

static void test_what_is_old_goes_by_receipt_and_in_slices(void **state)
{
	struct kit *k = *state;

	/* Its events are newer, it came earlier. */
	for (unsigned i = 0; i < 10; i++)
		(void)kit_operations(k, "a", 1, 1 + 10 * i, 10, T0 + 500 * S, T0);
	(void)kit_operations(k, "a", 1, 101, 100, T0, T0 + 50 * S);
	struct store_retention r = { .max_age = 60 * S, .now = T0 + 100 * S, .budget = 25 };
	struct store_forgotten out = forget(k, r);

	/* Three of ten each. */
	assert_int_equal(out.events[EVENT_OPERATION], 30);
	assert_true(out.more);
	assert_int_equal(forget_all(k, r), 70);
	assert_int_equal(kit_count(k->s, ALL), 100);
	assert_int_equal(forget_all(k, r), 0);
	uint64_t seq;

	/* What was forgotten is not stored again. */
	assert_true(store_committed(k->s, "a", 1, &seq));
	assert_int_equal(seq, 200);
	assert_int_equal(kit_operations(k, "a", 1, 1, 100, T0, T0), 0);
}

static bool id_of(void *ctx, const struct store_event *e)
{
	*(uint64_t *)ctx = e->id;
	return false;
}

static void test_what_is_held_stays_until_it_is_released(void **state)
{
	struct kit *k = *state;
	struct store_retention r = { .max_age = S, .now = T0 + 100 * S, .budget = 1000 };
	uint64_t id = 0;

	(void)kit_operations(k, "a", 1, 1, 1, T0, T0);
	(void)kit_operations(k, "a", 1, 2, 99, T0 + S, T0);
	assert_true(store_each_event(k->s, ALL, id_of, &id));
	assert_true(store_hold(k->s, id, "incident-1"));
	assert_true(store_hold(k->s, id, "incident-2"));
	assert_false(store_hold(k->s, id + 1000, "incident-2"));
	assert_non_null(strstr(store_error(k->s), "not in the store"));
	assert_int_equal(forget_all(k, r), 99);
	assert_int_equal(kit_count(k->s, ALL), 1);
	assert_true(store_release(k->s, "incident-1"));
	assert_int_equal(forget_all(k, r), 0);
	assert_true(store_release(k->s, "incident-2"));
	assert_int_equal(forget_all(k, r), 1);
	assert_int_equal(kit_count(k->s, ALL), 0);
	assert_true(store_verify(k->s, kit_no_problem, NULL));
}

static void health(struct kit *k)
{
	static Kagami__Health h;
	Kagami__Event *e = kit_event(k, T0);

	kagami__health__init(&h);
	e->body_case = KAGAMI__EVENT__BODY_HEALTH;
	e->health = &h;
}

static void test_operations_go_first_and_the_file_becomes_smaller(void **state)
{
	struct kit *k = *state;
	struct store_facts full, less;
	uint64_t seq = 1;

	for (unsigned i = 0; i < 12; i++, seq += 4001) {
		for (unsigned j = 0; j < 4000; j++)
			kit_operation(k, T0 + seq + j);
		health(k);
		(void)kit_store(k, "a", 1, seq, T0, NULL);
	}
	assert_true(store_facts(k->s, &full));
	assert_int_equal(full.events, 12 * 4001);
	struct store_retention r = { .max_bytes = full.bytes / 2, .now = T0, .budget = 5000 };

	assert_true(forget_all(k, r) > 10000);
	assert_true(store_facts(k->s, &less));
	assert_true(less.bytes - less.free_bytes <= full.bytes / 2);
	assert_true(less.bytes <= full.bytes / 2);
	struct store_filter h = { .kinds = 1 << EVENT_HEALTH };

	assert_int_equal(kit_count(k->s, &h), 12);
	r.max_bytes = 1; /* cannot be reached, and ends */
	struct store_forgotten out = { 0 };

	do {
		out = forget(k, r);
	} while (out.more);
	assert_true(out.held);
	assert_int_equal(kit_count(k->s, ALL), 0);
	assert_true(store_facts(k->s, &less));
	store_close(k->s); /* writes the log into the file */
	struct stat st;

	assert_int_equal(stat(k->path, &st), 0);
	assert_true((uint64_t)st.st_size < full.bytes / 3);
	k->s = kit_open(k->path, false);
	assert_true(store_verify(k->s, kit_no_problem, NULL));
}

static void test_nothing_is_forgotten_without_limits_or_in_a_transaction(void **state)
{
	struct kit *k = *state;
	struct store_forgotten out = { 0 };

	(void)kit_operations(k, "a", 1, 1, 10, T0, T0);
	assert_int_equal(forget_all(k, (struct store_retention){ .now = T0 * 2, .budget = 9 }), 0);
	assert_true(store_begin(k->s));
	assert_false(store_forget(k->s, &(struct store_retention){ .budget = 1 }, &out));
	store_rollback(k->s);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_one, close_one)
	const struct CMUnitTest tests[] = {
		TEST(test_what_is_old_goes_by_receipt_and_in_slices),
		TEST(test_what_is_held_stays_until_it_is_released),
		TEST(test_operations_go_first_and_the_file_becomes_smaller),
		TEST(test_nothing_is_forgotten_without_limits_or_in_a_transaction),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
