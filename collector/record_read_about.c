/* How bad it is, how it is done and found; what was done about it, and what else belongs to it. */
#include <stdio.h>
#include <string.h>

#include "collector/incident_text.h"
#include "collector/messages.h"
#include "collector/record_json.h"
#include "collector/record_read_inside.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* ---- Assessment --------------------------------------------------------------------------- */

static void read_severity(struct incident *i, const json_t *assessment, const json_t *impact)
{
	char word[INCIDENT_WORD] = "";

	read_member(word, sizeof(word), impact, "severity");
	read_extension_text(word, sizeof(word), assessment, "AdditionalData", "severity");
	for (uint32_t p = 0; p <= KAGAMI__PRIORITY__PRIORITY_CRITICAL; p++) {
		if (strcmp(word, record_severity(p)->name) == 0 && p > i->severity)
			i->severity = i->base_severity = p;
	}
}

/* "3" of NISC's scale, "62.5" of NCISS's. */
static void read_scores(struct incident *i, const json_t *assessment)
{
	char nisc[8] = "", nciss[8] = "";
	unsigned v = 0;
	size_t n;

	read_extension_text(nisc, sizeof(nisc), assessment, "AdditionalData",
			    "nisc-severity-level");
	if (nisc[0] >= '0' && nisc[0] <= '4' && nisc[1] == '\0')
		i->nisc = (uint8_t)(nisc[0] - '0' + 1);
	read_extension_text(nciss, sizeof(nciss), assessment, "AdditionalData", "nciss-score");
	n = strlen(nciss);
	if (n < 3 || n > 5 || nciss[n - 2] != '.')
		return;
	for (size_t k = 0; k < n; k++) {
		if (k == n - 2)
			continue;
		if (nciss[k] < '0' || nciss[k] > '9')
			return;
		v = v * 10 + (unsigned)(nciss[k] - '0');
	}
	if (v < INCIDENT_NCISS_MOST)
		i->nciss = (uint16_t)(v + 1);
}

static void read_confidence(struct incident *i, const json_t *o)
{
	static const struct {
		const char *word;
		uint32_t value;
	} words[] = { { "low", 25 }, { "medium", 50 }, { "high", 75 } };
	int64_t n = read_number(json_object_get(o, "value"), 100);

	for (size_t k = 0; k < COUNT(words); k++) {
		if (read_is(o, "rating", words[k].word))
			i->confidence = words[k].value;
	}
	if (read_is(o, "rating", "numeric") && n >= 0)
		i->confidence = (uint32_t)n;
}

/* What was done, as far as its effect tells. */
static enum incident_class class_of(const struct incident *i)
{
	static const struct {
		const char *begins;
		enum incident_class class;
	} effects[] = {
		{ "cps-", INCIDENT_WRITE },	    { "integrity-", INCIDENT_PROGRAM },
		{ "availability-", INCIDENT_STOP }, { "takeover-", INCIDENT_ACCESS },
		{ "monitoring-", INCIDENT_ACCESS }, { "breach-", INCIDENT_ACCESS },
	};

	for (size_t k = 0; k < COUNT(effects); k++) {
		if (strncmp(i->impact, effects[k].begins, strlen(effects[k].begins)) == 0)
			return effects[k].class;
	}
	return strncmp(i->category, "rsit:information-gathering", 26) == 0 ? INCIDENT_DISCOVERY
									   : INCIDENT_OTHER;
}

static void read_impact(struct incident *i, const json_t *assessment, const json_t *item)
{
	const json_t *system = json_object_get(item, "SystemImpact");
	const json_t *business = json_object_get(item, "BusinessImpact");
	const json_t *o = system != NULL ? system : business;

	read_severity(i, assessment, o);
	if (system == NULL && i->impact[0] != '\0')
		return;
	read_member(i->impact, sizeof(i->impact), o,
		    read_is(o, "type", "ext-value") ? "ext-type" : "type");
	if (read_is(o, "completion", "succeeded"))
		i->completion = COMPLETION_SUCCEEDED;
	else if (read_is(o, "completion", "failed"))
		i->completion = COMPLETION_FAILED;
}

static void read_assessment(struct incident *i, const json_t *a)
{
	read_severity(i, a, NULL);
	read_scores(i, a);
	read_text(i->category, sizeof(i->category), read_item(a, "IncidentCategory", 0));
	for (size_t k = 0; k < read_items(a, "Impact") && k < 16; k++)
		read_impact(i, a, read_item(a, "Impact", k));
	for (size_t k = 0; k < read_items(a, "Counter") && k < 16; k++) {
		const json_t *c = read_item(a, "Counter", k);
		int64_t n = read_number(json_object_get(c, "value"), INT64_MAX);

		if (n > 0 && (read_is(c, "unit", "alert") || i->count == 0))
			i->count = (uint64_t)n;
	}
	read_confidence(i, json_object_get(a, "Confidence"));
	i->class = class_of(i);
}

/* ---- Method, Discovery -------------------------------------------------------------------- */

static void read_technique(struct incident *i, const json_t *pattern)
{
	struct incident_technique *t = &i->techniques[i->ntechniques];
	const json_t *reference = read_item(pattern, "Reference", 0);

	if (i->ntechniques == INCIDENT_TECHNIQUES ||
	    json_string_length(json_object_get(pattern, "ContentID")) >= sizeof(t->id))
		return;
	read_member(t->id, sizeof(t->id), pattern, "ContentID");
	read_described(t->name, sizeof(t->name), reference, "Description", 0);
	i->ntechniques += t->id[0] != '\0';
}

/* "modbus-write;rev=4" */
static void read_rule(struct incident *i, const json_t *pattern)
{
	struct incident_rule *r = &i->rules[i->nrules];
	char text[INCIDENT_TEXT] = "", *rev;

	if (i->nrules == INCIDENT_RULES)
		return;
	read_described(text, sizeof(text), pattern, "DetectionConfiguration", 0);
	rev = strstr(text, ";rev=");
	if (rev != NULL)
		incident_text(r->version, rev + 5);
	if (rev != NULL)
		*rev = '\0';
	incident_text(r->id, text);
	read_described(r->title, sizeof(r->title), json_object_get(pattern, "Application"),
		       "Description", 0);
	r->priority = i->severity;
	i->nrules += r->id[0] != '\0';
}

void read_about(struct incident *i, const json_t *o)
{
	for (size_t k = 0; k < read_items(o, "Assessment") && k < 8; k++)
		read_assessment(i, read_item(o, "Assessment", k));
	for (size_t k = 0; k < read_items(o, "Method") && k < 16; k++) {
		const json_t *m = read_item(o, "Method", k);

		for (size_t p = 0; p < read_items(m, "AttackPattern") && p < 64; p++)
			read_technique(i, read_item(m, "AttackPattern", p));
	}
	for (size_t k = 0; k < read_items(o, "Discovery") && k < 16; k++) {
		const json_t *d = read_item(o, "Discovery", k);

		for (size_t p = 0; p < read_items(d, "DetectionPattern") && p < 64; p++)
			read_rule(i, read_item(d, "DetectionPattern", p));
	}
}

/* ---- AlternativeID, RelatedActivity, History ---------------------------------------------- */

static void read_related(struct incident *i, const json_t *id, enum incident_relation relation)
{
	struct incident_related *r = &i->related[i->nrelated];
	const char *name = json_string_value(json_object_get(id, "name"));

	/* One that is cut is another's. */
	if (i->nrelated == INCIDENT_RELATED ||
	    json_string_length(json_object_get(id, "id")) >= sizeof(r->id))
		return;
	read_member(r->id, sizeof(r->id), id, "id");
	if (name != NULL && record_read_fqdn(name))
		incident_text(r->issuer, name);
	r->relation = (uint8_t)relation;
	if (r->id[0] != '\0' && r->issuer[0] != '\0')
		i->nrelated++;
	else
		memset(r, 0, sizeof(*r));
}

/* By our own sentences; what others say is a case of its own. */
static enum incident_relation relation_of(const json_t *activity)
{
	static const struct {
		const char *id;
		enum incident_relation relation;
	} ours[] = {
		{ "related.before", RELATED_BEFORE },
		{ "related.duplicate", RELATED_DUPLICATE_OF },
		{ "related.merged", RELATED_MERGED },
		{ "related.notified", RELATED_NOTIFIED },
	};
	char text[INCIDENT_TEXT] = "";

	read_described(text, sizeof(text), activity, "Description", 0);
	for (size_t k = 0; k < COUNT(ours); k++) {
		const char *own = messages_get(NULL, "en", ours[k].id);

		if (own != NULL && strcmp(own, text) == 0)
			return ours[k].relation;
	}
	return RELATED_CASE;
}

static enum incident_action action_of(const json_t *item)
{
	static const struct {
		const char *word;
		enum incident_action action;
	} words[] = {
		{ "status-triage", ACTION_OPENED }, { "status-new-info", ACTION_NEWS },
		{ "investigate", ACTION_ASSIGNED }, { "status", ACTION_STATUS },
		{ "notify", ACTION_SENT },	    { "ack", ACTION_ACKED },
		{ "received", ACTION_RECEIVED },
	};
	const char *member = read_is(item, "action", "ext-value") ? "ext-action" : "action";

	for (size_t k = 0; k < COUNT(words); k++) {
		if (read_is(item, member, words[k].word))
			return words[k].action;
	}
	return ACTION_NOTE;
}

static void read_history(struct incident *i, const json_t *item)
{
	struct incident_history *h = &i->history[i->nhistory];
	const json_t *contact = json_object_get(item, "Contact");

	if (!json_is_object(item))
		return;
	if (i->nhistory == INCIDENT_HISTORY) {
		i->more_history++;
		return;
	}
	h->time = read_time(item, "DateTime");
	h->action = (uint8_t)action_of(item);
	read_described(h->who, sizeof(h->who), contact, "ContactName", 0);
	read_described(h->text, sizeof(h->text), item, "Description", 0);
	i->nhistory++;
}

void read_life(struct incident *i, const json_t *o)
{
	const json_t *alternative = json_object_get(o, "AlternativeID");
	const json_t *history = json_object_get(o, "History");

	for (size_t k = 0; k < read_items(alternative, "IncidentID") && k < 64; k++)
		read_related(i, read_item(alternative, "IncidentID", k), RELATED_ALTERNATIVE);
	for (size_t k = 0; k < read_items(o, "RelatedActivity") && k < 64; k++) {
		const json_t *a = read_item(o, "RelatedActivity", k);

		for (size_t n = 0; n < read_items(a, "IncidentID") && n < 64; n++)
			read_related(i, read_item(a, "IncidentID", n), relation_of(a));
	}
	for (size_t k = 0; k < read_items(history, "HistoryItem"); k++)
		read_history(i, read_item(history, "HistoryItem", k));
}
