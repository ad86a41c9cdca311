#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/allow.h"

#define KEY1 "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"
#define KEY2 "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"
#define KEY3 "0ne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"

static char folder[64], path[128];

static int make_folder(void **state)
{
	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/kagami-allow-XXXXXX");
	if (mkdtemp(folder) == NULL)
		return -1;
	(void)snprintf(path, sizeof(path), "%s/allow", folder);
	return 0;
}

static int drop_folder(void **state)
{
	char lock[160];

	(void)state;
	(void)snprintf(lock, sizeof(lock), "%s.lock", path);
	(void)unlink(lock);
	(void)unlink(path);
	return rmdir(folder);
}

static void write_file(const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void file_is(const char *text)
{
	char got[2048];
	FILE *f = fopen(path, "r");
	size_t n;

	assert_non_null(f);
	n = fread(got, 1, sizeof(got) - 1, f);
	got[n] = '\0';
	(void)fclose(f);
	assert_string_equal(got, text);
}

static bool parse(struct allow *a, const char *text, char *why)
{
	return allow_parse(a, "list", text, strlen(text), why, 256);
}

static void a_list_has_sensors_and_subscribers(void **state)
{
	struct allow a = { 0 };
	char why[256] = "";

	(void)state;
	assert_true(parse(&a,
			  "# who may come in\n"
			  "\n"
			  "sensor plant-2 " KEY2 "\n"
			  "  sensor\tplant-1   " KEY1 " # by the door\r\n"
			  "subscriber console " KEY3,
			  why));
	assert_int_equal(a.n, 3);
	assert_string_equal(a.entries[0].name, "console");
	assert_int_equal(a.entries[0].role, ALLOW_SUBSCRIBER);
	assert_string_equal(allow_by_name(&a, "plant-1")->key, KEY1);
	assert_string_equal(allow_by_key(&a, KEY3)->name, "console");
	assert_string_equal(allow_by_key(&a, KEY2)->name, "plant-2");
	assert_null(allow_by_name(&a, "plant"));
	assert_null(allow_by_name(&a, "plant-11"));
	assert_null(allow_by_key(&a, ""));
	allow_free(&a);
	assert_int_equal(a.n, 0);
}

static void what_is_wrong_is_said_with_its_line(void **state)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
		{ "\nsensr a " KEY1, "list:2: a line begins with 'sensor' or 'subscriber'" },
		{ "sensor a",
		  "list:1: a line has three words: sensor NAME KEY, or subscriber NAME KEY" },
		{ "sensor a " KEY1 " b",
		  "list:1: a line has three words: sensor NAME KEY, or subscriber NAME KEY" },
		{ "sensor a/b " KEY1, "list:1: this is no name: letters, digits, '.', '_' and '-', "
				      "at most 63 of them" },
		{ "sensor collector " KEY1, "list:1: the name 'collector' is the collector's own" },
		{ "sensor a " KEY1 "x",
		  "list:1: this is no public key: 40 characters, as keygen writes them" },
		{ "sensor a short",
		  "list:1: this is no public key: 40 characters, as keygen writes them" },
		{ "sensor a " KEY1 "\nsensor a " KEY2, "list: the name a is there twice" },
		{ "sensor a " KEY1 "\nsubscriber b " KEY1, "list: a and b have the same key" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct allow a = { 0 };
		char why[256] = "";

		assert_true(parse(&a, "sensor old " KEY2, why));
		assert_false(parse(&a, cases[i].text, why));
		assert_string_equal(why, cases[i].why);
		/* The list that was there is as it was. */
		assert_int_equal(a.n, 1);
		assert_non_null(allow_by_name(&a, "old"));
		allow_free(&a);
	}
}

static void nul_bytes_and_long_words_are_refused(void **state)
{
	static const char nul[] = "sensor a\0 " KEY1;
	struct allow a = { 0 };
	char text[512], why[256];

	(void)state;
	assert_false(allow_parse(&a, "list", nul, sizeof(nul) - 1, why, sizeof(why)));
	(void)snprintf(text, sizeof(text), "sensor %0300d %s", 1, KEY1);
	assert_false(parse(&a, text, why));
	assert_int_equal(a.n, 0);
}

static void a_list_has_a_limit(void **state)
{
	size_t room = (size_t)(ALLOW_MAX + 1) * 64;
	char *text = malloc(room);
	struct allow a = { 0 };
	char why[256];
	size_t n = 0;
	size_t all;

	(void)state;
	assert_non_null(text);
	for (unsigned i = 0; i < ALLOW_MAX; i++)
		n += (size_t)snprintf(text + n, room - n, "sensor s%u %05u%s\n", i, i, &KEY1[5]);
	assert_true(allow_parse(&a, "list", text, n, why, sizeof(why)));
	assert_int_equal(a.n, ALLOW_MAX);
	for (unsigned i = 0; i < ALLOW_MAX; i += 97) {
		char name[16];

		(void)snprintf(name, sizeof(name), "s%u", i);
		assert_non_null(allow_by_name(&a, name));
	}
	all = n + (size_t)snprintf(text + n, room - n, "sensor one-more %s\n", KEY2);
	assert_false(allow_parse(&a, "list", text, all, why, sizeof(why)));
	assert_string_equal(why, "list:4097: the list is too long: 4096 names at most");
	allow_free(&a);
	free(text);
}

static struct allow_entry entry(enum allow_role role, const char *name, const char *key)
{
	struct allow_entry e = { .role = role };

	(void)snprintf(e.name, sizeof(e.name), "%s", name);
	(void)snprintf(e.key, sizeof(e.key), "%s", key);
	return e;
}

static void a_file_that_is_not_there_is_an_empty_list(void **state)
{
	struct allow a = { 0 };
	char why[256];

	(void)state;
	assert_true(allow_read(&a, path, why, sizeof(why)));
	assert_int_equal(a.n, 0);
	assert_false(allow_remove(path, "a", why, sizeof(why)));
	assert_non_null(strstr(why, "a is not on the list"));
}

static void adding_keeps_comments_and_order(void **state)
{
	struct allow_entry one = entry(ALLOW_SENSOR, "a", KEY1);
	struct allow_entry two = entry(ALLOW_SUBSCRIBER, "console", KEY2);
	char why[256];

	(void)state;
	write_file("# ours\nsensor z " KEY3 " # old\n\n# end");
	assert_int_equal(chmod(path, 0640), 0);
	assert_true(allow_add(path, &one, why, sizeof(why)));
	assert_true(allow_add(path, &two, why, sizeof(why)));
	file_is("# ours\nsensor z " KEY3 " # old\n\n# end\nsensor a " KEY1
		"\nsubscriber console " KEY2 "\n");
	assert_true(allow_remove(path, "z", why, sizeof(why)));
	file_is("# ours\n\n# end\nsensor a " KEY1 "\nsubscriber console " KEY2 "\n");

	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
}

static void what_cannot_be_added_changes_nothing(void **state)
{
	static const char text[] = "sensor a " KEY1 "\n";
	struct allow_entry same = entry(ALLOW_SENSOR, "a", KEY1);
	struct allow_entry other = entry(ALLOW_SENSOR, "a", KEY2);
	struct allow_entry role = entry(ALLOW_SUBSCRIBER, "a", KEY1);
	struct allow_entry thief = entry(ALLOW_SENSOR, "b", KEY1);
	char why[256];

	(void)state;
	write_file(text);
	assert_false(allow_add(path, &same, why, sizeof(why)));
	assert_non_null(strstr(why, "a is on the list with this key already"));
	assert_false(allow_add(path, &other, why, sizeof(why)));
	assert_non_null(strstr(why, "with another key; remove it first"));
	assert_false(allow_add(path, &role, why, sizeof(why)));
	assert_non_null(strstr(why, "as sensor with this key; remove it first"));
	assert_false(allow_add(path, &thief, why, sizeof(why)));
	assert_non_null(strstr(why, "this is the key of a"));
	file_is(text);
	write_file("sensor a\n");
	assert_false(allow_add(path, &other, why, sizeof(why)));
	assert_non_null(strstr(why, ":1: "));
	file_is("sensor a\n");
}

static void a_link_stays_one(void **state)
{
	struct allow_entry one = entry(ALLOW_SENSOR, "a", KEY1);
	char target[160], lock[200], why[256];
	struct stat st;

	(void)state;
	(void)snprintf(target, sizeof(target), "%s/real", folder);
	(void)snprintf(lock, sizeof(lock), "%s.lock", target);
	write_file("");
	assert_int_equal(rename(path, target), 0);
	assert_int_equal(symlink(target, path), 0);
	assert_true(allow_add(path, &one, why, sizeof(why)));
	assert_int_equal(lstat(path, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	file_is("sensor a " KEY1 "\n");
	(void)unlink(target);
	(void)unlink(lock);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_has_sensors_and_subscribers),
		cmocka_unit_test(what_is_wrong_is_said_with_its_line),
		cmocka_unit_test(nul_bytes_and_long_words_are_refused),
		cmocka_unit_test(a_list_has_a_limit),
		cmocka_unit_test_setup_teardown(a_file_that_is_not_there_is_an_empty_list,
						make_folder, drop_folder),
		cmocka_unit_test_setup_teardown(adding_keeps_comments_and_order, make_folder,
						drop_folder),
		cmocka_unit_test_setup_teardown(what_cannot_be_added_changes_nothing, make_folder,
						drop_folder),
		cmocka_unit_test_setup_teardown(a_link_stays_one, make_folder, drop_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
