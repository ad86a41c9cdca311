#ifndef COMMON_ERRORS_H
#define COMMON_ERRORS_H
/*
 * What is wrong with rule files: collected while all files are read, then printed in the order of
 * file, line and column, each as "file:line:column: message". Warnings do not keep a rule set from
 * being used. The same thing at the same place is kept once.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "common/text.h"

enum { RULE_ERRORS_KEPT = 256, RULE_ERROR_TEXT = 320 };

struct rule_error {
	const char *file; /* borrowed */
	struct text_place at;
	bool warning;
	unsigned order; /* of being said */
	char text[RULE_ERROR_TEXT];
};

struct rule_errors {
	struct rule_error *kept; /* grows up to RULE_ERRORS_KEPT */
	size_t n, room;
	size_t errors, warnings; /* said, also those not kept */
};

/* All zero is an empty collection. */
void rule_errors_free(struct rule_errors *e);

/* Something is wrong at a place of a file; line 0: with the file as a whole. */
void rule_error_at(struct rule_errors *e, const char *file, struct text_place at, const char *fmt,
		   ...) __attribute__((format(printf, 4, 5)));
void rule_warn_at(struct rule_errors *e, const char *file, struct text_place at, const char *fmt,
		  ...) __attribute__((format(printf, 4, 5)));
/* The same at byte `offset` of a text. */
void rule_error(struct rule_errors *e, const struct rule_text *t, size_t offset, const char *fmt,
		...) __attribute__((format(printf, 4, 5)));
void rule_warn(struct rule_errors *e, const struct rule_text *t, size_t offset, const char *fmt,
	       ...) __attribute__((format(printf, 4, 5)));

/* Prints them in order, warnings as "file:line:column: warning: ...". Control characters are
 * written as \xNN. Says how many were not kept. */
void rule_errors_print(struct rule_errors *e, FILE *out);

/* Makes `from` part of `to`, and empty. */
void rule_errors_move(struct rule_errors *to, struct rule_errors *from);

#endif
