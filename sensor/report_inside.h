#ifndef SENSOR_REPORT_INSIDE_H
#define SENSOR_REPORT_INSIDE_H
/* What the files of the report share; for report*.c, and for try*.c, which prints the same lines.
 */
#include "common/json.h"
#include "proto/event_json.h"
#include "sensor/deliver/fill.h"
#include "sensor/lineq.h"
#include "sensor/report.h"

enum {
	REPORT_LINE = 1 << 17, /* bytes of the longest line */
	REPORT_VALUES = 8,     /* values of a series that a text line shows */
};

struct report {
	FILE *out;
	bool json, wait;
	bool show[PROTOCOL_COUNT];     /* print operations of this protocol */
	uint64_t day;		       /* text: the day printed last, since 1970 */
	struct filler *filler;	       /* JSON; else NULL */
	struct dictionary *dictionary; /* likewise */
	struct lineq queue;
	char line[REPORT_LINE];
};

/* One operation as JSON into r->line; the offset where a word may be added later is set. */
size_t report_json(struct report *r, const struct flow *f, unsigned end, const struct dec *d,
		   const struct operation *op, size_t *patch_at);

/* One operation as text into r->line. */
size_t report_text(struct report *r, const struct flow *f, unsigned end, const struct dec *d,
		   const struct operation *op);

/* "no answer" to the request as text into r->line, with the time and the frame of the request. */
size_t report_text_unanswered(struct report *r, const struct flow *f, const struct pair *request);

/* "ot.object" and "ot.device" as text into buf; NULL: there is none. */
const char *report_object(const struct ot *ot, char *buf, size_t n);
const char *report_device(const struct ot *ot, char *buf, size_t n);

#endif
