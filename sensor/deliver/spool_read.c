#include "sensor/deliver/spool_inside.h"

#include <errno.h>

void spool_cursor_at(struct spool *s, struct spool_segment *g)
{
	s->cursor = (struct spool_cursor){ .segment = g, .at = SPOOL_HEADER };
	if (g != NULL) {
		s->cursor.seq = g->first;
		s->cursor.crc = g->crc;
	}
}

/* Up to where records of the segment may be read. */
static uint64_t readable(const struct spool *s, const struct spool_segment *g)
{
	if (g != s->write)
		return g->size;
	return s->policy == SPOOL_SYNC_ALWAYS ? s->synced : s->flushed;
}

/* The cursor is at a record that may be read; false: there is none now. */
static bool reach(struct spool *s)
{
	struct spool_cursor *c = &s->cursor;

	while (c->segment != NULL) {
		struct spool_segment *g = c->segment;
		uint64_t last = spool_segment_last(g);

		if (c->seq <= last && last > g->epoch->acked) {
			if (c->at < readable(s, g))
				return true;
			return s->policy == SPOOL_SYNC_INTERVAL && g == s->write &&
			       !spool_resting(s) && spool_flush(s) && c->at < readable(s, g);
		}
		/* All of it was given, or need not be. */
		if (g->after == NULL)
			return false;
		spool_cursor_at(s, g->after);
	}
	return false;
}

/* What is behind the cursor cannot be read: goes on with the next segment. */
static void give_up(struct spool *s)
{
	struct spool_segment *g = s->cursor.segment;

	if (g == s->write && !spool_seal(s))
		return;
	if (s->cursor.segment == g)
		spool_segment_damaged(s, g, s->cursor.at, s->cursor.seq - g->first);
}

/* No fault of the file's: it may be read later. */
static bool passing(enum spool_record end)
{
	return end == RECORD_FAILURE && (errno == EMFILE || errno == ENFILE || errno == ENOMEM);
}

/* Takes the record at the cursor. False: none can be read there. */
static bool take(struct spool *s, struct spool_record_is *is)
{
	struct spool_cursor *c = &s->cursor;

	while (reach(s)) {
		struct spool_segment *g = c->segment;

		enum spool_record end =
			spool_reader_record(s, g->number, c->at, readable(s, g), c->crc, is);

		if (end == RECORD_GOOD) {
			c->at += SPOOL_RECORD + is->n;
			c->seq++;
			c->crc = is->crc;
			return true;
		}
		if (passing(end))
			return false;
		give_up(s);
		if (g == s->write)
			return false;
	}
	return false;
}

bool spool_next(struct spool *s, struct spool_event *e)
{
	struct spool_record_is is;

	while (take(s, &is)) {
		const struct spool_segment *g = s->cursor.segment;

		*e = (struct spool_event){
			.epoch = g->epoch->id,
			.seq = s->cursor.seq - 1,
			.dictionary = g->dictionary,
			.p = is.p,
			.n = is.n,
			.kind = is.kind,
		};
		if (e->seq > g->epoch->acked)
			return true;
	}
	return false;
}

bool spool_oldest(struct spool *s, struct spool_event *e)
{
	struct spool_cursor before = s->cursor;
	bool found;

	spool_cursor_at(s, s->head);
	found = spool_next(s, e);
	s->cursor = before;
	return found;
}

/* Behind everything that there is. */
static void cursor_end(struct spool *s)
{
	struct spool_segment *g = s->tail;

	s->cursor = (struct spool_cursor){ .segment = g };
	if (g != NULL) {
		s->cursor.at = g->size;
		s->cursor.seq = spool_segment_last(g) + 1;
		s->cursor.crc = s->crc;
	}
}

void spool_rewind(struct spool *s, uint64_t epoch, uint64_t seq)
{
	struct spool_segment *g = s->head;
	struct spool_record_is is;

	while (g != NULL && g->epoch->id != epoch)
		g = g->after;
	if (g == NULL)
		g = s->head;
	while (g != NULL && g->epoch->id == epoch && spool_segment_last(g) <= seq)
		g = g->after;
	if (g == NULL) {
		cursor_end(s);
		return;
	}
	spool_cursor_at(s, g);
	while (g->epoch->id == epoch && s->cursor.segment == g && s->cursor.seq <= seq &&
	       take(s, &is))
		;
}
