/*
 * One thing after another.
 *
 * For each number k of steps that were seen in order, the chain of them with the latest beginning
 * is remembered: no other chain of k steps can live longer. A match of step k + 1 makes the chain
 * of k + 1 steps out of that of k steps. So a second match of the first step does not spoil what
 * was begun, and no sequence within the time is missed.
 *
 * Chain k is a row of words: beginning, frames of its k steps. The rows of 1, 2, 3... steps lie one
 * behind the other.
 */
#include "sensor/detect/state_inside.h"

static uint32_t row_at(uint32_t k)
{
	return (k - 1) * (k + 2) / 2;
}

/* The steps that hold for the subject, as a set. */
static unsigned steps_of(const struct rule_state *st, struct subject *s)
{
	unsigned set = 0;

	for (uint32_t i = 0; i < st->nsteps; i++) {
		if (st->steps[i]->subject == s->kind && condition_match(st->steps[i], s))
			set |= 1U << i;
	}
	return set;
}

struct chain {
	uint64_t start;
	uint64_t frames[RULE_STEPS];
};

/* Chain k, if it lives. */
static bool chain_get(struct states *t, struct state_entry *e, uint32_t k, uint64_t at,
		      uint64_t within, struct chain *chain)
{
	if ((e->sequence.active >> k & 1) == 0)
		return false;
	uint64_t *w = state_word(t, e, row_at(k));

	if (w == NULL || state_apart(*w, at) > within) {
		e->sequence.active &= ~(1U << k);
		return false;
	}
	chain->start = *w;
	for (uint32_t i = 0; i < k; i++) {
		w = state_word(t, e, row_at(k) + 1 + i);
		chain->frames[i] = w != NULL ? *w : 0;
	}
	return true;
}

static void chain_put(struct states *t, struct state_entry *e, uint32_t k,
		      const struct chain *chain)
{
	for (uint32_t i = 0; i <= k; i++) {
		uint64_t *w = state_word(t, e, row_at(k) + i);

		if (w == NULL)
			return;
		*w = i == 0 ? chain->start : chain->frames[i - 1];
	}
	e->sequence.active |= 1U << k;
	if (chain->start > e->sequence.start)
		e->sequence.start = chain->start;
}

static void tell(const struct rule_state *st, const struct chain *chain, uint64_t at,
		 struct state_result *out)
{
	out->fires = true;
	out->count = st->nsteps;
	out->seconds = state_seconds(at > chain->start ? at - chain->start : 0);
	for (uint32_t i = 0; i < st->nsteps; i++)
		state_frame(out, chain->frames[i]);
	state_why(out, "%u steps in %s; they count within %s", st->nsteps,
		  state_span(out->seconds).text, state_span(state_seconds(st->within)).text);
}

/* The subject is step k + 1 of the chain of k steps. True: that was the last. */
static bool advance(struct states *t, struct state_entry *e, uint32_t k, const struct subject *s,
		    const struct rule_state *st, struct state_result *out)
{
	struct chain chain = { .start = s->at }, other;

	if (k > 0 && !chain_get(t, e, k, s->at, st->within, &chain))
		return false;
	chain.frames[k] = s->frame;
	if (k + 1 == st->nsteps) {
		tell(st, &chain, s->at, out);
		return true;
	}
	if (!chain_get(t, e, k + 1, s->at, st->within, &other) || chain.start > other.start)
		chain_put(t, e, k + 1, &chain);
	return false;
}

void state_sequence_match(struct states *t, const struct rule *r, struct subject *s,
			  struct state_result *out)
{
	const struct rule_state *st = &r->state;
	unsigned set = steps_of(st, s);

	if (set == 0)
		return;
	state_key(t, STATE_SEQUENCE, r, &st->by, s);
	struct state_entry *e = state_find(t);

	if (e == NULL && (set & 1) == 0)
		return;
	if (e == NULL)
		e = state_make(t, STATE_SEQUENCE, r);
	/* From the last step on, so that a subject is one step of a chain only. */
	for (uint32_t k = st->nsteps; k-- > 0;) {
		if ((set >> k & 1) != 0 && advance(t, e, k, s, st, out)) {
			state_drop(t, e);
			return;
		}
	}
	if (e->sequence.start > state_later(s->at, st->within))
		e->sequence.start = s->at; /* the clock was set back */
	e->until = state_later(e->sequence.start, st->within);
}
