/* The journal's lines, and which revision of each incident is the latest. */
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/record_files_inside.h"
#include "collector/record_json.h"

/* The next word of the line, which a blank or the end follows. */
static bool word(const char **s, const char *end, char *out, size_t room)
{
	const char *p = *s;
	size_t n = 0;

	while (p + n < end && p[n] != ' ' && p[n] != '\0')
		n++;
	if (n == 0 || n >= room || (p + n < end && p[n] != ' '))
		return false;
	memcpy(out, p, n);
	out[n] = '\0';
	*s = p + n + (p + n < end ? 1 : 0);
	return true;
}

bool record_line_parse(const char *s, size_t n, struct record_line *out)
{
	const char *end = s + n;
	char time[RECORD_TIME], number[11], *stop;
	unsigned long long revision;

	if (!word(&s, end, time, sizeof(time)) || !word(&s, end, out->id, sizeof(out->id)) ||
	    !word(&s, end, number, sizeof(number)) ||
	    !word(&s, end, out->path, sizeof(out->path)) ||
	    !word(&s, end, out->sha256, sizeof(out->sha256)) || s != end)
		return false;
	revision = strtoull(number, &stop, 10);
	out->revision = (uint32_t)revision;
	return strlen(time) == RECORD_TIME - 1 && time[RECORD_TIME - 2] == 'Z' &&
	       number[0] >= '1' && number[0] <= '9' && *stop == '\0' && revision <= UINT32_MAX &&
	       strlen(out->sha256) == 64 && strspn(out->sha256, "0123456789abcdef") == 64;
}

static bool read_all(int fd, char *to, size_t n)
{
	for (size_t at = 0; at < n;) {
		ssize_t got = pread(fd, to + at, n - at, (off_t)at);

		if (got < 0 && errno != EINTR)
			return false;
		if (got == 0) {
			errno = EIO;
			return false;
		}
		at += got > 0 ? (size_t)got : 0;
	}
	return true;
}

/* The whole file with a NUL behind it; NULL: errno. */
static char *read_text(int fd, size_t n)
{
	char *text = malloc(n + 1);

	if (text == NULL || !read_all(fd, text, n)) {
		free(text);
		return NULL;
	}
	text[n] = '\0';
	return text;
}

bool record_journal_read(struct record_files *f, char **text, bool *cut)
{
	struct record_line line;
	struct stat st;
	size_t n;

	if (fstat(f->journal, &st) != 0)
		return false;
	n = (size_t)st.st_size;
	*text = read_text(f->journal, n);
	if (*text == NULL)
		return false;
	for (const char *s = *text, *end; (end = memchr(s, '\n', n - (size_t)(s - *text))) != NULL;
	     s = end + 1) {
		if (!record_line_parse(s, (size_t)(end - s), &line))
			continue;
		f->size = end + 1 - *text;
		if (!record_latest_put(f, line.id, line.revision)) {
			errno = ENOMEM;
			return false;
		}
	}
	*cut = f->size != st.st_size;
	(*text)[f->size] = '\0';
	return true;
}

static bool append(struct record_files *f, const char *line, size_t n)
{
	if (f->unsynced && ftruncate(f->journal, f->size) != 0)
		return false;
	f->unsynced = true;
	for (size_t at = 0; at < n;) {
		ssize_t did = pwrite(f->journal, line + at, n - at, f->size + (off_t)at);

		if (did < 0 && errno != EINTR)
			return false;
		at += did > 0 ? (size_t)did : 0;
	}
	if (fsync(f->journal) != 0)
		return false;
	f->unsynced = false;
	f->size += (off_t)n;
	return true;
}

bool record_journal_add(struct record_files *f, const char *id, uint32_t revision, const char *path,
			const uint8_t sha256[32], uint64_t time)
{
	char line[RECORD_FILE_LINE], at[RECORD_TIME], hex[RECORD_HEX];

	record_time_text(at, time);
	record_hex_text(hex, sha256);
	(void)snprintf(line, sizeof(line), "%s %s %u %s %s\n", at, id, (unsigned)revision, path,
		       hex);
	return append(f, line, strlen(line));
}

char *record_journal_text(const struct record_files *f)
{
	return read_text(f->journal, (size_t)f->size);
}

bool record_journal_has(const struct record_files *f, const char *path, const uint8_t sha256[32])
{
	char want[RECORD_FILE_LINE], hex[RECORD_HEX];
	char *text = read_text(f->journal, (size_t)f->size);
	bool has;

	record_hex_text(hex, sha256);
	(void)snprintf(want, sizeof(want), " %s %s\n", path, hex);
	has = text != NULL && memmem(text, (size_t)f->size, want, strlen(want)) != NULL;
	free(text);
	return has;
}

static size_t slot_of(const struct record_latest *table, size_t room, const char *id)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);
	size_t at;

	for (const char *p = id; *p != '\0'; p++)
		h = (h ^ (uint8_t)*p) * UINT64_C(0x100000001b3);
	for (at = (size_t)h & (room - 1); table[at].id[0] != '\0'; at = (at + 1) & (room - 1)) {
		if (strcmp(table[at].id, id) == 0)
			break;
	}
	return at;
}

static bool grow(struct record_files *f)
{
	size_t room = f->room == 0 ? 64 : f->room * 2;
	struct record_latest *table = calloc(room, sizeof(*table));

	if (table == NULL)
		return false;
	for (size_t i = 0; i < f->room; i++) {
		if (f->latest[i].id[0] != '\0')
			table[slot_of(table, room, f->latest[i].id)] = f->latest[i];
	}
	free(f->latest);
	f->latest = table;
	f->room = room;
	return true;
}

bool record_latest_put(struct record_files *f, const char *id, uint32_t revision)
{
	struct record_latest *l;

	if ((f->n + 1) * 2 > f->room && !grow(f))
		return false;
	l = &f->latest[slot_of(f->latest, f->room, id)];
	if (l->id[0] == '\0') {
		(void)snprintf(l->id, sizeof(l->id), "%s", id);
		f->n++;
	}
	if (revision > l->revision)
		l->revision = revision;
	return true;
}

uint32_t record_files_latest(struct record_files *f, const char *id)
{
	return f->room > 0 ? f->latest[slot_of(f->latest, f->room, id)].revision : 0;
}
