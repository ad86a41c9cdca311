#ifndef SENSOR_FRAME_H
#define SENSOR_FRAME_H
/*
 * A frame: what a capture gives, from a file (capfile.h, capset.h) or an interface (live.h).
 */
#include "protocols/cur.h"

struct frame {
	uint64_t number;   /* in the capture, from 1 */
	uint64_t at;	   /* ns since 1970-01-01 UTC, at most INT64_MAX */
	struct cur bytes;  /* what was captured; borrowed, good until the next frame is asked for */
	uint32_t wire_len; /* bytes on the wire, never fewer than were captured */
	uint32_t
		interface; /* as the file numbers it (0 in classic pcap); live: index in the list */
	bool resumed; /* another file begins after all before it had ended: what lies between was
			 not captured */
	unsigned linktype; /* LINKTYPE_ number, www.tcpdump.org/linktypes.html */
};

#endif
