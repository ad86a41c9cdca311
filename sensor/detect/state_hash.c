/*
 * SipHash-2-4: J.-P. Aumasson, D. J. Bernstein, "SipHash: a fast short-input PRF", 2012. The bytes
 * are read as little-endian words whatever the machine, so that its published vectors hold.
 */
#include "sensor/detect/state_inside.h"

struct sip {
	uint64_t v0, v1, v2, v3;
};

static uint64_t turn(uint64_t x, unsigned by)
{
	return x << by | x >> (64 - by);
}

static void rounds(struct sip *s, unsigned n)
{
	while (n-- > 0) {
		s->v0 += s->v1;
		s->v2 += s->v3;
		s->v1 = turn(s->v1, 13) ^ s->v0;
		s->v3 = turn(s->v3, 16) ^ s->v2;
		s->v0 = turn(s->v0, 32);
		s->v2 += s->v1;
		s->v0 += s->v3;
		s->v1 = turn(s->v1, 17) ^ s->v2;
		s->v3 = turn(s->v3, 21) ^ s->v0;
		s->v2 = turn(s->v2, 32);
	}
}

/* Written out, so that compilers make one load of it. */
static uint64_t word(const uint8_t *p)
{
	return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 |
	       (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 |
	       (uint64_t)p[7] << 56;
}

static uint64_t rest(const uint8_t *p, size_t n)
{
	uint64_t w = 0;

	for (size_t i = 0; i < n; i++)
		w |= (uint64_t)p[i] << (8 * i);
	return w;
}

static struct sip absorb(const uint64_t key[2], const uint8_t *p, size_t n, uint64_t wide)
{
	struct sip s = {
		.v0 = key[0] ^ 0x736f6d6570736575U,
		.v1 = key[1] ^ 0x646f72616e646f6dU ^ wide,
		.v2 = key[0] ^ 0x6c7967656e657261U,
		.v3 = key[1] ^ 0x7465646279746573U,
	};
	size_t left = n;
	uint64_t m;

	for (; left >= 8; left -= 8, p += 8) {
		m = word(p);
		s.v3 ^= m;
		rounds(&s, 2);
		s.v0 ^= m;
	}
	m = rest(p, left) | (uint64_t)n << 56;
	s.v3 ^= m;
	rounds(&s, 2);
	s.v0 ^= m;
	return s;
}

uint64_t siphash(const uint64_t key[2], const void *bytes, size_t n)
{
	struct sip s = absorb(key, bytes, n, 0);

	s.v2 ^= 0xff;
	rounds(&s, 4);
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

void siphash128(const uint64_t key[2], const void *bytes, size_t n, uint64_t out[2])
{
	struct sip s = absorb(key, bytes, n, 0xee);

	s.v2 ^= 0xee;
	rounds(&s, 4);
	out[0] = s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
	s.v1 ^= 0xdd;
	rounds(&s, 4);
	out[1] = s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}
