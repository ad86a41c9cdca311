#ifndef SENSOR_HISTO_H
#define SENSOR_HISTO_H
/*
 * A distribution of times in fixed space: buckets of 256 ns up to 1 µs, then four to an octave up
 * to 137 s; longer times share the last bucket. Count, sum, least and greatest are exact.
 *
 * A quantile is given as its bucket's middle, kept between least and greatest: for times from 1 µs
 * to 137 s it is off by at most 12.5 % of the true value, below by at most 128 ns.
 */
#include <stdint.h>

enum { HISTO_BUCKETS = 112, HISTO_UNIT = 8 /* bits: 256 ns */, HISTO_ERROR_PERMILLE = 125 };

struct histo {
	uint64_t n, sum, min, max;	/* ns; min and max are 0 when n is 0 */
	uint32_t bucket[HISTO_BUCKETS]; /* stays at its greatest value: 4 thousand million */
};

/* The bucket of a time. */
static inline unsigned histo_bucket(uint64_t ns)
{
	uint64_t v = ns >> HISTO_UNIT;

	if (v < 4)
		return (unsigned)v;
	unsigned top = 63U - (unsigned)__builtin_clzll(v);
	unsigned b = (top - 1) * 4 + (unsigned)(v >> (top - 2) & 3);

	return b < HISTO_BUCKETS ? b : HISTO_BUCKETS - 1;
}

/* The least time of bucket b, ns; of b = HISTO_BUCKETS: where the last one ends. */
uint64_t histo_floor(unsigned b);

/* Counts a time, ns. A histogram begins zeroed. */
static inline void histo_add(struct histo *h, uint64_t ns)
{
	if (h->n == 0 || ns < h->min)
		h->min = ns;
	if (ns > h->max)
		h->max = ns;
	h->n++;
	h->sum += ns;
	uint32_t *bucket = &h->bucket[histo_bucket(ns)];

	*bucket += *bucket != UINT32_MAX;
}

/* Adds all that another one counted. */
void histo_merge(struct histo *h, const struct histo *other);
/* The mean, ns, rounded down; 0 when nothing was counted. */
uint64_t histo_mean(const struct histo *h);
/*
 * The least time that at least permille of all are not above (nearest rank), estimated, ns:
 * 500 is the median. 0 when nothing was counted.
 */
uint64_t histo_quantile(const struct histo *h, unsigned permille);

#endif
