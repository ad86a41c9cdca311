#ifndef SENSOR_LINEQ_H
#define SENSOR_LINEQ_H
/*
 * Lines on their way out, some of which still miss a word: a request's line gets its response's
 * frame number when that is known. Lines leave in the order in which they came; memory is fixed.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { LINEQ_BYTES = 1 << 21, LINEQ_LINES = 8192, LINEQ_PATCH = 64 };

struct lineq_line;

struct lineq {
	FILE *out;
	char *bytes;		 /* ring of LINEQ_BYTES */
	struct lineq_line *line; /* ring of LINEQ_LINES */
	uint64_t first, end;	 /* lines in it: first .. end - 1, modulo LINEQ_LINES */
	uint64_t from, to;	 /* bytes in it, modulo LINEQ_BYTES */
	uint64_t early;		 /* lines that left without their word, for want of room */
};

bool lineq_init(struct lineq *q, FILE *out) __attribute__((warn_unused_result));
void lineq_free(struct lineq *q);

/*
 * Adds a line of n bytes (with its newline). key: its message's number, never less than those
 * before. waits: it may get a word at offset patch_at; at: its time, ns.
 */
void lineq_add(struct lineq *q, const char *text, size_t n, uint64_t key, bool waits,
	       size_t patch_at, uint64_t at);

/* The word for the waiting lines of that key. False: none waits any more. */
bool lineq_patch(struct lineq *q, uint64_t key, const char *word, size_t n);

/* Lines from before the time given (ns) wait no longer. */
void lineq_until(struct lineq *q, uint64_t before);

/* Writes everything. */
void lineq_flush(struct lineq *q);

#endif
