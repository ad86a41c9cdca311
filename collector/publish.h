#ifndef COLLECTOR_PUBLISH_H
#define COLLECTOR_PUBLISH_H
/*
 * The live stream: a ZeroMQ PUB with CURVE that subscribers of the list may listen to. Events are
 * staged while they are stored and go out when they are committed. Nobody is waited for: what a
 * subscriber is too slow for, it does not get.
 *
 * A message has two frames: the topic, "alert.plant-1", and a kagami.Published.
 */
#include "collector/gate.h"
#include "proto/event_json.h"

struct publisher;

/* NULL: `error`. `address` is borrowed. */
struct publisher *publish_open(void *zmq, const char *address, const struct curve_key *key,
			       char *error, size_t size);
void publish_close(struct publisher *p);

/* dictionary: as for event_json(). */
void publish_stage(struct publisher *p, const Kagami__Event *e, const struct dictionary *dictionary,
		   const struct event_origin *origin);
void publish_send(struct publisher *p);
void publish_drop(struct publisher *p);
/* Bytes that are staged. */
size_t publish_staged(const struct publisher *p);

struct publish_stats {
	uint64_t events, bytes; /* handed to ZeroMQ */
};
void publish_stats(const struct publisher *p, struct publish_stats *out);

#endif
