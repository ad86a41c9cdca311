/*
 * Sampled Values: currents and voltages as merging units sample them, IEC 61850-9-2, clause 8 and
 * annex A. Ethernet frames, multicast, thousands a second, BER after an eight-byte header.
 *
 *	+-------+--------+------------+------------+------------------------------------------
 *	| APPID | length | S reserved | reserved 2 | 0x60 savPdu: [0] noASDU [1] security
 *	+-------+--------+------------+------------+  [2] seqASDU { 0x30 ASDU … }
 *
 *	ASDU: [0] svID [1] datSet [2] smpCnt [3] confRev [4] refrTm [5] smpSynch [6] smpRate
 *	      [7] sample [8] smpMod [9] gmIdentity
 *
 * The implementation guideline 9-2LE fixes the sample: four currents (1 mA) and four voltages
 * (10 mV), each a signed number of four bytes and four bytes of quality. smpCnt begins at 0 with
 * each second and counts the samples.
 */
#include "protocols/ber.h"
#include "protocols/protocols.h"

/* clang-format off */
static const struct name synchs[] = {
	{ 0, "not synchronized" }, { 1, "local clock" }, { 2, "global clock" }, { 0, NULL },
};

static const struct name mods[] = {
	{ 0, "samples per nominal period" }, { 1, "samples per second" }, { 2, "seconds per sample" },
	{ 0, NULL },
};

static const struct name validity_names[] = {
	{ 0, "good" }, { 1, "invalid" }, { 2, "reserved" }, { 3, "questionable" }, { 0, NULL },
};

#define FIELDS(F) \
	F(APPID,    "sv.appid",    FIELD_UINT, BE(2), BASE_HEX, NULL, "application id") \
	F(LENGTH,   "sv.length",   FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of header and PDU") \
	F(RESERVE1, "sv.reserve1", FIELD_UINT, BE(2), BASE_HEX, NULL, "simulation bit and reserved bits") \
	F(S_BIT,    "sv.reserve1.s_bit", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "frame is simulated") \
	F(RESERVE2, "sv.reserve2", FIELD_UINT, BE(2), BASE_HEX, NULL, "reserved; security uses it") \
	F(NOASDU,   "sv.noASDU",   FIELD_UINT, DERIVED, BASE_DEC, NULL, "samples that the frame says it has") \
	F(SEQASDU,  "sv.seqASDU",  FIELD_UINT, DERIVED, BASE_DEC, NULL, "samples that it has") \
	F(SVID,     "sv.svID",     FIELD_TEXT, DERIVED, BASE_DEC, NULL, "stream") \
	F(DATSET,   "sv.datSet",   FIELD_TEXT, DERIVED, BASE_DEC, NULL, "data set that is sampled") \
	F(SMPCNT,   "sv.smpCnt",   FIELD_UINT, DERIVED, BASE_DEC, NULL, "counts samples, from 0 with each second") \
	F(CONFREV,  "sv.confRev",  FIELD_UINT, DERIVED, BASE_DEC, NULL, "revision of the data set's configuration") \
	F(REFRTM,   "sv.refrTm",   FIELD_TIME, DERIVED, BASE_DEC, NULL, "when the buffer was refreshed") \
	F(SMPSYNCH, "sv.smpSynch", FIELD_UINT, DERIVED, BASE_DEC, synchs, "what the sampling is synchronized by; from 5 on an area's clock") \
	F(SMPRATE,  "sv.smpRate",  FIELD_UINT, DERIVED, BASE_DEC, NULL, "samples, as smpMod says") \
	F(SEQDATA,  "sv.seqData",  FIELD_BYTES, DERIVED, BASE_HEX, NULL, "sample as it is on the wire") \
	F(VALUE,    "sv.meas_value", FIELD_INT, DERIVED, BASE_DEC, NULL, "9-2LE: currents A, B, C, N in mA, voltages A, B, C, N in 10 mV") \
	F(QUALITY,  "sv.meas_quality", FIELD_UINT, DERIVED, BASE_HEX, NULL, "9-2LE: quality of each") \
	F(VALIDITY, "sv.meas_quality.validity", FIELD_UINT, DERIVED, BASE_DEC, validity_names, "9-2LE: validity of each") \
	F(SMPMOD,   "sv.smpMod",   FIELD_UINT, DERIVED, BASE_DEC, mods, "what smpRate counts") \
	F(GMIDENTITY, "sv.gmidentity", FIELD_UINT, DERIVED, BASE_HEX, NULL, "grandmaster clock that the sampling follows") \
	F(GMMAKER,  "sv.gmidentity_manuf", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "maker of that clock") \
	F(GMID,     "sv.gmidData", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "the same, of another length than 8") \
	F(SECURITY, "sv.security", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "reserved for a signature") \
	F(STEP,     "sv.smpCnt_step", FIELD_INT, DERIVED, BASE_DEC, NULL, "smpCnt less that of the sample before, in this frame or the one before; begins anew with 0: 1") \
	F(INTERVAL, "sv.interval", FIELD_DURATION, DERIVED, BASE_DEC, NULL, "time since the frame before of the stream") \
	F(RATE,     "sv.rate", FIELD_UINT, DERIVED, BASE_DEC, NULL, "samples a second, as they came; with the first frame after each tenth of one, to two digits")
/* clang-format on */
FIELD_IDS(FIELDS);
FIELD_TABLE(FIELDS);

enum {
	HEADER = 8,
	TAG_PDU = 0,   /* [APPLICATION 0] */
	ELEMENTS = 10, /* of an ASDU */
	LE_VALUES = 8, /* of a 9-2LE sample */
	LE_STRIDE = 8, /* bytes of each, with its quality */
	LE_BYTES = 64, /* of the sample */
	ASDUS = 64,    /* samples of a frame that are read */
	DATA = 7,
	NOTE_STREAM = 1,
	WINDOW = 100000000, /* ns that the rate is taken over */
};

/* What is kept of a stream, in a note: when the window began, and how many samples came in it; the
 * last smpCnt with the highest one above it; when the last frame came. */
enum { WORD_BEGAN, WORD_SAMPLES, WORD_COUNT, WORD_AT };

static bool read_text(struct dec *d, unsigned f, struct cur body)
{
	put_bytes(d, f, body);
	return true;
}

/* Numbers of a fixed size, most significant byte first, as 9-2 has them. */
static bool read_number(struct dec *d, unsigned f, struct cur body)
{
	size_t n = cur_left(&body);

	if (n < 1 || n > 8)
		return false;
	put(d, f, cur_be(&body, n));
	return true;
}

/* smpCnt has two bytes; no clock of a stream counts further than four have room for. */
static bool read_count(struct dec *d, unsigned f, struct cur body)
{
	return cur_left(&body) <= 4 && read_number(d, f, body);
}

static bool read_time(struct dec *d, unsigned f, struct cur body)
{
	uint64_t time = 0;
	uint8_t quality = 0;

	if (!ber_utc(body, &time, &quality))
		return false;
	put(d, f, time);
	return true;
}

static bool read_clock(struct dec *d, unsigned f, struct cur body)
{
	struct cur c = body;

	if (cur_left(&body) != 8) {
		put_bytes(d, f, body);
		return true;
	}
	put(d, GMIDENTITY, cur_be(&c, 8));
	put_bytes(d, GMMAKER, cur_upto(&body, 3));
	return true;
}

/* The sample, and what it is if it has the size of 9-2LE. */
static bool read_sample(struct dec *d, unsigned f, struct cur body)
{
	put_bytes(d, f, body);
	if (cur_left(&body) != LE_BYTES)
		return true;
	struct value values = series_of(body, VALUE_INTS, 4 | VALUE_BIG, LE_STRIDE, LE_VALUES);
	struct cur qualities = body, validities = body;

	cur_skip(&qualities, 4);
	cur_skip(&validities, 7);
	put_strided(d, VALUE, values);
	put_strided(d, QUALITY,
		    series_of(qualities, VALUE_UINTS, 4 | VALUE_BIG, LE_STRIDE, LE_VALUES));
	put_strided(d, VALIDITY, series_of(validities, VALUE_PARTS, 2, LE_STRIDE, LE_VALUES));
	d->ot.value = values;
	d->ot.value.field = &field_table[VALUE];
	return true;
}

/* clang-format off */
static const struct element {
	bool (*read)(struct dec *d, unsigned f, struct cur body);
	const char *wrong;
	unsigned field;
	bool needed;
} element_table[ELEMENTS] = {
	[0] = { read_text, NULL, SVID, true },
	[1] = { read_text, NULL, DATSET, false },
	[2] = { read_count, "smpCnt of a wrong length", SMPCNT, true },
	[3] = { read_number, "confRev of a wrong length", CONFREV, true },
	[4] = { read_time, "refrTm of a wrong length", REFRTM, false },
	[5] = { read_number, "smpSynch of a wrong length", SMPSYNCH, true },
	[6] = { read_number, "smpRate of a wrong length", SMPRATE, false },
	[7] = { read_sample, NULL, SEQDATA, true },
	[8] = { read_number, "smpMod of a wrong length", SMPMOD, false },
	[9] = { read_clock, NULL, GMID, false },
};
/* clang-format on */

static struct note *note_of(struct dec *d, struct cur id)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	while (cur_left(&id) > 0)
		hash = (hash ^ cur_u8(&id)) * UINT64_C(1099511628211);
	return note_open(d, (uint64_t)NOTE_STREAM << 56 | hash >> 8);
}

/* What clocks and mirrors jitter by shall not show: two digits are left. */
static uint64_t two_digits(uint64_t n)
{
	uint64_t unit = 1;

	while (n / unit >= 100)
		unit *= 10;
	return (n + unit / 2) / unit * unit;
}

/* One more sample; how many a second they are, when a window is over. */
static void measure(struct dec *d, uint64_t *w, bool first)
{
	uint64_t took = d->at - w[WORD_BEGAN];

	if (w[WORD_BEGAN] == 0 || d->at < w[WORD_BEGAN] || took >= 10 * (uint64_t)WINDOW) {
		w[WORD_BEGAN] = d->at;
		w[WORD_SAMPLES] = 0;
	} else if (first && took >= WINDOW) {
		put(d, RATE, two_digits(w[WORD_SAMPLES] * 1000000000U / took));
		w[WORD_BEGAN] = d->at;
		w[WORD_SAMPLES] = 0;
	}
	w[WORD_SAMPLES]++;
}

/* How the sample goes on from the one before; it begins with 0 again after the highest number. */
static void follow(struct dec *d, struct note *note, uint64_t count, bool first)
{
	uint64_t *w = note->word;
	uint64_t last = w[WORD_COUNT] & UINT32_MAX, highest = w[WORD_COUNT] >> 32;

	if (w[WORD_BEGAN] != 0) {
		int64_t step = (int64_t)(count - last);
		bool wrapped = count == 0 && last > 0 && last >= highest;

		put_int(d, STEP, wrapped ? 1 : step);
		if (first && d->at >= w[WORD_AT])
			put(d, INTERVAL, d->at - w[WORD_AT]);
	}
	measure(d, w, first);
	w[WORD_COUNT] = (count > highest ? count : highest) << 32 | count;
	w[WORD_AT] = d->at;
}

static void read_asdu(struct dec *d, struct cur c, bool first)
{
	struct cur id = cur_of("", 0);
	uint64_t count = 0;
	uint32_t seen = 0;
	struct ber e;

	while (ber_next(&c, &e)) {
		if (e.class != BER_CONTEXT || e.tag >= ELEMENTS) {
			dec_malformed(d, "unknown element in the ASDU");
			continue;
		}
		const struct element *row = &element_table[e.tag];

		if ((seen >> e.tag & 1) != 0)
			dec_malformed(d, "element twice in the ASDU");
		seen |= (uint32_t)1 << e.tag;
		if (!row->read(d, row->field, e.body))
			dec_malformed(d, row->wrong);
		else if (e.tag == 0)
			id = e.body;
		else if (e.tag == 2)
			count = d->values[d->nvalues - 1].u;
	}
	if (!cur_ok(&c))
		dec_malformed(d, "element that does not fit into the ASDU");
	for (unsigned i = 0; i < ELEMENTS && cur_ok(&c); i++) {
		if (element_table[i].needed && (seen >> i & 1) == 0)
			dec_malformed(d, "element missing in the ASDU");
	}
	if (first && cur_left(&id) > 0) {
		d->ot.device_text = dec_string(d, id);
		d->ot.has_object = true;
		d->ot.object_text = d->ot.device_text;
		*dec_identity(d) = (struct identity){ .of_sender = true, .any = true, .name = id };
	}
	struct note *note = d->malformed || (seen & 5) != 5 ? NULL : note_of(d, id);

	if (note != NULL)
		follow(d, note, count, first);
}

static void read_asdus(struct dec *d, struct cur body, uint64_t want)
{
	long have = ber_count(body);
	unsigned n = 0;
	struct ber e;

	if (have < 0)
		dec_malformed(d, "ASDUs that do not fit");
	else
		put(d, SEQASDU, (uint64_t)have);
	if (have >= 0 && want != (uint64_t)have)
		dec_malformed(d, "noASDU differs from the ASDUs that there are");
	for (; n < ASDUS && ber_next(&body, &e); n++) {
		if (e.class != BER_UNIVERSAL || e.tag != 16)
			dec_malformed(d, "ASDU that is none");
		else
			read_asdu(d, e.body, n == 0);
	}
	d->ot.count = n;
}

static void sav_pdu(struct dec *d, struct cur c)
{
	uint64_t want = 0;
	struct ber e;

	while (ber_next(&c, &e)) {
		if (e.class == BER_CONTEXT && e.tag == 0 && read_number(d, NOASDU, e.body))
			want = d->values[d->nvalues - 1].u;
		else if (e.class == BER_CONTEXT && e.tag == 1)
			put_bytes(d, SECURITY, e.body);
		else if (e.class == BER_CONTEXT && e.tag == 2)
			read_asdus(d, e.body, want);
		else
			dec_malformed(d, "unknown element in the savPdu");
	}
	if (!cur_ok(&c))
		dec_malformed(d, "element that does not fit into the savPdu");
}

static void sv_decode(struct dec *d)
{
	struct ber e;

	d->ot.op = OT_REPORT;
	d->ot.function = "sampled values";
	d->ot.response = false;
	take(d, APPID);
	uint64_t length = take(d, LENGTH);
	uint64_t reserve1 = take(d, RESERVE1);

	take(d, RESERVE2);
	if (!cur_ok(&d->c))
		return;
	put(d, S_BIT, reserve1 >> 15);
	d->ot.status = reserve1 >> 15 != 0 ? "simulation" : "ok";
	if (length < HEADER || length - HEADER > cur_left(&d->c))
		dec_malformed(d, "sv.length does not fit the frame");
	struct cur c = cur_upto(&d->c, length > HEADER ? length - HEADER : 0);

	cur_skip(&d->c, cur_left(&d->c)); /* what fills the frame up */
	if (!ber_open(&c, &e) || e.class != BER_APPLICATION || e.tag != TAG_PDU)
		dec_malformed(d, "no savPdu");
	else
		sav_pdu(d, e.body);
}

static enum probe sv_probe(struct cur c, enum dir dir)
{
	(void)dir;
	if (cur_left(&c) < HEADER + 2)
		return PROBE_SHORT;
	/* Only the ethertype can make it sure. */
	return cur_at(&c, HEADER) == 0x60 ? PROBE_WEAK : PROBE_NO;
}

const struct protocol protocol_sv = {
	.name = "sv",
	.label = "Sampled Values",
	.title = "Sampled Values (IEC 61850-9-2)",
	.spec = "IEC 61850-9-2; guideline 9-2LE",
	.bind = { { BIND_ETHERTYPE, 0x88ba } },
	.fields = field_table,
	.nfields = FIELD_COUNT_,
	.ntell = 1,
	.tell = { SMPCNT },
	.probe = sv_probe,
	.decode = sv_decode,
};
