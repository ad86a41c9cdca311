/* Combinations and ranges that were learned. */
#include "sensor/detect/state_inside.h"

#include <math.h>
#include <stdio.h>

/* ---- new --------------------------------------------------------------------------------- */

void state_new_match(struct states *t, const struct rule *r, struct subject *s,
		     struct state_result *out)
{
	const struct baseline_rule *learned = state_baseline(t, r);

	if (learned == NULL)
		return;
	state_key_write(t, STATE_NEW, r, &r->state.by, s);
	/* What was learned needs no entry: the table is for what is new. */
	if (state_known(t, learned) != NULL || state_find(t) != NULL)
		return;
	(void)state_make(t, STATE_NEW, r);
	out->fires = true;
	out->count = 1;
	state_frame(out, s->frame);
	state_why(out, "never seen while learning");
}

bool states_learned(struct states *t, const struct rule *rule, struct subject *s)
{
	const struct baseline_rule *learned = state_baseline(t, rule);

	if (learned == NULL)
		return false;
	state_key_write(t, STATE_NEW, rule, &rule->state.by, s);
	return state_known(t, learned) != NULL;
}

void state_new_learn(struct states *t, const struct rule *r, struct subject *s)
{
	struct baseline_entry *b;

	state_key_write(t, STATE_NEW, r, &r->state.by, s);
	b = baseline_learn(t->baseline, r->id, t->key.n, t->key.text);
	if (b == NULL)
		return;
	b->samples++;
	baseline_seen(b, s->at);
}

/* ---- outside ----------------------------------------------------------------------------- */

/* Is it a number that can be compared? */
static bool number(const struct rule *r, struct subject *s, double *out)
{
	return operand_number(r->state.value, s, out) && isfinite(*out);
}

/* What a learned range allows. A range without width has only its value to measure by. */
static void widen(double margin, double *low, double *high)
{
	double by = margin * (*high > *low ? *high - *low : fabs(*low));

	*low -= by;
	*high += by;
}

static void outside_tell(struct state_result *out, const char *given)
{
	const bool above = out->value > out->high;

	out->fires = true;
	out->count = 1;
	state_why(out, "%.10g is %s %.10g, the %s value %s", out->value, above ? "above" : "below",
		  above ? out->high : out->low, above ? "highest" : "lowest", given);
}

void state_outside_match(struct states *t, const struct rule *r, struct subject *s,
			 struct state_result *out)
{
	const struct rule_state *st = &r->state;
	const struct baseline_entry *b = NULL;

	if (state_learned(st)) {
		const struct baseline_rule *learned = state_baseline(t, r);

		if (learned == NULL || !number(r, s, &out->value))
			return;
		state_key_write(t, STATE_OUTSIDE, r, &st->by, s);
		b = state_known(t, learned);
		if (b == NULL || b->samples == 0)
			return;
		out->low = b->low;
		out->high = b->high;
		widen(st->margin, &out->low, &out->high);
	} else {
		if (!number(r, s, &out->value))
			return;
		out->low = st->has_min ? st->min : -HUGE_VAL;
		out->high = st->has_max ? st->max : HUGE_VAL;
	}
	if (out->value >= out->low && out->value <= out->high)
		return;
	state_frame(out, s->frame);
	outside_tell(out, b == NULL	   ? "allowed"
			  : st->margin > 0 ? "learned, with its margin"
					   : "learned");
}

void state_outside_learn(struct states *t, const struct rule *r, struct subject *s)
{
	struct baseline_entry *b;
	double v;

	if (!number(r, s, &v))
		return;
	state_key_write(t, STATE_OUTSIDE, r, &r->state.by, s);
	b = baseline_learn(t->baseline, r->id, t->key.n, t->key.text);
	if (b == NULL)
		return;
	if (b->samples == 0 || v < b->low)
		b->low = v;
	if (b->samples == 0 || v > b->high)
		b->high = v;
	b->samples++;
	baseline_seen(b, s->at);
}

bool state_outside_same(const struct rule_state *a, const struct rule_state *b)
{
	return a->has_min == b->has_min && a->has_max == b->has_max && a->min <= b->min &&
	       a->min >= b->min && a->max <= b->max && a->max >= b->max && a->margin <= b->margin &&
	       a->margin >= b->margin;
}
