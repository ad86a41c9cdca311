#ifndef SENSOR_DELIVER_OUTLET_H
#define SENSOR_DELIVER_OUTLET_H
/*
 * Which events leave the sensor: hears of everything that the pipeline sees, chooses, fills events
 * and offers them for delivery. On the packets' thread; allocates nothing after outlet_new().
 *
 * Alerts, assets, conversations and health always go; operations as chosen. Assets and
 * conversations go when they are new (at the end of the round in which they were first seen, so
 * that one event says what they are), when they change, every `interval` of capture time in which
 * they were heard of, and when they give way or the capture ends. All of this depends on the
 * capture only, so that reading it again makes the same events.
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

struct outlet_options {
	enum send_operations operations;
	uint32_t objects;	  /* last values that SEND_CHANGES remembers; the oldest give way */
	uint64_t round;		  /* capture ns: new and changed assets and conversations (10 s) */
	uint64_t interval;	  /* capture ns: all others that were heard of (5 min) */
	bool live;		  /* events have a clock; health goes every health_interval */
	uint64_t health_interval; /* ns (60 s) */
	const char *capture;	  /* name for evidence: file or interface */
};

/* ruleset: may be NULL. NULL: no memory. */
struct outlet *outlet_new(const struct outlet_options *o, struct deliver *deliver,
			  struct pipeline *pl);
void outlet_free(struct outlet *o);

/* A message was decoded. */
void outlet_message(struct outlet *o, const struct flow *f, unsigned end, const struct dec *d);
/* An alert was told. */
void outlet_alert(struct outlet *o, const struct alert *a);
/* Capture time is `now`: rounds that are due. */
void outlet_time(struct outlet *o, uint64_t now);
/* The rules in use are others now (or the first ones): the dictionary changes with them. */
bool outlet_rules(struct outlet *o, const struct ruleset *set, const char *baseline_digest);
/* How the sensor is. state: as Health.state; capture: NULL, or the interfaces' counters. */
void outlet_health(struct outlet *o, const char *state, const struct summary_capture *capture);
/* The capture is over: everything that was not told is. */
void outlet_end(struct outlet *o);

struct outlet_stats {
	uint64_t unchanged; /* operations not sent because nothing changed */
	uint64_t forgotten; /* last values that gave way */
	uint64_t too_large; /* events that could not be packed; each is logged once a kind */
};
void outlet_stats(const struct outlet *o, struct outlet_stats *out);

#endif
