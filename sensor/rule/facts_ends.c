/* The two ends as assets: names, makers, zones; and what is news of an asset. */
#include "common/json.h"
#include "sensor/rule/facts.h"
#include "sensor/rule/site.h"

/* What src.*, dst.* and asset.* can be asked for: bits of arg. The lowest bit is the end. */
enum end_fact {
	END_ASSET = 1 << 1, /* not an end: the asset of the event */
	END_SHIFT = 2,
};

/* An end as everybody may know it: by its asset, by its addresses. */
struct end {
	const struct asset *asset; /* NULL: unknown */
	const struct addr *ip;	   /* NULL: it has none */
	const uint8_t *mac;	   /* NULL: unknown */
	uint8_t ip_version;
	uint16_t vlan;
};

static const struct asset *asset_of_flow(const struct subject *s, unsigned end)
{
	const struct flow *f = s->flow;
	unsigned of = fact_flow_end(s, end);

	return asset_of(&s->observe->assets,
			of == f->first_client ? f->seen.client : f->seen.server);
}

static const struct asset *asset_of_end(const struct subject *s, const struct end *e, unsigned end)
{
	const struct asset *a = NULL;

	if (s->observe == NULL)
		return NULL;
	if (s->flow != NULL)
		return asset_of_flow(s, end);
	if (e->ip != NULL)
		a = asset_by_ip(&s->observe->assets, e->ip, e->ip_version);
	return a != NULL || e->mac == NULL ? a : asset_by_mac(&s->observe->assets, e->mac);
}

static struct end of_event(const struct subject *s)
{
	const struct asset *a = s->asset;
	struct end e = { .asset = a };

	if (a == NULL)
		return e;
	e.mac = a->has_mac ? a->mac : NULL;
	e.vlan = a->nvlans > 0 ? a->vlans[0] : 0;
	if (a->nips > 0) {
		e.ip = &a->ips[0].addr;
		e.ip_version = a->ips[0].version;
	}
	return e;
}

/* What the subject itself says of an end. */
static struct end by_address(const struct subject *s, unsigned end)
{
	struct end e = { .ip_version = fact_ip_version(s) };

	e.ip = e.ip_version != 0 ? fact_addr(s, end) : NULL;
	e.mac = fact_mac(s, end);
	return e;
}

static struct end find(const struct subject *s, const struct fact *fact)
{
	unsigned end = fact->arg & 1U;

	if ((fact->arg & END_ASSET) != 0)
		return of_event(s);
	struct end e = by_address(s, end);

	e.vlan = fact_vlan(s);
	e.asset = asset_of_end(s, &e, end);
	return e;
}

static const struct site_asset *named(const struct subject *s, const struct end *e)
{
	const uint8_t *mac = e->mac;

	/* The MAC of a router is not that of who is behind it. */
	if (e->asset != NULL)
		mac = e->asset->has_mac ? e->asset->mac : NULL;
	return s->site != NULL && (e->ip != NULL || mac != NULL)
		       ? site_asset(s->site, e->ip, e->ip_version, mac)
		       : NULL;
}

static bool mac_text(struct subject *s, unsigned i, struct value *v, const uint8_t mac[6])
{
	char *text = i == 0 ? fact_room(s, TEXT_MAC) : NULL;

	if (text == NULL)
		return false;
	return fact_bytes(v, i, text, text_mac(text, mac));
}

static bool ip_text(struct subject *s, unsigned i, struct value *v, const struct addr *ip,
		    uint8_t version)
{
	char *text = i == 0 ? fact_room(s, TEXT_IP) : NULL;
	uint8_t raw[16];

	if (text == NULL)
		return false;
	memcpy(raw, ip, sizeof(raw));
	return fact_bytes(v, i, text, version == 4 ? text_ipv4(text, raw) : text_ipv6(text, raw));
}

/* Who has no address yet (DHCP, duplicate address detection) sends from 0.0.0.0 or ::. */
static bool unspecified(const struct addr *ip, uint8_t version)
{
	uint32_t w[4];

	memcpy(w, ip, sizeof(w));
	return w[0] == 0 && (version == 4 || (w[1] | w[2] | w[3]) == 0);
}

static bool end_text(struct subject *s, const struct end *e, unsigned i, struct value *v)
{
	if (e->ip != NULL && (e->mac == NULL || !unspecified(e->ip, e->ip_version)))
		return ip_text(s, i, v, e->ip, e->ip_version);
	return e->mac != NULL && mac_text(s, i, v, e->mac);
}

static bool address(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	struct end e = (fact->arg & END_ASSET) != 0 ? of_event(s) : by_address(s, fact->arg);

	return end_text(s, &e, i, v);
}

static bool name(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	struct end e = find(s, fact);
	const struct site_asset *a = named(s, &e);

	if (a != NULL)
		return fact_text(v, i, a->name);
	if (e.asset != NULL && e.asset->identity.text[ASSET_NAME][0] != '\0')
		return fact_text(v, i, e.asset->identity.text[ASSET_NAME]);
	return end_text(s, &e, i, v);
}

static bool role(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	struct end e = find(s, fact);
	const struct site_asset *a = named(s, &e);

	return a != NULL && fact_text(v, i, a->role);
}

/* The higher bits of arg: which text. */
static bool said(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	struct end e = find(s, fact);

	return e.asset != NULL && fact_text(v, i, e.asset->identity.text[fact->arg >> END_SHIFT]);
}

static bool maker(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	struct end e = find(s, fact);

	return e.asset != NULL && fact_text(v, i, asset_maker(e.asset));
}

static const struct zone *zone_of(struct subject *s, const struct fact *fact)
{
	struct end e = find(s, fact);

	if (s->site == NULL || (e.ip == NULL && e.mac == NULL))
		return NULL;
	return site_zone(s->site, e.ip, e.ip_version, e.vlan);
}

static bool zone(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct zone *z = zone_of(s, fact);

	return z != NULL && fact_text(v, i, z->name);
}

static bool level(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct zone *z = zone_of(s, fact);

	return z != NULL && z->has_level && fact_float(v, i, z->level);
}

static bool first_seen(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	struct end e = find(s, fact);

	return e.asset != NULL && fact_uint(v, i, e.asset->first);
}

static bool age(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	struct end e = find(s, fact);

	return e.asset != NULL &&
	       fact_uint(v, i, s->at > e.asset->first ? s->at - e.asset->first : 0);
}

/* Networks that are somebody's own, or nobody's (RFC 6890); those of examples count as public. */
static bool public_4(const uint8_t ip[4])
{
	static const struct {
		uint32_t net, mask;
	} own[] = {
		{ 0x00000000, 0xff000000 }, { 0x0a000000, 0xff000000 }, { 0x64400000, 0xffc00000 },
		{ 0x7f000000, 0xff000000 }, { 0xa9fe0000, 0xffff0000 }, { 0xac100000, 0xfff00000 },
		{ 0xc0000000, 0xffffff00 }, { 0xc0a80000, 0xffff0000 }, { 0xc6120000, 0xfffe0000 },
		{ 0xe0000000, 0xe0000000 },
	};
	uint32_t u = (uint32_t)ip[0] << 24 | (uint32_t)ip[1] << 16 | (uint32_t)ip[2] << 8 | ip[3];

	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++) {
		if ((u & own[i].mask) == own[i].net)
			return false;
	}
	return true;
}

static bool public(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	struct end e = (fact->arg & END_ASSET) != 0 ? of_event(s) : by_address(s, fact->arg);
	uint8_t raw[16];

	if (e.ip == NULL)
		return false;
	memcpy(raw, e.ip, sizeof(raw));
	return fact_true(v, i, e.ip_version == 4 ? public_4(raw) : raw[0] >> 5 == 1);
}

/* ---- events -------------------------------------------------------------------------------- */

static bool event(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	static const char *const names[] = { [ASSET_EVENT_NONE] = NULL,
					     [ASSET_NEW] = "new",
					     [ASSET_CHANGED] = "changed",
					     [ASSET_REPLACED] = "replaced",
					     [ASSET_CONFLICT] = "conflict" };

	(void)fact;
	return fact_text(v, i, names[s->asset_event]);
}

/* arg: of which version. */
static bool asset_ip(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct asset *a = s->asset;
	unsigned k = 0;

	/* Of a conflict only the address that it is about. */
	if (a != NULL && s->conflict != NULL)
		return s->conflict->version == fact->arg &&
		       fact_bytes(v, i, &s->conflict->addr, fact->arg == 4 ? 4 : 16);
	for (unsigned n = 0; a != NULL && n < a->nips; n++) {
		if (a->ips[n].version == fact->arg && k++ == i)
			return fact_bytes(v, 0, &a->ips[n].addr, fact->arg == 4 ? 4 : 16);
	}
	return false;
}

static bool asset_mac(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return s->asset != NULL && s->asset->has_mac && fact_bytes(v, i, s->asset->mac, 6);
}

static bool asset_vlan(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return s->asset != NULL && i < s->asset->nvlans && fact_uint(v, 0, s->asset->vlans[i]);
}

static bool what(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	if (s->asset == NULL)
		return false;
	if (s->asset_event == ASSET_CHANGED)
		return fact_text(v, i, asset_text_names[s->asset->changed]);
	return (s->asset_event == ASSET_REPLACED || s->asset_event == ASSET_CONFLICT) &&
	       fact_text(v, i, "mac");
}

static bool was(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct asset *a = s->asset;

	(void)fact;
	if (a == NULL)
		return false;
	if (s->asset_event == ASSET_CHANGED)
		return fact_text(v, i, a->changed_from);
	return s->asset_event == ASSET_REPLACED && mac_text(s, i, v, a->mac_was);
}

/* Who else claims the address. */
static bool other(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return s->conflict != NULL && fact_bytes(v, i, s->conflict->mac[1], 6);
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* clang-format off */
#define E(home_, nm, ty, get_, arg_, dc) \
	{ .row = { .name = (nm), .type = (ty), .doc = (dc) }, .home = (home_), \
	  .only_true = (ty) == FIELD_BOOL, .get = (get_), .arg = (uint8_t)(arg_) },
#define TEXT(which) ((which) << END_SHIFT)

#define END(nm, who, end) \
	E(HOME_ASSET, nm ".addr",       FIELD_TEXT,  address, end, who ": its IP address of either version, or its MAC address if it has none; never a name") \
	E(HOME_ASSET, nm ".name",       FIELD_TEXT,  name,    end, who ": its name in the site file, or else what it calls itself, or else its address") \
	E(HOME_ASSET, nm ".role",       FIELD_TEXT,  role,    end, who ": its role in the site file: plc, hmi, engineering") \
	E(HOME_ASSET, nm ".zone",       FIELD_TEXT,  zone,    end, who ": its zone in the site file") \
	E(HOME_ASSET, nm ".level",      FIELD_FLOAT, level,   end, who ": the Purdue level of its zone") \
	E(HOME_ASSET, nm ".maker",      FIELD_TEXT,  maker,   end, who ": the maker of its network interface, by its MAC address") \
	E(HOME_ASSET, nm ".vendor",     FIELD_TEXT,  said,    end | TEXT(ASSET_VENDOR),   who ": the vendor that it names itself") \
	E(HOME_ASSET, nm ".model",      FIELD_TEXT,  said,    end | TEXT(ASSET_MODEL),    who ": the model that it names itself") \
	E(HOME_ASSET, nm ".firmware",   FIELD_TEXT,  said,    end | TEXT(ASSET_FIRMWARE), who ": its firmware, as it says") \
	E(HOME_ASSET, nm ".serial",     FIELD_TEXT,  said,    end | TEXT(ASSET_SERIAL),   who ": its serial number, as it says") \
	E(HOME_ASSET, nm ".first_seen", FIELD_TIME,  first_seen, end, who ": when it was first seen, UTC") \
	E(HOME_ASSET, nm ".age",        FIELD_DURATION, age,  end, who ": for how long it has been known, seconds") \
	E(HOME_ASSET, nm ".public",     FIELD_BOOL,  public,  end, who ": true: its address is one of the internet, else absent")

static const struct fact ends[] = {
	END("src", "sender (of a flow: client)", FACT_SRC)
	END("dst", "receiver (of a flow: server)", FACT_DST)
};

static const struct fact events[] = {
	E(HOME_ASSET_EVENT, "asset.event",    FIELD_TEXT, event,  0, "new, changed (what it says of itself), replaced (its address has another MAC now) or conflict (two claim the address)")
	E(HOME_ASSET_EVENT, "asset.addr",     FIELD_TEXT, address, END_ASSET, "its first IP address of either version, or its MAC address if it has none")
	E(HOME_ASSET_EVENT, "asset.name",     FIELD_TEXT, name,   END_ASSET, "its name in the site file, or else what it calls itself, or else its address")
	E(HOME_ASSET_EVENT, "asset.ip",       FIELD_IPV4, asset_ip, 4, "its IPv4 addresses; of a conflict: the one that two claim")
	E(HOME_ASSET_EVENT, "asset.ip6",      FIELD_IPV6, asset_ip, 6, "its IPv6 addresses")
	E(HOME_ASSET_EVENT, "asset.mac",      FIELD_MAC,  asset_mac, 0, "its MAC address")
	E(HOME_ASSET_EVENT, "asset.vlan",     FIELD_UINT, asset_vlan, 0, "VLANs that it was seen in; 0: untagged")
	E(HOME_ASSET_EVENT, "asset.role",     FIELD_TEXT, role,   END_ASSET, "its role in the site file")
	E(HOME_ASSET_EVENT, "asset.zone",     FIELD_TEXT, zone,   END_ASSET, "its zone in the site file")
	E(HOME_ASSET_EVENT, "asset.level",    FIELD_FLOAT, level, END_ASSET, "the Purdue level of its zone")
	E(HOME_ASSET_EVENT, "asset.public",   FIELD_BOOL, public, END_ASSET, "true: its address is one of the internet, else absent")
	E(HOME_ASSET_EVENT, "asset.maker",    FIELD_TEXT, maker,  END_ASSET, "the maker of its network interface")
	E(HOME_ASSET_EVENT, "asset.vendor",   FIELD_TEXT, said,   END_ASSET | TEXT(ASSET_VENDOR), "the vendor that it names itself")
	E(HOME_ASSET_EVENT, "asset.model",    FIELD_TEXT, said,   END_ASSET | TEXT(ASSET_MODEL), "the model that it names itself")
	E(HOME_ASSET_EVENT, "asset.firmware", FIELD_TEXT, said,   END_ASSET | TEXT(ASSET_FIRMWARE), "its firmware, as it says")
	E(HOME_ASSET_EVENT, "asset.serial",   FIELD_TEXT, said,   END_ASSET | TEXT(ASSET_SERIAL), "its serial number, as it says")
	E(HOME_ASSET_EVENT, "asset.what",     FIELD_TEXT, what,   0, "what changed: name, vendor, model, firmware, serial, description or mac")
	E(HOME_ASSET_EVENT, "asset.was",      FIELD_TEXT, was,    0, "what it was before: the text, or the MAC address")
	E(HOME_ASSET_EVENT, "asset.other",    FIELD_MAC,  other,  0, "of a conflict: the MAC address that also claims the IP address")
};
#undef E
#undef END
#undef TEXT
/* clang-format on */

const struct fact_table facts_ends = { .name = "ends",
				       .title = "What is known of sender and receiver",
				       .facts = ends,
				       .n = sizeof(ends) / sizeof(*ends) };

const struct fact_table facts_asset = { .name = "asset",
					.title = "What is news of an asset",
					.facts = events,
					.n = sizeof(events) / sizeof(*events) };
