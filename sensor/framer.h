#ifndef SENSOR_FRAMER_H
#define SENSOR_FRAMER_H
/*
 * Cuts the pieces of a stream into whole messages, as the protocol's segment() says, without
 * copying what lies whole in one piece. What is no message is skipped up to the next place that
 * probes as one, and counted.
 */
#include "protocols/protocol.h"
#include "sensor/stream.h"

/* What a cut is. */
enum message_kind {
	MESSAGE_WHOLE,
	MESSAGE_CUT,   /* its beginning: the rest was lost by the capture */
	MESSAGE_ENDED, /* its beginning: the sender stopped there */
	MESSAGE_JUNK,  /* bytes where a message should begin, up to the next that is one */
};

struct message {
	struct cur bytes; /* good until the next call for this stream */
	uint64_t frame;	  /* that completed it */
	uint64_t at;	  /* its time, ns */
	enum message_kind kind;
};

/*
 * The next message of the stream s in the piece c (and in what was left of earlier ones); false
 * when c is used up. Call it with one piece until then. skipped: bytes passed over silently in the
 * search for a message's beginning are added to it.
 */
bool framer_next(struct streams *ss, struct stream *s, const struct protocol *p, enum dir dir,
		 struct chunk *c, struct message *m, uint64_t *skipped);

/* The stream ended: what was left of a message (true), or nothing. */
bool framer_end(struct streams *ss, struct stream *s, bool lost, struct message *m);

/* Keeps a piece that is too short for a probe, behind what was kept before. False: too much. */
bool framer_keep(struct streams *ss, struct stream *s, const struct chunk *c);

/* What was kept is no message's beginning. */
void framer_forget(struct streams *ss, struct stream *s);

/* What was kept with the beginning of c behind it, in buf (size bytes): for probing. */
struct cur framer_peek(const struct streams *ss, const struct stream *s, const struct chunk *c,
		       uint8_t *buf, size_t size);

#endif
