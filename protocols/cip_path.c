/*
 * CIP: paths. Spec: The CIP Networks Library, volume 1, appendix C-1 (padded paths).
 *
 *	segment: kind (3 bits), of the kind (5 bits), then its contents; each begins at an even byte
 *	logical: what (3 bits), width (2 bits); a pad byte before numbers of 16 and 32 bits
 *	port:    extended (1 bit), port (4 bits), link address
 *	data:    0x91, length, symbol, a pad byte if its length is odd
 */
#include "protocols/cip.h"
#include "protocols/cip_fields.h"

enum { PORT_SEGMENT, LOGICAL, NETWORK, SYMBOLIC, DATA_KIND };
enum { L_CLASS, L_INSTANCE, L_MEMBER, L_POINT, L_ATTRIBUTE, L_SPECIAL, L_SERVICE, L_EXTENDED };
enum { ANSI_SYMBOL = 0x11, SAFETY = 0x10, EXTENDED_NETWORK = 0x1f, EXTENDED_PORT = 15 };

void cip_text_add(struct cip_text *t, const char *s)
{
	while (*s != '\0' && t->n < CIP_TEXT)
		t->text[t->n++] = *s++;
}

void cip_text_number(struct cip_text *t, uint64_t u)
{
	char digits[20];
	unsigned n = 0;

	do {
		digits[n++] = (char)('0' + u % 10);
		u /= 10;
	} while (u > 0);
	while (n > 0 && t->n < CIP_TEXT)
		t->text[t->n++] = digits[--n];
}

/* Bytes of a name: what does not print is a full stop. */
static void text_bytes(struct cip_text *t, struct cur c)
{
	for (size_t i = 0; i < cur_left(&c) && t->n < CIP_TEXT; i++) {
		uint8_t byte = cur_at(&c, i);

		t->text[t->n++] = (char)(byte >= ' ' && byte <= '~' ? byte : '.');
	}
}

const char *cip_text_keep(struct dec *d, const struct cip_text *t)
{
	char text[CIP_TEXT + 1];

	if (t->n == 0)
		return NULL;
	struct cur in = cur_of(t->text, t->n);
	size_t n = cur_copy(&in, text, CIP_TEXT);

	text[n] = '\0';
	const char *kept = dec_text(d, "%s", text);

	return kept;
}

void cip_path_begin(struct cip_path *p)
{
	p->class_id = CIP_NO_CLASS;
	p->instance = p->attribute = p->point = 0;
	p->says = 0;
	p->tag.n = 0;
	p->route.n = 0;
}

static uint64_t number(struct dec *d, unsigned format)
{
	static const uint8_t width[] = { 1, 2, 4 };

	if (format > 2) {
		cur_fail(&d->c);
		return 0;
	}
	if (format > 0)
		cur_skip(&d->c, 1);
	return cur_le(&d->c, width[format]);
}

static void key(struct dec *d)
{
	uint64_t format = take(d, KEY_FORMAT);

	if (format != 4 && format != 5) {
		cur_fail(&d->c);
		return;
	}
	take(d, KEY_VENDOR);
	take(d, KEY_TYPE);
	take(d, KEY_CODE);
	uint64_t compatibility = take(d, KEY_COMPATIBILITY);

	if (!cur_ok(&d->c))
		return;
	put(d, KEY_BIT, compatibility >> 7);
	put(d, KEY_MAJOR, compatibility & 0x7f);
	take(d, KEY_MINOR);
	if (format == 5)
		take(d, KEY_SERIAL);
}

/* An element of an array, in the name of a tag. */
static void member(struct cip_path *p, uint64_t u)
{
	if (p->class_id != CIP_TAG_CLASS && p->class_id != CIP_SYMBOL_CLASS)
		return;
	if (p->tag.n > 0 && p->tag.text[p->tag.n - 1] == ']') {
		p->tag.n--;
		cip_text_add(&p->tag, ",");
	} else {
		cip_text_add(&p->tag, "[");
	}
	cip_text_number(&p->tag, u);
	cip_text_add(&p->tag, "]");
}

static void logical(struct dec *d, struct cip_path *p, uint8_t byte)
{
	static const uint8_t fields[] = { CLASS, INSTANCE, MEMBER, POINT, ATTRIBUTE };
	unsigned what = byte >> 2 & 7, format = byte & 3;

	put(d, LOGICAL_TYPE, what);
	put(d, LOGICAL_FORMAT, format);
	if (what == L_SPECIAL) {
		key(d);
		return;
	}
	if (what == L_SERVICE) {
		take(d, SERVICE_ID);
		return;
	}
	if (what == L_EXTENDED) {
		take(d, EXTLOGICAL_TYPE);
		uint64_t u = cur_le(&d->c, format == 0 ? 2 : (size_t)2 << (format - 1));

		if (cur_ok(&d->c))
			put(d, EXTLOGICAL, u);
		return;
	}
	uint32_t u = (uint32_t)number(d, format);

	if (!cur_ok(&d->c))
		return;
	put(d, fields[what], u);
	switch (what) {
	case L_CLASS:
		p->class_id = u <= UINT16_MAX ? u : CIP_NO_CLASS;
		p->says |= SAYS_CLASS;
		break;
	case L_INSTANCE:
		p->instance = u;
		p->says |= SAYS_INSTANCE;
		break;
	case L_ATTRIBUTE:
		p->attribute = u;
		p->says |= SAYS_ATTRIBUTE;
		break;
	case L_POINT:
		p->point = u;
		p->says |= SAYS_POINT;
		break;
	default:
		member(p, u);
		break;
	}
}

static void port(struct dec *d, struct cip_path *p, uint8_t byte)
{
	bool extended = (byte >> 4 & 1) != 0;
	uint64_t out = byte & 15;

	put(d, EX_LINK, extended);
	put(d, PORT, out);
	uint64_t n = extended ? take(d, LINK_SIZE) : 0;

	if (out == EXTENDED_PORT)
		out = take(d, PORT_EXTENDED);
	if (p->route.n > 0)
		cip_text_add(&p->route, ",");
	cip_text_number(&p->route, out);
	cip_text_add(&p->route, ",");
	if (!extended) {
		cip_text_number(&p->route, take(d, LINK));
		return;
	}
	text_bytes(&p->route, take_bytes(d, LINK_TEXT, n));
	if (n % 2 != 0)
		cur_skip(&d->c, 1);
}

static void tag_name(struct cip_path *p, struct cur name)
{
	if (p->tag.n > 0)
		cip_text_add(&p->tag, ".");
	text_bytes(&p->tag, name);
	if (p->class_id == CIP_NO_CLASS)
		p->class_id = CIP_TAG_CLASS;
}

static void data_segment(struct dec *d, struct cip_path *p, uint8_t byte)
{
	unsigned type = byte & 0x1f;

	put(d, DATA_TYPE, type);
	size_t n = take(d, DATA_SIZE);

	if (type == ANSI_SYMBOL) {
		tag_name(p, take_bytes(d, SYMBOL, n));
		if (n % 2 != 0)
			cur_skip(&d->c, 1);
	} else if (type == 0) {
		take_bytes(d, SEGMENT_DATA, 2 * n);
	} else {
		cur_fail(&d->c);
	}
}

static void symbolic(struct dec *d, struct cip_path *p, uint8_t byte)
{
	size_t n = byte & 0x1f;

	put(d, SYMBOL_SIZE, n);
	if (n > 0) {
		tag_name(p, take_bytes(d, ASCII_SYMBOL, n));
		if (n % 2 == 0)
			cur_skip(&d->c, 1);
		return;
	}
	uint8_t format = cur_u8(&d->c);
	size_t width = format == 0xc6 ? 1 : format == 0xc7 ? 2 : format == 0xc8 ? 4 : 0;

	if (width == 0) {
		cur_fail(&d->c);
		return;
	}
	put(d, SYMBOL_FORMAT, format >> 5);
	put(d, SYMBOL_NUMFORMAT, format & 0x1fU);
	uint64_t u = cur_le(&d->c, width);

	if (cur_ok(&d->c))
		put(d, NUMERIC_SYMBOL, u);
	if (width == 1)
		cur_skip(&d->c, 1);
}

static void network(struct dec *d, struct cip_path *p, uint8_t byte)
{
	unsigned type = byte & 0x1f;

	put(d, NETWORK_TYPE, type);
	if (type == 1) {
		take(d, SCHEDULE);
	} else if (type == 2) {
		take(d, FIXED_TAG);
	} else if (type == 3) {
		take(d, INHIBIT);
	} else if (type == SAFETY) {
		size_t words = take(d, NETWORK_LENGTH);
		struct cur body = cur_sub(&d->c, 2 * words);

		if (!cur_ok(&body) || words == 0)
			return;
		struct cur rest = d->c;

		d->c = body;
		take(d, SAFETY_FORMAT);
		take_rest(d, SAFETY_DATA);
		d->c = rest;
		p->says |= SAYS_SAFETY;
	} else {
		size_t words = take(d, NETWORK_LENGTH);
		struct cur body = cur_sub(&d->c, 2 * words);

		if (type == EXTENDED_NETWORK && words > 0 && cur_ok(&body))
			put(d, NETWORK_SUBTYPE, cur_le(&body, 2));
	}
}

void cip_path(struct dec *d, struct cur c, struct cip_path *p)
{
	struct cur outside = d->c;

	d->c = c;
	while (cur_left(&d->c) > 0) {
		uint8_t byte = (uint8_t)take(d, SEGMENT);
		unsigned kind = byte >> 5;

		put(d, SEGMENT_TYPE, kind);
		if (kind == LOGICAL)
			logical(d, p, byte);
		else if (kind == DATA_KIND)
			data_segment(d, p, byte);
		else if (kind == PORT_SEGMENT)
			port(d, p, byte);
		else if (kind == SYMBOLIC)
			symbolic(d, p, byte);
		else if (kind == NETWORK)
			network(d, p, byte);
		else
			cur_fail(&d->c);
	}
	if (!cur_ok(&d->c))
		dec_malformed(d, "path that does not fit or that has an unknown segment");
	d->c = outside;
}

/* The object as text, where area and index do not say it. */
static const char *object_text(struct dec *d, const struct cip_path *p)
{
	struct cip_text t = { .n = 0 };
	const char *name = cip_class_name(p->class_id);

	if (p->class_id == CIP_TAG_CLASS)
		return cip_text_keep(d, &p->tag);
	if (name != NULL) {
		cip_text_add(&t, name);
	} else {
		cip_text_add(&t, "class ");
		cip_text_number(&t, p->class_id);
	}
	if ((p->says & SAYS_INSTANCE) != 0) {
		cip_text_add(&t, ":");
		cip_text_number(&t, p->instance);
	}
	if ((p->says & SAYS_ATTRIBUTE) != 0) {
		cip_text_add(&t, ":");
		cip_text_number(&t, p->attribute);
	}
	if ((p->says & SAYS_POINT) != 0) {
		cip_text_add(&t, ":");
		cip_text_number(&t, p->point);
	}
	struct cur members = cur_of(p->tag.text, p->tag.n);

	text_bytes(&t, members);
	return cip_text_keep(d, &t);
}

void cip_object(struct dec *d, const struct cip_path *p)
{
	const char *name = cip_class_name(p->class_id);

	d->ot.has_object = false;
	d->ot.object_text = NULL;
	if (p->class_id == CIP_NO_CLASS)
		return;
	d->ot.has_object = true;
	if (name != NULL && p->says == (SAYS_CLASS | SAYS_INSTANCE) && p->tag.n == 0) {
		d->ot.area = name;
		d->ot.index = p->instance;
		return;
	}
	d->ot.object_text = object_text(d, p);
}
