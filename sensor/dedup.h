/*
 * Frames that a mirror delivered twice, recognised so that they are counted once.
 *
 * Two frames are the same when everything from the innermost Ethernet addresses to the end of the
 * packet is the same: addresses, ethertype, headers, payload and lengths. Left out are VLAN tags
 * (two mirror ports often tag differently), padding (a removed tag changes it) and the PRP trailer
 * or HSR tag but for its sequence number.
 *
 * A copy that went through a router (other MAC addresses, a lower TTL) is NOT the same frame: it
 * was on two networks, is evidence for two links, and to ignore TTL and addresses would also hide
 * forwarding loops and spoofing. TCP takes such a copy for a retransmission.
 *
 * A host can send the same bytes twice itself, so a frame is judged by what it carries:
 * - numbered: IPv4 with an identification, TCP with payload, SYN or FIN, fragments, frames with a
 *   PRP or HSR sequence, GOOSE, Sampled Values, PROFINET RT, PTP. The same number within the window
 *   is a copy. (A TCP retransmission of identical bytes needs longer than the window.)
 * - unnumbered: other IP packets (pure acknowledgements and UDP with identification 0 or in IPv6),
 *   ARP and LLDP. A repetition looks like a copy: they are taken for copies as long as the
 *   capture's numbered frames do come doubled, at least a quarter of the last 64; at the start,
 *   when nothing is known, they are.
 * - cyclic: all other ethertypes (EtherCAT, POWERLINK, SERCOS…) repeat the same bytes every cycle.
 *   Only a copy with other VLAN tags is one.
 * Nothing is taken for a copy more than DEDUP_COPIES times: a mirror does not do that, a flood
 * does.
 */
#ifndef KAGAMI_DEDUP_H
#define KAGAMI_DEDUP_H

#include "sensor/packet.h"

enum {
	DEDUP_WAYS = 4,
	DEDUP_COPIES = 3,
	DEDUP_WINDOW_MS = 5, /* usual windows */
	DEDUP_LAN_WINDOW_MS = 50,
	DEDUP_FRAMES = 4096, /* usual size */
};

struct dedup_stats {
	uint64_t copies;    /* with the same VLAN tags */
	uint64_t retagged;  /* with other VLAN tags */
	uint64_t redundant; /* PRP: from the other LAN; HSR: the other way round the ring */
	uint64_t repeated;  /* the same bytes, but taken for the sender's repetition: not a copy */
	uint64_t crowded;   /* frames forgotten before their window ended: the table is too small */
};

/* One cache line: the frames whose hash starts with the same bits. Times in units of 1024 ns. */
struct dedup_bucket {
	uint64_t hash[DEDUP_WAYS];
	uint32_t at[DEDUP_WAYS];
	uint16_t tags[DEDUP_WAYS];
	uint8_t lan[DEDUP_WAYS];
	uint8_t copies[DEDUP_WAYS]; /* how often it came again, and 1; 0: the slot is empty */
};

struct dedup {
	struct dedup_bucket *buckets;
	uint64_t mask;
	uint64_t seed;
	uint32_t window, lan_window;
	uint64_t doubled; /* the last 64 numbered frames, 1: was a copy */
	struct dedup_stats stats;
};

/*
 * Makes a table that remembers frames (rounded up to a power of two, at least DEDUP_WAYS) frames.
 * window is how long, in ns, after the first a frame is a copy, 0 = never; lan_window the same
 * between the two LANs of PRP or ways of HSR. Both up to an hour. The seed only changes which
 * frames collide, never the result. false with errno if there is no memory.
 */
bool dedup_init(struct dedup *d, size_t frames, uint64_t window, uint64_t lan_window,
		uint64_t seed);
void dedup_fini(struct dedup *d);

/* Bytes of memory that dedup_init() takes for so many frames. */
size_t dedup_cost(size_t frames);

/*
 * Has this frame been seen already, so that it is to be counted as a copy and left alone? To be
 * asked once for each frame that packet_parse() accepted, before packet_reassembled(). Sets
 * pkt->payload_hash for TCP and UDP, with a window of 0 too. Frames may be a little out of order.
 */
bool dedup_seen(struct dedup *d, struct packet *pkt);

/* The hash of all bytes left, never 0. Equal bytes have equal hashes, with the same seed. */
uint64_t dedup_hash(struct cur c, uint64_t seed);

#endif
