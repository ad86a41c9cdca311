/* What the tables say of an alert. incident_tables_read.c reads them. */
#include <stdlib.h>
#include <string.h>

#include "collector/incident_tables_inside.h"
#include "common/technique.h"

void incident_tables_free(struct incident_tables *t)
{
	if (t == NULL)
		return;
	arena_free(&t->arena);
	free(t);
}

/* Takes from the row what nothing before has said. */
static void take(struct incident_meaning *m, unsigned *said, const struct table_row *r)
{
	unsigned now = r->given & ~*said;

	if (now & GIVEN_CLASS)
		m->class = r->m.class;
	if (now & GIVEN_FAMILY)
		m->family = r->m.family;
	if (now & GIVEN_CATEGORY)
		m->category = r->m.category;
	if (now & GIVEN_IMPACT)
		m->impact = r->m.impact;
	if (now & GIVEN_CONFIDENCE)
		m->confidence = r->m.confidence;
	if (now & GIVEN_QUIET)
		m->quiet = r->m.quiet;
	if (now & GIVEN_INCIDENT)
		m->is_incident = r->m.is_incident;
	if (now & GIVEN_ABOUT)
		m->about = r->m.about;
	if (now & GIVEN_LEADS)
		m->leads = r->m.leads;
	if (now & GIVEN_ANSWERS)
		m->answers = r->m.answers;
	if (now & GIVEN_ROUTINE)
		m->routine = r->m.routine;
	*said |= now;
}

static bool names(const struct table_row *r, const char *id)
{
	return r->prefix ? strncmp(r->name, id, r->len) == 0 : strcmp(r->name, id) == 0;
}

static unsigned bucket_of(const char *id)
{
	uint32_t hash = 2166136261U;

	for (; *id != '\0'; id++)
		hash = (hash ^ (uint8_t)*id) * 16777619U;
	return (hash ^ hash >> 16) % TABLE_BUCKETS;
}

/* At the end, so that the order of the file stays. */
static void add_last(struct table_row **list, struct table_row *r)
{
	while (*list != NULL)
		list = &(*list)->same;
	*list = r;
}

void incident_tables_index(struct incident_tables *t)
{
	for (struct table_row *r = t->rules; r != NULL; r = r->next)
		add_last(r->prefix ? &t->prefixes : &t->exact[bucket_of(r->name)], r);
}

/* An id that stands there whole comes before all with *, the longer ones of those first. */
static void by_rule(const struct incident_tables *t, const char *id, struct incident_meaning *m,
		    unsigned *said)
{
	size_t below = SIZE_MAX;

	for (const struct table_row *r = t->exact[bucket_of(id)]; r != NULL; r = r->same) {
		if (names(r, id))
			take(m, said, r);
	}
	for (;;) {
		const struct table_row *best = NULL;

		for (const struct table_row *r = t->prefixes; r != NULL; r = r->same) {
			if (r->len < below && names(r, id) && (best == NULL || r->len > best->len))
				best = r;
		}
		if (best == NULL)
			return;
		take(m, said, best);
		below = best->len;
	}
}

static void by_name(const struct table_row *rows, const char *name, struct incident_meaning *m,
		    unsigned *said)
{
	for (const struct table_row *r = rows; r != NULL; r = r->next) {
		if (names(r, name)) {
			take(m, said, r);
			return;
		}
	}
}

/* An old id means what the one does that took its place. */
static const char *technique_id(const char *id)
{
	const struct technique *t = technique_now(id);

	return t != NULL ? t->id : id;
}

/* "modbus-write-unauthorised" is of the family "modbus-write" unless the tables say else. */
void incident_meaning_of(const struct incident_tables *t, const Kagami__Rule *rule,
			 const Kagami__Alert *alert, struct incident_meaning *out)
{
	unsigned said = 0;

	(void)alert;
	*out = (struct incident_meaning){ .family = "",
					  .category = "",
					  .impact = "unknown",
					  .leads = LEADS_USUAL,
					  .answers = true };
	out->is_incident = rule->priority != KAGAMI__PRIORITY__PRIORITY_INFO;
	by_rule(t, rule->id, out, &said);
	for (size_t i = 0; i < rule->n_tags; i++)
		by_name(t->tags, rule->tags[i], out, &said);
	for (size_t i = 0; i < rule->n_techniques; i++)
		by_name(t->techniques, technique_id(rule->techniques[i]->id), out, &said);
	take(out, &said, &t->classes[out->class]);
	if (out->family[0] == '\0')
		out->family = incident_class_name(out->class);
}

const char *incident_tactic(const struct incident_tables *t, const char *technique)
{
	const struct technique *known = technique_now(technique);
	const char *tactic = known != NULL ? technique_tactic(known, 0) : NULL;

	(void)t;
	return tactic != NULL ? tactic : "";
}

/* ---- severity ----------------------------------------------------------------------------- */

static const struct incident_stage *stage_of(const struct incident_stage *stages, size_t n,
					     enum incident_class class)
{
	for (size_t i = 0; i < n; i++) {
		if (stages[i].class == class)
			return &stages[i];
	}
	return NULL;
}

/* Each step was there, and went on when or after the one before it began. */
static bool complete(const struct table_chain *c, const struct incident_stage *stages, size_t n)
{
	uint64_t since = 0;

	for (unsigned i = 0; i < c->nstages; i++) {
		const struct incident_stage *s = stage_of(stages, n, c->stages[i]);

		if (s == NULL || s->last < since)
			return false;
		since = s->first > since ? s->first : since;
	}
	return true;
}

const char *incident_chain_title(const struct incident_tables *t,
				 const struct incident_stage *stages, size_t n,
				 const char **message)
{
	const struct table_chain *best = NULL;

	for (const struct table_chain *c = t->chains; c != NULL; c = c->next) {
		if (c->title != NULL && (best == NULL || c->nstages >= best->nstages) &&
		    complete(c, stages, n))
			best = c;
	}
	*message = best != NULL ? best->message : "";
	return best != NULL ? best->title : NULL;
}

void incident_chain_titles(const struct incident_tables *t,
			   void (*tell)(void *ctx, const char *message, const char *title),
			   void *ctx)
{
	for (const struct table_chain *c = t->chains; c != NULL; c = c->next) {
		if (c->title != NULL)
			tell(ctx, c->message, c->title);
	}
}

uint32_t incident_severity(const struct incident_tables *t, uint32_t base,
			   const struct incident_stage *stages, size_t n)
{
	uint32_t raise = 0, least = 0, severity;

	for (const struct table_chain *c = t->chains; c != NULL; c = c->next) {
		if (!complete(c, stages, n))
			continue;
		raise = c->raise > raise ? c->raise : raise;
		least = c->at_least > least ? c->at_least : least;
	}
	severity = base + raise;
	severity = severity > least ? severity : least;
	return severity < KAGAMI__PRIORITY__PRIORITY_CRITICAL
		       ? severity
		       : (uint32_t)KAGAMI__PRIORITY__PRIORITY_CRITICAL;
}

/* ---- routine ------------------------------------------------------------------------------ */

/* A site that has no such window forbids nothing. */
static bool in_window(const struct incident_doer *doer, const char *window)
{
	for (size_t i = 0; window != NULL && i < doer->noutside; i++) {
		if (strcmp(doer->outside[i], window) == 0)
			return false;
	}
	return true;
}

static bool his(const struct table_routine *r, const struct incident_doer *doer)
{
	return (r->role == NULL || strcmp(r->role, doer->role) == 0) &&
	       (!r->learned || doer->learned) && in_window(doer, r->during);
}

const char *incident_routine(const struct incident_tables *t, const struct incident_doer *doer,
			     const char *name)
{
	for (const struct table_routine *r = t->routines; r != NULL; r = r->next) {
		if ((name == NULL || strcmp(r->name, name) == 0) && his(r, doer))
			return r->name;
	}
	return NULL;
}

uint32_t incident_routine_severity(const struct incident_tables *t, const char *name, uint32_t base)
{
	const struct table_routine *r = t->routines;

	while (r != NULL && strcmp(r->name, name) != 0)
		r = r->next;
	if (r == NULL || base <= KAGAMI__PRIORITY__PRIORITY_LOW)
		return base;
	return base - KAGAMI__PRIORITY__PRIORITY_LOW > r->lower
		       ? base - r->lower
		       : (uint32_t)KAGAMI__PRIORITY__PRIORITY_LOW;
}
