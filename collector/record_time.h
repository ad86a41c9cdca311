#ifndef COLLECTOR_RECORD_TIME_H
#define COLLECTOR_RECORD_TIME_H
/* Times as other parties write them. */
#include <stdbool.h>
#include <stdint.h>

/* A date-time of RFC 3339 with any offset and any digits of a second
 * ("2016-06-08T04:51:35.5-05:00") as ns since 1970, UTC; of leap seconds the one before. False: it
 * is none, or not from 1970 to 2500. */
bool record_time_parse(const char *text, uint64_t *ns);

#endif
