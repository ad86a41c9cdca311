/*
 * What decoders keep of a flow beyond its state_size bytes: notes, bytes under a key. Parts of long
 * messages, points that were selected, configurations that data are read by.
 *
 * One bounded table for all flows, with notes of three sizes; a note that grows moves. When there
 * is no room of a size, the note that was used longest ago gives way, which is counted. Notes of
 * flows that ended are never found again and go that way too. Nothing is allocated after
 * notes_init().
 */
#ifndef KAGAMI_NOTE_H
#define KAGAMI_NOTE_H

#include "protocols/cur.h"

enum { NOTE_SIZES = 3, NOTE_SMALL = 256, NOTE_MIDDLE = 4096, NOTE_LARGE = 65536, NOTE_WORDS = 4 };

struct note {
	uint64_t flow, key;
	uint64_t used;		   /* the message that asked for it last */
	uint64_t word[NOTE_WORDS]; /* the protocol's choice; 0 at first */
	uint32_t n;		   /* bytes that it has */
	uint32_t next;		   /* in the bucket */
	uint32_t newer, older;	   /* among those of its size */
	uint8_t size;		   /* which of the sizes */
	bool open;		   /* it can be found */
};

struct notes {
	struct note *note; /* of all sizes, the small ones first */
	uint8_t *bytes[NOTE_SIZES];
	uint32_t *bucket, mask;
	uint32_t n[NOTE_SIZES], first[NOTE_SIZES]; /* how many, and which is the first */
	uint32_t newest[NOTE_SIZES], oldest[NOTE_SIZES];
	uint64_t evicted; /* that were still open */
};

/* Room for n small notes, a quarter as many of the middle size and n / 64 large ones, at least
 * one. False: no memory. */
bool notes_init(struct notes *t, uint32_t n) __attribute__((warn_unused_result));
void notes_free(struct notes *t);

/* Bytes that one of n costs, with its share of the larger ones. */
size_t notes_cost(void);

/* The flow's note under that key, or NULL. message: the one that asks; it is not evicted by it. */
struct note *notes_find(struct notes *t, uint64_t flow, uint64_t key, uint64_t message);

/* The same; made, empty, when there is none. NULL: there is no room at all. */
struct note *notes_open(struct notes *t, uint64_t flow, uint64_t key, uint64_t message);

/* Adds bytes; returns the note, which may have moved. NULL: it would be too long, and is gone. */
struct note *notes_add(struct notes *t, struct note *note, struct cur bytes);

/* Its bytes: good until it grows, or, when it has ended, until the next message. */
struct cur notes_bytes(const struct notes *t, const struct note *note);

/* The text that begins at byte `at` of its bytes, which end with a zero; "" when they do not. It is
 * good as long as they are. */
const char *notes_text(const struct notes *t, const struct note *note, size_t at);

/* It is not needed any more. */
void notes_end(struct notes *t, struct note *note);

#endif
