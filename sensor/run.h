#ifndef SENSOR_RUN_H
#define SENSOR_RUN_H
/*
 * What read and live have in common: the pipeline with its report around a source of frames, the
 * signals that end it, and the summary at the end.
 */
#include <signal.h>

#include "sensor/options.h"
#include "sensor/pipeline.h"
#include "sensor/summary.h"

struct run {
	const struct sensor_options *options;
	struct pipeline *pl;
	struct report *report; /* NULL: only the summary is wanted */
};

/* Set by SIGINT and SIGTERM once run_init() has caught them. */
extern volatile sig_atomic_t run_stopped;

/* The errno of the first write of standard output that run_flush() saw failing; 0: none did. */
extern int run_write_error;

/*
 * Makes the pipeline and its report; wait: lines of JSON requests wait for their answers. Prints
 * what the limits cost unless quiet. False: it has said why.
 */
bool run_init(struct run *r, const struct sensor_options *options, bool wait)
	__attribute__((warn_unused_result));

/* Everything reported so far is written. False: writing failed, now or earlier. */
bool run_flush(struct run *r);

/* The source is empty: ends the flows, prints the summary where one is wanted. False: writing
 * failed. */
bool run_end(struct run *r, struct summary_capture *capture);

void run_free(struct run *r);

#endif
