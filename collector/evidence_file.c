/* Evidence on disk. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/evidence.h"
#include "common/log.h"

enum { PATH = 4096 };

static bool fail(char *error, size_t size, const char *what)
{
	(void)snprintf(error, size, "%s: %s", what, strerror(errno));
	return false;
}

static bool sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		(void)close(fd);
	return good;
}

/* "" for a name without a folder. */
static void folder_of(const char *path, char out[PATH])
{
	const char *slash = strrchr(path, '/');
	size_t n = slash == NULL ? 0 : slash == path ? 1 : (size_t)(slash - path);

	(void)snprintf(out, PATH, "%.*s", n > 0 ? (int)n : 1, n > 0 ? path : ".");
}

static bool write_all(int fd, const uint8_t *p, size_t n)
{
	while (n > 0) {
		ssize_t did = write(fd, p, n);

		if (did < 0 && errno != EINTR)
			return false;
		if (did > 0) {
			p += did;
			n -= (size_t)did;
		}
	}
	return true;
}

bool evidence_write(const char *path, const uint8_t *p, size_t n, char *error, size_t size)
{
	char temporary[PATH], folder[PATH];
	int fd;

	if (snprintf(temporary, sizeof(temporary), "%s.tmp", path) >= (int)sizeof(temporary)) {
		errno = ENAMETOOLONG;
		return fail(error, size, path);
	}
	folder_of(path, folder);
	fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640);
	if (fd < 0)
		return fail(error, size, temporary);
	bool good = write_all(fd, p, n) && fsync(fd) == 0;
	int saved = errno;

	if (close(fd) != 0 && good) {
		good = false;
		saved = errno;
	}
	if (good && rename(temporary, path) == 0)
		return sync_folder(folder) || fail(error, size, folder);
	errno = good ? errno : saved;
	(void)fail(error, size, path);
	(void)unlink(temporary);
	return false;
}

/* The folders of a path below `from` bytes of it, which are there. */
static bool make_folders(char *path, size_t from)
{
	for (char *slash = strchr(path + from, '/'); slash != NULL;
	     slash = strchr(slash + 1, '/')) {
		char above[PATH];

		*slash = '\0';
		folder_of(path, above);
		bool good = mkdir(path, 0750) == 0 ? sync_folder(above) : errno == EEXIST;

		*slash = '/';
		if (!good)
			return false;
	}
	return true;
}

static bool is_there(const char *path, const struct incident_evidence *e)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISREG(st.st_mode) && (uint64_t)st.st_size == e->file_size;
}

struct making {
	uint8_t *p;
	size_t n;
};

static void make(void *ctx, uint64_t seq, const Kagami__Packets *p)
{
	struct making *m = ctx;

	(void)seq;
	m->n = evidence_pcap(p, m->p, EVIDENCE_MAX);
}

/* It must be what the record says of it. */
static bool is_it(const struct making *m, const struct incident_evidence *e)
{
	uint8_t sha256[crypto_hash_sha256_BYTES];

	(void)crypto_hash_sha256(sha256, m->p, m->n);
	return m->n == e->file_size && memcmp(sha256, e->sha256, sizeof(sha256)) == 0;
}

static bool take(struct store *s, const struct incident_evidence *e, struct making *m, char *error,
		 size_t size)
{
	bool found;

	if (m->p == NULL) {
		(void)snprintf(error, size, "%s: no memory", e->file);
		return false;
	}
	if (!evidence_find(s, e->sensor, e->epoch, e->packets, &found, make, m)) {
		(void)snprintf(error, size, "%s: %s", e->file, store_error(s));
		return false;
	}
	if (!found || !is_it(m, e)) {
		log_warnx("evidence %s: %s", e->file,
			  found ? "the stored packets are others"
				: "its packets are no longer stored");
		m->n = 0;
	}
	return true;
}

bool evidence_keep(struct store *s, const char *folder, const struct incident_evidence *e,
		   char *error, size_t size)
{
	char below[INCIDENT_TEXT + 32], path[PATH];
	struct making m = { NULL, 0 };

	if (!evidence_path(e, below, sizeof(below)))
		return true;
	if (snprintf(path, sizeof(path), "%s/%s", folder, below) >= (int)sizeof(path)) {
		errno = ENAMETOOLONG;
		return fail(error, size, below);
	}
	if (is_there(path, e))
		return true;
	m.p = malloc(EVIDENCE_MAX);
	bool good = take(s, e, &m, error, size);

	if (good && m.n == 0) {
		free(m.p);
		return true;
	}
	if (good)
		good = make_folders(path, strlen(folder) + 1) || fail(error, size, path);
	good = good && evidence_write(path, m.p, m.n, error, size);
	free(m.p);
	return good;
}

bool evidence_load(const char *folder, const struct incident_evidence *e, uint8_t **out, size_t *n)
{
	char below[INCIDENT_TEXT + 32], path[PATH];
	struct making m = { NULL, 0 };
	FILE *f = NULL;
	bool good = evidence_path(e, below, sizeof(below)) &&
		    snprintf(path, sizeof(path), "%s/%s", folder, below) < (int)sizeof(path) &&
		    is_there(path, e) && e->file_size <= EVIDENCE_MAX;

	if (good) {
		f = fopen(path, "re");
		m.p = malloc(EVIDENCE_MAX + 1);
	}
	good = good && f != NULL && m.p != NULL;
	if (good)
		m.n = fread(m.p, 1, EVIDENCE_MAX + 1, f);
	good = good && is_it(&m, e);
	if (f != NULL)
		(void)fclose(f);
	if (!good)
		free(m.p);
	*out = good ? m.p : NULL;
	*n = good ? m.n : 0;
	return good;
}
