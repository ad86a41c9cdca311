/*
 * Modbus PDUs for tests: asked and answered over one flow, what was read of them as one line:
 *
 *	read hr:16 x2 =10 11 ok {func_code=3 byte_cnt=4 …} MALFORMED !remark unmatched trailing=1
 *
 * Operations are separated by " + "; fields are modbus.* and umas.* without what is told twice.
 */
#ifndef KAGAMI_TEST_PDU_H
#define KAGAMI_TEST_PDU_H

#include "protocols/protocol.h"

struct pdu {
	struct dec d;
	struct pairs pairs;
	uint8_t bytes[300]; /* of the last message */
	char text[8192];
};

/* Forgets the requests that are open. */
void pdu_begin(struct pdu *p);
/* Decodes hex as a message of the protocol; returns the line, good until the next call. */
const char *pdu_message(struct pdu *p, const struct protocol *protocol, enum dir dir,
			const char *hex);
/* The same for a PDU behind an MBAP header with transaction 1 and unit 1. */
const char *pdu_ask(struct pdu *p, const char *hex);
const char *pdu_answer(struct pdu *p, const char *hex);

/* ">" a request, "<" a response; and the line that is to be read of it. */
struct pdu_step {
	const char *pdu, *want;
};

/* Asks and answers one after the other, from no open request on; fails where a line is not so. */
void pdu_check(const struct pdu_step *steps, size_t n);

#define PDU_CHECK(...)                                                                             \
	do {                                                                                       \
		static const struct pdu_step steps[] = { __VA_ARGS__ };                            \
		pdu_check(steps, sizeof(steps) / sizeof(steps[0]));                                \
	} while (0)

#endif
