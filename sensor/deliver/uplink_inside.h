#ifndef SENSOR_DELIVER_UPLINK_INSIDE_H
#define SENSOR_DELIVER_UPLINK_INSIDE_H
/*
 * What the files of the uplink share: the connection (uplink_socket.c), what is sent over it
 * (uplink_send.c), and what drives both (uplink.c).
 */
#include "sensor/deliver/uplink_state.h"

enum { UPLINK_DICTIONARIES = 16 };

#define UPLINK_NOBODY "nobody answers there"

struct uplink {
	struct uplink_options o;
	struct uplink_machine m;
	struct spool *spool;
	uint64_t epoch; /* that is added to */

	void *context;
	void *socket, *monitor; /* NULL: there is none */
	unsigned attempt;	/* numbers monitors */
	struct wire_arena arena;

	/* The batch that is being gathered; an event that did not belong in it waits for the next.
	 */
	uint8_t *bytes;
	ProtobufCBinaryData *events;
	size_t n, used;
	uint32_t batch_bytes; /* as large as batches may be */
	uint64_t dictionary;
	struct spool_event waiting;
	bool has_waiting;
	uint8_t *waiting_bytes;

	bool welcomed; /* there was a session of the epoch that is added to */
	bool anew;     /* what comes next needs a Hello of its own, when all is acknowledged */
	bool blocked;  /* ZeroMQ took no more: soon again */
	uint64_t known[UPLINK_DICTIONARIES]; /* dictionaries that the collector has */
	size_t nknown;
	uint64_t missing, stand_in; /* a dictionary that cannot be read, and the empty one for it */

	uint64_t asked_events; /* what the last Ping said of the spool */
	uint64_t told_events;  /* what the last one said that was answered */
	bool told_up;	       /* what the log said last */
	char told[UPLINK_WHY]; /* why it was down */
	uint64_t ran;	       /* uplink_run() was called last, monotonic */
	uint64_t sent_events, sent_bytes, acked_events, known_events;
};

/* uplink_socket.c */

bool uplink_open(struct uplink *l);
void uplink_close(struct uplink *l);
/* Tells the machine what became of the connection. */
void uplink_watch(struct uplink *l, uint64_t now);
enum uplink_put { UPLINK_PUT, UPLINK_PUT_LATER, UPLINK_PUT_NEVER };
/* Sends a message. Later: not now. Never: it does not fit, or there is no memory. */
enum uplink_put uplink_put(struct uplink *l, const Kagami__ToCollector *message);
/* The next message that came, good until the next call; NULL: none. *broken: one that is none. */
const Kagami__ToSensor *uplink_get(struct uplink *l, bool *broken);

/* uplink_send.c */

/* Says Hello for what the spool has. */
bool uplink_hello(struct uplink *l, uint64_t now);
bool uplink_ping(struct uplink *l, uint64_t now, const Kagami__Shed *shed, uint64_t queue_bytes);
/* A session began: what the collector has is forgotten, what follows is read. */
void uplink_welcomed(struct uplink *l, const Kagami__Welcome *w);
/* Sends batches while there are events and credit. */
void uplink_send(struct uplink *l, uint64_t now, const Kagami__Shed *shed);

/* The machine's clock, ns since 1970. */
uint64_t uplink_wall(void);

#endif
