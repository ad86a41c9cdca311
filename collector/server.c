#include "collector/server_inside.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include <zmq.h>

#include "collector/commands.h"
#include "common/log.h"

enum {
	TICK_MS = 250,
	/* Messages waiting from each sensor before its connection is read no further, and answers
	 * waiting for it before it gets no more. */
	SENSOR_WAITS = 64,
	ANSWERS_WAIT = 1024,
	BACKLOG = 256,
	LAST_RECORDS_S = 5,
	FILES = 256, /* the process opens beside connections, at most */
};

volatile sig_atomic_t server_stopped;

uint64_t server_monotonic(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * SERVER_SECOND + (uint64_t)t.tv_nsec;
}

uint64_t server_now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	return (uint64_t)t.tv_sec * SERVER_SECOND + (uint64_t)t.tv_nsec;
}

/* ---- beginning --------------------------------------------------------------------------- */

/* Connections are files, and come faster than they are counted: twice as many may be open for a
 * moment. */
static void allow_files(uint64_t connections)
{
	struct rlimit l;
	rlim_t wanted = (rlim_t)connections * 2 + FILES;

	if (getrlimit(RLIMIT_NOFILE, &l) != 0 || l.rlim_cur >= wanted)
		return;
	if (l.rlim_max < wanted && geteuid() == 0)
		l.rlim_max = wanted;
	l.rlim_cur = l.rlim_max < wanted ? l.rlim_max : wanted;
	if (setrlimit(RLIMIT_NOFILE, &l) != 0 || l.rlim_cur < wanted)
		log_warnx("only %" PRIu64 " files may be open: max-connections needs %" PRIu64
			  " (LimitNOFILE, ulimit -n)",
			  (uint64_t)l.rlim_cur, (uint64_t)wanted);
}

static bool open_store(struct server *sv, char *why)
{
	const struct store_options so = { .path = sv->o->store, .durable = sv->o->durable };

	sv->store = store_open(&so, why, SERVER_WHY);
	if (sv->store == NULL)
		return false;
	sv->roster = roster_open(sv->store, why, SERVER_WHY);
	if (sv->roster == NULL || server_remember(sv))
		return sv->roster != NULL;
	(void)snprintf(why, SERVER_WHY, "%s", store_error(sv->store));
	return false;
}

static bool open_desk(struct server *sv, char *why)
{
	if (!sv->o->incidents)
		return true;
	sv->desk = desk_open(sv->o, sv->store, why, SERVER_WHY);
	/* Records may have been due when the last one ended. */
	sv->writing = sv->desk != NULL;
	return sv->desk != NULL;
}

static bool make_rooms(struct server *sv, char *why)
{
	const struct watch_limits limits = { .quiet_after = sv->o->quiet_after,
					     .lag = sv->o->lag,
					     .clock_off = sv->o->clock_off };

	sv->sessions = sessions_new(ALLOW_MAX, (uint32_t)sv->o->credit);
	sv->watch = watch_new(&limits);
	sv->events = calloc(WIRE_BATCH_EVENTS, sizeof(Kagami__Event *));
	if (sv->sessions != NULL && sv->watch != NULL && sv->events != NULL &&
	    wire_arena_init(&sv->arena, SERVER_ARENA))
		return true;
	(void)snprintf(why, SERVER_WHY, "no memory");
	return false;
}

static bool open_router(struct server *sv, char *why)
{
	const struct door_options door = {
		.type = ZMQ_ROUTER,
		.domain = GATE_DOMAIN_EVENTS,
		.monitor = GATE_MONITOR_EVENTS,
		.key = sv->key,
		.receive_limit = SENSOR_WAITS,
		.send_limit = ANSWERS_WAIT,
		.backlog = BACKLOG,
	};

	sv->router = door_socket(sv->zmq, &door, why, SERVER_WHY);
	for (size_t i = 0; sv->router != NULL && i < sv->o->listen.n; i++) {
		if (!door_bind(sv->router, sv->o->listen.items[i], sv->bound[i],
			       sizeof(sv->bound[i]), why, SERVER_WHY))
			return false;
	}
	return sv->router != NULL;
}

/*
 * ZeroMQ numbers connections that name themselves nothing, from rand() on, which it does not seed;
 * and aborts when one has named itself by the number that is next. So nobody may know it, nor try
 * out many (pace.h). A name that is taken stays whose it is: no ZMQ_ROUTER_HANDOVER.
 */
static void hide_numbers(void)
{
	unsigned seed;

	if (getrandom(&seed, sizeof(seed), 0) != (ssize_t)sizeof(seed))
		seed = (unsigned)(server_now() ^ (uint64_t)getpid());
	srand(seed);
}

static bool open_sockets(struct server *sv, char *why)
{
	hide_numbers();
	sv->zmq = zmq_ctx_new();
	if (sv->zmq == NULL) {
		(void)snprintf(why, SERVER_WHY, "%s", zmq_strerror(zmq_errno()));
		return false;
	}
	sv->gate = gate_open(sv->zmq, sv->roll, sv->o->max_connections, why, SERVER_WHY);
	if (sv->gate == NULL || !open_router(sv, why))
		return false;
	if (sv->o->publish != NULL) {
		sv->publisher = publish_open(sv->zmq, sv->o->publish, sv->key, why, SERVER_WHY);
		if (sv->publisher == NULL)
			return false;
	}
	if (sv->o->metrics != NULL) {
		sv->metrics = metrics_serve(sv->o->metrics, why, SERVER_WHY);
		if (sv->metrics == NULL)
			return false;
	}
	return true;
}

static void say_ready(const struct server *sv)
{
	size_t sensors = 0;

	for (size_t i = 0; i < sv->allow.n; i++)
		sensors += sv->allow.entries[i].role == ALLOW_SENSOR;
	for (size_t i = 0; i < sv->o->listen.n; i++)
		log_info("listening on %s, %zu %s on the list", sv->bound[i], sensors,
			 sensors == 1 ? "sensor" : "sensors");
	if (sensors == 0)
		log_warnx("%s lists no sensor: nobody can come in; see 'kagami-collector sensors "
			  "add'",
			  sv->o->allow);
	log_info("events go to %s", sv->o->store);
	if (sv->desk != NULL && strcmp(sv->o->issuer, COLLECTOR_NOBODY) == 0)
		log_warnx(
			"incidents are nobody's: 'site' and 'issuer' of the section incidents say "
			"whose, before the first that counts");
	if (sv->metrics != NULL)
		log_info("metrics are on %s", metrics_url(sv->metrics));
}

static bool begin(struct server *sv, char *why)
{
	if (sv->o->listen.n > SERVER_ADDRESSES) {
		(void)snprintf(why, SERVER_WHY, "more than %d addresses to listen on",
			       SERVER_ADDRESSES);
		return false;
	}
	allow_files(sv->o->max_connections);
	sv->roll = roll_open(sv->o->allow, why, SERVER_WHY);
	if (sv->roll == NULL)
		return false;
	if (!roll_copy(sv->roll, &sv->allow, &sv->allow_version)) {
		(void)snprintf(why, SERVER_WHY, "no memory");
		return false;
	}
	sv->began = server_now();
	return make_rooms(sv, why) && open_store(sv, why) && open_desk(sv, why) &&
	       open_sockets(sv, why);
}

/* ---- running ----------------------------------------------------------------------------- */

/* How long nothing needs to be done, if nothing comes: ms. */
static long idle(const struct server *sv, uint64_t tended)
{
	uint64_t now = server_monotonic();
	uint64_t due = tended + TICK_MS * SERVER_MS;

	if (sv->writing && !sv->pending.open)
		return 0;
	if (sv->pending.open && sv->pending.since + sv->o->commit_interval < due)
		due = sv->pending.since + sv->o->commit_interval;
	return due <= now ? 0 : (long)((due - now + SERVER_MS - 1) / SERVER_MS);
}

/* Nobody waits: what was gathered is stored as soon as its time is over. */
static void commit_if_due(struct server *sv)
{
	if (sv->pending.open && server_monotonic() - sv->pending.since >= sv->o->commit_interval)
		(void)server_commit(sv);
}

static void run(struct server *sv)
{
	uint64_t tended = 0;
	bool more = false;

	while (server_stopped == 0) {
		zmq_pollitem_t item = { sv->router, 0, ZMQ_POLLIN, 0 };

		if (server_monotonic() - tended >= TICK_MS * SERVER_MS) {
			server_tend(sv);
			tended = server_monotonic();
		}
		if (!more && zmq_poll(&item, 1, idle(sv, tended)) < 0 && zmq_errno() != EINTR)
			fatalx("cannot wait for messages: %s", zmq_strerror(zmq_errno()));
		more = server_hear(sv);
		if (!more)
			commit_if_due(sv);
		if (!more && sv->writing)
			server_records(sv);
	}
}

/* What is not written now is when the collector runs again. */
static void last_records(struct server *sv)
{
	uint64_t until = server_monotonic() + LAST_RECORDS_S * SERVER_SECOND;

	if (sv->desk == NULL || sv->pending.open)
		return;
	do {
		server_records(sv);
	} while (sv->writing && server_monotonic() < until);
}

/* What came is stored and acknowledged; then everything is closed, the sockets first. */
static void end(struct server *sv)
{
	if (sv->roster != NULL) {
		roster_all_gone(sv->roster);
		server_save(sv);
	}
	last_records(sv);
	metrics_stop(sv->metrics);
	publish_close(sv->publisher);
	if (sv->router != NULL)
		(void)zmq_close(sv->router);
	gate_close(sv->gate);
	if (sv->zmq != NULL)
		(void)zmq_ctx_term(sv->zmq);
	sessions_free(sv->sessions);
	roster_free(sv->roster);
	watch_free(sv->watch);
	desk_close(sv->desk);
	if (sv->store != NULL)
		store_close(sv->store);
	metrics_free(&sv->text);
	wire_arena_free(&sv->arena);
	free(sv->events);
	free(sv->pending.due);
	allow_free(&sv->allow);
	roll_close(sv->roll);
}

int server_run(const struct collector_options *o, const struct curve_key *key)
{
	struct server *sv = calloc(1, sizeof(*sv));
	char why[SERVER_WHY] = "";
	int code = COLLECT_FAILED;

	if (sv == NULL) {
		log_warnx("no memory");
		return COLLECT_FAILED;
	}
	sv->o = o;
	sv->key = key;
	if (begin(sv, why)) {
		say_ready(sv);
		run(sv);
		code = COLLECT_DONE;
	} else {
		log_warnx("%s", why);
	}
	end(sv);
	if (code == COLLECT_DONE)
		log_info("ended: %" PRIu64 " events stored", sv->stats.events);
	free(sv);
	return code;
}
