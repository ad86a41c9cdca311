#include <stdio.h>

#include "proto/event_json_inside.h"

const char *event_json_change(Kagami__Change change)
{
	static const char *const names[] = {
		[KAGAMI__CHANGE__CHANGE_SEEN] = "seen",
		[KAGAMI__CHANGE__CHANGE_NEW] = "new",
		[KAGAMI__CHANGE__CHANGE_CHANGED] = "changed",
		[KAGAMI__CHANGE__CHANGE_ENDED] = "ended",
	};

	return (size_t)change < sizeof(names) / sizeof(names[0]) ? names[change] : names[0];
}

static void texts(struct json *j, const char *key, char *const *of, size_t n)
{
	if (n == 0)
		return;
	json_key(j, key);
	json_open_array(j);
	for (size_t i = 0; i < n; i++)
		json_text(j, of[i]);
	json_close_array(j);
}

static void numbers(struct json *j, const char *key, const uint32_t *of, size_t n)
{
	if (n == 0)
		return;
	json_key(j, key);
	json_open_array(j);
	for (size_t i = 0; i < n; i++)
		json_uint(j, of[i]);
	json_close_array(j);
}

static void mac(struct json *j, const char *key, const ProtobufCBinaryData *mac)
{
	if (mac->len == 0)
		return;
	json_key(j, key);
	json_hex(j, mac->data, mac->len);
}

static void when(struct json *j, const char *key, uint64_t ns)
{
	if (ns == 0)
		return;
	json_key(j, key);
	json_time(j, ns);
}

static void head(struct event_writer *w, const char *kind)
{
	event_json_head(w, kind);
	json_key(&w->j, "time");
	json_time(&w->j, w->e->time);
}

static void change_of(struct json *j, Kagami__Change change)
{
	json_key(j, "change");
	json_text(j, event_json_change(change));
}

void event_json_asset(struct event_writer *w)
{
	const Kagami__Asset *a = w->e->asset;
	struct json *j = &w->j;

	head(w, "asset");
	change_of(j, a->change);
	if (a->n_ips > 0) {
		json_key(j, "ips");
		json_open_array(j);
		for (size_t i = 0; i < a->n_ips; i++)
			event_json_ip(j, &a->ips[i]);
		json_close_array(j);
	}
	mac(j, "mac", &a->mac);
	mac(j, "via", &a->via);
	numbers(j, "vlans", a->vlans, a->n_vlans);
	event_json_text(j, "name", a->name);
	event_json_text(j, "vendor", a->vendor);
	event_json_text(j, "model", a->model);
	event_json_text(j, "firmware", a->firmware);
	event_json_text(j, "serial", a->serial);
	event_json_text(j, "description", a->description);
	event_json_text(j, "maker", a->maker);
	event_json_text(j, "zone", a->zone);
	event_json_text(j, "role", a->role);
	when(j, "first", a->first);
	when(j, "last", a->last);
	texts(j, "client_of", a->client_of, a->n_client_of);
	texts(j, "server_of", a->server_of, a->n_server_of);
	event_json_number(j, "sent_packets", a->sent_packets);
	event_json_number(j, "sent_bytes", a->sent_bytes);
	event_json_number(j, "received_packets", a->got_packets);
	event_json_number(j, "received_bytes", a->got_bytes);
	numbers(j, "units", a->units, a->n_units);
	json_key(j, "heard");
	json_bool(j, a->heard);
}

/* "tcp", and what has no name here by its number: "ip/47". */
static void transport(struct json *j, const Kagami__Conversation *c)
{
	char number[16];
	const char *name = c->ip_proto == 6    ? "tcp"
			   : c->ip_proto == 17 ? "udp"
			   : c->ip_proto == 1  ? "icmp"
			   : c->ip_proto == 58 ? "icmpv6"
					       : number;

	(void)snprintf(number, sizeof(number), "ip/%u", c->ip_proto);
	json_key(j, "transport");
	json_text(j, c->ip_proto == 0 ? "ethernet" : name);
	if (c->ip_proto == 0 && c->server != NULL)
		event_json_some(j, "ethertype", c->server->port);
}

static void functions(struct json *j, const Kagami__Conversation *c)
{
	if (c->n_functions == 0)
		return;
	json_key(j, "functions");
	json_open_array(j);
	for (size_t i = 0; i < c->n_functions; i++) {
		const Kagami__Function *f = c->functions[i];

		json_open(j);
		json_key(j, "function");
		json_text(j, f->name);
		json_key(j, "op");
		json_text(j, event_json_op(f->op));
		event_json_number(j, "requests", f->requests);
		event_json_number(j, "responses", f->responses);
		event_json_number(j, "errors", f->errors);
		json_close(j);
	}
	json_close_array(j);
}

void event_json_conversation(struct event_writer *w)
{
	const Kagami__Conversation *c = w->e->conversation;
	struct json *j = &w->j;

	head(w, "conversation");
	change_of(j, c->change);
	event_json_end(j, "client", c->client, c->ip_proto != 0);
	event_json_end(j, "server", c->server, c->ip_proto != 0);
	transport(j, c);
	event_json_text(j, "protocol", c->protocol);
	when(j, "first", c->first);
	when(j, "last", c->last);
	event_json_number(j, "flows", c->flows);
	event_json_number(j, "client_packets", c->client_packets);
	event_json_number(j, "client_bytes", c->client_bytes);
	event_json_number(j, "server_packets", c->server_packets);
	event_json_number(j, "server_bytes", c->server_bytes);
	event_json_number(j, "messages", c->messages);
	event_json_number(j, "malformed", c->malformed);
	event_json_number(j, "requests", c->requests);
	event_json_number(j, "responses", c->responses);
	event_json_number(j, "errors", c->errors);
	event_json_number(j, "unanswered", c->unanswered);
	event_json_number(j, "unmatched", c->unmatched);
	functions(j, c);
	event_json_text(j, "host", c->host);
	texts(j, "risks", c->risks, c->n_risks);
	numbers(j, "units", c->units, c->n_units);
}

static void shed(struct json *j, const Kagami__Shed *s)
{
	if (s == NULL)
		return;
	json_key(j, "shed");
	json_open(j);
	event_json_number(j, "operations", s->operations);
	event_json_number(j, "conversations", s->conversations);
	event_json_number(j, "assets", s->assets);
	event_json_number(j, "health", s->health);
	event_json_number(j, "alerts", s->alerts);
	event_json_number(j, "packets", s->packets);
	event_json_number(j, "expired", s->expired);
	json_close(j);
}

static void link_of(struct json *j, const Kagami__Link *l)
{
	if (l == NULL)
		return;
	json_key(j, "link");
	json_open(j);
	event_json_epoch(j, l->epoch);
	event_json_number(j, "next_seq", l->next_seq);
	event_json_number(j, "spooled_events", l->spooled_events);
	event_json_number(j, "spooled_bytes", l->spooled_bytes);
	event_json_number(j, "spool_limit", l->spool_limit);
	event_json_number(j, "queue_bytes", l->queue_bytes);
	event_json_number(j, "reconnects", l->reconnects);
	event_json_number(j, "spool_errors", l->spool_errors);
	shed(j, l->shed);
	json_close(j);
}

static void interfaces(struct json *j, const Kagami__Health *h)
{
	json_key(j, "interfaces");
	json_open_array(j);
	for (size_t i = 0; i < h->n_interfaces; i++) {
		const Kagami__Interface *n = h->interfaces[i];

		json_open(j);
		json_key(j, "name");
		json_text(j, n->name);
		event_json_number(j, "frames", n->frames);
		event_json_number(j, "bytes", n->bytes);
		event_json_number(j, "dropped", n->dropped);
		event_json_number(j, "interface_dropped", n->interface_dropped);
		json_key(j, "down");
		json_bool(j, n->down);
		json_close(j);
	}
	json_close_array(j);
}

void event_json_health(struct event_writer *w)
{
	const Kagami__Health *h = w->e->health;
	struct json *j = &w->j;

	head(w, "health");
	event_json_text(j, "state", h->state);
	event_json_text(j, "program", h->program);
	json_key(j, "uptime");
	json_seconds(j, h->uptime);
	interfaces(j, h);
	json_key(j, "counters");
	json_open(j);
	for (size_t i = 0; i < h->n_counters; i++) {
		json_key_text(j, h->counters[i]->name);
		json_uint(j, h->counters[i]->n);
	}
	json_close(j);
	event_json_text(j, "rules_digest", h->rules_digest);
	event_json_text(j, "baseline_digest", h->baseline_digest);
	event_json_number(j, "rules", h->rules);
	event_json_number(j, "alerts", h->alerts);
	event_json_number(j, "assets", h->assets);
	event_json_number(j, "conversations", h->conversations);
	link_of(j, h->link);
}
