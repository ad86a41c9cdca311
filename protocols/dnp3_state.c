/*
 * DNP3: what is kept of a master and an outstation on a flow, in notes.
 *
 * - Which response waits for a confirmation, and which message is the last one sent again.
 * - What the outstation's internal indications were.
 * - The points of the last select. An operate must name the same points and ask for the same, with
 *   the next sequence number, before the outstation's patience ends (IEEE 1815-2012, 4.4.3).
 */
#include "protocols/dnp3_fields.h"

#define KEY_LINK   ((uint64_t)3 << 40)
#define KEY_SELECT ((uint64_t)4 << 40)

enum {
	RECORD = 24,	  /* bytes of a selected point: group, variation, index, length, object */
	OBJECT_MAX = 16,  /* of them, for the object */
	POINTS_MAX = 128, /* remembered of a select */
};

/* No outstation keeps a point selected for so long: ns. */
static const uint64_t patience = 120000000000U;
/* When so much of a conversation was seen, what was not seen was not there: ns. */
static const uint64_t acquainted = 60000000000U;

/* Words of the link's note. */
enum {
	BEGAN,	  /* time of the first message; 0: none */
	LAST,	  /* hash of the master's last request */
	LAST_UNS, /* hash of the outstation's last unsolicited response */
	BITS,	  /* see below */
};

/* Bits of BITS: indications in the low 16, then: */
#define IIN_KNOWN      ((uint64_t)1 << 16)
#define WAITS_CONFIRM  ((uint64_t)1 << 17)
#define WAITS_UNS      ((uint64_t)1 << 18)
#define CONFIRM_SEQ(w) ((unsigned)((w) >> 20) & DNP3_SEQUENCE)
#define UNS_SEQ(w)     ((unsigned)((w) >> 24) & DNP3_SEQUENCE)

/* Words of a select's note. */
enum { SELECT_AT, SELECT_FRAME_NUMBER, SELECT_SEQ, SELECT_REFUSED };

#define SELECT_ANSWERED ((uint64_t)1 << 8) /* with SELECT_SEQ */
#define SELECT_USED	((uint64_t)1 << 9) /* by the operate whose sequence number is in bits 4..7 */

static uint64_t addresses(const struct dnp3 *m)
{
	return (uint64_t)m->master << 16 | m->outstation;
}

static uint64_t hash_of(struct cur c)
{
	uint64_t h = 0x9e3779b97f4a7c15U;

	while (cur_left(&c) > 0)
		h = (h ^ cur_u8(&c)) * 0x100000001b3U;
	return h | 1; /* 0 is none */
}

/* ---- confirmations and repetitions ----------------------------------------------------------- */

/* Was enough seen to say that what was not seen was not there? */
static bool knows(const struct dec *d, const struct note *link)
{
	return d->gapless || (d->at > link->word[BEGAN] && d->at - link->word[BEGAN] > acquainted);
}

static void confirm(struct dec *d, const struct dnp3 *m, struct note *link)
{
	bool uns = (m->control & DNP3_UNS) != 0;
	uint64_t *w = &link->word[BITS];
	uint64_t waits = uns ? WAITS_UNS : WAITS_CONFIRM;
	unsigned seq = uns ? UNS_SEQ(*w) : CONFIRM_SEQ(*w);

	if ((*w & waits) != 0 && seq == (m->control & DNP3_SEQUENCE))
		*w &= ~waits;
	else if (knows(d, link))
		dec_mark(d, "confirms what nobody wants confirmed");
}

static void wants_confirm(const struct dnp3 *m, struct note *link)
{
	uint64_t *w = &link->word[BITS];
	uint64_t seq = m->control & DNP3_SEQUENCE;

	if ((m->control & DNP3_CON) == 0)
		return;
	if (m->function == DNP3_UNSOLICITED)
		*w = (*w & ~((uint64_t)DNP3_SEQUENCE << 24)) | seq << 24 | WAITS_UNS;
	else
		*w = (*w & ~((uint64_t)DNP3_SEQUENCE << 20)) | seq << 20 | WAITS_CONFIRM;
}

void dnp3_state_message(struct dec *d, struct dnp3 *m, struct cur bytes)
{
	struct note *link = note_open(d, KEY_LINK | addresses(m));
	uint64_t hash = hash_of(bytes);

	if (link == NULL)
		return;
	if (link->word[BEGAN] == 0)
		link->word[BEGAN] = d->at | 1;
	if (m->function == DNP3_CONFIRM) {
		confirm(d, m, link);
	} else if (!m->from_master) {
		wants_confirm(m, link);
		if (m->function != DNP3_UNSOLICITED)
			return;
		if (link->word[LAST_UNS] == hash)
			put(d, RETRY, true);
		link->word[LAST_UNS] = hash;
	} else {
		if (link->word[LAST] == hash)
			put(d, RETRY, true);
		link->word[LAST] = hash;
		if (m->function == DNP3_SELECT) { /* it ends what was selected before */
			m->select = note_open(d, KEY_SELECT | addresses(m));
			if (m->select == NULL)
				return;
			note_end(d, m->select);
			m->select = NULL;
		}
	}
}

void dnp3_state_iin(struct dec *d, const struct dnp3 *m)
{
	struct note *link = m->state ? note_open(d, KEY_LINK | addresses(m)) : NULL;

	if (link == NULL)
		return;
	uint64_t *w = &link->word[BITS];

	if ((*w & IIN_KNOWN) != 0)
		put(d, IIN_NEW, m->iin & ~*w & 0xffff);
	*w = (*w & ~(uint64_t)0xffff) | IIN_KNOWN | m->iin;
}

/* ---- select and operate ---------------------------------------------------------------------- */

static bool same_bytes(struct cur a, struct cur b)
{
	if (cur_left(&a) != cur_left(&b))
		return false;
	while (cur_left(&a) > 0) {
		if (cur_u8(&a) != cur_u8(&b))
			return false;
	}
	return true;
}

static void remember(struct dec *d, struct dnp3 *m, const struct dnp3_header *h, uint32_t index,
		     struct cur object)
{
	uint8_t record[RECORD] = { h->group, h->variation };

	if (m->select == NULL) {
		m->select = note_open(d, KEY_SELECT | addresses(m));
		if (m->select == NULL)
			return;
		m->select->word[SELECT_AT] = d->at;
		m->select->word[SELECT_FRAME_NUMBER] = d->frame;
		m->select->word[SELECT_SEQ] = m->control & DNP3_SEQUENCE;
	}
	if (m->points++ >= POINTS_MAX)
		return;
	for (unsigned i = 0; i < 4; i++)
		record[2 + i] = (uint8_t)(index >> (8 * i));
	record[6] = (uint8_t)cur_copy(&object, record + 8, OBJECT_MAX);
	m->select = note_add(d, m->select, cur_of(record, sizeof(record)));
}

/* The record of a point among those selected, and which it is; false: it is not there. */
static bool selected(const struct dec *d, const struct note *select, const struct dnp3_header *h,
		     uint32_t index, struct cur *object, unsigned *which)
{
	struct cur all = note_bytes(d, select);

	for (*which = 0; cur_left(&all) >= RECORD; (*which)++) {
		struct cur record = cur_sub(&all, RECORD);
		uint8_t group = cur_u8(&record), variation = cur_u8(&record);
		uint32_t point = (uint32_t)cur_le(&record, 4);
		size_t n = cur_u8(&record);

		cur_skip(&record, 1);
		*object = cur_upto(&record, n);
		if (group == h->group && variation == h->variation && point == index)
			return true;
	}
	return false;
}

static unsigned result_of(struct dec *d, const struct note *select, const struct dnp3_header *h,
			  uint32_t index, struct cur object)
{
	struct cur was;
	unsigned which;

	if (!selected(d, select, h, index, &was, &which))
		return 2;
	if (!same_bytes(was, object))
		return 3;
	if (which < 64 && (select->word[SELECT_REFUSED] >> which & 1) != 0)
		return 4;
	return d->at > select->word[SELECT_AT] + patience ? 5 : 1;
}

/* Is the note still good for this operate? Each select is, for one, which may be sent again. */
static bool usable(struct note *select, unsigned seq)
{
	uint64_t *w = &select->word[SELECT_SEQ];

	if ((*w & SELECT_USED) != 0 && (*w >> 4 & DNP3_SEQUENCE) != seq)
		return false;
	*w = (*w & ~((uint64_t)DNP3_SEQUENCE << 4)) | SELECT_USED | (uint64_t)seq << 4;
	return true;
}

static void operate(struct dec *d, const struct dnp3 *m, const struct dnp3_header *h,
		    uint32_t index, struct cur object)
{
	struct note *link = note_find(d, KEY_LINK | addresses(m));
	struct note *select = note_find(d, KEY_SELECT | addresses(m));
	unsigned seq = m->control & DNP3_SEQUENCE, result = 2;

	if (select != NULL && usable(select, seq)) {
		result = result_of(d, select, h, index, object);
		put(d, SELECT_FRAME, select->word[SELECT_FRAME_NUMBER]);
		put(d, SELECT_AGE, d->at - select->word[SELECT_AT]);
		if (((select->word[SELECT_SEQ] + 1) & DNP3_SEQUENCE) != seq)
			dec_mark(d, "operate does not follow the select");
	} else if (link == NULL || !knows(d, link)) {
		return;
	}
	put(d, SELECT_RESULT, result);
}

/* The outstation echoes the points in their order, each with what it says of it. */
static void select_answered(struct dec *d, struct dnp3 *m, uint8_t status)
{
	struct note *select = note_find(d, KEY_SELECT | addresses(m));
	unsigned which = m->points++;

	if (select == NULL || (m->control & DNP3_SEQUENCE) != (select->word[SELECT_SEQ] & 15))
		return;
	select->word[SELECT_SEQ] |= SELECT_ANSWERED;
	if (dnp3_refused(status) && which < 64)
		select->word[SELECT_REFUSED] |= (uint64_t)1 << which;
}

void dnp3_state_command(struct dec *d, struct dnp3 *m, const struct dnp3_header *h, uint32_t index,
			struct cur object, uint8_t status)
{
	if (m->function == DNP3_SELECT)
		remember(d, m, h, index, object);
	else if (m->function == DNP3_OPERATE)
		operate(d, m, h, index, object);
	else if (m->function == DNP3_RESPONSE && m->asked == DNP3_SELECT)
		select_answered(d, m, status);
}
