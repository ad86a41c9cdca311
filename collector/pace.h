#ifndef COLLECTOR_PACE_H
#define COLLECTOR_PACE_H
/*
 * How often a key may come in: PACE_AT_ONCE times, and once a second in the long run. A sensor
 * comes a few times an hour; who comes without end is broken, or tries something out. Memory is
 * fixed: names that share a place share what they may.
 */
#include <stdbool.h>
#include <stdint.h>

enum { PACE_PLACES = 16384, PACE_AT_ONCE = 100 };

struct pace {
	uint64_t until[PACE_PLACES]; /* what was used up is free again then; ns, monotonic */
};

/* May it now? Then it did. monotonic: ns. */
bool pace_may(struct pace *p, const char *name, uint64_t monotonic);

#endif
