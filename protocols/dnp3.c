/*
 * DNP3: the link layer with its CRCs, and the transport function, which cuts application fragments
 * into pieces that a link frame holds. The application layer is in dnp3_al.c and behind it.
 *
 * Spec: IEEE 1815-2012, clauses 8 (transport) and 9 (link), clause 13 for TCP and UDP.
 *
 *	+------+------+-----+---------+-------------+--------+-----+  +-----------------+-----+
 *	| 0x05 | 0x64 | len | control | destination | source | CRC |  | up to 16 octets | CRC | ...
 *	+------+------+-----+---------+-------------+--------+-----+  +-----------------+-----+
 *	               5..255           least significant octet first   len - 5 of them in all
 *
 *	control: DIR (sent by a master), PRM, then FCB and FCV (PRM) or 0 and DFC, four bits of
 *	function. The first octet of user data is the transport header: FIN, FIR, sequence (6 bits).
 *
 * A message is one link frame, so that one that is lost costs nothing else. The parts of a fragment
 * are joined in a note of the flow, by sender and receiver: on one connection there may be several
 * outstations. A frame whose CRC is wrong is reported, but not believed, as a receiver would do.
 */
#include "protocols/dnp3_fields.h"
#include "protocols/protocols.h"

enum {
	HEADER = 10,
	LEN_MIN = 5, /* control and addresses */
	BLOCK = 16,
	USER_MAX = 250,
	BLOCKS_MAX = 16,
	BROADCAST = 0xfffd, /* addresses from here on are everybody */
	USER_DATA = 3,
	UNCONFIRMED_USER_DATA = 4,
	ACK = 0,
	STATUS_OF_LINK = 11,
	FRAGMENT_MAX = 65536 - 256,
};

/* Keys of notes: what, then the addresses of sender and receiver. */
#define KEY_PARTS  ((uint64_t)1 << 40)
#define KEY_FRAMES ((uint64_t)2 << 40)
/* Key of a link frame's pair. */
#define KEY_LINK ((uint64_t)1 << 56)

/* A link frame. */
struct link {
	uint8_t control;
	uint16_t to, from;
	bool primary, from_master;
	uint8_t function;
	size_t fragment; /* bytes of user data behind the transport header, as the length says */
	bool starts;	 /* it begins as one */
	bool good;	 /* its CRCs are right, and all of it is there */
};

/* clang-format off */
/* By octet, of the polynomial x^16 + x^13 + x^12 + x^11 + x^10 + x^8 + x^6 + x^5 + x^2 + 1. */
static const uint16_t crc_table[256] = {
	0x0000, 0x365e, 0x6cbc, 0x5ae2, 0xd978, 0xef26, 0xb5c4, 0x839a,
	0xff89, 0xc9d7, 0x9335, 0xa56b, 0x26f1, 0x10af, 0x4a4d, 0x7c13,
	0xb26b, 0x8435, 0xded7, 0xe889, 0x6b13, 0x5d4d, 0x07af, 0x31f1,
	0x4de2, 0x7bbc, 0x215e, 0x1700, 0x949a, 0xa2c4, 0xf826, 0xce78,
	0x29af, 0x1ff1, 0x4513, 0x734d, 0xf0d7, 0xc689, 0x9c6b, 0xaa35,
	0xd626, 0xe078, 0xba9a, 0x8cc4, 0x0f5e, 0x3900, 0x63e2, 0x55bc,
	0x9bc4, 0xad9a, 0xf778, 0xc126, 0x42bc, 0x74e2, 0x2e00, 0x185e,
	0x644d, 0x5213, 0x08f1, 0x3eaf, 0xbd35, 0x8b6b, 0xd189, 0xe7d7,
	0x535e, 0x6500, 0x3fe2, 0x09bc, 0x8a26, 0xbc78, 0xe69a, 0xd0c4,
	0xacd7, 0x9a89, 0xc06b, 0xf635, 0x75af, 0x43f1, 0x1913, 0x2f4d,
	0xe135, 0xd76b, 0x8d89, 0xbbd7, 0x384d, 0x0e13, 0x54f1, 0x62af,
	0x1ebc, 0x28e2, 0x7200, 0x445e, 0xc7c4, 0xf19a, 0xab78, 0x9d26,
	0x7af1, 0x4caf, 0x164d, 0x2013, 0xa389, 0x95d7, 0xcf35, 0xf96b,
	0x8578, 0xb326, 0xe9c4, 0xdf9a, 0x5c00, 0x6a5e, 0x30bc, 0x06e2,
	0xc89a, 0xfec4, 0xa426, 0x9278, 0x11e2, 0x27bc, 0x7d5e, 0x4b00,
	0x3713, 0x014d, 0x5baf, 0x6df1, 0xee6b, 0xd835, 0x82d7, 0xb489,
	0xa6bc, 0x90e2, 0xca00, 0xfc5e, 0x7fc4, 0x499a, 0x1378, 0x2526,
	0x5935, 0x6f6b, 0x3589, 0x03d7, 0x804d, 0xb613, 0xecf1, 0xdaaf,
	0x14d7, 0x2289, 0x786b, 0x4e35, 0xcdaf, 0xfbf1, 0xa113, 0x974d,
	0xeb5e, 0xdd00, 0x87e2, 0xb1bc, 0x3226, 0x0478, 0x5e9a, 0x68c4,
	0x8f13, 0xb94d, 0xe3af, 0xd5f1, 0x566b, 0x6035, 0x3ad7, 0x0c89,
	0x709a, 0x46c4, 0x1c26, 0x2a78, 0xa9e2, 0x9fbc, 0xc55e, 0xf300,
	0x3d78, 0x0b26, 0x51c4, 0x679a, 0xe400, 0xd25e, 0x88bc, 0xbee2,
	0xc2f1, 0xf4af, 0xae4d, 0x9813, 0x1b89, 0x2dd7, 0x7735, 0x416b,
	0xf5e2, 0xc3bc, 0x995e, 0xaf00, 0x2c9a, 0x1ac4, 0x4026, 0x7678,
	0x0a6b, 0x3c35, 0x66d7, 0x5089, 0xd313, 0xe54d, 0xbfaf, 0x89f1,
	0x4789, 0x71d7, 0x2b35, 0x1d6b, 0x9ef1, 0xa8af, 0xf24d, 0xc413,
	0xb800, 0x8e5e, 0xd4bc, 0xe2e2, 0x6178, 0x5726, 0x0dc4, 0x3b9a,
	0xdc4d, 0xea13, 0xb0f1, 0x86af, 0x0535, 0x336b, 0x6989, 0x5fd7,
	0x23c4, 0x159a, 0x4f78, 0x7926, 0xfabc, 0xcce2, 0x9600, 0xa05e,
	0x6e26, 0x5878, 0x029a, 0x34c4, 0xb75e, 0x8100, 0xdbe2, 0xedbc,
	0x91af, 0xa7f1, 0xfd13, 0xcb4d, 0x48d7, 0x7e89, 0x246b, 0x1235,
};
/* clang-format on */

static uint16_t crc_of(struct cur c)
{
	uint16_t crc = 0;

	while (cur_left(&c) > 0)
		crc = (uint16_t)(crc >> 8 ^ crc_table[(crc ^ cur_u8(&c)) & 0xff]);
	return (uint16_t)~crc;
}

/* ---- recognising and cutting ----------------------------------------------------------------- */

static bool starts(const struct cur *c)
{
	return cur_at(c, 0) == 0x05 && cur_at(c, 1) == 0x64;
}

static bool header_crc_fits(struct cur c)
{
	struct cur head = cur_sub(&c, HEADER - 2);
	uint64_t crc = cur_le(&c, 2);

	return cur_ok(&c) && crc_of(head) == crc;
}

/* A frame of a master asks and one of an outstation answers, whoever opened the connection. */
static enum probe probe(struct cur c, enum dir dir)
{
	size_t left = cur_left(&c);
	bool from_master = (cur_at(&c, 3) & 0x80) != 0;

	if (left > 0 && cur_at(&c, 0) != 0x05)
		return PROBE_NO;
	if (left > 1 && cur_at(&c, 1) != 0x64)
		return PROBE_NO;
	if (left < HEADER)
		return PROBE_SHORT;
	if (cur_at(&c, 2) < LEN_MIN || !header_crc_fits(c)) /* somebody tries things */
		return PROBE_WEAK;
	return from_master == (dir == DIR_REQUEST) ? PROBE_SURE : PROBE_TURNED;
}

/* Bytes of a frame whose length octet is given: its CRCs do not count. */
static long frame_length(unsigned len)
{
	unsigned user = len - LEN_MIN;

	return HEADER + (long)(user + (user + BLOCK - 1) / BLOCK * 2);
}

static long segment(struct cur c, enum dir dir)
{
	size_t left = cur_left(&c);

	(void)dir;
	if ((left > 0 && cur_at(&c, 0) != 0x05) || (left > 1 && cur_at(&c, 1) != 0x64))
		return SEGMENT_BAD;
	if (left < 3)
		return 0;
	return cur_at(&c, 2) < LEN_MIN ? SEGMENT_BAD : frame_length(cur_at(&c, 2));
}

/* ---- the link frame -------------------------------------------------------------------------- */

static void read_control(struct dec *d, struct link *l)
{
	l->control = (uint8_t)take(d, CTL);
	l->primary = (l->control & 0x40) != 0;
	l->from_master = (l->control & 0x80) != 0;
	l->function = l->control & 0x0f;
	if (!cur_ok(&d->c))
		return;
	put(d, CTL_DIR, l->from_master);
	put(d, CTL_PRM, l->primary);
	if (l->primary) {
		put(d, CTL_FCB, l->control >> 5 & 1);
		put(d, CTL_FCV, l->control >> 4 & 1);
		put(d, PRIFUNC, l->function);
	} else {
		put(d, CTL_DFC, l->control >> 4 & 1);
		put(d, SECFUNC, l->function);
	}
}

/* The header; the length octet's value. */
static unsigned read_header(struct dec *d, struct link *l)
{
	struct cur head = d->c;
	bool fits = header_crc_fits(head);

	if (!starts(&head) && cur_left(&head) >= 2)
		dec_malformed(d, "no link frame begins here");
	take(d, START);
	unsigned len = (unsigned)take(d, LEN);

	read_control(d, l);
	l->to = (uint16_t)take(d, DST);
	if (cur_ok(&d->c))
		put(d, ADDR, l->to);
	l->from = (uint16_t)take(d, SRC);
	if (cur_ok(&d->c))
		put(d, ADDR, l->from);
	take(d, CRC);
	if (!cur_ok(&d->c))
		return 0;
	put(d, CRC_STATUS, fits);
	if (!fits)
		dec_malformed(d, "CRC of the link header is wrong");
	l->starts = starts(&head);
	l->good = fits && l->starts;
	return len;
}

/* The user data without their CRCs: those that came whole, and whose CRCs are right. */
static struct cur read_blocks(struct dec *d, struct link *l, size_t user)
{
	uint8_t data[USER_MAX], good[BLOCKS_MAX];
	size_t n = 0, blocks = 0;
	bool fits = true;

	while (n < user && fits && cur_left(&d->c) > 0) {
		size_t size = user - n < BLOCK ? user - n : BLOCK;

		if (cur_left(&d->c) < size + 2) {
			dec_malformed(d, "link frame is shorter than its length says");
			cur_skip(&d->c, cur_left(&d->c));
			break;
		}
		struct cur block = cur_sub(&d->c, size);

		fits = crc_of(block) == cur_le(&d->c, 2);
		good[blocks++] = fits;
		if (fits)
			n += cur_copy(&block, data + n, size);
	}
	if (!fits)
		dec_malformed(d, "CRC of a data block is wrong");
	else if (n < user)
		dec_malformed(d, "link frame is shorter than its length says");
	l->good = l->good && n == user;
	put_series(d, DATA_CRC_STATUS, VALUE_U8S, dec_keep(d, good, blocks), (uint32_t)blocks);
	return dec_keep(d, data, n);
}

/* ---- the transport function ------------------------------------------------------------------ */

static uint64_t addresses(const struct link *l)
{
	return (uint64_t)l->from << 16 | l->to;
}

static uint64_t addresses_turned(const struct link *l)
{
	return (uint64_t)l->to << 16 | l->from;
}

/* How the fragment came, and what it is; length: what it ought to have. */
static void whole_fragment(struct dec *d, const struct link *l, struct cur bytes, size_t length,
			   struct cur frames)
{
	uint32_t count = (uint32_t)(cur_left(&frames) / sizeof(uint64_t));
	bool everybody = l->to >= BROADCAST;
	struct dnp3 m = { .from_master = l->from_master,
			  .broadcast = everybody,
			  .master = l->from_master ? l->from : l->to,
			  .outstation = l->from_master ? l->to : l->from,
			  .state = l->good && !d->cut };

	put_strided(d, FRAGMENT, series_of(frames, VALUE_UINTS, 8, 8, count));
	put(d, FRAGMENT_COUNT, count);
	put(d, FRAGMENT_LENGTH, length);
	d->trailing += (uint32_t)cur_left(&d->c);
	d->c = bytes;
	dnp3_fragment(d, &m);
}

/* The number of this message's frame, as bytes of a series. */
static struct cur frame_number(struct dec *d)
{
	uint8_t bytes[sizeof(uint64_t)];

	for (unsigned i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(d->frame >> (8 * i));
	return dec_keep(d, bytes, sizeof(bytes));
}

/* The note that the parts are in, when this segment goes on with it; else NULL, and why. */
static struct note *expected(struct dec *d, const struct link *l, unsigned seq)
{
	struct note *parts = note_find(d, KEY_PARTS | addresses(l));

	if (parts == NULL) {
		dec_mark(d, "transport segment whose beginning was not seen");
		return NULL;
	}
	if (parts->word[0] == seq)
		return parts;
	if (parts->word[0] == ((seq + 1) & 0x3f)) {
		dec_mark(d, "transport segment sent again");
		return NULL;
	}
	dec_mark(d, "transport segment out of sequence");
	note_end(d, parts);
	return NULL;
}

static void forget(struct dec *d, const struct link *l)
{
	struct note *parts = note_find(d, KEY_PARTS | addresses(l));
	struct note *frames = note_find(d, KEY_FRAMES | addresses(l));

	if (parts != NULL)
		note_end(d, parts);
	if (frames != NULL)
		note_end(d, frames);
}

/* One of several segments. */
static void segment_of(struct dec *d, const struct link *l, unsigned control, struct cur bytes)
{
	bool first = (control & 0x40) != 0, last = (control & 0x80) != 0;
	unsigned seq = control & 0x3f;
	struct note *parts, *frames = NULL;

	if (first) {
		if (note_find(d, KEY_PARTS | addresses(l)) != NULL)
			dec_mark(d, "fragment begins before the one before it has ended");
		forget(d, l);
		parts = note_open(d, KEY_PARTS | addresses(l));
	} else {
		parts = expected(d, l, seq);
	}
	if (parts != NULL) {
		parts->word[0] = (seq + 1) & 0x3f;
		parts = note_add(d, parts, bytes);
		frames = note_open(d, KEY_FRAMES | addresses(l));
		frames = frames != NULL ? note_add(d, frames, frame_number(d)) : NULL;
		if (parts == NULL || parts->n > FRAGMENT_MAX)
			dec_mark(d, "fragment is longer than any may be");
	}
	if (!last || parts == NULL) {
		d->ot.function = "Transport segment";
		put_bytes(d, FRAG_DATA, bytes);
		return;
	}
	struct cur numbers = frames != NULL ? note_bytes(d, frames) : cur_of("", 0);

	bytes = note_bytes(d, parts);
	forget(d, l);
	whole_fragment(d, l, bytes, cur_left(&bytes), numbers);
}

static void read_transport(struct dec *d, const struct link *l, struct cur user)
{
	struct cur rest = d->c;

	d->c = user;
	unsigned control = (unsigned)take(d, TR_CTL);
	bool any = cur_ok(&d->c);

	user = d->c;
	d->c = rest;
	if (!any) {
		if (l->good)
			dec_malformed(d, "user data without a transport header");
		return;
	}
	put(d, TR_FIN, control >> 7);
	put(d, TR_FIR, control >> 6 & 1);
	put(d, TR_SEQ, control & 0x3f);
	bool alone = control >> 6 == 3;

	if (l->good && !alone) {
		segment_of(d, l, control, user);
	} else if (!alone) { /* a receiver would not take it */
		d->ot.function = "Transport segment";
		put_bytes(d, FRAG_DATA, user);
	} else {
		if (l->good && note_find(d, KEY_PARTS | addresses(l)) != NULL) {
			dec_mark(d, "fragment begins before the one before it has ended");
			forget(d, l);
		}
		whole_fragment(d, l, user, l->fragment, frame_number(d));
	}
}

/* ---- pairing of link frames ------------------------------------------------------------------ */

static void pair_link(struct dec *d, const struct link *l, bool carries)
{
	uint64_t key = KEY_LINK | (l->from_master ? addresses(l) : addresses_turned(l));
	const struct pair *asked;
	struct pair *p;

	if (!l->good || d->cut || l->to >= BROADCAST || l->function == UNCONFIRMED_USER_DATA)
		return;
	/* Both stations may begin; a frame with user data has an application that is waited for. */
	key |= (uint64_t)(l->primary == l->from_master) << 63;
	if (l->primary) {
		p = pair_ask(d, key);
		if (p != NULL) {
			p->ask[0] = l->function;
			p->optional = carries;
		}
		return;
	}
	asked = pair_answer(d, key, NULL);
	if (asked != NULL)
		d->ot.function = field_value_name(&field_table[PRIFUNC], asked->ask[0]);
	d->ot.status = field_value_name(&field_table[SECFUNC], l->function);
	d->ot.failed = l->function != ACK && l->function != STATUS_OF_LINK;
}

/* ---- the message ----------------------------------------------------------------------------- */

static void name_link(struct dec *d, const struct link *l)
{
	const struct field *f = &field_table[l->primary ? PRIFUNC : SECFUNC];
	const char *name = field_value_name(f, l->function);

	d->ot.op = OT_DIAGNOSE;
	d->ot.function = name != NULL ? name : "Unknown link function";
	d->ot.has_device = l->to < BROADCAST || !l->from_master;
	d->ot.device = l->from_master ? l->to : l->from;
	d->ot.response = !l->primary;
	if (name == NULL)
		dec_malformed(d, "reserved link function");
}

static void read_message(struct dec *d)
{
	struct link l = { .good = false };
	unsigned len = read_header(d, &l);

	if (!cur_ok(&d->c) || !l.starts)
		return;
	name_link(d, &l);
	if (len < LEN_MIN) {
		dec_malformed(d, "length of the link frame is below 5");
		return;
	}
	bool carries =
		l.primary && (l.function == USER_DATA || l.function == UNCONFIRMED_USER_DATA);

	pair_link(d, &l, carries);

	if (len > LEN_MIN) {
		l.fragment = len - LEN_MIN - 1;
		struct cur user = read_blocks(d, &l, len - LEN_MIN);

		if (carries)
			read_transport(d, &l, user);
		else
			dec_malformed(d, "user data in a link frame that has none");
	} else if (carries) {
		dec_malformed(d, "user data without a transport header");
	}
}

const struct protocol protocol_dnp3 = {
	.name = "dnp3",
	.label = "DNP3",
	.title = "DNP3 over TCP and UDP",
	.spec = "IEEE 1815-2012",
	.bind = { { BIND_TCP, 20000 }, { BIND_UDP, 20000 } },
	.fields = field_table,
	.nfields = DNP3_FIELD_COUNT,
	.pairs = true,
	.packed = true,
	.probe = probe,
	.segment = segment,
	.decode = read_message,
};
