/* The output of a rule: text, with fields and what the state knows in braces. */
#include <string.h>

#include "common/nearest.h"
#include "sensor/rule/load_inside.h"

#define STATE(s) (1U << STATE_##s)

/* What a state knows when it tells. */
static const struct {
	const char *name;
	enum piece_kind kind;
	unsigned states;
} facts[] = {
	{ "state.count", PIECE_COUNT, STATE(COUNT) },
	{ "state.seconds", PIECE_SINCE,
	  STATE(COUNT) | STATE(SEQUENCE) | STATE(STEP) | STATE(SILENT) | STATE(EXPECT) },
	{ "state.value", PIECE_VALUE, STATE(OUTSIDE) | STATE(STEP) },
	{ "state.before", PIECE_BEFORE, STATE(STEP) },
	{ "state.low", PIECE_LOW, STATE(OUTSIDE) },
	{ "state.high", PIECE_HIGH, STATE(OUTSIDE) },
	{ "state.period", PIECE_PERIOD, STATE(SILENT) },
};

enum { FACTS = sizeof(facts) / sizeof(facts[0]) };

struct output {
	struct loader *l;
	struct rule *rule;
	const struct rule_text *text;
	uint32_t nby;
	const struct node *by[RULE_BY]; /* the by-fields as written */
	size_t at;			/* in text */
	size_t n;			/* of plain */
	char *plain;			/* text since the last placeholder */
};

static struct piece *piece_new(struct output *o)
{
	if (o->rule->npieces < RULE_PIECES)
		return &o->rule->pieces[o->rule->npieces++];
	rule_error(o->l->e, o->text, o->at, "output: more than %d pieces", RULE_PIECES);
	o->at = o->text->len;
	return NULL;
}

static void flush(struct output *o)
{
	struct piece *p;

	if (o->n == 0)
		return;
	p = piece_new(o);
	if (p != NULL)
		*p = (struct piece){ PIECE_TEXT, arena_copy(o->l->a, o->plain, o->n), NULL };
	o->n = 0;
}

static void state_fact(struct output *o, const struct rule_text *part)
{
	struct nearest near = nearest_to(part->s);
	enum state_kind kind = o->rule->state.kind;
	struct piece *p;

	for (unsigned i = 0; i < FACTS; i++) {
		if (strcmp(facts[i].name, part->s) != 0) {
			if ((facts[i].states >> kind & 1) != 0)
				nearest_offer(&near, facts[i].name);
			continue;
		}
		if ((facts[i].states >> kind & 1) == 0) {
			rule_error(o->l->e, part, 0, "output: '%s' is nothing that %s%s%s knows",
				   part->s,
				   kind == STATE_NONE ? "a rule without a stateful key" : "'",
				   load_state_name(kind), kind == STATE_NONE ? "" : "'");
			return;
		}
		p = piece_new(o);
		if (p != NULL)
			*p = (struct piece){ facts[i].kind, part->s, NULL };
		return;
	}
	rule_error(o->l->e, part, 0, "output: there is no '%.60s'%s", part->s,
		   load_meant(near.name));
}

/* What comes due has only the values that tell its state from others. */
static bool is_by(const struct output *o, const struct node *tree)
{
	for (uint32_t i = 0; i < o->nby; i++) {
		if (node_equal(o->by[i], tree))
			return true;
	}
	return false;
}

static void placeholder(struct output *o, const struct rule_text *part)
{
	enum state_kind kind = o->rule->state.kind;
	const struct node *tree = NULL;
	struct operand *operand;
	struct piece *p;

	if (strncmp(part->s, "state.", 6) == 0) {
		state_fact(o, part);
		return;
	}
	operand = load_operand(o->l, part, load_subjects(o->rule), &tree);
	if (operand == NULL)
		return;
	if ((kind == STATE_SILENT || kind == STATE_EXPECT) && !is_by(o, tree)) {
		rule_error(
			o->l->e, part, 0,
			"output: '%.60s' is not known when '%s' comes due; only the fields of its "
			"'by' and {state.seconds}%s are",
			part->s, load_state_name(kind),
			kind == STATE_SILENT ? ", {state.period}" : "");
		return;
	}
	p = piece_new(o);
	if (p != NULL)
		*p = (struct piece){ PIECE_OPERAND, part->s, operand };
}

/* Where the brace that was opened before `at` is closed: len if it is not. Quoted texts and
 * calculations in braces of their own are passed over. */
static size_t closing(const struct rule_text *t, size_t at)
{
	unsigned depth = 0;
	bool quoted = false;

	for (; at < t->len; at++) {
		char c = t->s[at];

		if (c == '"')
			quoted = !quoted;
		else if (quoted && c == '\\' && at + 1 < t->len)
			at++;
		else if (!quoted && c == '{')
			depth++;
		else if (!quoted && c == '}' && depth-- == 0)
			break;
	}
	return at;
}

static void braces(struct output *o)
{
	size_t end = closing(o->text, o->at + 1);
	size_t start = o->at + 1;
	size_t len;

	if (end >= o->text->len) {
		rule_error(o->l->e, o->text, o->at,
			   "output: a brace that is not closed; write {{ for a brace itself");
		o->at = o->text->len;
		return;
	}
	flush(o);
	while (start < end && o->text->s[start] == ' ')
		start++;
	len = end - start;
	while (len > 0 && o->text->s[start + len - 1] == ' ')
		len--;
	if (len == 0)
		rule_error(o->l->e, o->text, o->at,
			   "output: braces with no field in them; write {{ for a brace itself");
	else
		placeholder(o, load_part(o->l->a, o->text, start, len));
	if (o->at < o->text->len)
		o->at = end + 1;
}

static void parse_output(struct output *o)
{
	const char *s = o->text->s;

	while (o->at < o->text->len) {
		char c = s[o->at];

		if ((c == '{' || c == '}') && s[o->at + 1] == c) {
			o->plain[o->n++] = c;
			o->at += 2;
		} else if (c == '{') {
			braces(o);
		} else if (c == '}') {
			rule_error(o->l->e, o->text, o->at,
				   "output: a closing brace alone; write }} for a brace itself");
			o->at++;
		} else {
			o->plain[o->n++] = c == '\n' || c == '\t' ? ' ' : c;
			o->at++;
		}
	}
	while (o->n > 0 && o->plain[o->n - 1] == ' ')
		o->n--;
	flush(o);
}

void load_output(struct loader *l, const struct yaml_node *n, struct rule *r,
		 const struct yaml_node *by)
{
	struct output o = { .l = l, .rule = r, .text = &n->text };
	const struct yaml_node *fields[RULE_BY];
	uint32_t count = 0;

	if (load_text(l, n, "output") == NULL)
		return;
	if (by != NULL && (by->kind == YAML_SEQUENCE || by->kind == YAML_TEXT)) {
		struct rule_errors said = { NULL }; /* by load_state() */
		struct loader quiet = *l;

		quiet.e = &said;
		count = load_texts(&quiet, by, "by", fields, RULE_BY);
		for (uint32_t i = 0; i < count; i++) {
			o.by[o.nby] = parse_operand(l->a, &fields[i]->text, &said);
			if (o.by[o.nby] != NULL)
				o.nby++;
		}
		rule_errors_free(&said);
	}
	o.plain = arena_get(l->a, n->text.len + 1);
	parse_output(&o);
}
