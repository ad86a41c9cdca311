#ifndef SENSOR_RULE_LOCAL_TIME_H
#define SENSOR_RULE_LOCAL_TIME_H
/*
 * What a time zone's clocks show: a fixed offset, or the changes of an IANA zone, read once. Asking
 * costs a search; nothing of the C library's time zone is used.
 *
 * Spec: RFC 8536 (TZif), POSIX.1 TZ for what comes after its last change.
 */
#include "common/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* From this second of 1970 UTC on, local time is so many seconds ahead of UTC. */
struct local_change {
	int64_t at;
	int32_t ahead;
};

struct local_time {
	int32_t ahead; /* before the first change */
	uint32_t n;
	const struct local_change *changes; /* by time */
};

/* "+07:00", "-03:30", "Z", "UTC". */
bool local_time_offset(const char *text, struct local_time *out);
/* "Europe/Zurich": read from the system's zone files. NULL, or why it is not to be had. */
const char *local_time_named(struct arena *a, const char *name, struct local_time *out);
/* The same from the contents of such a file. */
const char *local_time_parse(struct arena *a, const void *bytes, size_t n, struct local_time *out);

/* How far local time is ahead at that second, in seconds. */
int32_t local_time_ahead(const struct local_time *t, int64_t at);

#endif
