/*
 * DCE/RPC, connectionless (version 4), as PROFINET IO uses it over UDP. Spec: The Open Group C706,
 * chapter 12; IEC 61158-6-10.
 *
 *	 0         1      2       3       4          7           8        24          40
 *	+---------+------+-------+-------+----------+-----------+--------+-----------+----------+
 *	| version | type | flags | flags | data rep | serial hi | object | interface | activity |
 *	+---------+------+-------+-------+----------+-----------+--------+-----------+----------+
 *	 56          60           64         68      70         72         74       76         78
 *	+-----------+------------+----------+-------+----------+----------+--------+----------+------+
 *	| boot time | if version | sequence | opnum | if hint  | act hint | length | fragment | auth
 *|
 *	+-----------+------------+----------+-------+----------+----------+--------+----------+------+
 *	then serial low (1); the body begins at 80
 *
 * The data representation says which byte of numbers comes first. A server may answer from another
 * port than the one that was asked, in a flow of its own. Calls whose body comes in fragments are
 *put together; the last fragment has what they say.
 */
#include "protocols/pn.h"
#include "protocols/protocols.h"

/* clang-format off */
static const struct name types[] = {
	{ 0, "request" }, { 1, "ping" }, { 2, "response" }, { 3, "fault" }, { 4, "working" },
	{ 5, "no call" }, { 6, "reject" }, { 7, "acknowledge" }, { 8, "cancel" },
	{ 9, "fragment acknowledge" }, { 10, "cancel acknowledge" }, { 0, NULL },
};
static const struct name orders[] = { { 0, "most significant first" }, { 1, "least significant first" }, { 0, NULL } };
static const struct name statuses[] = {
	{ 0x05, "access denied" }, { 0x1c000008, "RPC version mismatch" }, { 0x1c000009, "rejected" },
	{ 0x1c00000a, "bad activity" }, { 0x1c00000b, "who are you failed" },
	{ 0x1c00000c, "manager not entered" }, { 0x1c00000d, "cancelled" },
	{ 0x1c00001b, "no memory" }, { 0x1c00001d, "authentication level not supported" },
	{ 0x1c000024, "object not found" }, { 0x1c010002, "operation out of range" },
	{ 0x1c010003, "unknown interface" }, { 0x1c010006, "wrong boot time" },
	{ 0x1c010009, "server crashed" }, { 0x1c01000b, "protocol error" },
	{ 0x1c010013, "arguments too big" }, { 0x1c010014, "server too busy" },
	{ 0x1c010017, "unsupported type" }, { 0, NULL },
};

#define FIELDS(F) \
	F(VERSION, "dcerpc.ver", FIELD_UINT, BE(1), BASE_DEC, NULL, "version of RPC: 4 is connectionless") \
	F(TYPE, "dcerpc.pkt_type", FIELD_UINT, BE(1), BASE_DEC, types, "kind of packet") \
	F(FLAGS1, "dcerpc.dg_flags1", FIELD_UINT, BE(1), BASE_HEX, NULL, "bits: 2 last fragment, 4 fragment, 8 no fragment acknowledge, 20 idempotent") \
	F(FLAGS2, "dcerpc.dg_flags2", FIELD_UINT, BE(1), BASE_HEX, NULL, "bits: 2 a cancel was pending") \
	F(DREP, "dcerpc.drep", FIELD_BYTES, RAW(3), BASE_HEX, NULL, "how numbers, characters and floats are written") \
	F(ORDER, "dcerpc.drep.byteorder", FIELD_UINT, SIZED(1), BASE_DEC, orders, "which byte of a number is the first") \
	F(CHARACTER, "dcerpc.drep.character", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "0: ASCII") \
	F(FLOAT, "dcerpc.drep.fp", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "0: IEEE 754") \
	F(SERIAL_HIGH, "dcerpc.dg_serial_hi", FIELD_UINT, BE(1), BASE_HEX, NULL, "serial number of the packet, high byte") \
	F(OBJECT, "dcerpc.obj_id", FIELD_TEXT, SIZED(36), BASE_DEC, NULL, "object: of PROFINET, instance, device and vendor") \
	F(INTERFACE, "dcerpc.dg_if_id", FIELD_TEXT, SIZED(36), BASE_DEC, NULL, "interface that is called") \
	F(ACTIVITY, "dcerpc.dg_act_id", FIELD_TEXT, SIZED(36), BASE_DEC, NULL, "activity that the call belongs to") \
	F(BOOT, "dcerpc.dg_server_boot", FIELD_TIME, SIZED(8), BASE_DEC, NULL, "when the server started; 0: not known") \
	F(IF_VERSION, "dcerpc.dg_if_ver", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "version of the interface") \
	F(SEQUENCE, "dcerpc.dg_seqnum", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "number of the call in its activity") \
	F(OPNUM, "dcerpc.opnum", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "operation of the interface") \
	F(IF_HINT, "dcerpc.dg_ihint", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "ffff: no hint") \
	F(ACT_HINT, "dcerpc.dg_ahint", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "ffff: no hint") \
	F(LENGTH, "dcerpc.dg_frag_len", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "bytes of the body") \
	F(FRAGMENT, "dcerpc.dg_frag_num", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "number of the fragment, from 0") \
	F(AUTH, "dcerpc.dg_auth_proto", FIELD_UINT, BE(1), BASE_DEC, NULL, "0: no authentication") \
	F(SERIAL_LOW, "dcerpc.dg_serial_lo", FIELD_UINT, BE(1), BASE_HEX, NULL, "serial number of the packet, low byte") \
	F(STATUS, "dcerpc.dg_status", FIELD_UINT, SIZED(4), BASE_HEX, statuses, "why it was rejected or failed") \
	F(BODY, "dcerpc.stub_data", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "body that is not taken apart") \
	F(PIECE, "dcerpc.fragment_data", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "fragment of a body") \
	F(REQUEST, "dcerpc.request_in", FIELD_UINT, SIZED(8), BASE_DEC, NULL, "frame of the request that is answered") \
	F(TIME, "dcerpc.time", FIELD_DURATION, SIZED(8), BASE_DEC, NULL, "time from the request to its response")
/* clang-format on */
FIELD_IDS(FIELDS);
FIELD_TABLE(FIELDS);

enum {
	HEADER = 80,
	PTYPE_REQUEST = 0,
	PTYPE_RESPONSE = 2,
	PTYPE_FAULT = 3,
	PTYPE_REJECT = 6,
	PTYPE_FACK = 9,
	PTYPES = 11,
	FLAG_LAST = 0x02,
	FLAG_FRAGMENT = 0x04,
};

#define NOTE_CALL ((uint64_t)0xdc << 56)

/* What the header says. */
struct header {
	uint64_t type, flags, opnum, sequence, length, fragment, key;
	bool little, profinet;
};

struct cur pn_uuid(struct dec *d, struct cur uuid, bool little)
{
	static const uint8_t turned[16] = { 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15 };
	static const char digits[] = "0123456789abcdef";
	char text[36];
	size_t n = 0;

	if (cur_left(&uuid) != 16)
		return cur_of("", 0);
	for (unsigned i = 0; i < 16; i++) {
		uint8_t byte = cur_at(&uuid, little ? turned[i] : i);

		if (i == 4 || i == 6 || i == 8 || i == 10)
			text[n++] = '-';
		text[n++] = digits[byte >> 4];
		text[n++] = digits[byte & 15];
	}
	return dec_keep(d, text, n);
}

/* A number of the header: which byte is the first, the header says itself. */
static uint64_t number(struct dec *d, unsigned f, bool little)
{
	size_t size = field_table[f].size;
	uint64_t u = little ? cur_le(&d->c, size) : cur_be(&d->c, size);

	if (cur_ok(&d->c))
		put(d, f, u);
	return u;
}

/* The UUID; its bytes, whichever come first. */
static struct cur uuid(struct dec *d, unsigned f, bool little)
{
	struct cur bytes = cur_sub(&d->c, 16);

	if (cur_ok(&bytes))
		put_bytes(d, f, pn_uuid(d, bytes, little));
	return bytes;
}

/* PROFINET's interfaces: device, controller, supervisor, parameter server. */
static bool is_profinet(struct cur id, bool little)
{
	static const uint8_t big[] = { 0xde, 0xa0, 0x00 }, small[] = { 0x00, 0xa0, 0xde };
	static const uint8_t rest[2][12] = {
		{ 0x6c, 0x97, 0x11, 0xd1, 0x82, 0x71, 0x00, 0xa0, 0x24, 0x42, 0xdf, 0x7d },
		{ 0x97, 0x6c, 0xd1, 0x11, 0x82, 0x71, 0x00, 0xa0, 0x24, 0x42, 0xdf, 0x7d },
	};
	struct cur first = id;

	if (little)
		cur_skip(&first, 1);
	if (!cur_starts(&first, little ? small : big, 3))
		return false;
	uint8_t which = cur_at(&id, little ? 0 : 3);

	cur_skip(&id, 4);
	return which >= 1 && which <= 4 && cur_starts(&id, rest[little], 12);
}

static uint64_t mix(uint64_t hash, struct cur c)
{
	while (cur_left(&c) > 0)
		hash = (hash ^ cur_u8(&c)) * UINT64_C(1099511628211);
	return hash;
}

static void read_drep(struct dec *d, struct header *h)
{
	struct cur drep = d->c;

	take(d, DREP);
	if (!cur_ok(&d->c))
		return;
	h->little = (cur_at(&drep, 0) & 0x10) != 0;
	put(d, ORDER, cur_at(&drep, 0) >> 4);
	put(d, CHARACTER, cur_at(&drep, 0) & 15);
	put(d, FLOAT, cur_at(&drep, 1));
}

static void read_header(struct dec *d, struct header *h)
{
	take(d, VERSION);
	h->type = take(d, TYPE);
	h->flags = take(d, FLAGS1);
	take(d, FLAGS2);
	read_drep(d, h);
	take(d, SERIAL_HIGH);
	uuid(d, OBJECT, h->little);
	h->profinet = is_profinet(uuid(d, INTERFACE, h->little), h->little);
	struct cur activity = uuid(d, ACTIVITY, h->little);
	uint64_t boot = h->little ? cur_le(&d->c, 4) : cur_be(&d->c, 4);

	if (cur_ok(&d->c))
		put(d, BOOT, boot * UINT64_C(1000000000));
	number(d, IF_VERSION, h->little);
	h->sequence = number(d, SEQUENCE, h->little);
	h->opnum = number(d, OPNUM, h->little);
	number(d, IF_HINT, h->little);
	number(d, ACT_HINT, h->little);
	h->length = number(d, LENGTH, h->little);
	h->fragment = number(d, FRAGMENT, h->little);
	take(d, AUTH);
	take(d, SERIAL_LOW);
	struct cur bytes = pn_uuid(d, activity, h->little);

	h->key = mix(UINT64_C(14695981039346656037) ^ h->sequence, bytes);
}

/* Only what was asked in this flow: a server may answer from another port. */
static void join(struct dec *d, const struct header *h)
{
	if (!d->ot.response) {
		struct pair *p = h->type == PTYPE_REQUEST ? pair_ask(d, h->key) : NULL;

		if (p != NULL)
			p->optional = true;
		return;
	}
	bool known = false;

	for (unsigned i = 0; d->pairs != NULL && i < d->pairs->n; i++)
		known = known || pairs_all(d->pairs)[i].key == h->key;
	if (known && h->type != PTYPE_FACK && pair_answer(d, h->key, NULL) != NULL) {
		put(d, REQUEST, d->ot.request_frame);
		put(d, TIME, d->ot.response_time);
	}
}

/* A fragment: adds it to those before it. True: it was the last, and body is the whole. */
static bool assemble(struct dec *d, const struct header *h, struct cur *body)
{
	uint64_t key = NOTE_CALL | (h->key ^ d->ot.response) >> 8;
	struct note *note = note_find(d, key);

	put_bytes(d, PIECE, *body);
	if (note != NULL && (h->fragment == 0 || note->word[0] != h->fragment)) {
		note_end(d, note);
		note = NULL;
	}
	if (note == NULL)
		note = h->fragment == 0 ? note_open(d, key) : NULL;
	if (note != NULL)
		note = note_add(d, note, *body);
	if (note == NULL)
		return false;
	note->word[0] = h->fragment + 1;
	if ((h->flags & FLAG_LAST) == 0)
		return false;
	*body = note_bytes(d, note);
	note_end(d, note);
	return true;
}

static void failure(struct dec *d, const struct header *h)
{
	uint64_t status = number(d, STATUS, h->little);
	const char *name = field_value_name(&field_table[STATUS], status);

	d->ot.failed = true;
	d->ot.status = name != NULL ? name : dec_text(d, "error 0x%08x", (unsigned)status);
}

static void read_body(struct dec *d, const struct header *h)
{
	bool call = h->type == PTYPE_REQUEST || h->type == PTYPE_RESPONSE;

	if (call && (h->flags & FLAG_FRAGMENT) != 0) {
		d->ot.function = "Fragment";
		if (d->cut || d->malformed || !assemble(d, h, &d->c)) {
			cur_skip(&d->c, cur_left(&d->c));
			return;
		}
	}
	if (call && h->profinet) {
		struct pn_call say = { h->opnum, d->ot.response, h->little };

		if (pn_io_call(d, &say))
			return;
	}
	if (h->type == PTYPE_FAULT || h->type == PTYPE_REJECT)
		failure(d, h);
	if (cur_left(&d->c) > 0)
		take_rest(d, BODY);
}

static void dcerpc_decode(struct dec *d)
{
	static const uint16_t from_server =
		1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 9 | 1 << 10;
	struct header h = { .type = 0 };

	d->ot.op = OT_OTHER;
	d->ot.function = "RPC";
	read_header(d, &h);
	if (!cur_ok(&d->c))
		return;
	const char *name = field_value_name(&field_table[TYPE], h.type);

	d->ot.response = h.type < PTYPES && (from_server >> h.type & 1) != 0;
	d->ot.function = name != NULL ? name : "unknown packet";
	if (h.profinet)
		d->protocol = &protocol_pn_io;
	struct cur rest = d->c;

	d->c = pn_part(d, &rest, h.length);
	join(d, &h);
	read_body(d, &h);
	if (!cur_ok(&d->c))
		return;
	d->trailing += (uint32_t)cur_left(&d->c);
	d->c = rest;
}

static enum probe dcerpc_probe(struct cur c, enum dir dir)
{
	if (cur_left(&c) < HEADER)
		return cur_left(&c) > 0 && cur_at(&c, 0) != 4 ? PROBE_NO : PROBE_SHORT;
	uint8_t type = cur_at(&c, 1), order = cur_at(&c, 4);

	if (cur_at(&c, 0) != 4 || type >= PTYPES || (order & 0xef) != 0 || cur_at(&c, 5) > 3)
		return PROBE_NO;
	cur_skip(&c, 24);
	if (!is_profinet(c, order != 0))
		return PROBE_WEAK;
	bool response = (type >= 2 && type <= 6) || type >= 9;

	return response == (dir == DIR_RESPONSE) ? PROBE_SURE : PROBE_TURNED;
}

const struct protocol protocol_dcerpc = {
	.name = "dcerpc",
	.label = "DCE/RPC",
	.title = "DCE/RPC over UDP, which carries PROFINET IO",
	.spec = "The Open Group C706; IEC 61158-6-10",
	.bind = { { BIND_UDP, 34964 } },
	.fields = field_table,
	.nfields = FIELD_COUNT_,
	.pairs = true,
	.probe = dcerpc_probe,
	.decode = dcerpc_decode,
};
