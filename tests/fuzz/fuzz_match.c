/*
 * Fuzzes conditions and what they are asked of: the first line of the input is a condition, behind
 * it are a byte for the protocol, one for the direction and a message. Whatever comes, a condition
 * and its negation never agree, and what it is said to need is there when it holds.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/rule/condition.h"
#include "sensor/rule/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CONDITION_MAX = 512, MESSAGE_MAX = 1024, VALUES = 64 };

static struct dec d;
static struct pairs pairs;
static _Alignas(max_align_t) uint8_t state[PROTOCOL_STATE_MAX];
static FILE *nowhere;

static struct condition *compile(struct arena *a, struct rule_text *t, const char *s, size_t n)
{
	struct rule_errors e = { NULL };

	*t = (struct rule_text){ .s = s, .len = n, .file = "fuzz" };
	struct node *tree = parse_condition(a, t, &e);
	size_t before = e.errors;
	struct condition *c = tree != NULL ? condition_compile(a, tree, NULL, &e) : NULL;

	assert(tree == NULL || (c == NULL) == (e.errors > before));
	for (size_t i = 0; i < e.n; i++)
		assert(e.kept[i].text[0] != '\0' && e.kept[i].at.column >= 1);
	rule_errors_free(&e);
	return c;
}

/* Some value of the key's field lies in its ranges. */
static bool has_key(const struct condition_key *k, struct subject *s)
{
	struct walk w;
	uint64_t key;

	for (const struct value *v = subject_first(s, k->field, &w); v != NULL;
	     v = subject_next(s, &w)) {
		for (uint32_t i = 0; i < value_count(v); i++) {
			if (!value_key(v, i, &key))
				continue;
			for (uint32_t r = 0; r < k->nranges; r++) {
				if (key >= k->ranges[r].low && key <= k->ranges[r].high)
					return true;
			}
		}
	}
	return false;
}

static void check_needs(const struct condition *c, struct subject *s)
{
	unsigned id = 0;

	assert(!c->never);
	while (id < PROTOCOL_COUNT && protocols[id] != s->dec->protocol)
		id++;
	assert(id < PROTOCOL_COUNT && (c->protocols >> id & 1) != 0);
	for (uint32_t i = 0; i < c->nkeys; i++) {
		for (uint32_t r = 0; r < c->keys[i].nranges; r++) {
			assert(c->keys[i].ranges[r].low <= c->keys[i].ranges[r].high);
			assert(r == 0 || c->keys[i].ranges[r - 1].high < c->keys[i].ranges[r].low);
		}
		subject_reset(s);
		assert(has_key(&c->keys[i], s));
	}
}

static void check_operand(struct arena *a, const struct rule_text *t, struct subject *s)
{
	static struct value values[VALUES];
	struct rule_errors e = { NULL };
	struct node *n = parse_operand(a, t, &e);
	struct operand *o = n != NULL ? operand_compile(a, n, NULL, &e) : NULL;
	char word[256];
	double x;

	rule_errors_free(&e);
	if (o == NULL)
		return;
	subject_reset(s);
	uint32_t found = operand_values(o, s, values, VALUES);

	assert(found <= VALUES && o->text[0] != '\0');
	for (uint32_t i = 0; i < found; i++) {
		size_t len = value_write(&values[i], 0, word, sizeof(word));

		assert(len >= sizeof(word) || strlen(word) == len);
	}
	(void)operand_number(o, s, &x);
}

static void ask(struct arena *a, const struct rule_text *t, const struct condition *c,
		const struct condition *opposite, const struct operation *op)
{
	static struct subject s;

	memset(&s, 0, sizeof(s));
	s.kind = SUBJECT_OPERATION;
	s.at = UINT64_C(1714564800000000000);
	s.frame = 5;
	s.tag = -1;
	s.dec = &d;
	s.op = op;
	bool yes = condition_match(c, &s);

	assert(condition_match(c, &s) == yes);
	if (opposite != NULL)
		assert(condition_match(opposite, &s) != yes);
	assert(!c->always || yes);
	if (yes)
		check_needs(c, &s);
	check_operand(a, t, &s);
}

/* What conditions rely on: truth is 0 or 1, sizes hold. */
static void check_values(void)
{
	for (unsigned i = 0; i < d.nvalues; i++) {
		const struct value *v = &d.values[i];
		unsigned bits = 8U * v->field->size;

		if (v->kind == VALUE_BYTES || value_element_kind(v) == VALUE_FLOAT)
			continue;
		for (uint32_t k = 0; k < value_count(v); k++) {
			uint64_t u = value_uint(v, k);

			assert(v->field->type != FIELD_BOOL || u <= 1);
			assert(v->field->type != FIELD_UINT || bits == 0 || bits >= 64 ||
			       u >> bits == 0);
		}
	}
}

static void read_message(const uint8_t *data, size_t size)
{
	static const uint8_t eth[6] = { 2, 0, 0, 0, 0, 1 };
	const struct protocol *p = protocols[data[0] % PROTOCOL_COUNT];

	if (p->decode == NULL)
		p = protocols[0];
	memset(&pairs, 0, sizeof(pairs));
	memset(state, 0, sizeof(state));
	d.eth_src = d.eth_dst = eth;
	d.pairs = p->pairs ? &pairs : NULL;
	d.state = p->state_size > 0 ? state : NULL;
	d.c = cur_of(data + 2, size - 2);
	d.dir = (data[1] & 1) != 0 ? DIR_RESPONSE : DIR_REQUEST;
	d.frame = 1;
	d.message = 1;
	decode(&d, p);
	check_values();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
	size_t n = end != NULL ? (size_t)(end - data) : 0;
	struct arena a = { NULL, 0, NULL };
	struct rule_text text, turned;
	char copy[CONDITION_MAX + 1], other[CONDITION_MAX + 16];

	if (n == 0 || n > CONDITION_MAX || size - n < 3 || size - n > MESSAGE_MAX ||
	    memchr(data, 0, n) != NULL)
		return 0;
	if (nowhere == NULL)
		nowhere = fopen("/dev/null", "w");
	memcpy(copy, data, n);
	copy[n] = '\0';
	int len = snprintf(other, sizeof(other), "not (%s)", copy);
	struct condition *c = compile(&a, &text, copy, n);

	if (c != NULL) {
		/* One level more may be too deep. */
		struct condition *opposite = compile(&a, &turned, other, (size_t)len);

		condition_explain(c, nowhere);
		read_message(data + n + 1, size - n - 1);
		for (unsigned i = 0; i < d.noperations && i < 4; i++)
			ask(&a, &text, c, opposite, &d.operations[i]);
	}
	arena_free(&a);
	return 0;
}
