#include <assert.h>
#include <string.h>

#include "sensor/rule/program.h"

static bool within_keys(uint64_t key, const struct key_range *r, uint32_t n)
{
	uint32_t lo = 0, hi = n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (key < r[mid].low)
			hi = mid;
		else if (key > r[mid].high)
			lo = mid + 1;
		else
			return true;
	}
	return false;
}

static inline bool passes_keys(const struct step *t, uint64_t key)
{
	const struct key_range *r = t->keys;
	const bool within =
		t->n == 1 ? key - r->low <= r->high - r->low : within_keys(key, r, t->n);

	return within == t->inside;
}

/* The common test: numbers of a field against constants. */
static bool test_keys(const struct step *t, struct subject *s)
{
	struct walk w;
	bool some = false;
	uint64_t key;

	for (const struct value *v = subject_first(s, t->field, &w); v != NULL;
	     v = subject_next(s, &w)) {
		uint32_t n = value_count(v);

		for (uint32_t i = 0; i < n; i++) {
			if (!key_read((enum key_kind)t->key, v, i, &key))
				break;
			if (passes_keys(t, key) != t->all)
				return !t->all;
			some = true;
		}
	}
	return t->all && some;
}

/* The same where it is a fact with one value, as in most tests. False: it is not; else *holds. */
static inline bool test_fact(const struct step *t, struct subject *s, bool *holds)
{
	const struct subject_fact *known = subject_fact(s, t->field);
	uint64_t key;

	if (known == NULL || known->n > 1 || (known->n > 0 && value_series(&known->first)))
		return false;
	*holds = known->n > 0 && key_read((enum key_kind)t->key, &known->first, 0, &key) &&
		 passes_keys(t, key);
	return true;
}

/* Is it of the kind that the ranges are of? Only values of fields of any type may not be. */
static bool comparable(const struct cell *c, const struct step *t)
{
	bool bytes = c->kind == CELL_BYTES;

	for (uint32_t i = 0; t->loose && i < t->n; i++) {
		const struct cell *end =
			t->cells[i].lo.kind != CELL_LOWEST ? &t->cells[i].lo : &t->cells[i].hi;

		if ((end->kind == CELL_BYTES) == bytes)
			return true;
	}
	return !t->loose;
}

static bool passes(const struct cell *c, const struct step *t)
{
	switch (t->op) {
	case STEP_CONTAINS:
		return c->kind == CELL_BYTES &&
		       memmem(c->p, c->n, t->constant.p, t->constant.n) != NULL;
	case STEP_MATCHES:
		return c->kind == CELL_BYTES && regex_match(t->regex, c->p, c->n);
	case STEP_NONZERO:
		if (c->kind == CELL_INT)
			return c->u != 0;
		if (c->kind == CELL_FLOAT)
			return c->f < 0 || c->f > 0;
		for (uint32_t i = 0; i < c->n; i++) {
			if (c->p[i] != 0)
				return true;
		}
		return false;
	default:
		return comparable(c, t) && cell_within(c, t->cells, t->n) == t->inside;
	}
}

/* A test of a field's values, one by one. */
static bool test_field(const struct step *t, struct subject *s)
{
	struct walk w;
	bool some = false;

	for (const struct value *v = subject_first(s, t->field, &w); v != NULL;
	     v = subject_next(s, &w)) {
		uint32_t n = value_count(v);

		for (uint32_t i = 0; i < n; i++) {
			struct cell c = cell_of_value(v, i);

			if (passes(&c, t) != t->all)
				return !t->all;
			some = true;
		}
	}
	return t->all && some;
}

static bool test_list(const struct step *t, const struct calc *calc)
{
	assert(calc != NULL);
	const struct list *l = &calc->lists[calc->nlists - 1];

	for (uint32_t i = 0; i < l->n; i++) {
		if (passes(&calc->cells[l->first + i], t) != t->all)
			return !t->all;
	}
	return t->all && l->n > 0;
}

static bool related(enum relation r, const struct cell *a, const struct cell *b)
{
	if (r == REL_CONTAINS)
		return a->kind == CELL_BYTES && b->kind == CELL_BYTES &&
		       memmem(a->p, a->n, b->p, b->n) != NULL;
	/* A value of a field of any type that is of another kind. */
	if ((a->kind == CELL_BYTES) != (b->kind == CELL_BYTES))
		return false;
	int order = cell_order(a, b);

	switch (r) {
	case REL_EQ:
	case REL_ALL_EQ:
		return order == 0;
	case REL_NE:
	case REL_ANY_NE:
		return order != 0;
	case REL_GT:
		return order == 1;
	case REL_GE:
		return order == 1 || order == 0;
	case REL_LT:
		return order == -1;
	default:
		return order == -1 || order == 0;
	}
}

/* All values on the left with all on the right. */
static bool test_pair(const struct step *t, const struct calc *calc)
{
	assert(calc != NULL);
	const struct list *x = &calc->lists[calc->nlists - 2], *y = x + 1;

	for (uint32_t i = 0; i < x->n; i++) {
		for (uint32_t k = 0; k < y->n; k++) {
			if (related((enum relation)t->relation, &calc->cells[x->first + i],
				    &calc->cells[y->first + k]) != t->all)
				return !t->all;
		}
	}
	return t->all && x->n > 0 && y->n > 0;
}

static bool test(const struct step *t, const struct program *p, uint64_t slots, struct subject *s)
{
	struct walk w;
	bool holds;

	switch ((enum step_op)t->op) {
	case STEP_KEYS:
		return test_fact(t, s, &holds) ? holds : test_keys(t, s);
	case STEP_PRESENT:
		return subject_first(s, t->field, &w) != NULL;
	case STEP_PAIR:
		return test_pair(t, p->calc);
	case STEP_SOME:
		assert(p->calc != NULL);
		return p->calc->lists[p->calc->nlists - 1].n > 0;
	case STEP_XOR:
		return (slots >> t->n & 1) != 0;
	default:
		return t->listed ? test_list(t, p->calc) : test_field(t, s);
	}
}

bool program_run(const struct program *p, struct subject *s)
{
	uint64_t slots = 0;
	uint32_t at = 0;

	subject_reset(s);
	if (p->calc != NULL)
		calc_reset(p->calc);
	while (at < p->n) {
		const struct step *t = &p->steps[at];

		if (t->op < STEP_TESTS) {
			at = test(t, p, slots, s) ? t->yes : t->no;
			subject_reset(s);
			if (p->calc != NULL)
				calc_reset(p->calc);
			continue;
		}
		at++;
		if (t->op == STEP_GO)
			at = t->yes;
		else if (t->op == STEP_SLOT_YES)
			slots |= UINT64_C(1) << t->n;
		else if (t->op == STEP_SLOT_NO)
			slots &= ~(UINT64_C(1) << t->n);
		else
			calc_step(p->calc, t, s);
	}
	return at == GO_YES;
}

bool condition_match(const struct condition *c, struct subject *s)
{
	return program_run(c->program, s);
}

uint64_t condition_ignored(const struct condition *c)
{
	return c->program->calc != NULL ? c->program->calc->ignored : 0;
}
