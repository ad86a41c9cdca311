#ifndef SENSOR_DETECT_ALERT_PRINT_H
#define SENSOR_DETECT_ALERT_PRINT_H
/*
 * Alerts for people and for programs. As text: a line with time, priority, rule and sentence, and
 * one below it with what the rule looked at, the frames and the techniques. As JSON: one object a
 * line; docs/json.md says what is in it.
 */
#include <stdio.h>

#include "sensor/detect/alert.h"

/* Bytes of the longest line of JSON, whatever is in the alert; alert_json.c counts them. */
enum { ALERT_LINE = 65536 };

struct alert_printer {
	FILE *out;
	bool json, color;
	uint64_t day; /* text: the day printed last, since 1970; start with UINT64_MAX */
	char line[ALERT_LINE];
};

/* For struct alert_sink: ctx is the printer. */
void alert_print(void *printer, const struct alert *alert);

#endif
