/* What the options of delivery come to: sensor/run_delivery.c. */
#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/log.h"
#include "sensor/run_deliver.h"

static struct rig {
	char folder[64], key[96];
	struct curve_key collector, sensor;
	struct sensor_options o;
	struct run_delivery rd;
} r;

static const char *const variables[] = { "CREDENTIALS_DIRECTORY", "STATE_DIRECTORY",
					 "XDG_STATE_HOME", "HOME" };

static void write_key(const char *name, bool knows_collector)
{
	char error[256];

	assert_true(curve_key_make(&r.collector, "collector"));
	assert_true(curve_key_make(&r.sensor, name));
	if (knows_collector)
		memcpy(r.sensor.collector, r.collector.public, sizeof(r.sensor.collector));
	(void)unlink(r.key);
	if (!curve_key_write(&r.sensor, r.key, error, sizeof(error)))
		fail_msg("%s", error);
}

static int set_up(void **state)
{
	(void)state;
	r = (struct rig){ .folder = "/tmp/kagami-found-XXXXXX" };
	log_level(LOG_ERROR);
	assert_non_null(mkdtemp(r.folder));
	(void)snprintf(r.key, sizeof(r.key), "%s/sensor.key", r.folder);
	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		(void)unsetenv(variables[i]);
	write_key("plant-1", true);
	r.o.key = r.key;
	r.o.spool = "/s";
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	(void)unlink(r.key);
	assert_int_equal(rmdir(r.folder), 0);
	log_level(LOG_NOTE);
	return 0;
}

static void the_key_has_all_that_is_needed(void **state)
{
	(void)state;
	assert_true(run_delivery_find(&r.rd, &r.o));
	assert_string_equal(r.rd.name, "plant-1");
	assert_string_equal(r.rd.key.secret, r.sensor.secret);
	assert_string_equal(r.rd.collector, r.collector.public);
	assert_string_equal(r.rd.spool, "/s");
}

static void options_win_over_the_key(void **state)
{
	struct curve_key other;

	(void)state;
	assert_true(curve_key_make(&other, "other"));
	r.o.name = "plant-2";
	r.o.collector_key = other.public;
	assert_true(run_delivery_find(&r.rd, &r.o));
	assert_string_equal(r.rd.name, "plant-2");
	assert_string_equal(r.rd.collector, other.public);
	r.o.collector_key = "no key";
	assert_false(run_delivery_find(&r.rd, &r.o));
}

static void a_key_without_name_or_collector_is_not_enough(void **state)
{
	(void)state;
	write_key("plant-1", false);
	assert_false(run_delivery_find(&r.rd, &r.o));
	r.o.collector_key = r.collector.public;
	assert_true(run_delivery_find(&r.rd, &r.o));
	write_key("", true);
	assert_false(run_delivery_find(&r.rd, &r.o));
	r.o.name = "plant-3";
	assert_true(run_delivery_find(&r.rd, &r.o));
}

static void the_service_manager_may_hand_over_the_key(void **state)
{
	(void)state;
	r.o.key = NULL;
	assert_false(run_delivery_find(&r.rd, &r.o));
	assert_int_equal(setenv("CREDENTIALS_DIRECTORY", r.folder, 1), 0);
	assert_true(run_delivery_find(&r.rd, &r.o));
	assert_string_equal(r.rd.name, "plant-1");
}

/* Each place wins over those below. */
static void the_spool_is_where_such_things_are(void **state)
{
	(void)state;
	r.o.spool = NULL;
	if (geteuid() != 0) {
		assert_false(run_delivery_find(&r.rd, &r.o));
		assert_int_equal(setenv("HOME", "/home/x", 1), 0);
		assert_true(run_delivery_find(&r.rd, &r.o));
		assert_string_equal(r.rd.spool, "/home/x/.local/state/kagami/spool");
		assert_int_equal(setenv("XDG_STATE_HOME", "/x", 1), 0);
		assert_true(run_delivery_find(&r.rd, &r.o));
		assert_string_equal(r.rd.spool, "/x/kagami/spool");
	} else {
		assert_true(run_delivery_find(&r.rd, &r.o));
		assert_string_equal(r.rd.spool, "/var/lib/kagami/spool");
	}
	assert_int_equal(setenv("STATE_DIRECTORY", "/var/lib/other", 1), 0);
	assert_true(run_delivery_find(&r.rd, &r.o));
	assert_string_equal(r.rd.spool, "/var/lib/other/spool");
	r.o.spool = "/mine";
	assert_true(run_delivery_find(&r.rd, &r.o));
	assert_string_equal(r.rd.spool, "/mine");
}

static void a_path_that_is_too_long_is_no_place(void **state)
{
	static char path[PATH_MAX + 10];

	(void)state;
	memset(path, 'x', sizeof(path) - 1);
	path[0] = '/';
	r.o.spool = path;
	assert_false(run_delivery_find(&r.rd, &r.o));
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_key_has_all_that_is_needed),
		T(options_win_over_the_key),
		T(a_key_without_name_or_collector_is_not_enough),
		T(the_service_manager_may_hand_over_the_key),
		T(the_spool_is_where_such_things_are),
		T(a_path_that_is_too_long_is_no_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
