#include "collector/messages.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/incident_text.h"
#include "common/yaml.h"

struct entry {
	const char *id, *text;
};

struct language {
	char name[MESSAGES_LANG];
	struct entry *entries; /* by id */
	size_t n;
};

struct messages {
	struct arena arena;
	struct language languages[MESSAGES_LANGS];
	size_t n;
};

static int by_id(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return strcmp(x->id, y->id);
}

static const struct language *language_of(const struct messages *m, const char *lang)
{
	for (size_t i = 0; m != NULL && i < m->n; i++) {
		if (strcmp(m->languages[i].name, lang) == 0)
			return &m->languages[i];
	}
	return NULL;
}

static const char *own_text(const char *id)
{
	for (const struct messages_row *r = messages_own(); r->id != NULL; r++) {
		if (strcmp(r->id, id) == 0)
			return r->text;
	}
	return NULL;
}

const char *messages_get(const struct messages *m, const char *lang, const char *id)
{
	const struct language *l = language_of(m, lang);
	const struct entry key = { .id = id };
	const struct entry *e =
		l != NULL ? bsearch(&key, l->entries, l->n, sizeof(key), by_id) : NULL;

	if (e != NULL)
		return e->text;
	return strcmp(lang, "en") == 0 ? own_text(id) : NULL;
}

void messages_each(const struct messages *m, const char *lang,
		   void (*tell)(void *ctx, const char *id, const char *text), void *ctx)
{
	const struct language *l = language_of(m, lang);

	for (size_t i = 0; l != NULL && i < l->n; i++)
		tell(ctx, l->entries[i].id, l->entries[i].text);
}

/* How many times the placeholder of n characters at p stands in s. */
static size_t times(const char *s, const char *p, size_t n)
{
	size_t count = 0;

	for (; (s = strchr(s, '{')) != NULL; s++)
		count += strncmp(s, p, n) == 0;
	return count;
}

static bool has_all(const char *s, const char *of)
{
	for (const char *p = of; (p = strchr(p, '{')) != NULL; p++) {
		size_t n = strcspn(p, "}") + 1;

		if (times(s, p, n) != times(of, p, n))
			return false;
	}
	return true;
}

bool messages_agree(const char *a, const char *b)
{
	return has_all(a, b) && has_all(b, a);
}

/* An entry that is as it must be; what is not is said. */
static bool read_entry(struct rule_errors *e, struct arena *a, const struct yaml_node *n,
		       struct entry *out)
{
	const char *own;

	if (n->kind != YAML_TEXT || yaml_null(n)) {
		rule_error_at(e, n->file, n->at, "'%s' must be a text", n->key->text.s);
		return false;
	}
	if (n->text.len >= MESSAGES_TEXT || !incident_is_clean(n->text.s, n->text.len)) {
		rule_error_at(e, n->file, n->at,
			      "'%s' must be less than %d bytes, on one line, without control "
			      "characters",
			      n->key->text.s, MESSAGES_TEXT);
		return false;
	}
	own = own_text(n->key->text.s);
	if (own != NULL && !messages_agree(own, n->text.s)) {
		rule_error_at(e, n->file, n->at, "'%s' must have the placeholders of \"%s\"",
			      n->key->text.s, own);
		return false;
	}
	out->id = arena_copy(a, n->key->text.s, n->key->text.len);
	out->text = arena_copy(a, n->text.s, n->text.len);
	return true;
}

static void read_tree(struct messages *m, struct language *l, const char *name,
		      const struct yaml_node *root, struct rule_errors *e)
{
	if (root == NULL || root->kind != YAML_MAPPING) {
		rule_error_at(e, name, root != NULL ? root->at : (struct text_place){ 0, 0 },
			      "a catalogue is a mapping of ids to texts");
		return;
	}
	if (root->n > MESSAGES_EACH) {
		rule_error_at(e, name, root->at, "there are more than %d texts", MESSAGES_EACH);
		return;
	}
	l->entries = arena_new(&m->arena, struct entry, root->n + 1);
	for (const struct yaml_node *n = root->first; n != NULL; n = n->next)
		l->n += read_entry(e, &m->arena, n, &l->entries[l->n]);
	qsort(l->entries, l->n, sizeof(l->entries[0]), by_id);
}

/* "ja", "zh-Hant": letters, digits and hyphens (BCP 47). */
static bool is_language(const char *s, size_t n)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

	return n > 0 && n < MESSAGES_LANG && strspn(s, letters) > 0 && s[n - 1] != '-' &&
	       strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") >= n;
}

static bool add_language(struct messages *m, const char *name, const char *lang, const char *text,
			 size_t n, char *error, size_t size)
{
	struct language *l = &m->languages[m->n];
	struct rule_errors e = { 0 };
	struct arena trees = { 0 };
	bool good;

	(void)snprintf(l->name, sizeof(l->name), "%s", lang);
	read_tree(m, l, name, yaml_read(&trees, name, text, n, &e), &e);
	good = e.errors == 0;
	if (!good)
		(void)snprintf(error, size, "%s:%d:%d: %s", name, e.kept[0].at.line,
			       e.kept[0].at.column, e.kept[0].text);
	m->n += good;
	rule_errors_free(&e);
	arena_free(&trees);
	return good;
}

struct messages *messages_parse(const char *name, const char *lang, const char *text, size_t n,
				char *error, size_t size)
{
	struct messages *m = calloc(1, sizeof(*m));

	if (m == NULL)
		(void)snprintf(error, size, "no memory");
	else if (!is_language(lang, strlen(lang)))
		(void)snprintf(error, size, "'%.40s' is no language", lang);
	else if (add_language(m, name, lang, text, n, error, size))
		return m;
	messages_free(m);
	return NULL;
}

static bool read_file(struct messages *m, const char *folder, const char *file, char *error,
		      size_t size)
{
	char path[4096], lang[MESSAGES_LANG];
	char *text = malloc(YAML_SIZE + 1);
	FILE *f = NULL;
	size_t n = 0;
	bool good = false;

	(void)snprintf(lang, sizeof(lang), "%.*s", (int)strlen(file) - (int)strlen(".yaml"), file);
	if (snprintf(path, sizeof(path), "%s/%s", folder, file) < (int)sizeof(path) && text != NULL)
		f = fopen(path, "re");
	if (f != NULL)
		n = fread(text, 1, YAML_SIZE + 1, f);
	if (f == NULL || ferror(f) != 0)
		(void)snprintf(error, size, "%s/%s: cannot be read: %s", folder, file,
			       strerror(errno));
	else
		good = add_language(m, path, lang, text, n, error, size);
	if (f != NULL)
		(void)fclose(f);
	free(text);
	return good;
}

static int is_catalogue(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return n > 5 && strcmp(d->d_name + n - 5, ".yaml") == 0 && is_language(d->d_name, n - 5);
}

struct messages *messages_read(const char *folder, char *error, size_t size)
{
	struct messages *m = calloc(1, sizeof(*m));
	struct dirent **files = NULL;
	int n = m != NULL ? scandir(folder, &files, is_catalogue, alphasort) : -1;
	bool good = n >= 0;

	if (n < 0)
		(void)snprintf(error, size, "%s: cannot be read: %s", folder, strerror(errno));
	if (n > MESSAGES_LANGS) {
		(void)snprintf(error, size, "%s: there are more than %d languages", folder,
			       MESSAGES_LANGS);
		good = false;
	}
	for (int i = 0; i < n; i++) {
		good = good && read_file(m, folder, files[i]->d_name, error, size);
		free(files[i]);
	}
	free(files);
	if (good)
		return m;
	messages_free(m);
	return NULL;
}

void messages_free(struct messages *m)
{
	if (m != NULL)
		arena_free(&m->arena);
	free(m);
}
