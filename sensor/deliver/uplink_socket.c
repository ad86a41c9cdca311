#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <zmq.h>

#include "sensor/deliver/uplink_inside.h"

/* Of a message from the collector; the largest is a Welcome with its list of dictionaries. */
enum { ANSWER_MAX = 64 * 1024, QUEUE_MESSAGES = 64, MS_NS = 1000000 };

static bool set_int(void *socket, int option, int value)
{
	return zmq_setsockopt(socket, option, &value, sizeof(value)) == 0;
}

static bool set_text(void *socket, int option, const char *text)
{
	return zmq_setsockopt(socket, option, text, strlen(text)) == 0;
}

static bool set_options(const struct uplink *l, void *s, const char *collector)
{
	int64_t max = ANSWER_MAX;
	int wait = (int)(l->o.timeout / MS_NS);

	/* Connecting again is the machine's business, with a new socket: so nothing that was sent
	 * over an old connection is ever repeated by ZeroMQ. IPv6 is only switched on for
	 * addresses: a name is then looked up there and nowhere else. */
	return set_int(s, ZMQ_LINGER, 0) && set_int(s, ZMQ_IMMEDIATE, 1) &&
	       set_int(s, ZMQ_RECONNECT_IVL, -1) && set_int(s, ZMQ_CONNECT_TIMEOUT, wait) &&
	       set_int(s, ZMQ_HANDSHAKE_IVL, wait) && set_int(s, ZMQ_SNDHWM, QUEUE_MESSAGES) &&
	       set_int(s, ZMQ_RCVHWM, QUEUE_MESSAGES) &&
	       set_int(s, ZMQ_IPV6, strchr(collector, '[') != NULL) &&
	       zmq_setsockopt(s, ZMQ_MAXMSGSIZE, &max, sizeof(max)) == 0 &&
	       set_text(s, ZMQ_CURVE_SERVERKEY, l->o.server_key) &&
	       set_text(s, ZMQ_CURVE_PUBLICKEY, l->o.public) &&
	       set_text(s, ZMQ_CURVE_SECRETKEY, l->o.secret);
}

static bool open_monitor(struct uplink *l)
{
	char name[48];

	(void)snprintf(name, sizeof(name), "inproc://uplink-%u", l->attempt++);
	if (zmq_socket_monitor(l->socket, name, ZMQ_EVENT_ALL) != 0)
		return false;
	l->monitor = zmq_socket(l->context, ZMQ_PAIR);
	return l->monitor != NULL && set_int(l->monitor, ZMQ_LINGER, 0) &&
	       zmq_connect(l->monitor, name) == 0;
}

bool uplink_open(struct uplink *l)
{
	const char *collector = l->o.collectors[l->m.collector];
	int error;

	l->socket = zmq_socket(l->context, ZMQ_DEALER);
	if (l->socket != NULL && set_options(l, l->socket, collector) && open_monitor(l) &&
	    zmq_connect(l->socket, collector) == 0)
		return true;
	error = errno;
	uplink_close(l);
	errno = error;
	return false;
}

void uplink_close(struct uplink *l)
{
	if (l->socket != NULL)
		(void)zmq_socket_monitor(l->socket, NULL, 0);
	if (l->monitor != NULL)
		(void)zmq_close(l->monitor);
	if (l->socket != NULL)
		(void)zmq_close(l->socket);
	l->monitor = NULL;
	l->socket = NULL;
}

/* ---- what becomes of the connection ------------------------------------------------------ */

/* The event's number, 0: there is none. */
static unsigned next_event(void *monitor)
{
	uint16_t event = 0;
	zmq_msg_t part;
	int more = 1;

	for (unsigned i = 0; more; i++) {
		(void)zmq_msg_init(&part);
		if (zmq_msg_recv(&part, monitor, ZMQ_DONTWAIT) < 0) {
			(void)zmq_msg_close(&part);
			return 0;
		}
		if (i == 0 && zmq_msg_size(&part) >= sizeof(event))
			memcpy(&event, zmq_msg_data(&part), sizeof(event));
		more = zmq_msg_more(&part);
		(void)zmq_msg_close(&part);
	}
	return event;
}

static const char *trouble(const struct uplink *l, unsigned event)
{
	switch (event) {
	case ZMQ_EVENT_CLOSED:
	case ZMQ_EVENT_CLOSE_FAILED:
		return UPLINK_NOBODY;
	case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
		return "it does not know our key: is it on its list?";
	case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
	case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL:
		return "no secure connection: is its key the one that we were given?";
	case ZMQ_EVENT_DISCONNECTED:
		if (l->m.state == UPLINK_UP || l->m.hello_said)
			return "the connection was cut";
		return "it cut the connection at once: is its key the one that we were given?";
	default:
		return NULL;
	}
}

void uplink_watch(struct uplink *l, uint64_t now)
{
	const char *why;
	unsigned event;

	while (l->monitor != NULL && (event = next_event(l->monitor)) != 0) {
		why = trouble(l, event);
		if (why == NULL)
			continue;
		uplink_state_failed(&l->m, now, why);
		return;
	}
}

/* ---- messages ---------------------------------------------------------------------------- */

enum uplink_put uplink_put(struct uplink *l, const Kagami__ToCollector *message)
{
	size_t size = wire_size_to_collector(message);
	zmq_msg_t m;

	if (size > WIRE_MESSAGE_MAX || zmq_msg_init_size(&m, size) != 0)
		return UPLINK_PUT_NEVER;
	if (wire_pack_to_collector(message, zmq_msg_data(&m), size) != size) {
		(void)zmq_msg_close(&m);
		return UPLINK_PUT_NEVER;
	}
	if (zmq_msg_send(&m, l->socket, ZMQ_DONTWAIT) >= 0)
		return UPLINK_PUT;
	(void)zmq_msg_close(&m);
	return UPLINK_PUT_LATER;
}

const Kagami__ToSensor *uplink_get(struct uplink *l, bool *broken)
{
	const Kagami__ToSensor *message = NULL;
	const char *why;
	zmq_msg_t m;

	*broken = false;
	(void)zmq_msg_init(&m);
	if (zmq_msg_recv(&m, l->socket, ZMQ_DONTWAIT) >= 0) {
		wire_clear(&l->arena);
		message =
			wire_unpack_to_sensor(&l->arena, zmq_msg_data(&m), zmq_msg_size(&m), &why);
		*broken = message == NULL;
	}
	(void)zmq_msg_close(&m);
	return message;
}
