/*
 * A number that changes too fast: from any value that it had within the time, so that a ramp of
 * small steps counts as well. The window is cut in CELLS parts; of each part the lowest and the
 * highest value stay, with their times and frames. What is not remembered exactly is values of the
 * oldest part that were no extremes of it.
 */
#include "sensor/detect/state_inside.h"

#include <math.h>
#include <string.h>

enum { CELLS = 8, CELL_BLOCK = 4 };

/* A value, when and where it was. */
struct point {
	double value;
	uint64_t at, frame;
};

struct cell {
	uint64_t start;
	struct point low, high;
};

enum { CELL_WORDS = sizeof(struct cell) / 8 };

_Static_assert(CELL_WORDS *CELL_BLOCK <= STATE_WORDS, "a block holds so many cells");

static void *cell_at(struct states *t, struct state_entry *e, uint32_t i)
{
	i = (e->step.first + i) % CELLS;
	return state_word(t, e, i / CELL_BLOCK * STATE_WORDS + i % CELL_BLOCK * CELL_WORDS);
}

static void further(const struct point *p, const struct point *now, uint64_t within,
		    struct point *from)
{
	if (state_apart(p->at, now->at) <= within &&
	    fabs(now->value - p->value) > fabs(now->value - from->value))
		*from = *p;
}

/* The value of the window that is furthest away. */
static struct point furthest(struct states *t, struct state_entry *e, const struct point *now,
			     uint64_t within)
{
	struct point from = *now;
	struct cell c;

	for (uint32_t i = 0; i < e->step.n; i++) {
		const void *w = cell_at(t, e, i);

		if (w == NULL)
			break;
		memcpy(&c, w, sizeof(c));
		further(&c.low, now, within, &from);
		further(&c.high, now, within, &from);
	}
	return from;
}

static void remember(struct states *t, struct state_entry *e, const struct point *now,
		     uint64_t within)
{
	struct cell c;
	void *w = e->step.n > 0 ? cell_at(t, e, e->step.n - 1) : NULL;

	if (w != NULL)
		memcpy(&c, w, sizeof(c));
	if (w == NULL || state_apart(c.start, now->at) > within / CELLS) {
		if (e->step.n == CELLS) {
			e->step.first = (e->step.first + 1) % CELLS;
			e->step.n--;
		}
		w = cell_at(t, e, e->step.n);
		if (w == NULL)
			return;
		e->step.n++;
		c = (struct cell){ now->at, *now, *now };
	}
	/* The newer of two equal ones lives longer. */
	if (now->value <= c.low.value)
		c.low = *now;
	if (now->value >= c.high.value)
		c.high = *now;
	memcpy(w, &c, sizeof(c));
}

void state_step_match(struct states *t, const struct rule *r, struct subject *s,
		      struct state_result *out)
{
	const struct rule_state *st = &r->state;
	struct point now = { .at = s->at, .frame = s->frame };

	if (!operand_number(st->value, s, &now.value) || !isfinite(now.value))
		return;
	state_key(t, STATE_STEP, r, &st->by, s);
	struct state_entry *e = state_find(t);

	if (e == NULL)
		e = state_make(t, STATE_STEP, r);
	struct point from = furthest(t, e, &now, st->within);

	if (fabs(now.value - from.value) > st->max_change) {
		out->fires = true;
		out->count = 1;
		out->value = now.value;
		out->before = from.value;
		out->seconds = state_seconds(state_apart(now.at, from.at));
		state_frame(out, from.frame);
		state_frame(out, now.frame);
		state_why(out, "from %.10g to %.10g in %s; the limit is %.10g within %s",
			  out->before, out->value, state_span(out->seconds).text, st->max_change,
			  state_span(state_seconds(st->within)).text);
		e->step.n = 0; /* what comes is measured from here */
	}
	remember(t, e, &now, st->within);
	e->until = state_later(s->at, st->within);
}

bool state_step_same(const struct rule_state *a, const struct rule_state *b)
{
	return a->max_change <= b->max_change && a->max_change >= b->max_change;
}
