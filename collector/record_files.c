#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "collector/record_files_inside.h"
#include "common/log.h"

static bool fail(char *error, size_t size, const char *what)
{
	(void)snprintf(error, size, "%s: %s", what, strerror(errno));
	return false;
}

/* Each folder on the way, too. */
static bool make_folders(const char *folder)
{
	char path[4096];

	if (snprintf(path, sizeof(path), "%s", folder) >= (int)sizeof(path)) {
		errno = ENAMETOOLONG;
		return false;
	}
	for (char *p = strchr(path + 1, '/'); p != NULL; p = strchr(p + 1, '/')) {
		*p = '\0';
		if (mkdir(path, 0750) != 0 && errno != EEXIST)
			return false;
		*p = '/';
	}
	return mkdir(path, 0750) == 0 || errno == EEXIST;
}

static bool open_journal(struct record_files *f)
{
	f->journal = openat(f->folder, "journal", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
	return f->journal >= 0 && flock(f->journal, LOCK_EX | LOCK_NB) == 0 &&
	       fsync(f->folder) == 0;
}

static bool repair(struct record_files *f, unsigned *repaired)
{
	char *text = NULL;
	bool cut = false, good = record_journal_read(f, &text, &cut);

	if (good && cut) {
		log_warnx("records: the journal ended in the middle of a line: it was cut");
		(*repaired)++;
		good = ftruncate(f->journal, f->size) == 0 && fsync(f->journal) == 0;
	}
	good = good && record_files_mend(f, text, repaired);
	free(text);
	/* Lines may have been added. */
	text = good ? record_journal_text(f) : NULL;
	if (text != NULL)
		record_links_mend(f, text);
	free(text);
	return good;
}

struct record_files *record_files_open(const char *folder, unsigned *repaired, char *error,
				       size_t size)
{
	struct record_files *f = calloc(1, sizeof(*f));
	bool good;

	*repaired = 0;
	if (f == NULL) {
		(void)snprintf(error, size, "%s: no memory", folder);
		return NULL;
	}
	f->journal = -1;
	f->folder = make_folders(folder) ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	good = f->folder >= 0 && open_journal(f);
	if (!good && errno == EWOULDBLOCK) {
		(void)snprintf(error, size, "%s: another program writes records there", folder);
	} else if (!good || !repair(f, repaired)) {
		good = fail(error, size, folder);
	}
	if (good)
		return f;
	record_files_close(f);
	return NULL;
}

void record_files_close(struct record_files *f)
{
	if (f == NULL)
		return;
	if (f->journal >= 0)
		(void)close(f->journal);
	if (f->folder >= 0)
		(void)close(f->folder);
	free(f->latest);
	free(f);
}

/* Opens <folder>/<name>, made and known to last. */
static int open_folder(int folder, const char *name)
{
	if (mkdirat(folder, name, 0750) == 0) {
		if (fsync(folder) != 0)
			return -1;
	} else if (errno != EEXIST) {
		return -1;
	}
	return openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
}

/* YYYY/MM, by the time in UTC. */
static int open_month(const struct record_files *f, uint64_t time, char month[8])
{
	time_t s = (time_t)(time / 1000000000);
	int outer, inner, error;
	char year[5];
	struct tm tm;

	(void)gmtime_r(&s, &tm);
	(void)snprintf(month, 8, "%04u/%02u", ((unsigned)tm.tm_year + 1900) % 10000,
		       ((unsigned)tm.tm_mon + 1) % 100);
	(void)snprintf(year, sizeof(year), "%.4s", month);
	outer = open_folder(f->folder, year);
	if (outer < 0)
		return -1;
	inner = open_folder(outer, month + 5);
	error = errno;
	(void)close(outer);
	errno = error;
	return inner;
}

static bool write_all(int fd, const char *text, size_t n)
{
	while (n > 0) {
		ssize_t did = write(fd, text, n);

		if (did < 0 && errno != EINTR)
			return false;
		if (did > 0) {
			text += did;
			n -= (size_t)did;
		}
	}
	return true;
}

/* Writes it beside, and puts it in its place when all of it is on disk. */
static bool put_file(int folder, const char *name, const char *text, size_t n)
{
	char beside[RECORD_FILE_PATH];
	int fd, error;
	bool good;

	(void)snprintf(beside, sizeof(beside), ".%s.tmp", name);
	fd = openat(folder, beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640);
	if (fd < 0)
		return false;
	good = write_all(fd, text, n) && fsync(fd) == 0;
	error = errno;
	good = close(fd) == 0 && good;
	if (good && renameat(folder, beside, folder, name) == 0)
		return fsync(folder) == 0;
	error = good ? errno : error;
	(void)unlinkat(folder, beside, 0);
	errno = error;
	return false;
}

/* What can be in a file's name, and cannot lead elsewhere. */
static bool is_name(const char *s, size_t room)
{
	size_t n = strlen(s);

	return n > 0 && n < room && s[0] != '.' && s[0] != '-' &&
	       strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._#-") == n;
}

static uint64_t now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* The file is there, on disk: it stays as it is, and its hash is given. */
static bool stands(int folder, const char *name, uint8_t sha256[32])
{
	return record_file_hash(folder, name, sha256) && fsync(folder) == 0;
}

bool record_files_write(struct record_files *f, const char *id, uint32_t revision,
			uint64_t detected, const char *extension, const char *text, size_t n,
			char *error, size_t size)
{
	char month[8], name[RECORD_FILE_PATH - 16], path[RECORD_FILE_PATH];
	uint8_t sha256[32];
	int folder;
	bool good, stood;

	if (!is_name(id, RECORD_FILE_ID) || !is_name(extension, 32) || revision == 0) {
		(void)snprintf(error, size, "'%.64s' is no name for a record", id);
		return false;
	}
	(void)snprintf(name, sizeof(name), "%s.r%u.%s", id, (unsigned)revision, extension);
	folder = open_month(f, detected, month);
	if (folder < 0)
		return fail(error, size, name);
	(void)snprintf(path, sizeof(path), "%s/%s", month, name);
	stood = stands(folder, name, sha256);
	good = stood;
	if (!good) {
		(void)crypto_hash_sha256(sha256, (const uint8_t *)text, n);
		good = put_file(folder, name, text, n);
	}
	/* A file that was not there before has no line, unless somebody took it away. */
	good = good && ((stood && record_journal_has(f, path, sha256)) ||
			record_journal_add(f, id, revision, path, sha256, now()));
	if (!good)
		(void)fail(error, size, name);
	(void)close(folder);
	if (good && !record_latest_put(f, id, revision)) {
		(void)snprintf(error, size, "%s: no memory", name);
		return false;
	}
	if (good && record_files_latest(f, id) == revision)
		record_link(f, id, path);
	return good;
}
