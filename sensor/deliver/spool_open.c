#include "sensor/deliver/spool_inside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/log.h"

static const char lock_name[] = "lock";

/* Why the folder cannot be a spool; false, for the caller to return. */
static bool refuse(char *error, size_t size, const char *path, const char *what)
{
	snprintf(error, size, "spool %s: %s", path, what);
	return false;
}

static bool refuse_errno(char *error, size_t size, const char *path, const char *what)
{
	snprintf(error, size, "spool %s: %s: %s", path, what, strerror(errno));
	return false;
}

/* Who holds it writes its process number into the file, for messages only. */
static bool take_lock(struct spool *s, char *error, size_t size)
{
	char text[32] = "";
	ssize_t n;

	s->lock = openat(s->folder, lock_name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (s->lock < 0)
		return refuse_errno(error, size, s->path, "its lock cannot be opened");
	if (flock(s->lock, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK)
			return refuse_errno(error, size, s->path, "cannot be locked");
		n = pread(s->lock, text, sizeof(text) - 1, 0);
		text[n > 0 ? strspn(text, "0123456789") : 0] = '\0';
		snprintf(error, size, "spool %s: another program is using it (process %s)", s->path,
			 text[0] != '\0' ? text : "not known");
		return false;
	}
	n = snprintf(text, sizeof(text), "%ld\n", (long)getpid());
	if (ftruncate(s->lock, 0) != 0 || pwrite(s->lock, text, (size_t)n, 0) != n)
		log_debug("spool %s: %s could not be written", s->path, lock_name);
	return true;
}

static bool open_folder(struct spool *s, char *error, size_t size)
{
	if (mkdir(s->path, 0700) != 0 && errno != EEXIST)
		return refuse_errno(error, size, s->path, "cannot be made");
	s->folder = open(s->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s->folder < 0)
		return refuse_errno(error, size, s->path, "cannot be opened");
	return take_lock(s, error, size);
}

/* ---- what is in the folder */

/* "0123456789abcdef" and then just `ending`. */
static bool named(const char *name, const char *ending, uint64_t *number)
{
	uint64_t v = 0;

	for (unsigned i = 0; i < 16; i++) {
		static const char digits[] = "0123456789abcdef";
		const char *d = name[i] != '\0' ? strchr(digits, name[i]) : NULL;

		if (d == NULL)
			return false;
		v = v << 4 | (uint64_t)(d - digits);
	}
	*number = v;
	return strcmp(name + 16, ending) == 0;
}

struct numbers {
	uint64_t *p;
	size_t n, cap;
};

static bool numbers_add(struct numbers *v, uint64_t number)
{
	if (v->n == v->cap) {
		size_t cap = v->cap != 0 ? 2 * v->cap : 64;
		uint64_t *more = realloc(v->p, cap * sizeof(*more));

		if (more == NULL)
			return false;
		v->p = more;
		v->cap = cap;
	}
	v->p[v->n++] = number;
	return true;
}

static int by_number(const void *a, const void *b)
{
	const uint64_t *x = a;
	const uint64_t *y = b;

	return (*x > *y) - (*x < *y);
}

/* What a write that was interrupted left. */
static bool leftover(const char *name)
{
	uint64_t number;

	return strcmp(name, "acked.new") == 0 || named(name, ".dict.new", &number);
}

static bool sort_name(struct spool *s, const char *name, struct numbers *segments,
		      struct numbers *dictionaries)
{
	uint64_t number;

	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strcmp(name, lock_name) == 0 ||
	    strcmp(name, "acked") == 0)
		return true;
	if (named(name, ".seg", &number) && number < INT64_MAX)
		return numbers_add(segments, number);
	if (named(name, ".dict", &number))
		return numbers_add(dictionaries, number);
	if (leftover(name))
		unlinkat(s->folder, name, 0);
	else
		log_warnx("spool %s: '%s' is not of a spool, left alone", s->path, name);
	return true;
}

static bool list_folder(struct spool *s, struct numbers *segments, struct numbers *dictionaries)
{
	int fd = openat(s->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *entry;
	bool good = dir != NULL;

	if (dir == NULL) {
		if (fd >= 0)
			close(fd);
		return false;
	}
	while (good) {
		errno = 0;
		entry = readdir(dir);
		if (entry == NULL) {
			good = errno == 0;
			break;
		}
		good = sort_name(s, entry->d_name, segments, dictionaries);
	}
	closedir(dir);
	if (segments->n != 0)
		qsort(segments->p, segments->n, sizeof(*segments->p), by_number);
	return good;
}

/* ---- one segment */

struct scan {
	uint64_t size, events;
	uint32_t crc;
	enum spool_record end;
};

static struct scan scan(struct spool *s, uint64_t number, uint64_t size, uint32_t crc)
{
	struct scan c = { .size = SPOOL_HEADER, .crc = crc };
	struct spool_record_is is;

	for (;;) {
		c.end = spool_reader_record(s, number, c.size, size, c.crc, &is);
		if (c.end != RECORD_GOOD)
			return c;
		c.size += SPOOL_RECORD + is.n;
		c.crc = is.crc;
		c.events++;
	}
}

static bool cut(struct spool *s, const char *name, uint64_t size)
{
	int fd = openat(s->folder, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
	bool good = fd >= 0 && ftruncate(fd, (off_t)size) == 0;

	if (fd >= 0)
		close(fd);
	return good;
}

static void torn(struct spool *s, const char *name, uint64_t size, uint64_t file)
{
	s->stats.torn_bytes += file - size;
	log_warnx("spool %s: %s was not written to its end: its last %" PRIu64 " bytes are cut off",
		  s->path, name, file - size);
}

/* Under a name that is not a segment's, so that it does not come back when the others have gone. */
static void set_aside(struct spool *s, const char *name)
{
	char aside[SPOOL_NAME + 8];

	snprintf(aside, sizeof(aside), "%s.aside", name);
	log_warnx("spool %s: %s has numbers that another segment has: set aside as %s", s->path,
		  name, aside);
	if (renameat(s->folder, name, s->folder, aside) != 0)
		log_warn("spool %s: %s cannot be renamed", s->path, name);
}

static bool keep_segment(struct spool *s, const struct spool_header *h, const struct scan *c,
			 uint64_t file, uint32_t crc)
{
	struct spool_segment *g = spool_segment_append(s, h, crc);

	if (g == NULL)
		return false;
	s->bytes += spool_blocks(file) - spool_blocks(g->disk);
	g->size = c->size;
	g->disk = file;
	g->events = c->events;
	g->epoch->last = spool_segment_last(g);
	if (g->epoch->last > g->epoch->acked)
		s->events +=
			g->first > g->epoch->acked ? g->events : g->epoch->last - g->epoch->acked;
	return true;
}

/* A file with a segment's name and size: its events, as far as they are whole. */
static bool open_segment(struct spool *s, const struct spool_header *h, uint32_t crc, uint64_t file,
			 bool last)
{
	const struct spool_epoch *e = spool_epoch_get(s, h->epoch, false);
	struct scan c = scan(s, h->number, file, crc);
	bool cuts = last && c.end == RECORD_TORN;
	char name[SPOOL_NAME];

	spool_segment_name(name, h->number);
	if (cuts)
		torn(s, name, c.size, file);
	if (cuts && cut(s, name, c.size))
		file = c.size;
	if (c.end != RECORD_END && !cuts) {
		s->stats.damaged_segments++;
		s->stats.lost_bytes += file - c.size;
		log_warnx("spool %s: %s is damaged at byte %" PRIu64 ": the %" PRIu64
			  " bytes from there on are lost",
			  s->path, name, c.size, file - c.size);
	}
	if (c.events == 0) {
		if (c.end == RECORD_END || cuts)
			unlinkat(s->folder, name, 0);
		return true;
	}
	if (e != NULL && e->segments != 0 && h->first <= e->last) {
		set_aside(s, name);
		return true;
	}
	return keep_segment(s, h, &c, file, crc);
}

static void strange(struct spool *s, const char *name, uint64_t file)
{
	s->stats.damaged_segments++;
	s->stats.lost_bytes += file;
	log_warnx("spool %s: %s does not begin as a segment does, left alone", s->path, name);
}

/* -1: errno, or not a file that can be one; *file is its length. */
static bool regular(struct spool *s, const char *name, uint64_t *file)
{
	struct stat st;

	if (fstatat(s->folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode))
		return false;
	*file = (uint64_t)st.st_size;
	return true;
}

static bool open_one(struct spool *s, uint64_t number, bool last, char *error, size_t size)
{
	char name[SPOOL_NAME];
	uint8_t bytes[SPOOL_HEADER];
	struct spool_header h;
	const uint8_t *p;
	uint64_t file;

	spool_segment_name(name, number);
	if (!regular(s, name, &file)) {
		log_warnx("spool %s: %s is not a file, left alone", s->path, name);
		return true;
	}
	if (file < SPOOL_HEADER && last) {
		torn(s, name, 0, file);
		unlinkat(s->folder, name, 0);
		return true;
	}
	p = spool_reader_bytes(s, number, 0, file, SPOOL_HEADER);
	if (p == NULL && errno != ENODATA)
		return refuse_errno(error, size, s->path, name);
	if (p != NULL)
		memcpy(bytes, p, sizeof(bytes));
	if (p == NULL || !spool_header_unpack(&h, bytes) || h.number != number) {
		strange(s, name, file);
		return true;
	}
	if (h.version != SPOOL_VERSION) {
		snprintf(error, size,
			 "spool %s: %s is of version %" PRIu32 "; this program knows version %d",
			 s->path, name, h.version, SPOOL_VERSION);
		return false;
	}
	if (!open_segment(s, &h, spool_get32(bytes + SPOOL_HEADER - 4), file, last))
		return refuse_errno(error, size, s->path, name);
	return true;
}

static bool open_segments(struct spool *s, char *error, size_t size)
{
	struct numbers segments = { 0 };
	struct numbers dictionaries = { 0 };
	struct spool_segment *after;
	bool good = list_folder(s, &segments, &dictionaries);

	if (!good)
		refuse_errno(error, size, s->path, "cannot be read");
	spool_state_load(s);
	for (size_t i = 0; good && i < segments.n; i++) {
		good = open_one(s, segments.p[i], i + 1 == segments.n, error, size);
		s->number = segments.p[i] + 1;
	}
	for (struct spool_segment *g = s->head; good && g != NULL; g = after) {
		after = g->after;
		if (spool_segment_last(g) <= g->epoch->acked)
			spool_segment_remove(s, g);
	}
	for (size_t i = 0; good && i < dictionaries.n; i++)
		spool_dictionary_drop(s, dictionaries.p[i]);
	free(segments.p);
	free(dictionaries.p);
	return good;
}

static bool options_good(const struct spool_options *o, char *error, size_t size)
{
	if (o->segment < SPOOL_SEGMENT_MIN)
		return refuse(error, size, o->path, "a segment has at least 256 KiB");
	if (o->limit / SPOOL_SEGMENTS_MIN < o->segment)
		return refuse(error, size, o->path, "the limit is less than four segments");
	return true;
}

static void spool_free(struct spool *s)
{
	struct spool_segment *after;

	for (struct spool_segment *g = s->head; g != NULL; g = after) {
		after = g->after;
		free(g);
	}
	spool_reader_close(&s->reader);
	if (s->fd >= 0)
		close(s->fd);
	if (s->lock >= 0)
		close(s->lock);
	if (s->folder >= 0)
		close(s->folder);
	spool_epochs_free(s);
	free(s->reader.p);
	free(s->buffer);
	free(s->dict);
	free(s->path);
	free(s);
}

struct spool *spool_open(const struct spool_options *o, char *error, size_t size)
{
	struct spool *s;

	if (!options_good(o, error, size))
		return NULL;
	s = calloc(1, sizeof(*s));
	if (s == NULL) {
		refuse(error, size, o->path, "no memory");
		return NULL;
	}
	s->folder = s->lock = s->fd = s->reader.fd = -1;
	s->number = 1;
	s->limit = o->limit;
	s->segment_size = o->segment;
	s->max_age = o->max_age;
	s->policy = o->sync;
	s->sync_interval = o->sync_interval;
	s->path = strdup(o->path);
	s->buffer = malloc(SPOOL_BUFFER);
	if (s->path == NULL || s->buffer == NULL || !spool_reader_init(&s->reader)) {
		refuse(error, size, o->path, "no memory");
		spool_free(s);
		return NULL;
	}
	if (!open_folder(s, error, size) || !open_segments(s, error, size)) {
		spool_free(s);
		return NULL;
	}
	return s;
}

/* How many events are not written. */
static size_t gathered(const struct spool *s)
{
	size_t n = 0;

	for (size_t at = 0; at < s->buffered; at += SPOOL_RECORD + spool_get32(s->buffer + at))
		n++;
	return n;
}

void spool_close(struct spool *s)
{
	if (s == NULL)
		return;
	if (!spool_seal(s) && s->buffered != 0)
		log_warnx("spool %s: the last %zu events could not be written and are lost",
			  s->path, gathered(s));
	if (s->epoch != NULL) {
		s->epoch = NULL;
		spool_dictionary_drop(s, s->dictionary);
	}
	spool_state_save(s);
	spool_free(s);
}
