#ifndef SENSOR_PIPELINE_H
#define SENSOR_PIPELINE_H
/*
 * The driver: names every stage, in order. Stages do not call each other.
 *
 *	frame ─▶ packet ─▶ (dedup, defrag) ─▶ flow ─▶ stream ─▶ classify ─▶ framer ─▶ decode
 *	                                                              ─▶ observe, detect, report
 *
 * Time is the frames' time: the same frames give the same results at any speed. After
 * pipeline_init() nothing of ours is allocated, but for nDPI's engine (see pipeline_warm()).
 */
#include "sensor/dedup.h"
#include "sensor/defrag.h"
#include "sensor/dpi.h"
#include "sensor/flow.h"
#include "sensor/frame.h"
#include "sensor/framer.h"
#include "sensor/observe.h"
#include "sensor/options.h"
#include "sensor/sizes.h"

struct report;
struct detect;
struct outlet;

/* Who looks at everything that passes; for `rules try`. */
struct pipeline_tap {
	void *ctx;
	/* Each frame, as far as its headers could be read. */
	void (*frame)(void *ctx, const struct packet *pkt);
	/* Its packet was one of that flow, and has been dealt with; sender: which end sent it. */
	void (*packet)(void *ctx, const struct packet *pkt, const struct flow *f, unsigned sender);
	/* A message was decoded, which an earlier frame may have completed. */
	void (*message)(void *ctx, const struct flow *f, unsigned end, const struct dec *d);
};

struct pipeline {
	struct observe observe;
	struct dedup dedup;
	struct defrag defrag;
	struct flows flows;
	struct streams streams;
	struct notes notes;
	struct dpi *dpi;		 /* NULL: not needed yet, or not used */
	unsigned dpi_flows, dpi_packets; /* its limits; 0 flows: not used */
	struct report *report;		 /* where operations go; NULL: nowhere */
	struct detect *detect;		 /* the rules; NULL: there are none */
	struct outlet *outlet;		 /* where events leave; NULL: nowhere */
	const struct pipeline_tap *tap;	 /* NULL: nobody looks */
	uint64_t now;			 /* the latest time seen, ns */
	uint64_t first;			 /* the first frame's time, ns */
	uint64_t next_sweep;		 /* when to look for flows that ended, ns */
	uint64_t next_expiry;		 /* when to look for requests without an answer, ns */
	unsigned behind;		 /* frames in a row from long before now */
	uint64_t messages;		 /* decoded so far */
	uint64_t serial;		 /* flows begun so far */
	uint64_t timeout[FLOW_AGES], response_timeout;
	struct sizes sizes;	    /* of addresses, as options say them */
	uint64_t unknown_link_said; /* bit set of link types below 64, others bit 63 */
	struct packet pkt;
	struct dec dec;
};

/* From now on what is seen is offered to the rules; detect must outlive the pipeline. */
void pipeline_detect(struct pipeline *pl, struct detect *detect);

/* Takes all memory. report may be NULL; it must outlive the pipeline. 0, or -1 and errno. */
int pipeline_init(struct pipeline *pl, const struct sensor_options *options, struct report *report)
	__attribute__((warn_unused_result));

/*
 * Makes nDPI's engine now (it takes 30 ms and allocates for itself) and not when the first flow
 * needs it, which in a capture of nothing but what we decode is never. For live capture. False: no
 * memory.
 */
bool pipeline_warm(struct pipeline *pl) __attribute__((warn_unused_result));

/* A frame was captured. */
void pipeline_frame(struct pipeline *pl, const struct frame *frame);

/* No frame came up to the time given (ns): ends what has timed out. */
void pipeline_idle(struct pipeline *pl, uint64_t now);

/* Hands what flows counted on to the tables, as is needed before a summary. The flows go on. */
void pipeline_flush(struct pipeline *pl);

/* The same but for flows whose protocol is not known yet, which it would settle: may be called at
 * any time, and is before events tell what was counted. */
void pipeline_count(struct pipeline *pl);

/* What comes next does not go on with what came before, as when a capture is played again: ends
 * every flow. */
void pipeline_break(struct pipeline *pl);

/* Frames come with other times than those of their capture, as detect_moved() has it. */
void pipeline_moved(struct pipeline *pl, int64_t ns);

/* The capture is over: ends every flow, and what rules wait for. */
void pipeline_end(struct pipeline *pl);

void pipeline_free(struct pipeline *pl);

#endif
