#ifndef COLLECTOR_STORE_SQLITE_CHECKPOINT_H
#define COLLECTOR_STORE_SQLITE_CHECKPOINT_H
/*
 * Writing SQLite's log back into the database, beside the one who writes: a thread with a
 * connection of its own, so that a commit does not wait for what earlier ones have to do with the
 * disk.
 *
 * The thread is asked to when the log has some pages; it never quite reaches a log that goes on
 * growing. So when the log is three times as long, the writer does what is left itself, and begins
 * the log anew.
 */
#include "collector/store_sqlite.h"

/* Starts it for the store's database. False: the store's error is set. */
bool checkpoint_start(struct store *s, const char *path);
/* Ends the thread, when there is one. */
void checkpoint_stop(struct store *s);

#endif
