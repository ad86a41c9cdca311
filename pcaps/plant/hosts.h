/*
 * hosts: who is on the plant's network and which Modbus devices they carry.
 *
 * Two tables that the plant's file fills (model.h). A host has addresses and a role; a device is a
 * unit id on a host, with the sizes of its object areas and what it says about itself. Knows
 * nothing of sockets or processes.
 */
#ifndef PCAPS_PLANT_HOSTS_H
#define PCAPS_PLANT_HOSTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HOSTS_MAX 32
#define NO_HOST	  (-1)

struct host {
	const char *name;
	const char *ip;	      /* in the plant's network, /24 */
	const char *ip6;      /* the same host in the IPv6 variant, /64 */
	const char *loopback; /* where it listens when the plant runs on one machine */
	const char *mac;
	const char *role;
	bool any_unit;	   /* its first device answers whatever unit id is asked for */
	bool silent_units; /* no answer, not an exception, for a unit that it has not */
};

extern struct host hosts[HOSTS_MAX];
extern size_t nhosts;

struct device {
	int host; /* index in hosts[] */
	uint8_t unit;
	uint16_t coils, discretes, inputs, holdings; /* objects from address 0 up */
	uint16_t scan_ms;			     /* scan time, or latency behind the gateway */
	const char *vendor, *product, *revision, *url, *name, *model, *application;
	const char *serial; /* first private object (0x80) */
	uint8_t server_id;  /* first byte of function 17's answer */
	bool umas;	    /* knows function 90, Schneider's UMAS */
	bool canopen;	    /* knows function 43, CANopen general reference */
};

#define DEVICES_MAX 64

extern struct device devices[DEVICES_MAX];
extern size_t ndevices;

/* The host called `name`: its index in hosts[], or NO_HOST. */
int host_find(const char *name);

/* True when the host carries a device: it is a PLC, and listens. */
bool host_serves(int host);

#endif
