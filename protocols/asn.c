#include "protocols/asn.h"

const struct asn_type asn_null = { ASN_NULL, 0, NULL };
const struct asn_type asn_int = { ASN_INT, 0, NULL };
const struct asn_type asn_bool = { ASN_BOOL, 0, NULL };
const struct asn_type asn_bits = { ASN_BITS, 0, NULL };
const struct asn_type asn_bytes = { ASN_BYTES, 0, NULL };
const struct asn_type asn_text = { ASN_TEXT, 0, NULL };
const struct asn_type asn_oid = { ASN_OID, 0, NULL };
const struct asn_type asn_real = { ASN_REAL, 0, NULL };
const struct asn_type asn_float = { ASN_FLOAT, 0, NULL };
const struct asn_type asn_utc = { ASN_UTC, 0, NULL };
const struct asn_type asn_time_of_day = { ASN_TIME_OF_DAY, 0, NULL };
const struct asn_type asn_generalized = { ASN_GENERALIZED, 0, NULL };
const struct asn_type asn_skip = { ASN_SKIP, 0, NULL };
const struct asn_type asn_open = { ASN_OPEN, 0, NULL };

enum {
	DAYS_TO_1984 = 5113,
	GRAPHIC_STRING = 25,
	VISIBLE_STRING = 26,
};

static const uint64_t second = 1000000000;

bool asn_time_of_day_ns(struct cur body, uint64_t *time)
{
	if (cur_left(&body) != 6)
		return false;
	uint64_t ms = cur_be32(&body);

	*time = (cur_be16(&body) + (uint64_t)DAYS_TO_1984) * 86400 * second + ms * 1000000;
	return true;
}

/* n decimal digits. */
static bool digits(struct cur *c, size_t n, unsigned *out)
{
	*out = 0;
	for (size_t i = 0; i < n; i++) {
		unsigned digit = (unsigned)cur_u8(c) - '0';

		if (!cur_ok(c) || digit > 9)
			return false;
		*out = *out * 10 + digit;
	}
	return true;
}

/* Days from 1970-01-01 to the first of March of the year, and on to the date. */
static uint64_t days_of(unsigned year, unsigned month, unsigned day)
{
	uint64_t y = month > 2 ? year : year - 1U;
	uint64_t of_year = (153 * (uint64_t)(month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

	return 365 * y + y / 4 - y / 100 + y / 400 + of_year - 719468;
}

bool asn_generalized_ns(struct cur body, uint64_t *time)
{
	unsigned year, month, day, hour, minute, seconds;
	uint64_t unit = second / 10;

	if (!digits(&body, 4, &year) || !digits(&body, 2, &month) || !digits(&body, 2, &day) ||
	    !digits(&body, 2, &hour) || !digits(&body, 2, &minute) || !digits(&body, 2, &seconds))
		return false;
	if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	*time = (days_of(year, month, day) * 86400 + hour * 3600 + minute * 60 + seconds) * second;
	if (cur_at(&body, 0) == '.' || cur_at(&body, 0) == ',') {
		unsigned digit;

		cur_skip(&body, 1);
		for (; cur_left(&body) > 0 && cur_at(&body, 0) != 'Z'; unit /= 10) {
			if (!digits(&body, 1, &digit))
				return false;
			*time += digit * unit;
		}
	}
	return true;
}

/* Readers of values: false if the content does not fit the type. */

static bool read_int(struct dec *d, const struct field *f, struct cur body)
{
	int64_t i = 0;

	if (!ber_int(body, &i))
		return false;
	dec_put_int(d, f, i);
	return true;
}

static bool read_bool(struct dec *d, const struct field *f, struct cur body)
{
	bool b = false;

	if (!ber_bool(body, &b))
		return false;
	dec_put(d, f, b);
	return true;
}

static bool read_bytes(struct dec *d, const struct field *f, struct cur body)
{
	dec_put_bytes(d, f, body);
	return true;
}

static bool read_oid(struct dec *d, const struct field *f, struct cur body)
{
	char text[BER_OID_TEXT];

	if (!ber_oid(body, text))
		return false;
	dec_put_text(d, f, dec_text(d, "%s", text));
	return true;
}

static bool read_real(struct dec *d, const struct field *f, struct cur body)
{
	double x = 0;

	if (!ber_real(body, &x))
		return false;
	dec_put_float(d, f, x);
	return true;
}

static bool read_float(struct dec *d, const struct field *f, struct cur body)
{
	double x = 0;

	dec_put_bytes(d, f, body);
	if (!ber_float(body, &x))
		return false;
	dec_put_float(d, f + 1, x);
	return true;
}

static bool read_utc(struct dec *d, const struct field *f, struct cur body)
{
	uint64_t time = 0;
	uint8_t quality = 0;

	if (!ber_utc(body, &time, &quality))
		return false;
	dec_put(d, f, time);
	dec_put(d, f + 1, quality);
	return true;
}

static bool read_time_of_day(struct dec *d, const struct field *f, struct cur body)
{
	uint64_t time = 0;

	if (asn_time_of_day_ns(body, &time))
		dec_put(d, f, time);
	return cur_left(&body) == 4 || cur_left(&body) == 6;
}

static bool read_generalized(struct dec *d, const struct field *f, struct cur body)
{
	uint64_t time = 0;

	if (!asn_generalized_ns(body, &time))
		return false;
	dec_put(d, f, time);
	return true;
}

static bool read_nothing(struct dec *d, const struct field *f, struct cur body)
{
	(void)d;
	(void)f;
	(void)body;
	return true;
}

/* clang-format off */
static const struct {
	bool (*read)(struct dec *d, const struct field *f, struct cur body);
	const char *wrong;
} readers[] = {
	[ASN_NULL]        = { read_nothing,     NULL },
	[ASN_SKIP]        = { read_nothing,     NULL },
	[ASN_INT]         = { read_int,         "integer of a wrong length" },
	[ASN_BOOL]        = { read_bool,        "boolean of a wrong length" },
	[ASN_BYTES]       = { read_bytes,       NULL },
	[ASN_TEXT]        = { read_bytes,       NULL },
	[ASN_OID]         = { read_oid,         "object identifier that is none" },
	[ASN_REAL]        = { read_real,        "real of an unknown format" },
	[ASN_FLOAT]       = { read_float,       "floating-point of an unknown format" },
	[ASN_UTC]         = { read_utc,         "utc-time of a wrong length" },
	[ASN_TIME_OF_DAY] = { read_time_of_day, "time of day of a wrong length" },
	[ASN_GENERALIZED] = { read_generalized, "generalized time that is none" },
};
/* clang-format on */

static void read_bits(struct dec *d, struct asn_walk *w, const struct asn_part *part,
		      struct cur body)
{
	struct cur bytes;
	unsigned padding = 0;

	if (!ber_bits(body, &bytes, &padding)) {
		dec_malformed(d, "bit string with wrong padding");
		return;
	}
	dec_put_bytes(d, &w->table[part->field], bytes);
	for (unsigned i = 0; i < part->type->n; i++) {
		const struct asn_part *bit = &part->type->parts[i];

		/* A string may be shorter than its names. */
		if (bit->number / 8U < cur_left(&bytes))
			dec_put(d, &w->table[bit->field],
				cur_at(&bytes, bit->number / 8U) >> (7 - bit->number % 8U) & 1);
	}
}

static void enter(struct dec *d, struct asn_walk *w, const struct asn_type *type, struct cur body)
{
	if (w->depth == ASN_DEPTH) {
		dec_malformed(d, "nested too deep");
		return;
	}
	struct asn_level *l = &w->level[w->depth++];

	l->body = body;
	l->type = type;
	l->next = 0;
}

/* A list: its count is known before its elements are read. */
static void list(struct dec *d, struct asn_walk *w, const struct asn_part *part, struct cur body)
{
	long n = ber_count(body);

	if (n < 0)
		dec_malformed(d, "list whose elements do not fit");
	else if (part->field != ASN_NONE)
		dec_put(d, &w->table[part->field], (uint64_t)n);
	enter(d, w, part->type, body);
	if ((part->flags & ASN_KEEP) != 0 && !w->keeps) {
		w->keeps = true;
		w->kept = body;
		w->kept_depth = w->depth;
	}
}

static uint16_t tag_of(const struct ber *e)
{
	return e->tag < 256 ? ASN_TAG(e->class, e->tag) : ASN_ANY;
}

static bool same_tag(uint16_t want, uint16_t tag)
{
	const uint16_t graphic = ASN_TAG(BER_UNIVERSAL, GRAPHIC_STRING);
	const uint16_t visible = ASN_TAG(BER_UNIVERSAL, VISIBLE_STRING);

	/* Devices write the one where the other is meant. */
	return want == tag ||
	       ((want == graphic || want == visible) && (tag == graphic || tag == visible));
}

/* The alternative of a choice that has the tag, or whose own choice has it; NULL: none. */
static const struct asn_part *alternative(const struct asn_type *choice, uint16_t tag)
{
	const struct asn_part *const end = choice->parts + choice->n;
	unsigned number = tag & 0xff;

	/* Tags mostly count up, from 0 or from 1 on. */
	for (unsigned i = number > 0 ? number - 1 : 0; i <= number && i < choice->n; i++) {
		if (choice->parts[i].tag == tag)
			return &choice->parts[i];
	}
	for (const struct asn_part *p = choice->parts; p < end; p++) {
		if (p->tag == tag)
			return p;
	}
	for (const struct asn_part *p = choice->parts; p < end; p++) {
		if (p->tag != ASN_ANY
			    ? same_tag(p->tag, tag)
			    : p->type->kind == ASN_CHOICE && alternative(p->type, tag) != NULL)
			return p;
	}
	return NULL;
}

static bool may_be(const struct asn_part *part, uint16_t tag)
{
	return part->tag == ASN_ANY ? alternative(part->type, tag) != NULL
				    : same_tag(part->tag, tag);
}

/* Goes through choices and explicit tags to the type that the element has at last. */
static const struct asn_part *resolve(struct dec *d, struct asn_walk *w,
				      const struct asn_part *part, struct ber *e)
{
	for (unsigned i = 0; i < ASN_DEPTH; i++) {
		if ((part->flags & ASN_EXPLICIT) != 0) {
			struct cur inner = e->body;

			if (!ber_next(&inner, e))
				break;
		}
		if (part->type->kind != ASN_CHOICE)
			return part;
		const struct asn_part *next = alternative(part->type, tag_of(e));

		if (next == NULL)
			break;
		if (part->field != ASN_NONE)
			dec_put(d, &w->table[part->field], next->number);
		part = next;
	}
	dec_malformed(d, "element that the grammar does not have");
	return NULL;
}

/* Reads the element as part. False: it is none of the part's alternatives. */
static bool element(struct dec *d, struct asn_walk *w, const struct asn_part *part, struct ber *e)
{
	part = resolve(d, w, part, e);
	if (part == NULL)
		return false;
	switch (part->type->kind) {
	case ASN_SEQUENCE:
		enter(d, w, part->type, e->body);
		return true;
	case ASN_LIST:
		list(d, w, part, e->body);
		return true;
	case ASN_BITS:
		read_bits(d, w, part, e->body);
		return true;
	case ASN_OPEN:
		w->open = e->body;
		w->opened = true;
		return true;
	default:
		break;
	}
	const struct field *f = part->field != ASN_NONE ? &w->table[part->field] : NULL;

	if ((f != NULL || part->type->kind == ASN_NULL) &&
	    !readers[part->type->kind].read(d, f, e->body))
		dec_malformed(d, readers[part->type->kind].wrong);
	return true;
}

/* The part of a sequence that comes next; what may be left out is passed over. */
static const struct asn_part *member(struct asn_level *l, uint16_t tag)
{
	for (unsigned i = l->next; i < l->type->n; i++) {
		if (may_be(&l->type->parts[i], tag)) {
			l->next = (uint16_t)(i + 1);
			return &l->type->parts[i];
		}
	}
	return NULL;
}

static void step(struct dec *d, struct asn_walk *w, struct ber *e)
{
	struct asn_level *l = &w->level[w->depth - 1];
	const bool in_list = l->type->kind == ASN_LIST;
	const struct asn_part *part = in_list ? &l->type->parts[0] : member(l, tag_of(e));
	const unsigned nitems = w->nitems;

	if (part == NULL || (in_list && part->tag != ASN_ANY && !same_tag(part->tag, tag_of(e)))) {
		dec_malformed(d, "element that the grammar does not have");
		return;
	}
	if (w->keeps && w->depth == w->kept_depth && nitems < ASN_ITEMS)
		w->item[w->nitems++] = d->nvalues;
	if (!element(d, w, part, e) && in_list && part->tag == ASN_ANY)
		w->nitems = nitems;
}

static void walk(struct dec *d, struct asn_walk *w)
{
	struct ber e;

	while (w->depth > 0) {
		struct cur *c = &w->level[w->depth - 1].body;

		if (cur_left(c) == 0) {
			if (w->keeps && w->depth == w->kept_depth)
				w->kept_depth = ASN_DEPTH + 1;
			w->depth--;
		} else if (!ber_next(c, &e)) {
			dec_malformed(d, "element that does not fit into what it is in");
			w->depth--;
		} else {
			step(d, w, &e);
		}
	}
}

bool asn_read(struct dec *d, struct asn_walk *w, const struct asn_part *root, struct cur *c)
{
	struct ber e;

	if (!ber_next(c, &e) || !may_be(root, tag_of(&e)))
		return false;
	(void)element(d, w, root, &e);
	walk(d, w);
	return true;
}

void asn_read_body(struct dec *d, struct asn_walk *w, const struct asn_type *type, struct cur body)
{
	enter(d, w, type, body);
	walk(d, w);
}
