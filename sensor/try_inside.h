#ifndef SENSOR_TRY_INSIDE_H
#define SENSOR_TRY_INSIDE_H
/* What try.c and try_show.c share; for them only. */
#include "sensor/report_inside.h"
#include "sensor/try.h"

enum {
	TRY_WINDOW = 16384,	     /* frames that may wait */
	TRY_RING = 64 * 1024 * 1024, /* bytes for what they hold */
};

/* An operation as it will be printed. */
struct try_line {
	struct try_line *next;
	size_t n;
	char text[];
};

/* A frame that waits. What it points at lies in the ring, or lives as long as the frame does. */
struct try_pending {
	struct packet pkt;
	uint64_t begin; /* where the ring was when it came: before, all is older */
	uint32_t nvalues, room;
	struct value *values;
	struct try_line *first, *last;
};

/* Memory that is given back in the order in which it was taken. */
struct try_ring {
	uint8_t *base;
	uint64_t head, tail; /* positions since the beginning; modulo TRY_RING */
};

struct
try {
	struct try_options options;
	struct pipeline *pl;
	struct pipeline_tap tap;
	struct try_counts counts;
	struct try_ring ring;
	struct try_pending *window; /* TRY_WINDOW of them, in a circle */
	uint32_t first, n;
	struct tags *tags;	  /* their last values; NULL: there are none */
	struct goose_seqs *goose; /* how GOOSE messages go on */
	struct dedup dedup;	  /* of GOOSE only */
	bool copy;		  /* the present frame is one of a GOOSE message */
	struct report *report;	  /* NULL: nothing is printed */
	uint64_t day;		  /* text: printed last */
	struct subject subject;
};

/* n bytes that stay until the frame that is the newest now has left the window; NULL: no room. */
void *try_get(struct try *t, size_t n);

/* The frame of that number; NULL: it is not here any more. Others may have left after try_get(). */
struct try_pending *try_find(struct try *t, uint64_t frame);

/* try_show.c: keeps the lines of the message's operations for its frame. */
void try_keep_lines(struct try *t, const struct flow *f, unsigned end, const struct dec *d);
/* Prints the frame. */
void try_print(struct try *t, const struct try_pending *p);

#endif
