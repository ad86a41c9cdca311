#include "sensor/deliver/spool_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/crc32c.h"
#include "common/log.h"

const uint8_t spool_magic_segment[8] = { 'k', 'a', 'g', 'a', 'm', 'i', 'S', '\n' };
const uint8_t spool_magic_dictionary[8] = { 'k', 'a', 'g', 'a', 'm', 'i', 'D', '\n' };
const uint8_t spool_magic_acked[8] = { 'k', 'a', 'g', 'a', 'm', 'i', 'A', '\n' };

uint64_t spool_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000U + (uint64_t)t.tv_nsec;
}

bool spool_write_all(int fd, const uint8_t *p, size_t n, uint64_t at, size_t *written)
{
	size_t done = 0;
	bool good = true;

	while (good && done < n) {
		ssize_t got = pwrite(fd, p + done, n - done, (off_t)(at + done));

		if (got > 0)
			done += (size_t)got;
		else if (got == 0)
			errno = EIO;
		good = got > 0 || (got < 0 && errno == EINTR);
	}
	if (written != NULL)
		*written = done;
	return good;
}

bool spool_write_file(struct spool *s, const char *name, const uint8_t *p, size_t n, bool sync)
{
	char temporary[SPOOL_NAME + 4];
	int fd;
	bool good;
	int error;

	snprintf(temporary, sizeof(temporary), "%s.new", name);
	unlinkat(s->folder, temporary, 0);
	fd = openat(s->folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	good = spool_write_all(fd, p, n, 0, NULL) && (!sync || fdatasync(fd) == 0);
	error = errno;
	close(fd);
	if (good && renameat(s->folder, temporary, s->folder, name) == 0)
		return true;
	if (good)
		error = errno;
	unlinkat(s->folder, temporary, 0);
	errno = error;
	return false;
}

static uint8_t *read_whole(int fd, size_t max, size_t *n)
{
	struct stat st;
	uint8_t *p;
	size_t len = 0;

	if (fstat(fd, &st) != 0)
		return NULL;
	if (!S_ISREG(st.st_mode) || st.st_size < 0 || (uint64_t)st.st_size > max) {
		errno = EFBIG;
		return NULL;
	}
	p = malloc((size_t)st.st_size + 1);
	if (p == NULL)
		return NULL;
	while (len < (size_t)st.st_size) {
		ssize_t got = pread(fd, p + len, (size_t)st.st_size - len, (off_t)len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			free(p);
			errno = got == 0 ? ENODATA : errno;
			return NULL;
		}
		len += (size_t)got;
	}
	*n = len;
	return p;
}

uint8_t *spool_read_file(const struct spool *s, const char *name, size_t max, size_t *n)
{
	int fd = openat(s->folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	uint8_t *p;
	int error;

	if (fd < 0)
		return NULL;
	p = read_whole(fd, max, n);
	error = errno;
	close(fd);
	errno = error;
	return p;
}

void spool_segment_name(char name[SPOOL_NAME], uint64_t number)
{
	snprintf(name, SPOOL_NAME, "%016" PRIx64 ".seg", number);
}

void spool_dictionary_name(char name[SPOOL_NAME], uint64_t id)
{
	snprintf(name, SPOOL_NAME, "%016" PRIx64 ".dict", id);
}

/* Where the header's parts are. */
enum {
	AT_VERSION = 8,
	AT_NUMBER = 16,
	AT_EPOCH = 24,
	AT_FIRST = 32,
	AT_DICTIONARY = 40,
	AT_MADE = 48,
	AT_CRC = 60,
};

uint32_t spool_header_pack(const struct spool_header *h, uint8_t out[SPOOL_HEADER])
{
	uint32_t crc;

	memset(out, 0, SPOOL_HEADER);
	memcpy(out, spool_magic_segment, sizeof(spool_magic_segment));
	spool_put32(out + AT_VERSION, h->version);
	spool_put64(out + AT_NUMBER, h->number);
	spool_put64(out + AT_EPOCH, h->epoch);
	spool_put64(out + AT_FIRST, h->first);
	spool_put64(out + AT_DICTIONARY, h->dictionary);
	spool_put64(out + AT_MADE, h->made);
	crc = crc32c(0, out, AT_CRC);
	spool_put32(out + AT_CRC, crc);
	return crc;
}

bool spool_header_unpack(struct spool_header *h, const uint8_t in[SPOOL_HEADER])
{
	*h = (struct spool_header){
		.version = spool_get32(in + AT_VERSION),
		.number = spool_get64(in + AT_NUMBER),
		.epoch = spool_get64(in + AT_EPOCH),
		.first = spool_get64(in + AT_FIRST),
		.dictionary = spool_get64(in + AT_DICTIONARY),
		.made = spool_get64(in + AT_MADE),
	};
	return memcmp(in, spool_magic_segment, sizeof(spool_magic_segment)) == 0 &&
	       crc32c(0, in, AT_CRC) == spool_get32(in + AT_CRC) && h->epoch != 0 &&
	       h->first != 0 && h->first <= INT64_MAX;
}

uint64_t spool_segment_last(const struct spool_segment *g)
{
	return g->first + g->events - 1;
}

uint64_t spool_blocks(uint64_t bytes)
{
	return (bytes + SPOOL_BLOCK - 1) & ~(uint64_t)(SPOOL_BLOCK - 1);
}

struct spool_segment *spool_segment_append(struct spool *s, const struct spool_header *h,
					   uint32_t crc)
{
	struct spool_segment *g = calloc(1, sizeof(*g));
	struct spool_epoch *e = spool_epoch_get(s, h->epoch, true);

	if (g == NULL || e == NULL) {
		free(g);
		errno = ENOMEM;
		return NULL;
	}
	*g = (struct spool_segment){
		.before = s->tail,
		.number = h->number,
		.epoch = e,
		.first = h->first,
		.dictionary = h->dictionary,
		.size = SPOOL_HEADER,
		.disk = SPOOL_HEADER,
		.since = spool_now(),
		.crc = crc,
	};
	e->segments++;
	if (s->tail != NULL)
		s->tail->after = g;
	else
		s->head = g;
	s->tail = g;
	s->bytes += spool_blocks(g->disk);
	if (s->cursor.segment == NULL)
		spool_cursor_at(s, g);
	return g;
}

void spool_segment_grow(struct spool *s, struct spool_segment *g, size_t n)
{
	s->bytes -= spool_blocks(g->disk);
	g->size += n;
	g->disk = g->size;
	s->bytes += spool_blocks(g->disk);
	g->events++;
	s->events++;
}

/* How many of its events are not acknowledged. */
static uint64_t waiting(const struct spool_segment *g)
{
	uint64_t last = spool_segment_last(g);

	if (g->events == 0 || last <= g->epoch->acked)
		return 0;
	return g->first > g->epoch->acked ? g->events : last - g->epoch->acked;
}

void spool_segment_remove(struct spool *s, struct spool_segment *g)
{
	char name[SPOOL_NAME];
	uint64_t dictionary = g->dictionary;

	if (g->after != NULL)
		g->after->before = g->before;
	else
		s->tail = g->before;
	if (g->before != NULL)
		g->before->after = g->after;
	else
		s->head = g->after;
	s->bytes -= spool_blocks(g->disk);
	s->events -= waiting(g);
	g->epoch->segments--;
	if (s->cursor.segment == g)
		spool_cursor_at(s, g->after);
	if (s->reader.number == g->number)
		spool_reader_close(&s->reader);
	spool_segment_name(name, g->number);
	if (unlinkat(s->folder, name, 0) != 0 && errno != ENOENT)
		log_warn("spool %s: %s cannot be deleted", s->path, name);
	free(g);
	spool_dictionary_drop(s, dictionary);
}

void spool_segment_damaged(struct spool *s, struct spool_segment *g, uint64_t size, uint64_t events)
{
	char name[SPOOL_NAME];
	uint64_t before = waiting(g);

	spool_segment_name(name, g->number);
	s->stats.damaged_segments++;
	s->stats.lost_bytes += g->disk - size;
	log_warnx("spool %s: %s is damaged at byte %" PRIu64 ": the %" PRIu64
		  " bytes from there on are lost",
		  s->path, name, size, g->disk - size);
	g->size = size;
	g->events = events;
	s->events -= before - waiting(g);
}
