/*
 * PROFINET DCP: who is there, which name and address a station has, and giving it another one.
 * Spec: IEC 61158-6-10, DCP. It comes behind the FrameID of an RT frame (pn_rt.c).
 *
 *	+---------+------+-----+----------------+--------+  blocks
 *	| service | type | Xid | response delay | length |  option, suboption, length, contents,
 *	+---------+------+-----+----------------+--------+  filled up to an even length
 *	   1         1      4    2                2
 *
 * Whoever is on the wire may name a station, move it to another address or reset it: there is no
 * password. Contents begin with BlockInfo (2) in what a station says of itself, with BlockQualifier
 * (2) in a Set request; a Get request has options and suboptions only.
 */
#include "protocols/pn.h"
#include "protocols/pn_dcp_names.h"
#include "protocols/protocols.h"

/* clang-format off */
#define FIELDS(F) \
	F(SERVICE, "pn_dcp.service_id", FIELD_UINT, BE(1), BASE_DEC, services, "what is done") \
	F(TYPE, "pn_dcp.service_type", FIELD_UINT, BE(1), BASE_DEC, types, "request or response") \
	F(XID, "pn_dcp.xid", FIELD_UINT, BE(4), BASE_HEX, NULL, "number that joins a request and its responses") \
	F(DELAY, "pn_dcp.response_delay", FIELD_UINT, BE(2), BASE_DEC, NULL, "spread of the responses, in 10 ms") \
	F(RESERVED, "pn_dcp.reserved16", FIELD_UINT, BE(2), BASE_DEC, NULL, "0") \
	F(DATA_LENGTH, "pn_dcp.data_length", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of the blocks") \
	F(OPTION, "pn_dcp.option", FIELD_UINT, BE(1), BASE_DEC, options, "what the block is about") \
	F(SUB_IP, "pn_dcp.suboption_ip", FIELD_UINT, BE(1), BASE_DEC, ip_names, "suboption of IP") \
	F(SUB_DEVICE, "pn_dcp.suboption_device", FIELD_UINT, BE(1), BASE_DEC, device_names, "suboption of the device's properties") \
	F(SUB_DHCP, "pn_dcp.suboption_dhcp", FIELD_UINT, BE(1), BASE_DEC, dhcp_names, "suboption of DHCP") \
	F(SUB_CONTROL, "pn_dcp.suboption_control", FIELD_UINT, BE(1), BASE_DEC, control_names, "suboption of control") \
	F(SUB_INITIATIVE, "pn_dcp.suboption_deviceinitiative", FIELD_UINT, BE(1), BASE_DEC, initiative_names, "suboption of the device's initiative") \
	F(SUB_TSN, "pn_dcp.suboption_tsn", FIELD_UINT, BE(1), BASE_DEC, tsn_names, "suboption of the TSN domain") \
	F(SUB_ALL, "pn_dcp.suboption_all", FIELD_UINT, BE(1), BASE_DEC, all_names, "suboption of all options") \
	F(SUB_MAKER, "pn_dcp.suboption_manuf", FIELD_UINT, BE(1), BASE_DEC, NULL, "suboption that the maker defines") \
	F(LENGTH, "pn_dcp.block_length", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of the block's contents") \
	F(INFO, "pn_dcp.block_info", FIELD_UINT, BE(2), BASE_DEC, NULL, "0") \
	F(IP_INFO, "pn_dcp.suboption_ip_block_info", FIELD_UINT, BE(2), BASE_DEC, ip_infos, "where the address comes from") \
	F(QUALIFIER, "pn_dcp.block_qualifier", FIELD_UINT, BE(2), BASE_DEC, qualifiers, "how long the value is kept") \
	F(RESET, "pn_dcp.block_qualifier_reset", FIELD_UINT, BE(2), BASE_DEC, resets, "what is reset") \
	F(MAC, "pn_dcp.suboption_ip_mac_address", FIELD_MAC, RAW(6), BASE_DEC, NULL, "MAC address of the station") \
	F(IP, "pn_dcp.suboption_ip_ip", FIELD_IPV4, RAW(4), BASE_DEC, NULL, "IP address of the station") \
	F(MASK, "pn_dcp.suboption_ip_subnetmask", FIELD_IPV4, RAW(4), BASE_DEC, NULL, "its subnet mask") \
	F(GATEWAY, "pn_dcp.suboption_ip_standard_gateway", FIELD_IPV4, RAW(4), BASE_DEC, NULL, "its gateway") \
	F(TYPE_OF_STATION, "pn_dcp.suboption_device_devicevendorvalue", FIELD_TEXT, RAW(0), BASE_DEC, NULL, "type of the station") \
	F(NAME, "pn_dcp.suboption_device_nameofstation", FIELD_TEXT, RAW(0), BASE_DEC, NULL, "name of the station") \
	F(VENDOR_ID, "pn_dcp.suboption_vendor_id", FIELD_UINT, BE(2), BASE_HEX, NULL, "maker; its name is in the asset") \
	F(DEVICE_ID, "pn_dcp.suboption_device_id", FIELD_UINT, BE(2), BASE_HEX, NULL, "the maker's number of the device") \
	F(ROLE, "pn_dcp.suboption_device_role", FIELD_UINT, BE(1), BASE_HEX, NULL, "bits: 1 IO device, 2 IO controller, 4 IO multidevice, 8 IO supervisor") \
	F(RESERVED_8, "pn_dcp.reserved8", FIELD_UINT, BE(1), BASE_DEC, NULL, "0") \
	F(ALIAS, "pn_dcp.suboption_device_aliasname", FIELD_TEXT, RAW(0), BASE_DEC, NULL, "name by its neighbour's port and name") \
	F(INSTANCE, "pn_dcp.suboption_device_instance", FIELD_UINT, BE(1), BASE_HEX, NULL, "instance of the device, high and low byte") \
	F(OEM_VENDOR, "pn_dcp.suboption_device_oem_ven_id", FIELD_UINT, BE(2), BASE_HEX, NULL, "maker under whose name it is sold") \
	F(OEM_DEVICE, "pn_dcp.suboption_device_oem_dev_id", FIELD_UINT, BE(2), BASE_HEX, NULL, "that maker's number of the device") \
	F(RSI, "pn_dcp.suboption_device_rsi_properties_value", FIELD_UINT, BE(2), BASE_HEX, NULL, "what its remote service interface can do") \
	F(SIGNAL, "pn_dcp.suboption_control_signal_value", FIELD_UINT, BE(2), BASE_HEX, signals, "how its lamp shall flash") \
	F(OF_OPTION, "pn_dcp.suboption_control_option", FIELD_UINT, BE(1), BASE_DEC, options, "option that the answer is about") \
	F(ERROR, "pn_dcp.block_error", FIELD_UINT, BE(1), BASE_DEC, errors, "what became of it") \
	F(INITIATIVE, "pn_dcp.deviceinitiative_value", FIELD_UINT, BE(2), BASE_DEC, initiatives, "whether it says Hello") \
	F(CONTENTS, "pn_dcp.block_data", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "contents of a block that is not taken apart")
/* clang-format on */
FIELD_IDS(FIELDS);
FIELD_TABLE(FIELDS);

enum { GET = 3, SET = 4, IDENTIFY = 5, HELLO = 6 };
enum { OPTION_IP = 1, OPTION_DEVICE = 2, OPTION_CONTROL = 5, OPTION_MAKER = 128, OPTION_ALL = 255 };
enum {
	HEADER = 8,
	CONTROL_SIGNAL = 3,
	CONTROL_RESPONSE = 4,
	CONTROL_FACTORY = 5,
	CONTROL_RESET = 6
};
enum { ASK_FUNCTION };

/* What a message's contents begin with. */
enum lead { LEAD_NONE, LEAD_INFO, LEAD_QUALIFIER };

/* What the blocks of a message said, for what is the same in every protocol. */
struct told {
	enum lead lead;
	uint64_t service;
	unsigned what;	     /* row of things[], 0: nothing yet */
	const char *object;  /* static */
	struct cur name, ip; /* of the station */
	struct cur kind;     /* type of station */
	uint64_t vendor, device, role;
	bool has_id;
	const char *error; /* first that is none of ok */
};

/* clang-format off */
/* What a Set request does. */
static const struct {
	enum ot_op op;
	const char *name;
} things[] = {
	{ OT_WRITE, "Set" },
	{ OT_WRITE, "Set IP address" }, { OT_WRITE, "Set name of station" },
	{ OT_CONTROL, "Factory reset" }, { OT_DIAGNOSE, "Signal" },
};
enum { THING_SET, THING_IP, THING_NAME, THING_RESET, THING_SIGNAL, THINGS };
/* clang-format on */

/* The suboption's field of each option. */
static unsigned suboption_of(uint64_t option)
{
	static const uint8_t fields[] = { SUB_MAKER, SUB_IP,	  SUB_DEVICE,	  SUB_DHCP,
					  SUB_MAKER, SUB_CONTROL, SUB_INITIATIVE, SUB_TSN };

	if (option < sizeof(fields))
		return fields[option];
	return option == OPTION_ALL ? SUB_ALL : SUB_MAKER;
}

/* A text that zeros may fill up. */
static struct cur until_nul(struct cur c)
{
	static const struct cur none; /* what was not told lies nowhere */
	size_t n = 0;

	while (n < cur_left(&c) && cur_at(&c, n) != 0)
		n++;
	return n > 0 ? cur_sub(&c, n) : none;
}

static void read_lead(struct dec *d, const struct told *t, unsigned info)
{
	if (t->lead == LEAD_INFO)
		take(d, info);
	else if (t->lead == LEAD_QUALIFIER)
		take(d, QUALIFIER);
}

static void becomes(struct told *t, unsigned thing)
{
	if (t->what == THING_SET)
		t->what = thing;
}

static void read_ip(struct dec *d, struct told *t, uint64_t sub)
{
	read_lead(d, t, sub == 2 ? IP_INFO : INFO);
	becomes(t, THING_IP);
	if (sub == 1) {
		take(d, MAC);
		return;
	}
	if (sub != 2 && sub != 3)
		return;
	struct cur ip = d->c;

	take(d, IP);
	if (cur_ok(&d->c))
		t->ip = cur_upto(&ip, 4);
	take(d, MASK);
	take(d, GATEWAY);
}

/* Options and suboptions, one after the other. */
static void read_options(struct dec *d)
{
	while (cur_left(&d->c) > 0) {
		uint64_t option = take(d, OPTION);

		take(d, suboption_of(option));
	}
}

static void device_id(struct dec *d, struct told *t)
{
	t->vendor = take(d, VENDOR_ID);
	t->device = take(d, DEVICE_ID);
	t->has_id = cur_ok(&d->c);
}

static void read_device(struct dec *d, struct told *t, uint64_t sub)
{
	/* clang-format off */
	static const uint8_t fields[][2] = {
		[4] = { ROLE, RESERVED_8 }, [7] = { INSTANCE, INSTANCE },
		[8] = { OEM_VENDOR, OEM_DEVICE },
	};
	/* clang-format on */
	read_lead(d, t, INFO);
	switch (sub) {
	case 1:
		t->kind = take_rest(d, TYPE_OF_STATION);
		break;
	case 2:
		becomes(t, THING_NAME);
		t->name = take_rest(d, NAME);
		break;
	case 3:
		device_id(d, t);
		break;
	case 5:
		read_options(d);
		break;
	case 6:
		take_rest(d, ALIAS);
		break;
	case 4:
	case 7:
	case 8:
		t->role = sub == 4 ? cur_at(&d->c, 0) : t->role;
		take(d, fields[sub][0]);
		take(d, fields[sub][1]);
		break;
	case 10:
		take(d, RSI);
		break;
	default:
		break;
	}
}

static void read_response(struct dec *d, struct told *t)
{
	uint64_t option = take(d, OF_OPTION);
	uint64_t sub = take(d, suboption_of(option));
	uint64_t error = take(d, ERROR);
	static const uint8_t controls[] = { [CONTROL_SIGNAL] = THING_SIGNAL,
					    [CONTROL_FACTORY] = THING_RESET,
					    [CONTROL_RESET] = THING_RESET };

	if (!cur_ok(&d->c))
		return;
	if (t->object == NULL)
		t->object = field_value_name(&field_table[suboption_of(option)], sub);
	if (option == OPTION_IP)
		becomes(t, THING_IP);
	else if (option == OPTION_DEVICE && sub == 2)
		becomes(t, THING_NAME);
	else if (option == OPTION_CONTROL && sub < sizeof(controls))
		becomes(t, controls[sub]);
	if (error != 0 && t->error == NULL) {
		t->error = field_value_name(&field_table[ERROR], error);
		t->error = t->error != NULL ? t->error : "unknown error";
	}
}

static void read_control(struct dec *d, struct told *t, uint64_t sub)
{
	if (sub == CONTROL_RESPONSE) {
		read_response(d, t);
		return;
	}
	if (t->lead != LEAD_QUALIFIER)
		return;
	take(d, sub == CONTROL_RESET || sub == CONTROL_FACTORY ? RESET : QUALIFIER);
	if (sub == CONTROL_SIGNAL) {
		take(d, SIGNAL);
		becomes(t, THING_SIGNAL);
	} else if (sub == CONTROL_FACTORY || sub == CONTROL_RESET) {
		becomes(t, THING_RESET);
	}
}

static void contents(struct dec *d, struct told *t, uint64_t option, uint64_t sub)
{
	if (option == OPTION_IP)
		read_ip(d, t, sub);
	else if (option == OPTION_DEVICE)
		read_device(d, t, sub);
	else if (option == OPTION_CONTROL)
		read_control(d, t, sub);
	else if (option < OPTION_MAKER)
		read_lead(d, t, INFO);
	if (option == 6 && cur_left(&d->c) >= 2)
		take(d, INITIATIVE);
	if (cur_left(&d->c) > 0)
		take_rest(d, CONTENTS);
}

static void read_blocks(struct dec *d, struct told *t)
{
	struct cur rest;

	while (cur_left(&d->c) > 0) {
		uint64_t option = take(d, OPTION);
		unsigned field = suboption_of(option);
		uint64_t sub = take(d, field);
		size_t n = take(d, LENGTH);

		if (t->object == NULL && cur_ok(&d->c) &&
		    (option != OPTION_CONTROL || sub != CONTROL_RESPONSE))
			t->object = field_value_name(&field_table[field], sub);
		rest = d->c;
		d->c = cur_sub(&rest, n);
		contents(d, t, option, sub);
		if (!cur_ok(&d->c))
			return;
		d->c = rest;
		if (n % 2 != 0)
			(void)cur_upto(&d->c, 1);
	}
}

static const char *role_of(uint64_t role)
{
	static const char *const roles[] = { "IO device", "IO controller", "IO multidevice",
					     "IO supervisor" };

	for (unsigned i = 4; i-- > 0;) {
		if ((role >> i & 1) != 0)
			return roles[i];
	}
	return "station";
}

/* What a station says of itself. */
static void identify(struct dec *d, const struct told *t)
{
	static const struct cur none;
	struct identity *id = dec_identity(d);
	struct cur ip = t->ip;
	const char *vendor = t->has_id ? pn_vendor(t->vendor) : NULL;

	id->of_sender = true;
	id->name = until_nul(t->name);
	id->model = until_nul(t->kind);
	id->vendor = vendor != NULL ? dec_keep(d, vendor, strlen(vendor)) : none;
	if (t->has_id) {
		const char *text =
			dec_text(d, "PROFINET %s, vendor 0x%04x, device 0x%04x", role_of(t->role),
				 (unsigned)t->vendor, (unsigned)t->device);

		id->description = cur_of(text, strlen(text));
	}
	if (cur_left(&ip) == 4 && cur_be32(&ip) != 0 && d->eth_src != NULL) {
		id->mac = dec_keep(d, d->eth_src, 6);
		id->ipv4 = t->ip;
		id->assigned = true;
	}
}

/* The value: the station's name, or its address. */
static void tell(struct dec *d, const struct told *t)
{
	struct cur name = until_nul(t->name);

	struct cur ip = t->ip;
	const char *object = t->object;

	if (cur_left(&name) > 0) {
		ot_bytes(d, &field_table[NAME], name);
		object = device_names[1].name;
	} else if (cur_left(&ip) == 4) {
		const char *text = dec_text(d, "%u.%u.%u.%u", cur_at(&ip, 0), cur_at(&ip, 1),
					    cur_at(&ip, 2), cur_at(&ip, 3));

		ot_bytes(d, &ot_text_field, cur_of(text, strlen(text)));
		object = ip_names[1].name;
	}
	if (object != NULL) {
		d->ot.has_object = true;
		d->ot.object_text = object;
	}
}

static void answer(struct dec *d, uint64_t xid, uint64_t type, const struct told *t)
{
	/* Many answer an Identify, each with frames of its own to the one who asked. */
	const struct pair *asked = t->service == IDENTIFY ? NULL : pair_answer(d, xid, NULL);

	if (asked != NULL && asked->ask[ASK_FUNCTION] < THINGS && t->service == SET) {
		d->ot.function = things[asked->ask[ASK_FUNCTION]].name;
		d->ot.op = things[asked->ask[ASK_FUNCTION]].op;
	}
	d->ot.status = type == 1 ? "ok" : "not supported";
	if (t->error != NULL)
		d->ot.status = t->error;
	d->ot.failed = type != 1 || t->error != NULL;
}

static void outcome(struct dec *d, uint64_t xid, uint64_t type, const struct told *t)
{
	bool whole = cur_ok(&d->c) && !d->cut && !d->malformed;

	tell(d, t);
	if (t->service == SET) {
		d->ot.function = things[t->what].name;
		d->ot.op = things[t->what].op;
	}
	if (!whole)
		return;
	if (d->ot.response)
		answer(d, xid, type, t);
	if (t->lead == LEAD_INFO && (cur_left(&t->name) > 0 || t->has_id))
		identify(d, t);
	if (!d->ot.response && (t->service == GET || t->service == SET)) {
		struct pair *p = pair_ask(d, xid);

		if (p != NULL) {
			p->ask[ASK_FUNCTION] = (uint16_t)t->what;
			/* A frame to a group goes to everybody: nobody answers where it went to. */
			p->optional = d->eth_dst != NULL && (d->eth_dst[0] & 1) != 0;
		}
	}
}

/* The blocks, or what stands in their place in a Get request. */
static void body(struct dec *d, struct told *t, size_t n)
{
	struct cur rest = d->c;

	d->c = pn_part(d, &rest, n);
	if (t->service == GET && !d->ot.response)
		read_options(d);
	else
		read_blocks(d, t);
	if (!cur_ok(&d->c))
		return;
	d->c = rest;
	/* What fills the frame up. */
	cur_skip(&d->c, cur_left(&d->c));
}

void pn_dcp_read(struct dec *d, bool hello)
{
	struct told t = { .lead = LEAD_NONE };

	d->protocol = &protocol_pn_dcp;
	d->ot.op = hello ? OT_REPORT : OT_IDENTIFY;
	d->ot.function = "DCP";
	t.service = take(d, SERVICE);
	uint64_t type = take(d, TYPE);
	const char *name = field_value_name(&field_table[SERVICE], t.service);

	if (!cur_ok(&d->c))
		return;
	d->ot.response = type != 0;
	d->ot.function = name != NULL ? name : "service of the maker";
	uint64_t xid = take(d, XID);

	if (d->ot.response || t.service == HELLO)
		t.lead = t.service == SET ? LEAD_NONE : LEAD_INFO;
	else if (t.service == SET)
		t.lead = LEAD_QUALIFIER;
	take(d, t.service == IDENTIFY && !d->ot.response ? DELAY : RESERVED);
	size_t n = take(d, DATA_LENGTH);

	if (!cur_ok(&d->c))
		return;
	body(d, &t, n);
	outcome(d, xid, type, &t);
}

const struct protocol protocol_pn_dcp = {
	.name = "pn_dcp",
	.label = "PROFINET DCP",
	.title = "PROFINET DCP: names and addresses of stations",
	.spec = "IEC 61158-6-10",
	.fields = field_table,
	.nfields = FIELD_COUNT_,
};
