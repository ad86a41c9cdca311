#include "tests/unit/rules_text.h"

#include <stdlib.h>
#include <string.h>

/* The text in a block of exactly its size, so that the sanitizer sees every byte read beyond it. */
static struct source_text text_of(const char *name, const char *s)
{
	struct source_text t = { .name = name, .len = strlen(s) };
	char *copy = malloc(t.len > 0 ? t.len : 1);

	memcpy(copy, s, t.len);
	t.s = copy;
	return t;
}

static void text_free(const struct source_text *t)
{
	free((void *)(uintptr_t)t->s);
}

void rules_text_load(struct rules_text *r, const char *a, const char *b, const char *site,
		     const char *tags)
{
	struct source_text rules[2];
	struct source_text more[2];
	struct ruleset_texts t = { .rules = rules };
	size_t n;
	FILE *f;

	memset(r, 0, sizeof(*r));
	if (a != NULL)
		rules[t.nrules++] = text_of("a", a);
	if (b != NULL)
		rules[t.nrules++] = text_of("b", b);
	if (site != NULL)
		more[0] = text_of("site", site), t.site = &more[0];
	if (tags != NULL)
		more[1] = text_of("tags", tags), t.tags = &more[1];
	r->set = ruleset_load_texts(&t, &r->e, &r->failed);
	for (size_t i = 0; i < t.nrules; i++)
		text_free(&rules[i]);
	if (site != NULL)
		text_free(&more[0]);
	if (tags != NULL)
		text_free(&more[1]);
	f = open_memstream(&r->said, &n);
	rule_errors_print(&r->e, f);
	fclose(f);
}

void rules_text_free(struct rules_text *r)
{
	rule_errors_free(&r->e);
	if (r->set != NULL)
		ruleset_free(r->set);
	else
		arena_free(&r->failed);
	free(r->said);
}
