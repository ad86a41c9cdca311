#include "sensor/histo.h"

uint64_t histo_floor(unsigned b)
{
	if (b < 4)
		return (uint64_t)b << HISTO_UNIT;
	return (uint64_t)(4 + b % 4) << (b / 4 - 1) << HISTO_UNIT;
}

void histo_merge(struct histo *h, const struct histo *other)
{
	if (other->n == 0)
		return;
	if (h->n == 0 || other->min < h->min)
		h->min = other->min;
	if (other->max > h->max)
		h->max = other->max;
	h->n += other->n;
	h->sum += other->sum;
	for (unsigned b = 0; b < HISTO_BUCKETS; b++) {
		uint32_t room = UINT32_MAX - h->bucket[b];

		h->bucket[b] += other->bucket[b] < room ? other->bucket[b] : room;
	}
}

uint64_t histo_mean(const struct histo *h)
{
	return h->n == 0 ? 0 : h->sum / h->n;
}

uint64_t histo_quantile(const struct histo *h, unsigned permille)
{
	/* The rank, rounded up, without overflow for any n. */
	uint64_t rank = h->n / 1000 * permille + (h->n % 1000 * permille + 999) / 1000;
	uint64_t below = 0;
	unsigned b = 0;

	if (h->n == 0)
		return 0;
	if (rank == 0)
		return h->min;
	while (b < HISTO_BUCKETS - 1 && below + h->bucket[b] < rank)
		below += h->bucket[b++];
	uint64_t floor = histo_floor(b);
	uint64_t middle = floor + (histo_floor(b + 1) - floor) / 2;

	if (middle < h->min)
		return h->min;
	return middle > h->max ? h->max : middle;
}
