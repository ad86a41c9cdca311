/*
 * LLDP: a station tells its neighbours who it is. IEEE 802.1AB-2016; organisations' TLVs: IEEE
 * 802.1Q annex D, IEEE 802.3 clause 79, ANSI/TIA-1057 (LLDP-MED), IEC 61158-6-10 (PROFINET).
 *
 *      0                   1                   2                   3
 *      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *     +-------------+-----------------+-------------------------------+
 *     |    type     |     length      |  value (length bytes) …       |
 *     +-------------+-----------------+-------------------------------+
 *     chassis id, port id, time to live, then any, then type 0
 *
 *     | 1111111     |     length      |  OUI (3), subtype (1), value  |
 *
 * TLVs of organisations that say nothing about an asset (data centre bridging, power) are recorded
 * as they are.
 */
#include "protocols/ber.h"
#include "protocols/lldp_fields.h"

FIELD_IDS(FIELDS);
FIELD_TABLE(FIELDS);

enum {
	TLV_END = 0,
	TLV_CHASSIS = 1,
	TLV_TTL = 3,
	TLV_ORGANISATION = 127,
	MANDATORY = 3, /* the first TLVs are types 1, 2, 3 */
	PADDED = 46,   /* bytes that Ethernet fills a payload up to */
	FAMILY_IPV4 = 1,
	FAMILY_IPV6 = 2,
	CAPABILITY_BITS = 8,
	CHASSIS_LOCAL = 7,
};

static struct cur until_nul(struct cur c)
{
	struct cur rest = c;
	size_t n = 0;

	while (n < cur_left(&c) && cur_at(&c, n) != 0)
		n++;
	return cur_upto(&rest, n);
}

/* The rest of the TLV as text; texts of LLDP-MED may be padded with zeros. */
static struct cur text(struct dec *d, unsigned f)
{
	struct cur c = until_nul(cur_rest(&d->c));

	put_bytes(d, f, c);
	return c;
}

/* An address of a family that starts with a byte naming it: the fields for IPv4, IPv6, others. */
static struct cur network(struct dec *d, uint64_t family, size_t n, const unsigned fields[3])
{
	if (family == FAMILY_IPV4 && n == 4)
		return take_bytes(d, fields[0], n);
	if (family == FAMILY_IPV6 && n == 16)
		return take_bytes(d, fields[1], n);
	return take_bytes(d, fields[2], n);
}

static void set_mac(struct dec *d, const struct cur *mac)
{
	if (cur_left(mac) == 6)
		d->identity.mac = *mac;
}

static void set_ipv4(struct dec *d, struct cur ip)
{
	struct cur number = ip;

	if (cur_left(&ip) == 4 && cur_be32(&number) != 0)
		d->identity.ipv4 = ip;
}

static void chassis(struct dec *d)
{
	static const unsigned fields[] = { CHASSIS_IP4, CHASSIS_IP6, CHASSIS_ID };
	uint64_t kind = take(d, CHASSIS_KIND);
	size_t n = cur_left(&d->c);

	if (n == 0)
		cur_fail(&d->c);
	if (kind == 4 && n == 6) {
		struct cur mac = take_bytes(d, CHASSIS_MAC, n);

		set_mac(d, &mac);
	} else if (kind == 5 && n > 1) {
		uint64_t family = take(d, NET_KIND);
		struct cur ip = network(d, family, n - 1, fields);

		set_ipv4(d, ip);
	} else if (n > 0) {
		struct cur id = take_rest(d, CHASSIS_ID);

		if (kind == CHASSIS_LOCAL)
			d->identity.name = until_nul(id);
	}
}

static void port(struct dec *d)
{
	static const unsigned fields[] = { PORT_IP4, PORT_IP6, PORT_ID };
	uint64_t kind = take(d, PORT_KIND);
	size_t n = cur_left(&d->c);

	if (n == 0)
		cur_fail(&d->c);
	if (kind == 3 && n == 6) {
		take(d, PORT_MAC);
	} else if (kind == 4 && n > 1) {
		uint64_t family = take(d, NET_KIND);

		network(d, family, n - 1, fields);
	} else if (n > 0) {
		d->ot.has_object = true;
		d->ot.object_text = dec_string(d, take_rest(d, PORT_ID));
	}
}

static void time_to_live(struct dec *d)
{
	d->ot.function = take(d, TTL) == 0 && cur_ok(&d->c) ? "shutdown" : "advertisement";
}

static void port_description(struct dec *d)
{
	text(d, PORT_DESC);
}

static void system_name(struct dec *d)
{
	struct cur name = text(d, SYS_NAME);

	if (cur_left(&name) > 0)
		d->identity.name = name;
}

static void system_description(struct dec *d)
{
	d->identity.description = text(d, SYS_DESC);
}

static void capabilities(struct dec *d)
{
	static const unsigned fields[] = { CAP, ENABLED };

	for (unsigned i = 0; i < 2; i++) {
		uint64_t bits = take(d, fields[i]);

		/* The rows of the bits follow that of the number. */
		for (unsigned bit = 0; cur_ok(&d->c) && bit < CAPABILITY_BITS; bit++)
			put(d, fields[i] + 1 + bit, bits >> bit & 1);
	}
}

static void management(struct dec *d)
{
	static const unsigned fields[] = { MGN_IP4, MGN_IP6, MGN_HEX };
	uint64_t len = take(d, MGN_LEN);
	uint64_t family = take(d, MGN_KIND);

	if (len < 2)
		cur_fail(&d->c);
	struct cur ip = network(d, family, len < 2 ? 0 : (size_t)len - 1, fields);

	if (family == FAMILY_IPV4 && cur_left(&d->identity.ipv4) == 0)
		set_ipv4(d, ip);
	take(d, MGN_IF_KIND);
	take(d, MGN_IF);
	struct cur oid = cur_sub(&d->c, (size_t)take(d, MGN_OBJ_LEN));
	char name[BER_OID_TEXT];

	if (cur_left(&oid) > 0 && ber_oid(oid, name))
		put_text(d, MGN_OBJ, dec_text(d, "%s", name));
}

/* Organisations' TLVs. */

static void port_vlan(struct dec *d)
{
	take(d, PVID);
}

static void protocol_vlan(struct dec *d)
{
	take(d, PPVID_FLAGS);
	take(d, PPVID);
}

static void vlan_name(struct dec *d)
{
	take(d, VLAN_ID);
	size_t n = (size_t)take(d, VLAN_NAME_LEN);

	if (n > 0)
		take_bytes(d, VLAN_NAME, n);
}

static void protocol_identity(struct dec *d)
{
	size_t n = (size_t)take(d, PROTO_LEN);

	if (n > 0)
		take_bytes(d, PROTO_ID, n);
}

static void mac_phy(struct dec *d)
{
	take(d, AUTONEG);
	take(d, PMD);
	take(d, MAU);
}

static void aggregation(struct dec *d)
{
	take(d, AGG_STATUS);
	take(d, AGG_PORT);
}

static void max_frame(struct dec *d)
{
	take(d, MAX_FRAME);
}

static void med_capabilities(struct dec *d)
{
	take(d, MED_CAPS);
	take(d, MED_CLASS);
}

static void med_hardware(struct dec *d)
{
	text(d, MED_HARDWARE);
}

static void med_firmware(struct dec *d)
{
	d->identity.firmware = text(d, MED_FIRMWARE);
}

static void med_software(struct dec *d)
{
	struct cur software = text(d, MED_SOFTWARE);

	if (cur_left(&d->identity.firmware) == 0)
		d->identity.firmware = software;
}

static void med_serial(struct dec *d)
{
	d->identity.serial = text(d, MED_SERIAL);
}

static void med_maker(struct dec *d)
{
	d->identity.vendor = text(d, MED_MAKER);
}

static void med_model(struct dec *d)
{
	d->identity.model = text(d, MED_MODEL);
}

static void med_asset(struct dec *d)
{
	text(d, MED_ASSET);
}

static void pn_delays(struct dec *d)
{
	take(d, PN_RX_LOCAL);
	take(d, PN_RX_REMOTE);
	take(d, PN_TX_LOCAL);
	take(d, PN_TX_REMOTE);
	take(d, PN_CABLE);
}

static void pn_port_status(struct dec *d)
{
	take(d, PN_RTC2);
	uint16_t status = cur_be16(&d->c);

	if (cur_ok(&d->c))
		put(d, PN_RTC3, status & 7);
}

static void pn_chassis(struct dec *d)
{
	struct cur mac = take_bytes(d, PN_MAC, 6);

	set_mac(d, &mac);
}

static void mud_url(struct dec *d)
{
	text(d, MUDURL);
}

static const struct organisation {
	uint32_t oui;
	unsigned kind; /* the field of its subtype */
} organisation_table[] = {
	{ 0x00005e, IANA_KIND }, { 0x000ecf, PN_KIND },	   { 0x00120f, IEEE3_KIND },
	{ 0x0012bb, MED_KIND },	 { 0x0080c2, IEEE1_KIND },
};

/* clang-format off */
static const struct extension {
	uint32_t oui;
	uint8_t subtype;
	void (*read)(struct dec *d);
} extension_table[] = {
	{ 0x00005e, 1, mud_url },
	{ 0x000ecf, 1, pn_delays },    { 0x000ecf, 2, pn_port_status }, { 0x000ecf, 5, pn_chassis },
	{ 0x00120f, 1, mac_phy },      { 0x00120f, 3, aggregation },    { 0x00120f, 4, max_frame },
	{ 0x0012bb, 1, med_capabilities }, { 0x0012bb, 5, med_hardware }, { 0x0012bb, 6, med_firmware },
	{ 0x0012bb, 7, med_software }, { 0x0012bb, 8, med_serial },     { 0x0012bb, 9, med_maker },
	{ 0x0012bb, 10, med_model },   { 0x0012bb, 11, med_asset },
	{ 0x0080c2, 1, port_vlan },    { 0x0080c2, 2, protocol_vlan },  { 0x0080c2, 3, vlan_name },
	{ 0x0080c2, 4, protocol_identity },
};
/* clang-format on */

static unsigned kind_of(uint64_t oui)
{
	for (size_t i = 0; i < sizeof(organisation_table) / sizeof(organisation_table[0]); i++) {
		if (organisation_table[i].oui == oui)
			return organisation_table[i].kind;
	}
	return OTHER_KIND;
}

static void organisation(struct dec *d)
{
	uint64_t oui = take(d, OUI);
	uint64_t subtype = take(d, kind_of(oui));

	if (!cur_ok(&d->c))
		return;
	for (size_t i = 0; i < sizeof(extension_table) / sizeof(extension_table[0]); i++) {
		const struct extension *e = &extension_table[i];

		if (e->oui == oui && e->subtype == subtype) {
			e->read(d);
			return;
		}
	}
	if (cur_left(&d->c) > 0)
		take_rest(d, OTHER);
}

static void (*const tlv_table[])(struct dec *d) = {
	NULL,
	chassis,
	port,
	time_to_live,
	port_description,
	system_name,
	system_description,
	capabilities,
	management,
};

/* One TLV's value, which d->c becomes while it is read. */
static void value(struct dec *d, uint64_t type, struct cur body)
{
	struct cur outer = d->c;

	d->c = body;
	if (type == TLV_ORGANISATION)
		organisation(d);
	else if (type < sizeof(tlv_table) / sizeof(tlv_table[0]))
		tlv_table[type](d);
	else
		cur_skip(&d->c, cur_left(&d->c));
	if (!cur_ok(&d->c))
		dec_malformed(d, "TLV shorter than its fields");
	else if (cur_left(&d->c) > 0)
		dec_mark(d, "TLV longer than its fields");
	d->c = outer;
}

/* The TLVs in order. */
static void tlvs(struct dec *d)
{
	for (unsigned n = 1; cur_left(&d->c) > 0; n++) {
		uint16_t head = cur_be16(&d->c);
		uint64_t type = head >> 9;

		if (!cur_ok(&d->c))
			return;
		put(d, TLV_TYPE, type);
		put(d, TLV_LEN, head & 0x1ff);
		struct cur body = cur_sub(&d->c, head & 0x1ff);

		if (!cur_ok(&body))
			return;
		if (n <= MANDATORY ? type != n : type >= TLV_CHASSIS && type <= TLV_TTL)
			dec_malformed(d, "chassis id, port id and time to live are not the first");
		if (type == TLV_END)
			return;
		value(d, type, body);
	}
}

static void lldp_decode(struct dec *d)
{
	size_t all = cur_left(&d->c);

	d->identity = (struct identity){ .of_sender = true };
	d->ot.op = OT_IDENTIFY;
	d->ot.function = "LLDP";
	tlvs(d);
	struct cur name = d->identity.name;

	if (cur_left(&name) > 0)
		d->ot.device_text = dec_string(d, name);
	/* Junk must not name an asset. */
	d->identity.any = all > 0 && cur_ok(&d->c) && !d->malformed;
	if (cur_ok(&d->c) && all <= PADDED)
		cur_skip(&d->c, cur_left(&d->c));
}

static enum probe lldp_probe(struct cur c, enum dir dir)
{
	(void)dir;
	if (cur_left(&c) < 3)
		return PROBE_SHORT;
	uint16_t head = cur_be16(&c);

	return head >> 9 == TLV_CHASSIS && (head & 0x1ff) >= 2 ? PROBE_WEAK : PROBE_NO;
}

const struct protocol protocol_lldp = {
	.name = "lldp",
	.label = "LLDP",
	.title = "LLDP",
	.spec = "IEEE 802.1AB",
	.bind = { { BIND_ETHERTYPE, 0x88cc } },
	.fields = field_table,
	.nfields = FIELD_COUNT_,
	.probe = lldp_probe,
	.decode = lldp_decode,
};
