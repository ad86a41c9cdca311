#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "sensor/packet.h"

enum { FRAME_MAX = 512 };

/* clang-format off */
#define MACS    "0200000000bb 0200000000aa "
#define OTHER   "0200000000dd 0200000000cc "
#define IP4(total, proto) "45 00 " total " 0001 0000 40 " proto " 0000 0a000001 0a000002 "
#define OUTER(total, proto) "45 00 " total " 0002 0000 40 " proto " 0000 c0000201 c0000202 "
#define IP6(len, next) "60000000 " len next " 40 " \
	"20010db8000000000000000000000001 20010db8000000000000000000000002 "
#define TCP     "c350 01f6 00000001 00000002 50 18 2000 0000 0000 "
#define UDP(len) "c350 4710 " len " 0000 "
#define DATA    "deadbeef "
#define INNER   IP4("002c", "06") TCP DATA	 /* 44 bytes */
#define FRAME   MACS "0800 " INNER		 /* 58 bytes */
#define IS      " v4 p6 50000>502 deadbeef"
#define ETHER   "bb<aa 0800"
/* clang-format on */

static size_t unhex(const char *hex, uint8_t *bytes)
{
	size_t n = 0;

	while (*hex != '\0') {
		if (*hex == ' ') {
			hex++;
			continue;
		}
		const char digits[3] = { hex[0], hex[1], '\0' };

		assert_true(n < FRAME_MAX);
		bytes[n++] = (uint8_t)strtoul(digits, NULL, 16);
		hex += 2;
	}
	return n;
}

static size_t show_link(const struct packet *pkt, char *text, size_t size)
{
	size_t n = 0;

	if (pkt->eth_dst != NULL)
		n += (size_t)snprintf(text + n, size - n, "%02x<", pkt->eth_dst[5]);
	if (pkt->eth_src != NULL)
		n += (size_t)snprintf(text + n, size - n, "%02x ", pkt->eth_src[5]);
	n += (size_t)snprintf(text + n, size - n, "%04x", pkt->eth_type);
	if (pkt->llc)
		n += (size_t)snprintf(text + n, size - n, " llc");
	for (unsigned i = 0; i < pkt->nvlans; i++)
		n += (size_t)snprintf(text + n, size - n, "/%u", pkt->vlans[i]);
	if (pkt->prp_lan != 0)
		n += (size_t)snprintf(text + n, size - n, " prp%x:%u", pkt->prp_lan,
				      pkt->redundancy_seq);
	if (pkt->hsr)
		n += (size_t)snprintf(text + n, size - n, " hsr:%u", pkt->redundancy_seq);
	if (pkt->tunnel != 0)
		n += (size_t)snprintf(text + n, size - n, " tunnel");
	return n;
}

/* What a packet is, in a line: link, IP, ports, payload, what is missing. */
static void show(const struct packet *pkt, char *text, size_t size)
{
	size_t n = show_link(pkt, text, size);

	if (pkt->ip_version != 0)
		n += (size_t)snprintf(text + n, size - n, " v%u p%u", pkt->ip_version,
				      pkt->ip_proto);
	if (pkt->fragment)
		n += (size_t)snprintf(text + n, size - n, " fragment %u@%u%s", pkt->frag_id,
				      pkt->frag_offset, pkt->frag_more ? "+" : "");
	if (pkt->transport)
		n += (size_t)snprintf(text + n, size - n, " %u>%u", pkt->sport, pkt->dport);
	if (cur_left(&pkt->payload) > 0)
		n += (size_t)snprintf(text + n, size - n, " ");
	for (size_t i = 0; i < cur_left(&pkt->payload); i++)
		n += (size_t)snprintf(text + n, size - n, "%02x", cur_at(&pkt->payload, i));
	if (pkt->payload_missing > 0)
		(void)snprintf(text + n, size - n, " +%u", pkt->payload_missing);
	assert_int_equal(pkt->truncated, pkt->payload_missing > 0);
}

static enum packet_fault parse(struct packet *pkt, enum link link, const uint8_t *bytes, size_t n,
			       size_t wire)
{
	memset(pkt, 0xa5, sizeof(*pkt));
	pkt->wire_len = (uint32_t)wire;
	pkt->cap_len = (uint32_t)n;
	return packet_parse(pkt, link, cur_of(bytes, n));
}

struct row {
	const char *what;
	enum link link;
	const char *hex;
	const char *want;
	enum packet_fault fault;
	unsigned cut; /* bytes that the wire had after these */
};

static void check(const struct row *rows, size_t n)
{
	int wrong = 0;

	for (size_t i = 0; i < n; i++) {
		uint8_t bytes[FRAME_MAX];
		size_t len = unhex(rows[i].hex, bytes);
		struct packet pkt;
		char text[2 * FRAME_MAX + 200] = "";
		enum packet_fault fault = parse(&pkt, rows[i].link, bytes, len, len + rows[i].cut);

		show(&pkt, text, sizeof(text));
		if (fault == rows[i].fault && strcmp(text, rows[i].want) == 0)
			continue;
		wrong++;
		print_error("%s:\n  got  %d '%s'\n  want %d '%s'\n", rows[i].what, (int)fault, text,
			    (int)rows[i].fault, rows[i].want);
	}
	assert_int_equal(wrong, 0);
}

#define CHECK(rows) check(rows, sizeof(rows) / sizeof(*(rows)))

/* clang-format off */
static void test_link_layers(void **state)
{
	static const struct row rows[] = {
		{ "Ethernet", LINK_ETHERNET, FRAME, ETHER IS },
		{ "padding is removed", LINK_ETHERNET,
		  MACS "0800 " IP4("002a", "06") TCP "0102 0000000000", ETHER " v4 p6 50000>502 0102" },
		{ "cooked", LINK_SLL, "0000 0001 0006 0200000000aa 0000 0800 " INNER, "aa 0800" IS },
		{ "cooked without address", LINK_SLL, "0000 0304 0000 0000000000000000 0800 " INNER,
		  "0800" IS },
		{ "cooked with a VLAN tag", LINK_SLL,
		  "0000 0001 0006 0200000000aa 0000 8100 0007 0800 " INNER, "aa 0800/7" IS },
		{ "cooked with LLC", LINK_SLL, "0000 0001 0006 0200000000aa 0000 0004 424203 0000",
		  "aa 0000 llc 4242030000" },
		{ "cooked netlink is no Ethernet", LINK_SLL, "0004 0338 0000 0000000000000000 0800 45",
		  "0000 45" },
		{ "cooked v2", LINK_SLL2, "0800 0000 00000002 0001 00 06 0200000000aa 0000 " INNER,
		  "aa 0800" IS },
		{ "raw IPv4", LINK_RAW, INNER, "0000" IS },
		{ "raw IPv6", LINK_RAW, IP6("0018", "06") TCP DATA, "0000 v6 p6 50000>502 deadbeef" },
		{ "loopback, little endian", LINK_NULL, "02000000 " INNER, "0000" IS },
		{ "loopback, big endian", LINK_NULL, "00000002 " INNER, "0000" IS },
		{ "loopback IPv6 of macOS", LINK_NULL, "1e000000 " IP6("0018", "06") TCP DATA,
		  "0000 v6 p6 50000>502 deadbeef" },
		{ "OpenBSD loopback IPv6", LINK_LOOP, "00000018 " IP6("0018", "06") TCP DATA,
		  "0000 v6 p6 50000>502 deadbeef" },
		{ "OpenBSD loopback has one byte order", LINK_LOOP, "02000000 01", "0000 01" },
		{ "loopback of another family", LINK_NULL, "07000000 0102", "0000 0102" },
		{ "unknown link", LINK_UNKNOWN, "0102", "0000 0102" },
	};

	(void)state;
	CHECK(rows);
}

static void test_tags(void **state)
{
	static const struct row rows[] = {
		{ "802.1Q", LINK_ETHERNET, MACS "8100 e005 0800 " INNER, ETHER "/5" IS },
		{ "802.1ad", LINK_ETHERNET, MACS "88a8 0064 8100 0005 0800 " INNER, ETHER "/100/5" IS },
		{ "0x9100", LINK_ETHERNET, MACS "9100 0064 8100 0005 0800 " INNER, ETHER "/100/5" IS },
		{ "five tags, four kept", LINK_ETHERNET,
		  MACS "8100 0001 8100 0002 8100 0003 8100 0004 8100 0005 0800 " INNER,
		  ETHER "/1/2/3/4" IS },
		{ "GOOSE with a priority tag", LINK_ETHERNET, MACS "8100 8000 88b8 0001000a00000000 6100",
		  "bb<aa 88b8/0 0001000a000000006100" },
		{ "802.3 with LLC, padded", LINK_ETHERNET, MACS "0003 424203 000000000000",
		  "bb<aa 0000 llc 424203" },
		{ "802.3 cut by the snaplen", LINK_ETHERNET, MACS "0026 424203",
		  "bb<aa 0000 llc 424203 +35", PACKET_OK, 35 },
		{ "SNAP", LINK_ETHERNET, MACS "0034 aaaa03 000000 0800 " INNER, ETHER IS },
		{ "SNAP of a vendor", LINK_ETHERNET, MACS "000a aaaa03 00000c 2000 0102 ffff",
		  "bb<aa 0000 llc aaaa0300000c20000102" },
		{ "HSR", LINK_ETHERNET, MACS "892f 0034 0102 0800 " INNER, ETHER " hsr:258" IS },
		{ "HSR in a VLAN", LINK_ETHERNET, MACS "8100 0005 892f 1006 0001 88b8 0001",
		  "bb<aa 88b8/5 hsr:1 0001" },
		{ "PRP", LINK_ETHERNET, FRAME "0007 a032 88fb", ETHER " prpa:7" IS },
		{ "PRP, LAN B, padded", LINK_ETHERNET,
		  MACS "88b8 00010008 00000000 0000000000000000 0008 b016 88fb",
		  "bb<aa 88b8 prpb:8 00010008000000000000000000000000" },
		{ "PRP in a VLAN", LINK_ETHERNET, MACS "8100 0005 0800 " INNER "0007 a032 88fb",
		  ETHER "/5 prpa:7" IS },
		{ "PRP, the tag counted", LINK_ETHERNET, MACS "8100 0005 0800 " INNER "0007 a036 88fb",
		  ETHER "/5 prpa:7" IS },
		{ "PRP of a wrong size is payload", LINK_ETHERNET, MACS "88b8 0102 0007 a009 88fb",
		  "bb<aa 88b8 01020007a00988fb" },
		{ "PRP of no LAN is payload", LINK_ETHERNET, MACS "88b8 0102 0007 c008 88fb",
		  "bb<aa 88b8 01020007c00888fb" },
		{ "no PRP in a cut frame", LINK_ETHERNET, MACS "88b8 0102 0007 a008 88fb",
		  "bb<aa 88b8 01020007a00888fb +9", PACKET_OK, 9 },
		{ "PRP supervision", LINK_ETHERNET, MACS "88fb 0001 0002", "bb<aa 88fb 00010002" },
	};

	(void)state;
	CHECK(rows);
}

static void test_ip(void **state)
{
	static const struct row rows[] = {
		{ "options", LINK_RAW,
		  "46 00 0030 0001 0000 40 06 0000 0a000001 0a000002 94040000 " TCP DATA, "0000" IS },
		{ "TCP options", LINK_RAW,
		  IP4("0030", "06") "c350 01f6 00000001 00000002 60 18 2000 0000 0000 01010101 " DATA,
		  "0000" IS },
		{ "offload: total length 0", LINK_RAW, IP4("0000", "06") TCP DATA, "0000" IS },
		{ "cut by the snaplen", LINK_RAW, IP4("0064", "06") TCP DATA,
		  "0000 v4 p6 50000>502 deadbeef +56", PACKET_OK, 56 },
		{ "cut, but only padding is missing", LINK_ETHERNET, FRAME, ETHER IS, PACKET_OK, 2 },
		{ "longer than the wire had", LINK_RAW, IP4("0064", "06") TCP DATA,
		  "0000 v4 p6 50000>502 deadbeef +56" },
		{ "UDP", LINK_RAW, IP4("0020", "11") UDP("000c") DATA, "0000 v4 p17 50000>18192 deadbeef" },
		{ "UDP of length 0", LINK_RAW, IP4("0020", "11") UDP("0000") DATA,
		  "0000 v4 p17 50000>18192 deadbeef" },
		{ "UDP shorter than IP", LINK_RAW, IP4("0020", "11") UDP("000a") DATA,
		  "0000 v4 p17 50000>18192 dead" },
		{ "UDP cut", LINK_RAW, IP4("0024", "11") UDP("0010") DATA,
		  "0000 v4 p17 50000>18192 deadbeef +4", PACKET_OK, 4 },
		{ "ICMP", LINK_RAW, IP4("001c", "01") "0800 0000 0001 0002", "0000 v4 p1 0800000000010002" },
		{ "IPv4 has no extension headers", LINK_RAW, IP4("0018", "3c") DATA, "0000 v4 p60 deadbeef" },
		{ "first fragment", LINK_RAW,
		  "45 00 0024 0009 2000 40 11 0000 0a000001 0a000002 " UDP("0018") "0102030405060708",
		  "0000 v4 p17 fragment 9@0+ 50000>18192 c350471000180000""0102030405060708" },
		{ "last fragment", LINK_RAW,
		  "45 00 001c 0009 0002 40 11 0000 0a000001 0a000002 1112131415161718",
		  "0000 v4 p17 fragment 9@16 1112131415161718" },
		{ "IPv6 hop-by-hop, routing, destination, authentication", LINK_RAW,
		  IP6("0040", "00") "2b00010400000000 3c00000000000000 3300010400000000 "
		  "0602000000000000 0000000100000000 " TCP DATA, "0000 v6 p6 50000>502 deadbeef" },
		{ "IPv6 without next header, padded", LINK_RAW, IP6("0000", "3b") "000000000000",
		  "0000 v6 p59" },
		{ "IPv6 jumbogram", LINK_RAW, IP6("0000", "11") UDP("0000") DATA,
		  "0000 v6 p17 50000>18192 deadbeef" },
		{ "IPv6 fragment", LINK_RAW, IP6("0010", "2c") "11 00 0009 00000063 0102030405060708",
		  "0000 v6 p17 fragment 99@8+ 0102030405060708" },
		{ "IPv6 atomic fragment", LINK_RAW, IP6("0014", "2c") "11 00 0000 00000063 " UDP("000c") DATA,
		  "0000 v6 p17 50000>18192 deadbeef" },
	};

	(void)state;
	CHECK(rows);
}

static void test_tunnels(void **state)
{
	static const struct row rows[] = {
		{ "MPLS", LINK_ETHERNET, MACS "8847 00010040 00020140 " INNER, "bb<aa 8847" IS },
		{ "MPLS pseudo-wire with control word", LINK_ETHERNET, MACS "8847 00020140 00000000 " FRAME,
		  ETHER IS },
		{ "MPLS pseudo-wire without", LINK_ETHERNET, MACS "8847 00020140 " OTHER "0800 " INNER,
		  "dd<cc 0800" IS },
		{ "MPLS control channel", LINK_ETHERNET, MACS "8847 00020140 10000007 01", "bb<aa 8847 1000000701" },
		{ "PPPoE", LINK_ETHERNET, MACS "8864 1100 0001 002e 0021 " INNER "0000", "bb<aa 8864" IS },
		{ "PPPoE, compressed", LINK_ETHERNET, MACS "8864 1100 0001 002d 21 " INNER, "bb<aa 8864" IS },
		{ "PPPoE control", LINK_ETHERNET, MACS "8864 1100 0001 0004 c021 0901", "bb<aa 8864 c0210901" },
		{ "IP in IP", LINK_RAW, OUTER("0040", "04") INNER, "0000" IS },
		{ "IPv6 in IPv4", LINK_RAW, OUTER("0054", "29") IP6("0018", "06") TCP DATA,
		  "0000 v6 p6 50000>502 deadbeef" },
		{ "GRE", LINK_RAW, OUTER("0044", "2f") "0000 0800 " INNER, "0000" IS },
		{ "GRE with checksum, key and sequence", LINK_RAW,
		  OUTER("0050", "2f") "b000 0800 00000000 00000005 00000001 " INNER, "0000 tunnel" IS },
		{ "PPTP", LINK_RAW,
		  OUTER("0054", "2f") "3081 880b 00300001 00000001 00000002 ff03 0021 " INNER,
		  "0000" IS },
		{ "PPTP acknowledgement", LINK_RAW, OUTER("0020", "2f") "2081 880b 00000001 00000002",
		  "0000 v4 p47" },
		{ "GRE of something else", LINK_RAW, OUTER("001c", "2f") "0000 88b7 " DATA,
		  "0000 v4 p47 deadbeef" },
		{ "ERSPAN I", LINK_ETHERNET, OTHER "0800 " OUTER("0052", "2f") "0000 88be " FRAME, ETHER IS },
		{ "ERSPAN II", LINK_ETHERNET,
		  OTHER "0800 " OUTER("005e", "2f") "1000 88be 00000001 1005 0003 00000000 " FRAME, ETHER IS },
		{ "ERSPAN III", LINK_ETHERNET, OTHER "0800 " OUTER("0062", "2f")
		  "1000 22eb 00000001 2005 0003 00000000 0000 0000 " FRAME, ETHER IS },
		{ "ERSPAN III with subheader", LINK_ETHERNET, OTHER "0800 " OUTER("006a", "2f")
		  "1000 22eb 00000001 2005 0003 00000000 0000 0001 0000000000000000 " FRAME, ETHER IS },
		{ "ERSPAN III of IP", LINK_RAW, OUTER("0054", "2f")
		  "1000 22eb 00000001 2005 0003 00000000 0000 0800 " INNER, "0000" IS },
		{ "VXLAN", LINK_ETHERNET,
		  OTHER "8100 0009 0800 " OUTER("005e", "11") "8000 12b5 004a 0000 08000000 00000500 " FRAME,
		  ETHER " tunnel" IS },
		{ "VXLAN with tags inside", LINK_RAW, OUTER("0062", "11")
		  "8000 2118 004e 0000 08000000 00000500 " MACS "8100 0007 0800 " INNER,
		  ETHER "/7 tunnel" IS },
		{ "not VXLAN", LINK_RAW, OUTER("0020", "11") "8000 12b5 000c 0000 " DATA,
		  "0000 v4 p17 32768>4789 deadbeef" },
		{ "Geneve with options", LINK_RAW, OUTER("0062", "11")
		  "8000 17c1 004e 0000 0100 6558 00000500 00000000 " FRAME, ETHER " tunnel" IS },
		{ "Geneve of IP", LINK_RAW, OUTER("0050", "11")
		  "8000 17c1 003c 0000 0000 0800 00000500 " INNER, "0000 tunnel" IS },
		{ "ARP in VXLAN is no IP", LINK_RAW, OUTER("0034", "11")
		  "8000 12b5 0020 0000 08000000 00000500 " MACS "0806 0001", "bb<aa 0806 tunnel 0001" },
	};

	(void)state;
	CHECK(rows);
}

static void test_faults(void **state)
{
#define OUTER_IPIP OUTER("0000", "04")
	static const struct row rows[] = {
		{ "nothing", LINK_ETHERNET, "", "0000", PACKET_SHORT },
		{ "addresses only", LINK_ETHERNET, MACS, "bb<aa 0000", PACKET_SHORT },
		{ "no IP header", LINK_ETHERNET, MACS "0800 4500", ETHER " 4500", PACKET_SHORT },
		{ "IP version 5", LINK_ETHERNET, MACS "0800 55 00 0014 0001 0000 40 06 0000 0a000001 0a000002",
		  ETHER " 5500001400010000400600000a0000010a000002", PACKET_BAD_HEADER },
		{ "IP header of 16 bytes", LINK_RAW, "44 00 0014 0001 0000 40 06 0000 0a000001 0a000002",
		  "0000 4400001400010000400600000a0000010a000002", PACKET_BAD_HEADER },
		{ "total length below the header", LINK_RAW, IP4("0013", "06"),
		  "0000 4500001300010000400600000a0000010a000002", PACKET_BAD_HEADER },
		{ "IP options cut", LINK_RAW, "4f 00 0064 0001 0000 40 06 0000 0a000001 0a000002 9404",
		  "0000 v4 p0 +78", PACKET_SHORT },
		{ "TCP cut", LINK_RAW, IP4("002c", "06") "c350", "0000 v4 p6 +22", PACKET_SHORT, 22 },
		{ "TCP header of 16 bytes", LINK_RAW,
		  IP4("0028", "06") "c350 01f6 00000001 00000002 40 18 2000 0000 0000", "0000 v4 p6",
		  PACKET_BAD_HEADER },
		{ "TCP header beyond the packet", LINK_RAW,
		  IP4("0028", "06") "c350 01f6 00000001 00000002 f0 18 2000 0000 0000", "0000 v4 p6",
		  PACKET_SHORT },
		{ "UDP longer than IP", LINK_RAW, IP4("0020", "11") UDP("000d") DATA, "0000 v4 p17 deadbeef",
		  PACKET_BAD_HEADER },
		{ "UDP of length 7", LINK_RAW, IP4("001c", "11") UDP("0007"), "0000 v4 p17",
		  PACKET_BAD_HEADER },
		{ "PPPoE version 2", LINK_ETHERNET, MACS "8864 2100 0001 0000", "bb<aa 8864",
		  PACKET_BAD_HEADER },
		{ "12 headers", LINK_RAW, OUTER_IPIP OUTER_IPIP OUTER_IPIP OUTER_IPIP OUTER_IPIP OUTER_IPIP
		  OUTER_IPIP OUTER_IPIP OUTER_IPIP OUTER_IPIP INNER, "0000" IS },
		{ "13 headers", LINK_RAW, OUTER_IPIP OUTER_IPIP OUTER_IPIP OUTER_IPIP OUTER_IPIP OUTER_IPIP
		  OUTER_IPIP OUTER_IPIP OUTER_IPIP OUTER_IPIP OUTER_IPIP INNER,
		  "0000 v4 p6 c35001f6000000010000000250182000""00000000deadbeef", PACKET_TOO_DEEP },
	};

	(void)state;
	CHECK(rows);
}
/* clang-format on */

static void test_members(void **state)
{
	uint8_t bytes[FRAME_MAX];
	size_t n = unhex(FRAME "0000", bytes);
	struct packet pkt;

	(void)state;
	assert_int_equal(parse(&pkt, LINK_ETHERNET, bytes, n, n), PACKET_OK);
	assert_ptr_equal(pkt.l3, bytes + 14);
	assert_int_equal(pkt.l3_len, 44);
	assert_int_equal(pkt.ttl, 64);
	assert_int_equal(pkt.seq, 1);
	assert_int_equal(pkt.ack, 2);
	assert_int_equal(pkt.window, 0x2000);
	assert_int_equal(pkt.tcp_flags, TCP_ACK | TCP_PSH);
	const uint8_t src[16] = { 10, 0, 0, 1 };
	const uint8_t dst[16] = { 10, 0, 0, 2 };

	assert_memory_equal(&pkt.src, src, 16);
	assert_memory_equal(&pkt.dst, dst, 16);
	n = unhex(MACS "86dd " IP6("0018", "06") TCP DATA, bytes);
	assert_int_equal(parse(&pkt, LINK_ETHERNET, bytes, n, n), PACKET_OK);
	assert_memory_equal(&pkt.src, bytes + 22, 16);
	assert_memory_equal(&pkt.dst, bytes + 38, 16);
}

static uint32_t tunnel_of(const char *hex)
{
	uint8_t bytes[FRAME_MAX];
	size_t n = unhex(hex, bytes);
	struct packet pkt;

	assert_int_equal(parse(&pkt, LINK_RAW, bytes, n, n), PACKET_OK);
	assert_int_equal(pkt.dport, 502);
	return pkt.tunnel;
}

static void test_tunnel_ids(void **state)
{
#define VXLAN(vni) OUTER("005e", "11") "8000 12b5 004a 0000 08000000 " vni "00 " FRAME
#define KEYED(key) OUTER("0048", "2f") "2000 0800 " key INNER
	(void)state;
	assert_int_equal(tunnel_of(VXLAN("000005")), tunnel_of(VXLAN("000005")));
	assert_int_not_equal(tunnel_of(VXLAN("000005")), tunnel_of(VXLAN("000006")));
	assert_int_not_equal(tunnel_of(KEYED("00000005")), tunnel_of(KEYED("00000006")));
	assert_int_not_equal(tunnel_of(KEYED("00000005")), tunnel_of(VXLAN("000005")));
	assert_int_not_equal(tunnel_of(KEYED("00000000")), 0);
	assert_int_equal(tunnel_of(OUTER("0044", "2f") "0000 0800 " INNER), 0);
}

static void test_prefixes(void **state)
{
	static const char *const frames[] = {
		MACS "8100 0005 0800 " INNER,
		MACS "86dd " IP6("0020", "00") "0600010400000000 " TCP DATA,
		OTHER "0800 " OUTER("005e", "11") "8000 12b5 004a 0000 08000000 00000500 " FRAME,
		OTHER "0800 " OUTER("0062",
				    "2f") "1000 22eb 00000001 2005 0003 00000000 0000 0000 " FRAME,
	};

	(void)state;
	for (size_t f = 0; f < sizeof(frames) / sizeof(*frames); f++) {
		uint8_t bytes[FRAME_MAX];
		size_t n = unhex(frames[f], bytes);

		for (size_t cut = 0; cut <= n; cut++) {
			uint8_t *copy = malloc(cut + 1);
			struct packet pkt;

			assert_non_null(copy);
			memcpy(copy + 1, bytes, cut);
			enum packet_fault fault = parse(&pkt, LINK_ETHERNET, copy + 1, cut, n);

			/* The last four bytes are payload: without them nothing is wrong. */
			assert_int_equal(fault == PACKET_OK && pkt.transport && pkt.dport == 502,
					 cut + 4 >= n);
			if (cut + 4 >= n)
				assert_int_equal(pkt.payload_missing, n - cut);
			free(copy);
		}
	}
}

static void test_linktypes(void **state)
{
	static const struct {
		unsigned linktype;
		enum link link;
	} rows[] = {
		{ 0, LINK_NULL },  { 1, LINK_ETHERNET }, { 12, LINK_RAW },    { 14, LINK_RAW },
		{ 101, LINK_RAW }, { 108, LINK_LOOP },	 { 113, LINK_SLL },   { 228, LINK_RAW },
		{ 229, LINK_RAW }, { 276, LINK_SLL2 },	 { 9, LINK_UNKNOWN }, { 127, LINK_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(packet_link(rows[i].linktype), rows[i].link);
}

static void test_reassembled(void **state)
{
	uint8_t bytes[FRAME_MAX], whole[FRAME_MAX];
	size_t n = unhex(MACS
			 "0800 45 00 001c 0009 0002 40 11 0000 0a000001 0a000002 1112131415161718",
			 bytes);
	struct packet pkt;
	char text[FRAME_MAX] = "";

	(void)state;
	assert_int_equal(parse(&pkt, LINK_ETHERNET, bytes, n, n), PACKET_OK);
	n = unhex(UDP("000c") DATA, whole);
	assert_int_equal(packet_reassembled(&pkt, IP_UDP, cur_of(whole, n)), PACKET_OK);
	show(&pkt, text, sizeof(text));
	assert_string_equal(text, ETHER " v4 p17 50000>18192 deadbeef");
	assert_int_equal(cur_at((struct cur[]){ cur_of(&pkt.src, 16) }, 3), 1);

	(void)parse(&pkt, LINK_ETHERNET, bytes, 42, 42);
	n = unhex("8000 12b5 004a 0000 08000000 00000500 " OTHER "0800 " INNER, whole);
	assert_int_equal(packet_reassembled(&pkt, IP_UDP, cur_of(whole, n)), PACKET_OK);
	show(&pkt, text, sizeof(text));
	assert_string_equal(text, "dd<cc 0800 tunnel" IS);
	assert_int_equal(packet_reassembled(&pkt, IP_TCP, cur_of(whole, 4)), PACKET_SHORT);
	assert_false(pkt.transport);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "every link type leads to the same packet", test_link_layers, NULL, NULL, NULL },
		{ "tags and trailers are removed and told", test_tags, NULL, NULL, NULL },
		{ "lengths, options, fragments of IPv4 and IPv6", test_ip, NULL, NULL, NULL },
		{ "the innermost packet of a tunnel counts", test_tunnels, NULL, NULL, NULL },
		{ "a fault keeps what was read", test_faults, NULL, NULL, NULL },
		{ "every member of a TCP packet is set", test_members, NULL, NULL, NULL },
		{ "tunnels that separate networks have ids", test_tunnel_ids, NULL, NULL, NULL },
		{ "every prefix of a frame is parsed as far as it goes", test_prefixes, NULL, NULL,
		  NULL },
		{ "link types have the numbers of capture files", test_linktypes, NULL, NULL,
		  NULL },
		{ "a reassembled datagram has ports and payload", test_reassembled, NULL, NULL,
		  NULL },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
