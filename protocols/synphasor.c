/*
 * Synchrophasors, IEEE C37.118: what phasor measurement units (PMUs) send to phasor data
 * concentrators, ten to a hundred times a second, and the commands that they are told by.
 *
 * Spec: IEEE C37.118.2-2011, clause 6 (C37.118-2005, clause 6); annexes E and F for TCP and UDP.
 *
 *	+------+---------------------+-----------+--------+-----+---------+---------+----------+-----+
 *	| 0xaa | 0, type:3 version:4 | FRAMESIZE | IDCODE | SOC | quality | FRACSEC | contents | CHK
 *|
 *	+------+---------------------+-----------+--------+-----+---------+---------+----------+-----+
 *	    1            1                 2          2      4       1         3                   2
 *
 * The most significant octet is the first. Data frames do not say what is in them: they are read by
 * the configuration that the stream, whose IDCODE they have, has shown before. The checksum is
 * CRC-CCITT with all ones at first. A frame whose checksum is wrong is reported, but not believed.
 */
#include "protocols/protocols.h"
#include "protocols/synphasor_fields.h"

enum { HEADER = 14, CHECK = 2 };

/* What a frame of each type has at least. */
static const uint8_t least[SYNPHASOR_TYPES] = {
	[SYNPHASOR_DATA] = 16, [SYNPHASOR_HEADER] = 16,	 [SYNPHASOR_CFG1] = 24,
	[SYNPHASOR_CFG2] = 24, [SYNPHASOR_COMMAND] = 18, [SYNPHASOR_CFG3] = 18,
};

/* Commands. */
enum {
	TURN_OFF = 1,
	TURN_ON,
	SEND_HEADER,
	SEND_CFG1,
	SEND_CFG2,
	SEND_CFG3,
	EXTENDED_FRAME = 8,
	VENDORS_FIRST = 0x100,
	VENDORS_LAST = 0xfff,
};

/* Keys of pairs: the command that asks for a frame of the type. */
static const uint8_t asked_by[SYNPHASOR_TYPES] = {
	[SYNPHASOR_HEADER] = SEND_HEADER,
	[SYNPHASOR_CFG1] = SEND_CFG1,
	[SYNPHASOR_CFG2] = SEND_CFG2,
	[SYNPHASOR_CFG3] = SEND_CFG3,
};

/* clang-format off */
/*
 * Of the polynomial x^16 + x^12 + x^5 + 1: what each nibble of four octets, the most significant one
 * first, does to the checksum. Four octets at once, for a checksum of data costs more than reading them.
 */
static const uint16_t nibbles[8][16] = {
	{ 0x0000, 0x1ba7, 0x374e, 0x2ce9, 0x6e9c, 0x753b, 0x59d2, 0x4275,
	  0xdd38, 0xc69f, 0xea76, 0xf1d1, 0xb3a4, 0xa803, 0x84ea, 0x9f4d },
	{ 0x0000, 0x76b4, 0xed68, 0x9bdc, 0xcaf1, 0xbc45, 0x2799, 0x512d,
	  0x85c3, 0xf377, 0x68ab, 0x1e1f, 0x4f32, 0x3986, 0xa25a, 0xd4ee },
	{ 0x0000, 0x4363, 0x86c6, 0xc5a5, 0x1dad, 0x5ece, 0x9b6b, 0xd808,
	  0x3b5a, 0x7839, 0xbd9c, 0xfeff, 0x26f7, 0x6594, 0xa031, 0xe352 },
	{ 0x0000, 0x3730, 0x6e60, 0x5950, 0xdcc0, 0xebf0, 0xb2a0, 0x8590,
	  0xa9a1, 0x9e91, 0xc7c1, 0xf0f1, 0x7561, 0x4251, 0x1b01, 0x2c31 },
	{ 0x0000, 0x0373, 0x06e6, 0x0595, 0x0dcc, 0x0ebf, 0x0b2a, 0x0859,
	  0x1b98, 0x18eb, 0x1d7e, 0x1e0d, 0x1654, 0x1527, 0x10b2, 0x13c1 },
	{ 0x0000, 0x3331, 0x6662, 0x5553, 0xccc4, 0xfff5, 0xaaa6, 0x9997,
	  0x89a9, 0xba98, 0xefcb, 0xdcfa, 0x456d, 0x765c, 0x230f, 0x103e },
	{ 0x0000, 0x1231, 0x2462, 0x3653, 0x48c4, 0x5af5, 0x6ca6, 0x7e97,
	  0x9188, 0x83b9, 0xb5ea, 0xa7db, 0xd94c, 0xcb7d, 0xfd2e, 0xef1f },
	{ 0x0000, 0x1021, 0x2042, 0x3063, 0x4084, 0x50a5, 0x60c6, 0x70e7,
	  0x8108, 0x9129, 0xa14a, 0xb16b, 0xc18c, 0xd1ad, 0xe1ce, 0xf1ef },
};
/* clang-format on */

static uint16_t checksum_of(struct cur c)
{
	uint32_t crc = 0xffff;

	while (cur_left(&c) >= 4) {
		uint32_t x = cur_be32(&c) ^ crc << 16;

		crc = (uint32_t)(nibbles[0][x >> 28] ^ nibbles[1][x >> 24 & 15] ^
				 nibbles[2][x >> 20 & 15] ^ nibbles[3][x >> 16 & 15] ^
				 nibbles[4][x >> 12 & 15] ^ nibbles[5][x >> 8 & 15] ^
				 nibbles[6][x >> 4 & 15] ^ nibbles[7][x & 15]);
	}
	while (cur_left(&c) > 0) { /* an octet is the last of four of which the others are 0 */
		uint32_t x = crc >> 8 ^ cur_u8(&c);

		crc = (crc << 8 ^ nibbles[6][x >> 4] ^ nibbles[7][x & 15]) & 0xffff;
	}
	return (uint16_t)crc;
}

/* ---- recognising and cutting ----------------------------------------------------------------- */

/* Can a frame begin with these octets, as far as they are there? */
static bool may_begin(const struct cur *c)
{
	size_t left = cur_left(c);
	unsigned type = cur_at(c, 1) >> 4, version = cur_at(c, 1) & 0x0f;
	unsigned size = (unsigned)(cur_at(c, 2) << 8 | cur_at(c, 3));

	if (left > 0 && cur_at(c, 0) != 0xaa)
		return false;
	if (left > 1 && (type >= SYNPHASOR_TYPES || version == 0))
		return false;
	return left < 4 || size >= least[type];
}

static size_t size_of(const struct cur *c)
{
	return (size_t)(cur_at(c, 2) << 8 | cur_at(c, 3));
}

static bool checksum_fits(struct cur frame)
{
	struct cur covered = cur_sub(&frame, cur_left(&frame) - CHECK);

	return checksum_of(covered) == cur_be16(&frame);
}

/* Commands are sent to PMUs, and all else by them, whoever opened the connection. */
static enum probe probe(struct cur c, enum dir dir)
{
	bool command = cur_at(&c, 1) >> 4 == SYNPHASOR_COMMAND;

	if (!may_begin(&c))
		return PROBE_NO;
	if (cur_left(&c) < HEADER + CHECK)
		return PROBE_SHORT;
	if (cur_left(&c) < size_of(&c))
		return PROBE_WEAK;
	struct cur frame = cur_sub(&c, size_of(&c));

	if (!checksum_fits(frame))
		return PROBE_WEAK;
	return command == (dir == DIR_REQUEST) ? PROBE_SURE : PROBE_TURNED;
}

static long segment(struct cur c, enum dir dir)
{
	(void)dir;
	if (!may_begin(&c))
		return SEGMENT_BAD;
	return cur_left(&c) < 4 ? 0 : (long)size_of(&c);
}

/* ---- commands and headers -------------------------------------------------------------------- */

static void name_command(struct dec *d, uint64_t command)
{
	const char *name = field_value_name(&field_table[COMMAND], command);

	d->ot.function = name;
	if (command >= SEND_HEADER && command <= SEND_CFG3)
		d->ot.op = OT_IDENTIFY;
	else
		d->ot.op = OT_CONTROL;
	if (name != NULL)
		return;
	bool vendors = command >= VENDORS_FIRST && command <= VENDORS_LAST;

	d->ot.function =
		dec_text(d, vendors ? "vendor's command 0x%04x" : "reserved command 0x%04x",
			 (unsigned)command);
	if (!vendors)
		dec_mark(d, "reserved command");
}

static void read_command(struct dec *d, const struct synphasor_frame *f)
{
	uint64_t command = take(d, COMMAND);

	if (!cur_ok(&d->c))
		return;
	name_command(d, command);
	d->ot.response = false;
	if (command == EXTENDED_FRAME) {
		struct cur more = take_rest(d, EXTENDED);

		if (cur_left(&more) % 2 != 0)
			dec_mark(d, "extended frame of an odd length");
	} else if (cur_left(&d->c) > 0) {
		take_rest(d, UNKNOWN);
		dec_mark(d, "command with data, of which it has none");
	}
	if (command == TURN_OFF || command == TURN_ON)
		synphasor_switched(d, f);
	else if (command >= SEND_HEADER && command <= SEND_CFG3)
		pair_ask(d, command << 16 | f->id);
}

static void read_header_frame(struct dec *d)
{
	struct cur text = take_rest(d, DATA);

	d->ot.op = OT_IDENTIFY;
	d->ot.function = "header";
	ot_bytes(d, &ot_text_field, text);
	if (cur_left(&text) > 0) {
		struct identity *who = dec_identity(d);

		who->of_sender = true;
		who->description = text;
	}
}

/* ---- the frame ------------------------------------------------------------------------------- */

static void read_time(struct dec *d, struct synphasor_frame *f)
{
	uint64_t soc = cur_be(&d->c, 4);
	uint64_t quality = cur_be(&d->c, 1);

	if (!cur_ok(&d->c))
		return;
	put(d, SOC, soc * UINT64_C(1000000000));
	put(d, LSDIR, quality >> 6 & 1);
	put(d, LSOCC, quality >> 5 & 1);
	put(d, LSPEND, quality >> 4 & 1);
	put(d, MSG_TQ, quality & 15);
	f->soc = (uint32_t)soc;
	f->fraction = (uint32_t)take(d, FRACSEC);
}

/* The fields before the contents; false: there are not so many. */
static bool read_head(struct dec *d, struct synphasor_frame *f, size_t *size)
{
	uint64_t sync = take(d, SYNC);

	if (!cur_ok(&d->c))
		return false;
	put(d, FRTYPE, sync >> 4 & 7);
	put(d, VERSION, sync & 15);
	f->type = (enum synphasor_type)(sync >> 4 & 15);
	*size = (size_t)take(d, FRSIZE);
	f->id = (uint16_t)take(d, IDCODE);
	d->ot.has_device = cur_ok(&d->c);
	d->ot.device = f->id;
	read_time(d, f);
	if (sync >> 8 != 0xaa || f->type >= SYNPHASOR_TYPES) {
		dec_malformed(d, "no frame begins here");
		return false;
	}
	if (*size < least[f->type]) {
		dec_malformed(d, "FRAMESIZE is below what the frame has at least");
		return false;
	}
	return cur_ok(&d->c);
}

/* A frame that was asked for, or that is sent now and then. */
static void answer(struct dec *d, const struct synphasor_frame *f)
{
	uint64_t key = (uint64_t)asked_by[f->type] << 16 | f->id;
	bool asked = false;

	for (unsigned i = 0; d->pairs != NULL && i < d->pairs->n; i++)
		asked = asked || pairs_all(d->pairs)[i].key == key;
	d->ot.response = asked;
	d->ot.status = "ok";
	if (asked)
		(void)pair_answer(d, key, NULL);
}

static void name_frame(struct dec *d, const struct synphasor_frame *f)
{
	static const char *const functions[SYNPHASOR_TYPES] = {
		[SYNPHASOR_DATA] = "data",
		[SYNPHASOR_HEADER] = "header",
		[SYNPHASOR_CFG1] = "configuration 1",
		[SYNPHASOR_CFG2] = "configuration 2",
		[SYNPHASOR_COMMAND] = "command",
		[SYNPHASOR_CFG3] = "configuration 3",
	};
	bool data = f->type == SYNPHASOR_DATA, command = f->type == SYNPHASOR_COMMAND;

	d->ot.function = functions[f->type];
	d->ot.op = data ? OT_REPORT : command ? OT_CONTROL : OT_IDENTIFY;
	d->ot.response = false;
}

/* What the second's fraction is, if it is known of how many. */
static void read_fraction(struct dec *d, const struct synphasor_frame *f)
{
	struct synphasor_layout layout;
	struct cur c = d->c;
	uint32_t base = 0;

	if (f->type == SYNPHASOR_CFG3)
		cur_skip(&c, 2);
	if (f->type == SYNPHASOR_CFG1 || f->type == SYNPHASOR_CFG2 ||
	    (f->type == SYNPHASOR_CFG3 && cur_at(&d->c, 0) == 0 && cur_at(&d->c, 1) == 0))
		base = cur_be32(&c) & 0xffffff;
	else if (f->type != SYNPHASOR_DATA && synphasor_layout_find(d, f, 0, &layout) != NULL)
		base = layout.time_base;
	if (base != 0)
		put_float(d, FRACSEC_MS, 1000.0 * f->fraction / base);
}

static void read_contents(struct dec *d, const struct synphasor_frame *f)
{
	if (f->type == SYNPHASOR_DATA) {
		synphasor_data(d, f);
		return;
	}
	read_fraction(d, f);
	if (f->type == SYNPHASOR_COMMAND) {
		read_command(d, f);
	} else if (f->type == SYNPHASOR_HEADER) {
		answer(d, f);
		read_header_frame(d);
	} else {
		if (f->type != SYNPHASOR_CFG3 || cur_at(&d->c, 0) != 0 || cur_at(&d->c, 1) < 2)
			answer(d, f);
		synphasor_conf(d, f);
	}
}

static void read_message(struct dec *d)
{
	struct synphasor_frame f = { .type = SYNPHASOR_TYPES };
	struct cur frame = d->c;
	size_t size = 0;

	if (!read_head(d, &f, &size)) {
		cur_skip(&d->c, cur_left(&d->c));
		return;
	}
	name_frame(d, &f);
	struct cur contents = cur_sub(&d->c, size - HEADER - CHECK);

	take(d, CHECKSUM);
	if (!cur_ok(&d->c))
		return;
	bool fits = checksum_fits(cur_sub(&frame, size));

	put(d, CHECKSUM_OK, fits);
	d->trailing += (uint32_t)cur_left(&d->c);
	d->c = contents;
	if (fits) {
		read_contents(d, &f);
		return;
	}
	dec_malformed(d, "checksum is wrong");
	take_rest(d, DATA);
}

const struct protocol protocol_synphasor = {
	.name = "synphasor",
	.label = "C37.118",
	.title = "Synchrophasors (IEEE C37.118) over TCP and UDP",
	.spec = "IEEE C37.118.2-2011; IEEE C37.118-2005",
	.bind = { { BIND_TCP, 4712 }, { BIND_UDP, 4713 } },
	.fields = field_table,
	.nfields = SYNPHASOR_FIELD_COUNT,
	.state_size = sizeof(struct synphasor_state),
	.pairs = true,
	.packed = true,
	.probe = probe,
	.segment = segment,
	.decode = read_message,
};

_Static_assert(sizeof(struct synphasor_state) <= PROTOCOL_STATE_MAX, "a flow keeps no more");
