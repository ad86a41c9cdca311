/* Operands and what is calculated with them. */
#include "sensor/rule/parse_inside.h"

#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static struct node *bracketed(struct parser *p)
{
	struct token open = p->now;
	struct node *n;

	if (!parse_enter(p))
		return NULL;
	parse_open(p);
	n = parse_bits(p);
	parse_leave(p);
	if (n == NULL)
		return NULL;
	if (p->now.kind == TOKEN_RELATION || p->now.kind == TOKEN_IN ||
	    (p->now.kind >= TOKEN_OR && p->now.kind <= TOKEN_NOT)) {
		lex_error(&p->lex, open.offset,
			  "\"{ }\" group a calculation: tests are grouped with \"( )\"");
		return NULL;
	}
	return parse_close(p, TOKEN_CLOSE_BRACE, &open) ? n : NULL;
}

static struct node *call(struct parser *p, struct node *n)
{
	struct token open = p->now;
	struct node **end = &n->a;

	n->kind = NODE_CALL;
	p->call = open.offset;
	if (!parse_enter(p))
		return NULL;
	parse_open(p);
	while (n->a != NULL || p->now.kind != TOKEN_CLOSE) {
		struct node *one = parse_bits(p);

		if (one == NULL)
			return NULL;
		*end = one;
		end = &one->next;
		if (p->now.kind != TOKEN_COMMA)
			break;
		parse_advance(p);
	}
	parse_leave(p);
	if (p->now.kind == TOKEN_RELATION || p->now.kind == TOKEN_IN) {
		lex_error(&p->lex, p->now.offset,
			  "a function takes fields and values: compare what it gives, behind its "
			  "\")\"");
		return NULL;
	}
	return parse_close(p, TOKEN_CLOSE, &open) ? n : NULL;
}

static struct node *named(struct parser *p)
{
	struct node *n = parse_word(p, NODE_NAME);

	parse_advance(p);
	if (p->now.kind == TOKEN_OPEN)
		return call(p, n);
	if (p->now.kind == TOKEN_HASH && !parse_layer(p, n))
		return NULL;
	return n;
}

static struct node *operand(struct parser *p)
{
	struct node *n;

	switch (p->now.kind) {
	case TOKEN_NAME:
		return named(p);
	case TOKEN_LITERAL:
		n = parse_word(p, NODE_LITERAL);
		break;
	case TOKEN_STRING:
		n = parse_word(p, NODE_STRING);
		break;
	case TOKEN_CHAR:
		n = parse_word(p, NODE_CHAR);
		break;
	case TOKEN_OPEN_BRACE:
		return bracketed(p);
	default:
		parse_say_missing(p);
		return NULL;
	}
	parse_advance(p);
	return n;
}

static struct node *sliced(struct parser *p)
{
	struct node *n = operand(p);

	if (n == NULL)
		return NULL;
	for (unsigned deep = 0; p->now.kind == TOKEN_OPEN_BRACKET; deep++) {
		struct node *slice;

		if (n->kind != NODE_NAME && n->kind != NODE_CALL && n->kind != NODE_SLICE) {
			lex_error(&p->lex, p->now.offset,
				  "\"[ ]\" take a part of a field or function, not of a %s",
				  n->kind >= NODE_LITERAL && n->kind <= NODE_CHAR ? "value"
										  : "calculation");
			return NULL;
		}
		slice = parse_node(p, NODE_SLICE, n->offset);
		slice->a = n;
		if (deep == AST_DEPTH) {
			lex_error(&p->lex, p->now.offset, "a part of a part, %d times", AST_DEPTH);
			return NULL;
		}
		if (!parse_ranges(p, slice))
			return NULL;
		parse_advance(p);
		n = slice;
	}
	return n;
}

static struct node *sign(struct parser *p)
{
	struct token t = p->now;
	struct node *a, *n;

	if (t.kind != TOKEN_MINUS && t.kind != TOKEN_PLUS)
		return sliced(p);
	if (!parse_enter(p))
		return NULL;
	parse_advance(p);
	a = sign(p);
	parse_leave(p);
	if (a == NULL || t.kind == TOKEN_PLUS)
		return a;
	/* The sign of a number is part of it; -{5} is a calculation. */
	if (a->kind == NODE_LITERAL && p->last.kind == TOKEN_LITERAL &&
	    (lex_is_digit((unsigned char)a->word[0]) || a->word[0] == '.')) {
		char *word = arena_get(p->lex.arena, (size_t)a->word_len + 2);

		word[0] = '-';
		memcpy(word + 1, a->word, (size_t)a->word_len + 1);
		a->word = word;
		a->word_len++;
		a->offset = t.offset;
		return a;
	}
	n = parse_node(p, NODE_NEGATE, t.offset);
	n->a = a;
	return n;
}

/* What is calculated, from loose to tight. */
static const struct {
	uint8_t level, token;
	enum node_kind kind;
} operators[] = {
	{ 0, TOKEN_BIT_AND, NODE_BIT_AND }, { 1, TOKEN_PLUS, NODE_ADD },
	{ 1, TOKEN_MINUS, NODE_SUBTRACT },  { 2, TOKEN_TIMES, NODE_MULTIPLY },
	{ 2, TOKEN_SLASH, NODE_DIVIDE },    { 2, TOKEN_PERCENT, NODE_MODULO },
};

static struct node *calculation(struct parser *p, unsigned level)
{
	struct node *a = level == 2 ? sign(p) : calculation(p, level + 1);

	if (a == NULL)
		return NULL;
	for (unsigned deep = 0;; deep++) {
		struct token t = p->now;
		struct node *n, *b;
		size_t i = 0;

		while (i < COUNT(operators) &&
		       (operators[i].level != level || operators[i].token != t.kind))
			i++;
		if (i == COUNT(operators))
			break;
		if (deep == AST_DEPTH) {
			lex_error(&p->lex, t.offset,
				  "the calculation is too long: more than %d operators", AST_DEPTH);
			return NULL;
		}
		parse_advance(p);
		b = level == 2 ? sign(p) : calculation(p, level + 1);
		if (b == NULL)
			return NULL;
		if (t.kind == TOKEN_BIT_AND)
			p->bit_and = t.offset;
		n = parse_node(p, operators[i].kind, a->offset);
		n->a = a;
		n->b = b;
		a = n;
	}
	return a;
}

struct node *parse_bits(struct parser *p)
{
	return calculation(p, 0);
}
