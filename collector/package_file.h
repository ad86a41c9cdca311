#ifndef COLLECTOR_PACKAGE_FILE_H
#define COLLECTOR_PACKAGE_FILE_H
/*
 * Files of packages: written whole or not at all, read without following links and up to a bound.
 * Names are relative to an open folder.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* May that be a file's name in a package: letters, digits, '.', '_' and '-', none of '.' first, at
 * most 200? So that it is no path, hidden or surprising anywhere. */
bool package_name_good(const char *name);

/* Writes a file that is not there yet (temporary, fsync, link, fsync of the folder). False: errno;
 * EEXIST: there is one, which stays as it is. */
bool package_file_new(int folder, const char *name, const void *p, size_t n, mode_t mode);
/* The same by its path. False: `error`. */
bool package_path_new(const char *path, const void *p, size_t n, mode_t mode, char *error,
		      size_t size);

/* Removes a folder with the files in it; folders in it stay. */
void package_folder_remove(const char *path);

/*
 * The name under which something that will be called `name` is written: .NAME.XXXXXXXX.tmp, with a
 * number by chance, so that two programs do not meet; the name is cut to fit.
 */
void package_temporary(const char *name, char *temporary, size_t size);
/*
 * Removes folders of that kind for `name` in `folder`, with the files in them, that were last
 * changed an hour ago or earlier: what programs left that were killed at it.
 */
void package_folder_sweep(int folder, const char *name);

/* Reads a regular file of at most `most` bytes; a NUL follows. The caller frees *out. False:
 * *why, a static text. mode: may be NULL. */
bool package_file_read(int folder, const char *name, size_t most, char **out, size_t *n,
		       mode_t *mode, const char **why);
/* The SHA-256 of such a file and its size, whatever that is up to `most`. */
bool package_file_hash(int folder, const char *name, uint64_t most, uint8_t sha256[32],
		       uint64_t *bytes, const char **why);

#endif
