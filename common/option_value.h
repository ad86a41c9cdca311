#ifndef COMMON_OPTION_VALUE_H
#define COMMON_OPTION_VALUE_H
/*
 * The values of options, from text: what the parts of option share between them.
 * A failed check leaves the reason in `why`.
 */
#include "common/option.h"

/* Parses and checks the range. */
bool option_check_number(const struct option *row, const char *text, uint64_t *value,
			 struct option_why *why);
bool option_check_bool(const char *text, bool *value, struct option_why *why);
/* `value` becomes the index of the choice. */
bool option_check_choice(const struct option *row, const char *text, unsigned *value,
			 struct option_why *why);
/* true, yes, on; false, no, off; in any case of letters. */
bool option_bool(const char *text, bool *value);
/* "from 64 to 16777216", or nothing. */
void option_range(const struct option *row, char *out, size_t cap);
/* What is in brackets after a row's help: "0: no limit; from 1 to 10; default 5", or nothing. */
void option_facts(const struct option *row, char *out, size_t cap);
/* Does the row belong to the group (NULL: a flag only) and the command (NULL: any)? */
bool option_in(const struct option *row, const struct option_command *c, const char *group);

#endif
