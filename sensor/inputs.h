#ifndef SENSOR_INPUTS_H
#define SENSOR_INPUTS_H
/*
 * What read and replay have in common besides run.h: capture files as the input of a run, what is
 * wrong with them, how they stand in the summary and in what is delivered.
 */
#include "sensor/capset.h"
#include "sensor/run.h"

enum { INPUTS_LINE = 256, INPUTS_LINES = 16 };

/* What is wrong with the files: the first lines are kept for the summary. Zero it. */
struct inputs_said {
	char text[INPUTS_LINES][INPUTS_LINE];
	const char *line[INPUTS_LINES];
	unsigned n;
	uint64_t more;
};

/* Warns, and keeps the line: the `say` of struct capset_options. ctx: struct inputs_said. */
void inputs_say(void *ctx, const char *line);

/* The files as one input of the summary, but for the bytes that were looked at. Its name is
 * written to `name`; said must outlive it. */
struct summary_input inputs_describe(const struct capset_counts *n, char **files,
				     const struct inputs_said *said, char name[INPUTS_LINE]);

/* Events leave from now on, if they are to. EXIT_DONE, or another exit code of commands.h and it
 * has said why. */
int inputs_deliver(struct run *r, char **files) __attribute__((warn_unused_result));

#endif
