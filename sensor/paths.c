#include "sensor/paths.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool paths_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool paths_make_folder(const char *path)
{
	return mkdir(path, 0777) == 0 || (errno == EEXIST && paths_folder(path));
}

bool paths_replaceable(const char *path)
{
	struct stat st;

	return lstat(path, &st) != 0 || S_ISREG(st.st_mode);
}

/* A file that was not there is not there afterwards. */
static bool can_open(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

	if (fd >= 0)
		(void)unlink(path);
	else if (errno == EEXIST)
		fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	(void)close(fd);
	return true;
}

bool paths_writable(const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0) /* through a link that leads nowhere yet it will be made there */
		return lstat(path, &st) == 0 || can_open(path);
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return false;
	}
	/* Opening a pipe would wait for who reads it. */
	return S_ISREG(st.st_mode) ? can_open(path) : access(path, W_OK) == 0;
}

static uint64_t mix(uint64_t h, const void *p, size_t n)
{
	const unsigned char *b = p;

	for (size_t i = 0; i < n; i++)
		h = (h ^ b[i]) * 0x100000001b3U;
	return h;
}

static uint64_t sign_file(const char *path, const struct stat *st)
{
	uint64_t h = mix(0xcbf29ce484222325U, path, strlen(path));

	h = mix(h, &st->st_size, sizeof(st->st_size));
	h = mix(h, &st->st_mtim, sizeof(st->st_mtim));
	return mix(h, &st->st_ino, sizeof(st->st_ino));
}

uint64_t paths_sign(const char *path)
{
	struct stat st;
	uint64_t sum;
	DIR *dir;
	const struct dirent *e;

	if (path == NULL || stat(path, &st) != 0)
		return 0;
	if (!S_ISDIR(st.st_mode))
		return sign_file(path, &st);
	dir = opendir(path);
	if (dir == NULL)
		return 0;
	sum = mix(1, path, strlen(path));
	while ((e = readdir(dir)) != NULL) {
		const char *dot = strrchr(e->d_name, '.');

		if (dot != NULL && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0) &&
		    fstatat(dirfd(dir), e->d_name, &st, 0) == 0)
			sum += sign_file(e->d_name, &st);
	}
	closedir(dir);
	return sum;
}
