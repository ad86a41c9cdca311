#include "sensor/detect/baseline.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "sensor/detect/baseline_inside.h"
#include "sensor/detect/state_inside.h"

enum { BUCKETS_FIRST = 1024 };

struct baseline *baseline_new(void)
{
	struct baseline *b = calloc(1, sizeof(*b));

	if (b == NULL)
		return NULL;
	b->nbuckets = BUCKETS_FIRST;
	b->buckets = calloc(b->nbuckets, sizeof(struct baseline_node *));
	if (b->buckets == NULL) {
		free(b);
		return NULL;
	}
	/* Entries are sorted before they are written: no result depends on it. */
	if (getrandom(b->seed, sizeof(b->seed), GRND_NONBLOCK) != (ssize_t)sizeof(b->seed))
		memcpy(b->seed, "kagami: no seed!", sizeof(b->seed));
	return b;
}

void baseline_free(struct baseline *b)
{
	if (b == NULL)
		return;
	free(b->buckets);
	arena_free(&b->arena);
	free(b);
}

/* ---- rules ------------------------------------------------------------------------------- */

struct baseline_rule *baseline_rule(const struct baseline *b, const char *id)
{
	uint64_t hash = siphash(b->seed, id, strlen(id));
	struct baseline_rule *r = b->rules[hash % BASELINE_RULE_BUCKETS];

	while (r != NULL && (r->hash != hash || strcmp(r->id, id) != 0))
		r = r->next;
	return r;
}

struct baseline_rule *baseline_rule_make(struct baseline *b, const char *id)
{
	struct baseline_rule *r = baseline_rule(b, id);

	if (r != NULL)
		return r;
	if (b->nrules == BASELINE_RULES) {
		b->full++;
		return NULL;
	}
	r = arena_new(&b->arena, struct baseline_rule, 1);
	r->id = arena_copy(&b->arena, id, strlen(id));
	r->hash = siphash(b->seed, id, strlen(id));
	r->next = b->rules[r->hash % BASELINE_RULE_BUCKETS];
	b->rules[r->hash % BASELINE_RULE_BUCKETS] = r;
	b->nrules++;
	return r;
}

bool baseline_knows(const struct baseline *b, const char *rule)
{
	return baseline_rule(b, rule) != NULL;
}

bool baseline_know(struct baseline *b, const char *rule)
{
	return baseline_rule_make(b, rule) != NULL;
}

/* ---- entries ----------------------------------------------------------------------------- */

/* Values as one piece. */
struct piece_of {
	uint32_t n;
	uint32_t len;
	char bytes[RULE_BY * STATE_TEXT];
};

static uint64_t join(const struct baseline *b, const struct baseline_rule *r, uint32_t n,
		     const char *const *values, struct piece_of *out)
{
	out->n = n < RULE_BY ? n : RULE_BY;
	out->len = 0;
	for (uint32_t i = 0; i < out->n; i++) {
		size_t len = strnlen(values[i], STATE_TEXT - 1);

		memcpy(out->bytes + out->len, values[i], len);
		out->bytes[out->len + len] = '\0';
		out->len += (uint32_t)len + 1;
	}
	return siphash(b->seed, out->bytes, out->len) ^ r->hash;
}

static struct baseline_node *find(const struct baseline *b, const struct baseline_rule *r,
				  uint64_t hash, const struct piece_of *values)
{
	struct baseline_node *e = b->buckets[hash & (b->nbuckets - 1)];

	while (e != NULL &&
	       (e->hash != hash || e->rule != r || e->n != values->n || e->len != values->len ||
		memcmp(e->values, values->bytes, e->len) != 0))
		e = e->chain;
	return e;
}

struct baseline_node *baseline_node(const struct baseline *b, const struct baseline_rule *r,
				    uint32_t n, const char *const *values)
{
	struct piece_of piece;
	uint64_t hash = join(b, r, n, values, &piece);

	return find(b, r, hash, &piece);
}

struct baseline_entry *baseline_find(struct baseline *b, const char *rule, uint32_t n,
				     const char *const *values)
{
	const struct baseline_rule *r = baseline_rule(b, rule);
	struct baseline_node *e = r != NULL ? baseline_node(b, r, n, values) : NULL;

	return e != NULL ? &e->entry : NULL;
}

/* As many buckets as entries, at least. Without memory chains grow longer instead. */
static void grow(struct baseline *b)
{
	uint32_t nbuckets = b->nbuckets * 2;
	struct baseline_node **buckets = calloc(nbuckets, sizeof(struct baseline_node *));

	if (buckets == NULL)
		return;
	for (uint32_t i = 0; i < b->nbuckets; i++) {
		struct baseline_node *e = b->buckets[i];

		while (e != NULL) {
			struct baseline_node *chain = e->chain;
			struct baseline_node **to = &buckets[e->hash & (nbuckets - 1)];

			e->chain = *to;
			*to = e;
			e = chain;
		}
	}
	free(b->buckets);
	b->buckets = buckets;
	b->nbuckets = nbuckets;
}

struct baseline_entry *baseline_learn(struct baseline *b, const char *rule, uint32_t n,
				      const char *const *values)
{
	struct baseline_rule *r = baseline_rule_make(b, rule);
	struct baseline_node *e;
	struct piece_of piece;
	uint64_t hash;

	if (r == NULL)
		return NULL;
	hash = join(b, r, n, values, &piece);
	e = find(b, r, hash, &piece);
	if (e != NULL)
		return &e->entry;
	if (b->n == BASELINE_ENTRIES) {
		b->full++;
		return NULL;
	}
	if (b->n >= b->nbuckets)
		grow(b);
	e = arena_get(&b->arena, sizeof(*e) + piece.len);
	*e = (struct baseline_node){ .rule = r, .hash = hash, .n = piece.n, .len = piece.len };
	memcpy(e->values, piece.bytes, piece.len);
	e->chain = b->buckets[hash & (b->nbuckets - 1)];
	b->buckets[hash & (b->nbuckets - 1)] = e;
	if (r->last != NULL)
		r->last->next = e;
	else
		r->first = e;
	r->last = e;
	r->n++;
	b->n++;
	return &e->entry;
}

void baseline_values(const struct baseline_node *e, const char *values[RULE_BY])
{
	const char *text = e->values;

	for (uint32_t i = 0; i < e->n; i++) {
		values[i] = text;
		text += strlen(text) + 1;
	}
}

void baseline_each(struct baseline *b, const char *rule,
		   void (*each)(void *ctx, uint32_t n, const char *const *values,
				const struct baseline_entry *entry),
		   void *ctx)
{
	const struct baseline_rule *r = baseline_rule(b, rule);
	const char *values[RULE_BY];

	for (const struct baseline_node *e = r != NULL ? r->first : NULL; e != NULL; e = e->next) {
		baseline_values(e, values);
		each(ctx, e->n, values, &e->entry);
	}
}

void baseline_visits(struct baseline *b, const char *rule)
{
	const struct baseline_rule *r = baseline_rule(b, rule);
	struct baseline_node *first = r != NULL ? r->first : NULL;
	uint64_t from = UINT64_MAX, to = 0;

	for (const struct baseline_node *e = first; e != NULL; e = e->next) {
		if (e->entry.first != 0 && e->entry.first < from)
			from = e->entry.first;
		if (e->entry.last > to)
			to = e->entry.last;
	}
	for (struct baseline_node *e = first; e != NULL; e = e->next)
		e->entry.visit =
			e->entry.first != 0 && e->entry.last - e->entry.first < (to - from) / 2;
}

void baseline_seen(struct baseline_entry *e, uint64_t at)
{
	if (e->first == 0 || at < e->first)
		e->first = at;
	if (at > e->last)
		e->last = at;
}

uint64_t baseline_full(const struct baseline *b)
{
	return b->full;
}

/* ---- where it comes from ----------------------------------------------------------------- */

void baseline_source(struct baseline *b, const char *name)
{
	for (uint32_t i = 0; i < b->nsources; i++) {
		if (strcmp(b->sources[i], name) == 0)
			return;
	}
	if (b->nsources < BASELINE_SOURCES)
		b->sources[b->nsources++] = arena_copy(&b->arena, name, strlen(name));
}

void baseline_learned(struct baseline *b, const char *source, uint64_t from, uint64_t to)
{
	if (source != NULL)
		baseline_source(b, source);
	if (from != 0 && (b->from == 0 || from < b->from))
		b->from = from;
	if (to > b->to)
		b->to = to;
}
