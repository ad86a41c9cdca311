/*
 * TCP conversations taken out of a capture and said again in other segments.
 *
 * A conversation is a list of turns: all bytes that one end sent before the other answered. How a
 * turn is cut into segments, and in which order and how often these come, is what the properties
 * vary. All segments of a turn have the same time and frame number, so that the operations must be
 * the same to the last character.
 */
#ifndef KAGAMI_TEST_TALK_H
#define KAGAMI_TEST_TALK_H

#include "tests/property/replay.h"

enum { TALK_TURNS = 96, TALK_SEGMENT = 1400 };

struct turn {
	unsigned end; /* who: 0 is the client */
	uint8_t *bytes;
	size_t n;
};

struct conversation {
	uint8_t addr[2][4];
	uint16_t port[2];
	struct turn turns[TALK_TURNS];
	unsigned n;
	/* while it is being collected */
	uint32_t seq[2];
	bool broken; /* a hole, or its beginning is not in the capture: not used */
};

/* The first conversations of the capture, at most max, cut off after TALK_TURNS turns; returns how
 * many. The caller frees each with conversation_free(). */
size_t conversation_load(const char *path, struct conversation *out, size_t max);
void conversation_free(struct conversation *c);

/* A conversation being said to a pipeline. */
struct talk {
	struct replay replay;
	const struct conversation *c;
	uint32_t start[2]; /* sequence number of each end's first byte */
	uint32_t said[2];  /* bytes that each end has said in earlier turns */
	uint16_t id[2];	   /* IP identification of the last packet */
	uint64_t random;
	unsigned turn;
};

/* Begins with a handshake; the sequence numbers of both ends begin with those given. */
void talk_begin(struct talk *t, const struct conversation *c, const uint32_t start[2],
		uint64_t seed);
/* A segment with n bytes of the present turn, from offset on; again: the same packet once more. */
void talk_segment(struct talk *t, size_t offset, size_t n, bool again);
/* A keep-alive of the turn's end: the byte before the next, sent again as 0. */
void talk_alive(struct talk *t);
/* The turn is said. */
void talk_next(struct talk *t);
/* Says goodbye; returns the operations as JSON, which the caller frees. */
char *talk_end(struct talk *t);

/* A number below n, which is not 0. */
uint32_t talk_random(struct talk *t, uint32_t n);

#endif
