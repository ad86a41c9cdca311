/*
 * An SLMP conversation for tests: messages one after the other over one flow, what was read of them
 * as a line:
 *
 *	read d100 x3 =1 2 3 ok + read … [Device random read]  MALFORMED !remark trailing=1 unmatched
 */
#ifndef KAGAMI_TEST_SLMP_KIT_H
#define KAGAMI_TEST_SLMP_KIT_H

#include "protocols/protocols.h"
#include "tests/unit/message.h"

struct slmp_talk {
	struct message m; /* the last one */
	struct pairs pairs;
	struct notes notes;
	uint64_t state[32];
	uint8_t *bytes; /* of the last message: a heap block of exactly its size */
	uint64_t at, frames;
	char text[8192];
};

void slmp_begin(struct slmp_talk *t);
void slmp_end(struct slmp_talk *t);

/* A message in hexadecimal, or in characters as they are when it begins with a quote. */
const char *slmp_say(struct slmp_talk *t, enum dir dir, const char *message);
/* The same of a 3E frame with the station connected to: command, subcommand and data; data. */
const char *slmp_ask(struct slmp_talk *t, const char *hex);
const char *slmp_answer(struct slmp_talk *t, const char *hex);
/* The characters of text in hexadecimal. */
const char *slmp_hex(const char *text);

#endif
