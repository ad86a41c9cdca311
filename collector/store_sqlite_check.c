#include <stdio.h>
#include <string.h>

#include "collector/store_sqlite.h"

/* A row for each kind, as the index has them, and one for operations, as batches have them. */
#define KINDS(end, where, column)                                                                  \
	"SELECT (SELECT " end "(time) FROM events WHERE kind = k.v" where ") AS t FROM "           \
	"(SELECT 1 AS v UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5) k "           \
	"UNION ALL SELECT " end "(" column ") FROM batches WHERE " column " > 0"

bool store_facts(struct store *s, struct store_facts *out)
{
	uint64_t pages, page, spare;

	*out = (struct store_facts){ 0 };
	if (!sql_number(s, "PRAGMA user_version", &out->schema) ||
	    !sql_number(s, "PRAGMA page_count", &pages) ||
	    !sql_number(s, "PRAGMA page_size", &page) ||
	    !sql_number(s, "PRAGMA freelist_count", &spare))
		return false;
	out->bytes = pages * page;
	out->free_bytes = spare * page;
	/* To count the events themselves would be to read all of them. An event that came before
	 * the first frame has no time. */
	return sql_number(s, "SELECT ifnull(sum(last - first + 1 - forgotten), 0) FROM batches",
			  &out->events) &&
	       sql_number(s, "SELECT count(*) FROM assets", &out->assets) &&
	       sql_number(s, "SELECT count(*) FROM conversations", &out->conversations) &&
	       sql_number(s, "SELECT min(t) FROM (" KINDS("min", " AND time > 0", "earliest") ")",
			  &out->oldest) &&
	       sql_number(s, "SELECT max(t) FROM (" KINDS("max", "", "latest") ")", &out->newest);
}

struct check {
	const char *query; /* gives a line for each problem */
	const char *what;
};

/* clang-format off */
static const struct check checks[] = {
	{ "SELECT integrity_check FROM pragma_integrity_check(20) WHERE integrity_check <> 'ok'",
	  "the file is damaged" },
	{ "SELECT printf('%s, epoch %016x: %d events were stored, and numbers end at %d', s.name, "
	  "t.epoch, (SELECT max(last) FROM batches WHERE stream = t.id), t.committed) "
	  "FROM streams t JOIN sensors s ON s.id = t.sensor WHERE t.committed < "
	  "(SELECT max(last) FROM batches WHERE stream = t.id) LIMIT 20",
	  "what is stored goes beyond what was committed" },
	{ "SELECT printf('%s, epoch %016x: batches %d and %d have numbers in common', s.name, t.epoch, "
	  "b.id, b.before) FROM (SELECT id, stream, first, lag(id) OVER w AS before, "
	  "lag(last) OVER w AS ended FROM batches WINDOW w AS (PARTITION BY stream ORDER BY first)) b "
	  "JOIN streams t ON t.id = b.stream JOIN sensors s ON s.id = t.sensor "
	  "WHERE b.first <= b.ended LIMIT 20",
	  "events may be there twice" },
	{ "SELECT printf('event %d: no batch says when it came', e.id) FROM events e WHERE NOT EXISTS "
	  "(SELECT 1 FROM batches WHERE stream = e.id >> 40 AND e.id & 0xffffffffff "
	  "BETWEEN first AND last) LIMIT 20",
	  "events without a batch" },
	{ "SELECT printf('run %d: no batch says when it came', r.id) FROM runs r WHERE NOT EXISTS "
	  "(SELECT 1 FROM batches WHERE stream = r.id >> 40 AND r.id & 0xffffffffff "
	  "BETWEEN first AND last - r.n + 1) LIMIT 20",
	  "operations without a batch" },
	{ "SELECT printf('batch %d: %d of %d are there', b.id, b.events, b.last - b.first + 1 - "
	  "b.forgotten) FROM (SELECT *, (SELECT count(*) FROM events WHERE id BETWEEN "
	  "stream << 40 | first AND stream << 40 | last) + (SELECT ifnull(sum(n), 0) FROM runs "
	  "WHERE id BETWEEN stream << 40 | first AND stream << 40 | last) AS events FROM batches) b "
	  "WHERE b.events <> b.last - b.first + 1 - b.forgotten LIMIT 20",
	  "events are missing" },
	{ "SELECT printf('run %d', r.id) FROM runs r LEFT JOIN batches b ON b.stream = r.id >> 40 AND "
	  "r.id & 0xffffffffff BETWEEN b.first AND b.last WHERE NOT run_good(r.n, r.bytes, b.earliest, "
	  "b.latest) LIMIT 20",
	  "operations are damaged, or not where their times say" },
	{ "SELECT printf('%s: dictionary %016x of batch %d and others', s.name, b.dictionary, min(b.id)) "
	  "FROM batches b JOIN streams t ON t.id = b.stream JOIN sensors s ON s.id = t.sensor "
	  "WHERE b.dictionary <> 0 AND NOT EXISTS (SELECT 1 FROM dictionaries d "
	  "WHERE d.sensor = s.id AND d.digest = b.dictionary) GROUP BY s.id, b.dictionary LIMIT 20",
	  "a dictionary is missing: fields and rules of these events have no names" },
	{ "SELECT printf('alert %d', a.id) FROM alerts a LEFT JOIN events e ON e.id = a.id "
	  "WHERE e.id IS NULL LIMIT 20",
	  "an alert without its event" },
	{ "SELECT printf('asset %d', asset) FROM asset_addresses WHERE asset NOT IN "
	  "(SELECT id FROM assets) LIMIT 20",
	  "an address without its asset" },
};
/* clang-format on */

bool store_verify(struct store *s, void (*tell)(void *ctx, const char *problem), void *ctx)
{
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		sqlite3_stmt *st = sql_prepare(s, checks[i].query);
		int row;

		while ((row = sql_row(s, st)) > 0) {
			char line[1024];

			(void)snprintf(line, sizeof(line), "%s: %s", checks[i].what,
				       sql_string(st, 0));
			tell(ctx, line);
		}
		if (row < 0 && (sqlite3_errcode(s->db) & 0xff) == SQLITE_CORRUPT) {
			tell(ctx, "the file is damaged: parts of it cannot be read");
			row = 0;
		}
		(void)sqlite3_finalize(st);
		if (row < 0)
			return false;
	}
	return true;
}
