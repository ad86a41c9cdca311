#ifndef SENSOR_ASSET_TABLE_H
#define SENSOR_ASSET_TABLE_H
/*
 * What the parts of asset share: slots and keys. The rules of which address is whose are in
 * asset.c alone.
 */
#include "sensor/asset.h"

/* A new asset, without addresses; what gives way is never `keep` (NULL: anything may). */
struct asset *asset_make(struct assets *t, const struct asset *keep, uint64_t at, bool heard);
/* It was seen: times, whether it sent, its age. */
void asset_touch(struct assets *t, struct asset *a, uint64_t at, bool heard);

/* Something happened to the asset: whoever reads the table's news will know. conflict: which of the
 * table's, of ASSET_CONFLICT. */
void asset_note(struct assets *t, enum asset_event event, const struct asset *a, unsigned conflict);

/* The asset with the address, and which of its addresses that is. NULL: none. */
struct asset *asset_find_ip(const struct assets *t, const struct addr *ip, uint8_t version,
			    unsigned *k);
struct asset *asset_find_mac(const struct assets *t, const uint8_t mac[6]);

/* Nobody has the address. Returns NULL when the asset has ASSET_IPS already. */
struct asset_ip *asset_give_ip(struct assets *t, struct asset *a, const struct addr *ip,
			       uint8_t version);
void asset_take_ip(struct assets *t, struct asset *a, unsigned k);
/* Nobody has the MAC, nor does the asset have another; what it was behind is forgotten. */
void asset_give_mac(struct assets *t, struct asset *a, const uint8_t mac[6]);
void asset_take_mac(struct assets *t, struct asset *a);
/* The asset, which has no MAC, was seen behind that one. */
void asset_put_behind(struct assets *t, struct asset *a, const uint8_t mac[6]);
/* `from` becomes part of `into`, with all it has; its MAC, if any, becomes nobody's. */
void asset_join(struct assets *t, struct asset *into, struct asset *from);

/* The MAC has the address, as ARP, DHCP or its sending from a link-local one shows. */
void asset_claim(struct assets *t, const uint8_t mac[6], const struct addr *ip, uint8_t version,
		 uint64_t at);

/* Identities of units follow an asset that is joined, and end with it. */
void asset_units_move(struct assets *t, struct asset_ref from, struct asset_ref into);

static inline struct asset_ref asset_ref_of(const struct assets *t, const struct asset *a)
{
	return (struct asset_ref){ (uint32_t)(a - t->slot), a->generation };
}

#endif
