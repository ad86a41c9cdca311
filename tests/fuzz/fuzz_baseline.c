/*
 * A baseline file from hostile bytes: every text is read or refused with a reason, and what was
 * read is written as a text that reads back and is written the same.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/detect/baseline.h"

/* Longer inputs find nothing that shorter ones do not. */
enum { INPUT_MAX = 1 << 14 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__lsan_default_suppressions(void);

/* libfyaml 0.7.12 loses the pieces of a quoted text of very many; a program reads few files, once.
 */
const char *__lsan_default_suppressions(void)
{
	return "leak:libfyaml.so";
}

static struct operand first = { .text = "ip.src" }, second = { .text = "ip.dst" };

static const struct rule rules[] = {
	{ .id = "seen", .state = { .kind = STATE_NEW, .by = { 2, { &first, &second } } } },
	{ .id = "range", .state = { .kind = STATE_OUTSIDE, .by = { 1, { &first } } } },
	{ .id = "rhythm", .state = { .kind = STATE_SILENT, .by = { 0 } } },
};

/* In place of the loader's: there are these three. */
const struct rule *ruleset_find(const struct ruleset *set, const char *id)
{
	for (uint32_t i = 0; i < set->n; i++) {
		if (strcmp(rules[i].id, id) == 0)
			return &rules[i];
	}
	return NULL;
}

static char *written(const struct baseline *b, const struct ruleset *set)
{
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	if (f == NULL)
		abort();
	if (!baseline_write(b, set, f) || fclose(f) != 0)
		abort();
	return text;
}

static struct baseline *parse(const char *text, size_t len, const struct ruleset *set, bool *good)
{
	struct baseline *b = baseline_new();
	struct rule_errors e = { NULL };

	if (b == NULL)
		abort();
	*good = baseline_read_text(b, "fuzz", text, len, set, &e);
	assert(*good == (e.errors == 0));
	rule_errors_free(&e);
	return b;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rule *of[] = { (struct rule *)(uintptr_t)&rules[0],
			      (struct rule *)(uintptr_t)&rules[1],
			      (struct rule *)(uintptr_t)&rules[2] };
	struct ruleset set = { .n = 3, .rules = of };
	struct baseline *b, *again;
	char *text, *same;
	bool good;

	if (size > INPUT_MAX)
		return -1;
	b = parse((const char *)data, size, &set, &good);
	if (good) {
		text = written(b, &set);
		again = parse(text, strlen(text), &set, &good);
		if (!good)
			abort();
		same = written(again, &set);
		if (strcmp(text, same) != 0)
			abort();
		free(same);
		free(text);
		baseline_free(again);
	}
	baseline_free(b);
	return 0;
}
