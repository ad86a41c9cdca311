#ifndef COLLECTOR_SERVER_INSIDE_H
#define COLLECTOR_SERVER_INSIDE_H
/* What the parts of the server share; nobody else includes it. */
#include "collector/door.h"
#include "collector/gate.h"
#include "collector/incident_desk.h"
#include "collector/publish.h"
#include "collector/roster.h"
#include "collector/server.h"
#include "collector/session.h"
#include "collector/store.h"
#include "collector/watch.h"
#include "common/metrics.h"

enum {
	SERVER_ADDRESSES = 16, /* that are listened on */
	SERVER_WHY = 512,
	SERVER_SLICE = 256,	  /* messages heard before something else is looked at */
	SERVER_PATIENCE = 4,	  /* commit intervals that may go by while messages wait */
	SERVER_BYTES = 16 << 20,  /* bytes of events in a transaction, about */
	SERVER_RETRY_MS = 1000,	  /* a sensor that was put off comes back then */
	SERVER_ARENA = 192 << 20, /* what a message may unpack to; touched only as far as needed */
};

#define SERVER_MS     UINT64_C(1000000)
#define SERVER_SECOND UINT64_C(1000000000)

/* A session with something in the transaction. */
struct due {
	char sensor[WIRE_NAME_MAX + 1];
	uint64_t session, last; /* last: to acknowledge; 0: nothing */
};

/* The transaction that is open. */
struct pending {
	bool open;
	uint64_t since; /* ns, monotonic */
	size_t events, bytes;
	struct due *due;
	size_t ndue, room;
};

/* The store takes nothing now. */
struct trouble {
	bool now;
	uint64_t since, until;		 /* ns, monotonic; until: not tried before */
	char why[SERVER_WHY];		 /* that was said */
	char culprit[WIRE_NAME_MAX + 1]; /* whose events could not be taken, until then */
	uint64_t culprit_until;
};

struct server_stats {
	uint64_t events, duplicates, batches, bytes; /* committed */
	uint64_t commits, commit_ns, commit_max_ns;
	uint64_t failures; /* transactions that failed */
	uint64_t busy;	   /* messages that were put off */
	uint64_t own;	   /* events of the collector's own */
	uint64_t forgotten[EVENT_KINDS];
};

struct server {
	const struct collector_options *o;
	const struct curve_key *key;
	void *zmq, *router;
	char bound[SERVER_ADDRESSES][DOOR_ADDRESS];
	struct roll *roll;
	struct allow allow;
	uint64_t allow_version;
	struct gate *gate;
	struct publisher *publisher; /* NULL: none */
	struct store *store;
	struct sessions *sessions;
	struct roster *roster;
	struct desk *desk; /* NULL: no incidents are made */
	struct watch *watch;
	struct metrics_server *metrics; /* NULL: none */
	struct metrics_text text;
	struct wire_arena arena;
	Kagami__Event **events; /* of the batch at hand: WIRE_BATCH_EVENTS */
	struct wire_glance seen[WIRE_BATCH_EVENTS];
	bool heard; /* the batch at hand goes to the live stream too */
	struct pending pending;
	struct trouble trouble;
	struct server_stats stats;
	uint64_t began;			       /* ns since 1970 */
	uint64_t saved, looked, forgot, swept; /* ns, monotonic: when that was done last */
	uint64_t measured;
	bool forget_more, held;
	bool writing; /* records are due and can be written */
};

uint64_t server_monotonic(void);
uint64_t server_now(void);

/* ---- server_commit.c ---- */

/* Is the store not to be bothered now, or not by that sensor? */
bool server_busy(const struct server *sv, const char *sensor, uint64_t monotonic);
/* A transaction is open afterwards. False: it could not be begun. */
bool server_begin(struct server *sv);
/* The session has something in the transaction. last: to acknowledge; 0: nothing. False: no
 * memory. */
bool server_due(struct server *sv, const struct session *se, uint64_t last);
/* Commits what is pending; then acknowledges and publishes. False: it failed, as below. */
bool server_commit(struct server *sv);
/* A write failed: nothing of the transaction is stored; whose it was is told to come again. */
void server_failed(struct server *sv, const char *why);
/* The same of store_add(), which may fail for what the sensor sent. */
void server_failed_of(struct server *sv, const char *sensor);

/* ---- server_hear.c ---- */

/* Hears what has come, at most SERVER_SLICE messages. False: there is nothing more now. */
bool server_hear(struct server *sv);
void server_say(struct server *sv, const uint8_t *identity, size_t n, const Kagami__ToSensor *m);
void server_refuse(struct server *sv, const uint8_t *identity, size_t n, uint64_t session,
		   Kagami__Reason reason, const char *text, uint32_t retry_ms);

/* ---- server_tend.c ---- */

/* What is done every so often: the list, connections, silent sessions, states, alerts, retention,
 * metrics. */
void server_tend(struct server *sv);
/* What was told of sensors by earlier runs goes on. False: store_error(). */
bool server_remember(struct server *sv);
/* The list as it is now. */
void server_list(struct server *sv);
/* Writes some records that are due. */
void server_records(struct server *sv);
/* The states of sensors into the store, now. */
void server_save(struct server *sv);

/* ---- server_metrics.c ---- */

void server_metrics(struct server *sv);

#endif
