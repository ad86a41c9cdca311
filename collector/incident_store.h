#ifndef COLLECTOR_INCIDENT_STORE_H
#define COLLECTOR_INCIDENT_STORE_H
/*
 * Incidents in the store, beside the events they are made of (store.h): written in the transaction
 * of the events, so that both or neither survive a crash. Tables: incidents (what lists show, in
 * columns; the whole as bytes), revisions (each as it was; which still must be written to files),
 * known (what was said of addresses when correlation heard it),
 * commands (what people asked for, applied by the running collector in order), correlation (its
 * state), notifications (records that came from others).
 *
 * Functions that return bool: false, and store_error() says why. What writes needs a transaction
 * (store_begin()) unless it says otherwise.
 */
#include "collector/incident.h"
#include "collector/store.h"

/* Written revisions of an incident that the store keeps beside the first: the files have all. */
enum { INCIDENT_STORE_REVISIONS = 200 };

/* A new revision: its record is due. The same revision again takes the place of the first, unless
 * that was written. While the incident is open, its evidence is held (store_hold()). */
bool incident_store_put(struct store *s, const struct incident *i);
/* What it is now, without a revision. */
bool incident_store_keep(struct store *s, const struct incident *i);

/* What an asset's event says of its addresses; what was said last of one. *found. */
bool incident_store_learn(struct store *s, const Kagami__Asset *a, uint64_t received);
bool incident_store_known(struct store *s, const uint8_t *address, size_t n,
			  struct incident_end *out, bool *found);

/* The correlation's state after all events of batches up to that one (store_newest()). */
bool incident_store_state(struct store *s, uint64_t batch, const uint8_t *p, size_t n);
/* Tells of each open incident, then of the state, if there is one; *batch: 0 without one. */
bool incident_store_load(struct store *s, uint64_t *batch,
			 void (*state)(void *ctx, const uint8_t *p, size_t n),
			 void (*each)(void *ctx, const struct incident *i), void *ctx);

/* Revisions whose files are still to be written, oldest first; done: it is written. */
bool incident_store_due(struct store *s, uint64_t limit,
			void (*tell)(void *ctx, const struct incident *i), void *ctx);
bool incident_store_done(struct store *s, const char *id, uint32_t revision);
bool incident_store_undone(struct store *s, uint64_t *n); /* how many are due */

struct incident_filter {
	const char *status, *site, *address, *rule; /* NULL: any */
	uint32_t min_severity;
	uint64_t since, until, limit; /* events at since <= time < until; 0: open */
	bool open_only;
};
/* The open ones first, of these the most severe, of these the latest; false from tell ends it. No
 * transaction is open while tell runs. */
bool incident_store_each(struct store *s, const struct incident_filter *f,
			 bool (*tell)(void *ctx, const struct incident *i), void *ctx);
/* A revision, 0: what it is now. *found. */
bool incident_store_get(struct store *s, const char *id, uint32_t revision, struct incident *out,
			bool *found);

/* *n: how many ids are `text` or end in it (2: at least); id: the only one. */
bool incident_store_match(struct store *s, const char *text, char id[INCIDENT_ID], unsigned *n);

/*
 * Commands: put by the command line, a second writer (store_options.ask), and taken by the
 * collector. ask, unask and answered need no transaction of the caller's.
 */
bool incident_store_ask(struct store *s, const uint8_t *command, size_t n, uint64_t *ticket);
/* Takes it back; *taken: it had no answer yet, and will never be done. */
bool incident_store_unask(struct store *s, uint64_t ticket, bool *taken);
/* Those without an answer, the oldest first; false from tell ends it. tell may answer. */
bool incident_store_asked(struct store *s,
			  bool (*tell)(void *ctx, uint64_t ticket, const uint8_t *p, size_t n),
			  void *ctx);
bool incident_store_answer(struct store *s, uint64_t ticket, const char *text, bool good);
/* Waits for the answer at most `wait` ns; *answered. */
bool incident_store_answered(struct store *s, uint64_t ticket, uint64_t wait, char *text,
			     size_t size, bool *good, bool *answered);

/* Records of others, as they came. */
struct incident_notification {
	uint64_t number;      /* of ours: by the store */
	const char *issuer;   /* FQDN */
	const char *incident; /* its id */
	uint32_t revision;    /* 0: it says none */
	uint64_t received;
	const char *sender; /* the recipient of ours it came from; "": nobody we know */
	bool quarantined, conflict;
	const char *ours; /* the id of our incident that it is about; "" */
	const uint8_t *text;
	size_t n;
};
/* *known: the same bytes were there already. conflict is set by this function: another text of the
 * same issuer, id and revision; both are kept. */
bool incident_store_notify(struct store *s, const struct incident_notification *x, bool *known);
bool incident_store_notified(struct store *s,
			     bool (*tell)(void *ctx, const struct incident_notification *x),
			     void *ctx);

#endif
