#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "collector/store_sqlite.h"

bool store_put_dictionary(struct store *s, const char *sensor, uint64_t id, const uint8_t *p,
			  size_t n)
{
	int64_t sensor_id;
	sqlite3_stmt *st;

	if (!store_sensor_id(s, sensor, 0, &sensor_id))
		return false;
	st = sql_get(s, SQL_DICTIONARY_NEW);
	sql_int(st, 1, (uint64_t)sensor_id);
	sql_int(st, 2, id);
	sql_blob(st, 3, p, n);
	if (!sql_run(s, st))
		return false;
	if (sqlite3_changes(s->db) == 0)
		return true;
	st = sql_get(s, SQL_FORGET_DICTIONARIES);
	sql_int(st, 1, (uint64_t)sensor_id);
	return sql_run(s, st);
}

bool store_get_dictionary(struct store *s, const char *sensor, uint64_t id, bool *found,
			  void (*tell)(void *ctx, const uint8_t *p, size_t n), void *ctx)
{
	sqlite3_stmt *st = sql_get(s, SQL_DICTIONARY_GET);

	sql_text(st, 1, sensor);
	sql_int(st, 2, id);
	int row = sql_row(s, st);

	*found = row > 0;
	if (row > 0)
		tell(ctx, sqlite3_column_blob(st, 0), (size_t)sqlite3_column_bytes(st, 0));
	sql_done(st);
	return row >= 0;
}

bool store_dictionaries(struct store *s, const char *sensor, uint64_t *ids, size_t room, size_t *n)
{
	sqlite3_stmt *st = sql_get(s, SQL_DICTIONARY_IDS);
	int row = 0;

	*n = 0;
	sql_text(st, 1, sensor);
	sql_int(st, 2, room);
	while (*n < room && (row = sql_row(s, st)) > 0)
		ids[(*n)++] = sql_uint(st, 0);
	sql_done(st);
	return row >= 0;
}

/* ---- the collector's own events ---- */

static const char own[] = "collector";

/* All of them are of one epoch, which begins with the first. */
static bool own_epoch(struct store *s, uint64_t *epoch, uint64_t now)
{
	sqlite3_stmt *st = sql_get(s, SQL_STREAM_OWN);

	sql_text(st, 1, own);
	int row = sql_row(s, st);

	*epoch = row > 0 ? sql_uint(st, 0) : (now / 1000000) << 19 & INT64_MAX;
	sql_done(st);
	return row >= 0;
}

bool store_own_epoch(struct store *s, uint64_t *epoch)
{
	return own_epoch(s, epoch, 0);
}

static bool own_dictionary(struct store *s, const struct dictionary *d, uint64_t id)
{
	const Kagami__Dictionary *m = dictionary_message(d);
	size_t n = kagami__dictionary__get_packed_size(m);
	sqlite3_stmt *st = sql_get(s, SQL_DICTIONARY_THERE);

	sql_text(st, 1, own);
	sql_int(st, 2, id);
	int row = sql_row(s, st);

	sql_done(st);
	if (row != 0)
		return row > 0;
	uint8_t *p = malloc(n + 1);

	if (p == NULL)
		return store_failed(s, "no memory");
	(void)kagami__dictionary__pack(m, p);
	bool good = store_put_dictionary(s, own, id, p, n);

	free(p);
	return good;
}

static bool own_last(struct store *s, uint64_t epoch, uint64_t *last)
{
	uint64_t committed;

	if (!store_committed(s, own, epoch, &committed))
		return false;
	*last = committed;
	for (size_t i = 0; i < s->nstreams; i++) {
		const struct stream *t = &s->streams[i];

		if (t->epoch == epoch && strcmp(t->sensor, own) == 0)
			*last = t->last;
	}
	return true;
}

bool store_add_own(struct store *s, const Kagami__Event *e, const struct dictionary *dictionary,
		   uint64_t received, uint64_t *seq)
{
	uint64_t epoch, last;
	uint64_t id = dictionary == NULL ? 0 : dictionary_message(dictionary)->id;
	uint8_t *p = malloc(WIRE_EVENT_MAX);
	size_t added = 0;

	if (p == NULL)
		return store_failed(s, "no memory");
	if (dictionary != NULL && id == 0)
		id = dictionary_digest(dictionary_message(dictionary));
	ProtobufCBinaryData bytes = { wire_pack_event(e, p, WIRE_EVENT_MAX), p };
	Kagami__Event copy = *e;
	Kagami__Event *const events[] = { &copy };
	bool good = bytes.len > 0 || store_failed(s, "an event of the collector is too large");

	good = good && own_epoch(s, &epoch, received) &&
	       (dictionary == NULL || own_dictionary(s, dictionary, id)) &&
	       own_last(s, epoch, &last);
	if (good) {
		struct store_batch batch = { .sensor = own,
					     .epoch = epoch,
					     .first_seq = last + 1,
					     .dictionary = id,
					     .n = 1,
					     .bytes = &bytes,
					     .events = events,
					     .received = received };

		good = store_add(s, &batch, dictionary, &added);
		*seq = last + 1;
	}
	free(p);
	return good;
}

/* ---- sensors ---- */

bool store_put_sensor(struct store *s, const struct store_sensor *x)
{
	sqlite3_stmt *st;
	int64_t id;

	if (!store_sensor_id(s, x->name, x->first_seen, &id))
		return false;
	st = sql_get(s, SQL_SENSOR_PUT);
	sql_text(st, 1, x->name);
	sql_int(st, 2, store_time(x->last_seen));
	sql_int(st, 3, x->connected);
	sql_text(st, 4, x->address == NULL ? "" : x->address);
	sql_text(st, 5, x->program == NULL ? "" : x->program);
	sql_int(st, 6, x->spooled_events);
	sql_int(st, 7, x->spooled_bytes);
	sql_int(st, 8, x->shed.operations);
	sql_int(st, 9, x->shed.conversations);
	sql_int(st, 10, x->shed.assets);
	sql_int(st, 11, x->shed.health);
	sql_int(st, 12, x->shed.alerts);
	sql_int(st, 13, x->shed.expired);
	sql_int(st, 14, (uint64_t)x->clock_offset);
	sql_int(st, 15, x->synchronised);
	sql_int(st, 16, x->clock_max_error);
	sql_text(st, 17, x->rules_digest == NULL ? "" : x->rules_digest);
	sql_text(st, 18, x->baseline_digest == NULL ? "" : x->baseline_digest);
	sql_int(st, 19, x->refused);
	sql_text(st, 20, x->refusal == NULL ? "" : x->refusal);
	sql_int(st, 21, store_time(x->first_seen));
	sql_int(st, 22, x->shed.packets);
	return sql_run(s, st);
}

/* Columns of SQL_SENSOR_EACH, in their order. */
static struct store_sensor sensor_of(sqlite3_stmt *st)
{
	struct store_sensor x = {
		.name = sql_string(st, 0),
		.first_seen = sql_uint(st, 1),
		.last_seen = sql_uint(st, 2),
		.connected = sql_uint(st, 3) != 0,
		.address = sql_string(st, 4),
		.program = sql_string(st, 5),
		.epoch = sql_uint(st, 6),
		.committed_seq = sql_uint(st, 7),
		.events = sql_uint(st, 8),
		.alerts = sql_uint(st, 9),
		.spooled_events = sql_uint(st, 10),
		.spooled_bytes = sql_uint(st, 11),
		.frames = sql_uint(st, 18),
		.dropped = sql_uint(st, 19),
		.clock_offset = (int64_t)sql_uint(st, 20),
		.synchronised = (unsigned)sql_uint(st, 21),
		.clock_max_error = sql_uint(st, 22),
		.rules_digest = sql_string(st, 23),
		.baseline_digest = sql_string(st, 24),
		.refused = sql_uint(st, 25),
		.refusal = sql_string(st, 26),
		.lag = sql_uint(st, 27),
		.lost = sql_uint(st, 28),
	};

	kagami__shed__init(&x.shed);
	x.shed.operations = sql_uint(st, 12);
	x.shed.conversations = sql_uint(st, 13);
	x.shed.assets = sql_uint(st, 14);
	x.shed.health = sql_uint(st, 15);
	x.shed.alerts = sql_uint(st, 16);
	x.shed.expired = sql_uint(st, 17);
	x.shed.packets = sql_uint(st, 29);
	return x;
}

bool store_each_sensor(struct store *s, void (*tell)(void *ctx, const struct store_sensor *sensor),
		       void *ctx)
{
	sqlite3_stmt *st = sql_get(s, SQL_SENSOR_EACH);
	int row;

	while ((row = sql_row(s, st)) > 0) {
		struct store_sensor x = sensor_of(st);

		tell(ctx, &x);
	}
	return row == 0;
}
