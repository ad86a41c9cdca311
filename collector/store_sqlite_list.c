#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/store_sqlite.h"

/*
 * Assets and conversations: first the numbers of those that are wanted, in their order; then each
 * with what belongs to it. So no transaction is open while the reader is told of one.
 */
enum { LIST = 4096 };

/* Texts with ", " between them, cut to what fits. */
struct list {
	char s[LIST];
	size_t len;
};

static void list_add(struct list *l, const char *text)
{
	const char *sep = l->len > 0 ? ", " : "";
	size_t n = strlen(sep) + strlen(text);

	if (l->len + n >= sizeof(l->s))
		return;
	(void)snprintf(l->s + l->len, sizeof(l->s) - l->len, "%s%s", sep, text);
	l->len += n;
}

static bool list_of(struct store *s, enum sql which, uint64_t id, const char *what, struct list *l)
{
	sqlite3_stmt *st = sql_get(s, which);
	int row;

	l->len = 0;
	l->s[0] = '\0';
	sql_int(st, 1, id);
	if (what != NULL)
		sql_text(st, 2, what);
	while ((row = sql_row(s, st)) > 0) {
		char address[48];

		if (which == SQL_ASSET_ADDRESSES) {
			store_address(address, sqlite3_column_blob(st, 0),
				      (size_t)sqlite3_column_bytes(st, 0));
			list_add(l, address);
		} else {
			list_add(l, sql_string(st, 0));
		}
	}
	return row == 0;
}

struct ids {
	uint64_t *ids;
	size_t n, room;
};

static bool keep(struct store *s, struct ids *x, uint64_t id)
{
	if (x->n == x->room) {
		size_t room = x->room == 0 ? 256 : 2 * x->room;
		uint64_t *more = reallocarray(x->ids, room, sizeof(*more));

		if (more == NULL)
			return store_failed(s, "no memory");
		x->ids = more;
		x->room = room;
	}
	x->ids[x->n++] = id;
	return true;
}

/* Runs the query with the filter's values: ?1 sensor, ?2 since, ?3 until, ?4 address, ?5 limit. */
static bool collect(struct store *s, const char *text, const struct store_filter *f, struct ids *x)
{
	uint8_t address[16];
	size_t n = f->address == NULL ? 0 : store_address_parse(f->address, address);

	if (f->address != NULL && n == 0)
		return store_failed(s, "'%s' is no IP or MAC address", f->address);
	sqlite3_stmt *st = sql_prepare(s, text);
	bool good = true;
	int row = 0;

	sql_text(st, 1, f->sensor);
	sql_int(st, 2, store_time(f->since));
	sql_int(st, 3, f->until == 0 ? INT64_MAX : store_time(f->until) - 1);
	if (n > 0)
		sql_blob(st, 4, address, n);
	sql_int(st, 5, f->limit == 0 || f->limit > INT64_MAX ? UINT64_MAX : f->limit);
	while (good && (row = sql_row(s, st)) > 0)
		good = keep(s, x, sql_uint(st, 0));
	(void)sqlite3_finalize(st);
	return good && row >= 0;
}

/* ---- assets ---- */

/* The first address decides the order: IPv4, IPv6, then those with nothing but a MAC. */
#define ASSETS                                                                                     \
	"SELECT a.id FROM assets a WHERE (?1 IS NULL OR EXISTS (SELECT 1 FROM asset_sensors x "    \
	"JOIN sensors s ON s.id = x.sensor WHERE x.asset = a.id AND s.name = ?1)) "                \
	"AND a.last >= ?2 AND a.first <= ?3 AND (?4 IS NULL OR a.id = "                            \
	"(SELECT asset FROM asset_addresses WHERE address = ?4)) "
static const char assets_by_address[] = ASSETS
	"ORDER BY (SELECT (length(address) = 6) || printf('%02d', length(address)) || hex(address) "
	"FROM asset_addresses WHERE asset = a.id ORDER BY length(address) = 6, length(address), "
	"address LIMIT 1), a.id LIMIT ?5";
static const char assets_by_time[] = ASSETS "ORDER BY a.last DESC, a.id LIMIT ?5";

enum { ASSET_COLUMNS = 16, ASSET_TEXT_AT = 7, ASSET_TEXT_N = 9 };

static bool give_asset(struct store *s, uint64_t id,
		       bool (*tell)(void *ctx, const struct store_asset *a), void *ctx, bool *stop)
{
	struct list addresses, client_of, server_of, sensors, texts[ASSET_TEXT_N];
	sqlite3_stmt *st = sql_get(s, SQL_ASSET_GET);
	char mac[48] = "";

	sql_int(st, 1, id);
	int row = sql_row(s, st);

	if (row <= 0)
		return row == 0; /* it became part of another one meanwhile */
	if (sqlite3_column_bytes(st, 0) == 6)
		store_address(mac, sqlite3_column_blob(st, 0), 6);
	struct store_asset a = { .id = id,
				 .first = sql_uint(st, 2),
				 .last = sql_uint(st, 3),
				 .changes = sql_uint(st, 4) };

	for (int i = 0; i < ASSET_TEXT_N; i++) {
		texts[i].len = 0;
		texts[i].s[0] = '\0';
		list_add(&texts[i], sql_string(st, ASSET_TEXT_AT + i));
	}
	sql_done(st);
	if (!list_of(s, SQL_ASSET_ADDRESSES, id, NULL, &addresses) ||
	    !list_of(s, SQL_ASSET_WORDS, id, "client of", &client_of) ||
	    !list_of(s, SQL_ASSET_WORDS, id, "server of", &server_of) ||
	    !list_of(s, SQL_ASSET_SENSORS, id, NULL, &sensors))
		return false;
	a.addresses = addresses.s;
	a.mac = mac;
	a.name = texts[0].s;
	a.vendor = texts[1].s;
	a.model = texts[2].s;
	a.firmware = texts[3].s;
	a.serial = texts[4].s;
	a.description = texts[5].s;
	a.maker = texts[6].s;
	a.zone = texts[7].s;
	a.role = texts[8].s;
	a.client_of = client_of.s;
	a.server_of = server_of.s;
	a.sensors = sensors.s;
	*stop = !tell(ctx, &a);
	return true;
}

bool store_each_asset(struct store *s, const struct store_filter *f,
		      bool (*tell)(void *ctx, const struct store_asset *a), void *ctx)
{
	struct ids x = { 0 };
	bool good = collect(s, f->newest_first ? assets_by_time : assets_by_address, f, &x);
	bool stop = false;

	for (size_t i = 0; good && !stop && i < x.n; i++)
		good = give_asset(s, x.ids[i], tell, ctx, &stop);
	free(x.ids);
	return good;
}

/* ---- conversations ---- */

#define CONVERSATIONS                                                                              \
	"SELECT c.id FROM conversations c WHERE (?1 IS NULL OR EXISTS (SELECT 1 FROM "             \
	"conversation_sensors x JOIN sensors s ON s.id = x.sensor WHERE x.conversation = c.id "    \
	"AND s.name = ?1)) AND c.last >= ?2 AND c.first <= ?3 "                                    \
	"AND (?4 IS NULL OR c.client = ?4 OR c.server = ?4) "
static const char conversations_by_end[] = CONVERSATIONS
	"ORDER BY length(c.client) = 6, length(c.client), c.client, c.server, c.port, c.ip_proto, "
	"c.vlan, c.protocol LIMIT ?5";
static const char conversations_by_time[] = CONVERSATIONS "ORDER BY c.last DESC, c.id LIMIT ?5";

static bool give_conversation(struct store *s, uint64_t id,
			      bool (*tell)(void *ctx, const struct store_conversation *c),
			      void *ctx, bool *stop)
{
	enum { PROTOCOL, HOST, CLIENT_NAME, SERVER_NAME, NAMES };
	static const int columns[NAMES] = { 2, 3, 9, 10 };
	struct list names[NAMES], functions, risks, sensors;
	sqlite3_stmt *st = sql_get(s, SQL_CONVERSATION_GET);
	char ends[2][48];

	sql_int(st, 1, id);
	int row = sql_row(s, st);

	if (row <= 0)
		return row == 0;
	for (int i = 0; i < 2; i++)
		store_address(ends[i], sqlite3_column_blob(st, i),
			      (size_t)sqlite3_column_bytes(st, i));
	for (int i = 0; i < NAMES; i++) {
		names[i].len = 0;
		names[i].s[0] = '\0';
		list_add(&names[i], sql_string(st, columns[i]));
	}
	struct store_conversation c = {
		.id = id,
		.client = ends[0],
		.server = ends[1],
		.client_name = names[CLIENT_NAME].s,
		.server_name = names[SERVER_NAME].s,
		.protocol = names[PROTOCOL].s,
		.host = names[HOST].s,
		.port = (uint32_t)sql_uint(st, 4),
		.vlan = (uint32_t)sql_uint(st, 5),
		.ip_proto = (uint32_t)sql_uint(st, 6),
		.first = sql_uint(st, 7),
		.last = sql_uint(st, 8),
		.packets = sql_uint(st, 11),
		.bytes = sql_uint(st, 12),
		.messages = sql_uint(st, 13),
		.requests = sql_uint(st, 14),
		.errors = sql_uint(st, 15),
		.unanswered = sql_uint(st, 16),
	};

	sql_done(st);
	if (!list_of(s, SQL_CONVERSATION_WORDS, id, "function", &functions) ||
	    !list_of(s, SQL_CONVERSATION_WORDS, id, "risk", &risks) ||
	    !list_of(s, SQL_CONVERSATION_SENSORS, id, NULL, &sensors))
		return false;
	c.functions = functions.s;
	c.risks = risks.s;
	c.sensors = sensors.s;
	*stop = !tell(ctx, &c);
	return true;
}

bool store_each_conversation(struct store *s, const struct store_filter *f,
			     bool (*tell)(void *ctx, const struct store_conversation *c), void *ctx)
{
	struct ids x = { 0 };
	bool good =
		collect(s, f->newest_first ? conversations_by_time : conversations_by_end, f, &x);
	bool stop = false;

	for (size_t i = 0; good && !stop && i < x.n; i++)
		good = give_conversation(s, x.ids[i], tell, ctx, &stop);
	free(x.ids);
	return good;
}

bool store_each_rule(struct store *s, void (*tell)(void *ctx, const char *rule), void *ctx)
{
	sqlite3_stmt *st = sql_get(s, SQL_RULES);
	int row;

	while ((row = sql_row(s, st)) > 0)
		tell(ctx, sql_string(st, 0));
	return row == 0;
}
