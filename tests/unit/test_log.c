/*
 * log.c: one line a call, named, of the levels asked for, and harmless to a terminal. The journal's
 * prefixes are tested with the program (tests/cli).
 */
#include "tests/unit/test.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/log.h"
#include "tests/unit/heard.h"

static void expect(struct heard *h, const char *want)
{
	char *said = heard_end(h);

	assert_string_equal(said, want);
	free(said);
}

static void a_line_names_program_and_part(void **state)
{
	struct heard h;

	(void)state;
	log_init("k");
	heard_start(&h);
	log_info("one %d", 1);
	log_part("read");
	log_warnx("two");
	log_file_error("f:%d: three", 3);
	log_part(NULL);
	log_error("four");
	expect(&h, "k: one 1\nk: read: two\nf:3: three\nk: four\n");
}

static void only_the_levels_asked_for_are_written(void **state)
{
	struct heard h;

	(void)state;
	log_init("k");
	heard_start(&h);
	log_debug("not this");
	log_level(LOG_WARN);
	log_info("nor this");
	log_warnx("this");
	log_level(LOG_DETAIL);
	log_debug("and this");
	log_level(LOG_NOTE);
	expect(&h, "k: this\nk: and this\n");
}

static void a_warning_says_the_system_error(void **state)
{
	struct heard h;

	(void)state;
	log_init("k");
	heard_start(&h);
	errno = ENOENT;
	log_warn("%s", "x.pcap");
	expect(&h, "k: x.pcap: No such file or directory\n");
}

static void control_characters_are_shown(void **state)
{
	struct heard h;

	(void)state;
	log_init("k");
	heard_start(&h);
	log_error("a\nb\x1b[2J\x7f\xc2\x9b \xc3\xa4 \xc2");
	expect(&h, "k: a\\x0ab\\x1b[2J\\x7f\\x9b \xc3\xa4 \xc2\n");
}

static void a_line_too_long_is_cut_and_still_ends(void **state)
{
	static char text[20000];
	struct heard h;
	char *said;

	(void)state;
	memset(text, 1, sizeof(text) - 1); /* each becomes four characters */
	log_init("k");
	heard_start(&h);
	log_error("%s", text);
	said = heard_end(&h);
	assert_true(strlen(said) > 1000);
	assert_true(strlen(said) <= 8192);
	assert_int_equal(said[strlen(said) - 1], '\n');
	free(said);
}

static void fatal_errors_end_with_status_1(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		int status;
		pid_t child = fork();

		assert_true(child >= 0);
		if (child == 0) {
			stderr = fopen("/dev/null", "w");
			if (i == 0)
				fatal("x");
			fatalx("x");
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_names_program_and_part),
		cmocka_unit_test(only_the_levels_asked_for_are_written),
		cmocka_unit_test(a_warning_says_the_system_error),
		cmocka_unit_test(control_characters_are_shown),
		cmocka_unit_test(a_line_too_long_is_cut_and_still_ends),
		cmocka_unit_test(fatal_errors_end_with_status_1),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
