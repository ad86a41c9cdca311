#include <stdio.h>
#include <string.h>
#include <time.h>

#include "collector/incident_store.h"
#include "collector/store_sqlite.h"

/* What people ask the running collector for, and what others sent. */

enum {
	POLL_MS = 20,
	KEPT = 1000, /* answered commands */
};

/* ---- commands ---------------------------------------------------------------------------- */

bool incident_store_ask(struct store *s, const uint8_t *command, size_t n, uint64_t *ticket)
{
	sqlite3_stmt *st = sql_get(s, SQL_COMMAND_PUT);

	sql_blob(st, 1, command, n);
	if (!sql_run(s, st))
		return false;
	*ticket = (uint64_t)sqlite3_last_insert_rowid(s->db);
	return true;
}

bool incident_store_unask(struct store *s, uint64_t ticket, bool *taken)
{
	sqlite3_stmt *st = sql_get(s, SQL_COMMAND_TAKE);

	sql_int(st, 1, ticket);
	if (!sql_run(s, st))
		return false;
	*taken = sqlite3_changes(s->db) > 0;
	return true;
}

bool incident_store_asked(struct store *s,
			  bool (*tell)(void *ctx, uint64_t ticket, const uint8_t *p, size_t n),
			  void *ctx)
{
	static uint8_t command[8192];
	uint64_t ticket = 0;

	for (;;) {
		sqlite3_stmt *st = sql_get(s, SQL_COMMAND_NEXT);

		sql_int(st, 1, ticket);
		int row = sql_row(s, st);

		if (row <= 0)
			return row == 0;
		size_t n = (size_t)sqlite3_column_bytes(st, 1);

		ticket = sql_uint(st, 0);
		n = n > sizeof(command) ? 0 : n;
		if (n > 0)
			memcpy(command, sqlite3_column_blob(st, 1), n);
		sql_done(st);
		if (!tell(ctx, ticket, command, n))
			return true;
	}
}

bool incident_store_answer(struct store *s, uint64_t ticket, const char *text, bool good)
{
	sqlite3_stmt *st = sql_get(s, SQL_COMMAND_ANSWER);

	if (!s->in)
		return store_failed(s, "commands can only be answered in a transaction");
	sql_int(st, 1, ticket);
	sql_text(st, 2, text);
	sql_int(st, 3, good);
	bool done = sql_run(s, st);

	if (done && ticket > KEPT) {
		st = sql_get(s, SQL_COMMAND_PRUNE);
		sql_int(st, 1, ticket - KEPT);
		done = sql_run(s, st);
	}
	if (!done)
		s->broken = true;
	return done;
}

static uint64_t now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000U + (uint64_t)t.tv_nsec;
}

static int answer(struct store *s, uint64_t ticket, char *text, size_t size, bool *good)
{
	sqlite3_stmt *st = sql_get(s, SQL_COMMAND_ANSWERED);

	sql_int(st, 1, ticket);
	int row = sql_row(s, st);

	if (row > 0) {
		(void)snprintf(text, size, "%s", sql_string(st, 0));
		*good = sql_uint(st, 1) != 0;
	}
	sql_done(st);
	return row;
}

bool incident_store_answered(struct store *s, uint64_t ticket, uint64_t wait, char *text,
			     size_t size, bool *good, bool *answered)
{
	const struct timespec pause = { 0, POLL_MS * 1000000L };
	uint64_t end = now() + wait;
	int row;

	while ((row = answer(s, ticket, text, size, good)) == 0 && now() < end)
		(void)nanosleep(&pause, NULL);
	*answered = row > 0;
	return row >= 0;
}

/* ---- notifications ----------------------------------------------------------------------- */

bool incident_store_notify(struct store *s, const struct incident_notification *x, bool *known)
{
	sqlite3_stmt *st = sql_get(s, SQL_NOTIFICATION_SAME);

	if (!s->in)
		return store_failed(s, "records can only be received in a transaction");
	sql_text(st, 1, x->issuer);
	sql_text(st, 2, x->incident);
	sql_int(st, 3, x->revision);
	sql_blob(st, 4, x->text, x->n);
	int row = sql_row(s, st);

	*known = row > 0 && sql_uint(st, 0) != 0;
	sql_done(st);
	if (row < 0 || *known)
		return row >= 0;
	st = sql_get(s, SQL_NOTIFICATION_PUT);
	sql_text(st, 1, x->issuer);
	sql_text(st, 2, x->incident);
	sql_int(st, 3, x->revision);
	sql_int(st, 4, store_time(x->received));
	sql_text(st, 5, x->sender);
	sql_int(st, 6, x->quarantined);
	sql_int(st, 7, row > 0);
	sql_text(st, 8, x->ours);
	sql_blob(st, 9, x->text, x->n);
	bool good = sql_run(s, st);

	if (!good)
		s->broken = true;
	return good;
}

bool incident_store_notified(struct store *s,
			     bool (*tell)(void *ctx, const struct incident_notification *x),
			     void *ctx)
{
	sqlite3_stmt *st = sql_get(s, SQL_NOTIFICATION_NEXT);
	uint64_t after = 0;
	bool go_on = true;
	int row;

	sql_int(st, 1, after);
	while (go_on && (row = sql_row(s, st)) > 0) {
		const struct incident_notification x = {
			.number = sql_uint(st, 0),
			.issuer = sql_string(st, 1),
			.incident = sql_string(st, 2),
			.revision = (uint32_t)sql_uint(st, 3),
			.received = sql_uint(st, 4),
			.sender = sql_string(st, 5),
			.quarantined = sql_uint(st, 6) != 0,
			.conflict = sql_uint(st, 7) != 0,
			.ours = sql_string(st, 8),
			.text = sqlite3_column_blob(st, 9),
			.n = (size_t)sqlite3_column_bytes(st, 9),
		};

		go_on = tell(ctx, &x);
		after = x.number;
		st = sql_get(s, SQL_NOTIFICATION_NEXT);
		sql_int(st, 1, after);
	}
	sql_done(st);
	return !go_on || row == 0;
}
