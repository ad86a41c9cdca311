#ifndef SENSOR_OBSERVE_H
#define SENSOR_OBSERVE_H
/*
 * Stages 6 and 7 as the pipeline sees them: everything that is known of a capture beyond single
 * operations. One struct owns the tables; these functions keep them consistent with each other.
 *
 * The pipeline: when a flow begins, asset_seen() for both ends. When its protocol is known,
 * observe_open(). Per message, observe_message(). When it ends, is evicted, or a summary is due,
 * observe_flow() with what was counted since the last time; also every few minutes for a flow that
 * lives long, because what was not heard of for longest gives way when a table is full.
 */
#include "sensor/asset.h"
#include "sensor/conv.h"
#include "sensor/coverage.h"
#include "sensor/stat.h"

struct observe {
	struct stats stats;
	struct coverage coverage;
	struct assets assets;
	struct convs convs;
};

/* False: no memory (nothing is left allocated). */
bool observe_init(struct observe *o, uint32_t assets, uint32_t convs)
	__attribute__((warn_unused_result));
void observe_free(struct observe *o);

/* What a flow keeps for us. */
struct observe_flow {
	struct conv_key key; /* but for the label complete when the flow begins */
	struct asset_ref client, server;
	struct conv_ref conv; /* none until observe_open() or observe_flow() */
	bool counted;	      /* ours: as a flow of its protocol */
};

/* What happened in it since the last flush; zero it after observe_flow(). */
struct observe_delta {
	uint64_t packets[2], bytes[2]; /* enum dir: from the client, from the server */
	uint64_t payload;	       /* bytes of payload among them */
	uint64_t undecoded; /* of these, bytes that no decoder of the flow's protocol read:
			       lost in gaps, skipped, never a whole message; for a flow
			       that is not ours leave it 0: all of payload counts */
	uint64_t last;	    /* time of the last packet, ns */
};

/* The flow's protocol is known: opens its conversation. first: time of its first packet, ns. */
void observe_open(struct observe *o, struct observe_flow *f, unsigned label, uint64_t first);

/* It turned out what the flow carries: it, and its conversation so far, go by that name. */
void observe_carries(struct observe *o, struct observe_flow *f, unsigned label, uint64_t first);

/* A message of the flow was decoded as the protocol that the label stands for. Also applies what it
 * says of a device to the assets. */
void observe_message(struct observe *o, const struct observe_flow *f, unsigned label,
		     const struct dec *d);

/* n requests of the flow will not be answered any more. */
void observe_unanswered(struct observe *o, const struct observe_flow *f, uint64_t n);

/* Flushes what was counted into the conversation, the assets and the protocol; opens the
 * conversation as LABEL_UNKNOWN if nobody did. coverage_port() is the caller's. first: time of the
 * flow's first packet, ns. */
void observe_flow(struct observe *o, struct observe_flow *f, const struct observe_delta *delta,
		  uint64_t first);

/* What inspection found in the flow: a set of risks and the name asked for ("" or NULL: none). */
void observe_facts(struct observe *o, const struct observe_flow *f, uint64_t risk,
		   const char *host);

#endif
