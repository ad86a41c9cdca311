/*
 * A DNP3 conversation for tests: fragments in hexadecimal become link frames with CRCs of their
 * own, each of which is decoded with what was kept of the ones before it.
 */
#ifndef KAGAMI_TEST_DNP3_KIT_H
#define KAGAMI_TEST_DNP3_KIT_H

#include "protocols/protocols.h"
#include "tests/unit/message.h"

enum { DNP3_FRAME = 300 };

struct dnp3_talk {
	struct message m; /* the last one */
	struct pairs pairs;
	struct notes notes;
	uint8_t frame[DNP3_FRAME];
	size_t n;
	uint64_t at; /* ns; a millisecond passes with each message */
	uint64_t frames;
	bool gapless;
	unsigned transport; /* of the next segment */
};

/* A flow of a master with address 1 and an outstation with address 10. */
void dnp3_begin(struct dnp3_talk *t);
void dnp3_end(struct dnp3_talk *t);

/* Builds a link frame in t->frame: control, receiver, sender, user data in hexadecimal. */
void dnp3_build(struct dnp3_talk *t, unsigned control, unsigned to, unsigned from,
		const char *user);

/* Decodes t->frame; the result is t->m until the next one. */
void dnp3_decode(struct dnp3_talk *t);

/* The master's, the outstation's fragment, in one segment. */
void dnp3_ask(struct dnp3_talk *t, const char *fragment);
void dnp3_answer(struct dnp3_talk *t, const char *fragment);

#endif
