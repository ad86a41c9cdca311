#include "sensor/deliver/spool_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/crc32c.h"
#include "common/log.h"

/* The file: magic, version, number of entries, entries (epoch, acknowledged, used), CRC-32C. */
enum {
	AT_VERSION = 8,
	AT_COUNT = 12,
	HEAD = 16,
	ENTRY = 24,
	FOOT = 4,
	ENTRIES_MAX = 1 << 16,
};
static const char file_name[] = "acked";

/* Where the epoch is among those in order, or would be. */
static size_t place(const struct spool *s, uint64_t id)
{
	size_t low = 0;
	size_t high = s->nepochs;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (s->epochs[middle]->id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool room_for_one(struct spool *s)
{
	size_t cap = s->cap_epochs != 0 ? 2 * s->cap_epochs : 16;
	struct spool_epoch **more;

	if (s->nepochs < s->cap_epochs)
		return true;
	more = realloc(s->epochs, cap * sizeof(struct spool_epoch *));
	if (more == NULL)
		return false;
	s->epochs = more;
	s->cap_epochs = cap;
	return true;
}

static void epoch_remove(struct spool *s, size_t at)
{
	free(s->epochs[at]);
	s->nepochs--;
	memmove(s->epochs + at, s->epochs + at + 1, (s->nepochs - at) * sizeof(*s->epochs));
}

/* The one without segments that was heard of longest ago gives way. */
static void make_way(struct spool *s)
{
	size_t oldest = SIZE_MAX;
	size_t idle = 0;

	if (s->nepochs < SPOOL_EPOCHS)
		return;
	for (size_t i = 0; i < s->nepochs; i++) {
		const struct spool_epoch *e = s->epochs[i];

		if (e->segments != 0 || e == s->epoch)
			continue;
		idle++;
		if (oldest == SIZE_MAX || e->used < s->epochs[oldest]->used)
			oldest = i;
	}
	if (idle >= SPOOL_EPOCHS)
		epoch_remove(s, oldest);
}

struct spool_epoch *spool_epoch_get(struct spool *s, uint64_t id, bool make)
{
	size_t at = place(s, id);
	struct spool_epoch *e;

	if (at < s->nepochs && s->epochs[at]->id == id)
		return s->epochs[at];
	if (!make || !room_for_one(s))
		return NULL;
	e = calloc(1, sizeof(*e));
	if (e == NULL)
		return NULL;
	make_way(s);
	at = place(s, id);
	*e = (struct spool_epoch){ .id = id, .used = ++s->uses };
	memmove(s->epochs + at + 1, s->epochs + at, (s->nepochs - at) * sizeof(*s->epochs));
	s->epochs[at] = e;
	s->nepochs++;
	return e;
}

void spool_epochs_free(struct spool *s)
{
	for (size_t i = 0; i < s->nepochs; i++)
		free(s->epochs[i]);
	free(s->epochs);
	s->epochs = NULL;
	s->nepochs = s->cap_epochs = 0;
}

static bool good(const uint8_t *p, size_t n)
{
	uint32_t count;

	if (n < HEAD + FOOT || memcmp(p, spool_magic_acked, sizeof(spool_magic_acked)) != 0 ||
	    spool_get32(p + AT_VERSION) != SPOOL_VERSION)
		return false;
	count = spool_get32(p + AT_COUNT);
	return count <= ENTRIES_MAX && n == HEAD + FOOT + (size_t)count * ENTRY &&
	       crc32c(0, p, n - FOOT) == spool_get32(p + n - FOOT);
}

static bool load_one(struct spool *s, const uint8_t *p)
{
	uint64_t id = spool_get64(p);
	uint64_t acked = spool_get64(p + 8);
	uint64_t used = spool_get64(p + 16);
	struct spool_epoch *e;

	if (id == 0 || acked > INT64_MAX || used > INT64_MAX)
		return true;
	e = spool_epoch_get(s, id, true);
	if (e == NULL)
		return false;
	e->acked = acked;
	e->last = acked;
	e->used = used;
	if (s->uses < used)
		s->uses = used;
	return true;
}

void spool_state_load(struct spool *s)
{
	size_t n = 0;
	uint8_t *p = spool_read_file(s, file_name, HEAD + FOOT + (size_t)ENTRIES_MAX * ENTRY, &n);

	if (p == NULL) {
		if (errno != ENOENT)
			log_warn("spool %s: %s cannot be read, passed over", s->path, file_name);
		return;
	}
	if (!good(p, n)) {
		log_warnx("spool %s: %s is damaged, passed over", s->path, file_name);
	} else {
		for (size_t at = HEAD; at < n - FOOT; at += ENTRY) {
			if (!load_one(s, p + at))
				break;
		}
	}
	free(p);
}

void spool_state_save(struct spool *s)
{
	size_t most = s->nepochs < ENTRIES_MAX ? s->nepochs : ENTRIES_MAX;
	size_t n = HEAD;
	uint32_t count = 0;
	uint8_t *p;

	if (!s->acked_anew)
		return;
	p = calloc(1, HEAD + FOOT + most * ENTRY);
	if (p == NULL)
		return;
	for (size_t i = 0; i < s->nepochs && count < most; i++) {
		const struct spool_epoch *e = s->epochs[i];

		if (e->acked == 0)
			continue;
		spool_put64(p + n, e->id);
		spool_put64(p + n + 8, e->acked);
		spool_put64(p + n + 16, e->used);
		n += ENTRY;
		count++;
	}
	memcpy(p, spool_magic_acked, sizeof(spool_magic_acked));
	spool_put32(p + AT_VERSION, SPOOL_VERSION);
	spool_put32(p + AT_COUNT, count);
	spool_put32(p + n, crc32c(0, p, n));
	s->acked_anew = !spool_write_file(s, file_name, p, n + FOOT, false);
	if (s->acked_anew)
		log_debug("spool %s: %s could not be written", s->path, file_name);
	free(p);
}
