#include <stdlib.h>
#include <string.h>

#include "collector/store_sqlite_reading.h"
#include "collector/store_sqlite_runs.h"

/* What is new, batch by batch: all members of one are found before the first is told of. */
enum { SOME = 256 };

bool store_newest(struct store *s, uint64_t *batch)
{
	sqlite3_stmt *st = sql_get(s, SQL_BATCH_NEWEST);
	int row = sql_row(s, st);

	*batch = row > 0 ? sql_uint(st, 0) : 0;
	sql_done(st);
	return row > 0;
}

/* What the index does when events are read by time. */
static bool passes(struct reading *r, struct store_row at, unsigned kind, bool *yes)
{
	const struct store_filter *f = r->f;

	*yes = reading_wanted(f, kind) && at.time >= f->since &&
	       (f->until == 0 || at.time < f->until);
	if (!*yes || !reading_of_alerts(f))
		return true;
	sqlite3_stmt *st = sql_get(r->s, SQL_ALERT_KEY);

	sql_int(st, 1, at.id);
	int row = sql_row(r->s, st);

	*yes = row > 0 && (f->rule == NULL || strcmp(sql_string(st, 0), f->rule) == 0) &&
	       sql_uint(st, 1) >= f->min_priority;
	sql_done(st);
	return row >= 0;
}

/* An event of a batch. */
struct member {
	struct store_row row;
	unsigned kind;
};

struct members {
	struct member *list;
	size_t n, room;
};

static bool add_member(struct store *s, struct members *m, struct member x)
{
	if (m->n == m->room) {
		size_t room = m->room == 0 ? SOME : 2 * m->room;
		struct member *more = reallocarray(m->list, room, sizeof(*more));

		if (more == NULL)
			return store_failed(s, "no memory");
		m->list = more;
		m->room = room;
	}
	m->list[m->n++] = x;
	return true;
}

static bool add_run(struct store *s, struct members *m, uint64_t id)
{
	bool good;
	const struct run *run = runs_find(s, id, &good);

	for (uint64_t i = 0; run != NULL && good && i < run->n; i++) {
		size_t n;
		const uint8_t *p = run_event(run, run->id + i, &n);

		good = add_member(
			s, m,
			(struct member){ { store_time(wire_event_time(p, n)), run->id + i },
					 EVENT_OPERATION });
	}
	return good;
}

static int by_id(const void *a, const void *b)
{
	return ((const struct member *)a)->row.id < ((const struct member *)b)->row.id ? -1 : 1;
}

/* All events with ids between the two, in their order. */
static bool members_of(struct store *s, uint64_t from, uint64_t to, struct members *m)
{
	sqlite3_stmt *st = sql_get(s, SQL_EVENT_RANGE);
	bool good = true;
	int row = 0;

	sql_int(st, 1, from);
	sql_int(st, 2, to);
	while (good && (row = sql_row(s, st)) > 0)
		good = add_member(s, m,
				  (struct member){ { sql_uint(st, 2), sql_uint(st, 0) },
						   (unsigned)sql_uint(st, 1) });
	sql_done(st);
	if (!good || row < 0)
		return false;
	st = sql_get(s, SQL_RUN_RANGE);
	sql_int(st, 1, from);
	sql_int(st, 2, to);
	while (good && (row = sql_row(s, st)) > 0)
		good = add_run(s, m, sql_uint(st, 0));
	sql_done(st);
	if (m->n > 1)
		qsort(m->list, m->n, sizeof(*m->list), by_id);
	return good && row >= 0;
}

static bool follow_members(struct reading *r, uint64_t from, uint64_t to)
{
	struct members m = { 0 };
	bool good = members_of(r->s, from, to, &m);

	for (size_t i = 0; good && !r->stop && i < m.n; i++) {
		const struct member *x = &m.list[i];
		bool yes = false;

		good = passes(r, x->row, x->kind, &yes) &&
		       (!yes || reading_give(r, x->row, x->kind));
	}
	free(m.list);
	return good;
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
	bool mine = false;

	sql_int(st, 1, *batch);
	int row = sql_row(s, st);

	*end = row <= 0;
	if (row <= 0)
		return row == 0;
	uint64_t id = sql_uint(st, 0), stream = sql_uint(st, 1);
	uint64_t from = store_event_id((int64_t)stream, sql_uint(st, 2));
	uint64_t to = store_event_id((int64_t)stream, sql_uint(st, 3));

	sql_done(st);
	bool good = of_sensor(s, r->f, stream, &mine) && (!mine || follow_members(r, from, to));

	if (good && !r->stop)
		*batch = id;
	*end = r->stop;
	return good;
}

bool store_follow(struct store *s, const struct store_filter *f, uint64_t *batch,
		  bool (*tell)(void *ctx, const struct store_event *e), void *ctx)
{
	struct reading r;
	bool good = reading_begin(&r, s, f, tell, ctx), end = false;

	while (good && !end)
		good = follow_batch(&r, batch, &end);
	reading_end(&r);
	return good;
}
