#include "tests/unit/message.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/hex.h"
#include "tests/unit/test.h"

/* The first n bytes in a block of their own; cut: the capture has no more of the message. */
static struct message *decoded(const struct protocol *p, enum dir dir, const uint8_t *bytes,
			       size_t n, bool cut)
{
	static const uint8_t eth[6] = { 2, 0, 0, 0, 0, 1 };
	struct message *m = calloc(1, sizeof(*m));

	assert_non_null(m);
	m->bytes = malloc(n > 0 ? n : 1);
	assert_non_null(m->bytes);
	if (n > 0)
		memcpy(m->bytes, bytes, n);
	m->n = n;
	m->d.c = n > 0 ? cur_of(m->bytes, n) : cur_of(m->bytes + 1, 0);
	m->d.dir = dir;
	m->d.eth_src = m->d.eth_dst = eth;
	m->d.frame = 1;
	m->d.cut = cut;
	decode(&m->d, p);
	return m;
}

struct message *message_of(const struct protocol *p, enum dir dir, const char *hex)
{
	uint8_t *bytes = calloc(1, strlen(hex) + 1);

	assert_non_null(bytes);
	struct message *m = decoded(p, dir, bytes, hex_bytes(hex, bytes), false);

	free(bytes);
	return m;
}

void message_free(struct message *m)
{
	free(m->bytes);
	free(m);
}

/* Value i of the field, and which element of it; NULL: there are only *seen. */
static const struct value *find(const struct message *m, const char *field, unsigned i,
				uint32_t *element, unsigned *seen)
{
	*seen = 0;
	for (unsigned k = 0; k < m->d.nvalues; k++) {
		const struct value *v = &m->d.values[k];

		if (strcmp(v->field->name, field) != 0)
			continue;
		if (i < *seen + value_count(v)) {
			*element = i - *seen;
			return v;
		}
		*seen += value_count(v);
	}
	return NULL;
}

static const struct value *need(const struct message *m, const char *field, unsigned i,
				uint32_t *element)
{
	unsigned seen = 0;
	const struct value *v = find(m, field, i, element, &seen);

	if (v == NULL)
		fail_msg("%s has %u values, none is number %u", field, seen, i);
	return v;
}

unsigned message_count(const struct message *m, const char *field)
{
	unsigned seen = 0;
	uint32_t element = 0;

	(void)find(m, field, UINT32_MAX, &element, &seen);
	return seen;
}

uint64_t message_number(const struct message *m, const char *field, unsigned i)
{
	uint32_t element = 0;
	const struct value *v = need(m, field, i, &element);

	return value_uint(v, element);
}

double message_float(const struct message *m, const char *field, unsigned i)
{
	uint32_t element = 0;

	const struct value *v = need(m, field, i, &element);

	return value_float(v, element);
}

struct cur message_bytes(const struct message *m, const char *field, unsigned i)
{
	uint32_t element = 0;
	const struct value *v = need(m, field, i, &element);

	assert_int_equal(v->kind, VALUE_BYTES);
	return cur_of(v->p, v->n);
}

bool text_is(struct cur c, const char *text)
{
	return cur_left(&c) == strlen(text) && cur_starts(&c, text, strlen(text));
}

bool message_is(const struct message *m, const char *field, unsigned i, const char *text)
{
	return text_is(message_bytes(m, field, i), text);
}

bool message_marked(const struct message *m, const char *why)
{
	for (unsigned i = 0; i < m->d.nmarks; i++) {
		if (strcmp(m->d.marks[i], why) == 0)
			return true;
	}
	return false;
}

/* Is a the value b, or the beginning of that series? */
static bool same(const struct value *a, const struct value *b)
{
	bool fewer = value_series(a) && a->n < b->n;

	if (a->field != b->field || a->kind != b->kind || (a->n != b->n && !fewer))
		return false;
	if (a->kind == VALUE_BYTES)
		return a->n == 0 || memcmp(a->p, b->p, a->n) == 0;
	for (uint32_t i = 0; i < value_count(a); i++) {
		if (value_uint(a, i) != value_uint(b, i))
			return false;
	}
	return true;
}

static void check_first_values(const struct message *m, const struct message *whole)
{
	assert_in_range(m->d.nvalues, 0, whole->d.nvalues);
	for (unsigned i = 0; i < m->d.nvalues; i++) {
		if (!same(&m->d.values[i], &whole->d.values[i]))
			fail_msg("%zu of %zu bytes: value %u is %s, not that of the whole", m->n,
				 whole->n, i, m->d.values[i].field->name);
	}
}

void check_prefixes(const struct protocol *p, enum dir dir, const char *hex, size_t needed)
{
	struct message *whole = message_of(p, dir, hex);

	assert_false(whole->d.malformed);
	for (size_t n = 0; n < 2 * whole->n; n++) {
		size_t part = n / 2;
		bool cut = n % 2 != 0;
		struct message *m = decoded(p, dir, whole->bytes, part, cut);

		if (m->d.malformed && cut)
			fail_msg("%zu of %zu bytes are malformed, but only cut: %s", part, whole->n,
				 m->d.marks[0]);
		if (part < needed && !m->d.malformed && !cut)
			fail_msg("%zu of %zu bytes are not malformed", part, whole->n);
		check_first_values(m, whole);
		message_free(m);
	}
	message_free(whole);
}
