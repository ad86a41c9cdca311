#ifndef SENSOR_LIVE_DEVICE_H
#define SENSOR_LIVE_DEVICE_H
/*
 * One interface that is captured from: opening it, its frames, its counters, and whether it is
 * still there. live.c has the loop over all of them.
 */
#include "sensor/live.h"

#include <pcap/pcap.h>

struct live_device {
	const char *name;
	uint32_t number; /* index in the options */
	pcap_t *pcap;	 /* NULL: closed */
	int fd;
	unsigned index; /* of the kernel, when it was opened; 0: it has none ("any") */
	unsigned linktype;
	uint64_t unit; /* ns in a unit of its time stamps' fraction */
	bool down;     /* open, but the link is administratively down */
	bool ready;    /* may have frames */
	uint64_t frames, bytes, received, dropped, if_dropped;
	uint32_t last_received, last_dropped, last_if_dropped; /* as libpcap counts */
	unsigned lost;
};

enum live_opened {
	LIVE_OPENED,
	LIVE_ABSENT,  /* missing or down: may come */
	LIVE_REFUSED, /* no permission, wrong filter, ...: waiting does not help */
};

/* Opens d->name as the options say; error gets one line when that fails. */
enum live_opened live_device_open(struct live_device *d, const struct live_options *options,
				  char *error, size_t n);
/* Keeps the counters. */
void live_device_close(struct live_device *d);

/* How it stands with an open device. */
enum live_presence { LIVE_PRESENT, LIVE_DOWN, LIVE_GONE };
enum live_presence live_device_presence(const struct live_device *d);

/* The frame that libpcap hands out, all but its number. */
struct frame live_device_frame(const struct live_device *d, const struct pcap_pkthdr *h,
			       const uint8_t *bytes);
/* Brings received, dropped and if_dropped up to date. */
void live_device_count(struct live_device *d);

#endif
