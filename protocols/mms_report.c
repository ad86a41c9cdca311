/*
 * Reports of IEC 61850-8-1, clause 17: an informationReport of the variable list RPT, whose access
 * results are the members that the option fields announce, in this order:
 *
 *	rptID, optFlds, [sqNum], [timeOfEntry], [datSet], [bufOvfl], [entryID], [confRev],
 *	[subSqNum, moreSegmentsFollow], inclusion, [data references], values, [reasons]
 */
#include "protocols/mms_inside.h"

/* Bits of optFlds. */
enum {
	HAS_SEQUENCE = 1,
	HAS_TIME = 2,
	HAS_REASON = 3,
	HAS_DATASET = 4,
	HAS_REFERENCE = 5,
	HAS_OVERFLOW = 6,
	HAS_ENTRY = 7,
	HAS_CONFREV = 8,
	HAS_SEGMENTS = 9,
	DATA_BITS = 4,
	NOTE_REPORT = 3,
};

enum { WORD_SEEN, WORD_SEQUENCE };

static void put_number(struct dec *d, unsigned field, struct cur body)
{
	uint64_t u = 0;

	if (ber_uint(body, &u))
		put(d, field, u);
}

static void put_flag(struct dec *d, unsigned field, struct cur body)
{
	bool b = false;

	if (ber_bool(body, &b))
		put(d, field, b);
}

static void put_string(struct dec *d, unsigned field, struct cur body)
{
	put_text(d, field, dec_string(d, body));
}

static void put_octets(struct dec *d, unsigned field, struct cur body)
{
	put_bytes(d, field, body);
}

static void put_entry_time(struct dec *d, unsigned field, struct cur body)
{
	uint64_t time = 0;

	if (asn_time_of_day_ns(body, &time))
		put(d, field, time);
}

/* clang-format off */
/* Members between optFlds and the inclusion, by the option that announces them. */
static const struct {
	uint8_t option;
	uint16_t field;
	void (*read)(struct dec *d, unsigned field, struct cur body);
} member_table[] = {
	{ HAS_SEQUENCE, REPORT_SEQUENCE,    put_number },
	{ HAS_TIME,     REPORT_TIME,        put_entry_time },
	{ HAS_DATASET,  REPORT_DATASET,     put_string },
	{ HAS_OVERFLOW, REPORT_OVERFLOW,    put_flag },
	{ HAS_ENTRY,    REPORT_ENTRY,       put_octets },
	{ HAS_CONFREV,  REPORT_CONFREV,     put_number },
	{ HAS_SEGMENTS, REPORT_SUBSEQUENCE, put_number },
	{ HAS_SEGMENTS, REPORT_MORE,        put_flag },
};
/* clang-format on */

static bool has(const struct cur *bits, unsigned option)
{
	return (cur_at(bits, option / 8) >> (7 - option % 8) & 1) != 0;
}

/* How far the sequence number is from the one before: a new control block begins anywhere. */
static void follow(struct dec *d, struct cur id, uint64_t sequence, bool again)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	while (cur_left(&id) > 0)
		hash = (hash ^ cur_u8(&id)) * UINT64_C(1099511628211);
	struct note *note = note_open(d, (uint64_t)NOTE_REPORT << 56 | hash >> 8);

	if (note == NULL)
		return;
	if (note->word[WORD_SEEN] != 0 && !again)
		put_int(d, REPORT_STEP, (int64_t)(sequence - note->word[WORD_SEQUENCE]));
	note->word[WORD_SEEN] = 1;
	note->word[WORD_SEQUENCE] = sequence;
}

/* Which members of the data set are there; how many. */
static unsigned inclusion(struct dec *d, const struct ber *e)
{
	struct cur bits;
	unsigned padding = 0, n = 0;

	if (e->tag != DATA_BITS || !ber_bits(e->body, &bits, &padding)) {
		dec_malformed(d, "report without its inclusion");
		return 0;
	}
	for (unsigned i = 0; i + padding < 8 * cur_left(&bits); i++) {
		if (!has(&bits, i))
			continue;
		put(d, REPORT_INCLUDED, i);
		n++;
	}
	return n;
}

static void reasons(struct dec *d, const struct mms *m, unsigned from, unsigned n)
{
	struct ber e;

	for (unsigned i = 0; i < n && mms_item(m, from + i, &e); i++) {
		if (e.tag == DATA_BITS && cur_left(&e.body) > 1)
			put(d, REPORT_REASON, cur_at(&e.body, 1));
	}
}

/* The members before the inclusion; returns the number of the item behind them. */
static unsigned announced(struct dec *d, const struct mms *m, struct cur options)
{
	unsigned at = 2;
	struct ber e;

	for (size_t i = 0; i < sizeof(member_table) / sizeof(member_table[0]); i++) {
		if (has(&options, member_table[i].option) && mms_item(m, at, &e)) {
			member_table[i].read(d, member_table[i].field, e.body);
			at++;
		}
	}
	return at;
}

/* The end of item i's values. */
static uint16_t end_of(const struct mms *m, unsigned i, uint16_t last)
{
	return i + 1 < m->w.nitems ? m->w.item[i + 1] : last;
}

void mms_report(struct dec *d, struct mms *m)
{
	uint16_t last = d->nvalues;
	struct ber id, e;
	struct cur options;
	unsigned padding = 0;

	d->ot.function = "report";
	if (!mms_item(m, 0, &id) || !mms_item(m, 1, &e) || e.tag != DATA_BITS ||
	    !ber_bits(e.body, &options, &padding)) {
		dec_malformed(d, "report without name or options");
		return;
	}
	put_string(d, REPORT_ID, id.body);
	put_bytes(d, REPORT_OPTIONS, options);
	unsigned at = announced(d, m, options);
	const struct value *sequence = mms_first(d, REPORT_SEQUENCE, last);
	const struct value *part = mms_first(d, REPORT_SUBSEQUENCE, last);
	const struct value *set = mms_first(d, REPORT_DATASET, last);

	if (sequence != NULL)
		follow(d, id.body, sequence->u, part != NULL && part->u > 0);
	d->ot.has_object = true;
	d->ot.object_text = dec_string(d, set != NULL ? value_cur(set) : id.body);
	if (!mms_item(m, at, &e))
		return;
	unsigned n = inclusion(d, &e), values = at + 1 + (has(&options, HAS_REFERENCE) ? n : 0);

	d->ot.count = n;
	if (has(&options, HAS_REASON))
		reasons(d, m, values + n, n);
	if (n == 0 || values + n - 1 >= m->w.nitems)
		return;
	struct mms_range r = { m->w.item[values], end_of(m, values + n - 1, last) };

	mms_values(d, r);
	mms_quality(d, r);
}
