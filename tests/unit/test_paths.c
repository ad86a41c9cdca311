/* sensor/paths.c: folders, files that may be replaced, and files that change. */
#include "tests/unit/test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "sensor/paths.h"

static char folder[32];
static char path_room[4][64];

/* The path of a file in the folder; good for three more calls. */
static const char *in(const char *name)
{
	static unsigned next;
	char *path = path_room[next++ % 4];

	(void)snprintf(path, sizeof(path_room[0]), "%s/%s", folder, name);
	return path;
}

/* Written at that second. */
static void write_file(const char *name, const char *text, time_t at)
{
	const struct timespec times[2] = { { .tv_sec = at }, { .tv_sec = at } };
	FILE *f = fopen(in(name), "we");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(utimensat(AT_FDCWD, in(name), times, 0), 0);
}

static int setup(void **state)
{
	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/test_paths.XXXXXX");
	return mkdtemp(folder) == NULL ? -1 : 0;
}

static int teardown(void **state)
{
	static const char *const names[] = { "a.yaml", "b.yml", "c.yaml", "notes.txt", "link" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		(void)unlink(in(names[i]));
	return rmdir(folder);
}

/* Becomes another when the step is made, and stays so. */
static uint64_t changed(const char *path, uint64_t before)
{
	uint64_t now = paths_sign(path);

	assert_true(now != before);
	assert_int_equal(paths_sign(path), now);
	return now;
}

static void a_folder_is_signed_by_its_rule_files(void **state)
{
	uint64_t sign, first;

	(void)state;
	write_file("a.yaml", "one", 1000);
	first = sign = paths_sign(folder);
	assert_true(sign != 0);
	write_file("a.yaml", "another", 1000); /* another size */
	sign = changed(folder, sign);
	write_file("a.yaml", "ANOTHER", 1001); /* another time */
	sign = changed(folder, sign);
	write_file("b.yml", "x", 1000); /* added */
	sign = changed(folder, sign);
	assert_int_equal(rename(in("b.yml"), in("c.yaml")), 0);
	sign = changed(folder, sign);
	write_file("notes.txt", "x", 1000);
	write_file("notes.txt", "no rules", 1001);
	assert_int_equal(paths_sign(folder), sign);
	assert_int_equal(unlink(in("c.yaml")), 0);
	sign = changed(folder, sign);
	assert_int_equal(unlink(in("a.yaml")), 0);
	sign = changed(folder, sign);
	assert_true(sign != first);
}

static void a_file_is_signed_by_what_takes_its_place_too(void **state)
{
	uint64_t sign;

	(void)state;
	assert_int_equal(paths_sign(NULL), 0);
	assert_int_equal(paths_sign(in("a.yaml")), 0);
	write_file("a.yaml", "text", 1000);
	sign = changed(in("a.yaml"), 0);
	write_file("c.yaml", "TEXT", 1000); /* of the same size and time: another file */
	assert_int_equal(rename(in("c.yaml"), in("a.yaml")), 0);
	sign = changed(in("a.yaml"), sign);
	assert_int_equal(unlink(in("a.yaml")), 0);
	(void)changed(in("a.yaml"), sign);
	assert_int_equal(paths_sign(in("a.yaml")), 0);
}

static void a_link_is_signed_by_what_it_leads_to(void **state)
{
	uint64_t sign;

	(void)state;
	write_file("a.yaml", "text", 1000);
	assert_int_equal(symlink(in("a.yaml"), in("link")), 0);
	sign = paths_sign(in("link"));
	write_file("a.yaml", "texts", 1000);
	(void)changed(in("link"), sign);
}

static void only_a_file_of_its_own_is_replaced(void **state)
{
	(void)state;
	assert_true(paths_replaceable(in("a.yaml")));
	write_file("a.yaml", "text", 1000);
	assert_true(paths_replaceable(in("a.yaml")));
	assert_int_equal(symlink(in("a.yaml"), in("link")), 0);
	assert_false(paths_replaceable(in("link")));
	assert_false(paths_replaceable("/dev/null"));
	assert_false(paths_replaceable(folder));
}

static void a_folder_is_made_once(void **state)
{
	(void)state;
	assert_true(paths_folder(folder));
	assert_true(paths_make_folder(folder));
	assert_true(paths_make_folder(in("link")));
	assert_true(paths_folder(in("link")));
	assert_int_equal(rmdir(in("link")), 0);
	write_file("a.yaml", "text", 1000);
	assert_false(paths_folder(in("a.yaml")));
	assert_false(paths_make_folder(in("a.yaml")));
	assert_false(paths_make_folder("/nowhere/at/all"));
}

static void whether_a_file_can_be_written_changes_nothing(void **state)
{
	struct stat st;

	(void)state;
	write_file("a.yaml", "text", 1000);
	assert_true(paths_writable(in("a.yaml")));
	assert_int_equal(stat(in("a.yaml"), &st), 0);
	assert_int_equal(st.st_size, 4);
	assert_int_equal(st.st_mtim.tv_sec, 1000);
	assert_true(paths_writable(in("b.yml")));
	assert_int_not_equal(stat(in("b.yml"), &st), 0);
	assert_int_equal(mkfifo(in("c.yaml"), 0600), 0);
	assert_true(paths_writable(in("c.yaml"))); /* and does not wait for a reader */
	assert_int_equal(symlink("b.yml", in("link")), 0);
	assert_true(paths_writable(in("link")));
	assert_int_not_equal(stat(in("b.yml"), &st), 0);
	assert_false(paths_writable(folder));
	assert_int_equal(errno, EISDIR);
	assert_false(paths_writable("/nowhere/at/all"));
	assert_int_equal(errno, ENOENT);
	assert_false(paths_writable(in("a.yaml/beneath")));
	assert_int_equal(errno, ENOTDIR);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		T(a_folder_is_signed_by_its_rule_files),
		T(a_file_is_signed_by_what_takes_its_place_too),
		T(a_link_is_signed_by_what_it_leads_to),
		T(only_a_file_of_its_own_is_replaced),
		T(a_folder_is_made_once),
		T(whether_a_file_can_be_written_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
