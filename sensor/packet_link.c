/*
 * The link layers and tags that are not in every frame: Linux cooked, BSD loopback, 802.1Q, LLC,
 * HSR and PRP.
 */
#include "sensor/packet_walk.h"

enum {
	SLL_802_3 = 1, /* Novell's frames without LLC */
	SLL_802_2 = 4,
	ARPHRD_NETLINK = 824, /* its protocol is a netlink family */
	LLC_SNAP = 0xaaaa03,
	OUI_ETHERNET = 0,
	OUI_BRIDGE = 0x0000f8, /* 802.1H: an ethertype as well */
	PRP_TRAILER = 6,
	PRP_SUFFIX = 0x88fb,
	PRP_LAN_A = 0xa,
	PRP_LAN_B = 0xb,
};

/* The protocol of a cooked header, which has Linux' own numbers below 1536. */
static enum step cooked_type(struct walk *w, uint16_t type, uint16_t hardware)
{
	if (!cur_ok(&w->c))
		return walk_stop(w, PACKET_SHORT);
	if (hardware == ARPHRD_NETLINK || type == SLL_802_3)
		return STEP_DONE;
	if (type == SLL_802_2) {
		w->length = (uint16_t)(cur_left(&w->c) < UINT16_MAX ? cur_left(&w->c) : UINT16_MAX);
		return STEP_LLC;
	}
	return type > LENGTH_MAX ? walk_type(w, type) : STEP_DONE;
}

/*
 *  0      2        4         6            14         16
 * +------+--------+---------+------------+----------+
 * | kind | ARPHRD | addrlen | address    | protocol |
 * +------+--------+---------+------------+----------+
 */
enum step walk_sll(struct walk *w)
{
	cur_skip(&w->c, 2);
	uint16_t hardware = cur_be16(&w->c);
	uint16_t size = cur_be16(&w->c);
	struct cur address = cur_sub(&w->c, 8);
	uint16_t type = cur_be16(&w->c);

	if (cur_ok(&w->c) && size == 6)
		w->pkt->eth_src = address.p;
	return cooked_type(w, type, hardware);
}

/*
 *  0          2          4           8        10     11        12           20
 * +----------+----------+-----------+--------+------+---------+------------+
 * | protocol | reserved | interface | ARPHRD | kind | addrlen | address    |
 * +----------+----------+-----------+--------+------+---------+------------+
 */
enum step walk_sll2(struct walk *w)
{
	uint16_t type = cur_be16(&w->c);

	cur_skip(&w->c, 6);
	uint16_t hardware = cur_be16(&w->c);

	cur_skip(&w->c, 1);
	uint8_t size = cur_u8(&w->c);
	struct cur address = cur_sub(&w->c, 8);

	if (cur_ok(&w->c) && size == 6)
		w->pkt->eth_src = address.p;
	return cooked_type(w, type, hardware);
}

/* By address family: 2 everywhere for IPv4; IPv6 is 10 on Linux, 23 on Windows, 24, 28 and 30 on
 * the BSDs and macOS. */
static enum step family(struct walk *w, uint32_t af)
{
	if (!cur_ok(&w->c))
		return walk_stop(w, PACKET_SHORT);
	if (af == 2)
		return STEP_IP4;
	return af == 10 || af == 23 || af == 24 || af == 28 || af == 30 ? STEP_IP6 : STEP_DONE;
}

/* In the byte order of the machine that captured, which no one tells us; families are small. */
enum step walk_null(struct walk *w)
{
	struct cur peek = w->c;
	uint32_t big = cur_be32(&peek);
	uint32_t little = (uint32_t)cur_le(&w->c, 4);

	return family(w, big < little ? big : little);
}

enum step walk_loop(struct walk *w)
{
	uint32_t af = cur_be32(&w->c);

	return family(w, af);
}

/* 802.1Q, 802.1ad: priority (3), drop eligible (1), VLAN (12), ethertype (16). */
enum step walk_vlan(struct walk *w)
{
	uint16_t tag = cur_be16(&w->c);
	uint16_t type = cur_be16(&w->c);

	if (!cur_ok(&w->c))
		return walk_stop(w, PACKET_SHORT);
	if (w->pkt->nvlans < PACKET_VLANS)
		w->pkt->vlans[w->pkt->nvlans++] = tag & 0xfff;
	return walk_type(w, type);
}

/* IEC 62439-3, HSR: path (4), size (12), sequence (16), ethertype (16). */
enum step walk_hsr(struct walk *w)
{
	cur_skip(&w->c, 2);
	uint16_t sequence = cur_be16(&w->c);
	uint16_t type = cur_be16(&w->c);

	if (!cur_ok(&w->c))
		return walk_stop(w, PACKET_SHORT);
	w->pkt->hsr = true;
	w->pkt->redundancy_seq = sequence;
	return walk_type(w, type);
}

/* SNAP (RFC 1042) carries an ethertype; other LLC frames are payload from their first byte. */
enum step walk_llc(struct walk *w)
{
	walk_cut(w, w->length);
	struct cur peek = w->c;
	uint32_t header = (uint32_t)cur_be(&peek, 3);
	uint32_t oui = (uint32_t)cur_be(&peek, 3);
	uint16_t type = cur_be16(&peek);

	w->pkt->eth_type = 0;
	w->pkt->llc = true;
	if (!cur_ok(&peek) || header != LLC_SNAP || type <= LENGTH_MAX ||
	    (oui != OUI_ETHERNET && oui != OUI_BRIDGE))
		return STEP_DONE;
	w->c = peek;
	w->pkt->llc = false;
	return walk_type(w, type);
}

/*
 * IEC 62439-3, PRP: sequence (16), LAN (4), size (12), suffix (16) at the very end of the frame.
 * The size counts the bytes after the ethertype, the trailer's included. The standard leaves VLAN
 * tags out; devices that count them exist.
 */
size_t walk_prp(struct packet *pkt, struct cur c, uint32_t missing)
{
	size_t tags = 0;

	if (missing > 0)
		return 0;
	uint16_t type = cur_be16(&c);

	while (type == TYPE_VLAN || type == TYPE_QINQ || type == TYPE_QINQ_OLD) {
		cur_skip(&c, 2);
		type = cur_be16(&c);
		tags += 4;
	}
	size_t n = cur_left(&c);

	if (n < PRP_TRAILER)
		return 0;
	struct cur trailer = c;

	cur_skip(&trailer, n - PRP_TRAILER);
	uint16_t sequence = cur_be16(&trailer);
	uint16_t lan_size = cur_be16(&trailer);
	unsigned lan = lan_size >> 12;
	size_t size = lan_size & 0xfffU;

	if ((lan != PRP_LAN_A && lan != PRP_LAN_B) || (size != n && size != n + tags) ||
	    cur_be16(&trailer) != PRP_SUFFIX)
		return 0;
	pkt->prp_lan = (uint8_t)lan;
	pkt->redundancy_seq = sequence;
	return PRP_TRAILER;
}
