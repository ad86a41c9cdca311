/* Who is who in the control network: ARP (RFC 826), LLDP (IEEE 802.1AB), DHCP (RFC 2131). */
#include "pcaps/goose/scenes.h"

#include <string.h>

static const uint8_t broadcast[MAC_LEN] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
static const uint8_t nearest_bridge[MAC_LEN] = { 0x01, 0x80, 0xc2, 0x00, 0x00, 0x0e };
static const uint8_t nobody[MAC_LEN];

static const uint8_t router_mac[MAC_LEN] = { 0x00, 0x0e, 0x8c, 0x20, 0x00, 0x01 };
static const uint8_t switch_mac[MAC_LEN] = { 0x00, 0x80, 0x63, 0x20, 0x00, 0x10 };
static const uint8_t plc_mac[MAC_LEN] = { 0x00, 0x1b, 0x1b, 0x20, 0x00, 0x21 };
static const uint8_t station_mac[MAC_LEN] = { 0x18, 0x66, 0xda, 0x20, 0x00, 0x40 };
static const uint8_t hmi_mac[MAC_LEN] = { 0x00, 0x30, 0xde, 0x20, 0x00, 0x30 };
static const uint8_t laptop_mac[MAC_LEN] = { 0x00, 0x0c, 0x29, 0x66, 0x66, 0x66 };

#define NET 0x0a140100U /* 10.20.1.0/24 */
enum {
	ROUTER = NET + 1,
	PLC = NET + 21,
	HMI = NET + 30,
	STATION = NET + 40,
	ETHERTYPE_IPV4 = 0x0800,
	ETHERTYPE_ARP = 0x0806,
	ETHERTYPE_LLDP = 0x88cc,
	REQUEST = 1,
	REPLY = 2,
};

static struct bytes ethernet(const uint8_t *dst, const uint8_t *src, uint16_t type)
{
	struct bytes f = { 0 };

	bytes_put(&f, dst, MAC_LEN);
	bytes_put(&f, src, MAC_LEN);
	bytes_be(&f, type, 2);
	return f;
}

/* ---- ARP ---- */

struct arp {
	unsigned opcode;
	const uint8_t *dst; /* of the frame */
	const uint8_t *mac;
	uint32_t ip;
	const uint8_t *target_mac;
	uint32_t target;
};

static void arp(struct tape *t, uint64_t at, struct arp a)
{
	struct bytes f = ethernet(a.dst, a.mac, ETHERTYPE_ARP);

	bytes_be(&f, 1, 2);
	bytes_be(&f, ETHERTYPE_IPV4, 2);
	bytes_be(&f, 0x0604, 2);
	bytes_be(&f, a.opcode, 2);
	bytes_put(&f, a.mac, MAC_LEN);
	bytes_be(&f, a.ip, 4);
	bytes_put(&f, a.target_mac, MAC_LEN);
	bytes_be(&f, a.target, 4);
	tape_add(t, at + tape_dice(t, 40000), &f);
}

static void ask(struct tape *t, uint64_t at, const uint8_t *mac, uint32_t ip, uint32_t target)
{
	arp(t, at, (struct arp){ REQUEST, broadcast, mac, ip, nobody, target });
}

static void answer(struct tape *t, uint64_t at, const uint8_t *mac, uint32_t ip,
		   const uint8_t *asker, uint32_t asker_ip)
{
	arp(t, at, (struct arp){ REPLY, asker, mac, ip, asker, asker_ip });
}

/* ---- LLDP ---- */

static void tlv(struct bytes *f, unsigned type, const struct bytes *value)
{
	bytes_be(f, type << 9 | value->n, 2);
	bytes_put(f, value->b, value->n);
}

static void tlv_text(struct bytes *f, unsigned type, const char *text)
{
	struct bytes v = { 0 };

	bytes_text(&v, text);
	tlv(f, type, &v);
}

/* A TLV whose value is a subtype and bytes: chassis and port ids. */
static void tlv_id(struct bytes *f, unsigned type, unsigned subtype, const void *id, size_t n)
{
	struct bytes v = { 0 };

	bytes_be(&v, subtype, 1);
	bytes_put(&v, id, n);
	tlv(f, type, &v);
}

static void tlv_number(struct bytes *f, unsigned type, uint64_t number, size_t n)
{
	struct bytes v = { 0 };

	bytes_be(&v, number, n);
	tlv(f, type, &v);
}

static void tlv_management(struct bytes *f, uint32_t ip, uint32_t interface)
{
	static const uint8_t oid[] = { 0x2b, 0x06, 0x01, 0x02, 0x01, 0x02, 0x02 };
	struct bytes v = { 0 };

	bytes_be(&v, 5, 1);
	bytes_be(&v, 1, 1);
	bytes_be(&v, ip, 4);
	bytes_be(&v, 2, 1);
	bytes_be(&v, interface, 4);
	bytes_be(&v, sizeof(oid), 1);
	bytes_put(&v, oid, sizeof(oid));
	tlv(f, 8, &v);
}

static void tlv_organisation(struct bytes *f, uint32_t oui, unsigned subtype, const void *value,
			     size_t n)
{
	struct bytes v = { 0 };

	bytes_be(&v, oui, 3);
	bytes_be(&v, subtype, 1);
	bytes_put(&v, value, n);
	tlv(f, 127, &v);
}

static void tlv_inventory(struct bytes *f, unsigned subtype, const char *text)
{
	tlv_organisation(f, 0x0012bb, subtype, text, strlen(text));
}

static void lldp_switch(struct tape *t, uint64_t at, unsigned port, const char *name)
{
	uint8_t mac[MAC_LEN];
	struct bytes v = { 0 };

	memcpy(mac, switch_mac, MAC_LEN);
	mac[5] = (uint8_t)(mac[5] + port);
	struct bytes f = ethernet(nearest_bridge, mac, ETHERTYPE_LLDP);

	tlv_id(&f, 1, 4, switch_mac, MAC_LEN);
	tlv_id(&f, 2, 5, name, strlen(name));
	tlv_number(&f, 3, 120, 2);
	tlv_text(&f, 4, name);
	tlv_text(&f, 5, "sw-control-1");
	tlv_text(&f, 6, "Industrial Ethernet switch, 8 ports, firmware 7.2.3");
	tlv_number(&f, 7, 0x00040004, 4);
	tlv_management(&f, NET + 10, port);
	tlv_organisation(&f, 0x0080c2, 1, "\0\1", 2);
	bytes_text(&v, "\3");
	bytes_be(&v, 0x6c01001e, 4);
	tlv_organisation(&f, 0x00120f, 1, v.b, v.n);
	tlv_organisation(&f, 0x00120f, 4, "\5\356", 2);
	tlv_organisation(&f, 0x0080c2, 3, "\0\12\7control", 10);
	tlv_number(&f, 0, 0, 0);
	tape_add(t, at, &f);
}

/* A controller with a PROFINET station name and the inventory of LLDP-MED. */
static void lldp_plc(struct tape *t, uint64_t at, unsigned seconds)
{
	static const char name[] = "plc-dosing";
	static const char port[] = "port-001.plc-dosing";
	struct bytes f = ethernet(nearest_bridge, plc_mac, ETHERTYPE_LLDP);

	tlv_id(&f, 1, 7, name, strlen(name));
	tlv_id(&f, 2, 7, port, strlen(port));
	tlv_number(&f, 3, seconds, 2);
	if (seconds > 0) {
		tlv_text(&f, 6, "Kagami Works, PLC D-100, HW 3, FW V2.8.1");
		tlv_number(&f, 7, 0x00800080, 4);
		tlv_management(&f, PLC, 1);
		tlv_organisation(&f, 0x000ecf, 2, "\0\0\0\0", 4);
		tlv_organisation(&f, 0x000ecf, 5, plc_mac, MAC_LEN);
		tlv_organisation(&f, 0x0012bb, 1, "\0\x21\1", 3);
		tlv_inventory(&f, 5, "3");
		tlv_inventory(&f, 6, "V2.8.1");
		tlv_inventory(&f, 7, "dosing 4.0");
		tlv_inventory(&f, 8, "D100-004711");
		tlv_inventory(&f, 9, "Kagami Works");
		tlv_inventory(&f, 10, "PLC D-100");
		tlv_inventory(&f, 11, "WTP-0815");
	}
	tlv_number(&f, 0, 0, 0);
	tape_add(t, at, &f);
}

/* ---- DHCP ---- */

enum { DISCOVER = 1, OFFER, DHCP_REQUEST, DHCP_ACK = 5, RELEASE = 7 };

struct dhcp {
	unsigned message;
	uint32_t id;
	const uint8_t *client;
	uint32_t ciaddr, yiaddr;
	const char *name, *vendor;
	uint32_t requested;
};

static void option(struct bytes *m, unsigned code, const void *value, size_t n)
{
	bytes_be(m, code, 1);
	bytes_be(m, n, 1);
	bytes_put(m, value, n);
}

static void option_number(struct bytes *m, unsigned code, uint64_t number, size_t n)
{
	struct bytes v = { 0 };

	bytes_be(&v, number, n);
	option(m, code, v.b, v.n);
}

static void server_options(struct bytes *m)
{
	option_number(m, 54, ROUTER, 4);
	option_number(m, 51, 86400, 4);
	option_number(m, 58, 43200, 4);
	option_number(m, 59, 75600, 4);
	option_number(m, 1, 0xffffff00, 4);
	option_number(m, 3, ROUTER, 4);
	option_number(m, 6, (uint64_t)ROUTER << 32 | (ROUTER + 1), 8);
	option(m, 15, "plant.example", 13);
	option_number(m, 42, ROUTER, 4);
}

static void client_options(struct bytes *m, const struct dhcp *d)
{
	struct bytes v = { 0 };

	bytes_be(&v, 1, 1);
	bytes_put(&v, d->client, MAC_LEN);
	option(m, 61, v.b, v.n);
	if (d->requested != 0)
		option_number(m, 50, d->requested, 4);
	if (d->message == DHCP_REQUEST && d->ciaddr == 0)
		option_number(m, 54, ROUTER, 4);
	if (d->name != NULL) {
		option(m, 12, d->name, strlen(d->name));
		v = (struct bytes){ 0 };
		bytes_be(&v, 0, 3);
		bytes_text(&v, d->name);
		bytes_text(&v, ".plant.example");
		option(m, 81, v.b, v.n);
	}
	if (d->vendor != NULL)
		option(m, 60, d->vendor, strlen(d->vendor));
	option_number(m, 57, 1472, 2);
	option(m, 55, "\1\3\6\17\52", 5);
}

static struct bytes dhcp_message(const struct dhcp *d, bool reply)
{
	struct bytes m = { 0 };

	bytes_be(&m, reply ? 2 : 1, 1);
	bytes_be(&m, 0x010600, 3);
	bytes_be(&m, d->id, 4);
	bytes_be(&m, 0, 4);
	bytes_be(&m, d->ciaddr, 4);
	bytes_be(&m, d->yiaddr, 4);
	bytes_be(&m, 0, 8);
	bytes_put(&m, d->client, MAC_LEN);
	bytes_fill(&m, 0, 10 + 64 + 128);
	bytes_be(&m, 0x63825363, 4);
	option_number(&m, 53, d->message, 1);
	if (reply)
		server_options(&m);
	else
		client_options(&m, d);
	bytes_be(&m, 255, 1);
	if (m.n < 300)
		bytes_fill(&m, 0, 300 - m.n);
	return m;
}

static uint32_t sum(const uint8_t *p, size_t n)
{
	uint32_t s = 0;

	for (size_t i = 0; i < n; i++)
		s += i % 2 == 0 ? (uint32_t)p[i] << 8 : p[i];
	return s;
}

static uint16_t folded(uint32_t s)
{
	while (s >> 16 != 0)
		s = (s & 0xffff) + (s >> 16);
	return (uint16_t)~s;
}

struct ends {
	const uint8_t *src_mac, *dst_mac;
	uint32_t src, dst;
	uint16_t sport, dport;
};

static void udp(struct tape *t, uint64_t at, const struct ends *e, const struct bytes *payload)
{
	struct bytes f = ethernet(e->dst_mac, e->src_mac, ETHERTYPE_IPV4);
	struct bytes ip = { 0 };
	struct bytes u = { 0 };
	size_t n = payload->n + 8;

	bytes_be(&ip, 0x4500, 2);
	bytes_be(&ip, n + 20, 2);
	bytes_be(&ip, tape_dice(t, 65536), 2);
	bytes_be(&ip, 0x4000, 2);
	bytes_be(&ip, 0x4011, 2);
	bytes_be(&ip, 0, 2);
	bytes_be(&ip, e->src, 4);
	bytes_be(&ip, e->dst, 4);
	uint16_t check = folded(sum(ip.b, ip.n));

	ip.b[10] = (uint8_t)(check >> 8);
	ip.b[11] = (uint8_t)check;
	bytes_be(&u, e->sport, 2);
	bytes_be(&u, e->dport, 2);
	bytes_be(&u, n, 2);
	bytes_be(&u, 0, 2);
	bytes_put(&u, payload->b, payload->n);
	check = folded(sum(ip.b + 12, 8) + 17 + (uint32_t)n + sum(u.b, u.n));
	u.b[6] = (uint8_t)(check >> 8);
	u.b[7] = (uint8_t)check;
	bytes_put(&f, ip.b, ip.n);
	bytes_put(&f, u.b, u.n);
	tape_add(t, at, &f);
}

static void dhcp_client(struct tape *t, uint64_t at, struct dhcp d)
{
	struct bytes m = dhcp_message(&d, false);
	bool known = d.ciaddr != 0;
	struct ends e = { .src_mac = d.client,
			  .dst_mac = known ? router_mac : broadcast,
			  .src = d.ciaddr,
			  .dst = known ? ROUTER : UINT32_MAX,
			  .sport = 68,
			  .dport = 67 };

	udp(t, at, &e, &m);
}

static void dhcp_server(struct tape *t, uint64_t at, struct dhcp d)
{
	struct bytes m = dhcp_message(&d, true);
	struct ends e = { .src_mac = router_mac,
			  .dst_mac = d.client,
			  .src = ROUTER,
			  .dst = d.yiaddr,
			  .sport = 67,
			  .dport = 68 };

	udp(t, at, &e, &m);
}

/* ---- the story ---- */

/* The engineering station is switched on: it gets its address, tries it and claims it. */
static void station_starts(struct tape *t)
{
	struct dhcp d = { .id = 0x20c0ffee,
			  .client = station_mac,
			  .name = "eng-station-1",
			  .vendor = "MSFT 5.0" };

	d.message = DISCOVER;
	dhcp_client(t, 2000 * MS, d);
	d.message = OFFER;
	d.yiaddr = STATION;
	dhcp_server(t, 2012 * MS, d);
	d.message = DHCP_REQUEST;
	d.yiaddr = 0;
	d.requested = STATION;
	dhcp_client(t, 2015 * MS, d);
	d.message = DHCP_ACK;
	d.yiaddr = STATION;
	dhcp_server(t, 2021 * MS, d);
	for (unsigned i = 0; i < 3; i++)
		ask(t, (2100 + 1000 * i) * MS, station_mac, 0, STATION);
	ask(t, 5100 * MS, station_mac, STATION, STATION);
	ask(t, 7100 * MS, station_mac, STATION, STATION);
	ask(t, 8000 * MS, station_mac, STATION, PLC);
	answer(t, 8001 * MS, plc_mac, PLC, station_mac, STATION);
	ask(t, 8100 * MS, station_mac, STATION, NET + 99); /* nobody has it */
}

static void hmi_renews(struct tape *t)
{
	struct dhcp d = { .id = 0x300d1e5,
			  .client = hmi_mac,
			  .ciaddr = HMI,
			  .name = "hmi-waterworks",
			  .vendor = "wago-hmi",
			  .message = DHCP_REQUEST };

	dhcp_client(t, 20 * SECOND, d);
	d.message = DHCP_ACK;
	d.yiaddr = HMI;
	dhcp_server(t, 20008 * MS, d);
	ask(t, 25 * SECOND, hmi_mac, HMI, PLC);
	answer(t, 25001 * MS, plc_mac, PLC, hmi_mac, HMI);
}

/* A laptop tells the HMI that the PLC's address is its own; the PLC defends itself. */
static void laptop_poisons(struct tape *t)
{
	for (unsigned i = 0; i < 3; i++)
		answer(t, (40000 + 500 * i) * MS, laptop_mac, PLC, hmi_mac, HMI);
	arp(t, 41200 * MS, (struct arp){ REPLY, broadcast, plc_mac, PLC, broadcast, PLC });
	arp(t, 41700 * MS, (struct arp){ REPLY, broadcast, laptop_mac, PLC, broadcast, PLC });
}

void scene_assets(struct tape *t)
{
	struct dhcp leave = {
		.message = RELEASE, .id = 0x20c0ffef, .client = station_mac, .ciaddr = STATION
	};

	for (unsigned i = 0; i < 3; i++) {
		lldp_switch(t, (1000 + 30000 * i) * MS, 1, "port 1");
		lldp_switch(t, (1001 + 30000 * i) * MS, 2, "port 2");
	}
	for (unsigned i = 0; i < 12; i++)
		lldp_plc(t, (500 + 5000 * i) * MS, 20);
	arp(t, 400 * MS, (struct arp){ REQUEST, broadcast, plc_mac, PLC, nobody, PLC });
	station_starts(t);
	hmi_renews(t);
	laptop_poisons(t);
	dhcp_client(t, 58 * SECOND, leave);
	lldp_plc(t, 59 * SECOND, 0);
}
