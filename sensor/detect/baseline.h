#ifndef SENSOR_DETECT_BASELINE_H
#define SENSOR_DETECT_BASELINE_H
/*
 * What was learned: for each rule with `new` the combinations that were seen, with a learned
 * `outside` the ranges, with `silent` the rhythms. A YAML file that people read, compare, edit and
 * merge; entries in a stable order, with comments. Bounded: BASELINE_ENTRIES in all.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "sensor/rule/errors.h"
#include "sensor/rule/ruleset.h"

enum { BASELINE_ENTRIES = 200000 };

struct baseline;

/* What is known of one combination of values of a rule's fields. */
struct baseline_entry {
	uint64_t samples;
	double low, high;     /* outside: the range; silent: the shortest and longest gap, s */
	double period;	      /* silent: the mean gap, s */
	uint64_t first, last; /* ns; 0: unknown (written by hand) */
};

struct baseline *baseline_new(void);
void baseline_free(struct baseline *b);

/* Reads a file into b, over what is there. Complains in e of what is wrong; false: something was.
 * Rules that the set does not have are kept as they are and warned of. */
bool baseline_read(struct baseline *b, const char *path, const struct ruleset *set,
		   struct rule_errors *e, struct arena *arena);
/* Writes it whole, in a stable order. False: see errno. */
bool baseline_write(const struct baseline *b, const struct ruleset *set, FILE *out);

/* The entry of a rule (by id) for values as value_write() writes them; NULL: there is none. */
struct baseline_entry *baseline_find(struct baseline *b, const char *rule, uint32_t n,
				     const char *const *values);
/* The same, made if there is none; NULL: it is full (counted). */
struct baseline_entry *baseline_learn(struct baseline *b, const char *rule, uint32_t n,
				      const char *const *values);
/* Does it say anything of the rule? */
bool baseline_knows(const struct baseline *b, const char *rule);
uint64_t baseline_full(const struct baseline *b);

#endif
