#ifndef SENSOR_RULE_LEX_H
#define SENSOR_RULE_LEX_H
/*
 * The words of a condition, one after the other, as Wireshark 4.0 tells them apart. Parsing's own:
 * see parse.h for what others use.
 */
#include "common/arena.h"
#include "sensor/rule/ast.h"
#include "common/errors.h"

enum token_kind {
	TOKEN_END,
	TOKEN_BAD, /* no word of the language; it was complained of */
	TOKEN_NAME,
	TOKEN_LITERAL,
	TOKEN_STRING,
	TOKEN_CHAR,
	TOKEN_LIST, /* $name */
	TOKEN_OPEN, /* ( */
	TOKEN_CLOSE,
	TOKEN_OPEN_BRACE, /* { */
	TOKEN_CLOSE_BRACE,
	TOKEN_OPEN_BRACKET, /* [ */
	TOKEN_CLOSE_BRACKET,
	TOKEN_COMMA,
	TOKEN_RANGE, /* .. */
	TOKEN_HASH,
	TOKEN_PLUS,
	TOKEN_MINUS,
	TOKEN_TIMES,
	TOKEN_SLASH,
	TOKEN_PERCENT,
	TOKEN_BIT_AND,
	TOKEN_OR,
	TOKEN_XOR,
	TOKEN_AND,
	TOKEN_NOT,
	TOKEN_IN,
	TOKEN_ANY,
	TOKEN_ALL,
	TOKEN_RELATION,
};

struct token {
	uint8_t kind;	  /* enum token_kind */
	uint8_t relation; /* enum relation, of TOKEN_RELATION */
	bool raw;	  /* TOKEN_STRING: r"..." */
	uint32_t offset;  /* in the text */
	uint32_t len;	  /* as written, there */
	uint32_t word_len;
	const char *word; /* of names, literals, strings, characters, lists: in the arena */
};

struct lexer {
	const struct rule_text *text;
	struct arena *arena;
	struct rule_errors *errors;
	uint32_t at; /* the next byte that was not read */
	size_t said; /* the place of the last complaint */
	bool quiet;  /* complain of nothing: after an error that makes the rest unclear */
	bool failed; /* something was complained of */
};

/* The next token. Spelling that is wrong but clear (= for ==, a missing quote's kind) is complained
 * of and given as what was meant. */
struct token lex_next(struct lexer *l);

/* Says what is wrong at a byte of the text, unless quiet. */
void lex_error(struct lexer *l, size_t offset, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The keyword that these characters are, in any case of letters: TOKEN_NAME if none. */
struct token lex_keyword(const char *s, size_t len);

/* A text in quotes, l->at at the opening " (after the r of a raw one) or '. lex.c's own. */
struct token lex_quoted(struct lexer *l, bool raw);
struct token lex_char(struct lexer *l);

static inline unsigned char lex_peek(const struct lexer *l, size_t ahead)
{
	return l->at + ahead < l->text->len ? (unsigned char)l->text->s[l->at + ahead] : 0;
}

static inline bool lex_is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static inline bool lex_is_letter(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static inline bool lex_is_space(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

/* The value of a hexadecimal digit; -1: it is none. */
static inline int lex_hex(unsigned char c)
{
	if (lex_is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

#endif
