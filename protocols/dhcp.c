/*
 * DHCP and BOOTP: RFC 2131 (message), RFC 2132 (options), RFC 4702 (FQDN). UDP 67 and 68.
 *
 *      0                   1                   2                   3
 *      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *     +---------------+---------------+---------------+---------------+
 *     |      op       | hardware type | hardware size |     hops      |
 *     +---------------+---------------+---------------+---------------+
 *     |                        transaction id                         |
 *     +-------------------------------+-+-----------------------------+
 *     |            seconds            |B|          reserved           |
 *     +-------------------------------+-+-----------------------------+
 *     |  client's, your, next server's and relay's IPv4 address       |
 *     |  client's hardware address (16), server name (64), file (128) |
 *     |  cookie 63 82 53 63, options: code, length, value … 255       |
 *     +---------------------------------------------------------------+
 */
#include "protocols/protocol.h"

/* clang-format off */
#define FIELDS(F) \
	F(TYPE,       "dhcp.type",       FIELD_UINT, BE(1),  BASE_DEC, type_names, "who speaks: client or server") \
	F(HW_TYPE,    "dhcp.hw.type",    FIELD_UINT, BE(1),  BASE_HEX, hardware_names, "kind of hardware address") \
	F(HW_LEN,     "dhcp.hw.len",     FIELD_UINT, BE(1),  BASE_DEC, NULL, "bytes of the hardware address") \
	F(HOPS,       "dhcp.hops",       FIELD_UINT, BE(1),  BASE_DEC, NULL, "relays on the way") \
	F(ID,         "dhcp.id",         FIELD_UINT, BE(4),  BASE_HEX, NULL, "transaction id") \
	F(SECS,       "dhcp.secs",       FIELD_UINT, BE(2),  BASE_DEC, NULL, "seconds since the client began") \
	F(FLAGS,      "dhcp.flags",      FIELD_UINT, BE(2),  BASE_HEX, NULL, "broadcast bit and reserved bits") \
	F(FLAGS_BC,   "dhcp.flags.bc",   FIELD_BOOL, DERIVED, BASE_DEC, NULL, "answers must be broadcast") \
	F(FLAGS_RES,  "dhcp.flags.reserved", FIELD_UINT, DERIVED, BASE_HEX, NULL, "reserved bits") \
	F(IP_CLIENT,  "dhcp.ip.client",  FIELD_IPV4, RAW(4), BASE_DEC, NULL, "address that the client has") \
	F(IP_YOUR,    "dhcp.ip.your",    FIELD_IPV4, RAW(4), BASE_DEC, NULL, "address that the client gets") \
	F(IP_SERVER,  "dhcp.ip.server",  FIELD_IPV4, RAW(4), BASE_DEC, NULL, "server of the next boot step") \
	F(IP_RELAY,   "dhcp.ip.relay",   FIELD_IPV4, RAW(4), BASE_DEC, NULL, "relay agent's address") \
	F(MAC,        "dhcp.hw.mac_addr", FIELD_MAC, RAW(6), BASE_DEC, NULL, "client's MAC address") \
	F(HW_ADDR,    "dhcp.hw.addr",    FIELD_BYTES, DERIVED, BASE_DEC, NULL, "client's hardware address of another kind") \
	F(HW_PADDING, "dhcp.hw.addr_padding", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "bytes after the hardware address") \
	F(SERVER,     "dhcp.server",     FIELD_TEXT, DERIVED, BASE_DEC, NULL, "server's host name") \
	F(FILE,       "dhcp.file",       FIELD_TEXT, DERIVED, BASE_DEC, NULL, "boot file") \
	F(COOKIE,     "dhcp.cookie",     FIELD_IPV4, RAW(4), BASE_DEC, NULL, "99.130.83.99: options follow") \
	F(OPT_TYPE,   "dhcp.option.type", FIELD_UINT, BE(1), BASE_DEC, NULL, "option code") \
	F(OPT_LENGTH, "dhcp.option.length", FIELD_UINT, BE(1), BASE_DEC, NULL, "bytes of the option's value") \
	F(OPT_VALUE,  "dhcp.option.value", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "the option's value as it is") \
	F(OPT_END,    "dhcp.option.end", FIELD_UINT, DERIVED, BASE_DEC, NULL, "end of the options") \
	F(MESSAGE,    "dhcp.option.dhcp", FIELD_UINT, BE(1), BASE_DEC, message_names, "message type") \
	F(MASK,       "dhcp.option.subnet_mask", FIELD_IPV4, RAW(4), BASE_DEC, NULL, "subnet mask") \
	F(ROUTER,     "dhcp.option.router", FIELD_IPV4, RAW(4), BASE_DEC, NULL, "routers") \
	F(DNS,        "dhcp.option.domain_name_server", FIELD_IPV4, RAW(4), BASE_DEC, NULL, "name servers") \
	F(HOSTNAME,   "dhcp.option.hostname", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "client's host name") \
	F(DOMAIN,     "dhcp.option.domain_name", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "client's domain") \
	F(BROADCAST,  "dhcp.option.broadcast_address", FIELD_IPV4, RAW(4), BASE_DEC, NULL, "broadcast address") \
	F(NTP,        "dhcp.option.ntp_server", FIELD_IPV4, RAW(4), BASE_DEC, NULL, "time servers") \
	F(REQUESTED,  "dhcp.option.requested_ip_address", FIELD_IPV4, RAW(4), BASE_DEC, NULL, "address that the client wants") \
	F(LEASE,      "dhcp.option.ip_address_lease_time", FIELD_UINT, BE(4), BASE_DEC, NULL, "seconds of the lease") \
	F(OVERLOAD,   "dhcp.option.option_overload", FIELD_UINT, BE(1), BASE_DEC, overload_names, "where more options are") \
	F(SERVER_ID,  "dhcp.option.dhcp_server_id", FIELD_IPV4, RAW(4), BASE_DEC, NULL, "server's address") \
	F(REQUEST,    "dhcp.option.request_list_item", FIELD_UINT, BE(1), BASE_DEC, NULL, "options that the client wants") \
	F(TEXT,       "dhcp.option.message", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "error message") \
	F(MAX_SIZE,   "dhcp.option.dhcp_max_message_size", FIELD_UINT, BE(2), BASE_DEC, NULL, "longest message that the client takes") \
	F(RENEWAL,    "dhcp.option.renewal_time_value", FIELD_UINT, BE(4), BASE_DEC, NULL, "seconds until renewal") \
	F(REBINDING,  "dhcp.option.rebinding_time_value", FIELD_UINT, BE(4), BASE_DEC, NULL, "seconds until rebinding") \
	F(VENDOR,     "dhcp.option.vendor_class_id", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "vendor class: what kind of device") \
	F(CLIENT_TYPE, "dhcp.client_id.type", FIELD_UINT, BE(1), BASE_DEC, NULL, "kind of client id, when it is no hardware address") \
	F(CLIENT_ID,  "dhcp.client_id",  FIELD_BYTES, DERIVED, BASE_DEC, NULL, "client id of a kind of its own") \
	F(TFTP,       "dhcp.option.tftp_server_name", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "boot server") \
	F(BOOTFILE,   "dhcp.option.bootfile_name", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "boot file") \
	F(FQDN_FLAGS, "dhcp.fqdn.flags", FIELD_UINT, BE(1),  BASE_HEX, NULL, "who updates the name servers") \
	F(FQDN_RC1,   "dhcp.fqdn.rcode1", FIELD_UINT, BE(1), BASE_DEC, NULL, "obsolete result code") \
	F(FQDN_RC2,   "dhcp.fqdn.rcode2", FIELD_UINT, BE(1), BASE_DEC, NULL, "obsolete result code") \
	F(FQDN_NAME,  "dhcp.fqdn.name",  FIELD_TEXT, DERIVED, BASE_DEC, NULL, "client's full name")

FIELD_IDS(FIELDS);

static const struct name type_names[] = {
	{ 1, "Boot Request" }, { 2, "Boot Reply" }, { 0, NULL },
};
static const struct name hardware_names[] = {
	{ 1, "Ethernet" }, { 6, "IEEE 802" }, { 32, "InfiniBand" }, { 0, NULL },
};
static const struct name message_names[] = {
	{ 1, "Discover" }, { 2, "Offer" }, { 3, "Request" }, { 4, "Decline" }, { 5, "ACK" },
	{ 6, "NAK" }, { 7, "Release" }, { 8, "Inform" }, { 9, "Force Renew" },
	{ 10, "Lease query" }, { 11, "Lease Unassigned" }, { 12, "Lease Unknown" },
	{ 13, "Lease Active" }, { 14, "Bulk Lease Query" }, { 15, "Lease Query Done" },
	{ 16, "Active LeaseQuery" }, { 17, "Lease Query Status" }, { 18, "TLS" }, { 0, NULL },
};
static const struct name overload_names[] = {
	{ 1, "file" }, { 2, "server name" }, { 3, "file and server name" }, { 0, NULL },
};
/* clang-format on */

FIELD_TABLE(FIELDS);

enum {
	REPLY = 2,
	ETHERNET = 1,
	HEADER = 236,
	SNAME = 64,
	BOOT_FILE = 128,
	CHADDR = 16,
	PAD = 0,
	END = 255,
	ACK = 5,
	COOKIE_VALUE = 0x63825363,
	OVERLOAD_FILE = 1,
	OVERLOAD_SNAME = 2,
};

/* What the parts of the message that are far apart need of each other. */
struct lease {
	struct cur mac, client, your, relay, host, fqdn, vendor;
	uint64_t type, message, overload;
};

static struct cur until_nul(struct cur c)
{
	struct cur rest = c;
	size_t n = 0;

	while (n < cur_left(&c) && cur_at(&c, n) != 0)
		n++;
	return cur_upto(&rest, n);
}

static bool zero(struct cur c)
{
	while (cur_left(&c) > 0) {
		if (cur_u8(&c) != 0)
			return false;
	}
	return true;
}

/* A fully qualified name in the form of DNS: labels with their lengths. */
static struct cur labels(struct dec *d, struct cur c)
{
	char text[256];
	size_t n = 0;

	while (cur_left(&c) > 0) {
		uint8_t len = cur_u8(&c);
		struct cur label = cur_sub(&c, len);

		if (len == 0 || !cur_ok(&label) || n + len + 2 > sizeof(text))
			break;
		if (n > 0)
			text[n++] = '.';
		n += cur_copy(&label, text + n, len);
	}
	return dec_keep(d, text, n);
}

static void fqdn(struct dec *d, struct lease *l)
{
	uint64_t flags = take(d, FQDN_FLAGS);

	take(d, FQDN_RC1);
	take(d, FQDN_RC2);
	struct cur name = cur_rest(&d->c);

	if (!cur_ok(&name) || cur_left(&name) == 0)
		return;
	l->fqdn = (flags & 4) != 0 ? labels(d, name) : until_nul(name);
	put_bytes(d, FQDN_NAME, l->fqdn);
}

static void client_id(struct dec *d, struct lease *l)
{
	(void)l;
	if (cur_at(&d->c, 0) == ETHERNET && cur_left(&d->c) == 7) {
		take(d, HW_TYPE);
		take(d, MAC);
		return;
	}
	take(d, CLIENT_TYPE);
	if (cur_left(&d->c) > 0)
		take_rest(d, CLIENT_ID);
}

static void message(struct dec *d, struct lease *l)
{
	l->message = take(d, MESSAGE);
}

static void overload(struct dec *d, struct lease *l)
{
	l->overload = take(d, OVERLOAD);
}

static void host_name(struct dec *d, struct lease *l)
{
	l->host = until_nul(cur_rest(&d->c));
	put_bytes(d, HOSTNAME, l->host);
}

static void vendor_class(struct dec *d, struct lease *l)
{
	l->vendor = until_nul(cur_rest(&d->c));
	put_bytes(d, VENDOR, l->vendor);
}

/* How an option's value is read: by a function, as text, or as its field as often as it fits. */
static const struct option {
	uint8_t code;
	uint8_t field;
	void (*read)(struct dec *d, struct lease *l);
} option_table[] = {
	{ 1, MASK, NULL },
	{ 3, ROUTER, NULL },
	{ 6, DNS, NULL },
	{ 12, HOSTNAME, host_name },
	{ 15, DOMAIN, NULL },
	{ 28, BROADCAST, NULL },
	{ 42, NTP, NULL },
	{ 50, REQUESTED, NULL },
	{ 51, LEASE, NULL },
	{ 52, OVERLOAD, overload },
	{ 53, MESSAGE, message },
	{ 54, SERVER_ID, NULL },
	{ 55, REQUEST, NULL },
	{ 56, TEXT, NULL },
	{ 57, MAX_SIZE, NULL },
	{ 58, RENEWAL, NULL },
	{ 59, REBINDING, NULL },
	{ 60, VENDOR, vendor_class },
	{ 61, CLIENT_ID, client_id },
	{ 66, TFTP, NULL },
	{ 67, BOOTFILE, NULL },
	{ 81, FQDN_NAME, fqdn },
};

static void option_value(struct dec *d, struct lease *l, uint64_t code)
{
	const struct option *o = NULL;

	for (size_t i = 0; i < sizeof(option_table) / sizeof(option_table[0]); i++) {
		if (option_table[i].code == code)
			o = &option_table[i];
	}
	if (o == NULL)
		return;
	if (o->read != NULL) {
		o->read(d, l);
	} else if (field_table[o->field].type == FIELD_TEXT) {
		put_bytes(d, o->field, until_nul(cur_rest(&d->c)));
	} else {
		do
			take(d, o->field);
		while (cur_left(&d->c) > 0);
	}
	if (!cur_ok(&d->c))
		dec_malformed(d, "option shorter than its value");
	else if (cur_left(&d->c) > 0)
		dec_malformed(d, "option longer than its value");
}

/* The options of one area; true: it has an end. */
static bool options(struct dec *d, struct lease *l)
{
	while (cur_left(&d->c) > 0) {
		if (cur_at(&d->c, 0) == PAD) {
			cur_skip(&d->c, 1);
			continue;
		}
		uint64_t code = take(d, OPT_TYPE);

		if (code == END) {
			put(d, OPT_END, END);
			return true;
		}
		uint64_t n = take(d, OPT_LENGTH);
		struct cur value = cur_sub(&d->c, (size_t)n);

		if (!cur_ok(&d->c))
			return false;
		if (n > 0)
			put_bytes(d, OPT_VALUE, value);
		struct cur outer = d->c;

		d->c = value;
		if (n > 0)
			option_value(d, l, code);
		d->c = outer;
	}
	return false;
}

/* Options in the fields that option 52 gives them. */
static void more_options(struct dec *d, struct lease *l, struct cur area)
{
	struct cur outer = d->c;

	d->c = area;
	if (!options(d, l))
		dec_malformed(d, "options without an end");
	d->c = outer;
}

static void hardware(struct dec *d, struct lease *l, uint64_t hw, uint64_t len)
{
	bool ethernet = hw == ETHERNET && len == 6;

	if (len > CHADDR) {
		dec_malformed(d, "hardware address longer than its field");
		len = CHADDR;
	}
	struct cur address =
		len > 0 ? take_bytes(d, ethernet ? MAC : HW_ADDR, (size_t)len) : cur_sub(&d->c, 0);

	if (len < CHADDR)
		take_bytes(d, HW_PADDING, CHADDR - (size_t)len);
	if (ethernet)
		l->mac = address;
}

static void header(struct dec *d, struct lease *l)
{
	l->type = take(d, TYPE);
	uint64_t hw = take(d, HW_TYPE);
	uint64_t len = take(d, HW_LEN);

	take(d, HOPS);
	take(d, ID);
	take(d, SECS);
	uint64_t flags = take(d, FLAGS);

	if (cur_ok(&d->c)) {
		put(d, FLAGS_BC, flags >> 15);
		put(d, FLAGS_RES, flags & 0x7fff);
	}
	l->client = take_bytes(d, IP_CLIENT, 4);
	l->your = take_bytes(d, IP_YOUR, 4);
	take(d, IP_SERVER);
	l->relay = take_bytes(d, IP_RELAY, 4);
	if (cur_ok(&d->c))
		hardware(d, l, hw, len);
}

static void identify(struct dec *d, const struct lease *l)
{
	bool client = l->type != REPLY;
	struct cur address = zero(l->your) ? l->client : l->your;

	if (cur_left(&l->mac) == 0 || zero(l->mac) || (!client && l->message != ACK))
		return;
	d->identity = (struct identity){
		/* Behind a relay the frame's source is the relay. */
		.of_sender = client && zero(l->relay),
		.any = true,
		.mac = l->mac,
		.name = cur_left(&l->host) > 0 ? l->host : l->fqdn,
		.description = l->vendor,
	};
	if (!client && !zero(address)) {
		d->identity.ipv4 = address;
		d->identity.assigned = true;
	}
}

static void view(struct dec *d, const struct lease *l)
{
	struct cur address = !zero(l->your) ? l->your : l->client;
	struct cur mac = l->mac;
	const char *name = field_value_name(&field_table[MESSAGE], l->message);

	d->ot.op = OT_OTHER;
	d->ot.response = l->type == REPLY;
	if (name == NULL)
		name = field_value_name(&field_table[TYPE], l->type);
	d->ot.function = name;
	if (cur_left(&mac) == 6)
		d->ot.device_text = dec_text(d, "%02x:%02x:%02x:%02x:%02x:%02x", cur_at(&mac, 0),
					     cur_at(&mac, 1), cur_at(&mac, 2), cur_at(&mac, 3),
					     cur_at(&mac, 4), cur_at(&mac, 5));
	if (cur_left(&address) != 4 || zero(address))
		return;
	d->ot.has_object = true;
	d->ot.object_text = dec_text(d, "%u.%u.%u.%u", cur_at(&address, 0), cur_at(&address, 1),
				     cur_at(&address, 2), cur_at(&address, 3));
}

/* The two texts of the header, or the options that stand in their place. */
static void names(struct dec *d, struct lease *l, struct cur sname, struct cur file)
{
	if ((l->overload & OVERLOAD_FILE) != 0)
		more_options(d, l, file);
	else
		put_bytes(d, FILE, until_nul(file));
	if ((l->overload & OVERLOAD_SNAME) != 0)
		more_options(d, l, sname);
	else
		put_bytes(d, SERVER, until_nul(sname));
}

static void dhcp_decode(struct dec *d)
{
	const struct cur none = cur_of("", 0);
	struct lease l = { none, none, none, none, none, none, none, 0, 0, 0 };

	header(d, &l);
	struct cur sname = cur_sub(&d->c, SNAME);
	struct cur file = cur_sub(&d->c, BOOT_FILE);
	struct cur peek = d->c;
	bool whole = cur_left(&d->c) >= 4;

	if (whole && cur_be32(&peek) == COOKIE_VALUE) {
		take(d, COOKIE);
		whole = options(d, &l);
	}
	if (whole)
		names(d, &l, sname, file);
	else if (!d->cut)
		dec_malformed(d, "options without an end");
	if (zero(d->c))
		cur_skip(&d->c, cur_left(&d->c));
	view(d, &l);
	if (cur_ok(&d->c) && !d->malformed)
		identify(d, &l);
}

static enum probe dhcp_probe(struct cur c, enum dir dir)
{
	(void)dir;
	if (cur_left(&c) < HEADER)
		return PROBE_SHORT;
	struct cur tail = c;

	cur_skip(&tail, HEADER);
	if (cur_at(&c, 0) < 1 || cur_at(&c, 0) > 2 || cur_at(&c, 2) > CHADDR)
		return PROBE_NO;
	return cur_left(&tail) >= 4 && cur_be32(&tail) == COOKIE_VALUE ? PROBE_SURE : PROBE_WEAK;
}

const struct protocol protocol_dhcp = {
	.name = "dhcp",
	.label = "DHCP",
	.title = "DHCP",
	.spec = "RFC 2131, RFC 2132",
	.bind = { { BIND_UDP, 67 }, { BIND_UDP, 68 } },
	.fields = field_table,
	.nfields = FIELD_COUNT_,
	.probe = dhcp_probe,
	.decode = dhcp_decode,
};
