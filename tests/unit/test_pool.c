/* Buffers for bytes that outlive their frame: sensor/pool.c. */
#include "sensor/pool.h"

#include <string.h>

#include "tests/unit/test.h"

static void a_small_need_gets_a_small_buffer_and_a_large_one_a_large(void **state)
{
	struct pool p;

	(void)state;
	assert_true(pool_init(&p, 2, 2));
	uint32_t small = pool_get(&p, 1), exact = pool_get(&p, POOL_SMALL);
	uint32_t large = pool_get(&p, POOL_SMALL + 1);

	assert_int_equal(pool_size(small), POOL_SMALL);
	assert_int_equal(pool_size(exact), POOL_SMALL);
	assert_int_equal(pool_size(large), POOL_LARGE);
	assert_int_equal(p.used[0], 2);
	assert_int_equal(p.used[1], 1);
	pool_free(&p);
}

static void a_small_need_takes_a_large_buffer_when_the_small_are_gone(void **state)
{
	struct pool p;

	(void)state;
	assert_true(pool_init(&p, 1, 1));
	assert_int_not_equal(pool_get(&p, 10), POOL_NONE);
	assert_int_equal(pool_size(pool_get(&p, 10)), POOL_LARGE);
	assert_int_equal(pool_get(&p, 10), POOL_NONE);
	pool_free(&p);
}

static void too_large_a_need_and_an_empty_pool_get_none(void **state)
{
	struct pool p;

	(void)state;
	assert_true(pool_init(&p, 0, 1));
	assert_int_equal(pool_get(&p, POOL_LARGE + 1), POOL_NONE);
	assert_int_not_equal(pool_get(&p, POOL_LARGE), POOL_NONE);
	assert_int_equal(pool_get(&p, 1), POOL_NONE);
	pool_free(&p);
}

static void buffers_are_apart_and_whole(void **state)
{
	struct pool p;
	uint32_t h[4];

	(void)state;
	assert_true(pool_init(&p, 3, 1));
	for (unsigned i = 0; i < 4; i++) {
		h[i] = pool_get(&p, i == 3 ? POOL_LARGE : POOL_SMALL);
		memset(pool_at(&p, h[i]), (int)i, pool_size(h[i]));
	}
	for (unsigned i = 0; i < 4; i++) {
		assert_int_equal(pool_at(&p, h[i])[0], i);
		assert_int_equal(pool_at(&p, h[i])[pool_size(h[i]) - 1], i);
	}
	pool_free(&p);
}

static void what_is_given_back_can_be_had_again(void **state)
{
	struct pool p;
	uint32_t h[4] = { 0 };

	(void)state;
	assert_true(pool_init(&p, 4, 0));
	for (unsigned round = 0; round < 10; round++) {
		for (unsigned i = 0; i < 4; i++) {
			h[i] = pool_get(&p, 1);
			assert_int_not_equal(h[i], POOL_NONE);
			for (unsigned k = 0; k < i; k++)
				assert_int_not_equal(h[i], h[k]);
		}
		assert_int_equal(pool_get(&p, 1), POOL_NONE);
		for (unsigned i = 0; i < 4; i++)
			pool_put(&p, h[(i + round) % 4]);
		assert_int_equal(p.used[0], 0);
	}
	pool_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_small_need_gets_a_small_buffer_and_a_large_one_a_large),
		cmocka_unit_test(a_small_need_takes_a_large_buffer_when_the_small_are_gone),
		cmocka_unit_test(too_large_a_need_and_an_empty_pool_get_none),
		cmocka_unit_test(buffers_are_apart_and_whole),
		cmocka_unit_test(what_is_given_back_can_be_had_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
