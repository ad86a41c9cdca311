/*
 * DNP3's application layer: header, internal indications, object headers.
 *
 * Spec: IEEE 1815-2012, clause 4.
 *
 *	+---------+----------+----------------------+--------------------------------------------+
 *	| control | function | IIN, 2: of responses | object header, objects, header, objects... |
 *	+---------+----------+----------------------+--------------------------------------------+
 *	control: FIR, FIN, CON, UNS, sequence (4 bits)
 *
 *	object header:
 *	+-------+-----------+-----------+---------------------------------------+
 *	| group | variation | qualifier | range: start and stop, or a quantity  |
 *	+-------+-----------+-----------+---------------------------------------+
 *	qualifier: 0, prefix before each object (3 bits), kind of range (4 bits)
 *
 * Each header is an operation; a command, and a point that stands with its own index, is one of its
 * own.
 */
#include "protocols/dnp3_fields.h"

/* What a request does to an outstation, by its function. */
struct function {
	enum ot_op op;
	bool data;   /* objects follow their headers */
	bool silent; /* there is no response */
};

enum { FUNCTIONS = 34, HEADERS_MAX = 2048, READ_ATTRIBUTES = 0x100 };

/* clang-format off */
static const struct function functions[FUNCTIONS] = {
	[0]  = { OT_OTHER,   false, true },
	[1]  = { OT_READ,    false, false },
	[2]  = { OT_WRITE,   true,  false },
	[3]  = { OT_CONTROL, true,  false },
	[4]  = { OT_CONTROL, true,  false },
	[5]  = { OT_CONTROL, true,  false },
	[6]  = { OT_CONTROL, true,  true },
	[7]  = { OT_CONTROL, false, false },
	[8]  = { OT_CONTROL, false, true },
	[9]  = { OT_CONTROL, false, false },
	[10] = { OT_CONTROL, false, true },
	[11] = { OT_CONTROL, false, false },
	[12] = { OT_CONTROL, false, true },
	[13] = { OT_CONTROL, false, false },
	[14] = { OT_CONTROL, false, false },
	[15] = { OT_CONTROL, false, false },
	[16] = { OT_CONTROL, true,  false },
	[17] = { OT_CONTROL, true,  false },
	[18] = { OT_CONTROL, true,  false },
	[19] = { OT_PROGRAM, false, false },
	[20] = { OT_WRITE,   false, false },
	[21] = { OT_WRITE,   false, false },
	[22] = { OT_WRITE,   false, false },
	[23] = { OT_DIAGNOSE, false, false },
	[24] = { OT_WRITE,   false, false },
	[25] = { OT_PROGRAM, true,  false },
	[26] = { OT_PROGRAM, true,  false },
	[27] = { OT_PROGRAM, true,  false },
	[28] = { OT_PROGRAM, true,  false },
	[29] = { OT_PROGRAM, true,  false },
	[30] = { OT_PROGRAM, true,  false },
	[31] = { OT_PROGRAM, true,  false },
	[32] = { OT_AUTH,    true,  false },
	[33] = { OT_AUTH,    true,  true },
};

/* The bits of the IIN that say that a request was not carried out. */
static const struct name refusals[] = {
	{ 0x0001, "function not supported" }, { 0x0002, "object unknown" },
	{ 0x0004, "parameter error" }, { 0x0010, "already executing" },
	{ 0, NULL },
};
/* clang-format on */

/* ---- pairing --------------------------------------------------------------------------------- */

enum { ASK_FUNCTION, ASK_OBJECT, ASK_SEQ };

static uint64_t pair_key(const struct dnp3 *m, unsigned seq)
{
	return (uint64_t)m->master << 24 | (uint64_t)m->outstation << 8 | seq;
}

static void ask(struct dec *d, const struct dnp3 *m, uint16_t object)
{
	const struct function *f = m->function < FUNCTIONS ? &functions[m->function] : NULL;

	if (!m->state || m->broadcast || (f != NULL && f->silent))
		return;
	struct pair *p = pair_ask(d, pair_key(m, m->control & DNP3_SEQUENCE));

	if (p == NULL)
		return;
	p->ask[ASK_FUNCTION] = m->function;
	p->ask[ASK_OBJECT] = object;
	p->ask[ASK_SEQ] = m->control & DNP3_SEQUENCE;
}

/* The first fragment of a response has the sequence number of its request. */
static void answer(struct dec *d, struct dnp3 *m)
{
	const struct pair *p;

	m->asked = DNP3_UNKNOWN;
	if (!m->state || (m->control & DNP3_FIR) == 0 || m->function == DNP3_UNSOLICITED)
		return;
	p = pair_answer(d, pair_key(m, m->control & DNP3_SEQUENCE), NULL);
	if (p == NULL)
		return;
	m->asked = (uint8_t)p->ask[ASK_FUNCTION];
	const char *name = field_value_name(&field_table[FUNC], m->asked);

	if (m->asked < FUNCTIONS)
		d->ot.op = functions[m->asked].op;
	if (name != NULL) /* it is the answer to that */
		d->ot.function = name;
	if (m->asked == DNP3_READ && p->ask[ASK_OBJECT] >> 8 == 0 && p->ask[ASK_OBJECT] != 0)
		d->ot.op = OT_IDENTIFY;
}

/* ---- the header ------------------------------------------------------------------------------ */

static void read_iin(struct dec *d, struct dnp3 *m)
{
	static const struct {
		uint16_t field, bit;
	} bits[] = {
		{ IIN_RST, 0x8000 },   { IIN_DT, 0x4000 },    { IIN_DOL, 0x2000 },
		{ IIN_TSR, 0x1000 },   { IIN_CLS3D, 0x0800 }, { IIN_CLS2D, 0x0400 },
		{ IIN_CLS1D, 0x0200 }, { IIN_BMSG, 0x0100 },  { IIN_CC, 0x0020 },
		{ IIN_OAE, 0x0010 },   { IIN_EBO, 0x0008 },   { IIN_PIOOR, 0x0004 },
		{ IIN_OBJU, 0x0002 },  { IIN_FCNI, 0x0001 },
	};

	m->iin = (uint16_t)take(d, IIN);
	if (!cur_ok(&d->c))
		return;
	for (unsigned i = 0; i < sizeof(bits) / sizeof(bits[0]); i++)
		put(d, bits[i].field, (m->iin & bits[i].bit) != 0);
	if ((m->iin & 0x00c0) != 0)
		dec_mark(d, "reserved internal indications are set");
	d->ot.status = "ok";
	for (const struct name *n = refusals; n->name != NULL; n++) {
		if ((m->iin & n->value) != 0 && !d->ot.failed) {
			d->ot.status = n->name;
			d->ot.failed = true;
		}
	}
	dnp3_state_iin(d, m);
}

static void read_control(struct dec *d, struct dnp3 *m)
{
	m->control = (uint8_t)take(d, AL_CTL);
	if (!cur_ok(&d->c))
		return;
	put(d, AL_FIR, m->control >> 7);
	put(d, AL_FIN, m->control >> 6 & 1);
	put(d, AL_CON, m->control >> 5 & 1);
	put(d, AL_UNS, m->control >> 4 & 1);
	put(d, AL_SEQ, m->control & DNP3_SEQUENCE);
}

static bool responds(const struct dnp3 *m)
{
	return m->function >= DNP3_RESPONSE && m->function <= DNP3_AUTH_RESPONSE;
}

static void name_request(struct dec *d, const struct dnp3 *m)
{
	if (m->function < FUNCTIONS) {
		d->ot.op = functions[m->function].op;
		return;
	}
	d->ot.op = OT_OTHER;
	dec_mark(d, "function code is reserved");
}

static void name_response(struct dec *d, struct dnp3 *m)
{
	d->ot.op = OT_READ;
	if (m->function == DNP3_UNSOLICITED)
		d->ot.op = OT_REPORT;
	else if (m->function == DNP3_AUTH_RESPONSE)
		d->ot.op = OT_AUTH;
	d->ot.response = m->function != DNP3_UNSOLICITED;
	answer(d, m);
}

static bool read_head(struct dec *d, struct dnp3 *m)
{
	read_control(d, m);
	m->function = (uint8_t)take(d, FUNC);
	if (!cur_ok(&d->c))
		return false;
	const char *name = field_value_name(&field_table[FUNC], m->function);

	d->ot.function = name != NULL ? name : "Unknown function";
	d->ot.response = false;
	if (responds(m)) {
		name_response(d, m);
		read_iin(d, m);
	} else {
		name_request(d, m);
	}
	if (responds(m) == m->from_master && m->function != DNP3_CONFIRM)
		dec_malformed(d, m->from_master ? "a master responds"
						: "an outstation makes a request");
	return cur_ok(&d->c);
}

/* ---- object headers -------------------------------------------------------------------------- */

static uint32_t take_number(struct dec *d, unsigned field, size_t size)
{
	uint64_t u = cur_le(&d->c, size);

	if (cur_ok(&d->c))
		put(d, field, u);
	return (uint32_t)u;
}

/* The range field. False: what follows cannot be read. */
static bool read_range(struct dec *d, struct dnp3_header *h)
{
	static const uint8_t sizes[] = { 1, 2, 4, 1, 2, 4, 0, 1, 2, 4, 0, 1 };

	h->start = h->count = 0;
	if (h->range >= sizeof(sizes) || h->range == 10 || h->prefix == 7) {
		dec_malformed(d, "reserved qualifier");
		return false;
	}
	size_t size = sizes[h->range];

	if (h->range <= 2) {
		h->start = take_number(d, RANGE_START, size);
		uint32_t stop = take_number(d, RANGE_STOP, size);

		if (cur_ok(&d->c) && stop < h->start) {
			dec_malformed(d, "range ends before it begins");
			return false;
		}
		h->count = stop - h->start < UINT32_MAX ? stop - h->start + 1 : UINT32_MAX;
	} else if (h->range <= 5) {
		h->start = take_number(d, RANGE_ABS, size);
		h->count = 1;
	} else if (size > 0) {
		h->count = take_number(d, QUANTITY, size);
	}
	return cur_ok(&d->c);
}

/* Do objects follow the header? */
static bool has_data(const struct dnp3 *m, const struct dnp3_header *h)
{
	if (responds(m))
		return true;
	if (h->prefix >= 4 || (h->group == 120 && (h->variation == 3 || h->variation == 9)))
		return true;
	if (h->group == 60)
		return false;
	if (m->function == 11 || m->function == 12)
		return h->group == 50;
	return m->function < FUNCTIONS && functions[m->function].data;
}

/* What a read, a write, a file operation is about decides what it is. */
static void refine(struct dec *d, const struct dnp3 *m, const struct dnp3_header *h)
{
	if (h->group == 0 && (m->function == DNP3_READ || m->function == DNP3_UNSOLICITED))
		d->ot.op = OT_IDENTIFY;
	else if (h->group == 70 && (m->function == DNP3_READ || m->function == DNP3_WRITE))
		d->ot.op = OT_PROGRAM;
}

static bool read_object_header(struct dec *d, struct dnp3 *m, uint16_t *first)
{
	struct dnp3_header h = { .area = NULL };
	const struct ot before = d->ot;
	uint16_t object = (uint16_t)take(d, OBJ);
	uint8_t qualifier = cur_u8(&d->c);

	if (!cur_ok(&d->c))
		return false;
	if (*first == 0)
		*first = object;
	h.group = (uint8_t)(object >> 8);
	h.variation = (uint8_t)object;
	h.prefix = qualifier >> 4 & 7;
	h.range = qualifier & 0x0f;
	put(d, PREFIX, h.prefix);
	put(d, RANGE, h.range);
	if ((qualifier & 0x80) != 0)
		dec_mark(d, "reserved bit of the qualifier is set");
	refine(d, m, &h);
	bool good = read_range(d, &h);

	h.data = has_data(m, &h);
	if (good) {
		dnp3_objects(d, m, &h);
	} else {
		if (cur_left(&d->c) > 0)
			take_rest(d, UNKNOWN);
		emit(d);
	}
	/* What one header is about is not what the next one is about. */
	d->ot = before;
	return cur_ok(&d->c) && cur_left(&d->c) > 0;
}

void dnp3_fragment(struct dec *d, struct dnp3 *m)
{
	struct cur bytes = d->c;
	uint16_t first = 0;

	d->ot.response = !m->from_master;
	d->ot.has_device = !m->broadcast;
	d->ot.device = m->outstation;
	if (!read_head(d, m))
		return;
	if (m->state)
		dnp3_state_message(d, m, bytes);
	dec_share(d);
	for (unsigned i = 0; i < HEADERS_MAX && cur_left(&d->c) > 0; i++) {
		if (!read_object_header(d, m, &first))
			break;
	}
	if (!responds(m))
		ask(d, m, first);
}
