#include "collector/package_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { NAME_MOST = 200, CHUNK = 64 * 1024, ABANDONED = 3600 /* s */ };

bool package_name_good(const char *name)
{
	static const char good[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				   "0123456789._-";
	size_t n = strspn(name, good);

	return n > 0 && n <= NAME_MOST && name[n] == '\0' && name[0] != '.';
}

/* ---- writing ------------------------------------------------------------------------------ */

static bool write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t got = write(fd, p, n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		p += got;
		n -= (size_t)got;
	}
	return fsync(fd) == 0;
}

void package_temporary(const char *name, char *temporary, size_t size)
{
	(void)snprintf(temporary, size, ".%.*s.%08x.tmp", NAME_MOST, name, randombytes_random());
}

/* linkat() rather than renameat(): it does not take the place of a file that is there. */
bool package_file_new(int folder, const char *name, const void *p, size_t n, mode_t mode)
{
	char temporary[NAME_MOST + 64];
	bool good;
	int fd, why;

	package_temporary(name, temporary, sizeof(temporary));
	fd = openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	good = fchmod(fd, mode) == 0 && write_all(fd, p, n) &&
	       linkat(folder, temporary, folder, name, 0) == 0;
	why = errno;
	(void)close(fd);
	(void)unlinkat(folder, temporary, 0);
	/* Not every file system can sync a folder; the file is there nevertheless. */
	if (good)
		(void)fsync(folder);
	errno = why;
	return good;
}

bool package_path_new(const char *path, const void *p, size_t n, mode_t mode, char *error,
		      size_t size)
{
	char *folder = strdup(path), *name = strdup(path);
	int fd = -1;
	bool good = false;

	if (folder != NULL && name != NULL)
		fd = open(dirname(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0)
		good = package_file_new(fd, basename(name), p, n, mode);
	if (!good)
		(void)snprintf(error, size, "%s: %s", path,
			       errno == EEXIST ? "is there already, not overwritten"
					       : strerror(errno));
	if (fd >= 0)
		(void)close(fd);
	free(folder);
	free(name);
	return good;
}

static void empty(DIR *d)
{
	const struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL)
		(void)unlinkat(dirfd(d), e->d_name, 0);
	if (d != NULL)
		(void)closedir(d);
}

void package_folder_remove(const char *path)
{
	empty(opendir(path));
	(void)rmdir(path);
}

/* Is it a temporary name of that one? Both have their number at the same place. */
static bool temporary_of(const char *name, const char *other)
{
	char like[NAME_MOST + 64];

	package_temporary(name, like, sizeof(like));
	const size_t n = strlen(like), number = n - strlen("XXXXXXXX.tmp");

	return strlen(other) == n && memcmp(like, other, number) == 0 &&
	       strspn(other + number, "0123456789abcdef") == 8 &&
	       strcmp(other + n - 4, ".tmp") == 0;
}

/* Without following links, which nobody of us makes. */
static DIR *open_in(int folder, const char *name)
{
	int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *d = fd >= 0 ? fdopendir(fd) : NULL;

	if (fd >= 0 && d == NULL)
		(void)close(fd);
	return d;
}

void package_folder_sweep(int folder, const char *name)
{
	DIR *d = open_in(folder, ".");
	const time_t before = time(NULL) - ABANDONED;
	const struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL) {
		struct stat st;

		if (!temporary_of(name, e->d_name) ||
		    fstatat(folder, e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
		    !S_ISDIR(st.st_mode) || st.st_mtime > before)
			continue;
		empty(open_in(folder, e->d_name));
		(void)unlinkat(folder, e->d_name, AT_REMOVEDIR);
	}
	if (d != NULL)
		(void)closedir(d);
}

/* ---- reading ------------------------------------------------------------------------------ */

/* O_NONBLOCK: a pipe must not hold us up. */
static int open_regular(int folder, const char *name, struct stat *st, const char **why)
{
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0) {
		*why = errno == ENOENT	? "is not there"
		       : errno == ELOOP ? "is a link"
					: "cannot be opened";
		return -1;
	}
	if (fstat(fd, st) == 0 && S_ISREG(st->st_mode))
		return fd;
	*why = "is no regular file";
	(void)close(fd);
	return -1;
}

static ssize_t read_some(int fd, char *p, size_t n)
{
	ssize_t got;

	do
		got = read(fd, p, n);
	while (got < 0 && errno == EINTR);
	return got;
}

static bool read_all(int fd, size_t most, char *out, size_t *n, const char **why)
{
	ssize_t got;

	*n = 0;
	while ((got = read_some(fd, out + *n, most + 1 - *n)) > 0) {
		*n += (size_t)got;
		if (*n > most) {
			*why = "is too large";
			return false;
		}
	}
	out[*n] = '\0';
	if (got < 0)
		*why = "cannot be read";
	return got == 0;
}

bool package_file_read(int folder, const char *name, size_t most, char **out, size_t *n,
		       mode_t *mode, const char **why)
{
	struct stat st;
	int fd = open_regular(folder, name, &st, why);
	bool good;

	*out = NULL;
	if (fd < 0)
		return false;
	/* What the size says is a hint, of which too large a one is known before it is read. */
	*why = st.st_size > (off_t)most ? "is too large" : "no memory";
	if (st.st_size <= (off_t)most)
		*out = malloc(most + 1);
	good = *out != NULL && read_all(fd, most, *out, n, why);
	if (mode != NULL)
		*mode = st.st_mode;
	(void)close(fd);
	if (good)
		return true;
	free(*out);
	*out = NULL;
	return false;
}

bool package_file_hash(int folder, const char *name, uint64_t most, uint8_t sha256[32],
		       uint64_t *bytes, const char **why)
{
	crypto_hash_sha256_state hash;
	struct stat st;
	int fd = open_regular(folder, name, &st, why);
	ssize_t got = -1;
	char *chunk;

	*bytes = 0;
	if (fd < 0)
		return false;
	chunk = malloc(CHUNK);
	*why = "no memory";
	(void)crypto_hash_sha256_init(&hash);
	while (chunk != NULL && *bytes <= most && (got = read_some(fd, chunk, CHUNK)) > 0) {
		(void)crypto_hash_sha256_update(&hash, (unsigned char *)chunk, (size_t)got);
		*bytes += (uint64_t)got;
	}
	(void)crypto_hash_sha256_final(&hash, sha256);
	free(chunk);
	(void)close(fd);
	if (*bytes > most)
		*why = "is too large";
	else if (got < 0 && chunk != NULL)
		*why = "cannot be read";
	return got == 0 && *bytes <= most;
}
