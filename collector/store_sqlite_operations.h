#ifndef COLLECTOR_STORE_SQLITE_OPERATIONS_H
#define COLLECTOR_STORE_SQLITE_OPERATIONS_H
/*
 * Stored operations in the order of their time, merged from the batches in which they lie. No
 * transaction is open between two calls; what was forgotten meanwhile may still be named. Memory
 * grows with the batches whose times overlap: 16 bytes for each of their operations.
 */
#include "collector/store_sqlite.h"

struct store_row {
	uint64_t time, id;
};

/* Does a come before b? By time, then by id. */
bool store_row_before(struct store_row a, struct store_row b, bool newest_first);

struct operations;

/* Of the filter's sensor and times, in its order; it must stay. NULL: the store's error is set. */
struct operations *operations_open(struct store *s, const struct store_filter *f);

/* The next *n of them, at most `room`; fewer: there are no more. False: error is set. */
bool operations_next(struct operations *o, struct store_row *rows, size_t room, size_t *n);

/* Adds to *n how many there are. */
bool operations_count(struct store *s, const struct store_filter *f, uint64_t *n);

/* NULL is allowed. */
void operations_close(struct operations *o);

#endif
