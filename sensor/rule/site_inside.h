#ifndef SENSOR_RULE_SITE_INSIDE_H
#define SENSOR_RULE_SITE_INSIDE_H
/* What the loaders of site and tag files share. */
#include "sensor/rule/load_inside.h"

/* An IPv4 or IPv6 address as text. */
bool site_address(const char *s, struct addr *ip, uint8_t *version);
bool site_mac(const char *s, uint8_t mac[6]);
/* site_times.c: the time zone and the windows; either may be NULL. */
void load_site_times(struct loader *l, const struct yaml_node *zone,
		     const struct yaml_node *windows);

#endif
