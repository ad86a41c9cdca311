/*
 * Transactions and acknowledgements.
 *
 * While the store takes nothing (a full disk, most often) sensors are told to come again later and
 * keep their events. After SERVER_RETRY_MS the next that comes is a try; when it succeeds, all is
 * as it was. That is said when it begins, when its reason becomes another, and when it is over.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/server_inside.h"
#include "common/log.h"

/* A sensor whose events the store cannot take, for another reason than want of room, waits as long;
 * the others go on. */
enum { CULPRIT_S = 30 };

bool server_busy(const struct server *sv, const char *sensor, uint64_t monotonic)
{
	const struct trouble *t = &sv->trouble;

	return (t->now && monotonic < t->until) ||
	       (monotonic < t->culprit_until && strcmp(t->culprit, sensor) == 0);
}

bool server_begin(struct server *sv)
{
	if (sv->pending.open)
		return true;
	if (!store_begin(sv->store)) {
		server_failed(sv, store_error(sv->store));
		return false;
	}
	sv->pending.open = true;
	sv->pending.since = server_monotonic();
	return true;
}

static struct due *due_of(struct pending *p, const struct session *se)
{
	for (size_t i = p->ndue; i-- > 0;) {
		if (p->due[i].session == se->id)
			return &p->due[i];
	}
	return NULL;
}

bool server_due(struct server *sv, const struct session *se, uint64_t last)
{
	struct pending *p = &sv->pending;
	struct due *d = due_of(p, se);

	if (d != NULL) {
		if (last > d->last)
			d->last = last;
		return true;
	}
	if (p->ndue == p->room) {
		size_t more = p->room == 0 ? 64 : p->room * 2;

		d = reallocarray(p->due, more, sizeof(*d));
		if (d == NULL)
			return false;
		p->due = d;
		p->room = more;
	}
	d = &p->due[p->ndue++];
	memcpy(d->sensor, se->sensor, sizeof(d->sensor));
	d->session = se->id;
	d->last = last;
	return true;
}

/* The session, if it is not over. */
static struct session *session_due(struct server *sv, const struct due *d)
{
	struct session *se = sessions_of(sv->sessions, d->sensor);

	return se != NULL && se->id == d->session ? se : NULL;
}

static void clear(struct server *sv)
{
	sv->pending.open = false;
	sv->pending.ndue = 0;
	sv->pending.events = 0;
	sv->pending.bytes = 0;
}

static void say_trouble(struct server *sv, const char *why, uint64_t now)
{
	struct trouble *t = &sv->trouble;

	if (!t->now) {
		t->since = now;
		t->why[0] = '\0';
	}
	if (strcmp(t->why, why) != 0)
		log_warnx("nothing can be stored: %s; sensors keep their events until it can", why);
	t->now = true;
	(void)snprintf(t->why, sizeof(t->why), "%s", why);
}

void server_failed(struct server *sv, const char *why)
{
	struct pending *p = &sv->pending;
	char reason[SERVER_WHY];
	uint64_t now = server_monotonic();

	(void)snprintf(reason, sizeof(reason), "%s", why);
	sv->stats.failures++;
	store_rollback(sv->store);
	if (sv->desk != NULL)
		desk_back(sv->desk);
	if (sv->publisher != NULL)
		publish_drop(sv->publisher);
	roster_unsaved(sv->roster);
	say_trouble(sv, reason, now);
	sv->trouble.until = now + SERVER_RETRY_MS * SERVER_MS;
	for (size_t i = 0; i < p->ndue; i++) {
		struct session *se = session_due(sv, &p->due[i]);

		if (se == NULL)
			continue;
		server_refuse(sv, se->identity, se->nidentity, se->id, KAGAMI__REASON__REASON_BUSY,
			      "nothing can be stored now", SERVER_RETRY_MS);
		sessions_end(sv->sessions, se);
		sv->stats.busy++;
	}
	clear(sv);
}

void server_failed_of(struct server *sv, const char *sensor)
{
	bool room = !store_full(sv->store);

	server_failed(sv, store_error(sv->store));
	if (!room)
		return;
	(void)snprintf(sv->trouble.culprit, sizeof(sv->trouble.culprit), "%s", sensor);
	sv->trouble.culprit_until = server_monotonic() + CULPRIT_S * SERVER_SECOND;
	sv->trouble.until = 0;
}

static void acknowledge(struct server *sv, const struct due *d)
{
	struct session *se = session_due(sv, d);
	Kagami__ToSensor m = KAGAMI__TO_SENSOR__INIT;
	Kagami__Ack ack = KAGAMI__ACK__INIT;

	if (se == NULL || d->last == 0)
		return;
	if (d->last > se->committed_seq)
		se->committed_seq = d->last;
	ack.session = se->id;
	ack.epoch = se->epoch;
	ack.committed_seq = se->committed_seq;
	ack.credit = sessions_credit(sv->sessions);
	m.version = WIRE_VERSION;
	m.body_case = KAGAMI__TO_SENSOR__BODY_ACK;
	m.ack = &ack;
	server_say(sv, se->identity, se->nidentity, &m);
}

static void recovered(struct server *sv, uint64_t now)
{
	if (!sv->trouble.now)
		return;
	sv->trouble.now = false;
	log_info("events are stored again, after %" PRIu64 " s",
		 (now - sv->trouble.since + SERVER_SECOND / 2) / SERVER_SECOND);
}

bool server_commit(struct server *sv)
{
	struct pending *p = &sv->pending;
	uint64_t before = server_monotonic();
	uint64_t took;

	if (!p->open)
		return true;
	if ((sv->desk != NULL && !desk_keep(sv->desk)) || !store_commit(sv->store)) {
		server_failed(sv, store_error(sv->store));
		return false;
	}
	took = server_monotonic() - before;
	sv->stats.commits++;
	sv->stats.commit_ns += took;
	if (took > sv->stats.commit_max_ns)
		sv->stats.commit_max_ns = took;
	sv->stats.events += p->events;
	sv->stats.bytes += p->bytes;
	for (size_t i = 0; i < p->ndue; i++)
		acknowledge(sv, &p->due[i]);
	/* Small states may find room where events find none. */
	if (p->events > 0)
		recovered(sv, before + took);
	if (sv->publisher != NULL)
		publish_send(sv->publisher);
	sv->writing = sv->desk != NULL;
	clear(sv);
	return true;
}
