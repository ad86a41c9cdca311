/*
 * Revisions on disk of a process that ends at any of its calls that change the disk, half way
 * through a write too, and of one that is killed whenever. What is there is whole, in the journal,
 * and nothing else.
 */
/* wrap: write pwrite renameat unlinkat ftruncate fsync mkdirat */
#include "tests/unit/test.h"

#include <errno.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/unit/record_files_kit.h"

ssize_t __real_write(int fd, const void *p, size_t n);
ssize_t __wrap_write(int fd, const void *p, size_t n);
ssize_t __real_pwrite(int fd, const void *p, size_t n, off_t at);
ssize_t __wrap_pwrite(int fd, const void *p, size_t n, off_t at);
int __real_renameat(int a, const char *from, int b, const char *to);
int __wrap_renameat(int a, const char *from, int b, const char *to);
int __real_unlinkat(int dir, const char *name, int flags);
int __wrap_unlinkat(int dir, const char *name, int flags);
int __real_ftruncate(int fd, off_t size);
int __wrap_ftruncate(int fd, off_t size);
int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __real_mkdirat(int dir, const char *name, mode_t mode);
int __wrap_mkdirat(int dir, const char *name, mode_t mode);

/* Calls until the last one; 0: none is. What then happens: the end, or a failure. */
static unsigned left;
static int failure;

static bool last_call(void)
{
	if (left == 0 || --left != 0)
		return false;
	if (failure == 0)
		return true;
	errno = failure;
	return true;
}

static int end_or_fail(void)
{
	if (failure == 0)
		_exit(1);
	return -1;
}

ssize_t __wrap_write(int fd, const void *p, size_t n)
{
	if (last_call()) {
		(void)!__real_write(fd, p, n * 2 / 3);
		errno = failure;
		return end_or_fail();
	}
	return __real_write(fd, p, n);
}

ssize_t __wrap_pwrite(int fd, const void *p, size_t n, off_t at)
{
	if (last_call()) {
		(void)!__real_pwrite(fd, p, n * 2 / 3, at);
		errno = failure;
		return end_or_fail();
	}
	return __real_pwrite(fd, p, n, at);
}

int __wrap_renameat(int a, const char *from, int b, const char *to)
{
	return last_call() ? end_or_fail() : __real_renameat(a, from, b, to);
}

int __wrap_unlinkat(int dir, const char *name, int flags)
{
	return last_call() ? end_or_fail() : __real_unlinkat(dir, name, flags);
}

int __wrap_ftruncate(int fd, off_t size)
{
	return last_call() ? end_or_fail() : __real_ftruncate(fd, size);
}

int __wrap_fsync(int fd)
{
	return last_call() ? end_or_fail() : __real_fsync(fd);
}

int __wrap_mkdirat(int dir, const char *name, mode_t mode)
{
	return last_call() ? end_or_fail() : __real_mkdirat(dir, name, mode);
}

/* What the child does: opens, writes three revisions; ends with 0 if all of it was done. */
static void work(void)
{
	char error[256];
	unsigned repaired;
	struct record_files *f = record_files_open(folder, &repaired, error, sizeof(error));

	if (f == NULL || !put(f, 1, 2) || !put(f, 1, 3) || !put(f, 2, 1))
		_exit(2);
	record_files_close(f);
	_exit(0);
}

static int child_with(unsigned calls)
{
	int status = 0;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		left = calls;
		work();
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* Ends the child at each of its calls in turn. */
static void an_end_at_any_call_leaves_whole_revisions(void **state)
{
	unsigned calls = 0;
	int status;

	do {
		unsigned repaired, before;
		struct record_files *f;

		assert_int_equal(teardown(state), 0);
		assert_int_equal(setup(state), 0);
		f = begin(&repaired);
		assert_true(put(f, 1, 1));
		record_files_close(f);
		status = child_with(++calls);
		assert_true(status == 0 || status == 1);
		/* the repair is interrupted, too */
		(void)child_with(2);
		f = begin(&repaired);
		before = check();
		assert_in_range(before, 1, 4);
		assert_true(put(f, 1, 2) && put(f, 1, 3) && put(f, 2, 1));
		assert_int_equal(check(), 4);
		assert_int_equal(record_files_latest(f, "plant.r-20261120-0001"), 3);
		record_files_close(f);
		record_files_close(begin(&repaired));
		assert_int_equal(repaired, 0);
	} while (status == 1);
	assert_in_range(calls, 20, 200);
}

/* A full disk, a broken one: the same is tried again, in the same process. */
static void a_failure_of_any_call_can_be_tried_again(void **state)
{
	static const int failures[] = { ENOSPC, EIO };
	unsigned tried = 0;

	for (unsigned k = 0; k < 2; k++) {
		bool good = false;

		for (unsigned calls = 1; !good; calls++, tried++) {
			unsigned repaired;
			struct record_files *f;

			assert_int_equal(teardown(state), 0);
			assert_int_equal(setup(state), 0);
			left = 0;
			f = begin(&repaired);
			failure = failures[k];
			left = calls;
			good = put(f, 1, 1) && put(f, 1, 2);
			good = good && left > 0;
			left = 0;
			assert_true(put(f, 1, 1) && put(f, 1, 2));
			assert_int_equal(check(), 2);
			record_files_close(f);
			record_files_close(begin(&repaired));
			assert_int_equal(repaired, 0);
		}
	}
	failure = 0;
	assert_in_range(tried, 20, 200);
}

/* Writes revisions for ever; tells each that is done. */
static void write_for_ever(int told, unsigned from)
{
	char error[256];
	unsigned repaired;
	struct record_files *f = record_files_open(folder, &repaired, error, sizeof(error));

	for (unsigned r = from; f != NULL; r++) {
		if (!put(f, r % 3, r) || __real_write(told, &r, sizeof(r)) != sizeof(r))
			break;
	}
	_exit(2);
}

/* Kills a writer when it told of so many and some ns went by; the last revision that it told of. */
static unsigned kill_after(unsigned from, unsigned told_of, unsigned ns)
{
	const struct timespec wait = { .tv_nsec = ns };
	unsigned r, last = from - 1;
	int told[2], status;
	pid_t pid;

	assert_int_equal(pipe(told), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		(void)close(told[0]);
		write_for_ever(told[1], from);
	}
	(void)close(told[1]);
	while (told_of-- > 0 && read(told[0], &r, sizeof(r)) == sizeof(r))
		last = r;
	(void)nanosleep(&wait, NULL);
	(void)kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	while (read(told[0], &r, sizeof(r)) == sizeof(r))
		last = r;
	(void)close(told[0]);
	return last;
}

static void a_hundred_kills_lose_nothing_that_was_written(void **state)
{
	uint64_t dice = 42;
	unsigned last = 0, written = 0;

	(void)state;
	for (unsigned round = 0; round < 100; round++) {
		unsigned repaired;
		struct record_files *f;

		dice = dice * UINT64_C(6364136223846793005) + 1442695040888963407U;
		last = kill_after(written + 1, round % 3, (unsigned)(dice >> 33) % 8000000);
		f = begin(&repaired);
		written = check();
		/* all that it told of, and at most one more */
		assert_in_range(written, last, last + 1);
		record_files_close(f);
	}
	assert_in_range(written, 99, 100000);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		T(an_end_at_any_call_leaves_whole_revisions),
		T(a_failure_of_any_call_can_be_tried_again),
		T(a_hundred_kills_lose_nothing_that_was_written),
#undef T
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
