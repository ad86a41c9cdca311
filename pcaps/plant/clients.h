/*
 * clients: the hosts that poll the PLCs all day, such as the HMI, whose operator also writes, and
 * the historian. What they poll and what the operator does are tables that the plant's file fills.
 */
#ifndef PCAPS_PLANT_CLIENTS_H
#define PCAPS_PLANT_CLIENTS_H

#include "pcaps/plant/plant.h"

#define POLLS_MAX     256
#define ACTIONS_MAX   128
#define ACTION_VALUES 8

struct poll {
	int from, to; /* hosts */
	uint8_t unit, function;
	uint16_t addr, count;
	unsigned period_ms;
};

/* A write by the operator: `count` variables from `first` on, in engineering units. */
struct action {
	unsigned at_ms; /* of his round */
	int first;
	uint8_t function;
	uint8_t count;
	double value[ACTION_VALUES];
	const char *text;
};

extern struct poll polls[POLLS_MAX];
extern size_t npolls;
extern struct action actions[ACTIONS_MAX];
extern size_t nactions;
extern struct operator_round {
	int host;	   /* where the operator sits */
	unsigned cycle_ms; /* his round starts again */
} operator_round;

/*
 * Polls the PLC `to` as `host` until it is asked to stop; `operating`: the operator's writes too.
 * A host polls its PLCs side by side, one process each. Exit code.
 */
int client_run(struct plant *plant, const struct reach *reach, int host, int to, bool operating);

#endif
