#include "proto/event_json_inside.h"

static const char *priority(Kagami__Priority p)
{
	static const char *const names[] = {
		[KAGAMI__PRIORITY__PRIORITY_INFO] = "info",
		[KAGAMI__PRIORITY__PRIORITY_LOW] = "low",
		[KAGAMI__PRIORITY__PRIORITY_MEDIUM] = "medium",
		[KAGAMI__PRIORITY__PRIORITY_HIGH] = "high",
		[KAGAMI__PRIORITY__PRIORITY_CRITICAL] = "critical",
	};

	return (size_t)p < sizeof(names) / sizeof(names[0]) ? names[p] : names[0];
}

static void evidence(struct json *j, const Kagami__Evidence *e)
{
	json_key(j, "frames");
	json_open_array(j);
	for (size_t i = 0; e != NULL && i < e->n_frames; i++)
		json_uint(j, e->frames[i]);
	json_close_array(j);
	if (e == NULL)
		return;
	event_json_some(j, "more_frames", e->more);
	event_json_text(j, "capture", e->capture);
}

static void techniques(struct json *j, const Kagami__Rule *r)
{
	json_key(j, "techniques");
	json_open_array(j);
	for (size_t i = 0; r != NULL && i < r->n_techniques; i++) {
		json_open(j);
		json_key(j, "id");
		json_text(j, r->techniques[i]->id);
		event_json_text(j, "name", r->techniques[i]->name);
		json_close(j);
	}
	json_close_array(j);
}

static void windows(struct json *j, const Kagami__Alert *a)
{
	if (a->n_outside == 0)
		return;
	json_key(j, "outside");
	json_open_array(j);
	for (size_t i = 0; i < a->n_outside; i++)
		json_text(j, a->outside[i]);
	json_close_array(j);
}

/* One that the dictionary has not is told by its number. */
static void rule(struct json *j, const Kagami__Rule *r, uint32_t index)
{
	if (r == NULL) {
		event_json_number(j, "rule_index", index);
		return;
	}
	json_key(j, "priority");
	json_text(j, priority(r->priority));
	json_key(j, "rule");
	json_text(j, r->id);
	json_key(j, "title");
	json_text(j, r->title);
}

void event_json_alert(struct event_writer *w)
{
	const Kagami__Alert *a = w->e->alert;
	const Kagami__Rule *r = w->d != NULL ? dictionary_rule(w->d, a->rule) : NULL;
	struct json *j = &w->j;

	event_json_head(w, "alert");
	json_key(j, "time");
	json_time(j, w->e->time);
	rule(j, r, a->rule);
	event_json_some(j, "id", a->id);
	json_key(j, "text");
	json_text(j, a->text);
	event_json_text(j, "why", a->why);
	event_json_some(j, "suppressed", a->suppressed);
	event_json_true(j, "learned", a->learned);
	windows(j, a);
	evidence(j, a->evidence);
	event_json_end(j, "source", a->source, true);
	event_json_end(j, "target", a->target, true);
	event_json_text(j, "protocol", a->protocol);
	event_json_text(j, "device", a->device);
	event_json_text(j, "object", a->object);
	techniques(j, r);
	if (w->brief) {
		event_json_true(j, "truncated", true);
		return;
	}
	json_key(j, "fields");
	json_open(j);
	event_json_values(w, a->values, a->n_values, a->names, a->n_names);
	json_close(j);
}

static void packet(struct json *j, const Kagami__Packet *p)
{
	json_open(j);
	event_json_number(j, "frame", p->frame);
	json_key(j, "time");
	json_time(j, p->time);
	event_json_number(j, "length", p->length);
	event_json_number(j, "captured", p->bytes.len);
	event_json_some(j, "interface", p->interface);
	event_json_true(j, "named", p->named);
	json_close(j);
}

/* Not their bytes: what an alert is about is for people, its packets are for Wireshark. */
void event_json_packets(struct event_writer *w)
{
	const Kagami__Packets *p = w->e->packets;
	const Kagami__Rule *r = w->d != NULL ? dictionary_rule(w->d, p->rule) : NULL;
	struct json *j = &w->j;

	event_json_head(w, "packets");
	json_key(j, "time");
	json_time(j, w->e->time);
	event_json_number(j, "alert", p->alert);
	json_key(j, "alert_time");
	json_time(j, p->time);
	if (r != NULL)
		event_json_text(j, "rule", r->id);
	else
		event_json_number(j, "rule_index", p->rule);
	event_json_number(j, "link_type", p->link_type);
	event_json_text(j, "capture", p->capture);
	event_json_some(j, "more_frames", p->more);
	event_json_some(j, "gone_frames", p->gone);
	if (w->brief) {
		event_json_true(j, "truncated", true);
		return;
	}
	json_key(j, "packets");
	json_open_array(j);
	for (size_t i = 0; i < p->n_packets; i++)
		packet(j, p->packets[i]);
	json_close_array(j);
}
