#ifndef SENSOR_DELIVER_EVIDENCE_H
#define SENSOR_DELIVER_EVIDENCE_H
/*
 * The frames around alerts, as they were captured. A ring keeps the latest frames; of an alert a
 * set is made: the frames that it names, as long as the ring has them, then frames of the same
 * connection and of the same two hosts, before it and, as they come, behind it, within a second of
 * capture time. docs/evidence.md says it for users.
 *
 * On the packets' thread. All memory is taken at the start; a frame costs a copy of its bytes.
 * Everything depends on the frames alone, so that reading a capture again makes the same sets.
 *
 * So that a flood of alerts does not send the network along: a rule has EVIDENCE_RULE_BURST sets at
 * once and then one every EVIDENCE_RULE_NS, all rules together EVIDENCE_BURST and one every
 * EVIDENCE_NS, of capture time. Alerts beyond that have none, and are counted.
 */
#include "sensor/detect/alert.h"
#include "sensor/frame.h"
#include "sensor/packet.h"

enum {
	EVIDENCE_OPEN = 16,	   /* sets that wait for frames at once; the oldest is sent early */
	EVIDENCE_FRAMES_MAX = 256, /* of a set, at most */
	EVIDENCE_BYTES_MAX = 65536, /* of their frames, at most */
	EVIDENCE_LOOK = 8192, /* of the latest frames, where others of the hosts are looked for */
	EVIDENCE_RULE_BURST = 8,
	EVIDENCE_BURST = 32,
};
#define EVIDENCE_WINDOW	 UINT64_C(1000000000)
#define EVIDENCE_RULE_NS UINT64_C(10000000000)
#define EVIDENCE_NS	 UINT64_C(1000000000)
#define EVIDENCE_BACK	 UINT64_C(60000000000) /* further back is another time */

struct evidence_options {
	size_t ring;	 /* bytes for the latest frames */
	uint32_t frames; /* of a set */
	uint32_t bytes;	 /* of a set's frames; of a longer frame only so many are kept */
};

struct evidence_packet {
	uint64_t frame, at;
	uint32_t wire_len, len, interface;
	uint32_t offset; /* in the set's bytes */
	bool named;	 /* by the alert */
};

struct evidence_set {
	uint64_t alert, at; /* its id and time */
	uint32_t rule;	    /* index */
	uint32_t linktype;
	uint32_t n;    /* packets, in the order of the capture */
	uint64_t more; /* that are part of it and did not fit, as far as counted */
	uint64_t gone; /* that the alert names and the ring no longer had */
	const uint8_t *bytes;
	const struct evidence_packet *packets;
};

struct evidence;

/* NULL: no memory. */
struct evidence *evidence_new(const struct evidence_options *o);
void evidence_free(struct evidence *ev);
/* Bytes that it takes. */
size_t evidence_cost(const struct evidence_options *o);

/* A frame was captured; pkt: its packet, NULL: it could not be read as one. Before the alerts that
 * it gives rise to. */
void evidence_frame(struct evidence *ev, const struct frame *frame, const struct packet *pkt);

/* An alert was told under that id. False: it gets no set, because of the limits above or because
 * none of its frames is there. Afterwards evidence_next() must be asked until it has nothing. */
bool evidence_alert(struct evidence *ev, const struct alert *a, uint64_t id);

/* The capture time at which a set is complete; UINT64_MAX: none waits. */
uint64_t evidence_due(const struct evidence *ev);

/* The oldest set that is complete at that capture time (last: the oldest, complete or not), which
 * is out of here then; good until the next call of anything here. NULL: there is none. */
const struct evidence_set *evidence_next(struct evidence *ev, uint64_t now, bool last);

struct evidence_stats {
	uint64_t sets;	  /* handed out */
	uint64_t limited; /* alerts without one: there were too many */
	uint64_t without; /* alerts without one: they name no frame that was there */
};
void evidence_stats(const struct evidence *ev, struct evidence_stats *out);

#endif
