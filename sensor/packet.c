#include "sensor/packet.h"

#include "sensor/packet_walk.h"

#define HOT static inline __attribute__((always_inline))

enum {
	ETHERNET_ADDRESSES = 12,
	IP4_HEADER = 20,
	IP6_HEADER = 40,
	TCP_HEADER = 20,
	UDP_HEADER = 8,
	IP_NO_NEXT = 59,
};

/* clang-format off */
static const struct {
	unsigned linktype;
	enum link link;
} linktypes[] = {
	{ 0, LINK_NULL }, { 1, LINK_ETHERNET }, { 12, LINK_RAW }, { 14, LINK_RAW },
	{ 101, LINK_RAW }, { 108, LINK_LOOP }, { 113, LINK_SLL }, { 228, LINK_RAW },
	{ 229, LINK_RAW }, { 276, LINK_SLL2 },
};

static const enum step first_step[] = {
	[LINK_UNKNOWN] = STEP_DONE, [LINK_ETHERNET] = STEP_ETHERNET, [LINK_SLL] = STEP_SLL,
	[LINK_SLL2] = STEP_SLL2, [LINK_RAW] = STEP_IP, [LINK_NULL] = STEP_NULL,
	[LINK_LOOP] = STEP_LOOP,
};

static const struct {
	uint16_t type;
	uint8_t step;
} types[] = {
	{ TYPE_IP6, STEP_IP6 }, { TYPE_VLAN, STEP_VLAN }, { TYPE_QINQ, STEP_VLAN },
	{ TYPE_QINQ_OLD, STEP_VLAN }, { TYPE_HSR, STEP_HSR }, { TYPE_MPLS, STEP_MPLS },
	{ TYPE_MPLS_UPSTREAM, STEP_MPLS }, { TYPE_PPPOE, STEP_PPPOE },
};

/* By protocol number; 0, STEP_DONE, for those without a header that we read. */
static const uint8_t proto_step[256] = {
	[0] = STEP_IP6_OPTION,	  /* hop-by-hop */
	[4] = STEP_IP4,		  /* IP in IP */
	[IP_TCP] = STEP_TCP,
	[IP_UDP] = STEP_UDP,
	[41] = STEP_IP6,
	[43] = STEP_IP6_OPTION,	  /* routing */
	[44] = STEP_IP6_FRAGMENT,
	[IP_GRE] = STEP_GRE,
	[51] = STEP_AH,
	[60] = STEP_IP6_OPTION,	  /* destination options */
	[135] = STEP_IP6_OPTION,  /* mobility */
	[139] = STEP_IP6_OPTION,  /* host identity */
	[140] = STEP_IP6_OPTION,  /* shim6 */
};
/* clang-format on */

enum link packet_link(unsigned linktype)
{
	for (size_t i = 0; i < sizeof(linktypes) / sizeof(*linktypes); i++)
		if (linktypes[i].linktype == linktype)
			return linktypes[i].link;
	return LINK_UNKNOWN;
}

static enum step other_type(uint16_t type)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (types[i].type == type)
			return types[i].step;
	return STEP_DONE;
}

HOT enum step follow_type(struct walk *w, uint16_t type)
{
	if (__builtin_expect(type <= LENGTH_MAX, 0)) {
		w->length = type;
		return STEP_LLC;
	}
	w->pkt->eth_type = type;
	return type == TYPE_IP4 ? STEP_IP4 : other_type(type);
}

enum step walk_type(struct walk *w, uint16_t type)
{
	return follow_type(w, type);
}

HOT void cut(struct walk *w, size_t len)
{
	size_t left = cur_left(&w->c);

	w->missing = len > left ? (uint32_t)(len - left) : 0;
	w->c = cur_upto(&w->c, len);
}

void walk_cut(struct walk *w, size_t len)
{
	cut(w, len);
}

HOT enum step ethernet(struct walk *w)
{
	struct cur addresses = cur_sub(&w->c, ETHERNET_ADDRESSES);

	if (!cur_ok(&addresses))
		return walk_stop(w, PACKET_SHORT);
	w->pkt->eth_dst = cur_sub(&addresses, 6).p;
	w->pkt->eth_src = addresses.p;
	size_t n = cur_left(&w->c);

	if (__builtin_expect(cur_at(&w->c, n - 1) == 0xfb && cur_at(&w->c, n - 2) == 0x88, 0)) {
		size_t trailer = walk_prp(w->pkt, cur_of(w->c.p, n), w->missing);

		if (trailer > 0)
			cut(w, n - trailer);
	}
	uint16_t type = cur_be16(&w->c);

	if (!cur_ok(&w->c))
		return walk_stop(w, PACKET_SHORT);
	return follow_type(w, type);
}

static enum step ethernet_step(struct walk *w)
{
	return ethernet(w);
}

HOT void forget_transport(struct packet *pkt)
{
	pkt->transport = false;
	pkt->tcp_flags = 0;
	pkt->window = 0;
	pkt->sport = pkt->dport = 0;
	pkt->seq = pkt->ack = 0;
	pkt->payload_hash = 0;
	pkt->l4 = NULL;
	pkt->fragment = pkt->frag_more = false;
	pkt->frag_offset = pkt->frag_id = 0;
}

void walk_forget_transport(struct packet *pkt)
{
	forget_transport(pkt);
}

HOT void forget(struct packet *pkt)
{
	pkt->eth_src = pkt->eth_dst = NULL;
	pkt->eth_type = 0;
	pkt->llc = false;
	pkt->nvlans = 0;
	memset(pkt->vlans, 0, sizeof(pkt->vlans));
	pkt->ip_version = pkt->ip_proto = pkt->ttl = 0;
	pkt->src = pkt->dst = (struct addr){ { 0, 0 } };
	pkt->l3 = NULL;
	pkt->l3_len = 0;
	forget_transport(pkt);
}

static enum step inner_ethernet(struct walk *w)
{
	forget(w->pkt);
	return ethernet(w);
}

/* What follows a protocol number: takes note of it and gives the next step. */
HOT enum step follow_proto(struct walk *w, uint8_t proto)
{
	w->pkt->ip_proto = proto;
	enum step step = proto_step[proto];

	if (__builtin_expect(step == STEP_IP6_OPTION || step == STEP_IP6_FRAGMENT, 0))
		return w->pkt->ip_version == 6 ? step : STEP_DONE;
	return step;
}

/* A fragment is payload until it is reassembled; the first one's ports are told already. */
static enum step fragment(struct packet *pkt, struct cur c)
{
	pkt->fragment = true;
	if (pkt->frag_offset == 0 && cur_left(&c) >= 4 &&
	    (pkt->ip_proto == IP_TCP || pkt->ip_proto == IP_UDP)) {
		pkt->sport = cur_be16(&c);
		pkt->dport = cur_be16(&c);
		pkt->transport = true;
	}
	return STEP_DONE;
}

/*
 * The datagram at the cursor is total bytes by its header. 0 says that the sender's network card
 * was to fill it in (segmentation offload): then it is what was captured.
 */
HOT void datagram(struct walk *w, size_t total)
{
	if (total != 0)
		cut(w, total);
	w->pkt->l3 = w->c.p;
	w->pkt->l3_len = (uint32_t)cur_left(&w->c);
}

HOT enum step ip4(struct walk *w)
{
	struct packet *pkt = w->pkt;
	struct cur c = w->c;
	struct cur h = cur_sub(&c, IP4_HEADER);

	if (!cur_ok(&h))
		return walk_stop(w, PACKET_SHORT);
	uint8_t version_size = cur_u8(&h);
	size_t size = (version_size & 15U) * 4U;

	cur_skip(&h, 1);
	size_t total = cur_be16(&h);

	if (version_size >> 4 != 4 || size < IP4_HEADER || (total != 0 && total < size))
		return walk_stop(w, PACKET_BAD_HEADER);
	datagram(w, total);
	cur_skip(&w->c, size);
	pkt->ip_version = 4;
	pkt->frag_id = cur_be16(&h);
	uint16_t flags = cur_be16(&h);

	pkt->frag_offset = (flags & 0x1fffU) * 8U;
	pkt->frag_more = (flags & 0x2000U) != 0;
	pkt->ttl = cur_u8(&h);
	uint8_t proto = cur_u8(&h);

	cur_skip(&h, 2);
	pkt->src = pkt->dst = (struct addr){ { 0, 0 } };
	struct cur address = cur_sub(&h, 4);

	(void)cur_copy(&address, &pkt->src, 4);
	(void)cur_copy(&h, &pkt->dst, 4);
	if (!cur_ok(&w->c))
		return walk_stop(w, PACKET_SHORT);
	enum step next = follow_proto(w, proto);

	if (__builtin_expect((flags & 0x3fffU) != 0, 0))
		return fragment(pkt, w->c);
	return next;
}

static enum step ip6(struct walk *w)
{
	struct packet *pkt = w->pkt;
	struct cur c = w->c;
	struct cur h = cur_sub(&c, IP6_HEADER);

	if (!cur_ok(&h))
		return walk_stop(w, PACKET_SHORT);
	if (cur_be32(&h) >> 28 != 6)
		return walk_stop(w, PACKET_BAD_HEADER);
	size_t len = cur_be16(&h);
	uint8_t next = cur_u8(&h);

	/* A length of 0 is also a jumbogram's (its option repeats what the link says). */
	datagram(w, len > 0 || next == IP_NO_NEXT ? IP6_HEADER + len : 0);
	cur_skip(&w->c, IP6_HEADER);
	pkt->ip_version = 6;
	pkt->frag_id = 0;
	pkt->frag_offset = 0;
	pkt->frag_more = false;
	pkt->ttl = cur_u8(&h);
	struct cur address = cur_sub(&h, 16);

	(void)cur_copy(&address, &pkt->src, 16);
	(void)cur_copy(&h, &pkt->dst, 16);
	return follow_proto(w, next);
}

static enum step ip(struct walk *w)
{
	return cur_at(&w->c, 0) >> 4 == 6 ? ip6(w) : ip4(w);
}

static enum step ip4_step(struct walk *w)
{
	return ip4(w);
}

static enum step ip6_option(struct walk *w)
{
	uint8_t next = cur_u8(&w->c);
	size_t words = cur_u8(&w->c);

	cur_skip(&w->c, words * 8 + 6);
	return cur_ok(&w->c) ? follow_proto(w, next) : walk_stop(w, PACKET_SHORT);
}

static enum step authentication(struct walk *w)
{
	uint8_t next = cur_u8(&w->c);
	size_t words = cur_u8(&w->c);

	cur_skip(&w->c, words * 4 + 6);
	return cur_ok(&w->c) ? follow_proto(w, next) : walk_stop(w, PACKET_SHORT);
}

static enum step ip6_fragment(struct walk *w)
{
	uint8_t next = cur_u8(&w->c);

	cur_skip(&w->c, 1);
	uint16_t offset = cur_be16(&w->c);
	uint32_t id = cur_be32(&w->c);

	if (!cur_ok(&w->c))
		return walk_stop(w, PACKET_SHORT);
	w->pkt->frag_id = id;
	w->pkt->frag_offset = offset & 0xfff8U;
	w->pkt->frag_more = (offset & 1U) != 0;
	enum step step = follow_proto(w, next);

	/* Neither offset nor more: an "atomic fragment" (RFC 6946) is whole. */
	return (offset & 0xfff9U) != 0 ? fragment(w->pkt, w->c) : step;
}

HOT enum step tcp(struct walk *w)
{
	struct packet *pkt = w->pkt;
	struct cur h = cur_sub(&w->c, TCP_HEADER);

	if (!cur_ok(&h))
		return walk_stop(w, PACKET_SHORT);
	pkt->l4 = h.p;
	pkt->sport = cur_be16(&h);
	pkt->dport = cur_be16(&h);
	pkt->seq = cur_be32(&h);
	pkt->ack = cur_be32(&h);
	size_t size = (cur_u8(&h) >> 4) * 4U;

	pkt->tcp_flags = cur_u8(&h);
	pkt->window = cur_be16(&h);
	if (size < TCP_HEADER)
		return walk_stop(w, PACKET_BAD_HEADER);
	cur_skip(&w->c, size - TCP_HEADER);
	if (!cur_ok(&w->c))
		return walk_stop(w, PACKET_SHORT);
	pkt->transport = true;
	return STEP_DONE;
}

static enum step tcp_step(struct walk *w)
{
	return tcp(w);
}

static enum step udp(struct walk *w)
{
	struct packet *pkt = w->pkt;
	struct cur h = cur_sub(&w->c, UDP_HEADER);

	if (!cur_ok(&h))
		return walk_stop(w, PACKET_SHORT);
	pkt->l4 = h.p;
	pkt->sport = cur_be16(&h);
	pkt->dport = cur_be16(&h);
	size_t len = cur_be16(&h);

	/* 0: a jumbogram's, or left to the network card. */
	if (len != 0) {
		if (len < UDP_HEADER || len - UDP_HEADER > cur_left(&w->c) + w->missing)
			return walk_stop(w, PACKET_BAD_HEADER);
		cut(w, len - UDP_HEADER);
	}
	pkt->transport = true;
	if (pkt->dport == PORT_VXLAN || pkt->dport == PORT_VXLAN_OLD || pkt->dport == PORT_GENEVE)
		return walk_udp_tunnel(w, pkt->dport);
	return STEP_DONE;
}

/* clang-format off */
static enum step (*const steps[STEPS])(struct walk *) = {
	[STEP_ETHERNET] = ethernet_step,
	[STEP_INNER_ETHERNET] = inner_ethernet,
	[STEP_SLL] = walk_sll,
	[STEP_SLL2] = walk_sll2,
	[STEP_NULL] = walk_null,
	[STEP_LOOP] = walk_loop,
	[STEP_VLAN] = walk_vlan,
	[STEP_HSR] = walk_hsr,
	[STEP_LLC] = walk_llc,
	[STEP_MPLS] = walk_mpls,
	[STEP_PPPOE] = walk_pppoe,
	[STEP_PPP] = walk_ppp,
	[STEP_IP] = ip,
	[STEP_IP4] = ip4_step,
	[STEP_IP6] = ip6,
	[STEP_IP6_OPTION] = ip6_option,
	[STEP_IP6_FRAGMENT] = ip6_fragment,
	[STEP_AH] = authentication,
	[STEP_TCP] = tcp_step,
	[STEP_UDP] = udp,
	[STEP_GRE] = walk_gre,
	[STEP_VXLAN] = walk_vxlan,
	[STEP_GENEVE] = walk_geneve,
};
/* clang-format on */

HOT enum packet_fault finish(const struct walk *w)
{
	w->pkt->payload = cur_of(w->c.p, cur_left(&w->c));
	w->pkt->payload_missing = w->missing;
	w->pkt->truncated = w->missing > 0;
	return w->fault;
}

static enum packet_fault walk_down(struct walk *w, enum step next, unsigned depth)
{
	for (; next != STEP_DONE; depth++) {
		if (depth == PACKET_DEPTH) {
			w->fault = PACKET_TOO_DEEP;
			break;
		}
		next = steps[next](w);
	}
	return finish(w);
}

/* By value: a compiler keeps a walk in registers as long as nobody has its address. */
static __attribute__((noinline)) enum packet_fault walk_on(struct packet *pkt, const uint8_t *p,
							   size_t left, uint32_t missing,
							   uint16_t length, enum step next,
							   unsigned depth)
{
	struct walk w = { .pkt = pkt, .c = cur_of(p, left), .missing = missing, .length = length };

	return walk_down(&w, next, depth);
}

enum packet_fault packet_parse(struct packet *pkt, enum link link, struct cur frame)
{
	struct walk w = { .pkt = pkt, .c = cur_of(frame.p, cur_left(&frame)) };

	if (pkt->wire_len > cur_left(&frame))
		w.missing = pkt->wire_len - (uint32_t)cur_left(&frame);
	forget(pkt);
	pkt->tunnel = 0;
	pkt->prp_lan = 0;
	pkt->hsr = false;
	pkt->redundancy_seq = 0;
	enum step next = first_step[link];
	unsigned depth = 0;

	/* The path of nearly every frame, laid out straight. */
	if (__builtin_expect(next == STEP_ETHERNET, 1)) {
		next = ethernet(&w);
		depth = 1;
		if (__builtin_expect(next == STEP_IP4, 1)) {
			next = ip4(&w);
			depth = 2;
			if (__builtin_expect(next == STEP_TCP, 1)) {
				next = tcp(&w);
				depth = 3;
			}
		}
	}
	if (__builtin_expect(next == STEP_DONE, 1))
		return finish(&w);
	return walk_on(pkt, w.c.p, cur_left(&w.c), w.missing, w.length, next, depth);
}

/* Does the step begin another packet inside this one? */
static bool begins_inner(const struct packet *pkt, enum step next)
{
	if (next == STEP_IP || next == STEP_IP4 || next == STEP_IP6)
		return pkt->ip_version != 0;
	return next == STEP_INNER_ETHERNET || next == STEP_GRE || next == STEP_VXLAN ||
	       next == STEP_GENEVE;
}

enum packet_fault packet_outermost(struct packet *pkt, enum link link, struct cur frame)
{
	struct walk w = { .pkt = pkt, .c = cur_of(frame.p, cur_left(&frame)) };
	enum step next = first_step[link];

	forget(pkt);
	for (unsigned depth = 0; next != STEP_DONE && depth < PACKET_DEPTH; depth++)
		next = begins_inner(pkt, next) ? STEP_DONE : steps[next](&w);
	return finish(&w);
}

enum packet_fault packet_reassembled(struct packet *pkt, uint8_t proto, struct cur whole)
{
	struct walk w = { .pkt = pkt, .c = whole };
	uint32_t id = pkt->frag_id;

	forget_transport(pkt);
	pkt->frag_id = id;
	enum step next = follow_proto(&w, proto);

	return walk_down(&w, next, 0);
}
