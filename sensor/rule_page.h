#ifndef SENSOR_RULE_PAGE_H
#define SENSOR_RULE_PAGE_H
/* What there is to know of a rule, for people: the page of the reference, in Markdown. */
#include <stdio.h>

#include "sensor/rule/ruleset.h"

/* What it means, why it matters, what to check first, false positives; its condition, what it
 * remembers, its cases. */
void rule_page(FILE *out, const struct rule *r);

/* What the rule compiles to: steps, fields, the index's keys, the memory of its state. */
void rule_inside(FILE *out, const struct rule *r);

/* What rules with this key do, in a word: "count", "sequence"...; "" for STATE_NONE. */
const char *state_kind_name(enum state_kind kind);

/* Is the rule about a protocol of ours of that name? */
bool rule_about(const struct rule *r, const char *protocol);

#endif
