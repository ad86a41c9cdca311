/*
 * The objects of MMS messages: their names, kept from a request for its answer, and their values.
 */
#include "protocols/mms_inside.h"

enum {
	NOTE_NAMES = 1, /* kind of a note, in its key's top bits */
	NAME_MAX = 300, /* bytes of a name: two of 129 at most, ISO 9506-2 */
};

/* clang-format off */
/* Fields that name what a service is about when it is no variable. */
static const uint16_t subject_table[] = {
	MMS_FILE_NAME_ITEM, MMS_DOMAIN_NAME, MMS_PROGRAM_INVOCATION_NAME, MMS_DOMAIN_SPECIFIC,
	MMS_DELETE_DOMAIN, MMS_GET_DOMAIN_ATTRIBUTES, MMS_DELETE_PROGRAM_INVOCATION,
	MMS_GET_PROGRAM_INVOCATION_ATTRIBUTES, MMS_INITIATE_UPLOAD_SEQUENCE, MMS_DOWNLOAD_SEGMENT,
	MMS_OPERATOR_STATION_NAME,
};
/* clang-format on */

const struct value *mms_first(const struct dec *d, unsigned field, unsigned from)
{
	for (unsigned i = from; i < d->nvalues; i++) {
		if (d->values[i].field == &field_table[field])
			return &d->values[i];
	}
	return NULL;
}

/* Once into the scratch space: a message may have many names. */
const char *mms_object(struct dec *d, const struct mms_name *name)
{
	char text[NAME_MAX];
	size_t n = 0;

	if (cur_left(&name->domain) > 0) {
		n = cur_copy(&name->domain, text, sizeof(text) - 1);
		text[n++] = '/';
	}
	n += cur_copy(&name->item, text + n, sizeof(text) - n);
	return dec_string(d, cur_of(text, n));
}

bool mms_item(const struct mms *m, unsigned i, struct ber *e)
{
	struct cur c = m->w.kept;
	unsigned at = 0;

	if (!m->w.keeps)
		return false;
	while (ber_next(&c, e)) {
		if (at++ == i)
			return true;
	}
	return false;
}

/* What fields are that are looked for among all values of a message. */
enum { SPECIFICATION = 1, DOMAIN, ITEM, NAME, SHAPE };

static unsigned kind_of(const struct field *f)
{
	/* clang-format off */
	static const uint8_t kinds[MMS_FIELD_COUNT] = {
		[MMS_VARIABLE_SPECIFICATION] = SPECIFICATION, [MMS_DOMAIN_ID] = DOMAIN, [MMS_ITEM_ID] = ITEM,
		[MMS_VMD_SPECIFIC] = NAME, [MMS_AA_SPECIFIC] = NAME, [MMS_DATA] = SHAPE, [MMS_ACCESS_RESULT] = SHAPE,
		[MMS_SUCCESS] = SHAPE, [MMS_ARRAY] = SHAPE, [MMS_STRUCTURE] = SHAPE, [MMS_FLOATING_POINT] = SHAPE,
		[MMS_UTC_TIME_QUALITY] = SHAPE, [MMS_WRITE_RESPONSE_ITEM] = SHAPE,
	};
	/* clang-format on */
	/* Those of the layers below are in tables of their own. */
	const size_t i = (size_t)(((uintptr_t)f - (uintptr_t)field_table) / sizeof(*f));

	return i < MMS_FIELD_COUNT ? kinds[i] : 0;
}

/* Is it a number, a text or a time of the data, not what tells their shape? */
static bool is_scalar(const struct field *f)
{
	return kind_of(f) != SHAPE;
}

void mms_values(struct dec *d, struct mms_range r)
{
	struct listing l;
	const struct value *last[3] = { NULL, NULL, NULL };

	listing_begin(&l);
	for (unsigned i = r.first; i < r.end && i < d->nvalues; i++) {
		if (!is_scalar(d->values[i].field))
			continue;
		listing_add(&l, " ", &d->values[i]);
		last[0] = last[1];
		last[1] = last[2];
		last[2] = &d->values[i];
	}
	/* A value with its quality and time, as nearly everything in IEC 61850 is: the value alone.
	 */
	if (l.n == 3 && last[0] != NULL && last[1] != NULL && last[2] != NULL &&
	    last[1]->field == &field_table[MMS_DATA_BIT_STRING] &&
	    last[2]->field == &field_table[MMS_UTC_TIME])
		d->ot.value = *last[0];
	else
		ot_listing(d, &l);
}

static unsigned first_byte(const struct value *v)
{
	struct cur c = value_cur(v);

	return cur_at(&c, 0);
}

/* The field of the next scalar from value i on, or NULL. */
static const struct field *next_scalar(const struct dec *d, unsigned i, unsigned end)
{
	while (i < end && !is_scalar(d->values[i].field))
		i++;
	return i < end ? d->values[i].field : NULL;
}

void mms_quality(struct dec *d, struct mms_range r)
{
	for (unsigned i = r.first; i + 1 < r.end; i++) {
		const struct value *v = &d->values[i];

		if (v->field == &field_table[MMS_DATA_BIT_STRING] && v->n == 2 &&
		    next_scalar(d, i + 1, r.end) == &field_table[MMS_UTC_TIME])
			put(d, QUALITY, first_byte(v) >> 6);
	}
}

/* The names of variables in the message, and where their values are. */
void mms_find_names(struct dec *d, struct mms *m)
{
	struct cur domain = cur_of("", 0);
	uint16_t specification = 0;

	for (uint16_t i = 0; i < d->nvalues && m->nnames < MMS_OBJECTS; i++) {
		const unsigned kind = kind_of(d->values[i].field);

		if (kind == SPECIFICATION)
			specification = i;
		if (kind == DOMAIN)
			domain = value_cur(&d->values[i]);
		if (kind != ITEM && kind != NAME)
			continue;
		m->name[m->nnames] =
			(struct mms_name){ .domain = kind == ITEM ? domain : cur_of("", 0),
					   .item = value_cur(&d->values[i]) };
		m->named[m->nnames] = (struct mms_range){ specification, (uint16_t)(i + 1) };
		m->nnames++;
	}
}

static uint64_t names_key(const struct mms *m)
{
	return (uint64_t)NOTE_NAMES << 56 | (uint32_t)m->invoke;
}

/* Keeps one part of a name: its length, and the bytes. NULL: it is too long for a note. */
static struct note *keep_part(struct dec *d, struct note *note, struct cur c)
{
	uint8_t n = (uint8_t)(cur_left(&c) < 255 ? cur_left(&c) : 255);

	note = note_add(d, note, cur_of(&n, 1));
	return note != NULL ? note_add(d, note, cur_upto(&c, n)) : NULL;
}

void mms_keep_names(struct dec *d, const struct mms *m)
{
	struct note *note = note_open(d, names_key(m));

	if (note != NULL && note->n > 0) { /* asked again with the same number */
		note_end(d, note);
		note = note_open(d, names_key(m));
	}
	for (unsigned i = 0; i < m->nnames && note != NULL; i++) {
		note = keep_part(d, note, m->name[i].domain);
		if (note != NULL)
			note = keep_part(d, note, m->name[i].item);
	}
}

static void read_names(struct mms *m, struct cur c)
{
	for (m->nnames = 0; m->nnames < MMS_OBJECTS && cur_left(&c) > 0; m->nnames++) {
		struct mms_name *name = &m->name[m->nnames];
		size_t n = cur_u8(&c);

		name->domain = cur_sub(&c, n);
		n = cur_u8(&c);
		name->item = cur_sub(&c, n);
		m->named[m->nnames] = (struct mms_range){ 0, 0 };
	}
}

/* The names that the request had; they are good until the next message. */
void mms_recall_names(struct dec *d, struct mms *m)
{
	struct note *note = note_find(d, names_key(m));

	if (note == NULL)
		return;
	read_names(m, notes_bytes(d->notes, note));
	note_end(d, note);
}

void mms_name_operation(struct dec *d, const struct mms_name *name)
{
	d->ot.has_object = true;
	d->ot.object_text = mms_object(d, name);
}

/* What a service that is not about variables is about. */
void mms_subject(struct dec *d, struct mms *m)
{
	for (size_t i = 0; i < sizeof(subject_table) / sizeof(subject_table[0]); i++) {
		const struct value *v = mms_first(d, subject_table[i], 0);

		if (v == NULL || v->kind != VALUE_BYTES)
			continue;
		m->name[0] = (struct mms_name){ .domain = cur_of("", 0), .item = value_cur(v) };
		m->named[0] = (struct mms_range){ 0, 0 };
		m->nnames = 1;
		return;
	}
}
