#ifndef SENSOR_SUMMARY_H
#define SENSOR_SUMMARY_H
/*
 * What was seen, in one screen for people and in one JSON object for programs (docs/summary.md).
 * Both are sorted by address and say the same; the text leaves out the ends of long tables.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "sensor/observe.h"

struct detect;

enum { SUMMARY_EVENTS = 6 }; /* kinds of events */

/* A file or an interface that was read. */
struct summary_input {
	const char *name;
	bool live;
	uint64_t frames, bytes; /* that were looked at; bytes on the wire */
	uint64_t dropped;	/* by the kernel, for want of room (live) */
	uint64_t if_dropped;	/* by the interface or its driver (live) */
	/* The rest is of files only. */
	uint64_t total_frames, total_bytes;    /* that were read, with those left out */
	uint64_t skipped_filter, skipped_time; /* frames left out as the options ask for */
	uint64_t skipped_link;		       /* frames of link types that are not understood */
	unsigned files;			       /* asked for */
	unsigned files_failed;		       /* of them could not be opened or read to the end */
	const char *const *said;	       /* what is wrong with them, a line each */
	unsigned nsaid;
	uint64_t more_said; /* lines beyond these */
};

/* What became of the events; counts by enum event_kind. */
struct summary_delivery {
	const char *collector, *sensor; /* that was talked to last; who spoke */
	const char *state;		/* of the link at the end */
	uint64_t offered[SUMMARY_EVENTS], shed[SUMMARY_EVENTS];
	uint64_t before;    /* of them were delivered by an earlier run */
	uint64_t left;	    /* events in the spool, of this run and earlier ones */
	uint64_t expired;   /* forgotten for their age */
	uint64_t unchanged; /* operations that were not sent because nothing had changed */
	uint64_t forgotten; /* last values that gave way to others (limit: last-values) */
	uint64_t sessions, refusals;
	char refusal[160]; /* the last one's text */
};

struct summary_capture {
	const struct summary_input *inputs;
	size_t ninputs;
	const char *const *files; /* the files that were read, NULL behind the last; NULL: none */
	uint64_t first, last;	  /* times of the first and last frame, ns; 0: there was none */
	bool stopped;		  /* files: a signal ended the reading early */
	bool limited;		  /* files: only so many frames were asked for */
	struct detect *detect;	  /* the rules; NULL: there were none */
	const struct summary_delivery *delivery; /* NULL: nothing was to be delivered */
};

enum { SUMMARY_ROWS = 20, SUMMARY_WIDTH = 120 };

/* Rows of a table beyond `rows` are counted in a last line; 0: all rows. `o` is not const because
 * sorting uses its tables' own space. */
void summary_text(FILE *f, struct observe *o, const struct summary_capture *capture, unsigned rows);

/* One line of JSON. False: writing failed. */
bool summary_json(FILE *f, struct observe *o, const struct summary_capture *capture);

#endif
