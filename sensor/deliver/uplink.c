#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/random.h>
#include <zmq.h>

#include "common/log.h"
#include "sensor/deliver/uplink_inside.h"
#include "sensor/summary_format.h"

enum {
	ARENA = 256 * 1024,
	BATCH_LEAST = WIRE_EVENT_MAX + 4096, /* one event of any size fits */
	SOON_NS = 20000000,		     /* when ZeroMQ cannot take more, or connects */
	ANSWERS = 256,			     /* heard in one go */
};

static uint64_t chance(void *ctx)
{
	uint64_t n = 0;

	(void)ctx;
	if (getrandom(&n, sizeof(n), GRND_NONBLOCK) != (ssize_t)sizeof(n))
		n = uplink_wall();
	return n;
}

static bool make_room(struct uplink *l)
{
	l->bytes = malloc((size_t)l->o.batch_bytes + WIRE_EVENT_MAX);
	l->events = calloc(l->o.batch_events, sizeof(*l->events));
	l->waiting_bytes = malloc(WIRE_EVENT_MAX);
	l->context = zmq_ctx_new();
	return l->bytes != NULL && l->events != NULL && l->waiting_bytes != NULL &&
	       l->context != NULL && wire_arena_init(&l->arena, ARENA);
}

struct uplink *uplink_new(const struct uplink_options *o, struct spool *spool, char *error,
			  size_t size)
{
	struct uplink *l;

	if (zmq_has("curve") == 0) {
		(void)snprintf(error, size, "this libzmq has no CURVE: nothing can be sent");
		return NULL;
	}
	l = calloc(1, sizeof(*l));
	if (l == NULL) {
		(void)snprintf(error, size, "no memory for the link to the collector");
		return NULL;
	}
	l->o = *o;
	if (l->o.batch_bytes < BATCH_LEAST)
		l->o.batch_bytes = BATCH_LEAST;
	if (l->o.batch_bytes > WIRE_MESSAGE_MAX - WIRE_EVENT_MAX)
		l->o.batch_bytes = WIRE_MESSAGE_MAX - WIRE_EVENT_MAX;
	if (l->o.batch_events == 0 || l->o.batch_events > WIRE_BATCH_EVENTS)
		l->o.batch_events = WIRE_BATCH_EVENTS;
	l->batch_bytes = l->o.batch_bytes;
	l->spool = spool;
	l->m = (struct uplink_machine){ .ncollectors = o->ncollectors,
					.heartbeat = o->heartbeat,
					.timeout = o->timeout,
					.retry_min = o->retry_min,
					.retry_max = o->retry_max,
					.random = chance };
	if (!make_room(l)) {
		(void)snprintf(error, size, "no memory for the link to the collector");
		uplink_free(l);
		return NULL;
	}
	uplink_state_init(&l->m, 0);
	return l;
}

void uplink_free(struct uplink *l)
{
	if (l == NULL)
		return;
	uplink_close(l);
	if (l->context != NULL)
		(void)zmq_ctx_term(l->context);
	if (l->arena.p != NULL)
		wire_arena_free(&l->arena);
	free(l->bytes);
	free(l->events);
	free(l->waiting_bytes);
	free(l);
}

void uplink_epoch(struct uplink *l, uint64_t epoch)
{
	l->epoch = epoch;
}

/* ---- what the log says ------------------------------------------------------------------- */

/* "2.5 s", "30 s" */
static const char *in_seconds(uint64_t ns, char *out, size_t size)
{
	(void)snprintf(out, size, "%.2g s", (double)ns / 1e9);
	return out;
}

static void tell_up(struct uplink *l)
{
	struct spool_stats s;

	if (!l->m.proven || l->told_up)
		return;
	spool_stats(l->spool, &s);
	log_info("connected to %s, %s in the spool", l->o.collectors[l->m.collector],
		 format_many(s.events, "event").s);
	l->told_up = true;
	l->told[0] = '\0';
}

/* `from`: the collector that it was about. The same is said once, until it was up again. */
static void tell_down(struct uplink *l, size_t from)
{
	char pause[24];
	char next[96] = "";
	bool other = l->m.collector != from;
	/* Behind anything else that is no news. */
	bool nobody = strcmp(l->m.why, UPLINK_NOBODY) == 0;

	if (!l->told_up && (strcmp(l->told, l->m.why) == 0 || (l->told[0] != '\0' && nobody)))
		return;
	(void)snprintf(l->told, sizeof(l->told), "%s", l->m.why);
	if (other)
		(void)snprintf(next, sizeof(next), " %s", l->o.collectors[l->m.collector]);
	if (l->m.pause > 0)
		log_warnx("%s: %s: %s, trying%s%s in %s", l->told_up ? "link lost" : "no link",
			  l->o.collectors[from], l->m.why, next, other ? "" : " again",
			  in_seconds(l->m.pause, pause, sizeof(pause)));
	else
		log_warnx("%s: %s: %s, trying%s now", l->told_up ? "link lost" : "no link",
			  l->o.collectors[from], l->m.why, next);
	l->told_up = false;
}

/* ---- the whole --------------------------------------------------------------------------- */

static bool talking(const struct uplink *l)
{
	return l->m.state == UPLINK_CONNECTING || l->m.state == UPLINK_UP;
}

static void hear_one(struct uplink *l, uint64_t now, const Kagami__ToSensor *message)
{
	uint64_t acked = l->m.acked;

	switch (uplink_state_hear(&l->m, now, uplink_wall(), message)) {
	case UPLINK_HEARD_WELCOME:
		uplink_welcomed(l, message->welcome);
		break;
	case UPLINK_HEARD_ACK:
		spool_ack(l->spool, l->m.epoch, l->m.acked);
		l->acked_events += l->m.acked - acked;
		break;
	case UPLINK_HEARD_END:
		/* The next session's batches are smaller, down to what any event needs. */
		if (message->body_case == KAGAMI__TO_SENSOR__BODY_REFUSAL &&
		    message->refusal->reason == KAGAMI__REASON__REASON_TOO_LARGE &&
		    l->batch_bytes / 2 >= BATCH_LEAST)
			l->batch_bytes /= 2;
		break;
	default:
		if (message->body_case == KAGAMI__TO_SENSOR__BODY_PONG &&
		    message->pong->ping_now == l->m.asked_wall)
			l->told_events = l->asked_events;
		break;
	}
}

static void hear(struct uplink *l, uint64_t now)
{
	const Kagami__ToSensor *message;
	bool broken;

	for (unsigned i = 0; i < ANSWERS && talking(l); i++) {
		message = uplink_get(l, &broken);
		if (broken)
			uplink_state_failed(&l->m, now, "it says what is no message of ours");
		else if (message == NULL)
			return;
		else
			hear_one(l, now, message);
	}
}

static void connect_now(struct uplink *l, uint64_t now)
{
	if (uplink_open(l))
		uplink_state_opened(&l->m, now);
	else
		uplink_state_failed(&l->m, now, strerror(errno));
}

static void step(struct uplink *l, uint64_t now, const Kagami__Shed *shed, uint64_t queue_bytes)
{
	switch (uplink_state_next(&l->m, now)) {
	case UPLINK_STEP_OPEN:
		connect_now(l, now);
		break;
	case UPLINK_STEP_HELLO:
		(void)uplink_hello(l, now);
		break;
	case UPLINK_STEP_PING:
		l->blocked = !uplink_ping(l, now, shed, queue_bytes);
		break;
	default:
		break;
	}
}

/* The session's epoch is over and another one is written: the collector is told now, not when its
 * first event comes. */
static bool other_epoch(const struct uplink *l)
{
	struct spool_stats s;

	if (l->epoch == 0 || l->m.epoch == l->epoch || l->n > 0)
		return false;
	spool_stats(l->spool, &s);
	return s.events == 0;
}

/* The collector last heard that events wait here, and none do any more. */
static bool has_news(const struct uplink *l)
{
	struct spool_stats s;

	if (l->told_events == 0 || l->asked_events == 0 || !uplink_state_settled(&l->m))
		return false;
	spool_stats(l->spool, &s);
	return s.events == 0;
}

static void pass_on(struct uplink *l, uint64_t now, const Kagami__Shed *shed, uint64_t queue_bytes)
{
	uplink_send(l, now, shed);
	if (has_news(l))
		(void)uplink_ping(l, now, shed, queue_bytes);
	if (uplink_state_settled(&l->m) && (l->anew || other_epoch(l)))
		(void)uplink_hello(l, now);
}

void uplink_run(struct uplink *l, uint64_t now, const Kagami__Shed *shed, uint64_t queue_bytes)
{
	size_t from = l->m.collector;
	bool was = talking(l);

	l->ran = now;
	if (was) {
		hear(l, now);
		uplink_watch(l, now);
	}
	if (!was || talking(l))
		step(l, now, shed, queue_bytes);
	if (l->m.state == UPLINK_UP) {
		pass_on(l, now, shed, queue_bytes);
		/* What came meanwhile gave no edge to poll for. */
		hear(l, now);
	}
	tell_up(l);
	if (l->socket != NULL && !talking(l)) {
		uplink_close(l);
		tell_down(l, from);
	}
}

size_t uplink_fds(const struct uplink *l, struct pollfd fds[UPLINK_FDS])
{
	void *sockets[UPLINK_FDS] = { l->socket, l->monitor };
	size_t n = 0;

	for (size_t i = 0; i < UPLINK_FDS; i++) {
		int fd;
		size_t size = sizeof(fd);

		if (sockets[i] != NULL && zmq_getsockopt(sockets[i], ZMQ_FD, &fd, &size) == 0)
			fds[n++] = (struct pollfd){ .fd = fd, .events = POLLIN };
	}
	return n;
}

uint64_t uplink_due(const struct uplink *l)
{
	uint64_t due = uplink_state_due(&l->m);
	bool waits = l->blocked || (l->m.state == UPLINK_CONNECTING && !l->m.hello_said);

	return waits && due > l->ran + SOON_NS ? l->ran + SOON_NS : due;
}

void uplink_stats(const struct uplink *l, struct uplink_stats *out)
{
	*out = (struct uplink_stats){ .state = l->m.state,
				      .collector = l->o.collectors[l->m.collector],
				      .sent_events = l->sent_events,
				      .sent_bytes = l->sent_bytes,
				      .acked_events = l->acked_events,
				      .told_events = l->asked_events | l->told_events,
				      .known_events = l->known_events,
				      .sessions = l->m.sessions,
				      .refusals = l->m.refusals,
				      .round_trip = l->m.round_trip,
				      .clock_offset = l->m.clock_offset };
	(void)snprintf(out->refusal, sizeof(out->refusal), "%s", l->m.refusal);
}
