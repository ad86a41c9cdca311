#include "common/metrics.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAP = 16 * 1024 };

static bool room(struct metrics_text *t, size_t n)
{
	size_t cap = t->cap != 0 ? t->cap : FIRST_CAP;
	char *more;

	if (t->overflow)
		return false;
	if (n < t->cap - t->len) /* one stays for the NUL */
		return true;
	while (cap - t->len <= n && cap < METRICS_MAX)
		cap *= 2;
	more = cap - t->len > n ? realloc(t->p, cap) : NULL;
	if (more == NULL) {
		t->overflow = true;
		return false;
	}
	t->p = more;
	t->cap = cap;
	return true;
}

static void add(struct metrics_text *t, const char *p, size_t n)
{
	if (!room(t, n))
		return;
	memcpy(t->p + t->len, p, n);
	t->len += n;
	t->p[t->len] = '\0';
}

static void add_text(struct metrics_text *t, const char *text)
{
	add(t, text, strlen(text));
}

/* How many bytes the UTF-8 character at p has; 0: it is none. The text ends with a NUL, which
 * continues nothing. */
static size_t character(const char *text)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t n = *p < 0x80   ? 1
		   : *p < 0xc2 ? 0
		   : *p < 0xe0 ? 2
		   : *p < 0xf0 ? 3
		   : *p < 0xf5 ? 4
			       : 0;

	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	}
	if ((*p == 0xe0 && p[1] < 0xa0) || (*p == 0xed && p[1] > 0x9f) ||
	    (*p == 0xf0 && p[1] < 0x90) || (*p == 0xf4 && p[1] > 0x8f))
		return 0;
	return n;
}

/* What the format reserves has a backslash in front; what is not UTF-8 becomes '?'. */
static void add_escaped(struct metrics_text *t, const char *text, const char *reserved)
{
	while (*text != '\0') {
		size_t n = character(text);

		if (n == 0)
			add(t, "?", 1);
		else if (*text == '\n')
			add(t, "\\n", 2);
		else if (strchr(reserved, *text) != NULL)
			add(t, (const char[]){ '\\', *text }, 2);
		else
			add(t, text, n);
		text += n != 0 ? n : 1;
	}
}

/* Lines are there whole or not at all: after an overflow the text is as it was before the line. */
static void line_end(struct metrics_text *t, size_t began)
{
	add(t, "\n", 1);
	if (!t->overflow || t->p == NULL)
		return;
	t->len = began;
	t->p[began] = '\0';
}

void metrics_family(struct metrics_text *t, const char *name, enum metric_type type,
		    const char *help)
{
	size_t began = t->len;

	add_text(t, "# HELP ");
	add_text(t, name);
	add(t, " ", 1);
	add_escaped(t, help, "\\");
	add_text(t, "\n# TYPE ");
	add_text(t, name);
	add_text(t, type == METRIC_COUNTER ? " counter" : " gauge");
	line_end(t, began);
}

static void sample(struct metrics_text *t, const char *name, const struct metric_label *labels,
		   size_t nlabels, const char *value)
{
	size_t began = t->len;

	add_text(t, name);
	for (size_t i = 0; i < nlabels; i++) {
		add(t, i == 0 ? "{" : ",", 1);
		add_text(t, labels[i].name);
		add_text(t, "=\"");
		add_escaped(t, labels[i].value, "\\\"");
		add(t, "\"", 1);
	}
	add_text(t, nlabels != 0 ? "} " : " ");
	add_text(t, value);
	line_end(t, began);
}

void metrics_sample(struct metrics_text *t, const char *name, const struct metric_label *labels,
		    size_t nlabels, double value)
{
	char text[32];

	if (isnan(value))
		snprintf(text, sizeof(text), "NaN");
	else if (isinf(value))
		snprintf(text, sizeof(text), value > 0 ? "+Inf" : "-Inf");
	else
		snprintf(text, sizeof(text), "%.15g", value);
	sample(t, name, labels, nlabels, text);
}

void metrics_sample_uint(struct metrics_text *t, const char *name,
			 const struct metric_label *labels, size_t nlabels, uint64_t value)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRIu64, value);
	sample(t, name, labels, nlabels, text);
}

void metrics_clear(struct metrics_text *t)
{
	t->len = 0;
	t->overflow = false;
}

void metrics_free(struct metrics_text *t)
{
	free(t->p);
	*t = (struct metrics_text){ .p = NULL };
}
