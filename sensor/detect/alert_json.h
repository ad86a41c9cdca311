#ifndef SENSOR_DETECT_ALERT_JSON_H
#define SENSOR_DETECT_ALERT_JSON_H
#include "sensor/detect/alert.h"

/* The alert as one line of JSON with its newline; returns its length, 0 if it does not fit, which
 * ALERT_LINE bytes always do. */
size_t alert_json(const struct alert *a, char *out, size_t room);

#endif
