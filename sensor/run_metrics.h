#ifndef SENSOR_RUN_METRICS_H
#define SENSOR_RUN_METRICS_H
/*
 * The metrics of a sensor that captures live, for Prometheus: what it sees, what it loses, what it
 * tells and how delivery stands. docs/delivery.md lists them.
 */
#include "common/metrics.h"
#include "sensor/run.h"

struct run_metrics {
	struct metrics_server *server; /* NULL: nobody asked for them */
	struct metrics_text text;
};

/* address: NULL, and nothing is served. False: it has said why not. */
bool run_metrics_start(struct run_metrics *m, const char *address);
/* Gives out what counters say now. Every second or so. */
void run_metrics_tick(struct run_metrics *m, const struct run *r,
		      const struct summary_capture *interfaces);
/* Writes the text; for the above, and for tests. */
void run_metrics_write(struct metrics_text *t, const struct run *r,
		       const struct summary_capture *interfaces);
void run_metrics_stop(struct run_metrics *m);

#endif
