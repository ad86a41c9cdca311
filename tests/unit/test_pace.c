/* How often a key may come in: collector/pace.c. */
#include "collector/pace.h"
#include "tests/unit/test.h"

#define SECOND UINT64_C(1000000000)
#define START  (1000 * SECOND)

static struct pace p;

static int set_up(void **state)
{
	(void)state;
	p = (struct pace){ .until = { 0 } };
	return 0;
}

/* How many times of n it may, all at that time. */
static unsigned times(const char *name, uint64_t at, unsigned n)
{
	unsigned may = 0;

	for (unsigned i = 0; i < n; i++)
		may += pace_may(&p, name, at);
	return may;
}

static void many_times_at_once_and_then_no_more(void **state)
{
	(void)state;
	assert_int_equal(times("plant-1", START, 3 * PACE_AT_ONCE), PACE_AT_ONCE);
	assert_int_equal(times("plant-1", START + SECOND - 1, 10), 0);
	assert_int_equal(times("plant-2", START, 1), 1);
}

static void once_a_second_for_ever(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 5 * PACE_AT_ONCE; i++)
		assert_true(pace_may(&p, "plant-1", START + i * SECOND));
}

static void twice_a_second_is_once_a_second_in_the_end(void **state)
{
	unsigned may = 0;

	(void)state;
	for (unsigned i = 0; i < 1000; i++)
		may += pace_may(&p, "plant-1", START + i * SECOND / 2);
	assert_in_range(may, 500 + PACE_AT_ONCE - 2, 500 + PACE_AT_ONCE + 1);
}

static void what_was_used_up_is_free_again_later(void **state)
{
	(void)state;
	(void)times("plant-1", START, PACE_AT_ONCE);
	assert_int_equal(times("plant-1", START + 10 * SECOND, 50), 10);
	assert_int_equal(times("plant-1", START + 1000 * SECOND, 2 * PACE_AT_ONCE), PACE_AT_ONCE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(many_times_at_once_and_then_no_more, set_up),
		cmocka_unit_test_setup(once_a_second_for_ever, set_up),
		cmocka_unit_test_setup(twice_a_second_is_once_a_second_in_the_end, set_up),
		cmocka_unit_test_setup(what_was_used_up_is_free_again_later, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
