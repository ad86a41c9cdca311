#include "sensor/deliver/ring.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum {
	RING_MIN = 64 * 1024,
	LINE = 64, /* bytes of a cache line */
	ALIGN = 8, /* items begin at multiples of it, so that a head fits before every end */
};

/* Kind of the filler that sends the taker back to the beginning. */
static const uint32_t wrap_kind = UINT32_MAX;

struct item_head {
	uint32_t n;
	uint32_t kind;
};
_Static_assert(sizeof(struct item_head) == ALIGN, "the smallest rest holds a head");

/*
 * Positions only grow; where in memory they are is their rest by the size. Each thread keeps a copy
 * of the other's position and looks at the real one only when the copy does not let it go on, so
 * that the line does not travel between the cores for every item.
 */
struct side {
	_Alignas(LINE) _Atomic size_t at; /* written by the one thread, read by both */
	size_t sees;			  /* where the other side was when it was looked at last */
	size_t step;			  /* bytes that ring_taken() frees */
};

struct ring {
	struct side put, taken;
	size_t size;
	uint8_t *bytes;
};

struct ring *ring_new(size_t bytes)
{
	struct ring *r;

	if (bytes < RING_MIN || (bytes & (bytes - 1)) != 0 || bytes > UINT32_MAX)
		return NULL;
	r = aligned_alloc(LINE, sizeof(*r));
	if (r == NULL)
		return NULL;
	memset(r, 0, sizeof(*r));
	r->size = bytes;
	r->bytes = aligned_alloc(LINE, bytes);
	if (r->bytes == NULL) {
		free(r);
		return NULL;
	}
	atomic_init(&r->put.at, 0);
	atomic_init(&r->taken.at, 0);
	return r;
}

void ring_free(struct ring *r)
{
	if (r == NULL)
		return;
	free(r->bytes);
	free(r);
}

static size_t item_size(size_t n)
{
	return sizeof(struct item_head) + ((n + ALIGN - 1) & ~(size_t)(ALIGN - 1));
}

size_t ring_item_max(const struct ring *r)
{
	return r->size / 2 - sizeof(struct item_head);
}

static bool room(struct ring *r, size_t put, size_t need)
{
	if (r->size - (put - r->put.sees) >= need)
		return true;
	r->put.sees = atomic_load_explicit(&r->taken.at, memory_order_acquire);
	return r->size - (put - r->put.sees) >= need;
}

static void head_write(struct ring *r, size_t at, size_t n, unsigned kind)
{
	struct item_head head = { .n = (uint32_t)n, .kind = kind };

	memcpy(r->bytes + (at & (r->size - 1)), &head, sizeof(head));
}

bool ring_put(struct ring *r, unsigned kind, const void *p, size_t n)
{
	size_t put = atomic_load_explicit(&r->put.at, memory_order_relaxed);
	size_t rest = r->size - (put & (r->size - 1));
	size_t need = item_size(n);
	size_t filler = need > rest ? rest : 0;

	if (n > ring_item_max(r) || kind == wrap_kind || !room(r, put, filler + need))
		return false;
	if (filler != 0)
		head_write(r, put, 0, wrap_kind);
	put += filler;
	head_write(r, put, n, kind);
	if (n != 0)
		memcpy(r->bytes + (put & (r->size - 1)) + sizeof(struct item_head), p, n);
	atomic_store_explicit(&r->put.at, put + need, memory_order_release);
	return true;
}

bool ring_peek(struct ring *r, struct ring_item *item)
{
	size_t taken = atomic_load_explicit(&r->taken.at, memory_order_relaxed);
	size_t at = taken & (r->size - 1);
	size_t filler = 0;
	struct item_head head;

	if (taken == r->taken.sees)
		r->taken.sees = atomic_load_explicit(&r->put.at, memory_order_acquire);
	if (taken == r->taken.sees)
		return false;
	memcpy(&head, r->bytes + at, sizeof(head));
	if (head.kind == wrap_kind) {
		filler = r->size - at;
		at = 0;
		memcpy(&head, r->bytes, sizeof(head));
	}
	*item = (struct ring_item){
		.p = r->bytes + at + sizeof(head),
		.n = head.n,
		.kind = head.kind,
	};
	r->taken.step = filler + item_size(head.n);
	return true;
}

void ring_taken(struct ring *r)
{
	size_t taken = atomic_load_explicit(&r->taken.at, memory_order_relaxed);

	atomic_store_explicit(&r->taken.at, taken + r->taken.step, memory_order_release);
	r->taken.step = 0;
}

size_t ring_used(const struct ring *r)
{
	/* In this order the first is never ahead of the second. */
	size_t taken = atomic_load_explicit(&r->taken.at, memory_order_acquire);
	size_t put = atomic_load_explicit(&r->put.at, memory_order_acquire);

	return put - taken < r->size ? put - taken : r->size;
}

size_t ring_size(const struct ring *r)
{
	return r->size;
}
