#include <stdio.h>
#include <string.h>

#include "collector/store_sqlite_runs.h"

/*
 * By age: batch by batch, in the order of receipt. A batch of which only held events are left is
 * marked as swept, so that it is not looked at again until something is released.
 * Incidents: those that are closed, by their own age; what is open is never looked at.
 * By size: kind by kind, the oldest first, to somewhat below the limit, so that what follows finds
 * room within the file. What is freed beyond that goes back to the file system in slices.
 */
enum { VACUUM_PAGES = 1024, SPARE_PAGES = 256, INCIDENTS = 256 };

struct forgetting {
	struct store *s;
	const struct store_retention *r;
	struct store_forgotten *out;
	uint64_t left; /* of the budget */
};

/* A batch, to see whether it is empty. */
struct range {
	uint64_t id, stream, first, last;
};

static bool run_with(struct store *s, enum sql which, uint64_t a)
{
	sqlite3_stmt *st = sql_get(s, which);

	sql_int(st, 1, a);
	return sql_run(s, st);
}

/* Drops the batch when nothing of it is left, or else says what is; swept: that is held. */
static bool settle(struct store *s, const struct range *b, bool swept)
{
	sqlite3_stmt *st = sql_get(s, SQL_BATCH_LEFT);

	sql_int(st, 1, store_event_id((int64_t)b->stream, b->first));
	sql_int(st, 2, store_event_id((int64_t)b->stream, b->last));
	int row = sql_row(s, st);

	sql_done(st);
	if (row <= 0)
		return row == 0 && run_with(s, SQL_BATCH_DROP, b->id);
	return run_with(s, SQL_BATCH_AGAIN, b->id) &&
	       (!swept || run_with(s, SQL_BATCH_SWEPT, b->id));
}

/* The statement deletes events and returns their ids and kinds: counts them, and deletes what else
 * was known of them. *n: how many. */
static bool forget(struct forgetting *g, sqlite3_stmt *st, uint64_t *n,
		   bool (*gone)(struct forgetting *g, void *ctx, uint64_t id), void *ctx)
{
	int row;

	*n = 0;
	while ((row = sql_row(g->s, st)) > 0) {
		uint64_t id = sql_uint(st, 0), kind = sql_uint(st, 1);

		if (kind < EVENT_KINDS)
			g->out->events[kind]++;
		else
			g->out->events[EVENT_OPERATION]++;
		if ((kind == EVENT_ALERT && !run_with(g->s, SQL_FORGET_ALERT, id)) ||
		    (gone != NULL && !gone(g, ctx, id))) {
			sql_done(st);
			return false;
		}
		(*n)++;
	}
	g->left -= *n < g->left ? *n : g->left;
	return row == 0;
}

/* Runs of the batch, at most so many; *n: their operations. */
static bool forget_runs(struct forgetting *g, const struct range *b, uint64_t most, uint64_t *n)
{
	sqlite3_stmt *st = sql_get(g->s, SQL_FORGET_RUNS);
	int row;

	*n = 0;
	sql_int(st, 1, store_event_id((int64_t)b->stream, b->first));
	sql_int(st, 2, store_event_id((int64_t)b->stream, b->last));
	sql_int(st, 3, most);
	while ((row = sql_row(g->s, st)) > 0)
		*n += sql_uint(st, 0);
	runs_forget(g->s);
	g->out->events[EVENT_OPERATION] += *n;
	g->left -= *n < g->left ? *n : g->left;
	return row == 0;
}

/* ---- by age ---- */

static bool oldest(struct forgetting *g, uint64_t before, struct range *b, bool *none)
{
	sqlite3_stmt *st = sql_get(g->s, SQL_BATCH_OLDEST);

	sql_int(st, 1, store_time(before));
	int row = sql_row(g->s, st);

	*none = row <= 0;
	if (row > 0)
		*b = (struct range){ sql_uint(st, 0), sql_uint(st, 1), sql_uint(st, 2),
				     sql_uint(st, 3) };
	sql_done(st);
	return row >= 0;
}

static bool forget_batches(struct forgetting *g, uint64_t before)
{
	while (g->left > 0) {
		struct range b;
		uint64_t asked = g->left, n, operations;
		bool none;

		if (!oldest(g, before, &b, &none))
			return false;
		if (none)
			return true;
		sqlite3_stmt *st = sql_get(g->s, SQL_FORGET_RANGE);

		sql_int(st, 1, store_event_id((int64_t)b.stream, b.first));
		sql_int(st, 2, store_event_id((int64_t)b.stream, b.last));
		sql_int(st, 3, asked);
		if (!forget(g, st, &n, NULL, NULL) ||
		    !forget_runs(g, &b, UINT64_MAX >> 1, &operations) ||
		    !settle(g->s, &b, n < asked))
			return false;
	}
	g->out->more = true;
	return true;
}

/* Rows of a table that nobody heard of since, with what belongs to them. */
static bool forget_things(struct forgetting *g, uint64_t before, enum sql which,
			  const enum sql *parts, size_t nparts)
{
	sqlite3_stmt *st = sql_get(g->s, which);
	uint64_t n = 0;
	int row;

	sql_int(st, 1, store_time(before));
	sql_int(st, 2, g->left);
	while ((row = sql_row(g->s, st)) > 0) {
		uint64_t id = sql_uint(st, 0);

		n++;
		for (size_t i = 0; i < nparts; i++) {
			if (!run_with(g->s, parts[i], id)) {
				sql_done(st);
				return false;
			}
		}
	}
	g->out->more = g->out->more || (n > 0 && n == g->left);
	g->left -= n;
	return row == 0;
}

static bool forget_age(struct forgetting *g)
{
	static const enum sql conversation[] = { SQL_FORGET_CONVERSATION_WORDS,
						 SQL_FORGET_CONVERSATION_SENSORS };
	static const enum sql asset[] = { SQL_FORGET_ASSET_WORDS, SQL_FORGET_ASSET_SENSORS,
					  SQL_FORGET_ASSET_ADDRESSES };

	if (g->r->max_age == 0 || g->r->now <= g->r->max_age)
		return true;
	uint64_t before = g->r->now - g->r->max_age;

	return run_with(g->s, SQL_FORGET_KNOWN, store_time(before)) && forget_batches(g, before) &&
	       forget_things(g, before, SQL_FORGET_CONVERSATIONS, conversation, 2) &&
	       forget_things(g, before, SQL_FORGET_ASSETS, asset, 3);
}

/* ---- incidents ---- */

/* The store has no clock: one that is closed is so since it was first seen to be. */
static bool forget_incidents(struct forgetting *g)
{
	uint64_t age = g->r->incident_age, n = 0;
	bool good = true;
	int row = 0;

	if (age == 0 || g->r->now <= age)
		return true;
	if (!run_with(g->s, SQL_INCIDENT_CLOSED, store_time(g->r->now)))
		return false;
	sqlite3_stmt *st = sql_get(g->s, SQL_FORGET_INCIDENTS);

	sql_int(st, 1, store_time(g->r->now - age));
	sql_int(st, 2, INCIDENTS);
	while (good && (row = sql_row(g->s, st)) > 0) {
		sqlite3_stmt *revisions = sql_get(g->s, SQL_FORGET_REVISIONS);

		n++;
		sql_text(revisions, 1, sql_string(st, 0));
		good = sql_run(g->s, revisions);
	}
	sql_done(st);
	g->out->incidents = n;
	g->out->more = g->out->more || n == INCIDENTS;
	return good && row == 0;
}

/* Records of others, by when they came. One that answers an incident of ours stays as long. */
static bool forget_notifications(struct forgetting *g)
{
	uint64_t age = g->r->incident_age, n = 0;
	int row;

	if (age == 0 || g->r->now <= age)
		return true;
	sqlite3_stmt *st = sql_get(g->s, SQL_FORGET_NOTIFICATIONS);

	sql_int(st, 1, store_time(g->r->now - age));
	sql_int(st, 2, INCIDENTS);
	while ((row = sql_row(g->s, st)) > 0)
		n++;
	sql_done(st);
	g->out->notifications = n;
	g->out->more = g->out->more || n == INCIDENTS;
	return row == 0;
}

/* ---- by size ---- */

/* Pages that hold something, in bytes; pages that are free. */
static bool sizes(struct store *s, uint64_t *used, uint64_t *page, uint64_t *spare)
{
	uint64_t pages;

	if (!sql_number(s, "PRAGMA page_count", &pages) ||
	    !sql_number(s, "PRAGMA freelist_count", spare) ||
	    !sql_number(s, "PRAGMA page_size", page))
		return false;
	*used = (pages - *spare) * *page;
	return true;
}

/* Events of a kind that follow each other are of one batch most of the time. */
static bool batch_of(struct forgetting *g, void *ctx, uint64_t id)
{
	struct range *b = ctx;
	uint64_t stream = id >> STORE_SEQ_BITS, seq = id & STORE_SEQ_MAX;

	if (b->id != 0 && stream == b->stream && seq >= b->first && seq <= b->last)
		return true;
	if (b->id != 0 && !settle(g->s, b, false))
		return false;
	sqlite3_stmt *st = sql_get(g->s, SQL_BATCH_OF);

	sql_int(st, 1, stream);
	sql_int(st, 2, seq);
	int row = sql_row(g->s, st);

	*b = (struct range){ 0 };
	if (row > 0)
		*b = (struct range){ sql_uint(st, 0), stream, sql_uint(st, 1), sql_uint(st, 2) };
	sql_done(st);
	return row >= 0;
}

enum { SLICE = 512, RUNS_SLICE = 4 };

/* The kind that goes as the i-th, alerts as the last; what nobody knows goes just before them. */
static unsigned forgotten_as(size_t i)
{
	if (i == EVENT_KINDS - 1)
		return STORE_UNKNOWN_KIND;
	return event_kind_shed((unsigned)(i < EVENT_KINDS ? i : EVENT_KINDS - 1));
}

/* Operations of the batch that begins first; *n: how many. */
static bool forget_operations(struct forgetting *g, uint64_t *n)
{
	sqlite3_stmt *st = sql_get(g->s, SQL_BATCH_RUNS);
	int row = sql_row(g->s, st);

	*n = 0;
	if (row <= 0)
		return row == 0;
	struct range b = { sql_uint(st, 0), sql_uint(st, 1), sql_uint(st, 2), sql_uint(st, 3) };

	sql_done(st);
	return forget_runs(g, &b, RUNS_SLICE, n) && settle(g->s, &b, false);
}

static bool forget_kind(struct forgetting *g, unsigned kind, uint64_t *n)
{
	sqlite3_stmt *st = sql_get(g->s, SQL_FORGET_KIND);
	struct range b = { 0 };

	sql_int(st, 1, kind);
	sql_int(st, 2, g->left < SLICE ? g->left : SLICE);
	return forget(g, st, n, batch_of, &b) && (b.id == 0 || settle(g->s, &b, false));
}

/* A slice of the first kind of which something may go; *none: everything left is held. */
static bool forget_slice(struct forgetting *g, bool *none)
{
	uint64_t n = 0;

	for (size_t k = 0; k < STORE_KINDS && n == 0; k++) {
		unsigned kind = forgotten_as(k);

		if (kind == EVENT_OPERATION ? !forget_operations(g, &n) : !forget_kind(g, kind, &n))
			return false;
	}
	*none = n == 0;
	return true;
}

static bool forget_size(struct forgetting *g)
{
	uint64_t used, page, spare;
	bool none = false;

	if (g->r->max_bytes == 0)
		return true;
	uint64_t goal = g->r->max_bytes;

	while (g->left > 0) {
		if (!sizes(g->s, &used, &page, &spare))
			return false;
		if (used <= goal)
			return true;
		goal = g->r->max_bytes - g->r->max_bytes / 16;
		if (!forget_slice(g, &none))
			return false;
		if (none) {
			g->out->held = true;
			return true;
		}
	}
	g->out->more = true;
	return true;
}

/* Free pages at the end of the file are given back: outside of the transaction that freed them. */
static bool shrink(struct forgetting *g)
{
	uint64_t used, page, spare;
	char text[64];

	if (!sizes(g->s, &used, &page, &spare))
		return false;
	uint64_t bytes = used + spare * page, n = 0;

	if (g->r->max_bytes != 0 && bytes > g->r->max_bytes)
		n = (bytes - g->r->max_bytes) / page + 1;
	else if (spare > SPARE_PAGES && spare > used / page / 4)
		n = spare - used / page / 4;
	n = n < spare ? n : spare;
	if (n == 0)
		return true;
	g->out->more = g->out->more || n > VACUUM_PAGES;
	(void)snprintf(text, sizeof(text), "PRAGMA incremental_vacuum(%d)",
		       n < VACUUM_PAGES ? (int)n : VACUUM_PAGES);
	/* The file itself only becomes shorter when the log is written into it. */
	if (!sql_exec(g->s, text) ||
	    sqlite3_wal_checkpoint_v2(g->s->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL) !=
		    SQLITE_OK)
		return store_failed_sql(g->s, "store");
	return true;
}

bool store_forget(struct store *s, const struct store_retention *r, struct store_forgotten *out)
{
	struct forgetting g = { s, r, out, r->budget };

	*out = (struct store_forgotten){ 0 };
	if (s->in)
		return store_failed(s, "events cannot be forgotten in a transaction");
	if (!store_begin(s))
		return false;
	if (!forget_age(&g) || !forget_incidents(&g) || !forget_notifications(&g) ||
	    !forget_size(&g)) {
		store_rollback(s);
		return false;
	}
	return store_commit(s) && shrink(&g);
}

/* ---- holding ---- */

bool store_hold(struct store *s, uint64_t event, const char *holder)
{
	sqlite3_stmt *st = sql_get(s, SQL_HOLD_THERE);

	sql_int(st, 1, event);
	int row = sql_row(s, st);

	sql_done(st);
	if (row <= 0)
		return row == 0 &&
		       store_failed(s, "event %llu is not in the store", (unsigned long long)event);
	st = sql_get(s, SQL_HOLD);
	sql_int(st, 1, event);
	sql_text(st, 2, holder);
	return sql_run(s, st);
}

bool store_release(struct store *s, const char *holder)
{
	static const enum sql steps[] = { SQL_UNSWEEP, SQL_RELEASE };

	for (unsigned i = 0; i < 2; i++) {
		sqlite3_stmt *st = sql_get(s, steps[i]);

		sql_text(st, 1, holder);
		if (!sql_run(s, st))
			return false;
	}
	return true;
}
