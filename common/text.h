#ifndef COMMON_TEXT_H
#define COMMON_TEXT_H
/*
 * A piece of a rule file and where each of its characters stands there, so that an error inside a
 * condition names the line and column of the file, also when YAML folded, indented or quoted it.
 */
#include <stddef.h>
#include <stdint.h>

/* From this byte of the text on, bytes stand one behind the other in the file, beginning here. */
struct text_run {
	uint32_t offset;  /* in the text, bytes */
	int line, column; /* in the file, both from 1; columns count characters */
};

/* Borrows everything from the rule set's arena. */
struct rule_text {
	const char *s; /* NUL-terminated UTF-8; no other NUL */
	size_t len;
	const char *file; /* its name for messages; "-e" and the like for a command line */
	const struct text_run *runs; /* by offset, the first at 0; NULL: line 1, column 1 */
	size_t nruns;
};

struct text_place {
	int line, column;
};

/* Where byte `offset` (at most len) of the text stands in its file. */
struct text_place text_place(const struct rule_text *t, size_t offset);

#endif
