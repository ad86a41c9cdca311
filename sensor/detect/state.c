#include "sensor/detect/state.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/detect/state_inside.h"

static void none_match(struct states *t, const struct rule *r, struct subject *s,
		       struct state_result *out)
{
	(void)t;
	(void)r;
	out->fires = true;
	out->count = 1;
	state_frame(out, s->frame);
}

static bool always_same(const struct rule_state *a, const struct rule_state *b)
{
	(void)a;
	(void)b;
	return true;
}

/* clang-format off */
const struct state_ops state_ops[STATE_USES] = {
	[STATE_NONE] = { .match = none_match, .same = always_same },
	[STATE_COUNT] = { .match = state_count_match, .same = state_count_same },
	[STATE_SEQUENCE] = { .match = state_sequence_match, .same = state_steps_same },
	[STATE_NEW] = { .match = state_new_match, .learn = state_new_learn, .same = always_same },
	[STATE_OUTSIDE] = { .match = state_outside_match, .learn = state_outside_learn,
			    .same = state_outside_same },
	[STATE_STEP] = { .match = state_step_match, .same = state_step_same },
	[STATE_SILENT] = { .match = state_silent_match, .learn = state_silent_learn,
			   .due = state_silent_due, .same = state_silent_same },
	[STATE_EXPECT] = { .match = state_expect_match, .due = state_expect_due,
			   .drop = state_expect_drop, .same = state_steps_same },
	[STATE_USE_THROTTLE] = { .same = always_same },
};
/* clang-format on */

struct states *states_new(uint32_t n, struct baseline *baseline, bool learning)
{
	struct states *t = calloc(1, sizeof(*t));

	if (t == NULL)
		return NULL;
	t->baseline = baseline;
	t->learning = learning;
	if (!state_table_init(t, n > 0 ? n : 1)) {
		states_free(t);
		return NULL;
	}
	return t;
}

void states_free(struct states *t)
{
	if (t == NULL)
		return;
	table_free(&t->table);
	free(t->slot);
	free(t->blocks);
	free(t->timers);
	free(t);
}

size_t states_cost(void)
{
	return sizeof(struct state_entry) + sizeof(struct state_block) +
	       sizeof(struct state_timer) + table_cost(1);
}

void states_begin(struct states *t, const struct ruleset *set)
{
	t->set = set;
	if (!t->learning || t->baseline == NULL)
		return;
	for (uint32_t i = 0; i < set->n; i++) {
		const struct rule *r = set->rules[i];

		if (r->enabled && state_learned(&r->state))
			baseline_know(t->baseline, r->id);
	}
}

/* All but frames that are not there. */
static void clear(struct state_result *out)
{
	out->fires = false;
	out->nframes = 0;
	out->more_frames = out->count = 0;
	out->seconds = out->value = out->before = out->low = out->high = out->period = 0;
	out->why[0] = '\0';
}

void states_match(struct states *t, const struct rule *rule, struct subject *s,
		  struct state_result *out)
{
	const struct state_ops *ops = &state_ops[rule->state.kind];

	clear(out);
	state_time(t, s->at);
	if (!t->learning || !state_learned(&rule->state))
		ops->match(t, rule, s, out);
	else if (t->baseline != NULL)
		ops->learn(t, rule, s);
}

/* ---- throttle ---------------------------------------------------------------------------- */

/* Is the alert of t->key told? */
static bool tell(struct states *t, const struct rule *r, uint64_t at, uint64_t *suppressed)
{
	struct state_entry *e = state_find(t);

	*suppressed = 0;
	if (e == NULL) {
		e = state_make(t, STATE_USE_THROTTLE, r);
	} else if (state_apart(at, e->throttle.since) < r->throttle.within) {
		e->throttle.suppressed++;
		t->stats.throttled++;
		return false;
	}
	*suppressed = e->throttle.suppressed;
	e->throttle.suppressed = 0;
	e->throttle.since = at;
	e->until = state_later(at, r->throttle.within);
	return true;
}

bool states_tell(struct states *t, const struct rule *rule, struct subject *s, uint64_t at,
		 uint64_t *suppressed)
{
	*suppressed = 0;
	if (rule->throttle.within == 0)
		return true;
	state_key(t, STATE_USE_THROTTLE, rule, &rule->throttle.by, s);
	return tell(t, rule, at, suppressed);
}

/* The value that an operand of the throttle had in what came due. */
static const char *due_value(const struct state_due *d, const struct operand *of)
{
	const struct rule_by *by = &d->rule->state.by;

	for (uint32_t i = 0; i < by->n && i < d->nby; i++) {
		if (strcmp(by->of[i]->text, of->text) == 0)
			return d->by[i];
	}
	return "";
}

bool states_tell_due(struct states *t, const struct state_due *d, uint64_t *suppressed)
{
	const struct rule_throttle *th = &d->rule->throttle;
	const char *texts[RULE_BY];

	*suppressed = 0;
	if (th->within == 0)
		return true;
	for (uint32_t i = 0; i < th->by.n; i++)
		texts[i] = due_value(d, th->by.of[i]);
	state_key_texts(t, STATE_USE_THROTTLE, d->rule, th->by.n, texts);
	return tell(t, d->rule, d->at, suppressed);
}

/* ---- results ----------------------------------------------------------------------------- */

void state_frame(struct state_result *out, uint64_t frame)
{
	if (frame == 0 || (out->nframes > 0 && out->frames[out->nframes - 1] == frame))
		return;
	if (out->nframes == ALERT_FRAMES) {
		memmove(out->frames, out->frames + 1, (ALERT_FRAMES - 1) * sizeof(out->frames[0]));
		out->nframes--;
		out->more_frames++;
	}
	out->frames[out->nframes++] = frame;
}

void state_why(struct state_result *out, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(out->why, sizeof(out->why), format, ap);
	va_end(ap);
}

struct state_span state_span(double seconds)
{
	struct state_span s;

	if (seconds > 0 && seconds < 1e-3)
		(void)snprintf(s.text, sizeof(s.text), "%.3f ms", seconds * 1e3);
	else
		(void)snprintf(s.text, sizeof(s.text), seconds < 100 ? "%.3g s" : "%.0f s",
			       seconds);
	return s;
}

void states_stats(const struct states *t, struct states_stats *out)
{
	*out = t->stats;
}
