/*
 * DNP3's objects: groups and variations of IEEE 1815-2012, annex A, and the points in them.
 *
 * Most objects are a few parts one after the other, whose order and widths a row gives. All objects
 * behind one header have the same parts, so that each part is a series that is read where it lies.
 */
#include "protocols/dnp3_fields.h"
#include "protocols/dnp3_parts.h"

enum { POINTS_ALONE = 64 };

static const struct row *row_of(const struct dnp3_header *h)
{
	uint16_t object = (uint16_t)(h->group << 8 | h->variation);
	size_t low = 0, high = sizeof(rows) / sizeof(rows[0]);

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (rows[middle].object == object)
			return &rows[middle];
		if (rows[middle].object < object)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static unsigned prefix_size(const struct dnp3_header *h)
{
	static const uint8_t sizes[] = { 0, 1, 2, 4, 1, 2, 4, 0 };

	return sizes[h->prefix];
}

static bool indexed(const struct dnp3_header *h)
{
	return h->prefix >= 1 && h->prefix <= 3;
}

static bool command(const struct dnp3_header *h)
{
	return h->group == 41 || (h->group == 12 && h->variation != 3);
}

/* ---- points of several parts ----------------------------------------------------------------- */

static struct value bits_of(struct cur c, unsigned from, unsigned n, unsigned stride,
			    uint32_t points)
{
	struct value s = series_of(c, VALUE_PARTS, n, stride, points);

	s.shift = (uint8_t)from;
	return s;
}

/* The bits of a flags octet, the highest first. */
static void read_flags(struct dec *d, enum part_id id, struct cur c, unsigned stride, uint32_t n)
{
	const struct part *p = &parts[id];
	unsigned bit = 8;

	if (id == DBI)
		put_strided(d, BIT2, bits_of(c, 6, 2, stride, n));
	while (bit-- > 0)
		put_strided(d, p->field + bit, bits_of(c, bit, 1, stride, n));
	if (p->value)
		d->ot.value = id == DBI ? bits_of(c, 6, 2, stride, n) : bits_of(c, 7, 1, stride, n);
}

/* Parts that are several fields, or no number. */
static void read_odd(struct dec *d, enum part_id id, struct cur c, unsigned stride, uint32_t n)
{
	if (id == CODE) {
		put_strided(d, CTL_OP, bits_of(c, 0, 4, stride, n));
		put_strided(d, CTL_CLR, bits_of(c, 4, 2, stride, n));
		put_strided(d, CTL_TRIP, bits_of(c, 6, 2, stride, n));
		return;
	}
	if (id == STATUS || id == BOCS_STATUS)
		put_strided(d, CTRLSTATUS, bits_of(c, 0, 7, stride, n));
	if (id == BOCS_STATUS) {
		put_strided(d, BOCS, bits_of(c, 7, 1, stride, n));
		d->ot.value = bits_of(c, 7, 1, stride, n);
	}
	for (uint32_t i = 0; parts[id].kind == VALUE_BYTES && i < n; i++) {
		struct cur at = c;

		cur_skip(&at, (size_t)i * stride);
		at = cur_upto(&at, parts[id].width);
		put_bytes(d, parts[id].field, at);
		ot_bytes(d, &field_table[parts[id].field], at);
	}
}

static void read_part(struct dec *d, enum part_id id, struct cur c, unsigned stride, uint32_t n)
{
	const struct part *p = &parts[id];

	if (p->flags) {
		read_flags(d, id, c, stride, n);
		return;
	}
	if (p->kind == VALUE_PARTS || p->kind == VALUE_BYTES) {
		read_odd(d, id, c, stride, n);
		return;
	}
	struct value s = series_of(c, (enum value_kind)p->kind, p->width, stride, n);

	put_strided(d, p->field, s);
	if (p->value || (p->field == TIMESTAMP && d->ot.value.n == 0)) {
		s.field = p->field == TIMESTAMP ? &field_table[TIMESTAMP] : NULL;
		d->ot.value = s;
	}
}

static unsigned point_size(const struct row *row)
{
	unsigned size = 0;

	for (unsigned i = 0; i < PARTS_MAX; i++)
		size += parts[row->part[i]].width;
	return size;
}

/* n points, which c holds: their indexes, then part for part. Returns the first one's index. */
static uint32_t read_points(struct dec *d, const struct dnp3_header *h, const struct row *row,
			    struct cur c, uint32_t n, uint32_t index)
{
	unsigned prefix = prefix_size(h), stride = prefix + point_size(row);

	if (prefix > 0) {
		struct value s = series_of(c, VALUE_UINTS, prefix, stride, n);

		put_strided(d, INDEX, s);
		index = (uint32_t)value_uint(&s, 0);
		cur_skip(&c, prefix);
	} else {
		put_run(d, POINT_INDEX, index, n);
	}
	d->ot.value.n = 0;
	for (unsigned i = 0; i < PARTS_MAX && row->part[i] != NOTHING; i++) {
		read_part(d, (enum part_id)row->part[i], c, stride, n);
		cur_skip(&c, parts[row->part[i]].width);
	}
	d->ot.index = index;
	d->ot.count = n;
	return index;
}

/* ---- commands -------------------------------------------------------------------------------- */

/* "Latch On", "Pulse On, Close" as the value; c: the control code. */
static void name_control(struct dec *d, struct cur c)
{
	uint8_t code = cur_at(&c, 0);
	const char *op = field_value_name(&field_table[CTL_OP], code & 0x0f);
	const char *trip = field_value_name(&field_table[CTL_TRIP], code >> 6);
	const char *text = op;

	if (op == NULL) {
		dec_mark(d, "reserved control code");
		text = dec_text(d, "code 0x%02x", code);
	} else if (code >> 6 != 0) {
		text = dec_text(d, "%s, %s", op, trip);
	}
	if (code >> 6 == 3)
		dec_mark(d, "reserved trip and close code");
	const size_t n = strlen(text);

	ot_bytes(d, &ot_text_field, dec_keep(d, text, n));
}

static void read_command(struct dec *d, struct dnp3 *m, const struct dnp3_header *h,
			 const struct row *row, struct cur c, uint32_t index)
{
	struct cur object = c;

	index = read_points(d, h, row, c, 1, index);
	cur_skip(&object, prefix_size(h));
	struct cur control = cur_upto(&object, cur_left(&object) - 1);
	uint8_t status = cur_u8(&object) & 0x7f;

	if (h->group == 12)
		name_control(d, control);
	else
		d->ot.value = value_element(&d->ot.value, 0);
	if (m->function >= DNP3_RESPONSE) {
		const char *name = field_value_name(&field_table[CTRLSTATUS], status);

		d->ot.status = name != NULL ? name : "unknown status";
		d->ot.failed = d->ot.failed || dnp3_refused(status);
	}
	if (m->state)
		dnp3_state_command(d, m, h, index, control, status);
}

/* ---- behind a header ------------------------------------------------------------------------- */

/* The time that a master sets, against the time that it is. */
static void compare_time(struct dec *d, const struct dnp3 *m, const struct dnp3_header *h)
{
	if (h->group != 50 || m->function != DNP3_WRITE || d->ot.value.n == 0)
		return;
	put_int(d, TIME_OFFSET, (int64_t)(value_uint(&d->ot.value, 0) - d->at));
}

static void objects_of_parts(struct dec *d, struct dnp3 *m, const struct dnp3_header *h,
			     const struct row *row)
{
	unsigned stride = prefix_size(h) + point_size(row);
	size_t room = cur_left(&d->c) / stride;
	uint32_t n = h->count < room ? h->count : (uint32_t)room;
	bool alone = command(h) || (indexed(h) && n <= POINTS_ALONE);
	uint32_t each = alone ? 1 : n;
	const struct ot before = d->ot;

	for (uint32_t i = 0; i < n; i += each) {
		struct cur c = cur_sub(&d->c, (size_t)stride * each);

		d->ot = before;
		if (command(h))
			read_command(d, m, h, row, c, h->start + i);
		else
			(void)read_points(d, h, row, c, each, h->start + i);
		compare_time(d, m, h);
		emit(d);
	}
	if (n < h->count) {
		dec_malformed(d, "more objects than the fragment has room for");
		cur_skip(&d->c, cur_left(&d->c));
	}
	if (n == 0)
		emit(d);
}

/* Points of one bit, or of two, side by side. */
static void packed_objects(struct dec *d, const struct dnp3_header *h, unsigned width)
{
	uint64_t need = ((uint64_t)h->count * width + 7) / 8;
	size_t left = cur_left(&d->c);
	uint32_t n = need <= left ? h->count : (uint32_t)(left * 8 / width);
	struct cur c = cur_upto(&d->c, (size_t)(need <= left ? need : left));
	uint8_t two[1024];

	put_run(d, POINT_INDEX, h->start, n);
	if (width == 1) {
		put_series(d, BIT, VALUE_BITS, c, n);
		ot_series(d, VALUE_BITS, c, n);
	} else {
		uint32_t kept = n < sizeof(two) ? n : sizeof(two);

		for (uint32_t i = 0; i < kept; i++)
			two[i] = cur_at(&c, i / 4) >> (2 * (i % 4)) & 3;
		struct cur unpacked = dec_keep(d, two, kept);

		put_series(d, BIT2, VALUE_U8S, unpacked, kept);
		ot_series(d, VALUE_U8S, unpacked, kept);
	}
	d->ot.count = n;
	if (n < h->count) {
		dec_malformed(d, "more objects than the fragment has room for");
		cur_skip(&d->c, cur_left(&d->c));
	}
	emit(d);
}

/* Bits that stand with their indexes have an octet each. */
static void indexed_bits(struct dec *d, const struct dnp3_header *h)
{
	unsigned stride = prefix_size(h) + 1;
	size_t room = cur_left(&d->c) / stride;
	uint32_t n = h->count < room ? h->count : (uint32_t)room;
	struct cur c = cur_upto(&d->c, (size_t)n * stride);
	struct value s = series_of(c, VALUE_UINTS, prefix_size(h), stride, n);

	put_strided(d, INDEX, s);
	if (n > 0)
		d->ot.index = value_uint(&s, 0);
	cur_skip(&c, n > 0 ? prefix_size(h) : 0);
	d->ot.value = bits_of(c, 0, 1, stride, n);
	put_strided(d, BIT, d->ot.value);
	if (n < h->count)
		dec_malformed(d, "more objects than the fragment has room for");
	emit(d);
}

/* Only indexes: what a read asks for, point by point. */
static void only_indexes(struct dec *d, const struct dnp3_header *h)
{
	unsigned size = prefix_size(h);
	size_t room = cur_left(&d->c) / size;
	uint32_t n = h->count < room ? h->count : (uint32_t)room;
	struct value s = series_of(d->c, VALUE_UINTS, size, size, n);

	put_strided(d, INDEX, s);
	if (n > 0)
		d->ot.index = value_uint(&s, 0);
	cur_skip(&d->c, (size_t)n * size);
	if (n < h->count)
		dec_malformed(d, "more objects than the fragment has room for");
	emit(d);
}

/* One of them, with the prefix before it; false: what follows cannot be read. */
static bool special_object(struct dec *d, struct dnp3 *m, const struct dnp3_header *h,
			   uint32_t *index)
{
	bool sized = h->prefix >= 4;
	struct cur body;

	if (prefix_size(h) > 0) {
		*index = (uint32_t)cur_le(&d->c, prefix_size(h));
		if (!cur_ok(&d->c))
			return false;
		put(d, sized ? SIZE : INDEX, *index);
	} else {
		put(d, POINT_INDEX, *index);
	}
	if (sized && cur_left(&d->c) < *index)
		dec_malformed(d, "object is longer than the fragment");
	body = sized ? cur_upto(&d->c, *index) : d->c;
	if (!sized)
		d->ot.index = *index;
	d->ot.count = 1;
	bool known = dnp3_special(d, m, h, &body);

	if (!sized)
		d->c = body;
	emit(d);
	return known;
}

/* Objects of lengths of their own, one by one. */
static void special_objects(struct dec *d, struct dnp3 *m, const struct dnp3_header *h)
{
	const struct ot before = d->ot;
	uint32_t index = h->start;

	for (uint32_t i = 0; i < h->count; i++, index++) {
		d->ot = before;
		d->ot.index = h->start + i;
		if (!special_object(d, m, h, &index))
			return;
		if (cur_left(&d->c) == 0) {
			if (i + 1 < h->count)
				dec_malformed(d, "more objects than the fragment has room for");
			return;
		}
	}
}

/* The object as a whole: "class 1", or all of a group. */
static void name_all(struct dec *d, const struct dnp3_header *h)
{
	static const char *const classes[] = { NULL, "class 0", "class 1", "class 2", "class 3" };

	d->ot.object_text = h->area;
	if (h->group == 60 && h->variation >= 1 && h->variation <= 4)
		d->ot.object_text = classes[h->variation];
}

static bool special_group(const struct dnp3_header *h)
{
	return h->prefix >= 4 || h->range == 11 || h->group == 0 || h->group == 70 ||
	       (h->group >= 110 && h->group <= 113) || h->group == 120;
}

static void unknown_objects(struct dec *d)
{
	dec_mark(d, "object of an unknown kind: what follows is not read");
	if (cur_left(&d->c) > 0)
		take_rest(d, UNKNOWN);
	emit(d);
}

/* Variation 0 has no objects: there is nothing behind the header that could be one. */
static bool none(const struct dec *d, const struct dnp3_header *h)
{
	return h->variation == 0 && cur_left(&d->c) == 0 && !special_group(h);
}

void dnp3_objects(struct dec *d, struct dnp3 *m, struct dnp3_header *h)
{
	const struct row *row = row_of(h);

	h->area = row != NULL ? row->area : dec_text(d, "g%uv%u", h->group, h->variation);
	d->ot.has_object = true;
	d->ot.area = h->area;
	d->ot.index = h->start;
	d->ot.count = h->count;
	if (h->range >= 6 && !indexed(h))
		name_all(d, h);
	if (h->count == 0 || (!h->data && !indexed(h)) || (row == NULL && none(d, h)))
		emit(d);
	else if (!h->data)
		only_indexes(d, h);
	else if (special_group(h))
		special_objects(d, m, h);
	else if (row == NULL)
		unknown_objects(d);
	else if (row->part[0] > BITS2)
		objects_of_parts(d, m, h, row);
	else if (indexed(h))
		indexed_bits(d, h);
	else
		packed_objects(d, h, row->part[0] == BITS2 ? 2 : 1);
}
