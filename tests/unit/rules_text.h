/*
 * Rule sets for tests, from texts in memory: what is wrong as one string, or the set.
 */
#ifndef KAGAMI_TEST_RULES_TEXT_H
#define KAGAMI_TEST_RULES_TEXT_H

#include "sensor/rule/ruleset.h"

struct rules_text {
	struct ruleset *set; /* NULL: something is wrong */
	struct rule_errors e;
	struct arena failed;
	char *said; /* all errors and warnings, as they are printed */
};

/* Loads two rule files "a" and "b", a site file "site" and a tag file "tags"; NULL: there is none.
 */
void rules_text_load(struct rules_text *r, const char *a, const char *b, const char *site,
		     const char *tags);
void rules_text_free(struct rules_text *r);

#endif
