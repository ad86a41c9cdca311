#include <stdlib.h>

#include "protocols/note.h"

#define NONE UINT32_MAX

static const uint32_t sizes[NOTE_SIZES] = { NOTE_SMALL, NOTE_MIDDLE, NOTE_LARGE };

static uint32_t share(uint32_t n, unsigned size)
{
	static const uint32_t parts[NOTE_SIZES] = { 1, 4, 64 };

	return n >= parts[size] ? n / parts[size] : 1;
}

size_t notes_cost(void)
{
	return NOTE_SMALL + NOTE_MIDDLE / 4 + NOTE_LARGE / 64 +
	       (sizeof(struct note) + 2 * sizeof(uint32_t)) * 81 / 64;
}

static uint32_t *bucket_of(const struct notes *t, uint64_t flow, uint64_t key)
{
	uint64_t h = (flow * 0x9e3779b97f4a7c15U ^ key) * 0xff51afd7ed558ccdU;

	return &t->bucket[(h >> 32 ^ h) & t->mask];
}

static uint32_t index_of(const struct notes *t, const struct note *note)
{
	return (uint32_t)(note - t->note);
}

static void unlink_age(struct notes *t, struct note *note)
{
	if (note->newer != NONE)
		t->note[note->newer].older = note->older;
	else
		t->newest[note->size] = note->older;
	if (note->older != NONE)
		t->note[note->older].newer = note->newer;
	else
		t->oldest[note->size] = note->newer;
}

static void link_newest(struct notes *t, struct note *note)
{
	uint32_t i = index_of(t, note);

	note->newer = NONE;
	note->older = t->newest[note->size];
	if (note->older != NONE)
		t->note[note->older].newer = i;
	else
		t->oldest[note->size] = i;
	t->newest[note->size] = i;
}

static void link_oldest(struct notes *t, struct note *note)
{
	uint32_t i = index_of(t, note);

	note->older = NONE;
	note->newer = t->oldest[note->size];
	if (note->newer != NONE)
		t->note[note->newer].older = i;
	else
		t->newest[note->size] = i;
	t->oldest[note->size] = i;
}

bool notes_init(struct notes *t, uint32_t n)
{
	uint32_t total = 0, buckets = 64;
	bool room = true;

	*t = (struct notes){ .note = NULL };
	for (unsigned s = 0; s < NOTE_SIZES; s++) {
		t->n[s] = share(n, s);
		t->first[s] = total;
		t->newest[s] = t->oldest[s] = NONE;
		total += t->n[s];
		t->bytes[s] = malloc((size_t)t->n[s] * sizes[s]);
		room = room && t->bytes[s] != NULL;
	}
	while (buckets < total)
		buckets *= 2;
	t->mask = buckets - 1;
	t->note = calloc(total, sizeof(*t->note));
	t->bucket = malloc(buckets * sizeof(*t->bucket));
	if (!room || t->note == NULL || t->bucket == NULL) {
		notes_free(t);
		return false;
	}
	memset(t->bucket, 0xff, buckets * sizeof(*t->bucket));
	for (unsigned s = 0; s < NOTE_SIZES; s++) {
		for (uint32_t i = t->n[s]; i > 0; i--) {
			struct note *note = &t->note[t->first[s] + i - 1];

			note->size = (uint8_t)s;
			link_newest(t, note);
		}
	}
	return true;
}

void notes_free(struct notes *t)
{
	for (unsigned s = 0; s < NOTE_SIZES; s++) {
		free(t->bytes[s]);
		t->bytes[s] = NULL;
	}
	free(t->note);
	free(t->bucket);
	t->note = NULL;
	t->bucket = NULL;
}

static void unlink_bucket(struct notes *t, const struct note *note)
{
	uint32_t *at = bucket_of(t, note->flow, note->key);

	while (*at != index_of(t, note))
		at = &t->note[*at].next;
	*at = note->next;
}

static void touch(struct notes *t, struct note *note, uint64_t message)
{
	note->used = message;
	unlink_age(t, note);
	link_newest(t, note);
}

struct note *notes_find(struct notes *t, uint64_t flow, uint64_t key, uint64_t message)
{
	for (uint32_t i = *bucket_of(t, flow, key); i != NONE; i = t->note[i].next) {
		struct note *note = &t->note[i];

		if (note->flow == flow && note->key == key) {
			touch(t, note, message);
			return note;
		}
	}
	return NULL;
}

/* A note of that size which nobody has, or the one used longest ago but for those that message
 * uses; NULL: it uses them all. */
static struct note *make(struct notes *t, unsigned size, uint64_t flow, uint64_t key,
			 uint64_t message)
{
	uint32_t i = t->oldest[size];

	while (i != NONE && t->note[i].used == message && message != 0)
		i = t->note[i].newer;
	if (i == NONE)
		return NULL;
	struct note *note = &t->note[i];

	if (note->open) {
		t->evicted++;
		unlink_bucket(t, note);
	}
	uint32_t *bucket = bucket_of(t, flow, key);

	note->flow = flow;
	note->key = key;
	note->n = 0;
	memset(note->word, 0, sizeof(note->word));
	note->open = true;
	note->next = *bucket;
	*bucket = i;
	touch(t, note, message);
	return note;
}

struct note *notes_open(struct notes *t, uint64_t flow, uint64_t key, uint64_t message)
{
	struct note *note = notes_find(t, flow, key, message);

	return note != NULL ? note : make(t, 0, flow, key, message);
}

static uint8_t *bytes_of(const struct notes *t, const struct note *note)
{
	uint32_t i = index_of(t, note) - t->first[note->size];

	return t->bytes[note->size] + (size_t)i * sizes[note->size];
}

struct note *notes_add(struct notes *t, struct note *note, struct cur bytes)
{
	size_t need = note->n + cur_left(&bytes);
	unsigned size = note->size;

	while (size < NOTE_SIZES && sizes[size] < need)
		size++;
	if (size != note->size) {
		struct note *old = note, was = *note;

		note = NULL;
		notes_end(t, old);
		if (size < NOTE_SIZES)
			note = make(t, size, was.flow, was.key, was.used);
		if (note == NULL)
			return NULL;
		memcpy(note->word, was.word, sizeof(note->word));
		memcpy(bytes_of(t, note), bytes_of(t, old), was.n);
		note->n = was.n;
	}
	note->n += (uint32_t)cur_copy(&bytes, bytes_of(t, note) + note->n, cur_left(&bytes));
	return note;
}

struct cur notes_bytes(const struct notes *t, const struct note *note)
{
	return cur_of(bytes_of(t, note), note->n);
}

const char *notes_text(const struct notes *t, const struct note *note, size_t at)
{
	const uint8_t *bytes = bytes_of(t, note);

	return at < note->n && bytes[note->n - 1] == '\0' ? (const char *)bytes + at : "";
}

void notes_end(struct notes *t, struct note *note)
{
	if (!note->open)
		return;
	note->open = false;
	unlink_bucket(t, note);
	unlink_age(t, note);
	link_oldest(t, note);
}
