/*
 * IEC 60870-5-101/104: the application service data unit.
 *
 * Spec: IEC 60870-5-101:2003+A1, clause 7; IEC 60870-5-104:2006+A1, clauses 7, 8. Numbers have
 *their least significant octet first. What 101 leaves to the plant is found by the length that the
 *type and the number of objects ask for (iec60870_find_sizes()).
 *
 *	+------+----+--------+---+---+-------+------------+---------------+- - - - - - -
 *	| type | SQ | number | T | N | cause | originator | common address | objects
 *	+------+----+--------+---+---+-------+------------+---------------+- - - - - - -
 *	   8     1      7      1   1     6      0 or 8        8 or 16        SQ 0: each with its
 *address, SQ 1: one address, elements
 */
#include "protocols/iec60870.h"
#include "protocols/iec60870_fields.h"
#include "protocols/protocols.h"

enum {
	CAUSE_REQUEST = 5,
	CAUSE_ACTIVATION = 6,
	CAUSE_ACTIVATION_CON = 7,
	CAUSE_DEACTIVATION = 8,
	CAUSE_DEACTIVATION_CON = 9,
	CAUSE_TERMINATION = 10,
	CAUSE_INTERROGATED = 20, /* to 41: by an interrogation, of a group or of counters */
	CAUSE_COUNTERS_LAST = 41,
	CAUSE_UNKNOWN_TYPE = 44, /* to 47: what the station does not know */
	CAUSE_UNKNOWN_OBJECT = 47,
	TYPE_READ = 102,
	TYPE_CLOCK = 103,
	TYPE_COUNTERS = 101,
	FILE_SEGMENT = 125,
	DEFINED_BY_THE_PLANT = 128, /* types from here on */
};

static const struct iec60870_type *type_of(uint8_t id)
{
	return &iec60870_types[id < 128 ? id : 0];
}

/* ---- sizes ----------------------------------------------------------------------------------- */

/* Octets of one object's elements; 0: they say so themselves. */
static size_t element_octets(const struct iec60870_type *t)
{
	size_t n = 0;

	for (unsigned i = 0; i < IEC60870_ELEMENTS && t->element[i] != NULL; i++) {
		if (t->element[i]->size == 0)
			return 0;
		n += t->element[i]->size;
	}
	return n;
}

/* The length that an ASDU beginning like c has with sizes s; -1: its type does not tell. */
static long length_of(struct cur c, struct iec60870_sizes s)
{
	uint8_t id = cur_at(&c, 0), n = cur_at(&c, 1) & 0x7f;
	const struct iec60870_type *t = type_of(id);
	size_t head = 2U + s.cot + s.ca, octets = element_octets(t);

	if (t->class == CLASS_NONE || t->class == CLASS_SECURITY || n == 0)
		return -1;
	if (id == FILE_SEGMENT)
		return (long)(head + s.ioa + 4U + cur_at(&c, head + s.ioa + 3U));
	if (cur_at(&c, 1) >> 7 != 0)
		return (long)(head + s.ioa + n * octets);
	return (long)(head + n * (s.ioa + octets));
}

/*
 * How likely sizes that fit are: addresses begin with small numbers, few stations have originators,
 * and no point has the address 0.
 */
static int likely(struct cur c, struct iec60870_sizes s)
{
	const struct iec60870_type *t = type_of(cur_at(&c, 0));
	uint64_t station, object;
	int score = 0;

	cur_skip(&c, 3);
	if (s.cot == 2)
		score += cur_u8(&c) == 0 ? 2 : -3;
	station = cur_le(&c, s.ca);
	if (s.ca == 2)
		score += station < 256 || station >= 0xff00 ? 2 : -1;
	object = cur_le(&c, s.ioa);
	if (s.ioa == 3)
		score += object < 0x10000 ? 1 : -1;
	if (object == 0 && (t->class == CLASS_MONITOR || t->class == CLASS_COMMAND))
		score -= 3;
	return station == 0 ? score - 6 : score;
}

enum { WITHOUT_LINK = 12, WITH_LINK = 36 };

/* Candidate i: without a link address there are WITHOUT_LINK of them, else WITH_LINK. */
static struct iec60870_sizes candidate(unsigned i, bool link)
{
	return (struct iec60870_sizes){ .cot = (uint8_t)(1 + i / 3 % 2),
					.ca = (uint8_t)(1 + i / 6 % 2),
					.ioa = (uint8_t)(1 + i % 3),
					.link = (uint8_t)(link ? i / WITHOUT_LINK : 0) };
}

static unsigned number_of(struct iec60870_sizes s)
{
	return s.link * (unsigned)WITHOUT_LINK + (s.ca - 1U) * 6 + (s.cot - 1U) * 3 + s.ioa - 1U;
}

/* Is the candidate as the options want it? */
static bool wanted(struct iec60870_sizes s, uint32_t given)
{
	return given == 0 || given == iec60870_given(s.cot, s.ca, s.ioa);
}

/* The candidates that an ASDU of length octets fits which begins like c, as bits. */
static uint64_t fitting(struct cur c, size_t length, bool link, uint32_t given)
{
	uint64_t fits = 0;

	for (unsigned i = 0; i < (link ? WITH_LINK : WITHOUT_LINK); i++) {
		struct iec60870_sizes s = candidate(i, link);
		struct cur asdu = c;

		cur_skip(&asdu, s.link);
		if (wanted(s, given) && s.link <= length &&
		    length_of(asdu, s) == (long)(length - s.link))
			fits |= UINT64_C(1) << i;
	}
	return fits;
}

/* The most likely of the candidates for c. */
static struct iec60870_sizes best_of(uint64_t candidates, struct cur c, bool link)
{
	struct iec60870_sizes best = { .cot = 0 };
	int best_score = 0;

	for (unsigned i = 0; i < (link ? WITH_LINK : WITHOUT_LINK); i++) {
		struct iec60870_sizes s = candidate(i, link);
		struct cur asdu = c;

		if ((candidates >> i & 1) == 0)
			continue;
		cur_skip(&asdu, s.link);
		int score = likely(asdu, s);

		if (best.cot == 0 || score > best_score) {
			best = s;
			best_score = score;
		}
	}
	return best;
}

struct iec60870_sizes iec60870_choose_sizes(struct iec60870_state *s, struct cur c, size_t length,
					    bool link, struct iec60870_sizes usual, uint32_t given)
{
	enum { MISFITS = 3 };

	if (given != 0) {
		usual.cot = (uint8_t)given;
		usual.ca = (uint8_t)(given >> 8);
		usual.ioa = (uint8_t)(given >> 16);
		if (!link)
			return usual;
	}

	/* As nearly always: only one candidate is left, and it fits. */
	if (s != NULL && s->fits != 0 && (s->fits & (s->fits - 1)) == 0) {
		struct cur asdu = c;

		cur_skip(&asdu, s->sizes.link);
		if (length_of(asdu, s->sizes) + (long)s->sizes.link == (long)length) {
			s->misfits = 0;
			return s->sizes;
		}
	}
	uint64_t fits = fitting(c, length, link, given), both = fits;

	if (s != NULL && s->fits != 0)
		both = fits & s->fits;
	if (both == 0 && fits != 0 && ++s->misfits >= MISFITS) /* it was not one wrong message */
		both = fits;
	if (both == 0)
		return s != NULL && s->fits != 0 ? s->sizes
		       : given != 0		 ? usual
						 : (struct iec60870_sizes){ .cot = 0 };
	struct iec60870_sizes known = s != NULL && s->fits != 0 ? s->sizes : usual;

	if ((both >> number_of(known) & 1) == 0)
		known = best_of(both, c, link);
	if (s != NULL) {
		s->fits = both;
		s->sizes = known;
		s->misfits = 0;
	}
	return known;
}

/* ---- causes ---------------------------------------------------------------------------------- */

#define CAUSE(n)	 (UINT64_C(1) << (n))
#define CAUSES(from, to) ((UINT64_C(2) << (to)) - (UINT64_C(1) << (from)))
#define UNKNOWN_ANSWERS	 CAUSES(CAUSE_UNKNOWN_TYPE, CAUSE_UNKNOWN_OBJECT)

/* Which causes the types of a class have (101, clause 7.2.3 and the tables of 7.3). */
static const uint64_t causes[] = {
	[CLASS_NONE] = ~UINT64_C(0),
	[CLASS_MONITOR] = CAUSES(1, 3) | CAUSE(5) | CAUSES(11, 12) | CAUSES(20, 41),
	[CLASS_INIT] = CAUSE(4),
	[CLASS_COMMAND] = CAUSES(6, 10) | UNKNOWN_ANSWERS,
	[CLASS_SYSTEM] = CAUSES(6, 10) | UNKNOWN_ANSWERS,
	[CLASS_READ] = CAUSE(5) | UNKNOWN_ANSWERS,
	[CLASS_CLOCK] = CAUSE(3) | CAUSES(6, 7) | UNKNOWN_ANSWERS,
	[CLASS_PARAMETER] = CAUSES(6, 9) | CAUSES(20, 36) | UNKNOWN_ANSWERS,
	[CLASS_FILE] = CAUSE(3) | CAUSES(5, 7) | CAUSE(13) | UNKNOWN_ANSWERS,
	[CLASS_SECURITY] = CAUSES(14, 16) | CAUSES(3, 10) | UNKNOWN_ANSWERS,
};

static bool unknown_answer(uint8_t cause)
{
	return cause >= CAUSE_UNKNOWN_TYPE && cause <= CAUSE_UNKNOWN_OBJECT;
}

/* Does the cause say that the controlled station sends (1), the controlling one (-1), or neither
 * (0)?
 */
static int sender_of(const struct iec60870_type *t, uint8_t cause)
{
	switch ((enum iec60870_class)t->class) {
	case CLASS_MONITOR:
	case CLASS_INIT:
		return 1;
	case CLASS_COMMAND:
	case CLASS_SYSTEM:
	case CLASS_CLOCK:
	case CLASS_PARAMETER:
		return cause == CAUSE_ACTIVATION || cause == CAUSE_DEACTIVATION ? -1 : 1;
	case CLASS_READ:
		return cause == CAUSE_REQUEST ? -1 : 1;
	case CLASS_NONE:
	case CLASS_FILE:
	case CLASS_SECURITY:
		break;
	}
	return 0;
}

enum iec60870_fit iec60870_fits(struct cur c, struct iec60870_sizes s, enum dir dir)
{
	const struct iec60870_type *t = type_of(cur_at(&c, 0));
	uint8_t cause = cur_at(&c, 2) & 0x3f;
	long length = length_of(c, s);

	if (length < 0)
		return IEC60870_UNKNOWN;
	if (length != (long)cur_left(&c) || (causes[t->class] >> cause & 1) == 0)
		return IEC60870_MISFIT;
	return sender_of(t, cause) == (dir == DIR_REQUEST ? 1 : -1) ? IEC60870_BACK : IEC60870_FITS;
}

/* ---- requests and answers ---------------------------------------------------------------------
 */

/* What joins a command and its confirmation: station, object, type, and what is done to it. */
static uint64_t key_of(const struct iec60870_head *h, uint32_t ioa)
{
	bool deactivates = h->cause == CAUSE_DEACTIVATION || h->cause == CAUSE_DEACTIVATION_CON;
	uint64_t type = h->type->class == CLASS_MONITOR ? TYPE_READ : h->id;

	return (uint64_t)h->ca << 40 | (uint64_t)ioa << 16 | type << 8 | deactivates;
}

static bool to_all(uint16_t ca)
{
	return ca == 0xffff || ca == 0xff;
}

/* Opens or closes the request that one object is. */
static void pair(struct dec *d, const struct iec60870_head *h, uint32_t ioa)
{
	bool asks = sender_of(h->type, h->cause) < 0;

	d->ot.request_frame = 0;
	d->ot.unmatched = false;
	if (asks && d->dir == DIR_REQUEST && !to_all(h->ca))
		(void)pair_ask(d, key_of(h, ioa));
	else if (!asks && d->dir == DIR_RESPONSE &&
		 (h->cause == CAUSE_REQUEST || h->cause == CAUSE_ACTIVATION_CON ||
		  h->cause == CAUSE_DEACTIVATION_CON || unknown_answer(h->cause)))
		(void)pair_answer(d, key_of(h, ioa), NULL);
}

/* ---- the view that is the same for every protocol ----------------------------------------------
 */

static const char *unknown_what(uint8_t cause)
{
	return field_value_name(&field_table[CAUSETX], cause);
}

static void view_of_head(struct dec *d, const struct iec60870_head *h)
{
	d->ot.has_device = true;
	d->ot.device = h->ca;
	d->ot.op = (enum ot_op)h->type->op;
	d->ot.function = h->type->function;
	if (h->type->class == CLASS_NONE)
		d->ot.function = h->id >= DEFINED_BY_THE_PLANT ? "private type" : "reserved type";
	d->ot.response = h->cause == CAUSE_ACTIVATION_CON || h->cause == CAUSE_DEACTIVATION_CON ||
			 h->cause == CAUSE_TERMINATION || unknown_answer(h->cause) ||
			 (h->cause >= CAUSE_INTERROGATED && h->cause <= CAUSE_COUNTERS_LAST) ||
			 (h->cause == CAUSE_REQUEST && h->type->class == CLASS_MONITOR) ||
			 (h->type->class == CLASS_FILE && d->dir == DIR_RESPONSE);
	if (h->type->class == CLASS_MONITOR && d->ot.response)
		d->ot.op = OT_READ;
	d->ot.failed = d->ot.response && (h->negative || unknown_answer(h->cause));
	if (unknown_answer(h->cause))
		d->ot.status = unknown_what(h->cause);
	else if (d->ot.failed)
		d->ot.status = "refused";
	else if (d->ot.response)
		d->ot.status = h->cause == CAUSE_TERMINATION ? "terminated" : "ok";
}

static void view_of_object(struct dec *d, const struct iec60870_head *h,
			   const struct iec60870_object *o)
{
	enum { FREEZE = 0xc0 };

	d->ot.has_object = true;
	d->ot.area = "ioa";
	d->ot.index = o->ioa;
	d->ot.count = 1;
	d->ot.value = o->value;
	if (h->type->class == CLASS_COMMAND)
		d->ot.function = o->selects ? h->type->select : h->type->function;
	if (h->type->class == CLASS_MONITOR || h->type->class == CLASS_INIT)
		d->ot.status = o->bad != NULL ? o->bad : "ok";
	if (h->type->class == CLASS_FILE) {
		d->ot.op = o->deletes || d->dir == DIR_REQUEST ? OT_WRITE : OT_READ;
		if (h->id == 122 && !o->deletes)
			d->ot.op = OT_READ;
		d->ot.status = o->error != NULL ? o->error : d->ot.status;
		d->ot.failed = d->ot.failed || o->error != NULL;
	}
	if (h->id == TYPE_COUNTERS && (value_uint(&o->value, 0) & FREEZE) != 0)
		d->ot.op = OT_WRITE;
}

/* ---- reading --------------------------------------------------------------------------------- */

static uint16_t read_address(struct dec *d, unsigned octets)
{
	uint16_t ca = (uint16_t)cur_le(&d->c, octets);

	if (!cur_ok(&d->c))
		return 0;
	put(d, ADDR, ca);
	if (ca == 0)
		dec_mark(d, "common address 0 is not used");
	return ca;
}

static void check_cause(struct dec *d, const struct iec60870_head *h)
{
	if (field_value_name(&field_table[CAUSETX], h->cause) == NULL)
		dec_mark(d, "cause of transmission that is not defined");
	else if ((causes[h->type->class] >> h->cause & 1) == 0)
		dec_mark(d, "cause of transmission that the type does not have");
	if (h->negative && !d->ot.response)
		dec_mark(d, "negative, but no confirmation");
	if (h->type->class == CLASS_NONE)
		dec_mark(d, h->id >= DEFINED_BY_THE_PLANT
				    ? "type identification for private use"
				    : "type identification that is not defined");
	if (sender_of(h->type, h->cause) == (d->dir == DIR_REQUEST ? 1 : -1))
		dec_mark(d, d->dir == DIR_REQUEST
				    ? "sent by the controlling station instead of the "
				      "controlled one"
				    : "sent by the controlled station instead of the "
				      "controlling one");
}

/* Of clock commands: how far the clock that is set is from the capture's. */
static void read_clock(struct dec *d, const struct iec60870_head *h,
		       const struct iec60870_object *o)
{
	if (h->id == TYPE_CLOCK && o->time != 0)
		put(d, CLOCK_STEP, o->time > d->at ? o->time - d->at : d->at - o->time);
}

/* The elements of one object, whose address is read; false: no more can be read. */
static bool read_object(struct dec *d, const struct iec60870_head *h, struct iec60870_object *o)
{
	for (unsigned i = 0; i < IEC60870_ELEMENTS && h->type->element[i] != NULL; i++)
		h->type->element[i]->read(d, o);
	if (!cur_ok(&d->c))
		return false;
	read_clock(d, h, o);
	pair(d, h, o->ioa);
	if (h->type->class == CLASS_COMMAND)
		iec60870_sequence_step(d, h, o);
	view_of_object(d, h, o);
	emit(d);
	return true;
}

static void read_objects(struct dec *d, const struct iec60870_head *h, unsigned ioa_octets,
			 unsigned n, bool sq)
{
	uint32_t ioa = 0;

	for (unsigned i = 0; i < n; i++) {
		if (i == 0 || !sq)
			ioa = (uint32_t)cur_le(&d->c, ioa_octets);
		else
			ioa = (ioa + 1) & 0xffffff;
		if (!cur_ok(&d->c))
			return;
		put(d, IOA, ioa);
		struct iec60870_object o = { .ioa = ioa };

		if (!read_object(d, h, &o))
			return;
	}
}

void iec60870_asdu(struct dec *d, struct iec60870_sizes s)
{
	struct iec60870_head h = { .id = (uint8_t)take(d, TYPEID) };
	uint8_t vsq = cur_u8(&d->c), cause = cur_u8(&d->c);

	d->protocol = &protocol_iec60870_asdu;
	if (!cur_ok(&d->c))
		return;
	h.type = type_of(h.id);
	h.cause = cause & 0x3f;
	h.negative = (cause & 0x40) != 0;
	put(d, SQ, vsq >> 7);
	put(d, NUMIX, vsq & 0x7f);
	put(d, CAUSETX, h.cause);
	put(d, NEGA, h.negative);
	put(d, TEST, cause >> 7);
	if (s.cot == 2)
		take(d, OA);
	h.ca = read_address(d, s.ca);
	if (!cur_ok(&d->c))
		return;
	view_of_head(d, &h);
	check_cause(d, &h);
	dec_share(d);
	if (h.type->class == CLASS_SECURITY) {
		h.type->element[0]->read(d, &(struct iec60870_object){ .ioa = 0 });
		return;
	}
	if ((vsq & 0x7f) == 0)
		dec_mark(d, "no objects");
	if (h.type->class != CLASS_NONE) {
		read_objects(d, &h, s.ioa, vsq & 0x7f, vsq >> 7 != 0);
		if (cur_ok(&d->c) && cur_left(&d->c) > 0)
			dec_malformed(d, "bytes after the last object");
	} else if (cur_left(&d->c) > 0) {
		take_rest(d, RAWDATA);
	}
}

void iec60870_take_start(struct dec *d)
{
	take(d, START);
}

const struct protocol protocol_iec60870_asdu = {
	.name = "iec60870_asdu",
	.label = "IEC 60870-5 ASDU",
	.title = "IEC 60870-5-101/104 application data",
	.spec = "IEC 60870-5-101:2003+A1, IEC 60870-5-104:2006+A1",
	.fields = iec60870_field_table,
	.nfields = IEC60870_FIELD_COUNT,
};
