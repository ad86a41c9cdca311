#ifndef COLLECTOR_STORE_SQLITE_RUNS_H
#define COLLECTOR_STORE_SQLITE_RUNS_H
/*
 * Operations in the store: many to a row. Nearly everything that is stored is operations, and a row
 * each costs several times what its bytes do. A run is a row of the table `runs`: operations of one
 * batch whose numbers follow each other; `id` is the first one's, `n` how many there are, `bytes`
 * the events one behind the other, each after its length as a varint. Runs never change.
 */
#include "collector/store_sqlite.h"

enum {
	RUN_BYTES = 64 * 1024, /* from this size on, the next operation begins another run */
	RUNS_KEPT = 16,	       /* in memory, for readers */
};

/* Adds n operations, the first of which gets the number id, as runs. */
bool runs_add(struct store *s, uint64_t id, const ProtobufCBinaryData *events, size_t n);

/* ---- reading ---- */

/* The events of a run, one after the other. */
struct run_walk {
	const uint8_t *p, *end;
};

/* The next event, in place; false: there is none, or the bytes are not a run's. */
bool run_next(struct run_walk *w, const uint8_t **event, size_t *n);

/* A run in memory, with what its events have in common. */
struct run {
	uint64_t id, n; /* n 0: none */
	uint8_t *bytes;
	size_t len, room;
	uint32_t *at; /* where each event begins; n + 1 of them */
	size_t nat;
	uint64_t batch, received, dictionary, epoch;
	int64_t clock_offset;
	char sensor[WIRE_NAME_MAX + 1];
	uint64_t used; /* when, in calls */
};

/* The run that has the event with that id; it is good until the next call. NULL: none has it, or
 * (*good false) the store's error is set. */
const struct run *runs_find(struct store *s, uint64_t id, bool *good);
/* The event of the run. */
const uint8_t *run_event(const struct run *r, uint64_t id, size_t *n);

/* The event but for its bytes and its time; the sensor's name is the run's. */
struct store_event run_origin(const struct run *r, uint64_t id);

/* Lets go of what is in memory. */
void runs_forget(struct store *s);
void runs_free(struct store *s);

/*
 * Makes SQL functions: run_of(bytes) is a run of one event, for migrations; run_good(n, bytes,
 * earliest, latest) is 1 if the run holds n operations with times between the two.
 */
bool runs_functions(struct store *s);

#endif
