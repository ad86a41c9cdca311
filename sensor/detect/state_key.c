/* Which entry a subject belongs to. */
#include "sensor/detect/baseline_inside.h"
#include "sensor/detect/state_inside.h"

#include <stdio.h>
#include <string.h>

#include "common/json.h"

/* Marks of a text that was cut. Not secret: the text is the same in every run. */
static const uint64_t cut_key[2] = { 0x6b6167616d690001U, 0x6b6167616d690002U };

/* What is no text must not come into a baseline file or an alert; value_write() sees to that, and
 * where a text was cut within a character we do. */
static void only_text(char *s, size_t len)
{
	size_t bad;

	for (size_t i = 0; i < len;) {
		size_t n = utf8_next((const uint8_t *)s + i, len - i, &bad);

		if (n == 0 || (uint8_t)s[i] < 0x20 || s[i] == 0x7f) {
			n = 1;
			s[i] = '?';
		}
		i += n;
	}
}

/* Element i of a value as people read it, the same for equal values, cut to STATE_TEXT. */
static size_t text_of(const struct value *v, uint32_t i, char out[STATE_TEXT])
{
	size_t len;

	out[0] = '\0';
	len = value_write(v, i, out, STATE_TEXT);
	if (len >= STATE_TEXT) {
		const bool bytes = v->kind == VALUE_BYTES;
		uint64_t rest = siphash(cut_key, bytes ? (const void *)v->p : (const void *)out,
					bytes ? v->n : strnlen(out, STATE_TEXT - 1));
		size_t kept = strnlen(out, STATE_TEXT - 18);

		(void)snprintf(out + kept, STATE_TEXT - kept, "~%016llx", (unsigned long long)rest);
		len = strlen(out);
	}
	only_text(out, len);
	return len;
}

struct state_named *state_named(struct states *t, const struct rule *r)
{
	struct state_named *n = &t->named[r->index % STATE_NAMED];

	if (n->rule != r) {
		n->rule = r;
		n->learned = NULL;
		n->hash = siphash(t->seed, r->id, strlen(r->id));
	}
	return n;
}

struct baseline_rule *state_baseline(struct states *t, const struct rule *r)
{
	struct state_named *n = state_named(t, r);

	if (n->learned == NULL && t->baseline != NULL)
		n->learned = baseline_rule(t->baseline, r->id);
	return n->learned;
}

struct baseline_entry *state_known(struct states *t, const struct baseline_rule *learned)
{
	struct baseline_node *e = baseline_node(t->baseline, learned, t->key.n, t->key.text);

	return e != NULL ? &e->entry : NULL;
}

/* ---- parts ------------------------------------------------------------------------------- */

/* state_part.what: how many bytes there are, or one of: */
enum { PART_BYTES = 15, PART_NUMBER, PART_NEGATIVE, PART_HASHED };

static struct state_part part_of_bytes(const struct states *t, const void *bytes, size_t n)
{
	struct state_part part = { 0 };
	uint64_t hash[2];

	if (n > PART_BYTES) {
		siphash128(t->seed, bytes, n, hash);
		part.what = PART_HASHED;
		memcpy(part.bytes, hash, PART_BYTES);
	} else if (n > 0) {
		part.what = (uint8_t)n;
		memcpy(part.bytes, bytes, n); /* cppcheck-suppress uninitvar ; so many are there */
	}
	return part;
}

/* Element i of a value of the operand. */
static struct state_part part_of(const struct states *t, const struct operand *o,
				 const struct value *v, uint32_t i)
{
	const bool fixed = o->field != NULL && !o->field->any_type;
	struct state_part part = { .what = PART_NUMBER };
	char text[STATE_TEXT];

	if (!fixed || value_element_kind(v) == VALUE_FLOAT)
		return part_of_bytes(t, text, text_of(v, i, text));
	if (v->kind == VALUE_BYTES)
		return part_of_bytes(t, v->p, v->n);
	uint64_t u = value_uint(v, i);

	if (value_element_kind(v) == VALUE_INT && (int64_t)u < 0)
		part.what = PART_NEGATIVE;
	memcpy(part.bytes, &u, sizeof(u));
	return part;
}

uint32_t state_parts(struct states *t, const struct operand *o, struct subject *s,
		     struct state_part *out, uint32_t room)
{
	struct value made[STATE_VALUES];
	uint32_t n = 0;
	struct walk w;

	if (o->field == NULL) {
		uint32_t values = operand_values(o, s, made, room);

		for (; n < values; n++)
			out[n] = part_of(t, o, &made[n], 0);
		return n;
	}
	for (const struct value *v = subject_first(s, o->field, &w); v != NULL && n < room;
	     v = subject_next(s, &w)) {
		uint32_t count = value_count(v);

		for (uint32_t i = 0; i < count && n < room; i++)
			out[n++] = part_of(t, o, v, i);
	}
	return n;
}

/* ---- hashes ------------------------------------------------------------------------------ */

/*
 * Multilinear hashing: (f[0] + sum of f[i] * w[i]) mod 2^128, of which the upper half is taken,
 * with secret random factors of 128 bits. Two different rows of words have the same hash with a
 * probability of 2^-64, whoever chose them (M. Dietzfelbinger, "Universal hashing and k-wise
 * independent random variables via integer arithmetic without primes", 1996).
 */
__extension__ typedef unsigned __int128 wide;

static inline void multiply(wide *sum, const struct state_factor *f, uint64_t w)
{
	*sum += (wide)f->low * w + ((wide)(f->high * w) << 64);
}

static inline wide first_of(const struct state_factor *f)
{
	return f->low | (wide)f->high << 64;
}

void state_key_init(struct states *t)
{
	for (unsigned i = 0; i <= STATE_KEY_WORDS; i++) {
		for (unsigned h = 0; h < 2; h++) {
			const uint8_t which[2] = { (uint8_t)h, (uint8_t)i };
			uint64_t made[2];

			siphash128(t->seed, which, sizeof(which), made);
			t->factor[2 * i + h] = (struct state_factor){ made[0], made[1] };
		}
	}
}

uint64_t state_part_hash(const struct states *t, const struct state_part *part)
{
	wide sum = first_of(&t->factor[0]);
	uint64_t w[2];

	memcpy(w, part, sizeof(w));
	multiply(&sum, &t->factor[2], w[0]);
	multiply(&sum, &t->factor[4], w[1]);
	return (uint64_t)(sum >> 64);
}

/* Of the rule's use and n parts. */
static void hash(struct states *t, unsigned use, const struct rule *r,
		 const struct state_part *parts, uint32_t n)
{
	const struct state_factor *f = t->factor;
	wide one = first_of(&f[0]), two = first_of(&f[1]);
	uint64_t w[2] = { state_named(t, r)->hash + use, 0 };

	multiply(&one, &f[2], w[0]);
	multiply(&two, &f[3], w[0]);
	f += 4;
	for (uint32_t i = 0; i < n; i++, f += 4) {
		memcpy(w, &parts[i], sizeof(w));
		multiply(&one, &f[0], w[0]);
		multiply(&two, &f[1], w[0]);
		multiply(&one, &f[2], w[1]);
		multiply(&two, &f[3], w[1]);
	}
	t->key.hash[0] = (uint64_t)(one >> 64);
	t->key.hash[1] = (uint64_t)(two >> 64);
}

/* ---- keys -------------------------------------------------------------------------------- */

/* The operand's first value. */
static struct state_part first_part(struct states *t, const struct operand *o, struct subject *s)
{
	struct state_part part = { 0 };
	struct walk w;

	if (o->field == NULL) {
		(void)state_parts(t, o, s, &part, 1);
		return part;
	}
	const struct value *v = subject_first(s, o->field, &w);

	return v != NULL && value_count(v) > 0 ? part_of(t, o, v, 0) : part;
}

void state_key(struct states *t, unsigned use, const struct rule *r, const struct rule_by *by,
	       struct subject *s)
{
	struct state_part parts[RULE_BY];

	for (uint32_t i = 0; i < by->n; i++)
		parts[i] = first_part(t, by->of[i], s);
	hash(t, use, r, parts, by->n);
}

/* What the texts of t->key are together. */
static void hash_texts(struct states *t, unsigned use, const struct rule *r)
{
	struct state_part parts[RULE_BY];

	for (uint32_t i = 0; i < t->key.n; i++)
		parts[i] = part_of_bytes(t, t->key.text[i], strlen(t->key.text[i]));
	hash(t, use, r, parts, t->key.n);
}

void state_key_write(struct states *t, unsigned use, const struct rule *r, const struct rule_by *by,
		     struct subject *s)
{
	struct state_key *k = &t->key;
	struct value v;

	k->n = 0;
	k->len = 0;
	for (uint32_t i = 0; i < by->n; i++) {
		char *text = k->bytes + k->len;

		text[0] = '\0';
		k->text[k->n++] = text;
		if (operand_values(by->of[i], s, &v, 1) > 0)
			k->len += text_of(&v, 0, text);
		k->len++;
	}
	hash_texts(t, use, r);
}

void state_key_texts(struct states *t, unsigned use, const struct rule *r, uint32_t n,
		     const char *const *texts)
{
	struct state_key *k = &t->key;

	k->n = 0;
	k->len = 0;
	for (uint32_t i = 0; i < n && i < RULE_BY; i++) {
		size_t len = strnlen(texts[i], STATE_TEXT - 1);
		char *text = k->bytes + k->len;

		memcpy(text, texts[i], len);
		text[len] = '\0';
		k->text[k->n++] = text;
		k->len += len + 1;
	}
	hash_texts(t, use, r);
}
