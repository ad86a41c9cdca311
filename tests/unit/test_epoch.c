/* What events are numbered within: sensor/deliver/epoch.c. */
#include "sensor/deliver/epoch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/test.h"

#define NOW UINT64_C(1763800000123456789)

static char folder[64];

static int make_folder(void **state)
{
	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/kagami-epoch-XXXXXX");
	return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
	(void)state;
	return rmdir(folder);
}

static const char *file(const char *name, const char *contents)
{
	static char path[2][128];
	static unsigned next;
	char *p = path[next++ % 2];
	FILE *f;

	(void)snprintf(p, sizeof(path[0]), "%s/%s", folder, name);
	f = fopen(p, "w");
	assert_non_null(f);
	assert_true(fputs(contents, f) >= 0);
	assert_int_equal(fclose(f), 0);
	return p;
}

static uint64_t of_texts(const char *const *pairs)
{
	struct epoch_digest *d = epoch_begin();

	assert_non_null(d);
	for (; *pairs != NULL; pairs += 2)
		epoch_add_text(d, pairs[0], pairs[1]);
	return epoch_end(d);
}

static uint64_t of_files(const char *a, const char *b)
{
	struct epoch_digest *d = epoch_begin();

	assert_true(epoch_add_file(d, "file", a, NULL));
	if (b != NULL)
		assert_true(epoch_add_file(d, "file", b, NULL));
	return epoch_end(d);
}

static void a_new_epoch_is_its_time_and_chance(void **state)
{
	uint64_t e = epoch_new(NOW, UINT64_MAX);

	(void)state;
	assert_int_equal(e & EPOCH_OF_READ, 0);
	assert_int_equal(e >> 20, NOW / 1000000);
	assert_int_equal(e & 0xfffff, 0xfffff);
	assert_int_equal(epoch_new(NOW, 3) & 0xfffff, 3);
	assert_true(epoch_new(NOW + 1000000, 0) > e);
	assert_int_equal(epoch_new(UINT64_MAX, UINT64_MAX) & EPOCH_OF_READ, 0);
}

static void the_same_parts_give_the_same_epoch_with_its_top_bit_set(void **state)
{
	const char *const parts[] = { "program", "1", "flows", "64", NULL };

	(void)state;
	assert_int_equal(of_texts(parts), of_texts(parts));
	assert_int_not_equal(of_texts(parts) & EPOCH_OF_READ, 0);
}

static void anything_else_gives_another_epoch(void **state)
{
	static const char *const sets[][9] = {
		{ "program", "1", "flows", "64", NULL },
		{ "program", "2", "flows", "64", NULL },
		{ "program", "1", "flow", "s64", NULL },
		{ "flows", "64", "program", "1", NULL },
		{ "program", "1", NULL },
		{ "program", "1", "flows", "", NULL },
		{ "program", "1flows64", NULL },
		{ NULL },
	};
	enum { N = sizeof(sets) / sizeof(*sets) };
	uint64_t epochs[N];

	(void)state;
	for (size_t i = 0; i < N; i++) {
		epochs[i] = of_texts(sets[i]);
		for (size_t k = 0; k < i; k++)
			assert_int_not_equal(epochs[i], epochs[k]);
	}
}

static void files_count_by_base_name_contents_and_order(void **state)
{
	const char *a = file("a", "one");
	const char *b = file("b", "two");
	char moved[160], there[160];
	uint64_t before = of_files(a, b);

	(void)state;
	assert_int_equal(of_files(a, b), before);
	assert_int_not_equal(of_files(b, a), before);
	assert_int_not_equal(of_files(a, NULL), before);
	/* Elsewhere it is the same file; under another name it is not. */
	(void)snprintf(moved, sizeof(moved), "%s/sub", folder);
	assert_int_equal(mkdir(moved, 0700), 0);
	(void)snprintf(there, sizeof(there), "%s/sub/b", folder);
	assert_int_equal(rename(b, there), 0);
	assert_int_equal(of_files(a, there), before);
	(void)file("a", "onE");
	assert_int_not_equal(of_files(a, there), before);
	assert_int_equal(unlink(there), 0);
	assert_int_equal(rmdir(moved), 0);
	assert_int_equal(unlink(a), 0);
}

static void bytes_do_not_move_from_one_file_to_the_next(void **state)
{
	const char *a = file("a", "onetwo");
	const char *b = file("b", "");
	uint64_t before = of_files(a, b);

	(void)state;
	a = file("a", "one");
	b = file("b", "two");
	assert_int_not_equal(of_files(a, b), before);
	assert_int_equal(unlink(a), 0);
	assert_int_equal(unlink(b), 0);
}

static void what_is_no_regular_file_has_no_epoch(void **state)
{
	struct epoch_digest *d = epoch_begin();
	char fifo[128];

	(void)state;
	(void)snprintf(fifo, sizeof(fifo), "%s/fifo", folder);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	errno = 0;
	assert_false(epoch_add_file(d, "file", fifo, NULL));
	assert_int_equal(errno, EINVAL);
	assert_false(epoch_add_file(d, "file", "/nonexistent", NULL));
	assert_int_equal(errno, ENOENT);
	assert_int_equal(unlink(fifo), 0);
	(void)epoch_end(d);
}

static void reading_stops_when_it_is_told_to(void **state)
{
	struct epoch_digest *d = epoch_begin();
	const char *a = file("a", "one");
	volatile int stop = 1;

	(void)state;
	assert_false(epoch_add_file(d, "file", a, &stop));
	assert_int_equal(errno, EINTR);
	assert_int_equal(unlink(a), 0);
	(void)epoch_end(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_epoch_is_its_time_and_chance),
		cmocka_unit_test(the_same_parts_give_the_same_epoch_with_its_top_bit_set),
		cmocka_unit_test(anything_else_gives_another_epoch),
		cmocka_unit_test(files_count_by_base_name_contents_and_order),
		cmocka_unit_test(bytes_do_not_move_from_one_file_to_the_next),
		cmocka_unit_test(what_is_no_regular_file_has_no_epoch),
		cmocka_unit_test(reading_stops_when_it_is_told_to),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
