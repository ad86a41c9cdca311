/* Matches that stop coming. */
#include "sensor/detect/state_inside.h"

#include <math.h>

/* How long a silence may be, ns; 0: no rhythm was learned. */
static uint64_t limit_of(const struct rule_state *st, const struct baseline_entry *b)
{
	double gap = b->high > 0 ? b->high : b->period;
	double ns = gap * st->factor * 1e9;

	if (!(gap > 0) || !(ns > 0))
		return 0;
	if (ns < (double)st->at_least)
		return st->at_least;
	return ns < 9e18 ? (uint64_t)ns : (uint64_t)9e18;
}

/* An entry for t->key, if it has a rhythm. */
static struct state_entry *make(struct states *t, const struct rule *r,
				const struct baseline_entry *b)
{
	uint64_t limit = limit_of(&r->state, b);

	if (limit == 0 || b->visit)
		return NULL;
	struct state_entry *e = state_make(t, STATE_SILENT, r);

	e->silent.limit = limit;
	e->silent.period = b->period;
	e->silent.longest = b->high > 0 ? b->high : b->period;
	return e;
}

/* It was heard at that time. */
static void wait(struct states *t, struct state_entry *e, uint64_t at)
{
	uint64_t due = state_later(state_since(t, at), e->silent.limit) + 1;

	if (e->timer != STATE_NONE_LEFT && due < e->due)
		due = e->due; /* a frame that came late */
	state_timer_set(t, e, due);
	e->until = UINT64_MAX;
}

struct beginning {
	struct states *t;
	const struct rule *rule;
};

static void begin_one(void *ctx, uint32_t n, const char *const *values,
		      const struct baseline_entry *b)
{
	struct beginning *to = ctx;
	struct states *t = to->t;
	struct state_entry *e;

	state_key_texts(t, STATE_SILENT, to->rule, n, values);
	if (n != to->rule->state.by.n || state_find(t) != NULL)
		return;
	e = make(t, to->rule, b);
	if (e == NULL)
		return;
	state_who_keep(t, e, NULL);
	wait(t, e, t->now);
}

void state_silent_begin(struct states *t, const struct rule *r)
{
	struct beginning to = { t, r };

	if (r->state.kind != STATE_SILENT || !r->enabled || t->baseline == NULL || t->learning)
		return;
	baseline_visits(t->baseline, r->id);
	baseline_each(t->baseline, r->id, begin_one, &to);
}

void state_silent_match(struct states *t, const struct rule *r, struct subject *s,
			struct state_result *out)
{
	const struct baseline_rule *learned = state_baseline(t, r);
	const struct baseline_entry *b;
	struct state_entry *e;

	(void)out;
	if (learned == NULL)
		return;
	state_key_write(t, STATE_SILENT, r, &r->state.by, s);
	e = state_find(t);
	if (e == NULL) {
		b = state_known(t, learned);
		e = b != NULL ? make(t, r, b) : NULL;
		if (e == NULL)
			return;
	}
	/* Who it was does not change within a flow. */
	if (e->silent.frame == 0 || e->silent.flow != s->flow)
		state_who_keep(t, e, s);
	e->silent.frame = s->frame;
	e->silent.flow = s->flow;
	wait(t, e, s->at);
}

void state_silent_due(struct states *t, struct state_entry *e)
{
	struct state_result *out = &t->due.result;

	e->until = 0; /* told: it only has to come back */
	state_who_tell(t, e);
	out->fires = true;
	out->seconds = state_seconds(e->silent.limit);
	out->period = e->silent.period;
	state_frame(out, e->silent.frame);
	state_why(out, "nothing for %s; it came every %s, the longest gap was %s",
		  state_span(out->seconds).text, state_span(out->period).text,
		  state_span(e->silent.longest).text);
}

/* A gap between two matches that were learned; samples count gaps. In whole microseconds, as the
 * file has it: what was written and read again is not longer. */
static void learn_gap(struct baseline_entry *b, uint64_t ns)
{
	const uint64_t us = (ns + 999) / 1000;
	const double gap = (double)us / 1e6;

	if (b->samples == 0 || gap < b->low)
		b->low = gap;
	if (b->samples == 0 || gap > b->high)
		b->high = gap;
	b->samples++;
	b->period += (gap - b->period) / (double)b->samples;
}

void state_silent_learn(struct states *t, const struct rule *r, struct subject *s)
{
	struct baseline_entry *b;
	struct state_entry *e;

	state_key_write(t, STATE_SILENT, r, &r->state.by, s);
	b = baseline_learn(t->baseline, r->id, t->key.n, t->key.text);
	if (b == NULL)
		return;
	baseline_seen(b, s->at);
	e = state_find(t);
	if (e == NULL) {
		e = state_make(t, STATE_SILENT, r);
		e->silent.last = s->at;
	}
	/* Several operations of one frame are one sign of life, time that went back is no gap, and
	 * neither is one between two captures, in which nobody was heard. */
	if (s->at > e->silent.last && e->silent.last >= t->resumed)
		learn_gap(b, s->at - e->silent.last);
	e->silent.last = s->at;
}

bool state_silent_same(const struct rule_state *a, const struct rule_state *b)
{
	return a->factor <= b->factor && a->factor >= b->factor && a->at_least == b->at_least;
}
