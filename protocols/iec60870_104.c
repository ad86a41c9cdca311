/*
 * IEC 60870-5-104: the APCI in front of each ASDU, over TCP.
 *
 * Spec: IEC 60870-5-104:2006+A1, clause 5. Both sides number their I frames and acknowledge those
 * of the other side in I and S frames; U frames start, stop and test.
 *
 *	+------+--------+-------------------------------------------+- - - -
 *	| 0x68 | length | control field, 4 octets                   | ASDU
 *	+------+--------+-------------------------------------------+- - - -
 *	         4..253   I  N(S) << 1     0 | N(R) << 1   0          249 octets at most
 *	                  S  0  0 0 0 0 0 0 1 | N(R) << 1   0
 *	                  U  function << 2  3 | 0
 */
#include "protocols/iec60870.h"
#include "protocols/protocols.h"

static const struct name types[] = { { 0, "I" }, { 1, "S" }, { 3, "U" }, { 0, NULL } };

static const struct name functions[] = {
	{ 0x01, "STARTDT act" },
	{ 0x02, "STARTDT con" },
	{ 0x04, "STOPDT act" },
	{ 0x08, "STOPDT con" },
	{ 0x10, "TESTFR act" },
	{ 0x20, "TESTFR con" },
	{ 0, NULL },
};

/* clang-format off */
#define FIELDS(F) \
	F(LENGTH,   "iec60870_104.apdulen",  FIELD_UINT, BE(1),   BASE_DEC, NULL, "bytes that follow") \
	F(TYPE,     "iec60870_104.type",     FIELD_UINT, DERIVED, BASE_HEX, types, "I: data, S: acknowledgement, U: control of the connection") \
	F(UTYPE,    "iec60870_104.utype",    FIELD_UINT, DERIVED, BASE_HEX, functions, "what a U frame does") \
	F(TX,       "iec60870_104.tx",       FIELD_UINT, DERIVED, BASE_DEC, NULL, "N(S): number of this I frame") \
	F(RX,       "iec60870_104.rx",       FIELD_UINT, DERIVED, BASE_DEC, NULL, "N(R): number of the I frame that is expected next") \
	F(TX_GAP,   "iec60870_104.tx_gap",   FIELD_INT,  DERIVED, BASE_DEC, NULL, "by how much N(S) is not the next one; not given when it is") \
	F(RX_AHEAD, "iec60870_104.rx_ahead", FIELD_UINT, DERIVED, BASE_DEC, NULL, "how many I frames are acknowledged that were not sent") \
	F(UNACKED,  "iec60870_104.unacked",  FIELD_UINT, DERIVED, BASE_DEC, NULL, "I frames of the sender that wait for an acknowledgement, with this one (k)") \
	F(ACK_TIME, "iec60870_104.ack_time", FIELD_DURATION, DERIVED, BASE_DEC, NULL, "how long the oldest I frame acknowledged here has waited, seconds (t1, t2)") \
	F(IDLE,     "iec60870_104.idle",     FIELD_DURATION, DERIVED, BASE_DEC, NULL, "time since the last frame of the connection, seconds (t3)") \
	F(DATA,     "iec60870_104.data",     FIELD_BYTES, RAW(0), BASE_HEX, NULL, "bytes that are no APDU")
/* clang-format on */
FIELD_IDS(FIELDS);
FIELD_TABLE(FIELDS);

enum {
	START = 0x68,
	HEADER = 2,
	CONTROL = 4,
	LENGTH_MIN = 4,
	LENGTH_MAX = 253,
	ASDU_LEAST = 6,
	NUMBERS = 1 << 15,
	STARTDT_ACT = 0x01,
	STARTDT_CON = 0x02,
	STOPDT_ACT = 0x04,
	STOPDT_CON = 0x08,
	TESTFR_ACT = 0x10,
	TESTFR_CON = 0x20,
};

static const struct iec60870_sizes usual = { .cot = 2, .ca = 2, .ioa = 3 };

/* ---- finding --------------------------------------------------------------------------------- */

static enum probe probe_control(struct cur c, size_t length, enum dir dir)
{
	uint8_t first = cur_at(&c, 0);

	if ((first & 3) == 3) {
		bool defined = field_value_name(&field_table[UTYPE], first >> 2) != NULL;
		bool forward = (first >> 2 & (STARTDT_ACT | STOPDT_ACT)) != 0;
		bool back = (first >> 2 & (STARTDT_CON | STOPDT_CON)) != 0;

		if (!defined || length != CONTROL ||
		    (cur_at(&c, 1) | cur_at(&c, 2) | cur_at(&c, 3)) != 0)
			return PROBE_WEAK;
		return (dir == DIR_REQUEST ? forward : back) ? PROBE_SURE : PROBE_WEAK;
	}
	if ((first & 1) == 0) {
		struct cur asdu = c;

		cur_skip(&asdu, CONTROL);
		asdu = cur_upto(&asdu, length - CONTROL);
		if ((cur_at(&c, 2) & 1) != 0 || cur_left(&asdu) < ASDU_LEAST)
			return PROBE_WEAK;
		return iec60870_fits(asdu, usual, dir) == IEC60870_FITS ? PROBE_SURE : PROBE_WEAK;
	}
	return PROBE_WEAK; /* of an S frame nobody can tell the direction */
}

static enum probe probe(struct cur c, enum dir dir)
{
	struct cur look = c;
	uint8_t start = cur_u8(&look);
	size_t length = cur_u8(&look);

	if (cur_left(&c) > 0 && start != START)
		return PROBE_NO;
	if (cur_left(&c) < HEADER + CONTROL)
		return PROBE_SHORT;
	if (length < LENGTH_MIN || length > LENGTH_MAX)
		return length + HEADER == cur_left(&c) ? PROBE_WEAK : PROBE_NO;
	if (cur_left(&look) > length && cur_at(&look, length) != START)
		return PROBE_WEAK;
	return probe_control(look, length, dir);
}

static long segment(struct cur c, enum dir dir)
{
	uint8_t start = cur_at(&c, 0), length = cur_at(&c, 1);

	(void)dir;
	if (cur_left(&c) > 0 && start != START)
		return SEGMENT_BAD;
	if (cur_left(&c) < HEADER)
		return 0;
	if ((length < LENGTH_MIN || length > LENGTH_MAX) && length + (size_t)HEADER != cur_left(&c))
		return SEGMENT_BAD;
	return HEADER + (long)length;
}

/* ---- numbers --------------------------------------------------------------------------------- */

/* a - b among numbers that wrap, as -NUMBERS/2 .. NUMBERS/2 - 1. */
static int distance(uint16_t a, uint16_t b)
{
	int n = (a - b) & (NUMBERS - 1);

	return n < NUMBERS / 2 ? n : n - NUMBERS;
}

/* An I frame with that number was sent. */
static void sent(struct dec *d, struct iec60870_side *s, uint16_t number)
{
	int gap = s->known ? distance(number, s->next) : 0;

	if (gap != 0) {
		put_int(d, TX_GAP, gap);
		dec_mark(d, gap > 0 ? "N(S) jumps: I frames are missing"
				    : "N(S) goes back: an I frame is sent again");
	}
	s->next = (uint16_t)((number + 1) & (NUMBERS - 1));
	s->known = true;
	if (s->waiting == 0)
		s->waiting = d->at;
	if (s->acks)
		put(d, UNACKED, (uint64_t)((s->next - s->acked) & (NUMBERS - 1)));
}

/* The other side got all I frames of side s up to that number. */
static void acknowledged(struct dec *d, struct iec60870_side *s, uint16_t number)
{
	int ahead = s->known ? distance(number, s->next) : 0;
	int news = s->acks ? distance(number, s->acked) : 1;

	if (ahead > 0) {
		put(d, RX_AHEAD, (uint64_t)ahead);
		dec_mark(d, "N(R) acknowledges I frames that were not sent");
		return;
	}
	if (news < 0)
		dec_mark(d, "N(R) goes back");
	if (news > 0 && s->waiting != 0 && s->acks)
		put(d, ACK_TIME, d->at > s->waiting ? d->at - s->waiting : 0);
	if (news != 0) /* since when those that are left wait is not kept: from now on, at most */
		s->waiting = s->known && number != s->next ? d->at : 0;
	s->acked = number;
	s->acks = true;
}

static void count(struct dec *d, struct iec60870_state *s, bool information, uint16_t tx,
		  uint16_t rx)
{
	struct iec60870_side *own = &s->side[d->dir], *other = &s->side[1 - d->dir];

	if (d->gap) { /* the capture lost some of them: nothing can be said */
		own->known = false;
		other->acks = false;
	}
	if (information && s->transfer == TRANSFER_STOPPED)
		dec_mark(d, "data although data transfer is stopped");
	if (information)
		sent(d, own, tx);
	acknowledged(d, other, rx);
}

/* ---- reading --------------------------------------------------------------------------------- */

static void read_unnumbered(struct dec *d, uint8_t first, bool empty)
{
	/* clang-format off */
	static const struct {
		uint8_t function;
		bool asks;
		uint8_t op; /* enum ot_op */
		uint8_t leads_to; /* enum iec60870_transfer */
	} rows[] = {
		{ STARTDT_ACT, true,  OT_CONTROL,  TRANSFER_UNKNOWN },
		{ STARTDT_CON, false, OT_CONTROL,  TRANSFER_RUNS },
		{ STOPDT_ACT,  true,  OT_CONTROL,  TRANSFER_UNKNOWN },
		{ STOPDT_CON,  false, OT_CONTROL,  TRANSFER_STOPPED },
		{ TESTFR_ACT,  true,  OT_DIAGNOSE, TRANSFER_UNKNOWN },
		{ TESTFR_CON,  false, OT_DIAGNOSE, TRANSFER_UNKNOWN },
	};
	/* clang-format on */
	struct iec60870_state *s = d->state;
	unsigned i = 0;

	put(d, UTYPE, first >> 2);
	d->ot.function = field_value_name(&field_table[UTYPE], first >> 2);
	d->ot.op = OT_OTHER;
	while (i < sizeof(rows) / sizeof(rows[0]) && rows[i].function != first >> 2)
		i++;
	if (i == sizeof(rows) / sizeof(rows[0])) {
		dec_malformed(d, "U frame without a defined function");
		d->ot.function = "U frame";
		return;
	}
	if (!empty)
		dec_malformed(d, "U frame with something in its empty octets");
	d->ot.op = (enum ot_op)rows[i].op;
	d->ot.response = !rows[i].asks;
	/* Either side may test, at the same time: whose it is belongs to the key. */
	uint64_t asker = rows[i].asks ? d->dir : 1U - d->dir;
	uint64_t answer = rows[i].asks ? rows[i].function * 2U : rows[i].function;
	uint64_t key = UINT64_C(1) << 63 | asker << 8 | answer;

	if (rows[i].asks)
		(void)pair_ask(d, key);
	else
		(void)pair_answer(d, key, NULL);
	if (!rows[i].asks)
		d->ot.status = "ok";
	if (s != NULL && rows[i].leads_to != TRANSFER_UNKNOWN)
		s->transfer = rows[i].leads_to;
}

static void read_information(struct dec *d, size_t length)
{
	if (length == 0) {
		d->ot.function = "I frame";
		dec_malformed(d, "I frame without an ASDU");
		return;
	}
	struct iec60870_sizes s =
		iec60870_choose_sizes(d->state, d->c, length, false, usual, d->given);

	iec60870_asdu(d, s.cot != 0 ? s : usual);
}

/* The four octets of the control field, and the length octets behind them. */
static void read_control(struct dec *d, size_t length)
{
	uint16_t tx = (uint16_t)cur_le(&d->c, 2), rx = (uint16_t)cur_le(&d->c, 2);
	struct iec60870_state *s = d->state;
	unsigned type = (tx & 1) == 0 ? 0 : tx & 3;

	if (!cur_ok(&d->c))
		return;
	put(d, TYPE, type);
	if (s != NULL && s->last != 0 && d->at >= s->last)
		put(d, IDLE, d->at - s->last);
	if (s != NULL)
		s->last = d->at;
	if (type == 3) {
		read_unnumbered(d, (uint8_t)tx, tx >> 8 == 0 && rx == 0);
		return;
	}
	if (type == 0)
		put(d, TX, tx >> 1);
	put(d, RX, rx >> 1);
	if ((rx & 1) != 0 || (type == 1 && tx != 1))
		dec_malformed(d, "control field with wrong bits");
	else if (s != NULL)
		count(d, s, type == 0, tx >> 1, rx >> 1);
	d->ot.function = "S frame";
	d->ot.op = OT_OTHER;
	if (type == 0)
		read_information(d, length);
}

static void read_message(struct dec *d)
{
	size_t length;

	if (cur_left(&d->c) > 0 && cur_at(&d->c, 0) != START) {
		d->ot.function = "bytes that are no APDU";
		take_rest(d, DATA);
		return;
	}
	d->ot.response = false;
	iec60870_take_start(d);
	length = take(d, LENGTH);
	if (!cur_ok(&d->c))
		return;
	if (length < LENGTH_MIN || length > LENGTH_MAX)
		dec_malformed(d, "APDU length is out of its range 4..253");
	if (length > cur_left(&d->c))
		dec_malformed(d, "APDU length is more than there is");
	struct cur body = cur_upto(&d->c, length);

	d->trailing = (uint32_t)cur_left(&d->c);
	d->c = body;
	read_control(d, length > CONTROL ? length - CONTROL : 0);
	if (cur_ok(&d->c) && cur_left(&d->c) > 0 && d->protocol == &protocol_iec60870_104)
		dec_malformed(d, "S or U frame with something behind it");
}

const struct protocol protocol_iec60870_104 = {
	.name = "iec60870_104",
	.label = "IEC 60870-5-104",
	.title = "IEC 60870-5-104 (APCI)",
	.spec = "IEC 60870-5-104:2006+A1",
	.bind = { { BIND_TCP, 2404 } },
	.fields = field_table,
	.nfields = FIELD_COUNT_,
	.state_size = sizeof(struct iec60870_state),
	.pairs = true,
	.probe = probe,
	.segment = segment,
	.decode = read_message,
};
