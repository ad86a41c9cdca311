#ifndef SENSOR_RULE_AST_H
#define SENSOR_RULE_AST_H
/*
 * A condition as it was written: a tree in the rule set's arena. parse.c makes it, print.c writes
 *it again, compile.c gives it a meaning. Names are not resolved here: the parser knows no field.
 *
 * Grammar, after Wireshark's display filters (wireshark-filter(4), release 4.0), from loose to
 *tight:
 *
 *	or      :=  xor  { ("||" | "or") xor }
 *	xor     :=  and  { ("^^" | "xor") and }
 *	and     :=  not  { ("&&" | "and") not }
 *	not     :=  ("!" | "not") not  |  test
 *	test    :=  [ "any" | "all" ] sum relation sum { relation sum }
 *	         |  sum [ "not" ] "in" ( "{" element { "," element } "}" | $list )
 *	         |  sum
 *	element :=  sum [ ".." sum ]  |  $list
 *	sum     :=  products with + and -, products: * / %, then "&" (bitwise), unary minus, { }
 *groups operand :=  field [ "#" layer ] [ "[" slices "]" ]  |  literal  |  "string"  |  r"raw"  |
 *'c' |  function "(" sum { "," sum } ")"  |  $list
 *	"(" or ")" anywhere a test may stand
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sensor/rule/text.h"

enum node_kind {
	/* boolean; a and b are boolean, NODE_NOT has a only */
	NODE_OR,
	NODE_XOR,
	NODE_AND,
	NODE_NOT,
	/* tests */
	NODE_COMPARE, /* a relation b; operands */
	NODE_IN,      /* a, and the set: list at b, by next; negated: "not in" */
	NODE_TEST,    /* operand a alone: a field is there; a macro holds; a calculation is not 0 */
	/* operands */
	NODE_NAME,    /* word: a field, protocol or macro */
	NODE_LITERAL, /* word: not quoted and no name: number, address, bytes, time */
	NODE_STRING,  /* word: quoted; escapes are resolved, so it may hold any byte (len counts) */
	NODE_CHAR,    /* word: one byte, written 'c' */
	NODE_RANGE,   /* element of a set: a .. b */
	NODE_LIST,    /* word: $name, without the $ */
	NODE_CALL,    /* word: the function; arguments at a, by next */
	NODE_SLICE,   /* a[...]: ranges in slice */
	NODE_NEGATE,  /* -a */
	NODE_ADD,
	NODE_SUBTRACT,
	NODE_MULTIPLY,
	NODE_DIVIDE,
	NODE_MODULO,
	NODE_BIT_AND,
};

enum relation {
	REL_EQ,	      /* ==  eq  any_eq: any value is */
	REL_NE,	      /* !=  ne  all_ne: no value is, and there is one */
	REL_ALL_EQ,   /* ===  all_eq */
	REL_ANY_NE,   /* !==  any_ne */
	REL_GT,	      /* >   gt */
	REL_GE,	      /* >=  ge */
	REL_LT,	      /* <   lt */
	REL_LE,	      /* <=  le */
	REL_CONTAINS, /* contains */
	REL_MATCHES,  /* matches  ~: PCRE2, b is a string */
};

enum quantifier { QUANT_NONE, QUANT_ANY, QUANT_ALL };

/* One range of a slice: bytes from `start` (negative: from the end), `length` of them, or to the
 * end. */
struct slice_range {
	int32_t start;
	int32_t length; /* used if form is SLICE_LENGTH or SLICE_ONE (1) */
	int32_t end;	/* last byte, used if form is SLICE_END */
	enum slice_form { SLICE_LENGTH, SLICE_END, SLICE_TO_END, SLICE_ONE } form;
};

struct node {
	uint8_t kind;	    /* enum node_kind */
	uint8_t relation;   /* enum relation, of NODE_COMPARE */
	uint8_t quantifier; /* enum quantifier, of NODE_COMPARE */
	bool negated;	    /* NODE_IN: not in */
	bool raw;	    /* NODE_STRING: r"..." */
	int16_t layer;	    /* NODE_NAME with #n: n (negative: from the innermost); 0: none */
	uint32_t offset;    /* where it begins in text, for messages */
	uint32_t word_len;
	const char *word;	      /* see the kinds; NUL-terminated copy in the arena */
	const struct rule_text *text; /* whose offset that is */
	struct node *a, *b;
	struct node *next; /* in a set or among arguments */
	const struct slice_range *slices;
	uint32_t nslices;
};

enum { AST_DEPTH = 64, AST_NODES = 8192 };

#endif
