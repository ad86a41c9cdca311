#ifndef KAGAMI_ASKED_H
#define KAGAMI_ASKED_H
/*
 * Conditions from text, and an operation made of values by hand to ask them of. For tests of the
 * compiler and of matching.
 */
#include <string.h>

#include "sensor/rule/condition.h"
#include "sensor/rule/parse.h"

/* A condition and what was said of it; all zero before. */
struct asked {
	struct arena arena;
	struct rule_errors errors;
	struct rule_text text;
	struct condition *condition; /* NULL: it is wrong */
};

static inline void asked_compile(struct asked *a, const char *text, const struct rule_scope *scope)
{
	memset(a, 0, sizeof(*a));
	a->text = (struct rule_text){ .s = text, .len = strlen(text), .file = "test" };
	struct node *n = parse_condition(&a->arena, &a->text, &a->errors);

	if (n != NULL)
		a->condition = condition_compile(&a->arena, n, scope, &a->errors);
}

static inline void asked_free(struct asked *a)
{
	rule_errors_free(&a->errors);
	arena_free(&a->arena);
}

/* The first thing that was said, "" if nothing. */
static inline const char *asked_said(const struct asked *a)
{
	return a->errors.n > 0 ? a->errors.kept[0].text : "";
}

/* An operation whose values are put in by name. */
struct made {
	struct dec dec;
	struct subject s;
};

static inline void made_init(struct made *m, const struct protocol *p)
{
	memset(m, 0, sizeof(*m));
	m->dec.protocol = p;
	m->dec.noperations = 1;
	m->dec.ot.function = m->dec.operations[0].ot.function = "made";
	m->s = (struct subject){
		.kind = SUBJECT_OPERATION, .at = 1000000000, .frame = 7, .tag = -1
	};
	m->s.dec = &m->dec;
	m->s.op = &m->dec.operations[0];
}

/* The row of a field; the test fails to link its meaning if there is none. */
static inline const struct field *made_row(const char *name)
{
	const struct rule_field *f = universe_find(name, strlen(name));

	return f != NULL ? f->row : NULL;
}

static inline struct value *made_value(struct made *m, const char *name, enum value_kind kind)
{
	struct value *v = &m->dec.values[m->dec.nvalues++];

	m->dec.operations[0].end = m->dec.nvalues;
	*v = (struct value){ .field = made_row(name), .kind = (uint8_t)kind, .n = 1 };
	return v;
}

static inline void made_uint(struct made *m, const char *name, uint64_t u)
{
	made_value(m, name, VALUE_UINT)->u = u;
}

static inline void made_int(struct made *m, const char *name, int64_t i)
{
	made_value(m, name, VALUE_INT)->i = i;
}

static inline void made_float(struct made *m, const char *name, double f)
{
	made_value(m, name, VALUE_FLOAT)->f = f;
}

static inline void made_bytes(struct made *m, const char *name, const void *p, size_t n)
{
	struct value *v = made_value(m, name, VALUE_BYTES);

	v->p = p;
	v->n = (uint32_t)n;
}

static inline void made_text(struct made *m, const char *name, const char *s)
{
	made_bytes(m, name, s, strlen(s));
}

#endif
