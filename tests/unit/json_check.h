#ifndef TESTS_UNIT_JSON_CHECK_H
#define TESTS_UNIT_JSON_CHECK_H
/*
 * Is a text JSON (RFC 8259), and nothing behind it? Strict, and written apart from what writes it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "common/json.h"

/* Each returns where what it reads ends, or NULL: it is none. Texts end in a NUL. */

static inline const char *json_string_end(const char *p)
{
	if (*p++ != '"')
		return NULL;
	while (*p != '"') {
		size_t bad, n = utf8_next((const uint8_t *)p, strlen(p) + 1, &bad);

		if (n == 0 || (unsigned char)*p < 0x20)
			return NULL;
		if (*p != '\\') {
			p += n;
		} else if (p[1] == 'u') {
			if (strspn(p + 2, "0123456789abcdefABCDEF") < 4)
				return NULL;
			p += 6;
		} else {
			if (p[1] == '\0' || strchr("\"\\/bfnrt", p[1]) == NULL)
				return NULL;
			p += 2;
		}
	}
	return p + 1;
}

static inline const char *json_figures_end(const char *p)
{
	size_t n = strspn(p, "0123456789");

	return n > 0 ? p + n : NULL;
}

static inline const char *json_number_end(const char *p)
{
	const char *first = *p == '-' ? p + 1 : p;

	p = json_figures_end(first);
	if (p == NULL || (*first == '0' && p > first + 1))
		return NULL;
	if (*p == '.' && (p = json_figures_end(p + 1)) == NULL)
		return NULL;
	if (*p == 'e' || *p == 'E')
		p = json_figures_end(p + (p[1] == '+' || p[1] == '-' ? 2 : 1));
	return p;
}

static inline const char *json_value_end(const char *p, unsigned depth);

/* Members of an object or of an array. */
static inline const char *json_members_end(const char *p, unsigned depth)
{
	const char close = *p == '{' ? '}' : ']';

	if (depth > 16)
		return NULL;
	if (p[1] == close)
		return p + 2;
	do {
		p++;
		if (close == '}') {
			p = json_string_end(p);
			if (p == NULL || *p++ != ':')
				return NULL;
		}
		p = json_value_end(p, depth);
	} while (p != NULL && *p == ',');
	return p != NULL && *p == close ? p + 1 : NULL;
}

static inline const char *json_value_end(const char *p, unsigned depth)
{
	static const char *const words[] = { "true", "false", "null" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strncmp(p, words[i], strlen(words[i])) == 0)
			return p + strlen(words[i]);
	}
	if (*p == '{' || *p == '[')
		return json_members_end(p, depth + 1);
	return *p == '"' ? json_string_end(p) : json_number_end(p);
}

/* An object without blanks, and its line's end. */
static inline bool json_line_good(const char *line)
{
	const char *end = *line == '{' ? json_value_end(line, 0) : NULL;

	return end != NULL && strcmp(end, "\n") == 0;
}

#endif
