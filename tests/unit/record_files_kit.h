#ifndef TESTS_UNIT_RECORD_FILES_KIT_H
#define TESTS_UNIT_RECORD_FILES_KIT_H
/* Folders of records for tests: made, filled, and checked whole. */
#include <dirent.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/record_files_inside.h"
#include "common/log.h"

#define TIME  UINT64_C(1795140847512345678) /* 2026-11-20 */
#define MONTH "2026/11"

static char folder[] = "/tmp/kagami-records-XXXXXX";

static inline int setup(void **state)
{
	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/kagami-records-XXXXXX");
	log_level(LOG_ERROR);
	return mkdtemp(folder) != NULL ? 0 : -1;
}

static inline int teardown(void **state)
{
	char command[128];

	(void)state;
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command); /* NOLINT(cert-env33-c): a folder of our own */
}

/* What revision r of incident k is: some hundred bytes that say so, on every line. */
static inline size_t text_of(char *to, size_t room, unsigned k, unsigned r)
{
	size_t n = 0;

	for (unsigned line = 0; line < 20 + r % 7; line++)
		n += (size_t)snprintf(to + n, room - n, "incident %u revision %u line %u\n", k, r,
				      line);
	return n;
}

static inline bool put(struct record_files *f, unsigned k, unsigned r)
{
	char id[32], text[2048], error[256] = "";
	size_t n = text_of(text, sizeof(text), k, r);

	(void)snprintf(id, sizeof(id), "plant.r-20261120-%04u", k);
	return record_files_write(f, id, r, TIME, "iodef.json", text, n, error, sizeof(error));
}

static inline struct record_files *begin(unsigned *repaired)
{
	char error[256] = "";
	struct record_files *f = record_files_open(folder, repaired, error, sizeof(error));

	assert_string_equal(error, "");
	assert_non_null(f);
	return f;
}

/* The whole of a file in the folder; the caller frees it. */
static inline char *content(const char *name, size_t *n)
{
	char path[512];
	char *text = calloc(1, 1 << 20);
	FILE *f;

	assert_true(snprintf(path, sizeof(path), "%s/%s", folder, name) < (int)sizeof(path));
	f = fopen(path, "re");
	assert_non_null(f);
	assert_non_null(text);
	*n = fread(text, 1, (1 << 20) - 1, f);
	(void)fclose(f);
	return text;
}

/* The file is the revision that its name says, whole. */
static inline void check_file(const char *path, const char *name)
{
	char id[RECORD_FILE_ID], want[2048];
	uint32_t revision = 0;
	size_t n = 0, wanted;
	char *text = content(path, &n);

	assert_true(record_file_name(name, id, &revision));
	wanted = text_of(want, sizeof(want), (unsigned)strtoul(strrchr(id, '-') + 1, NULL, 10),
			 revision);
	assert_int_equal(n, wanted);
	assert_memory_equal(text, want, n);
	free(text);
}

/* Each line is good and its file is there, with that hash. Returns the lines. */
static inline unsigned check_journal(void)
{
	size_t n = 0, m = 0;
	char *text = content("journal", &n);
	unsigned lines = 0;

	for (const char *s = text, *end; s < text + n; s = end + 1, lines++) {
		struct record_line line;
		uint8_t sha256[32];
		char hex[65], *file;

		end = strchr(s, '\n');
		assert_non_null(end);
		assert_true(record_line_parse(s, (size_t)(end - s), &line));
		file = content(line.path, &m);
		(void)crypto_hash_sha256(sha256, (const uint8_t *)file, m);
		(void)sodium_bin2hex(hex, sizeof(hex), sha256, sizeof(sha256));
		assert_string_equal(hex, line.sha256);
		free(file);
	}
	free(text);
	return lines;
}

/* Every file is a whole revision and has one line. Returns how many there are. */
static inline unsigned check(void)
{
	char path[512];
	unsigned files = 0;
	struct dirent *d;
	DIR *dir;

	(void)snprintf(path, sizeof(path), "%s/" MONTH, folder);
	dir = opendir(path);
	while (dir != NULL && (d = readdir(dir)) != NULL) {
		char name[512];

		if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0)
			continue;
		(void)snprintf(name, sizeof(name), MONTH "/%s", d->d_name);
		check_file(name, d->d_name);
		files++;
	}
	if (dir != NULL)
		(void)closedir(dir);
	assert_int_equal(check_journal(), files);
	return files;
}

#endif
