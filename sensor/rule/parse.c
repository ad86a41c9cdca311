#include "sensor/rule/parse.h"

#include "sensor/rule/parse_inside.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static struct node *chain(struct parser *p, unsigned level);

static bool ends_operand(uint8_t kind)
{
	static const bool ends[] = {
		[TOKEN_NAME] = true,	    [TOKEN_LITERAL] = true,	  [TOKEN_STRING] = true,
		[TOKEN_CHAR] = true,	    [TOKEN_LIST] = true,	  [TOKEN_CLOSE] = true,
		[TOKEN_CLOSE_BRACE] = true, [TOKEN_CLOSE_BRACKET] = true, [TOKEN_RELATION] = false,
	};

	return ends[kind];
}

/* AND, NOT and the like in place of and, not: said, and understood. */
static void lower_case(struct parser *p)
{
	struct token key = lex_keyword(p->now.word, p->now.word_len);
	bool prefix = key.kind == TOKEN_NOT || key.kind == TOKEN_ANY || key.kind == TOKEN_ALL;

	if (key.kind == TOKEN_NAME)
		return;
	if (!ends_operand(p->last.kind)) {
		bool test = p->last.kind == TOKEN_END || p->last.kind == TOKEN_OPEN ||
			    (p->last.kind >= TOKEN_OR && p->last.kind <= TOKEN_NOT);

		if (!test || !(prefix || (key.kind == TOKEN_IN && p->last.kind == TOKEN_NOT)))
			return;
	}
	lex_error(&p->lex, p->now.offset, "\"%s\" is written in small letters: \"%s\"", p->now.word,
		  key.word);
	p->now.kind = key.kind;
	p->now.relation = key.relation;
}

void parse_advance(struct parser *p)
{
	p->last = p->now;
	if (p->dead)
		return;
	p->now = lex_next(&p->lex);
	if (p->now.kind == TOKEN_NAME)
		lower_case(p);
}

/* Reads no more: the rest would only be misunderstood. */
static void die(struct parser *p)
{
	p->dead = true;
	p->lex.quiet = true;
	p->now = (struct token){ .kind = TOKEN_END, .offset = p->now.offset };
}

struct node *parse_node(struct parser *p, enum node_kind kind, uint32_t offset)
{
	struct node *n = arena_new(p->lex.arena, struct node, 1);

	n->kind = (uint8_t)kind;
	n->offset = offset;
	n->text = p->lex.text;
	if (++p->nodes > AST_NODES && !p->dead) {
		lex_error(&p->lex, p->now.offset,
			  "the condition is too long: it has more than %d parts", AST_NODES);
		die(p);
	}
	return n;
}

struct node *parse_word(struct parser *p, enum node_kind kind)
{
	struct node *n = parse_node(p, kind, p->now.offset);

	n->word = p->now.word;
	n->word_len = p->now.word_len;
	n->raw = p->now.raw;
	return n;
}

bool parse_enter(struct parser *p)
{
	if (p->depth++ < AST_DEPTH)
		return true;
	lex_error(&p->lex, p->now.offset,
		  "too much lies within each other: more than %d levels of brackets and signs",
		  AST_DEPTH);
	die(p);
	return false;
}

void parse_leave(struct parser *p)
{
	p->depth--;
}

void parse_open(struct parser *p)
{
	p->open++;
	parse_advance(p);
}

bool parse_close(struct parser *p, enum token_kind kind, const struct token *open)
{
	if (p->now.kind == kind) {
		p->open--;
		parse_advance(p);
		return true;
	}
	if (p->now.kind == TOKEN_END)
		lex_error(&p->lex, open->offset, "this \"%.*s\" is not closed", parse_shown(open),
			  parse_source(p, open));
	else if (p->now.kind == TOKEN_CLOSE || p->now.kind == TOKEN_CLOSE_BRACE ||
		 p->now.kind == TOKEN_CLOSE_BRACKET) {
		struct text_place at = text_place(p->lex.text, open->offset);

		lex_error(&p->lex, p->now.offset,
			  "\"%.*s\" does not close the \"%.*s\" of line %d, column %d",
			  parse_shown(&p->now), parse_source(p, &p->now), parse_shown(open),
			  parse_source(p, open), at.line, at.column);
	} else {
		parse_say_unexpected(p);
	}
	return false;
}

/* n tests, linked by next, as one tree that is not deep. Takes them off the list. */
static struct node *fold(struct parser *p, enum node_kind kind, struct node **list, unsigned n)
{
	if (n == 1) {
		struct node *one = *list;

		*list = one->next;
		one->next = NULL;
		return one;
	}

	struct node *a = fold(p, kind, list, n - n / 2);
	struct node *joined = parse_node(p, kind, a->offset);

	joined->a = a;
	joined->b = fold(p, kind, list, n / 2);
	return joined;
}

static struct node *group(struct parser *p)
{
	struct token open = p->now;
	const struct node *before = p->before;
	struct node *n;

	if (!parse_enter(p))
		return NULL;
	p->before = NULL;
	parse_open(p);
	n = chain(p, 0);
	p->before = before;
	parse_leave(p);
	if (!parse_close(p, TOKEN_CLOSE, &open))
		return NULL;
	if (p->now.kind == TOKEN_RELATION || p->now.kind == TOKEN_IN ||
	    p->now.kind == TOKEN_OPEN_BRACKET ||
	    (p->now.kind >= TOKEN_PLUS && p->now.kind <= TOKEN_BIT_AND)) {
		lex_error(&p->lex, open.offset,
			  "\"( )\" group tests: a calculation is grouped with \"{ }\"");
		return NULL;
	}
	return n;
}

/* In a == 3 & b == 4 the & takes 3 and b: that was not meant. */
static bool bit_and_between_tests(struct parser *p, const struct node *n)
{
	if (n->kind != NODE_BIT_AND || n->a->kind < NODE_LITERAL || n->a->kind > NODE_CHAR)
		return false;
	lex_error(&p->lex, p->bit_and,
		  "\"&\" calculates with bits: tests are joined with \"&&\" or \"and\"");
	return true;
}

static struct node *compare(struct parser *p, struct node *a, enum quantifier quantifier)
{
	struct node *first = NULL, **end = &first;
	unsigned n = 0;

	for (;;) {
		struct token relation = p->now;

		parse_advance(p);

		struct node *b = parse_bits(p);

		if (b == NULL)
			return NULL;
		if (relation.relation == REL_MATCHES && b->kind != NODE_STRING) {
			lex_error(&p->lex, b->offset,
				  "the pattern after \"%.*s\" is written in quotes: \"...\" or "
				  "r\"...\"",
				  parse_shown(&relation), parse_source(p, &relation));
			return NULL;
		}

		struct node *test = parse_node(p, NODE_COMPARE, a->offset);

		test->relation = relation.relation;
		test->quantifier = (uint8_t)quantifier;
		test->a = a;
		test->b = b;
		*end = test;
		end = &test->next;
		n++;
		if (p->now.kind != TOKEN_RELATION || p->now.relation >= REL_CONTAINS ||
		    relation.relation >= REL_CONTAINS)
			break;
		if (bit_and_between_tests(p, b))
			return NULL;
		a = b;
	}
	return fold(p, NODE_AND, &first, n);
}

static struct node *one_test(struct parser *p)
{
	struct token quantifier = p->now;
	enum quantifier q = p->now.kind == TOKEN_ANY   ? QUANT_ANY
			    : p->now.kind == TOKEN_ALL ? QUANT_ALL
						       : QUANT_NONE;
	struct node *a;

	if (q != QUANT_NONE) {
		parse_advance(p);
		if (p->now.kind == TOKEN_OPEN) {
			lex_error(&p->lex, p->now.offset,
				  "\"%s\" stands before a field, not before \"(\"",
				  quantifier.word);
			return NULL;
		}
	}
	a = parse_bits(p);
	if (a == NULL)
		return NULL;
	if (p->now.kind == TOKEN_RELATION)
		return compare(p, a, q);
	if (p->now.kind == TOKEN_IN || p->now.kind == TOKEN_NOT)
		return parse_membership(p, a, q);
	if (q != QUANT_NONE) {
		lex_error(&p->lex, quantifier.offset,
			  "\"%s\" goes with a comparison: nothing is compared here",
			  quantifier.word);
		return NULL;
	}
	if (a->kind >= NODE_LITERAL && a->kind <= NODE_CHAR && !parse_begins_operand(p)) {
		parse_say_constant(p, a);
		return NULL;
	}

	struct node *test = parse_node(p, NODE_TEST, a->offset);

	test->a = a;
	return test;
}

static struct node *negation(struct parser *p)
{
	uint32_t offset = p->now.offset;
	struct node *a, *n;

	if (p->now.kind == TOKEN_OPEN) {
		p->constant = false;
		return group(p);
	}
	if (p->now.kind != TOKEN_NOT) {
		p->after_constant = p->constant;
		p->constant = false;
		return one_test(p);
	}
	if (!parse_enter(p))
		return NULL;
	parse_advance(p);
	a = negation(p);
	parse_leave(p);
	if (a == NULL)
		return NULL;
	n = parse_node(p, NODE_NOT, offset);
	n->a = a;
	return n;
}

/* After an error: on to the next test, at the brackets that were open before it. */
static void recover(struct parser *p, unsigned open)
{
	unsigned level = p->open - open;
	bool quiet = p->lex.quiet;

	p->lex.quiet = true;
	for (; p->now.kind != TOKEN_END; parse_advance(p)) {
		uint8_t k = p->now.kind;

		if (k == TOKEN_OPEN || k == TOKEN_OPEN_BRACE || k == TOKEN_OPEN_BRACKET)
			level++;
		else if (level > 0)
			level -= k == TOKEN_CLOSE || k == TOKEN_CLOSE_BRACE ||
				 k == TOKEN_CLOSE_BRACKET;
		else if (k == TOKEN_CLOSE || (k >= TOKEN_OR && k <= TOKEN_AND))
			break;
	}
	p->lex.quiet = quiet;
	p->open = open;
}

/* Tests joined by or (level 0), xor or and. */
static struct node *chain(struct parser *p, unsigned level)
{
	static const struct {
		uint8_t token;
		enum node_kind kind;
	} levels[] = {
		{ TOKEN_OR, NODE_OR },
		{ TOKEN_XOR, NODE_XOR },
		{ TOKEN_AND, NODE_AND },
	};
	struct node *first = NULL, **end = &first;
	unsigned n = 0;
	bool whole = true;

	if (level == COUNT(levels)) {
		unsigned open = p->open, depth = p->depth;
		struct node *test = negation(p);

		if (test == NULL) {
			recover(p, open);
			p->depth = depth;
		}
		return test;
	}
	for (;;) {
		struct node *one = chain(p, level + 1);

		if (one == NULL) {
			whole = false;
		} else {
			*end = one;
			end = &one->next;
			n++;
		}
		if (p->now.kind != levels[level].token)
			break;
		p->before = one;
		p->joint = p->now;
		parse_advance(p);
	}
	return whole ? fold(p, levels[level].kind, &first, n) : NULL;
}

static struct parser begin(struct arena *a, const struct rule_text *text, struct rule_errors *e)
{
	struct parser p = { .lex = { .text = text, .arena = a, .errors = e } };

	parse_advance(&p);
	return p;
}

struct node *parse_condition(struct arena *a, const struct rule_text *text, struct rule_errors *e)
{
	struct parser p = begin(a, text, e);
	struct node *n = chain(&p, 0);

	while (p.now.kind != TOKEN_END) {
		parse_say_unexpected(&p);
		do {
			parse_advance(&p);
			recover(&p, 0);
		} while (p.now.kind == TOKEN_CLOSE);
		p.open = 0;
		if (p.now.kind == TOKEN_END)
			break;
		p.before = NULL;
		p.joint = p.now;
		parse_advance(&p);
		(void)chain(&p, 0);
	}
	return p.lex.failed ? NULL : n;
}

struct node *parse_operand(struct arena *a, const struct rule_text *text, struct rule_errors *e)
{
	struct parser p = begin(a, text, e);
	struct node *n;

	p.operand = true;
	n = parse_bits(&p);

	if (n != NULL && p.now.kind != TOKEN_END)
		lex_error(&p.lex, p.now.offset,
			  "\"%.*s\" is not expected here: a field or a calculation is all there "
			  "is",
			  parse_shown(&p.now), parse_source(&p, &p.now));
	return p.lex.failed ? NULL : n;
}
