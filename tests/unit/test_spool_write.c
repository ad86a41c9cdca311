/*
 * spool_write.c: room for each kind, writes that fail or stop half way, a disk that is full and
 * gets free again; numbers stay without holes through all of it.
 */
/* wrap: pwrite fdatasync ftruncate */
#include "tests/unit/test.h"

#include <sys/mount.h>
#include <sys/statvfs.h>
#include <time.h>

#include "tests/unit/heard.h"
#include "tests/unit/spool_kit.h"

ssize_t __real_pwrite(int fd, const void *p, size_t n, off_t at);
ssize_t __wrap_pwrite(int fd, const void *p, size_t n, off_t at);
int __real_fdatasync(int fd);
int __wrap_fdatasync(int fd);
int __real_ftruncate(int fd, off_t size);
int __wrap_ftruncate(int fd, off_t size);

/* What the disk does. */
static struct {
	bool limited;
	size_t left; /* bytes that can still be written */
	int error;   /* behind them */
	bool sync_fails;
	bool truncate_fails;
	unsigned syncs, writes;
} disk;

ssize_t __wrap_pwrite(int fd, const void *p, size_t n, off_t at)
{
	disk.writes++;
	if (!disk.limited)
		return __real_pwrite(fd, p, n, at);
	if (disk.left == 0) {
		errno = disk.error;
		return -1;
	}
	n = n < disk.left ? n : disk.left;
	disk.left -= n;
	return __real_pwrite(fd, p, n, at);
}

int __wrap_fdatasync(int fd)
{
	disk.syncs++;
	if (!disk.sync_fails)
		return __real_fdatasync(fd);
	errno = EIO;
	return -1;
}

int __wrap_ftruncate(int fd, off_t size)
{
	if (!disk.truncate_fails)
		return __real_ftruncate(fd, size);
	errno = EIO;
	return -1;
}

static void disk_full(size_t left)
{
	disk.limited = true;
	disk.left = left;
	disk.error = ENOSPC;
}

static int sound(void **state)
{
	(void)state;
	memset(&disk, 0, sizeof(disk));
	return 0;
}

static void room_is_kept_for_what_matters_more(void **state)
{
	static const unsigned percent[EVENT_KINDS] = { 70, 80, 85, 90, 95, 100 };
	uint8_t bytes[1000] = { 1 };
	struct kit k;
	uint64_t seq = 0;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	kit_begin(&k, 7);
	for (unsigned i = 0; i < EVENT_KINDS; i++) {
		enum event_kind kind = event_kind_shed(i);
		uint64_t want = k.o.limit - k.o.limit / 100 * (100 - percent[i]);
		uint64_t before = seq;
		uint64_t got;

		while ((got = spool_add(k.s, kind, bytes, sizeof(bytes))) != 0)
			assert_int_equal(got, ++seq);
		assert_int_equal(errno, EDQUOT);
		assert_true(seq > before);
		assert_true(kit_stats(&k).bytes <= want);
		assert_true(kit_stats(&k).bytes > want - 3 * 4096);
	}
	spool_ack(k.s, 7, seq / 2);
	for (unsigned kind = 0; kind < EVENT_KINDS; kind++)
		assert_int_equal(spool_add(k.s, (enum event_kind)kind, bytes, 1000), ++seq);
	spool_ack(k.s, 7, seq);
	assert_true(kit_stats(&k).bytes <= 2 * k.o.segment);
	kit_end(&k);
}

static void many_runs_of_few_events_stay_within_the_limit(void **state)
{
	struct kit k;
	uint64_t runs = 0;

	(void)state;
	kit_start(&k);
	k.o.limit = 1 << 20;
	for (;; runs++) {
		kit_open(&k);
		assert_int_equal(kit_begin(&k, 7 + runs), 1);
		if (spool_add(k.s, EVENT_ALERT, (const uint8_t *)"x", 1) == 0)
			break;
		spool_close(k.s);
	}
	assert_int_equal(errno, EDQUOT);
	assert_int_equal(runs, 256); /* a file takes a block at least */
	kit_end(&k);
}

/* The disk is full after `left` bytes more; then it is not. */
static void full_then_free(size_t left, bool truncates)
{
	struct kit k;
	uint64_t seq;

	kit_start(&k);
	kit_open(&k);
	kit_begin(&k, 7);
	kit_add(&k, 1, 10);
	assert_true(spool_sync(k.s, 1, true));
	disk_full(left);
	disk.truncate_fails = !truncates;
	for (seq = 11; seq < 20000 && kit_add_one(&k, seq) == seq;)
		seq++;
	assert_int_equal(errno, ENOSPC);
	assert_true(seq < 20000);
	assert_false(spool_sync(k.s, 2, true));
	assert_true(kit_stats(&k).write_errors > 0);
	assert_int_equal(kit_stats(&k).next_seq, seq);
	sound(NULL);
	assert_true(spool_sync(k.s, 3, true));
	kit_add(&k, seq, seq + 100);
	kit_expect(&k, 7, 1, seq + 100);
	kit_expect_none(&k);
	kit_reopen(&k);
	assert_int_equal(kit_stats(&k).torn_bytes + kit_stats(&k).damaged_segments, 0);
	kit_expect(&k, 7, 1, seq + 100);
	kit_end(&k);
}

static void a_full_disk_costs_no_event_that_has_a_number(void **state)
{
	(void)state;
	for (size_t left = 0; left < 1500; left += 77)
		full_then_free(left, true);
	full_then_free(100, false);
	full_then_free(300000, true); /* in the middle of a later segment */
	full_then_free(262144 + 40, true);
}

static void a_torn_write_leaves_a_whole_segment(void **state)
{
	struct kit k;
	size_t len;
	uint8_t *bytes;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	kit_begin(&k, 7);
	kit_add(&k, 1, 10);
	assert_true(spool_sync(k.s, 1, true));
	kit_add(&k, 11, 20);
	disk_full(500);
	assert_false(spool_sync(k.s, 2, true));
	/* What a crash would leave now. */
	bytes = kit_get_file(&k, KIT_SEGMENT_1, &len);
	sound(NULL);
	spool_close(k.s);
	kit_put_file(&k, KIT_SEGMENT_1, bytes, len);
	kit_open(&k);
	assert_int_equal(kit_stats(&k).torn_bytes, 0);
	assert_true(kit_stats(&k).events > 10 && kit_stats(&k).events < 20);
	kit_expect(&k, 7, 1, kit_stats(&k).events);
	free(bytes);
	kit_end(&k);
}

static void closing_on_a_full_disk_says_what_is_lost(void **state)
{
	struct heard h;
	struct kit k;
	char *said;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	kit_begin(&k, 7);
	kit_add(&k, 1, 10);
	assert_true(spool_sync(k.s, 1, true));
	kit_add(&k, 11, 13);
	disk_full(0);
	log_level(LOG_WARN);
	heard_start(&h);
	spool_close(k.s);
	said = heard_end(&h);
	log_level(LOG_ERROR);
	assert_non_null(strstr(said, "No space left on device"));
	assert_non_null(strstr(said, "3 events could not be written"));
	sound(NULL);
	kit_open(&k);
	assert_int_equal(kit_begin(&k, 7), 11);
	kit_expect(&k, 7, 1, 10);
	free(said);
	kit_end(&k);
}

static void a_segment_that_cannot_be_made_is_tried_again(void **state)
{
	struct heard h;
	struct kit k;
	char *said;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	kit_begin(&k, 7);
	disk_full(30);
	log_level(LOG_NOTE);
	heard_start(&h);
	for (unsigned i = 0; i < 1000; i++)
		assert_int_equal(kit_add_one(&k, 1), 0);
	assert_int_equal(errno, ENOSPC);
	assert_true(disk.writes < 10); /* it waits between attempts */
	assert_int_equal(kit_files(&k, ".seg"), 0);
	sound(NULL);
	usleep(150000);
	kit_add(&k, 1, 3);
	assert_true(spool_sync(k.s, 1, true));
	said = heard_end(&h);
	/* Once that it fails, once that it works. */
	assert_non_null(strstr(said, "cannot be written"));
	assert_null(strstr(strstr(said, "cannot be written") + 1, "cannot be written"));
	assert_non_null(strstr(said, "can be written again"));
	kit_expect(&k, 7, 1, 3);
	free(said);
	kit_end(&k);
}

static void a_dictionary_that_cannot_be_written_begins_nothing(void **state)
{
	struct kit k;

	(void)state;
	kit_start(&k);
	kit_open(&k);
	disk_full(10);
	assert_int_equal(kit_begin(&k, 7), 0);
	assert_int_equal(errno, ENOSPC);
	assert_int_equal(kit_files(&k, ".dict") + kit_files(&k, ".new"), 0);
	sound(NULL);
	assert_int_equal(kit_begin(&k, 7), 1);
	kit_end(&k);
}

static void syncing_follows_the_policy(void **state)
{
	struct kit k;
	unsigned before;

	(void)state;
	kit_start(&k);
	k.o.sync_interval = 1000;
	kit_open(&k);
	kit_begin(&k, 7);
	kit_add(&k, 1, 1);
	before = disk.syncs;
	assert_true(spool_sync(k.s, 5000, false));
	assert_int_equal(disk.syncs, before + 1);
	kit_add(&k, 2, 2);
	assert_true(spool_sync(k.s, 5999, false));
	assert_int_equal(disk.syncs, before + 1);
	assert_true(spool_sync(k.s, 6000, false));
	assert_int_equal(disk.syncs, before + 2);
	assert_true(spool_sync(k.s, 7000, false)); /* nothing is new */
	assert_int_equal(disk.syncs, before + 2);
	kit_add(&k, 3, 3);
	assert_true(spool_sync(k.s, 7001, true));
	assert_int_equal(disk.syncs, before + 3);
	assert_int_equal(kit_stats(&k).syncs, 3);
	kit_end(&k);
}

static void a_failed_sync_is_not_taken_for_done(void **state)
{
	struct spool_event e;
	struct kit k;
	unsigned writes;

	(void)state;
	kit_start(&k);
	k.o.sync = SPOOL_SYNC_ALWAYS;
	kit_open(&k);
	kit_begin(&k, 7);
	kit_add(&k, 1, 10);
	disk.sync_fails = true;
	writes = disk.writes;
	assert_false(spool_sync(k.s, 1, false));
	assert_int_equal(errno, EIO);
	assert_true(disk.writes >= writes + 2); /* the events, and once more */
	assert_false(spool_next(k.s, &e));
	assert_false(spool_sync(k.s, 2, false)); /* too early for another attempt */
	assert_false(spool_sync(k.s, 2, true));
	disk.sync_fails = false;
	assert_true(spool_sync(k.s, 3, true));
	kit_expect(&k, 7, 1, 10);
	assert_int_equal(kit_stats(&k).write_errors, 2);
	kit_end(&k);
}

/* A file system of 1 MiB, filled by another's file and by the spool. */
static void a_real_file_system_fills_and_is_freed(void **state)
{
	struct kit k;
	char path[128];
	char filler[160];
	uint64_t seq = 1;
	uint8_t *bytes = calloc(1, 700000);

	(void)state;
	assert_non_null(bytes);
	kit_start(&k);
	kit_path(&k, "mnt", path);
	assert_int_equal(mkdir(path, 0700), 0);
	if (mount("tmpfs", path, "tmpfs", 0, "size=1m") != 0) {
		free(bytes);
		kit_end(&k);
		skip();
	}
	kit_put_file(&k, "mnt/filler", bytes, 700000);
	snprintf(filler, sizeof(filler), "%s/filler", path);
	k.o.path = path;
	kit_open(&k);
	kit_begin(&k, 7);
	while (kit_add_one(&k, seq) == seq)
		seq++;
	assert_int_equal(errno, ENOSPC);
	assert_true(seq > 1000);
	assert_int_equal(unlink(filler), 0);
	assert_true(spool_sync(k.s, 1, true));
	kit_add(&k, seq, seq + 500);
	kit_reopen(&k);
	kit_expect(&k, 7, 1, seq + 500);
	kit_expect_none(&k);
	assert_int_equal(kit_stats(&k).damaged_segments + kit_stats(&k).torn_bytes, 0);
	spool_close(k.s);
	k.s = NULL;
	assert_int_equal(umount(path), 0);
	free(bytes);
	kit_end(&k);
}

/* The disk is smaller than a segment: what is acknowledged makes room in the file itself. */
static void a_disk_of_less_than_a_segment_is_used_again_and_again(void **state)
{
	struct kit k;
	char path[128];
	uint64_t seq = 1;
	uint64_t first = 1;

	(void)state;
	kit_start(&k);
	kit_path(&k, "mnt", path);
	assert_int_equal(mkdir(path, 0700), 0);
	if (mount("tmpfs", path, "tmpfs", 0, "size=512k") != 0) {
		kit_end(&k);
		skip();
	}
	k.o.path = path;
	k.o.segment = 4 << 20;
	k.o.limit = 64 << 20;
	kit_open(&k);
	kit_begin(&k, 7);
	for (unsigned round = 0; round < 8; round++) {
		const struct timespec rest = { .tv_nsec = 110000000 };
		struct spool_event e;
		uint64_t last = first - 1;

		while (kit_add_one(&k, seq) == seq)
			seq++;
		assert_int_equal(errno, ENOSPC);
		while (spool_next(k.s, &e)) {
			assert_int_equal(e.seq, last + 1);
			last = e.seq;
		}
		assert_true(last >= first + 50 && last < seq);
		spool_ack(k.s, 7, last);
		(void)nanosleep(&rest, NULL);
		assert_true(spool_sync(k.s, round, true));
		assert_int_equal(kit_stats(&k).events, seq - 1 - last);
		first = last + 1;
		if (round % 3 == 2) {
			kit_reopen(&k);
			assert_int_equal(kit_begin(&k, 7), seq);
		}
	}
	assert_true(seq > 1000);
	kit_expect(&k, 7, first, seq - 1);
	assert_int_equal(kit_stats(&k).damaged_segments + kit_stats(&k).torn_bytes, 0);
	spool_close(k.s);
	k.s = NULL;
	assert_int_equal(umount(path), 0);
	kit_end(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(room_is_kept_for_what_matters_more, sound),
		cmocka_unit_test_setup(many_runs_of_few_events_stay_within_the_limit, sound),
		cmocka_unit_test_setup(a_full_disk_costs_no_event_that_has_a_number, sound),
		cmocka_unit_test_setup(a_torn_write_leaves_a_whole_segment, sound),
		cmocka_unit_test_setup(closing_on_a_full_disk_says_what_is_lost, sound),
		cmocka_unit_test_setup(a_segment_that_cannot_be_made_is_tried_again, sound),
		cmocka_unit_test_setup(a_dictionary_that_cannot_be_written_begins_nothing, sound),
		cmocka_unit_test_setup(syncing_follows_the_policy, sound),
		cmocka_unit_test_setup(a_failed_sync_is_not_taken_for_done, sound),
		cmocka_unit_test_setup(a_real_file_system_fills_and_is_freed, sound),
		cmocka_unit_test_setup(a_disk_of_less_than_a_segment_is_used_again_and_again,
				       sound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
