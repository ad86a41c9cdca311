#ifndef COLLECTOR_ROLL_H
#define COLLECTOR_ROLL_H
/*
 * The list of who may come in, as the running collector has it: read again when its file changes,
 * and shared by the thread that opens the door (gate.h) and the one that hears what comes.
 */
#include "collector/allow.h"

struct roll;

/* Reads the list. `path` is borrowed. NULL: `error` has file, line and what is wrong. */
struct roll *roll_open(const char *path, char *error, size_t size);
void roll_close(struct roll *r);

/* Reads the file again if it changed. A list that is broken is said, once, and changes nothing. */
void roll_refresh(struct roll *r);
/* Grows with every change. */
uint64_t roll_version(struct roll *r);
/* Whose key is that? False: nobody's. */
bool roll_find(struct roll *r, const char *key, struct allow_entry *out);
/* A copy of the list, to be freed with allow_free(). False: no memory. */
bool roll_copy(struct roll *r, struct allow *out, uint64_t *version);

#endif
