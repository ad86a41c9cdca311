/*
 * An EtherNet/IP conversation for tests: CIP messages in hexadecimal become frames of the
 * encapsulation, each of which is decoded with what was kept of the ones before it.
 */
#ifndef KAGAMI_TEST_CIP_KIT_H
#define KAGAMI_TEST_CIP_KIT_H

#include "protocols/protocols.h"
#include "tests/unit/message.h"

enum { CIP_BYTES = 4096 };

struct cip_talk {
	struct message m; /* the last one */
	struct pairs pairs;
	struct notes notes;
	uint64_t state[PROTOCOL_STATE_MAX / 8];
	uint8_t bytes[CIP_BYTES];
	size_t n;
	uint64_t at; /* ns; a millisecond passes with each message */
	uint64_t frames;
	uint64_t flow;
	uint8_t host[2]; /* last byte of the MAC addresses of client and device */
};

void cip_begin(struct cip_talk *t);
void cip_end(struct cip_talk *t);

/* A frame of the encapsulation: command, session, sender context, data. */
void cip_frame(struct cip_talk *t, enum dir dir, unsigned command, unsigned session,
	       unsigned context, const char *data);
/* A CIP message without a connection; its service says who sends it. */
void cip_say(struct cip_talk *t, unsigned context, const char *message);
/* A CIP message on a connection. */
void cip_send(struct cip_talk *t, unsigned connection, unsigned sequence, const char *message);
/* I/O data. */
void cip_io(struct cip_talk *t, enum dir dir, unsigned connection, unsigned sequence,
	    const char *data);

/* What operation i of the last message is: its function, object and status (NULL: none). */
void cip_expect(const struct cip_talk *t, unsigned i, const char *function, const char *object,
		const char *status);

#endif
