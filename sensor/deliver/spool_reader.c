#include "sensor/deliver/spool_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/crc32c.h"

bool spool_reader_init(struct spool_reader *r)
{
	*r = (struct spool_reader){ .fd = -1, .p = malloc(SPOOL_BUFFER) };
	return r->p != NULL;
}

void spool_reader_close(struct spool_reader *r)
{
	if (r->fd >= 0)
		close(r->fd);
	r->fd = -1;
	r->number = 0;
	r->len = 0;
}

void spool_reader_forget(struct spool_reader *r)
{
	r->len = 0;
}

static bool reader_open(struct spool *s, uint64_t number)
{
	struct spool_reader *r = &s->reader;
	char name[SPOOL_NAME];

	if (r->fd >= 0 && r->number == number)
		return true;
	spool_reader_close(r);
	spool_segment_name(name, number);
	r->fd = openat(s->folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	r->number = number;
	return r->fd >= 0;
}

static bool fill(struct spool_reader *r, uint64_t at, uint64_t size, size_t n)
{
	size_t want = size - at < SPOOL_BUFFER ? (size_t)(size - at) : SPOOL_BUFFER;

	r->at = at;
	r->len = 0;
	while (r->len < n) {
		ssize_t got = pread(r->fd, r->p + r->len, want - r->len, (off_t)(at + r->len));

		if (got < 0 && errno == EINTR)
			continue;
		if (got == 0)
			errno = ENODATA;
		if (got <= 0)
			return false;
		r->len += (size_t)got;
	}
	return true;
}

const uint8_t *spool_reader_bytes(struct spool *s, uint64_t number, uint64_t at, uint64_t size,
				  size_t n)
{
	struct spool_reader *r = &s->reader;

	if (at > size || n > size - at || n > SPOOL_BUFFER) {
		errno = ENODATA;
		return NULL;
	}
	if (!reader_open(s, number))
		return NULL;
	if ((at < r->at || at + n > r->at + r->len) && !fill(r, at, size, n))
		return NULL;
	return r->p + (at - r->at);
}

/* Each record's CRC begins with the one before it: none can be left out, moved or put twice. */
uint32_t spool_record_crc(uint32_t before, const uint8_t head[SPOOL_RECORD], const uint8_t *p,
			  size_t n)
{
	return crc32c(crc32c(before, head, 8), p, n);
}

/* A file may have got its length before its bytes: then they are 0. */
static enum spool_record zeros(struct spool *s, uint64_t number, uint64_t at, uint64_t size)
{
	while (at < size) {
		size_t n = size - at < SPOOL_BUFFER ? (size_t)(size - at) : SPOOL_BUFFER;
		const uint8_t *p = spool_reader_bytes(s, number, at, size, n);

		if (p == NULL)
			return RECORD_FAILURE;
		for (size_t i = 0; i < n; i++) {
			if (p[i] != 0)
				return RECORD_BAD;
		}
		at += n;
	}
	return RECORD_TORN;
}

enum spool_record spool_reader_record(struct spool *s, uint64_t number, uint64_t at, uint64_t size,
				      uint32_t crc, struct spool_record_is *is)
{
	const uint8_t *p;
	uint32_t n;
	uint32_t kind;

	if (at == size)
		return RECORD_END;
	if (size - at < SPOOL_RECORD)
		return RECORD_TORN;
	p = spool_reader_bytes(s, number, at, size, SPOOL_RECORD);
	if (p == NULL)
		return RECORD_FAILURE;
	n = spool_get32(p);
	kind = spool_get32(p + 4);
	if (n == 0 || n > WIRE_EVENT_MAX || kind >= EVENT_KINDS)
		return zeros(s, number, at, size);
	if (n > size - at - SPOOL_RECORD)
		return RECORD_TORN;
	p = spool_reader_bytes(s, number, at, size, SPOOL_RECORD + n);
	if (p == NULL)
		return RECORD_FAILURE;
	*is = (struct spool_record_is){
		.p = p + SPOOL_RECORD,
		.n = n,
		.kind = (enum event_kind)kind,
		.crc = spool_get32(p + 8),
	};
	if (spool_record_crc(crc, p, p + SPOOL_RECORD, n) == is->crc)
		return RECORD_GOOD;
	return at + SPOOL_RECORD + n == size ? RECORD_TORN : zeros(s, number, at, size);
}
