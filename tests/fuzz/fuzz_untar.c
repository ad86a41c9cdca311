/*
 * Packages that came as one file, from hostile bytes: what is unpacked is files with plain names in
 * a folder of its own, within the bounds, and nothing of it stays. The first byte says whether sums
 * of headers are made right, so that what is behind them is reached.
 */
#include <assert.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/package.h"
#include "collector/package_file.h"

enum { BLOCK = 512, SUM = 148, MAGIC = 257, INPUT_MAX = 1 << 16 };

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char path[64];
static int archive;

/* The archive lies in memory, and so, where it can, does what comes out of it. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	archive = memfd_create("archive", 0);
	assert(archive >= 0);
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", archive);
	if (access("/dev/shm", W_OK) == 0)
		(void)setenv("TMPDIR", "/dev/shm", 1);
	return 0;
}

static void right_sums(uint8_t *p, size_t n)
{
	for (size_t at = 0; at + BLOCK <= n; at += BLOCK) {
		unsigned sum = 0;
		char text[8];

		if (memcmp(p + at + MAGIC, "ustar", 5) != 0)
			continue;
		for (size_t k = 0; k < BLOCK; k++)
			sum += k >= SUM && k < SUM + 8 ? ' ' : p[at + k];
		(void)snprintf(text, sizeof(text), "%06o", sum & 0777777);
		memcpy(p + at + SUM, text, sizeof(text));
	}
}

static void check_files(const char *folder)
{
	DIR *d = opendir(folder);
	const struct dirent *e;
	size_t n = 0;

	assert(d != NULL);
	while ((e = readdir(d)) != NULL) {
		struct stat st;

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		assert(package_name_good(e->d_name));
		assert(fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0);
		assert(S_ISREG(st.st_mode) && (st.st_mode & 07777) == 0600);
		assert(st.st_size >= 0 && st.st_size <= PACKAGE_FILE_MAX);
		n++;
	}
	assert(n <= PACKAGE_FILES + 4);
	(void)closedir(d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t copy[INPUT_MAX];
	struct package_place place;
	char error[512] = "", folder[sizeof(place.folder)];
	bool is = false, good;

	if (size < 1 || size > INPUT_MAX)
		return 0;
	memcpy(copy, data + 1, size - 1);
	if ((data[0] & 1) != 0)
		right_sums(copy, size - 1);
	if (ftruncate(archive, 0) != 0 || pwrite(archive, copy, size - 1, 0) != (ssize_t)size - 1)
		return 0;
	good = package_enter(&place, path, &is, error, sizeof(error));
	(void)snprintf(folder, sizeof(folder), "%s", place.folder);
	assert(good || error[0] != '\0');
	assert(place.made == (good && is));
	if (place.made)
		check_files(place.folder);
	package_leave(&place);
	assert(folder[0] == '\0' || access(folder, F_OK) != 0);
	return 0;
}
