/*
 * GOOSE: Generic Object Oriented Substation Events, IEC 61850-8-1 (Ed. 2.1), clause 18 and annex C.
 * Ethernet frames, multicast, published without being asked for, BER after an eight-byte header.
 *
 *      0                   1                   2                   3
 *      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *     +-------------------------------+-------------------------------+
 *     |             APPID             |   Length (with this header)   |
 *     +-+-----------------------------+-------------------------------+
 *     |S|          Reserved 1         |          Reserved 2           |
 *     +-+-----------------------------+-------------------------------+
 *     |  0x61 length  goosePdu: [0] gocbRef [1] timeAllowedtoLive     |
 *     |  [2] datSet [3] goID [4] t [5] stNum [6] sqNum [7] simulation |
 *     |  [8] confRev [9] ndsCom [10] numDatSetEntries [11] allData    |
 *     |  [12] security                                                |
 *     +---------------------------------------------------------------+
 *
 * S says that the frame is simulated (Ed. 2); element [7] is called "test" in Ed. 1, which has no
 * S. A publisher raises stNum and sends sqNum 0 when its data change, then repeats the same data
 * with rising sqNum, at last every timeAllowedtoLive or sooner.
 *
 * Elements are read by their tags in any order, so that a message with one of them missing loses
 * nothing else; what the order, the counts and the lengths ought to be is said as malformed.
 */
#include "protocols/ber.h"
#include "protocols/goose_fields.h"

FIELD_IDS(FIELDS);

FIELD_TABLE(FIELDS);

enum {
	HEADER = 8,
	PADDED = 46,   /* bytes that Ethernet fills a payload up to */
	TAG_GOOSE = 1, /* goosePdu; 0: gseMngtPdu */
	ALL_DATA = 11,
	ELEMENTS = 13,
	DATA_DEPTH = 16,   /* levels of arrays and structures that are read */
	DATA_TYPES = 1024, /* entries whose type is kept */
};

/* What the elements of a goosePdu said, by tag. */
struct pdu {
	uint32_t seen; /* bit: tag */
	int64_t number[ELEMENTS];
	struct cur text[ELEMENTS];
	long entries; /* that allData has; -1: not all of it could be read */
};

/* The entries of allData being read. */
struct walk {
	struct cur level[DATA_DEPTH];
	unsigned depth, ntypes;
	long entries;
	struct listing values; /* the scalars */
	uint8_t types[DATA_TYPES];
};

/* Readers of one value: false if the content does not fit the type. */

static bool read_text(struct dec *d, unsigned f, struct cur body)
{
	put_bytes(d, f, body);
	return true;
}

static bool read_bool(struct dec *d, unsigned f, struct cur body)
{
	bool b = false;

	if (!ber_bool(body, &b))
		return false;
	put(d, f, b);
	return true;
}

static bool read_int(struct dec *d, unsigned f, struct cur body)
{
	int64_t i = 0;

	if (!ber_int(body, &i))
		return false;
	put_int(d, f, i);
	return true;
}

/*
 * Numbers that cannot be below 0. Publishers exist that leave out the zero byte before a first bit
 * of 1; what they mean is clear.
 */
static bool read_unsigned(struct dec *d, unsigned f, struct cur body)
{
	uint64_t u = 0;

	if (!ber_uint(body, &u)) {
		if (cur_left(&body) < 1 || cur_left(&body) > 8)
			return false;
		dec_mark(d, "unsigned number without its leading zero byte");
		u = cur_be(&body, cur_left(&body));
	}
	put(d, f, u);
	return true;
}

static bool read_time(struct dec *d, unsigned f, struct cur body)
{
	uint64_t time = 0;
	uint8_t quality = 0;

	if (!ber_utc(body, &time, &quality))
		return false;
	put(d, f, time);
	if (f == T)
		put(d, T_QUALITY, quality);
	return true;
}

static bool read_bits(struct dec *d, unsigned f, struct cur body)
{
	struct cur bytes;
	unsigned padding = 0;

	if (!ber_bits(body, &bytes, &padding))
		return false;
	put_bytes(d, f, bytes);
	return true;
}

static bool read_float(struct dec *d, unsigned f, struct cur body)
{
	double x = 0;

	put_bytes(d, f, body);
	if (!ber_float(body, &x))
		return false;
	put_float(d, FLOAT, x);
	return true;
}

static bool read_real(struct dec *d, unsigned f, struct cur body)
{
	double x = 0;

	if (!ber_real(body, &x))
		return false;
	put_float(d, f, x);
	return true;
}

static bool read_binary_time(struct dec *d, unsigned f, struct cur body)
{
	put_bytes(d, f, body);
	return cur_left(&body) == 4 || cur_left(&body) == 6;
}

static bool read_objid(struct dec *d, unsigned f, struct cur body)
{
	char text[BER_OID_TEXT];

	if (!ber_oid(body, text))
		return false;
	put_text(d, f, dec_text(d, "%s", text));
	return true;
}

/* clang-format off */
/* The choices of Data, by tag; array and structure have no reader. */
static const struct datum {
	unsigned field;
	bool (*read)(struct dec *d, unsigned f, struct cur body);
	const char *wrong;
} data_table[] = {
	[1]  = { ARRAY,      NULL,             NULL },
	[2]  = { STRUCTURE,  NULL,             NULL },
	[3]  = { BOOLEAN,    read_bool,        "boolean of a wrong length" },
	[4]  = { BIT_STRING, read_bits,        "bit-string with wrong padding" },
	[5]  = { INTEGER,    read_int,         "integer of a wrong length" },
	[6]  = { UNSIGNED,   read_unsigned,    "unsigned of a wrong length" },
	[7]  = { FLOATING,   read_float,       "floating-point of an unknown format" },
	[8]  = { REAL,       read_real,        "real of an unknown format" },
	[9]  = { OCTETS,     read_text,        NULL },
	[10] = { VISIBLE,    read_text,        NULL },
	[12] = { BINTIME,    read_binary_time, "binary-time of a wrong length" },
	[13] = { BCD,        read_int,         "bcd of a wrong length" },
	[14] = { BOOLEANS,   read_bits,        "booleanArray with wrong padding" },
	[15] = { OBJID,      read_objid,       "objId that is none" },
	[16] = { MMSSTRING,  read_text,        NULL },
	[17] = { UTC_TIME,   read_time,        "utc-time of a wrong length" },
};

/* The elements of goosePdu, by tag; allData has a reader of its own. */
static const struct element {
	unsigned field;
	bool (*read)(struct dec *d, unsigned f, struct cur body);
	const char *missing; /* NULL: may be missing */
	const char *wrong;
} element_table[ELEMENTS] = {
	[0]  = { GOCBREF,    read_text,     "gocbRef is missing",           NULL },
	[1]  = { TTL,        read_unsigned, "timeAllowedtoLive is missing", "timeAllowedtoLive of a wrong length" },
	[2]  = { DATSET,     read_text,     "datSet is missing",            NULL },
	[3]  = { GOID,       read_text,     NULL,                           NULL },
	[4]  = { T,          read_time,     "t is missing",                 "t of a wrong length" },
	[5]  = { STNUM,      read_unsigned, "stNum is missing",             "stNum of a wrong length" },
	[6]  = { SQNUM,      read_unsigned, "sqNum is missing",             "sqNum of a wrong length" },
	[7]  = { SIMULATION, read_bool,     NULL,                           "simulation of a wrong length" },
	[8]  = { CONFREV,    read_unsigned, "confRev is missing",           "confRev of a wrong length" },
	[9]  = { NDSCOM,     read_bool,     NULL,                           "ndsCom of a wrong length" },
	[10] = { ENTRIES,    read_unsigned, "numDatSetEntries is missing",  "numDatSetEntries of a wrong length" },
	[ALL_DATA] = { ALLDATA, NULL,       "allData is missing",           NULL },
	[12] = { SECURITY,   read_text,     NULL,                           NULL },
};
/* clang-format on */

/* Goes into an array or structure; false: it is no list of elements. */
static bool enter(struct dec *d, struct walk *w, const struct datum *row, struct cur body)
{
	long n = ber_count(body);

	if (n < 0) {
		dec_malformed(d, "array or structure whose elements do not fit");
		return false;
	}
	put(d, row->field, (uint64_t)n);
	if (w->depth == DATA_DEPTH)
		dec_malformed(d, "data nested too deep");
	else
		w->level[w->depth++] = body;
	return true;
}

/* One entry; false: what follows cannot be trusted. */
static bool entry(struct dec *d, struct walk *w, const struct ber *e)
{
	const struct datum *row = e->tag < sizeof(data_table) / sizeof(data_table[0])
					  ? &data_table[e->tag]
					  : &data_table[0];

	if (w->ntypes < DATA_TYPES)
		w->types[w->ntypes++] = (uint8_t)(e->tag < 255 ? e->tag : 255);
	if (e->class != BER_CONTEXT || row->field == APPID) {
		dec_malformed(d, "entry of an unknown type");
		return true;
	}
	if (row->read == NULL)
		return enter(d, w, row, e->body);
	uint16_t at = d->nvalues;

	if (!row->read(d, row->field, e->body))
		dec_malformed(d, row->wrong);
	else if (at < d->nvalues)
		listing_add(&w->values, " ", &d->values[d->nvalues - 1]);
	return true;
}

/* All entries of allData, without recursion; cut: its end is missing. */
static void all_data(struct dec *d, struct pdu *pdu, struct cur body, bool cut)
{
	struct walk w;
	struct ber e;
	bool whole = !cut;

	/* All of it would be much to clear for the few entries that there mostly are. */
	w.level[0] = body;
	w.depth = 1;
	w.entries = w.ntypes = 0;
	listing_begin(&w.values);

	while (w.depth > 0) {
		struct cur *c = &w.level[w.depth - 1];

		if (cur_left(c) == 0) {
			w.depth--;
			continue;
		}
		if (!ber_next(c, &e)) {
			dec_malformed(d, "entry that does not fit into allData");
			whole = false;
			break;
		}
		w.entries += w.depth == 1;
		if (!entry(d, &w, &e)) {
			whole = false;
			break;
		}
	}
	ot_listing(d, &w.values);
	pdu->entries = -1;
	if (!whole)
		return;
	pdu->entries = w.entries;
	put(d, ALLDATA, (uint64_t)w.entries);
	put_series(d, DATA, VALUE_U8S, dec_keep(d, w.types, w.ntypes), w.ntypes);
}

static void element(struct dec *d, struct pdu *pdu, const struct ber *e)
{
	const struct element *row = &element_table[e->tag];
	uint16_t at = d->nvalues;

	if (e->tag == ALL_DATA) {
		all_data(d, pdu, e->body, e->cut);
		return;
	}
	if (!row->read(d, row->field, e->body)) {
		dec_malformed(d, row->wrong);
		return;
	}
	pdu->text[e->tag] = e->body;
	if (at < d->nvalues)
		pdu->number[e->tag] = d->values[at].i;
}

/* Is what the elements say complete and of one mind? */
static void check(struct dec *d, const struct pdu *pdu, bool s_bit)
{
	for (unsigned tag = 0; tag < ELEMENTS; tag++) {
		if ((pdu->seen >> tag & 1) == 0 && element_table[tag].missing != NULL)
			dec_malformed(d, element_table[tag].missing);
	}
	if ((pdu->seen >> 10 & 1) != 0 && pdu->entries >= 0 && pdu->number[10] != pdu->entries)
		dec_malformed(d, "numDatSetEntries differs from the entries of allData");
	if (s_bit && pdu->number[7] == 0)
		dec_malformed(d, "S bit set, but simulation is false");
}

/* The view of it that is the same for every protocol. */
static void view(struct dec *d, const struct pdu *pdu, bool s_bit)
{
	if ((pdu->seen >> 6 & 1) != 0)
		d->ot.function = pdu->number[6] == 0 ? "state change" : "retransmission";
	if ((pdu->seen & 1) != 0)
		d->ot.device_text = dec_string(d, pdu->text[0]);
	if ((pdu->seen >> 2 & 1) != 0) {
		d->ot.has_object = true;
		d->ot.object_text = dec_string(d, pdu->text[2]);
	}
	d->ot.count = (uint32_t)(pdu->entries > 0 ? pdu->entries : 0);
	if (pdu->seen == 0)
		return;
	if (pdu->number[7] != 0)
		d->ot.status = s_bit ? "simulation" : "test";
	else
		d->ot.status = pdu->number[9] != 0 ? "needs commissioning" : "ok";
}

/* The control block's reference begins with the logical device, which names the publisher. */
static void identify(struct dec *d, struct cur reference)
{
	struct cur rest = reference;
	size_t n = 0;

	while (n < cur_left(&reference) && cur_at(&reference, n) != '/')
		n++;
	if (n == cur_left(&reference))
		return;
	d->identity =
		(struct identity){ .of_sender = true, .any = true, .name = cur_sub(&rest, n) };
}

static void goose_pdu(struct dec *d, struct cur c, bool whole, bool s_bit)
{
	struct pdu pdu = { .entries = -1 };
	uint32_t last = 0;
	struct ber e;

	while (ber_open(&c, &e)) {
		if (e.class != BER_CONTEXT || e.tag >= ELEMENTS) {
			dec_malformed(d, "unknown element in the goosePdu");
			continue;
		}
		if (e.cut && e.tag != ALL_DATA)
			break;
		if ((pdu.seen >> e.tag & 1) != 0)
			dec_malformed(d, "element twice in the goosePdu");
		else if (e.tag < last)
			dec_malformed(d, "elements out of order");
		pdu.seen |= (uint32_t)1 << e.tag;
		last = e.tag;
		element(d, &pdu, &e);
	}
	if (!cur_ok(&c))
		dec_malformed(d, "element that does not fit into the goosePdu");
	else if (whole)
		check(d, &pdu, s_bit);
	view(d, &pdu, s_bit);
	if (!d->malformed)
		identify(d, pdu.text[0]);
}

/* GSE management: which request, and of what; the names are those of the PDU's choices. */
static void management_pdu(struct dec *d, struct cur c)
{
	static const char *const requests[] = { NULL, "GetGoReference", "GetGOOSEElementNumber",
						"GetGsReference", "GetGSSEDataOffset" };
	static const char *const responses[] = {
		"GSE not supported",	 "GetGoReference answer",    "GetGOOSEElementNumber answer",
		"GetGsReference answer", "GetGSSEDataOffset answer",
	};
	struct ber e, choice;
	int64_t id = 0;

	d->ot.op = OT_IDENTIFY;
	d->ot.function = "GSE management";
	while (ber_next(&c, &e)) {
		if (e.class == BER_CONTEXT && e.tag == 0 && ber_int(e.body, &id))
			put_int(d, STATEID, id);
		if (e.class != BER_CONTEXT || (e.tag != 1 && e.tag != 2) ||
		    !ber_next(&e.body, &choice) || choice.tag > 4)
			continue;
		d->ot.response = e.tag == 2;
		const char *name = e.tag == 1 ? requests[choice.tag] : responses[choice.tag];

		if (name != NULL)
			d->ot.function = name;
	}
	if (!cur_ok(&c))
		dec_malformed(d, "element that does not fit into the gseMngtPdu");
}

/* The part of the frame that goose.length covers. */
static struct cur covered(struct dec *d, uint64_t length)
{
	size_t have = HEADER + cur_left(&d->c);

	if (length < HEADER) {
		dec_malformed(d, "goose.length is shorter than the header");
		return cur_rest(&d->c);
	}
	if (length > have) {
		dec_malformed(d, "goose.length goes beyond the frame");
		return cur_rest(&d->c);
	}
	struct cur c = cur_sub(&d->c, (size_t)length - HEADER);

	if (have <= PADDED)
		cur_skip(&d->c, cur_left(&d->c));
	return c;
}

static void goose_decode(struct dec *d)
{
	struct ber e;

	d->ot.op = OT_REPORT;
	d->ot.function = "GOOSE";
	d->ot.response = false;
	take(d, APPID);
	uint64_t length = take(d, LENGTH);
	uint64_t reserve1 = take(d, RESERVE1);
	bool s_bit = reserve1 >> 15 != 0;

	take(d, RESERVE2);
	if (!cur_ok(&d->c))
		return;
	put(d, S_BIT, s_bit);
	struct cur c = covered(d, length);

	if (!ber_open(&c, &e)) {
		dec_malformed(d, "no goosePdu");
		return;
	}
	if (e.class != BER_APPLICATION || e.tag > TAG_GOOSE) {
		dec_malformed(d, "no goosePdu");
		return;
	}
	if (e.cut)
		dec_malformed(d, "goosePdu goes beyond goose.length");
	if (e.tag == TAG_GOOSE)
		goose_pdu(d, e.body, !e.cut, s_bit);
	else
		management_pdu(d, e.body);
	if (cur_left(&c) > 0)
		dec_mark(d, "bytes between the PDU's end and goose.length");
	d->trailing += (uint32_t)cur_left(&c);
}

static enum probe goose_probe(struct cur c, enum dir dir)
{
	(void)dir;
	if (cur_left(&c) < HEADER + 2)
		return PROBE_SHORT;
	/* Only the ethertype can make it sure. */
	return (cur_at(&c, HEADER) & 0xfe) == 0x60 ? PROBE_WEAK : PROBE_NO;
}

const struct protocol protocol_goose = {
	.name = "goose",
	.label = "GOOSE",
	.title = "GOOSE",
	.spec = "IEC 61850-8-1, clause 18",
	.bind = { { BIND_ETHERTYPE, 0x88b8 }, { BIND_ETHERTYPE, 0x88b9 } },
	.fields = field_table,
	.nfields = FIELD_COUNT_,
	.ntell = 2,
	.tell = { STNUM, SQNUM },
	.probe = goose_probe,
	.decode = goose_decode,
};
