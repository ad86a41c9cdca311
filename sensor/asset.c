#include "sensor/asset.h"

#include "sensor/asset_table.h"

static bool is_mac(const uint8_t *mac)
{
	static const uint8_t none[6];

	return mac != NULL && (mac[0] & 1) == 0 && memcmp(mac, none, 6) != 0;
}

static bool group_mac(const uint8_t *mac)
{
	return mac != NULL && (mac[0] & 1) != 0;
}

/* Could the address be one host's? */
static bool is_host(const struct addr *ip, uint8_t version)
{
	uint8_t b[16];

	memcpy(b, ip->w, sizeof(b));
	if (version == 4)
		return b[0] < 224 && b[0] != 0;
	return version == 6 && (ip->w[0] != 0 || ip->w[1] != 0) && b[0] != 0xff;
}

/* Addresses that no router forwards: whoever sends from one has it. */
static bool is_link_local(const struct addr *ip, uint8_t version)
{
	uint8_t b[16];

	memcpy(b, ip->w, sizeof(b));
	if (version == 4)
		return b[0] == 169 && b[1] == 254;
	return b[0] == 0xfe && (b[1] & 0xc0) == 0x80;
}

static bool same_mac(const struct asset *a, const uint8_t *mac)
{
	return a->has_mac && memcmp(a->mac, mac, 6) == 0;
}

/* The asset's address of that version that nobody claimed, or ASSET_IPS. */
static unsigned unclaimed(const struct asset *a, uint8_t version)
{
	unsigned k = 0;

	while (k < a->nips && (a->ips[k].claimed || a->ips[k].version != version))
		k++;
	return k < a->nips ? k : ASSET_IPS;
}

/* May an address that nobody claimed be the MAC's: is it the only one seen with it? */
static bool free_for(const struct asset *a, uint8_t version)
{
	if (a->behind > 0)
		return false;
	for (unsigned k = 0; k < a->nips; k++) {
		if (a->ips[k].version == version && !is_link_local(&a->ips[k].addr, version))
			return false;
	}
	return true;
}

/*
 * The asset's MAC carries other addresses too, so an address that nobody claimed is not known to
 * be its own: they part. Returns the one that has the MAC.
 */
static struct asset *part(struct assets *t, struct asset *a, uint8_t version)
{
	unsigned k = unclaimed(a, version);

	if (k == ASSET_IPS)
		return a;
	uint8_t mac[6];
	struct asset_ip x = a->ips[k];
	uint32_t behind = a->behind;

	memcpy(mac, a->mac, sizeof(mac));
	asset_touch(t, a, a->last, a->heard);
	struct asset *other = asset_make(t, a, a->last, a->heard);

	if (a->nips == 1) {
		/* What is known of `a` was learned of the address: the address stays. */
		asset_take_mac(t, a);
		asset_give_mac(t, other, mac);
		other->behind = behind;
		asset_put_behind(t, a, mac);
		return other;
	}
	asset_take_ip(t, a, k);
	*asset_give_ip(t, other, &x.addr, x.version) = x;
	asset_put_behind(t, other, mac);
	return a;
}

static struct asset *by_mac(struct assets *t, const struct asset *keep, const uint8_t *mac,
			    uint64_t at, bool heard)
{
	struct asset *a = asset_find_mac(t, mac);

	if (a == NULL) {
		a = asset_make(t, keep, at, heard);
		asset_give_mac(t, a, mac);
	}
	asset_touch(t, a, at, heard);
	return a;
}

/* An address that is seen for the first time. */
static struct asset *new_ip(struct assets *t, const struct asset_end *end, bool mac, uint64_t at)
{
	struct asset *m = mac ? asset_find_mac(t, end->mac) : NULL;
	struct asset *a;

	if (m != NULL && free_for(m, end->ip_version) && m->nips < ASSET_IPS) {
		asset_give_ip(t, m, &end->ip, end->ip_version);
		return m;
	}
	if (m != NULL) {
		asset_touch(t, m, at, end->sender);
		(void)part(t, m, end->ip_version);
	}
	a = asset_make(t, NULL, at, end->sender);
	asset_give_ip(t, a, &end->ip, end->ip_version);
	if (m != NULL)
		asset_put_behind(t, a, end->mac);
	else if (mac)
		asset_give_mac(t, a, end->mac);
	return a;
}

/* An address that is known, seen with a MAC that is not known to be its own. */
static struct asset *other_mac(struct assets *t, struct asset *a, const struct asset_end *end,
			       uint64_t at)
{
	struct asset *m = asset_find_mac(t, end->mac);

	if (a->has_mac) {
		/* A router's other side, unless a claim says otherwise: a device of its own. */
		if (m == NULL && end->sender)
			(void)by_mac(t, a, end->mac, at, true);
		return a;
	}
	if (a->has_via && memcmp(a->via, end->mac, 6) == 0)
		return a;
	if (m == NULL) {
		asset_give_mac(t, a, end->mac);
		return a;
	}
	if (free_for(m, end->ip_version) && m->nips < ASSET_IPS) {
		asset_join(t, m, a);
		return m;
	}
	if (!a->has_via) {
		(void)part(t, m, end->ip_version);
		asset_put_behind(t, a, end->mac);
	}
	return a;
}

static void conflict(struct assets *t, const struct asset *a, unsigned k, const uint8_t mac[6],
		     uint64_t at)
{
	const struct asset_ip *x = &a->ips[k];
	struct asset_conflict *c = t->conflicts;
	struct asset_conflict *end = c + t->nconflicts;

	while (c < end && (c->version != x->version || c->addr.w[0] != x->addr.w[0] ||
			   c->addr.w[1] != x->addr.w[1] || memcmp(c->mac[0], a->mac, 6) != 0 ||
			   memcmp(c->mac[1], mac, 6) != 0))
		c++;
	if (c == end) {
		if (t->nconflicts == ASSET_CONFLICTS) {
			t->more_conflicts++;
			return;
		}
		t->nconflicts++;
		*c = (struct asset_conflict){ .addr = x->addr, .version = x->version, .first = at };
		memcpy(c->mac[0], a->mac, 6);
		memcpy(c->mac[1], mac, 6);
	}
	c->n++;
	if (at > c->last)
		c->last = at;
	asset_note(t, ASSET_CONFLICT, a, (unsigned)(c - t->conflicts));
}

/* The device that had the address was replaced, or the address was given to another one. */
static struct asset *replaced(struct assets *t, struct asset *a, unsigned k, const uint8_t mac[6],
			      uint64_t at)
{
	struct asset *m = asset_find_mac(t, mac);
	struct addr ip = a->ips[k].addr;
	uint8_t version = a->ips[k].version;

	t->mac_changes++;
	if (a->nips > 1 || (m != NULL && m->nips > 0)) {
		asset_take_ip(t, a, k);
		m = part(t, by_mac(t, NULL, mac, at, true), version);
		if (asset_give_ip(t, m, &ip, version) == NULL)
			m->more_ips++;
		return m;
	}
	if (m != NULL)
		asset_join(t, a, m);
	a->mac_changes++;
	a->mac_changed_at = at;
	memcpy(a->mac_was, a->mac, 6);
	asset_take_mac(t, a);
	asset_give_mac(t, a, mac);
	asset_note(t, ASSET_REPLACED, a, 0);
	return a;
}

/* The MAC, which is the asset's own, has that address: its asset joins. */
static struct asset *settle(struct assets *t, struct asset *a, const uint8_t mac[6],
			    uint8_t version)
{
	asset_touch(t, a, a->last, true);
	/* It was seen with another MAC, which only forwards for it then. When that has more
	 * addresses, the one in question has parted from it, not the MAC. */
	if (a->has_mac && part(t, a, version) == a)
		return NULL;
	struct asset *m = asset_find_mac(t, mac);

	if (m == NULL) {
		asset_give_mac(t, a, mac);
		return a;
	}
	m = part(t, m, version);
	if (m->nips + a->nips > ASSET_IPS)
		return a;
	asset_join(t, m, a);
	return m;
}

/* The address is known: who has it after the MAC claimed it? NULL: a conflict. */
static struct asset *claim_known(struct assets *t, struct asset *a, unsigned k,
				 const uint8_t mac[6], uint64_t at)
{
	const struct asset_ip *x = &a->ips[k];
	struct addr ip = x->addr;
	uint8_t version = x->version;

	if (same_mac(a, mac))
		return a;
	if (x->claimed && a->has_mac) {
		if (at < x->claimed_at + ASSET_CONFLICT_NS) {
			conflict(t, a, k, mac, at);
			return NULL;
		}
		return replaced(t, a, k, mac, at);
	}
	struct asset *b = settle(t, a, mac, version);

	if (b != NULL)
		return b;
	a = asset_find_ip(t, &ip, version, &k);
	return a == NULL ? NULL : settle(t, a, mac, version);
}

static struct asset *claim_new(struct assets *t, const uint8_t mac[6], const struct addr *ip,
			       uint8_t version, uint64_t at)
{
	struct asset *m = part(t, by_mac(t, NULL, mac, at, true), version);

	if (asset_give_ip(t, m, ip, version) != NULL)
		return m;
	/* A proxy: more addresses than a device has. */
	struct asset *a = asset_make(t, m, at, true);

	m->more_ips++;
	asset_give_ip(t, a, ip, version);
	asset_put_behind(t, a, mac);
	return a;
}

void asset_claim(struct assets *t, const uint8_t mac[6], const struct addr *ip, uint8_t version,
		 uint64_t at)
{
	unsigned k;

	if (!is_mac(mac) || !is_host(ip, version))
		return;
	struct asset *a = asset_find_ip(t, ip, version, &k);

	if (a == NULL)
		a = claim_new(t, mac, ip, version, at);
	else
		a = claim_known(t, a, k, mac, at);
	if (a == NULL || !same_mac(a, mac) || asset_find_ip(t, ip, version, &k) != a)
		return;
	asset_touch(t, a, at, true);
	a->ips[k].claimed = true;
	if (at > a->ips[k].claimed_at)
		a->ips[k].claimed_at = at;
}

static void add_vlan(struct asset *a, uint16_t vlan)
{
	for (unsigned i = 0; i < a->nvlans; i++) {
		if (a->vlans[i] == vlan)
			return;
	}
	if (a->nvlans < ASSET_VLANS)
		a->vlans[a->nvlans++] = vlan;
	else
		a->more_vlans++;
}

/* The asset of the end's IP address, which is a host's. */
static struct asset *by_ip(struct assets *t, const struct asset_end *end, uint64_t at)
{
	bool mac = is_mac(end->mac);
	unsigned k;

	if (mac && end->sender && is_link_local(&end->ip, end->ip_version))
		asset_claim(t, end->mac, &end->ip, end->ip_version, at);
	struct asset *a = asset_find_ip(t, &end->ip, end->ip_version, &k);

	if (a == NULL)
		return new_ip(t, end, mac, at);
	if (mac && !same_mac(a, end->mac)) {
		asset_touch(t, a, at, end->sender);
		return other_mac(t, a, end, at);
	}
	return a;
}

struct asset_ref asset_seen(struct assets *t, const struct asset_end *end, uint16_t vlan,
			    uint64_t at)
{
	struct asset *a = NULL;

	if (end->ip_version != 0 && is_host(&end->ip, end->ip_version)) {
		if (!group_mac(end->mac))
			a = by_ip(t, end, at);
	} else if (is_mac(end->mac)) {
		a = by_mac(t, NULL, end->mac, at, end->sender);
	}
	if (a == NULL)
		return (struct asset_ref){ 0 };
	asset_touch(t, a, at, end->sender);
	if (vlan != 0)
		add_vlan(a, vlan);
	return asset_ref_of(t, a);
}

void asset_heard(struct assets *t, struct asset_ref ref, uint64_t at)
{
	struct asset *a = asset_of(t, ref);

	if (a != NULL)
		asset_touch(t, a, at, true);
}

void asset_account(struct assets *t, struct asset_ref ref, const uint64_t packets[2],
		   const uint64_t bytes[2], uint64_t last)
{
	struct asset *a = asset_of(t, ref);

	if (a == NULL) {
		t->lost += ref.generation != 0;
		return;
	}
	a->sent_packets += packets[0];
	a->sent_bytes += bytes[0];
	a->got_packets += packets[1];
	a->got_bytes += bytes[1];
	asset_touch(t, a, last, packets[0] > 0);
}

void asset_role(struct assets *t, struct asset_ref ref, unsigned label, bool server)
{
	struct asset *a = asset_of(t, ref);

	if (a != NULL)
		(server ? a->server : a->client)[label / 64 & 1] |= (uint64_t)1 << label % 64;
}
