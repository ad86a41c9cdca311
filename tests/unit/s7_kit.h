/*
 * An S7comm conversation for tests: what is above COTP, in hexadecimal, is put into a TPKT and
 * decoded with what was kept of the messages before it.
 */
#ifndef KAGAMI_TEST_S7_KIT_H
#define KAGAMI_TEST_S7_KIT_H

#include "protocols/protocols.h"
#include "tests/unit/message.h"

struct s7_talk {
	struct message m; /* the last one */
	struct pairs pairs;
	struct notes notes;
	uint64_t state[32];
	uint8_t *bytes; /* of the last message: a heap block of exactly its size */
	uint64_t at;	/* ns; a millisecond passes with each message */
	uint64_t frames;
};

void s7_begin(struct s7_talk *t);
void s7_end(struct s7_talk *t);

/* A whole TPKT in hexadecimal. */
void s7_say(struct s7_talk *t, enum dir dir, const char *tpkt);

/* The client's, the controller's message above COTP. */
void s7_ask(struct s7_talk *t, const char *pdu);
void s7_answer(struct s7_talk *t, const char *pdu);

/* The same of parameters and data: the header is made. ref: PDU reference. */
void s7_job(struct s7_talk *t, unsigned ref, const char *param, const char *data);
void s7_done(struct s7_talk *t, unsigned ref, const char *param, const char *data);

/* User data: the short form of a request, the long one of an answer; tail: unit, last, error. */
void s7_user_ask(struct s7_talk *t, unsigned group, unsigned func, const char *data);
void s7_user_answer(struct s7_talk *t, unsigned group, unsigned func, const char *tail,
		    const char *data);

#endif
