#include <stdlib.h>
#include <string.h>

#include "collector/store_sqlite.h"

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

bool store_get_event(struct store *s, const char *sensor, uint64_t epoch, uint64_t seq, bool *found,
		     void (*tell)(void *ctx, const struct store_event *e), void *ctx)
{
	struct store_event x = { .origin = { .sensor = sensor, .epoch = epoch, .seq = seq } };
	bool good;

	*found = false;
	if (seq == 0 || seq > STORE_SEQ_MAX)
		return true;
	x.id = row_of(s, sensor, epoch, seq, &good);
	if (x.id == 0 || !about(s, &x, &good))
		return good;
	sqlite3_stmt *st = sql_get(s, SQL_EVENT_GET);

	sql_int(st, 1, x.id);
	int row = sql_row(s, st);

	if (row <= 0)
		return row == 0;
	/* A copy: tell may ask the store for more. */
	x.n = (size_t)sqlite3_column_bytes(st, 0);
	uint8_t *copy = malloc(x.n > 0 ? x.n : 1);

	if (copy != NULL && x.n > 0)
		memcpy(copy, sqlite3_column_blob(st, 0), x.n);
	x.p = copy;
	x.batch = sql_uint(st, 1);
	x.origin.received = sql_uint(st, 2);
	x.origin.clock_offset = (int64_t)sql_uint(st, 3);
	x.dictionary = sql_uint(st, 4);
	sql_done(st);
	if (copy == NULL)
		return store_failed(s, "no memory");
	*found = true;
	tell(ctx, &x);
	free(copy);
	return true;
}
