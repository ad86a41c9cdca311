/*
 * Packets inside packets: MPLS, PPPoE, GRE, ERSPAN, VXLAN, Geneve.
 *
 * A tunnel that separates networks (VXLAN, Geneve, keyed GRE) is mixed into pkt->tunnel, so that
 * the same inner addresses in two of them are two flows. One that only delivers a frame is not: the
 * labels of MPLS and the call numbers of PPTP differ by direction, and an ERSPAN session or
 * bridged GRE is how a mirror sends its copies, often one session a direction.
 */
#include "sensor/packet_walk.h"

enum {
	PPP_IP4 = 0x0021,
	PPP_IP6 = 0x0057,
	PPP_MPLS = 0x0281,
	PPP_ADDRESS_CONTROL = 0xff03,
	GRE_CHECKSUM = 0x8000,
	GRE_ROUTING = 0x4000,
	GRE_KEY = 0x2000,
	GRE_SEQUENCE = 0x1000,
	GRE_ACK = 0x0080,
	GRE_VERSION = 7,
	GRE_PPP = 0x880b,
	GRE_ERSPAN = 0x88be,
	GRE_ERSPAN_III = 0x22eb,
};

static void mix(struct packet *pkt, uint16_t kind, uint32_t id)
{
	uint64_t v = ((uint64_t)pkt->tunnel << 32 | id) ^ (uint64_t)kind << 24;

	v *= UINT64_C(0x9e3779b97f4a7c15);
	pkt->tunnel = (uint32_t)(v >> 32) | 1;
}

/* Does an Ethernet frame start here? Its type is one that pseudo-wires carry. */
static bool like_ethernet(struct cur c)
{
	static const uint16_t known[] = { TYPE_IP4,  TYPE_IP6,	0x0806,	    TYPE_VLAN,
					  TYPE_QINQ, TYPE_MPLS, TYPE_PPPOE, 0x8863,
					  TYPE_HSR,  0x88b8,	0x88b9,	    0x88ba,
					  0x88cc,    0x8892,	0x88f7,	    0x88fb };

	cur_skip(&c, 12);
	uint16_t type = cur_be16(&c);

	if (!cur_ok(&c))
		return false;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (known[i] == type)
			return true;
	return false;
}

static bool like_ip4(const struct walk *w)
{
	struct cur c = w->c;
	unsigned size = cur_u8(&c) & 15U;

	cur_skip(&c, 1);
	size_t total = cur_be16(&c);

	return size >= 5 && total >= size * 4U && total <= cur_left(&w->c) + w->missing;
}

/* RFC 3032, one label: label (20), class (3), bottom of stack (1), TTL (8). */
enum step walk_mpls(struct walk *w)
{
	uint32_t label = cur_be32(&w->c);

	if (!cur_ok(&w->c))
		return walk_stop(w, PACKET_SHORT);
	if ((label & 0x100) == 0)
		return STEP_MPLS;
	/* Nothing says what follows: RFC 4928 keeps 4 and 6 for IP, RFC 4385 0 for the control word
	 * of a pseudo-wire and 1 for its control channel. */
	unsigned nibble = cur_at(&w->c, 0) >> 4;

	if (nibble == 4 && (like_ip4(w) || !like_ethernet(w->c)))
		return STEP_IP4;
	if (nibble == 6 && !like_ethernet(w->c))
		return STEP_IP6;
	struct cur word = w->c;

	cur_skip(&word, 4);
	if (nibble == 0 && (like_ethernet(word) || !like_ethernet(w->c)))
		w->c = word;
	else if (nibble == 1 && !like_ethernet(w->c))
		return STEP_DONE;
	return STEP_INNER_ETHERNET;
}

/* RFC 2516: version, type (8), code (8), session (16), length (16). */
enum step walk_pppoe(struct walk *w)
{
	uint16_t version_code = cur_be16(&w->c);

	cur_skip(&w->c, 2);
	uint16_t length = cur_be16(&w->c);

	if (!cur_ok(&w->c))
		return walk_stop(w, PACKET_SHORT);
	if (version_code != 0x1100)
		return walk_stop(w, PACKET_BAD_HEADER);
	walk_cut(w, length);
	return STEP_PPP;
}

enum step walk_ppp(struct walk *w)
{
	struct cur peek = w->c;

	if (cur_be16(&peek) == PPP_ADDRESS_CONTROL)
		w->c = peek;
	peek = w->c;
	/* Protocols up to 0xff may be sent as one byte: it is odd, a first byte of two is even. */
	uint16_t proto = cur_at(&w->c, 0) & 1 ? cur_u8(&peek) : cur_be16(&peek);

	w->c = proto == PPP_IP4 || proto == PPP_IP6 || proto == PPP_MPLS ? peek : w->c;
	if (proto == PPP_IP4)
		return STEP_IP4;
	if (proto == PPP_IP6)
		return STEP_IP6;
	return proto == PPP_MPLS ? STEP_MPLS : STEP_DONE;
}

/*
 * Type I has no header. II: version (4), VLAN (12), bits (6), session (10), index (32).
 * III: version (4), VLAN (12), bits (6), session (10), time (32), group (16), flags (16), and
 * eight bytes more if the last flag says so; flags have the kind of frame: 0 Ethernet, 2 IP.
 */
static enum step erspan(struct walk *w, bool type_iii)
{
	unsigned version = cur_at(&w->c, 0) >> 4;

	if (!type_iii) {
		if (version != 1)
			return walk_stop(w, PACKET_BAD_HEADER);
		cur_skip(&w->c, 8);
		return cur_ok(&w->c) ? STEP_INNER_ETHERNET : walk_stop(w, PACKET_SHORT);
	}
	if (version != 2)
		return walk_stop(w, PACKET_BAD_HEADER);
	cur_skip(&w->c, 10);
	uint16_t flags = cur_be16(&w->c);

	if (flags & 1)
		cur_skip(&w->c, 8);
	if (!cur_ok(&w->c))
		return walk_stop(w, PACKET_SHORT);
	return (flags >> 10 & 0x1f) == 2 ? STEP_IP : STEP_INNER_ETHERNET;
}

static enum step gre_payload(struct walk *w, uint16_t flags, uint16_t proto)
{
	switch (proto) {
	case TYPE_IP4:
		return STEP_IP4;
	case TYPE_IP6:
		return STEP_IP6;
	case TYPE_MPLS:
	case TYPE_MPLS_UPSTREAM:
		return STEP_MPLS;
	case GRE_PPP:
		return STEP_PPP;
	case TYPE_ETHERNET:
		return STEP_INNER_ETHERNET;
	case GRE_ERSPAN:
		return flags & GRE_SEQUENCE ? erspan(w, false) : STEP_INNER_ETHERNET;
	case GRE_ERSPAN_III:
		return erspan(w, true);
	default:
		return STEP_DONE;
	}
}

/* RFC 2784, 2890, 2637 (version 1): flags (16), protocol (16), then what the flags announce. */
enum step walk_gre(struct walk *w)
{
	uint16_t flags = cur_be16(&w->c);
	uint16_t proto = cur_be16(&w->c);
	unsigned version = flags & GRE_VERSION;
	uint32_t key = 0;

	if (flags & (GRE_CHECKSUM | GRE_ROUTING))
		cur_skip(&w->c, 4);
	if (flags & GRE_KEY)
		key = cur_be32(&w->c);
	if (flags & GRE_SEQUENCE)
		cur_skip(&w->c, 4);
	if (version == 1 && (flags & GRE_ACK))
		cur_skip(&w->c, 4);
	if (!cur_ok(&w->c))
		return walk_stop(w, PACKET_SHORT);
	if (version > 1)
		return walk_stop(w, PACKET_BAD_HEADER);
	/* Source routes (RFC 1701) were given up before anyone used them. An enhanced GRE without
	 * data is an acknowledgement. */
	if ((flags & GRE_ROUTING) || cur_left(&w->c) == 0)
		return STEP_DONE;
	if (version == 0 && (flags & GRE_KEY) && (proto == TYPE_IP4 || proto == TYPE_IP6))
		mix(w->pkt, IP_GRE, key);
	return gre_payload(w, flags, proto);
}

/* Other things use these ports too: what does not look right stays a UDP payload. */
enum step walk_udp_tunnel(const struct walk *w, uint16_t port)
{
	struct cur c = w->c;
	uint8_t first = cur_u8(&c);

	if (port == PORT_GENEVE) {
		uint8_t flags = cur_u8(&c);
		uint16_t type = cur_be16(&c);
		bool known = type == TYPE_ETHERNET || type == TYPE_IP4 || type == TYPE_IP6;

		return first >> 6 == 0 && (flags & 0x3f) == 0 && known ? STEP_GENEVE : STEP_DONE;
	}
	cur_skip(&c, 6);
	/* VNI valid, possibly with a group policy id. */
	bool valid = (first & 0x7f) == 0x08 && cur_u8(&c) == 0;

	return valid && cur_ok(&c) && cur_left(&c) > 0 ? STEP_VXLAN : STEP_DONE;
}

/* RFC 7348: flags (8), reserved (24), VNI (24), reserved (8). */
enum step walk_vxlan(struct walk *w)
{
	cur_skip(&w->c, 4);
	uint32_t vni = cur_be32(&w->c) >> 8;

	if (!cur_ok(&w->c))
		return walk_stop(w, PACKET_SHORT);
	mix(w->pkt, PORT_VXLAN, vni);
	return STEP_INNER_ETHERNET;
}

/* RFC 8926: version (2), options' words (6), flags (8), type (16), VNI (24), reserved (8). */
enum step walk_geneve(struct walk *w)
{
	size_t words = cur_u8(&w->c) & 0x3f;

	cur_skip(&w->c, 1);
	uint16_t type = cur_be16(&w->c);
	uint32_t vni = cur_be32(&w->c) >> 8;

	cur_skip(&w->c, words * 4);
	if (!cur_ok(&w->c))
		return walk_stop(w, PACKET_SHORT);
	mix(w->pkt, PORT_GENEVE, vni);
	if (type == TYPE_ETHERNET)
		return STEP_INNER_ETHERNET;
	walk_forget_transport(w->pkt);
	return type == TYPE_IP4 ? STEP_IP4 : STEP_IP6;
}
