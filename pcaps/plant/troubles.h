/*
 * troubles: what goes wrong in the plant without a message on the network: a client that stops
 * asking, a device that falls silent, a sensor that lies, a pump that does not start.
 *
 * One row of the plant's file a trouble. `kagami-plant run --trouble NAME` has one of them from the
 * start; another process can begin one in a running plant (status.h). The processes of the plant
 * ask trouble_active() where it concerns them.
 */
#ifndef PCAPS_PLANT_TROUBLES_H
#define PCAPS_PLANT_TROUBLES_H

#include <stdbool.h>

#include "pcaps/plant/plant.h"

enum trouble_kind {
	TROUBLE_POLL_STOPS,  /* whoever asks the host closes his connection and asks no more */
	TROUBLE_POLL_SLOWER, /* he polls the host `amount` times slower */
	TROUBLE_SILENT,	     /* the host answers no request */
	TROUBLE_SLOW,	     /* the host answers `amount` ms later than it does else */
	TROUBLE_FROZEN,	     /* the host's measured values stay as they are */
	TROUBLE_JUMP,	     /* the host says that `variable` is `amount` */
	TROUBLE_STATE,	     /* `variable`, a state of the model, is `amount` */
	TROUBLE_KINDS
};

extern const char *const trouble_kind_names[TROUBLE_KINDS];

struct trouble {
	const char *name, *text;
	enum trouble_kind kind;
	int host;		    /* the PLC that it concerns */
	int client;		    /* who asks, for the kinds of polls; NO_HOST: everybody */
	unsigned from_ms, until_ms; /* since the clients began to poll; until 0: to the end */
	int variable;
	double amount;
	int when; /* it also is while this variable is on; -1: no variable does that */
};

extern struct trouble troubles[TROUBLES_MAX];
extern size_t ntroubles;

/* The trouble called `name`, or NULL. */
const struct trouble *trouble_find(const char *name);

/* The plant has this trouble from now on, at its times counted from `at` of the plant's clock. */
void trouble_begin(struct plant *plant, const struct trouble *trouble, uint64_t at);

/* Is it there now? */
bool trouble_is(const struct plant *plant, const struct trouble *trouble);

/* The trouble of this kind that concerns `host` now, or NULL. */
const struct trouble *trouble_active(const struct plant *plant, enum trouble_kind kind, int host);

#endif
