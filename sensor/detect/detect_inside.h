#ifndef SENSOR_DETECT_DETECT_INSIDE_H
#define SENSOR_DETECT_DETECT_INSIDE_H
/* What detect.c and detect_set.c share; for them only. */
#include "sensor/detect/detect.h"
#include "sensor/detect/goose_seq.h"
#include "sensor/detect/index.h"
#include "sensor/detect/state.h"
#include "sensor/rule/tag.h"

/* Packets by what they carry, and operations by what they are: most rules want one sort, and need
 * not be looked for among the others. */
enum packet_sort {
	PACKET_TCP,
	PACKET_TCP_EDGE, /* with SYN or RST */
	PACKET_UDP,
	PACKET_ICMP,
	PACKET_OTHER,
	PACKET_SORTS
};
enum operation_sort {
	OPERATION_REQUEST,
	OPERATION_RESPONSE,
	OPERATION_ODD, /* either, but malformed, with remarks, or an answer to nothing */
	OPERATION_UNANSWERED,
	OPERATION_SORTS
};

struct detect {
	struct ruleset *set;
	struct arena arena;		   /* of what is made for the set: indexes, counters */
	struct index index[SUBJECT_KINDS]; /* but for packets and operations: */
	struct index packets[PACKET_SORTS];
	struct index operations[PROTOCOL_COUNT][OPERATION_SORTS]; /* by the flow's protocol */
	uint32_t ntags, nupdated;
	struct tags *tags;
	uint32_t *updated;	    /* tags that the present operation updated */
	uint64_t *fired, *held;	    /* by rule */
	struct subject_fact *facts; /* by field id, see struct subject */
	uint64_t serial;	    /* subjects that were offered */
	struct states *states;
	struct baseline *baseline;
	bool learning;
	struct goose_seqs *goose;
	struct observe *observe;
	struct alert_sink sink;
	uint64_t next;			/* see detect_next() */
	uint64_t capture_at;		/* when the capture's counters are next looked at */
	uint64_t before[CAPTURE_FACTS]; /* the counters at that time */
	uint64_t period[CAPTURE_FACTS]; /* what was counted in the last whole period */
	bool has_period;
	const uint64_t *also; /* counters with which a condition must hold, too; NULL: none */
	uint64_t malformed, dropped;
	struct detect_counts counts;
	struct state_result result;
	const struct index *offered; /* what the present subject is offered to: */
	uint32_t noffered;	     /* so many of offered->found */
	struct subject subject;
	struct alert alert;
};

#endif
