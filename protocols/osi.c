/*
 * Session, presentation and association control below MMS.
 *
 * Spec: ITU-T X.225 (ISO 8327), clause 8; X.226 (ISO 8823), clause 8; X.227 (ISO 8650), clause 9.
 *
 *	+----+--------+------------------------------------------------
 *	| SI | length | parameters: PI length value, PGI length (PIs)
 *	+----+--------+------------------------------------------------
 *	 data: 01 00 (give tokens) 01 00 (data transfer), then the presentation's data
 *
 * A length is one byte, or ff and two bytes.
 */
#include "protocols/osi.h"
#include "protocols/mms_grammar.h"

enum {
	LONG_LENGTH = 255,
	GROUP_CONNECTION = 1,
	GROUP_ACCEPT = 5,
	USER_DATA = 193,
	EXTENDED_USER_DATA = 194,
	TAG_SIMPLY = 0x60,
	TAG_FULLY = 0x61,
	TAG_SET = 0x31,
};

static size_t read_length(struct dec *d, unsigned field)
{
	size_t n = cur_u8(&d->c);

	if (n == LONG_LENGTH)
		n = cur_be16(&d->c);
	if (cur_ok(&d->c))
		put(d, field, n);
	return n;
}

/* Puts the bits of a number, from bit `high` on downwards, into the fields behind each other. */
static void flags(struct dec *d, uint64_t number, unsigned first, unsigned high, unsigned n)
{
	for (unsigned i = 0; i < n && cur_ok(&d->c); i++)
		put(d, first + i, number >> (high - i) & 1);
}

static void read_connect_flags(struct dec *d)
{
	flags(d, take(d, SES_CONNECT_FLAGS), SES_CONNECT_F1, 0, 1);
}

static void read_version(struct dec *d)
{
	flags(d, take(d, SES_VERSION_FLAGS), SES_PROTOCOL_VERSION2, 1, 2);
}

static void read_requirements(struct dec *d)
{
	flags(d, take(d, SES_REQ_FLAGS), SES_EXCEPTION_REPORT, 13, 14);
}

static void read_transport(struct dec *d)
{
	uint64_t f = take(d, SES_TRANSPORT_FLAGS);

	for (unsigned i = 0; i < 5 && cur_ok(&d->c); i++)
		put(d, SES_TRANSPORT_CONNECTION + i, f >> i & 1);
}

static void read_calling(struct dec *d)
{
	take_rest(d, SES_CALLING_SELECTOR);
}

static void read_called(struct dec *d)
{
	take_rest(d, SES_CALLED_SELECTOR);
}

static void read_reason(struct dec *d)
{
	take(d, SES_REASON_CODE);
}

static const struct {
	uint8_t code;
	void (*read)(struct dec *d);
} parameter_table[] = {
	{ 17, read_transport }, { 19, read_connect_flags }, { 20, read_requirements },
	{ 22, read_version },	{ 50, read_reason },	    { 51, read_calling },
	{ 52, read_called },
};

/* One parameter's value, all of d->c. */
static void parameter(struct dec *d, uint64_t code, struct osi *o)
{
	for (size_t i = 0; i < sizeof(parameter_table) / sizeof(parameter_table[0]); i++) {
		if (parameter_table[i].code == code && cur_left(&d->c) > 0)
			parameter_table[i].read(d);
	}
	if (code == USER_DATA || code == EXTENDED_USER_DATA) {
		o->user = d->c;
		o->has_user = cur_left(&d->c) > 0;
	}
	if (cur_ok(&d->c))
		cur_skip(&d->c, cur_left(&d->c));
}

/* The parameters in d->c; those of a group lie in it like others. */
static void parameters(struct dec *d, struct osi *o)
{
	while (cur_left(&d->c) > 0) {
		uint64_t code = take(d, SES_PARAMETER_TYPE);
		size_t n = read_length(d, SES_PARAMETER_LENGTH);

		if (code == GROUP_CONNECTION || code == GROUP_ACCEPT)
			continue;
		if (code == USER_DATA && n == 0 && cur_left(&d->c) > 0) {
			dec_malformed(d, "session user data without their length");
			n = cur_left(&d->c);
		}
		struct cur body = cur_sub(&d->c, n), rest = d->c;

		if (!cur_ok(&body))
			return;
		d->c = body;
		parameter(d, code, o);
		d->c = rest;
	}
}

/* All session PDUs of d->c; the data are what is behind or in them. */
static void session(struct dec *d, struct osi *o)
{
	for (unsigned i = 0; i < 4 && cur_left(&d->c) > 0; i++) {
		uint64_t type = take(d, SES_TYPE);
		size_t n = read_length(d, SES_LENGTH);
		if (!cur_ok(&d->c))
			return;
		if (n > cur_left(&d->c))
			dec_malformed(d, "session PDU is longer than there is");
		struct cur body = cur_upto(&d->c, n), rest = d->c;

		o->spdu = (uint8_t)type;
		d->c = body;
		parameters(d, o);
		if (!cur_ok(&d->c))
			return;
		d->c = rest;
		/* The first one only gives the tokens; the second has data behind it. */
		if (type != SPDU_DATA)
			break;
		if (i > 0) {
			o->user = cur_rest(&d->c);
			o->has_user = cur_left(&o->user) > 0;
			return;
		}
	}
	if (cur_left(&d->c) > 0)
		dec_mark(d, "bytes behind the session PDU");
	if (cur_ok(&d->c))
		cur_skip(&d->c, cur_left(&d->c));
}

/* clang-format off */
/* What the presentation sends in each kind of session PDU. */
static const struct {
	uint8_t spdu;
	struct asn_part part;
} presentation_table[] = {
	{ SPDU_DATA,       { ASN_ANY, PRES_USER_DATA, 0, 0, &mms_pres_user_data } },
	{ SPDU_CONNECT,    { UNI(17), ASN_NONE, 0, 0, &mms_cp_type } },
	{ SPDU_ACCEPT,     { UNI(17), ASN_NONE, 0, 0, &mms_cpa_type } },
	{ SPDU_REFUSE,     { UNI(16), ASN_NONE, 0, 0, &mms_cpr_normal } },
	{ SPDU_FINISH,     { ASN_ANY, PRES_USER_DATA, 0, 0, &mms_pres_user_data } },
	{ SPDU_DISCONNECT, { ASN_ANY, PRES_USER_DATA, 0, 0, &mms_pres_user_data } },
	{ SPDU_ABORT,      { ASN_ANY, PRES_ABORTTYPE, 0, 0, &mms_pres_abort } },
};
/* clang-format on */

static void presentation(struct dec *d, struct osi *o)
{
	struct asn_walk w;
	struct cur c = o->user;

	asn_begin(&w, mms_field_table);
	o->has_user = false;
	for (size_t i = 0; i < sizeof(presentation_table) / sizeof(presentation_table[0]); i++) {
		if (presentation_table[i].spdu != o->spdu)
			continue;
		if (!asn_read(d, &w, &presentation_table[i].part, &c))
			dec_malformed(d, "no presentation PDU");
		o->has_user = w.opened;
		o->user = w.open;
		return;
	}
}

/* ACSE in o->user, if it is ACSE; then the application's PDU is inside, or there is none. */
static void association(struct dec *d, struct osi *o)
{
	static const struct asn_part root = { ASN_ANY, ASN_NONE, 0, 0, &mms_acse };
	struct asn_walk w;
	struct cur c = o->user;
	uint8_t tag = cur_at(&c, 0);

	o->acse = OSI_NO_ACSE;
	if (tag < 0x60 || tag > 0x64)
		return;
	asn_begin(&w, mms_field_table);
	o->acse = (enum osi_acse)(tag - 0x60);
	if (!asn_read(d, &w, &root, &c))
		dec_malformed(d, "no ACSE PDU");
	o->has_user = w.opened;
	o->user = w.open;
}

struct osi osi_read(struct dec *d)
{
	struct osi o = { .acse = OSI_NO_ACSE };

	session(d, &o);
	if (o.has_user)
		presentation(d, &o);
	if (o.has_user)
		association(d, &o);
	return o;
}

/* Data of a presentation that carries ACSE or MMS: four elements in each other. */
static enum probe probe_data(struct cur c)
{
	static const uint8_t outer[] = { TAG_FULLY, 0x30 };
	struct ber e;

	for (unsigned i = 0; i < 2; i++) {
		if (cur_left(&c) < 2)
			return PROBE_SHORT;
		if (cur_at(&c, 0) != outer[i] || !ber_open(&c, &e))
			return PROBE_NO;
		c = e.body;
	}
	if (cur_left(&c) < 6)
		return PROBE_SHORT;
	if (cur_at(&c, 0) == 6 && (!ber_open(&c, &e) || e.cut))
		return PROBE_NO;
	if (cur_at(&c, 0) != 2 || cur_at(&c, 1) > 2)
		return PROBE_NO;
	(void)ber_open(&c, &e);
	if (cur_left(&c) < 3)
		return PROBE_SHORT;
	if (cur_at(&c, 0) != 0xa0 || !ber_open(&c, &e))
		return PROBE_NO;
	uint8_t tag = cur_at(&e.body, 0);
	bool mms = (tag >= 0xa0 && tag <= 0xad) || (tag >= 0x84 && tag <= 0x8d);

	return mms || (tag >= TAG_SIMPLY && tag <= 0x64) ? PROBE_SURE : PROBE_NO;
}

/* Connect and accept: parameters that fit, with a presentation's connect or accept in them. */
static enum probe probe_connect(struct cur c)
{
	while (cur_left(&c) > 0) {
		uint8_t code = cur_u8(&c);
		size_t n = cur_u8(&c);

		if (n == LONG_LENGTH)
			n = cur_be16(&c);
		if (code == USER_DATA || code == EXTENDED_USER_DATA)
			return cur_at(&c, 0) == TAG_SET && n > 2 ? PROBE_SURE : PROBE_WEAK;
		if (code != GROUP_CONNECTION && code != GROUP_ACCEPT)
			cur_skip(&c, n);
	}
	return cur_ok(&c) ? PROBE_WEAK : PROBE_NO;
}

enum probe osi_probe(struct cur c)
{
	static const uint8_t transfer[] = { 1, 0, 1, 0 };
	uint8_t type = cur_at(&c, 0);

	if (cur_left(&c) < 4)
		return PROBE_SHORT;
	if (cur_starts(&c, transfer, sizeof(transfer))) {
		cur_skip(&c, sizeof(transfer));
		return probe_data(c);
	}
	cur_skip(&c, 1);
	size_t n = cur_u8(&c);

	if (n == LONG_LENGTH)
		n = cur_be16(&c);
	if (n < cur_left(&c))
		return PROBE_NO;
	if (type == SPDU_CONNECT || type == SPDU_ACCEPT)
		return n == cur_left(&c) ? probe_connect(c) : PROBE_WEAK;
	if (n > cur_left(&c))
		return PROBE_NO;
	bool end = type == SPDU_FINISH || type == SPDU_DISCONNECT || type == SPDU_REFUSE ||
		   type == SPDU_ABORT || type == SPDU_ABORT_ACCEPT;

	return end ? PROBE_WEAK : PROBE_NO;
}
