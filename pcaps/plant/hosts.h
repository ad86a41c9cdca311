/*
 * hosts: who is on the plant's network and which Modbus devices they carry.
 *
 * Two tables of data. A host has addresses and a role; a device is a unit id on a host, with the
 * sizes of its object areas and what it says about itself. Knows nothing of sockets or processes.
 */
#ifndef PCAPS_PLANT_HOSTS_H
#define PCAPS_PLANT_HOSTS_H

#include <stddef.h>
#include <stdint.h>

enum host_id {
	HOST_PLC1,
	HOST_PLC2,
	HOST_PLC3,
	HOST_SERIAL,
	HOST_HMI,
	HOST_HISTORIAN,
	HOST_EWS,
	HOST_ATTACKER,
	HOST_COUNT
};

struct host {
	const char *name;
	const char *ip;	      /* in the plant's network, /24 */
	const char *ip6;      /* the same host in the IPv6 variant, /64 */
	const char *loopback; /* where it listens when the plant runs on one machine */
	const char *mac;
	const char *role;
};

extern const struct host hosts[HOST_COUNT];

struct device {
	enum host_id host;
	uint8_t unit;
	uint16_t coils, discretes, inputs, holdings; /* objects from address 0 up */
	uint16_t scan_ms;			     /* scan time, or latency behind the gateway */
	const char *vendor, *product, *revision, *url, *name, *model, *application;
	const char *serial; /* first private object (0x80) */
	uint8_t server_id;  /* first byte of function 17's answer */
};

extern const struct device devices[];
extern const size_t ndevices;

/* The host called `name`, or NULL. */
const struct host *host_find(const char *name);

#endif
