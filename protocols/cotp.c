/*
 * TPKT and COTP: the transport below MMS, S7 and others.
 *
 * Spec: RFC 1006, section 6; ITU-T X.224 (ISO 8073), clause 13. Class 0 is what all of them use.
 *
 *	+---+---+-----------+      +----+------+---------+---------+-------+------------
 *	| 3 | 0 | length, 2 |      | LI | Ex/Dx| dst ref | src ref | class | parameters   CR, CC
 *	+---+---+-----------+      +----+------+---------+---------+-------+------------
 *	 TPKT, 4 bytes of its      | LI | F0   | EOT, TPDU number | user data            DT
 *	 own length                +----+------+------------------+---------
 *
 * LI counts the header's bytes behind itself. A TSDU goes on in the next TPKT until EOT is set.
 */
#include <assert.h>

#include "protocols/cotp.h"
#include "protocols/protocols.h"

/* clang-format off */
static const struct name types[] = {
	{ 0x1, "ED expedited data" }, { 0x2, "EA expedited data acknowledgement" }, { 0x5, "RJ reject" },
	{ 0x6, "AK data acknowledgement" }, { 0x7, "ER TPDU error" }, { 0x8, "DR disconnect request" },
	{ 0xc, "DC disconnect confirm" }, { 0xd, "CC connect confirm" }, { 0xe, "CR connect request" },
	{ 0xf, "DT data" }, { 0, NULL },
};

static const struct name parameters[] = {
	{ 0x08, "ATN checksum, 32 bits" }, { 0x09, "ATN checksum, 16 bits" }, { 0x85, "acknowledge time" },
	{ 0x86, "residual error rate" }, { 0x87, "priority" }, { 0x88, "transit delay" }, { 0x89, "throughput" },
	{ 0x8a, "sequence number" }, { 0x8b, "reassignment time" }, { 0x8c, "flow control" },
	{ 0xc0, "TPDU size" }, { 0xc1, "calling TSAP" }, { 0xc2, "called TSAP" }, { 0xc3, "checksum" },
	{ 0xc4, "version" }, { 0xc5, "protection" }, { 0xc6, "additional options" },
	{ 0xc7, "alternative classes" }, { 0xe0, "additional information" },
	{ 0xf0, "preferred maximum TPDU size" }, { 0xf2, "inactivity timer" }, { 0, NULL },
};

static const struct name causes[] = {
	{ 0, "reason not specified" }, { 1, "TSAP congested" }, { 2, "no session entity at the TSAP" },
	{ 3, "address unknown" }, { 128, "normal disconnect" }, { 129, "remote transport congested" },
	{ 130, "negotiation failed" }, { 131, "duplicate source reference" }, { 132, "mismatched references" },
	{ 133, "protocol error" }, { 135, "reference overflow" }, { 136, "connection request refused" },
	{ 138, "header or parameter length invalid" }, { 0, NULL },
};

#define FIELDS(F) \
	F(VERSION,   "tpkt.version",  FIELD_UINT, BE(1), BASE_DEC, NULL, "always 3") \
	F(RESERVED,  "tpkt.reserved", FIELD_UINT, BE(1), BASE_DEC, NULL, "always 0") \
	F(LENGTH,    "tpkt.length",   FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of the TPKT, with these four") \
	F(LI,        "cotp.li",       FIELD_UINT, BE(1), BASE_DEC, NULL, "bytes of the transport header behind this one") \
	F(TYPE,      "cotp.type",     FIELD_UINT, DERIVED, BASE_HEX, types, "kind of transport PDU") \
	F(DESTREF,   "cotp.destref",  FIELD_UINT, BE(2), BASE_HEX, NULL, "connection's number at the receiver") \
	F(SRCREF,    "cotp.srcref",   FIELD_UINT, BE(2), BASE_HEX, NULL, "connection's number at the sender") \
	F(CLASS,     "cotp.class",    FIELD_UINT, DERIVED, BASE_DEC, NULL, "transport class, 0 to 4") \
	F(EXTENDED,  "cotp.opts.extended_formats", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "numbers of 31 bits (classes 2 to 4)") \
	F(NO_FLOW,   "cotp.opts.no_explicit_flow_control", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "no flow control (class 2)") \
	F(PARAMETER, "cotp.parameter_code", FIELD_UINT, BE(1), BASE_HEX, parameters, "parameter of a connection") \
	F(PARAMETER_LENGTH, "cotp.parameter_length", FIELD_UINT, BE(1), BASE_DEC, NULL, "bytes of the parameter") \
	F(PARAMETER_VALUE, "cotp.parameter_value", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "value of a parameter that has no field of its own") \
	F(TPDU_SIZE, "cotp.tpdu_size", FIELD_UINT, DERIVED, BASE_DEC, NULL, "bytes of a transport PDU at most") \
	F(SRC_TSAP,  "cotp.src-tsap", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "calling transport selector as text, or 0x and digits") \
	F(SRC_TSAP_BYTES, "cotp.src-tsap-bytes", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "calling transport selector") \
	F(DST_TSAP,  "cotp.dst-tsap", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "called transport selector as text, or 0x and digits") \
	F(DST_TSAP_BYTES, "cotp.dst-tsap-bytes", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "called transport selector") \
	F(CAUSE,     "cotp.cause",    FIELD_UINT, BE(1), BASE_DEC, causes, "why the connection ends") \
	F(REJECT_CAUSE, "cotp.reject_cause", FIELD_UINT, BE(1), BASE_DEC, NULL, "what was wrong with a PDU: 1 parameter code, 2 PDU type, 3 parameter value") \
	F(NUMBER,    "cotp.tpdu-number", FIELD_UINT, DERIVED, BASE_HEX, NULL, "number of the PDU (class 0: 0)") \
	F(EOT,       "cotp.eot",      FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the data end with this PDU")
/* clang-format on */
FIELD_IDS(FIELDS);
FIELD_TABLE(FIELDS);

enum {
	TPKT = 4,
	SHORTEST = TPKT + 3, /* with a DT's header */
	ED = 0x1,
	ER = 0x7,
	DR = 0x8,
	DC = 0xc,
	CC = 0xd,
	CR = 0xe,
	DT = 0xf,
	TPDU_SIZE_CODE = 0xc0,
	CALLING = 0xc1,
	CALLED = 0xc2,
	CONNECT_HEADER = 6, /* LI without parameters */
	EOT_BIT = 0x80,
};

struct state {
	uint64_t user; /* which of cotp_users[], from 1; 0: not known yet */
	uint64_t of_user[COTP_USER_STATE / 8];
};

static_assert(sizeof(struct state) == COTP_STATE + COTP_USER_STATE, "no gap before the user's");

void *cotp_user_state(struct dec *d)
{
	struct state *s = d->state;

	return s != NULL ? s->of_user : NULL;
}

/* The TPKT that c begins with, and its transport PDU. */
struct head {
	size_t length; /* of the TPKT */
	uint8_t li, type;
	bool last;	 /* no more of this TSDU follows */
	struct cur data; /* behind the transport header, as far as it is there */
};

/* False: c does not begin with a TPKT with a transport PDU. c has SHORTEST bytes at least. */
static bool look(struct cur c, struct head *h)
{
	uint16_t marker = cur_be16(&c);

	h->length = cur_be16(&c);
	h->li = cur_at(&c, 0);
	h->type = cur_at(&c, 1) >> 4;
	h->last = h->type != DT || (cur_at(&c, 2) & EOT_BIT) != 0;
	if (marker != 0x0300 || h->length < SHORTEST || h->li < 2 || h->li == 255 ||
	    (size_t)h->li + 1 > h->length - TPKT)
		return false;
	if (h->type != DT && h->type != ED && h->li < 4)
		return false;
	struct cur body = cur_upto(&c, h->length - TPKT);

	(void)cur_upto(&body, (size_t)h->li + 1);
	h->data = body;
	return true;
}

static bool known_type(uint8_t type)
{
	for (const struct name *n = types; n->name != NULL; n++) {
		if (n->value == type)
			return true;
	}
	return false;
}

/* A connect request that is one beyond doubt: class and both selectors are there. */
static enum probe probe_connect(struct cur c, const struct head *h)
{
	bool calling = false, called = false;

	cur_skip(&c, TPKT + 1);
	struct cur p = cur_sub(&c, h->li);

	if (!cur_ok(&p))
		return PROBE_SHORT;
	cur_skip(&p, CONNECT_HEADER);
	while (cur_left(&p) > 0) {
		uint8_t code = cur_u8(&p);

		cur_skip(&p, cur_u8(&p));
		calling = calling || code == CALLING;
		called = called || code == CALLED;
	}
	if (!cur_ok(&p))
		return PROBE_NO;
	return calling && called ? PROBE_SURE : PROBE_WEAK;
}

static enum probe probe(struct cur c, enum dir dir)
{
	struct head h;

	if (cur_left(&c) < SHORTEST) {
		bool other = (cur_left(&c) > 0 && cur_at(&c, 0) != 3) ||
			     (cur_left(&c) > 1 && cur_at(&c, 1) != 0);

		return other ? PROBE_NO : PROBE_SHORT;
	}
	if (!look(c, &h) || !known_type(h.type))
		return PROBE_NO;
	if (h.type == CR || h.type == CC)
		return h.li >= CONNECT_HEADER && (h.type == CR) == (dir == DIR_REQUEST)
			       ? probe_connect(c, &h)
			       : PROBE_NO;
	if (h.type != DT)
		return PROBE_WEAK;
	if (h.li != 2)
		return PROBE_NO;
	for (const struct cotp_user *u = cotp_users; u->protocol != NULL; u++) {
		enum probe says = u->probe(h.data, dir);

		if (probe_sure(says))
			return says;
	}
	return PROBE_WEAK;
}

static long segment(struct cur c, enum dir dir)
{
	size_t n = 0;
	struct head h;

	(void)dir;
	do {
		if (cur_left(&c) < SHORTEST)
			return n == 0 ? 0 : (long)(n + SHORTEST);
		if (!look(c, &h) || (n > 0 && h.type != DT))
			return n == 0 ? SEGMENT_BAD : (long)n;
		n += h.length;
		(void)cur_upto(&c, h.length);
		/* S7 clients acknowledge with a piece of nothing, to which no end belongs. */
	} while (!h.last && n > SHORTEST);
	return (long)n;
}

static const char *tsap_text(struct dec *d, struct cur c)
{
	static const char hex[] = "0123456789abcdef";
	char text[2 * 32 + 3];
	bool printable = cur_left(&c) > 0;
	size_t n = 0;

	for (size_t i = 0; i < cur_left(&c); i++)
		printable = printable && cur_at(&c, i) >= ' ' && cur_at(&c, i) <= '~';
	if (printable)
		return dec_string(d, c);
	text[n++] = '0';
	text[n++] = 'x';
	for (size_t i = 0; i < cur_left(&c) && i < 32; i++) {
		text[n++] = hex[cur_at(&c, i) >> 4];
		text[n++] = hex[cur_at(&c, i) & 15];
	}
	text[n] = '\0';
	return dec_text(d, "%s", text);
}

/* What the users of the transport know of a called TSAP. */
static void called(struct dec *d, struct cur tsap)
{
	for (const struct cotp_user *u = cotp_users; u->protocol != NULL; u++) {
		if (u->called != NULL)
			u->called(d, tsap);
	}
}

static void parameter(struct dec *d, uint64_t code, struct cur body)
{
	struct cur rest = d->c;

	d->c = body;
	switch (code) {
	case TPDU_SIZE_CODE:
		if (cur_left(&d->c) == 1)
			put(d, TPDU_SIZE, UINT64_C(1) << (cur_u8(&d->c) & 31));
		else
			take_rest(d, PARAMETER_VALUE);
		break;
	case CALLING:
		put_text(d, SRC_TSAP, tsap_text(d, d->c));
		take_rest(d, SRC_TSAP_BYTES);
		break;
	case CALLED:
		put_text(d, DST_TSAP, tsap_text(d, d->c));
		d->ot.object_text = tsap_text(d, d->c);
		d->ot.has_object = true;
		called(d, d->c);
		take_rest(d, DST_TSAP_BYTES);
		break;
	default:
		take_rest(d, PARAMETER_VALUE);
		break;
	}
	d->c = rest;
}

/* CR, CC, DR, DC: what is behind the references. */
static void connection(struct dec *d, uint8_t type)
{
	uint64_t dst = take(d, DESTREF), src = take(d, SRCREF);

	if (type == DR && cur_ok(&d->c)) {
		uint64_t cause = take(d, CAUSE);

		d->ot.status = field_value_name(&field_table[CAUSE], cause);
	}
	if (type == CR || type == CC) {
		uint8_t options = cur_u8(&d->c);

		if (!cur_ok(&d->c))
			return;
		put(d, CLASS, options >> 4);
		put(d, EXTENDED, options >> 1 & 1);
		put(d, NO_FLOW, options & 1);
	}
	while (cur_left(&d->c) > 0) {
		uint64_t code = take(d, PARAMETER);
		size_t n = take(d, PARAMETER_LENGTH);
		struct cur body = cur_sub(&d->c, n);

		if (cur_ok(&body))
			parameter(d, code, body);
	}
	d->ot.response = type == CC || type == DC;
	if (type == CR)
		(void)pair_ask(d, UINT64_C(1) << 40 | src);
	else if (type == CC)
		(void)pair_answer(d, UINT64_C(1) << 40 | dst, NULL);
}

/* Requests and their answers go by one name. */
static const char *function_of(uint8_t type)
{
	static const char *const functions[16] = {
		[ED] = "expedited data", [0x2] = "expedited data acknowledgement",
		[0x5] = "reject",	 [0x6] = "data acknowledgement",
		[ER] = "TPDU error",	 [DR] = "disconnect",
		[DC] = "disconnect",	 [CC] = "connect",
		[CR] = "connect",	 [DT] = "data",
	};

	return functions[type & 15];
}

/* A transport header, which is all of d->c; what is left of it is not looked at. */
static void header(struct dec *d, uint8_t li)
{
	take(d, LI);
	uint8_t type = cur_u8(&d->c) >> 4;

	if (!cur_ok(&d->c))
		return;
	put(d, TYPE, type);
	d->ot.function = function_of(type);
	if (d->ot.function == NULL)
		dec_malformed(d, "unknown transport PDU");
	if (type == DT) {
		uint8_t number = cur_u8(&d->c);

		if (!cur_ok(&d->c))
			return;
		put(d, NUMBER, number & (EOT_BIT - 1));
		put(d, EOT, number >> 7);
	} else if (type >= DR && li >= 5) {
		connection(d, type);
	} else {
		take(d, DESTREF);
		if (type == ER) {
			take(d, REJECT_CAUSE);
			d->ot.failed = true;
		}
	}
	if (cur_ok(&d->c))
		cur_skip(&d->c, cur_left(&d->c));
}

/* Who reads the data: whoever did so far on this flow, unless another one is sure of it. */
static const struct cotp_user *user_of(struct dec *d, struct cur tsdu)
{
	struct state *s = d->state;
	unsigned weak = 0;

	for (unsigned i = 0; cotp_users[i].protocol != NULL; i++) {
		enum probe says = cotp_users[i].probe(tsdu, d->dir);

		if (probe_sure(says)) {
			if (s != NULL)
				s->user = i + 1;
			return &cotp_users[i];
		}
		if (weak == 0 && says == PROBE_WEAK)
			weak = i + 1;
	}
	uint64_t user = s != NULL && s->user != 0 ? s->user : weak;

	return user != 0 ? &cotp_users[user - 1] : NULL;
}

static void data(struct dec *d, struct cur tsdu)
{
	d->c = tsdu;
	const struct cotp_user *user = cur_left(&tsdu) > 0 ? user_of(d, tsdu) : NULL;

	if (user == NULL) {
		cur_skip(&d->c, cur_left(&d->c));
		return;
	}
	d->protocol = user->protocol;
	d->ot.function = NULL;
	user->read(d);
}

/* One TPKT of the message; false: there is no more to read. */
static bool read_tpkt(struct dec *d, struct cur *tsdu, bool *last)
{
	take(d, VERSION);
	take(d, RESERVED);
	size_t length = take(d, LENGTH);
	uint8_t li = cur_at(&d->c, 0), type = cur_at(&d->c, 1) >> 4;

	if (!cur_ok(&d->c))
		return false;
	if (length < SHORTEST)
		dec_malformed(d, "TPKT length is too short for a transport PDU");
	if (length > cur_left(&d->c) + TPKT)
		dec_malformed(d, "TPKT length is more than there is");
	struct cur body = cur_upto(&d->c, length > TPKT ? length - TPKT : 0), rest = d->c;

	*last = type != DT || (cur_at(&body, 2) & EOT_BIT) != 0;
	if ((size_t)li + 1 > cur_left(&body))
		dec_malformed(d, "transport header is longer than its TPKT");
	d->c = cur_upto(&body, (size_t)li + 1);
	header(d, li);
	bool whole = cur_ok(&d->c);

	*tsdu = body;
	d->c = rest;
	if (!whole)
		cur_fail(&d->c);
	return whole && type == DT;
}

static void read_message(struct dec *d)
{
	struct cur tsdu = cur_of("", 0), piece;
	bool last = true;

	if (!read_tpkt(d, &tsdu, &last))
		return;
	if (!last && cur_left(&tsdu) > 0) {
		(void)dec_join(d, tsdu);
		while (!last && cur_left(&d->c) > 0 && read_tpkt(d, &piece, &last))
			tsdu = dec_join(d, piece);
		if (!last)
			dec_malformed(d, "the end of the data is missing");
	}
	d->trailing += (uint32_t)cur_left(&d->c);
	if (cur_ok(&d->c))
		data(d, tsdu);
}

const struct protocol protocol_cotp = {
	.name = "cotp",
	.label = "COTP",
	.title = "ISO transport (TPKT, COTP)",
	.spec = "RFC 1006; ITU-T X.224",
	.bind = { { BIND_TCP, 102 } },
	.fields = field_table,
	.nfields = FIELD_COUNT_,
	.state_size = COTP_STATE + COTP_USER_STATE,
	.pairs = true,
	.probe = probe,
	.segment = segment,
	.decode = read_message,
};
