/*
 * run: the whole plant: one process a host, the model in the first.
 */
#ifndef PCAPS_PLANT_RUN_H
#define PCAPS_PLANT_RUN_H

#include "pcaps/plant/plant.h"

struct run_options {
	struct reach reach;
	long seconds;		       /* 0: until it is asked to stop */
	uint64_t seed;		       /* of the model's noise */
	bool operating;		       /* the operator writes */
	bool polling;		       /* the HMI and the historian poll */
	long speed;		       /* steps of the model in the time of one */
	long pace;		       /* everything runs so many times as fast as the clock */
	const char *status;	       /* path of the status file; NULL: the usual one */
	const struct trouble *trouble; /* NULL: all is well */
};

/* Runs the plant; prints the clients' counters at the end. An exit code. */
int plant_run(const struct run_options *options);

/* Moves the process into the network namespace `prefix``host`; false with a complaint. */
bool netns_enter(const char *prefix, const char *host);

/* Switches off checksum and segmentation offload of `interface`; false with a complaint. */
bool nic_plain(const char *interface);

#endif
