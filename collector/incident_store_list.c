#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/incident_store.h"
#include "collector/store_sqlite.h"

/* Incidents that are asked for: first their numbers, then each, so that who reads slowly holds
 * nobody up. Addresses and rules stand in the incident's bytes and are looked for there. */

struct numbers {
	uint64_t *at;
	size_t n, room;
};

static bool more(struct store *s, struct numbers *x, uint64_t number)
{
	if (x->n == x->room) {
		size_t room = x->room == 0 ? 256 : 2 * x->room;
		uint64_t *at = reallocarray(x->at, room, sizeof(*at));

		if (at == NULL)
			return store_failed(s, "no memory");
		x->at = at;
		x->room = room;
	}
	x->at[x->n++] = number;
	return true;
}

static bool numbers_of(struct store *s, const struct incident_filter *f, struct numbers *x)
{
	sqlite3_stmt *st =
		sql_prepare(s, "SELECT n FROM incidents WHERE (?1 IS NULL OR status = ?1) AND "
			       "(?2 IS NULL OR site = ?2) AND severity >= ?3 AND last >= ?4 AND "
			       "(?5 = 0 OR first < ?5) AND open >= ?6 "
			       "ORDER BY open DESC, severity DESC, last DESC, id");
	int row;

	sql_text(st, 1, f->status);
	sql_text(st, 2, f->site);
	sql_int(st, 3, f->min_severity);
	sql_int(st, 4, store_time(f->since));
	sql_int(st, 5, store_time(f->until));
	sql_int(st, 6, f->open_only);
	while ((row = sql_row(s, st)) > 0) {
		if (!more(s, x, sql_uint(st, 0))) {
			row = -1;
			break;
		}
	}
	(void)sqlite3_finalize(st);
	return row == 0;
}

static bool end_has(const struct incident_end *e, const uint8_t *address, size_t n)
{
	for (unsigned k = 0; k < e->nips && k < INCIDENT_IPS; k++) {
		if (e->ips[k].n == n && memcmp(e->ips[k].b, address, n) == 0)
			return true;
	}
	return n == 6 && e->has_mac != 0 && memcmp(e->mac, address, 6) == 0;
}

static bool has_address(const struct incident *i, const char *text)
{
	uint8_t address[16];
	size_t n = text == NULL ? 0 : store_address_parse(text, address);

	if (text == NULL)
		return true;
	if (end_has(&i->source, address, n) || end_has(&i->target, address, n))
		return true;
	for (uint32_t k = 0; k < i->ntargets && k < INCIDENT_TARGETS; k++) {
		if (end_has(&i->targets[k], address, n))
			return true;
	}
	return false;
}

static bool has_rule(const struct incident *i, const char *rule)
{
	bool has = rule == NULL;

	for (uint32_t k = 0; !has && k < i->nrules && k < INCIDENT_RULES; k++)
		has = strcmp(i->rules[k].id, rule) == 0;
	return has;
}

/* 1: it is there; 0: it is not any more; -1: failed. */
static int read_row(struct store *s, uint64_t n, struct incident *i)
{
	sqlite3_stmt *st = sql_get(s, SQL_INCIDENT_ROW);

	sql_int(st, 1, n);
	int row = sql_row(s, st);

	if (row > 0 &&
	    !incident_unpack(i, sqlite3_column_blob(st, 0), (size_t)sqlite3_column_bytes(st, 0))) {
		(void)store_failed(s, "an incident in the store cannot be read");
		row = -1;
	}
	sql_done(st);
	return row;
}

bool incident_store_each(struct store *s, const struct incident_filter *f,
			 bool (*tell)(void *ctx, const struct incident *i), void *ctx)
{
	struct incident *i = malloc(sizeof(*i));
	struct numbers x = { 0 };
	bool good = i != NULL ? numbers_of(s, f, &x) : store_failed(s, "no memory");
	uint64_t told = 0;

	for (size_t k = 0; good && k < x.n && (f->limit == 0 || told < f->limit); k++) {
		int row = read_row(s, x.at[k], i);

		good = row >= 0;
		if (row <= 0 || !has_address(i, f->address) || !has_rule(i, f->rule))
			continue;
		told++;
		if (!tell(ctx, i))
			break;
	}
	free(x.at);
	free(i);
	return good;
}

bool incident_store_match(struct store *s, const char *text, char id[INCIDENT_ID], unsigned *n)
{
	/* The whole id comes first, and is then the only one. */
	sqlite3_stmt *st = sql_prepare(s, "SELECT id, id = ?1 FROM incidents WHERE id = ?1 OR "
					  "(?1 <> '' AND substr(id, -length(?1)) = ?1) "
					  "ORDER BY 2 DESC, 1 LIMIT 2");
	int row = -1;

	*n = 0;
	sql_text(st, 1, text);
	while (*n < 2 && (row = sql_row(s, st)) > 0) {
		if ((*n)++ == 0)
			(void)snprintf(id, INCIDENT_ID, "%s", sql_string(st, 0));
		if (sql_uint(st, 1) != 0)
			break;
	}
	(void)sqlite3_finalize(st);
	return row >= 0;
}
