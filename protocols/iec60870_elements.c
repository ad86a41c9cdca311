/*
 * The elements that the objects of ASDUs are made of.
 *
 * Spec: IEC 60870-5-101:2003+A1, clause 7.2.6.
 */
#include "protocols/iec60870.h"
#include "protocols/iec60870_fields.h"

/* A field that bits of an octet make. */
struct bits {
	uint8_t field, mask, shift;
};

/* Takes an octet and records its bits; those that no row has are reserved. */
static uint8_t take_bits(struct dec *d, unsigned field, const struct bits *bits, unsigned n)
{
	uint8_t u = (uint8_t)take(d, field), rest = u;

	if (!cur_ok(&d->c))
		return 0;
	for (unsigned i = 0; i < n; i++) {
		put(d, bits[i].field, (uint64_t)(u & bits[i].mask) >> bits[i].shift);
		rest = (uint8_t)(rest & ~bits[i].mask);
	}
	if (rest != 0)
		dec_mark(d, "reserved bits are set");
	return u;
}

#define TAKE_BITS(d, field, bits) take_bits((d), (field), (bits), sizeof(bits) / sizeof((bits)[0]))

static void value_uint_is(struct iec60870_object *o, uint64_t u)
{
	o->value = (struct value){ .kind = VALUE_UINT, .u = u, .n = 1 };
}

static void value_int_is(struct iec60870_object *o, int64_t i)
{
	o->value = (struct value){ .kind = VALUE_INT, .i = i, .n = 1 };
}

static void value_float_is(struct iec60870_object *o, double f)
{
	o->value = (struct value){ .kind = VALUE_FLOAT, .f = f, .n = 1 };
}

/* The worst that the common quality bits say. */
static void quality(struct iec60870_object *o, uint8_t q)
{
	static const struct {
		uint8_t mask;
		const char *word;
	} words[] = { { 0x80, "invalid" },
		      { 0x40, "not topical" },
		      { 0x10, "blocked" },
		      { 0x20, "substituted" } };

	for (unsigned i = 0; i < sizeof(words) / sizeof(words[0]) && (q & 0xf0) != 0; i++) {
		if ((q & words[i].mask) != 0) {
			o->bad = words[i].word;
			return;
		}
	}
}

/* ---- information ----------------------------------------------------------------------------- */

static void read_siq(struct dec *d, struct iec60870_object *o)
{
	static const struct bits bits[] = {
		{ SIQ_SPI, 0x01, 0 }, { SIQ_BL, 0x10, 4 }, { SIQ_SB, 0x20, 5 },
		{ SIQ_NT, 0x40, 6 },  { SIQ_IV, 0x80, 7 },
	};
	uint8_t u = TAKE_BITS(d, SIQ, bits);

	value_uint_is(o, u & 1);
	quality(o, u);
}

static void read_diq(struct dec *d, struct iec60870_object *o)
{
	static const struct bits bits[] = {
		{ DIQ_DPI, 0x03, 0 }, { DIQ_BL, 0x10, 4 }, { DIQ_SB, 0x20, 5 },
		{ DIQ_NT, 0x40, 6 },  { DIQ_IV, 0x80, 7 },
	};
	uint8_t u = TAKE_BITS(d, DIQ, bits);

	value_uint_is(o, u & 3);
	quality(o, u);
}

static void read_qds(struct dec *d, struct iec60870_object *o)
{
	static const struct bits bits[] = {
		{ QDS_OV, 0x01, 0 }, { QDS_BL, 0x10, 4 }, { QDS_SB, 0x20, 5 },
		{ QDS_NT, 0x40, 6 }, { QDS_IV, 0x80, 7 },
	};
	uint8_t u = TAKE_BITS(d, QDS, bits);

	if ((u & 1) != 0)
		o->bad = "overflow";
	quality(o, u);
}

static void read_vti(struct dec *d, struct iec60870_object *o)
{
	uint8_t u = (uint8_t)take(d, VTI);
	int v = (u & 0x7f) >= 64 ? (u & 0x7f) - 128 : u & 0x7f;

	if (!cur_ok(&d->c))
		return;
	put_int(d, VTI_V, v);
	put(d, VTI_T, u >> 7);
	value_int_is(o, v);
}

static void read_bsi(struct dec *d, struct iec60870_object *o)
{
	uint64_t u = take(d, BITSTRING);

	o->raw = (uint32_t)u;
	value_uint_is(o, u);
}

static int16_t signed_16(struct dec *d, struct iec60870_object *o)
{
	uint16_t u = (uint16_t)cur_le(&d->c, 2);

	o->raw = u;
	return (int16_t)(u >= 0x8000 ? (int)u - 0x10000 : (int)u);
}

static void read_nva(struct dec *d, struct iec60870_object *o)
{
	double f = (double)signed_16(d, o) / 32768.0;

	if (!cur_ok(&d->c))
		return;
	put_float(d, NORMVAL, f);
	value_float_is(o, f);
}

static void read_sva(struct dec *d, struct iec60870_object *o)
{
	int16_t i = signed_16(d, o);

	if (!cur_ok(&d->c))
		return;
	put_int(d, SCALVAL, i);
	value_int_is(o, i);
}

static void read_flt(struct dec *d, struct iec60870_object *o)
{
	union {
		uint32_t u;
		float f;
	} number = { .u = (uint32_t)cur_le(&d->c, 4) };

	if (!cur_ok(&d->c))
		return;
	o->raw = number.u;
	put_float(d, FLOATVAL, (double)number.f);
	value_float_is(o, (double)number.f);
}

static void read_bcr(struct dec *d, struct iec60870_object *o)
{
	int64_t count = (int64_t)cur_le(&d->c, 4);
	uint8_t u = cur_u8(&d->c);

	if (!cur_ok(&d->c))
		return;
	count = count >= INT64_C(0x80000000) ? count - INT64_C(0x100000000) : count;
	put_int(d, BCR_COUNT, count);
	put(d, BCR_SQ, u & 0x1f);
	put(d, BCR_CY, u >> 5 & 1);
	put(d, BCR_CA, u >> 6 & 1);
	put(d, BCR_IV, u >> 7);
	value_int_is(o, count);
	if ((u & 0x80) != 0)
		o->bad = "invalid";
}

static void read_scd(struct dec *d, struct iec60870_object *o)
{
	value_uint_is(o, take(d, SCD_ST));
	take(d, SCD_CD);
}

static const struct bits quality_of_protection[] = {
	{ QDP_EI, 0x08, 3 }, { QDP_BL, 0x10, 4 }, { QDP_SB, 0x20, 5 },
	{ QDP_NT, 0x40, 6 }, { QDP_IV, 0x80, 7 },
};

static void read_sep(struct dec *d, struct iec60870_object *o)
{
	uint8_t u = (uint8_t)take(d, SEP);

	if (!cur_ok(&d->c))
		return;
	put(d, SEP_ES, u & 3);
	for (unsigned i = 0; i < sizeof(quality_of_protection) / sizeof(struct bits); i++)
		put(d, quality_of_protection[i].field,
		    (uint64_t)(u & quality_of_protection[i].mask) >>
			    quality_of_protection[i].shift);
	value_uint_is(o, u & 3);
	quality(o, u);
}

static void read_spe(struct dec *d, struct iec60870_object *o)
{
	value_uint_is(o, take(d, SPE));
}

static void read_oci(struct dec *d, struct iec60870_object *o)
{
	value_uint_is(o, take(d, OCI));
}

static void read_qdp(struct dec *d, struct iec60870_object *o)
{
	quality(o, TAKE_BITS(d, QDP, quality_of_protection));
}

/* ---- commands and parameters ------------------------------------------------------------------
 */

static void command_is(struct iec60870_object *o, uint8_t u, uint8_t mask)
{
	o->raw = u & mask;
	o->qualifier = u >> 2 & 0x1f;
	o->selects = u >> 7 != 0;
	value_uint_is(o, o->raw);
}

static void read_sco(struct dec *d, struct iec60870_object *o)
{
	static const struct bits bits[] = { { SCO_ON, 0x01, 0 },
					    { SCO_QU, 0x7c, 2 },
					    { SCO_SE, 0x80, 7 } };

	command_is(o, TAKE_BITS(d, SCO, bits), 1);
}

static void read_dco(struct dec *d, struct iec60870_object *o)
{
	static const struct bits bits[] = { { DCO_ON, 0x03, 0 },
					    { DCO_QU, 0x7c, 2 },
					    { DCO_SE, 0x80, 7 } };

	command_is(o, TAKE_BITS(d, DCO, bits), 3);
	if (cur_ok(&d->c) && (o->raw == 0 || o->raw == 3))
		dec_mark(d, "double command that is not permitted");
}

static void read_rco(struct dec *d, struct iec60870_object *o)
{
	static const struct bits bits[] = { { RCO_UP, 0x03, 0 },
					    { RCO_QU, 0x7c, 2 },
					    { RCO_SE, 0x80, 7 } };

	command_is(o, TAKE_BITS(d, RCO, bits), 3);
	if (cur_ok(&d->c) && (o->raw == 0 || o->raw == 3))
		dec_mark(d, "step command that is not permitted");
}

static void read_qos(struct dec *d, struct iec60870_object *o)
{
	static const struct bits bits[] = { { QOS_QL, 0x7f, 0 }, { QOS_SE, 0x80, 7 } };
	uint8_t u = TAKE_BITS(d, QOS, bits);

	o->qualifier = u & 0x7f;
	o->selects = u >> 7 != 0;
}

static void read_qpm(struct dec *d, struct iec60870_object *o)
{
	static const struct bits bits[] = { { QPM_KPA, 0x3f, 0 },
					    { QPM_LPC, 0x40, 6 },
					    { QPM_POP, 0x80, 7 } };

	(void)o;
	TAKE_BITS(d, QPM, bits);
}

static void read_qpa(struct dec *d, struct iec60870_object *o)
{
	value_uint_is(o, take(d, QPA));
}

static void read_coi(struct dec *d, struct iec60870_object *o)
{
	static const struct bits bits[] = { { COI_R, 0x7f, 0 }, { COI_I, 0x80, 7 } };

	value_uint_is(o, TAKE_BITS(d, COI, bits));
}

static void read_qoi(struct dec *d, struct iec60870_object *o)
{
	value_uint_is(o, take(d, QOI));
}

static void read_qcc(struct dec *d, struct iec60870_object *o)
{
	static const struct bits bits[] = { { RQT, 0x3f, 0 }, { FRZ, 0xc0, 6 } };

	value_uint_is(o, TAKE_BITS(d, QCC, bits));
}

static void read_qrp(struct dec *d, struct iec60870_object *o)
{
	value_uint_is(o, take(d, QRP));
}

static void read_fbp(struct dec *d, struct iec60870_object *o)
{
	(void)o;
	if (take(d, FBP) != 0x55aa && cur_ok(&d->c))
		dec_mark(d, "test pattern is wrong");
}

static void read_tsc(struct dec *d, struct iec60870_object *o)
{
	value_uint_is(o, take(d, TSC));
}

static void read_aid(struct dec *d, struct iec60870_object *o)
{
	(void)o;
	take(d, AID);
}

/* ---- files ----------------------------------------------------------------------------------- */

static void read_nof(struct dec *d, struct iec60870_object *o)
{
	value_uint_is(o, take(d, NOF));
}

static void read_nof_nos(struct dec *d, struct iec60870_object *o)
{
	read_nof(d, o);
	take(d, NOS);
}

static void read_lof(struct dec *d, struct iec60870_object *o)
{
	(void)o;
	take(d, LOF);
}

static void read_frq(struct dec *d, struct iec60870_object *o)
{
	if (take(d, FRQ) >> 7 != 0)
		o->error = "file not ready";
}

static void read_srq(struct dec *d, struct iec60870_object *o)
{
	if (take(d, SRQ) >> 7 != 0)
		o->error = "section not ready";
}

/* Action in the low four bits, error in the high ones. */
static uint8_t take_halves(struct dec *d, struct iec60870_object *o, unsigned whole,
			   unsigned action, unsigned error)
{
	uint8_t u = (uint8_t)take(d, whole);

	if (!cur_ok(&d->c))
		return 0;
	put(d, action, u & 0xf);
	put(d, error, u >> 4);
	if (u >> 4 != 0) {
		const char *name = field_value_name(&field_table[error], u >> 4);

		o->error = name != NULL ? name : "private error";
	}
	return u & 0xf;
}

static void read_scq(struct dec *d, struct iec60870_object *o)
{
	enum { DELETE = 4 };

	o->deletes = take_halves(d, o, SCQ, SCQ_ACTION, SCQ_ERROR) == DELETE;
}

static void read_lsq(struct dec *d, struct iec60870_object *o)
{
	(void)o;
	take(d, LSQ);
	take(d, CHS);
}

static void read_afq(struct dec *d, struct iec60870_object *o)
{
	uint8_t answer = take_halves(d, o, AFQ, AFQ_ACTION, AFQ_ERROR);

	if ((answer == 2 || answer == 4) && o->error == NULL)
		o->error = "refused";
}

static void read_sof(struct dec *d, struct iec60870_object *o)
{
	(void)o;
	take(d, SOF);
}

static void read_segment(struct dec *d, struct iec60870_object *o)
{
	(void)o;
	take_bytes(d, SEGMENT, take(d, LOS));
}

static void read_security(struct dec *d, struct iec60870_object *o)
{
	(void)o;
	take(d, ASN);
	if (cur_left(&d->c) > 0)
		take_rest(d, RAWDATA);
}

/* clang-format off */
const struct iec60870_element iec60870_elements[ELEMENT_COUNT] = {
	[ELEMENT_SIQ] = { 1, read_siq },
	[ELEMENT_DIQ] = { 1, read_diq },
	[ELEMENT_QDS] = { 1, read_qds },
	[ELEMENT_VTI] = { 1, read_vti },
	[ELEMENT_BSI] = { 4, read_bsi },
	[ELEMENT_NVA] = { 2, read_nva },
	[ELEMENT_SVA] = { 2, read_sva },
	[ELEMENT_FLT] = { 4, read_flt },
	[ELEMENT_BCR] = { 5, read_bcr },
	[ELEMENT_SCD] = { 4, read_scd },
	[ELEMENT_SEP] = { 1, read_sep },
	[ELEMENT_SPE] = { 1, read_spe },
	[ELEMENT_OCI] = { 1, read_oci },
	[ELEMENT_QDP] = { 1, read_qdp },
	[ELEMENT_CP16] = { 2, iec60870_read_cp16 },
	[ELEMENT_CP24] = { 3, iec60870_read_cp24 },
	[ELEMENT_CP56] = { 7, iec60870_read_cp56 },
	[ELEMENT_SCO] = { 1, read_sco },
	[ELEMENT_DCO] = { 1, read_dco },
	[ELEMENT_RCO] = { 1, read_rco },
	[ELEMENT_QOS] = { 1, read_qos },
	[ELEMENT_QPM] = { 1, read_qpm },
	[ELEMENT_QPA] = { 1, read_qpa },
	[ELEMENT_COI] = { 1, read_coi },
	[ELEMENT_QOI] = { 1, read_qoi },
	[ELEMENT_QCC] = { 1, read_qcc },
	[ELEMENT_QRP] = { 1, read_qrp },
	[ELEMENT_FBP] = { 2, read_fbp },
	[ELEMENT_TSC] = { 2, read_tsc },
	[ELEMENT_AID] = { 2, read_aid },
	[ELEMENT_NOF] = { 2, read_nof },
	[ELEMENT_NOF_NOS] = { 3, read_nof_nos },
	[ELEMENT_LOF] = { 3, read_lof },
	[ELEMENT_FRQ] = { 1, read_frq },
	[ELEMENT_SRQ] = { 1, read_srq },
	[ELEMENT_SCQ] = { 1, read_scq },
	[ELEMENT_LSQ] = { 2, read_lsq },
	[ELEMENT_AFQ] = { 1, read_afq },
	[ELEMENT_SOF] = { 1, read_sof },
	[ELEMENT_SEGMENT] = { 0, read_segment },
	[ELEMENT_SECURITY] = { 0, read_security },
};
/* clang-format on */
