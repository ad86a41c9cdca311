#ifndef SENSOR_RULE_PAGE_H
#define SENSOR_RULE_PAGE_H
/* What there is to know of a rule, for people: the page of the reference, in Markdown. */
#include <stdio.h>

#include "sensor/rule/ruleset.h"

/* What it means, why it matters, what to check first, false positives; what it says, its condition,
 * what it remembers, what keeps it quiet, its cases. */
void rule_page(FILE *out, const struct rule *r);

/* What the rule compiles to: steps, fields, the index's keys, the memory of its state. */
void rule_inside(FILE *out, const struct rule *r);

/* The condition in lines that fit a page, each ended. */
void rule_write_condition(FILE *out, const struct node *tree);

/* What the macros and lists that it mentions stand for, as a list in Markdown; nothing if there are
 * none. */
void rule_write_terms(FILE *out, const struct rule *r);

/* What rules with this key do, in a word: "count", "sequence"...; "" for STATE_NONE. */
const char *state_kind_name(enum state_kind kind);

/* What it is quiet without: "baseline", "tag file", both; "": nothing. */
const char *rule_needs(const struct rule *r);

/* Is the rule about a protocol of ours of that name: does it need its messages, or those of what
 * travels in it? Rules for UMAS are about Modbus as well, but not the other way round. */
bool rule_about(const struct rule *r, const char *protocol);

#endif
