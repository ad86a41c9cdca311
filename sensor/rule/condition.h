#ifndef SENSOR_RULE_CONDITION_H
#define SENSOR_RULE_CONDITION_H
/*
 * A condition with its meaning: names are fields, types fit, lists and macros are resolved. It is a
 * flat program; asking it neither recurses nor allocates.
 */
#include "common/arena.h"
#include "sensor/rule/ast.h"
#include "common/errors.h"
#include "sensor/rule/subject.h"

/* Where names are looked up that are no fields. Any callback may be NULL: there are none. Names are
 * NUL-terminated. */
struct rule_scope {
	void *ctx;
	/* The condition that a macro stands for; NULL: no such macro. */
	const struct node *(*macro)(void *ctx, const char *name);
	/* The elements of a list, linked by next (literals, strings, ranges, $lists); *found false:
	 * no such list. An empty list is found and NULL. */
	const struct node *(*list)(void *ctx, const char *name, bool *found);
	/* The index of a process variable; -1: no such tag. */
	int (*tag)(void *ctx, const char *name);
	/* The most alike of these names ("macro", "list", "tag"), or NULL. */
	const char *(*nearest)(void *ctx, const char *what, const char *name);
};

/* Numbers in order for an index: some value of the field lies in [low, high]. */
struct key_range {
	uint64_t low, high;
};

/* Something that must hold when the condition does. */
struct condition_key {
	const struct rule_field *field;
	uint32_t nranges; /* sorted, apart */
	const struct key_range *ranges;
};

enum { CONDITION_KEYS = 8 };

struct condition {
	struct program *program; /* compile.c's and match.c's own */
	const struct node *tree; /* as it was written */
	unsigned homes;		 /* set of 1 << enum field_home that are mentioned */
	enum subject_kind subject;
	/* Set of 1 << protocol id: with no message of any of these the condition cannot hold. All
	 * ones: it may hold without. */
	uint64_t protocols;
	uint32_t nkeys;
	struct condition_key keys[CONDITION_KEYS]; /* each one necessary */
	uint32_t nfields;
	const struct rule_field **fields; /* mentioned, each once, in the order of the text */
	bool never, always;		  /* it cannot hold; it cannot fail */
	bool calls_time; /* it depends on other tags' age: may change without news */
};

/*
 * Gives the tree its meaning. Complains in e of unknown names (with a suggestion), types that do
 * not fit, values that the field cannot have; warns of conditions that can never hold or always do.
 * NULL: it is wrong. Lives in the arena.
 */
struct condition *condition_compile(struct arena *a, const struct node *tree,
				    const struct rule_scope *scope, struct rule_errors *e);

/* Does it hold? */
bool condition_match(const struct condition *c, struct subject *s);

/* Values that its calculations had no room for and left out, since it was compiled (program.h says
 * how many there is room for). */
uint64_t condition_ignored(const struct condition *c);

/* "1. modbus.func_code == 6 (Write Single Register) ..." one line a step: what it compiles to. */
void condition_explain(const struct condition *c, FILE *out);

/* An operand: a field, a part of one, or a calculation. */
struct operand {
	struct program *program;
	unsigned homes;
	uint64_t protocols;
	const struct rule_field *field; /* when it is nothing but a field; else NULL */
	enum field_type type;
	const char *text;	 /* as it was written */
	const struct field *row; /* of values that are calculated: its name is the text */
};

struct operand *operand_compile(struct arena *a, const struct node *tree,
				const struct rule_scope *scope, struct rule_errors *e);

/* Its values here, at most room of them (series unfolded). Returns how many there are in out. */
uint32_t operand_values(const struct operand *o, struct subject *s, struct value *out,
			uint32_t room);
/* The first as a number; false: there is none, or it is none. */
bool operand_number(const struct operand *o, struct subject *s, double *out);

/*
 * Value v (element i of a series) as a number that orders and compares as the value does: numbers,
 * booleans, MAC and IPv4 addresses, names' numbers; text and IPv6 addresses as a hash, of which
 * only equality says something. False: it has no such number. Equal values of one field have equal
 * keys.
 */
bool value_key(const struct value *v, uint32_t i, uint64_t *key);

/* Value v (element i) as people write it: by its name if the field has names ("Write Single
 * Register"), addresses as such, text as it is (control characters escaped), numbers. Returns the
 * length; room or more: it did not fit. */
size_t value_write(const struct value *v, uint32_t i, char *out, size_t room);

#endif
