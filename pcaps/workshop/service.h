/*
 * service: the programs that a workshop starts, and commands that it runs and waits for.
 */
#ifndef PCAPS_WORKSHOP_SERVICE_H
#define PCAPS_WORKSHOP_SERVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "pcaps/workshop/workshop.h"

enum { SERVICE_ARGS = 64, SERVICES = 4 };

struct service {
	const char *name; /* what it is, and how its log is called: FOLDER/name.log */
	pid_t pid;	  /* 0: it does not run */
	bool ended;	  /* by itself */
	int status;	  /* as of waitpid(), then */
};

/* Arguments are a list that ends with NULL; words are borrowed. */
struct words {
	const char *w[SERVICE_ARGS];
	size_t n;
};
void words_add(struct words *a, const char *word);

/* Starts it with its output in its log. False: it has said why not. */
bool service_start(struct service *s, const struct workshop *w, const struct words *a);

/* A child has ended: notes it when it is one of them. */
void service_note(struct service *s, size_t n, pid_t pid, int status);

/* Ends them, the last one first, by SIGTERM and then SIGKILL; waits for them. */
void service_stop_all(struct service *s, size_t n);

/*
 * Runs a command and waits for it; its output goes to FOLDER/name.log. False: it failed or it was
 * asked to stop; only the former was said.
 */
bool service_do(const struct workshop *w, const char *name, const struct words *a);

/* Runs a command with its standard output in the pipe *out. Its pid, or -1. */
pid_t service_read(const struct words *a, int *out);

/* The last line of a program's log, without control characters. */
void service_last_line(const struct workshop *w, const char *name, char line[WORKSHOP_LINE]);

#endif
