#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/store_sqlite_reading.h"
#include "collector/store_sqlite_runs.h"

bool reading_of_alerts(const struct store_filter *f)
{
	return f->rule != NULL || f->min_priority > 0;
}

bool reading_wanted(const struct store_filter *f, unsigned kind)
{
	if (f->kinds != 0 && (f->kinds >> kind & 1) == 0)
		return false;
	return kind == EVENT_ALERT || !reading_of_alerts(f);
}

static bool same(const ProtobufCBinaryData *b, const uint8_t *p, size_t n)
{
	return b->len == n && memcmp(b->data, p, n) == 0;
}

static bool is_end(const Kagami__End *e, const uint8_t *p, size_t n)
{
	return e != NULL && (same(&e->ip, p, n) || same(&e->mac, p, n));
}

bool store_takes_part(const Kagami__Event *e, const uint8_t *p, size_t n)
{
	switch (event_kind_of(e)) {
	case EVENT_ALERT:
		return is_end(e->alert->source, p, n) || is_end(e->alert->target, p, n);
	case EVENT_OPERATION:
		return is_end(e->operation->source, p, n) ||
		       is_end(e->operation->destination, p, n);
	case EVENT_CONVERSATION:
		return is_end(e->conversation->client, p, n) ||
		       is_end(e->conversation->server, p, n);
	case EVENT_ASSET:
		for (size_t i = 0; i < e->asset->n_ips; i++) {
			if (same(&e->asset->ips[i], p, n))
				return true;
		}
		return same(&e->asset->mac, p, n);
	case EVENT_HEALTH:
	case EVENT_PACKETS:
	case EVENT_KINDS:
	default:
		return false;
	}
}

static bool right_address(struct reading *r, const struct store_event *x)
{
	const char *why;

	if (r->f->address == NULL)
		return true;
	wire_clear(&r->s->arena);
	const Kagami__Event *e = wire_unpack_event(&r->s->arena, x->p, x->n, &why);

	return e != NULL && store_takes_part(e, r->address, r->naddress);
}

/* A copy: whoever is told may ask the store for more. */
static void keep_bytes(struct reading *r, struct store_event *x, const void *p, size_t n)
{
	x->p = r->bytes;
	x->n = n < WIRE_EVENT_MAX ? n : WIRE_EVENT_MAX;
	if (x->n > 0)
		memcpy(r->bytes, p, x->n);
}

static void pass_on(struct reading *r, const struct store_event *x)
{
	if (!right_address(r, x))
		return;
	r->told++;
	r->stop = !r->tell(r->ctx, x);
}

static bool give_operation(struct reading *r, struct store_row at)
{
	char sensor[WIRE_NAME_MAX + 1];
	bool good;
	size_t n;
	const struct run *run = runs_find(r->s, at.id, &good);

	if (run == NULL)
		return good;
	const uint8_t *p = run_event(run, at.id, &n);
	struct store_event x = run_origin(run, at.id);

	(void)snprintf(sensor, sizeof(sensor), "%s", run->sensor);
	x.origin.sensor = sensor;
	x.time = at.time;
	keep_bytes(r, &x, p, n);
	pass_on(r, &x);
	return true;
}

/* Gives the event to the reader, if it is still there. */
bool reading_give(struct reading *r, struct store_row at, unsigned kind)
{
	char sensor[WIRE_NAME_MAX + 1];

	if (kind == EVENT_OPERATION)
		return give_operation(r, at);
	sqlite3_stmt *st = sql_get(r->s, SQL_EVENT_GET);

	sql_int(st, 1, at.id);
	int row = sql_row(r->s, st);

	if (row <= 0)
		return row == 0;
	(void)snprintf(sensor, sizeof(sensor), "%s", sql_string(st, 6));
	struct store_event x = {
		.id = at.id,
		.batch = sql_uint(st, 1),
		.origin = { .sensor = sensor,
			    .epoch = sql_uint(st, 5),
			    .seq = at.id & STORE_SEQ_MAX,
			    .received = sql_uint(st, 2),
			    .clock_offset = (int64_t)sql_uint(st, 3) },
		.dictionary = sql_uint(st, 4),
		.kind = (enum event_kind)kind,
		.time = at.time,
	};

	keep_bytes(r, &x, sqlite3_column_blob(st, 0), (size_t)sqlite3_column_bytes(st, 0));
	sql_done(st);
	pass_on(r, &x);
	return true;
}

bool reading_begin(struct reading *r, struct store *s, const struct store_filter *f,
		   bool (*tell)(void *ctx, const struct store_event *e), void *ctx)
{
	*r = (struct reading){ .s = s, .f = f, .tell = tell, .ctx = ctx };
	if (f->address != NULL) {
		r->naddress = store_address_parse(f->address, r->address);
		if (r->naddress == 0)
			return store_failed(s, "'%s' is no IP or MAC address", f->address);
	}
	r->bytes = malloc(WIRE_EVENT_MAX);
	return r->bytes != NULL || store_failed(s, "no memory");
}

void reading_end(struct reading *r)
{
	free(r->bytes);
}
