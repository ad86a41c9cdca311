/* Sets: elements, lists within lists, and what is made of them. */
#include <stdlib.h>
#include <string.h>

#include "common/log.h"
#include "sensor/rule/compile_inside.h"

enum { SET_MAX = 200000, LISTS_DEEP = 32, CYCLE_TEXT = 160 };

void ranges_add(struct ranges *r, struct cell_range range)
{
	if (r->n == r->room) {
		r->room = r->room == 0 ? 16 : 2 * r->room;
		r->r = reallocarray(r->r, r->room, sizeof(r->r[0]));
		if (r->r == NULL)
			fatal("rules");
	}
	r->r[r->n++] = range;
}

void ranges_free(struct ranges *r)
{
	free(r->r);
	*r = (struct ranges){ NULL, 0, 0 };
}

struct set {
	struct compile *c;
	const struct value_type *type;
	struct ranges *ranges;
	uint32_t *others;
	uint32_t seen, depth;
};

static bool add_elements(struct set *s, const struct node *n, const struct chain *lists);

static bool add_list(struct set *s, const struct node *n, const struct chain *lists)
{
	const struct rule_scope *scope = s->c->scope;
	struct chain here = { n->word, lists };
	bool found = false;
	const struct node *elements = NULL;
	char cycle[CYCLE_TEXT];

	for (const struct chain *up = lists; up != NULL; up = up->up) {
		if (strcmp(up->name, n->word) == 0) {
			compile_cycle(lists, n->word, cycle, sizeof(cycle));
			return compile_wrong(s->c, n, "list \"%s\" holds itself: %s", n->word,
					     cycle);
		}
	}
	if (scope != NULL && scope->list != NULL)
		elements = scope->list(scope->ctx, n->word, &found);
	if (!found) {
		const char *near = scope != NULL && scope->nearest != NULL
					   ? scope->nearest(scope->ctx, "list", n->word)
					   : NULL;

		return near != NULL ? compile_wrong(s->c, n,
						    "there is no list \"%s\"; did you mean \"%s\"?",
						    n->word, near)
				    : compile_wrong(s->c, n, "there is no list \"%s\"", n->word);
	}
	if (s->depth >= LISTS_DEEP)
		return compile_wrong(s->c, n, "more than %d lists inside each other", LISTS_DEEP);
	bool was = s->c->in_list;

	s->c->in_list = true;
	s->depth++;
	bool ok = add_elements(s, elements, &here);

	s->depth--;
	s->c->in_list = was;
	return ok;
}

static bool add_element(struct set *s, const struct node *n)
{
	struct literal lo, hi;
	const struct node *a = n->kind == NODE_RANGE ? n->a : n,
			  *b = n->kind == NODE_RANGE ? n->b : n;

	if (!constant_is(a) || !constant_is(b)) {
		if (n->kind == NODE_RANGE || s->c->in_list)
			return compile_wrong(s->c, n, "a range must be of constants");
		++*s->others;
		return true;
	}
	if (s->c->in_list && constant_other_family(n, s->type))
		return true;
	if (!constant_read(s->c, a, s->type, &lo) || !constant_read(s->c, b, s->type, &hi))
		return false;
	int order = cell_order(&lo.lo, &hi.hi);

	if (order == 1) {
		compile_warn(s->c, n, "the range is empty: its end is before its beginning");
		return true;
	}
	ranges_add(s->ranges, (struct cell_range){ .lo = lo.lo, .hi = hi.hi });
	return true;
}

static bool add_elements(struct set *s, const struct node *n, const struct chain *lists)
{
	bool ok = true;

	for (; n != NULL; n = n->next) {
		if (s->seen++ > SET_MAX)
			return compile_wrong(s->c, n, "a set of more than %d elements", SET_MAX);
		ok = (n->kind == NODE_LIST ? add_list(s, n, lists) : add_element(s, n)) && ok;
		if (s->seen > SET_MAX)
			return false;
	}
	return ok;
}

void ranges_of_set(struct compile *c, const struct node *set, const struct value_type *t,
		   struct ranges *r, uint32_t *others)
{
	struct set s = { .c = c, .type = t, .ranges = r, .others = others };

	add_elements(&s, set, NULL);
}

static int by_beginning(const void *x, const void *y)
{
	const struct cell_range *a = x, *b = y;
	int order = cell_order(&a->lo, &b->lo);

	return order != 0 ? order : cell_order(&a->hi, &b->hi);
}

const struct cell_range *ranges_cells(struct compile *c, struct ranges *r, uint32_t *n)
{
	uint32_t kept = 0;

	if (r->n > 1)
		qsort(r->r, r->n, sizeof(r->r[0]), by_beginning);
	for (uint32_t i = 0; i < r->n; i++) {
		if (kept > 0 && cell_order(&r->r[i].lo, &r->r[kept - 1].hi) <= 0) {
			if (cell_order(&r->r[i].hi, &r->r[kept - 1].hi) > 0)
				r->r[kept - 1].hi = r->r[i].hi;
		} else {
			r->r[kept++] = r->r[i];
		}
	}
	struct cell_range *out = arena_new(c->arena, struct cell_range, kept);

	if (kept > 0)
		memcpy(out, r->r, kept * sizeof(out[0]));
	*n = kept;
	return out;
}

/* ---- as keys -------------------------------------------------------------------------------- */

/* The key of a number, and whether it lies below (-1) or above (1) all numbers that the kind has.
 */
static int key_of(enum key_kind kind, const struct cell *v, uint64_t *key)
{
	if (kind == KEY_FLOAT) {
		*key = key_of_float(v->kind == CELL_FLOAT ? v->f
				    : v->negative	  ? (double)(int64_t)v->u
							  : (double)v->u);
		return 0;
	}
	*key = v->u;
	if (kind != KEY_SIGNED)
		return v->negative ? -1 : 0;
	*key ^= UINT64_C(1) << 63;
	return !v->negative && v->u > INT64_MAX ? 1 : 0;
}

/* False: no key lies in the range. */
static bool key_range_of(enum key_kind kind, const struct cell_range *r, struct key_range *out)
{
	int below = -1, above = 1;

	*out = (struct key_range){ 0, UINT64_MAX };
	if (kind == KEY_FLOAT)
		*out = (struct key_range){ key_of_float(-__builtin_inf()),
					   key_of_float(__builtin_inf()) };
	uint64_t low = out->low, high = out->high, key;

	if (r->lo.kind != CELL_LOWEST && (below = key_of(kind, &r->lo, &key)) == 0) {
		if (r->lo_open && key == high)
			return false;
		low = key + r->lo_open;
	}
	if (r->hi.kind != CELL_HIGHEST && (above = key_of(kind, &r->hi, &key)) == 0) {
		if (r->hi_open && key == low && r->lo.kind == CELL_LOWEST)
			return false;
		if (r->hi_open && key == 0)
			return false;
		high = key - r->hi_open;
	}
	*out = (struct key_range){ low, high };
	return below <= 0 && above >= 0 && low <= high;
}

static int by_low(const void *x, const void *y)
{
	const struct key_range *a = x, *b = y;

	return a->low < b->low ? -1 : a->low > b->low;
}

const struct key_range *ranges_keys(struct compile *c, const struct ranges *r, enum key_kind kind,
				    uint32_t *n)
{
	struct key_range *out = arena_new(c->arena, struct key_range, r->n);
	uint32_t some = 0, kept = 0;

	for (uint32_t i = 0; i < r->n; i++)
		some += key_range_of(kind, &r->r[i], &out[some]);
	if (some > 1)
		qsort(out, some, sizeof(out[0]), by_low);
	for (uint32_t i = 0; i < some; i++) {
		if (kept > 0 &&
		    (out[kept - 1].high == UINT64_MAX || out[i].low <= out[kept - 1].high + 1)) {
			if (out[i].high > out[kept - 1].high)
				out[kept - 1].high = out[i].high;
		} else {
			out[kept++] = out[i];
		}
	}
	*n = kept;
	return out;
}
