/* A match without the other one that must follow. */
#include "sensor/detect/state_inside.h"

void state_expect_match(struct states *t, const struct rule *r, struct subject *s,
			struct state_result *out)
{
	struct state_entry *e;

	(void)out;
	state_key_write(t, STATE_EXPECT, r, &r->state.by, s);
	/* The first that waits counts: repeating a command gives its answer no more time. */
	if (state_find(t) != NULL)
		return;
	e = state_make(t, STATE_EXPECT, r);
	t->waiting++;
	e->expect.frame = s->frame;
	state_who_keep(t, e, s);
	state_timer_set(t, e, state_later(state_since(t, s->at), r->state.within) + 1);
}

void states_expected(struct states *t, const struct rule *rule, struct subject *s)
{
	const struct rule_state *st = &rule->state;
	struct state_entry *e;

	state_time(t, s->at);
	if (t->waiting == 0 || st->kind != STATE_EXPECT || st->nsteps == 0 ||
	    !condition_match(st->steps[0], s))
		return;
	state_key_write(t, STATE_EXPECT, rule, &st->by, s);
	e = state_find(t);
	/* One that is overdue is told as such, also if time was not looked at yet. */
	if (e != NULL && s->at < e->due)
		state_drop(t, e);
}

void state_expect_due(struct states *t, struct state_entry *e)
{
	struct state_result *out = &t->due.result;

	state_who_tell(t, e);
	out->fires = true;
	out->count = 1;
	out->seconds = state_seconds(e->rule->state.within);
	state_frame(out, e->expect.frame);
	state_why(out, "what must follow within %s did not come", state_span(out->seconds).text);
	state_drop(t, e);
}

void state_expect_drop(struct states *t, struct state_entry *e)
{
	(void)e;
	t->waiting--;
}
