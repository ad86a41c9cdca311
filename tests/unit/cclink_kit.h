/*
 * Messages of CC-Link IE Field Network Basic for the tests of its decoder, and a stream of them,
 * of which notes are kept.
 */
#ifndef KAGAMI_TEST_CCLINK_KIT_H
#define KAGAMI_TEST_CCLINK_KIT_H

#include "protocols/protocol.h"

#define ZERO8  "0000000000000000"
#define ZERO64 ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 ZERO8

/* A request of 10.60.3.1 to group 1, whose first slave has two stations. */
#define CYCLIC_REQUEST                                                                             \
	"5000 00ff ff03 00 1e01 0000 700e 0000 0100 0000 2400" ZERO8 "000000000000"                \
	"0100 0000 4cd9e600a2010000 01033c0a 01 00 6400 f401 0300 0700 0300 0700 0000"             \
	"0b033c0a ffffffff 0c033c0a"                                                               \
	"0100 5e01" ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 "00000000" ZERO64                    \
	"0300" ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 "000000000000"                            \
	"0500000000000000 0100000000000000 0201000000000000"

/* The answer of 10.60.3.12 to it. */
#define CYCLIC_RESPONSE                                                                            \
	"d000 00ff ff03 00 7a00 0000 0100 0000 2800" ZERO8 "000000000000"                          \
	"3412 0000 12000300 0200 0000 0100 0000 00000000 0c033c0a 01 00 6400"                      \
	"0300" ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 "000000000000 0201000000000080"

/* Bytes of these that the tests change. */
enum {
	REQUEST_STATE = 35,
	REQUEST_MASTER = 47,
	REQUEST_SEQUENCE = 53,
	REQUEST_PARAMETER = 59,
	REQUEST_STATIONS = 61,
	REQUEST_CYCLIC = 63,
	REQUEST_SLAVE = 67,
	RESPONSE_END = 13,
	RESPONSE_STATE = 43,
	RESPONSE_SLAVE = 51,
	RESPONSE_SEQUENCE = 57,
};

/* A decoder that has notes; messages are a quarter of a second apart. */
struct cclink_talk {
	struct dec d;
	struct notes notes;
	uint8_t bytes[512], mac[6];
	size_t n;
};

void cclink_init(struct cclink_talk *t);
void cclink_free(struct cclink_talk *t);
/* Takes the message that is to be said; its bytes may be changed. */
void cclink_take(struct cclink_talk *t, const char *hex);
/* Says it, and decodes it. */
void cclink_say(struct cclink_talk *t, const struct protocol *p);
/* How many values the field has, and the first as a number (addresses: most significant first). */
unsigned cclink_count(const struct cclink_talk *t, const char *field);
uint64_t cclink_number(const struct cclink_talk *t, const char *field);

#endif
