#include "collector/publish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include "collector/door.h"
#include "common/log.h"

/* What waits for a subscriber before it gets no more, in messages. */
enum { SUBSCRIBER_WAITS = 32768, BACKLOG = 64, TOPIC_ROOM = WIRE_NAME_MAX + 32 };

struct staged {
	zmq_msg_t topic, body;
};

struct publisher {
	void *zmq, *socket;
	const char *address;
	const struct curve_key *key;
	struct staged *staged;
	size_t n, room, bytes;
	char *json; /* EVENT_JSON_MAX */
	struct publish_stats stats;
};

static bool open_socket(struct publisher *p, char *error, size_t size)
{
	const struct door_options o = {
		.type = ZMQ_PUB,
		.domain = GATE_DOMAIN_STREAM,
		.monitor = GATE_MONITOR_STREAM,
		.key = p->key,
		.receive_limit = SUBSCRIBER_WAITS,
		.send_limit = SUBSCRIBER_WAITS,
		.backlog = BACKLOG,
	};
	char bound[DOOR_ADDRESS];

	p->socket = door_socket(p->zmq, &o, error, size);
	if (p->socket == NULL)
		return false;
	if (door_bind(p->socket, p->address, bound, sizeof(bound), error, size)) {
		log_info("the live stream is on %s", bound);
		return true;
	}
	(void)zmq_close(p->socket);
	p->socket = NULL;
	return false;
}

struct publisher *publish_open(void *zmq, const char *address, const struct curve_key *key,
			       char *error, size_t size)
{
	struct publisher *p = calloc(1, sizeof(*p));

	if (p != NULL)
		p->json = malloc(EVENT_JSON_MAX);
	if (p == NULL || p->json == NULL) {
		(void)snprintf(error, size, "no memory");
		free(p);
		return NULL;
	}
	p->zmq = zmq;
	p->address = address;
	p->key = key;
	if (open_socket(p, error, size))
		return p;
	publish_close(p);
	return NULL;
}

void publish_close(struct publisher *p)
{
	if (p == NULL)
		return;
	publish_drop(p);
	if (p->socket != NULL)
		(void)zmq_close(p->socket);
	free(p->staged);
	free(p->json);
	free(p);
}

static bool make_room(struct publisher *p)
{
	size_t more = p->room == 0 ? 256 : p->room * 2;
	struct staged *staged;

	if (p->n < p->room)
		return true;
	staged = reallocarray(p->staged, more, sizeof(*staged));
	if (staged == NULL)
		return false;
	p->staged = staged;
	p->room = more;
	return true;
}

/* The event as docs/json.md has it, without the end of its line. */
static char *json_of(struct publisher *p, const Kagami__Event *e, const struct dictionary *d,
		     const struct event_origin *origin)
{
	size_t n = event_json(e, d, origin, NULL, p->json, EVENT_JSON_MAX - 1);

	while (n > 0 && p->json[n - 1] == '\n')
		n--;
	p->json[n] = '\0';
	return p->json;
}

void publish_stage(struct publisher *p, const Kagami__Event *e, const struct dictionary *dictionary,
		   const struct event_origin *origin)
{
	Kagami__Published m = KAGAMI__PUBLISHED__INIT;
	enum event_kind kind = event_kind_of(e);
	Kagami__Event event = *e;
	char sensor[WIRE_NAME_MAX + 1];
	char topic[TOPIC_ROOM];
	struct staged *st;
	size_t size;
	int n;

	if (p->socket == NULL || !make_room(p))
		return;
	(void)snprintf(sensor, sizeof(sensor), "%s", origin->sensor);
	m.sensor = sensor;
	m.epoch = origin->epoch;
	m.seq = origin->seq;
	m.received = origin->received;
	m.clock_offset = origin->clock_offset;
	m.event = &event;
	m.json = json_of(p, e, dictionary, origin);
	size = kagami__published__get_packed_size(&m);
	n = snprintf(topic, sizeof(topic), "%s.%s",
		     kind < EVENT_KINDS ? event_kind_name(kind) : "unknown", sensor);
	st = &p->staged[p->n];
	if (zmq_msg_init_size(&st->body, size) != 0)
		return;
	if (zmq_msg_init_size(&st->topic, (size_t)n) != 0) {
		(void)zmq_msg_close(&st->body);
		return;
	}
	(void)kagami__published__pack(&m, zmq_msg_data(&st->body));
	memcpy(zmq_msg_data(&st->topic), topic, (size_t)n);
	p->bytes += size;
	p->n++;
}

void publish_drop(struct publisher *p)
{
	for (size_t i = 0; i < p->n; i++) {
		(void)zmq_msg_close(&p->staged[i].topic);
		(void)zmq_msg_close(&p->staged[i].body);
	}
	p->n = 0;
	p->bytes = 0;
}

void publish_send(struct publisher *p)
{
	for (size_t i = 0; p->socket != NULL && i < p->n; i++) {
		struct staged *st = &p->staged[i];
		size_t size = zmq_msg_size(&st->body);

		if (zmq_msg_send(&st->topic, p->socket, ZMQ_SNDMORE | ZMQ_DONTWAIT) < 0 ||
		    zmq_msg_send(&st->body, p->socket, ZMQ_DONTWAIT) < 0)
			break;
		p->stats.events++;
		p->stats.bytes += size;
	}
	publish_drop(p);
}

size_t publish_staged(const struct publisher *p)
{
	return p->bytes;
}

void publish_stats(const struct publisher *p, struct publish_stats *out)
{
	*out = p->stats;
}
