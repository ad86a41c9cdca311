#ifndef TESTS_UNIT_EVENTS_H
#define TESTS_UNIT_EVENTS_H
/*
 * Events as they leave the sensor, kept by the tests of what fills and chooses them: packed, as
 * delivery would pack them, one behind the other.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/event_json.h"
#include "sensor/capset.h"
#include "sensor/deliver/outlet.h"
#include "tests/unit/talk.h"
#include "tests/unit/test.h"

enum { EVENTS_KEPT = 20000, EVENTS_BYTES = 16 * 1024 * 1024 };

struct events {
	struct outlet *outlet;
	struct dictionary *dictionary; /* the last that was told */
	unsigned dictionaries;
	size_t n, used;
	uint8_t *bytes; /* EVENTS_BYTES */
	struct kept {
		size_t at, n;
		enum event_kind kind;
	} event[EVENTS_KEPT];
	struct wire_arena arena;
	char line[EVENT_JSON_MAX + 1];
};

static inline bool events_offer(void *ctx, enum event_kind kind, const Kagami__Event *e)
{
	struct events *ev = ctx;
	size_t n = wire_pack_event(e, ev->bytes + ev->used, EVENTS_BYTES - ev->used);

	assert_true(n > 0);
	assert_int_equal(event_kind_of(e), kind);
	assert_in_range(ev->n, 0, EVENTS_KEPT - 1);
	ev->event[ev->n++] = (struct kept){ .at = ev->used, .n = n, .kind = kind };
	ev->used += n;
	return true;
}

static inline bool events_dictionary(void *ctx, uint64_t id, const uint8_t *p, size_t n)
{
	struct events *ev = ctx;
	const char *why = NULL;

	dictionary_free(ev->dictionary);
	ev->dictionary = dictionary_from(p, n, &why);
	if (ev->dictionary == NULL)
		fail_msg("the dictionary: %s", why);
	assert_true(dictionary_message(ev->dictionary)->id == id);
	ev->dictionaries++;
	return true;
}

static inline struct events *events_new(const struct outlet_options *o, struct pipeline *pl)
{
	struct events *ev = calloc(1, sizeof(*ev));

	assert_non_null(ev);
	ev->bytes = malloc(EVENTS_BYTES);
	assert_non_null(ev->bytes);
	assert_true(wire_arena_init(&ev->arena, 1024 * 1024));
	const struct outlet_sink sink = { .ctx = ev,
					  .offer = events_offer,
					  .dictionary = events_dictionary };

	ev->outlet = outlet_new_sink(o, &sink, pl);
	assert_non_null(ev->outlet);
	assert_true(outlet_rules(ev->outlet, NULL, NULL));
	pl->outlet = ev->outlet;
	return ev;
}

static inline void events_free(struct events *ev, struct pipeline *pl)
{
	pl->outlet = NULL;
	outlet_free(ev->outlet);
	dictionary_free(ev->dictionary);
	wire_arena_free(&ev->arena);
	free(ev->bytes);
	free(ev);
}

/* Event i, unpacked; good until the next one. */
static inline const Kagami__Event *events_at(struct events *ev, size_t i)
{
	const char *why = NULL;

	assert_true(i < ev->n);
	wire_clear(&ev->arena);
	const Kagami__Event *e =
		wire_unpack_event(&ev->arena, ev->bytes + ev->event[i].at, ev->event[i].n, &why);

	if (e == NULL)
		fail_msg("event %zu of %zu bytes: %s", i, ev->event[i].n, why);
	return e;
}

/* The same as a line. */
static inline const char *events_json(struct events *ev, size_t i)
{
	size_t n =
		event_json(events_at(ev, i), ev->dictionary, NULL, NULL, ev->line, EVENT_JSON_MAX);

	assert_true(n > 0);
	ev->line[n] = '\0';
	return ev->line;
}

/* How many events of the kind there are from number `from` on. */
static inline unsigned events_count(const struct events *ev, enum event_kind kind, size_t from)
{
	unsigned n = 0;

	for (size_t i = from; i < ev->n; i++)
		n += ev->event[i].kind == kind;
	return n;
}

/* How many of the kind have that text in their line, from number `from` on. */
static inline unsigned events_with(struct events *ev, enum event_kind kind, size_t from,
				   const char *text)
{
	unsigned n = 0;

	for (size_t i = from; i < ev->n; i++)
		n += ev->event[i].kind == kind && strstr(events_json(ev, i), text) != NULL;
	return n;
}

/* ---- captures ---------------------------------------------------------------------------- */

static inline void events_ignore(void *ctx, const char *line)
{
	(void)ctx;
	(void)line;
}

/* Gives all frames of a capture of pcaps/ to the pipeline. */
static inline void events_read(struct pipeline *pl, const char *name)
{
	char path[512], error[256];
	const char *paths[] = { path };
	struct capset *set;
	struct frame frame;

	(void)snprintf(path, sizeof(path), "pcaps/%s", name);
	const struct capset_options co = { .to = UINT64_MAX, .say = events_ignore };

	assert_int_equal(capset_open(&set, paths, 1, &co, error, sizeof(error)), 0);
	while (capset_next(set, &frame) != CAPSET_END)
		pipeline_frame(pl, &frame);
	capset_close(set);
	pipeline_end(pl);
}

#endif
