/* The site file: assets, zones and their networks. Windows are in site_times.c. */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "common/nearest.h"
#include "sensor/rule/site_inside.h"

enum { SITE_ASSETS = 65536, SITE_ZONES = 1024, SITE_NETS = 8192 };

bool site_address(const char *s, struct addr *ip, uint8_t *version)
{
	*ip = (struct addr){ { 0, 0 } };
	*version = inet_pton(AF_INET, s, ip) == 1 ? 4 : inet_pton(AF_INET6, s, ip) == 1 ? 6 : 0;
	return *version != 0;
}

bool site_mac(const char *s, uint8_t mac[6])
{
	static const char hex[] = "0123456789abcdef";

	if (strlen(s) != 17)
		return false;
	for (size_t i = 0; i < 6; i++) {
		const char *high = memchr(hex, s[3 * i] | 0x20, 16);
		const char *low = memchr(hex, s[3 * i + 1] | 0x20, 16);

		if (high == NULL || low == NULL ||
		    (i < 5 && s[3 * i + 2] != ':' && s[3 * i + 2] != '-'))
			return false;
		mac[i] = (uint8_t)((high - hex) << 4 | (low - hex));
	}
	return true;
}

static void read_asset(struct loader *l, const struct yaml_node *n, struct site_asset *a)
{
	static const char *const names[] = { "ip", "mac", "role", NULL };
	const struct yaml_node *v[3];
	const char *s;

	a->name = n->key->text.s;
	if (n->key->text.len > SITE_NAME)
		load_error(l, n->key, "the name '%.40s...' is too long, at most %d bytes", a->name,
			   SITE_NAME);
	if (!load_mapping(l, n, "an asset", names, v))
		return;
	if (v[0] != NULL) {
		s = load_text(l, v[0], "ip");
		if (s != NULL && !site_address(s, &a->ip, &a->ip_version))
			load_error(l, v[0], "ip: '%.60s' is not an IPv4 or IPv6 address", s);
	}
	if (v[1] != NULL) {
		s = load_text(l, v[1], "mac");
		a->has_mac = s != NULL && site_mac(s, a->mac);
		if (s != NULL && !a->has_mac)
			load_error(l, v[1],
				   "mac: '%.60s' is not a MAC address such as "
				   "00:30:a7:01:02:07",
				   s);
	}
	if (v[2] != NULL)
		a->role = load_text(l, v[2], "role");
	if (v[0] == NULL && v[1] == NULL)
		load_error(l, n->key, "the asset '%.60s' has neither ip nor mac", a->name);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct site_asset *)a)->name, ((const struct site_asset *)b)->name);
}

static int by_ip(const void *a, const void *b, void *site)
{
	const struct site *s = site;
	const struct site_asset *x = &s->assets[*(const uint32_t *)a];

	return site_compare_ip(x->ip_version, &x->ip, &s->assets[*(const uint32_t *)b]);
}

static int by_mac(const void *a, const void *b, void *site)
{
	const struct site *s = site;

	return memcmp(s->assets[*(const uint32_t *)a].mac, s->assets[*(const uint32_t *)b].mac, 6);
}

/* Two names for one address: which is meant? */
static void refuse_twice(struct loader *l, const struct yaml_node *root, const uint32_t *index,
			 uint32_t n, int (*compare)(const void *, const void *, void *),
			 const char *what)
{
	const struct site *s = &l->set->site;

	for (uint32_t i = 1; i < n; i++) {
		if (compare(&index[i - 1], &index[i], &l->set->site) == 0)
			load_error(l, root, "assets: '%.60s' and '%.60s' have the same %s",
				   s->assets[index[i - 1]].name, s->assets[index[i]].name, what);
	}
}

static void read_assets(struct loader *l, const struct yaml_node *n)
{
	struct site *s = &l->set->site;
	struct site_asset *assets;
	uint32_t *ip;
	uint32_t *mac;
	uint32_t i = 0;

	if (n->kind != YAML_MAPPING || n->n > SITE_ASSETS) {
		load_error(l, n, "assets: a mapping of names to what they are, at most %d",
			   SITE_ASSETS);
		return;
	}
	assets = arena_new(l->a, struct site_asset, n->n);
	ip = arena_new(l->a, uint32_t, n->n);
	mac = arena_new(l->a, uint32_t, n->n);
	for (const struct yaml_node *v = n->first; v != NULL; v = v->next)
		read_asset(l, v, &assets[i++]);
	if (i > 0)
		qsort(assets, i, sizeof(*assets), by_name);
	s->assets = assets;
	s->nassets = i;
	for (i = 0; i < s->nassets; i++) {
		if (assets[i].ip_version != 0)
			ip[s->nby_ip++] = i;
		if (assets[i].has_mac)
			mac[s->nby_mac++] = i;
	}
	s->by_ip = ip;
	s->by_mac = mac;
	if (s->nby_ip > 0)
		qsort_r(ip, s->nby_ip, sizeof(*ip), by_ip, s);
	if (s->nby_mac > 0)
		qsort_r(mac, s->nby_mac, sizeof(*mac), by_mac, s);
	refuse_twice(l, n, ip, s->nby_ip, by_ip, "ip");
	refuse_twice(l, n, mac, s->nby_mac, by_mac, "mac");
}

struct zoning {
	struct loader *l;
	struct zone_net *nets;
	uint32_t n;
};

static struct zone_net *net_new(struct zoning *z, const struct yaml_node *at)
{
	if (z->n < SITE_NETS)
		return &z->nets[z->n++];
	load_error(z->l, at, "zones: too many networks (at most %d)", SITE_NETS);
	return NULL;
}

/* "10.0.0.0/8"; without /bits one address. */
static bool parse_net(const char *s, struct zone_net *out)
{
	char text[64];
	const char *slash = strchr(s, '/');
	size_t len = slash != NULL ? (size_t)(slash - s) : strlen(s);
	unsigned most;
	unsigned bits = 0;

	if (len >= sizeof(text))
		return false;
	memcpy(text, s, len);
	text[len] = '\0';
	if (!site_address(text, &out->net, &out->ip_version))
		return false;
	most = out->ip_version == 4 ? 32 : 128;
	out->bits = (uint8_t)most;
	if (slash == NULL)
		return true;
	slash++;
	for (len = 0; slash[len] >= '0' && slash[len] <= '9' && len < 4; len++)
		bits = bits * 10 + (unsigned)(slash[len] - '0');
	out->bits = (uint8_t)(bits <= most ? bits : most);
	return len > 0 && slash[len] == '\0' && bits <= most;
}

/* Bits beyond the prefix: a typing error more often than not. */
static bool host_bits(const struct zone_net *n)
{
	const uint8_t *a = (const uint8_t *)&n->net;

	for (unsigned bit = n->bits; bit < (n->ip_version == 4 ? 32U : 128U); bit++) {
		if ((a[bit / 8] >> (7 - bit % 8) & 1) != 0)
			return true;
	}
	return false;
}

static void read_net(struct zoning *z, const struct yaml_node *item, uint32_t zone)
{
	struct zone_net net = { .zone = zone };
	struct zone_net *place;

	if (!parse_net(item->text.s, &net)) {
		load_error(z->l, item, "networks: '%.60s' is not a network such as 10.10.1.0/24",
			   item->text.s);
		return;
	}
	if (host_bits(&net)) {
		load_error(z->l, item, "networks: %.60s has bits set behind its /%u", item->text.s,
			   net.bits);
		return;
	}
	place = net_new(z, item);
	if (place != NULL)
		*place = net;
}

static void read_vlans(struct zoning *z, const struct yaml_node *n, uint32_t zone)
{
	uint64_t vlan;

	if (n->kind != YAML_SEQUENCE) {
		load_error(z->l, n, "vlans: %s is not a list of numbers", yaml_kind_name(n));
		return;
	}
	for (const struct yaml_node *item = n->first; item != NULL; item = item->next) {
		struct zone_net *net;

		if (!load_whole(z->l, item, "vlans", 1, 4094, &vlan))
			continue;
		net = net_new(z, item);
		if (net != NULL)
			*net = (struct zone_net){ .vlan = (uint16_t)vlan, .zone = zone };
	}
}

static void read_zone(struct zoning *z, const struct yaml_node *n, struct zone *zone, uint32_t i)
{
	static const char *const names[] = { "level", "networks", "vlans", NULL };
	const struct yaml_node *v[3];

	zone->name = n->key->text.s;
	if (!load_mapping(z->l, n, "a zone", names, v))
		return;
	if (v[0] != NULL)
		zone->has_level = load_number(z->l, v[0], "level", false, 0, 5, &zone->level);
	if (v[1] != NULL) {
		const struct yaml_node **nets =
			arena_new(z->l->a, const struct yaml_node *, v[1]->n + 1);
		uint32_t count = load_texts(z->l, v[1], "networks", nets, v[1]->n + 1);

		for (uint32_t k = 0; k < count; k++)
			read_net(z, nets[k], i);
	}
	if (v[2] != NULL)
		read_vlans(z, v[2], i);
	if (v[1] == NULL && v[2] == NULL)
		load_error(z->l, n->key, "the zone '%.60s' has neither networks nor vlans",
			   zone->name);
}

/* The longest prefix first, VLANs last. */
static int by_prefix(const void *a, const void *b)
{
	const struct zone_net *x = a;
	const struct zone_net *y = b;
	int d;

	if (x->ip_version != y->ip_version)
		return y->ip_version - x->ip_version;
	if (x->bits != y->bits)
		return y->bits - x->bits;
	d = memcmp(&x->net, &y->net, sizeof(x->net));
	if (d != 0)
		return d;
	if (x->vlan != y->vlan)
		return x->vlan - y->vlan;
	return x->zone < y->zone ? -1 : x->zone > y->zone;
}

static void refuse_same_nets(struct loader *l, const struct yaml_node *n)
{
	const struct site *s = &l->set->site;

	for (uint32_t i = 1; i < s->nnets; i++) {
		const struct zone_net *a = &s->nets[i - 1];
		const struct zone_net *b = &s->nets[i];

		if (a->zone != b->zone && a->ip_version == b->ip_version && a->bits == b->bits &&
		    a->vlan == b->vlan && memcmp(&a->net, &b->net, sizeof(a->net)) == 0)
			load_error(l, n, "zones: '%.60s' and '%.60s' have the same network or VLAN",
				   s->zones[a->zone].name, s->zones[b->zone].name);
	}
}

static void read_zones(struct loader *l, const struct yaml_node *n)
{
	struct site *s = &l->set->site;
	struct zoning z = { .l = l };
	struct zone *zones;
	uint32_t i = 0;

	if (n->kind != YAML_MAPPING || n->n > SITE_ZONES) {
		load_error(l, n, "zones: a mapping of names to networks, at most %d", SITE_ZONES);
		return;
	}
	zones = arena_new(l->a, struct zone, n->n);
	z.nets = arena_new(l->a, struct zone_net, SITE_NETS);
	for (const struct yaml_node *v = n->first; v != NULL; v = v->next, i++)
		read_zone(&z, v, &zones[i], i);
	s->zones = zones;
	s->nzones = i;
	if (z.n > 0)
		qsort(z.nets, z.n, sizeof(*z.nets), by_prefix);
	s->nets = z.nets;
	s->nnets = z.n;
	refuse_same_nets(l, n);
}

void load_site(struct loader *l, const struct yaml_node *root)
{
	static const char *const names[] = {
		"site", "timezone", "assets", "zones", "windows", NULL
	};
	const struct yaml_node *v[5];
	const char *name;

	l->set->site.name = "";
	if (root == NULL || yaml_null(root) || !load_mapping(l, root, "a site file", names, v))
		return;
	name = v[0] != NULL ? load_text(l, v[0], "site") : NULL;
	if (name != NULL)
		l->set->site.name = name;
	if (v[2] != NULL)
		read_assets(l, v[2]);
	if (v[3] != NULL)
		read_zones(l, v[3]);
	load_site_times(l, v[1], v[4]);
}
