#ifndef SENSOR_DELIVER_DELIVER_INSIDE_H
#define SENSOR_DELIVER_DELIVER_INSIDE_H
/*
 * What the two sides of delivery share: the packets' thread (deliver.c) and the one that spools and
 * sends (deliver_thread.c).
 */
#include <pthread.h>
#include <stdatomic.h>

#include "sensor/deliver/deliver.h"

/* A dictionary on its way: the ring carries a pointer, since it may be larger than the ring. */
struct deliver_dictionary {
	uint64_t id;
	size_t n;
	uint8_t p[];
};

/* Kinds in the ring: those of events, and this. */
enum { DELIVER_DICTIONARY = EVENT_KINDS };

struct deliver {
	struct deliver_options o;
	struct ring *ring;
	int wake; /* eventfd; written when the thread sleeps, or is waited for */
	pthread_t thread;
	bool started;

	/* The packets' thread. */
	uint8_t *buffer;
	struct deliver_dictionary *pending; /* found no room in the ring yet */
	bool begun;			    /* there was a dictionary */
	bool closed;			    /* waiting was stopped: nothing is taken any more */
	uint64_t passing;		    /* events yet to come that an earlier run numbered */

	/* Written by one thread, read by the other. */
	_Atomic uint64_t offered[EVENT_KINDS];
	_Atomic uint64_t shed[EVENT_KINDS];	  /* no room in the ring */
	_Atomic uint64_t spool_shed[EVENT_KINDS]; /* no room in the spool */
	_Atomic uint64_t known;
	_Atomic uint64_t first_seq; /* that spool_begin() gave first; 0: not yet */
	_Atomic bool sleeping, quit;
	_Atomic uint64_t turn; /* of the thread; its snapshot is as new */

	/* The delivery thread. */
	struct spool *spool;
	struct uplink *link;
	uint64_t retry;	      /* what could not be spooled is tried again; 0: nothing waits */
	uint64_t dirty;	      /* something was added then and not synced since; 0: nothing */
	uint64_t next_expiry; /* monotonic */
	uint64_t shed_told, shed_seen, shed_when; /* what the log said of shedding */
	bool waiting_told;

	pthread_mutex_t lock; /* of the snapshot */
	struct deliver_stats snapshot;
};

void *deliver_run(void *arg);
/* Wakes the thread. */
void deliver_wake(struct deliver *d);
uint64_t deliver_now(void); /* ns, monotonic */

#endif
