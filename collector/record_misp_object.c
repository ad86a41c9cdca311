#include "collector/record_misp_inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The templates are MISP's, but for the last one. */
struct template
{
	const char *name, *category, *uuid, *version, *description;
};
/* clang-format off */
static const struct template incidents = { "incident", "misc",
	"38597424-f9bb-4865-9b4b-819172df0334", "1",
	"Incident, as in the STIX 2.1 Incident object and its core extension" };
static const struct template connections = { "network-connection", "network",
	"af16764b-f8e5-4603-9de1-de34d272f80b", "7", "A network connection" };
static const struct template files = { "file", "file",
	"688c46fb-5edb-40a3-8273-1af7923e2215", "25", "A file" };
static const struct template operations = { "ot-operation", "network",
	NULL, "1", "What an industrial protocol was used for" };
/* clang-format on */

struct object {
	struct record_uuid uuid;
	json_t *o, *attributes, *references;
};

/* key: which one of that template. */
static struct object begin(struct misp *m, const struct template *t, const char *key)
{
	struct object made = { .uuid = record_uuid("object", m->incident.s, t->name, key, NULL),
			       .o = json_object(),
			       .attributes = json_array(),
			       .references = json_array() };
	struct record_uuid own = record_uuid("misp-object", t->name, NULL);
	char time[MISP_TIME];

	record_put(&m->tree, made.o, "uuid", json_string(made.uuid.s));
	record_put(&m->tree, made.o, "name", json_string(t->name));
	record_put(&m->tree, made.o, "meta-category", json_string(t->category));
	record_put(&m->tree, made.o, "description", json_string(t->description));
	record_put(&m->tree, made.o, "template_uuid",
		   json_string(t->uuid != NULL ? t->uuid : own.s));
	record_put(&m->tree, made.o, "template_version", json_string(t->version));
	record_put(&m->tree, made.o, "timestamp", json_string(m->timestamp));
	misp_time(time, m->i->first);
	record_put(&m->tree, made.o, "first_seen", json_string(time));
	misp_time(time, m->i->last > m->i->first ? m->i->last : m->i->first);
	record_put(&m->tree, made.o, "last_seen", json_string(time));
	record_put(&m->tree, made.o, "distribution", json_string("5"));
	record_put(&m->tree, made.o, "sharing_group_id", json_string("0"));
	record_put(&m->tree, made.o, "comment", json_string(""));
	record_put(&m->tree, made.o, "deleted", json_boolean(m->status->revoked));
	return made;
}

static void reference(struct misp *m, json_t *list, const struct record_uuid *from,
		      const struct record_uuid *to, const char *type)
{
	struct record_uuid uuid = record_uuid("reference", from->s, to->s, type, NULL);
	json_t *o = json_object();

	record_put(&m->tree, o, "uuid", json_string(uuid.s));
	record_put(&m->tree, o, "timestamp", json_string(m->timestamp));
	record_put(&m->tree, o, "object_uuid", json_string(from->s));
	record_put(&m->tree, o, "referenced_uuid", json_string(to->s));
	record_put(&m->tree, o, "relationship_type", json_string(type));
	record_put(&m->tree, o, "comment", json_string(""));
	record_put(&m->tree, o, "deleted", json_boolean(m->status->revoked));
	record_push(&m->tree, list, o);
}

static void end(struct misp *m, struct object *made)
{
	record_put(&m->tree, made->o, "Attribute", made->attributes);
	record_put(&m->tree, made->o, "ObjectReference", made->references);
	record_push(&m->tree, m->objects, made->o);
}

/* The value of a relation of which there is one. */
static void one(struct misp *m, struct object *o, const char *relation, const char *type,
		const char *value)
{
	misp_add(m, o->attributes, o->uuid.s,
		 &(struct misp_attribute){ .type = type,
					   .category = "Other",
					   .relation = relation,
					   .value = value,
					   .one = true });
}

static void several(struct misp *m, struct object *o, const char *relation, const char *value)
{
	misp_add(m, o->attributes, o->uuid.s,
		 &(struct misp_attribute){ .type = "text",
					   .category = "Other",
					   .relation = relation,
					   .value = value });
}

static void digits(struct misp *m, struct object *o, const char *relation, const char *type,
		   uint64_t n)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%" PRIu64, n);
	one(m, o, relation, type, text);
}

/* ---- the incident ---------------------------------------------------------------------------- */

static void incident(struct misp *m, struct object *o)
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
	const struct incident *i = m->i;
	bool fine = i->status == INCIDENT_FALSE_POSITIVE;

	one(m, o, "name", "text", i->title[0] != '\0' ? i->title : i->id);
	one(m, o, "description", "text", i->summary);
	one(m, o, "criticality", "text",
	    fine ? "False Positive" : record_severity(i->severity)->misp);
	one(m, o, "determination", "text", record_determination(i));
	one(m, o, "investigation_status", "text", m->status->stix);
	one(m, o, "incident_type", "text",
	    types[(unsigned)i->class < INCIDENT_CLASSES ? i->class : 0]);
	one(m, o, "detection_method", "text", "automated-tool");
}

/* ---- connections ----------------------------------------------------------------------------- */

static void addresses(struct misp *m, struct object *o, const struct incident_end *e,
		      const char *ip, const char *mac, bool to_ids)
{
	char text[RECORD_ADDRESS];

	for (unsigned k = 0; record_ip_text(text, e, k); k++)
		misp_add(m, o->attributes, o->uuid.s,
			 &(struct misp_attribute){ .type = ip,
						   .category = "Network activity",
						   .relation = ip,
						   .value = text,
						   .to_ids = to_ids });
	if (record_mac_text(text, e))
		misp_add(m, o->attributes, o->uuid.s,
			 &(struct misp_attribute){ .type = "mac-address",
						   .category = "Network activity",
						   .relation = mac,
						   .value = text });
}

static void port(struct misp *m, struct object *o, const char *relation, uint16_t n)
{
	char text[8];

	(void)snprintf(text, sizeof(text), "%u", n);
	if (n != 0)
		misp_add(m, o->attributes, o->uuid.s,
			 &(struct misp_attribute){ .type = "port",
						   .category = "Network activity",
						   .relation = relation,
						   .value = text,
						   .one = true });
}

static void layers(struct misp *m, struct object *o, bool ip)
{
	char name[INCIDENT_WORD];
	size_t k = 0;

	for (; k + 1 < sizeof(name) && m->i->protocol[k] != '\0'; k++) {
		name[k] = m->i->protocol[k];
		if (name[k] >= 'a' && name[k] <= 'z')
			name[k] = (char)(name[k] - 'a' + 'A');
	}
	name[k] = '\0';
	if (ip)
		one(m, o, "layer3-protocol", "text", "IP");
	if (ip && m->protocol != NULL && m->protocol->transport != 0)
		one(m, o, "layer4-protocol", "text", m->protocol->transport == 6 ? "TCP" : "UDP");
	one(m, o, "layer7-protocol", "text", name);
}

static bool addressed(const struct incident_end *e)
{
	return e->nips > 0 || e->has_mac != 0;
}

/* False: neither end has an address. */
static bool connection(struct misp *m, const struct incident_end *target, struct record_uuid *id)
{
	const struct incident *i = m->i;
	/* Who attacks may be blocked and looked for, unless it was none. */
	bool bad = i->status != INCIDENT_FALSE_POSITIVE && !m->status->revoked;
	char name[INCIDENT_WORD], time[RECORD_TIME];
	struct object o;

	if (!addressed(&i->source) && !addressed(target))
		return false;
	record_end_name(name, target);
	o = begin(m, &connections, name);
	addresses(m, &o, &i->source, "ip-src", "mac-src", bad);
	addresses(m, &o, target, "ip-dst", "mac-dst", false);
	port(m, &o, "src-port", i->source.port);
	port(m, &o, "dst-port", target->port);
	layers(m, &o, i->source.nips > 0 || target->nips > 0);
	digits(m, &o, "count", "counter", i->count);
	record_time_text(time, i->first);
	one(m, &o, "first-packet-seen", "datetime", time);
	record_time_text(time, i->last > i->first ? i->last : i->first);
	one(m, &o, "last-packet-seen", "datetime", time);
	*id = o.uuid;
	end(m, &o);
	return true;
}

/* ---- the operation, and what it was done to -------------------------------------------------- */

static void asset(struct misp *m, struct object *o, const struct incident_end *e)
{
	one(m, o, "asset-name", "text", e->name);
	one(m, o, "asset-vendor", "text", e->vendor);
	one(m, o, "asset-model", "text", e->model);
	one(m, o, "asset-firmware", "text", e->firmware);
	one(m, o, "asset-role", "text", e->role);
	one(m, o, "asset-zone", "text", e->zone);
	if (e->level >= 0)
		digits(m, o, "purdue-level", "text", (uint64_t)e->level);
}

static struct object operation(struct misp *m)
{
	const struct incident *i = m->i;
	struct object o = begin(m, &operations, "");

	one(m, &o, "protocol", "text", i->protocol);
	one(m, &o, "unit-id", "text", i->device);
	if (i->function_code != UINT32_MAX)
		digits(m, &o, "function-code", "text", i->function_code);
	one(m, &o, "function", "text", i->function);
	one(m, &o, "point", "text", i->object);
	for (uint32_t k = 0; k < i->nvalues; k++)
		several(m, &o, "value", i->values[k]);
	if (i->more_values > 0)
		digits(m, &o, "values-omitted", "text", i->more_values);
	one(m, &o, "operation-class", "text", incident_class_name(i->class));
	asset(m, &o, &i->target);
	if (i->source.vlan != 0)
		digits(m, &o, "source-vlan", "text", i->source.vlan);
	if (i->target.vlan != 0)
		digits(m, &o, "target-vlan", "text", i->target.vlan);
	return o;
}

/* ---- files ----------------------------------------------------------------------------------- */

static void file(struct misp *m, const struct incident_evidence *e, struct record_uuid *id)
{
	static const uint8_t none[sizeof(e->sha256)];
	struct object o = begin(m, &files, e->file);
	struct misp_attribute a = {
		.type = "filename",
		.category = "Payload delivery",
		.relation = "filename",
		.value = e->file,
		.one = true,
	};
	char hex[RECORD_HEX];

	misp_add(m, o.attributes, o.uuid.s, &a);
	if (memcmp(e->sha256, none, sizeof(none)) != 0) {
		record_hex_text(hex, e->sha256);
		a.type = a.relation = "sha256";
		a.value = hex;
		misp_add(m, o.attributes, o.uuid.s, &a);
	}
	a.type = "mime-type";
	a.relation = "mimetype";
	a.value = "application/vnd.tcpdump.pcap";
	misp_add(m, o.attributes, o.uuid.s, &a);
	digits(m, &o, "size-in-bytes", "size-in-bytes", e->file_size);
	*id = o.uuid;
	end(m, &o);
}

static bool again(const struct incident *i, uint32_t k)
{
	bool found = false;

	for (uint32_t j = 0; j < k; j++)
		found = found || strcmp(i->evidence[j].file, i->evidence[k].file) == 0;
	return found;
}

static bool target_again(const struct incident *i, uint32_t k)
{
	char one_name[INCIDENT_WORD], name[INCIDENT_WORD];
	bool found;

	record_end_name(name, &i->targets[k]);
	record_end_name(one_name, &i->target);
	found = strcmp(one_name, name) == 0;
	for (uint32_t j = 0; j < k; j++) {
		record_end_name(one_name, &i->targets[j]);
		found = found || strcmp(one_name, name) == 0;
	}
	return found;
}

/* The incident stands first, and points to the others. */
void misp_objects(struct misp *m)
{
	const struct incident *i = m->i;
	struct object first = begin(m, &incidents, ""), what = operation(m);
	struct record_uuid id;

	incident(m, &first);
	record_push(&m->tree, m->objects, json_incref(first.o));
	if (connection(m, &i->target, &id)) {
		reference(m, first.references, &first.uuid, &id, "includes");
		reference(m, what.references, &what.uuid, &id, "related-to");
	}
	for (uint32_t k = 0; k < i->ntargets; k++) {
		if (!target_again(i, k) && connection(m, &i->targets[k], &id))
			reference(m, first.references, &first.uuid, &id, "includes");
	}
	reference(m, first.references, &first.uuid, &what.uuid, "includes");
	end(m, &what);
	for (uint32_t k = 0; k < i->nevidence; k++) {
		if (i->evidence[k].file[0] == '\0' || again(i, k))
			continue;
		file(m, &i->evidence[k], &id);
		reference(m, first.references, &first.uuid, &id, "includes");
	}
	record_put(&m->tree, first.o, "Attribute", first.attributes);
	record_put(&m->tree, first.o, "ObjectReference", first.references);
	json_decref(first.o);
}
