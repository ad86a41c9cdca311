#include <stdlib.h>
#include <string.h>

#include "sensor/detect/index_inside.h"

static int by_entry(const void *a, const void *b)
{
	uint32_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return x < y ? -1 : x > y;
}

static void find_entries(struct index *ix, const uint32_t *entry, uint32_t from, uint32_t end,
			 uint32_t *n)
{
	for (uint32_t k = from; k < end; k++) {
		uint32_t e = entry[k];

		if (ix->stamp[e] != ix->now) {
			ix->stamp[e] = ix->now;
			ix->found[(*n)++] = e;
		}
	}
}

/* As value_key(), which is slower: a field may have values that are not of its type. */
static inline bool key_in(const struct index_map *m, const struct value *v, uint32_t i,
			  uint64_t *key)
{
	return (v->field == m->field->row && key_read(m->kind, v, i, key)) || value_key(v, i, key);
}

static void find_value(struct index *ix, struct index_map *m, const struct value *v, uint32_t *n)
{
	const uint32_t count = value_count(v);
	uint64_t key;

	if (m->nshared > 0 && (count > 1 || m->now == ix->now))
		find_entries(ix, m->shared, 0, m->nshared, n);
	m->now = ix->now;
	for (uint32_t i = 0; i < count && key_in(m, v, i, &key); i++) {
		uint32_t piece = index_piece(m->cut, m->ncuts, key);

		find_entries(ix, m->entry, m->from[piece], m->from[piece + 1], n);
	}
}

/* The same of a fact, of which there is mostly one value. */
static inline void find_fact(struct index *ix, struct index_map *m, struct subject *s, uint32_t *n)
{
	const struct subject_fact *known = subject_fact(s, m->field);
	struct walk w;
	uint64_t key;

	if (known != NULL && known->n == 0)
		return;
	if (known != NULL && m->field->single && !value_series(&known->first)) {
		if (!key_in(m, &known->first, 0, &key))
			return;
		uint32_t piece = index_piece(m->cut, m->ncuts, key);

		find_entries(ix, m->entry, m->from[piece], m->from[piece + 1], n);
		return;
	}
	for (const struct value *v = subject_first(s, m->field, &w); v != NULL;
	     v = subject_next(s, &w))
		find_value(ix, m, v, n);
}

static struct index_map *map_of_row(const struct index *ix, const struct field *row)
{
	unsigned slot = index_slot(row);

	while (ix->rows[slot] != NULL && ix->rows[slot]->field->row != row)
		slot = (slot + 1) % INDEX_ROWS;
	return ix->rows[slot];
}

static void find_in(struct index *ix, const struct value *v, uint32_t from, uint32_t end,
		    uint32_t *n)
{
	for (uint32_t i = from; i < end; i++) {
		struct index_map *m = map_of_row(ix, v[i].field);

		if (m != NULL)
			find_value(ix, m, &v[i], n);
	}
}

static void sort_few(uint32_t *v, uint32_t n)
{
	if (n > 64) {
		/* Many rules of one value: rare, and then worth a proper sort. */
		qsort(v, n, sizeof(*v), by_entry);
		return;
	}
	for (uint32_t i = 1; i < n; i++) {
		uint32_t x = v[i], k = i;

		for (; k > 0 && v[k - 1] > x; k--)
			v[k] = v[k - 1];
		v[k] = x;
	}
}

uint32_t index_find(struct index *ix, struct subject *s)
{
	uint32_t n = 0;

	if (ix->n == 0)
		return 0;
	if (++ix->now == 0) { /* after four thousand million subjects: forget all stamps */
		memset(ix->stamp, 0, ix->n * sizeof(*ix->stamp));
		ix->now = 1;
	}
	for (uint32_t i = 0; i < ix->nalways; i++)
		ix->found[n++] = ix->always[i];
	if (ix->nrows > 0 && s->dec != NULL && s->op != NULL) {
		find_in(ix, s->dec->values, 0, s->dec->shared, &n);
		find_in(ix, s->dec->values, s->op->first, s->op->end, &n);
	}
	for (uint32_t i = 0; i < ix->ncomputed; i++)
		find_fact(ix, ix->computed[i], s, &n);
	if (n > 1)
		sort_few(ix->found, n);
	return n;
}
