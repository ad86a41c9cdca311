#ifndef SENSOR_RULE_COMPILE_INSIDE_H
#define SENSOR_RULE_COMPILE_INSIDE_H
/* What the files of the compiler share; nobody else includes it. */
#include "sensor/rule/program.h"

/* What an operand's values are. */
struct value_type {
	enum field_type type;
	bool any;		 /* numbers or text, as it comes */
	bool sized;		 /* constants must fit the row's size */
	bool single;		 /* floats of single precision */
	const struct field *row; /* for names of values and messages; may be NULL */
};

struct literal {
	struct cell lo, hi; /* the same but for networks */
};

/* A growing set of ranges. */
struct ranges {
	struct cell_range *r; /* from malloc() */
	uint32_t n, room;
};

/* What must be so for a test to come out one way. */
struct need_key {
	const struct rule_field *field;
	const struct key_range *ranges;
	uint32_t n;
};

struct need {
	bool never; /* it cannot come out that way */
	bool exact; /* the one key is all it takes */
	uint64_t protocols;
	uint32_t n;
	struct need_key keys[CONDITION_KEYS];
};

struct outcome {
	struct need yes, no;
};

/* Macros or lists that are being written out, the innermost first. */
struct chain {
	const char *name;
	const struct chain *up;
};

struct compile {
	struct arena *arena;
	const struct rule_scope *scope;
	struct rule_errors *errors;
	bool failed;
	bool stop;	  /* it is not worth going on */
	uint32_t visited; /* nodes, macros' written out */
	bool in_list;	  /* the constant is a list's: how it was quoted does not matter */
	/* the program so far; targets are labels until it is done */
	struct step *steps;
	uint32_t n, room;
	uint32_t *labels;
	uint32_t nlabels, labels_room;
	uint32_t waiting; /* lists on the stack */
	uint32_t slots;
	bool calc; /* it has steps that are no tests of fields */
	/* what was mentioned */
	unsigned homes;
	bool tags, time;
	const struct rule_field **fields;
	uint32_t nfields;
};

/* ---- compile.c ---- */

/* Something is wrong, or strange, at a node; says it once for each place and text. */
bool compile_wrong(struct compile *c, const struct node *n, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void compile_warn(struct compile *c, const struct node *n, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* A new step at the end; good until the next one. */
struct step *compile_step(struct compile *c, enum step_op op, const struct node *n);
uint32_t compile_label(struct compile *c);
void compile_place(struct compile *c, uint32_t label);
/* The condition mentions a field. */
void compile_uses(struct compile *c, const struct rule_field *f);
/* The field that a name node means, or NULL. */
const struct rule_field *compile_field(const struct node *n);
/* Complains of a name that stands for no field. */
bool compile_unknown(struct compile *c, const struct node *n);
/* "name -> name -> name" of a chain that came back to its beginning. */
void compile_cycle(const struct chain *chain, const char *name, char *out, size_t room);

/* ---- compile_test.c: NODE_COMPARE, NODE_IN, and NODE_TEST of an operand ---- */

struct outcome compile_compare(struct compile *c, const struct node *n, uint32_t yes, uint32_t no);
struct outcome compile_in(struct compile *c, const struct node *n, uint32_t yes, uint32_t no);
struct outcome compile_alone(struct compile *c, const struct node *n, uint32_t yes, uint32_t no);

/* ---- compile_set.c ---- */

void ranges_add(struct ranges *r, struct cell_range range);
void ranges_free(struct ranges *r);
/* The elements of a set, typed as the left side. Elements that are no constants are left out and
 * their number added to *others. */
void ranges_of_set(struct compile *c, const struct node *set, const struct value_type *t,
		   struct ranges *r, uint32_t *others);
/* Sorted and apart, in the arena. */
const struct cell_range *ranges_cells(struct compile *c, struct ranges *r, uint32_t *n);
/* The same as keys of a field's values, NULL and 0 if there is none. */
const struct key_range *ranges_keys(struct compile *c, const struct ranges *r, enum key_kind kind,
				    uint32_t *n);

/* ---- compile_constant.c ---- */

/* Reads a constant for a type; a calculation of constants is done. False: wrong, and said. */
bool constant_read(struct compile *c, const struct node *n, const struct value_type *t,
		   struct literal *out);
/* Is it made of constants alone? */
bool constant_is(const struct node *n);
/* Is it an address of the other family, in a list that holds both? */
bool constant_other_family(const struct node *n, const struct value_type *t);
/* The bytes of a number cell that stands for an address of that type; else the cell itself. */
struct cell constant_bytes(struct compile *c, struct cell v, enum field_type type);

/* ---- compile_operand.c ---- */

/* The type of an operand; false: wrong, and said. */
bool operand_type(struct compile *c, const struct node *n, struct value_type *t);
/* Emits its steps: one list more on the stack. Constants are read as `hint` is. */
bool operand_emit(struct compile *c, const struct node *n, const struct value_type *hint);
/* Protocols without any of which the operand has no value. */
uint64_t operand_protocols(const struct node *n);
struct value_type type_of_field(const struct rule_field *f);
/* "bytes", "IPv4 address"... */
const char *type_name(const struct value_type *t);
/* Can values of the two be compared with each other? */
bool type_fits(const struct value_type *a, const struct value_type *b);
bool type_is_number(const struct value_type *t); /* whole or not */
bool type_is_integer(const struct value_type *t);
bool type_has_bytes(const struct value_type *t); /* text, bytes, addresses */

/* ---- compile_need.c ---- */

struct outcome outcome_unknown(void);
struct outcome outcome_and(struct compile *c, const struct node *n, const struct outcome *a,
			   const struct outcome *b);
struct outcome outcome_or(struct compile *c, const struct node *n, const struct outcome *a,
			  const struct outcome *b);
struct outcome outcome_xor(struct compile *c, const struct outcome *a, const struct outcome *b);
/* Of a test of one field: passes when a value is (inside) or is not in the ranges. */
struct outcome outcome_keys(struct compile *c, const struct node *n, const struct rule_field *f,
			    const struct key_range *keys, uint32_t nkeys, bool inside);
/* The same for texts and other bytes, whose keys are hashes. */
struct outcome outcome_texts(struct compile *c, const struct rule_field *f,
			     const struct cell_range *r, uint32_t n, bool inside);
/* The messages in which a field can be. */
/* The field is there. */
struct outcome outcome_present(struct compile *c, const struct rule_field *f);
uint64_t protocols_of_field(const struct rule_field *f);

#endif
