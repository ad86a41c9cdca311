/*
 * CIP: tags of controllers by name, with types and values. Spec: Rockwell's Logix 5000 Controllers
 * Data Access, 1756-PM020; Omron's variables (W506) use the same services and types.
 *
 *	Read Tag:             elements (2)                       answer: type (2), values
 *	Read Tag Fragmented:  elements (2), offset (4)           answer: type (2), values
 *	Write Tag:            type (2), elements (2), values     answer: nothing
 *	Write Tag Fragmented: type (2), elements (2), offset (4), values
 *	Read Modify Write:    mask size (2), OR masks, AND masks
 *	type of a structure:  a0 02 and its handle (2)
 */
#include "protocols/cip.h"
#include "protocols/cip_fields.h"

enum { READ_FRAGMENTED = 0x52, WRITE_FRAGMENTED = 0x53, STRUCTURE = 0x2a0 };
enum { LOGIX_STRING = 0x0fce, STRING_ROOM = 82, TYPE_STRING = 0xd0, TYPE_SHORT = 0xda };

/* How wide an element is, and what. */
static enum value_kind element(uint64_t type, unsigned *width)
{
	/* clang-format off */
	static const struct { uint8_t type, width; bool is_signed; } types[] = {
		{ 0xc1, 1, false }, { 0xc2, 1, true }, { 0xc3, 2, true }, { 0xc4, 4, true }, { 0xc5, 8, true },
		{ 0xc6, 1, false }, { 0xc7, 2, false }, { 0xc8, 4, false }, { 0xc9, 8, false },
		{ 0xcc, 4, false }, { 0xcd, 2, false }, { 0xce, 4, false }, { 0xcf, 8, false },
		{ 0xd1, 1, false }, { 0xd2, 2, false }, { 0xd3, 4, false }, { 0xd4, 8, false },
		{ 0xd6, 4, true }, { 0xd7, 8, true }, { 0xd8, 2, true }, { 0xdb, 4, true },
	};
	/* clang-format on */

	if (type == 0xca || type == 0xcb) {
		*width = type == 0xca ? 4 : 8;
		return VALUE_FLOATS;
	}
	for (unsigned i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (types[i].type == type) {
			*width = types[i].width;
			return types[i].is_signed ? VALUE_INTS : VALUE_UINTS;
		}
	}
	*width = 0;
	return VALUE_BYTES;
}

/* Text of a Logix STRING: a length and room for 82 characters; of IEC's: a length and characters.
 */
static void text(struct dec *d, struct cur c, size_t width)
{
	size_t n = cur_le(&c, width);
	struct cur s = cur_sub(&c, n);

	if (!cur_ok(&s))
		return;
	put_bytes(d, TAG_STRING, s);
	ot_bytes(d, &ot_text_field, s);
}

/* The values that are left, of the type given. */
static void values(struct dec *d, uint64_t type, uint64_t handle, struct cur c)
{
	unsigned width = 0;
	enum value_kind kind = element(type, &width);

	if (type == TYPE_STRING) {
		text(d, c, 2);
	} else if (type == TYPE_SHORT) {
		text(d, c, 1);
	} else if (type == STRUCTURE && handle == LOGIX_STRING) {
		text(d, c, 4);
	} else if (width > 0) {
		uint32_t n = (uint32_t)(cur_left(&c) / width);
		struct value series = series_of(c, kind, width, width, n);

		put_strided(d, kind == VALUE_FLOATS ? TAG_FLOAT : TAG_INT, series);
		if (n == 1)
			d->ot.value = value_element(&series, 0);
		else if (n > 1)
			d->ot.value = series;
	} else {
		ot_bytes(d, &field_table[DATA], c);
	}
}

/* Puts what is left as it is, as tshark has it; returns it to be read. */
static struct cur whole(struct dec *d)
{
	struct cur c = d->c;

	if (cur_left(&c) > 0)
		put_bytes(d, DATA, c);
	return c;
}

static uint64_t type_of(struct dec *d, uint64_t *handle)
{
	uint64_t type = take(d, TAG_TYPE);

	if (type == STRUCTURE)
		*handle = take(d, TAG_HANDLE);
	return type;
}

void cip_read_tag_request(struct dec *d, struct cip *m)
{
	whole(d);
	d->ot.count = (uint32_t)take(d, TAG_COUNT);
	if (m->service == READ_FRAGMENTED)
		take(d, TAG_OFFSET);
}

void cip_read_tag_response(struct dec *d, struct cip *m)
{
	uint64_t handle = 0;

	(void)m;
	whole(d);
	uint64_t type = type_of(d, &handle);

	if (cur_ok(&d->c))
		values(d, type, handle, cur_rest(&d->c));
	/* How many it has is asked, and seen when they are numbers. */
	if (d->ot.value.kind >= VALUE_RUN)
		d->ot.count = d->ot.value.n;
}

void cip_write_tag_request(struct dec *d, struct cip *m)
{
	uint64_t handle = 0;

	whole(d);
	uint64_t type = type_of(d, &handle);

	d->ot.count = (uint32_t)take(d, TAG_COUNT);
	if (m->service == WRITE_FRAGMENTED)
		take(d, TAG_OFFSET);
	if (cur_ok(&d->c))
		values(d, type, handle, cur_rest(&d->c));
}

void cip_modify_tag_request(struct dec *d, struct cip *m)
{
	(void)m;
	whole(d);
	size_t n = take(d, TAG_MASK_SIZE);

	if (n == 0 || n > 8) {
		dec_malformed(d, "masks of a Read Modify Write of an odd size");
		cur_skip(&d->c, cur_left(&d->c));
		return;
	}
	uint64_t set = cur_le(&d->c, n), stay = cur_le(&d->c, n);

	if (!cur_ok(&d->c))
		return;
	put(d, TAG_OR, set);
	put(d, TAG_AND, stay);
	ot_number(d, set);
}
