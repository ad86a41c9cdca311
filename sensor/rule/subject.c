#include "sensor/rule/subject.h"

#include <assert.h>

#include "sensor/rule/facts.h"

/* Is it one of the protocol's own fields? */
static inline bool row_of(const struct protocol *p, const struct field *row)
{
	return row >= p->fields && row < p->fields + p->nfields;
}

static inline bool wanted(const struct walk *w, const struct field *row)
{
	if (row == w->field->row)
		return true;
	return w->field->presence && w->field->protocol < PROTOCOL_COUNT &&
	       row_of(protocols[w->field->protocol], row);
}

/* The values that the walk goes over now. */
static inline const struct value *values(const struct subject *s)
{
	return s->kind == SUBJECT_FRAME ? s->more : s->dec->values;
}

/* An operation has the values that its message shares, then its own. */
static const struct value *next_recorded(struct subject *s, struct walk *w)
{
	if (s->kind != SUBJECT_FRAME && s->op == NULL)
		return NULL;
	for (;;) {
		const struct value *all = values(s);

		for (uint32_t i = w->next; i < w->stop; i++) {
			if (wanted(w, all[i].field)) {
				w->next = i + 1;
				return &all[i];
			}
		}
		w->next = w->stop;
		if (w->stage != 0 || s->op == NULL || s->kind == SUBJECT_FRAME)
			return NULL;
		w->stage = 1;
		w->next = s->op->first;
		w->stop = s->op->end;
	}
}

static const struct value *next_computed(struct subject *s, struct walk *w)
{
	const struct fact *fact = w->field->fact;

	w->own.field = w->field->row;
	if (!fact->get(s, fact, w->next, &w->own))
		return NULL;
	assert(w->next == 0 || !w->field->single);
	w->next++;
	return &w->own;
}

/* A protocol is there when the message is one of it, or has a value of it. */
static const struct value *presence(struct subject *s, struct walk *w)
{
	bool here = s->dec != NULL && s->dec->protocol == protocols[w->field->protocol];

	if (s->unanswered != NULL)
		here = s->unanswered->protocol == w->field->protocol;
	if (!here)
		here = next_recorded(s, w) != NULL;
	w->stage = 2;
	w->own = (struct value){ .field = w->field->row, .kind = VALUE_UINT, .n = 1, .u = 1 };
	return here ? &w->own : NULL;
}

/* Of a frame all is gathered but what its packet's own headers say. */
static inline bool computed(const struct subject *s, const struct rule_field *f)
{
	return f->fact != NULL && (s->kind != SUBJECT_FRAME || f->home == HOME_PACKET);
}

/* What was gathered of a frame: also the headers that an ICMP message quotes. */
static const struct value *first_gathered(struct subject *s, struct walk *w)
{
	w->next = 0;
	w->stop = s->nmore;
	w->stage = 1;
	return next_recorded(s, w);
}

/* A text that was made for the value stays until the subject is another; false: there is no room.
 */
static bool keep_text(struct subject *s, const struct value *v)
{
	const uint8_t *text = (const uint8_t *)s->text;

	if (v->p < text || v->p >= text + SUBJECT_TEXT)
		return true;
	if (s->ntext > SUBJECT_KEPT)
		return false;
	s->kept = s->ntext;
	return true;
}

static bool keep_presence(struct subject *s, const struct rule_field *f)
{
	struct subject_fact *known = &s->facts[f->id];
	struct walk w = { .field = f, .stop = s->op != NULL ? s->dec->shared : 0 };
	const struct value *v = presence(s, &w);

	known->serial = s->serial;
	known->n = v != NULL;
	if (v != NULL)
		known->first = *v;
	return true;
}

bool subject_keep(struct subject *s, const struct rule_field *f)
{
	struct subject_fact *known = &s->facts[f->id];
	struct value second;

	if (f->fact == NULL)
		return f->presence && keep_presence(s, f);
	known->first.field = f->row;
	known->n = f->fact->get(s, f->fact, 0, &known->first);
	/* A text that is missing for want of room may be there the next time. */
	if (known->n == 0 ? s->ntext > SUBJECT_KEPT
			  : known->first.kind == VALUE_BYTES && !keep_text(s, &known->first))
		return false;
	if (known->n > 0 && !f->single) {
		second.field = f->row;
		known->n += f->fact->get(s, f->fact, 1, &second);
	}
	known->serial = s->serial;
	return true;
}

const struct value *subject_look(struct subject *s, const struct rule_field *f, struct walk *w)
{
	w->field = f;
	w->next = 0;
	w->stage = 0;
	if (computed(s, f)) {
		const struct value *v = next_computed(s, w);

		return v != NULL || s->kind != SUBJECT_FRAME ? v : first_gathered(s, w);
	}
	if (s->kind == SUBJECT_FRAME)
		w->stop = s->nmore;
	else
		w->stop = s->op != NULL ? s->dec->shared : 0;
	return f->presence ? presence(s, w) : next_recorded(s, w);
}

const struct value *subject_look_on(struct subject *s, struct walk *w)
{
	if (!computed(s, w->field) || w->stage == 1)
		return next_recorded(s, w);
	const struct value *v = next_computed(s, w);

	return v != NULL || s->kind != SUBJECT_FRAME ? v : first_gathered(s, w);
}
