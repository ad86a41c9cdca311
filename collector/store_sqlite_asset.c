#include <stdio.h>
#include <string.h>

#include "collector/store_sqlite.h"
#include "common/json.h"

/*
 * Which sensors' assets are one: as sensor/asset.h has it for addresses within a sensor. A host is
 * known by its IP address, whichever sensor saw it; a MAC alone is the host that has it; a MAC that
 * already carries another address of the version makes no one asset of the two. What one sensor
 * calls one asset is one, unless the store knows different MACs for its parts: then only the
 * address moves.
 *
 * Of texts the newest wins: that is when a sensor says something else than it did before. So two
 * sensors that call a device differently do not change it in turns.
 */
enum { NAME, VENDOR, MODEL, FIRMWARE, SERIAL, DESCRIPTION, MAKER, ZONE, ROLE, TEXTS };
enum { IDENTITY = MAKER, TEXT = 256, CANDIDATES = 16, WORDS = 64 };

struct merged {
	uint64_t id;
	uint8_t mac[6], was[6];
	bool has_mac, has_was, heard;
	uint64_t first, last, received, changes;
	char text[TEXTS][TEXT];
};

/* What the sensor said of it before. */
struct sighting {
	bool there, has_mac;
	uint8_t mac[6];
	uint64_t first, last;
	char text[TEXTS][TEXT];
};

/* As much as fits, to a character's end. */
static void copy(char out[TEXT], const char *text)
{
	size_t n = strlen(text);

	if (n >= TEXT) {
		n = TEXT - 1;
		while (n > 0 && ((uint8_t)text[n] & 0xc0) == 0x80)
			n--;
	}
	memcpy(out, text, n);
	out[n] = '\0';
}

static bool column_mac(sqlite3_stmt *st, int column, uint8_t mac[6])
{
	const void *p = sqlite3_column_blob(st, column);

	if (p == NULL || sqlite3_column_bytes(st, column) != 6)
		return false;
	memcpy(mac, p, 6);
	return true;
}

static bool load(struct store *s, uint64_t id, struct merged *m)
{
	sqlite3_stmt *st = sql_get(s, SQL_ASSET_GET);

	memset(m, 0, sizeof(*m));
	m->id = id;
	sql_int(st, 1, id);
	int row = sql_row(s, st);

	if (row <= 0)
		return row == 0 ? store_failed(s, "asset %llu is not there", (unsigned long long)id)
				: false;
	m->has_mac = column_mac(st, 0, m->mac);
	m->has_was = column_mac(st, 1, m->was);
	m->first = sql_uint(st, 2);
	m->last = sql_uint(st, 3);
	m->changes = sql_uint(st, 4);
	m->heard = sql_uint(st, 5) != 0;
	m->received = sql_uint(st, 6);
	for (int i = 0; i < TEXTS; i++)
		copy(m->text[i], sql_string(st, 7 + i));
	sql_done(st);
	return true;
}

static bool save(struct store *s, const struct merged *m)
{
	sqlite3_stmt *st = sql_get(s, SQL_ASSET_PUT);

	sql_int(st, 1, m->id);
	if (m->has_mac)
		sql_blob(st, 2, m->mac, 6);
	if (m->has_was)
		sql_blob(st, 3, m->was, 6);
	sql_int(st, 4, m->first);
	sql_int(st, 5, m->last);
	sql_int(st, 6, m->changes);
	sql_int(st, 7, m->heard);
	sql_int(st, 8, m->received);
	for (int i = 0; i < TEXTS; i++)
		sql_text(st, 9 + i, m->text[i]);
	return sql_run(s, st);
}

static bool run_with(struct store *s, enum sql which, uint64_t a, uint64_t b)
{
	sqlite3_stmt *st = sql_get(s, which);

	sql_int(st, 1, a);
	if (sqlite3_bind_parameter_count(st) > 1)
		sql_int(st, 2, b);
	return sql_run(s, st);
}

/* The asset that has the address; 0: none. */
static bool owner(struct store *s, const uint8_t *p, size_t n, uint64_t *id)
{
	sqlite3_stmt *st = sql_get(s, SQL_ADDRESS_FIND);

	sql_blob(st, 1, p, n);
	int row = sql_row(s, st);

	*id = row > 0 ? sql_uint(st, 0) : 0;
	sql_done(st);
	return row >= 0;
}

static bool give(struct store *s, const uint8_t *p, size_t n, uint64_t id)
{
	sqlite3_stmt *st = sql_get(s, SQL_ADDRESS_PUT);

	sql_blob(st, 1, p, n);
	sql_int(st, 2, id);
	return sql_run(s, st);
}

static bool take(struct store *s, const uint8_t *p, size_t n)
{
	sqlite3_stmt *st = sql_get(s, SQL_ADDRESS_TAKE);

	sql_blob(st, 1, p, n);
	return sql_run(s, st);
}

/* `from` was a part of `into` all the time. */
static bool join(struct store *s, struct merged *into, uint64_t id)
{
	struct merged from;

	if (!load(s, id, &from))
		return false;
	if (!into->has_mac && from.has_mac) {
		into->has_mac = true;
		memcpy(into->mac, from.mac, 6);
	}
	for (int i = 0; i < TEXTS; i++) {
		if (into->text[i][0] == '\0')
			memcpy(into->text[i], from.text[i], TEXT);
	}
	into->first = from.first < into->first ? from.first : into->first;
	into->last = from.last > into->last ? from.last : into->last;
	into->received = from.received > into->received ? from.received : into->received;
	into->changes += from.changes;
	into->heard = into->heard || from.heard;
	return run_with(s, SQL_ASSET_JOIN_ADDRESSES, id, into->id) &&
	       run_with(s, SQL_ASSET_JOIN_SENSORS, id, into->id) &&
	       run_with(s, SQL_ASSET_JOIN_WORDS, id, into->id) &&
	       run_with(s, SQL_ASSET_DROP_SENSORS, id, 0) &&
	       run_with(s, SQL_ASSET_DROP_WORDS, id, 0) && run_with(s, SQL_ASSET_DROP, id, 0);
}

struct counts {
	uint64_t v4, v6, all; /* v6 without link-local ones, of which each host has its own */
};

static bool count(struct store *s, uint64_t id, struct counts *c)
{
	sqlite3_stmt *st = sql_get(s, SQL_ADDRESS_COUNT);

	sql_int(st, 1, id);
	int row = sql_row(s, st);

	*c = (struct counts){ 0 };
	if (row > 0)
		*c = (struct counts){ sql_uint(st, 0), sql_uint(st, 1), sql_uint(st, 2) };
	sql_done(st);
	return row >= 0;
}

static bool link_local(const ProtobufCBinaryData *ip)
{
	return ip->len == 16 && ip->data[0] == 0xfe && (ip->data[1] & 0xc0) == 0x80;
}

/* May the event's addresses be those of the asset that has its MAC? */
static bool takes(struct store *s, uint64_t id, const Kagami__Asset *e, bool *may)
{
	struct counts c;

	if (!count(s, id, &c))
		return false;
	*may = true;
	for (size_t i = 0; i < e->n_ips; i++) {
		if ((e->ips[i].len == 4 && c.v4 > 0) ||
		    (e->ips[i].len == 16 && !link_local(&e->ips[i]) && c.v6 > 0))
			*may = false;
	}
	return true;
}

struct candidates {
	uint64_t ids[CANDIDATES];
	size_t n;
	uint64_t by_mac; /* 0: none, or not to be joined */
};

static bool find(struct store *s, const Kagami__Asset *e, struct candidates *c)
{
	*c = (struct candidates){ 0 };
	for (size_t i = 0; i < e->n_ips && c->n < CANDIDATES; i++) {
		uint64_t id;
		size_t k = 0;

		if (!owner(s, e->ips[i].data, e->ips[i].len, &id))
			return false;
		while (k < c->n && c->ids[k] != id)
			k++;
		if (id != 0 && k == c->n)
			c->ids[c->n++] = id;
	}
	if (e->mac.len != 6)
		return true;
	if (!owner(s, e->mac.data, 6, &c->by_mac))
		return false;
	for (size_t k = 0; k < c->n; k++) {
		/* It comes first: it is the one that the others join. */
		if (c->ids[k] == c->by_mac) {
			c->ids[k] = c->ids[0];
			c->ids[0] = c->by_mac;
			return true;
		}
	}
	bool may = false;

	if (c->by_mac != 0 && !takes(s, c->by_mac, e, &may))
		return false;
	if (!may)
		c->by_mac = 0;
	return true;
}

static bool make(struct store *s, const struct adding *a, const Kagami__Asset *e, struct merged *m)
{
	sqlite3_stmt *st = sql_get(s, SQL_ASSET_NEW);

	memset(m, 0, sizeof(*m));
	m->first = store_time(e->first);
	m->last = store_time(e->last);
	m->received = store_time(a->batch->received);
	sql_int(st, 1, m->first);
	sql_int(st, 2, m->last);
	sql_int(st, 3, m->received);
	if (!sql_run(s, st))
		return false;
	m->id = (uint64_t)sqlite3_last_insert_rowid(s->db);
	return true;
}

/* Is nothing known that says they are two? */
static bool may_join(const struct merged *m, const struct merged *other, const Kagami__Asset *e)
{
	if (!other->has_mac)
		return true;
	if (m->has_mac)
		return memcmp(m->mac, other->mac, 6) == 0;
	return e->mac.len != 6 || memcmp(e->mac.data, other->mac, 6) == 0;
}

static bool join_others(struct store *s, const struct candidates *c, const Kagami__Asset *e,
			struct merged *m)
{
	for (size_t k = 0; k < c->n; k++) {
		struct merged other;

		if (c->ids[k] == m->id)
			continue;
		if (!load(s, c->ids[k], &other) ||
		    (may_join(m, &other, e) && !join(s, m, other.id)))
			return false;
	}
	if (c->by_mac == 0 || c->by_mac == m->id || m->has_mac)
		return true;
	return join(s, m, c->by_mac);
}

/* Gives it the event's IP addresses. Another asset that is left without any was this one. */
static bool addresses(struct store *s, const Kagami__Asset *e, struct merged *m)
{
	for (size_t i = 0; i < e->n_ips && i < CANDIDATES; i++) {
		const ProtobufCBinaryData *ip = &e->ips[i];
		struct counts left;
		uint64_t had;

		if (!owner(s, ip->data, ip->len, &had))
			return false;
		if (had == m->id)
			continue;
		if (!give(s, ip->data, ip->len, m->id))
			return false;
		if (had == 0)
			continue;
		if (!count(s, had, &left) || (left.all == 0 && !join(s, m, had)))
			return false;
	}
	return true;
}

static bool own_mac(struct store *s, const Kagami__Asset *e, const struct sighting *before,
		    struct merged *m)
{
	uint64_t had;

	if (e->mac.len != 6 || (m->has_mac && memcmp(m->mac, e->mac.data, 6) == 0))
		return true;
	if (!owner(s, e->mac.data, 6, &had))
		return false;
	if (had != 0 && had != m->id)
		return true;
	if (m->has_mac) {
		/* Another sensor may see a router's. One that saw this MAC itself saw it replaced.
		 */
		if (!before->has_mac || memcmp(before->mac, m->mac, 6) != 0)
			return true;
		if (!take(s, m->mac, 6))
			return false;
		memcpy(m->was, m->mac, 6);
		m->has_was = true;
		m->changes++;
	}
	memcpy(m->mac, e->mac.data, 6);
	m->has_mac = true;
	return give(s, m->mac, 6, m->id);
}

static bool load_sighting(struct store *s, uint64_t asset, int64_t sensor, struct sighting *x)
{
	sqlite3_stmt *st = sql_get(s, SQL_ASSET_SENSOR_GET);

	memset(x, 0, sizeof(*x));
	sql_int(st, 1, asset);
	sql_int(st, 2, (uint64_t)sensor);
	int row = sql_row(s, st);

	if (row > 0) {
		x->there = true;
		x->has_mac = column_mac(st, 0, x->mac);
		x->first = sql_uint(st, 1);
		x->last = sql_uint(st, 2);
		for (int i = 0; i < TEXTS; i++)
			copy(x->text[i], sql_string(st, 3 + i));
	}
	sql_done(st);
	return row >= 0;
}

static bool save_sighting(struct store *s, uint64_t asset, const struct adding *a,
			  const Kagami__Asset *e, const struct sighting *x)
{
	sqlite3_stmt *st = sql_get(s, SQL_ASSET_SENSOR_PUT);

	sql_int(st, 1, asset);
	sql_int(st, 2, (uint64_t)a->sensor);
	for (int i = 0; i < TEXTS; i++)
		sql_text(st, 3 + i, x->text[i]);
	if (x->has_mac)
		sql_blob(st, 12, x->mac, 6);
	if (e->via.len == 6)
		sql_blob(st, 13, e->via.data, 6);
	sql_int(st, 14, x->first);
	sql_int(st, 15, x->last);
	sql_int(st, 16, store_time(a->batch->received));
	sql_int(st, 17, a->batch->epoch);
	sql_int(st, 18, e->sent_packets);
	sql_int(st, 19, e->sent_bytes);
	sql_int(st, 20, e->got_packets);
	sql_int(st, 21, e->got_bytes);
	return sql_run(s, st);
}

static void texts(const Kagami__Asset *e, struct sighting *x, struct merged *m)
{
	const char *const said[TEXTS] = {
		[NAME] = e->name,	  [VENDOR] = e->vendor, [MODEL] = e->model,
		[FIRMWARE] = e->firmware, [SERIAL] = e->serial, [DESCRIPTION] = e->description,
		[MAKER] = e->maker,	  [ZONE] = e->zone,	[ROLE] = e->role,
	};
	bool newer = store_time(e->last) >= m->last;

	for (int i = 0; i < TEXTS; i++) {
		char now[TEXT];

		copy(now, said[i]);
		bool news = now[0] != '\0' && strcmp(now, x->text[i]) != 0;

		if (news && (m->text[i][0] == '\0' || newer)) {
			m->changes += i < IDENTITY && m->text[i][0] != '\0' &&
				      strcmp(m->text[i], now) != 0;
			memcpy(m->text[i], now, TEXT);
		}
		if (news)
			memcpy(x->text[i], now, TEXT);
	}
}

static bool word(struct store *s, uint64_t asset, const char *what, const char *text)
{
	sqlite3_stmt *st = sql_get(s, SQL_ASSET_WORD);
	char cut[TEXT];

	copy(cut, text);
	sql_int(st, 1, asset);
	sql_text(st, 2, what);
	sql_text(st, 3, cut);
	return sql_run(s, st);
}

static bool number(struct store *s, uint64_t asset, const char *what, uint32_t n)
{
	char text[16];

	(void)snprintf(text, sizeof(text), "%u", n);
	return word(s, asset, what, text);
}

static bool words(struct store *s, uint64_t id, const Kagami__Asset *e)
{
	bool good = true;

	for (size_t i = 0; good && i < e->n_client_of && i < WORDS; i++)
		good = word(s, id, "client of", e->client_of[i]);
	for (size_t i = 0; good && i < e->n_server_of && i < WORDS; i++)
		good = word(s, id, "server of", e->server_of[i]);
	for (size_t i = 0; good && i < e->n_vlans && i < WORDS; i++)
		good = number(s, id, "vlan", e->vlans[i]);
	for (size_t i = 0; good && i < e->n_units && i < 4 * WORDS; i++)
		good = number(s, id, "unit", e->units[i]);
	return good;
}

static void account(const struct adding *a, const Kagami__Asset *e, struct sighting *x,
		    struct merged *m)
{
	uint64_t first = store_time(e->first), last = store_time(e->last);
	uint64_t received = store_time(a->batch->received);

	x->first = !x->there || first < x->first ? first : x->first;
	x->last = last > x->last ? last : x->last;
	if (e->mac.len == 6) {
		x->has_mac = true;
		memcpy(x->mac, e->mac.data, 6);
	}
	m->first = first < m->first ? first : m->first;
	m->last = last > m->last ? last : m->last;
	m->received = received > m->received ? received : m->received;
	m->heard = m->heard || e->heard;
}

bool store_merge_asset(struct store *s, const struct adding *a, const Kagami__Asset *e)
{
	struct candidates c;
	struct sighting x;
	struct merged m;

	if (e->n_ips == 0 && e->mac.len != 6)
		return true; /* nobody to tell from others */
	if (!find(s, e, &c))
		return false;
	uint64_t id = c.n > 0 ? c.ids[0] : c.by_mac;

	if (!(id != 0 ? load(s, id, &m) : make(s, a, e, &m)))
		return false;
	if (!join_others(s, &c, e, &m) || !addresses(s, e, &m) ||
	    !load_sighting(s, m.id, a->sensor, &x) || !own_mac(s, e, &x, &m))
		return false;
	texts(e, &x, &m);
	account(a, e, &x, &m);
	return save(s, &m) && words(s, m.id, e) && save_sighting(s, m.id, a, e, &x);
}
