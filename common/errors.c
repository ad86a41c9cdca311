#include "common/errors.h"

#include <stdlib.h>
#include <string.h>

void rule_errors_free(struct rule_errors *e)
{
	free(e->kept);
	*e = (struct rule_errors){ NULL };
}

static bool make_room(struct rule_errors *e)
{
	struct rule_error *more;

	if (e->n < e->room)
		return true;
	if (e->n == RULE_ERRORS_KEPT)
		return false;
	more = realloc(e->kept, (e->room + 32) * sizeof(*more));
	if (more == NULL)
		return false;
	e->kept = more;
	e->room += 32;
	return true;
}

/* A mistake in what many rules share is found by each of them. */
static bool said_before(const struct rule_errors *e, const struct rule_error *r)
{
	for (size_t i = 0; i < e->n; i++) {
		const struct rule_error *b = &e->kept[i];

		if (b->at.line == r->at.line && b->at.column == r->at.column &&
		    b->warning == r->warning && strcmp(b->file, r->file) == 0 &&
		    strcmp(b->text, r->text) == 0)
			return true;
	}
	return false;
}

static __attribute__((format(printf, 5, 0))) void say(struct rule_errors *e, const char *file,
						      struct text_place at, bool warning,
						      const char *fmt, va_list ap)
{
	struct rule_error said = {
		.file = file, .at = at, .warning = warning, .order = (unsigned)e->n
	};

	(void)vsnprintf(said.text, sizeof(said.text), fmt, ap);
	if (said_before(e, &said))
		return;
	if (warning)
		e->warnings++;
	else
		e->errors++;
	if (make_room(e))
		e->kept[e->n++] = said;
}

void rule_error_at(struct rule_errors *e, const char *file, struct text_place at, const char *fmt,
		   ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(e, file, at, false, fmt, ap);
	va_end(ap);
}

void rule_warn_at(struct rule_errors *e, const char *file, struct text_place at, const char *fmt,
		  ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(e, file, at, true, fmt, ap);
	va_end(ap);
}

void rule_error(struct rule_errors *e, const struct rule_text *t, size_t offset, const char *fmt,
		...)
{
	va_list ap;

	va_start(ap, fmt);
	say(e, t->file, text_place(t, offset), false, fmt, ap);
	va_end(ap);
}

void rule_warn(struct rule_errors *e, const struct rule_text *t, size_t offset, const char *fmt,
	       ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(e, t->file, text_place(t, offset), true, fmt, ap);
	va_end(ap);
}

static int by_place(const void *a, const void *b)
{
	const struct rule_error *x = a, *y = b;
	int file = strcmp(x->file, y->file);

	if (file != 0)
		return file;
	if (x->at.line != y->at.line)
		return x->at.line < y->at.line ? -1 : 1;
	if (x->at.column != y->at.column)
		return x->at.column < y->at.column ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static void print_safely(FILE *out, const char *s)
{
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c < 0x20 || c == 0x7f)
			(void)fprintf(out, "\\x%02x", c);
		else
			(void)fputc(c, out);
	}
}

void rule_errors_print(struct rule_errors *e, FILE *out)
{
	if (e->n > 0)
		qsort(e->kept, e->n, sizeof(*e->kept), by_place);
	for (size_t i = 0; i < e->n; i++) {
		const struct rule_error *r = &e->kept[i];

		print_safely(out, r->file);
		if (r->at.line > 0)
			(void)fprintf(out, ":%d:%d", r->at.line, r->at.column);
		(void)fprintf(out, ": %s", r->warning ? "warning: " : "");
		print_safely(out, r->text);
		(void)fputc('\n', out);
	}
	if (e->errors + e->warnings > e->n)
		(void)fprintf(out, "... and %zu more\n", e->errors + e->warnings - e->n);
}

void rule_errors_move(struct rule_errors *to, struct rule_errors *from)
{
	for (size_t i = 0; i < from->n && make_room(to); i++) {
		to->kept[to->n] = from->kept[i];
		to->kept[to->n].order = (unsigned)to->n;
		to->n++;
	}
	to->errors += from->errors;
	to->warnings += from->warnings;
	rule_errors_free(from);
}
