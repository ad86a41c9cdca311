#ifndef SENSOR_DETECT_ALERT_FILL_H
#define SENSOR_DETECT_ALERT_FILL_H
/* An alert's contents, from what made it one. */
#include "sensor/detect/state.h"

/* Of a match: the subject that completed it and what the rule's state says. */
void alert_fill(struct alert *a, const struct rule *rule, struct subject *s,
		const struct state_result *result);

/* Of something that came due, when there is no subject any more. */
void alert_fill_due(struct alert *a, const struct state_due *due, const struct site *site);

/* The two sides of a subject: who acts, on whom. Names borrow from the site and the assets. */
void alert_ends(const struct subject *s, struct alert_end *source, struct alert_end *target);

#endif
