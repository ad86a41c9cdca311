#include "sensor/rule/lex.h"

#include <string.h>
#include <strings.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct spelling {
	const char *text;
	uint8_t kind;
	uint8_t relation;
	const char *right; /* it is wrong, and this is how it is written */
};

/* clang-format off */
static const struct spelling keywords[] = {
	{ "and",         TOKEN_AND },
	{ "or",          TOKEN_OR },
	{ "xor",         TOKEN_XOR },
	{ "not",         TOKEN_NOT },
	{ "in",          TOKEN_IN },
	{ "any",         TOKEN_ANY },
	{ "all",         TOKEN_ALL },
	{ "bitwise_and", TOKEN_BIT_AND },
	{ "eq",          TOKEN_RELATION, REL_EQ },
	{ "any_eq",      TOKEN_RELATION, REL_EQ },
	{ "ne",          TOKEN_RELATION, REL_NE },
	{ "all_ne",      TOKEN_RELATION, REL_NE },
	{ "all_eq",      TOKEN_RELATION, REL_ALL_EQ },
	{ "any_ne",      TOKEN_RELATION, REL_ANY_NE },
	{ "gt",          TOKEN_RELATION, REL_GT },
	{ "ge",          TOKEN_RELATION, REL_GE },
	{ "lt",          TOKEN_RELATION, REL_LT },
	{ "le",          TOKEN_RELATION, REL_LE },
	{ "contains",    TOKEN_RELATION, REL_CONTAINS },
	{ "matches",     TOKEN_RELATION, REL_MATCHES },
};

/* The longest that fits comes first. */
static const struct spelling symbols[] = {
	{ "===", TOKEN_RELATION, REL_ALL_EQ },
	{ "!==", TOKEN_RELATION, REL_ANY_NE },
	{ "==",  TOKEN_RELATION, REL_EQ },
	{ "!=",  TOKEN_RELATION, REL_NE },
	{ "~=",  TOKEN_RELATION, REL_ANY_NE },
	{ ">=",  TOKEN_RELATION, REL_GE },
	{ "<=",  TOKEN_RELATION, REL_LE },
	{ "&&",  TOKEN_AND },
	{ "||",  TOKEN_OR },
	{ "^^",  TOKEN_XOR },
	{ "..",  TOKEN_RANGE },
	{ "=~",  TOKEN_RELATION, REL_MATCHES, "\"~\" or \"matches\"" },
	{ "=>",  TOKEN_RELATION, REL_GE, "\">=\"" },
	{ "=<",  TOKEN_RELATION, REL_LE, "\"<=\"" },
	{ "<>",  TOKEN_RELATION, REL_NE, "\"!=\"" },
	{ "=",   TOKEN_RELATION, REL_EQ, "\"==\"" },
	{ "|",   TOKEN_OR, 0, "\"||\" or \"or\"" },
	{ "^",   TOKEN_XOR, 0, "\"^^\" or \"xor\"" },
	{ ">",   TOKEN_RELATION, REL_GT },
	{ "<",   TOKEN_RELATION, REL_LT },
	{ "~",   TOKEN_RELATION, REL_MATCHES },
	{ "!",   TOKEN_NOT },
	{ "&",   TOKEN_BIT_AND },
	{ "(",   TOKEN_OPEN },
	{ ")",   TOKEN_CLOSE },
	{ "{",   TOKEN_OPEN_BRACE },
	{ "}",   TOKEN_CLOSE_BRACE },
	{ "[",   TOKEN_OPEN_BRACKET },
	{ "]",   TOKEN_CLOSE_BRACKET },
	{ ",",   TOKEN_COMMA },
	{ "#",   TOKEN_HASH },
	{ "+",   TOKEN_PLUS },
	{ "-",   TOKEN_MINUS },
	{ "*",   TOKEN_TIMES },
	{ "/",   TOKEN_SLASH },
	{ "%",   TOKEN_PERCENT },
};

/* Characters that word processors put in place of quotes, and others that look like ASCII. */
static const struct spelling lookalikes[] = {
	{ "\u201c", 0, 0, "\"" }, { "\u201d", 0, 0, "\"" }, { "\u201e", 0, 0, "\"" },
	{ "\u2018", 0, 0, "\"" }, { "\u2019", 0, 0, "\"" }, { "\u00ab", 0, 0, "\"" },
	{ "\u00bb", 0, 0, "\"" }, { "\u2013", 0, 0, "-" },  { "\u2212", 0, 0, "-" },
	{ "\u2260", 0, 0, "!=" }, { "\u2264", 0, 0, "<=" }, { "\u2265", 0, 0, ">=" },
	{ "\u00a0", 0, 0, " " },
};
/* clang-format on */

void lex_error(struct lexer *l, size_t offset, const char *fmt, ...)
{
	char said[RULE_ERROR_TEXT];
	va_list ap;

	/* At one place the first thing said is the right one. */
	if (l->quiet || (l->failed && l->said == offset))
		return;
	l->failed = true;
	l->said = offset;
	va_start(ap, fmt);
	(void)vsnprintf(said, sizeof(said), fmt, ap);
	va_end(ap);
	rule_error(l->errors, l->text, offset, "%s", said);
}

struct token lex_keyword(const char *s, size_t len)
{
	for (size_t i = 0; i < COUNT(keywords); i++) {
		if (strlen(keywords[i].text) == len && strncasecmp(keywords[i].text, s, len) == 0)
			return (struct token){ .kind = keywords[i].kind,
					       .relation = keywords[i].relation,
					       .word = keywords[i].text };
	}
	return (struct token){ .kind = TOKEN_NAME };
}

static bool begins(const struct lexer *l, const char *s)
{
	size_t n = strlen(s);

	return l->text->len - l->at >= n && memcmp(l->text->s + l->at, s, n) == 0;
}

/* Ends a token that began at `start`: its word is what is written there. */
static struct token word(struct lexer *l, enum token_kind kind, uint32_t start)
{
	uint32_t len = l->at - start;

	if (len > 1 && l->text->s[l->at - 1] == '.')
		lex_error(l, l->at - 1, "nothing follows this dot");
	return (struct token){ .kind = (uint8_t)kind,
			       .offset = start,
			       .len = len,
			       .word = arena_copy(l->arena, l->text->s + start, len),
			       .word_len = len };
}

/* Letters, digits and what holds them together; two dots are a range, not part of a word. */
static void skip_name(struct lexer *l)
{
	for (;; l->at++) {
		unsigned char c = lex_peek(l, 0);

		if (c == '.' ? lex_peek(l, 1) == '.'
			     : !lex_is_letter(c) && !lex_is_digit(c) && c != '-')
			return;
	}
}

/* Is it a number with an exponent that goes on behind its sign: 1.5e+3? */
static bool is_exponent(const struct lexer *l, uint32_t start)
{
	const char *s = l->text->s;

	if (l->at - start < 2 || (s[l->at - 1] != 'e' && s[l->at - 1] != 'E') ||
	    !lex_is_digit(lex_peek(l, 1)))
		return false;
	for (uint32_t i = start; i < l->at - 1; i++) {
		if (!lex_is_digit((unsigned char)s[i]) && s[i] != '.')
			return false;
	}
	return true;
}

/* Is it an address, whose "/24" belongs to it? Numbers are divided. */
static bool is_address(const char *s, uint32_t len)
{
	unsigned dots = 0;

	for (uint32_t i = 0; i < len; i++) {
		if (s[i] == ':')
			return true;
		dots += s[i] == '.';
	}
	return dots >= 2;
}

static struct token literal(struct lexer *l, uint32_t start)
{
	for (;;) {
		unsigned char c = lex_peek(l, 0);

		if (c == ':' || (c == '+' && is_exponent(l, start)))
			l->at++;
		else if (c == '.' || c == '-' || lex_is_letter(c) || lex_is_digit(c)) {
			uint32_t before = l->at;

			skip_name(l);
			if (l->at == before) /* two dots */
				break;
		} else {
			break;
		}
	}
	if (lex_peek(l, 0) == '/' && lex_is_digit(lex_peek(l, 1)) &&
	    is_address(l->text->s + start, l->at - start)) {
		for (l->at++; lex_is_digit(lex_peek(l, 0)) || lex_is_letter(lex_peek(l, 0));)
			l->at++;
	}
	return word(l, TOKEN_LITERAL, start);
}

/* aa-bb-cc: pairs of hexadecimal digits, at least two. */
static bool is_bytes(const char *s, uint32_t len)
{
	if (len < 5 || len % 3 != 2)
		return false;
	for (uint32_t i = 0; i < len; i++) {
		if (i % 3 == 2 ? s[i] != '-' : lex_hex((unsigned char)s[i]) < 0)
			return false;
	}
	return true;
}

static struct token name(struct lexer *l)
{
	uint32_t start = l->at;

	skip_name(l);
	if (lex_peek(l, 0) == ':')
		return literal(l, start);

	const char *s = l->text->s + start;

	if (s[l->at - start - 1] == '-') {
		l->at--;
		lex_error(l, l->at,
			  "\"-\" can be part of a name: write a space before it to subtract");
	}

	struct token t = word(l, is_bytes(s, l->at - start) ? TOKEN_LITERAL : TOKEN_NAME, start);
	struct token key = lex_keyword(t.word, t.word_len);

	if (key.kind != TOKEN_NAME && strcmp(key.word, t.word) == 0) {
		t.kind = key.kind;
		t.relation = key.relation;
	}
	return t;
}

/* $name; ${name} is another language's way. */
static struct token list(struct lexer *l)
{
	uint32_t start = l->at++;
	bool braced = lex_peek(l, 0) == '{';

	l->at += braced;

	uint32_t from = l->at;

	if (lex_is_letter(lex_peek(l, 0)))
		skip_name(l);

	struct token t = word(l, TOKEN_LIST, from);

	if (braced && lex_peek(l, 0) == '}')
		l->at++;
	t.offset = start;
	t.len = l->at - start;
	if (t.word_len == 0) {
		t.kind = TOKEN_BAD;
		lex_error(l, start, "the name of a list is missing after \"$\"");
	} else if (braced) {
		lex_error(l, start, "a list is written without brackets: $%s", t.word);
	}
	return t;
}

static struct token unknown(struct lexer *l)
{
	uint32_t start = l->at++;

	while ((lex_peek(l, 0) & 0xc0) == 0x80)
		l->at++;
	for (size_t i = 0; i < COUNT(lookalikes); i++) {
		const char *like = lookalikes[i].text;

		if (strlen(like) != l->at - start ||
		    memcmp(like, l->text->s + start, strlen(like)) != 0)
			continue;
		if (lookalikes[i].right[0] == ' ')
			lex_error(l, start, "this is a no-break space: write a plain one");
		else if (lookalikes[i].right[0] == '"')
			lex_error(l, start, "%s is no quotation mark here: write a plain \"", like);
		else
			lex_error(l, start, "\"%s\" is written \"%s\"", like, lookalikes[i].right);
		return word(l, TOKEN_BAD, start);
	}
	lex_error(l, start, "\"%.*s\" means nothing in a condition", (int)(l->at - start),
		  l->text->s + start);
	return word(l, TOKEN_BAD, start);
}

static struct token symbol(struct lexer *l)
{
	uint32_t start = l->at;

	for (size_t i = 0; i < COUNT(symbols); i++) {
		const struct spelling *y = &symbols[i];

		if (!begins(l, y->text))
			continue;
		l->at += (uint32_t)strlen(y->text);
		if (y->right != NULL)
			lex_error(l, start, "\"%s\" is written %s", y->text, y->right);
		return (struct token){ .kind = y->kind,
				       .relation = y->relation,
				       .offset = start,
				       .len = l->at - start };
	}
	return unknown(l);
}

struct token lex_next(struct lexer *l)
{
	while (l->at < l->text->len && lex_is_space(lex_peek(l, 0)))
		l->at++;

	unsigned char c = lex_peek(l, 0);
	unsigned char after = lex_peek(l, 1);

	if (l->at >= l->text->len)
		return (struct token){ .kind = TOKEN_END, .offset = l->at };
	if (c == '"' || ((c == 'r' || c == 'R') && after == '"'))
		return lex_quoted(l, c != '"');
	if (c == '\'')
		return lex_char(l);
	if (c == '$')
		return list(l);
	if (lex_is_letter(c))
		return name(l);
	if (lex_is_digit(c) || (c == '.' && lex_is_digit(after)) ||
	    (c == ':' && (after == ':' || lex_hex(after) >= 0)))
		return literal(l, l->at);
	/* Wireshark's way to say that a word is a field. */
	if (c == '.' && lex_is_letter(after)) {
		l->at++;
		return name(l);
	}
	return symbol(l);
}
