#ifndef SENSOR_FLOW_H
#define SENSOR_FLOW_H
/*
 * Stage 2: flows. A bounded table of conversations on the wire, keyed by VLAN, tunnel, addresses,
 * ports and protocol, both directions together. Layer 2 protocols have flows too: MAC addresses and
 * the ethertype are their key.
 *
 * Each flow is in a list by bucket and in one by age. The table is never too full for a new flow:
 * the oldest gives way, closed ones and guests first. Nothing is allocated after flow_init(). The
 * table does not know what a flow is for: whoever removes one sees to its contents first.
 */
#include "protocols/protocols.h"
#include "sensor/observe.h"
#include "sensor/packet.h"
#include "sensor/stream.h"

#define FLOW_NONE UINT32_MAX

/* The two ends are in order (address, then port), so that both directions have one key. */
struct flow_key {
	struct addr addr[2];
	uint32_t tunnel;
	uint16_t port[2]; /* ip_version 0: the ethertype twice */
	uint16_t vlan;	  /* innermost; 0xffff: none */
	uint8_t ip_version, ip_proto;
};

/*
 * Which list by age a flow is in: each has a timeout of its own. A flow begins as a guest; when a
 * decoder of ours takes it, it moves. Closed ones and guests give way first, so that neither a scan
 * nor ordinary traffic pushes out the plant's conversations.
 */
enum flow_age { FLOW_TCP, FLOW_OTHER, FLOW_GUEST_TCP, FLOW_GUEST_OTHER, FLOW_CLOSED, FLOW_AGES };

/* How we know who the client is; what is surer overrules. */
enum flow_client { CLIENT_FIRST, CLIENT_PORT, CLIENT_PROBE, CLIENT_HANDSHAKE };

/* What is known about the protocol. */
enum flow_class {
	CLASS_NEW,   /* nothing yet: our probes are asked */
	CLASS_OURS,  /* a decoder of ours */
	CLASS_OTHER, /* something else; a slot of dpi may still be working on its name */
};

struct flow {
	uint32_t hash, next;   /* in the bucket */
	uint32_t newer, older; /* in the list by age */
	struct flow_key key;
	uint64_t first, last; /* times of its first and last packet, ns */
	uint64_t moved;	      /* when it was last put to the front of its list */
	uint64_t frame;	      /* of its last packet */
	uint32_t packets;     /* since it began */
	uint8_t age;	      /* enum flow_age */
	uint8_t client;	      /* index of the client's end in the key */
	uint8_t client_by;    /* enum flow_client */
	uint8_t class;	      /* enum flow_class */
	uint8_t protocol;     /* enum protocol_id, of CLASS_OURS */
	uint8_t tries;	      /* payloads that no probe of ours took */
	bool fin[2], rst;     /* by end */
	bool syn;	      /* its beginning was seen */
	bool heard[2];	      /* by end: it sent something */
	bool port_counted;    /* coverage_port() knows it */
	bool opened;	      /* its conversation is open: who is the client stands */
	bool dpi_done;	      /* dpi has said what it can */
	bool told;	      /* the rules know that its protocol is known */
	uint8_t first_client; /* who was the client when the assets were seen */
	uint32_t isn[2];      /* by end: sequence number of its SYN */
	bool has_mac[2];      /* by end */
	uint8_t mac[2][6];
	uint8_t nvlans;
	uint16_t vlans[PACKET_VLANS];
	uint16_t eth_type;
	int32_t dpi;		    /* slot, or -1 */
	struct stream stream[2];    /* by end */
	struct observe_delta delta; /* not yet flushed */
	uint64_t payload[2];	    /* bytes of it since the flow began, by end */
	uint64_t flushed_bytes;	    /* on the wire, both ways: no longer in delta */
	struct observe_flow seen;
	struct pairs pairs;
	uint32_t pairs_buffer; /* of the pool, lent to pairs; POOL_NONE */
	uint64_t serial;       /* its number among all flows, from 1 */
	uint32_t given;	       /* what options say of its server, for the decoder; 0: nothing */
	uint64_t state[PROTOCOL_STATE_MAX / sizeof(uint64_t)];
};

struct flows {
	struct flow *slot;
	uint32_t *bucket;
	uint32_t n, mask;     /* slots, buckets - 1 */
	uint32_t used, never; /* in use; slots from here on were never used */
	uint32_t free;	      /* list of free slots, by next */
	uint32_t newest[FLOW_AGES], oldest[FLOW_AGES];
	uint64_t seed;
};

/* Room for n flows. False: no memory. */
bool flow_init(struct flows *t, uint32_t n) __attribute__((warn_unused_result));
void flow_free(struct flows *t);

/* Fills key from a packet; returns which end of it the packet's sender is. */
unsigned flow_key(struct flow_key *key, const struct packet *pkt);

/* The flow with that key, or NULL. hash is set for flow_new(). */
struct flow *flow_find(const struct flows *t, const struct flow_key *key, uint32_t *hash);

/* The flow that must go before flow_new(), or NULL while there is room. */
struct flow *flow_victim(const struct flows *t);

/* A new flow of that key, first seen at time at; there must be room. All zero but what is said. */
struct flow *flow_new(struct flows *t, const struct flow_key *key, uint32_t hash, uint64_t at);

/* A packet was seen at time at. */
void flow_touch(struct flows *t, struct flow *f, uint64_t at);

/* A decoder of ours took the flow: it is no guest any more. */
void flow_keep(struct flows *t, struct flow *f);

/* The flow goes to another list by age, as the newest. */
void flow_set_age(struct flows *t, struct flow *f, enum flow_age age);

/* A flow of that list that was last seen before the time given, the oldest first; NULL: none. */
struct flow *flow_expired(struct flows *t, enum flow_age age, uint64_t before);

/* Time went back to at: no flow was seen later. */
void flow_time_back(struct flows *t, uint64_t at);

/* Any flow, to end them all; NULL: there are none. The oldest of the first list that has one. */
struct flow *flow_any(const struct flows *t);

/* The flow that a stream is part of, and which end of it. */
struct flow *flow_of_stream(const struct flows *t, const struct stream *s, unsigned *end);

/* Takes it out of the table. */
void flow_remove(struct flows *t, struct flow *f);

#endif
