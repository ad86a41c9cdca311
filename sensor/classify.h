#ifndef SENSOR_CLASSIFY_H
#define SENSOR_CLASSIFY_H
/*
 * Stage 4: who speaks. Our own probes are asked first, on the first bytes and on the ports that a
 * protocol is bound to; what they do not take goes to deep packet inspection (dpi.h) for a name.
 *
 * A port's usual protocol is believed when its probe finds the bytes possible; on other ports it
 * must be sure. Probes are asked again for the next few payloads of a flow (captures start in
 * mid-message), and for all of them on a port that is bound to a protocol of ours: nobody blinds us
 * by sending a line of rubbish first.
 */
#include "sensor/flow.h"

enum { CLASSIFY_TRIES = 8 };

/* What the probes say of a payload. */
enum verdict {
	VERDICT_OURS, /* flow->class and protocol are set; the client too, where the bytes tell */
	VERDICT_WAIT, /* too few bytes: keep them, ask again with more */
	VERDICT_NO,   /* none of ours */
};

/* The protocol whose port this is, or PROTOCOL_COUNT. over: BIND_TCP, BIND_UDP. */
unsigned classify_port(enum bind_over over, uint16_t port);

/* The protocol of an ethertype, or PROTOCOL_COUNT. */
unsigned classify_ethertype(uint16_t ethertype);

/* What people call what a frame carries that is neither IP nor ours; NULL: no name is known. */
const char *classify_ethertype_name(uint16_t ethertype, bool llc);

/* Who is the client of a flow whose beginning was not seen: by ports, else who was seen first. */
void classify_client(struct flow *f, unsigned sender);

/*
 * Asks the probes about a payload of a TCP (stream) or UDP flow that the given end sent. On
 * VERDICT_OURS the flow is set up for the protocol.
 */
enum verdict classify_payload(struct flow *f, unsigned end, struct cur c);

#endif
