#ifndef SENSOR_RULE_PARSE_H
#define SENSOR_RULE_PARSE_H
/* Text to tree: conditions, and the operands that stateful keys and outputs are made of. */
#include "common/arena.h"
#include "sensor/rule/ast.h"
#include "common/errors.h"

/*
 * Parses a whole condition. The tree lives in the arena and borrows `text`, which must too. NULL:
 * it is wrong, and e knows where and why (all that can be said in one pass, at least the first).
 * Bounded: AST_DEPTH levels, AST_NODES nodes.
 */
struct node *parse_condition(struct arena *a, const struct rule_text *text, struct rule_errors *e);

/* The same of one operand, a calculation at most: "modbus.regval_uint16", "tag.value * 2". */
struct node *parse_operand(struct arena *a, const struct rule_text *text, struct rule_errors *e);

/*
 * Writes the tree as a condition that parses to an equal tree: one space around operators, words
 * for and/or/not, symbols for relations, brackets only where they are needed. Returns the length
 * without the NUL; room or more: it did not fit.
 */
size_t print_condition(const struct node *n, char *out, size_t room);

/* Is it the same condition, but for places, and for how and, or, xor of more than two tests are
 * grouped? */
bool node_equal(const struct node *a, const struct node *b);

#endif
