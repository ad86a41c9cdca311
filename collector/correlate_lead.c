/* The alert that gives an incident its title, and what its steps together are called. */
#include <stdio.h>
#include <string.h>

#include "collector/correlate_inside.h"
#include "collector/incident_text.h"

enum { PRIORITIES = KAGAMI__PRIORITY__PRIORITY_CRITICAL + 1, SURE = 101 };
#define FIRST_FOR (10 * CORRELATE_SECOND)

enum incident_class lead_class(uint32_t lead)
{
	return (enum incident_class)((lead - 1) / SURE % INCIDENT_CLASSES);
}

enum incident_leads lead_rank(uint32_t lead)
{
	return (enum incident_leads)((lead - 1) / SURE / INCIDENT_CLASSES / PRIORITIES);
}

unsigned lead_step(enum incident_class class)
{
	if (class >= INCIDENT_WRITE)
		return INCIDENT_WRITE;
	return class >= INCIDENT_DISCOVERY ? INCIDENT_DISCOVERY : INCIDENT_OTHER;
}

uint32_t lead_of(const struct incident *i)
{
	return ((LEADS_USUAL * PRIORITIES + i->base_severity) * INCIDENT_CLASSES +
		(uint32_t)i->class) *
		       SURE +
	       1;
}

/* How weighty: by rank, then by priority, by how far it went, by how sure it is. */
uint32_t lead_weight(const struct facts *f)
{
	uint32_t priority = (uint32_t)f->rule->priority < PRIORITIES ? (uint32_t)f->rule->priority
								     : PRIORITIES - 1;
	uint32_t sure = f->meaning.confidence < SURE ? f->meaning.confidence : SURE - 1;

	return (((uint32_t)f->meaning.leads * PRIORITIES + priority) * INCIDENT_CLASSES +
		(uint32_t)f->meaning.class) *
		       SURE +
	       sure + 1;
}

/* What comes first does so while it goes on: afterwards it weighs as others do. */
void lead_end(struct slot *s, uint64_t time)
{
	if (lead_rank(s->lead) == LEADS_FIRST && time > s->scanned && time - s->scanned > FIRST_FOR)
		s->lead -= PRIORITIES * INCIDENT_CLASSES * SURE;
}

void lead_set(struct incident *i, const struct facts *f)
{
	char message[INCIDENT_WORD * 4];

	incident_text(i->title, f->rule->title[0] != '\0' ? f->rule->title : f->rule->id);
	incident_text(i->summary, f->alert->text);
	(void)snprintf(message, sizeof(message), "rule.%s", f->rule->id);
	incident_text(i->message, message);
	incident_text(i->family, f->meaning.family);
	incident_text(i->category, f->meaning.category);
	incident_text(i->impact, f->meaning.impact);
	incident_text(i->protocol, f->protocol);
	incident_text(i->function, f->function);
	incident_text(i->object, f->object);
	incident_text(i->device, f->device);
	i->function_code = f->function_code;
}

/* ---- routine ------------------------------------------------------------------------------ */

void lead_no_routine(struct slot *s, uint64_t time, const char *rule)
{
	struct incident *i = s->i;
	char text[INCIDENT_TEXT];

	if (i->routine[0] == '\0')
		return;
	incident_text(i->routine, "");
	(void)snprintf(text, sizeof(text), "More than routine work: %.200s", rule);
	life_history(i, time, ACTION_NEWS, "collector", text, "history.not-routine.by");
}

void lead_routine(struct correlate *c, struct slot *s, const struct facts *f)
{
	const struct incident_tables *t = c->o.tables;

	if (f->meaning.routine && f->has_source &&
	    incident_routine(t, &f->doer, s->i->routine) != NULL)
		return;
	lead_no_routine(s, f->time, f->rule->title[0] != '\0' ? f->rule->title : f->rule->id);
}

/* ---- severity ----------------------------------------------------------------------------- */

/* Steps that make a chain are more than the worst of them. */
static void name_chain(const struct correlate *c, struct slot *s)
{
	const char *message = "", *title;

	title = incident_chain_title(c->o.tables, s->i->stages, s->i->nstages, &message);
	if (title == NULL)
		return;
	incident_text(s->i->title, title);
	incident_text(s->i->message, message);
}

/* What a scan only tries makes no chain, nor does what is somebody's routine. */
void weigh(struct correlate *c, struct slot *s, uint64_t time)
{
	static const struct {
		const char *text, *message;
	} says[] = {
		[KAGAMI__PRIORITY__PRIORITY_INFO] = { "", "" },
		[KAGAMI__PRIORITY__PRIORITY_LOW] = { "Severity raised to low: its steps make a "
						     "chain",
						     "history.raised.low" },
		[KAGAMI__PRIORITY__PRIORITY_MEDIUM] = { "Severity raised to medium: its steps make "
							"a chain",
							"history.raised.medium" },
		[KAGAMI__PRIORITY__PRIORITY_HIGH] = { "Severity raised to high: its steps make a "
						      "chain",
						      "history.raised.high" },
		[KAGAMI__PRIORITY__PRIORITY_CRITICAL] = { "Severity raised to critical: its steps "
							  "make a chain",
							  "history.raised.critical" },
	};
	struct incident *i = s->i;
	bool tried = lead_rank(s->lead) == LEADS_FIRST || i->routine[0] != '\0';
	uint32_t severity =
		incident_severity(c->o.tables, i->base_severity, i->stages, tried ? 0 : i->nstages);

	if (i->routine[0] != '\0')
		severity = incident_routine_severity(c->o.tables, i->routine, i->base_severity);
	severity = severity > i->severity ? severity : i->severity;
	if (severity > i->base_severity && severity > i->severity) {
		c->stats.chains++;
		life_history(i, time, ACTION_NEWS, "collector", says[severity].text,
			     says[severity].message);
	}
	i->severity = severity;
	if (!tried)
		name_chain(c, s);
}
