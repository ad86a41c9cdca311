#ifndef COLLECTOR_STORE_H
#define COLLECTOR_STORE_H
/*
 * Where events are kept. This is the interface; SQLite (store_sqlite*.c) is the first thing behind
 * it. One process writes (it holds a lock); any number may read at the same time. A store
 * belongs to one thread.
 *
 * Times are ns since 1970, UTC. Strings in results are good until the callback returns. Functions
 * that return bool: false, and store_error() says why.
 */
#include "proto/event_json.h"

struct store;

struct store_options {
	const char *path; /* the database file; its folder must exist */
	bool read_only;	  /* for commands beside a running collector */
	bool durable;	  /* a commit survives a power cut (PRAGMA synchronous=FULL) */
	/* Beside a collector that writes: reads, and may only put what people ask for
	 * (incident_store_ask()). The database refuses all else. */
	bool ask;
	bool *held; /* NULL, or set to whether it could not be opened because another writes it */
};

enum { STORE_ERROR = 512 };

/* Opens or makes it, and brings an older schema up to date (each migration in one transaction).
 * NULL: `error` says why: held by another collector, a later schema, not a database. */
struct store *store_open(const struct store_options *o, char *error, size_t size);
void store_close(struct store *s);
const char *store_error(const struct store *s);
/* The last failure was for want of room on the disk: trying again later may work. */
bool store_full(const struct store *s);

/* ---- writing ---- */

/* Events of one sensor and epoch whose numbers follow each other. */
struct store_batch {
	const char *sensor;
	uint64_t epoch, first_seq, dictionary;
	size_t n;
	const ProtobufCBinaryData *bytes; /* the events as they came */
	Kagami__Event *const
		*events; /* the same, unpacked; of operations and packets NULL will do */
	const struct wire_glance *seen; /* the same at a glance; NULL: events has all */
	uint64_t received;
	int64_t clock_offset;
};

/* A transaction holds any number of batches, dictionaries, states. */
bool store_begin(struct store *s);
bool store_commit(struct store *s);
void store_rollback(struct store *s);

/*
 * Adds the events with numbers above the epoch's last one; those up to it are in the store already
 * and passed over. *added: how many were new. `dictionary` is used to find what is put in columns
 * (rule ids, names).
 */
bool store_add(struct store *s, const struct store_batch *batch,
	       const struct dictionary *dictionary, size_t *added);

/* The epoch's last event that is committed; 0: none. */
bool store_committed(struct store *s, const char *sensor, uint64_t epoch, uint64_t *seq);

bool store_put_dictionary(struct store *s, const char *sensor, uint64_t id, const uint8_t *p,
			  size_t n);
/* tell(ctx, bytes, n); *found: there is one. */
bool store_get_dictionary(struct store *s, const char *sensor, uint64_t id, bool *found,
			  void (*tell)(void *ctx, const uint8_t *p, size_t n), void *ctx);
/* Ids of the newest dictionaries of the sensor, at most `room`. */
bool store_dictionaries(struct store *s, const char *sensor, uint64_t *ids, size_t room, size_t *n);

/* What the collector itself has to say: an event of the sensor "collector" (which is no name a
 * sensor may have), with the next number of its own epoch. */
bool store_add_own(struct store *s, const Kagami__Event *e, const struct dictionary *dictionary,
		   uint64_t received, uint64_t *seq);

/* The epoch of these events; 0: there is none yet. */
bool store_own_epoch(struct store *s, uint64_t *epoch);

/* ---- sensors ---- */

/*
 * What is marked (own) the store knows from the events themselves: store_put_sensor() passes over
 * it. Of program and the two digests the last that was said holds, by an event or by the caller;
 * "" from the caller leaves them as they are.
 */
struct store_sensor {
	const char *name;
	uint64_t first_seen, last_seen; /* 0: never; the earliest and the latest one hold */
	bool connected;
	const char *address; /* it came from last; "" */
	const char *program;
	uint64_t epoch, committed_seq;		/* (own) of the epoch that sent last */
	uint64_t events, alerts;		/* (own) stored, ever */
	uint64_t lost;				/* (own) numbers that were jumped over, ever */
	uint64_t spooled_events, spooled_bytes; /* that it still has, by its last word */
	Kagami__Shed shed;			/* of the epoch */
	uint64_t frames, dropped;		/* (own) by its last health event */
	int64_t clock_offset;
	unsigned synchronised; /* enum Kagami__Synchronised */
	uint64_t clock_max_error;
	const char *rules_digest, *baseline_digest;
	uint64_t refused;    /* messages */
	const char *refusal; /* the last refusal's text; "" */
	uint64_t lag;	     /* (own) ns: how old its last stored event of live capture was then */
};

bool store_put_sensor(struct store *s, const struct store_sensor *sensor);
/* All that ever sent something, by name; not the collector's own. */
bool store_each_sensor(struct store *s, void (*tell)(void *ctx, const struct store_sensor *sensor),
		       void *ctx);

/* ---- reading ---- */

struct store_filter {
	const char *sensor, *rule; /* NULL: any */
	const char *address;	   /* an IP or MAC address that takes part; NULL: any */
	unsigned kinds;		   /* set of 1 << enum event_kind; 0: all */
	unsigned min_priority;	   /* Kagami__Priority, of alerts */
	uint64_t since, until;	   /* event time, since <= time < until; 0: open */
	uint64_t limit;		   /* 0: none */
	bool newest_first;
};

struct store_event {
	uint64_t id;	/* stays what it is; its order is by stream, then by number */
	uint64_t batch; /* it came in; grows with commits */
	struct event_origin origin;
	uint64_t dictionary;
	enum event_kind kind;
	uint64_t time;
	const uint8_t *p; /* the event's bytes */
	size_t n;
};

/* Calls tell for each, by time; false from tell ends it. Memory is bounded, and no transaction is
 * open while tell runs: who reads slowly holds nobody up. */
bool store_each_event(struct store *s, const struct store_filter *f,
		      bool (*tell)(void *ctx, const struct store_event *e), void *ctx);
bool store_count_events(struct store *s, const struct store_filter *f, uint64_t *n);
/* The event with that number. *found: it is there; tell was called. */
bool store_get_event(struct store *s, const char *sensor, uint64_t epoch, uint64_t seq, bool *found,
		     void (*tell)(void *ctx, const struct store_event *e), void *ctx);
/* The rules that stored alerts are of, by name. */
bool store_each_rule(struct store *s, void (*tell)(void *ctx, const char *rule), void *ctx);
/* The newest batch, for store_follow(); 0: none yet. */
bool store_newest(struct store *s, uint64_t *batch);
/* Calls tell for the events of batches after *batch in the order in which they were stored, and
 * moves *batch on past those that are whole. limit and newest_first are not looked at. */
bool store_follow(struct store *s, const struct store_filter *f, uint64_t *batch,
		  bool (*tell)(void *ctx, const struct store_event *e), void *ctx);

/* Assets merged across sensors, and conversations; each with the sensors that saw it. */
struct store_asset {
	uint64_t id;
	const char *addresses; /* "10.0.0.5, 10.0.0.6", sorted */
	const char *mac, *name, *vendor, *model, *firmware, *serial, *description, *maker;
	const char *zone, *role, *client_of, *server_of; /* lists with ", " */
	const char *sensors;
	uint64_t first, last, changes;
};
bool store_each_asset(struct store *s, const struct store_filter *f,
		      bool (*tell)(void *ctx, const struct store_asset *a), void *ctx);

struct store_conversation {
	uint64_t id;
	const char *client, *server, *client_name, *server_name;   /* addresses; "" */
	const char *protocol, *functions, *host, *risks, *sensors; /* lists with ", " */
	uint32_t port, vlan, ip_proto;
	uint64_t first, last, packets, bytes, messages, requests, errors, unanswered;
};
bool store_each_conversation(struct store *s, const struct store_filter *f,
			     bool (*tell)(void *ctx, const struct store_conversation *c),
			     void *ctx);

/* ---- keeping and forgetting ---- */

/* An incident refers to the event: retention leaves it until the holder releases it. */
bool store_hold(struct store *s, uint64_t event, const char *holder);
bool store_release(struct store *s, const char *holder);

struct store_retention {
	uint64_t max_age;      /* ns by time of receipt; 0: any */
	uint64_t incident_age; /* ns since an incident that is closed last changed, as these calls
				  saw it; 0: any. One with a record to be written stays */
	uint64_t max_bytes;    /* of the database; 0: any. Operations go first, then conversations,
				  packets, assets, health, alerts; each the oldest first */
	uint64_t now;
	uint64_t budget; /* about so many events in one call, so that nobody waits long: it ends
			    between rows, and a row may hold many operations */
};
struct store_forgotten {
	uint64_t events[EVENT_KINDS];
	uint64_t incidents;
	uint64_t notifications; /* records of others */
	bool more;		/* the budget ended it */
	bool held;		/* the size cannot be reached: what is left is held */
};
bool store_forget(struct store *s, const struct store_retention *r, struct store_forgotten *out);

/* ---- check ---- */

struct store_facts {
	uint64_t schema, bytes, free_bytes, events, assets, conversations, oldest, newest;
};
bool store_facts(struct store *s, struct store_facts *out);
/* PRAGMA integrity_check, holes in numbers, events without dictionary...; tell is given each
 * problem as a line. */
bool store_verify(struct store *s, void (*tell)(void *ctx, const char *problem), void *ctx);

#endif
