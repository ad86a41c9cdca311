#include "sensor/asset_table.h"

#include <assert.h>
#include <stdlib.h>

enum { HEARD, UNHEARD }; /* age lists; free slots are at the old end of HEARD */

bool asset_init(struct assets *t, uint32_t n)
{
	assert(n >= ASSET_MIN);
	*t = (struct assets){ .nunits = n < 1024 ? n / 4 : 256 };
	t->slot = calloc(n, sizeof(*t->slot));
	t->units = calloc(t->nunits, sizeof(*t->units));
	t->order = calloc(n, sizeof(*t->order));
	if (!table_init(&t->table, n, ASSET_KEYS) || t->slot == NULL || t->units == NULL ||
	    t->order == NULL) {
		asset_free(t);
		return false;
	}
	return true;
}

void asset_free(struct assets *t)
{
	table_free(&t->table);
	free(t->slot);
	free(t->units);
	free(t->order);
	*t = (struct assets){ 0 };
}

size_t asset_cost(void)
{
	return sizeof(struct asset) + sizeof(struct asset_unit) / 4 + sizeof(uint32_t) +
	       table_cost(ASSET_KEYS);
}

static uint32_t slot_of(const struct assets *t, const struct asset *a)
{
	return (uint32_t)(a - t->slot);
}

static uint64_t ip_hash(const struct assets *t, const struct addr *ip, uint8_t version)
{
	const uint64_t words[] = { ip->w[0], ip->w[1], version };

	return table_hash(&t->table, words, 3);
}

static uint64_t mac_hash(const struct assets *t, const uint8_t mac[6])
{
	uint64_t word = 0;

	memcpy(&word, mac, 6);
	return table_hash(&t->table, &word, 1);
}

struct asset *asset_find_ip(const struct assets *t, const struct addr *ip, uint8_t version,
			    unsigned *k)
{
	uint32_t id = table_first(&t->table, ip_hash(t, ip, version));

	for (; id != TABLE_NONE; id = table_next(&t->table, id)) {
		struct asset *a = &t->slot[id / ASSET_KEYS];
		const struct asset_ip *x = &a->ips[id % ASSET_KEYS % ASSET_IPS];

		*k = id % ASSET_KEYS;
		if (*k < ASSET_IPS && x->version == version && x->addr.w[0] == ip->w[0] &&
		    x->addr.w[1] == ip->w[1])
			return a;
	}
	return NULL;
}

struct asset *asset_find_mac(const struct assets *t, const uint8_t mac[6])
{
	uint32_t id = table_first(&t->table, mac_hash(t, mac));

	for (; id != TABLE_NONE; id = table_next(&t->table, id)) {
		struct asset *a = &t->slot[id / ASSET_KEYS];

		if (id % ASSET_KEYS == ASSET_IPS && memcmp(a->mac, mac, 6) == 0)
			return a;
	}
	return NULL;
}

struct asset_ip *asset_give_ip(struct assets *t, struct asset *a, const struct addr *ip,
			       uint8_t version)
{
	if (a->nips == ASSET_IPS)
		return NULL;
	struct asset_ip *x = &a->ips[a->nips];

	*x = (struct asset_ip){ .addr = *ip, .version = version };
	table_add(&t->table, slot_of(t, a) * ASSET_KEYS + a->nips, ip_hash(t, ip, version));
	a->nips++;
	return x;
}

void asset_take_ip(struct assets *t, struct asset *a, unsigned k)
{
	uint32_t base = slot_of(t, a) * ASSET_KEYS;

	table_remove(&t->table, base + k, ip_hash(t, &a->ips[k].addr, a->ips[k].version));
	/* The others move up, in their order. */
	for (unsigned i = k + 1; i < a->nips; i++) {
		uint64_t hash = ip_hash(t, &a->ips[i].addr, a->ips[i].version);

		table_remove(&t->table, base + i, hash);
		a->ips[i - 1] = a->ips[i];
		table_add(&t->table, base + i - 1, hash);
	}
	a->nips--;
}

static void leave_behind(struct assets *t, struct asset *a)
{
	struct asset *router = a->has_via ? asset_find_mac(t, a->via) : NULL;

	a->has_via = false;
	if (router != NULL && router->behind > 0)
		router->behind--;
}

void asset_give_mac(struct assets *t, struct asset *a, const uint8_t mac[6])
{
	leave_behind(t, a);
	assert(!a->has_mac);
	memcpy(a->mac, mac, 6);
	a->has_mac = true;
	a->behind = 0;
	table_add(&t->table, slot_of(t, a) * ASSET_KEYS + ASSET_IPS, mac_hash(t, mac));
}

void asset_take_mac(struct assets *t, struct asset *a)
{
	if (a->has_mac)
		table_remove(&t->table, slot_of(t, a) * ASSET_KEYS + ASSET_IPS,
			     mac_hash(t, a->mac));
	a->has_mac = false;
	a->behind = 0;
}

void asset_put_behind(struct assets *t, struct asset *a, const uint8_t mac[6])
{
	struct asset *router = asset_find_mac(t, mac);

	leave_behind(t, a);
	assert(!a->has_mac);
	memcpy(a->via, mac, 6);
	a->has_via = true;
	if (router != NULL)
		router->behind++;
}

/* Takes the asset out of the index; the slot is free then. */
static void forget(struct assets *t, struct asset *a)
{
	while (a->nips > 0)
		asset_take_ip(t, a, a->nips - 1U);
	asset_take_mac(t, a);
	leave_behind(t, a);
	if (!a->heard)
		t->unheard--;
	t->n--;
	a->used = false;
}

void asset_note(struct assets *t, enum asset_event event, const struct asset *a, unsigned conflict)
{
	if (t->nevents < ASSET_EVENTS)
		t->events[t->nevents++] = (struct asset_event_entry){
			.event = event, .asset = asset_ref_of(t, a), .conflict = (uint8_t)conflict
		};
}

struct asset *asset_make(struct assets *t, const struct asset *keep, uint64_t at, bool heard)
{
	uint32_t slot = table_old(&t->table, HEARD);
	uint32_t silent = table_old(&t->table, UNHEARD);

	/* Free slots are the oldest; then hosts that were never heard; then the oldest. */
	if (slot == TABLE_NONE ||
	    (t->slot[slot].used && silent != TABLE_NONE && &t->slot[silent] != keep))
		slot = silent;
	struct asset *a = &t->slot[slot];

	if (a->used) {
		if (t->gone != NULL)
			t->gone(t->gone_ctx, a);
		asset_units_move(t, asset_ref_of(t, a), (struct asset_ref){ 0 });
		forget(t, a);
		t->evicted++;
	}
	*a = (struct asset){ .generation = a->generation + 1,
			     .used = true,
			     .heard = true,
			     .first = at,
			     .last = at,
			     .identity_unit = -1 };
	if (a->generation == 0)
		a->generation = 1;
	t->n++;
	a->heard = heard;
	if (heard)
		asset_note(t, ASSET_NEW, a, 0);
	else
		t->unheard++;
	table_newest(&t->table, slot, heard ? HEARD : UNHEARD);
	return a;
}

void asset_touch(struct assets *t, struct asset *a, uint64_t at, bool heard)
{
	if (at < a->first)
		a->first = at;
	if (at > a->last)
		a->last = at;
	if (heard && !a->heard) {
		a->heard = true;
		t->unheard--;
		asset_note(t, ASSET_NEW, a, 0);
	}
	table_newest(&t->table, slot_of(t, a), a->heard ? HEARD : UNHEARD);
}

static void join_texts(struct asset_identity *into, const struct asset_identity *from)
{
	for (unsigned i = 0; i < ASSET_TEXTS; i++) {
		if (into->text[i][0] != '\0')
			continue;
		memcpy(into->text[i], from->text[i], ASSET_TEXT);
		into->source[i] = from->source[i];
	}
	if (from->at > into->at)
		into->at = from->at;
}

static void join_vlans(struct asset *into, const struct asset *from)
{
	for (unsigned i = 0; i < from->nvlans; i++) {
		unsigned k = 0;

		while (k < into->nvlans && into->vlans[k] != from->vlans[i])
			k++;
		if (k < into->nvlans)
			continue;
		if (into->nvlans < ASSET_VLANS)
			into->vlans[into->nvlans++] = from->vlans[i];
		else
			into->more_vlans++;
	}
}

static void join_counts(struct asset *into, const struct asset *from)
{
	for (unsigned i = 0; i < 2; i++) {
		into->client[i] |= from->client[i];
		into->server[i] |= from->server[i];
	}
	for (unsigned i = 0; i < 4; i++)
		into->units[i] |= from->units[i];
	into->sent_packets += from->sent_packets;
	into->sent_bytes += from->sent_bytes;
	into->got_packets += from->got_packets;
	into->got_bytes += from->got_bytes;
	into->more_ips += from->more_ips;
	into->more_vlans += from->more_vlans;
	into->mac_changes += from->mac_changes;
	into->told |= from->told;
	into->changes += from->changes;
	if (from->identity_unit >= 0 && into->identity_unit < 0)
		into->identity_unit = from->identity_unit;
}

void asset_join(struct assets *t, struct asset *into, struct asset *from)
{
	struct asset_ref ref = asset_ref_of(t, into);

	while (from->nips > 0) {
		struct asset_ip x = from->ips[0];

		asset_take_ip(t, from, 0);
		struct asset_ip *moved = asset_give_ip(t, into, &x.addr, x.version);

		if (moved != NULL)
			*moved = x;
		else
			into->more_ips++;
	}
	asset_touch(t, into, from->first, from->heard);
	asset_touch(t, into, from->last, from->heard);
	join_vlans(into, from);
	join_counts(into, from);
	join_texts(&into->identity, &from->identity);
	asset_units_move(t, asset_ref_of(t, from), ref);
	forget(t, from);
	from->joined = ref;
	table_oldest(&t->table, slot_of(t, from), HEARD);
}

struct asset *asset_of(struct assets *t, struct asset_ref ref)
{
	for (unsigned hops = 0; ref.generation != 0 && hops < 8; hops++) {
		struct asset *a = &t->slot[ref.slot];

		if (a->generation != ref.generation)
			return NULL;
		if (a->used)
			return a;
		ref = a->joined;
	}
	return NULL;
}

const struct asset *asset_by_ip(const struct assets *t, const struct addr *ip, uint8_t version)
{
	unsigned k;

	return asset_find_ip(t, ip, version, &k);
}

const struct asset *asset_by_mac(const struct assets *t, const uint8_t mac[6])
{
	return asset_find_mac(t, mac);
}
