/* What stands in quotes: texts, raw texts, characters, and their escapes. */
#include "sensor/rule/lex.h"

#include <string.h>

/* clang-format off */
static const char escapes[][2] = {
	{ '\'', '\'' }, { '"', '"' },  { '\\', '\\' }, { 'a', '\a' }, { 'b', '\b' }, { 'f', '\f' },
	{ 'n', '\n' },  { 'r', '\r' }, { 't', '\t' },  { 'v', '\v' },
};
/* clang-format on */

static size_t put_utf8(char *out, uint32_t c)
{
	static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	if (n == 1) {
		out[0] = (char)c;
		return 1;
	}
	for (size_t i = n - 1; i > 0; i--, c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3f));
	out[0] = (char)(lead[n] | c);
	return n;
}

/* Digits of a base at l->at, at most `most`: their number, 0 if there is none. */
static unsigned digits(struct lexer *l, unsigned base, unsigned most, uint32_t *value)
{
	unsigned n = 0;

	*value = 0;
	for (; n < most; n++, l->at++) {
		int v = lex_hex(lex_peek(l, 0));

		if (v < 0 || v >= (int)base)
			break;
		*value = *value * base + (unsigned)v;
	}
	return n;
}

static size_t escape_unicode(struct lexer *l, uint32_t start, unsigned want, char *out)
{
	uint32_t v;

	if (digits(l, 16, want, &v) != want) {
		lex_error(l, start, "\"\\%c\" is followed by %u hexadecimal digits",
			  want == 4 ? 'u' : 'U', want);
		return 0;
	}
	if (v > 0x10ffff || (v >= 0xd800 && v <= 0xdfff)) {
		lex_error(l, start, "U+%04X is no character", v);
		return 0;
	}
	return put_utf8(out, v);
}

/* One escape, l->at at the backslash: up to 4 bytes to out, whose number is returned. */
static size_t escape(struct lexer *l, char *out)
{
	uint32_t start = l->at++;
	unsigned char c = lex_peek(l, 0);
	uint32_t v;

	if (c >= '0' && c <= '7') {
		(void)digits(l, 8, 3, &v);
		if (v > 255)
			lex_error(l, start, "\"\\%o\" is more than a byte, \"\\377\"", v);
		out[0] = (char)v;
		return 1;
	}
	l->at++;
	for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++) {
		if (c == (unsigned char)escapes[i][0]) {
			out[0] = escapes[i][1];
			return 1;
		}
	}
	if (c == 'u' || c == 'U')
		return escape_unicode(l, start, c == 'u' ? 4 : 8, out);
	if (c == 'x') {
		if (digits(l, 16, 2, &v) == 0)
			lex_error(l, start, "\"\\x\" is followed by hexadecimal digits");
		out[0] = (char)v;
		return 1;
	}
	while ((lex_peek(l, 0) & 0xc0) == 0x80)
		l->at++;
	lex_error(l, start,
		  "\"%.*s\" is no escape: a backslash itself is written \"\\\\\", or the text as "
		  "r\"...\", in which it means nothing",
		  (int)(l->at - start), l->text->s + start);
	return 0;
}

/* The byte behind the quotes that begin at l->at, or 0: they are not closed. */
static uint32_t closing(const struct lexer *l, char quote)
{
	const char *s = l->text->s;

	for (size_t i = (size_t)l->at + 1; i < l->text->len; i++) {
		if (s[i] == quote)
			return (uint32_t)i + 1;
		i += s[i] == '\\';
	}
	return 0;
}

/* What stands between quotes that end before `end`, its escapes resolved. */
static struct token text(struct lexer *l, uint32_t start, uint32_t end)
{
	char *out = arena_get(l->arena, (size_t)(end - l->at) + 4);
	struct token t = { .kind = TOKEN_STRING, .offset = start, .word = out };

	for (l->at++; l->at < end - 1;) {
		if (lex_peek(l, 0) == '\\')
			t.word_len += (uint32_t)escape(l, out + t.word_len);
		else
			out[t.word_len++] = l->text->s[l->at++];
	}
	out[t.word_len] = '\0';
	l->at = end;
	t.len = end - start;
	return t;
}

static struct token not_closed(struct lexer *l, const char *what)
{
	struct token t = { .kind = TOKEN_BAD, .offset = l->at };

	lex_error(l, l->at, "%s that begins here is not closed", what);
	l->at = (uint32_t)l->text->len;
	t.len = l->at - t.offset;
	return t;
}

struct token lex_quoted(struct lexer *l, bool raw)
{
	uint32_t start = l->at;

	l->at += raw;

	uint32_t end = closing(l, '"');

	if (end == 0) {
		l->at = start;
		return not_closed(l, "the text in quotes");
	}
	if (!raw)
		return text(l, start, end);

	struct token t = { .kind = TOKEN_STRING, .raw = true, .offset = start };

	t.word_len = end - l->at - 2;
	t.word = arena_copy(l->arena, l->text->s + l->at + 1, t.word_len);
	t.len = end - start;
	l->at = end;
	return t;
}

struct token lex_char(struct lexer *l)
{
	uint32_t end = closing(l, '\'');

	if (end == 0)
		return not_closed(l, "the character in single quotes");

	struct token t = text(l, l->at, end);

	if (t.word_len == 1) {
		t.kind = TOKEN_CHAR;
	} else if (t.word_len == 0) {
		lex_error(l, t.offset, "there is no character between the quotes");
	} else {
		lex_error(l, t.offset, "single quotes hold one character: write a text as \"%.*s\"",
			  (int)(t.len - 2), l->text->s + t.offset + 1);
	}
	return t;
}
