/*
 * Exceptions: named lists of tuples of values. A rule holds where its condition does and none of
 * the tuples: they become a part of the condition's tree, each value where it stands in the file.
 */
#include <string.h>

#include "sensor/rule/load_inside.h"

enum { EXCEPTION_FIELDS = 8 };

/* One exception: its fields, and where its tuples are; the appended ones of the same name too. */
struct exception {
	struct exception *next;
	const char *name;
	uint32_t nfields;
	bool bad; /* its fields are */
	const struct yaml_node *field[EXCEPTION_FIELDS];
};

struct excepting {
	struct loader *l;
	struct exception *first;
	const struct node **tests; /* of each tuple */
	size_t n, room;
};

static struct node *make(struct loader *l, enum node_kind kind, const struct node *like,
			 const struct node *a, const struct node *b)
{
	struct node *n = arena_new(l->a, struct node, 1);

	n->kind = (uint8_t)kind;
	n->text = like->text;
	n->offset = like->offset;
	n->word = "";
	n->a = (struct node *)(uintptr_t)a;
	n->b = (struct node *)(uintptr_t)b;
	return n;
}

struct node *load_join(struct loader *l, enum node_kind kind, const struct node *a,
		       const struct node *b)
{
	return make(l, kind, a, a, b);
}

static void add_test(struct excepting *x, const struct node *test)
{
	if (x->n == x->room) {
		const struct node **more =
			arena_new(x->l->a, const struct node *, x->room * 2 + 16);

		if (x->n > 0)
			memcpy(more, x->tests, x->n * sizeof(*more));
		x->tests = more;
		x->room = x->room * 2 + 16;
	}
	x->tests[x->n++] = test;
}

/* field in {elements}; NULL: one of them is wrong. Items: one text, or the items of a list. */
static struct node *in_set(struct loader *l, const struct yaml_node *field,
			   const struct yaml_node *item, bool only)
{
	struct node *operand = parse_operand(l->a, &field->text, l->e);
	struct node *first = NULL;
	struct node **last = &first;

	for (; item != NULL; item = only ? NULL : item->next) {
		struct node *element = load_element(l, item);

		if (element == NULL)
			return NULL;
		*last = element;
		last = &element->next;
	}
	if (operand == NULL || first == NULL)
		return NULL;
	return make(l, NODE_IN, first, operand, first);
}

static struct node *one_value(struct loader *l, const struct yaml_node *field,
			      const struct yaml_node *value)
{
	if (value->kind == YAML_SEQUENCE && value->n > 0)
		return in_set(l, field, value->first, false);
	return in_set(l, field, value, true);
}

static void tuple(struct excepting *x, const struct exception *of, const struct yaml_node *values)
{
	struct node *all = NULL;
	const struct yaml_node *value = values->first;

	if (values->kind != YAML_SEQUENCE || values->n != of->nfields) {
		load_error(x->l, values,
			   "exceptions: '%s' has %u fields, so each of its values is a list of %u",
			   of->name, of->nfields, of->nfields);
		return;
	}
	for (uint32_t i = 0; i < of->nfields; i++, value = value->next) {
		struct node *test = one_value(x->l, of->field[i], value);

		if (test == NULL)
			return;
		all = all == NULL ? test : load_join(x->l, NODE_AND, all, test);
	}
	add_test(x, all);
}

static void read_values(struct excepting *x, const struct exception *of,
			const struct yaml_node *values)
{
	struct node *test;

	if (values->kind != YAML_SEQUENCE) {
		load_error(x->l, values, "exceptions: the values of '%s' are a list", of->name);
		return;
	}
	if (of->nfields == 1 && values->n > 0) {
		for (const struct yaml_node *v = values->first; v != NULL; v = v->next) {
			if (v->kind == YAML_TEXT)
				continue;
			load_error(x->l, v,
				   "exceptions: '%s' has one field, so its values are a plain list",
				   of->name);
			return;
		}
		test = in_set(x->l, of->field[0], values->first, false);
		if (test != NULL)
			add_test(x, test);
		return;
	}
	for (const struct yaml_node *v = values->first; v != NULL; v = v->next)
		tuple(x, of, v);
}

static struct exception *exception_of(struct excepting *x, const char *name)
{
	struct exception *found = x->first;

	while (found != NULL && strcmp(found->name, name) != 0)
		found = found->next;
	return found;
}

static void read_exception(struct excepting *x, const struct yaml_node *n)
{
	static const char *const names[] = { "name", "fields", "values", NULL };
	const struct yaml_node *keys[3];
	const char *name;
	struct exception *of;

	if (!load_mapping(x->l, n, "an exception", names, keys))
		return;
	if (keys[0] == NULL) {
		load_error(x->l, n, "exceptions: each has a name");
		return;
	}
	name = load_text(x->l, keys[0], "name");
	if (name == NULL)
		return;
	of = exception_of(x, name);
	if (keys[1] == NULL && of == NULL) {
		load_error(x->l, keys[0], "exceptions: '%.60s' says no fields", name);
		return;
	}
	if (keys[1] != NULL) {
		of = arena_new(x->l->a, struct exception, 1);
		of->name = name;
		of->next = x->first;
		x->first = of;
		of->nfields = load_texts(x->l, keys[1], "fields", of->field, EXCEPTION_FIELDS);
		of->bad = of->nfields == 0;
	}
	if (keys[2] == NULL)
		load_error(x->l, keys[0],
			   "exceptions: '%.60s' has no values; none are 'values: []'", name);
	else if (!of->bad)
		read_values(x, of, keys[2]);
}

/* All of them joined by or, as a tree that is no deeper than it must be. */
static const struct node *join(struct loader *l, const struct node *const *tests, size_t n)
{
	if (n == 1)
		return tests[0];

	const struct node *a = join(l, tests, n / 2);
	const struct node *b = join(l, tests + n / 2, n - n / 2);

	return load_join(l, NODE_OR, a, b);
}

const struct node *load_exceptions(struct loader *l, const struct slot *slot,
				   const struct node *condition)
{
	struct excepting x = { .l = l };
	size_t before = l->e->errors;

	for (; slot != NULL && slot->node != NULL; slot = slot->more) {
		if (slot->node->kind != YAML_SEQUENCE) {
			load_error(l, slot->node, "exceptions: %s is not a list of exceptions",
				   yaml_kind_name(slot->node));
			continue;
		}
		for (const struct yaml_node *n = slot->node->first; n != NULL; n = n->next)
			read_exception(&x, n);
	}
	if (l->e->errors != before)
		return NULL;
	if (x.n == 0 || condition == NULL)
		return condition;

	const struct node *any = join(l, x.tests, x.n);

	return load_join(l, NODE_AND, condition, load_join(l, NODE_NOT, any, NULL));
}
