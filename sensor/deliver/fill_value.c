/* Decoders' values as those of an event: series unfolded, each field once with all it has. */
#include "sensor/deliver/fill_inside.h"

enum {
	VALUE_HEAD = 20, /* bytes that a value packs to beside its elements, at most */
	PIECE_HEAD = 4,	 /* the same of a piece of bytes */
};

_Static_assert((int)FIELD_IPV6 == (int)KAGAMI__FIELD_TYPE__FIELD_TYPE_IPV6 &&
		       (int)FIELD_TIME == (int)KAGAMI__FIELD_TYPE__FIELD_TYPE_TIME,
	       "types of fields have the same numbers");

Kagami__FieldType fill_type(const struct field *row)
{
	if (row->type == FIELD_FLOAT && row->size == 4)
		return KAGAMI__FIELD_TYPE__FIELD_TYPE_FLOAT32;
	return (Kagami__FieldType)row->type;
}

static enum fill_list list_of(const struct value *v)
{
	if (v->kind == VALUE_BYTES)
		return LIST_BYTES;
	enum value_kind kind = value_element_kind(v);

	if (kind == VALUE_FLOAT)
		return LIST_REALS;
	if (kind == VALUE_INT &&
	    (v->field == NULL || v->field->type == FIELD_INT || v->field->type == FIELD_UINT))
		return LIST_INTS;
	return LIST_UINTS;
}

static size_t varint(uint64_t u)
{
	return (size_t)(70 - __builtin_clzll(u | 1)) / 7;
}

/* Bytes that the elements pack to, at most. */
static size_t packed(const struct value *v)
{
	switch ((enum value_kind)v->kind) {
	case VALUE_UINT:
		return varint(v->u);
	case VALUE_INT:
		return 10;
	case VALUE_FLOAT:
		return 8;
	case VALUE_BYTES:
		return PIECE_HEAD + (size_t)v->n;
	case VALUE_RUN:
		return v->n * varint(v->u + v->n);
	case VALUE_U8S:
		return 2 * (size_t)v->n;
	case VALUE_BE16S:
		return 3 * (size_t)v->n;
	case VALUE_UINTS:
		return v->n * (size_t)((v->width & ~(unsigned)VALUE_BIG) * 8 / 7 + 1);
	case VALUE_INTS:
	case VALUE_MSTIMES:
		return 10 * (size_t)v->n;
	case VALUE_FLOATS:
		return 8 * (size_t)v->n;
	case VALUE_PARTS:
		return 2 * (size_t)v->n;
	case VALUE_BITS:
		break;
	}
	return v->n;
}

/* Takes room for n elements of the list. False: there is none. */
static bool take_room(struct filler *fl, Kagami__Value *out, enum fill_list list, uint32_t n,
		      size_t bytes)
{
	bool pieces = list == LIST_BYTES;

	if (bytes > fl->room || n > (pieces ? FILL_BYTES - fl->nbytes : FILL_CELLS - fl->ncells)) {
		fl->cut = true;
		return false;
	}
	fl->room -= bytes;
	if (pieces) {
		out->bytes = &fl->bytes[fl->nbytes];
		fl->nbytes += n;
		return true;
	}
	union fill_cell *cell = &fl->cell[fl->ncells];

	fl->ncells += n;
	out->uints = list == LIST_UINTS ? &cell->u : NULL;
	out->ints = list == LIST_INTS ? &cell->i : NULL;
	out->reals = list == LIST_REALS ? &cell->f : NULL;
	return true;
}

/* A series of signed numbers or floats. */
static void add_numbers(Kagami__Value *out, enum fill_list list, const struct value *v)
{
	for (uint32_t i = 0; i < value_count(v); i++) {
		if (list == LIST_REALS)
			out->reals[out->n_reals++] = value_float(v, i);
		else
			out->ints[out->n_ints++] = (int64_t)value_uint(v, i);
	}
}

static void add_series(Kagami__Value *out, const struct value *v)
{
	uint64_t *to = out->uints + out->n_uints;

	for (uint32_t i = 0; i < v->n; i++)
		to[i] = value_uint(v, i);
	out->n_uints += v->n;
}

/* Puts all elements into the list that there is room in. */
static void add_elements(Kagami__Value *out, enum fill_list list, const struct value *v)
{
	if (list == LIST_BYTES)
		out->bytes[out->n_bytes++] = fill_bytes(v->p, v->n);
	else if (list == LIST_REALS || list == LIST_INTS)
		add_numbers(out, list, v);
	else if (value_series(v))
		add_series(out, v);
	else
		out->uints[out->n_uints++] = v->u;
}

static void begin_value(Kagami__Value *out, uint32_t id, bool series)
{

	kagami__value__init(out);
	out->field = id;
	out->series = series;
}

bool fill_object_value(struct filler *fl, const struct value *v, Kagami__Value *out)
{
	const struct fill_field *known = v->field != NULL ? fill_field_of(fl, v->field) : NULL;
	enum fill_list list = list_of(v);

	if (v->n == 0)
		return false;
	begin_value(out, known != NULL ? known->id : 0, value_series(v));
	if (!take_room(fl, out, list, value_count(v), VALUE_HEAD + packed(v)))
		return false;
	add_elements(out, list, v);
	return true;
}

/* Value i of the operation: the message's shared ones come first, then its own. */
static const struct value *value_at(const struct dec *d, const struct operation *op, unsigned i)
{
	return i < d->shared ? &d->values[i] : &d->values[op->first + (i - d->shared)];
}

/* Which value of the event this one is part of; a new one when it is the first of its field. */
static uint32_t place_of(struct filler *fl, const struct value *v)
{
	struct fill_plan *plan = fl->plan;
	struct fill_field *field = fill_field_of(fl, v->field);
	enum fill_list list = list_of(v);

	if (field == NULL) { /* nobody could say what it is */
		fl->cut = true;
		return UINT16_MAX;
	}
	if (field->serial == fl->serial && plan[field->index].list == list)
		return field->index;
	uint32_t i = fl->nvalues++;

	field->serial = fl->serial;
	field->index = i;
	begin_value(&fl->values[i], field->id, value_series(v));
	plan[i] = (struct fill_plan){ .list = list, .bytes = VALUE_HEAD };
	return i;
}

/* Values that did not fit are taken out of the list. */
static void close_gaps(struct filler *fl)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < fl->nvalues; i++) {
		if (fl->plan[i].list != LIST_NONE)
			fl->values[n++] = fl->values[i];
	}
	fl->nvalues = n;
}

void fill_own_values(struct filler *fl, const struct dec *d, const struct operation *op)
{
	unsigned n = d->shared + (unsigned)(op->end - op->first);
	struct fill_plan *plan = fl->plan;

	for (unsigned i = 0; i < n; i++) {
		const struct value *v = value_at(d, op, i);
		uint32_t at = place_of(fl, v);

		fl->place[i] = (uint16_t)at;
		if (at == UINT16_MAX)
			continue;
		plan[at].n += value_count(v);
		plan[at].bytes += packed(v);
	}
	for (uint32_t i = 0; i < fl->nvalues; i++) {
		if (!take_room(fl, &fl->values[i], plan[i].list, plan[i].n, plan[i].bytes))
			plan[i].list = LIST_NONE;
	}
	for (unsigned i = 0; i < n; i++) {
		uint32_t at = fl->place[i];

		if (at != UINT16_MAX && plan[at].list != LIST_NONE)
			add_elements(&fl->values[at], plan[at].list, value_at(d, op, i));
	}
	if (fl->cut)
		close_gaps(fl);
}
