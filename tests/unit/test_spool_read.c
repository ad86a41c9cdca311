/*
 * spool_read.c: events come out in order, from the oldest that is not acknowledged; a new session
 * begins where the collector says.
 */
#include "tests/unit/test.h"

#include "tests/unit/spool_kit.h"

static void a_session_goes_on_behind_what_the_collector_has(void **state)
{
	struct kit k;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	kit_begin(&k, 7);
	kit_add(&k, 1, 5000);
	kit_expect(&k, 7, 1, 4000);
	spool_rewind(k.s, 7, 3210);
	kit_expect(&k, 7, 3211, 3300);
	spool_rewind(k.s, 7, 0);
	kit_expect(&k, 7, 1, 5000);
	spool_rewind(k.s, 7, 5000);
	kit_expect_none(&k);
	kit_add(&k, 5001, 5001);
	kit_expect(&k, 7, 5001, 5001);
	spool_rewind(k.s, 7, 4999);
	kit_expect(&k, 7, 5000, 5001);
	spool_ack(k.s, 7, 4900);
	spool_rewind(k.s, 7, 10);
	kit_expect(&k, 7, 4901, 5001);
	kit_expect_none(&k);
	kit_end(&k);
}

static void a_session_of_an_epoch_that_is_done_goes_on_with_the_next(void **state)
{
	struct spool_event e;
	struct kit k;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	for (uint64_t epoch = 7; epoch <= 9; epoch++) {
		kit_begin(&k, epoch);
		kit_add(&k, 1, 10);
	}
	spool_rewind(k.s, 7, 10);
	kit_expect(&k, 8, 1, 10);
	spool_rewind(k.s, 8, 12); /* the collector has more than the spool */
	kit_expect(&k, 9, 1, 10);
	kit_expect_none(&k);
	spool_ack(k.s, 7, 10);
	assert_true(spool_oldest(k.s, &e));
	assert_int_equal(e.epoch, 8);
	spool_rewind(k.s, 7, 10); /* nothing of 7 is left */
	kit_expect(&k, 8, 1, 10);
	kit_expect(&k, 9, 1, 10);
	kit_end(&k);
}

static void the_oldest_is_told_without_moving_on(void **state)
{
	struct spool_event e;
	struct kit k;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	assert_false(spool_oldest(k.s, &e));
	kit_begin(&k, 7);
	assert_false(spool_oldest(k.s, &e));
	kit_add(&k, 1, 3000);
	kit_expect(&k, 7, 1, 2000);
	assert_true(spool_oldest(k.s, &e));
	assert_int_equal(e.seq, 1);
	assert_true(kit_true(&e));
	kit_expect(&k, 7, 2001, 2500);
	spool_ack(k.s, 7, 1999);
	assert_true(spool_oldest(k.s, &e));
	assert_int_equal(e.seq, 2000);
	assert_true(kit_true(&e));
	kit_expect(&k, 7, 2501, 3000);
	kit_expect_none(&k);
	spool_ack(k.s, 7, 3000);
	assert_false(spool_oldest(k.s, &e));
	kit_end(&k);
}

static void acknowledging_ahead_of_reading_passes_over(void **state)
{
	struct kit k;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	kit_begin(&k, 7);
	kit_add(&k, 1, 6000);
	kit_expect(&k, 7, 1, 10);
	spool_ack(k.s, 7, 4321);
	kit_expect(&k, 7, 4322, 6000);
	kit_expect_none(&k);
	kit_end(&k);
}

static void with_always_only_durable_events_are_given_out(void **state)
{
	struct spool_event e;
	struct kit k;

	(void)state;
	kit_start(&k);
	k.o.sync = SPOOL_SYNC_ALWAYS;
	kit_open(&k);
	kit_begin(&k, 7);
	kit_add(&k, 1, 10);
	kit_expect_none(&k);
	assert_false(spool_oldest(k.s, &e));
	assert_true(spool_sync(k.s, 1, false));
	kit_add(&k, 11, 20);
	kit_expect(&k, 7, 1, 10);
	kit_expect_none(&k);
	assert_true(spool_sync(k.s, 1, false));
	kit_expect(&k, 7, 11, 20);
	kit_end(&k);
}

/* Random adding, reading, acknowledging, rewinding and opening anew, against a model that knows
 * three numbers. */
static void any_order_of_calls_keeps_numbers_and_order(void **state)
{
	struct kit k;
	struct spool_event e;
	uint32_t x = 1;
	uint64_t added = 0;
	uint64_t acked = 0;
	uint64_t given = 0;

	(void)state;
	kit_start(&k);
	k.o.limit = 1 << 30;
	kit_open(&k);
	kit_begin(&k, 7);
	for (unsigned step = 0; step < 20000; step++) {
		unsigned what;
		unsigned many;

		x = x * 1664525U + 1013904223U;
		what = (x >> 8) % 100;
		many = (x >> 16) % 60;
		if (what < 50) {
			kit_add(&k, added + 1, added + many);
			added += many;
		} else if (what < 85) {
			for (; many > 0 && given < added; many--) {
				assert_true(spool_next(k.s, &e));
				assert_int_equal(e.seq, ++given);
				assert_true(kit_true(&e));
			}
		} else if (what < 95) {
			acked += (given - acked) * many / 60;
			spool_ack(k.s, 7, acked);
		} else if (what < 99) {
			given = acked + (given - acked) * many / 60;
			spool_rewind(k.s, 7, given);
		} else {
			kit_reopen(&k);
			assert_int_equal(kit_begin(&k, 7), added + 1);
			given = acked;
		}
		assert_int_equal(kit_stats(&k).events, added - acked);
	}
	assert_true(added > 100000 && acked > 50000);
	kit_end(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_session_goes_on_behind_what_the_collector_has),
		cmocka_unit_test(a_session_of_an_epoch_that_is_done_goes_on_with_the_next),
		cmocka_unit_test(the_oldest_is_told_without_moving_on),
		cmocka_unit_test(acknowledging_ahead_of_reading_passes_over),
		cmocka_unit_test(with_always_only_durable_events_are_given_out),
		cmocka_unit_test(any_order_of_calls_keeps_numbers_and_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
