/* sensor/run_rules.c and sensor/learned.c: rules that change while they are used, and learning. */
#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/log.h"
#include "sensor/commands.h"
#include "sensor/learned.h"

#define RULE(id, more)                                                                             \
	"- rule: Title\n  id: " id                                                                 \
	"\n  desc: d\n  priority: low\n  output: x\n  condition: modbus\n" more
#define NEW	RULE("pair", "  new: [ip.src]\n")
#define EVENING 1700000000000000000U /* 2023-11-14T22:13:20Z */
#define ADDRESS ((const char *[]){ "10.0.0.1" })

static char folder[32], rule_path[64], base_path[64];
static const char *rule_paths[1];
static struct sensor_options options;
static struct run_rules r;

static void tell_nobody(void *ctx, const struct alert *alert)
{
	(void)ctx;
	(void)alert;
}

static void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

/* The file's text; to be freed. */
static char *text_in(const char *path)
{
	char *text = calloc(1, 65536);
	FILE *f = fopen(path, "re");

	assert_non_null(text);
	assert_non_null(f);
	assert_true(fread(text, 1, 65535, f) < 65535);
	assert_int_equal(fclose(f), 0);
	return text;
}

static int setup(void **state)
{
	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/test_run_rules.XXXXXX");
	if (mkdtemp(folder) == NULL)
		return -1;
	(void)snprintf(rule_path, sizeof(rule_path), "%s/a.yaml", folder);
	(void)snprintf(base_path, sizeof(base_path), "%s/base", folder);
	rule_paths[0] = folder;
	options = (struct sensor_options){ .quiet = true, .states = 16 };
	options.rules.items = rule_paths;
	options.rules.n = 1;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	(void)unlink(rule_path);
	(void)unlink(base_path);
	return rmdir(folder);
}

static int begin(bool learning)
{
	return run_rules_init(&r, &options, (struct alert_sink){ NULL, tell_nobody }, learning);
}

static bool has(const char *id)
{
	return ruleset_find(detect_set(r.detect), id) != NULL;
}

static void changed_files_are_read_when_they_rest(void **state)
{
	(void)state;
	write_file(rule_path, RULE("one", ""));
	assert_int_equal(begin(false), EXIT_DONE);
	assert_false(run_rules_changed(&r));
	write_file(rule_path, RULE("one", "") RULE("two", "  tags: [x]\n"));
	assert_false(run_rules_changed(&r)); /* somebody may still be writing */
	write_file(rule_path, RULE("one", "") RULE("two", "  tags: [more]\n"));
	assert_false(run_rules_changed(&r));
	assert_true(run_rules_changed(&r));
	run_rules_reload(&r);
	assert_true(has("one") && has("two"));
	assert_false(run_rules_changed(&r));
	assert_false(run_rules_changed(&r));
	run_rules_free(&r);
}

static void wrong_files_leave_the_old_rules_and_are_said_once(void **state)
{
	(void)state;
	write_file(rule_path, RULE("one", ""));
	assert_int_equal(begin(false), EXIT_DONE);
	write_file(rule_path, "- rule: x\n");
	assert_false(run_rules_changed(&r));
	assert_true(run_rules_changed(&r));
	run_rules_reload(&r);
	assert_true(has("one"));
	assert_false(run_rules_changed(&r));
	assert_false(run_rules_changed(&r));
	write_file(rule_path, RULE("three", ""));
	(void)run_rules_changed(&r);
	assert_true(run_rules_changed(&r));
	run_rules_reload(&r);
	assert_true(has("three") && !has("one"));
	assert_int_equal(unlink(rule_path), 0);
	(void)run_rules_changed(&r);
	assert_true(run_rules_changed(&r));
	run_rules_reload(&r);
	assert_true(has("three"));
	run_rules_free(&r);
}

static void wrong_rules_do_not_begin(void **state)
{
	(void)state;
	write_file(rule_path, "- rule: x\n");
	assert_int_equal(begin(false), EXIT_USAGE);
	assert_null(r.detect);
	write_file(rule_path, NEW);
	options.merge = base_path;
	options.review = true;
	assert_int_equal(begin(true), EXIT_USAGE); /* before anything is learned */
	assert_null(r.detect);
}

static void a_baseline_says_what_it_was_learned_from(void **state)
{
	struct summary_input input = { .name = "2 files" };
	const char *const files[] = { "pcaps/a.pcap", "-", NULL };
	struct summary_capture capture = { .inputs = &input, .ninputs = 1 };
	char *text;

	(void)state;
	write_file(rule_path, NEW);
	options.output = base_path;
	assert_int_equal(begin(true), EXIT_DONE);
	learned_from(&r, &capture); /* there was no frame */
	assert_true(learned_write(&r, &options));
	text = text_in(base_path);
	assert_null(strstr(text, "learned:"));
	free(text);
	capture.files = files;
	capture.first = EVENING;
	capture.last = EVENING + 60000000000U;
	learned_from(&r, &capture);
	capture.files = NULL;
	input.name = "eth0";
	capture.last += 1000000000U;
	learned_from(&r, &capture);
	assert_true(learned_write(&r, &options));
	text = text_in(base_path);
	assert_non_null(strstr(text,
			       "learned: {from: 2023-11-14T22:13:20Z, to: 2023-11-14T22:14:21Z, "
			       "sources: [pcaps/a.pcap, \"standard input\", eth0]}\n"));
	free(text);
	run_rules_free(&r);
}

static void a_review_learns_afresh_and_writes_nothing(void **state)
{
	char *before, *after;

	(void)state;
	write_file(rule_path, NEW);
	options.output = base_path;
	assert_int_equal(begin(true), EXIT_DONE);
	assert_non_null(baseline_learn(r.baseline, "pair", 1, ADDRESS));
	assert_true(learned_write(&r, &options));
	run_rules_free(&r);
	before = text_in(base_path);
	options.merge = base_path;
	options.review = true;
	assert_int_equal(begin(true), EXIT_DONE);
	assert_null(baseline_find(r.baseline, "pair", 1, ADDRESS));
	assert_non_null(baseline_find(r.old, "pair", 1, ADDRESS));
	assert_true(learned_write(&r, &options));
	run_rules_free(&r);
	after = text_in(base_path);
	assert_string_equal(before, after);
	free(before);
	free(after);
	options.review = false;
	assert_int_equal(begin(true), EXIT_DONE); /* to go on from it is another thing */
	assert_non_null(baseline_find(r.baseline, "pair", 1, ADDRESS));
	assert_null(r.old);
	run_rules_free(&r);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		T(changed_files_are_read_when_they_rest),
		T(wrong_files_leave_the_old_rules_and_are_said_once),
		T(wrong_rules_do_not_begin),
		T(a_baseline_says_what_it_was_learned_from),
		T(a_review_learns_afresh_and_writes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
