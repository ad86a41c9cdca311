#ifndef SENSOR_DELIVER_OUTLET_H
#define SENSOR_DELIVER_OUTLET_H
/*
 * Which events leave the sensor: hears of everything that the pipeline sees, chooses, fills events
 * and offers them for delivery. On the packets' thread; allocates nothing after outlet_new() but in
 * outlet_rules().
 *
 * Alerts, assets, conversations and health always go; operations as chosen. Assets and
 * conversations go when they are new (at the end of the round in which they were first seen, so
 * that one event says what they are), when they change, every `interval` of capture time in which
 * they were heard of, and when they give way or the capture ends. All of this depends on the
 * capture only, so that reading it again makes the same events. docs/sending.md says it for users.
 *
 * The pipeline calls outlet_message(), outlet_time() and outlet_end() of pl->outlet; whoever runs
 * it makes the outlet, sets pl->outlet, hands alerts on and asks for health.
 */
#include "sensor/deliver/deliver.h"
#include "sensor/deliver/fill.h"
#include "sensor/pipeline.h"
#include "sensor/summary.h"

enum send_operations {
	SEND_NONE,
	SEND_WRITES,  /* what changes a device: write, control, program; and whatever failed */
	SEND_CHANGES, /* a value, status or conversation that differs from the last one; writes */
	SEND_ALL,
};

struct outlet;

/* Where events go. struct deliver's, or a test's. */
struct outlet_sink {
	void *ctx;
	/* False: it was shed. */
	bool (*offer)(void *ctx, enum event_kind kind, const Kagami__Event *e);
	/* Numbers in what is offered from now on are those of this dictionary. */
	bool (*dictionary)(void *ctx, uint64_t id, const uint8_t *p, size_t n);
	/* How delivery stands, for health; both are cleared. NULL: not told. */
	void (*link)(void *ctx, Kagami__Link *link, Kagami__Shed *shed);
};

struct outlet_options {
	enum send_operations operations;
	uint32_t objects;	  /* last values that SEND_CHANGES remembers; the oldest give way */
	uint64_t round;		  /* capture ns: new and changed assets and conversations (10 s) */
	uint64_t interval;	  /* capture ns: all others that were heard of (5 min) */
	bool live;		  /* events have a clock; health goes every health_interval */
	uint64_t health_interval; /* ns (60 s) */
	const char *capture;	  /* name for evidence: file or interface */
	struct evidence_options evidence; /* frames around alerts; ring 0: they are not sent */
	/* What interfaces counted, for health that goes by itself; NULL: nobody knows. The answer
	 * is good until the next frame. */
	const struct summary_capture *(*counters)(void *ctx);
	void *ctx;
};

/* NULL: no memory. The pipeline must outlive the outlet. */
struct outlet *outlet_new(const struct outlet_options *o, struct deliver *deliver,
			  struct pipeline *pl);
/* The same for any sink. */
struct outlet *outlet_new_sink(const struct outlet_options *o, const struct outlet_sink *sink,
			       struct pipeline *pl);
void outlet_free(struct outlet *o);
/* Bytes that each object of the limit costs. */
size_t outlet_cost(void);

/* A message was decoded. */
void outlet_message(struct outlet *o, const struct flow *f, unsigned end, const struct dec *d);
/* A frame was captured; pkt: its packet, NULL: it could not be read as one. */
void outlet_frame(struct outlet *o, const struct frame *frame, const struct packet *pkt);
/* An alert was told. */
void outlet_alert(struct outlet *o, const struct alert *a);
/* The capture time at which outlet_time() next has something to do. */
uint64_t outlet_next(const struct outlet *o);
/* Capture time is `now`: rounds that are due. */
void outlet_time(struct outlet *o, uint64_t now);
/* The rules in use are others now (or the first ones; NULL: there are none): the dictionary changes
 * with them. Call it before anything else happens, also without rules. The set must stay until the
 * next call. Allocates. False: no memory, or it could not be kept; then the old one stays. */
bool outlet_rules(struct outlet *o, const struct ruleset *set, const char *baseline_digest);
/* How the sensor is. state: as Health.state, a static text; capture: NULL, or the interfaces'
 * counters. When files are read, what is told before the first frame waits for it, so that it has a
 * time; of files without a frame there is no health. */
void outlet_health(struct outlet *o, const char *state, const struct summary_capture *capture);
/* The capture is over: everything that was not told is. May be called again. */
void outlet_end(struct outlet *o);

struct outlet_stats {
	uint64_t offered[EVENT_KINDS]; /* also those that were shed */
	uint64_t unchanged;	       /* operations not sent because nothing changed */
	uint64_t unwanted;	       /* operations not sent because they are not asked for */
	uint64_t forgotten;	       /* last values that gave way */
	struct evidence_stats evidence;
};
void outlet_stats(const struct outlet *o, struct outlet_stats *out);

#endif
