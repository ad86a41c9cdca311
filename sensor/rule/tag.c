/* Process variables: which an operation touches, and what it makes their values. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/nearest.h"
#include "sensor/flow.h"
#include "sensor/rule/tag_inside.h"

enum { REGISTERS = 4 };

/* What is known of one, and what it was before a write that may be refused. */
struct last {
	struct tag_value value, before_write;
};

struct tags {
	const struct tag_defs *defs;
	struct last *last;
};

unsigned tag_registers(enum tag_type type)
{
	static const uint8_t registers[TAG_TYPES] = {
		[TAG_BIT] = 1,	  [TAG_UINT16] = 1, [TAG_INT16] = 1,
		[TAG_UINT32] = 2, [TAG_INT32] = 2,  [TAG_FLOAT32] = 2,
		[TAG_UINT64] = 4, [TAG_INT64] = 4,  [TAG_FLOAT64] = 4,
	};

	return registers[type];
}

uint32_t tag_count(const struct tag_defs *defs)
{
	return defs != NULL ? defs->n : 0;
}

const char *tag_name(const struct tag_defs *defs, uint32_t i)
{
	return defs->of[i].name;
}

const char *tag_unit(const struct tag_defs *defs, uint32_t i)
{
	return defs->of[i].unit;
}

static int compare_name(const void *a, const void *b, void *defs)
{
	const struct tag_defs *d = defs;

	return strcmp(d->of[*(const uint32_t *)a].name, d->of[*(const uint32_t *)b].name);
}

int tag_find(const struct tag_defs *defs, const char *name)
{
	uint32_t low = 0;
	uint32_t high = tag_count(defs);

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		uint32_t tag = defs->by_name[middle];
		int d = strcmp(name, defs->of[tag].name);

		if (d == 0)
			return (int)tag;
		if (d < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return -1;
}

const char *tag_nearest(const struct tag_defs *defs, const char *name)
{
	struct nearest near = nearest_to(name);

	for (uint32_t i = 0; i < tag_count(defs); i++)
		nearest_offer(&near, defs->of[i].name);
	return near.name;
}

static uint32_t bucket_of(uint8_t version, const struct addr *addr, const char *area)
{
	uint64_t h = (addr->w[0] ^ addr->w[1] * 31 ^ version) * 0x9e3779b97f4a7c15U;

	for (; *area != '\0'; area++)
		h = (h ^ (unsigned char)*area) * 0x100000001b3U;
	return (uint32_t)(h >> 40) % TAG_BUCKETS;
}

static bool same_place(const struct tag_def *d, uint8_t version, const struct addr *addr,
		       const char *area)
{
	return d->ip_version == version && d->addr.w[0] == addr->w[0] &&
	       d->addr.w[1] == addr->w[1] && strcmp(d->area, area) == 0;
}

static struct tag_group *group_of(const struct tag_defs *defs, uint8_t version,
				  const struct addr *addr, const char *area)
{
	struct tag_group *g = defs->bucket[bucket_of(version, addr, area)];

	while (g != NULL && !same_place(&defs->of[g->tags[0]], version, addr, area))
		g = g->chain;
	return g;
}

/* By place, then by index, then by definition. */
static int compare_place(const void *a, const void *b, void *defs)
{
	const struct tag_defs *d = defs;
	uint32_t i = *(const uint32_t *)a;
	uint32_t k = *(const uint32_t *)b;
	const struct tag_def *x = &d->of[i];
	const struct tag_def *y = &d->of[k];
	int c;

	if (x->ip_version != y->ip_version)
		return x->ip_version - y->ip_version;
	c = memcmp(&x->addr, &y->addr, sizeof(x->addr));
	if (c == 0)
		c = strcmp(x->area, y->area);
	if (c != 0)
		return c;
	if (x->index != y->index)
		return x->index < y->index ? -1 : 1;
	return i < k ? -1 : i > k;
}

void tag_defs_index(struct arena *a, struct tag_defs *d)
{
	uint32_t *order = arena_new(a, uint32_t, d->n);
	struct tag_group *g = NULL;

	d->by_name = arena_new(a, uint32_t, d->n);
	for (uint32_t i = 0; i < d->n; i++)
		d->by_name[i] = order[i] = i;
	if (d->n == 0)
		return;
	qsort_r(d->by_name, d->n, sizeof(*order), compare_name, d);
	qsort_r(order, d->n, sizeof(*order), compare_place, d);
	for (uint32_t i = 0; i < d->n; i++) {
		const struct tag_def *t = &d->of[order[i]];

		if (g == NULL ||
		    !same_place(&d->of[g->tags[0]], t->ip_version, &t->addr, t->area)) {
			uint32_t b = bucket_of(t->ip_version, &t->addr, t->area);

			g = arena_new(a, struct tag_group, 1);
			g->tags = &order[i];
			g->chain = d->bucket[b];
			d->bucket[b] = g;
		}
		g->n++;
	}
}

struct tags *tags_new(const struct tag_defs *defs)
{
	struct tags *t = calloc(1, sizeof(*t));

	if (t == NULL)
		return NULL;
	t->defs = defs;
	t->last = calloc(tag_count(defs) + 1, sizeof(*t->last));
	if (t->last == NULL) {
		free(t);
		return NULL;
	}
	return t;
}

void tags_free(struct tags *t)
{
	if (t == NULL)
		return;
	free(t->last);
	free(t);
}

const struct tag_defs *tags_defs(const struct tags *t)
{
	return t->defs;
}

const struct tag_value *tags_last(const struct tags *t, uint32_t i)
{
	return &t->last[i].value;
}

/* Does the same number still mean the same? Units are words only. */
static bool same_meaning(const struct tag_def *a, const struct tag_def *b)
{
	return same_place(a, b->ip_version, &b->addr, b->area) && a->index == b->index &&
	       a->has_index == b->has_index && a->has_device == b->has_device &&
	       a->device == b->device && a->type == b->type && a->order == b->order &&
	       a->bit == b->bit && a->protocol == b->protocol && a->scale == b->scale &&
	       a->offset == b->offset;
}

void tags_adopt(struct tags *t, const struct tags *from)
{
	for (uint32_t i = 0; i < tag_count(t->defs); i++) {
		int k = tag_find(from->defs, t->defs->of[i].name);

		if (k >= 0 && same_meaning(&t->defs->of[i], &from->defs->of[k]))
			t->last[i] = from->last[k];
	}
}

/* The wire's bytes of n registers, most significant first. */
static uint64_t put_in_order(const uint16_t *reg, unsigned n, enum tag_order order)
{
	uint64_t out = 0;

	for (unsigned i = 0; i < n; i++) {
		bool backwards = order == ORDER_DCBA || order == ORDER_CDAB;
		bool swapped = order == ORDER_DCBA || order == ORDER_BADC;
		uint16_t r = reg[backwards ? n - 1 - i : i];

		out = out << 16 | (swapped ? (uint16_t)(r << 8 | r >> 8) : r);
	}
	return out;
}

static double float_of(uint64_t bits, enum tag_type type)
{
	uint32_t half = (uint32_t)bits;
	float f;
	double d;

	if (type == TAG_FLOAT32) {
		memcpy(&f, &half, sizeof(f));
		return (double)f;
	}
	memcpy(&d, &bits, sizeof(d));
	return d;
}

static double number_of(const struct tag_def *d, const uint16_t *reg)
{
	uint64_t u =
		put_in_order(reg, tag_registers((enum tag_type)d->type), (enum tag_order)d->order);

	switch ((enum tag_type)d->type) {
	case TAG_BIT:
		return (double)(u >> d->bit & 1);
	case TAG_INT16:
		return (double)(int16_t)u;
	case TAG_INT32:
		return (double)(int32_t)u;
	case TAG_INT64:
		return (double)(int64_t)u;
	case TAG_FLOAT32:
	case TAG_FLOAT64:
		return float_of(u, (enum tag_type)d->type);
	default:
		return (double)u;
	}
}

/* The tag's number among an operation's values, whose first is object `start`. */
static bool number_in(const struct tag_def *d, const struct value *v, uint64_t start, double *out)
{
	uint16_t reg[REGISTERS] = { 0 };
	unsigned n = tag_registers((enum tag_type)d->type);
	uint64_t at = d->has_index ? d->index - start : 0;

	if (v->kind == VALUE_BYTES || at >= value_count(v))
		return false;
	bool registers = v->kind == VALUE_UINT || v->kind == VALUE_RUN || v->kind == VALUE_BE16S;

	/* Registers may be put together to longer numbers; what has a type is one. */
	if (!registers || !d->has_index)
		*out = value_float(v, (uint32_t)at);
	else if (at + n > value_count(v))
		return false;
	else {
		for (unsigned i = 0; i < n; i++)
			reg[i] = (uint16_t)value_uint(v, (uint32_t)at + i);
		*out = number_of(d, reg);
	}
	*out = *out * d->scale + d->offset;
	return true;
}

static void set(struct last *last, const struct dec *d, double value, bool written)
{
	struct tag_value *v = &last->value;
	struct tag_value was = *v;

	if (written)
		last->before_write = was;
	v->good = isfinite(value);
	v->before = was.known && isfinite(was.value) ? was.value : was.known ? was.before : value;
	v->changed = !was.known || !(was.value == value) ? d->at : was.changed;
	v->value = value;
	v->at = d->at;
	v->frame = d->frame;
	v->written = written;
	v->known = true;
}

/* What an operation says of tags: nothing, values, or that a write did not take place. */
enum says { SAYS_NOTHING, SAYS_READ, SAYS_WRITTEN, SAYS_REFUSED };

static enum says says(const struct ot *ot)
{
	bool write = ot->op == OT_WRITE || ot->op == OT_CONTROL;

	if (ot->response && ot->failed)
		return write && ot->request_frame != 0 ? SAYS_REFUSED : SAYS_NOTHING;
	if (ot->value.n == 0)
		return SAYS_NOTHING;
	if (write)
		return ot->response ? SAYS_NOTHING : SAYS_WRITTEN;
	if (ot->op == OT_REPORT)
		return SAYS_READ;
	return ot->op == OT_READ && ot->response ? SAYS_READ : SAYS_NOTHING;
}

static bool right_device(const struct tag_def *d, const struct dec *dec, const struct ot *ot)
{
	if (d->has_device && (!ot->has_device || ot->device != d->device))
		return false;
	return d->protocol == PROTOCOL_COUNT || dec->protocol == protocols[d->protocol];
}

/* The first of the group's tags that is not before `index`. */
static uint32_t first_from(const struct tag_defs *defs, const struct tag_group *g, uint64_t index)
{
	uint32_t low = 0;
	uint32_t high = g->n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (defs->of[g->tags[middle]].index < index)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void tags_operation(struct tags *t, const struct flow *f, unsigned end, const struct dec *d,
		    const struct operation *op, void (*updated)(void *ctx, uint32_t tag), void *ctx)
{
	const struct ot *ot = &op->ot;
	const char *area = ot->object_text != NULL ? ot->object_text : ot->area;
	enum says what = says(ot);
	unsigned device = ot->response || ot->op == OT_REPORT ? end : 1 - end;
	bool indexed = ot->object_text == NULL;
	const struct tag_group *g;
	uint64_t stop;

	if (what == SAYS_NOTHING || area == NULL || !(ot->has_object || !indexed) ||
	    tag_count(t->defs) == 0)
		return;
	g = group_of(t->defs, f->key.ip_version, &f->key.addr[device], area);
	if (g == NULL)
		return;
	stop = indexed ? ot->index + (ot->count > 0 ? ot->count : 1) : 1;
	for (uint32_t i = indexed ? first_from(t->defs, g, ot->index) : 0; i < g->n; i++) {
		const struct tag_def *def = &t->defs->of[g->tags[i]];
		struct last *last = &t->last[g->tags[i]];
		double value = 0;

		if (def->has_index && def->index >= stop)
			break;
		if (def->has_index != indexed || !right_device(def, d, ot))
			continue;
		if (what == SAYS_REFUSED) {
			if (last->value.written && last->value.frame == ot->request_frame)
				last->value = last->before_write;
		} else if (number_in(def, &ot->value, ot->index, &value)) {
			set(last, d, value, what == SAYS_WRITTEN);
			updated(ctx, g->tags[i]);
		}
	}
}
