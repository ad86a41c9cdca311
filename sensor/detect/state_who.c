/* Whose silence or missed answer it is: kept in the entry's blocks until it is told. */
#include "sensor/detect/state_inside.h"

#include <string.h>

#include "sensor/detect/alert_fill.h"

/* What stands before the texts. */
struct who {
	struct alert_end source, target;
	const char *protocol;
	uint32_t n, len;
};

enum { WHO_WORDS = (sizeof(struct who) + 7) / 8 };

static const char *protocol_of(const struct subject *s)
{
	if (s->dec != NULL && s->dec->protocol != NULL)
		return s->dec->protocol->name;
	if (s->unanswered != NULL && s->unanswered->protocol < PROTOCOL_COUNT)
		return protocols[s->unanswered->protocol]->name;
	if (s->flow != NULL && s->flow->class == CLASS_OURS && s->flow->protocol < PROTOCOL_COUNT)
		return protocols[s->flow->protocol]->name;
	return NULL;
}

/* Copies n bytes into the entry's words from `word` on. */
static bool keep(struct states *t, struct state_entry *e, uint32_t word, const void *bytes,
		 size_t n)
{
	const char *from = bytes;

	for (; n > 0; word++) {
		size_t part = n < 8 ? n : 8;
		uint64_t *w = state_word(t, e, word);

		if (w == NULL)
			return false;
		memcpy(w, from, part);
		from += part;
		n -= part;
	}
	return true;
}

static void fetch(const struct states *t, const struct state_entry *e, uint32_t word, void *bytes,
		  size_t n)
{
	uint32_t b = e->block;
	char *to = bytes;

	for (; b != STATE_NONE_LEFT && word >= STATE_WORDS; word -= STATE_WORDS)
		b = t->blocks[b].next;
	for (; n > 0 && b != STATE_NONE_LEFT; word++) {
		size_t part = n < 8 ? n : 8;

		if (word == STATE_WORDS) {
			word = 0;
			b = t->blocks[b].next;
			if (b == STATE_NONE_LEFT)
				return;
		}
		memcpy(to, &t->blocks[b].w[word], part);
		to += part;
		n -= part;
	}
}

void state_who_keep(struct states *t, struct state_entry *e, const struct subject *s)
{
	const struct state_key *k = &t->key;
	const bool made = e->block == STATE_NONE_LEFT;
	struct who who = { .n = k->n, .len = (uint32_t)k->len };

	if (s != NULL) {
		alert_ends(s, &who.source, &who.target);
		who.source.name = who.target.name = NULL;
		who.protocol = protocol_of(s);
	}
	if (!keep(t, e, 0, &who, sizeof(who)) ||
	    (made && !keep(t, e, WHO_WORDS, k->bytes, who.len)))
		state_blocks_drop(t, e);
}

void state_who_tell(struct states *t, const struct state_entry *e)
{
	struct state_due *d = &t->due;
	struct who who = { .n = 0 };
	const char *text = t->due_text;

	fetch(t, e, 0, &who, sizeof(who));
	d->source = who.source;
	d->target = who.target;
	d->protocol = who.protocol;
	d->nby = who.n;
	fetch(t, e, WHO_WORDS, t->due_text, who.len);
	for (uint32_t i = 0; i < who.n; i++) {
		d->by[i] = text;
		text += strlen(text) + 1;
	}
}
