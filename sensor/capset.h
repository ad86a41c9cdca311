#ifndef SENSOR_CAPSET_H
#define SENSOR_CAPSET_H
/*
 * Several capture files as one capture: their frames in the order of time, numbered from 1, with
 * the frames left out that nobody wants (time range, BPF filter, link types we cannot read).
 *
 * First times are looked up in advance and a file is opened when its first frame is due, so
 * hundreds of files that follow each other cost no more than one. Files of equal time go in the
 * order of the arguments; within a file, the file's order stands, also where time goes back.
 */
#include "sensor/frame.h"

#include <signal.h>

struct capset_options {
	const char *filter; /* BPF expression; NULL: every frame */
	uint64_t from, to;  /* frames with from <= at < to; UINT64_MAX in to: no end */
	/* A signal handler sets it; reading a pipe then ends. NULL: none does. */
	const volatile sig_atomic_t *stop;
	/* Told of each file that is broken, cut or partly skipped: one line without newline. NULL:
	 * log_warnx(). */
	void (*say)(void *ctx, const char *line);
	void *ctx;
};

enum capset_result {
	CAPSET_FRAME,
	CAPSET_SKIPPED, /* some thousand frames were left out: time for the progress line */
	CAPSET_END,
};

struct capset_counts {
	uint64_t frames; /* all that were in the files; the last frame's number */
	uint64_t bytes;	 /* of them on the wire */
	uint64_t given;	 /* frames handed out */
	uint64_t skipped_time, skipped_filter, skipped_linktype;
	uint64_t backwards;	/* frames that are earlier than the one before */
	uint64_t backwards_max; /* by how much at most, ns */
	unsigned files;		/* asked for */
	unsigned files_cut;	/* they ended within a record; that is no failure */
	unsigned files_failed; /* they could not be opened or read to the end, or no frame of theirs
				  has a link type we know */
};

struct capset;

/*
 * Prepares n > 0 files ("-": standard input, once) in any order. Returns 0 and sets *set; or -1
 * with one line in error when the filter is wrong or memory is short. Files that cannot be opened
 * are said and counted, the others go on: see capset_counts(). The paths and the filter must
 * outlive the set.
 */
__attribute__((warn_unused_result)) int capset_open(struct capset **set, const char *const *paths,
						    size_t n, const struct capset_options *options,
						    char *error, size_t size);
/* The next frame; its bytes are good until the next call. */
enum capset_result capset_next(struct capset *set, struct frame *frame);

const struct capset_counts *capset_counts(const struct capset *set);
/* For the progress line: bytes read, and in all; total is 0 when unknown (a pipe is among them). */
void capset_progress(const struct capset *set, uint64_t *done, uint64_t *total);

/* Warns of frames that the filter refused only because of their VLAN tags. */
void capset_close(struct capset *set);

#endif
