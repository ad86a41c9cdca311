#include "collector/record_stix_inside.h"
#include "common/technique.h"

#include <string.h>

/* ---- assets ---------------------------------------------------------------------------------- */

static void describe(char *out, size_t room, const struct incident_end *e)
{
	const char *const parts[][2] = {
		{ "", e->vendor },    { "", e->model },	    { "firmware ", e->firmware },
		{ "role ", e->role }, { "zone ", e->zone },
	};
	size_t at = 0;

	out[0] = '\0';
	for (size_t k = 0; k < sizeof(parts) / sizeof(parts[0]) && at < room; k++) {
		if (parts[k][1][0] != '\0')
			at += (size_t)snprintf(out + at, room - at, "%s%s%s", at > 0 ? ", " : "",
					       parts[k][0], parts[k][1]);
	}
	if (e->level >= 0 && at < room)
		(void)snprintf(out + at, room - at, "%sPurdue level %d", at > 0 ? ", " : "",
			       e->level);
}

/* Its first address is in the bundle, as record_stix_seen.c made it. */
static bool address_of(const struct incident_end *e, struct stix_id *id)
{
	char text[RECORD_ADDRESS];
	const char *type = "mac-addr";
	struct record_uuid uuid;
	json_t *o;
	bool good;

	if (record_ip_text(text, e, 0))
		type = e->ips[0].n == 4 ? "ipv4-addr" : "ipv6-addr";
	else if (!record_mac_text(text, e))
		return false;
	o = json_pack("{s:s}", "value", text);
	good = o != NULL && record_sco_uuid(o, &uuid);
	json_decref(o);
	if (good)
		*id = stix_id(type, &uuid);
	return good;
}

static void asset(struct stix *s, const struct incident_end *e, const char *relation)
{
	char name[INCIDENT_WORD], text[INCIDENT_WORD * 6];
	struct stix_id id, address;
	struct record_uuid uuid;
	json_t *o, *types;

	if (!record_end_known(e))
		return;
	record_end_name(name, e);
	uuid = record_uuid("infrastructure", s->issuer, s->i->site, name, NULL);
	id = stix_id("infrastructure", &uuid);
	if (stix_has(s, &id))
		return;
	o = stix_object(s, "infrastructure", &id, STIX_LASTING);
	record_put(&s->tree, o, "name", record_string(name));
	if (strncmp(record_node_role(e->role), "scada", 5) == 0) {
		types = json_array();
		record_push(&s->tree, types, json_string("control-system"));
		record_put(&s->tree, o, "infrastructure_types", types);
	}
	describe(text, sizeof(text), e);
	record_put_text(&s->tree, o, "description", text);
	stix_relationship(s, relation, &s->incident, &id);
	if (address_of(e, &address))
		stix_relationship(s, "consists-of", &id, &address);
}

void stix_assets(struct stix *s)
{
	const struct incident *i = s->i;

	asset(s, &i->target, "targets");
	for (uint32_t k = 0; k < i->ntargets; k++)
		asset(s, &i->targets[k], "targets");
	/* Of who does it only what is known as a part of the plant. */
	if (i->source.name[0] != '\0' || i->source.vendor[0] != '\0' || i->source.role[0] != '\0')
		asset(s, &i->source, "related-to");
}

/* ---- the indicator --------------------------------------------------------------------------- */

static bool address_text(char out[RECORD_ADDRESS], const struct incident_end *e)
{
	return record_ip_text(out, e, 0) || record_mac_text(out, e);
}

/* Only of addresses and numbers, which need no escaping. */
static bool pattern(char *out, size_t room, const struct incident *i)
{
	char from[RECORD_ADDRESS], to[RECORD_ADDRESS];
	size_t at;

	if (!address_text(from, &i->source))
		return false;
	at = (size_t)snprintf(out, room, "[network-traffic:src_ref.value = '%s'", from);
	/* Who attacks several is an indicator whomever he attacks. */
	if (i->ntargets == 0 && i->more_targets == 0 && address_text(to, &i->target))
		at += (size_t)snprintf(out + at, room - at,
				       " AND network-traffic:dst_ref.value = '%s'", to);
	if (i->target.port != 0)
		at += (size_t)snprintf(out + at, room - at, " AND network-traffic:dst_port = %u",
				       i->target.port);
	(void)snprintf(out + at, room - at, "]");
	return true;
}

static void sighting(struct stix *s, bool revoked)
{
	struct record_uuid uuid = record_uuid("sighting", s->incident.s, NULL);
	struct stix_id id = stix_id("sighting", &uuid);
	const struct incident *i = s->i;
	json_t *where = json_copy(s->sensors), *what = json_array(), *o;

	if (s->victim.s[0] != '\0')
		record_push(&s->tree, where, json_string(s->victim.s));
	if (s->observed.s[0] != '\0')
		record_push(&s->tree, what, json_string(s->observed.s));
	o = stix_object(s, "sighting", &id, STIX_OURS);
	if (revoked)
		record_put(&s->tree, o, "revoked", json_true());
	record_put(&s->tree, o, "first_seen", record_time(i->first));
	record_put(&s->tree, o, "last_seen", record_time(i->last > i->first ? i->last : i->first));
	record_put(&s->tree, o, "count",
		   record_number(i->count < 999999999 ? i->count : 999999999));
	record_put(&s->tree, o, "sighting_of_ref", json_string(s->indicator.s));
	record_put_some(&s->tree, o, "observed_data_refs", what);
	record_put_some(&s->tree, o, "where_sighted_refs", where);
}

void stix_indicator(struct stix *s)
{
	const struct incident *i = s->i;
	struct record_uuid uuid = record_uuid("indicator", s->incident.s, NULL);
	bool revoked = s->status->revoked || i->status == INCIDENT_FALSE_POSITIVE;
	json_t *types, *rules, *o;
	char text[256];

	if (!pattern(text, sizeof(text), i))
		return;
	s->indicator = stix_id("indicator", &uuid);
	o = stix_object(s, "indicator", &s->indicator, STIX_OURS);
	if (revoked)
		record_put(&s->tree, o, "revoked", json_true());
	record_put(&s->tree, o, "name", record_string(i->title[0] != '\0' ? i->title : i->id));
	record_put(&s->tree, o, "confidence",
		   json_integer(i->confidence <= 100 ? i->confidence : 100));
	types = json_array();
	record_push(&s->tree, types, json_string("anomalous-activity"));
	record_put(&s->tree, o, "indicator_types", types);
	record_put(&s->tree, o, "pattern", json_string(text));
	record_put(&s->tree, o, "pattern_type", json_string("stix"));
	record_put(&s->tree, o, "pattern_version", json_string("2.1"));
	record_put(&s->tree, o, "valid_from", record_time(i->first));
	rules = json_array();
	for (uint32_t k = 0; k < i->nrules; k++) {
		char id[sizeof(i->rules[k].id) + sizeof(i->rules[k].version) + 8];

		(void)snprintf(id, sizeof(id), "%s%s%s", i->rules[k].id,
			       i->rules[k].version[0] != '\0' ? ";rev=" : "", i->rules[k].version);
		if (id[0] != '\0')
			stix_reference(s, rules, "kagami-rules", id, i->rules[k].title);
	}
	record_put_some(&s->tree, o, "external_references", rules);
	stix_relationship(s, "detected", &s->indicator, &s->incident);
	sighting(s, revoked);
}

/* ---- techniques ------------------------------------------------------------------------------ */

static void phase(struct stix *s, json_t *phases, const char *tactic)
{
	json_t *o = json_object();

	record_put(&s->tree, o, "kill_chain_name", json_string("mitre-ics-attack"));
	record_put(&s->tree, o, "phase_name", record_string(tactic));
	record_push(&s->tree, phases, o);
}

/* What the table knows is the same in every bundle; what it does not is this incident's. */
static void technique(struct stix *s, const struct incident_technique *t)
{
	const struct technique *known = technique_now(t->id);
	struct record_uuid uuid =
		known != NULL ? record_uuid("attack-pattern", known->id, NULL)
			      : record_uuid("attack-pattern", s->incident.s, t->id, NULL);
	struct stix_id id = stix_id("attack-pattern", &uuid);
	json_t *o, *phases, *references, *reference;
	char url[RECORD_URL];
	const char *tactic;

	if (stix_has(s, &id))
		return;
	o = stix_object(s, "attack-pattern", &id, known != NULL ? STIX_KNOWN : STIX_OURS);
	record_put(&s->tree, o, "name",
		   record_string(known != NULL	      ? known->name
				 : t->name[0] != '\0' ? t->name
						      : t->id));
	phases = json_array();
	for (unsigned k = 0; known != NULL && (tactic = technique_tactic(known, k)) != NULL; k++)
		phase(s, phases, tactic);
	if (known == NULL && t->tactic[0] != '\0')
		phase(s, phases, t->tactic);
	record_put_some(&s->tree, o, "kill_chain_phases", phases);
	references = json_array();
	reference = json_object();
	record_put(&s->tree, reference, "source_name", json_string("mitre-attack"));
	record_put(&s->tree, reference, "external_id",
		   record_string(known != NULL ? known->id : t->id));
	if (record_technique_url(url, known != NULL ? known->id : t->id))
		record_put(&s->tree, reference, "url", json_string(url));
	record_push(&s->tree, references, reference);
	record_put(&s->tree, o, "external_references", references);
	stix_relationship(s, "related-to", &s->incident, &id);
}

void stix_techniques(struct stix *s)
{
	for (uint32_t k = 0; k < s->i->ntechniques; k++) {
		if (s->i->techniques[k].id[0] != '\0')
			technique(s, &s->i->techniques[k]);
	}
}

/* ---- history --------------------------------------------------------------------------------- */

static const char *const actions[ACTION_ACTIONS] = {
	[ACTION_OPENED] = "opened",	[ACTION_NEWS] = "news",
	[ACTION_STATUS] = "status",	[ACTION_ASSIGNED] = "assigned",
	[ACTION_NOTE] = "note",		[ACTION_RELATED] = "related",
	[ACTION_SENT] = "sent",		[ACTION_ACKED] = "acknowledged",
	[ACTION_RECEIVED] = "received",
};

/* What happened stays what it was: a note's id is of all that it says. */
static void note(struct stix *s, const struct incident_history *h)
{
	const char *action = h->action < ACTION_ACTIONS ? actions[h->action] : "other";
	const char *content = h->text[0] != '\0' ? h->text : action;
	char time[RECORD_TIME];
	struct record_uuid uuid;
	struct stix_id id;
	json_t *o, *list;

	record_time_text(time, h->time);
	uuid = record_uuid("note", s->incident.s, time, action, h->who, content, NULL);
	id = stix_id("note", &uuid);
	if (stix_has(s, &id))
		return;
	o = stix_object(s, "note", &id, STIX_OURS);
	record_put(&s->tree, o, "abstract", record_stringf("History %s %s", time, action));
	record_put(&s->tree, o, "content", record_string(content));
	if (h->who[0] != '\0') {
		list = json_array();
		record_push(&s->tree, list, record_string(h->who));
		record_put(&s->tree, o, "authors", list);
	}
	list = json_array();
	record_push(&s->tree, list, json_string(s->incident.s));
	record_put(&s->tree, o, "object_refs", list);
}

void stix_notes(struct stix *s)
{
	for (uint32_t k = 0; k < s->i->nhistory; k++)
		note(s, &s->i->history[k]);
}
