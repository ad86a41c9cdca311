#ifndef SENSOR_RULE_AST_H
#define SENSOR_RULE_AST_H
/*
 * A condition as it was written: a tree in the rule set's arena. parse.c makes it, print.c writes
 * it again, compile.c gives it a meaning. Names are not resolved here: the parser knows no field.
 *
 * Grammar, after Wireshark's display filters (wireshark-filter(4), release 4.0), from loose to
 * tight:
 *
 *	or       :=  xor  { ("||" | "or") xor }
 *	xor      :=  and  { ("^^" | "xor") and }
 *	and      :=  not  { ("&&" | "and") not }
 *	not      :=  ("!" | "not") not  |  test
 *	test     :=  "(" or ")"
 *	          |  [ "any" | "all" ] bits relation bits { relation bits }
 *	          |  [ "any" | "all" ] bits [ "not" | "!" ] "in" set
 *	          |  bits
 *	set      :=  "{" element { "," element } "}"  |  $list
 *	element  :=  bits [ ".." bits ]  |  $list
 *	bits     :=  sum      { ("&" | "bitwise_and") sum }
 *	sum      :=  product  { ("+" | "-") product }
 *	product  :=  sign     { ("*" | "/" | "%") sign }
 *	sign     :=  ("-" | "+") sign  |  operand { "[" slices "]" }
 *	operand  :=  name [ "#" layer | "#" "[" layers "]" ]  |  literal  |  "string"  |  r"raw"
 *	          |  'c'  |  function "(" [ bits { "," bits } ] ")"  |  "{" bits "}"
 *
 * a < b < c stands for a < b and b < c; contains and matches make no such chain. The tests of a
 * chain of or (of xor, of and) are put into a balanced tree: thousands of them do not make it deep,
 * and how they are grouped means nothing.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/text.h"

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
	NODE_LITERAL, /* word: not quoted and no name: number (also "-5"), address, bytes, time */
	NODE_STRING,  /* word: quoted; escapes are resolved, so it may hold any byte (len counts) */
	NODE_CHAR,    /* word: one byte, written 'c' */
	NODE_RANGE,   /* element of a set: a .. b */
	NODE_LIST,    /* word: $name, without the $ */
	NODE_CALL,    /* word: the function; arguments at a, by next */
	NODE_SLICE,   /* a[...]: ranges in slice */
	NODE_NEGATE,  /* -a; of a number alone: a NODE_LITERAL that begins with "-" */
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
	REL_ANY_NE,   /* !==  any_ne  ~= */
	REL_GT,	      /* >   gt */
	REL_GE,	      /* >=  ge */
	REL_LT,	      /* <   lt */
	REL_LE,	      /* <=  le */
	REL_CONTAINS, /* contains */
	REL_MATCHES,  /* matches  ~: PCRE2, b is a string */
};

enum quantifier { QUANT_NONE, QUANT_ANY, QUANT_ALL };

/* One range of a slice: bytes from `start` (negative: from the end), `length` of them (at least 1),
 * or to the end. start and end have the same sign, start <= end. */
struct slice_range {
	int32_t start;
	int32_t length; /* used if form is SLICE_LENGTH or SLICE_ONE (1) */
	int32_t end;	/* last byte, used if form is SLICE_END */
	enum slice_form { SLICE_LENGTH, SLICE_END, SLICE_TO_END, SLICE_ONE } form;
};

struct node {
	uint8_t kind;	    /* enum node_kind */
	uint8_t relation;   /* enum relation, of NODE_COMPARE */
	uint8_t quantifier; /* enum quantifier, of NODE_COMPARE and NODE_IN */
	bool negated;	    /* NODE_IN: not in */
	bool raw;	    /* NODE_STRING: r"..." */
	int16_t layer;	    /* NODE_NAME with #n: n (negative: from the innermost); 0: see layers */
	uint32_t offset;    /* where it begins in text, for messages */
	uint32_t word_len;
	const char *word;	      /* see the kinds; NUL-terminated copy in the arena */
	const struct rule_text *text; /* whose offset that is */
	struct node *a, *b;
	struct node *next; /* in a set or among arguments */
	/* NODE_SLICE: the ranges. NODE_NAME: the layers of name#[2-4,7], counted from 1; none (0)
	 * if it has no layers or just one, which is in `layer`. */
	const struct slice_range *slices;
	uint32_t nslices;
};

/* Brackets, nots, signs and operators of one calculation that may lie within each other; nodes of
 * one text. */
enum { AST_DEPTH = 64, AST_NODES = 8192 };

#endif
