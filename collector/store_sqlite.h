#ifndef COLLECTOR_STORE_SQLITE_H
#define COLLECTOR_STORE_SQLITE_H
/*
 * What the parts of the SQLite store share; nobody else includes it. docs/store.md describes the
 * tables.
 *
 * An event's id is its stream's number (of a sensor and an epoch) and its own number in that stream
 * in one integer, the table's key: one B-tree keeps the rows, their order and that each is there
 * once. What the events of a batch have in common stands in the batch's row.
 */
#include <sqlite3.h>

#include "collector/store.h"

enum {
	STORE_APPLICATION = 0x4b47636f, /* "KGco", in the file's header */
	STORE_SEQ_BITS = 40,
	STORE_UNKNOWN_KIND = EVENT_KINDS, /* of a sensor of a later version */
	STORE_KINDS,
	STORE_STREAMS = 1024, /* kept in memory, unless more speak in one transaction */
};

#define STORE_SEQ_MAX	 (((uint64_t)1 << STORE_SEQ_BITS) - 1)
#define STORE_STREAM_MAX (((int64_t)1 << (63 - STORE_SEQ_BITS)) - 1)

enum sql {
	SQL_BEGIN,
	SQL_COMMIT,
	SQL_ROLLBACK,
	SQL_SENSOR_FIND,
	SQL_SENSOR_NEW,
	SQL_STREAM_FIND,
	SQL_STREAM_NEW,
	SQL_STREAM_ON,
	SQL_STREAM_OWN,
	SQL_STREAM_OF,
	SQL_BATCH_NEW,
	SQL_BATCH_SINCE,
	SQL_BATCH_UNTIL,
	SQL_EVENT_NEW,
	SQL_ALERT_NEW,
	SQL_SENSOR_EVENTS,
	SQL_SENSOR_HEALTH,
	SQL_DICTIONARY_NEW,
	SQL_DICTIONARY_GET,
	SQL_DICTIONARY_IDS,
	SQL_DICTIONARY_THERE,
	SQL_SENSOR_PUT,
	SQL_SENSOR_EACH,
	SQL_ADDRESS_FIND,
	SQL_ADDRESS_PUT,
	SQL_ADDRESS_TAKE,
	SQL_ADDRESS_COUNT,
	SQL_ASSET_NEW,
	SQL_ASSET_GET,
	SQL_ASSET_PUT,
	SQL_ASSET_DROP,
	SQL_ASSET_JOIN_ADDRESSES,
	SQL_ASSET_JOIN_SENSORS,
	SQL_ASSET_JOIN_WORDS,
	SQL_ASSET_DROP_SENSORS,
	SQL_ASSET_DROP_WORDS,
	SQL_ASSET_DROP_ADDRESSES,
	SQL_ASSET_WORD,
	SQL_ASSET_SENSOR_GET,
	SQL_ASSET_SENSOR_PUT,
	SQL_CONVERSATION_FIND,
	SQL_CONVERSATION_NEW,
	SQL_CONVERSATION_PUT,
	SQL_CONVERSATION_WORD,
	SQL_CONVERSATION_SENSOR_GET,
	SQL_CONVERSATION_SENSOR_PUT,
	SQL_EVENT_GET,
	SQL_EVENT_RANGE,
	SQL_BATCH_AFTER,
	SQL_BATCH_NEWEST,
	SQL_ALERT_KEY,
	SQL_RULES,
	SQL_ASSET_ADDRESSES,
	SQL_ASSET_WORDS,
	SQL_ASSET_SENSORS,
	SQL_CONVERSATION_GET,
	SQL_CONVERSATION_WORDS,
	SQL_CONVERSATION_SENSORS,
	SQL_HOLD,
	SQL_HOLD_THERE,
	SQL_RELEASE,
	SQL_UNSWEEP,
	SQL_BATCH_OLDEST,
	SQL_BATCH_OF,
	SQL_FORGET_RANGE,
	SQL_FORGET_KIND,
	SQL_FORGET_RUNS,
	SQL_BATCH_RUNS,
	SQL_RUN_NEW,
	SQL_RUN_OF,
	SQL_RUN_RANGE,
	SQL_BATCH_AGAIN,
	SQL_FORGET_ALERT,
	SQL_BATCH_LEFT,
	SQL_BATCH_DROP,
	SQL_BATCH_SWEPT,
	SQL_FORGET_CONVERSATIONS,
	SQL_FORGET_CONVERSATION_WORDS,
	SQL_FORGET_CONVERSATION_SENSORS,
	SQL_FORGET_ASSETS,
	SQL_FORGET_ASSET_WORDS,
	SQL_FORGET_ASSET_SENSORS,
	SQL_FORGET_ASSET_ADDRESSES,
	SQL_FORGET_DICTIONARIES,
	SQL_INCIDENT_PUT,
	SQL_INCIDENT_GET,
	SQL_INCIDENT_ROW,
	SQL_INCIDENT_OPEN,
	SQL_INCIDENT_HOLD,
	SQL_REVISION_PUT,
	SQL_REVISION_PRUNE,
	SQL_REVISION_GET,
	SQL_REVISION_DUE,
	SQL_REVISION_COUNT,
	SQL_REVISION_DONE,
	SQL_KNOWN_PUT,
	SQL_KNOWN_GET,
	SQL_FORGET_KNOWN,
	SQL_INCIDENT_CLOSED,
	SQL_FORGET_INCIDENTS,
	SQL_FORGET_REVISIONS,
	SQL_CORRELATION_PUT,
	SQL_CORRELATION_GET,
	SQL_COMMAND_PUT,
	SQL_COMMAND_TAKE,
	SQL_COMMAND_NEXT,
	SQL_COMMAND_ANSWER,
	SQL_COMMAND_ANSWERED,
	SQL_COMMAND_PRUNE,
	SQL_NOTIFICATION_SAME,
	SQL_NOTIFICATION_PUT,
	SQL_NOTIFICATION_NEXT,
	SQL_FORGET_NOTIFICATIONS,
	SQL_STATEMENTS
};

extern const char *const store_sql[SQL_STATEMENTS];

/* A stream as it is in the store, and as the transaction under way would leave it. */
struct stream {
	char sensor[WIRE_NAME_MAX + 1];
	uint64_t epoch;
	int64_t id, sensor_id; /* id 0: not in the store yet */
	uint64_t committed, last;
};

struct store {
	sqlite3 *db;
	int lock; /* of the one who writes; -1 */
	bool read_only, full;
	bool fixed;  /* its schema is left as it is */
	bool held;   /* another writes it: it could not be opened */
	bool in;     /* a transaction is under way */
	bool broken; /* something in it failed: it can only be rolled back */
	char error[STORE_ERROR];
	sqlite3_stmt *statements[SQL_STATEMENTS];
	struct stream *streams;
	size_t nstreams, room;
	struct wire_arena arena; /* what is unpacked while reading */
	struct checkpoint *checkpoint;
	struct runs *runs; /* of store_sqlite_runs.c; NULL: not used yet */
};

/* ---- statements ---- */

/* Prepared once, reset, without values. NULL: it cannot be; what is done with it fails then. */
sqlite3_stmt *sql_get(struct store *s, enum sql which);
void sql_int(sqlite3_stmt *st, int at, uint64_t value);
/* NULL: no value. Good until the statement was run. */
void sql_text(sqlite3_stmt *st, int at, const char *text);
void sql_blob(sqlite3_stmt *st, int at, const void *p, size_t n);
/* Runs to its end and resets. False: error and full are set. */
bool sql_run(struct store *s, sqlite3_stmt *st);
/* The next row: 1, none: 0 (reset), failed: -1 (reset, error is set). */
int sql_row(struct store *s, sqlite3_stmt *st);
void sql_done(sqlite3_stmt *st);
uint64_t sql_uint(sqlite3_stmt *st, int column);
/* "" for no value. */
const char *sql_string(sqlite3_stmt *st, int column);
/* SQL without parameters and rows. */
bool sql_exec(struct store *s, const char *text);
/* A statement of its own that sql_row() steps and the caller finalizes; NULL: error is set. */
sqlite3_stmt *sql_prepare(struct store *s, const char *text);
/* The first column of the first row; 0 when there is none. */
bool sql_number(struct store *s, const char *text, uint64_t *value);
/* Remembers why; always false. */
bool store_failed(struct store *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The same from SQLite's last error. */
bool store_failed_sql(struct store *s, const char *doing);

/* ---- schema ---- */

/* Step i makes version i + 1 of version i: statements, the last one NULL. */
extern const char *const *const store_migrations[];
extern const unsigned store_schema; /* the present version: their number */

/* Brings the database up to version n, each step in a transaction of its own. */
bool store_migrate(struct store *s, const char *const *const *steps, unsigned n);

/* ---- adding ---- */

/* What the rows of an event are made of. */
struct adding {
	const struct store_batch *batch;
	const struct dictionary *dictionary;
	int64_t sensor, stream;
};

/* The sensor's number; made when it is not there. */
bool store_sensor_id(struct store *s, const char *name, uint64_t at, int64_t *id);
bool store_merge_asset(struct store *s, const struct adding *a, const Kagami__Asset *asset);
bool store_merge_conversation(struct store *s, const struct adding *a,
			      const Kagami__Conversation *c);
/* Does the address of n bytes take part in the event? */
bool store_takes_part(const Kagami__Event *e, const uint8_t *address, size_t n);
/* A text of an address of 4, 6 or 16 bytes; "" for others. */
void store_address(char out[48], const uint8_t *p, size_t n);
/* The bytes of such a text, at most 16; 0: it is none. */
size_t store_address_parse(const char *text, uint8_t out[16]);

static inline uint64_t store_event_id(int64_t stream, uint64_t seq)
{
	return (uint64_t)stream << STORE_SEQ_BITS | seq;
}

/* Times are compared in SQL, whose integers have a sign. */
static inline uint64_t store_time(uint64_t t)
{
	return t > INT64_MAX ? INT64_MAX : t;
}

#endif
