/* What packets are known by: the frame, the headers of Ethernet, IP and ICMP. */
#include "sensor/rule/facts.h"

enum {
	ETHERNET_TYPE_AT = 12, /* behind the two addresses */
	TYPE_LEAST = 1536,     /* less is the length of an 802.3 frame */
	LENGTH_MOST = 1500,
	TYPE_HSR = 0x892f,
	HSR_TAG = 6, /* its type included */
	IP4_LENGTH_AT = 2,
	IP4_FRAGMENT_AT = 6,
	IP6_LENGTH_AT = 4,
	IP6_NEXT_AT = 6,
	OFFSET_BITS = 0x1fff,
};

/* ---- the ends ------------------------------------------------------------------------------ */

uint8_t fact_ip_version(const struct subject *s)
{
	if (fact_of_frame(s))
		return s->pkt != NULL ? s->pkt->ip_version : 0;
	return s->flow != NULL ? s->flow->key.ip_version : 0;
}

const struct addr *fact_addr(const struct subject *s, unsigned end)
{
	if (fact_of_frame(s))
		return end == 0 ? &s->pkt->src : &s->pkt->dst;
	return &s->flow->key.addr[fact_flow_end(s, end)];
}

const uint8_t *fact_mac(const struct subject *s, unsigned end)
{
	if (fact_of_frame(s)) {
		if (s->pkt == NULL)
			return NULL;
		return end == 0 ? s->pkt->eth_src : s->pkt->eth_dst;
	}
	if (s->dec != NULL)
		return end == 0 ? s->dec->eth_src : s->dec->eth_dst;
	if (s->flow == NULL)
		return NULL;
	unsigned of = fact_flow_end(s, end);

	return s->flow->has_mac[of] ? s->flow->mac[of] : NULL;
}

static bool mac(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	unsigned end = fact_end_of(fact, i);

	if (end == 2)
		return false;
	const uint8_t *p = fact_mac(s, end);

	/* A cooked frame has one address only. */
	if (p == NULL && fact->arg == FACT_BOTH && i == 0)
		p = fact_mac(s, 1);
	return p != NULL && fact_bytes(v, 0, p, 6);
}

static bool ip4(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	unsigned end = fact_end_of(fact, i);

	return end < 2 && fact_ip_version(s) == 4 && fact_bytes(v, 0, fact_addr(s, end), 4);
}

static bool ip6(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	unsigned end = fact_end_of(fact, i);

	return end < 2 && fact_ip_version(s) == 6 && fact_bytes(v, 0, fact_addr(s, end), 16);
}

/* ---- the frame and its Ethernet header ------------------------------------------------------ */

static bool number(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return s->frame != 0 && fact_uint(v, i, s->frame);
}

static bool at(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return s->frame != 0 && fact_uint(v, i, s->at);
}

static bool wire_len(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct packet *pkt = fact_packet(s);

	(void)fact;
	return pkt != NULL && fact_uint(v, i, pkt->wire_len);
}

static bool cap_len(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct packet *pkt = fact_packet(s);

	(void)fact;
	return pkt != NULL && fact_uint(v, i, pkt->cap_len);
}

/* The two bytes behind the addresses; 0: there is no such header. */
static uint16_t ethernet_word(const struct packet *pkt)
{
	if (pkt == NULL || pkt->eth_dst == NULL ||
	    (pkt->eth_type == 0 && pkt->nvlans == 0 && !pkt->llc))
		return 0;
	struct cur c = cur_of(pkt->eth_dst + ETHERNET_TYPE_AT, 2);

	return cur_be16(&c);
}

static bool eth_type(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct packet *pkt = fact_packet(s);
	uint16_t type = ethernet_word(pkt);

	(void)fact;
	if (pkt == NULL && s->flow != NULL)
		type = s->flow->nvlans > 0 ? 0x8100 : s->flow->eth_type;
	return type >= TYPE_LEAST && fact_uint(v, i, type);
}

static bool eth_len(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	uint16_t word = ethernet_word(fact_packet(s));

	(void)fact;
	return word != 0 && word <= LENGTH_MOST && fact_uint(v, i, word);
}

/* The VLAN tags of the packet, or else of the flow. */
static const uint16_t *vlans(const struct subject *s, unsigned *n)
{
	const struct packet *pkt = fact_packet(s);

	if (pkt == NULL && s->flow == NULL) {
		*n = 0;
		return NULL;
	}
	*n = pkt != NULL ? pkt->nvlans : s->flow->nvlans;
	return pkt != NULL ? pkt->vlans : s->flow->vlans;
}

uint16_t fact_vlan(const struct subject *s)
{
	unsigned n;
	const uint16_t *ids = vlans(s, &n);

	return n > 0 ? ids[0] : 0;
}

static bool vlan_id(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	unsigned n;
	const uint16_t *ids = vlans(s, &n);

	(void)fact;
	return i < n && fact_uint(v, 0, ids[i]);
}

/*
 * Tag i as it is on the wire: priority, drop bit and id, then the type behind it. False: there is
 * none. An HSR tag may stand among them.
 */
static bool vlan_tag(const struct packet *pkt, unsigned i, uint16_t *tag, uint16_t *behind)
{
	if (pkt == NULL || i >= pkt->nvlans || ethernet_word(pkt) == 0)
		return false;
	size_t n = 2 + 4 * (size_t)pkt->nvlans + (pkt->hsr ? HSR_TAG : 0);
	struct cur c = cur_of(pkt->eth_dst + ETHERNET_TYPE_AT, n);
	uint16_t type = cur_be16(&c);

	for (unsigned k = 0; k <= i && cur_ok(&c); k++) {
		if (type == TYPE_HSR)
			cur_skip(&c, HSR_TAG);
		*tag = cur_be16(&c);
		type = *behind = cur_be16(&c);
	}
	return cur_ok(&c);
}

static bool vlan_priority(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	uint16_t tag, behind;

	(void)fact;
	return vlan_tag(fact_packet(s), i, &tag, &behind) && fact_uint(v, 0, tag >> 13);
}

static bool vlan_etype(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	uint16_t tag, behind;

	(void)fact;
	return vlan_tag(fact_packet(s), i, &tag, &behind) && behind >= TYPE_LEAST &&
	       fact_uint(v, 0, behind);
}

/* ---- IP ------------------------------------------------------------------------------------ */

/* The packet if its innermost IP header is of that version (0: any). */
static const struct packet *ip_packet(const struct subject *s, uint8_t version)
{
	const struct packet *pkt = fact_packet(s);

	if (pkt == NULL || pkt->ip_version == 0 || pkt->l3 == NULL)
		return NULL;
	return version == 0 || pkt->ip_version == version ? pkt : NULL;
}

static uint64_t word_at(const struct packet *pkt, size_t offset, size_t size)
{
	struct cur c = cur_of(pkt->l3, pkt->l3_len);

	cur_skip(&c, offset);
	return cur_be(&c, size);
}

static bool ip_version(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	uint8_t version = fact_ip_version(s);

	(void)fact;
	return version != 0 && fact_uint(v, i, version);
}

static bool ip4_hdr_len(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct packet *pkt = ip_packet(s, 4);

	(void)fact;
	return pkt != NULL && fact_uint(v, i, (word_at(pkt, 0, 1) & 15) * 4);
}

static bool ip4_len(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct packet *pkt = ip_packet(s, 4);

	(void)fact;
	if (pkt == NULL)
		return false;
	uint64_t len = word_at(pkt, IP4_LENGTH_AT, 2);
	uint64_t is = (uint64_t)pkt->l3_len + pkt->payload_missing;

	/* Left to the network card: what there is. */
	if (len == 0)
		len = is < UINT16_MAX ? is : UINT16_MAX;
	return fact_uint(v, i, len);
}

static bool ip4_id(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct packet *pkt = ip_packet(s, 4);

	(void)fact;
	return pkt != NULL && fact_uint(v, i, pkt->frag_id);
}

/* arg: the flag, by its bit from the top. */
static bool ip4_flag(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct packet *pkt = ip_packet(s, 4);

	return pkt != NULL &&
	       fact_uint(v, i, word_at(pkt, IP4_FRAGMENT_AT, 2) >> (15 - fact->arg) & 1);
}

static bool ip4_offset(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct packet *pkt = ip_packet(s, 4);

	(void)fact;
	return pkt != NULL && fact_uint(v, i, word_at(pkt, IP4_FRAGMENT_AT, 2) & OFFSET_BITS);
}

/* arg: of which version. */
static bool ttl(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct packet *pkt = ip_packet(s, fact->arg);

	return pkt != NULL && fact_uint(v, i, pkt->ttl);
}

static bool ip4_proto(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	if (fact_ip_version(s) != 4)
		return false;
	return fact_uint(v, i, fact_of_frame(s) ? s->pkt->ip_proto : s->flow->key.ip_proto);
}

static bool ip6_next(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct packet *pkt = ip_packet(s, 6);

	(void)fact;
	return pkt != NULL && fact_uint(v, i, word_at(pkt, IP6_NEXT_AT, 1));
}

static bool ip6_len(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct packet *pkt = ip_packet(s, 6);

	(void)fact;
	return pkt != NULL && fact_uint(v, i, word_at(pkt, IP6_LENGTH_AT, 2));
}

/* arg: byte of the header: 0 the type, 1 the code. */
static bool icmp_byte(const struct fact *fact, unsigned i, struct value *v,
		      const struct packet *pkt, uint8_t proto)
{
	if (pkt == NULL || pkt->ip_proto != proto || pkt->fragment ||
	    cur_left(&pkt->payload) <= fact->arg)
		return false;
	return fact_uint(v, i, cur_at(&pkt->payload, fact->arg));
}

static bool icmp(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	return icmp_byte(fact, i, v, ip_packet(s, 4), IP_ICMP);
}

static bool icmp6(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	return icmp_byte(fact, i, v, ip_packet(s, 6), IP_ICMPV6);
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* clang-format off */
/* The number of bytes is Wireshark's of the field: a constant that needs more is an error. Names of
 * numbers are Wireshark's too. */
static const struct name types[] = {
	{ 0x0800, "IPv4" }, { 0x0806, "ARP" }, { 0x8035, "RARP" }, { 0x8100, "802.1Q Virtual LAN" },
	{ 0x86dd, "IPv6" }, { 0x8808, "MAC Control" }, { 0x8847, "MPLS label switched packet" },
	{ 0x8863, "PPPoE Discovery" }, { 0x8864, "PPPoE Session" }, { 0x888e, "802.1X Authentication" },
	{ 0x8892, "PROFINET" }, { 0x88a4, "EtherCAT frame" },
	{ 0x88a8, "802.1ad Provider Bridge (Q-in-Q)" }, { 0x88ab, "ETHERNET Powerlink v2" },
	{ 0x88b8, "IEC 61850/GOOSE" }, { 0x88b9, "IEC 61850/GSE management services" },
	{ 0x88ba, "IEC 61850/SV (Sampled Value Transmission" },
	{ 0x88cc, "802.1 Link Layer Discovery Protocol (LLDP)" }, { 0x88e5, "802.1AE (MACsec)" },
	{ 0x88f7, "PTPv2 over Ethernet (IEEE1588)" },
	{ 0x892f, "High-availability Seamless Redundancy (IEC62439 Part 3)" }, { 0, NULL },
};

static const struct name protos[] = {
	{ IP_ICMP, "ICMP" }, { 2, "IGMP" }, { 4, "IPIP" }, { IP_TCP, "TCP" }, { IP_UDP, "UDP" },
	{ 41, "IPv6" }, { 47, "Generic Routing Encapsulation" }, { 50, "Encap Security Payload" },
	{ 51, "Authentication Header" }, { IP_ICMPV6, "ICMPv6" }, { 89, "OSPF IGP" }, { 103, "PIM" },
	{ 112, "VRRP" }, { 115, "Layer 2 Tunneling" }, { 132, "SCTP" }, { 0, NULL },
};

#define N(nm, ty, sz, ba, na, get_, arg_, dc) \
	{ .row = { .name = (nm), .type = (ty), .size = (sz), .base = (ba), .names = (na), .doc = (dc) }, \
	  .home = HOME_PACKET, .wireshark = true, .get = (get_), .arg = (arg_) },
#define P(nm, ty, sz, ba, get_, arg_, dc) N(nm, ty, sz, ba, NULL, get_, arg_, dc)

static const struct fact rows[] = {
	P("frame.number",      FIELD_UINT, 0,     BASE_DEC, number,      0, "number of the frame in the capture, from 1; of an operation: the frame that completed its message")
	P("frame.time",        FIELD_TIME, 0,     BASE_DEC, at,          0, "its time, UTC")
	P("frame.time_epoch",  FIELD_DURATION, 0, BASE_DEC, at,          0, "its time, seconds since 1970-01-01 UTC")
	P("frame.len",         FIELD_UINT, 4,     BASE_DEC, wire_len,    0, "bytes on the wire")
	P("frame.cap_len",     FIELD_UINT, 4,     BASE_DEC, cap_len,     0, "bytes that were captured")
	P("eth.src",           FIELD_MAC, 0,      BASE_DEC, mac,         FACT_SRC, "sender's MAC address")
	P("eth.dst",           FIELD_MAC, 0,      BASE_DEC, mac,         FACT_DST, "receiver's MAC address")
	P("eth.addr",          FIELD_MAC, 0,      BASE_DEC, mac,         FACT_BOTH, "either MAC address")
	N("eth.type",          FIELD_UINT, 2,     BASE_HEX, types, eth_type,    0, "type in the Ethernet header: 0x8100 when a VLAN tag follows, behind which vlan.etype stands")
	P("eth.len",           FIELD_UINT, 2,     BASE_DEC, eth_len,     0, "length of an 802.3 frame, which has no type")
	P("vlan.id",           FIELD_UINT, 2,     BASE_DEC, vlan_id,     0, "VLAN, outermost first")
	P("vlan.priority",     FIELD_UINT, 2,     BASE_DEC, vlan_priority, 0, "priority in the VLAN tag, 0 to 7")
	N("vlan.etype",        FIELD_UINT, 2,     BASE_HEX, types, vlan_etype,  0, "type behind the VLAN tag")
	P("ip.src",            FIELD_IPV4, 0,     BASE_DEC, ip4,         FACT_SRC, "sender's IPv4 address")
	P("ip.dst",            FIELD_IPV4, 0,     BASE_DEC, ip4,         FACT_DST, "receiver's IPv4 address")
	P("ip.addr",           FIELD_IPV4, 0,     BASE_DEC, ip4,         FACT_BOTH, "either IPv4 address")
	P("ip.version",        FIELD_UINT, 1,     BASE_DEC, ip_version,  0, "4, or 6")
	P("ip.hdr_len",        FIELD_UINT, 1,     BASE_DEC, ip4_hdr_len, 0, "bytes of the IPv4 header")
	P("ip.len",            FIELD_UINT, 2,     BASE_DEC, ip4_len,     0, "bytes of the datagram, its header included")
	P("ip.id",             FIELD_UINT, 2,     BASE_HEX, ip4_id,      0, "identification of the datagram")
	P("ip.flags.df",       FIELD_BOOL, 0,     BASE_DEC, ip4_flag,    1, "must not be fragmented")
	P("ip.flags.mf",       FIELD_BOOL, 0,     BASE_DEC, ip4_flag,    2, "a fragment, more follow")
	P("ip.frag_offset",    FIELD_UINT, 2,     BASE_DEC, ip4_offset,  0, "where the fragment belongs, in units of eight bytes")
	P("ip.ttl",            FIELD_UINT, 1,     BASE_DEC, ttl,         4, "time to live")
	N("ip.proto",          FIELD_UINT, 1,     BASE_DEC, protos, ip4_proto,   0, "protocol behind the IPv4 header: 1 ICMP, 6 TCP, 17 UDP")
	P("ipv6.src",          FIELD_IPV6, 0,     BASE_DEC, ip6,         FACT_SRC, "sender's IPv6 address")
	P("ipv6.dst",          FIELD_IPV6, 0,     BASE_DEC, ip6,         FACT_DST, "receiver's IPv6 address")
	P("ipv6.addr",         FIELD_IPV6, 0,     BASE_DEC, ip6,         FACT_BOTH, "either IPv6 address")
	N("ipv6.nxt",          FIELD_UINT, 1,     BASE_DEC, protos, ip6_next,    0, "next header")
	P("ipv6.hlim",         FIELD_UINT, 1,     BASE_DEC, ttl,         6, "hop limit")
	P("ipv6.plen",         FIELD_UINT, 2,     BASE_DEC, ip6_len,     0, "bytes behind the IPv6 header")
	P("icmp.type",         FIELD_UINT, 1,     BASE_DEC, icmp,        0, "type of the ICMP message")
	P("icmp.code",         FIELD_UINT, 1,     BASE_DEC, icmp,        1, "its code")
	P("icmpv6.type",       FIELD_UINT, 1,     BASE_DEC, icmp6,       0, "type of the ICMPv6 message")
	P("icmpv6.code",       FIELD_UINT, 1,     BASE_DEC, icmp6,       1, "its code")
};
#undef P
#undef N
/* clang-format on */

const struct fact_table facts_packet = { .name = "packet",
					 .title = "What every packet has",
					 .facts = rows,
					 .n = sizeof(rows) / sizeof(*rows) };
