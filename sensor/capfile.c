#include "sensor/capfile_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- messages -------------------------------------------------------------------------------- */

enum capfile_result capfile_fail(struct capfile *f, enum capfile_result result, const char *fmt,
				 ...)
{
	va_list ap;
	int n = snprintf(f->error, sizeof f->error, "%s: ", f->name);
	size_t used = n > 0 && (size_t)n < sizeof f->error ? (size_t)n : 0;

	va_start(ap, fmt);
	(void)vsnprintf(f->error + used, sizeof f->error - used, fmt, ap);
	va_end(ap);
	f->done = true;
	return result;
}

enum capfile_result capfile_damaged(struct capfile *f, const char *fmt, ...)
{
	char what[256];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	return capfile_fail(f, CAPFILE_ERROR,
			    "damaged after frame %" PRIu64 ": the record at byte %" PRIu64
			    " %s; what came before was processed",
			    f->number, f->base + f->pos, what);
}

enum capfile_result capfile_ended(struct capfile *f)
{
	bool cut = f->pos < f->end;

	if (f->done) /* a read error, which was described where it happened */
		return CAPFILE_ERROR;
	f->done = true;
	if (f->stopped || !cut)
		return CAPFILE_END;
	return capfile_fail(f, CAPFILE_CUT,
			    "cut after frame %" PRIu64 " at byte %" PRIu64
			    ": the capture was truncated; what came before was processed",
			    f->number, f->base + f->end);
}

/* ---- the buffer ------------------------------------------------------------------------------ */

/* The length was checked against CAPFILE_RECORD_MAX, so this is bounded. */
static bool grow(struct capfile *f, size_t n)
{
	size_t cap = f->cap;
	uint8_t *buf;

	while (cap < n)
		cap *= 2;
	buf = realloc(f->buf, cap);
	if (!buf) {
		(void)capfile_fail(f, CAPFILE_ERROR, "no memory for a record of %zu bytes", n);
		return false;
	}
	f->buf = buf;
	f->cap = cap;
	return true;
}

/* What pos..end holds moves to the front: little, as all whole records are used by then. */
static void compact(struct capfile *f)
{
	size_t left = f->end - f->pos;

	if (f->pos == 0)
		return;
	memmove(f->buf, f->buf + f->pos, left);
	f->base += f->pos;
	f->pos = 0;
	f->end = left;
}

bool capfile_fill(struct capfile *f, size_t n)
{
	compact(f);
	if (n > f->cap && !grow(f, n))
		return false;
	while (f->end < n) {
		ssize_t got;

		if (f->stop && *f->stop) {
			f->stopped = true;
			return false;
		}
		got = f->source.read(f->source.ctx, f->buf + f->end, f->cap - f->end);
		if (got == 0)
			return false;
		if (got > 0) {
			f->end += (size_t)got;
		} else if (errno != EINTR) {
			(void)capfile_fail(f, CAPFILE_ERROR,
					   "cannot read on at byte %" PRIu64 ": %s",
					   f->base + f->end, strerror(errno));
			return false;
		}
	}
	return true;
}

/* ---- classic pcap ---------------------------------------------------------------------------- */

/* Longer than any snaplen that a capture tool takes by default; more only if the header says so. */
enum { PCAP_HEADER = 24, LONGEST_AT_LEAST = 262144 };

static bool swapped_lengths(const struct capfile *f, uint32_t captured, uint32_t wire)
{
	return f->lengths == LENGTHS_SWAPPED || (f->lengths == LENGTHS_EITHER && captured > wire);
}

static enum capfile_result next_pcap(struct capfile *f, struct frame *frame)
{
	const uint8_t *h;
	uint32_t captured, wire;

	if (!capfile_need(f, f->record))
		return capfile_ended(f);
	h = f->buf + f->pos;
	captured = capfile_u32(f, h + 8);
	wire = capfile_u32(f, h + 12);
	if (__builtin_expect(f->lengths != LENGTHS_NORMAL, 0) &&
	    swapped_lengths(f, captured, wire)) {
		uint32_t first = captured;

		captured = wire;
		wire = first;
	}
	if (__builtin_expect(captured > f->longest, 0))
		return capfile_damaged(f, "says that it holds %" PRIu32 " bytes, which cannot be",
				       captured);
	if (!capfile_need(f, f->record + captured))
		return capfile_ended(f);
	h = f->buf + f->pos;
	frame->number = ++f->number;
	/* A fraction of a second or more carries; nothing here can overflow. */
	f->last_at = capfile_u32(f, h) * UINT64_C(1000000000) +
		     capfile_u32(f, h + 4) * (uint64_t)f->unit;
	frame->at = f->last_at;
	frame->resumed = false;
	frame->wire_len = wire > captured ? wire : captured;
	frame->bytes = cur_of(h + f->record, captured);
	frame->interface = 0;
	frame->linktype = f->linktype;
	f->pos += f->record + captured;
	return CAPFILE_FRAME;
}

bool capfile_start_pcap(struct capfile *f, uint32_t unit, uint32_t record)
{
	enum { MAJOR = 2, MAJOR_DG_UX = 543, MINOR_ORDERED = 4, MINOR_EITHER = 3 };
	const uint8_t *h;
	unsigned major, minor;
	uint32_t snaplen;

	if (!capfile_need(f, PCAP_HEADER)) {
		(void)capfile_fail(
			f, CAPFILE_ERROR,
			"cut within its header, at byte %zu of %d: there is no frame in it", f->end,
			PCAP_HEADER);
		return false;
	}
	h = f->buf + f->pos;
	major = capfile_u16(f, h + 4);
	minor = capfile_u16(f, h + 6);
	if (major != MAJOR && major != MAJOR_DG_UX) {
		(void)capfile_fail(f, CAPFILE_ERROR,
				   "pcap version %u.%u is unknown, expected 2.4: convert it with "
				   "editcap -F pcap",
				   major, minor);
		return false;
	}
	/* Old writers had the two lengths in the other order, and some called that version 2.3. */
	if (major == MAJOR_DG_UX || minor < MINOR_EITHER)
		f->lengths = LENGTHS_SWAPPED;
	else if (minor < MINOR_ORDERED)
		f->lengths = LENGTHS_EITHER;
	snaplen = capfile_u32(f, h + 16);
	f->longest = snaplen;
	if (snaplen < LONGEST_AT_LEAST)
		f->longest = LONGEST_AT_LEAST;
	else if (snaplen > CAPFILE_RECORD_MAX)
		f->longest = CAPFILE_RECORD_MAX;
	f->linktype = capfile_link(capfile_u32(f, h + 20));
	f->unit = unit;
	f->record = record;
	f->format = CAPFILE_PCAP;
	f->next = next_pcap;
	f->pos += PCAP_HEADER;
	return true;
}

/* ---- opening --------------------------------------------------------------------------------- */

int capfile_open_source(struct capfile **file, const struct capfile_source *source,
			const char *name, size_t buffer, char *error, size_t n)
{
	enum { LEAST = 64 }; /* so that every header fits */
	struct capfile *f = calloc(1, sizeof *f);

	*file = NULL;
	if (!f)
		goto no_memory;
	f->source = *source;
	f->cap = buffer > LEAST ? buffer : LEAST;
	f->buf = malloc(f->cap);
	f->name = strdup(name);
	if (!f->buf || !f->name)
		goto no_memory;
	if (!capfile_kind(f)) {
		(void)snprintf(error, n, "%s", f->error);
		capfile_close(f);
		return -1;
	}
	*file = f;
	return 0;
no_memory:
	(void)snprintf(error, n, "%s: no memory to read it", name);
	if (f)
		capfile_close(f);
	else if (source->close)
		source->close(source->ctx);
	return -1;
}

/* A descriptor is small enough to be its own context. */
static ssize_t read_fd(void *ctx, void *to, size_t n)
{
	return read((int)(intptr_t)ctx, to, n);
}

static void close_fd(void *ctx)
{
	(void)close((int)(intptr_t)ctx);
}

static int complain(char *error, size_t n, const char *name, const char *what)
{
	(void)snprintf(error, n, "%s: %s", name, what);
	return -1;
}

/* The descriptor to read path from, or -1 with error. */
static int open_path(const char *path, char *error, size_t n)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd >= 0)
		return fd;
	switch (errno) {
	case EACCES:
		return complain(error, n, path,
				"cannot be opened: permission denied; make it readable (chmod, or "
				"run as its owner)");
	case EMFILE:
	case ENFILE:
		return complain(error, n, path,
				"cannot be opened: too many files overlap in time; raise the limit "
				"with ulimit -n");
	default:
		(void)snprintf(error, n, "%s: cannot be opened: %s", path, strerror(errno));
		return -1;
	}
}

int capfile_open_with(struct capfile **file, const char *path, size_t buffer, char *error, size_t n)
{
	bool standard = strcmp(path, "-") == 0;
	const char *name = standard ? "standard input" : path;
	int fd = standard ? STDIN_FILENO : open_path(path, error, n);
	struct capfile_source source = { read_fd, standard ? NULL : close_fd,
					 (void *)(intptr_t)fd };
	struct stat st;
	const char *wrong = NULL;

	*file = NULL;
	if (fd < 0)
		return -1;
	if (fstat(fd, &st) != 0)
		wrong = "cannot be read";
	else if (S_ISDIR(st.st_mode))
		wrong = "is a directory; name the capture files in it";
	else if (isatty(fd))
		wrong = "is a terminal; pipe a capture into it, or name a file";
	if (wrong) {
		if (source.close)
			source.close(source.ctx);
		return complain(error, n, name, wrong);
	}
	if (!S_ISREG(st.st_mode))
		buffer = CAPFILE_BUFFER;
	if (capfile_open_source(file, &source, name, buffer, error, n) != 0)
		return -1;
	if (S_ISREG(st.st_mode) && st.st_size > 0)
		(*file)->size = (uint64_t)st.st_size;
	return 0;
}

int capfile_open(struct capfile **file, const char *path, char *error, size_t n)
{
	return capfile_open_with(file, path, CAPFILE_BUFFER, error, n);
}

enum capfile_result capfile_next(struct capfile *f, struct frame *frame)
{
	return f->done ? CAPFILE_END : f->next(f, frame);
}

/* ---- questions ------------------------------------------------------------------------------- */

const char *capfile_error(const struct capfile *f)
{
	return f->error;
}

const char *capfile_name(const struct capfile *f)
{
	return f->name;
}

enum capfile_format capfile_format(const struct capfile *f)
{
	return f->format;
}

int capfile_linktype(const struct capfile *f)
{
	return f->format == CAPFILE_PCAP ? (int)f->linktype : -1;
}

uint64_t capfile_offset(const struct capfile *f)
{
	return f->base + f->pos;
}

uint64_t capfile_size(const struct capfile *f)
{
	return f->size;
}

void capfile_stop_by(struct capfile *f, const volatile sig_atomic_t *stop)
{
	f->stop = stop;
}

void capfile_close(struct capfile *f)
{
	if (!f)
		return;
	if (f->source.close)
		f->source.close(f->source.ctx);
	free(f->interfaces);
	free(f->buf);
	free(f->name);
	free(f);
}
