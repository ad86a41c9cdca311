/* What an incident gains by an alert. */
#include <stdio.h>
#include <string.h>

#include "collector/correlate_inside.h"
#include "collector/incident_text.h"
#include "common/technique.h"

/* ---- lists without repetition ------------------------------------------------------------- */

void add_stage(struct incident *i, const struct incident_stage *stage)
{
	struct incident_stage *s = NULL;
	uint32_t at = 0;

	for (uint32_t k = 0; k < i->nstages && s == NULL; k++) {
		if (i->stages[k].class == stage->class)
			s = &i->stages[k];
	}
	if (s != NULL) {
		s->first = stage->first < s->first ? stage->first : s->first;
		s->last = stage->last > s->last ? stage->last : s->last;
		s->count += stage->count;
		return;
	}
	/* By beginning; there are fewer classes than room. */
	while (at < i->nstages && i->stages[at].first <= stage->first)
		at++;
	memmove(&i->stages[at + 1], &i->stages[at], (i->nstages - at) * sizeof(*stage));
	i->stages[at] = *stage;
	i->nstages++;
}
_Static_assert((int)INCIDENT_STAGES > (int)INCIDENT_CLASSES, "there is a stage for each class");

void add_rule(struct incident *i, const struct incident_rule *rule)
{
	uint32_t least = 0;

	for (uint32_t k = 0; k < i->nrules; k++) {
		if (strcmp(i->rules[k].id, rule->id) == 0) {
			i->rules[k].count += rule->count;
			return;
		}
		if (i->rules[k].priority < i->rules[least].priority)
			least = k;
	}
	if (i->nrules < INCIDENT_RULES)
		i->rules[i->nrules++] = *rule;
	else if (i->rules[least].priority < rule->priority)
		i->rules[least] = *rule;
}

void add_technique(struct incident *i, const struct incident_technique *technique)
{
	for (uint32_t k = 0; k < i->ntechniques; k++) {
		struct incident_technique *t = &i->techniques[k];

		if (strcmp(t->id, technique->id) == 0) {
			t->first = technique->first < t->first ? technique->first : t->first;
			return;
		}
	}
	if (i->ntechniques < INCIDENT_TECHNIQUES)
		i->techniques[i->ntechniques++] = *technique;
}

void add_value(struct slot *s, const char *value)
{
	struct incident *i = s->i;
	struct identity id;

	if (value[0] == '\0')
		return;
	for (uint32_t k = 0; k < i->nvalues; k++) {
		if (strcmp(i->values[k], value) == 0)
			return;
	}
	identity_of(&id, value, strlen(value));
	if (i->nvalues < INCIDENT_VALUES) {
		incident_text(i->values[i->nvalues], value);
		i->nvalues++;
	} else
		i->more_values += filter_add(s->values, &id);
}

void add_sensor(struct incident *i, const char *sensor)
{
	for (uint32_t k = 0; k < i->nsensors; k++) {
		if (strcmp(i->sensors[k], sensor) == 0)
			return;
	}
	if (i->nsensors < INCIDENT_SENSORS) {
		incident_text(i->sensors[i->nsensors], sensor);
		i->nsensors++;
	}
}

/* The place of the last one of the step that has the most, if that is to make room for one of a
 * step that has fewer by two. */
static uint32_t evidence_place(const struct incident *i, unsigned class)
{
	unsigned count[INCIDENT_CLASSES] = { 0 }, most = 0;
	uint32_t k = INCIDENT_EVIDENCE;

	for (uint32_t e = 0; e < i->nevidence; e++)
		count[i->evidence[e].class]++;
	for (unsigned c = 1; c < INCIDENT_CLASSES; c++)
		most = count[c] > count[most] ? c : most;
	if (count[most] < count[class] + 2)
		return INCIDENT_EVIDENCE;
	while (k > 0 && i->evidence[k - 1].class != most)
		k--;
	return k - 1;
}

/* Each step has its part of the room, in which the first ones stay; the leading alert's takes the
 * last place when there is no other. */
void add_evidence(struct incident *i, const struct incident_evidence *e, bool lead)
{
	uint32_t k;

	if (i->nevidence < INCIDENT_EVIDENCE) {
		i->evidence[i->nevidence++] = *e;
		return;
	}
	i->more_evidence++;
	k = evidence_place(i, e->class);
	if (k == INCIDENT_EVIDENCE && lead)
		k = INCIDENT_EVIDENCE - 1;
	if (k == INCIDENT_EVIDENCE)
		return;
	memmove(&i->evidence[k], &i->evidence[k + 1], (INCIDENT_EVIDENCE - 1 - k) * sizeof(*e));
	i->evidence[INCIDENT_EVIDENCE - 1] = *e;
}

void add_key(struct correlate *c, struct slot *s, const struct identity *key)
{
	for (uint32_t k = 0; k < s->nkeys; k++) {
		if (identity_equal(&s->keys[k], key))
			return;
	}
	if (s->nkeys == CORRELATE_KEYS)
		return;
	s->keys[s->nkeys++] = *key;
	(void)index_add(&c->index, INDEX_KEY, key, slot_number(c, s));
}

/* ---- ends --------------------------------------------------------------------------------- */

static void fill_text(char *out, size_t room, const char *s)
{
	if (out[0] == '\0' && s[0] != '\0')
		incident_copy(out, room, s);
}

/* Is there an address in `more` that it has not? */
static bool gains(const struct incident_end *e, const struct incident_end *more)
{
	return (e->nips == 0 && more->nips > 0) || (!e->has_mac && more->has_mac);
}

/* What is known of it now. */
static void fill_end(struct incident_end *e, const struct incident_end *more)
{
	if (e->nips == 0 && more->nips > 0) {
		e->nips = more->nips;
		memcpy(e->ips, more->ips, sizeof(e->ips));
	}
	if (!e->has_mac && more->has_mac) {
		e->has_mac = 1;
		memcpy(e->mac, more->mac, sizeof(e->mac));
	}
	e->port = e->port != 0 ? e->port : more->port;
	e->vlan = e->vlan != 0 ? e->vlan : more->vlan;
	e->level = e->level >= 0 ? e->level : more->level;
	fill_text(e->name, sizeof(e->name), more->name);
	fill_text(e->role, sizeof(e->role), more->role);
	fill_text(e->zone, sizeof(e->zone), more->zone);
}

static bool known(const struct incident_end *e)
{
	return e->nips > 0 || e->has_mac;
}

bool add_target(struct slot *s, const struct incident_end *e, const struct identity *id)
{
	struct incident *i = s->i;

	if (!known(&i->target)) {
		i->target = *e;
		return true;
	}
	for (uint32_t k = 0; k <= i->ntargets; k++) {
		struct incident_end *t = k == 0 ? &i->target : &i->targets[k - 1];

		if (end_same(t, e)) {
			fill_end(t, e);
			return false;
		}
	}
	if (i->ntargets < INCIDENT_TARGETS) {
		i->targets[i->ntargets++] = *e;
		return true;
	}
	i->more_targets += filter_add(s->targets, id);
	return false;
}

/* The leading alert's target comes first. */
static void lead_target(struct incident *i, const struct incident_end *e)
{
	struct incident_end before = i->target;

	for (uint32_t k = 0; k < i->ntargets; k++) {
		if (end_same(&i->targets[k], e)) {
			i->target = i->targets[k];
			i->targets[k] = before;
			return;
		}
	}
}

/* ---- the alert ---------------------------------------------------------------------------- */

static void set_evidence(struct incident_evidence *out, const struct facts *f)
{
	const Kagami__Evidence *e = f->alert->evidence;

	memset(out, 0, sizeof(*out));
	out->class = (uint8_t)(f->meaning.answers ? f->meaning.class : INCIDENT_OTHER);
	incident_text(out->sensor, f->a->sensor);
	out->epoch = f->a->epoch;
	out->seq = f->a->seq;
	out->time = f->time;
	out->alert = f->alert->id;
	if (e == NULL)
		return;
	incident_text(out->capture, e->capture);
	while (out->nframes < INCIDENT_FRAMES && out->nframes < e->n_frames) {
		out->frames[out->nframes] = e->frames[out->nframes];
		out->nframes++;
	}
	out->more_frames = e->more + (e->n_frames - out->nframes);
}

static void join_techniques(struct incident *i, const struct facts *f,
			    const struct incident_tables *tables)
{
	for (size_t k = 0; k < f->rule->n_techniques; k++) {
		const Kagami__Technique *t = f->rule->techniques[k];
		const struct technique *now = technique_now(t->id);
		struct incident_technique technique = { .first = f->time };

		incident_text(technique.id, now != NULL ? now->id : t->id);
		incident_text(technique.name, now != NULL ? now->name : t->name);
		incident_text(technique.tactic, incident_tactic(tables, t->id));
		add_technique(i, &technique);
	}
}

/* Rules that say the same of one thing make it surer, each a quarter of its own weight. */
static void join_rule(struct incident *i, const struct facts *f, uint64_t count)
{
	struct incident_rule rule = { .priority = f->rule->priority, .count = count };
	uint32_t before = i->nrules;
	uint32_t sure = f->meaning.confidence;

	incident_text(rule.id, f->rule->id);
	incident_text(rule.version, f->rule->version);
	incident_text(rule.title, f->rule->title);
	add_rule(i, &rule);
	if (i->nrules == before || i->nrules == 1) {
		i->confidence = sure > i->confidence ? sure : i->confidence;
		return;
	}
	if (sure > i->confidence) {
		uint32_t less = i->confidence;

		i->confidence = sure;
		sure = less;
	}
	i->confidence += (100 - i->confidence) * sure / 400;
}

static void join_clock(struct incident *i, const Kagami__Clock *clock)
{
	if (clock == NULL)
		return;
	if (clock->synchronised == KAGAMI__SYNCHRONISED__SYNCHRONISED_NO)
		incident_text(i->clock_sync, "no");
	else if (clock->synchronised == KAGAMI__SYNCHRONISED__SYNCHRONISED_YES &&
		 i->clock_sync[0] == '\0')
		incident_text(i->clock_sync, "yes");
	if (clock->max_error > i->clock_error)
		i->clock_error = clock->max_error;
}

/* The furthest of those that may lead as the leading one does. */
static void join_class(struct slot *s, const struct facts *f, bool lead, uint32_t before)
{
	if ((lead && (lead_rank(before) != f->meaning.leads || f->meaning.leads == LEADS_FIRST)) ||
	    (f->meaning.leads >= lead_rank(s->lead) && f->meaning.class > s->i->class))
		s->i->class = f->meaning.class;
}

/* How the leading step went: that a device answered the scan says nothing of the write. */
static void join_completion(struct slot *s, const struct facts *f, uint32_t before)
{
	enum incident_class leading = lead_class(s->lead);

	if (lead_step(leading) != lead_step(lead_class(before)))
		s->i->completion = COMPLETION_UNKNOWN;
	if (lead_step(f->meaning.class) == lead_step(leading) &&
	    (f->completion == COMPLETION_SUCCEEDED || s->i->completion == COMPLETION_UNKNOWN))
		s->i->completion = f->completion;
}

/* Is it found by another target, or by more of one, when this one is added? */
static bool new_target(const struct incident *i, const struct incident_end *e)
{
	for (uint32_t k = 0; k <= i->ntargets; k++) {
		const struct incident_end *t = k == 0 ? &i->target : &i->targets[k - 1];

		if (end_same(t, e))
			return gains(t, e);
	}
	return !known(&i->target) || i->ntargets < INCIDENT_TARGETS;
}

/* Targets and sources beyond those that are known make the incident be found by more. */
static void join_ends(struct correlate *c, struct slot *s, const struct facts *f, enum joined how,
		      bool lead)
{
	struct incident *i = s->i;
	/* What is taken for a consequence has a source that reads, not one that acts. */
	bool same = how != JOINED_CONSEQUENCE && f->has_source &&
		    (!known(&i->source) || end_same(&i->source, &f->source));
	bool more = same && gains(&i->source, &f->source);
	struct identity id;

	more = more || (f->has_target && new_target(i, &f->target));
	if (more)
		unindex_slot(c, s);
	if (same && !known(&i->source)) {
		s->actor = s->actor || is_actor(f);
		fill_end(&i->source, &f->source);
		asset_fill(c, &i->source);
	} else if (same) {
		fill_end(&i->source, &f->source);
	}
	if (f->has_target && (end_identity(&id, i->site, &f->target, false) ||
			      end_identity(&id, i->site, &f->target, true))) {
		if (add_target(s, &f->target, &id)) {
			asset_fill(c, i->ntargets > 0 ? &i->targets[i->ntargets - 1] : &i->target);
			life_link_cases(c, s, &f->target);
		}
		if (lead)
			lead_target(i, &f->target);
	}
	if (more)
		index_slot(c, s);
}

static void join_alert(struct correlate *c, struct slot *s, const struct facts *f, bool lead,
		       uint32_t before)
{
	struct incident *i = s->i;
	uint64_t count = f->alert->suppressed < UINT32_MAX ? f->alert->suppressed + 1 : UINT32_MAX;
	struct incident_stage stage = {
		.class = f->meaning.class, .first = f->time, .last = f->time, .count = count
	};
	struct incident_evidence evidence;

	i->first = f->time < i->first ? f->time : i->first;
	i->last = f->time > i->last ? f->time : i->last;
	i->count += count;
	join_class(s, f, lead, before);
	if ((uint32_t)f->rule->priority > i->base_severity)
		i->base_severity = f->rule->priority;
	incident_text(stage.rule, f->rule->id);
	add_stage(i, &stage);
	join_rule(i, f, count);
	join_techniques(i, f, c->o.tables);
	add_value(s, f->value);
	add_sensor(i, f->a->sensor);
	set_evidence(&evidence, f);
	add_evidence(i, &evidence, lead);
	join_clock(i, f->a->event->clock);
	join_completion(s, f, before);
	if (f->meaning.leads == LEADS_FIRST && f->time > s->scanned)
		s->scanned = f->time;
	if (lead)
		lead_set(i, f);
	s->quiet = f->meaning.quiet > s->quiet ? f->meaning.quiet : s->quiet;
}

void join_slot(struct correlate *c, struct slot *s, const struct facts *f, enum joined how)
{
	uint32_t before;
	bool lead;

	lead_end(s, f->time);
	before = s->lead;
	lead = lead_weight(f) > s->lead && how != JOINED_CONSEQUENCE;
	if (lead)
		s->lead = lead_weight(f);
	join_ends(c, s, f, how, lead);
	add_key(c, s, &f->key);
	join_alert(c, s, f, lead, before);
	lead_routine(c, s, f);
	weigh(c, s, f->time);
	list_remove(c, &c->open, slot_number(c, s));
	list_add(c, &c->open, slot_number(c, s));
	changed(c, s);
}

void join_first(struct correlate *c, struct slot *s, const struct facts *f)
{
	struct incident *i = s->i;

	i->status = INCIDENT_NEW;
	incident_text(i->site, f->site);
	incident_text(i->issuer, c->o.issuer);
	incident_text(i->sector, c->o.sector);
	incident_text(i->country, c->o.country);
	incident_text(i->tlp, c->o.tlp);
	i->first = f->time;
	i->last = f->time;
	i->detected = f->time;
	i->received = f->a->received;
	i->source = f->source;
	i->target = f->target;
	asset_fill(c, &i->source);
	asset_fill(c, &i->target);
	memcpy(i->dedup, f->dedup, sizeof(i->dedup));
	s->keys[0] = f->key;
	s->nkeys = 1;
	s->group = f->group;
	s->grouped = f->grouped;
	s->actor = f->grouped || is_actor(f);
	s->quiet = c->o.quiet;
	s->lead = lead_weight(f);
	i->class = f->meaning.class;
	join_alert(c, s, f, true, s->lead);
	incident_text(i->routine, f->routine);
	i->severity = f->routine != NULL ? 0 : i->base_severity;
}
