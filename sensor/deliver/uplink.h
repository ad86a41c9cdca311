#ifndef SENSOR_DELIVER_UPLINK_H
#define SENSOR_DELIVER_UPLINK_H
/*
 * The connection to a collector: a ZeroMQ DEALER with CURVE. Says Hello, sends batches while there
 * is credit, hears acknowledgements, notices silence, goes on to the next collector, tries again
 * with growing, jittered pauses. It reads from the spool and never keeps events of its own.
 *
 * One thread uses it, the spool's. The state machine (uplink_state.c) does no I/O and takes the
 * time as an argument, so that it is tested without sockets.
 */
#include <poll.h>

#include "sensor/deliver/epoch.h"
#include "sensor/deliver/spool.h"

struct uplink;

enum { UPLINK_COLLECTORS = 16, UPLINK_FDS = 2 };

struct uplink_options {
	const char *const *collectors; /* "tcp://host:5570", in the order of preference */
	size_t ncollectors;
	const char *name;   /* the sensor's */
	const char *public; /* Z85 */
	const char *secret;
	const char *server_key;	       /* the collector's, Z85 */
	const char *program;	       /* "kagami-sensor 0.1.0" */
	uint64_t heartbeat;	       /* ns: a Ping after as long without anything else (5 s) */
	uint64_t timeout;	       /* ns: no answer for as long is a lost link (15 s) */
	uint64_t retry_min, retry_max; /* ns (250 ms, 30 s) */
	uint32_t batch_events;	       /* in a batch at most */
	uint32_t batch_bytes;
	bool (*clock)(Kagami__Clock *clock); /* the kernel's view of the clock; NULL: not told */
};

enum uplink_state {
	UPLINK_DOWN,	   /* waiting to try again */
	UPLINK_CONNECTING, /* Hello is said, nothing heard */
	UPLINK_UP,
	UPLINK_REFUSED, /* the collector said no; tries again at the longest pause */
};
const char *uplink_state_name(enum uplink_state s);

/* NULL: `error` says why. */
struct uplink *uplink_new(const struct uplink_options *o, struct spool *spool, char *error,
			  size_t size);
void uplink_free(struct uplink *l);

/* The epoch that events are added with now: what Hello says when the spool is empty. 0, as it is
 * before: none are added; then only what the spool has is sent. */
void uplink_epoch(struct uplink *l, uint64_t epoch);

/* What to poll; returns how many. Call uplink_run() after each event, and when uplink_due() has
 * come. */
size_t uplink_fds(const struct uplink *l, struct pollfd fds[UPLINK_FDS]);
/* When uplink_run() is to be called at the latest; ns, monotonic. */
uint64_t uplink_due(const struct uplink *l);
/* Does everything that is due: hears, acknowledges in the spool, sends. shed: what to report. */
void uplink_run(struct uplink *l, uint64_t now, const Kagami__Shed *shed, uint64_t queue_bytes);

struct uplink_stats {
	enum uplink_state state;
	const char *collector;				/* that is talked to, or tried */
	uint64_t sent_events, sent_bytes, acked_events; /* since made */
	uint64_t known_events; /* of this epoch the collector had before the first session */
	uint64_t told_events;  /* 0: the collector knows that none wait in the spool */
	uint64_t sessions;     /* begun: reconnects + 1 */
	uint64_t refusals;
	char refusal[160];    /* the last one's text; "": none */
	uint64_t round_trip;  /* ns, of the last Ping or Hello */
	int64_t clock_offset; /* ns that this clock is ahead of the collector's, about */
};
void uplink_stats(const struct uplink *l, struct uplink_stats *out);

#endif
