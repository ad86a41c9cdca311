#ifndef COLLECTOR_ONCE_H
#define COLLECTOR_ONCE_H
/*
 * Which of many alike things are worth a line in the log: of one sort and source the first in a
 * minute, and of all ONCE_LINES a minute. Memory is fixed; sources that share a place may silence
 * each other's repetition, never the first.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ONCE_PLACES = 1024, ONCE_LINES = 60 };

struct once {
	struct {
		uint64_t hash, said;
	} places[ONCE_PLACES];
	uint64_t minute; /* when `lines` began to count */
	unsigned lines;
};

/* monotonic: ns, not 0. */
bool once_worth(struct once *o, const char *source, unsigned sort, uint64_t monotonic);

/* FNV-1a over the text. */
uint64_t once_hash(const char *text);

#endif
