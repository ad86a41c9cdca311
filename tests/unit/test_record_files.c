/* Revisions on disk: names, the journal, what is repaired. */
#include "tests/unit/test.h"

#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/record_files_kit.h"

static void a_revision_is_a_file_in_its_month_and_a_line_of_the_journal(void **state)
{
	unsigned repaired = 1;
	struct record_files *f = begin(&repaired);
	char *text;
	size_t n;

	(void)state;
	assert_int_equal(repaired, 0);
	assert_int_equal(record_files_latest(f, "plant.r-20261120-0001"), 0);
	assert_true(put(f, 1, 1));
	assert_true(put(f, 1, 2));
	assert_true(put(f, 2, 1));
	assert_int_equal(record_files_latest(f, "plant.r-20261120-0001"), 2);
	assert_int_equal(record_files_latest(f, "plant.r-20261120-0002"), 1);
	assert_int_equal(check(), 3);
	text = content(MONTH "/plant.r-20261120-0001.r2.iodef.json", &n);
	assert_non_null(strstr(text, "incident 1 revision 2 line 0\n"));
	free(text);
	record_files_close(f);
	f = begin(&repaired);
	assert_int_equal(repaired, 0);
	assert_int_equal(record_files_latest(f, "plant.r-20261120-0001"), 2);
	record_files_close(f);
}

static void a_revision_that_is_there_stays_as_it_is(void **state)
{
	unsigned repaired;
	struct record_files *f = begin(&repaired);
	char error[256];

	(void)state;
	assert_true(put(f, 1, 1));
	assert_true(put(f, 1, 1));
	assert_true(record_files_write(f, "plant.r-20261120-0001", 1, TIME, "iodef.json", "other",
				       5, error, sizeof(error)));
	assert_int_equal(check(), 1);
	record_files_close(f);
}

static void names_that_lead_elsewhere_are_refused(void **state)
{
	static const char *const bad[] = { "",	  "../x", "a/b",  ".x",	  "-x",
					   "a b", "a\nb", "\xff", "a\x1b" };
	char error[256], longest[80];
	unsigned repaired;
	struct record_files *f = begin(&repaired);

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		error[0] = '\0';
		assert_false(record_files_write(f, bad[i], 1, TIME, "iodef.json", "x", 1, error,
						sizeof(error)));
		assert_string_not_equal(error, "");
		assert_false(record_files_write(f, "good", 1, TIME, bad[i], "x", 1, error,
						sizeof(error)));
	}
	memset(longest, 'x', sizeof(longest));
	longest[64] = '\0';
	assert_false(record_files_write(f, longest, 1, TIME, "csv", "x", 1, error, sizeof(error)));
	longest[63] = '\0';
	assert_true(record_files_write(f, longest, UINT32_MAX, TIME, "csv", "x", 1, error,
				       sizeof(error)));
	assert_false(record_files_write(f, "good", 0, TIME, "csv", "x", 1, error, sizeof(error)));
	record_files_close(f);
}

static void two_programs_cannot_write_in_one_folder(void **state)
{
	char error[256] = "";
	unsigned repaired;
	struct record_files *f = begin(&repaired);

	(void)state;
	assert_null(record_files_open(folder, &repaired, error, sizeof(error)));
	assert_non_null(strstr(error, "another program"));
	record_files_close(f);
	record_files_close(begin(&repaired));
}

static void spoil(const char *name, const char *text, bool more)
{
	char path[512];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, more ? "ae" : "we");
	assert_non_null(f);
	(void)fputs(text, f);
	(void)fclose(f);
}

static void what_a_crash_left_is_repaired(void **state)
{
	unsigned repaired;
	struct record_files *f = begin(&repaired);
	char text[2048];

	(void)state;
	assert_true(put(f, 1, 1));
	record_files_close(f);
	spoil("journal", "2026-11-20T02:20:01.113Z plant-2026", true);
	spoil(MONTH "/.plant.r-20261120-0001.r2.iodef.json.tmp", "half of it", false);
	(void)text_of(text, sizeof(text), 1, 3);
	spoil(MONTH "/plant.r-20261120-0001.r3.iodef.json", text, false);
	f = begin(&repaired);
	assert_int_equal(repaired, 3);
	assert_int_equal(record_files_latest(f, "plant.r-20261120-0001"), 3);
	assert_int_equal(check(), 2);
	record_files_close(f);
	record_files_close(begin(&repaired));
	assert_int_equal(repaired, 0);
}

static void what_is_no_record_is_left_alone(void **state)
{
	char path[512], error[256];
	unsigned repaired;
	struct record_files *f = begin(&repaired);
	size_t n;

	(void)state;
	assert_true(put(f, 1, 1));
	record_files_close(f);
	spoil(MONTH "/notes.txt", "mine", false);
	spoil("2026/readme", "mine", false);
	(void)snprintf(path, sizeof(path), "%s/" MONTH "/x.r1.iodef.json", folder);
	assert_int_equal(mkdir(path, 0700), 0);
	(void)snprintf(path, sizeof(path), "%s/" MONTH "/y.r1.iodef.json", folder);
	assert_int_equal(symlink("/etc/hostname", path), 0);
	f = begin(&repaired);
	assert_int_equal(repaired, 0);
	assert_int_equal(check_journal(), 1);
	/* and one is not written through a link */
	(void)record_files_write(f, "y", 1, TIME, "iodef.json", "mine", 4, error, sizeof(error));
	record_files_close(f);
	free(content(MONTH "/notes.txt", &n));
	assert_int_equal(n, 4);
}

/* Lines of other programs and broken disks: whatever stands in the journal, opening gives an
 * answer, and what is written after is found. */
static void any_journal_can_be_opened(void **state)
{
	static const char *const texts[] = {
		"\n\n\n",
		"x\n",
		"2026-11-20T02:20:01.113Z id 0 p 00\n",
		"2026-11-20T02:20:01.113Z id 99999999999 p 00\n",
		"2026-11-20T02:20:01.113Z a 1 p "
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef x\n",
		"\x01\x02\xff\xfe",
		"2026-11-20T02:20:01.113Z a 1 2026/11/a.r1.csv "
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\nrubbish\n",
	};
	unsigned repaired;
	struct record_files *f;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		spoil("journal", texts[i], false);
		f = begin(&repaired);
		assert_true(repaired >= 1);
		assert_true(put(f, 1, (unsigned)i + 1));
		record_files_close(f);
		f = begin(&repaired);
		assert_int_equal(repaired, 0);
		assert_int_equal(record_files_latest(f, "plant.r-20261120-0001"), i + 1);
		record_files_close(f);
	}
}

static void many_incidents_are_remembered(void **state)
{
	unsigned repaired;
	struct record_files *f = begin(&repaired);
	char id[32];

	(void)state;
	for (unsigned k = 0; k < 150; k++)
		assert_true(put(f, k, k % 9 + 1));
	record_files_close(f);
	f = begin(&repaired);
	for (unsigned k = 0; k < 150; k++) {
		(void)snprintf(id, sizeof(id), "plant.r-20261120-%04u", k);
		assert_int_equal(record_files_latest(f, id), k % 9 + 1);
	}
	assert_int_equal(check(), 150);
	record_files_close(f);
}

/* Where latest/<number's incident> points to; "" for nowhere. */
static const char *latest(unsigned number, const char *extension)
{
	static char target[512];
	char path[512];
	ssize_t n;

	(void)snprintf(path, sizeof(path), "%s/latest/plant.r-20261120-%04u.%s", folder, number,
		       extension);
	n = readlink(path, target, sizeof(target) - 1);
	target[n > 0 ? n : 0] = '\0';
	return target;
}

static void the_newest_of_each_incident_is_found_by_its_name(void **state)
{
	unsigned repaired;
	struct record_files *f = begin(&repaired);
	char path[512], error[256];

	(void)state;
	assert_true(put(f, 1, 1));
	assert_string_equal(latest(1, "iodef.json"),
			    "../" MONTH "/plant.r-20261120-0001.r1.iodef.json");
	assert_true(put(f, 1, 2));
	assert_string_equal(latest(1, "iodef.json"),
			    "../" MONTH "/plant.r-20261120-0001.r2.iodef.json");
	/* An old one that is written again is not the newest. */
	assert_true(put(f, 1, 1));
	assert_string_equal(latest(1, "iodef.json"),
			    "../" MONTH "/plant.r-20261120-0001.r2.iodef.json");
	assert_true(record_files_write(f, "plant.r-20261120-0001", 2, TIME, "csv", "x", 1, error,
				       sizeof(error)));
	assert_string_equal(latest(1, "csv"), "../" MONTH "/plant.r-20261120-0001.r2.csv");
	record_files_close(f);
	/* What a crash left: none, an old one, what was not finished. */
	(void)snprintf(path, sizeof(path), "%s/latest/plant.r-20261120-0001.csv", folder);
	assert_int_equal(unlink(path), 0);
	(void)snprintf(path, sizeof(path), "%s/latest/plant.r-20261120-0001.iodef.json", folder);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink("../2020/01/old", path), 0);
	(void)snprintf(path, sizeof(path), "%s/latest/.plant.r-20261120-0001.csv.tmp", folder);
	assert_int_equal(symlink("nowhere", path), 0);
	record_files_close(begin(&repaired));
	assert_int_equal(repaired, 0);
	assert_string_equal(latest(1, "iodef.json"),
			    "../" MONTH "/plant.r-20261120-0001.r2.iodef.json");
	assert_string_equal(latest(1, "csv"), "../" MONTH "/plant.r-20261120-0001.r2.csv");
	assert_int_not_equal(readlink(path, error, sizeof(error)) > 0, 1);
}

/* Without them there are still the records. */
static void where_no_links_can_be_made_records_are_written(void **state)
{
	unsigned repaired;
	struct record_files *f = begin(&repaired);

	(void)state;
	spoil("latest", "somebody's file", false);
	assert_true(put(f, 1, 1));
	assert_true(put(f, 1, 2));
	assert_int_equal(check(), 2);
	record_files_close(f);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		T(a_revision_is_a_file_in_its_month_and_a_line_of_the_journal),
		T(a_revision_that_is_there_stays_as_it_is),
		T(names_that_lead_elsewhere_are_refused),
		T(two_programs_cannot_write_in_one_folder),
		T(what_a_crash_left_is_repaired),
		T(what_is_no_record_is_left_alone),
		T(any_journal_can_be_opened),
		T(many_incidents_are_remembered),
		T(the_newest_of_each_incident_is_found_by_its_name),
		T(where_no_links_can_be_made_records_are_written),
#undef T
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
