#ifndef SENSOR_TRY_H
#define SENSOR_TRY_H
/*
 * A condition asked of whole frames, as a display filter is: `rules try`. A frame is asked about
 * with everything that was decoded in it, which can be known only after later frames have come: TCP
 * segments that are held because one before them is missing. So frames wait in a bounded window
 * while any segment is held, and are asked about in their order when they leave it.
 */
#include <stdio.h>

#include "sensor/pipeline.h"
#include "sensor/rule/condition.h"
#include "sensor/rule/site.h"
#include "sensor/rule/tag.h"

struct try_options {
	const struct condition *condition;
	const struct site *site;     /* NULL: there is none */
	const struct tag_defs *tags; /* process variables that it may call; NULL: none */
	FILE *out;		     /* where the frames are printed that match */
	bool json;
	bool total; /* print none, only count them */
	uint64_t gap_wait;
	uint64_t duplicate_window; /* ns: how GOOSE goes on is told without copies; 0: with them */
};

struct try;

/* What may be asked of a frame: the first field of the condition that may not, or NULL. */
const struct rule_field *try_refuses(const struct condition *c);

/* NULL: no memory. The pipeline must not have a tap yet, and must leave duplicates in. */
struct try *try_new(const struct try_options *options, struct pipeline *pl);
void try_free(struct try *t);

/* The next frame of the capture: gives it to the pipeline. */
void try_frame(struct try *t, const struct frame *frame);
/* The capture is over: ends the pipeline's flows, and asks about what still waits. */
void try_end(struct try *t);

struct try_counts {
	uint64_t frames, matched;
	uint64_t early; /* asked about while something of them may have been missing: no room */
	uint64_t late;	/* messages that were complete only after their frame was asked about */
};
void try_counts(const struct try *t, struct try_counts *out);

#endif
