/*
 * What is known of addresses, as it was when the events that correlation has heard were: the assets
 * of the store (store_sqlite_asset.c) may be ahead of it by a batch, and incidents would be others
 * in other batches.
 */
#include <stdio.h>
#include <string.h>

#include "collector/incident_store.h"
#include "collector/incident_text.h"
#include "collector/store_sqlite.h"

enum { ADDRESSES = 16 };

static const char *or_else(const char *s, const char *other)
{
	return s[0] != '\0' ? s : other;
}

/* Of texts the newest wins that is one. */
static bool learn(struct store *s, const ProtobufCBinaryData *address, const Kagami__Asset *a,
		  uint64_t received)
{
	sqlite3_stmt *st = sql_get(s, SQL_KNOWN_PUT);

	sql_blob(st, 1, address->data, address->len);
	sql_int(st, 2, store_time(received));
	sql_text(st, 3, a->name);
	sql_text(st, 4, or_else(a->vendor, a->maker));
	sql_text(st, 5, a->model);
	sql_text(st, 6, a->firmware);
	sql_text(st, 7, a->role);
	sql_text(st, 8, a->zone);
	return sql_run(s, st);
}

bool incident_store_learn(struct store *s, const Kagami__Asset *a, uint64_t received)
{
	bool good = true;

	if (!s->in)
		return store_failed(s, "assets can only be learned in a transaction");
	for (size_t k = 0; good && k < a->n_ips && k < ADDRESSES; k++) {
		if (a->ips[k].len == 4 || a->ips[k].len == 16)
			good = learn(s, &a->ips[k], a, received);
	}
	if (good && a->mac.len == 6)
		good = learn(s, &a->mac, a, received);
	if (!good)
		s->broken = true;
	return good;
}

bool incident_store_known(struct store *s, const uint8_t *address, size_t n,
			  struct incident_end *out, bool *found)
{
	sqlite3_stmt *st = sql_get(s, SQL_KNOWN_GET);

	sql_blob(st, 1, address, n);
	int row = sql_row(s, st);

	*out = (struct incident_end){ .level = -1 };
	*found = row > 0;
	if (row > 0) {
		incident_text(out->name, sql_string(st, 0));
		incident_text(out->vendor, sql_string(st, 1));
		incident_text(out->model, sql_string(st, 2));
		incident_text(out->firmware, sql_string(st, 3));
		incident_text(out->role, sql_string(st, 4));
		incident_text(out->zone, sql_string(st, 5));
	}
	sql_done(st);
	return row >= 0;
}
