#include "sensor/deliver/spool_inside.h"

#include <unistd.h>

/* Numbers the records gathered, and chains their CRCs to the header's. */
static void chain(struct spool *s, struct spool_segment *g)
{
	for (size_t at = 0; at < s->buffered;) {
		uint8_t *head = s->buffer + at;
		size_t n = spool_get32(head);

		s->crc = spool_record_crc(s->crc, head, head + SPOOL_RECORD, n);
		spool_put32(head + 8, s->crc);
		at += SPOOL_RECORD + n;
		g->size += SPOOL_RECORD + n;
	}
}

static uint64_t gathered(const struct spool *s)
{
	uint64_t n = 0;

	for (size_t at = 0; at < s->buffered; n++)
		at += SPOOL_RECORD + spool_get32(s->buffer + at);
	return n;
}

/*
 * The file is cut before its header is written anew, and a header takes no room that the file has
 * not got. After a crash in between it is a segment without events.
 */
bool spool_reuse(struct spool *s)
{
	struct spool_segment *g = s->write;
	uint8_t bytes[SPOOL_HEADER];
	uint64_t waiting;

	if (g == NULL || s->flushed <= SPOOL_HEADER)
		return false;
	waiting = gathered(s);
	if (g->events < waiting || g->first + (g->events - waiting) - 1 != g->epoch->acked)
		return false;
	if (ftruncate(s->fd, SPOOL_HEADER) != 0)
		return false;

	struct spool_header h = { .version = SPOOL_VERSION,
				  .number = g->number,
				  .epoch = g->epoch->id,
				  .first = g->epoch->acked + 1,
				  .dictionary = g->dictionary,
				  .made = spool_wall() };

	s->flushed = s->synced = SPOOL_HEADER;
	s->bytes -= spool_blocks(g->disk);
	g->first = h.first;
	g->events = waiting;
	g->size = SPOOL_HEADER;
	g->crc = s->crc = spool_header_pack(&h, bytes);
	chain(s, g);
	g->disk = g->size;
	s->bytes += spool_blocks(g->disk);
	if (s->cursor.segment == g)
		spool_cursor_at(s, g);
	if (s->reader.number == g->number)
		spool_reader_close(&s->reader);
	/* Should this fail, the file's records fit no header: they are the collector's already, or
	 * still gathered, and the next reuse writes another one. */
	return spool_write_all(s->fd, bytes, sizeof(bytes), 0, NULL) && fdatasync(s->fd) == 0;
}
