#ifndef SENSOR_RULE_PARSE_INSIDE_H
#define SENSOR_RULE_PARSE_INSIDE_H
/*
 * What the parser's files share; nobody else includes this. A function that parses something gives
 * NULL when it is wrong, and then has complained of it.
 */
#include "sensor/rule/lex.h"
#include "sensor/rule/parse.h"

struct parser {
	struct lexer lex;
	struct token now, last;	   /* the token to read next, the one before it */
	unsigned depth;		   /* of what lies within each other */
	unsigned nodes;		   /* made so far */
	unsigned open;		   /* brackets that are open */
	bool dead;		   /* too much of it: nothing more is read */
	bool operand;		   /* it is to be no condition, but an operand */
	bool constant;		   /* the test was a mere value, which was complained of */
	bool after_constant;	   /* so was the one before it */
	uint32_t bit_and;	   /* where the last "&" was */
	uint32_t call;		   /* where the last "(" of a function was */
	struct token joint;	   /* the last and, or, xor */
	const struct node *before; /* the test that "or 2" is to be understood by; NULL: none */
};

/* Goes on to the next token. */
void parse_advance(struct parser *p);
/* A node of that kind that begins at a byte of the text. */
struct node *parse_node(struct parser *p, enum node_kind kind, uint32_t offset);
/* A node of the present token's word. */
struct node *parse_word(struct parser *p, enum node_kind kind);
/* One level deeper, and back. False: that is too deep. */
bool parse_enter(struct parser *p);
void parse_leave(struct parser *p);

/* Goes on behind the present token, which opens a bracket. */
void parse_open(struct parser *p);
/* Goes on behind the bracket that closes `open`. False: it is not here. */
bool parse_close(struct parser *p, enum token_kind kind, const struct token *open);

/* A calculation; one operand at least. */
struct node *parse_bits(struct parser *p);
/* A test of the kind "a in {1, 2}": the present token is the in, or not before it. */
struct node *parse_membership(struct parser *p, struct node *a, enum quantifier quantifier);
/* Ranges between [ and ], the lexer behind the [: at node's slices. */
bool parse_ranges(struct parser *p, struct node *n);
/* The layer of a name: the present token is the #. */
bool parse_layer(struct parser *p, struct node *n);

/* Can it begin an operand? */
bool parse_begins_operand(const struct parser *p);

/* What is wrong: an operand should be here; something else than what is here. */
void parse_say_missing(struct parser *p);
void parse_say_unexpected(struct parser *p);
/* That a mere value stands where a test should. */
void parse_say_constant(struct parser *p, const struct node *value);

/* How much of a token is quoted in messages, and where it is: for "%.*s". */
int parse_shown(const struct token *t);
const char *parse_source(const struct parser *p, const struct token *t);

/* Writes an operand as print_condition() does. */
size_t print_operand(const struct node *n, char *out, size_t room);

#endif
