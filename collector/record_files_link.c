/* latest/: a link for each incident to its newest record, for people and scripts. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/record_files_inside.h"
#include "common/log.h"

enum { TARGET = RECORD_FILE_PATH + 8 };

static void failed(struct record_files *f, const char *name)
{
	if (!f->unlinked)
		log_warnx("records: latest/%s: %s; records are written, links to them are not",
			  name, strerror(errno));
	f->unlinked = true;
}

static bool points_to(int folder, const char *name, const char *target)
{
	char now[TARGET];
	ssize_t n = readlinkat(folder, name, now, sizeof(now));

	return n == (ssize_t)strlen(target) && memcmp(now, target, (size_t)n) == 0;
}

/* Beside it, and then in its place: whoever follows it finds the one or the other. It is not
 * synced: what a crash undoes is made again when the journal is opened. */
static bool put(int folder, const char *name, const char *target)
{
	char beside[RECORD_FILE_PATH + 8];

	(void)snprintf(beside, sizeof(beside), ".%s.tmp", name);
	if (unlinkat(folder, beside, 0) != 0 && errno != ENOENT)
		return false;
	return symlinkat(target, folder, beside) == 0 &&
	       renameat(folder, beside, folder, name) == 0;
}

void record_link(struct record_files *f, const char *id, const char *path)
{
	const char *file = strrchr(path, '/'), *extension;
	char name[RECORD_FILE_PATH], target[TARGET];
	int folder;

	/* "/<id>.r<revision>.<extension>" */
	extension = file != NULL && strlen(file) > strlen(id) + 3
			    ? strchr(file + 1 + strlen(id) + 1, '.')
			    : NULL;
	if (extension == NULL || f->unlinked)
		return;
	(void)snprintf(name, sizeof(name), "%s%s", id, extension);
	(void)snprintf(target, sizeof(target), "../%s", path);
	if (mkdirat(f->folder, "latest", 0750) != 0 && errno != EEXIST) {
		failed(f, name);
		return;
	}
	folder = openat(f->folder, "latest", O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (folder < 0 || (!points_to(folder, name, target) && !put(folder, name, target)))
		failed(f, name);
	if (folder >= 0)
		(void)close(folder);
}

void record_links_mend(struct record_files *f, const char *text)
{
	struct record_line line;

	for (const char *s = text, *end; (end = strchr(s, '\n')) != NULL; s = end + 1) {
		if (record_line_parse(s, (size_t)(end - s), &line) &&
		    record_files_latest(f, line.id) == line.revision)
			record_link(f, line.id, line.path);
	}
}
