#ifndef SENSOR_DETECT_ALERT_JSON_H
#define SENSOR_DETECT_ALERT_JSON_H
#include "sensor/detect/alert.h"

/* What alerts are made events with, and the names of fields and rules in them. */
struct alert_writer;

/* Allocates; set: whose rules the alerts are of. NULL: no memory. */
struct alert_writer *alert_writer_new(const struct ruleset *set);
void alert_writer_free(struct alert_writer *w);

/*
 * The alert as one line of JSON with its newline; returns its length. ALERT_LINE bytes are room for
 * all of it; with less it says "truncated" and has no fields, and with less than 512 it is nothing,
 * and 0. When its rule's set is another than before (rules were loaded anew), the new names are
 * taken in, which allocates; without memory for them rules and fields are told by their numbers.
 */
size_t alert_json(struct alert_writer *w, const struct alert *a, char *out, size_t room);

#endif
