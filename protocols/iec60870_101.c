/*
 * IEC 60870-5-101: the link layer FT1.2, as terminal servers carry it over TCP.
 *
 * Spec: IEC 60870-5-1, format class FT1.2; IEC 60870-5-2; IEC 60870-5-101:2003+A1, clause 6. The
 * checksum is the sum of the octets from the control field on.
 *
 *	+------+---+---+------+---------+-----------+------+-----+------+
 *	| 0x68 | L | L | 0x68 | control | address,  | ASDU | sum | 0x16 |   L octets from control
 *	+------+---+---+------+---------+ 0..2      +------+-----+------+   to the ASDU's end
 *	| 0x10 |              | control | octets    |        sum | 0x16 |
 *	+------+              +---------+-----------+        +---+------+
 *	| 0xe5 |   acknowledgement                           or nothing at all
 *	+------+
 *
 *	control: DIR, PRM, then FCB, FCV (PRM 1) or ACD, DFC (PRM 0), then a function of 4 bits
 */
#include "protocols/iec60870.h"
#include "protocols/protocols.h"

static const struct name headers[] = {
	{ 0x68, "Variable Length" },
	{ 0x10, "Fixed Length" },
	{ 0xe5, "Single Character" },
	{ 0, NULL },
};

static const struct name primaries[] = {
	{ 0, "Reset of Remote Link" },	     { 1, "Reset of User Process" },
	{ 2, "Test Function of Link" },	     { 3, "User Data, Confirmed" },
	{ 4, "User Data, No Reply" },	     { 8, "Request Access Demand" },
	{ 9, "Request Status of Link" },     { 10, "Request User Data Class 1" },
	{ 11, "Request User Data Class 2" }, { 0, NULL },
};

static const struct name secondaries[] = {
	{ 0, "ACK" },
	{ 1, "NACK: Link Busy" },
	{ 8, "User Data" },
	{ 9, "NACK: No Data" },
	{ 11, "Status of Link" },
	{ 14, "Link Service not Functioning" },
	{ 15, "Link Service not Implemented" },
	{ 0, NULL },
};

/* clang-format off */
#define FIELDS(F) \
	F(HEADER,    "iec60870_101.header",    FIELD_UINT, BE(1),    BASE_HEX, headers, "kind of frame") \
	F(LENGTH,    "iec60870_101.length",    FIELD_UINT, BE(1),    BASE_DEC, NULL, "octets from the control field on") \
	F(USER,      "iec60870_101.num_user_octets", FIELD_UINT, BE(1), BASE_DEC, NULL, "the same again") \
	F(CONTROL,   "iec60870_101.ctrlfield", FIELD_UINT, BE(1),    BASE_HEX, NULL, "control field") \
	F(PRM,       "iec60870_101.ctrl_prm",  FIELD_UINT, SIZED(1), BASE_DEC, NULL, "1: from the primary, which asks; 0: from the secondary") \
	F(FCB,       "iec60870_101.ctrl_fcb",  FIELD_UINT, SIZED(1), BASE_DEC, NULL, "alternates from frame to frame, if the next says so") \
	F(FCV,       "iec60870_101.ctrl_fcv",  FIELD_UINT, SIZED(1), BASE_DEC, NULL, "1: the bit before counts") \
	F(DFC,       "iec60870_101.ctrl_dfc",  FIELD_UINT, SIZED(1), BASE_DEC, NULL, "1: the secondary can take no more data") \
	F(PRIMARY,   "iec60870_101.ctrl_func_pri_to_sec", FIELD_UINT, SIZED(1), BASE_DEC, primaries, "function of the primary") \
	F(SECONDARY, "iec60870_101.ctrl_func_sec_to_pri", FIELD_UINT, SIZED(1), BASE_DEC, secondaries, "function of the secondary") \
	F(LINK,      "iec60870_101.linkaddr",  FIELD_UINT, SIZED(2), BASE_DEC, NULL, "link address") \
	F(CHECKSUM,  "iec60870_101.checksum",  FIELD_UINT, BE(1),    BASE_HEX, NULL, "checksum as it was sent") \
	F(STOP,      "iec60870_101.stopchar",  FIELD_UINT, BE(1),    BASE_HEX, NULL, "last octet: 0x16")
/* clang-format on */
FIELD_IDS(FIELDS);
FIELD_TABLE(FIELDS);

enum {
	VARIABLE = 0x68,
	FIXED = 0x10,
	SINGLE = 0xe5,
	END = 0x16,
	PRM_BIT = 0x40,
	FRAME = 6,	 /* octets of a frame of variable length that L does not count */
	FIXED_LEAST = 4, /* octets of a frame of fixed length without an address */
	LENGTH_LEAST = 1,
	ASDU_LEAST = 5,
};

static const struct iec60870_sizes usual = { .cot = 1, .ca = 1, .ioa = 2, .link = 1 };

static uint8_t sum(struct cur c, size_t from, size_t n)
{
	uint8_t total = 0;

	for (size_t i = 0; i < n; i++)
		total = (uint8_t)(total + cur_at(&c, from + i));
	return total;
}

/* Length of a frame of fixed length: that at which the sum comes out right; 0: none. */
static size_t fixed_length(struct cur c)
{
	static const uint8_t octets_of_address[] = { 1, 2, 0 };

	for (unsigned i = 0; i < sizeof(octets_of_address); i++) {
		size_t n = FIXED_LEAST + (size_t)octets_of_address[i];

		if (cur_left(&c) >= n && cur_at(&c, n - 1) == END &&
		    cur_at(&c, n - 2) == sum(c, 1, n - 3))
			return n;
	}
	return 0;
}

/* Is it a function that the control field may have? */
static bool function_defined(uint8_t control)
{
	unsigned f = (control & PRM_BIT) != 0 ? PRIMARY : SECONDARY;

	return field_value_name(&field_table[f], control & 0xf) != NULL;
}

static struct cur after_control(struct cur c, size_t length)
{
	cur_skip(&c, 5);
	return cur_upto(&c, length - 1);
}

static enum probe probe_variable(struct cur c, enum dir dir)
{
	size_t length = cur_at(&c, 1);

	if (cur_left(&c) >= 4 && (cur_at(&c, 2) != length || cur_at(&c, 3) != VARIABLE))
		return PROBE_NO;
	if (cur_left(&c) < 4 || cur_left(&c) < length + FRAME)
		return PROBE_SHORT;
	if (length < LENGTH_LEAST + ASDU_LEAST || cur_at(&c, length + 5) != END ||
	    cur_at(&c, length + 4) != sum(c, 4, length) || !function_defined(cur_at(&c, 4)))
		return PROBE_NO;
	struct cur rest = after_control(c, length);
	struct iec60870_sizes s =
		iec60870_choose_sizes(NULL, rest, cur_left(&rest), true, usual, 0);

	if (s.cot == 0)
		return PROBE_WEAK;
	cur_skip(&rest, s.link);
	return iec60870_fits(rest, s, dir) == IEC60870_FITS ? PROBE_SURE : PROBE_WEAK;
}

static enum probe probe(struct cur c, enum dir dir)
{
	uint8_t first = cur_at(&c, 0);

	if (cur_left(&c) == 0)
		return PROBE_SHORT;
	if (first == VARIABLE)
		return probe_variable(c, dir);
	if (first != FIXED)
		return PROBE_NO;
	if (cur_left(&c) < FIXED_LEAST)
		return PROBE_SHORT;
	size_t n = fixed_length(c);
	uint8_t control = cur_at(&c, 1);

	/* 24 bits that must be right: enough if it is all that there is. */
	if (n == 0 || !function_defined(control))
		return PROBE_NO;
	bool right = ((control & PRM_BIT) != 0) == (dir == DIR_REQUEST);

	return n == cur_left(&c) && n > FIXED_LEAST && right ? PROBE_SURE : PROBE_WEAK;
}

static long segment(struct cur c, enum dir dir)
{
	uint8_t first = cur_at(&c, 0);
	size_t left = cur_left(&c), n;

	(void)dir;
	if (left == 0)
		return 0;
	if (first == SINGLE)
		return 1;
	if (first == VARIABLE) {
		if (left < 4)
			return 0;
		return cur_at(&c, 1) == cur_at(&c, 2) && cur_at(&c, 3) == VARIABLE
			       ? (long)cur_at(&c, 1) + FRAME
			       : SEGMENT_BAD;
	}
	if (first != FIXED)
		return SEGMENT_BAD;
	n = fixed_length(c);
	if (n > 0)
		return (long)n;
	if (left < FIXED_LEAST + 2)
		return 0;
	for (n = FIXED_LEAST + 1; n <= FIXED_LEAST + 2; n++) { /* its sum is wrong */
		if (cur_at(&c, n - 1) == END)
			return (long)n;
	}
	return SEGMENT_BAD;
}

/* ---- reading --------------------------------------------------------------------------------- */

static void read_control(struct dec *d)
{
	uint8_t u = (uint8_t)take(d, CONTROL);
	bool primary = (u & PRM_BIT) != 0;

	if (!cur_ok(&d->c))
		return;
	put(d, PRM, primary);
	if (primary) {
		put(d, FCB, u >> 5 & 1);
		put(d, FCV, u >> 4 & 1);
	} else {
		put(d, DFC, u >> 4 & 1);
	}
	put(d, primary ? PRIMARY : SECONDARY, u & 0xf);
	d->ot.function = field_value_name(&field_table[primary ? PRIMARY : SECONDARY], u & 0xf);
	d->ot.response = !primary;
	if (d->ot.function == NULL) {
		dec_mark(d, "link function that is not defined");
		d->ot.function = "reserved link function";
	}
	if (primary && (u & 0xf) <= 1)
		d->ot.op = OT_CONTROL;
	else if (primary && (u & 0xf) >= 10)
		d->ot.op = OT_READ;
	else
		d->ot.op = OT_DIAGNOSE;
	if (!primary && ((u & 0xf) == 1 || (u & 0xf) >= 14)) {
		d->ot.failed = true;
		d->ot.status = d->ot.function;
	}
}

static void read_link(struct dec *d, unsigned octets)
{
	uint64_t address = octets > 0 ? cur_le(&d->c, octets) : 0;

	if (octets == 0 || !cur_ok(&d->c))
		return;
	put(d, LINK, address);
	d->ot.has_device = true;
	d->ot.device = address;
}

/* The sum of the octets before it and the last octet, of which d->c must have two. */
static void read_end(struct dec *d, uint8_t right)
{
	uint64_t checksum = take(d, CHECKSUM), stop = take(d, STOP);

	if (!cur_ok(&d->c))
		return;
	if (checksum != right)
		dec_malformed(d, "checksum is wrong");
	if (stop != END)
		dec_malformed(d, "frame does not end with 0x16");
}

static void read_fixed(struct dec *d, struct cur whole)
{
	size_t n = cur_left(&whole);

	read_control(d);
	if (n < FIXED_LEAST) {
		cur_fail(&d->c);
		return;
	}
	read_link(d, (unsigned)(n - FIXED_LEAST));
	read_end(d, sum(whole, 1, n - 3));
}

static void read_variable(struct dec *d, struct cur whole)
{
	size_t length = take(d, LENGTH);

	if (take(d, USER) != length && cur_ok(&d->c))
		dec_malformed(d, "the two lengths differ");
	if (take(d, HEADER) != VARIABLE && cur_ok(&d->c))
		dec_malformed(d, "no second start octet");
	if (!cur_ok(&d->c))
		return;
	struct cur body = cur_upto(&d->c, length), rest = d->c;
	struct cur asdu = body;

	d->c = body;
	read_control(d);
	cur_skip(&asdu, 1);
	struct iec60870_sizes sizes = iec60870_choose_sizes(
		d->state, asdu, length > 0 ? length - 1 : 0, true, usual, d->given);

	if (sizes.cot == 0)
		sizes = usual;
	read_link(d, sizes.link);
	body = d->c;
	d->c = rest;
	if (!d->cut || cur_left(&rest) > 0)
		read_end(d, sum(whole, 4, length));
	if (!cur_ok(&d->c))
		return;
	d->c = body;
	if (cur_left(&body) > 0)
		iec60870_asdu(d, sizes);
}

static void read_message(struct dec *d)
{
	struct cur whole = d->c;

	switch (take(d, HEADER)) {
	case SINGLE:
		d->ot.function = "ACK (single character)";
		d->ot.op = OT_DIAGNOSE;
		d->ot.response = true;
		break;
	case FIXED:
		read_fixed(d, whole);
		break;
	case VARIABLE:
		read_variable(d, whole);
		break;
	default:
		d->ot.function = "bytes that are no frame";
		break;
	}
}

const struct protocol protocol_iec60870_101 = {
	.name = "iec60870_101",
	.label = "IEC 60870-5-101",
	.title = "IEC 60870-5-101 link layer (FT1.2), over TCP",
	.spec = "IEC 60870-5-2, IEC 60870-5-101:2003+A1",
	.bind = { { BIND_ANY_TCP, 0 } },
	.fields = field_table,
	.nfields = FIELD_COUNT_,
	.state_size = sizeof(struct iec60870_state),
	.pairs = true,
	.probe = probe,
	.segment = segment,
	.decode = read_message,
};
