/* What the parser says of a condition that it cannot understand. */
#include "sensor/rule/parse_inside.h"

#include <string.h>

enum { SHOWN = 40, OPERAND_SHOWN = 80 };

int parse_shown(const struct token *t)
{
	return t->len > SHOWN ? SHOWN : (int)t->len;
}

const char *parse_source(const struct parser *p, const struct token *t)
{
	return p->lex.text->s + t->offset;
}

static bool is_joint(uint8_t kind)
{
	return kind >= TOKEN_OR && kind <= TOKEN_AND;
}

bool parse_begins_operand(const struct parser *p)
{
	uint8_t k = p->now.kind;

	return (k >= TOKEN_NAME && k <= TOKEN_LIST) || k == TOKEN_OPEN_BRACE;
}

static bool wants_test(const struct parser *p)
{
	switch (p->last.kind) {
	case TOKEN_END: /* it is the first */
		return is_joint(p->now.kind);
	case TOKEN_OPEN:
		return p->call == 0 || p->last.offset != p->call;
	default:
		return is_joint(p->last.kind) || p->last.kind == TOKEN_NOT;
	}
}

/* Something is missing between the last token and this one. */
static void say_between(struct parser *p)
{
	const struct token *now = &p->now, *last = &p->last;
	const char *what = wants_test(p) ? "a test" : "a field or value";

	if (last->kind == TOKEN_END && now->kind == TOKEN_END)
		lex_error(&p->lex, 0,
			  p->operand ? "a field or value is missing" : "there is no condition");
	else if (last->kind == TOKEN_END)
		lex_error(&p->lex, now->offset, "%s is missing before \"%.*s\"", what,
			  parse_shown(now), parse_source(p, now));
	else if (now->kind == TOKEN_END)
		lex_error(&p->lex, last->offset + last->len, "%s is missing after \"%.*s\"", what,
			  parse_shown(last), parse_source(p, last));
	else
		lex_error(&p->lex, now->offset, "%s is missing between \"%.*s\" and \"%.*s\"", what,
			  parse_shown(last), parse_source(p, last), parse_shown(now),
			  parse_source(p, now));
}

void parse_say_missing(struct parser *p)
{
	const struct token *now = &p->now, *last = &p->last;

	switch (now->kind) {
	case TOKEN_BAD:
		break;
	case TOKEN_LIST:
		lex_error(
			&p->lex, now->offset, "a list stands behind \"in\" only: write \"%s $%s\"",
			last->kind == TOKEN_RELATION && last->relation == REL_NE ? "not in" : "in",
			now->word);
		break;
	case TOKEN_OPEN:
		lex_error(&p->lex, now->offset,
			  "\"( )\" group tests: a calculation is grouped with \"{ }\"");
		break;
	case TOKEN_NOT:
	case TOKEN_ANY:
	case TOKEN_ALL:
		lex_error(&p->lex, now->offset, "\"%.*s\" stands before a test, not before a value",
			  parse_shown(now), parse_source(p, now));
		break;
	case TOKEN_OPEN_BRACKET:
		lex_error(&p->lex, now->offset,
			  "\"[ ]\" take a part of a field and stand behind it; a set is written "
			  "with \"{ }\"");
		break;
	default:
		say_between(p);
	}
}

void parse_say_unexpected(struct parser *p)
{
	const struct token *now = &p->now, *last = &p->last;
	int shown = parse_shown(now);
	const char *source = parse_source(p, now);

	switch (now->kind) {
	case TOKEN_BAD:
		break;
	case TOKEN_COMMA:
		lex_error(&p->lex, now->offset,
			  "a \",\" separates the elements of a set and the arguments of a function "
			  "only");
		break;
	case TOKEN_CLOSE:
	case TOKEN_CLOSE_BRACE:
	case TOKEN_CLOSE_BRACKET:
		lex_error(&p->lex, now->offset, "\"%.*s\" closes nothing: none is open", shown,
			  source);
		break;
	case TOKEN_RANGE:
		lex_error(&p->lex, now->offset, "a range stands in a set only: \"in {1..9}\"");
		break;
	case TOKEN_RELATION:
	case TOKEN_IN:
		lex_error(&p->lex, now->offset,
			  "the test before \"%.*s\" is complete: join two tests with \"and\"",
			  shown, source);
		break;
	case TOKEN_NAME:
	case TOKEN_LITERAL:
	case TOKEN_STRING:
	case TOKEN_CHAR:
	case TOKEN_LIST:
		lex_error(&p->lex, now->offset,
			  last->kind == TOKEN_NAME
				  ? "\"==\", \"and\" or the like is missing before \"%.*s\""
				  : "\"and\", \"or\" or the like is missing before \"%.*s\"",
			  shown, source);
		break;
	case TOKEN_HASH:
		lex_error(&p->lex, now->offset,
			  "\"#\" chooses a layer and stands right behind the name of a field; a "
			  "condition has no comments");
		break;
	default:
		lex_error(&p->lex, now->offset, "\"%.*s\" is not expected here", shown, source);
	}
}

/* The test that the value may have been meant for: x == 1 of x == 1 or 2. */
static const struct node *meant_for(const struct parser *p)
{
	const struct node *n = p->before;

	while (n != NULL && n->kind <= NODE_AND)
		n = n->b;
	if (n == NULL || n->kind != NODE_COMPARE || n->quantifier != QUANT_NONE ||
	    n->b->kind < NODE_NAME || n->b->kind > NODE_CHAR)
		return NULL;
	/* "x == 1 and 2" says nothing that could be meant. */
	return n->relation == REL_NE || (n->relation == REL_EQ && p->joint.kind == TOKEN_OR) ? n
											     : NULL;
}

void parse_say_constant(struct parser *p, const struct node *value)
{
	char field[OPERAND_SHOWN], first[OPERAND_SHOWN], second[OPERAND_SHOWN];
	const struct node *test = meant_for(p);

	p->constant = true;
	/* The second of its kind, or what "|" (said already) was to calculate with. */
	if (p->after_constant || p->joint.len == 1) {
		p->lex.failed = true;
		return;
	}
	if (print_operand(value, second, sizeof(second)) >= sizeof(second)) {
		lex_error(&p->lex, value->offset,
			  "a value is no test: it is compared with a field");
		return;
	}
	if (test == NULL || print_operand(test->a, field, sizeof(field)) >= sizeof(field) ||
	    print_operand(test->b, first, sizeof(first)) >= sizeof(first)) {
		lex_error(&p->lex, value->offset,
			  "%s is a value, not a test: compare it with a field", second);
		return;
	}
	lex_error(&p->lex, value->offset,
		  "%s is a value, not a test: did you mean \"%s %sin {%s, %s}\"?", second, field,
		  test->relation == REL_NE ? "not " : "", first, second);
}
