#ifndef COLLECTOR_EXERCISE_STATE_H
#define COLLECTOR_EXERCISE_STATE_H
/*
 * An exercise that goes on: kept in a folder beside the store, STORE.exercise, which has
 * state.json, copies of the scenarios (what is scored does not change when their files do) and the
 * answers to notifications that were taken in.
 *
 * Who has it open holds a lock: others wait. Functions that return bool: false, and it was said
 * why.
 */
#include <jansson.h>

#include "collector/exercise.h"

enum { EXERCISE_PATH = 4096, EXERCISE_INJECTS = 1024 };

/* A notification of a partner that comes in at a time. */
struct exercise_inject {
	uint64_t due, done; /* done 0: not yet */
	bool announce;	    /* it is not taken in, only said that it came */
	int code;	    /* exit code of `receive` */
	char *path;	    /* whole */
	json_t *text;	    /* by language; NULL: none */
};

struct exercise {
	char folder[EXERCISE_PATH];
	char team[INCIDENT_WORD]; /* "": no name */
	uint64_t start;
	struct scenario *scenarios[EXERCISE_SCENARIOS];
	size_t nscenarios;
	struct exercise_inject *injects; /* in the order of their time */
	size_t ninjects;
	int lock;
};

/* Begins one with these files of scenarios. Where one goes on it must be `anew`. */
bool exercise_begin(struct exercise *x, const char *store, const char *const *files, size_t n,
		    const char *team, uint64_t start, bool anew);
/* The one that goes on. */
bool exercise_open(struct exercise *x, const char *store);
bool exercise_save(const struct exercise *x);
void exercise_close(struct exercise *x);

/* Another notification; the path is made whole. text: may be NULL, is taken over. */
bool exercise_add(struct exercise *x, uint64_t due, const char *path, bool announce, json_t *text);

#endif
