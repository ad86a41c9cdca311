/* Files to a rule set. */
#include <dirent.h>
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/rule/load_inside.h"

enum { FILES_MAX = 4096 };

/* What is to be read, while it is found. */
struct reading {
	struct arena *names, *texts;
	struct rule_errors *e;
	struct source_text *files;
	size_t n, room;
};

static void cannot(struct rule_errors *e, const char *name, const char *why)
{
	rule_error_at(e, name, (struct text_place){ 0, 0 }, "cannot be read: %s", why);
}

/* Reads at most a little more than a file may have: yaml_read() refuses it. */
static bool read_stream(struct arena *a, FILE *f, struct source_text *out)
{
	size_t room = YAML_SIZE + 1;
	char *text = malloc(room);

	if (text == NULL)
		return false;
	out->len = fread(text, 1, room, f);
	out->s = arena_copy(a, text, out->len);
	free(text);
	return ferror(f) == 0;
}

static bool read_file(struct reading *r, const char *name, struct source_text *out)
{
	FILE *f = fopen(name, "re");
	bool good;

	out->name = arena_copy(r->names, name, strlen(name));
	good = f != NULL && read_stream(r->texts, f, out);
	if (!good)
		cannot(r->e, out->name, strerror(errno));
	if (f != NULL)
		(void)fclose(f);
	return good;
}

static void add_file(struct reading *r, const char *name)
{
	if (r->n == FILES_MAX) {
		cannot(r->e, name, "too many files");
		return;
	}
	if (r->n == r->room) {
		struct source_text *more =
			arena_new(r->texts, struct source_text, r->room * 2 + 16);

		if (r->n > 0)
			memcpy(more, r->files, r->n * sizeof(*more));
		r->files = more;
		r->room = r->room * 2 + 16;
	}
	if (read_file(r, name, &r->files[r->n]))
		r->n++;
}

static int wanted(const struct dirent *d)
{
	const char *dot = strrchr(d->d_name, '.');

	return d->d_name[0] != '.' && dot != NULL &&
	       (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0);
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void add_folder(struct reading *r, const char *folder, struct dirent **entries, int n)
{
	size_t slash = strlen(folder);

	while (slash > 1 && folder[slash - 1] == '/')
		slash--;
	if (n == 0)
		rule_error_at(r->e, folder, (struct text_place){ 0, 0 },
			      "no *.yaml or *.yml file is in this folder");
	for (int i = 0; i < n; i++) {
		size_t room = slash + strlen(entries[i]->d_name) + 2;
		char *path = arena_get(r->names, room);

		(void)snprintf(path, room, "%.*s/%s", (int)slash, folder, entries[i]->d_name);
		add_file(r, path);
	}
}

static void add_source(struct reading *r, const char *name)
{
	struct dirent **entries = NULL;
	int n = scandir(name, &entries, wanted, by_bytes);

	if (n >= 0)
		add_folder(r, name, entries, n);
	else if (errno == ENOTDIR)
		add_file(r, name);
	else
		cannot(r->e, name, strerror(errno));
	for (int i = 0; i < n; i++)
		free(entries[i]);
	free(entries);
}

static void digest_one(crypto_hash_sha256_state *h, char kind, const struct source_text *t)
{
	uint8_t head[9] = { (uint8_t)kind };

	for (size_t i = 0; i < 8; i++)
		head[i + 1] = (uint8_t)(t->len >> (8 * i));
	crypto_hash_sha256_update(h, head, sizeof(head));
	crypto_hash_sha256_update(h, (const unsigned char *)t->s, t->len);
}

static void digest(struct ruleset *set, const struct ruleset_texts *t)
{
	crypto_hash_sha256_state h;
	unsigned char sum[crypto_hash_sha256_BYTES];

	crypto_hash_sha256_init(&h);
	for (size_t i = 0; i < t->nrules; i++)
		digest_one(&h, 'r', &t->rules[i]);
	if (t->site != NULL)
		digest_one(&h, 's', t->site);
	if (t->tags != NULL)
		digest_one(&h, 't', t->tags);
	crypto_hash_sha256_final(&h, sum);
	sodium_bin2hex(set->digest, sizeof(set->digest), sum, sizeof(sum));
}

static struct yaml_node *read_text(struct loader *l, const struct source_text *t)
{
	return yaml_read(l->a, t->name, t->s, t->len, l->e);
}

/* A condition that stands for itself. */
static void load_alone(struct loader *l, const char *condition)
{
	struct rule_text *text = arena_new(l->a, struct rule_text, 1);

	*text = (struct rule_text){ .s = condition, .len = strlen(condition), .file = "-e" };
	const struct node *tree = parse_condition(l->a, text, l->e);

	if (tree != NULL && load_sound(l, tree))
		l->set->condition = condition_compile(l->a, tree, &l->scope, l->e);
}

/* Everything that the texts define; then the rules of it. */
static void load_all(struct loader *l, const struct ruleset_texts *t)
{
	uint32_t n = 0;

	if (t->site != NULL)
		load_site(l, read_text(l, t->site));
	if (t->tags != NULL)
		load_tags(l, read_text(l, t->tags));
	for (size_t i = 0; i < t->nrules; i++) {
		size_t before = l->e->errors;
		const struct yaml_node *root = read_text(l, &t->rules[i]);

		if (root != NULL || l->e->errors == before)
			load_entries(l, t->rules[i].name, root);
	}
	load_missing(l);
	load_named_finish(l);
	load_named_keep(l);
	for (const struct draft *d = l->first; d != NULL; d = d->next)
		n++;
	l->set->rules = arena_new(l->a, struct rule *, n);
	l->set->n = n;
	n = 0;
	for (struct draft *d = l->first; d != NULL; d = d->next)
		load_rule(l, d, n++);
	load_compare(l);
	if (t->condition != NULL)
		load_alone(l, t->condition);
	else if (t->nrules == 1 && l->e->errors == 0)
		load_unused(l);
}

/* Takes over the arena, in which the names of the texts are. */
static struct ruleset *load_into(struct arena arena, const struct ruleset_texts *t,
				 struct rule_errors *e, struct arena *failed)
{
	struct ruleset *set = arena_new(&arena, struct ruleset, 1);
	struct loader *l = arena_new(&arena, struct loader, 1);
	const char **files = arena_new(&arena, const char *, t->nrules);

	set->arena = arena;
	set->files = files;
	set->nfiles = (uint32_t)t->nrules;
	set->site.name = "";
	for (size_t i = 0; i < t->nrules; i++)
		files[i] = t->rules[i].name;
	l->set = set;
	l->a = &set->arena;
	l->e = e;
	load_scope(l);
	load_all(l, t);
	digest(set, t);
	if (e->errors == 0)
		return set;
	*failed = set->arena;
	return NULL;
}

static void own_name(struct arena *a, struct source_text *t)
{
	t->name = arena_copy(a, t->name, strlen(t->name));
}

struct ruleset *ruleset_load_texts(const struct ruleset_texts *t, struct rule_errors *e,
				   struct arena *failed)
{
	struct arena arena = { NULL, 0 };
	struct source_text *rules = arena_new(&arena, struct source_text, t->nrules);
	struct source_text more[2];
	struct ruleset_texts own = { .rules = rules,
				     .nrules = t->nrules,
				     .condition = t->condition };

	for (size_t i = 0; i < t->nrules; i++) {
		rules[i] = t->rules[i];
		own_name(&arena, &rules[i]);
	}
	if (t->site != NULL) {
		more[0] = *t->site;
		own_name(&arena, &more[0]);
		own.site = &more[0];
	}
	if (t->tags != NULL) {
		more[1] = *t->tags;
		own_name(&arena, &more[1]);
		own.tags = &more[1];
	}
	return load_into(arena, &own, e, failed);
}

struct ruleset *ruleset_load(const struct ruleset_sources *sources, struct rule_errors *e,
			     struct arena *failed)
{
	struct arena texts = { NULL, 0 };
	struct arena arena = { NULL, 0 };
	struct reading r = { .names = &arena, .texts = &texts, .e = e };
	struct ruleset_texts t = { .condition = sources->condition };
	struct source_text site;
	struct source_text tags;
	struct ruleset *set;

	for (size_t i = 0; i < sources->nrules; i++)
		add_source(&r, sources->rules[i]);
	t.rules = r.files;
	t.nrules = r.n;
	if (sources->site != NULL && read_file(&r, sources->site, &site))
		t.site = &site;
	if (sources->tags != NULL && read_file(&r, sources->tags, &tags))
		t.tags = &tags;
	set = load_into(arena, &t, e, failed);
	arena_free(&texts);
	return set;
}

void ruleset_free(struct ruleset *set)
{
	struct arena arena;

	if (set == NULL)
		return;
	arena = set->arena;
	arena_free(&arena);
}

const struct rule *ruleset_find(const struct ruleset *set, const char *id)
{
	for (uint32_t i = 0; i < set->n; i++) {
		if (strcmp(set->rules[i]->id, id) == 0)
			return set->rules[i];
	}
	return NULL;
}

const struct rule_named *ruleset_named(const struct ruleset *set, const char *name, bool list)
{
	for (uint32_t i = 0; i < set->nnamed; i++) {
		if (set->named[i].list == list && strcmp(set->named[i].name, name) == 0)
			return &set->named[i];
	}
	return NULL;
}
