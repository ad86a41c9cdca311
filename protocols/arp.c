/*
 * ARP: which hardware address has this protocol address? RFC 826; RFC 903 (reverse), RFC 5227
 * (probes and announcements).
 *
 *      0                   1                   2                   3
 *      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *     +-------------------------------+-------------------------------+
 *     |         hardware type         |         protocol type         |
 *     +---------------+---------------+-------------------------------+
 *     | hardware size | protocol size |            opcode             |
 *     +---------------+---------------+-------------------------------+
 *     | sender hardware address, sender protocol address,             |
 *     | target hardware address, target protocol address              |
 *     +---------------------------------------------------------------+
 */
#include "protocols/protocol.h"

/* clang-format off */
#define FIELDS(F) \
	F(HW_TYPE,    "arp.hw.type",    FIELD_UINT, BE(2),   BASE_DEC, hardware_names, "kind of hardware address") \
	F(PROTO_TYPE, "arp.proto.type", FIELD_UINT, BE(2),   BASE_HEX, protocol_names, "kind of protocol address, an ethertype") \
	F(HW_SIZE,    "arp.hw.size",    FIELD_UINT, BE(1),   BASE_DEC, NULL, "bytes of a hardware address") \
	F(PROTO_SIZE, "arp.proto.size", FIELD_UINT, BE(1),   BASE_DEC, NULL, "bytes of a protocol address") \
	F(OPCODE,     "arp.opcode",     FIELD_UINT, BE(2),   BASE_DEC, opcode_names, "request, reply…") \
	F(SRC_MAC,    "arp.src.hw_mac", FIELD_MAC,  RAW(6),  BASE_DEC, NULL, "sender's MAC address") \
	F(SRC_HW,     "arp.src.hw",     FIELD_BYTES, DERIVED, BASE_DEC, NULL, "sender's hardware address of another kind") \
	F(SRC_IPV4,   "arp.src.proto_ipv4", FIELD_IPV4, RAW(4), BASE_DEC, NULL, "sender's IPv4 address") \
	F(SRC_PROTO,  "arp.src.proto",  FIELD_BYTES, DERIVED, BASE_DEC, NULL, "sender's protocol address of another kind") \
	F(DST_MAC,    "arp.dst.hw_mac", FIELD_MAC,  RAW(6),  BASE_DEC, NULL, "target's MAC address") \
	F(DST_HW,     "arp.dst.hw",     FIELD_BYTES, DERIVED, BASE_DEC, NULL, "target's hardware address of another kind") \
	F(DST_IPV4,   "arp.dst.proto_ipv4", FIELD_IPV4, RAW(4), BASE_DEC, NULL, "target's IPv4 address") \
	F(DST_PROTO,  "arp.dst.proto",  FIELD_BYTES, DERIVED, BASE_DEC, NULL, "target's protocol address of another kind") \
	F(GRATUITOUS, "arp.isgratuitous", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "tells its own address unasked; only when true") \
	F(PROBE,      "arp.isprobe",    FIELD_BOOL, DERIVED, BASE_DEC, NULL, "asks whether an address is free; only when true") \
	F(ANNOUNCE,   "arp.isannouncement", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "claims an address after probing; only when true")

FIELD_IDS(FIELDS);

static const struct name hardware_names[] = {
	{ 1, "Ethernet" }, { 2, "Experimental Ethernet" }, { 3, "AX.25" }, { 6, "IEEE 802" },
	{ 7, "ARCNET" }, { 15, "Frame Relay DLCI" }, { 16, "ATM" }, { 17, "HDLC" },
	{ 18, "Fibre Channel" }, { 19, "ATM (RFC 2225)" }, { 20, "Serial Line" },
	{ 24, "IEEE 1394.1995" }, { 27, "EUI-64" }, { 32, "InfiniBand" }, { 0, NULL },
};
static const struct name protocol_names[] = {
	{ 0x0800, "IPv4" }, { 0x86dd, "IPv6" }, { 0, NULL },
};
static const struct name opcode_names[] = {
	{ 1, "request" }, { 2, "reply" }, { 3, "reverse request" }, { 4, "reverse reply" },
	{ 5, "drarp request" }, { 6, "drarp reply" }, { 7, "drarp error" },
	{ 8, "inverse request" }, { 9, "inverse reply" }, { 10, "arp nak" }, { 0, NULL },
};
/* clang-format on */

FIELD_TABLE(FIELDS);

enum {
	ETHERNET = 1,
	IEEE802 = 6,
	ATM = 16,
	ATM_2225 = 19,
	IPV4 = 0x0800,
	REQUEST = 1,
	REPLY = 2,
	OPCODES = 11,
	PADDED = 46, /* bytes that Ethernet fills a payload up to */
};

/* Sizes and kinds of the addresses. */
struct shape {
	bool mac, ipv4;
	size_t hw, proto;
};

/* The four addresses of a message. */
struct four {
	struct cur src_hw, src, dst_hw, dst;
};

/* What a message is about. */
enum about {
	ABOUT_TARGET, /* who has the target's protocol address? */
	ABOUT_OWNER,  /* which protocol address has the target's hardware? */
	CLAIM_SENDER, /* the sender's addresses belong together */
	CLAIM_TARGET, /* the target's do: a server says so */
};

static const struct {
	bool response;
	enum about about;
} opcodes[OPCODES] = {
	[REPLY] = { true, CLAIM_SENDER }, /* reply */
	[3] = { false, ABOUT_OWNER },	  /* reverse request */
	[4] = { true, CLAIM_TARGET },	  /* reverse reply */
	[5] = { false, ABOUT_OWNER },	  /* drarp request */
	[6] = { true, CLAIM_TARGET },	  /* drarp reply */
	[7] = { true, ABOUT_OWNER },	  /* drarp error */
	[8] = { false, ABOUT_OWNER },	  /* inverse request */
	[9] = { true, CLAIM_SENDER },	  /* inverse reply */
	[10] = { true, ABOUT_TARGET },	  /* nak */
};

static struct cur hardware(struct dec *d, const struct shape *s, unsigned mac, unsigned other)
{
	return take_bytes(d, s->mac ? mac : other, s->hw);
}

static struct cur address(struct dec *d, const struct shape *s, unsigned ipv4, unsigned other)
{
	return take_bytes(d, s->ipv4 ? ipv4 : other, s->proto);
}

static bool zero(struct cur c)
{
	while (cur_left(&c) > 0) {
		if (cur_u8(&c) != 0)
			return false;
	}
	return true;
}

static bool equal(struct cur a, struct cur b)
{
	if (cur_left(&a) != cur_left(&b))
		return false;
	while (cur_left(&a) > 0) {
		if (cur_u8(&a) != cur_u8(&b))
			return false;
	}
	return true;
}

/* The address asked for or claimed, and the hardware that it is claimed to be at. */
static void view(struct dec *d, const struct shape *s, const struct four *a, enum about about)
{
	bool claim = about == CLAIM_SENDER || about == CLAIM_TARGET;
	const struct cur *ip = about == CLAIM_SENDER ? &a->src : &a->dst;
	const struct cur *hw = about == CLAIM_SENDER ? &a->src_hw : &a->dst_hw;
	unsigned mac = about == CLAIM_SENDER ? SRC_MAC : DST_MAC;
	unsigned other = about == CLAIM_SENDER ? SRC_HW : DST_HW;

	if (about == ABOUT_OWNER && s->mac) {
		d->ot.has_object = true;
		d->ot.object_text =
			dec_text(d, "%02x:%02x:%02x:%02x:%02x:%02x", cur_at(hw, 0), cur_at(hw, 1),
				 cur_at(hw, 2), cur_at(hw, 3), cur_at(hw, 4), cur_at(hw, 5));
	} else if (about != ABOUT_OWNER && s->ipv4) {
		d->ot.has_object = true;
		d->ot.object_text = dec_text(d, "%u.%u.%u.%u", cur_at(ip, 0), cur_at(ip, 1),
					     cur_at(ip, 2), cur_at(ip, 3));
	}
	if (claim)
		ot_bytes(d, &field_table[s->mac ? mac : other], *hw);
}

static void addresses(struct dec *d, const struct shape *s, uint64_t opcode)
{
	struct four a;

	a.src_hw = hardware(d, s, SRC_MAC, SRC_HW);
	a.src = address(d, s, SRC_IPV4, SRC_PROTO);
	a.dst_hw = hardware(d, s, DST_MAC, DST_HW);
	a.dst = address(d, s, DST_IPV4, DST_PROTO);
	if (!cur_ok(&d->c))
		return;
	bool asks = opcode == REQUEST;
	bool probe = asks && s->ipv4 && zero(a.src) && !zero(a.dst);
	bool gratuitous = (asks || opcode == REPLY) && equal(a.src, a.dst);
	bool announcement = asks && gratuitous && zero(a.dst_hw);

	if (gratuitous)
		put(d, GRATUITOUS, 1);
	if (probe)
		put(d, PROBE, 1);
	if (announcement)
		put(d, ANNOUNCE, 1);
	if (gratuitous || probe)
		d->ot.function = probe ? "probe" : announcement ? "announcement" : "gratuitous";
	view(d, s, &a,
	     gratuitous		? CLAIM_SENDER
	     : opcode < OPCODES ? opcodes[opcode].about
				: ABOUT_TARGET);
	if (!s->mac || !s->ipv4 || zero(a.src) || zero(a.src_hw) || (!asks && opcode != REPLY) ||
	    d->malformed)
		return;
	d->identity = (struct identity){
		.of_sender = true, .any = true, .mac = a.src_hw, .ipv4 = a.src, .assigned = true
	};
}

static void arp_decode(struct dec *d)
{
	size_t all = cur_left(&d->c);

	d->ot.op = OT_IDENTIFY;
	d->ot.function = "ARP";
	uint64_t hw = take(d, HW_TYPE);
	uint64_t proto = take(d, PROTO_TYPE);

	if (hw == ATM || hw == ATM_2225) {
		/* RFC 2225 lays the rest out in another way; OT networks have none. */
		dec_mark(d, "ATM addresses are not decoded");
		cur_skip(&d->c, cur_left(&d->c));
		return;
	}
	struct shape s = { .hw = take(d, HW_SIZE), .proto = take(d, PROTO_SIZE) };
	uint64_t opcode = take(d, OPCODE);

	s.mac = (hw == ETHERNET || hw == IEEE802) && s.hw == 6;
	s.ipv4 = proto == IPV4 && s.proto == 4;
	if (!cur_ok(&d->c))
		return;
	const char *name = field_value_name(&field_table[OPCODE], opcode);

	d->ot.function = name != NULL ? name : "unknown opcode";
	d->ot.response = opcode < OPCODES && opcodes[opcode].response;
	if (name == NULL)
		dec_malformed(d, "unknown opcode");
	if ((hw == ETHERNET && s.hw != 6) || (proto == IPV4 && s.proto != 4))
		dec_malformed(d, "address size does not fit the address type");
	addresses(d, &s, opcode);
	if (all <= PADDED)
		cur_skip(&d->c, cur_left(&d->c));
}

static enum probe arp_probe(struct cur c, enum dir dir)
{
	(void)dir;
	if (cur_left(&c) < 8)
		return PROBE_SHORT;
	uint16_t hw = cur_be16(&c);
	uint16_t proto = cur_be16(&c);

	if (hw == 0 || proto < 0x600)
		return PROBE_NO;
	return hw == ETHERNET && proto == IPV4 && cur_be16(&c) == 0x0604 ? PROBE_SURE : PROBE_WEAK;
}

const struct protocol protocol_arp = {
	.name = "arp",
	.label = "ARP",
	.title = "ARP",
	.spec = "RFC 826",
	.bind = { { BIND_ETHERTYPE, 0x0806 }, { BIND_ETHERTYPE, 0x8035 } },
	.fields = field_table,
	.nfields = FIELD_COUNT_,
	.probe = arp_probe,
	.decode = arp_decode,
};
