/* The report of an exercise for programs; docs/exercise.md describes it. */
#include <stdlib.h>
#include <string.h>

#include "collector/exercise_inside.h"
#include "collector/record_json.h"
#include "common/version.h"

struct paper {
	struct record_tree t;
	const struct exercise_case *c;
	const struct exercise_score *s;
	const struct exercise_paper *p;
};

static json_t *said(const struct paper *x, const struct exercise_said *s)
{
	char text[EXERCISE_SENTENCE];

	exercise_text(text, x->p->messages, x->p->lang, s);
	return record_string(text);
}

static json_t *goal(struct paper *x, const struct exercise_goal *g)
{
	json_t *o = json_object();

	record_put(&x->t, o, "goal", record_string(scenario_goal_name(g->goal->kind)));
	if (g->goal->incident != NULL)
		record_put(&x->t, o, "expected", record_string(g->goal->incident->id));
	record_put(&x->t, o, "state", record_string(exercise_state_name(g->state)));
	record_put(&x->t, o, "points",
		   record_number(g->state == EXERCISE_REACHED ? g->goal->points : 0));
	record_put(&x->t, o, "of", record_number(g->goal->points));
	record_put(&x->t, o, "wanted", said(x, &g->wanted));
	if (g->goal->within != 0)
		record_put(&x->t, o, "within_s", record_number(g->goal->within / 1000000000U));
	record_put(&x->t, o, "found", said(x, &g->found));
	if (g->found.id != NULL)
		record_put(&x->t, o, "why", record_string(g->found.id));
	if (g->late)
		record_put(&x->t, o, "late", json_true());
	if (g->incident != NULL)
		record_put(&x->t, o, "incident", record_string(g->incident->id));
	record_put_time(&x->t, o, "time", g->when);
	return o;
}

static json_t *scenario(struct paper *x, const struct scenario *s)
{
	json_t *o = json_object(), *goals = json_array();
	uint64_t points = 0, of = 0;

	for (size_t k = 0; k < x->s->ngoals; k++) {
		const struct exercise_goal *g = &x->s->goals[k];

		if (g->scenario != s)
			continue;
		record_push(&x->t, goals, goal(x, g));
		of += g->goal->points;
		points += g->state == EXERCISE_REACHED ? g->goal->points : 0;
	}
	record_put(&x->t, o, "scenario", record_string(s->name));
	record_put(&x->t, o, "title", record_string(scenario_say(&s->title, x->p->lang)));
	record_put(&x->t, o, "level", record_number(s->level));
	record_put(&x->t, o, "points", record_number(points));
	record_put(&x->t, o, "of", record_number(of));
	record_put(&x->t, o, "goals", goals);
	return o;
}

static json_t *incident(struct paper *x, const struct incident *i)
{
	json_t *o = json_object(), *rules = json_array();

	record_put(&x->t, o, "id", record_string(i->id));
	record_put(&x->t, o, "title", record_string(i->title));
	record_put(&x->t, o, "severity", record_string(scenario_severity_name(i->severity)));
	record_put(&x->t, o, "status", record_string(incident_status_name(i->status)));
	record_put_time(&x->t, o, "received", i->received);
	for (uint32_t k = 0; k < i->nrules; k++)
		record_push_text(&x->t, rules, i->rules[k].id);
	record_put(&x->t, o, "rules", rules);
	return o;
}

static json_t *finding(struct paper *x, const struct exercise_finding *f)
{
	json_t *o = json_object(), *incidents = json_array();

	record_put(&x->t, o, "scenario", record_string(f->scenario->name));
	record_put(&x->t, o, "expected", record_string(f->expected->id));
	record_put(&x->t, o, "optional", json_boolean(f->expected->optional));
	for (size_t k = 0; k < f->n; k++)
		record_push(&x->t, incidents, incident(x, f->incidents[k]));
	record_put(&x->t, o, "incidents", incidents);
	record_put(&x->t, o, "found", said(x, &f->found));
	return o;
}

static json_t *technique(struct paper *x, const struct exercise_technique *t)
{
	json_t *o = json_object(), *tactics = json_array();
	const char *name;

	record_put(&x->t, o, "id", record_string(t->id));
	record_put(&x->t, o, "name", record_string(t->name));
	for (unsigned k = 0;
	     t->technique != NULL && (name = technique_tactic(t->technique, k)) != NULL; k++)
		record_push_text(&x->t, tactics, name);
	record_put(&x->t, o, "tactics", tactics);
	record_put(&x->t, o, "sight", record_string(exercise_sight_name(t->sight)));
	return o;
}

static json_t *notice(struct paper *x, const struct exercise_notice *n)
{
	json_t *o = json_object();

	record_put_time(&x->t, o, "received", n->received);
	record_put(&x->t, o, "sender", record_string(n->sender));
	record_put(&x->t, o, "issuer", record_string(n->issuer));
	record_put(&x->t, o, "incident", record_string(n->incident));
	record_put(&x->t, o, "quarantined", json_boolean(n->quarantined));
	return o;
}

static void put_lists(struct paper *x, json_t *o)
{
	json_t *scenarios = json_array(), *findings = json_array(), *unexpected = json_array();
	json_t *techniques = json_array(), *notices = json_array();

	for (size_t k = 0; k < x->c->nscenarios; k++)
		record_push(&x->t, scenarios, scenario(x, x->c->scenarios[k]));
	for (size_t k = 0; k < x->s->nfindings; k++)
		record_push(&x->t, findings, finding(x, &x->s->findings[k]));
	for (size_t k = 0; k < x->s->nunexpected; k++)
		record_push(&x->t, unexpected, incident(x, x->s->unexpected[k]));
	for (size_t k = 0; k < x->s->ntechniques; k++)
		record_push(&x->t, techniques, technique(x, &x->s->techniques[k]));
	for (size_t k = 0; k < x->c->nnotices; k++)
		record_push(&x->t, notices, notice(x, &x->c->notices[k]));
	record_put(&x->t, o, "scenarios", scenarios);
	record_put(&x->t, o, "findings", findings);
	record_put(&x->t, o, "unexpected", unexpected);
	record_put(&x->t, o, "techniques", techniques);
	record_put(&x->t, o, "notifications", notices);
}

bool exercise_json(const struct exercise_case *c, const struct exercise_score *s,
		   const struct exercise_paper *p, char **out, size_t *n)
{
	struct paper x = { .c = c, .s = s, .p = p };
	json_t *o = json_object();
	const char *why;

	record_put(&x.t, o, "format", record_string("kagami-exercise-report-1"));
	record_put(&x.t, o, "version", record_string(KAGAMI_VERSION));
	record_put(&x.t, o, "language", record_string(p->lang));
	record_put(&x.t, o, "team", record_string(p->team != NULL ? p->team : ""));
	record_put(&x.t, o, "start", record_time(c->start));
	record_put(&x.t, o, "time", record_time(c->now));
	record_put(&x.t, o, "points", record_number(s->points));
	record_put(&x.t, o, "of", record_number(s->of));
	put_lists(&x, o);
	record_put(&x.t, o, "not_looked_at", record_number(p->more));
	return record_finish(&x.t, o, RECORD_INDENTED, out, n, &why);
}
