#include "proto/event_json.h"

#include "proto/event_json_inside.h"

void event_json_epoch(struct json *j, uint64_t epoch)
{
	char text[16];

	for (unsigned i = 0; i < sizeof(text); i++)
		text[i] = "0123456789abcdef"[epoch >> (60 - 4 * i) & 15];
	json_key(j, "epoch");
	json_text_n(j, text, sizeof(text));
}

/* Seconds that may be below 0. */
static void signed_seconds(struct json *j, int64_t ns)
{
	json_comma(j);
	if (ns < 0)
		json_put(j, "-", 1);
	j->keyed = true; /* the comma was seen to */
	json_seconds(j, ns < 0 ? -(uint64_t)ns : (uint64_t)ns);
}

static void clock_of(struct json *j, const Kagami__Clock *c)
{
	if (c == NULL)
		return;
	json_key(j, "clock");
	json_open(j);
	if (c->synchronised != KAGAMI__SYNCHRONISED__SYNCHRONISED_UNKNOWN) {
		json_key(j, "synchronised");
		json_bool(j, c->synchronised == KAGAMI__SYNCHRONISED__SYNCHRONISED_YES);
	}
	if (c->max_error > 0) {
		json_key(j, "max_error");
		json_seconds(j, c->max_error);
	}
	json_close(j);
}

void event_json_head(struct event_writer *w, const char *kind)
{
	const struct event_origin *o = w->origin;
	struct json *j = &w->j;

	if (o != NULL) {
		json_key(j, "sensor");
		json_text(j, o->sensor);
		event_json_epoch(j, o->epoch);
		event_json_number(j, "seq", o->seq);
		json_key(j, "received");
		json_time(j, o->received);
		json_key(j, "clock_offset");
		signed_seconds(j, o->clock_offset);
		clock_of(j, w->e->clock);
	}
	json_key(j, "event");
	json_text(j, kind);
}

void event_json_ip(struct json *j, const ProtobufCBinaryData *ip)
{
	if (ip->len == 4)
		json_ipv4(j, ip->data);
	else if (ip->len == 16)
		json_ipv6(j, ip->data);
	else
		json_hex(j, ip->data, ip->len);
}

void event_json_end(struct json *j, const char *key, const Kagami__End *e, bool ports)
{
	if (e == NULL || (e->ip.len == 0 && e->mac.len == 0 && e->name[0] == '\0'))
		return;
	json_key(j, key);
	json_open(j);
	event_json_text(j, "name", e->name);
	if (e->ip.len > 0) {
		json_key(j, "ip");
		event_json_ip(j, &e->ip);
	}
	if (ports)
		event_json_some(j, "port", e->port);
	if (e->mac.len > 0) {
		json_key(j, "mac");
		json_hex(j, e->mac.data, e->mac.len);
	}
	event_json_some(j, "vlan", e->vlan);
	event_json_text(j, "role", e->role);
	json_close(j);
}

/* All of it. */
static void write_whole(struct event_writer *w)
{
	static void (*const bodies[])(struct event_writer * w) = {
		[EVENT_OPERATION] = event_json_operation,
		[EVENT_CONVERSATION] = event_json_conversation,
		[EVENT_ASSET] = event_json_asset,
		[EVENT_HEALTH] = event_json_health,
		[EVENT_ALERT] = event_json_alert,
		[EVENT_PACKETS] = event_json_packets,
	};
	enum event_kind kind = event_kind_of(w->e);

	if (kind < EVENT_KINDS) {
		bodies[kind](w);
		return;
	}
	event_json_head(w, event_kind_name(kind));
	json_key(&w->j, "time");
	json_time(&w->j, w->e->time);
}

/* Of one that does not fit: all but its values. */
static void write_brief(struct event_writer *w)
{
	w->brief = true;
	write_whole(w);
}

/* Of one that does not fit at all: what it is and when it was. */
static void write_bare(struct event_writer *w)
{
	event_json_head(w, event_kind_name(event_kind_of(w->e)));
	json_key(&w->j, "time");
	json_time(&w->j, w->e->time);
	event_json_true(&w->j, "truncated", true);
	w->response = w->j.len;
}

static bool write_line(struct event_writer *w, char *out, size_t room,
		       void (*members)(struct event_writer *w))
{
	w->j = json_to(out, room);
	w->cut = false;
	json_open(&w->j);
	members(w);
	json_close(&w->j);
	json_newline(&w->j);
	return !w->j.overflow && !w->cut;
}

size_t event_json(const Kagami__Event *e, const struct dictionary *d,
		  const struct event_origin *origin, struct event_json_places *places, char *out,
		  size_t room)
{
	struct event_writer w = { .e = e, .d = d, .origin = origin };

	if (!write_line(&w, out, room, write_whole) && !write_line(&w, out, room, write_brief) &&
	    !write_line(&w, out, room, write_bare))
		return 0;
	if (places != NULL)
		places->response = w.response;
	return w.j.len;
}
