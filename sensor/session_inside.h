#ifndef SENSOR_SESSION_INSIDE_H
#define SENSOR_SESSION_INSIDE_H
/* What session.c, session_begin.c and session_who.c share; for them only. */
#include "sensor/detect/detect.h"
#include "sensor/session.h"

static inline enum dir session_dir(const struct flow *f, unsigned end)
{
	return end == f->client ? DIR_REQUEST : DIR_RESPONSE;
}

static inline bool session_layer_2(const struct flow *f)
{
	return f->key.ip_version == 0;
}

/* session_begin.c: opens the flow's conversation under the label, or gives it a better label. */
void session_open(struct pipeline *pl, struct flow *f, unsigned label);

/* session_who.c: something happened to the flow; that it is known is told once. facts: NULL, or
 * what inspection found. */
void session_tell(struct pipeline *pl, struct flow *f, enum flow_event event,
		  const struct dpi_facts *facts);
/* The flow carries the protocol of ours that f->protocol says. */
/* Is there a protocol whose messages come in that one? */
bool session_carrier(unsigned id);
/* The flow's message was found to be of what its protocol carries; returns under which protocol it
 * is counted. */
unsigned session_carries(struct pipeline *pl, struct flow *f, const struct protocol *what);
void session_ours(struct pipeline *pl, struct flow *f);
/* The protocol of its port is believed of a flow of which there are only a few bytes. */
void session_believe_port(struct flow *f);
/* Do our probes want to see the flow's payload? A flow that is not ours may still turn out to be.
 */
bool session_ask_probes(const struct flow *f);
/* A piece of a stream that nobody knows yet. True: it is ours now. */
bool session_classify(struct pipeline *pl, struct flow *f, unsigned end, const struct chunk *c);
/* The same of a datagram, pl->pkt. */
void session_classify_datagram(struct pipeline *pl, struct flow *f, unsigned end);
/* Shows pl->pkt to dpi, if it still wants any of the flow. */
void session_inspect(struct pipeline *pl, struct flow *f, unsigned end);
/* What dpi found. */
void session_learn(struct pipeline *pl, struct flow *f, const struct dpi_facts *facts);

#endif
