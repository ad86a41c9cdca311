#include "sensor/deliver/spool_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/log.h"

/* To what part of the limit events of a kind may fill the spool, in percent. */
static const unsigned share[EVENT_KINDS] = {
	[EVENT_OPERATION] = 70, [EVENT_CONVERSATION] = 80, [EVENT_PACKETS] = 85,
	[EVENT_ASSET] = 90,	[EVENT_HEALTH] = 95,	   [EVENT_ALERT] = 100,
};

void spool_failed(struct spool *s, enum spool_failing what, int error)
{
	s->stats.write_errors++;
	s->retry = spool_now() + SPOOL_RETRY;
	if (s->failing == SPOOL_WORKS || error != s->error) {
		errno = error;
		log_warn("spool %s: cannot be written, trying again", s->path);
	}
	s->failing = what;
	s->error = error;
}

/* That a write works says nothing of a disk that does not keep what is written. */
static void works(struct spool *s, enum spool_failing what)
{
	if (s->failing == SPOOL_WORKS || s->failing > what)
		return;
	log_info("spool %s: can be written again", s->path);
	s->failing = SPOOL_WORKS;
}

bool spool_resting(const struct spool *s)
{
	if (s->failing == SPOOL_WORKS || spool_now() >= s->retry)
		return false;
	errno = s->error;
	return true;
}

/* How many of the first n bytes gathered are whole records. */
static size_t whole(const struct spool *s, size_t n)
{
	size_t at = 0;

	for (;;) {
		size_t next;

		if (n - at < SPOOL_RECORD)
			return at;
		next = at + SPOOL_RECORD + spool_get32(s->buffer + at);
		if (next > n)
			return at;
		at = next;
	}
}

static bool no_room(int error)
{
	return error == ENOSPC || error == EDQUOT;
}

bool spool_flush(struct spool *s)
{
	size_t done;
	bool good;
	int error;

	if (s->buffered == 0)
		return true;
	good = spool_write_all(s->fd, s->buffer, s->buffered, s->flushed, &done);
	error = errno;
	if (!good && whole(s, done) == 0 && no_room(error) && spool_reuse(s)) {
		good = spool_write_all(s->fd, s->buffer, s->buffered, s->flushed, &done);
		error = errno;
	}
	if (!good) {
		size_t keep = whole(s, done);

		/* If it cannot be cut, the next attempt writes over it. */
		if (done > keep && ftruncate(s->fd, (off_t)(s->flushed + keep)) != 0)
			log_debug("spool %s: a torn record stays for now", s->path);
		done = keep;
	}
	s->flushed += done;
	s->buffered -= done;
	memmove(s->buffer, s->buffer + done, s->buffered);
	if (good) {
		works(s, SPOOL_WRITE_FAILS);
		return true;
	}
	spool_failed(s, SPOOL_WRITE_FAILS, error);
	errno = error;
	return false;
}

/* After fdatasync() failed, the kernel may take the pages for written: they are written anew. */
static void write_anew(struct spool *s)
{
	uint8_t *p = malloc(SPOOL_BUFFER);

	for (uint64_t at = s->synced; p != NULL && at < s->flushed;) {
		size_t n =
			s->flushed - at < SPOOL_BUFFER ? (size_t)(s->flushed - at) : SPOOL_BUFFER;
		ssize_t got = pread(s->fd, p, n, (off_t)at);

		if (got <= 0 || !spool_write_all(s->fd, p, (size_t)got, at, NULL))
			break;
		at += (uint64_t)got;
	}
	free(p);
}

static bool sync_file(struct spool *s)
{
	int error;

	if (s->write == NULL || s->synced == s->flushed)
		return true;
	if (fdatasync(s->fd) == 0) {
		s->synced = s->flushed;
		s->stats.syncs++;
		works(s, SPOOL_SYNC_FAILS);
		return true;
	}
	error = errno;
	write_anew(s);
	spool_failed(s, SPOOL_SYNC_FAILS, error);
	errno = error;
	return false;
}

bool spool_sync(struct spool *s, uint64_t now, bool must)
{
	bool due = must || s->policy == SPOOL_SYNC_ALWAYS || now - s->sync_at >= s->sync_interval;

	if (s->write == NULL)
		return true;
	if ((!must && spool_resting(s)) || !spool_flush(s))
		return false;
	if (!due)
		return true;
	s->sync_at = now;
	return sync_file(s);
}

bool spool_seal(struct spool *s)
{
	bool acked;

	if (s->write == NULL)
		return true;
	acked = spool_segment_last(s->write) <= s->write->epoch->acked;
	if (!acked && (!spool_flush(s) || !sync_file(s)))
		return false;
	close(s->fd);
	s->fd = -1;
	s->buffered = 0;
	if (acked) {
		struct spool_segment *g = s->write;

		s->write = NULL;
		spool_state_save(s);
		spool_segment_remove(s, g);
	}
	s->write = NULL;
	return true;
}

uint64_t spool_wall(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (uint64_t)t.tv_sec * 1000000000U + (uint64_t)t.tv_nsec;
}

/* The file with its header, both on disk for good. -1: errno. */
static int segment_file(struct spool *s, const struct spool_header *h, uint32_t *crc)
{
	uint8_t bytes[SPOOL_HEADER];
	char name[SPOOL_NAME];
	int fd;
	int error;

	spool_segment_name(name, h->number);
	*crc = spool_header_pack(h, bytes);
	fd = openat(s->folder, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	if (spool_write_all(fd, bytes, sizeof(bytes), 0, NULL) && fdatasync(fd) == 0 &&
	    (fsync(s->folder) == 0 || errno == EINVAL)) /* not every file system can */
		return fd;
	error = errno;
	close(fd);
	unlinkat(s->folder, name, 0);
	errno = error;
	return -1;
}

static bool segment_begin(struct spool *s)
{
	struct spool_header h = {
		.version = SPOOL_VERSION,
		.number = s->number,
		.epoch = s->epoch->id,
		.first = s->next,
		.dictionary = s->dictionary,
		.made = spool_wall(),
	};
	uint32_t crc;
	int fd = segment_file(s, &h, &crc);
	struct spool_segment *g;

	if (fd < 0) {
		int error = errno;

		if (error == EEXIST) /* not ours: the next one will have another name */
			s->number++;
		spool_failed(s, SPOOL_WRITE_FAILS, error);
		errno = error;
		return false;
	}
	s->number++;
	g = spool_segment_append(s, &h, crc);
	if (g == NULL) {
		close(fd);
		return false;
	}
	s->write = g;
	s->fd = fd;
	s->crc = crc;
	s->flushed = s->synced = SPOOL_HEADER;
	return true;
}

/* Is there a segment with room for so many bytes more, and room to gather them? */
static bool ready(struct spool *s, size_t need)
{
	bool ends =
		s->write != NULL && s->write->events > 0 && s->write->size + need > s->segment_size;
	bool full = s->buffered + need > SPOOL_BUFFER;

	if (s->write != NULL && !ends && !full)
		return true;
	if (spool_resting(s) || (ends && !spool_seal(s)))
		return false;
	if (s->write == NULL && !segment_begin(s))
		return false;
	/* What could be written of it may be enough. */
	return s->buffered + need <= SPOOL_BUFFER || spool_flush(s) ||
	       s->buffered + need <= SPOOL_BUFFER;
}

static bool within_limit(const struct spool *s, enum event_kind kind, size_t need)
{
	uint64_t more;

	if (s->write != NULL && s->write->size + need <= s->segment_size)
		more = spool_blocks(s->write->size + need) - spool_blocks(s->write->size);
	else
		more = spool_blocks(SPOOL_HEADER + need);
	return s->bytes + more <= s->limit - s->limit / 100 * (100 - share[kind]);
}

/* The collector has it already: it gets its number and no place. */
static uint64_t pass_over(struct spool *s)
{
	if (!spool_seal(s))
		return 0;
	s->stats.added++;
	s->stats.acked++;
	s->epoch->last = s->next;
	return s->next++;
}

uint64_t spool_add(struct spool *s, enum event_kind kind, const uint8_t *p, size_t n)
{
	size_t need = SPOOL_RECORD + n;
	uint8_t *to;

	if (s->epoch == NULL || n == 0 || n > WIRE_EVENT_MAX || (unsigned)kind >= EVENT_KINDS) {
		errno = EINVAL;
		return 0;
	}
	if (s->next <= s->epoch->acked)
		return pass_over(s);
	if (!within_limit(s, kind, need)) {
		errno = EDQUOT;
		return 0;
	}
	if (!ready(s, need))
		return 0;
	to = s->buffer + s->buffered;
	spool_put32(to, (uint32_t)n);
	spool_put32(to + 4, (uint32_t)kind);
	s->crc = spool_record_crc(s->crc, to, p, n);
	spool_put32(to + 8, s->crc);
	memcpy(to + SPOOL_RECORD, p, n);
	s->buffered += need;
	spool_segment_grow(s, s->write, need);
	s->stats.added++;
	s->epoch->last = s->next;
	return s->next++;
}
