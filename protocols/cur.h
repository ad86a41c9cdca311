/*
 * The cursor: the only code that reads packet bytes.
 *
 * A cursor is a borrowed, bounded view of bytes. Every read goes through cur_sub(), which holds the
 * one bounds check; a read that does not fit empties the cursor for good and marks it broken, later
 * reads give 0. So a decoder is a straight line without error handling, and a loop over
 * cur_left() ends. A wire length becomes a child cursor that cannot see past it, never a compared
 * number. To peek, copy the struct.
 */
#ifndef KAGAMI_CUR_H
#define KAGAMI_CUR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Packets are read with these alone: a call that is not inlined costs more than it does. */
#define CUR_INLINE static inline __attribute__((always_inline))

struct cur {
	const uint8_t *p; /* next byte; belongs to whoever made the cursor */
	size_t left;	  /* bytes from p that may be read */
	bool broken;	  /* a read did not fit, or cur_fail() was called */
};

/* A cursor over the n bytes at p, which must outlive it. */
CUR_INLINE struct cur cur_of(const void *p, size_t n)
{
	return (struct cur){ .p = p, .left = n, .broken = false };
}

/* Bytes that can still be read. */
CUR_INLINE size_t cur_left(const struct cur *c)
{
	return c->left;
}

/* Has every read fitted so far? */
CUR_INLINE bool cur_ok(const struct cur *c)
{
	return !c->broken;
}

/* Gives up: the message contradicts itself. Nothing more can be read. */
CUR_INLINE void cur_fail(struct cur *c)
{
	c->left = 0;
	c->broken = true;
}

/*
 * The next n bytes as a cursor of their own, and moves past them; if there are fewer, both break.
 * Of a broken cursor nothing can be taken, not even no bytes.
 */
CUR_INLINE struct cur cur_sub(struct cur *c, size_t n)
{
	/* A broken cursor has nothing left, so that only n of 0 needs to ask. */
	if (__builtin_expect(n > c->left || (n == 0 && c->broken), 0)) {
		cur_fail(c);
		return (struct cur){ .p = c->p, .left = 0, .broken = true };
	}
	struct cur sub = cur_of(c->p, n);
	c->p += n;
	c->left -= n;
	return sub;
}

/* Everything that is left, as a cursor of its own. */
CUR_INLINE struct cur cur_rest(struct cur *c)
{
	return cur_sub(c, c->left);
}

/* At most n of the bytes that are left; never breaks. */
CUR_INLINE struct cur cur_upto(struct cur *c, size_t n)
{
	return cur_sub(c, n < c->left ? n : c->left);
}

/* Moves past n bytes. */
CUR_INLINE void cur_skip(struct cur *c, size_t n)
{
	(void)cur_sub(c, n);
}

/* An unsigned number of n bytes (1..8), most significant first; 0 if it does not fit. */
CUR_INLINE uint64_t cur_be(struct cur *c, size_t n)
{
	struct cur s = cur_sub(c, n);
	uint64_t v = 0;

	for (size_t i = 0; i < s.left; i++)
		v = v << 8 | s.p[i];
	return v;
}

/* An unsigned number of n bytes (1..8), least significant first; 0 if it does not fit. */
CUR_INLINE uint64_t cur_le(struct cur *c, size_t n)
{
	struct cur s = cur_sub(c, n);
	uint64_t v = 0;

	for (size_t i = s.left; i > 0; i--)
		v = v << 8 | s.p[i - 1];
	return v;
}

CUR_INLINE uint8_t cur_u8(struct cur *c)
{
	return (uint8_t)cur_be(c, 1);
}

/* Written out: a compiler makes one load of this, and a loop of cur_be(). */
CUR_INLINE uint16_t cur_be16(struct cur *c)
{
	struct cur s = cur_sub(c, 2);

	if (s.left != 2)
		return 0;
	return (uint16_t)(s.p[0] << 8 | s.p[1]);
}

CUR_INLINE uint32_t cur_be32(struct cur *c)
{
	struct cur s = cur_sub(c, 4);

	if (s.left != 4)
		return 0;
	return (uint32_t)s.p[0] << 24 | (uint32_t)s.p[1] << 16 | (uint32_t)s.p[2] << 8 | s.p[3];
}

/* Byte i of what is left, 0 if there are not so many. Reads ahead without moving. */
CUR_INLINE uint8_t cur_at(const struct cur *c, size_t i)
{
	return i < c->left ? c->p[i] : 0;
}

/* Copies up to cap of the bytes left to dst without moving; returns how many. */
CUR_INLINE size_t cur_copy(const struct cur *c, void *dst, size_t cap)
{
	size_t n = c->left < cap ? c->left : cap;

	if (n > 0)
		memcpy(dst, c->p, n);
	return n;
}

/* Are the n bytes at want the next ones? */
CUR_INLINE bool cur_starts(const struct cur *c, const void *want, size_t n)
{
	return n <= c->left && memcmp(c->p, want, n) == 0;
}

#endif
