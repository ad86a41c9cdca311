#ifndef SENSOR_DELIVER_EVIDENCE_INSIDE_H
#define SENSOR_DELIVER_EVIDENCE_INSIDE_H
/* What the files of evidence share; for them only. */
#include "sensor/deliver/evidence.h"

/* A frame of the ring. */
struct kept {
	uint64_t frame, at;
	uint64_t pos; /* of its bytes: positions only grow, their rest by the size is the place */
	uint64_t pair, flow; /* of its hosts, of its connection; 0: not known */
	uint32_t len, wire_len, interface, linktype;
};

struct ring_of_frames {
	uint8_t *bytes;
	struct kept *kept;
	uint64_t size, room; /* of bytes, of kept */
	uint64_t at;	     /* where the next frame's bytes go */
	uint64_t n;	     /* frames that ever came; number i is kept[i % room] */
};

/* A set that is being made. */
struct open_set {
	bool used;
	uint64_t due; /* 0: at once */
	uint64_t pair;
	uint32_t nbytes;
	struct evidence_set set;
	struct evidence_packet packets[EVIDENCE_FRAMES_MAX];
	uint8_t *bytes;
};

/* How much of a limit is used up: the time at which all of it is there again. */
struct allowance {
	uint64_t who; /* whose it is */
	uint64_t full;
};
enum { EVIDENCE_RULES = 1024 /* rules whose allowance is remembered; a power of two */ };

struct evidence {
	struct evidence_options o;
	struct ring_of_frames ring;
	struct open_set open[EVIDENCE_OPEN];
	uint8_t *bytes; /* of the open sets and of the one that was handed out */
	struct evidence_set out;
	struct evidence_packet out_packets[EVIDENCE_FRAMES_MAX];
	uint64_t due; /* the earliest of them */
	struct allowance all, rules[EVIDENCE_RULES];
	struct evidence_stats stats;
};

/* evidence_ring.c */

bool ring_of_frames_init(struct ring_of_frames *r, size_t bytes);
void ring_of_frames_free(struct ring_of_frames *r);
/* Keeps a frame, `most` bytes of it; the oldest give way. */
const struct kept *ring_of_frames_put(struct ring_of_frames *r, const struct frame *frame,
				      const struct packet *pkt, uint32_t most);
/* The oldest that is there; r->n: none is. */
uint64_t ring_of_frames_first(const struct ring_of_frames *r);
static inline const struct kept *ring_of_frames_at(const struct ring_of_frames *r, uint64_t i)
{
	return &r->kept[i % r->room];
}
static inline const uint8_t *ring_of_frames_bytes(const struct ring_of_frames *r,
						  const struct kept *k)
{
	return r->bytes + k->pos % r->size;
}
/* The frame of that number; UINT64_MAX: it is not there. */
uint64_t ring_of_frames_find(const struct ring_of_frames *r, uint64_t frame);

#endif
