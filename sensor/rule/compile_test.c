/* Tests: comparisons, sets, and operands that stand alone. */
#include <stdlib.h>
#include <string.h>

#include "sensor/rule/compile_inside.h"

enum { PATTERN_ERROR = 120 };

/* A test under way. */
struct testing {
	const struct node *node, *left;
	struct value_type type; /* of the left side */
	uint32_t yes, no;
	bool all, inside;
};

static struct outcome at_least(uint64_t needed)
{
	struct outcome o = outcome_unknown();

	o.yes.protocols = needed;
	return o;
}

/* The left side when it is a field and nothing else, whose values can be walked over. */
static const struct rule_field *plain_field(const struct node *n)
{
	const struct rule_field *f = compile_field(n);

	return f != NULL && !f->presence && n->layer == 0 && n->nslices == 0 ? f : NULL;
}

/* A test of the left side's values one by one: of the field, or of the list that is made. NULL: it
 * is wrong. */
static struct step *test_step(struct compile *c, const struct testing *t, enum step_op op)
{
	const struct rule_field *f = plain_field(t->left);

	if (f == NULL && !operand_emit(c, t->left, &t->type))
		return NULL;
	if (f == NULL)
		c->waiting--;
	else
		compile_uses(c, f);
	struct step *s = compile_step(c, op, t->node);

	s->field = f;
	s->listed = f == NULL;
	s->yes = t->yes;
	s->no = t->no;
	s->all = t->all;
	s->inside = t->inside;
	return s;
}

/* Values in or not in ranges. Takes the ranges. */
static struct outcome test_ranges(struct compile *c, const struct testing *t, struct ranges *r)
{
	const struct rule_field *f = plain_field(t->left);
	enum key_kind kind = t->type.any ? KEY_NONE : key_kind_of(t->type.type);
	struct outcome o = at_least(operand_protocols(t->left));
	bool keys = f != NULL && kind != KEY_NONE && kind != KEY_HASH;
	uint32_t n = 0;

	if (keys) {
		const struct key_range *k = ranges_keys(c, r, kind, &n);
		struct step *s = test_step(c, t, STEP_KEYS);

		s->keys = k;
		s->n = n;
		s->key = (uint8_t)kind;
		o = outcome_keys(c, t->node, f, k, n, t->inside);
	} else {
		for (uint32_t i = 0; i < r->n; i++) {
			r->r[i].lo = constant_bytes(c, r->r[i].lo, t->type.type);
			r->r[i].hi = constant_bytes(c, r->r[i].hi, t->type.type);
		}
		const struct cell_range *cells = ranges_cells(c, r, &n);
		struct step *s = test_step(c, t, STEP_CELLS);

		if (s != NULL) {
			s->cells = cells;
			s->n = n;
			s->loose = t->type.any;
			if (f != NULL && !t->type.any)
				o = outcome_texts(c, f, cells, n, t->inside);
		}
	}
	ranges_free(r);
	return o;
}

static bool all_of(const struct node *n, bool otherwise)
{
	return n->quantifier == QUANT_NONE ? otherwise : n->quantifier == QUANT_ALL;
}

static struct outcome with_constant(struct compile *c, struct testing *t)
{
	struct literal v;
	struct ranges r = { NULL, 0, 0 };
	enum relation rel = (enum relation)t->node->relation;
	struct cell_range range;

	if (!constant_read(c, t->node->b, &t->type, &v))
		return outcome_unknown();
	range = (struct cell_range){ .lo = v.lo, .hi = v.hi };
	if (rel == REL_GT)
		range = (struct cell_range){ v.hi, { .kind = CELL_HIGHEST }, true, false };
	else if (rel == REL_GE)
		range = (struct cell_range){ v.lo, { .kind = CELL_HIGHEST }, false, false };
	else if (rel == REL_LT)
		range = (struct cell_range){ { .kind = CELL_LOWEST }, v.lo, false, true };
	else if (rel == REL_LE)
		range = (struct cell_range){ { .kind = CELL_LOWEST }, v.hi, false, false };
	t->all = all_of(t->node, rel == REL_NE || rel == REL_ALL_EQ);
	t->inside = rel != REL_NE && rel != REL_ANY_NE;
	ranges_add(&r, range);
	return test_ranges(c, t, &r);
}

static struct outcome with_operand(struct compile *c, struct testing *t)
{
	const struct node *n = t->node;
	struct value_type right;
	enum relation rel = (enum relation)n->relation;

	if (!operand_type(c, n->b, &right))
		return outcome_unknown();
	if (!type_fits(&t->type, &right)) {
		compile_wrong(c, n, "%s and %s cannot be compared with each other",
			      type_name(&t->type), type_name(&right));
		return outcome_unknown();
	}
	if (!operand_emit(c, n->a, &t->type) || !operand_emit(c, n->b, &right))
		return outcome_unknown();
	c->waiting -= 2;
	struct step *s = compile_step(c, STEP_PAIR, n);

	s->relation = n->relation;
	s->all = all_of(n, rel == REL_NE || rel == REL_ALL_EQ);
	s->yes = t->yes;
	s->no = t->no;
	return at_least(operand_protocols(n->a) & operand_protocols(n->b));
}

/* ---- contains, matches ---------------------------------------------------------------------- */

static bool searchable(struct compile *c, const struct testing *t, const char *word)
{
	enum field_type type = t->type.type;

	if (t->type.any || type == FIELD_TEXT || type == FIELD_BYTES || type == FIELD_MAC)
		return true;
	return compile_wrong(c, t->left, "\"%s\" searches text and bytes, %s is of type %s%s", word,
			     t->type.row != NULL ? t->type.row->name : "this", type_name(&t->type),
			     type_is_number(&t->type) || type_has_bytes(&t->type)
				     ? "; string() makes it a text"
				     : "");
}

static struct outcome test_contains(struct compile *c, struct testing *t)
{
	const struct node *n = t->node;
	struct value_type needle = t->type;
	struct literal v;

	if (!searchable(c, t, "contains"))
		return outcome_unknown();
	if (!constant_is(n->b))
		return with_operand(c, t);
	/* Part of an address is no address; of a value of any type only text has parts. */
	if (t->type.any)
		needle = (struct value_type){ .type = FIELD_TEXT, .row = t->type.row };
	else if (t->type.type == FIELD_MAC)
		needle.type = FIELD_BYTES;
	if (!constant_read(c, n->b, &needle, &v))
		return outcome_unknown();
	t->all = all_of(n, false);
	struct step *s = test_step(c, t, STEP_CONTAINS);

	if (s != NULL)
		s->constant = v.lo;
	return at_least(operand_protocols(n->a));
}

/* Where byte `at` of a quoted text stands, if it is written there as it is. */
static struct node inside_quotes(const struct node *n, size_t at)
{
	struct node place = *n;
	size_t from = n->offset + 1 + (size_t)n->raw;

	if (from + at <= n->text->len && at <= n->word_len &&
	    memcmp(n->text->s + from, n->word, at) == 0)
		place.offset = (uint32_t)(from + at);
	return place;
}

static struct outcome test_matches(struct compile *c, struct testing *t)
{
	const struct node *n = t->node;
	char why[PATTERN_ERROR];
	size_t at = 0;

	if (!searchable(c, t, "matches"))
		return outcome_unknown();
	if (n->b->kind != NODE_STRING) {
		compile_wrong(c, n->b, "\"matches\" takes a pattern in quotes");
		return outcome_unknown();
	}
	struct regex *regex =
		regex_new(c->arena, n->b->word, n->b->word_len, why, sizeof(why), &at);

	if (regex == NULL) {
		struct node place = inside_quotes(n->b, at);

		compile_wrong(c, &place, "pattern, at offset %zu: %s", at, why);
		return outcome_unknown();
	}
	t->all = all_of(n, false);
	struct step *s = test_step(c, t, STEP_MATCHES);

	if (s != NULL) {
		s->regex = regex;
		s->text = n->b->word;
	}
	return at_least(operand_protocols(n->a));
}

/* ---- what the boolean part calls ------------------------------------------------------------ */

/* A name in a calculation that stands for no field. */
static const struct node *unknown_name(const struct node *n)
{
	const struct node *found = NULL;

	if (n->kind == NODE_NAME)
		return compile_field(n) == NULL ? n : NULL;
	if (n->kind < NODE_NEGATE)
		return NULL;
	found = unknown_name(n->a);
	return found == NULL && n->b != NULL ? unknown_name(n->b) : found;
}

/* The left side must be there for something to compare. */
static bool left_side(struct compile *c, struct testing *t)
{
	const struct node *n = t->left;

	const struct node *name = unknown_name(n);

	if (name != NULL)
		return compile_unknown(c, name);
	if (n->kind != NODE_LIST && constant_is(n))
		return compile_wrong(c, n,
				     "a field or function must stand on the left side, not a "
				     "constant");
	return operand_type(c, n, &t->type);
}

struct outcome compile_compare(struct compile *c, const struct node *n, uint32_t yes, uint32_t no)
{
	struct testing t = { .node = n, .left = n->a, .yes = yes, .no = no, .inside = true };

	if (!left_side(c, &t))
		return outcome_unknown();
	if (n->b->kind == NODE_LIST) {
		compile_wrong(c, n->b, "$%s is a list: write \"in $%s\"", n->b->word, n->b->word);
		return outcome_unknown();
	}
	if (n->relation == REL_MATCHES)
		return test_matches(c, &t);
	if (n->relation == REL_CONTAINS)
		return test_contains(c, &t);
	return constant_is(n->b) ? with_constant(c, &t) : with_operand(c, &t);
}

/* Elements of a set that are fields: comparisons of their own. */
static void compile_others(struct compile *c, const struct node *n, uint32_t yes, uint32_t no)
{
	for (struct node *e = n->b; e != NULL; e = e->next) {
		struct node one = *n;

		if (e->kind == NODE_LIST || e->kind == NODE_RANGE || constant_is(e))
			continue;
		one.kind = NODE_COMPARE;
		one.relation = REL_EQ;
		one.b = e;
		uint32_t next = compile_label(c);

		compile_compare(c, &one, yes, next);
		compile_place(c, next);
	}
	compile_step(c, STEP_GO, n)->yes = no;
}

struct outcome compile_in(struct compile *c, const struct node *n, uint32_t yes, uint32_t no)
{
	struct testing t = { .node = n, .left = n->a, .yes = yes, .no = no, .inside = true };
	struct ranges r = { NULL, 0, 0 };
	uint32_t others = 0;

	if (n->negated) {
		t.yes = no;
		t.no = yes;
	}
	if (!left_side(c, &t))
		return outcome_unknown();
	ranges_of_set(c, n->b, &t.type, &r, &others);
	if (c->failed) {
		ranges_free(&r);
		return outcome_unknown();
	}
	t.all = all_of(n, false);
	if (others > 0 && t.all) {
		compile_wrong(c, n, "\"all\" goes with sets of constants only");
		ranges_free(&r);
		return outcome_unknown();
	}
	uint32_t on = t.no;

	if (others > 0)
		t.no = compile_label(c);
	struct outcome o = test_ranges(c, &t, &r);

	if (others > 0) {
		compile_place(c, t.no);
		compile_others(c, n, t.yes, on);
		o = at_least(operand_protocols(n->a));
	}
	return n->negated ? (struct outcome){ o.no, o.yes } : o;
}

static struct outcome alone_error(struct compile *c, const struct node *n, const char *what)
{
	compile_wrong(c, n, "%s", what);
	return outcome_unknown();
}

struct outcome compile_alone(struct compile *c, const struct node *n, uint32_t yes, uint32_t no)
{
	struct testing t = { .node = n, .left = n, .yes = yes, .no = no };
	const struct rule_field *f = compile_field(n);
	enum step_op op = n->kind == NODE_NAME || n->kind == NODE_SLICE ? STEP_SOME : STEP_NONZERO;
	struct step *s;

	if (n->kind == NODE_LIST)
		return alone_error(c, n, "a list is no condition: write field in $list");
	if (n->kind == NODE_CALL)
		return alone_error(c, n, "a function is no condition: compare what it gives");
	if (n->kind != NODE_NAME && constant_is(n))
		return alone_error(c, n, "a constant is no condition");
	if (f != NULL && n->layer == 0 && n->nslices == 0) {
		s = compile_step(c, STEP_PRESENT, n);
		s->field = f;
		s->yes = yes;
		s->no = no;
		compile_uses(c, f);
		return outcome_present(c, f);
	} else if (operand_type(c, n, &t.type) && operand_emit(c, n, &t.type)) {
		c->waiting--;
		s = compile_step(c, op, n);
		s->listed = true;
		s->yes = yes;
		s->no = no;
	}
	return at_least(operand_protocols(n));
}
