#include "collector/incident_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/store_sqlite.h"

/* Incidents, their revisions, and what correlation needs after a restart. */

static bool in_transaction(struct store *s)
{
	return s->in || store_failed(s, "incidents can only be written in a transaction");
}

/* In a transaction nothing may fail half. */
static bool or_broken(struct store *s, bool good)
{
	if (!good)
		s->broken = true;
	return good;
}

/* ---- writing ----------------------------------------------------------------------------- */

static void holder_of(char out[INCIDENT_ID + 16], const char *id)
{
	(void)snprintf(out, INCIDENT_ID + 16, "incident:%s", id);
}

/* Of the stream that the evidence is of; 0: none. */
static bool hold_event(struct store *s, const struct incident_evidence *e, uint64_t seq,
		       const char *holder)
{
	sqlite3_stmt *st = sql_get(s, SQL_INCIDENT_HOLD);

	if (seq == 0 || seq > STORE_SEQ_MAX)
		return true;
	sql_text(st, 1, e->sensor);
	sql_int(st, 2, e->epoch);
	sql_int(st, 3, seq);
	sql_text(st, 4, holder);
	return sql_run(s, st);
}

/* Evidence of open incidents stays; of closed ones the record is what stays. */
static bool hold(struct store *s, const struct incident *i)
{
	char holder[INCIDENT_ID + 16];

	holder_of(holder, i->id);
	if (incident_status_final(i->status))
		return store_release(s, holder);
	for (uint32_t k = 0; k < i->nevidence; k++) {
		const struct incident_evidence *e = &i->evidence[k];

		if (!hold_event(s, e, e->seq, holder) || !hold_event(s, e, e->packets, holder))
			return false;
	}
	return true;
}

static bool put_row(struct store *s, const struct incident *i, const uint8_t *p, size_t n)
{
	sqlite3_stmt *st = sql_get(s, SQL_INCIDENT_PUT);

	sql_text(st, 1, i->id);
	sql_int(st, 2, i->revision);
	sql_int(st, 3, !incident_status_final(i->status));
	sql_int(st, 4, i->severity);
	sql_text(st, 5, incident_status_name(i->status));
	sql_text(st, 6, i->site);
	sql_int(st, 7, store_time(i->first));
	sql_int(st, 8, store_time(i->last));
	sql_blob(st, 9, p, n);
	return sql_run(s, st);
}

static bool put_revision(struct store *s, const struct incident *i, const uint8_t *p, size_t n)
{
	sqlite3_stmt *st = sql_get(s, SQL_REVISION_PUT);

	sql_text(st, 1, i->id);
	sql_int(st, 2, i->revision);
	sql_blob(st, 3, p, n);
	if (!sql_run(s, st))
		return false;
	if (i->revision <= INCIDENT_STORE_REVISIONS)
		return true;
	st = sql_get(s, SQL_REVISION_PRUNE);
	sql_text(st, 1, i->id);
	sql_int(st, 2, i->revision - INCIDENT_STORE_REVISIONS);
	return sql_run(s, st);
}

static bool put(struct store *s, const struct incident *i, bool revision)
{
	uint8_t *p = malloc(INCIDENT_PACKED_MAX);
	size_t n = p == NULL ? 0 : incident_pack(i, p, INCIDENT_PACKED_MAX);
	bool good = n > 0 && put_row(s, i, p, n) && hold(s, i) &&
		    (!revision || put_revision(s, i, p, n));

	if (p == NULL)
		(void)store_failed(s, "no memory");
	else if (n == 0)
		(void)store_failed(s, "incident %s is too large", i->id);
	free(p);
	return or_broken(s, good);
}

bool incident_store_put(struct store *s, const struct incident *i)
{
	return in_transaction(s) && put(s, i, true);
}

bool incident_store_keep(struct store *s, const struct incident *i)
{
	return in_transaction(s) && put(s, i, false);
}

bool incident_store_state(struct store *s, uint64_t batch, const uint8_t *p, size_t n)
{
	if (!in_transaction(s))
		return false;
	sqlite3_stmt *st = sql_get(s, SQL_CORRELATION_PUT);

	sql_int(st, 1, batch);
	sql_blob(st, 2, p, n);
	return or_broken(s, sql_run(s, st));
}

/* ---- reading ----------------------------------------------------------------------------- */

/* The column's bytes as an incident. */
static bool unpack(struct store *s, sqlite3_stmt *st, int column, struct incident *out)
{
	const uint8_t *p = sqlite3_column_blob(st, column);
	size_t n = (size_t)sqlite3_column_bytes(st, column);

	return incident_unpack(out, p, n) ||
	       store_failed(s, "an incident in the store cannot be read: a later version wrote it, "
			       "or the database is damaged");
}

static struct incident *room(struct store *s)
{
	struct incident *i = malloc(sizeof(*i));

	if (i == NULL)
		(void)store_failed(s, "no memory");
	return i;
}

static bool load_state(struct store *s, uint64_t *batch,
		       void (*state)(void *ctx, const uint8_t *p, size_t n), void *ctx)
{
	sqlite3_stmt *st = sql_get(s, SQL_CORRELATION_GET);
	int row = sql_row(s, st);

	*batch = 0;
	if (row > 0) {
		*batch = sql_uint(st, 0);
		state(ctx, sqlite3_column_blob(st, 1), (size_t)sqlite3_column_bytes(st, 1));
	}
	sql_done(st);
	return row >= 0;
}

bool incident_store_load(struct store *s, uint64_t *batch,
			 void (*state)(void *ctx, const uint8_t *p, size_t n),
			 void (*each)(void *ctx, const struct incident *i), void *ctx)
{
	struct incident *i = room(s);
	sqlite3_stmt *st = sql_get(s, SQL_INCIDENT_OPEN);
	int row = -1;

	while (i != NULL && (row = sql_row(s, st)) > 0) {
		if (!unpack(s, st, 0, i)) {
			row = -1;
			break;
		}
		each(ctx, i);
	}
	sql_done(st);
	free(i);
	return row == 0 && load_state(s, batch, state, ctx);
}

bool incident_store_get(struct store *s, const char *id, uint32_t revision, struct incident *out,
			bool *found)
{
	sqlite3_stmt *st = sql_get(s, revision == 0 ? SQL_INCIDENT_GET : SQL_REVISION_GET);

	sql_text(st, 1, id);
	if (revision != 0)
		sql_int(st, 2, revision);
	int row = sql_row(s, st);
	bool good = row == 0 || (row > 0 && unpack(s, st, 0, out));

	sql_done(st);
	*found = row > 0;
	return good;
}

/* ---- revisions that are due -------------------------------------------------------------- */

bool incident_store_due(struct store *s, uint64_t limit,
			void (*tell)(void *ctx, const struct incident *i), void *ctx)
{
	struct incident *i = room(s);
	uint64_t after = 0;
	bool good = i != NULL;

	for (uint64_t k = 0; good && k < limit; k++) {
		sqlite3_stmt *st = sql_get(s, SQL_REVISION_DUE);

		sql_int(st, 1, after);
		int row = sql_row(s, st);

		good = row >= 0 && (row == 0 || unpack(s, st, 1, i));
		after = row > 0 ? sql_uint(st, 0) : 0;
		sql_done(st);
		if (row <= 0)
			break;
		if (good)
			tell(ctx, i);
	}
	free(i);
	return good;
}

bool incident_store_done(struct store *s, const char *id, uint32_t revision)
{
	if (!in_transaction(s))
		return false;
	sqlite3_stmt *st = sql_get(s, SQL_REVISION_DONE);

	sql_text(st, 1, id);
	sql_int(st, 2, revision);
	return or_broken(s, sql_run(s, st));
}

bool incident_store_undone(struct store *s, uint64_t *n)
{
	sqlite3_stmt *st = sql_get(s, SQL_REVISION_COUNT);
	int row = sql_row(s, st);

	*n = row > 0 ? sql_uint(st, 0) : 0;
	sql_done(st);
	return row >= 0;
}
