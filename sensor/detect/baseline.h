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

#include "common/errors.h"
#include "sensor/rule/ruleset.h"

enum {
	BASELINE_ENTRIES = 200000,
	BASELINE_RULES = 4096,
	BASELINE_SOURCES = 64,	  /* names of captures and interfaces that are kept */
	BASELINE_SIZE = 64 << 20, /* bytes of a file */
};

struct baseline;

/* What is known of one combination of values of a rule's fields. */
struct baseline_entry {
	uint64_t samples;     /* new, outside: matches; silent: gaps between matches */
	double low, high;     /* outside: the range; silent: the shortest and longest gap, s */
	double period;	      /* silent: the mean gap, s */
	uint64_t first, last; /* ns; 0: unknown (written by hand) */
	bool visit;	      /* see baseline_visits() */
};

/* NULL: no memory. */
struct baseline *baseline_new(void);
void baseline_free(struct baseline *b);

/* It was learned from this capture or interface too, between these times (ns). For people; written
 * at the head of the file. */
void baseline_learned(struct baseline *b, const char *source, uint64_t from, uint64_t to);

/* Reads a file into b, over what is there. Complains in e of what is wrong; false: something was.
 * Rules that the set does not have are kept as they are and warned of. */
bool baseline_read(struct baseline *b, const char *path, const struct ruleset *set,
		   struct rule_errors *e, struct arena *arena);
/* The same from memory; `name` stands for the file and must live as long as e. */
bool baseline_read_text(struct baseline *b, const char *name, const char *text, size_t len,
			const struct ruleset *set, struct rule_errors *e);
/* Writes it whole, in a stable order: rules as in the set, then those that it lacks, by name.
 * False: see errno. */
bool baseline_write(const struct baseline *b, const struct ruleset *set, FILE *out);
/* What is in `now` and not in `old` (+), and what is wider than there (~), by rules, in the file's
 * notation. Returns how many lines that are. */
size_t baseline_diff(const struct baseline *old, const struct baseline *now,
		     const struct ruleset *set, FILE *out);

/* The entry of a rule (by id) for values as value_write() writes them; NULL: there is none. */
struct baseline_entry *baseline_find(struct baseline *b, const char *rule, uint32_t n,
				     const char *const *values);
/* The same, made if there is none; NULL: it is full (counted). */
struct baseline_entry *baseline_learn(struct baseline *b, const char *rule, uint32_t n,
				      const char *const *values);
/* Does it say anything of the rule, if only that it was learned and saw nothing? */
bool baseline_knows(const struct baseline *b, const char *rule);
/* The rule is learned. False: there is no room for another rule. */
bool baseline_know(struct baseline *b, const char *rule);
/* Calls each for every entry of the rule, in the order in which they came. */
void baseline_each(struct baseline *b, const char *rule,
		   void (*each)(void *ctx, uint32_t n, const char *const *values,
				const struct baseline_entry *entry),
		   void *ctx);
/* Marks the rule's entries that were there for less than half of the time in which any of them was:
 * somebody came and went, which is no rhythm that could stop. */
void baseline_visits(struct baseline *b, const char *rule);
/* A match at that time (ns) belongs to the entry. */
void baseline_seen(struct baseline_entry *e, uint64_t at);
uint64_t baseline_full(const struct baseline *b);

#endif
