/*
 * One message for the tests of decoders: decoded from hexadecimal text in a heap block of exactly
 * its size, so that the sanitizer sees every byte read beyond it.
 */
#ifndef KAGAMI_TEST_MESSAGE_H
#define KAGAMI_TEST_MESSAGE_H

#include "protocols/protocol.h"

struct message {
	struct dec d;
	uint8_t *bytes; /* owned */
	size_t n;
};

/* Decodes hex ("01 02 0a", blanks as you like); give it back with message_free(). */
struct message *message_of(const struct protocol *p, enum dir dir, const char *hex);
void message_free(struct message *m);

/* How many values the field has; those of a series one by one. */
unsigned message_count(const struct message *m, const char *field);
/* Value i of the field as a number; fails the test if there is none. */
uint64_t message_number(const struct message *m, const char *field, unsigned i);
double message_float(const struct message *m, const char *field, unsigned i);
/* Value i of the field as bytes; fails the test if there is none. */
struct cur message_bytes(const struct message *m, const char *field, unsigned i);
/* Is value i of the field this text? */
bool message_is(const struct message *m, const char *field, unsigned i, const char *text);
/* Is c this text? */
bool text_is(struct cur c, const char *text);
/* Was it remarked? */
bool message_marked(const struct message *m, const char *why);

/*
 * Every prefix of the message decodes without reading beyond its end, its values are the first ones
 * of the whole message's, and it is malformed when it is shorter than needed bytes: but not when
 * the caller says that the capture has only so much of it.
 */
void check_prefixes(const struct protocol *p, enum dir dir, const char *hex, size_t needed);

#endif
