/*
 * The walk down a frame's headers: what packet.c, packet_link.c and packet_tunnel.c share.
 *
 * A step reads one header at the walk's cursor and says which step reads the next one. packet.c
 * holds the loop and the steps that nearly every frame takes, the other two the rest. No other file
 * includes this.
 */
#ifndef KAGAMI_PACKET_WALK_H
#define KAGAMI_PACKET_WALK_H

#include "sensor/packet.h"

/* The header that comes next. */
enum step {
	STEP_DONE, /* none: what is left is payload */
	STEP_ETHERNET,
	STEP_INNER_ETHERNET, /* in a tunnel: what is known of the outer packet is forgotten */
	STEP_SLL,
	STEP_SLL2,
	STEP_NULL,
	STEP_LOOP,
	STEP_VLAN,
	STEP_HSR,
	STEP_LLC,
	STEP_MPLS,
	STEP_PPPOE,
	STEP_PPP,
	STEP_IP, /* the version says which */
	STEP_IP4,
	STEP_IP6,
	STEP_IP6_OPTION, /* an extension header of the common shape */
	STEP_IP6_FRAGMENT,
	STEP_AH,
	STEP_TCP,
	STEP_UDP,
	STEP_GRE,
	STEP_VXLAN,
	STEP_GENEVE,
	STEPS
};

struct walk {
	struct packet *pkt;
	struct cur c;		 /* from the next header to the end of what contains it */
	uint32_t missing;	 /* bytes that ought to follow c and are not in the capture */
	enum packet_fault fault; /* why the walk ended, PACKET_OK as long as it goes on */
	uint16_t length;	 /* of an 802.3 frame, for STEP_LLC */
};

enum {
	TYPE_IP4 = 0x0800,
	TYPE_VLAN = 0x8100,
	TYPE_IP6 = 0x86dd,
	TYPE_MPLS = 0x8847,
	TYPE_MPLS_UPSTREAM = 0x8848,
	TYPE_PPPOE = 0x8864,
	TYPE_QINQ = 0x88a8,
	TYPE_HSR = 0x892f,
	TYPE_QINQ_OLD = 0x9100,
	TYPE_ETHERNET = 0x6558, /* transparent bridging, in GRE and Geneve */
	PORT_VXLAN = 4789,
	PORT_VXLAN_OLD = 8472,
	PORT_GENEVE = 6081,
	IP_GRE = 47,
	LENGTH_MAX = 1500, /* a type up to here is the length of an 802.3 frame */
};

/* Ends the walk for a fault. */
static inline enum step walk_stop(struct walk *w, enum packet_fault fault)
{
	w->fault = fault;
	return STEP_DONE;
}

/* What follows an ethertype: takes note of it and gives the next step. */
enum step walk_type(struct walk *w, uint16_t type);

/* Cuts the walk's cursor to the len bytes that a header announced, or notes how many it lacks. */
void walk_cut(struct walk *w, size_t len);

/* Forgets the ports and all else of an outer TCP, UDP or fragment. */
void walk_forget_transport(struct packet *pkt);

/* packet_link.c: the steps of its headers. */
enum step walk_sll(struct walk *w);
enum step walk_sll2(struct walk *w);
enum step walk_null(struct walk *w);
enum step walk_loop(struct walk *w);
enum step walk_vlan(struct walk *w);
enum step walk_hsr(struct walk *w);
enum step walk_llc(struct walk *w);

/* Bytes of the PRP trailer, 0 if there is none, of a frame whose bytes after the addresses are c.
 */
size_t walk_prp(struct packet *pkt, struct cur c, uint32_t missing);

/* packet_tunnel.c */
enum step walk_mpls(struct walk *w);
enum step walk_pppoe(struct walk *w);
enum step walk_ppp(struct walk *w);
enum step walk_gre(struct walk *w);
enum step walk_vxlan(struct walk *w);
enum step walk_geneve(struct walk *w);

/* The step that a UDP payload at the cursor starts: VXLAN or Geneve if it looks like one. */
enum step walk_udp_tunnel(const struct walk *w, uint16_t port);

#endif
