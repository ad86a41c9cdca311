/*
 * clients: the hosts that poll the PLCs all day: the HMI, whose operator also writes, and the
 * historian. What they poll and what the operator does are tables.
 */
#ifndef PCAPS_PLANT_CLIENTS_H
#define PCAPS_PLANT_CLIENTS_H

#include "pcaps/plant/plant.h"

/*
 * Polls the PLC `to` as `host` until it is asked to stop; `operating`: the operator's writes too.
 * A host polls its PLCs side by side, one process each. Exit code.
 */
int client_run(struct plant *plant, const struct reach *reach, enum host_id host, enum host_id to,
	       bool operating);

#endif
