#include <string.h>

#include "collector/record_json.h"
#include "common/version.h"

/* ECS 8.17 as one line of JSON; what ECS has no field for is under "kagami". */

static json_t *strings(struct record_tree *t, const char *a, const char *b)
{
	json_t *list = json_array();

	record_push_text(t, list, a);
	record_push_text(t, list, b);
	return list;
}

static json_t *event(struct record_tree *t, const struct incident *i)
{
	static const char *const outcomes[] = { "unknown", "success", "failure" };
	json_t *o = json_object();

	record_put(t, o, "kind", json_string("alert"));
	record_put(t, o, "category", strings(t, "intrusion_detection", "network"));
	record_put(t, o, "type", strings(t, "info", ""));
	record_put_text(t, o, "action", i->family);
	record_put(t, o, "module", json_string("kagami"));
	record_put(t, o, "dataset", json_string("kagami.incident"));
	record_put(t, o, "id", record_string(i->id));
	record_put(t, o, "severity", json_integer(record_severity(i->severity)->ecs));
	record_put_time(t, o, "start", i->first);
	record_put_time(t, o, "end", i->last);
	record_put_time(t, o, "created", i->detected);
	record_put_time(t, o, "ingested", i->received);
	record_put(t, o, "outcome",
		   json_string(outcomes[i->completion <= COMPLETION_FAILED ? i->completion : 0]));
	record_put_text(t, o, "reason", i->summary);
	return o;
}

static json_t *rule(struct record_tree *t, const struct incident *i)
{
	json_t *o = json_object();

	if (i->nrules > 0) {
		record_put_text(t, o, "id", i->rules[0].id);
		record_put_text(t, o, "version", i->rules[0].version);
		record_put_text(t, o, "name", i->rules[0].title);
	}
	record_put_text(t, o, "ruleset", i->family);
	record_put_text(t, o, "category", i->category);
	return o;
}

static json_t *threat(struct record_tree *t, const struct incident *i)
{
	json_t *o = json_object(), *technique = json_object(), *tactic = json_object();
	json_t *ids = json_array(), *names = json_array(), *urls = json_array();
	json_t *tactics = json_array();

	for (uint32_t k = 0; k < i->ntechniques; k++) {
		const char *id = record_technique(i->techniques[k].id);
		char url[RECORD_URL];

		record_push_text(t, ids, id);
		record_push_text(t, names, i->techniques[k].name);
		if (record_technique_url(url, id))
			record_push_text(t, urls, url);
		record_push_text(t, tactics, i->techniques[k].tactic);
	}
	record_put_some(t, technique, "id", ids);
	record_put_some(t, technique, "name", names);
	record_put_some(t, technique, "reference", urls);
	record_put_some(t, tactic, "name", tactics);
	if (json_object_size(technique) > 0)
		record_put(t, o, "framework", json_string("MITRE ATT&CK for ICS"));
	record_put_some(t, o, "technique", technique);
	record_put_some(t, o, "tactic", tactic);
	return o;
}

/* "00-80-F4-0E-11-22" */
static void mac_text(char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == ':')
			*text = '-';
		else if (*text >= 'a' && *text <= 'f')
			*text = (char)(*text - 'a' + 'A');
	}
}

static json_t *side(struct record_tree *t, const struct incident_end *e)
{
	json_t *o = json_object();
	char text[RECORD_ADDRESS];

	if (record_ip_text(text, e, 0))
		record_put(t, o, "ip", json_string(text));
	if (e->name[0] != '\0')
		record_put(t, o, "address", record_string(e->name));
	else if (record_ip_text(text, e, 0) || record_mac_text(text, e))
		record_put(t, o, "address", json_string(text));
	if (record_mac_text(text, e)) {
		mac_text(text);
		record_put(t, o, "mac", json_string(text));
	}
	if (e->port != 0)
		record_put(t, o, "port", json_integer(e->port));
	return o;
}

static void ips(struct record_tree *t, json_t *list, const struct incident_end *e)
{
	char text[RECORD_ADDRESS];

	for (unsigned k = 0; record_ip_text(text, e, k); k++)
		record_push_text(t, list, text);
}

static json_t *related(struct record_tree *t, const struct incident *i)
{
	json_t *o = json_object(), *addresses = json_array(), *hosts = json_array();

	ips(t, addresses, &i->source);
	ips(t, addresses, &i->target);
	record_push_text(t, hosts, i->source.name);
	record_push_text(t, hosts, i->target.name);
	for (uint32_t k = 0; k < i->ntargets; k++) {
		ips(t, addresses, &i->targets[k]);
		record_push_text(t, hosts, i->targets[k].name);
	}
	record_put_some(t, o, "ip", addresses);
	record_put_some(t, o, "hosts", hosts);
	return o;
}

static json_t *network(struct record_tree *t, const struct incident *i)
{
	const struct record_protocol *p = record_protocol(i->protocol);
	json_t *o = json_object(), *vlan = json_object();

	if (p != NULL && p->transport != 0)
		record_put(t, o, "transport", json_string(p->transport == 6 ? "tcp" : "udp"));
	record_put_text(t, o, "protocol", i->protocol);
	if (i->target.vlan != 0)
		record_put(t, vlan, "id", record_digits(i->target.vlan));
	record_put_some(t, o, "vlan", vlan);
	return o;
}

static json_t *observer(struct record_tree *t, const struct incident *i)
{
	json_t *o = json_object(), *geo = json_object();

	record_put(t, o, "type", json_string("ids"));
	record_put(t, o, "vendor", json_string("Kagami"));
	record_put(t, o, "version", json_string(KAGAMI_VERSION));
	if (i->nsensors > 0)
		record_put_text(t, o, "name", i->sensors[0]);
	record_put_text(t, geo, "country_iso_code", i->country);
	record_put_some(t, o, "geo", geo);
	return o;
}

static json_t *file(struct record_tree *t, const struct incident *i)
{
	static const uint8_t none[sizeof(i->evidence[0].sha256)];
	json_t *o = json_object(), *hash = json_object();
	char hex[RECORD_HEX];

	for (uint32_t k = 0; k < i->nevidence && json_object_size(o) == 0; k++) {
		const struct incident_evidence *e = &i->evidence[k];

		if (e->file[0] == '\0')
			continue;
		record_put(t, o, "name", record_string(e->file));
		record_put(t, o, "size", record_number(e->file_size));
		if (memcmp(e->sha256, none, sizeof(none)) != 0) {
			record_hex_text(hex, e->sha256);
			record_put(t, hash, "sha256", json_string(hex));
		}
	}
	record_put_some(t, o, "hash", hash);
	return o;
}

static json_t *labels(struct record_tree *t, const struct incident *i)
{
	json_t *o = json_object();

	record_put(t, o, "tlp", json_string(record_tlp(i->tlp)->name));
	record_put_text(t, o, "site", i->site);
	record_put_text(t, o, "cii_sector", i->sector);
	record_put_text(t, o, "assignee", i->assignee);
	return o;
}

static json_t *operation(struct record_tree *t, const struct incident *i)
{
	json_t *o = json_object(), *values = json_array();

	record_put_text(t, o, "function", i->function);
	if (i->function_code != UINT32_MAX)
		record_put(t, o, "function_code", record_number(i->function_code));
	record_put_text(t, o, "device", i->device);
	record_put_text(t, o, "object", i->object);
	for (uint32_t k = 0; k < i->nvalues; k++)
		record_push_text(t, values, i->values[k]);
	record_put_some(t, o, "values", values);
	if (i->more_values > 0)
		record_put(t, o, "values_omitted", record_number(i->more_values));
	return o;
}

static json_t *kagami(struct record_tree *t, const struct incident *i)
{
	json_t *o = json_object(), *rules = json_array(), *sensors = json_array();
	json_t *stages = json_array();

	record_put(t, o, "revision", record_number(i->revision));
	record_put(t, o, "status", json_string(incident_status_name(i->status)));
	record_put(t, o, "severity", json_string(record_severity(i->severity)->name));
	record_put(t, o, "confidence", record_number(i->confidence));
	record_put(t, o, "class", json_string(incident_class_name(i->class)));
	record_put(t, o, "alerts", record_number(i->count));
	record_put_text(t, o, "impact", i->impact);
	for (uint32_t k = 0; k < i->nrules; k++)
		record_push_text(t, rules, i->rules[k].id);
	for (uint32_t k = 0; k < i->nsensors; k++)
		record_push_text(t, sensors, i->sensors[k]);
	for (uint32_t k = 0; k < i->nstages; k++)
		record_push_text(t, stages, incident_class_name(i->stages[k].class));
	record_put_some(t, o, "rules", rules);
	record_put_some(t, o, "sensors", sensors);
	record_put_some(t, o, "stages", stages);
	record_put_some(t, o, "operation", operation(t, i));
	return o;
}

bool siem_ecs(const struct incident *i, const struct record_context *c, char **out, size_t *n,
	      const char **why)
{
	struct record_tree t = { 0 };
	json_t *root = json_object(), *ecs = json_object();

	(void)c;
	record_put(&t, root, "@timestamp", record_time(i->written != 0 ? i->written : i->last));
	record_put(&t, ecs, "version", json_string("8.17.0"));
	record_put(&t, root, "ecs", ecs);
	record_put(&t, root, "message", record_string(i->title));
	record_put(&t, root, "event", event(&t, i));
	record_put_some(&t, root, "rule", rule(&t, i));
	record_put_some(&t, root, "threat", threat(&t, i));
	record_put_some(&t, root, "source", side(&t, &i->source));
	record_put_some(&t, root, "destination", side(&t, &i->target));
	record_put_some(&t, root, "related", related(&t, i));
	record_put_some(&t, root, "network", network(&t, i));
	record_put(&t, root, "observer", observer(&t, i));
	record_put_some(&t, root, "file", file(&t, i));
	record_put(&t, root, "labels", labels(&t, i));
	record_put(&t, root, "kagami", kagami(&t, i));
	return record_finish(&t, root, RECORD_LINE, out, n, why);
}
