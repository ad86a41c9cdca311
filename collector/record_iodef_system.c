/* Who does it to whom, and who saw it: System of EventData. */
#include <stdio.h>
#include <string.h>

#include "collector/record_iodef_inside.h"

static const char source_observable[] = "source-address";

const char *iodef_source_observable(const struct iodef *w)
{
	const struct incident_end *e = &w->i->source;
	char text[RECORD_ADDRESS];

	return record_ip_text(text, e, 0) || record_mac_text(text, e) ? source_observable : NULL;
}

static void push_address(struct iodef *w, json_t *addresses, const char *category,
			 const char *value, const char *observable, uint16_t vlan)
{
	json_t *o = json_object();

	record_put(&w->t, o, "category", json_string(category));
	record_put(&w->t, o, "value", record_string(value));
	if (observable != NULL && json_array_size(addresses) == 0)
		record_put(&w->t, o, "observable-id", json_string(observable));
	if (vlan != 0)
		record_put(&w->t, o, "vlan-num", record_number(vlan));
	record_push(&w->t, addresses, o);
}

/* An address that is none of the known kinds. */
static void push_name(struct iodef *w, json_t *addresses, const char *kind, const char *value)
{
	json_t *o = json_object();

	record_put(&w->t, o, "category", json_string("ext-value"));
	record_put(&w->t, o, "ext-category", json_string(kind));
	record_put(&w->t, o, "value", record_string(value));
	record_push(&w->t, addresses, o);
}

static json_t *addresses_of(struct iodef *w, const struct incident_end *e, const char *observable)
{
	json_t *all = json_array();
	char text[RECORD_ADDRESS];

	for (unsigned k = 0; k < e->nips; k++) {
		if (record_ip_text(text, e, k))
			push_address(w, all, e->ips[k].n == 4 ? "ipv4-addr" : "ipv6-addr", text,
				     observable, e->vlan);
	}
	if (record_mac_text(text, e))
		push_address(w, all, "mac", text, observable, e->vlan);
	if (json_array_size(all) == 0)
		push_name(w, all, "name", e->name);
	return all;
}

static json_t *roles_of(struct iodef *w, const struct incident_end *e)
{
	const char *category = record_node_role(e->role);
	json_t *all = json_array(), *o;

	if (e->role[0] == '\0')
		return all;
	o = json_object();
	record_put(&w->t, o, "category", json_string(category[0] != '\0' ? category : "ext-value"));
	if (category[0] == '\0')
		record_put(&w->t, o, "ext-category", record_string(e->role));
	record_put(&w->t, o, "Description", iodef_alone(w, e->role));
	record_push(&w->t, all, o);
	return all;
}

static void push_field(struct iodef *w, json_t *all, const char *name, const char *value,
		       const char *meaning)
{
	bool digits = value[0] != '\0' && strlen(value) < 16 &&
		      strspn(value, "0123456789") == strlen(value);
	json_t *o;

	if (value[0] == '\0')
		return;
	o = iodef_extension(w, name, digits ? "integer" : "string", record_string(value));
	record_put_text(&w->t, o, "meaning", meaning);
	record_push(&w->t, all, o);
}

/* "hr:4 = 500": 500, of hr:4. The point alone was said already. */
static void push_value(struct iodef *w, json_t *all, const char *value)
{
	const char *is = strstr(value, " = ");
	char point[INCIDENT_WORD];

	if (is != NULL) {
		(void)snprintf(point, sizeof(point), "%.*s", (int)(is - value), value);
		push_field(w, all, "ot.value", is + 3, point);
	} else if (strcmp(value, w->i->object) != 0) {
		push_field(w, all, "ot.value", value, NULL);
	}
}

/* What was asked of the device, in the words of the protocol. */
static json_t *fields_of(struct iodef *w, const struct record_protocol *p)
{
	const struct incident *i = w->i;
	json_t *all = json_array();
	char number[24];

	push_field(w, all, p != NULL && p->unit != NULL ? p->unit : "ot.unit", i->device, NULL);
	if (i->function_code != UINT32_MAX) {
		(void)snprintf(number, sizeof(number), "%u", (unsigned)i->function_code);
		push_field(w, all,
			   p != NULL && p->function != NULL ? p->function : "ot.function-code",
			   number, i->function);
	} else {
		push_field(w, all, "ot.function", i->function, NULL);
	}
	push_field(w, all, "ot.point", i->object, NULL);
	for (unsigned k = 0; k < i->nvalues; k++)
		push_value(w, all, i->values[k]);
	return all;
}

/* The port, and with `spoken` what is spoken there. */
static json_t *services_of(struct iodef *w, const struct incident_end *e, bool spoken)
{
	const struct record_protocol *p = record_protocol(w->i->protocol);
	json_t *all = json_array(), *o = json_object(), *name = json_object();

	if (e->port != 0 && p != NULL && p->transport != 0)
		record_put(&w->t, o, "ip-protocol", record_number(p->transport));
	if (e->port != 0)
		record_put(&w->t, o, "Port", record_number(e->port));
	if (spoken) {
		if (p != NULL && p->iana != NULL)
			record_put(&w->t, name, "IANAService", json_string(p->iana));
		record_put_some(&w->t, name, "Description",
				iodef_alone(w, p != NULL ? p->label : w->i->protocol));
		record_put_some(&w->t, o, "ServiceName", name);
		record_put_some(&w->t, o, "ApplicationHeaderField", fields_of(w, p));
	} else {
		json_decref(name);
	}
	if (json_object_size(o) > 0)
		record_push(&w->t, all, o);
	else
		json_decref(o);
	return all;
}

/* Maker, model and firmware as one line: no identifier of theirs is known. */
static json_t *software_of(struct iodef *w, const struct incident_end *e)
{
	bool v = e->vendor[0] != '\0', m = e->model[0] != '\0', f = e->firmware[0] != '\0';
	json_t *all = json_array(), *o, *line;

	if (!v && !m && !f)
		return all;
	o = json_object(), line = json_array();
	record_push(&w->t, line,
		    record_stringf("%s%s%s%s%s", e->vendor, v && (m || f) ? " " : "", e->model,
				   m && f ? " " : "", e->firmware));
	record_put(&w->t, o, "Description", line);
	record_push(&w->t, all, o);
	return all;
}

static void put_asset(struct iodef *w, json_t *o, const struct incident_end *e)
{
	json_t *more = json_array();

	record_put_some(&w->t, o, "OperatingSystem", software_of(w, e));
	record_put_some(&w->t, o, "AssetID", iodef_alone(w, e->name));
	iodef_extend(w, more, "asset.vendor", e->vendor);
	iodef_extend(w, more, "asset.model", e->model);
	iodef_extend(w, more, "asset.firmware", e->firmware);
	if (e->level >= 0)
		iodef_extend_number(w, more, "purdue-level", (uint64_t)e->level);
	record_put_some(&w->t, o, "AdditionalData", more);
}

static void push_system(struct iodef *w, json_t *all, const struct incident_end *e,
			const char *category, bool spoken)
{
	bool source = e == &w->i->source;
	json_t *o, *node;

	if (!record_end_known(e))
		return;
	o = json_object(), node = json_object();
	record_put(&w->t, o, "category", json_string(category));
	if (source)
		record_put(&w->t, o, "spoofed", json_string("unknown"));
	record_put(&w->t, node, "Address", addresses_of(w, e, source ? source_observable : NULL));
	if (!source) {
		json_t *places = iodef_alone(w, w->i->site);

		record_push_text(&w->t, places, e->zone);
		record_put_some(&w->t, node, "Location", places);
	}
	record_put(&w->t, o, "Node", node);
	record_put_some(&w->t, o, "NodeRole", roles_of(w, e));
	record_put_some(&w->t, o, "Service", services_of(w, e, spoken));
	put_asset(w, o, e);
	record_push(&w->t, all, o);
}

static void push_sensor(struct iodef *w, json_t *all, const char *name)
{
	json_t *o = json_object(), *node = json_object(), *role = json_object();
	json_t *roles = json_array(), *addresses = json_array();

	push_name(w, addresses, "sensor-id", name);
	record_put(&w->t, node, "Address", addresses);
	record_put(&w->t, role, "category", json_string("monitoring"));
	record_push(&w->t, roles, role);
	record_put(&w->t, o, "category", json_string("sensor"));
	record_put(&w->t, o, "Node", node);
	record_put(&w->t, o, "NodeRole", roles);
	record_push(&w->t, all, o);
}

json_t *iodef_systems(struct iodef *w)
{
	const struct incident *i = w->i;
	bool target = record_end_known(&i->target);
	json_t *all = json_array();

	push_system(w, all, &i->source, "source", !target && i->ntargets == 0);
	push_system(w, all, &i->target, "target", true);
	for (unsigned k = 0; k < i->ntargets && k < INCIDENT_TARGETS; k++)
		push_system(w, all, &i->targets[k], "target", !target && k == 0);
	for (unsigned k = 0; k < i->nsensors; k++) {
		if (i->sensors[k][0] != '\0')
			push_sensor(w, all, i->sensors[k]);
	}
	return all;
}
