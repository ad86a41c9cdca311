#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "sensor/deliver/deliver_inside.h"

/* How long the packets' thread sleeps when it waits. */
enum { NAP_NS = 500000, FINISH_NAP_NS = 5000000 };

/* Percent of the ring that events of a kind may fill: room is kept for what matters more. */
static const unsigned may_fill[EVENT_KINDS] = {
	[EVENT_OPERATION] = 70, [EVENT_CONVERSATION] = 80, [EVENT_PACKETS] = 85,
	[EVENT_ASSET] = 90,	[EVENT_HEALTH] = 95,	   [EVENT_ALERT] = 100
};

void deliver_wake(struct deliver *d)
{
	const uint64_t one = 1;

	/* It cannot fail but when it is full, and then it is awake. */
	(void)!write(d->wake, &one, sizeof(one));
}

static void nap(long ns)
{
	(void)nanosleep(&(struct timespec){ .tv_nsec = ns }, NULL);
}

static bool stopped(const struct deliver *d)
{
	return d->o.stop != NULL && *d->o.stop != 0;
}

/* ---- start ------------------------------------------------------------------------------- */

static bool make_thread(struct deliver *d)
{
	sigset_t all, before;
	int error;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&d->thread, NULL, deliver_run, d);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = error;
	d->started = error == 0;
	return d->started;
}

static bool make_room(struct deliver *d)
{
	d->buffer = malloc(WIRE_EVENT_MAX);
	d->ring = ring_new((size_t)d->o.queue);
	d->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return d->buffer != NULL && d->ring != NULL && d->wake >= 0;
}

struct deliver *deliver_start(const struct deliver_options *o, char *error, size_t size)
{
	struct deliver *d = calloc(1, sizeof(*d));

	if (d == NULL) {
		(void)snprintf(error, size, "no memory for delivery");
		return NULL;
	}
	d->o = *o;
	d->wake = -1;
	(void)pthread_mutex_init(&d->lock, NULL);
	if (!make_room(d)) {
		(void)snprintf(error, size, "delivery: %s", strerror(errno));
		deliver_free(d);
		return NULL;
	}
	d->spool = spool_open(&o->spool, error, size);
	if (d->spool != NULL)
		d->link = uplink_new(&o->link, d->spool, error, size);
	if (d->link == NULL) {
		deliver_free(d);
		return NULL;
	}
	uplink_epoch(d->link, o->epoch);
	spool_stats(d->spool, &d->snapshot.spool);
	uplink_stats(d->link, &d->snapshot.link);
	if (!make_thread(d)) {
		(void)snprintf(error, size, "delivery: %s", strerror(errno));
		deliver_free(d);
		return NULL;
	}
	return d;
}

/* ---- the packets' side ------------------------------------------------------------------- */

static bool put(struct deliver *d, unsigned kind, const void *p, size_t n)
{
	if (!ring_put(d->ring, kind, p, n))
		return false;
	/* The item is in the ring before we look whether the thread sleeps; it says so before it
	 * looks into the ring. */
	atomic_thread_fence(memory_order_seq_cst);
	if (atomic_load_explicit(&d->sleeping, memory_order_relaxed) &&
	    atomic_exchange(&d->sleeping, false))
		deliver_wake(d);
	return true;
}

/* False: waiting was stopped. */
static bool put_patiently(struct deliver *d, unsigned kind, const void *p, size_t n)
{
	while (!put(d, kind, p, n)) {
		if (stopped(d)) {
			d->closed = true;
			errno = ECANCELED;
			return false;
		}
		nap(NAP_NS);
	}
	return true;
}

/* The dictionary that waits goes before everything that is offered after it. */
static bool put_pending(struct deliver *d)
{
	if (d->pending == NULL)
		return true;
	if (!put(d, DELIVER_DICTIONARY, &d->pending, sizeof(d->pending)))
		return false;
	d->pending = NULL;
	return true;
}

/* Of a read: how many events have their numbers from an earlier run. */
static bool learn_known(struct deliver *d)
{
	uint64_t first;

	while ((first = atomic_load(&d->first_seq)) == 0) {
		if (stopped(d)) {
			d->closed = true;
			errno = ECANCELED;
			return false;
		}
		deliver_wake(d);
		nap(NAP_NS);
	}
	d->passing = first - 1;
	return true;
}

bool deliver_dictionary(struct deliver *d, uint64_t id, const uint8_t *p, size_t n)
{
	struct deliver_dictionary *dictionary = malloc(sizeof(*dictionary) + n);
	bool first = !d->begun;

	if (dictionary == NULL)
		return false;
	dictionary->id = id;
	dictionary->n = n;
	memcpy(dictionary->p, p, n);
	/* No event was offered since, or it would be in the ring. */
	free(d->pending);
	d->pending = dictionary;
	d->begun = true;
	(void)put_pending(d);
	return !first || !d->o.patient || learn_known(d);
}

static bool has_room(const struct deliver *d, enum event_kind kind, size_t n)
{
	return ring_used(d->ring) + n <= ring_size(d->ring) / 100 * may_fill[kind];
}

static void count(_Atomic uint64_t *counter)
{
	/* One thread writes it. */
	atomic_store_explicit(counter, atomic_load_explicit(counter, memory_order_relaxed) + 1,
			      memory_order_relaxed);
}

bool deliver_offer(struct deliver *d, enum event_kind kind, const Kagami__Event *e)
{
	size_t n;

	if (d->closed) {
		errno = ECANCELED;
		return false;
	}
	n = wire_pack_event(e, d->buffer, WIRE_EVENT_MAX);
	if (n == 0) {
		errno = EMSGSIZE;
		return false;
	}
	count(&d->offered[kind]);
	if (d->passing > 0) {
		d->passing--;
		count(&d->known);
		return true;
	}
	if (d->o.patient) {
		while (!put_pending(d) && !stopped(d))
			nap(NAP_NS);
		return put_patiently(d, kind, d->buffer, n);
	}
	if (put_pending(d) && has_room(d, kind, n) && put(d, kind, d->buffer, n))
		return true;
	count(&d->shed[kind]);
	errno = ENOBUFS;
	return false;
}

/* ---- the end ----------------------------------------------------------------------------- */

/* Everything that moves when delivery does. */
static uint64_t moved(const struct deliver_stats *s)
{
	return s->spool.added + s->spool.acked + s->spool.expired;
}

/* A snapshot that was made after this call. */
static bool fresh(struct deliver *d, struct deliver_stats *out)
{
	uint64_t turn = atomic_load(&d->turn);

	/* The turn that is going on may have begun before. */
	while (atomic_load(&d->turn) < turn + 2) {
		if (stopped(d))
			return false;
		deliver_wake(d);
		nap(NAP_NS);
	}
	deliver_stats(d, out);
	return true;
}

static void wait_for_the_end(struct deliver *d, uint64_t linger)
{
	uint64_t since = deliver_now();
	uint64_t before = 0;
	struct deliver_stats s;

	while (!stopped(d) && deliver_now() - since < linger) {
		bool empty = put_pending(d) && ring_used(d->ring) == 0;

		/* Who is told that events wait is also told when none do. */
		if (!fresh(d, &s) || (empty && s.spool.events == 0 &&
				      (s.link.state != UPLINK_UP || s.link.told_events == 0)))
			return;
		if (d->o.patient && moved(&s) != before)
			since = deliver_now();
		before = moved(&s);
		nap(FINISH_NAP_NS);
	}
}

static void end_thread(struct deliver *d)
{
	if (!d->started)
		return;
	atomic_store(&d->quit, true);
	deliver_wake(d);
	(void)pthread_join(d->thread, NULL);
	d->started = false;
}

uint64_t deliver_finish(struct deliver *d, uint64_t linger)
{
	struct deliver_stats s;

	if (d->started)
		wait_for_the_end(d, linger);
	end_thread(d);
	deliver_stats(d, &s);
	return s.spool.events;
}

/* Events that never got a number are made again when the files are read again, or were shed. */
static void empty_ring(struct deliver *d)
{
	struct deliver_dictionary *dictionary;
	struct ring_item item;

	while (ring_peek(d->ring, &item)) {
		if (item.kind == DELIVER_DICTIONARY) {
			memcpy(&dictionary, item.p, sizeof(dictionary));
			free(dictionary);
		}
		ring_taken(d->ring);
	}
	ring_free(d->ring);
}

void deliver_free(struct deliver *d)
{
	if (d == NULL)
		return;
	end_thread(d);
	uplink_free(d->link);
	if (d->spool != NULL)
		spool_close(d->spool);
	if (d->ring != NULL)
		empty_ring(d);
	if (d->wake >= 0)
		(void)close(d->wake);
	(void)pthread_mutex_destroy(&d->lock);
	free(d->pending);
	free(d->buffer);
	free(d);
}

void deliver_stats(struct deliver *d, struct deliver_stats *out)
{
	(void)pthread_mutex_lock(&d->lock);
	*out = d->snapshot;
	(void)pthread_mutex_unlock(&d->lock);
	for (unsigned k = 0; k < EVENT_KINDS; k++) {
		out->offered[k] = atomic_load(&d->offered[k]);
		out->shed[k] = atomic_load(&d->shed[k]) + atomic_load(&d->spool_shed[k]);
	}
	out->known = atomic_load(&d->known);
	out->queue_bytes = ring_used(d->ring);
}

uint64_t deliver_known(const struct deliver_stats *s)
{
	uint64_t offered = 0;
	uint64_t known = s->known > s->link.known_events ? s->known : s->link.known_events;

	for (unsigned k = 0; k < EVENT_KINDS; k++)
		offered += s->offered[k];
	return known < offered ? known : offered;
}
