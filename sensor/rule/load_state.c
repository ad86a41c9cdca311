/* The stateful keys of a rule: one at most, each with its own keys; and its throttle. */
#include <float.h>
#include <string.h>

#include "sensor/detect/state.h"
#include "sensor/rule/load_inside.h"

enum { THRESHOLD_MAX = 1000000 };

#define HOME(h) (1U << HOME_##h)

/* Of which fields the values are known when something is asked of such a subject. */
static const unsigned known[SUBJECT_KINDS] = {
	[SUBJECT_PACKET] = HOME(PACKET) | HOME(FLOW) | HOME(ASSET),
	[SUBJECT_OPERATION] = HOME(PACKET) | HOME(FLOW) | HOME(ASSET) | HOME(OPERATION),
	[SUBJECT_TAG] = HOME(PACKET) | HOME(FLOW) | HOME(ASSET) | HOME(OPERATION) | HOME(TAG),
	[SUBJECT_FLOW] = HOME(PACKET) | HOME(FLOW) | HOME(ASSET) | HOME(FLOW_EVENT),
	[SUBJECT_ASSET] = HOME(PACKET) | HOME(ASSET) | HOME(ASSET_EVENT),
	[SUBJECT_CAPTURE] = HOME(PACKET) | HOME(CAPTURE),
	[SUBJECT_FRAME] = ~0U,
};

const char *load_state_name(enum state_kind kind)
{
	return kind == STATE_NONE ? "" : load_rule_keys[KEY_COUNT + (unsigned)kind - 1];
}

static unsigned subject_of(const struct condition *c)
{
	return c != NULL ? 1U << c->subject : 0;
}

unsigned load_subjects(const struct rule *r)
{
	unsigned all = subject_of(r->condition);

	if (r->state.kind == STATE_SEQUENCE || r->state.kind == STATE_EXPECT) {
		for (uint32_t i = 0; i < r->state.nsteps; i++)
			all |= subject_of(r->state.steps[i]);
	}
	return all;
}

struct operand *load_operand(struct loader *l, const struct rule_text *text, unsigned subjects,
			     const struct node **tree)
{
	struct node *n = parse_operand(l->a, text, l->e);
	struct operand *o = NULL;

	if (tree != NULL)
		*tree = n;
	if (n != NULL && load_sound(l, n))
		o = operand_compile(l->a, n, &l->scope, l->e);
	for (unsigned k = 0; o != NULL && k < SUBJECT_KINDS; k++) {
		if ((subjects >> k & 1) == 0 || (o->homes & ~known[k]) == 0)
			continue;
		rule_error(l->e, text, 0,
			   "'%.80s' is not known here: the condition is asked of each %s%s",
			   text->s, subject_kind_name((enum subject_kind)k),
			   k == SUBJECT_PACKET && (o->homes & HOME(OPERATION)) != 0
				   ? "; name a protocol or an ot. field in it"
				   : "");
		return NULL;
	}
	return o;
}

/* A condition; also: one that must hold too, NULL: none. */
static struct condition *load_condition(struct loader *l, const struct yaml_node *n,
					const char *what, const struct node *also)
{
	struct node *tree;

	if (load_text(l, n, what) == NULL)
		return NULL;
	tree = parse_condition(l->a, &n->text, l->e);
	if (tree == NULL || !load_sound(l, tree) || !load_sound(l, also))
		return NULL;
	if (also != NULL)
		tree = load_join(l, NODE_AND, also, tree);
	return condition_compile(l->a, tree, &l->scope, l->e);
}

static void load_by(struct loader *l, const struct yaml_node *n, const char *what,
		    unsigned subjects, struct rule_by *by)
{
	const struct yaml_node *fields[RULE_BY];
	uint32_t count;

	if (n == NULL)
		return;
	count = load_texts(l, n, what, fields, RULE_BY);
	for (uint32_t i = 0; i < count; i++) {
		struct operand *o = load_operand(l, &fields[i]->text, subjects, NULL);

		if (o != NULL)
			by->of[by->n++] = o;
	}
}

/* An operand that stands alone; number: its values must be numbers. */
static struct operand *load_one(struct loader *l, const struct yaml_node *n, const char *what,
				unsigned subjects, bool number)
{
	struct operand *o;

	if (load_text(l, n, what) == NULL)
		return NULL;
	o = load_operand(l, &n->text, subjects, NULL);
	if (o == NULL || !number)
		return o;
	if (o->type == FIELD_BYTES || o->type == FIELD_TEXT || o->type >= FIELD_MAC) {
		if (o->field != NULL && o->field->any_type)
			return o;
		load_error(l, n, "%s: '%.80s' is %s, and a number is needed", what, n->text.s,
			   field_type_name(o->type));
		return NULL;
	}
	return o;
}

static bool required(struct loader *l, const struct yaml_node *n, const char *what,
		     const struct yaml_node *value, const char *name, const char *like)
{
	if (value != NULL)
		return true;
	load_error(l, n, "%s: '%s' is missing, such as '%s: %s'", what, name, name, like);
	return false;
}

static void state_count(struct loader *l, const struct yaml_node *n, struct rule *r)
{
	static const char *const names[] = { "threshold", "within", "by", "distinct", NULL };
	const struct yaml_node *v[4];
	unsigned subjects = load_subjects(r);
	uint64_t threshold = 0;

	if (!load_mapping(l, n, "count", names, v))
		return;
	if (required(l, n, "count", v[0], "threshold", "20") &&
	    load_whole(l, v[0], "threshold", 1, THRESHOLD_MAX, &threshold))
		r->state.threshold = (uint32_t)threshold;
	if (required(l, n, "count", v[1], "within", "60s"))
		(void)load_duration(l, v[1], "within", false, &r->state.within);
	load_by(l, v[2], "by", subjects, &r->state.by);
	if (v[3] == NULL)
		return;
	r->state.distinct = load_one(l, v[3], "distinct", subjects, false);
	if (threshold > STATE_DISTINCT && threshold <= THRESHOLD_MAX)
		load_error(l, v[0],
			   "threshold: %llu is more than 'distinct' can tell apart, %d: the rule "
			   "would never fire",
			   (unsigned long long)threshold, STATE_DISTINCT);
}

static void state_sequence(struct loader *l, const struct yaml_node *n, struct rule *r)
{
	static const char *const names[] = { "steps", "within", "by", NULL };
	const struct yaml_node *v[3];
	const struct yaml_node *steps[RULE_STEPS];
	uint32_t count = 0;

	if (!load_mapping(l, n, "sequence", names, v))
		return;
	if (required(l, n, "sequence", v[0], "steps", "[condition, condition]"))
		count = load_texts(l, v[0], "steps", steps, RULE_STEPS);
	if (count == 1)
		load_error(l, v[0], "steps: a sequence has two at least");
	for (uint32_t i = 0; i < count; i++) {
		struct condition *c = load_condition(l, steps[i], "steps", r->tree);

		if (c != NULL)
			r->state.steps[r->state.nsteps++] = c;
	}
	r->condition = NULL; /* it is in each step, whatever that is asked of */
	if (required(l, n, "sequence", v[1], "within", "60s"))
		(void)load_duration(l, v[1], "within", false, &r->state.within);
	load_by(l, v[2], "by", load_subjects(r), &r->state.by);
}

static void state_new(struct loader *l, const struct yaml_node *n, struct rule *r)
{
	load_by(l, n, "new", load_subjects(r), &r->state.by);
}

static void state_outside(struct loader *l, const struct yaml_node *n, struct rule *r)
{
	static const char *const names[] = { "value", "by", "margin", "min", "max", NULL };
	const struct yaml_node *v[5];
	unsigned subjects = load_subjects(r);
	struct rule_state *s = &r->state;

	if (!load_mapping(l, n, "outside", names, v))
		return;
	if (required(l, n, "outside", v[0], "value", "ot.value"))
		s->value = load_one(l, v[0], "value", subjects, true);
	load_by(l, v[1], "by", subjects, &s->by);
	if (v[2] != NULL)
		(void)load_number(l, v[2], "margin", true, 0, 100, &s->margin);
	s->has_min = v[3] != NULL && load_number(l, v[3], "min", false, -DBL_MAX, DBL_MAX, &s->min);
	s->has_max = v[4] != NULL && load_number(l, v[4], "max", false, -DBL_MAX, DBL_MAX, &s->max);
	if (v[2] != NULL && (v[3] != NULL || v[4] != NULL))
		load_error(l, v[2], "margin: it widens a learned range; here min or max is given");
	if (s->has_min && s->has_max && s->min > s->max)
		load_error(l, v[3], "min: %g is more than max, %g", s->min, s->max);
}

static void state_step(struct loader *l, const struct yaml_node *n, struct rule *r)
{
	static const char *const names[] = { "value", "by", "max_change", "within", NULL };
	const struct yaml_node *v[4];
	unsigned subjects = load_subjects(r);

	if (!load_mapping(l, n, "step", names, v))
		return;
	if (required(l, n, "step", v[0], "value", "tag.value"))
		r->state.value = load_one(l, v[0], "value", subjects, true);
	load_by(l, v[1], "by", subjects, &r->state.by);
	if (required(l, n, "step", v[2], "max_change", "5") &&
	    load_number(l, v[2], "max_change", false, 0, DBL_MAX, &r->state.max_change) &&
	    r->state.max_change == 0)
		load_error(l, v[2], "max_change: it must be more than 0");
	if (required(l, n, "step", v[3], "within", "10s"))
		(void)load_duration(l, v[3], "within", false, &r->state.within);
}

static void state_silent(struct loader *l, const struct yaml_node *n, struct rule *r)
{
	static const char *const names[] = { "by", "factor", "at_least", NULL };
	const struct yaml_node *v[3];

	r->state.factor = 3;
	if (!load_mapping(l, n, "silent", names, v))
		return;
	if (required(l, n, "silent", v[0], "by", "[ip.src, ip.dst]"))
		load_by(l, v[0], "by", load_subjects(r), &r->state.by);
	if (v[1] != NULL)
		(void)load_number(l, v[1], "factor", false, 1, 1000, &r->state.factor);
	if (v[2] != NULL)
		(void)load_duration(l, v[2], "at_least", true, &r->state.at_least);
}

static void state_expect(struct loader *l, const struct yaml_node *n, struct rule *r)
{
	static const char *const names[] = { "condition", "within", "by", NULL };
	const struct yaml_node *v[3];

	if (!load_mapping(l, n, "expect", names, v))
		return;
	if (required(l, n, "expect", v[0], "condition", "not ot.request")) {
		r->state.steps[0] = load_condition(l, v[0], "condition", NULL);
		r->state.nsteps = r->state.steps[0] != NULL ? 1 : 0;
	}
	if (required(l, n, "expect", v[1], "within", "5s"))
		(void)load_duration(l, v[1], "within", false, &r->state.within);
	load_by(l, v[2], "by", load_subjects(r), &r->state.by);
}

static void (*const states[STATE_KINDS])(struct loader *l, const struct yaml_node *n,
					 struct rule *r) = {
	[STATE_COUNT] = state_count,   [STATE_SEQUENCE] = state_sequence,
	[STATE_NEW] = state_new,       [STATE_OUTSIDE] = state_outside,
	[STATE_STEP] = state_step,     [STATE_SILENT] = state_silent,
	[STATE_EXPECT] = state_expect,
};

void load_state(struct loader *l, const struct draft *d, struct rule *r)
{
	for (unsigned kind = STATE_COUNT; kind < STATE_KINDS; kind++) {
		const struct yaml_node *n = d->key[KEY_COUNT + kind - 1].node;

		if (n == NULL)
			continue;
		if (r->state.kind != STATE_NONE) {
			load_error(l, n->key,
				   "a rule has one stateful key; this one has '%s' already",
				   load_state_name(r->state.kind));
			continue;
		}
		r->state.kind = (enum state_kind)kind;
		states[kind](l, n, r);
	}
}

void load_throttle(struct loader *l, const struct draft *d, struct rule *r)
{
	static const char *const names[] = { "within", "by", NULL };
	const struct yaml_node *n = d->key[KEY_THROTTLE].node;
	const struct yaml_node *v[2];

	if (n == NULL)
		return;
	if (n->kind == YAML_TEXT) {
		(void)load_duration(l, n, "throttle", true, &r->throttle.within);
		return;
	}
	if (!load_mapping(l, n, "throttle", names, v))
		return;
	if (required(l, n, "throttle", v[0], "within", "10m"))
		(void)load_duration(l, v[0], "within", true, &r->throttle.within);
	load_by(l, v[1], "by", load_subjects(r), &r->throttle.by);
}
