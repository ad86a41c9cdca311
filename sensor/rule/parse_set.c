/* Membership: field in {1, 2, 5..9}. */
#include "sensor/rule/parse_inside.h"

static struct node *element(struct parser *p)
{
	if (p->now.kind == TOKEN_LIST) {
		struct node *list = parse_word(p, NODE_LIST);

		parse_advance(p);
		return list;
	}

	struct node *a = parse_bits(p);

	if (a == NULL || p->now.kind != TOKEN_RANGE)
		return a;
	parse_advance(p);

	struct node *b = parse_bits(p);
	struct node *range;

	if (b == NULL)
		return NULL;
	if (p->now.kind == TOKEN_RANGE) {
		lex_error(&p->lex, p->now.offset, "a range has two ends, \"1..9\", not three");
		return NULL;
	}
	range = parse_node(p, NODE_RANGE, a->offset);
	range->a = a;
	range->b = b;
	return range;
}

/* Is there another element? Also when only its comma is missing, which is said once. */
static bool another(struct parser *p, bool *said)
{
	if (p->now.kind == TOKEN_COMMA) {
		parse_advance(p);
		if (p->now.kind != TOKEN_CLOSE_BRACE)
			return true;
		lex_error(&p->lex, p->last.offset, "no element follows this \",\"");
		return false;
	}
	if (!parse_begins_operand(p) || p->now.kind == TOKEN_OPEN_BRACE)
		return false;
	if (!*said)
		lex_error(&p->lex, p->now.offset,
			  "a \",\" is missing before \"%.*s\": elements were separated by spaces "
			  "only before Wireshark 4.0",
			  parse_shown(&p->now), parse_source(p, &p->now));
	*said = true;
	return true;
}

static struct node *set(struct parser *p)
{
	struct token open = p->now;
	struct node *first = NULL, **end = &first;
	bool said = false;

	parse_open(p);
	if (p->now.kind == TOKEN_CLOSE_BRACE) {
		lex_error(&p->lex, open.offset, "a set has at least one element");
		return NULL;
	}
	do {
		struct node *one = element(p);

		if (one == NULL)
			return NULL;
		*end = one;
		end = &one->next;
	} while (another(p, &said));
	if (p->now.kind != TOKEN_CLOSE_BRACE && p->now.kind != TOKEN_END &&
	    p->now.kind != TOKEN_CLOSE && p->now.kind != TOKEN_CLOSE_BRACKET &&
	    p->now.kind != TOKEN_BAD) {
		struct text_place at = text_place(p->lex.text, open.offset);

		lex_error(&p->lex, p->now.offset,
			  "a \"}\" is missing before \"%.*s\": the set begins in line %d, column "
			  "%d",
			  parse_shown(&p->now), parse_source(p, &p->now), at.line, at.column);
		return NULL;
	}
	return parse_close(p, TOKEN_CLOSE_BRACE, &open) ? first : NULL;
}

struct node *parse_membership(struct parser *p, struct node *a, enum quantifier quantifier)
{
	struct node *n = parse_node(p, NODE_IN, a->offset);

	n->a = a;
	n->quantifier = (uint8_t)quantifier;
	if (p->now.kind == TOKEN_NOT) {
		n->negated = true;
		parse_advance(p);
		if (p->now.kind != TOKEN_IN) {
			lex_error(&p->lex, p->last.offset,
				  "\"%.*s\" after a field goes with \"in\" only: elsewhere it "
				  "stands before the test",
				  parse_shown(&p->last), parse_source(p, &p->last));
			return NULL;
		}
	}
	parse_advance(p);
	if (p->now.kind == TOKEN_LIST) {
		n->b = element(p);
	} else if (p->now.kind == TOKEN_OPEN_BRACE) {
		n->b = set(p);
	} else if (p->now.kind != TOKEN_BAD) {
		lex_error(&p->lex,
			  p->now.kind == TOKEN_END ? p->last.offset + p->last.len : p->now.offset,
			  "after \"in\" comes a set, as in \"{1, 2, 5..9}\", or a \"$list\"");
	}
	return n->b == NULL ? NULL : n;
}
