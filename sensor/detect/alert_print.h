#ifndef SENSOR_DETECT_ALERT_PRINT_H
#define SENSOR_DETECT_ALERT_PRINT_H
/*
 * Alerts for people and for programs. As text: a line with time, priority, rule and sentence, and
 * one below it with what the rule looked at, the frames and the techniques. As JSON: one object a
 * line; docs/json.md says what is in it.
 */
#include <stdio.h>

#include "sensor/detect/alert_json.h"

/* Bytes that the longest line of JSON fits in, whatever is in the alert: a byte of a text is six in
 * JSON when it is a control character. */
enum { ALERT_LINE = 65536 };

struct alert_printer {
	FILE *out;
	bool json, color;
	uint64_t day; /* text: the day printed last, since 1970; start with UINT64_MAX */
	struct alert_writer *writer; /* JSON; NULL: is made when the first alert comes */
	char line[ALERT_LINE];
};

/* JSON: makes the printer ready for alerts of these rules, so that printing them allocates nothing.
 * False: no memory. */
bool alert_printer_ready(struct alert_printer *p, const struct ruleset *set)
	__attribute__((warn_unused_result));
/* What the printer took; not the printer. */
void alert_printer_fini(struct alert_printer *p);

/* For struct alert_sink: ctx is the printer. */
void alert_print(void *printer, const struct alert *alert);

#endif
