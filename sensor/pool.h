#ifndef SENSOR_POOL_H
#define SENSOR_POOL_H
/*
 * Buffers for bytes that must outlive their frame: segments that came too early and messages of
 * which a part is missing. Two bounded pools, small and large, made at start.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { POOL_SMALL = 4096, POOL_LARGE = 65536, POOL_NONE = 0 };

struct pool {
	uint8_t *bytes[2]; /* small, large */
	uint32_t *next[2]; /* lists of free ones */
	uint32_t n[2], free[2], never[2];
	uint32_t used[2];
};

/* Room for so many small and large buffers. False: no memory. */
bool pool_init(struct pool *p, uint32_t small, uint32_t large) __attribute__((warn_unused_result));
void pool_free(struct pool *p);

/* A buffer of at least n bytes: a handle, POOL_NONE when there is none (or n is too large). */
uint32_t pool_get(struct pool *p, size_t n);
void pool_put(struct pool *p, uint32_t handle);

/* The buffer's bytes and how many there are. */
uint8_t *pool_at(const struct pool *p, uint32_t handle);
size_t pool_size(uint32_t handle);

#endif
