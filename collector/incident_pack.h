#ifndef COLLECTOR_INCIDENT_PACK_H
#define COLLECTOR_INCIDENT_PACK_H
/*
 * The members of struct incident as rows: number, type, place. incident_pack() and
 * incident_unpack() only read rows, so that they cannot disagree.
 *
 * The bytes are protobuf's wire format (tag = number << 3 | 0 for numbers, | 2 for the rest; a
 * nested struct is a message), so that readers of later versions pass over what they do not know.
 * What is zero is not written. Numbers are never given to another member.
 */
#include "collector/incident.h"

enum { INCIDENT_PACK_VERSION = 1 };

enum pack_type {
	PACK_UINT,  /* unsigned, 1, 2, 4 or 8 bytes; at most `limit`, else 0; limit 0: any */
	PACK_INT,   /* signed, 1 byte */
	PACK_TEXT,  /* char[size], cleaned when read */
	PACK_BYTES, /* uint8_t[size] */
	PACK_LIST,  /* array of at most `max` things that `rows` describe; max 0: just one */
};

struct pack_row {
	uint16_t number;
	enum pack_type type;
	size_t at, size; /* size: of an element */
	uint64_t limit;
	const struct pack_row *rows; /* up to one whose number is 0 */
	size_t max;
	size_t count, count_size; /* place and size of the array's length */
};

extern const struct pack_row incident_rows[];

/* Numbers of 1, 2, 4 or 8 bytes. */
uint64_t pack_load(const void *p, size_t size);
void pack_store(void *p, size_t size, uint64_t v);

/* Where bytes go: full once something did not fit. */
struct pack_out {
	uint8_t *p;
	size_t n, room;
	bool full;
};
void pack_put_bytes(struct pack_out *o, const void *p, size_t n);
/* A number in as few bytes as it needs, 7 bits in each. */
void pack_put_number(struct pack_out *o, uint64_t v);

/* Bytes that are still to be read. */
struct pack_in {
	const uint8_t *p;
	size_t n;
};
/* False: there is none, or it is longer than any. */
bool pack_get_number(struct pack_in *in, uint64_t *v);

#endif
