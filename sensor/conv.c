#include "sensor/conv.h"

#include <assert.h>
#include <stdlib.h>

enum { KEY_WORDS = sizeof(struct conv_key) / sizeof(uint64_t) };

#define AGING_NS 1000000000U

_Static_assert(sizeof(struct conv_key) == 40, "a key has no padding: it is compared as bytes");

bool conv_init(struct convs *t, uint32_t n)
{
	assert(n >= CONV_MIN);
	*t = (struct convs){ 0 };
	t->slot = calloc(n, sizeof(*t->slot));
	t->order = calloc(n, sizeof(*t->order));
	if (!table_init(&t->table, n, 1) || t->slot == NULL || t->order == NULL) {
		conv_free(t);
		return false;
	}
	return true;
}

void conv_free(struct convs *t)
{
	table_free(&t->table);
	free(t->slot);
	free(t->order);
	*t = (struct convs){ 0 };
}

size_t conv_cost(void)
{
	return sizeof(struct conv) + sizeof(uint32_t) + table_cost(1);
}

static uint64_t key_hash(const struct convs *t, const struct conv_key *key)
{
	uint64_t words[KEY_WORDS];

	memcpy(words, key, sizeof(words));
	return table_hash(&t->table, words, KEY_WORDS);
}

static struct conv_ref ref_of(const struct convs *t, const struct conv *c)
{
	return (struct conv_ref){ (uint32_t)(c - t->slot), c->generation };
}

void conv_touch(struct convs *t, struct conv *c, uint64_t at)
{
	table_newest(&t->table, (uint32_t)(c - t->slot), 0);
	c->aged = at;
	if (at > c->last)
		c->last = at;
}

static uint32_t find(const struct convs *t, const struct conv_key *key, uint64_t hash)
{
	uint32_t slot = table_first(&t->table, hash);

	while (slot != TABLE_NONE && memcmp(&t->slot[slot].key, key, sizeof(*key)) != 0)
		slot = table_next(&t->table, slot);
	return slot;
}

bool conv_known(const struct convs *t, const struct conv_key *key)
{
	return find(t, key, key_hash(t, key)) != TABLE_NONE;
}

bool conv_rename(struct convs *t, struct conv *c, uint8_t label)
{
	uint32_t slot = (uint32_t)(c - t->slot);
	struct conv_key key = c->key;

	key.label = label;
	if (conv_known(t, &key))
		return c->key.label == label;
	table_remove(&t->table, slot, key_hash(t, &c->key));
	c->key = key;
	table_add(&t->table, slot, key_hash(t, &key));
	return true;
}

struct conv_ref conv_open(struct convs *t, const struct conv_key *key, uint64_t at)
{
	uint64_t hash = key_hash(t, key);
	uint32_t slot = find(t, key, hash);

	if (slot == TABLE_NONE) {
		slot = table_old(&t->table, 0);
		struct conv *c = &t->slot[slot];

		if (c->used) {
			if (t->gone != NULL)
				t->gone(t->gone_ctx, c);
			table_remove(&t->table, slot, key_hash(t, &c->key));
			t->evicted++;
		} else {
			t->n++;
		}
		uint32_t generation = c->generation + 1;

		*c = (struct conv){ .key = *key, .used = true, .first = at, .last = at };
		c->generation = generation != 0 ? generation : 1;
		table_add(&t->table, slot, hash);
	}
	struct conv *c = &t->slot[slot];

	conv_touch(t, c, at);
	if (at < c->first)
		c->first = at;
	return ref_of(t, c);
}

struct conv *conv_of(struct convs *t, struct conv_ref ref)
{
	if (ref.generation == 0 || t->slot[ref.slot].generation != ref.generation)
		return NULL;
	return &t->slot[ref.slot];
}

/* A copy of a name that is good only until the next message; NULL: no room. */
static const char *kept_name(struct convs *t, const char *name)
{
	char cut[CONV_NAME] = "";

	memcpy(cut, name, strnlen(name, CONV_NAME - 1));
	for (unsigned i = 0; i < t->nnames; i++) {
		if (strcmp(t->names[i], cut) == 0)
			return t->names[i];
	}
	if (t->nnames == CONV_NAMES)
		return NULL;
	memcpy(t->names[t->nnames], cut, CONV_NAME);
	return t->names[t->nnames++];
}

/* The function's row by its name's text; NULL: no room for one more. */
static struct conv_function *function_by_text(struct convs *t, struct conv *c, const char *name,
					      bool lasting)
{
	for (unsigned i = 0; i < c->nfunctions; i++) {
		struct conv_function *f = &c->functions[i];

		if (strncmp(f->name, name, CONV_NAME - 1) == 0) {
			if (f->key == NULL && lasting)
				f->key = name;
			c->recent = (uint8_t)i;
			return f;
		}
	}
	if (c->nfunctions == CONV_FUNCTIONS)
		return NULL;
	const char *kept = lasting ? name : kept_name(t, name);

	if (kept == NULL)
		return NULL;
	c->recent = c->nfunctions;
	struct conv_function *f = &c->functions[c->nfunctions++];

	*f = (struct conv_function){ .key = lasting ? name : NULL, .name = kept };
	return f;
}

static struct conv_function *function_of(struct convs *t, struct conv *c, const struct dec *d,
					 const char *name)
{
	/* Text in the decoder's scratch space is another one with each message. */
	bool lasting = (uintptr_t)name - (uintptr_t)d->scratch >= DEC_SCRATCH;

	if (lasting && c->nfunctions > 0) {
		if (c->functions[c->recent].key == name)
			return &c->functions[c->recent];
		for (unsigned i = 0; i < c->nfunctions; i++) {
			if (c->functions[i].key == name) {
				c->recent = (uint8_t)i;
				return &c->functions[i];
			}
		}
	}
	return function_by_text(t, c, name, lasting);
}

/* A message asks or answers once, however many objects it is about: its first operation counts. */
static void add_exchange(struct convs *t, struct conv *c, const struct dec *d, const struct ot *ot)
{
	struct conv_function *f = function_of(t, c, d, ot->function);

	if (f == NULL) {
		c->more_responses += ot->response;
		c->more_requests += !ot->response;
	} else {
		f->op = ot->op;
		f->responses += ot->response;
		f->requests += !ot->response;
		f->errors += ot->failed;
	}
	c->errors += ot->failed;
	c->responses += ot->response;
	c->requests += !ot->response;
	c->unmatched += ot->unmatched;
	if (ot->request_frame != 0)
		histo_add(&c->response, ot->response_time);
}

static void add_operation(struct conv *c, const struct ot *ot)
{
	if (!ot->response || ot->unmatched)
		c->ops[ot->op]++;
	if (ot->has_device && ot->device_text == NULL) {
		if (ot->device < 256)
			c->units[ot->device / 64] |= (uint64_t)1 << ot->device % 64;
		else
			c->more_units++;
	}
}

void conv_message(struct convs *t, struct conv_ref ref, const struct dec *d)
{
	struct conv *c = conv_of(t, ref);

	if (c == NULL)
		return;
	/* Conversations that live for months must not grow old; once a second will do. */
	if (d->at > c->aged + AGING_NS)
		conv_touch(t, c, d->at);
	if (d->at > c->last)
		c->last = d->at;
	c->messages++;
	c->malformed += d->malformed;
	if (d->noperations > 0)
		add_exchange(t, c, d, &d->operations[0].ot);
	for (unsigned i = 0; i < d->noperations; i++)
		add_operation(c, &d->operations[i].ot);
}

static int compare_ends(const struct conv_key *a, const struct conv_key *b)
{
	int by = memcmp(&a->server, &b->server, sizeof(a->server));

	if (by == 0)
		by = a->port - b->port;
	return by != 0 ? by : memcmp(&a->client, &b->client, sizeof(a->client));
}

static int compare(const void *x, const void *y, void *table)
{
	const struct convs *t = table;
	const struct conv_key *a = &t->slot[*(const uint32_t *)x].key;
	const struct conv_key *b = &t->slot[*(const uint32_t *)y].key;

	if (a->label != b->label)
		return a->label - b->label;
	if (a->vlan != b->vlan)
		return a->vlan - b->vlan;
	if (a->ip_version != b->ip_version)
		return a->ip_version - b->ip_version;
	int by = compare_ends(a, b);

	return by != 0 ? by : a->ip_proto - b->ip_proto;
}

uint32_t conv_sorted(struct convs *t, const uint32_t **slots)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < t->table.nslots; i++) {
		if (t->slot[i].used)
			t->order[n++] = i;
	}
	qsort_r(t->order, n, sizeof(*t->order), compare, t);
	*slots = t->order;
	return n;
}
