/*
 * What the generator writes with: a buffer of bytes that grows to the right, and a tape of frames
 * that becomes a capture file. Deterministic: no clock, no random source but the tape's own.
 */
#ifndef KAGAMI_GOOSE_TAPE_H
#define KAGAMI_GOOSE_TAPE_H

#include <stddef.h>
#include <stdint.h>

enum { BYTES_MAX = 1600, MAC_LEN = 6 };

#define MS     1000000ULL
#define SECOND 1000000000ULL
/* 2024-01-15 08:00:00 UTC, when every story begins. */
#define STORY_BEGIN (1705305600ULL * SECOND)

struct bytes {
	size_t n;
	uint8_t b[BYTES_MAX];
};

void bytes_put(struct bytes *to, const void *from, size_t n);
void bytes_text(struct bytes *to, const char *text);
/* The low n bytes of v, most significant first. */
void bytes_be(struct bytes *to, uint64_t v, size_t n);
void bytes_fill(struct bytes *to, uint8_t value, size_t n);

struct frame {
	uint64_t at; /* ns since 1970 */
	unsigned order;
	struct bytes bytes;
};

struct tape {
	struct frame *frames; /* owned */
	size_t n, room;
	uint32_t dice;
};

/* Adds a frame (padded to the 60 bytes of Ethernet) at STORY_BEGIN + at ns. */
void tape_add(struct tape *t, uint64_t at, const struct bytes *frame);
/* A number below n, the same each run. */
uint32_t tape_dice(struct tape *t, uint32_t n);
/* Writes DIRECTORY/NAME.pcap in order of time and empties the tape; exits when it cannot. */
void tape_write(struct tape *t, const char *directory, const char *name);

#endif
