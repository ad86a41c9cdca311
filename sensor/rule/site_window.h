#ifndef SENSOR_RULE_SITE_WINDOW_H
#define SENSOR_RULE_SITE_WINDOW_H
/* What a window is made of; site_load.c makes them, site_window.c asks them. */
#include "sensor/rule/local_time.h"
#include "sensor/rule/site.h"

struct window_dates {
	int64_t first, last; /* days since 1970, local */
};

/* On these days, from a second on, up to another, which may be on the day after. */
struct window_span {
	uint8_t weekdays; /* set, bit 0 is Sunday; 0: any */
	uint32_t ndates;  /* 0: any */
	const struct window_dates *dates;
	int32_t from, to; /* seconds since midnight; to <= from: on the day after */
};

struct window {
	const char *name;
	const struct local_time *zone;
	uint32_t nspans;
	const struct window_span *spans;
};

#endif
