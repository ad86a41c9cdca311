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

size_t state_text(const struct value *v, uint32_t i, char out[STATE_TEXT])
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
		siphash128(t->seed, r->id, strlen(r->id), n->hash);
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

static void begin(struct states *t, unsigned use, const struct rule *r)
{
	struct state_key *k = &t->key;
	const uint64_t *id = state_named(t, r)->hash;

	memcpy(k->bytes, id, 2 * sizeof(*id));
	k->bytes[2 * sizeof(*id)] = (char)use;
	k->len = 2 * sizeof(*id) + 1;
	k->n = 0;
}

static void end(struct states *t)
{
	siphash128(t->seed, t->key.bytes, t->key.len, t->key.hash);
}

void state_key(struct states *t, unsigned use, const struct rule *r, const struct rule_by *by,
	       struct subject *s)
{
	struct state_key *k = &t->key;
	struct value v;

	begin(t, use, r);
	for (uint32_t i = 0; i < by->n; i++) {
		char *text = k->bytes + k->len;

		text[0] = '\0';
		k->text[k->n++] = text;
		if (s != NULL && operand_values(by->of[i], s, &v, 1) > 0)
			k->len += state_text(&v, 0, text);
		k->len++;
	}
	end(t);
}

void state_key_texts(struct states *t, unsigned use, const struct rule *r, uint32_t n,
		     const char *const *texts)
{
	struct state_key *k = &t->key;

	begin(t, use, r);
	for (uint32_t i = 0; i < n && i < RULE_BY; i++) {
		size_t len = strnlen(texts[i], STATE_TEXT - 1);
		char *text = k->bytes + k->len;

		memcpy(text, texts[i], len);
		text[len] = '\0';
		k->text[k->n++] = text;
		k->len += len + 1;
	}
	end(t);
}
