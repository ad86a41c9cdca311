/* Whether two trees are the same condition, but for places and for how chains are grouped. */
#include <string.h>

#include "sensor/rule/parse.h"

static size_t count(const struct node *n, uint8_t kind)
{
	size_t total = 1;

	for (; n->kind == kind; n = n->a)
		total += count(n->b, kind);
	return total;
}

/* The tests of a chain, in their order, to the places before `end`. */
static const struct node **fill(const struct node *n, uint8_t kind, const struct node **end)
{
	for (; n->kind == kind; n = n->a)
		end = fill(n->b, kind, end);
	*--end = n;
	return end;
}

static bool equal_chains(const struct node *a, const struct node *b)
{
	size_t n = count(a, a->kind);
	struct arena arena = { NULL, 0 };
	bool same = n == count(b, a->kind);

	if (same) {
		const struct node **x = arena_new(&arena, const struct node *, n);
		const struct node **y = arena_new(&arena, const struct node *, n);

		(void)fill(a, a->kind, x + n);
		(void)fill(b, a->kind, y + n);
		for (size_t i = 0; same && i < n; i++)
			same = node_equal(x[i], y[i]);
	}
	arena_free(&arena);
	return same;
}

static bool equal_slices(const struct node *a, const struct node *b)
{
	for (uint32_t i = 0; i < a->nslices; i++) {
		const struct slice_range *x = &a->slices[i], *y = &b->slices[i];

		if (x->form != y->form || x->start != y->start ||
		    (x->form == SLICE_LENGTH && x->length != y->length) ||
		    (x->form == SLICE_END && x->end != y->end))
			return false;
	}
	return true;
}

static bool equal_itself(const struct node *a, const struct node *b)
{
	return a->kind == b->kind && a->relation == b->relation && a->quantifier == b->quantifier &&
	       a->negated == b->negated && a->raw == b->raw && a->layer == b->layer &&
	       a->nslices == b->nslices && a->word_len == b->word_len &&
	       (a->word_len == 0 || memcmp(a->word, b->word, a->word_len) == 0) &&
	       equal_slices(a, b);
}

/* All of the list that begins with a. */
static bool equal_lists(const struct node *a, const struct node *b)
{
	while (a != NULL && b != NULL && node_equal(a, b)) {
		a = a->next;
		b = b->next;
	}
	return a == NULL && b == NULL;
}

bool node_equal(const struct node *a, const struct node *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	if (!equal_itself(a, b))
		return false;
	if (a->kind <= NODE_AND)
		return equal_chains(a, b);
	if (a->kind == NODE_CALL)
		return equal_lists(a->a, b->a);
	if (a->kind == NODE_IN)
		return node_equal(a->a, b->a) && equal_lists(a->b, b->b);
	return node_equal(a->a, b->a) && node_equal(a->b, b->b);
}
