#include "proto/event_json_inside.h"

enum { TCP = 6, UDP = 17 };

const char *event_json_op(Kagami__Op op)
{
	static const char *const names[] = {
		[KAGAMI__OP__OP_OTHER] = "other",	[KAGAMI__OP__OP_READ] = "read",
		[KAGAMI__OP__OP_WRITE] = "write",	[KAGAMI__OP__OP_CONTROL] = "control",
		[KAGAMI__OP__OP_PROGRAM] = "program",	[KAGAMI__OP__OP_DIAGNOSE] = "diagnose",
		[KAGAMI__OP__OP_IDENTIFY] = "identify", [KAGAMI__OP__OP_AUTH] = "auth",
		[KAGAMI__OP__OP_REPORT] = "report",
	};

	return (size_t)op < sizeof(names) / sizeof(names[0]) ? names[op] : names[0];
}

static bool has_ip(const Kagami__End *e)
{
	return e != NULL && e->ip.len > 0;
}

static void ips(struct json *j, const Kagami__Operation *o)
{
	const Kagami__End *ends[2] = { o->source, o->destination };
	static const char *const keys[2][2] = { { "ip.src", "ip.dst" },
						{ "ipv6.src", "ipv6.dst" } };

	for (unsigned i = 0; i < 2; i++) {
		if (!has_ip(ends[i]))
			continue;
		json_key(j, keys[ends[i]->ip.len == 16][i]);
		event_json_ip(j, &ends[i]->ip);
	}
	if ((o->ip_proto != TCP && o->ip_proto != UDP) || !has_ip(o->source) ||
	    !has_ip(o->destination))
		return;
	event_json_number(j, o->ip_proto == TCP ? "tcp.srcport" : "udp.srcport", o->source->port);
	event_json_number(j, o->ip_proto == TCP ? "tcp.dstport" : "udp.dstport",
			  o->destination->port);
}

static void mac(struct json *j, const char *key, const Kagami__End *e)
{
	if (e == NULL || e->mac.len == 0)
		return;
	json_key(j, key);
	json_hex(j, e->mac.data, e->mac.len);
}

static void context(struct event_writer *w, const Kagami__Operation *o)
{
	struct json *j = &w->j;

	event_json_number(j, "frame.number", o->frame);
	json_key(j, "frame.time");
	json_time(j, w->e->time);
	mac(j, "eth.src", o->source);
	mac(j, "eth.dst", o->destination);
	event_json_some(j, "eth.type", o->eth_type);
	if (o->n_vlans > 0) {
		json_key(j, "vlan.id");
		if (o->n_vlans > 1)
			json_open_array(j);
		for (size_t i = 0; i < o->n_vlans; i++)
			json_uint(j, o->vlans[i]);
		if (o->n_vlans > 1)
			json_close_array(j);
	}
	ips(j, o);
}

static void view(struct json *j, const Kagami__Operation *o)
{
	event_json_text(j, "ot.protocol", o->protocol);
	json_key(j, "ot.op");
	json_text(j, event_json_op(o->op));
	event_json_text(j, "ot.function", o->function);
	json_key(j, "ot.request");
	json_bool(j, !o->response);
	event_json_text(j, "ot.device", o->device);
	event_json_text(j, "ot.object", o->object);
	event_json_some(j, "ot.count", o->count);
	if (o->value != NULL && event_json_count(o->value) > 0) {
		json_key(j, "ot.value");
		event_json_value(j, o->value, o->value_type);
	}
	event_json_text(j, "ot.status", o->status);
	event_json_true(j, "ot.failed", o->failed);
	event_json_number(j, "ot.message", o->message);
	event_json_some(j, "ot.request_frame", o->request_frame);
	event_json_some(j, "ot.response_frame", o->response_frame);
	if (o->request_frame != 0 || o->response_frame != 0) {
		json_key(j, "ot.response_time");
		json_seconds(j, o->response_time);
	}
	event_json_true(j, "ot.unanswered", o->unanswered);
}

static void faults(struct json *j, const Kagami__Operation *o)
{
	event_json_true(j, "ot.unmatched", o->unmatched);
	event_json_true(j, "ot.malformed", o->malformed);
	event_json_some(j, "ot.trailing", o->trailing);
	if (o->n_remarks > 0) {
		json_key(j, "ot.remarks");
		json_open_array(j);
		for (size_t i = 0; i < o->n_remarks; i++)
			json_text(j, o->remarks[i]);
		json_close_array(j);
	}
	event_json_true(j, "ot.truncated", o->truncated);
}

void event_json_operation(struct event_writer *w)
{
	const Kagami__Operation *o = w->e->operation;

	if (w->origin != NULL)
		event_json_head(w, "operation");
	context(w, o);
	if (w->brief) {
		event_json_text(&w->j, "ot.protocol", o->protocol);
		event_json_true(&w->j, "ot.truncated", true);
		w->response = w->j.len;
		return;
	}
	view(&w->j, o);
	w->response = w->j.len;
	faults(&w->j, o);
	event_json_values(w, o->values, o->n_values, NULL, 0);
}
