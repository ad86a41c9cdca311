#ifndef SENSOR_DELIVER_UPLINK_STATE_H
#define SENSOR_DELIVER_UPLINK_STATE_H
/*
 * How the sensor talks to a collector, without the talking: which collector to try and when, what
 * to say next, what an answer means, when a session is over. No sockets, no clock, no randomness of
 * its own: all are arguments, so that every situation can be put in a table and tested.
 *
 * Times are ns, monotonic; `wall` is ns since 1970 by this machine's clock.
 */
#include "sensor/deliver/uplink.h"

enum { UPLINK_WHY = 160 };

struct uplink_machine {
	/* settings, for uplink_state_init() */
	size_t ncollectors; /* 1 .. UPLINK_COLLECTORS */
	uint64_t heartbeat, timeout, retry_min, retry_max;
	uint64_t (*random)(void *ctx);
	void *ctx;

	/* where it stands */
	enum uplink_state state;
	size_t collector;	 /* that is talked to, or tried next */
	uint32_t tried, refused; /* bits of the collectors that failed since the last pause */
	unsigned failures;	 /* pauses in a row: the next is longer */
	uint64_t until;		 /* down, refused: when to try again */
	uint64_t pause;		 /* how long that was when it was set */
	char why[UPLINK_WHY];	 /* what ended the last attempt; "": nothing did */
	bool by_refusal;	 /* the collector said no */

	/* the attempt, or the session */
	bool hello_said;
	bool proven;	     /* the session works: something was acknowledged, or a Ping answered */
	uint64_t began;	     /* the connection, or the last Hello */
	uint64_t heard;	     /* anything */
	uint64_t acked_when; /* an Ack moved on, or the first event was under way */
	uint64_t pinged, asked, asked_wall; /* the last Ping; the last Hello or Ping, both clocks */
	uint64_t session, epoch;
	uint64_t next; /* Hello.next_seq; 0: not known */
	uint64_t sent, acked;
	uint32_t credit, max_bytes;

	/* counters */
	uint64_t sessions, refusals, stale;
	char refusal[UPLINK_WHY];
	uint64_t round_trip;
	int64_t clock_offset;
};

/* The settings are filled in, the rest is zero. The first attempt is due at once. */
void uplink_state_init(struct uplink_machine *m, uint64_t now);

/* What is to be done now. Timeouts that have come are dealt with here: when the state was
 * connecting or up and is not any more, the socket is to be closed. */
enum uplink_step {
	UPLINK_STEP_NONE,
	UPLINK_STEP_OPEN,  /* a new socket to m->collector, then uplink_state_opened() */
	UPLINK_STEP_HELLO, /* say Hello, then uplink_state_hello() when it could be said */
	UPLINK_STEP_PING,  /* say Ping, then uplink_state_pinged() */
};
enum uplink_step uplink_state_next(struct uplink_machine *m, uint64_t now);
/* When uplink_state_next() has something to do at the latest. */
uint64_t uplink_state_due(const struct uplink_machine *m);

void uplink_state_opened(struct uplink_machine *m, uint64_t now);
/* The connection is no more, or was never made. */
void uplink_state_failed(struct uplink_machine *m, uint64_t now, const char *why);
/* Hello was said; also in a session, on the same connection, for another epoch. */
void uplink_state_hello(struct uplink_machine *m, uint64_t now, uint64_t wall,
			const Kagami__Hello *hello);
void uplink_state_pinged(struct uplink_machine *m, uint64_t now, uint64_t wall);

/* What an answer comes to, beyond what it does to the machine. */
enum uplink_heard {
	UPLINK_HEARD_NOTHING, /* nothing; or it was of an old session, or said twice */
	UPLINK_HEARD_WELCOME, /* a session began: m->acked is committed, go on behind it */
	UPLINK_HEARD_ACK,     /* up to m->acked is committed */
	UPLINK_HEARD_END,     /* the session or the attempt is over; m->why */
};
enum uplink_heard uplink_state_hear(struct uplink_machine *m, uint64_t now, uint64_t wall,
				    const Kagami__ToSensor *message);

/* How many events may be sent now. */
uint64_t uplink_state_room(const struct uplink_machine *m);
/* Events behind m->sent up to `last` were sent. */
void uplink_state_sent(struct uplink_machine *m, uint64_t now, uint64_t last);
/* Everything that was sent is acknowledged. */
bool uplink_state_settled(const struct uplink_machine *m);

#endif
