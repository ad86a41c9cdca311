/*
 * The spool of a process that ends at any of its calls that change the disk, also half way through
 * a write: the next one finds everything that was written before, and goes on with its numbers.
 */
/* wrap: pwrite renameat unlinkat ftruncate fdatasync fsync */
#include "tests/unit/test.h"

#include <sys/mman.h>
#include <sys/wait.h>

#include "tests/unit/spool_kit.h"

ssize_t __real_pwrite(int fd, const void *p, size_t n, off_t at);
ssize_t __wrap_pwrite(int fd, const void *p, size_t n, off_t at);
int __real_renameat(int a, const char *from, int b, const char *to);
int __wrap_renameat(int a, const char *from, int b, const char *to);
int __real_unlinkat(int dir, const char *name, int flags);
int __wrap_unlinkat(int dir, const char *name, int flags);
int __real_ftruncate(int fd, off_t size);
int __wrap_ftruncate(int fd, off_t size);
int __real_fdatasync(int fd);
int __wrap_fdatasync(int fd);
int __real_fsync(int fd);
int __wrap_fsync(int fd);

/* Calls until the end; 0: none comes. */
static unsigned left;

static bool last_call(void)
{
	return left != 0 && --left == 0;
}

static void end_here(void)
{
	if (last_call())
		_exit(1);
}

ssize_t __wrap_pwrite(int fd, const void *p, size_t n, off_t at)
{
	if (last_call()) {
		(void)__real_pwrite(fd, p, n * 2 / 3, at);
		_exit(1);
	}
	return __real_pwrite(fd, p, n, at);
}

int __wrap_renameat(int a, const char *from, int b, const char *to)
{
	end_here();
	return __real_renameat(a, from, b, to);
}

int __wrap_unlinkat(int dir, const char *name, int flags)
{
	end_here();
	return __real_unlinkat(dir, name, flags);
}

int __wrap_ftruncate(int fd, off_t size)
{
	end_here();
	return __real_ftruncate(fd, size);
}

int __wrap_fdatasync(int fd)
{
	end_here();
	return __real_fdatasync(fd);
}

int __wrap_fsync(int fd)
{
	end_here();
	return __real_fsync(fd);
}

/* What the process that ends has come to; in memory that both have. */
struct come {
	uint64_t added, synced, acked;
};

enum { RUN = 2500, STEP = 250 };

/* Goes on with the epoch until RUN events more are there; acknowledges some. */
static void run(struct kit *k, struct come *come)
{
	uint64_t next;
	uint64_t end;

	kit_open(k);
	next = kit_begin(k, 7);
	if (next == 0)
		_exit(2);
	end = next + RUN;
	for (; next < end; next++) {
		come->added = next;
		if (kit_add_one(k, next) != next)
			_exit(3);
		if (next % STEP != 0)
			continue;
		if (!spool_sync(k->s, next, true))
			_exit(4);
		come->synced = next;
		come->acked = next - STEP;
		spool_ack(k->s, 7, next - STEP);
	}
	spool_close(k->s);
	come->synced = end - 1;
	_exit(0);
}

/* Returns whether the process came to its end. */
static bool run_until(struct kit *k, struct come *come, unsigned calls)
{
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		left = calls;
		run(k, come);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) < 2);
	return WEXITSTATUS(status) == 0;
}

/* Everything that is not acknowledged and was written is there. */
static void look(struct kit *k, const struct come *come)
{
	struct spool_event e;
	uint64_t last = 0;
	uint64_t next;

	kit_open(k);
	assert_int_equal(kit_stats(k).damaged_segments, 0);
	next = kit_begin(k, 7);
	assert_true(next > come->synced && next <= come->added + 1);
	while (spool_next(k->s, &e)) {
		assert_true(kit_true(&e));
		assert_true(last != 0 ? e.seq == last + 1 : e.seq <= come->acked + 1);
		last = e.seq;
	}
	assert_true(last == next - 1 || (last == 0 && next == come->acked + 1));
	assert_int_equal(kit_files(k, ".new"), 0);
	spool_close(k->s);
	k->s = NULL;
}

static void an_end_at_any_call_loses_nothing_that_was_written(void **state)
{
	struct come *come = mmap(NULL, sizeof(*come), PROT_READ | PROT_WRITE,
				 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct kit k;
	unsigned calls = 1;

	(void)state;
	assert_true(come != MAP_FAILED);
	for (bool whole = false; !whole; calls++) {
		kit_start(&k);
		memset(come, 0, sizeof(*come));
		whole = run_until(&k, come, calls);
		look(&k, come);
		/* And again on what that one left. */
		if (!whole)
			run_until(&k, come, calls);
		look(&k, come);
		kit_end(&k);
	}
	assert_true(calls > 30);
	munmap(come, sizeof(*come));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_end_at_any_call_loses_nothing_that_was_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
