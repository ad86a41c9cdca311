#ifndef SENSOR_DETECT_INDEX_H
#define SENSOR_DETECT_INDEX_H
/*
 * Which rules are worth asking of a subject. Every condition says what must hold when it does (a
 * field's value lies in some ranges); each is filed under the one of these that tells it best from
 * the others. For a subject only the conditions filed under its own values are asked, and the few
 * that cannot be filed: a thousand rules cost little more than ten.
 */
#include "sensor/rule/ruleset.h"

/* What a condition is to its rule. */
enum index_role {
	ROLE_MATCH,    /* it is the rule's, or one of its steps: the rule is to be looked at */
	ROLE_EXPECTED, /* what the rule waits for */
};

struct index_entry {
	const struct rule *rule;
	const struct condition *condition;
	enum index_role role;
};

struct index_map;

enum { INDEX_MAPS = 16, INDEX_ROWS = 64 };

struct index {
	uint32_t n; /* entries, in the order of the rules */
	const struct index_entry *entries;
	uint32_t nalways; /* entries that are filed nowhere */
	const uint32_t *always;
	uint32_t ncomputed; /* maps of fields that do not lie in messages: looked up one by one */
	struct index_map *computed[INDEX_MAPS];
	uint32_t nrows;			    /* maps of decoders' fields */
	struct index_map *rows[INDEX_ROWS]; /* they by the address of the field's row, hashed */
	uint32_t *found;		    /* room for n: what index_find() found */
	uint32_t *stamp;		    /* by entry: when it was last found */
	uint32_t now;
};

/* What is known of a field before a subject is asked. */
enum index_given {
	GIVEN_NOTHING,
	GIVEN_ABSENT, /* it has no value */
	GIVEN_TRUE,   /* its only value is 1 */
	GIVEN_FALSE,  /* it has no value but 0 */
};

/* Can the condition hold where that is known, by field id? */
bool index_possible(const struct condition *c, const uint8_t *given);

/* Files n entries, which must stay, for subjects of which `given` is known (NULL: nothing). All in
 * the arena. */
void index_build(struct index *ix, struct arena *a, const struct index_entry *entries, uint32_t n,
		 const uint8_t *given);

/* The entries that may hold for the subject, in the order of the rules: numbers at ix->found,
 * returns how many. */
uint32_t index_find(struct index *ix, struct subject *s);

#endif
