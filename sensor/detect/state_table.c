/* Entries, and the blocks that they borrow. */
#include "sensor/detect/state_inside.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

/* The lists of entries by age. */
enum { WITHOUT_BLOCKS, WITH_BLOCKS };

/* More than any one entry can want: the largest set of distinct values. */
enum { BLOCKS_SPARE = 256 };

bool state_table_init(struct states *t, uint32_t n)
{
	t->nblocks = n + BLOCKS_SPARE;
	t->slot = calloc(n, sizeof(*t->slot));
	t->blocks = calloc(t->nblocks, sizeof(*t->blocks));
	t->timers = calloc(n, sizeof(*t->timers));
	if (t->slot == NULL || t->blocks == NULL || t->timers == NULL ||
	    !table_init(&t->table, n, 1))
		return false;
	for (uint32_t i = 0; i < n; i++)
		t->slot[i].timer = t->slot[i].block = STATE_NONE_LEFT;
	for (uint32_t i = 0; i < t->nblocks; i++)
		t->blocks[i].next = i + 1 < t->nblocks ? i + 1 : STATE_NONE_LEFT;
	/* Nothing that is told depends on it; without entropy we are as correct and less robust. */
	if (getrandom(t->seed, sizeof(t->seed), GRND_NONBLOCK) != (ssize_t)sizeof(t->seed))
		memcpy(t->seed, "kagami: no seed!", sizeof(t->seed));
	state_key_init(t);
	return true;
}

static uint32_t slot_of(const struct states *t, const struct state_entry *e)
{
	return (uint32_t)(e - t->slot);
}

void state_touch(struct states *t, struct state_entry *e)
{
	e->stamp = ++t->stamp;
	table_newest(&t->table, slot_of(t, e),
		     e->block != STATE_NONE_LEFT ? WITH_BLOCKS : WITHOUT_BLOCKS);
}

struct state_entry *state_find(struct states *t)
{
	const uint64_t *key = t->key.hash;

	for (uint32_t i = table_first(&t->table, key[0]); i != TABLE_NONE;
	     i = table_next(&t->table, i)) {
		struct state_entry *e = &t->slot[i];

		if (e->key[0] == key[0] && e->key[1] == key[1]) {
			state_touch(t, e);
			return e;
		}
	}
	return NULL;
}

void state_drop(struct states *t, struct state_entry *e)
{
	uint32_t slot = slot_of(t, e);

	if (state_ops[e->use].drop != NULL)
		state_ops[e->use].drop(t, e);
	state_timer_clear(t, e);
	state_blocks_drop(t, e);
	table_remove(&t->table, slot, e->key[0]);
	table_oldest(&t->table, slot, WITHOUT_BLOCKS);
	*e = (struct state_entry){ .timer = STATE_NONE_LEFT, .block = STATE_NONE_LEFT };
	t->stats.used--;
}

static void evict(struct states *t, struct state_entry *e)
{
	if (e->until >= t->now)
		t->stats.evicted++;
	state_drop(t, e);
}

/* The entry to use next: a free one, or the one not touched for longest. */
static struct state_entry *oldest(struct states *t)
{
	uint32_t a = table_old(&t->table, WITHOUT_BLOCKS);
	uint32_t b = table_old(&t->table, WITH_BLOCKS);

	if (a == TABLE_NONE || (b != TABLE_NONE && t->slot[b].stamp < t->slot[a].stamp))
		a = b;
	assert(a != TABLE_NONE);
	return &t->slot[a];
}

struct state_entry *state_make(struct states *t, unsigned use, const struct rule *r)
{
	struct state_entry *e = oldest(t);

	if (e->stamp != 0)
		evict(t, e);
	*e = (struct state_entry){
		.key = { t->key.hash[0], t->key.hash[1] },
		.rule = r,
		.born = ++t->born,
		.until = UINT64_MAX,
		.timer = STATE_NONE_LEFT,
		.block = STATE_NONE_LEFT,
		.use = (uint8_t)use,
	};
	table_add(&t->table, slot_of(t, e), e->key[0]);
	state_touch(t, e);
	t->stats.used++;
	return e;
}

uint32_t state_block_get(struct states *t, struct state_entry *e)
{
	while (t->free_block == STATE_NONE_LEFT) {
		uint32_t old = table_old(&t->table, WITH_BLOCKS);

		if (old == TABLE_NONE || &t->slot[old] == e)
			return STATE_NONE_LEFT;
		evict(t, &t->slot[old]);
	}
	uint32_t b = t->free_block;

	t->free_block = t->blocks[b].next;
	t->blocks[b].next = STATE_NONE_LEFT;
	return b;
}

void state_block_put(struct states *t, uint32_t b)
{
	t->blocks[b].next = t->free_block;
	t->free_block = b;
}

void state_blocks_drop(struct states *t, struct state_entry *e)
{
	if (e->block == STATE_NONE_LEFT)
		return;
	while (e->block != STATE_NONE_LEFT) {
		uint32_t b = e->block;

		e->block = t->blocks[b].next;
		state_block_put(t, b);
	}
	state_touch(t, e);
}

uint64_t *state_word(struct states *t, struct state_entry *e, uint32_t i)
{
	uint32_t *link = &e->block;

	for (;; i -= STATE_WORDS) {
		if (*link == STATE_NONE_LEFT) {
			const bool first = link == &e->block;
			uint32_t b = state_block_get(t, e);

			if (b == STATE_NONE_LEFT)
				return NULL;
			*link = b;
			if (first)
				state_touch(t, e);
		}
		if (i < STATE_WORDS)
			return &t->blocks[*link].w[i];
		link = &t->blocks[*link].next;
	}
}
