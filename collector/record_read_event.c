/* EventData: who did it to whom, who saw it, and the evidence. */
#include <arpa/inet.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "collector/incident_text.h"
#include "collector/record_read_inside.h"

enum { ITEMS = 64 };

/* ---- addresses ---------------------------------------------------------------------------- */

static void read_ip(struct incident_end *e, const char *text)
{
	uint8_t bytes[16];
	uint8_t n = 0;

	if (inet_pton(AF_INET, text, bytes) == 1)
		n = 4;
	else if (inet_pton(AF_INET6, text, bytes) == 1)
		n = 16;
	if (n == 0 || e->nips == INCIDENT_IPS)
		return;
	e->ips[e->nips].n = n;
	memcpy(e->ips[e->nips].b, bytes, n);
	e->nips++;
}

static void read_mac(struct incident_end *e, const char *text)
{
	uint8_t mac[6];
	size_t got = 0;

	if (e->has_mac ||
	    sodium_hex2bin(mac, sizeof(mac), text, strlen(text), ":-", &got, NULL) != 0 ||
	    got != sizeof(mac))
		return;
	memcpy(e->mac, mac, sizeof(mac));
	e->has_mac = 1;
}

static void read_address(struct incident_end *e, const json_t *a)
{
	char text[INCIDENT_WORD] = "";
	int64_t vlan = read_number(json_object_get(a, "vlan-num"), UINT16_MAX);

	read_member(text, sizeof(text), a, "value");
	if (read_is(a, "category", "ipv4-addr") || read_is(a, "category", "ipv6-addr"))
		read_ip(e, text);
	else if (read_is(a, "category", "mac"))
		read_mac(e, text);
	else if (e->name[0] == '\0')
		incident_text(e->name, text);
	if (vlan > 0 && e->vlan == 0)
		e->vlan = (uint16_t)vlan;
}

/* ---- systems ------------------------------------------------------------------------------ */

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

static void add_value(struct incident *i, const char *value)
{
	if (i->nvalues < INCIDENT_VALUES) {
		incident_text(i->values[i->nvalues], value);
		i->nvalues++;
	} else
		i->more_values++;
}

/* With what it is the value of, as we write it. */
static void read_value(struct incident *i, const json_t *f, const char *value)
{
	char of[INCIDENT_WORD] = "", both[2 * INCIDENT_WORD + 4];

	read_member(of, sizeof(of), f, "meaning");
	(void)snprintf(both, sizeof(both), "%s%s%s", of, of[0] != '\0' ? " = " : "", value);
	add_value(i, both);
}

/* What was asked of the device: ot.* and the names of protocols end alike. */
static void read_field(struct incident *i, const json_t *f)
{
	char name[INCIDENT_WORD] = "", value[INCIDENT_WORD] = "";
	int64_t code;

	read_member(name, sizeof(name), f, "name");
	read_member(value, sizeof(value), f, "value");
	if (ends_with(name, "function-code") || ends_with(name, ".func_code")) {
		code = read_number(json_object_get(f, "value"), UINT32_MAX - 1);
		if (code >= 0)
			i->function_code = (uint32_t)code;
		read_member(i->function, sizeof(i->function), f, "meaning");
	} else if (ends_with(name, ".function"))
		incident_text(i->function, value);
	else if (ends_with(name, ".unit") || ends_with(name, "unit-id") ||
		 ends_with(name, ".unit_id"))
		incident_text(i->device, value);
	else if (ends_with(name, ".point") || ends_with(name, ".reference"))
		incident_text(i->object, value);
	else if (ends_with(name, ".value"))
		read_value(i, f, value);
}

static void read_service(struct incident *i, struct incident_end *e, const json_t *s)
{
	int64_t port = read_number(json_object_get(s, "Port"), UINT16_MAX);
	const json_t *name = json_object_get(s, "ServiceName");

	if (port > 0)
		e->port = (uint16_t)port;
	if (i->protocol[0] == '\0') {
		read_described(i->protocol, sizeof(i->protocol), name, "Description", 0);
		if (i->protocol[0] == '\0')
			read_member(i->protocol, sizeof(i->protocol), name, "IANAService");
	}
	for (size_t k = 0; k < read_items(s, "ApplicationHeaderField") && k < ITEMS; k++)
		read_field(i, read_item(s, "ApplicationHeaderField", k));
}

static void read_end(struct incident *i, struct incident_end *e, const json_t *s)
{
	static const char more[] = "AdditionalData";
	const json_t *node = json_object_get(s, "Node");
	int64_t level = read_number(read_extension(s, more, "purdue-level"), INT8_MAX);

	read_text(e->name, sizeof(e->name), read_item(s, "AssetID", 0));
	for (size_t k = 0; k < read_items(node, "Address") && k < ITEMS; k++)
		read_address(e, read_item(node, "Address", k));
	if (e->name[0] == '\0')
		read_member(e->name, sizeof(e->name), json_object_get(node, "DomainData"), "Name");
	read_described(e->role, sizeof(e->role), read_item(s, "NodeRole", 0), "Description", 0);
	if (e->role[0] == '\0')
		read_member(e->role, sizeof(e->role), read_item(s, "NodeRole", 0), "category");
	read_extension_text(e->vendor, sizeof(e->vendor), s, more, "asset.vendor");
	read_extension_text(e->model, sizeof(e->model), s, more, "asset.model");
	read_extension_text(e->firmware, sizeof(e->firmware), s, more, "asset.firmware");
	e->level = (int8_t)(level >= 0 ? level : -1);
	for (size_t k = 0; k < read_items(s, "Service") && k < ITEMS; k++)
		read_service(i, e, read_item(s, "Service", k));
}

static bool is_known(const struct incident_end *e)
{
	return e->name[0] != '\0' || e->nips > 0 || e->has_mac;
}

static void read_target(struct incident *i, const json_t *s)
{
	struct incident_end *e = &i->target;

	if (is_known(e)) {
		if (i->ntargets == INCIDENT_TARGETS) {
			i->more_targets++;
			return;
		}
		e = &i->targets[i->ntargets++];
	}
	read_end(i, e, s);
}

static void read_sensor(struct incident *i, const json_t *s)
{
	const json_t *address = read_item(json_object_get(s, "Node"), "Address", 0);
	char name[WIRE_NAME_MAX + 1] = "";

	read_member(name, sizeof(name), address, "value");
	if (name[0] != '\0' && i->nsensors < INCIDENT_SENSORS) {
		incident_text(i->sensors[i->nsensors], name);
		i->nsensors++;
	}
}

static void read_system(struct incident *i, const json_t *s)
{
	if (read_is(s, "category", "source") && !is_known(&i->source))
		read_end(i, &i->source, s);
	else if (read_is(s, "category", "target"))
		read_target(i, s);
	else if (read_is(s, "category", "sensor"))
		read_sensor(i, s);
}

/* ---- evidence ----------------------------------------------------------------------------- */

static void read_hash(struct incident_evidence *e, const json_t *file)
{
	const json_t *data = json_object_get(file, "HashData");
	size_t got = 0;

	for (size_t k = 0; k < read_items(data, "Hash") && k < ITEMS; k++) {
		const json_t *h = read_item(data, "Hash", k);
		const char *method = json_string_value(json_object_get(h, "DigestMethod"));
		const char *value = json_string_value(json_object_get(h, "DigestValue"));
		uint8_t sha256[32];

		if (method != NULL && value != NULL && ends_with(method, "#sha256") &&
		    sodium_base642bin(sha256, sizeof(sha256), value, strlen(value), NULL, &got,
				      NULL, sodium_base64_VARIANT_ORIGINAL) == 0 &&
		    got == sizeof(sha256))
			memcpy(e->sha256, sha256, sizeof(sha256));
	}
}

static void read_record(struct incident *i, const json_t *r)
{
	const json_t *file = read_item(read_item(r, "FileData", 0), "File", 0);
	struct incident_evidence *e = &i->evidence[i->nevidence];
	int64_t size = read_number(json_object_get(file, "FileSize"), INT64_MAX);

	if (!json_is_object(r))
		return;
	if (i->nevidence == INCIDENT_EVIDENCE) {
		i->more_evidence++;
		return;
	}
	e->time = read_time(r, "DateTime");
	read_described(e->capture, sizeof(e->capture), r, "Description", 0);
	read_member(e->file, sizeof(e->file), file, "FileName");
	e->file_size = size > 0 ? (uint64_t)size : 0;
	read_hash(e, file);
	i->nevidence++;
}

void read_event(struct incident *i, const json_t *event)
{
	if (i->summary[0] == '\0')
		read_described(i->summary, sizeof(i->summary), event, "Description", 0);
	for (size_t k = 0; k < read_items(event, "System") && k < ITEMS; k++)
		read_system(i, read_item(event, "System", k));
	for (size_t k = 0; k < read_items(event, "RecordData"); k++)
		read_record(i, read_item(event, "RecordData", k));
}
