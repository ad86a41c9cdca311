#include "tests/unit/store_kit.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <time.h>

enum { ROUNDS = 40, BATCH = 200 };

/* What the child knows to be committed, for the parent to compare. */
struct shared {
	_Atomic uint64_t committed;
};

/* Commits batches until it is killed. */
static void write_on(const char *path, struct shared *sh)
{
	struct kit *k = calloc(1, sizeof(*k));
	uint64_t seq = 0;

	if (k == NULL)
		_exit(2);
	(void)snprintf(k->path, sizeof(k->path), "%s", path);
	k->s = kit_open(path, false);
	if (!store_committed(k->s, "plant-1", 1, &seq))
		_exit(2);
	/* What was acknowledged before must be there; the one under way may be. */
	if (seq < sh->committed || seq % BATCH != 0)
		_exit(3);
	for (;; seq += BATCH) {
		(void)kit_operations(k, "plant-1", 1, seq + 1, BATCH, T0, T0);
		sh->committed = seq + BATCH;
	}
}

static void test_what_was_committed_survives_a_kill_at_any_moment(void **state)
{
	struct kit *k = calloc(1, sizeof(*k));
	struct shared *sh =
		mmap(NULL, sizeof(*sh), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	time_t end = time(NULL) + 20;
	unsigned seed = 7, rounds = 0;

	(void)state;
	assert_non_null(k);
	assert_true(sh != MAP_FAILED);
	kit_folder(k);
	for (; rounds < ROUNDS && time(NULL) < end; rounds++) {
		int status;
		pid_t pid = fork();

		assert_true(pid >= 0);
		if (pid == 0)
			write_on(k->path, sh);
		/* A machine that is busy needs longer for its first commit. */
		useconds_t most = sh->committed == 0 ? 60000 * (rounds + 1) : 60000;

		(void)usleep(5000 + (useconds_t)rand_r(&seed) % most);
		assert_int_equal(kill(pid, SIGKILL), 0);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFSIGNALED(status));
	}
	assert_true(rounds >= 10);
	k->s = kit_open(k->path, false);
	uint64_t seq;

	assert_true(store_committed(k->s, "plant-1", 1, &seq));
	assert_true(seq >= sh->committed && seq <= sh->committed + BATCH);
	assert_true(seq > 0);
	assert_int_equal(kit_count(k->s, &(struct store_filter){ 0 }), seq);
	assert_true(store_put_dictionary(k->s, "plant-1", 7, (const uint8_t *)"d", 1));
	assert_true(store_verify(k->s, kit_no_problem, NULL));
	(void)munmap(sh, sizeof(*sh));
	kit_free(k);
}

/* Adds until there is no room: the last number that was committed. */
static uint64_t until_full(struct kit *k, uint64_t seq)
{
	for (unsigned i = 0; i < 10000; i++, seq += BATCH) {
		size_t added;

		for (unsigned j = 0; j < BATCH; j++)
			kit_operation(k, T0 + j);
		struct store_batch b = { .sensor = "plant-1",
					 .epoch = 1,
					 .first_seq = seq + 1,
					 .dictionary = 7,
					 .n = k->n,
					 .bytes = k->bytes,
					 .events = k->list,
					 .received = T0 };
		bool good = store_begin(k->s) && store_add(k->s, &b, NULL, &added) &&
			    store_commit(k->s);

		kit_clear(k);
		if (!good) {
			assert_true(store_full(k->s));
			assert_non_null(strstr(store_error(k->s), "no room on the disk"));
			store_rollback(k->s);
			return seq;
		}
	}
	fail_msg("the disk is never full");
	return 0;
}

static void test_a_full_disk_is_said_and_everything_can_be_tried_again(void **state)
{
	struct kit *k = calloc(1, sizeof(*k));
	char filler[400];
	uint64_t seq, now;

	(void)state;
	assert_non_null(k);
	kit_folder(k);
	if (mount("tmpfs", k->folder, "tmpfs", 0, "size=4m") != 0) {
		(void)rmdir(k->folder);
		free(k);
		skip(); /* only root may */
		return;
	}
	(void)snprintf(filler, sizeof(filler), "%s/filler", k->folder);
	int fd = open(filler, O_CREAT | O_WRONLY, 0600);

	assert_int_equal(posix_fallocate(fd, 0, 2 * 1024 * 1024), 0);
	(void)close(fd);
	k->s = kit_open(k->path, false);
	seq = until_full(k, 0);
	assert_true(seq > 0);
	assert_int_equal(until_full(k, seq), seq); /* it still is */
	/* Reading goes on. */
	assert_int_equal(kit_count(k->s, &(struct store_filter){ 0 }), seq);
	assert_int_equal(unlink(filler), 0);
	assert_int_equal(kit_operations(k, "plant-1", 1, seq + 1, BATCH, T0, T0), BATCH);
	assert_true(store_committed(k->s, "plant-1", 1, &now));
	assert_int_equal(now, seq + BATCH);
	assert_int_equal(kit_count(k->s, &(struct store_filter){ 0 }), now);
	assert_true(store_put_dictionary(k->s, "plant-1", 7, (const uint8_t *)"d", 1));
	assert_true(store_verify(k->s, kit_no_problem, NULL));
	store_close(k->s);
	kit_clear(k);
	assert_int_equal(umount(k->folder), 0);
	(void)rmdir(k->folder);
	free(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_was_committed_survives_a_kill_at_any_moment),
		cmocka_unit_test(test_a_full_disk_is_said_and_everything_can_be_tried_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
