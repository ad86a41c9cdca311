#ifndef COLLECTOR_GATE_H
#define COLLECTOR_GATE_H
/*
 * Who is let in: a thread that answers ZeroMQ's questions about keys (ZAP, RFC 27) from the list,
 * and hears what its sockets say of connections (monitors), so that what never gets as far as a
 * message is counted and said too. It decides by key and domain: sensors may send events,
 * subscribers may listen to the stream, and neither may do the other's.
 *
 * It never waits for the collector's own thread, and the other way round.
 */
#include "collector/roll.h"

struct gate;

/* Which socket: that of the sensors, that of the live stream. */
enum gate_door { GATE_EVENTS, GATE_STREAM, GATE_DOORS };

/* Where the sockets' monitors are heard; to be passed to zmq_socket_monitor() with gate_monitored,
 * before binding. */
#define GATE_MONITOR_EVENTS "inproc://kagami.monitor.events"
#define GATE_MONITOR_STREAM "inproc://kagami.monitor.stream"
extern const int gate_monitored;

/* ZAP domains. */
#define GATE_DOMAIN_EVENTS "kagami.events"
#define GATE_DOMAIN_STREAM "kagami.stream"

/* Starts the thread; to be done before sockets are bound. connections: at most, at each door, about
 * (those that the kernel has accepted already come on top). NULL: `error`. */
struct gate *gate_open(void *zmq, struct roll *roll, uint64_t connections, char *error,
		       size_t size);
/* After the sockets are closed, before the context is. */
void gate_close(struct gate *g);

/* Ends all connections of the door: who is on the list no longer does not come back. */
void gate_drop(struct gate *g, enum gate_door door);

/* What a message's User-Id says: role, name and key of the connection; false: it is none of ours.
 */
bool gate_user(const char *user, struct allow_entry *out);

struct gate_stats {
	uint64_t connections, subscribers; /* now: of sensors' and the stream's socket; any peer */
	bool shut; /* the sensors' door: no more are let in until some end */
	uint64_t accepted;
	uint64_t admitted;     /* keys that were on the list */
	uint64_t unknown_key;  /* refused: on nobody's line */
	uint64_t too_often;    /* refused: that key comes again and again (pace.h) */
	uint64_t wrong_role;   /* refused: a subscriber's at the sensors' door, or the reverse */
	uint64_t handshakes;   /* failed: no key, not our key, not ZeroMQ at all, too slow */
	uint64_t not_accepted; /* by the system: no more files */
};
void gate_stats(const struct gate *g, struct gate_stats *out);

#endif
