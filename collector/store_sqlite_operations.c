#include <stdio.h>
#include <stdlib.h>

#include "collector/store_sqlite_operations.h"
#include "collector/store_sqlite_runs.h"

/*
 * No index has the operations: they are nearly all there is, and to keep one by time cost as much
 * as the rows themselves. Each batch says between which times it has some; batches that overlap are
 * merged, each sorted when it is opened.
 */
enum { BATCHES = 64 };

/* A batch whose operations are being read. */
struct part {
	size_t n, at, room;
	struct store_row *rows;
};

struct candidate {
	uint64_t id, from, to;
	uint64_t edge; /* the time at which it has to be opened */
};

struct operations {
	struct store *s;
	const struct store_filter *f;
	bool down;
	uint64_t since, until; /* the first and the last time that is wanted */
	sqlite3_stmt *batches, *runs;
	struct candidate next[BATCHES]; /* batches not yet opened, in order */
	size_t nnext, at;
	bool more;
	struct candidate last; /* of those fetched before */
	struct part **heap;    /* the part whose row comes first is the first */
	size_t n, room;
};

bool store_row_before(struct store_row a, struct store_row b, bool newest_first)
{
	if (a.time == b.time)
		return newest_first ? a.id > b.id : a.id < b.id;
	return newest_first ? a.time > b.time : a.time < b.time;
}

/* ---- the heap ---- */

static bool ahead(const struct operations *o, size_t a, size_t b)
{
	const struct part *x = o->heap[a], *y = o->heap[b];

	return store_row_before(x->rows[x->at], y->rows[y->at], o->down);
}

static void swap(struct operations *o, size_t a, size_t b)
{
	struct part *x = o->heap[a];

	o->heap[a] = o->heap[b];
	o->heap[b] = x;
}

static void sink(struct operations *o, size_t i)
{
	for (;;) {
		size_t best = i;

		for (size_t child = 2 * i + 1; child <= 2 * i + 2 && child < o->n; child++)
			best = ahead(o, child, best) ? child : best;
		if (best == i)
			return;
		swap(o, i, best);
		i = best;
	}
}

static void rise(struct operations *o, size_t i)
{
	for (; i > 0 && ahead(o, i, (i - 1) / 2); i = (i - 1) / 2)
		swap(o, i, (i - 1) / 2);
}

static void free_part(struct part *p)
{
	free(p->rows);
	free(p);
}

static bool push(struct operations *o, struct part *p)
{
	if (o->n == o->room) {
		size_t room = o->room == 0 ? 16 : 2 * o->room;
		struct part **more = reallocarray(o->heap, room, sizeof(struct part *));

		if (more == NULL)
			return store_failed(o->s, "no memory");
		o->heap = more;
		o->room = room;
	}
	o->heap[o->n] = p;
	rise(o, o->n++);
	return true;
}

/* ---- batches ---- */

static int upwards(const void *a, const void *b)
{
	return store_row_before(*(const struct store_row *)a, *(const struct store_row *)b, false)
		       ? -1
		       : 1;
}

static int downwards(const void *a, const void *b)
{
	return store_row_before(*(const struct store_row *)a, *(const struct store_row *)b, true)
		       ? -1
		       : 1;
}

static bool keep(struct operations *o, struct part *p, struct store_row row)
{
	if (row.time < o->since || row.time > o->until)
		return true;
	if (p->n == p->room) {
		size_t room = p->room == 0 ? 64 : 2 * p->room;
		struct store_row *more = reallocarray(p->rows, room, sizeof(*more));

		if (more == NULL)
			return store_failed(o->s, "no memory");
		p->rows = more;
		p->room = room;
	}
	p->rows[p->n++] = row;
	return true;
}

/* The times of the operations with ids between the two. */
static bool load(struct operations *o, struct part *p, uint64_t from, uint64_t to)
{
	bool good = true;
	int row = 0;

	sql_int(o->runs, 1, from);
	sql_int(o->runs, 2, to);
	while (good && (row = sql_row(o->s, o->runs)) > 0) {
		const uint8_t *bytes = sqlite3_column_blob(o->runs, 1), *event;
		struct run_walk w = { bytes, bytes + sqlite3_column_bytes(o->runs, 1) };
		uint64_t id = sql_uint(o->runs, 0);
		size_t n;

		for (; good && run_next(&w, &event, &n); id++)
			good = keep(
				o, p,
				(struct store_row){ store_time(wire_event_time(event, n)), id });
	}
	sql_done(o->runs);
	if (p->n > 1)
		qsort(p->rows, p->n, sizeof(*p->rows), o->down ? downwards : upwards);
	return good && row >= 0;
}

static bool open_batch(struct operations *o, const struct candidate *c)
{
	struct part *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return store_failed(o->s, "no memory");
	bool good = load(o, p, c->from, c->to);

	if (good && p->n > 0 && push(o, p))
		return true;
	good = good && p->n == 0;
	free_part(p);
	return good;
}

static bool fetch_batches(struct operations *o)
{
	int row = 0;

	o->nnext = o->at = 0;
	if (!o->more)
		return true;
	sql_int(o->batches, 1, o->since);
	sql_int(o->batches, 2, o->until);
	sql_int(o->batches, 3, o->last.edge);
	sql_int(o->batches, 4, o->last.id);
	sql_int(o->batches, 5, BATCHES);
	if (o->f->sensor != NULL)
		sql_text(o->batches, 6, o->f->sensor);
	while (o->nnext < BATCHES && (row = sql_row(o->s, o->batches)) > 0)
		o->next[o->nnext++] = (struct candidate){
			.id = sql_uint(o->batches, 0),
			.from = sql_uint(o->batches, 1),
			.to = sql_uint(o->batches, 2),
			.edge = sql_uint(o->batches, 3),
		};
	sql_done(o->batches);
	o->more = o->nnext == BATCHES;
	if (o->nnext > 0)
		o->last = o->next[o->nnext - 1];
	return o->more || row == 0;
}

/* May the batch hold a row before the heap's first? */
static bool due(const struct operations *o, const struct candidate *c)
{
	if (o->n == 0)
		return true;
	const struct part *p = o->heap[0];
	uint64_t time = p->rows[p->at].time;

	return o->down ? c->edge >= time : c->edge <= time;
}

/* Opens the batches that may hold the next row. */
static bool open_due(struct operations *o)
{
	for (;;) {
		if (o->at == o->nnext && !fetch_batches(o))
			return false;
		if (o->at == o->nnext || !due(o, &o->next[o->at]))
			return true;
		if (!open_batch(o, &o->next[o->at]))
			return false;
		o->at++;
	}
}

/* ---- for the reader ---- */

/* The edge of the first batch that reaches into what is wanted; false: there is none. */
static bool first_edge(struct operations *o, bool *none)
{
	sqlite3_stmt *st = sql_get(o->s, o->down ? SQL_BATCH_UNTIL : SQL_BATCH_SINCE);

	sql_int(st, 1, o->down ? o->until : o->since);
	int row = sql_row(o->s, st);

	*none = row > 0 && sqlite3_column_type(st, 0) == SQLITE_NULL;
	o->last = (struct candidate){ .edge = row > 0 ? sql_uint(st, 0) : 0,
				      .id = o->down ? INT64_MAX : 0 };
	sql_done(st);
	return row > 0;
}

static bool prepare(struct operations *o)
{
	char text[512];
	const char *edge = o->down ? "latest" : "earliest", *way = o->down ? "DESC" : "ASC";

	(void)snprintf(text, sizeof(text),
		       "SELECT id, stream << 40 | first, stream << 40 | last, %s FROM batches "
		       "WHERE %s %s ?3 AND (%s <> ?3 OR id %s ?4) AND latest >= ?1 "
		       "AND earliest <= ?2%s ORDER BY %s %s, id %s LIMIT ?5",
		       edge, edge, o->down ? "<=" : ">=", edge, o->down ? "<" : ">",
		       o->f->sensor == NULL
			       ? ""
			       : " AND stream IN (SELECT t.id FROM streams t JOIN sensors s "
				 "ON s.id = t.sensor WHERE s.name = ?6)",
		       edge, way, way);
	o->batches = sql_prepare(o->s, text);
	o->runs = sql_prepare(o->s, "SELECT id, bytes FROM runs WHERE id BETWEEN ?1 AND ?2");
	return o->batches != NULL && o->runs != NULL;
}

struct operations *operations_open(struct store *s, const struct store_filter *f)
{
	struct operations *o = calloc(1, sizeof(*o));
	bool none = false;

	if (o == NULL) {
		(void)store_failed(s, "no memory");
		return NULL;
	}
	*o = (struct operations){
		.s = s,
		.f = f,
		.down = f->newest_first,
		.since = store_time(f->since),
		.until = f->until == 0 ? INT64_MAX : store_time(f->until) - 1,
	};
	if (prepare(o) && first_edge(o, &none)) {
		o->more = !none;
		return o;
	}
	operations_close(o);
	return NULL;
}

bool operations_next(struct operations *o, struct store_row *rows, size_t room, size_t *n)
{
	for (*n = 0; *n < room; (*n)++) {
		if (!open_due(o))
			return false;
		if (o->n == 0)
			return true;
		struct part *p = o->heap[0];

		rows[*n] = p->rows[p->at++];
		if (p->at == p->n) {
			free_part(p);
			o->heap[0] = o->heap[--o->n];
		}
		sink(o, 0);
	}
	return true;
}

bool operations_count(struct store *s, const struct store_filter *f, uint64_t *n)
{
	enum { SOME = 256 };
	struct store_row rows[SOME];
	struct operations *o = operations_open(s, f);
	bool good = o != NULL;
	size_t some = SOME;

	while (good && some == SOME) {
		good = operations_next(o, rows, SOME, &some);
		*n += some;
	}
	operations_close(o);
	return good;
}

void operations_close(struct operations *o)
{
	if (o == NULL)
		return;
	(void)sqlite3_finalize(o->batches);
	(void)sqlite3_finalize(o->runs);
	for (size_t i = 0; i < o->n; i++)
		free_part(o->heap[i]);
	free(o->heap);
	free(o);
}
