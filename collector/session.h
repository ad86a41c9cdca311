#ifndef COLLECTOR_SESSION_H
#define COLLECTOR_SESSION_H
/*
 * What the collector knows of each peer that talks to it, and what it says to what it hears. No
 * sockets, no store, no clock of its own: messages and times in, decisions out; so that it is
 * tested and fuzzed alone.
 *
 * A session begins with a good Hello and ends when the peer says Hello again, is silent too long,
 * breaks the protocol, or is no longer on the list. A sensor has one session at a time: a new one
 * ends the old (a sensor that came back before we noticed that it had gone).
 * Which refusals are worth a line in the log: once.h.
 */
#include "collector/allow.h"
#include "proto/dictionary.h"

enum {
	SESSION_IDENTITY = 255,
	SESSION_ADDRESS = 64,
	SESSION_DICTIONARIES = 4,
	SESSION_OFFSETS = 8,
	SESSION_MEMORY =
		256 * 1024 * 1024, /* packed bytes of dictionaries that are loaded, about */
};

struct session {
	uint8_t identity[SESSION_IDENTITY]; /* ZeroMQ's routing id */
	uint8_t nidentity;
	char sensor[WIRE_NAME_MAX + 1];
	char key[CURVE_KEY_TEXT]; /* that its connection was made with */
	char address[SESSION_ADDRESS];
	char program[64];
	uint64_t id; /* Welcome.session */
	uint64_t epoch;
	uint64_t start_seq;	/* what it began behind */
	uint64_t received_seq;	/* the last one that came; what follows must be the next */
	uint64_t committed_seq; /* the last one that was acknowledged */
	uint64_t began, heard;	/* ns, monotonic */
	int64_t clock_offset;	/* ns that its clock is ahead of ours; 0 also while noffsets is 0 */
	Kagami__Clock clock;
	Kagami__Link link; /* what it said last; link.shed is link_shed */
	Kagami__Shed shed, link_shed;
	bool pinged; /* link is filled in */

	/* for session.c */
	struct dictionary *dictionaries[SESSION_DICTIONARIES]; /* NULL: known, not loaded */
	uint64_t dictionary_ids[SESSION_DICTIONARIES];	       /* 0: free */
	size_t dictionary_sizes[SESSION_DICTIONARIES];
	unsigned next_dictionary;
	int64_t offsets[SESSION_OFFSETS];
	unsigned noffsets;    /* measured; 0: it never said what its clock says */
	struct session *next; /* of the same bucket */
	size_t at;	      /* in the list of all */
};

struct sessions;

/* max: sessions at once; credit: what Hello is answered with. NULL: no memory. */
struct sessions *sessions_new(uint32_t max, uint32_t credit);
void sessions_free(struct sessions *s);
/* Events that a sensor may have under way: fewer when there are many, so that they do not fill the
 * memory together. */
uint32_t sessions_credit(const struct sessions *s);

/* A message as it came from the socket. */
struct arrival {
	const uint8_t *identity;
	size_t nidentity;
	const char *user;    /* the name that the key is listed under; never NULL */
	const char *key;     /* of the connection; never NULL */
	bool listed;	     /* the name is on the list, as a sensor's, with that key */
	const char *address; /* "" */
	const uint8_t *p;
	size_t n;
	uint64_t monotonic, now; /* ns */
};

enum verdict {
	VERDICT_NOTHING, /* dealt with, nothing to do */
	VERDICT_HELLO,	 /* a session may begin: look up committed_seq, then sessions_welcome() */
	VERDICT_DICTIONARY, /* message->dictionary is to be kept */
	VERDICT_BATCH,	    /* message->batch is to be stored: contiguous, of this session */
	VERDICT_PING,	    /* answer is a Pong */
	VERDICT_REFUSED,    /* answer is a Refusal; reason says why, counted; the session is over */
};

struct hearing {
	enum verdict verdict;
	struct session *session; /* NULL: there is none (any more) */
	uint64_t id;		 /* the session that the message belongs to, as it says; 0: none */
	Kagami__ToCollector *message; /* in the arena */
	Kagami__Reason reason;
	const char *text; /* of a refusal; static */
	bool log;	  /* this refusal is worth a line */
	uint64_t skip;	  /* VERDICT_BATCH: events at its start that came before */
};

/* Judges a message; what is unpacked is in the arena. */
void sessions_hear(struct sessions *s, const struct arrival *a, struct wire_arena *arena,
		   struct hearing *out);
/* Begins the session that a Hello asked for. committed: of its epoch, in the store. id: random, not
 * 0. NULL: no memory. */
struct session *sessions_welcome(struct sessions *s, const struct arrival *a,
				 const Kagami__Hello *hello, uint64_t committed, uint64_t id);
/* The batch's events came: from now on the next ones are expected. */
void sessions_received(struct sessions *s, struct session *se, uint64_t last_seq);
void sessions_end(struct sessions *s, struct session *se);
struct session *sessions_of(const struct sessions *s, const char *sensor);

/* The store has the sensor's dictionary of that id. */
void sessions_know(struct sessions *s, struct session *se, uint64_t id);
/* Keeps a loaded one, for good or until others need the memory; `bytes`: packed. */
void sessions_keep(struct sessions *s, struct session *se, uint64_t id, struct dictionary *d,
		   size_t bytes);
/* NULL: it is not loaded: get it from the store, and keep it. */
const struct dictionary *sessions_dictionary(const struct session *se, uint64_t id);
/* Ends those that were silent for `timeout` ns, or whose name is not on the list with a key. */
void sessions_sweep(struct sessions *s, uint64_t monotonic, uint64_t timeout,
		    const struct allow *allow,
		    void (*ended)(void *ctx, const struct session *se, const char *why), void *ctx);

/* A refusal that was decided elsewhere: counts it, and says whether it is worth a line. */
bool sessions_refused(struct sessions *s, const char *user, Kagami__Reason reason,
		      uint64_t monotonic);

/* All of them, for metrics and health. */
size_t sessions_count(const struct sessions *s);
const struct session *sessions_at(const struct sessions *s, size_t i);

enum { SESSION_REASONS = KAGAMI__REASON__REASON_BUSY + 1 };

struct sessions_stats {
	uint64_t refused[SESSION_REASONS]; /* by Kagami__Reason */
	uint64_t messages, bytes;
	uint64_t stale;	   /* of a session that is over; dropped silently */
	uint64_t sessions; /* begun */
};
void sessions_stats(const struct sessions *s, struct sessions_stats *out);

#endif
