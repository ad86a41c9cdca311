#include "sensor/summary_format.h"

#include <inttypes.h>

#include "common/json.h"

struct text format_ip(const struct addr *ip, uint8_t version)
{
	uint8_t b[16];
	struct text t = { "" };

	memcpy(b, ip->w, sizeof(b));
	if (version == 4)
		(void)text_ipv4(t.s, b);
	else
		(void)text_ipv6(t.s, b);
	return t;
}

struct text format_end(const struct addr *end, uint8_t ip_version)
{
	uint8_t b[16];

	if (ip_version != 0)
		return format_ip(end, ip_version);
	memcpy(b, end->w, sizeof(b));
	return format_mac(b);
}

struct text format_asset(const struct asset *a)
{
	const struct asset_ip *best = NULL;

	for (unsigned k = 0; k < a->nips; k++) {
		const struct asset_ip *x = &a->ips[k];

		if (best == NULL || x->version < best->version ||
		    (x->version == best->version && memcmp(&x->addr, &best->addr, 16) < 0))
			best = x;
	}
	return best != NULL ? format_ip(&best->addr, best->version) : format_mac(a->mac);
}

static bool in_set(const uint64_t units[4], unsigned u)
{
	return u < 256 && (units[u / 64] >> u % 64 & 1) != 0;
}

struct text format_units(const uint64_t units[4])
{
	struct text t = { "" };

	for (unsigned u = 0; u < 256; u++) {
		unsigned last = u;

		if (!in_set(units, u))
			continue;
		while (in_set(units, last + 1))
			last++;
		format_add(&t, "%s%u", t.s[0] != '\0' ? "," : "", u);
		if (last > u)
			format_add(&t, "%c%u", last > u + 1 ? '-' : ',', last);
		u = last;
	}
	return t;
}

struct text format_ip_proto(uint8_t ip_proto)
{
	static const struct {
		uint8_t number;
		const char *name;
	} known[] = { { IP_ICMP, "icmp" }, { IP_TCP, "tcp" }, { IP_UDP, "udp" },
		      { 2, "igmp" },	   { 47, "gre" },     { IP_ICMPV6, "icmpv6" },
		      { 89, "ospf" },	   { 112, "vrrp" },   { 132, "sctp" } };
	struct text t = { "" };

	for (unsigned i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (known[i].number == ip_proto) {
			format_add(&t, "%s", known[i].name);
			return t;
		}
	}
	format_add(&t, "ip-%u", ip_proto);
	return t;
}

bool format_layer2(unsigned label)
{
	return label < PROTOCOL_COUNT && protocols[label]->bind[0].over == BIND_ETHERTYPE;
}

bool format_over_tcp(unsigned label)
{
	if (label >= PROTOCOL_COUNT)
		return false;
	return protocols[label]->bind[0].over == BIND_TCP ||
	       protocols[label]->bind[0].over == BIND_ANY_TCP;
}

bool format_housekeeping(unsigned label)
{
	return label == PROTOCOL_arp || label == PROTOCOL_lldp || label == PROTOCOL_dhcp;
}
