/* PROFINET: what its parts share. pn_rt.c reads the frames and hands DCP and alarms on; dcerpc.c
 * reads the calls over UDP and hands those of PROFINET IO on. */
#ifndef KAGAMI_PN_H
#define KAGAMI_PN_H

#include "protocols/protocol.h"

/* The next n bytes of rest; malformed, and what there is of them, when there are fewer. */
static inline struct cur pn_part(struct dec *d, struct cur *rest, size_t n)
{
	if (n > cur_left(rest) && !d->cut)
		dec_malformed(d, "message too short");
	return cur_upto(rest, n);
}

/* A DCP frame behind its FrameID: reads d->c to its end. hello: it came with the FrameID of Hello.
 */
void pn_dcp_read(struct dec *d, bool hello);

/* An alarm's PDU behind its FrameID: reads d->c to its end. */
void pn_io_alarm(struct dec *d, bool high);

/* What the header of a call says. */
struct pn_call {
	uint64_t opnum;
	bool response,
		little; /* little: numbers of the header and the arguments, not of the blocks */
};

/* The arguments of a call or of its response: reads d->c to its end. False: there is no such
 * operation, and nothing was read. */
bool pn_io_call(struct dec *d, const struct pn_call *call);

/* A UUID as people write it, in the scratch space; little: its first three numbers have their least
 * significant byte first. Empty when it is no UUID or there is no room. */
struct cur pn_uuid(struct dec *d, struct cur uuid, bool little);

/* The maker with that PROFINET vendor number, or NULL. */
const char *pn_vendor(uint64_t id);

/* What a Connect agreed on for the frames with a FrameID to a station. */
struct pn_agreed {
	uint64_t frame;	   /* of the Connect request */
	uint64_t interval; /* ns from frame to frame */
	uint16_t length;   /* bytes of data and their states */
	bool output;	   /* from the controller to the device */
};

/* Keeps it; finds it, false if nothing is known. mac: six bytes of the consumer. */
void pn_agree(struct dec *d, struct cur mac, uint64_t frame_id, const struct pn_agreed *a);
bool pn_agreed(struct dec *d, struct cur mac, uint64_t frame_id, struct pn_agreed *a);

#endif
