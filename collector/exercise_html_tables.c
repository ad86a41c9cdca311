/* The tables of the page: techniques, incidents, what was done. */
#include <stdlib.h>
#include <string.h>

#include "collector/exercise_html.h"
#include "collector/messages.h"
#include "collector/record_json.h"

enum { TACTICS = 12, DONE_MOST = 400, NUMBER = 24 };

/* clang-format off */
static const char *const sight_signs[SIGHTS] = {
	[SIGHT_SEEN] = "✓", [SIGHT_MISSED] = "✗", [SIGHT_UNEXPECTED] = "!",
};
/* clang-format on */

/* ---- techniques ----------------------------------------------------------------------------- */

/* The tactics in the order of the matrix. */
static const char *tactic_at(unsigned n)
{
	static const char *const names[TACTICS] = { "initial-access",
						    "execution",
						    "persistence",
						    "privilege-escalation",
						    "evasion",
						    "discovery",
						    "lateral-movement",
						    "collection",
						    "command-and-control",
						    "inhibit-response-function",
						    "impair-process-control",
						    "impact" };

	return names[n];
}

static bool is_of(const struct exercise_technique *t, const char *tactic)
{
	const char *name;

	for (unsigned k = 0;
	     t->technique != NULL && (name = technique_tactic(t->technique, k)) != NULL; k++) {
		if (strcmp(name, tactic) == 0)
			return true;
	}
	return false;
}

static void put_chip(const struct page *g, const struct exercise_technique *t)
{
	(void)fprintf(g->f, "<span class=\"c %s\"><b>%s ", exercise_sight_name(t->sight),
		      sight_signs[t->sight]);
	html_text(g, t->id);
	html_put(g, "</b> ");
	html_text(g, t->name);
	html_put(g, "</span>");
}

static void put_tactic(const struct page *g, const char *tactic)
{
	bool some = false;

	for (size_t k = 0; k < g->s->ntechniques; k++)
		some = some || is_of(&g->s->techniques[k], tactic);
	html_put(g, some ? "<section><h4>" : "<section class=\"none\"><h4>");
	html_name(g, "tactic", tactic);
	html_put(g, "</h4>");
	for (size_t k = 0; k < g->s->ntechniques; k++) {
		if (is_of(&g->s->techniques[k], tactic))
			put_chip(g, &g->s->techniques[k]);
	}
	html_put(g, "</section>\n");
}

void html_matrix(const struct page *g)
{
	html_put(g, "<div class=\"x\">");
	html_heading(g, "exercise.techniques");
	html_put(g, "<p class=\"k\">");
	for (unsigned k = 0; k < SIGHTS; k++) {
		const char *name = exercise_sight_name((enum exercise_sight)k);

		(void)fprintf(g->f, "<span class=\"c %s\"><b>%s</b> ", name, sight_signs[k]);
		html_name(g, "sight", name);
		html_put(g, "</span>");
	}
	html_put(g, "</p><div class=\"m\">\n");
	for (unsigned k = 0; k < TACTICS; k++)
		put_tactic(g, tactic_at(k));
	html_put(g, "</div>\n");
	/* Ids that ATT&CK does not have are of no tactic. */
	for (size_t k = 0; k < g->s->ntechniques; k++) {
		if (g->s->techniques[k].technique == NULL)
			put_chip(g, &g->s->techniques[k]);
	}
	html_put(g, "</div>\n");
}

/* ---- incidents ------------------------------------------------------------------------------ */

static void put_incident(const struct page *g, const struct incident *i)
{
	const char *title = messages_get(g->p->messages, g->p->lang, i->message);

	(void)fprintf(g->f, "<td>");
	html_text(g, i->id);
	html_put(g, "</td><td>");
	html_text(g, title != NULL ? title : i->title);
	html_put(g, "<br><span class=\"w\">");
	html_text(g, i->summary);
	html_put(g, "</span></td><td class=\"t\">");
	html_name(g, "severity", scenario_severity_name(i->severity));
	html_put(g, "</td><td class=\"t\">");
	html_name(g, "status", incident_status_name(i->status));
	html_put(g, "</td><td class=\"n\">");
	html_clock(g, i->received != 0 ? i->received : i->detected);
	html_put(g, "</td></tr>\n");
}

static void put_finding(const struct page *g, const struct exercise_finding *f)
{
	const char *text = scenario_say(&f->expected->text, g->p->lang);

	for (size_t k = 0; k < f->n || k == 0; k++) {
		html_put(g, "<tr><td>");
		html_text(g, f->expected->id);
		if (text != NULL && k == 0) {
			html_put(g, "<br><span class=\"w\">");
			html_text(g, text);
			html_put(g, "</span>");
		}
		html_put(g, "</td>");
		if (k < f->n) {
			put_incident(g, f->incidents[k]);
			continue;
		}
		(void)fprintf(g->f, "<td colspan=\"5\" class=\"%s\">",
			      f->expected->optional ? "w" : "missed");
		html_said(g, &f->found);
		if (f->expected->optional) {
			html_put(g, " ");
			html_word(g, "exercise.optional");
		}
		html_put(g, "</td></tr>\n");
	}
}

void html_incidents(const struct page *g)
{
	html_heading(g, "exercise.expected");
	HEAD(g, "exercise.name", "exercise.incident", "exercise.what", "exercise.severity",
	     "exercise.status", "exercise.when");
	for (size_t k = 0; k < g->s->nfindings; k++)
		put_finding(g, &g->s->findings[k]);
	html_put(g, "</tbody></table>\n");
	html_heading(g, "exercise.unexpected");
	if (g->s->nunexpected == 0) {
		html_put(g, "<p>");
		html_word(g, "exercise.none");
		html_put(g, "</p>\n");
		return;
	}
	HEAD(g, "exercise.incident", "exercise.what", "exercise.severity", "exercise.status",
	     "exercise.when");
	for (size_t k = 0; k < g->s->nunexpected; k++) {
		html_put(g, "<tr>");
		put_incident(g, g->s->unexpected[k]);
	}
	html_put(g, "</tbody></table>\n");
}

/* ---- what was done -------------------------------------------------------------------------- */

struct deed {
	const struct incident *i; /* NULL: a notification */
	const struct incident_history *h;
	const struct exercise_notice *n;
	uint64_t time;
};

static int by_time(const void *a, const void *b)
{
	const struct deed *x = a, *y = b;
	int order;

	if (x->time != y->time)
		return x->time < y->time ? -1 : 1;
	order = strcmp(x->i != NULL ? x->i->id : "", y->i != NULL ? y->i->id : "");
	return order != 0 ? order : (x->h > y->h) - (x->h < y->h);
}

/* What our sentence says in the report's language; else what was written, behind what it is. */
static void put_said(const struct page *g, const struct incident_history *h)
{
	char text[MESSAGES_TEXT * 2];
	struct messages_said said;

	messages_take(&said, h->message, h->text);
	if (!record_message(text, sizeof(text), g->p->messages, g->p->lang, said.id, said.pairs))
		html_text(g, h->text);
	else if (strcmp(said.id, h->message) == 0 || strcmp(text, h->text) == 0)
		html_text(g, text);
	else {
		html_text(g, text);
		html_put(g, ": ");
		html_text(g, h->text);
	}
}

static void put_deed(const struct page *g, const struct deed *d)
{
	html_put(g, "<tr><td class=\"n\">");
	html_clock(g, d->time);
	html_put(g, "</td><td>");
	html_text(g, d->i != NULL ? d->i->id : d->n->incident);
	html_put(g, "</td><td>");
	html_text(g, d->h != NULL ? d->h->who : d->n->sender);
	html_put(g, "</td><td>");
	if (d->h == NULL) {
		html_word(g, d->n->quarantined ? "exercise.quarantined" : "history.received");
	} else {
		put_said(g, d->h);
	}
	html_put(g, "</td></tr>\n");
}

/* What people did: not what the collector wrote on its own. */
static bool is_deed(const struct page *g, const struct incident_history *h)
{
	return h->action != ACTION_OPENED && h->action != ACTION_NEWS &&
	       strcmp(h->who, "collector") != 0 && h->time >= g->c->start;
}

bool html_history(const struct page *g)
{
	struct deed *all =
		calloc(g->s->nincidents * INCIDENT_HISTORY + g->c->nnotices + 1, sizeof(*all));
	size_t n = 0;

	if (all == NULL)
		return false;
	for (size_t k = 0; k < g->s->nincidents; k++) {
		const struct incident *i = g->s->incidents[k];

		for (uint32_t h = 0; h < i->nhistory && h < INCIDENT_HISTORY; h++) {
			if (is_deed(g, &i->history[h]))
				all[n++] = (struct deed){ .i = i,
							  .h = &i->history[h],
							  .time = i->history[h].time };
		}
	}
	for (size_t k = 0; k < g->c->nnotices; k++)
		all[n + k] =
			(struct deed){ .n = &g->c->notices[k], .time = g->c->notices[k].received };
	n += g->c->nnotices;
	qsort(all, n, sizeof(*all), by_time);
	html_heading(g, "exercise.done");
	HEAD(g, "exercise.when", "exercise.incident", "exercise.who", "exercise.what");
	for (size_t k = 0; k < n && k < DONE_MOST; k++)
		put_deed(g, &all[k]);
	html_put(g, "</tbody></table>\n");
	if (n > DONE_MOST) {
		char more[NUMBER];

		(void)snprintf(more, sizeof(more), "%zu", n - DONE_MOST);
		html_put(g, "<p>");
		html_said_with(g, "history.more", "n", more);
		html_put(g, "</p>\n");
	}
	free(all);
	return true;
}
