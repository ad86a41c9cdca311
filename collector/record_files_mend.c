/* What a crash left in the folders of records. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/record_files_inside.h"
#include "common/log.h"

struct mend {
	struct record_files *f;
	char **paths; /* of the journal's lines, in order */
	size_t n;
	unsigned *repaired;
};

bool record_file_name(const char *name, char id[RECORD_FILE_ID], uint32_t *revision)
{
	const char *mark = NULL;
	unsigned long long number;
	char *end;

	for (const char *p = name; (p = strstr(p, ".r")) != NULL; p += 2) {
		size_t digits = strspn(p + 2, "0123456789");

		if (digits > 0 && p[2] != '0' && p[2 + digits] == '.' && p[3 + digits] != '\0')
			mark = p;
	}
	if (mark == NULL || mark == name || name[0] == '.' || mark - name >= RECORD_FILE_ID ||
	    strlen(name) + 16 >= RECORD_FILE_PATH || strchr(name, ' ') != NULL)
		return false;
	errno = 0;
	number = strtoull(mark + 2, &end, 10);
	(void)snprintf(id, RECORD_FILE_ID, "%.*s", (int)(mark - name), name);
	*revision = (uint32_t)number;
	return errno == 0 && number <= UINT32_MAX && strchr(id, '\n') == NULL;
}

bool record_file_hash(int folder, const char *name, uint8_t sha256[32])
{
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	crypto_hash_sha256_state state;
	uint8_t part[16384];
	ssize_t n = 0;

	if (fd < 0)
		return false;
	(void)crypto_hash_sha256_init(&state);
	while ((n = read(fd, part, sizeof(part))) > 0 || (n < 0 && errno == EINTR)) {
		if (n > 0)
			(void)crypto_hash_sha256_update(&state, part, (size_t)n);
	}
	(void)crypto_hash_sha256_final(&state, sha256);
	(void)close(fd);
	return n == 0;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The paths that the journal has, in order. */
static bool collect(struct mend *m, const char *text)
{
	struct record_line line;
	size_t room = 0;

	for (const char *s = text, *end; (end = strchr(s, '\n')) != NULL; s = end + 1) {
		char *path;

		if (!record_line_parse(s, (size_t)(end - s), &line))
			continue;
		if (m->n == room) {
			char **more =
				reallocarray(m->paths, room = room * 2 + 64, sizeof(*m->paths));

			if (more == NULL)
				return false;
			m->paths = more;
		}
		path = strdup(line.path);
		if (path == NULL)
			return false;
		m->paths[m->n++] = path;
	}
	if (m->n > 0)
		qsort(m->paths, m->n, sizeof(*m->paths), by_text);
	return true;
}

/* When it was written; 0: it is no file. */
static uint64_t changed(int folder, const char *name)
{
	struct stat st;

	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode))
		return 0;
	return (uint64_t)st.st_mtim.tv_sec * 1000000000 + (uint64_t)st.st_mtim.tv_nsec;
}

static bool mend_file(struct mend *m, int folder, const char *month, const char *name)
{
	char path[RECORD_FILE_PATH], id[RECORD_FILE_ID], *key = path;
	size_t n = strlen(name);
	uint64_t time = changed(folder, name);
	uint8_t sha256[32];
	uint32_t revision;

	if (time == 0)
		return true;
	if (name[0] == '.' && n > 4 && strcmp(name + n - 4, ".tmp") == 0) {
		log_warnx("records: %s/%s was not finished: it is removed", month, name);
		(*m->repaired)++;
		return unlinkat(folder, name, 0) == 0;
	}
	if (!record_file_name(name, id, &revision))
		return true;
	(void)snprintf(path, sizeof(path), "%s/%s", month, name);
	if (m->n > 0 && bsearch(&key, m->paths, m->n, sizeof(*m->paths), by_text) != NULL)
		return true;
	log_warnx("records: %s is not in the journal: it is added", path);
	(*m->repaired)++;
	return record_file_hash(folder, name, sha256) &&
	       record_journal_add(m->f, id, revision, path, sha256, time) &&
	       record_latest_put(m->f, id, revision);
}

static bool mend_month(struct mend *m, int year, const char *path)
{
	int folder = openat(year, path + 5, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	struct dirent **names = NULL;
	int n = folder >= 0 ? scandirat(folder, ".", &names, NULL, alphasort) : -1;
	bool good = n >= 0;

	for (int i = 0; i < n; i++) {
		good = good && mend_file(m, folder, path, names[i]->d_name);
		free(names[i]);
	}
	free(names);
	good = good && fsync(folder) == 0;
	if (folder >= 0)
		(void)close(folder);
	return good;
}

static int is_month(const struct dirent *d)
{
	return strlen(d->d_name) == 2 && strspn(d->d_name, "0123456789") == 2;
}

static int is_year(const struct dirent *d)
{
	return strlen(d->d_name) == 4 && strspn(d->d_name, "0123456789") == 4;
}

static bool mend_year(struct mend *m, const char *name)
{
	int year = openat(m->f->folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	struct dirent **months = NULL;
	int n = year >= 0 ? scandirat(year, ".", &months, is_month, alphasort) : -1;
	bool good = n >= 0;

	for (int i = 0; i < n; i++) {
		char path[8];

		(void)snprintf(path, sizeof(path), "%.4s/%.2s", name, months[i]->d_name);
		good = good && mend_month(m, year, path);
		free(months[i]);
	}
	free(months);
	if (year >= 0)
		(void)close(year);
	return good;
}

bool record_files_mend(struct record_files *f, const char *text, unsigned *repaired)
{
	struct mend m = { .f = f, .repaired = repaired };
	struct dirent **years = NULL;
	bool good = collect(&m, text);
	int n = good ? scandirat(f->folder, ".", &years, is_year, alphasort) : -1;

	good = n >= 0;
	for (int i = 0; i < n; i++) {
		good = good && mend_year(&m, years[i]->d_name);
		free(years[i]);
	}
	free(years);
	for (size_t i = 0; i < m.n; i++)
		free(m.paths[i]);
	free(m.paths);
	return good;
}
