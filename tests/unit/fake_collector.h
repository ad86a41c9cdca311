#ifndef TESTS_FAKE_COLLECTOR_H
#define TESTS_FAKE_COLLECTOR_H
/*
 * A collector for tests of the sensor's side: a real ROUTER with CURVE and a list of one key, on
 * loopback, that does what the test says. No thread: fake_run() does what is due.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/wire.h"

enum { FAKE_EVENTS = 65536, FAKE_EPOCHS = 8, FAKE_DICTIONARIES = 8, FAKE_KEY = 41 };

struct fake_epoch {
	uint64_t id, committed;
};

struct fake_collector {
	void *context, *router, *zap;
	char endpoint[64];
	char public[FAKE_KEY], secret[FAKE_KEY];
	char sensor_public[FAKE_KEY], sensor_secret[FAKE_KEY];

	/* What it does; all false: what a collector should. */
	bool silent;	    /* answers nothing */
	bool no_acks;	    /* takes events, acknowledges none */
	bool acks_twice;    /* and once more, and an old one */
	bool acks_too_much; /* what was not sent */
	bool other_session; /* acknowledges in the name of another session */
	bool garbage;	    /* answers bytes that are no message */
	bool keeps_no_dictionary;
	Kagami__Reason refuse_hello, refuse_batch;
	unsigned refusals_left; /* of these; 0: for ever */
	uint32_t credit, max_bytes;

	/* What it saw. */
	unsigned hellos, batches, pings, dictionaries, refused_keys, faults;
	uint64_t session, epoch, expected;
	uint64_t first_seq, next_seq; /* of the last Hello */
	uint64_t dictionary;	      /* of the last batch */
	uint64_t largest;	      /* events in a batch */
	size_t nevents;		      /* stored, each once */
	struct fake_epoch epochs[FAKE_EPOCHS];
	uint64_t known[FAKE_DICTIONARIES];
	uint64_t link_shed, link_events;
	struct wire_arena arena;
};

struct fake_collector *fake_new(void);
void fake_free(struct fake_collector *f);
/* The port is closed and every connection cut; fake_open() opens the same again. */
void fake_close(struct fake_collector *f);
void fake_open(struct fake_collector *f);
/* Does everything that came in. */
void fake_run(struct fake_collector *f);
/* The last event of the epoch that it has. */
uint64_t fake_committed(const struct fake_collector *f, uint64_t epoch);
/* Has it so. */
void fake_commit(struct fake_collector *f, uint64_t epoch, uint64_t seq);

#endif
