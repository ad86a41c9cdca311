#ifndef COLLECTOR_INCIDENT_DESK_H
#define COLLECTOR_INCIDENT_DESK_H
/*
 * Incidents at work: correlation, what the store keeps of it, the records on disk, what people ask
 * for. For the collector that runs, and for a command that does without one.
 *
 * Everything but desk_write() happens in the transaction of the store that holds the events. When
 * that is rolled back, desk_back() must be told: correlation is then where the store is.
 */
#include "collector/correlate.h"
#include "collector/incident_command.h"
#include "collector/incident_files.h"
#include "collector/incident_store.h"

struct desk;

struct desk_stats {
	struct correlate_stats correlate;
	uint64_t written, failures, commands; /* records; tries that failed */
	uint64_t due;			      /* records that are still to be written, about */
	bool trouble;			      /* the last try failed */
};

/* NULL: `why`. */
struct desk *desk_open(const struct collector_options *o, struct store *s, char *why, size_t size);
void desk_close(struct desk *d);

/* The batch's events from `skip` on, which are new in the store. Those that are not unpacked are,
 * into the arena, while that matters. */
void desk_hear(struct desk *d, const struct store_batch *b, size_t skip,
	       const struct dictionary *dictionary, struct wire_arena *arena);
/* One event; its rule is found by the dictionary. */
void desk_event(struct desk *d, struct correlate_alert *a);
/* Puts what changed into the store: before each commit. False: store_error(). */
bool desk_keep(struct desk *d);
/* The transaction was rolled back. */
void desk_back(struct desk *d);

/* Does somebody wait for an answer? */
bool desk_asked(struct desk *d);
/* Does what was asked, and answers. False: store_error(). */
bool desk_answer(struct desk *d);
/* Does one command. `text`: false: what is wrong with it; true: the id of the incident that was
 * opened by it, or "". */
bool desk_do(struct desk *d, const struct correlate_command *c, char *text, size_t size);

/*
 * Writes records that are due, for at most about `budget` ns; begins and commits transactions of
 * its own, so none may be open. Returns whether some are still due and can be written now. A
 * failure is said once, until it works again, and tried again after a while.
 */
bool desk_write(struct desk *d, uint64_t budget);

void desk_stats(const struct desk *d, struct desk_stats *out);

#endif
