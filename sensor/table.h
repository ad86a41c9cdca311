#ifndef SENSOR_TABLE_H
#define SENSOR_TABLE_H
/*
 * Slots of fixed number, found by key and known by age: what the bounded tables of assets and
 * conversations have in common. Holds only numbers; the slots' contents are the owner's array.
 *
 * Every slot is always in one of the age lists, free ones at the old end, so the slot to take next
 * is simply the oldest. A slot has `keys` keys, each of which may be in the index or not; key k of
 * slot s has id s * keys + k. The owner compares keys, and forgets them before it reuses the slot.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TABLE_NONE UINT32_MAX

enum { TABLE_LISTS = 2 }; /* age lists; all slots begin in list 0 */

struct table_link {
	uint32_t older, newer;
};

struct table {
	uint32_t nslots, keys;
	uint32_t mask;		/* buckets - 1 */
	uint64_t seed;		/* of the hash; nothing that is printed depends on it */
	uint32_t *bucket;	/* first key id of each chain */
	uint32_t *chain;	/* next key id, by key id */
	struct table_link *age; /* by slot, then the lists' own ends */
};

/* False: no memory. nslots * keys is below UINT32_MAX / 2, or it asserts. */
bool table_init(struct table *t, uint32_t nslots, uint32_t keys)
	__attribute__((warn_unused_result));
void table_free(struct table *t);
/* Bytes that a slot costs in here. */
size_t table_cost(uint32_t keys);

/* A hash of n words; the same in one run only. */
static inline uint64_t table_hash(const struct table *t, const uint64_t *w, size_t n)
{
	uint64_t h = t->seed;

	for (size_t i = 0; i < n; i++) {
		h = (h ^ w[i]) * 0x9e3779b97f4a7c15U;
		h ^= h >> 32;
	}
	return h;
}

/* The ids of the keys with that hash, and perhaps of others; TABLE_NONE ends the chain. */
static inline uint32_t table_first(const struct table *t, uint64_t hash)
{
	return t->bucket[hash & t->mask];
}

static inline uint32_t table_next(const struct table *t, uint32_t id)
{
	return t->chain[id];
}

/* Puts a key into the index, and takes it out; hash must be the same both times. */
void table_add(struct table *t, uint32_t id, uint64_t hash);
void table_remove(struct table *t, uint32_t id, uint64_t hash);

/* Makes the slot the newest of an age list, or the oldest. */
void table_newest(struct table *t, uint32_t slot, unsigned list);
void table_oldest(struct table *t, uint32_t slot, unsigned list);
/* The oldest slot of a list; TABLE_NONE: it is empty. */
uint32_t table_old(const struct table *t, unsigned list);

#endif
