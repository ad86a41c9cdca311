/* Which options make the events of files what they are: sensor/run_epoch.c. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sensor/deliver/epoch.h"
#include "sensor/run_deliver.h"
#include "tests/unit/test.h"

static char path[64];

static int make_file(void **state)
{
	int fd;

	(void)state;
	(void)snprintf(path, sizeof(path), "/tmp/kagami-run-epoch-XXXXXX");
	fd = mkstemp(path);
	return fd < 0 || close(fd) != 0;
}

static int remove_file(void **state)
{
	(void)state;
	return unlink(path);
}

/* The epoch of reading the file with this option besides the defaults. */
static uint64_t with(const char *name, const char *value)
{
	struct sensor_options values = { 0 };
	struct run_deliver d = { .options = &values };
	char *files[] = { path, NULL };
	struct option_why why;
	struct options o;
	uint64_t epoch;

	options_init(&o, &sensor_program, option_command(&sensor_program, "read"), &values);
	if (name != NULL &&
	    !option_set(&o, option_find(&sensor_program, name), value, OPTION_FLAG, &why))
		fail_msg("%s: %s", name, why.text);
	epoch = run_deliver_epoch(&d, NULL, files);
	options_fini(&o);
	return epoch;
}

static void what_changes_events_changes_the_epoch(void **state)
{
	static const char *const options[][2] = {
		{ "flows", "64" },	 { "filter", "tcp" },  { "count", "5" },
		{ "send", "all" },	 { "tcp-idle", "5s" }, { "from", "2024-05-01" },
		{ "last-values", "64" }, { "dpi-flows", "0" }, { "duplicate-window", "0" },
		{ "states", "64" },
	};

	(void)state;
	assert_int_not_equal(with(NULL, NULL) & EPOCH_OF_READ, 0);
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++) {
		if (with(options[i][0], options[i][1]) == with(NULL, NULL))
			fail_msg("%s", options[i][0]);
	}
}

static void what_does_not_leaves_it(void **state)
{
	static const char *const options[][2] = {
		{ "json", "true" },	    { "quiet", "true" },
		{ "summary", "true" },	    { "protocol", "modbus" },
		{ "show", "operations" },   { "progress", "never" },
		{ "spool", "/elsewhere" },  { "spool-size", "2GiB" },
		{ "key", "/elsewhere" },    { "collector", "tcp://10.0.0.5:5570" },
		{ "name", "other" },	    { "linger", "1s" },
		{ "batch-interval", "1s" }, { "config", "/elsewhere" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++) {
		if (with(options[i][0], options[i][1]) != with(NULL, NULL))
			fail_msg("%s", options[i][0]);
	}
}

static void again_makes_a_new_one(void **state)
{
	uint64_t first = with("again", "true");

	(void)state;
	assert_true((first & EPOCH_OF_READ) != 0);
	assert_int_not_equal(first, with("again", "true"));
}

static void standard_input_makes_a_new_one(void **state)
{
	struct sensor_options values = { 0 };
	struct run_deliver d = { .options = &values };
	char dash[] = "-";
	char *files[] = { path, dash, NULL };

	(void)state;
	uint64_t first = run_deliver_epoch(&d, NULL, files);

	assert_true((first & EPOCH_OF_READ) != 0);
	assert_int_not_equal(first, run_deliver_epoch(&d, NULL, files));
}

static void rules_are_part_of_it(void **state)
{
	struct sensor_options values = { 0 };
	struct run_deliver d = { .options = &values };
	struct ruleset a = { .digest = "aa" };
	struct ruleset b = { .digest = "bb" };
	char *files[] = { path, NULL };
	uint64_t epochs[3];

	(void)state;
	epochs[0] = run_deliver_epoch(&d, NULL, files);
	epochs[1] = run_deliver_epoch(&d, &a, files);
	epochs[2] = run_deliver_epoch(&d, &b, files);
	assert_int_not_equal(epochs[0], epochs[1]);
	assert_int_not_equal(epochs[1], epochs[2]);
	assert_int_equal(epochs[1], run_deliver_epoch(&d, &a, files));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_changes_events_changes_the_epoch),
		cmocka_unit_test(what_does_not_leaves_it),
		cmocka_unit_test(again_makes_a_new_one),
		cmocka_unit_test(standard_input_makes_a_new_one),
		cmocka_unit_test(rules_are_part_of_it),
	};

	return cmocka_run_group_tests(tests, make_file, remove_file);
}
