/*
 * play: a scenario's attack (scenario.yaml, docs/scenarios.md), run against the plant that runs.
 *
 * Each step is a process of its own, which begins at its time, on its host: in that host's network
 * namespace, or from that host's address on loopback. What a step can do is a table of actions
 * (pcaps/scenarios/README.md lists them).
 */
#ifndef PCAPS_PLANT_PLAY_H
#define PCAPS_PLANT_PLAY_H

#include <stdbool.h>

#include "common/scenario.h"
#include "pcaps/plant/errand.h"
#include "pcaps/plant/status.h"

/* What an action has to do with. */
struct deed {
	struct visit visit; /* of the host `to` */
	const struct scenario *scenario;
	const struct scenario_step *step;
	const struct running *running;
	struct reach reach;
	int from, to; /* hosts; NO_HOST: the step names none */
	long variable;
};

enum action_needs {
	NEEDS_FROM = 1,	    /* the host who does it */
	NEEDS_TO = 2,	    /* the host to whom it is done */
	NEEDS_NETWORK = 4,  /* a network of its own: it forges frames, or listens on low ports */
	NEEDS_VARIABLE = 8, /* with: {variable: NAME} */
};

struct plant_action {
	const char *name;
	int (*run)(struct deed *d); /* an exit code */
	unsigned needs;
	const char *takes; /* its parameters, with blanks between; ! behind those that must be */
	const char *text;
};

extern const struct plant_action plant_actions[];
extern const size_t nplant_actions;

struct play_options {
	bool skip;  /* nothing is said of steps that are left out */
	bool check; /* wait and see whether the plant suffers what it should; FAILED: it does not */
};

/*
 * Runs the scenario (a name, or a folder's or file's path with a '/') against the plant whose
 * status file is `status` (NULL: the only one). On loopback, steps that need a network of their own
 * are left out, and that is said. An exit code; all that is wrong with the file is
 * said as file:line:column: message.
 */
int play_scenario(const char *name, const char *status, const struct play_options *o);

/*
 * Looks at the plant until it has suffered all of the scenario that began at `start`, or the
 * scenario is over; says what of it. False: something did not come about in time.
 */
bool play_check(struct running *r, const struct scenario *s, uint64_t start);

/* Prints name, level and title of each scenario that comes with the program. */
void play_list(void);

/* A step's number or time, or `usual` when it gives none (the file was checked before). */
double deed_number(const struct deed *d, const char *name, double usual);
uint64_t deed_time(const struct deed *d, const char *name, uint64_t usual);

/* The variable of the step's `to`, in engineering units; false with a complaint. */
bool deed_read(struct deed *d, struct link *l, const struct variable *var, double *value);
bool deed_write(struct deed *d, struct link *l, const struct variable *var, double value);

/* actions_net.c, actions_middle.c, actions_goose.c */
int action_arp_scan(struct deed *d);
int action_connect(struct deed *d);
int action_remote_desktop(struct deed *d);
int action_dns_tunnel(struct deed *d);
int action_middle(struct deed *d);
int action_goose(struct deed *d);

#endif
