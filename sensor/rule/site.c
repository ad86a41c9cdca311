/* Lookups in the site file's assets and zones. */
#include "sensor/rule/site.h"

#include <stdlib.h>
#include <string.h>

static bool in_net(const struct addr *ip, const struct zone_net *n)
{
	const uint8_t *a = (const uint8_t *)ip;
	const uint8_t *b = (const uint8_t *)&n->net;
	unsigned whole = n->bits / 8;
	unsigned rest = n->bits % 8;

	return memcmp(a, b, whole) == 0 && (rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0);
}

const struct zone *site_zone(const struct site *s, const struct addr *ip, uint8_t ip_version,
			     uint16_t vlan)
{
	for (uint32_t i = 0; i < s->nnets; i++) {
		const struct zone_net *n = &s->nets[i];

		if (n->ip_version == 0 ? vlan != 0 && vlan == n->vlan
				       : ip != NULL && ip_version == n->ip_version && in_net(ip, n))
			return &s->zones[n->zone];
	}
	return NULL;
}

struct wanted {
	const struct site *site;
	const struct addr *ip;
	uint8_t ip_version;
	const uint8_t *mac;
};

int site_compare_ip(uint8_t version, const struct addr *ip, const struct site_asset *a)
{
	return version != a->ip_version ? version - a->ip_version : memcmp(ip, &a->ip, sizeof(*ip));
}

static int by_ip(const void *key, const void *index)
{
	const struct wanted *w = key;

	return site_compare_ip(w->ip_version, w->ip, &w->site->assets[*(const uint32_t *)index]);
}

static int by_mac(const void *key, const void *index)
{
	const struct wanted *w = key;

	return memcmp(w->mac, w->site->assets[*(const uint32_t *)index].mac, 6);
}

static int by_name(const void *key, const void *asset)
{
	return strcmp(key, ((const struct site_asset *)asset)->name);
}

const struct site_asset *site_asset(const struct site *s, const struct addr *ip, uint8_t ip_version,
				    const uint8_t *mac)
{
	const struct wanted w = { s, ip, ip_version, mac };
	const uint32_t *found = NULL;

	if (ip != NULL && ip_version != 0 && s->nby_ip > 0)
		found = bsearch(&w, s->by_ip, s->nby_ip, sizeof(*s->by_ip), by_ip);
	if (found == NULL && mac != NULL && s->nby_mac > 0)
		found = bsearch(&w, s->by_mac, s->nby_mac, sizeof(*s->by_mac), by_mac);
	return found != NULL ? &s->assets[*found] : NULL;
}

const struct site_asset *site_asset_named(const struct site *s, const char *name)
{
	if (s->nassets == 0)
		return NULL;
	return bsearch(name, s->assets, s->nassets, sizeof(*s->assets), by_name);
}
