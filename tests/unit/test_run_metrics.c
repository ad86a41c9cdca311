/* What a sensor tells Prometheus: sensor/run_metrics.c. */
#include "tests/unit/test.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/log.h"
#include "common/version.h"
#include "sensor/run_metrics.h"
#include "tests/unit/talk.h"

static struct talk *t;
static struct run run;
static struct run_metrics m;

/* Two interfaces, the second one with a name that must be escaped. */
static struct summary_input inputs[2];
static struct summary_capture interfaces = { .inputs = inputs, .ninputs = 2 };

static int set_up(void **state)
{
	(void)state;
	log_level(LOG_ERROR);
	t = talk_new(NULL);
	run = (struct run){ .pl = t->pl };
	m = (struct run_metrics){ NULL };
	inputs[0] = (struct summary_input){ .name = "eth1",
					    .live = true,
					    .frames = 11,
					    .bytes = 2200,
					    .dropped = 3,
					    .if_dropped = 4 };
	inputs[1] = (struct summary_input){ .name = "a\"b", .live = true };
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	run_metrics_stop(&m);
	talk_end(t);
	talk_free(t);
	log_level(LOG_NOTE);
	return 0;
}

static const char *text(void)
{
	static char copy[65536];

	run_metrics_write(&m.text, &run, &interfaces);
	assert_false(m.text.overflow);
	assert_true(m.text.len < sizeof(copy));
	memcpy(copy, m.text.p, m.text.len);
	copy[m.text.len] = '\0';
	return copy;
}

/* Is there a line that is exactly this? */
static void has(const char *line)
{
	const char *all = text();
	const char *at = strstr(all, line);

	while (at != NULL && ((at != all && at[-1] != '\n') || at[strlen(line)] != '\n'))
		at = strstr(at + 1, line);
	if (at == NULL)
		fail_msg("'%s' is not in:\n%s", line, all);
}

static void interfaces_are_told_apart(void **state)
{
	(void)state;
	has("kagami_interface_frames_total{interface=\"eth1\"} 11");
	has("kagami_interface_bytes_total{interface=\"eth1\"} 2200");
	has("kagami_interface_dropped_total{interface=\"eth1\"} 3");
	has("kagami_interface_card_dropped_total{interface=\"eth1\"} 4");
	has("kagami_interface_frames_total{interface=\"a\\\"b\"} 0");
}

static void what_the_pipeline_counts_is_told(void **state)
{
	char line[128];

	(void)state;
	has("kagami_sensor_info{version=\"" KAGAMI_VERSION "\"} 1");
	has("kagami_messages_total 0");
	has("kagami_assets 0");
	talk_handshake(t);
	talk_say(t, CLIENT, "000100000006010300000001");
	talk_say(t, SERVER, "00010000000501030200ff");
	has("kagami_messages_total 2");
	has("kagami_assets 2");
	has("kagami_conversations 1");
	has("kagami_flows 1");
	(void)snprintf(line, sizeof(line), "kagami_packets_total{counter=\"frames\"} %llu",
		       (unsigned long long)t->pl->observe.stats.n[0]);
	assert_string_equal(stat_rows[0].name, "frames");
	has(line);
}

static void what_is_not_done_is_not_told(void **state)
{
	(void)state;
	assert_null(strstr(text(), "kagami_alerts_total"));
	assert_null(strstr(text(), "kagami_spool_events"));
	assert_null(strstr(text(), "kagami_link_state"));
}

/* Each sample belongs to the family above it, and each family is there once. */
static void all_of_it_is_prometheus_text(void **state)
{
	char family[128] = "";
	unsigned families = 0, samples = 0;
	char *save = NULL;

	(void)state;
	for (char *line = strtok_r((char *)(uintptr_t)text(), "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save)) {
		if (sscanf(line, "# HELP %127s", family) == 1) {
			families++;
		} else if (strncmp(line, "# TYPE ", 7) == 0) {
			assert_memory_equal(line + 7, family, strlen(family));
		} else {
			size_t n = strlen(family);

			assert_memory_equal(line, family, n);
			assert_true(line[n] == ' ' || line[n] == '{');
			assert_true(isdigit((unsigned char)*(strrchr(line, ' ') + 1)));
			samples++;
		}
	}
	assert_true(families >= 10 && samples > families);
}

static void without_an_address_nothing_is_served(void **state)
{
	(void)state;
	assert_true(run_metrics_start(&m, NULL));
	assert_null(m.server);
	run_metrics_tick(&m, &run, &interfaces);
	assert_int_equal(m.text.len, 0);
	assert_true(run_metrics_start(&m, "127.0.0.1:0"));
	assert_non_null(m.server);
	run_metrics_tick(&m, &run, &interfaces);
	assert_true(m.text.len > 0);
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(interfaces_are_told_apart),
		T(what_the_pipeline_counts_is_told),
		T(what_is_not_done_is_not_told),
		T(all_of_it_is_prometheus_text),
		T(without_an_address_nothing_is_served),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
