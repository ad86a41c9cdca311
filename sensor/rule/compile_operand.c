/* Operands: what type their values have, and the steps that make them. */
#include <string.h>

#include "common/nearest.h"
#include "sensor/rule/compile_inside.h"

const char *type_name(const struct value_type *t)
{
	return t->any ? "number or text" : field_type_name(t->type);
}

bool type_is_integer(const struct value_type *t)
{
	return t->any || t->type == FIELD_UINT || t->type == FIELD_INT;
}

bool type_is_number(const struct value_type *t)
{
	return type_is_integer(t) || t->type == FIELD_FLOAT;
}

bool type_has_bytes(const struct value_type *t)
{
	return t->any || t->type == FIELD_BYTES || t->type == FIELD_TEXT || t->type == FIELD_MAC ||
	       t->type == FIELD_IPV4 || t->type == FIELD_IPV6;
}

bool type_fits(const struct value_type *a, const struct value_type *b)
{
	bool number = type_is_number(a) || a->type == FIELD_BOOL;
	bool bytes = a->type == FIELD_BYTES || a->type == FIELD_MAC;

	if (a->any || b->any) {
		const struct value_type *other = a->any ? b : a;

		return other->any || type_is_number(other) || other->type == FIELD_BOOL ||
		       other->type == FIELD_TEXT;
	}
	if (number)
		return type_is_number(b) || b->type == FIELD_BOOL;
	if (bytes)
		return b->type == FIELD_BYTES || b->type == FIELD_MAC;
	return a->type == b->type;
}

struct value_type type_of_field(const struct rule_field *f)
{
	return (struct value_type){
		.type = f->row->type,
		.any = f->any_type,
		.sized = !f->any_type,
		/* What a decoder reads as a float is of single precision in Wireshark. */
		.single = f->wireshark && f->home == HOME_OPERATION,
		.row = f->row,
	};
}

/* ---- functions ------------------------------------------------------------------------------ */

struct function {
	const char *name;
	enum step_op op;
	unsigned least, most; /* arguments */
	const char *takes;    /* what the argument must be, in words */
	bool (*fits)(const struct value_type *t);
	enum field_type gives; /* unless it gives what it takes */
	bool same;
};

static bool is_text(const struct value_type *t)
{
	return t->any || t->type == FIELD_TEXT;
}

static bool is_ordered(const struct value_type *t)
{
	(void)t;
	return true;
}

static bool has_size(const struct value_type *t)
{
	return type_is_number(t) || t->type == FIELD_DURATION;
}

static bool has_string(const struct value_type *t)
{
	return type_is_number(t) || t->type == FIELD_MAC || t->type == FIELD_IPV4 ||
	       t->type == FIELD_IPV6;
}

/* clang-format off */
static const struct function functions[] = {
	{ "len",     STEP_LEN,     1, 1, "text, bytes or an address", type_has_bytes, FIELD_UINT, false },
	{ "count",   STEP_COUNT,   1, 1, "a field",                   is_ordered,     FIELD_UINT, false },
	{ "upper",   STEP_UPPER,   1, 1, "text",                      is_text,        FIELD_TEXT, false },
	{ "lower",   STEP_LOWER,   1, 1, "text",                      is_text,        FIELD_TEXT, false },
	{ "string",  STEP_STRING,  1, 1, "a number or an address",    has_string,     FIELD_TEXT, false },
	{ "max",     STEP_MAX,     1, CALC_LISTS / 2, "a field",      is_ordered,     FIELD_UINT, true },
	{ "min",     STEP_MIN,     1, CALC_LISTS / 2, "a field",      is_ordered,     FIELD_UINT, true },
	{ "abs",     STEP_ABS,     1, 1, "a number or time span",     has_size,       FIELD_INT,  true },
	{ "tag",     STEP_TAG,     1, 1, "the name of a process variable in quotes", NULL, FIELD_FLOAT, false },
	{ "tag_age", STEP_TAG_AGE, 1, 1, "the name of a process variable in quotes", NULL, FIELD_FLOAT, false },
	{ "tag_unchanged", STEP_TAG_UNCHANGED, 1, 1, "the name of a process variable in quotes", NULL, FIELD_FLOAT, false },
};
/* clang-format on */

static const struct function *function_of(const struct node *n)
{
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		if (strcmp(functions[i].name, n->word) == 0)
			return &functions[i];
	}
	return NULL;
}

static bool no_such_function(struct compile *c, const struct node *n)
{
	struct nearest near = nearest_to(n->word);

	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		nearest_offer(&near, functions[i].name);
	if (near.name != NULL)
		return compile_wrong(c, n, "there is no function \"%s\"; did you mean \"%s\"?",
				     n->word, near.name);
	return compile_wrong(c, n, "there is no function \"%s\"", n->word);
}

static bool tag_of(struct compile *c, const struct node *a, const struct function *f, int *tag)
{
	const struct rule_scope *scope = c->scope;
	const char *near = NULL;

	if (a->kind != NODE_STRING)
		return compile_wrong(c, a, "%s() takes %s", f->name, f->takes);
	*tag = scope != NULL && scope->tag != NULL ? scope->tag(scope->ctx, a->word) : -1;
	if (*tag >= 0)
		return true;
	if (scope != NULL && scope->nearest != NULL)
		near = scope->nearest(scope->ctx, "tag", a->word);
	if (near != NULL)
		return compile_wrong(c, a, "there is no tag \"%s\"; did you mean \"%s\"?", a->word,
				     near);
	return compile_wrong(c, a, "there is no tag \"%s\"", a->word);
}

static bool count_type(struct compile *c, const struct node *a, struct value_type *t)
{
	*t = (struct value_type){ .type = FIELD_UINT };
	if (a->kind != NODE_NAME)
		return compile_wrong(c, a, "count() takes a field");
	return compile_field(a) != NULL || compile_unknown(c, a);
}

/* Has it as many arguments as it takes? */
static bool has_arguments(struct compile *c, const struct node *n, const struct function *f)
{
	unsigned count = 0;

	for (const struct node *a = n->a; a != NULL; a = a->next)
		count++;
	if (count >= f->least && count <= f->most && n->a != NULL)
		return true;
	unsigned bound = count < f->least ? f->least : f->most;

	return compile_wrong(c, n, "%s() takes %s %u argument%s, not %u", f->name,
			     f->least == f->most ? "only"
			     : count < f->least	 ? "at least"
						 : "at most",
			     bound, bound == 1 ? "" : "s", count);
}

/* The first argument decides, and the others must go with it. */
static bool arguments_type(struct compile *c, const struct node *first, const struct function *f,
			   struct value_type *t)
{
	struct value_type other;

	if (constant_is(first) && first->kind != NODE_NAME)
		return compile_wrong(c, first, "%s() takes %s, not a constant", f->name, f->takes);
	if (!operand_type(c, first, t))
		return false;
	if (!f->fits(t))
		return compile_wrong(c, first, "%s() takes %s, this is of type %s", f->name,
				     f->takes, type_name(t));
	for (const struct node *a = first->next; a != NULL; a = a->next) {
		if (constant_is(a))
			continue;
		if (!operand_type(c, a, &other))
			return false;
		if (!type_fits(t, &other))
			return compile_wrong(c, a, "%s() takes values of one type, not %s and %s",
					     f->name, type_name(t), type_name(&other));
	}
	return true;
}

static bool call_type(struct compile *c, const struct node *n, struct value_type *t)
{
	const struct function *f = function_of(n);
	struct value_type first;
	int tag;

	if (f == NULL)
		return no_such_function(c, n);
	if (!has_arguments(c, n, f))
		return false;
	if (f->fits == NULL) {
		*t = (struct value_type){ .type = FIELD_FLOAT };
		return tag_of(c, n->a, f, &tag);
	}
	if (f->op == STEP_COUNT)
		return count_type(c, n->a, t);
	if (!arguments_type(c, n->a, f, &first))
		return false;
	*t = f->same ? first : (struct value_type){ .type = f->gives };
	t->sized = false;
	return true;
}

/* ---- types ---------------------------------------------------------------------------------- */

static bool name_type(struct compile *c, const struct node *n, struct value_type *t)
{
	const struct rule_field *f = compile_field(n);

	if (f == NULL)
		return compile_unknown(c, n);
	if (f->presence)
		return compile_wrong(c, n,
				     "\"%s\" is a protocol: it is there or not, but has no "
				     "value here",
				     n->word);
	*t = type_of_field(f);
	return true;
}

static const char *sign_of(const struct node *n)
{
	static const char *const signs[] = { "+", "-", "*", "/", "%", "&" };

	return n->kind == NODE_NEGATE ? "-" : signs[n->kind - NODE_ADD];
}

/* Which operators a type has. */
static bool has_operator(const struct value_type *t, enum node_kind kind)
{
	bool number = type_is_number(t);

	switch (kind) {
	case NODE_NEGATE:
	case NODE_ADD:
	case NODE_SUBTRACT:
		return number || t->type == FIELD_DURATION;
	case NODE_MULTIPLY:
	case NODE_DIVIDE:
		return number;
	case NODE_MODULO:
		return type_is_integer(t);
	default:
		return type_is_integer(t) || (type_has_bytes(t) && t->type != FIELD_TEXT);
	}
}

/* Of the two sides, or of the one that is no constant. */
static bool sides_type(struct compile *c, const struct node *n, struct value_type *t)
{
	struct value_type a, b;

	if (n->b == NULL || constant_is(n->b))
		return operand_type(c, n->a, t);
	if (constant_is(n->a))
		return operand_type(c, n->b, t);
	if (!operand_type(c, n->a, &a) || !operand_type(c, n->b, &b))
		return false;
	bool together = type_fits(&a, &b) && (n->kind != NODE_BIT_AND || a.type == b.type ||
					      (type_is_integer(&a) && type_is_integer(&b)) ||
					      (type_has_bytes(&a) && type_has_bytes(&b)));

	if (!together)
		return compile_wrong(c, n, "\"%s\" does not go with %s and %s", sign_of(n),
				     type_name(&a), type_name(&b));
	*t = b.any || b.type == FIELD_FLOAT ? b : a;
	return has_operator(&b, (enum node_kind)n->kind) ||
	       compile_wrong(c, n, "\"%s\" does not go with %s", sign_of(n), type_name(&b));
}

static bool calculation_type(struct compile *c, const struct node *n, struct value_type *t)
{
	if (!sides_type(c, n, t))
		return false;
	if (!has_operator(t, (enum node_kind)n->kind))
		return compile_wrong(c, n, "\"%s\" does not go with %s", sign_of(n), type_name(t));
	t->sized = false;
	if (t->type == FIELD_UINT && n->kind != NODE_BIT_AND)
		t->type = FIELD_INT;
	return true;
}

bool operand_type(struct compile *c, const struct node *n, struct value_type *t)
{
	*t = (struct value_type){ .type = FIELD_UINT };
	switch ((enum node_kind)n->kind) {
	case NODE_NAME:
		return name_type(c, n, t);
	case NODE_CALL:
		return call_type(c, n, t);
	case NODE_SLICE:
		if (constant_is(n->a) && n->a->kind != NODE_NAME)
			return compile_wrong(c, n, "a slice of a constant");
		if (!operand_type(c, n->a, t))
			return false;
		if (!type_has_bytes(t))
			return compile_wrong(c, n, "%s is of type %s and cannot be cut into bytes",
					     t->row != NULL ? t->row->name : "this", type_name(t));
		*t = (struct value_type){ .type = FIELD_BYTES };
		return true;
	case NODE_LIST:
		return compile_wrong(c, n, "$%s is a list: write \"in $%s\"", n->word, n->word);
	case NODE_LITERAL:
	case NODE_STRING:
	case NODE_CHAR:
	case NODE_RANGE:
		return compile_wrong(c, n, "a field must stand here, not a constant");
	default:
		if (constant_is(n))
			return compile_wrong(c, n, "a calculation of constants alone");
		return calculation_type(c, n, t);
	}
}

uint64_t operand_protocols(const struct node *n)
{
	const struct rule_field *f = compile_field(n);
	uint64_t both = ~UINT64_C(0), any = 0;

	if (n->kind == NODE_NAME)
		return f != NULL ? protocols_of_field(f) : both;
	if (n->kind != NODE_CALL)
		return (n->a != NULL ? operand_protocols(n->a) : both) &
		       (n->b != NULL ? operand_protocols(n->b) : both);
	/* The largest of several is there when one of them is. */
	for (const struct node *a = n->a; a != NULL; a = a->next)
		any |= constant_is(a) ? both : operand_protocols(a);
	return any;
}

/* ---- steps ---------------------------------------------------------------------------------- */

static bool waiting(struct compile *c, const struct node *n)
{
	c->calc = true;
	if (++c->waiting > CALC_LISTS)
		return compile_wrong(c, n, "the calculation is too deep");
	return true;
}

static bool emit_name(struct compile *c, const struct node *n)
{
	const struct rule_field *f = compile_field(n);
	struct step *s = compile_step(c, STEP_FIELD, n);

	s->field = f;
	s->layer = n->layer;
	compile_uses(c, f);
	/* Of other headers only the innermost is kept, so that the first is the last. */
	if (n->nslices > 0 || (n->layer > 1 && strcmp(f->row->name, "vlan.id") != 0))
		return compile_wrong(c, n,
				     "only one layer of \"%s\" is kept, the innermost; #1 "
				     "stands for it",
				     n->word);
	if (strcmp(f->row->name, "vlan.id") != 0)
		s->layer = 0;
	return waiting(c, n);
}

static bool emit_constant(struct compile *c, const struct node *n, const struct value_type *hint)
{
	struct literal v;
	struct value_type bare = *hint;

	bare.sized = false;
	if (!constant_read(c, n, &bare, &v))
		return false;
	struct cell cell = constant_bytes(c, v.lo, hint->type);

	compile_step(c, STEP_CONSTANT, n)->constant = cell;
	return waiting(c, n);
}

static bool emit_call(struct compile *c, const struct node *n)
{
	const struct function *f = function_of(n);
	struct value_type t = { .type = FIELD_UINT };
	uint32_t count = 0;
	int tag = 0;

	if (f == NULL)
		return no_such_function(c, n);
	if (f->fits == NULL) {
		if (!tag_of(c, n->a, f, &tag))
			return false;
		compile_step(c, f->op, n)->n = (uint32_t)tag;
		c->tags = true;
		c->time |= f->op != STEP_TAG;
		return waiting(c, n);
	}
	if (f->op == STEP_COUNT && n->a->layer == 0) {
		compile_uses(c, compile_field(n->a));
		compile_step(c, STEP_COUNT, n)->field = compile_field(n->a);
		return waiting(c, n);
	}
	if (f->op != STEP_COUNT && !operand_type(c, n->a, &t))
		return false;
	for (const struct node *a = n->a; a != NULL; a = a->next, count++) {
		if (!operand_emit(c, a, &t))
			return false;
	}
	struct step *s = compile_step(c, f->op, n);

	s->n = count;
	if (f->op == STEP_STRING)
		s->type = (uint8_t)t.type;
	c->waiting -= count - 1;
	return true;
}

static bool emit_calculation(struct compile *c, const struct node *n)
{
	static const uint8_t ops[] = { STEP_ADD,    STEP_SUBTRACT, STEP_MULTIPLY,
				       STEP_DIVIDE, STEP_MODULO,   STEP_BIT_AND };
	struct value_type t = { .type = FIELD_UINT };

	if (!sides_type(c, n, &t) || !operand_emit(c, n->a, &t))
		return false;
	if (n->kind == NODE_NEGATE) {
		compile_step(c, STEP_NEGATE, n);
		return true;
	}
	if (!operand_emit(c, n->b, &t))
		return false;
	compile_step(c, (enum step_op)ops[n->kind - NODE_ADD], n);
	c->waiting--;
	return true;
}

bool operand_emit(struct compile *c, const struct node *n, const struct value_type *hint)
{
	struct value_type t;

	if (c->stop)
		return false;
	if (constant_is(n))
		return emit_constant(c, n, hint);
	switch ((enum node_kind)n->kind) {
	case NODE_NAME:
		return emit_name(c, n);
	case NODE_CALL:
		return emit_call(c, n);
	case NODE_SLICE:
		if (!operand_type(c, n, &t) || !operand_emit(c, n->a, hint))
			return false;
		struct step *s = compile_step(c, STEP_SLICE, n);

		s->slices = n->slices;
		s->n = n->nslices;
		return true;
	default:
		return emit_calculation(c, n);
	}
}
