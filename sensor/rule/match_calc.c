/* The steps that make lists of values: fields, constants, slices, calculations, functions. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "sensor/rule/program.h"
#include "sensor/rule/tag.h"

/* A new list on top, empty. How many may wait is checked when the condition is compiled. */
static struct list *open_list(struct calc *c)
{
	struct list *l = &c->lists[c->nlists++];

	*l = (struct list){ .first = c->ncells };
	return l;
}

static void push(struct calc *c, struct list *l, struct cell v)
{
	if (c->ncells == CALC_CELLS || l->n == CALC_VALUES) {
		c->ignored++;
		return;
	}
	c->cells[c->ncells++] = v;
	l->n++;
}

/* n bytes for a value that has to be made, or NULL. */
static uint8_t *room_for(struct calc *c, size_t n)
{
	if (n > (size_t)(CALC_BYTES - c->nbytes)) {
		c->ignored++;
		return NULL;
	}
	c->nbytes += (uint32_t)n;
	return c->bytes + c->nbytes - n;
}

/* The top n lists become one that begins where the first of them did, with the k cells from `from`
 * on, which are the last ones. */
static void close_lists(struct calc *c, uint32_t n, uint32_t from)
{
	uint32_t k = c->ncells - from;

	c->nlists -= n;
	struct list *l = &c->lists[c->nlists++];

	memmove(&c->cells[l->first], &c->cells[from], k * sizeof(c->cells[0]));
	l->n = k;
	c->ncells = l->first + k;
}

static void step_field(struct calc *c, const struct step *t, struct subject *s)
{
	struct list *l = open_list(c);
	struct walk w;
	int32_t at = 0;

	for (const struct value *v = subject_first(s, t->field, &w); v != NULL;
	     v = subject_next(s, &w)) {
		uint32_t n = value_count(v);

		for (uint32_t i = 0; i < n; i++) {
			at++;
			if (t->layer > 0 && at != t->layer)
				continue;
			push(c, l, cell_of_value(v, i));
		}
	}
	if (t->layer < 0) { /* counted from the last one */
		uint32_t back = (uint32_t)-t->layer;

		if (l->n >= back) {
			c->cells[l->first] = c->cells[l->first + l->n - back];
			l->n = 1;
		} else {
			l->n = 0;
		}
		c->ncells = l->first + l->n;
	}
}

static void step_tag(struct calc *c, const struct step *t, struct subject *s)
{
	struct list *l = open_list(c);

	if (s->tags == NULL || t->n >= tag_count(tags_defs(s->tags)))
		return;
	const struct tag_value *v = tags_last(s->tags, t->n);

	if (!v->known)
		return;
	uint64_t since = t->op == STEP_TAG_AGE ? v->at : v->changed;

	if (t->op == STEP_TAG)
		push(c, l, cell_float(v->value));
	else
		push(c, l, cell_float(s->at > since ? (double)(s->at - since) / 1e9 : 0));
}

/* Where a range of a slice lies in n bytes; false: not all of it is there. */
static bool slice_of(const struct slice_range *r, uint32_t n, uint32_t *from, uint32_t *len)
{
	int64_t start = r->start < 0 ? (int64_t)n + r->start : r->start;
	int64_t length;

	if (start < 0 || start >= n)
		return false;
	switch (r->form) {
	case SLICE_END:
		length = (r->end < 0 ? (int64_t)n + r->end : r->end) - start + 1;
		break;
	case SLICE_TO_END:
		length = n - start;
		break;
	case SLICE_ONE:
		length = 1;
		break;
	default:
		length = r->length;
		break;
	}
	if (length <= 0 || length > n - start)
		return false;
	*from = (uint32_t)start;
	*len = (uint32_t)length;
	return true;
}

/* Ranges that are not there are left out; with none there is no value, as in Wireshark. */
static bool slice(struct calc *c, const struct step *t, struct cell *v)
{
	uint32_t from, len, total = 0;

	if (v->kind != CELL_BYTES)
		return false;
	if (t->n == 1) {
		if (!slice_of(t->slices, v->n, &from, &len))
			return false;
		*v = cell_bytes(v->p + from, len);
		return true;
	}
	for (uint32_t i = 0; i < t->n; i++)
		total += slice_of(&t->slices[i], v->n, &from, &len) ? len : 0;
	uint8_t *out = total > 0 ? room_for(c, total) : NULL;

	if (out == NULL)
		return false;
	total = 0;
	for (uint32_t i = 0; i < t->n; i++) {
		if (!slice_of(&t->slices[i], v->n, &from, &len))
			continue;
		memcpy(out + total, v->p + from, len);
		total += len;
	}
	*v = cell_bytes(out, total);
	return true;
}

static bool other_case(struct calc *c, bool upper, struct cell *v)
{
	uint8_t *out = v->kind == CELL_BYTES ? room_for(c, v->n) : NULL;

	if (out == NULL)
		return false;
	for (uint32_t i = 0; i < v->n; i++) {
		uint8_t b = v->p[i];

		if (upper && b >= 'a' && b <= 'z')
			b = (uint8_t)(b - 'a' + 'A');
		else if (!upper && b >= 'A' && b <= 'Z')
			b = (uint8_t)(b - 'A' + 'a');
		out[i] = b;
	}
	v->p = out;
	return true;
}

/* As string() of Wireshark writes it. */
static bool string_of(struct calc *c, const struct step *t, struct cell *v)
{
	const struct field row = { .type = (enum field_type)t->type };
	struct value as = { .field = &row, .n = v->n };
	char word[64];
	size_t n;

	if (v->kind == CELL_BYTES) {
		as.kind = VALUE_BYTES;
		as.p = v->p;
		n = value_write(&as, 0, word, sizeof(word));
	} else if (v->kind == CELL_FLOAT) {
		n = (size_t)snprintf(word, sizeof(word), "%.6g", v->f);
	} else if (v->negative) {
		n = (size_t)snprintf(word, sizeof(word), "%" PRId64, (int64_t)v->u);
	} else {
		n = (size_t)snprintf(word, sizeof(word), "%" PRIu64, v->u);
	}
	uint8_t *out = n < sizeof(word) ? room_for(c, n) : NULL;

	if (out == NULL)
		return false;
	memcpy(out, word, n);
	*v = cell_text(out, n);
	return true;
}

static bool absolute(struct cell *v)
{
	if ((v->kind == CELL_INT && v->negative) || (v->kind == CELL_FLOAT && v->f < 0))
		return cell_negate(v, v);
	return v->kind != CELL_BYTES;
}

/* What becomes of one value; false: nothing. */
static bool step_each(struct calc *c, const struct step *t, struct cell *v)
{
	switch ((enum step_op)t->op) {
	case STEP_SLICE:
		return slice(c, t, v);
	case STEP_NEGATE:
		return cell_negate(v, v);
	case STEP_LEN:
		if (v->kind != CELL_BYTES)
			return false;
		*v = cell_uint(v->n);
		return true;
	case STEP_UPPER:
	case STEP_LOWER:
		return other_case(c, t->op == STEP_UPPER, v);
	case STEP_ABS:
		return absolute(v);
	default:
		return string_of(c, t, v);
	}
}

static void map_list(struct calc *c, const struct step *t)
{
	struct list *l = &c->lists[c->nlists - 1];
	uint32_t kept = 0;

	for (uint32_t i = 0; i < l->n; i++) {
		struct cell v = c->cells[l->first + i];

		if (step_each(c, t, &v))
			c->cells[l->first + kept++] = v;
	}
	l->n = kept;
	c->ncells = l->first + kept;
}

static bool bits_in_common(struct calc *c, const struct cell *a, const struct cell *b,
			   struct cell *out)
{
	if (a->kind == CELL_INT && b->kind == CELL_INT) {
		*out = (struct cell){ .kind = CELL_INT,
				      .u = a->u & b->u,
				      .negative = a->negative && b->negative };
		return true;
	}
	if (a->kind != CELL_BYTES || b->kind != CELL_BYTES || a->n != b->n)
		return false;
	uint8_t *bytes = room_for(c, a->n);

	if (bytes == NULL)
		return false;
	for (uint32_t i = 0; i < a->n; i++)
		bytes[i] = a->p[i] & b->p[i];
	*out = cell_bytes(bytes, a->n);
	return true;
}

/* Every value on the left with every one on the right. */
static void combine(struct calc *c, const struct step *t)
{
	const struct list x = c->lists[c->nlists - 2], y = c->lists[c->nlists - 1];
	struct list out = { .first = c->ncells };

	for (uint32_t i = 0; i < x.n; i++) {
		for (uint32_t k = 0; k < y.n; k++) {
			const struct cell *a = &c->cells[x.first + i], *b = &c->cells[y.first + k];
			struct cell v;

			if (t->op == STEP_BIT_AND ? bits_in_common(c, a, b, &v)
						  : cell_calculate((enum step_op)t->op, a, b, &v))
				push(c, &out, v);
		}
	}
	close_lists(c, 2, out.first);
}

/* The smallest or largest of all values of n lists. */
static void extreme(struct calc *c, const struct step *t)
{
	uint32_t first = c->lists[c->nlists - t->n].first, best = first;
	int want = t->op == STEP_MAX ? 1 : -1;

	for (uint32_t i = first + 1; i < c->ncells; i++) {
		if (cell_order(&c->cells[i], &c->cells[best]) == want)
			best = i;
	}
	if (best < c->ncells) {
		c->cells[first] = c->cells[best];
		c->ncells = first + 1;
	}
	close_lists(c, t->n, first);
}

/* Of a field, so that long series need no cells; or of the list, when a layer was picked. */
static void count(struct calc *c, const struct step *t, struct subject *s)
{
	uint64_t n = 0;
	struct walk w;

	if (t->field == NULL) {
		n = c->lists[c->nlists - 1].n;
		c->ncells -= (uint32_t)n;
		c->nlists--;
	} else {
		for (const struct value *v = subject_first(s, t->field, &w); v != NULL;
		     v = subject_next(s, &w))
			n += value_count(v);
	}
	struct list *l = open_list(c);

	if (n > 0)
		push(c, l, cell_uint(n));
}

void calc_step(struct calc *c, const struct step *t, struct subject *s)
{
	switch ((enum step_op)t->op) {
	case STEP_FIELD:
		step_field(c, t, s);
		break;
	case STEP_CONSTANT:
		push(c, open_list(c), t->constant);
		break;
	case STEP_TAG:
	case STEP_TAG_AGE:
	case STEP_TAG_UNCHANGED:
		step_tag(c, t, s);
		break;
	case STEP_ADD:
	case STEP_SUBTRACT:
	case STEP_MULTIPLY:
	case STEP_DIVIDE:
	case STEP_MODULO:
	case STEP_BIT_AND:
		combine(c, t);
		break;
	case STEP_MAX:
	case STEP_MIN:
		extreme(c, t);
		break;
	case STEP_COUNT:
		count(c, t, s);
		break;
	default:
		map_list(c, t);
		break;
	}
}
