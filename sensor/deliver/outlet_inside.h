#ifndef SENSOR_DELIVER_OUTLET_INSIDE_H
#define SENSOR_DELIVER_OUTLET_INSIDE_H
/* What the files of the outlet share; for them only. */
#include "sensor/deliver/changes.h"
#include "sensor/deliver/outlet.h"

/* What was told of a slot of a table, and how it was when it was looked at last. */
struct told {
	uint32_t generation; /* of what is in the slot; another one: nothing was told of it */
	bool is;	     /* it was told */
	bool differs;	     /* it is something else than what was told */
	uint64_t at;	     /* when, capture time, ns */
	uint64_t packets;    /* that had been counted then */
	uint64_t looked;     /* the same when it was looked at */
	uint64_t what;	     /* hash of what it was when it was told */
};

struct outlet {
	struct outlet_options o;
	struct outlet_sink sink;
	struct pipeline *pl;
	struct filler *fl;
	struct changes *changes;   /* NULL: not needed */
	struct evidence *evidence; /* NULL: not wanted */
	const struct ruleset *set;
	const struct site *site;
	char baseline_digest[80], site_digest[80];
	struct told *assets, *convs; /* by slot of their tables */
	uint64_t next, next_health;  /* capture time, ns */
	const char *waiting;	     /* a state of health that was told before the first frame */
	uint64_t alerts;
	uint64_t started; /* live: monotonic, ns */
	uint64_t unchanged, unwanted;
	uint64_t offered[EVENT_KINDS];
};

/* outlet.c */
void outlet_offer(struct outlet *o, enum event_kind kind, const Kagami__Event *e);

/* outlet_rounds.c */

/* False: no memory. Listens to what gives way in the pipeline's tables. */
bool outlet_rounds_init(struct outlet *o);
void outlet_rounds_free(struct outlet *o);
/* Tells what is due; last: whatever was not told. */
void outlet_round(struct outlet *o, uint64_t now, bool last);
/* What the site file says is another: everything is told again when it is heard of. */
void outlet_forget_told(struct outlet *o);

#endif
