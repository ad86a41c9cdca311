#ifndef SENSOR_STREAM_H
#define SENSOR_STREAM_H
/*
 * Stage 3: one direction of a TCP connection, segments in any order to pieces in order.
 *
 * What comes in order is handed on where it lies. What comes too early is copied and held until
 * the hole before it is filled, or known to be lost: the other side has acknowledged past it, it
 * stayed open for too long, too much is held, or the flow ends. Then the piece behind it says
 * `gap`.
 *
 * Policy for bytes that come more than once: the first that came stand. A segment sent again with
 * other contents is a conflict, counted: receivers differ in what they take, so it is how an attack
 * hides from a monitor. It is noticed against what is held, the last STREAM_TAIL bytes, and the
 * last STREAM_RECENT segments if it repeats one whole. A segment that comes after its hole was
 * given up is handed on as `late`, for itself.
 *
 * Buffers are never too few for a stream that needs one now: streams that have kept theirs for
 * longest give them up, which is counted. So connections that begin something and fall silent
 * cannot take the buffers from those that talk.
 *
 * Sequence numbers wrap (RFC 9293, section 3.4): they are only ever compared by their difference.
 */
#include "sensor/packet.h"
#include "sensor/pool.h"
#include "sensor/stat.h"

enum { STREAM_RECENT = 4, STREAM_TAIL = 64, STREAM_HELD = 64 };

struct stream {
	uint32_t next;	/* sequence number expected next */
	uint32_t acked; /* the other side has everything before it */
	bool started;	/* next is known */
	bool acks;	/* acked is known */
	bool gap;	/* bytes before next were lost and nobody was told yet */
	bool synced;	/* for the framer: next is where a message begins */
	uint8_t nheld, stale, recent_at;
	uint32_t held;		   /* first held segment, by sequence number; POOL_NONE */
	uint32_t out;		   /* buffer of the piece handed on last; POOL_NONE */
	uint32_t gap_from, gap_to; /* the hole given up last */
	uint32_t gaps;		   /* holes given up, and messages lost for want of a buffer */
	uint64_t held_since;	   /* ns */
	struct {
		uint32_t seq, len;
		uint64_t hash;
	} recent[STREAM_RECENT];
	uint32_t tail_from;	   /* the first byte that tail still has, if it is near enough */
	uint8_t tail[STREAM_TAIL]; /* the bytes before next, each at its number modulo STREAM_TAIL
				    */
	/* the framer's: a message of which bytes are missing */
	uint32_t part, part_len;
	uint32_t part_out; /* buffer of the message given last; POOL_NONE */
	uint64_t part_frame, part_at;
	struct stream *older, *newer; /* among the holders of buffers, while listed */
	bool listed;
};

/* What all streams share. */
struct streams {
	struct pool pool;
	struct stats *stats;
	uint64_t gap_wait; /* ns that a hole may stay open */
	/* those that hold buffers (or did lately), by when they began to */
	struct stream *oldest, *newest;
};

/* A piece of the stream, in order. */
struct chunk {
	struct cur bytes; /* good until the next call for this stream */
	uint64_t frame, at;
	bool gap;  /* bytes before it are missing */
	bool cut;  /* bytes behind it are missing */
	bool late; /* it lies in a hole that was given up before: it stands for itself */
};

bool streams_init(struct streams *ss, uint32_t small, uint32_t large, uint64_t gap_wait,
		  struct stats *stats) __attribute__((warn_unused_result));
void streams_free(struct streams *ss);

void stream_init(struct stream *s);

/* A buffer of at least n bytes that stream s keeps as held or part. POOL_NONE: none, counted. */
uint32_t stream_buffer(struct streams *ss, struct stream *s, size_t n);

/* Is a hole of the stream open for longer than it may be at time now? */
bool stream_overdue(const struct streams *ss, const struct stream *s, uint64_t now);

/* Has the other side acknowledged data that was never seen here? */
bool stream_missing(const struct stream *s);

/* The other side acknowledged everything before ack: call it before the segment's own bytes. */
void stream_acked(struct stream *s, uint32_t ack);

/* How often bytes of it were lost so far, also those that are only known to be missing. */
uint32_t stream_gaps(const struct stream *s);

/*
 * A segment with its SYN flag and payload. hash: of the payload. True: chunk is the next piece;
 * ask stream_more() for what it set free. False: nothing is in order because of it.
 */
bool stream_add(struct streams *ss, struct stream *s, const struct packet *pkt, uint64_t hash,
		struct chunk *chunk);

/*
 * The next piece among what is held: in order now, or behind a hole that is given up at time now
 * (all: give up every hole). False: there is none.
 */
bool stream_more(struct streams *ss, struct stream *s, uint64_t now, bool all, struct chunk *chunk);

/* Gives back all buffers of the stream. */
void stream_drop(struct streams *ss, struct stream *s);

#endif
