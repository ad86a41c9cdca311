#ifndef COLLECTOR_SERVER_H
#define COLLECTOR_SERVER_H
/*
 * The collector at work: one loop that hears sensors, stores what they send in transactions of many
 * batches, and acknowledges after each commit. Its states and how it goes through a store that
 * takes nothing (a full disk): server_commit.c.
 */
#include <signal.h>

#include "collector/options.h"
#include "common/curve_key.h"

/* Set by signals: end; look at the list now. */
extern volatile sig_atomic_t server_stopped;

/* Runs until server_stopped. Returns an exit code and has said why. */
int server_run(const struct collector_options *o, const struct curve_key *key);

#endif
