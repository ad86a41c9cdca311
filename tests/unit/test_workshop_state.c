/* What the workshop's dashboard reads: the plant's status, the sensor's metrics, incidents. */
#include "tests/unit/test.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* They are no part of a library. */
#include "pcaps/workshop/state_incidents.c" /* NOLINT(bugprone-suspicious-include) */
#include "pcaps/workshop/state_plant.c"	    /* NOLINT(bugprone-suspicious-include) */
#include "pcaps/workshop/state_sensor.c"    /* NOLINT(bugprone-suspicious-include) */

static const char plant[] =
	"{\"version\":1,\"title\":\"Works\",\"elapsed\":12.5,\"troubles\":[\"frozen\",\"leak\"],"
	"\"variables\":{"
	"\"LEVEL\":{\"value\":62.1,\"unit\":\"%\",\"low\":10,\"high\":95,\"kind\":\"input\","
	"\"out\":false},"
	"\"PUMP_RUN\":{\"value\":1,\"unit\":\"\",\"low\":0,\"high\":1,\"kind\":\"discrete\","
	"\"out\":false},"
	"\"TANK_HIGH\":{\"value\":1,\"unit\":\"\",\"low\":0,\"high\":1,\"kind\":\"discrete\","
	"\"out\":false},"
	"\"TANK_LOW\":{\"value\":0,\"unit\":\"\",\"low\":0,\"high\":1,\"kind\":\"discrete\","
	"\"out\":false},"
	"\"DOSE_SP\":{\"value\":9,\"unit\":\"mg/"
	"l\",\"low\":0.3,\"high\":1.2,\"kind\":\"holding\",\"out\":true},"
	"\"SPILT\":{\"value\":3,\"unit\":\"m3\",\"low\":0,\"high\":0,\"kind\":\"state\",\"out\":"
	"true}}}";

static void the_plants_status_is_read(void **state)
{
	static struct state_plant p;

	(void)state;
	assert_true(state_parse_plant(&p, plant, strlen(plant)));
	assert_string_equal(p.title, "Works");
	assert_string_equal(p.troubles, "frozen, leak");
	assert_int_equal(p.n, 6);
	assert_string_equal(p.variables[0].name, "LEVEL");
	assert_int_equal(p.variables[0].kind, KIND_INPUT);
	assert_true(p.variables[0].value > 62 && p.variables[0].value < 63);
	assert_string_equal(p.variables[4].unit, "mg/l");
	assert_true(p.variables[4].out);
	assert_int_equal(p.variables[4].kind, KIND_HOLDING);
	assert_int_equal(p.variables[5].kind, KIND_STATE);
}

static void only_what_is_wrong_now_is_an_alarm(void **state)
{
	static struct state_plant p;

	(void)state;
	assert_true(state_parse_plant(&p, plant, strlen(plant)));
	assert_false(p.variables[1].alarm); /* a pump that runs */
	assert_true(p.variables[2].alarm);
	assert_false(p.variables[3].alarm); /* not now */
}

static void half_a_status_is_none(void **state)
{
	static struct state_plant p;

	(void)state;
	for (size_t n = 0; n < strlen(plant); n++)
		assert_false(state_parse_plant(&p, plant, n));
	assert_false(state_parse_plant(&p, "{\"variables\":[]}", 16));
	assert_false(state_parse_plant(&p, "[]", 2));
}

static void a_status_of_too_many_variables_is_cut(void **state)
{
	static struct state_plant p;
	static char text[64 * 1024] = "{\"variables\":{";
	size_t at = strlen(text);

	(void)state;
	for (unsigned i = 0; i < STATE_VARIABLES + 10; i++)
		at += (size_t)snprintf(text + at, sizeof(text) - at, "%s\"V%u\":{}",
				       i > 0 ? "," : "", i);
	(void)snprintf(text + at, sizeof(text) - at, "}}");
	assert_true(state_parse_plant(&p, text, strlen(text)));
	assert_int_equal(p.n, STATE_VARIABLES);
}

static void an_old_status_is_none(void **state)
{
	static struct state_plant p;
	static struct workshop w;
	char path[WORKSHOP_PATH + 64];
	struct timespec old[2] = { { .tv_sec = 1000 }, { .tv_sec = 1000 } };
	FILE *f;

	(void)state;
	(void)snprintf(w.folder, sizeof(w.folder), "/tmp/test-workshop-XXXXXX");
	assert_non_null(mkdtemp(w.folder));
	state_read_plant(&p, &w);
	assert_false(p.there);
	(void)snprintf(path, sizeof(path), "%s/kagami", w.folder);
	assert_int_equal(mkdir(path, 0700), 0);
	(void)snprintf(path, sizeof(path), WORKSHOP_STATUS, w.folder);
	f = fopen(path, "we");
	assert_non_null(f);
	(void)fputs(plant, f);
	(void)fclose(f);
	state_read_plant(&p, &w);
	assert_true(p.there);
	assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
	state_read_plant(&p, &w);
	assert_false(p.there);
	(void)unlink(path);
	(void)snprintf(path, sizeof(path), "%s/kagami", w.folder);
	(void)rmdir(path);
	(void)rmdir(w.folder);
}

static bool is(double number, double wanted)
{
	return number >= wanted && number <= wanted;
}

static void metrics_are_summed_by_family(void **state)
{
	static const char page[] = "HTTP/1.1 200 OK\r\n\r\n"
				   "# HELP kagami_messages_total 99 of them\n"
				   "kagami_sensor_info{version=\"1\"} 1\n"
				   "kagami_interface_frames_total{interface=\"br0\"} 100\n"
				   "kagami_interface_frames_total{interface=\"br1\"} 23\n"
				   "kagami_interface_dropped_total{interface=\"br0\"} 4\n"
				   "kagami_interface_card_dropped_total{interface=\"br0\"} 3\n"
				   "kagami_messages_total 50\n"
				   "kagami_messages_total_of_others 7\n"
				   "kagami_alerts_total{priority=\"low\"} 1\n"
				   "kagami_alerts_total{priority=\"high\"} 2\n"
				   "kagami_alerts_total{priority=\"critical\"} 3\n"
				   "kagami_link_state{state=\"up\"} 1\n"
				   "kagami_link_state{state=\"connecting\"} 0\n"
				   "kagami_link_acknowledged_events_total 40\n"
				   "kagami_spool_events 5";
	struct state_sensor s;

	(void)state;
	state_parse_sensor(&s, page);
	assert_true(s.there && s.up);
	assert_true(is(s.frames, 123) && is(s.dropped, 7) && is(s.messages, 50));
	assert_true(is(s.alerts, 6) && is(s.worst, 5));
	assert_true(is(s.acknowledged, 40) && is(s.waiting, 5));
	state_parse_sensor(&s, "kagami_sensor_info 1\nkagami_link_state{state=\"up\"} 0\n");
	assert_true(s.there);
	assert_false(s.up);
	state_parse_sensor(&s, "HTTP/1.1 404 Not Found\r\n\r\n");
	assert_false(s.there);
}

static void incidents_are_sorted_the_newest_first(void **state)
{
	static struct state s;
	static const char lines[] =
		"{\"id\":\"w-1\",\"first\":\"2026-11-22T10:00:00.000Z\",\"severity\":\"high\","
		"\"title\":\"One\",\"status\":\"new\",\"alerts\":3,\"revision\":2,"
		"\"source\":{\"ip\":[\"10.0.0.66\"]},\"target\":{\"name\":\"plc2\",\"ip\":[\"10.0."
		"0.2\"]}}\n"
		"this is no JSON\n"
		"{\"no\":\"id\"}\n"
		"{\"id\":\"w-3\",\"first\":\"2026-11-22T10:00:02.000Z\",\"severity\":\"critical\","
		"\"source\":{\"mac\":\"02:00:00:00:00:01\"}}\n"
		"{\"id\":\"w-2\",\"first\":\"2026-11-22T10:00:01.000Z\",\"severity\":\"odd\"}";

	(void)state;
	state_parse_incidents(&s, lines, strlen(lines));
	assert_int_equal(s.nincidents, 3);
	assert_string_equal(s.incidents[0].id, "w-3");
	assert_string_equal(s.incidents[0].source, "02:00:00:00:00:01");
	assert_string_equal(s.incidents[0].target, "");
	assert_int_equal(s.incidents[0].level, 4);
	assert_string_equal(s.incidents[1].id, "w-2");
	assert_int_equal(s.incidents[1].level, 0);
	assert_string_equal(s.incidents[2].source, "10.0.0.66");
	assert_string_equal(s.incidents[2].target, "plc2");
	assert_int_equal(s.incidents[2].alerts, 3);
	assert_int_equal(s.incidents[2].level, 3);
	state_parse_incidents(&s, "", 0);
	assert_int_equal(s.nincidents, 0);
}

static void more_incidents_than_there_is_room_for_are_cut(void **state)
{
	static struct state s;
	static char lines[64 * 1024];
	size_t at = 0;

	(void)state;
	for (unsigned i = 0; i < STATE_INCIDENTS + 5; i++)
		at += (size_t)snprintf(lines + at, sizeof(lines) - at, "{\"id\":\"w-%u\"}\n", i);
	state_parse_incidents(&s, lines, at);
	assert_int_equal(s.nincidents, STATE_INCIDENTS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_plants_status_is_read),
		cmocka_unit_test(only_what_is_wrong_now_is_an_alarm),
		cmocka_unit_test(half_a_status_is_none),
		cmocka_unit_test(a_status_of_too_many_variables_is_cut),
		cmocka_unit_test(an_old_status_is_none),
		cmocka_unit_test(metrics_are_summed_by_family),
		cmocka_unit_test(incidents_are_sorted_the_newest_first),
		cmocka_unit_test(more_incidents_than_there_is_room_for_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
