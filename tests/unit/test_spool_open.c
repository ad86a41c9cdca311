/*
 * spool_open.c, spool_reader.c: whatever a crash, a disk or a hand left in the folder, opening does
 * not crash, invents nothing, and keeps every number with its event.
 */
#include "tests/unit/test.h"

#include "common/crc32c.h"
#include "tests/unit/heard.h"
#include "tests/unit/spool_kit.h"

static void options_that_are_none_are_refused(void **state)
{
	struct kit k;

	(void)state;
	kit_start(&k);
	k.o.segment = 1000;
	assert_null(spool_open(&k.o, k.error, sizeof(k.error)));
	assert_non_null(strstr(k.error, "256 KiB"));
	k.o.segment = 4 << 20;
	assert_null(spool_open(&k.o, k.error, sizeof(k.error)));
	assert_non_null(strstr(k.error, "four segments"));
	k.o.segment = 1 << 20;
	k.o.path = "/proc/none/spool";
	assert_null(spool_open(&k.o, k.error, sizeof(k.error)));
	assert_non_null(strstr(k.error, "/proc/none/spool: cannot be made: No such file"));
	kit_end(&k);
}

static void the_folder_is_made_for_its_owner_alone(void **state)
{
	char path[128];
	struct stat st;
	struct kit k;

	(void)state;
	kit_start(&k);
	kit_path(&k, "new", path);
	k.o.path = path;
	kit_open(&k);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	spool_close(k.s);
	k.s = NULL;
	kit_empty(path);
	kit_end(&k);
}

static void one_program_at_a_time_holds_it(void **state)
{
	char want[64];
	struct kit k;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	assert_null(spool_open(&k.o, k.error, sizeof(k.error)));
	snprintf(want, sizeof(want), "another program is using it (process %ld)", (long)getpid());
	assert_non_null(strstr(k.error, want));
	kit_reopen(&k);
	kit_end(&k);
}

/* Opens with what is there and checks that all that comes out was put in (1..n of epoch 7), in
 * order; returns the number of events. */
static uint64_t only_what_was_put_in(struct kit *k, uint64_t n)
{
	struct spool_event e;
	uint64_t last = 0;
	uint64_t events = 0;
	struct spool_stats st;

	kit_open(k);
	st = kit_stats(k);
	while (spool_next(k->s, &e)) {
		assert_int_equal(e.epoch, 7);
		assert_true(e.seq > last && e.seq <= n);
		assert_true(kit_true(&e));
		last = e.seq;
		events++;
	}
	assert_int_equal(st.events, events);
	return events;
}

/* A segment of events 1..n, as a file's bytes. */
static uint8_t *small_segment(struct kit *k, uint64_t n, size_t *len)
{
	kit_start(k);
	kit_open(k);
	kit_begin(k, 7);
	kit_add(k, 1, n);
	spool_close(k->s);
	k->s = NULL;
	return kit_get_file(k, KIT_SEGMENT_1, len);
}

/* Where event seq ends in the file. */
static size_t end_of(uint64_t seq)
{
	uint8_t bytes[KIT_EVENT_MAX];
	size_t at = 64;

	for (uint64_t i = 1; i <= seq; i++)
		at += 12 + kit_event(7, i, bytes);
	return at;
}

static void a_segment_cut_anywhere_keeps_its_whole_events(void **state)
{
	struct kit k;
	size_t len;
	uint8_t *bytes = small_segment(&k, 5, &len);

	(void)state;
	assert_int_equal(len, end_of(5));
	for (size_t cut = 0; cut <= len; cut++) {
		uint64_t whole = 0;
		uint64_t got;

		while (whole < 5 && end_of(whole + 1) <= cut)
			whole++;
		kit_put_file(&k, KIT_SEGMENT_1, bytes, cut);
		got = only_what_was_put_in(&k, 5);
		assert_int_equal(got, whole);
		assert_int_equal(kit_stats(&k).torn_bytes, cut < 64 ? cut : cut - end_of(whole));
		assert_int_equal(kit_stats(&k).damaged_segments, 0);
		assert_int_equal(kit_begin(&k, 7), whole + 1);
		kit_add(&k, whole + 1, whole + 2);
		kit_reopen(&k);
		assert_int_equal(kit_stats(&k).torn_bytes, 0);
		kit_expect(&k, 7, 1, whole + 2);
		spool_ack(k.s, 7, whole + 2);
		spool_close(k.s);
		k.s = NULL;
		kit_empty(k.path);
	}
	free(bytes);
	kit_end(&k);
}

static void a_tail_of_zeros_is_cut_off(void **state)
{
	struct kit k;
	size_t len;
	uint8_t *bytes = small_segment(&k, 5, &len);
	uint8_t *more = calloc(1, 600000);

	(void)state;
	assert_non_null(more);
	memcpy(more, bytes, len);
	for (size_t zeros = 1; zeros < 500000; zeros = zeros * 5 + 1) {
		kit_put_file(&k, KIT_SEGMENT_1, more, len + zeros);
		assert_int_equal(only_what_was_put_in(&k, 5), 5);
		assert_int_equal(kit_stats(&k).torn_bytes, zeros);
		spool_close(k.s);
		k.s = NULL;
	}
	free(more);
	free(bytes);
	kit_end(&k);
}

static void a_flipped_bit_costs_the_rest_of_its_segment_and_no_more(void **state)
{
	struct kit k;
	size_t len;
	uint8_t *bytes = small_segment(&k, 4, &len);

	(void)state;
	for (size_t bit = 0; bit < 8 * len; bit++) {
		uint64_t before = 0;
		struct spool_stats st;

		while (end_of(before + 1) <= bit / 8)
			before++;
		bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
		kit_put_file(&k, KIT_SEGMENT_1, bytes, len);
		bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
		assert_int_equal(only_what_was_put_in(&k, 4), bit < 512 ? 0 : before);
		st = kit_stats(&k);
		assert_int_equal(st.damaged_segments + (st.torn_bytes != 0), 1);
		assert_int_equal(st.lost_bytes + st.torn_bytes,
				 bit < 512 ? len : len - end_of(before));
		spool_close(k.s);
		k.s = NULL;
		kit_empty(k.path);
	}
	free(bytes);
	kit_end(&k);
}

/* Flips a bit of the first event at or behind `at` of a file. */
static void damage(const struct kit *k, const char *name, size_t at)
{
	size_t len;
	uint8_t *bytes = kit_get_file(k, name, &len);

	assert_true(at < len);
	bytes[at] ^= 4;
	kit_put_file(k, name, bytes, len);
	free(bytes);
}

static void damage_between_segments_leaves_the_others(void **state)
{
	struct spool_event e;
	struct heard h;
	uint64_t last = 0;
	uint64_t jumps = 0;
	char *said;
	struct kit k;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	kit_begin(&k, 7);
	kit_add(&k, 1, 6000);
	spool_close(k.s);
	damage(&k, KIT_SEGMENT_2, 1000);
	log_level(LOG_WARN);
	heard_start(&h);
	kit_open(&k);
	said = heard_end(&h);
	assert_non_null(strstr(said, KIT_SEGMENT_2 " is damaged at byte "));
	assert_non_null(strstr(said, " are lost"));
	log_level(LOG_ERROR);
	while (spool_next(k.s, &e)) {
		assert_true(kit_true(&e) && e.seq > last);
		jumps += e.seq != last + 1;
		last = e.seq;
	}
	assert_int_equal(last, 6000);
	assert_int_equal(jumps, 1);
	assert_int_equal(kit_stats(&k).damaged_segments, 1);
	assert_true(kit_stats(&k).lost_bytes > 200000);
	free(said);
	kit_end(&k);
}

static void an_epoch_begun_again_fills_its_holes(void **state)
{
	struct kit k;
	uint64_t next;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	kit_begin(&k, 7);
	kit_add(&k, 1, 6000);
	kit_reopen(&k);
	kit_begin(&k, 8);
	kit_add(&k, 1, 3);
	spool_close(k.s);
	damage(&k, KIT_SEGMENT_2, 1000);
	kit_open(&k);
	next = kit_begin(&k, 7);
	assert_true(next > 1000 && next < 4000);
	kit_add(&k, next, 6100);
	kit_expect(&k, 7, 1, next - 1);
	kit_expect(&k, 8, 1, 3);
	kit_expect(&k, 7, next, 6100);
	kit_expect_none(&k);
	kit_end(&k);
}

static void damage_found_while_reading_is_counted_too(void **state)
{
	struct spool_event e;
	uint64_t last = 0;
	uint64_t events = 0;
	struct kit k;
	char path[128];

	(void)state;
	kit_start(&k);
	kit_open(&k);
	kit_begin(&k, 7);
	kit_add(&k, 1, 8000);
	kit_reopen(&k);
	damage(&k, KIT_SEGMENT_2, 100000);
	kit_path(&k, "0000000000000003.seg", path);
	assert_int_equal(unlink(path), 0);
	while (spool_next(k.s, &e)) {
		assert_true(kit_true(&e) && e.seq > last);
		last = e.seq;
		events++;
	}
	assert_int_equal(last, 8000);
	assert_int_equal(kit_stats(&k).damaged_segments, 2);
	assert_int_equal(kit_stats(&k).events, events);
	spool_ack(k.s, 7, 8000);
	assert_int_equal(kit_stats(&k).events, 0);
	assert_int_equal(kit_files(&k, ".seg"), 0);
	kit_end(&k);
}

static void damage_of_the_segment_that_is_written_ends_it(void **state)
{
	struct spool_event e;
	struct kit k;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	kit_begin(&k, 7);
	kit_add(&k, 1, 20);
	assert_true(spool_sync(k.s, 1, true));
	damage(&k, KIT_SEGMENT_1, end_of(10) + 20);
	kit_expect(&k, 7, 1, 10);
	assert_false(spool_next(k.s, &e));
	kit_add(&k, 21, 22);
	kit_expect(&k, 7, 21, 22);
	kit_expect_none(&k);
	assert_int_equal(kit_stats(&k).events, 12);
	kit_end(&k);
}

static void strange_files_are_named_and_left_alone(void **state)
{
	static const char *const names[] = {
		"readme.txt",
		"000000000000000G.seg",
		"0000000000000009.seg.bak",
		"ffffffffffffffff.seg",
		"0000000000000003.seg",
		"0000000000000004.seg",
		"0000000000000001.dict",
	};
	char path[128];
	struct heard h;
	char *said;
	struct kit k;
	size_t len;
	uint8_t *bytes = small_segment(&k, 5, &len);

	(void)state;
	kit_put_file(&k, "readme.txt", "hello", 5);
	kit_put_file(&k, "000000000000000G.seg", "hello", 5);
	kit_put_file(&k, "0000000000000009.seg.bak", "hello", 5);
	kit_put_file(&k, "ffffffffffffffff.seg", "hello", 5);
	kit_put_file(&k, "0000000000000003.seg", bytes, len); /* a copy: its number is another */
	kit_path(&k, "0000000000000004.seg", path);
	assert_int_equal(mkdir(path, 0700), 0);
	kit_put_file(&k, "acked.new", "hello", 5);
	kit_put_file(&k, "00000000000000d1.dict.new", "hello", 5);
	log_level(LOG_WARN);
	heard_start(&h);
	kit_open(&k);
	said = heard_end(&h);
	log_level(LOG_ERROR);
	for (size_t i = 0; i < 6; i++) {
		assert_non_null(strstr(said, names[i]));
		kit_path(&k, names[i], path);
		assert_int_equal(access(path, F_OK), 0);
	}
	assert_int_equal(kit_files(&k, ".new"), 0);
	kit_expect(&k, 7, 1, 5);
	kit_expect_none(&k);
	kit_begin(&k, 8);
	kit_add(&k, 1, 1);
	assert_int_equal(kit_files(&k, "0000000000000005.seg"), 1);
	free(said);
	free(bytes);
	kit_end(&k);
}

static void put32(uint8_t *p, uint32_t v)
{
	for (unsigned i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

/* All CRCs are put right, as only somebody who means it can. */
static void put_forged(const struct kit *k, const char *name, uint8_t *bytes, size_t len)
{
	uint32_t crc = crc32c(0, bytes, 60);

	put32(bytes + 60, crc);
	for (uint64_t seq = 1; end_of(seq) <= len; seq++) {
		uint8_t *p = bytes + end_of(seq - 1);

		crc = crc32c(crc32c(crc, p, 8), p + 12, end_of(seq) - end_of(seq - 1) - 12);
		put32(p + 8, crc);
	}
	kit_put_file(k, name, bytes, len);
}

static void a_later_version_is_refused_by_name(void **state)
{
	struct kit k;
	size_t len;
	uint8_t *bytes = small_segment(&k, 5, &len);

	(void)state;
	bytes[8] = 2;
	put_forged(&k, KIT_SEGMENT_1, bytes, len);
	assert_null(spool_open(&k.o, k.error, sizeof(k.error)));
	assert_non_null(strstr(k.error, KIT_SEGMENT_1 " is of version 2"));
	assert_non_null(strstr(k.error, "knows version 1"));
	free(bytes);
	kit_end(&k);
}

static void numbers_that_another_segment_has_are_not_sent_twice(void **state)
{
	struct kit k;
	size_t len;
	uint8_t *bytes = small_segment(&k, 5, &len);

	(void)state;
	bytes[16] = 2; /* segment 2, with the same events */
	put_forged(&k, KIT_SEGMENT_2, bytes, len);
	kit_open(&k);
	kit_expect(&k, 7, 1, 5);
	kit_expect_none(&k);
	assert_int_equal(kit_files(&k, KIT_SEGMENT_2 ".aside"), 1);
	assert_int_equal(kit_begin(&k, 7), 6);
	spool_ack(k.s, 7, 5);
	kit_reopen(&k);
	kit_expect_none(&k);
	free(bytes);
	kit_end(&k);
}

static void records_cannot_change_places(void **state)
{
	uint8_t one[32];
	uint8_t two[32];
	struct kit k;
	struct spool_event e;
	uint8_t *bytes;
	size_t len;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	kit_begin(&k, 7);
	memset(one, 'a', sizeof(one));
	memset(two, 'b', sizeof(two));
	spool_add(k.s, EVENT_ALERT, one, sizeof(one));
	spool_add(k.s, EVENT_ALERT, two, sizeof(two));
	spool_close(k.s);
	k.s = NULL;
	bytes = kit_get_file(&k, KIT_SEGMENT_1, &len);
	for (size_t i = 0; i < 44; i++) {
		uint8_t b = bytes[64 + i];

		bytes[64 + i] = bytes[108 + i];
		bytes[108 + i] = b;
	}
	kit_put_file(&k, KIT_SEGMENT_1, bytes, len);
	kit_open(&k);
	assert_false(spool_next(k.s, &e));
	assert_int_equal(kit_stats(&k).damaged_segments, 1);
	free(bytes);
	kit_end(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_that_are_none_are_refused),
		cmocka_unit_test(the_folder_is_made_for_its_owner_alone),
		cmocka_unit_test(one_program_at_a_time_holds_it),
		cmocka_unit_test(a_segment_cut_anywhere_keeps_its_whole_events),
		cmocka_unit_test(a_tail_of_zeros_is_cut_off),
		cmocka_unit_test(a_flipped_bit_costs_the_rest_of_its_segment_and_no_more),
		cmocka_unit_test(damage_between_segments_leaves_the_others),
		cmocka_unit_test(an_epoch_begun_again_fills_its_holes),
		cmocka_unit_test(damage_found_while_reading_is_counted_too),
		cmocka_unit_test(damage_of_the_segment_that_is_written_ends_it),
		cmocka_unit_test(strange_files_are_named_and_left_alone),
		cmocka_unit_test(a_later_version_is_refused_by_name),
		cmocka_unit_test(numbers_that_another_segment_has_are_not_sent_twice),
		cmocka_unit_test(records_cannot_change_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
