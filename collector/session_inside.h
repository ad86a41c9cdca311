#ifndef COLLECTOR_SESSION_INSIDE_H
#define COLLECTOR_SESSION_INSIDE_H
/* What session.c (the sessions) and session_hear.c (what is said in them) share. */
#include "collector/session.h"

enum { SESSION_BUCKETS = 1024, SESSION_STRIKES = 1024 };

/* When a refusal of that sort and source was said last. */
struct session_strike {
	uint64_t hash, said;
};

struct sessions {
	uint32_t max, credit;
	size_t n;
	struct session **all;
	struct session *buckets[SESSION_BUCKETS];
	struct session_strike strikes[SESSION_STRIKES];
	uint64_t minute; /* when `lines` began to count */
	unsigned lines;
	size_t memory; /* packed bytes of the dictionaries that are loaded */
	struct sessions_stats stats;
};

/* What session_hash() begins with. */
#define SESSION_HASH UINT64_C(0xcbf29ce484222325)
uint64_t session_hash(const char *text, uint64_t h);

/* Where the session has the dictionary; SESSION_DICTIONARIES: it has not. */
size_t session_slot(const struct session *se, uint64_t id);

/* Takes down what the sensor said of its clock, and what it shed; NULL: nothing. */
void session_measure(struct session *se, uint64_t theirs, uint64_t ours);
void session_note_clock(struct session *se, const Kagami__Clock *clock);
void session_note_shed(Kagami__Shed *out, const Kagami__Shed *shed);

#endif
