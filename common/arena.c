#include "common/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/log.h"

enum { BLOCK = 64 * 1024 };

struct arena_block {
	struct arena_block *older;
	size_t used, size;
	alignas(max_align_t) unsigned char bytes[];
};

struct arena_end {
	struct arena_end *before;
	void (*give_back)(void *p);
	void *p;
};

static struct arena_block *more(struct arena *a, size_t n)
{
	size_t size = n > BLOCK / 4 ? n : BLOCK;
	struct arena_block *b;

	if (size > SIZE_MAX - sizeof(*b))
		fatalx("a rule set that needs too much memory");
	b = calloc(1, sizeof(*b) + size);
	if (b == NULL)
		fatal("rules");
	b->size = size;
	a->bytes += sizeof(*b) + size;
	/* A large piece has a block of its own, behind the one in use. */
	if (a->block != NULL && size != BLOCK) {
		b->older = a->block->older;
		a->block->older = b;
	} else {
		b->older = a->block;
		a->block = b;
	}
	return b;
}

void *arena_get(struct arena *a, size_t n)
{
	const size_t align = alignof(max_align_t);
	struct arena_block *b = a->block;

	if (n > SIZE_MAX - align)
		fatalx("a rule set that needs too much memory");
	n = n == 0 ? align : (n + align - 1) / align * align;
	if (b == NULL || b->size - b->used < n)
		b = more(a, n);
	void *p = b->bytes + b->used;

	b->used += n;
	return p;
}

char *arena_copy(struct arena *a, const char *s, size_t n)
{
	char *p = arena_get(a, n + 1);

	if (n > 0)
		memcpy(p, s, n);
	return p;
}

void arena_at_end(struct arena *a, void (*give_back)(void *p), void *p)
{
	struct arena_end *end = arena_new(a, struct arena_end, 1);

	*end = (struct arena_end){ a->ends, give_back, p };
	a->ends = end;
}

void arena_free(struct arena *a)
{
	struct arena_block *b = a->block;

	for (struct arena_end *end = a->ends; end != NULL; end = end->before)
		end->give_back(end->p);

	while (b != NULL) {
		struct arena_block *older = b->older;

		free(b);
		b = older;
	}
	*a = (struct arena){ NULL, 0, NULL };
}
