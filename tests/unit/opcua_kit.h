/*
 * An OPC UA conversation for tests: what is behind the heads of messages, in hexadecimal, is put
 * into messages and decoded with what was kept of those before.
 */
#ifndef KAGAMI_TEST_OPCUA_KIT_H
#define KAGAMI_TEST_OPCUA_KIT_H

#include "protocols/opcua_types.h"
#include "protocols/protocols.h"
#include "tests/unit/message.h"

struct opcua_talk {
	struct message m; /* the last one */
	struct pairs pairs;
	struct notes notes;
	uint64_t state[32];
	uint8_t *bytes; /* of the last message: a heap block of exactly its size */
	uint64_t at;	/* ns; a millisecond passes with each message */
	uint64_t frames;
	unsigned sequence[2], request;
};

/* Bytes of a message that is put together. */
struct opcua_bytes {
	uint8_t at[16384];
	size_t n;
};

void opcua_begin(struct opcua_talk *t);
void opcua_end(struct opcua_talk *t);

/* A whole message, or a piece of one: "MSGF" and what is behind its size. */
void opcua_say(struct opcua_talk *t, enum dir dir, const char *head, const char *hex);

/* A service's request and its answer, behind their headers. piece: 'F', 'C' or 'A'. */
void opcua_ask(struct opcua_talk *t, unsigned service, const char *hex);
void opcua_answer(struct opcua_talk *t, unsigned service, uint32_t result, const char *hex);
void opcua_piece(struct opcua_talk *t, enum dir dir, char piece, unsigned request, const char *hex);

/* A channel without security. */
void opcua_open(struct opcua_talk *t, const char *policy);

void opcua_number(struct opcua_bytes *b, uint64_t u, unsigned width);
/* A structure whose lists have one element, and whose members are none of them nothing. */
void opcua_structure(struct opcua_bytes *b, enum opcua_type type);
/* The bytes in hexadecimal; good until the next call. */
const char *opcua_hex(const struct opcua_bytes *b);

#endif
