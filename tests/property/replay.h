/*
 * Captures and conversations sent through the whole pipeline, for the property tests.
 */
#ifndef KAGAMI_TEST_REPLAY_H
#define KAGAMI_TEST_REPLAY_H

#include "tests/unit/test.h"

#include "sensor/capfile.h"
#include "sensor/pipeline.h"

/* A pipeline whose operations become text. */
struct replay {
	struct pipeline *pl;
	struct report *report;
	FILE *out;
	char *text; /* the operations as JSON, good after replay_end(); free it */
	size_t n;
};

/* Begins with small tables; with a report only if json. Fails the test if there is no memory. */
void replay_begin(struct replay *r, bool json);
/* Ends all flows; r->text is complete. */
void replay_end(struct replay *r);

/* Calls each() for every frame of the capture, in order; fails the test if it cannot be read. */
void replay_frames(const char *path, void (*each)(void *ctx, const struct frame *frame), void *ctx);

/* The captures of pcaps/, sorted, NULL-terminated; fails the test if there are none. */
const char *const *replay_captures(void);

#endif
