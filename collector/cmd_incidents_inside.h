#ifndef COLLECTOR_CMD_INCIDENTS_INSIDE_H
#define COLLECTOR_CMD_INCIDENTS_INSIDE_H
/* Parts of what `incidents show` and `incidents timeline` print. */
#include "collector/cmd_incidents.h"

/* The rule as one of the newest dictionaries of the sensors that saw the incident has it; NULL:
 * none has. */
const Kagami__Rule *incidents_rule(struct incidents *x, const char *id);
/* Where the packets are, and the commands that show them. */
void incidents_evidence(struct incidents *x);

#endif
