/*
 * ring.c: items come out as they went in, whole and in order, whatever the ring's edges and the
 * threads' pace; a full ring says so and loses nothing.
 */
#include "tests/unit/test.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/deliver/ring.h"

enum { SMALL = 64 * 1024 };

static uint32_t next_random(uint32_t *x)
{
	*x = *x * 1664525U + 1013904223U;
	return *x >> 8;
}

static void sizes_that_are_none_are_refused(void **state)
{
	(void)state;
	assert_null(ring_new(0));
	assert_null(ring_new(SMALL / 2));
	assert_null(ring_new(SMALL + 8));
	assert_null(ring_new((size_t)1 << 33));
	ring_free(NULL);
}

static void an_item_comes_out_as_it_went_in(void **state)
{
	struct ring *r = ring_new(SMALL);
	struct ring_item item;

	(void)state;
	assert_non_null(r);
	assert_false(ring_peek(r, &item));
	assert_true(ring_put(r, 7, "write", 5));
	assert_true(ring_put(r, 0, NULL, 0));
	assert_true(ring_used(r) >= 5);
	assert_true(ring_peek(r, &item));
	assert_true(ring_peek(r, &item)); /* looking twice takes nothing */
	assert_int_equal(item.kind, 7);
	assert_int_equal(item.n, 5);
	assert_memory_equal(item.p, "write", 5);
	ring_taken(r);
	assert_true(ring_peek(r, &item));
	assert_int_equal(item.n, 0);
	ring_taken(r);
	assert_false(ring_peek(r, &item));
	assert_int_equal(ring_used(r), 0);
	assert_int_equal(ring_size(r), SMALL);
	ring_free(r);
}

static void a_full_ring_says_so_and_keeps_what_it_has(void **state)
{
	struct ring *r = ring_new(SMALL);
	struct ring_item item;
	uint8_t bytes[1000];
	unsigned put = 0;
	unsigned taken = 0;

	(void)state;
	assert_non_null(r);
	for (;; put++) {
		memset(bytes, (int)(put & 0xff), sizeof(bytes));
		if (!ring_put(r, put, bytes, sizeof(bytes)))
			break;
	}
	assert_int_equal(put, SMALL / 1008);
	assert_false(ring_put(r, 1, bytes, sizeof(bytes)));
	assert_true(ring_used(r) <= SMALL);
	for (; ring_peek(r, &item); taken++) {
		assert_int_equal(item.kind, taken);
		assert_int_equal(item.n, sizeof(bytes));
		assert_int_equal(item.p[0], taken & 0xff);
		assert_int_equal(item.p[999], taken & 0xff);
		ring_taken(r);
	}
	assert_int_equal(taken, put);
	ring_free(r);
}

static void the_largest_item_fits_wherever_the_ring_stands(void **state)
{
	struct ring *r = ring_new(SMALL);
	uint8_t *big = calloc(1, SMALL);
	struct ring_item item;

	(void)state;
	assert_non_null(r);
	assert_non_null(big);
	assert_false(ring_put(r, 1, big, ring_item_max(r) + 1));
	for (size_t step = 0; step < 3 * SMALL / 8; step++) {
		assert_true(ring_put(r, 1, big, 0));
		assert_true(ring_peek(r, &item));
		ring_taken(r);
		assert_true(ring_put(r, 2, big, ring_item_max(r)));
		assert_true(ring_peek(r, &item));
		assert_int_equal(item.n, ring_item_max(r));
		ring_taken(r);
	}
	free(big);
	ring_free(r);
}

enum { ITEMS = 200000, LONGEST = 3000 };

/* Item i has a length and bytes that both threads can tell. */
static size_t item_made(uint32_t i, uint8_t *out)
{
	uint32_t x = i * 2654435761U;
	size_t n = next_random(&x) % (i % 64 == 0 ? LONGEST : 300);

	memset(out, (int)(x & 0xff), n);
	return n;
}

static void *putting(void *arg)
{
	struct ring *r = arg;
	uint8_t bytes[LONGEST];

	for (uint32_t i = 0; i < ITEMS; i++) {
		size_t n = item_made(i, bytes);

		while (!ring_put(r, i, bytes, n))
			sched_yield();
	}
	return NULL;
}

static void two_threads_pass_everything_in_order(void **state)
{
	struct ring *r = ring_new(SMALL);
	struct ring_item item;
	uint8_t want[LONGEST];
	pthread_t thread;

	(void)state;
	assert_non_null(r);
	assert_int_equal(pthread_create(&thread, NULL, putting, r), 0);
	for (uint32_t i = 0; i < ITEMS; i++) {
		size_t n = item_made(i, want);

		while (!ring_peek(r, &item)) {
			assert_true(ring_used(r) <= ring_size(r));
			sched_yield();
		}
		assert_int_equal(item.kind, i);
		assert_int_equal(item.n, n);
		assert_memory_equal(item.p, want, n);
		ring_taken(r);
	}
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_false(ring_peek(r, &item));
	ring_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes_that_are_none_are_refused),
		cmocka_unit_test(an_item_comes_out_as_it_went_in),
		cmocka_unit_test(a_full_ring_says_so_and_keeps_what_it_has),
		cmocka_unit_test(the_largest_item_fits_wherever_the_ring_stands),
		cmocka_unit_test(two_threads_pass_everything_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
