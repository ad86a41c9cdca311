#include "sensor/capset.h"

#include "common/log.h"
#include "sensor/capfile.h"
#include "sensor/capfilter.h"
#include "sensor/packet.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	LOOK_BYTES = 4096, /* read to see a file's first frame */
	FEW_FILES = 16,
	MANY_BYTES = 64 << 10, /* read at a time of each file when they are more */
	SKIPS_A_CALL = 4096,   /* frames left out before the caller gets a word in */
	SAID_MAX = 4,	       /* link types that are complained of, per file */
};

struct member {
	const char *path;
	size_t order;	      /* among the arguments */
	struct capfile *file; /* NULL: not open */
	struct frame next;    /* read, not yet handed out */
	uint64_t first_at;
	uint64_t size;
	uint64_t frames, unknown; /* seen, and of them with a link type we cannot read */
	unsigned said[SAID_MAX];
	unsigned nsaid;
};

struct capset {
	struct member *members;
	size_t n;
	struct member **waiting; /* not yet due, earliest first */
	size_t nwaiting, waiting_at;
	struct member **heap; /* open, the one with the earliest next frame on top */
	size_t nheap;
	bool taken;   /* the frame on top was used */
	bool resumed; /* as in struct frame: of the next one that is handed out */
	bool unsized;
	int known_link; /* the last link type that was found good; -1: none */
	uint64_t last_at;
	uint64_t done, total; /* bytes: of files that are finished, of all */
	struct capfilter *filter;
	struct capset_options options;
	struct capset_counts counts;
};

/* ---- messages -------------------------------------------------------------------------------- */

static void say(const struct capset *s, const char *line)
{
	if (s->options.say)
		s->options.say(s->options.ctx, line);
	else
		log_warnx("%s", line);
}

static void say_failed(struct capset *s, const char *line)
{
	s->counts.files_failed++;
	say(s, line);
}

/* True the first time that this file has this link type (or a few others). */
static bool first_of_link(struct member *m, unsigned linktype)
{
	for (unsigned i = 0; i < m->nsaid; i++)
		if (m->said[i] == linktype)
			return false;
	if (m->nsaid == SAID_MAX)
		return false;
	m->said[m->nsaid++] = linktype;
	return true;
}

static void say_unknown_link(const struct capset *s, struct member *m, const struct frame *f)
{
	char name[CAPFILTER_NAME_MAX], line[CAPFILE_ERROR_MAX];

	if (!first_of_link(m, f->linktype))
		return;
	capfilter_link_name(f->linktype, name);
	(void)snprintf(line, sizeof line,
		       "%s: interface %u has link type %s, which is not supported: its frames are "
		       "skipped",
		       capfile_name(m->file), f->interface, name);
	say(s, line);
}

/* ---- one file -------------------------------------------------------------------------------- */

static void leave(struct capset *s, struct member *m)
{
	s->done += m->size > 0 ? m->size : capfile_offset(m->file);
	capfile_close(m->file);
	m->file = NULL;
}

/* A classic file has one link type; when that is unknown there is nothing to read. */
static bool readable(struct capset *s, const struct capfile *file)
{
	int linktype = capfile_linktype(file);
	char name[CAPFILTER_NAME_MAX], line[CAPFILE_ERROR_MAX];

	if (linktype < 0 || packet_link((unsigned)linktype) != LINK_UNKNOWN)
		return true;
	capfilter_link_name((unsigned)linktype, name);
	(void)snprintf(line, sizeof line,
		       "%s: link type %s is not supported; expected Ethernet, Linux cooked (SLL, "
		       "SLL2), raw IP or BSD loopback",
		       capfile_name(file), name);
	say_failed(s, line);
	return false;
}

/* The file's next frame. False: there is none; the file is closed, and what ended it was said and
 * counted. */
static bool advance(struct capset *s, struct member *m, struct frame *next)
{
	enum capfile_result result = capfile_next(m->file, next);

	if (__builtin_expect(result == CAPFILE_FRAME, 1))
		return true;
	if (result == CAPFILE_CUT) {
		s->counts.files_cut++;
		say(s, capfile_error(m->file));
	} else if (result == CAPFILE_ERROR) {
		say_failed(s, capfile_error(m->file));
	} else if (m->frames > 0 && m->frames == m->unknown) {
		s->counts.files_failed++; /* said when the first of them came */
	}
	leave(s, m);
	return false;
}

static bool open_member(struct capset *s, struct member *m, size_t buffer)
{
	char error[CAPFILE_ERROR_MAX];

	if (capfile_open_with(&m->file, m->path, buffer, error, sizeof error) != 0) {
		say_failed(s, error);
		return false;
	}
	capfile_stop_by(m->file, s->options.stop);
	m->size = capfile_size(m->file);
	if (readable(s, m->file))
		return true;
	capfile_close(m->file);
	m->file = NULL;
	return false;
}

/* ---- the order of time ----------------------------------------------------------------------- */

static bool earlier(uint64_t at, size_t order, uint64_t than_at, size_t than_order)
{
	return at < than_at || (at == than_at && order < than_order);
}

static bool sooner(const struct member *a, const struct member *b)
{
	return earlier(a->next.at, a->order, b->next.at, b->order);
}

static void sift_down(struct capset *s)
{
	size_t at = 0;
	struct member *m = s->heap[0];

	for (;;) {
		size_t child = 2 * at + 1;

		if (child >= s->nheap)
			break;
		if (child + 1 < s->nheap && sooner(s->heap[child + 1], s->heap[child]))
			child++;
		if (!sooner(s->heap[child], m))
			break;
		s->heap[at] = s->heap[child];
		at = child;
	}
	s->heap[at] = m;
}

static void push(struct capset *s, struct member *m)
{
	size_t at = s->nheap++;

	while (at > 0 && sooner(m, s->heap[(at - 1) / 2])) {
		s->heap[at] = s->heap[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	s->heap[at] = m;
}

/* The frame on top was used: its file goes on, or leaves. */
static void replace_top(struct capset *s)
{
	if (!advance(s, s->heap[0], &s->heap[0]->next)) {
		s->nheap--;
		if (s->nheap == 0)
			return;
		s->heap[0] = s->heap[s->nheap];
	}
	if (s->nheap > 1)
		sift_down(s);
}

/* Opens the files whose first frame is not later than all that are open. */
static void open_due(struct capset *s)
{
	while (s->waiting_at < s->nwaiting) {
		struct member *m = s->waiting[s->waiting_at];

		if (s->nheap > 0 &&
		    !earlier(m->first_at, m->order, s->heap[0]->next.at, s->heap[0]->order))
			return;
		s->waiting_at++;
		if (open_member(s, m, s->n > FEW_FILES ? MANY_BYTES : CAPFILE_BUFFER) &&
		    advance(s, m, &m->next))
			push(s, m);
	}
}

/* ---- opening --------------------------------------------------------------------------------- */

static int by_first_time(const void *a, const void *b)
{
	const struct member *x = *(const struct member *const *)a;
	const struct member *y = *(const struct member *const *)b;

	return earlier(x->first_at, x->order, y->first_at, y->order) ? -1 : 1;
}

/* Looks at the first frame. A regular file is closed again until it is due; a pipe cannot be. */
static void look(struct capset *s, struct member *m)
{
	if (!open_member(s, m, s->n == 1 ? CAPFILE_BUFFER : LOOK_BYTES))
		return;
	s->total += m->size;
	s->unsized = s->unsized || m->size == 0;
	if (!advance(s, m, &m->next))
		return;
	m->first_at = m->next.at;
	if (m->size == 0 || s->n == 1) {
		push(s, m);
		return;
	}
	capfile_close(m->file);
	m->file = NULL;
	s->waiting[s->nwaiting++] = m;
}

static void look_at_all(struct capset *s, const char *const *paths)
{
	bool standard = false;

	for (size_t i = 0; i < s->n; i++) {
		bool dash = paths[i][0] == '-' && paths[i][1] == '\0';

		s->members[i].path = paths[i];
		s->members[i].order = i;
		if (dash && standard)
			say_failed(s, "standard input: named twice; it can be read once");
		else
			look(s, &s->members[i]);
		standard = standard || dash;
	}
	qsort(s->waiting, s->nwaiting, sizeof *s->waiting, by_first_time);
}

int capset_open(struct capset **set, const char *const *paths, size_t n,
		const struct capset_options *options, char *error, size_t size)
{
	struct capset *s = calloc(1, sizeof *s);

	*set = NULL;
	if (!s)
		goto no_memory;
	s->n = n;
	s->options = *options;
	s->counts.files = (unsigned)n;
	s->known_link = -1;
	s->members = calloc(n, sizeof *s->members);
	s->waiting = calloc(n, sizeof(struct member *));
	s->heap = calloc(n, sizeof(struct member *));
	if (!s->members || !s->waiting || !s->heap)
		goto no_memory;
	if (options->filter && capfilter_new(&s->filter, options->filter, error, size) != 0) {
		capset_close(s);
		return -1;
	}
	look_at_all(s, paths);
	*set = s;
	return 0;
no_memory:
	(void)snprintf(error, size, "no memory for %zu files", n);
	capset_close(s);
	return -1;
}

/* Whoever filters a mirror port's trunk finds nothing, and should know why. */
static void hint_at_tags(const struct capset *s)
{
	uint64_t one = s->filter ? capfilter_tagged(s->filter, 1) : 0;
	uint64_t two = s->filter ? capfilter_tagged(s->filter, 2) : 0;
	const char *f = s->options.filter;
	const char *plural = one + two == 1 ? "" : "s";

	if (one + two == 0)
		return;
	if (two == 0)
		log_warnx("%llu frame%s with VLAN tags did not match the filter; to look behind "
			  "tags write: (%s) or (vlan and (%s))",
			  (unsigned long long)one, plural, f, f);
	else
		log_warnx("%llu frame%s with VLAN tags did not match the filter; to look behind "
			  "tags write: (%s) or (vlan and ((%s) or (vlan and (%s))))",
			  (unsigned long long)(one + two), plural, f, f, f);
}

void capset_close(struct capset *s)
{
	if (!s)
		return;
	for (size_t i = 0; s->members && i < s->n; i++)
		capfile_close(s->members[i].file);
	hint_at_tags(s);
	capfilter_free(s->filter);
	free(s->members);
	free(s->waiting);
	free(s->heap);
	free(s);
}

/* ---- frames ---------------------------------------------------------------------------------- */

static void count(struct capset *s, const struct frame *f)
{
	struct capset_counts *c = &s->counts;

	if (__builtin_expect(f->at < s->last_at, 0) && c->frames > 0) {
		c->backwards++;
		if (s->last_at - f->at > c->backwards_max)
			c->backwards_max = s->last_at - f->at;
	}
	s->last_at = f->at;
	c->frames++;
	c->bytes += f->wire_len;
}

/* Is a frame of this link type of any use? Asked when the type changes. */
static bool link_known(struct capset *s, struct member *m, const struct frame *f)
{
	char name[CAPFILTER_NAME_MAX], line[CAPFILE_ERROR_MAX];
	const char *misfit;

	if (packet_link(f->linktype) == LINK_UNKNOWN) {
		m->unknown++;
		say_unknown_link(s, m, f);
		return false;
	}
	s->known_link = (int)f->linktype;
	misfit = s->filter ? capfilter_misfit(s->filter, f->linktype) : NULL;
	if (misfit && first_of_link(m, f->linktype)) {
		capfilter_link_name(f->linktype, name);
		(void)snprintf(line, sizeof line,
			       "%s: the filter does not fit link type %s and passes none of its "
			       "frames: %s",
			       capfile_name(m->file), name, misfit);
		say(s, line);
	}
	return true;
}

static bool wanted(struct capset *s, struct member *m, const struct frame *f)
{
	m->frames++;
	if (__builtin_expect((int)f->linktype != s->known_link, 0) && !link_known(s, m, f)) {
		s->counts.skipped_linktype++;
		return false;
	}
	if (__builtin_expect(f->at < s->options.from || f->at >= s->options.to, 0)) {
		s->counts.skipped_time++;
		return false;
	}
	if (s->filter && !capfilter_match(s->filter, f)) {
		s->counts.skipped_filter++;
		return false;
	}
	return true;
}

/* The earliest frame of all files, and the file that it is from; NULL: there is none left. */
static struct member *take(struct capset *s, struct frame *frame)
{
	/* One file that is all there is needs no frame in hand to be compared. */
	if (s->taken && s->nheap == 1 && s->waiting_at == s->nwaiting) {
		if (advance(s, s->heap[0], frame))
			return s->heap[0];
		s->nheap = 0;
		s->taken = false;
		return NULL;
	}
	if (s->taken)
		replace_top(s);
	s->taken = false;
	bool ended = s->nheap == 0 && s->counts.frames > 0;

	if (s->waiting_at < s->nwaiting)
		open_due(s);
	if (s->nheap == 0)
		return NULL;
	s->resumed = s->resumed || ended;
	s->taken = true;
	*frame = s->heap[0]->next;
	return s->heap[0];
}

enum capset_result capset_next(struct capset *s, struct frame *frame)
{
	for (unsigned skips = 0; skips < SKIPS_A_CALL; skips++) {
		struct member *m = take(s, frame);

		if (!m)
			return CAPSET_END;
		count(s, frame);
		if (!wanted(s, m, frame))
			continue;
		s->counts.given++;
		frame->number = s->counts.frames;
		frame->resumed = s->resumed;
		s->resumed = false;
		return CAPSET_FRAME;
	}
	return CAPSET_SKIPPED;
}

const struct capset_counts *capset_counts(const struct capset *s)
{
	return &s->counts;
}

void capset_progress(const struct capset *s, uint64_t *done, uint64_t *total)
{
	*done = s->done;
	for (size_t i = 0; i < s->nheap; i++)
		*done += capfile_offset(s->heap[i]->file);
	*total = s->unsized ? 0 : s->total;
}
