/*
 * Where each character of a scalar stands in the file. The parser does not say: text and source are
 * walked side by side. Source that became no text (indentation, line ends that were folded away,
 * signs of escapes) is passed over; whatever cannot be explained costs exactness of a message's
 * place, nothing else.
 */
#include <string.h>

#include "common/yaml.h"

struct walker {
	const char *s; /* the source */
	size_t at, end;
	int line, column;
	enum yaml_style style;
};

static bool continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void step(struct walker *w)
{
	char c = w->s[w->at++];

	if (c == '\n' || (c == '\r' && (w->at == w->end || w->s[w->at] != '\n'))) {
		w->line++;
		w->column = 1;
	} else if (!continuation(c)) {
		w->column++;
	}
}

static void steps(struct walker *w, size_t n)
{
	while (n-- > 0 && w->at < w->end)
		step(w);
}

static void pass_blanks(struct walker *w)
{
	while (w->at < w->end && blank(w->s[w->at]))
		step(w);
}

static char ahead(const struct walker *w, size_t n)
{
	return w->at + n < w->end ? w->s[w->at + n] : '\0';
}

/* A line end after a backslash is not there, with the blanks around it. */
static void pass_joined_lines(struct walker *w)
{
	while (w->style == YAML_DOUBLE && ahead(w, 0) == '\\' &&
	       (ahead(w, 1) == '\n' || ahead(w, 1) == '\r')) {
		step(w);
		pass_blanks(w);
	}
}

/* Bytes of source that stand for the next character. */
static size_t source_bytes(const struct walker *w)
{
	if (w->style == YAML_SINGLE && ahead(w, 0) == '\'' && ahead(w, 1) == '\'')
		return 2;
	if (w->style != YAML_DOUBLE || ahead(w, 0) != '\\')
		return 0;
	switch (ahead(w, 1)) {
	case 'x':
		return 4;
	case 'u':
		return 6;
	case 'U':
		return 10;
	default:
		return 2;
	}
}

/* Goes to the source of the character at t (n bytes), then behind it; its place is in w before
 * that. */
static struct text_place match(struct walker *w, const char *t, size_t n)
{
	size_t escape;
	struct text_place place;

	pass_joined_lines(w);
	if (!blank(*t))
		pass_blanks(w);
	pass_joined_lines(w);
	place = (struct text_place){ w->line, w->column };
	escape = source_bytes(w);
	if (escape > 0)
		steps(w, escape);
	else if (!blank(*t) || ahead(w, 0) == *t)
		steps(w, n);
	else if (*t == ' ' && (ahead(w, 0) == '\n' || ahead(w, 0) == '\r'))
		pass_blanks(w);
	return place;
}

static size_t character(const char *t, size_t left)
{
	size_t n = 1;

	while (n < left && continuation(t[n]))
		n++;
	return n;
}

/* Walks; fills runs unless that is NULL. Returns how many there are. */
static size_t walk(const struct rule_text *t, const struct yaml_span *span, struct text_run *runs)
{
	struct walker w = {
		span->source, span->at, span->end, span->line, span->column, span->style
	};
	struct text_place expected = { 0, 0 };
	size_t n = 0;

	for (size_t i = 0; i < t->len;) {
		size_t bytes = character(t->s + i, t->len - i);
		struct text_place place = match(&w, t->s + i, bytes);

		if (place.line != expected.line || place.column != expected.column) {
			if (runs != NULL)
				runs[n] =
					(struct text_run){ (uint32_t)i, place.line, place.column };
			n++;
		}
		expected = (struct text_place){ place.line, place.column + 1 };
		i += bytes;
	}
	return n;
}

void yaml_runs(struct arena *a, struct rule_text *t, const struct yaml_span *span)
{
	struct text_run *runs;
	size_t n = walk(t, span, NULL);

	if (n == 0) { /* an empty text */
		runs = arena_new(a, struct text_run, 1);
		runs[0] = (struct text_run){ 0, span->line, span->column };
		n = 1;
	} else {
		runs = arena_new(a, struct text_run, n);
		(void)walk(t, span, runs);
	}
	t->runs = runs;
	t->nruns = n;
}
