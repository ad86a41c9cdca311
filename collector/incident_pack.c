#include "collector/incident_pack.h"

#include <string.h>

#include "collector/incident_text.h"

/* Bytes of the length of a nested message: written before it is known. */
enum { LENGTH = 3 };

uint64_t pack_load(const void *p, size_t size)
{
	uint8_t u8;
	uint16_t u16;
	uint32_t u32;
	uint64_t u64;

	switch (size) {
	case 1:
		memcpy(&u8, p, size);
		return u8;
	case 2:
		memcpy(&u16, p, size);
		return u16;
	case 4:
		memcpy(&u32, p, size);
		return u32;
	default:
		memcpy(&u64, p, sizeof(u64));
		return u64;
	}
}

void pack_store(void *p, size_t size, uint64_t v)
{
	uint8_t u8 = (uint8_t)v;
	uint16_t u16 = (uint16_t)v;
	uint32_t u32 = (uint32_t)v;

	if (size == 1)
		memcpy(p, &u8, size);
	else if (size == 2)
		memcpy(p, &u16, size);
	else if (size == 4)
		memcpy(p, &u32, size);
	else
		memcpy(p, &v, sizeof(v));
}

/* ---- packing ------------------------------------------------------------------------------ */

void pack_put_bytes(struct pack_out *o, const void *p, size_t n)
{
	if (o->full || n > o->room - o->n) {
		o->full = true;
		return;
	}
	if (n > 0)
		memcpy(o->p + o->n, p, n);
	o->n += n;
}

void pack_put_number(struct pack_out *o, uint64_t v)
{
	uint8_t b[10];
	size_t n = 0;

	do {
		b[n] = (uint8_t)(v & 0x7f);
		v >>= 7;
		if (v != 0)
			b[n] |= 0x80;
		n++;
	} while (v != 0);
	pack_put_bytes(o, b, n);
}

static void put_uint(struct pack_out *o, uint16_t number, uint64_t v)
{
	if (v == 0)
		return;
	pack_put_number(o, (uint64_t)number << 3);
	pack_put_number(o, v);
}

static void put_block(struct pack_out *o, uint16_t number, const void *p, size_t n)
{
	pack_put_number(o, (uint64_t)number << 3 | 2);
	pack_put_number(o, n);
	pack_put_bytes(o, p, n);
}

static bool all_zero(const uint8_t *p, size_t n)
{
	return n == 0 || (p[0] == 0 && memcmp(p, p + 1, n - 1) == 0);
}

static void put_rows(struct pack_out *o, const struct pack_row *rows, const uint8_t *s);

/* A nested message. */
static void put_one(struct pack_out *o, const struct pack_row *r, const uint8_t *s)
{
	uint8_t length[LENGTH] = { 0 };
	size_t at, n;

	pack_put_number(o, (uint64_t)r->number << 3 | 2);
	at = o->n;
	pack_put_bytes(o, length, LENGTH);
	put_rows(o, r->rows, s);
	if (o->full)
		return;
	n = o->n - at - LENGTH;
	o->p[at] = (uint8_t)(0x80 | (n & 0x7f));
	o->p[at + 1] = (uint8_t)(0x80 | (n >> 7 & 0x7f));
	o->p[at + 2] = (uint8_t)(n >> 14 & 0x7f);
}

static void put_list(struct pack_out *o, const struct pack_row *r, const uint8_t *s)
{
	size_t n = 1;

	if (r->max > 0) {
		n = (size_t)pack_load(s + r->count, r->count_size);
		n = n < r->max ? n : r->max;
	}
	for (size_t i = 0; i < n; i++)
		put_one(o, r, s + r->at + i * r->size);
}

static void put_row(struct pack_out *o, const struct pack_row *r, const uint8_t *s)
{
	const uint8_t *m = s + r->at;
	int8_t v;

	switch (r->type) {
	case PACK_UINT:
		put_uint(o, r->number, pack_load(m, r->size));
		break;
	case PACK_INT:
		memcpy(&v, m, 1);
		put_uint(o, r->number, (uint8_t)((unsigned)v << 1 ^ (unsigned)(v < 0 ? -1 : 0)));
		break;
	case PACK_TEXT:
		if (*m != '\0')
			put_block(o, r->number, m, strnlen((const char *)m, r->size));
		break;
	case PACK_BYTES:
		if (!all_zero(m, r->size))
			put_block(o, r->number, m, r->size);
		break;
	case PACK_LIST:
		put_list(o, r, s);
		break;
	}
}

static void put_rows(struct pack_out *o, const struct pack_row *rows, const uint8_t *s)
{
	for (; rows->number != 0; rows++)
		put_row(o, rows, s);
}

size_t incident_pack(const struct incident *i, uint8_t *out, size_t room)
{
	struct pack_out o = { .p = out, .room = room };

	put_uint(&o, 1, INCIDENT_PACK_VERSION);
	put_rows(&o, incident_rows, (const uint8_t *)i);
	return o.full ? 0 : o.n;
}

/* ---- unpacking ---------------------------------------------------------------------------- */

bool pack_get_number(struct pack_in *in, uint64_t *v)
{
	*v = 0;
	for (unsigned shift = 0; shift < 64; shift += 7) {
		uint8_t b;

		if (in->n == 0)
			return false;
		b = *in->p++;
		in->n--;
		*v |= (uint64_t)(b & 0x7f) << shift;
		if ((b & 0x80) == 0)
			return true;
	}
	return false;
}

/* What follows a tag: a number, or a block; of other types only how long it is matters. */
static bool get_thing(struct pack_in *in, unsigned type, uint64_t *v, struct pack_in *block)
{
	uint64_t n;

	*v = 0;
	*block = (struct pack_in){ NULL, 0 };
	if (type == 0)
		return pack_get_number(in, v);
	n = type == 1 ? 8 : 4;
	if (type == 2 && !pack_get_number(in, &n))
		return false;
	if ((type != 1 && type != 2 && type != 5) || n > in->n)
		return false;
	*block = (struct pack_in){ in->p, (size_t)n };
	in->p += n;
	in->n -= (size_t)n;
	return true;
}

static bool get_rows(const struct pack_row *rows, struct pack_in in, uint8_t *s);

static bool get_list(const struct pack_row *r, const struct pack_in *block, uint8_t *s)
{
	uint64_t n;

	if (r->max == 0)
		return get_rows(r->rows, *block, s + r->at);
	n = pack_load(s + r->count, r->count_size);
	if (n >= r->max)
		return true;
	pack_store(s + r->count, r->count_size, n + 1);
	return get_rows(r->rows, *block, s + r->at + (size_t)n * r->size);
}

static bool get_row(const struct pack_row *r, uint64_t v, const struct pack_in *block, uint8_t *s)
{
	uint8_t *m = s + r->at;
	int8_t i;

	switch (r->type) {
	case PACK_UINT:
		if ((r->limit != 0 && v > r->limit) || (r->size < 8 && v >> (8 * r->size) != 0))
			v = 0;
		pack_store(m, r->size, v);
		break;
	case PACK_INT:
		i = (int8_t)((v >> 1 & 0x7f) ^ (v & 1 ? 0xff : 0));
		memcpy(m, &i, 1);
		break;
	case PACK_TEXT:
		memset(m, 0, r->size);
		(void)incident_clean((char *)m, r->size, (const char *)block->p, block->n);
		break;
	case PACK_BYTES:
		if (block->n == r->size)
			memcpy(m, block->p, r->size);
		break;
	case PACK_LIST:
		return get_list(r, block, s);
	}
	return true;
}

static const struct pack_row *row_of(const struct pack_row *rows, uint64_t number)
{
	while (rows->number != 0 && rows->number != number)
		rows++;
	return rows->number != 0 ? rows : NULL;
}

static bool get_rows(const struct pack_row *rows, struct pack_in in, uint8_t *s)
{
	while (in.n > 0) {
		const struct pack_row *r;
		struct pack_in block;
		uint64_t tag, v;

		if (!pack_get_number(&in, &tag) || !get_thing(&in, (unsigned)(tag & 7), &v, &block))
			return false;
		r = row_of(rows, tag >> 3);
		if (r == NULL || (tag & 7) != (r->type == PACK_UINT || r->type == PACK_INT ? 0 : 2))
			continue;
		if (!get_row(r, v, &block, s))
			return false;
	}
	return true;
}

/* Addresses are of one of the two lengths. */
static void tame_end(struct incident_end *e)
{
	uint8_t kept = 0;

	for (uint8_t i = 0; i < e->nips; i++) {
		if (e->ips[i].n == 4)
			memset(e->ips[i].b + 4, 0, sizeof(e->ips[i].b) - 4);
		if (e->ips[i].n == 4 || e->ips[i].n == 16)
			e->ips[kept++] = e->ips[i];
	}
	memset(&e->ips[kept], 0, (INCIDENT_IPS - (size_t)kept) * sizeof(e->ips[0]));
	e->nips = kept;
}

bool incident_unpack(struct incident *i, const uint8_t *p, size_t n)
{
	struct pack_in in = { p, n }, block;
	uint64_t tag, version;

	memset(i, 0, sizeof(*i));
	if (!pack_get_number(&in, &tag) || tag != 1 << 3 || !get_thing(&in, 0, &version, &block) ||
	    version == 0 || !get_rows(incident_rows, in, (uint8_t *)i))
		return false;
	tame_end(&i->source);
	tame_end(&i->target);
	for (uint32_t t = 0; t < i->ntargets; t++)
		tame_end(&i->targets[t]);
	return i->id[0] != '\0';
}
