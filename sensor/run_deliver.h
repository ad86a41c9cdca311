#ifndef SENSOR_RUN_DELIVER_H
#define SENSOR_RUN_DELIVER_H
/*
 * Delivery of a run: what the options say of key, name and spool, the outlet between pipeline and
 * delivery, the end of it and what is said of it.
 */
#include <limits.h>

#include "common/curve_key.h"
#include "sensor/deliver/outlet.h"
#include "sensor/options.h"

/* What the options come to. */
struct run_delivery {
	struct curve_key key;
	char name[WIRE_NAME_MAX + 1];
	char collector[CURVE_KEY_TEXT]; /* the collector's public key */
	char spool[PATH_MAX];
};

/* Reads the key and finds the names. False: what is wrong was said. Makes nothing. */
bool run_delivery_find(struct run_delivery *rd, const struct sensor_options *o);

struct run_deliver {
	const struct sensor_options *options;
	struct run_delivery found;
	struct deliver *deliver; /* NULL: nothing is delivered */
	struct outlet *outlet;
	struct pipeline *pl;
	struct alert_sink next; /* who is told of alerts besides */
	char baseline_digest[65];
	struct summary_delivery summary;
};

/* Before anything else of the run: EXIT_DONE, or another code of commands.h and it has said why. */
int run_deliver_prepare(struct run_deliver *d, const struct sensor_options *o);

/* Opens the spool and goes for the collector; what is offered is of that epoch, 0: nothing is.
 * False: it has said why. For run_deliver_start(), and for send. */
bool run_deliver_open(struct run_deliver *d, uint64_t epoch, bool live);
/* Says that so many events stay in the spool. */
void run_deliver_say_left(const struct run_deliver *d, uint64_t left, const char *collector);

/* Tells the next one, and the outlet while there is one. ctx: struct run_deliver. */
void run_deliver_tell(void *ctx, const struct alert *alert);

struct run_deliver_start {
	struct pipeline *pl;
	const struct ruleset *set; /* NULL: no rules */
	uint64_t epoch;
	const char *capture; /* what is captured, for evidence */
	bool live;
	const struct summary_capture *(*counters)(void *ctx); /* as in struct outlet_options */
	void *ctx;
};
/* From now on events leave. EXIT_DONE, or another code and it has said why. */
int run_deliver_start(struct run_deliver *d, const struct run_deliver_start *start);

/* Other rules are in use. */
void run_deliver_rules(struct run_deliver *d, const struct ruleset *set);

/* A read was interrupted: what comes now is not what the files say, and does not leave. */
void run_deliver_cut(struct run_deliver *d);

/*
 * The pipeline has ended: says the last health, waits for the collector, and says what was
 * delivered. False: events stay in the spool. capture->delivery is set.
 */
bool run_deliver_end(struct run_deliver *d, struct summary_capture *capture);
void run_deliver_free(struct run_deliver *d);

/* The epoch of reading these files with these options; 0 (errno): interrupted, or a file cannot be
 * read. With --again, or files that cannot be read again, a new one. */
uint64_t run_deliver_epoch(const struct run_deliver *d, const struct ruleset *set, char **files);
uint64_t run_deliver_new_epoch(void);

#endif
