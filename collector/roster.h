#ifndef COLLECTOR_ROSTER_H
#define COLLECTOR_ROSTER_H
/*
 * What is known of each sensor beyond its session: who was here when, what it said of itself last,
 * what it was refused. Kept in the store, a few seconds late; what counts events there, the store
 * counts itself.
 */
#include "collector/session.h"
#include "collector/store.h"

struct roster;

/* Reads what the store knows. NULL: `error`. */
struct roster *roster_open(struct store *store, char *error, size_t size);
void roster_free(struct roster *r);

/* True: it was not connected before. */
bool roster_connected(struct roster *r, const struct session *se, uint64_t now);
/* What the session knows by now. */
void roster_heard(struct roster *r, const struct session *se, uint64_t now);
void roster_digests(struct roster *r, const char *sensor, const Kagami__Dictionary *d);
void roster_gone(struct roster *r, const char *sensor);
void roster_all_gone(struct roster *r);
/* Those that said nothing for `timeout` ns and have no session are gone; gone() is told each. */
void roster_sweep(struct roster *r, const struct sessions *sessions, uint64_t now, uint64_t timeout,
		  void (*gone)(void *ctx, const char *sensor), void *ctx);
/* address: it came from. Names that are not on the list and never were are not remembered. */
void roster_refused(struct roster *r, const char *sensor, const char *address, const char *text);

/* Puts what changed into the store. To be called in a transaction. False: store_error(). */
bool roster_save(struct roster *r, struct store *store);
/* The store did not keep what was saved: it is saved again. */
void roster_unsaved(struct roster *r);

/* Everything known of the sensors on the list, as the store has it; those never heard of too. The
 * array is good until the next call. False: store_error(). */
bool roster_look(struct roster *r, struct store *store, const struct allow *allow,
		 const struct store_sensor **sensors, size_t *n);

#endif
