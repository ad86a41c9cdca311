#include <assert.h>
#include <stdlib.h>

#include "sensor/pool.h"

/* A handle: index + 1, with the top bit for the large ones. */
#define LARGE_BIT 0x80000000U

static const size_t sizes[2] = { POOL_SMALL, POOL_LARGE };

bool pool_init(struct pool *p, uint32_t small, uint32_t large)
{
	*p = (struct pool){ .n = { small, large } };
	for (unsigned k = 0; k < 2; k++) {
		/* One more, so that a limit of 0 is no special case. */
		p->bytes[k] = malloc((p->n[k] + (size_t)1) * sizes[k]);
		p->next[k] = calloc(p->n[k] + (size_t)1, sizeof(uint32_t));
		if (p->bytes[k] == NULL || p->next[k] == NULL) {
			pool_free(p);
			return false;
		}
	}
	return true;
}

void pool_free(struct pool *p)
{
	for (unsigned k = 0; k < 2; k++) {
		free(p->bytes[k]);
		free(p->next[k]);
		p->bytes[k] = NULL;
		p->next[k] = NULL;
	}
}

/* free[k] and next[k][] hold index + 1, 0 ends the list. */
static uint32_t get(struct pool *p, unsigned k)
{
	uint32_t i = p->free[k];

	if (i != 0)
		p->free[k] = p->next[k][i - 1];
	else if (p->never[k] < p->n[k])
		i = ++p->never[k];
	else
		return POOL_NONE;
	p->used[k]++;
	return k == 1 ? i | LARGE_BIT : i;
}

uint32_t pool_get(struct pool *p, size_t n)
{
	uint32_t handle = n <= POOL_SMALL ? get(p, 0) : POOL_NONE;

	return handle == POOL_NONE && n <= POOL_LARGE ? get(p, 1) : handle;
}

void pool_put(struct pool *p, uint32_t handle)
{
	unsigned k = (handle & LARGE_BIT) != 0;
	uint32_t i = handle & ~LARGE_BIT;

	assert(i > 0 && i <= p->n[k]);
	p->next[k][i - 1] = p->free[k];
	p->free[k] = i;
	p->used[k]--;
}

uint8_t *pool_at(const struct pool *p, uint32_t handle)
{
	unsigned k = (handle & LARGE_BIT) != 0;

	return p->bytes[k] + ((handle & ~LARGE_BIT) - 1) * sizes[k];
}

size_t pool_size(uint32_t handle)
{
	return (handle & LARGE_BIT) != 0 ? POOL_LARGE : POOL_SMALL;
}
