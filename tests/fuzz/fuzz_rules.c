/*
 * Rule, site and tag files from hostile text: each is loaded or refused, each refusal says why and
 * where in which file, and what was loaded can be used. The three texts are parted by lines of
 * "=====".
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/rule/parse.h"
#include "sensor/rule/ruleset.h"
#include "sensor/rule/tag.h"

/* Longer inputs find nothing that shorter ones do not. */
enum { INPUT_MAX = 1 << 14 };

static const char part[] = "\n=====\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__lsan_default_suppressions(void);

/* libfyaml 0.7.12 loses the pieces of a quoted text of very many; a program reads few files. */
const char *__lsan_default_suppressions(void)
{
	return "leak:libfyaml.so";
}

/* The text up to the next parting, in a block of exactly its size; *data goes behind that. */
static struct source_text next_text(const char *name, const uint8_t **data, size_t *size)
{
	const uint8_t *found = memmem(*data, *size, part, strlen(part));
	size_t n = found != NULL ? (size_t)(found - *data) : *size;
	size_t gone = found != NULL ? n + strlen(part) : n;
	char *copy = malloc(n > 0 ? n : 1);

	if (copy == NULL)
		abort();
	memcpy(copy, *data, n);
	*data += gone;
	*size -= gone;
	return (struct source_text){ .name = name, .s = copy, .len = n };
}

static void check_errors(struct rule_errors *e)
{
	static FILE *sink;

	if (sink == NULL)
		sink = fopen("/dev/null", "w");
	for (size_t i = 0; i < e->n; i++) {
		const struct rule_error *r = &e->kept[i];

		assert(r->text[0] != '\0');
		assert(strcmp(r->file, "rules") == 0 || strcmp(r->file, "site") == 0 ||
		       strcmp(r->file, "tags") == 0);
		assert(r->at.line >= 0 && (r->at.line == 0 || r->at.column >= 1));
	}
	if (sink != NULL)
		rule_errors_print(e, sink);
}

static void check_rule(const struct ruleset *set, const struct rule *r)
{
	char text[256];

	assert(ruleset_find(set, r->id) == r);
	assert(r->title[0] != '\0' && r->desc[0] != '\0' && r->npieces > 0);
	assert(r->condition != NULL || r->state.kind == STATE_SEQUENCE);
	if (r->tree != NULL)
		(void)print_condition(r->tree, text, sizeof(text));
	for (uint32_t i = 0; i < r->npieces; i++)
		assert((r->pieces[i].kind == PIECE_OPERAND) == (r->pieces[i].operand != NULL));
	for (uint32_t i = 0; i < r->ncases; i++)
		assert(r->cases[i].capture != NULL && r->cases[i].first <= r->cases[i].last);
}

static void check_set(const struct ruleset *set)
{
	assert(strlen(set->digest) == 64);
	for (uint32_t i = 0; i < set->n; i++)
		check_rule(set, set->rules[i]);
	for (uint32_t i = 0; i < set->site.nwindows; i++) {
		for (uint64_t at = 0; at < UINT64_C(4000000000000000000);
		     at += UINT64_C(99999999999999999))
			(void)window_holds(set->site.windows[i], at);
	}
	for (uint32_t i = 0; i < set->site.nassets; i++) {
		const struct site_asset *a = &set->site.assets[i];

		assert(site_asset_named(&set->site, a->name) == a);
		assert(site_asset(&set->site, &a->ip, a->ip_version, a->has_mac ? a->mac : NULL) ==
		       a);
		(void)site_zone(&set->site, &a->ip, a->ip_version, 1);
	}
	for (uint32_t i = 0; i < tag_count(set->tags); i++)
		assert(tag_find(set->tags, tag_name(set->tags, i)) == (int)i);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct source_text texts[3];
	struct ruleset_texts t = { .rules = &texts[0], .nrules = 1 };
	struct rule_errors e = { NULL };
	struct arena failed = { NULL, 0 };
	struct ruleset *set;

	if (size > INPUT_MAX)
		return -1;
	texts[0] = next_text("rules", &data, &size);
	texts[1] = next_text("site", &data, &size);
	texts[2] = next_text("tags", &data, &size);
	t.site = &texts[1];
	t.tags = &texts[2];
	set = ruleset_load_texts(&t, &e, &failed);
	for (size_t i = 0; i < 3; i++)
		free((void *)(uintptr_t)texts[i].s);
	assert((set == NULL) == (e.errors > 0));
	check_errors(&e);
	if (set != NULL)
		check_set(set);
	rule_errors_free(&e);
	if (set != NULL)
		ruleset_free(set);
	else
		arena_free(&failed);
	return 0;
}
