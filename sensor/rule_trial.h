#ifndef SENSOR_RULE_TRIAL_H
#define SENSOR_RULE_TRIAL_H
/*
 * A trial of rules on a capture: everything is decoded and asked as `read` would, and how often
 * each rule fired is counted.
 */
#include "sensor/options.h"
#include "sensor/rule/ruleset.h"

struct trial {
	struct ruleset_sources sources; /* the rules; site and tags of the trial */
	const char *capture;
	uint64_t first, last;	  /* frames of it; last 0: all */
	const char *const *learn; /* captures that are learned from before; NULL: no baseline */
};

enum { TRIAL_ERROR = 512 };

/*
 * Runs it, with every rule of the set enabled. fired: how many alerts of each rule were told, room
 * numbers by index, which must be as many as the sources have rules. False: one line in error.
 */
bool trial_run(const struct trial *t, const struct sensor_options *options, uint64_t *fired,
	       uint32_t room, char error[TRIAL_ERROR]);

#endif
