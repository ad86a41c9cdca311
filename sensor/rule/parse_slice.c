/* Parts of a field, name[0:3,-1], and its layers, name#[1-2]: numbers, not words. */
#include "sensor/rule/parse_inside.h"

#include <string.h>

enum { RANGES = 64 };

static void skip_space(struct lexer *l)
{
	while (lex_is_space(lex_peek(l, 0)))
		l->at++;
}

static int base_of(const struct lexer *l)
{
	unsigned char x = lex_peek(l, 1);

	if (lex_peek(l, 0) != '0')
		return 10;
	if (x == 'x' || x == 'X')
		return 16;
	return x == 'b' || x == 'B' ? 2 : 8;
}

/* A number with its sign, as C writes it. */
static bool number(struct lexer *l, int32_t *out)
{
	uint32_t start = l->at;
	bool negative = lex_peek(l, 0) == '-';
	int64_t v = 0;
	int base;

	l->at += negative;
	base = base_of(l);
	if (base == 16 || base == 2)
		l->at += 2;

	uint32_t digits = l->at;

	for (;; l->at++) {
		int d = lex_hex(lex_peek(l, 0));

		if (d < 0 || (d >= base && !(base == 8 && d < 10)))
			break;
		if (d >= base) {
			lex_error(l, start, "a number that begins with 0 is octal: no 8, no 9");
			return false;
		}
		v = v * base + d;
		if (v > INT32_MAX) {
			lex_error(l, start, "the number is too large");
			return false;
		}
	}
	if (l->at == digits) {
		lex_error(l, start,
			  "a number is missing: parts are [start:length], [first-last], "
			  "[one], [start:] or [:length]");
		return false;
	}
	*out = (int32_t)(negative ? -v : v);
	return true;
}

static bool at_end_of_range(const struct lexer *l)
{
	return lex_peek(l, 0) == ',' || lex_peek(l, 0) == ']';
}

/* Behind the colon: a length, or up to the end. */
static bool length(struct lexer *l, struct slice_range *r)
{
	uint32_t start;

	skip_space(l);
	r->form = SLICE_TO_END;
	if (at_end_of_range(l))
		return true;
	r->form = SLICE_LENGTH;
	start = l->at;
	if (!number(l, &r->length))
		return false;
	if (r->length > 0)
		return true;
	lex_error(l, start, "behind the \":\" stands a length, which is at least 1%s",
		  r->length < 0 ? "; first and last are written [first-last]" : "");
	return false;
}

static bool last(struct lexer *l, struct slice_range *r, uint32_t start)
{
	skip_space(l);
	r->form = SLICE_END;
	if (!number(l, &r->end))
		return false;
	if ((r->start < 0) != (r->end < 0))
		lex_error(l, start,
			  "from %d to %d: both are counted from the beginning, or both, "
			  "negative, from the end",
			  r->start, r->end);
	else if (r->end < r->start)
		lex_error(l, start, "from %d to %d: the first lies behind the last", r->start,
			  r->end);
	else
		return true;
	return false;
}

static bool range(struct lexer *l, struct slice_range *r)
{
	uint32_t start;

	*r = (struct slice_range){ 0 };
	skip_space(l);
	start = l->at;
	if (lex_peek(l, 0) == ':') {
		l->at++;
		return length(l, r);
	}
	if (!number(l, &r->start))
		return false;
	skip_space(l);
	if (lex_peek(l, 0) == ':') {
		l->at++;
		return length(l, r);
	}
	if (lex_peek(l, 0) == '-') {
		l->at++;
		return last(l, r, start);
	}
	r->form = SLICE_ONE;
	r->length = 1;
	return true;
}

bool parse_ranges(struct parser *p, struct node *n)
{
	struct lexer *l = &p->lex;
	uint32_t open = l->at - 1;
	struct slice_range ranges[RANGES];

	for (;;) {
		if (n->nslices == RANGES) {
			lex_error(l, l->at, "more than %d parts", RANGES);
			return false;
		}
		if (!range(l, &ranges[n->nslices]))
			return false;
		n->nslices++;
		skip_space(l);
		if (lex_peek(l, 0) != ',')
			break;
		l->at++;
	}
	if (l->at >= l->text->len) {
		lex_error(l, open, "this \"[\" is not closed");
		return false;
	}
	if (lex_peek(l, 0) != ']') {
		lex_error(l, l->at,
			  "a \"]\" is missing: parts are [start:length], [first-last], "
			  "[one], [start:] or [:length]");
		return false;
	}
	l->at++;

	struct slice_range *kept = arena_new(l->arena, struct slice_range, n->nslices);

	memcpy(kept, ranges, n->nslices * sizeof(*kept));
	n->slices = kept;
	/* The ] was read here: what comes next follows an operand. */
	p->now = (struct token){ .kind = TOKEN_CLOSE_BRACKET, .offset = l->at - 1, .len = 1 };
	return true;
}

bool parse_layer(struct parser *p, struct node *n)
{
	struct lexer *l = &p->lex;
	struct slice_range one;
	uint32_t at = l->at;

	if (lex_peek(l, 0) == '[') {
		l->at++;
		if (!parse_ranges(p, n))
			return false;
		one = n->slices[0];
		if (n->nslices > 1 || one.form != SLICE_ONE) {
			parse_advance(p);
			return true;
		}
		n->slices = NULL;
		n->nslices = 0;
	} else if (!lex_is_digit(lex_peek(l, 0))) {
		lex_error(l, at,
			  "behind \"#\" stands the number of a layer, as in \"ip.src#1\": the "
			  "innermost is \"#[-1]\"");
		return false;
	} else {
		one.start = 0;
		for (; lex_is_digit(lex_peek(l, 0)) && one.start <= INT16_MAX; l->at++)
			one.start = one.start * 10 + (lex_peek(l, 0) - '0');
	}
	if (one.start == 0 || one.start > INT16_MAX || one.start < -INT16_MAX) {
		lex_error(l, at,
			  one.start == 0 ? "layers are counted from 1"
					 : "there are never so many layers");
		return false;
	}
	n->layer = (int16_t)one.start;
	parse_advance(p);
	return true;
}
