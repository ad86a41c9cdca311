#ifndef COMMON_ARENA_H
#define COMMON_ARENA_H
/*
 * Memory that lives as long as one rule set: taken piece by piece while it is loaded, given back at
 * once when the next one has taken its place. Never used per packet.
 */
#include <stddef.h>

struct arena {
	struct arena_block *block; /* the newest */
	size_t bytes;		   /* taken from the system */
	struct arena_end *ends;	   /* what to do at the end, the last first */
};

/* n zeroed bytes, aligned for anything; never NULL (the program ends when there is no memory). */
void *arena_get(struct arena *a, size_t n) __attribute__((returns_nonnull, malloc, alloc_size(2)));

/* A copy of n bytes with a NUL behind it. */
char *arena_copy(struct arena *a, const char *s, size_t n) __attribute__((returns_nonnull));

/* Calls give_back(p) when the arena is freed, before its memory goes: for things that an arena
 * cannot hold. */
void arena_at_end(struct arena *a, void (*give_back)(void *p), void *p);

/* Gives everything back; the arena is empty and can be used again. All zero is an empty one. */
void arena_free(struct arena *a);

/* n zeroed things of a type. */
#define arena_new(a, type, n) ((type *)arena_get((a), (size_t)(n) * sizeof(type)))

#endif
