#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "collector/correlate_inside.h"

bool identity_equal(const struct identity *a, const struct identity *b)
{
	return memcmp(a->b, b->b, sizeof(a->b)) == 0;
}

/* What is found by it is compared: whoever makes two things of one identity gains nothing. */
void identity_of(struct identity *out, const void *p, size_t n)
{
	static const uint8_t same[crypto_shorthash_siphashx24_KEYBYTES] = "of an identity";

	(void)crypto_shorthash_siphashx24(out->b, p, n, same);
}
_Static_assert((size_t)CORRELATE_KEY == crypto_shorthash_siphashx24_BYTES, "an identity is a hash");

bool filter_add(uint8_t filter[CORRELATE_FILTER], const struct identity *id)
{
	unsigned bit = (unsigned)(id->b[0] | id->b[1] << 8) % (CORRELATE_FILTER * 8);
	uint8_t mask = (uint8_t)(1U << (bit & 7));
	bool is_new = (filter[bit >> 3] & mask) == 0;

	filter[bit >> 3] |= mask;
	return is_new;
}

/* ---- the index: slots by identities ------------------------------------------------------- */

bool index_init(struct index *x, uint32_t slots)
{
	x->nbuckets = 64;
	while (x->nbuckets < slots * 4)
		x->nbuckets *= 2;
	x->buckets = malloc(x->nbuckets * sizeof(*x->buckets));
	if (x->buckets == NULL)
		return false;
	memset(x->buckets, 0xff, x->nbuckets * sizeof(*x->buckets));
	x->free = CORRELATE_NONE;
	randombytes_buf(x->secret, sizeof(x->secret));
	return true;
}

void index_free(struct index *x)
{
	free(x->buckets);
	free(x->nodes);
}

static uint64_t hash_of(const struct index *x, enum index_kind kind, const struct identity *id)
{
	uint8_t in[CORRELATE_KEY + 1], out[crypto_shorthash_BYTES];
	uint64_t hash;

	memcpy(in, id->b, CORRELATE_KEY);
	in[CORRELATE_KEY] = (uint8_t)kind;
	(void)crypto_shorthash(out, in, sizeof(in), x->secret);
	memcpy(&hash, out, sizeof(hash));
	return hash;
}

static uint32_t new_node(struct index *x)
{
	uint32_t at = x->free;

	if (at != CORRELATE_NONE) {
		x->free = x->nodes[at].next;
		return at;
	}
	if (x->n == x->room) {
		uint32_t room = x->room == 0 ? 256 : x->room * 2;
		struct node *more = reallocarray(x->nodes, room, sizeof(*more));

		if (more == NULL)
			return CORRELATE_NONE;
		x->nodes = more;
		x->room = room;
	}
	return x->n++;
}

bool index_add(struct index *x, enum index_kind kind, const struct identity *id, uint32_t slot)
{
	uint64_t hash = hash_of(x, kind, id);
	uint32_t *bucket = &x->buckets[hash & (x->nbuckets - 1)];
	uint32_t at = new_node(x);

	if (at == CORRELATE_NONE)
		return false;
	x->nodes[at] = (struct node){ .hash = hash, .slot = slot, .next = *bucket };
	*bucket = at;
	return true;
}

void index_remove(struct index *x, enum index_kind kind, const struct identity *id, uint32_t slot)
{
	uint64_t hash = hash_of(x, kind, id);
	uint32_t *link = &x->buckets[hash & (x->nbuckets - 1)];

	while (*link != CORRELATE_NONE) {
		struct node *n = &x->nodes[*link];
		uint32_t at = *link;

		if (n->hash != hash || n->slot != slot) {
			link = &n->next;
			continue;
		}
		*link = n->next;
		n->next = x->free;
		x->free = at;
		return;
	}
}

bool index_next(const struct index *x, enum index_kind kind, const struct identity *id,
		uint32_t *at, uint32_t *slot)
{
	uint64_t hash;

	if (*at == CORRELATE_NONE) {
		hash = hash_of(x, kind, id);
		*at = x->buckets[hash & (x->nbuckets - 1)];
	} else {
		hash = x->nodes[*at].hash;
		*at = x->nodes[*at].next;
	}
	while (*at != CORRELATE_NONE && x->nodes[*at].hash != hash)
		*at = x->nodes[*at].next;
	if (*at == CORRELATE_NONE)
		return false;
	*slot = x->nodes[*at].slot;
	return true;
}

/* ---- lists of slots ----------------------------------------------------------------------- */

void list_add(struct correlate *c, struct list *l, uint32_t slot)
{
	struct slot *s = &c->slots[slot];

	s->older = l->newest;
	s->newer = CORRELATE_NONE;
	if (l->newest != CORRELATE_NONE)
		c->slots[l->newest].newer = slot;
	else
		l->oldest = slot;
	l->newest = slot;
	l->n++;
}

void list_remove(struct correlate *c, struct list *l, uint32_t slot)
{
	struct slot *s = &c->slots[slot];

	if (s->older != CORRELATE_NONE)
		c->slots[s->older].newer = s->newer;
	else
		l->oldest = s->newer;
	if (s->newer != CORRELATE_NONE)
		c->slots[s->newer].older = s->older;
	else
		l->newest = s->older;
	l->n--;
}

uint32_t slot_number(const struct correlate *c, const struct slot *s)
{
	return (uint32_t)(s - c->slots);
}

struct slot *slot_of_id(const struct correlate *c, const char *id)
{
	uint32_t at = CORRELATE_NONE, slot;
	struct identity key;

	identity_of(&key, id, strnlen(id, INCIDENT_ID));
	while (index_next(&c->index, INDEX_ID, &key, &at, &slot)) {
		if (strcmp(c->slots[slot].i->id, id) == 0)
			return &c->slots[slot];
	}
	return NULL;
}

/* ---- what a slot is found by -------------------------------------------------------------- */

typedef void each_identity(struct correlate *c, enum index_kind kind, const struct identity *id,
			   uint32_t slot);

static void of_end(struct correlate *c, const struct slot *s, enum index_kind kind,
		   const struct incident_end *e, each_identity *each)
{
	struct identity id;

	if (end_identity(&id, s->i->site, e, false))
		each(c, kind, &id, slot_number(c, s));
	if (end_identity(&id, s->i->site, e, true))
		each(c, kind, &id, slot_number(c, s));
}

static bool is_nobody(const struct incident_end *e)
{
	return e->nips == 0 && !e->has_mac;
}

static void each_of(struct correlate *c, const struct slot *s, each_identity *each)
{
	for (uint32_t k = 0; k < s->nkeys; k++)
		each(c, INDEX_KEY, &s->keys[k], slot_number(c, s));
	if (s->grouped)
		each(c, INDEX_GROUP, &s->group, slot_number(c, s));
	if (is_nobody(&s->i->source) && is_nobody(&s->i->target)) {
		struct identity id;

		identity_of(&id, s->i->site, strlen(s->i->site));
		each(c, INDEX_NOBODY, &id, slot_number(c, s));
	}
	of_end(c, s, INDEX_SOURCE, &s->i->source, each);
	of_end(c, s, INDEX_TARGET, &s->i->target, each);
	for (uint32_t k = 0; k < s->i->ntargets; k++)
		of_end(c, s, INDEX_TARGET, &s->i->targets[k], each);
}

static void add(struct correlate *c, enum index_kind kind, const struct identity *id, uint32_t slot)
{
	(void)index_add(&c->index, kind, id, slot);
}

static void drop(struct correlate *c, enum index_kind kind, const struct identity *id,
		 uint32_t slot)
{
	index_remove(&c->index, kind, id, slot);
}

void index_slot(struct correlate *c, struct slot *s)
{
	each_of(c, s, add);
}

void unindex_slot(struct correlate *c, struct slot *s)
{
	each_of(c, s, drop);
}
