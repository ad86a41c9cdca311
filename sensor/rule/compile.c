#include <stdlib.h>
#include <string.h>

#include "common/log.h"
#include "common/nearest.h"
#include "sensor/rule/compile_inside.h"
#include "sensor/rule/parse.h"

enum { CYCLE_TEXT = 160, OPERAND_TEXT = 256 };

/* A macro that many rules use is compiled for each; what is wrong with it is said once. */
static bool said(const struct rule_errors *e, const struct node *n, const char *text)
{
	struct text_place at = text_place(n->text, n->offset);

	for (size_t i = 0; i < e->n; i++) {
		const struct rule_error *k = &e->kept[i];

		if (k->at.line == at.line && k->at.column == at.column &&
		    strcmp(k->text, text) == 0 && strcmp(k->file, n->text->file) == 0)
			return true;
	}
	return false;
}

bool compile_wrong(struct compile *c, const struct node *n, const char *fmt, ...)
{
	char text[RULE_ERROR_TEXT];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	c->failed = true;
	if (!said(c->errors, n, text))
		rule_error(c->errors, n->text, n->offset, "%s", text);
	return false;
}

void compile_warn(struct compile *c, const struct node *n, const char *fmt, ...)
{
	char text[RULE_ERROR_TEXT];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (!c->failed && !said(c->errors, n, text))
		rule_warn(c->errors, n->text, n->offset, "%s", text);
}

/* Room for one more of an array that grows. */
static void *grow(void *p, uint32_t n, uint32_t *room, size_t size)
{
	if (n < *room)
		return p;
	*room = *room == 0 ? 64 : 2 * *room;
	p = reallocarray(p, *room, size);
	if (p == NULL)
		fatal("rules");
	return p;
}

struct step *compile_step(struct compile *c, enum step_op op, const struct node *n)
{
	if (c->n >= PROGRAM_STEPS) {
		compile_wrong(c, n,
			      "the condition is too long: with its macros it takes more than "
			      "%d steps",
			      PROGRAM_STEPS);
		c->stop = true;
		c->n = 0; /* nothing of it is used any more */
	}
	c->steps = grow(c->steps, c->n, &c->room, sizeof(c->steps[0]));
	struct step *s = &c->steps[c->n++];

	*s = (struct step){ .op = (uint8_t)op };
	return s;
}

uint32_t compile_label(struct compile *c)
{
	c->labels = grow(c->labels, c->nlabels, &c->labels_room, sizeof(c->labels[0]));
	return c->nlabels++;
}

void compile_place(struct compile *c, uint32_t label)
{
	c->labels[label] = c->n;
}

void compile_uses(struct compile *c, const struct rule_field *f)
{
	for (uint32_t i = 0; i < c->nfields; i++) {
		if (c->fields[i] == f)
			return;
	}
	c->fields[c->nfields++] = f;
	c->homes |= 1U << f->home;
}

const struct rule_field *compile_field(const struct node *n)
{
	return n->kind == NODE_NAME ? universe_find(n->word, n->word_len) : NULL;
}

static bool is_macro(const struct compile *c, const char *name)
{
	return c->scope != NULL && c->scope->macro != NULL &&
	       c->scope->macro(c->scope->ctx, name) != NULL;
}

bool compile_unknown(struct compile *c, const struct node *n)
{
	const char *near = universe_nearest(n->word);

	if (is_macro(c, n->word))
		return compile_wrong(c, n, "\"%s\" is a macro: it holds or not, but has no value",
				     n->word);
	struct nearest nearest = nearest_to(n->word);

	if (c->scope != NULL && c->scope->nearest != NULL)
		nearest_offer(&nearest, c->scope->nearest(c->scope->ctx, "macro", n->word));
	nearest_offer(&nearest, near);
	if (nearest.name != NULL)
		near = nearest.name;
	if (near != NULL)
		return compile_wrong(c, n, "there is no field \"%s\"; did you mean \"%s\"?",
				     n->word, near);
	return compile_wrong(c, n, "there is no field \"%s\"", n->word);
}

/* From the outermost to the innermost. */
static size_t write_chain(const struct chain *chain, const char *name, char *out, size_t room)
{
	size_t n = 0;

	if (chain == NULL)
		return 0;
	if (strcmp(chain->name, name) != 0)
		n = write_chain(chain->up, name, out, room);
	if (n < room)
		n += (size_t)snprintf(out + n, room - n, "%s -> ", chain->name);
	return n;
}

void compile_cycle(const struct chain *chain, const char *name, char *out, size_t room)
{
	size_t n = write_chain(chain, name, out, room);

	if (n < room)
		snprintf(out + n, room - n, "%s", name);
}

/* ---- and, or, not, xor, macros -------------------------------------------------------------- */

struct place {
	uint32_t yes, no;
	unsigned depth;
	const struct chain *macros;
};

static struct outcome compile_node(struct compile *c, const struct node *n, struct place at);

static struct outcome compile_macro(struct compile *c, const struct node *n, struct place at)
{
	const struct rule_scope *scope = c->scope;
	const struct node *tree = NULL;
	struct chain here = { n->word, at.macros };
	char cycle[CYCLE_TEXT];

	if (scope != NULL && scope->macro != NULL)
		tree = scope->macro(scope->ctx, n->word);
	if (tree == NULL) {
		compile_unknown(c, n);
		return outcome_unknown();
	}
	for (const struct chain *up = at.macros; up != NULL; up = up->up) {
		if (strcmp(up->name, n->word) != 0)
			continue;
		compile_cycle(at.macros, n->word, cycle, sizeof(cycle));
		compile_wrong(c, n, "macro \"%s\" stands for itself: %s", n->word, cycle);
		return outcome_unknown();
	}
	at.macros = &here;
	return compile_node(c, tree, at);
}

static struct outcome compile_xor(struct compile *c, const struct node *n, struct place at)
{
	uint32_t was = compile_label(c), was_not = compile_label(c), next = compile_label(c);
	uint32_t is = compile_label(c), is_not = compile_label(c), slot = c->slots++;
	struct place first = { was, was_not, at.depth, at.macros };
	struct place second = { is, is_not, at.depth, at.macros };

	if (slot >= PROGRAM_SLOTS) {
		compile_wrong(c, n, "too many \"xor\" inside each other");
		return outcome_unknown();
	}
	struct outcome a = compile_node(c, n->a, first);

	compile_place(c, was);
	compile_step(c, STEP_SLOT_YES, n)->n = slot;
	compile_step(c, STEP_GO, n)->yes = next;
	compile_place(c, was_not);
	compile_step(c, STEP_SLOT_NO, n)->n = slot;
	compile_place(c, next);
	struct outcome b = compile_node(c, n->b, second);

	compile_place(c, is);
	struct step *s = compile_step(c, STEP_XOR, n);

	s->n = slot;
	s->yes = at.no;
	s->no = at.yes;
	compile_place(c, is_not);
	s = compile_step(c, STEP_XOR, n);
	s->n = slot;
	s->yes = at.yes;
	s->no = at.no;
	c->slots--;
	return outcome_xor(c, &a, &b);
}

static struct outcome compile_both(struct compile *c, const struct node *n, struct place at)
{
	uint32_t next = compile_label(c);
	struct place first = at;

	if (n->kind == NODE_AND)
		first.yes = next;
	else
		first.no = next;
	struct outcome a = compile_node(c, n->a, first);

	compile_place(c, next);
	struct outcome b = compile_node(c, n->b, at);

	return n->kind == NODE_AND ? outcome_and(c, n, &a, &b) : outcome_or(c, n, &a, &b);
}

static struct outcome compile_not(struct compile *c, const struct node *n, struct place at)
{
	struct place turned = { at.no, at.yes, at.depth, at.macros };
	struct outcome o = compile_node(c, n->a, turned);

	return (struct outcome){ o.no, o.yes };
}

static struct outcome compile_node(struct compile *c, const struct node *n, struct place at)
{
	if (++at.depth > PROGRAM_DEPTH) {
		compile_wrong(c, n,
			      "the condition is nested too deep, more than %d levels with "
			      "its macros",
			      PROGRAM_DEPTH);
		return outcome_unknown();
	}
	if (c->stop || c->visited++ > 4U * PROGRAM_STEPS) {
		if (!c->stop)
			compile_wrong(c, n, "the condition is too long with its macros");
		c->stop = true;
		return outcome_unknown();
	}
	switch ((enum node_kind)n->kind) {
	case NODE_AND:
	case NODE_OR:
		return compile_both(c, n, at);
	case NODE_XOR:
		return compile_xor(c, n, at);
	case NODE_NOT:
		return compile_not(c, n, at);
	case NODE_COMPARE:
		return compile_compare(c, n, at.yes, at.no);
	case NODE_IN:
		return compile_in(c, n, at.yes, at.no);
	case NODE_TEST:
		if (n->a->kind == NODE_NAME && compile_field(n->a) == NULL)
			return compile_macro(c, n->a, at);
		return compile_alone(c, n->a, at.yes, at.no);
	default:
		return compile_alone(c, n, at.yes, at.no);
	}
}

/* ---- the whole ------------------------------------------------------------------------------ */

static void begin(struct compile *c, struct arena *a, const struct rule_scope *scope,
		  struct rule_errors *e)
{
	*c = (struct compile){ .arena = a, .scope = scope, .errors = e };
	c->fields = calloc(universe_count() + 1, sizeof(const struct rule_field *));
	if (c->fields == NULL)
		fatal("rules");
}

static void end(struct compile *c)
{
	free(c->steps);
	free(c->labels);
	free(c->fields);
}

static uint32_t target(const struct compile *c, uint32_t label)
{
	return label >= GO_NO ? label : c->labels[label];
}

static struct program *program_of(const struct compile *c)
{
	struct program *p = arena_new(c->arena, struct program, 1);
	struct step *steps = arena_new(c->arena, struct step, c->n);

	memcpy(steps, c->steps, c->n * sizeof(steps[0]));
	for (uint32_t i = 0; i < c->n; i++) {
		if (steps[i].op >= STEP_TESTS && steps[i].op != STEP_GO)
			continue;
		steps[i].yes = target(c, steps[i].yes);
		if (steps[i].op != STEP_GO)
			steps[i].no = target(c, steps[i].no);
	}
	p->steps = steps;
	p->n = c->n;
	if (c->calc)
		p->calc = arena_new(c->arena, struct calc, 1);
	return p;
}

/* A condition that knows process variables alone is asked when one of them is seen. */
static unsigned homes_of(const struct compile *c)
{
	return c->homes == 0 && c->tags ? 1U << HOME_TAG : c->homes;
}

static struct condition *condition_of(const struct compile *c, const struct outcome *o)
{
	struct condition *k = arena_new(c->arena, struct condition, 1);

	k->program = program_of(c);
	k->homes = homes_of(c);
	k->subject = subject_of_fields(k->homes, c->fields, c->nfields);
	k->protocols = o->yes.protocols;
	k->never = o->yes.never;
	k->always = o->no.never;
	k->calls_time = c->time;
	for (; k->nkeys < o->yes.n; k->nkeys++) {
		const struct need_key *from = &o->yes.keys[k->nkeys];

		k->keys[k->nkeys] = (struct condition_key){ from->field, from->n, from->ranges };
	}
	k->nfields = c->nfields;
	k->fields = arena_new(c->arena, const struct rule_field *, c->nfields);
	memcpy(k->fields, c->fields, c->nfields * sizeof(k->fields[0]));
	return k;
}

struct condition *condition_compile(struct arena *a, const struct node *tree,
				    const struct rule_scope *scope, struct rule_errors *e)
{
	struct compile c;
	struct place top = { GO_YES, GO_NO, 0, NULL };

	begin(&c, a, scope, e);
	struct outcome o = compile_node(&c, tree, top);
	struct condition *k = c.failed ? NULL : condition_of(&c, &o);

	if (k != NULL)
		k->tree = tree;
	end(&c);
	return k;
}

static const char *text_of(struct arena *a, const struct node *tree)
{
	char text[OPERAND_TEXT];
	size_t n = print_condition(tree, text, sizeof(text));

	return arena_copy(a, text, n < sizeof(text) ? n : sizeof(text) - 1);
}

struct operand *operand_compile(struct arena *a, const struct node *tree,
				const struct rule_scope *scope, struct rule_errors *e)
{
	struct compile c;
	struct value_type type;
	struct operand *o = NULL;

	begin(&c, a, scope, e);
	if (constant_is(tree) && (tree->kind != NODE_NAME || compile_field(tree) != NULL))
		compile_wrong(&c, tree, "a field must stand here, not a constant");
	else if (operand_type(&c, tree, &type) && operand_emit(&c, tree, &type) && !c.failed) {
		o = arena_new(a, struct operand, 1);
		o->field = tree->layer == 0 ? compile_field(tree) : NULL;
		c.calc = o->field == NULL; /* a field's values are taken as they are */
		o->program = program_of(&c);
		o->homes = homes_of(&c);
		o->protocols = operand_protocols(tree);
		o->type = type.type;
		o->text = text_of(a, tree);
		struct field *row = arena_new(a, struct field, 1);

		*row = (struct field){ .name = o->text, .type = type.type };
		o->row = row;
	}
	end(&c);
	return o;
}
