/*
 * What is waited for: a heap of entries by time, then rule, then age. Rhythms move their time with
 * every match; most are put in order only when they come to the top, so that a match costs nothing
 * there. Every entry's `at` in the heap is at most its due, and the top's is exact: so the top is
 * the first.
 */
#include "sensor/detect/state_inside.h"

#include <string.h>

/* Files whose frames lie nearer to each other may be parts of one capture: what happens between
 * them counts, but a gap is only learned when there is no doubt. */
#define PAUSE_NS 10000000000U
#define DOUBT_NS 1000000000U

static bool before(const struct states *t, const struct state_timer *a, const struct state_timer *b)
{
	const struct state_entry *x = &t->slot[a->slot], *y = &t->slot[b->slot];

	if (a->at != b->at)
		return a->at < b->at;
	if (x->rule->index != y->rule->index)
		return x->rule->index < y->rule->index;
	return x->born < y->born;
}

static void place(struct states *t, uint32_t i, struct state_timer timer)
{
	t->timers[i] = timer;
	t->slot[timer.slot].timer = i;
}

static void sift_up(struct states *t, uint32_t i)
{
	struct state_timer timer = t->timers[i];

	while (i > 0 && before(t, &timer, &t->timers[(i - 1) / 2])) {
		place(t, i, t->timers[(i - 1) / 2]);
		i = (i - 1) / 2;
	}
	place(t, i, timer);
}

static void sift_down(struct states *t, uint32_t i)
{
	struct state_timer timer = t->timers[i];

	for (;;) {
		uint32_t child = 2 * i + 1;

		if (child >= t->ntimers)
			break;
		if (child + 1 < t->ntimers && before(t, &t->timers[child + 1], &t->timers[child]))
			child++;
		if (!before(t, &t->timers[child], &timer))
			break;
		place(t, i, t->timers[child]);
		i = child;
	}
	place(t, i, timer);
}

/* Until the first is exact. */
static void settle(struct states *t)
{
	while (t->ntimers > 0) {
		struct state_timer *top = &t->timers[0];
		uint64_t due = t->slot[top->slot].due;

		if (top->at == due)
			return;
		top->at = due;
		sift_down(t, 0);
	}
}

void state_timer_set(struct states *t, struct state_entry *e, uint64_t due)
{
	e->due = due;
	if (e->timer == STATE_NONE_LEFT) {
		e->timer = t->ntimers++;
		t->timers[e->timer] = (struct state_timer){ due, (uint32_t)(e - t->slot) };
		sift_up(t, e->timer);
	} else if (due < t->timers[e->timer].at) {
		t->timers[e->timer].at = due;
		sift_up(t, e->timer);
	}
	settle(t);
}

void state_timer_clear(struct states *t, struct state_entry *e)
{
	uint32_t i = e->timer;

	if (i == STATE_NONE_LEFT)
		return;
	e->timer = STATE_NONE_LEFT;
	t->ntimers--;
	if (i < t->ntimers) {
		place(t, i, t->timers[t->ntimers]);
		sift_up(t, i);
		sift_down(t, i);
	}
	settle(t);
}

void state_timers_sort(struct states *t)
{
	for (uint32_t i = 0; i < t->ntimers; i++)
		t->timers[i].at = t->slot[t->timers[i].slot].due;
	for (uint32_t i = t->ntimers / 2; i-- > 0;)
		sift_down(t, i);
}

void state_time(struct states *t, uint64_t at)
{
	if (!t->begun) {
		t->begun = true;
		t->now = at;
		for (uint32_t i = 0; t->set != NULL && i < t->set->n; i++)
			state_silent_begin(t, t->set->rules[i]);
	}
	if (at > t->now)
		t->now = at;
}

/* The clock was set back: what is waited for has as long to come as it had before. */
static void set_back(struct states *t, uint64_t to)
{
	uint64_t by = t->now - to;

	t->resumed = 0;
	for (uint32_t i = 0; i < t->ntimers; i++) {
		struct state_entry *e = &t->slot[t->timers[i].slot];

		e->due = e->due > by ? e->due - by : 1;
	}
	state_timers_sort(t);
	t->now = to;
}

static void tell(struct states *t, struct state_entry *e,
		 void (*due)(void *ctx, const struct state_due *d), void *ctx)
{
	/* The entry may be gone when it was asked, and others while somebody is told. */
	memset(&t->due, 0, sizeof(t->due));
	t->due.rule = e->rule;
	t->due.at = e->due - 1;
	state_timer_clear(t, e);
	state_ops[e->use].due(t, e);
	due(ctx, &t->due);
}

void states_until(struct states *t, uint64_t now, void (*due)(void *ctx, const struct state_due *d),
		  void *ctx)
{
	state_time(t, now);
	if (t->now - now >= STATE_STEP_NS)
		set_back(t, now);
	while (t->ntimers > 0 && t->timers[0].at <= now)
		tell(t, &t->slot[t->timers[0].slot], due, ctx);
}

bool states_paused(struct states *t, uint64_t from, uint64_t to)
{
	if (to < from || to - from < DOUBT_NS)
		return false;
	t->resumed = to;
	if (to - from < PAUSE_NS)
		return false;
	for (uint32_t i = 0; i < t->ntimers; i++) {
		struct state_entry *e = &t->slot[t->timers[i].slot];

		e->due = state_later(e->due, to - from);
	}
	state_timers_sort(t);
	return true;
}

uint64_t states_next(const struct states *t)
{
	return t->ntimers > 0 ? t->timers[0].at : UINT64_MAX;
}
