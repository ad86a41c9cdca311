#ifndef SENSOR_RULE_SITE_H
#define SENSOR_RULE_SITE_H
/*
 * What a site says of itself in its site file: names of assets, zones with their Purdue level,
 * maintenance windows.
 *
 *	site: waterworks-north
 *	timezone: "+07:00"            # or an IANA name
 *	assets:
 *	  plc1: {ip: 10.10.1.11, role: plc}
 *	  ied7: {mac: "00:30:a7:01:02:07"}
 *	zones:
 *	  control: {level: 1, networks: [10.10.1.0/26, "fd0a:a:1::/64"], vlans: [110]}
 *	windows:
 *	  maintenance:
 *	    - {weekdays: [sat, sun], from: "08:00", to: "17:00"}
 *	    - {dates: [2026-12-01, 2026-12-03..2026-12-05], from: "22:00", to: "02:00"}
 */
#include <stdbool.h>
#include <stdint.h>

#include "sensor/packet.h"

/* Bytes of the name of an asset, at most. */
enum { SITE_NAME = 128 };

struct site_asset {
	const char *name;
	uint8_t ip_version; /* 4, 6; 0: none given */
	struct addr ip;
	bool has_mac;
	uint8_t mac[6];
	const char *role; /* "plc", "hmi", "engineering"...; NULL */
};

struct zone {
	const char *name;
	bool has_level;
	double level; /* Purdue: 0 to 5, 3.5 for a DMZ */
};

/* One network of a zone. */
struct zone_net {
	struct addr net;
	uint8_t ip_version, bits; /* ip_version 0: a VLAN, in vlan */
	uint16_t vlan;
	uint32_t zone; /* index */
};

struct window; /* named times; site_window.c */

struct site {
	const char *name; /* "" */
	uint32_t nassets;
	const struct site_asset *assets; /* by name */
	uint32_t nby_ip, nby_mac;
	const uint32_t *by_ip, *by_mac; /* indices of assets, by address */
	uint32_t nzones;
	const struct zone *zones;
	uint32_t nnets;
	const struct zone_net *nets; /* the longest prefix first */
	uint32_t nwindows;
	const struct window *const *windows;
};

/* The zone of an address (the longest prefix; else by VLAN, 0: untagged), or NULL. */
const struct zone *site_zone(const struct site *s, const struct addr *ip, uint8_t ip_version,
			     uint16_t vlan);
/* The asset that the site file names with this address or MAC (either may be NULL), or NULL. */
const struct site_asset *site_asset(const struct site *s, const struct addr *ip, uint8_t ip_version,
				    const uint8_t *mac);
/* Order of addresses, as in by_ip. */
int site_compare_ip(uint8_t version, const struct addr *ip, const struct site_asset *a);
/* The asset of that name, or NULL. */
const struct site_asset *site_asset_named(const struct site *s, const char *name);

const struct window *site_window(const struct site *s, const char *name);
const char *window_name(const struct window *w);
/* Is that moment (ns since 1970 UTC) in the window? */
bool window_holds(const struct window *w, uint64_t at);

#endif
