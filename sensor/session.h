#ifndef SENSOR_SESSION_H
#define SENSOR_SESSION_H
/*
 * What the driver does with one flow: its beginning, its packets, its end. The second half of
 * pipeline.c, apart for its size; nobody else calls it.
 */
#include "sensor/pipeline.h"

enum session_ending {
	END_TIMEOUT,  /* nothing was heard for too long */
	END_REOPENED, /* a new connection with the same addresses and ports */
	END_EVICTED,  /* another flow needed the room */
	END_CAPTURE,  /* the capture is over */
};

/* Does the packet open a new connection where flow f is? */
bool session_reopened(const struct flow *f, unsigned sender, const struct packet *pkt);

/* The flow is new; pl->pkt is its first packet, sent by the given end. */
void session_begin(struct pipeline *pl, struct flow *f, unsigned sender);

/* pl->pkt is a packet of the flow. */
void session_packet(struct pipeline *pl, struct flow *f, unsigned sender);

/* Holes that were open for too long are given up, also where nothing is heard any more. */
void session_overdue(struct pipeline *pl);

/* Requests that got no answer in time are unanswered from now on, also in silent flows. */
void session_expire(struct pipeline *pl);

/* Hands on what was counted. */
void session_flush(struct pipeline *pl, struct flow *f);

/* The flow ends: what is held is decoded, what waits is given up. It is not removed. */
void session_end(struct pipeline *pl, struct flow *f, enum session_ending why);

#endif
