#ifndef SENSOR_DELIVER_EPOCH_H
#define SENSOR_DELIVER_EPOCH_H
/*
 * What events are numbered within. A live sensor begins a new epoch when it starts. Files that are
 * read have the epoch of their contents and of everything else that makes their events what they
 * are: read again, they give the same events with the same numbers.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Set in the epochs of files that were read, also where they are new each time. */
#define EPOCH_OF_READ (UINT64_C(1) << 63)

/* A new one: 43 bits of the time (ms since 1970, from now: ns), 20 random bits below; the top bit
 * is 0. Later ones are greater, as long as clocks go forward. */
uint64_t epoch_new(uint64_t now, uint64_t random);

/* Is it a regular file: does reading it again give the same? */
bool epoch_repeatable(const char *path);

struct epoch_digest;

/* NULL: no memory. */
struct epoch_digest *epoch_begin(void);
/* Adds a part: what it is, and its bytes. The order of parts counts. */
void epoch_add(struct epoch_digest *d, const char *what, const void *p, size_t n);
void epoch_add_text(struct epoch_digest *d, const char *what, const char *text);
/*
 * Adds a file: its base name and its contents. False (errno): it cannot be read to its end; EINVAL:
 * it is no regular file, so that reading it again would give something else. EINTR: *stop was set
 * meanwhile (NULL: it is not looked at).
 */
bool epoch_add_file(struct epoch_digest *d, const char *what, const char *path,
		    const volatile int *stop);
/* The epoch; frees d. Never 0. */
uint64_t epoch_end(struct epoch_digest *d);

#endif
