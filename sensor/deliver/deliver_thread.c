#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/log.h"
#include "sensor/deliver/deliver_inside.h"
#include "sensor/deliver/epoch.h"
#include "sensor/summary_format.h"

#define MS_NS	   UINT64_C(1000000)
#define SECOND_NS  UINT64_C(1000000000)
#define RETRY_NS   (250 * MS_NS)
#define EXPIRY_NS  (60 * SECOND_NS)
#define SHED_CALM  (10 * SECOND_NS) /* without more of it, shedding is over */
#define IDLE_NS	   (60 * SECOND_NS)
#define TURN_ITEMS 16384 /* then the link has its turn */

uint64_t deliver_now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * SECOND_NS + (uint64_t)t.tv_nsec;
}

/* ---- from the ring into the spool -------------------------------------------------------- */

/* What waits is tried again soon. What is wrong with the disk the spool says itself. */
static void hold(struct deliver *d, uint64_t now, int error)
{
	d->retry = now + RETRY_NS;
	if (error != EDQUOT || d->waiting_told)
		return;
	log_warnx("the spool is full: reading waits until the collector takes events");
	d->waiting_told = true;
}

static void worked(struct deliver *d)
{
	d->waiting_told = false;
	d->retry = 0;
}

static bool take_dictionary(struct deliver *d, const struct ring_item *item)
{
	struct deliver_dictionary *dictionary;
	uint64_t seq;

	memcpy(&dictionary, item->p, sizeof(dictionary));
	seq = spool_begin(d->spool, d->o.epoch, dictionary->id, dictionary->p, dictionary->n);
	if (seq == 0)
		return false;
	free(dictionary);
	if (atomic_load(&d->first_seq) == 0)
		atomic_store(&d->first_seq, seq);
	return true;
}

/* False: it stays in the ring. */
static bool spool_item(struct deliver *d, const struct ring_item *item, uint64_t now)
{
	errno = 0;
	if (item->kind == DELIVER_DICTIONARY) {
		if (take_dictionary(d, item))
			return true;
	} else if (spool_add(d->spool, (enum event_kind)item->kind, item->p, item->n) != 0) {
		if (d->dirty == 0)
			d->dirty = now;
		return true;
	} else if (errno == EDQUOT && !d->o.patient) {
		(void)atomic_fetch_add(&d->spool_shed[item->kind], 1);
		return true;
	}
	hold(d, now, errno);
	return false;
}

/* Returns how many were taken. */
static unsigned drain(struct deliver *d, uint64_t now)
{
	struct ring_item item;
	unsigned n = 0;

	while (n < TURN_ITEMS && ring_peek(d->ring, &item)) {
		if (!spool_item(d, &item, now))
			return n;
		ring_taken(d->ring);
		n++;
	}
	if (n > 0)
		worked(d);
	return n;
}

static void sync_spool(struct deliver *d, uint64_t now)
{
	if (spool_sync(d->spool, now, false) && d->dirty != 0 &&
	    now - d->dirty >= d->o.spool.sync_interval)
		d->dirty = 0;
}

/* ---- what is told ------------------------------------------------------------------------ */

static uint64_t shed_of(const struct deliver *d, enum event_kind kind)
{
	return atomic_load_explicit(&d->shed[kind], memory_order_relaxed) +
	       atomic_load_explicit(&d->spool_shed[kind], memory_order_relaxed);
}

static uint64_t shed_in_all(const struct deliver *d)
{
	uint64_t n = 0;

	for (unsigned k = 0; k < EVENT_KINDS; k++)
		n += shed_of(d, (enum event_kind)k);
	return n;
}

static void shed_message(const struct deliver *d, Kagami__Shed *out)
{
	struct spool_stats s;

	spool_stats(d->spool, &s);
	kagami__shed__init(out);
	out->operations = shed_of(d, EVENT_OPERATION);
	out->conversations = shed_of(d, EVENT_CONVERSATION);
	out->assets = shed_of(d, EVENT_ASSET);
	out->health = shed_of(d, EVENT_HEALTH);
	out->alerts = shed_of(d, EVENT_ALERT);
	out->packets = shed_of(d, EVENT_PACKETS);
	out->expired = s.expired;
}

/* One line when it begins, one when it is over. */
static void tell_shed(struct deliver *d, uint64_t now)
{
	uint64_t shed = shed_in_all(d);

	if (shed != d->shed_seen) {
		if (d->shed_seen == d->shed_told)
			log_warnx("no room: events are shed, operations first, alerts last");
		d->shed_seen = shed;
		d->shed_when = now;
	} else if (shed != d->shed_told && now - d->shed_when >= SHED_CALM) {
		log_warnx("there is room again: %s shed meanwhile",
			  format_many(shed - d->shed_told, "event").s);
		d->shed_told = shed;
	}
}

static void publish(struct deliver *d)
{
	struct deliver_stats s = { .queue_bytes = ring_used(d->ring), .stuck = d->retry != 0 };

	spool_stats(d->spool, &s.spool);
	uplink_stats(d->link, &s.link);
	(void)pthread_mutex_lock(&d->lock);
	d->snapshot = s;
	(void)pthread_mutex_unlock(&d->lock);
	(void)atomic_fetch_add(&d->turn, 1);
}

/* ---- the thread -------------------------------------------------------------------------- */

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* When there is something to do though nobody wakes us. */
static uint64_t next_turn(const struct deliver *d, uint64_t now)
{
	uint64_t due = least(now + IDLE_NS, uplink_due(d->link));

	due = least(due, d->next_expiry);
	if (d->retry != 0)
		due = least(due, d->retry);
	if (d->dirty != 0)
		due = least(due, d->dirty + d->o.spool.sync_interval);
	if (d->shed_seen != d->shed_told)
		due = least(due, d->shed_when + SHED_CALM);
	return due;
}

static void forget_wake(const struct deliver *d)
{
	uint64_t n;

	/* It does not block; nothing to read is fine. */
	(void)!read(d->wake, &n, sizeof(n));
}

/* busy: events are coming; they are gathered for a moment. Else it sleeps until one does. */
static void wait_for_work(struct deliver *d, bool busy)
{
	struct pollfd fds[UPLINK_FDS + 1];
	size_t n = uplink_fds(d->link, fds);
	uint64_t now = deliver_now();
	uint64_t until = next_turn(d, now);
	struct timespec pause;

	if (busy) {
		until = least(until, now + d->o.interval);
	} else if (d->retry == 0) {
		/* While something is held, what comes behind it is no reason to wake. */
		atomic_store(&d->sleeping, true);
		/* What came before that store was seen gives no wake-up. */
		if (ring_used(d->ring) > 0)
			until = now;
	}
	fds[n++] = (struct pollfd){ .fd = d->wake, .events = POLLIN };
	until = until > now ? until - now : 0;
	pause = (struct timespec){ .tv_sec = (time_t)(until / SECOND_NS),
				   .tv_nsec = (long)(until % SECOND_NS) };
	if (ppoll(fds, n, &pause, NULL) > 0 && fds[n - 1].revents != 0)
		forget_wake(d);
	atomic_store(&d->sleeping, false);
}

void *deliver_run(void *arg)
{
	struct deliver *d = arg;
	Kagami__Shed shed;

	while (!atomic_load(&d->quit)) {
		uint64_t now = deliver_now();
		bool busy = false;

		if (d->retry == 0 || now >= d->retry || d->waiting_told)
			busy = drain(d, now) > 0;
		sync_spool(d, now);
		if (now >= d->next_expiry) {
			spool_expire(d->spool, now);
			d->next_expiry = now + EXPIRY_NS;
		}
		shed_message(d, &shed);
		uplink_run(d->link, now, &shed, ring_used(d->ring));
		tell_shed(d, now);
		publish(d);
		wait_for_work(d, busy);
	}
	/* What is in the queue stays for the next run, also when nobody wants to wait. */
	while (drain(d, deliver_now()) > 0)
		;
	(void)spool_sync(d->spool, deliver_now(), true);
	publish(d);
	return NULL;
}
