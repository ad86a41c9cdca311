#include "sensor/deliver/changes.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "protocols/protocols.h"
#include "sensor/table.h"

enum { TEXT = 64 }; /* longer texts are hashed before */

struct last {
	uint64_t object[2];
	uint64_t state;
	bool used;
};

struct changes {
	struct table table;
	struct last *slot;
	uint64_t forgotten;
	uint8_t key[crypto_shorthash_siphashx24_KEYBYTES];
	const struct field *stnum; /* of GOOSE */
};

_Static_assert(crypto_shorthash_siphashx24_BYTES == 16, "two numbers");
_Static_assert(crypto_shorthash_siphashx24_KEYBYTES == crypto_shorthash_siphash24_KEYBYTES,
	       "one key for both");

struct changes *changes_new(uint32_t n)
{
	struct changes *c = calloc(1, sizeof(*c));

	if (c == NULL || sodium_init() < 0 || !table_init(&c->table, n, 1)) {
		free(c);
		return NULL;
	}
	c->slot = calloc(n, sizeof(*c->slot));
	if (c->slot == NULL) {
		changes_free(c);
		return NULL;
	}
	randombytes_buf(c->key, sizeof(c->key));
	for (unsigned i = 0; i < protocol_goose.nfields; i++) {
		if (strcmp(protocol_goose.fields[i].name, "goose.stNum") == 0)
			c->stnum = &protocol_goose.fields[i];
	}
	return c;
}

void changes_free(struct changes *c)
{
	if (c == NULL)
		return;
	table_free(&c->table);
	free(c->slot);
	free(c);
}

size_t changes_cost(void)
{
	return sizeof(struct last) + table_cost(1);
}

uint64_t changes_forgotten(const struct changes *c)
{
	return c->forgotten;
}

/* ---- hashing ----------------------------------------------------------------------------- */

/* What is hashed, one behind the other; there is room for all that is put there. */
struct bytes {
	const struct changes *c;
	size_t n;
	uint8_t at[sizeof(struct conv_key) + 8 * (2 + DEC_MARKS + 4) + 5 * (TEXT + 1) +
		   DEC_MARKS * (TEXT + 1)];
};

/* Not all of it is cleared: only what is put there is looked at. */
static void begin(struct bytes *b, const struct changes *c)
{
	b->c = c;
	b->n = 0;
}

static void add(struct bytes *b, const void *p, size_t n)
{
	if (n > 0)
		memcpy(b->at + b->n, p, n);
	b->n += n;
}

static void add_number(struct bytes *b, uint64_t u)
{
	add(b, &u, sizeof(u));
}

static uint64_t hash_of(const struct changes *c, const void *p, size_t n)
{
	uint64_t out;

	(void)crypto_shorthash_siphash24((uint8_t *)&out, p, n, c->key);
	return out;
}

/* Its length goes before it, so that "ab", "c" is not "a", "bc". */
static void add_text(struct bytes *b, const char *s)
{
	size_t n = s != NULL ? strlen(s) : 0;
	uint8_t len = (uint8_t)(n <= TEXT ? n : TEXT + 1);

	add(b, &len, 1);
	if (n <= TEXT)
		add(b, s, n);
	else
		add_number(b, hash_of(b->c, s, n));
}

static void object_of(const struct changes *c, const struct flow *f, const struct dec *d,
		      const struct ot *ot, uint64_t out[2])
{
	struct bytes b;
	const uint64_t head = (uint64_t)ot->response | (uint64_t)ot->op << 8 |
			      (uint64_t)ot->has_device << 16 | (uint64_t)ot->has_object << 24 |
			      (uint64_t)ot->count << 32;

	begin(&b, c);
	add(&b, &f->seen.key, sizeof(f->seen.key));
	add_number(&b, head);
	add_text(&b, d->protocol->name);
	if (ot->op != OT_REPORT)
		add_text(&b, ot->function);
	if (ot->has_device && ot->device_text == NULL)
		add_number(&b, ot->device);
	add_text(&b, ot->device_text);
	if (ot->has_object) {
		add_text(&b, ot->object_text);
		add_text(&b, ot->area);
		add_number(&b, ot->index);
	}
	(void)crypto_shorthash_siphashx24((uint8_t *)out, b.at, b.n, c->key);
}

/* Bits behind the last one are not the value's. */
static uint64_t hash_bits(const struct changes *c, const struct value *v)
{
	uint64_t h = hash_of(c, v->p, v->n / 8);

	for (uint32_t i = v->n & ~7U; i < v->n; i++)
		h = h * 2 + value_uint(v, i);
	return h;
}

/* Elements with a stride have others' bytes between them. */
static uint64_t hash_strided(const struct value *v)
{
	uint64_t h = v->n;

	for (uint32_t i = 0; i < v->n; i++) {
		struct value e = value_element(v, i);

		h = (h ^ e.u) * 0x9e3779b97f4a7c15U;
		h ^= h >> 29;
	}
	return h;
}

static uint64_t hash_value(const struct changes *c, const struct value *v)
{
	switch ((enum value_kind)v->kind) {
	case VALUE_BYTES:
	case VALUE_U8S:
		return hash_of(c, v->p, v->n);
	case VALUE_BE16S:
		return hash_of(c, v->p, 2 * (size_t)v->n);
	case VALUE_BITS:
		return hash_bits(c, v);
	case VALUE_UINTS:
	case VALUE_INTS:
	case VALUE_FLOATS:
	case VALUE_PARTS:
	case VALUE_MSTIMES:
		return hash_strided(v);
	default:
		return v->u;
	}
}

/* The number that says which state the data set is in; 0: there is none. */
static uint64_t state_number(const struct changes *c, const struct dec *d,
			     const struct operation *op)
{
	for (unsigned i = op->first; i < op->end; i++) {
		if (d->values[i].field == c->stnum)
			return d->values[i].u;
	}
	for (unsigned i = 0; i < d->shared; i++) {
		if (d->values[i].field == c->stnum)
			return d->values[i].u;
	}
	return 0;
}

static uint64_t state_of(const struct changes *c, const struct dec *d, const struct operation *op)
{
	const struct ot *ot = &op->ot;
	struct bytes b;
	const uint64_t head = (uint64_t)ot->failed | (uint64_t)d->malformed << 8 |
			      (uint64_t)(ot->value.n > 0 ? ot->value.kind + 1U : 0) << 16 |
			      (uint64_t)ot->value.n << 32;

	begin(&b, c);
	add_number(&b, head);
	if (ot->value.n > 0)
		add_number(&b, hash_value(c, &ot->value));
	add_text(&b, ot->status);
	for (unsigned i = 0; i < d->nmarks; i++)
		add_text(&b, d->marks[i]);
	if (d->protocol == &protocol_goose)
		add_number(&b, state_number(c, d, op));
	return hash_of(c, b.at, b.n);
}

/* ---- the table --------------------------------------------------------------------------- */

static uint32_t find(const struct changes *c, const uint64_t object[2])
{
	uint32_t i = table_first(&c->table, object[0]);

	while (i != TABLE_NONE &&
	       (c->slot[i].object[0] != object[0] || c->slot[i].object[1] != object[1]))
		i = table_next(&c->table, i);
	return i;
}

static uint32_t make(struct changes *c, const uint64_t object[2])
{
	uint32_t i = table_old(&c->table, 0);
	struct last *l = &c->slot[i];

	if (l->used) {
		table_remove(&c->table, i, l->object[0]);
		c->forgotten++;
	}
	*l = (struct last){ .object = { object[0], object[1] }, .used = true };
	table_add(&c->table, i, object[0]);
	return i;
}

bool changes_see(struct changes *c, const struct flow *f, const struct dec *d,
		 const struct operation *op)
{
	uint64_t object[2];
	uint64_t state = state_of(c, d, op);

	object_of(c, f, d, &op->ot, object);
	uint32_t i = find(c, object);
	bool news = i == TABLE_NONE || c->slot[i].state != state;

	if (i == TABLE_NONE)
		i = make(c, object);
	c->slot[i].state = state;
	table_newest(&c->table, i, 0);
	return news;
}
