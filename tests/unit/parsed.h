/*
 * A condition parsed for a test: its tree, its canonical text, and what was complained of.
 */
#ifndef KAGAMI_TEST_PARSED_H
#define KAGAMI_TEST_PARSED_H

#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/rule/parse.h"

struct parsed {
	struct arena arena;
	struct rule_errors errors;
	struct rule_text text;
	struct node *tree;
	char said[4096];    /* "column: message" lines */
	char printed[4096]; /* the tree as text; "" if there is none */
};

static inline void parse_text(struct parsed *p, const char *s,
			      struct node *parse(struct arena *, const struct rule_text *,
						 struct rule_errors *))
{
	size_t at = 0;

	memset(p, 0, sizeof(*p));
	p->text = (struct rule_text){ .s = s, .len = strlen(s), .file = "t" };
	p->tree = parse(&p->arena, &p->text, &p->errors);
	for (size_t i = 0; i < p->errors.n; i++) {
		const struct rule_error *e = &p->errors.kept[i];

		at += (size_t)snprintf(p->said + at, sizeof(p->said) - at, "%s%d: %s",
				       i > 0 ? "\n" : "", e->at.column, e->text);
		assert_true(at < sizeof(p->said));
	}
	assert_int_equal(p->tree == NULL, p->errors.errors > 0);
	if (p->tree != NULL)
		assert_true(print_condition(p->tree, p->printed, sizeof(p->printed)) <
			    sizeof(p->printed));
}

static inline void parsed_free(struct parsed *p)
{
	rule_errors_free(&p->errors);
	arena_free(&p->arena);
}

/* It is read without complaint, written as `canonical`, and that is read as the same tree. */
static inline void assert_reads(const char *s, const char *canonical)
{
	struct parsed p, again;

	parse_text(&p, s, parse_condition);
	assert_string_equal(p.said, "");
	assert_string_equal(p.printed, canonical);
	parse_text(&again, p.printed, parse_condition);
	assert_string_equal(again.said, "");
	assert_true(node_equal(p.tree, again.tree));
	parsed_free(&again);
	parsed_free(&p);
}

/* It is refused with these complaints and no others. */
static inline void assert_refused(const char *s, const char *said)
{
	struct parsed p;

	parse_text(&p, s, parse_condition);
	assert_string_equal(p.said, said);
	parsed_free(&p);
}

#endif
