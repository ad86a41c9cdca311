#ifndef COMMON_PROGRAM_H
#define COMMON_PROGRAM_H
/*
 * The main function of a program with commands: finds the command that the words name, its help
 * and "did you mean", reads flags and configuration file, runs it, and writes the pages that the
 * build keeps (`PROGRAM man`).
 */
#include "common/option.h"

/* Exit codes: done; ran and failed; the command line or a file is wrong. */
enum { PROGRAM_DONE = 0, PROGRAM_FAILED = 1, PROGRAM_USAGE = 2 };

struct program {
	const struct option_program *options;
	uint64_t commands; /* set of option_command.bit: those that can be run */
	void *values;	   /* the program's struct, zero */
	/* The configuration file to read, when flags are read; NULL: none. */
	const char *(*config)(const struct options *o);
	/* Completes what rows cannot say; both files and flags are read. */
	void (*complete)(struct options *o);
	/* Runs the command; returns an exit code and has said why. */
	int (*run)(const struct options *o);
	/* errno of the first write to standard output that failed; 0: none known. */
	int (*write_error)(void);
	const char *file_command; /* what to do with a file given as a command ("read"), or NULL */
};

/* Returns the exit code. */
int program_main(const struct program *p, int argc, char **argv);

/* The file where the program's configuration is by default; NULL: there is none. */
const char *program_config(const struct option_program *p);

#endif
