/*
 * server: a PLC on the network: Modbus/TCP and Modbus over UDP on one port, many connections,
 * the units of one host. Answers at the end of its scan, so after 1 to 20 ms; units behind the
 * serial gateway take longer and answer out of order when requests are pipelined.
 */
#ifndef PCAPS_PLANT_SERVER_H
#define PCAPS_PLANT_SERVER_H

#include "pcaps/plant/plant.h"

/* Serves until it is asked to stop. An exit code; complains about what failed. */
int server_run(struct plant *plant, const struct reach *reach, int host);

/* A socket that listens on (SOCK_STREAM) or is bound to (SOCK_DGRAM) address and port, or -1. */
int server_bind(const char *address, const char *port, int type);

#endif
