/* The report of an exercise as one page: no network, no script, prints on A4. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "collector/exercise_html.h"
#include "common/version.h"

enum { NUMBER = 24 };

/* clang-format off */
static const char style[] =
	"@page{size:A4;margin:14mm}"
	"*{box-sizing:border-box}"
	"html{font:10pt/1.45 'Noto Sans','DejaVu Sans','Noto Sans CJK JP','IPAexGothic','Hiragino Sans',sans-serif;color:#1b2430;background:#fff;"
	"-webkit-print-color-adjust:exact;print-color-adjust:exact}"
	"body{max-width:182mm;margin:0 auto;padding:8mm 0}"
	"@media print{body{padding:0;max-width:none}}"
	"h1{font-size:20pt;line-height:1.2;margin:0 0 2mm}h2{font-size:13pt;margin:8mm 0 2mm;border-bottom:1.5pt solid #1f4e79;break-after:avoid}"
	"h3{font-size:11pt;margin:5mm 0 1mm;break-after:avoid}p{margin:1mm 0}"
	"header{display:flex;justify-content:space-between;gap:8mm;align-items:flex-start}"
	"dl{display:grid;grid-template-columns:auto 1fr;gap:0 4mm;margin:0}dt{color:#5a6675}dd{margin:0}"
	".sum{border:1.5pt solid #1f4e79;border-radius:2mm;padding:2mm 5mm;text-align:center;min-width:46mm}"
	".sum b{font-size:24pt;line-height:1.2}.sum small{display:block;color:#5a6675}"
	".bar{height:3mm;background:#e3e8ee;border-radius:1.5mm;overflow:hidden;margin-top:1mm}.bar i{display:block;height:100%;background:#2b7a4b}"
	"table{width:100%;border-collapse:collapse;margin:1mm 0}th{text-align:left;color:#5a6675;font-weight:600;white-space:nowrap;overflow-wrap:normal;border-bottom:1pt solid #9aa7b5}"
	"th,td{padding:1mm 1.5mm;vertical-align:top;overflow-wrap:anywhere}td:first-child{overflow-wrap:normal}td{border-bottom:.5pt solid #d5dce4}tr{break-inside:avoid}thead{display:table-header-group}"
	".n{text-align:right;white-space:nowrap;overflow-wrap:normal}.t{white-space:nowrap;overflow-wrap:normal}.w{color:#5a6675}"
	".s{white-space:nowrap;font-weight:600;overflow-wrap:normal}.reached,.seen{color:#1d6b3d}.missed{color:#a32020}.open{color:#7a5a00}.unexpected{color:#7a5a00}"
	".x{break-inside:avoid}"
	".m{display:grid;grid-template-columns:repeat(6,1fr);gap:1.5mm;margin:2mm 0}"
	".m section{border:.5pt solid #c5ced8;border-radius:1mm;padding:1mm;min-height:14mm;break-inside:avoid}"
	".m h4{font-size:7.5pt;line-height:1.2;margin:0 0 1mm;color:#33414f;min-height:6mm}.m .none{background:#f6f8fa}"
	".c{display:block;font-size:7.5pt;line-height:1.25;border:1pt solid;border-radius:1mm;padding:.6mm 1mm;margin:.8mm 0;overflow-wrap:anywhere}"
	".c b{white-space:nowrap}.c.seen{background:#e4f3ea}.c.missed{background:#fff;border-style:dashed}.c.unexpected{background:#fdf3d8}"
	".k .c{display:inline-block;margin-right:2mm}"
	"footer{margin-top:8mm;color:#5a6675;font-size:8pt;border-top:.5pt solid #c5ced8;padding-top:1mm}";
static const char *const signs[] = {
	[EXERCISE_REACHED] = "✓", [EXERCISE_OPEN] = "…", [EXERCISE_MISSED] = "✗",
};
/* clang-format on */

/* ---- parts ---------------------------------------------------------------------------------- */

static void put_fact(const struct page *g, const char *id, void (*value)(const struct page *g))
{
	html_put(g, "<dt>");
	html_word(g, id);
	html_put(g, "</dt><dd>");
	value(g);
	html_put(g, "</dd>");
}

static void put_team(const struct page *g)
{
	html_text(g, g->p->team);
}

static void put_start(const struct page *g)
{
	html_time(g, g->c->start);
}

static void put_now(const struct page *g)
{
	html_time(g, g->c->now);
	html_put(g, " (");
	html_clock(g, g->c->now);
	html_put(g, ")");
}

static void put_top(const struct page *g)
{
	unsigned of = g->s->of > 0 ? g->s->of : 1;

	html_put(g, "<header><div><h1>");
	html_word(g, "exercise.title");
	html_put(g, "</h1><dl>");
	if (g->p->team != NULL && g->p->team[0] != '\0')
		put_fact(g, "exercise.team", put_team);
	put_fact(g, "exercise.start", put_start);
	put_fact(g, "exercise.now", put_now);
	html_put(g, "</dl></div><div class=\"sum\"><small>");
	html_word(g, "exercise.points");
	(void)fprintf(g->f,
		      "</small><b>%u / %u</b><div class=\"bar\"><i style=\"width:%u%%\"></i></div>"
		      "</div></header>\n",
		      g->s->points, g->s->of, g->s->points * 100 / of);
}

static void put_goal(const struct page *g, const struct exercise_goal *x)
{
	const char *state = exercise_state_name(x->state);
	const char *text = scenario_say(&x->goal->text, g->p->lang);

	(void)fprintf(g->f, "<tr><td class=\"s %s\">%s ", state, signs[x->state]);
	html_name(g, "state", state);
	html_put(g, "</td><td>");
	html_said(g, &x->wanted);
	if (x->goal->incident != NULL) {
		html_put(g, " <span class=\"w\">[");
		html_text(g, x->goal->incident->id);
		html_put(g, "]</span>");
	}
	if (x->goal->within != 0) {
		html_put(g, " <span class=\"w\">(");
		html_said_with(g, "exercise.within", "time",
			       exercise_clock(0, x->goal->within).s + 1);
		html_put(g, ")</span>");
	}
	if (text != NULL) {
		html_put(g, "<br><span class=\"w\">");
		html_text(g, text);
		html_put(g, "</span>");
	}
	html_put(g, "</td><td>");
	html_said(g, &x->found);
	if (x->late) {
		html_put(g, " <span class=\"missed\">");
		html_word(g, "exercise.late");
		html_put(g, "</span>");
	}
	(void)fprintf(g->f, "</td><td class=\"n\">%u / %u</td></tr>\n",
		      x->state == EXERCISE_REACHED ? x->goal->points : 0, x->goal->points);
}

static void put_scenario(const struct page *g, const struct scenario *s)
{
	char level[NUMBER];
	const char *const *goals;
	size_t n;

	(void)snprintf(level, sizeof(level), "%u", s->level);
	html_put(g, "<h3>");
	html_text(g, scenario_say(&s->title, g->p->lang));
	html_put(g, "</h3><p class=\"w\">");
	html_text(g, s->name);
	html_put(g, " · ");
	html_said_with(g, "exercise.level", "n", level);
	html_put(g, "</p>\n");
	goals = scenario_items(&s->goals, g->p->lang, &n);
	for (size_t k = 0; k < n; k++) {
		html_put(g, k == 0 ? "<ul><li>" : "<li>");
		html_text(g, goals[k]);
		html_put(g, k == n - 1 ? "</li></ul>\n" : "</li>");
	}
	HEAD(g, "exercise.result", "exercise.goal", "exercise.found", "exercise.points");
	for (size_t k = 0; k < g->s->ngoals; k++) {
		if (g->s->goals[k].scenario == s)
			put_goal(g, &g->s->goals[k]);
	}
	html_put(g, "</tbody></table>\n");
}

/* ---- the page ------------------------------------------------------------------------------- */

static bool put_page(const struct page *g)
{
	char more[NUMBER];
	bool good;

	html_put(g, "<!DOCTYPE html>\n<html lang=\"");
	html_text(g, g->p->lang);
	html_put(g, "\"><head><meta charset=\"utf-8\">"
		    "<meta name=\"viewport\" content=\"width=device-width\">"
		    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		    "style-src 'unsafe-inline'\"><title>");
	html_word(g, "exercise.title");
	html_put(g, "</title><style>");
	html_put(g, style);
	html_put(g, "</style></head><body>\n");
	put_top(g);
	html_heading(g, "exercise.goals");
	for (size_t k = 0; k < g->c->nscenarios; k++)
		put_scenario(g, g->c->scenarios[k]);
	html_matrix(g);
	html_incidents(g);
	if (g->p->more > 0) {
		(void)snprintf(more, sizeof(more), "%" PRIu64, g->p->more);
		html_put(g, "<p class=\"missed\">");
		html_said_with(g, "exercise.more", "n", more);
		html_put(g, "</p>\n");
	}
	good = html_history(g);
	html_put(g, "<footer>Kagami " KAGAMI_VERSION " · ");
	html_word(g, "exercise.attack");
	html_put(g, "</footer></body></html>\n");
	return good;
}

bool exercise_html(const struct exercise_case *c, const struct exercise_score *s,
		   const struct exercise_paper *p, char **out, size_t *n)
{
	struct page g = { .c = c, .s = s, .p = p };
	bool good;

	*out = NULL;
	g.f = open_memstream(out, n);
	if (g.f == NULL)
		return false;
	good = put_page(&g) && ferror(g.f) == 0;
	good = fclose(g.f) == 0 && good;
	if (good)
		return true;
	free(*out);
	*out = NULL;
	return false;
}
