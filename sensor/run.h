#ifndef SENSOR_RUN_H
#define SENSOR_RUN_H
/*
 * What read, live and learn have in common: the pipeline with its rules and its report around a
 * source of frames, the signals that end it, and the summary or the baseline at the end.
 */
#include <signal.h>

#include "sensor/detect/alert_print.h"
#include "sensor/options.h"
#include "sensor/pipeline.h"
#include "sensor/run_deliver.h"
#include "sensor/run_rules.h"
#include "sensor/summary.h"

struct run {
	const struct sensor_options *options;
	struct pipeline *pl;
	struct report *report;	       /* NULL: no operations are printed */
	struct alert_printer *printer; /* NULL: no alerts are */
	struct run_rules rules;	       /* its detect is NULL when there are none */
	struct run_deliver deliver;    /* its deliver is NULL when nothing is delivered */
};

/* Set by SIGINT and SIGTERM once run_init() or run_catch_stop() has caught them. */
extern volatile sig_atomic_t run_stopped;
/* Set by SIGHUP once run_catch_hangup() was called. */
extern volatile sig_atomic_t run_hung_up;

/* The errno of the first write of standard output that run_flush() saw failing; 0: none did. */
extern int run_write_error;

/*
 * Makes the pipeline and its report; wait: lines of JSON requests wait for their answers. Prints
 * what the limits cost unless quiet. EXIT_DONE, or another exit code of commands.h and it has said
 * why.
 */
int run_init(struct run *r, const struct sensor_options *options, bool wait)
	__attribute__((warn_unused_result));

/* Events leave from now on, if they are to: before the first frame. start: but for pipeline and
 * rules, which are the run's. EXIT_DONE, or another code and it has said why. */
int run_deliver_begin(struct run *r, struct run_deliver_start *start)
	__attribute__((warn_unused_result));

/* SIGINT and SIGTERM no longer end the program at once. */
void run_catch_stop(void);

/* SIGHUP no longer ends the program. */
void run_catch_hangup(void);

/* Rules that were changed, or SIGHUP: uses the new ones when they are right. Call it every second
 * or so. */
void run_renew(struct run *r);

/* Everything reported so far is written. False: writing failed, now or earlier. */
bool run_flush(struct run *r);

/* The source is empty: ends the flows, waits for the collector, prints the summary where one is
 * wanted, writes what was learned. False: writing failed, or events were not delivered. */
bool run_end(struct run *r, struct summary_capture *capture);

void run_free(struct run *r);

#endif
