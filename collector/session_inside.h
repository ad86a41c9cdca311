#ifndef COLLECTOR_SESSION_INSIDE_H
#define COLLECTOR_SESSION_INSIDE_H
/* What session.c (the sessions) and session_hear.c (what is said in them) share. */
#include "collector/once.h"
#include "collector/session.h"

enum {
	SESSION_BUCKETS = 1024,
	SESSION_SHARES = 4, /* times the credit of one is what all may have under way */
	SESSION_CREDIT_MIN = 256,
};

/* No sensor makes as many events of one epoch; the store has room for as many numbers. */
#define SESSION_SEQ_MAX (UINT64_C(1) << 40)

struct sessions {
	uint32_t max, credit;
	size_t n;
	struct session **all;
	struct session *buckets[SESSION_BUCKETS];
	struct once once;
	size_t memory; /* packed bytes of the dictionaries that are loaded */
	struct sessions_stats stats;
};

/* Where the session has the dictionary; SESSION_DICTIONARIES: it has not. */
size_t session_slot(const struct session *se, uint64_t id);

/* Takes down what the sensor said of its clock, and what it shed; NULL: nothing. */
void session_measure(struct session *se, uint64_t theirs, uint64_t ours);
void session_note_clock(struct session *se, const Kagami__Clock *clock);
void session_note_shed(Kagami__Shed *out, const Kagami__Shed *shed);

#endif
