#include "tests/unit/test.h"

#include <stdlib.h>

#include "sensor/histo.h"

static void buckets_follow_each_other_without_gap_or_overlap(void **state)
{
	(void)state;
	for (unsigned b = 0; b < HISTO_BUCKETS; b++) {
		assert_true(histo_floor(b) < histo_floor(b + 1));
		assert_int_equal(histo_bucket(histo_floor(b)), b);
		if (b + 1 < HISTO_BUCKETS)
			assert_int_equal(histo_bucket(histo_floor(b + 1) - 1), b);
	}
	assert_int_equal(histo_bucket(UINT64_MAX), HISTO_BUCKETS - 1);
	assert_int_equal(histo_floor(0), 0);
	assert_int_equal(histo_floor(4), 1024);
	assert_int_equal(histo_floor(HISTO_BUCKETS), 137438953472U);
}

static void four_buckets_make_an_octave_above_a_microsecond(void **state)
{
	(void)state;
	for (unsigned b = 4; b + 4 <= HISTO_BUCKETS; b++)
		assert_int_equal(histo_floor(b + 4), 2 * histo_floor(b));
}

static void an_empty_one_says_zero(void **state)
{
	struct histo h = { 0 };

	(void)state;
	assert_int_equal(histo_mean(&h), 0);
	assert_int_equal(histo_quantile(&h, 500), 0);
	assert_int_equal(h.min, 0);
	assert_int_equal(h.max, 0);
}

static void count_sum_least_and_greatest_are_exact(void **state)
{
	struct histo h = { 0 };

	(void)state;
	histo_add(&h, 3000);
	histo_add(&h, 1001);
	histo_add(&h, 500000000000);
	assert_int_equal(h.n, 3);
	assert_int_equal(h.sum, 500000004001);
	assert_int_equal(h.min, 1001);
	assert_int_equal(h.max, 500000000000);
	assert_int_equal(histo_mean(&h), 166666668000);
}

static void a_quantile_of_one_time_is_that_time(void **state)
{
	struct histo h = { 0 };

	(void)state;
	for (unsigned i = 0; i < 5; i++)
		histo_add(&h, 1234567);
	assert_int_equal(histo_quantile(&h, 0), 1234567);
	assert_int_equal(histo_quantile(&h, 500), 1234567);
	assert_int_equal(histo_quantile(&h, 1000), 1234567);
}

static int compare(const void *x, const void *y)
{
	uint64_t a = *(const uint64_t *)x;
	uint64_t b = *(const uint64_t *)y;

	return a < b ? -1 : a > b;
}

/* Against the exact nearest-rank quantile of pseudo-random times over eight decades. */
static void quantiles_are_within_the_stated_error(void **state)
{
	enum { N = 1000 };
	static uint64_t times[N];
	static const unsigned permilles[] = { 1, 100, 500, 501, 950, 990, 999, 1000 };
	uint64_t seed = 88172645463325252U;

	(void)state;
	for (unsigned n = 1; n <= N; n = n * 3 + 1) {
		struct histo h = { 0 };

		for (unsigned i = 0; i < n; i++) {
			seed ^= seed << 13;
			seed ^= seed >> 7;
			seed ^= seed << 17;
			times[i] = 1024 + (seed >> 16) % ((uint64_t)1 << (11 + seed % 26));
			histo_add(&h, times[i]);
		}
		qsort(times, n, sizeof(times[0]), compare);
		for (unsigned p = 0; p < sizeof(permilles) / sizeof(permilles[0]); p++) {
			uint64_t rank = ((uint64_t)n * permilles[p] + 999) / 1000;
			uint64_t want = times[rank - 1];
			uint64_t got = histo_quantile(&h, permilles[p]);
			uint64_t off = got > want ? got - want : want - got;

			assert_true(off * 1000 <= want * HISTO_ERROR_PERMILLE);
		}
	}
}

static void merging_is_the_same_as_adding_all(void **state)
{
	struct histo a = { 0 };
	struct histo b = { 0 };
	struct histo all = { 0 };
	struct histo none = { 0 };

	(void)state;
	for (uint64_t i = 1; i < 100; i++) {
		histo_add(i % 3 == 0 ? &a : &b, i * i * 977);
		histo_add(&all, i * i * 977);
	}
	histo_merge(&a, &none);
	histo_merge(&none, &b);
	histo_merge(&a, &none);
	assert_memory_equal(&a, &all, sizeof(all));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buckets_follow_each_other_without_gap_or_overlap),
		cmocka_unit_test(four_buckets_make_an_octave_above_a_microsecond),
		cmocka_unit_test(an_empty_one_says_zero),
		cmocka_unit_test(count_sum_least_and_greatest_are_exact),
		cmocka_unit_test(a_quantile_of_one_time_is_that_time),
		cmocka_unit_test(quantiles_are_within_the_stated_error),
		cmocka_unit_test(merging_is_the_same_as_adding_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
