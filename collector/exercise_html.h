#ifndef COLLECTOR_EXERCISE_HTML_H
#define COLLECTOR_EXERCISE_HTML_H
/* The report of an exercise as a page: exercise_html.c the whole, exercise_html_tables.c its
 * tables, exercise_html_put.c what both are written with. */
#include <stdio.h>

#include "collector/exercise_inside.h"

struct page {
	FILE *f;
	const struct exercise_case *c;
	const struct exercise_score *s;
	const struct exercise_paper *p;
};

/* Markup, as it is. */
void html_put(const struct page *g, const char *markup);
/* A text, whatever it is: bytes that are no UTF-8 become U+FFFD, control characters blanks. */
void html_text(const struct page *g, const char *s);
/* A text of the catalogue; "exercise.WHAT.NAME". */
void html_word(const struct page *g, const char *id);
void html_name(const struct page *g, const char *what, const char *name);
void html_said(const struct page *g, const struct exercise_said *said);
void html_said_with(const struct page *g, const char *id, const char *name, const char *value);
void html_time(const struct page *g, uint64_t ns);
/* After the start: "+0:12:03". */
void html_clock(const struct page *g, uint64_t at);
/* A heading; a table's beginning with its headings. */
void html_heading(const struct page *g, const char *id);
void html_head(const struct page *g, const char *const *ids, size_t n);
#define HEAD(g, ...)                                                                               \
	do {                                                                                       \
		static const char *const ids_[] = { __VA_ARGS__ };                                 \
		html_head((g), ids_, sizeof(ids_) / sizeof(ids_[0]));                              \
	} while (0)

/* ---- exercise_html_tables.c ----------------------------------------------------------------- */

void html_matrix(const struct page *g);
void html_incidents(const struct page *g);
bool html_history(const struct page *g); /* false: no memory */

#endif
