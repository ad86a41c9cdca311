#ifndef SENSOR_RULE_PROGRAM_H
#define SENSOR_RULE_PROGRAM_H
/*
 * What a condition compiles to: steps in a row. A test goes on at `yes` or at `no`, always forward;
 * any other step at the next one. Tests of one field against constants read its values directly;
 * what must be calculated is kept on a small stack of lists of cells.
 *
 * Bounds: a calculation keeps CALC_VALUES values of each operand, CALC_CELLS in all, and CALC_BYTES
 * of text made for them; what is beyond is left out of the calculation and counted in `ignored`.
 */
#include "sensor/rule/condition.h"

enum {
	PROGRAM_STEPS = 16384, /* of one condition, macros and lists written out */
	PROGRAM_DEPTH = 200,   /* of macros and brackets inside each other */
	PROGRAM_SLOTS = 64,    /* of "xor" inside each other */
	CALC_LISTS = 64,       /* operands waiting at a time */
	CALC_VALUES = 2048,    /* of one operand */
	CALC_CELLS = 4 * CALC_VALUES,
	CALC_BYTES = 8192,
};

/* One value on its way: a whole number of 65 bits, a float or bytes. The first and the last kind
 * stand for what is below and above everything. */
struct cell {
	union {
		uint64_t u; /* two's complement if negative */
		double f;
		const uint8_t *p;
	};
	uint32_t n; /* bytes at p */
	enum cell_kind { CELL_LOWEST, CELL_INT, CELL_FLOAT, CELL_BYTES, CELL_HIGHEST } kind;
	bool negative; /* CELL_INT */
	bool text;     /* CELL_BYTES: in the order of a dictionary; else the shorter is the less */
};

/* Both ends belong to it, but for open ones. */
struct cell_range {
	struct cell lo, hi;
	bool lo_open, hi_open;
};

/* How the values of a field become the numbers of value_key(). */
enum key_kind { KEY_NONE, KEY_PLAIN, KEY_SIGNED, KEY_FLOAT, KEY_MAC, KEY_IPV4, KEY_HASH };

enum step_op {
	/* tests */
	STEP_PRESENT,  /* field: there is a value */
	STEP_KEYS,     /* field: values' keys in ranges */
	STEP_CELLS,    /* field or the list: values in ranges */
	STEP_CONTAINS, /* field or the list: values hold the needle */
	STEP_MATCHES,  /* field or the list: values match the pattern */
	STEP_PAIR,     /* the two lists: relation */
	STEP_SOME,     /* the list: it is not empty */
	STEP_NONZERO,  /* the list: a value that is not 0 */
	STEP_XOR,      /* what slot remembers */
	STEP_TESTS,
	/* others */
	STEP_SLOT_YES, /* slot remembers */
	STEP_SLOT_NO,
	STEP_GO, /* on at yes */
	STEP_FIELD,
	STEP_CONSTANT,
	STEP_TAG,
	STEP_TAG_AGE,
	STEP_TAG_UNCHANGED,
	STEP_SLICE,
	STEP_NEGATE,
	STEP_ADD,
	STEP_SUBTRACT,
	STEP_MULTIPLY,
	STEP_DIVIDE,
	STEP_MODULO,
	STEP_BIT_AND,
	STEP_LEN,
	STEP_COUNT,
	STEP_UPPER,
	STEP_LOWER,
	STEP_MAX, /* of n lists */
	STEP_MIN,
	STEP_ABS,
	STEP_STRING,
};

enum { GO_YES = INT32_MAX, GO_NO = INT32_MAX - 1 }; /* the condition holds, does not hold */

struct regex; /* match_regex.c */

struct step {
	uint8_t op;	  /* enum step_op */
	uint8_t relation; /* STEP_PAIR */
	uint8_t key;	  /* enum key_kind: STEP_KEYS */
	bool all;	  /* every value must pass, and there must be one; else one must */
	bool inside;	  /* a value passes if it is in the ranges; else if it is not */
	bool listed;	  /* a test of the list, not of field */
	bool loose;	  /* STEP_CELLS: a value of another kind than the ranges' never passes */
	int16_t layer;	  /* STEP_FIELD: the how many-eth value; 0: all */
	uint8_t type;	  /* STEP_STRING: enum field_type of what it is given */
	uint32_t yes, no;
	uint32_t n; /* of ranges, slices, arguments; tag or slot */
	const struct rule_field *field;
	union {
		const struct key_range *keys;
		const struct cell_range *cells;
		const struct slice_range *slices;
		struct cell constant; /* also the needle */
		struct regex *regex;
	};
	const char *text; /* for explaining: the pattern */
};

struct list {
	uint32_t first, n;
};

/* Where calculations are done; allocated with the program. */
struct calc {
	uint32_t nlists, ncells, nbytes;
	uint64_t ignored; /* values that did not fit, since the program was made */
	struct list lists[CALC_LISTS];
	struct cell cells[CALC_CELLS];
	uint8_t bytes[CALC_BYTES];
};

struct program {
	uint32_t n;
	const struct step *steps;
	struct calc *calc; /* NULL: it needs none */
};

/* Order of two cells, -1, 0 or 1; 2: a NaN is among them. Numbers come before bytes. */
int cell_order(const struct cell *a, const struct cell *b);
bool cell_equal(const struct cell *a, const struct cell *b);
/* Is it in one of n ranges, which are sorted and apart? */
bool cell_within(const struct cell *c, const struct cell_range *r, uint32_t n);
/* One of STEP_ADD .. STEP_MODULO of two numbers; false: it has no value (overflow of 64 bits,
 * division by 0). */
bool cell_calculate(enum step_op op, const struct cell *a, const struct cell *b, struct cell *out);
bool cell_negate(const struct cell *a, struct cell *out);
struct cell cell_int(int64_t i);
struct cell cell_uint(uint64_t u);
struct cell cell_float(double f);
struct cell cell_bytes(const uint8_t *p, size_t n);
struct cell cell_text(const uint8_t *p, size_t n);
/* Element i of a value. */
struct cell cell_of_value(const struct value *v, uint32_t i);

/* Runs the steps from `at` until a test decides (true, false) or they end (false). */
bool program_run(const struct program *p, struct subject *s);
/* Runs one step that is no test. */
void calc_step(struct calc *calc, const struct step *step, struct subject *s);
/* Forgets lists and texts. */
static inline void calc_reset(struct calc *calc)
{
	calc->nlists = calc->ncells = calc->nbytes = 0;
}

/* Compiles a pattern of n bytes, case-insensitive. NULL: it is wrong; *why (room bytes) says why
 * and *at where in it. Freed with the arena. */
struct regex *regex_new(struct arena *a, const char *pattern, size_t n, char *why, size_t room,
			size_t *at);
/* Bounded in time; a match that needs more than that is none. */
bool regex_match(struct regex *r, const uint8_t *p, size_t n);

/* How values of that type become keys. */
enum key_kind key_kind_of(enum field_type type);
/* The key of a number in the order of doubles. */
uint64_t key_of_float(double f);
uint64_t key_of_bytes(const uint8_t *p, size_t n);
/* Element i's key, if the value has one of that kind. Fast. */
static inline bool key_read(enum key_kind kind, const struct value *v, uint32_t i, uint64_t *key)
{
	if (v->kind == VALUE_BYTES) {
		const uint8_t *p = v->p;

		if (kind == KEY_IPV4 && v->n == 4) {
			*key = (uint64_t)p[0] << 24 | (uint64_t)p[1] << 16 | (uint64_t)p[2] << 8 |
			       p[3];
			return true;
		}
		if (kind == KEY_MAC && v->n == 6) {
			*key = (uint64_t)p[0] << 40 | (uint64_t)p[1] << 32 | (uint64_t)p[2] << 24 |
			       (uint64_t)p[3] << 16 | (uint64_t)p[4] << 8 | p[5];
			return true;
		}
		return false;
	}
	if (kind == KEY_FLOAT) {
		*key = key_of_float(value_float(v, i));
		return true;
	}
	if (v->kind == VALUE_FLOAT || v->kind == VALUE_FLOATS)
		return false;
	*key = v->kind <= VALUE_INT ? v->u : value_uint(v, i);
	if (kind == KEY_SIGNED)
		*key ^= UINT64_C(1) << 63;
	return kind <= KEY_SIGNED;
}

#endif
