#include <stdio.h>
#include <stdlib.h>

#include "collector/store_sqlite_reading.h"

/*
 * Events by time are merged from one cursor for each kind: the index is by kind and time, and
 * operations, which it leaves out, come from their batches.
 * A cursor fetches the numbers of a page at a time and goes on behind the last one; so no
 * transaction is open between pages.
 */
enum { PAGE = 256 };

struct cursor {
	bool open; /* this kind is wanted */
	/* The rest of the time where the last page ended; what is beyond. (SQLite does not find the
	 * place of a pair of values in the index when the second one is the row id.) */
	sqlite3_stmt *same, *beyond;
	struct operations *operations; /* instead of these two */
	unsigned kind;
	size_t n, at;
	bool more;
	struct store_row last; /* of the page before */
	struct store_row rows[PAGE];
};

struct cursors {
	struct store *s;
	const struct store_filter *f;
	struct cursor of[STORE_KINDS];
};

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

static bool open_cursor(struct cursors *r, struct cursor *c, unsigned kind)
{
	char where[768], text[1024];
	bool down = r->f->newest_first;

	*c = (struct cursor){ .open = true, .kind = kind, .more = true };
	if (kind == EVENT_OPERATION) {
		c->operations = operations_open(r->s, r->f);
		return c->operations != NULL;
	}
	/* No event has the id 0. */
	c->last = down ? (struct store_row){ latest(r->f), INT64_MAX }
		       : (struct store_row){ store_time(r->f->since), 0 };
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
static bool take(struct cursors *r, struct cursor *c, sqlite3_stmt *st)
{
	int row = 0;

	bind_filter(st, r->f, c->kind);
	sql_int(st, 4, c->last.time);
	sql_int(st, 5, c->last.id);
	sql_int(st, 9, PAGE - c->n);
	while (c->n < PAGE && (row = sql_row(r->s, st)) > 0)
		c->rows[c->n++] = (struct store_row){ sql_uint(st, 0), sql_uint(st, 1) };
	sql_done(st);
	return row >= 0;
}

/* The cursor's next row; *end: there is none. */
static bool fill(struct cursors *r, struct cursor *c, bool *end)
{
	*end = false;
	if (c->at < c->n)
		return true;
	*end = !c->more || !c->open;
	if (*end)
		return true;
	c->n = c->at = 0;
	if (c->operations != NULL) {
		if (!operations_next(c->operations, c->rows, PAGE, &c->n))
			return false;
	} else if (!take(r, c, c->same) || (c->n < PAGE && !take(r, c, c->beyond)))
		return false;
	c->more = c->n == PAGE;
	*end = c->n == 0;
	if (c->n > 0)
		c->last = c->rows[c->n - 1];
	return true;
}

static bool next(struct cursors *r, struct store_row *row, unsigned *kind, bool *end)
{
	struct cursor *best = NULL;

	for (unsigned k = 0; k < STORE_KINDS; k++) {
		struct cursor *c = &r->of[k];
		bool none;

		if (!fill(r, c, &none))
			return false;
		if (!none && (best == NULL || store_row_before(c->rows[c->at], best->rows[best->at],
							       r->f->newest_first)))
			best = c;
	}
	*end = best == NULL;
	if (best != NULL) {
		*row = best->rows[best->at++];
		*kind = best->kind;
	}
	return true;
}

static void close_cursors(struct cursors *r)
{
	for (unsigned k = 0; k < STORE_KINDS; k++) {
		(void)sqlite3_finalize(r->of[k].same);
		(void)sqlite3_finalize(r->of[k].beyond);
		operations_close(r->of[k].operations);
	}
	free(r);
}

static bool open_cursors(struct cursors *r)
{
	for (unsigned k = 0; k < STORE_KINDS; k++) {
		if (reading_wanted(r->f, k) && !open_cursor(r, &r->of[k], k))
			return false;
	}
	return true;
}

static bool read_all(struct reading *to, struct cursors *r)
{
	bool good = open_cursors(r), end = false;

	while (good && !end && !to->stop && (r->f->limit == 0 || to->told < r->f->limit)) {
		struct store_row row = { 0, 0 };
		unsigned kind = 0;

		good = next(r, &row, &kind, &end) && (end || reading_give(to, row, kind));
	}
	return good;
}

bool store_each_event(struct store *s, const struct store_filter *f,
		      bool (*tell)(void *ctx, const struct store_event *e), void *ctx)
{
	struct cursors *r = calloc(1, sizeof(*r));
	struct reading to;

	if (r == NULL)
		return store_failed(s, "no memory");
	r->s = s;
	r->f = f;
	bool good = reading_begin(&to, s, f, tell, ctx) && read_all(&to, r);

	close_cursors(r);
	reading_end(&to);
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

		if (!reading_wanted(f, k))
			continue;
		if (k == EVENT_OPERATION) {
			good = operations_count(s, f, n);
			continue;
		}
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
