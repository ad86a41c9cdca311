#include "sensor/table.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/random.h>

static struct table_link *link_of(const struct table *t, uint32_t i)
{
	return &t->age[i];
}

static void unlink_slot(struct table *t, uint32_t slot)
{
	struct table_link *l = link_of(t, slot);

	link_of(t, l->older)->newer = l->newer;
	link_of(t, l->newer)->older = l->older;
}

/* Puts the slot between two neighbours of a list. */
static void link_slot(struct table *t, uint32_t slot, uint32_t older, uint32_t newer)
{
	*link_of(t, slot) = (struct table_link){ .older = older, .newer = newer };
	link_of(t, older)->newer = slot;
	link_of(t, newer)->older = slot;
}

bool table_init(struct table *t, uint32_t nslots, uint32_t keys)
{
	uint32_t nkeys = nslots * keys;
	uint32_t buckets = 16;

	assert(keys > 0 && nslots > 0 && nslots < UINT32_MAX / 2 / keys);
	while (buckets < nkeys / (keys > 1 ? 2 : 1))
		buckets *= 2;
	*t = (struct table){ .nslots = nslots, .keys = keys, .mask = buckets - 1 };
	t->bucket = calloc(buckets, sizeof(*t->bucket));
	t->chain = calloc(nkeys, sizeof(*t->chain));
	t->age = calloc((size_t)nslots + TABLE_LISTS, sizeof(*t->age));
	if (t->bucket == NULL || t->chain == NULL || t->age == NULL) {
		table_free(t);
		return false;
	}
	/* Whoever can choose addresses must not be able to choose chains. Without it we are as
	 * correct and less robust. */
	if (getrandom(&t->seed, sizeof(t->seed), GRND_NONBLOCK) != sizeof(t->seed))
		t->seed = 0x6b6167616d69U;
	for (uint32_t i = 0; i < buckets; i++)
		t->bucket[i] = TABLE_NONE;
	for (uint32_t i = 0; i < TABLE_LISTS; i++)
		t->age[nslots + i] = (struct table_link){ nslots + i, nslots + i };
	for (uint32_t i = 0; i < nslots; i++)
		link_slot(t, i, t->age[nslots].older, nslots);
	return true;
}

void table_free(struct table *t)
{
	free(t->bucket);
	free(t->chain);
	free(t->age);
	*t = (struct table){ 0 };
}

size_t table_cost(uint32_t keys)
{
	return sizeof(struct table_link) + keys * (sizeof(uint32_t) * 2);
}

void table_add(struct table *t, uint32_t id, uint64_t hash)
{
	uint32_t *first = &t->bucket[hash & t->mask];

	t->chain[id] = *first;
	*first = id;
}

void table_remove(struct table *t, uint32_t id, uint64_t hash)
{
	uint32_t *at = &t->bucket[hash & t->mask];

	while (*at != id) {
		assert(*at != TABLE_NONE);
		at = &t->chain[*at];
	}
	*at = t->chain[id];
}

void table_newest(struct table *t, uint32_t slot, unsigned list)
{
	uint32_t end = t->nslots + list;

	unlink_slot(t, slot);
	link_slot(t, slot, t->age[end].older, end);
}

void table_oldest(struct table *t, uint32_t slot, unsigned list)
{
	uint32_t end = t->nslots + list;

	unlink_slot(t, slot);
	link_slot(t, slot, end, t->age[end].newer);
}

uint32_t table_old(const struct table *t, unsigned list)
{
	uint32_t end = t->nslots + list;
	uint32_t slot = t->age[end].newer;

	return slot == end ? TABLE_NONE : slot;
}
