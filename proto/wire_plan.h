/*
 * What the scan of a message has to know of each of its fields, worked out of the descriptors once:
 * tables so small that those of an event stay in the processor's nearest cache beside it.
 */
#ifndef KAGAMI_PROTO_WIRE_PLAN_H
#define KAGAMI_PROTO_WIRE_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/wire_inside.h"

/* Wire types (protobuf's encoding document). */
enum wire_type { WIRE_VARINT = 0, WIRE_EIGHT = 1, WIRE_SIZED = 2, WIRE_FOUR = 5 };

/* How a member is read that is as its field asks. Lists of numbers are packed. */
enum wire_how {
	WIRE_UNKNOWN, /* no field of the message: skipped */
	WIRE_NUMBER,
	WIRE_NUMBER8,
	WIRE_NUMBER4,
	WIRE_NAMED, /* an enum */
	WIRE_LIST,
	WIRE_LIST8,
	WIRE_LIST4,
	WIRE_TEXT,
	WIRE_BYTES,
	WIRE_EVENT, /* bytes of an event, of a limited size */
	WIRE_MESSAGE,
	WIRE_VALUE /* the message that there is most of */
};

enum {
	WIRE_NUMBERS = 48,     /* numbers of fields are less */
	WIRE_PLAN_NONE = 0xff, /* of the indices below */
	WIRE_COUNTS = 4	       /* lists with a greatest length in one message */
};

struct wire_plan {
	uint8_t how;	 /* enum wire_how */
	uint8_t wire;	 /* enum wire_type of such a member */
	uint8_t repeats; /* 1: it may occur more than once */
	uint8_t one_of;	 /* 1: it is one of a oneof; each message has one at most */
	uint8_t address; /* WIRE_BYTES: its lengths are those of wire_addresses[] */
	uint8_t count;	 /* a list with the greatest length of wire_counts[] */
	uint8_t inside;	 /* WIRE_MESSAGE and WIRE_VALUE: of which shape */
	uint8_t names;	 /* WIRE_NAMED: numbers below it have a name */
};

struct wire_shape {
	const ProtobufCMessageDescriptor *d;
	bool counts;			      /* it has lists with a greatest length */
	struct wire_plan plans[WIRE_NUMBERS]; /* by the field's number */
};

/* Lengths that bytes may have. */
struct wire_address {
	const ProtobufCMessageDescriptor *in;
	uint32_t id;	  /* the field's number */
	uint32_t lengths; /* bit n: n bytes */
	const char *why;  /* what is wrong with all others */
};

struct wire_count {
	const ProtobufCMessageDescriptor *in;
	uint32_t id;
	uint32_t most;
	const char *why;
};

extern const struct wire_address wire_addresses[];
extern const struct wire_count wire_counts[WIRE_COUNTS];

/* The shape of a message that our programs exchange; NULL: of another. Any thread may ask. */
const struct wire_shape *wire_shape_of(const ProtobufCMessageDescriptor *d);

/* The shape of a WIRE_MESSAGE's inside. */
const struct wire_shape *wire_shape_at(uint8_t inside);

#endif
