/*
 * Fragments of IPv4 and IPv6 datagrams, put together again (RFC 791, 8200, 5722).
 *
 * All memory is taken at init: a table of datagrams and a pool of 8 KiB blocks, so a small datagram
 * costs one block and a full one eight. When either runs out, the oldest datagram gives way.
 *
 * Overlap: the bytes that came first stay. Over IPv6 an overlap drops the datagram and all that
 * still comes of it, but for a fragment that brings nothing new and the same bytes: that is one
 * that the network doubled (RFC 8200, 4.5). Different bytes for the same place are counted as a
 * conflict: no sender does that, but one that wants us to see another datagram than its target.
 */
#ifndef KAGAMI_DEFRAG_H
#define KAGAMI_DEFRAG_H

#include "sensor/packet.h"

enum {
	DEFRAG_DATAGRAMS = 1024, /* usual sizes */
	DEFRAG_BYTES = 4 << 20,
	DEFRAG_TIMEOUT_S = 30,
};

struct defrag_stats {
	uint64_t fragments; /* all that were given to defrag_add() */
	uint64_t completed; /* datagrams */
	uint64_t timed_out; /* datagrams that were never whole */
	uint64_t evicted;   /* datagrams that gave way to a newer one */
	uint64_t dropped;   /* IPv6 datagrams dropped for an overlap */
	uint64_t same;	    /* fragments that overlapped with the same bytes */
	uint64_t conflicts; /* fragments that overlapped with other bytes, or another end */
	uint64_t too_big;   /* fragments that end after 65535 bytes */
	uint64_t bad;	    /* fragments that are empty, or not the last and no multiple of 8 */
	uint64_t truncated; /* fragments that the snaplen cut: their datagram is never whole */
};

enum defrag_result {
	DEFRAG_KEPT,	/* its datagram is not whole yet */
	DEFRAG_WHOLE,	/* it completed its datagram */
	DEFRAG_REFUSED, /* it is useless; a counter says why */
};

struct defrag_datagram;
struct defrag_block;

struct defrag {
	struct defrag_datagram *datagrams;
	struct defrag_datagram *unused;		 /* a list by their next_in_bucket */
	struct defrag_datagram *oldest, *newest; /* by the time of the first fragment */
	struct defrag_datagram **buckets;
	struct defrag_block *blocks;
	uint8_t *whole;
	uint32_t mask;
	uint32_t free_block; /* head of the list of free blocks, or NO_BLOCK */
	uint64_t timeout;
	uint64_t seed;
	uint32_t open; /* datagrams in the table */
	struct defrag_stats stats;
};

/*
 * Takes memory for so many datagrams (at least 1) and about so many bytes of them (at least one
 * full datagram's). timeout, ns of the capture's time, counts from the first fragment. The seed
 * keeps senders from choosing fragments that share a bucket. false with errno if there is no
 * memory.
 */
bool defrag_init(struct defrag *d, uint32_t datagrams, size_t bytes, uint64_t timeout,
		 uint64_t seed);
void defrag_fini(struct defrag *d);

/* Bytes of memory that defrag_init() takes. */
size_t defrag_cost(uint32_t datagrams, size_t bytes);

/*
 * Takes a packet whose fragment member is set, at time now. When that makes its datagram whole,
 * whole and proto are what packet_reassembled() wants; the bytes stay until the next call.
 */
enum defrag_result defrag_add(struct defrag *d, const struct packet *pkt, uint64_t now,
			      struct cur *whole, uint8_t *proto);

/* Gives up the datagrams whose first fragment is older than the time-out. */
void defrag_expire(struct defrag *d, uint64_t now);

#endif
