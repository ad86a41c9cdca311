#include "collector/record_stix_inside.h"

#include <stdlib.h>
#include <string.h>

/* When what never changes began: before any capture, so that nothing is modified before it. */
#define ALWAYS "2000-01-01T00:00:00.000Z"

#define EXTENSION_TLP	   "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
#define EXTENSION_INCIDENT "extension-definition--ef765651-680c-498d-9894-99799f2fa126"

struct stix_id stix_id(const char *type, const struct record_uuid *uuid)
{
	struct stix_id id;

	(void)snprintf(id.s, sizeof(id.s), "%.20s--%s", type, uuid->s);
	return id;
}

json_t *stix_object(struct stix *s, const char *type, const struct stix_id *id, enum stix_kind kind)
{
	json_t *o = json_object(), *marks;
	const char *creator = kind == STIX_KNOWN ? s->project.s : s->creator.s;

	record_put(&s->tree, o, "type", json_string(type));
	record_put(&s->tree, o, "spec_version", json_string("2.1"));
	record_put(&s->tree, o, "id", json_string(id->s));
	if (creator[0] != '\0' && strcmp(creator, id->s) != 0)
		record_put(&s->tree, o, "created_by_ref", json_string(creator));
	record_put(&s->tree, o, "created", json_string(kind == STIX_OURS ? s->created : ALWAYS));
	record_put(&s->tree, o, "modified", json_string(kind == STIX_KNOWN ? ALWAYS : s->modified));
	if (kind == STIX_OURS || kind == STIX_LASTING) {
		marks = json_array();
		record_push(&s->tree, marks, json_string(s->tlp->stix));
		record_put(&s->tree, o, "object_marking_refs", marks);
	}
	record_put(&s->tree, s->ids, id->s, json_true());
	record_push(&s->tree, s->objects, o);
	/* What could not be put there is gone. */
	return s->tree.failed ? NULL : o;
}

bool stix_has(const struct stix *s, const struct stix_id *id)
{
	return json_object_get(s->ids, id->s) != NULL;
}

void stix_reference(struct stix *s, json_t *list, const char *source, const char *id,
		    const char *description)
{
	json_t *o = json_object();

	record_put(&s->tree, o, "source_name", record_string(source));
	record_put_text(&s->tree, o, "description", description);
	record_put_text(&s->tree, o, "external_id", id);
	record_push(&s->tree, list, o);
}

void stix_relationship(struct stix *s, const char *type, const struct stix_id *from,
		       const struct stix_id *to)
{
	struct record_uuid uuid = record_uuid("relationship", type, from->s, to->s, NULL);
	struct stix_id id = stix_id("relationship", &uuid);
	json_t *o;

	if (stix_has(s, &id))
		return;
	o = stix_object(s, "relationship", &id, STIX_OURS);
	record_put(&s->tree, o, "relationship_type", json_string(type));
	record_put(&s->tree, o, "source_ref", json_string(from->s));
	record_put(&s->tree, o, "target_ref", json_string(to->s));
}

/* ---- who and what is known to all ------------------------------------------------------------ */

/* A marking definition has no `modified`, so that it is no object like the others. */
static void marking(struct stix *s)
{
	json_t *o = json_object(), *e = json_object(), *tlp = json_object();
	char word[16] = "";

	for (size_t k = 0; k + 1 < sizeof(word) && s->tlp->name[k] != '\0'; k++) {
		word[k] = s->tlp->name[k];
		if (word[k] >= 'A' && word[k] <= 'Z')
			word[k] = (char)(word[k] - 'A' + 'a');
	}
	record_put(&s->tree, o, "type", json_string("marking-definition"));
	record_put(&s->tree, o, "spec_version", json_string("2.1"));
	record_put(&s->tree, o, "id", json_string(s->tlp->stix));
	record_put(&s->tree, o, "created", json_string("2022-10-01T00:00:00.000Z"));
	record_put(&s->tree, o, "name", record_stringf("TLP:%s", s->tlp->name));
	record_put(&s->tree, tlp, "extension_type", json_string("property-extension"));
	record_put(&s->tree, tlp, "tlp_2_0", json_string(word));
	record_put(&s->tree, e, EXTENSION_TLP, tlp);
	record_put(&s->tree, o, "extensions", e);
	record_push(&s->tree, s->objects, o);
}

static json_t *identity(struct stix *s, struct stix_id *id, enum stix_kind kind, const char *name,
			const char *class)
{
	json_t *o = stix_object(s, "identity", id, kind);

	record_put(&s->tree, o, "name", record_string(name));
	record_put(&s->tree, o, "identity_class", json_string(class));
	return o;
}

static void project(struct stix *s)
{
	static const char schema[] =
		"Members, all optional: protocol (string); function_code (integer), function_name "
		"(string): what was asked for; device (string): the unit or control block behind "
		"the "
		"address; object (string): the register, point or data set; values (list of "
		"strings): distinct values that were written or seen, values_omitted (integer): "
		"how "
		"many more there were; source_vlan, target_vlan (integer); clock_synchronised "
		"(boolean), clock_error_ms (integer): of the sensor that saw it.";
	struct record_uuid who = record_uuid("identity", "kagami", NULL);
	struct record_uuid what = record_uuid("extension-definition", "ot-operation", "1", NULL);
	json_t *types = json_array(), *o;

	s->project = stix_id("identity", &who);
	(void)identity(s, &s->project, STIX_KNOWN, "Kagami", "organization");
	s->extension = stix_id("extension-definition", &what);
	o = stix_object(s, "extension-definition", &s->extension, STIX_KNOWN);
	record_put(&s->tree, o, "name", json_string("OT protocol operation"));
	record_put(&s->tree, o, "description",
		   json_string("What an industrial protocol was used for"));
	record_put(&s->tree, o, "schema", json_string(schema));
	record_put(&s->tree, o, "version", json_string("1.0.0"));
	record_push(&s->tree, types, json_string("property-extension"));
	record_put(&s->tree, o, "extension_types", types);
}

static void sectors(struct stix *s, json_t *o, const char *sector)
{
	json_t *list = json_array();

	record_push(&s->tree, list, json_string(sector));
	record_put(&s->tree, o, "sectors", list);
}

static void creator(struct stix *s)
{
	const struct record_party *p = s->c->party;
	struct record_uuid uuid = record_uuid("identity", s->issuer, NULL);
	const char *name = p != NULL && p->name != NULL ? p->name : s->issuer;
	json_t *o;

	s->creator = stix_id("identity", &uuid);
	o = identity(s, &s->creator, STIX_PARTY, name, "organization");
	if (p != NULL && p->email != NULL)
		record_put_text(&s->tree, o, "contact_information", p->email);
}

static void victim(struct stix *s)
{
	const struct record_party *p = s->c->party;
	const struct record_sector *sector = record_sector(s->i->sector);
	const char *name = p != NULL && p->operator_name != NULL ? p->operator_name : s->i->site;
	struct record_uuid uuid = record_uuid("identity", s->issuer, "operator", name, NULL);
	json_t *o;

	if (name[0] == '\0')
		return;
	s->victim = stix_id("identity", &uuid);
	o = identity(s, &s->victim, STIX_LASTING, name, "organization");
	if (sector != NULL)
		sectors(s, o, sector->stix);
}

static void sensors(struct stix *s)
{
	s->sensors = json_array();
	for (uint32_t k = 0; k < s->i->nsensors; k++) {
		struct record_uuid uuid =
			record_uuid("identity", s->issuer, "sensor", s->i->sensors[k], NULL);
		struct stix_id id = stix_id("identity", &uuid);
		json_t *roles, *o;

		if (stix_has(s, &id))
			continue;
		roles = json_array();
		o = identity(s, &id, STIX_LASTING, s->i->sensors[k], "system");
		record_push(&s->tree, roles, json_string("passive-ot-sensor"));
		record_put(&s->tree, o, "roles", roles);
		record_push(&s->tree, s->sensors, json_string(id.s));
	}
}

/* ---- the incident ---------------------------------------------------------------------------- */

/* What people judged by other scales. */
static json_t *scores(struct stix *s)
{
	const struct incident *i = s->i;
	json_t *all = json_array(), *o;

	if (i->nisc > 0 && i->nisc <= INCIDENT_NISC_MOST) {
		o = json_object();
		record_put(&s->tree, o, "name", json_string("NISC severity (0-4)"));
		record_put(&s->tree, o, "value", json_integer(i->nisc - 1));
		record_push(&s->tree, all, o);
	}
	if (i->nciss > 0 && i->nciss <= INCIDENT_NCISS_MOST) {
		o = json_object();
		record_put(&s->tree, o, "name", json_string("NCISS score (0-100)"));
		record_put(&s->tree, o, "value", json_real((i->nciss - 1) / 10.0));
		record_push(&s->tree, all, o);
	}
	return all;
}

static void core(struct stix *s, json_t *incident)
{
	/* clang-format off */
	static const char *const types[INCIDENT_CLASSES] = {
		[INCIDENT_OTHER]     = "undetermined",
		[INCIDENT_DISCOVERY] = "network-scanning",
		[INCIDENT_IDENTIFY]  = "system-probe",
		[INCIDENT_ACCESS]    = "unauthorized-access-system",
		[INCIDENT_WRITE]     = "unauthorized-use",
		[INCIDENT_PROGRAM]   = "modification-information",
		[INCIDENT_STOP]      = "denial-of-service",
	};
	/* clang-format on */
	const struct incident *i = s->i;
	json_t *all = json_object(), *o = json_object(), *type = json_array(), *how = json_array();

	record_put(&s->tree, o, "extension_type", json_string("property-extension"));
	record_put(&s->tree, o, "determination", json_string(record_determination(i)));
	record_put(&s->tree, o, "investigation_status", json_string(s->status->stix));
	record_push(&s->tree, type,
		    json_string(types[(unsigned)i->class < INCIDENT_CLASSES ? i->class : 0]));
	record_put(&s->tree, o, "incident_types", type);
	record_push(&s->tree, how, json_string("automated-tool"));
	record_put(&s->tree, o, "detection_methods", how);
	record_put(&s->tree, o, "criticality",
		   json_integer(record_severity(i->severity)->criticality));
	record_put_some(&s->tree, o, "scores", scores(s));
	record_put(&s->tree, all, EXTENSION_INCIDENT, o);
	record_put(&s->tree, incident, "extensions", all);
}

static void label(struct stix *s, json_t *labels, const char *name, const char *value)
{
	if (value[0] != '\0')
		record_push(&s->tree, labels, record_stringf("%s:%s", name, value));
}

static json_t *labels(struct stix *s)
{
	const struct incident *i = s->i;
	json_t *list = json_array();

	record_push_text(&s->tree, list, i->category);
	label(s, list, "severity", record_severity(i->severity)->name);
	label(s, list, "status", incident_status_name(i->status));
	label(s, list, "operation-class", incident_class_name(i->class));
	label(s, list, "impact", i->impact);
	label(s, list, "cii-sector", i->sector);
	label(s, list, "report-stage", i->report_stage);
	label(s, list, "suspected-malicious", i->malicious);
	label(s, list, "cross-border-impact", i->cross_border);
	return list;
}

static json_t *references(struct stix *s)
{
	static const char *const how[] = {
		[RELATED_BEFORE] = "The same activity before",
		[RELATED_CASE] = "Other activity against the same target",
		[RELATED_DUPLICATE_OF] = "This is a duplicate of it",
		[RELATED_MERGED] = "It became part of this",
		[RELATED_ALTERNATIVE] = "IODEF AlternativeID",
		[RELATED_NOTIFIED] = "Notification that this is about",
	};
	json_t *list = json_array();

	stix_reference(s, list, s->issuer, s->i->id, "IODEF IncidentID");
	for (uint32_t k = 0; k < s->i->nrelated; k++) {
		const struct incident_related *r = &s->i->related[k];

		stix_reference(s, list, r->issuer[0] != '\0' ? r->issuer : s->issuer, r->id,
			       r->relation < sizeof(how) / sizeof(how[0]) ? how[r->relation]
									  : "Related");
	}
	return list;
}

static struct stix_id incident_id(const char *issuer, const char *id)
{
	struct record_uuid uuid = record_uuid("incident", issuer, id, NULL);

	return stix_id("incident", &uuid);
}

static void incident(struct stix *s)
{
	const struct incident *i = s->i;
	json_t *o;

	o = stix_object(s, "incident", &s->incident, STIX_OURS);
	if (s->status->revoked)
		record_put(&s->tree, o, "revoked", json_true());
	record_put(&s->tree, o, "name",
		   i->title[0] != '\0' ? record_string(i->title) : record_string(i->id));
	record_put_text(&s->tree, o, "description", i->summary);
	record_put(&s->tree, o, "confidence",
		   json_integer(i->confidence <= 100 ? i->confidence : 100));
	record_put(&s->tree, o, "lang", json_string("en"));
	record_put(&s->tree, o, "labels", labels(s));
	record_put(&s->tree, o, "external_references", references(s));
	core(s, o);
}

/* The title in other languages. */
static void translations(struct stix *s)
{
	const struct record_party *p = s->c->party;
	struct record_uuid uuid = record_uuid("language-content", s->incident.s, NULL);
	struct stix_id id = stix_id("language-content", &uuid);
	json_t *contents = json_object(), *o;

	for (size_t k = 0; p != NULL && p->languages != NULL && p->languages[k] != NULL; k++) {
		char name[INCIDENT_TEXT * 2];
		json_t *one;

		if (!record_message(name, sizeof(name), s->c->messages, p->languages[k],
				    s->i->message, (const char *const[]){ NULL }))
			continue;
		one = json_object();
		record_put(&s->tree, one, "name", record_string(name));
		record_put(&s->tree, contents, p->languages[k], one);
	}
	if (json_object_size(contents) == 0) {
		json_decref(contents);
		return;
	}
	o = stix_object(s, "language-content", &id, STIX_OURS);
	record_put(&s->tree, o, "object_ref", json_string(s->incident.s));
	record_put(&s->tree, o, "object_modified", json_string(s->modified));
	record_put(&s->tree, o, "contents", contents);
}

static const char *region(const char *country)
{
	/* clang-format off */
	static const char *const south_east[] = {
		"BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "TL", "VN",
	};
	static const char *const east[] = { "CN", "HK", "JP", "KP", "KR", "MN", "MO", "TW" };
	/* clang-format on */

	for (size_t k = 0; k < sizeof(south_east) / sizeof(south_east[0]); k++) {
		if (strcmp(country, south_east[k]) == 0)
			return "south-eastern-asia";
	}
	for (size_t k = 0; k < sizeof(east) / sizeof(east[0]); k++) {
		if (strcmp(country, east[k]) == 0)
			return "eastern-asia";
	}
	return "";
}

static void location(struct stix *s)
{
	const struct incident *i = s->i;
	struct record_uuid uuid = record_uuid("location", s->issuer, i->site, i->country, NULL);
	struct stix_id id = stix_id("location", &uuid);
	json_t *o;

	if (i->country[0] == '\0')
		return;
	o = stix_object(s, "location", &id, STIX_LASTING);
	record_put_text(&s->tree, o, "name", i->site);
	record_put_text(&s->tree, o, "region", region(i->country));
	record_put(&s->tree, o, "country", record_string(i->country));
	stix_relationship(s, "located-at", &s->incident, &id);
}

static void related(struct stix *s)
{
	for (uint32_t k = 0; k < s->i->nrelated; k++) {
		const struct incident_related *r = &s->i->related[k];
		bool own = r->issuer[0] == '\0' || strcmp(r->issuer, s->issuer) == 0;
		struct stix_id id = incident_id(s->issuer, r->id);

		/* What others call it is in external_references; whose ids are not ours has none
		 * that we know. */
		if (!own || r->relation == RELATED_ALTERNATIVE || r->relation == RELATED_NOTIFIED ||
		    strcmp(id.s, s->incident.s) == 0)
			continue;
		stix_relationship(
			s, r->relation == RELATED_DUPLICATE_OF ? "duplicate-of" : "related-to",
			&s->incident, &id);
	}
}

/* ---- the bundle ------------------------------------------------------------------------------ */

static void times(struct stix *s)
{
	const struct incident *i = s->i;
	uint64_t created = i->detected != 0 ? i->detected : i->first;

	record_time_text(s->created, created);
	record_time_text(s->modified, i->written > created ? i->written : created);
	if (strcmp(s->modified, ALWAYS) < 0)
		(void)snprintf(s->modified, sizeof(s->modified), "%s", ALWAYS);
	if (strcmp(s->created, s->modified) > 0)
		(void)snprintf(s->created, sizeof(s->created), "%s", s->modified);
}

static void fill(struct stix *s)
{
	marking(s);
	project(s);
	creator(s);
	victim(s);
	sensors(s);
	incident(s);
	translations(s);
	location(s);
	stix_techniques(s);
	stix_seen(s);
	stix_assets(s);
	stix_indicator(s);
	if (s->victim.s[0] != '\0')
		stix_relationship(s, "impacts", &s->incident, &s->victim);
	stix_relationship(s, "contact-for", &s->creator, &s->incident);
	related(s);
	stix_notes(s);
}

bool record_stix(const struct incident *i, const struct record_context *c, char **out, size_t *n,
		 const char **why)
{
	const char *fqdn = c->party != NULL && c->party->fqdn != NULL ? c->party->fqdn : "";
	struct stix s = {
		.i = i,
		.c = c,
		.issuer = i->issuer[0] != '\0' ? i->issuer : fqdn,
		.tlp = record_tlp(i->tlp),
		.status = record_status(i->status),
		.protocol = record_protocol(i->protocol),
		.objects = json_array(),
		.ids = json_object(),
		.seen = json_array(),
	};
	json_t *bundle = json_object();
	char revision[16];
	struct record_uuid uuid;

	if (s.issuer[0] == '\0' || i->id[0] == '\0') {
		json_decref(s.objects);
		json_decref(s.ids);
		json_decref(s.seen);
		json_decref(bundle);
		*why = "an incident without id or issuer";
		return false;
	}
	(void)snprintf(revision, sizeof(revision), "%u", i->revision);
	uuid = record_uuid("bundle", s.issuer, i->id, revision, NULL);
	s.incident = incident_id(s.issuer, i->id);
	times(&s);
	fill(&s);
	record_put(&s.tree, bundle, "type", json_string("bundle"));
	record_put(&s.tree, bundle, "id", record_stringf("bundle--%s", uuid.s));
	record_put(&s.tree, bundle, "objects", s.objects);
	json_decref(s.sensors);
	json_decref(s.ids);
	json_decref(s.seen);
	return record_finish(&s.tree, bundle, RECORD_INDENTED, out, n, why);
}
