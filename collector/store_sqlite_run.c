#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "collector/store_sqlite.h"

bool store_failed(struct store *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(s->error, sizeof(s->error), fmt, ap);
	va_end(ap);
	s->full = false;
	return false;
}

bool store_failed_sql(struct store *s, const char *doing)
{
	int code = sqlite3_extended_errcode(s->db);
	int os = sqlite3_system_errno(s->db);
	/* A write without room is SQLITE_FULL; growing the index of the log is an I/O error. */
	bool full = (code & 0xff) == SQLITE_FULL ||
		    ((code & 0xff) == SQLITE_IOERR &&
		     (os == ENOSPC || os == EDQUOT || code == SQLITE_IOERR_SHMSIZE));

	(void)store_failed(s, "%s: %s%s%s", doing, full ? "no room on the disk: " : "",
			   sqlite3_errmsg(s->db),
			   (code & 0xff) == SQLITE_READONLY ? " (no permission to write)" : "");
	s->full = full;
	return false;
}

sqlite3_stmt *sql_get(struct store *s, enum sql which)
{
	sqlite3_stmt *st = s->statements[which];

	if (st == NULL) {
		if (sqlite3_prepare_v3(s->db, store_sql[which], -1, SQLITE_PREPARE_PERSISTENT, &st,
				       NULL) != SQLITE_OK) {
			(void)store_failed_sql(s, "store");
			return NULL;
		}
		s->statements[which] = st;
		return st;
	}
	(void)sqlite3_reset(st);
	(void)sqlite3_clear_bindings(st);
	return st;
}

void sql_int(sqlite3_stmt *st, int at, uint64_t value)
{
	(void)sqlite3_bind_int64(st, at, (sqlite3_int64)value);
}

void sql_text(sqlite3_stmt *st, int at, const char *text)
{
	(void)sqlite3_bind_text(st, at, text, -1, SQLITE_STATIC);
}

void sql_blob(sqlite3_stmt *st, int at, const void *p, size_t n)
{
	/* A pointer to nothing would be no value instead of an empty one. */
	(void)sqlite3_bind_blob64(st, at, n > 0 ? p : "", n, SQLITE_STATIC);
}

int sql_row(struct store *s, sqlite3_stmt *st)
{
	if (st == NULL)
		return -1;
	int rc = sqlite3_step(st);

	if (rc == SQLITE_ROW)
		return 1;
	if (rc != SQLITE_DONE)
		(void)store_failed_sql(s, "store");
	(void)sqlite3_reset(st);
	return rc == SQLITE_DONE ? 0 : -1;
}

void sql_done(sqlite3_stmt *st)
{
	if (st != NULL)
		(void)sqlite3_reset(st);
}

bool sql_run(struct store *s, sqlite3_stmt *st)
{
	int row;

	do {
		row = sql_row(s, st);
	} while (row > 0);
	return row == 0;
}

uint64_t sql_uint(sqlite3_stmt *st, int column)
{
	return (uint64_t)sqlite3_column_int64(st, column);
}

const char *sql_string(sqlite3_stmt *st, int column)
{
	const unsigned char *text = sqlite3_column_text(st, column);

	return text == NULL ? "" : (const char *)text;
}

bool sql_exec(struct store *s, const char *text)
{
	if (sqlite3_exec(s->db, text, NULL, NULL, NULL) == SQLITE_OK)
		return true;
	return store_failed_sql(s, "store");
}

sqlite3_stmt *sql_prepare(struct store *s, const char *text)
{
	sqlite3_stmt *st = NULL;

	if (sqlite3_prepare_v2(s->db, text, -1, &st, NULL) != SQLITE_OK)
		(void)store_failed_sql(s, "store");
	return st;
}

bool sql_number(struct store *s, const char *text, uint64_t *value)
{
	sqlite3_stmt *st = sql_prepare(s, text);
	int row = sql_row(s, st);

	*value = row > 0 ? sql_uint(st, 0) : 0;
	(void)sqlite3_finalize(st);
	return row >= 0;
}
