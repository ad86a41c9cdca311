/* The document and what stands in Incident itself. docs/record.md describes every member. */
#include <stdio.h>
#include <string.h>

#include "collector/record_iodef_inside.h"

json_t *iodef_extension(struct iodef *w, const char *name, const char *dtype, json_t *value)
{
	json_t *e = json_object();

	record_put(&w->t, e, "name", json_string(name));
	record_put(&w->t, e, "dtype", json_string(dtype));
	record_put(&w->t, e, "value", value);
	record_put(&w->t, e, "formatid", json_string(IODEF_FORMAT));
	return e;
}

void iodef_extend(struct iodef *w, json_t *array, const char *name, const char *value)
{
	if (value[0] != '\0')
		record_push(&w->t, array, iodef_extension(w, name, "string", record_string(value)));
}

void iodef_extend_number(struct iodef *w, json_t *array, const char *name, uint64_t n)
{
	record_push(&w->t, array, iodef_extension(w, name, "integer", record_digits(n)));
}

static void extend_time(struct iodef *w, json_t *array, const char *name, uint64_t ns)
{
	record_push(&w->t, array, iodef_extension(w, name, "date-time", record_time(ns)));
}

void iodef_text(struct iodef *w, json_t *array, const char *english, const char *id,
		const char *translation_id, const char *const *pairs)
{
	const char *const *lang = w->party->languages;
	char text[MESSAGES_TEXT * 2];

	record_push_text(&w->t, array, english);
	for (; id[0] != '\0' && lang != NULL && *lang != NULL; lang++) {
		json_t *ml;

		if (strcmp(*lang, "en") == 0 ||
		    !record_message(text, sizeof(text), w->c->messages, *lang, id, pairs))
			continue;
		ml = json_object();
		record_put(&w->t, ml, "value", record_string(text));
		record_put(&w->t, ml, "lang", record_string(*lang));
		record_put(&w->t, ml, "translation-id", record_string(translation_id));
		record_push(&w->t, array, ml);
	}
}

void iodef_say(struct iodef *w, json_t *array, const char *id, const char *const *pairs)
{
	char text[MESSAGES_TEXT * 2];

	if (record_message(text, sizeof(text), NULL, "en", id, pairs))
		iodef_text(w, array, text, id, id, pairs);
}

void iodef_say_class(struct iodef *w, json_t *array, const char *prefix)
{
	char id[INCIDENT_WORD];

	(void)snprintf(id, sizeof(id), "%s.%s", prefix, incident_class_name(w->i->class));
	iodef_say(w, array, id, NULL);
}

json_t *iodef_alone(struct iodef *w, const char *s)
{
	json_t *array = json_array();

	record_push_text(&w->t, array, s);
	return array;
}

#define LOWER  "abcdefghijklmnopqrstuvwxyz"
#define UPPER  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static bool is_id(const char *s)
{
	size_t n = strlen(s);

	return n > 0 && n <= 64 && strspn(s, LOWER UPPER DIGITS) > 0 &&
	       strspn(s, LOWER UPPER DIGITS "._#-") == n;
}

/* A fully qualified domain name in lower case, whose last label is of letters. */
static bool is_fqdn(const char *s)
{
	const char *label = s;
	unsigned labels = 0;

	for (;; labels++) {
		size_t n = strspn(label, LOWER DIGITS "-");

		if (n == 0 || n > 63 || label[0] == '-' || label[n - 1] == '-')
			return false;
		if (label[n] == '\0')
			return labels > 0 && n > 1 && strspn(label, LOWER) == n && strlen(s) <= 253;
		if (label[n] != '.')
			return false;
		label += n + 1;
	}
}

json_t *iodef_incident_id(struct iodef *w, const char *id, const char *name)
{
	json_t *o;

	if (!is_id(id) || !is_fqdn(name))
		return NULL;
	o = json_object();
	record_put(&w->t, o, "id", record_string(id));
	record_put(&w->t, o, "name", record_string(name));
	return o;
}

static void put_status(struct iodef *w, json_t *incident)
{
	const struct record_status *s = record_status(w->i->status);
	const struct record_tlp *tlp = record_tlp(w->i->tlp);

	record_put(&w->t, incident, "purpose", json_string("reporting"));
	record_put(&w->t, incident, "status", json_string(s->iodef));
	if (s->ext != NULL)
		record_put(&w->t, incident, "ext-status", json_string(s->ext));
	record_put(&w->t, incident, "lang", json_string("en"));
	record_put(&w->t, incident, "restriction", json_string(tlp->restriction));
	if (tlp->ext != NULL)
		record_put(&w->t, incident, "ext-restriction", json_string(tlp->ext));
}

static uint64_t report_time(const struct incident *i)
{
	for (unsigned k = 0; k < i->nhistory; k++) {
		if (i->history[k].action == ACTION_SENT)
			return i->history[k].time;
	}
	return 0;
}

static void put_times(struct iodef *w, json_t *incident)
{
	const struct incident *i = w->i;

	record_put(&w->t, incident, "DetectTime", record_time(w->detected));
	record_put(&w->t, incident, "StartTime",
		   record_time(i->first != 0 ? i->first : w->detected));
	record_put_time(&w->t, incident, "EndTime", i->last);
	if (i->status == INCIDENT_RESOLVED)
		record_put_time(&w->t, incident, "RecoveryTime", i->resolved);
	record_put_time(&w->t, incident, "ReportTime", report_time(i));
	record_put(&w->t, incident, "GenerationTime", record_time(i->written));
}

static json_t *descriptions(struct iodef *w)
{
	const struct incident *i = w->i;
	json_t *a = json_array();

	iodef_text(w, a, i->title[0] != '\0' ? i->title : i->id, i->message, "title", NULL);
	record_push_text(&w->t, a, i->summary);
	return a;
}

/* The address of who acts: other parties may have seen it too. */
static json_t *indicators(struct iodef *w)
{
	const struct incident *i = w->i;
	const char *observable = iodef_source_observable(w);
	json_t *all = json_array(), *one, *id, *confidence;

	if (observable == NULL || i->class == INCIDENT_OTHER ||
	    i->status == INCIDENT_FALSE_POSITIVE || i->status == INCIDENT_WITHDRAWN)
		return all;
	one = json_object(), id = json_object(), confidence = json_object();
	record_put(&w->t, id, "id", record_stringf("IND-%s-1", i->id));
	record_put(&w->t, id, "name", record_string(i->issuer));
	record_put(&w->t, id, "version", record_digits(i->revision));
	record_put(&w->t, confidence, "rating", json_string("numeric"));
	record_put(&w->t, confidence, "value", record_number(i->confidence));
	record_put(&w->t, one, "IndicatorID", id);
	record_put(&w->t, one, "Description", iodef_alone(w, "Address of who acts"));
	record_put(&w->t, one, "StartTime", record_time(i->first != 0 ? i->first : w->detected));
	record_put(&w->t, one, "Confidence", confidence);
	record_put(&w->t, one, "uid-ref", json_string(observable));
	record_push(&w->t, all, one);
	return all;
}

static void extend_site(struct iodef *w, json_t *a)
{
	json_t *e;

	if (w->i->site[0] == '\0')
		return;
	e = iodef_extension(w, "site", "string", record_string(w->i->site));
	record_put(&w->t, e, "restriction", json_string("red"));
	record_push(&w->t, a, e);
}

/* A word of a closed list; another one becomes `otherwise`. "" stays "". */
static const char *word(const char *s, const char *const *words, const char *otherwise)
{
	for (; s[0] != '\0' && *words != NULL; words++) {
		if (strcmp(s, *words) == 0)
			return s;
	}
	return s[0] != '\0' ? otherwise : "";
}

/* ISO 3166-1 alpha-2; ZZ is nobody's. */
static const char *country_of(const struct incident *i)
{
	return strlen(i->country) == 2 && strspn(i->country, UPPER) == 2 ? i->country : "ZZ";
}

static void extend_report(struct iodef *w, json_t *a)
{
	static const char *const stages[] = { "early-warning", "notification", "intermediate",
					      "final", NULL };
	static const char *const answers[] = { "yes", "no", "unknown", NULL };
	const struct incident *i = w->i;
	const char *stage = word(i->report_stage, stages, "");

	iodef_extend(w, a, "report-stage", stage[0] != '\0' ? stage : "none");
	extend_time(w, a, "awareness-time",
		    i->aware != 0      ? i->aware
		    : i->received != 0 ? i->received
				       : w->detected);
	if (w->c->due != 0)
		extend_time(w, a, "due-time", w->c->due);
	iodef_extend(w, a, "suspected-malicious", word(i->malicious, answers, "unknown"));
	iodef_extend(w, a, "cross-border-impact", word(i->cross_border, answers, "unknown"));
}

static void extend_clock(struct iodef *w, json_t *a)
{
	static const char *const answers[] = { "yes", "no", NULL };
	const struct incident *i = w->i;
	const char *sync = word(i->clock_sync, answers, "");
	uint64_t ms = i->clock_error / 1000000;

	iodef_extend(w, a, "clock-sync", sync);
	if (sync[0] != '\0')
		iodef_extend_number(w, a, "clock-error-ms", ms + (i->clock_error % 1000000 != 0));
}

static uint64_t hosts_of(const struct incident *i)
{
	uint64_t n = i->ntargets + (record_end_known(&i->target) ? 1U : 0U);

	return n + i->more_targets < n ? UINT64_MAX : n + i->more_targets;
}

/* The profile's closed list; those that it requires are there whatever is not known. */
static json_t *additional(struct iodef *w)
{
	static const uint8_t none[32];
	const struct incident *i = w->i;
	json_t *a = json_array();
	char hex[RECORD_HEX];
	uint64_t hosts = hosts_of(i);

	iodef_extend_number(w, a, "revision", i->revision);
	iodef_extend(w, a, "cii-sector", i->sector[0] != '\0' ? i->sector : "unknown");
	iodef_extend(w, a, "country", country_of(i));
	extend_site(w, a);
	for (unsigned k = 0; k < i->nsensors; k++)
		iodef_extend(w, a, "sensor-id", i->sensors[k]);
	if (i->nsensors == 0)
		iodef_extend(w, a, "sensor-id", "unknown");
	extend_report(w, a);
	if (hosts > 0)
		iodef_extend_number(w, a, "hosts-affected", hosts);
	if (w->party->sector_lead != NULL)
		iodef_extend(w, a, "sector-lead", w->party->sector_lead);
	iodef_extend(w, a, "tlp-2.0", record_tlp(i->tlp)->name);
	extend_clock(w, a);
	record_hex_text(hex, i->dedup);
	if (memcmp(i->dedup, none, sizeof(none)) != 0)
		iodef_extend(w, a, "dedup-key", hex);
	return a;
}

static json_t *incident_of(struct iodef *w, json_t *id)
{
	json_t *o = json_object();

	put_status(w, o);
	record_put(&w->t, o, "IncidentID", id);
	record_put_some(&w->t, o, "AlternativeID", iodef_alternatives(w));
	record_put_some(&w->t, o, "RelatedActivity", iodef_related(w));
	put_times(w, o);
	record_put(&w->t, o, "Description", descriptions(w));
	record_put_some(&w->t, o, "Discovery", iodef_discovery(w));
	record_put(&w->t, o, "Assessment", iodef_assessment(w));
	record_put_some(&w->t, o, "Method", iodef_method(w));
	record_put(&w->t, o, "Contact", iodef_contacts(w));
	record_put(&w->t, o, "EventData", iodef_event(w));
	record_put_some(&w->t, o, "Indicator", indicators(w));
	record_put(&w->t, o, "History", iodef_history(w));
	record_put(&w->t, o, "AdditionalData", additional(w));
	return o;
}

static uint64_t detected_of(const struct incident *i)
{
	const uint64_t known[] = { i->detected, i->first, i->received, i->written };
	size_t k = 0;

	while (k + 1 < sizeof(known) / sizeof(known[0]) && known[k] == 0)
		k++;
	return known[k];
}

bool record_iodef(const struct incident *i, const struct record_context *c, char **out, size_t *n,
		  const char **why)
{
	static const struct record_party nobody;
	static const struct record_context nothing;
	struct iodef w = { .i = i, .c = c != NULL ? c : &nothing, .detected = detected_of(i) };
	json_t *root, *id, *incidents;

	w.party = w.c->party != NULL ? w.c->party : &nobody;
	id = iodef_incident_id(&w, i->id, i->issuer);
	if (id == NULL) {
		*why = "an incident's id is of letters, digits, '.', '_', '#' and '-', and its "
		       "issuer a domain name in lower case";
		return false;
	}
	root = json_object(), incidents = json_array();
	record_put(&w.t, root, "version", json_string("2.0"));
	record_put(&w.t, root, "lang", json_string("en"));
	record_put(&w.t, root, "format-id", json_string(IODEF_FORMAT));
	record_put(&w.t, root, "private-enum-name", record_string(i->issuer));
	record_put(&w.t, root, "private-enum-id", json_string(IODEF_FORMAT));
	record_push(&w.t, incidents, incident_of(&w, id));
	record_put(&w.t, root, "Incident", incidents);
	return record_finish(&w.t, root, RECORD_INDENTED, out, n, why);
}
