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

static void keep_bytes(void *ctx, const uint8_t *p, size_t n)
{
	(void)snprintf(ctx, 32, "%.*s", (int)n, (const char *)p);
}

static void test_dictionaries_are_kept_by_sensor(void **state)
{
	struct kit *k = *state;
	uint64_t ids[4];
	char text[32] = "";
	bool found;
	size_t n;

	assert_true(store_put_dictionary(k->s, "plant-1", 11, (const uint8_t *)"one", 3));
	assert_true(store_put_dictionary(k->s, "plant-1", UINT64_MAX, (const uint8_t *)"two", 3));
	assert_true(store_put_dictionary(k->s, "plant-1", 11, (const uint8_t *)"other", 5));
	assert_true(store_get_dictionary(k->s, "plant-1", 11, &found, keep_bytes, text));
	assert_true(found);
	assert_string_equal(text, "one");
	assert_true(store_get_dictionary(k->s, "plant-2", 11, &found, keep_bytes, text));
	assert_false(found);
	assert_true(store_dictionaries(k->s, "plant-1", ids, 4, &n));
	assert_int_equal(n, 2);
	assert_true(ids[0] == UINT64_MAX && ids[1] == 11);
}

static void test_dictionaries_that_nothing_needs_give_way(void **state)
{
	struct kit *k = *state;
	uint64_t ids[64];
	size_t n;

	assert_true(store_put_dictionary(k->s, "plant-1", 7, (const uint8_t *)"used", 4));
	(void)kit_operations(k, "plant-1", 1, 1, 1, T0, T0); /* of dictionary 7 */
	for (uint64_t id = 100; id < 120; id++)
		assert_true(store_put_dictionary(k->s, "plant-1", id, (const uint8_t *)"x", 1));
	assert_true(store_dictionaries(k->s, "plant-1", ids, 64, &n));
	assert_int_equal(n, 5);
	assert_int_equal(ids[4], 7);
}

static void test_a_sensors_state_is_kept(void **state)
{
	struct kit *k = *state;
	struct store_sensor x = { .name = "plant-1",
				  .first_seen = T0,
				  .last_seen = T0 + S,
				  .connected = true,
				  .address = "10.1.1.1",
				  .program = "kagami-sensor 0.1.0",
				  .spooled_events = 12,
				  .clock_offset = -3,
				  .refused = 2,
				  .refusal = "no session",
				  .events = 1000 /* not its to say */ };
	struct store_sensor back = { 0 };

	kagami__shed__init(&x.shed);
	x.shed.alerts = 4;
	assert_true(store_put_sensor(k->s, &x));
	x.last_seen = T0; /* a clock that was set back takes nothing away */
	assert_true(store_put_sensor(k->s, &x));
	(void)kit_operations(k, "plant-1", 9, 1, 3, T0, T0 + S / 2);
	assert_true(store_each_sensor(k->s, kit_sensor, &back));
	assert_true(back.connected);
	assert_int_equal(back.first_seen, T0);
	assert_int_equal(back.last_seen, T0 + S);
	assert_int_equal(back.events, 3);
	assert_int_equal(back.epoch, 9);
	assert_int_equal(back.shed.alerts, 4);
	assert_int_equal(back.clock_offset, -3);
	assert_int_equal(back.lag, 0); /* it read a file */
}

static void test_lag_is_the_age_of_live_events(void **state)
{
	struct kit *k = *state;
	struct store_sensor x = { 0 };
	static Kagami__Clock clock;
	static Kagami__Health health;

	kagami__clock__init(&clock);
	kagami__health__init(&health);
	Kagami__Event *e = kit_event(k, T0);

	e->clock = &clock;
	e->body_case = KAGAMI__EVENT__BODY_HEALTH;
	e->health = &health;
	(void)kit_store(k, "plant-1", 1, 1, T0 + 3 * S, NULL);
	assert_true(store_each_sensor(k->s, kit_sensor, &x));
	assert_int_equal(x.lag, 3 * S - 5); /* its clock is 5 ns behind */
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_one, close_one)
	const struct CMUnitTest tests[] = {
		TEST(test_dictionaries_are_kept_by_sensor),
		TEST(test_dictionaries_that_nothing_needs_give_way),
		TEST(test_a_sensors_state_is_kept),
		TEST(test_lag_is_the_age_of_live_events),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
