/* A new rule set takes the place of the old one. */
#include "sensor/detect/state_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool operands_same(const struct operand *a, const struct operand *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a->text, b->text) == 0;
}

static bool by_same(const struct rule_by *a, const struct rule_by *b)
{
	if (a->n != b->n)
		return false;
	for (uint32_t i = 0; i < a->n; i++) {
		if (!operands_same(a->of[i], b->of[i]))
			return false;
	}
	return true;
}

/* What a condition compiles to, as text: macros and lists may have changed under the same words.
 * NULL: no memory. */
static char *explained(const struct condition *c)
{
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	if (f == NULL)
		return NULL;
	condition_explain(c, f);
	if (fclose(f) != 0) {
		free(text);
		return NULL;
	}
	return text;
}

bool state_steps_same(const struct rule_state *a, const struct rule_state *b)
{
	bool same = a->nsteps == b->nsteps;

	for (uint32_t i = 0; same && i < a->nsteps; i++) {
		char *x = explained(a->steps[i]), *y = explained(b->steps[i]);

		same = x != NULL && y != NULL && strcmp(x, y) == 0;
		free(x);
		free(y);
	}
	return same;
}

static bool state_same(const struct rule_state *a, const struct rule_state *b)
{
	return a->kind == b->kind && a->within == b->within && by_same(&a->by, &b->by) &&
	       operands_same(a->distinct, b->distinct) && operands_same(a->value, b->value) &&
	       state_ops[a->kind].same(a, b);
}

/* What becomes of a rule: the same id in the new set, and which of its uses go on. */
struct heir {
	const struct rule *rule;
	bool state, throttle;
};

static void find_heirs(const struct ruleset *old, const struct ruleset *now, struct heir *heirs)
{
	for (uint32_t i = 0; i < old->n; i++) {
		const struct rule *was = old->rules[i];
		const struct rule *is = ruleset_find(now, was->id);

		if (is == NULL || !is->enabled)
			continue;
		heirs[i].rule = is;
		heirs[i].state = state_same(&was->state, &is->state);
		heirs[i].throttle = was->throttle.within == is->throttle.within &&
				    by_same(&was->throttle.by, &is->throttle.by);
	}
}

static bool goes_on(const struct heir *h, const struct state_entry *e)
{
	return e->use == STATE_USE_THROTTLE ? h->throttle : h->state;
}

void states_adopt(struct states *t, const struct ruleset *old, const struct ruleset *now)
{
	struct heir *heirs = calloc(old->n > 0 ? old->n : 1, sizeof(*heirs));

	if (heirs != NULL)
		find_heirs(old, now, heirs);
	for (uint32_t i = 0; i < t->table.nslots; i++) {
		struct state_entry *e = &t->slot[i];

		if (e->stamp == 0)
			continue;
		/* Without memory everything is forgotten; nothing may point to the old set. */
		const struct heir *h = heirs != NULL ? &heirs[e->rule->index] : NULL;

		if (h != NULL && goes_on(h, e))
			e->rule = h->rule;
		else
			state_drop(t, e);
	}
	free(heirs);
	memset(t->named, 0, sizeof(t->named)); /* a rule may lie where another was */
	state_timers_sort(t);
	states_begin(t, now);
	for (uint32_t i = 0; t->begun && i < now->n; i++)
		state_silent_begin(t, now->rules[i]);
}
