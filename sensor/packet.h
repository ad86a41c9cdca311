/*
 * Stage 1: a frame becomes a packet. Link layer, tags, tunnels, IP, TCP/UDP, down to the payload.
 *
 * Pure but for counters: reads one frame through the cursor and fills a struct packet that borrows
 * the frame's bytes. Knows nothing of flows or protocols.
 */
#ifndef KAGAMI_PACKET_H
#define KAGAMI_PACKET_H

#include "protocols/cur.h"

/* Link types understood, apart from the numbers that capture files use (see packet_link()). */
enum link { LINK_UNKNOWN, LINK_ETHERNET, LINK_SLL, LINK_SLL2, LINK_RAW, LINK_NULL, LINK_LOOP };

/* The link type of a LINKTYPE_ number (www.tcpdump.org/linktypes.html); LINK_UNKNOWN if we have
 * none. */
enum link packet_link(unsigned linktype);

enum { PACKET_VLANS = 4, PACKET_DEPTH = 12 };

/* An address: IPv4 in bytes 0..3 with the rest zero, or IPv6. */
struct addr {
	uint64_t w[2];
};

enum tcp_flag { TCP_FIN = 1, TCP_SYN = 2, TCP_RST = 4, TCP_PSH = 8, TCP_ACK = 16 };

enum { IP_ICMP = 1, IP_TCP = 6, IP_UDP = 17, IP_ICMPV6 = 58 };

struct packet {
	uint64_t frame;			  /* number in the capture, from 1 */
	uint64_t at;			  /* ns since 1970-01-01 UTC */
	uint32_t wire_len;		  /* bytes on the wire */
	uint32_t cap_len;		  /* bytes captured */
	const uint8_t *eth_src, *eth_dst; /* innermost, six bytes each; NULL: the link has none */
	uint16_t eth_type; /* innermost ethertype; 0: none (802.3 with LLC: llc is set) */
	bool llc;	   /* 802.3 with LLC: payload starts at the DSAP */
	uint8_t nvlans;
	uint16_t vlans[PACKET_VLANS]; /* VLAN ids of the innermost Ethernet, outermost first */
	uint32_t tunnel;    /* 0, or a mix of kind and id of the tunnels that separate networks
			       (VXLAN, Geneve, IP in keyed GRE); ERSPAN, bridged GRE, MPLS, PPP and
			       IP in IP only deliver the packet and do not count */
	uint8_t ip_version; /* innermost: 4, 6, or 0 for none */
	uint8_t ip_proto;   /* TCP, UDP…, after IPv6 extension headers */
	uint8_t ttl;
	struct addr src, dst;
	const uint8_t
		*l3; /* innermost IP header (for nDPI) and the bytes from it, padding removed */
	uint32_t l3_len;
	const uint8_t *l4;  /* TCP or UDP header without options, if transport and no fragment */
	struct cur payload; /* of TCP, UDP, other IP, or of the ethertype: what was captured */
	uint32_t payload_missing; /* bytes of it that are not in the capture, by the IP length */
	bool truncated;		  /* payload_missing > 0: the snaplen cut bytes the packet had */
	bool hsr;		  /* an HSR tag was found and removed */
	uint8_t prp_lan;	  /* 0, or 0xa / 0xb when a PRP trailer was found and removed */
	uint16_t redundancy_seq;  /* its sequence number */

	/* TCP and UDP */
	bool transport; /* ports are there: of TCP or UDP, of a first or only fragment, or of what
			   was reassembled; seq to tcp_flags too, but for a fragment */
	uint8_t tcp_flags;
	uint16_t window;
	uint16_t sport, dport;
	uint32_t seq, ack;
	uint64_t payload_hash; /* of what was captured, set by dedup_seen(); 0: none */

	/* Fragments: what defrag_add() needs */
	bool fragment; /* of an IP datagram, not (yet) whole: payload is the fragment's */
	bool frag_more;
	uint32_t frag_offset; /* bytes */
	uint32_t frag_id;     /* IPv4: of every packet; IPv6: of the fragment header or 0 */
};

/* What went wrong; counted by the caller, one counter a reason. */
enum packet_fault {
	PACKET_OK,
	PACKET_SHORT,	   /* a header does not fit into the frame */
	PACKET_BAD_HEADER, /* a header contradicts itself: version, header length, total length */
	PACKET_TOO_DEEP,   /* more than PACKET_DEPTH headers, tunnels and tags inside each other */
	PACKET_FAULTS
};

/*
 * Parses a frame of link type link. pkt->frame, at, wire_len, cap_len are the caller's and stay;
 * all other members are set. Whatever the result, the members read so far are good: a packet with a
 * broken IP header still has its MAC addresses. After a fault transport is false and payload is
 * what was left, or nothing.
 *
 * A datagram's length is what its IP header says: padding is gone. A length of 0 (segmentation
 * offload, jumbograms) means all that was captured. Checksums are not looked at: cards fill them in
 * after the capture.
 */
enum packet_fault packet_parse(struct packet *pkt, enum link link, struct cur frame);

/*
 * The same of the outermost headers alone, those that carry a tunnel if there is one. The payload
 * is what they carry; tunnel, PRP and HSR members are not set.
 */
enum packet_fault packet_outermost(struct packet *pkt, enum link link, struct cur frame);

/*
 * Parses the transport header and payload of a reassembled datagram: whole is its bytes after the
 * IP header (and unfragmentable extension headers) and proto its first header's number. Keeps the
 * packet's link and IP members; l3 stays that of the last fragment. May contain a tunnel again, or
 * even fragments.
 */
enum packet_fault packet_reassembled(struct packet *pkt, uint8_t proto, struct cur whole);

#endif
