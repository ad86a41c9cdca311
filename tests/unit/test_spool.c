/*
 * spool.c, spool_dict.c, spool_state.c: numbers of epochs, what is acknowledged and forgotten, and
 * what the next run knows of it.
 */
#include "tests/unit/test.h"

#include <time.h>

#include "tests/unit/spool_kit.h"

static void numbers_begin_with_1_and_have_no_holes(void **state)
{
	struct kit k;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	assert_int_equal(spool_add(k.s, EVENT_ALERT, (const uint8_t *)"x", 1), 0);
	assert_int_equal(errno, EINVAL);
	assert_int_equal(kit_begin(&k, 0), 0);
	assert_int_equal(kit_begin(&k, 7), 1);
	kit_expect_none(&k);
	kit_add(&k, 1, 5000);
	assert_true(spool_sync(k.s, 1, true));
	assert_int_equal(kit_stats(&k).events, 5000);
	assert_int_equal(kit_stats(&k).next_seq, 5001);
	assert_true(kit_files(&k, ".seg") > 2);
	kit_expect(&k, 7, 1, 5000);
	kit_expect_none(&k);
	kit_add(&k, 5001, 5002);
	kit_expect(&k, 7, 5001, 5002);
	kit_end(&k);
}

static void events_that_are_none_get_no_number(void **state)
{
	uint8_t *big = calloc(1, WIRE_EVENT_MAX + 1);
	struct spool_event e;
	struct kit k;

	(void)state;
	assert_non_null(big);
	kit_start(&k);
	kit_open(&k);
	kit_begin(&k, 7);
	assert_int_equal(spool_add(k.s, EVENT_ALERT, big, 0), 0);
	assert_int_equal(spool_add(k.s, EVENT_ALERT, big, WIRE_EVENT_MAX + 1), 0);
	assert_int_equal(spool_add(k.s, EVENT_KINDS, big, 1), 0);
	assert_int_equal(errno, EINVAL);
	for (uint64_t i = 1; i <= 9; i++)
		assert_int_equal(spool_add(k.s, EVENT_ALERT, big, WIRE_EVENT_MAX), i);
	for (uint64_t i = 1; i <= 9; i++) {
		assert_true(spool_next(k.s, &e));
		assert_int_equal(e.n, WIRE_EVENT_MAX);
	}
	kit_end(&k);
	free(big);
}

static void what_is_acknowledged_goes(void **state)
{
	struct kit k;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	kit_begin(&k, 7);
	kit_add(&k, 1, 6000);
	kit_expect(&k, 7, 1, 6000);
	spool_ack(k.s, 7, 10);
	assert_int_equal(kit_stats(&k).events, 5990);
	assert_int_equal(kit_stats(&k).acked, 10);
	spool_ack(k.s, 7, 10);
	spool_ack(k.s, 7, 3);
	spool_ack(k.s, 8, 100);
	assert_int_equal(kit_stats(&k).events, 5990);
	spool_ack(k.s, 7, 6000);
	assert_int_equal(kit_stats(&k).events, 0);
	assert_int_equal(kit_stats(&k).acked, 6000);
	assert_int_equal(kit_files(&k, ".seg"), 1); /* the one that is added to */
	kit_add(&k, 6001, 6001);
	kit_expect(&k, 7, 6001, 6001);
	assert_int_equal(kit_stats(&k).events, 1);
	kit_end(&k);
}

static void what_is_not_acknowledged_stays_for_the_next_run(void **state)
{
	struct spool_event e;
	struct kit k;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	kit_begin(&k, 7);
	kit_add(&k, 1, 4000);
	spool_ack(k.s, 7, 2500);
	kit_reopen(&k);
	assert_int_equal(kit_stats(&k).events, 1500);
	assert_true(spool_oldest(k.s, &e));
	assert_int_equal(e.seq, 2501);
	assert_true(kit_true(&e));
	assert_int_equal(kit_begin(&k, 9), 1);
	kit_add(&k, 1, 10);
	kit_expect(&k, 7, 2501, 4000);
	kit_expect(&k, 9, 1, 10);
	kit_expect_none(&k);
	kit_end(&k);
}

static void an_epoch_is_gone_on_with(void **state)
{
	struct kit k;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	kit_begin(&k, 7);
	kit_add(&k, 1, 100);
	kit_reopen(&k);
	assert_int_equal(kit_begin(&k, 7), 101);
	kit_add(&k, 101, 150);
	kit_reopen(&k);
	kit_begin(&k, 8);
	kit_add(&k, 1, 5);
	kit_reopen(&k);
	assert_int_equal(kit_begin(&k, 7), 151);
	kit_add(&k, 151, 160);
	kit_expect(&k, 7, 1, 150);
	kit_expect(&k, 8, 1, 5);
	kit_expect(&k, 7, 151, 160);
	kit_expect_none(&k);
	kit_end(&k);
}

static void an_epoch_is_known_when_all_its_segments_are_gone(void **state)
{
	struct kit k;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	kit_begin(&k, 7);
	kit_add(&k, 1, 3000);
	spool_ack(k.s, 7, 3000);
	kit_reopen(&k);
	assert_int_equal(kit_files(&k, ".seg"), 0);
	assert_int_equal(kit_files(&k, ".dict"), 0);
	assert_int_equal(kit_stats(&k).bytes, 0);
	assert_int_equal(kit_begin(&k, 7), 3001);
	kit_reopen(&k);
	assert_int_equal(kit_begin(&k, 7), 3001);
	kit_add(&k, 3001, 3002);
	kit_expect(&k, 7, 3001, 3002);
	kit_end(&k);
}

static void events_that_the_collector_has_are_not_kept(void **state)
{
	struct kit k;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	assert_int_equal(kit_begin(&k, 7), 1);
	kit_add(&k, 1, 3);
	spool_ack(k.s, 7, 50); /* a session's Welcome */
	kit_add(&k, 4, 60);
	assert_int_equal(kit_stats(&k).events, 10);
	kit_expect(&k, 7, 51, 60);
	kit_expect_none(&k);
	assert_int_equal(kit_begin(&k, 8), 1);
	kit_add(&k, 1, 2);
	kit_expect(&k, 8, 1, 2);
	kit_end(&k);
}

static void a_lost_or_damaged_acked_file_costs_only_sending_again(void **state)
{
	struct kit k;

	(void)state;
	for (unsigned round = 0; round < 3; round++) {
		char path[128];
		size_t n;
		uint8_t *bytes;

		kit_start(&k);
		kit_open(&k);
		kit_begin(&k, 7);
		kit_add(&k, 1, 100);
		spool_ack(k.s, 7, 60);
		spool_close(k.s);
		k.s = NULL;
		kit_path(&k, "acked", path);
		bytes = kit_get_file(&k, "acked", &n);
		bytes[n / 2] ^= 1;
		if (round == 0)
			unlink(path);
		else
			kit_put_file(&k, "acked", bytes, round == 1 ? n : n / 2);
		kit_open(&k);
		assert_int_equal(kit_begin(&k, 7), 101);
		kit_expect(&k, 7, 1, 100);
		spool_ack(k.s, 7, 100);
		assert_int_equal(kit_stats(&k).events, 0);
		free(bytes);
		kit_end(&k);
	}
}

/* Not in the order of i. */
static uint64_t epoch_of(uint64_t i)
{
	return (i * 2654435761U) | 1ULL << 60;
}

static void thousands_of_epochs_are_remembered_the_last_1024(void **state)
{
	struct kit k;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	for (uint64_t epoch = 1; epoch <= 3000; epoch++)
		spool_ack(k.s, epoch_of(epoch), epoch);
	kit_reopen(&k);
	assert_int_equal(kit_begin(&k, epoch_of(3000)), 3001);
	assert_int_equal(kit_begin(&k, epoch_of(2000)), 2001);
	assert_int_equal(kit_begin(&k, epoch_of(1)), 1);
	kit_end(&k);
}

static void dictionaries_are_kept_while_segments_name_them(void **state)
{
	struct spool_event e;
	struct kit k;
	size_t n;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	assert_int_equal(spool_begin(k.s, 7, 1, (const uint8_t *)"one", 3), 1);
	spool_add(k.s, EVENT_ALERT, (const uint8_t *)"a", 1);
	assert_int_equal(spool_begin(k.s, 7, 2, (const uint8_t *)"two", 3), 2);
	spool_add(k.s, EVENT_ALERT, (const uint8_t *)"b", 1);
	assert_int_equal(spool_begin(k.s, 7, 3, (const uint8_t *)"three", 5), 3);
	assert_int_equal(spool_begin(k.s, 7, 4, (const uint8_t *)"", 0), 3);
	assert_int_equal(kit_files(&k, ".dict"), 3); /* nothing was added under 3 */
	kit_reopen(&k);
	assert_int_equal(kit_files(&k, ".dict"), 2);
	assert_true(spool_next(k.s, &e));
	assert_int_equal(e.dictionary, 1);
	assert_memory_equal(spool_dictionary(k.s, 1, &n), "one", 3);
	assert_int_equal(n, 3);
	assert_true(spool_next(k.s, &e));
	assert_int_equal(e.dictionary, 2);
	assert_memory_equal(spool_dictionary(k.s, 2, &n), "two", 3);
	assert_null(spool_dictionary(k.s, 3, &n));
	assert_int_equal(errno, ENOENT);
	spool_ack(k.s, 7, 1);
	assert_int_equal(kit_files(&k, ".dict"), 1);
	spool_ack(k.s, 7, 2);
	assert_int_equal(kit_files(&k, ".dict"), 0);
	kit_end(&k);
}

static void a_dictionary_that_comes_back_is_there(void **state)
{
	struct kit k;
	size_t n;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	/* The segments of epoch 7 begin behind a hole, and name the dictionary that is begun with.
	 */
	spool_begin(k.s, 7, 1, (const uint8_t *)"one", 3);
	spool_add(k.s, EVENT_ALERT, (const uint8_t *)"a", 1);
	spool_begin(k.s, 7, 2, (const uint8_t *)"two", 3);
	spool_add(k.s, EVENT_ALERT, (const uint8_t *)"b", 1);
	spool_close(k.s);
	{
		char path[128];

		kit_path(&k, KIT_SEGMENT_1, path);
		assert_int_equal(unlink(path), 0);
	}
	kit_open(&k);
	assert_int_equal(spool_begin(k.s, 7, 2, (const uint8_t *)"two", 3), 1);
	assert_int_equal(kit_files(&k, "0000000000000002.dict"), 1);
	assert_memory_equal(spool_dictionary(k.s, 2, &n), "two", 3);
	kit_end(&k);
}

static void a_damaged_dictionary_is_not_given_out_and_made_anew(void **state)
{
	struct kit k;
	uint8_t *bytes;
	size_t n;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	kit_begin(&k, 7);
	kit_add(&k, 1, 1);
	spool_close(k.s);
	k.s = NULL;
	bytes = kit_get_file(&k, "00000000000000d1.dict", &n);
	for (size_t i = 0; i < 8 * n; i++) {
		size_t len;

		bytes[i / 8] ^= (uint8_t)(1U << i % 8);
		kit_put_file(&k, "00000000000000d1.dict", bytes, n);
		bytes[i / 8] ^= (uint8_t)(1U << i % 8);
		kit_open(&k);
		assert_null(spool_dictionary(k.s, KIT_DICTIONARY, &len));
		assert_int_equal(errno, EBADMSG);
		spool_close(k.s);
	}
	kit_open(&k);
	assert_int_equal(kit_begin(&k, 7), 2);
	assert_memory_equal(spool_dictionary(k.s, KIT_DICTIONARY, &n), kit_dictionary, n);
	assert_int_equal(n, sizeof(kit_dictionary));
	free(bytes);
	kit_end(&k);
}

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000U + (uint64_t)t.tv_nsec;
}

static void what_is_too_old_is_forgotten_and_counted(void **state)
{
	static const uint64_t hour = 3600000000000;
	struct spool_event e;
	struct kit k;

	(void)state;
	kit_start(&k);
	k.o.max_age = hour;
	kit_open(&k);
	kit_begin(&k, 7);
	kit_add(&k, 1, 10);
	spool_ack(k.s, 7, 4);
	spool_expire(k.s, now());
	assert_int_equal(kit_stats(&k).events, 6);
	spool_expire(k.s, now() + hour / 2); /* the segment ends */
	kit_add(&k, 11, 12);
	assert_int_equal(kit_files(&k, ".seg"), 2);
	spool_expire(k.s, 0); /* a clock cannot be that early, and if it were */
	assert_int_equal(kit_stats(&k).expired, 0);
	spool_expire(k.s, now() + hour);
	assert_int_equal(kit_stats(&k).expired, 8);
	assert_int_equal(kit_stats(&k).events, 0);
	kit_add(&k, 13, 13);
	assert_true(spool_oldest(k.s, &e));
	assert_int_equal(e.seq, 13);
	kit_end(&k);
}

static void age_counts_from_this_run_at_the_earliest(void **state)
{
	struct kit k;

	(void)state;
	kit_start(&k);
	k.o.max_age = 1000000000;
	kit_open(&k);
	kit_begin(&k, 7);
	kit_add(&k, 1, 10);
	kit_reopen(&k);
	spool_expire(k.s, now());
	assert_int_equal(kit_stats(&k).events, 10);
	kit_end(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_begin_with_1_and_have_no_holes),
		cmocka_unit_test(events_that_are_none_get_no_number),
		cmocka_unit_test(what_is_acknowledged_goes),
		cmocka_unit_test(what_is_not_acknowledged_stays_for_the_next_run),
		cmocka_unit_test(an_epoch_is_gone_on_with),
		cmocka_unit_test(an_epoch_is_known_when_all_its_segments_are_gone),
		cmocka_unit_test(events_that_the_collector_has_are_not_kept),
		cmocka_unit_test(a_lost_or_damaged_acked_file_costs_only_sending_again),
		cmocka_unit_test(thousands_of_epochs_are_remembered_the_last_1024),
		cmocka_unit_test(dictionaries_are_kept_while_segments_name_them),
		cmocka_unit_test(a_dictionary_that_comes_back_is_there),
		cmocka_unit_test(a_damaged_dictionary_is_not_given_out_and_made_anew),
		cmocka_unit_test(what_is_too_old_is_forgotten_and_counted),
		cmocka_unit_test(age_counts_from_this_run_at_the_earliest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
