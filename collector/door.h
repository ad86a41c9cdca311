#ifndef COLLECTOR_DOOR_H
#define COLLECTOR_DOOR_H
/* The collector's ZeroMQ sockets, and how they stand what comes in. */
#include <stdbool.h>
#include <stddef.h>

#include "common/curve_key.h"

enum { DOOR_ADDRESS = 256 };

/* A socket that speaks CURVE with this key, asks the gate about keys, and is heard by its
 * monitor; to be bound. NULL: `error`. */
struct door_options {
	int type;
	const char *domain, *monitor;
	const struct curve_key *key;
	int receive_limit, send_limit; /* messages waiting, of each connection */
	int backlog;
};
void *door_socket(void *zmq, const struct door_options *o, char *error, size_t size);
/* False: `error`. `bound` gets the address with its real port. */
bool door_bind(void *socket, const char *address, char *bound, size_t room, char *error,
	       size_t size);

/* The address as people write it: of IPv4 seen through an IPv6 socket only the IPv4 part. */
const char *door_plain(const char *address);

#endif
