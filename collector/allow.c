#include "collector/allow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const roles[] = { [ALLOW_SENSOR] = "sensor", [ALLOW_SUBSCRIBER] = "subscriber" };

enum { NROLES = sizeof(roles) / sizeof(roles[0]), WORDS = 3 };

const char *allow_role_name(enum allow_role role)
{
	return roles[role];
}

void allow_free(struct allow *a)
{
	free(a->entries);
	*a = (struct allow){ 0 };
}

/* Words and where they stand; a line has more than WORDS when *n says so. */
struct words {
	char text[WORDS][CURVE_KEY_NAME + 1];
	size_t n;
	bool long_word;
};

static void split(const char *p, const char *end, struct words *w)
{
	w->n = 0;
	w->long_word = false;
	while (p < end) {
		const char *from;

		while (p < end && (*p == ' ' || *p == '\t' || *p == '\r'))
			p++;
		from = p;
		while (p < end && *p != ' ' && *p != '\t' && *p != '\r')
			p++;
		/* Keys have '#' in them: a comment is what stands where no word may. */
		if (p == from || (*from == '#' && (w->n == 0 || w->n == WORDS)))
			break;
		if (w->n < WORDS) {
			size_t n = (size_t)(p - from);

			w->long_word = w->long_word || n >= sizeof(w->text[0]);
			if (n >= sizeof(w->text[0]))
				n = sizeof(w->text[0]) - 1;
			memcpy(w->text[w->n], from, n);
			w->text[w->n][n] = '\0';
		}
		w->n++;
	}
}

static bool role_of(const char *text, enum allow_role *role)
{
	for (size_t i = 0; i < NROLES; i++) {
		if (strcmp(text, roles[i]) == 0) {
			*role = (enum allow_role)i;
			return true;
		}
	}
	return false;
}

/* NULL: it is right. */
static const char *entry_of(const struct words *w, struct allow_entry *e)
{
	if (!role_of(w->text[0], &e->role))
		return "a line begins with 'sensor' or 'subscriber'";
	if (w->n != WORDS || w->long_word)
		return "a line has three words: sensor NAME KEY, or subscriber NAME KEY";
	if (!wire_name_good(w->text[1]))
		return "this is no name: letters, digits, '.', '_' and '-', at most 63 of them";
	if (strcmp(w->text[1], ALLOW_OWN_NAME) == 0)
		return "the name 'collector' is the collector's own";
	if (!curve_key_good(w->text[2]))
		return "this is no public key: 40 characters, as keygen writes them";
	memcpy(e->name, w->text[1], strlen(w->text[1]) + 1);
	memcpy(e->key, w->text[2], strlen(w->text[2]) + 1);
	return NULL;
}

static int by_name(const void *a, const void *b)
{
	const struct allow_entry *l = a;
	const struct allow_entry *r = b;

	return strcmp(l->name, r->name);
}

static int by_key(const void *a, const void *b)
{
	const struct allow_entry *const *l = a;
	const struct allow_entry *const *r = b;

	return strcmp((*l)->key, (*r)->key);
}

static bool grow(struct allow *a, size_t *room)
{
	size_t more = *room == 0 ? 16 : *room * 2;
	struct allow_entry *entries;

	if (a->n < *room)
		return true;
	entries = reallocarray(a->entries, more, sizeof(*entries));
	if (entries == NULL)
		return false;
	a->entries = entries;
	*room = more;
	return true;
}

/* Sorts by name and finds what occurs twice. */
static bool finish(struct allow *a, const char *name, char *error, size_t size)
{
	const struct allow_entry **keys;
	bool good = true;

	if (a->n == 0)
		return true;
	qsort(a->entries, a->n, sizeof(*a->entries), by_name);
	keys = reallocarray(NULL, a->n, sizeof(*keys));
	if (keys == NULL) {
		(void)snprintf(error, size, "%s: no memory", name);
		return false;
	}
	for (size_t i = 0; i < a->n; i++)
		keys[i] = &a->entries[i];
	qsort(keys, a->n, sizeof(*keys), by_key);
	for (size_t i = 1; good && i < a->n; i++) {
		if (strcmp(a->entries[i - 1].name, a->entries[i].name) == 0) {
			(void)snprintf(error, size, "%s: the name %s is there twice", name,
				       a->entries[i].name);
			good = false;
		} else if (strcmp(keys[i - 1]->key, keys[i]->key) == 0) {
			(void)snprintf(error, size, "%s: %s and %s have the same key", name,
				       keys[i - 1]->name, keys[i]->name);
			good = false;
		}
	}
	free(keys);
	return good;
}

static const char *add_line(struct allow *a, size_t *room, const char *p, const char *end)
{
	struct words w;
	const char *why;

	split(p, end, &w);
	if (w.n == 0)
		return NULL;
	if (a->n == ALLOW_MAX)
		return "the list is too long: 4096 names at most";
	if (!grow(a, room))
		return "no memory";
	why = entry_of(&w, &a->entries[a->n]);
	if (why == NULL)
		a->n++;
	return why;
}

bool allow_parse(struct allow *a, const char *name, const char *text, size_t n, char *error,
		 size_t size)
{
	struct allow new = { 0 };
	size_t room = 0;
	unsigned line = 1;
	const char *why = NULL;
	const char *end = text + n;

	if (memchr(text, '\0', n) != NULL)
		why = "a NUL byte: this is not text";
	for (const char *p = text; why == NULL && p < end; line++) {
		const char *eol = memchr(p, '\n', (size_t)(end - p));

		why = add_line(&new, &room, p, eol != NULL ? eol : end);
		if (why != NULL)
			break;
		p = eol != NULL ? eol + 1 : end;
	}
	if (why != NULL)
		(void)snprintf(error, size, "%s:%u: %s", name, line, why);
	if (why != NULL || !finish(&new, name, error, size)) {
		allow_free(&new);
		return false;
	}
	allow_free(a);
	*a = new;
	return true;
}

const struct allow_entry *allow_by_key(const struct allow *a, const char *key)
{
	for (size_t i = 0; i < a->n; i++) {
		if (strcmp(a->entries[i].key, key) == 0)
			return &a->entries[i];
	}
	return NULL;
}

const struct allow_entry *allow_by_name(const struct allow *a, const char *name)
{
	size_t low = 0;
	size_t high = a->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(name, a->entries[middle].name);

		if (order == 0)
			return &a->entries[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
