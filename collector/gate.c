#include "collector/gate.h"

#include <arpa/inet.h>
#include <assert.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <zmq.h>

#include "collector/door.h"
#include "collector/once.h"
#include "collector/pace.h"
#include "common/log.h"

enum { LISTENERS = 16, ADDRESS_ROOM = 64, FDS = 65536, KEY_BYTES = 32, PART_ROOM = 256 };

const int gate_monitored = ZMQ_EVENT_LISTENING | ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_ACCEPT_FAILED |
			   ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_MONITOR_STOPPED |
			   ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |
			   ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH;

/* Sorts of what is said once. */
enum said { SAID_KEY, SAID_ROLE, SAID_OFTEN, SAID_HANDSHAKE, SAID_ACCEPT, SAID_LIMIT, SAID_ROOM };

struct door {
	const char *endpoint;
	void *socket;		   /* PAIR */
	atomic_uint_fast64_t open; /* connections */
	bool failed;		   /* the last word was of a handshake that failed */
	int listening[LISTENERS];  /* file descriptors */
	unsigned nlistening;
	atomic_bool shut; /* nobody new is let in */
};

struct gate {
	void *zmq;
	struct roll *roll;
	uint64_t limit;		    /* connections at one door */
	void *zap, *stop, *stopper; /* REP; PAIR: this thread's end and the caller's */
	struct door doors[GATE_DOORS];
	pthread_t thread;
	struct once once;
	struct pace pace;
	/* By file descriptor: whom a connection is with, and through which door it came. */
	char (*peers)[ADDRESS_ROOM];
	const struct door **through;
	atomic_uint_fast64_t accepted, admitted, unknown_key, wrong_role, too_often, handshakes;
	atomic_uint_fast64_t not_accepted;
};

static uint64_t monotonic(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000U + (uint64_t)t.tv_nsec;
}

/* ---- keys -------------------------------------------------------------------------------- */

/* A request of ZAP: its parts in order. */
enum part {
	PART_VERSION,
	PART_ID,
	PART_DOMAIN,
	PART_ADDRESS,
	PART_IDENTITY,
	PART_MECHANISM,
	PART_KEY,
	PARTS
};

struct request {
	char part[PARTS][PART_ROOM];
	size_t n[PARTS];
	unsigned parts;
	bool sound; /* no part was too long */
};

static bool receive(void *socket, struct request *q)
{
	int more = 1;
	size_t size = sizeof(more);

	*q = (struct request){ .sound = true };
	while (more) {
		zmq_msg_t m;

		(void)zmq_msg_init(&m);
		if (zmq_msg_recv(&m, socket, ZMQ_DONTWAIT) < 0) {
			(void)zmq_msg_close(&m);
			return false;
		}
		if (q->parts < PARTS && zmq_msg_size(&m) < PART_ROOM) {
			memcpy(q->part[q->parts], zmq_msg_data(&m), zmq_msg_size(&m));
			q->n[q->parts] = zmq_msg_size(&m);
		} else {
			q->sound = false;
		}
		q->parts++;
		(void)zmq_msg_close(&m);
		(void)zmq_getsockopt(socket, ZMQ_RCVMORE, &more, &size);
	}
	return true;
}

static void reply(struct gate *g, const struct request *q, const char *user)
{
	bool good = user != NULL;

	(void)zmq_send(g->zap, "1.0", 3, ZMQ_SNDMORE);
	(void)zmq_send(g->zap, q->part[PART_ID], q->n[PART_ID], ZMQ_SNDMORE);
	(void)zmq_send(g->zap, good ? "200" : "400", 3, ZMQ_SNDMORE);
	(void)zmq_send(g->zap, good ? "OK" : "not on the list", good ? 2 : 15, ZMQ_SNDMORE);
	(void)zmq_send(g->zap, good ? user : "", good ? strlen(user) : 0, ZMQ_SNDMORE);
	(void)zmq_send(g->zap, "", 0, 0);
}

static void say(struct gate *g, enum said sort, const char *address, const char *before,
		const char *name, const char *after)
{
	if (once_worth(&g->once, address, sort, monotonic()))
		log_warnx("refused %s: %s%s%s", address, before, name, after);
}

static void judge(struct gate *g, struct request *q)
{
	const char *address = door_plain(q->part[PART_ADDRESS]);
	bool stream = strcmp(q->part[PART_DOMAIN], GATE_DOMAIN_STREAM) == 0;
	struct allow_entry e;
	char key[CURVE_KEY_TEXT];
	char user[WIRE_NAME_MAX + CURVE_KEY_TEXT + 16];

	if (!q->sound || q->parts != PARTS || q->n[PART_KEY] != KEY_BYTES ||
	    strcmp(q->part[PART_MECHANISM], "CURVE") != 0 ||
	    (!stream && strcmp(q->part[PART_DOMAIN], GATE_DOMAIN_EVENTS) != 0)) {
		atomic_fetch_add(&g->unknown_key, 1);
		reply(g, q, NULL);
		return;
	}
	(void)zmq_z85_encode(key, (const uint8_t *)q->part[PART_KEY], KEY_BYTES);
	if (!roll_find(g->roll, key, &e)) {
		atomic_fetch_add(&g->unknown_key, 1);
		/* The key is told: it is what the list needs, and public. */
		say(g, SAID_KEY, address, "its key ", key, " is not on the list");
		reply(g, q, NULL);
		return;
	}
	if ((e.role == ALLOW_SUBSCRIBER) != stream) {
		atomic_fetch_add(&g->wrong_role, 1);
		say(g, SAID_ROLE, address, "", e.name,
		    stream ? " is a sensor, and the live stream is for subscribers"
			   : " is a subscriber, and sends no events");
		reply(g, q, NULL);
		return;
	}
	if (!pace_may(&g->pace, e.name, monotonic())) {
		atomic_fetch_add(&g->too_often, 1);
		say(g, SAID_OFTEN, address, "", e.name, " connects again and again");
		reply(g, q, NULL);
		return;
	}
	atomic_fetch_add(&g->admitted, 1);
	(void)snprintf(user, sizeof(user), "%s:%s:%s", allow_role_name(e.role), e.name, e.key);
	reply(g, q, user);
}

bool gate_user(const char *user, struct allow_entry *out)
{
	const char *name = strchr(user, ':');
	size_t n = strlen(user);

	if (name == NULL || n < CURVE_KEY_TEXT || user[n - CURVE_KEY_TEXT] != ':')
		return false;
	out->role = strncmp(user, "sensor:", 7) == 0 ? ALLOW_SENSOR : ALLOW_SUBSCRIBER;
	name++;
	n -= CURVE_KEY_TEXT + (size_t)(name - user);
	if (n > WIRE_NAME_MAX)
		return false;
	memcpy(out->name, name, n);
	out->name[n] = '\0';
	memcpy(out->key, name + n + 1, CURVE_KEY_TEXT);
	return true;
}

/* ---- connections ------------------------------------------------------------------------- */

/* Whom a new connection is with. It may be over already; then nobody asks. */
static void note_peer(struct gate *g, uint32_t fd)
{
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	} a = { 0 };
	socklen_t size = sizeof(a);
	const void *ip = &a.v6.sin6_addr;

	if (fd >= FDS)
		return;
	g->peers[fd][0] = '\0';
	if (getpeername((int)fd, &a.any, &size) != 0)
		return;
	if (a.any.sa_family == AF_INET)
		ip = &a.v4.sin_addr;
	else if (a.any.sa_family != AF_INET6)
		return;
	if (inet_ntop(a.any.sa_family, ip, g->peers[fd], ADDRESS_ROOM) == NULL)
		g->peers[fd][0] = '\0';
}

/*
 * Lets nobody new in, or lets them in again. The listening socket belongs to ZeroMQ, and closing it
 * would close every connection that came through it; a filter that lets nothing through makes the
 * kernel drop what asks for a connection, which then asks again. Those that are there notice
 * nothing.
 */
static void shut(struct door *d, bool now)
{
	struct sock_filter nothing = BPF_STMT(BPF_RET | BPF_K, 0);
	const struct sock_fprog filter = { .len = 1, .filter = &nothing };
	const int off = 0;

	for (unsigned i = 0; i < d->nlistening; i++) {
		if (now)
			(void)setsockopt(d->listening[i], SOL_SOCKET, SO_ATTACH_FILTER, &filter,
					 sizeof(filter));
		else
			(void)setsockopt(d->listening[i], SOL_SOCKET, SO_DETACH_FILTER, &off,
					 sizeof(off));
	}
	atomic_store(&d->shut, now);
}

static void limit(struct gate *g, struct door *d)
{
	uint64_t open = atomic_load(&d->open);

	if (!atomic_load(&d->shut) && open >= g->limit) {
		shut(d, true);
		if (once_worth(&g->once, d->endpoint, SAID_LIMIT, monotonic()))
			log_warnx("%llu connections: no more are let in until some end",
				  (unsigned long long)open);
	} else if (atomic_load(&d->shut) && open < g->limit - g->limit / 10) {
		shut(d, false);
		if (once_worth(&g->once, d->endpoint, SAID_ROOM, monotonic()))
			log_info("%llu connections: others are let in again",
				 (unsigned long long)open);
	}
}

static void say_handshake(struct gate *g, uint32_t fd)
{
	const char *peer =
		fd < FDS && g->peers[fd][0] != '\0' ? door_plain(g->peers[fd]) : "somebody";

	if (once_worth(&g->once, peer, SAID_HANDSHAKE, monotonic()))
		log_warnx("refused %s: it does not speak ZeroMQ with CURVE and this collector's "
			  "key",
			  peer);
}

static void over(struct gate *g, struct door *d, uint32_t fd)
{
	if (atomic_load(&d->open) > 0)
		atomic_fetch_sub(&d->open, 1);
	if (fd < FDS)
		g->through[fd] = NULL;
	/* What is said of a failed handshake has no address; the connection's end, which follows
	 * at once, has. */
	if (d->failed)
		say_handshake(g, fd);
	d->failed = false;
}

static void happened(struct gate *g, struct door *d, unsigned event, uint32_t value)
{
	switch (event) {
	case ZMQ_EVENT_LISTENING:
		if (d->nlistening < LISTENERS)
			d->listening[d->nlistening++] = (int)value;
		break;
	case ZMQ_EVENT_ACCEPTED:
		atomic_fetch_add(&d->open, 1);
		atomic_fetch_add(&g->accepted, 1);
		note_peer(g, value);
		if (value < FDS)
			g->through[value] = d;
		break;
	case ZMQ_EVENT_DISCONNECTED:
		over(g, d, value);
		break;
	case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL:
	case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
		atomic_fetch_add(&g->handshakes, 1);
		d->failed = true;
		break;
	case ZMQ_EVENT_ACCEPT_FAILED:
		atomic_fetch_add(&g->not_accepted, 1);
		if (once_worth(&g->once, d->endpoint, SAID_ACCEPT, monotonic()))
			log_warnx("a connection could not be accepted: %s", strerror((int)value));
		break;
	default: /* keys that were refused: judge() said so */
		break;
	}
	limit(g, d);
}

/* Hears what the door's monitor says. However many connections come and go at once, the
 * sockets' own thread must not wait for this one: no limit. */
static bool open_door(struct gate *g, struct door *d)
{
	const int no_limit = 0;

	d->socket = zmq_socket(g->zmq, ZMQ_PAIR);
	return d->socket != NULL &&
	       zmq_setsockopt(d->socket, ZMQ_RCVHWM, &no_limit, sizeof(no_limit)) == 0 &&
	       zmq_connect(d->socket, d->endpoint) == 0;
}

static bool hear_door(struct gate *g, struct door *d)
{
	char head[6] = { 0 };
	uint16_t event;
	uint32_t value;
	int n = zmq_recv(d->socket, head, sizeof(head), ZMQ_DONTWAIT);

	if (n < 0)
		return false;
	(void)zmq_recv(d->socket, NULL, 0, 0); /* the address: our own */
	memcpy(&event, head, sizeof(event));
	memcpy(&value, head + sizeof(event), sizeof(value));
	if (event == ZMQ_EVENT_MONITOR_STOPPED) {
		(void)zmq_close(d->socket);
		d->socket = NULL;
		d->nlistening = 0;
		atomic_store(&d->open, 0);
		return false;
	}
	happened(g, d, event, value);
	return true;
}

/* A connection that ended a moment ago may have left its number to another, which then has to come
 * again. */
static void drop_all(struct gate *g, const struct door *d)
{
	for (int fd = 0; fd < FDS; fd++) {
		if (g->through[fd] == d)
			(void)shutdown(fd, SHUT_RDWR);
	}
}

/* ---- the thread -------------------------------------------------------------------------- */

/* What the collector's own thread wants: a door's number, or an end. */
static bool obey(struct gate *g)
{
	unsigned char door;
	int n;

	while ((n = zmq_recv(g->stop, &door, 1, ZMQ_DONTWAIT)) == 1 && door < GATE_DOORS)
		drop_all(g, &g->doors[door]);
	return n < 0;
}

static void *run(void *arg)
{
	struct gate *g = arg;
	struct request q;

	for (;;) {
		zmq_pollitem_t items[2 + GATE_DOORS] = { { g->zap, 0, ZMQ_POLLIN, 0 },
							 { g->stop, 0, ZMQ_POLLIN, 0 } };
		int n = 2;

		for (size_t i = 0; i < GATE_DOORS; i++) {
			if (g->doors[i].socket != NULL)
				items[n++] =
					(zmq_pollitem_t){ g->doors[i].socket, 0, ZMQ_POLLIN, 0 };
		}
		if (zmq_poll(items, n, -1) < 0 && zmq_errno() == ETERM)
			return NULL;
		if (items[1].revents != 0 && !obey(g))
			return NULL;
		while (receive(g->zap, &q))
			judge(g, &q);
		for (size_t i = 0; i < GATE_DOORS; i++) {
			while (g->doors[i].socket != NULL && hear_door(g, &g->doors[i]))
				;
		}
	}
}

static void close_all(struct gate *g)
{
	void *const sockets[] = { g->zap, g->stop, g->stopper, g->doors[0].socket,
				  g->doors[1].socket };

	for (size_t i = 0; i < sizeof(sockets) / sizeof(sockets[0]); i++) {
		if (sockets[i] != NULL)
			(void)zmq_close(sockets[i]);
	}
	free(g->peers);
	free(g->through);
	free(g);
}

static bool open_all(struct gate *g)
{
	static const char stop[] = "inproc://kagami.gate.stop";

	g->zap = zmq_socket(g->zmq, ZMQ_REP);
	g->stop = zmq_socket(g->zmq, ZMQ_PAIR);
	g->stopper = zmq_socket(g->zmq, ZMQ_PAIR);
	g->doors[GATE_EVENTS].endpoint = GATE_MONITOR_EVENTS;
	g->doors[GATE_STREAM].endpoint = GATE_MONITOR_STREAM;
	if (g->zap == NULL || g->stop == NULL || g->stopper == NULL ||
	    zmq_bind(g->zap, "inproc://zeromq.zap.01") != 0 || zmq_bind(g->stop, stop) != 0 ||
	    zmq_connect(g->stopper, stop) != 0)
		return false;
	return open_door(g, &g->doors[0]) && open_door(g, &g->doors[1]);
}

struct gate *gate_open(void *zmq, struct roll *roll, uint64_t connections, char *error, size_t size)
{
	struct gate *g = calloc(1, sizeof(*g));
	sigset_t all, before;
	int failed;

	if (g == NULL) {
		(void)snprintf(error, size, "no memory");
		return NULL;
	}
	g->zmq = zmq;
	g->roll = roll;
	g->limit = connections;
	g->peers = calloc(FDS, sizeof(*g->peers));
	g->through = calloc(FDS, sizeof(*g->through));
	if (g->peers == NULL || g->through == NULL || !open_all(g)) {
		(void)snprintf(error, size, "%s", zmq_strerror(zmq_errno()));
		close_all(g);
		return NULL;
	}
	/* Signals are the other thread's. */
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	failed = pthread_create(&g->thread, NULL, run, g);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (failed != 0) {
		(void)snprintf(error, size, "%s", strerror(failed));
		close_all(g);
		return NULL;
	}
	return g;
}

void gate_drop(struct gate *g, enum gate_door door)
{
	const unsigned char number = (unsigned char)door;

	(void)zmq_send(g->stopper, &number, 1, ZMQ_DONTWAIT);
}

void gate_close(struct gate *g)
{
	if (g == NULL)
		return;
	(void)zmq_send(g->stopper, "", 0, 0);
	(void)pthread_join(g->thread, NULL);
	close_all(g);
}

void gate_stats(const struct gate *g, struct gate_stats *out)
{
	*out = (struct gate_stats){
		.connections = atomic_load(&g->doors[0].open),
		.subscribers = atomic_load(&g->doors[1].open),
		.shut = atomic_load(&g->doors[0].shut),
		.accepted = atomic_load(&g->accepted),
		.admitted = atomic_load(&g->admitted),
		.unknown_key = atomic_load(&g->unknown_key),
		.wrong_role = atomic_load(&g->wrong_role),
		.too_often = atomic_load(&g->too_often),
		.handshakes = atomic_load(&g->handshakes),
		.not_accepted = atomic_load(&g->not_accepted),
	};
}
