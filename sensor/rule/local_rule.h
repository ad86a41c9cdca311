#ifndef SENSOR_RULE_LOCAL_RULE_H
#define SENSOR_RULE_LOCAL_RULE_H
/* A POSIX TZ rule, "CET-1CEST,M3.5.0,M10.5.0/3": how a zone's clocks change every year. */
#include "sensor/rule/local_time.h"

/* The day and second of a change. */
struct local_day {
	char form; /* 'M': month, week, weekday; 'J': day 1 to 365; 'n': day 0 to 365 */
	int month, week, day;
	int32_t second;
};

struct local_rule {
	bool changes;		   /* there is summer time */
	int32_t standard, summer;  /* seconds ahead of UTC */
	struct local_day from, to; /* of summer time */
};

bool local_rule_parse(const char *text, struct local_rule *out);
/* The two changes of a year, by time. */
void local_rule_year(const struct local_rule *r, int year, struct local_change out[2]);

#endif
