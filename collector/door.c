#include "collector/door.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <zmq.h>

#include "collector/gate.h"
#include "proto/wire.h"

enum {
	HANDSHAKE_MS = 5000,
	HEARTBEAT_MS = 10000,
	HEARTBEAT_TIMEOUT_MS = 30000,
	LINGER_MS = 500,
};

static bool set(void *socket, int option, int value)
{
	return zmq_setsockopt(socket, option, &value, sizeof(value)) == 0;
}

/* What a stranger can make us hold: one message of the greatest size for as long as a handshake may
 * take. What is larger, or no CURVE, ends the connection. */
static bool settle(void *socket, const struct door_options *o)
{
	const int64_t largest = WIRE_MESSAGE_MAX;

	return zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &largest, sizeof(largest)) == 0 &&
	       set(socket, ZMQ_CURVE_SERVER, 1) &&
	       zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, o->key->secret, CURVE_KEY_TEXT) == 0 &&
	       zmq_setsockopt(socket, ZMQ_ZAP_DOMAIN, o->domain, strlen(o->domain)) == 0 &&
	       set(socket, ZMQ_HANDSHAKE_IVL, HANDSHAKE_MS) &&
	       set(socket, ZMQ_HEARTBEAT_IVL, HEARTBEAT_MS) &&
	       set(socket, ZMQ_HEARTBEAT_TIMEOUT, HEARTBEAT_TIMEOUT_MS) &&
	       set(socket, ZMQ_RCVHWM, o->receive_limit) &&
	       set(socket, ZMQ_SNDHWM, o->send_limit) && set(socket, ZMQ_BACKLOG, o->backlog) &&
	       set(socket, ZMQ_LINGER, LINGER_MS) &&
	       zmq_socket_monitor(socket, o->monitor, gate_monitored) == 0;
}

void *door_socket(void *zmq, const struct door_options *o, char *error, size_t size)
{
	void *socket = zmq_socket(zmq, o->type);

	if (socket != NULL && settle(socket, o))
		return socket;
	(void)snprintf(error, size, "cannot make a socket: %s", zmq_strerror(zmq_errno()));
	if (socket != NULL)
		(void)zmq_close(socket);
	return NULL;
}

bool door_bind(void *socket, const char *address, char *bound, size_t room, char *error,
	       size_t size)
{
	/* IPv6 where it is asked for; through its sockets IPv4 addresses look odd. */
	bool six = strchr(address, '[') != NULL || strstr(address, "//*:") != NULL;

	if (set(socket, ZMQ_IPV6, six) && zmq_bind(socket, address) == 0 &&
	    zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, bound, &room) == 0)
		return true;
	(void)snprintf(error, size, "cannot listen on %s: %s", address, zmq_strerror(zmq_errno()));
	return false;
}

const char *door_plain(const char *address)
{
	static const char mapped[] = "::ffff:";
	size_t n = sizeof(mapped) - 1;

	return strncmp(address, mapped, n) == 0 && strchr(address + n, '.') != NULL ? address + n
										    : address;
}
