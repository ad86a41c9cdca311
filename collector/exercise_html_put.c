/* What the parts of the page are written with. Every text goes through html_text(), which leaves
 * nothing that a browser would take for markup. */
#include <stdio.h>
#include <string.h>

#include "collector/exercise_html.h"
#include "collector/record_json.h"
#include "common/json.h"

/* ---- texts ---------------------------------------------------------------------------------- */

void html_put(const struct page *g, const char *markup)
{
	(void)fputs(markup, g->f);
}

/* Whatever it is; bytes that are no UTF-8 become U+FFFD, control characters blanks. */
void html_text(const struct page *g, const char *s)
{
	size_t n = strlen(s), bad = 0, len;

	for (size_t at = 0; at < n; at += len) {
		len = utf8_next((const uint8_t *)s + at, n - at, &bad);
		if (len == 0) {
			len = bad;
			html_put(g, "\xef\xbf\xbd");
		} else if (s[at] == '<' || s[at] == '>' || s[at] == '&' || s[at] == '"' ||
			   s[at] == '\'') {
			(void)fprintf(g->f, "&#%d;", s[at]);
		} else if (len == 1 && ((unsigned char)s[at] < ' ' || s[at] == 0x7f)) {
			html_put(g, " ");
		} else {
			(void)fwrite(s + at, 1, len, g->f);
		}
	}
}

void html_word(const struct page *g, const char *id)
{
	html_text(g, exercise_word(g->p->messages, g->p->lang, id));
}

/* "exercise.state.reached" */
void html_name(const struct page *g, const char *what, const char *name)
{
	char id[INCIDENT_WORD * 2];

	(void)snprintf(id, sizeof(id), "exercise.%s.%s", what, name);
	html_word(g, id);
}

void html_said(const struct page *g, const struct exercise_said *said)
{
	char text[EXERCISE_SENTENCE];

	exercise_text(text, g->p->messages, g->p->lang, said);
	html_text(g, text);
}

void html_said_with(const struct page *g, const char *id, const char *name, const char *value)
{
	struct exercise_said said;

	said_set(&said, id);
	said_with(&said, name, value);
	html_said(g, &said);
}

void html_time(const struct page *g, uint64_t ns)
{
	char text[RECORD_TIME];

	record_time_text(text, ns);
	text[10] = ' ';
	text[19] = '\0';
	html_text(g, text);
	html_put(g, " UTC");
}

void html_clock(const struct page *g, uint64_t at)
{
	html_text(g, exercise_clock(g->c->start, at).s);
}

/* A row of headings: ids, or "" for none. */
void html_head(const struct page *g, const char *const *ids, size_t n)
{
	html_put(g, "<table><thead><tr>");
	for (size_t k = 0; k < n; k++) {
		html_put(g, "<th>");
		if (ids[k][0] != '\0')
			html_word(g, ids[k]);
		html_put(g, "</th>");
	}
	html_put(g, "</tr></thead><tbody>\n");
}

void html_heading(const struct page *g, const char *id)
{
	html_put(g, "<h2>");
	html_word(g, id);
	html_put(g, "</h2>\n");
}
