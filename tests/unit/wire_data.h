#ifndef TESTS_UNIT_WIRE_DATA_H
#define TESTS_UNIT_WIRE_DATA_H
/* Bytes of messages for tests: the files of tests/unit/data/wire, and messages made by hand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/wire.h"

/* Every kind of message that has a file there, by its type. */
enum wire_type { TO_COLLECTOR, TO_SENSOR, EVENT, DICTIONARY }; /* as wire_peer.py numbers them */

struct wire_sample {
	const char *name;
	enum wire_type type;
};

static const struct wire_sample wire_samples[] = {
	{ "hello", TO_COLLECTOR }, { "dictionary", TO_COLLECTOR },
	{ "batch", TO_COLLECTOR }, { "ping", TO_COLLECTOR },
	{ "welcome", TO_SENSOR },  { "ack", TO_SENSOR },
	{ "pong", TO_SENSOR },	   { "refusal", TO_SENSOR },
	{ "alert", EVENT },	   { "operation", EVENT },
	{ "asset", EVENT },	   { "conversation", EVENT },
	{ "health", EVENT },	   { "packets", EVENT },
};
enum { WIRE_SAMPLES = sizeof(wire_samples) / sizeof(wire_samples[0]) };

/* The file's bytes in a block of exactly their number; free() it. */
static inline uint8_t *wire_file(const char *version, const char *name, const char *ending,
				 size_t *n)
{
	static uint8_t room[65536];
	char path[128];

	(void)snprintf(path, sizeof(path), "tests/unit/data/wire/%s%s.%s", version, name, ending);
	FILE *f = fopen(path, "rb");

	if (f == NULL)
		fail_msg("%s is missing; tests run in the project's folder", path);
	*n = fread(room, 1, sizeof(room), f);
	(void)fclose(f);
	uint8_t *copy = malloc(*n > 0 ? *n : 1);

	assert_non_null(copy);
	memcpy(copy, room, *n);
	return copy;
}

static inline ProtobufCMessage *wire_unpack_any(enum wire_type type, struct wire_arena *a,
						const uint8_t *p, size_t n, const char **why)
{
	union {
		void *any;
		ProtobufCMessage *m;
	} u = { NULL };

	switch (type) {
	case TO_COLLECTOR:
		u.any = wire_unpack_to_collector(a, p, n, why);
		break;
	case TO_SENSOR:
		u.any = wire_unpack_to_sensor(a, p, n, why);
		break;
	case EVENT:
		u.any = wire_unpack_event(a, p, n, why);
		break;
	case DICTIONARY:
		u.any = wire_unpack_dictionary(a, p, n, why);
		break;
	}
	return u.m;
}

/* Bytes being written by hand. */
struct wire_bytes {
	uint8_t p[1 << 16];
	size_t n;
};

static inline void wire_put(struct wire_bytes *b, uint64_t u)
{
	while (u > 0x7f) {
		b->p[b->n++] = (uint8_t)(u | 0x80);
		u >>= 7;
	}
	b->p[b->n++] = (uint8_t)u;
}

static inline void wire_put_number(struct wire_bytes *b, uint32_t field, uint64_t u)
{
	wire_put(b, (uint64_t)field << 3);
	wire_put(b, u);
}

static inline void wire_put_bytes(struct wire_bytes *b, uint32_t field, const void *p, size_t n)
{
	wire_put(b, (uint64_t)field << 3 | 2);
	wire_put(b, n);
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

#endif
