#include <stdlib.h>
#include <string.h>

#include "collector/store_sqlite_runs.h"

/* Which row it is; 0: none, or the store failed (*good). */
static uint64_t row_of(struct store *s, const char *sensor, uint64_t epoch, uint64_t seq,
		       bool *good)
{
	sqlite3_stmt *st = sql_get(s, SQL_STREAM_FIND);
	uint64_t id = 0;

	sql_text(st, 1, sensor);
	sql_int(st, 2, epoch);
	int row = sql_row(s, st);

	if (row > 0)
		id = store_event_id(sqlite3_column_int64(st, 0), seq);
	sql_done(st);
	*good = row >= 0;
	return id;
}

/* What it is and when. False: it is not there, or the store failed (*good). */
static bool about(struct store *s, struct store_event *x, bool *good)
{
	sqlite3_stmt *st = sql_get(s, SQL_EVENT_RANGE);

	sql_int(st, 1, x->id);
	sql_int(st, 2, x->id);
	int row = sql_row(s, st);

	if (row > 0) {
		x->kind = (enum event_kind)sql_uint(st, 1);
		x->time = sql_uint(st, 2);
	}
	sql_done(st);
	*good = row >= 0;
	return row > 0;
}

/* tell may ask the store for more: it is given a copy. */
static uint8_t *copy_of(struct store *s, const void *p, size_t n)
{
	uint8_t *copy = malloc(n > 0 ? n : 1);

	if (copy == NULL)
		(void)store_failed(s, "no memory");
	else if (n > 0)
		memcpy(copy, p, n);
	return copy;
}

static bool give(struct store_event *x, uint8_t *copy, bool *found,
		 void (*tell)(void *ctx, const struct store_event *e), void *ctx)
{
	*found = copy != NULL;
	x->p = copy;
	if (*found)
		tell(ctx, x);
	free(copy);
	return *found;
}

static bool get_operation(struct store *s, const char *sensor, uint64_t id, bool *found,
			  void (*tell)(void *ctx, const struct store_event *e), void *ctx)
{
	bool good;
	const struct run *run = runs_find(s, id, &good);

	if (run == NULL)
		return good;
	struct store_event x = run_origin(run, id);
	const uint8_t *p = run_event(run, id, &x.n);

	x.origin.sensor = sensor;
	x.time = wire_event_time(p, x.n);
	return give(&x, copy_of(s, p, x.n), found, tell, ctx);
}

bool store_get_event(struct store *s, const char *sensor, uint64_t epoch, uint64_t seq, bool *found,
		     void (*tell)(void *ctx, const struct store_event *e), void *ctx)
{
	struct store_event x = { .origin = { .sensor = sensor, .epoch = epoch, .seq = seq } };
	bool good;

	*found = false;
	if (seq == 0 || seq > STORE_SEQ_MAX)
		return true;
	x.id = row_of(s, sensor, epoch, seq, &good);
	if (x.id == 0)
		return good;
	if (!about(s, &x, &good))
		return good && get_operation(s, sensor, x.id, found, tell, ctx);
	sqlite3_stmt *st = sql_get(s, SQL_EVENT_GET);

	sql_int(st, 1, x.id);
	int row = sql_row(s, st);

	if (row <= 0)
		return row == 0;
	x.n = (size_t)sqlite3_column_bytes(st, 0);
	x.batch = sql_uint(st, 1);
	x.origin.received = sql_uint(st, 2);
	x.origin.clock_offset = (int64_t)sql_uint(st, 3);
	x.dictionary = sql_uint(st, 4);
	uint8_t *copy = copy_of(s, sqlite3_column_blob(st, 0), x.n);

	sql_done(st);
	return give(&x, copy, found, tell, ctx);
}
