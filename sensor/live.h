#ifndef SENSOR_LIVE_H
#define SENSOR_LIVE_H
/*
 * Captures from network interfaces with libpcap, several in one loop, and sends nothing, ever.
 *
 * An interface that vanishes or goes down is waited for and opened again when it is back; that is
 * logged when it changes, once. Frames of one interface come in order; between interfaces they may
 * be out of order by about the capture's timeout (LIVE_TIMEOUT_MS).
 */
#include "sensor/frame.h"

#include <signal.h>

enum {
	LIVE_INTERFACES_MAX = 64,
	LIVE_TIMEOUT_MS = 20, /* the kernel hands frames over after at most so long */
	LIVE_NAME_MAX = 64,
};

struct live_options {
	const char *const *interfaces; /* names; "any": all of them */
	size_t n;
	const char *filter; /* BPF expression, or NULL */
	uint64_t snaplen;   /* bytes kept of a frame */
	uint64_t ring;	    /* kernel buffer of each interface, bytes */
	bool promiscuous;
	bool wait;	   /* an interface that is missing or down at the start is waited for */
	const char *clock; /* time stamp type as `tcpdump -J` lists them; NULL: the host's */
	uint64_t duration; /* live_run() ends after so many ns; 0: never */
	/* A signal handler sets it; handlers must be installed without SA_RESTART. */
	const volatile sig_atomic_t *stop;
};

struct live_handler {
	void *ctx;
	/* Each frame, numbered from 1. Its bytes are good during the call. */
	void (*on_frame)(void *ctx, const struct frame *frame);
	/* About every second while no frame comes: no frame earlier than now (ns since 1970) is
	 * expected any more. Never earlier than a frame or an idle time told before. May be NULL.
	 */
	void (*on_idle)(void *ctx, uint64_t now);
	/* About every second in any case: to print, to look at live_stats(). May be NULL. */
	void (*on_tick)(void *ctx);
};

/* Kernel counters are sums over all openings of the interface and do not wrap. */
struct live_stats {
	const char *interface;
	bool up;	   /* open, and its link is there */
	unsigned linktype; /* LINKTYPE_ of its frames; of no meaning before it was open */
	uint64_t frames;   /* handed to on_frame() */
	uint64_t bytes;	   /* of them on the wire */
	uint64_t received; /* by the kernel, that passed the filter; dropped ones too, lo's twice */
	uint64_t dropped;  /* by the kernel, because the ring was full */
	uint64_t if_dropped; /* by the interface or its driver */
	unsigned lost;	     /* times that it vanished or went down */
};

struct live;

/*
 * Opens the interfaces. Returns 0 and sets *live, which live_close() frees; or -1 with one line in
 * error: missing interface, no permission (and what to do), wrong filter, ring too large. What
 * options points to must outlive the capture.
 */
__attribute__((warn_unused_result)) int
live_open(struct live **live, const struct live_options *options, char *error, size_t n);
/*
 * Captures until *stop, the duration, or live_stop(); then hands out what the kernel still holds
 * and returns 0. SIGINT, SIGTERM and SIGHUP interrupt it without a race. Returns -1 with one line
 * in error only when it cannot go on at all.
 */
__attribute__((warn_unused_result)) int
live_run(struct live *live, const struct live_handler *handler, char *error, size_t n);
/* Ends live_run() before the next frame, from within a handler; nothing more is handed out. */
void live_stop(struct live *live);

/* Interface i < n of the options, with counters as of now. */
void live_stats(struct live *live, size_t i, struct live_stats *stats);

void live_close(struct live *live);

#endif
