#include "sensor/live.h"

#include "common/log.h"
#include "sensor/live_device.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NS_PER_MS UINT64_C(1000000)
#define NS_PER_S  UINT64_C(1000000000)

enum {
	BATCH = 1024, /* frames of one interface before the next one's turn */
	/* A frame may be so much later in our hands than another that came after it. */
	LATE_MS = 2 * LIVE_TIMEOUT_MS,
	DRAIN_MS = LIVE_TIMEOUT_MS + LIVE_TIMEOUT_MS / 2, /* the kernel hands over by then */
	DRAIN_MOST_MS = 500,				  /* even if frames keep coming */
};

struct live {
	struct live_options options;
	struct live_device *devices;
	const struct live_handler *handler;
	struct live_device *turn; /* whose frames are handed out */
	bool stopped;		  /* live_stop() */
	uint64_t number;
	uint64_t last_at;	     /* latest time of a frame, or told as idle */
	uint64_t last_frame_at;	     /* latest time of a frame */
	uint64_t last_frame_arrived; /* when it came, on the monotonic clock */
};

static uint64_t monotonic(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * NS_PER_S + (uint64_t)t.tv_nsec;
}

/* ---- opening --------------------------------------------------------------------------------- */

static bool open_all(struct live *l, char *error, size_t n)
{
	for (size_t i = 0; i < l->options.n; i++) {
		struct live_device *d = &l->devices[i];
		enum live_opened opened;

		d->name = l->options.interfaces[i];
		d->number = (uint32_t)i;
		opened = live_device_open(d, &l->options, error, n);
		if (opened == LIVE_OPENED)
			continue;
		if (opened == LIVE_REFUSED || !l->options.wait)
			return false;
		log_warnx("%s; waiting for it", error);
	}
	return true;
}

int live_open(struct live **live, const struct live_options *options, char *error, size_t n)
{
	struct live *l = NULL;

	*live = NULL;
	if (options->n == 0 || options->n > LIVE_INTERFACES_MAX) {
		(void)snprintf(error, n, "%zu interfaces: expected 1 to %d", options->n,
			       LIVE_INTERFACES_MAX);
		return -1;
	}
	l = calloc(1, sizeof *l);
	if (l)
		l->devices = calloc(options->n, sizeof *l->devices);
	if (!l || !l->devices) {
		(void)snprintf(error, n, "no memory for %zu interfaces", options->n);
		live_close(l);
		return -1;
	}
	l->options = *options;
	if (!open_all(l, error, n)) {
		live_close(l);
		return -1;
	}
	*live = l;
	return 0;
}

void live_close(struct live *l)
{
	if (!l)
		return;
	for (size_t i = 0; l->devices && i < l->options.n; i++)
		live_device_close(&l->devices[i]);
	free(l->devices);
	free(l);
}

/* ---- frames ---------------------------------------------------------------------------------- */

static void got(u_char *user, const struct pcap_pkthdr *h, const u_char *bytes)
{
	struct live *l = (void *)user;
	struct live_device *d = l->turn;
	struct frame frame = live_device_frame(d, h, bytes);

	if (l->stopped)
		return;
	frame.number = ++l->number;
	d->frames++;
	d->bytes += frame.wire_len;
	l->last_frame_at = frame.at;
	if (frame.at > l->last_at)
		l->last_at = frame.at;
	l->handler->on_frame(l->handler->ctx, &frame);
}

/*
 * Hands out what the kernel still holds of one interface: it lets go of the last frames only after
 * its timeout, also when the interface is gone by then.
 */
static void drain_one(struct live *l, struct live_device *d)
{
	const struct timespec pause = { .tv_nsec = (long)(10 * NS_PER_MS) };
	uint64_t began = monotonic();

	l->turn = d;
	while (!l->stopped && monotonic() - began < DRAIN_MS * NS_PER_MS)
		if (pcap_dispatch(d->pcap, BATCH, got, (u_char *)l) <= 0)
			(void)nanosleep(&pause, NULL);
}

static void lose(struct live *l, struct live_device *d, const char *why)
{
	log_warnx("%s: %s; waiting for it to come back", d->name, why);
	d->lost++;
	drain_one(l, d);
	live_device_close(d);
}

/* Hands out frames of each interface that may have some; returns how many there were. */
static unsigned hand_out(struct live *l)
{
	unsigned all = 0;

	for (size_t i = 0; i < l->options.n && !l->stopped; i++) {
		struct live_device *d = &l->devices[i];
		int n;

		if (!d->pcap || !d->ready)
			continue;
		l->turn = d;
		n = pcap_dispatch(d->pcap, BATCH, got, (u_char *)l);
		d->ready = n >= BATCH;
		if (n > 0)
			all += (unsigned)n;
		if (n == PCAP_ERROR)
			lose(l, d, pcap_geterr(d->pcap));
	}
	if (all > 0)
		l->last_frame_arrived = monotonic();
	return all;
}

void live_stop(struct live *l)
{
	l->stopped = true;
	if (l->turn && l->turn->pcap)
		pcap_breakloop(l->turn->pcap);
}

/* ---- every second ---------------------------------------------------------------------------- */

static void try_again(struct live *l, struct live_device *d)
{
	char error[512];

	if (live_device_open(d, &l->options, error, sizeof error) == LIVE_OPENED)
		log_warnx("%s: capturing%s", d->name, d->lost > 0 ? " again" : "");
	else
		log_debug("%s", error);
}

static void look_after(struct live *l, struct live_device *d)
{
	enum live_presence presence;

	if (!d->pcap) {
		try_again(l, d);
		return;
	}
	presence = live_device_presence(d);
	if (presence == LIVE_GONE) {
		lose(l, d, "the interface is gone");
		try_again(l, d);
		return;
	}
	if (presence == LIVE_DOWN && !d->down) {
		log_warnx("%s: the interface is down; waiting for it to come up", d->name);
		d->lost++;
	} else if (presence == LIVE_PRESENT && d->down) {
		log_warnx("%s: the interface is up again", d->name);
	}
	d->down = presence == LIVE_DOWN;
	/* libpcap sees what became of its socket only when it is asked for frames. */
	d->ready = true;
	live_device_count(d);
}

/* The capture's clock goes on while nothing comes, as fast as ours. */
static void idle(struct live *l)
{
	uint64_t since = monotonic() - l->last_frame_arrived;
	uint64_t now = l->last_frame_at + since - LATE_MS * NS_PER_MS;

	if (!l->handler->on_idle || l->number == 0 || since < NS_PER_S || now <= l->last_at)
		return;
	l->last_at = now;
	l->handler->on_idle(l->handler->ctx, now);
}

static void tick(struct live *l)
{
	for (size_t i = 0; i < l->options.n; i++)
		look_after(l, &l->devices[i]);
	idle(l);
	if (l->handler->on_tick)
		l->handler->on_tick(l->handler->ctx);
}

/* ---- the loop -------------------------------------------------------------------------------- */

/*
 * Waits for frames until a time on the monotonic clock. Signals that end the capture are let in
 * only while it waits, and stop is looked at after they are held back: none is slept through.
 */
static int wait_for_frames(struct live *l, uint64_t until)
{
	struct pollfd fds[LIVE_INTERFACES_MAX];
	struct live_device *of[LIVE_INTERFACES_MAX];
	const volatile sig_atomic_t *stop = l->options.stop;
	uint64_t now = monotonic();
	uint64_t left = until > now ? until - now : 0;
	sigset_t held, before;
	nfds_t n = 0;
	int result = 0, saved;

	for (size_t i = 0; i < l->options.n; i++) {
		struct live_device *d = &l->devices[i];

		if (!d->pcap)
			continue;
		if (d->ready)
			left = 0;
		of[n] = d;
		fds[n++] = (struct pollfd){ .fd = d->fd, .events = POLLIN };
	}
	(void)sigemptyset(&held);
	(void)sigaddset(&held, SIGINT);
	(void)sigaddset(&held, SIGTERM);
	(void)sigaddset(&held, SIGHUP);
	(void)pthread_sigmask(SIG_BLOCK, &held, &before);
	if (!stop || !*stop) {
		const struct timespec timeout = { .tv_sec = (time_t)(left / NS_PER_S),
						  .tv_nsec = (long)(left % NS_PER_S) };

		result = ppoll(fds, n, &timeout, &before);
	}
	saved = errno;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	for (nfds_t i = 0; result > 0 && i < n; i++)
		if (fds[i].revents != 0)
			of[i]->ready = true;
	errno = saved;
	return result < 0 && saved != EINTR ? -1 : 0;
}

static bool ended(const struct live *l, uint64_t started)
{
	return l->stopped || (l->options.stop && *l->options.stop) ||
	       (l->options.duration > 0 && monotonic() - started >= l->options.duration);
}

/* What came before the end is in the kernel's ring, for up to its timeout. */
static void drain(struct live *l)
{
	const struct timespec pause = { .tv_nsec = (long)(10 * NS_PER_MS) };
	uint64_t began = monotonic(), took = 0;

	while (!l->stopped && took < DRAIN_MOST_MS * NS_PER_MS) {
		for (size_t i = 0; i < l->options.n; i++)
			l->devices[i].ready = true;
		if (hand_out(l) == 0) {
			if (took >= DRAIN_MS * NS_PER_MS)
				break;
			(void)nanosleep(&pause, NULL);
		}
		took = monotonic() - began;
	}
}

int live_run(struct live *l, const struct live_handler *handler, char *error, size_t n)
{
	uint64_t started = monotonic();
	uint64_t next_tick = started + NS_PER_S;

	l->handler = handler;
	while (!ended(l, started)) {
		uint64_t until = next_tick;

		if (l->options.duration > 0 && started + l->options.duration < until)
			until = started + l->options.duration;
		if (wait_for_frames(l, until) != 0) {
			(void)snprintf(error, n, "cannot wait for frames: %s", strerror(errno));
			return -1;
		}
		(void)hand_out(l);
		if (!l->stopped && monotonic() >= next_tick) {
			tick(l);
			next_tick = monotonic() + NS_PER_S;
		}
	}
	drain(l);
	return 0;
}

void live_stats(struct live *l, size_t i, struct live_stats *stats)
{
	struct live_device *d = &l->devices[i];

	live_device_count(d);
	*stats = (struct live_stats){
		.interface = d->name,
		.up = d->pcap && !d->down,
		.linktype = d->linktype,
		.frames = d->frames,
		.bytes = d->bytes,
		.received = d->received,
		.dropped = d->dropped,
		.if_dropped = d->if_dropped,
		.lost = d->lost,
	};
}
