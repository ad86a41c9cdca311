#include <stdlib.h>

#include "sensor/asset.h"
#include "sensor/oui.h"

const char *asset_maker(const struct asset *a)
{
	return a->has_mac ? oui_vendor(a->mac) : NULL;
}

/* The address that an asset is sorted by: its kind, then its bytes. */
static void sort_key(const struct asset *a, uint8_t key[17])
{
	const struct asset_ip *best = NULL;

	memset(key, 0, 17);
	for (unsigned k = 0; k < a->nips; k++) {
		const struct asset_ip *x = &a->ips[k];

		if (best == NULL || x->version < best->version ||
		    (x->version == best->version && memcmp(&x->addr, &best->addr, 16) < 0))
			best = x;
	}
	if (best != NULL) {
		key[0] = best->version;
		memcpy(key + 1, &best->addr, 16);
	} else {
		key[0] = 7;
		memcpy(key + 1, a->mac, 6);
	}
}

static int compare(const void *x, const void *y, void *table)
{
	const struct assets *t = table;
	uint8_t a[17];
	uint8_t b[17];

	sort_key(&t->slot[*(const uint32_t *)x], a);
	sort_key(&t->slot[*(const uint32_t *)y], b);
	return memcmp(a, b, sizeof(a));
}

/* qsort_r() of glibc may allocate, which is why summaries are not made on the packet path. */
uint32_t asset_sorted(struct assets *t, const uint32_t **slots)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < t->table.nslots; i++) {
		if (t->slot[i].used)
			t->order[n++] = i;
	}
	qsort_r(t->order, n, sizeof(*t->order), compare, t);
	*slots = t->order;
	return n;
}
