#include "common/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "common/scenario_inside.h"

#define AT(member) offsetof(struct timeline_entry, member)

struct kept {
	struct timeline t; /* the first, so that one is the other */
	struct timeline_entry *entries;
	struct arena arena;
};

static void set_take_in(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	bool take_in = true;

	scenario_set_bool(r, n, &take_in);
	*(bool *)to = !take_in;
}

static const struct scenario_key entry_keys[] = { { "at", scenario_set_time, AT(at), true },
						  { "file", scenario_set_phrase, AT(file), true },
						  { "take-in", set_take_in, AT(announce), false },
						  { "text", scenario_set_text, AT(text), false },
						  { NULL } };

static void set_entries(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	struct kept *k = to;

	if (!scenario_list(r, n, TIMELINE_ENTRIES))
		return;
	k->t.n = 0;
	k->entries = arena_new(r->a, struct timeline_entry, n->n + 1);
	k->t.entries = k->entries;
	for (const struct yaml_node *p = n->first; p != NULL; p = p->next) {
		struct timeline_entry *e = &k->entries[k->t.n];

		e->place = p->at;
		if (!scenario_keys(r, p, "an entry", entry_keys, e))
			continue;
		if (k->t.n > 0 && e->at < e[-1].at)
			scenario_wrong(r, p, "an entry that comes before the one above it");
		k->t.n++;
	}
}

static const struct scenario_key rows[] = { { "timeline", set_entries, 0, true }, { NULL } };

struct timeline *timeline_parse(const char *name, const char *text, size_t n)
{
	struct kept *k = calloc(1, sizeof(*k));
	struct scenario_reader r = { .s = NULL };
	struct arena trees = { NULL };
	const struct yaml_node *root;
	bool good;

	if (k == NULL)
		return NULL;
	r.a = &k->arena;
	root = yaml_read(&trees, name, text, n, &r.e);
	if (root != NULL)
		(void)scenario_keys(&r, root, "a timeline", rows, k);
	else if (r.e.errors == 0)
		rule_error_at(&r.e, name, (struct text_place){ 0, 0 }, "it is empty");
	good = r.e.errors == 0;
	rule_errors_print(&r.e, stderr);
	rule_errors_free(&r.e);
	arena_free(&trees);
	if (good)
		return &k->t;
	timeline_free(&k->t);
	return NULL;
}

struct timeline *timeline_read(const char *path)
{
	size_t n = 0;
	char *text = scenario_load(path, &n);
	struct timeline *t = text != NULL ? timeline_parse(path, text, n) : NULL;

	free(text);
	return t;
}

void timeline_free(struct timeline *t)
{
	struct kept *k = (struct kept *)(void *)t;

	if (k == NULL)
		return;
	arena_free(&k->arena);
	free(k);
}
