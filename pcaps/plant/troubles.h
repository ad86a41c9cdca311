/*
 * troubles: what goes wrong in the plant without anyone's doing: a client that stops asking, a
 * device that falls silent, a sensor that lies, a pump that does not start.
 *
 * One row of a table a trouble; `kagami-plant run --trouble NAME` has one of them. The processes of
 * the plant ask trouble_active() where it concerns them.
 */
#ifndef PCAPS_PLANT_TROUBLES_H
#define PCAPS_PLANT_TROUBLES_H

#include <stdbool.h>

#include "pcaps/plant/plant.h"

enum trouble_kind {
	TROUBLE_POLL_STOPS,   /* the HMI closes its connection to the host and asks it no more */
	TROUBLE_POLL_SLOWER,  /* the HMI polls the host `amount` times slower */
	TROUBLE_SILENT,	      /* the host answers no request */
	TROUBLE_SLOW,	      /* the host answers `amount` ms later than it does else */
	TROUBLE_FROZEN,	      /* the host's measured values stay as they are */
	TROUBLE_JUMP,	      /* the host says that `variable` is `amount` */
	TROUBLE_PUMP_BLOCKED, /* P102 does not start */
};

struct trouble {
	const char *name, *text;
	enum trouble_kind kind;
	enum host_id host;	    /* the PLC that it concerns */
	unsigned from_ms, until_ms; /* since the clients began to poll; until 0: to the end */
	enum variable_id variable;
	double amount;
};

extern const struct trouble troubles[];
extern const size_t ntroubles;

/* The trouble called `name`, or NULL. */
const struct trouble *trouble_find(const char *name);

/* True while the plant has a trouble of this kind that concerns `host`. */
bool trouble_active(const struct plant *plant, enum trouble_kind kind, enum host_id host);

#endif
