#ifndef TESTS_UNIT_WATCHED_H
#define TESTS_UNIT_WATCHED_H
/* A few sensors, a watch over them, and what it tells. */
#include <stdio.h>
#include <string.h>

#include "collector/watch_inside.h"
#include "tests/unit/json_check.h"

#define HOUR  (60 * WATCH_MINUTE)
#define START (1790000000 * WATCH_SECOND)

enum { SENSORS = 5, TOLD = 32 };

static const struct watch_limits limits = { .quiet_after = 2 * WATCH_MINUTE,
					    .lag = WATCH_MINUTE,
					    .clock_off = 5 * WATCH_SECOND };
static const char *const names[SENSORS] = { "plant-1", "plant-2", "plant-3", "plant-4", "plant-5" };

static struct watch *w;
static struct store_sensor sensors[SENSORS];
static uint64_t now;

/* What was told since the last look. */
static struct {
	char sensor[64], rule[64], text[WATCH_TEXT], why[WATCH_TEXT], json[4096];
	Kagami__Priority priority;
	uint64_t time, suppressed;
} told[TOLD];
static size_t ntold;

static inline void tell(void *ctx, const char *sensor, const Kagami__Event *e)
{
	const Kagami__Rule *r = dictionary_rule(watch_dictionary(w), e->alert->rule);
	uint8_t packed[4096];

	assert_ptr_equal(ctx, &ntold);
	assert_non_null(r);
	assert_true(ntold < TOLD);
	assert_true(wire_pack_event(e, packed, sizeof(packed)) > 0);
	assert_string_equal(e->alert->target->name, sensor);
	(void)snprintf(told[ntold].sensor, sizeof(told[0].sensor), "%s", sensor);
	(void)snprintf(told[ntold].rule, sizeof(told[0].rule), "%s", r->id);
	(void)snprintf(told[ntold].text, sizeof(told[0].text), "%s", e->alert->text);
	(void)snprintf(told[ntold].why, sizeof(told[0].why), "%s", e->alert->why);
	told[ntold].priority = r->priority;
	told[ntold].time = e->time;
	told[ntold].suppressed = e->alert->suppressed;
	size_t n = event_json(e, watch_dictionary(w), NULL, NULL, told[ntold].json,
			      sizeof(told[0].json) - 1);

	assert_true(n > 0);
	told[ntold].json[n] = '\0';
	assert_true(json_line_good(told[ntold].json));
	ntold++;
}

/* Looks at the first n sensors, after `later`. */
static inline void look(size_t n, uint64_t later)
{
	now += later;
	ntold = 0;
	watch_look(w, sensors, n, START, now, tell, &ntold);
}

/* The same, the sensors having been heard of just before. */
static inline void hear(size_t n, uint64_t later)
{
	for (size_t i = 0; i < n; i++)
		sensors[i].last_seen = now + later;
	look(n, later);
}

static inline void says(size_t i, const char *rule, const char *text)
{
	assert_true(i < ntold);
	assert_string_equal(told[i].rule, rule);
	assert_string_equal(told[i].text, text);
	assert_true(told[i].time == now);
}

static inline int set_up(void **state)
{
	(void)state;
	now = START;
	for (size_t i = 0; i < SENSORS; i++)
		sensors[i] = (struct store_sensor){ .name = names[i],
						    .last_seen = START,
						    .epoch = 100 + i,
						    .shed = KAGAMI__SHED__INIT,
						    .synchronised = 1,
						    .rules_digest = "",
						    .baseline_digest = "" };
	w = watch_new(&limits);
	return w != NULL ? 0 : -1;
}

static inline int tear_down(void **state)
{
	(void)state;
	watch_free(w);
	return 0;
}

#endif
