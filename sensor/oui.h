#ifndef SENSOR_OUI_H
#define SENSOR_OUI_H
/*
 * The maker of a network interface, from the first three bytes of its MAC address. Makers of
 * industrial and network equipment only: a small table of facts from the IEEE registry.
 */
#include <stddef.h>
#include <stdint.h>

struct oui {
	uint32_t prefix; /* the first three bytes, the first one highest */
	const char *vendor;
};

/* The table, sorted by prefix. */
extern const struct oui oui_table[];
extern const size_t oui_count;

/*
 * "Siemens"; NULL: not in the table. A locally administered address (bit 1 of the first byte) has
 * no maker: "(locally administered)" is what it says, unless the table has it all the same.
 */
const char *oui_vendor(const uint8_t mac[6]);

#endif
