/*
 * A connection of IEC 60870-5 for the tests of its decoders: messages one after the other with the
 * flow's state and open requests, as the sensor gives them.
 */
#ifndef KAGAMI_TEST_IEC60870_TALK_H
#define KAGAMI_TEST_IEC60870_TALK_H

#include "protocols/iec60870.h"

struct iec60870_talk {
	const struct protocol *protocol;
	struct dec d; /* of the last message */
	struct iec60870_state state;
	struct pairs pairs;
	uint64_t at; /* ns: of the next message */
	bool gap;    /* the capture lost something before the next message */
	uint8_t bytes[600];
};

/* A new connection. */
void iec60870_talk_begin(struct iec60870_talk *t, const struct protocol *p);

/* The next message; a second later than the one before. */
void iec60870_talk_say(struct iec60870_talk *t, enum dir dir, const char *hex);

/* Has the last message that field? */
bool iec60870_talk_has(const struct iec60870_talk *t, const char *field);

/* The field's first value in the last message; fails the test if there is none. */
uint64_t iec60870_talk_number(const struct iec60870_talk *t, const char *field);

/* Was that remarked on the last message? */
bool iec60870_talk_marked(const struct iec60870_talk *t, const char *why);

#endif
