#ifndef SENSOR_REPORT_H
#define SENSOR_REPORT_H
/*
 * The last stage: operations as lines, for people or as JSON.
 *
 * JSON: one operation a line, keys in a fixed order (docs/json.md). A request's line waits, within
 * a bounded buffer, until its response is known, so that both name each other; the order of lines
 * stays. Text: one message a line.
 */
#include <stdio.h>

#include "protocols/protocol.h"
#include "sensor/flow.h"

struct report;

struct report_options {
	FILE *out;
	bool json;
	bool wait;		      /* JSON: requests wait for their responses */
	const char *const *protocols; /* print only operations of these; n 0: of all */
	size_t n;
};

/* NULL: no memory, or (errno EINVAL) an unknown protocol's name. */
struct report *report_new(const struct report_options *options);
void report_free(struct report *r);

/* A message was decoded; end: who sent it. */
void report_message(struct report *r, const struct flow *f, unsigned end, const struct dec *d);

/* The request will not be answered any more. */
void report_unanswered(struct report *r, const struct flow *f, const struct pair *request);

/* Capture time goes on: what waited until the time given (ns) is written. */
void report_until(struct report *r, uint64_t before);

/* Lines that left before their answer was known, because too much waited behind them. */
uint64_t report_early(const struct report *r);

/* Everything is written. False: writing failed (errno), now or earlier. */
bool report_flush(struct report *r);

#endif
