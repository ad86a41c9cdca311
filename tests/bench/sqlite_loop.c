/*
 * A floor for storing events: the rows of a store that the collector made, inserted into an empty
 * database of the same schema and settings, with one prepared statement a table and nothing else.
 * Reading them comes first and does not count.
 *
 *	sqlite_loop STORE NEW [ROWS]	prints the seconds that it took; ROWS a transaction (10000)
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

enum { ROWS = 10000, TABLES = 64, COLUMNS = 64 };

struct table {
	char insert[1024];
	int columns;
	size_t n, room; /* rows */
	sqlite3_value **values;
};

static void check(sqlite3 *db, bool good, const char *what)
{
	if (good)
		return;
	(void)fprintf(stderr, "sqlite_loop: %s: %s\n", what, sqlite3_errmsg(db));
	exit(1);
}

static double now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void run(sqlite3 *db, const char *sql)
{
	check(db, sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, sql);
}

static void keep(struct table *t, sqlite3_stmt *st)
{
	if (t->n == t->room) {
		t->room = t->room == 0 ? 1024 : 2 * t->room;
		sqlite3_value **more =
			reallocarray(t->values, t->room * (size_t)t->columns, sizeof(*t->values));

		if (more == NULL)
			exit(1);
		t->values = more;
	}
	for (int i = 0; i < t->columns; i++)
		t->values[t->n * (size_t)t->columns + (size_t)i] =
			sqlite3_value_dup(sqlite3_column_value(st, i));
	t->n++;
}

static void load(sqlite3 *db, const char *name, struct table *t)
{
	char text[256];
	sqlite3_stmt *st;
	size_t at;
	int rc;

	(void)snprintf(text, sizeof(text), "SELECT * FROM \"%s\"", name);
	check(db, sqlite3_prepare_v2(db, text, -1, &st, NULL) == SQLITE_OK, text);
	t->columns = sqlite3_column_count(st);
	if (t->columns > COLUMNS)
		exit(1);
	at = (size_t)snprintf(t->insert, sizeof(t->insert), "INSERT INTO \"%s\" VALUES (?", name);
	for (int i = 1; i < t->columns; i++)
		at += (size_t)snprintf(t->insert + at, sizeof(t->insert) - at, ", ?");
	(void)snprintf(t->insert + at, sizeof(t->insert) - at, ")");
	while ((rc = sqlite3_step(st)) == SQLITE_ROW)
		keep(t, st);
	check(db, rc == SQLITE_DONE, text);
	(void)sqlite3_finalize(st);
}

/* Makes what CREATE said in the store, and reads the rows of its tables. */
static size_t copy_schema(sqlite3 *from, sqlite3 *to, struct table *tables)
{
	sqlite3_stmt *st;
	size_t n = 0;

	check(from,
	      sqlite3_prepare_v2(from,
				 "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL "
				 "AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
				 -1, &st, NULL) == SQLITE_OK,
	      "schema");
	while (sqlite3_step(st) == SQLITE_ROW) {
		run(to, (const char *)sqlite3_column_text(st, 2));
		if (strcmp((const char *)sqlite3_column_text(st, 0), "table") == 0 && n < TABLES)
			load(from, (const char *)sqlite3_column_text(st, 1), &tables[n++]);
	}
	(void)sqlite3_finalize(st);
	return n;
}

static void insert(sqlite3 *db, const struct table *t, long rows)
{
	sqlite3_stmt *st;
	long some = 0;

	check(db, sqlite3_prepare_v2(db, t->insert, -1, &st, NULL) == SQLITE_OK, t->insert);
	run(db, "BEGIN IMMEDIATE");
	for (size_t r = 0; r < t->n; r++) {
		for (int i = 0; i < t->columns; i++)
			(void)sqlite3_bind_value(st, i + 1,
						 t->values[r * (size_t)t->columns + (size_t)i]);
		check(db, sqlite3_step(st) == SQLITE_DONE, t->insert);
		(void)sqlite3_reset(st);
		if (++some == rows) {
			run(db, "COMMIT; BEGIN IMMEDIATE");
			some = 0;
		}
	}
	run(db, "COMMIT");
	(void)sqlite3_finalize(st);
}

static void release(struct table *t)
{
	for (size_t i = 0; i < t->n * (size_t)t->columns; i++)
		sqlite3_value_free(t->values[i]);
	free(t->values);
}

int main(int argc, char **argv)
{
	static struct table tables[TABLES];
	long rows = argc > 3 ? strtol(argv[3], NULL, 10) : ROWS;
	sqlite3 *from = NULL, *to = NULL;

	if (argc < 3 || argc > 4 || rows < 1) {
		(void)fprintf(stderr, "usage: sqlite_loop STORE NEW [ROWS]\n");
		return 2;
	}
	(void)unlink(argv[2]);
	check(from, sqlite3_open_v2(argv[1], &from, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK,
	      argv[1]);
	check(to, sqlite3_open(argv[2], &to) == SQLITE_OK, argv[2]);
	/* As the collector sets them: collector/store_sqlite.c. */
	run(to, "PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL; "
		"PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 8000; "
		"PRAGMA synchronous = FULL; PRAGMA cache_size = -65536");
	size_t n = copy_schema(from, to, tables);
	double start = now();

	for (size_t i = 0; i < n; i++)
		insert(to, &tables[i], rows);
	printf("%.6f\n", now() - start);
	for (size_t i = 0; i < n; i++)
		release(&tables[i]);
	(void)sqlite3_close(from);
	(void)sqlite3_close(to);
	return 0;
}
