#include <stdio.h>
#include <string.h>

#include "collector/store_sqlite.h"

enum { PACKETS, BYTES, MESSAGES, REQUESTS, ERRORS, UNANSWERED, COUNTERS, WORDS = 64 };

/* What a sensor counted: until its table or its epoch began anew, and since. */
struct counted {
	bool there;
	uint64_t epoch, first, last;
	uint64_t now[COUNTERS], base[COUNTERS];
};

/* An end is known by its IP address, or by its MAC. */
static const ProtobufCBinaryData *end_of(const Kagami__End *e)
{
	static const ProtobufCBinaryData none = { 0, NULL };

	return e == NULL ? &none : e->ip.len > 0 ? &e->ip : &e->mac;
}

static void bind_key(sqlite3_stmt *st, const Kagami__Conversation *c)
{
	const ProtobufCBinaryData *client = end_of(c->client), *server = end_of(c->server);
	uint32_t vlan = c->client != NULL && c->client->vlan != 0 ? c->client->vlan
			: c->server != NULL			  ? c->server->vlan
								  : 0;

	sql_blob(st, 1, client->data, client->len);
	sql_blob(st, 2, server->data, server->len);
	sql_int(st, 3, c->server == NULL ? 0 : c->server->port);
	sql_int(st, 4, c->ip_proto);
	sql_int(st, 5, vlan);
	sql_text(st, 6, c->protocol);
}

static bool find(struct store *s, const struct adding *a, const Kagami__Conversation *c,
		 uint64_t *id)
{
	sqlite3_stmt *st = sql_get(s, SQL_CONVERSATION_FIND);

	bind_key(st, c);
	int row = sql_row(s, st);

	*id = row > 0 ? sql_uint(st, 0) : 0;
	sql_done(st);
	if (row != 0)
		return row > 0;
	st = sql_get(s, SQL_CONVERSATION_NEW);
	bind_key(st, c);
	sql_int(st, 7, store_time(c->first));
	sql_int(st, 8, store_time(c->last));
	sql_int(st, 9, store_time(a->batch->received));
	if (!sql_run(s, st))
		return false;
	*id = (uint64_t)sqlite3_last_insert_rowid(s->db);
	return true;
}

static bool put(struct store *s, const struct adding *a, const Kagami__Conversation *c, uint64_t id)
{
	sqlite3_stmt *st = sql_get(s, SQL_CONVERSATION_PUT);

	sql_int(st, 1, id);
	sql_int(st, 2, store_time(c->first));
	sql_int(st, 3, store_time(c->last));
	sql_int(st, 4, store_time(a->batch->received));
	sql_text(st, 5, c->host);
	sql_text(st, 6, c->client == NULL ? "" : c->client->name);
	sql_text(st, 7, c->server == NULL ? "" : c->server->name);
	return sql_run(s, st);
}

static bool load(struct store *s, uint64_t id, int64_t sensor, struct counted *x)
{
	sqlite3_stmt *st = sql_get(s, SQL_CONVERSATION_SENSOR_GET);

	*x = (struct counted){ 0 };
	sql_int(st, 1, id);
	sql_int(st, 2, (uint64_t)sensor);
	int row = sql_row(s, st);

	if (row > 0) {
		x->there = true;
		x->epoch = sql_uint(st, 0);
		x->first = sql_uint(st, 1);
		x->last = sql_uint(st, 2);
		for (int i = 0; i < COUNTERS; i++) {
			x->now[i] = sql_uint(st, 3 + i);
			x->base[i] = sql_uint(st, 3 + COUNTERS + i);
		}
	}
	sql_done(st);
	return row >= 0;
}

/* Counters only grow, but in another epoch and after the sensor's table let go of them. */
static void account(const struct adding *a, const Kagami__Conversation *c, struct counted *x)
{
	const uint64_t said[COUNTERS] = {
		[PACKETS] = c->client_packets + c->server_packets,
		[BYTES] = c->client_bytes + c->server_bytes,
		[MESSAGES] = c->messages,
		[REQUESTS] = c->requests,
		[ERRORS] = c->errors,
		[UNANSWERED] = c->unanswered,
	};
	uint64_t first = store_time(c->first), last = store_time(c->last);
	bool anew = x->epoch != a->batch->epoch || said[PACKETS] < x->now[PACKETS] ||
		    said[MESSAGES] < x->now[MESSAGES];

	for (int i = 0; i < COUNTERS; i++) {
		if (anew)
			x->base[i] += x->now[i];
		x->now[i] = said[i];
	}
	x->epoch = a->batch->epoch;
	x->first = !x->there || first < x->first ? first : x->first;
	x->last = last > x->last ? last : x->last;
}

static bool save(struct store *s, uint64_t id, const struct adding *a, const struct counted *x)
{
	sqlite3_stmt *st = sql_get(s, SQL_CONVERSATION_SENSOR_PUT);

	sql_int(st, 1, id);
	sql_int(st, 2, (uint64_t)a->sensor);
	sql_int(st, 3, x->epoch);
	sql_int(st, 4, x->first);
	sql_int(st, 5, x->last);
	sql_int(st, 6, store_time(a->batch->received));
	for (int i = 0; i < COUNTERS; i++) {
		sql_int(st, 7 + i, x->now[i]);
		sql_int(st, 7 + COUNTERS + i, x->base[i]);
	}
	return sql_run(s, st);
}

static bool word(struct store *s, uint64_t id, const char *what, const char *text)
{
	sqlite3_stmt *st = sql_get(s, SQL_CONVERSATION_WORD);

	sql_int(st, 1, id);
	sql_text(st, 2, what);
	sql_text(st, 3, text);
	return sql_run(s, st);
}

static bool words(struct store *s, uint64_t id, const Kagami__Conversation *c)
{
	bool good = true;

	for (size_t i = 0; good && i < c->n_functions && i < WORDS; i++)
		good = word(s, id, "function", c->functions[i]->name);
	for (size_t i = 0; good && i < c->n_risks && i < WORDS; i++)
		good = word(s, id, "risk", c->risks[i]);
	for (size_t i = 0; good && i < c->n_units && i < 4 * WORDS; i++) {
		char text[16];

		(void)snprintf(text, sizeof(text), "%u", c->units[i]);
		good = word(s, id, "unit", text);
	}
	return good;
}

bool store_merge_conversation(struct store *s, const struct adding *a,
			      const Kagami__Conversation *c)
{
	struct counted x;
	uint64_t id;

	if (!find(s, a, c, &id) || !load(s, id, a->sensor, &x))
		return false;
	account(a, c, &x);
	return put(s, a, c, id) && save(s, id, a, &x) && words(s, id, c);
}
