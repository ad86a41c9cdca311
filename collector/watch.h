#ifndef COLLECTOR_WATCH_H
#define COLLECTOR_WATCH_H
/*
 * Watches over the sensors and raises alerts of the collector's own: a sensor that is quiet, lags,
 * drops packets or events, has a clock that is off, or rules and a baseline other than most of its
 * peers have. Pure: states and times in, alerts out. Each condition is told when it begins and,
 * as info, when it is over; one that flickers is told once an hour.
 */
#include "collector/store.h"

struct watch;

struct watch_limits {
	uint64_t quiet_after, lag, clock_off; /* ns; 0: not looked at */
};

/* NULL: no memory. */
struct watch *watch_new(const struct watch_limits *limits);
void watch_free(struct watch *w);

/* The rules that these alerts belong to, as a dictionary. */
const struct dictionary *watch_dictionary(const struct watch *w);

/* An alert of an earlier run: the rule's id, the sensor that it was about, its time. In any order,
 * before the first look: what was on then is not told again, and told when it is over. */
void watch_known(struct watch *w, const char *rule, const char *sensor, uint64_t time);

/* The ids of all rules that these alerts may be of; NULL: there is none of that number. WATCH_RULE
 * bytes are room for each. */
enum { WATCH_RULE = 64 };
const char *watch_rule(size_t i, char *id, size_t room);

/* What is known now of every sensor on the list, at `now` (ns since 1970). tell is given each alert
 * that begins or is over, with the sensor it is about. since: when the collector began to listen,
 * so that a sensor is not called quiet before it could speak. */
void watch_look(struct watch *w, const struct store_sensor *sensors, size_t n, uint64_t since,
		uint64_t now, void (*tell)(void *ctx, const char *sensor, const Kagami__Event *e),
		void *ctx);

#endif
