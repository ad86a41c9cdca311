#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/store_sqlite.h"

/*
 * Events by time are merged from one cursor for each kind, because the index is by kind and time.
 * A cursor fetches the numbers of a page at a time and goes on behind the last one; so no
 * transaction is open between pages.
 */
enum { PAGE = 256 };

struct row {
	uint64_t time, id;
};

struct cursor {
	/* The rest of the time where the last page ended; what is beyond. (SQLite does not find the
	 * place of a pair of values in the index when the second one is the row id.) NULL: this
	 * kind is not wanted. */
	sqlite3_stmt *same, *beyond;
	unsigned kind;
	size_t n, at;
	bool more;
	struct row last; /* of the page before */
	struct row rows[PAGE];
};

struct reading {
	struct store *s;
	const struct store_filter *f;
	uint8_t address[16];
	size_t naddress;
	bool (*tell)(void *ctx, const struct store_event *e);
	void *ctx;
	uint8_t *bytes; /* WIRE_EVENT_MAX */
	uint64_t told;
	bool stop; /* tell wants no more */
	struct cursor cursors[STORE_KINDS];
};

static bool of_alerts(const struct store_filter *f)
{
	return f->rule != NULL || f->min_priority > 0;
}

static bool wanted(const struct store_filter *f, unsigned kind)
{
	if (f->kinds != 0 && (f->kinds >> kind & 1) == 0)
		return false;
	return kind == EVENT_ALERT || !of_alerts(f);
}

/* The sets of rows that a filter leaves, with the values that bind_filter() puts in. */
static void conditions(char *out, size_t size, const struct store_filter *f, unsigned kind)
{
	bool by_rule = f->rule != NULL && kind == EVENT_ALERT;

	(void)snprintf(out, size, "FROM %s e WHERE %s%s%s%s", by_rule ? "alerts" : "events",
		       by_rule ? "e.rule = ?6" : "e.kind = ?1",
		       f->sensor == NULL
			       ? ""
			       : " AND e.id >> 40 IN (SELECT t.id FROM streams t JOIN sensors s "
				 "ON s.id = t.sensor WHERE s.name = ?7)",
		       by_rule && f->min_priority > 0 ? " AND e.priority >= ?8" : "",
		       !by_rule && f->min_priority > 0 ? " AND EXISTS (SELECT 1 FROM alerts a "
							 "WHERE a.id = e.id AND a.priority >= ?8)"
						       : "");
}

/* The last time that is wanted. */
static uint64_t latest(const struct store_filter *f)
{
	return f->until == 0 ? INT64_MAX : store_time(f->until) - 1;
}

static void bind_filter(sqlite3_stmt *st, const struct store_filter *f, unsigned kind)
{
	sql_int(st, 1, kind);
	sql_int(st, 2, store_time(f->since));
	sql_int(st, 3, latest(f));
	if (f->rule != NULL)
		sql_text(st, 6, f->rule);
	if (f->sensor != NULL)
		sql_text(st, 7, f->sensor);
	if (f->min_priority > 0)
		sql_int(st, 8, f->min_priority);
}

static bool open_cursor(struct reading *r, struct cursor *c, unsigned kind)
{
	char where[768], text[1024];
	bool down = r->f->newest_first;

	*c = (struct cursor){ .kind = kind, .more = true };
	/* No event has the id 0. */
	c->last = down ? (struct row){ latest(r->f), INT64_MAX }
		       : (struct row){ store_time(r->f->since), 0 };
	conditions(where, sizeof(where), r->f, kind);
	(void)snprintf(
		text, sizeof(text),
		"SELECT e.time, e.id %s AND e.time = ?4 AND e.id %s ?5 ORDER BY e.id %s LIMIT ?9",
		where, down ? "<" : ">", down ? "DESC" : "ASC");
	c->same = sql_prepare(r->s, text);
	(void)snprintf(text, sizeof(text),
		       "SELECT e.time, e.id %s AND e.time %s ORDER BY e.time %s, e.id %s LIMIT ?9",
		       where, down ? "< ?4 AND e.time >= ?2" : "> ?4 AND e.time <= ?3",
		       down ? "DESC" : "ASC", down ? "DESC" : "ASC");
	c->beyond = sql_prepare(r->s, text);
	return c->same != NULL && c->beyond != NULL;
}

/* Adds rows to the page. */
static bool take(struct reading *r, struct cursor *c, sqlite3_stmt *st)
{
	int row = 0;

	bind_filter(st, r->f, c->kind);
	sql_int(st, 4, c->last.time);
	sql_int(st, 5, c->last.id);
	sql_int(st, 9, PAGE - c->n);
	while (c->n < PAGE && (row = sql_row(r->s, st)) > 0)
		c->rows[c->n++] = (struct row){ sql_uint(st, 0), sql_uint(st, 1) };
	sql_done(st);
	return row >= 0;
}

/* The cursor's next row; *end: there is none. */
static bool fill(struct reading *r, struct cursor *c, bool *end)
{
	*end = false;
	if (c->at < c->n)
		return true;
	*end = !c->more || c->same == NULL;
	if (*end)
		return true;
	c->n = c->at = 0;
	if (!take(r, c, c->same) || (c->n < PAGE && !take(r, c, c->beyond)))
		return false;
	c->more = c->n == PAGE;
	*end = c->n == 0;
	if (c->n > 0)
		c->last = c->rows[c->n - 1];
	return true;
}

static bool before(struct row a, struct row b, bool newest_first)
{
	if (a.time == b.time)
		return newest_first ? a.id > b.id : a.id < b.id;
	return newest_first ? a.time > b.time : a.time < b.time;
}

static bool next(struct reading *r, struct row *row, unsigned *kind, bool *end)
{
	struct cursor *best = NULL;

	for (unsigned k = 0; k < STORE_KINDS; k++) {
		struct cursor *c = &r->cursors[k];
		bool none;

		if (!fill(r, c, &none))
			return false;
		if (!none && (best == NULL ||
			      before(c->rows[c->at], best->rows[best->at], r->f->newest_first)))
			best = c;
	}
	*end = best == NULL;
	if (best != NULL) {
		*row = best->rows[best->at++];
		*kind = best->kind;
	}
	return true;
}

/* ---- one event ---- */

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

/* Gives the event to the reader, if it is still there. */
static bool give(struct reading *r, struct row at, unsigned kind)
{
	sqlite3_stmt *st = sql_get(r->s, SQL_EVENT_GET);
	char sensor[WIRE_NAME_MAX + 1];

	sql_int(st, 1, at.id);
	int row = sql_row(r->s, st);

	if (row <= 0)
		return row == 0;
	(void)snprintf(sensor, sizeof(sensor), "%s", sql_string(st, 6));
	size_t n = (size_t)sqlite3_column_bytes(st, 0);
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
		.p = r->bytes,
		.n = n < WIRE_EVENT_MAX ? n : WIRE_EVENT_MAX,
	};

	if (x.n > 0)
		memcpy(r->bytes, sqlite3_column_blob(st, 0), x.n);
	sql_done(st);
	if (!right_address(r, &x))
		return true;
	r->told++;
	r->stop = !r->tell(r->ctx, &x);
	return true;
}

static bool begin(struct reading *r)
{
	if (r->f->address != NULL) {
		r->naddress = store_address_parse(r->f->address, r->address);
		if (r->naddress == 0)
			return store_failed(r->s, "'%s' is no IP or MAC address", r->f->address);
	}
	r->bytes = malloc(WIRE_EVENT_MAX);
	return r->bytes != NULL || store_failed(r->s, "no memory");
}

static void finish(struct reading *r)
{
	for (unsigned k = 0; k < STORE_KINDS; k++) {
		(void)sqlite3_finalize(r->cursors[k].same);
		(void)sqlite3_finalize(r->cursors[k].beyond);
	}
	free(r->bytes);
	free(r);
}

static struct reading *reading_of(struct store *s, const struct store_filter *f,
				  bool (*tell)(void *ctx, const struct store_event *e), void *ctx)
{
	struct reading *r = calloc(1, sizeof(*r));

	if (r == NULL) {
		(void)store_failed(s, "no memory");
		return NULL;
	}
	r->s = s;
	r->f = f;
	r->tell = tell;
	r->ctx = ctx;
	if (begin(r))
		return r;
	finish(r);
	return NULL;
}

bool store_each_event(struct store *s, const struct store_filter *f,
		      bool (*tell)(void *ctx, const struct store_event *e), void *ctx)
{
	struct reading *r = reading_of(s, f, tell, ctx);
	bool good = r != NULL, end = false;

	for (unsigned k = 0; good && k < STORE_KINDS; k++)
		good = !wanted(f, k) || open_cursor(r, &r->cursors[k], k);
	while (good && !end && !r->stop && (f->limit == 0 || r->told < f->limit)) {
		struct row row = { 0, 0 };
		unsigned kind = 0;

		good = next(r, &row, &kind, &end) && (end || give(r, row, kind));
	}
	if (r != NULL)
		finish(r);
	return good;
}

static bool count_one(void *ctx, const struct store_event *e)
{
	(void)e;
	(*(uint64_t *)ctx)++;
	return true;
}

bool store_count_events(struct store *s, const struct store_filter *f, uint64_t *n)
{
	bool good = true;

	*n = 0;
	if (f->address != NULL) {
		struct store_filter all = *f;

		all.limit = 0;
		return store_each_event(s, &all, count_one, n);
	}
	for (unsigned k = 0; good && k < STORE_KINDS; k++) {
		char where[768], text[1024];

		if (!wanted(f, k))
			continue;
		conditions(where, sizeof(where), f, k);
		(void)snprintf(text, sizeof(text),
			       "SELECT count(*) %s AND e.time >= ?2 AND e.time <= ?3", where);
		sqlite3_stmt *st = sql_prepare(s, text);

		bind_filter(st, f, k);
		good = sql_row(s, st) > 0;
		*n += good ? sql_uint(st, 0) : 0;
		(void)sqlite3_finalize(st);
	}
	return good;
}

/* ---- what is new ---- */

bool store_newest(struct store *s, uint64_t *batch)
{
	sqlite3_stmt *st = sql_get(s, SQL_BATCH_NEWEST);
	int row = sql_row(s, st);

	*batch = row > 0 ? sql_uint(st, 0) : 0;
	sql_done(st);
	return row > 0;
}

/* What the index does when events are read by time. */
static bool passes(struct reading *r, struct row at, unsigned kind, bool *yes)
{
	const struct store_filter *f = r->f;

	*yes = wanted(f, kind) && at.time >= f->since && (f->until == 0 || at.time < f->until);
	if (!*yes || !of_alerts(f))
		return true;
	sqlite3_stmt *st = sql_get(r->s, SQL_ALERT_KEY);

	sql_int(st, 1, at.id);
	int row = sql_row(r->s, st);

	*yes = row > 0 && (f->rule == NULL || strcmp(sql_string(st, 0), f->rule) == 0) &&
	       sql_uint(st, 1) >= f->min_priority;
	sql_done(st);
	return row >= 0;
}

/* Events with ids from *from to `to`, at most a page of them. */
static bool follow_page(struct reading *r, uint64_t *from, uint64_t to, bool *end)
{
	struct row rows[PAGE];
	unsigned kinds[PAGE];
	sqlite3_stmt *st = sql_get(r->s, SQL_EVENT_RANGE);
	bool good = true;
	size_t n = 0;
	int row = 0;

	sql_int(st, 1, *from);
	sql_int(st, 2, to);
	while (n < PAGE && (row = sql_row(r->s, st)) > 0) {
		rows[n] = (struct row){ .id = sql_uint(st, 0), .time = sql_uint(st, 2) };
		kinds[n++] = (unsigned)sql_uint(st, 1);
	}
	sql_done(st);
	for (size_t i = 0; good && !r->stop && i < n; i++) {
		bool yes = false;

		good = passes(r, rows[i], kinds[i], &yes) && (!yes || give(r, rows[i], kinds[i]));
		*from = rows[i].id + 1;
	}
	*end = n < PAGE || r->stop;
	return good && row >= 0;
}

/* Is the stream one of the sensor that is asked for? */
static bool of_sensor(struct store *s, const struct store_filter *f, uint64_t stream, bool *yes)
{
	*yes = true;
	if (f->sensor == NULL)
		return true;
	sqlite3_stmt *st = sql_get(s, SQL_STREAM_OF);

	sql_int(st, 1, stream);
	sql_text(st, 2, f->sensor);
	int row = sql_row(s, st);

	*yes = row > 0;
	sql_done(st);
	return row >= 0;
}

static bool follow_batch(struct reading *r, uint64_t *batch, bool *end)
{
	struct store *s = r->s;
	sqlite3_stmt *st = sql_get(s, SQL_BATCH_AFTER);
	bool mine = false, last = false;

	sql_int(st, 1, *batch);
	int row = sql_row(s, st);

	*end = row <= 0;
	if (row <= 0)
		return row == 0;
	uint64_t id = sql_uint(st, 0), stream = sql_uint(st, 1);
	uint64_t from = store_event_id((int64_t)stream, sql_uint(st, 2));
	uint64_t to = store_event_id((int64_t)stream, sql_uint(st, 3));

	sql_done(st);
	bool good = of_sensor(s, r->f, stream, &mine);

	while (good && mine && !last)
		good = follow_page(r, &from, to, &last);
	if (good && !r->stop)
		*batch = id;
	*end = r->stop;
	return good;
}

bool store_follow(struct store *s, const struct store_filter *f, uint64_t *batch,
		  bool (*tell)(void *ctx, const struct store_event *e), void *ctx)
{
	struct reading *r = reading_of(s, f, tell, ctx);
	bool good = r != NULL, end = false;

	while (good && !end)
		good = follow_batch(r, batch, &end);
	if (r != NULL)
		finish(r);
	return good;
}
