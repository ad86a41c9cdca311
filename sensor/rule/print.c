/* Trees as text again, and whether two are the same. */
#include <string.h>

#include "sensor/rule/parse_inside.h"

struct writer {
	char *out;
	size_t room, len;
};

static void put_n(struct writer *w, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++, w->len++) {
		if (w->len < w->room)
			w->out[w->len] = s[i];
	}
}

static void put(struct writer *w, const char *s)
{
	put_n(w, s, strlen(s));
}

static void put_number(struct writer *w, int32_t v)
{
	char s[16];

	(void)snprintf(s, sizeof(s), "%d", v);
	put(w, s);
}

/* The bytes of the UTF-8 character that s begins with; 0: it is none. */
static size_t utf8(const unsigned char *s, size_t len)
{
	size_t n = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;

	if (s[0] < 0xc2 || s[0] > 0xf4 || n > len)
		return 0;
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	}
	return n;
}

/* What stands between quotes, so that it is read as these bytes again. */
static void put_escaped(struct writer *w, const char *word, size_t len, char quote)
{
	static const char names[] = "abtnvfr"; /* of the bytes 7 to 13 */
	const unsigned char *s = (const unsigned char *)word;

	for (size_t i = 0, n; i < len; i += n) {
		char hex[8];

		n = 1;
		if (s[i] == (unsigned char)quote || s[i] == '\\') {
			put(w, "\\");
			put_n(w, word + i, 1);
		} else if (s[i] >= 7 && s[i] <= 13) {
			put(w, "\\");
			put_n(w, &names[s[i] - 7], 1);
		} else if (s[i] >= 0x20 && s[i] < 0x7f) {
			put_n(w, word + i, 1);
		} else if (quote == '"' && s[i] >= 0x80 && utf8(s + i, len - i) > 0) {
			n = utf8(s + i, len - i);
			put_n(w, word + i, n);
		} else {
			(void)snprintf(hex, sizeof(hex), "\\x%02x", s[i]);
			put(w, hex);
		}
	}
}

/* Can it stand between r" and "? */
static bool is_raw(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '"')
			return false;
		if (s[i] == '\\' && ++i == len)
			return false;
	}
	return true;
}

static void put_string(struct writer *w, const struct node *n)
{
	if (n->raw && is_raw(n->word, n->word_len)) {
		put(w, "r\"");
		put_n(w, n->word, n->word_len);
	} else {
		put(w, "\"");
		put_escaped(w, n->word, n->word_len, '"');
	}
	put(w, "\"");
}

static void put_slices(struct writer *w, const struct node *n)
{
	put(w, "[");
	for (uint32_t i = 0; i < n->nslices; i++) {
		const struct slice_range *r = &n->slices[i];

		if (i > 0)
			put(w, ",");
		put_number(w, r->start);
		if (r->form == SLICE_LENGTH || r->form == SLICE_TO_END)
			put(w, ":");
		if (r->form == SLICE_LENGTH)
			put_number(w, r->length);
		if (r->form == SLICE_END) {
			put(w, "-");
			put_number(w, r->end);
		}
	}
	put(w, "]");
}

static void put_name(struct writer *w, const struct node *n)
{
	put_n(w, n->word, n->word_len);
	if (n->layer == 0 && n->nslices == 0)
		return;
	put(w, "#");
	if (n->nslices > 0) {
		put_slices(w, n);
		return;
	}
	put(w, n->layer < 0 ? "[" : "");
	put_number(w, n->layer);
	put(w, n->layer < 0 ? "]" : "");
}

/* How tight a calculation holds together: 0 "&", 1 sums, 2 products, 3 signs, 4 operands. */
static unsigned tightness(const struct node *n)
{
	static const uint8_t of[] = {
		[NODE_NEGATE] = 3, [NODE_ADD] = 1,    [NODE_SUBTRACT] = 1, [NODE_MULTIPLY] = 2,
		[NODE_DIVIDE] = 2, [NODE_MODULO] = 2, [NODE_BIT_AND] = 0,
	};

	return n->kind >= NODE_NEGATE ? of[n->kind] : 4;
}

static void operand(struct writer *w, const struct node *n, unsigned tight);

static void put_list(struct writer *w, const struct node *n)
{
	for (const struct node *one = n; one != NULL; one = one->next) {
		if (one != n)
			put(w, ", ");
		operand(w, one, 0);
	}
}

static void put_range(struct writer *w, const struct node *n)
{
	bool close =
		n->a->kind == NODE_LITERAL && n->b->kind == NODE_LITERAL && n->b->word[0] != '.';

	operand(w, n->a, 0);
	put(w, close ? ".." : " .. ");
	operand(w, n->b, 0);
}

static void put_negated(struct writer *w, const struct node *a)
{
	put(w, "-");
	/* -5 is a number; this is the negative of the number 5. */
	if (a->kind == NODE_LITERAL && a->word[0] != '-') {
		put(w, "{");
		operand(w, a, 0);
		put(w, "}");
	} else {
		operand(w, a, 3);
	}
}

static void put_calculation(struct writer *w, const struct node *n)
{
	static const char *const signs[] = {
		[NODE_ADD] = " + ",    [NODE_SUBTRACT] = " - ", [NODE_MULTIPLY] = " * ",
		[NODE_DIVIDE] = " / ", [NODE_MODULO] = " % ",	[NODE_BIT_AND] = " & ",
	};

	operand(w, n->a, tightness(n));
	put(w, signs[n->kind]);
	operand(w, n->b, tightness(n) + 1);
}

static void put_operand(struct writer *w, const struct node *n)
{
	switch ((enum node_kind)n->kind) {
	case NODE_NAME:
		put_name(w, n);
		break;
	case NODE_LITERAL:
		put_n(w, n->word, n->word_len);
		break;
	case NODE_STRING:
		put_string(w, n);
		break;
	case NODE_CHAR:
		put(w, "'");
		put_escaped(w, n->word, n->word_len, '\'');
		put(w, "'");
		break;
	case NODE_LIST:
		put(w, "$");
		put_n(w, n->word, n->word_len);
		break;
	case NODE_RANGE:
		put_range(w, n);
		break;
	case NODE_CALL:
		put_n(w, n->word, n->word_len);
		put(w, "(");
		put_list(w, n->a);
		put(w, ")");
		break;
	case NODE_SLICE:
		operand(w, n->a, 4);
		put_slices(w, n);
		break;
	case NODE_NEGATE:
		put_negated(w, n->a);
		break;
	default:
		put_calculation(w, n);
	}
}

/* An operand, in { } if it holds together less than it must. */
static void operand(struct writer *w, const struct node *n, unsigned tight)
{
	bool braces = tightness(n) < tight;

	if (braces)
		put(w, "{");
	put_operand(w, n);
	if (braces)
		put(w, "}");
}

static void put_compare(struct writer *w, const struct node *n)
{
	static const char *const relations[] = {
		[REL_EQ] = " == ",
		[REL_NE] = " != ",
		[REL_ALL_EQ] = " === ",
		[REL_ANY_NE] = " !== ",
		[REL_GT] = " > ",
		[REL_GE] = " >= ",
		[REL_LT] = " < ",
		[REL_LE] = " <= ",
		[REL_CONTAINS] = " contains ",
		[REL_MATCHES] = " matches ",
	};

	operand(w, n->a, 0);
	put(w, relations[n->relation]);
	operand(w, n->b, 0);
}

static void put_in(struct writer *w, const struct node *n)
{
	bool list = n->b->kind == NODE_LIST && n->b->next == NULL;

	operand(w, n->a, 0);
	put(w, n->negated ? " not in " : " in ");
	put(w, list ? "" : "{");
	put_list(w, n->b);
	put(w, list ? "" : "}");
}

/* Tests of this kind or a tighter one need no brackets. */
static void condition(struct writer *w, const struct node *n, uint8_t kind)
{
	static const char *const joints[] = {
		[NODE_OR] = " or ", [NODE_XOR] = " xor ", [NODE_AND] = " and "
	};
	bool brackets = n->kind < kind;

	if (n->quantifier != QUANT_NONE)
		put(w, n->quantifier == QUANT_ANY ? "any " : "all ");
	if (brackets)
		put(w, "(");
	if (n->kind <= NODE_AND) {
		condition(w, n->a, n->kind);
		put(w, joints[n->kind]);
		condition(w, n->b, n->kind);
	} else if (n->kind == NODE_NOT) {
		put(w, "not ");
		condition(w, n->a, NODE_NOT);
	} else if (n->kind == NODE_COMPARE) {
		put_compare(w, n);
	} else if (n->kind == NODE_IN) {
		put_in(w, n);
	} else {
		operand(w, n->kind == NODE_TEST ? n->a : n, 0);
	}
	if (brackets)
		put(w, ")");
}

static size_t finish(const struct writer *w)
{
	if (w->room > 0)
		w->out[w->len < w->room ? w->len : w->room - 1] = '\0';
	return w->len;
}

size_t print_condition(const struct node *n, char *out, size_t room)
{
	struct writer w = { .out = out, .room = room };

	condition(&w, n, NODE_OR);
	return finish(&w);
}

size_t print_operand(const struct node *n, char *out, size_t room)
{
	struct writer w = { .out = out, .room = room };

	operand(&w, n, 0);
	return finish(&w);
}
