#ifndef COLLECTOR_INCIDENT_STORE_H
#define COLLECTOR_INCIDENT_STORE_H
/*
 * Incidents in the store, beside the events they are made of (store.h): written in the transaction
 * of the events, so that both or neither survive a crash. Tables: incidents (what lists show, in
 * columns; the whole as bytes), revisions (which were written to files and which still must be),
 * commands (what people asked for, applied by the running collector in order), correlation (its
 * state), notifications (records that came from others).
 */
#include "collector/incident.h"
#include "collector/store.h"

bool incident_store_put(struct store *s, const struct incident *i);
bool incident_store_state(struct store *s, uint64_t last_event, const uint8_t *p, size_t n);
bool incident_store_load(struct store *s, uint64_t *last_event,
			 void (*state)(void *ctx, const uint8_t *p, size_t n),
			 void (*each)(void *ctx, const struct incident *i), void *ctx);

/* Revisions whose files are still to be written, oldest first; done: it is written. */
bool incident_store_due(struct store *s, uint64_t limit,
			void (*tell)(void *ctx, const struct incident *i), void *ctx);
bool incident_store_done(struct store *s, const char *id, uint32_t revision);

struct incident_filter {
	const char *status, *site, *address, *rule; /* NULL: any */
	uint32_t min_severity;
	uint64_t since, until, limit;
	bool open_only;
};
bool incident_store_each(struct store *s, const struct incident_filter *f,
			 bool (*tell)(void *ctx, const struct incident *i), void *ctx);
/* A revision, 0: the latest. *found. */
bool incident_store_get(struct store *s, const char *id, uint32_t revision, struct incident *out,
			bool *found);

/* Commands: put by the command line (a second writer, in a short transaction), taken by the
 * collector. */
bool incident_store_ask(struct store *s, const uint8_t *command, size_t n, uint64_t *ticket);
bool incident_store_asked(struct store *s,
			  bool (*tell)(void *ctx, uint64_t ticket, const uint8_t *p, size_t n),
			  void *ctx);
bool incident_store_answer(struct store *s, uint64_t ticket, const char *text, bool good);
/* Waits for the answer at most `wait` ns; *answered. */
bool incident_store_answered(struct store *s, uint64_t ticket, uint64_t wait, char *text,
			     size_t size, bool *good, bool *answered);

#endif
