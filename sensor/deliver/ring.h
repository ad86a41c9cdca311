#ifndef SENSOR_DELIVER_RING_H
#define SENSOR_DELIVER_RING_H
/*
 * A queue of byte strings between two threads: one puts, one takes, neither waits (C11 atomics, no
 * lock). The thread of the packets puts; the thread of the spool takes.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ring;

/* Room for `bytes` (a power of two from 64 KiB to 2 GiB). NULL: no memory, or no such size. */
struct ring *ring_new(size_t bytes);
void ring_free(struct ring *r);

/* The putting thread. */

/*
 * Copies n bytes with a number of the caller's (not UINT_MAX). False: there is no room now; nothing
 * was put. More than ring_item_max() bytes never find room.
 */
bool ring_put(struct ring *r, unsigned kind, const void *p, size_t n)
	__attribute__((warn_unused_result));

/* The taking thread. */

struct ring_item {
	const uint8_t *p; /* in the ring, until ring_taken() */
	size_t n;
	unsigned kind;
};
/* The oldest item that was not taken. False: there is none. */
bool ring_peek(struct ring *r, struct ring_item *item);
/* Frees the place of the item that ring_peek() gave last. */
void ring_taken(struct ring *r);

/* Either thread: bytes in it, and how many it holds at most. */
size_t ring_used(const struct ring *r);
size_t ring_size(const struct ring *r);
/* Bytes of the largest item: a little less than half, so that it fits wherever the ring stands. */
size_t ring_item_max(const struct ring *r);

#endif
