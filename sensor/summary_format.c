#include "sensor/summary_format.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "common/json.h"

void format_add(struct text *t, const char *format, ...)
{
	size_t len = strlen(t->s);
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(t->s + len, sizeof(t->s) - len, format, ap);
	va_end(ap);
}

/* A number with three digits and a unit, each `step` times the one before. */
static struct text scaled(uint64_t n, uint64_t step, const char *const *units, unsigned nunits)
{
	struct text t = { "" };
	double x = (double)n;
	unsigned u = 0;

	while (x >= (double)step - 0.5 && u + 1 < nunits) {
		x /= (double)step;
		u++;
	}
	format_add(&t, "%.*f %s", u == 0 || x >= 99.95 ? 0 : x >= 9.995 ? 1 : 2, x, units[u]);
	return t;
}

struct text format_bytes(uint64_t n)
{
	static const char *const units[] = { "B", "kB", "MB", "GB", "TB", "PB" };

	return scaled(n, 1000, units, 6);
}

struct text format_many(uint64_t n, const char *noun)
{
	struct text t = { "" };

	format_add(&t, "%" PRIu64 " %s%s", n, noun, n == 1 ? "" : "s");
	return t;
}

struct text format_ns(uint64_t ns)
{
	static const char *const units[] = { "ns", "µs", "ms", "s" };

	return scaled(ns, 1000, units, 4);
}

struct text format_span(uint64_t ns)
{
	struct text t = { "" };
	uint64_t s = ns / 1000000000;

	if (s < 60)
		format_add(&t, "%" PRIu64 ".%03" PRIu64 " s", s, ns / 1000000 % 1000);
	else if (s < 3600)
		format_add(&t, "%" PRIu64 " min %" PRIu64 " s", s / 60, s % 60);
	else if (s < 86400)
		format_add(&t, "%" PRIu64 " h %" PRIu64 " min", s / 3600, s / 60 % 60);
	else
		format_add(&t, "%" PRIu64 " d %" PRIu64 " h", s / 86400, s / 3600 % 24);
	return t;
}

struct text format_time(uint64_t ns)
{
	char iso[TEXT_TIME];
	struct text t = { "" };

	(void)text_time(iso, ns);
	format_add(&t, "%.10s %.12s", iso, iso + 11);
	return t;
}

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

struct text format_mac(const uint8_t mac[6])
{
	struct text t = { "" };

	(void)text_mac(t.s, mac);
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

size_t format_width(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += ((uint8_t)*s & 0xc0) != 0x80;
	return n;
}

struct text format_cut(const char *s, size_t columns)
{
	struct text t = { "" };
	bool whole = format_width(s) <= columns;
	size_t keep = whole ? columns : columns - 1;
	size_t len = 0;

	for (size_t n = 0; s[len] != '\0' && len + 8 < sizeof(t.s); len++) {
		n += ((uint8_t)s[len] & 0xc0) != 0x80;
		if (n > keep)
			break;
	}
	memcpy(t.s, s, len);
	t.s[len] = '\0';
	if (!whole)
		format_add(&t, "…");
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
