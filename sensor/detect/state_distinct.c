/* Too many different values in a window: see state_count.c. */
#include "sensor/detect/state_inside.h"

enum { CELL = 3, CELLS = STATE_WORDS / CELL, HASH = 0, TIME = 1, FRAME = 2 };

/* Cell i lies in block i / CELLS, for the blocks are filled one after the other. */
static uint64_t *cell_at(struct states *t, struct state_entry *e, uint32_t i)
{
	return state_word(t, e, i / CELLS * STATE_WORDS + i % CELLS * CELL);
}

static void add(struct states *t, struct state_entry *e, uint64_t hash, const struct subject *s,
		uint64_t within)
{
	struct state_count *c = &e->count;
	uint64_t *to = NULL;
	uint32_t b = e->block;

	for (uint32_t i = 0; i < c->cells; i++) {
		uint64_t *w = &t->blocks[b].w[i % CELLS * CELL];

		if (w[HASH] == hash) {
			to = w;
			break;
		}
		if (to == NULL && state_apart(w[TIME], s->at) > within)
			to = w;
		if (i % CELLS == CELLS - 1)
			b = t->blocks[b].next;
	}
	if (to == NULL) {
		if (c->cells < STATE_DISTINCT)
			to = cell_at(t, e, c->cells);
		if (to == NULL) {
			t->stats.distinct_full++;
			return;
		}
		c->cells++;
		to[TIME] = 0;
	}
	if (to[HASH] != hash || s->at > to[TIME] || state_apart(s->at, to[TIME]) > within) {
		to[HASH] = hash;
		to[TIME] = s->at;
		to[FRAME] = s->frame;
	}
}

/* Frames so far in order of number, the newest ALERT_FRAMES of them. */
static void add_frame(struct state_result *out, uint64_t frame)
{
	uint32_t i = 0;

	while (i < out->nframes && out->frames[i] < frame)
		i++;
	if (frame == 0 || (i < out->nframes && out->frames[i] == frame))
		return;
	if (out->nframes == ALERT_FRAMES) {
		out->more_frames++;
		if (i == 0)
			return;
		for (uint32_t k = 1; k < i; k++)
			out->frames[k - 1] = out->frames[k];
		out->frames[i - 1] = frame;
		return;
	}
	for (uint32_t k = out->nframes++; k > i; k--)
		out->frames[k] = out->frames[k - 1];
	out->frames[i] = frame;
}

/* How many there are in the window; with out also which frames, and since when. */
static uint64_t collect(const struct states *t, const struct state_entry *e, uint64_t at,
			uint64_t within, struct state_result *out)
{
	uint32_t b = e->block;
	uint64_t first = at, n = 0;

	for (uint32_t i = 0; i < e->count.cells; i++) {
		const uint64_t *w = &t->blocks[b].w[i % CELLS * CELL];

		if (state_apart(w[TIME], at) <= within) {
			n++;
			if (w[TIME] < first)
				first = w[TIME];
			if (out != NULL)
				add_frame(out, w[FRAME]);
		}
		if (i % CELLS == CELLS - 1)
			b = t->blocks[b].next;
	}
	if (out != NULL)
		out->seconds = state_seconds(at - first);
	return n;
}

void state_distinct_match(struct states *t, const struct rule *r, struct subject *s,
			  struct state_result *out)
{
	const struct rule_state *st = &r->state;
	uint32_t n;

	n = state_parts(t, st->distinct, s, t->parts, STATE_VALUES);
	if (n == 0)
		return;
	state_key(t, STATE_COUNT, r, &st->by, s);
	struct state_entry *e = state_find(t);

	if (e == NULL)
		e = state_make(t, STATE_COUNT, r);
	for (uint32_t i = 0; i < n; i++)
		add(t, e, state_part_hash(t, &t->parts[i]), s, st->within);
	uint64_t until = state_later(s->at, st->within);

	if (e->until == UINT64_MAX || until > e->until || until < t->now)
		e->until = until;
	if (collect(t, e, s->at, st->within, NULL) < st->threshold)
		return;
	out->fires = true;
	out->count = collect(t, e, s->at, st->within, out);
	state_why(out, "%llu different values of %.60s in %s; the limit is %u within %s",
		  (unsigned long long)out->count, st->distinct->text, state_span(out->seconds).text,
		  st->threshold, state_span(state_seconds(st->within)).text);
	state_drop(t, e);
}
