/*
 * Too many matches, or too many different values, in a window that moves along.
 *
 * Matches lie in a queue of cells over blocks: { time, frame, matches << 32 | frames }. Matches of
 * one frame share a cell. Where the threshold is larger than STATE_CELLS, so do matches that are
 * less than a part of the window apart, so that the queue never holds more: what is counted is then
 * never older than the window, and matches may leave it by that part too early.
 *
 * Different values lie in a set of cells { hash, last time, last frame } that is searched from its
 * beginning; cells whose time has passed are used again.
 */
#include "sensor/detect/state_inside.h"

enum { CELL = 3, CELLS = STATE_WORDS / CELL };

#define ONE_MATCH ((uint64_t)1 << 32)

/* ---- matches ----------------------------------------------------------------------------- */

/* A new last cell; NULL: there is no room. */
static uint64_t *append(struct states *t, struct state_entry *e)
{
	struct state_count *c = &e->count;

	if (e->block == STATE_NONE_LEFT || c->back == CELLS) {
		uint32_t b = state_block_get(t, e);

		if (b == STATE_NONE_LEFT)
			return NULL;
		if (e->block == STATE_NONE_LEFT) {
			e->block = b;
			c->front = 0;
			state_touch(t, e);
		} else {
			t->blocks[c->tail].next = b;
		}
		c->tail = b;
		c->back = 0;
	}
	c->cells++;
	return &t->blocks[c->tail].w[CELL * c->back++];
}

static uint64_t *newest(struct states *t, const struct state_entry *e)
{
	return e->count.cells > 0 ? &t->blocks[e->count.tail].w[CELL * (e->count.back - 1U)] : NULL;
}

static void forget_first(struct states *t, struct state_entry *e)
{
	struct state_count *c = &e->count;
	uint64_t both = t->blocks[e->block].w[CELL * c->front + 2];

	c->n -= both >> 32;
	c->frames -= both & UINT32_MAX;
	c->cells--;
	c->front++;
	if (c->front == CELLS && e->block != c->tail) {
		uint32_t b = e->block;

		e->block = t->blocks[b].next;
		state_block_put(t, b);
		c->front = 0;
	}
	if (c->cells == 0)
		state_blocks_drop(t, e);
}

static void tell(struct states *t, const struct state_entry *e, const struct rule *r,
		 struct state_result *out)
{
	const struct state_count *c = &e->count;
	uint32_t b = e->block;
	uint32_t at = c->front;
	uint64_t first = t->blocks[b].w[CELL * at];

	out->fires = true;
	out->count = c->n;
	out->seconds = state_seconds(c->last - first);
	for (uint32_t i = 0; i < c->cells; i++) {
		state_frame(out, t->blocks[b].w[CELL * at + 1]);
		if (++at == CELLS) {
			b = t->blocks[b].next;
			at = 0;
		}
	}
	if (c->frames > out->nframes)
		out->more_frames = c->frames - out->nframes;
	state_why(out, "%llu matches in %s; the limit is %u within %s", (unsigned long long)c->n,
		  state_span(out->seconds).text, r->state.threshold,
		  state_span(state_seconds(r->state.within)).text);
}

/* When the match counts: frames may come a little late, and clocks are set back. False: too late to
 * be in the window at all. */
static bool time_of(struct states *t, struct state_entry *e, uint64_t within, uint64_t *at)
{
	struct state_count *c = &e->count;

	if (*at >= c->last)
		return true;
	if (c->last - *at > within) {
		if (c->last <= t->now || c->last - t->now <= within)
			return false;
		while (c->cells > 0)
			forget_first(t, e);
		return true;
	}
	*at = c->last;
	return true;
}

/* Does another match of that frame and time go into the cell? */
static bool joins(const uint64_t *cell, uint64_t frame, uint64_t at, uint64_t grain)
{
	if (cell[2] >> 32 == UINT32_MAX)
		return false;
	return (cell[1] == frame && cell[0] == at) || (grain > 0 && at - cell[0] < grain);
}

static void add(struct states *t, struct state_entry *e, uint64_t frame, uint64_t at,
		uint64_t grain)
{
	struct state_count *c = &e->count;
	uint64_t *cell = newest(t, e);
	uint64_t more = frame != 0 && (cell == NULL || cell[1] != frame);

	if (cell == NULL || !joins(cell, frame, at, grain)) {
		cell = append(t, e);
		if (cell == NULL)
			return;
		cell[0] = at;
		cell[2] = 0;
	}
	cell[1] = frame;
	cell[2] += ONE_MATCH + more;
	c->n++;
	c->frames += more;
	c->last = at;
}

void state_count_match(struct states *t, const struct rule *r, struct subject *s,
		       struct state_result *out)
{
	const struct rule_state *st = &r->state;
	uint64_t at = s->at;

	if (st->distinct != NULL) {
		state_distinct_match(t, r, s, out);
		return;
	}
	state_key(t, STATE_COUNT, r, &st->by, s);
	struct state_entry *e = state_find(t);

	if (e == NULL)
		e = state_make(t, STATE_COUNT, r);
	if (!time_of(t, e, st->within, &at))
		return;
	while (e->count.cells > 0 && at - t->blocks[e->block].w[CELL * e->count.front] > st->within)
		forget_first(t, e);
	add(t, e, s->frame, at, st->threshold > STATE_CELLS ? st->within / STATE_CELLS : 0);
	e->until = state_later(at, st->within);
	if (e->count.n >= st->threshold && e->count.cells > 0) {
		tell(t, e, r, out);
		state_drop(t, e);
	}
}

bool state_count_same(const struct rule_state *a, const struct rule_state *b)
{
	if ((a->distinct == NULL) != (b->distinct == NULL))
		return false;
	return a->threshold == b->threshold;
}
