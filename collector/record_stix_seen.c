#include "collector/record_stix_inside.h"

#include <string.h>

/*
 * Cyber-observables: what is contributing makes the id, so that equal ones are the same everywhere.
 * NULL: it is in the bundle already.
 */
static json_t *observable(struct stix *s, const char *type, json_t *contributing,
			  struct stix_id *id)
{
	json_t *o = json_object(), *marks = json_array();
	struct record_uuid uuid = { "" };

	if (!record_sco_uuid(contributing, &uuid))
		s->tree.failed = true;
	*id = stix_id(type, &uuid);
	if (stix_has(s, id)) {
		json_decref(o);
		json_decref(marks);
		json_decref(contributing);
		return NULL;
	}
	record_put(&s->tree, s->ids, id->s, json_true());
	record_push(&s->tree, s->seen, json_string(id->s));
	record_put(&s->tree, o, "type", json_string(type));
	record_put(&s->tree, o, "spec_version", json_string("2.1"));
	record_put(&s->tree, o, "id", json_string(id->s));
	record_push(&s->tree, marks, json_string(s->tlp->stix));
	record_put(&s->tree, o, "object_marking_refs", marks);
	if (json_object_update(o, contributing) != 0)
		s->tree.failed = true;
	json_decref(contributing);
	record_push(&s->tree, s->objects, o);
	return s->tree.failed ? NULL : o;
}

static json_t *valued(struct stix *s, const char *value)
{
	json_t *o = json_object();

	record_put(&s->tree, o, "value", json_string(value));
	return o;
}

/* The end's addresses; `id` is that of the one by which it is known. False: it has none. */
static bool addresses(struct stix *s, const struct incident_end *e, struct stix_id *id)
{
	char text[RECORD_ADDRESS];
	struct stix_id mac = { "" }, ip;
	bool known = false;

	if (record_mac_text(text, e)) {
		(void)observable(s, "mac-addr", valued(s, text), &mac);
		*id = mac;
		known = true;
	}
	for (unsigned k = 0; record_ip_text(text, e, k); k++) {
		json_t *o = observable(s, e->ips[k].n == 4 ? "ipv4-addr" : "ipv6-addr",
				       valued(s, text), &ip);
		json_t *macs;

		if (o != NULL && mac.s[0] != '\0') {
			macs = json_array();
			record_push(&s->tree, macs, json_string(mac.s));
			record_put(&s->tree, o, "resolves_to_refs", macs);
		}
		if (k == 0)
			*id = ip;
		known = true;
	}
	return known;
}

/* ---- traffic --------------------------------------------------------------------------------- */

static json_t *protocols(struct stix *s, const struct incident_end *a, const struct incident_end *b)
{
	const struct incident_end *e = a->nips > 0 ? a : b;
	json_t *list = json_array();
	bool ip = e->nips > 0;
	char name[INCIDENT_WORD];
	size_t k = 0;

	record_push(&s->tree, list,
		    json_string(!ip		   ? "ethernet"
				: e->ips[0].n == 4 ? "ipv4"
						   : "ipv6"));
	if (ip && s->protocol != NULL && s->protocol->transport != 0)
		record_push(&s->tree, list,
			    json_string(s->protocol->transport == 6 ? "tcp" : "udp"));
	for (; k + 1 < sizeof(name) && s->i->protocol[k] != '\0'; k++) {
		name[k] = s->i->protocol[k];
		if (name[k] >= 'A' && name[k] <= 'Z')
			name[k] = (char)(name[k] - 'A' + 'a');
	}
	name[k] = '\0';
	record_push_text(&s->tree, list, name);
	return list;
}

static json_t *values(struct stix *s)
{
	json_t *list = json_array();

	for (uint32_t k = 0; k < s->i->nvalues; k++)
		record_push_text(&s->tree, list, s->i->values[k]);
	return list;
}

static json_t *operation(struct stix *s)
{
	const struct incident *i = s->i;
	json_t *all = json_object(), *o = json_object();

	record_put(&s->tree, o, "extension_type", json_string("property-extension"));
	record_put_text(&s->tree, o, "protocol", i->protocol);
	if (i->function_code != UINT32_MAX)
		record_put(&s->tree, o, "function_code", record_number(i->function_code));
	record_put_text(&s->tree, o, "function_name", i->function);
	record_put_text(&s->tree, o, "device", i->device);
	record_put_text(&s->tree, o, "object", i->object);
	record_put_some(&s->tree, o, "values", values(s));
	if (i->more_values > 0)
		record_put(&s->tree, o, "values_omitted", record_number(i->more_values));
	if (i->source.vlan != 0)
		record_put(&s->tree, o, "source_vlan", json_integer(i->source.vlan));
	if (i->target.vlan != 0)
		record_put(&s->tree, o, "target_vlan", json_integer(i->target.vlan));
	if (i->clock_sync[0] != '\0') {
		record_put(&s->tree, o, "clock_synchronised",
			   json_boolean(strcmp(i->clock_sync, "yes") == 0));
		record_put(&s->tree, o, "clock_error_ms", record_number(i->clock_error / 1000000));
	}
	record_put(&s->tree, all, s->extension.s, o);
	return all;
}

static void port(struct stix *s, json_t *o, const char *key, uint16_t n)
{
	if (n != 0)
		record_put(&s->tree, o, key, json_integer(n));
}

static void traffic(struct stix *s, const struct incident_end *target)
{
	const struct incident *i = s->i;
	bool over = incident_status_final(i->status);
	struct stix_id source, to, id;
	bool from = addresses(s, &i->source, &source), known = addresses(s, target, &to);
	json_t *o = json_object(), *made;

	if (!from && !known) {
		json_decref(o);
		return;
	}
	record_put_time(&s->tree, o, "start", i->first);
	if (over)
		record_put_time(&s->tree, o, "end", i->last > i->first ? i->last : i->first);
	if (from)
		record_put(&s->tree, o, "src_ref", json_string(source.s));
	if (known)
		record_put(&s->tree, o, "dst_ref", json_string(to.s));
	port(s, o, "src_port", i->source.port);
	port(s, o, "dst_port", target->port);
	record_put(&s->tree, o, "protocols", protocols(s, target, &i->source));
	record_put(&s->tree, o, "extensions", operation(s));
	made = observable(s, "network-traffic", o, &id);
	if (made != NULL)
		record_put(&s->tree, made, "is_active", json_boolean(!over));
}

/* ---- files ----------------------------------------------------------------------------------- */

static void file(struct stix *s, const struct incident_evidence *e)
{
	static const uint8_t none[sizeof(e->sha256)];
	json_t *o = json_object(), *hashes = json_object(), *made;
	char hex[RECORD_HEX];
	struct stix_id id;

	if (memcmp(e->sha256, none, sizeof(none)) != 0) {
		record_hex_text(hex, e->sha256);
		record_put(&s->tree, hashes, "SHA-256", json_string(hex));
	}
	record_put_some(&s->tree, o, "hashes", hashes);
	record_put(&s->tree, o, "name", record_string(e->file));
	made = observable(s, "file", o, &id);
	if (made == NULL)
		return;
	record_put(&s->tree, made, "size", record_number(e->file_size));
	record_put(&s->tree, made, "mime_type", json_string("application/vnd.tcpdump.pcap"));
}

/* ---- all of it ------------------------------------------------------------------------------- */

static void observed(struct stix *s)
{
	struct record_uuid uuid = record_uuid("observed-data", s->incident.s, NULL);
	const struct incident *i = s->i;
	uint64_t count = i->count < 1 ? 1 : i->count > 999999999 ? 999999999 : i->count;
	json_t *o;

	s->observed = stix_id("observed-data", &uuid);
	o = stix_object(s, "observed-data", &s->observed, STIX_OURS);
	record_put(&s->tree, o, "first_observed", record_time(i->first));
	record_put(&s->tree, o, "last_observed",
		   record_time(i->last > i->first ? i->last : i->first));
	record_put(&s->tree, o, "number_observed", record_number(count));
	record_put(&s->tree, o, "object_refs", json_incref(s->seen));
}

void stix_seen(struct stix *s)
{
	const struct incident *i = s->i;

	traffic(s, &i->target);
	for (uint32_t k = 0; k < i->ntargets; k++)
		traffic(s, &i->targets[k]);
	for (uint32_t k = 0; k < i->nevidence; k++) {
		if (i->evidence[k].file[0] != '\0')
			file(s, &i->evidence[k]);
	}
	if (json_array_size(s->seen) > 0)
		observed(s);
}
