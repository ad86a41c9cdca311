/* How it was found, how bad it is, how it is done. */
#include <stdio.h>
#include <string.h>

#include "collector/record_iodef_inside.h"

static json_t *pattern_of(struct iodef *w, const struct incident_rule *r)
{
	json_t *o = json_object(), *application = json_object(), *reference = json_object();
	json_t *titles = json_array(), *configuration = json_array();
	char id[INCIDENT_WORD * 2];

	record_put(&w->t, reference, "spec-name", json_string("custom"));
	record_put(&w->t, reference, "value", json_string("kagami-rules"));
	record_put(&w->t, reference, "dtype", json_string("string"));
	record_put(&w->t, application, "SoftwareReference", reference);
	(void)snprintf(id, sizeof(id), "rule.%s", r->id);
	iodef_text(w, titles, r->title, id, "title", NULL);
	record_put_some(&w->t, application, "Description", titles);
	record_put(&w->t, o, "Application", application);
	record_push(&w->t, configuration,
		    record_stringf("%s;rev=%s", r->id, r->version[0] != '\0' ? r->version : "0"));
	record_put(&w->t, o, "DetectionConfiguration", configuration);
	return o;
}

static void found(struct iodef *w, json_t *all, const char *source, const char *message,
		  json_t *patterns)
{
	json_t *o = json_object(), *text = json_array();

	record_put(&w->t, o, "source", json_string(source));
	iodef_say(w, text, message, NULL);
	record_put_some(&w->t, o, "Description", text);
	record_put_some(&w->t, o, "DetectionPattern", patterns);
	record_push(&w->t, all, o);
}

static bool was_told(const struct incident *i)
{
	for (unsigned k = 0; k < i->nhistory; k++) {
		if (i->history[k].action == ACTION_RECEIVED)
			return true;
	}
	return false;
}

json_t *iodef_discovery(struct iodef *w)
{
	json_t *all = json_array(), *patterns = json_array();

	for (unsigned k = 0; k < w->i->nrules; k++)
		record_push(&w->t, patterns, pattern_of(w, &w->i->rules[k]));
	if (w->i->nrules > 0)
		found(w, all, "nidps", "discovery.sensor", patterns);
	else
		json_decref(patterns);
	if (w->i->nstages > 1)
		found(w, all, "siem", "discovery.correlation", json_array());
	if (was_told(w->i))
		found(w, all, "external-notification", "discovery.notified", json_array());
	return all;
}

/* The words of SystemImpact.type, RFC 7970 3.12.1. */
static bool is_impact(const char *s)
{
	static const char *const words[] = {
		"takeover-account",
		"takeover-service",
		"takeover-system",
		"cps-manipulation",
		"cps-damage",
		"availability-data",
		"availability-account",
		"availability-service",
		"availability-system",
		"damaged-system",
		"damaged-data",
		"breach-proprietary",
		"breach-privacy",
		"breach-credential",
		"breach-configuration",
		"integrity-data",
		"integrity-configuration",
		"integrity-hardware",
		"traffic-redirection",
		"monitoring-traffic",
		"monitoring-host",
		"policy",
		"unknown",
	};

	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++) {
		if (strcmp(words[k], s) == 0)
			return true;
	}
	return false;
}

static json_t *system_impact(struct iodef *w)
{
	static const char *const completions[] = { "completion.unknown", "completion.succeeded",
						   "completion.failed" };
	const struct incident *i = w->i;
	json_t *o = json_object(), *text = json_array(), *item = json_object();
	unsigned completion = (unsigned)i->completion <= COMPLETION_FAILED ? i->completion : 0;

	record_put(&w->t, o, "severity", json_string(record_severity(i->severity)->iodef));
	if (completion != COMPLETION_UNKNOWN)
		record_put(
			&w->t, o, "completion",
			json_string(completion == COMPLETION_SUCCEEDED ? "succeeded" : "failed"));
	if (i->impact[0] == '\0' || is_impact(i->impact)) {
		record_put(&w->t, o, "type",
			   json_string(i->impact[0] != '\0' ? i->impact : "unknown"));
	} else {
		record_put(&w->t, o, "type", json_string("ext-value"));
		record_put(&w->t, o, "ext-type", record_string(i->impact));
	}
	iodef_say_class(w, text, "class");
	iodef_say(w, text, completions[completion], NULL);
	record_put(&w->t, o, "Description", text);
	record_put(&w->t, item, "SystemImpact", o);
	return item;
}

/* What it may mean for the service. How much, a sensor cannot know. */
static void push_business(struct iodef *w, json_t *impacts)
{
	static const char *const types[INCIDENT_CLASSES] = {
		[INCIDENT_WRITE] = "asset-manipulation",
		[INCIDENT_PROGRAM] = "loss-of-integrity",
		[INCIDENT_STOP] = "loss-of-service",
	};
	unsigned class = w->i->class;
	json_t *o, *item;

	if (class >= INCIDENT_CLASSES || types[class] == NULL)
		return;
	o = json_object(), item = json_object();
	record_put(&w->t, o, "severity", json_string("unknown"));
	record_put(&w->t, o, "type", json_string(types[class]));
	record_put(&w->t, item, "BusinessImpact", o);
	record_push(&w->t, impacts, item);
}

static void push_counter(struct iodef *w, json_t *counters, const char *unit, uint64_t n)
{
	json_t *o = json_object();

	record_put(&w->t, o, "type", json_string("count"));
	record_put(&w->t, o, "unit", json_string(unit));
	record_put(&w->t, o, "value", record_number(n));
	record_push(&w->t, counters, o);
}

/* Only people can judge by these scales. */
static void push_scores(struct iodef *w, json_t *more)
{
	char text[16];

	if (w->i->nisc > 0 && w->i->nisc <= INCIDENT_NISC_MOST)
		iodef_extend_number(w, more, "nisc-severity-level", w->i->nisc - 1U);
	if (w->i->nciss == 0 || w->i->nciss > INCIDENT_NCISS_MOST)
		return;
	(void)snprintf(text, sizeof(text), "%u.%u", (w->i->nciss - 1U) / 10,
		       (w->i->nciss - 1U) % 10);
	record_push(&w->t, more, iodef_extension(w, "nciss-score", "real", record_string(text)));
}

json_t *iodef_assessment(struct iodef *w)
{
	const struct incident *i = w->i;
	json_t *all = json_array(), *o = json_object(), *impacts = json_array();
	json_t *counters = json_array(), *confidence = json_object(), *more = json_array();

	record_put(&w->t, o, "occurrence",
		   json_string(i->completion == COMPLETION_SUCCEEDED ? "actual" : "potential"));
	record_put_some(&w->t, o, "IncidentCategory", iodef_alone(w, i->category));
	record_push(&w->t, impacts, system_impact(w));
	push_business(w, impacts);
	record_put(&w->t, o, "Impact", impacts);
	push_counter(w, counters, "alert", i->count);
	record_put(&w->t, o, "Counter", counters);
	record_put(&w->t, confidence, "rating", json_string("numeric"));
	record_put(&w->t, confidence, "value", record_number(i->confidence));
	record_put(&w->t, o, "Confidence", confidence);
	iodef_extend(w, more, "severity", record_severity(i->severity)->name);
	push_scores(w, more);
	record_put(&w->t, o, "AdditionalData", more);
	record_push(&w->t, all, o);
	return all;
}

/* Did one that is called so today stand before it? */
static bool stood_before(const struct incident *i, unsigned k)
{
	for (unsigned b = 0; b < k; b++) {
		if (strcmp(record_technique(i->techniques[b].id),
			   record_technique(i->techniques[k].id)) == 0)
			return true;
	}
	return false;
}

static void push_technique(struct iodef *w, json_t *patterns, const struct incident_technique *t)
{
	const char *id = record_technique(t->id);
	json_t *o, *reference, *references;
	char url[RECORD_URL];

	if (!record_technique_url(url, id))
		return;
	o = json_object(), reference = json_object(), references = json_array();
	record_put(&w->t, o, "SpecID", json_string("private"));
	record_put(&w->t, o, "ext-SpecID", json_string("mitre-attack-ics"));
	record_put(&w->t, o, "ContentID", record_string(id));
	record_put(&w->t, reference, "URL", iodef_alone(w, url));
	record_put_some(&w->t, reference, "Description", iodef_alone(w, t->name));
	record_push(&w->t, references, reference);
	record_put(&w->t, o, "Reference", references);
	record_push(&w->t, patterns, o);
}

/* The steps in the order in which they were seen. */
static void push_stages(struct iodef *w, json_t *text)
{
	for (unsigned k = 0; k < w->i->nstages && w->i->nstages > 1; k++) {
		const struct incident_stage *s = &w->i->stages[k];
		char first[RECORD_TIME], last[RECORD_TIME];

		record_time_text(first, s->first);
		record_time_text(last, s->last);
		record_push(&w->t, text,
			    record_stringf("Step %u, %s: %s to %s, %llu alerts, first of rule %s",
					   k + 1, incident_class_name(s->class), first, last,
					   (unsigned long long)s->count, s->rule));
	}
}

json_t *iodef_method(struct iodef *w)
{
	json_t *all = json_array(), *o = json_object(), *patterns = json_array();
	json_t *text = json_array();

	for (unsigned k = 0; k < w->i->ntechniques; k++) {
		if (!stood_before(w->i, k))
			push_technique(w, patterns, &w->i->techniques[k]);
	}
	push_stages(w, text);
	record_put_some(&w->t, o, "Description", text);
	record_put_some(&w->t, o, "AttackPattern", patterns);
	if (json_object_size(o) > 0)
		record_push(&w->t, all, o);
	else
		json_decref(o);
	return all;
}
