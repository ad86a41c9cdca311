/*
 * Conditions from hostile text: each is read or refused with a reason at a place in it; what was
 * read is printed, and that is read as the same condition and printed the same.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/rule/parse.h"

enum { INPUT_MAX = 1 << 13 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_errors(const struct rule_errors *e, const struct rule_text *t)
{
	struct text_place end = text_place(t, t->len);

	assert(e->warnings == 0);
	for (size_t i = 0; i < e->n; i++) {
		assert(e->kept[i].text[0] != '\0');
		assert(e->kept[i].at.column >= 1 && e->kept[i].at.column <= end.column);
	}
}

static void check(struct arena *a, const struct rule_text *t,
		  struct node *parse(struct arena *, const struct rule_text *,
				     struct rule_errors *))
{
	struct rule_errors e = { NULL };
	struct node *n = parse(a, t, &e);

	assert((n == NULL) == (e.errors > 0));
	check_errors(&e, t);
	rule_errors_free(&e);
	if (n == NULL)
		return;

	size_t len = print_condition(n, NULL, 0);
	char *s = arena_get(a, len + 1);
	struct rule_text printed = { .s = s, .len = len, .file = "printed" };
	struct node *again;

	assert(print_condition(n, s, len + 1) == len && strlen(s) == len);
	again = parse(a, &printed, &e);
	assert(again != NULL && e.errors == 0);
	assert(node_equal(n, again));

	char *twice = arena_get(a, len + 1);

	assert(print_condition(again, twice, len + 1) == len && strcmp(s, twice) == 0);
	rule_errors_free(&e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = { NULL, 0 };

	if (size > INPUT_MAX || (size > 0 && memchr(data, 0, size) != NULL))
		return -1;

	struct rule_text t = { .s = arena_copy(&a, (const char *)data, size),
			       .len = size,
			       .file = "fuzz" };

	check(&a, &t, parse_condition);
	check(&a, &t, parse_operand);
	arena_free(&a);
	return 0;
}
