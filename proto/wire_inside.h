#ifndef PROTO_WIRE_INSIDE_H
#define PROTO_WIRE_INSIDE_H
/* What the files of wire share; for wire*.c. */
#include "proto/wire.h"

struct wire_found {
	const char *why; /* what is wrong; static */
	bool strange;	 /* an enum has a value of a later version */
};

/*
 * Reads the bytes of a message without making anything of them, and checks what wire.h says. fix:
 * NULL, or the same bytes: what is no UTF-8 in a text becomes '?' there, and is no fault.
 */
bool wire_scan(const ProtobufCMessageDescriptor *d, const uint8_t *p, size_t n, uint8_t *fix,
	       struct wire_found *found);

/* Enums of later versions are 0 from now on, in the message and all inside it. */
void wire_tame(ProtobufCMessage *m);

#endif
