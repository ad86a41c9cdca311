/* What the server does every so often. */
#include <string.h>

#include "collector/server_inside.h"
#include "common/log.h"

/* Sensors say something every five seconds. */
#define SILENT_NS (30 * SERVER_SECOND)
#define SAVE_NS	  (5 * SERVER_SECOND)
#define LOOK_NS	  (5 * SERVER_SECOND)
#define FORGET_NS (30 * SERVER_SECOND)
#define SWEEP_NS  SERVER_SECOND
/* Records written in one go. */
#define RECORDS_NS (50 * SERVER_MS)
/* Events forgotten in one go: nobody is to wait long. Alerts of each rule that are looked at when
 * the collector begins: as many as sensors may be on the list, some of them several times. */
enum { FORGET_EVENTS = 2000, KNOWN_ALERTS = 2 * ALLOW_MAX };

static bool due(uint64_t *last, uint64_t every, uint64_t now)
{
	if (*last != 0 && now - *last < every)
		return false;
	*last = now;
	return true;
}

/* ---- sessions ------------------------------------------------------------------------ */

static void session_ended(void *ctx, const struct session *se, const char *why)
{
	struct server *sv = ctx;

	roster_gone(sv->roster, se->sensor);
	log_info("%s is gone: %s", se->sensor, why);
}

static void sensor_gone(void *ctx, const char *sensor)
{
	(void)ctx;
	log_info("%s is gone: it was refused, and did not come back", sensor);
}

static void sweep(struct server *sv, uint64_t now)
{
	if (!due(&sv->swept, SWEEP_NS, now))
		return;
	sessions_sweep(sv->sessions, now, SILENT_NS, &sv->allow, session_ended, sv);
	roster_sweep(sv->roster, sv->sessions, server_now(), SILENT_NS, sensor_gone, sv);
}

/* A subscriber that is on the list no longer must not stay connected. */
static bool lost_subscriber(const struct allow *before, const struct allow *now)
{
	for (size_t i = 0; i < before->n; i++) {
		const struct allow_entry *e = &before->entries[i];
		const struct allow_entry *same = allow_by_name(now, e->name);

		if (e->role == ALLOW_SUBSCRIBER &&
		    (same == NULL || same->role != e->role || strcmp(same->key, e->key) != 0))
			return true;
	}
	return false;
}

void server_list(struct server *sv)
{
	struct allow fresh;
	uint64_t version;

	if (roll_version(sv->roll) == sv->allow_version || !roll_copy(sv->roll, &fresh, &version))
		return;
	if (sv->publisher != NULL && lost_subscriber(&sv->allow, &fresh))
		gate_drop(sv->gate, GATE_STREAM);
	allow_free(&sv->allow);
	sv->allow = fresh;
	sv->allow_version = version;
	sv->swept = 0;
}

/* ---- states and alerts ------------------------------------------------------------------- */

void server_save(struct server *sv)
{
	if (server_commit(sv) && server_begin(sv)) {
		if (roster_save(sv->roster, sv->store))
			(void)server_commit(sv);
		else
			server_failed(sv, store_error(sv->store));
	}
}

/* An alert of the collector's own is an event like others: stored, then published. */
static void raise_alert(void *ctx, const char *sensor, const Kagami__Event *e)
{
	struct server *sv = ctx;
	const struct dictionary *d = watch_dictionary(sv->watch);
	struct event_origin origin = { .sensor = ALLOW_OWN_NAME, .received = server_now() };

	if (e->body_case == KAGAMI__EVENT__BODY_ALERT)
		log_warnx("%s: %s", sensor, e->alert->text);
	if (!server_begin(sv))
		return;
	if (!store_add_own(sv->store, e, d, origin.received, &origin.seq) ||
	    !store_own_epoch(sv->store, &origin.epoch)) {
		server_failed(sv, store_error(sv->store));
		return;
	}
	if (sv->desk != NULL)
		desk_event(sv->desk, &(struct correlate_alert){ .sensor = ALLOW_OWN_NAME,
								.epoch = origin.epoch,
								.seq = origin.seq,
								.received = origin.received,
								.event = e,
								.dictionary = d });
	sv->stats.own++;
	sv->pending.events++;
	if (sv->publisher != NULL)
		publish_stage(sv->publisher, e, d, &origin);
}

struct remembering {
	struct server *sv;
	const char *rule;
};

static bool remember(void *ctx, const struct store_event *e)
{
	struct remembering *r = ctx;
	const char *why;
	const Kagami__Event *event;

	wire_clear(&r->sv->arena);
	event = wire_unpack_event(&r->sv->arena, e->p, e->n, &why);
	if (event != NULL && event->body_case == KAGAMI__EVENT__BODY_ALERT &&
	    event->alert->target != NULL)
		watch_known(r->sv->watch, r->rule, event->alert->target->name, e->time);
	return true;
}

bool server_remember(struct server *sv)
{
	struct store_filter f = { .sensor = ALLOW_OWN_NAME,
				  .kinds = 1U << EVENT_ALERT,
				  .limit = KNOWN_ALERTS,
				  .newest_first = true };
	char id[WATCH_RULE];
	struct remembering r = { .sv = sv, .rule = id };

	for (size_t i = 0; watch_rule(i, id, sizeof(id)) != NULL; i++) {
		f.rule = id;
		if (!store_each_event(sv->store, &f, remember, &r))
			return false;
	}
	return true;
}

static void look(struct server *sv, uint64_t now)
{
	const struct store_sensor *sensors;
	size_t n;

	if (!due(&sv->looked, LOOK_NS, now) || !server_commit(sv))
		return;
	if (!roster_look(sv->roster, sv->store, &sv->allow, &sensors, &n)) {
		server_failed(sv, store_error(sv->store));
		return;
	}
	watch_look(sv->watch, sensors, n, sv->began, server_now(), raise_alert, sv);
	(void)server_commit(sv);
}

/* ---- retention --------------------------------------------------------------------------- */

static void forget(struct server *sv, uint64_t now)
{
	struct store_retention r = {
		.max_age = sv->o->max_age,
		.max_bytes = sv->o->max_size,
		.incident_age = sv->o->incident_age,
		.now = server_now(),
		.budget = FORGET_EVENTS,
	};
	struct store_forgotten f = { .more = false };

	if ((r.max_age == 0 && r.max_bytes == 0 && r.incident_age == 0) ||
	    (!sv->forget_more && !due(&sv->forgot, FORGET_NS, now)) || !server_commit(sv))
		return;
	sv->forget_more = false;
	if (!store_forget(sv->store, &r, &f)) {
		server_failed(sv, store_error(sv->store));
		return;
	}
	for (size_t i = 0; i < EVENT_KINDS; i++)
		sv->stats.forgotten[i] += f.events[i];
	sv->forget_more = f.more;
	if (f.held && !sv->held)
		log_warnx("the store is larger than max-size, and all that is left is held by "
			  "open incidents");
	sv->held = f.held;
}

/* ---- incidents --------------------------------------------------------------------------- */

static void asked(struct server *sv)
{
	if (sv->desk == NULL || !desk_asked(sv->desk) || !server_begin(sv))
		return;
	if (desk_answer(sv->desk))
		(void)server_commit(sv);
	else
		server_failed(sv, store_error(sv->store));
}

void server_records(struct server *sv)
{
	if (sv->desk != NULL && !sv->pending.open)
		sv->writing = desk_write(sv->desk, RECORDS_NS);
}

void server_tend(struct server *sv)
{
	uint64_t now = server_monotonic();

	roll_refresh(sv->roll);
	server_list(sv);
	sweep(sv, now);
	if (sv->metrics != NULL && due(&sv->measured, SERVER_SECOND, now))
		server_metrics(sv);
	if (server_busy(sv, "", now))
		return;
	asked(sv);
	/* Now and then also while events never stop coming. */
	if (sv->writing && server_commit(sv))
		server_records(sv);
	forget(sv, now);
	if (due(&sv->saved, SAVE_NS, now))
		server_save(sv);
	/* What cannot be stored would be told to nobody: it can wait. */
	if (!sv->trouble.now)
		look(sv, now);
}
