#include "collector/record_misp_inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "collector/incident_text.h"

enum { INFO = 256 };

void misp_time(char out[MISP_TIME], uint64_t ns)
{
	char text[RECORD_TIME];

	record_time_text(text, ns);
	(void)snprintf(out, MISP_TIME, "%.23s000+00:00", text);
}

void misp_add(struct misp *m, json_t *list, const char *owner, const struct misp_attribute *a)
{
	const char *what = a->relation != NULL ? a->relation : a->type;
	const char *comment = a->comment != NULL ? a->comment : "";
	struct record_uuid uuid =
		a->one ? record_uuid("attribute", owner, what, comment, NULL)
		       : record_uuid("attribute", owner, what, comment, "=", a->value, NULL);
	json_t *o, *before;
	size_t k;

	if (a->value[0] == '\0')
		return;
	json_array_foreach(list, k, before)
	{
		if (strcmp(json_string_value(json_object_get(before, "uuid")), uuid.s) == 0)
			return;
	}
	o = json_object();
	record_put(&m->tree, o, "uuid", json_string(uuid.s));
	record_put(&m->tree, o, "type", json_string(a->type));
	record_put(&m->tree, o, "category", json_string(a->category));
	if (a->relation != NULL)
		record_put(&m->tree, o, "object_relation", json_string(a->relation));
	record_put(&m->tree, o, "value", record_string(a->value));
	record_put(&m->tree, o, "comment", record_string(comment));
	record_put(&m->tree, o, "to_ids", json_boolean(a->to_ids));
	record_put(&m->tree, o, "distribution",
		   json_string(a->distribution != NULL ? a->distribution : "5"));
	record_put(&m->tree, o, "sharing_group_id", json_string("0"));
	record_put(&m->tree, o, "timestamp", json_string(m->timestamp));
	record_put(&m->tree, o, "deleted", json_boolean(m->status->revoked));
	record_put(&m->tree, o, "disable_correlation", json_boolean(!a->to_ids));
	record_push(&m->tree, list, o);
	m->count++;
}

/* ---- attributes of the event itself ---------------------------------------------------------- */

static void about(struct misp *m, const char *type, const char *category, const char *value,
		  const char *comment)
{
	misp_add(m, m->attributes, m->incident.s,
		 &(struct misp_attribute){
			 .type = type, .category = category, .value = value, .comment = comment });
}

static void text(struct misp *m, const char *value, const char *comment)
{
	about(m, "text", "Internal reference", value, comment);
}

static void number_of(struct misp *m, const char *issuer, const char *id, const char *comment)
{
	char both[INCIDENT_TEXT + INCIDENT_ID + 2];

	(void)snprintf(both, sizeof(both), "%s %s", issuer, id);
	text(m, both, comment);
}

static void ids(struct misp *m)
{
	static const char *const how[] = {
		[RELATED_BEFORE] = "Same activity before",
		[RELATED_CASE] = "Other activity against the same target",
		[RELATED_DUPLICATE_OF] = "Duplicate of",
		[RELATED_MERGED] = "Merged into this",
		[RELATED_ALTERNATIVE] = "IODEF AlternativeID",
		[RELATED_NOTIFIED] = "Notification that this is about",
	};
	const struct incident *i = m->i;

	number_of(m, m->issuer, i->id, "IODEF IncidentID");
	for (uint32_t k = 0; k < i->nrelated; k++) {
		const struct incident_related *r = &i->related[k];

		number_of(m, r->issuer[0] != '\0' ? r->issuer : m->issuer, r->id,
			  r->relation < sizeof(how) / sizeof(how[0]) ? how[r->relation]
								     : "Related");
	}
}

static void rules(struct misp *m)
{
	const struct incident *i = m->i;

	for (uint32_t k = 0; k < i->nrules; k++) {
		char id[sizeof(i->rules[k].id) + sizeof(i->rules[k].version) + 8];

		(void)snprintf(id, sizeof(id), "%s%s%s", i->rules[k].id,
			       i->rules[k].version[0] != '\0' ? ";rev=" : "", i->rules[k].version);
		text(m, id, "Detection rule");
	}
	for (uint32_t k = 0; k < i->ntechniques; k++) {
		char name[sizeof(i->techniques[k].id) + sizeof(i->techniques[k].name) + 2];

		(void)snprintf(name, sizeof(name), "%s %s", record_technique(i->techniques[k].id),
			       i->techniques[k].name);
		text(m, name, "MITRE ATT&CK for ICS");
	}
}

static void translations(struct misp *m)
{
	const struct record_party *p = m->c->party;

	for (size_t k = 0; p != NULL && p->languages != NULL && p->languages[k] != NULL; k++) {
		char title[INCIDENT_TEXT * 2], comment[32];

		if (!record_message(title, sizeof(title), m->c->messages, p->languages[k],
				    m->i->message, (const char *const[]){ NULL }))
			continue;
		(void)snprintf(comment, sizeof(comment), "Title (%.8s)", p->languages[k]);
		misp_add(m, m->attributes, m->incident.s,
			 &(struct misp_attribute){ .type = "text",
						   .category = "Other",
						   .value = title,
						   .comment = comment,
						   .one = true });
	}
}

static void history(struct misp *m)
{
	const struct incident *i = m->i;

	for (uint32_t k = 0; k < i->nhistory; k++) {
		const struct incident_history *h = &i->history[k];
		char time[RECORD_TIME];
		char line[RECORD_TIME + sizeof(h->who) + sizeof(h->text) + 8];

		if (h->text[0] == '\0')
			continue;
		record_time_text(time, h->time);
		(void)snprintf(line, sizeof(line), "%s %s: %s", time, h->who, h->text);
		about(m, "comment", "Internal reference", line, "History");
	}
}

static void reported(struct misp *m)
{
	const struct incident *i = m->i;
	char nisc[16] = "", nciss[16] = "";
	const struct {
		const char *value, *comment;
	} rows[] = {
		{ i->report_stage, "Report stage" },
		{ i->malicious, "Suspected malicious" },
		{ i->cross_border, "Cross-border impact" },
		{ nisc, "NISC severity (0-4)" },
		{ nciss, "NCISS score (0-100)" },
		{ i->clock_sync, "Sensor's clock synchronised" },
	};

	if (i->nisc > 0)
		(void)snprintf(nisc, sizeof(nisc), "%u", i->nisc - 1U);
	if (i->nciss > 0)
		(void)snprintf(nciss, sizeof(nciss), "%u.%u", (i->nciss - 1U) / 10,
			       (i->nciss - 1U) % 10);
	for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++)
		misp_add(m, m->attributes, m->incident.s,
			 &(struct misp_attribute){ .type = "text",
						   .category = "Other",
						   .value = rows[k].value,
						   .comment = rows[k].comment,
						   .one = true });
}

static void attributes(struct misp *m)
{
	const struct incident *i = m->i;
	const struct record_party *p = m->c->party;
	const char *victim = p != NULL && p->operator_name != NULL ? p->operator_name : i->site;

	ids(m);
	misp_add(m, m->attributes, m->incident.s,
		 &(struct misp_attribute){ .type = "target-org",
					   .category = "Targeting data",
					   .value = victim,
					   .distribution = "0" });
	about(m, "target-location", "Targeting data", i->country, "");
	rules(m);
	for (uint32_t k = 0; k < i->nsensors; k++)
		text(m, i->sensors[k], "Sensor");
	translations(m);
	reported(m);
	history(m);
}

/* ---- the event ------------------------------------------------------------------------------- */

static json_t *organisation(struct misp *m)
{
	const struct record_party *p = m->c->party;
	struct record_uuid uuid = record_uuid("organisation", m->issuer, NULL);
	json_t *o = json_object();

	record_put(&m->tree, o, "id", json_string("0"));
	record_put(&m->tree, o, "name",
		   record_string(p != NULL && p->name != NULL ? p->name : m->issuer));
	record_put(&m->tree, o, "uuid", json_string(uuid.s));
	return o;
}

static json_t *info(const struct incident *i)
{
	char all[sizeof(i->id) + sizeof(i->title) + 4], cut[INFO];

	(void)snprintf(all, sizeof(all), "[%s] %s", i->id, i->title);
	(void)incident_clean(cut, sizeof(cut), all, strlen(all));
	return json_string(cut);
}

/* The event of the same activity before: its id is known, since it was made in the same way. */
static json_t *extends(const struct misp *m)
{
	for (uint32_t k = 0; k < m->i->nrelated; k++) {
		const struct incident_related *r = &m->i->related[k];
		bool own = r->issuer[0] == '\0' || strcmp(r->issuer, m->issuer) == 0;

		if (own && r->relation == RELATED_BEFORE)
			return json_string(record_uuid("event", m->issuer, r->id, NULL).s);
	}
	return json_string("");
}

static json_t *event(struct misp *m)
{
	const struct incident *i = m->i;
	json_t *o = json_object(), *root = json_object();
	char day[RECORD_TIME];

	record_time_text(day, i->detected != 0 ? i->detected : i->first);
	day[10] = '\0';
	record_put(&m->tree, o, "uuid", json_string(m->incident.s));
	record_put(&m->tree, o, "info", info(i));
	record_put(&m->tree, o, "date", json_string(day));
	record_put(&m->tree, o, "timestamp", json_string(m->timestamp));
	record_put(&m->tree, o, "publish_timestamp", json_string("0"));
	record_put(&m->tree, o, "published", json_false());
	record_put(&m->tree, o, "threat_level_id",
		   json_string(record_severity(i->severity)->threat));
	record_put(&m->tree, o, "analysis", json_string(m->status->analysis));
	record_put(&m->tree, o, "distribution", json_string(m->tlp->distribution));
	record_put(&m->tree, o, "sharing_group_id", json_string("0"));
	record_put(&m->tree, o, "extends_uuid", extends(m));
	record_put(&m->tree, o, "attribute_count", record_digits(m->count));
	record_put(&m->tree, o, "Orgc", organisation(m));
	record_put(&m->tree, o, "Org", organisation(m));
	record_put(&m->tree, o, "Tag", m->tags);
	record_put(&m->tree, o, "Attribute", m->attributes);
	record_put(&m->tree, o, "Object", m->objects);
	record_put(&m->tree, root, "Event", o);
	return root;
}

bool record_misp(const struct incident *i, const struct record_context *c, char **out, size_t *n,
		 const char **why)
{
	const char *fqdn = c->party != NULL && c->party->fqdn != NULL ? c->party->fqdn : "";
	struct misp m = {
		.i = i,
		.c = c,
		.issuer = i->issuer[0] != '\0' ? i->issuer : fqdn,
		.tlp = record_tlp(i->tlp),
		.status = record_status(i->status),
		.protocol = record_protocol(i->protocol),
	};
	uint64_t written = i->written != 0 ? i->written : i->last;

	if (m.issuer[0] == '\0' || i->id[0] == '\0') {
		*why = "an incident without id or issuer";
		return false;
	}
	(void)snprintf(m.timestamp, sizeof(m.timestamp), "%" PRIu64, written / 1000000000);
	m.incident = record_uuid("event", m.issuer, i->id, NULL);
	m.attributes = json_array();
	m.objects = json_array();
	m.tags = json_array();
	attributes(&m);
	misp_objects(&m);
	misp_tags(&m);
	return record_finish(&m.tree, event(&m), RECORD_INDENTED, out, n, why);
}
